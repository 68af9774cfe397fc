"""Grounds, consequences, circles and ends, hand-worked."""

import networkx as nx
import pytest

from nets import Net, alone, link, net_of
from whyso.graph import ArgumentGraph
from whyso.graph.dependencies import (
    Affected,
    Dependency,
    Threat,
    circular_support,
    consequences,
    ends,
    grounds,
)
from whyso.graph.errors import InputError, UnknownNameError

# Hand-worked


def test_a_chain_rests_on_each_of_its_links_alone() -> None:
    found = grounds(net_of("a > b", "b > c"), "c")

    assert found.items == (
        Dependency("b", 1, "c", "i2", "inference", True, False, "stated"),
        Dependency("a", 2, "b", "i1", "inference", True, True, "stated"),
    )
    assert found.path("a") == ("a", "i1", "b", "i2", "c")
    assert found.path("c") == ("c",)
    assert (found.stands, found.circular) == (True, False)


def test_linked_premises_are_each_indispensable_and_independent_reasons_are_not() -> None:
    assert alone(net_of("a b > c"), "c") == {"a", "b"}
    assert alone(net_of("a > c", "b > c"), "c") == set()


def test_what_two_reasons_share_is_indispensable() -> None:
    net = net_of("root > a", "root > b", "a x > c", "b y > c")

    assert alone(net, "c") == {"root"}


def test_an_indispensable_premise_brings_its_own_indispensable_grounds() -> None:
    net = net_of("r > p", "p q > a", "p > b", "a > c", "b > c")

    assert alone(net, "c") == {"p", "r"}


def test_what_a_statement_depends_on_is_indispensable_even_beside_other_reasons() -> None:
    net = net_of("a > c", "b > c", "c ~ d", "e > d")

    assert alone(net, "c") == {"d", "e"}
    assert grounds(net, "c").path("e") == ("e", "i4", "d", "c")
    assert [(item.statement, item.how, item.step) for item in grounds(net, "c").items] == [
        ("a", "inference", "i1"),
        ("b", "inference", "i2"),
        ("d", "dependsOn", None),
        ("e", "inference", "i4"),
    ]


def test_a_circle_does_not_replace_the_ground_that_it_hangs_on() -> None:
    net = net_of("leaf > p", "p > q", "q > p", "q > c")

    assert alone(net, "c") == {"leaf", "p", "q"}
    assert grounds(net, "p").circular
    assert "p" not in {item.statement for item in grounds(net, "p").items}


def test_nothing_is_indispensable_to_what_only_a_circle_holds_up() -> None:
    found = grounds(net_of("p > q", "q > p", "q > c"), "c")

    assert not found.stands
    assert [(item.statement, item.alone) for item in found.items] == [("q", False), ("p", False)]


def test_the_path_is_a_shortest_one_by_the_first_inference_whatever_the_order_of_the_graph() -> (
    None
):
    net = net_of("a > p", *["x > y"] * 8, "p > z", "a > q", "q > z", "a > b", "b > d", "d > z")
    assert net.has_edge("p", "i10", "premise")
    nx.relabel_nodes(net, {"i12": "i9b"}, copy=False)
    turned: Net[str] = Net()
    turned.add_nodes_from(reversed(list(net.nodes(data=True))))
    link(turned, reversed(list(net.edges(keys=True))))

    assert grounds(net, "z").path("a") == ("a", "i11", "q", "i9b", "z")
    assert grounds(turned, "z") == grounds(net, "z")


def test_an_inference_without_premises_gives_no_reason() -> None:
    net = net_of("a > b")
    net.add_node("i9", kind="inference")
    net.add_edge("i9", "a", "conclusion")

    assert grounds(net, "a").items == ()
    assert grounds(net, "b").items[0].leaf


def test_consequences_are_the_other_way_round() -> None:
    net = net_of("a > b", "b > c", "x > c")

    found = consequences(net, "a")

    assert found.items == (
        Dependency("b", 1, "a", "i1", "inference", True, False, "stated"),
        Dependency("c", 2, "b", "i2", "inference", False, False, "stated"),
    )
    assert found.path("c") == ("a", "i1", "b", "i2", "c")


def test_questions_are_lost_with_the_last_stated_answer() -> None:
    net = net_of("a > b", "b > c", "x > c")
    net.add_nodes_from(["q1", "q2", "q3"], kind="question")
    net.add_node("r", kind="proposition", status="reconstructed")
    link(net, [("b", "q1", "answers"), ("r", "q1", "answers")])
    link(net, [("a", "q2", "answers"), ("c", "q2", "answers")])
    net.add_edge("x", "q3", "answers")

    assert consequences(net, "a").questions == (
        Affected("q1", ("b",), lost=True),
        Affected("q2", ("a", "c"), lost=False),
    )


def test_attacks_on_grounds_and_steps_are_threats_not_grounds() -> None:
    net = net_of("a > b", "b > c", "c > d", "k > m")
    for step, kind, attacker, target in [
        ("x1", "rebuttal", "k", "c"),
        ("x2", "undermining", "m", "a"),
        ("x3", "undercut", "k", "i1"),
        ("x4", "rebuttal", "k", "d"),
        ("x5", "undercut", "k", "i3"),
    ]:
        net.add_node(step, kind=kind)
        link(net, [(attacker, step, "attacker"), (step, target, "target")])

    found = grounds(net, "c")

    assert [item.statement for item in found.items] == ["b", "a"]
    assert found.threats == (
        Threat("k", "stated", "x1", "rebuttal", "c"),
        Threat("m", "stated", "x2", "undermining", "a"),
        Threat("k", "stated", "x3", "undercut", "i1"),
    )


def test_what_is_no_statement_has_no_grounds() -> None:
    net = net_of("a > b")

    with pytest.raises(InputError, match="i1 is of kind inference"):
        grounds(net, "i1")
    with pytest.raises(UnknownNameError, match="no statement named 'aa'; the nearest are a"):
        consequences(net, "aa")
    with pytest.raises(UnknownNameError, match="no statement tied to b named 'c'"):
        grounds(net, "b").path("c")


def test_circles_of_inferences_and_of_dependencies_are_told_apart() -> None:
    net = net_of("a > b", "b > a", "c > d", "d > e", "e > c", "d > c", "f > g", "f ~ g", "e > h")

    found = circular_support(net)

    assert [(circle.how, circle.statements, circle.path) for circle in found.circles] == [
        ("inference", ("a", "b"), ("a", "i1", "b", "i2", "a")),
        ("inference", ("c", "d", "e"), ("c", "i3", "d", "i6", "c")),
        ("dependsOn", ("f", "g"), ("g", "f", "i7", "g")),
    ]
    assert found.unfounded == ("a", "b", "c", "d", "e", "f", "g", "h")


def test_a_circle_with_a_way_in_is_a_circle_but_not_unfounded() -> None:
    found = circular_support(net_of("leaf > a", "a > b", "b > a"))

    assert [circle.statements for circle in found.circles] == [("a", "b")]
    assert found.unfounded == ()


def test_an_own_premise_is_a_circle_of_one() -> None:
    found = circular_support(net_of("a b > a"))

    assert found.circles[0].path == ("a", "i1", "a")
    assert found.unfounded == ("a",)


def test_roots_and_leaves_of_the_example(example: ArgumentGraph) -> None:
    found = ends(example.to_networkx())

    def short(iris: tuple[str, ...]) -> list[str]:
        return [iri.rsplit("/", 1)[1] for iri in iris]

    assert short(found.roots) == ["c01", "c09", "c12"]
    assert short(found.evidence) == ["c02", "c08", "c13"]
    assert short(found.assumptions) == ["a01"]
    assert short(found.quoted) == ["c15", "c16", "c17", "c21"]
    assert short(found.reconstructed) == ["c18"]
    assert short(found.superseded) == ["c04"]
    assert short(found.stated) == ["c03", "c05", "c06", "c10", "c11", "c14", "c19", "c20"]


def test_grounds_of_the_example(example: ArgumentGraph) -> None:
    found = grounds(example.to_networkx(), example.resolve("c01"))

    assert [
        (item.statement.rsplit("/", 1)[1], item.distance, item.how, item.alone, item.voice)
        for item in found.items
    ] == [
        ("c02", 1, "inference", False, "stated"),
        ("c07", 1, "inference", False, "stated"),
        ("a01", 2, "inference", False, "reconstructed"),
        ("c03", 2, "inference", False, "stated"),
        ("c05", 3, "dependsOn", False, "stated"),
    ]
    assert [threat.kind for threat in found.threats] == ["rebuttal", "undermining"]


@pytest.mark.parametrize("closed", [False, True], ids=["chain", "ring"])
def test_five_thousand_steps_need_no_recursion(closed: bool) -> None:
    count = 5_000
    net: Net[str] = Net()
    net.add_nodes_from((f"c{number}" for number in range(count)), kind="claim")
    net.add_nodes_from((f"i{number}" for number in range(count)), kind="inference")
    for number in range(count if closed else count - 1):
        net.add_edge(f"c{number}", f"i{number}", "premise")
        net.add_edge(f"i{number}", f"c{(number + 1) % count}", "conclusion")
    last = f"c{count - 1}"

    found = grounds(net, last)

    assert len(found.items) == count - 1
    assert len(found.path("c0")) == 2 * count - 1
    assert all(item.alone for item in found.items) is not closed
    assert len(consequences(net, "c0").items) == count - 1
    circles = circular_support(net).circles
    assert [len(circle.path) for circle in circles] == [2 * count + 1] * closed
