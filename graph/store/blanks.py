"""An order of blank nodes that depends on what is said of them, not on their labels.

Labels of blank nodes mean nothing and change with every reading, but the same graph is to give the
same bytes. Nodes are told apart by what is said of them, then by what is said of their neighbours,
and so on; where nothing tells two apart, they are made different by choice, one at a time.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

__all__ = ["Statement", "order"]

Statement: TypeAlias = tuple[str, str, str, str]
_Link: TypeAlias = tuple[str, str, str]


def order(statements: Iterable[Statement]) -> dict[str, int]:
    """Return the place of each blank node, counted from 0.

    Args:
        statements: those that mention blank nodes: subject, predicate, object, graph as in N-Quads.

    >>> order([("_:x", "<p>", '"2"', "<g>"), ("_:y", "<p>", '"1"', "<g>")])
    {'_:y': 0, '_:x': 1}
    """
    ground: dict[str, list[_Link]] = defaultdict(list)
    links: dict[str, list[tuple[_Link, str]]] = defaultdict(list)
    for subject, predicate, value, graph in statements:
        if subject.startswith("_:"):
            ground[subject].append((predicate, graph, "_:" if value[:2] == "_:" else value))
        if value.startswith("_:"):
            ground[value].append((predicate, graph, "^" + ("" if subject[:2] == "_:" else subject)))
            if subject == value:
                ground[value].append((predicate, graph, "self"))
            elif subject.startswith("_:"):
                links[subject].append(((predicate, graph, ">"), value))
                links[value].append(((predicate, graph, "<"), subject))
    colours = _Colours(ground, links)
    return {node: place for place, node in enumerate(colours.sorted())}


class _Colours:
    """Classes of nodes that look alike so far; a class is split until it has one node."""

    def __init__(
        self, ground: dict[str, list[_Link]], links: dict[str, list[tuple[_Link, str]]]
    ) -> None:
        self._links = links
        self._members: list[set[str]] = []
        self._of: dict[str, int] = {}
        alike: dict[tuple[_Link, ...], list[str]] = defaultdict(list)
        for node, said in ground.items():
            alike[tuple(sorted(said))].append(node)
        for look in sorted(alike):
            self._new(alike[look])
        self._refine(set(ground))
        place = 0
        while place < len(self._members):  # splitting adds classes at the end
            while len(self._members[place]) > 1:
                chosen = self._members[place].pop()
                self._new([chosen])
                self._refine({chosen})
            place += 1

    def sorted(self) -> list[str]:
        return sorted(self._of, key=self._of.__getitem__)

    def _new(self, nodes: Iterable[str]) -> None:
        members = set(nodes)
        self._of.update(dict.fromkeys(members, len(self._members)))
        self._members.append(members)

    def _refine(self, changed: set[str]) -> None:
        """Split classes whose nodes differ in their neighbours among *changed*, until none do."""
        while changed:
            seen: dict[str, list[tuple[_Link, int]]] = defaultdict(list)
            for node in changed:
                for link, neighbour in self._links.get(node, ()):
                    seen[neighbour].append((link, self._of[node]))
            touched: dict[int, dict[tuple[tuple[_Link, int], ...], list[str]]] = {}
            for node, signs in seen.items():
                parts = touched.setdefault(self._of[node], defaultdict(list))
                parts[tuple(sorted(signs))].append(node)
            changed = set()
            for colour in sorted(touched):
                changed |= self._split(colour, touched[colour])

    def _split(
        self, colour: int, parts: dict[tuple[tuple[_Link, int], ...], list[str]]
    ) -> set[str]:
        """Give all parts of a class but the largest a colour of their own; return their nodes."""
        members = self._members[colour]
        untouched = len(members) - sum(map(len, parts.values()))
        signs = sorted(parts)
        largest = max(signs, key=lambda sign: len(parts[sign]))
        if untouched < len(parts[largest]):
            signs.remove(largest)
            if untouched:
                named = {node for nodes in parts.values() for node in nodes}
                parts[()] = [node for node in members if node not in named]
                signs.insert(0, ())
        moved: set[str] = set()
        for sign in signs:
            moved.update(parts[sign])
            members.difference_update(parts[sign])
            self._new(parts[sign])
        return moved
