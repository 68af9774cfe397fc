"""The text of statements, arguments and headings: plain words, and ranges that mean more.

Ranges count UTF-16 units from 0, both ends included, as in the reference JSON.
"""

import re
from typing import Any, Final

from whyso.graph.formats.argdown import tokens as kinds
from whyso.graph.formats.argdown.shortcodes import SHORTCODES
from whyso.graph.formats.argdown.spans import BREAK, SPACE
from whyso.graph.formats.argdown.tokens import TEXTS, Token, width

__all__ = ["SPACES", "Scribe", "Wording", "title_in"]

SPACES: Final = SPACE.replace("\u2000-\u200a", "".join(map(chr, range(0x2000, 0x200B))))
"""The white space that ECMAScript strips off."""

_TITLE: Final = {sign: re.compile(rf"\{sign}([^{BREAK}]+)\{end}") for sign, end in (r"[]", "<>")}
_LINK: Final = re.compile(rf"\[([^{BREAK}]+)\]\(([^{BREAK}]+)\)")
_LONGEST_SPLIT_LINK: Final = 10_000


def title_in(image: str, sign: str) -> str | None:
    """Return the title between brackets; none, if a line break comes first.

    >>> title_in("[A b]:", "["), title_in("<\\nx>", "<")
    ('A b', None)
    """
    match = _TITLE[sign].search(image)
    return match[1] if match else None


class Wording:
    """A text as it grows; ``text`` stays ``None`` as long as nothing at all was written.

    >>> wording = Wording()
    >>> wording.add("a \\U0001f44d"), wording.text, wording.length
    (None, 'a 👍', 4)
    """

    def __init__(self, text: str | None = None) -> None:
        self._parts: list[str] = []
        self._begun = text is not None
        self.length = 0
        self.ends_in_blank = False
        self.ranges: list[dict[str, Any]] = []
        self.tags: dict[str, None] = {}

    @property
    def text(self) -> str | None:
        """The text so far."""
        return "".join(self._parts) if self._begun else None

    def add(self, piece: str) -> None:
        """Write *piece* behind what stands there."""
        self._begun = True
        if piece:
            self._parts.append(piece)
            self.length += width(piece)
            self.ends_in_blank = piece[-1] == " "

    def mark(self, kind: str, start: int, **said: str) -> None:
        """Give what was written since *start* a range."""
        self.ranges.append({"type": kind, **said, "start": start, "stop": self.length - 1})


class Scribe:
    """Writes tokens into wordings, by the settings of the front matter."""

    def __init__(self, *, without_tags: bool = False, shortcodes: Any = None) -> None:
        self.without_tags = without_tags
        self.shortcodes = dict(SHORTCODES)
        if isinstance(shortcodes, dict):
            for name, said in shortcodes.items():
                if isinstance(said, dict) and isinstance(said.get("unicode"), str):
                    self.shortcodes[name] = said["unicode"]
        self.tags: dict[str, None] = {}
        self.faults: list[tuple[Token, str]] = []
        # The reference closes the range that was opened last, even if that is a shortcode.
        self._open: list[dict[str, Any]] = []

    def write(self, content: list[Token], wording: Wording, *, goes_on: bool = False) -> None:
        """Write *content*; a line break becomes a space unless it ends a text or a range."""
        for index, token in enumerate(content):
            kind = token.kind
            if kind in TEXTS:
                wording.add(self.plain(token))
            elif kind is kinds.NEWLINE:
                after = content[index + 1].kind if index + 1 < len(content) else None
                if after is not kinds.RANGE_END and (after or goes_on):
                    self.space(wording)
            elif kind is kinds.TAG:
                self._tag(token, wording)
            elif kind is kinds.LINK:
                self._link(token, wording)
            elif kind is kinds.RANGE_START:
                name = "bold" if len(token.image) == 2 else "italic"
                opened = {"type": name, "start": wording.length, "stop": wording.length}
                wording.ranges.append(opened)
                self._open.append(opened)
            elif kind is kinds.RANGE_END:
                if self._open:
                    self._open.pop()["stop"] = max(0, wording.length - 1)
                if token.image.endswith(" "):
                    wording.add(" ")
            else:
                self._mention(token, wording)

    def space(self, wording: Wording) -> None:
        """Write a space unless one is there."""
        if not wording.ends_in_blank:
            wording.add(" ")

    def plain(self, token: Token) -> str:
        """Return what a token of plain text stands for."""
        if token.kind is kinds.ESCAPE:
            return token.image[1:]
        if token.kind is kinds.SHORTCODE:
            sign = self.shortcodes.get(token.image.strip(SPACES))
            if sign is not None:
                self._open.append({})
                return sign + " " if token.image.endswith(" ") else sign
        return token.image

    def _tag(self, token: Token, wording: Wording) -> None:
        tag = token.image.rstrip(" \t")[1:]
        tag = tag[1:-1] if tag.startswith("(") else tag
        if not self.without_tags:
            start = wording.length
            wording.add(token.image)
            wording.mark("tag", start, tag=tag)
        wording.tags[tag] = self.tags[tag] = None

    def _link(self, token: Token, wording: Wording) -> None:
        match = _LINK.search(token.image) if len(token.image) < _LONGEST_SPLIT_LINK else None
        if match is None:
            self.faults.append((token, "a link goes over a line break; write it in one line"))
            wording.add(token.image)
            return
        start = wording.length
        wording.add(match[1])
        wording.mark("link", start, url=match[2])
        if token.image.endswith(" "):
            wording.add(" ")

    def _mention(self, token: Token, wording: Wording) -> None:
        statement = token.kind is kinds.STATEMENT_MENTION
        title = title_in(token.image, "[" if statement else "<")
        start = wording.length
        wording.add(token.image)
        kind = "statement-mention" if statement else "argument-mention"
        wording.mark(kind, start, title=title or "")
