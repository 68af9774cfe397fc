"""The argument as claims and links, on arrays: what all semantics start from.

A link is an inference or a conflict. It has sources, which count together: the premises of the
inference, the attacker of the conflict. It ends on its targets: a conclusion, an attacked claim,
or an attacked link, so that an undercut hits a step and nothing else. Data that conform give one
target to each; of several, each is hit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyoxigraph as ox

from whyso import ontology
from whyso.graph.network import KINDS, STEPS
from whyso.graph.semantics.dung import Ints, Mask
from whyso.graph.store import Store, natural

__all__ = ["Floats", "Links"]

Floats = npt.NDArray[np.float64]
Signs = npt.NDArray[np.int8]

_TYPE: Final = ox.NamedNode(ontology.PREFIXES["rdf"] + "type")
_INFERENCE: Final = frozenset({"inference"})
_OTHER: Final = frozenset({"question", "underlying_question", "utterance"})


@dataclass(frozen=True, slots=True)
class Links:
    """Claims and links by number; sources, targets and dependencies as pairs.

    Attributes:
        claims: the IRI of each proposition, in natural order.
        kinds: the kind of each claim; empty if the data give none.
        steps: the IRI of each link, an inference or a conflict, in natural order.
        step_kinds: the kind of each link.
        sign: per link, 1 if it supports and -1 if it attacks.
        source_link, source: which link has which claim as a source; sorted by link.
        target_link, target, on_link: which link ends on which claim, or on which link where
            *on_link* says so; sorted by link. A link without sources has no target here.
        needing, needed: which claim depends on which.
        confidence: per claim, the annotator's confidence; NaN where none is given.
        weight: per link, the annotator's confidence; NaN where none is given.

    >>> from whyso.graph import sample
    >>> links = Links.of(sample().store)
    >>> len(links.claims), len(links.steps)
    (125, 77)
    """

    claims: list[str]
    kinds: list[str]
    steps: list[str]
    step_kinds: list[str]
    sign: Signs
    source_link: Ints
    source: Ints
    target_link: Ints
    target: Ints
    on_link: Mask
    needing: Ints
    needed: Ints
    confidence: Floats
    weight: Floats

    @classmethod
    def of(cls, store: Store) -> "Links":
        """Return the claims and links of the source graphs of a store.

        >>> Links.of(Store()).claims
        []
        """
        store.name_blanks()
        return _read(store)

    def without(self, claims: Iterable[int] = (), links: Iterable[int] = ()) -> "Links":
        """Return what is left when claims or links go; the numbers of all others stay.

        A link goes with any of its sources. What goes keeps its number and has no ties any more.

        >>> from whyso.graph import sample
        >>> links = Links.of(sample().store)
        >>> len(links.target) - len(links.without(claims=[links.source[0]]).target)
        1
        """
        claim_gone = np.zeros(len(self.claims), dtype=np.bool_)
        claim_gone[list(claims)] = True
        gone = np.zeros(len(self.steps), dtype=np.bool_)
        gone[list(links)] = True
        gone[self.source_link[claim_gone[self.source]]] = True
        targets = ~gone[self.target_link]
        targets[self.on_link] &= ~gone[self.target[self.on_link]]
        targets[~self.on_link] &= ~claim_gone[self.target[~self.on_link]]
        sources, needs = ~gone[self.source_link], ~claim_gone[self.needing]
        return replace(
            self,
            source_link=self.source_link[sources],
            source=self.source[sources],
            target_link=self.target_link[targets],
            target=self.target[targets],
            on_link=self.on_link[targets],
            needing=self.needing[needs],
            needed=self.needed[needs],
        )

    def sources_of(self, link: int) -> Ints:
        """Return the sources of a link.

        >>> from whyso.graph import sample
        >>> len(Links.of(sample().store).sources_of(0))
        2
        """
        return self.source[slice(*np.searchsorted(self.source_link, [link, link + 1]))]

    def ends_of(self, link: int) -> tuple[Ints, Ints]:
        """Return the claims and the links that a link ends on.

        >>> from whyso.graph import sample
        >>> [len(ends) for ends in Links.of(sample().store).ends_of(0)]
        [1, 0]
        """
        row = slice(*np.searchsorted(self.target_link, [link, link + 1]))
        return self.target[row][~self.on_link[row]], self.target[row][self.on_link[row]]


def _name(term: Any) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(term.value)


def _pairs(store: Store, role: str) -> Iterator[tuple[str, str]]:
    """Yield what a property joins, in no order."""
    predicate = ox.NamedNode(ontology.ARG + role)
    for quad in store.engine.quads_for_pattern(None, predicate, None):
        if not isinstance(quad.object, ox.Literal):
            yield _name(quad.subject), _name(quad.object)


def _kinds(store: Store) -> dict[str, str]:
    """Return the kind of each node that has one; of several, the more telling."""
    kinds: dict[str, str] = {}
    for name, kind in KINDS.items():
        of_class = ox.NamedNode(ontology.ARG + name)
        for quad in store.engine.quads_for_pattern(None, _TYPE, of_class):
            kinds.setdefault(_name(quad.subject), kind)
    return kinds


def _read(store: Store) -> Links:
    kinds = _kinds(store)

    def is_claim(name: str) -> bool:
        kind = kinds.get(name)
        return kind not in STEPS and kind not in _OTHER

    def ends_of(role: str, of: frozenset[str]) -> list[tuple[str, str]]:
        return [(step, end) for step, end in _pairs(store, role) if kinds.get(step) in of]

    ends = {
        "premise": ends_of("premise", _INFERENCE),
        "attacker": ends_of("attacker", STEPS - _INFERENCE),
        "conclusion": ends_of("conclusion", _INFERENCE),
        "target": ends_of("target", STEPS - _INFERENCE),
    }
    sources = [pair for role in ("premise", "attacker") for pair in ends[role] if is_claim(pair[1])]
    onto = [pair for role in ("conclusion", "target") for pair in ends[role] if is_claim(pair[1])]
    onto_steps = [pair for pair in ends["target"] if kinds.get(pair[1]) in STEPS]
    needs = [pair for pair in _pairs(store, "dependsOn") if all(map(is_claim, pair))]
    used = {name for name in kinds if is_claim(name)}
    used.update(end for _, end in sources + onto)
    used.update(end for pair in needs for end in pair)
    claims = sorted(used, key=natural)
    steps = sorted((name for name, kind in kinds.items() if kind in STEPS), key=natural)
    claim = {name: number for number, name in enumerate(claims)}
    step = {name: number for number, name in enumerate(steps)}
    source = _table(((step[a], claim[b]) for a, b in sources), 2)
    whole = set(source[:, 0].tolist())
    target = _table(
        (
            (step[a], places[b], is_step)
            for pairs, places, is_step in ((onto, claim, 0), (onto_steps, step, 1))
            for a, b in pairs
            if step[a] in whole
        ),
        3,
    )
    need = _table(((claim[a], claim[b]) for a, b in needs), 2)
    confidence = _numbers(store, "confidence")
    return Links(
        claims,
        [kinds.get(name, "") for name in claims],
        steps,
        [kinds[name] for name in steps],
        sign=np.array([1 if kinds[x] == "inference" else -1 for x in steps], dtype=np.int8),
        source_link=source[:, 0],
        source=source[:, 1],
        target_link=target[:, 0],
        target=target[:, 1],
        on_link=target[:, 2].astype(np.bool_),
        needing=need[:, 0],
        needed=need[:, 1],
        confidence=np.array([confidence.get(name, np.nan) for name in claims], dtype=np.float64),
        weight=np.array([confidence.get(name, np.nan) for name in steps], dtype=np.float64),
    )


def _table(rows: Iterable[tuple[int, ...]], width: int) -> Ints:
    """Return rows of numbers, each once, sorted."""
    return np.array(sorted(set(rows)), dtype=np.int32).reshape(-1, width)


def _numbers(store: Store, name: str) -> dict[str, float]:
    """Return the values of a numeric property; of several, the least."""
    found: dict[str, float] = {}
    predicate = ox.NamedNode(ontology.ARG + name)
    for quad in store.engine.quads_for_pattern(None, predicate, None):
        try:
            number = float(getattr(quad.object, "value", ""))
        except ValueError:
            continue
        if 0 <= number <= 1:
            key = _name(quad.subject)
            found[key] = min(number, found.get(key, 1.0))
    return found
