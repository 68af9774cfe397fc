"""What is near a node, read off the engine alone: it costs what it finds, not what there is.

:func:`whyso.graph.view.part` cuts exactly, but reads everything; here a little more than the part
is gathered first, and the part cut from that.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph import network
from whyso.graph.errors import UnknownNameError
from whyso.graph.model import ArgumentGraph
from whyso.graph.store import Store

if TYPE_CHECKING:
    from typing import TypeAlias

    Node: TypeAlias = ox.NamedNode | ox.BlankNode

__all__ = ["MOST", "Near", "about", "around", "closure"]

MOST: Final = 400  # nodes that are gathered; of more, the first that are found
_ROLES: Final = frozenset(network.ROLES.values())
_TYPE: Final = ox.NamedNode(ontology.PREFIXES["rdf"] + "type")
_PASSAGE: Final = ox.NamedNode(ontology.ARG + "Passage")
_WORKED_OUT: Final = (ontology.DERIVED, ontology.VERDICT, ontology.STORE)
_ENDS: Final = tuple(
    ox.NamedNode(ontology.ARG + name) for name in ("premise", "conclusion", "attacker", "target")
)


def is_of_source(graph: Any) -> bool:
    """Return whether a graph holds data, and not what was worked out from them.

    >>> is_of_source(ox.NamedNode(ontology.DERIVED + "tea")), is_of_source(ox.DefaultGraph())
    (False, False)
    """
    return isinstance(graph, ox.NamedNode) and not graph.value.startswith(_WORKED_OUT)


class Near:
    """The neighbourhood of nodes in one store.

    Args:
        store: all that there is.

    >>> from whyso.graph import sample
    >>> near = Near(sample().store)
    >>> near.kind(ox.NamedNode(ontology.ID + "government-guarantees/q1"))
    'underlying_question'
    """

    def __init__(self, store: Store) -> None:
        self._engine = store.engine
        self._kinds: dict[Any, str | None] = {}

    def said(self, node: Any, *, incoming: bool = False) -> Iterator[ox.Quad]:
        """Yield what the sources say of a node, or in which of their triples it is the object."""
        pattern = (None, None, node) if incoming else (node, None, None)
        for quad in self._engine.quads_for_pattern(*pattern):
            if is_of_source(quad.graph_name):
                yield quad

    def kind(self, node: Any) -> str | None:
        """Return the kind of a statement, step or utterance; None for anything else."""
        if isinstance(node, ox.Literal):
            return None
        if node not in self._kinds:
            found = (quad.object for quad in self._engine.quads_for_pattern(node, _TYPE, None))
            classes = (str(one).strip("<>").removeprefix(ontology.ARG) for one in found)
            self._kinds[node] = network.kind_of(classes)
        return self._kinds[node]

    def is_step(self, node: Any) -> bool:
        """Return whether a node is an inference or a conflict."""
        return self.kind(node) in network.STEPS

    def neighbours(self, node: Any) -> Iterator[Any]:
        """Yield what a node is related with, in the order in which the engine finds it."""
        for quad in self.said(node):
            if quad.predicate.value in _ROLES and self.kind(quad.object):
                yield quad.object
        for quad in self.said(node, incoming=True):
            if quad.predicate.value in _ROLES and self.kind(quad.subject):
                yield quad.subject

    def reached(self, start: Any, depth: int, most: int) -> tuple[list[Any], bool]:
        """Return what so many relations lead to, nearest first, and whether that is all.

        A step counts as part of the relation, as in :func:`whyso.graph.view.part`.
        """
        far, waiting, whole = {start: 0}, deque([start]), True
        while waiting:
            at = waiting.popleft()
            # A step is followed to its ends before the next one, so that what is cut off is whole.
            ways = [(far[at], islice(self.neighbours(at), most + 1))]
            while ways:
                passed, way = ways[-1]
                found = next(way, None)
                if found is None:
                    ways.pop()
                    continue
                cost = passed + (not self.is_step(found))
                if cost > depth or cost >= far.get(found, depth + 1):
                    continue
                if found not in far and len(far) >= most:
                    whole = False
                    continue
                far[found] = cost
                if self.is_step(found):
                    ways.append((cost, islice(self.neighbours(found), most + 1)))
                else:
                    waiting.append(found)
        return sorted(far, key=far.__getitem__), whole

    def whole_steps(self, nodes: Iterable[Any]) -> list[Any]:
        """Return nodes without the steps that start from or end on something else."""
        kept = dict.fromkeys(nodes)
        while broken := [node for node in kept if self.is_step(node) and self._lacks(node, kept)]:
            for node in broken:
                del kept[node]
        return list(kept)

    def _lacks(self, step: Any, kept: dict[Any, None]) -> bool:
        ends = (quad.object for quad in self.said(step) if quad.predicate in _ENDS)
        return any(end not in kept for end in ends)

    def between(self, nodes: Iterable[Any]) -> list[Any]:
        """Return nodes, and the steps between them."""
        kept = list(dict.fromkeys(nodes))
        steps = {
            found: None for node in kept for found in self.neighbours(node) if self.is_step(found)
        }
        return self.whole_steps([*kept, *steps])

    def cut(self, nodes: Iterable[Any]) -> dict[ox.Quad, None]:
        """Return what is said of nodes, of what they speak of, and of their graphs."""
        kept = dict.fromkeys(nodes)
        quads: dict[ox.Quad, None] = {}
        waiting: list[Any] = list(kept)
        seen = set(waiting)
        while waiting:
            at = waiting.pop()
            own = list(self.said(at))
            passes = at in kept or any(quad.object == _PASSAGE for quad in own)
            for quad in own:
                if self.kind(quad.object) and quad.object not in kept:
                    continue
                quads[quad] = None
                if at in kept and quad.graph_name not in seen:
                    seen.add(quad.graph_name)
                    waiting.append(quad.graph_name)
                value = quad.object
                if isinstance(value, ox.Literal) or value in seen or quad.predicate == _TYPE:
                    continue
                if passes or not self._is_passage(value):
                    seen.add(value)
                    waiting.append(value)
        return quads

    def _is_passage(self, node: Any) -> bool:
        found = self._engine.quads_for_pattern(node, _TYPE, _PASSAGE)
        return next(found, None) is not None

    def beyond(self, shown: ArgumentGraph) -> dict[str, int]:
        """Return how many nodes more each statement is related with than are shown."""
        net = shown.to_networkx()
        counts: dict[str, int] = {}
        for name in net:
            node = ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)
            found = {str(one).strip("<>") for one in islice(self.neighbours(node), MOST)}
            more = len(found - set(net))
            if more:
                counts[name] = more
        return counts


def around(
    store: Store, iri: str, depth: int = 1, *, most: int = MOST
) -> tuple[ArgumentGraph, bool]:
    """Return what is near a node, and whether that is all: an argument with its own store.

    Args:
        store: all that there is.
        iri: of a statement, step or utterance.
        depth: how many relations lead from it to what is kept.
        most: how many nodes are gathered.

    Raises:
        UnknownNameError: there is no such node.

    >>> from whyso.graph import sample
    >>> from whyso.graph.view import part
    >>> g = sample()
    >>> around(g.store, g.resolve("c3"))[0] == part(g, claim="c3", depth=1)
    True
    """
    from whyso.graph.view import part

    near = Near(store)
    node = ox.BlankNode(iri[2:]) if iri.startswith("_:") else ox.NamedNode(iri)
    if near.kind(node) is None:
        raise UnknownNameError("claim", iri, [])
    reached, whole = near.reached(node, depth + 1, most)
    small = _argument(store, near.cut(near.whole_steps(reached)))
    return part(small, claim=iri, depth=depth), whole


def about(store: Store, iris: Iterable[str]) -> ArgumentGraph:
    """Return the argument of some nodes and the steps between them.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> about(g.store, [g.resolve("c3"), g.resolve("r1")])
    <ArgumentGraph: 1 claim, 1 proposition, 1 rebuttal>
    """
    near = Near(store)
    nodes = [ox.NamedNode(iri) for iri in iris if not iri.startswith("_:")]
    return _argument(store, near.cut(near.between(node for node in nodes if near.kind(node))))


def closure(store: Store, iri: str) -> list[ox.Quad]:
    """Return what the sources say of a resource, and of the blank nodes that hang from it.

    That is its concise bounded description (W3C member submission "CBD", 2005).

    >>> from whyso.graph import sample
    >>> len(closure(sample().store, ontology.ID + "government-guarantees/q1")) > 2
    True
    """
    near = Near(store)
    waiting: list[Any] = [ox.NamedNode(iri)]
    seen, found = set(waiting), []
    while waiting:
        for quad in near.said(waiting.pop()):
            found.append(quad)
            if isinstance(quad.object, ox.BlankNode) and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)
    return found


def _argument(store: Store, quads: Iterable[ox.Quad]) -> ArgumentGraph:
    made = Store()
    made.engine.extend(quads)
    made.prefixes = dict(store.prefixes)
    graphs = [graph.value for graph in made.source_graphs()]
    made.files = {graph: store.files.get(graph, "") for graph in graphs}
    made.forgotten = {graph: store.forgotten.get(graph, {}) for graph in graphs}
    return ArgumentGraph(made)
