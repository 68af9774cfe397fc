"""What a command opens: files and directories in any format, and standard input."""

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from whyso.graph.errors import FormatError, ParseError, QueryError
from whyso.graph.files import read_bytes
from whyso.graph.model import ArgumentGraph
from whyso.graph.opening import Progress, add, cut, load, not_empty, sample_path
from whyso.graph.store import Store
from whyso.graph.store.syntax import decode

if TYPE_CHECKING:
    from whyso.graph.formats import Account

__all__ = ["STDIN", "blaming", "open_graph", "read_text"]

STDIN: Final = "-"
_NAME: Final = "standard input"


def open_graph(
    targets: Iterable[str | os.PathLike[str]] = (),
    *,
    format: str | None = None,
    base: str | None = None,
    prefixes: Mapping[str, str] | None = None,
    accounts: "list[Account] | None" = None,
    guess: bool = False,
    keep_going: bool = False,
    progress: Progress = iter,
    sources: Sequence[str] = (),
    **options: Any,
) -> ArgumentGraph:
    """Return the argument in *targets*, or the one that ships with whyso if there are none.

    Args:
        targets: files, also packed ones, directories, stores, and ``-`` for standard input.
        format: name, suffix or MIME type, where the suffix does not tell; standard input needs it.
        base: IRI against which relative IRIs in RDF are read.
        prefixes: further prefixes for queries and names.
        accounts: gets the accounts of what was kept of formats other than RDF.
        guess: whether to guess the RDF syntax of standard input from its text.
        keep_going: see :func:`load`.
        progress: see there.
        sources: see there.
        options: see there.

    Raises:
        InputError: something is missing, broken, in no known format, or without an argument.

    >>> open_graph() == open_graph([sample_path()])
    True
    """
    names = [str(target) for target in targets]
    if STDIN not in names:
        g = load(
            *(names or [str(sample_path())]),
            format=format,
            base=base,
            accounts=accounts,
            keep_going=keep_going,
            progress=progress,
            sources=sources,
            **options,
        )
    else:
        g = _with_stdin(names, format, base, accounts, guess, options)
        if sources:
            g = ArgumentGraph(cut(g.store, sources))
    g.store.prefixes |= prefixes or {}
    return g


def read_text(name: str) -> str:
    """Return a text file, or standard input for ``-``; a byte order mark is taken off.

    Raises:
        InputError: it cannot be read, or is not UTF-8.

    >>> read_text("nowhere.rq")
    Traceback (most recent call last):
    whyso.graph.errors.InputError: nowhere.rq: no such file
    """
    if name == STDIN:
        return decode(sys.stdin.buffer.read(), _NAME).decode()
    return decode(read_bytes(Path(name)), name).decode()


def _with_stdin(
    names: list[str],
    format: str | None,
    base: str | None,
    accounts: "list[Account] | None",
    guess: bool,
    options: dict[str, Any],
) -> ArgumentGraph:
    data = sys.stdin.buffer.read()
    if format is None and guess:
        from whyso.graph.view.partial import guessed_syntax

        format = guessed_syntax(data)
    if format is None:
        raise FormatError(f"{_NAME}: no suffix tells the format; give it with --from")
    store = Store()
    add(store, data, _NAME, format=format, base=base, accounts=accounts, **options)
    others = [name for name in names if name != STDIN]
    if others:
        more = load(*others, base=base, accounts=accounts, **options)
        store.take(more.store, others[0])
    return not_empty(ArgumentGraph(store), _NAME)


@contextlib.contextmanager
def blaming(path: str | None) -> Iterator[None]:
    """Tell of a broken query that it stands in a file, or on standard input.

    Args:
        path: the file, or ``-``; nothing if the query was typed.

    Raises:
        ParseError: the query is broken; with the name of the file, line and column.

    >>> with blaming("own.rq"):
    ...     raise QueryError("'{' is never closed", line=1, column=8)
    Traceback (most recent call last):
    whyso.graph.errors.ParseError: own.rq:1:8: '{' is never closed
    """
    try:
        yield
    except QueryError as error:
        if path is None:
            raise
        name = _NAME if path == STDIN else path
        raise ParseError(name, error.reason, line=error.line, column=error.column) from None
