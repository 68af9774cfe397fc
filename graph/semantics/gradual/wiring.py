"""Links as edges between nodes, in the order in which solving goes along them.

A link with one source that nothing attacks is an edge from that source. Every other link is a node
of its own: edges lead to it from its sources and from what attacks it, and one leads from it to its
target. So the ordinary framework has no nodes but its arguments.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from whyso.graph.semantics.dung import Ints, Mask

__all__ = ["Wiring", "by_row", "spread", "wire"]


@dataclass(frozen=True)
class Wiring:
    """Nodes and edges; edges are sorted by where they begin.

    Attributes:
        arguments: how many arguments there are; they are the first nodes.
        links: the links that are nodes, in the order of these.
        node: for each link the node that it is, or -1.
        start: for each node where its edges begin, and at last their number.
        tail: for each edge the node that it begins at.
        slot: for each edge twice the node that it ends at, plus 1 if it is a support or a source.
        link: for each edge the link whose weight it has, or -1 for weight 1.
    """

    arguments: int
    links: Ints
    node: Ints
    start: Ints
    tail: Ints
    slot: Ints
    link: Ints

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.start) - 1

    def weights(self, link_weight: npt.NDArray[np.float64]) -> npt.NDArray[np.float64] | None:
        """Return the weight of each edge, or nothing if all are 1."""
        if np.all(link_weight == 1):
            return None
        return np.where(self.link < 0, 1.0, link_weight[self.link])

    def arriving(self) -> Ints:
        """Return how many edges end at each node."""
        return np.bincount(self.slot >> 1, minlength=self.nodes).astype(np.int32)


def wire(
    arguments: int,
    sign: npt.NDArray[np.int8],
    source_link: Ints,
    source_argument: Ints,
    target: Ints,
    target_is_link: Mask,
) -> Wiring:
    """Return the nodes and edges of links; the arguments are those of a ``Weighted``.

    >>> two = np.array([0, 1], dtype=np.int32)
    >>> one = wire(2, np.array([-1, 1]), two, two, two[::-1], two > 5)
    >>> one.tail.tolist(), one.slot.tolist()
    ([0, 1], [2, 1])
    """
    links = len(target)
    node = np.full(links, -1, dtype=np.int32)
    apart = np.bincount(source_link, minlength=links) != 1
    apart[target[target_is_link]] = True
    own = np.flatnonzero(apart).astype(np.int32)
    node[own] = np.arange(arguments, arguments + len(own), dtype=np.int32)
    head = target
    if len(own):
        head = target.copy()
        head[target_is_link] = node[target[target_is_link]]
    into = 2 * head + (sign > 0)
    if not len(own):
        tail, slot, link = source_argument, into[source_link], source_link
    else:
        joint = apart[source_link]
        pairs = source_link[joint].astype(np.int64) * arguments + source_argument[joint]
        pairs = np.unique(pairs)
        alone = source_link[~joint]
        of = (pairs // arguments).astype(np.int32)
        premise = (pairs % arguments).astype(np.int32)
        tail = np.concatenate([source_argument[~joint], premise, node[own]])
        slot = np.concatenate([into[alone], 2 * node[of] + 1, into[own]])
        link = np.concatenate([alone, np.full(len(pairs) + len(own), -1, dtype=np.int32)])
    start, order = by_row(tail, arguments + len(own))
    if order is not None:
        tail, slot, link = tail[order], slot[order], link[order]
    return Wiring(arguments, own, node, start, tail, slot.astype(np.int32, copy=False), link)


def by_row(row: npt.NDArray[Any], count: int) -> tuple[Ints, Ints | None]:
    """Return where each row begins, and the order that sorts by row; nothing if it is sorted.

    >>> by_row(np.array([1, 0, 1]), 2)
    (array([0, 1, 3], dtype=int32), array([1, 0, 2], dtype=int32))
    """
    if not len(row) or np.all(row[1:] >= row[:-1]):
        start = np.zeros(count + 1, dtype=np.int32)
        np.cumsum(np.bincount(row, minlength=count), out=start[1:])
        return start, None
    from scipy.sparse import csr_array

    place = np.arange(len(row), dtype=np.int32)
    ones = np.ones(len(row), dtype=np.int8)
    table = csr_array((ones, (row, place)), shape=(count, len(row)))
    return table.indptr.astype(np.int32, copy=False), table.indices.astype(np.int32, copy=False)


def spread(start: Ints, rows: npt.NDArray[Any]) -> tuple[Ints, Ints]:
    """Return the places of the items of several rows, and how many each row has.

    >>> spread(np.array([0, 2, 2, 3]), np.array([2, 0]))
    (array([2, 0, 1]), array([1, 2]))
    """
    begin = start[rows]
    sizes = start[rows + 1] - begin
    ends = np.cumsum(sizes, dtype=sizes.dtype)
    if not len(ends):
        return sizes, sizes
    place = np.repeat(begin - ends + sizes, sizes)
    place += np.arange(ends[-1], dtype=place.dtype)
    return place, sizes
