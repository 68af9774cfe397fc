"""No text makes the Argdown parser crash, hang or take more than its length asks for."""

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whyso.graph.formats.argdown import parse
from whyso.graph.formats.argdown.metadata import MetadataError, load

SIGNS = "[]<>(){}*_@#:.-+>/=\\'\"`,;|~! \n\r\t"
PIECES = [
    *SIGNS,
    *("[A]", "<B>", "[A]: ", "<B>: ", "@[A]", "(1) ", "----", "--", "===", "\n  ", "\n\n", "\r\n"),
    *(
        "{a: 1}",
        "{\n a: 1\n}",
        "// c\n",
        "/* c */",
        "<!--",
        "-->",
        "/*",
        "\\",
        ":up:",
        "#tag",
        "# ",
    ),
    *(
        "word",
        "é",
        "😀",
        "\u2028",
        "\ud800",
        "\x00",
        "\ufeff",
        "* ",
        "1. ",
        "+ ",
        "- ",
        "_ ",
        ">< ",
    ),
]
REPEATED = [
    *("[a", "<a", "{a", "@[", "@<", "#(", "[a](", "[a](b", "*a", "**a", "/*", "<!--", "//", "=== "),
    *(
        "} a{",
        "{ ",
        "}{",
        "--\n",
        "(1) a\n",
        "\n ",
        "\n+ a",
        "\n- a\n",
        "<a>\n\n",
        "1. a\n",
        "\\\n",
    ),
    *("[a\n]", "]: [", ":a", ".a", "\u2028[", "\n'", "  \n", "/* *//", "#a", "@[a]", "a\n  + b\n"),
    *("# a\n\n", "(1) a\n-- b ", "--a,", "{a: 1}\n\n"),
]


@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_is_read_and_written_and_its_errors_lie_inside(text: str) -> None:
    document = parse(text)
    json.dumps(document.to_json(), allow_nan=False)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for error in document.errors:
        assert 1 <= error.line <= len(lines)
        assert 1 <= error.column <= len(lines[error.line - 1]) + 2


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_the_places_of_statements_lie_inside_the_text(text: str) -> None:
    document = parse(text)
    count = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for node in document.statements.values():
        for statement in node.members:
            assert statement.place is not None
            assert 1 <= statement.place[0] <= statement.place[2] <= count


@pytest.mark.parametrize("piece", SIGNS)
def test_a_hundred_thousand_signs_are_text_or_an_error(piece: str) -> None:
    document = parse(piece * 100_000)
    assert bool(document.statements) != bool(document.errors)


@pytest.mark.parametrize("piece", REPEATED)
def test_ten_thousand_pieces_are_read_or_an_error_is_told(piece: str) -> None:
    document = parse(piece * 10_000)
    assert document.statements or document.arguments or document.sections or document.errors


def test_indentation_may_be_deeper_than_the_stack_of_the_interpreter() -> None:
    depth = 3 * sys.getrecursionlimit()
    text = "[0]\n" + "".join(f"{' ' * i}+ [{i}]\n" for i in range(1, depth))
    document = parse(text)
    said = {(r["from"], r["to"]) for r in document.to_json()["relations"]}
    assert said == {(str(i), str(i - 1)) for i in range(1, depth)}


def test_ranges_may_nest_deeper_than_the_stack_of_the_interpreter() -> None:
    depth = 3 * sys.getrecursionlimit()
    document = parse("[A]: " + "*a _b " * depth + "_ * " * depth)
    assert document.errors == []
    assert len(document.statements["A"].members[0].ranges) == 2 * depth


def test_sections_may_nest_deeper_than_the_stack_of_the_interpreter() -> None:
    depth = sys.getrecursionlimit() + 10
    document = parse("".join(f"{'#' * i} h\n\n" for i in range(1, depth)))
    (section,) = document.to_json()["sections"]
    levels = 1
    while section["children"]:
        (section,) = section["children"]
        levels += 1
    assert levels == depth - 1


def test_an_argument_may_have_ten_thousand_relations() -> None:
    many = 10_000
    text = (
        "<A>\n" + "".join(f" +> [{i}]\n" for i in range(many)) + "\n\n<A>\n\n(1) a\n--\n--\n(2) [C]"
    )
    document = parse(text)
    assert {relation["from"] for relation in document.to_json()["relations"]} == {"C"}
    assert len(list(document.statements["C"].relations)) == many
    assert list(document.arguments["A"].relations) == []


def test_aliases_cannot_grow_without_bound() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    with pytest.raises(MetadataError, match="more than 100,000 values"):
        load("\n".join(lines))


@pytest.mark.parametrize("text", ["[" * 50_000, "{a: " * 50_000, "- " * 50_000, "&a [*a]"])
def test_metadata_that_never_ends_is_refused(text: str) -> None:
    with pytest.raises(MetadataError):
        load(text)
