"""The commands about verdicts: what stands, why, what would change it; and bare frameworks."""

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from whyso.graph.terminal.options import common, files, one_of, reading, spoken, tabular

if TYPE_CHECKING:
    from whyso.graph.semantics import Options, Verdict

__all__ = ["COMMANDS", "decided", "typed", "verdict_of"]

F = TypeVar("F", bound=Callable[..., Any])


def decided(command: F) -> F:
    """Add the options that say for whom, and how, an argument is decided."""
    said = "What is granted: a name (see 'verdict --list'), SPARQL, @FILE or FILE.rq."
    how = "Gradual semantics; see 'verdict --list'."
    for option in (
        click.option("--timeout", type=float, metavar="SECONDS", help="When to give up."),
        one_of("--scores", "confidence", "certainty", "uniform", help="What base scores are."),
        one_of("--preference", "none", "confidence", help="What turns weaker attacks round."),
        one_of("--rebuttals", "directed", "mutual", help="Whether the two sides hit each other."),
        click.option("--strength", default="quadratic-energy", metavar="NAME", help=how),
        one_of("--semantics", "grounded", "preferred", "stable", "ideal", help="When one stands."),
        click.option("--standpoint", default="speaker", metavar="WHO", help=said),
    ):
        command = option(command)
    return command


@contextlib.contextmanager
def typed(standpoint: str) -> Iterator[str]:
    """Give a standpoint as typed, or the text of the file that it names.

    Raises:
        InputError: there is no such file, or the query in it is broken: with line and column.

    >>> with typed("evidence") as own:
    ...     own
    'evidence'
    """
    from whyso.graph.terminal.inputs import blaming, read_text

    named = standpoint.lower().endswith((".rq", ".sparql")) and "{" not in standpoint
    path = standpoint.removeprefix("@") if named or standpoint.startswith("@") else None
    own = standpoint if path is None else read_text(path)
    with blaming(path):
        yield own


def verdict_of(g: Any, standpoint: str, **options: Any) -> "Verdict":
    """Return the verdict that the options of :func:`decided` ask for.

    >>> from whyso.graph import sample
    >>> verdict_of(sample(), "speaker").status("c3")
    'accepted'
    """
    from whyso.graph.terminal.console import killable

    with killable(), typed(standpoint) as own:
        found: Verdict = g.verdict(own, options=_options(options))
    return found


def _options(asked: dict[str, Any]) -> "Options":
    from whyso.graph.semantics import Options

    return Options(base=asked.pop("scores", "confidence"), **asked)


_CHOICES = ("standpoint", "semantics", "strength", "rebuttals", "preference", "scores", "timeout")


def _decide(asked: dict[str, Any], g: Any) -> "Verdict":
    return verdict_of(g, **{name: asked.pop(name) for name in _CHOICES})


def _keep(files: tuple[str, ...], asked: dict[str, Any], readers: list[str]) -> None:
    """Write the verdicts on the sources of a store into it."""
    from whyso.graph.terminal.verdict_stores import write_into

    if files != (asked["write"],):
        raise click.UsageError("A store keeps the verdicts on its own sources: name it twice")
    own, *chosen = _CHOICES
    options = _options({name: asked[name] for name in chosen})
    with typed(asked[own]) as granted:
        write_into(asked["write"], readers or [granted], options)


@click.command()
@files
@click.option("--compare", is_flag=True, help="All standpoints side by side, and where they part.")
@click.option("--all", "every", is_flag=True, help="Every claim, not only the answers.")
@click.option("--question", metavar="ID", help="Only this question, its parts and those behind.")
@click.option(
    "--write",
    metavar="FILE",
    help="Write argument and verdict (.trig, .nq, or into the store); - prints.",
)
@click.option("--framework", metavar="FILE", help="Write the Dung framework (.af, .apx, .tgf).")
@click.option("--list", "listed", is_flag=True, help="List standpoints and gradual semantics.")
@one_of("--engine", "arrays", "spark", help="What works it out; spark: see docs/cluster.md.")
@click.option("--master", metavar="URL", help="Of spark: where it runs (also: WHYSO_SPARK_MASTER).")
@click.option("--memory", default="4g", metavar="SIZE", help="Of spark: memory of the driver.")
@decided
@tabular
@spoken
@reading
def verdict(
    files: tuple[str, ...], compare: bool, listed: bool, form: str | None, lang: str, **asked: Any
) -> None:
    """Tell what stands, how strongly, and for whom.

    Accepted means: it stands, given this graph and this standpoint. It does not mean true.

    \b
    Examples:
      whyso verdict claims.ttl
      whyso verdict claims.ttl --standpoint evidence
      whyso verdict claims.ttl --standpoint "SELECT ?c { ?c a arg:Evidence }" --csv
      whyso verdict claims.ttl --compare
      whyso verdict claims.ttl --compare --write verdicts.trig

    \b
    In Python:
      load("claims.ttl").verdict("evidence").status("c3")
    """
    from whyso.graph.semantics import standpoints
    from whyso.graph.store.disk import is_store
    from whyso.graph.terminal import console, judging

    if listed:
        return judging.put_known(form, lang)
    engine, spark = asked.pop("engine"), {name: asked.pop(name) for name in ("master", "memory")}
    if engine == "spark":
        from whyso.graph.terminal import clustering

        not_there = {"compare": compare, "all": asked["every"]}
        not_there |= {name: asked[name] for name in ("question", "framework")}
        if refused := [f"--{name}" for name, given in not_there.items() if given]:
            raise click.UsageError(f"--engine spark has no {', '.join(refused)}; leave it out")
        spark |= {name: asked[name] for name in ("standpoint", "write")}
        options = _options({name: asked[name] for name in _CHOICES if name != "standpoint"})
        return clustering.put_verdict(files, form, **spark, options=options)
    if asked["write"] and is_store(asked["write"]):
        return _keep(files, asked, list(standpoints()) if compare else [])
    g = console.open_argument(files)
    write, framework = asked.pop("write"), asked.pop("framework")
    shown = {name: asked.pop(name) for name in ("every", "question")}
    if compare and not (write or framework):
        with typed(asked.pop("standpoint")) as own:
            return judging.put_comparison(g, form, lang, own=own, options=_options(asked))
    found = _decide(dict(asked), g)
    if write or framework:
        others = [_decide(asked | {"standpoint": name}, g) for name in standpoints() if compare]
        return judging.write(g, others or [found], write=write, framework=framework)
    judging.put_verdict(g, found, form, lang, **shown)


@click.command()
@files
@click.option("--top", type=click.IntRange(0), default=15, help="How many; 0 for all.")
@click.option("--questions", is_flag=True, help="Only how far each question is answered.")
@decided
@tabular
@spoken
@reading
def rank(
    files: tuple[str, ...], top: int, questions: bool, form: str | None, lang: str, **asked: Any
) -> None:
    """Rank the claims by how much falls with each.

    Below stands what each column measures, and how far each question is answered.

    \b
    Examples:
      whyso rank claims.ttl
      whyso rank claims.ttl --standpoint evidence
      whyso rank claims.ttl --csv --top 0
      whyso rank claims.ttl --questions --json

    \b
    In Python:
      load("claims.ttl").bearing()
    """
    from whyso.graph.terminal import console, results

    g = console.open_argument(files)
    found = _decide(asked, g)
    with console.killable():
        results.put_ranking(g, form, top=top, questions=questions, lang=lang, verdict=found)


@click.command()
@files
@click.argument("claim")
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@decided
@spoken
@reading
def explain(files: tuple[str, ...], claim: str, form: str | None, lang: str, **asked: Any) -> None:
    """Explain the verdict on one claim.

    What carries it, what it survives, which assumptions it needs and whose words they are.

    \b
    Examples:
      whyso explain claims.ttl c3
      whyso explain claims.ttl r1 --standpoint evidence
      whyso explain claims.ttl c67 --lang zh

    \b
    In Python:
      load("claims.ttl").verdict().explain("c3")
    """
    from whyso.graph.terminal import console, explaining

    g = console.open_argument(files)
    with console.killable():
        explaining.put_explanation(g, _decide(asked, g), claim, form, lang)


@click.command()
@files
@click.option("--retract", multiple=True, metavar="CLAIM", help="Take a claim out.")
@click.option("--assert", "grant", multiple=True, metavar="CLAIM", help="Grant a claim.")
@click.option("--drop-step", "drop", multiple=True, metavar="STEP", help="Take a step out.")
@click.option("--flip", metavar="CLAIM", help="The smallest changes that would flip a claim.")
@click.option("--max", "bound", type=click.IntRange(1), default=2, help="At most so many at once.")
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@decided
@spoken
@reading
def whatif(
    files: tuple[str, ...],
    retract: tuple[str, ...],
    grant: tuple[str, ...],
    drop: tuple[str, ...],
    flip: str | None,
    bound: int,
    form: str | None,
    lang: str,
    **asked: Any,
) -> None:
    """Tell what would change a verdict.

    What flips if claims or steps go or are granted; what it takes to flip a claim; and, without
    any change, how robust the answer to each question is.

    \b
    Examples:
      whyso whatif claims.ttl --retract c42
      whyso whatif claims.ttl --drop-step i30 --assert r2
      whyso whatif claims.ttl --flip c67 --max 3
      whyso whatif claims.ttl

    \b
    In Python:
      load("claims.ttl").what_if(retract=["c42"])
    """
    from whyso.graph.terminal import console, supposing

    changed = retract or grant or drop
    if flip and changed:
        raise click.UsageError("--flip asks what to change; leave the changes out")
    g = console.open_argument(files)
    with console.killable():
        found = _decide(asked, g)
        if flip:
            supposing.put_flips(g, found, flip, bound, form, lang)
        elif changed:
            supposing.put_whatif(g, found, retract, grant, drop, form, lang)
        else:
            supposing.put_robustness(g, found, form, lang)


@click.command()
@click.option("-p", "--problem", metavar="TASK", help="Such as SE-PR; see --problems.")
@click.option("-f", "--file", metavar="FILE", help="The framework; - is standard input.")
@click.option("-a", "--argument", metavar="ARG", help="What DC and DS ask about.")
@click.option("-fo", "--from", "form", metavar="FORMAT", help="af, apx or tgf, if no suffix tells.")
@click.option("--timeout", type=float, metavar="SECONDS", help="When to give up.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most N extensions (EE).")
@click.option("--problems", is_flag=True, help="List the tasks.")
@click.option("--formats", is_flag=True, help="List the formats.")
@common
def solve(problems: bool, formats: bool, **asked: Any) -> None:
    """Solve an abstract argumentation framework.

    It speaks the command line of the ICCMA competitions; alone it tells its version.
    A TASK is SE (one extension), EE (all), CE (how many), DC (does one accept ARG?) or DS (do all?)
    with a semantics. An extension is a line of w and its arguments; NO: there is none.

    \b
    Examples:
      whyso solve -p SE-PR -f debate.af
      whyso solve -p DC-CO -f debate.apx -a a7 --timeout 60

    \b
    In Python:
      Solver(read_framework("debate.af"), "preferred").extension()
    """
    from whyso.graph.terminal import solving

    if problems or formats:
        return solving.put_known(formats=formats)
    if not any(value for value in asked.values()):
        return solving.put_version()
    if not asked["problem"] or not asked["file"]:
        raise click.UsageError("Give a task with -p and a framework with -f")
    solving.solve(**asked)


COMMANDS = (verdict, explain, whatif, rank, solve)
