"""SPARQL over data and derived graphs.

Queries run in the engine itself, never in rdflib's slower evaluator; an answer is an rdflib
``Result``. SERVICE, which reaches out to the network, is refused unless it is allowed.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

import pyoxigraph as ox
from rdflib import Literal, URIRef
from rdflib.term import Identifier

from whyso import ontology
from whyso.graph.errors import QueryError
from whyso.graph.limits import MAX_QUERY, on_deep_stack
from whyso.graph.query.answer import Answer
from whyso.graph.query.named import NamedQuery, Parameter, named_queries, named_query
from whyso.graph.query.sparql import explain, find_keyword, tokens

__all__ = ["Answer", "NamedQuery", "Parameter", "Value", "bind", "named_queries", "named_query"]
__all__ += ["may_have", "run"]

Value: TypeAlias = str | int | float | bool | Identifier


def run(
    engine: ox.Store,
    text: str,
    *,
    prefixes: Mapping[str, str],
    values: Mapping[str, Value] | None = None,
    allow_service: bool = False,
    most: int | None = None,
    **graphs: Any,
) -> Answer:
    """Run one SPARQL query; its default graph is the union of all graphs of *engine*.

    Args:
        engine: the store.
        text: SELECT, ASK, CONSTRUCT or DESCRIBE.
        prefixes: prefixes that the text may use without declaring them.
        values: variables and their values (see :func:`bind`).
        allow_service: let SERVICE call other endpoints.
        most: how many rows or triples there may be.
        graphs: *default_graphs* and *named_graphs*, IRIs of graphs that are asked instead of those
            that the text names (SPARQL 1.1 Protocol, 2.1.4); *base*, to read relative IRIs against.

    Raises:
        QueryError: the text is broken (with line and column), too long, calls out, or finds more.

    >>> run(ox.Store(), "SELECT ?s { ?s ?p }", prefixes={})
    Traceback (most recent call last):
    whyso.graph.errors.QueryError: query: line 1, column 19: cannot be read from here: '}'
    """
    if len(text) > MAX_QUERY:
        raise QueryError(f"{len(text)} characters long; the limit is {MAX_QUERY}")
    place, block = _values(text, values or {})
    bound = text[:place] + block + text[place:]

    def find() -> Answer:
        if not allow_service and may_have(bound, "SERVICE", prefixes):
            raise QueryError(
                "SERVICE calls another server, which must be allowed first",
                **find_keyword(text, "SERVICE"),
            )
        found = engine.query(bound, prefixes=dict(prefixes), **_dataset(bound, prefixes, **graphs))
        return Answer(found, prefixes, most=most)

    try:
        return on_deep_stack(find)
    except SyntaxError as error:
        raise explain(text, str(error.msg), prefixes, place=place, added=len(block)) from None
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(" ".join(str(error).split())) from None


def _dataset(
    text: str,
    prefixes: Mapping[str, str],
    *,
    base: str | None = None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> dict[str, Any]:
    """Return what the engine is to be told of the base, and of the graphs that are asked."""
    if default_graphs or named_graphs:
        told: dict[str, Any] = {
            "default_graph": [ox.NamedNode(graph) for graph in default_graphs],
            "named_graphs": [ox.NamedNode(graph) for graph in named_graphs],
        }
    else:
        told = {"use_default_graph_as_union": not may_have(text, "FROM", prefixes)}
    return told if base is None else told | {"base_iri": base}


def may_have(text: str, word: str, prefixes: Mapping[str, str]) -> bool:
    """Tell whether the engine takes *word* for a keyword anywhere in a text.

    The engine's own parser is asked, so that no trick of quotes and comments can hide the word: if
    the text is still a query with the word misspelt everywhere, it was part of a name or a string.

    Raises:
        SyntaxError: it is no query either way, and the word cannot be seen in it as a keyword.

    >>> may_have("ASK { ?from ?p 'from' }", "FROM", {}), may_have("ASK FROM <g:a> {}", "FROM", {})
    (False, True)
    """
    if word.lower() not in text.lower():
        return False

    def misspelt(part: str) -> str:
        return re.sub(f"(?i){word}", lambda found: found[0][:-1] + "Q", part)

    known = {misspelt(prefix): iri for prefix, iri in prefixes.items()}
    try:
        ox.Store().query(misspelt(text), prefixes=known, base_iri=ontology.BASE)
    except SyntaxError:
        if not find_keyword(text, word) and word == "SERVICE":
            raise
        return True
    except (ValueError, OSError, RuntimeError):
        pass
    return False


def bind(text: str, values: Mapping[str, Value]) -> str:
    """Return a query in which variables have the given values.

    A ``VALUES`` block is put at the start of the outermost group, on the same line.

    Args:
        text: the query.
        values: variable name to rdflib term, or to a Python value that becomes a literal.

    Raises:
        QueryError: a name is not that of a variable, or the query has no group to put it in.

    >>> bind("SELECT ?s { ?s ?p ?o }", {"o": Literal("tea", lang="en")})
    'SELECT ?s { VALUES ?o { "tea"@en } ?s ?p ?o }'
    """
    place, block = _values(text, values)
    return text[:place] + block + text[place:]


def _values(text: str, values: Mapping[str, Value]) -> tuple[int, str]:
    """Return a place in a query and the block to put there."""
    if not values:
        return 0, ""
    block = ""
    for name, value in values.items():
        if not _VARIABLE.fullmatch(name):
            raise QueryError(f"{name!r} cannot name a variable")
        try:
            block += f" VALUES ?{name} {{ {_term(value)} }}"
        except (TypeError, ValueError) as error:
            raise QueryError(f"{name!r}: {error}") from None
    return _group(text), block


def _term(value: Value) -> ox.NamedNode | ox.Literal:
    term = value if isinstance(value, Identifier) else Literal(value)
    if isinstance(term, URIRef):
        return ox.NamedNode(term)
    if not isinstance(term, Literal):
        raise ValueError("an IRI or a literal must be given")
    if term.language:
        return ox.Literal(str(term), language=term.language)
    if term.datatype is None:
        return ox.Literal(str(term))
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))


_VARIABLE: Final = re.compile(r"[A-Za-z_]\w*")


def _group(text: str) -> int:
    """Return the place behind the brace that opens the outermost group of a query."""
    depth, template, form = 0, False, ""
    for match in tokens(text):
        word = match[0]
        if depth == 0 and word.upper() in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            form = word.upper()
        elif word in ("{", "("):
            if depth == 0 and word == "{":
                if form != "CONSTRUCT" or template:
                    return match.end()
                template = True
            depth += 1
        elif word in ("}", ")"):
            depth -= 1
        elif form == "CONSTRUCT" and word.upper() == "WHERE" and not template:
            raise QueryError("write CONSTRUCT { ... } WHERE { ... } to give values to variables")
    raise QueryError("there is no { ... } to put values into")
