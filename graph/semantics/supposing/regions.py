"""Variants that touch a circle of support, decided by the translation itself.

Only what lies behind a change can change. That region is cut out, once for each variant, with three
claims around it that stand for all the rest: one that stands, one that falls and one that is open.
The regions of many variants make one case, which is translated and labelled at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from whyso.graph.semantics.dung import IN, OUT
from whyso.graph.semantics.links import Links
from whyso.graph.semantics.translation import Translation

if TYPE_CHECKING:
    from whyso.graph.semantics.supposing.revision import Run

__all__ = ["decide"]

_TOP, _BOTTOM, _OPEN = range(3)
_ENOUGH: Final = 100_000  # claims and links that are labelled at once


def decide(run: "Run", regions: Mapping[int, Iterable[int]]) -> Iterator[tuple[int, int, int]]:
    """Yield variant, claim or link, and label, for all that may change in some variants.

    Args:
        run: the variants; all outside the regions is decided.
        regions: per variant, what may change and is still there.

    Raises:
        UnansweredError: the time is over.
    """
    part = _Part(run)
    for variant, region in regions.items():
        run.deadline.check()
        part.add(variant, region)
        if part.size() > _ENOUGH:
            yield from part.labels()
            part = _Part(run)
    yield from part.labels()


class _Part:
    """The regions of some variants as one case."""

    def __init__(self, run: "Run") -> None:
        self.run = run
        self.granted = [True, True, False]
        self.sign = [-1]
        self.sources: list[tuple[int, int]] = [(0, _TOP)]
        self.targets: list[tuple[int, int, bool]] = [(0, _BOTTOM, False)]
        self.needs: list[tuple[int, int]] = []
        self.claims: list[tuple[int, int, int]] = []
        self.links: list[tuple[int, int, int]] = []

    def size(self) -> int:
        return len(self.granted) + len(self.sign)

    def add(self, variant: int, nodes: Iterable[int]) -> None:
        """Add the region of one variant."""
        of, gone, count = self.run.of, self.run.gone, self.run.of.count
        region = {node: self._new(variant, node) for node in nodes}
        for node, place in region.items():
            for other in of.needs[node]:
                end = region[other] if other in region else self._around(variant, other)
                (self.needs if node < count else self.sources).append((place, end))
            for rows, sign in ((of.helps, 1), (of.hits, -1)):
                for other in rows[node] if sign < 0 or node < count else ():
                    if other not in region and not gone.get(other, 0) >> variant & 1:
                        self._link(self._around(variant, other), place, node >= count, sign)
            if self.run.changes.beaten.get(node, 0) >> variant & 1:
                self._link(_TOP, place, node >= count, -1)
            for rows in (of.helped, of.hitting):
                for other in rows[node]:
                    if other in region:
                        self.targets.append((place, region[other], other >= count))

    def _new(self, variant: int, node: int) -> int:
        of = self.run.of
        if node < of.count:
            place = len(self.granted)
            more = self.run.changes.granted.get(node, 0) >> variant & 1
            self.granted.append(bool(of.granted[node] or more))
            self.claims.append((variant, node, place))
        else:
            place = len(self.sign)
            self.sign.append(int(of.links.sign[node - of.count]))
            self.links.append((variant, node, place))
        return place

    def _around(self, variant: int, node: int) -> int:
        """Return the claim that stands for a claim or a link outside the region."""
        label = self.run.label(node, variant)
        return _TOP if label == IN else _BOTTOM if label == OUT else _OPEN

    def _link(self, source: int, target: int, on_link: bool, sign: int) -> None:
        self.sources.append((len(self.sign), source))
        self.targets.append((len(self.sign), target, on_link))
        self.sign.append(sign)

    def labels(self) -> Iterator[tuple[int, int, int]]:
        """Yield variant, claim or link, and label."""
        if not self.claims and not self.links:
            return
        count, steps = len(self.granted), len(self.sign)
        source = np.array(sorted(self.sources), dtype=np.int32).reshape(-1, 2)
        target = np.array(sorted(self.targets), dtype=np.int32).reshape(-1, 3)
        need = np.array(self.needs, dtype=np.int32).reshape(-1, 2)
        links = Links(
            [""] * count,
            [""] * count,
            [""] * steps,
            [""] * steps,
            sign=np.array(self.sign, dtype=np.int8),
            source_link=source[:, 0],
            source=source[:, 1],
            target_link=target[:, 0],
            target=target[:, 1],
            on_link=target[:, 2].astype(np.bool_),
            needing=need[:, 0],
            needed=need[:, 1],
            confidence=np.full(count, np.nan),
            weight=np.full(steps, np.nan),
        )
        found = Translation(links, np.array(self.granted, dtype=np.bool_)).labels.tolist()
        for variant, node, place in self.claims:
            yield variant, node, found[place]
        for variant, node, place in self.links:
            yield variant, node, found[count + place]
