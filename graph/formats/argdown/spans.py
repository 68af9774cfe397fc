"""Where brackets, comments and metadata of Argdown end, told in linear time.

A plain regular expression looks for the end again at every opening bracket, so that a text of
nothing but opening brackets takes quadratic time. Here each end is looked for once.
"""

import re
from bisect import bisect_left
from typing import Final

__all__ = ["BREAK", "SPACE", "Ahead", "Spans"]

SPACE: Final = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""The white space of ECMAScript, as the inside of a character class."""

BREAK: Final = "\n\r\u2028\u2029"
"""What ``.`` does not match in ECMAScript, as the inside of a character class."""

_NONE: Final = 1 << 62
_AFTER_EMPTY_LINE: Final = re.compile(r"(?:[ \t]*\r\n|\n|\r)*")
_AFTER_NEWLINE: Final = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r)(?![ \t]*(?:\r\n|\n|\r)))?")


class Ahead:
    """Where a pattern next matches; asking at rising places costs one pass in all.

    >>> ahead = Ahead("a]b]", "]")
    >>> ahead.at(0), ahead.at(2), ahead.at(4) == ahead.at(5)
    (1, 3, True)
    """

    def __init__(self, text: str, pattern: str) -> None:
        self._text, self._search = text, re.compile(pattern).search
        self._since, self._found = 0, -1

    def at(self, start: int) -> int:
        """Return the first place from *start* on, or a number beyond every text."""
        if start < self._since and (near := self._search(self._text, start, self._since)):
            return near.start()
        if start > self._found:
            self._since = start
            match = self._search(self._text, start)
            self._found = match.start() if match else _NONE
        return self._found


class Spans:
    """The ends of everything in *text* that has an opening and a closing sign.

    Every method takes the place of the opening sign and returns the place after the closing one,
    or ``None`` if nothing begins there.

    >>> spans = Spans("[a]: <b> {c: {d: e}} /* f */")
    >>> spans.definition(0, "]"), spans.reference(5, ">"), spans.metadata(9), spans.comment(21)
    (4, 8, 20, 28)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._breaks = Ahead(text, f"[{BREAK}]")
        self._separators = Ahead(text, "[\u2028\u2029]")
        self._round = Ahead(text, r"\)")
        self._close = {sign: Ahead(text, sign) for sign in "]>"}
        self._colon = {sign: Ahead(text, sign + ":") for sign in "]>"}
        self._comments = {"/*": Ahead(text, r"\*/"), "<!--": Ahead(text, "-->")}
        self._rules = Ahead(text, "===")
        self._braces: tuple[list[int], list[int]] | None = None

    def definition(self, start: int, sign: str) -> int | None:
        """Return the end of ``[title]:``, or of ``<title>:`` if *sign* is ``>``."""
        end = self._colon[sign].at(start + 2)
        return end + 2 if end < self._breaks.at(start + 1) else None

    def reference(self, start: int, sign: str) -> int | None:
        """Return the end of ``[title]``: its first character may be anything but a hyphen."""
        if self._text[start + 1 : start + 2] in ("", "-"):
            return None
        end = self._close[sign].at(start + 2)
        return end + 1 if end < self._breaks.at(start + 2) else None

    def mention(self, start: int, sign: str) -> int | None:
        """Return the end of ``@[title]`` and of one blank after it."""
        end = self._close[sign].at(start + 3)
        return self._blank(end + 1) if end < self._breaks.at(start + 2) else None

    def link(self, start: int) -> int | None:
        """Return the end of ``[text](address)`` and of one blank after it."""
        end = self._close["]"].at(start + 1)
        if end == start + 1 or not self._text.startswith("(", end + 1):
            return None
        return self.bracketed(end + 1)

    def bracketed(self, start: int) -> int | None:
        """Return the end of ``(anything)`` and of one blank after it."""
        end = self._round.at(start + 1)
        return self._blank(end + 1) if start + 1 < end < _NONE else None

    def comment(self, start: int, *, line: bool = False, paragraph: bool = False) -> int | None:
        """Return the end of a comment.

        At the start of a line it takes one line break along, at that of a paragraph all.
        """
        end = self._comment_end(start)
        if end is not None and (line or paragraph):
            follow = _AFTER_EMPTY_LINE if paragraph else _AFTER_NEWLINE
            match = follow.match(self._text, end)
            return match.end() if match else end
        return end

    def _comment_end(self, start: int) -> int | None:
        if self._text.startswith("//", start):
            end = self._breaks.at(start + 2)
            return end if end < _NONE and self._text[end] in "\r\n" else None
        for sign, ends in self._comments.items():
            if self._text.startswith(sign, start):
                inside = start + len(sign)
                end = ends.at(inside)
                length = 2 if sign == "/*" else 3
                return end + length if end < self._separators.at(inside) else None
        return None

    def front_matter(self, start: int) -> int | None:
        """Return the end of ``===`` ... ``===``, of as many signs as stand there."""
        text = self._text
        after = _run(text, start)
        if after < start + 3:
            return None
        closing = self._rules.at(after)
        if closing < _NONE:
            return _run(text, closing)
        return after if after >= start + 6 else None

    def metadata(self, start: int) -> int | None:
        """Return the end of ``{...}``.

        It ends at the last closing brace that no comma or brace follows, but never goes on after a
        closing brace and white space, nor over a carriage return.
        """
        if self._braces is None:
            stops = rf"[\r\u2028\u2029]|\}}(?=[{SPACE}][^,}}])"
            closing = rf"\}}(?![{SPACE}]*[,}}])"
            self._braces = (
                [match.start() for match in re.finditer(stops, self._text)],
                [match.start() for match in re.finditer(closing, self._text)],
            )
        stopping, ends = self._braces
        stop = bisect_left(stopping, start + 1)
        limit = stopping[stop] + 1 if stop < len(stopping) else len(self._text)
        last = bisect_left(ends, limit) - 1
        return ends[last] + 1 if last >= 0 and ends[last] > start else None

    def _blank(self, place: int) -> int:
        return place + 1 if self._text[place : place + 1] in (" ", "\t") else place


def _run(text: str, start: int) -> int:
    end = start
    while text.startswith("=", end):
        end += 1
    return end
