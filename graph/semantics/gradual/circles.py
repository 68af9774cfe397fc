"""Circles of links: strongly connected components."""

from dataclasses import dataclass

import numpy as np

from whyso.graph.semantics.dung import Ints, Mask
from whyso.graph.semantics.gradual.field import Field, Floats
from whyso.graph.semantics.gradual.wiring import Wiring, by_row, spread

__all__ = ["Batch", "Circles", "find_circles"]


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


class Batch:
    """Some circles, none of which leads to another, as a field of their own.

    Attributes:
        leads: the nodes that stand for them.
        nodes: their nodes: arguments first, then links.
        circle: for each node the place of its circle among *leads*.
        field: the nodes as a field.
        tail: for each edge within a circle the place of the node that it begins at.
        slot: for each edge its slot in the field.
        weight: for each edge its weight, or nothing if all are 1.
        outer: what has arrived from outside.
    """

    def __init__(
        self, circles: Circles, leads: Ints, field: Field, slots: Floats, weight: Floats | None
    ) -> None:
        place, sizes = spread(circles.start, leads)
        nodes = circles.members[place]
        circle = np.repeat(np.arange(len(leads), dtype=np.int32), sizes)
        if field.arguments < len(field.base):
            order = np.argsort(nodes >= field.arguments, kind="stable")
            nodes, circle = nodes[order], circle[order]
        self.leads: Ints = leads
        self.sizes: Ints = sizes
        self.nodes: Ints = nodes
        self.circle: Ints = circle
        arguments = int((nodes < field.arguments).sum())
        self.field = Field(field.semantics, arguments, field.base[nodes])
        edges = circles.edges[spread(circles.edge_start, leads)[0]]
        wiring = circles.wiring
        new = np.empty(wiring.nodes, dtype=np.int32)
        new[nodes] = np.arange(len(nodes), dtype=np.int32)
        slot = wiring.slot[edges]
        self.tail: Ints = new[wiring.tail[edges]]
        self.slot: Ints = 2 * new[slot >> 1] + (slot & 1)
        self.weight = None if weight is None else weight[edges]
        self.outer = slots.reshape(-1, 2)[nodes].ravel()
        self._all = np.arange(len(nodes), dtype=np.int32)

    def sent(self, values: Floats) -> Floats:
        """Return what goes along each edge."""
        sent: Floats = values[self.tail]
        return sent if self.weight is None else sent * self.weight

    def pull(self, values: Floats) -> Floats:
        """Return by how much the formula differs from the values."""
        slots = self.outer.copy()
        self.field.collect(slots, self.slot, self.sent(values))
        return self.field.values(slots, self._all) - values

    def most(self, sizes: Floats) -> Floats:
        """Return the greatest absolute number of each circle."""
        found = np.zeros(len(self.leads))
        np.maximum.at(found, self.circle, np.abs(sizes))
        return found
