"""Writing Argdown: a whole graph as a text that people can read and go on with.

Argdown: https://argdown.org/syntax/. What Argdown can say is said by it: linked premises as a
premise-conclusion structure, a bare step as a relation, kinds as tags. The rest stands in metadata,
and what no word of ours says as Turtle in the metadata of the last heading. The text is read back;
what came back otherwise is mended there too, so nothing is lost.
"""

import re
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import ParseError
from whyso.graph.formats.account import Account
from whyso.graph.formats.argdown.descriptions import Descriptions
from whyso.graph.formats.argdown.elements import Elements
from whyso.graph.formats.argdown.facts import Facts
from whyso.graph.formats.argdown.flow import flow, wrapped
from whyso.graph.formats.argdown.header import GENERATED
from whyso.graph.formats.argdown.kinds import iri
from whyso.graph.formats.argdown.names import Names
from whyso.graph.formats.argdown.outline import Heading, by_question, carried_outline
from whyso.graph.formats.argdown.paragraphs import Paragraphs
from whyso.graph.formats.argdown.reading import read_argdown
from whyso.graph.formats.argdown.words import full
from whyso.graph.formats.draft import carried, namespace_of

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["write_argdown"]

_ROWS: Final = 400
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")


def write_argdown(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph as an Argdown text, and the account of what it keeps.

    Args:
        g: the graph.
        lang: the language of the texts; those in other languages stand in the metadata.

    >>> from whyso.graph import sample
    >>> text, account = write_argdown(sample())
    >>> text.decode().splitlines()[0], account.lossless
    ('===', True)
    """
    from whyso.graph.formats.proof import proven

    for kind in ("marked", "plain", "turtle"):
        try:
            data = _Writing(g, lang, kind).text().encode()
            break
        except ParseError:  # marks or metadata that were carried along are not what they were
            continue
    return data, proven(g, data, "argdown", read_argdown, where="Argdown")


class _Writing:
    """One graph on its way to a text.

    *kind* is ``marked``, ``plain`` without marks and metadata that were carried along, or
    ``turtle`` for a text that holds nothing but Turtle, which is never broken.
    """

    def __init__(self, g: "ArgumentGraph", lang: str, kind: str) -> None:
        self.kind = kind
        store = g.store
        self.store = store
        self.facts = Facts(store)
        kept = {
            subject: value
            for form in ("argdown-json", "argdown")
            for subject, value in carried(store, form).items()
            if isinstance(value, dict)
        }
        if kind != "marked":
            marks = {"text", "others", "data", "front", "outline", "lines"}
            kept = {
                subject: {key: one for key, one in value.items() if key not in marks}
                for subject, value in kept.items()
            }
        graphs = [graph.value for graph in store.source_graphs()]
        whole = next((kept[graph] for graph in graphs if graph in kept), None)
        for graph in graphs:
            if graph in kept:
                self.facts.take(graph, ontology.CARRIED + "argdown")
        self.whole: dict[str, Any] = whole if whole is not None else {}
        self.generated = whole is None or kind != "marked"
        front = self.whole.get("front")
        self.front: dict[str, Any] = front if isinstance(front, dict) else {}
        self.space = namespace_of(store)
        self.names = Names(
            _space(self.facts, self.space),
            lang=_language(self.facts, lang),
            prefixes=dict(store.prefixes),
        )
        model = self.front.get("model")
        strict = isinstance(model, dict) and model.get("mode") == "strict"
        self.status = Elements.usual_status(self.facts)
        self.elements = Elements(self.facts, self.names, kept, strict=strict, status=self.status)
        self.descriptions = Descriptions(
            self.facts, self.names, self.elements, kept, claims=self.generated
        )

    def text(self) -> str:
        """Return the text, mended until it says what the graph says.

        Raises:
            ParseError: it cannot be read back.
        """
        if self.kind == "turtle":
            every = sorted(self._line(*quad.triple) for quad in self.store.quads())
            self.generated, self.status = True, None
            return _joined(self._front({}), "# Nothing is said", self._turtle(every, []))
        tables = self._tables()
        self._declare(tables)
        rows = {name: self._rows(name, nodes) for name, nodes in tables.items()}
        paragraphs = Paragraphs(
            self.elements, self.descriptions, self._outline(), generated=self.generated
        )
        body = paragraphs.run() or "# Nothing is said"
        for step in self.elements.bare():
            for property in list(self.facts.properties(step)):
                self.facts.take(step, property)
        self._take_rules(paragraphs.rules)
        home = ontology.GRAPH + self.space.removeprefix(ontology.ID).rstrip("/#")
        if full("prov:Entity") in self.facts.types(home):
            rows["encoding"] = [("encoding", self.descriptions.row("encoding", home))]
        front = self._front(rows)
        blank = [self._line(*triple) for triple in self.facts.blank]
        left = sorted({self._line(*triple) for triple in self.facts.left()})
        head, tail = front, self._ends(rows)
        turtle = [*left, *sorted(blank)]
        text = _joined(head, body, tail, self._turtle(turtle, []))
        lost, gained = self._difference(text)
        if lost or gained:
            text = _joined(head, body, tail, self._turtle([*turtle, *lost], gained))
            if any(self._difference(text)):
                raise ParseError("text", "cannot be mended")
        return text

    # The order of things

    def _tables(self) -> dict[str, list[str]]:
        """Return what stands in tables, table to IRIs in order."""
        found: dict[str, list[str]] = {
            name: [] for name in ("sources", "agents", "figures", "passages", "things")
        }
        elements = {*self.elements.statements, *self.elements.arguments, *self.elements.bare()}
        elements |= self.elements.others.keys()
        agents = {full(f"foaf:{kind}") for kind in ("Agent", "Person", "Organization", "Group")}
        homes = {graph.value for graph in self.store.source_graphs()}
        named = {
            term.value
            for node in self.elements.statements
            for property in (full("arg:assertedBy"), full("arg:speaker"))
            for term in self.facts.all(node, property)
        }
        for subject in self.facts.subjects():
            types = self.facts.types(subject)
            if subject in elements or subject in homes:
                continue
            if self.names.known(self.names.name(subject)) is None and not self._local(subject):
                continue
            if full("arg:Source") in types:
                found["sources"].append(subject)
            elif types & agents:
                if subject in named and self.descriptions.is_only_named(subject):
                    self.names.agents[subject] = self.names.name(subject)
                    for property in list(self.facts.properties(subject)):
                        self.facts.take(subject, property)
                else:
                    found["agents"].append(subject)
            elif full("arg:Quantity") in types:
                found["figures"].append(subject)
            elif full("arg:Passage") in types:
                found["passages"].append(subject)
            elif types and not self._is_rule(subject) and not self._is_span(subject):
                found["things"].append(subject)
        return {name: self.descriptions.names_in_order(set(nodes)) for name, nodes in found.items()}

    def _local(self, node: str) -> bool:
        return self.names.local(self.names.name(node)).value == node

    def _is_rule(self, node: str) -> bool:
        """Tell whether all that is said of a scheme is its name, as reading a rule says it."""
        name = self.names.scheme_name(node)
        labels = self.facts.all(node, full("rdfs:label"))
        return (
            self.facts.size(node) == 2
            and self.facts.types(node) == {iri("Scheme")}
            and self.names.scheme(name).value == node
            and [(term.value, getattr(term, "language", None)) for term in labels]
            == [(name, self.names.lang)]
        )

    def _is_span(self, node: str) -> bool:
        return full("oa:TextPositionSelector") in self.facts.types(node)

    def _take_rules(self, used: set[str]) -> None:
        """Take the schemes that are only named, as reading their names says them."""
        for rule in used:
            if self._is_rule(rule):
                for property in list(self.facts.properties(rule)):
                    self.facts.take(rule, property)

    def _declare(self, tables: dict[str, list[str]]) -> None:
        declared = self.names.declared
        declared |= self.elements.statements.keys() | self.elements.arguments.keys()
        declared |= set(self.elements.bare()) | self.elements.others.keys()
        for nodes in tables.values():
            declared.update(nodes)

    def _outline(self) -> list[Heading]:
        if self.generated:
            return by_question(self.facts, self.elements)
        return carried_outline(self.whole.get("outline"), self.elements)

    # Front matter and tables

    def _rows(self, table: str, nodes: list[str]) -> list[tuple[str, Any]]:
        only = None
        if table == "passages":
            sources = [
                node
                for node in self.facts.subjects()
                if full("arg:Source") in self.facts.types(node) and node in self.names.declared
            ]
            only = sources[0] if len(sources) == 1 else None
        found: list[tuple[str, Any]] = []
        for node in nodes:
            row = self.descriptions.row(table, node, only)
            plain = list(row) == ["name"] and isinstance(row["name"], str) and table == "agents"
            found.append((self.names.name(node), row["name"] if plain else row))
        return found

    def _front(self, rows: dict[str, list[tuple[str, Any]]]) -> str:
        lines = ["==="]
        lines += (f"{flow(key)}: {_guarded(flow(value))}" for key, value in self.front.items())
        if self.generated:
            lines += ["model: {removeTagsFromText: true}"]
        lines += ["whyso:", f"  namespace: {flow(self.space)}"]
        if self.names.space != self.space:
            lines.append(f"  names: {flow(self.names.space)}")
        if self.names.lang and self.front.get("language") != self.names.lang:
            lines.append(f"  language: {self.names.lang}")
        if self.status:
            lines.append(f"  status: {self.status.removeprefix(ontology.ARG)}")
        if self.generated:
            lines.append(f"  headings: {GENERATED}")
        prefixes = {
            prefix: space
            for prefix, space in sorted(self.store.prefixes.items())
            if prefix and ontology.PREFIXES.get(prefix) != space
        }
        if prefixes:
            lines.append(f"  prefixes: {flow(prefixes)}")
        for _, row in rows.get("encoding", ()):
            lines.append(_guarded(f"  encoding: {_row(row, '    ')}"))
        for table in ("sources", "agents"):
            if rows.get(table):
                lines.append(f"  {table}:")
                for name, row in rows[table]:
                    lines.append(_guarded(f"    {flow(name)}: {_row(row, '      ')}"))
        return "\n".join([*lines, "==="])

    def _ends(self, rows: dict[str, list[tuple[str, Any]]]) -> str:
        parts = []
        for table, title in (
            ("figures", "Figures"),
            ("passages", "Passages"),
            ("things", "Further things"),
        ):
            for start in range(0, len(rows[table]), _ROWS):
                more = f" {start // _ROWS + 1}" if start else ""
                said = ",\n ".join(
                    f"{flow(name)}: {_row(row, '  ')}" for name, row in rows[table][start:][:_ROWS]
                )
                parts.append(f"# {title}{more}\n{{whyso: {{{table}: {{\n {said}}}}}}}")
        return "\n\n".join(parts)

    def _turtle(self, said: list[str], unsaid: list[str]) -> str:
        parts = []
        for key, title, lines in (("rdf", "Turtle", said), ("not", "Not said", unsaid)):
            for start in range(0, len(lines), _ROWS):
                more = f" {start // _ROWS + 1}" if start else ""
                rows = ",\n ".join(flow(line) for line in lines[start : start + _ROWS])
                parts.append(f"# {title}{more}\n{{whyso: {{{key}: [\n {rows}]}}}}")
        return "\n\n".join(parts)

    def _difference(self, text: str) -> tuple[list[str], list[str]]:
        """Return the triples that the text does not say, and those that it says in addition."""
        slug = self.space.rstrip("/").rsplit("/", 1)[-1]
        again, _ = read_argdown(text.encode(), name=f"{slug}.argdown")
        said = {self._line(*quad.triple) for quad in self.store.quads() if not _blank(quad)}
        found = {self._line(*quad.triple) for quad in again.quads() if not _blank(quad)}
        return sorted(said - found), sorted(found - said)

    def _line(self, subject: Any, predicate: Any, value: Any) -> str:
        """Return a triple as Turtle on one line, with short names."""
        return f"{self._term(subject)} {self._term(predicate)} {self._term(value)} ."

    def _term(self, term: Any) -> str:
        if isinstance(term, str):
            term = ox.NamedNode(term)
        if isinstance(term, ox.NamedNode):
            local = term.value.removeprefix(self.names.space)
            if _LOCAL.fullmatch(local):
                return f":{local}"
            return self.names.short(term.value) or str(term)
        if isinstance(term, ox.Literal) and not term.language:
            short = self.names.short(term.datatype.value)
            if short and not short.endswith(":string"):
                return f"{ox.Literal(term.value)}^^{short}"
        return str(term)


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def _row(row: Any, indent: str) -> str:
    """Return a row of a table, on as many lines as it takes."""
    text = wrapped(row, indent) if isinstance(row, dict) else flow(row)
    return text.lstrip(" ")


def _guarded(text: str) -> str:
    """Keep front matter from ending inside of a text."""
    return text.replace("===", "=\\x3d=") if "===" in text else text


def _blank(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def _space(facts: Facts, space: str) -> str:
    """Return the namespace in which most nodes are."""
    counts: dict[str, int] = {}
    for subject in facts.subjects():
        end = max(subject.rfind("/"), subject.rfind("#")) + 1
        if end > 8:
            counts[subject[:end]] = counts.get(subject[:end], 0) + 1
    if not counts or counts.get(space, 0) * 2 >= max(counts.values()):
        return space
    return max(sorted(counts), key=counts.__getitem__)


def _language(facts: Facts, lang: str) -> str | None:
    """Return the language that is asked for, else the one that most labels have."""
    counts: dict[str | None, int] = {}
    for subject in facts.subjects():
        for term in facts.all(subject, full("rdfs:label")):
            language = getattr(term, "language", None)
            counts[language] = counts.get(language, 0) + 1
    if not counts:
        return None
    if counts.get(lang.lower()):
        return lang.lower()
    return max(sorted(counts, key=str), key=counts.__getitem__)
