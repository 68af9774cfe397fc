"""The paragraphs of a written Argdown text: each element once, at home or where it is used."""

from collections import deque
from collections.abc import Iterator
from typing import Any, Final

from whyso.graph.formats.argdown.descriptions import Described, Descriptions
from whyso.graph.formats.argdown.elements import Elements
from whyso.graph.formats.argdown.escapes import escaped, one_line, tag_text
from whyso.graph.formats.argdown.flow import WIDTH, flow, wrapped
from whyso.graph.formats.argdown.kinds import iri
from whyso.graph.formats.argdown.outline import Heading
from whyso.graph.formats.argdown.words import full

__all__ = ["Paragraphs"]

_STEPS_BELOW: Final = 6
_SCHEME: Final = full("arg:scheme")


class Paragraphs:
    """Writes the elements under their headings.

    An element is written in full where it is first used, if it has no place of its own or that is
    the place; elsewhere it is only named.

    Args:
        elements: how the nodes stand in the file.
        descriptions: what is written of them.
        outline: headings, and the elements that have a place.
        generated: whether elements without a place get headings of their own.

    Attributes:
        lines: the lines written.
        rules: schemes that were named.

    >>> from whyso.graph.formats.argdown.facts import Facts
    >>> from whyso.graph.formats.argdown.names import Names
    >>> from whyso.graph.formats.argdown.reading import read_argdown
    >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
    >>> facts = Facts(store)
    >>> elements = Elements(facts, Names("https://w3id.org/whyso/id/tea/"), {}, strict=False)
    >>> descriptions = Descriptions(facts, elements.names, elements, {})
    >>> print(Paragraphs(elements, descriptions, [], generated=True).run())
    [a]: Ay #claim
      + [b]: Bee #claim
    """

    def __init__(
        self,
        elements: Elements,
        descriptions: Descriptions,
        outline: list[Heading],
        *,
        generated: bool,
    ) -> None:
        self.elements, self.descriptions = elements, descriptions
        self.facts, self.names = elements.facts, elements.names
        self.kept = descriptions.carried
        self.generated = generated
        self.lines: list[str] = []
        self.rules: set[str] = set()
        self.written: set[str] = set()
        self.queue: deque[str] = deque()
        self.late: deque[str] = deque()
        self.here: set[str] = set()
        self.outgoing: dict[str, list[tuple[str, str]]] = {}
        self._outline = outline
        places = [node for heading in outline for node in heading.nodes]
        self.queued = set(places)
        self.places = {node: place for place, node in reversed(list(enumerate(places)))}
        self.concluding: dict[str, list[str]] = {}
        self.hitting: dict[str, list[str]] = {}
        for step in elements.structures:
            self.concluding.setdefault(elements.premises[step][1], []).append(step)
        for conflict, (_, target) in elements.conflicts.items():
            self.hitting.setdefault(target, []).append(conflict)

    def run(self) -> str:
        """Return the text of all paragraphs."""
        for heading in self._outline:
            if heading.title:
                self._heading(heading)
            self._blocks(heading.nodes)
        utterances, rest = self._rest()
        for title, nodes in (("Further statements", rest), ("Reported speech", utterances)):
            if nodes and self.generated and self._outline:
                self._heading(Heading(title))
            self._blocks(nodes)
        return "\n".join(self.lines)

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
            if child in self.elements.conflicts and not self._fits(child, depth + 1):
                continue
            if self._is_later(child) and (symbol != ">< " or child in self.elements.statements):
                arrow = symbol if symbol == ">< " else f"{symbol[0]}> "
                self.outgoing.setdefault(child, []).append((arrow, node))
                continue
            self._child(inner, symbol, child, depth + 1)
        for arrow, other in self.outgoing.pop(node, ()):
            self._child(inner, arrow, other, depth + 1)

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
                self._undercuts(step)
            start = f"({number}) "
            if self._fits(statement, 1):
                self._element(statement, self._described(statement), start, 1)
            else:
                self.lines.append(start + self.elements.title(statement))
                if statement not in self.written and statement not in self.queued:
                    self.late.append(statement)

    def _undercuts(self, step: str) -> None:
        """Write what undercuts a step of an argument below it; the last step is the argument."""
        if step in self.elements.structures:
            return
        for _, child in self.elements.relations.get(step, ()):
            self._child("  ", "_ ", child, 1)
        for conflict in self.hitting.get(step, ()):
            if conflict not in self.written:
                self._element(conflict, self._described(conflict), "  _ ", 1)
                self._child("    ", "+ ", self.elements.conflicts[conflict][0], 2)

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
                self.rules.add(scheme)
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
