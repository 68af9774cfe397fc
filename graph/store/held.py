"""What a store on disk remembers of its files, read off the engine when it is asked for.

However many files there are, none of it is held in memory.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

import pyoxigraph as ox

from whyso.graph.store.records import FileRecord, has_graph, holders, node_of, read_records

__all__ = ["Datatypes", "Files", "HasEngine", "Records"]


class HasEngine(Protocol):
    """What holds an engine and lets go of it when it is closed."""

    engine: ox.Store


class Records(Mapping[str, FileRecord]):
    """Path to record of each file.

    Args:
        store: where the records are; once it is closed, there are none.

    >>> from whyso.graph.store import Store
    >>> store = Store()
    >>> store.engine.extend(FileRecord("/a.ttl", 3, 0, "").quads())
    >>> Records(store)["/a.ttl"].size, list(Records(store))
    (3, ['/a.ttl'])
    """

    def __init__(self, store: HasEngine) -> None:
        self._store = store

    def __getitem__(self, path: str) -> FileRecord:
        for record in read_records(self._store.engine, node_of(path)):
            return record
        raise KeyError(path)

    def __iter__(self) -> Iterator[str]:
        return (record.path for record in self.each())

    def __len__(self) -> int:
        return sum(1 for _ in self.each())

    def each(self) -> Iterator[FileRecord]:
        """Yield all records in one pass, in no order.

        >>> from whyso.graph.store import Store
        >>> list(Records(Store()).each())
        []
        """
        return read_records(self._store.engine)


class Files(Mapping[str, str]):
    """IRI of each graph to the path of the first file that holds it.

    Args:
        store: where the records are; once it is closed, there are none.
        but: paths of files that count as if they were not there.

    >>> from whyso.graph.store import Store
    >>> store = Store()
    >>> store.engine.add_graph(ox.NamedNode("http://e/g"))
    >>> store.engine.extend(FileRecord("/a.ttl", 0, 0, "", graphs=("http://e/g",)).quads())
    >>> dict(Files(store))
    {'http://e/g': '/a.ttl'}
    """

    def __init__(self, store: HasEngine, *, but: Collection[str] = ()) -> None:
        self._store, self._but = store, but

    def __getitem__(self, graph: str) -> str:
        if has_graph(self._store.engine, graph):
            for record in holders(self._store.engine, graph):
                if record.path not in self._but:
                    return record.path
        raise KeyError(graph)

    def __iter__(self) -> Iterator[str]:
        for record in read_records(self._store.engine):
            yield from (graph for graph in record.graphs if self.get(graph) == record.path)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Datatypes(Mapping[str, Mapping[str, str]]):
    """IRI of each graph to the datatypes that the engine forgets, by property.

    Args:
        store: where the records are; once it is closed, there are none.

    >>> from whyso.graph.store import Store
    >>> said, store = {"http://e/g": {"http://e/p": "http://e/int"}}, Store()
    >>> record = FileRecord("/a.ttl", 0, 0, "", graphs=("http://e/g",), datatypes=said)
    >>> store.engine.add_graph(ox.NamedNode("http://e/g"))
    >>> store.engine.extend(record.quads())
    >>> dict(Datatypes(store)) == said
    True
    """

    def __init__(self, store: HasEngine) -> None:
        self._store = store

    def __getitem__(self, graph: str) -> Mapping[str, str]:
        if not has_graph(self._store.engine, graph):
            raise KeyError(graph)
        found: dict[str, str] = {}
        for record in holders(self._store.engine, graph):
            found |= record.datatypes.get(graph, {})
        if not found:
            raise KeyError(graph)
        return found

    def __iter__(self) -> Iterator[str]:
        return (graph for graph in Files(self._store) if graph in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
