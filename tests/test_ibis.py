"""IBIS in RDF: what it says is what the argument says, and back."""

from collections.abc import Iterator
from typing import Any

import pytest
from issues import facts
from rdflib import DCTERMS, RDF, Graph, Namespace, URIRef
from rdflib.compare import isomorphic

from whyso.graph import ArgumentGraph, sample
from whyso.graph.errors import ParseError
from whyso.graph.formats.ibis.rdf import read_ibis, write_ibis
from whyso.graph.formats.ibis.words import sniff_ibis
from whyso.graph.store import Store

ARG = Namespace("https://w3id.org/whyso/ontology#")
IBIS = Namespace("https://vocab.methodandstructure.com/ibis#")
HEAD = """
@prefix ibis: <https://vocab.methodandstructure.com/ibis#> .
@prefix old: <http://purl.org/ibis#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://tea.example/> .
"""


def read(text: str) -> tuple[ArgumentGraph, Any]:
    store, account = read_ibis((HEAD + text).encode(), name="tea.ttl")
    return ArgumentGraph(store), account


def rdf(store: Store) -> Graph:
    return Graph().parse(data=store.serialize("n-triples"), format="nt")


def test_issues_positions_and_arguments_are_questions_claims_and_steps() -> None:
    g, account = read("""
        :q a ibis:Issue ; rdfs:label "Tea?"@en .
        :p a ibis:Position ; ibis:responds-to :q .
        :a a ibis:Argument ; ibis:supports :p .
        :b a ibis:Argument ; ibis:opposes :p ; ibis:suggests :r .
        :r a ibis:Issue ; ibis:questions :a .
    """)

    assert facts(g) == {
        ("p", "answers", "q"),
        ("a", "inference", "p"),
        ("b", "rebuttal", "p"),
        ("b", "raises", "r"),
        ("a", "raises", "r"),
    }
    assert {(one.id, one.kind) for one in g.statements()} == {
        ("q", "question"),
        ("r", "question"),
        ("p", "claim"),
        ("a", "claim"),
        ("b", "claim"),
    }
    assert account.lossless


def test_what_opposes_a_reason_undermines_it() -> None:
    g, _ = read("""
        :p a ibis:Position . :a a ibis:Argument ; ibis:supports :p .
        :b a ibis:Argument ; ibis:opposes :a , :p .
    """)

    assert {step.kind for step in g.conflicts()} == {"undermining", "rebuttal"}


def test_inverse_properties_say_the_same() -> None:
    one, _ = read("""
        :q a ibis:Issue ; ibis:response :p ; ibis:suggested-by :a . :p a ibis:Position ;
        ibis:supported-by :a ; ibis:opposed-by :b . :a a ibis:Argument . :b a ibis:Argument .
        :n a ibis:Position ; ibis:replaces :p .
    """)
    other, _ = read("""
        :q a ibis:Issue . :p a ibis:Position ; ibis:responds-to :q ; ibis:replaced-by :n .
        :a a ibis:Argument ; ibis:supports :p ; ibis:suggests :q .
        :b a ibis:Argument ; ibis:opposes :p . :n a ibis:Position .
    """)

    assert one == other
    assert ("n", "supersedes", "p") in facts(one)


@pytest.mark.parametrize(
    "space",
    [
        "https://vocab.methodandstructure.com/ibis#",
        "https://privatealpha.com/ontology/ibis/1#",
        "http://purl.org/ibis#",
    ],
)
def test_old_addresses_and_spellings_are_understood(space: str) -> None:
    said = (
        HEAD.replace("https://vocab.methodandstructure.com/ibis#", space)
        + """
        :q a ibis:Issue . :p a ibis:Position ; ibis:respondsTo :q .
        :b a ibis:Position ; ibis:rebuts :p . :ann ibis:asserts :p .
    """
    )
    assert sniff_ibis(said.encode())

    g = ArgumentGraph(read_ibis(said.encode(), name="tea.ttl")[0])

    assert facts(g) == {("p", "answers", "q"), ("b", "rebuttal", "p")}
    (claim,) = [one for one in g.statements("claim") if one.id == "p"]
    assert claim.asserted_by is not None and claim.asserted_by.id == "ann"


def test_a_class_that_is_not_told_follows_from_the_relations_and_is_accounted_for() -> None:
    g, account = read(":p ibis:responds-to :q . :a ibis:opposes :p .")

    assert facts(g) == {("p", "answers", "q"), ("a", "rebuttal", "p")}
    assert {iri for row in account.approximated for iri in row.ids} == {
        f"http://tea.example/{name}" for name in "apq"
    }


def test_an_argument_is_an_issue_too_in_ibis_but_a_claim_here() -> None:
    g, account = read(":a a ibis:Argument , ibis:Issue ; ibis:supports :p . :p a ibis:Position .")

    assert [one.id for one in g.statements("claim")] == ["a", "p"]
    assert account.lossless


def test_what_is_issue_and_position_at_once_is_told() -> None:
    g, account = read(":x a ibis:Position , ibis:Issue .")

    assert [one.kind for one in g.statements()] == ["question"]
    assert [row.ids for row in account.approximated] == [("http://tea.example/x",)]


def test_an_argument_about_an_issue_is_an_answer_and_accounted_for() -> None:
    g, account = read(":a a ibis:Argument ; ibis:opposes :q . :q a ibis:Issue .")

    assert facts(g) == {("a", "answers", "q")}
    assert [(row.what, row.ids) for row in account.approximated] == [
        ("ibis:opposes", ("http://tea.example/a",))
    ]


@pytest.mark.parametrize("property", ["skos:prefLabel", "rdf:value"])
def test_texts_are_found_where_tools_put_them(property: str) -> None:
    g, _ = read(f':q a ibis:Issue ; {property} "Tea?"@en , "茶？"@zh .')

    assert g["http://tea.example/q"].labels == {"en": "Tea?", "zh": "茶？"}


def test_words_that_the_model_lacks_stay_in_the_graph() -> None:
    g, account = read("""
        :q a ibis:Issue , ibis:Invariant ; ibis:generalizes :r ; ibis:concerns :kettle .
        :r a ibis:Issue ; ibis:suggests :q . :ann ibis:endorses :p . :p a ibis:Position .
    """)
    kept = rdf(g.store)

    tea = Namespace("http://tea.example/")
    assert (tea.q, IBIS.generalizes, tea.r) in kept  # not arg:underlies
    assert (tea.q, IBIS.concerns, tea.kettle) in kept
    assert (tea.q, RDF.type, IBIS.Invariant) in kept
    assert (tea.r, IBIS.suggests, tea.q) in kept
    assert (tea.ann, IBIS.endorses, tea.p) in kept
    assert list(kept.triples((None, ARG.underlies, None))) == []
    assert account.lossless


def test_ibis_written_again_says_all_that_it_said() -> None:
    text = (
        HEAD
        + """
        :q a ibis:Issue ; rdfs:label "Tea?"@en ; ibis:generalizes :r . :r a ibis:Issue .
        :p a ibis:Position ; ibis:responds-to :q .
        :a a ibis:Argument ; ibis:supports :p ; ibis:responds-to :r .
        [] a ibis:Argument ; ibis:opposes :p ; skos:prefLabel "Too hot." .
    """
    )
    before = Graph().parse(data=text, format="turtle")

    data, account = write_ibis(ArgumentGraph(read_ibis(text.encode(), name="tea.ttl")[0]))
    after = Graph().parse(data=data.decode(), format="turtle")

    ours = {
        triple
        for triple in after
        if str(triple[1]).startswith(str(ARG))
        or str(triple[2]).startswith(str(ARG))
        or triple[1] == DCTERMS.conformsTo  # what the file is
    }
    assert account.lossless
    assert isomorphic(
        before,
        sum_of(triple for triple in after if triple not in ours and not copied(after, triple)),
    )


def sum_of(triples: Iterator[Any]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def copied(graph: Graph, triple: Any) -> bool:
    """Whether a label is that of another property, said once more as rdfs:label."""
    subject, predicate, value = triple
    skos = URIRef("http://www.w3.org/2004/02/skos/core#prefLabel")
    return str(predicate).endswith("#label") and (subject, skos, value) in graph


def test_the_sample_survives_ibis() -> None:
    g = sample()

    data, account = write_ibis(g)
    store, _ = read_ibis(data, name="again.ttl")

    assert ArgumentGraph(store) == g
    assert account.lossless
    assert isomorphic(rdf(store), rdf(g.store))


def test_what_ibis_tools_see_of_the_sample_is_the_argument() -> None:
    g = sample()

    seen = Graph().parse(data=write_ibis(g)[0].decode(), format="turtle")

    net = g.to_networkx()
    assert set(seen.subjects(RDF.type, IBIS.Issue)) == {URIRef(q.iri) for q in g.questions()}
    assert {(str(a), str(b)) for a, b in seen.subject_objects(IBIS["responds-to"])} == {
        (a, b) for a, b, role in net.edges(keys=True) if role == "answers"
    }
    assert {(str(a), str(b)) for a, b in seen.subject_objects(IBIS.supports)} == {
        (premise, step.target) for step in g.inferences() for premise in step.sources
    }
    undercut = {step.iri for step in g.conflicts() if step.kind == "undercut"}
    assert undercut
    assert {(str(a), str(b)) for a, b in seen.subject_objects(IBIS.opposes)} == {
        (attacker, step.target)
        for step in g.conflicts()
        if step.iri not in undercut
        for attacker in step.sources
    }
    # A deeper question is no more general one.
    assert not list(seen.subject_objects(IBIS.generalizes))
    both = set(seen.subjects(RDF.type, IBIS.Position)) & set(seen.subjects(RDF.type, IBIS.Argument))
    assert both == set()


@pytest.mark.parametrize("syntax", ["xml", "json-ld", "nt", "trig", "n3"])
@pytest.mark.parametrize("named", [True, False])
def test_any_syntax_is_read_whether_its_name_tells_it_or_not(syntax: str, named: bool) -> None:
    text = HEAD + ":q a ibis:Issue . :p a ibis:Position ; ibis:responds-to :q ."
    data = Graph().parse(data=text, format="turtle").serialize(format=syntax, encoding="utf-8")
    assert sniff_ibis(data)
    suffix = {"xml": "rdf", "json-ld": "jsonld"}.get(syntax, syntax)

    store, _ = read_ibis(data, name=f"tea.{suffix}" if named else "tea.unknown")

    assert facts(ArgumentGraph(store)) == {("p", "answers", "q")}


def test_own_triples_go_before_those_of_ibis() -> None:
    data, _ = write_ibis(sample())
    edited = data + b"\n<http://e/new> a ibis:Argument ; ibis:opposes :c1 .\n"

    g = ArgumentGraph(read_ibis(edited, name="again.ttl")[0])

    added = {step.iri for step in g.conflicts()} - {step.iri for step in sample().conflicts()}
    assert len(added) == 1
    assert len(g.inferences()) == len(sample().inferences())


@pytest.mark.parametrize(
    "data",
    [
        b"@prefix ibis: <http://purl.org/ibis#> . <q> a ibis:Issue",
        b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]><r>&c;</r>",
        b"[" * 5000,
        b"\x00ibis:Issue",
        "ibis:Issue für".encode("cp1252"),
        b"{" * 300,
        b'{"@context": "http://e/context", "@id": "a:b"}',
    ],
    ids=["cut off", "entities", "deep", "zero", "windows", "json", "remote context"],
)
def test_broken_rdf_is_one_clear_line(data: bytes) -> None:
    with pytest.raises(ParseError) as error:
        read_ibis(data, name="bad.ibis")

    assert "bad.ibis" in str(error.value) and "\n" not in str(error.value)


def test_circles_and_selves_are_read() -> None:
    g, _ = read("""
        :p a ibis:Position ; ibis:supports :p , :r . :r a ibis:Position ; ibis:supports :p .
        :q a ibis:Issue ; ibis:suggests :q .
    """)

    assert facts(g) == {
        ("p", "inference", "p"),
        ("p", "inference", "r"),
        ("r", "inference", "p"),
    }
