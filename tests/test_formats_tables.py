"""CSV: the tables say what the graph says, to any CSV reader."""

import csv
import io

import networkx as nx
from hypothesis import example as case
from hypothesis import given, settings
from hypothesis import strategies as st

from whyso.graph import ArgumentGraph, formats

ID = "https://w3id.org/whyso/id/tea/"
TEXTS = st.one_of(
    st.sampled_from(
        ["", '"', "a,b", "line\r\nfeed", "\rx\n", "=1+1", "\x00\x07", "茶 😀 שלום", " "]
    ),
    st.text(max_size=30),
)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def test_the_nodes_are_the_nodes(example: ArgumentGraph) -> None:
    net = example.to_networkx()

    found = {row["id"]: row for row in rows(formats.dumps(example, "csv-nodes")[0])}

    assert list(found) == list(net)
    for key, said in net.nodes(data=True):
        said = {name: str(value) for name, value in said.items() if name not in ("rdf", "source")}
        assert {name: found[key][name] for name in said} == said
        assert found[key]["graph"] == net.nodes[key]["source"]
    assert found[f"{ID}c01".replace("tea", "example")]["asserted_by_name"] == "Ana Lind, mayor"


def test_the_edges_are_the_edges(example: ArgumentGraph) -> None:
    net = example.to_networkx()

    found = rows(formats.dumps(example, "csv-edges")[0])

    assert [(row["source"], row["target"], row["kind"]) for row in found] == list(
        net.edges(keys=True)
    )
    assert {row["graph"] for row in found} == {"https://w3id.org/whyso/graph/example"}


def test_csv_on_its_own_gives_the_edges(example: ArgumentGraph) -> None:
    assert formats.dumps(example, "csv") == formats.dumps(example, "csv-edges")


@settings(max_examples=60, deadline=None)
@given(labels=st.lists(TEXTS, min_size=1, max_size=5))
@case(labels=["", "a,b", 'say "tea"\r\n'])
def test_any_label_comes_back(labels: list[str]) -> None:
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number, label in enumerate(labels):
        net.add_node(f"{ID}c{number:02}", kind="claim", label=label, lang="en")
    g = ArgumentGraph.from_networkx(net)

    data, account = formats.dumps(g, "csv-nodes")

    assert [row["label"] for row in rows(data)] == labels
    empty = {f"{ID}c{number:02}" for number, label in enumerate(labels) if label == ""}
    told = {iri for row in account.dropped if row.what == "rdfs:label" for iri in row.ids}
    assert told == empty
