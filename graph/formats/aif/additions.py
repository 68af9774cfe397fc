"""What a graph says beyond a nodeset that was carried: the nodes and edges that say it in AIF."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from whyso import ontology
from whyso.graph.formats.aif.contents import LABEL, NAME, STARTED, TYPE
from whyso.graph.formats.aif.facts import Facts
from whyso.graph.formats.aif.nodeset import Edge, Locution, Node, Nodeset, Participant
from whyso.graph.formats.aif.places import Place
from whyso.graph.formats.aif.schemes import DEFAULTS, numbered, spelled
from whyso.graph.formats.aif.times import moment, written
from whyso.graph.network import KINDS
from whyso.graph.store import natural

__all__ = ["Additions"]

_ARG: Final = ontology.ARG
_STEPS: Final = frozenset({"Inference", "Conflict", "Rebuttal", "Undercut", "Undermining"})
_CONFLICTS: Final = _STEPS - {"Inference"}
_QUESTIONS: Final = frozenset({"Question", "UnderlyingQuestion"})
_CLASSES: Final = {_ARG + name: name for name in KINDS}
_Triple = tuple[str, str, str]
_NUMBER: Final = re.compile(r"[0-9]{1,18}\Z")


class Additions:
    """Adds to a nodeset what a graph says and the nodeset does not.

    Args:
        nodeset: what is there already; it is added to.
        place: how IRIs become ids.
        facts: what the graph says.
        covered: the triples that the nodeset says.
        known: the ids of nodes that are there, by IRI.
        lang: the language of texts.

    Attributes:
        names: agents that get another IRI when the nodeset is read: that to theirs.
        added: whether anything was added.

    >>> from whyso.graph import sample
    >>> nodeset = Nodeset()
    >>> Additions(nodeset, Place("http://e/"), Facts(sample().store), set(), {}, "en").add()
    >>> any(node.named == "Default Conflict" for node in nodeset.nodes)
    True
    """

    def __init__(
        self,
        nodeset: Nodeset,
        place: Place,
        facts: Facts,
        covered: set[_Triple],
        known: Mapping[str, str],
        lang: str,
    ) -> None:
        self.nodeset, self.place, self.facts, self.lang = nodeset, place, facts, lang
        self.covered, self.known = covered, dict(known)
        self.names: dict[str, str] = {}
        self.added = False
        self._ids = {node.id for node in nodeset.nodes}
        self._edges = {(edge.source, edge.target) for edge in nodeset.edges}
        numbers = (int(e.id) for e in nodeset.edges if e.id and _NUMBER.match(e.id))
        self._last = max(numbers, default=0)
        self._settled = {subject for subject, predicate, _ in covered if predicate == TYPE}
        self._classes: dict[str, str] = {}
        for iri, values in facts.about.items():
            names = {_CLASSES[value] for value, _ in values.get(TYPE, ()) if value in _CLASSES}
            for name in KINDS:
                if name in names:
                    self._classes[iri] = name
                    break
        self._people = {person.id: person.name for person in nodeset.participants}
        self._asked: set[str] = set()

    def add(self) -> None:
        """Add everything."""
        ordered = sorted(self._classes, key=natural)
        for iri in ordered:
            if iri not in self.known and iri not in self._settled:
                self._node(iri)
        for iri in ordered:
            kind = self._classes[iri]
            if kind == "Inference":
                self._ends(iri, "premise", "conclusion")
            elif kind in _CONFLICTS:
                self._ends(iri, "attacker", "target")
            elif kind == "Utterance":
                self._expressed(iri)
        for iri in ordered:
            if self._classes[iri] not in _STEPS and self._classes[iri] != "Utterance":
                self._asserted(iri)
        self._conceded()
        for iri in ordered:
            for property, text in _JOINED.items():
                for other in self._new(iri, _ARG + property):
                    self._join(iri, other, "MA", *text)
            for part in self._new(iri, ontology.PREFIXES["dcterms"] + "hasPart"):
                if self._classes[iri] in _QUESTIONS and self._classes.get(part) in _QUESTIONS:
                    self._join(part, iri, "MA", "Related Issue", None)

    # Nodes

    def _node(self, iri: str) -> None:
        kind = self._classes[iri]
        text = self.facts.text(iri, LABEL, self.lang) or ""
        id, extras = self.place.node(iri)
        created = self.facts.one(iri, ontology.PREFIXES["dcterms"] + "created")
        time = written(created) if created and moment(written(created)) else None
        if kind in _STEPS:
            type = "RA" if kind == "Inference" else "CA"
            name, number = self._scheme(iri, type, kind)
            self._append(Node(id, type, spelled(name), name, number, time, extras), iri)
        elif kind == "Utterance":
            speaker = self._speaker(iri, id)
            said = f"{speaker} : {text}" if speaker else text
            self._append(Node(id, "L", said, timestamp=time, extras=extras), iri)
        else:
            self._append(Node(id, "I", text, timestamp=time, extras=extras), iri)

    def _append(self, node: Node, iri: str | None = None) -> Node:
        self.nodeset.nodes.append(node)
        self._ids.add(node.id)
        if iri is not None:
            self.known[iri] = node.id
        self.added = True
        return node

    def _scheme(self, iri: str, type: str, kind: str) -> tuple[str, str | None]:
        for scheme in self.facts.all(iri, _ARG + "scheme"):
            found = numbered(scheme)
            if found is not None:
                return found
            label = self.facts.text(scheme, LABEL, self.lang)
            if label:
                return label, None
        if type == "CA" and kind in ("Rebuttal", "Undermining", "Conflict"):
            hit = self.facts.one(iri, _ARG + "target")
            serves = hit is not None and hit in self._premises
            usual = "Undermining" if serves else "Rebuttal"
            if kind != usual and self._classes.get(hit or "") != "Inference":
                return kind, None
        return DEFAULTS[type]

    @property
    def _premises(self) -> set[str]:
        if not hasattr(self, "_used"):
            self._used = {o for _, p, o in self.facts.triples if p == _ARG + "premise"}
        return self._used

    def _made(self, of: str, type: str, text: str, number: str | None, after: str) -> Node:
        """Add a node that the graph has none for; its id is made from that of another."""
        id, at = f"{of}.{after}", 1
        while id in self._ids:
            at += 1
            id = f"{of}.{after}{at}"
        scheme = text if type not in ("I", "L") else None
        return self._append(Node(id, type, spelled(text) if scheme else text, scheme, number))

    def _edge(self, source: str, target: str) -> None:
        if (source, target) not in self._edges:
            self._edges.add((source, target))
            self._last += 1
            self.nodeset.edges.append(Edge(source, target, str(self._last)))
            self.added = True

    # Speakers

    def _name(self, agent: str) -> str:
        """Return the name of an agent, who is listed as a participant."""
        id, _ = self.place.node(agent)
        if id in self._people:
            return self._people[id]
        name = self.facts.text(agent, NAME, self.lang) or self.facts.text(agent, LABEL, self.lang)
        name = " ".join((name or id.rpartition("/")[2]).replace(":", " ").split()) or id
        while name in self._people.values():
            name += "'"
        meant = self.place.agent(name)
        if meant == agent:
            self._people[id] = name
            return name
        first, _, last = name.rpartition(" ")
        if id.isdecimal() or id in self._ids:
            self.names[meant] = agent
        self.nodeset.participants.append(Participant(id, first, last))
        self._people[id] = name
        return name

    def _speaker(self, utterance: str, id: str) -> str | None:
        agents = self.facts.all(utterance, _ARG + "speaker")
        if not agents:
            return None
        name = self._name(agents[0])
        start = self.facts.one(utterance, STARTED)
        time = written(start) if start and moment(written(start)) else None
        self.nodeset.locutions.append(Locution(id, self.place.node(agents[0])[0], start=time))
        return name

    # Links

    def _new(self, subject: str, predicate: str) -> Iterable[str]:
        return [
            value
            for value in self.facts.all(subject, predicate)
            if (subject, predicate, value) not in self.covered and value in self.known
        ]

    def _ends(self, step: str, before: str, behind: str) -> None:
        id = self.known.get(step)
        if id is None:
            return
        for value in self._new(step, _ARG + before):
            self._edge(self.known[value], id)
        for value in self._new(step, _ARG + behind):
            self._edge(id, self.known[value])

    def _expressed(self, utterance: str) -> None:
        """Add the illocutions of an utterance; reported words hang on those of the reporter."""
        id = self.known.get(utterance)
        contents = self._new(utterance, _ARG + "expresses")
        if id is None or not contents:
            return
        speakers = set(self.facts.all(utterance, _ARG + "speaker"))
        reported = False
        for content in contents:
            ya = self._illocution(content, id)
            self._edge(ya.id, self.known[content])
            asserting = set(self.facts.all(content, _ARG + "assertedBy"))
            reported |= self._classes[content] not in _QUESTIONS and not (speakers & asserting)
        if reported:
            text = self.facts.text(utterance, LABEL, self.lang) or ""
            report = self._made(id, "L", text, None, "report")
            ya = self._made(id, "YA", "Asserting", "74", "reported")
            self._edge(report.id, ya.id)
            self._edge(ya.id, id)

    def _illocution(self, content: str, locution: str) -> Node:
        if self._classes[content] in _QUESTIONS:
            self._asked.add(content)
            ya = self._made(self.known[content], "YA", "PureQuestioning", "91", "asked")
        else:
            ya = self._made(self.known[content], "YA", "Asserting", "74", "asserted")
        self._edge(locution, ya.id)
        return ya

    def _asserted(self, iri: str) -> None:
        """Add a locution for who asserts a statement, and for a question that nobody utters."""
        id = self.known.get(iri)
        if id is None:
            return
        text = self.facts.text(iri, LABEL, self.lang) or ""
        if self._classes[iri] in _QUESTIONS:
            if iri not in self._asked and iri not in self._settled:
                locution = self._made(id, "L", text, None, "said")
                self._edge(self._illocution(iri, locution.id).id, id)
            return
        for agent in self._agents(iri):
            name = self._name(agent)
            locution = self._made(id, "L", f"{name} : {text}", None, "said")
            self.nodeset.locutions.append(Locution(locution.id, self.place.node(agent)[0]))
            self._edge(self._illocution(iri, locution.id).id, id)

    def _agents(self, iri: str) -> list[str]:
        """Return who asserts a statement without an utterance that says so."""
        said = [
            agent
            for agent in self.facts.all(iri, _ARG + "assertedBy")
            if (iri, _ARG + "assertedBy", agent) not in self.covered
        ]
        if not said:
            return []
        spoken = {
            agent
            for utterance in self._utterances.get(iri, ())
            for agent in self.facts.all(utterance, _ARG + "speaker")
        }
        return [agent for agent in said if agent not in spoken]

    def _conceded(self) -> None:
        """Add a locution for who concedes a statement."""
        predicate = _ARG + "concedes"
        for triple in sorted(self.facts.triples):
            agent, said, iri = triple
            if said == predicate and triple not in self.covered and iri in self.known:
                id, name = self.known[iri], self._name(agent)
                text = f"{name} : {self.facts.text(iri, LABEL, self.lang) or ''}"
                locution = self._made(id, "L", text, None, "conceded")
                self.nodeset.locutions.append(Locution(locution.id, self.place.node(agent)[0]))
                ya = self._made(id, "YA", "Conceding", "76", "conceding")
                self._edge(locution.id, ya.id)
                self._edge(ya.id, id)

    @property
    def _utterances(self) -> dict[str, list[str]]:
        if not hasattr(self, "_uttered"):
            self._uttered: dict[str, list[str]] = {}
            for subject, predicate, value in self.facts.triples:
                if predicate == _ARG + "expresses":
                    self._uttered.setdefault(value, []).append(subject)
        return self._uttered

    def _join(self, iri: str, other: str, type: str, name: str, number: str | None) -> None:
        if iri not in self.known or self._classes[iri] in _STEPS:
            return
        node = self._made(self.known[iri], type, name, number, "ma")
        self._edge(self.known[iri], node.id)
        self._edge(node.id, self.known[other])


_JOINED: Final[dict[str, tuple[Any, Any]]] = {
    "answers": DEFAULTS["MA"],
    "clarifies": DEFAULTS["MA"],
    "supersedes": DEFAULTS["MA"],
}
