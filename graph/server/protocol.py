"""The SPARQL 1.1 protocol: what a request asks for, and the description of the service.

Of the protocol (https://www.w3.org/TR/sparql11-protocol/) the query operation is offered, by GET,
by POST of a form and by POST of the query itself; updates are refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import FormatError
from whyso.graph.server.answers import media_type
from whyso.graph.server.messages import Reply
from whyso.graph.server.negotiation import GRAPHS, chosen
from whyso.graph.server.pool import RefusedError
from whyso.graph.store import find_syntax

if TYPE_CHECKING:
    from whyso.graph.server.desk import Desk

__all__ = ["Asked", "description", "pairs_of", "read_get", "read_post"]

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULTS: Final = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML"),
)
_NAMED: Final = 1000  # graphs that are listed


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and the graphs that it is asked of; no *text* asks for the service's description."""

    text: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def pairs_of(text: str) -> list[tuple[str, str]]:
    """Return the names and values of a query string or form.

    Raises:
        RefusedError: it is not UTF-8, or has too many.

    >>> pairs_of("query=ASK%20%7B%7D&format=")
    [('query', 'ASK {}'), ('format', '')]
    """
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise RefusedError(400, f"not a form in UTF-8: {error}") from None


def read_get(pairs: Sequence[tuple[str, str]]) -> Asked:
    """Return what a GET request asks for.

    Raises:
        RefusedError: it asks several things, or for an update.

    >>> read_get([("query", "ASK {}"), ("default-graph-uri", "http://e/")]).default_graphs
    ('http://e/',)
    """
    if any(name == "update" for name, _ in pairs):
        raise _no_updates()
    texts = [value for name, value in pairs if name == "query"]
    if len(texts) > 1:
        raise RefusedError(400, "more than one query")
    return _with_graphs(texts[0] if texts else None, pairs)


def read_post(kind: str, body: bytes, pairs: Sequence[tuple[str, str]]) -> Asked:
    """Return what a POST request asks for.

    Args:
        kind: the Content-Type header.
        body: the body.
        pairs: what stands in the address.

    Raises:
        RefusedError: it asks nothing or several things, for an update, or in another form.

    >>> read_post("application/sparql-query", b"ASK {}", []).text
    'ASK {}'
    """
    media, _, parameters = kind.partition(";")
    media = media.strip().lower()
    if media == UPDATE:
        raise _no_updates()
    if media not in (FORM, QUERY):
        raise RefusedError(415, f"a body of type {media or 'unknown'}; send {QUERY} or {FORM}")
    charset = parameters.lower().replace('"', "").partition("charset=")[2].partition(";")[0].strip()
    if charset not in ("", "utf-8", "utf8"):
        raise RefusedError(415, f"text in {charset}; send UTF-8")
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise RefusedError(400, "the body is not UTF-8") from None
    if media == FORM:
        asked = read_get([*pairs, *pairs_of(text)])
        if asked.text is None:
            raise RefusedError(400, "the form has no query")
        return asked
    if any(name in ("query", "update") for name, _ in pairs):
        raise RefusedError(400, "a query in the address, and one in the body")
    return _with_graphs(text, pairs)


def _with_graphs(text: str | None, pairs: Sequence[tuple[str, str]]) -> Asked:
    def all_of(wanted: str) -> tuple[str, ...]:
        return tuple(value for name, value in pairs if name == wanted)

    return Asked(text, all_of("default-graph-uri"), all_of("named-graph-uri"))


def _no_updates() -> RefusedError:
    return RefusedError(403, "updates are refused: this service only reads")


def description(desk: "Desk", *, accept: str, base: str, **_: Any) -> Reply:
    """Return the description of the service (https://www.w3.org/TR/sparql11-service-description/).

    Args:
        desk: what is asked.
        accept: the header of that name.
        base: where the service is.

    Raises:
        FormatError: the client wants no syntax of RDF that there is.

    >>> from whyso.graph.server.desk import Desk, Opening
    >>> b"sd:Service" in description(Desk(Opening()), accept="", base="http://localhost/").body
    True
    """
    form = chosen(accept, list(GRAPHS))
    if form is None:
        raise FormatError(f"none of the accepted forms; there are {', '.join(GRAPHS)}")
    graphs = desk.graph.store.engine.named_graphs()
    names = sorted(graph.value for graph in graphs if isinstance(graph, ox.NamedNode))
    shown = [name for name in names if not name.startswith(ontology.STORE)][:_NAMED]
    prefixes = {"sd": _SD, "formats": _FORMATS}
    syntax = find_syntax(GRAPHS[form])
    body = ox.serialize(_described(base, shown), format=syntax.format, prefixes=prefixes)
    return Reply(200, media_type(form), body or b"")


def _described(base: str, graphs: Iterable[str]) -> Iterable[ox.Triple]:
    kind = ox.NamedNode(ontology.PREFIXES["rdf"] + "type")

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + name)

    service, dataset = ox.NamedNode(base), ox.BlankNode("dataset")
    default = ox.BlankNode("default")
    yield ox.Triple(service, kind, sd("Service"))
    yield ox.Triple(service, sd("endpoint"), service)
    yield ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query"))
    yield ox.Triple(service, sd("feature"), sd("UnionDefaultGraph"))
    for name in _RESULTS:
        yield ox.Triple(service, sd("resultFormat"), ox.NamedNode(_FORMATS + name))
    yield ox.Triple(service, sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, kind, sd("Dataset"))
    yield ox.Triple(dataset, sd("defaultGraph"), default)
    yield ox.Triple(default, kind, sd("Graph"))
    for number, graph in enumerate(graphs):
        one = ox.BlankNode(f"g{number}")
        yield ox.Triple(dataset, sd("namedGraph"), one)
        yield ox.Triple(one, kind, sd("NamedGraph"))
        yield ox.Triple(one, sd("name"), ox.NamedNode(graph))
