"""Many variants of one case at a time: what changes where claims go, are granted or are hit.

A variant is a bit, a set of variants a whole number, and for each claim and each link it is known
in which variants its label is no longer that of the case.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from whyso.graph.semantics.dung import Ints, Mask, grounded
from whyso.graph.semantics.dung.search import Deadline
from whyso.graph.semantics.links import Links
from whyso.graph.semantics.translation import Translation

if TYPE_CHECKING:
    from whyso.graph.semantics.verdict import Verdict

__all__ = ["Changes", "Outcome", "Variants", "bits"]


def bits(mask: int) -> Iterator[int]:
    """Yield the places of the bits of a number, the lowest first.

    >>> list(bits(0b1010))
    [1, 3]
    """
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _view(array: Any) -> Any:
    """Return what gives plain numbers quickly."""
    whole: Any = np.ascontiguousarray(array)
    return memoryview(whole)


@dataclass(slots=True)
class Changes:
    """What is changed in which variants; each maps a number to a set of variants.

    Attributes:
        width: how many variants there are.
        retracted: claims that are gone.
        granted: claims that are granted outright.
        dropped: links that are gone.
        beaten: claims (by number) and links (by number of claims + number) that an attack hits
            which is not in the case and holds.

    >>> Changes.each([3, 4]).retracted
    {3: 1, 4: 2}
    """

    width: int = 1
    retracted: dict[int, int] = field(default_factory=dict)
    granted: dict[int, int] = field(default_factory=dict)
    dropped: dict[int, int] = field(default_factory=dict)
    beaten: dict[int, int] = field(default_factory=dict)

    @classmethod
    def each(cls, claims: Iterable[int]) -> "Changes":
        """Return the variants in each of which one claim is retracted."""
        found = {claim: 1 << place for place, claim in enumerate(claims)}
        return cls(len(found), found)

    def of(self, variant: int) -> dict[str, list[int]]:
        """Return what is changed in one variant.

        >>> Changes.each([3, 4]).of(1)["retracted"]
        [4]
        """
        names = ("retracted", "granted", "dropped", "beaten")
        return {
            name: [number for number, mask in getattr(self, name).items() if mask >> variant & 1]
            for name in names
        }


@dataclass(slots=True)
class Outcome:
    """What is no longer as in the case, by number: claims first, then links.

    Attributes:
        fallen: the variants in which the label of the case is no longer the label.
        accepted: the variants in which it is accepted now.
        rejected: the variants in which it is rejected now.
        gone: the variants in which it is not there any more.
    """

    fallen: dict[int, int]
    accepted: dict[int, int]
    rejected: dict[int, int]
    gone: dict[int, int]


class Rows:
    """Pairs as rows, read one at a time."""

    __slots__ = ("items", "start")

    def __init__(self, count: int, row: Any, item: Any) -> None:
        order = np.argsort(row, kind="stable")
        start = np.zeros(count + 1, dtype=np.int32)
        np.cumsum(np.bincount(row, minlength=count), out=start[1:])
        self.start: Any = _view(start)
        self.items: Any = _view(item[order].astype(np.int32, copy=False))

    def __getitem__(self, row: int) -> Any:
        return self.items[self.start[row] : self.start[row + 1]]


class Variants:
    """The variants of a case under grounded semantics.

    Attributes:
        links: its claims and links.
        count: how many claims there are; link l has the number count + l.
        labels: per claim and then per link its label in the case.
        circular: per claim and then per link whether it is on a circle of support, or idle because
            of one.

    >>> from whyso.graph import sample
    >>> verdict = sample().verdict()
    >>> found = Variants(verdict).run(Changes.each([verdict.number("c4")]))
    >>> sorted(verdict.case.links.claims[claim][-2:] for claim in found.fallen if claim < 125)
    ['c4', 'r3']
    """

    def __init__(self, verdict: "Verdict") -> None:
        case, found = verdict.case, verdict.translation
        links = self.links = case.links
        self.case = case
        self.count = count = len(links.claims)
        size = self.size = count + len(links.steps)
        self.labels = found.labels[:size]
        self._label: Any = _view(self.labels)
        self.granted: Any = _view(found.granted.astype(np.uint8))
        onto = ~links.on_link
        helps = onto & (links.sign[links.target_link] > 0)
        hits = onto & ~helps
        self.helps = Rows(count, links.target[helps], links.target_link[helps] + count)
        # What a node needs: a claim what it depends on, a link its sources.
        needing = np.concatenate([links.needing, links.source_link + count])
        self.needs = Rows(size, needing, np.concatenate([links.needed, links.source]))
        hit = np.concatenate([links.target[hits], links.target[links.on_link] + count])
        by = np.concatenate([links.target_link[hits], links.target_link[links.on_link]]) + count
        self.hits = Rows(size, hit, by)
        self.helped = Rows(size, links.target_link[helps] + count, links.target[helps])
        self.needed = Rows(size, np.concatenate([links.needed, links.source]), needing)
        self.hitting = Rows(size, by, hit)
        self.circular = _circular(links, found)
        self._rank: Any = _view(self._ranks(found)[:size])
        self.has_circles = bool(self.circular.any())
        self._in_circle: Any = _view(self.circular.view(np.uint8))

    def run(self, changes: Changes, *, deadline: Deadline | None = None) -> Outcome:
        """Return what changes in each variant.

        Raises:
            UnansweredError: the time is over.
        """
        from whyso.graph.semantics.supposing.revision import Run

        return Run(self, changes, deadline or Deadline(None)).result()

    def _ranks(self, found: Translation) -> Ints:
        """Return in which round each node is decided if the circles of support are given.

        Those of the translation leave out links that fail, so that a claim may come before them.
        """
        if not self.circular.any():
            return found.ranks
        none, founded = np.zeros(len(self.links.steps), dtype=np.bool_), ~found.circular
        plain = found.build(found.granted & founded, found.open & founded, ~none, none)
        ranks = grounded(plain)[1]
        ranks[: self.size][self.circular] = np.iinfo(np.int32).max
        return ranks

    @cached_property
    def order(self) -> Any:
        """Per node a number, lower for what comes earlier where links do not run in circles."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import connected_components

        rows = (self.helped, self.needed, self.hitting)
        start = np.concatenate(
            [np.repeat(np.arange(self.size), np.diff(row.start)) for row in rows]
        )
        end = np.concatenate([np.asarray(row.items) for row in rows])
        ones = np.ones(len(start), dtype=np.int8)
        table = csr_array((ones, (start, end)), shape=(self.size, self.size))
        label = connected_components(table, connection="strong")[1]
        ahead = int((label[start] < label[end]).sum()) >= int((label[start] > label[end]).sum())
        return _view(label if ahead else -label)

    def inputs(self, node: int) -> Iterator[int]:
        """Yield what the label of a claim or a link depends on."""
        if node < self.count:
            yield from self.helps[node]
        yield from self.needs[node]
        yield from self.hits[node]

    def outputs(self, node: int) -> Iterator[int]:
        """Yield the claims and links whose labels depend on that of a claim or a link."""
        yield from self.helped[node]
        yield from self.needed[node]
        yield from self.hitting[node]


def _circular(links: Links, found: Translation) -> Mask:
    """Return which claims and links lie on circles of support, or are idle because of them."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    count = len(links.claims)
    size = count + len(links.steps)
    helping = ~links.on_link & (links.sign[links.target_link] > 0)
    start = np.concatenate([links.source, links.target_link[helping] + count, links.needed])
    end = np.concatenate([links.source_link + count, links.target[helping], links.needing])
    table = csr_array((np.ones(len(start), dtype=np.int8), (start, end)), shape=(size, size))
    parts, label = connected_components(table, connection="strong")
    circular: Mask = np.bincount(label, minlength=parts)[label] > 1
    circular[start[start == end]] = True
    if circular.any():
        circular[:count] |= found.circular
        idle = np.zeros(len(links.steps), dtype=np.bool_)
        idle[links.source_link[found.circular[links.source]]] = True
        circular[count:] |= idle
        circular[links.target[helping & idle[links.target_link]]] = True
    return circular
