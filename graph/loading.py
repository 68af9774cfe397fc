"""Loading files, folders and corpora in any format into a store on disk."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from whyso.graph.errors import InputError
from whyso.graph.files import read_bytes
from whyso.graph.opening import add, each_file, syntax_of
from whyso.graph.store import Store
from whyso.graph.store.bulk import Loading, Report
from whyso.graph.store.disk import DiskStore
from whyso.graph.store.records import digest_of

if TYPE_CHECKING:
    from whyso.graph.formats import Account

__all__ = ["Meter", "load_into"]

Meter: TypeAlias = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


@contextmanager
def _silent(what: str, length: int) -> Iterator[Callable[[int], None]]:
    yield lambda done: None


def load_into(
    store: DiskStore,
    *targets: str | os.PathLike[str],
    format: str | None = None,
    base: str | None = None,
    keep_going: bool = False,
    prune: bool = False,
    meter: Meter = _silent,
    report: Report | None = None,
    **options: Any,
) -> Report:
    """Load files and folders into a store, and run the rules on what is new.

    What is there already is passed over, what has changed is replaced. A load that was ended, by
    whatever, has loaded whole files only, and the next one goes on where it stopped.

    Args:
        store: opened for writing.
        targets: paths in any format that can be read, also packed; of a folder all such files.
        format: see :func:`whyso.graph.load`; as the others.
        base: see there.
        keep_going: whether files that cannot be read are passed over; else the first is an error.
        prune: whether files that are gone from the folders are taken out of the store too.
        meter: given what is done and how much there is to do, tells how far it is.
        report: what became of the files is told there too, also if an error ends the work.
        options: see :func:`whyso.graph.load`.

    Raises:
        InputError: something is missing or broken; what was read before it is there.

    >>> import tempfile
    >>> from whyso.graph.opening import sample_path
    >>> with DiskStore.create(tempfile.mkdtemp()) as store:
    ...     done = load_into(store, sample_path())
    ...     len(done.loaded), [graph.value for graph in store.source_graphs()]
    (1, ['https://w3id.org/whyso/graph/government-guarantees'])
    """
    named: list[Path] = []
    folders: list[Path] = []
    for target in map(Path, targets):
        if target.is_dir():
            folders.append(target)
        elif target.exists():
            named.append(target)
        else:
            raise InputError(f"{target}: no such file")

    def read(file: Path, one: Store) -> tuple[str, Mapping[str, Any]]:
        accounts: list[Account] = []
        asked: dict[str, Any] = {"format": format, "base": base, "accounts": accounts} | options
        add(one, read_bytes(file), str(file), **asked)
        if accounts:
            return accounts[0].format, _short(accounts[0])
        syntax = syntax_of(format, str(file))
        return "rdf" if syntax is None else syntax.name, {}

    def files() -> Iterator[Path]:
        return chain.from_iterable(each_file(folder, format) for folder in folders)

    loading = Loading(store, read, base=base, keep_going=keep_going, report=report)
    if prune:
        for path in store.drop(_gone(store, folders, files())):
            loading.report.removed.append(path)
    work = loading.work(chain(named, files()))
    with meter("Loading", loading.bytes_in(work)) as seen:
        loading.seen = seen
        loading.load(work, named=named)
    loading.rule(meter)
    loading.compact(meter)
    return loading.report


def _gone(store: DiskStore, folders: Iterable[Path], files: Iterable[Path]) -> list[str]:
    """Return the graphs of the files that were loaded from folders and are there no more."""
    there = {digest_of(str(file.resolve())) for file in files}
    roots = tuple(str(folder.resolve()) + os.sep for folder in folders)
    return [
        graph
        for record in store.records.each()
        if record.path.startswith(roots) and digest_of(record.path) not in there
        for graph in record.graphs
    ]


def _short(account: "Account") -> dict[str, Any]:
    """Return an account without the names of the nodes: of a corpus they are too many."""
    return {
        "kept": dict(account.kept),
        **{
            name: [
                {"what": row.what, "why": row.why, "nodes": len(row.ids), "triples": row.triples}
                for row in rows
            ]
            for name, rows in (("approximated", account.approximated), ("dropped", account.dropped))
        },
    }
