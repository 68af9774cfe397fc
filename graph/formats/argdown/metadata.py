"""YAML between braces and in the front matter, with the types of YAML 1.2's core schema.

PyYAML finds the structure; the values are read as js-yaml reads them, since that is what
@argdown/core does: ``yes`` and ``on`` are strings, dates become ISO strings, keys are strings, a
key may not come twice. See https://yaml.org/spec/1.2.2/#103-core-schema.
"""

import math
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Final

__all__ = ["MISSING", "MetadataError", "load", "merged"]

MISSING: Final = object()
"""What an empty text says: nothing, not even null."""

_MAX_DEPTH: Final = 100
_MAX_VALUES: Final = 100_000
_MERGE: Final = object()
_CONSTANTS: Final = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER: Final = re.compile(r"([-+]?)(?:0b([01]+)|0o([0-7]+)|0x([0-9a-fA-F]+)|([0-9]+))")
_FLOAT: Final = re.compile(
    r"[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+]?[0-9]+)?"
)
_NOT_FINITE: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME: Final = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})"
    r"(?:\.([0-9]*))?(?:[ \t]*(?:Z|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?"
)
# Characters that mean something only in YAML 1.1 are hidden from PyYAML behind private ones.
_HIDDEN: Final = re.compile(
    r"(?:(?<=[^\s,\[\]{}])|(?<=[^\s,\[\]{}:?-] ))\?|(?<=\w)\t(?=\w)|[\x85\u2028\u2029]"
)
_MASKED: Final = "?\t\x85\u2028\u2029"
_TAG: Final = "tag:yaml.org,2002:"


class MetadataError(Exception):
    """The YAML is broken at character *place*, for the *reason* told."""

    def __init__(self, reason: str, place: int) -> None:
        super().__init__(reason)
        self.reason, self.place = reason, place


def load(text: str) -> Any:
    """Return what *text* says as values of JSON, or :data:`MISSING` if it says nothing.

    Aliases are followed as long as the whole stays below 100,000 values.

    Raises :class:`MetadataError`.

    >>> load("{a: yes, b: [1, 0x10, 1.50], c: 2001-12-14, d: ~}")
    {'a': 'yes', 'b': [1, 16, 1.5], 'c': '2001-12-14T00:00:00.000Z', 'd': None}
    """
    import yaml

    try:
        unused = (chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in text)
        masks = dict(zip(_MASKED, unused, strict=False))
        masked = _HIDDEN.sub(lambda match: masks.get(match[0], match[0]), text)
        unmasked = {ord(mask): sign for sign, mask in masks.items()}
        return _Builder(unmasked).build(yaml.parse(masked, Loader=_loader()))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or error.context or "broken YAML"
        raise MetadataError(reason, mark.index if mark else 0) from None
    except yaml.YAMLError as error:
        raise MetadataError(
            "a character that YAML forbids", getattr(error, "position", 0)
        ) from None
    except (ValueError, OverflowError, AttributeError, IndexError):
        raise MetadataError("broken YAML", 0) from None


@cache
def _loader() -> type[Any]:
    """Return PyYAML's loader, but tabs separate inside a line, and ``{: a}`` has an empty key."""
    import yaml

    parser: Any = yaml.SafeLoader

    class Loader(yaml.SafeLoader):
        def scan_to_next_token(self) -> None:
            super().scan_to_next_token()
            while self.peek() == "\t":
                start = self.buffer.rfind("\n", 0, self.pointer) + 1
                if not (self.flow_level or self.buffer[start : self.pointer].strip(" \t")):
                    return
                self.forward()
                super().scan_to_next_token()

        def parse_flow_node(self) -> Any:
            keyless = self.states[-1] == self.parse_flow_mapping_empty_value
            if keyless and self.check_token(yaml.tokens.ValueToken):
                self.states.pop()
                self.state = self.parse_flow_mapping_value
                return parser.process_empty_scalar(self, parser.peek_token(self).start_mark)
            return parser.parse_flow_node(self)

    return Loader


class _Builder:
    """Events of PyYAML to values, on a stack of its own."""

    def __init__(self, unmasked: dict[int, str]) -> None:
        self.unmasked = unmasked
        self.values = 0
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.open: list[tuple[Any, str | None, int, list[Any]]] = []
        self.result: Any = MISSING

    def build(self, events: Iterator[Any]) -> Any:
        documents = 0
        for event in events:
            kind, place = type(event).__name__, event.start_mark.index
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise MetadataError("more than one YAML document", place)
            elif kind in ("SequenceStartEvent", "MappingStartEvent"):
                if len(self.open) >= _MAX_DEPTH - 1:
                    raise MetadataError(f"nested deeper than {_MAX_DEPTH}", place)
                _container_tag(event, place)
                self.open.append((kind, event.anchor, self.values, []))
            elif kind in ("SequenceEndEvent", "MappingEndEvent"):
                opened, anchor, before, items = self.open.pop()
                sequence = opened == "SequenceStartEvent"
                self._put(items if sequence else _mapping(items, place), anchor, before, place)
            elif kind == "ScalarEvent":
                event.value = event.value.translate(self.unmasked)
                self._put(_scalar(event, place), event.anchor, self.values, place)
            elif kind == "AliasEvent":
                if event.anchor not in self.anchors:
                    raise MetadataError(f"no anchor named {event.anchor!r} before it", place)
                value, size = self.anchors[event.anchor]
                self.values += size - 1
                self._put(value, None, self.values, place)
        return self.result

    def _put(self, value: Any, anchor: str | None, before: int, place: int) -> None:
        self.values += 1
        if self.values > _MAX_VALUES:
            raise MetadataError(f"more than {_MAX_VALUES:,} values", place)
        if anchor is not None:
            self.anchors[anchor] = (value, self.values - before)
        if self.open:
            self.open[-1][3].append(value)
        else:
            self.result = None if value is _MERGE else value


def _container_tag(event: Any, place: int) -> None:
    usual = _TAG + ("seq" if type(event).__name__ == "SequenceStartEvent" else "map")
    if event.tag not in (None, "!", usual):
        raise MetadataError(f"unknown tag {event.tag}", place)


def _mapping(items: list[Any], place: int) -> dict[str, Any]:
    """Return a mapping of keys and values in turn; ``<<`` takes over those of another."""
    found: dict[str, Any] = {}
    taken_over: set[str] = set()
    for key, value in zip(items[::2], items[1::2], strict=True):
        if key is _MERGE:
            for other in value if isinstance(value, list) else [value]:
                if not isinstance(other, dict):
                    raise MetadataError("<< needs a mapping, or a list of mappings", place)
                for name in other.keys() - found.keys():
                    found[name] = other[name]
                    taken_over.add(name)
            continue
        name = _name(key)
        if name in found and name not in taken_over:
            raise MetadataError(f"the key {name!r} comes twice", place)
        taken_over.discard(name)
        found[name] = None if value is _MERGE else value
    return found


def _name(key: Any) -> str:
    """Return a key as ECMAScript turns it into a string."""
    if isinstance(key, str):
        return key
    if isinstance(key, bool) or key is None:
        return {None: "null", True: "true", False: "false"}[key]
    if isinstance(key, list):
        return ",".join("" if item is None else _name(item) for item in key)
    return "[object Object]" if isinstance(key, dict) else str(key)


def _scalar(event: Any, place: int) -> Any:
    text, tag = event.value, event.tag
    if tag is None or tag == "!":
        return _plain(text) if event.implicit[0] and tag is None else text
    if tag == _TAG + "str":
        return text
    value = _plain(text)
    kinds: dict[str, tuple[type, ...]] = {
        "null": (type(None),),
        "bool": (bool,),
        "int": (int,),
        "float": (int, float),
        "timestamp": (str,),
    }
    expected = kinds.get(tag.removeprefix(_TAG))
    if expected is None or not isinstance(value, expected):
        raise MetadataError(f"a value that is not of its tag {tag}", place)
    return value


def _plain(text: str) -> Any:
    """Return the value of an unquoted scalar."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text == "<<":
        return _MERGE
    if match := _INTEGER.fullmatch(text):
        sign, *digits = match.groups()
        base, written = next(
            (base, found) for base, found in zip((2, 8, 16, 10), digits, strict=True) if found
        )
        if len(written) <= 1024:
            number = int(written, base)
            return _number(-number if sign == "-" else number, text)
        return text
    if _FLOAT.fullmatch(text):
        return _number(float(text), text)
    if _NOT_FINITE.fullmatch(text):
        return None
    if match := _DATE.fullmatch(text) or _TIME.fullmatch(text):
        return _instant([*match.groups(), *[None] * 10])
    return text


def _number(number: float, text: str) -> Any:
    """Return a number with the precision that it has in ECMAScript; *text* if it is too large."""
    try:
        double = float(number)
    except OverflowError:
        return text
    if math.isinf(double):
        return text
    if isinstance(number, int) and abs(number) <= 1 << 53:
        return number
    if double.is_integer() and abs(double) < 1e21:
        return int(Decimal(repr(double)))
    return double


def _instant(parts: list[str | None]) -> str | None:
    """Return a date or time in ISO 8601, Coordinated Universal Time; days that overflow go on."""
    year, month, day, hour, minute, second = (int(part or 0) for part in parts[:6])
    milliseconds = int(((parts[6] or "") + "000")[:3])
    year = year + 1900 if year < 100 else year
    zone = timedelta(hours=int(parts[8] or 0), minutes=int(parts[9] or 0))
    try:
        start = datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
        moment = start + timedelta(
            days=day - 1, hours=hour, minutes=minute, seconds=second, milliseconds=milliseconds
        )
        moment += zone if parts[7] == "-" else -zone
    except (ValueError, OverflowError):
        return None
    return moment.isoformat(timespec="milliseconds") + "Z"


def merged(target: Any, source: Any) -> Any:
    """Return *target* changed by *source*: mappings key by key, lists place by place.

    Whatever *source* is, the outcome is a mapping, or the list that *target* was; nothing of
    *source* is shared.

    >>> merged(merged(MISSING, {"a": {"b": 1}, "c": [1, 2]}), {"a": {"d": 2}, "c": [3]})
    {'a': {'b': 1, 'd': 2}, 'c': [3, 2]}
    """
    into = target if isinstance(target, dict | list) else {}
    if isinstance(source, dict):
        items: list[tuple[Any, Any]] = list(source.items())
    elif isinstance(source, list | str):
        items = (
            list(enumerate(source))
            if isinstance(into, list)
            else [(str(index), item) for index, item in enumerate(source)]
        )
    else:
        return into
    for key, value in items:
        old = _item(into, key)
        if isinstance(value, list):
            value = merged(old if isinstance(old, list) else [], value)
        elif isinstance(value, dict):
            value = merged(old if isinstance(old, dict) else {}, value)
        if isinstance(into, dict):
            into[key] = value
        elif isinstance(key, int):
            into[key : key + 1] = [value]
    return into


def _item(container: Any, key: Any) -> Any:
    if isinstance(container, dict):
        return container.get(key)
    return container[key] if isinstance(key, int) and key < len(container) else None
