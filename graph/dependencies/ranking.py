"""Which statements carry the most: how much falls with each of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from whyso.graph.dependencies.dominators import BLOCK, components, groups, indispensable
from whyso.graph.dependencies.questions import QUESTIONS, answers_by_voice
from whyso.graph.dependencies.support import Support

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["COLUMNS", "Rank", "rank"]

COLUMNS: Final[dict[str, dict[str, str]]] = {
    "alone": {
        "en": "How many statements would fall if it went: would lose, at first or later hand, their"
        " last complete inference or something that they depend on.",
        "zh": "若去掉它，会有多少条陈述随之失去支撑：直接或间接地失去最后一条完整的推论，"
        "或失去所取决的条件。",
    },
    "questions": {
        "en": "How many questions would lose their last stated answer if it went: each of these"
        " answers is the statement itself or would fall with it.",
        "zh": "若去掉它，会有多少个问题失去最后一个明说的回答：它们或是它本身，或随之失去支撑。",
    },
    "rests": {
        "en": "How many statements rest on it at all, through inferences and dependencies, whether"
        " or not they have other support.",
        "zh": "有多少条陈述经由推论或取决关系建立在它之上，无论是否另有支撑。",
    },
    "reasons": {
        "en": "How many inferences lead straight to it; with 0, nothing supports it.",
        "zh": "有多少条推论直接得出它；0 表示没有任何支撑。",
    },
    "attacks": {
        "en": "How many conflicts target it directly; undercuts of its inferences are not counted.",
        "zh": "有多少个冲突直接以它为目标；对其推论的底切不计在内。",
    },
    "depth": {
        "en": "The fewest inferences from it up to a statement that supports nothing further; empty"
        " if its inferences only lead round in a circle.",
        "zh": "由它到不再支持其他陈述的陈述，最少要经过多少条推论；空白表示推论只在循环中打转。",
    },
    "stands": {
        "en": "Whether it has a complete line of inferences from statements that need none; what a"
        " circle alone holds up has not, and nothing falls with it.",
        "zh": "是否有一条始于无需推论之陈述的完整推论链；只靠循环支撑的没有，"
        "去掉它也不影响其他陈述。",
    },
}


@dataclass(frozen=True, slots=True)
class Rank:
    """What rests on one statement; :data:`COLUMNS` says exactly what each number counts.

    Attributes:
        statement: its IRI.
        alone: statements that would fall with it, itself not counted.
        questions: questions that would lose their last stated answer.
        rests: statements that rest on it at all, itself not counted.
        reasons: inferences to it.
        attacks: conflicts that target it.
        depth: fewest inferences up to a statement that supports nothing further, if one is reached.
        stands: whether it has a complete line of inferences that is not circular.
    """

    statement: str
    alone: int
    questions: int
    rests: int
    reasons: int
    attacks: int
    depth: int | None
    stands: bool


def rank(net: "nx.MultiDiGraph[str]") -> tuple[Rank, ...]:
    """Return the propositions by how much falls with them: by alone, questions, rests, then IRI.

    Exact for any graph. Time and memory: about one bit operation per pair of statements.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("a", "i", "premise"), ("i", "b", "conclusion")])
    >>> net.add_edge("b", "q", "answers")
    'answers'
    >>> kinds = {"a": "claim", "i": "inference", "b": "claim", "q": "question"}
    >>> nx.set_node_attributes(net, kinds, "kind")
    >>> [(row.statement, row.alone, row.questions, row.rests) for row in rank(net)]
    [('a', 1, 1, 1), ('b', 0, 1, 0)]
    """
    support = Support(net)
    kinds = [net.nodes[name].get("kind") for name in support.names]
    standing = support.standing()
    stands = frozenset(standing)
    answers = [
        [support.index[answer] for answer in answers_by_voice(net, name)["stated"]]
        for name, kind in zip(support.names, kinds, strict=True)
        if kind in QUESTIONS
    ]
    last = [[answer for answer in stated if answer in stands] for stated in answers]
    alone, questions = _fallen(support, standing, [stated for stated in last if stated])
    rests, depth = _resting(support), _depth(support)
    attacks = Counter(target for _, target, role in net.edges(keys=True) if role == "target")
    rows = [
        Rank(
            name,
            alone[number],
            questions[number],
            rests[number],
            len(support.reasons[number]),
            attacks[name],
            depth.get(number),
            number in stands,
        )
        for number, name in enumerate(support.names)
        if kinds[number] not in QUESTIONS
    ]
    # The sort is stable and the rows are in natural order of IRI.
    return tuple(sorted(rows, key=lambda row: (-row.alone, -row.questions, -row.rests)))


def _fallen(
    support: Support, standing: Sequence[int], answers: Sequence[Sequence[int]]
) -> tuple[list[int], list[int]]:
    """Return per statement how many others fall with it, how many questions lose all answers."""
    alone = [0] * len(support.names)
    questions = [0] * len(support.names)
    for block, masks in indispensable(support, groups(support, standing)):
        fallen, lost = _Columns(), _Columns()
        for mask in masks:
            fallen.add(mask)
        for stated in answers:
            common = -1
            for answer in stated:
                common &= masks[answer]
            lost.add(common)
        for statement, falls, loses in zip(
            block, fallen.counts(len(block)), lost.counts(len(block)), strict=True
        ):
            alone[statement] = falls - 1
            questions[statement] = loses
    return alone, questions


class _Columns:
    """Counts, bit by bit, how many of the added masks have that bit: a carry-save adder."""

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        self._waiting: list[list[int]] = [[]]  # per power of two, at most two masks

    def add(self, mask: int) -> None:
        level = 0
        while mask:
            waiting = self._waiting[level]
            if len(waiting) < 2:
                waiting.append(mask)
                return
            first, second = waiting
            either = first ^ second
            waiting[:] = [either ^ mask]
            mask = first & second | either & mask
            level += 1
            if level == len(self._waiting):
                self._waiting.append([])

    def counts(self, width: int) -> list[int]:
        found = [0] * width
        for level, waiting in enumerate(self._waiting):
            for mask in waiting:
                for number, bit in enumerate(reversed(bin(mask)[2:])):
                    if bit == "1":
                        found[number] += 1 << level
        return found


def _resting(support: Support) -> list[int]:
    """Return per statement how many others rest on it: reachability, a block of them at a time."""
    ends = [list({end for end, _ in support.above(number)}) for number in range(len(support.names))]
    order = components(range(len(ends)), ends.__getitem__)  # what rests on others comes first
    flat = [statement for group in order for statement in group]
    counts = [-1] * len(ends)
    first = 0  # the first group that reaches into the block
    place = {statement: number for number, statement in enumerate(flat)}
    for start in range(0, len(flat), BLOCK):
        bits = {member: 1 << bit for bit, member in enumerate(flat[start : start + BLOCK])}
        while place[order[first][-1]] < start:
            first += 1
        masks = [0] * len(ends)
        for number in range(first, len(order)):
            group = order[number]
            mask = 0
            for statement in group:
                mask |= bits.get(statement, 0)
                for end in ends[statement]:
                    mask |= masks[end]
            if mask:
                for statement in group:
                    masks[statement] = mask
                    counts[statement] += mask.bit_count()
    return counts


def _depth(support: Support) -> dict[int, int]:
    """Return per statement the fewest inferences up to one that supports nothing further."""
    found = {number: 0 for number, uses in enumerate(support.uses) if not uses}
    waiting = list(found)
    for statement in waiting:  # grows while it is read
        for step in support.reasons[statement]:
            for start in support.premises[step]:
                if start not in found:
                    found[start] = found[statement] + 1
                    waiting.append(start)
    return found
