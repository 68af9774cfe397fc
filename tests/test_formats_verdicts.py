"""Verdicts on their way through formats: what each carries, what its account says, the way back."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from whyso import ontology
from whyso.graph import ArgumentGraph, parse
from whyso.graph.formats import Account, dumps, read, registry, write
from whyso.graph.formats.exchange import restore
from whyso.graph.semantics.recording.writing import read_records, record

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
PLACE = ontology.ID + "tea/"
TEA = """
@prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <https://w3id.org/whyso/id/tea/> .
:q1 a arg:Question ; rdfs:label "Tea?"@en .
:c1 a arg:Claim ; rdfs:label "Tea."@en ; arg:answers :q1 ; arg:status arg:stated .
:c2 a arg:Claim ; arg:status arg:stated . :c3 a arg:Claim ; arg:status arg:quoted .
:i1 a arg:Inference ; arg:premise :c2 ; arg:conclusion :c1 .
:x1 a arg:Rebuttal ; arg:attacker :c1 ; arg:target :c3 .
"""
# Worked out by hand: quadratic energy on base scores 0.5, and 0 for what is only reported.
SPEAKER = {"c1": ("accepted", 0.6), "c2": ("accepted", 0.5), "c3": ("rejected", 0.0)}
WHOLE = ("trig", "n-quads", "json-ld", "graphml", "gml", "node-link", "cytoscape")
PLAIN = ("turtle", "n-triples", "rdf-xml", "n3")
SHOWING = ("gexf", "csv-nodes", "dot")
SILENT = ("csv-edges", "mermaid")
# Those that are written, and read back for their accounts.
PROVEN = sorted(
    name
    for name, format in registry.FORMATS.items()
    if format.write and name not in {*WHOLE, *PLAIN, *SHOWING, *SILENT, "csv"}
)


@pytest.fixture
def tea() -> ArgumentGraph:
    """A small argument with the verdicts of two standpoints."""
    g = parse(TEA)
    for standpoint in ("evidence", "speaker"):
        record(g.verdict(standpoint), g.store, time=NOON)
    return g


def told(account: Account) -> dict[str, tuple[str, ...]]:
    """Return why verdicts are dropped, each with the last parts of their names."""
    return {
        row.why: tuple(name.rsplit("/", 1)[-1] for name in row.ids)
        for row in account.dropped
        if row.what == "verdicts"
    }


def nodes(g: ArgumentGraph, format: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the nodes of an export as the programs that it is for read them."""
    data = dumps(g, format)[0]
    if format == "graphml":
        yield from nx.parse_graphml(data.decode()).nodes(data=True)
    elif format == "gexf":
        yield from nx.read_gexf(io.BytesIO(data)).nodes(data=True)
    elif format == "gml":
        yield from nx.parse_gml(data.decode(), label="iri").nodes(data=True)
    elif format == "node-link":
        yield from nx.node_link_graph(json.loads(data), edges="edges").nodes(data=True)
    elif format == "cytoscape":
        yield from nx.cytoscape_graph(json.loads(data)).nodes(data=True)
    elif format == "csv-nodes":
        for row in csv.DictReader(io.StringIO(data.decode())):
            yield row.pop("id"), {name: value for name, value in row.items() if value}
    else:
        for name, said in re.findall(r'(?m)^  "(\S+)" \[(.*)\]$', data.decode()):
            yield name, dict(re.findall(r'(\w+)="?([^",]+)', said))


@pytest.mark.parametrize("format", PROVEN)
def test_a_format_of_arguments_drops_verdicts_or_keeps_them(
    tea: ArgumentGraph, format: str
) -> None:
    found = registry.find(format)
    data, account = dumps(tea, format)

    if told(account):
        assert {name for names in told(account).values() for name in names} == {
            "evidence",
            "speaker",
        }
    else:
        assert found.read is not None
        assert len(found.read(data, name="tea")[0].verdict_graphs()) == 2


@pytest.mark.parametrize("format", [*WHOLE[3:], *SHOWING])
def test_claims_say_what_the_verdict_is(tea: ArgumentGraph, format: str) -> None:
    found = {
        key.removeprefix(PLACE): (said["verdict"], round(float(said["strength"]), 9))
        for key, said in nodes(tea, format)
        if "verdict" in said
    }

    assert found == SPEAKER


@pytest.mark.parametrize("format", WHOLE)
def test_a_format_that_keeps_all_keeps_verdicts(
    tea: ArgumentGraph, format: str, tmp_path: Path
) -> None:
    path = tmp_path / "tea"
    written = write(tea, path, format=format)
    back, account = read(path, format=format)

    assert written.lossless
    assert account.lossless
    assert account.kept == written.kept
    assert written.kept["verdicts"] == 2
    assert back == tea
    assert read_records(back.store) == read_records(tea.store)
    assert not any(one.stale(back.store) for one in read_records(back.store))


@pytest.mark.parametrize("format", PLAIN)
def test_a_syntax_without_named_graphs_drops_verdicts_and_says_so(
    tea: ArgumentGraph, format: str
) -> None:
    data, account = dumps(tea, format)
    plain, _ = dumps(parse(TEA), format)

    assert data == plain
    assert told(account) == {
        f"{format} cannot hold verdicts beside a source": ("evidence", "speaker")
    }
    assert "verdicts" not in account.kept
    assert sum(row.triples for row in account.dropped) == sum(
        len(lines)
        for name, lines in tea.store.sorted_lines(verdicts=True).items()
        if name.startswith(ontology.VERDICT)
    )


@pytest.mark.parametrize("format", [*SHOWING, *SILENT])
def test_other_formats_say_what_they_leave_out(tea: ArgumentGraph, format: str) -> None:
    account, plain = dumps(tea, format)[1], dumps(parse(TEA), format)[1]
    ((why, names),) = told(account).items()

    assert names == ("evidence", "speaker")
    assert ("by one verdict" in why) == (format in SHOWING)
    assert account.kept == plain.kept
    assert [row for row in account.dropped if row.what != "verdicts"] == list(plain.dropped)


@pytest.mark.parametrize("format", [*WHOLE, *PLAIN, *SHOWING, *SILENT, "csv", *PROVEN])
def test_nothing_is_different_without_verdicts(format: str) -> None:
    data, account = dumps(parse(TEA), format)

    assert b"verdict" not in data
    assert b"strength" not in data
    assert "verdicts" not in account.kept
    assert told(account) == {}


def test_a_stale_verdict_is_carried_but_not_shown(tea: ArgumentGraph) -> None:
    tea.store.read_text(f"<{PLACE}c4> a <{ontology.ARG}Claim> .", "turtle")
    tea.refresh()
    record(tea.verdict("evidence"), tea.store, time=NOON)

    shown = {
        key.removeprefix(PLACE): said["verdict"]
        for key, said in nodes(tea, "graphml")
        if "verdict" in said
    }
    back = restore(nx.parse_graphml(dumps(tea, "graphml")[0].decode(), force_multigraph=True))

    # Of the two, only that of evidence is fresh: it grants nothing here.
    assert shown == {"c1": "undecided", "c2": "undecided", "c3": "undecided", "c4": "undecided"}
    assert len(read_records(ArgumentGraph.from_networkx(back).store)) == 2
    assert told(dumps(tea, "gexf")[1]) == {
        "GEXF has whether claims are accepted, and how strongly, by one verdict": ("evidence",),
        "stale, so it is left out": ("speaker",),
    }
    assert told(dumps(tea, "mermaid")[1])["stale, so it is left out"] == ("speaker",)


def test_where_all_verdicts_are_stale_nothing_is_shown(tea: ArgumentGraph) -> None:
    tea.store.read_text(f"<{PLACE}c4> a <{ontology.ARG}Claim> .", "turtle")
    tea.refresh()

    assert not any("verdict" in said for _, said in nodes(tea, "graphml"))
    assert dumps(tea, "csv-nodes")[0].splitlines()[0].count(b"verdict") == 0


def test_whose_verdict_is_shown_is_told(tea: ArgumentGraph) -> None:
    net = nx.node_link_graph(json.loads(dumps(tea, "node-link")[0]), edges="edges")

    assert net.graph["standpoint"] == "speaker"
    assert restore(net).graph.keys() == {"rdf", "prefixes"}


def test_what_another_program_called_a_verdict_is_told_lost() -> None:
    net = parse(TEA).to_networkx()
    net.nodes[PLACE + "c1"]["verdict"] = "guilty"
    text = json.dumps(nx.node_link_data(net, edges="edges"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "tea.json")
        path.write_text(text)
        _, account = read(path)

    assert [row.what for row in account.dropped] == ["node attribute verdict"]
