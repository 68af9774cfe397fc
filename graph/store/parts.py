"""Cutting a part out of a store: some of its source graphs, and the verdicts on them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import UnknownNameError

if TYPE_CHECKING:
    from whyso.graph.store.store import Store

__all__ = ["named", "short", "verdicts_on"]

_USED: Final = ox.NamedNode(ontology.PREFIXES["prov"] + "used")


def short(graph: str) -> str:
    """Return the name by which people call the source of a graph.

    >>> short("https://w3id.org/whyso/graph/tea"), short("http://e/g")
    ('tea', 'http://e/g')
    """
    return graph.removeprefix(ontology.GRAPH)


def named(store: "Store", names: Iterable[str]) -> list[str]:
    """Return the IRIs of the source graphs that are called so, each once.

    Args:
        store: where they are.
        names: short names of sources, or IRIs of their graphs.

    Raises:
        UnknownNameError: there is no such source; carries the nearest names.

    >>> from whyso.graph import sample
    >>> named(sample().store, ["government-guarantee"])
    Traceback (most recent call last):
    whyso.graph.errors.UnknownNameError: no source named 'government-guarantee'; the nearest are \
government-guarantees
    """
    known = {short(graph.value): graph.value for graph in store.source_graphs()}
    iris = set(known.values())
    found: dict[str, None] = {}
    for name in names:
        bare = name.removeprefix("<").removesuffix(">")
        graph = bare if bare in iris else known.get(bare)
        if graph is None:
            raise UnknownNameError("source", name, known)
        found[graph] = None
    return list(found)


def verdicts_on(engine: ox.Store, graphs: Iterable[str], *, alone: bool = False) -> list[str]:
    """Return the graphs of the verdicts that were worked out from some source graphs.

    Args:
        engine: where they are.
        graphs: the IRIs of source graphs.
        alone: whether a verdict that was worked out from others too is left out.

    >>> verdicts_on(ox.Store(), ["https://w3id.org/whyso/graph/tea"])
    []
    """
    wanted = set(graphs)
    found: dict[str, None] = {}
    for graph in wanted:
        for quad in engine.quads_for_pattern(None, _USED, ox.NamedNode(graph), None):
            home = quad.graph_name
            if isinstance(home, ox.NamedNode) and home.value.startswith(ontology.VERDICT):
                found[home.value] = None
    return sorted(one for one in found if not alone or _bases(engine, one) <= wanted)


def _bases(engine: ox.Store, verdict: str) -> set[str]:
    """Return the graphs that a verdict was worked out from."""
    home = ox.NamedNode(verdict)
    quads = engine.quads_for_pattern(None, _USED, None, home)
    return {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}
