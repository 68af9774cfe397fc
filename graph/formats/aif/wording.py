"""A nodeset in the two vocabularies of AIF in RDF that are written."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from whyso import ontology
from whyso.graph.formats.aif.dialects import ARGTECH
from whyso.graph.formats.aif.nodeset import AIF, Node, Nodeset
from whyso.graph.formats.aif.places import Place
from whyso.graph.formats.aif.schemes import scheme_iri
from whyso.graph.formats.aif.speakers import words_of
from whyso.graph.formats.xml import clean

__all__ = ["OWL_WORDS", "as_aifdb", "in_owl", "unsaid"]

_TYPE: Final = ontology.PREFIXES["rdf"] + "type"
_KINDS: Final = {
    "RA": "Inference",
    "CA": "Conflict",
    "PA": "Preference",
    "MA": "Rephrase",
    "TA": "Transition",
    "YA": "Illocution",
}
# Of a scheme node: the property to what leads into it, and to what it leads to.
_ENDS: Final = {
    "RA": ("hasPremise", "hasConclusion"),
    "CA": ("hasConflictingElement", "hasConflictedElement"),
    "PA": ("hasPreferredElement", "hasDispreferredElement"),
    "MA": ("hasPremise", "hasConclusion"),
}
# The words that only a file has, beside what the graph itself says.
OWL_WORDS: Final = frozenset(
    AIF + word
    for word in (
        *("claimText", "schemeName", "creationDate", "authorName"),
        *(word for ends in _ENDS.values() for word in ends),
    )
)
_CONTENT: Final = ("I", "L", "EN")

_Said = tuple[str, str, str, bool]


def scheme_class(node: Node, space: str) -> str | None:
    """Return the class of nodes of a scheme, such as ``aif:ExpertOpinion_Inference``, or None.

    >>> scheme_class(Node("7", "RA", "", "ExpertOpinion"), "aif:")
    'aif:ExpertOpinion_Inference'
    """
    if not node.scheme or node.type not in _KINDS:
        return None
    word = scheme_iri(node.scheme, "CA").removeprefix(AIF).removesuffix("_Conflict")
    return f"{space}{word}_{_KINDS[node.type]}" if word else None


def in_owl(nodeset: Nodeset, place: Place) -> Iterator[_Said]:
    """Yield the triples of a nodeset in the vocabulary of AIF-RDF.owl: subject, property, value,
    and whether the value is a text.

    What it lacks (locutions, illocutions and transitions) is in the words of AIFdb's vocabulary,
    in the same namespace. Scheme nodes are resources; an undercut leads from a conflict to an
    inference.

    >>> nodes = [Node("c1", "I", "Tea is warm."), Node("r1", "RA", "Default Inference")]
    >>> for said in in_owl(Nodeset(nodes), Place("http://e/")):
    ...     print(said[1].rpartition("#")[2], said[2].rpartition("#")[2])
    type I-node
    claimText Tea is warm.
    type RA-node
    schemeName Default Inference
    """
    iris = {node.id: place.iri(node) for node in nodeset.nodes}
    speakers = _speakers(nodeset)
    for node in nodeset.nodes:
        iri = iris[node.id]
        yield iri, _TYPE, f"{AIF}{_sort(node)}-node", False
        scheme = scheme_class(node, AIF)
        if scheme is not None:
            yield iri, _TYPE, scheme, False
        if node.type in _CONTENT:
            yield iri, AIF + "claimText", node.text, True
        elif node.text:
            yield iri, AIF + "schemeName", node.text, True
        if node.timestamp is not None:
            yield iri, AIF + "creationDate", node.timestamp, True
        if node.id in speakers:
            yield iri, AIF + "authorName", speakers[node.id], True
    for one, word, other, _ in _joins(nodeset, _owl_word):
        yield iris[one], AIF + word, iris[other], False


def _sort(node: Node) -> str:
    return node.type if node.type.isalnum() and node.type.isascii() else "S"


def _speakers(nodeset: Nodeset) -> dict[str, str]:
    """Return who speaks, by the id of the locution."""
    people = {person.id: person.name for person in nodeset.participants}
    found = {one.node: people.get(one.person or "", "") for one in nodeset.locutions}
    for node in nodeset.nodes:
        if node.type == "L" and not found.get(node.id):
            found[node.id] = words_of(node.text)[1] or ""
    return {id: name for id, name in found.items() if name}


def _owl_word(source: str, target: str) -> tuple[str, bool] | None:
    """Return the property of an edge between types, and whether it points backwards."""
    if (source, target) in _DIALOGUE:
        return _DIALOGUE[source, target]
    if source == "YA":
        return "IllocutionaryContent", False
    if source in _ENDS and target not in ("TA", "YA"):
        return _ENDS[source][1], False
    if target in _ENDS and source in _CONTENT:
        return _ENDS[target][0], True
    return None


_DIALOGUE: Final = {
    ("L", "TA"): ("StartLocution", False),
    ("TA", "L"): ("EndLocution", False),
    ("L", "YA"): ("Locution", True),
    ("TA", "YA"): ("Anchor", True),
}


def _aifdb_word(source: str, target: str) -> tuple[str, bool] | None:
    if (source, target) in _DIALOGUE:
        return _DIALOGUE[source, target]
    if source == "YA":
        return "IllocutionaryContent", False
    if source in _ENDS and target not in ("TA", "YA"):
        return "Conclusion", False
    if target in _ENDS and source in _CONTENT:
        return "Premise", True
    return None


def _joins(
    nodeset: Nodeset, word_of: Callable[[str, str], tuple[str, bool] | None]
) -> Iterator[tuple[str, str, str, bool]]:
    """Yield the edges that a vocabulary can say: from where, by which word, to where; and whether
    both ends are scheme nodes."""
    for edge in nodeset.edges:
        source, target = nodeset.get(edge.source), nodeset.get(edge.target)
        if source is None or target is None:
            continue
        said = word_of(source.type, target.type)
        if said is not None:
            one, other = (target, source) if said[1] else (source, target)
            steps = source.type not in _CONTENT and target.type not in _CONTENT
            yield one.id, said[0], other.id, steps


def unsaid(nodeset: Nodeset) -> list[str]:
    """Return the edges that no vocabulary of AIF can say, by id or by their ends.

    >>> from whyso.graph.formats.aif.nodeset import Edge
    >>> unsaid(Nodeset([Node("1", "I"), Node("2", "I")], [Edge("1", "2")]))
    ['1 to 2']
    """
    lost = []
    for edge in nodeset.edges:
        source, target = nodeset.get(edge.source), nodeset.get(edge.target)
        if source is None or target is None or _owl_word(source.type, target.type) is None:
            lost.append(edge.id or f"{edge.source} to {edge.target}")
    return lost


def as_aifdb(nodeset: Nodeset, iris: Mapping[str, str]) -> bytes:
    """Return a nodeset as AIFdb's RDF/XML, with what AIFdb itself leaves out of it.

    AIFdb says each edge of a content node from both ends by the same property. It passes over the
    edges of MA and PA nodes, edges between scheme nodes (so all undercuts) and schemes, though its
    vocabulary has the words; here they are said: an edge between two scheme nodes from where it
    starts, a scheme as a further class of the node.

    Args:
        nodeset: the nodes and edges.
        iris: the IRI of each node by its id.

    >>> nodes = [Node("1", "I", "Tea & cake.")]
    >>> print(as_aifdb(Nodeset(nodes), {"1": "http://e/1"}).decode().splitlines()[-3])
            <aif:claimText>Tea &amp; cake.</aif:claimText>
    """
    said: dict[str, list[str]] = {node.id: [] for node in nodeset.nodes}
    for one, word, other, steps in _joins(nodeset, _aifdb_word):
        said[one].append(_resource(word, iris[other]))
        if not steps or word == "IllocutionaryContent":
            said[other].append(_resource(word, iris[one]))
    speakers = _speakers(nodeset)
    lines = [_HEAD]
    for node in nodeset.nodes:
        lines.append(f"    <NamedIndividual rdf:about={quoteattr(iris[node.id])}>")
        lines.append(_type(f"{ARGTECH}{_sort(node)}-node"))
        if node.type == "TA":
            lines.append(_type(ARGTECH + "Transition"))
        scheme = scheme_class(node, ARGTECH)
        if scheme is not None and scheme != ARGTECH + "Transition":
            lines.append(_type(scheme))
        if node.type in _CONTENT:
            lines.append(_text("claimText", node.text))
        elif node.text:
            lines.append(_text("schemeName", node.text))
        if node.id in speakers:
            lines.append(_text("source", speakers[node.id]))
        lines += dict.fromkeys(said[node.id])
        if node.timestamp is not None:
            lines.append(_text("creationDate", node.timestamp))
        lines.append("    </NamedIndividual>")
    return "\n".join([*lines, "</rdf:RDF>", ""]).replace("\r", "&#13;").encode()


_HEAD: Final = f"""<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns="http://www.w3.org/2002/07/owl#"
     xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
     xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
     xmlns:aif="{ARGTECH}">"""


def _type(iri: str) -> str:
    return f"        <rdf:type rdf:resource={quoteattr(iri)}/>"


def _resource(word: str, iri: str) -> str:
    return f"        <aif:{word} rdf:resource={quoteattr(iri)}/>"


def _text(word: str, text: str) -> str:
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return f"        <aif:{word}>{escape(clean(whole))}</aif:{word}>"
