"""What travels: queries are sent to the engine, the rest is fetched once, whole or not at all."""

import re
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pyoxigraph as ox
import pytest

pytest.importorskip("httpx", reason="no httpx: pip install 'whyso[remote]'")

from click.testing import CliRunner, Result

from remote_scripts import Answer, Request, engine, host, say, serving
from whyso import ontology
from whyso.cli import main
from whyso.graph import ArgumentGraph, load
from whyso.graph.errors import (
    InputError,
    QueryError,
    UnansweredError,
    UnknownNameError,
    WhysoError,
)
from whyso.graph.remote import RemoteArgument, RemoteStore, Settings, open_address

EXAMPLE = Path(__file__).resolve().parent / "data" / "example.ttl"
HOME = ontology.GRAPH + "example"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("WHYSO_TOKEN", "WHYSO_USER", "WHYSO_PASSWORD", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


@pytest.fixture
def near() -> ArgumentGraph:
    """The example, with what the rules derive."""
    g = load(EXAMPLE)
    g.store.derive()
    return g


def far(url: str, notes: list[str] | None = None, **limits: int) -> RemoteArgument:
    settings = Settings(tries=1, **limits)  # type: ignore[arg-type]
    told = [] if notes is None else notes
    return RemoteArgument(RemoteStore(url, settings=settings), tell=told.append)


def whyso(*args: str) -> Result:
    return CliRunner().invoke(main, list(args), prog_name="whyso")


def found(answer: object) -> set[tuple[str, ...]]:
    return {tuple(map(str, row)) for row in answer.raw_rows}  # type: ignore[attr-defined]


def said(g: ArgumentGraph) -> set[ox.Quad]:
    engine = g.store.engine
    return {
        quad
        for graph in g.store.source_graphs()
        for quad in engine.quads_for_pattern(None, None, None, graph)
    }


# Asked there


def test_a_query_is_sent_and_nothing_is_fetched(near: ArgumentGraph) -> None:
    with serving(engine(near.store.engine)) as server:
        done = whyso("query", server.url, "SELECT ?c { ?c arg:certainty arg:hedged }", "--tsv")
        assert done.exit_code == 0
        listing, asked = server.heard
        assert "SELECT DISTINCT ?role" in listing.query
        assert asked.query.endswith("SELECT ?c { ?c arg:certainty arg:hedged }")
        assert asked.form["default-graph-uri"] == [HOME, ontology.DERIVED + "example"]
    assert done.stdout == whyso("query", str(EXAMPLE), asked.query, "--tsv").stdout


def test_nodes_are_named_by_asking_for_them(near: ArgumentGraph) -> None:
    with serving(engine(near.store.engine)) as server:
        g = far(server.url)
        for name in ("c01", f"{ontology.ID}example/c01", f"<{ontology.ID}example/c01>"):
            assert g.resolve(name) == f"{ontology.ID}example/c01"
        for name in ("c1000", "no:such", "not an iri", "arg:Claim"):
            with pytest.raises(UnknownNameError):
                g.resolve(name)
        assert not g.is_near


@pytest.mark.parametrize(
    "text",
    [
        "DROP ALL",
        "CLEAR GRAPH <a:b>",
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "SELECT * {} ; DROP ALL",
    ],
)
def test_no_update_passes_for_a_query(text: str, near: ArgumentGraph) -> None:
    with serving(engine(near.store.engine)) as server:
        g = far(server.url)
        with pytest.raises(QueryError):
            g.query(text)
        assert len(server.heard) == 1  # the listing


def test_an_engine_may_not_be_made_to_call_others(near: ArgumentGraph) -> None:
    text = "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    with serving(engine(near.store.engine)) as server:
        g = far(server.url)
        with pytest.raises(QueryError, match="must be allowed first"):
            g.query(text)
        heard = len(server.heard)
        server.answers[:] = [say('{"head":{},"boolean":true}')]
        assert g.query(text, allow_service=True)  # the engine's own business, then
        assert len(server.heard) == heard + 1


def test_from_chooses_other_graphs(near: ArgumentGraph) -> None:
    with serving(engine(near.store.engine)) as server:
        far(server.url).query("SELECT * FROM <a:b> { ?s ?p ?o }")
        assert "default-graph-uri" not in server.heard[-1].form


def test_graphs_that_no_request_can_name_are_asked_as_one(near: ArgumentGraph) -> None:
    store = near.store.engine
    claim = ox.NamedNode(ontology.ARG + "Claim")
    kind = ox.NamedNode(ontology.PREFIXES["rdf"] + "type")
    for number in range(201):
        home = ox.NamedNode(f"{ontology.GRAPH}more-{number}")
        store.add(ox.Quad(ox.NamedNode(f"{home.value}/c1"), kind, claim, home))
    with serving(engine(store)) as server:
        g = far(server.url)
        assert len(g.query("SELECT ?c { ?c a arg:Claim }")) > 201
        assert "default-graph-uri" not in server.heard[-1].form
        with pytest.raises(InputError, match="too many to name"):
            RemoteArgument(g.remote, [f"more-{n}" for n in range(201)]).query("ASK {}")


def test_sources_are_cut_out_by_name(near: ArgumentGraph) -> None:
    with serving(engine(near.store.engine)) as server:
        g = open_address(server.url, sources=["example"])
        assert isinstance(g, RemoteArgument)
        assert g.listing.sources == (HOME,)
        with pytest.raises(UnknownNameError, match="the nearest are example"):
            open_address(server.url, sources=["exampel"])


# Fetched


def test_what_is_fetched_is_the_same_argument(near: ArgumentGraph) -> None:
    with serving(engine(near.store.engine)) as server:
        g = far(server.url)
        assert [one.label() for one in g.questions()] == [one.label() for one in near.questions()]
        assert said(g) == said(near)
        heard = len(server.heard)
        assert g.verdict().status("c01") == near.verdict().status("c01")
        assert len(g.query("SELECT ?a { ?a arg:supports ?b }")) > 0
        assert len(server.heard) == heard  # once is enough


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("page", [60, 10_000])
def test_a_graph_comes_whole_from_an_engine_that_cuts(
    near: ArgumentGraph, told: bool, page: int
) -> None:
    answer = engine(near.store.engine, cap=70, told=told, server="Virtuoso")
    with serving(answer) as server:
        if told or page == 60:
            assert said(far(server.url, page=page)) == said(near)
        else:
            with pytest.raises(UnansweredError, match="triples of"):
                far(server.url, page=page).questions()


def test_pages_that_are_not_the_whole_are_an_error(near: ArgumentGraph) -> None:
    answer = engine(near.store.engine, cap=200)

    def forgetful(handler: BaseHTTPRequestHandler, request: Request) -> None:
        request.body = re.sub(rb"OFFSET\+\d+", b"OFFSET+0", request.body)
        answer(handler, request)

    with serving(forgetful) as server:
        remote = RemoteStore(server.url, settings=Settings(tries=1))
        with pytest.raises(UnansweredError, match="its pages are not the whole"):
            remote.query("SELECT ?s ?p ?o { ?s ?p ?o }")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s ?l { ?s rdfs:label ?l } # all of them",
        "SELECT DISTINCT ?l { ?s rdfs:label ?l }",
        "SELECT ?s (COUNT(?l) AS ?n) { ?s rdfs:label ?l } GROUP BY ?s",
        "SELECT ?s ?l { ?s rdfs:label ?l } LIMIT 31",
        "SELECT ?s ?x { ?s rdfs:label ?l OPTIONAL { ?s arg:answers ?x } }",
    ],
)
def test_a_long_answer_comes_page_by_page(text: str, near: ArgumentGraph) -> None:
    with serving(engine(near.store.engine, cap=10)) as server:
        answer = RemoteStore(server.url, settings=Settings(tries=1)).query(text)
        whole = near.query(text)
        assert len(answer) == len(whole) > 10
        assert [str(name) for name in answer.vars or ()] == [str(one) for one in whole.vars or ()]
        if "LIMIT" not in text:
            assert found(answer) == found(whole)


def test_triples_that_an_engine_may_have_cut_are_not_taken_for_all() -> None:
    store = ox.Store()
    for number in range(3000):
        node = ox.NamedNode(f"a:{number}")
        store.add(ox.Quad(node, node, node, ox.NamedNode("a:g")))
    with serving(engine(store, cap=1001, server="Virtuoso/07.20", told=False)) as server:
        remote = RemoteStore(server.url, settings=Settings(tries=1))
        text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
        with pytest.raises(UnansweredError, match="MaxConstructTriples"):
            remote.query(text)
        assert len(remote.query(text + " LIMIT 1001")) == 1001


def test_what_is_too_large_is_refused_before_it_travels(near: ArgumentGraph) -> None:
    with serving(engine(near.store.engine)) as server:
        with pytest.raises(InputError, match=r"too many to fetch .* --source"):
            far(server.url, max_triples=100).questions()
        asked = [one.query for one in server.heard]
        assert len(asked) == 2 and "COUNT" in asked[1]


def test_pieces_with_blank_nodes_are_refused_where_their_names_may_change() -> None:
    lines = "".join(f"<a:{n}> <a:p> _:b{n} .\n" for n in range(60))
    text = f"@prefix arg: <{ontology.ARG}> . <{ontology.ID}tea/c1> a arg:Claim .\n{lines}"
    store = load_text(text)
    with serving(engine(store, cap=20)) as server, pytest.raises(InputError, match="blank node"):
        far(server.url, page=15).questions()
    with serving(engine(store, cap=20, server="Oxigraph")) as server:
        assert len(far(server.url, page=15).store.engine) == 61


def load_text(text: str) -> ox.Store:
    from whyso.graph.store import Store

    store = Store()
    store.read_text(text, "turtle", name="tea.ttl")
    return store.engine


def test_without_what_the_rules_derive_queries_for_it_are_answered_here() -> None:
    g, notes = load(EXAMPLE), list[str]()
    with serving(engine(g.store.engine)) as server:
        there = far(server.url, notes)
        assert len(there.query("SELECT ?c { ?c arg:answers ?q }")) > 0
        assert not there.is_near and notes == []
        answer = there.query_named("grounds")
        assert there.is_near and "were fetched from" in notes[0]
    assert found(answer) == found(g.query_named("grounds"))


def test_queries_that_an_engine_answers_wrongly_are_answered_here(near: ArgumentGraph) -> None:
    notes: list[str] = []
    with serving(engine(near.store.engine, server="Virtuoso/07.20.3229")) as server:
        there = far(server.url, notes)
        assert found(there.query_named("answers")) == found(near.query_named("answers"))
        assert notes == []
        assert found(there.query_named("grounds")) == found(near.query_named("grounds"))
        assert notes[0].startswith("Virtuoso does not answer this query as it should")


def test_an_engine_without_an_argument_is_asked_but_not_shown() -> None:
    with serving(engine(ox.Store())) as server:
        assert whyso("query", server.url, "SELECT * { ?s ?p ?o }").exit_code == 0
        done = whyso("show", server.url)
        assert done.exit_code == 1 and "no graph there holds an argument" in done.stderr


# Files


@pytest.fixture
def text() -> bytes:
    return EXAMPLE.read_bytes()


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/claims.ttl", "application/octet-stream"), ("/claims", "text/turtle"), ("/a.ttl", "x/y")],
)
def test_a_file_at_an_address_is_read_as_a_file(path: str, kind: str, text: bytes) -> None:
    with serving(say(text, kind=kind)) as server:
        assert load(host(server.url) + path) == load(EXAMPLE)


def test_files_and_engines_are_read_together(near: ArgumentGraph, text: bytes) -> None:
    other = text.replace(b"/id/example/", b"/id/other/")
    with serving(say(other, kind="text/turtle")) as files, serving(engine(near.store.engine)) as it:
        g = load(host(files.url) + "/other.ttl", it.url)
    assert [graph.value.rsplit("/")[-1] for graph in g.store.source_graphs()] == [
        "example",
        "other",
    ]


def test_a_file_is_not_told_who_asks(text: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHYSO_TOKEN", "t0psecret")
    with serving(say(text, kind="text/turtle")) as server:
        load(host(server.url) + "/claims.ttl")
        assert "Authorization" not in server.heard[0].headers


@pytest.mark.parametrize(
    ("answer", "path", "fault", "match"),
    [
        (say("", 404), "/no.ttl", InputError, r"no such file \(status 404\)"),
        (say("<html></html>", kind="text/html"), "/x", InputError, "queries, or that of a file"),
        (say("PK", kind="application/zip"), "/x", WhysoError, "application/zip"),
        (say("not gzip"), "/a.ttl.gz", InputError, "not a gzip file"),
        (say("<a> <b>", kind="text/turtle"), "/a.ttl", WhysoError, r"a\.ttl:1"),
    ],
)
def test_what_is_neither_engine_nor_file_is_told(
    answer: Answer, path: str, fault: type[Exception], match: str
) -> None:
    with serving(answer) as server, pytest.raises(fault, match=match):
        load(host(server.url) + path)


def test_a_file_longer_than_is_allowed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHYSO_MAX_BYTES", "1000")
    with serving(say(b"#" * 2000)) as server, pytest.raises(InputError, match="longer than 1,000"):
        load(host(server.url) + "/a.ttl")


def test_an_engine_cannot_be_written_without_leave(near: ArgumentGraph) -> None:
    with serving(engine(near.store.engine)) as server:
        done = whyso("convert", str(EXAMPLE), server.url)
        assert done.exit_code == 1 and "--write allows changes" in done.stderr
        assert server.heard == []


def test_without_httpx_an_address_is_told_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import sys

    for name in [name for name in sys.modules if name.startswith("whyso.graph.remote")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(WhysoError, match=r"pip install 'whyso\[remote\]'"):
        load("https://example.org/sparql")
    assert load(EXAMPLE)
