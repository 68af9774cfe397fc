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
from collections.abc import Iterator
from typing import Final

import numpy as np

from whyso.graph.errors import UnknownNameError
from whyso.graph.semantics.dung.extensions import Extensions, hit
from whyso.graph.semantics.dung.framework import Component, Framework
from whyso.graph.semantics.dung.grounded import IN, UNDECIDED, grounded
from whyso.graph.semantics.dung.rows import Ints, Mask
from whyso.graph.semantics.dung.search import Deadline

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
# What decides about an argument stands upstream of it (P. Baroni and M. Giacomin, "On
# principle-based evaluation of extension-based argumentation semantics", 2007).
_DIRECTIONAL: Final = frozenset({"grounded", "complete", "preferred", "ideal", "cf2"})
_CHUNK: Final = 1 << 17  # what is worked on at once should stay in the processor's cache


class Solver:
    """Answers questions about a framework under one semantics.

    Args:
        framework: arguments and attacks.
        semantics: a name or an abbreviation of :data:`SEMANTICS`.
        timeout: seconds from now after which a search gives up, or a deadline.

    Raises:
        UnknownNameError: there is no such semantics.

    Every method that searches raises UnansweredError if the time is over, and WhysoError if
    python-sat is missing; grounded needs no search.

    >>> framework = Framework.of("abcd", ["ab", "ba", "ac", "bc", "cd"])
    >>> solver = Solver(framework, "preferred")
    >>> sorted(found.tolist() for found in solver.extensions())
    [[0, 3], [1, 3]]
    >>> solver.credulous(0), solver.sceptical(0), solver.sceptical(3)
    (True, False, True)
    """

    def __init__(
        self,
        framework: Framework,
        semantics: str = "grounded",
        *,
        timeout: float | Deadline | None = None,
    ) -> None:
        self.framework = framework
        self.semantics = SEMANTICS.get(semantics.upper(), semantics.lower())
        if self.semantics not in SEMANTICS.values():
            raise UnknownNameError("semantics", semantics, list(SEMANTICS.values()))
        self._deadline = timeout if isinstance(timeout, Deadline) else Deadline(timeout)
        none = np.zeros(len(framework), dtype=np.bool_)
        if self.semantics == "stage":
            self._sure, self._open = none, ~none
        else:  # all others accept what is grounded
            labels = grounded(framework)[0]
            self._sure = labels == IN
            self._open = none if self.semantics == "grounded" else labels == UNDECIDED

    def extension(self) -> Ints | None:
        """Return one extension as sorted numbers, or None if there is none.

        >>> Solver(Framework.of("a", ["aa"]), "stable").extension() is None
        True
        """
        chosen = self._sure.copy()
        if self._fill(chosen, self._parts(self._open)):
            return _numbers(chosen)
        return None

    def _fill(self, chosen: Mask, parts: list[Component]) -> bool:
        """Choose an extension of each part; return False if one has none."""
        for part in parts:
            self._deadline.check()
            found = self._inside(part.framework).one()
            if found is None:
                return False
            chosen[part.members[:, found]] = True
        return True

    def extensions(self) -> Iterator[Ints]:
        """Yield all extensions, each as sorted numbers, one after another as they are found.

        >>> len(list(Solver(Framework.of("abcd", ["ab", "ba", "cd", "dc"]), "CO").extensions()))
        9
        """
        streams: list[tuple[Ints, list[Mask], Iterator[Mask]]] = []
        for part in self._parts(self._open):
            known: list[Mask] = []
            stream = self._inside(part.framework).all()
            streams += [(members, known, stream) for members in part.members]
        sure = _numbers(self._sure)
        for chosen in _products(streams):
            self._deadline.check()
            yield np.sort(np.concatenate([sure, *chosen]))

    def count(self) -> int:
        """Return how many extensions there are, without listing the combinations.

        >>> Solver(Framework.of("abcd", ["ab", "ba", "cd", "dc"]), "complete").count()
        9
        """
        total = 1
        for part in self._parts(self._open):
            found = sum(1 for _ in self._inside(part.framework).all())
            total *= found ** len(part.members)
        return total

    def credulous(self, number: int) -> bool:
        """Return whether some extension accepts an argument.

        >>> Solver(Framework.of("ab", ["ab", "ba"]), "stable").credulous(1)
        True
        """
        return self._exists(number, accepted=True)

    def sceptical(self, number: int) -> bool:
        """Return whether every extension accepts an argument; true if there is no extension.

        >>> Solver(Framework.of("a", ["aa"]), "stable").sceptical(0)
        True
        """
        return not self._exists(number, accepted=False)

    def _exists(self, number: int, *, accepted: bool) -> bool:
        """Return whether an extension accepts an argument, or whether one does not."""
        self.framework.check([number])
        settled = not self._open[number]
        if settled and self._sure[number] != accepted:
            return False
        if self.semantics == "stable":  # all parts have a say, for one may have no extension
            return self.witness(number, accepted=accepted) is not None
        if settled:
            return True
        part, place = self._about(number)
        found = self._inside(part.framework).find(place, accepted=accepted, whole=False)
        return found is not None

    def witness(self, number: int, *, accepted: bool) -> Ints | None:
        """Return an extension that accepts an argument, or one that does not; None if none does.

        >>> Solver(Framework.of("ab", ["ab", "ba"]), "preferred").witness(0, accepted=False)
        array([1], dtype=int32)
        """
        self.framework.check([number])
        if not self._open[number] and self._sure[number] != accepted:
            return None
        if not self._open[number] or self.semantics in ("ideal", "eager"):
            found = self.extension()
            return found if found is not None and (number in found) == accepted else None
        part, place = self._about(number)
        inside = self._inside(part.framework).find(place, accepted=accepted)
        if inside is None:
            return None
        chosen = self._sure.copy()
        chosen[part.members[0, inside]] = True
        known = ~self._open
        known[part.members] = True
        if self.semantics in _DIRECTIONAL:
            return _numbers(self._downstream(chosen, known))
        return _numbers(chosen) if self._fill(chosen, self._parts(~known)) else None

    def _about(self, number: int) -> tuple[Component, int]:
        """Return the undecided part that decides about an argument, and its number there."""
        part, numbers = self.framework.part(self._open)
        place = int(np.searchsorted(numbers, number))
        decisive = part.upstream if self.semantics in _DIRECTIONAL else part.around
        keep = decisive(place)
        small, few = part.part(keep)
        return Component(small, numbers[few][None, :]), int(np.searchsorted(few, place))

    def _downstream(self, chosen: Mask, known: Mask) -> Mask:
        """Return an extension, given its part upstream of something.

        What is neither chosen nor beaten there can be beaten by nobody, so what it attacks
        downstream is never accepted: there it counts as attacking itself. Under CF2 it is as if it
        were not there.

        Args:
            chosen: which arguments are accepted so far.
            known: of which that tells.
        """
        whole = self.framework
        beaten = hit(whole, chosen)
        part, numbers = whole.part(~known & ~beaten)
        source, target = part.source, part.target
        if self.semantics != "cf2":
            alone = np.flatnonzero(hit(whole, known & ~chosen & ~beaten)[numbers])
            source, target = (np.concatenate([ends, alone]) for ends in (source, target))
        rest = Framework(part.names, source, target)
        solver = Solver(rest, self.semantics, timeout=self._deadline)
        more = solver.extension()
        assert more is not None  # noqa: S101  directional semantics always have an extension
        found = chosen.copy()
        found[numbers[more]] = True
        return found

    def acceptance(self) -> tuple[Mask, Mask]:
        """Return which arguments some extension accepts, and which every extension accepts.

        If there is no extension, none is accepted by some and all by every one.

        >>> [mask.tolist() for mask in Solver(Framework.of("ab", ["ab"]), "PR").acceptance()]
        [[True, False], [True, False]]
        """
        some, every = self._sure.copy(), self._sure.copy()
        for part in self._parts(self._open):
            self._deadline.check()
            union, intersection = self._inside(part.framework).acceptance()
            if union is None:
                return np.zeros_like(some), np.ones_like(every)
            some[part.members[:, union]] = True
            every[part.members[:, intersection]] = True
        return some, every

    def _parts(self, keep: Mask) -> list[Component]:
        if not keep.any():
            return []
        part, numbers = self.framework.part(keep)
        return [Component(one.framework, numbers[one.members]) for one in part.components()]

    def _inside(self, framework: Framework) -> Extensions:
        return Extensions(framework, self.semantics, self._deadline)


def _numbers(chosen: Mask) -> Ints:
    found: Ints = np.empty(np.count_nonzero(chosen), dtype=np.int32)
    end = 0
    for begin in range(0, len(chosen), _CHUNK):
        some = np.flatnonzero(chosen[begin : begin + _CHUNK])
        found[end : end + len(some)] = some + begin
        end += len(some)
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
