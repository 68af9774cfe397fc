"""Where in a file a node is described: the line on which its first statement starts.

Turtle, TriG, N-Triples and N-Quads are read token by token, just far enough to tell the subject of
each statement; nothing is parsed that a parser has not accepted before.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias
from urllib.parse import urljoin

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.check.report import Finding, Rule
from whyso.graph.errors import WhysoError
from whyso.graph.files import read_bytes
from whyso.graph.store import Store

__all__ = ["Locator", "as_term", "as_text", "subject_lines"]

Node: TypeAlias = ox.NamedNode | ox.BlankNode

_LABELS: Final = (
    ox.NamedNode(ontology.PREFIXES["rdfs"] + "label"),
    ox.NamedNode(ontology.PREFIXES["foaf"] + "name"),
)
_SUFFIXES: Final = frozenset({".ttl", ".turtle", ".trig", ".nt", ".ntriples", ".nq", ".nquads"})
_TOKEN: Final = re.compile(
    r"(?P<skip>\s+|#[^\n]*)"
    r'|(?P<text>"""(?:[^"\\]|\\.|"{1,2}(?!"))*"""|\'\'\'(?:[^\'\\]|\\.|\'{1,2}(?!\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\')'
    r"|(?P<iri><[^<>\"{}|^`\s]*>)"
    r"|(?P<at>@[A-Za-z][A-Za-z0-9-]*)"
    r"|(?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)"
    r"(?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.))?)?)"
    r"|(?P<blank>_:\w(?:[\w.-]*[\w-])?)"
    r"|(?P<number>[+-]?(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<word>[A-Za-z]\w*)"
    r"|(?P<mark>.)",
    re.DOTALL,
)


def subject_lines(text: str) -> dict[str, int]:
    """Return for each subject of a Turtle-like text the line on which it is first described.

    >>> subject_lines('''@prefix : <http://e/> .
    ... # :a is mentioned here, and described below
    ... :b :knows :a .
    ... :a :says "knock knock. :c is there" .''')
    {'http://e/b': 3, 'http://e/a': 4}
    """
    lines: dict[str, int] = {}
    prefixes: dict[str, str] = {}
    base = ""
    directive: list[str] | None = None
    fresh, depth, line = True, 0, 1
    for match in _TOKEN.finditer(text):
        kind, part = match.lastgroup, match.group()
        here, line = line, line + part.count("\n")
        if kind == "skip":
            continue
        if directive is not None:
            directive.append(part)
            done = _declared(directive, prefixes, base)
            if done is not None:
                base, directive = done, None
            continue
        if kind == "mark" and part in "[](){}.":
            depth += (part in "[(") - (part in "])")
            fresh = part in "{}." and depth <= 0
            continue
        if not fresh or depth > 0:
            continue
        if part.lower() in ("@prefix", "@base", "prefix", "base"):
            directive = [part]
            continue
        if kind == "word":  # GRAPH
            continue
        fresh = False
        iri = _expand(part, str(kind), prefixes, base)
        if iri is not None:
            lines.setdefault(iri, here)
    return lines


def _declared(tokens: list[str], prefixes: dict[str, str], base: str) -> str | None:
    """Take in a prefix or base declaration once it is whole; return the base that holds then."""
    word = tokens[0].lower()
    if not tokens[-1].startswith("<"):
        return None
    iri = urljoin(base, tokens[-1][1:-1])
    if word.endswith("base"):
        return iri
    prefixes[tokens[1]] = iri
    return base


def _expand(part: str, kind: str, prefixes: Mapping[str, str], base: str) -> str | None:
    if kind == "iri":
        plain = re.sub(
            r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})",
            lambda code: chr(int(code.group(1) or code.group(2), 16)),
            part[1:-1],
        )
        return plain if re.match(r"[A-Za-z][\w+.-]*:", plain) else urljoin(base, plain) or None
    if kind == "name":
        prefix, _, local = part.partition(":")
        start = prefixes.get(prefix + ":")
        return None if start is None else start + re.sub(r"\\(.)", r"\1", local)
    return None


class Locator:
    """Tells of a node its labels, file and line; a file is read once, when first asked for.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> Locator(g.store).place(g.resolve("q1"))[1] > 1
    True
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lines: dict[str, dict[str, int]] = {}

    def place(self, node: str) -> tuple[str | None, int | None]:
        """Return the file and line where a node is described, None where that cannot be told.

        A node that is only pointed at is placed where the first node that points at it is.
        """
        term = as_term(node)
        for graph in self._graphs(term, None):
            file = self._store.files.get(graph)
            return file, self._line(file, node)
        for graph in self._graphs(None, term):
            file = self._store.files.get(graph)
            quads = self._store.engine.quads_for_pattern(None, None, term, ox.NamedNode(graph))
            lines = [self._line(file, as_text(quad.subject)) for quad in quads]
            return file, min((line for line in lines if line is not None), default=None)
        return self._store.files.get(node), None

    def labels(self, node: str) -> dict[str, str]:
        """Return a node's labels (or names) by language.

        >>> from whyso.graph import sample
        >>> Locator(sample().store).labels("http://e/nowhere")
        {}
        """
        term = as_term(node)
        for predicate in _LABELS:
            quads = self._store.engine.quads_for_pattern(term, predicate, None)
            literals = (quad.object for quad in quads if isinstance(quad.object, ox.Literal))
            found = {literal.language or "und": literal.value for literal in literals}
            if found:
                return dict(sorted(found.items()))
        return {}

    def finding(
        self,
        rule: Rule,
        node: str,
        messages: Mapping[str, str],
        *,
        path: str | None = None,
        value: Node | ox.Literal | None = None,
        component: str | None = None,
    ) -> Finding:
        """Return a finding about *node*, which is looked up.

        >>> from whyso.graph import sample
        >>> g = sample()
        >>> rule = Rule("S29", "Orphan", "warning")
        >>> Locator(g.store).finding(rule, g.resolve("q1"), {"en": "Isolated."}).id
        'q1'
        """
        file, line = self.place(node)
        return Finding(
            rule.severity,
            rule.id,
            rule.name,
            node,
            re.split(r"[/#]", node)[-1] or node,
            self.labels(node),
            path,
            None if value is None else str(value),
            dict(messages),
            file,
            line,
            component,
        )

    def _graphs(self, subject: Node | None, value: Node | None) -> list[str]:
        """Return the graphs in which a node is described, or pointed at: sources, then verdicts."""
        graphs = (*self._store.source_graphs(), *self._store.verdict_graphs())
        return [
            graph.value
            for graph in graphs
            if next(self._store.engine.quads_for_pattern(subject, None, value, graph), None)
        ]

    def _line(self, file: str | None, node: str) -> int | None:
        if file is None:
            return None
        if file not in self._lines:
            self._lines[file] = _read_lines(Path(file))
        return self._lines[file].get(node)


def as_term(node: str) -> Node:
    """Return the engine's term for an IRI, or for a blank node written ``_:x``.

    >>> str(as_term("_:x")), str(as_term("http://e/x"))
    ('_:x', '<http://e/x>')
    """
    return ox.BlankNode(node[2:]) if node.startswith("_:") else ox.NamedNode(node)


def as_text(term: Any) -> str:
    """Return an IRI as it is, a blank node as ``_:x``, a literal as its text.

    >>> as_text(ox.BlankNode("x")), as_text(ox.Literal("tea", language="en"))
    ('_:x', 'tea')
    """
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(term.value)


def _read_lines(path: Path) -> dict[str, int]:
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    if not suffixes or suffixes[-1] not in _SUFFIXES or not path.is_file():
        return {}
    try:
        return subject_lines(read_bytes(path).decode("utf-8"))
    except (WhysoError, UnicodeDecodeError):
        return {}
