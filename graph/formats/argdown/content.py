"""What an Argdown file holds, as checked records: the JSON export of ``@argdown/core``.

Source: https://github.com/argdown/argdown, package ``@argdown/core`` 2.0.1, ``JSONExportPlugin``.
Only what the text says is taken; the map, its colours and the places of things are not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from whyso.graph.errors import ParseError
from whyso.graph.formats.argdown.escapes import escaped, markup

__all__ = ["Content", "Element", "Line", "Link", "Section", "content_of"]

RELATIONS: Final = frozenset(
    {"support", "attack", "undercut", "entails", "contrary", "contradictory"}
)
_LATE: Final = (1 << 62, 0)


@dataclass(slots=True)
class Line:
    """A line of a premise-conclusion structure: a statement, and the inference above it, if any.

    >>> Line("a").inferred
    False
    """

    title: str
    inferred: bool = False
    rules: list[str] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Element:
    """A statement (an equivalence class) or an argument.

    *text* is its last wording, *markup* that with its marks if it has some, *others* earlier
    wordings as markup; *place* orders elements by where they are defined.

    >>> Element("a", text="Tea.").tags
    []
    """

    title: str
    text: str = ""
    markup: str | None = None
    others: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    section: str | None = None
    place: tuple[int, int] = _LATE
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Link:
    """A relation of two elements by title; *step* is the place of an inference's conclusion.

    >>> Link("support", "a", "argument", "b", "argument").step is None
    True
    """

    kind: str
    source: str
    source_kind: str
    target: str
    target_kind: str
    step: int | None = None


@dataclass(slots=True)
class Section:
    """A heading: *level* counts from 1.

    >>> Section("s1", "Tea", 1, [], {}).title
    'Tea'
    """

    id: str
    title: str
    level: int
    tags: list[str]
    data: dict[str, Any]


@dataclass(slots=True)
class Content:
    """The whole of a file.

    >>> Content({}, {}, [], [], {}).links
    []
    """

    statements: dict[str, Element]
    arguments: dict[str, Element]
    links: list[Link]
    sections: list[Section]
    front: dict[str, Any]


def content_of(said: Mapping[str, Any], name: str, front: Any = None) -> Content:
    """Return what the JSON export of an Argdown file holds.

    Args:
        said: the JSON.
        name: stands for the file in messages.
        front: the front matter, which the export leaves out.

    Raises:
        ParseError: something in it is not of the type that it must have.

    >>> said = {"statements": {"a": {"members": [{"text": "b #c", "tags": ["c"]}]}},
    ...         "arguments": {}, "relations": []}
    >>> content_of(said, "tea.json").statements["a"].text
    'b #c'
    """
    check = _Check(name)
    sections = list(check.sections(said.get("sections"), "sections", 0))
    return Content(
        check.elements(said.get("statements"), "statements"),
        check.elements(said.get("arguments"), "arguments"),
        [check.link(one, f"relations[{i}]") for i, one in check.each(said, "relations")],
        sections,
        front if isinstance(front, dict) else {},
    )


class _Check:
    def __init__(self, name: str) -> None:
        self.name = name

    def fail(self, where: str, wanted: str) -> ParseError:
        return ParseError(self.name, f"{where[:80]} is not {wanted}")

    def map(self, value: Any, where: str) -> dict[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self.fail(where, "an object")
        return value

    def each(self, said: Mapping[str, Any], key: str) -> Iterator[tuple[int, dict[str, Any]]]:
        values = said.get(key)
        if values is None:
            return
        if not isinstance(values, list):
            raise self.fail(key, "a list")
        for place, one in enumerate(values):
            if not isinstance(one, dict):
                raise self.fail(f"{key}[{place}]", "an object")
            yield place, one

    def text(self, value: Any, where: str) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.fail(where, "a text")
        return value

    def texts(self, value: Any, where: str) -> list[str]:
        if value is None:
            return []
        if not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            raise self.fail(where, "a list of texts")
        return list(value)

    def data(self, value: Any) -> dict[str, Any]:
        return value if isinstance(value, dict) else {} if value is None else {"data": value}

    def elements(self, said: Any, where: str) -> dict[str, Element]:
        found = {}
        for title, one in self.map(said, where).items():
            found[title] = self.element(title, self.map(one, f"{where}.{title}"), where)
        return found

    def element(self, title: str, said: dict[str, Any], where: str) -> Element:
        here = f"{where}.{title}"
        section = said.get("section")
        element = Element(
            title,
            tags=self.texts(said.get("tags"), f"{here}.tags"),
            data=self.data(said.get("data")),
            section=section if isinstance(section, str) else None,
        )
        places: dict[int, tuple[int, int]] = {}
        wordings: list[tuple[str, str | None]] = []
        chosen = -1
        for _, member in self.each(said, "members"):
            text = self.text(member.get("text"), f"{here}.members.text")
            reference = bool(member.get("isReference"))
            # Defined here, or stands here by itself, or is only used here.
            rank = 0 if not reference else 1 if member.get("isTopLevel") else 2
            places[rank] = min(places.get(rank, _LATE), _place(member))
            words, source = markup(text, [one for _, one in self.each(member, "ranges")])
            if not reference and (words or source):
                if self.data(member.get("data")).get("isCanonical") is True:
                    chosen = len(wordings)
                wordings.append((words, source))
        if places:
            element.place = places[min(places)]
        if wordings:
            element.text, element.markup = wording = wordings.pop(chosen)
            others = {_written(*other): None for other in wordings}
            element.others = [other for other in others if other != _written(*wording)]
        for place, line in self.each(said, "pcs"):
            element.lines.append(self.line(line, f"{here}.pcs[{place}]"))
        if element.lines and element.place == _LATE:
            element.place = _place(said)
        return element

    def line(self, said: dict[str, Any], where: str) -> Line:
        title = self.text(said.get("title"), f"{where}.title")
        inference = said.get("inference")
        if inference is None:
            return Line(title)
        inference = self.map(inference, f"{where}.inference")
        rules = self.texts(inference.get("inferenceRules"), f"{where}.inferenceRules")
        return Line(title, True, [rule for rule in rules if rule], self.data(inference.get("data")))

    def link(self, said: dict[str, Any], where: str) -> Link:
        kind = said.get("relationType")
        if not isinstance(kind, str) or kind not in RELATIONS:
            raise self.fail(f"{where}.relationType", f"one of {', '.join(sorted(RELATIONS))}")
        step = said.get("conclusionIndex")
        return Link(
            kind,
            self.text(said.get("from"), f"{where}.from"),
            self.text(said.get("fromType"), f"{where}.fromType"),
            self.text(said.get("to"), f"{where}.to"),
            self.text(said.get("toType"), f"{where}.toType"),
            step if isinstance(step, int) else None,
        )

    def sections(self, said: Any, where: str, level: int) -> Iterator[Section]:
        for place, one in self.each({"sections": said}, "sections"):
            here = f"{where}[{place}]"
            title = self.text(one.get("title"), f"{here}.title")
            words, source = markup(title, [mark for _, mark in self.each(one, "ranges")])
            own = one.get("level")
            depth = own if isinstance(own, int) and 0 < own < 100 else level + 1
            yield Section(
                self.text(one.get("id"), f"{here}.id"),
                _written(words, source),
                depth,
                self.texts(one.get("tags"), f"{here}.tags"),
                self.data(one.get("data")),
            )
            yield from self.sections(one.get("children"), f"{here}.children", depth)


def _written(words: str, source: str | None) -> str:
    return escaped(words) if source is None else source


def _place(said: Mapping[str, Any]) -> tuple[int, int]:
    line, column = said.get("startLine"), said.get("startColumn")
    if isinstance(line, int) and isinstance(column, int):
        return line, column
    return _LATE
