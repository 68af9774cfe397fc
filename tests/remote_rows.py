"""An argument with verdicts for the tests of remote engines, and what queries find in it."""

from functools import cache
from pathlib import Path

import pyoxigraph as ox

from whyso.graph import ArgumentGraph, load
from whyso.graph.query import Answer, named_queries
from whyso.graph.semantics.recording import record

_VALUES = {
    "question": ("q1", "q3"),
    "statement": ("c01", "c12"),
    "conclusion": ("c01", "c12"),
    "condition": ("c05",),
    "premise": ("c02",),
    "surface": ("q1",),
    "speaker": ("ana",),
    "agent": ("ana",),
    "standpoint": ("speaker",),
    "lang": ("zh",),
}


@cache
def judged() -> ArgumentGraph:
    """The example with two verdicts on it, and what the rules derive."""
    g = load(Path(__file__).resolve().parent / "data" / "example.ttl")
    for name in ("speaker", "evidence"):
        record(g.verdict(name), g.store)
    g.store.derive()
    return g


PARAMETERS = {
    name: [
        {parameter.name: value}
        for parameter in query.parameters
        for value in _VALUES.get(parameter.name, ())
    ]
    for name, query in named_queries().items()
}


def rows(answer: Answer, *, values: bool = False) -> list[tuple[str | None, ...]]:
    """The rows in their order; blank nodes without their names.

    Args:
        answer: what was found.
        values: whether literals are compared by value alone, without their datatype.
    """
    return [tuple(_told(term, values) for term in row) for row in answer.raw_rows]


def in_order(name: str, found: list[tuple[str | None, ...]]) -> list[tuple[str | None, ...]]:
    """The rows of a query that ships; sorted if the query promises no order."""
    ordered = "ORDER BY" in named_queries()[name].text.rpartition("}")[2]
    return found if ordered else sorted(found, key=str)


def _told(term: object, values: bool) -> str | None:
    if term is None:
        return None
    if isinstance(term, ox.BlankNode):
        return "_:"
    if values and isinstance(term, ox.Literal) and not term.language:
        return {"true": "1", "false": "0"}.get(term.value, term.value)
    return str(term)
