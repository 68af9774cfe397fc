"""What a query found."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef, Variable
from rdflib.query import Result
from rdflib.term import Identifier

from whyso import ontology
from whyso.graph.errors import FormatError, QueryError
from whyso.graph.store import find_syntax

__all__ = ["Answer"]

T = TypeVar("T")

_STRING: Final = ontology.PREFIXES["xsd"] + "string"
_FORMATS: Final = {
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
        found: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean | list[ox.Triple],
        prefixes: Mapping[str, str],
        *,
        most: int | None = None,
    ) -> None:
        self.prefixes = dict(prefixes)
        self._rows: list[ox.QuerySolution] = []
        self._triples: list[ox.Triple] = []
        self._graph: Graph | None = None
        # The engine's iterators must not leave this thread, so they are run to their end here.
        if isinstance(found, ox.QueryBoolean):
            super().__init__("ASK")
            self.askAnswer = bool(found)
        elif isinstance(found, ox.QueryTriples | list):
            super().__init__("CONSTRUCT")
            self._triples = list(dict.fromkeys(_up_to(found, most)))
        else:
            super().__init__("SELECT")
            self.vars = [Variable(variable.value) for variable in found.variables]
            self._rows = list(_up_to(found, most))
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

    def extend(self, rows: Iterable[ox.QuerySolution]) -> None:
        """Add rows of a SELECT query, which came in later than the others."""
        self._rows += rows

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
            destination: not offered; write the bytes with :func:`whyso.graph.files.write_atomic`.
            encoding: UTF-8 only.
            format: ``csv``, ``tsv``, ``json`` or ``xml`` (SPARQL results) for SELECT and ASK, any
                RDF syntax for CONSTRUCT and DESCRIBE; by default ``csv`` and ``turtle``.

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
            return ox.serialize(triples, format=syntax.format, prefixes=self.prefixes) or b""
        results = _FORMATS.get(name or "csv")
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

    def frame(self) -> Any:
        """Return the answer as an Arrow table (:func:`whyso.graph.query.frame.answer_frame`).

        Raises:
            WhysoError: pyarrow is not installed.

        >>> from whyso.graph import sample
        >>> sample().query("SELECT ?c { ?c a arg:Claim }").frame().column_names
        ['c']
        """
        from whyso.graph.query.frame import answer_frame

        return answer_frame(self)

    def _tsv(self) -> bytes:
        lines = ["\t".join(f"?{name}" for name in self.vars or [])]
        lines += [
            "\t".join("" if term is None else str(term) for term in row) for row in self._rows
        ]
        return ("\n".join(lines) + "\n").encode()


def _up_to(found: Iterable[T], most: int | None) -> Iterator[T]:
    for number, one in enumerate(found):
        if number == most:
            raise QueryError(f"more than {most} results; ask for fewer with LIMIT")
        yield one


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
        return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    raise FormatError("triple terms of RDF 1.2 are not supported; use relation nodes")
