"""Proofs: what it takes for one claim to have its status, and no more than that.

A proof is a set of claims and links with their labels, in which each label follows from others in
the set: an accepted claim from its ground (that it is granted, or one reason that holds), from what
it depends on and from the failure of every attack on it; a rejected one from one attack that holds,
or from the failure of every reason; a link from its sources and from the attacks on it. Nothing
outside the set is asked for, so the status stays whatever becomes of the rest of the graph.

Of an undecided claim the set holds everything undecided that it hangs on, which keeps it undecided
if all else goes; but not why attacks fail that would reject it if they held.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from whyso.graph.semantics.dung import IN, OUT, UNDECIDED, Ints, Rows

if TYPE_CHECKING:
    from whyso.graph.semantics.case import Case

__all__ = ["LIMIT", "Labelling", "Proof", "Ties", "Why", "prove"]

Labels = npt.NDArray[np.int8]

LIMIT: Final = 100_000  # claims and links after which a proof is cut
_TRIED: Final = 200  # longer proofs are not searched for what could be spared


class Why(NamedTuple):
    """Why a claim or link has its label: the label, the ground, and what it follows from.

    *by* holds pairs of a role (``reason``, ``attack``, ``premise``, ``need``) and a number.
    """

    label: int
    ground: str
    by: tuple[tuple[str, int], ...]


Proof = dict[int, Why]


class Ties:
    """What bears on each claim and each link; links are counted on after the claims.

    Args:
        case: what is decided.
        circular: per claim, whether its support leads back into a circle and nowhere else.
    """

    def __init__(self, case: "Case", circular: npt.NDArray[np.bool_]) -> None:
        links = case.links
        self.claims, self.size = len(links.claims), len(links.claims) + len(links.steps)
        self.outright, self.circular = case.granted.outright, circular
        link = links.target_link + self.claims
        helps = ~links.on_link & (links.sign[links.target_link] > 0)
        onto = links.target + self.claims * links.on_link
        self.reasons = self._rows(links.target[helps], link[helps])
        self.attacks = self._rows(onto[~helps], link[~helps])
        self.sources = self._rows(links.source_link + self.claims, links.source)
        self.needs = self._rows(links.needing, links.needed)

    def _rows(self, row: Ints, item: Ints) -> Rows:
        return Rows(self.size, row.astype(np.int32), item.astype(np.int32))


class Labelling:
    """Labels of claims and links, and in which order they came about.

    Args:
        ties: what bears on what.
        label: per claim and link, 1 accepted, -1 rejected, 0 undecided.
        rank: per claim and link, a number; a label follows from lower ones.
        grounded: whether each label has a proof that comes to an end; in an extension, what attacks
            an attacker may be defended by what it defends.
    """

    def __init__(
        self, ties: Ties, label: npt.ArrayLike, rank: npt.ArrayLike, *, grounded: bool = True
    ) -> None:
        self.ties, self.grounded = ties, grounded
        self.label: Labels = np.asarray(label, dtype=np.int8)
        self.rank: Ints = np.asarray(rank, dtype=np.int32)

    def why(self, item: int, chosen: Collection[int] = ()) -> Why:
        """Return why a claim or link has its label.

        Args:
            item: its number.
            chosen: what the proof asks for already; in an extension it is preferred.

        >>> from whyso.graph import sample
        >>> verdict = sample().verdict()
        >>> found, ties = verdict.translation, Ties(verdict.case, verdict.translation.circular)
        >>> labelling = Labelling(ties, found.labels[: ties.size], found.ranks[: ties.size])
        >>> labelling.why(verdict.number("c3")).ground
        'granted'
        """
        label = int(self.label[item])
        if item >= self.ties.claims:
            return self._link(item, label, chosen)
        if label == IN:
            return self._accepted(item)
        return self._rejected(item, chosen) if label == OUT else self._undecided(item)

    def _of(self, rows: Rows, item: int, label: int | None = None) -> list[int]:
        found = rows[item]
        if label is not None:
            found = found[self.label[found] == label]
        numbers: list[int] = found.tolist()
        return numbers

    def _least(self, items: Sequence[int]) -> int:
        return min(items, key=lambda item: (self.rank[item], item))

    def _accepted(self, item: int) -> Why:
        ties = self.ties
        by = [("need", need) for need in self._of(ties.needs, item)]
        by += [("attack", attack) for attack in self._of(ties.attacks, item)]
        if ties.outright[item]:
            return Why(IN, "granted", tuple(by))
        reason = self._least(self._of(ties.reasons, item, IN))
        return Why(IN, "supported", (("reason", reason), *by))

    def _rejected(self, item: int, chosen: Collection[int]) -> Why:
        ties = self.ties
        ways: list[tuple[int, int, Why]] = []
        for place, (role, rows, label, ground) in enumerate(
            (("attack", ties.attacks, IN, "attacked"), ("need", ties.needs, OUT, "deprived"))
        ):
            found = self._of(rows, item, label)
            if found:
                best = self._best(found, chosen)
                if role == "need" and ties.circular[item] and ties.circular[best]:
                    ground = "circular"
                ways.append((self._cost(best, chosen), place, Why(OUT, ground, ((role, best),))))
        reasons = self._of(ties.reasons, item)
        fails = not (ties.outright[item] or (self.label[reasons] != OUT).any())
        if reasons and fails:
            ground = "circular" if ties.circular[item] else "unsupported"
            cost = max(self._cost(reason, chosen) for reason in reasons)
            if ties.circular[item]:
                cost = 0
            ways.append((cost, 2, Why(OUT, ground, tuple(("reason", one) for one in reasons))))
        return min(ways, default=(0, 0, Why(OUT, "attacked", ())), key=lambda way: way[:2])[2]

    def _link(self, item: int, label: int, chosen: Collection[int]) -> Why:
        ties = self.ties
        if label == IN:
            by = [("premise", source) for source in self._of(ties.sources, item)]
            by += [("attack", attack) for attack in self._of(ties.attacks, item)]
            return Why(IN, "holds", tuple(by))
        if label == UNDECIDED:
            by = [("premise", one) for one in self._of(ties.sources, item, UNDECIDED)]
            by += [("attack", one) for one in self._of(ties.attacks, item, UNDECIDED)]
            return Why(UNDECIDED, "resting", tuple(by))
        ways = []
        for place, (role, rows, found_label) in enumerate(
            (("attack", ties.attacks, IN), ("premise", ties.sources, OUT))
        ):
            found = self._of(rows, item, found_label)
            if found:
                best = self._best(found, chosen)
                ways.append((self._cost(best, chosen), place, role, best))
        if not ways:
            return Why(OUT, "fails", ())
        _, _, role, best = min(ways)
        return Why(OUT, "attacked" if role == "attack" else "fails", ((role, best),))

    def _best(self, items: Sequence[int], chosen: Collection[int]) -> int:
        return min(items, key=lambda item: (self._cost(item, chosen), item))

    def _cost(self, item: int, chosen: Collection[int]) -> int:
        """Return what is to be kept low: the rank; in an extension, what is not yet shown."""
        if not self.grounded and item in chosen:
            return -1
        return int(self.rank[item])

    def _undecided(self, item: int) -> Why:
        ties = self.ties
        attacks = [("attack", one) for one in self._of(ties.attacks, item, UNDECIDED)]
        needs = [("need", one) for one in self._of(ties.needs, item, UNDECIDED)]
        if ties.outright[item]:
            return Why(UNDECIDED, "contested" if attacks else "needy", (*needs, *attacks))
        held = self._of(ties.reasons, item, IN)
        if held:
            by = (("reason", self._least(held)), *needs, *attacks)
            return Why(UNDECIDED, "contested" if attacks else "needy", by)
        reasons = [("reason", one) for one in self._of(ties.reasons, item, UNDECIDED)]
        if not reasons and not len(ties.reasons[item]):
            return Why(UNDECIDED, "open", (*needs, *attacks))
        return Why(UNDECIDED, "resting", (*reasons, *needs, *attacks))


class _Check:
    """Tells whether a claim's label follows from a set of labels."""

    def __init__(self, labelling: Labelling, proof: Proof) -> None:
        self.labelling, self.grounded = labelling, labelling.grounded
        self.order = sorted(proof, key=lambda item: (int(labelling.rank[item]), item))

    @cached_property
    def _tied(self) -> dict[int, tuple[list[int], list[int], list[int], list[int]]]:
        ties = self.labelling.ties
        kinds = (ties.reasons, ties.attacks, ties.sources, ties.needs)
        found = ([rows[item].tolist() for rows in kinds] for item in self.order)
        return {item: (a, b, c, d) for item, (a, b, c, d) in zip(self.order, found, strict=True)}

    def follows(self, claim: int, known: set[int]) -> bool:
        """Return whether the label of a claim follows from what is known."""
        order = [item for item in self.order if item in known]
        if not self.grounded:
            left = set(order)
            while True:
                lost = {item for item in left if not self._one(item, left)}
                if not lost:
                    return claim in left
                left -= lost
        found: set[int] = set()
        while claim not in found:
            more = False
            for item in order:
                if item not in found and self._one(item, found):
                    found.add(item)
                    more = True
            if not more and not (more := self._unfounded(order, found)):
                return False
        return True

    def _one(self, item: int, given: set[int]) -> bool:
        label, ties = self.labelling.label, self.labelling.ties
        reasons, attacks, sources, needs = self._tied[item]
        if item >= ties.claims:
            if label[item] == IN:
                return given.issuperset(sources) and given.issuperset(attacks)
            hit = any(label[one] == IN and one in given for one in attacks)
            return hit or any(label[one] == OUT and one in given for one in sources)
        if label[item] == IN:
            rank = self.labelling.rank
            founded = ties.outright[item] or any(
                label[one] == IN and one in given and rank[one] < rank[item] for one in reasons
            )
            return bool(founded) and given.issuperset(needs) and given.issuperset(attacks)
        if any(label[one] == IN and one in given for one in attacks):
            return True
        if any(label[one] == OUT and one in given for one in needs):
            return True
        return bool(reasons) and not ties.outright[item] and given.issuperset(reasons)

    def _unfounded(self, order: list[int], found: set[int]) -> bool:
        """Add what only a circle holds up; return whether there was anything."""
        label, ties = self.labelling.label, self.labelling.ties
        left = {
            item
            for item in order
            if item < ties.claims and item not in found and label[item] == OUT
        }
        known = set(order)

        def fails(link: int) -> bool:
            return link in found or (link in known and not left.isdisjoint(self._tied[link][2]))

        def falls(claim: int) -> bool:
            reasons, _, _, needs = self._tied[claim]
            lacks = bool(reasons) and not ties.outright[claim] and all(map(fails, reasons))
            return lacks or not left.isdisjoint(needs)

        while lost := {one for one in left if not falls(one)}:
            left -= lost
        found |= left
        return bool(left)


def prove(labelling: Labelling, claim: int, *, limit: int = LIMIT) -> tuple[Proof, bool, bool]:
    """Return a proof of the label of a claim.

    Args:
        labelling: labels in their order.
        claim: its number.
        limit: after how many claims and links to cut it.

    Returns:
        The proof; whether it is whole; and whether nothing in it can be spared, which is tried for
        proofs of up to 200 claims and links.

    Source: for accepted claims the strongly admissible sets of M. Caminada and P. Dunne, "Strong
    admissibility revisited" (COMMA 2014), with ranks as their min-max numbers.

    >>> from whyso.graph import sample
    >>> verdict = sample().verdict()
    >>> found, ties = verdict.translation, Ties(verdict.case, verdict.translation.circular)
    >>> labelling = Labelling(ties, found.labels[: ties.size], found.ranks[: ties.size])
    >>> proof, whole, minimal = prove(labelling, verdict.number("r1"))
    >>> len(proof), whole, minimal  # the claim, the attack on it, and its source
    (3, True, True)
    """
    proof: Proof = {}
    waiting, asked = [claim], {claim}
    place = 0
    while place < len(waiting) and len(proof) < limit:
        item = waiting[place]
        place += 1
        why = labelling.why(item, asked)
        proof[item] = why
        for _, other in why.by:
            if other not in asked and (why.label != UNDECIDED or not labelling.label[other]):
                asked.add(other)
                waiting.append(other)
    whole = place == len(waiting)
    if not whole or len(proof) > _TRIED or labelling.label[claim] == UNDECIDED:
        return proof, whole, False
    check = _Check(labelling, proof)
    known = set(proof)
    if not check.follows(claim, known):
        return proof, whole, False
    for item in reversed(check.order):
        if item != claim and check.follows(claim, known - {item}):
            known.discard(item)
    return _restricted(labelling, proof, claim, known), whole, True


def _restricted(labelling: Labelling, proof: Proof, claim: int, known: Iterable[int]) -> Proof:
    """Return the proof that uses nothing but what is known, in reading order."""
    kept, ties = set(known), labelling.ties
    found: Proof = {}
    waiting = [claim]
    while waiting:
        item = waiting.pop(0)
        if item in found:
            continue
        why = proof[item]
        if not kept.issuperset(other for _, other in why.by):
            why = _other(labelling, ties, item, why, kept)
        found[item] = why
        waiting += [other for _, other in why.by]
    return found


def _other(labelling: Labelling, ties: Ties, item: int, why: Why, kept: set[int]) -> Why:
    """Return another reason for the label, from what is kept."""
    label = labelling.label
    ways = (
        [("attack", ties.attacks, IN), ("premise", ties.sources, OUT), ("need", ties.needs, OUT)]
        if why.label == OUT
        else [("reason", ties.reasons, IN)]
    )
    for role, rows, wanted in ways:
        for one in rows[item].tolist():
            if one in kept and label[one] == wanted:
                if why.label == IN:
                    rest = tuple(pair for pair in why.by if pair[0] != "reason")
                    return Why(IN, "supported", ((role, one), *rest))
                named = {"attack": "attacked", "need": "deprived", "premise": "fails"}[role]
                return Why(OUT, named, ((role, one),))
    if why.label == OUT:
        reasons = ties.reasons[item].tolist()
        if reasons and kept.issuperset(reasons):
            named = "circular" if ties.circular[item] else "unsupported"
            return Why(OUT, named, tuple(("reason", one) for one in reasons))
    return why
