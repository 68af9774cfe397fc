"""The terminal: what commands open, how they print, how they fail.

Options that all commands share (``--from``, ``--quiet`` ...) are kept in click's context; here they
are looked up with :func:`setting`.
"""

import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from whyso.graph.errors import WhysoError
from whyso.graph.files import write_atomic
from whyso.graph.terminal.inputs import STDIN, open_graph
from whyso.graph.terminal.table import Paint, Table, clean, plain

if TYPE_CHECKING:
    from whyso.graph.formats import Account
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.opening import Progress

__all__ = ["cells", "complain", "has_desktop", "is_for_people", "killable", "note"]
__all__ += ["open_argument", "page_name", "paint", "put", "put_path"]
__all__ += ["put_table", "setting"]

FAILED: Final = 1
INTERRUPTED: Final = 130
_SHOWN: Final = 3  # kinds of losses that are told beside a result
# Colours by the role of a text.
COLOURS: Final[dict[str, dict[str, Any]]] = {
    "?": {"fg": "cyan", "bold": True},
    "=": {"fg": "cyan", "bold": True},
    "+": {"fg": "green", "bold": True},
    "&": {"fg": "green"},
    "−": {"fg": "red", "bold": True},
    "~": {"fg": "yellow"},
    "good": {"fg": "green"},
    "bad": {"fg": "red"},
    "id": {"fg": "cyan"},
    "violation": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "cyan", "bold": True},
}
COLOURS.update({role: {"bold": True} for role in ("title", "heading", "question", "head")})
COLOURS.update({role: {"dim": True} for role in ("mention", "note", "rail", "rule", "tie", '"')})


def setting(name: str, default: Any = None) -> Any:
    """Return what an option that commands share was set to.

    >>> with click.Context(click.Command("show")):
    ...     setting("quiet", False)
    False
    """
    context = click.get_current_context(silent=True)
    return default if context is None else context.meta.get(name, default)


@contextlib.contextmanager
def killable() -> Iterator[None]:
    """Let Ctrl-C end the process at once: the engine cannot be interrupted in another way.

    Not for the time in which files are written.

    >>> with killable():
    ...     pass
    """
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    except ValueError:  # not in the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def open_argument(
    files: Sequence[str],
    accounts: "list[Account] | None" = None,
    *,
    guess: bool = False,
    keep_going: bool = False,
    progress: "Progress" = iter,
) -> "ArgumentGraph":
    """Return the argument in *files*, read as ``--from``, ``--base`` and ``--prefix`` say.

    Args:
        files: files, directories, ``-``; none stands for the argument that ships with whyso.
        accounts: gets the accounts of what was kept of formats other than RDF.
        guess: whether to guess the RDF syntax of standard input from its text.
        keep_going: whether files of a directory that cannot be read are passed over.
        progress: is handed the files of a directory and hands them on.

    >>> open_argument(()).questions()[0].id
    'q0'
    """
    began = time.perf_counter()
    told: list[Account] = [] if accounts is None else accounts
    prefixes = {name.removesuffix(":"): iri for name, iri in setting("prefix", {}).items()}
    with killable():
        g = open_graph(
            files,
            format=setting("from"),
            base=setting("base"),
            prefixes=prefixes,
            accounts=told,
            guess=guess,
            keep_going=keep_going,
            progress=progress,
            sources=setting("source", ()),
            tell=note,
            analysts=not setting("no_analysts"),
        )
    if accounts is None:
        _note_losses(told)
    if setting("verbose"):
        click.echo(f"Read {g!r} in {time.perf_counter() - began:.2f} s.", err=True)
    return g


def _note_losses(accounts: "Sequence[Account]") -> None:
    """Tell what reading dropped, a few kinds of things for each format."""
    from whyso.graph.formats import combined

    for account in combined(accounts):
        for row in account.dropped[:_SHOWN]:
            note(f"reading {account.format} dropped {row.text()}")
        if len(account.dropped) > _SHOWN:
            note(f"reading {account.format} dropped more: 'whyso convert' tells all")


# Errors


def complain(error: Exception) -> int:
    """Tell an error in one line on standard error and return the exit code that it stands for.

    That is 2 for wrong usage, 130 after Ctrl-C, else 1. A closed pipe is nothing to tell.

    >>> complain(click.Abort()), complain(BrokenPipeError())
    (130, 1)
    """
    if isinstance(error, click.Abort):
        return INTERRUPTED
    code, said = FAILED, str(error)
    if isinstance(error, click.ClickException):
        code, said = error.exit_code, error.format_message()
        if isinstance(error, click.UsageError) and error.ctx is not None:
            see = " See" if said.endswith("?") else "; see"
            said = f"{said.rstrip('.')}{see} '{error.ctx.command_path} --help'"
    elif isinstance(error, OSError):
        said = f"{error.filename or 'standard output'}: {error.strerror or error}"
        _drop_stdout()
    elif not isinstance(error, WhysoError):
        said = f"{type(error).__name__}: {error}; this is a fault of whyso: run it again with"
        said += " --debug and report what it prints"
    if not isinstance(error, BrokenPipeError):
        with contextlib.suppress(OSError):
            click.echo(f"{click.style('Error:', fg='red')} {clean(said)}", err=True)
    return code


def _drop_stdout() -> None:
    """Let Python throw away, when it ends, what could not be written."""
    with contextlib.suppress(OSError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# Terminal


def note(said: str) -> None:
    """Tell something beside the result, on standard error; nothing with ``--quiet``.

    >>> note("")
    """
    if said and not setting("quiet"):
        click.echo(clean(said, keep="\n"), err=True)


def cells() -> int:
    """Return the width of the terminal; 100 where there is none.

    >>> cells() >= 20
    True
    """
    return max(20, shutil.get_terminal_size((100, 24)).columns)


def paint() -> Paint:
    """Return what cleans and colours texts: no colours unless standard output is a terminal.

    >>> paint()("c12", "id")
    'c12'
    """
    bare = setting("no_color") or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    if bare or not sys.stdout.isatty():
        return plain

    def paint(text: str, role: str) -> str:
        said = plain(text, role)
        return click.style(said, **COLOURS[role]) if role in COLOURS else said

    return paint


def is_for_people(form: str | None) -> bool:
    """Return whether a result is to be printed for people: asked for so, or on a terminal.

    >>> is_for_people("table"), is_for_people("csv")
    (True, False)
    """
    return form == "table" or (form is None and sys.stdout.isatty())


def has_desktop() -> bool:
    """Return whether a page can be shown at once: a person at a terminal on a desktop.

    >>> has_desktop()
    False
    """
    if not sys.stdout.isatty():
        return False
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform in ("darwin", "win32") or bool(screen)


def page_name(files: Sequence[str]) -> str:
    """Return the name of the page that is drawn of *files*.

    >>> page_name(["data/claims.ttl.gz"]), page_name([]), page_name(["-"])
    ('claims.html', 'claims.html', 'argument.html')
    """
    if files and files[0] == STDIN:
        return "argument.html"
    name = Path(files[0]).resolve().name if files else "claims"
    return (name.split(".")[0] or "argument") + ".html"


def put(data: bytes | str | Iterable[bytes], output: str | None = None) -> None:
    """Write a result to a file, or to standard output if that is None or ``-``.

    It is written as it is, but on a terminal without what would steer that. Data in pieces are not
    held whole if they go to a file.

    Raises:
        OutputError: the file cannot be written; the old one stands.
    """
    data = data.encode() if isinstance(data, str) else data
    if output not in (None, STDIN):
        write_atomic(str(output), data)
        return
    data = data if isinstance(data, bytes) else b"".join(data)
    if sys.stdout.isatty():
        click.echo(clean(data.decode("utf-8", "replace"), keep="\n\t"), nl=False)
    else:
        click.echo(data, nl=False)


def put_path(path: Path) -> None:
    """Print where something was written: for a program as it is, on a terminal cleaned."""
    click.echo(clean(str(path)) if sys.stdout.isatty() else path)


def put_table(table: Table, form: str | None) -> None:
    """Print a table in a form: table, tsv, csv or json."""
    if is_for_people(form):
        click.echo(table.text(cells(), paint()))
    else:
        put({"json": table.json, "csv": table.csv}.get(form or "", table.tsv)())
