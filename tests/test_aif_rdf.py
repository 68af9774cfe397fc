"""AIF in RDF: every dialect says the same nodeset, and two dialects are written."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from whyso.graph import ArgumentGraph, sample
from whyso.graph.errors import ParseError
from whyso.graph.formats import of_content
from whyso.graph.formats.aif.aif_json import read_aif_json, write_aif_json
from whyso.graph.formats.aif.nodeset import Edge, Locution, Node, Nodeset, Participant
from whyso.graph.formats.aif.places import Place
from whyso.graph.formats.aif.rdf import (
    read_aif_rdf,
    sniff_aif_rdf,
    write_aif_rdf,
    write_aifdb_rdf,
)
from whyso.graph.formats.aif.restoring import restored
from whyso.graph.formats.aif.wording import as_aifdb, in_owl, unsaid
from whyso.graph.formats.ibis.rdf import read_ibis, write_ibis
from whyso.graph.store import Store

DATA = Path(__file__).parent / "data"
OWL = Namespace("http://www.arg.dundee.ac.uk/aif#")
TECH = Namespace("http://www.arg.tech/aif#")
ARG = Namespace("https://w3id.org/whyso/ontology#")
NODES = "http://www.aifdb.org/nodes/"


def read(text: str | bytes, name: str = "tea.ttl") -> tuple[ArgumentGraph, Any]:
    data = text if isinstance(text, bytes) else text.encode()
    store, account = read_aif_rdf(data, name=name)
    return ArgumentGraph(store), account


def view(store: Store) -> tuple[set[Any], set[tuple[str, str]]]:
    """Nodes and edges of the nodeset of a store, by IRI."""
    found = restored(store)
    return seen(found.nodeset, found.place)


def seen(nodeset: Nodeset, place: Place) -> tuple[set[Any], set[tuple[str, str]]]:
    iris = {node.id: place.iri(node) for node in nodeset.nodes}
    nodes = {
        (iris[node.id], node.type, node.text, node.scheme, node.timestamp) for node in nodeset.nodes
    }
    return nodes, {(iris[edge.source], iris[edge.target]) for edge in nodeset.edges}


def edges(g: ArgumentGraph) -> set[tuple[str, str]]:
    def short(iri: str) -> str:
        return iri.replace("#", "/").replace(":", "/").rsplit("/", 1)[-1]

    return {(short(one), short(other)) for one, other in view(g.store)[1]}


# Dialects

HEAD = """
@prefix aif: <http://www.arg.dundee.ac.uk/aif#> .
@prefix db: <http://www.arg.tech/aif#> .
@prefix cis: <http://arg.dundee.ac.uk/aif#> .
@prefix argdf: <http://www.argdf.org/source/ArgDF_Ontology.rdfs#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <http://tea.example/> .
"""
# One argument, its rebuttal and an undercut, in each dialect.
SAME = {("a", "r"), ("b", "r"), ("r", "c"), ("d", "x"), ("x", "c"), ("e", "u"), ("u", "r")}
DIALECTS = {
    "AIFdb, from both ends": """
        :a a db:I-node ; db:Premise :r . :b a db:I-node ; db:Premise :r .
        :c a db:I-node ; db:Conclusion :r , :x . :d a db:I-node ; db:Premise :x .
        :e a db:I-node ; db:Premise :u .
        :r a db:RA-node ; db:Premise :a , :b ; db:Conclusion :c .
        :x a db:CA-node ; db:Premise :d ; db:Conclusion :c .
        :u a db:CA-node ; db:Premise :e ; db:Conclusion :r .
    """,
    "of scheme nodes only": """
        :a a aif:I-node . :b a aif:I-node . :c a aif:I-node . :d a aif:I-node . :e a aif:I-node .
        :r a aif:RA-node ; aif:Premise :a , :b ; aif:Conclusion :c .
        :x a aif:CA-node ; aif:Premise :d ; aif:Conclusion :c .
        :u a aif:CA-node ; aif:Premise :e ; aif:Conclusion :r .
    """,
    "AIF-RDF.owl": """
        :a a aif:Statement . :b a aif:I-node . :c a aif:Statement . :d a aif:NegStatement .
        :e a aif:Statement .
        :r a aif:ExpertOpinion_Inference ; aif:hasExpertise_Premise :a ; aif:hasPresumption :b ;
            aif:hasConclusion :c .
        :x a aif:CA-node ; aif:hasConflictingElement :d ; aif:hasConflictedElement :c .
        :u a aif:Conflict ; aif:hasConflictingElement :e ; aif:hasConflictedElement :r .
    """,
    "CISpaces": """
        :a a cis:Statement . :b a cis:Statement . :c a cis:Statement . :d a cis:Statement .
        :e a cis:Statement .
        :r a cis:Inference ; cis:fulfils cis:ExpertOpinion_Inference ; cis:hasPremise :a , :b ;
            cis:hasConclusion :c .
        :x a cis:Conflict ; cis:hasConflictingElement :d ; cis:hasConflictedElement :c .
        :u a cis:Conflict ; cis:hasConflictingElement :e ; cis:hasConflictedElement :r .
    """,
    "ArgDF": """
        :a a argdf:I-Node ; argdf:supports :r . :b a argdf:I-Node ; argdf:supports :r .
        :c a argdf:I-Node . :d a argdf:I-Node ; argdf:attacks :x .
        :e a argdf:I-Node ; argdf:attacks :u .
        :r a argdf:RA-Node ; argdf:hasConclusion :c ;
            argdf:fulfilsScheme argdf:ExpertOpinion_Scheme .
        :x a argdf:CA-Node ; argdf:confAttacks :c . :u a argdf:CA-Node ; argdf:confAttacks :r .
    """,
    "without types": """
        :r aif:hasPremise :a , :b ; aif:hasConclusion :c .
        :x aif:hasConflictingElement :d ; aif:hasConflictedElement :c .
        :u aif:hasConflictingElement :e ; aif:hasConflictedElement :r .
    """,
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_says_the_same_argument(dialect: str) -> None:
    g, account = read(HEAD + DIALECTS[dialect])

    assert edges(g) == SAME
    assert {step.kind for step in g.conflicts()} == {"rebuttal", "undercut"}
    assert account.lossless == (dialect != "without types")


@pytest.mark.parametrize("dialect", ["AIF-RDF.owl", "CISpaces", "ArgDF"])
def test_schemes_are_read_from_classes_and_from_what_a_node_fulfils(dialect: str) -> None:
    (step,) = read(HEAD + DIALECTS[dialect])[0].inferences()

    assert step.schemes == (str(ARG.ArgumentFromExpertOpinion),)


# Each kind of edge: what it may join, and how AIFdb says it from each end.
@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("I", "RA", "Premise"),
        ("RA", "I", "Conclusion"),
        ("I", "CA", "Premise"),
        ("CA", "I", "Conclusion"),
        ("L", "TA", "StartLocution"),
        ("TA", "L", "EndLocution"),
        ("L", "YA", "Locution"),
        ("TA", "YA", "Anchor"),
        ("YA", "I", "IllocutionaryContent"),
        ("YA", "RA", "IllocutionaryContent"),
        ("YA", "CA", "IllocutionaryContent"),
        ("YA", "L", "IllocutionaryContent"),
    ],
)
@pytest.mark.parametrize("turned", [True, False])
def test_types_tell_the_direction_of_an_edge(
    source: str, target: str, said: str, turned: bool
) -> None:
    one, other = (":t", ":s") if turned else (":s", ":t")

    g, _ = read(f"{HEAD} :s a db:{source}-node . :t a db:{target}-node . {one} db:{said} {other} .")

    assert edges(g) == {("s", "t")}


def test_an_undercut_said_from_both_ends_is_an_attack_and_told() -> None:
    g, account = read(
        HEAD + ":u a db:CA-node ; db:Conclusion :r . :r a db:RA-node ; db:Conclusion :u ."
    )

    assert edges(g) == {("u", "r")}
    assert "edge" in {row.what for row in account.approximated}


def test_what_aifdb_gives_out_is_the_nodeset_that_it_has() -> None:
    said = "2021-05-20 20:33:00"
    nodes = [
        ("101", "I", "Trams are full & late."),
        ("102", "I", "The city needs more trams."),
        ("103", "RA", ""),
        ("104", "L", "Ana Silva : The trams are full and late."),
        ("105", "L", "Ben Okoro says why more trams?"),
        ("106", "YA", ""),
        ("108", "TA", ""),
        ("109", "YA", ""),
    ]
    joined = [
        *(("101", "103"), ("103", "102"), ("104", "106"), ("106", "101"), ("105", "108")),
        *(("108", "104"), ("108", "109"), ("109", "103")),
    ]

    g, account = read((DATA / "aifdb.rdf").read_bytes(), "aifdb.rdf")

    assert view(g.store) == (
        {(NODES + id, type, text, None, said) for id, type, text in nodes},
        {(NODES + one, NODES + other) for one, other in joined},
    )
    assert [utterance.speaker.label() for utterance in g.utterances() if utterance.speaker] == [
        "Ana Silva",
        "Ben Okoro",
    ]
    assert account.lossless


def test_json_and_rdf_of_one_nodeset_are_one_graph() -> None:
    rdf, _ = read((DATA / "aifdb.rdf").read_bytes(), "set.rdf")
    found = restored(rdf.store)

    said = json.loads(write_aif_json(rdf)[0])
    again, _ = read_aif_json(json.dumps(said).encode(), name="set.json")

    assert ArgumentGraph(again) == rdf
    assert len(said["nodes"]) == len(found.nodeset.nodes)


@pytest.mark.parametrize("syntax", ["xml", "json-ld", "nt", "trig", "turtle"])
def test_any_syntax_is_recognised_and_read(syntax: str) -> None:
    text = HEAD + DIALECTS["AIFdb, from both ends"]
    data = Graph().parse(data=text, format="turtle").serialize(format=syntax, encoding="utf-8")
    suffix = {"xml": "rdf", "json-ld": "jsonld", "turtle": "ttl"}.get(syntax, syntax)

    assert of_content(f"tea.{suffix}", data).name == "aif-rdf"
    assert edges(read(data, f"tea.{suffix}")[0]) == SAME
    assert edges(read(data, "tea")[0]) == SAME


def test_own_graphs_that_mention_aif_are_no_aif() -> None:
    turtle = sample().store.serialize("turtle")

    assert not sniff_aif_rdf(turtle + b"<http://e/1> a <http://www.arg.tech/aif#I-node> .")


# What nodesets have no place for


def test_other_vocabularies_and_languages_are_kept() -> None:
    g, account = read(
        HEAD
        + """
        @prefix dcterms: <http://purl.org/dc/terms/> .
        :a a aif:I-node ; aif:claimText "Tea."@en , "茶。"@zh ; dcterms:creator :ann ;
            aif:createdBy "ann" .
        :r a aif:RA-node ; aif:hasWarmth_Premise :a ; aif:hasException :a ; aif:hasConclusion :b .
        :b a aif:I-node ; aif:claimText "Drink."@en .
        :form a aif:Statement_Description ; aif:formDescription "x" .
        """
    )
    kept = Graph().parse(data=g.store.serialize("n-triples"), format="nt")

    tea = Namespace("http://tea.example/")
    assert g["http://tea.example/a"].labels == {"en": "Tea.", "zh": "茶。"}
    assert (tea.a, URIRef("http://purl.org/dc/terms/creator"), tea.ann) in kept
    assert (tea.a, OWL.createdBy, Literal("ann")) in kept
    assert (tea.r, OWL.hasWarmth_Premise, tea.a) in kept
    assert (tea.r, OWL.hasException, tea.a) in kept
    assert (tea.form, RDF.type, OWL.Statement_Description) in kept
    assert account.lossless


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (":a a aif:I-node , aif:RA-node .", "type"),
        ("[] a aif:I-node ; aif:claimText 'T' .", "blank node"),
        (":a a aif:I-node ; aif:claimText 'T' , 'U' .", "text"),
        (":a a aif:I-node ; aif:claimText 'Long text' ; rdfs:label 'Short' .", "rdfs:label"),
        (":r a aif:RA-node ; aif:hasConclusion :c .", "type"),
        (":r a aif:RA-node .", "RA"),
        (":a a aif:I-node ; aif:Premise :a .", "edge"),
    ],
)
def test_what_is_bent_is_in_the_account(said: str, what: str) -> None:
    _, account = read(HEAD + said)

    assert what in {row.what for row in account.approximated}


def test_named_graphs_are_one_nodeset_and_told() -> None:
    g, account = read(
        HEAD + "<http://e/1> { :a a aif:I-node . } <http://e/2> { :b a aif:I-node . }", "tea.trig"
    )

    assert len(g.statements()) == 2
    assert "named graphs" in {row.what for row in account.approximated}


@pytest.mark.parametrize(
    "data",
    [
        b"<http://e/1> a <http://www.arg.tech/aif#I-node>",
        b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><r>&a;</r>",
        b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]><r>&c;</r>",
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>" + b"<a>" * 5000,
        b"[" * 5000,
        b"\x00I-node",
        "I-node für".encode("cp1252"),
    ],
    ids=["cut off", "file", "entities", "deep", "json", "zero", "windows"],
)
def test_broken_files_are_one_clear_line(data: bytes) -> None:
    with pytest.raises(ParseError) as error:
        read_aif_rdf(data, name="bad.aif")

    assert "bad.aif" in str(error.value) and "\n" not in str(error.value)


def test_circles_long_texts_and_many_premises_are_read() -> None:
    premises = " ".join(f":p{n} a db:I-node . :r db:Premise :p{n} ." for n in range(18))
    g, _ = read(
        f"{HEAD} {premises} :r a db:RA-node ; db:Conclusion :c . :c a db:I-node . "
        f":s a db:RA-node ; db:Premise :c ; db:Conclusion :p1 ."
        f":c db:claimText '{'long ' * 6400}' ."
    )

    assert sorted(len(step.sources) for step in g.inferences()) == [1, 18]


# Writing

TYPES = ["I", "L", "RA", "CA", "MA", "PA", "TA", "YA"]
# Edges that AIF allows: what it is about.
LEGAL = {
    *(("I", step) for step in ("RA", "CA", "MA", "PA")),
    *((step, "I") for step in ("RA", "CA", "MA", "PA")),
    *(("RA", "RA"), ("CA", "RA"), ("CA", "CA"), ("PA", "RA"), ("RA", "CA")),
    *(("L", "TA"), ("TA", "L"), ("L", "YA"), ("TA", "YA")),
    *(("YA", "I"), ("YA", "RA"), ("YA", "CA"), ("YA", "MA"), ("YA", "L")),
}
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30
)


@st.composite
def nodesets(draw: st.DrawFn) -> Nodeset:
    """Nodesets that obey AIF's rules as to which nodes an edge may join."""
    kinds = draw(st.lists(st.sampled_from(TYPES), min_size=1, max_size=12))
    named = {"RA": ["ExpertOpinion", "Sign"], "YA": ["Asserting", "PureQuestioning"], "CA": []}
    nodes = []
    for at, kind in enumerate(kinds):
        scheme = draw(st.none() | st.sampled_from(named[kind])) if named.get(kind) else None
        nodes.append(Node(str(100 + at), kind, draw(TEXTS), scheme))
    pairs = [
        (one.id, other.id)
        for one in nodes
        for other in nodes
        if (one.type, other.type) in LEGAL and one is not other
    ]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=20)) if pairs else []
    return Nodeset(nodes, [Edge(*pair) for pair in chosen])


def lines(nodeset: Nodeset, place: Place) -> bytes:
    """The nodeset in the words of AIF-RDF.owl alone, as N-Triples."""
    graph = Graph()
    for subject, predicate, value, is_text in in_owl(nodeset, place):
        end = Literal(value) if is_text else URIRef(value)
        graph.add((URIRef(subject), URIRef(predicate), end))
    return graph.serialize(format="nt", encoding="utf-8")


@settings(max_examples=60)
@given(nodesets())
def test_both_dialects_say_all_nodes_and_edges(nodeset: Nodeset) -> None:
    place = Place("https://w3id.org/whyso/id/tea/")
    wanted = seen(nodeset, place)
    assert unsaid(nodeset) == []
    types = {node.id: node.type for node in nodeset.nodes}
    both = {(edge.source, edge.target) for edge in nodeset.edges}
    told = not any(
        (other, one) in both for one, other in both if (types[one], types[other]) == ("RA", "CA")
    )

    owl, _ = read(lines(nodeset, place), "tea.nt")
    iris = {node.id: place.iri(node) for node in nodeset.nodes}
    aifdb, _ = read(as_aifdb(nodeset, iris), "tea.rdf")

    assert view(owl.store) == wanted
    if told:  # two steps that conclude each other are read as an attack
        assert view(aifdb.store) == wanted


def as_the_service_does(nodeset: Nodeset) -> Iterator[tuple[str, str, str]]:
    """What AIFdb's own export says: its rules, node by node, for the types that it joins."""
    for node in nodeset.nodes:
        before, behind = nodeset.into(node.id), nodeset.out_of(node.id)
        yield from (
            (node.id, word, other.id)
            for types, others, word in {
                "I": [
                    ("YA", before, "IllocutionaryContent"),
                    ("RA CA", before, "Conclusion"),
                    ("RA CA", behind, "Premise"),
                ],
                "L": [
                    ("TA", before, "EndLocution"),
                    ("YA", behind, "Locution"),
                    ("TA", behind, "StartLocution"),
                ],
                "RA": [
                    ("I", before, "Premise"),
                    ("YA", before, "IllocutionaryContent"),
                    ("I", behind, "Conclusion"),
                ],
                "CA": [
                    ("I", before, "Premise"),
                    ("YA", before, "IllocutionaryContent"),
                    ("I", behind, "Conclusion"),
                ],
                "TA": [("L", before, "StartLocution"), ("L", behind, "EndLocution")],
                "YA": [
                    ("L", before, "Locution"),
                    ("TA", before, "Anchor"),
                    (" ".join(TYPES), behind, "IllocutionaryContent"),
                ],
            }.get(node.type, [])
            for other in others
            if other.type in types.split()
        )


@settings(max_examples=60)
@given(nodesets())
def test_what_we_write_as_aifdb_says_at_least_what_aifdb_would(nodeset: Nodeset) -> None:
    iris = {node.id: NODES + node.id for node in nodeset.nodes}

    written = Graph().parse(data=as_aifdb(nodeset, iris), format="xml")

    for one, word, other in as_the_service_does(nodeset):
        assert (URIRef(NODES + one), TECH[word], URIRef(NODES + other)) in written
    for node in nodeset.nodes:
        assert (URIRef(NODES + node.id), RDF.type, TECH[f"{node.type}-node"]) in written


def test_undercuts_schemes_and_rephrases_are_written_as_aifdb() -> None:
    nodeset = Nodeset(
        [
            Node("1", "I", "T"),
            Node("2", "RA", "Argument From Sign", "Sign", "30"),
            Node("3", "CA"),
            Node("4", "MA", "Default Rephrase", "Default Rephrase", "144"),
            Node("5", "L", "so it is"),
        ],
        [Edge("3", "2"), Edge("1", "4"), Edge("4", "1")],
        [Locution("5", "9")],
        [Participant("9", "Ana", "Silva")],
    )

    written = Graph().parse(
        data=as_aifdb(nodeset, {node.id: NODES + node.id for node in nodeset.nodes}), format="xml"
    )

    node = Namespace(NODES)
    assert (node["3"], TECH.Conclusion, node["2"]) in written
    assert (node["2"], RDF.type, TECH.Sign_Inference) in written
    assert (node["1"], TECH.Premise, node["4"]) in written
    assert (node["4"], TECH.Conclusion, node["1"]) in written
    assert (node["5"], TECH.source, Literal("Ana Silva")) in written


def test_the_sample_survives_aif_in_rdf() -> None:
    g = sample()

    data, account = write_aif_rdf(g)
    again, _ = read(data, "again.ttl")

    assert again == g
    assert account.lossless
    assert isomorphic(
        Graph().parse(data=again.store.serialize("n-triples"), format="nt"),
        Graph().parse(data=g.store.serialize("n-triples"), format="nt"),
    )


def test_a_tool_for_aif_sees_the_same_nodeset_beside_our_own_triples() -> None:
    g = sample()
    found = restored(g.store)

    seen_by_tools = Graph().parse(data=write_aif_rdf(g)[0].decode(), format="turtle")

    iris = {node.id: found.place.iri(node) for node in found.nodeset.nodes}
    for node in found.nodeset.nodes:
        assert (URIRef(iris[node.id]), RDF.type, OWL[f"{node.type}-node"]) in seen_by_tools
    assert {
        (str(conflict), str(target))
        for conflict, target in seen_by_tools.subject_objects(OWL.hasConflictedElement)
    } == {(step.iri, step.target) for step in g.conflicts()}
    assert {
        (str(inference), str(premise))
        for inference, premise in seen_by_tools.subject_objects(OWL.hasPremise)
        if (inference, RDF.type, OWL["RA-node"]) in seen_by_tools
    } == {(step.iri, premise) for step in g.inferences() for premise in step.sources}
    schemes = {str(kind) for kind in seen_by_tools.objects(None, RDF.type)}
    assert any(kind.endswith("_Inference") for kind in schemes)


def test_the_account_of_writing_as_aifdb_is_the_difference() -> None:
    g = sample()

    data, account = write_aifdb_rdf(g)
    again, _ = read(data, "government-guarantees.rdf")

    assert [step.iri for step in again.inferences()] == [step.iri for step in g.inferences()]
    assert {s.iri: (s.sources, s.target) for s in again.conflicts()} == {
        s.iri: (s.sources, s.target) for s in g.conflicts()
    }
    before = len({line for said in g.store.sorted_lines().values() for line in said})
    lost = sum(row.triples for row in account.dropped)
    changed = sum(row.triples for row in account.approximated if "added" not in row.why)
    assert account.kept["triples"] + lost + changed == before
    assert {"arg:hasPassage", "arg:certainty"} <= {row.what for row in account.dropped}


def test_nodes_that_a_tool_for_aif_adds_are_read_and_told() -> None:
    data, _ = write_aif_rdf(sample())
    edited = data + (
        b"\n<http://e/new> a aif:I-node ; aif:claimText 'New.' .\n"
        b"<http://e/x> a aif:CA-node ; aif:hasConflictingElement <http://e/new> ; "
        b"aif:hasConflictedElement :c1 .\n"
    )

    g, account = read(edited, "again.ttl")

    old = {step.iri for step in sample().conflicts()}
    (added,) = [step for step in g.conflicts() if step.iri not in old]
    assert (added.sources, added.target) == (("http://e/new",), sample()["c1"].iri)
    assert g["http://e/new"].label() == "New."
    assert [row.ids for row in account.approximated] == [("http://e/new", "http://e/x")]


@pytest.mark.parametrize("syntax", ["xml", "json-ld"])
def test_another_tool_may_save_it_in_another_syntax(syntax: str) -> None:
    text = write_aif_rdf(sample())[0].decode()

    data = Graph().parse(data=text, format="turtle").serialize(format=syntax, encoding="utf-8")

    assert sniff_aif_rdf(data)
    assert read(data, "saved.unknown")[0] == sample()


# Any words of AIF, IBIS and our own, said of anything.
SPACES = [OWL, TECH, ARG, Namespace("https://vocab.methodandstructure.com/ibis#")]
WORDS = [
    *("I-node", "L-node", "RA-node", "CA-node", "YA-node", "S-node", "Sign_Inference", "Claim"),
    *("Inference", "Conflict", "Question", "Utterance", "Issue", "Position", "Argument"),
    *("Premise", "Conclusion", "Locution", "IllocutionaryContent", "hasPremise", "premise"),
    *("hasConflictedElement", "supports", "claimText", "creationDate", "source", "fulfils"),
    *("responds-to", "opposes", "suggests", "replaces", "answers", "target", "conclusion"),
]
TERMS = st.builds(lambda space, word: space[word], st.sampled_from(SPACES), st.sampled_from(WORDS))
THINGS = st.builds(
    URIRef, st.sampled_from([f"http://e/{at}" for at in range(5)] + [f"{NODES}{at}" for at in "12"])
)


@settings(max_examples=80)
@given(
    st.lists(
        st.tuples(
            THINGS,
            st.just(RDF.type) | TERMS,
            THINGS | TERMS | st.builds(Literal, st.sampled_from(["", "Ana : x", "\x07 茶"])),
        ),
        max_size=25,
    )
)
def test_any_triples_are_read_and_written_with_an_account(triples: Any) -> None:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    data = graph.serialize(format="nt", encoding="utf-8")

    for reader in (read_aif_rdf, read_ibis):
        g = ArgumentGraph(reader(data, name="odd.nt")[0])
        for writer, back in ((write_aif_rdf, read_aif_rdf), (write_ibis, read_ibis)):
            written, account = writer(g)
            again = ArgumentGraph(back(written, name="again.ttl")[0])
            assert account.lossless == (again == g)
        assert write_aifdb_rdf(g)[0]


def test_an_empty_nodeset_survives() -> None:
    store, _ = read_aif_json(b'{"nodes": [], "edges": []}', name="none.json")

    data, account = write_aif_rdf(ArgumentGraph(store))

    assert read(data, "none.ttl")[0] == ArgumentGraph(store)
    assert account.lossless
    assert write_aif_rdf(ArgumentGraph(Store()))[1].lossless


def test_the_name_and_the_datatypes_of_a_source_survive() -> None:
    said = {"nodes": [{"nodeID": "700", "type": "L", "text": "Ana : tea"}], "edges": []}
    store, _ = read_aif_json(json.dumps(said).encode(), name="talk.json")
    xsd = "http://www.w3.org/2001/XMLSchema#"
    more = (
        f'<{NODES}700> <http://e/n> "5"^^<{xsd}int> ; <http://e/m> "05"^^<{xsd}gYear> , [ ] . '
        "<https://w3id.org/whyso/id/talk/x> <http://e/p> 1.50 ."
    )
    store.read_text(more, "turtle", name="talk.ttl", base="https://w3id.org/whyso/id/talk/")
    g = ArgumentGraph(store)

    for write, back in ((write_aif_rdf, read_aif_rdf), (write_ibis, read_ibis)):
        data, account = write(g)
        again, _ = back(data, name="other.ttl")

        assert [graph.value for graph in again.source_graphs()] == [
            "https://w3id.org/whyso/graph/talk"
        ]
        assert ArgumentGraph(again) == g
        assert account.lossless


def test_several_sources_become_one_and_are_told() -> None:
    store = Store()
    for name in ("tea", "milk"):
        store.read_text(
            f"<https://w3id.org/whyso/id/{name}/c1> a <{ARG.Claim}> .", "turtle", name=f"{name}.ttl"
        )

    _, account = write_aif_rdf(ArgumentGraph(store))

    assert "named graphs" in {row.what for row in account.approximated}


# Corpora

FOLDERS = ["aif_qt30", "aif_us_2016", "aif_araucaria", "aif_iac", "aif_microtexts"]


def nodesets_in(shared: Path, folder: str) -> list[Path]:
    found = sorted((shared / "data" / folder).rglob("*.json"))
    found = [path for path in found if b'"nodes"' in path.read_bytes()]
    if not found:
        pytest.skip(f"no nodesets in ../shared/data/{folder}")
    return found


def holds(path: Path) -> None:
    """Say a nodeset in both dialects, alone, and in one beside our own triples."""
    store, _ = read_aif_json(path.read_bytes(), name=str(path))
    g, found = ArgumentGraph(store), restored(store)
    wanted = seen_ends(found.nodeset, found.place)

    data, account = write_aif_rdf(g)
    again, _ = read(data, "again.ttl")

    assert again == g and account.lossless, path
    assert json.loads(write_aif_json(again)[0]) == json.loads(write_aif_json(g)[0]), path
    if not unsaid(found.nodeset):
        name = f"{path.stem}.nt"
        iris = {node.id: found.place.iri(node) for node in found.nodeset.nodes}
        alone, _ = read(lines(found.nodeset, found.place), name)
        assert view(alone.store) == wanted, path
        aifdb, _ = read(as_aifdb(found.nodeset, iris), f"{path.stem}.rdf")
        assert view(aifdb.store) == wanted, path


def seen_ends(nodeset: Nodeset, place: Place) -> tuple[set[Any], set[tuple[str, str]]]:
    here = {node.id for node in nodeset.nodes}
    whole = [edge for edge in nodeset.edges if {edge.source, edge.target} <= here]
    return seen(Nodeset(nodeset.nodes, whole), place)


@pytest.mark.parametrize("folder", FOLDERS)
def test_nodesets_survive_json_to_rdf_to_json(shared: Path, folder: str) -> None:
    began = time.monotonic()
    for path in nodesets_in(shared, folder)[::6]:
        holds(path)
        if time.monotonic() - began > 3:
            break


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS)
def test_all_nodesets_survive_json_to_rdf_to_json(shared: Path, folder: str) -> None:
    for path in nodesets_in(shared, folder):
        holds(path)
