"""An argument as a numbered discussion: a thesis, and pros and cons in a tree below it."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import FormatError
from whyso.graph.formats.exchange import local, outgoing
from whyso.graph.model.records import text_in
from whyso.graph.network import STEPS

if TYPE_CHECKING:
    import networkx as nx

    from whyso.graph.model import ArgumentGraph

__all__ = ["Discussion", "Place"]

_DEEP: Final = 100
_DEEPEST: Final = 2000
_WHOLE: Final = "the whole"
_TITLE: Final = ox.NamedNode(ontology.PREFIXES["dcterms"] + "title")


@dataclass(frozen=True, slots=True)
class Place:
    """One numbered place: *see* is the number at which the text of the node *key* stands."""

    number: str
    stance: str
    key: str
    text: str
    see: str = ""


class _Tie(NamedTuple):
    """What stands under something: by which step, if any, and with which number of its own."""

    stance: str
    key: str
    step: str
    number: str


class Discussion:
    """The places of an argument's nodes in a discussion.

    Args:
        g: the argument.
        lang: the language of title and texts.

    Attributes:
        title: that of the source, else the thesis.
        titled: whether there is a title beside the thesis.
        places: every place, in order.
        names: what reading calls a node, for each node that has a place: local id to IRI.

    Raises:
        FormatError: the tree is too deep for numbers like 1.1.1.

    >>> from whyso.graph import sample
    >>> found = Discussion(sample())
    >>> [(place.number, place.stance) for place in found.places][:3]
    [('1', ''), ('1.1', ''), ('1.2', '')]
    """

    def __init__(self, g: "ArgumentGraph", *, lang: str = "en") -> None:
        self._net = outgoing(g, lang=lang)
        self.title = _title(g, lang)
        self._under = _under(self._net)
        self.names: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        roots = self._roots(nearest=False)
        if max(self._depths.values(), default=0) > _DEEP:
            roots = self._roots(nearest=True)
        if max(self._depths.values(), default=0) > _DEEPEST:
            raise FormatError(f"claims {_DEEPEST} deep: too deep for numbers like 1.1.1")
        if len(roots) != 1:
            self._under[_WHOLE] = [_Tie("", root, "", "") for root in roots]
            self.title = self.title or "Argument"
        start = roots[0] if len(roots) == 1 else _WHOLE
        for _ in self._walk(start):
            pass  # number first, so that references forward know where to
        self.places = list(self._walk(start))
        self.titled = bool(self.title)
        self.title = self.title or self.places[0].text

    def _text(self, key: str) -> str:
        if key not in self._net:
            return self.title
        said = self._net.nodes[key]
        return str(said.get("label") or said["name"])

    def _roots(self, *, nearest: bool) -> list[str]:
        """Return what the trees begin with, and give every other node its one place.

        That is the place it was read at, else the first one in reading order, so that references
        lead back; or, of the others, the *nearest* to the thesis, where that gets too deep.
        """
        keys = [key for key, said in self._net.nodes(data=True) if _shown(said["kind"])]
        below = {tie.key for ties in self._under.values() for tie in ties}
        wanted: dict[str, str] = {}
        for ties in self._under.values():
            wanted |= {tie.key: tie.number for tie in ties if tie.number == local(tie.key)}
        self._home: dict[str, tuple[str, int]] = {}
        self._depths: dict[str, int] = {}
        roots: list[str] = []
        for root in (*(key for key in keys if key not in below), *keys):
            if root in self._home:
                continue
            waiting = deque([(root, (_WHOLE, len(roots)), 0)])
            roots.append(root)
            while waiting:
                key, home, depth = waiting.popleft() if nearest else waiting.pop()
                if key in self._home:
                    continue
                self._home[key], self._depths[key] = home, depth
                found = [
                    (tie.key, (key, place), depth + 1)
                    for place, tie in enumerate(self._under.get(key, ()))
                    if tie.key not in self._home and wanted.get(tie.key) in (None, tie.number)
                ]
                waiting.extend(found if nearest else reversed(found))
        return roots

    def _walk(self, root: str) -> Iterator[Place]:
        waiting = [(_Tie("", root, "", ""), "1", True)]
        while waiting:
            tie, number, home = waiting.pop()
            if tie.step:
                self.names.setdefault(f"{'i' if tie.stance == 'Pro' else 'x'}{number}", tie.step)
            if not home:
                yield Place(number, tie.stance, tie.key, "", self._numbers.get(tie.key, ""))
                continue
            self._numbers[tie.key] = number
            if tie.key in self._net:
                self.names[number] = tie.key
            yield Place(number, tie.stance, tie.key, self._text(tie.key))
            below, last = [], 0
            for place, one in enumerate(self._under.get(tie.key, ())):
                said = one.number.rpartition(".")
                own = int(said[2]) if said[0] == number and one.number else 0
                last = own if own > last else last + 1
                below.append((one, f"{number}.{last}", self._home[one.key] == (tie.key, place)))
            waiting += reversed(below)


def _shown(kind: str) -> bool:
    return kind not in STEPS and kind != "utterance"


def _title(g: "ArgumentGraph", lang: str) -> str:
    """Return the title of the first source that has one."""
    for graph in g.store.source_graphs():
        found: dict[str, str] = {}
        for quad in g.store.engine.quads_for_pattern(graph, _TITLE, None, graph):
            if isinstance(quad.object, ox.Literal):
                found[quad.object.language or ""] = quad.object.value
        if found:
            return text_in(dict(sorted(found.items())), lang)
    return next((source.label(lang) for source in g.sources()), "")


def _under(net: "nx.MultiDiGraph[str]") -> dict[str, list[_Tie]]:
    """Return what stands under each statement."""
    found: dict[str, list[_Tie]] = {}
    steps = {key: _ends(net, key) for key, said in net.nodes(data=True) if said["kind"] in STEPS}
    for key, (sources, target) in steps.items():
        stance = "Pro" if net.nodes[key]["kind"] == "inference" else "Con"
        number = _number(key, "i" if stance == "Pro" else "x")
        if target in steps:
            premises, conclusion = steps[target]
            target = premises[0] if premises else conclusion
        if target is None or not _shown(net.nodes[target]["kind"]):
            continue
        for source in sources:
            if source != target and _shown(net.nodes[source]["kind"]):
                found.setdefault(target, []).append(_Tie(stance, source, key, number))
    for start, end, role in net.edges(keys=True):
        if role == "hasPart":
            start, end = end, start
        if role in ("answers", "hasPart") and start != end:
            found.setdefault(end, []).append(_Tie("", start, "", _below(start, end)))
    weighed = {tie.key for ties in found.values() for tie in ties if tie.stance}
    for start, end, role in net.edges(keys=True):
        if role == "raises":
            start, end = end, start
        claimed = end in weighed or any(tie.stance for tie in found.get(end, ()))
        if role in ("clarifies", "raises") and start != end and claimed:
            found.setdefault(end, []).append(_Tie("", start, "", _below(start, end)))
    for ties in found.values():
        ties.sort(key=lambda tie: _order(tie.number))
    return found


def _ends(net: "nx.MultiDiGraph[str]", step: str) -> tuple[list[str], str | None]:
    sources = [end for end, _, role in net.in_edges(step, keys=True) if role in _SOURCES]
    targets = [end for _, end, role in net.out_edges(step, keys=True) if role in _TARGETS]
    return sources, targets[0] if targets else None


_SOURCES: Final = frozenset({"premise", "attacker"})
_TARGETS: Final = frozenset({"conclusion", "target"})


def _number(key: str, mark: str = "") -> str:
    """Return the number that a node was read with, if its name is one."""
    name = local(key)
    if not name.startswith(mark):
        return ""
    return name.removeprefix(mark) if _NUMBER.fullmatch(name.removeprefix(mark)) else ""


def _below(key: str, above: str) -> str:
    """Return the number of a node if it is one right below that of another."""
    number = _number(key)
    return number if number and number.rpartition(".")[0] == _number(above) else ""


_NUMBER: Final = re.compile(r"1(?:\.[0-9]{1,9})*")


def _order(number: str) -> tuple[int, ...]:
    return tuple(map(int, number.split("."))) if number else (10**9,)
