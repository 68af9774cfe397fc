"""Ranking semantics: the arguments of a framework from the best to the worst.

L. Amgoud and J. Ben-Naim, "Ranking-based semantics for argumentation frameworks" (SUM 2013) for
burdens and discussions; Ph. Besnard and A. Hunter, "A logic-based theory of deductive arguments"
(AIJ 2001) and F. Pu, J. Luo, Y. Zhang, G. Luo, "Argument ranking with categoriser function" (KSEM
2014) for the categoriser; compared by E. Bonzon, J. Delobelle, S. Konieczny and N. Maudet, "A
comparative study of ranking-based semantics for abstract argumentation" (AAAI 2016).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from whyso.graph.errors import UnknownNameError
from whyso.graph.semantics.dung import Framework, Ints
from whyso.graph.semantics.dung.search import Deadline
from whyso.graph.semantics.gradual.colours import classes
from whyso.graph.semantics.gradual.rounds import Row, by_rounds
from whyso.graph.semantics.gradual.solution import strengths
from whyso.graph.semantics.gradual.weighted import Weighted

__all__ = ["RANKINGS", "Ranking", "RankingSemantics", "ranking"]

_STEPS: Final = 20_000_000  # arguments and attacks gone through, unless told otherwise
_NEAR: Final = 1e-9  # values of the categoriser no further apart count as equal


@dataclass(frozen=True)
class Ranking:
    """Arguments from the best to the worst.

    Attributes:
        semantics: the name of the semantics.
        groups: the numbers of arguments that are equally good, the best first.
        decided: whether more rounds would leave the order as it is.
        rounds: how many there were.
        rows: for each round the classes of arguments that were still compared, and their numbers.
        of: for each argument its class.
    """

    semantics: str
    groups: list[Ints]
    decided: bool
    rounds: int
    rows: list[Row]
    of: Ints

    def numbers(self, argument: int) -> list[float]:
        """Return what was compared for an argument, round by round.

        For burdens and discussions less is better; for the categoriser, which has one number, more.

        >>> ranking(Framework.of("abc", ["ab", "bc"]), "burden").numbers(2)
        [1.0, 2.0, 1.5]
        """
        found = []
        for kinds, numbers in self.rows:
            place = int(np.searchsorted(kinds, self.of[argument]))
            if place == len(kinds) or kinds[place] != self.of[argument]:
                break
            found.append(numbers[place : place + 1].tolist()[0])
        return found

    @property
    def places(self) -> Ints:
        """For each argument its place, from 1; those in one group share it.

        >>> ranking(Framework.of("abc", ["ab", "cb"]), "burden").places
        array([1, 2, 1], dtype=int32)
        """
        found = np.zeros(len(self.of), dtype=np.int32)
        for place, group in enumerate(self.groups, 1):
            found[group] = place
        return found


@dataclass(frozen=True)
class RankingSemantics:
    """A ranking semantics: its name, other names, title and meaning by language, and source."""

    name: str
    aliases: tuple[str, ...]
    title: Mapping[str, str]
    meaning: Mapping[str, str]
    source: str


def ranking(
    framework: Framework,
    semantics: str = "burden",
    *,
    rounds: int | None = None,
    timeout: float | None = None,
) -> Ranking:
    """Return the arguments of a framework from the best to the worst.

    Args:
        framework: arguments and attacks.
        semantics: a name of ``RANKINGS`` or an alias.
        rounds: how many rounds there are at most; the answer says whether they were enough. Without
            it, from 10,000 for small frameworks to 100 for large ones.
        timeout: seconds.

    Raises:
        UnknownNameError: there is no such semantics.
        UnansweredError: the time was not enough.

    >>> found = ranking(Framework.of("abcd", ["ab", "bc", "dc"]), "discussion")
    >>> [group.tolist() for group in found.groups], found.decided
    ([[0, 3], [1], [2]], True)
    """
    rule = _BY_NAME.get(semantics.lower())
    if rule is None:
        raise UnknownNameError("ranking semantics", semantics, _BY_NAME)
    deadline = Deadline(timeout)
    if rule.name == "categoriser":
        return _by_strength(framework, timeout)
    if rounds is None:
        size = len(framework) + len(framework.attackers.items) + 1
        rounds = max(100, min(10_000, _STEPS // size))
    kinds = classes(framework, rounds, deadline)
    found = by_rounds(kinds, rule.name == "discussion", rounds, deadline)
    place = found.rank[kinds.of]
    order = np.argsort(place, kind="stable").astype(np.int32)
    groups = _split(order, np.diff(place[order]) > 0)
    return Ranking(rule.name, groups, found.decided, len(found.rows) - 1, found.rows, kinds.of)


def _by_strength(framework: Framework, timeout: float | None) -> Ranking:
    count = len(framework)
    source = np.repeat(np.arange(count), framework.attacked.sizes())
    target, links = framework.attacked.items, len(source)
    ones, every = np.ones(links), np.arange(links)
    weighted = Weighted(
        range(count), np.ones(count), -ones, ones, every, source, target, np.zeros(links)
    )
    found = strengths(weighted, "h-categoriser", timeout=timeout)
    order = np.argsort(-found.values, kind="stable").astype(np.int32)
    apart = np.diff(found.values[order]) < -_NEAR
    groups = _split(order, apart)
    of = np.arange(count, dtype=np.int32)
    rows: list[Row] = [(of, found.values)]
    return Ranking("categoriser", groups, found.converged, found.iterations, rows, of)


def _split(order: Ints, apart: npt.NDArray[np.bool_]) -> list[Ints]:
    if not len(order):
        return []
    return [np.sort(part) for part in np.split(order, np.flatnonzero(apart) + 1)]


def _named(
    name: str, aliases: str, title: tuple[str, str], meaning: tuple[str, str], source: str
) -> RankingSemantics:
    return RankingSemantics(
        name,
        tuple(aliases.split()),
        MappingProxyType(dict(zip(("en", "zh"), title, strict=True))),
        MappingProxyType(dict(zip(("en", "zh"), meaning, strict=True))),
        source,
    )


_ALL: Final = (
    _named(
        "burden",
        "bbs burden-based",
        ("burden-based", "负担语义"),
        (
            "An argument bears 1 plus the inverse burdens of its attackers; round by round, less is"
            " better.",
            "论证的负担为 1 加各攻击者负担的倒数之和；逐轮比较，负担小者为优。",
        ),
        "L. Amgoud, J. Ben-Naim, Ranking-based semantics for argumentation frameworks, SUM 2013",
    ),
    _named(
        "discussion",
        "dbs discussion-based",
        ("discussion-based", "讨论语义"),
        (
            "Fewer attackers are better, then more defenders, then fewer attackers of these, and so"
            " on.",
            "攻击者少者为优；相同则辩护者多者为优；再相同则看辩护者的攻击者，依此类推。",
        ),
        "L. Amgoud, J. Ben-Naim, Ranking-based semantics for argumentation frameworks, SUM 2013",
    ),
    _named(
        "categoriser",
        "cat categorizer",
        ("categoriser", "分类器语义"),
        (
            "An argument has the inverse of 1 plus the sum of its attackers; more is better.",
            "论证的值为 1 加攻击者之和的倒数；值大者为优。",
        ),
        "Ph. Besnard, A. Hunter, A logic-based theory of deductive arguments, AIJ 2001; F. Pu,"
        " J. Luo, Y. Zhang, G. Luo, Argument ranking with categoriser function, KSEM 2014",
    ),
)
RANKINGS: Final[Mapping[str, RankingSemantics]] = MappingProxyType(
    {each.name: each for each in _ALL}
)
_BY_NAME: Final = {name: each for each in _ALL for name in (each.name, *each.aliases)}
