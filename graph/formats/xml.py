"""Text in XML 1.0: what it cannot hold, and how to write it so that it is read back the same."""

import re
from typing import TYPE_CHECKING, Any, Final

from whyso.graph.formats.account import Rows
from whyso.graph.formats.exchange import PREDICATES

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import networkx as nx

__all__ = ["clean", "clean_network", "to_bytes"]

WHY: Final = "XML 1.0 cannot hold control characters; each became U+FFFD"
_BAD: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Return *text* with U+FFFD in the place of each character that XML 1.0 cannot hold.

    >>> clean("tea\\x07 \\ufffe 茶")
    'tea� � 茶'
    """
    return _BAD.sub("�", text)


def clean_network(net: "nx.MultiDiGraph[str]") -> Rows:
    """Clean the texts of a graph in place; return what that changed.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph(rdf="")
    >>> net.add_node("http://e/c1", label="tea\\x07")
    >>> clean_network(net).rows()[0].ids
    ('http://e/c1',)
    """
    rows = Rows()
    for key, said in net.nodes(data=True):
        for name, value in said.items():
            if isinstance(value, str) and _BAD.search(value):
                said[name] = clean(value)
                if name in PREDICATES or name.startswith("label_"):
                    rows.add("rdfs:label", WHY, key)
    return rows


def to_bytes(root: "Element[Any]") -> bytes:
    """Return an element as a document; carriage returns are kept from being read as line feeds.

    >>> from xml.etree.ElementTree import Element
    >>> to_bytes(Element("graph")).decode()
    "<?xml version='1.0' encoding='utf-8'?>\\n<graph />\\n"
    """
    from xml.etree.ElementTree import tostring

    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data.replace(b"\r", b"&#13;") + b"\n"
