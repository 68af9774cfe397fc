"""Frameworks to measure on, the same for the same name: debates, shapes and random graphs.

``python benchmarks/verdicts/instances.py FOLDER NAME...`` writes them as ICCMA 2023 ``.af`` files.
"""

import argparse
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = [
    "DEBATES",
    "RANDOM",
    "SHAPES",
    "Attacks",
    "Instance",
    "made",
    "query",
    "weighted",
    "write",
]

Numbers: TypeAlias = npt.NDArray[np.int64]
Chance: TypeAlias = np.random.Generator

_RECENT: Final = 3.0  # how far back, on average, a reply to something recent looks


@dataclass(frozen=True)
class Attacks:
    """A framework: how many arguments, and who attacks whom, counted from 0.

    >>> Attacks.of(3, np.array([0, 0, 2]), np.array([1, 1, 2])).source.tolist()
    [0]
    """

    count: int
    source: Numbers
    target: Numbers

    @classmethod
    def of(cls, count: int, source: Numbers, target: Numbers) -> "Attacks":
        """Return a framework, each attack once, without those of an argument on itself."""
        keys = np.unique(source * count + target)
        keys = keys[keys // count != keys % count]
        return cls(count, keys // count, keys % count)


@dataclass(frozen=True)
class Instance:
    """A named framework.

    Attributes:
        name: also the seed.
        family: instances of one family differ in size and hardly else.
        count: how many arguments.
        make: makes it out of chance.
    """

    name: str
    family: str
    count: int
    make: Callable[[Chance], Attacks]

    @property
    def limit(self) -> float:
        """CPU seconds that a question may take.

        >>> RANDOM[0].limit, DEBATES[-1].limit
        (20, 60)
        """
        return 60 if self.count > 20_000 else 20


def made(instance: Instance) -> Attacks:
    """Return the framework of an instance, always the same one.

    >>> len(made(RANDOM[0]).source)
    1923
    """
    return instance.make(_chance(instance.name))


def _chance(name: str) -> Chance:
    return np.random.default_rng(zlib.crc32(name.encode()))


# Debates


def _parents(count: int, chance: Chance) -> Numbers:
    """Return what each argument replies to (-1 for the first).

    Three in four reply to something recent, the others to what somebody else replied to, so that
    what has many replies gets more.
    """
    number = np.arange(count)
    back = chance.geometric(1 / _RECENT, count)
    parent: Numbers = np.maximum(number - back, 0)
    parent[0] = -1
    copies = number.copy()
    popular = (chance.random(count) < 0.25) & (number > 1)
    copies[popular] = 1 + (chance.random(popular.sum()) * (number[popular] - 1)).astype(np.int64)
    while (copies[copies] != copies).any():
        copies = copies[copies]
    return parent[copies]


def debate(count: int, chance: Chance) -> Attacks:
    """Return a debate: a reply attacks what it replies to.

    One reply in ten is answered back by what it attacks, and one argument in fifty attacks some
    other one anywhere.

    >>> found = debate(1000, _chance("debate"))
    >>> 1100 < len(found.source) < 1140
    True
    """
    reply, parent = np.arange(1, count), _parents(count, chance)[1:]
    back = chance.random(count - 1) < 0.1
    across = chance.integers(0, count, (2, count // 50))
    source = np.concatenate([reply, parent[back], across[0]])
    target = np.concatenate([parent, reply[back], across[1]])
    return Attacks.of(count, source, target)


def tree(count: int, chance: Chance) -> Attacks:
    """Return replies only."""
    return Attacks(count, np.arange(1, count), _parents(count, chance)[1:])


def chains(count: int, length: int) -> Attacks:
    """Return chains of a length, each argument attacking the next.

    >>> chains(4, 2).target.tolist()
    [1, 3]
    """
    source = np.arange(count - 1)
    source = source[(source + 1) % length != 0]
    return Attacks(count, source, source + 1)


def star(count: int) -> Attacks:
    """Return one argument that all others attack."""
    source = np.arange(1, count)
    return Attacks(count, source, np.zeros_like(source))


def shuffled(count: int, chance: Chance) -> Attacks:
    """Return a debate whose arguments are numbered by chance, as names in a database are.

    >>> len(shuffled(1000, _chance("debate")).source) == len(debate(1000, _chance("debate")).source)
    True
    """
    found = debate(count, chance)
    number = chance.permutation(count)
    return Attacks.of(count, number[found.source], number[found.target])


# Random graphs


def erdos_renyi(count: int, share: float, chance: Chance) -> Attacks:
    """Return a graph where each attack is there with a probability (Erdos and Renyi 1959)."""
    drawn = chance.binomial(count * (count - 1), share)
    keys = chance.choice(count * (count - 1), size=drawn, replace=False)
    source, target = keys // (count - 1), keys % (count - 1)
    return Attacks.of(count, source, target + (target >= source))


def barabasi_albert(count: int, links: int, reversed_share: float, chance: Chance) -> Attacks:
    """Return a graph where popular arguments attack later ones (Barabasi and Albert 1999).

    A share of the attacks is answered back.
    """
    ends = list(range(links))
    pairs = []
    for number in range(links, count):
        chosen = {ends[place] for place in chance.integers(0, len(ends), 4 * links)}
        for other in list(chosen)[:links]:
            pairs.append((number, other))
            ends += (number, other)
    target, source = np.array(pairs, dtype=np.int64).T
    back = chance.random(len(source)) < reversed_share
    return Attacks.of(
        count, np.concatenate([source, target[back]]), np.concatenate([target, source[back]])
    )


def watts_strogatz(count: int, links: int, chance: Chance) -> Attacks:
    """Return a ring of near neighbours, a fifth rewired (Watts and Strogatz 1998).

    Every attack runs one way or the other, by chance; three in ten are answered back.
    """
    near = np.repeat(np.arange(1, links // 2 + 1), count)
    first = np.tile(np.arange(count), links // 2)
    second = (first + near) % count
    rewired = chance.random(len(first)) < 0.2
    second[rewired] = chance.integers(0, count, rewired.sum())
    turned = chance.random(len(first)) < 0.5
    source, target = np.where(turned, second, first), np.where(turned, first, second)
    back = chance.random(len(first)) < 0.3
    return Attacks.of(
        count, np.concatenate([source, target[back]]), np.concatenate([target, source[back]])
    )


def _er(name: str, count: int, share: float) -> Instance:
    family = "Erdos-Renyi, dense" if share * count > 5 else "Erdos-Renyi, sparse"
    return Instance(name, family, count, partial(erdos_renyi, count, share))


def _ba(name: str, count: int, links: int, back: float) -> Instance:
    return Instance(name, "Barabasi-Albert", count, partial(barabasi_albert, count, links, back))


def _ws(name: str, count: int, links: int) -> Instance:
    return Instance(name, "Watts-Strogatz", count, partial(watts_strogatz, count, links))


RANDOM: Final = (
    *(_er(f"er200_p05{which}", 200, 0.05) for which in ("", "b", "c")),
    *(_er(f"er300_p03{which}", 300, 0.03) for which in ("", *"bcdef")),
    _er("er1000_p002", 1000, 0.002),
    _ba("ba200_c50", 200, 3, 0.5),
    _ba("ba1000_c60", 1000, 3, 0.6),
    _ba("ba5000_c20", 5000, 2, 0.2),
    _ba("ba10000_c50", 10_000, 2, 0.5),
    _ws("ws300_k12", 300, 12),
    _ws("ws500_k8", 500, 8),
    _ws("ws5000_k4", 5000, 4),
)
DEBATES: Final = tuple(
    Instance(name, "debate", count, partial(debate, count))
    for name, count in (("deb10k", 10_000), ("deb100k", 100_000), ("deb1m", 1_000_000))
)
SHAPES: Final = (
    Instance("shuffled1m", "debate", 1_000_000, partial(shuffled, 1_000_000)),
    Instance("tree1m", "tree", 1_000_000, partial(tree, 1_000_000)),
    Instance("star1m", "star", 1_000_000, lambda _: star(1_000_000)),
    Instance("chain1m", "chain", 1_000_000, lambda _: chains(1_000_000, 1_000_000)),
    Instance("chains100", "chains", 1_000_000, lambda _: chains(1_000_000, 10_000)),
)


def query(attacks: Attacks) -> int:
    """Return an undecided argument of the largest strongly connected component of such ones.

    The first such; argument 0 if the grounded labelling decides everything.

    >>> query(Attacks(4, np.array([0, 2, 3]), np.array([1, 3, 2])))
    2
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    from whyso.graph.semantics.dung import UNDECIDED, Framework, grounded

    framework = Framework(range(attacks.count), attacks.source, attacks.target)
    left = grounded(framework)[0] == UNDECIDED
    if not left.any():
        return 0
    inside = left[attacks.source] & left[attacks.target]
    ends = (attacks.source[inside], attacks.target[inside])
    table = coo_array((np.ones(inside.sum()), ends), shape=(attacks.count, attacks.count))
    _, label = connected_components(table.tocsr(), connection="strong")
    sizes = np.bincount(label[left], minlength=int(label.max()) + 1)
    return int(np.flatnonzero(left & (label == sizes.argmax()))[0])


# Files


def write(attacks: Attacks, path: Path) -> None:
    """Write a framework as ICCMA 2023 ``.af``, or as facts for clingo if the suffix is ``.lp``."""
    source, target = (attacks.source + 1).tolist(), (attacks.target + 1).tolist()
    pairs = zip(source, target, strict=True)
    if path.suffix == ".lp":
        lines = [f"arg(1..{attacks.count})."] if attacks.count else []
        lines += [f"att({a},{b})." for a, b in pairs]
    else:
        lines = [f"p af {attacks.count}", *(f"{a} {b}" for a, b in pairs)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def weighted(
    shape: str, count: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int8], npt.NDArray[np.float64]]:
    """Return a reply tree, or chains, for gradual semantics.

    Args:
        shape: ``tree``, ``chain`` or ``chains`` (of a hundredth of all arguments each).
        count: how many arguments.

    Returns:
        For each argument what it replies to (-1 if to nothing), 1 if it supports that and -1 if it
        attacks it, and its base score between 0.01 and 0.99.

    >>> [part.tolist() for part in weighted("chains", 200)[:2]][0][:4]
    [-1, 0, -1, 2]
    """
    chance = _chance(f"{shape} of {count}")
    if shape == "tree":
        parent = _parents(count, chance)
    else:
        length = count if shape == "chain" else count // 100
        parent = np.arange(-1, count - 1)
        parent[::length] = -1
    sign = np.where(chance.random(count) < 0.5, 1, -1)
    base = 0.01 + 0.98 * chance.random(count)
    return parent.astype(np.int32), sign.astype(np.int8), base


def main() -> None:
    """Write instances by name; see the module."""
    known = {instance.name: instance for instance in (*DEBATES, *SHAPES, *RANDOM)}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="+", choices=known, metavar="NAME", help=", ".join(known))
    asked = parser.parse_args()
    for name in asked.names:
        attacks = made(known[name])
        write(attacks, asked.folder / f"{name}.af")
        print(f"{name}: {len(attacks.source)} attacks, query {query(attacks) + 1}")


if __name__ == "__main__":
    main()
