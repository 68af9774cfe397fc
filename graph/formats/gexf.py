"""GEXF, as Gephi reads it: nodes and edges with all their attributes, and colours by kind."""

from typing import TYPE_CHECKING

from whyso.graph.formats.account import Account
from whyso.graph.formats.exchange import EVERYTHING, counts, lost, outgoing
from whyso.graph.formats.picture import COLOURS
from whyso.graph.formats.xml import clean_network, to_bytes
from whyso.graph.network import STEPS

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["write_gexf"]


def write_gexf(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph as GEXF 1.2.

    It has what GraphML has, but for what is said about passages, figures, agents and sources: GEXF
    holds nodes and edges only. A node without a label is labelled with its local id.

    >>> import io, networkx as nx
    >>> from whyso.graph import sample
    >>> data, account = write_gexf(sample())
    >>> nx.read_gexf(io.BytesIO(data)).size() == account.kept["edges"]
    True
    """
    from networkx.readwrite.gexf import GEXFWriter

    net = outgoing(g, lang=lang)
    dropped = lost(net, "GEXF", attributes=EVERYTHING, rdf=True).rows()
    kept = counts(net, *dropped)
    approximated = clean_network(net).rows()
    for _, said in net.nodes(data=True):
        said.setdefault("label", said["name"])
        red, green, blue = bytes.fromhex(COLOURS[said["kind"]].line[1:])
        size = 4.0 if said["kind"] in STEPS else 10.0
        said["viz"] = {"color": {"r": red, "g": green, "b": blue}, "size": size}
    for number, (_, _, said) in enumerate(net.edges(data=True), 1):
        said["id"], said["label"] = f"e{number}", said.pop("role")
    net.graph.clear()
    writer = GEXFWriter(net)
    meta = writer.xml[0]
    meta.attrib.clear()  # networkx writes the date of today
    meta[0].text = "whyso"
    for attribute in writer.xml.iter("attribute"):
        if attribute.get("title") == "networkx_key":
            attribute.set("title", "role")
    writer.indent(writer.xml)
    return to_bytes(writer.xml), Account("gexf", "write", kept, approximated, dropped)
