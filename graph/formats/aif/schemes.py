"""The schemes of AIFdb: patterns of inference, and illocutions, by name and number.

Names and numbers are those of AIFdb as its dumps and OVA3 use them; the patterns of inference are
those of Walton, Reed and Macagno (2008), the illocutions those of Inference Anchoring Theory
(Budzynska and Reed 2011; Hautli-Janisz et al. 2022, "QT30").
"""

import re
from typing import Final

from whyso import ontology
from whyso.graph.formats.aif.nodeset import AIF, Node

__all__ = ["AGAINST", "CONCEDING", "DEFAULTS", "QUESTIONING", "numbered", "plain", "scheme_iri"]
__all__ += ["scheme_of", "spelled"]

# Name and number where nothing is told, by type of node.
DEFAULTS: Final = {
    "RA": ("Default Inference", "72"),
    "CA": ("Default Conflict", "71"),
    "MA": ("Default Rephrase", "144"),
    "PA": ("Default Preference", "161"),
    "TA": ("Default Transition", "82"),
    "YA": ("Default Illocuting", "168"),
}
_NUMBERS: Final = {
    **{name: number for name, number in DEFAULTS.values()},
    **{"Analogy": "1", "CauseToEffect": "4", "Commitment": "6", "CorrelationToCause": "7"},
    **{"Example": "14", "ExpertOpinion": "15", "FalsificationOfHypothesis": "16"},
    **{"FearAppeal": "17", "Ignorance": "19", "InconsistentCommitment": "20"},
    **{"PopularOpinion": "23", "PopularPractice": "25", "PositionToKnow": "26"},
    **{"PracticalReasoning": "28", "Sign": "30", "VerbalClassification": "31"},
    **{"ModusPonens": "35", "EstablishedRule": "61", "ExceptionalCase": "62"},
    **{"ArgumentFromAuthority": "160", "Ad hominem": "172"},
    **{"Contradicting": "67", "AssertiveQuestioning": "73", "Asserting": "74", "Analysing": "75"},
    **{"Conceding": "76", "Agreeing": "77", "Disagreeing": "78", "Challenging": "79"},
    **{"Arguing": "80", "RhetoricalQuestioning": "85", "RhetoricalChallenging": "86"},
    **{"AssertiveChallenging": "87", "PopularConceding": "88", "PureQuestioning": "91"},
    **{"PureChallenging": "92", "Affirming": "93", "Disaffirming": "94", "Restating": "101"},
    **{"Directive Questioning": "147", "Ironic Asserting": "148", "Ad verecundiam": "159"},
    **{"Order": "166", "Offering": "176", "Rejecting": "178"},
}
# The ontology's own patterns, by the names that AIFdb and other lists have for them; the first
# name of each is the one that is written.
_OURS: Final = {
    "ArgumentFromAnalogy": ("Analogy",),
    "ArgumentFromCauseToEffect": ("CauseToEffect",),
    "ArgumentFromCommitment": ("Commitment",),
    "ArgumentFromExample": ("Example",),
    "ArgumentFromExpertOpinion": ("ExpertOpinion",),
    "ArgumentFromPositionToKnow": ("PositionToKnow",),
    "PracticalReasoning": ("PracticalReasoning",),
    "ArgumentFromSign": ("Sign",),
    "ArgumentFromClassification": ("VerbalClassification",),
    "ArgumentFromRule": ("EstablishedRule",),
    "ArgumentFromConsequences": ("Consequences", "PositiveConsequences", "NegativeConsequences"),
    "ArgumentFromValues": ("Values", "PositiveValues", "NegativeValues"),
    "ArgumentFromAlternatives": ("Alternatives",),
    "ArgumentFromDistinction": ("Distinction",),
    "ArgumentFromTrend": ("Trend",),
}


def plain(name: str) -> str:
    """Return a name of a scheme without case, spaces and marks, to compare spellings.

    >>> plain("Pure Questioning") == plain("PureQuestioning")
    True
    """
    return _MARKS.sub("", name).lower()


_MARKS: Final = re.compile(r"[\W_]+")
QUESTIONING: Final = frozenset(
    {"purequestioning", "assertivequestioning", "rhetoricalquestioning"}
    | {"directivequestioning", "questioning"}
)
# Illocutions that do not put their content forward.
AGAINST: Final = frozenset(
    {"disagreeing", "challenging", "purechallenging", "disaffirming", "rejecting"}
    | {"contradicting", "analysing", "assertivechallenging", "rhetoricalchallenging"}
)
CONCEDING: Final = frozenset({"conceding", "popularconceding"})
_SPELLED: Final = {plain(name): name for name in _NUMBERS}
_NAMED: Final = {number: name for name, number in _NUMBERS.items()}
_KNOWN: Final = {
    **{plain(name): name for names in _OURS.values() for name in names},
    **{plain(f"argument from {name}"): name for names in _OURS.values() for name in names},
    **{plain(name): names[0] for name, names in _OURS.items()},
    **_SPELLED,
}
_OURS_BY_NAME: Final = {plain(name): ours for ours, names in _OURS.items() for name in names}
_NO_SCHEME: Final = frozenset({plain(name) for name, _ in DEFAULTS.values()} | {"pro", "con"})


def scheme_of(node: Node, number: str | None = None) -> str | None:
    """Return the name of the scheme of an inference or conflict; None for the default ones.

    It is the node's scheme by name, else by number (*number* is that of a list beside the nodes),
    else what its text says, if that is a name that is known.

    >>> scheme_of(Node("7", "RA", "RA", "ExpertOpinion", "15")), scheme_of(Node("7", "RA", "RA"))
    ('ExpertOpinion', None)
    >>> scheme_of(Node("7", "RA", "Argument from Sign")), scheme_of(Node("7", "RA"), "35")
    ('Sign', 'ModusPonens')
    """
    if node.scheme:
        name: str | None = node.scheme
    elif node.scheme_id or number:
        name = _NAMED.get(node.scheme_id or number or "", _KNOWN.get(plain(node.text)))
    else:
        name = _KNOWN.get(plain(node.text))
    return None if name is None or not plain(name) or plain(name) in _NO_SCHEME else name


def scheme_iri(name: str, type: str) -> str:
    """Return the IRI of a scheme: the ontology's own, else that of the Dundee list.

    >>> scheme_iri("ExpertOpinion", "RA").rpartition("#")[2], scheme_iri("ModusPonens", "RA")
    ('ArgumentFromExpertOpinion', 'http://www.arg.dundee.ac.uk/aif#ModusPonens_Inference')
    """
    ours = _OURS_BY_NAME.get(plain(name))
    if ours is not None and type == "RA":
        return ontology.ARG + ours
    kind = "Conflict" if type == "CA" else "Inference"
    words = "".join(word[0].upper() + word[1:] for word in _MARKS.sub(" ", name).split())
    return f"{AIF}{words}_{kind}"


def numbered(iri: str) -> tuple[str, str | None] | None:
    """Return name and number in AIFdb of a scheme by its IRI; None for schemes of other lists.

    >>> numbered("https://w3id.org/whyso/ontology#ArgumentFromExpertOpinion")
    ('ExpertOpinion', '15')
    >>> numbered("http://www.arg.dundee.ac.uk/aif#ModusPonens_Inference")
    ('ModusPonens', '35')
    """
    if iri.startswith(ontology.ARG):
        names = _OURS.get(iri.removeprefix(ontology.ARG))
        return (names[0], _NUMBERS.get(names[0])) if names else None
    if iri.startswith(AIF):
        name = iri.removeprefix(AIF).rpartition("_")[0]
        name = _SPELLED.get(plain(name), name)
        return (name, _NUMBERS.get(name)) if name else None
    return None


def spelled(name: str) -> str:
    """Return a name in camel case as words.

    >>> spelled("ExpertOpinion"), spelled("Default Inference")
    ('Expert Opinion', 'Default Inference')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
