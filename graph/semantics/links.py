"""The argument as claims and links, on arrays: what all semantics start from.

A link is an inference or a conflict. It has sources, which count together: the premises of the
inference, the attacker of the conflict. It ends on its targets: a conclusion, an attacked claim,
or an attacked link, so that an undercut hits a step and nothing else. Data that conform give one
target to each; of several, each is hit. A link does not count if one of its sources is no claim
(a question, a step, a literal).
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
            *on_link* says so; sorted by link. A link that does not count has no target here.
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

    def tied(self) -> Mask:
        """Return which claims are a source, a target, needing or needed.

        >>> from whyso.graph import sample
        >>> int(Links.of(sample().store).tied().sum())
        112
        """
        found = np.zeros(len(self.claims), dtype=np.bool_)
        for ends in (self.source, self.target[~self.on_link], self.needing, self.needed):
            found[ends] = True
        return found

    def sources_of(self, link: int) -> Ints:
        """Return the sources of a link.

        >>> from whyso.graph import sample
        >>> len(Links.of(sample().store).sources_of(0))
        2
        """
        return self.source[_row(self.source_link, link)]

    def ends_of(self, link: int) -> tuple[Ints, Ints]:
        """Return the claims and the links that a link ends on.

        >>> from whyso.graph import sample
        >>> [len(ends) for ends in Links.of(sample().store).ends_of(0)]
        [1, 0]
        """
        row = _row(self.target_link, link)
        return self.target[row][~self.on_link[row]], self.target[row][self.on_link[row]]


def _cells(store: Store, query: str) -> list[str]:
    """Return the terms that a query selects, row by row, as the engine writes them."""
    found: Any = store.engine.query(query, use_default_graph_as_union=True)
    text: str = found.serialize(format=ox.QueryResultsFormat.TSV).decode("utf-8")
    return text.partition("\n")[2].replace("\n", "\t").split("\t")[:-1]


def _pairs(store: Store, role: str) -> Iterator[tuple[str, str]]:
    """Yield the terms that a property joins, in no order, perhaps more than once."""
    cells = _cells(store, f"SELECT ?a ?b WHERE {{ ?a <{ontology.ARG}{role}> ?b }}")
    return zip(cells[::2], cells[1::2], strict=True)


def _kinds(store: Store) -> dict[str, str]:
    """Return the kind of each term that has one; of several, the more telling."""
    kinds: dict[str, str] = {}
    for name, kind in reversed(KINDS.items()):
        found = _cells(store, f"SELECT ?a WHERE {{ ?a a <{ontology.ARG}{name}> }}")
        kinds.update(dict.fromkeys(found, kind))
    return kinds


def _read(store: Store) -> Links:
    kinds = _kinds(store)
    step_kinds = {term: kind for term, kind in kinds.items() if kind in STEPS}
    others = step_kinds.keys() | {term for term, kind in kinds.items() if kind in _OTHER}

    def is_claim(term: str) -> bool:
        return term not in others and term[0] in "<_"

    def ends_of(role: str, inferring: bool) -> list[tuple[str, str]]:
        return [
            (link, end)
            for link, end in _pairs(store, role)
            if link in step_kinds and (step_kinds[link] == "inference") is inferring
        ]

    starts = ends_of("premise", True) + ends_of("attacker", False)
    ends = ends_of("conclusion", True) + ends_of("target", False)
    sources = [pair for pair in starts if is_claim(pair[1])]
    onto = [pair for pair in ends if is_claim(pair[1])]
    onto_steps = [p for p in ends if p[1] in step_kinds and step_kinds[p[0]] != "inference"]
    needs = [pair for pair in _pairs(store, "dependsOn") if all(map(is_claim, pair))]
    used = kinds.keys() - others
    used.update(end for _, end in sources + onto)
    used.update(end for pair in needs for end in pair)
    claims, claim = _numbered(used)
    steps, step = _numbered(step_kinds)
    # A link counts if it has a source, and each of its sources is a claim.
    whole = {link for link, _ in sources} - {link for link, end in starts if not is_claim(end)}
    source_link, source = _sorted([step[a] for a, _ in sources], [claim[b] for _, b in sources])
    onto = [pair for pair in onto if pair[0] in whole]
    onto_steps = [pair for pair in onto_steps if pair[0] in whole]
    target_link, target = _sorted(
        [step[a] for a, _ in onto + onto_steps],
        [claim[b] * 2 for _, b in onto] + [step[b] * 2 + 1 for _, b in onto_steps],
    )
    needing, needed = _sorted([claim[a] for a, _ in needs], [claim[b] for _, b in needs])
    confidence = _numbers(store, "confidence")
    link_kinds = [step_kinds[term] for term in step]
    return Links(
        claims,
        [kinds.get(term, "") for term in claim],
        steps,
        link_kinds,
        sign=np.array([1 if kind == "inference" else -1 for kind in link_kinds], dtype=np.int8),
        source_link=source_link,
        source=source,
        target_link=target_link,
        target=target >> 1,
        on_link=target % 2 == 1,
        needing=needing,
        needed=needed,
        confidence=np.array([confidence.get(name, np.nan) for name in claims], dtype=np.float64),
        weight=np.array([confidence.get(name, np.nan) for name in steps], dtype=np.float64),
    )


def _numbered(terms: Iterable[str]) -> tuple[list[str], dict[str, int]]:
    """Return the names of terms in natural order, and the number of each term."""
    listed = list(terms)
    named = dict(zip(map(_name, listed), listed, strict=True))
    names = sorted(named, key=natural)
    return names, {named[name]: number for number, name in enumerate(names)}


def _row(links: Ints, link: int) -> slice:
    """Return where a link stands in a sorted column of links."""
    return slice(*np.searchsorted(links, np.array([link, link + 1], dtype=np.int32)))


def _name(term: str) -> str:
    return term[1:-1] if term[0] == "<" else term


def _sorted(first: list[int], second: list[int]) -> tuple[Ints, Ints]:
    """Return pairs of numbers, sorted, each once."""
    a, b = np.array(first, dtype=np.int32), np.array(second, dtype=np.int32)
    order = np.lexsort((b, a))
    a, b = a[order], b[order]
    new = np.ones(len(a), dtype=np.bool_)
    new[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    return a[new], b[new]


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
            key = _name(str(quad.subject))
            found[key] = min(number, found.get(key, 1.0))
    return found
