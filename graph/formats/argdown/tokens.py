"""The tokens of an Argdown text, with their places.

Lines and columns count from 1, in UTF-16 units as the reference implementation counts them;
``offset`` counts characters. Indentation becomes two tokens of its own, which have no characters.
The order in which the kinds are tried is that of @argdown/core 2.0.1, https://argdown.org/syntax/.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from whyso.graph.formats.argdown.spans import SPACE, Spans

__all__ = ["LISTS", "TEXTS", "Token", "tokenize", "width"]

NEWLINE: Final = "line break"
EMPTY_LINE: Final = "empty line"
INDENT: Final = "deeper indentation"
DEDENT: Final = "end of the indentation"
END: Final = "end of the text"
FRONT_MATTER: Final = "front matter"
DATA: Final = "metadata"
HEADING: Final = "heading"
RELATION: Final = "relation"
NUMBER: Final = "number of a statement"
ORDERED: Final = "item of an ordered list"
UNORDERED: Final = "item of an unordered list"
INFERENCE_START: Final = "start of an inference"
INFERENCE_END: Final = "end of an inference"
COMMA: Final = "comma"
STATEMENT_DEFINITION: Final = "definition of a statement"
STATEMENT_REFERENCE: Final = "reference to a statement"
STATEMENT_MENTION: Final = "mention of a statement"
ARGUMENT_DEFINITION: Final = "definition of an argument"
ARGUMENT_REFERENCE: Final = "reference to an argument"
ARGUMENT_MENTION: Final = "mention of an argument"
LINK: Final = "link"
TAG: Final = "tag"
RANGE_START: Final = "start of bold or italic text"
RANGE_END: Final = "end of bold or italic text"
ESCAPE: Final = "escaped character"
SHORTCODE: Final = "shortcode"
WORDS: Final = "text"
SIGN: Final = "sign"

TEXTS: Final = frozenset({WORDS, SIGN, ESCAPE, SHORTCODE})
LISTS: Final = frozenset({ORDERED, UNORDERED})

_BREAKS: Final = re.compile(r"\n|\r\n?")
_EMPTY_LINE: Final = re.compile(r"(?:[ \t]*(?:\r\n|\n)){2,}")
_NEWLINE: Final = re.compile(r"[ \t]*(?:\r\n|\n|\r)")
_BLANKS: Final = re.compile(r"[ \t]+")
_ESCAPE: Final = re.compile(r"\\[^\n\r\u2028\u2029] *")
_SHORTCODE: Final = re.compile(rf"\.[^{SPACE}]+?\.[ \t]?|:[^{SPACE}]+?:[ \t]?")
_WORDS: Final = re.compile(r"[^\\@#*_\[\],.:</>(){}\r\n;-]+")
_SIGN: Final = re.compile(r"[@#*_\[\],.:</>(){};-][ \t]?")
_HYPHENS: Final = re.compile("-{2,}")
_HEADING: Final = re.compile("#+ ")
_TAG: Final = re.compile("#[a-zA-z0-9\\-\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef]+[ \t]?")
_LINE_START: Final = re.compile(
    r"(?P<indent>[' \t]*)(?:(?P<inference>--)|(?P<relation>\+>|->|<?\+|<?-|><|_>|<_|_(?=[@]))"
    r"|(?P<number>\([0-9]+\))|(?P<ordered>[0-9]+\.(?=[@]))|(?P<unordered>\*(?=[@])))".replace(
        "@", SPACE
    )
)
_RANGE_END: Final = r"(?:[ \t]|(?=[\n\r)}_.,!?;:*-]|\Z))"
_RANGE_ENDS: Final = {
    sign: re.compile(re.escape(sign) + _RANGE_END) for sign in ("**", "__", "*", "_")
}
_RANGE_STARTS: Final = {
    sign: re.compile(rf"{re.escape(sign)}(?![{SPACE}])") for sign in ("**", "__", "*", "_")
}
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")


@dataclass(slots=True)
class Token:
    """A piece of the text: its kind, its characters, and where it stands; ends are inclusive."""

    kind: str
    image: str
    offset: int
    line: int
    column: int
    end_line: int
    end_column: int


def width(text: str) -> int:
    """Return the length of *text* in UTF-16 units.

    >>> width("a\\U0001f44d")
    3
    """
    return len(text) if text.isascii() else len(text) + len(_ASTRAL.findall(text))


def tokenize(text: str) -> list[Token]:
    """Return the tokens of *text*, the last one being its end; nothing is refused.

    A backslash with nothing after it in its line is a sign of the text; the reference stops there.

    >>> [token.kind for token in tokenize("[A]: x\\n  + [B]")][:4]
    ['definition of a statement', 'text', 'line break', 'deeper indentation']
    """
    return _Lexer(text).run()


class _Lexer:
    """One pass over a text."""

    def __init__(self, text: str) -> None:
        self.text, self.spans = text, Spans(text)
        self.tokens: list[Token] = []
        self.place, self.line, self.column = 0, 1, 1
        self.indents, self.ranges = [0], [""]
        self.inside_inference = False
        self.narrow = _ASTRAL.search(text) is None
        self.special: dict[str, Callable[[], bool]] = {
            "/": self._comment,
            "<": self._angle,
            "=": self._front_matter,
            "{": self._data,
            "\\": self._escape,
            ".": self._shortcode,
            ":": self._shortcode,
            "\n": self._blank,
            "\r": self._blank,
            " ": self._blank,
            "\t": self._blank,
            "*": self._range,
            "_": self._range,
            "[": self._square,
            "#": self._hash,
            "@": self._mention,
        }

    def run(self) -> list[Token]:
        text, end = self.text, len(self.text)
        while self.place < end:
            if self.inside_inference:
                self._inference()
                continue
            special = self.special.get(text[self.place])
            if special is None:
                if not self._line_start():
                    self._words()
            elif not special():
                self._words()
        if self.tokens and self.tokens[-1].kind is EMPTY_LINE:
            self.tokens.pop()
        self._close_indents()
        last = self.tokens[-1] if self.tokens else None
        line, column = (last.end_line, last.end_column or 1) if last else (1, 1)
        self.tokens.append(Token(END, "", end, line, column, line, column))
        return self.tokens

    def _take(self, kind: str | None, end: int) -> bool:
        """Make a token of what stands before *end*; none, if it has no *kind*."""
        start, image = self.place, self.text[self.place : end]
        long = len(image) if self.narrow else width(image)
        line, column = self.line, self.column
        end_line, end_column = line, column + long - 1
        self.place = end
        self.column += long
        if "\n" in image or "\r" in image:
            breaks = [match.end() for match in _BREAKS.finditer(image)]
            rest = width(image[breaks[-1] :])
            self.line += len(breaks)
            self.column = rest + 1
            if rest:
                end_line, end_column = self.line, rest
            elif len(breaks) > 1:
                end_line, end_column = self.line - 1, 1
        if kind is not None:
            self.tokens.append(Token(kind, image, start, line, column, end_line, end_column))
        return True

    def _match(self, kind: str | None, pattern: re.Pattern[str]) -> bool:
        match = pattern.match(self.text, self.place)
        return match is not None and self._take(kind, match.end())

    def _span(self, kind: str | None, end: int | None) -> bool:
        return end is not None and self._take(kind, end)

    def _last(self) -> str | None:
        return self.tokens[-1].kind if self.tokens else None

    def _words(self) -> None:
        if not (self._match(WORDS, _WORDS) or self._match(SIGN, _SIGN)):
            self._take(SIGN, self.place + 1)

    def _comment(self) -> bool:
        last = self._last()
        end = self.spans.comment(self.place, line=last is NEWLINE, paragraph=last is EMPTY_LINE)
        return self._span(None, end)

    def _front_matter(self) -> bool:
        return self._span(FRONT_MATTER, self.spans.front_matter(self.place))

    def _data(self) -> bool:
        return self._span(DATA, self.spans.metadata(self.place))

    def _escape(self) -> bool:
        return self._match(ESCAPE, _ESCAPE)

    def _shortcode(self) -> bool:
        return self._match(SHORTCODE, _SHORTCODE)

    def _blank(self) -> bool:
        if self._last() is not EMPTY_LINE:
            match = _EMPTY_LINE.match(self.text, self.place)
            if match is not None:
                if match.end() < len(self.text):
                    self._close_indents()
                return self._take(EMPTY_LINE, match.end())
        return self._match(NEWLINE, _NEWLINE) or self._line_start() or self._match(None, _BLANKS)

    def _line_start(self) -> bool:
        last = self._last()
        if last is not None and last is not NEWLINE and last is not EMPTY_LINE:
            return False
        match = _LINE_START.match(self.text, self.place)
        if match is None:
            return False
        kind, indent = match.lastgroup, match["indent"]
        end = match.end()
        if kind == "inference":
            if last is EMPTY_LINE:
                kind, end = "relation", end - 1
            else:
                self.inside_inference = True
        if kind == "relation":
            self._indent(len(indent))
            return self._take(RELATION, end)
        if kind in ("ordered", "unordered"):
            self._indent(len(indent) + 1)
            return self._take(ORDERED if kind == "ordered" else UNORDERED, end)
        self._close_indents()
        return self._take(NUMBER if kind == "number" else INFERENCE_START, end)

    def _range(self) -> bool:
        if self._line_start():
            return True
        sign, inner = self.text[self.place], self.ranges[-1]
        if inner[:1] == sign and self._match(RANGE_END, _RANGE_ENDS[inner]):
            self.ranges.pop()
            return True
        for start in (sign * 2, sign):
            if self._match(RANGE_START, _RANGE_STARTS[start]):
                self.ranges.append(start)
                return True
        return False

    def _square(self) -> bool:
        spans, place = self.spans, self.place
        return (
            self._span(LINK, spans.link(place))
            or self._span(STATEMENT_DEFINITION, spans.definition(place, "]"))
            or self._span(STATEMENT_REFERENCE, spans.reference(place, "]"))
        )

    def _angle(self) -> bool:
        spans, place = self.spans, self.place
        return (
            self._comment()
            or self._line_start()
            or self._span(ARGUMENT_DEFINITION, spans.definition(place, ">"))
            or self._span(ARGUMENT_REFERENCE, spans.reference(place, ">"))
        )

    def _hash(self) -> bool:
        if self._last() in (None, NEWLINE, EMPTY_LINE) and self._match(HEADING, _HEADING):
            return True
        if self.text.startswith("#(", self.place):
            return self._span(TAG, self.spans.bracketed(self.place + 1))
        return self._match(TAG, _TAG)

    def _mention(self) -> bool:
        sign = self.text[self.place + 1 : self.place + 2]
        if sign == "[":
            return self._span(STATEMENT_MENTION, self.spans.mention(self.place, "]"))
        if sign == "<":
            return self._span(ARGUMENT_MENTION, self.spans.mention(self.place, ">"))
        return False

    def _inference(self) -> None:
        sign = self.text[self.place]
        if sign in "/<" and self._comment():
            return
        if match := _NEWLINE.match(self.text, self.place):
            # An inference is broken by an empty line, and what follows is text again.
            broken = self._last() is NEWLINE and match.end() < len(self.text)
            self.inside_inference = not broken
            self._take(EMPTY_LINE if broken else NEWLINE, match.end())
            return
        if (sign == "\\" and self._escape()) or (sign in ".:" and self._shortcode()):
            return
        if sign == "-" and self._match(INFERENCE_END, _HYPHENS):
            self.inside_inference = False
        elif sign == ",":
            self._take(COMMA, self.place + 1)
        elif not (sign == "{" and self._data()) and not self._match(None, _BLANKS):
            self._words()

    def _here(self) -> int:
        """Return the line that an indentation token stands on."""
        last = self.tokens[-1]
        return last.end_line + (last.kind is NEWLINE or last.kind is EMPTY_LINE)

    def _indent(self, depth: int) -> None:
        """Tell that the line is indented by *depth*: one token deeper, or as many back as left."""
        if depth > self.indents[-1]:
            self._push(INDENT, 1, depth)
            self.indents.append(depth)
        else:
            while depth < self.indents[-1]:
                self.indents.pop()
                self._push(DEDENT, 1, depth)

    def _close_indents(self) -> None:
        if len(self.indents) > 1:
            column = self.tokens[-1].end_column
            for _ in self.indents[1:]:
                self._push(DEDENT, column, column)
            del self.indents[1:]

    def _push(self, kind: str, column: int, end_column: int) -> None:
        line = self._here() if self.tokens else 1
        self.tokens.append(Token(kind, "", self.place, line, column, line, end_column))
