"""What a text is made of, apart from what it says: blocks, scripts, words, and spans by digest.

A block is what stands between blank lines (or, in a text without any, a line), and there a run of
lines of one script; a paragraph of the original is one block, that of a translation one or several.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate, chain
from typing import Final, TypeVar

from whyso.graph.check.copies import HAN

__all__ = ["Block", "Search", "blocks", "largest_chain", "script", "within_word"]

_APOSTROPHES: Final = "'’"
_HAN: Final = re.compile(f"[{HAN}]")
_LATIN_WORD: Final = re.compile(r"[A-Za-zÀ-ɏ]+")
_LETTER: Final = re.compile(rf"(?![{HAN}])[^\W_]")
# So many spans of a text are hashed, at most, in search of passages that are not in their place.
_HASHES: Final = 3_000_000
_LOOK_BACK: Final = 64

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a text between blank lines, in one script (``han`` or ``latin``)."""

    start: int
    end: int
    script: str


def blocks(text: str) -> list[Block]:
    """Return the blocks of a text.

    >>> [(block.start, block.end, block.script) for block in blocks("1. One.\\n一。\\n\\nTwo.")]
    [(0, 7, 'latin'), (8, 10, 'han'), (12, 16, 'latin')]
    """
    found: list[Block] = []
    lines = list(re.finditer(r"[^\r\n]+|\r\n|\r|\n", text))
    spaced = re.search(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)\s*\S", text) is not None
    open_, breaks = False, 0
    for line in lines:
        if line.group()[0] in "\r\n":
            breaks += 1
            open_ = open_ and breaks < 2 and spaced
            continue
        if not line.group().strip():
            continue
        breaks = 0
        kind = script(line.group()) or (found[-1].script if open_ else "latin")
        if open_ and found[-1].script == kind:
            found[-1] = Block(found[-1].start, line.end(), kind)
        else:
            found.append(Block(line.start(), line.end(), kind))
        open_ = True
    return found


def script(text: str) -> str | None:
    """Return the script of most of a text; a Chinese character counts as much as a Latin word.

    >>> script("用 AI 发现 new things"), script("1.4")
    ('han', None)
    """
    han, latin = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    if han == latin == 0:
        return None
    return "han" if han >= latin else "latin"


def within_word(text: str, place: int) -> bool:
    """Return whether a cut at *place* goes through a word; Chinese has no such edges.

    >>> [within_word("the mayor's tram", place) for place in (3, 6, 9)], within_word("电车", 1)
    ([False, True, True], False)
    """
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if after in _APOSTROPHES:  # mayor|'s
        after = text[place + 1 : place + 2]
    elif before in _APOSTROPHES:  # mayor'|s
        before = text[place - 2 : place - 1]
    return bool(_LETTER.match(before) and _LETTER.match(after))


def largest_chain(
    items: Iterable[T], fits: Callable[[T, T], bool], weight: Callable[[T], float]
) -> set[T]:
    """Return the heaviest run of items, in order, in which each fits the one before it.

    >>> sorted(largest_chain([1, 2, 9, 3, 4], lambda one, other: one < other, lambda _: 1))
    [1, 2, 3, 4]
    """
    order = list(items)
    best: list[float] = []
    back: list[int | None] = []
    for place, item in enumerate(order):
        reach = range(max(0, place - _LOOK_BACK), place)
        candidates = [other for other in reach if fits(order[other], item)]
        before = max(candidates, key=lambda other: best[other], default=None)
        best.append(weight(item) + (best[before] if before is not None else 0))
        back.append(before)
    heaviest: set[T] = set()
    last = max(range(len(order)), key=best.__getitem__, default=None)
    while last is not None:
        heaviest.add(order[last])
        last = back[last]
    return heaviest


class Search:
    """Finds spans of a text by the SHA-256 of their UTF-8.

    >>> search = Search("天地玄黄 heaven and earth")
    >>> search.find(0, 6, search.digest(5, 11))
    (5, 11)
    """

    def __init__(self, text: str) -> None:
        self._data = text.encode("utf-8")
        self._at = list(accumulate((_width(character) for character in text), initial=0))
        self._shifts: Counter[int] = Counter()
        self._hashes = 0

    def digest(self, start: int, end: int) -> str:
        """Return the SHA-256 of a span, given in code points, as hexadecimal digits."""
        return sha256(self._data[self._at[start] : self._at[end]]).hexdigest()

    def find(self, start: int, end: int, digest: str) -> tuple[int, int] | None:
        """Return the span that has *digest*, the nearest to where it should be.

        Tried in this order: moved as far as spans that were found before; with one end as it is and
        the other moved; of the same length, anywhere. Very large texts are not searched to the end.
        """
        digest = digest.lower()
        for one, other in chain(self._shifted(start, end), _stretched(start, end)):
            inside = 0 <= one < other < len(self._at)
            if inside and self.digest(one, other) == digest:
                self._shifts[one - start] += 1
                return one, other
        return self._scan(start, end - start, digest)

    def _shifted(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        for shift, _ in self._shifts.most_common(8):
            yield start + shift, end + shift

    def _scan(self, start: int, length: int, digest: str) -> tuple[int, int] | None:
        count = min(len(self._at) - length, _HASHES - self._hashes)
        if count <= 0:
            return None
        self._hashes += count
        first = max(0, min(start - count // 2, len(self._at) - length - count))
        places = range(first, first + count)
        found = (place for place in places if self.digest(place, place + length) == digest)
        nearest = min(found, key=lambda place: abs(place - start), default=None)
        if nearest is None:
            return None
        self._shifts[nearest - start] += 1
        return nearest, nearest + length


def _stretched(start: int, end: int) -> Iterator[tuple[int, int]]:
    for stretch in range(1, min(2 * (end - start) + 64, 512)):
        yield start, end + stretch
        yield start, end - stretch
        yield start - stretch, end
        yield start + stretch, end


def _width(character: str) -> int:
    """Return the number of bytes of a character in UTF-8."""
    if character < "\u0800":
        return 1 if character < "\x80" else 2
    return 3 if character < "\U00010000" else 4
