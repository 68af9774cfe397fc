"""The documents tell the truth: their commands and code run, their links lead somewhere."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from whyso.cli import main
from whyso.graph import load

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "benchmarks" / "README.md"]
)
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", README)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    Path("claims.ttl").write_bytes((ROOT / "claims.ttl").read_bytes())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    "line",
    [
        line.split("  #")[0].strip()
        for block in blocks("sh")
        for line in block.splitlines()
        if line.startswith("whyso ") and not re.match("whyso serve|.*https:", line)
    ],
)
def test_commands_of_the_readme_run(line: str, statement: Path) -> None:
    Path("STATEMENT.txt").write_bytes(statement.read_bytes())
    words = shlex.split(line, comments=True)[1:]
    if words[0] == "view":
        words.append("--no-open")

    done = CliRunner().invoke(main, words)

    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_code_runs(page: Path, statement: Path) -> None:
    Path("STATEMENT.txt").write_bytes(statement.read_bytes())
    for block in re.findall(r"(?ms)^```python\n(.*?)^```$", page.read_text("utf-8")):
        exec(block, {})  # noqa: S102 (our own pages)


def transcripts() -> list[tuple[str, str]]:
    """Each command that a page shows, with what it is said to print."""
    return [
        (command, wanted.rstrip())
        for page in PAGES
        for command, wanted in re.findall(
            r"(?ms)^```console\n\$ (whyso [^\n]*)\n(.*?)^```$", page.read_text("utf-8")
        )
    ]


@pytest.mark.parametrize(("command", "wanted"), transcripts(), ids=lambda text: text[:60])
def test_a_transcript_is_what_the_command_prints(command: str, wanted: str) -> None:
    done = CliRunner().invoke(main, shlex.split(command)[1:])

    # A line of three dots stands for lines left out.
    parts = [re.escape(part) for part in re.split(r"(?m)^\.\.\.$", wanted)]
    assert re.fullmatch(".*".join(parts), done.stdout.rstrip(), re.DOTALL), done.stdout


def test_every_command_and_make_target_is_told() -> None:
    told = README + (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    targets = re.search(r"(?m)^\.PHONY: (.+)$", (ROOT / "Makefile").read_text())
    assert targets

    assert [name for name in main.commands if f"whyso {name}" not in README] == []
    for target in set(targets[1].split()) - {"clean", "chromium", "virtuoso"}:
        assert re.search(rf"make (test )?{target}\b", told), target


def test_the_names_in_the_architecture_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = set(re.findall(r"\b((?:graph|ontology)/[\w/]*(?:\.\w+)?)", text))

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_no_page_is_wider_than_its_sentences_need() -> None:
    for page in PAGES:
        text = re.sub(r"(?ms)^```.*?^```$", "", page.read_text("utf-8"))
        assert [line for line in text.splitlines() if len(line) > 200 and line[0] != "|"] == []


def test_the_sample_counts_in_the_docs_are_those_of_the_file() -> None:
    g = load("claims.ttl")
    for page in PAGES:
        for number in re.findall(r"(\d+) of \d+ passages", page.read_text("utf-8")):
            assert int(number) == len(g.passages())
