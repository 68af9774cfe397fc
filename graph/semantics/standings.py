"""Standpoints side by side: which answers stand for whom, and where two readers part first."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from whyso.graph.dependencies.dominators import components
from whyso.graph.network import to_networkx
from whyso.graph.semantics.answering import Answering, answering
from whyso.graph.semantics.case import Case, Options
from whyso.graph.semantics.dung import Ints, Mask
from whyso.graph.semantics.links import Links
from whyso.graph.semantics.standpoints import Standpoint, standpoints
from whyso.graph.semantics.verdict import STATUSES, Verdict

if TYPE_CHECKING:
    from whyso.graph.store import Store

__all__ = ["Comparison", "Parting", "Root", "compare", "part"]

_GRANTS: Final = ("no", "held", "yes")


@dataclass(frozen=True, slots=True)
class Root:
    """A claim on which two readers differ though they agree on all that decides it.

    Attributes:
        claim: its IRI.
        statuses: its status for the one and for the other.
        grants: how the one and the other grant it: ``yes`` (outright), ``held`` (to its reasons) or
            ``no``.
    """

    claim: str
    statuses: tuple[str, str]
    grants: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Parting:
    """Where two readers part.

    The claims and links on which they differ form a graph, in the direction of the argument. Its
    sources, where they differ though they agree on everything that decides it, are the *roots*; in
    a circle on which they differ, the claims that they do not grant alike, or else all. The first
    root is the one with the fewest steps to an answer on which they differ: to a question that is
    answered for the one and not for the other if there is one, else to any.

    Attributes:
        pair: the numbers of the two standpoints in the comparison.
        differing: how many claims have another status for the one than for the other.
        roots: where these go back to, in natural order.
        first: the first root; None if there is none.
        question, answer: the question whose answer it decides; None if it decides none.
        path: from the answer down to the first root, both included.
        follow: how many claims differ because of the first root, at first or later hand.
    """

    pair: tuple[int, int]
    differing: int
    roots: tuple[Root, ...] = ()
    first: Root | None = None
    question: str | None = None
    answer: str | None = None
    path: tuple[str, ...] = ()
    follow: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """One argument as several readers see it.

    Attributes:
        standpoints: the readers.
        verdicts: what stands for each.
        answered: how far each question is answered for each, in the same order of questions.
        partings: where each two of them part.
    """

    standpoints: tuple[Standpoint, ...]
    verdicts: tuple[Verdict, ...]
    answered: tuple[tuple[Answering, ...], ...]
    partings: tuple[Parting, ...]

    def statuses(self, claim: str) -> tuple[str, ...]:
        """Return the status of a claim, by IRI, for each of the readers.

        >>> from whyso.graph import sample
        >>> g = sample()
        >>> compare(g.store, ["stated", "evidence"]).statuses(g.resolve("c3"))
        ('accepted', 'undecided')
        """
        number = self.verdicts[0].case.place[claim]
        return tuple(STATUSES[int(verdict.labels[number])] for verdict in self.verdicts)


def compare(
    store: "Store", names: Iterable[str] = (), options: Options | None = None
) -> Comparison:
    """Return an argument as several readers see it.

    Args:
        store: the argument.
        names: standpoints, each by name or as a SPARQL text; none stands for all that there are.
        options: how it is to be decided.

    Raises:
        UnknownNameError: there is no such standpoint.
        QueryError: a query is broken.
        UnansweredError: a search ran out of time.

    >>> from whyso.graph import sample
    >>> found = compare(sample().store, ["speaker", "stated"]).partings[0]
    >>> found.first.claim.rpartition("/")[2], found.first.grants
    ('a19', ('yes', 'no'))
    """
    links = Links.of(store)
    cases = [Case.of(store, name, options, links=links) for name in names or standpoints()]
    net = to_networkx(store)
    verdicts = tuple(Verdict(case) for case in cases)
    answered = tuple(answering(verdict, net) for verdict in verdicts)
    partings = tuple(
        part(verdicts, answered, pair) for pair in combinations(range(len(verdicts)), 2)
    )
    return Comparison(tuple(case.standpoint for case in cases), verdicts, answered, partings)


def part(
    verdicts: Sequence[Verdict],
    answered: Sequence[Sequence[Answering]],
    pair: tuple[int, int],
) -> Parting:
    """Return where two readers part.

    Args:
        verdicts: what stands for each reader, on the same claims and links.
        answered: how far each question is answered for each.
        pair: the numbers of the two.

    >>> from whyso.graph import sample
    >>> verdict = sample().verdict()
    >>> part([verdict, verdict], [(), ()], (0, 1)).differing
    0
    """
    one, other = (verdicts[number] for number in pair)
    count, place = len(one.labels), one.case.place
    apart = one.labels != other.labels
    below, above = _ties(one.case.links, apart, one.link_labels != other.link_labels)
    given = _grants(one), _grants(other)
    roots = _roots(apart, below, given[0] != given[1])
    found = {
        number: Root(
            one.case.links.claims[number],
            (STATUSES[int(one.labels[number])], STATUSES[int(other.labels[number])]),
            (_GRANTS[given[0][number]], _GRANTS[given[1][number]]),
        )
        for number in np.flatnonzero(roots).tolist()
    }
    result = Parting(pair, int(apart.sum()), tuple(found.values()))
    starts = _starts(answered[pair[0]], answered[pair[1]], apart, place)
    before: dict[int, int | None] = dict.fromkeys(starts)
    waiting = deque(before)
    while waiting:
        node = waiting.popleft()
        if node < count and roots[node]:
            path: list[int] = [node]
            while (up := before[path[-1]]) is not None:
                path.append(up)
            break
        for under in below.get(node, ()):
            if under not in before:
                before[under] = node
                waiting.append(under)
    else:
        if not found:
            return result
        path = [next(iter(found))]
    claims = one.case.links.claims
    question = starts.get(path[-1])
    return Parting(
        pair,
        result.differing,
        result.roots,
        found[path[0]],
        question,
        claims[path[-1]] if question else None,
        tuple(claims[node] for node in reversed(path) if node < count) if question else (),
        _following(path[0], above, count),
    )


def _grants(verdict: Verdict) -> Ints:
    """Return per claim how it is granted: 0 not, 1 held to its reasons, 2 outright."""
    given = verdict.case.granted
    found: Ints = np.where(given.outright, 2, given.held).astype(np.int32)
    return found


def _ties(
    links: Links, claims: Mask, steps: Mask
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Return, among what differs, what decides each directly, and what each decides.

    Links are numbered after the claims.
    """
    count = len(claims)
    end = np.where(links.on_link, links.target + count, links.target)
    start = np.concatenate([links.source, links.target_link + count, links.needed])
    end = np.concatenate([links.source_link + count, end, links.needing])
    differs = np.concatenate([claims, steps])
    kept = differs[start] & differs[end]
    below: dict[int, list[int]] = {}
    above: dict[int, list[int]] = {}
    for low, high in zip(start[kept].tolist(), end[kept].tolist(), strict=True):
        below.setdefault(high, []).append(low)
        above.setdefault(low, []).append(high)
    return below, above


def _roots(apart: Mask, below: dict[int, list[int]], unlike: Mask) -> Mask:
    """Return which claims differ though nothing that decides them does, but for their own circle.

    Of a circle these are the claims that are not granted alike; if there are none, all.
    """
    roots = np.zeros_like(apart)
    nodes = [*np.flatnonzero(apart).tolist(), *(node for node in below if node >= len(apart))]
    for group in components(nodes, lambda node: below.get(node, ())):
        inside = set(group)
        if any(under not in inside for node in group for under in below.get(node, ())):
            continue
        claims = [node for node in group if node < len(apart)]
        roots[[node for node in claims if unlike[node]] or claims] = True
    return roots


def _starts(
    one: Sequence[Answering], other: Sequence[Answering], apart: Mask, place: dict[str, int]
) -> dict[int, str]:
    """Return the differing answers that a search starts from, each with its question."""
    pairs = list(zip(one, other, strict=True))
    found: dict[int, str] = {}
    for wanted in ([a for a, b in pairs if a.result != b.result], one):
        for asked in wanted:
            for answer in (*asked.accepted, *asked.undecided, *asked.rejected, *asked.opposed):
                if apart[place[answer]]:
                    found.setdefault(place[answer], asked.question)
        if found:
            break
    return found


def _following(root: int, above: dict[int, list[int]], count: int) -> int:
    seen = {root}
    waiting = [root]
    for node in waiting:  # grows while it is read
        for end in above.get(node, ()):
            if end not in seen:
                seen.add(end)
                waiting.append(end)
    return sum(node < count for node in seen) - 1
