"""What if: what flips when claims are retracted or granted, or steps are dropped."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np

from whyso.graph.errors import InputError, UnknownNameError
from whyso.graph.semantics.case import Case
from whyso.graph.semantics.dung import IN, OUT, UNDECIDED, Ints
from whyso.graph.semantics.dung.grounded import Labels
from whyso.graph.semantics.dung.search import Deadline
from whyso.graph.semantics.supposing.variants import Changes, Outcome, Variants, bits
from whyso.graph.semantics.verdict import STATUSES, Verdict

__all__ = ["Change", "Flip", "Retractions", "Shift", "Swayed", "what_if"]

BLOCK: Final = 2048
_SAME: Final = 1e-9


class Retractions:
    """What falls when one claim is retracted, for each claim, under grounded semantics.

    Built once in linear time; a retraction then costs what it changes, not the size of the graph.

    Args:
        verdict: what stands; of other semantics its case is taken and decided by the grounded one.

    >>> from whyso.graph import sample
    >>> verdict = sample().verdict()
    >>> found = Retractions(verdict)
    >>> claims, labels = found.fallen(verdict.number("c4"))
    >>> [verdict.case.links.claims[claim][-2:] for claim in claims], labels.tolist()
    (['r3'], [0])
    """

    def __init__(self, verdict: Verdict) -> None:
        self.variants = Variants(verdict)

    def fallen(self, claim: int) -> tuple[Ints, Labels]:
        """Return the other claims whose label changes, by rising number, and their new labels."""
        of = self.variants
        outcome = of.run(Changes.each([claim]))
        found = sorted(node for node in _changed(outcome) if node < of.count and node != claim)
        labels = [_label(outcome, node) for node in found]
        return np.array(found, dtype=np.int32), np.array(labels, dtype=np.int8)

    def counts(self, *, timeout: float | None = None) -> Ints:
        """Return per claim how many other claims are no longer accepted if it is retracted.

        Retractions are tried many at a time, one bit for each.

        Raises:
            UnansweredError: the time, in seconds, is over.

        >>> from whyso.graph import sample
        >>> verdict = sample().verdict()
        >>> int(Retractions(verdict).counts()[verdict.number("c30")])
        2
        """
        of, deadline = self.variants, Deadline(timeout)
        total = np.zeros(of.count, dtype=np.int32)
        for begin in range(0, of.count, BLOCK):
            claims = range(begin, min(begin + BLOCK, of.count))
            outcome = of.run(Changes.each(claims), deadline=deadline)
            lost = [
                mask & ~outcome.gone.get(node, 0)
                for node, mask in outcome.fallen.items()
                if node < of.count and of.labels[node] == IN
            ]
            total[begin : begin + BLOCK] = _sums(lost, len(claims))
        return total


def _sums(masks: Sequence[int], width: int) -> Ints:
    """Return per bit in how many of the masks it is set."""
    total = np.zeros(width, dtype=np.int32)
    size = (width + 7) // 8
    many = [mask for mask in masks if mask.bit_count() > 16]
    for mask in masks:
        if mask.bit_count() <= 16:
            for place in bits(mask):
                total[place] += 1
    for begin in range(0, len(many), 4096):
        data = b"".join(mask.to_bytes(size, "little") for mask in many[begin : begin + 4096])
        table = np.frombuffer(data, dtype=np.uint8).reshape(-1, size)
        ones = np.unpackbits(table, axis=1, bitorder="little")
        total += ones[:, :width].sum(axis=0, dtype=np.int32)
    return total


def _changed(outcome: Outcome) -> set[int]:
    """Return the nodes whose label changed in the only variant."""
    return {*outcome.fallen, *outcome.accepted, *outcome.rejected}


def _label(outcome: Outcome, node: int) -> int:
    return IN if outcome.accepted.get(node) else OUT if outcome.rejected.get(node) else UNDECIDED


@dataclass(frozen=True, slots=True)
class Flip:
    """A claim whose status changes.

    Attributes:
        claim: its IRI.
        before: its status.
        after: its new status.
        wave: 1 if the change hits it directly, else one more than that of what it flips with; 0
            for what is itself granted.
        because: what brought the change to it, as IRIs: the claim (or the dropped step) from which
            it came, then the steps on the way; empty for what is itself granted.
    """

    claim: str
    before: str
    after: str
    wave: int
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """A claim whose strength changes, from *before* to *after*."""

    claim: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Swayed:
    """A question whose accepted answers change.

    Attributes:
        question: its IRI.
        before: its accepted answers.
        lost: those of them that are not accepted any more.
        gained: those that are accepted now.
    """

    question: str
    before: tuple[str, ...]
    lost: tuple[str, ...]
    gained: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """What changes, and what does not.

    Attributes:
        before: the verdict.
        retracted, granted, dropped: what was supposed, by IRI.
        flips: the claims whose status changes, in the order in which the change reaches them;
            without those that are retracted.
        questions: the questions whose accepted answers change.
    """

    before: Verdict
    retracted: tuple[str, ...]
    granted: tuple[str, ...]
    dropped: tuple[str, ...]
    flips: tuple[Flip, ...]
    questions: tuple[Swayed, ...] = ()
    case: Case = field(repr=False, kw_only=True)

    @cached_property
    def after(self) -> Verdict:
        """The verdict of the changed case."""
        return Verdict(self.case, resolve=self.before.resolve)

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """The claims whose strength changes, the largest change first; without the retracted ones.

        What did not settle, before or after, is left out.
        """
        old, new = self.before.strengths, self.after.strengths
        moved = np.where(old.settled & new.settled, new.values - old.values, 0)
        moved[[self.before.case.place[claim] for claim in self.retracted]] = 0
        found = np.flatnonzero(np.abs(moved) > _SAME)
        order = found[np.argsort(-np.abs(moved[found]), kind="stable")]
        names = self.before.case.links.claims
        return tuple(
            Shift(names[number], float(old.values[number]), float(new.values[number]))
            for number in order.tolist()
        )


def what_if(
    verdict: Verdict,
    *,
    retract: Iterable[str] = (),
    grant: Iterable[str] = (),
    drop: Iterable[str] = (),
    answers: Iterable[tuple[str, str]] = (),
) -> Change:
    """Return what changes when claims are retracted or granted, or steps are dropped.

    What is retracted is gone, as if the graph did not have it, and each step from it or to it with
    it; what depends on it lacks that. What the reader grants of the rest stays as it was: a claim
    that he holds to its reasons stays held to them when the last of them has gone, and is open
    then. What is granted stands unless something attacks it.

    Args:
        verdict: what stands before.
        retract: claims.
        grant: claims.
        drop: inferences and conflicts.
        answers: questions and answers to them, each by IRI.

    Raises:
        UnknownNameError: there is no such claim, or no such step.
        InputError: a claim is to be retracted as well as granted, something is named twice, or
            nothing is.
        UnansweredError: a search ran out of time.

    >>> from whyso.graph import sample
    >>> [flip.claim[-2:] for flip in what_if(sample().verdict(), retract=["c4"]).flips]
    ['r3']
    """
    gone = _numbers(verdict, retract, "retracted")
    more = _numbers(verdict, grant, "asserted")
    both = sorted(set(gone) & set(more))
    if both:
        name = more[both[0]]
        raise InputError(f"{name} is to be retracted as well as asserted; choose one")
    steps = _step_numbers(verdict, drop)
    if not (gone or more or steps):
        raise InputError("nothing is supposed; name a claim to retract or assert, or a step")
    case = verdict.case.changed(retract=gone, grant=more, drop=steps)
    links = verdict.case.links
    names = [links.claims[number] for number in gone], [links.claims[number] for number in more]
    found = Change(
        verdict,
        tuple(names[0]),
        tuple(names[1]),
        tuple(dict.fromkeys(links.steps[number] for number in steps)),
        (),
        case=case,
    )
    spread = _Spread(found, Variants(verdict), set(gone), set(more), set(steps))
    flips = tuple(spread.flips())
    return Change(
        verdict,
        found.retracted,
        found.granted,
        found.dropped,
        flips,
        tuple(_swayed(verdict, flips, found.retracted, answers)),
        case=case,
    )


def _numbers(verdict: Verdict, names: Iterable[str], done: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for name in names:
        if verdict.resolve(name) in verdict.case.step_place:
            raise InputError(f"{name} is a step, which cannot be {done}; drop it")
        number = verdict.number(name)
        if number in found:
            raise InputError(f"{name} is to be {done} twice; name it once")
        found[number] = name
    return found


def _step_numbers(verdict: Verdict, names: Iterable[str]) -> list[int]:
    found: list[int] = []
    place = verdict.case.step_place
    for name in names:
        iri = verdict.resolve(name)
        if iri not in place:
            if iri in verdict.case.place:
                raise InputError(f"{name} is a claim, not a step; retract it")
            raise UnknownNameError("step", name, place)
        if place[iri] in found:
            raise InputError(f"{name} is to be dropped twice; name it once")
        # With mutual rebuttals a step has a second number: its answer.
        found += [number for number, step in enumerate(verdict.case.links.steps) if step == iri]
    return found


def _swayed(
    verdict: Verdict,
    flips: Sequence[Flip],
    retracted: Sequence[str],
    answers: Iterable[tuple[str, str]],
) -> Iterator[Swayed]:
    by_question: dict[str, list[str]] = {}
    for question, answer in answers:
        if answer in verdict.case.place:
            by_question.setdefault(question, []).append(answer)
    after = {flip.claim: flip.after for flip in flips}
    after.update(dict.fromkeys(retracted, "retracted"))
    for question, those in by_question.items():
        place = verdict.case.place
        old = tuple(one for one in those if verdict.labels[place[one]] == IN)
        lost = tuple(one for one in old if after.get(one, "accepted") != "accepted")
        gained = tuple(one for one in those if one not in old and after.get(one) == "accepted")
        if lost or gained:
            yield Swayed(question, old, lost, gained)


class _Spread:
    """How a change spreads: each node that changes, after one that made it change."""

    def __init__(
        self, change: Change, variants: Variants, gone: set[int], more: set[int], steps: set[int]
    ) -> None:
        self.of, count = variants, variants.count
        self.verdict, self.granted = change.before, more
        self.lost = gone | {step + count for step in steps}
        for claim in gone:
            self.lost.update(node for node in variants.needed[claim] if node >= count)
        self.gone = gone
        self.old = np.concatenate([change.before.labels, change.before.link_labels])
        self.new = self.old.copy()
        if change.before.case.options.semantics == "grounded":
            one = Changes(
                1, dict.fromkeys(gone, 1), dict.fromkeys(more, 1), dict.fromkeys(steps, 1)
            )
            outcome = variants.run(one)
            for node in _changed(outcome):
                self.new[node] = _label(outcome, node)
        else:
            self.new = np.concatenate([change.after.labels, change.after.link_labels])
        self.new[list(gone)] = UNDECIDED

    def flips(self) -> Iterator[Flip]:
        """Yield the claims that flip, in the order in which the change reaches them."""
        of, names, steps = self.of, self.of.links.claims, self.of.links.steps
        wave, parent = self._waves()
        found = sorted(
            (node for node in wave if node < of.count and node not in self.gone),
            key=lambda node: (wave[node], node),
        )
        for node in found:
            because: list[str] = []
            behind = parent.get(node)
            while behind is not None:
                if behind < of.count:
                    because.append(names[behind])
                    break
                because.append(steps[behind - of.count])
                behind = parent.get(behind)
            yield Flip(
                names[node],
                STATUSES[int(self.old[node])],
                STATUSES[int(self.new[node])],
                wave[node],
                tuple(reversed(because)),
            )

    def _waves(self) -> tuple[dict[int, int], dict[int, int]]:
        """Return wave and parent of each node that changes."""
        of, count = self.of, self.of.count
        changed = set(np.flatnonzero(self.old != self.new).tolist()) | self.lost
        wave: dict[int, int] = {}
        parent: dict[int, int] = {}
        waiting: deque[int] = deque()
        for node in sorted(self.lost):
            if node < count or not any(end in self.gone for end in of.needs[node]):
                wave[node] = 0
                waiting.append(node)
        for node in sorted(self.granted & changed):
            wave.setdefault(node, 0)
            waiting.append(node)
        for straight in (True, False):
            if not straight:
                waiting.extend(sorted(wave))
            while waiting:
                node = waiting.popleft()
                for other in sorted(set(of.outputs(node)) & changed):
                    if other in wave or (straight and not self._moves(node, other)):
                        continue
                    wave[other] = wave[node] + (other < count)
                    parent[other] = node
                    waiting.append(other)
        last = max(wave.values(), default=0)
        for node in changed:
            wave.setdefault(node, last + 1)
        return wave, parent

    def _moves(self, node: int, other: int) -> bool:
        """Return whether a node moves another the way in which that moved."""
        of = self.of
        if other in self.lost:
            return node in self.gone and node in of.needs[other]
        way = int(self.new[other]) - int(self.old[other])
        by = int(self.new[node]) - int(self.old[node])
        hits = node in of.hits[other]
        if node in self.lost:
            # What is gone carries no reason any more, neither well nor badly, and no attack.
            by = (OUT if hits else UNDECIDED) - int(self.old[node])
        return by * way < 0 if hits else by * way > 0
