"""YAML as plain values, each with its place in the text; hostile texts are refused, not followed.

The text is taken as events, one after the other, so that no nesting can fill a stack; an alias is
what its anchor is, but what aliases add up to is limited (the "billion laughs").
Source: YAML 1.1, as PyYAML and Carneades' yaml.v2 read it, with merge keys.
"""

import re
from typing import Any, Final, TypeAlias

import yaml

from whyso.graph.errors import ParseError
from whyso.graph.limits import MAX_DEPTH
from whyso.graph.store.syntax import decode

__all__ = ["NOTHING", "Fields", "Items", "Value", "Word", "comments", "plain", "plain_number"]
__all__ += ["read_yaml"]

MAX_SIZE: Final = 1_000_000  # values, or hundreds of letters, when all aliases are written out

_PARSER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER: Final = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})(?:\.\d{1,17})?$")
_HALF: Final = re.compile("[\ud800-\udfff]")
_KNOWN: Final = {"true": True, "false": False, "null": None, "~": None, "": None}


class Word(str):
    """A scalar as it is written.

    Attributes:
        bare: whether it stands without quotes, so that it may be a number.
        block: whether it is a block of lines, which ends in a line break by layout alone.
        line, column: where it starts, from 1.

    >>> Word("tea").line
    0
    """

    bare = False
    block = False
    line = column = 0


# What stands where nothing is written.
NOTHING: Final = Word()
NOTHING.bare = True


class Items(list["Value"]):
    """A sequence; *line* and *column* are where it starts.

    >>> Items([Word("a")])
    ['a']
    """

    line = column = 0


class Fields(dict[str, "Value"]):
    """A mapping; *doubled* are the keys that it gives more than once, of which the last counts.

    >>> Fields(a=Word("b"))
    {'a': 'b'}
    """

    line = column = 0
    doubled: tuple[Word, ...] = ()


Value: TypeAlias = Word | Items | Fields


def read_yaml(data: bytes, name: str) -> Value:
    """Return the one document of a YAML text; an empty text is an empty mapping.

    Raises:
        ParseError: the text is broken, has several documents, is nested too deeply, or its aliases
            make up too much.

    >>> read_yaml(b"a: [1, yes]", "tea.yml")
    {'a': ['1', 'yes']}
    >>> read_yaml(b"a: *b", "tea.yml")
    Traceback (most recent call last):
    whyso.graph.errors.ParseError: tea.yml:1:4: there is no anchor &b before
    """
    text = decode(data, name).decode("utf-8")
    building = _Building(name)
    loader = None
    try:
        loader = _PARSER(text)
        while loader.check_event():
            building.take(loader.get_event())
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        reason = " ".join(str(error.problem or error.context).split())
        raise ParseError(name, f"not YAML ({reason})", line=line, column=column) from None
    except yaml.YAMLError as error:
        reason = " ".join(str(getattr(error, "reason", None) or error).split())
        raise ParseError(name, f"not YAML ({reason})") from None
    finally:
        if loader is not None:
            loader.dispose()
    return building.documents[0] if building.documents else Fields()


class _Building:
    """What the events have told so far; *open* are the collections that are not closed yet."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.documents: list[Value] = []
        self.open: list[tuple[Items | Fields, list[Value], str | None, int]] = []
        self.anchors: dict[str, tuple[Value, int]] = {}
        self.size = 0

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            word = _word(event)
            self._put(word, event, 1 + len(word) // 100)
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                raise self._error(event, f"there is no anchor &{event.anchor} before")
            value, size = self.anchors[event.anchor]
            self._put(value, event, size, named=False)
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            if len(self.open) >= MAX_DEPTH:
                raise self._error(event, f"nested deeper than {MAX_DEPTH} levels")
            new: Items | Fields
            new = Items() if isinstance(event, yaml.SequenceStartEvent) else Fields()
            new.line, new.column = self._place(event)
            self.open.append((new, [], event.anchor, self.size))
            self.size += 1
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            whole, parts, anchor, before = self.open.pop()
            self._fill(whole, parts, event)
            if anchor is not None:
                self.anchors[anchor] = (whole, self.size - before)
            self.size -= 1
            self._put(whole, event, 1, named=False)

    def _put(self, value: Value, event: Any, size: int, *, named: bool = True) -> None:
        self.size += size
        if self.size > MAX_SIZE:
            raise self._error(
                event, f"more than {MAX_SIZE:,} values or long texts, each alias in full"
            )
        if named and event.anchor is not None:
            self.anchors[event.anchor] = (value, size)
        if self.open:
            self.open[-1][1].append(value)
        elif self.documents:
            raise self._error(event, "a second document; write each to a file of its own")
        else:
            self.documents.append(value)

    def _fill(self, whole: Items | Fields, parts: list[Value], event: Any) -> None:
        if isinstance(whole, Items):
            whole.extend(parts)
            return
        doubled: list[Word] = []
        merged: list[Value] = []
        for key, value in zip(parts[::2], parts[1::2], strict=True):
            if not isinstance(key, Word):  # a collection
                raise ParseError(
                    self.name, "a key that is no word", line=key.line, column=key.column
                )
            if key == "<<" and key.bare:
                merged += value if isinstance(value, Items) else [value]
                continue
            if key in whole:
                doubled.append(key)
                del whole[key]
            whole[key] = value
        for other in merged:
            if not isinstance(other, Fields):
                raise self._error(event, "only a mapping can be merged by <<")
            for name, part in other.items():
                whole.setdefault(name, part)
        whole.doubled = tuple(doubled)

    def _error(self, event: Any, reason: str) -> ParseError:
        line, column = self._place(event)
        return ParseError(self.name, reason, line=line, column=column)

    @staticmethod
    def _place(event: Any) -> tuple[int, int]:
        return event.start_mark.line + 1, event.start_mark.column + 1


def _word(event: Any) -> Word:
    text: str = event.value
    if not text.isascii() and _HALF.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    word = Word(text)
    word.bare, word.block = event.style is None or event.style == "", event.style in ("|", ">")
    mark = event.start_mark
    word.line, word.column = mark.line + 1, mark.column + 1
    return word


def plain(value: Value) -> Any:
    """Return a value as JSON has it: bare words that YAML takes for numbers or null become those.

    A number that Python would write in another way stays a text.

    >>> plain(read_yaml(b"{a: 0.5, b: '0.5', c: 0.50, d: true, e: no}", "tea.yml"))
    {'a': 0.5, 'b': '0.5', 'c': '0.50', 'd': True, 'e': 'no'}
    """
    if isinstance(value, Fields):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, Items):
        return [plain(part) for part in value]
    if not value.bare:
        return str(value).rstrip("\n") if value.block else str(value)
    if value in _KNOWN:
        return _KNOWN[value]
    return plain_number(value)


def plain_number(text: str) -> Any:
    """Return a text as a number, if Python writes that number in the same way.

    >>> plain_number("0.5"), plain_number("0.50")
    (0.5, '0.50')
    """
    if _NUMBER.match(text):
        number = float(text) if "." in text else int(text)
        if str(number) == text:
            return number
    return str(text)


def comments(text: str) -> list[int]:
    """Return the lines of a YAML text that can be parsed on which a comment stands.

    >>> comments("# tea\\na: 'b # c' # d\\nc: |\\n  # e\\n")
    [1, 2]
    """
    if "#" not in text:
        return []
    held: dict[int, list[tuple[int, int]]] = {}
    for token in yaml.scan(text, Loader=_PARSER):
        if isinstance(token, yaml.ScalarToken):
            start: Any = token.start_mark
            end: Any = token.end_mark
            for line in range(start.line, end.line + 1):
                first = start.column if line == start.line else 0
                last = end.column if line == end.line else len(text)
                held.setdefault(line, []).append((first, last))
    found = []
    for number, row in enumerate(text.split("\n")):
        spans = iter([*held.get(number, ()), (len(row) + 1, len(row) + 1)])
        first, last = next(spans)
        for match in _COMMENT.finditer(row):
            column = match.end() - 1
            while last <= column:
                first, last = next(spans)
            if column < first:
                found.append(number + 1)
                break
    return found


_COMMENT: Final = re.compile(r"(?:^|[ \t])#")
