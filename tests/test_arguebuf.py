"""The JSON of arguebuf: read in both spellings, written without loss.

The files in ``data/arguebuf`` were made by arguebuf 2.7.2 itself, in camel case and with
underscores; only ids and times were made plain.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whyso.graph import ArgumentGraph, formats, parse, sample
from whyso.graph.errors import ParseError
from whyso.graph.formats.account import Account
from whyso.graph.formats.aif.schemes import numbered
from whyso.graph.formats.arguebuf import read_arguebuf, sniff_arguebuf, write_arguebuf
from whyso.graph.formats.arguebuf.message import SUPPORTS
from whyso.graph.formats.arguebuf.words import scheme_named
from whyso.graph.formats.draft import Draft
from whyso.graph.model import Step

FILES = Path(__file__).parent / "data" / "arguebuf"
TEA = "https://w3id.org/whyso/id/tea/"
PREFIXES = f"""@prefix : <{TEA}> . @prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
"""


def read(said: Any, name: str = "tea.json") -> tuple[ArgumentGraph, Account]:
    data = said if isinstance(said, bytes) else json.dumps(said).encode()
    store, account = read_arguebuf(data, name=name)
    return ArgumentGraph(store), account


@pytest.fixture(scope="module")
def tea() -> ArgumentGraph:
    return read((FILES / "tea.json").read_bytes())[0]


def plain(data: bytes) -> Any:
    said = json.loads(data)
    said.get("userdata", {}).pop("whyso", None)
    return said


def told(account: Account) -> set[tuple[str, str]]:
    rows = account.approximated + account.dropped
    return {(row.why, name) for row in rows for name in row.ids}


def pairs(g: ArgumentGraph, pattern: str) -> set[tuple[str, str]]:
    rows: Any = g.query(f"SELECT ?a ?b {{ {pattern} }}")
    return {(str(row.a).rpartition("/")[2], str(row.b).rpartition("/")[2]) for row in rows}


def step(g: ArgumentGraph, name: str) -> Step:
    found = g[name]
    assert isinstance(found, Step)
    return found


# Reading


def test_support_is_an_inference_with_all_its_premises(tea: ArgumentGraph) -> None:
    assert pairs(tea, "?a arg:premise ?b") >= {("s1", "a2"), ("s1", "a3"), ("s8", "a4")}
    assert pairs(tea, "?a arg:conclusion ?b") == {("s1", "a1"), ("s8", "a3")}
    (scheme,) = step(tea, "s1").schemes
    assert scheme.endswith("#ArgumentFromExpertOpinion")


def test_an_attack_on_a_support_is_an_undercut_and_not_a_support(tea: ArgumentGraph) -> None:
    assert step(tea, "s2").kind == "undercut"
    assert pairs(tea, "?a arg:target ?b") == {("s2", "s1"), ("s3", "a2")}
    assert step(tea, "s3").kind == "undermining"


def test_a_rephrase_clarifies_and_a_participant_speaks(tea: ArgumentGraph) -> None:
    assert pairs(tea, "?a arg:clarifies ?b") == {("a5", "a2")}
    assert pairs(tea, "?a arg:assertedBy ?b") == {("a1", "p1")}


def test_a_reference_with_its_place_is_a_passage_and_a_missing_offset_is_0_if_the_text_fits(
    tea: ArgumentGraph,
) -> None:
    found = {one.id: (one.start, one.end) for one in tea.passages()}
    assert found == {"a1.passage": (16, 25), "a2.passage": (0, 11)}


def test_both_spellings_say_the_same(tea: ArgumentGraph) -> None:
    assert read((FILES / "tea_snake.json").read_bytes())[0] == tea


def test_every_pattern_of_support_has_a_scheme_of_its_own_but_those_that_ours_take_together() -> (
    None
):
    named = {name: scheme_named(name) for name in SUPPORTS}

    assert named.pop("SUPPORT_DEFAULT") is None
    shared = [name for name in named if list(named.values()).count(named[name]) > 1]
    assert set(shared) == {
        *("SUPPORT_VALUES", "SUPPORT_POSITIVE_VALUES", "SUPPORT_NEGATIVE_VALUES"),
        *("SUPPORT_CONSEQUENCES", "SUPPORT_POSITIVE_CONSEQUENCES"),
        "SUPPORT_NEGATIVE_CONSEQUENCES",
    }
    assert all(numbered(iri or "") for iri in named.values())


ATOMS = {key: {"atom": {"text": key.upper()}} for key in "abc"}
SUPPORT = {"scheme": {"support": "SUPPORT_DEFAULT"}}
ATTACK = {"scheme": {"attack": 0}}


def edges(*said: str) -> dict[str, Any]:
    return {
        f"e{n}": dict(zip(("source", "target"), one, strict=True)) for n, one in enumerate(said)
    }


@pytest.mark.parametrize(
    ("graph", "why", "place"),
    [
        ({"nodes": {"s": SUPPORT | {"x": 1}}}, "arguebuf has no field 'x' there", "s"),
        ({"nodes": {"s": {}}}, "neither atom nor scheme", "s"),
        ({"nodes": {"s": 5}}, "not of the type that arguebuf wants (node)", "s"),
        ({"nodes": []}, "not of the type that arguebuf wants (objects by id)", "nodes"),
        (
            {"nodes": {"a": {"atom": {"text": 5}}}},
            "not of the type that arguebuf wants (text)",
            "a",
        ),
        ({"nodes": ATOMS, "edges": edges("az")}, "an end of it is no node", "e0"),
        ({"nodes": ATOMS | {"s": SUPPORT}, "edges": edges("sa")}, "it has no premise", "s"),
        ({"nodes": ATOMS | {"s": ATTACK}, "edges": edges("as")}, "it leads nowhere", "s"),
        (
            {"nodes": ATOMS | {"s": ATTACK}, "edges": edges("as", "as", "sb")},
            "said before",
            "e1",
        ),
        (
            {"nodes": ATOMS | {"s": SUPPORT}, "edges": edges("as", "sb", "sc")},
            "it joins several: one step for each",
            "s",
        ),
        (
            {"nodes": {"a": {"atom": {"text": "A", "participant": "p"}}}},
            "there is no such participant",
            "a",
        ),
        (
            {"nodes": {"a": {"atom": {"text": "A", "reference": {"resource": "r"}}}}},
            "there is no such resource",
            "a",
        ),
        (
            {"nodes": {"s": {"scheme": {"support": "SUPPORT_DEFAULT", "attack": 0}}}},
            "of several kinds the first counts",
            "s",
        ),
    ],
)
def test_what_is_repaired_or_left_out_has_a_row(graph: Any, why: str, place: str) -> None:
    assert (why, place) in told(read(graph)[1])


def test_an_id_that_is_said_twice_is_told() -> None:
    said = b'{"nodes": {"a": {"atom": {"text": "A"}}, "a": {"atom": {"text": "B"}}}}'

    g, account = read(said)

    assert g["a"].label() == "B"
    assert told(account) == {("said twice: the last counts", "a")}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"nodes": ', r"tea.json:1:11: Expecting value"),
        (b"[]", "not a JSON object"),
        (b'{"nodes": {"a": {"atom": {"text": "caf\xe9"}}}}', "not UTF-8"),
        (b'{"userdata": ' + b"[" * 500 + b"]" * 500 + b"}", "nested 501 levels deep"),
        (b'{"userdata": {"n": ' + b"9" * 5000 + b"}}", "a number (of|with) thousands of digits"),
        (b'{"userdata": {"whyso": {"more": ["tea"]}}}', "travels beside the graph is no RDF"),
        (
            b'{"userdata": {"whyso": {"more": ["<a:b> <a:b> <a:b> '
            b'<https://w3id.org/whyso/verdict/tea/all> ."]}}}',
            "what is worked out cannot be read",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason) as caught:
        read(data)
    assert "\n" not in str(caught.value)


NAMES = st.sampled_from(["a", "b", "s", "t", "a/b", "", "\ud800", "http://e/x", "é"])
FIELDS = [
    "nodes",
    "edges",
    "atom",
    "scheme",
    "support",
    "attack",
    "text",
    "participant",
    "userdata",
    "whyso",
    "types",
    "lang",
]
FIELDS += ["relation", "rephrase", "source", "target"]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | NAMES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(FIELDS) | NAMES,
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=80)
@given(
    st.dictionaries(
        NAMES, st.just({"atom": {"text": "A"}}) | st.just(SUPPORT) | VALUES, max_size=6
    ),
    st.lists(st.tuples(NAMES, NAMES), max_size=8),
    VALUES,
)
def test_whatever_json_comes_is_read_and_written_or_refused_in_one_line(
    nodes: Any, ends: Any, value: Any
) -> None:
    ties = {f"e{n}": {"source": one, "target": two} for n, (one, two) in enumerate(ends)}
    for said in ({"nodes": nodes, "edges": ties, "userdata": value}, {"nodes": value}, value):
        try:
            g, _ = read(said)
        except ParseError as error:
            assert "\n" not in str(error)
            continue
        again, _ = read(write_arguebuf(g)[0])
        assert again == g


# Writing


def test_a_file_of_arguebuf_comes_back_the_same(tea: ArgumentGraph) -> None:
    out, account = write_arguebuf(tea)

    assert account.lossless
    assert plain(out) == plain((FILES / "tea.json").read_bytes())


def test_the_sample_comes_back_isomorphic() -> None:
    out, account = write_arguebuf(sample())

    assert account.lossless
    assert read(out)[0] == sample()


def test_other_tools_see_statements_steps_links_and_speakers() -> None:
    said = json.loads(write_arguebuf(sample())[0])
    g = sample()

    kinds = {key: next(iter(node)) for key, node in said["nodes"].items()}
    steps = [*g.inferences(), *g.conflicts()]
    links = pairs(g, "?a arg:answers ?b")
    assert {key for key, kind in kinds.items() if kind == "atom"} == {
        one.id for one in g.statements()
    }
    assert {step.id for step in steps} <= {key for key, kind in kinds.items() if kind == "scheme"}
    ends = {(edge["source"], edge["target"]) for edge in said["edges"].values()}
    for step in steps:
        target = g[step.target or ""].id
        assert ends >= {(g[one].id, step.id) for one in step.sources} | {(step.id, target)}
    assert links and all(kinds[f"{one} answers {two}"] == "scheme" for one, two in links)
    assert said["nodes"]["c2"]["atom"]["participant"] == "altman"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_texts_are_in_the_language_that_is_asked_for(lang: str) -> None:
    out, account = write_arguebuf(sample(), lang=lang)

    assert account.lossless
    assert json.loads(out)["nodes"]["c2"]["atom"]["text"] == sample()["c2"].label(lang)


def test_several_sources_come_back_each_in_its_graph() -> None:
    g = parse(PREFIXES + ':a a arg:Claim ; rdfs:label "A" .')
    g.store.read_text(
        PREFIXES.replace("/tea/", "/milk/") + ':b a arg:Claim ; rdfs:label "B" .', "turtle"
    )

    assert write_arguebuf(ArgumentGraph(g.store))[1].lossless


def test_links_of_a_node_with_itself_and_of_nodes_without_words_survive() -> None:
    g = parse(
        PREFIXES
        + ':a a arg:Claim ; arg:clarifies :a ; arg:answers :q . :q a arg:Question ; rdfs:label "".'
    )

    assert write_arguebuf(g)[1].lossless


def test_what_another_tool_edits_wins() -> None:
    said = json.loads(write_arguebuf(sample())[0])
    said["nodes"]["c2"]["atom"]["text"] = "Edited."
    del said["nodes"]["a1"]
    said["edges"] = {
        key: edge
        for key, edge in said["edges"].items()
        if "a1" not in (edge["source"], edge["target"])
    }

    g, _ = read(said)

    assert g["c2"].label("en") == "Edited." and g["c2"].label("zh") == sample()["c2"].label("zh")
    said_in = pairs(sample(), "?a arg:hasPassage ?b")
    assert {one for one in said_in if one[0] == "c2"} <= pairs(g, "?a arg:hasPassage ?b")
    assert "a1" not in {one.id for one in g.statements()}


def test_a_carried_scheme_goes_when_its_link_has_gone(tea: ArgumentGraph) -> None:
    lines = tea.store.serialize("turtle").decode().replace("arg:clarifies <", "arg:qualifies <")

    said = json.loads(write_arguebuf(parse(lines))[0])

    assert "s4" not in said["nodes"] and "a5 qualifies a2" in said["nodes"]
    assert "s5" in said["nodes"]


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives(text: str) -> None:
    draft = Draft("arguebuf", name="tea.json")
    draft.node("a", "arg:Claim", text, lang="en")
    g = ArgumentGraph(draft.finish()[0])

    out, account = write_arguebuf(g)

    assert account.lossless and read(out)[0] == g


# Telling it from others


def test_it_is_told_from_other_json() -> None:
    assert sniff_arguebuf((FILES / "tea.json").read_bytes())
    assert sniff_arguebuf((FILES / "tea_snake.json").read_bytes())
    assert sniff_arguebuf(b'{"schemaVersion": 1}')
    assert not sniff_arguebuf(b'{"nodes": [], "edges": [], "locutions": []}')
    assert not sniff_arguebuf(b'{"nodes": {}, "links": {}}')
    assert not sniff_arguebuf(b"{")


# Corpora


@pytest.mark.parametrize(
    "part", [20, pytest.param(1, marks=pytest.mark.slow)], ids=["every 20th", "all"]
)
def test_nodesets_of_aif_pass_through_arguebuf_without_loss(shared: Path, part: int) -> None:
    files = sorted((shared / "data").glob("aif_*/*nodeset*.json"))
    if not files:
        pytest.skip("no nodesets in ../shared/data")
    for file in files[::part]:
        g, _ = formats.read(file, format="aif-json")
        assert write_arguebuf(g)[1].lossless, file.name
