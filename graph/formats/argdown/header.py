"""What an Argdown file says of itself: the ``whyso`` blocks of its front matter and headings."""

import re
from collections.abc import Mapping
from typing import Any, Final

import pyoxigraph as ox

from whyso.graph.errors import ParseError
from whyso.graph.formats.account import Rows
from whyso.graph.formats.argdown.content import Content
from whyso.graph.formats.argdown.names import Names
from whyso.graph.formats.argdown.things import TABLES
from whyso.graph.formats.argdown.values import texts

__all__ = ["GENERATED", "OURS", "Header"]

OURS: Final = "whyso"
GENERATED: Final = "by question"
_WORDS: Final = frozenset(
    {*TABLES, "namespace", "names", "language", "status", "prefixes", "headings", "rdf", "not"}
)
_ALIASES: Final = {"agent": "agents", "source": "sources", "lang": "language"}
_PREFIX: Final = re.compile(r"[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


class Header:
    """The ``whyso`` blocks of a file as one: *said* is word to value.

    Args:
        content: the file.
        name: stands for it in messages.
        rows: for what is not understood.

    >>> from whyso.graph.formats.argdown.content import content_of
    >>> front = {"whyso": {"namespace": "http://e/", "lang": "en"}}
    >>> header = Header(content_of({}, "a.argdown", front), "a.argdown", Rows())
    >>> header.iri("namespace"), header.language()
    ('http://e/', 'en')
    """

    def __init__(self, content: Content, name: str, rows: Rows) -> None:
        self.name, self._rows, self._front = name, rows, content.front
        self.said: dict[str, Any] = {}
        for block in (content.front, *(section.data for section in content.sections)):
            ours = block.get(OURS)
            if isinstance(ours, Mapping):
                for word, value in ours.items():
                    self._add(_ALIASES.get(str(word), str(word)), value)
            elif ours is not None:
                rows.add(OURS, "not a block of words and what they say", triples=0)
        for word in sorted(self.said.keys() - _WORDS):
            rows.add(f"{OURS} {word}"[:80], "not a word of a whyso block", triples=0)

    def _add(self, word: str, value: Any) -> None:
        before = self.said.get(word)
        if isinstance(before, dict) and isinstance(value, dict):
            before.update(value)
        elif isinstance(before, list) and isinstance(value, list):
            before.extend(value)
        else:
            self.said[word] = value.copy() if isinstance(value, (dict, list)) else value

    def iri(self, word: str) -> str | None:
        """Return the IRI that a word says.

        Raises:
            ParseError: it is none.
        """
        value = self.said.get(word)
        if value is None:
            return None
        if not _is_iri(value):
            raise ParseError(self.name, f"{OURS} {word}: {str(value)[:80]!r} is no IRI")
        return str(value)

    def language(self) -> str | None:
        """Return the language of the file, as the block or the front matter tells it."""
        for said in (self.said, self._front):
            for key in ("language", "lang"):
                value = said.get(key)
                if isinstance(value, str) and (terms := texts({value: "x"}, None)):
                    return terms[0].language if isinstance(terms[0], ox.Literal) else None
                if value is not None:
                    self._rows.add(key, f"no language: {str(value)[:80]!r}", triples=0)
        return None

    def prefixes(self) -> dict[str, str]:
        """Return the short names of namespaces."""
        found = {}
        said = self.said.get("prefixes")
        for key, value in said.items() if isinstance(said, dict) else ():
            if _PREFIX.fullmatch(str(key)) and _is_iri(value):
                found[str(key)] = value
            else:
                self._rows.add(f"{OURS} prefixes", "no prefix of an IRI", str(key)[:80], triples=0)
        return found

    def turtle(self, word: str, names: Names) -> list[ox.Triple]:
        """Return the triples that a word says in Turtle.

        Raises:
            ParseError: it is broken.
        """
        said = self.said.get(word, [])
        parts = said if isinstance(said, list) else [said]
        heads = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in names.prefixes.items()]
        text = "\n".join([*heads, f"@prefix : <{names.space}> .", *map(str, parts)])
        try:
            found = list(ox.parse(text, ox.RdfFormat.TURTLE, base_iri=names.space))
        except (SyntaxError, ValueError) as error:
            reason = " ".join(str(error).split())
            raise ParseError(self.name, f"{OURS} {word}: broken Turtle ({reason})") from None
        return [quad.triple for quad in found]


def _is_iri(value: Any) -> bool:
    if not isinstance(value, str) or ":" not in value:
        return False
    try:
        ox.NamedNode(value)
    except ValueError:
        return False
    return True
