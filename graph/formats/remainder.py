"""What another format cannot say of a graph, as lines of N-Quads that travel beside it.

A format that has a place for strangers' data is lossless by it: what reading the file gives is
compared with the graph, and what is missing or too much is written down beside the nodes.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import ParseError
from whyso.graph.store import Store

__all__ = ["remainder", "restore"]

_WORKED_OUT: Final = (ontology.DERIVED, ontology.VERDICT)


def remainder(
    said: Store, native: Store, *, main: str, without: str
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return what *said* has and *native* has not, and the reverse.

    Args:
        said: a graph.
        native: what reading the file gives without what travels beside it.
        main: the IRI of the graph whose lines are written without its name.
        without: IRI of a property that is left out.

    Returns:
        Two dicts from subjects, as in N-Triples, to lines.

    >>> one, other = Store(), Store()
    >>> one.read_text("<http://e/a> <http://e/b> 1 .", "turtle", name="tea.ttl")
    >>> main = one.source_graphs()[0].value
    >>> more, less = remainder(one, other, main=main, without="http://e/c")
    >>> list(more), less
    (['<http://e/a>'], {})
    """
    before, after = _lines(said, main, without), _lines(native, main, without)
    return _by_subject(before - after), _by_subject(after - before)


def _lines(store: Store, main: str, without: str) -> set[str]:
    found: set[str] = set()
    for graph, lines in store.sorted_lines().items():
        home = "." if graph == main else f"<{graph}> ."
        found.update(line[:-1] + home for line in lines)
    return {line for line in found if line.split(" ", 2)[1] != f"<{without}>"}


def _by_subject(lines: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in sorted(lines):
        found.setdefault(line.split(" ", 1)[0], []).append(line)
    return found


def restore(
    store: Store, more: Sequence[str], less: Sequence[str], *, main: str, name: str
) -> None:
    """Add lines to a store, and take others away; blank nodes of all lines are the same.

    Raises:
        ParseError: a line is no N-Quad, or speaks in the place of a verdict or of the rules.

    >>> store = Store()
    >>> line = "<http://e/a> <http://e/b> <http://e/c> ."
    >>> restore(store, [line], [], main="http://e/g", name="tea.json")
    >>> [graph.value for graph in store.source_graphs()]
    ['http://e/g']
    """
    for quad in _quads(less, main, name):
        store.engine.remove(quad)
    store.fill(_quads(more, main, name), name)


def _quads(lines: Sequence[str], main: str, name: str) -> list[ox.Quad]:
    home = ox.NamedNode(main)
    found: list[ox.Quad] = []
    try:
        for quad in ox.parse("\n".join(lines), ox.RdfFormat.N_QUADS):
            graph = quad.graph_name
            if isinstance(graph, ox.NamedNode) and graph.value.startswith(_WORKED_OUT):
                raise ParseError(name, f"what is worked out cannot be read: {graph.value}")
            if isinstance(graph, ox.DefaultGraph):
                graph = home
            found.append(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
    except SyntaxError as error:
        reason = " ".join(str(error).split())
        raise ParseError(name, f"what travels beside the graph is no RDF ({reason})") from None
    return found
