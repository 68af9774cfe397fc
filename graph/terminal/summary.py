"""The argument on one screen: what is asked, what is answered, what is granted, what carries it."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from whyso.graph.model import Quantity
from whyso.graph.network import STEPS
from whyso.graph.store import natural
from whyso.graph.terminal.outline import author
from whyso.graph.terminal.table import Paint, clean, cut, paragraph, plain, width, wrap
from whyso.graph.terminal.terms import count_of, said
from whyso.graph.view.figures import figure_words

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["summary"]

_WIDEST: Final = 100
_ANSWERS: Final = 2
_GRANTED: Final = 3
_FIGURES: Final = 3
_CARRIERS: Final = 3


def summary(g: "ArgumentGraph", *, lang: str = "en", cells: int = 100, paint: Paint = plain) -> str:
    """Return a summary of the argument, some 25 lines for one of a hundred statements.

    Args:
        g: the argument.
        lang: language of texts and words, where they are told in it.
        cells: width of the terminal.
        paint: colours a text by its role; without it there are none.

    >>> from whyso.graph import sample
    >>> summary(sample()).splitlines()[0]
    'Statement on government guarantees and AI infrastructure'
    """
    return "\n".join(_Summary(g, lang, cells, paint).lines())


class _Summary:
    """The parts of a summary; each yields its lines."""

    def __init__(self, g: "ArgumentGraph", lang: str, cells: int, paint: Paint) -> None:
        self.g, self.lang, self.cells, self.paint = g, lang, min(cells, _WIDEST), paint
        self.net = g.to_networkx()
        self.statements = {one.iri: one for one in g.statements()}
        self.covered = {one.question: one for one in g.coverage()}

    def lines(self) -> Iterator[str]:
        yield from self._head()
        yield ""
        yield from self._questions()
        yield from self._granted()
        yield from self._figures()
        yield from self._carriers()

    def _title(self, name: str, after: str = "") -> str:
        return self.paint(said(name, self.lang), "title") + self.paint(after, "note")

    def _line(
        self, mark: str, iri: str, *, indent: int = 2, after: str = "", role: str = "note"
    ) -> str:
        """Return a statement on one line: mark, id, text, and at the right what to know of it."""
        one = self.statements[iri]
        head = " " * indent + (f"{mark} " if mark else "")
        room = self.cells - width(head) - width(one.id) - 1 - (width(after) + 2 if after else 0)
        text = cut(clean(one.label(self.lang)), max(room, 12))
        look = "question" if "question" in one.kind else ""
        line = self.paint(head, mark) + self.paint(one.id, "id") + " " + self.paint(text, look)
        space = " " * (max(room - width(text), 0) + 2)
        return line + space + self.paint(after, role) if after else line

    def _head(self) -> Iterator[str]:
        for source in self.g.sources():
            title = wrap(clean(source.label(self.lang)), self.cells)
            yield from (self.paint(line, "title") for line in title)
        kinds = Counter(str(node["kind"]) for _, node in self.net.nodes(data=True))
        counts = {
            "questions": kinds["question"] + kinds["underlying_question"],
            "inferences": kinds["inference"],
            "conflicts": sum(kinds[kind] for kind in STEPS if kind != "inference"),
            "utterances": kinds["utterance"],
        }
        counts = {"statements": kinds.total() - sum(counts.values())} | counts
        told = [count_of(number, name, self.lang) for name, number in counts.items() if number]
        speaker = author(self.g)
        if speaker is not None:
            told.insert(0, clean(speaker.label(self.lang)))
        yield from (self.paint(line, "note") for line in wrap(" · ".join(told), self.cells))

    # Questions

    def _questions(self) -> Iterator[str]:
        """Tell the surface questions, and under them those that lie behind, with their answers."""
        behind: dict[str, list[str]] = {}
        for start, end, role in self.net.edges(keys=True):
            if role == "underlies" and start in self.covered and end in self.covered:
                behind.setdefault(end, []).append(start)
        deeper = {iri for under in behind.values() for iri in under}
        parts = {part for one in self.covered.values() for part in one.parts}
        surface = [iri for iri in behind if iri not in deeper]
        for iri in surface or [iri for iri in self.covered if iri not in parts]:
            yield from self._question(iri, 0)
            for under in sorted(behind.get(iri, ()), key=natural):
                yield from self._question(under, 2)

    def _question(self, iri: str, indent: int) -> Iterator[str]:
        result = self.covered[iri].result
        look = "bad" if result in ("attacked", "unanswered") else "good"
        yield self._line("?", iri, indent=indent, after=said(result, self.lang), role=look)
        for answer in self._answers(iri):
            yield self._line("=", answer, indent=indent + 2)

    def _answers(self, iri: str) -> list[str]:
        """Return the main answer to a question: unattacked, with most reasons.

        A question that only its parts answer has the main answers of these.
        """
        one = self.covered[iri]
        own = [*one.stated, *one.quoted, *one.reconstructed]
        good = [answer for answer in own if answer not in one.attacked] or own
        if good:
            return [max(good, key=self._weight)]
        found = (self._answers(part) for part in one.parts if not self.covered[part].parts)
        return [answer for answers in found for answer in answers][:_ANSWERS]

    def _weight(self, iri: str) -> int:
        roles = [role for _, _, role in self.net.in_edges(iri, keys=True)]
        return roles.count("conclusion")

    # What is granted, but

    def _granted(self) -> Iterator[str]:
        """Tell the undercuts: what is admitted, and why it does not show what it seems to."""
        attacks: dict[str, dict[str, None]] = {}
        for conflict in self.g.conflicts():
            if conflict.kind == "undercut" and conflict.target in self.net:
                for admitted in self._admitted(str(conflict.target)):
                    attacks.setdefault(admitted, {}).update(dict.fromkeys(conflict.sources))
        known = {
            admitted: [but for but in buts if but in self.statements]
            for admitted, buts in attacks.items()
        }
        order = sorted(known, key=lambda iri: not self.statements[iri].conceded_by)
        if order:
            yield self._title("granted")
        for admitted in order[:_GRANTED]:
            yield self._line("", admitted)
            buts = sorted(known[admitted], key=lambda iri: -self._weight(iri))
            more = said("more", self.lang).format(len(buts) - 1) if len(buts) > 1 else ""
            yield self._line("−", buts[0], indent=4, after=more.strip())

    def _admitted(self, step: str) -> list[str]:
        """Return the premises of an inference that the source admits."""
        return [
            start
            for start, _, role in self.net.in_edges(step, keys=True)
            if role == "premise" and self.statements[start].status in ("stated", "quoted")
        ]

    # Figures, load

    def _figures(self) -> Iterator[str]:
        found: dict[str, tuple[str, Quantity]] = {}
        for one in self.statements.values():
            for quantity in one.quantities:
                found.setdefault(quantity.iri, (one.id, quantity))
        ordered = sorted(found.values(), key=lambda pair: (pair[1].unit or "NUM").endswith("NUM"))
        more = len(ordered) - _FIGURES
        if ordered:
            yield self._title("figures", said("more", self.lang).format(more) if more > 0 else "")
        ids = max((width(name) for name, _ in ordered[:_FIGURES]), default=0)
        for name, quantity in ordered[:_FIGURES]:
            number = clean(figure_words(quantity, self.lang))
            what = clean(quantity.label(self.lang))
            room = self.cells - ids - width(number) - 5
            head = [(name, "id"), (" " * (ids - width(name) + 1), "")]
            parts = [
                *head,
                (number, ""),
                ("  " + (cut(what, room) if room >= 12 else what), "note"),
            ]
            first, *rest = paragraph(parts, self.cells - 2, self.paint, hang=ids + 1)
            yield f"  {first}"
            yield from (" " * (ids + 3) + line for line in rest)

    def _carriers(self) -> Iterator[str]:
        found = [row for row in self.g.rank() if row.alone][:_CARRIERS]
        if found:
            yield self._title("carries most")
        for row in found:
            yield self._line("", row.statement, after=count_of(row.alone, "fall", self.lang))
        hidden = {one.iri for one in self.statements.values() if one.kind == "assumption"}
        leaning = [step for step in self.g.inferences() if hidden.intersection(step.sources)]
        if hidden:
            counts = (
                count_of(len(hidden), "assumptions", self.lang),
                count_of(len(leaning), "inferences", self.lang),
            )
            told = wrap(said("hidden", self.lang).format(*counts), self.cells)
            yield from (self.paint(line, "note") for line in told)
