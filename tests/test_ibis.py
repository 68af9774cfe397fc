"""IBIS in RDF and as JSON: what it says is what the argument says, and back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCTERMS, RDF, Graph, Namespace, URIRef
from rdflib.compare import isomorphic

from whyso.graph import ArgumentGraph, sample
from whyso.graph.errors import InputError, ParseError
from whyso.graph.formats.aif.xaif import read_xaif
from whyso.graph.formats.ibis.json import read_ibis_json, sniff_ibis_json
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


def facts(g: ArgumentGraph) -> set[tuple[str, str, str]]:
    """What the argument says between its statements, by the last part of their names."""

    def short(iri: str) -> str:
        return iri.rsplit("/", 1)[-1]

    found = {
        (short(start), role, short(end))
        for start, end, role in g.to_networkx().edges(keys=True)
        if role in ("answers", "raises", "underlies", "supersedes", "hasPart")
    }
    for step in (*g.inferences(), *g.conflicts()):
        for start in step.sources:
            assert step.target
            found.add((short(start), step.kind, short(step.target)))
    return found


def rdf(store: Store) -> Graph:
    return Graph().parse(data=store.serialize("n-triples"), format="nt")


# RDF


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
    nodes = [
        {"id": "pos", "type": "position", "text": "T"},
        {"id": "a", "type": "argument", "text": "T", "pro": ["pos"]},
        {"id": "b", "type": "argument", "text": "T", "con": ["a", "pos"]},
    ]

    assert {step.kind for step in g.conflicts()} == {"undermining", "rebuttal"}
    assert {(b, kind) for _, kind, b in facts(drawn(nodes)[0]) if kind != "inference"} == {
        ("a", "undermining"),
        ("pos", "rebuttal"),
    }


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


# JSON

NODES: list[dict[str, Any]] = [
    {"id": "iss1", "type": "issue", "text": "Tea?", "orig": "the tea", "parent": []},
    {"id": "pos1", "type": "position", "text": "Tea!", "orig": ["t", "u"], "parent": ["iss1"]},
    {"id": "arg1", "type": "argument", "text": "Warm.", "pro": ["pos1"], "con": []},
    {"id": "arg2", "type": "argument", "text": "Hot.", "pro": [], "con": ["pos1"], "parent": None},
    {"id": "iss2", "type": "issue", "text": "Which?", "parent": ["pos1", "iss1"]},
]


def drawn(nodes: Any, **more: Any) -> tuple[ArgumentGraph, Any]:
    data = json.dumps({"ibis": nodes, **more}).encode()
    assert sniff_ibis_json(data)
    store, account = read_ibis_json(data, name="tea.json")
    return ArgumentGraph(store), account


def test_a_list_of_nodes_is_an_argument() -> None:
    g, account = drawn(NODES)

    assert facts(g) == {
        ("pos1", "answers", "iss1"),
        ("arg1", "inference", "pos1"),
        ("arg2", "rebuttal", "pos1"),
        ("pos1", "raises", "iss2"),
        ("iss1", "hasPart", "iss2"),
    }
    assert [one.label() for one in g.utterances()] == ["the tea", "t", "u"]
    assert account.lossless


def test_a_type_that_is_not_told_follows_from_id_or_keys() -> None:
    nodes = [{key: said for key, said in node.items() if key != "type"} for node in NODES]
    nodes.append({"id": "x", "text": "Cold.", "con": ["pos1"]})

    g, account = drawn(nodes)

    assert facts(g) == facts(drawn(NODES)[0]) | {("x", "rebuttal", "pos1")}
    assert {id for row in account.approximated for id in row.ids} == {node["id"] for node in nodes}


@pytest.mark.parametrize(
    ("nodes", "what"),
    [
        ([{"id": "pos1", "type": "position", "text": "T", "parent": ["nowhere"]}], "parent"),
        ([{"id": "pos1", "type": "position", "text": "T", "parent": [["x"], True, 1.5]}], "parent"),
        ([7, None, "pos1", []], "node"),
        ([{"id": "iss1", "type": "issue", "text": "T", "orig": [{}, 7]}], "orig"),
    ],
)
def test_what_cannot_be_read_is_in_the_account(nodes: Any, what: str) -> None:
    _, account = drawn(nodes)

    assert {row.what for row in account.dropped} == {what}


@pytest.mark.parametrize(
    ("nodes", "what"),
    [
        ([NODES[0], NODES[0]], "id"),
        ([{"type": "issue", "text": "T"}], "id"),
        ([{"id": "iss1", "type": "issue"}], "text"),
        ([{"id": "iss1", "type": "issue", "text": {}}], "text"),
        ([NODES[0], {"id": "a", "type": "argument", "text": "T", "con": ["iss1"]}], "con"),
        ([NODES[1], {"id": "iss1", "type": "issue", "text": "T", "pro": ["pos1"]}], "pro"),
        ([*NODES[:2], {"id": "b", "type": "position", "text": "T", "parent": ["pos1"]}], "parent"),
    ],
)
def test_what_is_guessed_or_bent_is_in_the_account(nodes: Any, what: str) -> None:
    _, account = drawn(nodes)

    assert [row.what for row in account.approximated] == [what]


def test_ids_are_names_whatever_they_are() -> None:
    g, _ = drawn(
        [
            {"id": 1, "type": "issue", "text": "T"},
            {"id": "a b/ü#", "type": "position", "text": "T", "parent": [1]},
        ]
    )

    assert [len(g.statements(kind)) for kind in ("question", "claim")] == [1, 1]
    assert len(facts(g)) == 1


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["id", "type", "text", "orig", "parent", "pro", "con", "x"]),
                inner | st.sampled_from(["iss1", "issue", "position", ["iss1"]]),
                max_size=7,
            )
        ),
        max_leaves=20,
    )
)
def test_any_json_is_read_or_refused_in_one_line(said: Any) -> None:
    try:
        read_ibis_json(json.dumps({"ibis": said}).encode(), name="odd.json")
    except InputError as error:
        assert "odd.json" in str(error)


def test_a_long_list_is_read() -> None:
    nodes = [{"id": f"pos{n}", "type": "position", "text": "T", "parent": []} for n in range(3000)]
    nodes += [{"id": f"arg{n}", "text": "T", "pro": [f"pos{n}"]} for n in range(3000)]

    assert len(drawn(nodes)[0].inferences()) == 3000


# The corpus


@pytest.fixture(scope="module")
def corpus(shared: Path) -> Path:
    folder = shared / "data" / "ibis_xaif"
    if not folder.is_dir():
        pytest.skip("no ../shared/data/ibis_xaif: the files are kept outside the project")
    return folder


def test_every_file_of_the_corpus_is_read(corpus: Path) -> None:
    lists = [path for path in sorted(corpus.glob("*/*.json")) if sniff_ibis_json(path.read_bytes())]
    assert len(lists) > 10
    for path in lists:
        said = json.loads(path.read_bytes())["ibis"]
        g = ArgumentGraph(read_ibis_json(path.read_bytes(), name=str(path))[0])
        assert len(g.statements()) == len(said), path


def test_a_list_of_issues_and_the_xaif_of_it_are_the_same_argument(corpus: Path) -> None:
    pairs = [
        (path, corpus / "robust_json" / path.name)
        for path in sorted((corpus / "individual_aif").glob("*.json"))
    ]
    assert len(pairs) > 4
    for wrapped, listed in pairs:
        one = ArgumentGraph(read_xaif(wrapped.read_bytes(), name=str(wrapped))[0])
        other = ArgumentGraph(read_ibis_json(listed.read_bytes(), name=str(listed))[0])

        assert facts(one) == facts(other), listed
        for g in (one, other):
            assert all(utterance.expresses for utterance in g.utterances())
        assert {(s.iri, s.kind, s.label()) for s in one.statements()} == {
            (s.iri, s.kind, s.label()) for s in other.statements()
        }
        assert {(s.iri, s.sources, s.target) for s in one.inferences()} == {
            (s.iri, s.sources, s.target) for s in other.inferences()
        }
        assert {(u.iri, u.expresses) for u in one.utterances()} == {
            (u.iri, u.expresses) for u in other.utterances()
        }


def test_issues_become_rdf_and_stay_the_same(corpus: Path) -> None:
    for path in sorted(corpus.glob("longcovid/*.json")):
        g = ArgumentGraph(read_ibis_json(path.read_bytes(), name=str(path))[0])

        data, account = write_ibis(g)

        assert account.lossless
        assert ArgumentGraph(read_ibis(data, name="again.ttl")[0]) == g
