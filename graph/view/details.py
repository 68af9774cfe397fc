"""What the page tells about each node beside its text: who says it, how surely, where, figures."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.view.figures import date_words, figure_words
from whyso.graph.view.verdicts import judgements
from whyso.graph.view.words import WORDS

if TYPE_CHECKING:
    from whyso.graph.model import (
        Agent,
        ArgumentGraph,
        Passage,
        Quantity,
        Statement,
        Step,
        Utterance,
    )
    from whyso.graph.view.cards import Chart

__all__ = ["Details", "details", "scheme_names", "title_of"]

Details = dict[str, Any]


def details(g: "ArgumentGraph") -> dict[str, Details]:
    """Return for each statement, step and utterance what can be told about it, ready for JSON.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> details(g)[g.resolve("q1")]["name"]
    'q1'
    """
    found: dict[str, Details] = {}
    for statement in g.statements():
        found[statement.iri] = _statement(statement)
    for utterance in g.utterances():
        found[utterance.iri] = _utterance(utterance)
    for step in (*g.inferences(), *g.conflicts()):
        found[step.iri] = _step(g, step)
    if len(g.store.source_graphs()) > 1:
        records: list[Statement | Utterance | Step]
        records = [*g.statements(), *g.utterances(), *g.inferences(), *g.conflicts()]
        for record in records:
            found[record.iri]["graph"] = record.graph
    for iri, said in judgements(g).items():
        if iri in found:
            found[iri]["verdict"] = said
    return {iri: _present(said) for iri, said in found.items()}


def title_of(g: "ArgumentGraph", drawn: "Chart") -> dict[str, str]:
    """Return what a map is called, by language: as its one source is, else its first question.

    >>> from whyso.graph import sample
    >>> from whyso.graph.view.cards import chart
    >>> title_of(sample(), chart(sample().to_networkx()))["zh"]
    '关于政府担保与人工智能基础设施的声明'
    """
    sources = g.sources()
    if len(sources) == 1 and sources[0].labels:
        return dict(sources[0].labels)
    return dict(next((card.labels for card in drawn.cards if card.labels), {"und": "whyso"}))


def _statement(statement: "Statement") -> Details:
    return _common(statement) | {
        "voice": _voice(statement),
        "certainty": statement.certainty,
        "horizon": _in_words(date_words, statement.horizon) if statement.horizon else None,
        "conceded": _names(statement.conceded_by),
        "figures": [_figure(quantity) for quantity in statement.quantities],
    }


def _utterance(utterance: "Utterance") -> Details:
    speakers = [utterance.speaker] if utterance.speaker else []
    return _common(utterance) | {"voice": {"how": "speaks", "who": _names(speakers)}}


def _step(g: "ArgumentGraph", step: "Step") -> Details:
    return _common(step) | {"schemes": [_scheme(g, iri) for iri in step.schemes]}


def _common(record: "Statement | Step | Utterance") -> Details:
    return {
        "name": record.id,
        "labels": dict(record.labels),
        "status": record.status,
        "confidence": getattr(record, "confidence", None),
        "passages": [_passage(passage) for passage in record.passages],
        "notes": {language: list(texts) for language, texts in record.notes.items()},
    }


def _voice(statement: "Statement") -> Details:
    """Say how the statement comes into the map: asserted, reported, added by the analyst."""
    if statement.asserted_by is not None:
        return {"how": "asserted", "who": _names([statement.asserted_by])}
    if statement.reported_by:
        return {"how": "reported", "who": _names(statement.reported_by)}
    if statement.status == "reconstructed":
        return {"how": "added"}
    return {"how": "reported" if statement.status == "quoted" else "unsaid"}


def _names(agents: "Iterable[Agent]") -> list[dict[str, str]]:
    return [dict(agent.labels) or {"und": agent.id} for agent in agents]


def _figure(quantity: "Quantity") -> Details:
    return _present({"labels": dict(quantity.labels), "text": _in_words(figure_words, quantity)})


def _in_words(say: Any, value: Any) -> dict[str, str]:
    return {language: say(value, language) for language in WORDS}


def _passage(passage: "Passage") -> Details:
    told = {
        "lang": passage.language,
        "paragraph": passage.paragraph,
        "sentence": passage.sentence,
        "source": passage.source,
    }
    return _present(told)


def _scheme(g: "ArgumentGraph", iri: str) -> dict[str, str]:
    names: dict[str, str] = {}
    if not iri.startswith("_:"):
        for predicate in (
            ontology.PREFIXES["skos"] + "prefLabel",
            ontology.PREFIXES["rdfs"] + "label",
        ):
            names = _labels(g.store.engine, ox.NamedNode(iri), predicate) | names
    return names or dict(scheme_names().get(iri, {"und": iri.replace("#", "/").split("/")[-1]}))


@cache
def scheme_names() -> Mapping[str, Mapping[str, str]]:
    """Return the names of the ontology's own argument schemes, IRI to language to name.

    >>> scheme_names()["https://w3id.org/whyso/ontology#PracticalReasoning"]["en"]
    'practical reasoning'
    """
    engine = ox.Store()
    engine.load(ontology.file("ontology.ttl"), ox.RdfFormat.TURTLE)
    kind = ox.NamedNode(ontology.PREFIXES["rdf"] + "type")
    schemes = engine.quads_for_pattern(None, kind, ox.NamedNode(ontology.ARG + "Scheme"))
    label = ontology.PREFIXES["rdfs"] + "label"
    return {
        quad.subject.value: _labels(engine, quad.subject, label)
        for quad in schemes
        if isinstance(quad.subject, ox.NamedNode)
    }


def _labels(engine: ox.Store, node: ox.NamedNode, predicate: str) -> dict[str, str]:
    return {
        quad.object.language or "und": quad.object.value
        for quad in engine.quads_for_pattern(node, ox.NamedNode(predicate), None)
        if isinstance(quad.object, ox.Literal)
    }


def _present(said: Details) -> Details:
    """Leave out what is not said."""
    return {name: value for name, value in said.items() if value not in (None, "", [], (), {})}
