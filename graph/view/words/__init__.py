"""The words of the interface, one table for each language. ``{0}`` is where a value goes.

The page's script reads them as data, so a further language is a further table here.
"""

from typing import Any, Final

from whyso.graph.view.words.en import EN
from whyso.graph.view.words.zh import ZH

__all__ = ["WORDS", "words"]

WORDS: Final[dict[str, dict[str, Any]]] = {"en": EN, "zh": ZH}


def words(language: str) -> dict[str, Any]:
    """Return the words of a language, by its tag; English where there is no table.

    >>> words("zh-Hans")["outline"], words("fr")["outline"]
    ('大纲', 'Outline')
    """
    return WORDS.get(language.lower().split("-")[0], WORDS["en"])
