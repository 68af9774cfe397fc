"""Conversion between formats as commands print it: what was kept and lost, and what a way costs."""

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from whyso.graph.errors import FormatError
from whyso.graph.terminal.console import note, open_argument, put, put_table, setting
from whyso.graph.terminal.inputs import STDIN
from whyso.graph.terminal.table import Table

if TYPE_CHECKING:
    from whyso.graph.formats import Account, Format
    from whyso.graph.model import ArgumentGraph

__all__ = ["convert", "put_formats", "roundtrip"]

_MANY: Final = 20  # files of a directory from which on a terminal shows how far reading is


def convert(
    inputs: Sequence[str],
    output: str | None,
    *,
    format: str | None = None,
    strict: bool = False,
    report: str | None = None,
    keep_going: bool = False,
    lang: str = "en",
) -> None:
    """Read an argument in any format, write it in any other, and tell what became of it.

    Args:
        inputs: files, directories, ``-``.
        output: a file; a directory for one file per source; the address of a SPARQL engine; None or
            ``-`` for standard output.
        format: name, suffix or MIME type, where the suffix does not tell.
        strict: write nothing if anything is lost.
        report: a file for the accounts of reading and writing, as JSON.
        keep_going: pass over files of a directory that cannot be read, and tell them.
        lang: language of what people read.

    Raises:
        FormatError: the format is unknown, can only be read, or loses what *strict* forbids.
        OutputError: a file cannot be written.
    """
    from whyso.graph import formats
    from whyso.graph.opening import is_address

    if output is not None and is_address(output):
        return _publish(inputs, output, strict, report, keep_going)
    found = formats.find(format) if format else formats.of_path(str(output))
    if found.write is None:
        raise FormatError(f"{found.name} can be read, but not written")
    accounts: list[Account] = []
    g = open_argument(inputs, accounts, keep_going=keep_going, progress=_told)
    split = output is not None and _is_folder(output)
    parts = list(g.by_source()) if split else [("", g)]
    if strict:
        write = found.write_tables or found.write
        _refuse_loss([*accounts, *(write(part, lang=lang)[1] for _, part in parts)])
    if output in (None, STDIN):
        data, account = formats.dumps(g, found.name, lang=lang)
        put(data)
        accounts.append(account)
    elif split:
        accounts += _write_each(parts, Path(str(output)), found, lang)
    else:
        accounts.append(formats.write(g, str(output), format=found.name, lang=lang))
    _tell(accounts, report)


def _publish(
    inputs: Sequence[str], url: str, strict: bool, report: str | None, keep_going: bool
) -> None:
    """Write to a SPARQL engine."""
    from whyso.graph.terminal.publishing import publish

    accounts: list[Account] = []
    g = open_argument(inputs, accounts, keep_going=keep_going, progress=_told)
    if strict:
        _refuse_loss(accounts)
    accounts.append(publish(g, url))
    _tell(accounts, report)


def _is_folder(output: str) -> bool:
    return output.endswith(("/", os.sep)) or Path(output).is_dir()


def _write_each(
    parts: "Iterable[tuple[str, ArgumentGraph]]", folder: Path, format: "Format", lang: str
) -> "Iterator[Account]":
    from whyso.graph import formats

    folder.mkdir(parents=True, exist_ok=True)
    for name, part in parts:
        file = f"{re.sub(_UNFIT, '-', name) or 'source'}.{format.suffixes[0]}"
        yield formats.write(part, folder / file, format=format.name, lang=lang)


_UNFIT: Final = r"[^\w.,;=+@()~-]+"


def _told(files: list[Path]) -> Iterable[Path]:
    """Hand on files; on a terminal show how far it is."""
    if len(files) < _MANY or not sys.stderr.isatty() or setting("quiet"):
        yield from files
        return
    with click.progressbar(files, label="Reading", file=sys.stderr, show_pos=True) as bar:
        yield from bar


def roundtrip(
    inputs: Sequence[str],
    via: Sequence[str],
    *,
    strict: bool = False,
    report: str | None = None,
    lang: str = "en",
) -> None:
    """Write an argument in formats, read that back, and tell what each of them costs.

    Args:
        inputs: files, directories, ``-``.
        via: names, suffixes or MIME types of formats that can be written and read.
        strict: fail if anything is lost.
        report: a file for the accounts, as JSON.
        lang: language of what people read.

    Raises:
        FormatError: a format is unknown, has no way back, or loses what *strict* forbids.
    """
    from whyso.graph import formats

    g = open_argument(inputs, progress=_told)
    accounts: list[Account] = []
    for format in via:
        account, _ = formats.roundtrip(g, format, lang=lang)
        accounts.append(account)
        total = account.kept["triples"] + sum(row.triples for row in account.lost())
        same = f"{account.kept['triples']} of {total} triples came back as they were"
        lines = account.summary().split("\n")
        click.echo(f"{account.format}: {same}")
        for line in lines[1:]:
            click.echo(line)
    if report is not None:
        put(_report(accounts), report)
    if strict:
        _refuse_loss(accounts)


def _tell(accounts: "Sequence[Account]", report: str | None) -> None:
    from whyso.graph.formats import combined

    note("\n".join(one.summary() for one in combined(accounts)))
    if report is not None:
        put(_report(accounts), report)


def _report(accounts: "Sequence[Account]") -> str:
    told = [json.loads(one.to_json()) for one in accounts]
    lossless = all(one.lossless for one in accounts)
    said = {"lossless": lossless, "accounts": told}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _refuse_loss(accounts: "Sequence[Account]") -> None:
    for account in accounts:
        rows = (*account.dropped, *account.approximated)
        if rows:
            verb = "reading" if account.direction == "read" else "writing"
            more = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
            lost = f"{verb} {account.format} loses {rows[0].text()}{more}"
            raise FormatError(f"{lost}; nothing was written (leave out --strict to allow it)")


def put_formats() -> None:
    """Print the formats that there are, and whether they can be read and written."""
    from whyso.graph.formats import FORMATS, registry

    registry.register_others()
    rows = [
        (
            one.name,
            " ".join(f".{suffix}" for suffix in one.suffixes),
            " ".join(["read"] * (one.read is not None) + ["write"] * (one.write is not None)),
            one.title,
        )
        for one in FORMATS.values()
    ]
    put_table(Table(("name", "suffixes", "can", "title"), rows), None)
