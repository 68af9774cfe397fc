"""GraphML, as yEd, Gephi, Cytoscape, igraph and networkx read it: without loss."""

from typing import TYPE_CHECKING, Any

from whyso.graph.formats.account import Account
from whyso.graph.formats.exchange import counts, flat, outgoing
from whyso.graph.formats.incoming import read_xml, to_store
from whyso.graph.formats.xml import clean_network, to_bytes
from whyso.graph.store import Store

if TYPE_CHECKING:
    import networkx as nx

    from whyso.graph.model import ArgumentGraph

__all__ = ["read_graphml", "write_graphml"]


def write_graphml(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph as GraphML.

    Node ids are IRIs; ``label`` is what to show, ``name`` the short id, ``rdf`` all that has no
    attribute of its own. Edges have ids (``e1`` ...), a ``role``, and the ``graph`` that states
    them.
    To networkx: ``restore(networkx.read_graphml(path, force_multigraph=True))``.

    >>> import networkx as nx
    >>> from whyso.graph import sample
    >>> data, account = write_graphml(sample())
    >>> nx.parse_graphml(data.decode()).number_of_nodes() == sum(
    ...     account.kept[name] for name in ("statements", "steps", "utterances"))
    True
    """
    import networkx as nx
    from networkx.readwrite.graphml import GraphMLWriter

    net = outgoing(g, lang=lang)
    rows = clean_network(net)
    out: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    out.graph.update(flat(net.graph))
    out.add_nodes_from(net.nodes(data=True))
    for number, (start, end, said) in enumerate(net.edges(data=True), 1):
        out.add_edge(start, end, f"e{number}", **said)
    writer = GraphMLWriter()
    writer.add_graph_element(out)
    writer.indent(writer.xml)
    account = Account("graphml", "write", counts(net), approximated=rows.rows())
    return to_bytes(writer.xml), account


def read_graphml(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Read GraphML that has the attributes of :func:`write_graphml`, also if edited elsewhere.

    Raises:
        ParseError: it is no GraphML.
        InputError: it is no argument: a node without a kind, an edge without a role.

    >>> from whyso.graph import sample
    >>> read_graphml(write_graphml(sample())[0], name="claims.graphml")[1].lossless
    True
    """
    import networkx as nx

    def parse() -> "nx.Graph[Any]":
        net: nx.Graph[Any] = nx.parse_graphml(read_xml(data, name), force_multigraph=True)
        return net

    return to_store(parse, "graphml", name)
