"""Explanations: why one claim has its status, what it needs, what keeps it open, how strong it is.

Under grounded semantics, and wherever these decide, there is one proof: a least set of labels from
which the status follows, so that the rest of the graph may be as it will. Under preferred and
stable semantics there is one for each way to settle what is undecided. Of an undecided claim it is
told what it hangs on: claims that are open, and circles that nothing breaks.

Limits: of an undecided claim the part shown keeps it undecided by itself, but it is all that the
claim hangs on and not a least part; that attacks on such claims fail is told, but not proved. What
would happen without a claim or with another one granted is tried one claim (or one reason's
premises) at a time, and only in graphs of up to 50,000 claims and links (2,000 where a search is
needed). Where there is no stable extension, it is told why nothing is decided, not why this claim
would be.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from whyso.graph.semantics.dung import IN, OUT, UNDECIDED
from whyso.graph.semantics.explaining.cases import Proved, cases
from whyso.graph.semantics.explaining.proof import LIMIT, Labelling, Proof, Ties, prove
from whyso.graph.semantics.explaining.strength import Strength, strength_of
from whyso.graph.semantics.explaining.ties import Tie, find_ties
from whyso.graph.semantics.explaining.views import DEEPEST, WIDEST, Point, Side, side_of
from whyso.graph.semantics.standpoints import Standpoint
from whyso.graph.semantics.translation import Translation
from whyso.graph.semantics.verdict import STATUSES

if TYPE_CHECKING:
    from whyso.graph.semantics.verdict import Verdict

__all__ = ["Change", "Explanation", "Other", "explain"]

_TRIED: Final = 24  # claims without which, or sets of claims with which, the verdict is tried
_LISTED: Final = 12
_LARGEST: Final = 50_000  # claims and links of a graph in which that is tried
_LARGEST_SEARCHED: Final = 2_000  # the same under semantics that need a search
Names = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Other:
    """A reason or an attack that the status does not need.

    Attributes:
        link: the IRI of the step.
        role: ``reason`` or ``attack``.
        status: accepted if it holds, rejected if it fails, or undecided.
        ground: as in :class:`Point`.
        sources: the IRIs of its sources.
        by: of what fails, why: the claim that is rejected; or the attack that holds, by the IRI of
            its step, and then its sources.
        kind: the kind of the step.
        by_kind: the kind of the attack that holds.
    """

    link: str
    role: str
    status: str
    ground: str
    sources: tuple[str, ...]
    by: tuple[str, ...]
    kind: str
    by_kind: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of the claim if other claims are granted, or are not there."""

    claims: tuple[str, ...]
    status: str


@dataclass(frozen=True)
class Explanation:
    """Why a claim has its status, for a reader who grants something.

    Attributes:
        claim: its IRI.
        status: accepted, rejected or undecided.
        ground: why, one of :data:`whyso.graph.semantics.GROUNDS`.
        defensible: whether some extension accepts it.
        exists: whether there is an extension at all.
        given: ``granted``; ``held`` if it is put forward but held to its reasons; or empty.
        standpoint: who reads.
        semantics: grounded, preferred, stable or ideal.
        disputed: whether the semantics go beyond what the grounded labelling decides of the claim.
        sides: one proof; of a disputed claim one for each way to settle the dispute; none where
            there is no extension.
        every: whether there are no more ways.
        others: reasons for the claim and attacks on it that are not in the proof; up to twelve of
            each role and status.
        counts: role, status and number of all that are not in the proof.
        otherwise: the status that an attacked claim would have if no attack on it held.
        granted: IRIs of what the proof takes as granted.
        assumptions: IRIs of the assumptions among what is accepted in the proof.
        without: claims without which the status changes, and what it becomes.
        tried: the claims without which that was tried: the accepted ones of the proof.
        open: IRIs of the open claims that it hangs on; where there is no extension, of all that
            prevent one.
        ties: circles, broken by nothing, that it hangs on.
        settling: claims that would decide it if they were granted, and how.
        missing: claims that would decide it if they were not there, and how.
        strength: how strong it is, in parts.

    >>> from whyso.graph import sample
    >>> found = explain(sample().verdict(), "r1")
    >>> found.status, [link.rsplit("/", 1)[-1] for link in found.links]
    ('rejected', ['x1'])
    """

    claim: str
    status: str
    ground: str
    defensible: bool
    exists: bool
    given: str
    standpoint: Standpoint
    semantics: str
    disputed: bool
    sides: tuple[Side, ...]
    every: bool
    others: tuple[Other, ...]
    counts: tuple[tuple[str, str, int], ...]
    otherwise: str | None
    granted: tuple[str, ...]
    assumptions: tuple[str, ...]
    without: tuple[Change, ...]
    tried: tuple[str, ...]
    open: tuple[str, ...]
    ties: tuple[Tie, ...]
    settling: tuple[Change, ...]
    missing: tuple[Change, ...]
    strength: Strength = field(repr=False)

    @property
    def points(self) -> tuple[Point, ...]:
        """The places of all trees, one tree after another."""
        return tuple(point for side in self.sides for point in side.points)

    @property
    def claims(self) -> tuple[str, ...]:
        """The IRIs of the claims of the part of the graph that decides, or that prevents it."""
        kept = [side.claims for side in self.sides] or [self.open, *(t.claims for t in self.ties)]
        return tuple(dict.fromkeys(iri for iris in kept for iri in iris))

    @property
    def links(self) -> tuple[str, ...]:
        """The IRIs of the steps of the part of the graph that decides, or that prevents it."""
        kept = [side.links for side in self.sides] or [tie.links for tie in self.ties]
        return tuple(dict.fromkeys(iri for iris in kept for iri in iris))

    def text(
        self, lang: str = "en", *, label: Names | None = None, voice: Names | None = None
    ) -> str:
        """Return the explanation in words.

        Args:
            lang: ``en`` or ``zh``.
            label: what a claim or step is called, by IRI; without it the end of the IRI.
            voice: whose words a claim is, by IRI; without it that is not told.

        >>> from whyso.graph import sample
        >>> explain(sample().verdict(), "c2").text().splitlines()[0]
        "From the standpoint “the speaker's word”, c2 is accepted."
        """
        from whyso.graph.semantics.explaining.lines import lines

        told = lines(self, lang, label=label, voice=voice)
        return "\n".join(("  " * line.depth + line.text).rstrip() for line in told)

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain data, with full IRIs.

        >>> from whyso.graph import sample
        >>> explain(sample().verdict(), "r1").to_dict()["status"]
        'rejected'
        """
        told = asdict(self)
        told["standpoint"] = self.standpoint.name
        told["claims"], told["links"] = list(self.claims), list(self.links)
        if np.isnan(self.strength.value):
            told["strength"]["value"] = None
        return told


def explain(
    verdict: "Verdict",
    name: str,
    *,
    deepest: int = DEEPEST,
    widest: int = WIDEST,
    limit: int = LIMIT,
) -> Explanation:
    """Return why a claim has its status.

    Args:
        verdict: what stands, and for whom.
        name: the claim, by IRI, CURIE or local id.
        deepest: how deep its trees go.
        widest: how much they show under each place.
        limit: after how many claims and links a proof is cut.

    Raises:
        UnknownNameError: there is no such claim.
        UnansweredError: a search ran out of time.

    >>> from whyso.graph import sample
    >>> explain(sample().verdict("evidence"), "c80").open
    ('https://w3id.org/whyso/id/government-guarantees/c80',)
    """
    return _Work(verdict, verdict.number(name)).explanation(deepest, widest, limit)


class _Work:
    """One explanation in the making."""

    def __init__(self, verdict: "Verdict", claim: int) -> None:
        self.verdict, self.case, self.claim = verdict, verdict.case, claim
        found = verdict.translation
        self.ties = Ties(verdict.case, found.circular)
        self.label = found.labels[: self.ties.size]
        self.grounded = Labelling(self.ties, self.label, found.ranks[: self.ties.size])
        self.status = int(verdict.labels[claim])
        self.iris = verdict.case.links.claims

    def explanation(self, deepest: int, widest: int, limit: int) -> Explanation:
        verdict, claim, every = self.verdict, self.claim, True
        plain = self.case.options.semantics == "grounded" or self.label[claim] != UNDECIDED
        plain = plain or (self._opens(claim) and not self.case.links.tied()[claim])
        ways: list[Proved] = []
        if plain and verdict.exists:
            ways = [(self.grounded, prove(self.grounded, claim, limit=limit))]
        elif verdict.exists:
            ways, every = cases(verdict, self.ties, claim)
        sides = tuple(
            side_of(self.case.links, *(way[0], claim, way[1]), deepest=deepest, widest=widest)
            for way in ways
        )
        proof = {item: (way, why) for way, found in ways for item, why in found[0].items()}
        used = sorted({item for item, (_, why) in proof.items() if why.label == IN})
        plain = plain or not verdict.exists
        whole = ways[0][1][0] if len(ways) == 1 else {}
        kinds = self.case.links.kinds
        undecided = not any(labelling.label[claim] for labelling, _ in ways)
        semantics = self.case.options.semantics
        small = self.ties.size <= (_LARGEST if semantics == "grounded" else _LARGEST_SEARCHED)
        hung = whole if verdict.exists else self._all_undecided()
        hanging = sorted(item for item in hung if undecided and self._opens(item))
        found_ties = find_ties(self.case.links, hung) if undecided else ()
        claims = [item for item in used if item < self.ties.claims]
        candidates = [item for item in claims if item != claim]
        trying = plain and not undecided and small and len(candidates) <= _TRIED
        settled: tuple[tuple[Change, ...], tuple[Change, ...]] = ((), ())
        if plain and undecided and small:
            settled = self._settling(hanging, found_ties)
        return Explanation(
            self.iris[claim],
            STATUSES[self.status],
            verdict.grounds[claim],
            bool(verdict.defensible[claim]),
            verdict.exists,
            "granted" if self.ties.outright[claim] else "held" * int(self.case.granted.held[claim]),
            self.case.standpoint,
            self.case.options.semantics,
            not plain,
            sides,
            every,
            *(self._others(whole) if plain and ways else ((), ())),
            self._otherwise(),
            self._named(one for one in claims if self.ties.outright[one]),
            self._named(one for one in claims if kinds[one] == "assumption"),
            self._without(candidates) if trying else (),
            self._named(candidates) if trying else (),
            self._named(hanging),
            found_ties,
            *settled,
            strength_of(verdict, claim),
        )

    def _named(self, claims: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.iris[claim] for claim in claims)

    def _all_undecided(self) -> Proof:
        items = np.flatnonzero(self.label == UNDECIDED)[:LIMIT].tolist()
        return {item: self.grounded.why(item) for item in items}

    def _opens(self, item: int) -> bool:
        return item < self.ties.claims and bool(self.verdict.translation.open[item])

    def _others(self, proof: Proof) -> tuple[tuple[Other, ...], tuple[tuple[str, str, int], ...]]:
        """Return what stands directly at the claim but not in the proof, and how much there is."""
        found: list[Other] = []
        counts: list[tuple[str, str, int]] = []
        known = np.fromiter((item for _, item in proof[self.claim].by), dtype=np.int32)
        for role, rows in (("reason", self.ties.reasons), ("attack", self.ties.attacks)):
            items = rows[self.claim]
            items = items[~np.isin(items, known)]
            for label, status in STATUSES.items():
                several = items[self.label[items] == label]
                if len(several):
                    counts.append((role, status, len(several)))
                found += [self._other(role, one) for one in several[:_LISTED].tolist()]
        return tuple(found), tuple(counts)

    def _other(self, role: str, item: int) -> Other:
        links, count, why = self.case.links, self.ties.claims, self.grounded.why(item)
        by: tuple[str, ...] = ()
        kind, by_kind = links.step_kinds[item - count], ""
        if why.label == OUT and why.by:
            one = why.by[0][1]
            by = (self.iris[one],) if one < count else (links.steps[one - count],)
            if one >= count:
                by_kind = links.step_kinds[one - count]
                by += self._named(self.ties.sources[one].tolist())
        sources = self._named(self.ties.sources[item].tolist())
        step = links.steps[item - count]
        return Other(step, role, STATUSES[why.label], why.ground, sources, by, kind, by_kind)

    def _otherwise(self) -> str | None:
        """Return the status that the claim would have if no attack on it held."""
        ties, label, claim = self.ties, self.label, self.claim
        hit = label[ties.attacks[claim]]
        if self.label[claim] != OUT or not (hit == IN).any():
            return None
        parts = [int(label[need]) for need in ties.needs[claim].tolist()]
        if not ties.outright[claim]:
            reasons = label[ties.reasons[claim]]
            parts.append(int(reasons.max()) if len(reasons) else UNDECIDED)
        parts += [UNDECIDED] * bool((hit == UNDECIDED).any())
        return STATUSES[min(parts, default=IN)]

    def _after(self, **changes: list[int]) -> int:
        case = self.case.changed(**changes)
        if case.options.semantics != "grounded":
            return int(type(self.verdict)(case).labels[self.claim])
        return int(Translation(case.links, case.granted.outright).labels[self.claim])

    def _without(self, candidates: list[int]) -> tuple[Change, ...]:
        """Return the claims without which the status is another, and which it is."""
        found = []
        for one in candidates:
            status = self._after(retract=[one])
            if status != self.label[self.claim]:
                found.append(Change((self.iris[one],), STATUSES[status]))
        return tuple(found)

    def _settling(
        self, hanging: list[int], ties: tuple[Tie, ...]
    ) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
        """Return what decides an undecided claim: claims to grant, and claims to leave out."""
        claim, rows = self.claim, self.ties
        needs = [one for one in rows.needs[claim].tolist() if not self.label[one]]
        sets = [needs]
        for reason in rows.reasons[claim].tolist():
            if not self.label[reason]:
                lacking = [one for one in rows.sources[reason].tolist() if not self.label[one]]
                sets.append(sorted({*lacking, *needs}))
        hits = [one for one in rows.attacks[claim].tolist() if not self.label[one]]
        for hit in hits:
            sets.append([one for one in rows.sources[hit].tolist() if not self.label[one]])
        sets += [[one] for one in hanging]
        sets.sort(key=len)
        given: list[tuple[set[int], Change]] = []
        for chosen in sets[:_TRIED]:
            if chosen in ([], [claim]) or any(known <= set(chosen) for known, _ in given):
                continue
            status = self._after(grant=chosen)
            if status != UNDECIDED:
                given.append((set(chosen), Change(self._named(chosen), STATUSES[status])))
        place = self.case.place
        against = [place[name] for tie in ties for name in tie.claims]
        onto = [one for one in rows.reasons[claim].tolist() if not self.label[one]]
        hits += [one for reason in onto for one in rows.attacks[reason].tolist()]
        for hit in hits:
            against += [one for one in rows.sources[hit].tolist() if not self.label[hit]]
        gone = []
        for one in list(dict.fromkeys(against))[:_TRIED]:
            status = UNDECIDED if one == claim else self._after(retract=[one])
            if status != UNDECIDED:
                gone.append(Change((self.iris[one],), STATUSES[status]))
        return tuple(change for _, change in given), tuple(gone)
