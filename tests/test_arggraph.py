"""Argument graphs of the microtexts go out as they came in, and agree with their twins in AIF."""

import hashlib
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whyso.graph import ArgumentGraph, load
from whyso.graph.errors import InputError
from whyso.graph.formats import read as read_file
from whyso.graph.formats.arggraph import read_arggraph, write_arggraph
from whyso.graph.formats.arggraph.document import language_of
from whyso.graph.formats.draft import Draft
from whyso.graph.store import Store

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests" / "data" / "arggraph"
FERRY = FIXTURES / "ferry.xml"
SHARED = ROOT.parent / "shared" / "data"
FILES = sorted((SHARED / "arggraph_xml").glob("*/*.xml"))
TWINS = SHARED / "aif_microtexts"

needs_files = pytest.mark.skipif(
    not FILES, reason="no ../shared: the corpora are kept outside the project"
)


def graph(text: str | bytes, name: str = "tea.xml") -> ArgumentGraph:
    data = text.encode() if isinstance(text, str) else text
    return ArgumentGraph(read_arggraph(data, name=name)[0])


def parsed(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314 (our own)


def through_text(g: ArgumentGraph) -> ArgumentGraph:
    store = Store()
    store.read_text(g.store.serialize("trig"), "trig", name="case.trig")
    return ArgumentGraph(store)


@pytest.fixture(scope="module")
def ferry() -> ArgumentGraph:
    return read_file(FERRY)[0]


def links(g: ArgumentGraph) -> set[tuple[str, str, tuple[str, ...], str]]:
    steps = (*g.inferences(), *g.conflicts())
    last = {
        iri: iri.rpartition("/")[2] for one in steps for iri in (*one.sources, one.target or "")
    }
    return {
        (one.id, one.kind, tuple(last[iri] for iri in one.sources), last[one.target or ""])
        for one in steps
    }


# Reading


def test_each_edge_is_the_step_that_it_says(ferry: ArgumentGraph) -> None:
    assert links(ferry) == {
        ("c1", "inference", ("a2", "a5"), "a1"),  # add: a linked premise
        ("c2", "rebuttal", ("a3",), "a1"),
        ("c3", "rebuttal", ("a4",), "a3"),  # und of an attack: against what attacks there
        ("c4", "rebuttal", ("a5",), "a3"),  # add: attacks together with c3
        ("c6", "undercut", ("a6",), "c1"),
        ("c7", "inference", ("a7",), "a6"),
        ("c8", "undermining", ("a6",), "a2"),  # a2 is a premise
    }


def test_an_example_is_an_argument_from_example(ferry: ArgumentGraph) -> None:
    schemes = {one.id: one.schemes for one in ferry.inferences()}
    assert schemes == {
        "c1": (),
        "c7": ("https://w3id.org/whyso/ontology#ArgumentFromExample",),
    }


def test_proponent_and_opponent_say_what_is_theirs(ferry: ArgumentGraph) -> None:
    speakers = {one.id: one.asserted_by and one.asserted_by.id for one in ferry.statements()}
    assert speakers == {
        **dict.fromkeys(("a1", "a2", "a4", "a5"), "proponent"),
        **dict.fromkeys(("a3", "a6"), "opponent"),
        "a7": None,  # implicit: nobody says it
    }
    assert [one.id for one in ferry.statements("assumption")] == ["a7"]


def test_passages_are_where_the_segments_are_in_the_text(ferry: ArgumentGraph) -> None:
    edus = [one.text or "" for one in parsed(FERRY.read_bytes()) if one.tag == "edu"]
    text = " ".join(edus[:8])
    for statement in ferry.statements():
        for passage in statement.passages:
            span = text[passage.start : passage.end]
            assert span in edus
            assert passage.sha256 == hashlib.sha256(span.encode()).hexdigest()
    shown = [text[p.start : p.end] for p in ferry["a6"].passages]
    assert shown == ["Who", "would pay?"]
    assert ferry["a6"].label("en") == "Who would pay?"
    assert ferry.sources()[0].sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_what_is_read_keeps_the_shapes(ferry: ArgumentGraph) -> None:
    assert ferry.check().conforms


def test_two_languages_of_one_text_are_two_labels() -> None:
    store = Store()
    for name in ("ferry.xml", "ferry.de.xml"):
        one, _ = read_arggraph((FIXTURES / name).read_bytes(), name="ferry.xml")
        store.take(one, name)
    g = ArgumentGraph(store)
    assert g["a5"].labels == {
        "en": "and the hospital is on the other side.",
        "de": "und das Spital ist auf der anderen Seite.",
    }
    assert {p.language for p in g["a1"].passages} == {"en", "de"}
    assert [len(g.statements()), len(g.inferences()), len(g.conflicts())] == [7, 2, 5]
    # Each text stays a source of its own, which check tells.
    assert {one.rule for one in g.check().findings if one.severity == "violation"} == {"G01"}
    for lang, text in (("de", "auf der anderen Seite."), ("en", "on the other side.")):
        assert text in write_arggraph(g, lang=lang)[0].decode()


@pytest.mark.parametrize(
    ("text", "what", "why"),
    [
        ("<edu id='e1'>Tea</edu>", "edu", None),
        ("<adu id='a1' type='pro'/>", "adu", "no segment"),
        ("<adu id='a1' type='tea'/>", "adu", "neither pro nor opp"),
        ("<adu type='pro'/>", "adu", "no id"),
        ("<adu id='a' type='pro'/><adu id='a' type='opp'/>", "adu", "no id, or one that"),
        ("<tea/>", "elements", "no part"),
        ("<edge id='c' src='a' trg='b' type='sup'/>", "edge", "its source is no claim"),
        ("<adu id='a' type='pro'/><edge id='c' src='a' trg='b' type='sup'/>", "edge", "its target"),
        ("<adu id='a' type='pro'/><edge id='c' src='a' trg='d' type='und'/>", "edge", "its target"),
        (
            "<adu id='a' type='pro'/><edge id='c' src='a' trg='b' type='reb'/>"
            "<edge id='d' src='a' trg='c' type='und'/><edge id='e' src='a' trg='d' type='add'/>",
            "edge",
            "its target is no step",
        ),
        ("<edge id='c' src='a' trg='b' type='tea'/>", "edge", "an unknown type"),
        ("<edge id='c' src='a' trg='b' type='seg'/>", "edge", "no segmentation"),
    ],
)
def test_what_is_repaired_or_left_out_is_a_row(text: str, what: str, why: str | None) -> None:
    store, account = read_arggraph(f"<arggraph id='t'>{text}</arggraph>".encode(), name="t.xml")
    rows = [row for row in (*account.approximated, *account.dropped) if row.what == what]
    assert any(why in row.why for row in rows) if why else not rows
    assert write_arggraph(ArgumentGraph(store))[1].lossless


def test_a_cycle_of_undercuts_ends() -> None:
    text = (
        "<arggraph id='t'><edu id='e'>Tea.</edu><adu id='a' type='pro'/><adu id='b' type='opp'/>"
        "<edge id='c' src='a' trg='d' type='und'/><edge id='d' src='b' trg='c' type='und'/>"
        "<joint id='j'/><joint id='k'/><edge id='s' src='j' trg='k' type='seg'/>"
        "<edge id='t' src='k' trg='j' type='seg'/><edge id='u' src='k' trg='a' type='seg'/>"
        "<edge id='v' src='e' trg='j' type='seg'/></arggraph>"
    )
    g = graph(text)
    assert links(g) == {("c", "rebuttal", ("a",), "b"), ("d", "rebuttal", ("b",), "a")}
    assert canonical(write_arggraph(g)[0]) == canonical(text.encode())


# There and back


def canonical(data: bytes) -> tuple[list[tuple[str, str]], list[tuple[object, ...]]]:
    """Return all that a file says, in an order of its own."""
    root = parsed(data)
    said = [(one.tag, tuple(sorted(one.attrib.items())), (one.text or "").strip()) for one in root]
    return sorted(root.attrib.items()), sorted(said)


@pytest.mark.parametrize("path", [FERRY, FIXTURES / "ferry.de.xml"], ids=lambda path: path.stem)
def test_a_file_comes_back_as_it_was(path: Path) -> None:
    g = through_text(read_file(path)[0])
    data, account = write_arggraph(g)
    assert canonical(data) == canonical(path.read_bytes())
    assert account.lossless
    assert graph(data) == g


@needs_files
def test_the_files_of_the_corpora_come_back_as_they_were() -> None:
    for path in FILES:
        g, read = read_file(path)
        data, account = write_arggraph(g)
        assert canonical(data) == canonical(path.read_bytes()), path
        assert account.lossless, path
        assert read.dropped == ()


@needs_files
def test_the_text_that_passages_count_in_is_that_of_the_corpora() -> None:
    texts = [path for path in FILES if path.with_suffix(".txt").exists()]
    assert texts
    for path in texts:
        text = path.with_suffix(".txt").read_bytes()
        [source] = read_file(path)[0].sources()
        assert source.sha256 == hashlib.sha256(text).hexdigest(), path


@needs_files
def test_the_language_of_each_text_is_told() -> None:
    for path in FILES:
        [source] = read_file(path)[0].sources()
        assert source.languages == (path.parent.name[-2:],), path


def test_a_language_is_told_by_its_commonest_words_only() -> None:
    assert language_of("Der Tee ist nicht warm, und das Wasser auch nicht.") == "de"
    assert language_of("Thé chaud, eau froide.") is None
    assert language_of("in in") is None


def structure(g: ArgumentGraph) -> tuple[list[str], list[str]]:
    """Return the texts and what joins them, without names of nodes."""
    texts = {one.iri: " ".join(one.label("en").split()) for one in g.statements()}
    steps = {
        one.iri: ("inference", sorted(texts[p] for p in one.sources), texts[one.target or ""])
        for one in g.inferences()
    }
    joined = [str(step) for step in steps.values()]
    for one in g.conflicts():
        target = steps.get(one.target or "") or texts[one.target or ""]
        joined.append(str((one.kind, [texts[iri] for iri in one.sources], target)))
    return sorted(texts.values()), sorted(joined)


@pytest.mark.skipif(not TWINS.is_dir(), reason="no ../shared: the corpora are kept outside")
def test_the_same_argument_comes_out_of_the_twin_in_aif() -> None:
    names = json.loads((TWINS / "aif2arggraph.json").read_text("utf-8"))
    pairs = {
        name: (TWINS / f"{nodeset}.json", SHARED / "arggraph_xml" / "microtexts_en" / f"{name}.xml")
        for nodeset, name in names.items()
    }
    found = {name: pair for name, pair in pairs.items() if all(path.exists() for path in pair)}
    assert found
    cut_elsewhere = {"micro_b025", "micro_d07"}  # the twins cut the text at other places
    for name, (aif, xml) in found.items():
        if name not in cut_elsewhere:
            assert structure(read_file(aif)[0]) == structure(read_file(xml)[0]), name


# Graphs from elsewhere


@pytest.mark.parametrize("name", ["claims.ttl", "tests/data/example.ttl", "tests/data/tea.ttl"])
def test_claims_and_steps_of_a_graph_from_elsewhere_are_there(name: str) -> None:
    g = load(ROOT / name)
    data, account = write_arggraph(g)
    again = graph(data)
    asked = {one.iri for one in g.questions()}
    claims = {one.id: one.label("en") for one in g.statements() if one.iri not in asked}
    assert {one.id: one.label("en") for one in again.statements()} == claims
    assert {(i.id, i.sources, i.target) for i in again.inferences()} == {
        (i.id, i.sources, i.target) for i in g.inferences()
    }
    assert {(i.id, i.sources, i.target) for i in again.conflicts()} == {
        (i.id, i.sources, i.target) for i in g.conflicts()
    }
    assert not account.lossless
    order = [one.tag for one in parsed(data)]
    assert order == sorted(order, key=["edu", "joint", "adu", "edge"].index)  # as its DTD wants
    named = [one.get("id", "") for one in parsed(data)]
    assert len(set(named)) == len(named)


def test_what_attacks_is_the_opponents() -> None:
    data, _ = write_arggraph(load(ROOT / "tests" / "data" / "tea.ttl"))
    roles = {one.get("id"): one.get("type") for one in parsed(data) if one.tag == "adu"}
    g = load(ROOT / "tests" / "data" / "tea.ttl")
    for step in g.conflicts():
        attacker, target = step.sources[0], step.target or ""
        if target in {one.iri for one in g.statements()}:
            assert roles[attacker.rpartition("/")[2]] != roles[target.rpartition("/")[2]]


def test_names_that_xml_cannot_have_are_told() -> None:
    draft = Draft("arggraph", name="tea.xml")
    draft.node("1 2", "arg:Claim", "Tea is warm.", lang="en")
    draft.node("http://e/c", "arg:Claim", "Tea is hot.", lang="en")
    data, account = write_arggraph(ArgumentGraph(draft.finish()[0]))
    assert "names of nodes" in {row.what for row in account.approximated}
    assert [one.get("id") for one in parsed(data) if one.tag == "adu"] == ["a1", "a2"]


@given(st.text(max_size=40))
@settings(max_examples=60)
def test_any_text_that_xml_can_hold_survives(text: str) -> None:
    draft = Draft("arggraph", name="tea.xml")
    draft.node("a1", "arg:Claim", text, lang="en")
    g = ArgumentGraph(draft.finish()[0])
    data, account = write_arggraph(g)
    again = graph(data)["a1"].label("en")
    label = g["a1"].labels["en"]
    changed = {row.what for row in (*account.approximated, *account.dropped)}
    assert again == label or "rdfs:label" in changed
    if all(letter.isprintable() for letter in label) and label == label.strip() != "":
        assert again == label


def test_a_changed_claim_is_written_as_it_is_now(ferry: ArgumentGraph) -> None:
    text = ferry.store.serialize("n-triples").decode()
    text = text.replace("but on Friday there was a queue,", "Friday saw a queue.")
    text = text.replace("Who would pay?", "Who pays?")
    store = Store()
    store.read_text(text, "n-triples", name="ferry.nt")
    data = write_arggraph(ArgumentGraph(store))[0].decode()
    assert ">Friday saw a queue.</edu>" in data
    assert ">Who pays?</edu>" in data
    assert graph(data)["a6"].label("en") == "Who pays?"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "not XML (no element found)"),
        (b"<tea/>", "not an arggraph: the outermost element is <tea>"),
        (b"<arggraph", "tea.xml:1:1: not XML"),
        (b"<arggraph>&tea;</arggraph>", "not XML (undefined entity)"),
        (b"<arggraph>\xe9</arggraph>", "not UTF-8"),
        (b"<arggraph>\x00</arggraph>", "a zero byte"),
        (
            b"\n<!DOCTYPE arggraph [<!ENTITY a 'b'>]><arggraph/>",
            "tea.xml:2: the <!DOCTYPE declares",
        ),
        (b"<!DOCTYPE arggraph SYSTEM 'a.dtd' [ ]><arggraph/>", "the <!DOCTYPE declares"),
        (b"<arggraph>" * 200, "nested deeper than 128 levels"),
        (
            b"<?whyso base=\"no iri\"?><arggraph id='t'><adu id='a' type='pro'/></arggraph>",
            "no IRI",
        ),
    ],
)
def test_bad_input_is_one_clear_line(text: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_arggraph(text, name="tea.xml")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "carried",
    [
        "[]",
        "3",
        '{"edus": 3, "seg": [1, [2], ["c", "e", "a"]], "joints": [[]]}',
        '{"edus": ["a1", "e1", "e1", {}], "implicit": [[]], "stance": [], "id": 3}',
        '{"source": [], "add": [["c", []]], "und": {}, "type": [], "text": 3}',
    ],
)
def test_whatever_is_carried_does_no_harm(carried: str, ferry: ArgumentGraph) -> None:
    said = carried.replace('"', '\\"')
    about = ("https://w3id.org/whyso/graph/ferry", *(ferry[id].iri for id in ("a1", "c1", "c3")))
    lines = ferry.store.serialize("n-triples").decode().splitlines()
    lines = [line for line in lines if "carried#" not in line]
    lines += [
        f"<{iri}> <https://w3id.org/whyso/carried#arggraph> "
        f'"{said}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON> .'
        for iri in about
    ]
    store = Store()
    store.read_text("\n".join(lines), "n-triples", name="ferry.nt")
    assert len(graph(write_arggraph(ArgumentGraph(store))[0]).statements()) == 7
