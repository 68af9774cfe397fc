"""Stores on disk: what is loaded, skipped, replaced, dropped; what is kept; who may open one."""

import gzip
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from answers import rows
from whyso import ontology
from whyso.graph import load, sample
from whyso.graph.errors import InputError, OutputError, ParseError, UnknownNameError
from whyso.graph.loading import load_into
from whyso.graph.opening import sample_path
from whyso.graph.semantics import Options
from whyso.graph.store import Store, bulk, find_syntax
from whyso.graph.store.disk import DiskStore, is_store
from whyso.graph.store.parts import named, short
from whyso.graph.terminal.verdict_stores import judge

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "tests" / "data" / "example.ttl"
PREFIXES = "@prefix arg: <https://w3id.org/whyso/ontology#> .\n"


def tea(claims: int, name: str = "tea", extra: str = "") -> str:
    """A source with claims, each a reason for the first, a number and a blank node."""
    lines = [PREFIXES, f"@prefix : <{ontology.ID}{name}/> .\n"]
    for number in range(claims):
        lines.append(f":c{number} a arg:Claim ; arg:status arg:stated ; arg:hasQuantity [ a :x ] .")
        lines.append(f":i{number} a arg:Inference ; arg:premise :c{number} ; arg:conclusion :c0 .")
    return "\n".join([*lines, extra, ""])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "debates"
    folder.mkdir()
    for number in range(4):
        (folder / f"t{number}.ttl").write_text(tea(number + 1, f"t{number}"))
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "a.store"


@pytest.fixture
def store(place: Path) -> Iterator[DiskStore]:
    with DiskStore.create(place) as store:
        yield store


def slugs(store: Store) -> list[str]:
    return [short(graph.value) for graph in store.source_graphs()]


def same(store: Store, *paths: Path) -> bool:
    """Whether a store holds what files say, with what follows from it."""
    other = Store()
    for path in paths:
        other.read(path)
    other.derive()
    derived = [
        sorted(
            str(quad.triple)
            for graph in one.engine.named_graphs()
            if graph.value.startswith(ontology.DERIVED)
            for quad in one.engine.quads_for_pattern(None, None, None, graph)
        )
        for one in (store, other)
    ]
    return store.serialize("n-quads") == other.serialize("n-quads") and derived[0] == derived[1]


# Loading


@pytest.mark.parametrize("large", [bulk.LARGE, 1], ids=["in memory", "streamed"])
@pytest.mark.parametrize("syntax", ["turtle", "trig", "n-triples", "n-quads"])
def test_what_is_loaded_is_what_the_files_say(
    tmp_path: Path, store: DiskStore, large: int, syntax: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "LARGE", large)
    suffix = find_syntax(syntax).suffixes[0]
    files = []
    for source in (sample_path(), EXAMPLE):
        one = Store()
        one.read(source)
        files.append(tmp_path / f"{source.stem}.{suffix}")
        files[-1].write_bytes(one.serialize(syntax))

    load_into(store, *files)

    assert same(store, *files)
    assert store.prefixes.items() >= {"arg": ontology.ARG}.items()


@pytest.mark.parametrize("large", [bulk.LARGE, 1], ids=["in memory", "streamed"])
def test_datatypes_that_the_engine_forgets_are_kept(
    tmp_path: Path, place: Path, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "LARGE", large)
    file = tmp_path / "tea.ttl.gz"
    number = '"7"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>'
    file.write_bytes(gzip.compress(tea(1, extra=f":c0 arg:paragraph {number} .").encode()))
    with DiskStore.create(place) as store:
        load_into(store, file)

    with DiskStore.open(place) as store:
        assert number in store.serialize("n-quads").decode()
        assert same(store, file)


def test_the_sample_in_a_store_is_the_sample(place: Path) -> None:
    with DiskStore.create(place) as store:
        load_into(store, sample_path())

    g = load(place)

    assert g == sample()
    assert g.verdict().status("c3") == sample().verdict().status("c3")
    assert rows(g.query_named("answers")) == rows(sample().query_named("answers"))
    assert g.statements() == sample().statements()


def test_other_formats_are_loaded_with_their_accounts(tmp_path: Path, store: DiskStore) -> None:
    nodes = [
        {"nodeID": "1", "text": "Tea.", "type": "I", "timestamp": "2020-01-01 00:00:00"},
        {"nodeID": "2", "text": "Cold.", "type": "I", "timestamp": "2020-01-01 00:00:00"},
        {"nodeID": "3", "text": "RA", "type": "RA", "timestamp": "2020-01-01 00:00:00"},
    ]
    edges = [
        {"edgeID": "1", "fromID": "2", "toID": "3", "formEdgeID": None},
        {"edgeID": "2", "fromID": "3", "toID": "1", "formEdgeID": None},
    ]
    file = tmp_path / "nodeset7.json"
    file.write_text(json.dumps({"nodes": nodes, "edges": edges, "locutions": []}))

    report = load_into(store, file)

    assert store.records[str(file)].format == "aif-json"
    assert report.accounts[str(file)]["kept"]["statements"] == 2
    assert slugs(store) == slugs(load(file).store)


def test_what_is_there_is_not_read_again(folder: Path, store: DiskStore) -> None:
    first = load_into(store, folder)
    (folder / "t1.ttl").touch()
    (folder / "t9.ttl").write_text(tea(2, "t9"))

    second = load_into(store, folder)

    assert (len(first.loaded), len(first.unchanged)) == (4, 0)
    assert second.loaded == [str(folder / "t9.ttl")]
    assert len(second.unchanged) == 4
    assert store.records[str(folder / "t1.ttl")].mtime == (folder / "t1.ttl").stat().st_mtime_ns


@pytest.mark.parametrize("large", [bulk.LARGE, 1], ids=["in memory", "streamed"])
def test_a_changed_file_replaces_what_it_said(
    folder: Path, store: DiskStore, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "LARGE", large)
    load_into(store, folder)
    (folder / "t1.ttl").write_text(tea(5, "t1"))
    (folder / "t2.ttl").write_text(tea(5, "t2-renamed"))

    report = load_into(store, folder)

    assert sorted(report.replaced) == [str(folder / "t1.ttl"), str(folder / "t2.ttl")]
    assert slugs(store) == ["t0", "t1", "t2-renamed", "t3"]
    assert same(store, *sorted(folder.iterdir()))


def test_files_about_one_source_are_replaced_together(tmp_path: Path, place: Path) -> None:
    one, two = tmp_path / "one.ttl", tmp_path / "two.ttl"
    one.write_text(tea(2))
    two.write_text(f"{PREFIXES}@prefix : <{ontology.ID}tea/> .\n:c9 a arg:Claim .\n")
    with DiskStore.create(place) as store:
        load_into(store, one)
        load_into(store, two)
        assert slugs(store) == ["tea"]
        assert same(store, one, two)
    one.write_text(tea(3))

    with DiskStore.open(place, writing=True) as store:
        report = load_into(store, one)

        assert sorted(report.replaced) == [str(one), str(two)]
        assert same(store, one, two)


@pytest.mark.parametrize("large", [bulk.LARGE, 1], ids=["in memory", "streamed"])
def test_a_new_file_about_the_source_of_a_changed_one_that_comes_later_stays(
    tmp_path: Path, store: DiskStore, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "LARGE", large)
    new, changed = tmp_path / "a.ttl", tmp_path / "b.ttl"
    changed.write_text(tea(2))
    load_into(store, tmp_path)
    changed.write_text(tea(3))
    new.write_text(f"{PREFIXES}@prefix : <{ontology.ID}tea/> .\n:c9 a arg:Claim .\n")

    report = load_into(store, tmp_path)

    assert (list(report.loaded), list(report.replaced)) == ([str(new)], [str(changed)])
    assert same(store, new, changed)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("large", [bulk.LARGE, 1], ids=["in memory", "streamed"])
def test_a_store_holds_what_its_files_say_whatever_was_loaded_before(
    tmp_path: Path, place: Path, large: int, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that share graphs in changing ways, loaded after each change."""
    chance = random.Random(seed)  # noqa: S311 (a repeatable sequence is wanted)
    monkeypatch.setattr(bulk, "LARGE", large)
    monkeypatch.setattr(bulk, "FILES", chance.randint(1, 4))
    files = [tmp_path / f"f{number}.trig" for number in range(5)]
    DiskStore.create(place).close()
    for turn in range(4):
        for number, file in enumerate(files):
            if chance.random() < 0.5:
                graphs = chance.sample(["g", "h", "i"], chance.randint(1, 2))
                each = (f"<http://e/{g}> {{ :c{number}t{turn} a arg:Claim }}\n" for g in graphs)
                file.write_text(f"{PREFIXES}@prefix : <http://e/> .\n{''.join(each)}")
        there = [file for file in files if file.exists()]

        with DiskStore.open(place, writing=True) as store:
            load_into(store, *there)

            assert same(store, *there)


def test_what_was_written_in_many_batches_is_compacted_once(
    folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "FILES", 1)
    monkeypatch.setattr(bulk, "_MANY", 3)
    with DiskStore.create(place) as store:
        assert "compact" in load_into(store, folder).seconds
        assert same(store, *sorted(folder.glob("*.ttl")))
        assert "compact" not in load_into(store, folder).seconds


def test_prefixes_are_those_of_the_first_file_that_declares_them(
    tmp_path: Path, place: Path
) -> None:
    for number in (2, 1):
        said = f"{PREFIXES}@prefix tea: <http://e/{number}/> .\ntea:c a arg:Claim .\n"
        (tmp_path / f"{number}.ttl").write_text(said)
    with DiskStore.create(place) as store:
        load_into(store, tmp_path / "2.ttl", tmp_path / "1.ttl")
    with DiskStore.open(place, writing=True) as store:
        assert store.prefixes["tea"] == "http://e/1/"
        store.drop([graph.value for graph in store.source_graphs() if graph.value.endswith("/1")])
        assert store.prefixes["tea"] == "http://e/2/"


def test_a_store_in_a_folder_is_not_what_is_loaded(folder: Path) -> None:
    with DiskStore.create(folder / "own.store") as store:
        report = load_into(store, folder)

        assert not report.unknown
        assert not report.broken
        assert load(folder) == load(*sorted(folder.glob("*.ttl")))


def test_files_that_are_called_alike_are_told_apart(tmp_path: Path, store: DiskStore) -> None:
    files = [tmp_path / "a" / "x.nt", tmp_path / "b" / "x.nt"]
    for file in files:
        file.parent.mkdir()
        node, kind = f"<http://e/{file.parent.name}>", f"<{ontology.PREFIXES['rdf']}type>"
        file.write_text(f"{node} {kind} <{ontology.ARG}Claim> .\n")

    load_into(store, *files)

    assert slugs(store) == ["x", "x-2"]


def test_a_changed_file_keeps_the_name_by_which_it_was_told_apart(
    tmp_path: Path, store: DiskStore
) -> None:
    files = [tmp_path / name / "x.nt" for name in "abcdefghijkl"]
    line = f"<http://e/%s> <{ontology.PREFIXES['rdf']}type> <{ontology.ARG}Claim> .\n"
    for file in files:
        file.parent.mkdir()
        file.write_text(line % file.parent.name)
    load_into(store, tmp_path)
    before = dict(store.files)
    files[1].write_text(line % "b" + line % "more")

    report = load_into(store, tmp_path)

    assert report.replaced == [str(files[1])]
    assert dict(store.files) == before
    assert slugs(store) == sorted(["x", *(f"x-{number}" for number in range(2, 13))])
    assert sorted(before.values()) == [str(file) for file in files]


def test_files_that_are_named_twice_are_loaded_once(folder: Path, store: DiskStore) -> None:
    (folder / "link.ttl").symlink_to(folder / "t1.ttl")

    report = load_into(store, folder / "t2.ttl", folder, folder.parent)

    assert len(report.loaded) == 4
    assert load_into(store, folder, folder / "t2.ttl").unchanged == [
        *(str(folder / f"t{number}.ttl") for number in (2, 1, 0, 3)),
    ]


def test_what_is_gone_is_pruned_if_that_is_asked_for(folder: Path, store: DiskStore) -> None:
    load_into(store, folder, sample_path())
    (folder / "t2.ttl").unlink()

    assert load_into(store, folder).removed == []
    assert load_into(store, folder, prune=True).removed == [str(folder / "t2.ttl")]
    assert slugs(store) == ["government-guarantees", "t0", "t1", "t3"]


def test_a_broken_file_ends_the_load_after_what_was_whole(folder: Path, place: Path) -> None:
    (folder / "t1.ttl").write_text("this is no Turtle")
    with (
        DiskStore.create(place) as store,
        pytest.raises(ParseError, match=r"t1\.ttl:1:\d+: "),
    ):
        load_into(store, folder)

    with DiskStore.open(place, writing=True) as store:
        assert slugs(store) == ["t0"]
        report = load_into(store, folder, keep_going=True)
        assert list(report.broken) == [str(folder / "t1.ttl")]
        assert slugs(store) == ["t0", "t2", "t3"]


@pytest.mark.parametrize("large", [bulk.LARGE, 1], ids=["in memory", "streamed"])
def test_a_file_that_broke_leaves_what_it_said_before(
    folder: Path, store: DiskStore, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "LARGE", large)
    load_into(store, folder)
    before = store.serialize("n-quads")
    (folder / "t1.ttl").write_text(tea(9, "t1") + "and then no Turtle")

    report = load_into(store, folder, keep_going=True)

    assert list(report.broken) == [str(folder / "t1.ttl")]
    assert store.serialize("n-quads") == before


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<http://e/s> <http://e/p> <<( <http://e/a> <http://e/b> 1 )>> .", "a triple term"),
        ("<http://e/g> { <http://e/a> <http://e/b> 1 }", "predicate"),
        ("<a> <http://e/b> 1 .", "a relative IRI"),
        ("<http://e/a> <http://e/b> 'x", "end of file"),
    ],
)
def test_a_large_file_is_refused_as_a_small_one_is(
    tmp_path: Path, store: DiskStore, text: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "LARGE", 1)
    file = tmp_path / "bad.ttl"
    file.write_text(tea(1) + text)

    with pytest.raises(ParseError, match=reason) as large:
        load_into(store, file)
    with pytest.raises(ParseError) as small:
        Store().read(file)

    assert str(large.value) == str(small.value)
    assert store.records == {}
    assert len(store.engine) == 0


def test_python_holds_little_of_each_file_that_is_loaded(tmp_path: Path) -> None:
    counts = (1100, 2200)  # from some number on Python's own cache of patterns is full
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("load_memory.py"), tmp_path, *map(str, counts)],
        capture_output=True,
        check=True,
    )

    (few, few_at_most), (many, many_at_most) = json.loads(done.stdout)
    more = counts[1] - counts[0]
    assert (many - few) / more < 40  # bytes
    assert (many_at_most - few_at_most) / more < 200


# What is in it


def test_dropping_takes_what_was_worked_out_too(folder: Path, store: DiskStore) -> None:
    load_into(store, folder)
    graphs = named(store, ["t1", "t2"])
    judge(store, graphs, ["speaker"], Options())

    assert store.drop(graphs) == [str(folder / "t1.ttl"), str(folder / "t2.ttl")]
    assert slugs(store) == ["t0", "t3"]
    names = {graph.value for graph in store.engine.named_graphs()}
    assert not [name for name in names if "/t1" in name or "/t2" in name]
    assert same(store, folder / "t0.ttl", folder / "t3.ttl")


def test_verdicts_are_worked_out_only_where_a_source_changed(
    folder: Path, store: DiskStore
) -> None:
    def judged(options: Options | None = None) -> int:
        graphs = [graph.value for graph in store.source_graphs()]
        return judge(store, graphs, ["speaker", "stated"], options or Options())

    load_into(store, folder)

    assert judged() == 8
    assert judged() == 0
    (folder / "t3.ttl").write_text(tea(6, "t3"))
    load_into(store, folder)
    assert judged() == 2
    assert judged(Options(rebuttals="mutual")) == 8
    assert len(store.verdict_graphs()) == 8


def test_a_verdict_in_a_store_is_the_one_on_the_source_alone(store: DiskStore) -> None:
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.semantics.recording.reading import fresh_records

    load_into(store, sample_path(), EXAMPLE)
    judge(store, named(store, ["government-guarantees"]), ["evidence"], Options())

    (record,) = fresh_records(store)
    verdict = sample().verdict("evidence")
    found = {iri: one.status for iri, one in record.found.items() if one.ground}
    assert found == {claim: verdict.status(claim) for claim in verdict.case.links.claims}
    assert ArgumentGraph(store).by_source()


def test_rules_that_were_not_run_are_run_on_opening(
    folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "LARGE", 1)
    with DiskStore.create(place) as store, monkeypatch.context() as cut_short:
        cut_short.setattr(bulk.Loading, "rule", lambda *_: None)
        load_into(store, folder)
        assert len(store.unruled()) == 4

    with DiskStore.open(place) as store:
        assert store.unruled() == []
        assert same(store, *sorted(folder.iterdir()))


def test_rules_of_another_version_are_run_again(
    folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with DiskStore.create(place) as store:
        load_into(store, folder)
    monkeypatch.setattr("whyso.graph.store.records.rules_digest", lambda: "other")

    with DiskStore.open(place, writing=True) as store:
        assert len(store.unruled()) == 4
        store.derive()
        assert same(store, *sorted(folder.iterdir()))


@pytest.mark.parametrize("writing", [False, True], ids=["read", "written"])
def test_a_store_of_an_earlier_layout_is_brought_up_to_date(
    folder: Path, place: Path, writing: bool
) -> None:
    with DiskStore.create(place) as store:
        load_into(store, folder)
        files, whole = dict(store.files), len(store.engine)
        # The first layout had the record alone, and marked what was derived, not the source.
        store.update(
            [
                f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }}"
                f" FILTER (?g = <{ontology.STORE}records> && ?p != <{ontology.STORE}record>) }}"
            ]
        )
        assert len(store.engine) == whole - 4 * 5
    (place / "whyso.json").write_text('{"format": 1, "made by": "whyso 0.1.0"}')

    with DiskStore.open(place, writing=writing) as store:
        store.derive()
        assert dict(store.files) == files
        assert len(store.engine) == whole
        assert same(store, *sorted(folder.iterdir()))
    with DiskStore.open(place, writing=True) as store:
        assert store.unruled() == []
        assert load_into(store, folder).loaded == []


def test_what_a_killed_bulk_load_left_is_cleared_away(folder: Path, place: Path) -> None:
    with DiskStore.create(place) as store:
        load_into(store, folder)
    left = place / "engine" / "bulk-123.sst"
    left.write_bytes(b"half")

    DiskStore.open(place).close()
    assert left.exists()
    DiskStore.open(place, writing=True).close()
    assert not left.exists()
    with DiskStore.open(place) as store:
        assert same(store, *sorted(folder.iterdir()))


def test_a_copy_and_a_compacted_store_say_the_same(
    folder: Path, tmp_path: Path, place: Path
) -> None:
    with DiskStore.create(place) as store:
        load_into(store, folder)
        before = store.serialize("n-quads")
        store.backup(tmp_path / "b.store")
        store.compact()
        assert store.serialize("n-quads") == before
        load_into(store, sample_path())

    with DiskStore.open(tmp_path / "b.store") as copy:
        assert copy.serialize("n-quads") == before
        assert copy.records.keys() == {str(path) for path in folder.iterdir()}
    with pytest.raises(OutputError, match="something already"), DiskStore.open(place) as store:
        store.backup(tmp_path / "b.store")


def test_sources_are_cut_out_of_stores_files_and_folders(folder: Path, place: Path) -> None:
    with DiskStore.create(place) as store:
        load_into(store, folder)

    for target in (place, folder):
        g = load(target, sources=["t1", ontology.GRAPH + "t3"])
        assert slugs(g.store) == ["t1", "t3"]
        g.store.derive()
        assert same(g.store, folder / "t1.ttl", folder / "t3.ttl")
        with pytest.raises(UnknownNameError, match="no source named 't7'; the nearest are t"):
            load(target, sources=["t7"])
    assert slugs(load(place, sample_path()).store) == [
        "government-guarantees",
        *("t0", "t1", "t2", "t3"),
    ]


# Who may open it


def test_one_writes_or_several_read(place: Path) -> None:
    with DiskStore.create(place):
        for writing in (True, False):
            with pytest.raises(InputError, match=f"written by process {os.getpid()}; try again"):
                DiskStore.open(place, writing=writing)
    with (
        DiskStore.open(place),
        DiskStore.open(place),
        pytest.raises(InputError, match="it is being read by another process"),
    ):
        DiskStore.open(place, writing=True)
    DiskStore.open(place, writing=True).close()


def test_another_process_is_told_the_same(place: Path) -> None:
    code = "from whyso.graph.store.disk import DiskStore; import sys; DiskStore.open(sys.argv[1])"
    with DiskStore.create(place):
        done = subprocess.run(
            [sys.executable, "-c", code, place], capture_output=True, text=True, check=False
        )

    assert done.stderr.strip().endswith(f"written by process {os.getpid()}; try again after that")


def test_another_program_that_writes_is_noticed(place: Path) -> None:
    import pyoxigraph as ox

    DiskStore.create(place).close()
    holder = ox.Store(str(place / "engine"))

    with pytest.raises(InputError, match="another program has it open"):
        DiskStore.open(place, writing=True)
    assert len(holder) == 0


def test_what_is_no_store_is_told_in_one_line(tmp_path: Path, place: Path, folder: Path) -> None:
    import pyoxigraph as ox

    ox.Store(str(tmp_path / "foreign")).flush()
    DiskStore.create(place).close()

    def damaged(name: str) -> Path:
        with DiskStore.open(place, writing=True) as store:
            return store.backup(tmp_path / name)

    (damaged("no json") / "whyso.json").unlink()
    (damaged("bad json") / "whyso.json").write_text("[")
    (damaged("newer") / "whyso.json").write_text('{"format": 9, "made by": "whyso 9.0"}')
    (damaged("no current") / "engine" / "CURRENT").unlink()
    (damaged("bad current") / "engine" / "CURRENT").write_text("MANIFEST-999999\n")
    for name, reason in {
        "foreign": "did not make",
        "no json": "whyso.json is missing",
        "bad json": "whyso.json cannot be read",
        "newer": "whyso 9.0, in layout 9; this version reads layout 2",
        "no current": "a damaged store",
        "bad current": "a damaged store",
    }.items():
        assert is_store(tmp_path / name)
        for writing in (False, True):
            with pytest.raises(InputError, match=reason) as found:
                DiskStore.open(tmp_path / name, writing=writing)
            assert "\n" not in str(found.value)
    assert not is_store(folder)
    with pytest.raises(InputError, match="no such store"):
        DiskStore.open(tmp_path / "none")
    with pytest.raises(OutputError, match="not empty"):
        DiskStore.create(folder)
    with pytest.raises(OutputError, match="there is a store already"):
        DiskStore.create(place)
