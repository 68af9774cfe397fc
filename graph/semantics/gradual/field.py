"""What arrives at nodes, and the values that follow from it."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from whyso.graph.semantics.dung import Ints
from whyso.graph.semantics.gradual.modular import exp_array, exp_number
from whyso.graph.semantics.gradual.registry import Gradual

__all__ = ["Field", "Floats"]

Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Field:
    """Nodes under one semantics: first arguments, then links.

    Each node has two slots. To the first of an argument come its attacks, to the second its
    supports; to the first of a link what attacks it, to the second its sources.

    Attributes:
        semantics: how arguments gather and turn what arrives into strength.
        arguments: how many of the nodes are arguments.
        base: for each argument its base score, for each link its weight.
    """

    semantics: Gradual
    arguments: int
    base: Floats

    def empty(self) -> Floats:
        """Return the slots when nothing has arrived.

        >>> from whyso.graph.semantics.gradual.registry import gradual
        >>> Field(gradual("qe"), 1, np.array([0.5, 1])).empty()
        array([0., 0., 1., 1.])
        """
        slots = np.full(2 * len(self.base), self.semantics.aggregation.start)
        slots[2 * self.arguments :] = 1
        return slots

    def collect(self, slots: Floats, slot: Ints, value: Floats) -> None:
        """Let values arrive at slots."""
        if self.arguments < len(self.base):
            link = slot >= 2 * self.arguments
            if link.any():
                to, arrived = slot[link], value[link]
                np.multiply.at(slots, to, np.where(to & 1, arrived, 1 - arrived))
                slot, value = slot[~link], value[~link]
        rule = self.semantics.aggregation
        rule.gather.at(slots, slot, 1 - value if rule.complement else value)
        if rule.counts:
            np.add.at(slots, slot + 1, (value > 0).astype(np.float64))

    def values(self, slots: Floats, nodes: npt.NDArray[Any]) -> Floats:
        """Return the values of some nodes."""
        two = slots.reshape(-1, 2)[nodes]
        base = self.base[nodes]
        rule = self.semantics
        if self.arguments == len(self.base):
            energy = rule.aggregation.energy(two[:, 0], two[:, 1])
            return np.asarray(rule.influence.value(base, energy, exp_array))
        is_link = nodes >= self.arguments
        found = np.empty(len(nodes))
        found[is_link] = base[is_link] * two[is_link, 0] * two[is_link, 1]
        rest = ~is_link
        energy = rule.aggregation.energy(two[rest, 0], two[rest, 1])
        found[rest] = rule.influence.value(base[rest], energy, exp_array)
        return found

    def value(self, node: int, first: float, second: float, base: float) -> float:
        """Return the value of one node from what arrived at its two slots."""
        if node >= self.arguments:
            return base * first * second
        rule = self.semantics
        energy = rule.aggregation.energy(first, second)
        return float(rule.influence.value(base, energy, exp_number))
