"""How far each question is answered, and by whose words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol, TypeVar

from whyso.graph.dependencies.dominators import components
from whyso.graph.store import natural

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["RESULTS", "Coverage", "answers_by_voice", "by_parts", "coverage", "voice"]


class _Answered(Protocol):
    """How far a question is answered: a dataclass with a result."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def result(self) -> str: ...


T = TypeVar("T", bound=_Answered)

QUESTIONS: Final = ("question", "underlying_question")
VOICES: Final = ("stated", "quoted", "reconstructed", "superseded")
ATTACKS: Final = ("rebuttal", "undermining", "conflict")
# From best to worst, each with what it means.
RESULTS: Final[dict[str, dict[str, str]]] = {
    "answered": {
        "en": "A statement that the source itself puts forward answers it, unattacked.",
        "zh": "来源自己提出的陈述回答了它，且未遭攻击。",
    },
    "reported": {
        "en": "Only reported words answer it, unattacked.",
        "zh": "只有转述的话语回答了它且未遭攻击。",
    },
    "reconstructed": {
        "en": "Only statements that the analyst supplied answer it, unattacked.",
        "zh": "只有分析者补出的陈述回答了它且未遭攻击。",
    },
    "partly": {
        "en": "Some of its parts are answered, others are not.",
        "zh": "部分子问题有回答，其余没有。",
    },
    "attacked": {
        "en": "It has answers, but the source puts forward something against each of them.",
        "zh": "它有回答，但来源对每个回答都提出了攻击。",
    },
    "unanswered": {
        "en": "Nothing answers it, or only what was later replaced by other words.",
        "zh": "没有回答，或仅有后来被取代的说法。",
    },
}
_WORST: Final = tuple(RESULTS)
GOOD: Final = ("answered", "reported", "reconstructed")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far one question is answered.

    Attributes:
        question: its IRI.
        result: one of :data:`RESULTS`.
        stated: answers that the source itself puts forward.
        quoted: answers in reported words.
        reconstructed: answers that the analyst supplied.
        superseded: answers replaced by later words; they do not count.
        attacked: those of the first three that a stated statement rebuts, undermines or otherwise
            attacks; they do not count. An undercut attacks an inference, not the answer, and what a
            reported or reconstructed statement attacks stays an answer.
        parts: the questions that it consists of.
        reasons: how many inferences lead straight to one of the answers that are not superseded.
    """

    question: str
    result: str
    stated: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    reconstructed: tuple[str, ...] = ()
    superseded: tuple[str, ...] = ()
    attacked: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    reasons: int = 0


def coverage(net: "nx.MultiDiGraph[str]") -> tuple[Coverage, ...]:
    """Return for each question how far it is answered, in natural order.

    Its own answers give a first result: the best voice among those that are not attacked. Its parts
    give a second: the worst of theirs if each is answered in some voice; ``partly`` if some are, at
    least partly; else the worst again. The question gets the better of the two. Questions that are
    parts of each other do not count as such.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("c", "q1", "answers"), ("q", "q1", "hasPart")])
    >>> net.add_edge("q", "q2", "hasPart")
    'hasPart'
    >>> nx.set_node_attributes(net, "question", "kind")
    >>> net.nodes["c"].update(kind="claim", status="stated")
    >>> [(found.question, found.result) for found in coverage(net)]
    [('q', 'partly'), ('q1', 'answered'), ('q2', 'unanswered')]
    """
    return by_parts(net, lambda name, parts: _own(net, name, parts), _WORST)


def by_parts(
    net: "nx.MultiDiGraph[str]", own: Callable[[str, tuple[str, ...]], T], ranks: Sequence[str]
) -> tuple[T, ...]:
    """Return for each question how far it is answered, by itself or by its parts.

    Args:
        net: the argument.
        own: returns how far a question's own answers answer it, given the question and its parts.
        ranks: the results from best to worst.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("q", "q1", "hasPart")])
    >>> nx.set_node_attributes(net, "question", "kind")
    >>> said = {"q": "unanswered", "q1": "answered"}
    >>> found = by_parts(net, lambda name, parts: Coverage(name, said[name]), list(RESULTS))
    >>> [one.result for one in found]
    ['answered', 'answered']
    """
    names = sorted(
        (key for key, said in net.nodes(data=True) if said.get("kind") in QUESTIONS), key=natural
    )
    index = {name: number for number, name in enumerate(names)}
    parts = [
        sorted(
            index[end]
            for _, end, role in net.out_edges(name, keys=True)
            if role == "hasPart" and end in index
        )
        for name in names
    ]
    found = [
        own(name, tuple(names[part] for part in below))
        for name, below in zip(names, parts, strict=True)
    ]
    results = [one.result for one in found]
    for group in components(range(len(names)), parts.__getitem__):
        inside = set(group)
        for number in group:
            below = [results[part] for part in parts[number] if part not in inside]
            if below:
                results[number] = min(results[number], _together(below, ranks), key=ranks.index)
    return tuple(replace(one, result=result) for one, result in zip(found, results, strict=True))


def _own(net: "nx.MultiDiGraph[str]", question: str, parts: tuple[str, ...]) -> Coverage:
    """Return how far its own answers answer a question."""
    voices = answers_by_voice(net, question)
    counted = [answer for name in VOICES[:3] for answer in voices[name]]
    attacked = {answer for answer in counted if _attacked(net, answer)}
    result = "attacked" if counted else "unanswered"
    for name, good in zip(VOICES[:3], GOOD, strict=True):
        if any(answer not in attacked for answer in voices[name]):
            result = good
            break
    reasons = {
        step
        for answer in counted
        for step, _, role in net.in_edges(answer, keys=True)
        if role == "conclusion"
    }
    return Coverage(
        question,
        result,
        **voices,
        attacked=tuple(sorted(attacked, key=natural)),
        parts=parts,
        reasons=len(reasons),
    )


def _attacked(net: "nx.MultiDiGraph[str]", answer: str) -> bool:
    return any(
        voice(net, attacker) == "stated"
        for step, _, role in net.in_edges(answer, keys=True)
        if role == "target" and net.nodes[step].get("kind") in ATTACKS
        for attacker, _, end in net.in_edges(step, keys=True)
        if end == "attacker"
    )


def _together(results: Sequence[str], ranks: Sequence[str]) -> str:
    """Return how far a question is answered by its parts, of which these are the results."""
    good = sum(result in GOOD for result in results)
    if good < len(results) and (good or "partly" in results):
        return "partly"
    return max(results, key=ranks.index)


def answers_by_voice(net: "nx.MultiDiGraph[str]", question: str) -> dict[str, tuple[str, ...]]:
    """Return the answers to a question by :func:`voice`, in natural order.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("c", "q", "answers")])
    >>> answers_by_voice(net, "q")["stated"]
    ('c',)
    """
    found: dict[str, list[str]] = {name: [] for name in VOICES}
    for answer, _, role in net.in_edges(question, keys=True):
        if role == "answers":
            found[voice(net, answer)].append(answer)
    return {name: tuple(sorted(answers, key=natural)) for name, answers in found.items()}


def voice(net: "nx.MultiDiGraph[str]", statement: str) -> str:
    """Return whose words a statement is in: stated, quoted, reconstructed or superseded.

    That is its status, except that what another statement supersedes is superseded. Where the data
    give no status, what somebody asserts is stated, what an utterance expresses is quoted, an
    assumption is reconstructed, and anything else counts as stated.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("u", "c", "expresses"), ("d", "e", "supersedes")])
    >>> voice(net, "c"), voice(net, "d"), voice(net, "e")
    ('quoted', 'stated', 'superseded')
    """
    said = net.nodes[statement]
    roles = {role for _, _, role in net.in_edges(statement, keys=True)}
    if "supersedes" in roles:
        return "superseded"
    if said.get("status") in VOICES:
        return str(said["status"])
    if "asserted_by" in said:
        return "stated"
    if "expresses" in roles:
        return "quoted"
    return "reconstructed" if said.get("kind") == "assumption" else "stated"
