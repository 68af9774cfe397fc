"""Circles that keep claims undecided: arguments that go round, and nothing breaks in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from whyso.graph.semantics.explaining.proof import Proof

if TYPE_CHECKING:
    from whyso.graph.semantics.links import Links

__all__ = ["Tie", "find_ties"]


@dataclass(frozen=True, slots=True)
class Tie:
    """Claims and links that hang on one another.

    Attributes:
        claims: the IRIs of the claims.
        links: the IRIs of the links.
        round: IRIs of the claims along one shortest circle, beginning with that of least number.
        attacks: how many attacks are on that circle; an odd number cannot be settled at all.
    """

    claims: tuple[str, ...]
    links: tuple[str, ...]
    round: tuple[str, ...]
    attacks: int


def find_ties(links: "Links", proof: Proof) -> tuple[Tie, ...]:
    """Return the circles that an undecided claim hangs on.

    These are the strongly connected components of what is undecided (P. Baroni,
    M. Giacomin, G. Guida, "SCC-recursiveness", Artificial Intelligence 168, 2005).

    Args:
        links: claims and links.
        proof: why each undecided claim and link has no label.

    >>> from whyso.graph import sample
    >>> from whyso.graph.semantics.explaining.proof import Why
    >>> links = sample().verdict().case.links
    >>> tie = find_ties(links, {0: Why(0, "resting", (("need", 1),)), 1: Why(0, "resting", ())})
    >>> tie  # two claims, and no circle
    ()
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    items = sorted(proof)
    place = {item: number for number, item in enumerate(items)}
    pairs = [
        (place[item], place[other])
        for item, why in proof.items()
        for _, other in why.by
        if other in place
    ]
    if not pairs:
        return ()
    start, end = np.array(pairs, dtype=np.int32).T
    table = csr_array((np.ones(len(start), dtype=np.int8), (start, end)), shape=(len(items),) * 2)
    count, part = connected_components(table, connection="strong")
    within = part[start] == part[end]
    circular = np.zeros(count, dtype=np.bool_)
    circular[part[start[within]]] = True
    found = []
    for number in np.flatnonzero(circular).tolist():
        members = [items[one] for one in np.flatnonzero(part == number).tolist()]
        found.append(_tie(links, proof, members))
    return tuple(sorted(found, key=lambda tie: (len(tie.claims), tie.claims)))


def _tie(links: "Links", proof: Proof, members: list[int]) -> Tie:
    count, inside = len(links.claims), set(members)
    way = _shortest(proof, members[0], inside)
    return Tie(
        tuple(links.claims[one] for one in members if one < count),
        tuple(links.steps[one - count] for one in members if one >= count),
        tuple(links.claims[one] for one in way if one < count),
        sum(one >= count and bool(links.sign[one - count] < 0) for one in way),
    )


def _shortest(proof: Proof, start: int, inside: set[int]) -> list[int]:
    """Return a shortest circle through a member of a component."""
    before: dict[int, int] = {}
    front = [start]
    while front:
        then = []
        for item in front:
            for _, other in proof[item].by:
                if other == start:
                    way = [item]
                    while way[-1] != start:
                        way.append(before[way[-1]])
                    return way[::-1]
                if other in inside and other not in before:
                    before[other] = item
                    then.append(other)
        front = then
    return [start]
