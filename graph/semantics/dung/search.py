"""Search for extensions of one framework by SAT.

A labelling is a model of a formula with two variables per argument, in and out (Ph. Besnard and
S. Doutre, "Checking the acceptability of a set of arguments", NMR 2004; F. Cerutti, P. Dunne,
M. Giacomin, M. Vallati, "Computing preferred extensions in abstract argumentation: a SAT-based
approach", TAFA 2013). Where a largest set is asked for, a model is made to grow until it cannot.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeAlias

import numpy as np

from whyso.graph.errors import UnansweredError, WhysoError
from whyso.graph.semantics.dung.framework import Framework, Mask

__all__ = ["Deadline", "Search"]

Literals: TypeAlias = list[int]
_SOLVER: Final = "cadical195"
_CONFLICTS: Final = 2_000  # between two looks at the clock


class Deadline:
    """A time by which an answer is wanted.

    >>> Deadline(None).check()
    """

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds
        self._end = None if seconds is None else time.monotonic() + seconds

    def __bool__(self) -> bool:
        return self._end is not None

    def check(self) -> None:
        """Raise an error if the time is over.

        Raises:
            UnansweredError: it is.

        >>> Deadline(-1).check()
        Traceback (most recent call last):
        whyso.graph.errors.UnansweredError: no answer within -1 s; allow more time
        """
        if self._end is not None and time.monotonic() > self._end:
            raise UnansweredError(f"no answer within {self._seconds:g} s; allow more time")


class Search:
    """The labellings of a framework under a rule, as models of a formula; use it in a ``with``.

    Literals are those of DIMACS: argument *a* is in if ``a + 1`` is true.

    Args:
        framework: what is labelled.
        rule: ``complete``, ``stable``, ``conflict-free`` or ``naive``.
        deadline: when to give up.

    Raises:
        WhysoError: python-sat is not installed.

    >>> with Search(Framework.of("ab", ["ab", "ba"]), "stable", Deadline(None)) as search:
    ...     [found.tolist() for found in search.all()]
    [[True, False], [False, True]]
    """

    def __init__(self, framework: Framework, rule: str, deadline: Deadline) -> None:
        try:
            from pysat.solvers import Solver
        except ModuleNotFoundError:
            raise WhysoError("this needs python-sat: pip install 'whyso[sat]'") from None
        self._count = len(framework)
        self._last = 3 * self._count
        self._deadline = deadline
        self._solver: Any = Solver(name=_SOLVER)
        for clause in _clauses(framework, rule):
            self._solver.add_clause(clause)

    def __enter__(self) -> "Search":
        return self

    def __exit__(self, *_: object) -> None:
        self._solver.delete()

    def solve(self, assumed: Literals) -> "Model | None":
        """Return a model in which all of *assumed* is true, or None if there is none.

        Raises:
            UnansweredError: the time is over.
        """
        found = None
        while found is None:
            self._deadline.check()
            if self._deadline:
                self._solver.conf_budget(_CONFLICTS)
                found = self._solver.solve_limited(assumed)
            else:
                found = self._solver.solve(assumed)
        if not found:
            return None
        values = self._solver.get_model()[: 2 * self._count]
        true = np.zeros(2 * self._count, dtype=np.bool_)  # what no clause mentions is not there
        true[: len(values)] = np.array(values) > 0
        return Model(true[: self._count], true[self._count :])

    def all(self, assumed: Sequence[int] = ()) -> Iterator[Mask]:
        """Yield every set of arguments that are in, each once."""
        blocking = self._new()
        while (model := self.solve([*assumed, blocking])) is not None:
            yield model.accepted
            numbers = np.arange(1, self._count + 1)
            self._when(blocking, np.where(model.accepted, -numbers, numbers).tolist())
        self._solver.add_clause([-blocking])

    def largest(self) -> Iterator[Mask]:
        """Yield the sets of arguments that are in and that no other such set contains."""
        while (model := self.solve([])) is not None:
            largest = self.grow(model, Model.what_is_in).accepted
            yield largest
            if not self.add(_others(largest)):
                return

    def ranges(self) -> Iterator[Literals]:
        """Yield what to assume for each greatest range: what is in, and what that attacks."""
        while (model := self.solve([])) is not None:
            covered = self.grow(model, Model.range).range()
            yield (np.flatnonzero(covered) + 2 * self._count + 1).tolist()
            if not self.add([one + 2 * self._count for one in _others(covered)]):
                return

    def grow(self, model: "Model", measure: "Callable[[Model], Mask]") -> "Model":
        """Return a model that contains *model* and is greatest, in what is in or in the range."""
        shift = 0 if measure is Model.what_is_in else 2 * self._count
        while True:
            covered = measure(model)
            more = [one + shift for one in _others(covered)]
            if not more:
                return model
            some = self._new()
            self._when(some, more)
            greater = self.solve([*(np.flatnonzero(covered) + shift + 1).tolist(), some])
            self._solver.add_clause([-some])
            if greater is None:
                return model
            model = greater

    def union(self, assumed: Sequence[int] = ()) -> Mask:
        """Return which arguments are in in some model."""
        found = np.zeros(self._count, dtype=np.bool_)
        while True:
            some = self._new()
            self._when(some, _others(found))
            model = self.solve([*assumed, some])
            self._solver.add_clause([-some])
            if model is None:
                return found
            found |= model.accepted

    def intersection(self, assumed: Sequence[int] = ()) -> Mask:
        """Return which arguments are in in all models; all of them if there is no model."""
        found = np.ones(self._count, dtype=np.bool_)
        while True:
            some = self._new()
            self._when(some, (-1 - np.flatnonzero(found)).tolist())
            model = self.solve([*assumed, some])
            self._solver.add_clause([-some])
            if model is None:
                return found
            found &= model.accepted

    def in_all_largest(self) -> Mask:
        """Return which arguments are in in all largest sets."""
        found = np.ones(self._count, dtype=np.bool_)
        while True:
            some = self._new()
            self._when(some, (-1 - np.flatnonzero(found)).tolist())
            model = self.solve([some])
            self._solver.add_clause([-some])
            if model is None:
                return found
            largest = self.grow(model, Model.what_is_in).accepted
            found &= largest
            if not self.add(_others(largest)):
                return found

    def largest_without(self, number: int) -> Mask | None:
        """Return a largest set without an argument, or None if all have it.

        Source: the counter-example guided loop of W. Dvořák, M. Järvisalo, J. P. Wallner,
        S. Woltran, "Complexity-sensitive decision procedures for abstract argumentation",
        Artificial Intelligence 206 (2014).
        """
        while (model := self.solve([-1 - number])) is not None:
            held = (np.flatnonzero(model.accepted) + 1).tolist()
            with_it = self.solve([*held, number + 1])
            if with_it is None:
                return self.grow(model, Model.what_is_in).accepted
            if not self.add(_others(self.grow(with_it, Model.what_is_in).accepted)):
                return None
        return None

    def largest_from(self, model: "Model") -> Mask:
        """Return a largest set that contains what is in in *model*."""
        return self.grow(model, Model.what_is_in).accepted

    def add(self, clause: Literals) -> bool:
        """Demand that one of the literals is true; False if there are none."""
        self._solver.add_clause(clause)
        return bool(clause)

    def _new(self) -> int:
        self._last += 1
        return self._last

    def _when(self, switch: int, clause: Literals) -> None:
        self._solver.add_clause([-switch, *clause])


class Model:
    """A labelling that was found.

    Attributes:
        accepted: which arguments are in.
        rejected: which arguments are out.
    """

    def __init__(self, accepted: Mask, rejected: Mask) -> None:
        self.accepted, self.rejected = accepted, rejected

    def what_is_in(self) -> Mask:
        """Return which arguments are in."""
        return self.accepted

    def range(self) -> Mask:
        """Return which arguments are in or out."""
        return self.accepted | self.rejected


def _others(covered: Mask) -> Literals:
    found: Literals = (np.flatnonzero(~covered) + 1).tolist()
    return found


def _clauses(framework: Framework, rule: str) -> Iterator[Literals]:
    count = len(framework)
    attackers = framework.attackers
    start, items = attackers.start.tolist(), (attackers.items + 1).tolist()
    for target in range(count):
        one, out, within = target + 1, target + count + 1, target + 2 * count + 1
        hostile = items[start[target] : start[target + 1]]
        if rule in ("conflict-free", "naive"):
            for other in hostile:
                yield [-one, -other]
        if rule == "naive":
            if one not in hostile:
                friends = (framework.attacked[target] + 1).tolist()
                yield [one, *hostile, *(x for x in friends if not framework.self_attacking[x - 1])]
            continue
        if rule != "conflict-free":
            for other in hostile:
                yield [-other, out]
                yield [-one, other + count]
            yield [-one, -out]
            yield [one, *(-other - count for other in hostile)]
        if rule == "stable":
            yield [one, out]
        yield [-out, *hostile]
        yield [-within, one, out]
