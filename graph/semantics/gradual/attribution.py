"""What each link gives to, or takes from, the strength of the argument that it points to.

The other arguments keep their strengths; asked is how much of the way from the base score to the
strength is owed to which link (T. Kampik, N. Potyka, X. Yin, K. Čyras, F. Toni, "Contribution
functions for quantitative bipolar argumentation graphs: a principle-based analysis", IJAR 2024; for
links: X. Yin, N. Potyka, F. Toni, "Explaining arguments' strength: unveiling the role of attacks
and supports", IJCAI 2024). What far arguments contribute: :mod:`.effects`.
"""

from dataclasses import dataclass
from math import comb
from typing import Any, Final

import numpy as np

from whyso.graph.errors import UnknownNameError, WhysoError
from whyso.graph.semantics.dung import Ints
from whyso.graph.semantics.dung.search import Deadline
from whyso.graph.semantics.gradual.field import Field, Floats
from whyso.graph.semantics.gradual.modular import exp_array
from whyso.graph.semantics.gradual.slopes import edge_slopes
from whyso.graph.semantics.gradual.solution import Strengths
from whyso.graph.semantics.gradual.weighted import Weighted

__all__ = ["METHODS", "Contributions", "contributions"]

METHODS: Final = ("shapley", "removal", "gradient")
EXACT: Final = 16  # links up to which all their subsets are looked at
_ORDERS: Final = 4000  # in which links are added where there are more
_CELLS: Final = 4_000_000  # of numbers, over all orders
_SEED: Final = 1951  # so that the same question has the same answer


@dataclass(frozen=True)
class Contributions:
    """What the links of an argument contribute to its strength.

    Attributes:
        method: ``shapley``, ``removal`` or ``gradient``.
        argument: the number of the argument.
        base: its base score.
        strength: its strength.
        links: the numbers of the links that point to it.
        values: the contribution of each, below 0 if it weakens. Those of ``shapley`` sum to the
            strength less the base score; of ``removal``: by how much the strength would fall
            without the link; of ``gradient``: the derivative by the link's value.
        errors: the standard error of each; 0 unless estimated.
        exact: whether nothing was estimated. Estimates sum as exact values do.
    """

    method: str
    argument: int
    base: float
    strength: float
    links: Ints
    values: Floats
    errors: Floats
    exact: bool


def contributions(
    weighted: Weighted,
    found: Strengths,
    argument: int,
    method: str = "shapley",
    *,
    timeout: float | None = None,
) -> Contributions:
    """Return what each link that points to an argument contributes to its strength.

    Up to 16 links, Shapley values look at every subset of them; beyond, at random orders, each with
    its reverse, from a fixed seed.

    Args:
        weighted: the framework.
        found: its strengths.
        argument: the number of an argument.
        method: ``shapley``, ``removal`` or ``gradient``.
        timeout: seconds.

    Raises:
        UnknownNameError: there is no such method.
        WhysoError: the strength of the argument did not come to rest.
        UnansweredError: the time was not enough.

    >>> from whyso.graph.semantics.gradual.solution import strengths
    >>> tea = Weighted.of({"a": 0.5, "b": 0.4, "c": 0.6}, ["ba"], ["ca"])
    >>> parts = contributions(tea, strengths(tea, "df-quad"), 0)
    >>> parts.links.tolist(), parts.values.round(6).tolist(), round(parts.strength, 6)
    ([0, 1], [-0.2, 0.3], 0.6)
    """
    if method not in METHODS:
        raise UnknownNameError("method of attribution", method, METHODS)
    if not found.settled[argument]:
        raise WhysoError(
            f"the strength of {weighted.names[argument]!r} did not come to rest,"
            " so nothing contributes to it; try another semantics"
        )
    pointing = (weighted.target == argument) & ~weighted.target_is_link
    links = np.flatnonzero(pointing).astype(np.int32)
    game = _Game(weighted, found, argument, links)
    errors = np.zeros(len(links))
    exact = True
    if method == "gradient":
        values = game.slopes()
    elif method == "removal":
        values = game.all() - game.without_each()
    elif len(links) <= EXACT:
        values = shapley_of_subsets(game.subsets())
    else:
        values, errors = game.shapley_of_orders(Deadline(timeout))
        exact = False
    strength = float(found.values[argument])
    return Contributions(
        method, argument, float(weighted.base[argument]), strength, links, values, errors, exact
    )


class _Game:
    """The strength of an argument by which of its links there are."""

    def __init__(self, weighted: Weighted, found: Strengths, argument: int, links: Ints) -> None:
        self.rule = found.semantics
        self.base = float(weighted.base[argument])
        self.value: Floats = found.link_values[links]
        self.plus = weighted.link_sign[links] > 0
        rule = self.rule.aggregation
        term = 1 - self.value if rule.complement else self.value
        self.attack = np.where(self.plus, rule.start, term)
        self.support = np.where(self.plus, term, rule.start)
        if rule.counts:
            self.support = (self.value > 0).astype(np.float64)

    def strength(self, attack: Any, support: Any) -> Floats:
        energy = self.rule.aggregation.energy(attack, support)
        return np.asarray(self.rule.influence.value(self.base, energy, exp_array))

    def all(self) -> float:
        gather, start = self.rule.aggregation.gather, self.rule.aggregation.start
        attack = gather.reduce(self.attack, initial=start)
        return float(self.strength(attack, gather.reduce(self.support, initial=start)))

    def slopes(self) -> Floats:
        field = Field(self.rule, 1, np.array([self.base]))
        return edge_slopes(field, field.empty(), self.plus.astype(np.int32), self.value)

    def without_each(self) -> Floats:
        return self.strength(self._others(self.attack), self._others(self.support))

    def _others(self, terms: Floats) -> Floats:
        """Return for each link what is gathered of all others."""
        rule = self.rule.aggregation
        edge = np.array([rule.start])
        before = np.concatenate([edge, rule.gather.accumulate(terms)])[:-1]
        after = np.concatenate([edge, rule.gather.accumulate(terms[::-1])])[-2::-1]
        return np.asarray(rule.gather(before, after))

    def subsets(self) -> Floats:
        """Return the strength under every subset; bit i of its place stands for link i."""
        rule = self.rule.aggregation
        attack = support = np.array([rule.start])
        for one, other in zip(self.attack, self.support, strict=True):
            attack = np.concatenate([attack, rule.gather(attack, one)])
            support = np.concatenate([support, rule.gather(support, other)])
        return self.strength(attack, support)

    def shapley_of_orders(self, deadline: Deadline) -> tuple[Floats, Floats]:
        """Return estimates and their standard errors from random orders and their reverses."""
        count = len(self.value)
        pairs = max(2, min(_ORDERS, _CELLS // count) // 2)
        random = np.random.default_rng(_SEED)
        total, square = np.zeros(count), np.zeros(count)
        for _ in range(pairs):
            deadline.check()
            order = random.permutation(count)
            gain = np.empty(count)
            gain[order] = self._gains(order)
            gain[order[::-1]] += self._gains(order[::-1])
            gain /= 2
            total += gain
            square += gain * gain
        mean = total / pairs
        spread = np.maximum(square / pairs - mean * mean, 0)
        return mean, np.sqrt(spread / (pairs - 1))

    def _gains(self, order: Any) -> Floats:
        """Return what each link adds when they come in an order."""
        gather, start = self.rule.aggregation.gather, [self.rule.aggregation.start]
        attack = gather.accumulate(np.concatenate([start, self.attack[order]]))
        support = gather.accumulate(np.concatenate([start, self.support[order]]))
        return np.diff(self.strength(attack, support))


def shapley_of_subsets(worth: Floats) -> Floats:
    """Return the Shapley value of each player from the worth of every subset.

    Args:
        worth: a number for each subset; bit i of its place stands for player i.

    Source: L. Shapley, "A value for n-person games" (1953).

    >>> shapley_of_subsets(np.array([0.0, 1.0, 2.0, 4.0])).tolist()
    [1.5, 2.5]
    """
    count = len(worth).bit_length() - 1
    size = np.zeros(1, dtype=np.int64)
    for _ in range(count):
        size = np.concatenate([size, size + 1])
    share = np.array([1 / (count * comb(count - 1, k)) for k in range(count)])
    found = np.empty(count)
    for player in range(count):
        halves = worth.reshape(-1, 2, 1 << player)
        others = size.reshape(-1, 2, 1 << player)[:, 0]
        found[player] = (share[others] * (halves[:, 1] - halves[:, 0])).sum()
    return found
