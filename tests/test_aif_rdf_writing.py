"""AIF in RDF, written: in two dialects, alone and beside our own triples."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nodesets import ARG, NODES, OWL, TECH, read, seen, view
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from whyso.graph import ArgumentGraph, sample
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
