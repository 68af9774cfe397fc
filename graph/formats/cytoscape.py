"""Cytoscape JSON, as Cytoscape, Cytoscape.js and networkx read it: without loss."""

import json
from typing import TYPE_CHECKING, Any

from whyso.graph.formats.account import Account
from whyso.graph.formats.exchange import counts, flat, outgoing
from whyso.graph.formats.incoming import read_json, to_store
from whyso.graph.store import Store

if TYPE_CHECKING:
    import networkx as nx

    from whyso.graph.model import ArgumentGraph

__all__ = ["read_cytoscape", "write_cytoscape"]


def write_cytoscape(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph as Cytoscape JSON.

    Node ids are IRIs, edge ids ``e1`` and so on; an edge says its role as ``interaction`` to
    Cytoscape and as ``key`` to networkx. To networkx: ``restore(networkx.cytoscape_graph(...))``.

    >>> import networkx as nx
    >>> from whyso.graph import sample
    >>> data, account = write_cytoscape(sample())
    >>> nx.cytoscape_graph(json.loads(data)).size() == account.kept["edges"], account.lossless
    (True, True)
    """
    net = outgoing(g, lang=lang)
    edges = enumerate(net.edges(keys=True, data=True), 1)
    said: dict[str, Any] = {
        "data": flat(net.graph),
        "directed": True,
        "multigraph": True,
        "elements": {
            "nodes": [
                {"data": {"id": key, "value": key} | said} for key, said in net.nodes(data=True)
            ],
            "edges": [
                {
                    "data": {"id": f"e{number}", "source": start, "target": end}
                    | {"key": role, "interaction": role, "graph": said["graph"]}
                }
                for number, (start, end, role, said) in edges
            ],
        },
    }
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    return text.encode(), Account("cytoscape", "write", counts(net))


def read_cytoscape(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Read Cytoscape JSON that has the attributes of :func:`write_cytoscape`.

    Raises:
        ParseError: it is no Cytoscape JSON.
        InputError: it is no argument: a node without a kind, an edge without a role.

    >>> from whyso.graph import sample
    >>> read_cytoscape(write_cytoscape(sample())[0], name="claims.cyjs")[1].lossless
    True
    """
    import networkx as nx

    def parse() -> "nx.Graph[Any]":
        net: nx.Graph[Any] = nx.cytoscape_graph(read_json(data, name))
        return net

    return to_store(parse, "cytoscape", name)
