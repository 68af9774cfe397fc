"""Graph formats: what networkx reads back is what was written."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import example as case
from hypothesis import given, settings
from hypothesis import strategies as st

from whyso.graph import ArgumentGraph, formats, parse, sample
from whyso.graph.errors import InputError, ParseError
from whyso.graph.store import Store

ARG = "https://w3id.org/whyso/ontology#"
ID = "https://w3id.org/whyso/id/tea/"
HOME = ox.NamedNode("https://w3id.org/whyso/graph/tea")
A = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
NOTE = ox.NamedNode("http://www.w3.org/2004/02/skos/core#note")
NASTY = [
    "",
    " two  spaces, tab\tand end ",
    "line\nfeed\r\nand\rreturn",
    "quotes \" ' ` “”",
    "]]> --> <!-- <b>&amp;&#65;</b> &",
    "bell \x07 nul \x00 escape \x1b[31m delete \x7f next \x85",
    "not a character \ufffe \uffff",
    "astral 😀𝔘 旧字體",
    "right to left: שלום \u202e override",
    "separators \u2028 \u2029 \u000b \u000c",
    "()",
    "[]",
    "12",
    "true",
    "end",
    "\\n \\\\ \\N \\",
    "{a: b} [c] (d) #e; %%f @g",
]
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=30))
LABELS = st.lists(st.tuples(TEXTS, st.sampled_from(["en", "zh", None])), min_size=1, max_size=6)
TWO_SOURCES = """
@prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix a: <https://w3id.org/whyso/id/a/> .
@prefix b: <https://w3id.org/whyso/id/b/> .
<https://w3id.org/whyso/graph/a> {
  a:c1 a arg:Claim ; rdfs:label "Tea."@en ; arg:clarifies b:c1 . a:s a arg:Source .
}
<https://w3id.org/whyso/graph/b> {
  b:c1 a arg:Claim ; rdfs:label "茶。"@zh-hans ; arg:confidence 0.25 .
  a:c1 arg:supersedes b:c1 ; arg:confidence 0.000001 .
}
"""


def tea(labels: list[tuple[str, str | None]]) -> ArgumentGraph:
    """Claims with these labels; all but the first clarify the first."""
    store = Store()
    for number, (label, language) in enumerate(labels):
        claim = ox.NamedNode(f"{ID}c{number}")
        store.engine.add(ox.Quad(claim, A, ox.NamedNode(f"{ARG}Claim"), HOME))
        store.engine.add(ox.Quad(claim, LABEL, ox.Literal(label, language=language), HOME))
        if number:
            clarifies = ox.NamedNode(f"{ARG}clarifies")
            store.engine.add(ox.Quad(claim, clarifies, ox.NamedNode(f"{ID}c0"), HOME))
    return ArgumentGraph(store)


def xml_text(text: str) -> str:
    """The text as XML 1.0 can hold it (its production Char)."""
    return "".join(
        character
        if character in "\t\n\r"
        or "\x20" <= character <= "\ud7ff"
        or "\ue000" <= character <= "\ufffd"
        or character >= "\U00010000"
        else "\ufffd"
        for character in text
    )


def graphml(data: bytes) -> "nx.Graph[Any]":
    return nx.parse_graphml(data.decode(), force_multigraph=True)


def gexf(data: bytes) -> "nx.Graph[Any]":
    return nx.read_gexf(io.BytesIO(data))


def gml(data: bytes) -> "nx.Graph[Any]":
    return nx.read_gml(io.BytesIO(data), label="iri")


def node_link(data: bytes) -> "nx.Graph[Any]":
    return nx.node_link_graph(json.loads(data), edges="edges")


def cytoscape(data: bytes) -> "nx.Graph[Any]":
    return nx.cytoscape_graph(json.loads(data))


READERS: dict[str, Callable[[bytes], "nx.Graph[Any]"]] = {
    "graphml": graphml,
    "gexf": gexf,
    "gml": gml,
    "node-link": node_link,
    "cytoscape": cytoscape,
}
LOSSLESS = ("graphml", "gml", "node-link", "cytoscape")


@pytest.mark.parametrize("name", READERS)
def test_networkx_reads_every_node_and_edge(name: str, example: ArgumentGraph) -> None:
    net = example.to_networkx()

    data, account = formats.dumps(example, name)
    read = READERS[name](data)

    assert set(read) == set(net)
    assert read.is_directed() and read.is_multigraph()
    roles = [(s, t, said.get("role", key)) for s, t, key, said in read.edges(keys=True, data=True)]  # type: ignore[call-overload]
    assert sorted(roles) == sorted(net.edges(keys=True))
    assert account.kept["edges"] == net.number_of_edges()
    assert sum(account.kept[what] for what in ("statements", "steps", "utterances")) == len(net)


@pytest.mark.parametrize("name", READERS)
def test_attributes_are_those_of_the_networkx_graph(name: str, example: ArgumentGraph) -> None:
    read = READERS[name](formats.dumps(example, name)[0])

    for key, said in example.to_networkx().nodes(data=True):
        assert {what: read.nodes[key].get(what) for what in said} == said


@pytest.mark.parametrize("name", LOSSLESS)
@pytest.mark.parametrize("lang", ["en", "zh", "fr"])
def test_the_way_back_restores_the_graph(name: str, lang: str, example: ArgumentGraph) -> None:
    data, account = formats.dumps(example, name, lang=lang)

    assert ArgumentGraph.from_networkx(formats.restore(READERS[name](data))) == example
    assert account.lossless


@pytest.mark.parametrize("name", LOSSLESS)
def test_the_way_back_restores_several_sources(name: str, tmp_path: Path) -> None:
    both = parse(TWO_SOURCES, "trig")

    account = formats.write(both, tmp_path / "both", format=name)
    back, read = formats.read(tmp_path / "both", format=name)

    assert back == both
    assert account.lossless and read.lossless
    assert read.kept == account.kept
    assert back.store.prefixes == both.store.prefixes


@pytest.mark.parametrize("name", LOSSLESS)
def test_the_way_back_restores_the_first_statement(name: str, tmp_path: Path) -> None:
    formats.write(sample(), tmp_path / "claims.gz", format=name)

    assert formats.read(tmp_path / "claims.gz", format=name)[0] == sample()


def test_node_link_needs_no_restoring(example: ArgumentGraph) -> None:
    net = node_link(formats.dumps(example, "node-link")[0])

    assert isinstance(net, nx.MultiDiGraph)
    assert ArgumentGraph.from_networkx(net) == example


@pytest.mark.parametrize("name", ["gml", "node-link", "cytoscape"])
@settings(max_examples=40, deadline=None)
@given(labels=LABELS)
@case(labels=[(text, "en") for text in NASTY])
def test_any_label_comes_back(name: str, labels: list[tuple[str, str | None]]) -> None:
    g = tea([(label.replace("\0", ""), language) for label, language in labels])

    data, account = formats.dumps(g, name)

    assert account.lossless
    assert ArgumentGraph.from_networkx(formats.restore(READERS[name](data))) == g


@pytest.mark.parametrize("name", ["graphml", "gexf"])
@settings(max_examples=40, deadline=None)
@given(labels=LABELS)
@case(labels=[(text, "en") for text in NASTY])
def test_any_label_comes_back_from_xml_as_far_as_xml_can_hold_it(
    name: str, labels: list[tuple[str, str | None]]
) -> None:
    data, account = formats.dumps(tea(labels), name)
    read = READERS[name](data)

    wanted = {f"{ID}c{number}": label for number, (label, _) in enumerate(labels)}
    assert {key: read.nodes[key]["label"] for key in wanted} == {
        key: xml_text(label) for key, label in wanted.items()
    }
    changed = {key for key, label in wanted.items() if xml_text(label) != label}
    assert {iri for row in account.approximated for iri in row.ids} == changed
    assert sum(row.triples for row in account.approximated) == len(changed)


@pytest.mark.parametrize("name", LOSSLESS)
@settings(max_examples=30, deadline=None)
@given(note=TEXTS)
def test_any_note_comes_back(name: str, note: str) -> None:
    g = tea([("Tea.", "en")])
    home = g.store.source_graphs()[0]
    g.store.engine.add(ox.Quad(ox.NamedNode(f"{ID}c0"), NOTE, ox.Literal(note), home))
    g.store.engine.add(ox.Quad(ox.NamedNode(f"{ID}ana"), NOTE, ox.Literal(note), home))

    data, account = formats.dumps(g, name)

    assert account.lossless
    assert ArgumentGraph.from_networkx(formats.restore(READERS[name](data))) == g


@pytest.mark.parametrize("name", LOSSLESS)
def test_blank_nodes_come_back(name: str) -> None:
    g = parse("""
        @prefix arg: <https://w3id.org/whyso/ontology#> .
        @prefix oa: <http://www.w3.org/ns/oa#> .
        [] a arg:Claim ; arg:clarifies [ a arg:Claim ; arg:hasPassage [ oa:start 3 ] ] .
    """)

    data, _ = formats.dumps(g, name)

    assert ArgumentGraph.from_networkx(formats.restore(READERS[name](data))) == g


def test_steps_of_one_pair_stay_two_edges() -> None:
    g = parse("""
        @prefix arg: <https://w3id.org/whyso/ontology#> . @prefix : <https://w3id.org/whyso/id/t/> .
        :c1 a arg:Claim ; arg:clarifies :c2 ; arg:supersedes :c2 . :c2 a arg:Claim .
    """)

    for name, read in READERS.items():
        assert read(formats.dumps(g, name)[0]).number_of_edges() == 2, name


def test_the_language_of_the_reader_comes_first(example: ArgumentGraph) -> None:
    read = graphml(formats.dumps(example, "graphml", lang="zh")[0])

    said = read.nodes["https://w3id.org/whyso/id/example/c01"]
    assert (said["label"], said["lang"]) == ("乘电车都不该收费。", "zh")
    assert said["label_en"] == "Nobody should pay to ride a tram."
    assert said["asserted_by_name"] == "安娜·林德，市长"


def test_gexf_tells_kinds_by_colour_and_has_no_date(example: ArgumentGraph) -> None:
    data, _ = formats.dumps(example, "gexf")
    read = gexf(data)

    colour = {said["kind"]: tuple(said["viz"]["color"].values()) for _, said in read.nodes.items()}
    assert colour["rebuttal"][:3] == (0x9E, 0x3F, 0x10)
    assert len(set(colour.values())) >= 5
    assert b"date" not in data


def test_ids_of_edges_differ(example: ArgumentGraph) -> None:
    ids = [key for *_, key in graphml(formats.dumps(example, "graphml")[0]).edges(keys=True)]  # type: ignore[call-overload]

    assert len(set(ids)) == len(ids) == example.to_networkx().number_of_edges()


def test_what_another_program_added_is_left_out_and_told() -> None:
    g = tea([("Tea.", "en"), ("Coffee.", "en")])
    net = graphml(formats.dumps(g, "graphml")[0])
    net.nodes[f"{ID}c0"]["x"] = 1.5
    net.graph["zoom"] = 2
    text = "\n".join(nx.generate_graphml(net))

    store, account = formats.find("graphml").read(text.encode(), name="yed.graphml")  # type: ignore[misc]

    assert ArgumentGraph(store) == g
    assert {(row.what, row.ids) for row in account.dropped} == {
        ("node attribute x", (f"{ID}c0",)),
        ("graph attribute zoom", ()),
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("graphml", "<graphml/>"),
        ("graphml", "<graphml"),
        ("graphml", '<!DOCTYPE g [<!ENTITY a "aaaa">]><graphml>&a;</graphml>'),
        ("gml", "graph [ node [ ] ]"),
        ("gml", "graph ["),
        ("node-link", "[]"),
        ("node-link", "{"),
        ("node-link", "[" * 1000 + "]" * 1000),
        ("node-link", '{"nodes": 3}'),
        ("cytoscape", '{"elements": []}'),
    ],
)
def test_broken_files_are_told_in_one_line(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "broken"
    path.write_text(text)

    with pytest.raises(ParseError, match=r"^\S*broken\b.*$"):
        formats.read(path, format=name)


@pytest.mark.parametrize("name", LOSSLESS)
def test_a_graph_that_is_no_argument_is_refused(name: str, tmp_path: Path) -> None:
    data = formats.dumps(tea([("Tea.", "en")]), name)[0]
    path = tmp_path / "flow"
    path.write_bytes(data.replace(b"claim", b"start"))

    with pytest.raises(InputError, match="kind 'start' is none of"):
        formats.read(path, format=name)


@pytest.mark.parametrize("name", LOSSLESS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_damage_never_escapes_as_another_error(name: str, data: st.DataObject) -> None:
    good = formats.dumps(tea([("Tea.", "en"), ("茶。", "zh")]), name)[0]
    at = data.draw(st.integers(0, len(good)))
    bad = good[:at] + data.draw(st.binary(max_size=4)) + good[at + data.draw(st.integers(0, 9)) :]
    read = formats.find(name).read
    assert read is not None

    try:
        store, _ = read(bad, name="bad")
    except InputError as error:
        assert "\n" not in str(error)
    else:
        ArgumentGraph(store).statements()
