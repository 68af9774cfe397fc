"""Derivatives of the value of a node by what arrives at it."""

import numpy as np

from whyso.graph.semantics.dung import Ints
from whyso.graph.semantics.gradual.field import Field, Floats
from whyso.graph.semantics.gradual.modular import exp_array

__all__ = ["base_slopes", "edge_slopes"]


def edge_slopes(field: Field, outer: Floats, slot: Ints, value: Floats) -> Floats:
    """Return for each edge the derivative of the value of its end by what it brings.

    Where only the greatest counts and several are, each hides the others and theirs is 0, as it is
    for those that a full attack hides; at an energy of 0 DF-QuAD has the mean of its two sides.

    Args:
        field: the nodes.
        outer: what has arrived at slots before.
        slot: the slot of each edge.
        value: what each edge brings.

    >>> from whyso.graph.semantics.gradual.registry import gradual
    >>> field = Field(gradual("df-quad"), 2, np.array([0.5, 0.8]))
    >>> edge_slopes(field, field.empty(), np.array([0]), np.array([0.8])).round(6).tolist()
    [-0.5]
    """
    slots = outer.copy()
    field.collect(slots, slot, value)
    head = slot >> 1
    found = np.empty(len(slot))
    link = head >= field.arguments
    if link.any():
        to, source = slot[link], (slot[link] & 1) == 1
        term = np.where(source, value[link], 1 - value[link])
        rest = _others(outer, to, term) * slots[to ^ 1] * field.base[head[link]]
        found[link] = np.where(source, rest, -rest)
        slot, value, head = slot[~link], value[~link], head[~link]
    rule = field.semantics.aggregation
    two = slots.reshape(-1, 2)[head]
    energy = rule.energy(two[:, 0], two[:, 1])
    slope = field.semantics.influence.by_energy(field.base[head], energy, exp_array)
    if rule.complement:
        share = _others(outer, slot, 1 - value)
    elif rule.counts:
        share = (value > 0) / np.maximum(two[:, 1], 1)
    elif rule.gather is np.maximum:
        top = value == slots[slot]
        alone = np.bincount(slot[top], minlength=len(slots))[slot] == 1
        share = (top & alone).astype(np.float64)
    else:
        share = np.ones(len(slot))
    found[~link] = slope * np.where(slot & 1, share, -share)
    return found


def base_slopes(field: Field, slots: Floats) -> Floats:
    """Return for each node the derivative of its value by its base score, or a link's weight."""
    two = slots.reshape(-1, 2)
    rule = field.semantics
    energy = rule.aggregation.energy(two[: field.arguments, 0], two[: field.arguments, 1])
    base = field.base[: field.arguments]
    found = two[:, 0] * two[:, 1]
    found[: field.arguments] = rule.influence.by_base(base, energy, exp_array)
    return found


def _others(outer: Floats, slot: Ints, term: Floats) -> Floats:
    """Return for each term the product of the others at its slot, zeros included."""
    none = term == 0
    product = outer.copy()
    np.multiply.at(product, slot, np.where(none, 1.0, term))
    zeros = np.bincount(slot[none], minlength=len(outer))[slot]
    rest = product[slot] / np.where(none, 1.0, term)
    return np.where(zeros == none, rest, 0.0)
