"""The trees of an explanation in words: one line for each place."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from whyso.graph.semantics.explaining.words import joined, local, said

if TYPE_CHECKING:
    from whyso.graph.semantics.explaining.explanation import Explanation
    from whyso.graph.semantics.explaining.views import Point, Side

__all__ = ["LISTED", "MARKS", "Line", "Names", "Teller"]

LISTED: Final = 8  # items of a list
MARKS: Final = {"reason": "+", "attack": "−", "premise": "&", "need": "~"}
_TOLD: Final = ("resting", "contested", "needy")  # by what stands below
Names = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: how deep it stands, and its parts, each with the role of its text.

    *kind* is ``head`` for what begins a section, ``tree`` for a place of a tree, ``note`` for what
    is told beside it, and ``row`` for a part of the strength.
    """

    depth: int
    kind: str
    parts: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The line as plain text."""
        return "".join(text for text, _ in self.parts)


class Teller:
    """Puts the trees of one explanation into words.

    Args:
        found: the explanation.
        lang: ``en`` or ``zh``.
        label: what a claim says, by IRI.
        voice: whose words a claim is, by IRI.
    """

    def __init__(
        self, found: "Explanation", lang: str, label: Names | None, voice: Names | None
    ) -> None:
        self.found = found
        self.lang = "zh" if lang.lower().startswith("zh") else "en"
        self.label, self.voice = label, voice

    def say(self, name: str, *values: object) -> str:
        """Return the words for *name*."""
        return said(name, self.lang, *values)

    def ids(self, iris: Iterable[str], last: str = ", ", *, most: int = LISTED) -> str:
        """Return the names of claims or steps as a list that is cut after *most*."""
        names = [local(iri) for iri in iris]
        if len(names) > most:
            names = [*names[:most], self.say("cut", len(names) - most)]
            last = ", "
        return joined(names, self.lang, last)

    def head(self, text: str, role: str = "") -> Line:
        """Return a line that begins a section."""
        return Line(0, "head", ((text, role),))

    def note(self, name: str, *values: object) -> Line:
        """Return a line that is told beside the rest."""
        return Line(0, "note", ((self.say(name, *values), "note"),))

    def tree(self, side: "Side") -> Iterator[Line]:
        """Yield the lines of a proof; a step from one claim stands in one line with it."""
        points = side.points
        place, up = 1, [0] * (len(points) + 2)
        while place < len(points):
            point = points[place]
            depth = point.depth - up[point.depth - 1] if point.depth > 1 else point.depth
            up[point.depth] = up[point.depth - 1] if point.depth else 0
            after = points[place + 1] if place + 1 < len(points) else None
            if point.is_link and len(point.sources) == 1 and _merges(point, after):
                assert after is not None  # noqa: S101  told by _merges
                yield self._line(depth, point, after)
                up[after.depth] = up[point.depth] + 1
                # What attacks the step itself stands beside its source.
                place += 2
                yield from self._cut(depth + 1, point, after)
                continue
            yield self._line(depth, point, None)
            yield from self._cut(depth + 1, point)
            place += 1
        yield from self._cut(1, points[0])
        if not side.whole:
            yield self.note("not followed", side.followed)
        elif side.left:
            yield self.note("left out", side.left)

    def _cut(self, depth: int, *points: "Point") -> Iterator[Line]:
        if more := sum(point.cut for point in points):
            yield Line(depth, "tree", ((self.say("cut", more), "note"),))

    def _line(self, depth: int, point: "Point", source: "Point | None") -> Line:
        notes = [self._step(point)] if point.is_link else [self._claim(point)]
        if notes[0] and point.ground in _TOLD and not point.is_link:
            notes = []
        told, iri = point, point.item
        if point.is_link:
            iri = point.sources[0] if len(point.sources) == 1 else ""
            told = source or point
        if source is not None:
            notes.append("" if source.ground in _TOLD else self._claim(source))
        if iri and self.voice:
            notes.append(self.voice(iri))
        if told.again or point.again:
            notes.append(self.say("again"))
        mark = MARKS[point.role]
        parts = [(f"{mark} ", mark)]
        if point.role == "need":
            parts.append((self.say("need") + " ", "tie"))
        if iri:
            parts.append((local(iri), "id"))
            text = self.label(iri) if self.label else ""
            parts.append((" " + text if text else "", ""))
        else:
            parts.append((self.say("together", self.ids(point.sources, " and ")), "id"))
        if text := self.say("; ").join(note for note in notes if note):
            parts.append((self.say(" (") + text + self.say(")"), "note"))
        return Line(depth, "tree", tuple(part for part in parts if part[0]))

    def _step(self, point: "Point") -> str:
        kind = self.say("reason" if point.role == "reason" else point.kind)
        name = local(point.item)
        if point.onto:
            kind, name = "", self.say("onto", f"{kind} {name}", local(point.onto))
        text = self.say(f"step {point.status}", kind, name).strip()
        if point.met:
            text += self.say("; ") + self.say("met", self.ids(point.met, " and "))
        return text + (self.say(", ") + self.say("back") if point.back else "")

    def _claim(self, point: "Point") -> str:
        free = point.ground in ("granted", "supported") and not point.attacks
        return self.say(f"is {point.ground}" + (" free" if free else ""))

    # Beside the proof


def _merges(point: "Point", after: "Point | None") -> bool:
    """Return whether a step is told in one line with the claim that it starts from."""
    return (
        after is not None
        and after.role == "premise"
        and after.depth == point.depth + 1
        and after.item == point.sources[0]
    )
