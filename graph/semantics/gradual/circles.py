"""Values on circles of links: where a system that starts at the base scores comes to rest.

The system is ``ds/dt = formula(s) - s``. Every circle (strongly connected component) has a step of
its own; circles that wait for each other's values are never in one batch. A step is as long as the
change of the residual allows; a circle rests when what is left to go, as far as the last step
shows, is below a tolerance.
"""

from dataclasses import dataclass

import numpy as np

from whyso.graph.semantics.dung import Ints, Mask
from whyso.graph.semantics.dung.search import Deadline
from whyso.graph.semantics.gradual.field import Field, Floats
from whyso.graph.semantics.gradual.wiring import Wiring, by_row, spread

__all__ = ["Circles", "Rest", "find_circles", "settle"]

_CLOSE = 1e-12  # what may be left to go
_NOISE = 4e-16
_ROUNDS = 2000
_BATCH = 24  # rounds until circles that rest are taken out


@dataclass(frozen=True)
class Circles:
    """The circles of a graph.

    Attributes:
        lead: for each node the one that stands for its circle; a node on no circle is its own.
        leads: which nodes lead.
        circular: which nodes stand for a circle.
        waiting: for each lead how many edges come in from elsewhere that are not yet valued.
        start: for each lead where its circle's nodes begin.
        members: the nodes of circles, circle by circle.
        edge_start: for each lead where the edges within its circle begin.
        edges: the edges within circles, circle by circle.
        wiring: the whole graph.
    """

    lead: Ints
    leads: Mask
    circular: Mask
    waiting: Ints
    start: Ints
    members: Ints
    edge_start: Ints
    edges: Ints
    wiring: Wiring


def find_circles(wiring: Wiring, rest: Mask) -> Circles:
    """Return the circles among some nodes; *rest* must hold all that they lead to."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    edges = np.flatnonzero(rest[wiring.tail]).astype(np.int32)
    tail, head = wiring.tail[edges], wiring.slot[edges] >> 1
    numbers = np.flatnonzero(rest).astype(np.int32)
    new = np.cumsum(rest, dtype=np.int32) - 1
    ones = np.ones(len(edges), dtype=np.int8)
    table = csr_array((ones, (new[tail], new[head])), shape=(len(numbers), len(numbers)))
    count, label = connected_components(table, directed=True, connection="strong")
    first = np.full(count, wiring.nodes, dtype=np.int32)
    np.minimum.at(first, label, numbers)
    lead = np.arange(wiring.nodes, dtype=np.int32)
    lead[numbers] = first[label]
    inside = lead[tail] == lead[head]
    circular = np.zeros(wiring.nodes, dtype=np.bool_)
    circular[lead[tail[inside]]] = True
    waiting = np.bincount(lead[head[~inside]], minlength=wiring.nodes).astype(np.int32)
    on_circles = numbers[circular[lead[numbers]]]
    start, order = by_row(lead[on_circles], wiring.nodes)
    members = on_circles if order is None else on_circles[order]
    inner = edges[inside]
    edge_start, order = by_row(lead[tail[inside]], wiring.nodes)
    inner = inner if order is None else inner[order]
    leads = lead == np.arange(wiring.nodes)
    return Circles(lead, leads, circular, waiting, start, members, edge_start, inner, wiring)


@dataclass(frozen=True)
class Rest:
    """Where the values of circles were left.

    Attributes:
        nodes: their nodes.
        values: a value for each.
        loose: for each whether its circle did not come to rest.
        iterations: rounds.
        residual: the greatest difference between value and formula where circles rest.
        residual_all: the same over all.
    """

    nodes: Ints
    values: Floats
    loose: Mask
    iterations: int
    residual: float
    residual_all: float


class _Batch:
    """Some circles as a field of their own."""

    def __init__(
        self, circles: Circles, leads: Ints, field: Field, slots: Floats, weight: Floats | None
    ) -> None:
        place, sizes = spread(circles.start, leads)
        nodes = circles.members[place]
        circle = np.repeat(np.arange(len(leads), dtype=np.int32), sizes)
        order = np.argsort(nodes >= field.arguments, kind="stable")
        self.nodes: Ints = nodes[order]
        self.circle: Ints = circle[order]
        self.count = len(leads)
        arguments = int((nodes < field.arguments).sum())
        self.field = Field(field.semantics, arguments, field.base[self.nodes])
        edges = circles.edges[spread(circles.edge_start, leads)[0]]
        wiring = circles.wiring
        new = np.empty(wiring.nodes, dtype=np.int32)
        new[self.nodes] = np.arange(len(self.nodes), dtype=np.int32)
        slot = wiring.slot[edges]
        self.tail: Ints = new[wiring.tail[edges]]
        self.slot: Ints = 2 * new[slot >> 1] + (slot & 1)
        self.weight = None if weight is None else weight[edges]
        self.outer = slots.reshape(-1, 2)[self.nodes].ravel()
        self._all = np.arange(len(self.nodes), dtype=np.int32)

    def pull(self, values: Floats) -> Floats:
        """Return by how much the formula differs from the values."""
        slots = self.outer.copy()
        sent = values[self.tail]
        if self.weight is not None:
            sent = sent * self.weight
        self.field.collect(slots, self.slot, sent)
        return self.field.values(slots, self._all) - values

    def most(self, sizes: Floats) -> Floats:
        """Return the greatest absolute number of each circle."""
        found = np.zeros(self.count)
        np.maximum.at(found, self.circle, np.abs(sizes))
        return found


def settle(
    circles: Circles,
    leads: Ints,
    field: Field,
    slots: Floats,
    weight: Floats | None,
    deadline: Deadline,
) -> Rest:
    """Return where circles come to rest, given what arrives from elsewhere.

    Args:
        circles: the circles of the graph.
        leads: the nodes that stand for the circles asked for; none of them may lead to another.
        field: the nodes of the graph.
        slots: what has arrived at them from outside of their circles.
        weight: for each edge its weight.
        deadline: when to give up.
    """
    batch = _Batch(circles, leads, field, slots, weight)
    values = batch.field.base.copy()
    step = np.full(batch.count, 0.5)
    pull = batch.pull(values)
    size = batch.most(pull)
    rests = size <= _NOISE
    rounds = 0
    while not rests.all() and rounds < _ROUNDS:
        deadline.check()
        trial = np.clip(values + step[batch.circle] * pull, 0, 1)
        trial_pull = batch.pull(trial)
        change = batch.most(trial_pull - pull)
        fine = size < 1e-3
        good = change <= np.where(fine, 1.2, 0.75) * size
        moved = good[batch.circle] & ~rests[batch.circle]
        values = np.where(moved, trial, values)
        pull = np.where(moved, trial_pull, pull)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(fine, 0.9, 0.5) * size / change
            left = size * step * size / change
        size = np.where(good, batch.most(pull), size)
        rests |= good & ((left <= _CLOSE) & (size <= _CLOSE) | (size <= _NOISE))
        step *= np.clip(np.nan_to_num(ratio, nan=4.0), 0.25, 4.0)
        rounds += 1
    loose = ~rests
    resting = float(size[rests].max(initial=0.0))
    return Rest(
        batch.nodes, values, loose[batch.circle], rounds, resting, float(size.max(initial=0.0))
    )
