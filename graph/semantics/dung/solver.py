"""Extensions of a framework under each semantics, and what they accept.

Everything is reduced first: what the grounded labelling decides needs no search, what no attack
connects is searched apart, and a question about one argument looks only at those upstream of it,
where that is sound. Sources of the definitions: P. M. Dung (1995) for complete, grounded, preferred
and stable; M. Caminada, W. Carnielli, P. Dunne, "Semi-stable semantics" (2012); B. Verheij, "Two
approaches to dialectical argumentation: admissible sets and argumentation stages" (1996); P. Dung,
P. Mancarella, F. Toni, "Computing ideal sceptical argumentation" (2007); M. Caminada, "Comparing
two unique extension semantics for formal argumentation: ideal and eager" (2007); P. Baroni,
M. Giacomin, G. Guida, "SCC-recursiveness" (2005) for CF2.
"""

import itertools
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import numpy as np

from whyso.graph.errors import UnknownNameError
from whyso.graph.semantics.dung.cf2 import cf2_extensions
from whyso.graph.semantics.dung.framework import Component, Framework, Ints, Mask
from whyso.graph.semantics.dung.grounded import IN, UNDECIDED, grounded
from whyso.graph.semantics.dung.search import Deadline, Search

__all__ = ["SEMANTICS", "Solver"]

SEMANTICS: Final[dict[str, str]] = {
    "GR": "grounded",
    "CO": "complete",
    "PR": "preferred",
    "ST": "stable",
    "SST": "semi-stable",
    "STG": "stage",
    "ID": "ideal",
    "EA": "eager",
    "CF2": "cf2",
}
_DIRECTIONAL: Final = frozenset({"grounded", "complete", "preferred", "ideal"})
_SINGLE: Final = frozenset({"grounded", "ideal", "eager"})
_RULES: Final = {"stable": "stable", "stage": "conflict-free"}
_Found: TypeAlias = Callable[[], Iterator[Mask]]


class Solver:
    """Answers questions about a framework under one semantics.

    Args:
        framework: arguments and attacks.
        semantics: a name or an abbreviation of :data:`SEMANTICS`.
        timeout: seconds after which a search gives up.

    Raises:
        UnknownNameError: there is no such semantics.

    Every method that searches raises UnansweredError if the time is over, and WhysoError if
    python-sat is missing; grounded needs no search.

    >>> framework = Framework.of("abcd", ["ab", "ba", "ac", "bc", "cd"])
    >>> solver = Solver(framework, "preferred")
    >>> [found.tolist() for found in solver.extensions()]
    [[0, 3], [1, 3]]
    >>> solver.credulous(0), solver.sceptical(0), solver.sceptical(3)
    (True, False, True)
    """

    def __init__(
        self, framework: Framework, semantics: str = "grounded", *, timeout: float | None = None
    ) -> None:
        self.framework = framework
        self.semantics = SEMANTICS.get(semantics.upper(), semantics.lower())
        if self.semantics not in SEMANTICS.values():
            raise UnknownNameError("semantics", semantics, list(SEMANTICS.values()))
        self._deadline = Deadline(timeout)
        reducible = self.semantics != "stage"
        labels = grounded(framework)[0] if reducible else None
        if labels is None:
            self._sure: Ints = np.zeros(0, dtype=np.int32)
            self._open = np.ones(len(framework), dtype=np.bool_)
        else:
            self._sure = np.flatnonzero(labels == IN).astype(np.int32)
            self._open = labels == UNDECIDED
        if self.semantics == "grounded":
            self._open = np.zeros(len(framework), dtype=np.bool_)

    def extension(self) -> Ints | None:
        """Return one extension as sorted numbers, or None if there is none.

        >>> Solver(Framework.of("a", ["aa"]), "stable").extension() is None
        True
        """
        chosen = [self._sure]
        for part in self._parts(self._open):
            found = next(self._found(part.framework), None)
            if found is None:
                return None
            chosen.append(part.members[:, found].ravel())
        return np.sort(np.concatenate(chosen))

    def extensions(self) -> Iterator[Ints]:
        """Yield all extensions, each as sorted numbers, one after another as they are found.

        >>> len(list(Solver(Framework.of("abcd", ["ab", "ba", "cd", "dc"]), "CO").extensions()))
        9
        """
        streams: list[tuple[Ints, list[Mask], Iterator[Mask]]] = []
        for part in self._parts(self._open):
            known: list[Mask] = []
            stream = self._found(part.framework)
            streams += [(members, known, stream) for members in part.members]
        for chosen in _products(streams):
            yield np.sort(np.concatenate([self._sure, *chosen]))

    def count(self) -> int:
        """Return how many extensions there are, without listing the combinations.

        >>> Solver(Framework.of("abcd", ["ab", "ba", "cd", "dc"]), "complete").count()
        9
        """
        total = 1
        for part in self._parts(self._open):
            total *= sum(1 for _ in self._found(part.framework)) ** len(part.members)
        return total

    def credulous(self, number: int) -> bool:
        """Return whether some extension accepts an argument.

        >>> Solver(Framework.of("ab", ["ab", "ba"]), "stable").credulous(1)
        True
        """
        return self._witness(number, accepted=True) is not None

    def sceptical(self, number: int) -> bool:
        """Return whether every extension accepts an argument; true if there is no extension.

        >>> Solver(Framework.of("a", ["aa"]), "stable").sceptical(0)
        True
        """
        return self._witness(number, accepted=False) is None

    def witness(self, number: int, *, accepted: bool) -> Ints | None:
        """Return an extension that accepts an argument, or one that does not; None if none does.

        >>> Solver(Framework.of("ab", ["ab", "ba"]), "preferred").witness(0, accepted=False)
        array([1], dtype=int32)
        """
        found = self._witness(number, accepted=accepted)
        if found is None:
            return None
        chosen, decided = found
        if (decided | ~self._open).all():
            return np.sort(chosen)
        if self.semantics == "ideal":
            return self.extension()
        return np.sort(self._extended(chosen, decided))

    def _witness(self, number: int, *, accepted: bool) -> tuple[Ints, Mask] | None:
        """Return what a witness accepts, and of which arguments it tells."""
        if not self._open[number]:
            if (number in self._sure) != accepted:
                return None
            found = self._sure if self.semantics in _DIRECTIONAL else self.extension()
            keep = self._open if found is not self._sure else np.zeros_like(self._open)
            return None if found is None else (found, keep)
        keep = self._open
        if self.semantics in _DIRECTIONAL:
            part, numbers = self.framework.part(self._open)
            place = int(np.searchsorted(numbers, number))
            keep = np.zeros(len(self.framework), dtype=np.bool_)
            keep[numbers[part.upstream(place)]] = True
        chosen = [self._sure]
        for part_of in self._parts(keep):
            members, mask = part_of.members, None
            row, place_of = np.nonzero(members == number)
            if len(row):
                mask = self._decide(part_of.framework, int(place_of[0]), accepted)
                if mask is None:
                    return None
                chosen.append(members[row[0], mask])
                members = np.delete(members, row[0], axis=0)
            if len(members):
                mask = next(self._found(part_of.framework), None)
                if mask is None:
                    return None
                chosen.append(members[:, mask].ravel())
        return np.concatenate(chosen), keep

    def _extended(self, chosen: Ints, decided: Mask) -> Ints:
        """Return an extension of the whole framework, given its part upstream of something.

        What the part leaves undecided can be beaten by nobody, so what it attacks downstream is
        never accepted: there it counts as attacking itself.
        """
        whole = self.framework
        accepted = np.zeros(len(whole), dtype=np.bool_)
        accepted[chosen] = True
        beaten = _hit(whole, accepted)
        rest = self._open & ~decided & ~beaten
        barred = _hit(whole, decided & ~accepted & ~beaten)
        part, numbers = whole.part(rest)
        alone = np.flatnonzero(barred[numbers])
        source, target = (np.concatenate([ends, alone]) for ends in (part.source, part.target))
        downstream = Framework(part.names, source, target)
        semantics = "grounded" if self.semantics == "complete" else self.semantics
        solver = Solver(downstream, semantics)
        solver._deadline = self._deadline
        more = solver.extension()
        assert more is not None  # noqa: S101  directional semantics always have an extension
        return np.concatenate([chosen, numbers[more]])

    def acceptance(self) -> tuple[Mask, Mask]:
        """Return which arguments some extension accepts, and which every extension accepts.

        If there is no extension, none is accepted by some and all by every one.

        >>> [mask.tolist() for mask in Solver(Framework.of("ab", ["ab"]), "PR").acceptance()]
        [[True, False], [True, False]]
        """
        some = np.zeros(len(self.framework), dtype=np.bool_)
        every = np.zeros(len(self.framework), dtype=np.bool_)
        some[self._sure] = every[self._sure] = True
        for part in self._parts(self._open):
            union, intersection = self._accepted(part.framework)
            if union is None:
                return np.zeros_like(some), np.ones_like(every)
            some[part.members[:, union]] = True
            every[part.members[:, intersection]] = True
        return some, every

    def _parts(self, keep: Mask) -> list[Component]:
        part, numbers = self.framework.part(keep)
        return [Component(one.framework, numbers[one.members]) for one in part.components()]

    def _search(self, framework: Framework) -> Search:
        return Search(framework, _RULES.get(self.semantics, "complete"), self._deadline)

    def _found(self, framework: Framework) -> Iterator[Mask]:
        """Yield the extensions of a component, each once."""
        if self.semantics == "cf2":
            yield from cf2_extensions(framework, self._deadline)
            return
        if self.semantics in _SINGLE:
            yield self._single(framework)
            return
        with self._search(framework) as search:
            if self.semantics == "preferred":
                yield from search.largest()
            elif self.semantics in ("semi-stable", "stage"):
                for covered in search.ranges():
                    yield from search.all(covered)
            else:
                yield from search.all()

    def _single(self, framework: Framework) -> Mask:
        """Return the ideal or eager extension: the greatest admissible set in a set."""
        with self._search(framework) as search:
            if self.semantics == "ideal":
                within = search.union()
                within &= ~_hit(framework, within)
            else:
                within = np.ones(len(framework), dtype=np.bool_)
                for covered in search.ranges():
                    within &= search.intersection(covered)
                    if not within.any():
                        break
        while True:
            undefended = _hit(framework, ~_hit(framework, within)) & within
            if not undefended.any():
                return within
            within &= ~undefended

    def _decide(self, framework: Framework, number: int, accepted: bool) -> Mask | None:
        """Return an extension of a component with an argument, or one without it."""
        wanted = number + 1 if accepted else -1 - number
        if self.semantics in _SINGLE or self.semantics == "cf2":
            fitting = (one for one in self._found(framework) if one[number] == accepted)
            return next(fitting, None)
        with self._search(framework) as search:
            if self.semantics == "preferred":
                if not accepted:
                    return search.largest_without(number)
                model = search.solve([wanted])
                return None if model is None else search.largest_from(model)
            if self.semantics in ("semi-stable", "stage"):
                for covered in search.ranges():
                    if (model := search.solve([*covered, wanted])) is not None:
                        return model.accepted
                return None
            model = search.solve([wanted])
            return None if model is None else model.accepted

    def _accepted(self, framework: Framework) -> tuple[Mask | None, Mask]:
        """Return the union (None if there is no extension) and the intersection."""
        union = np.zeros(len(framework), dtype=np.bool_)
        every = np.ones(len(framework), dtype=np.bool_)
        if self.semantics in _SINGLE or self.semantics == "cf2":
            for found in self._found(framework):
                union |= found
                every &= found
            return union, every
        with self._search(framework) as search:
            if search.solve([]) is None:
                return None, every
            if self.semantics in ("semi-stable", "stage"):
                for covered in search.ranges():
                    union |= search.union(covered)
                    every &= search.intersection(covered)
                return union, every
            union = search.union()
            if self.semantics == "preferred":
                return union, search.in_all_largest()
            return union, search.intersection()


def _hit(framework: Framework, attackers: Mask) -> Mask:
    """Return which arguments some of *attackers* attack."""
    found = np.zeros(len(framework), dtype=np.bool_)
    found[framework.attacked.gather(np.flatnonzero(attackers))] = True
    return found


def _products(streams: list[tuple[Ints, list[Mask], Iterator[Mask]]]) -> Iterator[list[Ints]]:
    """Yield every choice of one set from each stream; streams are read only as far as needed."""
    places = [0] * len(streams)

    def at(index: int) -> Mask | None:
        _, known, stream = streams[index]
        known.extend(itertools.islice(stream, max(0, places[index] + 1 - len(known))))
        return known[places[index]] if places[index] < len(known) else None

    chosen: list[Ints] = []
    for index, (members, _, _) in enumerate(streams):
        found = at(index)
        if found is None:
            return
        chosen.append(members[found])
    while True:
        yield chosen
        index = len(streams) - 1
        while index >= 0:
            places[index] += 1
            if (found := at(index)) is not None:
                chosen[index] = streams[index][0][found]
                break
            places[index] = 0
            first = at(index)
            if first is not None:
                chosen[index] = streams[index][0][first]
            index -= 1
        if index < 0:
            return
