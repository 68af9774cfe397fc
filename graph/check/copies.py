"""Finding words copied from a text: runs that a label, note or comment shares with it.

A run is eight words, or twelve units of Chinese: characters, or Latin words and numbers among them.
Punctuation, spaces and case do not count.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["CHARACTERS", "HAN", "WORDS", "Copied", "Text"]

HAN: Final = (
    "\u2e80-\u2fdf\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
WORDS: Final = 8
CHARACTERS: Final = 12
_UNIT: Final = re.compile(
    rf"(?P<han>[{HAN}])|\d+(?:[.,]\d+)*|(?:(?![{HAN}])[^\W_])+(?:['’](?:(?![{HAN}])[^\W_])+)*"
)


@dataclass(frozen=True, slots=True)
class Copied:
    """A run that is shared: how many words or characters, and where it is in the text."""

    count: int
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Unit:
    text: str
    han: bool
    start: int
    end: int


class Text:
    """A text in which runs can be looked up.

    >>> text = Text("It was a bright cold day in April, and the clocks were striking thirteen.")
    >>> text.longest_copy("A bright, cold day in April and the clocks")
    Copied(count=9, unit='words', start=7, end=49)
    >>> text.longest_copy("a bright cold day in May") is None
    True
    """

    def __init__(self, text: str) -> None:
        self._units = list(_units(text))
        self._places: dict[tuple[str, ...], int] = {}
        for kind in (WORDS, CHARACTERS):
            for place, run in _runs(self._units, kind):
                self._places.setdefault(run, place)

    def longest_copy(self, text: str) -> Copied | None:
        """Return the longest run that *text* shares with this one, if long enough to count."""
        units = list(_units(text))
        best: Copied | None = None
        for kind, name in ((WORDS, "words"), (CHARACTERS, "characters")):
            for place, run in _runs(units, kind):
                there = self._places.get(run)
                if there is None:
                    continue
                count = kind
                while (
                    place + count < len(units)
                    and there + count < len(self._units)
                    and units[place + count].text == self._units[there + count].text
                ):
                    count += 1
                if best is None or count > best.count:
                    end = self._units[there + count - 1].end
                    best = Copied(count, name, self._units[there].start, end)
        return best


def _units(text: str) -> Iterator[_Unit]:
    for match in _UNIT.finditer(text):
        plain = unicodedata.normalize("NFKC", match.group()).casefold().replace("’", "'")
        yield _Unit(plain, match.group("han") is not None, match.start(), match.end())


def _runs(units: list[_Unit], length: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the runs of so many words, none of them Chinese, or characters, half of them so."""
    han = sum(unit.han for unit in units[: length - 1])
    for place in range(len(units) - length + 1):
        run = units[place : place + length]
        han += run[-1].han
        if (han == 0) if length == WORDS else (2 * han >= length):
            yield place, tuple(unit.text for unit in run)
        han -= run[0].han
