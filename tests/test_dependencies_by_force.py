"""Grounds, consequences and circles, beside brute force from the definitions."""

from collections.abc import Iterator
from itertools import combinations, pairwise
from unittest.mock import patch

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from nets import Net, alone, link
from whyso.graph.dependencies import (
    circular_support,
    consequences,
    grounds,
)

Inferences = list[tuple[frozenset[str], str]]
Needs = list[tuple[str, str]]

NAMES = "abcdef"


@st.composite
def arguments(draw: st.DrawFn) -> tuple["Net[str]", list[str], Inferences, Needs]:
    """Any small argument, with circles, empty inferences and premises of themselves."""
    names = list(NAMES[: draw(st.integers(1, len(NAMES)))])
    name = st.sampled_from(names)
    inferences = draw(st.lists(st.tuples(st.frozensets(name, max_size=3), name), max_size=8))
    needs = draw(st.lists(st.tuples(name, name), max_size=3, unique=True))
    net: Net[str] = Net()
    net.add_nodes_from(names, kind="claim", status="stated")
    for number, (premises, conclusion) in enumerate(inferences):
        net.add_node(f"i{number}", kind="inference")
        link(net, ((premise, f"i{number}", "premise") for premise in premises))
        net.add_edge(f"i{number}", conclusion, "conclusion")
    link(net, ((start, end, "dependsOn") for start, end in needs))
    return net, names, [(starts, end) for starts, end in inferences if starts], needs


def subsets(names: list[str]) -> Iterator[frozenset[str]]:
    for size in range(len(names) + 1):
        yield from map(frozenset, combinations(names, size))


def standing(
    names: list[str], inferences: Inferences, needs: Needs, gone: str | None = None
) -> frozenset[str]:
    """The least set closed under the definition, as the intersection of all closed sets."""

    def must(name: str, held: frozenset[str]) -> bool:
        reasons = [starts for starts, end in inferences if end == name]
        return (
            name != gone
            and all(end in held for start, end in needs if start == name)
            and (not reasons or any(starts <= held for starts in reasons))
        )

    closed = [
        held for held in subsets(names) if all(name in held for name in names if must(name, held))
    ]
    return frozenset.intersection(*closed)


def falling(names: list[str], inferences: Inferences, needs: Needs) -> dict[str, frozenset[str]]:
    """Per statement, what no longer stands without it, itself left out."""
    before = standing(names, inferences, needs)
    return {name: before - standing(names, inferences, needs, gone=name) - {name} for name in names}


def halves(inferences: Inferences, needs: Needs, names: list[str]) -> "nx.DiGraph[object]":
    """A plain graph in the direction of the argument, in which each step is two edges long."""
    graph: nx.DiGraph[object] = nx.DiGraph()
    graph.add_nodes_from(names)
    for number, (starts, end) in enumerate(inferences):
        graph.add_edges_from((start, number) for start in starts)
        graph.add_edge(number, end)
    for start, end in needs:
        graph.add_edges_from([(end, (start, end)), ((start, end), start)])
    return graph


@settings(max_examples=100, deadline=None)
@given(arguments(), st.sampled_from([1, 2, 3, 4096]))
def test_a_ground_is_alone_exactly_if_the_statement_falls_with_it(
    argument: tuple["Net[str]", list[str], Inferences, Needs], block: int
) -> None:
    net, names, inferences, needs = argument
    falls = falling(names, inferences, needs)
    before = standing(names, inferences, needs)

    with patch("whyso.graph.dependencies.dominators.BLOCK", block):
        for name in names:
            found = grounds(net, name)

            assert found.stands == (name in before)
            assert alone(net, name) == {ground for ground in names if name in falls[ground]}


@settings(max_examples=100, deadline=None)
@given(arguments())
def test_consequences_fall_exactly_if_they_do_not_stand_without_it(
    argument: tuple["Net[str]", list[str], Inferences, Needs],
) -> None:
    net, names, inferences, needs = argument
    falls = falling(names, inferences, needs)

    for name in names:
        found = consequences(net, name)

        assert {item.statement for item in found.items if item.alone} == falls[name]


@settings(max_examples=100, deadline=None)
@given(arguments())
def test_grounds_and_consequences_are_converse_and_nearest_by_networkx(
    argument: tuple["Net[str]", list[str], Inferences, Needs],
) -> None:
    net, names, inferences, needs = argument
    graph = halves(inferences, needs, names)
    down = {name: grounds(net, name) for name in names}
    up = {name: consequences(net, name) for name in names}

    pairs = {(item.statement, name): item for name, found in down.items() for item in found.items}

    assert set(pairs) == {
        (start, end)
        for start in names
        for end in nx.descendants(graph, start) & set(names) - {start}
    }
    assert {key: (item.distance, item.alone) for key, item in pairs.items()} == {
        (name, item.statement): (item.distance, item.alone)
        for name, found in up.items()
        for item in found.items
    }
    for (start, end), item in pairs.items():
        assert 2 * item.distance == nx.shortest_path_length(graph, start, end)
        for path in (down[end].path(start), up[start].path(end)):
            assert (path[0], path[-1]) == (start, end)
            assert _steps(net, path) == item.distance


def _steps(net: "Net[str]", path: tuple[str, ...]) -> int:
    """Walk a path and count its steps; fail where there is no such edge."""
    count = 0
    for first, second in pairwise(path):
        if net.has_edge(first, second, "premise"):
            continue
        assert net.has_edge(first, second, "conclusion") or net.has_edge(second, first, "dependsOn")
        count += 1
    return count


@settings(max_examples=100, deadline=None)
@given(arguments())
def test_circles_are_the_components_of_networkx_with_a_shortest_circle_each(
    argument: tuple["Net[str]", list[str], Inferences, Needs],
) -> None:
    net, names, inferences, needs = argument

    found = circular_support(net)

    for how, with_needs in (("inference", []), ("dependsOn", needs)):
        graph = halves(inferences, with_needs, names)
        kept = {}
        for component in nx.strongly_connected_components(graph):
            inside = graph.subgraph(component)
            circles = [
                circle
                for circle in nx.simple_cycles(inside)
                if how == "inference" or any(isinstance(node, tuple) for node in circle)
            ]
            if circles:
                members = tuple(sorted(node for node in component if isinstance(node, str)))
                kept[members] = min(len(circle) for circle in circles) // 2
        assert {
            circle.statements: _steps(net, circle.path)
            for circle in found.circles
            if circle.how == how
        } == kept
    for circle in found.circles:
        assert circle.path[0] == circle.path[-1]
    assert set(found.unfounded) == set(names) - standing(names, inferences, needs)
