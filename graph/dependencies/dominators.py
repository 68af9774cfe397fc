"""Which grounds nothing else can replace: the dominators of the AND/OR graph of support.

A ground is *indispensable* to a statement that stands (:mod:`whyso.graph.dependencies.support`)
when the statement does not stand without it. In AND/OR graphs such a node is called a dominator, in
planning a landmark. With ``I(x)`` for x itself and what it cannot do without, these sets are the
greatest solution of::

    I(x) = {x}  ∪  ⋂ over the inferences to x ( ⋃ over its premises p  I(p) )
                ∪  ⋃ over what x depends on, d  I(d)

(Keyder, Richter and Helmert, Sound and complete landmarks for And/Or graphs, ECAI 2010). Only what
stands takes part. The sets are bits of integers, one block of grounds at a time, so that 100,000
statements fit into memory. The time is quadratic, but at one bit per pair of statements.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from whyso.graph.dependencies.support import Support

__all__ = ["BLOCK", "components", "groups", "indispensable"]

BLOCK: Final = 4096


def indispensable(
    support: Support, order: Sequence[Sequence[int]]
) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the grounds in blocks, and for each statement which of the block it cannot do without.

    Args:
        support: the inferences and dependencies.
        order: standing statements in :func:`groups`; with a statement comes all it can stand on.

    Yields:
        The statements of a block, and one mask per statement of the graph, whose bit k says that it
        does not stand without the k-th of the block. Each is indispensable to itself.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("rain", "i", "premise"), ("i", "wet", "conclusion")])
    >>> nx.set_node_attributes(net, {"rain": "claim", "i": "inference", "wet": "claim"}, "kind")
    >>> list(indispensable(Support(net), [[0], [1]]))
    [([0, 1], [1, 3])]
    """
    flat = [statement for group in order for statement in group]
    place = {statement: number for number, statement in enumerate(flat)}
    usable = _usable(support, flat)
    first = 0  # the first group that reaches into the block
    for start in range(0, len(flat), BLOCK):
        block = flat[start : start + BLOCK]
        bits = {statement: 1 << number for number, statement in enumerate(block)}
        while place[order[first][-1]] < start:
            first += 1
        masks = [0] * len(support.names)
        for number in range(first, len(order)):
            group = order[number]
            if len(group) > 1:
                _settle(support, group, usable, bits, masks)
            else:
                masks[group[0]] = _shared(support, group[0], usable, masks) | bits.get(group[0], 0)
        yield block, masks


def _usable(support: Support, standing: Iterable[int]) -> list[list[list[int]]]:
    """Return per statement the premises of its inferences that can be complete without it."""
    stands = bytearray(len(support.names))
    found: list[list[list[int]]] = [[] for _ in support.names]
    for statement in standing:
        stands[statement] = 1
    for starts, ends in zip(support.premises, support.conclusions, strict=True):
        if all(stands[start] for start in starts):
            for end in ends:
                if stands[end] and end not in starts:
                    found[end].append(starts)
    return found


def _shared(
    support: Support, statement: int, usable: list[list[list[int]]], masks: list[int]
) -> int:
    """Return what all inferences to a statement share, and what it depends on."""
    found = 0
    if usable[statement]:
        found = -1
        for starts in usable[statement]:
            union = 0
            for start in starts:
                union |= masks[start]
            found &= union
            if not found:
                break
    for needed in support.needs[statement]:
        found |= masks[needed]
    return found


def _settle(
    support: Support,
    group: Sequence[int],
    usable: list[list[list[int]]],
    bits: dict[int, int],
    masks: list[int],
) -> None:
    """Find the masks of statements that rest on each other: down from "all" until none changes."""
    everything = (1 << len(bits)) - 1
    for statement in group:
        masks[statement] = everything
    waiting = deque(group)
    queued = set(group)
    inside = frozenset(group)
    while waiting:
        statement = waiting.popleft()
        queued.discard(statement)
        mask = _shared(support, statement, usable, masks) | bits.get(statement, 0)
        if mask == masks[statement]:
            continue
        masks[statement] = mask
        for end, _ in support.above(statement):
            if end in inside and end not in queued:
                queued.add(end)
                waiting.append(end)


def groups(support: Support, standing: Sequence[int]) -> list[list[int]]:
    """Return standing statements in groups that rest on each other, grounds first.

    Within a group they keep their order.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("a", "i", "premise"), ("i", "b", "conclusion")])
    >>> nx.set_node_attributes(net, {"a": "claim", "i": "inference", "b": "claim"}, "kind")
    >>> groups(Support(net), [0, 1])
    [[0], [1]]
    """
    place = {statement: number for number, statement in enumerate(standing)}
    found = components(
        standing, lambda node: (start for start, _ in support.below(node) if start in place)
    )
    return [sorted(group, key=place.__getitem__) for group in found]


def components(nodes: Iterable[int], after: Callable[[int], Iterable[int]]) -> list[list[int]]:
    """Return the strongly connected components, each after those that it leads to.

    Tarjan's algorithm (SIAM Journal on Computing 1, 1972) without recursion; linear.

    >>> components(range(4), {0: [1], 1: [2], 2: [1], 3: []}.__getitem__)
    [[2, 1], [0], [3]]
    """
    found: list[list[int]] = []
    entered: dict[int, int] = {}
    lowest: dict[int, int] = {}
    waiting: list[int] = []
    done: set[int] = set()
    for root in nodes:
        if root in entered:
            continue
        entered[root] = lowest[root] = len(entered)
        waiting.append(root)
        path = [(root, iter(after(root)))]
        while path:
            node, rest = path[-1]
            for end in rest:
                if end not in entered:
                    entered[end] = lowest[end] = len(entered)
                    waiting.append(end)
                    path.append((end, iter(after(end))))
                    break
                if end not in done and entered[end] < lowest[node]:
                    lowest[node] = entered[end]
            else:
                path.pop()
                if path and lowest[node] < lowest[path[-1][0]]:
                    lowest[path[-1][0]] = lowest[node]
                if lowest[node] == entered[node]:
                    group: list[int] = []
                    while not group or group[-1] != node:
                        group.append(waiting.pop())
                    done.update(group)
                    found.append(group)
    return found
