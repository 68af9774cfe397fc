"""SPARQL over data and derived graphs: any query, and the named ones with their parameters.

Queries run in the engine itself, never in rdflib's slower evaluator; an answer is an rdflib ``Result``.
SERVICE, which reaches out to the network, and texts that would crash the parser are refused.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef, Variable
from rdflib.query import Result
from rdflib.term import Identifier

from whyso import ontology
from whyso.graph.errors import FormatError, QueryError, UnknownNameError
from whyso.graph.limits import MAX_QUERY, on_deep_stack
from whyso.graph.syntax import find_syntax

__all__ = ["Answer", "NamedQuery", "Parameter", "bind", "named_queries", "named_query", "run"]

Value: TypeAlias = str | int | float | bool | Identifier

_RESULT_FORMATS: Final = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}


class Answer(Result):
    """What a query found: an rdflib ``Result`` that also serialises in the engine's own syntaxes.

    Iterating gives named rows (SELECT), triples (CONSTRUCT, DESCRIBE) or one truth value (ASK).

    >>> from whyso.graph import sample
    >>> answer = sample().query("ASK { ?question a arg:UnderlyingQuestion }")
    >>> bool(answer)
    True
    """

    def __init__(
        self,
        found: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean,
        prefixes: Mapping[str, str],
    ) -> None:
        self.prefixes = dict(prefixes)
        self._rows: list[ox.QuerySolution] = []
        self._triples: list[ox.Triple] = []
        self._graph: Graph | None = None
        # The engine's iterators must not leave this thread, so they are run to their end here.
        if isinstance(found, ox.QueryBoolean):
            super().__init__("ASK")
            self.askAnswer = bool(found)
        elif isinstance(found, ox.QueryTriples):
            super().__init__("CONSTRUCT")
            self._triples = list(dict.fromkeys(found))
        else:
            super().__init__("SELECT")
            self.vars = [Variable(variable.value) for variable in found.variables]
            self._rows = list(found)
            self.bindings = self._bind()

    def _bind(self) -> Iterator[Mapping[Variable, Identifier]]:
        names = self.vars or []
        for row in self._rows:
            yield {
                name: _to_rdflib(term)
                for name, term in zip(names, row, strict=True)
                if term is not None
            }

    @property
    def graph(self) -> Graph | None:
        """The triples of a CONSTRUCT or DESCRIBE query as an rdflib graph, else None."""
        if self._graph is None and self.type == "CONSTRUCT":
            self._graph = Graph()
            for prefix, iri in self.prefixes.items():
                self._graph.bind(prefix, iri)
            for triple in self._triples:
                self._graph.add(
                    (
                        _to_rdflib(triple.subject),
                        _to_rdflib(triple.predicate),
                        _to_rdflib(triple.object),
                    )
                )
        return self._graph

    @graph.setter
    def graph(self, value: Graph | None) -> None:
        self._graph = value

    def __len__(self) -> int:
        if self.type == "CONSTRUCT":
            return len(self._triples)
        return 1 if self.type == "ASK" else len(self._rows)

    @property
    def raw_rows(self) -> list[ox.QuerySolution]:
        """The rows of a SELECT query as the engine's own terms: the cheap way for programs."""
        return self._rows

    @property
    def raw_triples(self) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query as the engine's own terms."""
        return self._triples

    def serialize(  # type: ignore[override]
        self,
        destination: str | None = None,
        encoding: str = "utf-8",
        format: str = "",
        **_: Any,
    ) -> bytes:
        """Return the answer as bytes.

        Args:
            destination: not offered; write the bytes with :func:`whyso.graph.store.write_atomic`.
            encoding: UTF-8 only.
            format: ``csv``, ``tsv``, ``json`` or ``xml`` (SPARQL results) for SELECT and ASK, any RDF
                syntax for CONSTRUCT and DESCRIBE; by default ``csv`` and ``turtle``.

        Raises:
            FormatError: the answer cannot be written so.

        >>> from whyso.graph import sample
        >>> sample().query("ASK { ?s arg:answers ?q }").serialize(format="csv")
        b'true'
        """
        if destination is not None or encoding.lower() not in ("utf-8", "utf8"):
            raise FormatError("an answer is returned as UTF-8 bytes; write them where you like")
        name = format.lower().removeprefix(".")
        if self.type == "CONSTRUCT":
            syntax = find_syntax(name or "turtle")
            triples = sorted(self._triples, key=str)
            data = ox.serialize(triples, format=syntax.format, prefixes=self.prefixes)
            assert data is not None
            return data
        results = _RESULT_FORMATS.get(name or "csv")
        if results is None:
            raise FormatError(
                f"no result format {name!r} for this query; there are csv, tsv, json, xml"
            )
        if self.type == "ASK":
            found = ox.parse_query_results(
                b'{"head":{},"boolean":%s}' % str(self.askAnswer).lower().encode(),
                ox.QueryResultsFormat.JSON,
            )
        else:
            found = ox.parse_query_results(self._tsv(), ox.QueryResultsFormat.TSV)
        return bytes(found.serialize(format=results) or b"")

    def _tsv(self) -> bytes:
        lines = ["\t".join(f"?{name}" for name in self.vars or [])]
        lines += [
            "\t".join("" if term is None else str(term) for term in row) for row in self._rows
        ]
        return ("\n".join(lines) + "\n").encode()


def _to_rdflib(term: Any) -> Any:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        if term.datatype.value == _STRING:
            return Literal(term.value)
        return Literal(term.value, datatype=URIRef(term.datatype.value))
    raise FormatError("triple terms of RDF 1.2 are not supported; use relation nodes")


_STRING: Final = ontology.PREFIXES["xsd"] + "string"


def run(
    engine: ox.Store,
    text: str,
    *,
    prefixes: Mapping[str, str],
    allow_service: bool = False,
) -> Answer:
    """Run one SPARQL query over the union of all graphs of *engine*.

    Args:
        engine: the store.
        text: SELECT, ASK, CONSTRUCT or DESCRIBE; *prefixes* need not be declared in it.
        prefixes: prefixes that the text may use.
        allow_service: let SERVICE call other endpoints.

    Raises:
        QueryError: the text is broken (with line and column), too long, or calls out.

    >>> run(ox.Store(), "SELECT ?s { ?s ?p }", prefixes={})
    Traceback (most recent call last):
    whyso.graph.errors.QueryError: query: line 1, column 19: expected an object, ...
    """
    if len(text) > MAX_QUERY:
        raise QueryError(f"{len(text)} characters long; the limit is {MAX_QUERY}")
    plain = _ESCAPE.sub(lambda code: chr(int(code.group(1) or code.group(2), 16)), text)
    if not allow_service and (place := _keyword(plain, "SERVICE")):
        raise QueryError("SERVICE calls another server, which must be allowed first", **place)
    try:
        # The parser recurses and its answer must stay in one thread: both happen on a deep stack.
        return on_deep_stack(
            lambda: Answer(
                engine.query(text, prefixes=dict(prefixes), use_default_graph_as_union=True), prefixes
            )
        )
    except SyntaxError as error:
        raise _query_error(error) from None
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(" ".join(str(error).split())) from None


_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(00[01][0-9A-Fa-f]{5})")
_TOKEN: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>|#[^\n]*'
    r"|[?$]\w+|[\w.-]*:[\w.:%-]*|\w+|[{}]",
    re.DOTALL,
)


def _keyword(text: str, word: str) -> dict[str, int] | None:
    for match in _TOKEN.finditer(text):
        if match.group().upper() == word:
            line = text.count("\n", 0, match.start()) + 1
            return {"line": line, "column": match.start() - text.rfind("\n", 0, match.start())}
    return None


def _query_error(error: SyntaxError) -> QueryError:
    message = str(error.msg or error)
    match = re.match(r"(?s)error at (\d+):(\d+): (.*)", message)
    if match is None:
        return QueryError(" ".join(message.split()))
    line, column, reason = int(match.group(1)), int(match.group(2)), match.group(3)
    if "Prefix not found" in reason:
        reason = "unknown prefix; declare it with PREFIX or --prefix"
    else:
        words = re.findall(r"[A-Z]{2,}[A-Z ]*[A-Z]|'[^']'", reason)
        reason = "expected " + (", ".join(dict.fromkeys(words[:8])) or "something else")
    return QueryError(reason, line=line, column=column)


def bind(text: str, values: Mapping[str, Value]) -> str:
    """Return a query in which variables have the given values.

    A ``VALUES`` block is put at the start of the outermost WHERE, on the same line.

    Args:
        text: the query.
        values: variable name to rdflib term, or to a Python value that becomes a literal.

    Raises:
        QueryError: a name is not that of a variable, or the query has no group to put it in.

    >>> bind("SELECT ?s { ?s ?p ?o }", {"o": Literal("tea", lang="en")})
    'SELECT ?s { VALUES ?o { "tea"@en } ?s ?p ?o }'
    """
    if not values:
        return text
    block = ""
    for name, value in values.items():
        if not re.fullmatch(r"[A-Za-z_]\w*", name):
            raise QueryError(f"{name!r} cannot name a variable")
        term = value if isinstance(value, Identifier) else Literal(value)
        if not isinstance(term, URIRef | Literal):
            raise QueryError(f"{name!r} must be given an IRI or a literal")
        try:
            written = ox.NamedNode(term) if isinstance(term, URIRef) else _literal(term)
        except ValueError as error:
            raise QueryError(f"{name!r}: {error}") from None
        block += f" VALUES ?{name} {{ {written} }}"
    depth, where, place = 0, False, None
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token.upper() == "WHERE" and depth == 0:
            where, place = True, None
        elif token == "{":
            if depth == 0 and place is None:
                place = match.end()
                if where:
                    break
            depth += 1
        elif token == "}":
            depth -= 1
    if place is None:
        raise QueryError("there is no { ... } to put parameters into")
    return text[:place] + block + text[place:]


def _literal(term: Literal) -> ox.Literal:
    if term.language:
        return ox.Literal(str(term), language=term.language)
    if term.datatype is None:
        return ox.Literal(str(term))
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query: its *name*, its *type* (``iri`` or ``string``) and what it is."""

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
