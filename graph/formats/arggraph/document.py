"""An argument graph over a text, as plain records.

Source: A. Peldszus and M. Stede, "From Argument Diagrams to Argumentation Mining in Texts: A
Survey" (IJCINI 7(1), 2013), and ``arggraph.dtd`` of the corpus of argumentative microtexts.
Elementary units (EDU) are stretches of the text, argumentative units (ADU) are claims grounded in
them, joints bind units that only count together, and edges run between all of these.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from whyso.graph.errors import ParseError
from whyso.graph.formats.account import Rows
from whyso.graph.formats.markup import Element, local_name, read_markup
from whyso.graph.formats.sniffing import xml_root
from whyso.graph.store.syntax import decode

__all__ = ["ATTACKS", "SUPPORTS", "Edge", "Graph", "language_of", "parse", "sniff_arggraph"]

MAX_JOINTS: Final = 100  # between a claim and its segments
SUPPORTS: Final = ("sup", "exa")
ATTACKS: Final = ("reb", "und")
_TYPES: Final = (*SUPPORTS, *ATTACKS, "add", "seg")
_ROLES: Final = ("pro", "opp")
# What the processing instruction <?whyso base="..." lang="..."?> tells; other tools pass it over.
_OWN: Final = re.compile(r"<\?whyso\s+(.*?)\?>", re.DOTALL)
_PAIR: Final = re.compile(r"(base|lang)=\"([^\"]*)\"")
_WORD: Final = re.compile(r"[a-zäöüß]+")
_COMMON: Final = {
    "de": "aber als am an auch auf aus bei das dass dem den der des die durch ein eine einen er es"
    " für hat ich im in ist ja kann man mit nach nicht noch nur oder sein sich sie sind so und von"
    " vor werden wie wird wir zu zum zur über",
    "en": "a all and are as at be because but by can do for from has have he if in is it its more"
    " not of on one or should so than that the their there they this to was we which who will with"
    " would you",
}


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge: sup, exa (support by example), reb, und (undercut), add (linked premise) or seg.

    >>> Edge("c1", "a1", "a2", "sup").type
    'sup'
    """

    id: str
    source: str
    target: str
    type: str


@dataclass(slots=True)
class Graph:
    """One file.

    Attributes:
        id, topic, stance: what the file says of the text; empty if nothing.
        base, language: what a file of ours tells beside, or None.
        edus: the segments in the order of the text.
        implicit: the segments that are not in the text.
        joints: the joints.
        adus: claim to its role, pro or opp.
        edges: by id.
        dropped, approximated: what was left out or repaired in reading.

    >>> graph = Graph(edus={"e1": "Tea"}, edges={"c1": Edge("c1", "e1", "a1", "seg")})
    >>> graph.grounds("a1"), graph.text()
    (['e1'], 'Tea')
    """

    id: str = ""
    topic: str = ""
    stance: str = ""
    base: str | None = None
    language: str | None = None
    edus: dict[str, str] = field(default_factory=dict)
    implicit: set[str] = field(default_factory=set)
    joints: list[str] = field(default_factory=list)
    adus: dict[str, str] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)
    dropped: Rows = field(default_factory=Rows)
    approximated: Rows = field(default_factory=Rows)
    _into: dict[str, list[str]] | None = None

    def text(self) -> str:
        """Return the text: the segments, joined by a blank.

        >>> Graph(edus={"e1": "Tea is", "e2": "warm."}).text()
        'Tea is warm.'
        """
        return " ".join(text for edu, text in self.edus.items() if edu not in self.implicit)

    def grounds(self, unit: str) -> list[str]:
        """Return the segments that a claim stands on, through joints, in the order of the text.

        >>> Graph(edus={"e1": "Tea"}).grounds("a1")
        []
        """
        if self._into is None:
            self._into = {}
            for edge in self.edges.values():
                if edge.type == "seg":
                    self._into.setdefault(edge.target, []).append(edge.source)
        found: set[str] = set()
        waiting, seen = [unit], {unit}
        while waiting and len(seen) < MAX_JOINTS:
            for source in self._into.get(waiting.pop(), ()):
                if source in self.edus:
                    found.add(source)
                elif source not in seen:
                    seen.add(source)
                    waiting.append(source)
        return [edu for edu in self.edus if edu in found] if len(found) > 1 else list(found)


def sniff_arggraph(data: bytes) -> bool:
    """Tell whether an XML text is an argument graph of the microtexts.

    >>> sniff_arggraph(b'<arggraph id="t"/>'), sniff_arggraph(b"<lkif/>")
    (True, False)
    """
    return xml_root(data)[0] == "arggraph"


def language_of(text: str) -> str | None:
    """Return the language whose commonest words a text has most of: de, en, or None.

    >>> language_of("Der Tee ist warm."), language_of("The tea is warm."), language_of("Tea")
    ('de', 'en', None)
    """
    words = Counter(_WORD.findall(text.lower()))
    scores = {
        lang: sum(words[word] for word in _WORD.findall(known)) for lang, known in _COMMON.items()
    }
    best = max(scores.values())
    winners = [lang for lang, score in scores.items() if score == best]
    return winners[0] if best and len(winners) == 1 else None


def parse(data: bytes, name: str) -> Graph:
    """Return what a file says; edges that lead nowhere are left out, with a row.

    Raises:
        ParseError: the text is no XML, or no argument graph.

    >>> text = b'<arggraph id="t"><edu id="e1">Tea.</edu><adu id="a1" type="pro"/></arggraph>'
    >>> parse(text, "tea.xml").adus
    {'a1': 'pro'}
    """
    root = read_markup(data, name)
    if local_name(root) != "arggraph":
        raise ParseError(name, f"not an arggraph: the outermost element is <{local_name(root)}>")
    graph = Graph(root.get("id", ""), root.get("topic_id", ""), root.get("stance", ""))
    own = _OWN.search(decode(data, name)[:4096].decode("utf-8", "replace"))
    told = dict(_PAIR.findall(own[1])) if own else {}
    graph.base, graph.language = told.get("base"), told.get("lang")
    edges: list[Edge] = []
    taken: set[str] = set()
    for element in root:
        tag, id = local_name(element), element.get("id", "")
        if tag not in ("edu", "joint", "adu", "edge"):
            _drop(graph, "elements", f"<{tag}> is no part of an arggraph", id or tag)
        elif not id or id in taken:
            _drop(graph, tag, "no id, or one that is taken", id or tag)
        else:
            taken.add(id)
            if tag == "edge":
                edges.append(Edge(id, *(element.get(key, "") for key in ("src", "trg", "type"))))
            else:
                _unit(graph, element, tag, id)
    _connect(graph, edges)
    return graph


def _unit(graph: Graph, element: Element, tag: str, id: str) -> None:
    if tag == "edu":
        graph.edus[id] = "".join(element.itertext()).strip()
        if element.get("implicit") == "true":
            graph.implicit.add(id)
    elif tag == "joint":
        graph.joints.append(id)
    else:
        role = element.get("type", "")
        if role not in _ROLES:
            graph.approximated.add("adu", "neither pro nor opp: read as pro", id, triples=0)
            role = "pro"
        graph.adus[id] = role


def _connect(graph: Graph, edges: list[Edge]) -> None:
    """Add the edges that join what can be joined; an edge may end on one that comes later."""
    ends = {edge.id: edge for edge in edges}
    segments = graph.edus.keys() | set(graph.joints)
    for edge in edges:
        source, target, type = edge.source, edge.target, edge.type
        if type not in _TYPES:
            _drop(graph, "edge", f"an unknown type {type!r}", edge.id)
        elif type == "seg":
            if source in segments and (target in graph.adus or target in graph.joints):
                graph.edges[edge.id] = edge
            else:
                _drop(graph, "edge", "no segmentation: it joins other units", edge.id)
        elif source not in graph.adus:
            _drop(graph, "edge", "its source is no claim of the file", edge.id)
        elif type in ("und", "add"):
            if target in ends and ends[target].type in (*SUPPORTS, *ATTACKS):
                graph.edges[edge.id] = edge
            else:
                _drop(graph, "edge", "its target is no step of the file", edge.id)
        elif target in graph.adus:
            graph.edges[edge.id] = edge
        else:
            _drop(graph, "edge", "its target is no claim of the file", edge.id)
    onto: dict[str, list[str]] = {}
    for edge in graph.edges.values():
        if edge.type in ("und", "add"):
            onto.setdefault(edge.target, []).append(edge.id)
    lost = [id for target, ids in onto.items() if target not in graph.edges for id in ids]
    for id in lost:  # grows: what ends on an edge that was left out is left out too
        del graph.edges[id]
        _drop(graph, "edge", "its target is no step of the file", id)
        lost += onto.pop(id, ())


def _drop(graph: Graph, what: str, why: str, *ids: str) -> None:
    graph.dropped.add(what, why, *ids, triples=0)
