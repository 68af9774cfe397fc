"""Writing Argdown: a whole graph as a text that people can read and go on with.

Argdown: https://argdown.org/syntax/. What Argdown can say is said by it: linked premises as a
premise-conclusion structure, a bare step as a relation, kinds as tags. The rest stands in metadata,
and what no word of ours says as Turtle in the metadata of the last heading. The text is read back;
what came back otherwise is mended there too, so nothing is lost.
"""

import re
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.account import Account
from whyso.graph.formats.argdown.descriptions import Described, Descriptions
from whyso.graph.formats.argdown.elements import Elements
from whyso.graph.formats.argdown.escapes import escaped, one_line, tag_text
from whyso.graph.formats.argdown.facts import Facts
from whyso.graph.formats.argdown.flow import WIDTH, flow, wrapped
from whyso.graph.formats.argdown.kinds import iri
from whyso.graph.formats.argdown.names import Names
from whyso.graph.formats.argdown.outline import Heading, by_question, carried_outline
from whyso.graph.formats.argdown.reading import GENERATED, read_argdown
from whyso.graph.formats.argdown.words import full
from whyso.graph.formats.draft import carried, namespace_of

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["write_argdown"]

_STEPS_BELOW: Final = 6
_ROWS: Final = 400
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_SCHEME: Final = full("arg:scheme")


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

    data = _Writing(g, lang).text().encode()
    return data, proven(g, data, "argdown", read_argdown, where="Argdown")


class _Writing:
    """One graph on its way to a text."""

    def __init__(self, g: "ArgumentGraph", lang: str) -> None:
        store = g.store
        self.store = store
        self.facts = Facts(store)
        kept = {
            subject: value
            for form in ("argdown-json", "argdown")
            for subject, value in carried(store, form).items()
            if isinstance(value, dict)
        }
        graphs = [graph.value for graph in store.source_graphs()]
        whole = next((kept[graph] for graph in graphs if graph in kept), None)
        for graph in graphs:
            if graph in kept:
                self.facts.take(graph, ontology.CARRIED + "argdown")
        self.whole: dict[str, Any] = whole if whole is not None else {}
        self.generated = whole is None
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
        self.elements = Elements(self.facts, self.names, kept, strict=strict)
        self.descriptions = Descriptions(
            self.facts, self.names, self.elements, kept, claims=self.generated
        )
        self.kept = kept
        self.lines: list[str] = []
        self.written: set[str] = set()
        self.queue: deque[str] = deque()
        self.queued: set[str] = set()
        self.late: deque[str] = deque()
        self.here: set[str] = set()
        self.outgoing: dict[str, list[tuple[str, str]]] = {}

    def text(self) -> str:
        """Return the text, mended until it says what the graph says."""
        tables = self._tables()
        self._declare(tables)
        rows = {name: self._rows(name, nodes) for name, nodes in tables.items()}
        self._index()
        self._body()
        for step in self.elements.bare():
            self._take_all(step)
        self._take_rules()
        home = ontology.GRAPH + self.space.removeprefix(ontology.ID).rstrip("/#")
        if full("prov:Entity") in self.facts.types(home):
            rows["encoding"] = [("encoding", self.descriptions.row("encoding", home))]
        front = self._front(rows)
        blank = [self._line(*triple) for triple in self.facts.blank]
        left = sorted({self._line(*triple) for triple in self.facts.left()})
        head, tail = front, self._ends(rows)
        body = "\n".join(self.lines)
        turtle = [*left, *sorted(blank)]
        text = _joined(head, body, tail, self._turtle(turtle, []))
        lost, gained = self._difference(text)
        if lost or gained:
            text = _joined(head, body, tail, self._turtle([*turtle, *lost], gained))
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
        return self.names.scheme(self.names.scheme_name(node)).value == node

    def _is_span(self, node: str) -> bool:
        return full("oa:TextPositionSelector") in self.facts.types(node)

    def _take_rules(self) -> None:
        """Take the schemes that are only named, as reading their names says them."""
        for rule, name in self.names.rules.items():
            if rule in self._used_rules:
                for property, term in (
                    (full("rdf:type"), iri("Scheme")),
                    (full("rdfs:label"), name),
                ):
                    for value in self.facts.open(rule, property):
                        if value.value == term and getattr(value, "language", None) in (
                            None,
                            self.names.lang,
                        ):
                            self.facts.take(rule, property, [value])

    def _declare(self, tables: dict[str, list[str]]) -> None:
        declared = self.names.declared
        declared |= self.elements.statements.keys() | self.elements.arguments.keys()
        declared |= set(self.elements.bare()) | self.elements.others.keys()
        for nodes in tables.values():
            declared.update(nodes)

    def _index(self) -> None:
        """Note which arguments conclude what, and which conflicts hit what."""
        self._used_rules: set[str] = set()
        self.concluding: dict[str, list[str]] = {}
        self.hitting: dict[str, list[str]] = {}
        for step in self.elements.structures:
            self.concluding.setdefault(self.elements.premises[step][1], []).append(step)
        for conflict, (_, target) in self.elements.conflicts.items():
            self.hitting.setdefault(target, []).append(conflict)

    def _outline(self) -> list[Heading]:
        if self.generated:
            return by_question(self.facts, self.elements)
        return carried_outline(self.whole.get("outline"), self.elements)

    def _body(self) -> None:
        outline = self._outline()
        self.queued = {node for heading in outline for node in heading.nodes}
        self.places = {
            node: place
            for place, node in enumerate(node for heading in outline for node in heading.nodes)
        }
        for heading in outline:
            if heading.title:
                self._heading(heading)
            self._blocks(heading.nodes)
        utterances, rest = self._rest()
        for title, nodes in (("Further statements", rest), ("Reported speech", utterances)):
            if nodes and self.generated and outline:
                self._heading(Heading(title))
            self._blocks(nodes)

    def _rest(self) -> tuple[list[str], list[str]]:
        """Return the elements that have no place yet: utterances, and others, roots first."""
        sources = {node for step in self.elements.premises.values() for node in step[0]}
        sources |= {source for source, _ in self.elements.conflicts.values()}
        sources |= {child for many in self.elements.relations.values() for _, child in many}
        left = [
            node
            for node in (*self.elements.statements, *self.elements.arguments)
            if node not in self.written and node not in self.elements.others
        ]
        left = self.elements.sorted(left)
        utterances = [node for node in left if iri("Utterance") in self.facts.types(node)]
        others = [node for node in left if iri("Utterance") not in self.facts.types(node)]
        others.sort(key=lambda node: (node in self.elements.arguments, node in sources))
        return utterances, others

    def _heading(self, heading: Heading) -> None:
        line = f"{'#' * heading.level} {heading.title}"
        line += "".join(f" {tag_text(tag)}" for tag in heading.tags)
        self._gap()
        self.lines.append(line)
        if heading.data:
            self.lines.append(wrapped(heading.data))

    def _gap(self) -> None:
        if self.lines:
            self.lines.append("")

    def _blocks(self, nodes: list[str]) -> None:
        self.queue = deque(nodes)
        self.here = set(nodes)
        while self.queue:
            node = self.queue.popleft()
            if node in self.written:
                continue
            self._block(node)
            while self.late:
                node = self.late.popleft()
                if node not in self.written:
                    self._block(node)

    def _block(self, node: str) -> None:
        """Write an element as a paragraph of its own, an argument with what it consists of."""
        described = self._described(node)
        for other in described.others:
            self._gap()
            self.lines.append(f"{self.elements.title(node)}: {other}")
        self._gap()
        self._element(node, described, "", 0)
        if node in self.elements.conflicts:
            source, target = self.elements.conflicts[node]
            self._child("  ", "+ ", source, 1)
            arrow = "_> " if target in self.elements.structures else "-> "
            self._child("  ", arrow, target, 1)
        if node in self.elements.structures:
            self._structure(node)

    def _described(self, node: str) -> Described:
        self.written.add(node)
        for step in self.concluding.get(node, ()):
            if step not in self.queued:
                self.late.append(step)
        if node in self.elements.conflicts:
            self._take(node, "arg:attacker", "arg:target")
        return self.descriptions.element(node)

    # One element

    def _element(self, node: str, described: Described, start: str, depth: int) -> None:
        """Write an element after *start*, which may hold a symbol, and what stands below it."""
        indent = " " * (len(start) - len(start.lstrip(" ")))
        line = start + self.elements.title(node)
        if described.text:
            line += f": {described.text}"
        line += "".join(f" {tag_text(tag)}" for tag in described.tags)
        inner = indent + "  "
        if described.data:
            short = flow(described.data)
            if len(line) + len(short) < WIDTH:
                line += f" {short}"
            else:
                line += "\n" + wrapped(described.data, inner)
        self.lines.append(line)
        if start.startswith("("):
            inner = "    "
        for symbol, child in self._children(node):
            if child in self.elements.conflicts and child not in self.conflicts_below(child, depth):
                continue
            if self._is_later(child) and (symbol != ">< " or child in self.elements.statements):
                arrow = symbol if symbol == ">< " else f"{symbol[0]}> "
                self.outgoing.setdefault(child, []).append((arrow, node))
                continue
            self._child(inner, symbol, child, depth + 1)
        for arrow, other in self.outgoing.pop(node, ()):
            self._child(inner, arrow, other, depth + 1)

    def conflicts_below(self, node: str, depth: int) -> set[str]:
        """Return the conflict itself, if it is to stand below what it hits."""
        return {node} if self._fits(node, depth + 1) else set()

    def _children(self, node: str) -> list[tuple[str, str]]:
        found = [(f"{symbol} ", child) for symbol, child in self.elements.relations.get(node, ())]
        symbol = "_ " if node in self.elements.structures else "- "
        found += ((symbol, conflict) for conflict in self.hitting.get(node, ()))
        last = len(self.places)
        return sorted(found, key=lambda pair: self.places.get(pair[1], last))

    def _fits(self, node: str, depth: int) -> bool:
        """Tell whether an element may be written in full where it is used."""
        if node in self.written or depth > _STEPS_BELOW or node in self.elements.structures:
            return False
        if self.kept.get(node, {}).get("others"):
            return False
        if node not in self.queued:
            return True
        while self.queue and self.queue[0] in self.written:
            self.queue.popleft()
        return bool(self.queue) and self.queue[0] == node

    def _is_later(self, node: str) -> bool:
        """Tell whether an element that is only a title stands below a later heading.

        Argdown takes it for an element of the heading below which it is first mentioned.
        """
        return (
            node in self.queued
            and node not in self.written
            and node not in self.here
            and not self.descriptions.has_text(node)
        )

    def _child(self, indent: str, symbol: str, node: str, depth: int) -> None:
        if not self._fits(node, depth):
            self.lines.append(f"{indent}{symbol}{self.elements.title(node)}")
            if node not in self.written and node not in self.queued:
                self.late.append(node)
            return
        self._element(node, self._described(node), indent + symbol, depth)
        if node in self.elements.conflicts:
            self._child(indent + "  ", "+ ", self.elements.conflicts[node][0], depth + 1)

    # Premises and conclusions

    def _structure(self, node: str) -> None:
        self._gap()
        for number, (statement, step, rules, data) in enumerate(self._steps(node), 1):
            if step is not None:
                self.lines.append(self._inference(rules, data))
            start = f"({number}) "
            if self._fits(statement, 1):
                self._element(statement, self._described(statement), start, 1)
            else:
                self.lines.append(start + self.elements.title(statement))
                if statement not in self.written and statement not in self.queued:
                    self.late.append(statement)

    def _steps(self, node: str) -> Iterator[tuple[str, str | None, list[str], dict[str, Any]]]:
        """Yield the lines of an argument: statement, and the inference above it, if any."""
        lines = self.kept.get(node, {}).get("lines")
        if not isinstance(lines, list):
            premises, conclusion = self.elements.premises[node]
            for premise in premises:
                yield premise, None, [], {}
            yield conclusion, node, self._rules(node, []), {}
            self._take(node, "arg:premise", "arg:conclusion")
            return
        for line in lines:
            statement = self.names.local(line["id"]).value
            step = line.get("step")
            if not isinstance(step, str):
                yield statement, None, [], {}
                continue
            inference = self.names.local(step).value
            rules, data = line.get("rules"), line.get("data")
            given = rules if isinstance(rules, list) else []
            yield (
                statement,
                inference,
                self._rules(inference, given),
                data if isinstance(data, dict) else {},
            )
            self._take(inference, "arg:premise", "arg:conclusion")
            if inference != node:
                self.written.add(inference)
                self._take_all(inference)

    def _take(self, node: str, *properties: str) -> None:
        for property in properties:
            self.facts.take(node, full(property))

    def _take_all(self, node: str) -> None:
        for property in list(self.facts.properties(node)):
            self.facts.take(node, property)

    def _rules(self, node: str, given: list[Any]) -> list[str]:
        """Return the names of a step's schemes, in the order in which they were given."""
        found = {}
        for scheme in self.facts.nodes(node, _SCHEME):
            name = self.names.scheme_name(scheme)
            if name == one_line(name) and self.names.scheme(name).value == scheme:
                found[scheme] = name
                self._used_rules.add(scheme)
        self.facts.take(
            node,
            _SCHEME,
            [term for term in self.facts.all(node, _SCHEME) if term.value in found],
        )
        ordered = [
            rule
            for rule in given
            if isinstance(rule, str) and self.names.scheme(rule).value in found
        ]
        reached = {self.names.scheme(rule).value for rule in ordered}
        return ordered + sorted(name for scheme, name in found.items() if scheme not in reached)

    def _inference(self, rules: list[str], data: dict[str, Any]) -> str:
        if not rules and not data:
            return "----"
        shown = [escaped(rule).replace(",", "\\,").replace("--", "-\\-") for rule in rules]
        parts = [", ".join(shown)] if rules else []
        parts += [flow(data)] if data else []
        return f"-- {' '.join(parts)} --"

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
        if self.names.lang:
            lines.append(f"  language: {self.names.lang}")
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
            if rows[table]:
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
