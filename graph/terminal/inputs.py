"""What a command opens: files and directories in any format, and standard input."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from whyso.graph.errors import FormatError, InputError
from whyso.graph.files import read_bytes
from whyso.graph.model import ArgumentGraph
from whyso.graph.model.opening import sample_path
from whyso.graph.store import Store, find_syntax
from whyso.graph.store.syntax import decode

if TYPE_CHECKING:
    from whyso.graph.formats import Account

__all__ = ["STDIN", "open_graph", "read_text"]

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
) -> ArgumentGraph:
    """Return the argument in *targets*, or the one that ships with whyso if there are none.

    Args:
        targets: files, also packed ones, directories of RDF files, and ``-`` for standard input.
        format: name, suffix or MIME type, where the suffix does not tell; standard input needs it.
        base: IRI against which relative IRIs in RDF are read.
        prefixes: further prefixes for queries and names.
        accounts: gets the accounts of what was kept of formats other than RDF.
        guess: whether to guess the RDF syntax of standard input from its text.

    Raises:
        InputError: something is missing, broken, in no known format, or without an argument.

    >>> open_graph() == open_graph([sample_path()])
    True
    """
    store = Store()
    names = [str(target) for target in targets] or [str(sample_path())]
    for name in names:
        if name == STDIN:
            account = _read_stdin(store, format, base, guess)
        else:
            account = _read(store, name, format, base)
        if accounts is not None and account is not None:
            accounts.append(account)
    if not store.source_graphs():
        shown = ", ".join(_NAME if name == STDIN else name for name in names)
        raise InputError(f"{shown}: an empty graph; there is nothing to show")
    store.prefixes |= prefixes or {}
    return ArgumentGraph(store)


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


def _read(store: Store, name: str, format: str | None, base: str | None) -> "Account | None":
    path = Path(name)
    if not path.exists():
        raise InputError(f"{name}: no such file")
    suffix = path.with_suffix("").suffix if path.suffix.lower() == ".gz" else path.suffix
    if path.is_dir() or _is_rdf(format or suffix):
        store.read(path, format=format, base=base)
        return None
    from whyso.graph import formats

    if not format and not suffix:
        raise FormatError(f"{name}: no suffix tells the format; give it with --from")
    other, account = formats.read(path, format=format, base=base)
    _add(store, other.store, name)
    return account


def _read_stdin(
    store: Store, format: str | None, base: str | None, guess: bool
) -> "Account | None":
    if format is None and guess:
        from whyso.graph.view.partial import guessed_syntax

        data = sys.stdin.buffer.read()
        store.read_text(data, guessed_syntax(data), name=_NAME, base=base)
        return None
    if format is None:
        raise FormatError(f"{_NAME}: no suffix tells the format; give it with --from")
    if _is_rdf(format):
        store.read_text(sys.stdin.buffer.read(), format, name=_NAME, base=base)
        return None
    from whyso.graph import formats

    found = formats.find(format)
    if found.read is None:
        raise FormatError(f"{_NAME}: {found.name} can be written, but not read")
    other, account = found.read(sys.stdin.buffer.read(), name=_NAME, base=base)
    _add(store, other, _NAME)
    return account


def _add(store: Store, other: Store, name: str) -> None:
    store.engine.extend(other.engine)
    store.prefixes |= {
        prefix: iri for prefix, iri in other.prefixes.items() if prefix not in store.prefixes
    }
    for graph in other.source_graphs():
        store.files.setdefault(graph.value, name)


def _is_rdf(name: str) -> bool:
    try:
        find_syntax(name)
    except FormatError:
        return False
    return True
