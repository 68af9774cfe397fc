"""Extensions of one framework whose grounded extension is empty, under each semantics.

Complexity of the questions is what W. Dvořák and P. E. Dunne tell ("Computational problems in
formal argumentation and their complexity", Handbook of Formal Argumentation, 2018). Short cuts:
the empty set is complete; a stable extension is preferred; where there is a stable extension, the
semi-stable and the stage extensions are the stable ones.
"""

import itertools
from collections.abc import Iterator
from typing import Final

import numpy as np

from whyso.graph.semantics.dung.cf2 import cf2_extensions
from whyso.graph.semantics.dung.framework import Framework
from whyso.graph.semantics.dung.grounded import IN, OUT, grounded
from whyso.graph.semantics.dung.rows import Mask
from whyso.graph.semantics.dung.search import Deadline, Search

__all__ = ["Extensions", "hit"]

_BY_RANGE: Final = ("semi-stable", "stage")
_FEW: Final = 100  # extensions that are listed before single arguments are asked about
_PATIENCE: Final = 20_000  # conflicts in the search for a stable extension where any other would do


class Extensions:
    """The extensions of a framework that the grounded labelling leaves undecided all over.

    For ``stage`` and ``cf2`` the framework may be any.

    Args:
        framework: arguments and attacks.
        semantics: any but ``grounded``.
        deadline: when to give up.

    >>> ring = Framework.of("abcd", ["ab", "bc", "cd", "da"])
    >>> sorted(found.tolist() for found in Extensions(ring, "preferred", Deadline(None)).all())
    [[False, True, False, True], [True, False, True, False]]
    """

    def __init__(self, framework: Framework, semantics: str, deadline: Deadline) -> None:
        self.framework, self._deadline = framework, deadline
        self.semantics = semantics
        if semantics in _BY_RANGE:
            with self._search("stable") as search:
                if search.solve() is not None:
                    self.semantics = "stable"

    def _search(self, rule: str, *, ranges: bool = False) -> Search:
        return Search(self.framework, rule, self._deadline, ranges=ranges)

    def _by_range(self) -> Search:
        rule = "conflict-free" if self.semantics == "stage" else "admissible"
        return self._search(rule, ranges=True)

    def all(self) -> Iterator[Mask]:
        """Yield each extension once."""
        if self.semantics == "cf2":
            yield from cf2_extensions(self.framework, self._deadline)
        elif self.semantics in ("ideal", "eager"):
            yield self._single()
        elif self.semantics == "preferred":
            with self._search("admissible") as search:
                yield from search.largest()
        elif self.semantics in _BY_RANGE:
            with self._by_range() as search:
                for covered in search.ranges():
                    yield from search.all(covered)
        else:
            with self._search(self.semantics) as search:
                yield from search.all()

    def one(self) -> Mask | None:
        """Return one extension, or None if there is none.

        >>> Extensions(Framework.of("a", ["aa"]), "stable", Deadline(None)).one() is None
        True
        """
        if self.semantics == "complete":
            return np.zeros(len(self.framework), dtype=np.bool_)
        if self.semantics == "preferred":
            return self._preferred()
        return next(self.all(), None)

    def _preferred(self, *assumed: int) -> Mask | None:
        """Return a preferred extension in which all of *assumed* is true, if there is one."""
        with self._search("stable") as search:
            stable = search.solve(assumed, patience=_PATIENCE)
        if stable is not None:
            return stable
        with self._search("admissible") as search:
            model = search.solve(assumed)
            return None if model is None else search.grow(model)

    def find(self, number: int, *, accepted: bool, whole: bool = True) -> Mask | None:
        """Return an extension with an argument, or one without it; None if there is none.

        Args:
            number: the argument.
            accepted: whether it is to be in the extension.
            whole: if not, a part of such an extension will do.

        >>> pair = Extensions(Framework.of("ab", ["ab", "ba"]), "preferred", Deadline(None))
        >>> pair.find(0, accepted=False)
        array([False,  True])
        """
        wanted = number + 1 if accepted else -1 - number
        if self.semantics == "complete":
            return self._complete(number) if accepted else self.one()
        if self.semantics == "stable":
            with self._search("stable") as search:
                return search.solve([wanted])
        if self.semantics == "preferred":
            return self._with(number, whole) if accepted else self._without(number, whole)
        if self.semantics == "cf2":
            return next(cf2_extensions(self.framework, self._deadline, wanted), None)
        if self.semantics in _BY_RANGE:
            with self._by_range() as search:
                found = (search.solve([*covered, wanted]) for covered in search.ranges())
                return next((one for one in found if one is not None), None)
        return next((one for one in self.all() if one[number] == accepted), None)

    def _complete(self, number: int) -> Mask | None:
        """Return a complete extension with an argument: what an admissible set defends."""
        with self._search("admissible") as search:
            model = search.solve([number + 1])
        if model is None:
            return None
        rest, numbers = self.framework.part(~model & ~hit(self.framework, model))
        model[numbers[grounded(rest)[0] == IN]] = True
        return model

    def _with(self, number: int, whole: bool) -> Mask | None:
        if whole:
            return self._preferred(number + 1)
        with self._search("admissible") as search:
            return search.solve([number + 1])

    def _without(self, number: int, whole: bool) -> Mask | None:
        with self._search("stable") as search:
            stable = search.solve([-1 - number], patience=_PATIENCE)
        if stable is not None:
            return stable
        with self._search("admissible") as search:
            model = search.never_with(number)
            return model if model is None or not whole else search.grow(model)

    def acceptance(self) -> tuple[Mask | None, Mask]:
        """Return what some extension accepts (None if there is none) and what every one accepts.

        >>> Extensions(Framework.of("ab", ["ab", "ba"]), "stable", Deadline(None)).acceptance()
        (array([ True,  True]), array([False, False]))
        """
        union = np.zeros(len(self.framework), dtype=np.bool_)
        every = np.ones(len(self.framework), dtype=np.bool_)
        if self.semantics in ("complete", "preferred"):
            with self._search("complete") as search:
                union = search.union()
                if self.semantics == "complete":
                    return union, ~every
                return union, search.in_all_largest(union & ~hit(self.framework, union))
        if self.semantics == "stable":
            with self._search("stable") as search:
                union = search.union()
                known = bool(union.any()) or search.solve() is not None
                return (union, search.intersection(within=union)) if known else (None, every)
        if self.semantics in _BY_RANGE:
            with self._by_range() as search:
                for covered in search.ranges():
                    union |= search.union(covered)
                    every = search.intersection(covered, within=every)
                    if not every.any() and (union | self.framework.self_attacking).all():
                        break
            return union, every
        stream = self.all()
        for found in itertools.islice(stream, _FEW):
            union |= found
            every &= found
        if next(stream, None) is not None:  # there are more: look only for those that tell more
            for found in self._telling(union, ~every):
                union |= found
                every &= found
        return union, every

    def _telling(self, known: Mask, doubted: Mask) -> Iterator[Mask]:
        """Yield extensions with what no known one has, and without what every known one has.

        Args:
            known: what some extension has; the caller adds what is yielded.
            doubted: what some extension is without.
        """
        doubted = doubted.copy()
        for number in range(len(self.framework)):
            for accepted, settled in ((True, known), (False, doubted)):
                if not settled[number]:
                    found = self.find(number, accepted=accepted)
                    if found is not None:
                        doubted |= ~found
                        yield found

    def _single(self) -> Mask:
        """Return the ideal or the eager extension: the greatest admissible set within a set.

        For ideal: P. E. Dunne, "The computational complexity of ideal semantics", Artificial
        Intelligence 173 (2009).
        """
        if self.semantics == "ideal":
            with self._search("complete") as search:
                within = search.union()
            within &= ~hit(self.framework, within)
        else:
            semi_stable = Extensions(self.framework, "semi-stable", self._deadline)
            within = semi_stable.acceptance()[1]
        # What defends itself is what the attackers do not beat, if only it strikes back at them.
        source, target = self.framework.source, self.framework.target
        dispute = within[source] | within[target]
        struggle = Framework(self.framework.names, source[dispute], target[dispute])
        defended: Mask = within & (grounded(struggle)[0] != OUT)
        return defended


def hit(framework: Framework, attackers: Mask) -> Mask:
    """Return which arguments some of *attackers* attack.

    >>> hit(Framework.of("abc", ["ab", "bc"]), np.array([True, False, False]))
    array([False,  True, False])
    """
    found = np.zeros(len(framework), dtype=np.bool_)
    found[framework.attacked.gather(np.flatnonzero(attackers))] = True
    return found
