"""Any text as an Argdown text: what is escaped, and how marks in a text are kept.

A backslash before a character takes its meaning away (``escaped character`` in the grammar,
https://argdown.org/syntax/). What a text holds besides words (bold, italic, links, tags in the
middle) is kept as *markup*, Argdown's own notation in one normal form.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

from whyso.graph.formats.argdown.shortcodes import SHORTCODES

__all__ = ["escaped", "fits_title", "markup", "one_line", "plain_markup", "tag_text", "tags_in"]

_BLANKS: Final = re.compile(r"[ \t\r\n]+")
# Where a shortcode may stand, such as :up: and .~. (both signs take part in words too).
_SHORTCODE: Final = re.compile(r"([.:])[^\s\ufeff]+?\1")
_TAG_SIGNS: Final = r"a-zA-z0-9\-\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
_TAG: Final = re.compile(rf"[{_TAG_SIGNS}]+")
_MARKED: Final = re.compile(
    r"\\(?P<sign>.)|(?P<mention>@\[[^\]]+\]|@<[^>]+>)|\[(?P<words>(?:\\.|[^\]\\])*)\]\((?P<url>[^)]*)\)"
    rf"|#(?:\((?P<long>[^)]+)\)|(?P<short>[{_TAG_SIGNS}]+))|(?P<mark>\*\*|\*)",
    re.DOTALL,
)
# Names that stock Argdown, which keeps elements in JavaScript objects, takes for something else.
_TAKEN: Final = frozenset(
    [
        "__proto__",
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
        "__defineGetter__",
        "__defineSetter__",
        "__lookupGetter__",
        "__lookupSetter__",
    ]
)


def one_line(text: str) -> str:
    """Return a text as Argdown can show it: one line, single blanks, no control characters.

    >>> one_line(" two\\n lines\\x00 ")
    'two lines'
    """
    if not text.isprintable():
        text = "".join(" " if _hidden(sign) else sign for sign in text)
    return _BLANKS.sub(" ", text).strip(" ")


def _hidden(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs") or sign == "\ufeff"


def escaped(text: str) -> str:
    r"""Return a text of one line as Argdown source that reads as that text, after ``[title]: ``.

    >>> print(escaped("see http://x.org/a_b #1: 2*3 < 4 [sic] {x} :up:"))
    see http:/\/x.org/a\_b \#1: 2\*3 \< 4 \[sic] \{x} \:up:
    """
    found = []
    before = ""
    for place, sign in enumerate(text):
        after = text[place + 1 : place + 2]
        if (
            sign in "\\#[<{@"
            or (sign in "*_" and after not in ("", " "))
            or (sign in "/*" and before == "/")
            or (sign == "=" and _in_run(text, place))
        ):
            found.append("\\")
        found.append(sign)
        before = sign
    return _without_shortcodes("".join(found))


def _in_run(text: str, place: int) -> bool:
    """Tell whether a sign of equality may open or close front matter."""
    return "===" in text[max(place - 2, 0) : place + 3]


def _without_shortcodes(source: str) -> str:
    """Escape what would be read as a shortcode, or would keep backslashes that stand in it."""
    place = 0
    while (match := _SHORTCODE.search(source, place)) is not None:
        inner = match[0][1:-1]
        if source[: match.start()].endswith("\\") and _odd(source[: match.start()]):
            place = match.start() + 1
        elif "\\" in inner or match[0] in SHORTCODES:
            source = f"{source[: match.start()]}\\{source[match.start() :]}"
            place = match.start() + 2
        else:  # read as it stands, in one piece
            place = match.end()
    return source


def _odd(text: str) -> bool:
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1


def markup(text: str, ranges: Iterable[Mapping[str, Any]]) -> tuple[str, str | None]:
    r"""Return a text's words without tags, and its markup if it has more than words and last tags.

    Args:
        text: as in the JSON export, tags included.
        ranges: ``type`` bold, italic, link (with ``url``), mention or tag, ``start`` and ``stop``
            (the last place, in UTF-16 units); others are words.

    >>> markup("a b #pro", [{"type": "tag", "start": 4, "stop": 7, "tag": "pro"}])
    ('a b', None)
    >>> markup("a b", [{"type": "bold", "start": 0, "stop": 0}])
    ('a b', '**a** b')
    """
    units = text.encode("utf-16-le", "surrogatepass")
    marks = [found for one in ranges if (found := _mark(one, len(units) // 2))]
    tags = [(start, stop) for start, stop, kind, _ in marks if kind == "tag"]
    words = _cut(units, 0, len(units) // 2, tags)
    end = _end(units, tags)
    inner = [mark for mark in marks if mark[0] < end]
    if all(start >= end for start, _ in tags) and all(mark[2] == "tag" for mark in inner):
        return one_line(words), None
    return one_line(words), one_line(_source(units[: 2 * end], inner))


def _mark(said: Mapping[str, Any], length: int) -> tuple[int, int, str, str] | None:
    kind, start, stop = said.get("type"), said.get("start"), said.get("stop")
    if not (isinstance(start, int) and isinstance(stop, int) and 0 <= start <= stop < length):
        return None
    if kind in ("bold", "italic"):
        return start, stop + 1, str(kind), ""
    if kind in ("statement-mention", "argument-mention"):
        return start, stop + 1, "mention", ""
    if kind == "link" and isinstance(said.get("url"), str):
        return start, stop + 1, "link", said["url"]
    if kind == "tag" and isinstance(said.get("tag"), str):
        return start, stop + 1, "tag", said["tag"]
    return None


def _text(units: bytes, start: int, stop: int) -> str:
    return units[2 * start : 2 * stop].decode("utf-16-le", "replace")


def _cut(units: bytes, start: int, stop: int, tags: list[tuple[int, int]]) -> str:
    parts = []
    for first, last in sorted(tags):
        if start <= first and last <= stop:
            parts.append(_text(units, start, first) + " ")
            start = last
    return "".join(parts) + _text(units, start, stop)


def _end(units: bytes, tags: list[tuple[int, int]]) -> int:
    """Return where the last tags begin, after which nothing else stands."""
    end = len(units) // 2
    for start, stop in sorted(tags, reverse=True):
        if _text(units, stop, end).strip():
            break
        end = start
    return end


def _source(units: bytes, marks: list[tuple[int, int, str, str]]) -> str:
    opening: dict[int, list[tuple[int, str, str]]] = {}
    for start, stop, kind, more in marks:
        opening.setdefault(start, []).append((stop, kind, more))
    signs = {"bold": "**", "italic": "*"}
    parts: list[str] = []
    open_: list[tuple[int, str]] = []
    place, length = 0, len(units) // 2
    edges = sorted({0, length, *(mark[0] for mark in marks), *(mark[1] for mark in marks)})
    for edge in edges:
        if edge > place:
            parts.append(escaped(_text(units, place, edge)))
            place = edge
        while open_ and open_[-1][0] <= edge:
            parts.append(open_.pop()[1])
        for stop, kind, more in sorted(opening.get(edge, ()), reverse=True):
            if kind in signs and (not open_ or stop <= open_[-1][0]):
                parts.append(signs[kind])
                open_.append((stop, signs[kind]))
            elif kind in ("link", "tag", "mention") and edge >= place:
                words = _text(units, edge, stop)
                shown = f"[{words.strip()}]({more})" if kind == "link" else words.strip()
                if kind == "tag":  # a backslash after it would be taken for a part of it
                    shown = tag_text(more) if words.endswith(" ") else f"#({more})"
                parts.append(shown + (" " if words.endswith(" ") else ""))
                place = stop
    parts += [sign for _, sign in reversed(open_)]
    return "".join(parts)


def plain_markup(source: str) -> str:
    r"""Return the words of a markup, as :func:`markup` returns them.

    >>> plain_markup("**a** \\* [b](http://c) #pro d")
    'a * b d'
    """

    def words(match: re.Match[str]) -> str:
        if match["sign"] is not None:
            return match["sign"]
        if match["words"] is not None:
            return match["words"]
        if match["mention"]:
            return match["mention"]
        return " " if match["long"] or match["short"] else ""

    return one_line(_MARKED.sub(words, source))


def tags_in(source: str) -> list[str]:
    r"""Return the tags that stand in a markup.

    >>> tags_in("a #pro b \\#con #(two words)")
    ['pro', 'two words']
    """
    return [tag for match in _MARKED.finditer(source) if (tag := match["long"] or match["short"])]


def tag_text(tag: str) -> str:
    """Return a tag as it is written.

    >>> tag_text("pro"), tag_text("two words")
    ('#pro', '#(two words)')
    """
    return f"#{tag}" if _TAG.fullmatch(tag) else f"#({tag})"


def fits_title(title: str, closing: str) -> bool:
    """Tell whether a title may stand in brackets of which *closing* is the last.

    >>> fits_title("c1", "]"), fits_title("-a", "]"), fits_title("a]", "]"), fits_title("a]", ">")
    (True, False, False, True)
    """
    return (
        bool(title)
        and closing not in title
        and not title.startswith(tuple("-+_!") if closing == ">" else "-")
        and title == one_line(title)
        and title not in _TAKEN
    )
