"""Reading the JSON of arguebuf: atoms are claims, schemes are steps, participants speak.

Support is an inference, attack a conflict by what it hits; a rephrase says that one claim clarifies
another. Where a reference tells its place in a resource, it is a passage. What the model has no
words for (preferences, steps about steps, analysts, times, user data) is carried.

In ``userdata.whyso`` stands what :mod:`whyso.graph.formats.arguebuf.writing` adds.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from whyso.graph.formats.account import Account, Rows
from whyso.graph.formats.arguebuf.message import message
from whyso.graph.formats.arguebuf.words import (
    CONSTANTS,
    LINKS,
    OURS,
    conflict,
    default_edge,
    default_link,
    scheme_named,
)
from whyso.graph.formats.draft import Draft
from whyso.graph.formats.rdf import counted
from whyso.graph.formats.remainder import restore
from whyso.graph.network import KINDS
from whyso.graph.store import Store

__all__ = ["native_store", "read_arguebuf"]

_MOST: Final = 1_000
_NODES: Final = frozenset(KINDS)
_KINDS: Final = ("support", "attack", "rephrase", "preference")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,8}")


def read_arguebuf(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Return the argument that a graph of arguebuf says.

    Raises:
        ParseError: it is broken.

    >>> said = b'{"nodes": {"a": {"atom": {"text": "Tea is warm."}}}}'
    >>> read_arguebuf(said, name="tea.json")[1].kept["statements"]
    1
    """
    rows = Rows()
    graph = message(data, name, rows)
    beside = _ours(graph)
    told = beside.get("base")
    base = told if isinstance(told, str) and told else base
    store, account, main = native_store(graph, name=name, base=base)
    more, less = _beside(graph, beside)
    if more or less:
        restore(store, more, less, main=main, name=name)
    prefixes = beside.get("prefixes")
    for prefix, iri in prefixes.items() if isinstance(prefixes, dict) else ():
        if isinstance(iri, str) and re.fullmatch(r"[A-Za-z][\w-]{0,30}", prefix):
            store.prefixes.setdefault(prefix, iri)
    dropped = (*account.dropped, *rows.rows())
    return store, replace(account, kept=counted(store), dropped=dropped)


def _ours(one: Mapping[str, Any]) -> dict[str, Any]:
    found = one.get("userdata", {}).get(OURS)
    return found if isinstance(found, dict) else {}


def _beside(graph: Mapping[str, Any], beside: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Return the lines that travel beside the graph and its nodes."""
    places = [beside]
    for kind in ("nodes", "participants"):
        places += [_ours(one) for one in graph.get(kind, {}).values()]
    more, less = (
        [str(line) for place in places for line in _list(place.get(name))]
        for name in ("more", "less")
    )
    return more, less


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def native_store(
    graph: Mapping[str, Any], *, name: str, base: str | None
) -> tuple[Store, Account, str]:
    """Return what a message says without what travels beside it, and the IRI of its graph.

    >>> native_store({"nodes": {}}, name="tea.json", base=None)[2]
    'https://w3id.org/whyso/graph/tea'
    """
    draft = Draft("arguebuf", name=name, base=base)
    store, account = _Reading(graph, draft).finish()
    return store, account, draft.graph


class _Reading:
    """One message on its way into a draft.

    Attributes:
        kinds: each node's kind: ``atom``, that of its scheme, or nothing.
        into, out_of: the edges of each node: id of the other end to id of the edge.
    """

    def __init__(self, graph: Mapping[str, Any], draft: Draft) -> None:
        self.graph, self.draft = graph, draft
        self.nodes: Mapping[str, Any] = graph.get("nodes", {})
        self.edges: Mapping[str, Any] = graph.get("edges", {})
        self.kinds: dict[str, str] = {}
        self.into: dict[str, dict[str, str]] = {}
        self.out_of: dict[str, dict[str, str]] = {}
        self.premises: set[str] = set()

    def finish(self) -> tuple[Store, Account]:
        loose_edges = self._sort()
        loose: dict[str, Any] = {}
        for key, resource in self.graph.get("resources", {}).items():
            self._resource(key, resource)
        for key, participant in self.graph.get("participants", {}).items():
            self._participant(key, participant)
        for key, kind in self.kinds.items():
            if kind == "atom":
                self._atom(key, self.nodes[key])
            elif kind in ("support", "attack") and "relation" not in _ours(self.nodes[key]):
                self._step(key, kind)
            else:
                self._link(key, kind, loose)
        kept = _rest(self.graph, "metadata", "majorClaim", "libraryVersion", "analysts")
        if self.graph.get("schemaVersion", 1) != 1:
            kept["schemaVersion"] = self.graph["schemaVersion"]
        kept |= {"schemes": loose} if loose else {}
        kept |= {"edges": loose_edges} if loose_edges else {}
        if kept:
            self.draft.carry(self.draft.graph, kept)
        return self.draft.finish()

    def _sort(self) -> list[Any]:
        """Tell the nodes and edges apart; return the edges between atoms."""
        rows = self.draft.dropped
        for key, node in self.nodes.items():
            if "atom" in node:
                self.kinds[key] = "atom"
                if "scheme" in node:
                    rows.add("scheme", "an atom cannot be a scheme, too", key)
            elif "scheme" in node:
                kinds = [kind for kind in _KINDS if kind in node["scheme"]]
                self.kinds[key] = kinds[0] if kinds else ""
                if len(kinds) > 1:
                    rows.add("scheme", "of several kinds the first counts", key)
            else:
                rows.add("nodes", "neither atom nor scheme", key)
        loose: dict[tuple[str, str], list[Any]] = {}
        for key, edge in self.edges.items():
            source, target = edge.get("source", ""), edge.get("target", "")
            if source not in self.kinds or target not in self.kinds:
                rows.add("edges", "an end of it is no node", key)
            elif source in self.into.get(target, ()) or (source, target) in loose:
                rows.add("edges", "said before", key)
            elif self.kinds[source] == self.kinds[target] == "atom":
                self.draft.approximated.add("edges", "no scheme between; carried", key, triples=0)
                loose[source, target] = self._edge(key)
            else:
                self.into.setdefault(target, {})[source] = key
                self.out_of.setdefault(source, {})[target] = key
                if self.kinds[target] == "support":
                    self.premises.add(source)
        return [loose[pair] for pair in sorted(loose)]

    def _edge(self, key: str) -> list[Any]:
        edge = self.edges[key]
        rest = _rest(edge, "metadata")
        return [key, edge["source"], edge["target"], *([rest] if rest else [])]

    def _sorted(self, keys: Iterable[str]) -> list[Any]:
        return sorted((self._edge(key) for key in keys), key=lambda one: one[1:3])

    def _told(self, keys: Iterable[str]) -> list[Any]:
        """Return the edges that have more to them than their ends."""
        found = self._sorted(keys)
        return [one for one in found if len(one) > 3 or one[0] != default_edge(one[1], one[2])]

    def _resource(self, key: str, resource: Mapping[str, Any]) -> None:
        iri = self.draft.node(key, "arg:Source", resource.get("title") or None)
        if resource.get("source"):
            self.draft.text(iri, "dcterms:source", resource["source"])
        if resource.get("text"):
            self.draft.text(iri, "schema:sha256", _digest(resource["text"]))
        kept = _rest(resource, "text", "timestamp", "metadata")
        self.draft.carry(iri, {"resource": kept})

    def _participant(self, key: str, participant: Mapping[str, Any]) -> None:
        iri = self.draft.node(key, "foaf:Agent")
        if participant.get("name"):
            self.draft.text(iri, "foaf:name", participant["name"], lang=_lang(participant))
        names = ("username", "email", "url", "location", "description", "metadata")
        kept = _rest(participant, *names)
        if kept:
            self.draft.carry(iri, {"participant": kept})

    def _atom(self, key: str, node: Mapping[str, Any]) -> None:
        atom, ours = node["atom"], _ours(node)
        iri = self._typed(key, "arg:Claim")
        if atom.get("text"):
            self.draft.text(iri, "rdfs:label", atom["text"], lang=_lang(node))
        speaker = atom.get("participant")
        if speaker and speaker not in self.graph.get("participants", {}):
            self.draft.dropped.add("participant", "there is no such participant", key)
        elif speaker and ours.get("voice") != "reported":
            self.draft.link(iri, "arg:assertedBy", self.draft.iri(speaker))
        kept = _rest(node, "metadata") | _rest(atom, "reference")
        if "reference" in atom:
            self._passage(key, atom["reference"])
        if kept:
            self.draft.carry(iri, kept)

    def _passage(self, key: str, reference: Mapping[str, Any]) -> None:
        """Say where in a resource an atom stands, if that is told."""
        where, text = reference.get("resource"), reference.get("text")
        resource = self.graph.get("resources", {}).get(where)
        if where and resource is None:
            self.draft.dropped.add("reference", "there is no such resource", key)
        if not (where and text and resource):
            return
        start = reference.get("offset")
        if start is None:  # arguebuf leaves an offset of 0 out
            if not resource.get("text", "").startswith(text):
                return
            start = 0
        passage = self.draft.node(f"{key}.passage", "arg:Passage")
        place = self.draft.node(f"{key}.place", "oa:TextPositionSelector")
        self.draft.link(self.draft.iri(key), "arg:hasPassage", passage)
        self.draft.link(passage, "oa:hasSource", self.draft.iri(where))
        self.draft.link(passage, "oa:hasSelector", place)
        self.draft.text(passage, "schema:sha256", _digest(text))
        for name, value in (("oa:start", start), ("oa:end", start + len(text))):
            self.draft.value(place, name, value, "xsd:nonNegativeInteger")

    def _typed(self, key: str, usual: str, local: str | None = None) -> str:
        """Say the class of a node, that which its user data tell or the usual one."""
        told = [name for name in _list(_ours(self.nodes[key]).get("types")) if name in _NODES]
        for kind in [f"arg:{name}" for name in told] or [usual]:
            iri = self.draft.node(local or key, kind)
        return iri

    def _step(self, key: str, kind: str) -> None:
        """Say an inference, or a conflict; where it leads to several, one for each."""
        node, into, out_of = self.nodes[key], self.into.get(key, {}), self.out_of.get(key, {})
        sources = [end for end in into if self.kinds[end] == "atom"]
        hit = ("atom", "support", "attack") if kind == "attack" else ("atom",)
        targets = [end for end in out_of if self.kinds[end] in hit and end != key]
        befores: list[str | None] = [*sources] or [None]
        behinds: list[str | None] = [*targets] or [None]
        pairs: list[tuple[list[str | None], str | None]]
        if kind == "attack":
            pairs = [([one], end) for one in befores for end in behinds]
        else:
            pairs = [([*sources], end) for end in behinds]
        if len(pairs) > 1:
            self.draft.approximated.add("scheme", "it joins several: one step for each", key)
        if len(pairs) > _MOST:
            self.draft.dropped.add("scheme", f"more than {_MOST} steps of one", key)
        number = 1
        for starts, end in pairs[:_MOST]:
            local = key if number == 1 else f"{key}.{number}"
            while number > 1 and local in self.nodes:
                number += 1
                local = f"{key}.{number}"
            number += 1
            self._pair(key, local, kind, starts, end)
        for empty, why in ((not sources, "it has no premise"), (not targets, "it leads nowhere")):
            if empty:
                self.draft.approximated.add("scheme", why, key)
        starts, end = pairs[0]
        native = [into[one] for one in starts if one is not None]
        native += [] if end is None else [out_of[end]]
        others = [edge for end, edge in out_of.items() if end not in targets]
        kept = _rest(node, "metadata") | _rest(node["scheme"], "premiseDescriptors")
        constant = node["scheme"][kind]
        if kind == "support" and CONSTANTS.get(scheme_named(constant)) != constant:
            kept["support"] = constant
        kept |= {"edges": told} if (told := self._told(native)) else {}
        kept |= {"others": self._sorted(others)} if others else {}
        if kept:
            self.draft.carry(self.draft.iri(key), kept)

    def _pair(
        self, key: str, local: str, kind: str, sources: list[str | None], end: str | None
    ) -> None:
        roles = ("arg:premise", "arg:conclusion")
        usual = "arg:Inference"
        if kind == "attack":
            roles = ("arg:attacker", "arg:target")
            hit = "atom" if end is None else self.kinds[end]
            usual = conflict(hit, premise=end in self.premises)
        iri = self._typed(key, usual, local)
        for source in sources:
            if source is not None:
                self.draft.link(iri, roles[0], self.draft.iri(source))
        if end is not None:
            self.draft.link(iri, roles[1], self.draft.iri(end))
        scheme = scheme_named(self.nodes[key]["scheme"][kind]) if kind == "support" else None
        if scheme:
            self.draft.link(iri, "arg:scheme", scheme)

    def _link(self, key: str, kind: str, loose: dict[str, Any]) -> None:
        """Say the links of a scheme that is no step, and note what else there is to it."""
        node, into, out_of = self.nodes[key], self.into.get(key, {}), self.out_of.get(key, {})
        told = _ours(node).get("relation")
        link = told if told in LINKS else "arg:clarifies" if kind == "rephrase" else None
        pairs = [
            (source, target)
            for source in into
            for target in out_of
            if link and source != target and self.kinds[source] == self.kinds[target] == "atom"
        ]
        if link is None or not pairs:
            why = "no words for it; carried" if into and out_of else "it leads nowhere; carried"
            self.draft.approximated.add(kind or "scheme", why, key, triples=0)
        for source, target in pairs[:_MOST]:
            self.draft.link(self.draft.iri(source), str(link), self.draft.iri(target))
        edges = [*into.values(), *out_of.values()]
        kept = _rest(node, "metadata") | _rest(node["scheme"], "premiseDescriptors")
        usual = len(pairs) == 1 and key == default_link(pairs[0][0], str(link), pairs[0][1])
        if kept or not usual or self._told(edges):
            kept |= {"kind": kind} if kind else {}
            kept |= {"relation": link} if link and pairs else {}
            kept["edges"] = self._sorted(edges)
            loose[key] = kept


def _rest(one: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return those fields of a message that are there, and the user data that are not ours."""
    found = {name: one[name] for name in names if one.get(name)}
    userdata = {name: value for name, value in one.get("userdata", {}).items() if name != OURS}
    return found | ({"userdata": userdata} if userdata else {})


def _lang(one: Mapping[str, Any]) -> str | None:
    told = _ours(one).get("lang")
    return told if isinstance(told, str) and _LANGUAGE.fullmatch(told) else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
