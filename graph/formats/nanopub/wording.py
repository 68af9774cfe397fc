"""How a claim is worded that stands in an assertion as triples."""

import re
from typing import Any, Final
from urllib.parse import unquote, unquote_plus

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.nanopub.parts import NPX, Nanopub, word_of

__all__ = ["wording"]

_P: Final = ontology.PREFIXES
_LABEL: Final = _P["rdfs"] + "label"
_AIDA: Final = ("http://purl.org/aida/", "https://purl.org/aida/")
# Properties whose texts tell what the thing is that an assertion describes.
_TELLING: Final = (
    *(_LABEL, _P["dcterms"] + "title", "http://purl.org/dc/elements/1.1/title"),
    *(_P["rdfs"] + "comment", _P["dcterms"] + "description", _P["skos"] + "definition"),
)
_TOLD: Final = 3  # so many triples are put in words


def wording(one: Nanopub) -> tuple[list[ox.Literal], str]:
    """Return how the claim of a nanopublication is worded, and what that is taken from.

    It is the AIDA sentence (one that is Atomic, Independent, Declarative and Absolute) that the
    assertion stands for; else the label of the nanopublication; else a text of what the assertion
    describes; else its triples. Nothing is returned where the assertion itself has a label.

    >>> wording(Nanopub("http://e/np"))
    ([], '')
    """
    said = one.said.get("assertion", [])
    assertion = one.graphs.get("assertion", "")
    if not said or one.values("assertion", assertion, _LABEL):
        return [], ""
    for sentence in one.values("assertion", assertion, NPX + "asSentence"):
        for start in _AIDA:
            if sentence.value.startswith(start):
                return [ox.Literal(unquote_plus(sentence.value.removeprefix(start)))], "sentence"
    labels = [
        label for label in one.values("pubinfo", one.iri, _LABEL) if isinstance(label, ox.Literal)
    ]
    if labels:
        return labels, "label"
    alone = len({word_of(triple.subject) for triple in said}) == 1
    for predicate in _TELLING:
        found = [
            triple.object
            for triple in said
            if triple.predicate.value == predicate and isinstance(triple.object, ox.Literal)
        ]
        if found and (alone or len(found) == 1):
            return [ox.Literal(found[0].value, language=found[0].language)], "text"
    told = "; ".join(
        f"{_word(t.subject)} {_word(t.predicate)} {_word(t.object)}" for t in said[:_TOLD]
    )
    return [ox.Literal(told + (" …" if len(said) > _TOLD else ""))], "triples"


def _word(term: Any) -> str:
    """Return a term as a person would say it: the last part of an IRI, the text of a literal."""
    if isinstance(term, ox.Literal):
        return term.value
    iri = unquote(word_of(term)).rstrip("/#")
    return re.split(r"[/#]", iri)[-1] or iri
