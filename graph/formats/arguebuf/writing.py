"""Writing the JSON of arguebuf, without loss.

Statements are atoms, steps are schemes, and so are the links between statements (``answers``,
``clarifies`` and the like; ``userdata.whyso`` tells which). An undercut is an attack that leads to
the scheme of an inference. Who asserts or is reported to say something is its participant. Of the
rest, what reading the file would not give stands in ``userdata.whyso`` as RDF: ``more``, and what
it would give too much: ``less``.
"""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.account import Account, Rows
from whyso.graph.formats.arguebuf.message import message
from whyso.graph.formats.arguebuf.reading import native_store, read_arguebuf
from whyso.graph.formats.arguebuf.words import (
    CONSTANTS,
    LINKS,
    OURS,
    conflict,
    default_edge,
    default_link,
    scheme_named,
)
from whyso.graph.formats.draft import Draft, carried, namespace_of
from whyso.graph.formats.proof import proven
from whyso.graph.formats.remainder import remainder
from whyso.graph.model.records import text_in
from whyso.graph.network import KINDS, STEPS, kind_of
from whyso.graph.store import Store, natural

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["write_arguebuf"]

_P: Final = ontology.PREFIXES


def write_arguebuf(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph as arguebuf reads it.

    >>> from whyso.graph import sample
    >>> data, account = write_arguebuf(sample())
    >>> account.lossless
    True
    """
    graph = _Writing(g.store, lang).message()
    data = (json.dumps(graph, ensure_ascii=False, indent=2) + "\n").encode()
    return data, proven(g, data, "arguebuf", read_arguebuf, where="arguebuf")


class _Writing:
    """One graph on its way into a message."""

    def __init__(self, store: Store, lang: str) -> None:
        self.store, self.lang = store, lang
        self.base = namespace_of(store)
        self.draft = Draft("arguebuf", name="source", base=self.base)
        self.said: dict[str, dict[str, list[str]]] = {}
        self.texts: dict[str, dict[str, dict[str, str]]] = {}
        self._gather()
        self.kept = {
            key: value
            for key, value in carried(store, "arguebuf").items()
            if isinstance(value, dict)
        }
        self.kinds = {iri: kind for iri, classes in self._classes() if (kind := kind_of(classes))}
        self.kinds = {iri: self.kinds[iri] for iri in sorted(self.kinds, key=natural)}
        self.nodes: dict[str, Any] = {}
        self.edges: dict[str, Any] = {}
        self.participants: dict[str, Any] = {}

    def _gather(self) -> None:
        for graph in self.store.source_graphs():
            for quad in self.store.engine.quads_for_pattern(None, None, None, graph):
                if not isinstance(quad.subject, ox.NamedNode):
                    continue
                subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object
                if isinstance(value, ox.NamedNode):
                    self.said.setdefault(subject, {}).setdefault(predicate, []).append(value.value)
                elif isinstance(value, ox.Literal) and predicate in _TEXTS:
                    texts = self.texts.setdefault(subject, {}).setdefault(predicate, {})
                    tag = value.language or ""
                    texts[tag] = min(value.value, texts.get(tag, value.value))

    def _classes(self) -> Iterator[tuple[str, list[str]]]:
        for iri, said in self.said.items():
            classes = [one.removeprefix(ontology.ARG) for one in said.get(_P["rdf"] + "type", ())]
            yield iri, classes

    def _all(self, iri: str, name: str) -> list[str]:
        prefix, _, local = name.partition(":")
        return sorted(set(self.said.get(iri, {}).get(_P[prefix] + local, ())), key=natural)

    def message(self) -> dict[str, Any]:
        """Return the message."""
        whole = self.kept.get(self.draft.graph, {})
        statements = [iri for iri, kind in self.kinds.items() if kind not in STEPS]
        steps = [iri for iri, kind in self.kinds.items() if kind in STEPS]
        voices = self._voices()
        for iri in statements:
            if self.kinds[iri] != "utterance":
                self._atom(iri, voices)
        self.at = {iri: self._id(iri) for iri in self.kinds if self.kinds[iri] != "utterance"}
        self.known = frozenset(self.at.values())
        self.premises = {one for iri in steps for one in self._all(iri, "arg:premise")}
        for iri in steps:
            self._step(iri)
        self._links(whole)
        self._loose_edges(whole.get("edges"))
        resources = {}
        for iri, kept in self.kept.items():
            if isinstance(kept.get("resource"), dict):
                resources[self._id(iri)] = self._resource(iri, kept["resource"])
            if isinstance(kept.get("participant"), dict):
                self._participant(iri)
        graph: dict[str, Any] = {
            "nodes": self.nodes,
            "edges": self.edges,
            "resources": resources,
            "participants": self.participants,
            **{name: whole[name] for name in _WHOLE if name in whole},
            "schemaVersion": whole.get("schemaVersion", 1),
        }
        if graph.get("majorClaim") not in self.nodes:
            graph.pop("majorClaim", None)
        self._add_remainder(graph, whole)
        return {name: value for name, value in graph.items() if value not in ({}, [])}

    def _id(self, iri: str) -> str:
        """Return a node's id: its local name if reading gives the IRI again, else the IRI."""
        if iri.startswith(self.base):
            local = unquote(iri[len(self.base) :])
            if self.draft.iri(local) == iri:
                return local
        return iri

    def _voices(self) -> dict[str, str]:
        """Return who is reported to have said what."""
        found: dict[str, str] = {}
        for iri, kind in self.kinds.items():
            if kind == "utterance":
                for speaker in self._all(iri, "arg:speaker")[:1]:
                    for one in self._all(iri, "arg:expresses"):
                        found.setdefault(one, speaker)
        return found

    def _atom(self, iri: str, voices: Mapping[str, str]) -> None:
        ours: dict[str, Any] = {}
        atom: dict[str, Any] = {"text": self._text(iri, "rdfs:label", ours) or self._id(iri)}
        self._types(iri, ["Claim"], ours)
        kept = self.kept.get(iri, {})
        if "reference" in kept:
            atom["reference"] = kept["reference"]
        speakers = self._all(iri, "arg:assertedBy")[:1]
        if not speakers and iri in voices:
            speakers = [voices[iri]]
            ours["voice"] = "reported"
        for speaker in speakers:
            atom["participant"] = self._participant(speaker)
        self.nodes[self._id(iri)] = {"atom": atom} | _rest(kept, ours)

    def _text(self, iri: str, name: str, ours: dict[str, Any]) -> str:
        prefix, _, local = name.partition(":")
        texts = dict(sorted(self.texts.get(iri, {}).get(_P[prefix] + local, {}).items()))
        text = text_in(texts, self.lang)
        tag = next((tag for tag, one in texts.items() if one == text), "")
        tag = self.lang if texts.get(self.lang) == text else tag
        if tag:
            ours["lang"] = tag
        return text

    def _types(self, iri: str, usual: list[str], ours: dict[str, Any]) -> None:
        types = [one.removeprefix(ontology.ARG) for one in self._all(iri, "rdf:type")]
        types = [name for name in KINDS if name in types]
        if types != usual:
            ours["types"] = types

    def _participant(self, iri: str) -> str:
        key = self._id(iri)
        if key not in self.participants:
            ours: dict[str, Any] = {}
            name = self._text(iri, "foaf:name", ours)
            kept = self.kept.get(iri, {}).get("participant", {})
            names = ("username", "email", "url", "location", "description")
            said = {"name": name} | {name: kept[name] for name in names if name in kept}
            self.participants[key] = said | _rest(kept, ours)
        return key

    def _resource(self, iri: str, kept: Mapping[str, Any]) -> dict[str, Any]:
        said: dict[str, Any] = {"text": kept.get("text", "")}
        for name, field in (("rdfs:label", "title"), ("dcterms:source", "source")):
            text = self._text(iri, name, {})
            if text:
                said[field] = text
        return (
            said | {name: kept[name] for name in ("timestamp",) if name in kept} | _rest(kept, {})
        )

    def _step(self, iri: str) -> None:
        kept = self.kept.get(iri, {})
        ours: dict[str, Any] = {}
        scheme: dict[str, Any] = {}
        attacks = self.kinds[iri] != "inference"
        roles = ("arg:attacker", "arg:target") if attacks else ("arg:premise", "arg:conclusion")
        sources, targets = (
            [end for end in self._all(iri, role) if end in self.at] for role in roles
        )
        if attacks:
            scheme["attack"] = "ATTACK_DEFAULT"
            hit = self.kinds.get(targets[0], "") if targets else "claim"
            what = "atom" if hit not in STEPS else "support" if hit == "inference" else "attack"
            usual = conflict(what, premise=bool(targets) and targets[0] in self.premises)
            self._types(iri, [usual.removeprefix("arg:")], ours)
        else:
            scheme["support"] = self._constant(iri, kept.get("support"))
            self._types(iri, ["Inference"], ours)
        if "premiseDescriptors" in kept:
            scheme["premiseDescriptors"] = kept["premiseDescriptors"]
        key = self._id(iri)
        self.nodes[key] = {"scheme": scheme} | _rest(kept, ours)
        pairs = [(self.at[one], key) for one in sources] + [(key, self.at[one]) for one in targets]
        self._edges(pairs, kept.get("edges"))
        self._loose_edges(kept.get("others"))

    def _constant(self, iri: str, kept: Any) -> str:
        schemes = self._all(iri, "arg:scheme")
        if isinstance(kept, str) and scheme_named(kept) in schemes:
            return kept
        return next((CONSTANTS[one] for one in schemes if one in CONSTANTS), "SUPPORT_DEFAULT")

    def _edges(self, pairs: list[tuple[str, str]], kept: Any) -> None:
        """Write edges, with the ids and further fields that they were read with."""
        told = {(one[1], one[2]): one for one in _edges_in(kept)}
        for pair in pairs:
            one = told.get(pair, [default_edge(*pair)])
            key = one[0]
            while key in self.edges:
                key += "'"
            said: dict[str, Any] = {"source": pair[0], "target": pair[1]}
            self.edges[key] = said | (_rest(one[3], {}) if len(one) > 3 else {})

    def _loose_edges(self, kept: Any) -> None:
        found = [one for one in _edges_in(kept) if {one[1], one[2]} <= self.known]
        self._edges([(one[1], one[2]) for one in found], found)

    def _links(self, whole: Mapping[str, Any]) -> None:
        """Write the links between statements, those that were schemes of their own as such."""
        atoms = {iri: key for iri, key in self.at.items() if self.kinds[iri] not in STEPS}
        pairs: dict[tuple[str, str, str], None] = {}
        for name in LINKS:
            for iri, key in atoms.items():
                for end in self._all(iri, name):
                    if end in atoms and end != iri:
                        pairs[key, name, atoms[end]] = None
        loose = whole.get("schemes")
        for key, kept in loose.items() if isinstance(loose, dict) else ():
            if not isinstance(kept, dict) or key in self.nodes:
                continue
            edges = _edges_in(kept.get("edges"))
            link = kept.get("relation")
            if link:
                starts = [one[1] for one in edges if one[2] == key]
                ends = [one[2] for one in edges if one[1] == key]
                said = [(one, str(link), end) for one in starts for end in ends]
                held = [one for one in said if one in pairs]
                if not held:
                    continue
                for one in held:
                    del pairs[one]
                ties = {(one, key) for one, _, _ in held} | {(key, end) for _, _, end in held}
                edges = [one for one in edges if (one[1], one[2]) in ties]
            self._scheme(key, str(kept.get("kind", "")), link, kept)
            edges = [one for one in edges if {one[1], one[2]} - {key} <= self.known]
            self._edges([(one[1], one[2]) for one in edges], edges)
        for source, name, target in pairs:
            key = default_link(source, name, target)
            while key in self.nodes:
                key += "'"
            self._scheme(key, LINKS[name] or "", name, {})
            self._edges([(source, key), (key, target)], None)

    def _scheme(self, key: str, kind: str, link: str | None, kept: Mapping[str, Any]) -> None:
        scheme: dict[str, Any] = {kind: f"{kind.upper()}_DEFAULT"} if kind else {}
        if "premiseDescriptors" in kept:
            scheme["premiseDescriptors"] = kept["premiseDescriptors"]
        usual = kind == "rephrase" and link == "arg:clarifies"
        ours = {"relation": link} if link and not usual else {}
        self.nodes[key] = {"scheme": scheme} | _rest(kept, ours)

    def _add_remainder(self, graph: dict[str, Any], whole: Mapping[str, Any]) -> None:
        """Put beside the nodes what reading the message would not give."""
        ours: dict[str, Any] = {"base": self.base}
        own = {
            prefix: iri
            for prefix, iri in sorted(self.store.prefixes.items())
            if _P.get(prefix) != iri
        }
        if own:
            ours["prefixes"] = own
        graph |= _rest(whole, ours)
        data = json.dumps(graph).encode()
        native, _, main = native_store(message(data, "", Rows()), name="source", base=self.base)
        found = remainder(self.store, native, main=main, without=ontology.CARRIED + "arguebuf")
        for name, lines in zip(("more", "less"), found, strict=True):
            for subject, said in lines.items():
                key = self._id(subject[1:-1])
                one = self.nodes.get(key) or self.participants.get(key) or graph
                one.setdefault("userdata", {}).setdefault(OURS, {}).setdefault(name, []).extend(
                    said
                )


_TEXTS: Final = frozenset({_P["rdfs"] + "label", _P["foaf"] + "name", _P["dcterms"] + "source"})
_WHOLE: Final = ("majorClaim", "libraryVersion", "analysts")


def _rest(kept: Mapping[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """Return metadata and user data as they were read, and what is ours."""
    found: dict[str, Any] = {}
    if isinstance(kept.get("metadata"), dict):
        found["metadata"] = kept["metadata"]
    userdata = kept.get("userdata")
    userdata = dict(userdata) if isinstance(userdata, dict) else {}
    userdata |= {OURS: ours} if ours else {}
    return found | ({"userdata": userdata} if userdata else {})


def _edges_in(kept: Any) -> list[Any]:
    listed = kept if isinstance(kept, list) else []
    return [
        one
        for one in listed
        if isinstance(one, list)
        and len(one) in (3, 4)
        and all(isinstance(part, str) for part in one[:3])
        and isinstance(one[-1], (dict, str))
    ]
