"""Analyses as lists and tables: what a statement rests on, what rests on it, what carries most."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from whyso.graph.dependencies import COLUMNS, RESULTS, Consequences, Coverage, Grounds, Rank, Threat
from whyso.graph.model import Statement, Step
from whyso.graph.store import natural
from whyso.graph.terminal.answers import shortener
from whyso.graph.terminal.outline import ROOM, Entry, Place, author, notes, render, walk
from whyso.graph.terminal.table import Cell, Paint, Table, clean, paragraph, plain
from whyso.graph.terminal.terms import said

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

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
    g: "ArgumentGraph", rows: Sequence[Rank], *, lang: str = "en", short: bool = False
) -> Table:
    """Return a ranking as a table.

    Args:
        g: the argument.
        rows: the ranks.
        lang: language of headings and labels.
        short: leave out the columns that say nothing: whether they stand, if all do.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> rank_table(g, g.rank()).columns[:4]
    ('statement', 'alone', 'questions', 'rests')
    """
    name = shortener(g)
    columns = [column for column in COLUMNS if not short or column != "stands" or not _all(rows)]
    cells = [
        [name(row.statement), *(getattr(row, column) for column in columns), _label(g, row, lang)]
        for row in rows
    ]
    names = ("statement", *columns, "label")
    return Table(names, cells, tuple(said(f"{column}:", lang) for column in names))


def _all(rows: Sequence[Rank]) -> bool:
    return all(row.stands for row in rows)


def _label(g: "ArgumentGraph", row: Rank | Coverage, lang: str) -> str:
    iri = row.statement if isinstance(row, Rank) else row.question
    return g[iri].label(lang)


def coverage_table(
    g: "ArgumentGraph", rows: Sequence[Coverage], *, lang: str = "en", short: bool = False
) -> Table:
    """Return the coverage of questions as a table.

    Args:
        g: the argument.
        rows: the questions' coverage.
        lang: language of headings, words and labels.
        short: count answers and leave out parts, for people; else their ids, for programs.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> coverage_table(g, g.coverage()).columns[:3]
    ('question', 'result', 'stated')
    """
    name = shortener(g)
    voices: tuple[str, ...] = ("stated", "quoted", "reconstructed", "superseded", "attacked")
    if short:
        voices = tuple(voice for voice in voices if any(getattr(row, voice) for row in rows))
    columns = ("question", "result", *voices, *(() if short else ("parts",)), "reasons", "label")
    cells: list[list[Cell]] = []
    for row in rows:
        told: dict[str, Cell] = {"question": name(row.question), "label": _label(g, row, lang)}
        told["result"] = said(row.result, lang) if short else row.result
        told["reasons"] = row.reasons
        for voice in voices:
            answers = getattr(row, voice)
            told[voice] = (len(answers) or None) if short else " ".join(map(name, answers))
        told["parts"] = " ".join(map(name, row.parts))
        cells.append([told[column] for column in columns])
    return Table(columns, cells, tuple(said(f"{column}:", lang) for column in columns))


def rank_text(
    g: "ArgumentGraph", *, top: int = 0, lang: str = "en", cells: int = 100, paint: Paint = plain
) -> str:
    """Return a ranking for people, what its columns measure, and the coverage of the questions.

    Args:
        g: the argument.
        top: how many statements are shown; 0 for all.
        lang: language of headings, words and labels.
        cells: width of the terminal.
        paint: colours a text by its role; without it there are none.

    >>> from whyso.graph import sample
    >>> rank_text(sample(), top=5).splitlines()[0].split()[:3]
    ['id', 'alone', 'questions']
    """
    rows, covered = g.rank(), g.coverage()
    table = rank_table(g, rows[: top or None], lang=lang, short=True)
    left = len(rows) - len(table.rows)
    more = [paint(said("left", lang).format(left), "note")] if left > 0 else []
    parts = [
        "\n".join([table.text(cells, paint), *more]),
        rank_legend(table, lang=lang, cells=cells, paint=paint),
    ]
    if covered:
        parts += [
            coverage_table(g, covered, lang=lang, short=True).text(cells, paint),
            coverage_legend(covered, lang=lang, cells=cells, paint=paint),
        ]
    return "\n\n".join(parts)


def rank_legend(table: Table, *, lang: str = "en", cells: int = 100, paint: Paint = plain) -> str:
    """Return what each column of a ranking measures.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> rank_legend(rank_table(g, g.rank())).partition(" ")[0]
    'alone:'
    """
    words = {column: COLUMNS[column] for column in table.columns if column in COLUMNS}
    return _legend(words, ":", lang, cells, paint)


def coverage_legend(
    rows: Sequence[Coverage], *, lang: str = "en", cells: int = 100, paint: Paint = plain
) -> str:
    """Return what the results of the questions' coverage mean.

    >>> from whyso.graph import sample
    >>> coverage_legend(sample().coverage(), lang="zh").partition("：")[0]
    '已回答'
    """
    found = {row.result for row in rows}
    words = {result: meaning for result, meaning in RESULTS.items() if result in found}
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
