"""What tags say a thing is, and what the steps that relations mean are called.

A relation has no name in Argdown; its step is named by its ends: ``a-supports-b``. So a step that
was read from a relation can be written as one.
"""

from collections.abc import Iterable
from typing import Final

from whyso import ontology

__all__ = ["CONFLICTS", "RELATIONS", "STATEMENTS", "attack_kind", "kinds_of", "step_name"]

# Tag to class, in the order in which tags are written.
STATEMENTS: Final[dict[str, str]] = {
    "claim": "Claim",
    "forecast": "Forecast",
    "commitment": "Commitment",
    "evidence": "Evidence",
    "assumption": "Assumption",
    "proposition": "Proposition",
    "question": "Question",
    "underlying-question": "UnderlyingQuestion",
    "utterance": "Utterance",
}
CONFLICTS: Final[dict[str, str]] = {
    "rebuttal": "Rebuttal",
    "undercut": "Undercut",
    "undermining": "Undermining",
    "conflict": "Conflict",
}
# Relation of Argdown to the word that names its step.
RELATIONS: Final[dict[str, str]] = {
    "support": "supports",
    "entails": "entails",
    "attack": "attacks",
    "undercut": "undercuts",
    "contradictory": "contradicts",
    "contrary": "excludes",
}


def step_name(source: str, relation: str, target: str) -> str:
    """Return the name of the step that a relation means.

    >>> step_name("a", "attack", "b")
    'a-attacks-b'
    """
    return f"{source}-{RELATIONS[relation]}-{target}"


def attack_kind(target: str, premises: set[str], conclusions: set[str]) -> str:
    """Return which conflict an attack on a statement is: an undermining, if it is only a premise.

    >>> attack_kind("c1", {"c1"}, set()), attack_kind("c1", {"c1"}, {"c1"})
    ('Undermining', 'Rebuttal')
    """
    return "Undermining" if target in premises and target not in conclusions else "Rebuttal"


def kinds_of(tags: Iterable[str], underlies: bool) -> list[str]:
    """Return the classes that a statement's tags say; a claim if they say none.

    >>> kinds_of(["pro"], False), kinds_of(["claim", "evidence"], False)
    (['Claim'], ['Claim', 'Evidence'])
    >>> kinds_of(["question"], True)
    ['UnderlyingQuestion']
    """
    given = set(tags)
    found = [STATEMENTS[tag] for tag in STATEMENTS if tag in given]
    if underlies and "UnderlyingQuestion" not in found:
        found = ["UnderlyingQuestion" if kind == "Question" else kind for kind in found]
    return found or ["Claim"]


def iri(kind: str) -> str:
    """Return the IRI of a class of ours.

    >>> iri("Claim")
    'https://w3id.org/whyso/ontology#Claim'
    """
    return ontology.ARG + kind
