"""Bad input: one clear line on standard error, the right exit code, and nothing written."""

import gzip
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from whyso.cli import main
from whyso.graph import load

ROOT = Path(__file__).resolve().parent.parent
TEA = (ROOT / "tests" / "data" / "tea.ttl").read_bytes()
CLAIMS = str(ROOT / "claims.ttl")
EVERYWHERE = ("show", "check", "rank", "view --no-open", "convert -o out.graphml")


def whyso(*args: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(args), input=stdin)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(name: str, data: bytes) -> str:
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return name


BROKEN: dict[str, tuple[Callable[[], str], str]] = {
    "a missing file": (lambda: "nowhere.ttl", r"nowhere\.ttl: no such file"),
    "a directory without graphs": (
        lambda: put("folder/notes.md", b"#") and "folder",
        r"folder: no files in it that can be read \(see 'whyso convert --list'\)",
    ),
    "a binary file": (
        lambda: put("pixels.ttl", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
        r"pixels\.ttl:\d+:\d+: a zero byte: a binary file, not text",
    ),
    "a truncated file": (lambda: put("half.ttl", TEA[:-40]), r"half\.ttl:\d+:\d+: .+"),
    "Latin-1 bytes": (
        lambda: put("old.ttl", TEA + "# caf\u00e9\n".encode("latin-1")),
        r"old\.ttl:\d+:\d+: not UTF-8 \(byte 0xe9\); save the file as UTF-8",
    ),
    "UTF-16": (
        lambda: put("wide.ttl", TEA.decode().encode("utf-16")),
        r"wide\.ttl:1:1: UTF-16 text; save the file as UTF-8",
    ),
    "an unknown suffix": (
        lambda: put("claims.docx", TEA),
        r"claims\.docx: no format named 'docx'; .+",
    ),
    "no suffix": (
        lambda: put("claims", TEA),
        r"claims: no suffix tells the format; give it with --from",
    ),
    "an empty file": (lambda: put("empty.ttl", b""), r"empty\.ttl: an empty graph; .+"),
    "a graph without statements": (
        lambda: put("prefix.ttl", b"@prefix a: <http://a/> ."),
        r"prefix\.ttl: an empty graph; .+",
    ),
    "half a gzip file": (
        lambda: put("half.ttl.gz", gzip.compress(TEA)[:-9]),
        r"half\.ttl\.gz: not a whole gzip file .+",
    ),
    "no gzip file": (lambda: put("plain.ttl.gz", TEA), r"plain\.ttl\.gz: not a whole gzip .+"),
    "broken JSON": (lambda: put("a.jsonld", b'{"@id": '), r"a\.jsonld(:\d+:\d+)?: .+"),
    "broken XML": (lambda: put("a.rdf", b"<a><b></a>"), r"a\.rdf(:\d+:\d+)?: .+"),
    "a remote context": (
        lambda: put("far.jsonld", b'{"@context": "http://127.0.0.1:1/c", "@id": "http://e/a"}'),
        r"far\.jsonld: a remote JSON-LD context, which is never fetched; .+",
    ),
    "JSON nested deeply": (
        lambda: put("deep.jsonld", b"[" * 100_000),
        r"deep\.jsonld: nested \d+ levels deep; the limit is 128",
    ),
    "XML entities of entities": (
        lambda: put("bomb.rdf", b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>'),
        r"bomb\.rdf:1: an XML entity that is not a short text; .+",
    ),
    "relative IRIs": (
        lambda: put("rel.ttl", b"<a> <b> <c> ."),
        r"rel\.ttl:1:\d+: a relative IRI; write it in full, or give a base with --base",
    ),
}


@pytest.mark.parametrize("command", EVERYWHERE)
@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_told_in_one_line(kind: str, command: str, folder: Path) -> None:
    make, message = BROKEN[kind]
    target = make()
    before = sorted(folder.rglob("*"))

    done = whyso(*command.split(), target)

    assert re.fullmatch(rf"Error: {message}\n", done.stderr), done.stderr
    assert (done.exit_code, done.stdout) == (1, "")
    assert sorted(folder.rglob("*")) == before


USAGE: dict[str, tuple[tuple[str, ...], int, str]] = {
    "an unknown claim": (
        ("grounds", CLAIMS, "c670"),
        1,
        r"no claim or step named 'c670'; the nearest are c70, c67, c60",
    ),
    "an unknown claim with nothing near": (
        ("consequences", CLAIMS, "@@"),
        1,
        r"no claim or step named '@@'",
    ),
    "an unknown query": (
        ("query", CLAIMS, "answrs"),
        1,
        r"no query named 'answrs'; the nearest are answers, .+",
    ),
    "an unknown parameter": (
        ("query", CLAIMS, "answers", "--param", "quetion=q1"),
        1,
        r"no parameter of query answers named 'quetion'; the nearest are question",
    ),
    "a broken query": (
        ("query", CLAIMS, "SELECT ?s\nWHERE { ?s ?p }"),
        1,
        r"query: line 2, column 15: cannot be read from here: '}'",
    ),
    "a query file that is missing": (
        ("query", CLAIMS, "@no.rq"),
        1,
        r"no\.rq: no such file",
    ),
    "no query": (("query",), 2, r"Give a query: a name, SPARQL text, @FILE.rq or - ?.*"),
    "an update": (
        ("query", CLAIMS, "DELETE WHERE { ?s ?p ?o }"),
        1,
        r"query: line 1, column 1: an update; only SELECT, .+",
    ),
    "a call to another server": (
        ("query", CLAIMS, "ASK { SERVICE <http://127.0.0.1:1/> {} }"),
        1,
        r"query: line 1, column 7: SERVICE calls another server, .+",
    ),
    "a parameter without a value": (("query", CLAIMS, "answers", "--param", "question"), 2, r".+"),
    "an unknown command": (("shwo",), 2, r"No such command 'shwo'.*"),
    "an unknown option": (("show", "--sumary"), 2, r"No such option:? '?--sumary'?.*"),
    "an unknown language": (("show", "--lang", "fr"), 2, r".*'fr' is not one of 'en', 'zh'.*"),
    "an unknown output format": (
        ("convert", CLAIMS, "out.foo"),
        1,
        r"out\.foo: no format named 'foo'; .+",
    ),
    "an unknown format name": (
        ("convert", CLAIMS, "--to", "grafml"),
        1,
        r"no format named 'grafml'; the nearest are graphml, .+",
    ),
    "no output": (("convert", CLAIMS), 2, r"Name an input, and an output file or a format .+"),
    "an output folder that is missing": (
        ("convert", CLAIMS, "no/claims.graphml"),
        1,
        r"no/claims\.graphml: cannot be written: No such file or directory",
    ),
    "a page in a folder that is missing": (
        ("view", CLAIMS, "-o", "no/claims.html", "--no-open"),
        1,
        r"no/claims\.html: cannot be written: No such file or directory",
    ),
    "a text that is missing": (("check", CLAIMS, "--text", "no.txt"), 1, r"no\.txt: no such file"),
    "a base that is none": (("show", CLAIMS, "--base", "no iri"), 1, r"base 'no iri': .+"),
    "several sources in a syntax for one": (
        ("convert", CLAIMS, str(ROOT / "tests" / "data" / "tea.ttl"), "both.ttl", "--strict"),
        1,
        r".+",
    ),
}


@pytest.mark.parametrize(
    "line",
    [
        "query {claims} @{query}",
        "verdict {claims} --standpoint @{query}",
        "verdict {claims} --compare --standpoint {query}",
        "rank {claims} --standpoint @{query}",
        "frames {claims} -o {folder}/tables --standpoint @{query}",
    ],
)
def test_a_broken_query_in_a_file_is_told_with_its_place(tmp_path: Path, line: str) -> None:
    query = tmp_path / "own.rq"
    query.write_text("SELECT ?c {\n  ?c a }", "utf-8")
    done = whyso(*line.format(claims=CLAIMS, query=query, folder=tmp_path).split())
    assert re.fullmatch(rf"Error: {re.escape(str(query))}:2:8: .+\n", done.stderr), done.stderr
    assert (done.exit_code, done.stdout) == (1, "")
    assert list(tmp_path.iterdir()) == [query]


@pytest.mark.parametrize("kind", USAGE)
def test_bad_usage_is_told_in_one_line(kind: str, folder: Path) -> None:
    args, code, message = USAGE[kind]

    done = whyso(*args)

    assert re.fullmatch(rf"Error: {message}\n", done.stderr), done.stderr
    assert (done.exit_code, done.stdout) == (code, "")
    assert not list(folder.iterdir())


def test_standard_input_needs_a_format() -> None:
    done = whyso("show", "-", stdin=TEA)

    assert done.exit_code == 1
    assert done.stderr == (
        "Error: standard input: no suffix tells the format; give it with --from\n"
    )
    assert whyso("show", "-", "--from", "turtle", stdin=TEA).exit_code == 0
    assert whyso("show", "-", "--from", "xml", stdin=TEA).stderr.startswith(
        "Error: standard input:1:"
    )


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".jsonld", ".rdf", ".nq", ".trig"])
def test_a_byte_order_mark_is_accepted(suffix: str) -> None:
    plain = load(ROOT / "tests" / "data" / "tea.ttl").save(f"tea{suffix}")
    Path(f"marked{suffix}").write_bytes(b"\xef\xbb\xbf" + plain.read_bytes())

    assert load(f"marked{suffix}") == load(plain)
    assert whyso("show", f"marked{suffix}").exit_code == 0


def test_a_file_that_may_not_be_read() -> None:
    put("secret.ttl", TEA)
    Path("secret.ttl").chmod(0)
    if os.access("secret.ttl", os.R_OK):
        pytest.skip("this user may read every file")

    assert whyso("show", "secret.ttl").stderr == "Error: secret.ttl: Permission denied\n"


def test_a_traceback_is_shown_only_if_asked_for() -> None:
    assert "Traceback" not in whyso("show", "no.ttl").stderr
    assert "Traceback" in whyso("show", "no.ttl", "--debug").stderr


def test_a_conversion_that_fails_leaves_the_old_file() -> None:
    put("out.graphml", b"old")
    put("half.ttl", TEA[:-40])

    assert whyso("convert", "half.ttl", "out.graphml").exit_code == 1
    assert Path("out.graphml").read_bytes() == b"old"
