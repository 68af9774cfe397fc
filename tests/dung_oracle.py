"""Semantics of abstract argumentation by brute force, from the definitions.

A set of arguments is a number whose bits say who is in it, and every definition is tried on all
sets. Nothing here comes from the code that is tested.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Sets = npt.NDArray[np.int64]
Pairs = list[tuple[int, int]]


@dataclass(frozen=True)
class Oracle:
    """A framework of *count* arguments, numbered from 0."""

    count: int
    attacks: Pairs

    def __hash__(self) -> int:
        return id(self)

    @cached_property
    def everything(self) -> int:
        return (1 << self.count) - 1

    @cached_property
    def attackers(self) -> list[int]:
        return [_bits(a for a, b in self.attacks if b == one) for one in range(self.count)]

    @cached_property
    def attacked(self) -> list[int]:
        return [_bits(b for a, b in self.attacks if a == one) for one in range(self.count)]

    @cached_property
    def sets(self) -> Sets:
        return np.arange(1 << self.count, dtype=np.int64)

    @cached_property
    def hit(self) -> Sets:
        """For each set what it attacks."""
        found = np.zeros(1, dtype=np.int64)
        for one in range(self.count):
            found = np.concatenate([found, found | self.attacked[one]])
        return found

    @cached_property
    def defended(self) -> Sets:
        """For each set what it defends: every attacker is attacked by the set."""
        found = np.zeros_like(self.sets)
        for one, attackers in enumerate(self.attackers):
            found |= ((attackers & ~self.hit) == 0).astype(np.int64) << one
        return found

    @cached_property
    def conflict_free(self) -> Sets:
        free: Sets = self.sets[(self.sets & self.hit) == 0]
        return free

    @cached_property
    def admissible(self) -> Sets:
        free = self.conflict_free
        inside: Sets = free[(free & ~self.defended[free]) == 0]
        return inside

    def extensions(self, semantics: str) -> list[int]:
        found = getattr(self, semantics.replace("-", "_"))()
        return sorted(int(one) for one in found)

    def complete(self) -> Sets:
        free = self.conflict_free
        closed: Sets = free[self.defended[free] == free]
        return closed

    def grounded(self) -> list[int]:
        found = 0
        while found != (more := int(self.defended[found])):
            found = more
        return [found]

    def preferred(self) -> Sets:
        return self._largest(self.admissible, self.admissible)

    def stable(self) -> Sets:
        free = self.conflict_free
        whole: Sets = free[(free | self.hit[free]) == self.everything]
        return whole

    def semi_stable(self) -> Sets:
        return self._largest(self.complete(), self.complete() | self.hit[self.complete()])

    def stage(self) -> Sets:
        free = self.conflict_free
        return self._largest(free, free | self.hit[free])

    def ideal(self) -> Sets:
        return self._greatest_admissible_in(self.preferred())

    def eager(self) -> Sets:
        return self._greatest_admissible_in(self.semi_stable())

    def cf2(self) -> list[int]:
        return [one for one in self.conflict_free.tolist() if self._is_cf2(one, self.everything)]

    def _largest(self, sets: Sets, measure: Sets) -> Sets:
        """Return those sets whose measure no other measure contains strictly."""
        some = np.zeros(1 << self.count, dtype=np.bool_)
        some[measure] = True
        above = np.zeros_like(some)
        for one in range(self.count):  # a strictly greater measure has this one more, or still more
            low = (some | above).reshape(-1, 2, 1 << one)
            above.reshape(-1, 2, 1 << one)[:, 0] |= low[:, 1]
        greatest: Sets = sets[~above[measure]]
        return greatest

    def _greatest_admissible_in(self, sets: Sets) -> Sets:
        within = int(np.bitwise_and.reduce(sets))
        inside = self.admissible[(self.admissible & ~within) == 0]
        return self._largest(inside, inside)

    # CF2 (Baroni, Giacomin, Guida 2005, definition 20 ff.)

    def _is_cf2(self, chosen: int, part: int) -> bool:
        cycles = self._cycles(part)
        if len(cycles) <= 1:
            return chosen in self._naive(part)
        for cycle in cycles:
            beaten = self._hit(chosen & ~cycle) & cycle
            if not self._is_cf2(chosen & cycle & ~beaten, cycle & ~beaten) or chosen & beaten:
                return False
        return True

    def _hit(self, chosen: int) -> int:
        return int(self.hit[chosen])

    def _naive(self, part: int) -> set[int]:
        known = self._naive_of
        if part not in known:
            free = self.conflict_free[(self.conflict_free & ~part) == 0]
            known[part] = set(self._largest(free, free).tolist())
        return known[part]

    def _cycles(self, part: int) -> list[int]:
        """Return the strongly connected components of a part."""
        known = self._cycles_of
        if part not in known:
            after = {one: self._reach(one, part) for one in _members(part)}
            found = {
                _bits(other for other in after if after[one] >> other & after[other] >> one & 1)
                for one in after
            }
            known[part] = list(found)
        return known[part]

    def _reach(self, one: int, part: int) -> int:
        reached = 1 << one
        while reached != (more := reached | self._hit(reached) & part):
            reached = more
        return reached

    @cached_property
    def _naive_of(self) -> dict[int, set[int]]:
        return {}

    @cached_property
    def _cycles_of(self) -> dict[int, list[int]]:
        return {}


def _bits(numbers: Iterable[int]) -> int:
    found = 0
    for number in numbers:
        found |= 1 << number
    return found


def _members(part: int) -> Iterator[int]:
    return (one for one in range(part.bit_length()) if part >> one & 1)


def as_bits(numbers: npt.NDArray[Any]) -> int:
    """Return a set that the tested code found as a number like those of the oracle."""
    return _bits(numbers.tolist())


def random_frameworks(number: int, seed: int, largest: int = 12) -> Iterator[Oracle]:
    """Yield frameworks of several kinds: thin and dense, tied, in parts, with self-attacks."""
    chance = random.Random(seed)  # noqa: S311
    for _ in range(number):
        count = chance.randint(0, largest)
        density = chance.choice([0.5, 1, 1.5, 2, 3, 5]) / max(count, 1)
        ties = chance.choice([0, 0, 0.3, 0.8])
        selfish = chance.choice([0, 0, 0.05, 0.3])
        parts = chance.choice([1, 1, 2, 3])
        attacks = []
        for a in range(count):
            for b in range(count):
                if a == b:
                    if chance.random() < selfish:
                        attacks.append((a, b))
                elif a % parts == b % parts and chance.random() < density:
                    attacks.append((a, b))
                    if chance.random() < ties:
                        attacks.append((b, a))
        yield Oracle(count, attacks)
