"""Cells of a spreadsheet as text: separators, encodings, and what a program would run."""

import csv
import io
import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from whyso.graph.errors import ParseError
from whyso.graph.formats.account import Rows

__all__ = ["Line", "Sheet", "first_line", "parse_sheet", "write_sheet"]

_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CODINGS: Final = {"cp1252": "Windows-1252", "gb18030": "GB 18030"}
_SEPARATORS: Final = (",", ";", "\t", "|")
# What a spreadsheet takes for a formula at the start of a cell (OWASP, CSV Injection).
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_TOLD: Final = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_HEAD: Final = 50_000
_LONGEST: Final = 100_000_000
_LIMIT: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its *number*, that of its first line in the file, and its *cells*."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as text: the *header*, the rows below it that are not empty, and the separator."""

    header: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    separator: str = ","
    repairs: Rows = field(default_factory=Rows)


def parse_sheet(data: bytes, name: str) -> Sheet:
    """Return the cells of a table that a spreadsheet saved.

    The separator is a comma, a semicolon, a tab or a bar: what Excel tells in a line ``sep=;``,
    else what the header has most of. The text is UTF-8, UTF-16, or else
    Windows-1252, or GB 18030 in China. A quote that
    kept a cell from being run as a formula is taken off.

    Raises:
        ParseError: it is binary, broken, or empty.

    >>> sheet = parse_sheet("id;text\\r\\nc1;Tea, warm\\r\\n".encode("utf-16"), "tea.csv")
    >>> sheet.header, [line.cells for line in sheet.lines]
    (('id', 'text'), [('c1', 'Tea, warm')])
    """
    repairs = Rows()
    text = _decoded(data, name, repairs)
    told = _TOLD.match(text)
    shift = 0
    if told:
        text, shift = text[told.end() :], 1
    separator = told[1] if told else _separator(text)
    found = [
        Line(number + shift, tuple(map(_plain, cells)))
        for number, cells in _cells(text, separator, name, repairs)
        if any(cell.strip() for cell in cells)
    ]
    if not found:
        raise ParseError(name, "an empty table; its first line names the columns")
    return Sheet(found[0].cells, tuple(found[1:]), separator, repairs)


def first_line(data: bytes) -> tuple[str, ...]:
    """Return the cells of a table's first row; none if it is no text.

    >>> first_line(b"sep=;\\n\\nid;text\\nc1;Tea")
    ('id', 'text')
    """
    end = data.rfind(b"\n", 0, _HEAD)
    head = data if len(data) <= _HEAD or end < 0 else data[: end + 1 + (data[1:2] == b"\0")]
    try:
        text = _decoded(head, "", Rows())
        text = _TOLD.sub("", text, count=1) if _TOLD.match(text) else text
        found = _split(text, _separator(text), "", Rows(), strict=False)
    except ParseError:
        return ()
    return next((tuple(cells) for _, cells in found if any(map(str.strip, cells))), ())


def write_sheet(rows: Iterable[Sequence[str]], separator: str = ",") -> bytes:
    """Return a table as a spreadsheet opens it: UTF-8 with a byte order mark, lines ended by CRLF.

    A cell that would be run as a formula gets a quote before it; a zero character, which no
    spreadsheet holds, is replaced by U+FFFD.

    >>> write_sheet([("id", "text"), ("c1", "=1+1")]).decode("utf-8-sig")
    "id,text\\r\\nc1,'=1+1\\r\\n"
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    cell = cell.replace("\0", "\ufffd")
    return "'" + cell if _FORMULA.match(cell) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _decoded(data: bytes, name: str, repairs: Rows) -> str:
    if data.startswith(_MARKS[1:]) or _is_utf16(data):
        marked = data.startswith(_MARKS[1:])
        coding = "utf-16" if marked else "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            raise ParseError(name, "broken UTF-16 text; save the table as CSV UTF-8") from None
    else:
        try:
            text = data.removeprefix(_MARKS[0]).decode("utf-8")
        except UnicodeDecodeError:
            coding = "gb18030" if _is_chinese(data) else "cp1252"
            text = data.decode(coding, "replace")
            why = f"no UTF-8: read as {_CODINGS[coding]}"
            repairs.add("encoding", why, name, triples=0)
    zero = text.find("\0")
    if zero >= 0:
        line = text.count("\n", 0, zero) + 1
        raise ParseError(name, "a zero byte: a binary file, not a table", line=line)
    return text


def _is_utf16(data: bytes) -> bool:
    """Tell whether the text has a zero in every other byte: UTF-16 without its mark."""
    head = data[:200]
    odd, even = head[1::2], head[::2]
    return len(head) >= 4 and (set(odd) == {0} or set(even) == {0})


def _is_chinese(data: bytes) -> bool:
    """Tell whether bytes beyond ASCII stand in long runs of pairs, as in GB 18030."""
    sizes = [len(run) for run in re.findall(rb"[\x80-\xff]+", data)]
    return max(sizes, default=0) >= 6 and not any(size % 2 for size in sizes)


def _separator(text: str) -> str:
    """Return the separator that the first line that is not empty has most of, out of quotes."""
    head = re.sub(r'"[^"]*"', "", text[:100_000].lstrip())
    first = re.split(r"[\r\n]", head, maxsplit=1)[0]
    return max(_SEPARATORS, key=first.count)


def _cells(text: str, separator: str, name: str, repairs: Rows) -> list[tuple[int, list[str]]]:
    """Return each row's cells and the number of the line that it starts in."""
    with _LIMIT:  # the module has one limit for all
        usual = csv.field_size_limit(_LONGEST)
        try:
            return _split(text, separator, name, repairs)
        finally:
            csv.field_size_limit(usual)


def _split(
    text: str, separator: str, name: str, repairs: Rows, *, strict: bool = True
) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    start = 1
    try:
        for cells in reader:
            found.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        if not strict or "end of data" in str(error):
            reason = "a quote that opens here is never closed" if strict else f"no table ({error})"
            raise ParseError(name, reason, line=start) from None
        repairs.add(
            "cells", "a quote within a cell is not doubled; read as it stands", name, triples=0
        )
        return _split(text, separator, name, repairs, strict=False)
    return found
