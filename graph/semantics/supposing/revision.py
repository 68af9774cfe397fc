"""The revision of labels: what falls with a change, and what is decided anew.

First, by rising rank, every label falls whose reasons have fallen; then what can be decided is
decided anew. This is deletion and re-derivation (A. Gupta, I. S. Mumick, V. S. Subrahmanian,
"Maintaining views incrementally", SIGMOD 1993) with the min-max numbers as ranks; what falls lies
within the influenced set of G. Alfano, S. Greco, F. Parisi, "Efficient computation of extensions
for dynamic abstract argumentation frameworks: an incremental approach" (IJCAI 2017). What lies
behind a circle of support is decided by the translation itself.
"""

import heapq
import sys
from typing import Final

import numpy as np

from whyso.graph.semantics.dung import IN, OUT, UNDECIDED
from whyso.graph.semantics.dung.search import Deadline
from whyso.graph.semantics.supposing.regions import decide
from whyso.graph.semantics.supposing.variants import Changes, Outcome, Variants, bits
from whyso.graph.semantics.translation import Translation

__all__ = ["Run"]

_LOOK: Final = 1024  # steps between two looks at the clock
_MANY: Final = 20_000


class _TooMuchError(Exception):
    """So much changes that the whole had better be decided from the start."""


class Run:
    """One run: the labels of all variants that are no longer those of the case."""

    def __init__(self, variants: Variants, changes: Changes, deadline: Deadline) -> None:
        self.of, self.changes, self.deadline = variants, changes, deadline
        self.all = (1 << changes.width) - 1
        self.dead: dict[int, int] = {}
        self.reached: dict[int, int] = {}
        self.now_in: dict[int, int] = {}
        self.now_out: dict[int, int] = {}
        self.gone: dict[int, int] = {}
        self.touched = False
        self.steps = 0
        # A single variant that changes very much is decided from the start on arrays.
        single = changes.width == 1 and not changes.beaten
        self.most = _MANY + variants.size // 20 if single else sys.maxsize
        self._remove()

    def result(self) -> Outcome:
        """Return what changes."""
        try:
            self._fall()
            self._rise()
            if self.touched:
                self._anew()
        except _TooMuchError:
            self._whole()
        for node, mask in self.dead.items():
            found = self.now_in if self.of._label[node] == IN else self.now_out
            back = mask & found.get(node, 0)
            if back:
                self.dead[node] = mask & ~back
                found[node] &= ~back
        held = (self.dead, self.now_in, self.now_out, self.gone)
        return Outcome(*({node: mask for node, mask in kept.items() if mask} for kept in held))

    def tick(self) -> None:
        """Count a step; give up if there are too many, or if it takes too long."""
        self.steps += 1
        if self.steps > self.most:
            raise _TooMuchError
        if not self.steps % _LOOK:
            self.deadline.check()

    def _remove(self) -> None:
        of, count = self.of, self.of.count
        for claim, mask in self.changes.retracted.items():
            self.gone[claim] = mask
            for node in of.needed[claim]:
                if node >= count:
                    self.gone[node] = self.gone.get(node, 0) | mask
        for link, mask in self.changes.dropped.items():
            self.gone[link + count] = self.gone.get(link + count, 0) | mask

    def _fall(self) -> None:
        """Let labels fall, by rising rank, whose reasons have fallen.

        Where there are circles of support, what is undecided or on a circle counts as changed where
        something that bears on it is.
        """
        of, gone = self.of, self.gone
        label, rank, circle, circles = of._label, of._rank, of._in_circle, of.has_circles
        certain: dict[int, int] = {}
        asked: dict[int, int] = {}
        waiting: list[tuple[int, int]] = []

        def put(node: int, sure: int, maybe: int) -> None:
            """Ask about a node: it falls where *sure*; where *maybe*, its reasons are looked at."""
            if label[node] == UNDECIDED or circle[node]:
                if not circles:
                    return
                sure = maybe
            if node not in asked:
                heapq.heappush(waiting, (rank[node], node))
            asked[node] = asked.get(node, 0) | maybe
            certain[node] = certain.get(node, 0) | sure

        for node, mask in gone.items():
            put(node, mask, mask)
        for node, mask in self.changes.beaten.items():
            put(node, 0 if label[node] == OUT else mask, mask)
        for node, mask in self.changes.granted.items():
            put(node, 0, mask)
        while waiting:
            self.tick()
            _, node = heapq.heappop(waiting)
            mask, maybe = certain.pop(node), asked.pop(node)
            known = label[node]
            if circle[node]:
                self.touched = self.touched or mask != 0
            elif known != UNDECIDED:
                mask |= self._unfounded(node, maybe & ~mask)
            fallen = self.reached if known == UNDECIDED else self.dead
            mask &= ~fallen.get(node, 0)
            if not mask:
                continue
            fallen[node] = fallen.get(node, 0) | mask
            left = mask & ~gone.get(node, 0)
            for other in of.helped[node]:
                put(other, 0, mask)
            for other in of.needed[node]:
                put(other, mask if known == IN == label[other] else 0, mask)
            for other in of.hitting[node]:
                put(other, left if known == OUT and label[other] == IN else 0, mask)

    def _unfounded(self, node: int, lost: int) -> int:
        """Return in which of some variants no reason is left for the label that a node had."""
        of, dead, label, rank = self.of, self.dead, self.of._label, self.of._rank
        if label[node] == IN:
            if node >= of.count or of.granted[node]:
                return 0
            lost &= ~self.changes.granted.get(node, 0)
            for link in of.helps[node]:
                if not lost:
                    break
                if label[link] == IN and rank[link] < rank[node]:
                    lost &= dead.get(link, 0)
            return lost
        lost &= ~self.changes.beaten.get(node, 0)
        for rows, wanted in ((of.hits, IN), (of.needs, OUT)):
            for other in rows[node]:
                if not lost:
                    return 0
                if label[other] == wanted and rank[other] < rank[node]:
                    lost &= dead.get(other, 0)
        if lost and node < of.count and not of.granted[node]:
            lost &= self._reopened(node)
        return lost

    def _reopened(self, claim: int) -> int:
        """Return the variants in which a claim is no longer rejected for want of good reasons."""
        of, label, rank = self.of, self.of._label, self.of._rank
        open_again, none = self.changes.granted.get(claim, 0), self.all
        for link in of.helps[claim]:
            if label[link] != OUT or rank[link] >= rank[claim]:
                return self.all
            gone = self.gone.get(link, 0)
            open_again |= self.dead.get(link, 0) & ~gone
            none &= gone
        return open_again | none

    def _rise(self) -> None:
        """Decide what can be decided anew."""
        of, circle = self.of, self.of._in_circle
        asked = dict.fromkeys(self.dead)
        for node in self.gone:
            asked.update(dict.fromkeys(of.outputs(node)))
        asked.update(dict.fromkeys(self.changes.granted))
        for node, mask in self.changes.beaten.items():
            if of._label[node] != OUT:
                self.now_out[node] = mask & ~self.gone.get(node, 0)
                asked.update(dict.fromkeys(of.outputs(node)))
                asked[node] = None
        order = of.order if self.changes.width > 1 else of._rank
        waiting = [(order[node], node) for node in asked]
        heapq.heapify(waiting)
        queued = set(asked)
        while waiting:
            self.tick()
            _, node = heapq.heappop(waiting)
            queued.discard(node)
            if circle[node]:
                continue
            fresh_in, fresh_out = self._decided(node)
            if not fresh_in and not fresh_out:
                continue
            if fresh_in:
                self.now_in[node] = self.now_in.get(node, 0) | fresh_in
            if fresh_out:
                self.now_out[node] = self.now_out.get(node, 0) | fresh_out
            for other in of.outputs(node):
                if other not in queued:
                    queued.add(other)
                    heapq.heappush(waiting, (order[other], other))

    def _in(self, node: int) -> int:
        held = self.all & ~self.dead.get(node, 0) if self.of._label[node] == IN else 0
        return held | self.now_in.get(node, 0)

    def _out(self, node: int) -> int:
        held = self.all & ~self.dead.get(node, 0) if self.of._label[node] == OUT else 0
        return held | self.now_out.get(node, 0)

    def _decided(self, node: int) -> tuple[int, int]:
        """Return the variants in which an undecided node is to be accepted, and rejected."""
        of, gone = self.of, self.gone
        left = self.all & ~(self._in(node) | self._out(node) | gone.get(node, 0))
        if not left:
            return 0, 0
        stands, fails = left, 0
        for other in of.needs[node]:
            stands &= self._in(other)
            fails |= self._out(other)
        for other in of.hits[node]:
            stands &= self._out(other) | gone.get(other, 0)
            fails |= self._in(other)
        if node < of.count and not of.granted[node]:
            ground = self.changes.granted.get(node, 0)
            lacking, some = left & ~ground, 0
            for link in of.helps[node]:
                ground |= self._in(link)
                lost = gone.get(link, 0)
                lacking &= self._out(link) | lost
                some |= ~lost
            stands &= ground
            fails |= lacking & some
        return stands, fails & left

    def _whole(self) -> None:
        """Decide the only variant from the start."""
        of, changed = self.of, self.changes.of(0)
        case = of.case.changed(
            retract=changed["retracted"], grant=changed["granted"], drop=changed["dropped"]
        )
        labels = Translation(case.links, case.granted.outright).labels[: of.size].copy()
        labels[list(self.gone)] = UNDECIDED
        differ = labels != of.labels
        self.dead = dict.fromkeys(np.flatnonzero(differ & (of.labels != UNDECIDED)).tolist(), 1)
        self.now_in = dict.fromkeys(np.flatnonzero(differ & (labels == IN)).tolist(), 1)
        self.now_out = dict.fromkeys(np.flatnonzero(differ & (labels == OUT)).tolist(), 1)

    def _anew(self) -> None:
        """Decide anew what lies behind a circle of support, where one is touched."""
        label = self.of._label
        region: dict[int, list[int]] = {}
        for node, mask in self._behind().items():
            for variant in bits(mask):
                region.setdefault(variant, []).append(node)
            for found in (self.now_in, self.now_out):
                if node in found:
                    found[node] &= ~mask
        for variant, node, now in decide(self, region):
            bit = 1 << variant
            if now == label[node]:
                self.dead[node] = self.dead.get(node, 0) & ~bit
            elif now != UNDECIDED:
                found = self.now_in if now == IN else self.now_out
                found[node] = found.get(node, 0) | bit

    def _behind(self) -> dict[int, int]:
        """Return per node the variants in which it lies on or behind a touched circle."""
        of = self.of

        def fallen(node: int) -> int:
            mask = self.dead.get(node, 0) | self.reached.get(node, 0)
            return mask & ~self.gone.get(node, 0)

        waiting = [node for node in (*self.dead, *self.reached) if of._in_circle[node]]
        behind = {node: fallen(node) for node in waiting}
        queued = set(waiting)
        while waiting:
            self.tick()
            node = waiting.pop()
            queued.discard(node)
            for other in of.outputs(node):
                more = behind[node] & fallen(other) & ~behind.get(other, 0)
                if more:
                    behind[other] = behind.get(other, 0) | more
                    if other not in queued:
                        queued.add(other)
                        waiting.append(other)
        return behind

    def label(self, node: int, variant: int) -> int:
        """Return the label of a node that is not behind a touched circle."""
        if self.now_in.get(node, 0) >> variant & 1:
            return IN
        if self.now_out.get(node, 0) >> variant & 1:
            return OUT
        fallen = (self.dead.get(node, 0) | self.gone.get(node, 0)) >> variant & 1
        return UNDECIDED if fallen else int(self.of._label[node])
