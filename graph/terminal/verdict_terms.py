"""The words and signs of verdicts on the terminal, in English and in Chinese."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from whyso.graph.store import natural
from whyso.graph.terminal.table import clean
from whyso.graph.terminal.terms import said

if TYPE_CHECKING:
    import networkx as nx

    from whyso.graph.semantics import Standpoint

__all__ = ["SIGNS", "question_order", "reader_words", "result_word", "word"]

# The sign of each status.
SIGNS: Final = {"accepted": "✓", "rejected": "✗", "undecided": "◦"}
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "accepted": ("accepted", "接受"),
    "rejected": ("rejected", "否定"),
    "undecided": ("undecided", "未定"),
    "granted": ("granted", "承认"),
    "supported": ("supported", "有理由"),
    "attacked": ("attacked", "遭攻击"),
    "unsupported": ("unsupported", "理由不成立"),
    "deprived": ("deprived", "失去所依"),
    "circular": ("circular", "循环论证"),
    "open": ("open", "悬置"),
    "contested": ("contested", "有争议"),
    "resting": ("resting", "随之未定"),
    "result rejected": ("all rejected", "均被否定"),
    "result open": ("open", "悬置"),
    "own": ("your own", "你自己的"),
    "for": ("Standpoint: {}", "立场：{}"),
    "by": (" — by {}", "（因 {}）"),
    "lacks": (" — without {}", "（缺 {}）"),
    "rests on": (" — on {}", "（有待 {}）"),
    "more": ("and {} more {}", "另有 {} 条{}"),
    "all": (" (--all shows all)", "（--all 显示全部）"),
    "defensible": ("could be defended", "可以辩护"),
    "no extension": (
        "There is no extension under these semantics, so nothing is decided.",
        "按此语义没有外延，因此一概未定。",
    ),
    "unsettled": (
        "The strengths did not all settle; where they did not, none is given.",
        "强度未能全部收敛；未收敛者不予给出。",
    ),
    "meaning": (
        "Accepted means: it stands, given this graph and this standpoint. It does not mean true.",
        "“接受”是说：就此图、就此立场而言，它立得住；并不是说它为真。",
    ),
    "too many": (
        "Of so many claims not each is taken away in turn: what would weaken is left out.",
        "陈述太多，未逐一去掉来算：减弱从略。",
    ),
    "semantics": ("{} semantics, strength by {}", "语义 {}，强度 {}"),
}


def word(name: str, lang: str = "en") -> str:
    """Return a word of verdicts: a status, a ground, a result.

    >>> word("accepted", "zh"), word("partly")
    ('接受', 'partly')
    """
    return _WORDS[name][lang == "zh"] if name in _WORDS else said(name, lang)


def result_word(result: str, lang: str = "en") -> str:
    """Return the word for how far a question is answered.

    >>> result_word("rejected"), result_word("partly")
    ('all rejected', 'partly')
    """
    name = f"result {result}"
    return word(name if name in _WORDS else result, lang)


def reader_words(standpoint: "Standpoint", lang: str = "en") -> tuple[str, str]:
    """Return what a standpoint is called and what it grants; without a description, its query.

    >>> from whyso.graph.semantics import find_standpoint
    >>> reader_words(find_standpoint("SELECT ?claim { ?claim a arg:Evidence }"))
    ('your own', 'SELECT ?claim { ?claim a arg:Evidence }')
    """
    language = "zh" if lang == "zh" else "en"
    title = clean(standpoint.titles[language])
    if title == "own":
        title = word("own", lang)
    told = clean(standpoint.descriptions[language])
    if not told:
        lines = standpoint.text.splitlines()
        told = clean(" ".join(line for line in lines if not line.lstrip().startswith("#")))
    return title, told


def question_order(net: "nx.MultiDiGraph[str]", names: Iterable[str]) -> list[tuple[str, int]]:
    """Return questions in reading order, each with how deep it stands: parts, then what is behind.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> names = [one.iri for one in g.questions()]
    >>> [(iri.rpartition("/")[2], deep) for iri, deep in question_order(g.to_networkx(), names)][:4]
    [('q0', 0), ('q0a', 1), ('q0b', 1), ('q1', 1)]
    """
    known = sorted(names, key=natural)
    inside = set(known)
    below: dict[str, list[str]] = {name: [] for name in known}
    for name in known:
        ties = [(end, role) for _, end, role in net.out_edges(name, keys=True) if end in inside]
        for end in sorted((end for end, role in ties if role == "hasPart"), key=natural):
            below[name].append(end)
    for name in known:
        for _, end, role in net.out_edges(name, keys=True):
            if role == "underlies" and end in inside:
                below[end].append(name)
    under = {child for children in below.values() for child in children}
    tops = sorted((name for name in known if name not in under), key=lambda name: not below[name])
    found: dict[str, int] = {}
    waiting = [(name, 0) for name in reversed([*tops, *known])]
    while waiting:
        name, deep = waiting.pop()
        if name not in found:
            found[name] = deep
            waiting += [(child, deep + 1) for child in reversed(below[name])]
    return list(found.items())
