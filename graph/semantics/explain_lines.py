"""An explanation as lines of words, each with its place in a tree."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Final

from whyso.graph.semantics.explain_words import joined, said

if TYPE_CHECKING:
    from whyso.graph.semantics.explain_views import Point, Side
    from whyso.graph.semantics.explanation import Change, Explanation, Other

__all__ = ["Line", "lines"]

_LISTED: Final = 8  # items of a list
_NAMED: Final = 24  # names of a list that are told without what they say
_SHARES: Final = 20
_SLIGHT: Final = 0.0005  # contributions that are not listed
_TOLD: Final = ("resting", "contested", "needy")  # by what stands below
_MARKS: Final = {"reason": "+", "attack": "−", "premise": "&", "need": "~"}
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


def lines(
    found: "Explanation",
    lang: str = "en",
    *,
    label: Names | None = None,
    voice: Names | None = None,
) -> list[Line]:
    """Return an explanation as lines.

    Args:
        found: the explanation.
        lang: ``en`` or ``zh``.
        label: what a claim says, by IRI; without it only its id is told.
        voice: whose words a claim is, by IRI; without it that is not told.

    >>> from whyso.graph import sample
    >>> from whyso.graph.semantics.explanation import explain
    >>> lines(explain(sample().verdict(), "c2"), "zh")[0].text
    '从“说话者的话”的立场看，c2 被接受。'
    """
    return list(_Teller(found, lang, label, voice).lines())


class _Teller:
    """Puts one explanation into words."""

    def __init__(
        self, found: "Explanation", lang: str, label: Names | None, voice: Names | None
    ) -> None:
        self.found = found
        self.lang = "zh" if lang.lower().startswith("zh") else "en"
        self.label, self.voice = label, voice

    def say(self, name: str, *values: object) -> str:
        return said(name, self.lang, *values)

    def ids(self, iris: Iterable[str], last: str = ", ", *, most: int = _LISTED) -> str:
        names = [_id(iri) for iri in iris]
        if len(names) > most:
            names = [*names[:most], self.say("cut", len(names) - most)]
            last = ", "
        return joined(names, self.lang, last)

    def head(self, text: str, role: str = "") -> Line:
        return Line(0, "head", ((text, role),))

    def note(self, name: str, *values: object) -> Line:
        return Line(0, "note", ((self.say(name, *values), "note"),))

    def lines(self) -> Iterator[Line]:
        """Yield all lines."""
        found = self.found
        yield self._verdict()
        if not found.exists:
            yield self.head(self.say("no extension"))
            yield from self._opens()
        elif found.sides[0].points[0].status == found.status and len(found.sides) == 1:
            yield from self._one(found.sides[0])
        else:
            yield from self._many()
        yield from self._assumed()
        yield from self._strength()
        yield self._standpoint()
        yield self.note(found.semantics)
        yield self.note("meaning")

    def _verdict(self) -> Line:
        found = self.found
        title = found.standpoint.titles[self.lang]
        said_so = self.say("verdict", title, _id(found.claim), self.say(found.status))
        parts = [(said_so, "title")]
        text = self.label(found.claim) if self.label else ""
        if text:
            parts.append((self.say(": ") + text, "question"))
        else:
            parts.append((self.say("stop"), "title"))
        voice = self.voice(found.claim) if self.voice else ""
        if voice:
            parts.append((self.say(" (") + voice + self.say(")"), "note"))
        return Line(0, "head", tuple(parts))

    def _standpoint(self) -> Line:
        reader = self.found.standpoint
        text = f"“{reader.titles[self.lang]}”"
        told = reader.descriptions[self.lang]
        return Line(0, "note", ((text + self.say(": ") + told if told else text, "note"),))

    # One proof

    def _one(self, side: "Side") -> Iterator[Line]:
        yield self.head(self._why(side.points[0]))
        yield from self._tree(side)
        if self.found.semantics != "grounded" and self.found.others == ():
            return
        yield from self._others()
        yield from self._opens()
        yield from self._without()

    def _why(self, top: "Point") -> str:
        found, name = self.found, f"why {top.ground}"
        if found.given == "held" and top.ground in ("supported", "unsupported", "resting"):
            name += " held"
        if top.ground == "attacked":
            carried = any(one.role == "reason" and one.status == "accepted" for one in found.others)
            name += f" {found.given}" if found.given else " supported" * carried
        attacks = "unattacked" if not top.attacks else "one fails" if top.attacks == 1 else ""
        text = self.say(name, self.say(attacks or "all fail", top.attacks))
        if top.ground == "resting" and any(
            point.depth == 1 and point.role == "attack" for point in found.points
        ):
            text += self.say("so is an attack")
        return text

    def _tree(self, side: "Side") -> Iterator[Line]:
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
            yield self.note("not followed", len(side.claims) + len(side.links))
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
        mark = _MARKS[point.role]
        parts = [(f"{mark} ", mark)]
        if point.role == "need":
            parts.append((self.say("need") + " ", "tie"))
        if iri:
            parts.append((_id(iri), "id"))
            text = self.label(iri) if self.label else ""
            parts.append((" " + text if text else "", ""))
        else:
            parts.append((self.say("together", self.ids(point.sources, " and ")), "id"))
        if text := self.say("; ").join(note for note in notes if note):
            parts.append((self.say(" (") + text + self.say(")"), "note"))
        return Line(depth, "tree", tuple(part for part in parts if part[0]))

    def _step(self, point: "Point") -> str:
        kind = self.say("reason" if point.role == "reason" else point.kind)
        name = _id(point.item)
        if point.onto:
            kind, name = "", self.say("onto", f"{kind} {name}", _id(point.onto))
        text = self.say(f"step {point.status}", kind, name).strip()
        if point.met:
            text += self.say("; ") + self.say("met", self.ids(point.met, " and "))
        return text + (self.say(", ") + self.say("back") if point.back else "")

    def _claim(self, point: "Point") -> str:
        free = point.ground in ("granted", "supported") and not point.attacks
        return self.say(f"is {point.ground}" + (" free" if free else ""))

    # Beside the proof

    def _others(self) -> Iterator[Line]:
        found = self.found

        def some(role: str, status: str) -> "list[Other]":
            return [one for one in found.others if one.role == role and one.status == status]

        reasons, fail = some("reason", "accepted"), some("reason", "rejected")
        if reasons:
            name = "more hold" if found.ground == "supported" else "hold"
            if found.status != "accepted":
                name = "reasons carry"
            elif len(reasons) == 1:
                name += "s"
            yield self.head(self.say(name, self._steps(reasons)))
        for role, status, name in (
            ("attack", "accepted", "attacks hold"),
            ("attack", "undecided", "attacks open"),
            ("reason", "undecided", "reasons open"),
        ):
            if several := some(role, status):
                one = len(several) == 1 and name == "attacks hold"
                yield self.head(self.say("attack holds" if one else name, self._steps(several)))
        if found.otherwise and any(one.status == found.otherwise for one in found.without):
            pass
        elif found.otherwise:
            name = f"otherwise {found.otherwise}"
            if found.otherwise == "rejected" and len(fail) < sum(
                one.role == "reason" for one in found.others
            ):
                name = "otherwise deprived"
            yield self.head(self.say(name))
        elif fail:
            yield self.head(self.say("reasons fail"))
        yield from self._failing(fail)
        if beaten := some("attack", "rejected"):
            yield self.head(self.say("attacks fail"))
            yield from self._failing(beaten)

    def _steps(self, others: "Sequence[Other]") -> str:
        names = [
            _id(one.link) + self.say(" (") + self.ids(one.sources) + self.say(")")
            for one in others[:_LISTED]
        ]
        if len(others) > _LISTED:
            names.append(self.say("cut", len(others) - _LISTED))
        return joined(names, self.lang)

    def _failing(self, others: "Sequence[Other]") -> Iterator[Line]:
        for one in others[:_LISTED]:
            mark = _MARKS[one.role]
            note = self.say("step rejected", self.say(one.role), _id(one.link))
            if one.ground != "attacked":
                note += self.say(": ") + self.say("fails by source", self.ids(one.by))
            single = len(one.sources) == 1
            name = self.ids(one.sources, " and ")
            parts = [(f"{mark} ", mark)]
            parts.append((name if single else self.say("together", name), "id"))
            if single and self.label:
                parts.append((" " + self.label(one.sources[0]), ""))
            parts.append((self.say(" (") + note + self.say(")"), "note"))
            yield Line(1, "tree", tuple(parts))
            if one.ground == "attacked" and one.by:
                yield self._hit(one)
        if len(others) > _LISTED:
            yield Line(1, "tree", ((self.say("cut", len(others) - _LISTED), "note"),))

    def _hit(self, one: "Other") -> Line:
        """Return the line of the attack by which a reason or an attack fails."""
        link, *sources = one.by
        single = len(sources) == 1
        parts = [("− ", "−"), (self.ids(sources, " and "), "id")]
        if single and self.label:
            parts.append((" " + self.label(sources[0]), ""))
        note = self.say("step accepted", self.say(one.kind), _id(link))
        if single and self.voice and (voice := self.voice(sources[0])):
            note += self.say("; ") + voice
        parts.append((self.say(" (") + note + self.say(")"), "note"))
        return Line(2, "tree", tuple(parts))

    def _listed(self, iris: Sequence[str], mark: str) -> Iterator[Line]:
        for iri in iris[:_LISTED]:
            parts = [(f"{mark} ", mark), (_id(iri), "id")]
            if self.label:
                parts.append((" " + self.label(iri), ""))
            if self.voice and (voice := self.voice(iri)):
                parts.append((self.say(" (") + voice + self.say(")"), "note"))
            yield Line(1, "tree", tuple(parts))
        if len(iris) > _LISTED:
            yield Line(1, "tree", ((self.say("cut", len(iris) - _LISTED), "note"),))

    def _opens(self) -> Iterator[Line]:
        found = self.found
        others = [iri for iri in found.open if iri != found.claim]
        if others:
            name = "open one" if len(others) == 1 else "open many"
            name = name if found.exists else "unsettled open"
            yield self.head(self.say(name, self.ids(others, most=_NAMED)))
        for tie in found.ties[:_LISTED]:
            yield self.head(self._tie(tie.round, tie.attacks, len(tie.claims)))
        yield from self._changes(found.settling, "settling")
        yield from self._changes(found.missing, "missing")

    def _tie(self, names: Sequence[str], attacks: int, size: int) -> str:
        ids = [_id(name) for name in names]
        if len(ids) == 1 and attacks:
            text = self.say("tie self", *ids)
        elif len(ids) == 2 and attacks == 2:
            text = self.say("tie two", *ids)
        else:
            kind = "odd" if attacks % 2 else "even" if attacks else "support"
            text = self.say(f"tie {kind}", self.ids(names))
        return text + (self.say("tie more", size) if size > len(names) else "")

    def _changes(self, changes: "Sequence[Change]", name: str) -> Iterator[Line]:
        for status in ("accepted", "rejected", "undecided"):
            sets = [self.ids(one.claims, " and ") for one in changes if one.status == status]
            if len(sets) > _LISTED:
                sets = [*sets[:_LISTED], self.say("cut", len(sets) - _LISTED)]
            if sets:
                told = self.say(" or ").join(sets)
                yield self.head(self.say(name, told, self.say(status)))

    def _without(self) -> Iterator[Line]:
        found = self.found
        if not found.tried:
            return
        if not found.without:
            others = [iri for iri in found.claims if iri != found.claim]
            name = "without none" if others[1:] else "without still" if others else "rests alone"
            yield self.head(self.say(name, self.say(found.status), *map(_id, others[:1])))
        for status in ("accepted", "rejected", "undecided"):
            gone = [iri for one in found.without for iri in one.claims if one.status == status]
            if gone:
                name = "without one" if len(gone) == 1 else "without any"
                yield self.head(self.say(name, self.ids(gone), self.say(status)))

    def _assumed(self) -> Iterator[Line]:
        found = self.found
        if found.assumptions:
            name = "assumption" if len(found.assumptions) == 1 else "assumptions"
            yield self.head(self.say(name))
            yield from self._listed(found.assumptions, "&")

    # Ways to settle a dispute

    def _many(self) -> Iterator[Line]:
        found = self.found
        if found.semantics == "ideal":
            name = f"ways ideal {found.status}"
        elif found.status != "undecided":
            name = f"ways {found.status}"
        else:
            name = "ways some" if found.defensible else "ways none"
        yield self.head(self.say(name))
        for number, side in enumerate(found.sides):
            yield self.head(self.say(f"{'another' if number else 'way'} {side.status}"))
            top = side.points[0]
            attacks = "unattacked" if not top.attacks else "one fails" if top.attacks == 1 else ""
            yield Line(
                1,
                "tree",
                (
                    (
                        self.say(f"why {top.ground}", self.say(attacks or "all fail", top.attacks)),
                        "",
                    ),
                ),
            )
            yield from self._tree(side)
        if not found.every:
            yield self.note("more ways")

    def _strength(self) -> Iterator[Line]:
        from whyso.graph.semantics.gradual import gradual

        strength = self.found.strength
        title = gradual(strength.semantics).title[self.lang]
        if isnan(strength.value):
            yield self.note("no strength", title)
            return
        text = self.say("strength", f"{strength.value:.3f}", title, f"{strength.base:.3f}")
        if not strength.base:
            text += self.say("no base")
        shares = [share for share in strength.shares if abs(share.contribution) >= _SLIGHT]
        ending = "sums" if shares else "idle" if strength.shares else "alone"
        yield self.head(text + self.say(ending))
        for share in shares[:_SHARES]:
            mark = "−" if share.attacks else "+"
            sources = [f"{_id(iri)} {value:.3f}" for iri, value in share.sources]
            parts = (
                (f"{share.contribution:+.3f} ".replace("-", "−"), mark),
                (_id(share.link), "id"),
                (self.say(" (") + joined(sources, self.lang) + self.say(")"), "note"),
            )
            yield Line(1, "row", parts)
        if rest := shares[_SHARES:]:
            total = sum(share.contribution for share in rest)
            text = f"{total:+.3f} ".replace("-", "−") + self.say("cut", len(rest))
            yield Line(1, "row", ((text, "note"),))
        if shares and (left := len(strength.shares) - len(shares)):
            yield Line(1, "row", ((self.say("slight", left), "note"),))
        if not strength.exact:
            yield self.note("estimated")


def _merges(point: "Point", after: "Point | None") -> bool:
    """Return whether a step is told in one line with the claim that it starts from."""
    return (
        after is not None
        and after.role == "premise"
        and after.depth == point.depth + 1
        and after.item == point.sources[0]
    )


def _id(iri: str) -> str:
    """Return the end of an IRI, by which people know it."""
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1] or iri
