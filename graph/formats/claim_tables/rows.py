"""Rows of a table of claims: which nodes they are."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from whyso import ontology
from whyso.graph.errors import ParseError
from whyso.graph.formats.account import Rows
from whyso.graph.formats.claim_tables import columns as known
from whyso.graph.formats.claim_tables.cells import Line, Sheet
from whyso.graph.formats.claim_tables.columns import Column
from whyso.graph.formats.claim_tables.naming import Names

__all__ = ["NAMESPACE", "Row", "Table", "columns_in", "namespace_in"]

NAMESPACE: Final = "namespace"
_RELATION: Final = frozenset({"from", "relation", "to"})
_SPEAKS: Final = ("speaker", "asserted_by")
_AGENT: Final = ontology.PREFIXES["foaf"] + "Agent"
_CLAIM, _QUESTION = ontology.ARG + "Claim", ontology.ARG + "Question"


@dataclass(slots=True)
class Row:
    """A row that is a node: its IRI, its named graph, its cells that say something, its classes."""

    iri: str
    graph: str
    line: int = 0
    cells: list[tuple[Column, str]] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)

    def first(self, name: str) -> str:
        """Return the text of the first cell in a column of that name, else an empty text.

        >>> Row("http://e/c1", "http://e/g").first("text")
        ''
        """
        return next((cell for column, cell in self.cells if column.name == name), "")


class Table:
    """The rows of one or two sheets, told apart into nodes and relations.

    Args:
        names: the ids.
        graph: the IRI of the named graph of rows that tell none.
        changed, dropped: what is repaired and what is left out is noted there.

    >>> table = Table(Names("http://e/"), "http://e/g", Rows(), Rows())
    >>> header = tuple(map(known.column_of, ("id", "text")))
    >>> table.take(Sheet(("id", "text"), (Line(2, ("c1", "Why tea?")),)), header)
    >>> table.classify()
    >>> [(row.iri, row.classes) for row in table.nodes]
    [('http://e/c1', ['https://w3id.org/whyso/ontology#Question'])]
    """

    def __init__(self, names: Names, graph: str, changed: Rows, dropped: Rows) -> None:
        self.names, self.graph = names, graph
        self.changed, self.dropped = changed, dropped
        self.nodes: list[Row] = []
        self.relations: list[Row] = []

    def take(self, sheet: Sheet, columns: tuple[Column, ...]) -> None:
        """Take the rows of a sheet."""
        for line in sheet.lines:
            self._take(line, columns)

    def _take(self, line: Line, columns: tuple[Column, ...]) -> None:
        if any(cell.strip() for cell in line.cells[len(columns) :]):
            why = "cells to the right of the last column are left out"
            self.dropped.add("cells", why, f"row {line.number}", triples=0)
        row = Row("", self.graph, line.number)
        row.cells = [
            (column, cell)
            for column, cell in zip(columns, line.cells, strict=False)
            if cell.strip() and column.what != "empty"
        ]
        own = {column.name: cell.strip() for column, cell in row.cells if column.what == "own"}
        if not row.cells or own.get("kind", "").lower() == NAMESPACE:
            return
        if told := own.get("graph"):
            row.graph = known.expanded(told) or ontology.GRAPH + told
        if _RELATION & own.keys():
            self.relations.append(row)
            return
        row.iri = self._iri(row, own.get("id"))
        self.nodes.append(row)
        for column, cell in row.cells:
            if column.name in ("text", "name"):
                self.names.call(row.iri, cell)

    def _iri(self, row: Row, local: str | None) -> str:
        text = row.first("text")
        if local is None:
            iri = self.names.free(f"row-{row.line}")
            why = "a row without an id is named by the number of its line"
            self.changed.add("id", why, iri, triples=0)
            self.names.take(iri, row.graph, text)
            return iri
        iri = self.names.iri(local)
        if self.names.take(iri, row.graph, text):
            return iri
        iri = self.names.free(local)
        why = "an id that an earlier row has gets a number; links mean the earlier one"
        self.changed.add("id", why, iri, triples=0)
        self.names.take(iri, row.graph, text)
        return iri

    def classify(self) -> None:
        """Find out what each node is: what it says, else what others say of it, else a claim."""
        asked = set(self._named_in("answers", "raises", "underlies"))
        asked |= {row.iri for row in self.nodes if row.first("underlies")}
        speakers = set(self._named_in(*_SPEAKS))
        for row in self.nodes:
            words = [
                word
                for column, cell in row.cells
                if column.name == "kind"
                for word in re.split(r"\s*[;\n|]\s*", cell.strip())
            ]
            row.classes = [found for word in words if (found := self._class(row, word))]
            if row.classes or "thing" in words:
                continue
            question = row.iri in asked or row.first("text").rstrip().endswith(("?", "？"))
            agent = row.iri in speakers and not question
            row.classes = [_QUESTION if question else _AGENT if agent else _CLAIM]

    def _class(self, row: Row, word: str) -> str | None:
        found = known.class_named(word)
        if found is None and word and word != "thing":
            near = known.nearest(word, tuple(known.CLASSES))
            why = f"no kind is called {word[:40]!r}" + (f"; the nearest is {near}" if near else "")
            self.dropped.add("kind", why, row.iri, triples=0)
        return found

    def _named_in(self, *columns: str) -> Iterator[str]:
        for row in self.nodes:
            for column, cell in row.cells:
                if column.name in columns:
                    yield from self.names.split(cell)[0]
        for row in self.relations:
            word = known.column_of(row.first("relation")).name
            if word in columns:
                yield from self.names.split(row.first("to"))[0]


def columns_in(sheet: Sheet, name: str, changed: Rows) -> tuple[Column, ...]:
    """Return what each column of a sheet says; one that nobody knows is kept, and told if misspelt.

    Raises:
        ParseError: none is known.

    >>> columns_in(Sheet(("a", "b")), "tea.csv", Rows())
    Traceback (most recent call last):
    whyso.graph.errors.ParseError: tea.csv:1: no table of claims: its first line names none of the \
columns id, text, speaker, answers, supports, attacks (it names a, b)
    """
    found = tuple(map(known.column_of, sheet.header))
    if not _sensible(found):
        wanted = "id, text, speaker, answers, supports, attacks"
        has = ", ".join(cell.strip() for cell in sheet.header)[:100]
        reason = f"its first line names none of the columns {wanted} (it names {has})"
        raise ParseError(name, f"no table of claims: {reason}", line=1)
    for column in found:
        if column.what == "unknown" and (near := known.nearest(column.name, _HEADERS)):
            why = f"no column has this name, so it is only kept; the nearest is {near}"
            changed.add("column", why, column.name, triples=0)
    return found


def _sensible(columns: Iterable[Column]) -> bool:
    names = {column.name for column in columns}
    return bool(names & {"id", "text", *known.SHORT}) or {"from", "to"} <= names


def namespace_in(sheet: Sheet, columns: tuple[Column, ...]) -> str | None:
    """Return the namespace of the ids, where a row of that kind tells it.

    >>> header = tuple(map(known.column_of, ("kind", "text")))
    >>> namespace_in(Sheet((), (Line(2, ("namespace", "http://e/")),)), header)
    'http://e/'
    """
    kinds = [place for place, column in enumerate(columns) if column.name == "kind"]
    for line in sheet.lines:
        if any(line.cells[place : place + 1] == (NAMESPACE,) for place in kinds):
            texts = [
                cell.strip()
                for column, cell in zip(columns, line.cells, strict=False)
                if column.name == "text" and cell.strip()
            ]
            return texts[0] if texts else None
    return None


_HEADERS: Final = known.known_headers()
