"""How far each question is answered by what stands, for a reader who grants something."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from whyso.graph.dependencies.questions import GOOD, answers_by_voice, by_parts
from whyso.graph.semantics.dung import IN, OUT, UNDECIDED, Mask
from whyso.graph.semantics.verdict import Verdict
from whyso.graph.store import natural

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["ANSWERED", "Answering", "answering", "contested"]

# From best to worst, each with what it means.
ANSWERED: Final[dict[str, dict[str, str]]] = {
    "answered": {
        "en": "A statement that the source itself puts forward answers it, and is accepted.",
        "zh": "来源自己提出的陈述回答了它，且被接受。",
    },
    "reported": {
        "en": "Of its answers, only reported words are accepted.",
        "zh": "它的回答中，只有转述的话语被接受。",
    },
    "reconstructed": {
        "en": "Of its answers, only statements that the analyst supplied are accepted.",
        "zh": "它的回答中，只有分析者补出的陈述被接受。",
    },
    "partly": {
        "en": "Some of its parts are answered, others are not.",
        "zh": "部分子问题有回答，其余没有。",
    },
    "contested": {
        "en": "No answer is accepted; one would be if the attacks that are undecided failed.",
        "zh": "没有回答被接受；若未定的攻击都不成立，便有一个会被接受。",
    },
    "open": {
        "en": "No answer is accepted; some lack what this reader would have to grant.",
        "zh": "没有回答被接受；有的未定，因为所需的此读者并不承认。",
    },
    "rejected": {
        "en": "It has answers, and all are rejected.",
        "zh": "它有回答，但全被否定。",
    },
    "unanswered": {
        "en": "Nothing answers it, or only what was later replaced by other words.",
        "zh": "没有回答，或仅有后来被取代的说法。",
    },
}
_WORST: Final = tuple(ANSWERED)
_VOICES: Final = ("stated", "quoted", "reconstructed")


@dataclass(frozen=True, slots=True)
class Answering:
    """How far one question is answered by what stands; answers by IRI, in natural order.

    Attributes:
        question: its IRI.
        result: one of :data:`ANSWERED`.
        accepted: answers that are accepted, in whatever voice.
        undecided: answers that are undecided.
        rejected: answers that are rejected, except *opposed*.
        opposed: answers that the analyst supplied and that are rejected: positions that the source
            argues against.
        reconstructed: those of *accepted* and *undecided* that the analyst supplied.
        quoted: those of *accepted*, *undecided* and *rejected* that are reported words.
        superseded: answers replaced by later words; they do not count.
        parts: the questions that it consists of.
    """

    question: str
    result: str
    accepted: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    opposed: tuple[str, ...] = ()
    reconstructed: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    superseded: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def answering(verdict: Verdict, net: "nx.MultiDiGraph[str]") -> tuple[Answering, ...]:
    """Return for each question how far it is answered by what stands, in natural order.

    Its own answers give a first result: the best voice among those that are accepted; else whether
    one is contested, open, or all are rejected. Its parts give a second, as in
    :func:`whyso.graph.dependencies.coverage`: the worst of theirs if each is answered; ``partly``
    if some are, at least partly; else the worst again. The question gets the better of the two.

    Args:
        verdict: what stands for whom.
        net: the same argument, for its questions.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> found = answering(g.verdict("evidence"), g.to_networkx())
    >>> [one.result for one in found][:3]
    ['open', 'open', 'contested']
    """
    hot = contested(verdict)
    return by_parts(net, lambda name, parts: _own(verdict, net, hot, name, parts), _WORST)


def _own(
    verdict: Verdict,
    net: "nx.MultiDiGraph[str]",
    hot: Mask,
    question: str,
    parts: tuple[str, ...],
) -> Answering:
    """Return how far its own answers answer a question."""
    place, labels = verdict.case.place, verdict.labels
    voices = answers_by_voice(net, question)
    voice = {answer: name for name in _VOICES for answer in voices[name] if answer in place}
    label = {answer: int(labels[place[answer]]) for answer in voice}
    order = sorted(voice, key=natural)

    def those(*wanted: int, said: tuple[str, ...] = _VOICES) -> tuple[str, ...]:
        return tuple(one for one in order if label[one] in wanted and voice[one] in said)

    accepted, undecided = those(IN), those(UNDECIDED)
    result = "rejected" if order else "unanswered"
    if accepted:
        result = GOOD[min(_VOICES.index(voice[answer]) for answer in accepted)]
    elif undecided:
        result = "contested" if any(hot[place[answer]] for answer in undecided) else "open"
    return Answering(
        question,
        result,
        accepted,
        undecided,
        rejected=those(OUT, said=("stated", "quoted")),
        opposed=those(OUT, said=("reconstructed",)),
        reconstructed=those(IN, UNDECIDED, said=("reconstructed",)),
        quoted=those(IN, UNDECIDED, OUT, said=("quoted",)),
        superseded=voices["superseded"],
        parts=parts,
    )


def contested(verdict: Verdict) -> Mask:
    """Return which claims are undecided, but would be accepted if the undecided attacks failed.

    Other undecided claims lack what a reader does not grant.

    Raises:
        UnansweredError: the search ran out of time.

    >>> from whyso.graph import sample
    >>> int(contested(sample().verdict()).sum())
    0
    """
    case, undecided = verdict.case, verdict.labels == UNDECIDED
    attacks = np.flatnonzero((case.links.sign < 0) & (verdict.link_labels == UNDECIDED))
    if not undecided.any() or not len(attacks):
        return np.zeros_like(undecided)
    found: Mask = undecided & (Verdict(case.changed(drop=attacks.tolist())).labels == IN)
    return found
