"""What the commands about stores do and print."""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import click

from whyso import ontology
from whyso.graph.errors import InputError
from whyso.graph.loading import load_into
from whyso.graph.store.accounts import Accounts
from whyso.graph.store.bulk import Report
from whyso.graph.store.disk import DiskStore, is_store
from whyso.graph.store.parts import named, short
from whyso.graph.store.records import count_sources
from whyso.graph.terminal.console import killable, note, put, put_path, put_table, setting
from whyso.graph.terminal.table import Table

__all__ = ["backup", "compact", "create", "drop", "load", "meter", "put_info"]

_SHOWN: Final = 5  # broken files that are told one by one
_STEPS: Final = ("Inference", "Conflict", "Rebuttal", "Undercut", "Undermining")


def create(folder: str) -> None:
    """Make an empty store and tell where.

    Raises:
        OutputError: something is there, or nothing can be written there.
    """
    DiskStore.create(folder).close()
    put_path(Path(folder))


def load(
    folder: str,
    paths: Sequence[str],
    *,
    keep_going: bool = False,
    prune: bool = False,
    report: str | None = None,
) -> None:
    """Load files and folders into a store, made if there is none, and tell what became of them.

    Args:
        folder: the store.
        paths: files and folders.
        keep_going: whether files that cannot be read are passed over.
        prune: whether files that are gone from the folders are taken out.
        report: a file for what became of each file, as JSON; it is written in any case.

    Raises:
        InputError: a file cannot be read; the ones before it are in the store.
    """
    missing = [path for path in paths if not Path(path).exists()]
    if missing:
        raise InputError(f"{missing[0]}: no such file")
    done = Report()
    asked: dict[str, Any] = {
        "format": setting("from"),
        "base": setting("base"),
        "analysts": not setting("no_analysts"),
    }
    opened = DiskStore.open(folder, writing=True) if is_store(folder) else DiskStore.create(folder)
    with opened as store:
        try:
            load_into(
                store, *paths, keep_going=keep_going, prune=prune, report=done, meter=meter, **asked
            )
        except KeyboardInterrupt:
            note(f"{folder}: what was read whole is in it; run the same again to go on")
            raise
        finally:
            if report is not None:
                put(_json(done), report)
        note("\n".join(_told(folder, store, done)))


@contextmanager
def meter(what: str, length: int) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how far something is, how fast and how long it will take.

    Args:
        what: what is done.
        length: how many bytes, or things, there are.

    >>> with meter("Loading", 10) as seen:
    ...     seen(5)
    """
    if not length or not sys.stderr.isatty() or setting("quiet"):
        yield lambda done: None
        return
    began = time.perf_counter()
    large = length > 1_000_000
    unit, size = ("MB", 1_000_000) if large else ("", 1)

    def rate(_: Any) -> str:
        spent = max(time.perf_counter() - began, 1e-9)
        return f"{bar.pos / size / spent:,.1f} {unit}/s".replace(" /", "/")

    with click.progressbar(
        length=length, label=what, file=sys.stderr, item_show_func=rate, show_eta=True
    ) as bar:
        yield lambda done: bar.update(done, done)


def _told(folder: str, store: DiskStore, report: Report) -> Iterator[str]:
    counts = {
        "loaded": len(report.loaded),
        "replaced": len(report.replaced),
        "unchanged": len(report.unchanged),
        "taken out": len(report.removed),
        "no argument": len(report.unknown),
        "broken": len(report.broken),
    }
    files = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    yield f"{folder}: files: {files or 'none'}"
    spent = sum(report.seconds.values())
    yield f"it holds {_size(store)}; that took {spent:,.1f} s"
    for row, count in report.dropped.most_common(_SHOWN):
        yield f"  dropped {row} ({count:,})"
    for reason in list(report.broken.values())[:_SHOWN]:
        yield f"  passed over {reason}"
    if len(report.broken) > _SHOWN:
        yield "  and more; --report tells all"


def _json(report: Report) -> Iterator[bytes]:
    """Yield a report as JSON, line by line: of many files it is long.

    What is no character in the name of a file stands there as JSON escapes it.
    """
    return (line.encode("utf-8", "backslashreplace") for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    before = "{"
    for name in (one.name for one in fields(report)):
        value = getattr(report, name)
        named = isinstance(value, Mapping)
        rows = value.each() if isinstance(value, Accounts) else value.items() if named else value
        yield f'{before}\n  "{name}": {"{" if named else "["}'
        line, end = "\n    ", ""
        for row in rows:
            yield line + (": ".join(map(_text, row)) if named else _text(row))
            line, end = ",\n    ", "\n  "
        yield end + ("}" if named else "]")
        before = ","
    yield "\n}\n"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _size(store: DiskStore) -> str:
    sources = count_sources(store.engine)
    return f"{sources:,} source{'s' * (sources != 1)} on {store.size() / 1e6:,.1f} MB"


def put_info(folder: str, form: str | None, *, sources: bool = False) -> None:
    """Print what a store holds, or its sources.

    Raises:
        InputError: it cannot be opened.
    """
    with DiskStore.open(folder) as store, killable():
        put_table(_sources(store) if sources else _info(store), form)


def _info(store: DiskStore) -> Table:
    about = json.loads((store.folder / "whyso.json").read_bytes())
    formats = Counter(record.format for record in store.records.each())
    rows: list[tuple[str, str | int]] = [
        ("made by", about["made by"]),
        ("bytes", store.size()),
        ("files", formats.total()),
        *((f"files in {name}", count) for name, count in sorted(formats.items())),
        ("sources", len(store.source_graphs())),
        ("verdicts", len(store.verdict_graphs())),
        ("triples", len(store.engine)),
    ]
    return Table(("what", "value"), rows)


def _sources(store: DiskStore) -> Table:
    def counted(*names: str) -> "Counter[str]":
        found: Counter[str] = Counter()
        for name in names:
            text = f"SELECT ?g WHERE {{ GRAPH ?g {{ ?s a <{ontology.ARG}{name}> }} }}"
            for (graph,) in store.engine.query(text):  # type: ignore[union-attr]
                found[graph.value] += 1
        return found

    claims, questions = counted("Claim", "Proposition"), counted("Question", "UnderlyingQuestion")
    steps = counted(*_STEPS)
    rows = [
        (short(one), claims[one], questions[one], steps[one], store.files.get(one, ""))
        for one in (graph.value for graph in store.source_graphs())
    ]
    return Table(("source", "claims", "questions", "steps", "file"), rows)


def drop(folder: str, names: Sequence[str]) -> None:
    """Take sources out of a store, named by themselves or by their files, and tell which.

    Raises:
        UnknownNameError: there is no such source; nothing is taken out.
    """
    with DiskStore.open(folder, writing=True) as store:
        graphs: dict[str, None] = {}
        for name in names:
            record = store.records.get(str(Path(name).resolve()))
            found = record.graphs if record is not None else ()
            graphs.update(dict.fromkeys(found or named(store, [name])))
        files = store.drop(graphs)
        note(f"{folder}: took out {', '.join(map(short, graphs))}")
        for path in files:
            if path in store.records:
                note(f"{path}: had other sources too; the next load reads it again")


def compact(folder: str) -> None:
    """Make a store small and quick, and tell what that brought."""
    with DiskStore.open(folder, writing=True) as store:
        before = store.size()
        with killable():
            store.compact()
        note(f"{folder}: {before / 1e6:,.1f} MB before, {store.size() / 1e6:,.1f} MB after")


def backup(folder: str, target: str) -> None:
    """Copy a store and tell where.

    Raises:
        OutputError: something is there, or it cannot be written.
    """
    with DiskStore.open(folder, writing=True) as store:
        put_path(store.backup(target))
