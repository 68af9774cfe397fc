"""The words that the terminal shows, in English and in Chinese: those of the page."""

from collections.abc import Mapping
from typing import Final

__all__ = ["LANGUAGES", "MARKS", "count_of", "said"]

LANGUAGES: Final = ("en", "zh")

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

# Of a relation, "<" is what its source is called as seen from its target, ">" the other way round.
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "answers>": ("answers", "回答"),
    "supports>": ("supports", "支持"),
    "rebuts<": ("rebutted by", "反驳它的"),
    "rebuts>": ("rebuts", "反驳"),
    "undermines<": ("undermined by", "动摇它的"),
    "undermines>": ("undermines", "动摇"),
    "undercuts<": ("undercut by", "底切它的"),
    "undercuts>": ("undercuts", "底切"),
    "attacks<": ("attacked by", "攻击它的"),
    "attacks>": ("attacks", "攻击"),
    "underlies<": ("behind it", "背后的问题"),
    "underlies>": ("lies behind", "隐于其后"),
    "hasPart<": ("part of", "属于"),
    "hasPart>": ("part", "部分"),
    "qualifies<": ("qualified by", "限定它的"),
    "qualifies>": ("qualifies", "限定"),
    "clarifies<": ("clarified by", "澄清它的"),
    "clarifies>": ("clarifies", "澄清"),
    "supersedes<": ("superseded by", "取代它的"),
    "supersedes>": ("supersedes", "取代"),
    "dependsOn<": ("needed by", "取决于它的"),
    "dependsOn>": ("depends on", "取决于"),
    "inTensionWith<": ("in tension with", "存在张力"),
    "inTensionWith>": ("in tension with", "存在张力"),
    "raises<": ("raised by", "由此引出"),
    "raises>": ("raises", "引出"),
    "expresses<": ("said in", "出自"),
    "expresses>": ("says", "说"),
    "forecast": ("forecast", "预测"),
    "commitment": ("commitment", "承诺"),
    "evidence": ("evidence", "证据"),
    "assumption": ("assumption", "假设"),
    "quoted": ("reported", "转述"),
    "reported": ("reported", "转述"),
    "reconstructed": ("reconstructed", "重建"),
    "superseded": ("withdrawn", "已被取代"),
    "categorical": ("categorical", "断然"),
    "strong": ("strong", "有力"),
    "plain": ("plain", "平实"),
    "hedged": ("hedged", "有保留"),
    "possible": ("possible", "仅为可能"),
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
    "range": ("{} to {}", "{} 至 {}"),
    "bound exactly": ("{}", "{}"),
    "bound approximately": ("about {}", "约 {}"),
    "bound moreThan": ("more than {}", "超过 {}"),
    "bound atLeast": ("at least {}", "至少 {}"),
    "bound lessThan": ("less than {}", "低于 {}"),
    "bound atMost": ("at most {}", "至多 {}"),
    "bound orderOfMagnitude": ("of the order of {}", "数量级为 {}"),
    "unit NUM": ("", ""),
    "unit CCY_USD": (" US dollars", "美元"),
    "unit CCY_EUR": (" euros", "欧元"),
    "unit CCY_GBP": (" pounds", "英镑"),
    "unit CCY_CNY": (" yuan", "元人民币"),
    "unit CCY_JPY": (" yen", "日元"),
    "unit PERCENT": ("%", "%"),
    "unit GigaW": (" gigawatts", "吉瓦"),
    "unit MegaW": (" megawatts", "兆瓦"),
    "horizon": (" by {}", "，至 {} 年"),
    "span": (" over {}", "，为期 {}"),
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
    "Y": ("year", "years", "年"),
    "M": ("month", "months", "个月"),
    "W": ("week", "weeks", "周"),
    "D": ("day", "days", "天"),
}


def count_of(number: int, name: str, lang: str = "en") -> str:
    """Return a number with the noun for *name*.

    >>> count_of(1, "statements"), count_of(2, "statements", "zh")
    ('1 statement', '2 条陈述')
    """
    one, many, chinese = _COUNTS[name]
    return f"{number} {chinese if lang == 'zh' else one if number == 1 else many}"


def said(name: str, lang: str = "en") -> str:
    """Return the word for *name* in *lang*; English if that is another than Chinese, else *name*.

    >>> said("qualifies>", "zh"), said("qualifies<"), said("supports<")
    ('限定', 'qualified by', '')
    """
    words = _WORDS.get(name)
    if words is None:
        return "" if name[-1:] in "<>" else name
    return words[lang == "zh"]
