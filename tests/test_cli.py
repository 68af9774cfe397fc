"""The command line: what it prints, its forms and exit codes, and that its help tells the truth."""

import csv
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from whyso.cli import main
from whyso.graph import load, sample
from whyso.graph.formats import FORMATS
from whyso.graph.query import named_queries

ROOT = Path(__file__).resolve().parent.parent
WHYSO = Path(sys.executable).with_name("whyso")
CLAIMS = ROOT / "claims.ttl"
TEA = ROOT / "tests" / "data" / "tea.ttl"
COMMANDS = sorted(main.commands)
ENDLESS = {"serve"}  # run by tests of their own


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample in it, where examples run as a reader would run them."""
    monkeypatch.chdir(tmp_path)
    for path in (CLAIMS, TEA):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def whyso(*args: str, stdin: bytes | None = None) -> Result:
    done = CliRunner().invoke(main, list(args), input=stdin, prog_name="whyso")
    assert "Traceback" not in done.output
    return done


def process(*args: str, **more: object) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([WHYSO, *args], capture_output=True, **more)  # type: ignore[call-overload, no-any-return]


# Help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_sentence_examples_and_its_python_twin(name: str) -> None:
    command = main.commands[name]

    help = whyso(name, "--help").stdout
    assert re.search(r"\n  [A-Z][^\n]+\.\n", help)
    assert f"\n    whyso {name} " in help
    assert "In Python:" in help
    assert all(option.help for option in command.params if isinstance(option, click.Option)), (
        "an option without help"
    )


def examples(name: str) -> list[str]:
    text = main.commands[name].help or ""
    return re.findall(r"(?m)^\s+(whyso .+)$", text.split("Examples:")[1].split("In Python:")[0])


def twins(name: str) -> list[str]:
    return [
        line.strip()
        for line in (main.commands[name].help or "").split("In Python:")[1].splitlines()
        if line.strip()
    ]


@pytest.mark.parametrize(
    "line", [line for name in COMMANDS for line in examples(name)], ids=lambda line: line[:50]
)
def test_examples_in_the_help_run(line: str, folder: Path, statement: Path) -> None:
    (folder / "statement.txt").write_bytes(statement.read_bytes())
    (folder / "hedged.rq").write_text("SELECT ?c { ?c arg:certainty arg:hedged }")
    (folder / "part.rq").write_text("CONSTRUCT { ?s ?p ?o } WHERE { ?s a arg:Claim ; ?p ?o }")
    (folder / "one.ttl").write_bytes(CLAIMS.read_bytes())
    (folder / "two.ttl").write_bytes(TEA.read_bytes())
    (folder / "debate.af").write_text("p af 2\n1 2\n")
    (folder / "debate.apx").write_text("arg(a7). arg(b). att(a7,b).")
    line = line.replace("whyso view claims.ttl", "whyso view --no-open claims.ttl", 1)
    line = re.sub(r"\| dot .*", "", line).replace("whyso view -f", "whyso view --no-open -f")
    data = None
    for part in line.split("|"):
        words = shlex.split(part)
        assert words[0] == "whyso"
        if words[1] in ENDLESS or "https://" in part:  # tests open no connections
            assert main.commands[words[1]].make_context(words[1], words[2:])
            return
        done = whyso(*words[1:], stdin=data)
        assert done.exit_code == 0, done.stderr
        data = done.stdout_bytes


@pytest.mark.parametrize("name", sorted({*COMMANDS} - ENDLESS))
def test_the_python_twin_runs(name: str, folder: Path, statement: Path) -> None:
    from whyso.graph import formats
    from whyso.graph.formats.frameworks import read_framework
    from whyso.graph.semantics.dung import Solver
    from whyso.graph.terminal.outline import outline

    (folder / "statement.txt").write_bytes(statement.read_bytes())
    (folder / "debate.af").write_text("p af 2\n1 2\n")
    known: dict[str, Any] = {"load": load, "outline": outline, "print": lambda text: text}
    known |= {"Solver": Solver, "formats": formats, "read_framework": read_framework}
    for line in twins(name):
        exec(line, known)  # noqa: S102


def test_the_version_is_that_of_the_package() -> None:
    from importlib.metadata import version

    assert whyso("--version").stdout == f"whyso {version('whyso')}\n"


def test_help_imports_none_of_the_heavy_packages() -> None:
    code = (
        "import sys; import whyso.cli\n"
        "try: whyso.cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'rdflib', 'networkx', 'pyoxigraph', 'pyvis', 'pyshacl', 'numpy', 'IPython'}\n"
        "print(sorted(heavy & sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert done.stderr == "[]\n"


@pytest.mark.parametrize("args", ["show", "query claims.ttl answers", "check --engine shacl"])
def test_a_command_imports_only_what_it_needs(args: str) -> None:
    code = (
        "import sys; import whyso.cli\n"
        f"try: whyso.cli.main({args.split()!r})\n"
        "except SystemExit: pass\n"
        "print(sorted({'pyvis', 'pyshacl', 'IPython', 'jinja2'} & sys.modules.keys()), "
        "file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert done.stderr.splitlines()[-1] == "[]"


# What is printed


def test_without_a_file_it_is_the_sample() -> None:
    assert whyso("show").stdout == whyso("show", "claims.ttl").stdout
    assert whyso("rank", "--json").stdout == whyso("rank", "--json", "claims.ttl").stdout


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_outline_has_every_statement_and_utterance(lang: str) -> None:
    g = sample()

    shown = whyso("show", "--lang", lang).stdout

    words = set(re.findall(r"[\w.-]+", shown))
    assert {record.id for record in (*g.statements(), *g.utterances())} <= words


def test_a_chinese_summary_has_no_english_sentence() -> None:
    shown = whyso("show", "--summary", "--lang", "zh").stdout

    assert not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", shown)
    assert len(re.findall("[\u4e00-\u9fff]", shown)) > 200


def test_tables_are_tsv_when_piped_and_every_form_says_the_same() -> None:
    query = "SELECT ?s ?l { ?s a arg:UnderlyingQuestion ; rdfs:label ?l } ORDER BY ?s ?l"
    rows = [tuple(map(str, row)) for row in sample().query(query)]  # type: ignore[arg-type]

    plain = process("query", query).stdout
    assert plain == process("query", query, "--tsv").stdout
    assert plain.splitlines()[0] == b"?s\t?l"

    text = whyso("query", query, "--csv").stdout
    found = list(csv.reader(io.StringIO(text, newline="")))
    assert found[0] == ["s", "l"]
    assert list(map(tuple, found[1:])) == rows

    said = json.loads(whyso("query", query, "--json").stdout)
    assert [row["l"]["value"] for row in said["results"]["bindings"]] == [row[1] for row in rows]

    table = whyso("query", query, "--table").stdout
    assert all(row[0].rsplit("/")[-1] in table for row in rows)
    assert "http" not in table
    assert "https://w3id.org/whyso/id/" in whyso("query", query, "--table", "--full-iris").stdout

    xml = ET.fromstring(whyso("query", query, "--to", "xml").stdout)  # noqa: S314 (our own)
    assert len(xml.findall(".//{*}result")) == len(rows)


def test_a_question_for_yes_or_no() -> None:
    assert whyso("query", "ASK { ?s a arg:Claim }").stdout.strip() == "true"


def test_construct_prints_turtle_that_is_read_again() -> None:
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s a arg:Question ; ?p ?o }"
    turtle = whyso("query", text).stdout_bytes

    assert whyso("show", "--from", "turtle", "-", stdin=turtle).exit_code == 0


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_every_named_query_is_listed_and_runs(name: str) -> None:
    assert re.search(rf"(?m)^{name}\t", whyso("query", "--list").stdout)
    assert whyso("query", "claims.ttl", name).exit_code == 0


def test_a_query_from_a_file_and_from_standard_input() -> None:
    Path("q.rq").write_text("SELECT ?s { ?s a arg:Source }")
    wanted = whyso("query", "claims.ttl", "SELECT ?s { ?s a arg:Source }").stdout

    assert whyso("query", "claims.ttl", "@q.rq").stdout == wanted
    assert whyso("query", "claims.ttl", "q.rq").stdout == wanted
    assert whyso("query", "claims.ttl", "-", stdin=Path("q.rq").read_bytes()).stdout == wanted


def test_a_prefix_can_be_given() -> None:
    text = "ASK { ?s a a:Claim }"

    assert whyso("query", text).exit_code == 1
    given = whyso("query", text, "--prefix", "a=https://w3id.org/whyso/ontology#")
    assert given.stdout.strip() == "true"


def test_grounds_and_consequences_print_what_the_library_finds() -> None:
    g = sample()
    for verb, found in (("grounds", g.grounds("c67")), ("consequences", g.consequences("c30"))):
        said = json.loads(whyso(verb, "--json", "claims.ttl", found.statement).stdout)
        text = json.dumps(said)
        assert found.items
        assert all(g[item.statement].id in text for item in found.items)


def test_ranking_covers_every_statement_and_question() -> None:
    g = sample()

    assert len(json.loads(whyso("rank", "--json", "--top", "0").stdout)) == len(g.rank())
    assert len(json.loads(whyso("rank", "--json", "--questions").stdout)) == len(g.coverage())
    assert len(json.loads(whyso("rank", "--json", "--top", "3").stdout)) == 3


# Checking


def test_the_sample_passes_its_check(statement: Path) -> None:
    done = whyso("check", "claims.ttl", "--text", str(statement))

    assert done.exit_code == 0
    assert "no violations, no warnings" in done.stdout
    assert "92 of 92 passages" in done.stdout


def test_a_planted_fault_is_found_and_the_exit_code_is_3() -> None:
    text = CLAIMS.read_text("utf-8")
    Path("claims.ttl").write_text(re.sub(r"arg:target :\w+", "arg:target :c9999", text, count=1))

    done = whyso("check", "claims.ttl", "--engine", "shacl")
    said = json.loads(whyso("check", "claims.ttl", "--engine", "shacl", "--format", "json").stdout)

    assert done.exit_code == 3
    assert re.search(r"(?m)^claims\.ttl:\d+: violation S\d+: x\d+ .*c9999", done.stdout)
    assert any("c9999" in json.dumps(found) for found in said["findings"])


def test_what_counts_as_a_problem_can_be_chosen() -> None:
    codes = [
        whyso("check", "--engine", "shacl", "--fail-on", level).exit_code
        for level in ("violation", "warning", "info")
    ]

    assert codes == [0, 0, 3]


# Converting


@pytest.mark.parametrize("name", sorted(set(FORMATS)))
def test_every_format_can_be_chosen_and_tells_what_it_kept(name: str) -> None:
    if FORMATS[name].write is None:
        pytest.skip(f"{name} is read only")
    suffix = FORMATS[name].suffixes[0]

    done = whyso("convert", "claims.ttl", f"out.{suffix}", "--to", name)

    assert done.exit_code == 0
    assert (done.stdout, done.stderr.count("\n") >= 1) == ("", True)
    assert re.match(r"wrote [\w-]+: \d+ (statements|edges)", done.stderr)
    written = [path for path in Path().iterdir() if path.name.startswith("out")]
    assert written
    assert all(path.stat().st_size > 500 for path in written)


def test_strict_conversion_fails_and_writes_nothing_if_something_is_lost() -> None:
    lossy = whyso("convert", "claims.ttl", "out.mmd", "--strict")

    assert lossy.exit_code == 1
    assert lossy.stderr.startswith("Error: ")
    assert not Path("out.mmd").exists()
    assert whyso("convert", "claims.ttl", "out.graphml", "--strict").exit_code == 0


def test_the_account_can_be_written_as_json() -> None:
    whyso("convert", "claims.ttl", "out.dot", "--report", "account.json")

    assert json.loads(Path("account.json").read_bytes())["accounts"][0]["format"] == "dot"


# The terminal


def test_the_reader_may_hang_up() -> None:
    line = f"{shlex.quote(str(WHYSO))} show claims.ttl | head -1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {line}"], capture_output=True)

    assert done.stdout.count(b"\n") == 1
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


def test_an_interrupt_ends_it_quietly() -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    running = subprocess.Popen([WHYSO, "query", query], stderr=subprocess.PIPE)
    with pytest.raises(subprocess.TimeoutExpired):
        running.wait(3)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=20)

    assert running.returncode in (130, -signal.SIGINT)  # a shell says 130 for both
    assert b"Traceback" not in said


def test_colours_are_for_terminals_only() -> None:
    assert b"\x1b[" not in process("show", "--summary").stdout


def test_output_is_utf_8_whatever_the_locale() -> None:
    done = process("show", "--lang", "zh", env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"})

    assert "政府" in done.stdout.decode("utf-8")


def test_viewing_writes_the_page_and_says_where(folder: Path) -> None:
    done = whyso("view", "claims.ttl", "--no-open")

    assert (folder / "claims.html").read_text("utf-8").startswith("<!doctype html>")
    assert str(folder / "claims.html") in done.output or "claims.html" in done.output
    named = whyso("view", "claims.ttl", "-o", "map.html", "--no-open", "--title", "A <b> title")
    assert named.exit_code == 0
    assert "A &lt;b&gt; title" in Path("map.html").read_text("utf-8")
