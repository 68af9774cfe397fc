"""CSV: a table of nodes and a table of edges, as Gephi, Neo4j and pandas read them."""

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from whyso.graph.formats.account import Account, Rows
from whyso.graph.formats.exchange import EVERYTHING, JUDGED, counts, lost, outgoing

if TYPE_CHECKING:
    import networkx as nx

    from whyso.graph.model import ArgumentGraph

__all__ = ["write_csv", "write_csv_edges", "write_csv_nodes"]

_COLUMNS: Final = (
    *("id", "label", "lang", "kind", "name", "status", "certainty", "confidence"),
    *("asserted_by", "asserted_by_name", "speaker", "speaker_name"),
)


def write_csv(g: "ArgumentGraph", *, lang: str = "en") -> tuple[dict[str, bytes], Account]:
    """Return the two tables of a graph as CSV, by the names ``nodes`` and ``edges``.

    >>> from whyso.graph import sample
    >>> sorted(write_csv(sample())[0])
    ['edges', 'nodes']
    """
    net = outgoing(g, lang=lang)
    dropped = lost(net, "CSV", attributes=EVERYTHING)
    _lose_empty(net, dropped)
    account = Account("csv", "write", counts(net, *dropped.rows()), dropped=dropped.rows())
    return {"nodes": _nodes(net), "edges": _edges(net)}, account


def write_csv_nodes(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return the table of nodes as CSV: one row for each statement, step and utterance.

    The columns are ``id`` (the IRI), ``label`` and its ``lang``, ``kind``, ``name`` (the local id)
    and the other attributes; ``graph`` is the named graph; ``label_<language>`` are further labels;
    ``verdict`` and ``strength`` are there if a verdict is written down.

    >>> from whyso.graph import sample
    >>> write_csv_nodes(sample())[0].decode().splitlines()[0].split(",")[:4]
    ['id', 'label', 'lang', 'kind']
    """
    net = outgoing(g, lang=lang)
    dropped = lost(net, "A table of nodes", attributes=EVERYTHING, edges=False)
    _lose_empty(net, dropped)
    kept = counts(net, *dropped.rows()) | {"edges": 0}
    return _nodes(net), Account("csv-nodes", "write", kept, dropped=dropped.rows())


def write_csv_edges(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return the table of edges as CSV: ``source``, ``target``, ``kind`` (the role) and ``graph``.

    >>> from whyso.graph import sample
    >>> write_csv_edges(sample())[0].decode().splitlines()[0]
    'source,target,kind,graph'
    """
    net = outgoing(g, lang=lang)
    dropped = lost(net, "A table of edges", attributes=frozenset({"source"})).rows()
    kept = {"edges": net.number_of_edges(), "triples": counts(net, *dropped)["triples"]}
    return _edges(net), Account("csv-edges", "write", kept, dropped=dropped)


def _lose_empty(net: "nx.MultiDiGraph[str]", rows: Rows) -> None:
    for key, said in net.nodes(data=True):
        for name, value in said.items():
            if value == "" and name.startswith("label"):
                rows.add("rdfs:label", "an empty text looks like none in CSV", key)


def _nodes(net: "nx.MultiDiGraph[str]") -> bytes:
    languages = sorted(
        {name for _, said in net.nodes(data=True) for name in said if name.startswith("label_")}
    )
    judged = JUDGED if "standpoint" in net.graph else ()
    rows = (
        [key, *(said.get(name, "") for name in (*_COLUMNS[1:], "source", *languages, *judged))]
        for key, said in net.nodes(data=True)
    )
    return _table([*_COLUMNS, "graph", *languages, *judged], rows)


def _edges(net: "nx.MultiDiGraph[str]") -> bytes:
    rows = (
        [start, end, role, said["graph"]]
        for start, end, role, said in net.edges(keys=True, data=True)
    )
    return _table(["source", "target", "kind", "graph"], rows)


def _table(header: list[str], rows: Iterable[list[Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
