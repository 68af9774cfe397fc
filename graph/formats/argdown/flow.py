"""YAML that stands in the braces of Argdown: flow style, on as many lines as it takes.

Argdown finds the end of metadata without reading YAML: at a closing brace with a blank and
something else than a comma or a brace after it. So a closing brace in a text is written ``\\x7D``.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

__all__ = ["flow", "wrapped"]

WIDTH: Final = 100
# Texts that mean themselves in YAML 1.1 and 1.2, and those that some YAML takes for a value.
_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w./()'’·。，；、！？“”…—–+-]| (?![ #]))*", re.UNICODE)
_MEANT: Final = frozenset(
    [
        "null",
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "y",
        "n",
        "nan",
        "inf",
        "none",
        "~",
    ]
)
_UNSAFE: Final = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff}]")


def flow(value: Any) -> str:
    """Return a value as YAML in flow style on one line.

    >>> flow({"speaker": "mayor", "answers": ["q1", "q2"], "sure": 0.5, "note": "a: b {c}"})
    '{speaker: mayor, answers: [q1, q2], sure: 0.5, note: "a: b {c\\\\x7d"}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(_pairs(value)) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number(value)
    return _word(str(value))


def _number(value: int | float) -> str:
    text = str(value)
    if text in ("inf", "-inf", "nan"):
        return f".{text}".replace(".-", "-.")
    if "e" in text and "." not in text:  # YAML 1.1 takes 1e-07 for a text
        return text.replace("e", ".0e")
    return text


def _word(text: str) -> str:
    plain = (
        _PLAIN.fullmatch(text)
        and not text.endswith(" ")
        and text.lower() not in _MEANT
        and text.isprintable()
        and _UNSAFE.search(text) is None
    )
    if plain:
        return text
    return _UNSAFE.sub(_code, json.dumps(text, ensure_ascii=False))


def _code(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _pairs(value: Mapping[Any, Any]) -> list[str]:
    return [f"{flow(key)}: {flow(one)}" for key, one in value.items()]


def wrapped(value: Mapping[str, Any], indent: str = "", width: int = WIDTH) -> str:
    """Return a mapping as YAML in flow style, broken between its pairs where a line gets long.

    >>> print(wrapped({"a": "b" * 9, "c": "d" * 9, "e": "f"}, "  ", width=20))
      {a: bbbbbbbbb,
       c: ddddddddd,
       e: f}
    """
    inner = indent + " "
    parts = [
        f"{flow(key)}: {_part(one, inner, len(flow(key)) + 2, width)}" for key, one in value.items()
    ]
    return indent + "{" + _broken(parts, inner, width) + "}"


def _part(value: Any, indent: str, before: int, width: int) -> str:
    """Return a value, broken too if it is long."""
    short = flow(value)
    if len(indent) + before + len(short) < width:
        return short
    if isinstance(value, Mapping):
        return wrapped(value, indent + " ", width).lstrip(" ")
    if isinstance(value, (list, tuple)):
        inner = indent + "  "
        return "[" + _broken([_part(one, inner, 0, width) for one in value], inner, width) + "]"
    return short


def _broken(parts: list[str], indent: str, width: int) -> str:
    lines: list[str] = []
    line = ""
    for part in parts:
        room = len(indent) + len(line) + len(part) + 3 <= width
        if line and (not room or "\n" in part or "\n" in line):
            lines.append(line + ",")
            line = part
        else:
            line += f", {part}" if line else part
    return f"\n{indent}".join([*lines, line])
