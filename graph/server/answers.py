"""Queries that are asked over HTTP, and their answers in the form that the client wants."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from whyso.graph.errors import FormatError, UnknownNameError
from whyso.graph.query import Answer, named_query, run
from whyso.graph.server.messages import Reply
from whyso.graph.server.negotiation import GRAPHS, PAGE, ROWS, by_name, chosen, is_page

if TYPE_CHECKING:
    from whyso.graph.query import Value
    from whyso.graph.server.desk import Desk

__all__ = ["Pairs", "asked_by_name", "media_type", "named", "query", "wanted", "written"]

Pairs: TypeAlias = Sequence[tuple[str, str]]
_TEXTS: Final = ("text/", "application/n-triples", "application/n-quads", "application/trig")


def query(desk: "Desk", *, text: str, accept: str, **graphs: Any) -> Reply:
    """Return the answer to a SPARQL query.

    Args:
        desk: what is asked.
        text: the query.
        accept: the header of that name.
        graphs: what :func:`whyso.graph.query.run` can be told of graphs and the base.

    Raises:
        QueryError: the text is broken, refused, or finds too much.
        FormatError: the client wants a form that suits no such answer.

    >>> from whyso.graph.server.desk import Desk, Opening
    >>> query(Desk(Opening()), text="ASK {}", accept="text/csv").body
    b'true'
    """
    store = desk.graph.store
    found = run(store.engine, text, prefixes=store.prefixes, most=desk.opening.rows, **graphs)
    return written(found, accept)


def named(desk: "Desk", name: str, asked: Pairs, lang: str = "en") -> Answer:
    """Return the answer to a query that ships with whyso.

    Args:
        desk: what is asked.
        name: the query's name.
        asked: names and values of its parameters.
        lang: the language, where they name none.

    Raises:
        UnknownNameError: there is no such query or parameter, or nothing of that name.

    >>> from whyso.graph.server.desk import Desk, Opening
    >>> len(named(Desk(Opening()), "questions-behind", [])) >= 3
    True
    """
    from rdflib import URIRef

    wanted = named_query(name)
    types = {parameter.name: parameter.type for parameter in wanted.parameters}
    given = {key: value for key, value in asked if value}
    if "lang" in types:
        given.setdefault("lang", lang)
    values: dict[str, Value] = {}
    for key, value in given.items():
        if key not in types:
            raise UnknownNameError(f"parameter of query {name}", key, types)
        values[key] = URIRef(desk.find(value)) if types[key] == "iri" else value
    store = desk.graph.store
    return run(
        store.engine,
        wanted.text,
        prefixes=store.prefixes,
        values=values,
        most=desk.opening.rows,
    )


def asked_by_name(
    desk: "Desk", *, name: str, asked: Pairs, accept: str, lang: str = "en", **_: Any
) -> Reply:
    """Return the answer to a named query, as data, as a table to read or as a map.

    Args:
        desk: what is asked.
        name: the query's name.
        asked: its parameters, and *format*: csv, tsv, json, xml, html or map.
        accept: the header of that name, where there is no *format*.
        lang: the language of a page.

    >>> from whyso.graph.server.desk import Desk, Opening
    >>> asked = [("format", "csv")]
    >>> reply = asked_by_name(Desk(Opening()), name="positions", asked=asked, accept="")
    >>> reply.type
    'text/csv; charset=utf-8'
    """
    from whyso.graph.server import pages

    form = dict(asked).get("format", "")
    parameters = [pair for pair in asked if pair[0] != "format"]
    query = named_query(name)
    if is_page("named", asked, accept) and "lang" not in (one.name for one in query.parameters):
        parameters = [pair for pair in parameters if pair[0] != "lang"]  # that of the page alone
    answer = named(desk, name, parameters, lang)
    if form == "map":
        return pages.map_of(desk, answer, query.titled(lang), lang=lang, asked=asked)
    accept = wanted(form, accept, triples=answer.type == "CONSTRUCT")
    if chosen(accept, [*_forms(answer), PAGE]) == PAGE:
        return pages.answered_page(desk, query, parameters, answer, lang=lang, asked=asked)
    return written(answer, accept)


def wanted(form: str, accept: str, *, triples: bool = False) -> str:
    """Return what a client accepts: the form that it names, else what its header says.

    >>> wanted("csv", "text/html"), wanted("", "text/html")
    ('text/csv', 'text/html')
    """
    return by_name(form, triples=triples) if form else accept


def written(answer: Answer, accept: str) -> Reply:
    """Return an answer in the form that a client likes best.

    Raises:
        FormatError: it likes none of the forms that there are.

    >>> from whyso.graph import sample
    >>> written(sample().query("ASK {}"), "text/turtle")
    Traceback (most recent call last):
    whyso.graph.errors.FormatError: none of the accepted forms; there are ...
    """
    forms = _forms(answer)
    found = chosen(accept, list(forms))
    if found is None:
        raise FormatError(f"none of the accepted forms; there are {', '.join(forms)}")
    return Reply(200, media_type(found), answer.serialize(format=forms[found]))


def _forms(answer: Answer) -> dict[str, str]:
    return GRAPHS if answer.type == "CONSTRUCT" else ROWS


def media_type(name: str) -> str:
    """Return a media type with the encoding, where that is not known from the type.

    >>> media_type("text/csv"), media_type("application/ld+json")
    ('text/csv; charset=utf-8', 'application/ld+json')
    """
    return f"{name}; charset=utf-8" if name.startswith(_TEXTS) else name


def iris_of(answer: Answer) -> Iterable[str]:
    """Yield the IRIs in the rows of an answer.

    >>> from whyso.graph import sample
    >>> list(iris_of(sample().query("SELECT ?q { ?q arg:underlies ?s } ORDER BY ?q LIMIT 1")))
    ['https://w3id.org/whyso/id/government-guarantees/q1']
    """
    import pyoxigraph as ox

    for row in answer.raw_rows:
        for term in row:
            if isinstance(term, ox.NamedNode):
                yield term.value
