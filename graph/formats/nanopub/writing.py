"""Writing nanopublications: one for each statement, with the steps that lead to it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, cast

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.account import Account
from whyso.graph.formats.draft import carried
from whyso.graph.formats.nanopub.parts import NP, NPX, PARTS, word_of
from whyso.graph.formats.nanopub.reading import FORMAT, HOME, read_nanopub, temporary
from whyso.graph.formats.proof import compared, proven
from whyso.graph.network import KINDS, STEPS
from whyso.graph.store import Store

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["write_nanopub"]

_WHERE: Final = "A nanopublication"
_P: Final = ontology.PREFIXES
_ARG: Final = ontology.ARG
_TYPE: Final = _P["rdf"] + "type"
_KINDS: Final = {_ARG + name: kind for name, kind in KINDS.items()}
_NAMES: Final = frozenset({_TYPE, _P["rdfs"] + "label", _P["foaf"] + "name"})
# What is said of a claim by its provenance, and not by its assertion.
_PROVENANCE: Final = frozenset({_ARG + "assertedBy", _ARG + "hasPassage"})
_PREFIXES: Final = ontology.PREFIXES | {"np": NP, "npx": NPX}

Parts = dict[str, dict[ox.Triple, None]]


def write_nanopub(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph as nanopublications in TriG, and the account of writing it.

    There is one for each statement and question. Its assertion holds what is said of it, the
    inferences that conclude it and the conflicts by which it attacks; its provenance the speakers,
    reported utterances and passages; its publication info the annotator, date and licence that the
    source or its named graph tell. What belongs to no statement is published once for each source.
    A claim that another supersedes is superseded as a nanopublication too; one that is superseded
    by nothing is retracted by a further one.

    The IRIs are temporary (``http://purl.org/nanopub/temp/``) and nothing is signed: the tools that
    publish replace them and sign. What was read from others' nanopublications goes back as it was.

    >>> from whyso.graph import sample
    >>> data, account = write_nanopub(sample())
    >>> data.count(b" a np:Nanopublication"), account.lossless
    (139, True)
    """
    texts = _texts(g.store, lang)
    if not texts:  # of nothing there is no nanopublication
        return b"", compared(g.store, Store(), FORMAT, where=_WHERE)
    data = b"\n".join(texts)
    return data, proven(g, data, FORMAT, read_nanopub, where=_WHERE)


def _texts(store: Store, lang: str) -> list[bytes]:
    said: dict[str, dict[ox.Triple, None]] = {}
    for quad in store.quads():
        if quad.predicate.value != ontology.CARRIED + FORMAT:
            triple = ox.Triple(quad.subject, quad.predicate, quad.object)
            said.setdefault(word_of(quad.graph_name), {})[triple] = None
    records = {iri: found for iri, found in carried(store, FORMAT).items() if _is_record(found)}
    texts: list[bytes] = []
    for graph, held in said.items():
        others = {iri: found for iri, found in records.items() if found.get("foreign")}
        written, rest = _again(others, held)
        texts += written
        texts += _Source(graph, rest, records, lang).texts()
    return texts


def _is_record(found: Any) -> bool:
    return (
        isinstance(found, dict)
        and isinstance(found.get("nanopub"), str)
        and all(isinstance(found.get(name), dict) for name in ("graphs", "said"))
    )


def _again(
    records: dict[str, dict[str, Any]], held: dict[ox.Triple, None]
) -> tuple[list[bytes], list[ox.Triple]]:
    """Return nanopublications that others wrote, as the graph says them now, and the rest of it."""
    if not records:
        return [], list(held)
    lines = {_plain(triple): triple for triple in held}
    taken: set[str] = set()
    found: list[tuple[str, dict[str, Any], Parts]] = []
    for subject, record in records.items():
        said = {part: _parsed(record["said"].get(part)) for part in (*PARTS, "head")}
        if said["assertion"] and lines.keys().isdisjoint(said["assertion"]):
            continue
        parts = {
            part: {triple: None for line, triple in told.items() if line in lines}
            for part, told in said.items()
        }
        for told in (*said.values(), _parsed(record.get("made"))):
            taken.update(told)
        found.append((subject, record, parts))
    rest: list[ox.Triple] = []
    places = {subject: parts for subject, _, parts in found}
    for line, triple in lines.items():
        if line in taken:
            continue
        place = places.get(word_of(triple.subject))
        if place is None:
            rest.append(triple)
        else:  # said of the claim since it was read
            place["assertion"][triple] = None
    return [_trig(record["nanopub"], record["graphs"], parts) for _, record, parts in found], rest


def _parsed(lines: Any) -> dict[str, ox.Triple]:
    """Return triples as they were written, by how the engine writes them."""
    text = "".join(f"{line} .\n" for line in lines or () if isinstance(line, str))
    try:
        quads = list(ox.parse(text.encode(), ox.RdfFormat.N_TRIPLES))
    except SyntaxError:  # somebody else's work
        return {}
    found: dict[str, ox.Triple] = {}
    for quad in quads:
        triple = ox.Triple(quad.subject, quad.predicate, quad.object)
        found[_plain(triple)] = triple
    return found


def _plain(triple: ox.Triple) -> str:
    """Return a triple with its value as the engine spells it."""
    line = str(triple)
    if "^^<" not in line:
        return line
    engine = ox.Store()
    engine.add(ox.Quad(triple.subject, triple.predicate, triple.object))
    return next(str(quad.triple) for quad in engine)


class _Source:
    """What one named graph says, shared out to nanopublications."""

    def __init__(
        self,
        graph: str,
        triples: Iterable[ox.Triple],
        records: dict[str, dict[str, Any]],
        lang: str,
    ) -> None:
        self.graph, self.records, self.lang = graph, records, lang
        self.about: dict[str, list[ox.Triple]] = {}
        for triple in triples:
            self.about.setdefault(word_of(triple.subject), []).append(triple)
        self.kinds = {
            iri: found for iri, held in self.about.items() if (found := _kind(held)) is not None
        }
        self.parts: dict[str, Parts] = {}
        self.placed: set[ox.Triple] = set()
        self.annotation = self._annotation()

    def texts(self) -> list[bytes]:
        """Return the nanopublications in TriG."""
        for iri, kind in self.kinds.items():
            self._node(iri, kind)
        for held in self.about.values():
            for triple in held:
                if triple in self.placed:
                    continue
                target = word_of(triple.object)
                concedes = triple.predicate.value == _ARG + "concedes" and self._is_statement(
                    target
                )
                home, part = (target, "provenance") if concedes else (self.graph, "assertion")
                self._put(home, part, triple)
        if not self.about:
            return []
        texts = [self._written(iri, parts) for iri, parts in self.parts.items()]
        return texts + list(self._retractions())

    def _is_statement(self, iri: str) -> bool:
        return self.kinds.get(iri, "utterance") not in {"utterance", *STEPS}

    def _put(self, home: str, part: str, triple: ox.Triple) -> None:
        parts = self.parts.setdefault(home, {name: {} for name in PARTS})
        parts[part][triple] = None
        self.placed.add(triple)

    def _node(self, iri: str, kind: str) -> None:
        home = self._home(iri, kind)
        for triple in self.about[iri]:
            predicate = triple.predicate.value
            beside = predicate in _PROVENANCE or (kind == "utterance" and home != iri)
            self._put(home, "provenance" if beside else "assertion", triple)
            target = word_of(triple.object)
            if predicate == _ARG + "hasPassage":
                self._resource(home, "provenance", target)
            elif predicate == _ARG + "hasQuantity":
                self._resource(home, "assertion", target)
            elif predicate in (_ARG + "assertedBy", _ARG + "speaker"):
                for name in self.about.get(target, ()):
                    if name.predicate.value in _NAMES and target not in self.kinds:
                        self._put(home, "provenance", name)

    def _home(self, iri: str, kind: str) -> str:
        """Return the node in whose nanopublication another stands."""
        wanted = {"inference": "conclusion", "utterance": "expresses"}.get(kind, "attacker")
        if kind not in STEPS and kind != "utterance":
            return iri
        for triple in self.about[iri]:
            target = word_of(triple.object)
            if triple.predicate.value == _ARG + wanted and self._is_statement(target):
                return target
        return iri

    def _resource(self, home: str, part: str, iri: str) -> None:
        """Put a passage or a figure, with its selectors, into a nanopublication that names it."""
        for triple in self.about.get(iri, ()) if iri not in self.kinds else ():
            self._put(home, part, triple)
            if triple.predicate.value == _P["oa"] + "hasSelector":
                for inner in self.about.get(word_of(triple.object), ()):
                    self._put(home, part, inner)

    # What a nanopublication says of itself

    def _written(self, iri: str, parts: Parts) -> bytes:
        record = self.records.get(iri, {})
        named = {} if record.get("foreign") else record
        np = named.get("nanopub") or temporary(iri)
        graphs = named.get("graphs") or _graphs(np)
        for part, told in self._scaffold(iri, np, graphs["assertion"], parts).items():
            parts[part] |= dict.fromkeys(told)
        for part, told in (named.get("said") or {}).items():
            parts.setdefault(part, {}).update(dict.fromkeys(_parsed(told).values()))
        return _trig(np, graphs, parts)

    def _scaffold(
        self, iri: str, np: str, assertion: str, parts: Parts
    ) -> dict[str, list[ox.Triple]]:
        speakers = _values(parts["provenance"], _ARG + "assertedBy", _ARG + "speaker")
        passages = _values(parts["provenance"], _ARG + "hasPassage")
        sources = _values(parts["provenance"], _P["oa"] + "hasSource")
        origin = [
            *(_triple(assertion, _P["prov"] + "wasAttributedTo", term) for term in speakers),
            *(_triple(assertion, _P["prov"] + "wasDerivedFrom", term) for term in passages),
            *(_triple(assertion, _P["prov"] + "hadPrimarySource", term) for term in sources),
        ]
        home = ox.NamedNode(self.graph)
        if not origin:
            origin = [_triple(assertion, _P["prov"] + "wasDerivedFrom", home)]
        info = [
            _triple(np, NPX + "wasCreatedAt", ox.NamedNode(HOME)),
            _triple(np, _P["dcterms"] + "isPartOf", home),
            _triple(np, _P["dcterms"] + "conformsTo", ox.NamedNode(NP)),  # more than our RDF
        ]
        if iri in self.kinds:
            info.append(_triple(np, NPX + "introduces", _node(iri)))
        if label := self._label(iri):
            info.append(_triple(np, _P["rdfs"] + "label", label))
        info += (_triple(np, predicate, value) for predicate, value in self.annotation)
        info += (
            _triple(np, NPX + "supersedes", ox.NamedNode(self._np(word_of(old))))
            for old in _values(parts["assertion"], _ARG + "supersedes")
            if self._is_statement(word_of(old))
        )
        return {"provenance": origin, "pubinfo": info}

    def _np(self, iri: str) -> str:
        return str(self.records.get(iri, {}).get("nanopub") or temporary(iri))

    def _label(self, iri: str) -> ox.Literal | None:
        labels = [
            triple.object
            for triple in self.about.get(iri, ())
            if triple.predicate.value == _P["rdfs"] + "label"
            and isinstance(triple.object, ox.Literal)
        ]
        order = (self.lang, "en")
        return min(
            labels,
            key=lambda text: order.index(text.language) if text.language in order else len(order),
            default=None,
        )

    def _annotation(self) -> list[tuple[str, Any]]:
        """Return who annotated, when, and by what licence: of the graph, else of the source."""
        sources = [iri for iri, held in self.about.items() if _ARG + "Source" in _types(held)]
        found: list[tuple[str, Any]] = []
        for predicate, also in (
            ("creator", "contributor"),
            ("created", "modified"),
            ("license", "license"),
        ):
            for iri, word in ((self.graph, predicate), *((source, also) for source in sources)):
                values = _values(self.about.get(iri, ()), _P["dcterms"] + word)
                if values:
                    found += ((_P["dcterms"] + predicate, value) for value in values)
                    break
        return found

    def _retractions(self) -> Iterable[bytes]:
        """Yield a retraction of each statement that is superseded, but by nothing in the graph."""
        replaced = {
            word_of(triple.object)
            for held in self.about.values()
            for triple in held
            if triple.predicate.value == _ARG + "supersedes"
        }
        superseded = ox.NamedNode(_ARG + "superseded")
        for iri in self.kinds:
            held = self.about[iri]
            if iri in replaced or not self._is_statement(iri):
                continue
            if superseded not in _values(held, _ARG + "status"):
                continue
            np = temporary(f"{iri}-retraction")
            graphs = _graphs(np)
            who = _values(held, _ARG + "assertedBy") or [ox.NamedNode(self.graph)]
            parts: Parts = {
                "assertion": {
                    _triple(word_of(agent), NPX + "retracts", ox.NamedNode(self._np(iri))): None
                    for agent in who
                },
                "provenance": {},
                "pubinfo": {},
            }
            for part, told in self._scaffold("", np, graphs["assertion"], parts).items():
                parts[part] = dict.fromkeys(told)
            yield _trig(np, graphs, parts)


def _kind(held: Iterable[ox.Triple]) -> str | None:
    found = _types(held)
    return next((kind for name, kind in _KINDS.items() if name in found), None)


def _types(held: Iterable[ox.Triple]) -> set[str]:
    return {word_of(triple.object) for triple in held if triple.predicate.value == _TYPE}


def _values(held: Iterable[ox.Triple], *predicates: str) -> list[Any]:
    found = (triple.object for triple in held if triple.predicate.value in predicates)
    return list(dict.fromkeys(found))


def _triple(subject: str, predicate: str, value: Any) -> ox.Triple:
    return ox.Triple(_node(subject), ox.NamedNode(predicate), value)


def _node(iri: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(iri[2:]) if iri.startswith("_:") else ox.NamedNode(iri)


def _graphs(np: str) -> dict[str, str]:
    return {"head": f"{np}Head"} | {part: np + part for part in PARTS}


def _grouped(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return triples so that those about one thing stand together."""
    about: dict[str, list[ox.Triple]] = {}
    for triple in triples:
        about.setdefault(word_of(triple.subject), []).append(triple)
    return [triple for held in about.values() for triple in held]


def _trig(np: str, graphs: dict[str, str], parts: Parts) -> bytes:
    """Return one nanopublication in TriG, with its own prefixes."""
    head = ox.NamedNode(graphs["head"])
    about = ox.NamedNode(np)
    quads = [ox.Quad(about, ox.NamedNode(_TYPE), ox.NamedNode(NP + "Nanopublication"), head)]
    for part, predicate in PARTS.items():
        if part in graphs:
            quads.append(ox.Quad(about, ox.NamedNode(predicate), ox.NamedNode(graphs[part]), head))
    for part, triples in parts.items():
        if part in graphs:
            home = ox.NamedNode(graphs[part])
            quads += (ox.Quad(t.subject, t.predicate, t.object, home) for t in _grouped(triples))
    used = "".join(map(str, quads))
    prefixes = {name: iri for name, iri in sorted(_PREFIXES.items()) if f"<{iri}" in used}
    text = ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=prefixes | {"this": np})
    lines = cast(bytes, text).split(b"\n")
    size = len(prefixes) + 1
    # The engine gives prefixes in no order.
    return b"\n".join(
        [*sorted(lines[:size], key=lambda x: (b" this: " not in x, x)), *lines[size:]]
    )
