"""Errors in Argdown stand where the reference parser, @argdown/core 2.0.1, has its first one."""

import pytest

from whyso.graph.formats.argdown import parse

# Each text with line and column of the first error of the reference parser.
BROKEN = [
    ("[A] and text", 1, 5),
    ("<A> text", 1, 5),
    ("text\n+ not indented", 2, 1),
    ("+ starts", 1, 1),
    ("a\n\n  + indented", 3, 1),
    ("[A]:\n\n[B]", 1, 5),
    ("a *b\n\nc", 1, 5),
    ("a\n  + **b\n  - c", 3, 1),
    ("(1) a\n(2) b", 2, 5),
    ("(1) a\n----", 2, 4),
    ("(1) a\n----\n\n(2) b", 2, 5),
    ("(1) a\n-- rule, --\n(2) b", 2, 10),
    ("(1) a\n-- rule {a: 1}\n(2) b", 3, 1),
    ("(1) <A>\n----\n(2) b", 1, 5),
    ("a\n(1) b", 2, 1),
    ("a\n  * item", 2, 1),
    ("* a\n1. b", 2, 1),
    ("a\n  >< <B>", 2, 6),
    ("a\n    + b\n  + c\n + d", 3, 1),
    ("===\na: 1\n===\ntext", 4, 1),
    ("# \n\ntext", 1, 3),
    ("a {b: 1} c", 1, 10),
    ("a\n  + b {x: 1} y", 2, 14),
    ("(1) a\n--\n  + b\n(2) c", 4, 1),
    ("a\n # no heading\n# heading", 2, 2),
    ("// only\n", 1, 8),
    ("a\r\n\r\n[B] c", 3, 5),
    ("one\n\n/* a\n\nb */\n\ntwo [C]\n", 7, 5),
    ("a\n  +", 2, 3),
    ("x\n\n-- rule --", 3, 1),
    ("----\n\na", 1, 1),
    ("a 2*3 [b]", 1, 7),
    ("see [sic] here", 1, 5),
]


@pytest.mark.parametrize(("text", "line", "column"), BROKEN)
def test_the_first_error_stands_where_the_reference_has_it(
    text: str, line: int, column: int
) -> None:
    first = parse(text).errors[0]
    assert (first.line, first.column) == (line, column)
    assert "\n" not in first.message


@pytest.mark.parametrize(("text", "_line", "_column"), BROKEN)
def test_what_follows_an_error_is_read(text: str, _line: int, _column: int) -> None:
    document = parse(f"{text}\n\n[Before]\n  + <Z>\n\n(1) [Y]\n----\n(2) [Z]\n")
    assert [relation["from"] for relation in document.to_json()["relations"][-1:]] == ["Z"]
    assert document.statements["Z"].members[-1].role == "main-conclusion"


def test_what_precedes_an_error_in_its_paragraph_is_kept() -> None:
    document = parse("[A]: x\n  + [B]: y\n    - <C>\n    - <D> oops\n    - <E>\n\n[F]")
    assert set(document.statements) == {"A", "B", "F"}
    assert set(document.arguments) == {"C", "D"}
    assert [(error.line, error.column) for error in document.errors] == [(4, 11)]


def test_a_structure_without_its_last_conclusion_keeps_what_is_concluded() -> None:
    document = parse("<A>\n\n(1) a\n----\n(2) b\n(3) c\n\nd")
    assert [step.text for step in document.arguments["A"].pcs] == ["a", "b"]
    assert {node.members[0].text for node in document.statements.values()} == {"a", "b", "c", "d"}


def test_columns_of_errors_count_characters_not_utf_16_units() -> None:
    assert [(e.line, e.column) for e in parse("x\n\n😀😀 [A] x").errors] == [(3, 4)]


@pytest.mark.parametrize("text", ["", " ", "\n", "\n\n", "<!-- nothing -->"])
def test_a_text_that_says_nothing_is_an_error(text: str) -> None:
    assert len(parse(text).errors) == 1


def test_broken_metadata_is_an_error_at_its_place_and_ends_the_reading() -> None:
    document = parse("[A]\n\n[B] {\n  c: 1\n  c: [\n}\n\n[D]")
    assert [(error.line, error.column) for error in document.errors] == [(6, 1)]
    assert set(document.statements) == {"A"}


def test_a_backslash_at_the_end_of_a_line_is_an_error() -> None:
    document = parse("[A]: b \\\n  c")
    assert [(error.line, error.column) for error in document.errors] == [(1, 8)]
    assert document.statements["A"].members[0].text == "b \\ c"


def test_a_second_structure_of_an_argument_is_an_error_and_stands_for_itself() -> None:
    document = parse("<A>\n\n(1) a\n----\n(2) b\n\n<A>\n\n(1) c\n----\n(2) d")
    assert [(error.line, error.column) for error in document.errors] == [(9, 1)]
    assert [step.text for step in document.arguments["A"].pcs] == ["a", "b"]
    assert [len(argument.pcs) for argument in document.arguments.values()] == [2, 2]


def test_a_link_over_two_lines_is_an_error() -> None:
    document = parse("[A]: see [a\nb](c) there")
    assert [(error.line, error.column) for error in document.errors] == [(1, 10)]
