"""Analyses as lists and tables: what a statement rests on, what rests on it, what carries most."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from math import isnan
from typing import TYPE_CHECKING, Any, Final

from whyso.graph.dependencies import COLUMNS, Consequences, Coverage, Grounds, Threat
from whyso.graph.model import Statement, Step
from whyso.graph.semantics.answering import ANSWERED, Answering, answering
from whyso.graph.semantics.bearing import BEARING, Bearing, bearing
from whyso.graph.store import natural
from whyso.graph.terminal.answers import shortener
from whyso.graph.terminal.outline import ROOM, Entry, Place, author, notes, render, walk
from whyso.graph.terminal.table import Cell, Paint, Table, clean, paragraph, plain, wrap
from whyso.graph.terminal.terms import said
from whyso.graph.terminal.verdict_terms import SIGNS, reader_words, result_word, word

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.semantics import Verdict

__all__ = ["coverage_legend", "coverage_table", "dependency_json", "dependency_list"]
__all__ += ["dependency_table", "rank_legend", "rank_table", "rank_text"]

_HITS: Final = {"rebuttal": "rebuts<", "undermining": "undermines<", "undercut": "undercuts<"}


def dependency_list(
    g: "ArgumentGraph",
    found: Grounds,
    *,
    lang: str = "en",
    cells: int = 100,
    paint: Paint = plain,
) -> str:
    """Return what a statement rests on, or what rests on it, as an indented list.

    Each item stands under the one it is tied to on a shortest path, attacks under what they hit.

    >>> from whyso.graph import parse
    >>> g = parse('''@prefix arg: <https://w3id.org/whyso/ontology#> .
    ... @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    ... @prefix : <https://w3id.org/whyso/id/tea/> .
    ... :c1 a arg:Claim ; rdfs:label "More tea."@en .
    ... :c2 a arg:Claim ; rdfs:label "It is cold."@en .
    ... :i1 a arg:Inference ; arg:premise :c2 ; arg:conclusion :c1 .''')
    >>> print(dependency_list(g, g.grounds("c1")))
    c1 More tea. (rests on 1 statement)
    └ + c2 It is cold. (i1, indispensable)
    """
    entries = _entries(g, found, lang, max(3, (cells - ROOM) // 2))
    return "\n".join(render(entries, lang=lang, cells=cells, paint=paint))


def _entries(g: "ArgumentGraph", found: Grounds, lang: str, deepest: int) -> Iterator[Entry]:
    forward = isinstance(found, Consequences)
    below: dict[str, list[tuple[str, str, bool]]] = {}
    for item in sorted(found.items, key=lambda item: (natural(item.step or ""), item.distance)):
        way = ">" if forward == (item.how == "inference") else "<"
        tie = ("supports" if item.how == "inference" else "dependsOn") + way
        below.setdefault(item.next, []).append((item.statement, tie, True))
    threats: dict[str, Threat] = {}
    for number, threat in enumerate(found.threats):
        # A step is attacked under its conclusion; one attack may hit several things.
        hit = g[threat.target]
        under = hit.target if isinstance(hit, Step) else threat.target
        key = f"{threat.step} {number}"
        threats[key] = threat
        below.setdefault(str(under), []).append((key, _HITS.get(threat.kind, "attacks<"), True))
    items = {item.statement: item for item in found.items}
    main = author(g)
    name = shortener(g)
    for place in walk([found.statement], below, deepest):
        marks: list[str] = []
        key = place.key
        if key in threats:
            threat = threats[key]
            key = threat.attacker
            if isinstance(g[threat.target], Step):
                marks.append(said("hits", lang).format(name(threat.target)))
        elif key in items:
            item = items[key]
            marks += [name(item.step)] if item.step else []
            marks += [said("falls" if forward else "needed", lang)] if item.alone else []
        else:
            marks += _about(found, lang, forward=forward)
        yield _entry(g, key, place, marks, lang, main)
    if isinstance(found, Consequences) and found.questions:
        yield Entry(0, said("bears on", lang), where="heading")
        for affected in found.questions:
            lost = [said("lost", lang)] if affected.lost else []
            yield _entry(g, affected.question, Place(0, affected.question), lost, lang, main)


def _about(found: Grounds, lang: str, *, forward: bool) -> list[str]:
    count = len(found.items)
    name = ("carries" if forward else "rests") + ("0" if not count else "1" if count == 1 else "")
    marks = [said(name, lang).format(count)]
    marks += [said("circular", lang)] if found.circular else []
    return marks + ([] if found.stands else [said("unfounded", lang)])


def _entry(
    g: "ArgumentGraph", iri: str, place: Place, marks: Sequence[str], lang: str, main: Any
) -> Entry:
    record = g[iri]
    kind = record.kind if isinstance(record, Statement) else ""
    text, told = clean(record.label(lang)), notes(record, lang=lang, main=main)
    told = (*marks, *told) if place.where is None else ()
    return Entry(
        place.depth,
        text,
        record.id,
        kind,
        place.relation,
        told,
        place.where,
        place.last,
        place.open,
    )


def dependency_table(g: "ArgumentGraph", found: Grounds, *, lang: str = "en") -> Table:
    """Return the items of grounds or consequences as a table, a row each.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> dependency_table(g, g.grounds("c3")).columns[:3]
    ('statement', 'distance', 'how')
    """
    name = shortener(g)
    columns = ("statement", "distance", "how", "step", "next", "alone", "leaf", "voice")
    rows: list[list[Cell]] = []
    for item in found.items:
        row = [getattr(item, column) for column in columns]
        row[0], row[4] = name(item.statement), name(item.next)
        row[3] = name(item.step) if item.step else None
        way = " ".join(map(name, found.path(item.statement)))
        rows.append([*row, way, g[item.statement].label(lang)])
    return Table((*columns, "path", "label"), rows)


def dependency_json(g: "ArgumentGraph", found: Grounds, *, lang: str = "en") -> str:
    """Return grounds or consequences as JSON: all that is known, with full IRIs, paths and labels.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> json.loads(dependency_json(g, g.grounds("c3")))["stands"]
    True
    """
    told = asdict(found)
    for item in told["items"]:
        item["path"] = found.path(item["statement"])
        item["label"] = g[item["statement"]].label(lang)
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def rank_table(
    g: "ArgumentGraph", rows: Sequence[Bearing], *, lang: str = "en", short: bool = False
) -> Table:
    """Return a ranking as a table.

    Args:
        g: the argument.
        rows: what each claim carries.
        lang: language of headings and labels.
        short: only the columns that say most, and the status as a sign, for people.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> rank_table(g, bearing(g.verdict(), g.to_networkx())).columns[:4]
    ('statement', 'status', 'strength', 'falls')
    """
    name = shortener(g)
    every = tuple(field.name for field in fields(Bearing))[1:]
    columns = _SHOWN if short else every
    cells: list[list[Cell]] = []
    for row in rows:
        told: list[Cell] = [_number(getattr(row, column), short=short) for column in columns]
        sign = f"{SIGNS[row.status]} " if short else ""
        cells.append([sign + name(row.statement), *told, g[row.statement].label(lang)])
    names = ("statement", *columns, "label")
    return Table(names, cells, tuple(said(f"{column}:", lang) for column in names) if short else ())


_SHOWN: Final = ("strength", "falls", "drop", "lost", "alone", "rests", "centrality")


class _Rounded(float):
    """A number that tables show with two decimals."""

    def __format__(self, spec: str) -> str:
        return format(float(self), ".2f")


def _number(value: Cell, *, short: bool) -> Cell:
    """Return a number for a table; nothing for what is not known."""
    if not isinstance(value, float):
        return value
    return None if isnan(value) else _Rounded(value) if short else value


def coverage_table(
    g: "ArgumentGraph",
    rows: Sequence[Coverage],
    found: Sequence[Answering],
    *,
    lang: str = "en",
    short: bool = False,
) -> Table:
    """Return the coverage of questions as a table.

    Args:
        g: the argument.
        rows: the questions' coverage by whose words answer them.
        found: how far each is answered by what stands, in the same order.
        lang: language of headings, words and labels.
        short: count answers and leave out what programs want, for people; else their ids.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> found = answering(g.verdict(), g.to_networkx())
    >>> coverage_table(g, g.coverage(), found).columns[:3]
    ('question', 'verdict', 'accepted')
    """
    name = shortener(g)
    stands: tuple[str, ...] = ("accepted", "undecided", "rejected", "opposed")
    voices: tuple[str, ...] = ("stated", "quoted", "reconstructed", "superseded", "attacked")
    if short:
        stands = tuple(status for status in stands if any(getattr(one, status) for one in found))
        columns: tuple[str, ...] = ("question", "verdict", *stands, "reasons", "label")
    else:
        columns = ("question", "verdict", *stands, "result", *voices, "parts", "reasons", "label")
    cells: list[list[Cell]] = []
    for row, one in zip(rows, found, strict=True):
        told: dict[str, Cell] = {"question": name(row.question), "reasons": row.reasons}
        told["verdict"] = result_word(one.result, lang) if short else one.result
        told["result"], told["parts"] = row.result, " ".join(map(name, row.parts))
        told["label"] = g[row.question].label(lang)
        for column in (*stands, *voices):
            answers = getattr(one if column in stands else row, column)
            told[column] = (len(answers) or None) if short else " ".join(map(name, answers))
        cells.append([told[column] for column in columns])
    heads = tuple(said(f"{column}:", lang) for column in columns) if short else ()
    return Table(columns, cells, heads)


def rank_text(
    g: "ArgumentGraph",
    verdict: "Verdict",
    *,
    top: int = 0,
    lang: str = "en",
    cells: int = 100,
    paint: Paint = plain,
) -> str:
    """Return a ranking for people, what its columns measure, and the coverage of the questions.

    Args:
        g: the argument.
        verdict: what stands, and for whom.
        top: how many statements are shown; 0 for all.
        lang: language of headings, words and labels.
        cells: width of the terminal.
        paint: colours a text by its role; without it there are none.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> rank_text(g, g.verdict(), top=5).splitlines()[2].split()[:3]
    ['id', 'strength', 'falls']
    """
    net = g.to_networkx()
    rows, covered = bearing(verdict, net), g.coverage()
    found = answering(verdict, net)
    table = rank_table(g, rows[: top or None], lang=lang, short=True)
    left = len(rows) - len(table.rows)
    more = [paint(said("left", lang).format(left), "note")] if left > 0 else []
    if rows and rows[0].drop is None:
        more += [paint(line, "note") for line in wrap(word("too many", lang), cells)]
    reader, _ = reader_words(verdict.case.standpoint, lang)
    parts = [
        paint(word("for", lang).format(reader), "head"),
        "\n".join([table.text(cells, paint), *more]),
        rank_legend(table, lang=lang, cells=cells, paint=paint),
    ]
    if covered:
        parts += [
            coverage_table(g, covered, found, lang=lang, short=True).text(cells, paint),
            coverage_legend(found, lang=lang, cells=cells, paint=paint),
        ]
    meaning = [paint(line, "note") for line in wrap(word("meaning", lang), cells)]
    return "\n\n".join([*parts, "\n".join(meaning)])


def rank_legend(table: Table, *, lang: str = "en", cells: int = 100, paint: Paint = plain) -> str:
    """Return what each column of a ranking measures.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> rows = bearing(g.verdict(), g.to_networkx())
    >>> rank_legend(rank_table(g, rows, short=True)).partition(" ")[0]
    'strength:'
    """
    known = {**COLUMNS, **BEARING}
    words = {column: known[column] for column in table.columns if column in known}
    return _legend(words, ":", lang, cells, paint)


def coverage_legend(
    rows: Sequence[Answering], *, lang: str = "en", cells: int = 100, paint: Paint = plain
) -> str:
    """Return what the results of the questions' coverage mean.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> coverage_legend(answering(g.verdict(), g.to_networkx()), lang="zh").partition("：")[0]
    '已回答'
    """
    found = {row.result for row in rows}
    words = {
        result_word(result, lang): meaning
        for result, meaning in ANSWERED.items()
        if result in found
    }
    return _legend(words, "", lang, cells, paint)


def _legend(
    words: Mapping[str, Mapping[str, str]], colon: str, lang: str, cells: int, paint: Paint
) -> str:
    lines: list[str] = []
    for name, meanings in words.items():
        head = said(f"{name}{colon}", lang) + said(": ", lang)
        meaning = meanings["zh" if lang == "zh" else "en"]
        first, *rest = paragraph([(head, "head"), (meaning, "note")], cells, paint, hang=2)
        lines += [first, *("  " + line for line in rest)]
    return "\n".join(lines)
