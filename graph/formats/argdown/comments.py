"""Where the comments of an Argdown text stand."""

from typing import Final

from whyso.graph.formats.argdown.tokens import tokenize

__all__ = ["comment_lines"]

_SIGNS: Final = ("//", "/*", "<!--")


def comment_lines(text: str) -> list[int]:
    """Return the lines on which comments begin, counted from 1.

    They are what no token covers, blanks apart.

    >>> comment_lines("[a]: b // c\\n\\n/* d */ e")
    [1, 3]
    """
    if not any(sign in text for sign in _SIGNS):
        return []
    found = []
    place = line = counted = 0
    spans = [(token.offset, len(token.image)) for token in tokenize(text) if token.image]
    for start, length in [*sorted(spans), (len(text), 0)]:
        gap = text[place:start]
        if gap.strip():
            begins = place + len(gap) - len(gap.lstrip())
            line += text.count("\n", counted, begins)
            counted = begins
            found.append(line + 1)
        place = max(place, start + length)
    return found
