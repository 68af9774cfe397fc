"""RDF syntaxes: rdflib reads back the same graph, and what a syntax cannot hold is told."""

import warnings
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example as case
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from whyso.graph import ArgumentGraph, formats, parse

SYNTAXES = {
    "turtle": "turtle",
    "trig": "trig",
    "n-triples": "nt",
    "n-quads": "nquads",
    "rdf-xml": "xml",
    "json-ld": "json-ld",
    "n3": "n3",
}
QUADS = ("trig", "n-quads", "json-ld")
ARG = "https://w3id.org/whyso/ontology#"
ID = "https://w3id.org/whyso/id/tea/"
TEXTS = st.one_of(
    st.sampled_from(["", "\x00\x07\x1b", "a\r\nb\rc", "]]>", '"', "\\", "\ufffe", "茶 😀 שלום"]),
    st.text(max_size=30),
)


def triples(data: bytes, syntax: str) -> rdflib.Graph:
    """What rdflib reads, all named graphs in one."""
    graph = rdflib.Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own, about itself
        if syntax not in QUADS:
            return graph.parse(data=data.decode(), format=SYNTAXES[syntax])
        dataset = rdflib.Dataset()
        dataset.parse(data=data.decode(), format=SYNTAXES[syntax])
        for subject, predicate, value, _ in dataset.quads():
            graph.add((subject, predicate, value))
    return graph


def claim(label: str) -> ArgumentGraph:
    g = parse(f"<{ID}c1> a <{ARG}Claim> .")
    home = g.store.source_graphs()[0]
    text = ox.Literal(label, language="en")
    label_property = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    g.store.engine.add(ox.Quad(ox.NamedNode(f"{ID}c1"), label_property, text, home))
    return g


@pytest.mark.parametrize("name", SYNTAXES)
def test_rdflib_reads_the_same_graph(name: str, example: ArgumentGraph) -> None:
    data, account = formats.dumps(example, name)

    wanted = triples(example.store.serialize("n-triples"), "n-triples")
    assert isomorphic(triples(data, name), wanted)
    assert account.lossless
    assert account.kept["triples"] == len(wanted)


@pytest.mark.parametrize("name", SYNTAXES)
def test_the_way_back_restores_the_graph(name: str, example: ArgumentGraph, tmp_path: Path) -> None:
    path = tmp_path / f"claims.{formats.find(name).suffixes[0]}"

    written = formats.write(example, path)
    back, read = formats.read(path)

    assert back == example
    assert read.kept == written.kept == formats.dumps(example, "graphml")[1].kept


@pytest.mark.parametrize("name", SYNTAXES)
@settings(max_examples=40, deadline=None)
@given(label=TEXTS)
@case(label="\x00\r\n\ufffe")
def test_rdflib_reads_any_label(name: str, label: str) -> None:
    data, account = formats.dumps(claim(label), name)

    found = triples(data, name).value(rdflib.URIRef(f"{ID}c1"), rdflib.RDFS.label)
    changed = {iri for row in account.approximated for iri in row.ids}
    if name == "rdf-xml" and changed:
        assert changed == {f"{ID}c1"}
        assert str(found) != label and len(str(found)) == len(label)
        assert all(a == b or b == "\ufffd" for a, b in zip(label, str(found), strict=True))
    else:
        assert str(found) == label
        assert account.lossless


@pytest.mark.parametrize("name", SYNTAXES)
def test_several_sources_in_one_graph_are_told(name: str, tmp_path: Path) -> None:
    both = parse(
        f"<https://w3id.org/whyso/graph/a> {{ <{ID}c1> a <{ARG}Claim> . }}"
        f"<https://w3id.org/whyso/graph/b> {{ <{ID}c1> a <{ARG}Claim> . <{ID}c2> a <{ARG}Claim> }}",
        "trig",
    )

    data, account = formats.dumps(both, name)

    assert account.lossless == (name in QUADS)
    assert account.kept["triples"] == (3 if name in QUADS else 2)
    if name not in QUADS:
        (row,) = account.approximated
        assert row.what == "named graphs"
        assert row.ids == ("https://w3id.org/whyso/graph/a", "https://w3id.org/whyso/graph/b")
    (tmp_path / "both").write_bytes(data)
    assert (formats.read(tmp_path / "both", format=name)[0] == both) == account.lossless


@pytest.mark.parametrize("graph", ["https://w3id.org/whyso/graph/tea", "http://example.org/tea"])
def test_a_graph_name_that_reading_would_not_give_is_told(graph: str) -> None:
    g = parse(f"<{graph}> {{ <{ID}c1> a <{ARG}Claim> . }}", "trig")

    data, account = formats.dumps(g, "turtle")

    assert account.lossless == (parse(data) == g)
    assert account.lossless == graph.startswith("https://w3id.org")


@pytest.mark.parametrize(
    ("predicate", "held"),
    [
        ("http://example.org/p", True),
        ("http://example.org/名", True),
        ("http://example.org/a.b-1", True),
        ("http://example.org/1", False),
        ("http://example.org/", False),
        ("http://example.org/a%20", False),
        ("http://example.org/x?y=1", False),
        ("urn:x:1a", True),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#about", False),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#li", False),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#_1", True),
    ],
)
def test_a_property_that_is_no_xml_name_is_dropped_and_told(predicate: str, held: bool) -> None:
    g = parse(f"<{ID}c1> a <{ARG}Claim> ; <{predicate}> 1 .")

    data, account = formats.dumps(g, "rdf-xml")

    found = triples(data, "rdf-xml")
    assert ((None, rdflib.URIRef(predicate), None) in found) == held
    assert len(found) == account.kept["triples"] == (2 if held else 1)
    assert [(row.ids, row.triples) for row in account.dropped] == (
        [] if held else [((f"{ID}c1",), 1)]
    )
    assert parse(data, "rdf-xml").store.source_graphs() == g.store.source_graphs()
