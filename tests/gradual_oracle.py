"""Gradual and ranking semantics in plain Python, written from the formulas of the papers.

Slow, for small graphs, and sharing nothing with the library: the tests compare the two.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from whyso.graph.semantics.gradual import Weighted

ATTACKS_ONLY = ("h-categoriser", "max-based", "card-based")
BIPOLAR = ("quadratic-energy", "df-quad", "euler", "mlp", "quadratic-top", "euler-top")


@dataclass(frozen=True)
class Link:
    """A link: sign 1 or -1, weight, sources, target, and whether the target is a link."""

    sign: int
    weight: float
    sources: tuple[int, ...]
    target: int
    on_link: bool = False


@dataclass(frozen=True)
class Graph:
    """Base scores and links."""

    base: list[float]
    links: list[Link] = field(default_factory=list)

    def weighted(self) -> Weighted:
        """Return the same as arrays."""
        premises = [(n, one) for n, link in enumerate(self.links) for one in link.sources]
        return Weighted(
            [f"a{number}" for number in range(len(self.base))],
            np.array(self.base, dtype=np.float64),
            np.array([link.sign for link in self.links], dtype=np.int8),
            np.array([link.weight for link in self.links], dtype=np.float64),
            np.array([link for link, _ in premises], dtype=np.int32),
            np.array([one for _, one in premises], dtype=np.int32),
            np.array([link.target for link in self.links], dtype=np.int32),
            np.array([link.on_link for link in self.links], dtype=np.bool_),
        )


def strength(
    semantics: str, base: float, attacks: Sequence[float], supports: Sequence[float]
) -> float:
    """Return the strength of an argument from the values of its links."""
    energy = sum(supports) - sum(attacks)
    top = max(supports, default=0.0) - max(attacks, default=0.0)
    if semantics == "df-quad":
        against = 1 - math.prod(1 - value for value in attacks)
        favour = 1 - math.prod(1 - value for value in supports)
        if against >= favour:
            return base - base * (against - favour)
        return base + (1 - base) * (favour - against)
    if semantics in ("quadratic-energy", "quadratic-top"):
        moved = energy if semantics == "quadratic-energy" else top
        push = moved**2 / (1 + moved**2)
        return base + (1 - base) * push if moved > 0 else base - base * push
    if semantics in ("euler", "euler-top"):
        moved = energy if semantics == "euler" else top
        return 1 - (1 - base**2) / (1 + base * math.exp(moved))
    if semantics == "mlp":
        if base in (0, 1):
            return base
        return 1 / (1 + math.exp(-(math.log(base / (1 - base)) + energy)))
    assert not supports
    if semantics == "h-categoriser":
        return base / (1 + sum(attacks))
    if semantics == "max-based":
        return base / (1 + max(attacks, default=0.0))
    assert semantics == "card-based"
    founded = [value for value in attacks if value > 0]
    if not founded:
        return base
    return base / (1 + len(founded) + sum(founded) / len(founded))


def value_of_link(
    graph: Graph, values: Sequence[float], on_it: Sequence[float], number: int
) -> float:
    """Return weight, times what its sources have, times what the attacks on it leave."""
    link = graph.links[number]
    found = link.weight
    for source in set(link.sources):
        found *= values[source]
    for attack in on_it:
        found *= 1 - attack
    return found


def formula(
    graph: Graph, semantics: str, values: Sequence[float], links: Sequence[float]
) -> tuple[list[float], list[float]]:
    """Return what the formulas make of the values of arguments and links."""
    then = []
    for number, base in enumerate(graph.base):
        pointing = [
            (link.sign, links[place])
            for place, link in enumerate(graph.links)
            if not link.on_link and link.target == number
        ]
        attacks = [value for sign, value in pointing if sign < 0]
        supports = [value for sign, value in pointing if sign > 0]
        then.append(strength(semantics, base, attacks, supports))
    links_then = []
    for number in range(len(graph.links)):
        on_it = [
            links[place]
            for place, link in enumerate(graph.links)
            if link.on_link and link.target == number
        ]
        links_then.append(value_of_link(graph, values, on_it, number))
    return then, links_then


def off(graph: Graph, semantics: str, values: Sequence[float], links: Sequence[float]) -> float:
    """Return by how much, at most, a value differs from what its formula gives."""
    then, links_then = formula(graph, semantics, values, links)
    pairs = [*zip(then, values, strict=True), *zip(links_then, links, strict=True)]
    return max((abs(one - other) for one, other in pairs), default=0.0)


def acyclic(graph: Graph, semantics: str) -> tuple[list[float], list[float]] | None:
    """Return the values if they stand still after as many rounds as there are nodes."""
    values, links = list(graph.base), [0.0] * len(graph.links)
    for _ in range(len(values) + len(links) + 1):
        before = values, links
        values, links = formula(graph, semantics, values, links)
    return (values, links) if (values, links) == before else None


def flow(
    graph: Graph, semantics: str, time: float = 100.0, step: float = 0.1
) -> tuple[list[float], list[float]] | None:
    """Follow ds/dt = formula(s) - s from the base scores by Runge and Kutta, if it comes to rest.

    One strongly connected component after another, those first that the others depend on. A link
    with one source that nothing attacks follows its source at once; other links start at their
    weight and move.
    """
    count = len(graph.base)
    attacked = {link.target for link in graph.links if link.on_link}
    moves = [place in attacked or len(link.sources) != 1 for place, link in enumerate(graph.links)]
    net: nx.DiGraph[int] = nx.DiGraph()
    net.add_nodes_from(range(count))
    for place, link in enumerate(graph.links):
        end = count + link.target if link.on_link else link.target
        if moves[place]:
            net.add_edges_from((source, count + place) for source in link.sources)
        net.add_edge(count + place if moves[place] else link.sources[0], end)
    state = [*graph.base, *(link.weight for link in graph.links)]

    def change(at: list[float], part: set[int]) -> list[float]:
        values, links = at[:count], list(at[count:])
        for place, link in enumerate(graph.links):
            if not moves[place]:
                links[place] = link.weight * values[link.sources[0]]
        then, links_then = formula(graph, semantics, values, links)
        new = [*then, *links_then]
        return [new[n] - old if n in part else 0.0 for n, old in enumerate(at)]

    def ahead(at: list[float], way: list[float], far: float) -> list[float]:
        return [s + far * k for s, k in zip(at, way, strict=True)]

    whole = nx.condensation(net)
    for one in nx.topological_sort(whole):
        part = set(whole.nodes[one]["members"])
        if len(part) == 1 and not net.has_edge(*(2 * tuple(part))):
            state = ahead(state, change(state, part), 1.0)
            continue
        for _ in range(int(time / step)):
            first = change(state, part)
            if max(abs(number) for number in first) < 1e-11:
                break
            second = change(ahead(state, first, step / 2), part)
            third = change(ahead(state, second, step / 2), part)
            fourth = change(ahead(state, third, step), part)
            for way, share in ((first, 6), (second, 3), (third, 3), (fourth, 6)):
                state = ahead(state, way, step / share)
        else:
            return None
    values, links = state[:count], state[count:]
    for place, link in enumerate(graph.links):
        if not moves[place]:
            links[place] = link.weight * values[link.sources[0]]
    return values, links


def shapley(worth: dict[frozenset[int], float], players: Sequence[int]) -> list[float]:
    """Return Shapley values by their definition."""
    count = len(players)
    found = []
    for player in players:
        others = [one for one in players if one != player]
        total = 0.0
        for size in range(count):
            share = math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
            for chosen in combinations(others, size):
                total += share * (worth[frozenset((*chosen, player))] - worth[frozenset(chosen)])
        found.append(total)
    return found


def burdens(count: int, attacks: Sequence[tuple[int, int]], rounds: int) -> list[list[Fraction]]:
    """Return the burden numbers of each argument, exactly, for rounds 0, 1, and so on."""
    attackers = [sorted({a for a, b in attacks if b == one}) for one in range(count)]
    rows = [[Fraction(1)] * count]
    for _ in range(rounds):
        last = rows[-1]
        rows.append(
            [1 + sum((1 / last[a] for a in attackers[one]), Fraction(0)) for one in range(count)]
        )
    return [[row[one] for row in rows] for one in range(count)]


def discussions(count: int, attacks: Sequence[tuple[int, int]], rounds: int) -> list[list[int]]:
    """Return the signed numbers of attack paths to each argument by their length."""
    ends = [{a for a, b in attacks if b == one} for one in range(count)]
    paths = [[[one]] for one in range(count)]
    found = [[1] for _ in range(count)]
    for length in range(1, rounds + 1):
        for one in range(count):
            paths[one] = [[a, *path] for path in paths[one] for a in sorted(ends[path[0]])]
            found[one].append(len(paths[one]) * (1 if length % 2 else -1))
    return found


SCORES = st.one_of(st.sampled_from([0.0, 1.0, 0.5, 0.25]), st.floats(0.001, 0.999))


@st.composite
def graphs(
    draw: st.DrawFn, *, cyclic: bool, signs: tuple[int, ...] = (-1, 1), most: int = 6
) -> Graph:
    """Draw graphs with linked premises and links on links (on links)."""
    count = draw(st.integers(0, most))
    base = [draw(SCORES) for _ in range(count)]
    links: list[Link] = []
    for place in range(draw(st.integers(0, 2 * count)) if count > 1 else 0):
        target = draw(st.integers(0 if cyclic else 1, count - 1))
        last = count - 1 if cyclic else target - 1
        sources = tuple(draw(st.lists(st.integers(0, last), min_size=1, max_size=3)))
        weight = draw(st.sampled_from([1.0, 1.0, 0.5, 0.0, 0.9]))
        fitting = [
            number
            for number, link in enumerate(links)
            if cyclic or max(sources) < _end(links, link)
        ]
        if place and fitting and draw(st.booleans()):
            links.append(Link(-1, weight, sources, draw(st.sampled_from(fitting)), True))
        else:
            links.append(Link(draw(st.sampled_from(signs)), weight, sources, target))
    return Graph(base, links)


def _end(links: Sequence[Link], link: Link) -> int:
    """Return the argument at the end of a link on links."""
    while link.on_link:
        link = links[link.target]
    return link.target
