"""What is carried of a nodeset so that the way back is the same: its order, ids and odd ends.

Texts that are labels, times and the links stand in the RDF and are not said twice.
"""

from collections.abc import Mapping
from typing import Any, Final

from whyso.graph.formats.aif.claims import Claims
from whyso.graph.formats.aif.nodeset import Edge, Locution, Node, Nodeset, Participant
from whyso.graph.formats.aif.times import moment

__all__ = ["CARRIED", "bare", "bones", "fleshed"]

CARRIED: Final = "aif"
_UNLABELLED: Final = ("RA", "CA")


def bones(claims: Claims) -> dict[str, Any]:
    """Return what is carried of a nodeset, as JSON values.

    >>> from whyso.graph.formats.aif.places import Place
    >>> bones(Claims(Nodeset([Node("1", "I", "Tea.")]), Place("http://e/")))
    {'nodes': [['1', 'I']], 'edges': []}
    """
    nodeset = claims.nodeset
    said: dict[str, Any] = {
        "nodes": [_node(node, claims) for node in nodeset.nodes],
        "edges": [_short([e.source, e.target, e.id, dict(e.extras)]) for e in nodeset.edges],
    }
    if nodeset.locutions:
        said["locutions"] = [
            _short([o.node, o.person, o.timestamp, o.start, o.end, o.source, dict(o.extras)])
            for o in nodeset.locutions
        ]
    if nodeset.participants:
        said["participants"] = [
            _short([p.id, p.firstname, p.surname, dict(p.extras)]) for p in nodeset.participants
        ]
    if nodeset.extras:
        said["extras"] = nodeset.extras
    if claims.place.least != 0:
        said["least"] = claims.place.least
    return said


def _short(row: list[Any]) -> list[Any]:
    while row and (row[-1] is None or row[-1] == {}):
        row.pop()
    return row


def _node(node: Node, claims: Claims) -> list[Any]:
    rest: dict[str, Any] = {}
    words = claims.texts.get(node.id)
    if node.id in claims.analysts:
        before, of = claims.analysts[node.id]
        said = claims.nodeset.get(of) if of is not None else None
        if said is not None and before + said.text == node.text:
            rest |= {"before": before, "of": of}
        else:
            rest["text"] = node.text
    elif words is not None:
        rest |= {"before": words[0]} if words[0] else {}
        rest |= {"behind": words[2]} if words[2] else {}
    elif node.type in _UNLABELLED and node.text:
        rest["text"] = node.text
    if node.scheme is not None:
        rest["scheme"] = node.scheme
    if node.scheme_id is not None:
        rest["schemeID"] = node.scheme_id
    if node.timestamp is not None and moment(node.timestamp) is None:
        rest["timestamp"] = node.timestamp
    if node.extras:
        rest["extras"] = dict(node.extras)
    return [node.id, node.type, rest] if rest else [node.id, node.type]


def bare(said: Any) -> tuple[Nodeset, int | None] | None:
    """Return a nodeset without its labels and times, and the least id that is AIFdb's; None if
    *said* is no such thing.

    >>> bare({"nodes": [["1", "I"]], "edges": []})[0].nodes[0].id
    '1'
    >>> bare("tea") is None
    True
    """
    try:
        nodes = [_bare_node(*row) for row in said["nodes"]]
        nodeset = Nodeset(
            list({node.id: node for node in nodes}.values()),
            [Edge(*_full(row, 4)) for row in said["edges"]],
            [Locution(*_full(row, 7)) for row in said.get("locutions", ())],
            [Participant(*_full(row, 4)) for row in said.get("participants", ())],
            dict(said.get("extras", {})),
        )
        least = said.get("least", 0)
        return nodeset, None if least is None else int(least)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _bare_node(id: str, type: str, rest: Mapping[str, Any] = {}) -> Node:
    extras = dict(rest.get("extras", {}))
    kept = {name: rest[name] for name in ("before", "behind", "of", "text") if name in rest}
    if kept:
        extras[_KEPT] = kept
    return Node(
        str(id),
        str(type),
        "",
        rest.get("scheme"),
        rest.get("schemeID"),
        rest.get("timestamp"),
        extras,
    )


_KEPT: Final = "\0kept"


def _full(row: list[Any], length: int) -> list[Any]:
    full = [*row, *[None] * (length - len(row))]
    if full[-1] is None:
        full[-1] = {}
    if not isinstance(full[-1], dict) or not all(isinstance(v, str | None) for v in full[:-1]):
        raise TypeError("not a row of a nodeset")
    return full


def fleshed(nodeset: Nodeset, labels: Mapping[str, str], times: Mapping[str, str]) -> None:
    """Give the nodes of a bare nodeset their texts and times back.

    Args:
        nodeset: what :func:`bare` gives; it is changed.
        labels: label by id of node.
        times: ``YYYY-MM-DD HH:MM:SS`` by id of node.

    >>> nodeset, _ = bare({"nodes": [["1", "L", {"before": "Ana : "}]], "edges": []})
    >>> fleshed(nodeset, {"1": "tea"}, {})
    >>> nodeset.nodes[0].text
    'Ana : tea'
    """
    later = []
    for node in nodeset.nodes:
        extras = dict(node.extras)
        kept = extras.pop(_KEPT, {})
        node.extras = extras
        node.timestamp = times.get(node.id, node.timestamp)
        if "of" in kept:
            later.append((node, kept))
        elif "text" in kept:
            node.text = str(kept["text"])
        else:
            label = labels.get(node.id, "")
            node.text = f"{kept.get('before', '')}{label}{kept.get('behind', '')}"
    nodeset.index()
    for node, kept in later:
        said = nodeset.get(str(kept["of"]))
        node.text = str(kept["before"]) + (said.text if said is not None else "")
