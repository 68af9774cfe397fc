"""DOT and Mermaid: the pictures show every node and edge, whatever the labels hold."""

import re
import shutil
import subprocess
import unicodedata
from html import unescape
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import example as case
from hypothesis import given, settings
from hypothesis import strategies as st

from whyso.graph import ArgumentGraph, formats, parse, sample
from whyso.graph.formats.dot import wrap
from whyso.graph.formats.mermaid import escape
from whyso.graph.store import Store

BASE = "https://w3id.org/whyso/id/"
ARG = "https://w3id.org/whyso/ontology#"
ID = "https://w3id.org/whyso/id/tea/"
HOME = ox.NamedNode("https://w3id.org/whyso/graph/tea")
A = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
NASTY = [
    "",
    'quotes " and \\" and \\',
    "line\nfeed \r\n return",
    "&amp; &#65; &lt;b&gt; & <b>",
    "\\N \\G \\l \\n",
    "]]> --> %% %%{init: {}}%% ```",
    "bell \x07 nul \x00 \ufffe",
    "astral 😀𝔘 旧字體",
    "שלום \u202e x",
    "end",
    "a style: x #1; b; c",
    "the direction TB of",
    "1. list - not * a **list** _at_ all",
    "- no list",
    "    no code",
    "see https://e.org/x and www.e.org or a@e.org",
    "[c] (d) {e} |f| <g> `h` #quot; $x$ ~y~ ^z^ = @{a: b}",
    "accTitle: no",
    "𝓌" * 40,
    "字" * 70 + "。",
]
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=40))
GRAPHVIZ = shutil.which("dot")
needs_graphviz = pytest.mark.skipif(
    GRAPHVIZ is None, reason="no Graphviz: apt-get install graphviz"
)


def tea(labels: list[str]) -> ArgumentGraph:
    """Claims with these labels; all but the first clarify the first."""
    store = Store()
    for number, label in enumerate(labels):
        claim = ox.NamedNode(f"{ID}c{number}")
        store.engine.add(ox.Quad(claim, A, ox.NamedNode(f"{ARG}Claim"), HOME))
        store.engine.add(ox.Quad(claim, LABEL, ox.Literal(label, language="en"), HOME))
        if number:
            clarifies = ox.NamedNode(f"{ARG}clarifies")
            store.engine.add(ox.Quad(claim, clarifies, ox.NamedNode(f"{ID}c0"), HOME))
    return ArgumentGraph(store)


def seen(text: str) -> str:
    """The text as a picture shows it: line ends alike, U+FFFD for what XML cannot hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    bad = {"\ufffe", "\uffff"}
    return "".join(
        "\ufffd"
        if (unicodedata.category(c) == "Cc" and c < " " and c not in "\t\n") or c in bad
        else c
        for c in text
    )


def svg(data: bytes) -> ET.Element:
    done = subprocess.run([GRAPHVIZ or "dot", "-Tsvg"], input=data, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    return ET.fromstring(done.stdout)  # noqa: S314 - Graphviz wrote it


def parts(root: ET.Element, kind: str) -> dict[str, ET.Element]:
    """The nodes or edges of an SVG picture by their title; of edges of one title the last."""
    found = {}
    for group in root.iter("{http://www.w3.org/2000/svg}g"):
        if kind in (group.get("class") or "").split():
            title = group.findtext("{http://www.w3.org/2000/svg}title") or ""
            found[title] = group
    return found


def tooltip(group: ET.Element) -> str:
    link = group.find(".//{http://www.w3.org/2000/svg}a")
    assert link is not None
    return link.get("{http://www.w3.org/1999/xlink}title") or ""


# DOT


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # pydot's own, about pyparsing
def test_pydot_reads_every_node_and_edge(example: ArgumentGraph) -> None:
    import pydot

    net = example.to_networkx()
    graph = (pydot.graph_from_dot_data(formats.dumps(example, "dot")[0].decode()) or [])[0]

    names = {str(node.get_name()).strip('"') for node in graph.get_nodes()}
    assert names - {"node", "edge", "graph"} == set(net)
    edges = [
        (
            str(edge.get_source()).strip('"'),
            str(edge.get_destination()).strip('"'),
            edge.get("class"),
        )
        for edge in graph.get_edges()
    ]
    assert sorted(edges) == sorted(net.edges(keys=True))


@needs_graphviz
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_graphviz_draws_every_node_and_edge(lang: str, example: ArgumentGraph) -> None:
    net = example.to_networkx()

    root = svg(formats.dumps(example, "dot", lang=lang)[0])

    nodes = parts(root, "node")
    assert set(nodes) == set(net)
    for key, said in net.nodes(data=True):
        assert (nodes[key].get("class") or "").split() == ["node", said["kind"], said["status"]]
        if "label" in said:
            label = said["label"] if lang == "en" else said["label_zh"]
            shown = "".join(
                text.text or "" for text in nodes[key].iter("{http://www.w3.org/2000/svg}text")
            )
            assert tooltip(nodes[key]) == label
            assert re.sub(r"\s", "", shown).startswith(re.sub(r"\s", "", label))
    drawn = root.findall(".//{http://www.w3.org/2000/svg}g[@class]")
    edges = [group for group in drawn if (group.get("class") or "").startswith("edge ")]
    assert len(edges) == net.number_of_edges()


@needs_graphviz
def test_graphviz_draws_the_first_statement_without_a_complaint() -> None:
    root = svg(formats.dumps(sample(), "dot")[0])

    assert len(parts(root, "node")) == len(sample().to_networkx())


@needs_graphviz
def test_an_undercut_ends_on_the_inference(example: ArgumentGraph) -> None:
    ends = parts(svg(formats.dumps(example, "dot")[0]), "edge")

    undercut = ends[f"{BASE}example/x1->{BASE}example/i5"]
    assert undercut.get("class") == "edge target"
    path = undercut.find(".//{http://www.w3.org/2000/svg}path")
    assert path is not None and path.get("stroke-dasharray")


@needs_graphviz
@settings(max_examples=10)
@given(labels=st.lists(TEXTS, min_size=1, max_size=5))
@case(labels=["\xa0"])
@case(labels=NASTY)
def test_graphviz_shows_any_label(labels: list[str]) -> None:
    data, account = formats.dumps(tea(labels), "dot")

    nodes = parts(svg(data), "node")

    for number, label in enumerate(labels):
        wanted = seen(label) if label else f"c{number}"
        told = tooltip(nodes[f"{ID}c{number}"])
        assert re.sub(r"[\t\xa0]", " ", told) == re.sub(r"[\t\xa0]", " ", wanted)
    changed = {
        f"{ID}c{number}" for number, label in enumerate(labels) if seen(label) != label or not label
    }
    assert {iri for row in account.approximated for iri in row.ids} == changed


@settings(deadline=None)
@given(text=TEXTS, width=st.integers(4, 40))
def test_wrapping_changes_spaces_only_and_keeps_the_width(text: str, width: int) -> None:
    lines = wrap(text, width).split("\n")

    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    for line in lines:
        columns = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
        closing = len(line) - len(line.rstrip("，。、；：？！）》〉」』】〕”’…—,.;:?!)]}"))
        assert columns - 2 * closing <= width + 2


# Mermaid

NODE = re.compile(
    r"  ([a-z][a-z0-9_]*)(?:\(\[|\[\(|\[\[|\(\(|\{\{|\[|\(|>)\"([^\"\n]*)\""
    r"(?:\]\)|\)\]|\]\]|\)\)|\}\}|\]|\)):::([a-z_]+);"
)
LINE = re.compile(r"  ([a-z][a-z0-9_]*) (---|-->|--x|-\. [^.\n]+ \.->) ([a-z][a-z0-9_]*);")
CLASS = re.compile(r"  classDef ([a-z_]+) (?:[a-z-]+:[#a-z0-9 ]+,?)+")


def decoded(label: str) -> str:
    """What Mermaid shows for a label: entities are written #35; and lines are parted by <br/>."""
    return unescape(
        re.sub(r"#(\d+);", r"&#\1;", label.replace("&", "&amp;").replace("<br/>", "\n"))
    )


def test_mermaid_has_every_node_and_edge(example: ArgumentGraph) -> None:
    net = example.to_networkx()

    first, *lines = formats.dumps(example, "mermaid")[0].decode().splitlines()

    assert first == "flowchart BT"
    nodes = [found for line in lines if (found := NODE.fullmatch(line))]
    edges = [found for line in lines if (found := LINE.fullmatch(line))]
    classes = {found[1] for line in lines if (found := CLASS.fullmatch(line))}
    assert len(nodes) + len(edges) + len(classes) == len(lines)
    assert {f"{BASE}example/{node[1]}": node[3] for node in nodes} == {
        key: said["kind"] for key, said in net.nodes(data=True)
    }
    assert len(edges) == net.number_of_edges()
    assert classes == {node[3] for node in nodes}
    shown = {node[1]: decoded(node[2]) for node in nodes}
    assert shown["c01"] == "Nobody should pay to ride a tram."
    assert shown["u7"] == "The mayor's reply in May\n— Ana Lind, mayor"
    arrows = {(edge[1], edge[3]): edge[2] for edge in edges}
    assert arrows["x1", "i5"] == "--x"
    assert arrows["c20", "c01"] == "-. in tension with .->"


@settings(deadline=None)
@given(labels=st.lists(TEXTS, min_size=1, max_size=5))
@case(labels=NASTY)
def test_mermaid_shows_any_label(labels: list[str]) -> None:
    lines = formats.dumps(tea(labels), "mermaid")[0].decode().split("\n")

    shown = [decoded(found[2]) for line in lines if (found := NODE.fullmatch(line))]
    assert shown == [seen(label) if label else f"c{n}" for n, label in enumerate(labels)]


@settings(deadline=None)
@given(text=TEXTS)
@case(text="d1. direction TB #35; a style: x #1; www.e.org http://e.org")
def test_nothing_in_an_escaped_label_means_something_to_mermaid(text: str) -> None:
    label = escape(seen(text))

    plain = re.sub(r"#\d+;|<br/>", "", label)
    assert not re.search(r"[\"#&<>`{}|\[\]()\\*_~%;@^$=\n]", plain)
    assert not re.match(r"\s*([-+*]|\d+[.)]) ", label)
    assert not label.startswith("    ")
    assert "direction TB" not in label and "://" not in label and "www." not in label


@pytest.mark.parametrize(
    "name", ["end", "graph", "style", "class", "click", "o1x", "default", "茶"]
)
def test_a_name_that_mermaid_knows_is_no_id(name: str) -> None:
    g = parse(f"<{BASE}t/{name}> a <https://w3id.org/whyso/ontology#Claim> .")

    line = formats.dumps(g, "mermaid")[0].decode().splitlines()[1]

    found = NODE.fullmatch(line)
    assert found and found[1] == ("o1x" if name == "o1x" else "n_1")
    assert decoded(found[2]) == name


def test_the_same_name_in_two_sources_makes_two_nodes() -> None:
    g = parse(
        f"<{BASE}a/c1> a <https://w3id.org/whyso/ontology#Claim> ;"
        f" <https://w3id.org/whyso/ontology#clarifies> <{BASE}b/c1> ."
        f"<{BASE}b/c1> a <https://w3id.org/whyso/ontology#Claim> ."
    )

    lines = formats.dumps(g, "mermaid")[0].decode().splitlines()

    assert lines[1:4] == [
        '  c1("c1"):::claim;',
        '  n_2("c1"):::claim;',
        "  c1 -. clarifies .-> n_2;",
    ]
