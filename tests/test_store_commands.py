"""The commands about stores, and stores where a file is expected."""

import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from whyso import ontology
from whyso.cli import main
from whyso.graph.store.bulk import Report
from whyso.graph.terminal import viewing

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "tests" / "data" / "example.ttl"
STORE = main.commands["store"]
assert isinstance(STORE, click.Group)
VERBS = STORE.commands


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "debates").mkdir()
    (tmp_path / "debates" / "example.ttl").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "claims.ttl").write_bytes((ROOT / "claims.ttl").read_bytes())
    return tmp_path


def whyso(*args: str) -> Result:
    done = CliRunner().invoke(main, list(args), prog_name="whyso")
    assert "Traceback" not in done.output
    return done


def loaded() -> None:
    assert whyso("store", "load", "a.store", "claims.ttl", "debates").exit_code == 0


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_sentence_examples_and_its_python_twin(verb: str) -> None:
    said = whyso("store", verb, "--help").stdout

    assert re.search(r"\n  [A-Z][^\n]+\.\n", said)
    assert f"\n    whyso store {verb} " in said
    assert "In Python:" in said


def test_a_report_tells_of_files_whose_names_are_no_text(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path / "tea") + b"\xff.ttl")
    try:
        Path(name).write_text(f"<http://e/a> a <{ontology.ARG}Claim> .")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    report = tmp_path / "r.json"

    done = whyso("store", "load", str(tmp_path / "a.store"), name, "--report", str(report))

    assert done.exit_code == 0, done.output
    assert json.loads(report.read_bytes())["loaded"] == [name]


def test_loading_tells_what_became_of_the_files() -> None:
    first = whyso("store", "load", "a.store", "claims.ttl", "debates", "--report", "r.json")
    again = whyso("store", "load", "a.store", "claims.ttl", "debates")

    assert first.stdout == ""
    assert "a.store: files: 2 loaded\nit holds 2 sources on " in first.stderr
    assert "a.store: files: 2 unchanged\n" in again.stderr
    report = json.loads(Path("r.json").read_text())
    assert len(report["loaded"]) == 2
    assert report["broken"] == report["accounts"] == {}
    assert list(report) == [one.name for one in fields(Report)]


def test_a_broken_file_is_told_in_the_report_in_any_case(folder: Path) -> None:
    (folder / "debates" / "bad.ttl").write_text("no Turtle")

    stopped = whyso("store", "load", "a.store", "debates", "--report", "r.json")
    report = json.loads(Path("r.json").read_text())
    went_on = whyso("store", "load", "a.store", "debates", "--keep-going")

    assert stopped.exit_code == 1
    assert re.fullmatch(r"Error: debates/bad\.ttl:1:\d+: .+\n", stopped.stderr)
    assert list(report["broken"]) == ["debates/bad.ttl"]
    assert went_on.exit_code == 0
    assert "1 broken" in went_on.stderr
    assert "  passed over debates/bad.ttl:1:" in went_on.stderr


def test_a_missing_file_makes_no_store(folder: Path) -> None:
    done = whyso("store", "load", "a.store", "nowhere.ttl")

    assert done.stderr == "Error: nowhere.ttl: no such file\n"
    assert not (folder / "a.store").exists()


def test_a_store_tells_its_sources() -> None:
    loaded()
    table = whyso("store", "info", "a.store", "--json").stdout
    sources = json.loads(whyso("store", "info", "a.store", "--sources", "--json").stdout)

    assert {row["what"]: row["value"] for row in json.loads(table)}["files in turtle"] == 2
    assert [row["source"] for row in sources] == ["example", "government-guarantees"]
    assert sources[1]["questions"] == 11
    assert sources[1]["file"].endswith("claims.ttl")


def test_sources_are_dropped_by_name_and_by_file() -> None:
    loaded()

    assert whyso("store", "drop", "a.store", "debates/example.ttl").exit_code == 0
    unknown = whyso("store", "drop", "a.store", "government-guarantee")
    assert unknown.stderr == (
        "Error: no source named 'government-guarantee'; the nearest are government-guarantees\n"
    )
    assert whyso("store", "drop", "a.store", "government-guarantees").exit_code == 0
    assert whyso("show", "a.store").stderr == (
        "Error: a.store: an empty graph; there is nothing to show\n"
    )


@pytest.mark.parametrize(
    "command",
    [
        "show {}",
        "query {} answers",
        "rank {} --questions --csv",
        "verdict {} --csv",
        "explain {} c3",
        "whatif {} --retract c43",
        "grounds {} c67",
        "convert {} -t trig -q",
        "view {} -o -",
    ],
)
def test_a_source_of_a_store_is_what_its_file_is(command: str) -> None:
    loaded()
    words = command.split()

    def run(target: str, *more: str) -> Result:
        return whyso(*(target if word == "{}" else word for word in words), *more)

    ours, theirs = run("a.store", "--source", "government-guarantees"), run("claims.ttl")
    cut = run("debates/../claims.ttl", "--source", "government-guarantees")

    assert ours.exit_code == 0
    assert ours.stdout == theirs.stdout == cut.stdout


def test_checking_a_source_names_the_file_that_it_is_from() -> None:
    loaded()
    more = ["--source", "example", "--fail-on", "violation", "--engine", "shacl"]

    done = whyso("check", "a.store", *more)

    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1].startswith("no violations")


def test_an_unknown_source_tells_the_nearest() -> None:
    loaded()

    for target in ("a.store", "claims.ttl"):
        done = whyso("show", target, "--source", "goverment-guarantees")
        assert done.exit_code == 1
        assert done.stderr.endswith("the nearest are government-guarantees\n")


def test_a_map_that_is_too_much_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded()
    monkeypatch.setattr(viewing, "_SOURCES", 1)

    refused = whyso("view", "a.store", "-o", "-")
    near = whyso("view", "a.store", "--claim", "c44", "-o", "near.html", "--no-open")

    assert refused.stderr == (
        "Error: a.store: 2 sources, too much for one map; choose with --source ('whyso store info"
        " --sources' lists them), --question or --claim\n"
    )
    assert near.exit_code == 0, near.stderr
    monkeypatch.setattr(viewing, "_SOURCES", 2)
    monkeypatch.setattr(viewing, "_NODES", 3)
    assert "too much for one map" in whyso("view", "a.store").stderr


def test_verdicts_are_kept_in_the_store_once() -> None:
    whyso("store", "load", "a.store", "debates")

    first = whyso("verdict", "a.store", "--write", "a.store", "--compare")
    again = whyso("verdict", "a.store", "--write", "a.store", "--standpoint", "evidence")
    other = whyso("verdict", "claims.ttl", "--write", "a.store")

    assert first.stderr == "a.store: 5 verdicts worked out, 0 were there\n"
    assert again.stderr == "a.store: 0 verdicts worked out, 1 were there\n"
    assert other.exit_code == 2
    assert len(whyso("query", "a.store", "verdicts", "--csv").stdout.splitlines()) > 50


def test_what_is_no_store_is_told(folder: Path) -> None:
    (folder / "old").mkdir()
    (folder / "old" / "CURRENT").write_text("")

    assert "a database that whyso did not make" in whyso("show", "old").stderr
    assert "no such store" in whyso("store", "info", "debates").stderr
    assert "not empty" in whyso("store", "create", "debates").stderr


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_files(folder: Path) -> None:
    text = EXAMPLE.read_text("utf-8")
    code = (
        "import resource, sys\nfrom whyso.cli import main\n"
        "try: main(['store', 'load', *sys.argv[1:]])\n"
        "except SystemExit: pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peaks = []
    for count in (1200, 4800):
        place = folder / f"many{count}"
        place.mkdir()
        for number in range(count):
            (place / f"e{number}.ttl").write_text(
                text.replace("/example/", f"/e{number}/"), "utf-8"
            )
        done = subprocess.run(
            [sys.executable, "-c", code, f"{count}.store", place], capture_output=True, check=True
        )
        peaks.append(int(done.stdout))

    assert peaks[1] < 1.3 * peaks[0]
