"""An explanation as lines of words, each with its place in a tree."""

from collections.abc import Iterator, Sequence
from math import isnan
from typing import TYPE_CHECKING, Final

from whyso.graph.semantics.explaining.brief import why_words
from whyso.graph.semantics.explaining.tree import LISTED, MARKS, Line, Names, Teller
from whyso.graph.semantics.explaining.words import joined, local

if TYPE_CHECKING:
    from whyso.graph.semantics.explaining.explanation import Change, Explanation, Other
    from whyso.graph.semantics.explaining.views import Side

__all__ = ["Line", "lines"]

_NAMED: Final = 24  # names of a list that are told without what they say
_SHARES: Final = 20
_SLIGHT: Final = 0.0005  # contributions that are not listed


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
    >>> from whyso.graph.semantics.explaining.explanation import explain
    >>> lines(explain(sample().verdict(), "c2"), "zh")[0].text
    '从“说话者的话”的立场看，c2 被接受。'
    """
    return list(_Teller(found, lang, label, voice).lines())


class _Teller(Teller):
    """Puts one explanation into words."""

    def lines(self) -> Iterator[Line]:
        """Yield all lines."""
        found = self.found
        yield self._verdict()
        if not found.exists:
            yield self.head(self.say("no extension"))
            yield from self._opens()
        elif found.disputed:
            yield from self._many()
        else:
            yield from self._one(found.sides[0])
        yield from self._assumed()
        yield from self._strength()
        if found.points[1:]:
            yield self.note("marks")
        yield self._standpoint()
        yield self.note(found.semantics)
        yield self.note("meaning")

    def _verdict(self) -> Line:
        found = self.found
        title = self._reader()
        said_so = self.say("verdict", title, local(found.claim), self.say(found.status))
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

    def _reader(self) -> str:
        reader = self.found.standpoint
        return self.say("own") if reader.name == "own" else reader.titles[self.lang]

    def _standpoint(self) -> Line:
        reader = self.found.standpoint
        text = f"“{self._reader()}”"
        told = reader.descriptions[self.lang]
        return Line(0, "note", ((text + self.say(": ") + told if told else text, "note"),))

    # One proof

    def _one(self, side: "Side") -> Iterator[Line]:
        yield self.head(self._why(side))
        yield from self.tree(side)
        yield from self._others()
        yield from self._opens()
        yield from self._without()

    def _why(self, side: "Side") -> str:
        found, top = self.found, side.points[0]
        carried = any(one.role == "reason" and one.status == "accepted" for one in found.others)
        attacked = any(point.depth == 1 and point.role == "attack" for point in side.points)
        return why_words(
            self.lang, top.ground, found.given, top.attacks, carried=carried, besides=attacked
        )

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
        elif found.otherwise and found.points[0].ground == "attacked":
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
            local(one.link) + self.say(" (") + self.ids(one.sources) + self.say(")")
            for one in others[:LISTED]
        ]
        if more := self._beyond(others):
            names.append(self.say("cut", more))
        return joined(names, self.lang)

    def _failing(self, others: "Sequence[Other]") -> Iterator[Line]:
        for one in others[:LISTED]:
            mark, kind = MARKS[one.role], "reason" if one.role == "reason" else one.kind
            note = self.say("step rejected", self.say(kind), local(one.link))
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
        if more := self._beyond(others):
            yield Line(1, "tree", ((self.say("cut", more), "note"),))

    def _beyond(self, others: "Sequence[Other]") -> int:
        """Return how many more there are than are listed of others of one role and status."""
        alike = [(one.role, one.status) for one in others[:1]]
        return sum(
            number for role, status, number in self.found.counts if (role, status) in alike
        ) - min(len(others), LISTED)

    def _hit(self, one: "Other") -> Line:
        """Return the line of the attack by which a reason or an attack fails."""
        link, *sources = one.by
        single = len(sources) == 1
        parts = [("− ", "−"), (self.ids(sources, " and "), "id")]
        if single and self.label:
            parts.append((" " + self.label(sources[0]), ""))
        note = self.say("step accepted", self.say(one.by_kind), local(link))
        if single and self.voice and (voice := self.voice(sources[0])):
            note += self.say("; ") + voice
        parts.append((self.say(" (") + note + self.say(")"), "note"))
        return Line(2, "tree", tuple(parts))

    def _listed(self, iris: Sequence[str], mark: str) -> Iterator[Line]:
        for iri in iris[:LISTED]:
            parts = [(f"{mark} ", mark), (local(iri), "id")]
            if self.label:
                parts.append((" " + self.label(iri), ""))
            if self.voice and (voice := self.voice(iri)):
                parts.append((self.say(" (") + voice + self.say(")"), "note"))
            yield Line(1, "tree", tuple(parts))
        if len(iris) > LISTED:
            yield Line(1, "tree", ((self.say("cut", len(iris) - LISTED), "note"),))

    def _opens(self) -> Iterator[Line]:
        found = self.found
        others = [iri for iri in found.open if iri != found.claim]
        if others:
            name = "open one" if len(others) == 1 else "open many"
            name = name if found.exists else "unsettled open"
            yield self.head(self.say(name, self.ids(others, most=_NAMED)))
        for tie in found.ties[:LISTED]:
            yield self.head(self._tie(tie.round, tie.attacks, len(tie.claims)))
        yield from self._changes(found.settling, "settling")
        yield from self._changes(found.missing, "missing")

    def _tie(self, names: Sequence[str], attacks: int, size: int) -> str:
        ids = [local(name) for name in names]
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
            if len(sets) > LISTED:
                sets = [*sets[:LISTED], self.say("cut", len(sets) - LISTED)]
            if sets:
                told = self.say(f"{name} or").join(sets)
                yield self.head(self.say(name, told, self.say(status)))

    def _without(self) -> Iterator[Line]:
        found = self.found
        if found.tried and not found.without:
            name = "without none" if found.tried[1:] else "without still"
            yield self.head(self.say(name, self.say(found.status), local(found.tried[0])))
        elif found.status == "accepted" and len(found.claims) == 1:
            yield self.head(self.say("rests alone"))
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
        elif len(found.sides) == 1:
            name = "ways neither"
        else:
            name = "ways some" if found.defensible else "ways none"
        yield self.head(self.say(name))
        for number, side in enumerate(found.sides):
            head = f"{'another' if number else 'way'} {side.status}" if len(found.sides) > 1 else ""
            yield self.head((self.say(head) + " " if head else "") + self._why(side))
            yield from self.tree(side)
        if not found.every:
            yield self.note("more ways")
        yield from self._opens()

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
            sources = [f"{local(iri)} {value:.3f}" for iri, value in share.sources]
            parts = (
                (f"{share.contribution:+.3f} ".replace("-", "−"), mark),
                (local(share.link), "id"),
                (self.say(" (") + joined(sources, self.lang) + self.say(")"), "note"),
            )
            yield Line(1, "row", parts)
        rest = shares[_SHARES:]
        total = strength.rest + sum(share.contribution for share in rest)
        left = strength.left + len(strength.shares) - len(shares)
        if rest or abs(total) >= _SLIGHT:
            text = f"{total:+.3f} ".replace("-", "−") + self.say("cut", len(rest) + left)
            yield Line(1, "row", ((text, "note"),))
        elif shares and left:
            yield Line(1, "row", ((self.say("slight", left), "note"),))
        if not strength.exact:
            yield self.note("estimated")
