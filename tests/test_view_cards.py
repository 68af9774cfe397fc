"""Which cards a map shows, what they hang under, and the lines between them."""

import random
from collections.abc import Iterable

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from whyso.graph import ArgumentGraph
from whyso.graph.network import KINDS, ROLES, STEPS
from whyso.graph.view.cards import JOINT, Chart, Line, chart
from whyso.graph.view.signs import KINDS as SIGNED_KINDS
from whyso.graph.view.signs import MARKS, RELATIONS
from whyso.graph.view.words import WORDS

Edge = tuple[str, str, str]


def graph(edges: Iterable[Edge], **kinds: str) -> "nx.MultiDiGraph[str]":
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name, kind in kinds.items():
        net.add_node(name, kind=kind, label=name, lang="en")
    for edge in edges:
        net.add_edge(*edge)
    return net


def parents(drawn: Chart) -> dict[str, str | None]:
    return {card.id: card.parent for card in drawn.cards}


def lines(drawn: Chart) -> set[tuple[str, str, str]]:
    return {(line.source, line.relation, line.target) for line in drawn.lines}


def test_one_unattacked_premise_is_a_plain_line() -> None:
    net = graph(
        [("p", "i", "premise"), ("i", "c", "conclusion")], p="claim", c="claim", i="inference"
    )

    drawn = chart(net)

    assert drawn.lines == (Line("p", "c", "supports", "i", tree=True),)
    assert parents(drawn) == {"c": None, "p": "c"}


def test_premises_that_work_together_meet_in_a_joint() -> None:
    net = graph(
        [("p", "i", "premise"), ("r", "i", "premise"), ("i", "c", "conclusion")],
        **{"p": "claim", "r": "assumption", "c": "claim", "i": "inference"},
    )

    drawn = chart(net)

    assert parents(drawn) == {"c": None, "i": "c", "p": "i", "r": "i"}
    assert {card.kind for card in drawn.cards if card.id == "i"} == {JOINT}


def test_independent_reasons_stay_separate_lines() -> None:
    net = graph(
        [
            *(("p", "i", "premise"), ("i", "c", "conclusion")),
            *(("r", "j", "premise"), ("j", "c", "conclusion")),
        ],
        **{"p": "claim", "r": "claim", "c": "claim", "i": "inference", "j": "inference"},
    )

    assert lines(chart(net)) == {("p", "supports", "c"), ("r", "supports", "c")}


def test_an_undercut_ends_on_the_step_and_never_on_a_claim() -> None:
    net = graph(
        [
            *(("p", "i", "premise"), ("i", "c", "conclusion")),
            *(("u", "x", "attacker"), ("x", "i", "target")),
        ],
        **{"p": "claim", "c": "claim", "u": "claim", "i": "inference", "x": "undercut"},
    )

    drawn = chart(net)

    assert lines(drawn) == {("p", "supports", "i"), ("i", "supports", "c"), ("u", "undercuts", "i")}
    assert parents(drawn) == {"c": None, "i": "c", "p": "i", "u": "i"}


def test_an_attack_on_a_step_without_a_conclusion_still_shows_the_step() -> None:
    net = graph(
        [("u", "x", "attacker"), ("x", "i", "target")], u="claim", i="inference", x="undercut"
    )

    assert parents(chart(net)) == {"i": None, "u": "i"}


def test_an_answer_that_is_also_a_reason_for_another_answer_stands_under_it() -> None:
    net = graph(
        [
            *(("c", "q", "answers"), ("p", "q", "answers")),
            *(("p", "i", "premise"), ("i", "c", "conclusion")),
        ],
        **{"q": "question", "c": "claim", "p": "claim", "i": "inference"},
    )

    drawn = chart(net)

    assert parents(drawn) == {"q": None, "c": "q", "p": "c"}
    assert ("p", "answers", "q") in lines(drawn)


def test_closer_relations_win() -> None:
    net = graph(
        [
            ("c", "d", "qualifies"),
            ("c", "q", "answers"),
            ("u", "c", "expresses"),
            ("c", "e", "clarifies"),
        ],
        **{"q": "question", "c": "claim", "d": "claim", "e": "claim", "u": "utterance"},
    )

    found = parents(chart(net))

    assert (found["c"], found["u"]) == ("q", "c")


def test_deeper_questions_and_parts_hang_under_the_surface_question() -> None:
    net = graph(
        [("d", "s", "underlies"), ("s", "part", "hasPart"), ("d", "t", "underlies")],
        s="question",
        t="question",
        d="underlying_question",
        part="question",
    )

    drawn = chart(net)

    assert parents(drawn) == {"s": None, "part": "s", "d": "s", "t": None}
    assert drawn.roots == ("s", "t")


def test_tension_said_both_ways_is_one_line() -> None:
    net = graph([("a", "b", "inTensionWith"), ("b", "a", "inTensionWith")], a="claim", b="claim")

    assert len(chart(net).lines) == 1


def test_a_step_that_starts_where_it_ends_draws_no_line() -> None:
    net = graph([("p", "i", "premise"), ("i", "p", "conclusion")], p="claim", i="inference")

    assert chart(net).lines == ()


@st.composite
def networks(draw: st.DrawFn) -> "nx.MultiDiGraph[str]":
    """Any graph of the roles, sense or nonsense, with cycles and loose ends."""
    kinds = draw(st.lists(st.sampled_from(sorted(set(KINDS.values()))), max_size=14))
    names = [f"n{index}" for index in range(len(kinds))]
    net = graph([], **dict(zip(names, kinds, strict=True)))
    if names:
        name = st.sampled_from(names)
        edge = st.tuples(name, name, st.sampled_from(sorted(ROLES)))
        for source, target, role in draw(st.lists(edge, max_size=40)):
            net.add_edge(source, target, key=role)
    return net


@given(networks())
def test_any_graph_becomes_a_forest_that_shows_every_statement_once(
    net: "nx.MultiDiGraph[str]",
) -> None:
    drawn = chart(net)

    shown = [card.id for card in drawn.cards]
    above = parents(drawn)
    assert len(shown) == len(set(shown))
    assert {key for key, said in net.nodes.items() if said["kind"] not in STEPS} <= set(shown)
    assert all(shown.index(parent) < shown.index(key) for key, parent in above.items() if parent)
    assert drawn.roots == tuple(key for key in shown if above[key] is None)
    assert sorted(kid for kids in drawn.children.values() for kid in kids) == sorted(
        key for key in shown if above[key]
    )
    assert sum(line.tree for line in drawn.lines) == len(shown) - len(drawn.roots)
    assert all({line.source, line.target} <= set(shown) for line in drawn.lines)


@given(networks(), st.randoms())
def test_the_order_of_the_file_makes_no_difference(
    net: "nx.MultiDiGraph[str]", chance: random.Random
) -> None:
    shuffled: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    nodes, edges = list(net.nodes(data=True)), list(net.edges(keys=True))
    chance.shuffle(nodes)
    chance.shuffle(edges)
    shuffled.add_nodes_from(nodes)
    shuffled.add_edges_from(edges)

    assert chart(shuffled) == chart(net)


def test_a_chain_of_20000_steps() -> None:
    count = 20_000
    net = graph([], **{f"c{index}": "claim" for index in range(count)})
    for index in range(count - 1):
        net.add_node(f"i{index}", kind="inference")
        net.add_edge(f"c{index + 1}", f"i{index}", "premise")
        net.add_edge(f"i{index}", f"c{index}", "conclusion")

    drawn = chart(net)

    assert len(drawn.cards) == count
    assert drawn.roots == ("c0",)


def test_every_node_of_the_example_is_on_the_map(example: ArgumentGraph) -> None:
    shown = {card.id for card in chart(example.to_networkx()).cards}

    assert {record.iri for record in (*example.statements(), *example.utterances())} <= shown


def test_every_kind_and_relation_has_a_sign_of_its_own_and_words_in_every_language() -> None:
    kinds = set(KINDS.values())
    relations = {*ROLES, "supports", "rebuts", "undercuts", "undermines", "attacks"}
    relations -= {"premise", "conclusion", "attacker", "target"}

    assert SIGNED_KINDS.keys() == kinds - STEPS
    assert RELATIONS.keys() == relations
    assert len({sign["shape"] for sign in SIGNED_KINDS.values()}) == len(SIGNED_KINDS)
    assert len({(look["dash"], look["mark"]) for look in RELATIONS.values()}) >= len(RELATIONS) - 1
    assert {look["mark"] for look in RELATIONS.values()} <= MARKS.keys()
    for words in WORDS.values():
        assert words["kind"].keys() == kinds
        assert words["relation"].keys() == relations
