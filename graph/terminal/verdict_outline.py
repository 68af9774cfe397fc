"""A verdict for people: the questions with their answers, then the rest by why it is so."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import isnan
from typing import TYPE_CHECKING, Final

import numpy as np

from whyso.graph.errors import UnknownNameError
from whyso.graph.semantics.answering import Answering, answering
from whyso.graph.semantics.causes import Causes
from whyso.graph.semantics.dung import IN, OUT, UNDECIDED
from whyso.graph.semantics.verdict import GROUNDS, STATUSES, Verdict
from whyso.graph.terminal.table import Paint, clean, cut, paragraph, plain, width, wrap
from whyso.graph.terminal.terms import said
from whyso.graph.terminal.verdict_terms import (
    SIGNS,
    question_order,
    reader_words,
    result_word,
    word,
)

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph, Statement

__all__ = ["verdict_text"]

_ROLES: Final = {"accepted": "good", "rejected": "bad", "undecided": "note"}
_WIDEST: Final = 120
_ANSWERS: Final = 3
_OTHERS: Final = 8
_LEAST: Final = 24  # cells that the text of a claim gets on one line


def verdict_text(
    g: "ArgumentGraph",
    verdict: Verdict,
    *,
    question: str | None = None,
    every: bool = False,
    lang: str = "en",
    cells: int = 100,
    paint: Paint = plain,
) -> str:
    """Return a verdict for people: for whom, the questions with their answers, the rest, and why.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> verdict_text(g, g.verdict("evidence")).splitlines()[1].partition(".")[0]
    'Standpoint: only evidence'
    """
    only = None if question is None else g.resolve(question)
    return "\n".join(_Text(g, verdict, only, every, lang, cells, paint).lines())


class _Text:
    """The parts of a verdict for people; each yields its lines."""

    def __init__(
        self,
        g: "ArgumentGraph",
        verdict: Verdict,
        only: str | None,
        every: bool,
        lang: str,
        cells: int,
        paint: Paint,
    ) -> None:
        self.g, self.verdict, self.every, self.lang = g, verdict, every, lang
        self.cells, self.paint = min(cells, _WIDEST), paint
        self.net = g.to_networkx()
        self.records: dict[str, Statement] = {one.iri: one for one in g.statements()}
        self.grounds, self.causes = verdict.grounds, Causes(verdict)
        self.answered = {one.question: one for one in answering(verdict, self.net)}
        if only is not None and only not in self.answered:
            raise UnknownNameError("question", only, self.answered)
        self.only = only
        used = {STATUSES[label] for label in set(verdict.labels.tolist())}
        self.status = max((width(word(name, lang)) for name in used), default=0) + 2
        self.ground = max((width(word(name, lang)) for name in set(self.grounds)), default=0)
        self.bar = 6 if cells >= 100 else 0

    def lines(self) -> Iterator[str]:
        yield from self._head()
        if not self.verdict.exists:
            yield from self._note(word("no extension", self.lang), "warning")
            return
        yield ""
        yield from self._questions()
        for label in (OUT, UNDECIDED, *([IN] if self.every else [])):
            if self.only is None:
                yield from self._rest(label)
        yield from self._note(word("meaning", self.lang))

    def _note(self, text: str, role: str = "note") -> Iterator[str]:
        yield from (self.paint(line, role) for line in wrap(text, self.cells))

    def _head(self) -> Iterator[str]:
        for source in self.g.sources():
            yield from self._note(clean(source.label(self.lang)), "title")
        case = self.verdict.case
        title, told = reader_words(case.standpoint, self.lang)
        dot = "。" if self.lang == "zh" else ". "
        head = word("for", self.lang).format(title) + (dot if told else "")
        yield from paragraph([(head, "head"), (told, "")], self.cells, self.paint)
        counts = Counter(STATUSES[label] for label in self.verdict.labels.tolist())
        parts = [f"{SIGNS[name]} {counts[name]} {word(name, self.lang)}" for name in SIGNS]
        options = case.options
        parts.append(word("semantics", self.lang).format(options.semantics, options.strength))
        yield from self._note(" · ".join(parts))
        if np.isnan(self.verdict.strengths.values).any():
            yield from self._note(word("unsettled", self.lang), "warning")

    def _questions(self) -> Iterator[str]:
        within = self.only is None
        top = 0
        for iri, deep in question_order(self.net, self.answered):
            if iri == self.only:
                within, top = True, deep
            elif self.only is not None and deep <= top:
                within = False
            if not within:
                continue
            indent = min(2 * (deep - top), self.cells // 4)
            one = self.answered[iri]
            yield from self._question(one, indent)
            for names in (one.accepted, one.undecided, one.rejected, one.opposed):
                yield from self._answers(names, one, indent + 2)
        if self.answered:
            yield ""

    def _question(self, one: Answering, indent: int) -> Iterator[str]:
        result = result_word(one.result, self.lang)
        role = "good" if one.accepted or one.result == "answered" else "bad"
        record = self.records[one.question]
        parts = [("? ", "?"), (f"{record.id} ", "id"), (clean(record.label(self.lang)), "question")]
        yield from self._beside(parts, [(result, role)], indent, 2)

    def _answers(self, names: Sequence[str], of: Answering, indent: int) -> Iterator[str]:
        numbers = [self.verdict.case.place[name] for name in names]
        values = self.verdict.strengths.values
        numbers.sort(key=lambda number: -np.nan_to_num(values[number], nan=-1))
        shown = numbers if self.every or len(numbers) <= _ANSWERS + 1 else numbers[:_ANSWERS]
        claims = self.verdict.case.links.claims
        for number in shown:
            added = claims[number] in of.reconstructed or claims[number] in of.opposed
            voice = "reconstructed" if added else "quoted" if claims[number] in of.quoted else ""
            yield from self._claim(number, indent, voice)
        if len(shown) < len(numbers):
            status = word(STATUSES[int(self.verdict.labels[numbers[0]])], self.lang)
            more = word("more", self.lang).format(len(numbers) - len(shown), status)
            indent += min(self.status + 1, self.cells // 4)
            for line in wrap(more, max(self.cells - indent, 8)):
                yield " " * indent + self.paint(line, "note")

    def _claim(self, number: int, indent: int, voice: str) -> Iterator[str]:
        """Yield the lines of a claim: its status, id and text; at the right why and how strong."""
        status = STATUSES[int(self.verdict.labels[number])]
        sign = f"{SIGNS[status]} {word(status, self.lang)}"
        pad = " " * (self.status - width(sign) + 1)
        iri = self.verdict.case.links.claims[number]
        parts = [(sign, _ROLES[status]), (pad, ""), *self._named(iri)]
        notes = [said(voice, self.lang)] if voice else []
        if status != "accepted" and self.verdict.defensible[number]:
            notes.append(word("defensible", self.lang))
        if notes:
            told = said(", ", self.lang).join(notes)
            parts.append((said("notes", self.lang).format(told), "note"))
        ground = word(self.grounds[number], self.lang)
        right = [(ground + " " * (self.ground - width(ground)), "note")]
        value = float(self.verdict.strengths.values[number])
        if self.bar:
            right.append((" " + _bar(value, self.bar - 1), "note"))
        right.append((" " + (f"{value:4.2f}" if not isnan(value) else "   –"), ""))
        yield from self._beside(parts, right, indent, self.status + 1)

    def _named(self, iri: str) -> list[tuple[str, str]]:
        one = self.records.get(iri)
        if one is None:
            return [(clean(iri), "id")]
        return [(f"{one.id} ", "id"), (clean(one.label(self.lang)), "")]

    def _beside(
        self,
        parts: Sequence[tuple[str, str]],
        right: Sequence[tuple[str, str]],
        indent: int,
        hang: int,
    ) -> Iterator[str]:
        """Yield a text, wrapped, with something to know of it at the right of its first line."""
        after = sum(width(text) for text, _ in right)
        room = self.cells - indent - after - 2
        painted = "".join(self.paint(text, role) for text, role in right)
        if room < hang + 16:
            told = [*parts, (" ", ""), *right]
            first, *rest = paragraph(told, max(self.cells - indent, 8), self.paint, hang=2)
            yield " " * indent + first
            yield from (" " * (indent + 2) + line for line in rest)
            return
        first, *rest = paragraph(parts, room, self.paint, hang=hang)
        bare = paragraph(parts, room, hang=hang)[0]
        yield " " * indent + first + " " * (room - width(bare) + 2) + painted
        yield from (" " * (indent + hang) + line for line in rest)

    # The rest, by ground

    def _rest(self, label: int) -> Iterator[str]:
        """Yield the claims of one status, grouped by why they have it."""
        status = STATUSES[label]
        groups: dict[str, list[int]] = {ground: [] for ground in GROUNDS}
        for number in np.flatnonzero(self.verdict.labels == label).tolist():
            groups[self.grounds[number]].append(number)
        if not any(groups.values()):
            return
        count = sum(map(len, groups.values()))
        yield self.paint(f"{SIGNS[status]} {word(status, self.lang)} ({count})", "title")
        for ground, numbers in groups.items():
            if not numbers:
                continue
            name = word(ground, self.lang) + said(": ", self.lang)
            meaning = GROUNDS[ground]["zh" if self.lang == "zh" else "en"]
            lines = paragraph([(name, "head"), (meaning, "note")], self.cells - 2, self.paint)
            yield from ("  " + line for line in lines)
            shown = numbers if self.every or len(numbers) <= _OTHERS + 1 else numbers[:_OTHERS]
            for number in shown:
                yield from self._reason(number)
            if len(shown) < len(numbers):
                more = word("more", self.lang).format(len(numbers) - len(shown), "").strip()
                for line in wrap(more + word("all", self.lang), self.cells - 4):
                    yield "    " + self.paint(line, "note")
        yield ""

    def _reason(self, number: int) -> Iterator[str]:
        """Yield a claim, on one line if there is room, with the claims that gave it its status."""
        iri = self.verdict.case.links.claims[number]
        after = self._because(number)
        (name, role), *text = self._named(iri)
        told = "".join(part for part, _ in text)
        room = self.cells - 4 - width(name) - width(after)
        if room >= _LEAST:
            line = self.paint(name, role) + cut(told, room) + self.paint(after, "note")
            yield "    " + line.rstrip()
            return
        parts = [(name, role), (told, ""), (after, "note")]
        first, *rest = paragraph(parts, max(self.cells - 4, 8), self.paint, hang=2)
        yield "    " + first
        yield from ("      " + line for line in rest)

    def _because(self, number: int) -> str:
        ground = self.grounds[number]
        how = {"attacked": "by", "unsupported": "lacks", "deprived": "lacks", "resting": "rests on"}
        causes = self.causes.of(number) if ground in how or ground == "contested" else []
        ids = [
            self.records[iri].id if iri in self.records else clean(iri)
            for iri in (self.verdict.case.links.claims[cause] for cause in causes)
        ]
        if not ids:
            return ""
        listed = said(", ", self.lang).join(ids[:3]) + ("…" if len(ids) > 3 else "")
        return word(how.get(ground, "by"), self.lang).format(listed)


def _bar(value: float, room: int) -> str:
    """Return a strength from 0 to 1 as a bar of so many cells.

    >>> _bar(0.5, 4)
    '██  '
    """
    if isnan(value):
        return " " * room
    eighths = round(min(max(value, 0.0), 1.0) * room * 8)
    whole, part = divmod(eighths, 8)
    return ("█" * whole + (" ▏▎▍▌▋▊▉"[part] if part else "")).ljust(room)
