"""Names: what Carneades takes for a statement, and what nodes are called that it has no name for.

Source: the parser of terms of Carneades 4. A word starts with a small letter (a capital makes a
variable); ``p(a,b)`` is an atom, and ``¬`` before either denies it.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable
from typing import Final

from whyso.graph.store import natural

__all__ = ["fresh", "in_order", "is_atom", "rebuttal", "undercut", "worded"]

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


def fresh(name: str, taken: Container[str], tried: Counter[str] | None = None) -> str:
    """Return a name like another that is an atom and not taken.

    Args:
        name: the other name.
        taken: the names that there are.
        tried: how many of each kind were made before, so that many alike are made fast.

    >>> fresh("The tea", set()), fresh("C1", {"c1"}), fresh("茶", set())
    ('the_tea', 'c1_2', 'n')
    """
    word = re.sub("[^A-Za-z0-9]+", "_", name).strip("_")[:60]
    word = word[:1].lower() + word[1:] if word[:1].isalpha() else f"n_{word}".rstrip("_")
    tried = Counter() if tried is None else tried
    found = word if not tried[word] else f"{word}_{tried[word] + 1}"
    while found in taken or _RESERVED.search(found):
        tried[word] += 1
        found = f"{word}_{tried[word] + 1}"
    return found


def in_order(names: Iterable[str]) -> list[str]:
    """Return names in the order in which a file without an order of its own is written.

    >>> in_order(["p10", "p2"])
    ['p2', 'p10']
    """
    return sorted(names, key=natural)


def worded(texts: Iterable[str], name: str) -> str:
    """Return the question that an issue without a title asks, in no particular language.

    >>> worded(["Fred is married.", "Fred is single."], "i1")
    'Fred is married / Fred is single?'
    """
    return " / ".join(text.strip().rstrip(".") for text in texts) + "?" if texts else name


def undercut(step: str, undercutter: str = "") -> str:
    """Return the IRI of the undercut of a step; by its undercutter where there are several.

    >>> undercut("http://e/a1"), undercut("http://e/a1", "http://e/p")
    ('http://e/a1:undercut', 'http://e/a1:undercut:p')
    """
    return f"{step}:undercut" + (f":{_last(undercutter)}" if undercutter else "")


def rebuttal(position: str, other: str) -> str:
    """Return the IRI of the rebuttal of a position by another.

    >>> rebuttal("http://e/p", "http://e/q")
    'http://e/q:against:p'
    """
    return f"{other}:against:{_last(position)}"


def _last(iri: str) -> str:
    return iri.replace("#", "/").rstrip("/").rsplit("/", 1)[-1]
