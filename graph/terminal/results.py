"""What commands print or write: pages, answers, lists, rankings, reports, conversions."""

import re
from typing import TYPE_CHECKING, Final

import click

from whyso.graph.terminal.answers import answer_table, find_form, form_of_path, shortener
from whyso.graph.terminal.console import (
    cells,
    has_desktop,
    is_for_people,
    note,
    paint,
    put,
    put_path,
    put_table,
)
from whyso.graph.terminal.inputs import STDIN
from whyso.graph.terminal.table import clean, plain

if TYPE_CHECKING:
    from whyso.graph.check import Report
    from whyso.graph.dependencies import Grounds
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.query import Answer
    from whyso.graph.semantics import Verdict

__all__ = ["put_answer", "put_dependencies", "put_page", "put_ranking"]
__all__ += ["put_report"]


def put_page(
    g: "ArgumentGraph",
    output: str,
    opened: bool | None = None,
    *,
    title: str | None = None,
    lang: str = "en",
    text: str | None = None,
) -> None:
    """Write the interactive page, tell where, and open it where that makes sense.

    Args:
        g: the argument.
        output: the file; ``-`` for standard output.
        opened: whether to open it in a browser; None: where there is a desktop.
        title: heading of the page.
        lang: language in which it opens.
        text: a file with the source's text, to be read beside the map.

    Raises:
        OutputError: the file cannot be written; the old one stands.
    """
    if output == STDIN:
        from whyso.graph.view import page

        put(page(g, title=title, lang=lang, text=text))
        return
    path = g.to_html(output, title=title, lang=lang, text=text)
    put_path(path)
    if has_desktop() if opened is None else opened:
        import webbrowser

        if not webbrowser.open(path.resolve().as_uri()):
            note(f"No browser could be started; open {path} yourself.")


def put_answer(
    g: "ArgumentGraph",
    answer: "Answer",
    *,
    form: str | None = None,
    output: str | None = None,
    full: bool = False,
) -> None:
    """Print or write what a query found.

    Args:
        g: the argument that was asked.
        answer: what was found.
        form: name, suffix or MIME type of a form; by default the suffix of *output* tells, else it
            is Turtle for triples, and for the rest a table on a terminal and TSV elsewhere.
        output: a file.
        full: write IRIs in full in tables.

    Raises:
        FormatError: there is no such form, or it does not suit the answer.
        OutputError: the file cannot be written.
    """
    triples = answer.type == "CONSTRUCT"
    if form:
        form = find_form(form, triples=triples)
    elif output not in (None, STDIN):
        form = form_of_path(str(output), triples=triples)
    else:
        form = "turtle" if triples else "table" if is_for_people(None) else "tsv"
    if form != "table":
        data = answer.serialize(format=form)
        put(data if data.endswith(b"\n") else data + b"\n", output)
    elif answer.type == "ASK":
        put(f"{str(bool(answer)).lower()}\n", output)
    else:
        colours = paint() if output in (None, STDIN) else plain
        text = answer_table(answer, shortener(g, full=full)).text(cells(), colours) + "\n"
        put(text, output) if output else click.echo(text, nl=False)
        note("" if answer.raw_rows else "Nothing was found.")


def put_dependencies(g: "ArgumentGraph", found: "Grounds", form: str | None, lang: str) -> None:
    """Print what a statement rests on, or what rests on it; for people as a list."""
    from whyso.graph.terminal import listing

    if form == "json":
        put(listing.dependency_json(g, found, lang=lang))
    elif is_for_people(form):
        click.echo(listing.dependency_list(g, found, lang=lang, cells=cells(), paint=paint()))
    else:
        put_table(listing.dependency_table(g, found, lang=lang), form)


def put_ranking(
    g: "ArgumentGraph",
    form: str | None,
    *,
    top: int,
    questions: bool,
    lang: str,
    verdict: "Verdict | None" = None,
) -> None:
    """Print the ranking of the statements and the coverage of the questions.

    Args:
        g: the argument.
        form: table, tsv, csv or json; all but table print either the one or the other.
        top: how many statements; 0 for all.
        questions: print the coverage only.
        lang: language of headings and labels.
        verdict: what stands, and for whom; by default for one who takes the speaker's word.
    """
    from whyso.graph.semantics.answering import answering
    from whyso.graph.semantics.bearing import bearing
    from whyso.graph.terminal import listing

    found = verdict or g.verdict()
    if questions:
        answered = answering(found, g.to_networkx())
        short = is_for_people(form)
        put_table(listing.coverage_table(g, g.coverage(), answered, lang=lang, short=short), form)
    elif is_for_people(form):
        click.echo(listing.rank_text(g, found, top=top, lang=lang, cells=cells(), paint=paint()))
    else:
        rows = bearing(found, g.to_networkx())[: top or None]
        put_table(listing.rank_table(g, rows, lang=lang), form)


def put_report(report: "Report", form: str, lang: str) -> None:
    """Print what a check found, as text, json or turtle."""
    if form != "text":
        put((report.json(lang) if form == "json" else report.turtle()).rstrip("\n") + "\n")
        return
    colours = paint()
    for line in clean(report.text(lang), keep="\n").split("\n"):
        click.echo(_SEVERITY.sub(lambda found: colours(found[0], found[0]), line, count=1))


_SEVERITY: Final = re.compile(r"\b(?:violation|warning|info)(?= [A-Z]\d\d: )")
