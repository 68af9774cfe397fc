"""Standpoints side by side, for people and for programs: who accepts what, and where they part."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from whyso.graph.semantics.standings import Comparison, Parting, Root
from whyso.graph.semantics.verdict import STATUSES
from whyso.graph.terminal.table import Cell, Paint, Table, clean, cut, paragraph, plain, width, wrap
from whyso.graph.terminal.terms import said
from whyso.graph.terminal.verdict_terms import SIGNS, question_order, reader_words, word

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["comparison_json", "comparison_table", "comparison_text"]

_WIDEST: Final = 120
_LEAST: Final = 12  # cells that a text keeps beside the signs
# The sign of how far a question is answered.
_RESULTS: Final = {
    **dict.fromkeys(("answered", "reported", "reconstructed"), "✓"),
    "partly": "±",
    **dict.fromkeys(("contested", "open"), "◦"),
    "rejected": "✗",
    "unanswered": "–",
}
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "answers": ("Answers: {}.", "回答：{}。"),
    "questions": ("Questions: {}.", "问题：{}。"),
    "none": ("– nothing answers it", "– 没有回答"),
    "parting": ("Where each two part first", "两两最先分歧之处"),
    "same": ("{} and {} agree on every claim", "{} 与 {} 对每条陈述都一致"),
    "yes": ("{} grants it ({})", "{} 承认（{}）"),
    "held": ("{} holds it to its reasons ({})", "{} 要求理由成立（{}）"),
    "no": ("{} does not ({})", "{} 不承认（{}）"),
    "no first": ("{} does not grant it ({})", "{} 不承认（{}）"),
    "but": (", {}; ", "，{}；"),
    "itself": (" — answers {}", "——回答 {}"),
    "behind": (" — carries {}, which answers {}", "——支撑 {}，后者回答 {}"),
    "nothing": (" — bears on no answer", "——不涉及任何回答"),
    "count": (
        "{} claims differ, owing to {} that the two do not grant alike",
        "共 {} 条陈述不同，源于 {} 条承认与否的不同",
    ),
    "count1": ("they differ on nothing else", "别无不同"),
    "meaning": (
        "Two readers part where they differ on a claim although they agree on everything that"
        " decides it; shown is the one nearest to an answer. Not granted is open, not false.",
        "两者对决定某条陈述的一切都无分歧，对它本身却有，便是分歧之处；所示为离回答最近的一条。"
        "不承认即悬置，不是假。",
    ),
}


def _word(name: str, lang: str) -> str:
    return _WORDS[name][lang == "zh"]


def comparison_table(g: "ArgumentGraph", found: Comparison, *, lang: str = "en") -> Table:
    """Return a comparison as a table: a row for each claim, its status for each standpoint.

    >>> from whyso.graph import sample
    >>> from whyso.graph.semantics.standings import compare
    >>> g = sample()
    >>> comparison_table(g, compare(g.store)).columns[2:5]
    ('speaker', 'stated', 'no-forecasts')
    """
    records = {one.iri: one for one in g.statements()}
    answers: dict[str, list[str]] = {}
    for asked in found.answered[0]:
        for answer in (*asked.accepted, *asked.undecided, *asked.rejected, *asked.opposed):
            answers.setdefault(answer, []).append(records[asked.question].id)
    columns = ("claim", "id", *_names(found), "answers", "label")
    rows: list[list[Cell]] = []
    for number, iri in enumerate(found.verdicts[0].case.links.claims):
        one = records.get(iri)
        statuses = [STATUSES[int(verdict.labels[number])] for verdict in found.verdicts]
        name, label = (one.id, one.label(lang)) if one else (iri, "")
        rows.append([iri, name, *statuses, " ".join(answers.get(iri, ())), label])
    return Table(columns, rows)


def _names(found: Comparison) -> list[str]:
    """Return the names of the standpoints, each once."""
    names: list[str] = []
    for one in found.standpoints:
        taken = sum(name.partition(" ")[0] == one.name for name in names)
        names.append(f"{one.name} {taken + 1}" if taken else one.name)
    return names


def comparison_json(g: "ArgumentGraph", found: Comparison, *, lang: str = "en") -> str:
    """Return a comparison as JSON: standpoints, questions, claims and partings.

    >>> from whyso.graph import sample
    >>> from whyso.graph.semantics.standings import compare
    >>> g = sample()
    >>> told = json.loads(comparison_json(g, compare(g.store, ["stated", "evidence"])))
    >>> told["partings"][0]["between"]
    ['stated', 'evidence']
    """
    names = _names(found)
    language = "zh" if lang == "zh" else "en"
    table = comparison_table(g, found, lang=lang)
    told = {
        "standpoints": [
            {
                "name": name,
                "title": one.titles[language],
                "description": one.descriptions[language],
                "query": one.text,
            }
            for name, one in zip(names, found.standpoints, strict=True)
        ],
        "options": asdict(found.verdicts[0].case.options),
        "questions": [
            {
                "question": asked[0].question,
                "results": {name: one.result for name, one in zip(names, asked, strict=True)},
                "label": g[asked[0].question].label(lang),
            }
            for asked in zip(*found.answered, strict=True)
        ],
        "claims": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
        "partings": [
            {"between": [names[number] for number in one.pair]}
            | {name: value for name, value in asdict(one).items() if name != "pair"}
            for one in found.partings
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def comparison_text(
    g: "ArgumentGraph",
    found: Comparison,
    *,
    lang: str = "en",
    cells: int = 100,
    paint: Paint = plain,
) -> str:
    """Return a comparison for people: who accepts which answers, and where each two part first.

    >>> from whyso.graph import sample
    >>> from whyso.graph.semantics.standings import compare
    >>> g = sample()
    >>> comparison_text(g, compare(g.store)).splitlines()[1].split()[:2]
    ['1', 'speaker']
    """
    return "\n".join(_Text(g, found, lang, min(cells, _WIDEST), paint).lines())


class _Text:
    """The parts of a comparison for people; each yields its lines."""

    def __init__(
        self, g: "ArgumentGraph", found: Comparison, lang: str, cells: int, paint: Paint
    ) -> None:
        self.g, self.found, self.lang, self.cells, self.paint = g, found, lang, cells, paint
        self.records = {one.iri: one for one in g.statements()}
        self.names = _names(found)

    def lines(self) -> Iterator[str]:
        for source in self.g.sources():
            yield from self._wrapped(clean(source.label(self.lang)), "title")
        yield from self._readers()
        yield ""
        yield from self._matrix()
        comma = said(", ", self.lang)
        signs = [f"{sign} {word(name, self.lang)}" for name, sign in SIGNS.items()]
        yield from self._wrapped(_word("answers", self.lang).format(comma.join(signs)))
        names = ("answered", "partly", "undecided", "result rejected")
        signs = [
            f"{_RESULTS.get(name, sign)} {word(name, self.lang)}"
            for name, sign in zip(names, "✓±◦✗", strict=True)
        ]
        signs.append(_word("none", self.lang))
        yield from self._wrapped(_word("questions", self.lang).format(comma.join(signs)))
        if self.found.partings:
            yield ""
            yield from self._wrapped(_word("parting", self.lang), "title")
            yield from self._partings()
            yield from self._wrapped(_word("meaning", self.lang))
        yield from self._wrapped(word("meaning", self.lang))

    def _wrapped(self, text: str, role: str = "note") -> Iterator[str]:
        yield from (self.paint(line, role) for line in wrap(text, self.cells))

    def _readers(self) -> Iterator[str]:
        room = max(map(len, self.names))
        for number, one in enumerate(self.found.standpoints):
            head = f"{number + 1} {self.names[number]:{room}}  "
            title, told = reader_words(one, self.lang)
            parts = [(head, "head"), (title + said(": ", self.lang), ""), (told, "note")]
            hang = len(head) if self.cells > 3 * len(head) else 2
            first, *rest = paragraph(parts, self.cells, self.paint, hang=hang)
            yield first
            yield from (" " * hang + line for line in rest)

    # Answers by standpoint

    def _matrix(self) -> Iterator[str]:
        heads = [str(number + 1) for number in range(len(self.names))]
        room = self.cells - 3 * len(heads)
        yield " " * room + "".join(self.paint(f"{head:>3}", "head") for head in heads)
        asked = {one[0].question: one for one in zip(*self.found.answered, strict=True)}
        net = self.g.to_networkx()
        for iri, deep in question_order(net, asked):
            indent = min(2 * deep, self.cells // 4)
            signs = [_RESULTS[one.result] for one in asked[iri]]
            yield from self._row("? ", iri, signs, indent, room, "question")
            first = asked[iri][0]
            for answer in (*first.accepted, *first.undecided, *first.rejected, *first.opposed):
                signs = [SIGNS[status] for status in self.found.statuses(answer)]
                yield from self._row("", answer, signs, indent + 2, room, "")
        yield ""

    def _row(
        self, mark: str, iri: str, signs: Sequence[str], indent: int, room: int, role: str
    ) -> Iterator[str]:
        one = self.records[iri]
        looks = {"✓": "good", "✗": "bad"}
        cells = "".join("  " + self.paint(sign, looks.get(sign, "")) for sign in signs)
        text = clean(one.label(self.lang))
        parts = [(mark, mark.strip()), (f"{one.id} ", "id"), (text, role)]
        left = room - indent - width(mark) - width(one.id) - 1
        if left < _LEAST:  # the signs get a line of their own
            first, *rest = paragraph(parts, max(self.cells - indent, 8), self.paint, hang=2)
            yield " " * indent + first
            yield from (" " * (indent + 2) + line for line in rest)
            yield " " * max(room, 0) + cells
            return
        text = cut(text, left)
        told = "".join(self.paint(part, look) for part, look in parts[:2]) + self.paint(text, role)
        yield " " * indent + told + " " * (left - width(text)) + cells

    # Where they part

    def _partings(self) -> Iterator[str]:
        """Yield where each two part first, those at the same place together."""
        groups: dict[tuple[str, ...], list[Parting]] = {}
        for one in self.found.partings:
            place = (one.first.claim if one.first else "", *one.path, one.question or "")
            groups.setdefault(place, []).append(one)
        for group in groups.values():
            if group[0].first:
                yield from self._hanging(self._place(group[0], group[0].first), 2)
            for one in group:
                yield from self._hanging([(self._pair(one), "note")], 4 if one.first else 2)

    def _hanging(self, parts: Sequence[tuple[str, str]], indent: int) -> Iterator[str]:
        first, *rest = paragraph(parts, max(self.cells - indent, 12), self.paint, hang=2)
        yield " " * indent + first
        yield from (" " * (indent + 2) + line for line in rest)

    def _place(self, one: Parting, root: Root) -> list[tuple[str, str]]:
        record = self.records.get(root.claim)
        parts = [(record.id if record else clean(root.claim), "id")]
        if record:
            parts.append((" " + clean(record.label(self.lang)).rstrip(".。"), "head"))
        if one.question is None:
            parts.append((_word("nothing", self.lang), ""))
        elif len(one.path) == 1:
            parts.append((_word("itself", self.lang).format(self.records[one.question].id), ""))
        else:
            way = " → ".join(self.records[iri].id for iri in reversed(one.path[:-1]))
            names = way, self.records[one.question].id
            parts.append((_word("behind", self.lang).format(*names), ""))
        return parts

    def _pair(self, one: Parting) -> str:
        names = [self.names[number] for number in one.pair]
        if one.first is None:
            return _word("same", self.lang).format(*names)
        left, right = one.first.grants
        told = [
            _word("no first" if left == "no" else left, self.lang),
            _word("no first" if right == "no" and left != "yes" else right, self.lang),
        ]
        said_of = [
            form.format(name, word(status, self.lang))
            for form, name, status in zip(told, names, one.first.statuses, strict=True)
        ]
        count = _word("count1" if one.differing == 1 else "count", self.lang)
        tail = count.format(one.differing, len(one.roots))
        return said_of[0] + _word("but", self.lang).format(said_of[1]) + tail
