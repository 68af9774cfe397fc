"""Marked spans of a text: ``<span id="node7">`` becomes a passage of the node it belongs to.

OVA marks what a node was made from. In dumps of AIFdb the marks have ids of the time of editing,
which are no ids of nodes any more; such a span is anchored anew by its words.
"""

import hashlib
import re
from html.parser import HTMLParser
from typing import Any, Final

from whyso.graph.formats.aif.claims import Claims
from whyso.graph.formats.draft import Draft

__all__ = ["Marked", "mark_passages", "text_of"]

_WHOLE: Final = "xsd:nonNegativeInteger"
_MOST: Final = 100_000


class Marked(HTMLParser):
    """The visible text of an HTML string, and the spans with ids in it.

    Attributes:
        text: the text; ``<br>`` and the ends of blocks are newlines.
        spans: id, start and end of each span, in code points of the text, end exclusive.

    >>> marked = Marked('So: <span id="node7">tea</span><br>&amp; milk')
    >>> marked.text, marked.spans
    ('So: tea\\n& milk', [('node7', 4, 7)])
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._length = 0
        self._open: list[tuple[str | None, int]] = []
        self.spans: list[tuple[str, int, int]] = []
        self.feed(html)
        self.close()
        while self._open:
            self._end()
        self.text = "".join(self._parts)
        self.spans.sort(key=lambda span: span[1:])

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def handle_data(self, data: str) -> None:
        """Take visible text."""
        self._add(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a span, or take a line break."""
        if tag == "span":
            self._open.append((dict(attrs).get("id"), self._length))
        elif tag == "br":
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close a span, or end a line."""
        if tag == "span" and self._open:
            self._end()
        elif tag in ("p", "div", "li"):
            self._add("\n")

    def _end(self) -> None:
        id, start = self._open.pop()
        if id and self._length > start:
            self.spans.append((id, start, self._length))


def text_of(said: Any) -> str:
    """Return the HTML of a wrapper's ``text``, which is a string or an object with ``txt``.

    >>> text_of({"txt": "tea", "url": ""}), text_of(None)
    ('tea', '')
    """
    if isinstance(said, dict):
        said = said.get("txt")
    return said if isinstance(said, str) else ""


def mark_passages(claims: Claims, said: Any, draft: Draft) -> None:
    """Say where in the text of a wrapper the nodes stand.

    Args:
        claims: what the nodeset says.
        said: the wrapper's ``text``.
        draft: where to write.

    >>> from whyso.graph.formats.aif.nodeset import Node, Nodeset
    >>> from whyso.graph.formats.aif.places import Place
    >>> draft = Draft("xaif", name="tea.json")
    >>> nodeset = Nodeset([Node("7", "I", "Tea is hot.")])
    >>> claims = Claims(nodeset, Place(draft.space))
    >>> mark_passages(claims, '<span id="node7">Tea is hot.</span>', draft)
    >>> draft.finish()[1].kept["triples"]
    11
    """
    marked = Marked(text_of(said))
    if not marked.spans:
        return
    ids = {node.id for node in claims.nodeset.nodes}
    words = _words(claims)
    seen: set[tuple[str, int, int]] = set()
    source = draft.iri("text")
    told = False
    newlines = [at for at, mark in enumerate(marked.text) if mark == "\n"]
    for number, (span, start, end) in enumerate(marked.spans[:_MOST], 1):
        quoted = marked.text[start:end]
        id = next((one for one in (span, span.removeprefix("node")) if one in ids), None)
        if id is None:
            at = words.get(_same(quoted), [])
            id = (at.pop(0) if len(at) > 1 else at[0]) if at else None
            if id is None:
                why = "a marked span whose id and words are those of no node; carried"
                draft.approximated.add("span", why, span, triples=0)
                continue
            why = "its id is that of no node: anchored by its words"
            draft.approximated.add("span", why, span, triples=0)
        if (id, start, end) in seen:
            continue
        seen.add((id, start, end))
        node = claims.nodeset.get(id)
        if node is None:
            continue
        told = True
        passage = draft.node(f"passage-{number}", "arg:Passage")
        draft.link(claims.place.iri(node), "arg:hasPassage", passage)
        draft.link(passage, "oa:hasSource", source)
        selector = draft.node(f"passage-{number}-span", "oa:TextPositionSelector")
        draft.link(passage, "oa:hasSelector", selector)
        draft.value(selector, "oa:start", start, _WHOLE)
        draft.value(selector, "oa:end", end, _WHOLE)
        draft.text(passage, "schema:sha256", _digest(quoted))
        draft.value(passage, "arg:paragraph", _paragraph(newlines, start), "xsd:integer")
    if told:
        draft.node("text", "arg:Source")
        draft.text(source, "schema:sha256", _digest(marked.text))


def _words(claims: Claims) -> dict[str, list[str]]:
    """Return the ids of nodes by their words: locutions first, then contents."""
    found: dict[str, list[str]] = {}
    for types in (("L",), ("I", "EN")):
        here: dict[str, list[str]] = {}
        for node in claims.nodeset.nodes:
            if node.type in types and node.id not in claims.analysts:
                before, _, behind = claims.texts.get(node.id, ("", None, ""))
                said = _same(node.text[len(before) : len(node.text) - len(behind)])
                if said:
                    here.setdefault(said, []).append(node.id)
        for said, ids in here.items():
            found.setdefault(said, ids)
    return found


def _same(text: str) -> str:
    """Return a text without what copying changes: case, spaces, quotation marks, end marks."""
    text = _QUOTES.sub("'", " ".join(text.split())).casefold()
    return text.strip(" .,;:!?'")


_QUOTES: Final = re.compile('[‘’“”"`´]')


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _paragraph(newlines: list[int], start: int) -> int:
    from bisect import bisect_left

    return bisect_left(newlines, start) + 1
