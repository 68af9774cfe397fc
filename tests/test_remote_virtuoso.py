"""Virtuoso as a second engine: the same rows where it can, and what it does otherwise.

`apt-get install virtuoso-opensource-7-bin` gives the server. The differences that are tested here
are those that docs/remote.md lists.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import URIRef

pytest.importorskip("httpx", reason="no httpx: pip install 'whyso[remote]'")

from remote_engines import virtuoso
from remote_rows import PARAMETERS, in_order, judged, rows
from whyso import ontology
from whyso.graph import load, parse
from whyso.graph.errors import OutputError, UnansweredError, WhysoError
from whyso.graph.query import named_queries
from whyso.graph.remote import RemoteArgument, RemoteStore, Settings, Written, publish
from whyso.graph.remote.engines import engine_at

pytestmark = pytest.mark.slow  # it takes ten seconds to start

HOME = ontology.GRAPH + "example"
ENGINE = engine_at("http://127.0.0.1/sparql", "Virtuoso")
# It computes no booleans, keeps large whole numbers as decimals and others with the datatype that
# they came with: the values are the same.
OTHER_TYPES = {"evidence", "figures", "forecasts", "passages"}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as url:
        yield url


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("WHYSO_TOKEN", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WHYSO_USER", "dba")
    monkeypatch.setenv("WHYSO_PASSWORD", "dba")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


@pytest.fixture
def written(url: str) -> list[Written]:
    """What became of the example with verdicts, which is written there."""
    with RemoteStore(url, writable=True) as remote:
        return list(publish(judged().store, remote))


def test_a_write_tells_that_it_is_no_transaction_and_what_is_kept_otherwise(
    written: list[Written],
) -> None:
    assert [one.kept for one in written] == [one.sent for one in written]
    assert {one.whole for one in written} == {False}
    changed = [line for one in written for line in one.changed]
    assert all("XMLSchema#" in line for line in changed)


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_every_query_has_the_same_rows_there(name: str, url: str, written: list[Written]) -> None:
    near = judged()
    for given in ({}, *PARAMETERS[name]):
        notes: list[str] = []
        g = RemoteArgument(RemoteStore(url), tell=notes.append)
        values = name in OTHER_TYPES
        here = rows(near.query_named(name, **given), values=values)
        if name == "figures":  # of a duration it keeps the months alone
            here = [tuple(map(_months, row)) for row in here]
        there = rows(g.query_named(name, **given), values=values)
        assert in_order(name, there) == in_order(name, here), given
        assert g.is_near is bool(notes) is ENGINE.misses(name, given)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("answered-by-verdict", {"question": "q1"}),
        ("assumptions", {}),
        ("attacks", {"statement": "c01"}),
        ("consequences", {}),
        ("depends-on", {}),
        ("grounds", {}),
    ],
)
def test_the_queries_that_are_answered_here_would_be_wrong_there(
    name: str, given: dict[str, str], url: str, written: list[Written]
) -> None:
    assert ENGINE.misses(name, given)
    g, text = RemoteArgument(RemoteStore(url)), named_queries()[name].text
    values: Any = {key: URIRef(f"{ontology.ID}example/{value}") for key, value in given.items()}
    try:
        there = rows(g.query(text, **values))
    except WhysoError as error:
        assert "Virtuoso" in str(error)
    else:
        assert there != rows(judged().query(text, **values))


def _months(cell: str | None) -> str | None:
    found = re.fullmatch(r"P(\d+)Y", cell or "")
    return str(12 * int(found[1])) if found else cell


def test_booleans_and_durations_are_kept_as_numbers(url: str) -> None:
    kind = ontology.PREFIXES["xsd"]
    text = f"""<{ontology.ID}odd/c1> a <{ontology.ARG}Claim> ; <http://e/p> true , 20000000000 ,
        "P8Y"^^<{kind}duration> , "x"@en-GB , "2024"^^<{kind}gYear> , 2.5 , "plain" ."""
    with RemoteStore(url, writable=True) as remote:
        (one,) = publish(parse(text).store, remote)
        there = {row[0] for row in remote.query("SELECT ?o { ?s <http://e/p> ?o }").raw_rows}
        remote.delete_graph(ontology.GRAPH + "odd")
    assert len(one.changed) == 3
    assert ox.Literal("1", datatype=ox.NamedNode(kind + "boolean")) in there
    assert ox.Literal("20000000000", datatype=ox.NamedNode(kind + "decimal")) in there
    assert ox.Literal("96", datatype=ox.NamedNode(kind + "duration")) in there


def test_an_argument_comes_back_as_it_was(url: str, written: list[Written]) -> None:
    g = load(url)
    one, other = g.verdict(), judged().verdict()
    claims = [record.id for record in judged().statements("claim")]
    assert [one.status(claim) for claim in claims] == [other.status(claim) for claim in claims]
    here, there = judged().store.sorted_lines()[HOME], g.store.sorted_lines()[HOME]
    changed = {line for graph in written for line in graph.changed}
    assert set(here) - set(there) <= changed


def test_a_wrong_password_is_told(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHYSO_PASSWORD", "wrong-one")
    with (
        RemoteStore(url, writable=True) as remote,
        pytest.raises(OutputError, match="not allowed") as raised,
    ):
        remote.put_graph("http://e/g", b"")
    assert "wrong-one" not in str(raised.value)


def test_the_graph_store_protocol_reads_adds_and_removes(url: str) -> None:
    with RemoteStore(url, writable=True) as remote:
        remote.put_graph("http://e/g", b"<http://e/a> <http://e/b> _:x .\n")
        remote.post_graph("http://e/g", b"<http://e/a> <http://e/b> _:x .\n")
        assert len(remote.graph("http://e/g")) == 2
        remote.delete_graph("http://e/g")
        remote.delete_graph("http://e/g")
        assert remote.graph("http://e/g") == []
        remote.update("INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/b> 1 } }")
        assert remote.ask("ASK { GRAPH <http://e/g> { ?s ?p 1 } }")
        remote.update("DROP SILENT GRAPH <http://e/g>")


def test_answers_that_it_cuts_come_whole(tmp_path: Path) -> None:
    lines = "".join(f'<{ontology.ID}example/{n}> <http://e/p> "{n}" .\n' for n in range(2500))
    text = f"{lines}<{ontology.ID}example/c1> a <{ontology.ARG}Claim> ."
    many = f"WHERE {{ GRAPH <{HOME}> {{ ?s ?p ?o }} }}"
    with (
        virtuoso(tmp_path, rows=1000, triples=1000) as url,
        RemoteStore(url, writable=True, settings=Settings(page=1000)) as remote,
    ):
        (one,) = publish(parse(text).store, remote)
        assert (one.sent, one.kept, one.changed) == (2501, 2501, ())
        assert len(set(rows(remote.query(f"SELECT ?s ?p ?o {many}")))) == 2501
        with pytest.raises(UnansweredError, match="MaxConstructTriples"):
            remote.query(f"CONSTRUCT {{ ?s ?p ?o }} {many}")
        g = RemoteArgument(remote)
        assert len(g.store.engine) == 2501
