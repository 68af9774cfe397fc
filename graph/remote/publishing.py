"""Writing sources to an engine: each replaces what is there of it, and what was made of that."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Final

import pyoxigraph as ox

from whyso.graph.errors import OutputError
from whyso.graph.remote.connection import Body
from whyso.graph.remote.memory import remember, remembered
from whyso.graph.remote.sources import fetch, listing
from whyso.graph.remote.store import RemoteStore
from whyso.graph.store import Store
from whyso.graph.store.batches import each_batch
from whyso.graph.store.datatypes import restored
from whyso.graph.store.deriving import derived_graph
from whyso.graph.store.lines import has_blank
from whyso.graph.store.parts import verdicts_on

__all__ = ["Written", "publish"]

_PAGES: Final = 10
_PIECE: Final = 1 << 16  # bytes
_HELD: Final = 1 << 26  # bytes of a graph that are held in memory; more go to the disk


@dataclass(frozen=True, slots=True)
class Written:
    """One graph that was written.

    *sent* triples were sent, and *kept* are there now; those *changed* are there with another
    value, which is only looked at in graphs of no more than ten pages. *whole* tells whether it was
    one transaction (None: it is not known).

    >>> Written("http://e/g", sent=2, kept=2, whole=True).changed
    ()
    """

    graph: str
    sent: int
    kept: int
    whole: bool | None
    changed: tuple[str, ...] = ()


def publish(store: Store, remote: RemoteStore) -> Iterator[Written]:
    """Write the sources of a store to an engine, with what the rules derive and the verdicts.

    What is there of the same sources is replaced; other graphs stay. A source is one request, and
    so one transaction where the engine has such; what was made of the old one is dropped before
    that, so that it never stands beside the new one.

    Args:
        store: what is written.
        remote: the engine, opened for writing.

    Returns:
        The graphs, each once it is written.

    Raises:
        OutputError: it may not be written, or the engine refuses; what came before stands.

    >>> list(publish(Store(), RemoteStore("http://localhost:7878/query")))
    Traceback (most recent call last):
    whyso.graph.errors.OutputError: ...: opened for reading only; --write allows changes
    """
    remote.check_writable()
    store.derive()
    known, memory = listing(remote), remembered(remote)
    there = {*known.derived, *known.bases}
    for source in store.source_graphs():
        made = [derived_graph(source.value), *verdicts_on(store.engine, [source.value])]
        old = {made[0], *(one for one, bases in known.bases.items() if source.value in bases)}
        for graph in sorted(old & there):
            remote.delete_graph(graph)
        here = {one.value for one in store.engine.named_graphs()}
        for graph in (source.value, *(one for one in made if one in here)):
            datatypes = store.forgotten.get(graph, {})
            if datatypes != memory.get(graph, {}):
                remember(remote, graph, datatypes, old=graph in memory)
            yield _write(store, remote, graph)


def _write(store: Store, remote: RemoteStore, graph: str) -> Written:
    with _lines(store, graph) as (file, sent):
        if remote.engine.graphs:
            length = file.tell()
            remote.put_graph(graph, Body(lambda: _pieces(file)), length=length)
            whole = remote.engine.whole
        else:
            whole = _insert(remote, graph, file, sent)
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }} }}"
        kept = int(remote.query(text).raw_rows[0][0].value)
        if sent and not kept:
            raise OutputError(f"{remote.shown}: {graph} was written, but nothing is there")
        few = sent <= _PAGES * remote.settings.page
        datatypes = store.forgotten.get(graph, {})
        changed = _changed(remote, graph, file, datatypes) if few else ()
    return Written(graph, sent, kept, whole, changed)


def _changed(
    remote: RemoteStore, graph: str, file: IO[bytes], datatypes: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the triples, but for those with blank nodes, that do not come back as they are."""
    there = "".join(f"{quad.triple} .\n" for quad in fetch(remote, [graph]))
    back = set(restored(there, datatypes).split("\n"))
    file.seek(0)
    lines = (line.decode().rstrip("\n") for line in file)
    return tuple(line for line in lines if line not in back and not has_blank(line))


@contextmanager
def _lines(store: Store, graph: str) -> Iterator[tuple[IO[bytes], int]]:
    """Yield a graph as N-Triples in a file, and how many triples that is."""
    count = 0

    def take(lines: list[str]) -> None:
        nonlocal count
        count += len(lines)
        file.write("\n".join([*lines, ""]).encode())

    with tempfile.SpooledTemporaryFile(_HELD) as file:
        home = ox.NamedNode(graph)
        each_batch(store.engine, home, store.forgotten.get(graph, {}), take)
        yield file, count


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece


def _insert(remote: RemoteStore, graph: str, file: IO[bytes], count: int) -> bool | None:
    """Replace a graph by updates; tell whether that was one request (SPARQL 1.1 Update, 3)."""
    file.seek(0)
    lines = [line.decode() for line in file]
    lines.sort(key=has_blank, reverse=True)  # what shares a blank node must go together
    blank = sum(map(has_blank, lines))
    size = max(remote.settings.batch, blank)
    home = ox.NamedNode(graph)
    text = f"DROP SILENT GRAPH {home} ;\n"
    for begin in range(0, max(1, count), size):
        part = "".join(lines[begin : begin + size])
        remote.update(f"{text}INSERT DATA {{ GRAPH {home} {{\n{part}}} }}", twice=begin == 0)
        text = ""
    return remote.engine.whole if count <= size else False
