"""What a statement rests on, and what rests on it.

A statement rests on the premises of the inferences to it, on what it depends on, and on all that
these rest on. It rests on a ground *alone* if it would fall with it. What falls is found as in a
house of cards: an inference falls with any of its premises; a statement with the last complete
inference to it, or with anything that it depends on. Circles hold nothing up, so what never had a
complete line of inferences cannot fall, and nothing falls with it. A statement that falls may still
be asserted: it is left without a reason, no more. Whether to accept it is another matter.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from whyso.graph.dependencies.circles import Circle, CircularSupport, circular_support
from whyso.graph.dependencies.dominators import groups, indispensable
from whyso.graph.dependencies.questions import (
    RESULTS,
    VOICES,
    Coverage,
    answers_by_voice,
    coverage,
    voice,
)
from whyso.graph.dependencies.ranking import COLUMNS, Rank, rank
from whyso.graph.dependencies.roots import Ends, ends
from whyso.graph.dependencies.support import Support
from whyso.graph.errors import InputError, UnknownNameError
from whyso.graph.network import STEPS
from whyso.graph.store import natural

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["COLUMNS", "RESULTS", "Affected", "Circle", "CircularSupport", "Consequences"]
__all__ += ["Coverage", "Dependency", "Ends", "Grounds", "Rank", "Threat", "circular_support"]
__all__ += ["consequences", "coverage", "ends", "grounds", "rank"]

CONFLICTS: Final = STEPS - {"inference"}


@dataclass(frozen=True, slots=True)
class Dependency:
    """One statement among the grounds, or among the consequences, of another.

    Attributes:
        statement: its IRI.
        distance: the fewest steps between the two; an inference or a dependency is one step.
        next: the IRI of its neighbour on a shortest path to the one asked about.
        step: the IRI of the inference between it and *next*; None if one depends on the other.
        how: ``inference`` or ``dependsOn``: what joins it and *next*.
        alone: whether, of the two, the one that rests on the other would fall with it.
        leaf: whether no inference leads to it.
        voice: whose words it is in: stated, quoted, reconstructed or superseded.
    """

    statement: str
    distance: int
    next: str
    step: str | None
    how: str
    alone: bool
    leaf: bool
    voice: str


@dataclass(frozen=True, slots=True)
class Threat:
    """An attack on a statement or on an inference.

    Attributes:
        attacker: the IRI of the statement that attacks.
        voice: whose words the attacker is in.
        step: the IRI of the conflict.
        kind: rebuttal, undermining, undercut or conflict.
        target: the IRI of what is attacked.
    """

    attacker: str
    voice: str
    step: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Affected:
    """A question that a statement bears upon.

    Attributes:
        question: its IRI.
        answers: those of its answers that are the statement or rest on it.
        lost: whether it would keep no stated answer that stands, if the statement went.
    """

    question: str
    answers: tuple[str, ...]
    lost: bool


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a statement rests on.

    Attributes:
        statement: its IRI.
        stands: whether it has a complete line of inferences that is not circular.
        circular: whether it is among its own grounds.
        items: its grounds, the nearest first, then in natural order of IRI; itself not included.
        threats: the attacks on it, on the items and on the inferences that join them.
    """

    statement: str
    stands: bool
    circular: bool
    items: tuple[Dependency, ...]
    threats: tuple[Threat, ...]

    def path(self, statement: str) -> tuple[str, ...]:
        """Return a shortest way from an item to the statement, in the direction of the argument.

        It names statement, inference, statement ...; a dependency has no step of its own.

        Raises:
            UnknownNameError: the statement is no item.

        >>> import networkx as nx
        >>> net = nx.MultiDiGraph([("rain", "i", "premise"), ("i", "wet", "conclusion")])
        >>> nx.set_node_attributes(net, {"rain": "claim", "i": "inference", "wet": "claim"}, "kind")
        >>> grounds(net, "wet").path("rain"), consequences(net, "rain").path("wet")
        (('rain', 'i', 'wet'), ('rain', 'i', 'wet'))
        """
        found = {item.statement: item for item in self.items}
        if statement not in found and statement != self.statement:
            raise UnknownNameError(f"statement tied to {self.statement}", statement, found)
        way = [statement]
        while way[-1] != self.statement:
            item = found[way[-1]]
            way += [item.next] if item.step is None else [item.step, item.next]
        return tuple(way)


@dataclass(frozen=True, slots=True)
class Consequences(Grounds):
    """What rests on a statement: as in :class:`Grounds`, with consequences as items.

    Attributes:
        questions: the questions that it or one of the items answers.
    """

    questions: tuple[Affected, ...]

    def path(self, statement: str) -> tuple[str, ...]:
        """Return a shortest way from the statement to an item (see :meth:`Grounds.path`).

        >>> import networkx as nx
        >>> net = nx.MultiDiGraph([("flood", "rain", "dependsOn")])
        >>> nx.set_node_attributes(net, "claim", "kind")
        >>> consequences(net, "rain").path("flood")
        ('rain', 'flood')
        """
        return Grounds.path(self, statement)[::-1]


def grounds(net: "nx.MultiDiGraph[str]", statement: str) -> Grounds:
    """Return everything that a statement rests on.

    Raises:
        UnknownNameError: there is no such node.
        InputError: the node is a step or an utterance, which rests on nothing.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("rain", "i", "premise"), ("i", "wet", "conclusion")])
    >>> nx.set_node_attributes(net, {"rain": "claim", "i": "inference", "wet": "claim"}, "kind")
    >>> found = grounds(net, "wet").items[0]
    >>> found.statement, found.distance, found.step, found.alone, found.leaf
    ('rain', 1, 'i', True, True)
    """
    support = Support(net)
    start = _number(net, support, statement)
    links = _search(start, support.below)
    standing = support.standing()
    upstream = [number for number in standing if number in links or number == start]
    alone: set[int] = set()
    if start in upstream:
        for block, masks in indispensable(support, groups(support, upstream)):
            bits = reversed(bin(masks[start])[2:])
            alone.update(ground for ground, bit in zip(block, bits, strict=False) if bit == "1")
    steps = [step for number in {start, *links} for step in support.reasons[number]]
    return Grounds(
        statement,
        start in upstream,
        start in links,
        _items(net, support, start, links, alone),
        _threats(net, support, {start, *links}, steps),
    )


def consequences(net: "nx.MultiDiGraph[str]", statement: str) -> Consequences:
    """Return everything that rests on a statement, and the questions that it bears upon.

    Raises:
        UnknownNameError: there is no such node.
        InputError: the node is a step or an utterance, on which nothing rests.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("rain", "i", "premise"), ("i", "wet", "conclusion")])
    >>> nx.set_node_attributes(net, {"rain": "claim", "i": "inference", "wet": "claim"}, "kind")
    >>> found = consequences(net, "rain").items[0]
    >>> found.statement, found.distance, found.step, found.alone, found.leaf
    ('wet', 1, 'i', True, False)
    """
    support = Support(net)
    start = _number(net, support, statement)
    links = _search(start, support.above)
    before = set(support.standing())
    fallen = before.difference(support.standing(without=start))
    reached = {start, *links}
    steps = [step for number in reached for step in support.uses[number]]
    questions = {
        end
        for number in reached
        for _, end, role in net.out_edges(support.names[number], keys=True)
        if role == "answers"
    }
    return Consequences(
        statement,
        start in before,
        start in links,
        _items(net, support, start, links, fallen),
        _threats(net, support, reached, steps),
        tuple(
            _affected(net, support, question, reached, before, fallen)
            for question in sorted(questions, key=natural)
        ),
    )


def _number(net: "nx.MultiDiGraph[str]", support: Support, statement: str) -> int:
    number = support.index.get(statement)
    if number is not None:
        return number
    if statement in net:
        kind = net.nodes[statement].get("kind")
        raise InputError(f"{statement} is of kind {kind}; grounds are those of a statement")
    raise UnknownNameError("statement", statement, support.names)


def _search(
    start: int, near: Callable[[int], Iterable[tuple[int, int | None]]]
) -> dict[int, tuple[int, int, int | None]]:
    """Return what is reached from *start*: its distance, its neighbour that way, the step."""
    found: dict[int, tuple[int, int, int | None]] = {}
    waiting = [start]
    for number in waiting:  # grows while it is read
        distance = found[number][0] + 1 if number != start else 1
        for other, step in near(number):
            if other not in found:
                found[other] = (distance, number, step)
                if other != start:
                    waiting.append(other)
    return found


def _items(
    net: "nx.MultiDiGraph[str]",
    support: Support,
    start: int,
    links: Mapping[int, tuple[int, int, int | None]],
    alone: Container[int],
) -> tuple[Dependency, ...]:
    nearest = sorted(links, key=lambda number: (links[number][0], number))
    return tuple(
        Dependency(
            statement=support.names[number],
            distance=distance,
            next=support.names[before],
            step=None if step is None else support.steps[step],
            how="dependsOn" if step is None else "inference",
            alone=number in alone,
            leaf=not support.reasons[number],
            voice=voice(net, support.names[number]),
        )
        for number, (distance, before, step) in ((number, links[number]) for number in nearest)
        if number != start
    )


def _threats(
    net: "nx.MultiDiGraph[str]", support: Support, statements: Iterable[int], steps: Iterable[int]
) -> tuple[Threat, ...]:
    targets = {support.names[number] for number in statements}
    targets.update(support.steps[step] for step in steps)
    found = [
        Threat(attacker, voice(net, attacker), conflict, said["kind"], target)
        for conflict, said in net.nodes(data=True)
        if said.get("kind") in CONFLICTS
        for _, target, role in net.out_edges(conflict, keys=True)
        if role == "target" and target in targets
        for attacker, _, end in net.in_edges(conflict, keys=True)
        if end == "attacker"
    ]
    return tuple(
        sorted(
            found,
            key=lambda threat: (
                natural(threat.step),
                natural(threat.attacker),
                natural(threat.target),
            ),
        )
    )


def _affected(
    net: "nx.MultiDiGraph[str]",
    support: Support,
    question: str,
    reached: Container[int],
    before: Container[int],
    fallen: Container[int],
) -> Affected:
    voices = answers_by_voice(net, question)
    standing = [
        number for answer in voices["stated"] if (number := support.index[answer]) in before
    ]
    return Affected(
        question,
        tuple(
            answer
            for name in VOICES
            if name != "superseded"
            for answer in voices[name]
            if support.index[answer] in reached
        ),
        bool(standing) and all(number in fallen for number in standing),
    )
