"""RDF to networkx and back, without loss."""

from whyso.graph.network.flat import statement_graph
from whyso.graph.network.from_network import from_networkx
from whyso.graph.network.kinds import CLASSES, KINDS, REVERSED, ROLES, STEPS, kind_of
from whyso.graph.network.to_network import to_networkx

__all__ = [
    "CLASSES",
    "KINDS",
    "REVERSED",
    "ROLES",
    "STEPS",
    "from_networkx",
    "kind_of",
    "statement_graph",
    "to_networkx",
]
