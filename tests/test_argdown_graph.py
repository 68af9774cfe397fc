"""Argdown says a graph: statements, arguments, relations and metadata, from text and from JSON."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from whyso import ontology
from whyso.graph import ArgumentGraph
from whyso.graph.errors import InputError, ParseError
from whyso.graph.formats import find
from whyso.graph.formats.account import Account
from whyso.graph.formats.argdown.reading import (
    read_argdown,
    read_argdown_json,
    sniff_argdown_json,
)
from whyso.graph.formats.registry import of_content

DATA = Path(__file__).parent / "data"
ID = ontology.ID + "t/"


def read(text: str) -> tuple[ArgumentGraph, Account]:
    store, account = read_argdown(text.encode(), name="t.argdown")
    return ArgumentGraph(store), account


def steps(g: ArgumentGraph) -> set[tuple[str, tuple[str, ...], str | None]]:
    return {
        (
            step.kind,
            tuple(sorted(source.removeprefix(ID) for source in step.sources)),
            step.target and step.target.removeprefix(ID),
        )
        for step in (*g.inferences(), *g.conflicts())
    }


def test_tags_say_what_a_statement_is() -> None:
    g, _ = read(
        "[a]: A.\n\n[b]: B. #forecast\n\n[c]: C. #claim #evidence\n\n[d]: D? #question\n\n"
        "[e]: E? #question {underlies: d}\n\n[f]: F. #utterance\n\n[g]: G. #proposition"
    )

    kinds = {one.id: one.kind for one in g.statements()} | {
        one.id: "said" for one in g.utterances()
    }
    assert kinds == {
        **{"a": "claim", "b": "forecast", "c": "evidence", "d": "question"},
        **{"e": "underlying_question", "f": "said", "g": "proposition"},
    }
    assert {one.label() for one in g.statements()} == {"A.", "B.", "C.", "D?", "E?", "G."}


def test_relations_are_steps() -> None:
    g, account = read("[s]: S\n  + [a]: A\n    - [b]: B\n  - [c]: C\n  >< [d]: D\n  -> [e]: E")

    assert steps(g) == {
        ("inference", ("a",), "s"),
        ("undermining", ("b",), "a"),
        ("rebuttal", ("c",), "s"),
        ("rebuttal", ("d",), "s"),
        ("rebuttal", ("s",), "d"),
        ("rebuttal", ("s",), "e"),
    }
    assert account.lossless


def test_strict_relations_are_mutual_and_entailing() -> None:
    g, _ = read("===\nmodel: {mode: strict}\n===\n\n[s]: S\n  + [a]: A\n  - [b]: B")

    assert {step.id for step in (*g.inferences(), *g.conflicts())} == {
        "a-entails-s",
        "b-excludes-s",
        "s-excludes-b",
    }


def test_premises_and_conclusions_are_inferences_with_schemes() -> None:
    g, account = read(
        "<A>: The gist.\n\n(1) [p]: P\n(2) [q]: Q\n-- Modus ponens, argument from values --\n"
        "(3) [r]: R\n(4) [s]: S\n-- {uses: [1, 3, 4]} --\n(5) [t]: T"
    )

    assert steps(g) == {("inference", ("p", "q"), "r"), ("inference", ("p", "r", "s"), "t")}
    first, last = sorted(g.inferences(), key=lambda step: step.id, reverse=True)
    assert (last.id, last.label(), first.id) == ("A", "The gist.", "A.3")
    assert set(first.schemes) == {ID + "scheme-Modus%20ponens", ontology.ARG + "ArgumentFromValues"}
    assert account.lossless


def test_a_line_that_tells_no_premises_takes_those_since_the_last_conclusion() -> None:
    g, account = read("<A>\n\n(1) [p]\n--\n(2) [q]\n(3) [r]\n--\n(4) [s]".replace("--", "----"))

    assert steps(g) == {("inference", ("p",), "q"), ("inference", ("q", "r"), "s")}
    assert [row.what for row in account.approximated] == ["premises"]


def test_an_argument_without_premises_is_a_claim_and_its_undercut_hits_the_step() -> None:
    g, account = read("[s]: S\n  + <A>: Gist\n    _ <B>: But\n\n<C>: Also\n  +> [s]\n  - [x]: X")

    assert steps(g) == {
        ("inference", ("A",), "s"),
        ("inference", ("C",), "s"),
        ("undercut", ("B",), "A-supports-s"),
        ("undermining", ("x",), "C"),
    }
    assert g["A"].label() == "Gist"
    assert account.lossless


def test_what_premises_and_conclusions_say_already_is_not_said_twice() -> None:
    g, account = read("[s]: S\n  + <A>\n\n<A>\n  + [p]\n\n(1) [p]: P\n----\n(2) [s]")

    assert steps(g) == {("inference", ("p",), "s")}
    assert account.lossless


def test_relations_of_reconstructed_arguments() -> None:
    g, _ = read("<A>\n  _ [u]: U\n  - [v]: V\n  + [w]: W\n\n(1) [p]: P\n----\n(2) [s]: S")

    assert steps(g) == {
        ("inference", ("p",), "s"),
        ("inference", ("w",), "p"),
        ("undercut", ("u",), "A"),
        ("conflict", ("v",), "A"),
    }


def test_a_conflict_may_have_a_name_and_words() -> None:
    g, account = read(
        "[s]: S\n  - <x1>: Denied. #rebuttal {confidence: 0.5, status: stated}\n    + [a]: A"
    )

    (conflict,) = g.conflicts()
    assert (conflict.id, conflict.kind, conflict.label()) == ("x1", "rebuttal", "Denied.")
    assert (conflict.confidence, conflict.status) == (0.5, "stated")
    assert (conflict.sources, conflict.target) == ((ID + "a",), ID + "s")
    assert account.lossless


def test_metadata_say_speakers_certainty_answers_and_languages() -> None:
    g, account = read(
        "===\nwhyso:\n  language: en\n  agents: {mayor: {name: The mayor, a: person}}\n===\n\n"
        "[q]: Free? #question\n\n[s]: Free. {speaker: mayor, certainty: strong, answers: q,\n"
        "  translations: {zh: 免费}, note: so}\n\n"
        "[u]: Said. #utterance {speaker: a reporter, expresses: s}"
    )

    said = g.statements("claim")[0]
    assert said.labels == {"en": "Free.", "zh": "免费"}
    assert (said.certainty, dict(said.notes)) == ("strong", {"en": ("so",)})
    assert said.asserted_by is not None
    assert said.asserted_by.label() == "The mayor"
    assert [agent.label() for agent in said.reported_by] == ["a reporter"]
    assert (ID + "s", ID + "q", "answers") in g.to_networkx().edges
    assert account.lossless


def test_a_usual_status_is_that_of_every_element() -> None:
    g, _ = read("===\nwhyso: {status: reconstructed}\n===\n\n[s]: S {status: stated}\n  + [a]: A\n")

    assert {one.id: one.status for one in g.statements()} == {"s": "stated", "a": "reconstructed"}
    assert [step.status for step in g.inferences()] == ["reconstructed"]


def test_passages_and_figures_stand_in_the_metadata_of_headings() -> None:
    g, account = read(
        "[a]: A {passages: p1, figures: n1}\n\n# Passages\n"
        "{whyso: {sources: {text: A text}, passages: {p1: {language: en, paragraph: 1, start: 3,\n"
        "  end: 9, sha256: ab}}, figures: {n1: {bound: more than, value: 20, unit: 'unit:TeraW'}}}}"
    )

    (passage,) = g.passages()
    assert (passage.start, passage.end, passage.language) == (3, 9, "en")
    assert passage.source == ID + "text"
    (quantity,) = g.statements()[0].quantities
    assert (quantity.bound, quantity.value) == ("moreThan", "20")
    assert account.lossless


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("{certainty: firm}", "certainty"),
        ("{answers: nothing}", "answers"),
        ("{confidence: high}", "confidence"),
        ("{checkable: maybe}", "checkable"),
        ("{horizon: soon}", "horizon"),
    ],
)
def test_a_word_that_is_not_understood_is_told_and_kept(data: str, what: str) -> None:
    g, account = read(f"[a]: A {data}")

    assert [row.what for row in account.approximated] == [what]
    assert data[1:-1].split(": ")[1] in g.store.serialize("n-triples").decode()


def test_comments_are_told_as_left_out() -> None:
    _, account = read(
        "// one\n[a]: http:/\\/b /* two\nlines */ and {note: '// none'}\n\n<!-- x -->\n[c]"
    )

    assert [(row.what, row.ids) for row in account.dropped] == [
        ("comments", ("line 1", "line 2", "line 5"))
    ]


def test_text_and_the_export_of_the_reference_implementation_say_the_same() -> None:
    """The JSON was made by @argdown/core 2.0.1, which leaves the front matter out."""
    text = (DATA / "pieces.argdown").read_bytes()
    said = json.loads((DATA / "pieces.argdown.json").read_text("utf-8"))
    said["frontMatter"] = {
        "title": "Pieces of an argument",
        "author": "nobody",
        "whyso": {"language": "en"},
    }

    one, _ = read_argdown(text, name="pieces.argdown")
    other, _ = read_argdown_json(json.dumps(said).encode(), name="pieces.argdown")

    assert one.serialize("n-quads") == other.serialize("n-quads")
    assert len(ArgumentGraph(one).inferences()) > 3


def test_the_export_is_told_from_other_json() -> None:
    path = DATA / "pieces.argdown.json"
    data = path.read_bytes()

    assert of_content(path, data).name == of_content("pieces.json", data).name == "argdown-json"
    assert not sniff_argdown_json(b'{"statements": [], "arguments": {}, "relations": []}')
    assert find("argdown").suffixes == ("argdown", "ad")


BROKEN = [None, 0, "x", True, [], {}, [1], {"a": None}, 1.5]


@pytest.mark.parametrize("value", BROKEN, ids=repr)
def test_wrong_types_in_json_are_one_line_errors_or_passed_over(value: Any) -> None:
    whole = (DATA / "pieces.argdown.json").read_text("utf-8")
    refused = 0
    for path in _paths(json.loads(whole)):
        said = json.loads(whole)
        inner = said
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value
        try:
            read_argdown_json(json.dumps(said).encode(), name="t.json")
        except InputError as error:
            assert "\n" not in str(error)
            assert str(error).startswith("t.json: ")
            refused += 1
    assert refused or value is None


def _paths(said: Any) -> list[tuple[Any, ...]]:
    """One path to each kind of place in a JSON text."""
    found: dict[tuple[str, ...], tuple[Any, ...]] = {}
    open_: list[tuple[tuple[Any, ...], Any]] = [((), said)]
    while open_:
        path, value = open_.pop()
        if path:
            kind = tuple(str(key) for key in path if isinstance(key, str) and key.islower())
            found.setdefault(kind, path)
        if isinstance(value, dict):
            open_ += (((*path, key), one) for key, one in value.items())
        elif isinstance(value, list):
            open_ += (((*path, place), one) for place, one in enumerate(value))
    return list(found.values())


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (b"[a]: x {b: [}", r"t.argdown:1:\d+: broken YAML"),
        (b"[a]: x\n[b]: y", r"t.argdown:2:1: "),
        ("[a]: café".encode("cp1252"), "t.argdown:1:9: not UTF-8"),
        (b"[a]: x\0", "t.argdown:1:7: a zero byte"),
        (b"", "t.argdown:1:1: "),
        (b"===\nwhyso: {namespace: a b}\n===\n\n[a]: x", "whyso namespace: 'a b' is no IRI"),
        (b"===\nwhyso: {names: 3}\n===\n\n[a]: x", "whyso names: '3' is no IRI"),
        (b"===\nwhyso: {rdf: ':a :b'}\n===\n\n[a]: x", "whyso rdf: broken Turtle"),
        (b"[a]: x {a: " + b"[" * 5000 + b"]" * 5000 + b"}", "nested deeper"),
        (
            b"[a]: x {"
            + b"a: &a [x,x,x,x,x,x,x,x], "
            + b"".join(
                b"%c: &%c [%s], " % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 8))
                for i in range(9)
            )
            + b"z: 1}",
            "more than 100,000 values",
        ),
    ],
    ids=lambda value: str(value)[:30],
)
def test_broken_files_are_one_line_errors(text: bytes, error: str) -> None:
    with pytest.raises(ParseError, match=error) as caught:
        read_argdown(text, name="t.argdown")

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "===\nwhyso: [1]\n===\n\n[a]: x",
        "===\nwhyso: {agents: [1], tea: 2}\n===\n\n[a]: x",
        "===\nwhyso: {prefixes: {a: 'b c', 3: x}}\n===\n\n[a]: x",
        "===\nlanguage: no such language\n===\n\n[a]: x",
        "===\nwhyso: {headings: by question}\ntitle: T\n===\n\n[a]: x",
    ],
)
def test_a_whyso_block_that_is_not_understood_is_told(text: str) -> None:
    g, account = read(text)

    assert account.approximated or account.dropped
    assert [one.label() for one in g.statements()] == ["x"]


def test_an_id_may_differ_from_the_title_and_two_of_one_id_are_told() -> None:
    g, account = read(
        "[Free trams]: Free. {id: c1, answers: The question}\n  + [roads]: Full.\n\n"
        "[The question]: Free? #question {id: q1}\n\n<Why>: Because. {id: i1}\n\n"
        "(1) [roads]\n(2) [x]\n----\n(3) [Free trams]"
    )

    assert (ID + "c1", ID + "q1", "answers") in g.to_networkx().edges
    assert steps(g) == {("inference", ("roads",), "c1"), ("inference", ("roads", "x"), "c1")}
    assert g["i1"].label() == "Because."
    assert account.lossless
    assert [row.what for row in read("[a]: A {id: c}\n\n[b]: B {id: c}")[1].approximated] == ["id"]


def test_odd_arguments_are_read() -> None:
    deep = "[a]: x\n" + "".join(f"{' ' * i}+ [b{i}]: y\n" for i in range(1, 400))
    assert len(read(deep)[0].inferences()) == 399
    assert steps(read("<A>\n\n(1) [a]\n----\n(2) [a]")[0]) == {("inference", ("a",), "a")}
    lines = "".join(f"({i}) [p{i}]\n" for i in range(1, 19))
    assert len(read(f"<A>\n\n{lines}----\n(19) [c]")[0].inferences()[0].sources) == 18
    assert read(f"[a]: {'x' * 32_000}")[0].statements()[0].label() == "x" * 32_000
    assert re.search(r'"\ufffd', read('[a]: x {note: "\\ud800"}')[0].store.serialize("nt").decode())
