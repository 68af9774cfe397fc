"""In which language a page speaks: as its address says, else the service, else the browser.

What a browser prefers is told by ``Accept-Language`` (RFC 9110, section 12.5.4); a range of it
stands for a language if the first part of both is the same (RFC 4647 calls that lookup).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from whyso.graph.server.negotiation import weighed
from whyso.graph.server.words import WORDS

if TYPE_CHECKING:
    from whyso.graph.server.answers import Pairs

__all__ = ["LANGUAGES", "Label", "Spoken", "label_in", "named", "preferred", "spoken"]

LANGUAGES: Final = tuple(WORDS)


@dataclass(frozen=True, slots=True)
class Spoken:
    """The *language* of a page, and whether the browser's preference was *heard* for it."""

    language: str
    heard: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A *text*, and its language *lang* where that is known."""

    text: str
    lang: str | None = None


def spoken(asked: "Pairs", default: str | None, header: str) -> Spoken:
    """Return the language of a page.

    Args:
        asked: what the address asks.
        default: the language of the service, if it has one.
        header: Accept-Language.

    >>> spoken([("lang", "zh")], "en", ""), spoken([("lang", "?")], None, "fr, zh-TW;q=0.5")
    (Spoken(language='zh', heard=False), Spoken(language='zh', heard=True))
    """
    told = named(asked) or default
    return Spoken(told, False) if told else Spoken(preferred(header) or LANGUAGES[0], True)


def named(asked: "Pairs") -> str | None:
    """Return the language that an address names, if there are words in it.

    >>> named([("lang", "ZH")]), named([("lang", "../zh")])
    ('zh', None)
    """
    said = dict(asked).get("lang", "").lower()
    return said if said in LANGUAGES else None


def preferred(header: str) -> str | None:
    """Return the language that is liked best; of those liked alike, the one that stands first.

    >>> preferred("en;q=0.4, zh-CN;q=0.8"), preferred("de, *;q=0.1, en;q=0"), preferred("de")
    ('zh', 'zh', None)
    """
    likes: dict[str, float] = {}
    for name, quality in weighed(header):
        base = name.split("-")[0]
        likes[base] = max(quality, likes.get(base, 0.0))
    for other in LANGUAGES if "*" in likes else ():
        likes.setdefault(other, likes["*"])
    known = [one for one in likes if one in LANGUAGES and likes[one] > 0]
    return max(known, key=lambda one: likes[one], default=None)


def label_in(labels: Mapping[str, str], language: str) -> Label:
    """Return the label in a language, or a kind of it, else in English, else the first there is.

    >>> label_in({"en": "tea", "zh-Hans": "茶"}, "zh"), label_in({"und": "T"}, "zh").lang
    (Label(text='茶', lang='zh-Hans'), None)
    """
    wanted: Sequence[str] = [
        *(language,),
        *(tag for tag in labels if tag.lower().split("-")[0] == language),
        *("en", *labels),
    ]
    tag = next((one for one in wanted if labels.get(one)), None)
    return Label("") if tag is None else Label(labels[tag], None if tag == "und" else tag)
