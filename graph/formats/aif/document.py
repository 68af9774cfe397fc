"""AIF-JSON as AIFdb writes it, and plain records: every odd spelling is kept, every repair told."""

from collections.abc import Mapping
from typing import Any, Final

from whyso.graph.errors import ParseError
from whyso.graph.formats.account import Rows
from whyso.graph.formats.aif.nodeset import Edge, Locution, Node, Nodeset, Participant

__all__ = ["clean", "from_object", "to_object"]

_LISTS: Final = ("nodes", "edges", "locutions", "participants")


def clean(value: Any, rows: Rows) -> Any:
    """Return JSON values without lone halves of surrogate pairs, which no RDF text can hold.

    >>> clean({"text": "a\\ud83d"}, Rows())
    {'text': 'a�'}
    """
    if isinstance(value, str):
        if value.isascii():
            return value
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if whole != value:
            rows.add("text", "half of a surrogate pair: replaced by U+FFFD", triples=0)
        return whole
    if isinstance(value, list):
        return [clean(one, rows) for one in value]
    if isinstance(value, dict):
        return {clean(name, rows): clean(one, rows) for name, one in value.items()}
    return value


def from_object(said: Mapping[str, Any], name: str, dropped: Rows) -> Nodeset:
    """Return the nodeset of an AIF object with ``nodes``, ``edges`` and so on.

    Args:
        said: the object.
        name: the file, for messages.
        dropped: gets a row for each entry that is no node or edge at all, and for ids said twice.

    Raises:
        ParseError: there are no nodes, or what should be a list is none.

    >>> said = {"nodes": [{"nodeID": 1, "type": "I", "text": "Tea."}], "edges": []}
    >>> from_object(said, "tea.json", Rows()).nodes[0].id
    '1'
    """
    lists: dict[str, list[Any]] = {}
    for key in _LISTS:
        value = said.get(key)
        if value is None and key != "nodes":
            lists[key] = []
        elif isinstance(value, list):
            lists[key] = value
        else:
            raise ParseError(name, f"no AIF: {key!r} is no list")
    nodes: dict[str, Node] = {}
    for at, one in enumerate(lists["nodes"]):
        node = _node(one)
        if node is None:
            dropped.add("nodes", "an entry without a nodeID", f"nodes[{at}]", triples=0)
        elif node.id in nodes:
            dropped.add("nodes", "an id said twice: the first is kept", node.id, triples=0)
        else:
            nodes[node.id] = node
    nodeset = Nodeset(list(nodes.values()))
    for at, one in enumerate(lists["edges"]):
        edge = _edge(one)
        if edge is None:
            dropped.add("edges", "an entry without fromID and toID", f"edges[{at}]", triples=0)
        else:
            nodeset.edges.append(edge)
    for at, one in enumerate(lists["locutions"]):
        locution = _locution(one)
        if locution is None:
            dropped.add("locutions", "an entry without a nodeID", f"locutions[{at}]", triples=0)
        else:
            nodeset.locutions.append(locution)
    for at, one in enumerate(lists["participants"]):
        person = _participant(one)
        if person is None:
            why = "an entry without a participantID"
            dropped.add("participants", why, f"participants[{at}]", triples=0)
        else:
            nodeset.participants.append(person)
    filled = {key for key in _LISTS if lists[key]} | {"nodes", "edges", "locutions"}
    nodeset.extras = {key: value for key, value in said.items() if key not in filled}
    for key in ("edges", "locutions"):
        if said.get(key) is None:
            nodeset.extras[key] = None if key in said else _MISSING
    nodeset.index()
    return nodeset


_MISSING: Final = {"whyso": "missing"}


def _id(value: Any) -> str | None:
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return str(value)


def _rest(one: Mapping[str, Any], kept: Mapping[str, str | None]) -> dict[str, Any]:
    """Return what a record does not hold as it was said."""
    return {
        key: value
        for key, value in one.items()
        if key not in kept or kept[key] != value or not isinstance(value, str)
    }


def _text(one: Mapping[str, Any], key: str) -> str | None:
    value = one.get(key)
    if isinstance(value, str):
        return value
    return _id(value)


def _node(one: Any) -> Node | None:
    id = _id(one.get("nodeID")) if isinstance(one, dict) else None
    if id is None:
        return None
    type, text = _text(one, "type") or "", _text(one, "text") or ""
    told = {name: _text(one, name) for name in ("scheme", "schemeID", "timestamp")}
    extras = _rest(one, {"nodeID": id, "type": type, "text": text, **told})
    extras |= {name: _MISSING for name in ("type", "text") if name not in one}
    return Node(id, type, text, told["scheme"], told["schemeID"], told["timestamp"], extras)


def _edge(one: Any) -> Edge | None:
    if not isinstance(one, dict):
        return None
    source, target, id = _id(one.get("fromID")), _id(one.get("toID")), _id(one.get("edgeID"))
    if source is None or target is None:
        return None
    return Edge(source, target, id, _rest(one, {"fromID": source, "toID": target, "edgeID": id}))


def _locution(one: Any) -> Locution | None:
    id = _id(one.get("nodeID")) if isinstance(one, dict) else None
    if id is None:
        return None
    names = ("personID", "timestamp", "start", "end", "source")
    told = {name: _text(one, name) for name in names}
    person, timestamp, start, end, source = told.values()
    extras = _rest(one, {"nodeID": id, **told})
    return Locution(id, person, timestamp, start, end, source, extras)


def _participant(one: Any) -> Participant | None:
    id = _id(one.get("participantID")) if isinstance(one, dict) else None
    if id is None:
        return None
    told = {name: _text(one, name) or "" for name in ("firstname", "surname")}
    extras = _rest(one, {"participantID": id, **told})
    extras |= {name: _MISSING for name in told if name not in one}
    return Participant(id, told["firstname"], told["surname"], extras)


def to_object(nodeset: Nodeset) -> dict[str, Any]:
    """Return a nodeset as an AIF object; the reverse of :func:`from_object`.

    >>> to_object(Nodeset([Node("1", "I", "Tea.")]))
    {'nodes': [{'nodeID': '1', 'text': 'Tea.', 'type': 'I'}], 'edges': [], 'locutions': []}
    """
    said: dict[str, Any] = {
        "nodes": [
            _object(
                node.extras,
                nodeID=node.id,
                text=node.text,
                type=node.type,
                timestamp=node.timestamp,
                scheme=node.scheme,
                schemeID=node.scheme_id,
            )
            for node in nodeset.nodes
        ],
        "edges": [
            _object(edge.extras, edgeID=edge.id, fromID=edge.source, toID=edge.target)
            for edge in nodeset.edges
        ],
        "locutions": [
            _object(
                one.extras,
                nodeID=one.node,
                personID=one.person,
                timestamp=one.timestamp,
                start=one.start,
                end=one.end,
                source=one.source,
            )
            for one in nodeset.locutions
        ],
    }
    if nodeset.participants:
        said["participants"] = [
            _object(one.extras, participantID=one.id, firstname=one.firstname, surname=one.surname)
            for one in nodeset.participants
        ]
    for key, value in nodeset.extras.items():
        if key not in said or not said[key]:
            said[key] = value
    return {key: value for key, value in said.items() if value != _MISSING}


def _object(extras: Mapping[str, Any], **fields: str | None) -> dict[str, Any]:
    said: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    for name, value in extras.items():
        if value == _MISSING:
            said.pop(name, None)
        else:
            said[name] = value
    return said
