"""What the contents of a nodeset say, who speaks and stands behind them, triple by triple."""

from dataclasses import dataclass, field
from typing import Final

from whyso import ontology
from whyso.graph.formats.account import Rows
from whyso.graph.formats.aif.nodeset import AIF, Node, Nodeset
from whyso.graph.formats.aif.places import Place
from whyso.graph.formats.aif.schemes import (
    AGAINST,
    CONCEDING,
    QUESTIONING,
    plain,
    scheme_iri,
    scheme_of,
    spelled,
)
from whyso.graph.formats.aif.speakers import Words, bookkeeping, words_of
from whyso.graph.formats.aif.times import moment

__all__ = ["CREATED", "ENDED", "LABEL", "NAME", "STARTED", "TYPE", "Contents", "Said"]

_P: Final = ontology.PREFIXES
_ARG: Final = ontology.ARG
TYPE: Final = _P["rdf"] + "type"
LABEL: Final = _P["rdfs"] + "label"
NAME: Final = _P["foaf"] + "name"
CREATED: Final = _P["dcterms"] + "created"
STARTED: Final = _P["prov"] + "startedAtTime"
ENDED: Final = _P["prov"] + "endedAtTime"
TIME: Final = _P["xsd"] + "dateTime"
_STATED: Final = (_ARG + "status", _ARG + "stated")
_QUOTED: Final = (_ARG + "status", _ARG + "quoted")
_MOST: Final = 1_000


@dataclass(slots=True)
class Said:
    """One triple: *kind* is "" for an IRI, "@" for a text, else the IRI of a datatype.

    *nodes* and *edges* (by their place) are what it came from.

    >>> Said("http://e/1", "http://e/p", "http://e/2").kind
    ''
    """

    subject: str
    predicate: str
    value: str
    kind: str = ""
    nodes: tuple[str, ...] = ()
    edges: tuple[int, ...] = ()


@dataclass(slots=True)
class _Ends:
    """Edges into or out of a node: the place of each among the edges, and its other end."""

    edges: list[tuple[int, Node]] = field(default_factory=list)

    def of(self, *types: str) -> list[tuple[int, Node]]:
        return [(at, node) for at, node in self.edges if node.type in types]


class Contents:
    """Statements, questions, utterances and speakers of a nodeset; see :class:`Claims`.

    >>> said = Contents(Nodeset([Node("1", "I", "Tea is hot.")]), Place("http://e/")).said
    >>> [(one.predicate.rpartition("#")[2], one.value) for one in said][0]
    ('label', 'Tea is hot.')
    """

    def __init__(
        self, nodeset: Nodeset, place: Place, numbers: dict[str, str] | None = None
    ) -> None:
        self.nodeset, self.place, self.numbers = nodeset, place, numbers or {}
        self.said: list[Said] = []
        self.approximated = Rows()
        self.analysts = bookkeeping(nodeset)
        self.texts: dict[str, Words] = {}
        self.unworded: set[str] = set()
        self.schemes: dict[str, str | None] = {}
        self._into: dict[str, _Ends] = {node.id: _Ends() for node in nodeset.nodes}
        self._out_of: dict[str, _Ends] = {node.id: _Ends() for node in nodeset.nodes}
        self._native: set[int] = set()
        self._kinds: dict[str, str] = {}
        self._speakers: dict[str, str] = {}
        self._agents: dict[str, str] = {}
        self._participants: dict[str, str] = {}
        self._asserted: dict[str, dict[str, None]] = {}
        self._reported: set[str] = set()
        self._iris = {node.id: place.iri(node) for node in nodeset.nodes}
        self._join()
        self._find_speakers()
        self._sort_contents()
        for node in nodeset.nodes:
            self._tell(node)
        for node in nodeset.nodes:
            if node.type == "YA":
                self._illocution(node)
        self._stand()

    # Building

    def _say(
        self,
        subject: str,
        predicate: str,
        value: str,
        kind: str = "",
        nodes: tuple[str, ...] = (),
        edges: tuple[int, ...] = (),
    ) -> None:
        self.said.append(Said(subject, predicate, value, kind, nodes, edges))

    def _note(self, what: str, why: str, *ids: str) -> None:
        self.approximated.add(what, why, *ids, triples=0)

    def _join(self) -> None:
        for at, edge in enumerate(self.nodeset.edges):
            source, target = self.nodeset.get(edge.source), self.nodeset.get(edge.target)
            name = self.nodeset.edge_name(at)
            if source is None or target is None:
                self._note("edge", "an end of it is no node; carried", name)
            elif source is target:
                self._note(
                    "edge", "it leads to where it starts; carried", self.nodeset.edge_name(at)
                )
            else:
                self._into[target.id].edges.append((at, source))
                self._out_of[source.id].edges.append((at, target))

    def _find_speakers(self) -> None:
        people = {person.id: person.name for person in self.nodeset.participants}
        names = {name for name in people.values() if name}
        for id, name in people.items():
            if name and name not in self._agents and not id.isdecimal() and id not in self._iris:
                self._participants.setdefault(name, self.place.iri(Node(id, "")))
        spoken: dict[str, str] = {}
        for locution in self.nodeset.locutions:
            node = self.nodeset.get(locution.node)
            if node is None:
                self._note("locution", "it is of no node; carried", locution.node)
            elif node.type != "L":
                why = "a locution of a node that is no L-node; carried"
                self._note("locution", why, locution.node)
            if locution.person is not None and people.get(locution.person):
                spoken[locution.node] = people[locution.person]
        known = dict.fromkeys(names)
        for node in self.nodeset.nodes:
            if node.type != "L" or node.id in self.analysts:
                continue
            before, told, behind = words_of(node.text, known)
            self.texts[node.id] = before, told, behind
            speaker = told if before.endswith(" : ") else spoken.get(node.id, told)
            if speaker:
                self._speakers[node.id] = speaker

    def _agent(self, name: str) -> str:
        iri = self._agents.get(name)
        if iri is None:
            iri = self._participants.get(name) or self.place.agent(name)
            self._agents[name] = iri
            self._say(iri, TYPE, _P["foaf"] + "Agent")
            self._say(iri, NAME, name, "@")
        return iri

    # Kinds

    def _illocutions(self, id: str) -> set[str]:
        return {plain(ya.named) for _, ya in self._into[id].of("YA")}

    def _argued(self, id: str) -> bool:
        return bool(self._into[id].of("RA", "CA") or self._out_of[id].of("RA", "CA"))

    def _sort_contents(self) -> None:
        for node in self.nodeset.nodes:
            if node.type in ("I", "EN"):
                self._kinds[node.id] = self._kind_of(node)
            elif node.type == "L" and node.id not in self.analysts:
                tells = any(self._out_of[ya.id].edges for _, ya in self._out_of[node.id].of("YA"))
                if self._argued(node.id) and not tells:
                    self._kinds[node.id] = "Claim"
                    why = "a locution that is argued with and tells no content: read as a claim"
                    self._note("L", why, node.id)
                else:
                    self._kinds[node.id] = "Utterance"

    def _kind_of(self, node: Node) -> str:
        asked = self._illocutions(node.id)
        before = {plain(ma.named) for _, ma in self._into[node.id].of("MA")}
        behind = {plain(ma.named) for _, ma in self._out_of[node.id].of("MA")}
        positioned = "positionon" in behind or self._argued(node.id)
        if (
            "positionon" in before
            or "relatedissue" in behind
            or ("relatedissue" in before and not positioned)
        ):
            return "Question"
        questioning = asked & QUESTIONING
        if not questioning:
            return "Proposition"
        if self._argued(node.id) and not questioning & {"purequestioning", "directivequestioning"}:
            why = "a rhetorical or assertive question that is argued with: read as a claim"
            self._note("I", why, node.id)
            return "Claim"
        if "asserting" in asked:
            self._note("I", "both asked and asserted: read as a claim", node.id)
            return "Claim"
        return "Question"

    def _tell(self, node: Node) -> None:
        iri = self._iris[node.id]
        time = moment(node.timestamp)
        if time:
            self._say(iri, CREATED, time, TIME)
        type = self._kinds.get(node.id)
        if type == "Utterance" or (node.type == "L" and type):
            before, _, behind = self.texts[node.id]
            self._say(iri, TYPE, _ARG + type, nodes=(node.id,))
            words = node.text[len(before) : len(node.text) - len(behind)]
            self._say(iri, LABEL, words, "@")
            if node.id in self._speakers and type == "Utterance":
                self._say(iri, _ARG + "speaker", self._agent(self._speakers[node.id]))
            elif node.id in self._speakers:
                self._asserted.setdefault(node.id, {})[self._speakers[node.id]] = None
        elif type is not None:
            self._say(iri, LABEL, node.text, "@")
        elif node.type == "RA":
            self._say(iri, TYPE, _ARG + "Inference", nodes=(node.id,))
            self._scheme(node)
        elif node.type == "CA":
            self._scheme(node)
        else:
            sort = node.type if node.type.isalnum() and node.type.isascii() else "S"
            self._say(iri, TYPE, f"{AIF}{sort}-node", nodes=(node.id,))
            self.unworded.add(iri)
            if node.id not in self.analysts:
                self._say(iri, LABEL, node.text, "@")
            if node.type not in ("MA", "PA", "TA", "YA", "L"):
                self._note("node", "its type is none of AIF's; carried", node.id)

    def _scheme(self, node: Node) -> None:
        name = scheme_of(node, self.numbers.get(node.id))
        self.schemes[node.id] = None
        if name is not None:
            scheme = self.schemes[node.id] = scheme_iri(name, node.type)
            self._say(self._iris[node.id], _ARG + "scheme", scheme)
            if not scheme.startswith(_ARG):
                self._say(scheme, TYPE, _ARG + "Scheme")
                self._say(scheme, LABEL, spelled(name), "@")

    # Dialogue

    def _illocution(self, ya: Node) -> None:
        """Say what is expressed, asserted and conceded by an illocution."""
        force = plain(ya.named)
        before = self._into[ya.id].edges
        if len(before) * len(self._out_of[ya.id].edges) > _MOST:
            self._note("YA", f"more than {_MOST} ways from end to end: not followed", ya.id)
            return
        for _, content in self._out_of[ya.id].edges:
            kind = self._kinds.get(content.id)
            if kind == "Utterance" and any(a.type == "L" for _, a in before):
                self._reported.add(content.id)
            if kind is None or kind == "Utterance":
                continue
            for _, anchor in before:
                if self._kinds.get(anchor.id) == "Utterance" and force not in AGAINST:
                    self._say(
                        self._iris[anchor.id],
                        _ARG + "expresses",
                        self._iris[content.id],
                        nodes=(ya.id,),
                    )
                for speaker in self._speaking(anchor) if force in CONCEDING else ():
                    self._say(
                        self._agent(speaker),
                        _ARG + "concedes",
                        self._iris[content.id],
                        "",
                        (ya.id,),
                    )

    def _speaking(self, anchor: Node) -> list[str]:
        """Return who speaks an L-node, or the one to which a transition leads."""
        if anchor.type == "L":
            return [self._speakers[anchor.id]] if anchor.id in self._speakers else []
        ends = [node for _, node in self._out_of[anchor.id].of("L")]
        return [self._speakers[node.id] for node in ends if node.id in self._speakers]

    def _stand(self) -> None:
        """Say of which kind contents are, who asserts them and how they stand in the source."""
        quoted: set[str] = set()
        claimed: set[str] = set()
        for ya in self.nodeset.nodes:
            force = plain(ya.named) if ya.type == "YA" else ""
            if ya.type != "YA" or force in AGAINST or force in QUESTIONING:
                continue
            if len(self._into[ya.id].edges) * len(self._out_of[ya.id].edges) > _MOST:
                continue
            for _, content in self._out_of[ya.id].edges:
                if self._kinds.get(content.id) in (None, "Utterance"):
                    continue
                for _, anchor in self._into[ya.id].edges:
                    if anchor.type not in ("L", "TA"):
                        continue
                    claimed.add(content.id)
                    if anchor.id in self._reported:
                        quoted.add(content.id)
                    elif anchor.type == "L" and force != "agreeing" and force not in CONCEDING:
                        for speaker in self._speaking(anchor):
                            self._asserted.setdefault(content.id, {})[speaker] = None
        for node in self.nodeset.nodes:
            kind = self._kinds.get(node.id)
            if kind is None or kind == "Utterance":
                continue
            iri = self._iris[node.id]
            if kind == "Proposition" and node.id in claimed:
                kind = "Claim"
            if node.type != "L":
                self._say(iri, TYPE, _ARG + kind, nodes=(node.id,))
            if kind == "Question":
                continue
            speakers = self._asserted.get(node.id, {})
            for speaker in speakers:
                self._say(iri, _ARG + "assertedBy", self._agent(speaker))
            if len(speakers) == 1:
                self._say(iri, *_STATED)
            elif not speakers and node.id in quoted:
                self._say(iri, *_QUOTED)
        for locution in self.nodeset.locutions:
            node_ = self.nodeset.get(locution.node)
            if node_ is None or self._kinds.get(node_.id) != "Utterance":
                continue
            for property, time in ((STARTED, locution.start), (ENDED, locution.end)):
                said = moment(time)
                if said:
                    self._say(self._iris[node_.id], property, said, TIME)
