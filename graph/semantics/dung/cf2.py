"""CF2 semantics: the way through the strongly connected components, attackers first.

Source: P. Baroni, M. Giacomin, G. Guida, "SCC-recursiveness: a general schema for argumentation
semantics", Artificial Intelligence 168 (2005).
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from whyso.graph.semantics.dung.framework import Framework
from whyso.graph.semantics.dung.rows import Ints, Mask
from whyso.graph.semantics.dung.search import Deadline, Search

__all__ = ["cf2_extensions"]


def cf2_extensions(
    framework: Framework, deadline: Deadline, wanted: int | None = None
) -> Iterator[Mask]:
    """Yield the CF2 extensions of a framework, each once.

    In each component only those arguments count that no chosen one outside of it attacks; there the
    rule is applied again, and in a single component the largest conflict-free sets are taken.

    Args:
        framework: arguments and attacks.
        deadline: when to give up.
        wanted: a literal, n + 1 for argument n or -(n + 1) for its absence; only extensions in
            which it holds are yielded. The search knows of it where it comes to the component of n.

    Raises:
        UnansweredError: the time is over.
        WhysoError: python-sat is not installed.

    >>> from whyso.graph.semantics.dung import Framework
    >>> ring = Framework.of("abc", ["ab", "bc", "ca"])
    >>> sorted(found.tolist() for found in cf2_extensions(ring, Deadline(None)))
    [[False, False, True], [False, True, False], [True, False, False]]
    """
    walk = _Walk(framework, deadline, wanted)
    cycles = framework.cycles()
    sizes = cycles.sizes()
    if len(sizes) == 1 and sizes[0] > 1:
        yield from _naive(framework, deadline, wanted)
        return
    larger = np.flatnonzero(sizes > 1)
    begins, ends = cycles.start[larger].tolist(), cycles.start[larger + 1].tolist()
    begins.append(len(framework))
    streams: list[Iterator[Ints]] = []  # of choices, one for each larger component so far
    walk.settle(cycles.items[: begins[0]])
    while True:
        deadline.check()
        if len(streams) == len(larger):
            if walk.holds():
                yield walk.chosen.copy()
        else:
            streams.append(walk.choices(cycles[larger[len(streams)]]))
        found = None
        while streams and found is None:
            found = next(streams[-1], None)
            if found is None:
                streams.pop()
        if found is None:
            return
        place = len(streams)
        walk.choose(cycles[larger[place - 1]], found)
        walk.settle(cycles.items[ends[place - 1] : begins[place]])


class _Walk:
    """What has been chosen on the way through the components so far.

    Attributes:
        chosen: which arguments; what it says of components further on is left from other ways.
    """

    def __init__(self, framework: Framework, deadline: Deadline, wanted: int | None) -> None:
        self.chosen: Mask = np.zeros(len(framework), dtype=np.bool_)
        self._framework, self._deadline, self._wanted = framework, deadline, wanted

    def holds(self) -> bool:
        """Return whether what is wanted has been chosen."""
        return self._wanted is None or bool(self.chosen[abs(self._wanted) - 1]) == (
            self._wanted > 0
        )

    def settle(self, alone: Ints) -> None:
        """Choose those of these components of one argument that nothing chosen attacks."""
        rows = self._framework.attackers
        start, items = rows.start.data, rows.items.data
        chosen, selfish = self.chosen.data, self._framework.self_attacking.data
        for begin in range(0, len(alone), _MANY):
            self._deadline.check()
            for one in alone[begin : begin + _MANY].tolist():
                hostile = items[start[one] : start[one + 1]]
                chosen[one] = not selfish[one] and not any(chosen[other] for other in hostile)

    def choose(self, members: Ints, found: Ints) -> None:
        """Choose these of the members of a component."""
        self.chosen[members] = False
        self.chosen[found] = True

    def choices(self, members: Ints) -> Iterator[Ints]:
        """Yield the choices in one component, given those made before it."""
        self.chosen[members] = False
        rows = self._framework.attackers
        source, target = rows.gather(members), np.repeat(members, rows.sizes_of(members))
        beaten = self.chosen[source]
        free = np.setdiff1d(members, target[beaten]) if beaten.any() else members
        wanted = None
        if self._wanted is not None and (number := abs(self._wanted) - 1) in members:
            if number in free:
                place = int(np.searchsorted(free, number)) + 1
                wanted = place if self._wanted > 0 else -place
            elif self._wanted > 0:
                return iter(())
        if not len(free):
            return iter([free])
        inside = np.isin(source, free) & np.isin(target, free)
        ends = (np.searchsorted(free, some[inside]) for some in (source, target))
        part = Framework(range(len(free)), *ends)
        find = _naive if len(free) == len(members) else cf2_extensions
        return (free[found] for found in find(part, self._deadline, wanted))


def _naive(framework: Framework, deadline: Deadline, wanted: int | None) -> Iterator[Mask]:
    """Yield the largest conflict-free sets."""
    with Search(framework, "naive", deadline) as search:
        yield from search.all([] if wanted is None else [wanted])


_MANY: Final = 100_000  # arguments between two looks at the clock
