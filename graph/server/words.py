"""The words of the served pages, one table for each language. ``{0}`` is where a value goes.

The words of the map are those of :mod:`whyso.graph.view.words`; ``script`` is what its page is told
besides, by ``static/served.js``. ``errors`` has a heading for each status of HTTP.
"""

from typing import Any, Final

__all__ = ["WORDS"]

_EN: Final[dict[str, Any]] = {
    "sources": "Sources",
    "source": "Source",
    "statements": "Statements",
    "data": "As data",
    "claims": "claims",
    "verdict": "verdict",
    "span": "{0} to {1} of {2}.",
    "before": "Before",
    "further": "Further",
    "queries": "Queries",
    "ask": "Ask",
    "rows": "{0} of {1} rows.",
    "large": "{0} statements are too many for one map. "
    "Begin with one of these; from a card you go on to what is around it.",
    "text": "Statements with the text",
    "find": "Find",
    "nothing": "Nothing was found.",
    "more": "There are more; look for a text.",
    "around": "Map of what is around it",
    "incoming": "Named by",
    "examples": "Examples",
    "example": "a query that ships with whyso",
    "draw": "Draw what it finds",
    "script": {
        "around": "Show what is around it",
        "more": "Show what is around it ({0} more)",
        "trouble": "The files were changed and cannot be read; this is what they were before. {0}",
    },
    "errors": {
        "400": "A broken query or value",
        "404": "No such address or name",
        "405": "Not to be asked like this",
        "406": "No such form",
        "422": "The answer is too long",
        "500": "A fault of whyso",
        "503": "Busy; try again",
        "504": "The limit of time was reached",
        "507": "The limit of memory was reached",
        "other": "It did not work",
    },
}
_ZH: Final[dict[str, Any]] = {
    "sources": "来源",
    "source": "来源",
    "statements": "陈述",
    "data": "数据",
    "claims": "主张",
    "verdict": "裁断",
    "span": "第 {0} 至 {1} 个，共 {2} 个。",
    "before": "上一页",
    "further": "下一页",
    "queries": "查询",
    "ask": "查询",
    "rows": "显示 {0} 行，共 {1} 行。",
    "large": "陈述有 {0} 条，一张图放不下。请从以下某一条看起；由卡片可再走到它的周围。",
    "text": "含有此文字的陈述",
    "find": "查找",
    "nothing": "没有结果。",
    "more": "还有更多；请按文字查找。",
    "around": "查看其周围的图",
    "incoming": "提到它的",
    "examples": "示例",
    "example": "随 whyso 附带的查询",
    "draw": "把结果画成图",
    "script": {
        "around": "显示其周围",
        "more": "显示其周围（还有 {0} 个）",
        "trouble": "文件已改动，但无法读取；此处仍是改动之前的内容。{0}",
    },
    "errors": {
        "400": "查询或取值有误",
        "404": "没有这个地址或名称",
        "405": "不能这样请求",
        "406": "没有这种格式",
        "422": "答案太长",
        "500": "whyso 出了故障",
        "503": "正忙，请稍后再试",
        "504": "已到时间上限",
        "507": "已到内存上限",
        "other": "未能完成",
    },
}
WORDS: Final = {"en": _EN, "zh": _ZH}
