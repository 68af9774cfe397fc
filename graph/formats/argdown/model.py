"""What an Argdown text says: statements, arguments, relations, sections, tags.

The records are those of @argdown/core 2.0.1; :func:`~whyso.graph.formats.argdown.export.to_json`
writes them as its JSON export does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from whyso.graph.formats.argdown.metadata import MISSING

__all__ = ["Argument", "EquivalenceClass", "Inference", "Place", "Relation", "Relations"]
__all__ += ["Section", "Statement"]

Place = tuple[int, int, int, int]
"""First line and column, last line and column; both count from 1, columns in UTF-16 units."""


class Relations:
    """The relations that one node is in, in order; one to itself counts twice."""

    __slots__ = ("_counts", "_reaching")

    def __init__(self) -> None:
        self._counts: dict[Relation, int] = {}
        self._reaching: dict[tuple[int, str], int] = {}

    def __iter__(self) -> Iterator["Relation"]:
        for relation, count in self._counts.items():
            yield from (relation,) * count

    def add(self, relation: "Relation") -> None:
        """Put *relation* at the end."""
        self._counts[relation] = self._counts.get(relation, 0) + 1
        self._count(relation, 1)

    def discard(self, relation: "Relation") -> None:
        """Take *relation* out once; if it is not there, the last one, as the reference does."""
        taken = relation if relation in self._counts else next(reversed(self._counts), None)
        if taken is None:
            return
        self._counts[taken] -= 1
        if not self._counts[taken]:
            del self._counts[taken]
        self._count(taken, -1)

    def reaches(self, end: "Node", kind: str) -> bool:
        """Tell whether a relation of *kind* that ends at *end* is among them."""
        return self._reaching.get((id(end), kind), 0) > 0

    def redirect(self, relation: "Relation", end: "Node") -> None:
        """Say that *relation* will end at *end*; call it on every node that has it, before."""
        count = self._counts.get(relation, 0)
        self._count(relation, -count)
        key = (id(end), relation.kind)
        self._reaching[key] = self._reaching.get(key, 0) + count

    def _count(self, relation: "Relation", change: int) -> None:
        key = (id(relation.end), relation.kind)
        self._reaching[key] = self._reaching.get(key, 0) + change


@dataclass(eq=False, slots=True)
class Section:
    """A heading and what follows until the next one of its level; ``flags`` are those of groups."""

    id: str
    level: int
    title: str
    ranges: list[dict[str, Any]]
    tags: list[str]
    data: Any
    first: tuple[int, int]
    last: tuple[int, int] | None = None
    closed_by_heading: bool = False
    parent: "Section | None" = None
    flags: dict[str, Any] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Inference:
    """The step to a conclusion: the rules that it names, and what undercuts it."""

    place: Place
    rules: list[str] = field(default_factory=list)
    relations: Relations = field(default_factory=Relations)
    data: Any = MISSING
    argument_title: str | None = None
    conclusion_index: int | None = None


@dataclass(eq=False, slots=True)
class Statement:
    """One occurrence of a statement, or of the description of an argument."""

    title: str | None = None
    text: str | None = None
    role: str | None = None
    is_reference: bool = False
    is_top_level: bool | None = None
    ranges: list[dict[str, Any]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    data: Any = MISSING
    place: Place | None = None
    section: Section | None = None
    argument_title: str | None = None
    inference: Inference | None = None
    pcs: "list[Statement] | None" = None


@dataclass(eq=False, slots=True)
class EquivalenceClass:
    """All occurrences of one statement; ``uses`` tells in which roles it occurs.

    ``tags`` are the keys, in order.
    """

    title: str
    members: list[Statement] = field(default_factory=list)
    relations: Relations = field(default_factory=Relations)
    tags: dict[str, None] = field(default_factory=dict)
    data: Any = MISSING
    section: Section | None = None
    uses: dict[str, bool] = field(default_factory=dict)
    intermediary: int = 0


@dataclass(eq=False, slots=True)
class Argument:
    """An argument: its descriptions, and its premise-conclusion structure if it has one."""

    title: str
    members: list[Statement] = field(default_factory=list)
    pcs: list[Statement] = field(default_factory=list)
    relations: Relations = field(default_factory=Relations)
    tags: dict[str, None] = field(default_factory=dict)
    data: Any = MISSING
    section: Section | None = None
    place: Place | None = None


Node = EquivalenceClass | Argument | Inference


@dataclass(eq=False, slots=True)
class Relation:
    """An edge of *kind*: support, attack, undercut, contradictory; if strict entails, contrary."""

    kind: str
    start: Node
    end: Node
