"""Reading Argdown: text, and the JSON export of ``@argdown/core``.

Sources: https://argdown.org/syntax/ and ``@argdown/core`` 2.0.1, https://github.com/argdown/argdown.
Statements are claims (or what their tags say), arguments are inferences or claims, relations are
steps. Metadata that whyso knows are RDF; other metadata, tags, marks, headings and the order of
things are carried along for the way back. Comments and the layout of the text are left out.
"""

from dataclasses import replace
from typing import Any, Final

import pyoxigraph as ox

from whyso.graph.errors import ParseError
from whyso.graph.formats.account import Account, Rows
from whyso.graph.formats.argdown.comments import comment_lines
from whyso.graph.formats.argdown.content import Content, Element, content_of
from whyso.graph.formats.argdown.header import GENERATED, OURS, Header
from whyso.graph.formats.argdown.kinds import CONFLICTS, STATEMENTS, iri, kinds_of
from whyso.graph.formats.argdown.names import Names
from whyso.graph.formats.argdown.order import outline_of
from whyso.graph.formats.argdown.steps import Steps
from whyso.graph.formats.argdown.things import (
    TABLES,
    Said,
    agent_triples,
    labels,
    said_by,
    thing_triples,
    types,
)
from whyso.graph.formats.argdown.values import Term, understood
from whyso.graph.formats.argdown.words import NODE, Word, fold, full
from whyso.graph.formats.draft import Draft
from whyso.graph.formats.incoming import read_json
from whyso.graph.formats.rdf import counted
from whyso.graph.formats.sniffing import json_document
from whyso.graph.store import Store
from whyso.graph.store.syntax import decode

__all__ = ["read_argdown", "read_argdown_json", "sniff_argdown_json"]

FORMAT: Final = "argdown"
SPEAKER: Final = Word("speaker", full("arg:speaker"), "agent")


def read_argdown(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Return the RDF that an Argdown text says, and the account of reading.

    Raises:
        ParseError: the text breaks the grammar, with line and column.

    >>> text = b"[Free trams]: Trams should be free. #claim {speaker: mayor}"
    >>> store, account = read_argdown(text, name="trams.argdown")
    >>> account.kept["statements"]
    1
    """
    from whyso.graph.formats.argdown.document import parse

    text = decode(data, name).decode("utf-8")
    document = parse(text, path=name)
    if document.errors:
        first, more = document.errors[0], len(document.errors) - 1
        reason = " ".join(first.message.split())
        if more:
            reason += f" (and {more} more)"
        raise ParseError(name, reason, line=first.line, column=first.column)
    said = document.to_json()
    content = content_of(said, name, said.get("frontMatter"))
    reading = _Reading(content, name, base, FORMAT)
    comments = comment_lines(text)
    if comments:
        lines = [f"line {line}" for line in comments]
        reading.draft.dropped.add("comments", "a graph has no place for them", *lines, triples=0)
    return reading.finish()


def read_argdown_json(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Return the RDF that the JSON export of an Argdown text says, and the account of reading.

    Raises:
        ParseError: it is no JSON, or something in it is not of its type.

    >>> data = b'{"statements": {"a": {"members": []}}, "arguments": {}, "relations": []}'
    >>> read_argdown_json(data, name="a.json")[1].kept["statements"]
    1
    """
    said = read_json(data, name)
    if not ("statements" in said and "arguments" in said):
        raise ParseError(name, "no export of Argdown: `statements` and `arguments` are missing")
    content = content_of(said, name, said.get("frontMatter"))
    return _Reading(content, name, base, FORMAT + "-json").finish()


def sniff_argdown_json(data: bytes) -> bool:
    """Tell whether a JSON text is an export of Argdown.

    >>> sniff_argdown_json(b'{"statements": {}, "arguments": {}, "relations": []}')
    True
    """
    said = json_document(data)
    return (
        isinstance(said, dict)
        and all(isinstance(said.get(key), dict) for key in ("statements", "arguments"))
        and isinstance(said.get("relations"), list)
    )


class _Reading:
    """One file on its way to RDF."""

    def __init__(self, content: Content, name: str, base: str | None, format: str) -> None:
        self.content, self.name = content, name
        rows = Rows()
        self.header = Header(content, name, rows)
        self.ours = self.header.said
        space = self.header.iri("namespace")
        self.draft = Draft(format, name=name, base=space if space is not None else base)
        self.draft.approximated = rows
        self.draft.prefixes |= self.header.prefixes()
        self.names = Names(
            self.header.iri("names") or self.draft.space,
            lang=self.header.language(),
            prefixes=self.draft.prefixes,
        )
        usual = understood(NODE["status"], self.ours.get("status"), self.names)
        self.status = usual[0] if usual else None

        def named(name: str) -> str:
            return self.names.name(self.names.local(name).value)

        self.statements = {
            title: named(str(one.data.get("id", title)))
            for title, one in content.statements.items()
        }
        self.steps = Steps(content, self.statements, self.draft.approximated, named)

    def put(self, said: Said) -> None:
        subject, predicate, term = said
        put(self.draft, subject, predicate, term)

    def finish(self) -> tuple[Store, Account]:
        steps = self.steps.run()
        self._told = frozenset(self.steps.arguments.values())
        self._declare()
        for title, statement in self.content.statements.items():
            self._statement(self.names.local(self.statements[title]).value, statement)
        for title, argument in self.content.arguments.items():
            self._argument(title, argument)
        for step in steps.values():
            self._step(step.name, step.kind, step.sources, step.target, step.rules)
        self._tables()
        for agent, name in sorted(self.names.agents.items()):
            for said in agent_triples(agent, name, self.names)[0]:
                self.put(said)
        for rule, name in sorted(self.names.rules.items()):
            self.draft.link(rule, "rdf:type", iri("Scheme"))
            self.draft.text(rule, "rdfs:label", name, lang=self.names.lang)
        self._layout()
        store, account = self.draft.finish()
        if "rdf" not in self.ours and "not" not in self.ours:
            return store, account
        patched = self._patched(store)
        return patched, replace(account, kept=counted(patched))

    def _patched(self, store: Store) -> Store:
        """Return the store with what stands in the file as Turtle, without what it says is not."""
        home = ox.NamedNode(self.draft.graph)
        added = [
            ox.Quad(triple.subject, triple.predicate, triple.object, home)
            for triple in self.header.turtle("rdf", self.names)
        ]
        removed = {
            ox.Quad(triple.subject, triple.predicate, triple.object, home)
            for triple in self.header.turtle("not", self.names)
        }
        whole = dict.fromkeys([*store.quads(), *added])
        patched = Store()
        patched.fill([quad for quad in whole if quad not in removed], self.name)
        patched.prefixes = store.prefixes
        return patched

    def _declare(self) -> None:
        declared = self.names.declared
        for titles in (self.steps.arguments, self.statements):
            for title, name in titles.items():
                node = self.names.local(name).value
                if node in declared:
                    why = "the id of several elements: they become one"
                    self.draft.approximated.add("id", why, node, triples=0)
                declared.add(node)
                if name not in (title, f"<{title}>"):
                    self.names.titles[title] = node
        declared |= {self.names.local(name).value for name in self.steps.found}
        for table in TABLES:
            rows = self.ours.get(table) if table != "encoding" else None
            for key in rows if isinstance(rows, dict) else ():
                declared.add(self.names.local(str(key)).value)

    # Elements

    def _statement(self, node: str, said: Element) -> None:
        shown = said.text or said.title
        kept = self._describe(node, said, _kinds(said), shown, STATEMENTS)
        if "id" in said.data:
            kept["title"] = said.title
        self._carry(node, kept)

    def _argument(self, title: str, said: Element) -> None:
        node = self.names.local(self.steps.arguments[title]).value
        shown = said.text or title
        if title in self.steps.conflicts:
            step = self.steps.conflicts[title]
            kept = self._describe(
                node, said, [iri(step.kind)], shown_words(shown, title), CONFLICTS
            )
        elif title in self.steps.structures:
            kept = self._describe(node, said, [iri("Inference")], shown_words(shown, title), {})
            kept |= self._lines(title, said)
        else:
            kept = self._describe(node, said, _kinds(said), shown, STATEMENTS)
            kept["argument"] = True
        if "id" in said.data:
            kept["title"] = title
        self._carry(node, kept)

    def _describe(
        self, node: str, said: Element, usual: list[str], shown: str | None, tags: Any
    ) -> dict[str, Any]:
        """Say what an element's metadata say, and return what is to be carried."""
        data = {key: value for key, value in said.data.items() if key != "id"}
        found, data = types(node, data, usual, self.names)
        more, data = labels(node, data, shown, self.names)
        found += more
        words = dict(NODE)
        if iri("Utterance") in usual:
            words["speaker"] = SPEAKER
        if self.status is not None and not any(fold(str(key)) == "status" for key in data):
            found.append((node, NODE["status"].property, self.status))
        rest, data = said_by(node, data, words, self.names)
        for one in [*found, *rest]:
            self.put(one)
        known = {fold(word) for word in words}
        for key in data:
            if fold(str(key)) in known:
                why = f"not understood, kept as data: {data[key]!r}"[:120]
                self.draft.approximated.add(str(key), why, node, triples=0)
        kept: dict[str, Any] = {}
        others = [tag for tag in said.tags if tag not in tags]
        if others:
            kept["tags"] = others
        if data:
            kept["data"] = data
        if said.markup is not None:
            kept["text"] = said.markup
        if said.others:
            kept["others"] = said.others
        return kept

    def _lines(self, title: str, said: Element) -> dict[str, Any]:
        """Return what is to be carried of a premise-conclusion structure."""
        lines = said.lines
        names = [self.statements.get(line.title, line.title) for line in lines]
        steps = self.steps.structures[title]
        plain = sorted(set(names[:-1]), key=lambda one: self.names.order(self.names.local(one)))
        last = lines[-1]
        if (
            len(steps) == 1
            and names[:-1] == plain
            and not last.data
            and last.rules == sorted(set(last.rules))
        ):
            return {}
        kept = []
        for place, line in enumerate(lines):
            one: dict[str, Any] = {"id": names[place]}
            if line.inferred:
                one["step"] = steps[place]
                one |= {"rules": line.rules} if line.rules else {}
                one |= {"data": line.data} if line.data else {}
            kept.append(one)
        return {"lines": kept}

    def _carry(self, node: str, kept: dict[str, Any]) -> None:
        if kept:
            self.draft.carry(node, kept, FORMAT)

    def _step(
        self, name: str, kind: str, sources: list[str], target: str, rules: list[str]
    ) -> None:
        node, local = self.names.local(name).value, self.names.local
        if name not in self._told:
            self.draft.link(node, "rdf:type", iri(kind))
            if self.status is not None:
                self.put((node, NODE["status"].property, self.status))
        roles = ("premise", "conclusion") if kind == "Inference" else ("attacker", "target")
        for source in sources:
            self.draft.link(node, f"arg:{roles[0]}", local(source).value)
        self.draft.link(node, f"arg:{roles[1]}", local(target).value)
        for rule in rules:
            self.draft.link(node, "arg:scheme", self.names.scheme(rule).value)

    # Everything else

    def _tables(self) -> None:
        sources = self.ours.get("sources")
        only = None
        if isinstance(sources, dict) and len(sources) == 1:
            only = self.names.local(str(next(iter(sources)))).value
        for table in TABLES:
            rows = self.ours.get(table)
            if rows is not None and not isinstance(rows, dict):
                why = "not names with what is said of them"
                self.draft.dropped.add(f"whyso {table}", why, triples=0)
                continue
            if table == "encoding" and rows is not None:
                rows = {self.draft.graph: rows}
            for key, row in (rows or {}).items():
                node = self.names.local(str(key)).value
                found, left = thing_triples(table, node, row, self.names, only)
                for said in found:
                    self.put(said)
                if left:
                    self.draft.carry(node, {"data": left}, FORMAT)
                    why = f"not understood, kept as data: {', '.join(map(str, left))}"[:120]
                    self.draft.approximated.add(f"whyso {table}", why, node, triples=0)

    def _layout(self) -> None:
        """Carry headings, the order of things and front matter."""
        kept: dict[str, Any] = {}
        front = {key: value for key, value in self.content.front.items() if key != OURS}
        if self.ours.get("headings") == GENERATED:
            front.pop("model", None)
            why = f"left out, because the headings are made: take `headings: {GENERATED}` out"
            for key in front:
                self.draft.dropped.add(f"front matter {key}", why, triples=0)
            return
        kinds = {link.kind for link in self.content.links}
        if "model" not in front and kinds & {"entails", "contrary"}:
            front["model"] = {"mode": "strict"}
        if front:
            kept["front"] = front
        if outline := outline_of(self.content, self.statements, self.steps.arguments, OURS):
            kept["outline"] = outline
        if kept:
            self.draft.carry(self.draft.graph, kept, FORMAT)


def _kinds(said: Element) -> list[str]:
    underlies = any(fold(str(key)) == "underlies" for key in said.data)
    return [iri(kind) for kind in kinds_of(said.tags, underlies)]


def shown_words(shown: str, title: str) -> str | None:
    """Return what is shown of a step, unless that is only its id.

    >>> shown_words("A", "A"), shown_words("Free trams", "Free trams"), shown_words("B", "A")
    (None, 'Free trams', 'B')
    """
    return None if shown == title and (" " not in title or title.startswith("Untitled ")) else shown


def put(draft: Draft, subject: str, predicate: str, term: Term) -> None:
    """Say a triple.

    >>> draft = Draft("argdown", name="tea.argdown")
    >>> put(draft, "http://e/a", "skos:note", ox.Literal("tea", language="en"))
    >>> len(draft.finish()[0].engine)
    1
    """
    if isinstance(term, ox.NamedNode):
        draft.link(subject, predicate, term.value)
    elif term.language:
        draft.text(subject, predicate, term.value, lang=term.language)
    elif term.datatype.value == full("xsd:string"):
        draft.text(subject, predicate, term.value)
    else:
        draft.value(subject, predicate, term.value, term.datatype.value)
