"""Names that Carneades takes for statements: ground atomic formulas.

Source: the parser of terms of Carneades 4. A word starts with a small letter (a capital makes a
variable); ``p(a,b)`` is an atom, and ``¬`` before either denies it.
"""

import re
from collections.abc import Container
from typing import Final

__all__ = ["fresh", "is_atom"]

_WORD: Final = "[a-z][A-Za-z0-9_]*"
_CONSTANT: Final = rf"(?:¬?{_WORD}|[0-9]{{1,9}})"
_TERM: Final = re.compile(rf"{_WORD}\({_CONSTANT}(?:,{_CONSTANT})*\)")
_ATOM: Final = re.compile(rf"¬?{_WORD}(?:-{_WORD})*$")
# What the parser takes for operators and truth values.
_RESERVED: Final = re.compile(r"\b(?:(?:and|div|in|is|mod|or)\b(?!\()|(?:true|false)\b)")
_LONGEST: Final = 200


def is_atom(name: str) -> bool:
    """Tell whether a name is a ground atomic formula.

    >>> [is_atom(name) for name in ("c1", "¬app(a1)", "p(a,f(b))", "stop-it", "X", "1", "a b")]
    [True, True, True, True, False, False, False]
    """
    if len(name) > _LONGEST or _RESERVED.search(name):
        return False
    shorter, before = name, ""
    while shorter != before:
        shorter, before = _TERM.sub("t", shorter), shorter
    return bool(_ATOM.match(shorter))


def fresh(name: str, taken: Container[str]) -> str:
    """Return a name like another that is an atom and not taken.

    >>> fresh("The tea", set()), fresh("C1", {"c1"}), fresh("茶", set())
    ('the_tea', 'c1_2', 'n')
    """
    word = re.sub("[^A-Za-z0-9]+", "_", name).strip("_")[:60]
    word = word[:1].lower() + word[1:] if word[:1].isalpha() else f"n_{word}".rstrip("_")
    found, number = word, 1
    while found in taken or _RESERVED.search(found):
        number += 1
        found = f"{word}_{number}"
    return found
