"""For each argument a row of others, on arrays: whom it attacks, or who attacks it."""

from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Ints", "Mask", "Rows"]

Ints: TypeAlias = npt.NDArray[np.int32]
Mask: TypeAlias = npt.NDArray[np.bool_]

_FEW: Final = 2_000  # up to here sorting is quicker than starting scipy


class Rows:
    """For each argument a row of others, all rows in one array (compressed sparse rows).

    Attributes:
        start: where each row begins in *items*, and at last where the last one ends.
        items: the rows, one after another; each is sorted and says nothing twice.
    """

    def __init__(self, count: int, row: Ints, item: Ints) -> None:
        if len(row) < _FEW:
            order = np.lexsort((item, row))
            row, item = row[order], item[order]
            new = np.ones(len(row), dtype=np.bool_)
            new[1:] = (row[1:] != row[:-1]) | (item[1:] != item[:-1])
            self.start: Ints = np.searchsorted(row[new], np.arange(count + 1)).astype(np.int32)
            self.items: Ints = item[new]
            return
        from scipy.sparse import csr_array

        ones = np.ones(len(row), dtype=np.bool_)
        table = csr_array((ones, (row, item)), shape=(count, int(item.max()) + 1))
        self.start = table.indptr.astype(np.int32, copy=False)
        self.items = table.indices.astype(np.int32, copy=False)

    def __len__(self) -> int:
        return len(self.start) - 1

    def __getitem__(self, row: int) -> Ints:
        return self.items[self.start[row] : self.start[row + 1]]

    def sizes(self) -> Ints:
        """Return the length of each row.

        >>> from whyso.graph.semantics.dung import Framework
        >>> Framework.of("abc", ["ab", "cb"]).attackers.sizes()
        array([0, 2, 0], dtype=int32)
        """
        return np.diff(self.start)

    @cached_property
    def heads(self) -> Ints:
        """The first item of each row, the number of rows where there is none; and that once more.

        >>> from whyso.graph.semantics.dung import Framework
        >>> Framework.of("abc", ["ab", "ac", "cb"]).attacked.heads
        array([1, 3, 1, 3], dtype=int32)
        """
        found = np.full(len(self.start), len(self), dtype=np.int32)
        if len(self.items):
            self.items.take(self.start[:-1], out=found[:-1], mode="clip")
            found[:-1][self.start[1:] == self.start[:-1]] = len(self)
        return found

    @cached_property
    def long(self) -> Mask:
        """Which rows have more than one item; false for the number after the last one.

        >>> from whyso.graph.semantics.dung import Framework
        >>> Framework.of("abc", ["ab", "ac", "cb"]).attacked.long
        array([ True, False, False, False])
        """
        found = np.zeros(len(self.start), dtype=np.bool_)
        np.greater(self.sizes(), 1, out=found[:-1])
        return found

    def sizes_of(self, rows: npt.NDArray[Any]) -> Ints:
        """Return the lengths of some rows.

        >>> from whyso.graph.semantics.dung import Framework
        >>> Framework.of("abc", ["ab", "cb"]).attackers.sizes_of(np.array([1, 1]))
        array([2, 2], dtype=int32)
        """
        sizes: Ints = self.start[rows + 1] - self.start[rows]
        return sizes

    def gather(self, rows: npt.NDArray[Any]) -> Ints:
        """Return the items of several rows, one row after another.

        >>> from whyso.graph.semantics.dung import Framework
        >>> Framework.of("abc", ["ab", "ac"]).attacked.gather(np.array([0]))
        array([1, 2], dtype=int32)
        """
        return self.between(self.start.take(rows), self.start.take(rows + 1))

    def between(self, start: Ints, stop: Ints) -> Ints:
        """Return the items from places to places, one stretch after another.

        >>> from whyso.graph.semantics.dung import Framework
        >>> rows = Framework.of("abc", ["ab", "ac", "ba"]).attacked
        >>> rows.between(np.array([1, 2]), np.array([2, 3]))
        array([2, 0], dtype=int32)
        """
        sizes = stop - start
        ends = np.cumsum(sizes)
        if not len(ends) or not ends[-1]:
            return self.items[:0]
        place = np.repeat(stop - ends, sizes)
        place += np.arange(ends[-1], dtype=place.dtype)
        return self.items.take(place)

    def turned(self) -> "Rows":
        """Return for each argument the rows that it stands in.

        >>> from whyso.graph.semantics.dung import Framework
        >>> Framework.of("abc", ["ab", "cb"]).attacked.turned()[1]
        array([0, 2], dtype=int32)
        """
        count = len(self)
        if len(self.items) < _FEW:
            row = np.repeat(np.arange(count, dtype=np.int32), self.sizes())
            return Rows(count, self.items, row)
        from scipy.sparse import csr_array

        ones = np.ones(len(self.items), dtype=np.bool_)
        table = csr_array((ones, self.items, self.start), shape=(count, count)).tocsc()
        turned = Rows.__new__(Rows)
        turned.start = table.indptr.astype(np.int32, copy=False)
        turned.items = table.indices.astype(np.int32, copy=False)
        return turned
