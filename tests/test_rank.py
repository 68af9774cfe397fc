"""Load-bearing statements: hand-worked, and counted by taking each one away."""

from collections.abc import Iterable
from dataclasses import fields
from unittest.mock import patch

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whyso.graph import ArgumentGraph, sample
from whyso.graph.dependencies import COLUMNS, Rank, consequences, rank

Net = nx.MultiDiGraph
NAMES = "abcdef"


def link(net: "Net[str]", edges: Iterable[tuple[str, str, str]]) -> None:
    for start, end, role in edges:
        net.add_edge(start, end, role)


def net_of(*inferences: tuple[str, str]) -> "Net[str]":
    """Build a graph of inferences, each from premises to a conclusion, of one letter each."""
    net: Net[str] = Net()
    for number, (premises, conclusion) in enumerate(inferences, 1):
        net.add_nodes_from([*premises, conclusion], kind="claim", status="stated")
        net.add_node(f"i{number}", kind="inference")
        link(net, ((premise, f"i{number}", "premise") for premise in premises))
        net.add_edge(f"i{number}", conclusion, "conclusion")
    return net


def table(net: "Net[str]") -> dict[str, tuple[int, int, int]]:
    return {row.statement: (row.alone, row.questions, row.rests) for row in rank(net)}


def test_all_that_falls_is_counted_and_not_only_the_next() -> None:
    net = net_of(("a", "b"), ("b", "c"), ("cx", "d"))
    net.add_node("q", kind="question")
    net.add_edge("d", "q", "answers")

    assert rank(net) == (
        Rank("a", 3, 1, 3, 0, 0, 3, True),
        Rank("b", 2, 1, 2, 1, 0, 2, True),
        Rank("c", 1, 1, 1, 1, 0, 1, True),
        Rank("x", 1, 1, 1, 0, 0, 1, True),
        Rank("d", 0, 1, 0, 1, 0, 0, True),
    )


def test_another_complete_inference_keeps_a_conclusion_from_falling() -> None:
    net = net_of(("a", "c"), ("bx", "c"), ("c", "d"))

    assert table(net) == {
        "c": (1, 0, 1),
        "a": (0, 0, 2),
        "b": (0, 0, 2),
        "x": (0, 0, 2),
        "d": (0, 0, 0),
    }


def test_what_only_a_circle_holds_up_neither_stands_nor_counts() -> None:
    net = net_of(("a", "b"), ("b", "a"), ("b", "c"), ("l", "m"))

    assert table(net) == {
        "l": (1, 0, 1),
        "a": (0, 0, 2),
        "b": (0, 0, 2),
        "c": (0, 0, 0),
        "m": (0, 0, 0),
    }
    assert {row.statement for row in rank(net) if not row.stands} == {"a", "b", "c"}


def test_a_circle_without_a_way_out_has_no_depth() -> None:
    net = net_of(("a", "b"), ("b", "a"), ("l", "m"), ("m", "n"), ("l", "n"))

    assert {row.statement: row.depth for row in rank(net)} == {
        "a": None,
        "b": None,
        "l": 1,
        "m": 1,
        "n": 0,
    }


def test_only_stated_answers_keep_a_question_and_only_those_that_stand() -> None:
    net = net_of(("a", "b"), ("c", "d"), ("d", "c"))
    net.add_node("q", kind="question")
    net.add_node("r", kind="proposition", status="reconstructed")
    link(net, ((answer, "q", "answers") for answer in "bdr"))

    assert {name: row[1] for name, row in table(net).items()} == {
        "a": 1,
        "b": 1,
        "c": 0,
        "d": 0,
        "r": 0,
    }


def test_reasons_and_direct_attacks_are_counted() -> None:
    net = net_of(("a", "c"), ("b", "c"))
    for number, target in enumerate(["c", "c", "i1"]):
        net.add_node(f"x{number}", kind="conflict")
        link(net, [("a", f"x{number}", "attacker"), (f"x{number}", target, "target")])

    assert [(row.reasons, row.attacks) for row in rank(net) if row.statement == "c"] == [(2, 2)]


def test_every_column_says_in_two_languages_what_it_measures() -> None:
    assert list(COLUMNS) == [field.name for field in fields(Rank)][1:]
    assert all(set(said) == {"en", "zh"} and all(said.values()) for said in COLUMNS.values())


def test_rows_are_sorted_by_alone_questions_rests_and_natural_order() -> None:
    rows = rank(sample().to_networkx())

    assert list(rows) == sorted(rows, key=lambda row: (-row.alone, -row.questions, -row.rests))
    same = [row.statement for row in rows if (row.alone, row.questions, row.rests) == (0, 0, 0)]
    numbers = [int(iri.rsplit("/c", 1)[1]) for iri in same if "/c" in iri]
    assert numbers == sorted(numbers)
    assert len(numbers) > 10


def test_ranks_of_the_example(example: ArgumentGraph) -> None:
    rows = rank(example.to_networkx())

    assert [
        (row.statement.rsplit("/", 1)[1], row.alone, row.questions, row.rests) for row in rows[:5]
    ] == [("c05", 2, 1, 3), ("c03", 1, 1, 2), ("c08", 1, 1, 1), ("a01", 1, 0, 2), ("c13", 1, 0, 1)]


@pytest.mark.parametrize("count", [1, 2, 300])
def test_one_ground_of_many_conclusions_counts_them_all(count: int) -> None:
    net: Net[str] = Net()
    net.add_node("a", kind="claim")
    for number in range(count):
        net.add_node(f"b{number}", kind="claim")
        net.add_node(f"i{number}", kind="inference")
        link(net, [("a", f"i{number}", "premise"), (f"i{number}", f"b{number}", "conclusion")])

    assert table(net)["a"] == (count, 0, count)


def test_a_long_chain_is_ranked_from_its_start() -> None:
    count = 5_000
    net: Net[str] = Net()
    net.add_nodes_from((f"c{number}" for number in range(count)), kind="claim")
    net.add_nodes_from((f"i{number}" for number in range(count - 1)), kind="inference")
    for number in range(count - 1):
        net.add_edge(f"c{number}", f"i{number}", "premise")
        net.add_edge(f"i{number}", f"c{number + 1}", "conclusion")

    assert [(row.alone, row.rests, row.depth) for row in rank(net)] == [
        (left, left, left) for left in range(count - 1, -1, -1)
    ]


@st.composite
def arguments(draw: st.DrawFn) -> "Net[str]":
    """Any small argument with questions, in several voices."""
    names = list(NAMES[: draw(st.integers(1, len(NAMES)))])
    name = st.sampled_from(names)
    net: Net[str] = Net()
    for key in names:
        net.add_node(
            key, kind="claim", status=draw(st.sampled_from(["stated", "stated", "quoted"]))
        )
    inferences = draw(st.lists(st.tuples(st.frozensets(name, max_size=3), name), max_size=8))
    for number, (premises, conclusion) in enumerate(inferences):
        net.add_node(f"i{number}", kind="inference")
        link(net, ((premise, f"i{number}", "premise") for premise in premises))
        net.add_edge(f"i{number}", conclusion, "conclusion")
    for start, end in draw(st.lists(st.tuples(name, name), max_size=2, unique=True)):
        net.add_edge(start, end, "dependsOn")
    for number in range(2):
        net.add_node(f"q{number}", kind="question")
        for answer in draw(st.frozensets(name, max_size=3)):
            net.add_edge(answer, f"q{number}", "answers")
    return net


def claims(net: "Net[str]") -> list[str]:
    return [key for key, said in net.nodes(data=True) if said["kind"] == "claim"]


def stands(net: "Net[str]", *, gone: str | None = None) -> set[str]:
    """Forward chaining as the definition reads, round by round until nothing is added."""
    names = claims(net)
    reasons: dict[str, list[set[str]]] = {name: [] for name in names}
    for start, end, role in net.edges(keys=True):
        if role == "conclusion" and net.in_edges(start):
            reasons[end].append({premise for premise, _ in net.in_edges(start)})
    held: set[str] = set()
    while True:
        more = {
            name
            for name in names
            if name != gone
            and all(
                end in held
                for _, end, role in net.out_edges(name, keys=True)
                if role == "dependsOn"
            )
            and (not reasons[name] or any(starts <= held for starts in reasons[name]))
        }
        if more == held:
            return held
        held = more


@settings(max_examples=150, deadline=None)
@given(arguments(), st.sampled_from([1, 2, 3, 4096]))
def test_ranks_are_what_taking_each_statement_away_shows(net: "Net[str]", block: int) -> None:
    before = stands(net)
    upward: nx.DiGraph[str] = nx.DiGraph()
    upward.add_nodes_from(net)
    for start, end, role in net.edges(keys=True):
        if role == "dependsOn":
            upward.add_edge(end, start)
        elif role in ("premise", "conclusion"):
            upward.add_edge(start, end)

    with (
        patch("whyso.graph.dependencies.dominators.BLOCK", block),
        patch("whyso.graph.dependencies.ranking.BLOCK", block),
    ):
        rows = rank(net)

    assert {row.statement for row in rows} == set(claims(net))
    for row in rows:
        after = stands(net, gone=row.statement)
        lost = 0
        for question in ("q0", "q1"):
            answers = {
                answer
                for answer, _ in net.in_edges(question)
                if net.nodes[answer]["status"] == "stated"
            }
            lost += bool(answers & before) and not answers & after
        resting = {
            name
            for name in nx.descendants(upward, row.statement)
            if net.nodes[name]["kind"] == "claim"
        }
        assert row.alone == len(before - after - {row.statement})
        assert row.questions == lost
        assert row.rests == len(resting - {row.statement})
        assert row.stands == (row.statement in before)


@settings(max_examples=100, deadline=None)
@given(arguments())
def test_ranks_agree_with_consequences(net: "Net[str]") -> None:
    for row in rank(net):
        found = consequences(net, row.statement)

        assert row.alone == sum(item.alone for item in found.items)
        assert row.rests == len(found.items)
        assert row.questions == sum(question.lost for question in found.questions)
        assert row.stands == found.stands
