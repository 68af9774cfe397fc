"""Quantitative bipolar frameworks on arrays: arguments with base scores, links with a weight."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from whyso.graph.errors import InputError, UnknownNameError
from whyso.graph.semantics.dung import Ints, Mask
from whyso.graph.semantics.gradual.wiring import Wiring, wire

__all__ = ["Floats", "Weighted"]

Floats: TypeAlias = npt.NDArray[np.float64]
_NEAR: Final = 100_000  # more names are not looked through for similar ones


class Weighted:
    """Arguments with base scores, and links that support or attack.

    A link has one or more sources, which act jointly, and one target: an argument or another link.
    Its value is ``weight * product of its sources' strengths * product of (1 - value) of the links
    that attack it``; an argument gathers the values of its links. With one source, weight 1 and no
    link on links this is the ordinary framework of P. Baroni, A. Rago and F. Toni, "From
    fine-grained properties to broad principles for gradual argumentation" (IJAR 2019).

    Two links with the same ends are two links; a source named twice in one link counts once.

    Args:
        names: what the arguments are called; arguments are counted from 0.
        base: for each argument a number from 0 to 1.
        link_sign: for each link 1 (support) or -1 (attack).
        link_weight: for each link a number from 0 to 1.
        source_link: for each premise its link; one entry per premise.
        source_argument: for each premise the argument that it is.
        target: for each link the number of an argument, or of a link.
        target_is_link: for each link whether *target* counts links.

    Raises:
        InputError: a score or weight is not from 0 to 1, a number points to nothing, a link has no
            source, or a support points to a link.

    >>> rain = Weighted("abc", [0.5, 0.8, 0.4], [1, -1], [1, 1], [0, 1], [1, 2], [0, 0], [0, 1])
    >>> rain
    Weighted(3 arguments, 2 links)
    """

    def __init__(
        self,
        names: Sequence[Any],
        base: npt.ArrayLike,
        link_sign: npt.ArrayLike,
        link_weight: npt.ArrayLike,
        source_link: npt.ArrayLike,
        source_argument: npt.ArrayLike,
        target: npt.ArrayLike,
        target_is_link: npt.ArrayLike,
    ) -> None:
        self.names = names
        self.base: Floats = np.asarray(base, dtype=np.float64)
        self.link_sign = np.asarray(link_sign, dtype=np.int8)
        self.link_weight: Floats = np.asarray(link_weight, dtype=np.float64)
        self.source_link: Ints = np.asarray(source_link, dtype=np.int32)
        self.source_argument: Ints = np.asarray(source_argument, dtype=np.int32)
        self.target: Ints = np.asarray(target, dtype=np.int32)
        self.target_is_link: Mask = np.asarray(target_is_link, dtype=np.bool_)
        self._check_lengths()
        self._check_numbers()
        self._check_links()

    @classmethod
    def of(
        cls,
        bases: Mapping[str, float],
        attacks: Iterable[Sequence[str]] = (),
        supports: Iterable[Sequence[str]] = (),
    ) -> "Weighted":
        """Return the ordinary framework of these base scores and pairs of names.

        A pair that is given twice counts once.

        Raises:
            InputError: a base score is not from 0 to 1.
            UnknownNameError: a pair names no argument.

        >>> Weighted.of({"a": 0.5, "b": 1}, attacks=["ba"], supports=[("b", "a")])
        Weighted(2 arguments, 2 links)
        """
        place = {name: number for number, name in enumerate(bases)}
        pairs: list[tuple[int, int]] = []
        signs: list[int] = []
        for sign, given in ((-1, attacks), (1, supports)):
            found = {(_place(place, pair[0]), _place(place, pair[1])): None for pair in given}
            pairs.extend(found)
            signs.extend([sign] * len(found))
        source, target = [a for a, _ in pairs], [b for _, b in pairs]
        ones, links = np.ones(len(pairs)), np.arange(len(pairs))
        score = list(bases.values())
        return cls(list(bases), score, signs, ones, links, source, target, [False] * len(pairs))

    def __len__(self) -> int:
        return len(self.names)

    def __repr__(self) -> str:
        return f"Weighted({len(self)} arguments, {len(self.target)} links)"

    def index(self, name: str) -> int:
        """Return the number of an argument.

        Raises:
            UnknownNameError: there is none of that name; the nearest names are told.

        >>> Weighted.of({"tea": 0.5, "milk": 0.5}).index("milk")
        1
        """
        return _place(self._places, name)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def wiring(self) -> Wiring:
        """The links as edges between nodes, as solving wants them."""
        return wire(
            len(self),
            self.link_sign,
            self.source_link,
            self.source_argument,
            self.target,
            self.target_is_link,
        )

    def changed(
        self, *, base: npt.ArrayLike | None = None, link_weight: npt.ArrayLike | None = None
    ) -> "Weighted":
        """Return the same arguments and links with other numbers; nothing is built anew.

        A link of weight 0 is as good as gone.

        Raises:
            InputError: a number is not from 0 to 1, or there are too few or too many.

        >>> Weighted.of({"a": 0.5, "b": 1}).changed(base=[0.2, 0.3]).base
        array([0.2, 0.3])
        """
        wiring, made = self.wiring, copy.copy(self)
        if base is not None:
            made.base = np.asarray(base, dtype=np.float64)
        if link_weight is not None:
            made.link_weight = np.asarray(link_weight, dtype=np.float64)
        made._check_lengths()
        made._check_numbers()
        made.__dict__["wiring"] = wiring
        return made

    def without(self, arguments: npt.ArrayLike) -> "Weighted":
        """Return the framework in which nothing follows from some arguments.

        Every link from one of them has weight 0, which no semantics tells from its absence; the
        numbers of arguments and links stay as they are.

        >>> Weighted.of({"a": 0.5, "b": 1, "c": 1}, ["ba", "ca"]).without([1]).link_weight
        array([0., 1.])
        """
        gone = np.zeros(len(self), dtype=np.bool_)
        gone[np.asarray(arguments, dtype=np.int32)] = True
        weight = self.link_weight.copy()
        weight[self.source_link[gone[self.source_argument]]] = 0
        return self.changed(link_weight=weight)

    def copies(self, count: int) -> "Weighted":
        """Return the framework several times side by side, to solve variants of it at once.

        Argument *a* of copy *c* has the number ``c * len(self) + a``, links likewise.

        >>> Weighted.of({"a": 0.5, "b": 1}, ["ba"]).copies(3)
        Weighted(6 arguments, 3 links)
        """
        arguments, links = len(self), len(self.target)
        steps = np.arange(count, dtype=np.int32)
        rows = np.repeat(steps, len(self.source_link))
        to = np.repeat(steps, links) * np.tile(
            np.where(self.target_is_link, links, arguments).astype(np.int32), count
        )
        return Weighted(
            range(count * arguments),
            np.tile(self.base, count),
            np.tile(self.link_sign, count),
            np.tile(self.link_weight, count),
            np.tile(self.source_link, count) + rows * links,
            np.tile(self.source_argument, count) + rows * arguments,
            np.tile(self.target, count) + to,
            np.tile(self.target_is_link, count),
        )

    def part(self, keep: Mask) -> tuple["Weighted", Ints, Ints]:
        """Return the framework of some arguments and the links between them.

        A link is kept if all its sources and what it points to are kept.

        Returns:
            The framework, and for each argument and each link in it its number here.

        >>> one = Weighted.of({"a": 0.5, "b": 1, "c": 1}, ["ba", "cb"])
        >>> one.part(np.array([True, True, False]))
        (Weighted(2 arguments, 1 links), array([0, 1], dtype=int32), array([0], dtype=int32))
        """
        alive = np.ones(len(self.target), dtype=np.bool_)
        alive[self.source_link[~keep[self.source_argument]]] = False
        to_argument = ~self.target_is_link
        alive[to_argument] &= keep[self.target[to_argument]]
        on_links = np.flatnonzero(self.target_is_link)
        while True:
            lost = on_links[alive[on_links] & ~alive[self.target[on_links]]]
            if not len(lost):
                break
            alive[lost] = False
        numbers = np.flatnonzero(keep).astype(np.int32)
        links = np.flatnonzero(alive).astype(np.int32)
        new_argument = np.cumsum(keep, dtype=np.int32) - 1
        new_link = np.cumsum(alive, dtype=np.int32) - 1
        rows = alive[self.source_link]
        target, is_link = self.target[links], self.target_is_link[links]
        target = np.where(is_link, _look_up(new_link, target), _look_up(new_argument, target))
        made = Weighted(
            [self.names[number] for number in numbers.tolist()],
            self.base[numbers],
            self.link_sign[links],
            self.link_weight[links],
            new_link[self.source_link[rows]],
            new_argument[self.source_argument[rows]],
            target,
            is_link,
        )
        return made, numbers, links

    def _check_lengths(self) -> None:
        links = len(self.target)
        if len(self.base) != len(self):
            raise InputError(f"{len(self)} arguments, but {len(self.base)} base scores; give each")
        for what, given in (
            ("signs", self.link_sign),
            ("weights", self.link_weight),
            ("marks of what a target is", self.target_is_link),
        ):
            if len(given) != links:
                raise InputError(f"{links} links, but {len(given)} {what}; give one for each link")
        if len(self.source_link) != len(self.source_argument):
            raise InputError("source_link and source_argument differ in length; give pairs")

    def _check_numbers(self) -> None:
        bad = _first(~((self.base >= 0) & (self.base <= 1)))
        if bad is not None:
            raise InputError(
                f"the base score of {self.names[bad]!r} is {self.base[bad]:g};"
                " give a number from 0 to 1"
            )
        bad = _first(~((self.link_weight >= 0) & (self.link_weight <= 1)))
        if bad is not None:
            raise InputError(
                f"the weight of link {bad} is {self.link_weight[bad]:g}; give a number from 0 to 1"
            )

    def _check_links(self) -> None:
        links = len(self.target)
        bad = _first((self.link_sign != 1) & (self.link_sign != -1))
        if bad is not None:
            raise InputError(f"the sign of link {bad} is {self.link_sign[bad]}; give 1 or -1")
        bounds = np.where(self.target_is_link, links, len(self))
        bad = _first((self.target < 0) | (self.target >= bounds))
        if bad is not None:
            raise InputError(f"link {bad} points to {self.target[bad]}, which does not exist")
        bad = _first((self.source_link < 0) | (self.source_link >= links))
        if bad is not None:
            raise InputError(f"premise {bad} is of link {self.source_link[bad]}: no such link")
        bad = _first((self.source_argument < 0) | (self.source_argument >= len(self)))
        if bad is not None:
            raise InputError(f"premise {bad} is {self.source_argument[bad]}: no such argument")
        bad = _first(np.bincount(self.source_link, minlength=links) == 0)
        if bad is not None:
            raise InputError(f"link {bad} has no source; give it one")
        bad = _first(self.target_is_link & (self.link_sign > 0))
        if bad is not None:
            raise InputError(f"link {bad} supports a link; links can only be attacked")


def _place(places: Mapping[str, int], name: str) -> int:
    place = places.get(name)
    if place is None:
        raise UnknownNameError("argument", name, list(places)[:_NEAR])
    return place


def _first(wrong: Mask) -> int | None:
    place = int(wrong.argmax()) if len(wrong) else 0
    return place if len(wrong) and wrong[place] else None


def _look_up(new: Ints, old: Ints) -> Ints:
    """Return new numbers; those of the other kind, which may lie outside, give anything."""
    return new[np.minimum(old, len(new) - 1)] if len(new) else old
