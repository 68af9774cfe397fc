"""Circular support: statements that are among their own grounds, and what only circles hold up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from whyso.graph.dependencies.dominators import components
from whyso.graph.dependencies.support import Support

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Circle", "CircularSupport", "circular_support"]

# A step of the search: where it leads, and the inference (None: a dependency).
Link = tuple[int, int | None]
# After so many links a search for a shorter circle ends; far beyond what a real argument needs.
PATIENCE: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Circle:
    """Statements each of which is among the grounds of every other, and of itself.

    Attributes:
        how: ``inference`` if inferences alone close it, ``dependsOn`` if a dependency takes part.
        statements: the IRIs of all of them, in natural order.
        path: a shortest circle among them, in the direction of the argument: statement, inference,
            statement ... back to the first. A dependency has no step of its own. In a tangle of
            many thousand links it may not be the shortest.
    """

    how: str
    statements: tuple[str, ...]
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CircularSupport:
    """What is circular in a graph.

    Attributes:
        circles: those of inferences alone first; one for each set of statements that hang together.
        unfounded: the IRIs of the statements that do not stand: every line of inferences to them,
            or something that they depend on, leads back into a circle.
    """

    circles: tuple[Circle, ...]
    unfounded: tuple[str, ...]


def circular_support(net: "nx.MultiDiGraph[str]") -> CircularSupport:
    """Return the circles of support, and the statements that nothing but a circle holds up.

    The sets are the strongly connected components of the relation "is a premise for", and of that
    together with dependsOn where a dependency lies within one.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("a", "i", "premise"), ("i", "b", "conclusion")])
    >>> net.add_edges_from([("b", "j", "premise"), ("j", "a", "conclusion")])
    ['premise', 'conclusion']
    >>> kinds = {"a": "claim", "b": "claim", "i": "inference", "j": "inference"}
    >>> nx.set_node_attributes(net, kinds, "kind")
    >>> found = circular_support(net)
    >>> found.circles[0].path, found.unfounded
    (('a', 'i', 'b', 'j', 'a'), ('a', 'b'))
    """
    support = Support(net)
    count = len(support.names)
    inferred = [
        [(end, step) for step in uses for end in support.conclusions[step]] for uses in support.uses
    ]
    both = [list(support.above(number)) for number in range(count)]
    circles = [
        Circle("inference", _names(support, group), _path(support, group, inferred))
        for group in _tangles(count, inferred)
    ] + [
        Circle("dependsOn", _names(support, group), _path(support, group, both, needed=True))
        for group in _tangles(count, both)
        if not set(group).isdisjoint(needed for number in group for needed in support.needs[number])
    ]
    stands = set(support.standing())
    unfounded = [name for number, name in enumerate(support.names) if number not in stands]
    return CircularSupport(tuple(circles), tuple(unfounded))


def _names(support: Support, group: Iterable[int]) -> tuple[str, ...]:
    return tuple(support.names[number] for number in group)


def _tangles(count: int, links: Sequence[Sequence[Link]]) -> list[list[int]]:
    """Return the components that hold a circle, their members and themselves in natural order."""
    found = components(range(count), lambda number: (end for end, _ in links[number]))
    return sorted(
        sorted(group)
        for group in found
        if len(group) > 1 or any(end == group[0] for end, _ in links[group[0]])
    )


def _path(
    support: Support, group: Sequence[int], links: Sequence[Sequence[Link]], *, needed: bool = False
) -> tuple[str, ...]:
    """Return a shortest circle of *links* in *group*, if *needed* one that begins by a dependency.

    Each statement in turn is searched from, no deeper than the best circle so far, and then taken
    away with all that no longer lies on a circle: a ring is walked once, not once for each member.
    """
    inside = frozenset(group)
    after = {start: [link for link in links[start] if link[0] in inside] for start in group}
    before: dict[int, list[int]] = {start: [] for start in group}
    for start, ends in after.items():
        for end, _ in ends:
            before[end].append(start)
    counts = {start: [len(before[start]), len(after[start])] for start in group}
    best: list[Link] = []
    spent = 0
    for start in group:
        if start not in after:
            continue
        first = [link for link in after[start] if not needed or link[1] is None]
        found, cost = _shortest(start, first, after, len(best))
        best = found or best
        spent += cost
        if len(best) == 1 or spent > PATIENCE:
            break
        if not needed:
            _take_away(start, after, before, counts)
    at = best[-1][0]
    path = [support.names[at]]
    for end, step in best:
        path += [support.names[end]] if step is None else [support.steps[step], support.names[end]]
    return tuple(path)


def _shortest(
    start: int, first: Iterable[Link], after: Mapping[int, Iterable[Link]], limit: int
) -> tuple[list[Link], int]:
    """Return the links of a shortest way round from *start*, and how many links were looked at.

    None is returned that is not shorter than *limit*, if that is not 0.
    """
    came: dict[int, Link] = {}  # from where, by which inference
    layer: list[tuple[int, Iterable[Link]]] = [(start, first)]
    cost = depth = 0
    while layer and (not limit or depth + 1 < limit):
        depth += 1
        following: list[tuple[int, Iterable[Link]]] = []
        for node, links in layer:
            for end, step in links:
                cost += 1
                if end in came or end not in after:
                    continue
                came[end] = (node, step)
                if end == start:
                    return _way(start, came), cost
                following.append((end, after[end]))
        layer = following
    return [], cost


def _way(start: int, came: Mapping[int, Link]) -> list[Link]:
    links: list[Link] = []
    node = start
    while not links or node != start:
        origin, step = came[node]
        links.append((node, step))
        node = origin
    return links[::-1]


def _take_away(
    start: int,
    after: dict[int, list[Link]],
    before: Mapping[int, Iterable[int]],
    counts: Mapping[int, list[int]],
) -> None:
    """Remove a statement, and then every one that nothing leads to or that leads nowhere."""
    gone = [start]
    while gone:
        node = gone.pop()
        if node not in after:
            continue
        ends = [(end, 0) for end, _ in after.pop(node)]
        for other, side in [*ends, *((origin, 1) for origin in before[node])]:
            if other in after:
                counts[other][side] -= 1
                if not counts[other][side]:
                    gone.append(other)
