"""Argument schemes by the names that Carneades' files give them."""

import re
from typing import Final

__all__ = ["scheme_of", "words_for"]

_KNOWN: Final = {
    "alternatives": "ArgumentFromAlternatives",
    "analogy": "ArgumentFromAnalogy",
    "causetoeffect": "ArgumentFromCauseToEffect",
    "classification": "ArgumentFromClassification",
    "commitment": "ArgumentFromCommitment",
    "consequences": "ArgumentFromConsequences",
    "definitiontoverbalclassification": "ArgumentFromClassification",
    "distinction": "ArgumentFromDistinction",
    "establishedrule": "ArgumentFromRule",
    "example": "ArgumentFromExample",
    "expertopinion": "ArgumentFromExpertOpinion",
    "negativeconsequences": "ArgumentFromConsequences",
    "positiontoknow": "ArgumentFromPositionToKnow",
    "positiveconsequences": "ArgumentFromConsequences",
    "practical": "PracticalReasoning",
    "practicalreasoning": "PracticalReasoning",
    "rule": "ArgumentFromRule",
    "sign": "ArgumentFromSign",
    "trend": "ArgumentFromTrend",
    "values": "ArgumentFromValues",
    "verbalclassification": "ArgumentFromClassification",
}
_NOISE: Final = re.compile(r"[^a-z]|^argument(?:ation)?[ _-]*(?:from|by)?")


def scheme_of(name: str) -> str | None:
    """Return the scheme of the ontology that a name means, as a CURIE, or None.

    >>> scheme_of("expert_opinion"), scheme_of("practical_reasoning2"), scheme_of("s1")
    ('arg:ArgumentFromExpertOpinion', 'arg:PracticalReasoning', None)
    """
    found = _KNOWN.get(_NOISE.sub("", name.lower()))
    return f"arg:{found}" if found else None


def words_for(scheme: str) -> str:
    """Return the name of one of the ontology's schemes in words, or nothing.

    >>> words_for("ArgumentFromExpertOpinion"), words_for("PracticalReasoning"), words_for("Tea")
    ('argument from expert opinion', 'practical reasoning', '')
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", scheme).lower()
    return words if scheme_of(words) == f"arg:{scheme}" else ""
