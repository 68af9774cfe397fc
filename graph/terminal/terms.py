"""The words that the terminal shows, in English and in Chinese: those of the page."""

from collections.abc import Mapping
from typing import Final

from whyso.graph.view.words import words

__all__ = ["MARKS", "count_of", "said"]

# The mark of what stands under something in this relation.
MARKS: Final[Mapping[str, str]] = {
    "answers": "=",
    "supports": "+",
    "premise": "&",
    "rebuts": "−",
    "undermines": "−",
    "undercuts": "−",
    "attacks": "−",
    "underlies": "?",
    "hasPart": "?",
    "expresses": '"',
}

# The words of the page serve here too (see :func:`said`); these are further or shorter ones.
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "answers<": ("", ""),
    "supports<": ("", ""),
    "premise<": ("", ""),
    "underlies<": ("behind it", "背后的问题"),
    "hasPart>": ("part", "部分"),
    "expresses<": ("said in", "出自"),
    "quoted": ("reported", "转述"),
    "reported": ("reported", "转述"),
    "reconstructed": ("reconstructed", "重建"),
    "superseded": ("withdrawn", "已被取代"),
    "conceded": ("granted", "承认"),
    "asked of": ("asked by {}", "{}所问"),
    "told": ("reported of {}", "转述{}"),
    "author": (
        "Put forward by {}, unless somebody else is named.",
        "未另注明者，皆为{}的主张。",
    ),
    "notes": (" ({})", "（{}）"),
    ", ": (", ", "，"),
    ": ": (": ", "："),
    "hits": ("hits {}", "针对 {}"),
    "needed": ("indispensable", "不可缺"),
    "falls": ("falls with it", "随之失去支撑"),
    "rests": ("rests on {} statements", "建立在 {} 条陈述之上"),
    "rests1": ("rests on 1 statement", "建立在 1 条陈述之上"),
    "rests0": ("rests on nothing", "没有理由"),
    "carries": ("{} statements rest on it", "其上有 {} 条陈述"),
    "carries1": ("1 statement rests on it", "其上有 1 条陈述"),
    "carries0": ("nothing rests on it", "其上没有陈述"),
    "circular": ("among its own grounds", "循环论证"),
    "unfounded": ("held up by a circle alone", "只靠循环支撑"),
    "left": ("and {} more (--top 0 shows all)", "另有 {} 条（--top 0 显示全部）"),
    "bears on": ("Questions that it bears on", "所涉问题"),
    "lost": ("without it, no stated answer", "没有它就没有明说的回答"),
    "answered": ("answered", "已回答"),
    "partly": ("partly", "部分回答"),
    "attacked": ("attacked", "均遭攻击"),
    "unanswered": ("unanswered", "未回答"),
    "statement:": ("id", "标识"),
    "question:": ("id", "标识"),
    "label:": ("text", "内容"),
    "alone:": ("alone", "独撑"),
    "questions:": ("questions", "问题"),
    "rests:": ("rests", "其上"),
    "reasons:": ("reasons", "理由"),
    "attacks:": ("attacks", "攻击"),
    "depth:": ("depth", "深度"),
    "stands:": ("stands", "立得住"),
    "strength:": ("strength", "强度"),
    "falls:": ("falls", "倒下"),
    "drop:": ("drop", "减弱"),
    "lost:": ("lost", "失答"),
    "centrality:": ("central", "中心度"),
    "accepted:": ("accepted", "接受"),
    "undecided:": ("undecided", "未定"),
    "rejected:": ("rejected", "否定"),
    "opposed:": ("opposed", "所反对"),
    "verdict:": ("verdict", "结果"),
    "result:": ("result", "结果"),
    "stated:": ("stated", "明说"),
    "quoted:": ("reported", "转述"),
    "reconstructed:": ("reconstructed", "重建"),
    "superseded:": ("withdrawn", "已被取代"),
    "attacked:": ("attacked", "遭攻击"),
    "granted": ("Granted, but", "承认，但是"),
    "figures": ("Figures", "数字"),
    "carries most": ("What carries most", "承重最多"),
    "more": (" (and {} more)", "（另有 {} 条）"),
    "hidden": (
        "Needed, but not said: {}, in {}.",
        "需要却未明说：{}，用于 {}。",
    ),
    "untied": ("Not tied to a question", "未与问题相连"),
    "continued": ("Continued", "接上文"),
    "step": ("step", "步骤"),
    "marks": (
        '? question  = answer  + reason  & premise  − attack  ~ other tie  " reported speech'
        "  ↑ shown above  ↓ shown below",
        '? 问题  = 回答  + 理由  & 前提  − 攻击  ~ 其他联系  " 转述的话  ↑ 见上文  ↓ 见下文',
    ),
}


_COUNTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "statements": ("statement", "statements", "条陈述"),
    "questions": ("question", "questions", "个问题"),
    "inferences": ("inference", "inferences", "个推论"),
    "conflicts": ("attack", "attacks", "个攻击"),
    "utterances": ("report", "reports", "处转述"),
    "passages": ("passage", "passages", "处文段"),
    "assumptions": ("assumption", "assumptions", "条假设"),
    "fall": ("falls with it", "fall with it", "条随之失去支撑"),
}


def count_of(number: int, name: str, lang: str = "en") -> str:
    """Return a number with the noun for *name*.

    >>> count_of(1, "statements"), count_of(2, "statements", "zh")
    ('1 statement', '2 条陈述')
    """
    one, many, chinese = _COUNTS[name]
    return f"{number} {chinese if lang == 'zh' else one if number == 1 else many}"


def said(name: str, lang: str = "en") -> str:
    """Return the word for *name* in *lang*; English if that is another than Chinese.

    A relation is named with what it is seen from: ``qualifies<`` is what its source is called as
    seen from its target, ``qualifies>`` the other way round.

    >>> said("qualifies>", "zh"), said("qualifies<"), said("supports<"), said("hedged")
    ('限定', 'qualified by', '', 'hedged')
    """
    if name in _WORDS:
        return _WORDS[name][lang == "zh"]
    told = words(lang)
    if name[:-1] in told["relation"] and name[-1] in "<>":
        return str(told["relation"][name[:-1]][name.endswith("<")])
    return str(told["kind"].get(name) or told["certainties"].get(name) or name)
