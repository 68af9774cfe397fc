"""Verdicts as data: a named graph for each, with where it comes from in PROV.

The graph says of each claim its acceptance, ground, strength and explanation, of each step whether
it carries, of each question how far it is answered; of itself the standpoint, the semantics, the
options, and what it was worked out from. It is saved with the argument, but is no part of it.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib.metadata import version
from math import nan
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import numpy as np
import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import InputError, UnansweredError
from whyso.graph.semantics.answering import ANSWERED, answering
from whyso.graph.semantics.recording.reading import (
    COVERAGE,
    Record,
    Recorded,
    chosen,
    digests,
    fresh_records,
    read_records,
)
from whyso.graph.semantics.verdict import GROUNDS, STATUSES, Verdict

if TYPE_CHECKING:
    from whyso.graph.store import Store

__all__ = ["Explain", "Record", "Recorded", "chosen", "fresh_records", "graph_of", "read_records"]
__all__ += ["record"]

Explain = Callable[[str], Mapping[str, str]]
LANGUAGES: Final = ("en", "zh")
_MANY: Final = 3
_EXPLAINED: Final = 1_000
_DEEPEST: Final = 2
_WIDEST: Final = 8
_XSD: Final = ontology.PREFIXES["xsd"]


def record(
    verdict: Verdict,
    store: "Store",
    *,
    name: str | None = None,
    time: datetime | None = None,
    explain: Explain | None = None,
) -> Record:
    """Write a verdict into a store, in the place of one of the same name; return it as it reads.

    The same verdict on the same graphs at the same time writes the same triples. Strengths are
    rounded to six places.

    Args:
        verdict: on the source graphs of *store* as they are now.
        store: where it is written.
        name: what to call it; by default as its standpoint. Verdicts that differ in the semantics
            only need names to stand side by side.
        time: when it was worked out; by default now, or what the environment variable
            ``SOURCE_DATE_EPOCH`` says. Without a time zone it is taken for UTC.
        explain: returns why a claim, named by IRI, has its status, language to text; by default
            what :func:`whyso.graph.semantics.explaining.explain` says, cut short, or in an
            argument of more than a thousand claims what its ground means.

    Raises:
        InputError: ``SOURCE_DATE_EPOCH`` is no number of seconds.
        UnansweredError: the strengths ran out of time.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> found = record(g.verdict("evidence"), g.store)
    >>> found.graph.removeprefix("https://w3id.org/whyso/")
    'verdict/government-guarantees/evidence'
    >>> found.found[g.resolve("c3")].ground
    'resting'
    >>> found.found[g.resolve("c2")].explanations["en"]
    'It is not granted here, and no reason is given for it.'
    """
    home = ox.NamedNode(graph_of(store, name or verdict.case.standpoint.name))
    quads = [
        ox.Quad(subject, ox.NamedNode(predicate), value, home)
        for subject, predicate, value in (
            *_about(verdict, store, home, _moment(time)),
            *_claims(verdict, explain),
            *_steps(verdict),
            *_questions(verdict, store),
        )
    ]
    store.engine.remove_graph(home)
    store.engine.extend(quads)
    return next(one for one in read_records(store) if one.graph == home.value)


def graph_of(store: "Store", name: str) -> str:
    """Return the IRI of the graph for a verdict on all sources of a store.

    >>> from whyso.graph import sample
    >>> graph_of(sample().store, "my own")
    'https://w3id.org/whyso/verdict/government-guarantees/my%20own'
    """
    graphs = [graph.value for graph in store.source_graphs()]
    slugs = [
        graph.removeprefix(ontology.GRAPH)
        if graph.startswith(ontology.GRAPH)
        else quote(graph, safe="")
        for graph in graphs
    ]
    if len(slugs) > _MANY:
        slugs = [slugs[0], f"{len(slugs) - 1}-more"]
    return f"{ontology.VERDICT}{'+'.join(slugs)}/{quote(name, safe='')}"


_Said = Iterator[tuple[Any, str, Any]]


def _about(verdict: Verdict, store: "Store", home: ox.NamedNode, time: str) -> _Said:
    """Yield what is said of the verdict itself."""
    prov, schema = ontology.PREFIXES["prov"], ontology.PREFIXES["schema"]
    kind, label = ontology.PREFIXES["rdf"] + "type", ontology.PREFIXES["rdfs"] + "label"
    run = ox.NamedNode(f"{home.value}#run")
    release = version("whyso")
    whyso = ox.NamedNode(ontology.SOFTWARE + quote(release))
    reader = verdict.case.standpoint
    options = asdict(verdict.case.options)
    del options["timeout"]  # it decides whether there is a verdict, not which
    yield home, kind, _term("Verdict")
    for language, title in reader.titles.items():
        yield home, label, ox.Literal(title, language=language)
    yield home, ontology.ARG + "standpoint", ox.Literal(reader.name)
    if reader.name == "own":
        yield home, ontology.ARG + "grants", ox.Literal(reader.text)
    yield home, ontology.ARG + "semantics", ox.Literal(options.pop("semantics"))
    if not verdict.exists:
        options["extensions"] = "none"
    for name, value in options.items():
        yield home, ontology.ARG + "option", ox.Literal(f"{name}={value}")
    yield home, prov + "generatedAtTime", _literal(time, "dateTime")
    yield home, prov + "wasGeneratedBy", run
    yield run, kind, ox.NamedNode(prov + "Activity")
    yield run, prov + "wasAssociatedWith", whyso
    yield whyso, kind, ox.NamedNode(prov + "SoftwareAgent")
    yield whyso, label, ox.Literal("whyso")
    yield whyso, schema + "softwareVersion", ox.Literal(release)
    for graph, digest in digests(store).items():
        source = ox.NamedNode(graph)
        yield run, prov + "used", source
        yield source, kind, ox.NamedNode(prov + "Entity")
        yield source, schema + "sha256", ox.Literal(digest)


def _claims(verdict: Verdict, explain: Explain | None) -> _Said:
    """Yield what is said of the claims."""
    plain = verdict.case.options.semantics == "grounded"
    strengths = verdict.strengths.values.tolist()
    explain = explain or _explain(verdict)
    for number, (claim, ground) in enumerate(
        zip(verdict.case.links.claims, verdict.grounds, strict=True)
    ):
        node = _node(claim)
        yield node, ontology.ARG + "acceptance", _term(STATUSES[int(verdict.labels[number])])
        yield node, ontology.ARG + "ground", _term(ground)
        if not plain:
            value = str(bool(verdict.defensible[number])).lower()
            yield node, ontology.ARG + "defensible", _literal(value, "boolean")
        if not np.isnan(strengths[number]):
            value = f"{strengths[number]:.6f}"
            yield node, ontology.ARG + "strength", _literal(value, "decimal")
        yield from _explained(node, explain(claim) or GROUNDS[ground])


def _explain(verdict: Verdict) -> Explain:
    """Return what explains claims: nothing does if there are too many of them, or no time."""
    from whyso.graph.semantics.explaining.explanation import explain
    from whyso.graph.semantics.explaining.lines import lines

    def told(claim: str) -> dict[str, str]:
        try:
            found = explain(verdict, claim, deepest=_DEEPEST, widest=_WIDEST)
        except UnansweredError:
            return {}
        # The graph says the status and the strength; notes are the same for every claim.
        found = replace(found, strength=replace(found.strength, value=nan))
        texts = {}
        for language in LANGUAGES:
            kept = [line for line in lines(found, language)[1:] if line.kind != "note"]
            texts[language] = "\n".join("  " * line.depth + line.text for line in kept)
        return texts

    return told if len(verdict.case.links.claims) <= _EXPLAINED else lambda _: {}


def _steps(verdict: Verdict) -> _Said:
    """Yield what is said of the steps; of a rebuttal that is answered back, as it is written."""
    for step, number in verdict.case.step_place.items():
        label = int(verdict.link_labels[number])
        yield _node(step), ontology.ARG + "effect", _term(STATUSES[label])


def _questions(verdict: Verdict, store: "Store") -> _Said:
    """Yield what is said of the questions."""
    from whyso.graph.network import to_networkx

    for found in answering(verdict, to_networkx(store)):
        node = _node(found.question)
        yield node, ontology.ARG + "coverage", _term(COVERAGE[found.result])
        yield from _explained(node, ANSWERED[found.result])


def _explained(node: Any, texts: Mapping[str, str]) -> _Said:
    for language, text in texts.items():
        yield node, ontology.ARG + "explanation", ox.Literal(text, language=language)


def _moment(time: datetime | None) -> str:
    """Return a time as an ``xsd:dateTime`` in UTC, in whole seconds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if time is None and epoch:
        try:
            time = datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            raise InputError(f"SOURCE_DATE_EPOCH: {epoch!r} is no number of seconds") from None
    time = time or datetime.now(UTC)
    time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def _node(iri: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(iri[2:]) if iri.startswith("_:") else ox.NamedNode(iri)


def _term(name: str) -> ox.NamedNode:
    return ox.NamedNode(ontology.ARG + name)


def _literal(value: str, datatype: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(_XSD + datatype))
