"""Fitting text into a picture, whose letters are only known where it is looked at.

Widths are estimated (:mod:`whyso.graph.view.wrap`) and taken a little larger, so that the text
stays inside its card in broad letters too.
"""

from itertools import accumulate
from typing import Final

from whyso.graph.formats.picture import visible
from whyso.graph.view.wrap import em, is_wide, wrap

__all__ = ["fitted", "flat", "shortened", "width_of"]

BROADER: Final = 1.1  # how much broader letters may be than was estimated
BOLD: Final = 1.25
LONGEST: Final = 4000  # no card holds more characters than this


def flat(text: str) -> str:
    """Return a text on one line: runs of white space are one space.

    >>> flat("tea\\n or  milk")
    'tea or milk'
    """
    return " ".join(visible(text).split())


def fitted(text: str, size: float, width: float, most: int, *, bold: bool = False) -> list[str]:
    """Break a text into at most so many lines; what is left over ends in an ellipsis.

    >>> fitted("Trams should be free for everybody.", 14, 120, 2)
    ['Trams should be', 'free for everyb…']
    """
    text = flat(text[:LONGEST])
    lines = wrap(text, width / size / _breadth(text, bold))
    if len(lines) <= most:
        return lines
    rest = " ".join(lines[most - 1 :])
    return [*lines[: most - 1], shortened(rest, size, width, bold=bold, always=True)]


def shortened(
    text: str, size: float, width: float, *, bold: bool = False, always: bool = False
) -> str:
    """Shorten one line to a width with an ellipsis.

    >>> shortened("Trams should be free.", 14, 62)
    'Trams…'
    """
    text = flat(text[:LONGEST])
    if not always and width_of(text, size, bold=bold) <= width:
        return text
    scale = size * _breadth(text, bold)
    room = width - scale
    ends = accumulate(em(letter) * scale for letter in text)
    kept = text[: sum(end <= room for end in ends)]
    return kept.rstrip(" ，。、；：,.;:") + "…"


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text, in pixels, rather too large than too small.

    >>> width_of("茶", 10), round(width_of("tea", 10), 1)
    (10.0, 15.5)
    """
    return sum(map(em, text)) * size * _breadth(text, bold)


def _breadth(text: str, bold: bool) -> float:
    """Letters differ in breadth; Chinese characters do not."""
    if 2 * sum(map(is_wide, text)) > len(text):
        return 1.0
    return BOLD if bold else BROADER
