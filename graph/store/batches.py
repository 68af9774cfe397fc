"""The engine's lines in batches, as they are written: no text of a whole graph is ever held."""

from collections.abc import Callable, Mapping
from typing import IO, cast

import pyoxigraph as ox

from whyso.graph.store.datatypes import restored

__all__ = ["each_batch"]


def each_batch(
    engine: ox.Store,
    graph: ox.NamedNode,
    datatypes: Mapping[str, str],
    take: Callable[[list[str]], None],
) -> None:
    """Hand over a graph as N-Triples lines, in batches and in no order.

    Args:
        engine: where the graph is.
        graph: which graph.
        datatypes: property to the datatype that the engine forgot.
        take: called with some lines each time; what it raises ends the work.

    >>> from whyso.graph.store import Store
    >>> store = Store()
    >>> store.read_text("<http://e/a> <http://e/b> 1 .", "turtle")
    >>> each_batch(store.engine, store.source_graphs()[0], {}, print)
    ['<http://e/a> <http://e/b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .']
    """
    writer = cast(IO[bytes], _Writer(datatypes, take))
    engine.dump(writer, format=ox.RdfFormat.N_TRIPLES, from_graph=graph)


class _Writer:
    """A binary file that passes on each line once it is whole."""

    def __init__(self, datatypes: Mapping[str, str], take: Callable[[list[str]], None]) -> None:
        self._datatypes = datatypes
        self._take = take
        self._begun = b""

    def write(self, data: bytes) -> int:
        end = data.rfind(b"\n") + 1
        if end:
            text = (self._begun + data[:end]).decode()
            if self._datatypes:
                text = restored(text, self._datatypes)
            self._take(text.split("\n")[:-1])
            self._begun = data[end:]
        else:
            self._begun += data
        return len(data)

    def flush(self) -> None:
        """Do nothing: the last line ends with a line end too."""
