"""Verdicts on argument graphs of the Carneades project against the labels that its files give.

The differences that remain are the rows of docs/carneades.md, no more and no fewer.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carneades_files import Argument, Case, Issue, read, read_file
from carneades_labels import labels
from carneades_links import GRANTED, Net, iri, open_world, plain, written_out
from whyso.graph import parse
from whyso.graph.semantics import Options

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT.parent / "shared" / "data" / "carneades" / "examples" / "AGs" / "YAML"
DOC = ROOT / "docs" / "carneades.md"
LABELS = {"accepted": "in", "rejected": "out", "undecided": "undecided"}
ROW = re.compile(r"^\| (\S+) \| `(.+?)` \| (in|out|undecided) \| (\w+) \|$", re.MULTILINE)

needs_files = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="no ../shared: the files are kept outside the project"
)

THEORY = ("Ties", "Shares of premises", "Circles of support")

# Row of a table of differences: file, statement, their label, our status.
Rows = set[tuple[str, str, str, str]]


@cache
def files() -> dict[str, Case]:
    return {path.stem: read_file(path) for path in sorted(FOLDER.glob("*.yml"))}


def verdicts(net: Net, preference: str = "confidence") -> dict[str, str]:
    """Return the status of every proposition."""
    graph = parse(net.turtle("case"))
    found = graph.verdict(GRANTED, options=Options(preference=preference))
    return {name: found.status(iri("case", name)[1:-1]) for name in net.propositions}


def differences(name: str, case: Case, net: Net, preference: str = "confidence") -> Rows:
    found = verdicts(net, preference)
    return {
        (name, statement, label, found[statement])
        for statement, label in case.expected.items()
        if LABELS[found[statement]] != label
    }


def all_differences(make: Callable[[Case], Net], preference: str = "confidence") -> Rows:
    return {
        row
        for name, case in files().items()
        for row in differences(name, case, make(case), preference)
    }


def documented(*headings: str) -> Rows:
    """Return the rows of the tables below some headings of the document."""
    parts = re.split(r"^#+ (.+)\n", DOC.read_text(encoding="utf-8"), flags=re.MULTILINE)
    under = dict(zip(parts[1::2], parts[2::2], strict=True))
    return {(r[0], r[1], r[2], r[3]) for heading in headings for r in ROW.findall(under[heading])}


@needs_files
def test_the_differences_from_carneades_are_those_in_the_document() -> None:
    assert all_differences(plain) == documented(*THEORY)


@needs_files
def test_without_preference_the_weights_are_differences_too() -> None:
    assert all_differences(plain, "none") == documented(*THEORY, "Weights")


@needs_files
def test_in_an_open_world_what_is_not_granted_is_a_difference_too() -> None:
    assert all_differences(open_world) == documented(*THEORY, "The closed world")


@needs_files
def test_once_standards_are_written_out_only_circles_of_support_differ() -> None:
    assert all_differences(written_out) == documented("Circles of support")


@needs_files
def test_a_tie_is_what_is_left_where_all_arguments_weigh_the_same() -> None:
    for heading, same in (("Ties", True), ("Weights", False), ("Shares of premises", False)):
        for name in {row[0] for row in documented(heading)}:
            case = files()[name]
            arguments = {k: replace(a, weighing="linked") for k, a in case.arguments.items()}
            equal = replace(case, arguments=arguments)
            assert (differences(name, case, written_out(equal)) == set()) is same, name


@needs_files
def test_the_document_counts_what_agrees() -> None:
    tested = [case for case in files().values() if case.expected]
    entries = sum(len(case.expected) for case in tested)
    text = DOC.read_text(encoding="utf-8")
    assert f"{len(tested)} of the {len(files())} files" in text
    assert f"test {entries} statements" in text
    for words, headings in (
        ("As the file stands", THEORY),
        ("Without preference", (*THEORY, "Weights")),
        ("Open world", (*THEORY, "The closed world")),
        ("Standards written out", ("Circles of support",)),
    ):
        assert f"| {words} | {entries - len(documented(*headings))} of {entries} |" in text


@needs_files
def test_the_labels_by_definition_are_those_that_the_files_give() -> None:
    for name, case in files().items():
        found = labels(case)
        assert (name, {key: found[key] for key in case.expected}) == (name, case.expected)


@needs_files
def test_what_the_files_do_not_test_agrees_too_once_written_out() -> None:
    for name, case in files().items():
        rows = differences(name, replace(case, expected=labels(case)), written_out(case))
        assert rows <= documented("Circles of support")


# Small graphs of our own, each with what one translation and the other make of it.

TIE = """
statements: {gate: The gate was open., shut: The gate was shut., loose: The dog got out.}
issues: {i: {positions: [gate, shut], standard: PE}}
arguments:
  a: {conclusion: gate, premises: [ann]}
  b: {conclusion: shut, premises: [bob]}
  c: {conclusion: loose, premises: [gate]}
assumptions: [ann, bob]
tests: {in: [ann, bob], out: [gate, shut, loose]}
"""
WEIGHT = """
statements: {wet: It will rain., dry: It will not rain., vane: {text: The vane, assumed: true}}
argument_schemes: [{id: weak, weight: {constant: 0.2}}, {id: firm, weight: {constant: 0.9}}]
issues: {i: {positions: [wet, dry], standard: PE}}
arguments:
  a: {scheme: firm, conclusion: wet, premises: {sign: vane}}
  b: {scheme: weak, conclusion: dry, premises: [vane]}
tests: {in: [vane, wet], out: [dry]}
"""
BEYOND_DOUBT = (
    WEIGHT.replace("PE", "BRD")
    .replace("0.2", "0.35")
    .replace("in: [vane, wet], out: [dry]", "in: [vane], out: [wet, dry]")
)
SHARES = """
statements: {bus: By bus., walk: On foot., cheap: c, quick: q, warm: w, calm: m, no: No smell.}
issues: {i: {positions: [bus, walk]}}
arguments:
  a: {scheme: cumulative, conclusion: bus, premises: [quick, warm]}
  b: {scheme: cumulative, conclusion: walk, premises: [cheap, calm, no]}
assumptions: [quick, cheap, calm]
tests: {in: [walk], out: [bus, warm, no]}
"""
UNDERCUTTER = """
statements:
  lit: The lamp is on.
  home: She is at home.
  not_app(a, b): The argument does not apply.
arguments:
  a: {conclusion: home, premises: [lit], undercutter: "not_app(a,b)"}
assumptions: [lit]
tests: {in: [lit, home], out: ["not_app(a,b)"]}
"""
CIRCLE = """
statements: {true: It is true., said: The book says so.}
arguments:
  a: {conclusion: true, premises: [said]}
  b: {conclusion: said, premises: [true]}
tests: {undecided: [true, said]}
"""


@pytest.mark.parametrize(
    ("text", "stands", "unpreferred", "opened", "written"),
    [
        (TIE, "gate shut loose", "gate shut loose", "gate shut loose", ""),
        (WEIGHT, "", "wet dry", "", ""),
        (BEYOND_DOUBT, "wet dry", "wet dry", "wet dry", ""),
        (SHARES, "bus walk", "bus walk", "bus walk warm no", ""),
        (UNDERCUTTER, "", "", "home not_app(a,b)", ""),
        (CIRCLE, "true said", "true said", "true said", "true said"),
    ],
    ids=["tie", "weight", "standard", "shares", "undercutter", "circle"],
)
def test_each_cause_of_a_difference_shows_in_a_small_graph(
    text: str, stands: str, unpreferred: str, opened: str, written: str
) -> None:
    case = read(text)
    assert {key: labels(case)[key] for key in case.expected} == case.expected
    ours = "rejected" if text == CIRCLE else "undecided"
    for net, preference, names in (
        (plain(case), "confidence", stands),
        (plain(case), "none", unpreferred),
        (open_world(case), "confidence", opened),
        (written_out(case), "confidence", written),
    ):
        found = differences("", case, net, preference)
        assert {row[1]: row[3] for row in found} == dict.fromkeys(names.split(), ours)


def test_an_assumed_position_stands_whatever_speaks_for_the_other() -> None:
    case = read(
        "statements: {p: P, q: Q, r: R}\n"
        "issues: {i: {positions: [p, q]}}\n"
        "arguments: {a: {conclusion: q, premises: [r]}}\n"
        "assumptions: [p, r]"
    )
    for net in (plain(case), written_out(case)):
        assert verdicts(net)["p"] == "accepted"
        assert verdicts(net)["q"] == "rejected"
    assert labels(case) == {"p": "in", "q": "out", "r": "in"}


@pytest.mark.parametrize("make", [plain, written_out])
def test_a_translation_keeps_the_shapes(make: Callable[[Case], Net]) -> None:
    for text in (TIE, WEIGHT, SHARES, UNDERCUTTER):
        assert parse(make(read(text)).turtle("case")).check().conforms


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("arguments: {a: {conclusion: c, premises: [p]}}", "no such statement: c, p"),
        ("statements: {c: C}\nissues: {i: {positions: [c, d]}}", "no such statement: d"),
        (
            "statements: {c: C}\nargument_schemes: [{id: s, weight: {preference: []}}]\n"
            "arguments: {a: {scheme: s, conclusion: c}}",
            "no such weighing function",
        ),
    ],
)
def test_what_the_reader_cannot_read_is_said(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read(text)


NAMES = "abcdefg"


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a graph of up to seven statements, with up to two issues."""
    one = st.sampled_from(NAMES)
    arguments = draw(
        st.lists(
            st.builds(
                Argument,
                st.lists(one, max_size=3, unique=True).map(tuple),
                one,
                st.one_of(st.just(""), one),
                st.sampled_from(["linked", "convergent", "cumulative", "factorized", "constant"]),
                st.sampled_from([0.0, 0.2, 0.5, 1.0]),
            ),
            max_size=7,
        )
    )
    standard = st.sampled_from(["PE", "CCE", "BRD"])
    issues = {"i": Issue(tuple("ab"), draw(standard)), "j": Issue(tuple("cde"), draw(standard))}
    return Case(
        {name: name.upper() for name in NAMES},
        draw(st.frozensets(one, max_size=3)),
        {f"a{number}": argument for number, argument in enumerate(arguments)},
        {key: issues[key] for key in draw(st.sets(st.sampled_from("ij")))},
    )


@given(cases())
@settings(max_examples=150)
def test_whatever_carneades_decides_is_decided_alike_once_written_out(case: Case) -> None:
    found = verdicts(written_out(case))
    decided = {name: label for name, label in labels(case).items() if label != "undecided"}
    assert {name: LABELS[found[name]] for name in decided} == decided
