"""The grounded labelling: what must be accepted, what must be rejected, and what stays open."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from whyso.graph.semantics.dung.framework import Framework, Ints, Rows

__all__ = ["IN", "OUT", "UNDECIDED", "Labels", "grounded"]

IN: Final = 1
OUT: Final = -1
UNDECIDED: Final = 0
Labels = npt.NDArray[np.int8]

_NOBODY: Final = -1
_ONE: Final = np.int32(1)  # a Python int would take a slow path
_THIN: Final = 48  # fronts below this are followed one argument at a time
_PAGE: Final = 1 << 18  # arrays of 4 MiB and more get large pages, where the system has them
_CHUNK: Final = 1 << 17  # what is worked on at once should stay in the processor's cache


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
    attacked, size = framework.attacked, len(framework)
    # There is one place more than arguments: what a row without items is said to begin with.
    numbers, waiting = np.zeros((2, size + _PAGE), dtype=np.int32)[:, : size + 1]
    start = framework.attackers.start
    np.subtract(start[1:], start[:-1], out=waiting[:-1])
    front = np.flatnonzero(waiting[:-1] == 0)
    numbers[front] = number = 1
    numbers[-1], waiting[-1] = _NOBODY, np.iinfo(np.int32).max
    wide = size // 8  # a wave above this is found by looking through all numbers
    # What unattacked ones attack has no number yet, nor has what loses its last attacker; each of
    # the latter is found where that happens, so in one chunk.
    while len(front):
        if len(front) < _THIN and attacked.sizes_of(front).sum() < _THIN * _THIN:
            front, number = _thin(attacked, numbers, waiting, front, number)
            continue
        reached = _reached(attacked, front)
        if number > 1 or len(front) <= wide:
            reached = _open(reached, numbers)
        beaten = _number(reached, numbers, number + 1, len(front) > wide)
        freed = _freed(_reached(attacked, beaten), waiting)
        front = _number(freed, numbers, number + 2, len(beaten) > wide)
        number += 2
    numbers = numbers[:-1]
    labels = np.empty(size, dtype=np.int8)
    np.bitwise_and(numbers, _ONE, out=labels, casting="unsafe")  # odd: in, even: out, 0: undecided
    labels += labels
    labels -= numbers != 0
    return labels, numbers


def _reached(rows: Rows, front: npt.NDArray[Any]) -> Iterator[Ints]:
    """Yield the items of several rows in chunks, in no order; most rows have one item."""
    heads, long, start = rows.heads, rows.long, rows.start
    for begin in range(0, len(front), _CHUNK):
        chunk = front[begin : begin + _CHUNK]
        yield heads.take(chunk)
        more = chunk.take(np.flatnonzero(long.take(chunk)))
        if len(more):
            yield rows.between(start.take(more) + _ONE, start[1:].take(more))


def _number(found: Iterable[Ints], numbers: Ints, number: int, wide: bool) -> npt.NDArray[Any]:
    """Number all that were found, and return each of them once."""
    fresh = []
    for some in found:
        if not wide:
            marks = np.arange(-1, -1 - len(some), -1, dtype=np.int32)
            numbers[some] = marks  # of several marks one stays
            some = some.take(np.flatnonzero(numbers.take(some) == marks))
            fresh.append(some)
        numbers[some] = number
    if wide:
        numbers[-1] = _NOBODY
        return np.flatnonzero(numbers == number)
    return np.concatenate(fresh) if fresh else np.zeros(0, dtype=np.int32)


def _open(found: Iterable[Ints], numbers: Ints) -> Iterator[Ints]:
    """Yield those that have no number yet."""
    for some in found:
        yield some.take(np.flatnonzero(numbers.take(some) == 0))


def _freed(found: Iterable[Ints], waiting: Ints) -> Iterator[Ints]:
    """Take off one attacker each; yield those that have none left."""
    for some in found:
        np.subtract.at(waiting, some, _ONE)
        yield some.take(np.flatnonzero(waiting.take(some) == 0))


def _thin(
    attacked: Rows, numbers: Ints, waiting: Ints, front: npt.NDArray[Any], number: int
) -> tuple[npt.NDArray[Any], int]:
    """Follow a front one argument at a time until it is broad or empty: for long chains."""
    start, items = attacked.start.data, attacked.items.data
    rank, left = numbers.data, waiting.data
    now = front.tolist()
    while now and len(now) < 4 * _THIN:
        beaten, then = [], []
        for one in now:
            for other in items[start[one] : start[one + 1]].tolist():
                if not rank[other]:
                    rank[other] = number + 1
                    beaten.append(other)
        for one in beaten:
            for other in items[start[one] : start[one + 1]].tolist():
                left[other] = rest = left[other] - 1
                if not rest and not rank[other]:
                    rank[other] = number + 2
                    then.append(other)
        now, number = then, number + 2
    return np.array(now, dtype=np.int32), number
