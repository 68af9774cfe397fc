"""IBIS as JSON: a list of issues, positions and arguments, as programs mine them from texts.

The format is that of E. Maguire, "argmining_ibis": ``{"ibis": [{"id", "type", "text", "orig",
"parent": [...], "pro": [...], "con": [...]}]}``, where *orig* are the words of the text. Steps and
utterances get the names that its own converter to xAIF gives them (``rel0``, ``l_0_pos1``), so that
both files of one argument name the same nodes.
"""

from collections.abc import Iterator
from typing import Any, Final

from whyso.graph.errors import ParseError
from whyso.graph.formats.account import Account
from whyso.graph.formats.draft import Draft
from whyso.graph.formats.incoming import read_json
from whyso.graph.formats.sniffing import json_document
from whyso.graph.store import Store

__all__ = ["read_ibis_json", "sniff_ibis_json"]

_TYPES: Final = ("issue", "position", "argument")
_PREFIXES: Final = {"iss": "issue", "pos": "position", "arg": "argument"}
_FOR_OR_AGAINST: Final = "an argument about an issue is read as an answer to it, for or against"
_KEYS: Final = frozenset({"id", "type", "text", "orig", "parent", "pro", "con"})


def sniff_ibis_json(data: bytes) -> bool:
    """Tell whether a JSON file is a list of issues, positions and arguments.

    >>> sniff_ibis_json(b'{"ibis": []}'), sniff_ibis_json(b'{"AIF": {}, "IBIS": {}}')
    (True, False)
    """
    said = json_document(data)
    return isinstance(said, dict) and isinstance(said.get("ibis"), list)


def read_ibis_json(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Read issues as questions, positions and arguments as claims.

    Raises:
        ParseError: it is no JSON object with a list of that name.

    >>> text = b'''{"ibis": [{"id": "iss1", "type": "issue", "text": "Tea?", "parent": []},
    ...     {"id": "pos1", "type": "position", "text": "Tea!", "parent": ["iss1"]},
    ...     {"id": "arg1", "type": "argument", "text": "It warms.", "pro": ["pos1"], "con": []}]}'''
    >>> store, account = read_ibis_json(text, name="tea.json")
    >>> account.kept["statements"], account.kept["steps"], account.lossless
    (3, 1, True)
    """
    said = read_json(data, name)
    if not isinstance(said.get("ibis"), list):
        raise ParseError(name, "no list named 'ibis' in it: not IBIS as JSON")
    drawing = _Drawing(Draft("ibis-json", name=name, base=base))
    drawing.nodes(said["ibis"])
    drawing.relations()
    rest = {key: value for key, value in said.items() if key != "ibis"}
    if rest:
        drawing.draft.carry(drawing.draft.graph, rest)
    return drawing.draft.finish()


class _Drawing:
    """Draws the argument that a list of nodes says."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.types: dict[str, str] = {}  # id to issue, position or argument
        self.said: list[tuple[str, dict[str, Any]]] = []
        self.premises: set[str] = set()
        self.count = 0

    def nodes(self, entries: list[Any]) -> None:
        for place, entry in enumerate(entries):
            if not isinstance(entry, dict):
                self.draft.dropped.add("node", "not an object", f"ibis[{place}]", triples=0)
                continue
            id = self._id(entry, place)
            self.types[id] = self._type(entry, id)
            self.said.append((id, entry))
        for id, entry in self.said:
            self._node(id, entry)

    def _id(self, entry: dict[str, Any], place: int) -> str:
        id = _text(entry.get("id")).strip()
        if not id:
            id = f"node{place}"
            self.draft.approximated.add("id", "none is told; named by its place", id, triples=0)
        if id not in self.types:
            return id
        number = 2
        while f"{id}-{number}" in self.types:
            number += 1
        why = "told twice; the later node gets a number"
        self.draft.approximated.add("id", why, f"{id}-{number}", triples=0)
        return f"{id}-{number}"

    def _type(self, entry: dict[str, Any], id: str) -> str:
        told = entry.get("type")
        if isinstance(told, str) and told.strip().lower() in _TYPES:
            return told.strip().lower()
        guess = _PREFIXES.get(id[:3].lower()) or (
            "argument" if "pro" in entry or "con" in entry else None
        )
        why = f"not told; {guess} by its id or relations"
        if guess is None:
            guess, why = "position", "not told; position, since nothing tells"
        self.draft.approximated.add("type", why, id, triples=0)
        return guess

    def _node(self, id: str, entry: dict[str, Any]) -> None:
        issue = self.types[id] == "issue"
        text = entry.get("text")
        if not isinstance(text, str):
            self.draft.approximated.add("text", "none is told", id, triples=0)
            text = None if text is None else _text(text)
        iri = self.draft.node(id, "arg:Question" if issue else "arg:Claim", text)
        for number, words in enumerate(self._words(id, entry.get("orig"))):
            utterance = self.draft.node(f"l_{number}_{id}", "arg:Utterance", words)
            self.draft.link(utterance, "arg:expresses", iri)
        rest = {key: value for key, value in entry.items() if key not in _KEYS}
        if rest:
            self.draft.carry(iri, rest)

    def _words(self, id: str, orig: Any) -> Iterator[str]:
        for words in orig if isinstance(orig, list) else [orig]:
            if isinstance(words, str):
                yield words
            elif words is not None:
                self.draft.dropped.add("orig", "not a text", id, triples=0)

    def relations(self) -> None:
        found = [
            (id, key, other)
            for id, entry in self.said
            for key in ("parent", "pro", "con")
            for other in self._others(id, key, entry.get(key))
        ]
        for id, key, other in found:
            if key == "pro" and "issue" not in (self.types[id], self.types[other]):
                self.premises.add(id)
        for relation in found:
            self._relate(*relation)

    def _others(self, id: str, key: str, value: Any) -> Iterator[str]:
        for other in value if isinstance(value, list) else [value]:
            if other is None:
                continue
            if not isinstance(other, str | int) or isinstance(other, bool):
                self.draft.dropped.add(key, "not the id of a node", id, triples=0)
            elif str(other).strip() not in self.types:
                self.draft.dropped.add(key, f"there is no node {other}", id, triples=0)
            else:
                yield str(other).strip()

    def _relate(self, id: str, key: str, other: str) -> None:
        iri, end, step = self.draft.iri(id), self.draft.iri(other), f"rel{self.count}"
        self.count += 1
        asks, asked = self.types[id] == "issue", self.types[other] == "issue"
        why = ""
        if asks and asked:
            self.draft.link(end, "dcterms:hasPart", iri)  # an issue under an issue
            why = "" if key == "parent" else "an issue takes no side: read as a part of the other"
        elif asks:
            self.draft.link(end, "arg:raises", iri)
            why = "" if key == "parent" else "an issue takes no side: what it is about raises it"
        elif asked:
            self.draft.link(iri, "arg:answers", end)
            why = "" if key == "parent" else _FOR_OR_AGAINST
        elif key == "parent":
            self.draft.link(iri, "arg:clarifies", end)
            why = "neither is an issue, and no stance is told: read as arg:clarifies"
        elif key == "pro":
            inference = self.draft.node(self._free(step), "arg:Inference")
            self.draft.link(inference, "arg:premise", iri)
            self.draft.link(inference, "arg:conclusion", end)
        else:
            kind = "arg:Undermining" if other in self.premises else "arg:Rebuttal"
            conflict = self.draft.node(self._free(step), kind)
            self.draft.link(conflict, "arg:attacker", iri)
            self.draft.link(conflict, "arg:target", end)
        if why:
            self.draft.approximated.add(key, why, id)

    def _free(self, name: str) -> str:
        """Return a name that no node of the file has."""
        while name in self.types:
            name += "_"
        return name


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value)
