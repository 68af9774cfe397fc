"""Loading many files, or large ones, into a store on disk, so that it can be ended at any moment.

Small files are read one by one in memory and written many at a time; large RDF files go straight
into the engine. Either way a file and its record are written in one transaction.

However many files there are, memory holds little more than their names: what else must be known of
those that were read before is asked of the engine.
"""

import contextlib
import hashlib
import time
from collections import ChainMap, Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any, Final, cast

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import FormatError, InputError, WhysoError
from whyso.graph.store.accounts import Accounts
from whyso.graph.store.deriving import derived_graph
from whyso.graph.store.disk import DiskStore
from whyso.graph.store.held import Files
from whyso.graph.store.parts import short
from whyso.graph.store.paths import Paths
from whyso.graph.store.records import FileRecord, digest_of, forget, is_recorded, marks
from whyso.graph.store.store import Store
from whyso.graph.store.streaming import STREAMED, Scan, scan, stream
from whyso.graph.store.syntax import Syntax, find_syntax

__all__ = ["LARGE", "Loading", "Read", "Report"]

LARGE = 8 * 1024 * 1024  # bytes from which an RDF file goes straight into the engine
_QUADS: Final = 30_000  # that are held in memory until they are written
FILES = 500  # that wait at most
_MANY: Final = 16  # batches after which the database is worth being rewritten

Read = Callable[[Path, Store], tuple[str, Mapping[str, Any]]]


@dataclass
class Report:
    """What became of the files of a load.

    Attributes:
        loaded: those that were new.
        replaced: those that had changed.
        unchanged: those that were there as they are.
        unknown: those in folders that are in no known format, or no argument.
        broken: those that cannot be read, with the reason.
        removed: those that were taken out because they are gone.
        accounts: of each file in another format than RDF, what was kept and lost.
        dropped: what was lost in all of them, and why, with the number of nodes.
        seconds: how long reading and writing took, running the rules, and compacting.
    """

    loaded: Paths = field(default_factory=Paths)
    replaced: Paths = field(default_factory=Paths)
    unchanged: Paths = field(default_factory=Paths)
    unknown: Paths = field(default_factory=Paths)
    broken: dict[str, str] = field(default_factory=dict)
    removed: Paths = field(default_factory=Paths)
    accounts: Accounts = field(default_factory=Accounts)
    dropped: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)


class Loading:
    """One load of files into a store.

    Args:
        store: opened for writing.
        read: reads a file in any format into a new store whose ``files`` tells which graphs are
            taken, and returns the name of the format and an account.
        base: IRI against which relative IRIs are read.
        keep_going: whether files that cannot be read are passed over; else the first one is an
            error, and what was read before it is written.
        large: bytes from which an RDF file goes straight into the engine; by default ``LARGE``.
        report: what became of the files is told there; by default a new one.

    Attributes:
        report: what became of the files so far.
        seen: told how many more bytes of all that is to be read have been read.

    >>> import tempfile
    >>> def read(path, store):
    ...     store.read(path)
    ...     return "turtle", {}
    >>> place = Path(tempfile.mkdtemp())
    >>> _ = (place / "a.ttl").write_text("<http://e/a> <http://e/b> 1 .")
    >>> with DiskStore.create(place / "a.store") as store:
    ...     len(Loading(store, read).load([str(place / "a.ttl")]).loaded)
    1
    """

    def __init__(
        self,
        store: DiskStore,
        read: Read,
        *,
        base: str | None = None,
        keep_going: bool = False,
        large: int | None = None,
        report: Report | None = None,
    ) -> None:
        self.store, self.report = store, Report() if report is None else report
        self.seen: Callable[[int], None] = lambda _: None
        self._read, self._base, self._keep_going = read, base, keep_going
        self._large = LARGE if large is None else large
        self._waiting: list[FileRecord] = []
        self._names: dict[str, str] = {}  # graph to file of those
        self._numbers: dict[str, int] = {}
        self._quads: list[ox.Quad] = []
        self._batches, self._size = 0, store.size()
        self._before: list[str] = []
        self._there: set[str] = set()  # files of the work that the store holds as they were
        self._going: set[str] = set()  # files whose records go with the next writing
        self._gone: set[str] = set()  # and those that are to come back later
        self._again: dict[str, None] = {}  # files that went with one that came after them

    def work(self, files: Iterable[Path]) -> Paths:
        """Return those of the files that are new or have changed, and what must be read with them.

        A file counts as unchanged if its size and time are those of its record, or its bytes are.

        >>> import tempfile
        >>> with DiskStore.create(Path(tempfile.mkdtemp()) / "a.store") as store:
        ...     Loading(store, lambda path, store: ("", {})).work([])
        Paths([])
        """
        work, seen = Paths(), set()
        for file in files:
            key = _key(file)
            if (digest := digest_of(key)) in seen:
                continue
            seen.add(digest)
            if self._is_there(file, key):
                self.report.unchanged.append(key)
                continue
            work.append(str(file))
            if key in self.store.records:
                self._there.add(key)
        # What shares a graph with a file that has changed goes, and comes back, with it.
        back = set(self.store.together(self._there)) - self._there
        self._there |= back
        for key in sorted(back):
            work.append(key)
        if back:
            self.report.unchanged = Paths(one for one in self.report.unchanged if one not in back)
        return work

    def _is_there(self, file: Path, key: str) -> bool:
        """Tell whether a file was loaded as it is; if only its time is new, write that down."""
        try:
            status = file.stat()
            size, mtime = status.st_size, status.st_mtime_ns
            if is_recorded(self.store.engine, key, size, mtime):
                return True
            record = self.store.records.get(key)
            if record is None or record.size != size or record.sha256 != _sha256(file):
                return False
        except OSError:
            return False
        self.store.amend([replace(record, mtime=mtime)])
        return True

    def bytes_in(self, files: Iterable[str]) -> int:
        """Return how many bytes are to be read: those of large RDF files count twice.

        >>> import tempfile
        >>> with DiskStore.create(Path(tempfile.mkdtemp()) / "a.store") as store:
        ...     Loading(store, lambda path, store: ("", {})).bytes_in([])
        0
        """
        total = 0
        for file in map(Path, files):
            with contextlib.suppress(OSError):
                size = file.stat().st_size
                large = size >= self._large and _streamed(file) is not None
                total += size * 2 if large else size
        return total

    def load(self, files: Iterable[str], *, named: Iterable[Path] = ()) -> Report:
        """Load files; return what became of them.

        Args:
            files: what :meth:`work` returned.
            named: those of them that must be arguments; others are passed over if they are not.

        Raises:
            InputError: a file cannot be read, unless ``keep_going``; the ones before it are there.

        >>> import tempfile
        >>> with DiskStore.create(Path(tempfile.mkdtemp()) / "a.store") as store:
        ...     len(Loading(store, lambda path, store: ("", {})).load([]).loaded)
        0
        """
        began = time.perf_counter()
        explicit = {_key(file) for file in named}
        try:
            for file in map(Path, chain(files, self._lost())):
                try:
                    self._one(file)
                except FormatError as error:
                    if _key(file) in explicit:
                        self._broken(file, error)
                    else:
                        self.report.unknown.append(str(file))
                except InputError as error:
                    self._broken(file, error)
                if len(self._quads) >= _QUADS or len(self._waiting) >= FILES:
                    self.write()
        finally:
            self.write()
            self.store.engine.flush()
            self.report.seconds["load"] = time.perf_counter() - began
        return self.report

    def _lost(self) -> Iterator[str]:
        """Yield files that went, after they had been loaded, with one that shares a graph."""
        self.write()
        yield from self._again

    def rule(self, meter: Callable[[str, int], Any]) -> None:
        """Run the rules on what is new, where that was not done on the way.

        Args:
            meter: given what is done and how much there is to do, tells how far it is.

        >>> import tempfile
        >>> with DiskStore.create(Path(tempfile.mkdtemp()) / "a.store") as store:
        ...     Loading(store, lambda path, store: ("", {})).rule(print)
        """
        began = time.perf_counter()
        graphs = self.store.unruled()
        if graphs:
            with meter("Running the rules", len(graphs)) as seen:
                self.store.derive(seen)
            self.store.engine.flush()
        self.report.seconds["rules"] = time.perf_counter() - began

    def compact(self, meter: Callable[[str, int], Any]) -> None:
        """Rewrite the database if a good part of it was written in many batches.

        Args:
            meter: given what is done and how much there is to do, tells how far it is.

        >>> import tempfile
        >>> with DiskStore.create(Path(tempfile.mkdtemp()) / "a.store") as store:
        ...     Loading(store, lambda path, store: ("", {})).compact(print)
        """
        if self._batches < _MANY or self.store.size() < 1.25 * self._size:
            return
        began = time.perf_counter()
        with meter("Compacting", 1) as seen:
            self.store.compact()
            seen(1)
        self.report.seconds["compact"] = time.perf_counter() - began

    def _broken(self, file: Path, error: WhysoError) -> None:
        self.report.broken[str(file)] = str(error)
        if not self._keep_going:
            raise error

    def _one(self, file: Path) -> None:
        try:
            status = file.stat()
        except OSError as error:
            raise InputError(f"{file}: {error.strerror or error}") from None
        record = FileRecord(_key(file), status.st_size, status.st_mtime_ns, "")
        syntax = _streamed(file)
        if syntax is not None and record.size >= self._large:
            found = scan(file, syntax, base=self._base, seen=self.seen)
            if found.ours:
                return self._stream(file, syntax, found, record)
        self._small(file, record)
        self.seen(record.size)

    def _stream(self, file: Path, syntax: Syntax, found: Scan, record: FileRecord) -> None:
        self.write()
        if record.path in self._there:  # what it said goes only if the new text is whole
            found = replace(found, closely=True)

        def ready(record: FileRecord) -> None:
            self._make_room(record)
            self.write()

        files = Files(self.store, but={record.path})
        asked: Any = {"files": files, "base": self._base, "seen": self.seen, "ready": ready}
        record = stream(self.store.engine, file, syntax, found, record, **asked)
        self.store.note(record)

    def _small(self, file: Path, record: FileRecord) -> None:
        one = Store()
        taken = Files(self.store, but={record.path, *self._going})
        one.files = ChainMap({}, self._names, cast("dict[str, str]", taken))
        one.numbers = self._own(record.path) if record.path in self._there else self._numbers
        format, account = self._read(file, one)
        one.name_blanks(f"{record.node.value[-8:]}b")
        graphs = [graph.value for graph in (*one.source_graphs(), *one.verdict_graphs())]
        data = _quads(one.engine, graphs)
        record = replace(
            record,
            sha256=_sha256(file),
            format=format,
            graphs=tuple(graphs),
            prefixes={k: v for k, v in one.prefixes.items() if k not in ontology.PREFIXES},
            datatypes={g: said for g, said in one.forgotten.items() if g in graphs},
            account=account,
        )
        shared = self._make_room(record)
        one.derive()
        alone = [graph.value for graph in one.source_graphs() if graph.value not in shared]
        derived = _quads(one.engine, map(derived_graph, alone))
        self._waiting.append(record)
        self._names.update(dict.fromkeys(graphs, record.path))
        self._quads += (*data, *derived, *marks(alone), *record.quads())

    def _own(self, path: str) -> dict[str, int]:
        """Return the numbers in the names that a file has had, so that it keeps them."""
        record = self.store.records.get(path)
        parts = [short(graph).rpartition("-") for graph in (record.graphs if record else ())]
        return {slug: int(number) for slug, _, number in parts if number.isdecimal()}

    def _make_room(self, record: FileRecord) -> list[str]:
        """See to it that what the file held before goes; return the graphs that it shares."""
        if self._names.keys() & record.graphs:
            self.write()
        old = self.store.together(self._there.intersection([record.path]))
        going = [key for key in old if key not in self._going]
        replaced = bool(going) or record.path in self._gone
        graphs = {graph for key in going for graph in self.store.records[key].graphs}
        self._before += self.store.dropping(sorted(graphs), going)
        self._going.update(going)
        self._gone.update(going)
        self._gone.discard(record.path)
        self._there.discard(record.path)
        lost = (key for key in going if key != record.path and key not in self._there)
        self._again |= dict.fromkeys(lost)
        taken = Files(self.store, but=self._going)
        shared = [graph for graph in record.graphs if graph in taken]
        self._before += forget(nodes=shared, graphs=map(derived_graph, shared))
        if record.path in self._again:  # which has been told of, and drops nothing
            return shared
        (self.report.replaced if replaced else self.report.loaded).append(record.path)
        if record.account:
            self.report.accounts.add(record.path, record.account)
            for row in record.account.get("dropped", ()):
                self.report.dropped[f"{row['what']}: {row['why']}"] += row["nodes"]
        return shared

    def write(self) -> None:
        """Write what is waiting to be written, to the disk: nothing is left in memory.

        >>> import tempfile
        >>> with DiskStore.create(Path(tempfile.mkdtemp()) / "a.store") as store:
        ...     Loading(store, lambda path, store: ("", {})).write()
        """
        if self._before:
            self.store.update(self._before)
            self.store.engine.flush()
        if self._quads:
            self.store.engine.bulk_extend(self._quads)
            self._batches += 1
        for record in self._waiting:
            self.store.note(record)
        self._waiting, self._names, self._quads, self._before = [], {}, [], []
        self._going.clear()


def _quads(engine: ox.Store, graphs: Iterable[str]) -> list[ox.Quad]:
    return [
        quad
        for graph in graphs
        for quad in engine.quads_for_pattern(None, None, None, ox.NamedNode(graph))
    ]


def _key(file: Path) -> str:
    return str(file.resolve())


def _streamed(file: Path) -> Syntax | None:
    """Return the RDF syntax of a file that can go straight into the engine."""
    suffixes = [suffix for suffix in file.suffixes if suffix.lower() != ".gz"]
    try:
        syntax = find_syntax(suffixes[-1] if suffixes else "")
    except FormatError:
        return None
    return syntax if syntax.name in STREAMED else None


def _sha256(file: Path) -> str:
    with file.open("rb") as bytes_:
        return hashlib.file_digest(bytes_, "sha256").hexdigest()
