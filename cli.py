"""The command line: it parses, calls the library and prints.

Nothing of the library but the options is imported before a command runs: ``whyso --help`` must be
there at once.
"""

import sys
import traceback
from typing import Any, Final

import click

from whyso.graph.terminal import frame_commands, serve_commands, store_commands, verdict_commands
from whyso.graph.terminal.options import (
    as_picture,
    common,
    files,
    no_analysts,
    one_of,
    output,
    pairs,
    parted,
    reading,
    spoken,
    tabular,
    to,
    writing,
)

__all__ = ["main"]

FOUND_PROBLEMS: Final = 3


class Commands(click.Group):
    """A group of commands; what fails is told in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they are written."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; with --debug, show the traceback of what fails."""
        try:
            return super().invoke(ctx)
        except Exception:
            if ctx.meta.get("debug"):
                traceback.print_exc()
            raise

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line and end the process: with what the command returned, or an error."""
        standalone, extra["standalone_mode"] = extra.get("standalone_mode", True), False
        if not standalone:
            return super().main(*args, **extra)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure") and not stream.isatty():
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            code = super().main(*args, **extra) or 0
            sys.stdout.flush()
        except Exception as error:
            from whyso.graph.terminal import console

            code = console.complain(error)
        sys.exit(code)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done; 1 failed; 2 wrong usage; 3 a check found problems.",
)
@click.version_option(package_name="whyso", message="%(prog)s %(version)s")
@common
def main() -> None:
    """Show what a statement really argues: claims, questions behind the question, rebuttals.

    A FILE is RDF (.ttl, .trig, .nq, .jsonld ...) or in another format that can be read, also packed
    (.gz), or a directory of RDF files, or - for standard input. Where none is given, it is the
    argument that ships with whyso. A CLAIM is named by its local id (c12), a CURIE or an IRI.
    """


@main.command()
@files
@output
@parted
@as_picture
@click.option("--open/--no-open", "opened", default=None, help="Open it in a browser, or do not.")
@click.option("--text", metavar="FILE", help="The source's text, to read beside the map.")
@click.option("--title", help="Heading of the page.")
@spoken
@reading
def view(
    files: tuple[str, ...],
    output: str | None,
    opened: bool | None,
    text: str | None,
    form: str | None,
    direction: str,
    show: str | None,
    theme: str,
    **asked: Any,
) -> None:
    """Draw the argument as an interactive page.

    The page is one file that needs no network. Without -o it is named after the first FILE, in the
    current directory. It is opened in a browser where there is a desktop. With --text the page
    holds that text whole: it is a third party's.

    \b
    Examples:
      whyso view claims.ttl
      whyso view claims.ttl -o map.html --no-open
      whyso view claims.ttl --format svg --question q2
      whyso view claims.ttl --claim c44 --depth 1
      whyso query claims.ttl @part.rq | whyso view -

    \b
    In Python:
      load("claims.ttl").to_html("claims.html")
    """
    from whyso.graph.terminal import console, results, viewing

    part = {name: asked.pop(name) for name in ("question", "claim", "depth")}
    form = viewing.form_of(output, form)
    g = viewing.opened_part(files, **part)
    if form == "html":
        output = output or console.page_name(files)
        return results.put_page(g, output, opened, text=text, **asked)
    look = {"show": show, "theme": theme, "to_right": direction == "right"}
    viewing.put_picture(g, files, output, form, **asked, **look)


@main.command()
@files
@click.option("--summary", is_flag=True, help="On one screen: what matters most.")
@spoken
@reading
def show(files: tuple[str, ...], summary: bool, lang: str) -> None:
    """Show the argument as an outline in the terminal.

    \b
    Examples:
      whyso show claims.ttl
      whyso show claims.ttl --summary --lang zh

    \b
    In Python:
      print(outline(load("claims.ttl")))
    """
    from whyso.graph.terminal import console, outline
    from whyso.graph.terminal import summary as summaries

    g = console.open_argument(files)
    tell = summaries.summary if summary else outline.outline
    click.echo(tell(g, lang=lang, cells=console.cells(), paint=console.paint()))


@main.command()
@files
@click.option("--text", metavar="FILE", help="The source's text, to verify the passages against.")
@one_of("--engine", "pyshacl", "shacl", help="What validates the shapes; shacl is a fast extra.")
@one_of("--fail-on", "warning", "violation", "info", help="The least that counts as a problem.")
@one_of("--format", "text", "json", "turtle", help="How to report.")
@spoken
@reading
def check(files: tuple[str, ...], text: str | None, format: str, lang: str, **asked: Any) -> int:
    """Check the argument against the ontology's rules.

    With --text its passages are verified too. Each finding tells file, line, severity, rule and
    node. The exit code is 3 if there are findings as grave as --fail-on or graver.

    \b
    Examples:
      whyso check claims.ttl
      whyso check claims.ttl --text statement.txt --fail-on violation
      whyso check claims.ttl --format json

    \b
    In Python:
      load("claims.ttl").check(text="statement.txt")
    """
    from whyso.graph.terminal import console, results

    g = console.open_argument(files)
    with console.killable():
        report = g.check(text=text, engine=asked["engine"])
    results.put_report(report, format, lang)
    return FOUND_PROBLEMS if report.failed(asked["fail_on"]) else 0


@main.command()
@files
@click.argument("query", required=False, metavar="QUERY")
@click.option("--param", multiple=True, metavar="NAME=VALUE", callback=pairs, help="A parameter.")
@click.option("--list", "listed", is_flag=True, help="List the queries that have names.")
@click.option("--full-iris", is_flag=True, help="Write IRIs in full in tables.")
@click.option("--allow-service", is_flag=True, help="Let SERVICE call other endpoints.")
@to
@output
@tabular
@spoken
@reading
def query(
    files: tuple[str, ...],
    query: str | None,
    listed: bool,
    form: str | None,
    lang: str,
    **asked: Any,
) -> None:
    """Ask the argument with SPARQL or a named query.

    The last argument is the QUERY: a name (see --list), SPARQL text, @FILE or FILE.rq, or - for
    standard input. It sees the data and what the rules derive from them. Prefixes of the files
    and of the ontology need not be declared.

    \b
    Examples:
      whyso query claims.ttl answers --param question=q1
      whyso query claims.ttl "SELECT ?c { ?c arg:certainty arg:hedged }" --csv
      whyso query claims.ttl @hedged.rq -o hedged.json
      whyso query --list

    \b
    In Python:
      load("claims.ttl").query_named("answers", question="q1")
    """
    from whyso.graph.terminal import answers, console, results

    if listed:
        return console.put_table(answers.queries_table(lang), form)
    if query is None:
        raise click.UsageError("Give a query: a name, SPARQL text, @FILE.rq or -")
    g = console.open_argument(files)
    with console.killable():
        service = asked["allow_service"]
        answer = answers.ask(g, query, asked["param"], lang=lang, allow_service=service)
    form = asked["to"] or form
    results.put_answer(g, answer, form=form, output=asked["output"], full=asked["full_iris"])


@main.command()
@files
@click.argument("claim")
@tabular
@spoken
@reading
def grounds(files: tuple[str, ...], claim: str, form: str | None, lang: str) -> None:
    """Show what a claim rests on, and what attacks that.

    It falls without what is marked as indispensable.

    \b
    Examples:
      whyso grounds claims.ttl c67
      whyso grounds claims.ttl c67 --csv

    \b
    In Python:
      load("claims.ttl").grounds("c67")
    """
    from whyso.graph.terminal import console, results

    g = console.open_argument(files)
    results.put_dependencies(g, g.grounds(claim), form, lang)


@main.command()
@files
@click.argument("claim")
@tabular
@spoken
@reading
def consequences(files: tuple[str, ...], claim: str, form: str | None, lang: str) -> None:
    """Show what rests on a claim, and what falls with it.

    \b
    Examples:
      whyso consequences claims.ttl c42
      whyso consequences claims.ttl c42 --json

    \b
    In Python:
      load("claims.ttl").consequences("c42")
    """
    from whyso.graph.terminal import console, results

    g = console.open_argument(files)
    results.put_dependencies(g, g.consequences(claim), form, lang)


@main.command()
@click.argument("paths", nargs=-1, metavar="IN... [OUT]")
@to
@output
@click.option("--strict", is_flag=True, help="Fail, and write nothing, if anything is lost.")
@click.option("--keep-going", is_flag=True, help="Pass over files of a folder that are broken.")
@writing
@no_analysts
@click.option("--report", metavar="FILE", help="Write the whole account as JSON.")
@click.option("--list", "listed", is_flag=True, help="List the formats.")
@spoken
@reading
def convert(
    paths: tuple[str, ...], to: str | None, output: str | None, listed: bool, **asked: Any
) -> None:
    """Convert between formats, with an account of losses.

    The last path is the output, unless -o names it or there is just one. Suffixes tell the
    formats, else --from and --to. What was kept and lost is told on standard error. A folder
    is read whole; where the output is a folder, each source becomes a file in it. At the address
    of a SPARQL engine, each source replaces what is there of it; that needs --write.

    \b
    Examples:
      whyso convert claims.ttl claims.graphml
      whyso convert claims.ttl -t dot | dot -Tsvg -o claims.svg
      whyso convert one.ttl two.ttl both.trig --strict
      whyso convert claims.ttl https://example.org/sparql --write

    \b
    In Python:
      load("claims.ttl").export("claims.graphml")
    """
    from whyso.graph.terminal import converting

    if listed:
        return converting.put_formats()
    if output is None and len(paths) > 1:
        paths, output = paths[:-1], paths[-1]
    if not paths or (output in (None, "-") and to is None):
        raise click.UsageError("Name an input, and an output file or a format with --to")
    converting.convert(paths, output, format=to, **asked)


@main.command()
@files
@click.option("--via", multiple=True, required=True, metavar="FORMAT", help="May be repeated.")
@click.option("--strict", is_flag=True, help="Fail if anything is lost.")
@click.option("--report", metavar="FILE", help="Write the whole account as JSON.")
@spoken
@reading
def roundtrip(files: tuple[str, ...], via: tuple[str, ...], **asked: Any) -> None:
    """Show what a format costs: write the argument in it, read that back, compare.

    \b
    Examples:
      whyso roundtrip claims.ttl --via graphml
      whyso roundtrip claims.ttl --via gml --via cytoscape --report costs.json

    \b
    In Python:
      formats.roundtrip(load("claims.ttl"), "graphml")
    """
    from whyso.graph.terminal import converting

    converting.roundtrip(files, via, **asked)


for _command in (
    *verdict_commands.COMMANDS,
    *store_commands.COMMANDS,
    *frame_commands.COMMANDS,
    *serve_commands.COMMANDS,
):
    main.add_command(_command)

if __name__ == "__main__":
    main()
