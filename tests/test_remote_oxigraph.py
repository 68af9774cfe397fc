"""The same verbs on `oxigraph serve` as on files, and the same rows of every query that ships."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

pytest.importorskip("httpx", reason="no httpx: pip install 'whyso[remote]'")

from click.testing import CliRunner, Result

from remote_engines import oxigraph
from remote_rows import PARAMETERS, in_order, judged, rows
from whyso import ontology
from whyso.cli import main
from whyso.graph import ArgumentGraph, load, parse
from whyso.graph.errors import UnansweredError, UnknownNameError
from whyso.graph.query import named_queries
from whyso.graph.remote import RemoteArgument, RemoteStore, Settings, publish
from whyso.graph.remote.memory import remembered
from whyso.graph.store.deriving import derived_graph

EXAMPLE = Path(__file__).resolve().parent / "data" / "example.ttl"
HOME = ontology.GRAPH + "example"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("WHYSO_TOKEN", "WHYSO_USER", "WHYSO_PASSWORD", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An engine that holds the example with verdicts, and what the rules derive."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as url:
        with RemoteStore(url, writable=True) as remote:
            assert all(one.kept == one.sent for one in publish(judged().store, remote))
        yield url


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[RemoteStore]:
    """An engine that holds nothing, opened for writing."""
    with oxigraph(tmp_path) as url, RemoteStore(url, writable=True) as remote:
        yield remote


def whyso(*args: str) -> Result:
    return CliRunner().invoke(main, list(args), prog_name="whyso")


# The same


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_every_query_has_the_same_rows_there(name: str, url: str) -> None:
    g = RemoteArgument(RemoteStore(url))
    near = judged()
    for given in ({}, *PARAMETERS[name]):
        there, here = (rows(one.query_named(name, **given)) for one in (g, near))
        assert in_order(name, there) == in_order(name, here), given
    assert not g.is_near


@pytest.mark.parametrize(
    "verb",
    [
        ["show"],
        ["show", "--summary"],
        ["rank", "--csv"],
        ["verdict", "--json"],
        ["explain", "c01"],
        ["grounds", "c01", "--csv"],
        ["query", "answers", "--param", "question=q1", "--csv"],
        ["query", "SELECT ?q { ?q arg:underlies ?s } ORDER BY ?q", "--json"],
        ["convert", "-t", "dot"],
    ],
)
def test_every_verb_says_the_same_there(verb: list[str], url: str, tmp_path: Path) -> None:
    file = judged().save(tmp_path / "judged.trig")
    here, there = (whyso(verb[0], target, *verb[1:]) for target in (str(file), url))
    assert there.exit_code == here.exit_code == 0
    assert there.stdout == here.stdout


def test_check_finds_the_same_there(url: str) -> None:
    here, there = (
        {(one.rule, one.node) for one in g.check().findings} for g in (judged(), load(url))
    )
    assert here == there != set()


def test_a_page_can_be_drawn_of_it(url: str, tmp_path: Path) -> None:
    done = whyso("view", url, "-o", str(tmp_path / "map.html"), "--no-open")
    assert done.exit_code == 0 and (tmp_path / "map.html").stat().st_size > 10_000


def test_the_root_of_the_server_will_do(url: str) -> None:
    g = load(url.removesuffix("/query"))
    assert isinstance(g, RemoteArgument) and g.remote.url == url


# Writing


def test_a_source_is_replaced_with_all_that_was_made_of_it(empty: RemoteStore) -> None:
    assert [one.whole for one in publish(judged().store, empty)] == [True] * 4
    empty.put_graph("http://e/other", b"<http://e/a> <http://e/b> <http://e/c> .\n")
    text = f"<{ontology.ID}example/c1> a <{ontology.ARG}Claim> ."
    (written,) = publish(parse(text).store, empty)
    assert (written.graph, written.sent, written.kept) == (HOME, 1, 1)
    graphs = empty.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").raw_rows
    assert {row[0].value for row in graphs} == {HOME, "http://e/other"}
    assert remembered(empty).get(HOME) is None


def test_a_source_travels_there_and_back(empty: RemoteStore, tmp_path: Path) -> None:
    done = whyso("convert", str(EXAMPLE), empty.url, "--write")
    assert done.exit_code == 0 and "Wrote 2 graphs" in done.stderr
    assert "transaction" not in done.stderr
    back = load(empty.url)
    assert _quads(back) == _quads(load(EXAMPLE))


def test_datatypes_that_the_engine_forgets_are_remembered(empty: RemoteStore) -> None:
    done = whyso("convert", str(EXAMPLE), empty.url, "--write", "--strict")
    assert done.exit_code == 0 and "nothing lost" in done.stderr
    kinds = empty.query("SELECT DISTINCT (DATATYPE(?o) AS ?kind) { GRAPH ?g { ?s oa:start ?o } }")
    assert [row[0].value[-8:] for row in kinds.raw_rows] == ["#integer"]
    assert load(empty.url) == load(EXAMPLE)


def test_without_a_graph_store_protocol_updates_carry_a_graph(empty: RemoteStore) -> None:
    one = replace(empty.engine, graphs="")
    for batch, whole in ((100_000, True), (100, False)):
        remote = RemoteStore(empty.url, writable=True, settings=Settings(batch=batch))
        remote.__dict__["engine"] = one
        assert list(publish(load(EXAMPLE).store, remote))[0].whole is whole  # noqa: RUF015
        assert _quads(load(empty.url)) == _quads(load(EXAMPLE))
        remote.close()


def test_blank_nodes_that_are_one_stay_one_in_batches(empty: RemoteStore) -> None:
    lines = "".join(f"_:b{n} <http://e/p> _:b{n // 2} .\n" for n in range(40))
    lines += "".join(f"<http://e/{n}> <http://e/p> {n} .\n" for n in range(40))
    text = f"<{ontology.ID}tea/c1> a <{ontology.ARG}Claim> .\n{lines}"
    g = parse(text)
    remote = RemoteStore(empty.url, writable=True, settings=Settings(batch=7))
    remote.__dict__["engine"] = replace(empty.engine, graphs="")
    list(publish(g.store, remote))
    remote.close()
    back = load(empty.url)
    assert back.store.serialize("nq") == g.store.serialize("nq")


def test_the_graph_store_protocol_reads_adds_and_removes(empty: RemoteStore) -> None:
    a, b = b"<a:a> <a:b> _:x .\n", b"<a:a> <a:b> _:y .\n"
    for name in ("http://e/g", empty.engine.graphs + "/tea"):
        assert empty.graph(name) == []
        empty.put_graph(name, a)
        empty.put_graph(name, a)
        assert len(empty.graph(name)) == 1
        empty.post_graph(name, b)
        assert len(empty.graph(name)) == 2
        empty.delete_graph(name)
        empty.delete_graph(name)
        assert empty.graph(name) == []


def test_names_of_several_sources_are_told_apart(empty: RemoteStore) -> None:
    for name in ("one", "two"):
        text = EXAMPLE.read_text().replace("/id/example/", f"/id/{name}/")
        list(publish(parse(text).store, empty))
    g = load(empty.url)
    with pytest.raises(UnknownNameError, match="just one source"):
        g.resolve("c01")
    one = load(empty.url, sources=["one"])
    assert one.resolve("c01") == f"{ontology.ID}one/c01"
    assert {row[0].value.split("/")[-2] for row in one.query_named("answers").raw_rows} == {"one"}
    assert [graph.value for graph in one.store.source_graphs()] == [ontology.GRAPH + "one"]
    done = whyso("query", empty.url, "answers", "--table")
    assert f"<{ontology.ID}two/q1>" in done.stdout.replace("\n", "") or "two" in done.stdout


@pytest.mark.parametrize("shown", ["?s0", "(COUNT(*) AS ?n)"])
def test_a_query_that_the_engine_ends_is_told(shown: str, tmp_path: Path) -> None:
    triples = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(3))
    with oxigraph(tmp_path, timeout=1) as url, RemoteStore(url, writable=True) as remote:
        list(publish(load(EXAMPLE).store, remote))
        home = ox.NamedNode(HOME)
        text = f"SELECT {shown} {{ GRAPH {home} {{ {triples} FILTER(STR(?o0) = STR(?s2)) }} }}"
        with pytest.raises(UnansweredError, match=r"breaks off|ended it"):
            remote.query(text)
        assert remote.ask(f"ASK {{ GRAPH {home} {{ ?s ?p ?o }} }}")


def _quads(g: ArgumentGraph) -> set[ox.Quad]:
    engine = g.store.engine
    known = {one.value for one in g.store.source_graphs()}
    assert not any(derived_graph(graph) in known for graph in known)
    return {
        quad
        for graph in g.store.source_graphs()
        for quad in engine.quads_for_pattern(None, None, None, graph)
    }
