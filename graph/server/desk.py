"""What a worker has before it: the files as they were opened, and how to open them."""

import gc
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import UnknownNameError
from whyso.graph.model import ArgumentGraph
from whyso.graph.opening import files_in, load, sample_path
from whyso.graph.store import natural
from whyso.graph.store.disk import is_store

__all__ = ["Desk", "Opening"]

_PARTS: Final = 8  # sources that are kept apart, once they were asked about
_NAMED: Final = 2000  # sources among which a name is looked up


@dataclass(frozen=True)
class Opening:
    """What to open, and how much may be asked of it.

    Attributes:
        targets: files, directories or stores; none stands for the argument that ships with whyso.
        format: name, suffix or MIME type of the format, where the suffix does not tell.
        base: IRI against which relative IRIs are read.
        prefixes: further prefixes for queries and names.
        options: what the readers of some formats can be told.
        seconds: how long one request may take.
        rows: how many results a query may have.
        size: of how many bytes an answer may be.
        memory: how many bytes a worker may take beyond what it is born with.
        statements: how many a source may have to be shown whole.
    """

    targets: Sequence[str] = ()
    format: str | None = None
    base: str | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 30.0
    rows: int = 100_000
    size: int = 64 * 1024 * 1024
    memory: int = 2 * 1024**3
    statements: int = 1000

    @property
    def names(self) -> list[str]:
        """What is opened."""
        return list(self.targets) or [str(sample_path())]

    def fingerprint(self) -> str:
        """Return a digest of names, sizes and times of all files: it tells whether one changed.

        >>> Opening().fingerprint() == Opening().fingerprint()
        True
        """
        digest = hashlib.sha256()
        for name in self.names:
            path = Path(name)
            plain = path.is_dir() and not is_store(path)
            for file in files_in(path, self.format) if plain else [path]:
                try:
                    found = file.stat()
                except OSError:
                    continue
                said = f"{file}\0{found.st_mtime_ns}\0{found.st_size}\0{found.st_ino}\n"
                digest.update(said.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()[:16]

    def open(self) -> ArgumentGraph:
        """Return the argument, with what the rules derive from it.

        Raises:
            InputError: something is missing or broken, or nothing in it is an argument.

        >>> Opening().open().questions()[0].id
        'q0'
        """
        g = load(*self.names, format=self.format, base=self.base, **self.options)
        g.store.prefixes |= self.prefixes
        g.store.name_blanks()
        g.store.derive()
        return g

    def is_on_disk(self) -> bool:
        """Return whether it is a store on disk, which each worker opens for itself.

        >>> Opening().is_on_disk()
        False
        """
        return any(is_store(name) for name in self.names)


class Desk:
    """The argument that a worker is asked about.

    Args:
        opening: what to open, and how much may be asked of it.

    Attributes:
        version: fingerprint of the files as they were read.

    >>> Desk(Opening()).sources[:1]
    ['government-guarantees']
    """

    def __init__(self, opening: Opening) -> None:
        self.opening = opening
        self.version = ""
        self._parts: dict[str, ArgumentGraph] = {}
        self._kept: dict[tuple[str, str], Any] = {}

    @cached_property
    def graph(self) -> ArgumentGraph:
        """The argument; opened when it is first asked about."""
        return self.opening.open()

    @cached_property
    def homes(self) -> dict[str, str]:
        """The name of each source, and the IRI of its graph; sorted."""
        graphs = (graph.value for graph in self.graph.store.source_graphs())
        return {graph.removeprefix(ontology.GRAPH): graph for graph in graphs}

    @cached_property
    def sources(self) -> list[str]:
        """The names of all sources; numbers in them count by value."""
        return sorted(self.homes, key=natural)

    def source(self, name: str) -> ArgumentGraph:
        """Return what one source alone says, with the verdicts on it.

        Raises:
            UnknownNameError: there is no such source.

        >>> Desk(Opening()).source("government-guarantees").questions()[0].id
        'q0'
        """
        self.check(name)
        if len(self.sources) == 1:
            return self.graph
        if name not in self._parts:
            if len(self._parts) >= _PARTS:
                self._parts.pop(next(iter(self._parts)))
            part = self.graph.store.only([self.homes[name]], verdicts=True)
            self._parts[name] = ArgumentGraph(part)
        return self._parts[name]

    def remembered(self, what: str, name: str, make: Callable[[], Any]) -> Any:
        """Return what *make* returns, made once: what is opened does not change.

        >>> desk = Desk(Opening())
        >>> desk.remembered("a", "b", lambda: 1), desk.remembered("a", "b", lambda: 2)
        (1, 1)
        """
        if (what, name) not in self._kept:
            self._kept[what, name] = make()
        return self._kept[what, name]

    def check(self, name: str) -> None:
        """Raise an error if there is no source of that name.

        >>> Desk(Opening()).check("tea")
        Traceback (most recent call last):
        whyso.graph.errors.UnknownNameError: no source named 'tea'
        """
        if name not in self.homes:
            raise UnknownNameError("source", name, self.sources[:_NAMED])

    def find(self, name: str, source: str | None = None) -> str:
        """Return the IRI of something that is described, named by IRI, CURIE or local id.

        Args:
            name: what it is called.
            source: in which source a local id is looked up first.

        Raises:
            UnknownNameError: nothing is called so.

        >>> Desk(Opening()).find("q1").endswith("/government-guarantees/q1")
        True
        """
        sources = [source] if source else self.sources if len(self.sources) < _NAMED else []
        prefix, colon, local = name.partition(":")
        known = self.graph.store.prefixes
        candidates = [name] + ([known[prefix] + local] if colon and prefix in known else [])
        candidates += [f"{ontology.ID}{one}/{name}" for one in sources]
        for iri in candidates:
            if self.is_described(iri):
                return iri
        return self.graph.resolve(name)

    def is_described(self, iri: str) -> bool:
        """Return whether anything is said of a resource.

        >>> Desk(Opening()).is_described("tea")
        False
        """
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            return False
        return next(self.graph.store.engine.quads_for_pattern(node, None, None), None) is not None

    def settle(self) -> None:
        """Read everything that all workers will need, before they are forked.

        A store on disk is left to them: its engine has threads of its own, which no fork survives.

        >>> Desk(Opening()).settle()
        """
        from whyso.graph.server import programs, tasks

        tasks.prepare()
        if not self.opening.is_on_disk():
            list(programs.listed(self, self.sources[:_NAMED]))
        gc.collect()
        gc.freeze()
