"""Where the cards of an argument map stand: tidy columns, in whole pixels.

A statement's reasons and objections hang below it in one indented column. A question is a heading:
it is drawn as wide as what stands under it, its answers flow in columns like text in a newspaper,
and the questions behind it stand side by side. Trees that nothing joins are packed on shelves. No
two cards overlap, the same input gives the same integers, and ``layout.js`` does the same sums in
the browser.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Final, NamedTuple

__all__ = ["Box", "Layout", "layout"]

GAP: Final = 16  # between cards of a column
INDENT: Final = 36  # from the left edge of a card to that of the cards hanging below it
COLUMN_GAP: Final = 32
ROW_GAP: Final = 44  # between a question and what stands under it
LEVEL_GAP: Final = 72  # between levels when the map runs to the right
ROOT_GAP: Final = 96
SIDE_BY_SIDE: Final = 6  # more questions than this under a question flow in columns too


class Box(NamedTuple):
    """A card's place: left, top, width and height."""

    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes by id, and the column height that was used (give it back to keep the columns)."""

    boxes: dict[str, Box]
    limit: int


class Column(NamedTuple):
    """Blocks that stand below each other under a question."""

    blocks: Sequence[str]
    indent: int
    width: int
    height: int


def layout(
    sizes: Mapping[str, tuple[int, int]],
    children: Mapping[str, Sequence[str]],
    roots: Sequence[str],
    *,
    spread: Collection[str] = frozenset(),
    aspect: int = 160,
    limit: int = 0,
    to_right: bool = False,
) -> Layout:
    """Place every card that can be reached from the roots.

    Args:
        sizes: width and height of each card, in pixels.
        children: the cards under a card, in order; a forest (each card under one card at most).
        roots: the cards that stand under none.
        spread: the questions, whose children flow in columns.
        aspect: wanted width of the map in percent of its height.
        limit: height at which columns under a question break; 0 finds the best for the aspect.
        to_right: let the map run from left to right, each card's children beside it.

    >>> layout({"q": (200, 60), "a": (200, 40)}, {"q": ["a"]}, ["q"], spread={"q"}).boxes["a"]
    Box(x=36, y=104, w=200, h=40)
    """
    plan = _Plan(sizes, children, roots, spread, to_right)
    if not limit:
        limit = plan.best_limit(aspect)
    plan.measure(limit, balanced=True)
    return Layout(plan.place(aspect), limit)


class _Plan:
    """The sizes of all blocks (a card with everything under it), measured for one column height."""

    def __init__(
        self,
        sizes: Mapping[str, tuple[int, int]],
        children: Mapping[str, Sequence[str]],
        roots: Sequence[str],
        spread: Collection[str],
        to_right: bool,
    ) -> None:
        self.sizes, self.children, self.roots = sizes, children, roots
        self.spread: Collection[str] = frozenset() if to_right else spread
        self.to_right = to_right
        self.blocks: dict[str, tuple[int, int]] = {}
        self.columns: dict[str, list[Column]] = {}
        order: list[str] = []
        waiting = list(reversed(roots))
        while waiting:
            card = waiting.pop()
            order.append(card)
            waiting.extend(reversed(children.get(card, ())))
        # Only blocks with columns in them depend on the limit; the others are measured once, here.
        self.fluid: list[str] = []
        fluid = set()
        for card in reversed(order):
            kids = children.get(card, ())
            if (kids and card in self.spread) or any(kid in fluid for kid in kids):
                fluid.add(card)
                self.fluid.append(card)
            else:
                self.blocks[card] = self._block(card)

    def _block(self, card: str) -> tuple[int, int]:
        width, height = self.sizes[card]
        kids = self.children.get(card, ())
        if not kids:
            return width, height
        inner = [self.blocks[kid] for kid in kids]
        widest, total = max(w for w, _ in inner), sum(h + GAP for _, h in inner)
        if self.to_right:
            return width + LEVEL_GAP + widest, max(height, total - GAP)
        return max(width, INDENT + widest), height + total

    def measure(self, limit: int, *, balanced: bool = False) -> None:
        """Measure the blocks that depend on the height at which columns break."""
        for card in self.fluid:
            if card not in self.spread or not self.children.get(card):
                self.blocks[card] = self._block(card)
                continue
            columns = self.columns[card] = self._columns(card, limit, balanced)
            width, height = self.sizes[card]
            row = sum(column.width + COLUMN_GAP for column in columns) - COLUMN_GAP
            deepest = max(column.height for column in columns)
            self.blocks[card] = max(width, row), height + ROW_GAP + deepest

    def _columns(self, card: str, limit: int, balanced: bool) -> list[Column]:
        kids = self.children[card]
        answers = [kid for kid in kids if kid not in self.spread]
        questions = [kid for kid in kids if kid in self.spread]
        columns = self._flow(answers, limit, balanced)
        if len(questions) > SIDE_BY_SIDE:
            return columns + self._flow(questions, limit, balanced)
        return columns + [Column([kid], 0, *self.blocks[kid]) for kid in questions]

    def _flow(self, blocks: Sequence[str], limit: int, balanced: bool) -> list[Column]:
        heights = [self.blocks[block][1] for block in blocks]
        if balanced and blocks:
            limit = _balance(heights, limit)
        columns = []
        for start, end in _breaks(heights, limit):
            part = blocks[start:end]
            width = INDENT + max(self.blocks[block][0] for block in part)
            height = sum(heights[start:end]) + GAP * (end - start - 1)
            columns.append(Column(part, INDENT, width, height))
        return columns

    def best_limit(self, aspect: int) -> int:
        """Find the column height that lets the whole map be shown largest in the given aspect."""
        limit, best, found = 240, 0, 240
        tallest = sum(height + GAP for _, height in self.sizes.values())
        while True:
            self.measure(limit)
            width, height = self.extent(aspect)
            score = max(width * 100, height * aspect)
            if not best or score < best:
                best, found = score, limit
            if limit >= tallest or not self.fluid:
                return found
            limit += limit // 3

    def shelves(self, aspect: int) -> list[tuple[str, int, int]]:
        """Place the blocks of the roots in rows; return each with its left and top."""
        sizes = [self.blocks[root] for root in self.roots]
        area = sum((width + ROOT_GAP) * (height + ROOT_GAP) for width, height in sizes)
        wanted = max([isqrt(area * aspect // 100), *(width for width, _ in sizes)])
        placed, x, y, row = [], 0, 0, 0
        for root, (width, height) in zip(self.roots, sizes, strict=True):
            if x and x + width > wanted:
                x, y, row = 0, y + row + ROOT_GAP, 0
            placed.append((root, x, y))
            x += width + ROOT_GAP
            row = max(row, height)
        return placed

    def extent(self, aspect: int) -> tuple[int, int]:
        """Return the width and height of the whole map."""
        width = height = 0
        for root, x, y in self.shelves(aspect):
            width = max(width, x + self.blocks[root][0])
            height = max(height, y + self.blocks[root][1])
        return width, height

    def place(self, aspect: int) -> dict[str, Box]:
        """Turn the measured blocks into boxes, from the roots down."""
        boxes: dict[str, Box] = {}
        waiting = self.shelves(aspect)[::-1]
        while waiting:
            card, x, y = waiting.pop()
            width, height = self.sizes[card]
            if card in self.columns:
                boxes[card] = Box(x, y, self.blocks[card][0], height)
                for column in self.columns[card]:
                    top = y + height + ROW_GAP
                    for block in column.blocks:
                        waiting.append((block, x + column.indent, top))
                        top += self.blocks[block][1] + GAP
                    x += column.width + COLUMN_GAP
                continue
            boxes[card] = Box(x, y, width, height)
            x, y = (x + width + LEVEL_GAP, y) if self.to_right else (x + INDENT, y + height + GAP)
            for kid in self.children.get(card, ()):
                waiting.append((kid, x, y))
                y += self.blocks[kid][1] + GAP
        return boxes


def _breaks(heights: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """Cut a run of blocks into columns no higher than *limit* (a higher block stands alone)."""
    cuts, start, height = [], 0, 0
    for index, block in enumerate(heights):
        if index > start and height + GAP + block > limit:
            cuts.append((start, index))
            start, height = index, block
        else:
            height += block + (GAP if index > start else 0)
    return [*cuts, (start, len(heights))] if heights else []


def _balance(heights: Sequence[int], limit: int) -> int:
    """Return the smallest limit that needs no more columns, so that they come out about equal."""
    low, high, wanted = max(heights), max(limit, *heights), len(_breaks(heights, limit))
    while low < high:
        middle = (low + high) // 2
        if len(_breaks(heights, middle)) <= wanted:
            high = middle
        else:
            low = middle + 1
    return low
