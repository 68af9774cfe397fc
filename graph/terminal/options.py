"""Options that commands share; what they are set to is kept in click's context."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["as_picture", "common", "files", "one_of", "output", "pairs", "parted", "reading"]
__all__ += ["incoming", "no_analysts", "spoken", "tabular", "to"]

F = TypeVar("F", bound=Callable[..., Any])


def _kept(*flags: str, **said: Any) -> Callable[[F], F]:
    """Return an option that is kept in the context, for ``console.setting``."""
    name = flags[-1].lstrip("-").replace("-", "_")

    def keep(ctx: click.Context, _: click.Parameter, value: Any) -> None:
        if value not in (None, False):
            ctx.meta[name] = value

    return click.option(*flags, expose_value=False, callback=keep, **said)


def common(command: F) -> F:
    """Add the options that every command has."""
    for option in (
        _kept("--debug", is_flag=True, help="Show a traceback when something fails."),
        _kept("--no-color", is_flag=True, help="No colours (also: NO_COLOR=1)."),
        _kept("-v", "--verbose", is_flag=True, help="Tell more, on standard error."),
        _kept("-q", "--quiet", is_flag=True, help="Tell nothing but results and errors."),
    ):
        command = option(command)
    return command


def pairs(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Keep NAME=VALUE pairs in the context and return them."""
    pairs = [text.partition("=") for text in values]
    if any(not equals for _, equals, _ in pairs):
        raise click.BadParameter(f"write it as {param.make_metavar(ctx)}", ctx, param)
    found = ctx.meta[str(param.name)] = {name: value for name, _, value in pairs}
    return found


def reading(command: F) -> F:
    """Add the options that tell how files are read, and those that every command has."""
    said = "A prefix for names and queries; may be repeated."
    shown: Any = {"metavar": "NAME=IRI", "multiple": True, "expose_value": False, "help": said}
    command = click.option("--prefix", callback=pairs, **shown)(common(command))
    said = "Only this source, of a store or of several files; may be repeated."
    command = _kept("--source", metavar="NAME", multiple=True, help=said)(command)
    return incoming(command)


def incoming(command: F) -> F:
    """Add the options that tell what files are in."""
    command = _kept("--base", metavar="IRI", help="What relative IRIs are relative to.")(command)
    said = "Format of the input, where no suffix tells: a name, suffix or MIME type."
    return _kept("-f", "--from", metavar="FORMAT", help=said)(command)


def tabular(command: F) -> F:
    """Add the options that choose how a table is printed."""
    for form, said in (
        ("json", "Print JSON."),
        ("csv", "Print comma-separated values."),
        ("tsv", "Print tab-separated values (the default elsewhere)."),
        ("table", "Print a table for people (the default on a terminal)."),
    ):
        command = click.option(f"--{form}", "form", flag_value=form, help=said)(command)
    return command


def spoken(command: F) -> F:
    """Add the option that chooses the language."""
    said = "Language of labels and words (also: WHYSO_LANG)."
    return one_of("--lang", "en", "zh", envvar="WHYSO_LANG", help=said)(command)


def one_of(flag: str, *values: str, **said: Any) -> Callable[[F], F]:
    """Return an option with fixed values, the first of which is the default."""
    choice = click.Choice(values)
    return click.option(flag, type=choice, default=values[0], show_default=True, **said)


def parted(command: F) -> F:
    """Add the options that cut out a part."""
    deep = click.IntRange(min=0)
    for option in (
        click.option("--depth", type=deep, metavar="N", help="How many relations from the claim."),
        click.option("--claim", metavar="ID", help="Only what is near a claim."),
        click.option("--question", metavar="ID", help="Only what bears on a question."),
    ):
        command = option(command)
    return command


def as_picture(command: F) -> F:
    """Add the options that a picture has."""
    kinds = click.Choice(["html", "svg", "png"])
    levels = click.Choice(["questions", "answers", "all"])
    for option in (
        one_of("--direction", "down", "right", help="Of a picture: whereto it runs."),
        click.option("--show", type=levels, help="Of a picture: how far it is unfolded."),
        one_of("--theme", "light", "dark", help="Of a picture: its colours."),
        click.option("--format", "form", type=kinds, help="Page or picture; else as -o tells."),
    ):
        command = option(command)
    return command


_TOLD = "Of AIF: leave out the analysts' notes on who speaks."
no_analysts = _kept("--no-analysts", is_flag=True, help=_TOLD)
writing = _kept("--write", is_flag=True, help="Allow changes at an http(s) address.")
files = click.argument("files", nargs=-1, metavar="[FILE]...")
output = click.option("-o", "--output", metavar="FILE", help="Output; - is standard output.")
to = click.option("-t", "--to", metavar="FORMAT", help="Format: a name, suffix or MIME type.")
