"""Which arguments no semantics that goes by attackers alone can tell apart.

The coarsest equitable partition: arguments of one class have, in every class, equally many
attackers. It is found by colour refinement (D. G. Corneil and C. C. Gotlieb, JACM 1970): colours
are refined by the multiset of the attackers' colours until their number stays.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from whyso.graph.semantics.dung import Framework, Ints
from whyso.graph.semantics.dung.search import Deadline

__all__ = ["Classes", "classes"]

_MIX: Final = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@dataclass(frozen=True)
class Classes:
    """A partition of the arguments.

    Attributes:
        of: for each argument its class.
        count: how many classes there are.
        equitable: whether arguments of one class have equally many attackers in each class, which
            was checked by counting.
        attackers: a sparse table: for each class and each class how many attackers an argument of
            the first has in the second.
    """

    of: Ints
    count: int
    equitable: bool
    attackers: Any


def classes(framework: Framework, rounds: int, deadline: Deadline) -> Classes:
    """Return the coarsest equitable partition, or a finer one if the rounds are not enough.

    Args:
        framework: arguments and attacks.
        rounds: how often colours are refined at most; if that is too little, every argument becomes
            a class of its own.
        deadline: when to give up.

    >>> found = classes(Framework.of("abcde", ["ab", "cb", "de"]), 10, Deadline(None))
    >>> found.of.tolist(), found.equitable
    ([0, 1, 0, 0, 2], True)
    """
    rows = framework.attackers
    victim = np.repeat(np.arange(len(framework)), rows.sizes())
    colour: npt.NDArray[Any] = np.zeros(len(framework), dtype=np.int64)
    count = min(1, len(framework))
    for _ in range(rounds):
        deadline.check()
        mixed = _mix(colour.astype(np.uint64))
        gathered = np.zeros(len(framework), dtype=np.uint64)
        np.add.at(gathered, victim, mixed[rows.items])
        key = _mix(gathered) + mixed
        _, then = np.unique(key, return_inverse=True)
        more = int(then.max(initial=-1)) + 1
        if more == count:
            found = _checked(framework, colour, count)
            if found.equitable:
                return found
        colour, count = then.ravel(), more
    return _checked(framework, np.arange(len(framework)), len(framework))


def _checked(framework: Framework, colour: npt.NDArray[Any], count: int) -> Classes:
    from scipy.sparse import csr_array

    first = np.full(count, len(framework), dtype=np.int64)
    np.minimum.at(first, colour, np.arange(len(framework)))
    order = np.argsort(first)
    named = np.empty(count, dtype=np.int32)
    named[order] = np.arange(count, dtype=np.int32)
    of, first = named[colour], first[order]
    rows = framework.attackers
    ones = np.ones(len(rows.items), dtype=np.int64)
    size = (len(framework), max(count, 1))
    table = csr_array((ones, of[rows.items], rows.start.copy()), shape=size)
    table.sum_duplicates()
    part = table[first]
    same = (table != part[of]).nnz == 0
    return Classes(of, count, bool(same), part)


def _mix(number: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return numbers that look unrelated (the finaliser of splitmix64)."""
    number = number + np.uint64(0x9E3779B97F4A7C15)
    number = (number ^ (number >> np.uint64(30))) * _MIX[0]
    number = (number ^ (number >> np.uint64(27))) * _MIX[1]
    return number ^ (number >> np.uint64(31))
