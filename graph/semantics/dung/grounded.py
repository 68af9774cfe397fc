"""The grounded labelling: what must be accepted, what must be rejected, and what stays open."""

from typing import Final

import numpy as np
import numpy.typing as npt

from whyso.graph.semantics.dung.framework import Framework, Ints, Mask, Rows

__all__ = ["IN", "OUT", "UNDECIDED", "Labels", "grounded"]

IN: Final = 1
OUT: Final = -1
UNDECIDED: Final = 0
Labels = npt.NDArray[np.int8]

_ONE: Final = np.int32(1)  # a Python int would take a slow path
_THIN: Final = 48  # fronts below this are followed one argument at a time


def grounded(framework: Framework) -> tuple[Labels, Ints]:
    """Return the grounded labelling and the min-max numbering.

    An argument is in if all its attackers are out, and out if one attacker is in. What neither
    rule reaches is undecided. The number of an argument says in which round it was decided: an
    unattacked one has 1, one that is out one more than the least of its attackers that are in, one
    that is in one more than the greatest of its attackers; undecided ones have 0.

    Returns:
        Labels (1 in, -1 out, 0 undecided) and numbers, one each per argument.

    Sources: S. Modgil and M. Caminada, "Proof theories and algorithms for abstract argumentation
    frameworks" (2009); M. Caminada and P. Dunne, "Strong admissibility revisited" (COMMA 2014).

    >>> labels, numbers = grounded(Framework.of("abcd", ["ab", "bc", "dd"]))
    >>> labels.tolist(), numbers.tolist()
    ([1, -1, 1, 0], [1, 2, 3, 0])
    """
    attackers, attacked = framework.attackers, framework.attacked
    labels = np.zeros(len(framework), dtype=np.int8)
    numbers = np.zeros(len(framework), dtype=np.int32)
    waiting = attackers.sizes()
    stamp = np.empty(len(framework), dtype=np.int32)
    front = np.flatnonzero(waiting == 0).astype(np.int32)
    number = 1
    wide = len(framework) // 16  # a wave above this is handled as a whole array
    while len(front):
        if len(front) < _THIN and attacked.sizes_of(front).sum() < _THIN * _THIN:
            front, number = _thin(attacked, labels, numbers, waiting, front, number)
            continue
        labels[front] = IN
        numbers[front] = number
        beaten = attacked.gather(front)
        if len(beaten) > wide:
            open_ones = _mask(beaten, len(framework)) & (labels == UNDECIDED)
            beaten = np.flatnonzero(open_ones).astype(np.int32)
        else:
            beaten = _once(beaten[labels[beaten] == UNDECIDED], stamp)
        labels[beaten] = OUT
        numbers[beaten] = number + 1
        freed = attacked.gather(beaten)
        if len(freed) > wide:
            waiting -= np.bincount(freed, minlength=len(framework)).astype(np.int32)
            front = np.flatnonzero((waiting == 0) & (labels == UNDECIDED)).astype(np.int32)
        else:
            np.subtract.at(waiting, freed, _ONE)
            front = _once(freed[(waiting[freed] == 0) & (labels[freed] == UNDECIDED)], stamp)
        number += 2
    return labels, numbers


def _mask(found: Ints, count: int) -> Mask:
    mask = np.zeros(count, dtype=np.bool_)
    mask[found] = True
    return mask


def _once(found: Ints, stamp: Ints) -> Ints:
    """Return each number once, without sorting."""
    places = np.arange(len(found), dtype=np.int32)
    stamp[found] = places
    once: Ints = found[stamp[found] == places]
    return once


def _thin(
    attacked: Rows, labels: Labels, numbers: Ints, waiting: Ints, front: Ints, number: int
) -> tuple[Ints, int]:
    """Follow a front one argument at a time until it is broad or empty: for long chains."""
    start, items = attacked.start.data, attacked.items.data
    label, rank, left = labels.data, numbers.data, waiting.data
    now = front.tolist()
    while now and len(now) < 4 * _THIN:
        beaten, then = [], []
        for one in now:
            label[one], rank[one] = IN, number
            for other in items[start[one] : start[one + 1]].tolist():
                if not label[other]:
                    label[other], rank[other] = OUT, number + 1
                    beaten.append(other)
        for one in beaten:
            for other in items[start[one] : start[one + 1]].tolist():
                left[other] = rest = left[other] - 1
                if not rest and not label[other]:
                    then.append(other)
        now, number = then, number + 2
    return np.array(now, dtype=np.int32), number
