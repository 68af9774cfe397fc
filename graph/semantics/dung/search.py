"""Search for sets of arguments of one framework by SAT.

A set is a model of a formula in which a variable for each argument says that it is in; where it is
needed a second one says that it is beaten, that is attacked by one that is in (Ph. Besnard and
S. Doutre, "Checking the acceptability of a set of arguments", NMR 2004; F. Cerutti, P. Dunne,
M. Giacomin, M. Vallati, "Computing preferred extensions in abstract argumentation: a SAT-based
approach", TAFA 2013). Where a largest set is asked for, a model is made to grow until it cannot.
"""

import time
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

import numpy as np

from whyso.graph.errors import UnansweredError, WhysoError
from whyso.graph.semantics.dung.framework import Framework
from whyso.graph.semantics.dung.rows import Ints, Mask

__all__ = ["RULES", "Deadline", "Search"]

Literals: TypeAlias = list[int]
RULES: Final = ("admissible", "complete", "stable", "conflict-free", "naive")
_SOLVER: Final = "cadical195"
_OPTIONS: Final = {"stabilizeonly": 1}  # long phases without restarts: models are found sooner
_CONFLICTS: Final = 2_000  # before the first look at the clock
_GUESSES: Final = 10  # of a set that holds much of what is looked for
_LOOK: Final = 0.1  # seconds from one look at the clock to the next, about


class Deadline:
    """A time by which an answer is wanted; None stands for no hurry.

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

        >>> Deadline(0).check()
        Traceback (most recent call last):
        whyso.graph.errors.UnansweredError: no answer within 0 s; allow more time
        """
        if self._end is not None and time.monotonic() >= self._end:
            raise UnansweredError(f"no answer within {self._seconds:g} s; allow more time")


class Search:
    """The sets of arguments that a rule allows, as models of a formula; use it in a ``with``.

    Literals are those of DIMACS: argument *a* is in if ``a + 1`` is true.

    Args:
        framework: arguments and attacks.
        rule: one of :data:`RULES`.
        deadline: when to give up.
        ranges: whether :meth:`ranges` will be asked for; not for ``stable`` and ``naive``.

    Raises:
        WhysoError: python-sat is not installed.

    Every method that searches raises UnansweredError if the time is over, and KeyboardInterrupt if
    Ctrl-C was pressed; then the search cannot go on.

    >>> with Search(Framework.of("ab", ["ab", "ba"]), "stable", Deadline(None)) as search:
    ...     sorted(found.tolist() for found in search.all())
    [[False, True], [True, False]]
    """

    def __init__(
        self, framework: Framework, rule: str, deadline: Deadline, *, ranges: bool = False
    ) -> None:
        try:
            from pysat.solvers import Solver
        except ModuleNotFoundError:
            raise WhysoError("this needs python-sat: pip install 'whyso[sat]'") from None
        self._framework, self._count = framework, len(framework)
        self._last = 3 * self._count
        self._deadline = deadline
        self._conflicts = _CONFLICTS
        self._solver: Any = Solver(name=_SOLVER)
        self._solver.configure(_OPTIONS)
        self._solver.append_formula(_clauses(framework, rule))
        if ranges:
            numbers = range(1, self._count + 1)
            covered = [[-a - 2 * self._count, a, a + self._count] for a in numbers]
            self._solver.append_formula(covered)

    def __enter__(self) -> "Search":
        return self

    def __exit__(self, *_: object) -> None:
        self._solver.delete()

    def solve(self, assumed: Sequence[int] = (), *, patience: int | None = None) -> Mask | None:
        """Return what is in in a model in which all of *assumed* is true; None if there is none.

        Args:
            assumed: literals.
            patience: after how many conflicts to give up, which also gives None.
        """
        found = self._run(list(assumed), patience)
        if not found:
            return None
        return self._true(self._count)

    def _true(self, variables: int) -> Mask:
        """Return which of the first variables are true in the model that was found last."""
        values = np.array(self._solver.get_model()[:variables], dtype=np.int64)
        true = np.zeros(variables, dtype=np.bool_)  # what no clause mentions is not there
        true[: len(values)] = values > 0
        return true

    def _run(self, assumed: Literals, patience: int | None) -> bool | None:
        from pysat.solvers import pysolvers

        found: bool | None
        try:
            if patience is None and not self._deadline:
                found = self._solver.solve(assumed)
                return found
            while True:
                self._deadline.check()
                began = time.monotonic()
                conflicts = self._conflicts if patience is None else min(patience, self._conflicts)
                self._solver.conf_budget(conflicts)
                found = self._solver.solve_limited(assumed)
                if found is not None:
                    return found
                if patience is not None and (patience := patience - conflicts) <= 0:
                    return None
                slow = time.monotonic() - began > _LOOK
                self._conflicts = max(100, self._conflicts // 2) if slow else 2 * self._conflicts
        except pysolvers.error as interrupt:
            if "interrupt" not in str(interrupt):
                raise
            raise KeyboardInterrupt from None

    def all(self, assumed: Sequence[int] = ()) -> Iterator[Mask]:
        """Yield every set, each once."""
        numbers = np.arange(1, self._count + 1)
        with _Switch(self) as here:
            while (model := self.solve([*assumed, here.on])) is not None:
                yield model
                here.demand(np.where(model, -numbers, numbers).tolist())

    def largest(self) -> Iterator[Mask]:
        """Yield the sets that no other set contains."""
        while (model := self.solve()) is not None:
            model = self.grow(model)
            yield model
            if not self.demand(_literals(~model)):
                return

    def grow(self, model: Mask) -> Mask:
        """Return a largest set that contains a set."""
        while not model.all():
            wished = _literals(self._peaceful(~model, model))
            greater = self._with_some(_literals(model), _literals(~model), wished, guesses=2)
            if greater is None:
                break
            model = greater
        return model

    def ranges(self) -> Iterator[Literals]:
        """Yield what to assume for each greatest range: what is in, and what that attacks."""
        shift = 2 * self._count
        while (covered := self._covered()) is not None:
            while not covered.all():
                with _Switch(self) as more:
                    more.demand(_literals(~covered, shift))
                    wider = self._covered([*_literals(covered, shift), more.on])
                if wider is None:
                    break
                covered = wider
            yield _literals(covered, shift)
            if not self.demand(_literals(~covered, shift)):
                return

    def _covered(self, assumed: Sequence[int] = ()) -> Mask | None:
        """Return the range of a model in which all of *assumed* is true."""
        if not self._run(list(assumed), None):
            return None
        covered = self._true(2 * self._count).reshape(2, -1).any(axis=0)
        return np.asarray(covered)

    def union(self, assumed: Sequence[int] = ()) -> Mask:
        """Return which arguments are in some set."""
        found = np.zeros(self._count, dtype=np.bool_)
        while not found.all():
            wished = _literals(self._peaceful(~found))
            model = self._with_some(assumed, _literals(~found), wished)
            if model is None:
                break
            found |= model
        return found

    def _peaceful(self, within: Mask, beside: Mask | None = None) -> Mask:
        """Return a conflict-free set of arguments within a set: the first that go together.

        Nothing in it is in conflict with the set *beside*.
        """
        chosen = np.zeros(self._count, dtype=np.bool_)
        barred = self._framework.self_attacking.copy()
        rows = (self._framework.attackers, self._framework.attacked)
        if beside is not None:
            for row in rows:
                barred[row.gather(np.flatnonzero(beside))] = True
        for one in np.flatnonzero(within & ~barred).tolist():
            if not barred[one]:
                chosen[one] = True
                for row in rows:
                    barred[row[one]] = True
        return chosen

    def _with_some(
        self,
        assumed: Sequence[int],
        clause: Literals,
        wished: Literals,
        *,
        guesses: int = _GUESSES,
    ) -> Mask | None:
        """Return a model with a literal of *clause* true, and if that is soon found, many.

        All of *wished*, a part of the clause, are tried at once, then without those that cannot
        be true together.
        """
        for _ in range(guesses):
            if len(wished) < 2:
                break
            model = self.solve([*assumed, *wished], patience=_CONFLICTS)
            if model is not None:
                return model
            clash = set(self._solver.get_core() or wished)
            wished = [one for one in wished if one not in clash]
        with _Switch(self) as some:
            some.demand(clause)
            return self.solve([*assumed, some.on])

    def intersection(self, assumed: Sequence[int] = (), within: Mask | None = None) -> Mask:
        """Return which arguments are in all sets; all of them if there is no set.

        Args:
            assumed: literals.
            within: only these are looked at.
        """
        found = np.ones(self._count, dtype=np.bool_) if within is None else within.copy()
        while found.any():
            others = (-1 - np.flatnonzero(found)).tolist()
            model = self._with_some(assumed, others, others)
            if model is None:
                break
            found &= model
        return found

    def in_all_largest(self, within: Mask) -> Mask:
        """Return which of the arguments in *within* are in all largest admissible sets.

        Args:
            within: only these are looked at; each is to be in some admissible set.
        """
        found = within.copy()
        before = len(found) + 1
        while found.sum() < before:  # each of these models may settle many
            before = found.sum()
            others = (-1 - np.flatnonzero(found)).tolist()
            model = self._with_some([], others, others)
            if model is not None:
                found &= self.grow(model)
        for number in np.flatnonzero(found).tolist():
            if found[number] and (model := self.never_with(number)) is not None:
                found &= self.grow(model)
        return found

    def never_with(self, number: int) -> Mask | None:
        """Return an admissible set that none with an argument contains; None if there is none.

        A set that is not in conflict with an admissible one that has the argument can be united
        with it; so what is looked for must attack each of those that were found.

        Source: M. Thimm, F. Cerutti, M. Vallati, "Skeptical reasoning with preferred semantics in
        abstract argumentation without computing preferred extensions" (IJCAI 2021).
        """
        attackers = self._framework.attackers
        with _Switch(self) as hostile:
            while (model := self.solve([hostile.on])) is not None:
                with_it = self.solve([*_literals(model), number + 1])
                if with_it is None:
                    return model
                case = self._case(with_it, number)
                hostile.demand((np.unique(attackers.gather(case)) + 1).tolist())
        return None

    def _case(self, chosen: Mask, number: int) -> Ints:
        """Return a small admissible set with an argument, a part of an admissible set."""
        attackers, attacked = self._framework.attackers, self._framework.attacked
        beaten = np.zeros(self._count, dtype=np.bool_)
        case = [number]
        for one in case:  # it grows on the way
            beaten[attacked[one]] = True
            for hostile in attackers[one].tolist():
                if not beaten[hostile]:
                    able = attackers[hostile]
                    defender = int(able[chosen[able]][0])
                    beaten[attacked[defender]] = True
                    case.append(defender)
        return np.array(case, dtype=np.int32)

    def demand(self, clause: Literals) -> bool:
        """Demand that one of the literals is true; return False if there are none."""
        self._solver.add_clause(clause)
        return bool(clause)

    def new(self) -> int:
        """Return a variable that stands in no clause yet."""
        self._last += 1
        return self._last


class _Switch:
    """Clauses that hold only where the literal *on* is assumed, for the time of a ``with``."""

    def __init__(self, search: Search) -> None:
        self._search, self.on = search, search.new()

    def __enter__(self) -> "_Switch":
        return self

    def demand(self, clause: Literals) -> None:
        self._search.demand([-self.on, *clause])

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._search.demand([-self.on])


def _literals(chosen: Mask, shift: int = 0) -> Literals:
    found: Literals = (np.flatnonzero(chosen) + 1 + shift).tolist()
    return found


def _clauses(framework: Framework, rule: str) -> list[Literals]:
    """Return the formula of a rule: variable a + 1 says in, a + 1 + n beaten."""
    count = len(framework)
    rows = framework.attackers
    start, items = rows.start.tolist(), (rows.items + 1).tolist()
    hostile = [items[start[one] : start[one + 1]] for one in range(count)]
    target = np.repeat(np.arange(1, count + 1), rows.sizes())
    source = rows.items + 1
    if rule in ("stable", "naive", "conflict-free"):
        clauses = np.stack([-source, -target], axis=1).tolist()
    else:
        clauses = np.stack([-target, source + count], axis=1).tolist()  # all attackers are beaten
        clauses += np.stack([-source, target + count], axis=1).tolist()
        clauses += [[-one, -one - count] for one in range(1, count + 1)]
    if rule == "stable":
        clauses += [[one, *others] for one, others in enumerate(hostile, 1)]
    elif rule == "naive":
        selfish = framework.self_attacking
        for one in np.flatnonzero(~selfish).tolist():
            friends = framework.attacked[one]
            clauses.append([one + 1, *hostile[one], *(friends[~selfish[friends]] + 1).tolist()])
    else:
        clauses += [[-one - count, *others] for one, others in enumerate(hostile, 1)]
    if rule == "complete":
        clauses += [[one, *(-a - count for a in others)] for one, others in enumerate(hostile, 1)]
    found: list[Literals] = clauses
    return found
