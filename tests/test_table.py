"""Tables for a terminal: widths, wrapping, what is never let through; and for programs."""

import csv
import io
import json
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whyso.graph.terminal.table import Cell, Table, clean, cut, paragraph, width, wrap

# A busy machine is no fault of the code.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXTS = st.text(st.sampled_from("ab cdé,.()茶电车，。（）「」ねン한국"), max_size=60)
CELLS = st.one_of(st.none(), st.integers(-999, 999), st.booleans(), st.text(max_size=30))
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\x1b]0;pwned\x07b", "ab"),
        ("a\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[2Jcleared", "cleared"),
        ("\x9b31mred", "red"),
        ("\x1bPdevice\x1b\\x", "x"),
        ("\x1bcreset", "reset"),
        ("bell\x07 back\x08space \x00nul", "bell backspace nul"),
        ("two\nlines\ttab\rreturn", "two lines tab return"),
        ("line\u2028separator", "line separator"),
        ("right\u202eto left\u2066isolated", "rightto leftisolated"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("a lone \ud800 surrogate", "a lone surrogate"),
        ("喝茶\u3000吧", "喝茶 吧"),
    ],
)
def test_nothing_that_steers_a_terminal_is_shown(text: str, shown: str) -> None:
    assert clean(text) == shown


@PATIENT
@given(st.text(st.characters(codec=None), max_size=40))
def test_cleaned_text_has_no_control_characters(text: str) -> None:
    kinds = {unicodedata.category(character) for character in clean(text)} - {"Cn", "Co"}

    joiners = {"\u200c", "\u200d"}
    assert not kinds & {"Cc", "Cs", "Zl", "Zp"}
    assert "Cf" not in {unicodedata.category(one) for one in set(clean(text)) - joiners}


def test_what_is_to_be_kept_is_kept() -> None:
    assert clean("a\tb\n\x1b[1mc\x00", keep="\t\n") == "a\tb\nc"


@PATIENT
@given(TEXTS)
def test_a_width_is_that_of_the_terminals_own_tables(text: str) -> None:
    wcwidth = pytest.importorskip("wcwidth", reason="wcwidth comes with IPython, as pyvis does")

    assert width(text) == wcwidth.wcswidth(text)


@PATIENT
@given(TEXTS, st.integers(4, 30))
def test_wrapped_lines_fit_and_lose_nothing(text: str, cells: int) -> None:
    text = clean(text)

    lines = wrap(text, cells)

    assert all(width(line) <= cells for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@PATIENT
@given(TEXTS, st.integers(4, 30), st.integers(0, 3))
def test_a_painted_paragraph_has_the_lines_of_the_plain_one(
    text: str, cells: int, hang: int
) -> None:
    text = clean(text)
    third = len(text) // 3
    parts = [(text[:third], "id"), (text[third:], "note")]

    lines = paragraph(parts, cells, lambda piece, role: piece, hang=hang)

    assert lines == wrap(text, cells, hang=hang)


def test_a_paragraph_is_painted_piece_by_piece() -> None:
    parts = [("c1 ", "id"), ("Trams should ", ""), ("(claim)", "note")]

    lines = paragraph(parts, 16, lambda piece, role: f"<{role}:{piece}>")

    assert lines == ["<id:c1 >Trams should", "<note:(claim)>"]


@pytest.mark.parametrize("cells", range(8, 14))
def test_no_line_starts_with_closing_punctuation(cells: int) -> None:
    lines = wrap("电车要不要免费？（要。）谁来付钱，怎么付？", cells)

    assert not any(line[0] in "？，。）" for line in lines)
    assert not any(line[-1] == "（" for line in lines)


@PATIENT
@given(TEXTS, st.integers(2, 30))
def test_a_cut_text_fits_and_says_that_it_is_cut(text: str, cells: int) -> None:
    found = cut(text, cells)

    assert width(found) <= cells
    assert found == text or found.endswith("…")


TRAMS = Table(
    ("id", "weight", "text"),
    [
        ("c1", 12, "Nobody should pay to ride a tram."),
        ("c2", 3, "电车应当免费，不论谁乘坐。"),
        ("c10", None, None),
    ],
    ("id", "weight", "what it says"),
)


def test_a_table_aligns_numbers_right_and_chinese_by_its_width() -> None:
    assert TRAMS.text(80).splitlines() == [
        "id   weight  what it says",
        "───  ──────  ─────────────────────────────────",
        "c1       12  Nobody should pay to ride a tram.",
        "c2        3  电车应当免费，不论谁乘坐。",
        "c10",
    ]


def test_a_table_wraps_where_there_is_little_room() -> None:
    assert TRAMS.text(32).splitlines() == [
        "id   weight  what it says",
        "───  ──────  ───────────────────",
        "c1       12  Nobody should pay",
        "             to ride a tram.",
        "c2        3  电车应当免费，不论",
        "             谁乘坐。",
        "c10",
    ]


def test_a_table_becomes_blocks_where_columns_would_be_too_narrow() -> None:
    assert TRAMS.text(20).splitlines() == [
        "id",
        " c1",
        "weight",
        " 12",
        "what it says",
        " Nobody should pay",
        " to ride a tram.",
        "",
        "id",
        " c2",
        "weight",
        " 3",
        "what it says",
        " 电车应当免费，不论",
        " 谁乘坐。",
        "",
        "id",
        " c10",
    ]


@PATIENT
@given(ROWS, st.integers(20, 120))
def test_no_line_of_a_table_is_wider_than_the_terminal(
    rows: list[tuple[Cell, Cell, Cell]], cells: int
) -> None:
    text = Table(("one", "two", "three"), rows).text(cells)

    assert all(width(line) <= cells for line in text.split("\n"))


def test_an_empty_table_has_its_headings() -> None:
    assert Table(("id", "text"), []).text(80).splitlines() == ["id  text", "──  ────"]
    assert Table(("id", "text"), []).text(4) == ""


@PATIENT
@given(ROWS)
def test_csv_reads_back(rows: list[tuple[Cell, Cell, Cell]]) -> None:
    text = Table(("one", "two", "three"), rows).csv()

    found = list(csv.reader(io.StringIO(text, newline="")))
    assert found[0] == ["one", "two", "three"]
    assert found[1:] == [[_written(cell) for cell in row] for row in rows]


@PATIENT
@given(ROWS)
def test_tsv_has_a_line_a_row_and_a_tab_between_columns(
    rows: list[tuple[Cell, Cell, Cell]],
) -> None:
    lines = Table(("one", "two", "three"), rows).tsv().removesuffix("\n").split("\n")

    assert len(lines) == len(rows) + 1
    assert all(line.count("\t") == 2 for line in lines)


@PATIENT
@given(ROWS)
def test_json_reads_back(rows: list[tuple[Cell, Cell, Cell]]) -> None:
    found = json.loads(Table(("one", "two", "three"), rows).json())

    assert [tuple(row.values()) for row in found] == rows


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)
