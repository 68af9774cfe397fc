"""The words of metadata that say a graph: ``{speaker: mayor, answers: fare}``.

A word is written in plain English (``depends on``) and stands for one property. Every other
property is written by its short name (``"dcterms:created"``).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from whyso import ontology

__all__ = ["AGENT", "CONCEPTS", "FIGURE", "NODE", "PASSAGE", "SOURCE", "Word", "fold", "full"]

_P: Final = ontology.PREFIXES


def full(curie: str) -> str:
    """Return the IRI of a short name of ours.

    >>> full("arg:premise")
    'https://w3id.org/whyso/ontology#premise'
    """
    prefix, _, local = curie.partition(":")
    return _P[prefix] + local


@dataclass(frozen=True, slots=True)
class Word:
    """A word, the property that it stands for, and the kind of its values.

    >>> NODE["depends_on"].kind
    'node'
    """

    name: str
    property: str
    kind: str


def _words(**said: str) -> dict[str, Word]:
    found = {}
    for name, meant in said.items():
        curie, _, kind = meant.partition(" ")
        found[name.rstrip("_")] = Word(name.strip("_").replace("_", " "), full(curie), kind)
    return found


NODE: Final = _words(
    speaker="arg:assertedBy agent",
    status="arg:status concept",
    certainty="arg:certainty concept",
    confidence="arg:confidence decimal",
    checkable="arg:checkable boolean",
    scheme="arg:scheme scheme",
    answers="arg:answers node",
    raises="arg:raises node",
    underlies="arg:underlies node",
    parts="dcterms:hasPart node",
    expresses="arg:expresses node",
    clarifies="arg:clarifies node",
    supersedes="arg:supersedes node",
    qualifies="arg:qualifies node",
    depends_on="arg:dependsOn node",
    in_tension_with="arg:inTensionWith node",
    figures="arg:hasQuantity node",
    horizon="arg:horizon time",
    passages="arg:hasPassage node",
    note="skos:note text",
)
AGENT: Final = _words(
    name="foaf:name text",
    for_="prov:actedOnBehalfOf agent",
    concedes="arg:concedes node",
    homepage="foaf:homepage iri",
    note="skos:note text",
)
PASSAGE: Final = _words(
    language="dcterms:language string",
    paragraph="arg:paragraph integer",
    sentence="arg:sentence integer",
    source="oa:hasSource node",
    translation_of="arg:translationOf node",
    sha256="schema:sha256 string",
    note="skos:note text",
)
FIGURE: Final = _words(
    bound="arg:bound concept",
    value="schema:value number",
    minimum="schema:minValue number",
    maximum="schema:maxValue number",
    unit="qudt:hasUnit iri",
    horizon="arg:horizon time",
    duration="time:hasXSDDuration duration",
    note="skos:note text",
)
SOURCE: Final = _words(
    title="dcterms:title text",
    creator="dcterms:creator agent",
    publisher="dcterms:publisher agent",
    language="dcterms:language string",
    identifier="dcterms:identifier string",
    file="dcterms:source string",
    issued="dcterms:issued time",
    created="dcterms:created time",
    modified="dcterms:modified time",
    license="dcterms:license iri",
    rights="dcterms:rights text",
    sha256="schema:sha256 string",
    note="skos:note text",
)
CONCEPTS: Final[dict[str, frozenset[str]]] = {
    full("arg:status"): frozenset(["stated", "quoted", "reconstructed", "superseded"]),
    full("arg:certainty"): frozenset(["categorical", "strong", "plain", "hedged", "possible"]),
    full("arg:bound"): frozenset(
        [
            "exactly",
            "approximately",
            "moreThan",
            "atLeast",
            "lessThan",
            "atMost",
            "orderOfMagnitude",
        ]
    ),
}


@lru_cache(maxsize=1000)
def fold(name: str) -> str:
    """Return a word without what people write differently.

    >>> fold("depends on") == fold("dependsOn") == fold("depends-on")
    True
    """
    return re.sub(r"[ _-]", "", name).lower()
