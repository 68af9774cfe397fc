"""Argdown is understood as the reference parser, @argdown/core 2.0.1, understands it.

The JSON beside the texts in data/argdown_parser was made by that parser; colours and the map, which
say nothing about the argument, were taken out.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whyso.graph.formats.argdown import parse
from whyso.graph.formats.argdown.metadata import MISSING, load
from whyso.graph.formats.argdown.model import Inference, Node
from whyso.graph.formats.argdown.shortcodes import SHORTCODES

HERE = Path(__file__).parent / "data" / "argdown_parser"
FIXTURES = sorted(path.stem for path in HERE.glob("*.argdown"))
# What the reference parser rejects; its JSON is then partial, or there is none.
REJECTED = {
    "_partial1": 3,
    "_partial2": 3,
    "include-test": 3,
    "lexer-definitions-references": 2,
    "lexer-lists": 2,
    "lexer-relation-after-emptyline": 3,
    "lexer-relations": 1,
    "lexer-statements-by-number": 1,
    "argvu-demo": 10,
}
TYPES = ("equivalence-class", "argument", "inference")


def text_of(path: Path) -> str:
    return path.read_bytes().decode()


def without_looks(said: Any) -> Any:
    """Take colours out of the reference JSON, and the priority of tags, which chooses colours."""
    if isinstance(said, dict):
        own = {"map", "color", "fontColor", "priority"}
        return {
            key: value if key == "data" else without_looks(value)
            for key, value in said.items()
            if key not in own or not isinstance(value, str | int | dict)
        }
    return [without_looks(item) for item in said] if isinstance(said, list) else said


def described(node: Node) -> list[str | None]:
    title = node.argument_title if isinstance(node, Inference) else node.title
    names = {"EquivalenceClass": TYPES[0], "Argument": TYPES[1], "Inference": TYPES[2]}
    return [title, names[type(node).__name__]]


@pytest.mark.parametrize("name", FIXTURES)
def test_a_text_says_what_the_reference_parser_reads(name: str) -> None:
    document = parse(text_of(HERE / f"{name}.argdown"))
    expected = json.loads((HERE / f"{name}.json").read_text())["json"]
    assert json.loads(json.dumps(document.to_json())) == expected
    assert document.errors == []


@pytest.mark.parametrize("name", FIXTURES)
def test_relations_are_derived_as_the_reference_derives_them(name: str) -> None:
    document = parse(text_of(HERE / f"{name}.argdown"))
    expected = json.loads((HERE / f"{name}.json").read_text())["derived"]
    nodes: dict[str, Any] = {f"s:{title}": node for title, node in document.statements.items()}
    nodes |= {f"a:{title}": node for title, node in document.arguments.items()}
    found = {
        key: [[r.kind, *described(r.start), *described(r.end)] for r in document.derived(node)]
        for key, node in nodes.items()
    }
    assert found == expected


def test_every_file_that_the_reference_accepts_is_read_the_same(shared: Path) -> None:
    files = sorted((shared / "data" / "argdown").glob("*/*.argdown"))
    if not files:
        pytest.skip("no ../shared/data/argdown: the reference files are kept outside the project")
    differing = []
    for path in files:
        if path.stem in REJECTED:
            continue
        reference = path.parent.parent / "reference-json" / f"{path.parent.name}__{path.name}.json"
        if not reference.exists():
            continue
        said = parse(text_of(path)).to_json()
        said.pop("frontMatter", None)
        expected = without_looks(json.loads(reference.read_text()))
        if json.loads(json.dumps(said)) != expected:
            differing.append(path.name)
    assert differing == []


def test_every_file_that_the_reference_rejects_has_an_error_in_the_same_line(shared: Path) -> None:
    files = [
        path
        for path in sorted((shared / "data" / "argdown").glob("*/*.argdown"))
        if path.stem in REJECTED
    ]
    if not files:
        pytest.skip("no ../shared/data/argdown: the reference files are kept outside the project")
    found = {path.stem: parse(text_of(path)).errors[0].line for path in files}
    assert found == {stem: REJECTED[stem] for stem in found}


SYMBOLS = [
    ("+", "B", "support", "A"),
    ("<+", "B", "support", "A"),
    ("+>", "A", "support", "B"),
    ("-", "B", "attack", "A"),
    ("<-", "B", "attack", "A"),
    ("->", "A", "attack", "B"),
    ("_", "B", "undercut", "A"),
    ("<_", "B", "undercut", "A"),
    ("_>", "A", "undercut", "B"),
    ("><", "A", "contradictory", "B"),
]


@pytest.mark.parametrize(("symbol", "start", "kind", "end"), SYMBOLS)
def test_a_symbol_says_which_way_its_relation_goes(
    symbol: str, start: str, kind: str, end: str
) -> None:
    (relation,) = parse(f"[A]\n  {symbol} [B]").to_json()["relations"]
    assert (relation["from"], relation["relationType"], relation["to"]) == (start, kind, end)


ONE_LINE = st.text(st.characters(exclude_characters="\n\r\u2028\u2029"), min_size=1)


@given(ONE_LINE)
def test_any_text_of_one_line_survives_if_every_character_is_escaped(text: str) -> None:
    document = parse("[A]: " + "".join("\\" + character for character in text))
    assert document.statements["A"].members[0].text == text
    assert document.errors == []


@given(st.sampled_from(sorted(SHORTCODES)), st.sampled_from(["", " ", " on"]))
def test_a_shortcode_becomes_its_sign(code: str, after: str) -> None:
    (statement,) = parse(f"[A]: x {code}{after}").statements["A"].members
    assert statement.text == f"x {SHORTCODES[code]}{after}"


YAML = [
    ("a: yes", {"a": "yes"}),
    (
        "{a: No, b: off, c: TRUE, d: ~, e: }",
        {"a": "No", "b": "off", "c": True, "d": None, "e": None},
    ),
    ("[0x1F, 0o17, 017, 0b101, 1_000, -5, +3]", [31, 15, 17, 5, "1_000", -5, 3]),
    ("[1., .5, 1e3, 12e, .inf, .nan, 1e400]", [1, 0.5, 1000, "12e", None, None, "1e400"]),
    ("[123456789012345678901]", [123456789012345680000]),
    ("[2001-12-14]", ["2001-12-14T00:00:00.000Z"]),
    ("[2001-02-30]", ["2001-03-02T00:00:00.000Z"]),
    ("- 2001-12-14t21:59:43.10-05:00", ["2001-12-15T02:59:43.100Z"]),
    ("[2001-1-4, 12:30, 24/10/2018]", ["2001-1-4", "12:30", "24/10/2018"]),
    ("{1: a, true: b, null: c, 1.0: d}", None),
    ("{1: a, true: b, null: c}", {"1": "a", "true": "b", "null": "c"}),
    ("a:\tb\nc: [1,\t2]\t\n", {"a": "b", "c": [1, 2]}),
    ("a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}", {"a": {"p": 1, "q": 2}, "b": {"p": 1, "q": 3}}),
    ("{a: why? so, b: [really??, é?]}", {"a": "why? so", "b": ["really??", "é?"]}),
    ("{a: b\tc\u2028d, ? e}", {"a": "b\tc\u2028d", "e": None}),
    ("{: x, a: {: y}}", {"null": "x", "a": {"null": "y"}}),
    ("{a: &x [1], b: *x}", {"a": [1], "b": [1]}),
    ("{a: !!str 1, b: !!int 3}", {"a": "1", "b": 3}),
    ("a: |\n  x\n  y\nb: >-\n  x\n  y\n", {"a": "x\ny\n", "b": "x y"}),
    ("{a: 1, a: 2}", None),
    ("a: b: c", None),
    ("{a: *x}", None),
    ("{a: !foo 1}", None),
    ("--- a\n--- b", None),
]


@pytest.mark.parametrize(("text", "expected"), YAML)
def test_metadata_has_the_types_that_js_yaml_gives_it(text: str, expected: Any) -> None:
    document = parse(f"[A] {{\n{text}\n}}") if expected is None else None
    if document is not None:
        assert ["broken YAML" in error.message for error in document.errors] == [True]
    else:
        assert load(text) == expected


@pytest.mark.parametrize("text", ["", "# nothing", "\n\n"])
def test_metadata_that_says_nothing_is_missing(text: str) -> None:
    assert load(text) is MISSING
