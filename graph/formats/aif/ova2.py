"""The files of OVA2, the older editor of analyses: nodes with positions, edges between them.

Source: the code of OVA2 and OVA3 (arg-tech/OVA3), which tell the two apart by ``nodes[0].id``.
They are read as the xAIF that OVA3 makes of them: positions stand under ``OVA``, the text that was
analysed under ``text``, and both are carried. OVA2's own JSON is not written.
"""

from typing import Any, Final

from whyso.graph.errors import ParseError
from whyso.graph.formats.account import Account, Rows
from whyso.graph.formats.aif.document import clean, from_object
from whyso.graph.formats.aif.xaif import read_wrapped
from whyso.graph.formats.incoming import read_json
from whyso.graph.formats.sniffing import json_document
from whyso.graph.store import Store

__all__ = ["read_ova2", "sniff_ova2"]

_PLACED: Final = ("visible", "x", "y", "timestamp")


def read_ova2(
    data: bytes, *, name: str, base: str | None = None, analysts: bool = True
) -> tuple[Store, Account]:
    """Read a file of OVA2.

    Args:
        data: the JSON text.
        name: the file, for messages and for the name of the source.
        base: the namespace of the nodes.
        analysts: whether to keep the locutions by which analysts keep their books.

    Raises:
        ParseError: it is no JSON, or not OVA2's.

    >>> text = b'{"nodes": [{"id": 1, "type": "I", "text": "Tea.", "x": 9, "y": 9}], "edges": []}'
    >>> read_ova2(text, name="tea.json")[1].kept["statements"]
    1
    """
    approximated, dropped = Rows(), Rows()
    said = clean(read_json(data, name), approximated)
    nodes, edges = said.get("nodes"), said.get("edges", [])
    if not isinstance(nodes, list) or not isinstance(edges, list):
        raise ParseError(name, "not OVA2's: 'nodes' and 'edges' are no lists")
    aif = {
        "nodes": [_node(one) for one in nodes],
        "edges": [_edge(one, at) for at, one in enumerate(edges, 1)],
        "participants": [_person(one) for one in _list(said.get("participants"))],
    }
    nodeset = from_object(aif, name, dropped)
    analysis = said.get("analysis")
    text = analysis.get("txt") if isinstance(analysis, dict) else ""
    kept = {k: v for k, v in said.items() if k not in ("nodes", "edges", "participants")}
    nodeset.wrapper = {
        "text": {"txt": text if isinstance(text, str) else "", "url": ""},
        "dialog": any(node.type == "L" for node in nodeset.nodes),
        "OVA": {"nodes": [_place(one) for one in nodes if isinstance(one, dict)], "edges": []},
        **({"OVA2": kept} if kept else {}),
    }
    approximated.add("OVA2", "read as the xAIF that OVA3 makes of it", triples=0)
    return read_wrapped(
        nodeset,
        name=name,
        base=base,
        analysts=analysts,
        rows=(approximated, dropped),
        format="ova2",
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _node(one: Any) -> Any:
    if not isinstance(one, dict):
        return one
    left = {k: v for k, v in one.items() if k not in ("id", "scheme", *_PLACED)}
    scheme = one.get("scheme")
    number = str(scheme) if isinstance(scheme, int | str) else ""
    told = {"schemeID": number} if number.isdecimal() and int(number) > 0 else {}
    return {"nodeID": one.get("id", one.get("nodeID")), **left, **told}


def _edge(one: Any, at: int) -> Any:
    if not isinstance(one, dict):
        return one
    return {"edgeID": str(at), "fromID": _end(one.get("from")), "toID": _end(one.get("to"))}


def _end(end: Any) -> Any:
    """Return the id of an end, which is said by id or as the whole node."""
    return end.get("id") if isinstance(end, dict) else end


def _person(one: Any) -> Any:
    if isinstance(one, dict) and "participantID" not in one and "id" in one:
        return {"participantID": one["id"], **{k: v for k, v in one.items() if k != "id"}}
    return one


def _place(one: dict[str, Any]) -> dict[str, Any]:
    return {"nodeID": one.get("id"), **{key: one[key] for key in _PLACED if key in one}}


def sniff_ova2(data: bytes) -> bool:
    """Tell whether a JSON text is a file of OVA2.

    >>> sniff_ova2(b'{"nodes": [{"id": 1, "type": "I", "x": 9, "y": 9}], "edges": []}')
    True
    >>> sniff_ova2(b'{"nodes": [{"id": "c1"}], "links": []}')
    False
    """
    said = json_document(data)
    if not isinstance(said, dict) or not isinstance(said.get("edges"), list):
        return False
    nodes = said.get("nodes")
    first = nodes[0] if isinstance(nodes, list) and nodes else None
    return isinstance(first, dict) and {"id", "x", "y", "type"} <= first.keys()
