"""What stands, how strongly and for whom: verdicts for people and for programs."""

import json
from dataclasses import asdict
from math import isnan
from typing import TYPE_CHECKING

import click

from whyso.graph.semantics.answering import answering
from whyso.graph.semantics.standpoints import standpoints
from whyso.graph.semantics.verdict import STATUSES, Verdict
from whyso.graph.terminal.console import cells, is_for_people, killable, paint, put, put_table
from whyso.graph.terminal.table import Cell, Table
from whyso.graph.terminal.verdict_files import write
from whyso.graph.terminal.verdict_outline import verdict_text

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.semantics import Options

__all__ = ["put_comparison", "put_known", "put_verdict", "verdict_json", "verdict_table", "write"]


def put_verdict(
    g: "ArgumentGraph",
    verdict: Verdict,
    form: str | None,
    lang: str,
    *,
    every: bool = False,
    question: str | None = None,
) -> None:
    """Print what stands: for people the questions first, for programs a row for each claim.

    Args:
        g: the argument.
        verdict: what stands, and for whom.
        form: table, tsv, csv or json.
        lang: language of words and labels.
        every: show people all that there is, not only what matters most.
        question: show people only this question, with its parts and those behind it.

    Raises:
        UnknownNameError: there is no such question.
        UsageError: a question is asked about in a form for programs, which has every claim.
    """
    if question is not None and not is_for_people(form):
        raise click.UsageError("--question shows one question to people; add --table")
    if form == "json":
        put(verdict_json(g, verdict, lang=lang))
    elif is_for_people(form):
        text = verdict_text(
            g,
            verdict,
            question=question,
            every=every,
            lang=lang,
            cells=cells(),
            paint=paint(),
        )
        click.echo(text)
    else:
        put_table(verdict_table(g, verdict, lang=lang), form)


def put_comparison(
    g: "ArgumentGraph",
    form: str | None,
    lang: str,
    *,
    own: str = "",
    options: "Options | None" = None,
) -> None:
    """Print what stands for each standpoint, and where each two of them part first.

    Args:
        g: the argument.
        form: table, tsv, csv or json.
        lang: language of words and labels.
        own: a further standpoint, as SPARQL; one that ships is there anyway.
        options: how it is to be decided.
    """
    from whyso.graph.semantics.standings import compare
    from whyso.graph.terminal import comparing

    with killable():
        more = [own] if own and own not in standpoints() else []
        found = compare(g.store, [*standpoints(), *more], options)
    if form == "json":
        put(comparing.comparison_json(g, found, lang=lang))
    elif is_for_people(form):
        click.echo(comparing.comparison_text(g, found, lang=lang, cells=cells(), paint=paint()))
    else:
        put_table(comparing.comparison_table(g, found, lang=lang), form)


def put_known(form: str | None, lang: str) -> None:
    """Print the standpoints and the gradual semantics that there are."""
    from whyso.graph.semantics.gradual import GRADUAL

    language = "zh" if lang == "zh" else "en"
    rows: list[list[Cell]] = [
        ["standpoint", one.name, one.titles[language], one.descriptions[language]]
        for one in standpoints().values()
    ]
    rows += [
        ["strength", name, one.title[language], one.meaning[language]]
        for name, one in GRADUAL.items()
    ]
    put_table(Table(("kind", "name", "title", "meaning"), rows), form)


def verdict_table(g: "ArgumentGraph", verdict: Verdict, *, lang: str = "en") -> Table:
    """Return a verdict as a table: a row for each claim, in natural order.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> verdict_table(g, g.verdict()).rows[0][1:4]
    ['a1', 'accepted', 'granted']
    """
    columns = ("claim", "id", "status", "ground", "defensible", "strength", "granted", "label")
    records = {one.iri: one for one in g.statements()}
    outright, held = verdict.case.granted.outright, verdict.case.granted.held
    rows: list[list[Cell]] = []
    for number, found in enumerate(verdict.findings()):
        one = records.get(found.claim)
        given = "yes" if outright[number] else "held" if held[number] else "no"
        strength = None if isnan(found.strength) else found.strength
        rows.append(
            [
                found.claim,
                one.id if one else found.claim,
                found.status,
                found.ground,
                found.defensible,
                strength,
                given,
                one.label(lang) if one else "",
            ]
        )
    return Table(columns, rows)


def verdict_json(g: "ArgumentGraph", verdict: Verdict, *, lang: str = "en") -> str:
    """Return a verdict as JSON: for whom, how it was decided, the questions and the claims.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> json.loads(verdict_json(g, g.verdict()))["counts"]["accepted"]
    106
    """
    case = verdict.case
    reader, table = case.standpoint, verdict_table(g, verdict, lang=lang)
    told = {
        "standpoint": {
            "name": reader.name,
            "title": _by_language(reader.titles, lang),
            "description": _by_language(reader.descriptions, lang),
            "query": reader.text,
        },
        "options": asdict(case.options),
        "exists": verdict.exists,
        "counts": {name: int((verdict.labels == label).sum()) for label, name in STATUSES.items()},
        "questions": [
            asdict(one) | {"label": g[one.question].label(lang)}
            for one in answering(verdict, g.to_networkx())
        ],
        "claims": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _by_language(said: dict[str, str], lang: str) -> str:
    return said["zh" if lang == "zh" else "en"]
