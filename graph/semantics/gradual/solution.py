"""How strong each argument is under a gradual semantics.

Nodes are valued as soon as all that bears on them is valued, a whole front at a time; where fronts
are thin, as in long chains, one node at a time. Where links run in circles, all nodes of a circle
are valued together (:mod:`whyso.graph.semantics.gradual.circles`).
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from whyso.graph.errors import InputError
from whyso.graph.semantics.dung import Ints, Mask
from whyso.graph.semantics.dung.search import Deadline
from whyso.graph.semantics.gradual.circles import Circles, find_circles
from whyso.graph.semantics.gradual.field import Field, Floats
from whyso.graph.semantics.gradual.registry import Gradual, gradual
from whyso.graph.semantics.gradual.rest import settle
from whyso.graph.semantics.gradual.weighted import Weighted
from whyso.graph.semantics.gradual.wiring import Wiring, spread

__all__ = ["Solution", "Strengths", "strengths"]

_THIN = 48  # fronts below this are followed one node at a time
_LOOK = 4096  # nodes between two looks at the clock where fronts are thin
_GATHER: dict[str, Callable[[float, float], float]] = {
    "add": operator.add,
    "multiply": operator.mul,
    "maximum": max,
}


@dataclass(frozen=True)
class Strengths:
    """The answer of a gradual semantics.

    Attributes:
        semantics: the semantics.
        values: the strength of each argument.
        link_values: the value of each link.
        settled: which arguments have their strength; the others lie on a circle whose values did
            not come to rest, or behind one, and what stands in *values* is where they were left.
        iterations: how many rounds the longest circle took; 0 without circles.
        residual: by how much, at most, a value that rests differs from what its formula gives.
        residual_all: the same over those that do not rest as well.
    """

    semantics: Gradual
    values: Floats
    link_values: Floats
    settled: Mask
    iterations: int
    residual: float
    residual_all: float
    order: Ints = field(repr=False)
    node_values: Floats = field(repr=False)

    @property
    def converged(self) -> bool:
        """Whether every argument has its strength."""
        return bool(self.settled.all())


def strengths(
    weighted: Weighted,
    semantics: str | Gradual = "quadratic-energy",
    *,
    timeout: float | None = None,
) -> Strengths:
    """Return the strength of every argument.

    Without circles this is the value of the published formulas, from the ends of the graph up. On
    circles it is where the values come to rest that start at the base scores and follow
    ``ds/dt = formula(s) - s`` (N. Potyka, KR 2018); if they do not come to rest, that is said.
    Circles are valued after what leads to them; all nodes of one move at the same time.

    Args:
        weighted: the framework.
        semantics: a name of ``GRADUAL`` or an alias.
        timeout: seconds.

    Raises:
        UnknownNameError: there is no such semantics.
        InputError: the semantics is for attacks only and there is a support.
        UnansweredError: the time was not enough.

    >>> found = strengths(Weighted.of({"a": 0.5, "b": 0.8, "c": 0.4}, ["ba"], ["ca"]), "df-quad")
    >>> found.values.round(6).tolist(), found.converged
    ([0.3, 0.8, 0.4], True)
    """
    rule = semantics if isinstance(semantics, Gradual) else gradual(semantics)
    if rule.attacks_only and (weighted.link_sign > 0).any():
        link = int((weighted.link_sign > 0).argmax())
        raise InputError(
            f"{rule.name} is for attacks only, but link {link} is a support;"
            " use quadratic-energy, df-quad or euler"
        )
    run = Solution(weighted, rule, Deadline(timeout))
    run.forward()
    wiring = weighted.wiring
    link_values = _link_values(weighted, run.values)
    return Strengths(
        rule,
        run.values[: wiring.arguments].copy(),
        link_values,
        ~run.loose[: wiring.arguments],
        run.iterations,
        run.residual,
        run.residual_all,
        np.concatenate([np.zeros(0, dtype=np.int32), *run.order]),
        run.values,
    )


def _link_values(weighted: Weighted, values: Floats) -> Floats:
    wiring = weighted.wiring
    first = np.zeros(len(weighted.target), dtype=np.int32)
    first[weighted.source_link] = weighted.source_argument
    found: Floats = values[first] * weighted.link_weight
    found[wiring.links] = values[wiring.arguments :]
    return found


class Solution:
    """One solution on its way: what :func:`strengths` runs, open to what is valued elsewhere too.

    Args:
        weighted: the framework; its wiring, base scores and weights are used.
        rule: the semantics.
        deadline: when to give up.

    >>> weighted = Weighted.of({"a": 0.5, "b": 0.8}, ["ba"])
    >>> run = Solution(weighted, gradual("df-quad"), Deadline(None))
    >>> run.forward()
    >>> run.values.round(6).tolist()
    [0.1, 0.8]
    """

    def __init__(self, weighted: Weighted, rule: Gradual, deadline: Deadline) -> None:
        wiring = weighted.wiring
        self.wiring: Wiring = wiring
        base = weighted.base
        if len(wiring.links):
            base = np.concatenate([base, weighted.link_weight[wiring.links]])
        self.field = Field(rule, wiring.arguments, base)
        self.weight = wiring.weights(weighted.link_weight)
        self.values: Floats = np.zeros(wiring.nodes)
        self.loose: Mask = np.zeros(wiring.nodes, dtype=np.bool_)
        self.slots = self.field.empty()
        self.waiting = wiring.arriving()
        self.circles: Circles | None = None
        self.order: list[Ints] = []
        self.iterations = 0
        self.residual = self.residual_all = 0.0
        self._any_loose = False
        self._deadline = deadline
        self._stamp: Ints = np.empty(wiring.nodes, dtype=np.int32)

    def forward(self) -> None:
        """Value every node.

        Raises:
            UnansweredError: the time was not enough.

        >>> run = Solution(Weighted.of({"a": 0.5}), gradual("df-quad"), Deadline(None))
        >>> run.forward()
        """
        front: Ints = np.flatnonzero(self.waiting == 0).astype(np.int32)
        done = self._follow(front)
        if done == self.wiring.nodes:
            return
        rest = self.waiting > 0
        self.circles = find_circles(self.wiring, rest)
        self.waiting = self.circles.waiting
        ready = np.flatnonzero(rest & (self.waiting == 0) & self.circles.leads)
        self._follow(ready.astype(np.int32))

    def _follow(self, front: Ints) -> int:
        """Value what a front leads to; return how many nodes were valued."""
        done = 0
        while len(front):
            self._deadline.check()
            if len(front) < _THIN and not self._circular(front).any():
                front, count = self._thin(front)
                done += count
                continue
            front, circular = self._apart(front)
            done += len(front) + len(circular)
            self.values[front] = self.field.values(self.slots, front)
            nodes = np.concatenate([front, circular]) if len(circular) else front
            self.order.append(nodes)
            front = self._push(nodes)
        return done

    def _circular(self, front: Ints) -> Mask:
        if self.circles is None:
            return np.zeros(len(front), dtype=np.bool_)
        return self.circles.circular[front]

    def _apart(self, front: Ints) -> tuple[Ints, Ints]:
        """Return the nodes of a front on no circle and, valued, those of its circles."""
        circular = self._circular(front)
        if self.circles is None or not circular.any():
            return front, front[:0]
        batch, found = settle(
            self.circles, front[circular], self.field, self.slots, self.weight, self._deadline
        )
        nodes, loose = batch.nodes, ~found.rests[batch.circle]
        self.values[nodes] = found.values
        self.loose[nodes] = loose | self.loose[self.circles.lead[nodes]]
        self._any_loose |= bool(loose.any())
        self.iterations = max(self.iterations, found.rounds)
        self.residual = max(self.residual, float(found.size[found.rests].max(initial=0)))
        self.residual_all = max(self.residual_all, float(found.size.max(initial=0)))
        return front[~circular], nodes

    def _push(self, nodes: Ints) -> Ints:
        """Send the values of nodes on; return what is ready then."""
        wiring = self.wiring
        place, sizes = spread(wiring.start, nodes)
        value = np.repeat(self.values[nodes], sizes)
        slot = wiring.slot[place]
        if self.weight is not None:
            value *= self.weight[place]
        loose = np.repeat(self.loose[nodes], sizes) if self._any_loose else None
        head = slot >> 1
        if self.circles is not None:
            lead = self.circles.lead
            head = lead[head]
            outside = np.repeat(lead[nodes], sizes) != head
            head, slot, value = head[outside], slot[outside], value[outside]
            loose = None if loose is None else loose[outside]
        self.field.collect(self.slots, slot, value)
        if loose is not None:
            self.loose[head[loose]] = True
        np.subtract.at(self.waiting, head, 1)
        ready = head[self.waiting[head] == 0]
        places = np.arange(len(ready), dtype=np.int32)
        self._stamp[ready] = places
        once: Ints = ready[self._stamp[ready] == places]
        return once

    def _thin(self, front: Ints) -> tuple[Ints, int]:
        """Follow a front one node at a time until it is broad, empty or meets a circle."""
        wiring, rule, arguments = (
            self.wiring,
            self.field.semantics.aggregation,
            self.field.arguments,
        )
        start, slot = _view(wiring.start), _view(wiring.slot)
        values, slots, waiting = _view(self.values), _view(self.slots), _view(self.waiting)
        base, loose = _view(self.field.base), _view(self.loose)
        weight = None if self.weight is None else _view(self.weight)
        lead = None if self.circles is None else _view(self.circles.lead)
        circular = None if self.circles is None else _view(self.circles.circular)
        gather = _GATHER[rule.gather.__name__]
        valued: list[int] = []
        now = front.tolist()
        met = False
        while now and len(now) < 4 * _THIN and not met:
            then = []
            for node in now:
                value = self.field.value(node, slots[2 * node], slots[2 * node + 1], base[node])
                values[node] = value
                valued.append(node)
                if not len(valued) % _LOOK:
                    self._deadline.check()
                for edge in range(start[node], start[node + 1]):
                    to = slot[edge]
                    head = to >> 1
                    arrived = value if weight is None else value * weight[edge]
                    if head >= arguments:
                        slots[to] *= arrived if to & 1 else 1 - arrived
                    else:
                        slots[to] = gather(slots[to], 1 - arrived if rule.complement else arrived)
                        if rule.counts and arrived > 0:
                            slots[to + 1] += 1
                    if lead is not None:
                        head = lead[head]
                    if loose[node]:
                        loose[head] = True
                    waiting[head] -= 1
                    if not waiting[head]:
                        then.append(head)
                        met = met or (circular is not None and bool(circular[head]))
            now = then
        order = np.array(valued, dtype=np.int32)
        self.order.append(order)
        return np.array(now, dtype=np.int32), len(order)


def _view(array: Any) -> Any:
    """Return what gives and takes plain numbers quickly."""
    return memoryview(array)
