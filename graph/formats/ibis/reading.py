"""From the relations of IBIS to questions, answers, inferences and conflicts."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.account import Rows
from whyso.graph.formats.exchange import local
from whyso.graph.formats.ibis.words import CLASSES, RELATIONS, word_of
from whyso.graph.network import KINDS
from whyso.graph.store import Store

__all__ = ["Reading"]

Term = ox.NamedNode | ox.BlankNode

_P: Final = ontology.PREFIXES
_TYPE: Final = ox.NamedNode(_P["rdf"] + "type")
_LABEL: Final = ox.NamedNode(_P["rdfs"] + "label")
# Where the text of a node stands, the best first.
_TEXTS: Final = (
    _P["skos"] + "prefLabel",
    _P["rdf"] + "value",
    _P["dcterms"] + "title",
    "http://purl.org/dc/elements/1.1/title",
    _P["schema"] + "name",
    "http://schema.org/name",
    _P["skos"] + "definition",
    _P["dcterms"] + "description",
)
_QUESTIONS: Final = frozenset({"question", "underlying_question"})
# What a relation tells about the kinds of its ends, where nothing else does.
_ENDS: Final = {
    "responds-to": ("claim", "question"),
    "supports": ("claim", "claim"),
    "opposes": ("claim", "claim"),
    "suggests": (None, "question"),
    "questions": ("question", None),
    "asserts": (None, "claim"),
}


class Reading:
    """Says in our own words what a store says in those of IBIS.

    Args:
        store: the store; what is said in our own words beside is left as it is.
        approximated: rows for what is understood in a wider sense than it is said.

    >>> from whyso.graph.formats.vocabulary import read_rdf
    >>> store = read_rdf(
    ...     b"@prefix ibis: <http://purl.org/ibis#> . <a:p> a ibis:Position ; "
    ...     b"ibis:respondsTo <a:q> . <a:q> a ibis:Issue .", name="tea.ttl")
    >>> reading = Reading(store, Rows())
    >>> reading.run()
    >>> [word for _, word, _, _ in reading.relations]
    ['responds-to']
    """

    def __init__(self, store: Store, approximated: Rows) -> None:
        self.store, self.approximated = store, approximated
        self.relations: list[tuple[Term, str, Term, ox.NamedNode]] = []
        self.done: set[tuple[Term, str, Term]] = set()
        self._kinds: dict[Term, str] = {}
        self._homes: dict[Term, ox.NamedNode] = {}
        self._classes: dict[Term, set[str]] = {}
        self._steps: set[tuple[str, Term, Term]] = set()
        self._premises: set[Term] = set()
        self._names: set[str] = set()

    def run(self) -> None:
        """Add to the store what its IBIS says and our own words do not yet say."""
        self._collect()
        self._tell_kinds()
        self._premises |= {
            start
            for start, word, end, _ in self.relations
            if word == "supports" and self._holds(start) and self._holds(end)
        }
        for start, word, end, home in self.relations:
            if self._say(start, word, end, home):
                self.done.add((start, word, end))
        self.store.refresh()

    def _collect(self) -> None:
        named: set[Term] = set()
        premises: dict[Term, list[Term]] = {}
        targets: dict[Term, list[Term]] = {}
        for home in self.store.source_graphs():
            for quad in self.store.engine.quads_for_pattern(None, None, None, home):
                subject, value, predicate = quad.subject, quad.object, quad.predicate.value
                if not isinstance(subject, Term):
                    continue
                if isinstance(subject, ox.NamedNode):
                    self._names.add(subject.value)
                if quad.predicate == _LABEL:
                    named.add(subject)
                if not isinstance(value, Term):
                    continue
                if predicate in (ontology.ARG + "premise", ontology.ARG + "attacker"):
                    premises.setdefault(subject, []).append(value)
                elif predicate in (ontology.ARG + "conclusion", ontology.ARG + "target"):
                    targets.setdefault(subject, []).append(value)
                elif quad.predicate == _TYPE and isinstance(value, ox.NamedNode):
                    self._take_class(subject, value.value, home)
                elif (word := word_of(predicate)) in RELATIONS:
                    said, turned = RELATIONS[word]
                    start, end = (value, subject) if turned else (subject, value)
                    self.relations.append((start, said, end, home))
        for step, ends in targets.items():
            said = "supports" if self._kinds.get(step) == "inference" else "opposes"
            self._steps |= {(said, start, end) for start in premises.get(step, ()) for end in ends}
            self._premises.update(premises.get(step, ()) if said == "supports" else ())
        self._named = named
        self.relations.sort(key=str)

    def _take_class(self, subject: Term, iri: str, home: ox.NamedNode) -> None:
        kind = KINDS.get(iri.removeprefix(ontology.ARG)) if iri.startswith(ontology.ARG) else None
        if kind is not None:
            self._kinds[subject] = kind
        elif (word := word_of(iri)) in CLASSES:
            self._classes.setdefault(subject, set()).add(word)
            self._homes.setdefault(subject, home)

    def _tell_kinds(self) -> None:
        """Give every issue, position and argument the class that it has in our words."""
        told: dict[Term, set[str]] = {}
        for start, word, end, home in self.relations:
            for node, kind in zip((start, end), _ENDS.get(word, (None, None)), strict=True):
                if kind is not None and node not in self._classes and node not in self._kinds:
                    told.setdefault(node, set()).add(kind)
                    self._homes.setdefault(node, home)
        for node, classes in sorted(self._classes.items(), key=str):
            if node in self._kinds:
                continue
            kinds = {CLASSES[word] for word in classes}
            # An argument is a special issue in IBIS, so both may be said of it.
            kind = "claim" if "argument" in classes or "question" not in kinds else "question"
            if len(kinds) > 1 and "argument" not in classes:
                why = "both an issue and a position; read as a question"
                self.approximated.add("class in IBIS", why, _name(node), triples=0)
            self._tell(node, kind)
        for node, kinds in sorted(told.items(), key=str):
            why = "IBIS tells no class; its relations do"
            self.approximated.add("class in IBIS", why, _name(node), triples=0)
            self._tell(node, "claim" if "claim" in kinds else "question")

    def _tell(self, node: Term, kind: str) -> None:
        self._kinds[node] = kind
        home = self._homes[node]
        self._add(node, "rdf:type", _arg("Question" if kind == "question" else "Claim"), home)
        if node in self._named:
            return
        for iri in _TEXTS:
            quads = self.store.engine.quads_for_pattern(node, ox.NamedNode(iri), None)
            texts = [quad.object for quad in quads if isinstance(quad.object, ox.Literal)]
            if texts:
                for text in texts:
                    self.store.engine.add(ox.Quad(node, _LABEL, text, home))
                return

    def _say(self, start: Term, word: str, end: Term, home: ox.NamedNode) -> bool:
        """Say a relation in our own words; tell whether IBIS says no more than that."""
        asks, asked = self._kinds.get(start) in _QUESTIONS, self._kinds.get(end) in _QUESTIONS
        known = self._holds(start), self._holds(end)
        if word == "responds-to" and known[0] and asked:
            self._add(start, "arg:answers", end, home)
        elif word in ("supports", "opposes") and all(known):
            self._add_step(start, word, end, home)
        elif word in ("supports", "opposes") and known[0] and asked:
            self._add(start, "arg:answers", end, home)
            why = "an argument about an issue is read as an answer to it, for or against"
            self.approximated.add(f"ibis:{word}", why, _name(start))
            return False
        elif word == "suggests" and asked and (known[0] or self._kinds.get(start) == "utterance"):
            self._add(start, "arg:raises", end, home)
        elif word == "questions" and asks and known[1]:
            self._add(end, "arg:raises", start, home)
            return False
        elif word == "replaces" and all(known):
            self._add(start, "arg:supersedes", end, home)
        elif word == "asserts" and known[1]:
            self._add(end, "arg:assertedBy", start, home)
            return False
        else:
            # An issue may suggest or replace another: IBIS says so, and we keep it as it is.
            if not (word in ("suggests", "questions", "replaces") and (asks or asked)):
                why = "kept as it is: the model relates no such nodes in this way"
                self.approximated.add(f"ibis:{word}", why, _name(start), triples=0)
            return False
        return True

    def _holds(self, node: Term) -> bool:
        """Tell whether a node is a proposition."""
        kind = self._kinds.get(node)
        return kind is not None and kind in _PROPOSITIONS

    def _add_step(self, start: Term, word: str, end: Term, home: ox.NamedNode) -> None:
        if (word, start, end) in self._steps:
            return
        self._steps.add((word, start, end))
        step = self._mint(f"{local(_name(start))}-{word}-{local(_name(end))}", home)
        kind, first, last = "Inference", "arg:premise", "arg:conclusion"
        if word == "opposes":
            kind = "Undermining" if end in self._premises else "Rebuttal"
            first, last = "arg:attacker", "arg:target"
        self._add(step, "rdf:type", _arg(kind), home)
        self._add(step, first, start, home)
        self._add(step, last, end, home)

    def _mint(self, name: str, home: ox.NamedNode) -> ox.NamedNode:
        """Return a new name for a step, in the namespace of its source."""
        space = f"{home.value}/"
        if home.value.startswith(ontology.GRAPH):
            space = f"{ontology.ID}{home.value.removeprefix(ontology.GRAPH)}/"
        for iri in _numbered(space + quote(name, safe="-._~%")):
            if iri not in self._names:
                self._names.add(iri)
                return ox.NamedNode(iri)
        raise AssertionError  # numbers do not end

    def _add(self, subject: Term, predicate: str, value: Term, home: ox.NamedNode) -> None:
        prefix, _, name = predicate.partition(":")
        self.store.engine.add(ox.Quad(subject, ox.NamedNode(_P[prefix] + name), value, home))


def _numbered(iri: str) -> Iterator[str]:
    yield iri
    number = 2
    while True:
        yield f"{iri}-{number}"
        number += 1


def _arg(name: str) -> ox.NamedNode:
    return ox.NamedNode(ontology.ARG + name)


def _name(node: Term) -> str:
    return node.value if isinstance(node, ox.NamedNode) else f"_:{node.value}"


_PROPOSITIONS: Final = frozenset(
    {"forecast", "commitment", "evidence", "assumption", "claim", "proposition"}
)
