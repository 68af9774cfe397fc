"""The answer to a query as people and as programs read it."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import FormatError, InputError, UnknownNameError
from whyso.graph.store import SYNTAXES
from whyso.graph.terminal.inputs import STDIN, blaming, read_text
from whyso.graph.terminal.table import Table

if TYPE_CHECKING:
    from rdflib import Literal, URIRef

    from whyso.graph.model import ArgumentGraph
    from whyso.graph.query import Answer, NamedQuery

__all__ = ["answer_table", "ask", "find_form", "form_of_path", "queries_table", "shortener"]

_SPARQL: Final = "application/sparql-results+"
_RESULTS: Final[Mapping[str, tuple[str, ...]]] = {
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "json": ("srj", "application/json", _SPARQL + "json"),
    "xml": ("srx", _SPARQL + "xml"),
}
_FORMS: Final = {name: form for form, names in _RESULTS.items() for name in (form, *names)} | {
    "table": "table"
}
_SYNTAXES: Final = {
    name: syntax.name
    for syntax in SYNTAXES
    for name in (syntax.name, *syntax.suffixes, syntax.mime)
}


def ask(
    g: "ArgumentGraph",
    query: str,
    parameters: Mapping[str, str] | None = None,
    *,
    lang: str = "en",
    allow_service: bool = False,
) -> "Answer":
    """Ask an argument what a user typed.

    Args:
        g: the argument.
        query: the name of a query that ships with whyso; SPARQL text; ``@FILE`` or a path that ends
            in .rq or .sparql; or ``-`` for standard input.
        parameters: for a named query its parameters; for other texts variables with their values:
            the name of something in the argument, a CURIE or ``<IRI>``, and else a string.
        lang: language of labels in named queries.
        allow_service: let SERVICE call other endpoints.

    Raises:
        UnknownNameError: there is no such query or parameter; names the nearest.
        QueryError: the text is broken or refused.
        ParseError: the text in a file is (with its name, line and column).

    >>> from whyso.graph import sample
    >>> len(ask(sample(), "questions-behind")) >= 3
    True
    """
    given = dict(parameters or {})
    if re.fullmatch(r"[\w-]+", query) and query != STDIN:
        from whyso.graph.query import named_query

        if "lang" in {parameter.name for parameter in named_query(query).parameters}:
            given.setdefault("lang", lang)
        return g.query_named(query, **given)
    from whyso.graph.query import bind

    path = query.removeprefix("@") if _is_path(query) else None
    if path is None and Path(query).is_file():
        raise InputError(
            f"{query} is no query; give one after the file: a name, SPARQL or @FILE.rq"
        )
    text = read_text(path) if path is not None else query
    with blaming(path):
        bound = bind(text, {name: _term(g, value) for name, value in given.items()})
        return g.query(bound, allow_service=allow_service)


def _is_path(query: str) -> bool:
    named = query.startswith("@") or query.lower().endswith((".rq", ".sparql"))
    return query == STDIN or (named and "\n" not in query and "{" not in query)


def _term(g: "ArgumentGraph", value: str) -> "URIRef | Literal":
    from rdflib import Literal, URIRef

    if value.startswith("<") and value.endswith(">"):
        return URIRef(value[1:-1])
    try:
        return URIRef(g.resolve(value))
    except UnknownNameError:
        prefix, colon, local = value.partition(":")
        if colon and prefix in g.store.prefixes:
            return URIRef(g.store.prefixes[prefix] + local)
        return Literal(value)


def queries_table(lang: str = "en") -> Table:
    """Return the queries that ship with whyso: name, title and parameters.

    >>> "answers" in [row[0] for row in queries_table().rows]
    True
    """
    from whyso.graph.query import named_queries

    def number(one: "NamedQuery") -> tuple[bool, int, str]:
        return one.number is None, one.number or 0, one.name

    rows = [
        [
            one.name,
            one.titled(lang),
            " ".join(parameter.name for parameter in one.parameters),
        ]
        for one in sorted(named_queries().values(), key=number)
    ]
    return Table(("name", "title", "parameters"), rows)


def find_form(name: str, *, triples: bool = False) -> str:
    """Return the form that an answer can be written in, by name, suffix or MIME type.

    Args:
        name: what the user calls it.
        triples: whether the answer is triples (CONSTRUCT, DESCRIBE) and not rows or a truth value.

    Raises:
        FormatError: there is none, or it does not suit; names the nearest.

    >>> find_form(".srj"), find_form("ttl", triples=True)
    ('json', 'turtle')
    >>> find_form("tvs")
    Traceback (most recent call last):
    whyso.graph.errors.FormatError: no form 'tvs' for rows; the nearest are tsv
    """
    known = _SYNTAXES | {"table": "turtle"} if triples else _FORMS
    wanted = name.lower().removeprefix(".")
    if wanted in known:
        return known[wanted]
    near = dict.fromkeys(known[match] for match in get_close_matches(wanted, known, cutoff=0.5))
    hint = f"the nearest are {', '.join(near)}" if near else f"use {', '.join(_names(known))}"
    raise FormatError(f"no form {name!r} for {'triples' if triples else 'rows'}; {hint}")


def _names(known: Mapping[str, str]) -> dict[str, None]:
    return dict.fromkeys(known.values())


def form_of_path(path: str, *, triples: bool = False) -> str:
    """Return the form that a file's suffix tells.

    Raises:
        FormatError: the suffix is missing, unknown or does not suit.

    >>> form_of_path("answers.tsv.gz")
    'tsv'
    """
    suffixes = [suffix for suffix in Path(path).suffixes if suffix.lower() != ".gz"]
    if not suffixes:
        raise FormatError(f"{path}: no suffix tells the format; give it with --to")
    try:
        return find_form(suffixes[-1], triples=triples)
    except FormatError as error:
        raise FormatError(f"{path}: {error}") from None


def answer_table(answer: "Answer", name: Callable[[str], str] = str) -> Table:
    """Return the rows of a SELECT query as a table.

    Args:
        answer: what the query found.
        name: turns an IRI into what is shown for it (see :func:`shortener`).

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> answer = g.query("SELECT ?q { ?q arg:underlies ?surface } ORDER BY ?q LIMIT 1")
    >>> answer_table(answer, shortener(g)).rows
    [['q1']]
    """
    columns = tuple(str(variable) for variable in answer.vars or ())
    rows = [[_cell(term, name) for term in row] for row in answer.raw_rows]
    return Table(columns, rows)


def _cell(term: Any, name: Callable[[str], str]) -> str | None:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return name(term.value)
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(term.value)


def shortener(g: "ArgumentGraph", *, full: bool = False) -> Callable[[str], str]:
    """Return what turns an IRI into the shortest name that stands for it in this argument.

    That is the local id of anything in the data if one source alone has it, else a CURIE by the
    ontology's prefixes and the files' own, else the IRI in angle brackets. With *full* it is always
    the IRI.

    >>> from whyso.graph import sample
    >>> name = shortener(sample())
    >>> name("https://w3id.org/whyso/ontology#stated"), name("http://example.org/")
    ('arg:stated', '<http://example.org/>')
    """
    homes = [
        f"{ontology.ID}{graph.value.removeprefix(ontology.GRAPH)}/"
        for graph in g.store.source_graphs()
    ]

    @cache
    def name(iri: str) -> str:
        if full:
            return f"<{iri}>"
        home, _, local = iri.rpartition("/")
        if f"{home}/" in homes and local:
            rivals = (f"{other}{local}" for other in homes if other != f"{home}/")
            if not any(map(g.describes, rivals)):
                return local
        for prefix, start in g.store.prefixes.items():
            rest = iri.removeprefix(start)
            if rest != iri and re.fullmatch(r"[\w.-]*", rest):
                return f"{prefix}:{rest}"
        return f"<{iri}>"

    return name
