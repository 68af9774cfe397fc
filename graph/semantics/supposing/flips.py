"""The smallest sets of changes that flip a claim: that make it fall, or make it stand.

A set flips a claim if the claim is not accepted any more (or is accepted now) once all its changes
are made. It is minimal if no proper subset flips the claim. That is not monotone: more retractions
may undo what fewer did, so a larger set need not flip.

All minimal sets up to a size are found, the smallest first, by a tree of hitting sets over proofs
(R. Reiter, "A theory of diagnosis from first principles", Artificial Intelligence 32, 1987): each
set that flips a claim has a change in common with what touches any proof that it stays as it is.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np

from whyso.graph.errors import InputError, UnansweredError, UnknownNameError
from whyso.graph.semantics.case import Case
from whyso.graph.semantics.dung import IN, Ints, Mask
from whyso.graph.semantics.dung.search import Deadline
from whyso.graph.semantics.standpoints import Granted
from whyso.graph.semantics.supposing.proofs import WAYS, Proofs
from whyso.graph.semantics.supposing.variants import Changes, Variants
from whyso.graph.semantics.verdict import STATUSES, Verdict

__all__ = ["WAYS", "FlipSets", "flip_sets"]

_BLOCK: Final = 2048  # sets that are tried at once


@dataclass(frozen=True, slots=True)
class FlipSets:
    """The minimal sets that flip something.

    Attributes:
        claims: what is to flip, by IRI.
        way: ``retract``, ``grant`` or ``attack``.
        accepted: whether they are to be accepted; else none of them is to be.
        sets: the minimal sets by size, then in natural order; of claims, or of claims and steps
            that a new attacker hits whom nothing answers.
        complete: up to which size all are found; None if all are, of whatever size.
        stopped: why no larger ones were looked for: ``bound``, ``limit``, ``timeout``, or empty.
    """

    claims: tuple[str, ...]
    way: str
    accepted: bool
    sets: tuple[tuple[str, ...], ...]
    complete: int | None
    stopped: str

    def of_size(self, size: int) -> tuple[tuple[str, ...], ...]:
        """Return the minimal sets of one size."""
        return tuple(one for one in self.sets if len(one) == size)


def flip_sets(
    verdict: Verdict,
    claims: str | Sequence[str],
    *,
    way: str = "retract",
    accepted: bool | None = None,
    bound: int = 3,
    limit: int = 1000,
    timeout: float | None = None,
    candidates: Iterable[str] | None = None,
    own: bool = False,
) -> FlipSets:
    """Return the minimal sets of changes that flip a claim under grounded semantics.

    Only what the claim depends on can flip it. Its own retraction or assertion, and an attack on
    the claim itself, are left out unless *own* is set: they flip it of course.

    Args:
        verdict: what stands.
        claims: a claim, or several: then all are to be accepted, or none is.
        way: what is changed: ``retract`` takes claims away that the reader grants or holds to
            their reasons; ``grant`` asserts what he does not grant; ``attack`` adds attackers that
            stand, on claims or on steps.
        accepted: whether the claims are to be accepted; None: if they are not already.
        bound: the largest size of a set.
        limit: no more sets than these are looked for.
        timeout: seconds.
        candidates: names of the only changes that are tried.
        own: try changes to the claims themselves, too.

    Raises:
        UnknownNameError: there is no such claim, way or candidate.
        InputError: the claims are as they are to be already, or the bound is below 1.

    >>> from whyso.graph import sample
    >>> found = flip_sets(sample().verdict(), "r2")
    >>> found.accepted, [[claim[-3:] for claim in one] for one in found.sets]
    (True, [['c44']])
    """
    if way not in WAYS:
        raise UnknownNameError("way to flip a claim", way, WAYS)
    if bound < 1:
        raise InputError(f"a set of at most {bound} changes is empty; give a bound of 1 or more")
    names = [claims] if isinstance(claims, str) else list(claims)
    targets = [verdict.number(name) for name in names]
    stands = verdict.translation.labels[targets] == IN
    goal = not stands.any() if accepted is None else accepted
    if stands.all() if goal else not stands.any():
        status = STATUSES[int(verdict.translation.labels[targets[0]])]
        raise InputError(
            f"{', '.join(names) or 'nothing'} is {status} already; nothing has to flip"
        )
    cone = _Cone(verdict.case, targets)
    tried = _candidates(verdict, cone, way, candidates, own=own)
    search = _Search(cone, way, goal, tried, Deadline(timeout))
    found, complete, stopped = search.run(bound, limit)
    links = verdict.case.links
    label = [*links.claims, *links.steps]
    return FlipSets(
        tuple(links.claims[target] for target in targets),
        way,
        goal,
        tuple(tuple(label[cone.nodes[node]] for node in one) for one in found),
        complete,
        stopped,
    )


class _Cone:
    """The part of a case that decides about some claims, as a case of its own.

    Attributes:
        nodes: per claim and then per link of the part, its number in the whole.
        targets: the claims in question, by their number in the part.
    """

    def __init__(self, case: Case, targets: Sequence[int]) -> None:
        links, count = case.links, len(case.links.claims)
        keep = _upstream(case, targets)
        claims, steps = keep[:count], keep[count:]
        self.nodes = np.flatnonzero(keep).tolist()
        new = (np.cumsum(claims) - 1).astype(np.int32)
        new_link = (np.cumsum(steps) - 1).astype(np.int32)
        sources = steps[links.source_link]
        ends = links.target
        rows = steps[links.target_link] & np.where(
            links.on_link, _at(steps, ends), _at(claims, ends)
        )
        needs = claims[links.needing]
        on = links.on_link[rows]
        part = replace(
            links,
            claims=[links.claims[number] for number in np.flatnonzero(claims).tolist()],
            kinds=[links.kinds[number] for number in np.flatnonzero(claims).tolist()],
            steps=[links.steps[number] for number in np.flatnonzero(steps).tolist()],
            step_kinds=[links.step_kinds[number] for number in np.flatnonzero(steps).tolist()],
            sign=links.sign[steps],
            source_link=new_link[links.source_link[sources]],
            source=new[links.source[sources]],
            target_link=new_link[links.target_link[rows]],
            target=np.where(on, _at(new_link, ends[rows]), _at(new, ends[rows])),
            on_link=on,
            needing=new[links.needing[needs]],
            needed=new[links.needed[needs]],
            confidence=links.confidence[claims],
            weight=links.weight[steps],
        )
        granted = Granted(case.granted.outright[claims], case.granted.held[claims])
        self.case = replace(
            case, links=part, granted=granted, base=case.base[claims], scores=case.scores[claims]
        )
        self.targets = [int(new[target]) for target in targets]
        plain = replace(self.case, options=replace(case.options, semantics="grounded"))
        self.variants = Variants(Verdict(plain))


def _at(table: Ints | Mask, places: Ints) -> Ints | Mask:
    """Look numbers up; those of the other kind, which may lie outside, give anything."""
    return table[np.minimum(places, len(table) - 1)] if len(table) else places


def _upstream(case: Case, targets: Sequence[int]) -> Mask:
    """Return which claims and links decide about some claims."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order

    links, count = case.links, len(case.links.claims)
    size = count + len(links.steps)
    end = np.concatenate([links.source_link + count, links.target, links.needing])
    end[len(links.source) : len(links.source) + len(links.target)][links.on_link] += count
    start = np.concatenate([links.source, links.target_link + count, links.needed])
    # One node more leads to all targets.
    start = np.concatenate([start, np.asarray(targets, dtype=np.int32)])
    end = np.concatenate([end, np.full(len(targets), size, dtype=np.int32)])
    table = csr_array((np.ones(len(end), np.int8), (end, start)), shape=(size + 1, size + 1))
    keep = np.zeros(size + 1, dtype=np.bool_)
    keep[breadth_first_order(table, size, return_predecessors=False)] = True
    return keep[:size]


def _candidates(
    verdict: Verdict, cone: _Cone, way: str, names: Iterable[str] | None, *, own: bool
) -> list[int]:
    granted, count = cone.case.granted, cone.variants.count
    may = {
        "retract": granted.outright | granted.held,
        "grant": ~granted.outright,
        "attack": np.ones(count, dtype=np.bool_),
    }[way].copy()
    may[cone.targets] &= own
    found: list[int] = np.flatnonzero(may).tolist()
    if way == "attack":
        # What ends nowhere carries nothing.
        found += [int(link) + count for link in np.unique(cone.case.links.target_link)]
    if names is None:
        return found
    case = verdict.case
    wanted: set[int] = set()
    for name in names:
        iri = verdict.resolve(name)
        place = case.step_place.get(iri) if way == "attack" else None
        wanted.add(verdict.number(name) if place is None else place + len(case.links.claims))
    return [node for node in found if cone.nodes[node] in wanted]


class _Search:
    """The search for minimal sets, one size after the other."""

    def __init__(
        self, cone: _Cone, way: str, goal: bool, candidates: Collection[int], deadline: Deadline
    ) -> None:
        self.cone, self.way, self.goal = cone, way, goal
        self.candidates = sorted(candidates)
        self.deadline = deadline
        self.proofs = Proofs(cone.variants, way)

    def run(self, bound: int, limit: int) -> tuple[list[tuple[int, ...]], int | None, str]:
        """Return the minimal sets, up to which size all are there, and why no more are."""
        found: list[tuple[int, ...]] = []
        level: list[tuple[int, ...]] = [()]
        for size in range(1, bound + 1):
            try:
                tried = sorted(self._larger(level, set(found)))
                level = []
                for one, flipped in self._try(tried):
                    if not flipped:
                        level.append(one)
                    elif len(found) < limit:
                        found.append(one)
                    else:
                        return found, size - 1, "limit"
            except UnansweredError:
                return found, size - 1, "timeout"
            if not level:
                return found, None, ""
        try:
            more = next(iter(self._larger(level, set(found))), None)
        except UnansweredError:
            more = ()
        return found, None if more is None else bound, "" if more is None else "bound"

    def _larger(
        self, level: Iterable[tuple[int, ...]], found: set[tuple[int, ...]]
    ) -> Iterator[tuple[int, ...]]:
        """Yield sets larger by one that may be minimal, each once."""
        seen: set[tuple[int, ...]] = set()
        for one in level:
            self.deadline.check()
            for more in self._touching(one):
                larger = tuple(sorted((*one, more)))
                if larger in seen or (found and _has_part(larger, found)):
                    continue
                seen.add(larger)
                yield larger

    def _touching(self, one: tuple[int, ...]) -> list[int]:
        those = self.proofs.touching(one, self.cone.targets, accepted=self.goal)
        return [
            node for node in self.candidates if (those is None or node in those) and node not in one
        ]

    def _try(self, sets: Sequence[tuple[int, ...]]) -> Iterator[tuple[tuple[int, ...], bool]]:
        """Yield each set and whether it flips the claims."""
        of = self.cone.variants
        for begin in range(0, len(sets), _BLOCK):
            block = sets[begin : begin + _BLOCK]
            changes = Changes(len(block))
            kind = {"retract": changes.retracted, "grant": changes.granted}
            masks = kind.get(self.way, changes.beaten)
            for place, one in enumerate(block):
                for node in one:
                    masks[node] = masks.get(node, 0) | 1 << place
            outcome = of.run(changes, deadline=self.deadline)
            full = (1 << len(block)) - 1
            flipped = full
            for target in self.cone.targets:
                accepted = outcome.accepted.get(target, 0)
                if of.labels[target] == IN:
                    accepted |= full & ~outcome.fallen.get(target, 0)
                flipped &= accepted if self.goal else ~accepted
            for place, one in enumerate(block):
                yield one, bool(flipped >> place & 1)


def _has_part(one: tuple[int, ...], found: set[tuple[int, ...]]) -> bool:
    """Return whether a part of a set is among the sets found."""
    return any(part in found for size in range(1, len(one)) for part in combinations(one, size))
