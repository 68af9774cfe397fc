"""Texts for people come in the language asked for, else in another one."""

import re
from pathlib import Path

import pytest
from rdflib import Literal
from rdflib.term import Identifier

from answers import rows
from whyso.graph import ArgumentGraph, parse
from whyso.graph.query import named_queries

EXAMPLE = Path(__file__).resolve().parent / "data" / "example.ttl"
SPOKEN = [
    name
    for name, query in sorted(named_queries().items())
    if any(parameter.name == "lang" for parameter in query.parameters)
]


def labels(found: list[dict[str, Identifier]]) -> set[tuple[str, str | None]]:
    """Return the columns that hold text for people, with the languages of that text."""
    return {
        (name, term.language)
        for row in found
        for name, term in row.items()
        if isinstance(term, Literal) and re.search(r"(?i)label$|name$|^measures$|^note$", name)
    }


@pytest.mark.parametrize("name", SPOKEN)
@pytest.mark.parametrize("data", ["example", "first statement"])
def test_texts_for_people_come_in_the_language_asked_for(
    example: ArgumentGraph, g: ArgumentGraph, name: str, data: str
) -> None:
    graph = example if data == "example" else g
    english, chinese = (rows(graph.query_named(name, lang=lang)) for lang in ("en", "zh"))

    assert english == rows(graph.query_named(name))
    assert len(english) == len(chinese)
    assert {language for _, language in labels(english)} <= {"en"}
    assert {language for _, language in labels(chinese)} <= {"zh"}
    assert {column for column, _ in labels(english)} == {column for column, _ in labels(chinese)}
    assert labels(english) or not english


@pytest.mark.parametrize("name", SPOKEN)
def test_a_text_in_another_language_is_better_than_none(example: ArgumentGraph, name: str) -> None:
    english, dutch = (rows(example.query_named(name, lang=lang)) for lang in ("en", "nl"))

    assert {column for column, _ in labels(dutch)} == {column for column, _ in labels(english)}


def test_a_language_may_be_given_with_a_region() -> None:
    text = EXAMPLE.read_text("utf-8").replace("@zh", "@zh-Hans")
    found = rows(parse(text, format="turtle").query_named("answers", lang="zh"))

    assert {language for _, language in labels(found)} == {"zh-hans"}
