"""From triples in a vocabulary of AIF to a nodeset."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.account import Rows
from whyso.graph.formats.aif.dialects import Class, aim, class_of, kind_of, tail
from whyso.graph.formats.aif.nodeset import AIF, Edge, Locution, Node, Nodeset, Participant
from whyso.graph.formats.aif.places import Place
from whyso.graph.formats.aif.schemes import numbered, plain
from whyso.graph.formats.aif.speakers import words_of
from whyso.graph.store import natural

__all__ = ["Triples"]

Term = ox.NamedNode | ox.BlankNode

_P: Final = ontology.PREFIXES
_TYPE: Final = _P["rdf"] + "type"
_LABEL: Final = _P["rdfs"] + "label"
_NOISE: Final = frozenset({_P["owl"] + "NamedIndividual", _P["owl"] + "Thing"})
_HEADS: Final = ("http://www.arg.tech/aif", "http://www.arg.dundee.ac.uk/aif")
_TEXTS: Final = frozenset({"claimtext", "text", "hastext"})
_SPEAKERS: Final = frozenset({"source", "authorname"})
_NAMES: Final = frozenset({"schemename", "formname", "argtitle"})
_TIMES: Final = frozenset({"creationdate"})
# The more telling type first, where a node has several.
_RANK: Final = ("YA", "TA", "RA", "CA", "MA", "PA", "L", "EN", "I")
# What the ends of an edge are, by its name, where they have no type: those of subject and object.
_ENDS: Final = {
    "haspremise": ("RA", "I"),
    "haspresumption": ("RA", "I"),
    "hasconclusion": ("RA", "I"),
    "hasconflictingelement": ("CA", "I"),
    "hasconflictedelement": ("CA", "I"),
    "haspreferredelement": ("PA", "I"),
    "hasdispreferredelement": ("PA", "I"),
    "supports": ("I", "RA"),
    "ispremiseof": ("I", "RA"),
    "issupportedby": ("RA", "I"),
    "isconclusionof": ("I", "RA"),
    "attacks": ("I", "CA"),
    "confattacks": ("CA", "I"),
    "hasattacker": ("CA", "I"),
    "isattacked": ("I", "CA"),
}


@dataclass(slots=True)
class _Found:
    """What is said of one node."""

    classes: list[Class] = field(default_factory=list)
    texts: list[ox.Literal] = field(default_factory=list)
    labels: list[ox.Literal] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    schemes: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)


class Triples:
    """Sorts triples into the nodes and edges of a nodeset, and the rest.

    Args:
        quads: what a file says.
        place: how IRIs become ids.

    Attributes:
        nodeset: the nodes and edges, in natural order of their ids.
        rest: what is said beside, in other vocabularies or in words of AIF that nodesets lack.
        texts: the texts of contents that tell their language, by id.
        names: blank nodes to the ids that they get.
        approximated: rows for the account.

    >>> said = '''@prefix aif: <http://www.arg.tech/aif#> .
    ... <http://www.aifdb.org/nodes/1> a aif:I-node ; aif:claimText "Tea." ;
    ...     aif:Premise <http://www.aifdb.org/nodes/2> .
    ... <http://www.aifdb.org/nodes/2> a aif:RA-node .'''
    >>> triples = Triples(ox.parse(said, ox.RdfFormat.TURTLE), Place("http://e/"))
    >>> [(edge.source, edge.target) for edge in triples.nodeset.edges]
    [('1', '2')]
    """

    def __init__(self, quads: Iterable[ox.Quad], place: Place) -> None:
        self.place = place
        self.rest: list[ox.Quad] = []
        self.texts: dict[str, list[ox.Literal]] = {}
        self.names: dict[ox.BlankNode, str] = {}
        self.approximated = Rows()
        self._found: dict[Term, _Found] = {}
        self._joins: dict[tuple[Term, str, Term], None] = {}
        self._labels: list[ox.Quad] = []
        for quad in quads:
            self._take(quad)
        self._ids: dict[Term, tuple[str, dict[str, object]]] = {}
        self._types: dict[Term, str] = {}
        self._tell_types()
        self._name()
        self.nodeset = self._build()

    def _at(self, term: Term) -> _Found:
        found = self._found.get(term)
        if found is None:
            found = self._found[term] = _Found()
        return found

    def _take(self, quad: ox.Quad) -> None:
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, Term):
            return
        if isinstance(subject, ox.NamedNode) and subject.value in _HEADS:
            return
        if predicate == _TYPE and isinstance(value, ox.NamedNode):
            told = class_of(value.value)
            if told is not None:
                self._at(subject).classes.append(told)
            elif value.value not in _NOISE:
                self.rest.append(quad)
        elif predicate == _LABEL and isinstance(value, ox.Literal):
            self._labels.append(quad)
        elif isinstance(value, Term) and (kind := kind_of(predicate)) is not None:
            self._joins[subject, kind, value] = None
            self._at(subject)
            self._at(value)
            if tail(predicate) and plain(tail(predicate) or "") != kind:
                self.rest.append(quad)  # a premise in a role of its own
        elif not self._take_word(subject, predicate, value):
            self.rest.append(quad)

    def _take_word(self, subject: Term, predicate: str, value: object) -> bool:
        word = plain(tail(predicate) or ("text" if predicate == _CISPACES else ""))
        if isinstance(value, ox.Literal):
            if word in _TEXTS:
                self._at(subject).texts.append(value)
            elif word in _NAMES:
                self._at(subject).names.append(value.value)
            elif word in _TIMES:
                self._at(subject).times.append(value.value)
            elif word in _SPEAKERS:
                self._at(subject).speakers.append(value.value)
            else:
                return False
            return True
        if word in ("fulfils", "fulfilsscheme") and isinstance(value, ox.NamedNode):
            told = class_of(value.value)
            if told is not None and told.scheme is not None and told.type != "I":
                self._at(subject).schemes.append(told.scheme)
                return True
        return False

    # Types

    def _tell_types(self) -> None:
        # Forms and agents may have names in AIF's words, but are no nodes.
        ends = {end for start, _, other in self._joins for end in (start, other)}
        for term, found in list(self._found.items()):
            if not found.classes and not found.texts and term not in ends:
                del self._found[term]
        for term, found in self._found.items():
            types = {told.type for told in found.classes} - {"S"}
            if types:
                known = [type for type in _RANK if type in types]
                self._types[term] = known[0] if known else min(types)
                if len(types) > 1:
                    why = f"a node of several types, read as {self._types[term]}"
                    self.approximated.add("type", why, _name(term), triples=0)
        for steps in (True, False):  # what a step is, its own properties tell best
            for start, kind, end in self._joins:
                for term, type in zip((start, end), _ENDS.get(kind, ()), strict=False):
                    if term not in self._types and (type != "I") == steps:
                        self._guess(term, type)
        for start, kind, end in self._joins:
            if kind not in _ENDS:
                for term, other in ((start, end), (end, start)):
                    if term not in self._types:
                        self._guess(term, _other(kind, self._types.get(other)))
        for term, found in self._found.items():
            if term not in self._types:
                self._guess(term, "RA" if found.classes else "I")

    def _guess(self, term: Term, type: str) -> None:
        self._types[term] = type
        why = f"it has no type that tells; read as {type} by its relations"
        self.approximated.add("type", why, _name(term), triples=0)

    # Building

    def _name(self) -> None:
        taken: set[str] = set()
        blank = []
        for term in self._found:
            if isinstance(term, ox.NamedNode):
                self._ids[term] = self.place.node(term.value)
                taken.add(self._ids[term][0])
            else:
                blank.append(term)
        for term in sorted(blank, key=lambda one: natural(one.value)):
            id = term.value
            while id in taken:
                id += "_"
            taken.add(id)
            self._ids[term] = id, {}
            self.names[term] = self.place.iri(Node(id, "I"))
            self.approximated.add("blank node", "it gets a name", id, triples=0)

    def _build(self) -> Nodeset:
        for quad in self._labels:
            if isinstance(quad.subject, Term) and quad.subject in self._found:
                if isinstance(quad.object, ox.Literal):
                    self._found[quad.subject].labels.append(quad.object)
            else:
                self.rest.append(quad)
        terms = sorted(self._found, key=lambda term: natural(self._ids[term][0]))
        nodeset = Nodeset([self._node(term) for term in terms], self._edges())
        people: dict[str, Participant] = {}
        for term in terms:
            for name in self._found[term].speakers[:1]:
                node = nodeset.get(self._ids[term][0])
                if node is not None and self._speaks(node, name, people):
                    nodeset.locutions.append(Locution(node.id, people[name].id))
        nodeset.participants = list(people.values())
        return nodeset

    def _speaks(self, node: Node, name: str, people: dict[str, Participant]) -> bool:
        """Tell whether the one who speaks must be told, since the text does not."""
        if words_of(node.text)[1] == name or node.text.startswith(name):
            return False  # AIFdb gives the whole text where it finds no "says"
        people.setdefault(name, Participant(str(len(people) + 1), name))
        return True

    def _node(self, term: Term) -> Node:
        found, type = self._found[term], self._types[term]
        id, extras = self._ids[term]
        said = found.texts or [ox.Literal(name) for name in found.names[:1]] or found.labels
        texts = sorted(said, key=lambda text: (text.language not in (None, "en"), str(text)))
        if any(text.language for text in texts):
            self.texts[id] = texts
        elif len(texts) > 1:
            why = "a node of several texts; the others are notes"
            self.approximated.add("text", why, id)
            self._note(term, texts[1:], "note")
        if found.texts or found.names:
            spoken = {text.value for text in texts}
            other = [label for label in found.labels if label.value not in spoken]
            if other:
                why = "its text is its label; a label of its own is another name"
                self.approximated.add("rdfs:label", why, id)
                self._note(term, other, "altLabel")
        name, number = self._scheme(found, type)
        time = min(found.times, default=None)
        return Node(id, type, texts[0].value if texts else "", name, number, time, dict(extras))

    def _note(self, term: Term, texts: Iterable[ox.Literal], property: str) -> None:
        note = ox.NamedNode(_P["skos"] + property)
        self.rest += [ox.Quad(term, note, text) for text in texts]

    def _scheme(self, found: _Found, type: str) -> tuple[str | None, str | None]:
        if type in ("I", "L", "EN"):
            return None, None
        told = [one.scheme for one in found.classes if one.scheme] + found.schemes
        told = [name for name in told if plain(name) not in _NO_SCHEMES]
        if not told:
            return None, None
        name = min(told)
        return numbered(f"{AIF}{name}_Inference") or (name, None)

    def _edges(self) -> list[Edge]:
        found: dict[tuple[str, str], str] = {}
        for start, kind, end in self._joins:
            types = self._types[start], self._types[end]
            pair = self._ids[start][0], self._ids[end][0]
            found[pair if aim(kind, *types) else (pair[1], pair[0])] = kind
        by_id = {self._ids[term][0]: type for term, type in self._types.items()}
        for one, other in list(found):
            both = by_id[one], by_id[other]
            told = {found[one, other], found.get((other, one))}
            if both == ("RA", "CA") and told == {"conclusion"}:
                why = "two steps that conclude each other: read as an attack on the inference"
                self.approximated.add("edge", why, one, other, triples=0)
                del found[one, other]
        edges = sorted(found, key=lambda pair: (natural(pair[0]), natural(pair[1])))
        return [Edge(one, other) for one, other in edges]


def _other(kind: str, type: str | None) -> str:
    """Return the type of an end of an edge that AIFdb says, by that of the other end."""
    if kind in ("premise", "conclusion"):
        return "RA" if type in ("I", "EN", "L") else "I"
    if kind == "illocutionarycontent":
        return "I" if type == "YA" else "YA"
    pair = ("TA", "YA") if kind == "anchor" else ("L", "YA") if kind == "locution" else ("L", "TA")
    return pair[0] if type == pair[1] else pair[1]


def _name(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode) else f"_:{term.value}"


_CISPACES: Final = "http://cispaces.org/text"
_NO_SCHEMES: Final = frozenset({"inference", "conflict", "preference", "dialogue"})
