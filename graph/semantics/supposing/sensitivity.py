"""How much hangs on single retractions: of each claim, and of the answers to each question."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from whyso.graph.semantics.dung import IN
from whyso.graph.semantics.dung.search import Deadline
from whyso.graph.semantics.links import Floats
from whyso.graph.semantics.supposing.flips import FlipSets, flip_sets
from whyso.graph.semantics.supposing.variants import Changes, Variants, bits
from whyso.graph.semantics.verdict import Verdict

__all__ = ["AnswerFalls", "Robustness", "Sensitivity", "robustness", "sensitivity"]

_BLOCK = 2048


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How a claim reacts to the retraction of one other claim.

    Attributes:
        claim: its IRI.
        flips_with: the claims whose retraction, alone, changes its status.
        drop: by how much its strength sinks, at most; 0 if it sinks with none, NaN if that was not
            asked for.
        drops_with: the claim with which it sinks so much; empty if with none.
    """

    claim: str
    flips_with: tuple[str, ...]
    drop: float
    drops_with: str


def sensitivity(
    verdict: Verdict, *, strengths: bool = True, timeout: float | None = None
) -> tuple[Sensitivity, ...]:
    """Return how each claim reacts to single retractions, in natural order.

    Statuses are those of grounded semantics. Strengths are found anew without each claim from which
    a step starts, so that this takes time in the square of the size.

    Args:
        verdict: what stands.
        strengths: whether to ask about strengths too.
        timeout: seconds.

    Raises:
        UnansweredError: the time is over.

    >>> from whyso.graph import sample
    >>> rows = {row.claim[-3:]: row for row in sensitivity(sample().verdict(), strengths=False)}
    >>> [claim[-3:] for claim in rows["/r2"].flips_with]
    ['c44']
    """
    deadline = Deadline(timeout)
    names = verdict.case.links.claims
    flips_with = _flips_with(verdict, deadline)
    drop, by = _drops(verdict, deadline) if strengths else (np.full(len(names), np.nan), [-1])
    return tuple(
        Sensitivity(
            name,
            tuple(names[one] for one in flips_with[number]),
            float(drop[number]),
            names[by[number]] if strengths and by[number] >= 0 else "",
        )
        for number, name in enumerate(names)
    )


def _flips_with(verdict: Verdict, deadline: Deadline) -> list[list[int]]:
    of = Variants(verdict)
    found: list[list[int]] = [[] for _ in range(of.count)]
    for begin in range(0, of.count, _BLOCK):
        claims = range(begin, min(begin + _BLOCK, of.count))
        outcome = of.run(Changes.each(claims), deadline=deadline)
        changed = dict(outcome.fallen)
        for masks in (outcome.accepted, outcome.rejected):
            for node, mask in masks.items():
                changed[node] = changed.get(node, 0) | mask
        for node, mask in changed.items():
            if node < of.count:
                found[node] += [begin + place for place in bits(mask) if begin + place != node]
    return found


def _drops(verdict: Verdict, deadline: Deadline) -> tuple[Floats, list[int]]:
    """Return by how much each strength sinks at most, and with which claim (-1: with none)."""
    from whyso.graph.semantics.gradual import strengths
    from whyso.graph.semantics.weighing import weigh

    weighted, old = weigh(verdict.case), verdict.strengths
    drop = np.zeros(len(old.values))
    by = np.full(len(old.values), -1)
    for claim in np.unique(verdict.case.links.source).tolist():
        deadline.check()
        new = strengths(weighted.without([claim]), verdict.case.options.strength)
        sunk = np.where(old.settled & new.settled, old.values - new.values, 0)
        sunk[claim] = 0
        more = sunk > drop + 1e-9
        drop[more], by[more] = sunk[more], claim
    return drop, by.tolist()


@dataclass(frozen=True, slots=True)
class AnswerFalls:
    """An accepted answer, by IRI, and the minimal retractions with which it falls."""

    answer: str
    falls: FlipSets


@dataclass(frozen=True, slots=True)
class Robustness:
    """How robust the answer to a question is.

    Attributes:
        question: its IRI.
        answers: its accepted answers, each with the minimal retractions with which it falls.
        together: the minimal retractions, of these answers or other claims, with which none of
            them is accepted any more; None if none is accepted anyway.
        least: a number of retractions that this takes at least.
    """

    question: str
    answers: tuple[AnswerFalls, ...]
    together: FlipSets | None
    least: int


def robustness(
    verdict: Verdict,
    answers: Iterable[tuple[str, str]],
    *,
    bound: int = 2,
    limit: int = 1000,
    timeout: float | None = None,
) -> tuple[Robustness, ...]:
    """Return how robust the answer to each question is, in the order in which they are given.

    Args:
        verdict: what stands.
        answers: questions and answers to them, each by IRI.
        bound: the largest number of claims that are retracted together.
        limit: no more sets than these are looked for, for each answer.
        timeout: seconds for each search; what was not reached is told.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> pairs = [(g.resolve("q3"), g.resolve("c70"))]
    >>> (found,) = robustness(g.verdict(), pairs)
    >>> [[claim[-3:] for claim in one] for one in found.answers[0].falls.sets]
    [['a13'], ['c66'], ['c69']]
    """
    by_question: dict[str, list[str]] = {}
    labels, place = verdict.translation.labels, verdict.case.place
    for question, answer in answers:
        those = by_question.setdefault(question, [])
        if answer in place and labels[place[answer]] == IN and answer not in those:
            those.append(answer)
    known: dict[str, FlipSets] = {}
    found = []
    for question, those in by_question.items():
        for answer in those:
            if answer not in known:
                known[answer] = flip_sets(
                    verdict, answer, bound=bound, limit=limit, timeout=timeout
                )
        together, least = None, 0
        if those:
            together = flip_sets(
                verdict, those, bound=bound, limit=limit, timeout=timeout, own=True
            )
            sizes = {len(one) for one in together.sets}
            # What nothing else brings down has to be retracted itself.
            alone = sum(not known[one].sets and known[one].complete is None for one in those)
            least = min(sizes, default=max((together.complete or 0) + 1, alone))
        answered = tuple(AnswerFalls(answer, known[answer]) for answer in those)
        found.append(Robustness(question, answered, together, least))
    return tuple(found)
