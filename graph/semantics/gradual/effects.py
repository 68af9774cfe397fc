"""What arguments anywhere in the graph contribute to the strength of one.

T. Kampik, N. Potyka, X. Yin, K. Čyras, F. Toni, "Contribution functions for quantitative bipolar
argumentation graphs: a principle-based analysis" (IJAR 2024): by removal, by Shapley value, by
gradient. Only what leads to the argument takes part, so that each costs as much as that part of the
graph.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from whyso.graph.errors import WhysoError
from whyso.graph.semantics.dung import Ints, Mask
from whyso.graph.semantics.dung.search import Deadline
from whyso.graph.semantics.gradual.attribution import shapley_of_subsets
from whyso.graph.semantics.gradual.field import Field, Floats
from whyso.graph.semantics.gradual.slopes import base_slopes, edge_slopes
from whyso.graph.semantics.gradual.solution import Strengths, strengths
from whyso.graph.semantics.gradual.weighted import Weighted

__all__ = ["Effects", "Gradient", "gradient", "leading", "removal", "shapley"]

EXACT: Final = 10  # arguments up to which all their subsets are looked at
_SEED: Final = 1951
_AT_ONCE: Final = 300_000  # arguments and premises that are solved together


@dataclass(frozen=True)
class Effects:
    """What arguments contribute to the strength of one.

    Attributes:
        topic: the number of the argument whose strength it is.
        arguments: those asked about.
        values: the contribution of each; nan if the strength without it did not come to rest.
        errors: the standard error of each; 0 unless estimated.
        strength: the strength of the topic.
        without: its strength without all of them, where that was asked; otherwise nan.
        exact: whether nothing was estimated.
    """

    topic: int
    arguments: Ints
    values: Floats
    errors: Floats
    strength: float
    without: float
    exact: bool


@dataclass(frozen=True)
class Gradient:
    """By how much the strength of an argument moves with each number of the graph.

    Attributes:
        topic: the number of the argument.
        base: the derivative of its strength by the base score of each argument.
        link_weight: the derivative by the weight of each link.
    """

    topic: int
    base: Floats
    link_weight: Floats


def leading(weighted: Weighted, topic: int) -> Mask:
    """Return which arguments lead to one, itself included, by links and links on links.

    >>> chain = Weighted.of({"a": 0.5, "b": 0.5, "c": 0.5}, ["ab", "bc"])
    >>> leading(chain, 1)
    array([ True,  True, False])
    """
    nodes = _upstream(weighted, topic)
    found = np.zeros(weighted.wiring.nodes, dtype=np.bool_)
    found[nodes] = True
    return found[: len(weighted)]


def _upstream(weighted: Weighted, topic: int) -> Ints:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order

    wiring = weighted.wiring
    ones = np.ones(len(wiring.tail), dtype=np.int8)
    head = wiring.slot >> 1
    table = csr_array((ones, (head, wiring.tail)), shape=(wiring.nodes, wiring.nodes))
    found: Ints = breadth_first_order(table, topic, return_predecessors=False)
    return found


def gradient(weighted: Weighted, found: Strengths, topic: int) -> Gradient:
    """Return the derivatives of the strength of an argument.

    One pass against the direction of the links; on circles it solves for the derivative of the
    point of rest (implicit function theorem).

    Args:
        weighted: the framework.
        found: its strengths.
        topic: the number of the argument.

    Raises:
        WhysoError: its strength did not come to rest, or has no derivative.

    >>> chain = Weighted.of({"a": 0.4, "b": 0.5, "c": 0.5}, ["ab", "bc"])
    >>> gradient(chain, strengths(chain, "df-quad"), 2).base.round(6).tolist()
    [0.25, -0.3, 0.7]
    """
    from scipy.sparse import csc_array
    from scipy.sparse.linalg import splu

    _must_rest(weighted, found, topic)
    wiring = weighted.wiring
    nodes = _upstream(weighted, topic)
    rank = np.empty(wiring.nodes, dtype=np.int32)
    rank[found.order] = np.arange(len(found.order), dtype=np.int32)
    nodes = nodes[np.argsort(rank[nodes])]
    place = np.full(wiring.nodes, -1, dtype=np.int32)
    place[nodes] = np.arange(len(nodes), dtype=np.int32)
    edges = np.flatnonzero(place[wiring.slot >> 1] >= 0)
    tail, slot = wiring.tail[edges], wiring.slot[edges]
    base = np.concatenate([weighted.base, weighted.link_weight[wiring.links]])
    field = Field(found.semantics, wiring.arguments, base)
    weights = wiring.weights(weighted.link_weight)
    weight = np.ones(len(edges)) if weights is None else weights[edges]
    sent = found.node_values[tail] * weight
    slope = edge_slopes(field, field.empty(), slot, sent)
    head = place[slot >> 1]
    entry = np.concatenate([np.ones(len(nodes)), -slope * weight])
    every = np.arange(len(nodes))
    rows, columns = np.concatenate([every, place[tail]]), np.concatenate([every, head])
    table = csc_array((entry, (rows, columns)), shape=(len(nodes), len(nodes)))
    aim = np.zeros(len(nodes))
    aim[place[topic]] = 1
    try:
        moved = splu(table, permc_spec="NATURAL").solve(aim)
    except RuntimeError:
        moved = np.full(len(nodes), np.nan)
    if not np.isfinite(moved).all():
        raise WhysoError(
            f"the strength of {weighted.names[topic]!r} has no derivative:"
            " the circle it is on can rest at more than one point"
        )
    slots = field.empty()
    field.collect(slots, slot, sent)
    by_node = np.zeros(wiring.nodes)
    by_node[nodes] = base_slopes(field, slots)[nodes] * moved
    by_link = np.zeros(len(weighted.target))
    link = wiring.link[edges]
    own = link >= 0
    np.add.at(by_link, link[own], (moved[head] * slope * found.node_values[tail])[own])
    by_link[wiring.links] = by_node[wiring.arguments :]
    return Gradient(topic, by_node[: wiring.arguments], by_link)


def removal(
    weighted: Weighted,
    found: Strengths,
    topic: int,
    arguments: Sequence[int] | None = None,
    *,
    timeout: float | None = None,
) -> Effects:
    """Return by how much the strength of an argument would fall without each of others.

    Args:
        weighted: the framework.
        found: its strengths.
        topic: the number of the argument.
        arguments: the others; without them, all that lead to it.
        timeout: seconds.

    Raises:
        WhysoError: its strength did not come to rest.
        UnansweredError: the time was not enough.

    >>> chain = Weighted.of({"a": 0.4, "b": 0.5, "c": 0.5}, ["ab", "bc"])
    >>> removal(chain, strengths(chain, "df-quad"), 2, [0, 1]).values.round(6).tolist()
    [0.1, -0.15]
    """
    _must_rest(weighted, found, topic)
    ask = _Asking(weighted, found, topic, timeout)
    if arguments is None:
        chosen = ask.numbers[ask.numbers != topic]
    else:
        chosen = np.asarray(arguments, dtype=np.int32)
    values = ask.strength - ask.without(list(chosen[:, None]))
    return Effects(
        topic, chosen, values, np.zeros(len(chosen)), ask.strength, float("nan"), exact=True
    )


def shapley(
    weighted: Weighted,
    found: Strengths,
    topic: int,
    arguments: Sequence[int],
    *,
    orders: int = 200,
    timeout: float | None = None,
) -> Effects:
    """Return Shapley values of arguments: what each contributes to the strength of one.

    All others are present throughout. The values sum to the strength less the strength without any
    of the arguments. Up to 10 arguments every subset is looked at; beyond, random orders, each with
    its reverse, from a fixed seed: their values are estimates, but sum all the same.

    Args:
        weighted: the framework.
        found: its strengths.
        topic: the number of the argument whose strength it is.
        arguments: the numbers of the others.
        orders: how many orders are looked at beyond 10 arguments.
        timeout: seconds.

    Raises:
        WhysoError: the strength did not come to rest, or would not without some of the arguments.
        UnansweredError: the time was not enough.

    >>> chain = Weighted.of({"a": 0.4, "b": 0.5, "c": 0.5}, ["ab", "bc"])
    >>> shapley(chain, strengths(chain, "df-quad"), 2, [0, 1]).values.round(6).tolist()
    [0.05, -0.2]
    """
    _must_rest(weighted, found, topic)
    ask = _Asking(weighted, found, topic, timeout)
    chosen = np.asarray(arguments, dtype=np.int32)
    count = len(chosen)
    errors = np.zeros(count)
    if count <= EXACT:
        places = np.arange(count)
        worth = ask.rested([chosen[(some >> places) & 1 == 0] for some in range(1 << count)])
        values, without = shapley_of_subsets(worth), float(worth[0])
    else:
        random = np.random.default_rng(_SEED)
        ways = [random.permutation(count) for _ in range(max(2, orders // 2))]
        ways = [way for one in ways for way in (one, one[::-1])]
        cases = [chosen[way[place:]] for way in ways for place in range(count)]
        worth = ask.rested(cases).reshape(len(ways), count)
        without = float(worth[0, 0])
        gains = np.diff(worth, axis=1, append=ask.strength)
        table = np.empty_like(gains)
        np.put_along_axis(table, np.array(ways), gains, axis=1)
        table = table.reshape(-1, 2, count).mean(axis=1)
        values = table.mean(axis=0)
        errors = table.std(axis=0, ddof=1) / np.sqrt(len(table))
    return Effects(topic, chosen, values, errors, ask.strength, without, count <= EXACT)


class _Asking:
    """The strength of one argument when others are gone."""

    def __init__(
        self, weighted: Weighted, found: Strengths, topic: int, timeout: float | None
    ) -> None:
        self._deadline, self._timeout = Deadline(timeout), timeout
        self._rule = found.semantics
        self._part, self.numbers, _ = weighted.part(leading(weighted, topic))
        self._place = np.full(len(weighted), -1, dtype=np.int64)
        self._place[self.numbers] = np.arange(len(self.numbers))
        self._topic = int(self._place[topic])
        self._name = weighted.names[topic]
        self.strength = float(found.values[topic])

    def without(self, cases: Sequence[Ints]) -> Floats:
        """Return the strength without each of several sets; nan where it does not come to rest.

        The part of the graph is solved in many copies at once, each of which lacks a set.
        """
        count = len(self.numbers)
        size = count + len(self._part.source_link) + 1
        many = max(1, min(len(cases), _AT_ONCE // size))
        copies = self._part.copies(many) if many > 1 else self._part
        values = np.full(len(cases), self.strength)
        for first in range(0, len(cases), many):
            self._deadline.check()
            some = cases[first : first + many]
            gone = [self._place[one] for one in some]
            gone = [one[one >= 0] + copy * count for copy, one in enumerate(gone)]
            if not any(len(one) for one in gone):
                continue
            then = strengths(
                copies.without(np.concatenate(gone)), self._rule, timeout=self._timeout
            )
            topics = np.arange(len(some)) * count + self._topic
            found = np.where(then.settled[topics], then.values[topics], np.nan)
            asked = np.array([len(one) > 0 for one in gone])
            values[first : first + len(some)] = np.where(asked, found, self.strength)
        return values

    def rested(self, cases: Sequence[Ints]) -> Floats:
        """Return the strength without each of several sets.

        Raises:
            WhysoError: one does not come to rest.
        """
        found = self.without(cases)
        if np.isnan(found).any():
            raise WhysoError(
                f"the strength of {self._name!r} does not come to rest without some of the"
                " arguments; try another semantics"
            )
        return found


def _must_rest(weighted: Weighted, found: Strengths, topic: int) -> None:
    if not found.settled[topic]:
        raise WhysoError(
            f"the strength of {weighted.names[topic]!r} did not come to rest,"
            " so nothing contributes to it; try another semantics"
        )
