"""Reading a table of claims: rows to nodes, cells to what is said of them."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import InputError
from whyso.graph.files import read_bytes
from whyso.graph.formats.account import Account
from whyso.graph.formats.claim_tables import columns as known
from whyso.graph.formats.claim_tables.cells import first_line, parse_sheet
from whyso.graph.formats.claim_tables.columns import Column
from whyso.graph.formats.claim_tables.naming import Names
from whyso.graph.formats.claim_tables.rows import Row, Table, columns_in, namespace_in
from whyso.graph.formats.claim_tables.steps import Steps
from whyso.graph.formats.draft import Draft
from whyso.graph.network import KINDS, STEPS
from whyso.graph.store import Store

__all__ = ["FORMAT", "STATEMENTS", "read_claims", "sniff_claims"]

FORMAT: Final = "claims-csv"
STATEMENTS: Final = frozenset(
    ontology.ARG + name for name, kind in KINDS.items() if kind not in {"utterance", *STEPS}
)
_P: Final = ontology.PREFIXES
_ARG: Final = ontology.ARG
_TYPE: Final = _P["rdf"] + "type"
_JSON: Final = ox.NamedNode(_P["rdf"] + "JSON")
_DEPTH: Final = 5
_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,40}(?:[.,]\d{0,40})?|[.,]\d{1,40})\s*%?")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def sniff_claims(data: bytes) -> bool:
    """Tell whether a table is one of claims: by the names of its columns.

    >>> sniff_claims(b"id,text\\nc1,Tea is warm."), sniff_claims(b"source,target,kind,graph\\n")
    (True, False)
    """
    header = first_line(data)
    if {"label", "lang", "name"} <= {cell.strip() for cell in header}:
        return False  # the table of nodes for other programs
    names = {known.column_of(cell).name for cell in header}
    return bool(names & {"text", *known.SHORT}) or {"from", "to"} <= names


def read_claims(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Return what a table of claims says, and the account of reading it.

    A row is a claim, a question, or whatever else its ``kind`` says. Columns that nobody knows are
    kept, and written back. Links may stand in columns (``answers``, ``supports``, ``attacks`` ...,
    several ids with semicolons between), in rows of their own (``from``, ``relation``, ``to``,
    ``via``), or in a second file beside the first: ``tea.relations.csv`` beside ``tea.csv``.

    Args:
        data: the table.
        name: the file, or what stands for it; its stem names the source.
        base: the namespace of the ids, where the table tells none.

    Raises:
        ParseError: it is no table, or none of its columns is known.

    >>> table = b"id,text,speaker,answers\\nc1,Tea is warm.,Ana,Is tea warm?\\n"
    >>> store, account = read_claims(table, name="tea.csv")
    >>> account.kept["statements"], account.lossless
    (2, True)
    """
    sheet = parse_sheet(data, name)
    columns = columns_in(sheet, name, sheet.repairs)
    draft = Draft(FORMAT, name=name, base=namespace_in(sheet, columns) or base)
    table = Table(Names(draft.space), draft.graph, draft.approximated, draft.dropped)
    sheets = [sheet]
    table.take(sheet, columns)
    for beside in _beside(name, columns):
        other = parse_sheet(read_bytes(beside), str(beside))
        table.take(other, columns_in(other, str(beside), other.repairs))
        sheets.append(other)
    for one in sheets:
        for row in one.repairs.rows():
            draft.approximated.add(row.what, row.why, *row.ids, triples=0)
    table.classify()
    return _Reading(draft, table).finish(len(sheets))


def _beside(name: str, columns: tuple[Column, ...]) -> list[Path]:
    """Return the table of relations that stands beside a table of claims, if there is one."""
    path = Path(name)
    if path.suffix.lower() not in (".csv", ".tsv") or "\0" in name or not path.is_file():
        return []
    if {"from", "to"} <= {column.name for column in columns}:
        return []
    names = [f"{path.stem}.relations{path.suffix}"]
    if path.stem.endswith("claims"):
        names.append(f"{path.stem.removesuffix('claims')}relations{path.suffix}")
    found = (path.with_name(one) for one in names)
    return [one for one in found if one.is_file()][:1]


class _Reading:
    """The triples of a table."""

    def __init__(self, draft: Draft, table: Table) -> None:
        self.draft, self.table, self.names = draft, table, table.names
        self.steps = Steps(draft.approximated, draft.dropped)
        self.lines: dict[str, None] = {}
        self.premises: set[str] = set()

    def finish(self, tables: int) -> tuple[Store, Account]:
        from whyso.graph.formats.rdf import counted

        self._name_steps()
        inferences = set()
        for row in self.table.nodes:
            if _ARG + "Inference" in row.classes:
                inferences.add(row.iri)
            self._row(row)
        for row in self.table.relations:
            self._relation(row)
        self.steps.tell(inferences, self.premises, self._say)
        store = Store()
        store.read_text("".join(self.lines), "n-quads", name=self.draft.name)
        kept = counted(store) | ({"tables": tables} if tables > 1 else {})
        changed, dropped = self.draft.approximated.rows(), self.draft.dropped.rows()
        return store, Account(FORMAT, "read", kept, changed, dropped)

    def _name_steps(self) -> None:
        """Note the ids of the steps that words stand for, so that cells can name them."""
        told = [
            (row, row.iri, column.name, cell, "")
            for row in self.table.nodes
            for column, cell in row.cells
            if column.what == "step"
        ]
        for row in self.table.relations:
            column = known.column_of(row.first("relation"))
            starts = self.names.split(row.first("from"))[0] if column.what == "step" else ()
            for start in starts:
                told.append((row, start, column.name, row.first("to"), row.first("via")))
        for _ in range(_DEPTH):  # steps against steps against steps
            size = len(self.names)
            for row, start, word, cell, via in told:
                for end in self.names.split(cell)[0]:
                    iri = self.names.iri(via) if via else self._step_iri(start, word, end)
                    self.names.take(iri, row.graph, "")
            if len(self.names) == size:
                break

    def _row(self, row: Row) -> None:
        for found in row.classes:
            self._say(row, _TYPE, found)
        others: dict[str, str] = {}
        for column, cell in row.cells:
            if column.what == "unknown":
                others[column.name] = cell
            elif column.what != "own":
                self._cell(row, column, cell)
        if others:
            text = json.dumps(others, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            self._add(row, ontology.CARRIED + FORMAT, ox.Literal(text, datatype=_JSON))

    def _cell(self, row: Row, column: Column, cell: str) -> None:
        if column.what == "number":
            self._number(row, column, cell.strip())
        elif column.what == "concept":
            self._concept(row, column, cell.strip())
        elif column.what == "source" and _ADDRESS.fullmatch(cell.strip()):
            self._say(row, column.iri, cell.strip())
        elif column.what in ("text", "source"):
            self._text(row, column, cell)
        elif column.what == "step":
            for target in self._refs(row, column.name, cell):
                self._step(row, column.name, row.iri, target)
        elif column.name == "speaker" and STATEMENTS & set(row.classes):
            self._speaker(row, cell)
        else:
            for target in self._refs(row, column.name, cell):
                self._say(row, column.iri, target)

    def _text(self, row: Row, column: Column, cell: str) -> None:
        if column.lang:
            self._add(row, column.iri, ox.Literal(cell, language=column.lang))
        elif column.type:
            kind = self._named(column.type)
            self._add(row, column.iri, ox.Literal(cell, datatype=kind))
        else:
            self._add(row, column.iri, ox.Literal(cell))

    def _number(self, row: Row, column: Column, cell: str) -> None:
        if not _NUMBER.fullmatch(cell):
            why = f"{cell[:40]!r} is no number"
            self.draft.dropped.add(column.name, why, row.iri, triples=0)
            return
        plain = cell.rstrip("% ").replace(",", ".")
        if cell.endswith("%"):
            plain = format((Decimal(plain) / 100).normalize(), "f")
        plain = plain.rstrip(".") if plain[-1] == "." else plain
        kind = ox.NamedNode(_P["xsd"] + "decimal")
        self._add(row, column.iri, ox.Literal(plain, datatype=kind))

    def _concept(self, row: Row, column: Column, cell: str) -> None:
        found = known.expanded(cell) or known.concept_named(column.name, cell)
        if found is not None:
            self._say(row, column.iri, found)
            return
        words = known.CONCEPTS[column.name]
        near = known.nearest(cell, words)
        hint = f"the nearest is {near}" if near else f"use {', '.join(words)}"
        why = f"no {column.name} is called {cell[:40]!r}; {hint}"
        self.draft.dropped.add(column.name, why, row.iri, triples=0)

    def _speaker(self, row: Row, cell: str) -> None:
        """Say who says a statement here; of a quoted one, who is reported to have said it."""
        quoted = row.first("status").strip().lower() == "quoted"
        for number, agent in enumerate(self._refs(row, "speaker", cell), 1):
            if not quoted:
                self._say(row, _ARG + "assertedBy", agent)
                continue
            said = Row(f"{row.iri}-said" + ("" if number == 1 else f"-{number}"), row.graph)
            self._say(said, _TYPE, _ARG + "Utterance")
            self._say(said, _ARG + "status", _ARG + "quoted")
            self._say(said, _ARG + "speaker", agent)
            self._say(said, _ARG + "expresses", row.iri)

    # Names in cells

    def _refs(self, row: Row, name: str, cell: str) -> list[str]:
        """Return the IRIs that a cell names; a text in it may be a question, an agent, a scheme."""
        found, texts = self.names.split(cell)
        for text in texts:
            made = self._made(row, name, text)
            if made is not None:
                found.append(made)
                continue
            near = self.names.nearest(text)
            hint = f"; the nearest are {', '.join(near)}" if near else ""
            why = f"no row has the id {text[:40]!r}{hint}"
            self.draft.dropped.add(name, why, row.iri or f"row {row.line}", triples=0)
        return found

    def _made(self, row: Row, name: str, text: str) -> str | None:
        """Return the node that a text in a cell stands for, which has no row of its own."""
        if name in ("speaker", "asserted_by"):
            kind, called = _P["foaf"] + "Agent", _P["foaf"] + "name"
        elif name == "answers" and re.search(r"\s|[?？]", text):
            kind, called = _ARG + "Question", _P["rdfs"] + "label"
        elif name == "scheme":
            plain = re.sub(r"[\W_]+", "", text).lower()
            if plain in known.schemes():
                return known.schemes()[plain]
            kind, called = _ARG + "Scheme", _P["rdfs"] + "label"
        else:
            return None
        local = re.sub(r"[\W_]+", "-", text.lower())[:60].strip("-")
        iri = self.names.free(local or name)
        self.names.take(iri, row.graph, text)
        self.names.call(iri, text)
        home = Row(iri, row.graph)
        self._say(home, _TYPE, kind)
        self._add(home, called, ox.Literal(text))
        return iri

    # Relations

    def _relation(self, row: Row) -> None:
        """Take a row that says a relation between two others."""
        word = row.first("relation")
        column = known.column_of(word)
        at = f"row {row.line}"
        if column.what not in ("link", "step"):
            near = known.nearest(word, (*known.SHORT, *known.LINKS))
            hint = f"; the nearest is {near}" if near else ""
            why = f"no relation is called {word[:40]!r}{hint}"
            self.draft.dropped.add("relation", why, at, triples=0)
            return
        starts = self._refs(row, "from", row.first("from"))
        ends = self._refs(row, column.name, row.first("to"))
        if not starts or not ends:
            why = "a relation without both of its ends"
            self.draft.dropped.add("relation", why, at, triples=0)
        steps: list[Row] = []
        for start in starts:
            for end in ends:
                if column.what == "step":
                    steps.append(self._step(row, column.name, start, end, row.first("via")))
                else:
                    self._say(Row(start, row.graph), column.iri, end)
        rest = [(one, cell) for one, cell in row.cells if one.what != "own"]
        if rest and not steps and starts and ends:
            why = f"{column.name} is no step, of which more could be said"
            self.draft.dropped.add(rest[0][0].name, why, at, triples=0)
        for step in {step.iri: step for step in steps}.values():
            self._row(Row(step.iri, row.graph, row.line, rest))

    def _step(self, row: Row, word: str, start: str, end: str, via: str = "") -> Row:
        """Say that one supports or attacks another; return the row of the step."""
        if via:
            home = Row(self.names.iri(via), row.graph)
            if self.steps.add(word, start, end, home) is not None:
                return home
            why = "this step has another end or attacker already; a step of its own"
            self.draft.approximated.add("via", why, home.iri, triples=0)
        home = Row(self._step_iri(start, word, end), row.graph)
        self.steps.add(word, start, end, home)
        return home

    def _step_iri(self, start: str, word: str, end: str) -> str:
        one, other = (re.split(r"[/#:]", iri)[-1] for iri in (start, end))
        return f"{self.draft.space}{one}-{word}-{other}"

    # Triples

    def _say(self, row: Row, predicate: str, iri: str) -> None:
        if predicate == _ARG + "premise":
            self.premises.add(iri)
        self._add(row, predicate, self._node(iri))

    def _add(
        self, row: Row, predicate: str, value: ox.NamedNode | ox.BlankNode | ox.Literal
    ) -> None:
        about, said = self._node(row.iri), self._named(predicate)
        self.lines[f"{about} {said} {value} {self._named(row.graph)} .\n"] = None

    def _node(self, iri: str) -> ox.NamedNode | ox.BlankNode:
        if not iri.startswith("_:"):
            return self._named(iri)
        try:
            return ox.BlankNode(iri[2:])
        except ValueError as error:
            raise InputError(f"{self.draft.name}: {iri!r} is no name ({error})") from None

    def _named(self, iri: str) -> ox.NamedNode:
        try:
            return ox.NamedNode(iri)
        except ValueError as error:
            raise InputError(f"{self.draft.name}: {iri!r} is no IRI ({error})") from None
