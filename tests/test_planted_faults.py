"""One fault at a time, planted into data without any: each is found by the rule that is for it.

A fault is planted into the file's text, as a person would make it; the finding must name the rule,
the node, the file and the line, and say how to mend it, whichever engine validates.
"""

import re
import tempfile
from functools import cache
from pathlib import Path

import pytest

import planted_claims  # noqa: F401 (registers its faults)
import planted_text
import planted_verdicts  # noqa: F401
from planted_terms import no_source
from planting import FAULTS, TEXT_FAULTS, Document, Fault
from whyso.graph import ArgumentGraph, load, parse
from whyso.graph.check import Finding, Report
from whyso.graph.check.shapes import shapes
from whyso.graph.errors import InputError, ParseError

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "tests" / "data" / "example.ttl"
EXAMPLE_TEXT = ROOT / "tests" / "data" / "example.txt"
CLAIMS = ROOT / "claims.ttl"

# Finding them


def check_document(doc: Document, folder: Path, engine: str) -> tuple[Report, Path]:
    path = folder / "planted.ttl"
    path.write_text(doc.turtle, encoding="utf-8")
    text: Path | None = None
    if doc.text is not None:
        text = folder / "text.txt"
        text.write_bytes(doc.data if doc.data is not None else doc.text.encode("utf-8"))
    return load(path).check(text=text, engine=engine), path


@cache
def baseline(turtle: str, text: str | None) -> frozenset[tuple[str | None, ...]]:
    """Return what is found before anything is planted: it must be no fault."""
    with tempfile.TemporaryDirectory() as folder:
        report, _ = check_document(Document(turtle, text), Path(folder), "shacl")
    assert not report.failed(), report.text()
    return frozenset(key(finding) for finding in report.findings)


def assert_found(planted: Fault, doc: Document, folder: Path, engine: str) -> Report:
    before = baseline(doc.turtle, doc.text)
    node = planted.plant(doc)
    report, path = check_document(doc, folder, engine)
    found = [
        finding
        for finding in report.findings
        if key(finding) not in before and (finding.rule, finding.id) == (planted.rule, node)
    ]
    assert found, report.text()
    finding = found[0]
    assert finding.severity == planted.severity
    assert any(re.search(planted.mend, each.message()) for each in found), finding.message()
    assert finding.file == str(path)
    if planted.plant is not no_source:
        assert finding.line is not None
        line = doc.turtle.split("\n")[finding.line - 1]
        assert re.match(rf":{re.escape(node)}(?:\s|$)", line), line
    assert report.failed(on=planted.severity)
    return report


def key(finding: Finding) -> tuple[str | None, ...]:
    return (finding.rule, finding.id, finding.path, finding.value, finding.message())


def same(report: Report) -> set[tuple[str | None, ...]]:
    return {
        (each.rule, each.severity, each.node, each.path, each.value, each.message())
        for each in report.findings
    }


@cache
def example_text() -> tuple[str, str]:
    return EXAMPLE.read_text("utf-8"), EXAMPLE_TEXT.read_bytes().decode("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("planted", FAULTS, ids=lambda planted: planted.name)
def test_each_fault_is_found_in_the_example_by_both_engines_alike(
    planted: Fault, tmp_path: Path
) -> None:
    pytest.importorskip("shacl")
    reports = [
        assert_found(planted, Document(example_text()[0]), tmp_path, engine)
        for engine in ("shacl", "pyshacl")
    ]

    assert same(reports[0]) == same(reports[1])


@pytest.mark.parametrize("half", [0, 1])
def test_many_faults_at_once_are_found_by_both_engines_alike(half: int, tmp_path: Path) -> None:
    pytest.importorskip("shacl")
    doc = Document(example_text()[0])
    planted = set()
    for one in FAULTS[half::2]:
        before = doc.turtle
        try:
            one.plant(doc)
            parse(doc.turtle)
        except (AssertionError, KeyError, StopIteration, ParseError):
            doc.turtle = before  # another fault took what this one needs
        else:
            planted.add(one.rule)

    reports = [check_document(doc, tmp_path, engine)[0] for engine in ("shacl", "pyshacl")]

    assert same(reports[0]) == same(reports[1])
    assert len(planted) >= 20
    assert len(planted & {finding.rule for finding in reports[0].findings}) >= 20


@pytest.mark.parametrize("planted", TEXT_FAULTS, ids=lambda planted: planted.name)
def test_each_fault_against_the_text_is_found_in_the_example(
    planted: Fault, tmp_path: Path
) -> None:
    pytest.importorskip("shacl")
    report = assert_found(planted, Document(*example_text()), tmp_path, "shacl")

    assert report.texts == (str(tmp_path / "text.txt"),)


@pytest.mark.parametrize("planted", FAULTS, ids=lambda planted: planted.name)
def test_each_fault_is_found_in_the_encoded_statement(planted: Fault, tmp_path: Path) -> None:
    pytest.importorskip("shacl")
    assert_found(planted, Document(CLAIMS.read_text("utf-8")), tmp_path, "shacl")


@pytest.mark.parametrize("planted", TEXT_FAULTS, ids=lambda planted: planted.name)
def test_each_fault_against_the_statement_is_found(
    planted: Fault, statement: Path, tmp_path: Path
) -> None:
    pytest.importorskip("shacl")
    doc = Document(CLAIMS.read_text("utf-8"), statement.read_bytes().decode("utf-8"))

    assert_found(planted, doc, tmp_path, "shacl")


def test_an_edit_at_the_start_moves_every_passage_and_each_new_place_is_told(
    tmp_path: Path,
) -> None:
    pytest.importorskip("shacl")
    doc = Document(*example_text())
    added = "A new first line.\n\n"
    planted_text.text_is_edited_at_its_start(doc)

    report, _ = check_document(doc, tmp_path, "shacl")

    moved = [finding for finding in report.findings if finding.rule == "T04"]
    assert len(moved) == report.passages
    assert report.verified == 0
    for finding in moved:
        start, end = doc.offsets(finding.id)
        assert f"found at {start + len(added)}-{end + len(added)}:" in finding.message()


def test_a_missing_text_is_an_error_and_not_a_finding(example: ArgumentGraph) -> None:
    with pytest.raises(InputError, match="no such file"):
        example.check(text="nowhere.txt")


def test_at_least_35_kinds_are_planted_and_every_shape_has_its_own() -> None:
    rules = {planted.rule for planted in FAULTS + TEXT_FAULTS}

    assert len(FAULTS) + len(TEXT_FAULTS) >= 35
    assert {shape.rule for shape in shapes().shapes.values()} <= rules
    assert {f"T{number:02}" for number in range(1, 10)} <= rules


def test_a_stale_derived_graph_is_reported() -> None:
    turtle = example_text()[0]
    prefixes = "\n".join(line for line in turtle.split("\n") if line.startswith("@prefix"))
    body = "\n".join(line for line in turtle.split("\n") if not line.startswith("@prefix"))
    base = "https://w3id.org/whyso/"
    stale = f"<{base}derived/example> {{ :c12 arg:supports :c01 . }}"
    g = parse(f"{prefixes}\n<{base}graph/example> {{ {body} }}\n{stale}", "trig")

    report = g.check()

    assert [(found.rule, found.id) for found in report.findings if found.rule[0] == "G"] == [
        ("G03", "example")
    ]
