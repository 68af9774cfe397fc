"""Gradual semantics put together from how links are gathered and how they move the base score.

T. Mossakowski and F. Neuhaus, "Modular semantics and characteristics for bipolar weighted
argumentation graphs" (2018); N. Potyka, "Extending modular semantics for bipolar weighted
argumentation" (AAMAS 2019). The formulas use only what floats and arrays have in common, so that
each is written once.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

__all__ = ["AGGREGATIONS", "INFLUENCES", "Aggregation", "Influence"]
__all__ += ["exp_array", "exp_number"]

Formula = Callable[..., Any]
_STEEP: Final = 700.0  # e to this is still a number


@dataclass(frozen=True)
class Aggregation:
    """How the values of an argument's links become one number, its energy.

    Attributes:
        name: ``sum``, ``product``, ``top`` or ``mean``.
        gather: what joins two terms.
        start: what is there without links.
        complement: whether the term of a link is 1 - its value.
        counts: whether the place for supports holds the number of attacks that have a value.
        energy: energy from what was gathered of attacks and of supports.
    """

    name: str
    gather: np.ufunc
    start: float
    complement: bool
    counts: bool
    energy: Formula


@dataclass(frozen=True)
class Influence:
    """How energy moves the base score.

    Attributes:
        name: what it is called.
        attacks_only: whether it is defined for energies of at most 0 only.
        value: strength from base score, energy and a function for e to the power of.
        by_energy: its derivative by energy, from the same.
        by_base: its derivative by base score, from the same.
    """

    name: str
    attacks_only: bool
    value: Formula
    by_energy: Formula
    by_base: Formula


def exp_array(power: Any) -> Any:
    """Return e to the power of each number, without overflow."""
    return np.exp(np.clip(power, -_STEEP, _STEEP))


def exp_number(power: float) -> float:
    """Return e to the power of a number, without overflow."""
    return math.exp(min(_STEEP, max(-_STEEP, power)))


def _difference(attack: Any, support: Any) -> Any:
    return support - attack


def _reverse(attack: Any, support: Any) -> Any:
    return attack - support


def _number_and_mean(attack: Any, count: Any) -> Any:
    return -(count + attack / (count + (count == 0)))


AGGREGATIONS: Final = {
    each.name: each
    for each in (
        Aggregation("sum", np.add, 0.0, False, False, _difference),
        Aggregation("product", np.multiply, 1.0, True, False, _reverse),
        Aggregation("top", np.maximum, 0.0, False, False, _difference),
        Aggregation("mean", np.add, 0.0, False, True, _number_and_mean),
    )
}


def _sides(energy: Any) -> tuple[Any, Any]:
    """Return what is above and what is below zero, both as numbers of at least 0."""
    return (energy + abs(energy)) / 2, (abs(energy) - energy) / 2


def _room(base: Any, energy: Any) -> Any:
    """Return how far the base score can go in the direction of the energy."""
    return (1 - base) * ((energy > 0) + (energy == 0) / 2) + base * (
        (energy < 0) + (energy == 0) / 2
    )


def _linear(base: Any, energy: Any, exp: Formula) -> Any:
    above, below = _sides(energy)
    return base + (1 - base) * above - base * below


def _linear_by_energy(base: Any, energy: Any, exp: Formula) -> Any:
    return _room(base, energy)


def _linear_by_base(base: Any, energy: Any, exp: Formula) -> Any:
    return 1 - abs(energy)


def _quadratic(base: Any, energy: Any, exp: Formula) -> Any:
    above, below = _sides(energy)
    above, below = above * above, below * below
    return base + (1 - base) * (above / (1 + above)) - base * (below / (1 + below))


def _quadratic_by_energy(base: Any, energy: Any, exp: Formula) -> Any:
    flat = 1 + energy * energy
    return _room(base, energy) * (2 * abs(energy) / (flat * flat))


def _quadratic_by_base(base: Any, energy: Any, exp: Formula) -> Any:
    return 1 / (1 + energy * energy)


def _euler(base: Any, energy: Any, exp: Formula) -> Any:
    return 1 - (1 - base * base) / (1 + base * exp(energy))


def _euler_by_energy(base: Any, energy: Any, exp: Formula) -> Any:
    kept = 1 / (1 + base * exp(energy))
    return (1 - base * base) * kept * (1 - kept)


def _euler_by_base(base: Any, energy: Any, exp: Formula) -> Any:
    power = exp(energy)
    kept = 1 / (1 + base * power)
    return 2 * base * kept + (1 - base * base) * kept * (power * kept)


def _logistic(base: Any, energy: Any, exp: Formula) -> Any:
    return base / (base + (1 - base) * exp(-energy))


def _logistic_by_energy(base: Any, energy: Any, exp: Formula) -> Any:
    found = _logistic(base, energy, exp)
    return found * (1 - found)


def _logistic_by_base(base: Any, energy: Any, exp: Formula) -> Any:
    power = exp(-energy)
    kept = 1 / (base + (1 - base) * power)
    return power * kept * kept


def _divided(base: Any, energy: Any, exp: Formula) -> Any:
    return base / (1 - energy)


def _divided_by_energy(base: Any, energy: Any, exp: Formula) -> Any:
    return base / ((1 - energy) * (1 - energy))


def _divided_by_base(base: Any, energy: Any, exp: Formula) -> Any:
    return 1 / (1 - energy)


INFLUENCES: Final = {
    each.name: each
    for each in (
        Influence("linear", False, _linear, _linear_by_energy, _linear_by_base),
        Influence("quadratic", False, _quadratic, _quadratic_by_energy, _quadratic_by_base),
        Influence("euler", False, _euler, _euler_by_energy, _euler_by_base),
        Influence("logistic", False, _logistic, _logistic_by_energy, _logistic_by_base),
        Influence("divided", True, _divided, _divided_by_energy, _divided_by_base),
    )
}
