"""How far questions are answered: hand-worked, and against the definition word by word."""

from collections.abc import Iterable

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whyso.graph import ArgumentGraph
from whyso.graph.dependencies import RESULTS, Coverage, coverage
from whyso.graph.dependencies.questions import voice

Net = nx.MultiDiGraph
GOOD = {"stated": "answered", "quoted": "reported", "reconstructed": "reconstructed"}


def link(net: "Net[str]", edges: Iterable[tuple[str, str, str]]) -> None:
    for start, end, role in edges:
        net.add_edge(start, end, role)


def net_of(**voices: str) -> "Net[str]":
    """Build question q and its answers, given as name and voice."""
    net: Net[str] = Net()
    net.add_node("q", kind="question")
    for name, status in voices.items():
        net.add_node(name, kind="claim", status=status)
        net.add_edge(name, "q", "answers")
    return net


def attack(net: "Net[str]", attacker: str, target: str, kind: str = "rebuttal") -> None:
    step = f"{attacker}-{target}"
    net.add_node(step, kind=kind)
    link(net, [(attacker, step, "attacker"), (step, target, "target")])


def result(net: "Net[str]", question: str = "q") -> str:
    return {found.question: found.result for found in coverage(net)}[question]


@pytest.mark.parametrize(
    ("voices", "expected"),
    [
        ({}, "unanswered"),
        ({"a": "superseded"}, "unanswered"),
        ({"a": "reconstructed"}, "reconstructed"),
        ({"a": "reconstructed", "b": "quoted"}, "reported"),
        ({"a": "reconstructed", "b": "quoted", "c": "stated"}, "answered"),
    ],
)
def test_the_best_voice_counts(voices: dict[str, str], expected: str) -> None:
    assert result(net_of(**voices)) == expected


def test_reported_words_are_not_the_speakers_answer_even_if_the_speaker_once_said_them() -> None:
    net = net_of(a="quoted")
    net.add_node("u", kind="utterance", speaker="ana")
    net.add_edge("u", "a", "expresses")

    assert result(net) == "reported"


def test_an_answer_that_the_source_rebuts_does_not_count() -> None:
    net = net_of(a="reconstructed", b="stated")
    attack(net, "b", "a")
    net.remove_edge("b", "q", "answers")

    assert coverage(net) == (Coverage("q", "attacked", reconstructed=("a",), attacked=("a",)),)


@pytest.mark.parametrize("kind", ["rebuttal", "undermining", "conflict"])
@pytest.mark.parametrize("voice", ["stated", "quoted", "reconstructed", "superseded"])
def test_only_what_the_source_puts_forward_strikes_an_answer(kind: str, voice: str) -> None:
    net = net_of(a="stated")
    net.add_node("r", kind="proposition", status=voice)
    attack(net, "r", "a", kind)

    assert result(net) == ("attacked" if voice == "stated" else "answered")


def test_an_undercut_strikes_the_inference_and_not_the_answer() -> None:
    net = net_of(a="stated")
    net.add_nodes_from(["p", "r"], kind="claim", status="stated")
    net.add_node("i", kind="inference")
    link(net, [("p", "i", "premise"), ("i", "a", "conclusion")])
    attack(net, "r", "i", "undercut")

    assert coverage(net)[0] == Coverage("q", "answered", stated=("a",), reasons=1)


def test_one_answer_left_is_enough() -> None:
    net = net_of(a="stated", b="stated")
    attack(net, "a", "b")

    assert coverage(net)[0] == Coverage("q", "answered", stated=("a", "b"), attacked=("b",))


def test_answers_that_attack_each_other_leave_a_question_attacked() -> None:
    net = net_of(a="stated", b="stated")
    attack(net, "a", "b")
    attack(net, "b", "a")

    assert result(net) == "attacked"


@pytest.mark.parametrize(
    ("parts", "own", "expected"),
    [
        (["stated", "stated"], None, "answered"),
        (["stated", "quoted"], None, "reported"),
        (["quoted", "reconstructed"], None, "reconstructed"),
        (["stated", None], None, "partly"),
        ([None, None], None, "unanswered"),
        ([None, None], "reconstructed", "reconstructed"),
        (["stated", None], "quoted", "reported"),
        (["stated", "stated"], "quoted", "answered"),
    ],
)
def test_a_question_gets_the_better_of_its_own_answers_and_the_worst_of_its_parts(
    parts: list[str | None], own: str | None, expected: str
) -> None:
    net = net_of(**{"a": own} if own else {})
    for number, status in enumerate(parts):
        net.add_node(f"q{number}", kind="question")
        net.add_edge("q", f"q{number}", "hasPart")
        if status:
            net.add_node(f"a{number}", kind="claim", status=status)
            net.add_edge(f"a{number}", f"q{number}", "answers")

    assert result(net) == expected


def test_parts_of_parts_count_and_parts_of_each_other_do_not() -> None:
    net = net_of(a="stated")
    net.add_nodes_from(["p", "r", "s", "t"], kind="underlying_question")
    link(net, [("p", "r", "hasPart"), ("r", "q", "hasPart"), ("r", "p", "hasPart")])
    link(net, [("s", "p", "hasPart"), ("t", "t", "hasPart")])

    assert {found.question: found.result for found in coverage(net)} == {
        "q": "answered",
        "r": "answered",
        "p": "unanswered",
        "s": "unanswered",
        "t": "unanswered",
    }


def test_a_nest_of_five_thousand_parts_needs_no_recursion() -> None:
    count = 5_000
    net = net_of(a="stated")
    net.add_nodes_from((f"q{number}" for number in range(count)), kind="question")
    link(net, ((f"q{number}", f"q{number + 1}", "hasPart") for number in range(count - 1)))
    net.add_edge(f"q{count - 1}", "q", "hasPart")

    assert {found.result for found in coverage(net)} == {"answered"}


def test_without_a_status_the_rest_of_the_data_tells_the_voice() -> None:
    net: Net[str] = Net()
    net.add_nodes_from("abcde", kind="claim")
    net.add_node("f", kind="assumption")
    net.nodes["a"]["asserted_by"] = "ana"
    link(net, [("u", "a", "expresses"), ("u", "b", "expresses"), ("c", "d", "supersedes")])

    assert {name: voice(net, name) for name in "abcdef"} == {
        "a": "stated",
        "b": "quoted",
        "c": "stated",
        "d": "superseded",
        "e": "stated",
        "f": "reconstructed",
    }


def test_coverage_of_the_example(example: ArgumentGraph) -> None:
    found = coverage(example.to_networkx())

    assert [(row.question.rsplit("/", 1)[1], row.result, row.reasons) for row in found] == [
        ("q1", "answered", 2),
        ("q2", "answered", 1),
        ("q3", "answered", 0),
        ("q3a", "answered", 1),
        ("q3b", "answered", 0),
        ("q4", "reported", 0),
        ("q5", "answered", 0),
    ]


def test_every_result_is_explained_in_two_languages() -> None:
    assert all(set(said) == {"en", "zh"} and all(said.values()) for said in RESULTS.values())


@st.composite
def questions(draw: st.DrawFn) -> "Net[str]":
    """Questions with parts, answers in any voice, and attacks between the answers."""
    names = [f"q{number}" for number in range(draw(st.integers(1, 4)))]
    answers = [f"a{number}" for number in range(draw(st.integers(1, 5)))]
    net: Net[str] = Net()
    net.add_nodes_from(names, kind="question")
    for answer in answers:
        net.add_node(answer, kind="claim", status=draw(st.sampled_from([*GOOD, "superseded"])))
    question, reply = st.sampled_from(names), st.sampled_from(answers)
    for start, end in draw(st.lists(st.tuples(reply, question), max_size=6, unique=True)):
        net.add_edge(start, end, "answers")
    for start, end in draw(st.lists(st.tuples(question, question), max_size=4, unique=True)):
        net.add_edge(start, end, "hasPart")
    kinds = st.sampled_from(["rebuttal", "undermining", "conflict", "undercut"])
    for start, end in draw(st.lists(st.tuples(reply, reply), max_size=5, unique=True)):
        attack(net, start, end, draw(kinds))
    return net


@settings(max_examples=150, deadline=None)
@given(questions())
def test_results_are_what_the_definition_says(net: "Net[str]") -> None:
    order = list(RESULTS)
    struck = {
        net_target
        for step, net_target, role in net.edges(keys=True)
        if role == "target"
        and net.nodes[step]["kind"] != "undercut"
        and any(net.nodes[attacker]["status"] == "stated" for attacker, _ in net.in_edges(step))
    }
    whole: nx.DiGraph[str] = nx.DiGraph(
        (start, end) for start, end, role in net.edges(keys=True) if role == "hasPart"
    )

    def expected(question: str) -> str:
        own = [
            answer
            for answer, _, role in net.in_edges(question, keys=True)
            if role == "answers" and net.nodes[answer]["status"] != "superseded"
        ]
        left = [GOOD[net.nodes[answer]["status"]] for answer in own if answer not in struck]
        best = min(left, key=order.index) if left else "attacked" if own else "unanswered"
        parts = (
            [
                expected(part)
                for part in whole.successors(question)
                if not nx.has_path(whole, part, question)
            ]
            if question in whole
            else []
        )
        if parts:
            good = [part for part in parts if part in GOOD.values()]
            some = good or "partly" in parts
            worst = max(parts, key=order.index)
            below = "partly" if some and len(good) < len(parts) else worst
            best = min(best, below, key=order.index)
        return best

    for found in coverage(net):
        assert found.result == expected(found.question)
