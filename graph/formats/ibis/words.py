"""The words of IBIS in RDF, under all the addresses that they have had."""

import re
from functools import lru_cache
from typing import Final

from whyso.graph.formats.vocabulary import is_foreign

__all__ = ["CLASSES", "IBIS", "NAMESPACES", "RELATIONS", "sniff_ibis", "word_of"]

IBIS: Final = "https://vocab.methodandstructure.com/ibis#"
NAMESPACES: Final = (
    IBIS,
    "http://vocab.methodandstructure.com/ibis#",
    "https://privatealpha.com/ontology/ibis/1#",
    "http://privatealpha.com/ontology/ibis/1#",
    "http://purl.org/ibis#",
    "http://hyperdata.org/xmlns/ibis/",
)
# Class, spelled without capitals and hyphens, to the kind of statement that it is.
CLASSES: Final = {
    "issue": "question",
    "question": "question",
    "position": "claim",
    "idea": "claim",
    "argument": "claim",
    "decision": "claim",
}
# Property, spelled like that, to the one of a pair of inverses that is written, and whether its
# subject and object change places.
RELATIONS: Final = {
    "respondsto": ("responds-to", False),
    "response": ("responds-to", True),
    "supports": ("supports", False),
    "supportedby": ("supports", True),
    "opposes": ("opposes", False),
    "opposedby": ("opposes", True),
    "objectsto": ("opposes", False),
    "rebuts": ("opposes", False),
    "suggests": ("suggests", False),
    "suggestedby": ("suggests", True),
    "questions": ("questions", False),
    "questionedby": ("questions", True),
    "replaces": ("replaces", False),
    "replacedby": ("replaces", True),
    "asserts": ("asserts", False),
}

_BYTES: Final = tuple(space.encode() for space in NAMESPACES)
_USED: Final = re.compile(
    rb"(?i)\b(?:issue|position|argument|responds-?to|response|(?:supports|opposes|questions)\b)"
)


@lru_cache(maxsize=10_000)
def word_of(iri: str) -> str | None:
    """Return the word of IBIS that an IRI is, without capitals and hyphens, or None.

    >>> word_of("http://purl.org/ibis#respondsTo"), word_of(IBIS + "responds-to"), word_of("e:a")
    ('respondsto', 'respondsto', None)
    """
    for space in NAMESPACES:
        if iri.startswith(space):
            return iri[len(space) :].replace("-", "").replace("_", "").lower()
    return None


def sniff_ibis(data: bytes) -> bool:
    """Tell whether an RDF text speaks of issues and positions.

    >>> sniff_ibis(b"@prefix ibis: <http://purl.org/ibis#> . <q> a ibis:Issue .")
    True
    >>> sniff_ibis(b"@prefix ibis: <http://purl.org/ibis#> .")
    False
    """
    return (
        any(space in data for space in _BYTES)
        and _USED.search(data) is not None
        and is_foreign(data)
    )
