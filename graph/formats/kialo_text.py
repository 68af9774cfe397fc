"""The texts of claims in Kialo's export: Markdown links, escaped marks, numbers of sources."""

import re
from typing import Final

__all__ = ["links", "markers", "plain", "written"]

_MARK: Final = r"[!-/:-@\[-`{-~]"  # what Markdown lets a backslash escape
_LINK: Final = r"\[((?:\\.|[^\[\]\\])*)\]\(((?:\\.|[^()\\\s]|\([^()\s]*\))*)\)"
_PIECE: Final = re.compile(rf"\\({_MARK})|{_LINK}")
_ESCAPED: Final = re.compile(rf"\\({_MARK})")
_SPECIAL: Final = re.compile(rf"\\(?={_MARK})|[\[\]()]")
_MARKER: Final = re.compile(r"\\.|\[(\d{1,6})\](?!\()")
# What a line of a claim may not begin with, and where the backslash goes that hides it.
_MISREAD: Final = re.compile(r"(?m)^(1(?=(?:\.\d+)*\.(?:\s|$))|-(?=> See )|Sources(?=:$))")
_STANCE: Final = re.compile(r"(?i)^(pro|con)(?=\s*:)")


def plain(text: str) -> str:
    r"""Return the words of a claim: links as their words, escaped marks without the backslash.

    >>> plain(r"[Tea](https://example.org/tea_\(drink\)) is warm \[sic\].")
    'Tea is warm [sic].'
    """

    def words(found: re.Match[str]) -> str:
        if found[1] is not None:
            return found[1]
        return _ESCAPED.sub(r"\1", found[2])

    return _PIECE.sub(words, text)


def links(text: str) -> list[str]:
    r"""Return the addresses that a claim links to, in order.

    >>> links(r"[Tea](https://example.org/tea_\(drink\)) and [milk](https://example.org/milk)")
    ['https://example.org/tea_(drink)', 'https://example.org/milk']
    """
    found = [_ESCAPED.sub(r"\1", match[3]) for match in _PIECE.finditer(text) if match[3]]
    return list(dict.fromkeys(found))


def markers(text: str) -> list[str]:
    r"""Return the numbers of the sources that a claim names.

    >>> markers(r"Warm [2], mild [1], and \[3\] is no source.")
    ['2', '1']
    """
    return [found[1] for found in _MARKER.finditer(text) if found[1]]


def written(text: str, *, stance: bool = True) -> str:
    r"""Return words as a claim of the export, so that they are read back the same.

    Args:
        text: the words; each line loses the blanks around it.
        stance: whether ``Pro:`` or ``Con:`` goes before them.

    >>> print(written("A list:\n1.1. tea (warm)"))
    A list:
    1\.1. tea \(warm\)
    """
    lines = [line.strip() for line in text.split("\n")]
    said = _SPECIAL.sub(lambda found: "\\" + found[0], "\n".join(lines).strip("\n"))
    said = _MISREAD.sub(lambda found: found[1] + "\\", said)
    return said if stance else _STANCE.sub(lambda found: found[1] + "\\", said)
