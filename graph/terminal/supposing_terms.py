"""The words for what would change a verdict, in English and in Chinese."""

from collections.abc import Sequence
from typing import Final

__all__ = ["any_of", "factored", "phrase"]

_PHRASES: Final[dict[str, tuple[str, str]]] = {
    "; ": ("; ", "；"),
    ", ": (", ", "、"),
    "or": (" or ", " 或 "),
    "and": (" and ", " 和 "),
    "numbers": (
        "no one two three four five six seven eight nine ten",
        "零 一 两 三 四 五 六 七 八 九 十",
    ),
    "step": ("from {} to {}", "由 {} 推出 {}"),
    "attack": ("{} against {}", "{} 攻击 {}"),
    "supposed": ("Supposed: {}. ", "假设：{}。"),
    "retracted": ("{} is retracted", "撤回 {}"),
    "retracteds": ("{} are retracted", "撤回 {}"),
    "asserted": ("{} is asserted", "断言 {}"),
    "asserteds": ("{} are asserted", "断言 {}"),
    "dropped": ("step {} is dropped", "去掉步骤 {}"),
    "droppeds": ("steps {} are dropped", "去掉步骤 {}"),
    "nothing flips": ("No other claim changes its status.", "其他陈述的状态都不变。"),
    "flips": ("{} claims flip, in this order:", "{} 条陈述状态改变，依次为："),
    "flips1": ("1 claim flips:", "1 条陈述状态改变："),
    "now": ("now {}", "变为{}"),
    "as supposed": (", as supposed", "（即所假设）"),
    "without": (", without {}", "，因为没有了 {}"),
    "with": (", with {}", "，因为有了 {}"),
    "since": (", since {} is {}", "，因为 {} 变为{}"),
    "by way of": (" (by way of {})", "（经由 {}）"),
    "answers stay": (
        "Each question keeps its accepted answers.",
        "每个问题被接受的回答都不变。",
    ),
    "answers change": ("Accepted answers change:", "被接受的回答有变："),
    "loses": ("loses {}", "失去 {}"),
    "gains": ("gains {}", "增加 {}"),
    "left": ("{} accepted then", "改变后有 {} 个被接受"),
    "none left": ("no accepted answer is left", "不再有被接受的回答"),
    "strengths stay": ("No strength changes.", "强度都不变。"),
    "strengths": ("Strengths that change most:", "强度变化最大的："),
    "more": ("and {} more (--json tells all)", "另有 {} 条（--json 列出全部）"),
    "more sets": ("and {} more sets (--json tells all)", "另有 {} 组（--json 列出全部）"),
    "retract-": ("{} falls if these are retracted:", "撤回下列陈述，{} 便不再被接受："),
    "retract+": ("{} is accepted if these are retracted:", "撤回下列陈述，{} 便被接受："),
    "grant+": ("{} is accepted if these are asserted:", "断言下列陈述，{} 便被接受："),
    "grant-": ("{} falls if these are asserted:", "断言下列陈述，{} 便不再被接受："),
    "attack-": (
        "{} falls if something new, which nothing answers, attacks these:",
        "若有新的、无人回应的攻击针对下列各项，{} 便不再被接受：",
    ),
    "attack+": (
        "{} is accepted if something new, which nothing answers, attacks these:",
        "若有新的、无人回应的攻击针对下列各项，{} 便被接受：",
    ),
    "retract- never": (
        "No retraction of other claims brings {} down.",
        "无论撤回哪些别的陈述，{} 都仍被接受。",
    ),
    "retract+ never": (
        "No retraction of other claims makes {} accepted.",
        "无论撤回哪些别的陈述，{} 都不会被接受。",
    ),
    "grant+ never": (
        "No assertion of other claims makes {} accepted.",
        "无论断言哪些别的陈述，{} 都不会被接受。",
    ),
    "grant- never": (
        "No assertion of other claims brings {} down.",
        "无论断言哪些别的陈述，{} 都仍被接受。",
    ),
    "attack- never": (
        "Only an attack on {} itself brings it down.",
        "只有直接攻击 {} 本身，才会使它不再被接受。",
    ),
    "attack+ never": (
        "No new attack on anything else makes {} accepted.",
        "无论攻击别的什么，{} 都不会被接受。",
    ),
    "retract- none": (
        "{} withstands any {} retractions of other claims.",
        "撤回任意{1}条别的陈述，{0} 都仍被接受。",
    ),
    "retract+ none": (
        "No {1} retractions of other claims make {0} accepted.",
        "撤回任意{1}条别的陈述，{0} 都不会被接受。",
    ),
    "grant+ none": (
        "No {1} assertions of other claims make {0} accepted.",
        "断言任意{1}条别的陈述，{0} 都不会被接受。",
    ),
    "grant- none": (
        "{} withstands any {} assertions of other claims.",
        "断言任意{1}条别的陈述，{0} 都仍被接受。",
    ),
    "attack- none": (
        "{} withstands any {} new attacks on other things.",
        "任意{1}个针对别处的新攻击，都不会使 {0} 不被接受。",
    ),
    "attack+ none": (
        "No {1} new attacks on other things make {0} accepted.",
        "任意{1}个针对别处的新攻击，都不会使 {0} 被接受。",
    ),
    "any one": ("any one of {}", "{} 之一"),
    "together": ("{}, together with {}", "{}，连同 {}"),
    "both": ("{} together", "{} 一起"),
    "dash": (" — ", "——"),
    "grounded": (
        "What flips is found under grounded semantics.",
        "状态的改变按有根语义（grounded）计算。",
    ),
    "and with": (", and with ", "，再连同 "),
    "all": ("There are no others, of whatever size.", "此外再没有别的，无论多大。"),
    "complete": (
        "These are all of at most {}; larger ones were not looked for.",
        "不超过{}项的全在此；更大的没有找。",
    ),
    "limit": (" Stopped there: there are too many.", "到此为止：数量太多。"),
    "timeout": (" Stopped there: the time was over.", "到此为止：时间已到。"),
    "robust": ("How robust the answers are. ", "回答有多稳固。"),
    "no answer": ("No answer is accepted.", "没有被接受的回答。"),
    "whole": (
        "{} accepted answers; all fall only if {} claims or more are retracted.",
        "{} 个回答被接受；要使它们全不成立，至少须撤回{}条。",
    ),
    "whole falls": (
        "{} accepted answers; all fall with {}.",
        "{} 个回答被接受；撤回 {}，它们便全不成立。",
    ),
    "falls with": ("falls with {}.", "在撤回 {} 时便不成立。"),
    "takes": ("falls only with {} at once: {}.", "须同时撤回{}条才不成立：{}。"),
    "never falls": (
        "withstands every retraction of other claims.",
        "无论撤回哪些别的陈述都仍成立。",
    ),
    "withstands": (
        "withstands any {} retractions of other claims.",
        "撤回任意{}条别的陈述都仍成立。",
    ),
    "alone": (
        "{} is granted for itself: only its own retraction or a new attack brings it down.",
        "{} 自身即被承认：除非撤回它本身或有新的攻击，否则一直成立。",
    ),
    "alones": (
        "{} are granted for themselves: only their own retraction or a new attack brings them"
        " down.",
        "{} 自身即被承认：除非撤回它们本身或有新的攻击，否则一直成立。",
    ),
}


def phrase(name: str, lang: str = "en") -> str:
    """Return a phrase, with braces for what it is about.

    >>> phrase("loses", "zh")
    '失去 {}'
    """
    return _PHRASES[name][lang == "zh"]


def any_of(names: Sequence[str], tie: str, lang: str = "en") -> str:
    """Return names as a list whose last item is tied with a word.

    >>> any_of(["c1", "c2", "c3"], "or"), any_of(["c1", "c2"], "and", "zh")
    ('c1, c2 or c3', 'c1 和 c2')
    """
    *first, last = names or [""]
    return phrase(", ", lang).join(first) + (phrase(tie, lang) if first else "") + last


def factored(sets: Sequence[Sequence[str]]) -> list[list[list[str]]]:
    """Return sets as products of alternatives: one of the first, with one of the second, ...

    Each set is in exactly one product.

    >>> factored([("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("e",)])
    [[['e']], [['a', 'b'], ['c', 'd']]]
    """
    order = {
        name: place for place, name in enumerate(dict.fromkeys(x for one in sets for x in one))
    }
    found: list[list[list[str]]] = []
    for size in sorted({len(one) for one in sets}):
        found += _products([frozenset(one) for one in sets if len(one) == size], order)
    return found


def _products(sets: Sequence[frozenset[str]], order: dict[str, int]) -> list[list[list[str]]]:
    if sets and not sets[0]:
        return [[]]
    found: list[list[list[str]]] = []
    left = set(sets)
    while left:
        lead = min((name for one in left for name in one), key=order.__getitem__)
        rest = {one - {lead} for one in left if lead in one}
        alike = [
            name
            for name in sorted({name for one in left for name in one}, key=order.__getitem__)
            if {one - {name} for one in left if name in one} == rest
        ]
        left -= {one | {name} for one in rest for name in alike}
        inner = sorted(rest, key=lambda one: sorted(order[name] for name in one))
        found += [[alike, *groups] for groups in _products(inner, order)]
    return found
