"""Comparing arguments by a number per round, where the first difference decides.

There is no last round. It ends when nothing is left that a further round could tell apart. Two
arguments are equal for good

- if they are of one class of an equitable partition (:mod:`.colours`);
- if their numbers are equal so far and no attack path that leads to them is longer;
- for discussions, if their numbers are equal so far and there were as many rounds as there are
  classes that lead to them, since the numbers are those of a linear recurrence of that order; or if
  all numbers of a round are those of an earlier one, since then they repeat.

Now and then classes are dropped that no open comparison rests on. Discussions are counted in whole
numbers of any size. Burdens are floats: two that differ by less than a 1,000,000,000,000th count as
equal.
"""

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from whyso.graph.semantics.dung import Ints, Mask
from whyso.graph.semantics.dung.search import Deadline
from whyso.graph.semantics.gradual.colours import Classes

__all__ = ["Compared", "Row", "by_rounds"]

Row: TypeAlias = tuple[Ints, npt.NDArray[Any]]
_EQUAL: Final = 1e-12
_LARGE: Final = 2**62
_FIRST: Final = 8  # rounds until classes are dropped for the first time


@dataclass(frozen=True)
class Compared:
    """The outcome of comparing classes of arguments.

    Attributes:
        rank: for each class its place, from 0, the best; equal ones share it.
        decided: whether further rounds would change nothing.
        rows: for each round the classes compared and their numbers; less is better.
    """

    rank: Ints
    decided: bool
    rows: list[Row]


def by_rounds(kinds: Classes, discussion: bool, rounds: int, deadline: Deadline) -> Compared:
    """Compare classes of arguments by their burdens, or by discussions.

    Args:
        kinds: an equitable partition.
        discussion: whether attack paths are counted, instead of burdens.
        rounds: how many rounds there are at most.
        deadline: when to give up.
    """
    ids = np.arange(kinds.count, dtype=np.int32)
    table = kinds.attackers
    rank = np.zeros(kinds.count, dtype=np.int32)
    alive = np.ones(kinds.count, dtype=np.bool_)
    numbers: npt.NDArray[Any] = np.ones(kinds.count, dtype=np.int64 if discussion else np.float64)
    rows: list[Row] = [(ids, numbers)]
    dropped: list[tuple[Ints, Mask, Mask]] = []
    drop = _FIRST
    seen: npt.NDArray[Any] | None = None
    decided = False
    while True:
        still = _open(rank, alive)
        enough = discussion and (
            len(rows) > len(ids) or (seen is not None and _same(seen, numbers))
        )
        if seen is None or len(rows) & (len(rows) - 1) == 0:
            seen = numbers
        decided = enough or not still.any()
        if decided or len(rows) > rounds:
            break
        if len(rows) > drop:
            drop *= 4
            keep = _needed(table, still)
            dropped.append((rank, keep, still))
            ids, rank, numbers, alive = ids[keep], rank[keep], numbers[keep], alive[keep]
            table, seen = table[keep][:, keep], None
        deadline.check()
        if discussion:
            then = _walks(table, numbers)
            shown = then if len(rows) % 2 else -then
        else:
            then = shown = 1 + table @ (1 / numbers)
            if np.array_equal(then, numbers):
                decided = not _open(rank, _endless(table, alive, rounds, deadline)).any()
                break
        rank = _refined(rank, shown, 0 if discussion else _EQUAL)
        alive = (table @ alive.astype(np.int64)) > 0
        numbers = then
        rows.append((ids, shown))
    for before, keep, was_open in reversed(dropped):
        finer = np.zeros(len(before), dtype=np.int32)
        finer[keep] = rank
        only = np.zeros(len(before), dtype=np.int32)
        only[was_open] = finer[was_open]
        rank = _refined(before, only, 0)
    return Compared(rank, decided, rows)


def _open(rank: Ints, alive: Mask) -> Mask:
    """Return which classes are equal to another that attack paths still lead to."""
    if not len(rank):
        return alive
    size = np.bincount(rank)
    lives = np.zeros(len(size), dtype=np.bool_)
    lives[rank[alive]] = True
    found: Mask = ((size > 1) & lives)[rank]
    return found


def _refined(rank: Ints, numbers: npt.NDArray[Any], tolerance: float) -> Ints:
    """Put those with less before those with more, where they were equal so far."""
    if not len(rank):
        return rank
    order = np.lexsort((_sortable(numbers), rank))
    now, then = numbers[order[:-1]], numbers[order[1:]]
    far = np.abs(then - now) > tolerance * np.abs(then)
    apart = (rank[order[:-1]] != rank[order[1:]]) | far.astype(np.bool_)
    found = np.empty(len(rank), dtype=np.int32)
    found[order] = np.concatenate([[0], np.cumsum(apart)])
    return found


def _endless(table: Any, alive: Mask, rounds: int, deadline: Deadline) -> Mask:
    """Return to which classes there are attack paths of any length."""
    for _ in range(rounds):
        deadline.check()
        then = (table @ alive.astype(np.int64)) > 0
        if np.array_equal(then, alive):
            break
        alive = then
    return alive


def _sortable(numbers: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return numbers that sort alike; whole numbers of any size become places."""
    if numbers.dtype != object:
        return numbers
    place = {number: place for place, number in enumerate(sorted(set(numbers.tolist())))}
    return np.array([place[number] for number in numbers.tolist()], dtype=np.int64)


def _needed(table: Any, still: Mask) -> Mask:
    """Return which classes lead to those that are open, themselves included."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order

    count = len(still)
    first = np.flatnonzero(still).astype(table.indices.dtype)
    start = np.concatenate([table.indptr, [table.indptr[-1] + len(first)]])
    items = np.concatenate([table.indices, first])
    ones = np.ones(len(items), dtype=np.int8)
    whole = csr_array((ones, items, start), shape=(count + 1, count + 1))
    found = np.zeros(count + 1, dtype=np.bool_)
    found[breadth_first_order(whole, count, return_predecessors=False)] = True
    return found[:count]


def _same(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> bool:
    return len(one) == len(other) and bool((one == other).all())


def _walks(table: Any, walks: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return how many attack paths, one longer than before, lead to each class."""
    if walks.dtype != object:
        degree = int(table.sum(axis=1).max())
        if int(walks.max()) * degree < _LARGE:
            product: npt.NDArray[Any] = table @ walks
            return product
        walks = walks.astype(object)
    found = np.full(len(walks), 0, dtype=object)
    rows = np.repeat(np.arange(len(walks)), np.diff(table.indptr))
    np.add.at(found, rows, table.data.astype(object) * walks[table.indices])
    return found
