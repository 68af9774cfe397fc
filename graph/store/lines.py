"""Lines of N-Triples in the order, and with the names of blank nodes, that they are saved with."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import Final, cast

import pyoxigraph as ox

from whyso.graph.store.blanks import Statement, order

__all__ = ["blanks", "has_blank", "in_order", "n_quads", "natural", "places_of", "renamed"]
__all__ += ["statements"]

_BLANK: Final = re.compile(r"_:|\S+ \S+ _:")
_NUMBER: Final = re.compile(r"\d+")


def has_blank(line: str) -> bool:
    """Tell whether a line of N-Triples mentions a blank node.

    >>> has_blank('<http://e/a> <http://e/b> "_:c" .')
    False
    """
    return "_:" in line and _BLANK.match(line) is not None


def statements(quads: Iterable[ox.Quad]) -> list[Statement]:
    """Return quads as texts.

    >>> node = ox.NamedNode("http://e/a")
    >>> statements([ox.Quad(node, node, node)])[0][0]
    '<http://e/a>'
    """
    return [(str(q.subject), str(q.predicate), str(q.object), str(q.graph_name)) for q in quads]


def blanks(lines: Iterable[str], graph: str) -> list[Statement]:
    """Return the statements that mention blank nodes.

    >>> blanks(["_:a <http://e/b> _:c .", "<http://e/a> <http://e/b> 1 ."], "http://e/g")
    [('_:a', '<http://e/b>', '_:c', 'http://e/g')]
    """
    return [cast(Statement, (*line[:-2].split(" ", 2), graph)) for line in lines if has_blank(line)]


def places_of(said: list[Statement], judged: list[Statement]) -> dict[str, int]:
    """Return the place of each blank node; what verdicts say of one does not change its place.

    >>> places_of([("_:x", "<p>", "1", "<g>")], [("_:y", "<p>", "_:x", "<h>")])
    {'_:x': 0, '_:y': 1}
    """
    places = order(said) if said else {}
    more = order(judged) if judged else {}
    fresh = [node for node in sorted(more, key=more.__getitem__) if node not in places]
    return places | {node: place for place, node in enumerate(fresh, len(places))}


def renamed(lines: list[str], places: dict[str, int]) -> list[str]:
    """Return lines of N-Triples with blank nodes named by their places.

    >>> renamed(["_:x <http://e/b> _:y ."], {"_:x": 1, "_:y": 0})
    ['_:b1 <http://e/b> _:b0 .']
    """
    if not places:
        return lines
    renamed = []
    for line in lines:
        if "_:" in line:
            subject, predicate, value = line[:-2].split(" ", 2)
            if subject in places:
                subject = f"_:b{places[subject]}"
            if value in places:
                value = f"_:b{places[value]}"
            line = f"{subject} {predicate} {value} ."
        renamed.append(line)
    return renamed


def in_order(lines: list[str]) -> list[str]:
    """Return lines of N-Triples by subject, then by line.

    >>> in_order(["<c10> <p> 1 .", "<c2> <p> 2 .", "<c2> <p> 1 ."])
    ['<c2> <p> 1 .', '<c2> <p> 2 .', '<c10> <p> 1 .']
    """
    by_subject: dict[str, list[str]] = {}
    for line in sorted(lines):
        by_subject.setdefault(line[: line.index(" ")], []).append(line)
    return list(chain.from_iterable(by_subject[name] for name in sorted(by_subject, key=natural)))


def n_quads(texts: dict[str, list[str]]) -> bytes:
    """Return graphs, name to lines of N-Triples, as N-Quads.

    >>> n_quads({"http://e/g": ["<http://e/a> <http://e/b> 1 ."]})
    b'<http://e/a> <http://e/b> 1 <http://e/g> .\\n'
    """
    return "".join(
        f"{line[:-1]}<{graph}> .\n" for graph, lines in texts.items() for line in lines
    ).encode()


def natural(name: str) -> str:
    """Return a sort key in which numbers count by value.

    >>> sorted(["c10", "c2"], key=natural)
    ['c2', 'c10']
    """
    head = name.rstrip("0123456789")
    if len(head) == len(name):
        return _NUMBER.sub(lambda number: number[0].zfill(20), name)
    return _natural_head(head) + name[len(head) :].zfill(20)


@lru_cache(maxsize=1000)
def _natural_head(head: str) -> str:
    return natural(head)
