"""Figures in words, and how text is broken into lines."""

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whyso.graph.model import Quantity
from whyso.graph.view.figures import date_words, figure_words, number_words, span_words
from whyso.graph.view.words import WORDS, words
from whyso.graph.view.wrap import NOT_FIRST, NOT_LAST, wrap


def figure(**said: str) -> Quantity:
    return Quantity("http://e/n1", "n1", {}, **said)


@pytest.mark.parametrize(
    ("said", "english", "chinese"),
    [
        (
            {"bound": "moreThan", "value": "20000000000", "unit": "http://e/CCY_USD"},
            "more than 20 billion US dollars",
            "超过 200 亿美元",
        ),
        (
            {"bound": "orderOfMagnitude", "minimum": "1E11", "maximum": "1E12", "horizon": "2030"},
            "of the order of 100 billion to 1 trillion, by 2030",
            "数量级为 1,000 亿至 1 万亿，至 2030 年",
        ),
        (
            {"bound": "approximately", "value": "1.4E12", "unit": "CCY_USD", "duration": "P8Y"},
            "about 1.4 trillion US dollars, over 8 years",
            "约 1.4 万亿美元，为期 8 年",
        ),
        ({"value": "61", "unit": "PERCENT"}, "61%", "61%"),
        ({"minimum": "3"}, "at least 3", "至少 3"),
        ({"maximum": "3.50", "unit": "CCY_CHF"}, "at most 3.5 CHF", "至多 3.5 CHF"),
        ({"value": "a dozen"}, "a dozen", "a dozen"),
        ({}, "", ""),
    ],
)
def test_a_figure_is_said_as_a_reader_would_say_it(
    said: dict[str, str], english: str, chinese: str
) -> None:
    assert figure_words(figure(**said)) == english
    assert figure_words(figure(**said), "zh") == chinese


@pytest.mark.parametrize(
    ("number", "english"),
    [
        ("0", "0"),
        ("-1500000", "-1.5 million"),
        ("999999", "999,999"),
        ("NaN", "NaN"),
        ("INF", "INF"),
    ],
)
def test_numbers(number: str, english: str) -> None:
    assert number_words(number) == english


@pytest.mark.parametrize(
    ("date", "english"),
    [("2031", "2031"), ("2031-06Z", "June 2031"), ("2031-06-02", "2 June 2031"), ("soon", "soon")],
)
def test_dates(date: str, english: str) -> None:
    assert date_words(date) == english


def test_spans_of_time() -> None:
    assert span_words("P1Y") == "1 year"
    assert span_words("P1Y2M", "zh") == "1 年、2 个月"
    assert span_words("a while") == "a while"


def placeholders(table: Any) -> Any:
    """The shape of a table of words: its keys, and the places for values in its texts."""
    if isinstance(table, dict):
        return {key: placeholders(value) for key, value in table.items() if key != "scales"}
    if isinstance(table, list):
        return [placeholders(value) for value in table]
    return sorted({name for _, name, _, _ in string.Formatter().parse(table) if name})


def test_every_language_has_every_word() -> None:
    for table in WORDS.values():
        assert placeholders(table) == placeholders(WORDS["en"])


def test_an_unknown_language_gets_english_words() -> None:
    assert words("fr-CH") is WORDS["en"]
    assert words("ZH-hant") is WORDS["zh"]


@given(st.text(alphabet="电车要不要免费ab c。，（）「」!", max_size=60), st.integers(4, 20))
def test_lines_keep_the_text_fit_the_width_and_break_where_they_may(text: str, width: int) -> None:
    lines = wrap(text, width)

    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines[1:]:
        alone = len(line) == 1 or line[0] in NOT_FIRST
        assert line[0] not in NOT_FIRST or alone
    assert all(line for line in lines)


def test_no_closing_mark_starts_a_line_and_no_opening_mark_ends_it() -> None:
    for width in range(3, 12):
        lines = wrap("市长说：「电车应当免费」，（她去年也说过）。", width)
        assert not any(line[0] in NOT_FIRST for line in lines[1:])
        assert not any(line[-1] in NOT_LAST for line in lines[:-1])


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert wrap("a" * 30, 5.5) == ["a" * 10] * 3
