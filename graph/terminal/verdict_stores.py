"""Verdicts kept in a store on disk: one for each source, worked out again only where it changed."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.model import ArgumentGraph
from whyso.graph.semantics.recording.writing import graph_of, record
from whyso.graph.semantics.standpoints import find_standpoint
from whyso.graph.store import Store
from whyso.graph.store.disk import DiskStore
from whyso.graph.store.parts import named
from whyso.graph.store.records import forget
from whyso.graph.terminal.console import note, setting
from whyso.graph.terminal.storing import meter

if TYPE_CHECKING:
    from whyso.graph.semantics import Options, Verdict

__all__ = ["judge", "write_into"]

_QUADS: Final = 50_000
_OPTION: Final = ox.NamedNode(ontology.ARG + "option")
_SEMANTICS: Final = ox.NamedNode(ontology.ARG + "semantics")
_GRANTS: Final = ox.NamedNode(ontology.ARG + "grants")


def write_into(folder: str, standpoints: Sequence[str], options: "Options") -> None:
    """Work out and keep the verdicts on the sources of a store, and tell how many were new.

    Args:
        folder: the store.
        standpoints: for whom: names, or SPARQL texts.
        options: how it is decided.

    Raises:
        InputError: the store cannot be written.
        UnknownNameError: there is no such standpoint, or no such source.
        UnansweredError: a search ran out of time; what was found before is kept.
    """
    with DiskStore.open(folder, writing=True) as store:
        graphs = named(store, setting("source", ())) or [one.value for one in store.source_graphs()]
        with meter("Verdicts", len(graphs) * len(standpoints)) as seen:
            new = judge(store, graphs, standpoints, options, seen)
        old = len(graphs) * len(standpoints) - new
        note(f"{folder}: {new:,} verdicts worked out, {old:,} were there")


def judge(
    store: DiskStore,
    graphs: Sequence[str],
    standpoints: Sequence[str],
    options: "Options",
    seen: Callable[[int], None] = lambda _: None,
) -> int:
    """Write the verdicts on sources into their store, those that are not there yet.

    A verdict goes with its source when that is replaced, so what is there fits its source.

    Args:
        store: opened for writing.
        graphs: the IRIs of the source graphs; each is decided alone.
        standpoints: for whom: names, or SPARQL texts.
        options: how it is decided.
        seen: told how many more are done.

    Returns:
        How many verdicts were new.
    """
    waiting: list[ox.Quad] = []
    homes: list[str] = []

    def write() -> None:
        store.update(forget(graphs=homes))
        store.engine.extend(waiting)
        waiting.clear()
        homes.clear()

    new = 0
    try:
        for graph in graphs:
            part = store.only([graph])
            for standpoint in standpoints:
                home = graph_of(part, find_standpoint(standpoint).name)
                if not _is_there(store, home, standpoint, options):
                    found = ArgumentGraph(part).verdict(standpoint, options=options)
                    waiting += _quads(found, part, home)
                    homes.append(home)
                    new += 1
                seen(1)
            if len(waiting) >= _QUADS:
                write()
    finally:
        write()
    return new


def _quads(verdict: "Verdict", part: Store, home: str) -> Iterator[ox.Quad]:
    record(verdict, part)
    yield from part.engine.quads_for_pattern(None, None, None, ox.NamedNode(home))


def _is_there(store: DiskStore, home: str, standpoint: str, options: "Options") -> bool:
    """Tell whether a verdict is in a store, for the same reader and decided in the same way."""
    node = ox.NamedNode(home)

    def said(predicate: ox.NamedNode) -> set[str]:
        quads = store.engine.quads_for_pattern(node, predicate, None, node)
        return {quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)}

    reader = find_standpoint(standpoint)
    asked = {
        f"{name}={getattr(options, name)}"
        for name in ("strength", "rebuttals", "preference", "base")
    }
    grants = {reader.text} if reader.name == "own" else set()
    same = said(_OPTION) - {"extensions=none"} == asked and said(_GRANTS) == grants
    return same and said(_SEMANTICS) == {options.semantics}
