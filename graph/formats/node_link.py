"""Node-link JSON, as networkx and D3 read it: without loss."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from whyso.graph.formats.account import Account
from whyso.graph.formats.exchange import SHOWN, counts, outgoing
from whyso.graph.formats.incoming import read_json, to_store
from whyso.graph.formats.sniffing import json_document
from whyso.graph.network import REVERSED
from whyso.graph.store import Store

if TYPE_CHECKING:
    import networkx as nx

    from whyso.graph.model import ArgumentGraph

__all__ = ["read_node_link", "sniff_node_link", "write_node_link"]


def write_node_link(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph as node-link JSON.

    Nodes have the attributes of :meth:`ArgumentGraph.to_networkx`, and nothing else, so that
    ``ArgumentGraph.from_networkx(networkx.node_link_graph(..., edges="edges"))`` restores the
    graph. An edge that is stated in another named graph than its subject says so as ``graph``; then
    :func:`restore` must come between; so it must where ``verdict`` and ``strength`` of a verdict
    are told. The names of agents are in ``graph.names``.

    >>> import networkx as nx
    >>> from whyso.graph import ArgumentGraph, sample
    >>> data, account = write_node_link(sample())
    >>> net = nx.node_link_graph(json.loads(data), edges="edges")
    >>> ArgumentGraph.from_networkx(net) == sample(), account.lossless
    (True, True)
    """
    net = outgoing(g, lang=lang)
    said: dict[str, Any] = {
        "directed": True,
        "multigraph": True,
        "graph": dict(net.graph),
        "nodes": [
            {"id": key} | {name: value for name, value in said.items() if name not in SHOWN}
            for key, said in net.nodes(data=True)
        ],
        "edges": list(_edges(net)),
    }
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    return text.encode(), Account("node-link", "write", counts(net))


def _edges(net: "nx.MultiDiGraph[str]") -> Iterator[dict[str, str]]:
    for start, end, role, said in net.edges(keys=True, data=True):
        subject = end if role in REVERSED else start
        edge = {"source": start, "target": end, "key": role}
        elsewhere = said["graph"] != net.nodes[subject]["source"]
        yield edge | {"graph": said["graph"]} if elsewhere else edge


def read_node_link(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Read node-link JSON that has the attributes of :meth:`ArgumentGraph.to_networkx`.

    Raises:
        ParseError: it is no node-link JSON.
        InputError: it is no argument: a node without a kind, an edge without a role.

    >>> from whyso.graph import sample
    >>> store, account = read_node_link(write_node_link(sample())[0], name="claims.json")
    >>> account.kept == write_node_link(sample())[1].kept
    True
    """
    import networkx as nx

    def parse() -> "nx.Graph[Any]":
        said = read_json(data, name)
        edges = "edges" if "edges" in said else "links"
        net: nx.Graph[Any] = nx.node_link_graph(said, edges=edges)
        return net

    return to_store(parse, "node-link", name)


def sniff_node_link(data: bytes) -> bool:
    """Tell whether JSON is node-link JSON, or broken: then the reader tells where.

    >>> sniff_node_link(b'{"graph": {}, "nodes": [], "links": []}'), sniff_node_link(b"[1]")
    (True, False)
    """
    said = json_document(data)
    if said is None:
        return True
    if not isinstance(said, dict) or "nodes" not in said or not said.keys() & {"edges", "links"}:
        return False
    return bool(said.keys() & {"directed", "graph", "multigraph", "links"})
