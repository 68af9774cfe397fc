"""Reading records off the store, one node at a time."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import quote, unquote

import pyoxigraph as ox

from whyso import ontology
from whyso.graph import network
from whyso.graph.model.records import Agent, Passage, Quantity, Source, Statement, Step, Utterance
from whyso.graph.store import Store, natural

__all__ = ["Reader", "members"]

_P: Final = ontology.PREFIXES
_TYPE: Final = ox.NamedNode(_P["rdf"] + "type")
_WORKED_OUT: Final = (ontology.DERIVED, ontology.VERDICT)


class Reader:
    """Reads the records of one store; what several nodes share (agents, passages) is read once.

    >>> from whyso.graph import sample
    >>> reader = Reader(sample().store)
    >>> reader.find("nobody") is None
    True
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._shared: dict[str, Any] = {}

    def instances(self, name: str) -> list[str]:
        """Return the nodes of a class of the ontology in natural order.

        >>> from whyso.graph import sample
        >>> len(Reader(sample().store).instances("Source"))
        1
        """
        quads = self.store.engine.quads_for_pattern(None, _TYPE, ox.NamedNode(ontology.ARG + name))
        return sorted({_text(quad.subject) for quad in quads}, key=natural)

    def find(self, name: str) -> str | None:
        """Return the IRI of any described resource by IRI, CURIE or local id, else None.

        >>> from whyso.graph import sample
        >>> Reader(sample().store).find("source") is not None
        True
        """
        prefix, colon, local = name.partition(":")
        candidates = [self.store.prefixes.get(prefix, "") + local] if colon else []
        candidates += [name] if colon else []
        for graph in self.store.source_graphs():
            slug = graph.value.removeprefix(ontology.GRAPH)
            candidates += [f"{ontology.ID}{slug}/{spelled}" for spelled in {name, quote(name)}]
        for iri in candidates:
            try:
                node = ox.NamedNode(iri)
            except ValueError:
                continue
            if next(self.store.engine.quads_for_pattern(node, None, None), None) is not None:
                return iri
        return None

    def statement(self, iri: str, kind: str) -> Statement:
        """Return the record of a proposition or question."""
        said = _About(self, iri)
        utterances = said.incoming(ontology.ARG + "expresses")
        speakers = [
            _About(self, utterance).one(ontology.ARG + "speaker") for utterance in utterances
        ]
        return Statement(
            iri,
            said.id,
            said.texts(_P["rdfs"] + "label"),
            kind=kind,
            graph=said.graph,
            status=said.local(ontology.ARG + "status"),
            certainty=said.local(ontology.ARG + "certainty"),
            confidence=said.number(ontology.ARG + "confidence"),
            horizon=said.one(ontology.ARG + "horizon"),
            asserted_by=self.agent(said.one(ontology.ARG + "assertedBy")),
            reported_by=self._agents(speakers),
            conceded_by=self._agents(said.incoming(ontology.ARG + "concedes")),
            passages=said.passages(),
            quantities=tuple(
                self._once(quantity, self._quantity)
                for quantity in said.all(ontology.ARG + "hasQuantity")
            ),
            notes=said.notes(),
        )

    def step(self, iri: str, kind: str) -> Step:
        """Return the record of an inference or conflict."""
        said = _About(self, iri)
        start, end = ("premise", "conclusion") if kind == "inference" else ("attacker", "target")
        return Step(
            iri,
            said.id,
            said.texts(_P["rdfs"] + "label"),
            kind=kind,
            graph=said.graph,
            status=said.local(ontology.ARG + "status"),
            confidence=said.number(ontology.ARG + "confidence"),
            sources=tuple(said.all(ontology.ARG + start)),
            target=said.one(ontology.ARG + end),
            schemes=tuple(said.all(ontology.ARG + "scheme")),
            passages=said.passages(),
            notes=said.notes(),
        )

    def utterance(self, iri: str) -> Utterance:
        """Return the record of a reported speech event."""
        said = _About(self, iri)
        return Utterance(
            iri,
            said.id,
            said.texts(_P["rdfs"] + "label"),
            graph=said.graph,
            status=said.local(ontology.ARG + "status"),
            speaker=self.agent(said.one(ontology.ARG + "speaker")),
            expresses=tuple(said.all(ontology.ARG + "expresses")),
            raises=tuple(said.all(ontology.ARG + "raises")),
            passages=said.passages(),
            notes=said.notes(),
        )

    def agent(self, iri: str | None) -> Agent | None:
        """Return the record of an agent."""
        return None if iri is None else self._once(iri, self._agent)

    def passage(self, iri: str) -> Passage:
        """Return the record of a passage."""
        passage: Passage = self._once(iri, self._passage)
        return passage

    def source(self, iri: str) -> Source:
        """Return the record of a source."""
        said = _About(self, iri)
        return Source(
            iri,
            said.id,
            said.texts(_P["rdfs"] + "label") or said.texts(_P["dcterms"] + "title"),
            graph=said.graph,
            languages=tuple(said.all(_P["dcterms"] + "language")),
            sha256=said.one(_P["schema"] + "sha256"),
        )

    def _agents(self, iris: list[str | None] | list[str]) -> tuple[Agent, ...]:
        agents = (self.agent(iri) for iri in dict.fromkeys(iris))
        return tuple(agent for agent in agents if agent is not None)

    def _agent(self, iri: str) -> Agent:
        said = _About(self, iri)
        labels = said.texts(_P["rdfs"] + "label") or said.texts(_P["foaf"] + "name")
        return Agent(iri, said.id, labels, said.one(_P["prov"] + "actedOnBehalfOf"))

    def _quantity(self, iri: str) -> Quantity:
        said = _About(self, iri)
        return Quantity(
            iri,
            said.id,
            said.texts(_P["rdfs"] + "label"),
            bound=said.local(ontology.ARG + "bound"),
            value=said.one(_P["schema"] + "value"),
            minimum=said.one(_P["schema"] + "minValue"),
            maximum=said.one(_P["schema"] + "maxValue"),
            unit=said.one(_P["qudt"] + "hasUnit"),
            horizon=said.one(ontology.ARG + "horizon"),
            duration=said.one(_P["time"] + "hasXSDDuration"),
        )

    def _passage(self, iri: str) -> Passage:
        said = _About(self, iri)
        selector = _About(self, said.one(_P["oa"] + "hasSelector") or iri)
        return Passage(
            iri,
            said.id,
            said.texts(_P["rdfs"] + "label"),
            language=said.one(_P["dcterms"] + "language"),
            paragraph=said.whole(ontology.ARG + "paragraph"),
            sentence=said.whole(ontology.ARG + "sentence"),
            start=selector.whole(_P["oa"] + "start"),
            end=selector.whole(_P["oa"] + "end"),
            sha256=said.one(_P["schema"] + "sha256"),
            source=said.one(_P["oa"] + "hasSource"),
            translation_of=tuple(said.all(ontology.ARG + "translationOf")),
        )

    def _once(self, iri: str, make: Callable[[str], Any]) -> Any:
        if iri not in self._shared:
            self._shared[iri] = make(iri)
        return self._shared[iri]


class _About:
    """Everything that is said of one resource in the source graphs."""

    def __init__(self, reader: Reader, iri: str) -> None:
        self.reader, self.iri = reader, iri
        self.id = unquote(re.split(r"[/#]", iri)[-1]) or iri
        self.values: dict[str, list[Any]] = {}
        self.graph = ""
        self.node: Any = ox.BlankNode(iri[2:]) if iri.startswith("_:") else ox.NamedNode(iri)
        for quad in reader.store.engine.quads_for_pattern(self.node, None, None):
            graph = quad.graph_name
            if isinstance(graph, ox.NamedNode) and not graph.value.startswith(_WORKED_OUT):
                self.values.setdefault(quad.predicate.value, []).append(quad.object)
                if quad.predicate == _TYPE:
                    self.graph = graph.value

    def all(self, predicate: str) -> list[str]:
        """Return the values as text, each once, in natural order."""
        return sorted({_text(term) for term in self.values.get(predicate, ())}, key=natural)

    def one(self, predicate: str) -> str | None:
        return next(iter(self.all(predicate)), None)

    def local(self, predicate: str) -> str | None:
        value = self.one(predicate)
        return None if value is None else re.split(r"[/#]", value)[-1]

    def number(self, predicate: str) -> float | None:
        try:
            return float(self.one(predicate) or "")
        except ValueError:
            return None

    def whole(self, predicate: str) -> int | None:
        value = self.one(predicate)
        return int(value) if value is not None and re.fullmatch(r"\+?\d{1,18}", value) else None

    def texts(self, predicate: str) -> dict[str, str]:
        """Return language to text, English first; text without a language counts as ``und``."""
        found = sorted(
            (term.language or "und", term.value)
            for term in self.values.get(predicate, ())
            if isinstance(term, ox.Literal)
        )
        return dict(sorted(found, key=lambda pair: pair[0] != "en"))

    def notes(self) -> dict[str, tuple[str, ...]]:
        notes: dict[str, list[str]] = {}
        for term in self.values.get(_P["skos"] + "note", ()):
            if isinstance(term, ox.Literal):
                notes.setdefault(term.language or "und", []).append(term.value)
        return {language: tuple(sorted(texts)) for language, texts in sorted(notes.items())}

    def passages(self) -> tuple[Passage, ...]:
        return tuple(self.reader.passage(iri) for iri in self.all(ontology.ARG + "hasPassage"))

    def incoming(self, predicate: str) -> list[str]:
        return sorted(set(self._incoming(predicate)), key=natural)

    def _incoming(self, predicate: str) -> Iterator[str]:
        for quad in self.reader.store.engine.quads_for_pattern(
            None, ox.NamedNode(predicate), self.node
        ):
            yield _text(quad.subject)


def _text(term: Any) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(term.value)


def members(store: Store) -> dict[str, list[str]]:
    """Return kind to the IRIs of its nodes, in natural order; each node has one kind.

    >>> from whyso.graph import sample
    >>> sorted(members(sample().store))[:2]
    ['assumption', 'claim']
    """
    seen: set[str] = set()
    found: dict[str, list[str]] = {}
    reader = Reader(store)
    for name, kind in network.KINDS.items():
        iris = [iri for iri in reader.instances(name) if iri not in seen]
        seen.update(iris)
        if iris:
            found[kind] = iris
    return found
