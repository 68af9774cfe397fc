"""Stores on disk: sources that are opened without being read again, however many they are.

A store is a folder: ``whyso.json`` tells what made it, ``engine/`` is the database of Oxigraph
(RocksDB), ``lock`` sees to it that one process writes or several read. The files stay the truth:
the engine's layout may change with its version, and the store is then loaded anew from them.
"""

import os
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from typing import Final, cast
from weakref import proxy

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import InputError, OutputError
from whyso.graph.files import write_atomic
from whyso.graph.store.deriving import derived_graph, derived_quads
from whyso.graph.store.held import Datatypes, Files, Records
from whyso.graph.store.layout import (
    ABOUT,
    ENGINE,
    FORMAT,
    damaged,
    engine_in,
    is_store,
    layout_of,
    sign,
)
from whyso.graph.store.locking import Lock
from whyso.graph.store.parts import verdicts_on
from whyso.graph.store.records import (
    FileRecord,
    declaring,
    forget,
    holders,
    marks,
    node_of,
    renew,
    said,
    unruled,
)
from whyso.graph.store.store import Store

__all__ = ["DiskStore", "is_store"]

_BATCH: Final = 50_000  # quads that one transaction holds in memory


class DiskStore(Store):
    """A store on disk; a :class:`Store` in all other ways.

    Blank nodes keep the labels that they got when they were loaded.

    Attributes:
        folder: where it is.
        writable: whether it was opened to be written.
        records: path to record of each file that it holds, read when it is asked for.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp()) / "tea.store"
    >>> DiskStore.create(folder).close()
    >>> with DiskStore.open(folder) as store:
    ...     store.source_graphs(), len(store.records)
    ([], 0)
    """

    def __init__(self, folder: Path, engine: ox.Store, lock: Lock, *, writable: bool) -> None:
        self.folder, self.writable = folder, writable
        self._lock = lock
        self._sources: list[ox.NamedNode] | None = None
        super().__init__(engine)
        self.reread()

    @classmethod
    def create(cls, folder: str | os.PathLike[str]) -> "DiskStore":
        """Make a store in a folder that is missing or empty, and open it for writing.

        Raises:
            OutputError: something is there, or nothing can be written there.

        >>> DiskStore.create(Path(__file__).parent)
        Traceback (most recent call last):
        whyso.graph.errors.OutputError: ...: not empty; a store gets a folder of its own
        """
        home = Path(folder)
        try:
            home.mkdir(parents=True, exist_ok=True)
            there = {entry.name for entry in home.iterdir() if entry.name[0] != "."} - {"lock"}
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise OutputError(f"{home}: no store can be made here: {reason}") from None
        if ABOUT in there:
            raise OutputError(f"{home}: there is a store already; load into it")
        if there:
            raise OutputError(f"{home}: not empty; a store gets a folder of its own")
        sign(home, f"whyso {version('whyso')}")
        return cls._open(home, True)

    @classmethod
    def open(cls, folder: str | os.PathLike[str], *, writing: bool = False) -> "DiskStore":
        """Open a store; several may read one at the same time, or one may write it.

        Opened for reading, its rules are run first where a load was ended before that. A store of
        an earlier version is brought up to date.

        Args:
            folder: where it is.
            writing: whether it may be changed.

        Raises:
            InputError: it is missing, damaged, foreign, or in use.

        >>> DiskStore.open("nowhere.store")
        Traceback (most recent call last):
        whyso.graph.errors.InputError: nowhere.store: no such store; make one with 'whyso store \
create'
        """
        home = Path(folder)
        old = layout_of(home) != FORMAT
        store = cls._open(home, writing)
        if old or (not writing and store.unruled()):
            store.close()
            store = cls._open(home, True)
            if old:
                renew(store.engine)
                sign(home, f"whyso {version('whyso')}")
            if not writing:
                store.derive()
            store.close()
            store = cls._open(home, writing)
        return store

    @classmethod
    def _open(cls, home: Path, writing: bool) -> "DiskStore":
        lock = Lock(home, writing=writing)
        try:
            engine = engine_in(home, ox.Store if writing else ox.Store.read_only)
            if writing:  # what a bulk load left that was killed; nobody else has the engine now
                for left in (home / ENGINE).glob("bulk-*.sst"):
                    left.unlink()
            return cls(home, engine, lock, writable=writing)
        except ValueError as error:
            lock.close()
            raise InputError(damaged(home, str(error))) from None
        except BaseException:
            lock.close()
            raise

    def close(self) -> None:
        """Let others have the store; it is empty then.

        >>> import tempfile
        >>> DiskStore.create(tempfile.mkdtemp()).close()
        """
        if self.writable:
            self.engine.flush()
        self.engine = ox.Store()
        self._lock.close()

    def __enter__(self) -> "DiskStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # What it holds

    def refresh(self) -> None:
        """Forget what was read off the engine, because its content was changed directly.

        >>> import tempfile
        >>> DiskStore.create(tempfile.mkdtemp()).refresh()
        """
        self._sources = None
        self._derived = False
        self._blanks_named = True

    def reread(self) -> None:
        """Read anew which prefixes the files declare: the first one in the order of their paths.

        >>> import tempfile
        >>> DiskStore.create(tempfile.mkdtemp()).reread()
        """
        # A store that nobody holds any more is closed at once: nothing that it holds may hold it.
        me = proxy(self)
        self.records = Records(me)
        self.files = ChainMap({}, cast("dict[str, str]", Files(me)))
        datatypes = cast("dict[str, Mapping[str, str]]", Datatypes(me))
        self.forgotten = ChainMap({}, datatypes)
        declared: dict[str, tuple[str, str]] = {}
        for record in declaring(self.engine):
            for prefix, iri in record.prefixes.items():
                declared[prefix] = min((record.path, iri), declared.get(prefix, (record.path, iri)))
        self.prefixes = {name: iri for name, (_, iri) in declared.items()} | ontology.PREFIXES
        self.refresh()

    def note(self, record: FileRecord) -> None:
        """Keep in mind what a file has brought that is in the engine by now.

        >>> import tempfile
        >>> store = DiskStore.create(tempfile.mkdtemp())
        >>> store.note(FileRecord("/a.ttl", 0, 0, "", prefixes={"tea": "http://e/"}))
        >>> store.prefixes["tea"]
        'http://e/'
        """
        for prefix, iri in record.prefixes.items():
            self.prefixes.setdefault(prefix, iri)
        self.refresh()

    def source_graphs(self) -> list[ox.NamedNode]:
        """Return the named graphs that hold data (not what was worked out from them), sorted.

        >>> import tempfile
        >>> DiskStore.create(tempfile.mkdtemp()).source_graphs()
        []
        """
        if self._sources is None:
            self._sources = super().source_graphs()
        return list(self._sources)

    def together(self, paths: Iterable[str]) -> list[str]:
        """Return files that it holds, and those that share a graph with them, and so on.

        >>> import tempfile
        >>> DiskStore.create(tempfile.mkdtemp()).together(["/a.ttl"])
        []
        """
        waiting = [path for path in paths if path in self.records]
        found = dict.fromkeys(waiting)
        while waiting:
            for graph in self.records[waiting.pop()].graphs:
                paths = [record.path for record in holders(self.engine, graph)]
                waiting += (path for path in paths if path not in found)
                found |= dict.fromkeys(paths)
        return list(found)

    # What is worked out

    def name_blanks(self, start: str = "b") -> None:
        """Do nothing: blank nodes have their names since they were loaded.

        >>> import tempfile
        >>> DiskStore.create(tempfile.mkdtemp()).name_blanks()
        """

    def only(self, graphs: Iterable[str], *, verdicts: bool = False) -> Store:
        """Return a store, in memory, of some of the graphs; blank nodes keep their names.

        >>> import tempfile
        >>> DiskStore.create(tempfile.mkdtemp()).only([]).source_graphs()
        []
        """
        part = super().only(graphs, verdicts=verdicts)
        part._blanks_named = True
        return part

    def unruled(self) -> list[str]:
        """Return the source graphs on which the rules of today have not been run.

        >>> import tempfile
        >>> DiskStore.create(tempfile.mkdtemp()).unruled()
        []
        """
        return unruled(self.engine)

    def derive(self, seen: Callable[[int], None] | None = None) -> None:
        """Run the rules on the sources that have changed; see :meth:`Store.derive`.

        Args:
            seen: told how many more sources are done.

        >>> import tempfile
        >>> DiskStore.create(tempfile.mkdtemp()).derive()
        """
        if self._derived:
            return
        waiting: list[ox.Quad] = []
        for graph in self.unruled():
            derived = derived_graph(graph)
            if self.engine.contains_named_graph(ox.NamedNode(derived)):
                self.update(forget(nodes=[graph], graphs=[derived]))
            quads = derived_quads(self.engine, graph)
            waiting += islice(quads, _BATCH)
            if len(waiting) >= _BATCH:  # then there may be many more
                self.engine.bulk_extend(chain(waiting, quads, marks([graph])))
                waiting = []
            waiting += marks([graph])
            if seen is not None:
                seen(1)
        if waiting:
            self.engine.extend(waiting)
        self._derived = True

    # Changing it

    def drop(self, graphs: Iterable[str]) -> list[str]:
        """Take sources out, with what was worked out from them, in one transaction.

        A file that had other sources too counts as changed, so that the next load reads it again.

        Args:
            graphs: the IRIs of their graphs.

        Returns:
            The paths of the files that they were from.

        >>> import tempfile
        >>> DiskStore.create(tempfile.mkdtemp()).drop(["http://e/g"])
        []
        """
        gone = dict.fromkeys(graphs)
        touched = {one.path: one for graph in gone for one in holders(self.engine, graph)}
        paths = sorted(touched)
        updates = self.dropping(list(gone), paths)
        for one in touched.values():
            left = tuple(graph for graph in one.graphs if graph not in gone)
            if left:
                updates += said(replace(one, graphs=left, size=-1, sha256=""))
        self.update(updates)
        self.reread()
        return paths

    def dropping(self, graphs: Sequence[str], paths: Sequence[str]) -> list[str]:
        """Return the updates that take out graphs, what was worked out from them, and records.

        >>> import tempfile
        >>> DiskStore.create(tempfile.mkdtemp()).dropping([], [])
        []
        """
        derived = [derived_graph(graph) for graph in graphs]
        nodes = [*(node_of(path).value for path in paths), *graphs]
        judged = verdicts_on(self.engine, graphs)
        return forget(nodes=nodes, graphs=[*graphs, *derived, *judged])

    def amend(self, records: Iterable[FileRecord]) -> None:
        """Write records in the place of those of the same files.

        >>> import tempfile
        >>> DiskStore.create(tempfile.mkdtemp()).amend([])
        """
        for record in records:
            self.update([*forget(nodes=[record.node.value]), *said(record)])

    def update(self, updates: Sequence[str]) -> None:
        """Run SPARQL updates in one transaction.

        >>> import tempfile
        >>> DiskStore.create(tempfile.mkdtemp()).update([])
        """
        if updates:
            self.engine.update(" ;\n".join(updates))

    def compact(self) -> None:
        """Rewrite the database so that it is small and quick to read.

        >>> import tempfile
        >>> DiskStore.create(tempfile.mkdtemp()).compact()
        """
        self.engine.optimize()
        self.engine.flush()

    def backup(self, folder: str | os.PathLike[str]) -> Path:
        """Write a copy that can be used like the store; on the same disk it takes no room at first.

        Raises:
            OutputError: something is there, or it cannot be written.

        >>> import tempfile
        >>> place = Path(tempfile.mkdtemp())
        >>> with DiskStore.create(place / "a.store") as store:
        ...     store.backup(place / "b.store").name
        'b.store'
        """
        target = Path(folder)
        if target.exists():
            raise OutputError(f"{target}: there is something already; name a new folder")
        try:
            target.mkdir(parents=True)
            self.engine.backup(target / ENGINE)
            write_atomic(target / ABOUT, (self.folder / ABOUT).read_bytes())
        except OSError as error:
            raise OutputError(f"{target}: cannot be written: {error}") from None
        return target

    def size(self) -> int:
        """Return how many bytes it takes on the disk.

        >>> import tempfile
        >>> DiskStore.create(tempfile.mkdtemp()).size() > 0
        True
        """
        found = (self.folder / ENGINE).rglob("*")
        return sum(path.stat().st_size for path in found if path.is_file())
