"""The pages for people: what there is, a source, a query's answer, a resource."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import FormatError, InputError, UnknownNameError
from whyso.graph.query import NamedQuery, named_queries, run
from whyso.graph.server import near, programs
from whyso.graph.server.answers import iris_of, media_type, wanted
from whyso.graph.server.frame import rendered, told
from whyso.graph.server.language import Label, label_in
from whyso.graph.server.messages import Reply
from whyso.graph.server.negotiation import FILES, GRAPHS, PAGE, chosen
from whyso.graph.store import Store, find_syntax

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.query import Answer
    from whyso.graph.server.answers import Pairs
    from whyso.graph.server.desk import Desk

__all__ = ["address", "answered_page", "index", "map_of", "resource", "source", "view"]

_HTML: Final = "text/html; charset=utf-8"
# The map has a policy of its own, which names its scripts.
_FRAMED: Final = "frame-ancestors 'none'"
_SHOWN: Final = 200  # sources, or rows, on one page
_DEEPEST: Final = 4
_LABEL: Final = ox.NamedNode(ontology.PREFIXES["rdfs"] + "label")


def index(desk: "Desk", *, asked: "Pairs", lang: str = "en", **_: Any) -> Reply:
    """Return the page of what there is: sources and named queries.

    >>> from whyso.graph.server.desk import Desk, Opening
    >>> b"government-guarantees" in index(Desk(Opening()), asked=[]).body
    True
    """
    start = _whole(dict(asked).get("offset", ""), 0)
    names = desk.sources[start : start + _SHOWN]
    return _page(
        desk,
        "index",
        title=Label("whyso"),
        lang=lang,
        asked=asked,
        sources=[one | {"title": _title(one, lang)} for one in programs.listed(desk, names)],
        total=len(desk.sources),
        start=start,
        shown=_SHOWN,
        queries=[
            {
                "name": one.name,
                "title": one.titled(lang),
                "description": one.described(lang),
            }
            for one in sorted(named_queries().values(), key=lambda one: one.title)
        ],
    )


def _title(source: Mapping[str, Any], lang: str) -> Label:
    label = label_in(source["labels"], lang)
    return label if label.text else Label(source["name"])


def source(
    desk: "Desk", *, source: str, asked: "Pairs", accept: str, lang: str = "en", **_: Any
) -> Reply:
    """Return a source: as its interactive page, a part of that, or as RDF.

    A source with too many statements is shown as a list from which one goes on to what is around.

    Args:
        desk: what is asked.
        source: its name.
        asked: *claim* and *depth* for what is around a statement, *format* for RDF.
        accept: the header of that name.
        lang: the language of a page.

    Raises:
        UnknownNameError: there is no such source or statement.

    >>> from whyso.graph.server.desk import Desk, Opening
    >>> desk, name = Desk(Opening()), "government-guarantees"
    >>> source(desk, source=name, asked=[("format", "ttl")], accept="").type
    'text/turtle; charset=utf-8'
    """
    given = dict(asked)
    desk.check(source)
    accept = wanted(given.get("format", ""), accept, triples=True)
    form = chosen(accept, [*FILES, PAGE])
    if form is None:
        raise FormatError(f"none of the accepted forms; there are {', '.join(FILES)}")
    if form != PAGE:
        part = desk.graph.store.only([desk.homes[source]])
        return Reply(200, media_type(form), part.serialize(GRAPHS[form]))
    if given.get("claim"):
        depth = min(_whole(given.get("depth", ""), 1), _DEEPEST)
        iri = desk.find(given["claim"], source)
        shown, whole = near.around(desk.graph.store, iri, depth)
        more = near.Near(desk.graph.store).beyond(shown)
        beyond = {"more": more, "whole": whole, "start": iri}
        return _map(desk, shown, lang=lang, asked=asked, more=beyond)
    [said] = programs.listed(desk, [source])
    if said["statements"] <= desk.opening.statements:
        return _map(desk, desk.source(source), lang=lang, asked=asked)
    rows = list(_overview(desk, source, given.get("text", ""), lang))
    return _page(
        desk,
        "source",
        title=_title(said, lang),
        lang=lang,
        asked=asked,
        source=said,
        rows=rows[:_SHOWN],
        more=len(rows) > _SHOWN,
        text=given.get("text", ""),
    )


def _overview(desk: "Desk", name: str, text: str, lang: str) -> Iterable[dict[str, Any]]:
    """Yield where to begin in a large source: its questions, or the statements with a text."""
    store = desk.graph.store

    def found(limits: str, **values: str) -> list[ox.QuerySolution]:
        asked = f"""SELECT DISTINCT ?node {{
          GRAPH <{desk.homes[name]}> {{ ?node rdfs:label ?said }} {limits}
        }} LIMIT {_SHOWN + 1}"""
        return run(store.engine, asked, prefixes=store.prefixes, values=values).raw_rows

    if text:
        rows = found("FILTER(CONTAINS(LCASE(?said), LCASE(?part)))", part=text)
    else:
        questions = "VALUES ?kind { arg:Question arg:UnderlyingQuestion } ?node a ?kind"
        rows = found(questions) or found("?node a arg:Claim")
    for row in rows:
        label = _label(store, row[0], lang)
        yield {"label": label, "address": around_address(name, str(row[0].value))}


def around_address(source: str, iri: str, depth: int = 1) -> str:
    """Return where the part around a statement is shown.

    >>> around_address("tea", ontology.ID + "tea/c1")
    '/sources/tea?claim=c1&depth=1'
    """
    name = iri.removeprefix(f"{ontology.ID}{source}/")
    return f"/sources/{quote(source, safe='')}?{urlencode({'claim': name, 'depth': depth})}"


def address(iri: str) -> str | None:
    """Return where a resource is described here, or None if it is not one of the sources' own.

    >>> address(ontology.ID + "tea/c1"), address("http://e/")
    ('/id/tea/c1', None)
    """
    rest = iri.removeprefix(ontology.ID)
    return f"/id/{quote(rest)}" if rest != iri else None


def resource(
    desk: "Desk", *, iri: str, accept: str, asked: "Pairs" = (), lang: str = "en", **_: Any
) -> Reply:
    """Return what is said of a resource, as a page or as RDF.

    Raises:
        UnknownNameError: nothing is.

    >>> from whyso.graph.server.desk import Desk, Opening
    >>> iri = ontology.ID + "government-guarantees/q1"
    >>> resource(Desk(Opening()), iri=iri, accept="application/ld+json").type
    'application/ld+json'
    """
    if not desk.is_described(iri):
        raise UnknownNameError("resource", iri, [])
    accept = wanted(dict(asked).get("format", ""), accept, triples=True)
    form = chosen(accept, [*FILES, PAGE])
    if form is None:
        raise FormatError(f"none of the accepted forms; there are {', '.join(FILES)}")
    store = desk.graph.store
    quads = near.closure(store, iri)
    if form != PAGE:
        triples = sorted({quad.triple for quad in quads}, key=str)
        syntax = find_syntax(GRAPHS[form])
        body = ox.serialize(triples, format=syntax.format, prefixes=store.prefixes) or b""
        return Reply(200, media_type(form), body)
    node = ox.NamedNode(iri)
    seen = near.Near(store)
    own = sorted(
        {(q.predicate.value, str(q.object)): q.object for q in quads if q.subject == node}.items(),
        key=lambda pair: pair[0],
    )
    incoming = sorted(
        {(q.predicate.value, str(q.subject)[1:-1]) for q in seen.said(node, incoming=True)}
    )[:_SHOWN]
    graph = next((str(q.graph_name)[1:-1] for q in quads if q.subject == node), "")
    name = graph.removeprefix(ontology.GRAPH)
    label = _label(store, node, lang)
    return _page(
        desk,
        "resource",
        title=label if label.text else Label(iri),
        lang=lang,
        asked=asked,
        iri=iri,
        outgoing=[(_cell(store, ox.NamedNode(p)), _cell(store, value)) for (p, _), value in own],
        incoming=[
            (_cell(store, ox.NamedNode(p)), _cell(store, ox.NamedNode(s)))
            for p, s in incoming
            if s.startswith(("http", "urn"))
        ],
        around=around_address(name, iri) if seen.kind(node) else None,
        here=address(iri) or f"/resource?{urlencode({'iri': iri})}",
    )


def view(desk: "Desk", *, text: str, asked: "Pairs" = (), lang: str = "en", **_: Any) -> Reply:
    """Return the interactive page of what a query finds: a graph, or the statements in its rows.

    Raises:
        QueryError: the text is broken, refused, or finds too much.
        InputError: nothing in the answer can be shown.

    >>> from whyso.graph.server.desk import Desk, Opening
    >>> view(Desk(Opening()), text="SELECT ?q { ?q a arg:Question }").status
    200
    """
    store = desk.graph.store
    found = run(store.engine, text, prefixes=store.prefixes, most=desk.opening.rows)
    return map_of(desk, found, lang=lang, asked=asked)


def map_of(
    desk: "Desk",
    answer: "Answer",
    title: str | None = None,
    *,
    lang: str = "en",
    asked: "Pairs" = (),
) -> Reply:
    """Return the interactive page of an answer.

    Raises:
        InputError: nothing in it can be shown, or too much is.

    >>> from whyso.graph import sample
    >>> from whyso.graph.server.desk import Desk, Opening
    >>> map_of(Desk(Opening()), sample().query("ASK {}"))
    Traceback (most recent call last):
    whyso.graph.errors.InputError: the answer names no statements: there is nothing to draw
    """
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.view import filled

    if answer.type == "CONSTRUCT":
        made = Store()
        home = ox.NamedNode(ontology.GRAPH + "answer")
        triples = answer.raw_triples
        made.engine.extend(ox.Quad(t.subject, t.predicate, t.object, home) for t in triples)
        made.prefixes = dict(desk.graph.store.prefixes)
        shown = filled(ArgumentGraph(made))
    else:
        shown = near.about(desk.graph.store, dict.fromkeys(iris_of(answer)))
    count = len(shown.statements()) + len(shown.utterances())
    if not count:
        raise InputError("the answer names no statements: there is nothing to draw")
    if count > desk.opening.statements:
        raise InputError(
            f"{count} statements are too many for one map; ask for {desk.opening.statements}"
        )
    return _map(desk, shown, lang=lang, asked=asked, title=title)


def answered_page(
    desk: "Desk",
    named: NamedQuery,
    parameters: "Pairs",
    answer: "Answer",
    *,
    lang: str = "en",
    asked: "Pairs" = (),
) -> Reply:
    """Return the page of a named query: its parameters and what it finds.

    >>> from whyso.graph import sample
    >>> from whyso.graph.query import named_query
    >>> from whyso.graph.server.desk import Desk, Opening
    >>> answer = sample().query_named("positions")
    >>> answered_page(Desk(Opening()), named_query("positions"), [], answer).status
    200
    """
    store = desk.graph.store
    rows = [[_cell(store, term) for term in row] for row in answer.raw_rows[:_SHOWN]]
    given = {key: value for key, value in parameters if value}
    same = {"lang": lang} if "lang" in (one.name for one in named.parameters) else {}
    links = {
        form: f"/queries/{named.name}?{urlencode(same | given | {'format': form})}"
        for form in ("csv", "tsv", "json", "xml", "map")
    }
    return _page(
        desk,
        "query",
        title=Label(named.titled(lang)),
        lang=lang,
        asked=asked,
        named=named,
        description=named.described(lang),
        parameters=[
            {"name": one.name, "description": one.described(lang)} for one in named.parameters
        ],
        given=given,
        columns=[str(name) for name in answer.vars or ()],
        rows=rows,
        total=len(answer),
        links=links,
    )


def _cell(store: Store, term: Any) -> dict[str, str | None]:
    """Return how a term is shown: its text, where it leads to, its language, its whole name."""
    if term is None:
        return {"text": "", "to": None, "lang": None, "full": None}
    if isinstance(term, ox.NamedNode):
        iri = term.value
        for prefix, start in store.prefixes.items():
            if prefix and iri.startswith(start) and len(iri) > len(start):
                return {"text": f"{prefix}:{iri[len(start) :]}", "to": address(iri), "full": iri}
        here = address(iri)
        short = iri.removeprefix(ontology.ID) if here else iri
        return {"text": short, "to": here, "lang": None, "full": iri}
    if isinstance(term, ox.BlankNode):
        return {"text": f"_:{term.value}", "to": None, "lang": None, "full": None}
    return {"text": str(term.value), "to": None, "lang": term.language, "full": None}


def _label(store: Store, node: Any, lang: str) -> Label:
    found = store.engine.quads_for_pattern(node, _LABEL, None)
    texts = {
        quad.object.language or "und": quad.object.value
        for quad in found
        if isinstance(quad.object, ox.Literal)
    }
    return label_in(texts, lang)


def _whole(said: str, default: int) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else default


# Writing pages


def _map(
    desk: "Desk",
    g: "ArgumentGraph",
    *,
    lang: str,
    asked: "Pairs",
    title: str | None = None,
    more: Mapping[str, Any] | None = None,
) -> Reply:
    """Return an interactive page that also hears of changes, and leads to what is around a card."""
    from markupsafe import escape

    from whyso.graph.view import page

    text = page(g, title=title, lang=lang)
    before, end, after = text.rpartition("</body>")
    said = told(lang, asked, desk.version, **(more or {}))
    script = f'<script type="application/json" id="data-served">{said}</script>\n'
    script += '<script src="/static/served.js"></script>\n'
    ours = escape("; connect-src 'self'; script-src 'self' ")
    served = before.replace("; script-src ", ours, 1) + script + end + after
    return Reply(200, _HTML, served.encode(), {"Content-Security-Policy": _FRAMED})


def _page(desk: "Desk", name: str, **said: Any) -> Reply:
    return Reply(200, _HTML, rendered(name, version=desk.version, **said).encode())
