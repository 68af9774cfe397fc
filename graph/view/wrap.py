"""How large a card must be for its text, without a browser: estimated widths, any script.

Chinese and Japanese break between any two characters, except that no closing mark starts a line and
no opening one ends it (kinsoku). The page measures again in the reader's own fonts.
"""

from itertools import pairwise
from typing import Final
from unicodedata import east_asian_width

__all__ = ["card_size", "em", "is_wide", "wrap"]

CARD_WIDTH: Final = 240
HEADING_WIDTH: Final = 300
FONT: Final = 14
LINE: Final = 19
HEAD: Final = 30  # from the top of a card to its text
FOOT: Final = 12
SIDES: Final = 28
MOST_LINES: Final = 9

NOT_FIRST: Final = frozenset("，。、；：？！）」』》〉】’”,.;:?!)]}…%")
NOT_LAST: Final = frozenset("（「『《〈【‘“([{")
_NARROW: Final = frozenset("iljtfr.,;:'|!()[]{}I ‘’“”\"")
_BROAD: Final = frozenset("mwMW@%—")


def card_size(text: str, *, heading: bool = False) -> tuple[int, int]:
    """Return the width and height of the card that shows *text*.

    >>> card_size("Trams should be free.")
    (240, 62)
    """
    width = HEADING_WIDTH if heading else CARD_WIDTH
    lines = min(MOST_LINES, max(1, len(wrap(text, (width - SIDES) / FONT))))
    height = HEAD + lines * LINE + FOOT
    return width, height + height % 2


def wrap(text: str, width: float) -> list[str]:
    """Break *text* into lines of at most *width* ems; a longer word is cut.

    >>> wrap("电车要不要免费？要。", 7)
    ['电车要不要免', '费？要。']
    """
    lines: list[str] = []
    line = ""
    for token in _tokens(text, width):
        if line and _width((line + token).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += token
    return [*lines, line.rstrip()] if line.strip() else lines


def _tokens(text: str, width: float) -> list[str]:
    """Cut a text where a line may break."""
    tokens = [""]
    for before, character in pairwise(" " + text):
        wide = is_wide(character) or is_wide(before)
        glued = character in NOT_FIRST or before in NOT_LAST
        may_break = (before == " " and character != " ") or (wide and not glued)
        if may_break or _width(tokens[-1] + character) > width:
            tokens.append("")
        tokens[-1] += character
    return tokens


def is_wide(character: str) -> bool:
    """Tell whether a character is as wide as a Chinese one.

    >>> is_wide("茶"), is_wide("t")
    (True, False)
    """
    return east_asian_width(character) in "WF"


def _width(text: str) -> float:
    return sum(map(em, text))


def em(character: str) -> float:
    """Return about how wide a character is, in parts of the size of the letters.

    >>> em("茶"), em("i")
    (1.0, 0.31)
    """
    if is_wide(character):
        return 1.0
    if character in _NARROW:
        return 0.31
    if character in _BROAD:
        return 0.88
    return 0.68 if character.isupper() else 0.55
