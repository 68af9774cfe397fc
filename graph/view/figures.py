"""Figures, dates and spans of time in words."""

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from whyso.graph.view.words import words

if TYPE_CHECKING:
    from whyso.graph.model import Quantity

__all__ = ["date_words", "figure_words", "number_words", "span_words"]


def figure_words(figure: "Quantity", language: str = "en") -> str:
    """Return a figure as a reader would say it: bound, value, unit and time.

    >>> from whyso.graph.model.records import Quantity
    >>> figure = Quantity("http://e/n", "n", {}, bound="moreThan", value="2e10", unit="CCY_USD")
    >>> figure_words(figure)
    'more than 20 billion US dollars'
    """
    said = words(language)
    ends = [end for end in (figure.value or figure.minimum, figure.maximum) if end]
    if not ends:
        return ""
    bound = figure.bound or "exactly"
    if figure.value or len(ends) < 2:
        number = ends[0]
        if not figure.bound and not figure.value:
            bound = "atLeast" if figure.minimum else "atMost"
    else:
        number = said["range"].format(*(number_words(end, language) for end in ends))
    parts = [said["bounds"].get(bound, "{0}").format(_measured(number, figure.unit, said))]
    if figure.horizon:
        parts.append(said["until"].format(date_words(figure.horizon, language)))
    if figure.duration:
        parts.append(said["during"].format(span_words(figure.duration, language)))
    return str(said["clause"]).join(parts)


def _measured(number: str, unit: str | None, said: dict[str, Any]) -> str:
    local = re.split(r"[/#]", unit or "NUM")[-1]
    number = _number(number, said)
    if local == "PERCENT":
        return str(said["percent"].format(number)).replace(" %", "%")
    name = said["units"].get(local, local.removeprefix("CCY_"))
    return str(said["measure"].format(number, name)).strip()


def number_words(number: str, language: str = "en") -> str:
    """Return a number with its thousands in words.

    >>> number_words("1.4E12"), number_words("20000000000", "zh"), number_words("61")
    ('1.4 trillion', '200 亿', '61')
    """
    return _number(number, words(language)).strip()


def _number(number: str, said: dict[str, Any]) -> str:
    try:
        value = Decimal(number)
    except InvalidOperation:
        return number  # in words already
    if not value.is_finite():
        return number
    for power, name in said["scales"]:
        if abs(value) >= Decimal(10) ** power or not power:
            return f"{(value / Decimal(10) ** power).normalize():,f}{name}"
    return number


def date_words(date: str, language: str = "en") -> str:
    """Return an ``xsd:date``, ``xsd:gYearMonth`` or ``xsd:gYear`` in words.

    >>> date_words("2031"), date_words("2031-06"), date_words("2031-06-02", "zh")
    ('2031', 'June 2031', '2031 年 6 月 2 日')
    """
    found = re.match(r"(-?\d{4,})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?(?=$|[ZT+-])", date)
    if found is None:
        return date
    said = words(language)
    year, month, day = found.groups()
    parts = [year, said["months"][int(month) - 1] if month else "", str(int(day or 0))]
    return str(said["dates"][bool(month) + bool(day)].format(*parts))


def span_words(span: str, language: str = "en") -> str:
    """Return an ``xsd:duration`` of years, months, weeks and days in words.

    >>> span_words("P8Y"), span_words("P1Y6M", "zh"), span_words("PT5M")
    ('8 years', '1 年、6 个月', 'PT5M')
    """
    if not re.fullmatch(r"P(\d+[YMWD])+", span):
        return span
    said = words(language)
    parts = re.findall(r"(\d+)([YMWD])", span)
    return str(said["listed"]).join(
        said["spans"][unit][count != "1"].format(count) for count, unit in parts
    )
