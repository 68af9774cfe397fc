"""What a rating says of the claim that is reviewed: for it, against it, or partly."""

import math
import re
from typing import Any, Final

from whyso.graph.formats.schema_org.items import Item, fields, texts

__all__ = ["bearing", "rating_text"]

# Verdicts as fact-checkers word them; what is in no list is read by its number.
_AGAINST: Final = (
    *("false", "mostly false", "pants on fire", "fake", "incorrect", "wrong", "inaccurate"),
    *("not true", "untrue", "hoax", "fabricated", "debunked", "baseless", "scam", "altered"),
    *("four pinocchios", "three pinocchios", "no evidence", "refuted", "manipulated"),
    *("falsch", "größtenteils falsch", "faux", "falso", "fals", "falsk", "fałsz", "bulo"),
    *("假", "错误", "不实", "谣言", "虚假", "不實", "錯誤"),
)
_FOR: Final = (
    *("true", "mostly true", "correct", "accurate", "verified", "confirmed", "legit"),
    *("correct attribution", "geppetto checkmark", "supported", "accepted"),
    *("richtig", "wahr", "vrai", "verdadero", "vero", "prawda", "sant"),
    *("真", "真实", "属实", "正确", "真實", "屬實"),
)
_PARTLY: Final = (
    *("half true", "mixture", "mixed", "partly true", "partly false", "partially true"),
    *("partially false", "misleading", "missing context", "needs context", "out of context"),
    *("unproven", "unverified", "exaggerated", "one pinocchio", "two pinocchios", "disputed"),
    *("teilweise falsch", "irreführend", "trompeur", "engañoso", "半真半假", "误导", "缺乏背景"),
)
_WORDS: Final = {
    **dict.fromkeys(_AGAINST, "against"),
    **dict.fromkeys(_FOR, "for"),
    **dict.fromkeys(_PARTLY, "partly"),
}


def bearing(rating: Item) -> tuple[str | None, bool]:
    """Return whether a rating is ``for``, ``against`` or ``partly`` for a claim; None: not told.

    Its words count before its number, since fact-checkers' numbers often have no scale. Where a
    scale is not told it goes from 1 to 5, as schema.org has it.

    Returns:
        the bearing; and whether words and number say different things.

    >>> bearing({"alternateName": "Pants on Fire!"}), bearing({"ratingValue": "4"})
    (('against', False), ('for', False))
    >>> bearing({"alternateName": "False", "ratingValue": 5}), bearing({"ratingValue": -1})
    (('against', True), (None, False))
    """
    plain = fields(rating)
    by_number = _by_number(plain)
    for text, _ in texts(plain, "alternateName") + texts(plain, "name"):
        found = _by_words(text)
        if found is not None:
            return found, by_number is not None and {found, by_number} == {"for", "against"}
    return by_number, False


def rating_text(rating: Item) -> str:
    """Return how a rating is put in words; its number and scale if it has no words.

    >>> rating_text({"alternateName": "Mostly false"}), rating_text({"ratingValue": 2})
    ('Mostly false', '2 of 5')
    """
    plain = fields(rating)
    for text, _ in texts(plain, "alternateName") + texts(plain, "name"):
        return text
    value, best = texts(plain, "ratingValue"), texts(plain, "bestRating")
    return f"{value[0][0]} of {best[0][0] if best else 5}" if value else "Rated"


def _by_words(text: str) -> str | None:
    plain = re.sub(r"[-_\s]+", " ", text).strip().casefold()
    first = re.split(r"[.:;,!?()\[\]–—。，：；]", plain, maxsplit=1)[0]
    for words in (plain.strip(" .!\"'“”"), first.strip(" \"'“”")):
        if words in _WORDS:
            return _WORDS[words]
    return None


def _by_number(rating: Item) -> str | None:
    value, best, worst = (
        _number(rating, name, default)
        for name, default in (("ratingValue", None), ("bestRating", 5.0), ("worstRating", 1.0))
    )
    if value is None or best is None or worst is None or best == worst:
        return None
    share = (value - worst) / (best - worst)
    if not 0 <= share <= 1:
        return None
    return "partly" if share == 0.5 else "for" if share > 0.5 else "against"


def _number(rating: Item, name: str, default: float | None) -> float | None:
    found: list[tuple[str, Any]] = texts(rating, name)
    if not found:
        return default
    try:
        number = float(found[0][0].replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
