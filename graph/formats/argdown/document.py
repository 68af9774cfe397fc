"""A parsed Argdown text."""

import re
from dataclasses import dataclass, field
from typing import Any

from whyso.graph.formats.argdown.builder import Builder
from whyso.graph.formats.argdown.export import to_json
from whyso.graph.formats.argdown.metadata import MISSING
from whyso.graph.formats.argdown.model import Argument, EquivalenceClass, Relation, Section
from whyso.graph.formats.argdown.parser import Fault, read_blocks
from whyso.graph.formats.argdown.relations import derive, interpret
from whyso.graph.formats.argdown.tokens import Token, tokenize

__all__ = ["Document", "parse"]

_LONE_BACKSLASH = "a backslash stands at the end of a line; put a character behind it, or two of it"


@dataclass(eq=False, slots=True)
class Document:
    """What an Argdown text says, and the errors in it.

    ``errors`` come in the order of the text; everything that could be understood is there all the
    same. ``sections`` holds every section, in order; each knows its parent.
    """

    path: str
    statements: dict[str, EquivalenceClass]
    arguments: dict[str, Argument]
    relations: list[Relation]
    sections: list[Section]
    tags: list[str]
    front_matter: Any = MISSING
    group_depth: float = 2
    errors: list[Fault] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the document in the shape of the JSON export of @argdown/core 2.0.1.

        Its map and its colours, which say nothing about the argument, are left out; added is
        ``frontMatter``, if there is one. Columns and ranges count UTF-16 units. ``data`` is shared
        with the document, so copy before changing it.

        >>> said = parse("[A]: Rain. #wet\\n  + <B>: Clouds.").to_json()
        >>> said["statements"]["A"]["members"][0]["text"], said["relations"][0]["from"]
        ('Rain. #wet', 'B')
        """
        return to_json(self)

    def derived(self, node: EquivalenceClass | Argument) -> list[Relation]:
        """Return the relations of *node* that follow from premises and conclusions.

        >>> document = parse("<B>\\n\\n(1) [A]\\n----\\n(2) [C]")
        >>> relation, *_ = document.derived(document.statements["A"])
        >>> relation.start.title, relation.kind, relation.end.title
        ('A', 'support', 'B')
        """
        return derive(node, self.statements, self.arguments)


def parse(text: str, *, path: str = "text") -> Document:
    """Return what an Argdown *text* says, as @argdown/core 2.0.1 understands it.

    Nothing is raised for a broken text: its errors are in ``Document.errors``, each with line and
    column, and reading goes on after the next empty line. After broken YAML it does not: what comes
    before is kept. Takes time in proportion to the length of *text*. *path* is kept for messages.

    Argdown: https://argdown.org/syntax/.

    >>> document = parse("[A]: It rains.\\n  - [B]: It does not.\\n\\n[A] twice")
    >>> [(relation.kind, relation.end.title) for relation in document.relations]
    [('attack', 'A')]
    >>> [(error.line, error.column) for error in document.errors]
    [(4, 5)]
    """
    tokens = tokenize(text)
    blocks, broken = read_blocks(tokens)
    builder = Builder()
    builder.run(blocks)
    nodes: list[EquivalenceClass | Argument] = [*builder.statements.values()]
    for node in nodes + list(builder.arguments.values()):
        if node.section is None and node.members:
            node.section = node.members[0].section
    relations = interpret(
        builder.relations,
        builder.statements,
        moves_relations=builder.settings.moves_relations,
        strict=builder.settings.strict,
    )
    broken += [(token, _LONE_BACKSLASH) for token in tokens if token.image == "\\"]
    errors = [_fault(text, token, 0, message) for token, message in broken]
    errors += [_fault(text, *fault) for fault in builder.faults]
    return Document(
        path,
        builder.statements,
        builder.arguments,
        relations,
        builder.sections,
        list(builder.scribe.tags),
        builder.front_matter,
        builder.settings.group_depth,
        sorted(errors, key=lambda error: (error.line, error.column)),
    )


def _fault(text: str, token: Token, inside: int, message: str) -> Fault:
    """Return an error at a character of a token, its column counted in characters."""
    if not token.image:
        line = re.split(r"\r\n|\r|\n", text)[token.line - 1]
        wide = line.encode("utf-16-le", "surrogatepass")[: 2 * (token.column - 1)]
        column = len(wide.decode("utf-16-le", "replace")) + token.column - len(wide) // 2
        return Fault(token.line, column, message)
    place = token.offset + inside
    before = text[token.offset : place].replace("\r\n", "\n").replace("\r", "\n")
    start = max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1
    return Fault(token.line + before.count("\n"), place - start + 1, message)
