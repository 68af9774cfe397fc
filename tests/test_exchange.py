"""Exchange as a whole: what every format must keep to, folders of files, and the way back."""

import json
import os
import subprocess
import sys
from collections import Counter
from importlib.metadata import EntryPoint
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from whyso.cli import main
from whyso.graph import ArgumentGraph, formats, load, sample
from whyso.graph.errors import FormatError, InputError, ParseError
from whyso.graph.formats import FORMATS, Account, Format, Row, combined, registry
from whyso.graph.formats.draft import namespace_of
from whyso.graph.formats.proof import GRAPHS, NAMES

BOTH_WAYS = [name for name, format in FORMATS.items() if format.read and format.write]
WHYSO = Path(sys.executable).with_name("whyso")
DATA = Path(__file__).parent / "data"
TEA = """\
@prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix : <https://w3id.org/whyso/id/{slug}/> .
:c1 a arg:Claim ; <http://www.w3.org/2000/01/rdf-schema#label> "Tea {slug}."@en .
"""


def whyso(*args: str) -> Result:
    return CliRunner().invoke(main, list(args), prog_name="whyso")


def slug_of(g: ArgumentGraph) -> str:
    return namespace_of(g.store).rstrip("/").rsplit("/", 1)[-1]


def triples(data: bytes) -> set[tuple[str, ...]]:
    """Return the triples of N-Quads."""
    found = ox.parse(data, ox.RdfFormat.N_QUADS)
    return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in found}


def renamed(g: set[tuple[str, ...]], names: dict[str, str]) -> set[tuple[str, ...]]:
    marks = {f"<{new}>": f"<{old}>" for new, old in names.items()}
    return {tuple(marks.get(term, term) for term in triple) for triple in g}


@pytest.mark.parametrize("name", BOTH_WAYS)
@pytest.mark.parametrize("source", ["claims", "example"])
def test_the_account_of_writing_equals_the_difference_that_reading_back_shows(
    name: str, source: str
) -> None:
    g = sample() if source == "claims" else load(DATA / "example.ttl")
    data, account = formats.dumps(g, name)
    read = FORMATS[name].read
    assert read is not None
    again, _ = read(data, name=f"{slug_of(g)}.{FORMATS[name].suffixes[0]}")

    before = triples(g.store.serialize("n-quads"))
    after = renamed(triples(again.serialize("n-quads")), dict(account.names))
    if NAMES in {row.what for row in account.approximated} and not account.names:
        pytest.skip(f"{name} loses the namespace: told in its account")
    lost, gained = len(before - after), len(after - before)

    assert lost == sum(row.triples for row in account.lost())
    assert gained == 0 or any(row.why.startswith("added: ") for row in account.approximated) or lost
    if account.lossless:
        assert ArgumentGraph(again) == g


@pytest.mark.parametrize("name", BOTH_WAYS)
def test_a_subject_that_lost_something_is_in_a_row(name: str) -> None:
    g = sample()
    data, account = formats.dumps(g, name)
    read = FORMATS[name].read
    assert read is not None
    again, _ = read(data, name=f"{slug_of(g)}.x")
    before = triples(g.store.serialize("n-quads"))
    after = renamed(triples(again.serialize("n-quads")), dict(account.names))

    if NAMES in {row.what for row in account.approximated} and not account.names:
        pytest.skip(f"{name} loses the namespace: told in its account")
    missing = {triple[0].strip("<>") for triple in before - after}
    told = {one for row in (*account.dropped, *account.approximated) for one in row.ids}

    assert missing <= told


def test_a_folder_is_read_at_any_depth_and_like_names_stay_apart(tmp_path: Path) -> None:
    for place, slug in (("a/tea.ttl", "one"), ("b/c/tea.ttl", "two"), ("d.trig", "three")):
        file = tmp_path / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TEA.format(slug=slug))
    (tmp_path / ".hidden.ttl").write_text("broken")
    (tmp_path / "notes.pdf").write_bytes(b"%PDF")

    assert len(load(tmp_path).sources()) == 0
    assert len(load(tmp_path).statements("claim")) == 3


def test_a_broken_file_of_a_folder_is_an_error_or_a_row(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(TEA.format(slug="a"))
    (tmp_path / "b.ttl").write_text("broken")
    accounts: list[Account] = []

    with pytest.raises(ParseError, match=r"b\.ttl:1:"):
        load(tmp_path)
    g = load(tmp_path, accounts=accounts, keep_going=True)

    assert len(g.statements()) == 1
    assert [row.ids for row in accounts[0].dropped] == [(str(tmp_path / "b.ttl"),)]


def test_a_folder_of_broken_files_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "b.ttl").write_text("broken")

    with pytest.raises(InputError, match=r"b\.ttl:1:"):
        load(tmp_path, keep_going=True)


def test_a_folder_as_output_gets_a_file_for_each_source(tmp_path: Path) -> None:
    for slug in ("tea", "milk"):
        (tmp_path / f"{slug}.ttl").write_text(TEA.format(slug=slug))

    done = whyso("convert", str(tmp_path), "-t", "graphml", "-o", str(tmp_path / "out") + "/")

    assert done.exit_code == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "milk.graphml",
        "tea.graphml",
    ]
    assert load(tmp_path / "out" / "tea.graphml") == load(tmp_path / "tea.ttl")
    assert done.stderr.startswith("wrote graphml: 2 statements")


@pytest.mark.parametrize("terminal", [True, False])
def test_many_files_show_how_far_reading_is_on_a_terminal_only(
    tmp_path: Path, terminal: bool
) -> None:
    for number in range(30):
        (tmp_path / f"t{number}.ttl").write_text(TEA.format(slug=f"t{number}"))
    ours, theirs = os.openpty()
    command: list[str] = [
        str(WHYSO),
        "convert",
        str(tmp_path),
        "-t",
        "n-quads",
        "-o",
        str(tmp_path / "out"),
    ]
    done = subprocess.run(command, stderr=theirs if terminal else subprocess.PIPE, check=True)
    os.close(theirs)

    shown = os.read(ours, 65_536) if terminal else done.stderr
    os.close(ours)

    assert (b"30/30" in shown) == terminal
    assert b"wrote n-quads: 30 statements" in shown


def test_roundtrip_says_what_a_format_costs(tmp_path: Path) -> None:
    done = whyso("roundtrip", "--via", "graphml", "--via", "gml", "--report", str(tmp_path / "r"))

    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == ["graphml", "gml"]
    assert all("triples came back as they were" in line for line in lines)
    assert json.loads((tmp_path / "r").read_text())["lossless"] is True


def test_roundtrip_needs_a_way_back() -> None:
    done = whyso("roundtrip", "--via", "dot")

    assert done.exit_code == 1
    assert done.stderr == (
        "Error: dot can be written, but not read: there is no way back to measure\n"
    )


def test_a_text_that_no_format_of_its_suffix_knows_is_refused_with_their_names(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.json").write_text('{"menu": []}')

    with pytest.raises(FormatError, match=r"a\.json: does not look like node-link.*--from"):
        load(tmp_path / "a.json")


def test_broken_json_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"nodes": [\n{"nodeID"')

    with pytest.raises(ParseError, match=r"a\.json:2:10: "):
        load(tmp_path / "a.json")


def test_another_package_adds_a_format_by_an_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "FORMATS", dict(FORMATS))
    monkeypatch.setattr(registry, "_NAMES", dict(registry._NAMES))
    theirs = Format("tea-list", "tea", ("tea",), "text/x-tea")

    class Theirs(EntryPoint):
        def load(self) -> Format:
            if self.name == "broken":
                raise ImportError("no module named tea")
            return theirs

    points = [Theirs(name, "tea:FORMAT", "whyso.formats") for name in ("tea", "broken")]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: points)
    registry.register_others.cache_clear()
    with pytest.warns(UserWarning, match="format 'broken' cannot be used: no module named tea"):
        found = formats.of_path("x.tea")

    assert found is theirs


def test_accounts_of_many_files_are_told_as_one() -> None:
    row = Row("scheme", "unknown", ("1",), 1)
    accounts = [
        Account("aif-json", "read", {"statements": 2}, dropped=(row,), files=("a",)),
        Account("aif-json", "read", {"statements": 3}, dropped=(row,), files=("b",)),
        Account("trig", "write", {"triples": 9}),
    ]

    one, other = combined(accounts)

    assert (one.kept, one.files) == ({"statements": 5}, ("a", "b"))
    assert [(row.what, row.triples) for row in one.dropped] == [("scheme", 2)]
    assert other == accounts[2]


def test_merging_sources_into_one_graph_is_told() -> None:
    rows = Counter(row.what for row in formats.roundtrip(both(), "turtle")[0].approximated)

    assert rows[GRAPHS] == 1


def both() -> ArgumentGraph:
    from whyso.graph import parse

    return parse(
        "<http://e/g1> { <http://e/c1> a <https://w3id.org/whyso/ontology#Claim> . }"
        "<http://e/g2> { <http://e/c2> a <https://w3id.org/whyso/ontology#Claim> . }",
        "trig",
    )


def test_the_analysts_notes_of_aif_can_be_left_out(tmp_path: Path) -> None:
    nodes = [
        {"nodeID": "1", "text": "Ann : tea is warm", "type": "L"},
        {"nodeID": "2", "text": "Asserting", "type": "YA", "scheme": "Asserting"},
        {"nodeID": "3", "text": "tea is warm", "type": "I"},
        {"nodeID": "4", "text": "Bob: Ann : tea is warm", "type": "L"},
        {"nodeID": "5", "text": "Analysing", "type": "YA", "scheme": "Analysing"},
    ]
    ends = [("1", "2"), ("2", "3"), ("4", "5"), ("5", "1")]
    edges = [
        {"edgeID": str(number), "fromID": start, "toID": end, "formEdgeID": None}
        for number, (start, end) in enumerate(ends, 10)
    ]
    path = tmp_path / "tea.json"
    path.write_text(json.dumps({"nodes": nodes, "edges": edges, "locutions": []}))

    for options, count in (((), 5), (("--no-analysts",), 3)):
        done = whyso("convert", str(path), "-t", "aif-json", *options)
        assert len(json.loads(done.stdout)["nodes"]) == count, done.stderr
