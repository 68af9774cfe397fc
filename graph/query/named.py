"""The queries that ship with whyso, and what their headers say of them."""

import re
from dataclasses import dataclass
from functools import cache

from whyso import ontology
from whyso.graph.errors import UnknownNameError

__all__ = ["NamedQuery", "Parameter", "named_queries", "named_query"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query: *name*, *type* (``iri`` or ``string``) and what it is."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query that ships with whyso, with what its header says."""

    name: str
    title: str
    title_zh: str
    description: str
    parameters: tuple[Parameter, ...]
    number: int | None
    text: str


@cache
def named_queries() -> dict[str, NamedQuery]:
    """Return the named queries by name.

    >>> len(named_queries()) >= 25
    True
    """
    return {name: _named(name, text) for name, text in ontology.queries().items()}


def named_query(name: str) -> NamedQuery:
    """Return one named query.

    Raises:
        UnknownNameError: there is none of that name; carries the nearest names.

    >>> named_query("answers").parameters[0].type
    'iri'
    """
    try:
        return named_queries()[name]
    except KeyError:
        raise UnknownNameError("query", name, named_queries()) from None


def _named(name: str, text: str) -> NamedQuery:
    header = re.findall(r"(?m)^# ([\w@]+): (.*)$", text)
    said = dict(header)
    parameters = tuple(
        Parameter(*(part.strip() for part in value.split("|", 2)))
        for key, value in header
        if key == "parameter"
    )
    return NamedQuery(
        name,
        said.get("title", name),
        said.get("title@zh", ""),
        said.get("description", ""),
        parameters,
        int(said["number"]) if "number" in said else None,
        text,
    )
