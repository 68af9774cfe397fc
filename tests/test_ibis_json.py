"""IBIS as JSON: a list of issues, positions and arguments, and the xAIF of the same."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from issues import facts

from whyso.graph import ArgumentGraph
from whyso.graph.errors import InputError, ParseError
from whyso.graph.formats.aif.xaif import read_xaif
from whyso.graph.formats.ibis.json import read_ibis_json, sniff_ibis_json
from whyso.graph.formats.ibis.rdf import read_ibis, write_ibis

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


def test_what_opposes_a_reason_undermines_it() -> None:
    nodes = [
        {"id": "pos", "type": "position", "text": "T"},
        {"id": "a", "type": "argument", "text": "T", "pro": ["pos"]},
        {"id": "b", "type": "argument", "text": "T", "con": ["a", "pos"]},
    ]

    assert {(b, kind) for _, kind, b in facts(drawn(nodes)[0]) if kind != "inference"} == {
        ("a", "undermining"),
        ("pos", "rebuttal"),
    }


@pytest.mark.parametrize(
    "data",
    [b"[]", b'{"ibis": {}}', b'{"ibis": [', b"\x00", b"[" * 9000, b'{"ibis": [{"id": "\xe9"}]}'],
    ids=["list", "object", "cut off", "zero", "deep", "windows"],
)
def test_broken_json_is_one_clear_line(data: bytes) -> None:
    with pytest.raises(ParseError) as error:
        read_ibis_json(data, name="bad.json")

    assert "bad.json" in str(error.value) and "\n" not in str(error.value)


def test_half_a_surrogate_pair_is_replaced() -> None:
    said = b'{"ibis": [{"id": "iss1", "type": "issue", "text": "a\\ud83d", "x": "\\ud83d"}]}'

    g = ArgumentGraph(read_ibis_json(said, name="odd.json")[0])

    assert g["iss1"].label() == "a\ufffd"


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
