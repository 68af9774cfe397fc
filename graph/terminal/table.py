"""Tables for a terminal and for programs: text that fits the screen, CSV, TSV, JSON.

Widths are counted in terminal cells (Chinese characters take two), and nothing that could steer a
terminal is let through: :func:`clean` takes escapes and control characters out of any text.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, TypeAlias

__all__ = ["Cell", "Paint", "Table", "clean", "cut", "paragraph", "plain", "width", "wrap"]

Cell: TypeAlias = str | int | float | bool | None
Paint: TypeAlias = Callable[[str, str], str]

GAP: Final = "  "
NARROWEST: Final = 9
_ESCAPES: Final = re.compile(
    r"(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC: window titles, links
    r"|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c]*(?:\x1b\\|\x9c)?"  # DCS, SOS, PM, APC
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI: colours, cursor
    r"|\x1b[ -/]*[0-~]?"
)
_JOINERS: Final = frozenset("\u200c\u200d")
_NOT_FIRST: Final = frozenset("，。、；：？！）」』》〉】…—·”’,.;:?!)]}%")
_NOT_LAST: Final = frozenset("（「『《〈【‘“([{")


def plain(text: str, role: str) -> str:
    """Return *text*, cleaned: the paint of a terminal without colours.

    >>> plain("c12", "id")
    'c12'
    """
    return clean(text, keep=" \n")


def clean(text: str, *, keep: str = "") -> str:
    r"""Return *text* without terminal escapes, control and direction characters.

    White space becomes single spaces, except for the characters in *keep*.

    >>> clean("a\x1b]0;pwned\x07 \x1b[31mred\x1b[0m\n line\u202e")
    'a red line'
    >>> clean("a\tb\n\x00", keep="\t\n")
    'a\tb\n'
    """
    if not text.isascii() or not text.isprintable():
        text = _ESCAPES.sub("", text)
        text = "".join(
            character
            if character in keep or not _is_hidden(character)
            else " "
            if character.isspace()
            else ""
            for character in text
        )
    return text if keep else " ".join(text.split())


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN and character not in _JOINERS


_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def width(text: str) -> int:
    """Return how many cells of a terminal a text takes.

    >>> width("tea"), width("茶"), width("e\u0301")
    (3, 2, 1)
    """
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, cells: int) -> str:
    """Return *text* shortened to at most *cells* cells, with an ellipsis if anything is left out.

    >>> cut("Trams should be free.", 12), cut("电车应当免费", 7)
    ('Trams shoul…', '电车应…')
    """
    if width(text) <= cells:
        return text
    room, kept = cells - 1, 0
    for place, character in enumerate(text):
        kept += _cells(character)
        if kept > room:
            return text[:place].rstrip() + "…"
    return text


def wrap(text: str, cells: int, *, hang: int = 0) -> list[str]:
    """Break *text* into lines of at most *cells* cells; a longer word is cut.

    Lines break at spaces and between Chinese characters, but not before closing punctuation. All
    lines but the first leave *hang* cells free.

    >>> wrap("Trams should be free.", 12), wrap("电车要不要免费？要。", 14)
    (['Trams should', 'be free.'], ['电车要不要免', '费？要。'])
    """
    if width(text) <= cells:
        return [text]
    lines: list[str] = []
    line, used, room = "", 0, cells
    for token in _tokens(text, max(cells - hang, 2)):
        if line and used + width(token.rstrip()) > room:
            lines.append(line.rstrip())
            line, used, room = "", 0, cells - hang
        line += token
        used += width(token)
    return [*lines, line.rstrip()]


def paragraph(
    parts: Iterable[tuple[str, str]], cells: int, paint: Paint = plain, *, hang: int = 0
) -> list[str]:
    """Break parts of a text, each with its role, into painted lines.

    >>> paragraph([("c1 ", "id"), ("Trams should be free.", "")], 16, hang=2)
    ['c1 Trams should', 'be free.']
    """
    parts = list(parts)
    whole = "".join(text for text, _ in parts)
    lines, place = [], 0
    for line in wrap(whole, cells, hang=hang):
        start = whole.index(line, place)
        place = start + len(line)
        painted, at = "", 0
        for text, role in parts:
            piece = text[max(start - at, 0) : max(place - at, 0)]
            painted += paint(piece, role) if piece.strip() and role else piece
            at += len(text)
        lines.append(painted)
    return lines


def _tokens(text: str, cells: int) -> list[str]:
    """Cut a text where a line may break; each piece takes at most *cells* cells."""
    tokens = [""]
    used = 0
    for before, character in pairwise(" " + text):
        wide = _cells(character) == 2 or _cells(before) == 2
        glued = character in _NOT_FIRST or before in _NOT_LAST
        fresh = (before == " " and character != " ") or (wide and not glued and character != " ")
        if fresh or (used + _cells(character) > cells and character != " "):
            tokens.append("")
            used = 0
        tokens[-1] += character
        used += _cells(character)
    return tokens


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named *columns*; *headings* are the columns' names for people, if they differ.

    >>> table = Table(("id", "weight"), [("c1", 2), ("c12", None)])
    >>> print(table.text(80))
    id   weight
    ───  ──────
    c1        2
    c12
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    headings: tuple[str, ...] = ()

    def text(self, cells: int, paint: Paint = plain) -> str:
        """Return the table for people, at most *cells* cells wide.

        Long texts are wrapped inside their columns. Where the columns would get too narrow to read,
        each row becomes a block of lines, one line a column.

        >>> print(Table(("id", "text"), [("c1", "Trams should be free.")]).text(16))
        id  text
        ──  ────────────
        c1  Trams should
            be free.
        """
        heads = [clean(head) for head in self.headings or self.columns]
        body = [[clean(_said(cell)) for cell in row] for row in self.rows]
        widths = _widths([heads, *body], cells)
        if widths is None:
            return "\n\n".join(_block(heads, row, cells, paint) for row in body)
        right = [_is_numeric(column) for column in zip(*self.rows, strict=True)]
        right += [False] * (len(heads) - len(right))
        lines = _lines(heads, widths, right, lambda text: paint(text, "head"))
        lines.append(GAP.join(paint("─" * cells, "rule") for cells in widths))
        for row in body:
            lines += _lines(row, widths, right, lambda text: text)
        return "\n".join(lines)

    def csv(self) -> str:
        r"""Return the table as CSV with a header line.

        >>> Table(("id", "text"), [("c1", 'Say "no", twice')]).csv()
        'id,text\nc1,"Say ""no"", twice"\n'
        """
        rows = [self.columns, *([_said(cell) for cell in row] for row in self.rows)]
        return "".join(",".join(_quoted(cell) for cell in row) + "\n" for row in rows)

    def tsv(self) -> str:
        r"""Return the table as tab-separated values; tabs and line ends in texts are escaped.

        >>> Table(("id", "text"), [("c1", "two\nlines")]).tsv()
        'id\ttext\nc1\ttwo\\nlines\n'
        """
        rows = [self.columns, *([_said(cell) for cell in row] for row in self.rows)]
        return "".join("\t".join(_escaped(cell) for cell in row) + "\n" for row in rows)

    def json(self) -> str:
        """Return the table as a JSON list of objects.

        >>> print(Table(("id", "weight"), [("c1", 2)]).json())
        [
          {
            "id": "c1",
            "weight": 2
          }
        ]
        """
        rows: list[dict[str, Any]] = [
            dict(zip(self.columns, row, strict=True)) for row in self.rows
        ]
        return json.dumps(rows, ensure_ascii=False, indent=2)


def _said(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def _quoted(text: str) -> str:
    if not re.search(r'[",\r\n]|^\s|\s$', text):
        return text
    return '"' + text.replace('"', '""') + '"'


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace("\t", "\\t")
    return text.replace("\n", "\\n").replace("\r", "\\r")


def _is_numeric(column: Iterable[Cell]) -> bool:
    told = [cell for cell in column if cell is not None]
    return bool(told) and all(isinstance(cell, int | float) for cell in told)


def _widths(rows: Sequence[Sequence[str]], cells: int) -> list[int] | None:
    """Return the columns' widths: what they ask for, or a fair share of what there is.

    None means that a column would get too narrow to read.
    """
    asked = [max(map(width, column)) for column in zip(*rows, strict=True)]
    left = cells - len(GAP) * (len(asked) - 1)
    if sum(asked) <= left:
        return asked
    given = [0] * len(asked)
    waiting = sorted(range(len(asked)), key=asked.__getitem__)
    while waiting:
        share = left // len(waiting)
        column = waiting.pop(0)
        given[column] = min(asked[column], share)
        left -= given[column]
    narrow = any(given[column] < min(asked[column], NARROWEST) for column in range(len(asked)))
    return None if narrow else given


def _lines(
    row: Sequence[str], widths: Sequence[int], right: Sequence[bool], paint: Callable[[str], str]
) -> list[str]:
    wrapped = [wrap(cell, cells) for cell, cells in zip(row, widths, strict=True)]
    lines = []
    for number in range(max(map(len, wrapped), default=0)):
        parts = [cell[number] if number < len(cell) else "" for cell in wrapped]
        padded = [
            _pad(part, cells, paint, right=aligned)
            for part, cells, aligned in zip(parts, widths, right, strict=True)
        ]
        lines.append(GAP.join(padded).rstrip())
    return lines


def _pad(text: str, cells: int, paint: Callable[[str], str], *, right: bool) -> str:
    space = " " * (cells - width(text))
    painted = paint(text) if text else ""
    return space + painted if right else painted + space


def _block(heads: Sequence[str], row: Sequence[str], cells: int, paint: Paint) -> str:
    """Return one row as lines, one a column: the heading, then the text or, below it, its lines."""
    margin = max(map(width, heads))
    lines = []
    for head, cell in zip(heads, row, strict=True):
        if not cell:
            continue
        room = cells - margin - len(GAP)
        if room >= NARROWEST:
            first, *rest = wrap(cell, room)
            lines.append(
                _pad(head, margin, lambda text: paint(text, "head"), right=False) + GAP + first
            )
            lines += [" " * margin + GAP + line for line in rest]
        else:
            lines.append(paint(head, "head"))
            lines += [" " + line for line in wrap(cell, cells - 1)]
    return "\n".join(lines)
