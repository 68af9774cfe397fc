"""What the rules derive from a source graph: shortcuts, in a graph of their own."""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

import pyoxigraph as ox

from whyso import ontology

__all__ = ["derived_graph", "derived_quads", "rules_digest", "updates"]

_CONSTRUCT: Final = re.compile(r"CONSTRUCT\s*\{(.*?)\}\s*WHERE", re.DOTALL)


def derived_graph(graph: str) -> str:
    """Return the graph of what the rules derive from a source graph.

    >>> derived_graph("https://w3id.org/whyso/graph/tea")
    'https://w3id.org/whyso/derived/tea'
    """
    return ontology.DERIVED + graph.removeprefix(ontology.GRAPH)


def updates(graph: str) -> Iterator[str]:
    """Yield the SPARQL updates that write what the rules derive from a source graph.

    >>> len(list(updates("https://w3id.org/whyso/graph/tea"))) == len(ontology.rules())
    True
    """
    for rule in ontology.rules().values():
        head, template, where = _CONSTRUCT.split(rule)
        insert = f"INSERT {{ GRAPH <{derived_graph(graph)}> {{ {template} }} }} USING <{graph}>"
        yield f"{head}{insert} WHERE{where}"


def derived_quads(engine: ox.Store, graph: str) -> Iterator[ox.Quad]:
    """Yield what the rules derive from a source graph, one by one, without writing it.

    >>> from whyso.graph import sample
    >>> store = sample().store
    >>> len(set(derived_quads(store.engine, store.source_graphs()[0].value))) > 100
    True
    """
    home = ox.NamedNode(derived_graph(graph))
    for rule in ontology.rules().values():
        found = engine.query(rule, default_graph=ox.NamedNode(graph))
        for triple in found:  # type: ignore[union-attr]
            yield ox.Quad(triple.subject, triple.predicate, triple.object, home)


@cache
def rules_digest() -> str:
    """Return what tells one version of the rules from another.

    >>> len(rules_digest())
    16
    """
    text = "\n".join(ontology.rules().values())
    return hashlib.sha256(text.encode()).hexdigest()[:16]
