"""Why a claim is accepted, or is not, and which changes could touch that.

A proof that a claim is accepted is a tree: attackers fail, sources stand. A proof that it is not is
a set of statements "not accepted" and "not rejected" that hold each other up, as the rules of the
grounded labelling never get past them. A change that touches nothing of a proof leaves what it
proves; so each set of changes that flips the claim has one among those that do touch it.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from whyso.graph.semantics.dung import IN, OUT, UNDECIDED
from whyso.graph.semantics.supposing.variants import Variants

__all__ = ["WAYS", "Proofs"]

WAYS: Final = ("retract", "grant", "attack")
Goal: TypeAlias = tuple[str, int]
_HIT, _NEED, _GROUND, _BEATEN = range(4)


@dataclass(slots=True)
class _State:
    """The labels of one variant, with how they came about."""

    gone: set[int]
    granted: set[int]
    beaten: set[int]
    label: list[int]
    why: dict[int, tuple[int, int]]
    help: dict[int, int]


class Proofs:
    """Proofs of what is accepted in a case, and of what is not.

    Args:
        of: the case.
        way: what is changed: claims are retracted or granted, or claims and links attacked.
    """

    def __init__(self, of: Variants, way: str) -> None:
        self.of, self.way, self.count = of, way, of.count
        nodes = range(of.size)
        self.helps = [list(of.helps[node]) if node < of.count else [] for node in nodes]
        self.needs = [list(of.needs[node]) for node in nodes]
        self.hits = [list(of.hits[node]) for node in nodes]
        self.outputs = [list(of.outputs(node)) for node in nodes]

    def touching(
        self, changed: Iterable[int], claims: Sequence[int], *, accepted: bool
    ) -> set[int] | None:
        """Return the changes one of which each set needs that does more than is done already.

        Args:
            changed: what is changed already, so that the goal is not reached yet.
            claims: the goal is that all of them are not accepted, or that all are.
            accepted: whether the goal is that they are accepted.

        Returns:
            The changes; None if a proof would lead through a circle of support.

        >>> from whyso.graph import sample
        >>> verdict = sample().verdict()
        >>> proofs = Proofs(Variants(verdict), "retract")
        >>> [verdict.case.links.claims[claim][-2:] for claim in proofs.touching(
        ...     [], [verdict.number("r2")], accepted=True)]
        ['44']
        """
        state = self._labels(changed)
        # What these labels leave undecided may be rejected, for what only a circle holds up is.
        stays = [claim for claim in claims if (state.label[claim] == IN) != accepted]
        if not stays:
            return None
        return self._unproved(state, stays[0]) if accepted else self._proved(state, stays[0])

    def _labels(self, changed: Iterable[int]) -> _State:
        """Return the labels where some things are changed, by forward chaining."""
        those = set(changed)
        none: set[int] = set()
        gone, granted, beaten = (those if self.way == way else none for way in WAYS)
        gone = gone | {
            node
            for one in gone
            for node in self.outputs[one]
            if one in self.needs[node] and node >= self.count
        }
        state = _State(gone, granted, beaten, [UNDECIDED] * self.of.size, {}, {})
        hits = [sum(one not in gone for one in row) for row in self.hits]
        helps = [sum(one not in gone for one in row) for row in self.helps]
        needs = [len(row) for row in self.needs]
        ready: deque[int] = deque()

        def put(node: int, label: int) -> None:
            if state.label[node] == UNDECIDED and node not in gone:
                state.label[node] = label
                ready.append(node)

        def look(node: int) -> None:
            founded = node >= self.count or node in state.help or self._granted(state, node)
            if founded and not hits[node] and not needs[node]:
                put(node, IN)

        def beat(node: int, why: tuple[int, int]) -> None:
            if state.label[node] == UNDECIDED:
                state.why[node] = why
                put(node, OUT)

        for node in sorted(beaten):
            beat(node, (_BEATEN, node))
        for node in range(self.of.size):
            look(node)
        while ready:
            node = ready.popleft()
            label = state.label[node]
            for other in self.of.helped[node]:
                if label == IN:
                    state.help.setdefault(other, node)
                    look(other)
                else:
                    helps[other] -= 1
                    if not helps[other] and not self._granted(state, other):
                        beat(other, (_GROUND, other))
            for other in self.of.needed[node]:
                if label == OUT:
                    beat(other, (_NEED, node))
                else:
                    needs[other] -= 1
                    look(other)
            for other in self.of.hitting[node]:
                if label == IN:
                    beat(other, (_HIT, node))
                else:
                    hits[other] -= 1
                    look(other)
        return state

    def _granted(self, state: _State, claim: int) -> bool:
        return bool(self.of.granted[claim]) or claim in state.granted

    def _proved(self, state: _State, claim: int) -> set[int]:
        """Return what touches a proof that a claim is accepted."""
        found: set[int] = set()
        retract, grant, attack = (self.way == way for way in WAYS)
        seen = {claim}
        waiting = [claim]

        def follow(nodes: Iterable[int]) -> None:
            for node in nodes:
                if node not in seen and node not in state.gone:
                    seen.add(node)
                    waiting.append(node)

        while waiting:
            node = waiting.pop()
            if state.label[node] == IN:
                if attack or (retract and node < self.count):
                    found.add(node)
                follow(self.needs[node])
                follow(self.hits[node])
                if node < self.count and not self._granted(state, node):
                    follow([state.help[node]])
                continue
            how, other = state.why[node]
            if how == _GROUND:
                # It is rejected for want of good reasons, but without any reason it is open.
                if grant:
                    found.add(node)
                helps = [one for one in self.helps[node] if one not in state.gone]
                follow(helps)
                if retract:
                    found.update(self.needs[helps[0]])
            elif how != _BEATEN:
                follow([other])
                if how == _NEED and retract and node < self.count:
                    found.add(other)
        return found

    def _unproved(self, state: _State, claim: int) -> set[int] | None:
        """Return what touches a proof that a claim is not accepted."""
        found: set[int] = set()
        retract, grant, attack = (self.way == way for way in WAYS)
        seen = {(claim, IN)}
        waiting = [(claim, IN)]

        def follow(nodes: Iterable[int], label: int) -> None:
            for node in nodes:
                if node not in state.gone and (node, label) not in seen:
                    seen.add((node, label))
                    waiting.append((node, label))

        while waiting:
            node, never = waiting.pop()
            if self.of.circular[node]:
                return None
            if never == IN:
                if node in state.beaten or any(one in state.gone for one in self.needs[node]):
                    continue
                known = [(one, IN) for one in self.needs[node] if state.label[one] != IN]
                known += [
                    (one, OUT)
                    for one in self.hits[node]
                    if one not in state.gone and state.label[one] != OUT
                ]
                if known:
                    one, label = next((pair for pair in known if pair in seen), known[0])
                    follow([one], label)
                    continue
                if grant:
                    found.add(node)
                follow(self.helps[node], IN)
                continue
            if attack or (retract and node < self.count):
                found.add(node)
            if retract and node >= self.count:
                found.update(self.needs[node])
            follow(self.needs[node], OUT)
            follow(self.hits[node], IN)
            if node < self.count and not self._granted(state, node):
                helps = [one for one in self.helps[node] if one not in state.gone]
                left = [one for one in helps if state.label[one] != OUT]
                follow(left[:1], OUT)
        return found
