"""The vocabularies in which AIF stands in RDF, and what their words say of nodes and edges.

Three dialects are in use: that of AIFdb (``Premise``, ``Conclusion``, ``Locution`` ..., each edge
said from both ends by the same property, so that the types of the ends tell its direction); that of
AIF-RDF.owl (Bex, Reed and Rahwan: ``hasPremise``, ``hasConflictedElement`` ..., said of scheme
nodes); and the older ArgDF (Rahwan, Zablith and Reed 2007, "Laying the Foundations for a World Wide
Argument Web": ``supports``, ``attacks``). They share their classes, more or less.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from whyso.graph.formats.aif.nodeset import CONTENT
from whyso.graph.formats.aif.schemes import plain
from whyso.graph.formats.vocabulary import is_foreign

__all__ = ["ARGTECH", "Class", "aim", "class_of", "kind_of", "sniff_aif_rdf", "tail"]

ARGTECH: Final = "http://www.arg.tech/aif#"
_SPACE: Final = re.compile(
    r"https?://(?:www\.)?(?:arg\.tech/(?:aif|AIF)|arg\.dundee\.ac\.uk/(?:aif|AIF)|argowl\.org"
    r"|argdf\.org(?:/[^#\s]*)?|protege\.stanford\.edu/(?:kb|rdf))[#/](?=[^#/\s]+$)",
    re.IGNORECASE,
)
_TYPES: Final = {
    **{"inode": "I", "statement": "I", "negstatement": "I", "informationnode": "I"},
    **{"lnode": "L", "ennode": "EN", "ranode": "RA", "inference": "RA", "canode": "CA"},
    **{"conflict": "CA", "panode": "PA", "preference": "PA", "manode": "MA", "rephrase": "MA"},
    **{"tanode": "TA", "transition": "TA", "yanode": "YA", "illocution": "YA"},
    **{"snode": "S", "schemeapplication": "S", "dialogueschemeapplication": "S"},
    **{"deductiveinference": "RA", "presumptiveinference": "RA"},
}
_ENDINGS: Final = {
    "Inference": "RA",
    "Conflict": "CA",
    "Preference": "PA",
    "Rephrase": "MA",
    "Transition": "TA",
    "Illocution": "YA",
    "Scheme": "S",
    "Statement": "I",
}
_NODE: Final = re.compile(r"([A-Za-z]{1,2})[-_]?[Nn]ode$")


@dataclass(frozen=True, slots=True)
class Class:
    """What a class says of a node: its *type*, and the name of its scheme or None.

    >>> class_of("http://www.arg.dundee.ac.uk/aif#ExpertOpinion_Inference")
    Class(type='RA', scheme='ExpertOpinion')
    """

    type: str
    scheme: str | None = None


@lru_cache(maxsize=10_000)
def tail(iri: str) -> str | None:
    """Return the word that an IRI is in any of the vocabularies of AIF, or None.

    >>> tail("http://www.arg.tech/aif#Premise"), tail("http://arg.dundee.ac.uk/aif#hasPremise")
    ('Premise', 'hasPremise')
    >>> tail("http://example.org/aif#Premise")
    """
    found = _SPACE.match(iri)
    return iri[found.end() :] if found else None


@lru_cache(maxsize=10_000)
def class_of(iri: str) -> Class | None:
    """Return what a class of AIF says of a node, or None for any other class.

    >>> class_of("http://www.arg.tech/aif#YA-node"), class_of("http://example.org/Thing")
    (Class(type='YA', scheme=None), None)
    """
    word = tail(iri)
    if word is None:
        return None
    type = _TYPES.get(plain(word))
    if type is not None:
        return Class(type)
    node = _NODE.match(word)
    if node is not None:
        return Class(node[1].upper())
    name, _, ending = word.rpartition("_")
    if name and ending in _ENDINGS:
        return Class(_ENDINGS[ending], name)
    return None


# Property, without capitals and marks, to the edge that it stands for: "in" leads from the object
# to the subject, "out" from the subject to the object, whatever their types are.
_PLAIN: Final = {
    **{"haspremise": "in", "haspresumption": "in", "hasconflictingelement": "in"},
    **{"haspreferredelement": "in", "issupportedby": "in"},
    **{"hasconclusion": "out", "hasconflictedelement": "out", "hasdispreferredelement": "out"},
    **{"supports": "out", "attacks": "out", "confattacks": "out", "ispremiseof": "out"},
    **{"isconclusionof": "in", "isattacked": "in", "hasattacker": "in"},
}
# Properties that AIFdb says from both ends: the types before an edge of that name; what stands at
# the other end of it; and how it leads where the types do not tell.
_SYMMETRIC: Final = {
    "premise": (CONTENT, None, "in"),
    "conclusion": (None, CONTENT, "out"),
    "startlocution": (frozenset({"L"}), frozenset({"TA"}), "out"),
    "endlocution": (frozenset({"TA"}), frozenset({"L"}), "out"),
    "locution": (frozenset({"L"}), frozenset({"YA"}), "in"),
    "anchor": (frozenset({"TA"}), frozenset({"YA"}), "in"),
    "illocutionarycontent": (frozenset({"YA"}), None, "out"),
}
_ROLE: Final = re.compile(r"has\w+_(?:Premise|Presumption)$")


@lru_cache(maxsize=10_000)
def kind_of(iri: str) -> str | None:
    """Return the word, without capitals and marks, of a property that joins nodes, or None.

    A premise in a named role counts as ``haspremise``.

    >>> kind_of("http://www.arg.tech/aif#IllocutionaryContent")
    'illocutionarycontent'
    >>> kind_of("http://arg.dundee.ac.uk/aif#hasFieldExpertise_Premise"), kind_of("http://e/x")
    ('haspremise', None)
    """
    word = tail(iri)
    if word is None:
        return None
    if _ROLE.match(word):
        return "haspremise"
    name = plain(word)
    return name if name in _PLAIN or name in _SYMMETRIC else None


def aim(kind: str, subject: str, object: str) -> bool:
    """Tell whether the edge that a property stands for leads from its subject to its object.

    Args:
        kind: the property, as :func:`kind_of` tells.
        subject: the type of the subject.
        object: the type of the object.

    >>> aim("premise", "I", "RA"), aim("premise", "RA", "I"), aim("hasconclusion", "RA", "I")
    (True, False, True)
    """
    if kind in _PLAIN:
        return _PLAIN[kind] == "out"
    before, behind, way = _SYMMETRIC[kind]
    forward = _fits(before, subject) and _fits(behind, object)
    backward = _fits(before, object) and _fits(behind, subject)
    return way == "out" if forward == backward else forward


def _fits(types: frozenset[str] | None, type: str) -> bool:
    return types is None or type in types


def sniff_aif_rdf(data: bytes) -> bool:
    """Tell whether an RDF text speaks of nodes in a vocabulary of AIF.

    >>> sniff_aif_rdf(b"<http://e/1> a <http://www.arg.tech/aif#I-node> .")
    True
    >>> sniff_aif_rdf(b"@prefix aif: <http://www.arg.tech/aif#> .")
    False
    """
    return (
        _SPACE_USED.search(data) is not None
        and _WORD_USED.search(data) is not None
        and is_foreign(data)
    )


_SPACE_USED: Final = re.compile(
    rb"(?i)://(?:www\.)?(?:arg\.tech/aif|arg\.dundee\.ac\.uk/aif|argdf\.org|argowl\.org)"
    rb"|http;(?:www\.)?arg\.tech/aif|http;www\.arg\.dundee\.ac\.uk/aif"
)
_WORD_USED: Final = re.compile(
    rb"(?:I|L|RA|CA|EN|PA|MA|TA|YA)-[Nn]ode\b|\bclaimText\b"
    rb"|aif[#:](?:Statement|Inference|Conflict)\b"
)
