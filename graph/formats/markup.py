"""XML as a tree of elements; nothing that it refers to is looked up.

Source: XML 1.0. A document type that only names a file is passed over; one that declares something
is refused, since few lines of it can make gigabytes.
"""

import re
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder, XMLParser
from xml.etree.ElementTree import ParseError as XmlError

from whyso.graph.errors import ParseError
from whyso.graph.limits import MAX_DEPTH
from whyso.graph.store.syntax import decode

__all__ = ["Element", "local_name", "read_markup", "words"]

_PROLOG: Final = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DOCTYPE: Final = re.compile(r"<!DOCTYPE\b(?:[^\[\]<>\"']|\"[^\"]*\"|'[^']*')*>")


def read_markup(data: bytes, name: str) -> Element:
    """Return the outermost element of an XML text.

    Raises:
        ParseError: the text is broken, not UTF-8, nested too deeply, or declares entities.

    >>> read_markup(b'<!DOCTYPE tea SYSTEM "tea.dtd"><tea>warm</tea>', "tea.xml").text
    'warm'
    >>> read_markup(b'<!DOCTYPE tea [<!ENTITY a "b">]><tea>&a;</tea>', "tea.xml")
    Traceback (most recent call last):
    whyso.graph.errors.ParseError: tea.xml:1: the <!DOCTYPE declares something; take it out
    """
    text = decode(data, name).decode("utf-8")
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    if text.startswith("<!DOCTYPE", start):
        found = _DOCTYPE.match(text, start)
        if found is None:
            line = text.count("\n", 0, start) + 1
            raise ParseError(name, "the <!DOCTYPE declares something; take it out", line=line)
        blank = re.sub(r"[^\n]", " ", found[0])
        text = text[:start] + blank + text[found.end() :]
    parser = XMLParser(target=_Builder(name), encoding="utf-8")  # noqa: S314 (no entities)
    try:
        parser.feed(text.encode("utf-8"))
        root: Element = parser.close()
    except XmlError as error:
        line, column = error.position
        reason = str(error).partition(":")[0]
        raise ParseError(name, f"not XML ({reason})", line=line, column=column + 1) from None
    return root


class _Builder(TreeBuilder):
    """Builds the tree, but not deeper than others could walk."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._depth = name, 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ParseError(self._name, f"nested deeper than {MAX_DEPTH} levels")
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(tag)


def local_name(element: Element) -> str:
    """Return an element's name without its namespace.

    >>> local_name(Element("{http://e/}tea"))
    'tea'
    """
    return element.tag.rpartition("}")[2]


def words(element: Element | None) -> str:
    """Return all text in an element, runs of blanks as one.

    >>> words(read_markup(b"<s>Tea is\\n   <b>warm</b>.</s>", "tea.xml"))
    'Tea is warm.'
    """
    return "" if element is None else " ".join("".join(element.itertext()).split())
