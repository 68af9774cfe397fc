"""The grounded labelling: what must be accepted, what must be rejected, and what stays open."""

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from whyso.graph.semantics.dung.framework import Framework
from whyso.graph.semantics.dung.rows import Ints, Rows

__all__ = ["IN", "OUT", "UNDECIDED", "Labels", "grounded"]

IN: Final = 1
OUT: Final = -1
UNDECIDED: Final = 0
Labels = npt.NDArray[np.int8]

Places: TypeAlias = npt.NDArray[np.intp]
# Who was decided last; None where they are so many that they are looked up by their number.
Front: TypeAlias = Places | None
_MANY: Final = 8  # the part of all that is many
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
    np.equal(waiting[:-1], 0, out=numbers[:-1], casting="unsafe")
    numbers[-1], waiting[-1] = _NOBODY, np.iinfo(np.int32).max
    front, number = _found(numbers, 1), 1
    # What unattacked ones attack has no number yet, nor has what loses its last attacker; each of
    # the latter is found where that happens, so in one chunk.
    while front is None or len(front):
        if front is not None and _is_thin(attacked, front):
            front, number = _thin(attacked, numbers, waiting, front, number)
            continue
        reached = _reached(attacked, _chunks(front, numbers, number))
        if number > 1 or front is not None:
            reached = _open(reached, numbers)
        beaten = _number(reached, numbers, number + 1, front is None)
        freed = _freed(_reached(attacked, _chunks(beaten, numbers, number + 1)), waiting)
        front = _number(freed, numbers, number + 2, beaten is None)
        number += 2
    numbers, labels = numbers[:-1], np.empty(size, dtype=np.int8)
    for begin in range(0, size, _CHUNK):
        some, label = numbers[begin : begin + _CHUNK], labels[begin : begin + _CHUNK]
        np.bitwise_and(some, _ONE, out=label, casting="unsafe")  # odd: in, even: out, 0: undecided
        label += label
        label -= some != 0
    return labels, numbers


def _found(numbers: Ints, number: int) -> Front:
    """Return those that have a number, or nothing where they are many."""
    size, count = len(numbers), 0
    for begin in range(0, size, _CHUNK):
        count += int(np.count_nonzero(numbers[begin : begin + _CHUNK] == number))
    return None if count > max(size // _MANY, _THIN) else np.flatnonzero(numbers == number)


def _chunks(front: Front, numbers: Ints, number: int) -> Iterator[Places]:
    """Yield a front piece by piece."""
    for begin in range(0, len(numbers) if front is None else len(front), _CHUNK):
        if front is None:
            some = np.flatnonzero(numbers[begin : begin + _CHUNK] == number)
            some += begin
            yield some
        else:
            yield front[begin : begin + _CHUNK]


def _reached(rows: Rows, front: Iterable[Places]) -> Iterator[Places]:
    """Yield the items of several rows, in no order; most rows have one item.

    They come as numbers of the machine's width, which is turned into once and not at each use.
    """
    heads, long, start = rows.heads, rows.long, rows.start
    for chunk in front:
        yield heads.take(chunk).astype(np.intp)
        more = chunk.take(np.flatnonzero(long.take(chunk)))
        if len(more):
            rest = rows.between(start.take(more) + _ONE, start[1:].take(more))
            yield rest.astype(np.intp)


def _number(found: Iterable[Places], numbers: Ints, number: int, many: bool) -> Front:
    """Number all that were found, and return each of them once, or nothing where they are many."""
    fresh = []
    for some in found:
        if not many:
            marks = np.arange(-1, -1 - len(some), -1, dtype=np.int32)
            numbers[some] = marks  # of several marks one stays
            some = some.take(np.flatnonzero(numbers.take(some) == marks))
            fresh.append(some)
        numbers[some] = number
    if many:
        numbers[-1] = _NOBODY
        return _found(numbers, number)
    return np.concatenate(fresh) if fresh else np.zeros(0, dtype=np.intp)


def _open(found: Iterable[Places], numbers: Ints) -> Iterator[Places]:
    """Yield those that have no number yet."""
    for some in found:
        yield some.take(np.flatnonzero(numbers.take(some) == 0))


def _freed(found: Iterable[Places], waiting: Ints) -> Iterator[Places]:
    """Take off one attacker each; yield those that have none left."""
    for some in found:
        np.subtract.at(waiting, some, _ONE)
        yield some.take(np.flatnonzero(waiting.take(some) == 0))


def _is_thin(rows: Rows, front: Places) -> bool:
    return len(front) < _THIN and rows.sizes_of(front).sum() < _THIN * _THIN


def _thin(
    attacked: Rows, numbers: Ints, waiting: Ints, front: Places, number: int
) -> tuple[Places, int]:
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
    return np.array(now, dtype=np.intp), number
