"""SPARQL over data and derived graphs, and the queries that ship with whyso."""

from whyso.graph.query.answer import Answer
from whyso.graph.query.named import NamedQuery, Parameter, named_queries, named_query
from whyso.graph.query.running import Value, bind, run

__all__ = [
    "Answer",
    "NamedQuery",
    "Parameter",
    "Value",
    "bind",
    "named_queries",
    "named_query",
    "run",
]
