"""A case to be decided: the argument, what is granted of it, and how it is to be read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import UnknownNameError
from whyso.graph.semantics.dung import Ints, Mask
from whyso.graph.semantics.links import Floats, Links
from whyso.graph.semantics.standpoints import DEFAULT, Granted, Standpoint, find_standpoint, granted

if TYPE_CHECKING:
    from whyso.graph.store import Store

__all__ = ["BASES", "CERTAINTIES", "Case", "Options"]

DEFAULT_BASE: Final = 0.5
BASES: Final[dict[str, dict[str, str]]] = {
    "confidence": {
        "en": "The annotator's confidence in the claim where it is given, else 0.5.",
        "zh": "标注者对该陈述的确信度；未给出时为 0.5。",
    },
    "certainty": {
        "en": "How sure the speaker sounds, where that is told, else 0.5.",
        "zh": "说话者听上去有多肯定；未标明时为 0.5。",
    },
    "uniform": {"en": "0.5 for every claim.", "zh": "每条陈述都是 0.5。"},
}
CERTAINTIES: Final = {
    "categorical": 0.9,
    "strong": 0.8,
    "plain": 0.7,
    "hedged": 0.5,
    "possible": 0.3,
}
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "semantics": ("grounded", "preferred", "stable", "ideal"),
    "rebuttals": ("directed", "mutual"),
    "preference": ("none", "confidence"),
    "base": tuple(BASES),
}
_HITS: Final = ("rebuttal", "undermining", "conflict")


@dataclass(frozen=True, slots=True)
class Options:
    """How an argument is read and decided. The defaults take the graph at its word.

    Attributes:
        semantics: grounded (what must be accepted), preferred (what could be defended), ideal, or
            stable, which decides everything: there is none where an open claim plays a part.
        strength: a gradual semantics (:data:`whyso.graph.semantics.gradual.GRADUAL`).
        rebuttals: ``directed``: an attack hits its target, as the graph says; ``mutual``: the two
            sides of a rebuttal hit each other, so that the last word does not win by itself.
        preference: ``none``; ``confidence``: an attack on a claim in which the annotator has more
            confidence than in the attacker is turned round.
        base: where base scores come from: ``confidence``, ``certainty`` or ``uniform``.
        timeout: seconds after which a search gives up.

    Raises:
        UnknownNameError: there is no such choice.

    >>> Options(rebuttals="both")
    Traceback (most recent call last):
    whyso.graph.errors.UnknownNameError: no choice of rebuttals named 'both'...
    """

    semantics: str = "grounded"
    strength: str = "quadratic-energy"
    rebuttals: str = "directed"
    preference: str = "none"
    base: str = "confidence"
    timeout: float | None = None

    def __post_init__(self) -> None:
        for name, known in _CHOICES.items():
            value = getattr(self, name)
            if value not in known:
                raise UnknownNameError(f"choice of {name}", value, known)


@dataclass(frozen=True)
class Case:
    """Claims and links, what a standpoint grants, base scores, options.

    Attributes:
        links: claims and links; with mutual rebuttals, those that answer back come last.
        granted: what is granted outright, and what is held to its reasons.
        base: per claim, the base score; 0 for what is not put forward for this reader.
        options: how it is to be decided.
        standpoint: who reads.
        scores: per claim, the base score that it has if it is put forward.
    """

    links: Links
    granted: Granted
    base: Floats
    options: Options
    standpoint: Standpoint
    scores: Floats

    @classmethod
    def of(
        cls,
        store: "Store",
        standpoint: str = DEFAULT,
        options: Options | None = None,
        *,
        links: Links | None = None,
    ) -> "Case":
        """Return the case of a store's source graphs.

        Args:
            store: the argument.
            standpoint: a name, or a SPARQL text that selects what is granted.
            options: how it is to be decided.
            links: the claims and links of the store, if they were read before.

        >>> from whyso.graph import sample
        >>> int(Case.of(sample().store, "stated").granted.held.sum())
        10
        """
        options = options or Options()
        links = Links.of(store) if links is None else links
        reader = find_standpoint(standpoint)
        grants = granted(store, links, reader)
        if options.rebuttals == "mutual":
            links = _two_way(links)
        if options.preference == "confidence":
            links = _turned(links)
        scores = _bases(store, links, options.base)
        base = np.where(grants.outright | grants.held, scores, 0)
        return cls(links, grants, base, options, reader, scores)

    @cached_property
    def place(self) -> dict[str, int]:
        """The number of each claim by IRI."""
        return {iri: number for number, iri in enumerate(self.links.claims)}

    @cached_property
    def step_place(self) -> dict[str, int]:
        """The number of each link by the IRI of its step."""
        steps = list(enumerate(self.links.steps))
        return {iri: number for number, iri in reversed(steps)}

    def changed(
        self,
        *,
        retract: Iterable[int] = (),
        grant: Iterable[int] = (),
        drop: Iterable[int] = (),
    ) -> "Case":
        """Return the case in which claims are retracted or granted, or links are dropped.

        What is retracted is gone, as if the graph did not have it: what is a step from it goes with
        it, and so do attacks on it. What is granted stands unless something attacks it. A dropped
        rebuttal is not answered any more.

        Args:
            retract: numbers of claims.
            grant: numbers of claims.
            drop: numbers of links.

        >>> from whyso.graph import sample
        >>> case = Case.of(sample().store)
        >>> float(case.changed(retract=[3]).base[3])
        0.0
        """
        retracted = np.fromiter(retract, dtype=np.int32)
        more = np.fromiter(grant, dtype=np.int32)
        outright, held = self.granted.outright.copy(), self.granted.held.copy()
        base = self.base.copy()
        base[more] = self.scores[more]
        outright[more], held[more] = True, False
        outright[retracted], held[retracted], base[retracted] = False, False, 0
        gone = set(drop)
        if gone and self.options.rebuttals == "mutual":
            names = {self.links.steps[link] for link in gone}
            gone = {link for link, step in enumerate(self.links.steps) if step in names}
        links = self.links.without(retracted.tolist(), gone)
        return replace(self, links=links, granted=Granted(outright, held), base=base)


def _bases(store: "Store", links: Links, by: str) -> Floats:
    base = np.full(len(links.claims), DEFAULT_BASE)
    if by == "confidence":
        base = np.where(np.isnan(links.confidence), DEFAULT_BASE, links.confidence)
    elif by == "certainty":
        place = {iri: number for number, iri in enumerate(links.claims)}
        predicate = ox.NamedNode(ontology.ARG + "certainty")
        found: dict[int, float] = {}
        for quad in store.engine.quads_for_pattern(None, predicate, None):
            number = place.get(getattr(quad.subject, "value", ""))
            word = getattr(quad.object, "value", "").removeprefix(ontology.ARG)
            if number is not None and word in CERTAINTIES:
                found[number] = min(CERTAINTIES[word], found.get(number, 1.0))
        base[list(found)] = list(found.values())
    return base


def _claim_pairs(links: Links, kinds: Iterable[str]) -> tuple[Ints, Ints, Ints]:
    """Return link, attacker and target of the conflicts of one claim with one other."""
    wanted = {number for number, kind in enumerate(links.step_kinds) if kind in set(kinds)}
    sources = np.bincount(links.source_link, minlength=len(links.steps))
    targets = np.bincount(links.target_link, minlength=len(links.steps))
    rows = [
        place
        for place in np.flatnonzero(~links.on_link).tolist()
        if links.target_link[place] in wanted
        and sources[links.target_link[place]] == 1 == targets[links.target_link[place]]
    ]
    link = links.target_link[rows]
    attacker = links.source[np.searchsorted(links.source_link, link)]
    return link, attacker, links.target[rows]


def _two_way(links: Links) -> Links:
    """Return the links in which each rebuttal is answered back, where it is not anyway."""
    link, attacker, target = _claim_pairs(links, ["rebuttal"])
    _, *known = _claim_pairs(links, _HITS)
    new_pair = ~_known(target, attacker, *known)
    link, attacker, target = link[new_pair], attacker[new_pair], target[new_pair]
    back = np.arange(len(links.steps), len(links.steps) + len(link), dtype=np.int32)
    new = dict(zip(link.tolist(), back.tolist(), strict=True))
    on = np.flatnonzero(links.on_link)
    cut = [place for place in on.tolist() if int(links.target[place]) in new]
    order_s = np.argsort(source_link := np.concatenate([links.source_link, back]), kind="stable")
    target_link = np.concatenate([links.target_link, back, links.target_link[cut]])
    ends = np.concatenate(
        [links.target, attacker, np.array([new[int(links.target[x])] for x in cut], dtype=np.int32)]
    )
    on_link = np.concatenate(
        [links.on_link, np.zeros(len(back), dtype=np.bool_), np.ones(len(cut), dtype=np.bool_)]
    )
    order_t = np.argsort(target_link, kind="stable")
    return replace(
        links,
        steps=links.steps + [links.steps[x] for x in link],
        step_kinds=links.step_kinds + [links.step_kinds[x] for x in link],
        sign=np.concatenate([links.sign, links.sign[link]]),
        weight=np.concatenate([links.weight, links.weight[link]]),
        source_link=source_link[order_s],
        source=np.concatenate([links.source, target])[order_s],
        target_link=target_link[order_t],
        target=ends[order_t],
        on_link=on_link[order_t],
    )


def _turned(links: Links) -> Links:
    """Return the links in which no weaker claim attacks a stronger one: such an attack turns round.

    Where the stronger claim attacks the weaker one anyway, it does so once.

    Source: L. Amgoud and S. Vesic, "Rich preference-based argumentation frameworks", International
    Journal of Approximate Reasoning 55 (2014).
    """
    link, attacker, target = _claim_pairs(links, _HITS)
    weaker = links.confidence[attacker] < links.confidence[target]
    answered = weaker & _known(target, attacker, attacker, target)
    turned = weaker & ~answered
    source, ends = links.source.copy(), links.target.copy()
    source[np.searchsorted(links.source_link, link[turned])] = target[turned]
    ends[np.searchsorted(links.target_link, link[turned])] = attacker[turned]
    keep = np.ones(len(ends), dtype=np.bool_)
    keep[np.searchsorted(links.target_link, link[answered])] = False
    return replace(
        links,
        source=source,
        target_link=links.target_link[keep],
        target=ends[keep],
        on_link=links.on_link[keep],
    )


def _known(start: Ints, end: Ints, starts: Ints, ends: Ints) -> Mask:
    """Return which pairs are among others."""
    others = set(zip(starts.tolist(), ends.tolist(), strict=True))
    pairs = zip(start.tolist(), end.tolist(), strict=True)
    return np.array([pair in others for pair in pairs], dtype=np.bool_)
