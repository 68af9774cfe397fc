"""What would change a verdict, in words for people."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from whyso.graph.model import Step
from whyso.graph.semantics.supposing.flips import FlipSets
from whyso.graph.semantics.supposing.sensitivity import Robustness
from whyso.graph.semantics.supposing.whatif import Change, Flip
from whyso.graph.semantics.verdict import STATUSES, Verdict
from whyso.graph.terminal.supposing_terms import any_of, factored, phrase
from whyso.graph.terminal.table import Paint, clean, paragraph, plain, width
from whyso.graph.terminal.verdict_terms import SIGNS, reader_words, word

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["flips_text", "robustness_text", "whatif_text"]

_WIDEST: Final = 120
_SHIFTS: Final = 5
_SETS: Final = 12
_ROLES: Final = {"accepted": "good", "rejected": "bad", "undecided": "note"}


def whatif_text(
    g: "ArgumentGraph",
    change: Change,
    *,
    lang: str = "en",
    cells: int = 100,
    paint: Paint = plain,
) -> str:
    """Return a change for people: what is supposed, what flips and why, answers, strengths.

    >>> from whyso.graph import sample
    >>> from whyso.graph.semantics.supposing.whatif import what_if
    >>> g = sample()
    >>> print(whatif_text(g, what_if(g.verdict(), retract=["c44"])))  # doctest: +ELLIPSIS
    Supposed: c44 is retracted. Standpoint: the speaker's word
    ...
    """
    return "\n".join(_Text(g, change.before, lang, cells, paint).change(change))


def flips_text(
    g: "ArgumentGraph",
    verdict: Verdict,
    found: Sequence[FlipSets],
    *,
    lang: str = "en",
    cells: int = 100,
    paint: Paint = plain,
) -> str:
    """Return for people what would flip a claim.

    >>> from whyso.graph import sample
    >>> from whyso.graph.semantics.supposing.flips import flip_sets
    >>> g = sample()
    >>> found = [flip_sets(g.verdict(), "r2")]
    >>> flips_text(g, g.verdict(), found).splitlines()[0]
    'r2 OpenAI wants to be too big to fail. — ✗ rejected'
    """
    return "\n".join(_Text(g, verdict, lang, cells, paint).flips(found))


def robustness_text(
    g: "ArgumentGraph",
    verdict: Verdict,
    found: Sequence[Robustness],
    *,
    lang: str = "en",
    cells: int = 100,
    paint: Paint = plain,
) -> str:
    """Return for people how robust the answer to each question is.

    >>> from whyso.graph import sample
    >>> from whyso.graph.semantics.supposing.sensitivity import robustness
    >>> g = sample()
    >>> found = robustness(g.verdict(), [(g.resolve("q3"), g.resolve("c70"))])
    >>> robustness_text(g, g.verdict(), found).splitlines()[-1]
    '  c70 falls with any one of a13, c66 or c69.'
    """
    return "\n".join(_Text(g, verdict, lang, cells, paint).robust(found))


class _Text:
    """Texts for people; each yields its lines."""

    def __init__(
        self, g: "ArgumentGraph", verdict: Verdict, lang: str, cells: int, paint: Paint
    ) -> None:
        self.g, self.verdict, self.lang = g, verdict, lang
        self.cells, self.paint = min(cells, _WIDEST), paint

    def say(self, name: str, *values: object) -> str:
        return phrase(name, self.lang).format(*values)

    def id(self, iri: str) -> str:
        return clean(self.g[iri].id)

    def ids(self, iris: Iterable[str]) -> list[str]:
        return [self.id(iri) for iri in iris]

    def all_of(self, iris: Iterable[str]) -> str:
        return any_of(self.ids(iris), "and", self.lang)

    def named(self, iri: str) -> list[tuple[str, str]]:
        """Return the parts of a name: the id and the label, or what a step ties."""
        record = self.g[iri]
        if isinstance(record, Step):
            way = "step" if record.kind == "inference" else "attack"
            sources = any_of(self.ids(record.sources), "and", self.lang)
            ends = self.say(way, sources, self.id(record.target) if record.target else "?")
            return [(f"{record.id} ", "id"), (ends, "note")]
        return [(f"{record.id} ", "id"), (clean(record.label(self.lang)), "")]

    def block(self, parts: Iterable[tuple[str, str]], indent: int, hang: int) -> Iterator[str]:
        first, *rest = paragraph(parts, max(self.cells - indent, 8), self.paint, hang=hang)
        yield " " * indent + first
        yield from (" " * (indent + hang) + line for line in rest)

    def reader(self) -> str:
        return word("for", self.lang).format(
            reader_words(self.verdict.case.standpoint, self.lang)[0]
        )

    def status(self, name: str) -> list[tuple[str, str]]:
        return [(f"{SIGNS[name]} {word(name, self.lang)}", _ROLES[name])]

    # What if

    def change(self, change: Change) -> Iterator[str]:
        """Yield what is supposed, what flips, the questions, the strengths."""
        told = [
            self.say(f"{done}{'' if len(those) == 1 else 's'}", self.all_of(those))
            for done, those in (
                ("retracted", change.retracted),
                ("asserted", change.granted),
                ("dropped", change.dropped),
            )
            if those
        ]
        supposed = self.say("supposed", self.say("; ").join(told))
        yield from self.block([(supposed, "title"), (self.reader(), "note")], 0, 2)
        for iri in (*change.retracted, *change.granted, *change.dropped):
            yield from self.block(self.named(iri), 2, 2)
        yield ""
        yield from self._flips(change)
        yield from self._questions(change)
        yield from self._shifts(change)

    def _flips(self, change: Change) -> Iterator[str]:
        flips = change.flips
        if not flips:
            yield from self.block([(self.say("nothing flips"), "head")], 0, 2)
            return
        head = self.say("flips1" if len(flips) == 1 else "flips", len(flips))
        yield from self.block([(head, "head")], 0, 2)
        after = {flip.claim: flip.after for flip in flips}
        for flip in flips:
            signs = f"{SIGNS[flip.before]}→{SIGNS[flip.after]} "
            parts = [(f"{flip.wave or 1} ", "note"), (signs, _ROLES[flip.after])]
            parts += [*self.named(flip.claim), (self.say("dash"), "note")]
            parts += [(self._because(change, flip, after), "note")]
            yield from self.block(parts, 2, 6)

    def _because(self, change: Change, flip: Flip, after: dict[str, str]) -> str:
        now = self.say("now", word(flip.after, self.lang))
        if not flip.because:
            return now + self.say("as supposed")
        cause, *way = flip.because
        if cause in change.dropped or cause in change.retracted:
            told = self.say("without", self.id(cause))
        elif cause in after:
            told = self.say("since", self.id(cause), word(after[cause], self.lang))
        else:
            told = self.say("with", self.id(cause))
        steps = self.say("by way of", self.say(", ").join(self.ids(way))) if way else ""
        return now + told + steps

    def _questions(self, change: Change) -> Iterator[str]:
        yield ""
        if not change.questions:
            yield from self.block([(self.say("answers stay"), "head")], 0, 2)
            return
        yield from self.block([(self.say("answers change"), "head")], 0, 2)
        for one in change.questions:
            parts = [("? ", "?"), *self.named(one.question)]
            left = len(one.before) - len(one.lost) + len(one.gained)
            told = [self.say("loses", self.all_of(one.lost))] if one.lost else []
            told += [self.say("gains", self.all_of(one.gained))] if one.gained else []
            told.append(self.say("left" if left else "none left", left))
            parts.append((self.say("dash") + self.say("; ").join(told), "note"))
            yield from self.block(parts, 2, 2)

    def _shifts(self, change: Change) -> Iterator[str]:
        yield ""
        shifts = change.shifts
        if not shifts:
            yield from self.block([(self.say("strengths stay"), "head")], 0, 2)
            return
        yield from self.block([(self.say("strengths"), "head")], 0, 2)
        shown = [one for one in shifts if f"{one.before:.2f}" != f"{one.after:.2f}"][:_SHIFTS]
        for shift in shown or shifts[:1]:
            moved = f"{shift.before:.2f} → {shift.after:.2f}  "
            yield from self.block([(moved, ""), *self.named(shift.claim)], 2, width(moved))
        more = len(shifts) - max(len(shown), 1)
        if more:
            yield from self.block([(self.say("more", more), "note")], 2, 2)

    # Flips

    def flips(self, found: Sequence[FlipSets]) -> Iterator[str]:
        """Yield what would flip a claim, way by way, and what is named."""
        iri = found[0].claims[0]
        status = STATUSES[int(self.verdict.translation.labels[self.verdict.case.place[iri]])]
        yield from self.block(
            [*self.named(iri), (self.say("dash"), "note"), *self.status(status)], 0, 2
        )
        yield from self.block([(self.reader(), "note")], 0, 2)
        yield from self._semantics()
        named: dict[str, None] = {}
        for one in found:
            yield ""
            way = one.way + ("+" if one.accepted else "-")
            if not one.sets:
                yield from self.block([(self._none(one, way), "head")], 0, 2)
                continue
            yield from self.block([(self.say(way, self.id(iri)), "head")], 0, 2)
            sets = one.sets[:_SETS] if len(factored(one.sets)) > _SETS else one.sets
            for groups in factored(sets):
                named.update(dict.fromkeys(name for group in groups for name in group))
                yield from self.block([(self._groups(groups), "")], 2, 2)
            if len(sets) < len(one.sets):
                more = self.say("more sets", len(one.sets) - len(sets))
                yield from self.block([(more, "note")], 2, 2)
            yield from self.block([(self._complete(one), "note")], 2, 2)
        if named:
            yield ""
            for name in sorted(named, key=lambda name: list(named).index(name)):
                yield from self.block(self.named(name), 2, 2)

    def _semantics(self) -> Iterator[str]:
        if self.verdict.case.options.semantics != "grounded":
            yield from self.block([(self.say("grounded"), "note")], 0, 2)

    def _groups(self, groups: Sequence[Sequence[str]]) -> str:
        """Return in words: one of some, together with one of others."""
        if len(groups) == 1:
            names = self.ids(groups[0])
            return (
                self.say("any one", any_of(names, "or", self.lang)) if len(names) > 1 else names[0]
            )
        if all(len(group) == 1 for group in groups):
            return self.say("both", self.all_of(group[0] for group in groups))
        told = [any_of(self.ids(group), "or", self.lang) for group in groups]
        return self.say("together", told[0], self.say("and with").join(told[1:]))

    def _none(self, one: FlipSets, way: str) -> str:
        name = self.id(one.claims[0])
        if one.complete is None:
            return self.say(f"{way} never", name)
        return self.say(f"{way} none", name, self._count(one.complete)) + self._stop(one)

    def _complete(self, one: FlipSets) -> str:
        if one.complete is None:
            return self.say("all")
        return self.say("complete", self._count(one.complete)) + self._stop(one)

    def _stop(self, one: FlipSets) -> str:
        return "" if one.stopped in ("", "bound") else self.say(one.stopped)

    def _count(self, number: int) -> str:
        names = phrase("numbers", self.lang).split()
        return names[number] if number < len(names) else str(number)

    # Robustness

    def robust(self, found: Sequence[Robustness]) -> Iterator[str]:
        """Yield for each question with what its answers fall."""
        yield from self.block([(self.say("robust"), "title"), (self.reader(), "note")], 0, 2)
        yield from self._semantics()
        for one in found:
            yield ""
            yield from self.block([("? ", "?"), *self.named(one.question)], 0, 2)
            if one.together is None:
                yield from self.block([(self.say("no answer"), "bad")], 2, 2)
                continue
            if len(one.answers) > 1:
                yield from self.block([(self._as_a_whole(one), "head")], 2, 2)
            alone: list[str] = []
            for answer in one.answers:
                falls = answer.falls
                outright = self.verdict.case.granted.outright
                place = self.verdict.case.place[answer.answer]
                if not falls.sets and falls.complete is None and outright[place]:
                    alone.append(answer.answer)
                    continue
                parts = [(f"{self.id(answer.answer)} ", "id"), (self._falls(falls), "")]
                yield from self.block(parts, 2, 4)
            if alone:
                told = self.say("alone" if len(alone) == 1 else "alones", self.all_of(alone))
                yield from self.block([(told, "")], 2, 4)

    def _as_a_whole(self, one: Robustness) -> str:
        count = len(one.answers)
        together = one.together
        if together is None or not together.sets:
            return self.say("whole", count, self._count(one.least))
        told = self.say("; ").join(map(self._groups, factored(together.sets)))
        return self.say("whole falls", count, told)

    def _falls(self, falls: FlipSets) -> str:
        if not falls.sets and falls.complete is None:
            return self.say("never falls")
        if not falls.sets:
            return self.say("withstands", self._count(falls.complete or 0)) + self._stop(falls)
        size = len(falls.sets[0])
        told = self.say("; ").join(map(self._groups, factored(falls.sets)))
        if size > 1:
            return self.say("takes", self._count(size), told)
        return self.say("falls with", told)
