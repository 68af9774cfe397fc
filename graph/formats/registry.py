"""The one registry of formats: names, suffixes and MIME types to their readers and writers.

The formats themselves are listed in :mod:`whyso.graph.formats.built_in`; another package adds one
by an entry point of the group ``whyso.formats`` that gives a :class:`Format`.
"""

import gzip
import os
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from whyso.graph.errors import FormatError, OutputError
from whyso.graph.files import read_bytes, write_atomic
from whyso.graph.formats.account import Account
from whyso.graph.formats.built_in import BUILT_IN
from whyso.graph.formats.format import Format

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["FORMATS", "dumps", "find", "of_content", "of_path", "read", "register", "suffix_of"]
__all__ += ["register_others", "write"]


FORMATS: Final[dict[str, Format]] = {}
ENTRY_POINTS: Final = "whyso.formats"
_NAMES: Final[dict[str, Format]] = {}
_SNIFFED: Final[dict[str, list[Format]]] = {}


def register(format: Format) -> Format:
    """Add a format; suffixes and MIME types that are taken stay with the format that has them.

    Raises:
        FormatError: there is a format of that name.

    >>> register(Format("dot", "once more", (), "text/plain"))
    Traceback (most recent call last):
    whyso.graph.errors.FormatError: there is a format named 'dot' already
    """
    if format.name in FORMATS:
        raise FormatError(f"there is a format named {format.name!r} already")
    FORMATS[format.name] = format
    for name in (format.name, *format.suffixes, format.mime):
        _NAMES.setdefault(name.lower(), format)
    for suffix in format.suffixes if format.sniff else ():
        _SNIFFED.setdefault(suffix.lower(), []).append(format)
    return format


def find(name: str) -> Format:
    """Return the format of that name, suffix or MIME type.

    Raises:
        FormatError: there is none; names the nearest.

    >>> find("ttl").name, find(".GraphML").name, find("text/csv; charset=utf-8").name
    ('turtle', 'graphml', 'csv')
    >>> find("turtel")
    Traceback (most recent call last):
    whyso.graph.errors.FormatError: no format named 'turtel'; the nearest are turtle
    """
    wanted = name.split(";")[0].strip().lower().removeprefix(".")
    if wanted not in _NAMES:
        register_others()
    if wanted in _NAMES:
        return _NAMES[wanted]
    near = [_NAMES[match].name for match in get_close_matches(wanted, _NAMES, n=5, cutoff=0.6)]
    hint = (
        f"the nearest are {', '.join(dict.fromkeys(near))}" if near else f"use {', '.join(FORMATS)}"
    )
    raise FormatError(f"no format named {name!r}; {hint}")


def suffix_of(path: str | os.PathLike[str]) -> str | None:
    """Return the longest known suffix of a file's name but for ``.gz``; None if there is none.

    >>> suffix_of("claims.nodes.csv.gz"), suffix_of("v1.2.gv"), suffix_of("README")
    ('nodes.csv', 'gv', None)
    """
    parts = _unpacked(Path(path)).name.lower().split(".")[1:]
    whole = [".".join(parts[start:]) for start in range(len(parts))]
    if not any(suffix in _NAMES for suffix in whole):
        register_others()
    return next((suffix for suffix in whole if suffix in _NAMES), None)


def of_path(path: str | os.PathLike[str]) -> Format:
    """Return the format that a file's name tells, by its longest known suffix but for ``.gz``.

    Raises:
        FormatError: the suffix is missing or unknown.

    >>> of_path("claims.ttl.gz").name, of_path("claims.nodes.csv").name, of_path("v1.2.gv").name
    ('turtle', 'csv-nodes', 'dot')
    """
    suffix = suffix_of(path)
    if suffix is not None:
        return _NAMES[suffix]
    last = _unpacked(Path(path)).suffix.removeprefix(".")
    if not last:
        raise FormatError(f"{path}: no suffix tells the format; name it (format=, --to)")
    try:
        return find(last)
    except FormatError as error:
        raise FormatError(f"{path}: {error}") from None


def of_content(path: str | os.PathLike[str], data: bytes) -> Format:
    """Return the format of a file by its suffix and, where formats share that, by what is in it.

    Raises:
        FormatError: the suffix is missing or unknown, or none of its formats is that of the file.

    >>> of_content("tea.json", b'{"nodes": [], "links": []}').name
    'node-link'
    """
    parts = _unpacked(Path(path)).name.lower().split(".")[1:]
    shared: list[Format] = []
    for start in range(len(parts)):
        shared += _SNIFFED.get(".".join(parts[start:]), ())
    for format in shared:
        if format.sniff is not None and format.sniff(data):
            return format
    found = of_path(path)
    if found in shared or (found.read is None and shared):
        names = " or ".join(dict.fromkeys(format.name for format in shared))
        raise FormatError(f"{path}: does not look like {names}; give the format with --from")
    return found


def _unpacked(path: Path) -> Path:
    return path.with_suffix("") if path.suffix.lower() == ".gz" else path


def dumps(g: "ArgumentGraph", format: str, *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph in a format, and the account of what it kept.

    Args:
        g: the graph.
        format: name, suffix or MIME type. Of ``csv`` this gives the edges; ``csv-nodes`` the nodes.
        lang: the language of labels and names, where the format shows one.

    Raises:
        FormatError: there is no such format, or it can only be read.

    >>> from whyso.graph import sample
    >>> text, account = dumps(sample(), "csv-edges")
    >>> text.decode().splitlines()[0], account.kept["edges"] == sample().to_networkx().size()
    ('source,target,kind,graph', True)
    """
    found = find(format)
    if found.write is None:
        raise FormatError(f"{found.name} can be read, but not written")
    return found.write(g, lang=lang)


def write(
    g: "ArgumentGraph",
    path: str | os.PathLike[str],
    *,
    format: str | None = None,
    lang: str = "en",
) -> Account:
    """Write a graph to a file, atomically, and return the account of what it kept.

    A path ending in ``.gz`` is packed. The format ``csv`` makes two files of ``claims.csv``:
    ``claims.nodes.csv`` and ``claims.edges.csv``; the account names them.

    Args:
        g: the graph.
        path: the file.
        format: name, suffix or MIME type, where the suffix does not tell.
        lang: the language of labels and names, where the format shows one.

    Raises:
        FormatError: the format is unknown, or can only be read.
        OutputError: a file cannot be written; what stood there stands there still.

    >>> import tempfile
    >>> from whyso.graph import sample
    >>> write(sample(), Path(tempfile.mkdtemp()) / "claims.graphml").lossless
    True
    """
    found = find(format) if format else of_path(path)
    if found.write_tables is None:
        data, account = dumps(g, found.name, lang=lang)
        write_atomic(path, data)
        return replace(account, files=(str(path),))
    parts, account = found.write_tables(g, lang=lang)
    files = {_part(Path(path), part, found): data for part, data in parts.items()}
    _write_all(files)
    return replace(account, files=tuple(str(file) for file in files))


def _part(path: Path, part: str, format: Format) -> Path:
    """Return ``claims.<part>.csv`` for ``claims.csv``."""
    plain = _unpacked(path)
    packed = path.name[len(plain.name) :]
    return plain.with_name(f"{plain.stem}.{part}{plain.suffix or '.' + format.suffixes[0]}{packed}")


def _write_all(files: dict[Path, bytes]) -> None:
    """Write all the files or none: if one fails, those before it are put back."""
    undo: list[Callable[[], object]] = []
    try:
        for path, data in files.items():
            undo.append(_way_back(path))
            write_atomic(path, data)
    except OutputError:
        for put_back in undo[:-1]:
            with suppress(OSError, OutputError):
                put_back()
        raise


def _way_back(path: Path) -> Callable[[], object]:
    if not path.is_file():
        return lambda: path.unlink(missing_ok=True)
    old = path.read_bytes()
    data = gzip.decompress(old) if path.suffix.lower() == ".gz" else old
    return lambda: write_atomic(path, data)


def read(
    path: str | os.PathLike[str], *, format: str | None = None, base: str | None = None
) -> "tuple[ArgumentGraph, Account]":
    """Read a file in any format that can be read, and return the account of what was kept.

    Args:
        path: the file; ``.gz`` is unpacked.
        format: name, suffix or MIME type, where the suffix does not tell.
        base: IRI against which relative IRIs in RDF are read.

    Raises:
        InputError: the format is unknown or can only be written, or the file is missing or broken.

    >>> import tempfile
    >>> from whyso.graph import sample
    >>> path = Path(tempfile.mkdtemp()) / "claims.graphml"
    >>> account = write(sample(), path)
    >>> read(path)[0] == sample()
    True
    """
    from whyso.graph.model import ArgumentGraph

    data = read_bytes(Path(path))
    found = find(format) if format else of_content(path, data)
    if found.read is None:
        raise FormatError(f"{path}: {found.name} can be written, but not read")
    store, account = found.read(data, name=str(path), base=base)
    return ArgumentGraph(store), replace(account, files=(str(path),))


for _format in BUILT_IN:
    register(_format)


@cache
def register_others() -> None:
    """Register the formats of other packages; one that is broken is told and passed over.

    That is done where no format of ours answers, and before all are listed.

    >>> register_others()
    """
    from importlib.metadata import entry_points

    for entry in entry_points(group=ENTRY_POINTS):
        try:
            register(entry.load())
        except Exception as error:  # whatever a stranger's package raises
            reason = " ".join(str(error).split()) or type(error).__name__
            warnings.warn(f"format {entry.name!r} cannot be used: {reason}", stacklevel=2)
