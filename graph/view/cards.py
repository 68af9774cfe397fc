"""What the map shows: cards, the tree they hang in, and the lines between them.

An argument is a graph; a map is read as a tree. So each card is put under the one it is most
closely related to (:data:`RANKS`); every other relation stays visible as a line across. A step
whose premises work together, or which is itself attacked, becomes a card of its own, a *joint*, so
that lines can meet there and an undercut can end on the step and not on a claim.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from whyso.graph.store import natural
from whyso.graph.view.signs import RELATIONS

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["JOINT", "QUESTIONS", "Card", "Chart", "Line", "chart"]

JOINT: Final = "joint"
QUESTIONS: Final = frozenset({"question", "underlying_question"})

# Kind of step to the relation that its lines show.
STEPS: Final = {
    "inference": "supports",
    "rebuttal": "rebuts",
    "undercut": "undercuts",
    "undermining": "undermines",
    "conflict": "attacks",
}

# By which relation a card hangs under another, the closest first: "answers" puts the card that
# answers under what it answers, "<hasPart" puts the part, the relation's target, under the whole.
RANKS: Final = (
    "underlies",
    "<hasPart",
    "answers",
    "supports",
    "answers by way of a reason",
    "rebuts",
    "undermines",
    "undercuts",
    "attacks",
    "expresses",
    "qualifies",
    "clarifies",
    "<supersedes",
    "<dependsOn",
    "dependsOn",
    "supersedes",
    "raises",
    "inTensionWith",
    "<inTensionWith",
    "<clarifies",
    "<qualifies",
    "<rebuts",
    "<undermines",
    "<attacks",
)
_RANK: Final = {relation: rank for rank, relation in enumerate(RANKS)}

_ORDER: Final = {relation: place for place, relation in enumerate(RELATIONS)}


@dataclass(frozen=True, slots=True)
class Card:
    """One card: a statement, a question, an utterance or a joint.

    *parent* is the card it hangs under and *relation* why; a card with neither is a root.
    """

    id: str
    kind: str
    labels: Mapping[str, str]
    status: str | None = None
    parent: str | None = None
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line between two cards: *source* stands in *relation* to *target*.

    *step* is the inference or conflict that the line shows; *tree* tells that it joins a card to
    the one it hangs under.
    """

    source: str
    target: str
    relation: str
    step: str | None = None
    tree: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """An inference or a conflict: what goes in, and what it ends on."""

    id: str
    kind: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    joint: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A map without places: the cards in reading order, the lines, and the steps behind them."""

    cards: tuple[Card, ...]
    lines: tuple[Line, ...]
    steps: tuple[Step, ...]
    children: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roots: tuple[str, ...] = ()


def chart(net: "nx.MultiDiGraph[str]") -> Chart:
    """Draw up the map of an argument graph.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph()
    >>> net.add_node("q", kind="question", label="Tea?", lang="en")
    >>> net.add_node("c", kind="claim", label="Yes.", lang="en")
    >>> edge = net.add_edge("c", "q", "answers")
    >>> [(card.id, card.parent, card.relation) for card in chart(net).cards]
    [('q', None, None), ('c', 'q', 'answers')]
    """
    steps = {step.id: step for step in _steps(net)}
    kinds = {
        key: JOINT if key in steps else net.nodes[key].get("kind", "proposition")
        for key in sorted(net, key=natural)
        if key not in steps or steps[key].joint
    }
    place = {key: index for index, key in enumerate(kinds)}
    lines = sorted(
        (
            line
            for line in dict.fromkeys(_lines(net, steps))
            if line.source != line.target and line.source in kinds and line.target in kinds
        ),
        key=lambda line: (place[line.source], place[line.target], line.relation, line.step or ""),
    )
    parents = _forest(place, lines)
    children: dict[str, list[str]] = {}
    for key, line in parents.items():
        children.setdefault(line.target if line.source == key else line.source, []).append(key)
    for keys in children.values():
        keys.sort(key=lambda key: (_ORDER[parents[key].relation], place[key]))

    def importance(key: str) -> tuple[bool, bool, bool, int]:
        """Questions with questions behind them come first, what stands alone comes last."""
        kids = children.get(key, ())
        deep = any(kinds[kid] in QUESTIONS for kid in kids)
        return kinds[key] not in QUESTIONS, not deep, not kids, place[key]

    roots = sorted((key for key in kinds if key not in parents), key=importance)
    tree = set(parents.values())
    return Chart(
        tuple(_card(net, key, kinds[key], parents) for key in _reading_order(roots, children)),
        tuple(
            Line(line.source, line.target, line.relation, line.step, line in tree) for line in lines
        ),
        tuple(steps.values()),
        {key: tuple(keys) for key, keys in children.items()},
        tuple(roots),
    )


def _card(net: "nx.MultiDiGraph[str]", key: str, kind: str, parents: Mapping[str, Line]) -> Card:
    said = net.nodes[key]
    line = parents.get(key)
    parent = None if line is None else line.target if line.source == key else line.source
    relation = None if line is None else line.relation
    return Card(key, kind, _labels(said), said.get("status"), parent, relation)


def _labels(said: Mapping[str, Any]) -> dict[str, str]:
    labels = {said.get("lang") or "und": said["label"]} if said.get("label") else {}
    for name, value in said.items():
        if name.startswith("label_"):
            labels[name.removeprefix("label_")] = value
    return labels


def _steps(net: "nx.MultiDiGraph[str]") -> Iterator[Step]:
    """Yield the steps; those with linked premises or with anything said about them are joints."""
    for key in sorted(net, key=natural):
        kind = net.nodes[key].get("kind")
        if kind not in STEPS:
            continue
        sources = tuple(
            sorted(
                {start for start, _, role in net.in_edges(key, keys=True) if role in _INTO},
                key=natural,
            )
        )
        targets = tuple(
            sorted(
                {end for _, end, role in net.out_edges(key, keys=True) if role in _OUT_OF},
                key=natural,
            )
        )
        aimed_at = any(role not in _INTO for _, _, role in net.in_edges(key, keys=True)) or any(
            role not in _OUT_OF for _, _, role in net.out_edges(key, keys=True)
        )
        yield Step(key, kind, sources, targets, aimed_at or (len(sources) > 1 and bool(targets)))


_INTO: Final = frozenset({"premise", "attacker"})
_OUT_OF: Final = frozenset({"conclusion", "target"})


def _lines(net: "nx.MultiDiGraph[str]", steps: Mapping[str, Step]) -> Iterator[Line]:
    for step in steps.values():
        relation = STEPS[step.kind]
        if step.joint:
            yield from (Line(source, step.id, relation, step.id) for source in step.sources)
            yield from (Line(step.id, target, relation, step.id) for target in step.targets)
        else:
            for source in step.sources:
                yield from (Line(source, target, relation, step.id) for target in step.targets)
    for start, end, role in net.edges(keys=True):
        if role in _ORDER and not _is_said_twice(net, start, end, role):
            yield Line(start, end, role)


def _is_said_twice(net: "nx.MultiDiGraph[str]", start: str, end: str, role: str) -> bool:
    """Tell whether a tension, often said both ways, is shown by the line the other way already."""
    both = role == "inTensionWith" and net.has_edge(end, start, role)
    return both and natural(end) < natural(start)


def _forest(place: Mapping[str, int], lines: list[Line]) -> dict[str, Line]:
    """Choose for each card the line by which it hangs under another, closest relations first.

    Kruskal's algorithm: a line that would close a circle is passed over, so circles are cut where
    the relation is weakest, and else where it comes last in the file.
    """
    keys = list(place)
    roundabout = _roundabout(lines)
    wishes = sorted(
        (rank, place[child], place[parent], index)
        for index, line in enumerate(lines)
        for rank, child, parent in _wishes(line, roundabout)
    )
    parents: dict[str, Line] = {}
    top = dict(zip(keys, keys, strict=True))

    def find(key: str) -> str:
        while top[key] != key:
            top[key] = top[top[key]]
            key = top[key]
        return key

    for _, child_place, parent_place, index in wishes:
        child, parent = keys[child_place], keys[parent_place]
        if child not in parents and find(parent) != child:
            parents[child] = lines[index]
            top[child] = parent
    return parents


def _wishes(line: Line, roundabout: set[Line]) -> Iterator[tuple[int, str, str]]:
    """Yield rank, child and parent of the ways in which a line could join two cards in the tree."""
    name = "answers by way of a reason" if line in roundabout else line.relation
    if name in _RANK:
        yield _RANK[name], line.source, line.target
    if "<" + name in _RANK:
        yield _RANK["<" + name], line.target, line.source


def _roundabout(lines: list[Line]) -> set[Line]:
    """Return the answers that are also a reason for another answer to the same question.

    Such a statement stands under the answer that it supports.
    """
    ends: dict[str, list[str]] = {}
    answers: dict[str, set[str]] = {}
    for line in lines:
        if line.relation == "supports":
            ends.setdefault(line.source, []).append(line.target)
        elif line.relation == "answers":
            answers.setdefault(line.source, set()).add(line.target)

    def supported(key: str) -> Iterator[str]:
        for end in ends.get(key, ()):
            yield from [end] if end in answers else ends.get(end, ())

    return {
        line
        for line in lines
        if line.relation == "answers"
        and any(line.target in answers.get(end, ()) for end in supported(line.source))
    }


def _reading_order(roots: list[str], children: Mapping[str, list[str]]) -> Iterator[str]:
    waiting = roots[::-1]
    while waiting:
        key = waiting.pop()
        yield key
        waiting.extend(reversed(children.get(key, ())))
