"""Abstract argumentation frameworks (Dung 1995) on arrays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from whyso.graph.errors import UnknownNameError
from whyso.graph.semantics.dung.rows import Ints, Mask, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Component", "Framework", "Numbers"]


class Framework:
    """Arguments and the attacks between them.

    Attributes:
        names: what the arguments are called; arguments are counted from 0.
        source: for each attack the argument that attacks.
        target: for each attack the argument that is attacked.

    Raises:
        UnknownNameError: an attack is said of a number that no argument has.

    Source: P. M. Dung, "On the acceptability of arguments and its fundamental role in nonmonotonic
    reasoning, logic programming and n-person games", Artificial Intelligence 77 (1995).

    >>> Framework.of("abc", ["ab", "bc"])
    Framework(3 arguments, 2 attacks)
    """

    def __init__(self, names: Sequence[Any], source: npt.ArrayLike, target: npt.ArrayLike) -> None:
        self.names = names
        self.source: Ints = np.asarray(source, dtype=np.int32)
        self.target: Ints = np.asarray(target, dtype=np.int32)
        for ends in (self.source, self.target):
            self.check(ends)

    @classmethod
    def of(cls, names: Iterable[str], attacks: Iterable[Sequence[str]]) -> "Framework":
        """Return the framework of these names and pairs of names.

        Raises:
            UnknownNameError: an attack names no argument.

        >>> Framework.of(["a", "b"], [("a", "b"), ("b", "a")]).attackers[0]
        array([1], dtype=int32)
        """
        listed = list(dict.fromkeys(names))
        made = cls(listed, [], [])
        pairs = [(made.index(pair[0]), made.index(pair[1])) for pair in attacks]
        return cls(listed, [a for a, _ in pairs], [b for _, b in pairs])

    def check(self, numbers: npt.ArrayLike) -> None:
        """Raise an error if a number is that of no argument.

        Raises:
            UnknownNameError: there is one.

        >>> Framework.of("ab", []).check([0, 2])
        Traceback (most recent call last):
        whyso.graph.errors.UnknownNameError: no argument named '#2'
        """
        listed = np.asarray(numbers, dtype=np.int32)
        wrong = listed[listed.view(np.uint32) >= len(self)]  # negative ones are huge
        if len(wrong):
            raise UnknownNameError("argument", f"#{wrong[0]}", ())

    def __len__(self) -> int:
        return len(self.names)

    def __repr__(self) -> str:
        return f"Framework({len(self)} arguments, {len(self.attacked.items)} attacks)"

    @cached_property
    def attackers(self) -> Rows:
        """For each argument those that attack it."""
        return self.attacked.turned()

    @cached_property
    def attacked(self) -> Rows:
        """For each argument those that it attacks."""
        return Rows(len(self), self.source, self.target)

    @cached_property
    def self_attacking(self) -> Mask:
        """Which arguments attack themselves."""
        found = np.zeros(len(self), dtype=np.bool_)
        found[self.source[self.source == self.target]] = True
        return found

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    def index(self, name: str) -> int:
        """Return the number of an argument.

        Raises:
            UnknownNameError: there is none of that name; the nearest names are told.

        >>> Framework.of(["tea", "milk"], []).index("te")
        Traceback (most recent call last):
        whyso.graph.errors.UnknownNameError: no argument named 'te'; the nearest are tea
        """
        if isinstance(self.names, Numbers):
            place = self.names.place(name)
        else:
            place = self._places.get(name)
        if place is None:
            known = [] if isinstance(self.names, Numbers) else islice(self.names, _NEAR)
            raise UnknownNameError("argument", name, known)
        return place

    def part(self, keep: Mask) -> tuple["Framework", Ints]:
        """Return the framework of some arguments and the attacks between them.

        Returns:
            The framework, and for each argument in it its number here.

        >>> smaller, numbers = Framework.of("abc", ["ab", "bc"]).part(np.array([False, True, True]))
        >>> smaller, numbers
        (Framework(2 arguments, 1 attacks), array([1, 2], dtype=int32))
        """
        numbers = np.flatnonzero(keep).astype(np.int32)
        if len(numbers) == len(self):
            return self, numbers
        inside = keep[self.source] & keep[self.target]
        new = np.cumsum(keep, dtype=np.int32) - 1
        names = _Names(self.names, numbers)
        return Framework(names, new[self.source[inside]], new[self.target[inside]]), numbers

    def components(self) -> "list[Component]":
        """Return the weakly connected components; those with the same attacks are kept once.

        >>> for part in Framework.of("abcdef", ["ab", "cd", "de", "ed"]).components():
        ...     print(part.framework, part.members.tolist())
        Framework(1 arguments, 0 attacks) [[5]]
        Framework(2 arguments, 1 attacks) [[0, 1]]
        Framework(3 arguments, 3 attacks) [[2, 3, 4]]
        """
        if not len(self):
            return []
        parts, label = self._classes("weak")
        order = np.argsort(label, kind="stable").astype(np.int32)
        sizes = np.bincount(label, minlength=parts)
        begins = np.cumsum(sizes) - sizes
        local = np.empty(len(self), dtype=np.int64)
        local[order] = np.arange(len(self)) - np.repeat(begins, sizes)
        source = np.repeat(np.arange(len(self), dtype=np.int32), self.attacked.sizes())
        target = self.attacked.items
        within = label[source]
        pairs = local[source] * sizes[within] + local[target]
        by_part = np.lexsort((pairs, within))
        pairs = pairs[by_part]
        counts = np.bincount(within, minlength=parts)
        first = np.cumsum(counts) - counts
        found = []
        for size, count in np.unique(np.stack([sizes, counts], axis=1), axis=0).tolist():
            alike = np.flatnonzero((sizes == size) & (counts == count))
            attacks = pairs[first[alike][:, None] + np.arange(count)]
            members = order[begins[alike][:, None] + np.arange(size)]
            kinds, kind = attacks[:1], np.zeros(len(alike), dtype=np.intp)
            if len(alike) > 1 and count:
                kinds, kind = np.unique(attacks, axis=0, return_inverse=True)
            for place, attack in enumerate(kinds):
                framework = Framework(range(size), attack // size, attack % size)
                found.append(Component(framework, members[kind.ravel() == place]))
        return found

    def cycles(self) -> Rows:
        """Return the strongly connected components, a row of members each, attackers first.

        Two arguments are in one component if each reaches the other by attacks.

        >>> [part.tolist() for part in Framework.of("abc", ["ab", "ca", "ac"]).cycles()]
        [[0, 2], [1]]
        """
        parts, label = self._classes("strong")
        place = _attackers_first(parts, label[self.source], label[self.target])[label]
        return Rows(parts, place, np.arange(len(self), dtype=np.int32))

    def _classes(self, kind: str) -> tuple[int, Ints]:
        from scipy.sparse.csgraph import connected_components

        if not len(self):
            return 0, np.zeros(0, dtype=np.int32)
        table = self._table(self.attacked)
        parts, label = connected_components(table, directed=True, connection=kind)
        return int(parts), label

    def _table(self, rows: Rows) -> Any:
        from scipy.sparse import csr_array

        ones = np.ones(len(rows.items), dtype=np.float64)
        return csr_array((ones, rows.items, rows.start), shape=(len(self), len(self)))

    def upstream(self, number: int) -> Mask:
        """Return which arguments decide about one: itself, its attackers, theirs, and so on.

        >>> Framework.of("abc", ["ab", "bc"]).upstream(1)
        array([ True,  True, False])
        """
        from scipy.sparse.csgraph import breadth_first_order

        seen = np.zeros(len(self), dtype=np.bool_)
        table = self._table(self.attackers)
        seen[breadth_first_order(table, number, return_predecessors=False)] = True
        return seen

    def around(self, number: int) -> Mask:
        """Return the weakly connected component of an argument.

        >>> Framework.of("abc", ["ab"]).around(1)
        array([ True,  True, False])
        """
        label = self._classes("weak")[1]
        found: Mask = label == label[number]
        return found


@dataclass(frozen=True)
class Component:
    """A part of a framework that no attack connects with the rest, perhaps several times.

    Attributes:
        framework: the attacks in it; its names are the numbers from 0.
        members: a row for each time that it occurs, of the numbers in the whole framework.
    """

    framework: Framework
    members: Ints


class Numbers(Sequence[str]):
    """The names 1 to *count*, made when asked for.

    >>> list(Numbers(3)), Numbers(3).place("2"), Numbers(3).place("02")
    (['1', '2', '3'], 1, None)
    """

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: Any) -> Any:
        return str(range(1, self._count + 1)[place])

    def place(self, name: str) -> int | None:
        """Return the number, counted from 0, of what has a name; None if nothing has."""
        if not (name.isascii() and name.isdigit() and name[0] != "0" and len(name) < 12):
            return None
        return int(name) - 1 if int(name) <= self._count else None


class _Names(Sequence[str]):
    """The names of some of the arguments, looked up when asked for."""

    def __init__(self, names: Sequence[str], numbers: Ints) -> None:
        self._names, self._numbers = names, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, place: Any) -> Any:
        return self._names[self._numbers[place]]

    def __iter__(self) -> "Iterator[str]":
        return (self._names[number] for number in self._numbers)


def _attackers_first(count: int, source: Ints, target: Ints) -> Ints:
    """Return a place for each component, so that attacks lead from earlier to later ones."""
    across = source != target
    attacked = Rows(count, source[across], target[across])
    start, items = attacked.start.tolist(), attacked.items.tolist()
    waiting = np.bincount(attacked.items, minlength=count).tolist()
    order = [part for part in range(count) if not waiting[part]]
    for part in order:
        for other in items[start[part] : start[part + 1]]:
            waiting[other] -= 1
            if not waiting[other]:
                order.append(other)
    places = np.empty(count, dtype=np.int32)
    places[order] = np.arange(count, dtype=np.int32)
    return places


_NEAR: Final = 10_000  # more names are not looked through for similar ones
