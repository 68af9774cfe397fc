"""Values on circles of links: where a system that starts at the base scores comes to rest.

The system is ``ds/dt = formula(s) - s``. Every circle has a step of its own, as long as the change
of its residual allows, and rests when what is left to go, as far as the last step shows, is below a
tolerance. Small circles that take long are finished by implicit steps, which grow into Newton's
method (C. T. Kelley and D. E. Keyes, "Convergence analysis of pseudo-transient continuation", SIAM
J. Numerical Analysis 1998); what they find counts only if the system would stay there.

Under DF-QuAD a circle with base scores of 0 or 1 can rest anywhere on a line, and where it does
depends on the whole way there; small ones are followed anew by steps of order 8 (E. Hairer, S. P.
Norsett, G. Wanner, "Solving ordinary differential equations I", 1993), which leaves about 1e-12.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from whyso.graph.semantics.dung import Ints, Mask
from whyso.graph.semantics.dung.search import Deadline
from whyso.graph.semantics.gradual.circles import Batch, Circles
from whyso.graph.semantics.gradual.field import Field, Floats
from whyso.graph.semantics.gradual.slopes import edge_slopes

__all__ = ["Rest", "settle"]

_CLOSE: Final = 1e-12  # what may be left to go
_NOISE: Final = 4e-16
_LONG: Final = 1e9  # no step is longer
_FIRST, _LAST = 40, 1500  # rounds before and after implicit steps
_WHILE, _EXACT = (60.0, 600.0, 6000.0), 1e-13  # until when, and how exactly, a way is followed
_NEAR: Final = 1e-6
_NEWTON: Final = 60
_SMALL: Final = 200  # nodes of a circle, for implicit steps
_CELLS: Final = 4_000_000  # of matrices at a time


@dataclass
class Rest:
    """Where the values of circles were left.

    Attributes:
        values: for each node of a batch its value.
        size: for each circle by how much a value, at most, differs from its formula.
        rests: which circles came to rest.
        rounds: how many steps were tried.
    """

    values: Floats
    size: Floats
    rests: Mask
    rounds: int

    def take(self, batch: Batch, which: Mask, other: "Rest", *, resting: bool = False) -> None:
        """Take over what was found for some circles; if asked, only where they rest."""
        better = other.rests | (not resting)
        nodes = np.flatnonzero(which[batch.circle])
        moved = better[(np.cumsum(which) - 1)[batch.circle[nodes]]]
        self.values[nodes[moved]] = other.values[moved]
        self.size[np.flatnonzero(which)[better]] = other.size[better]
        self.rests[which] |= other.rests
        self.rounds += other.rounds


def settle(
    circles: Circles,
    leads: Ints,
    field: Field,
    slots: Floats,
    weight: Floats | None,
    deadline: Deadline,
) -> tuple[Batch, Rest]:
    """Return where circles come to rest, given what arrives from elsewhere.

    Args:
        circles: the circles of the graph.
        leads: the nodes that stand for the circles asked for; none of them may lead to another.
        field: the nodes of the graph.
        slots: what has arrived at them from outside of their circles.
        weight: for each edge its weight.
        deadline: when to give up.
    """
    batch = Batch(circles, leads, field, slots, weight)
    start = batch.field.base
    found = _explicit(batch, start, _FIRST, 1, deadline)

    def part(which: Mask) -> Batch:
        return Batch(circles, leads[which], field, slots, weight)

    for which in _alike(batch, ~found.rests):
        values = found.values[which[batch.circle]]
        found.take(batch, which, _implicit(part(which), values, deadline), resting=True)
    if not found.rests.all():
        which = ~found.rests
        values = found.values[which[batch.circle]]
        found.take(batch, which, _explicit(part(which), values, _LAST, 4, deadline))
    lines = np.zeros(len(leads), dtype=np.bool_)
    if field.semantics.influence.name == "linear":
        for which in _alike(batch, found.rests & _sharp(batch)):
            flat = _flat(part(which), found.values[which[batch.circle]])
            which[which] = flat
            if flat.any():
                then = _followed(part(which), start[which[batch.circle]], deadline)
                found.take(batch, which, then, resting=True)
                lines[which] = then.rests
    _to_ends(batch, found, ~lines)
    return batch, found


def _to_ends(batch: Batch, found: Rest, asked: Mask) -> None:
    """Put values that end near 0 or 1 there, where the formulas hold there no less.

    What nears such an end ever more slowly cannot be told from it by formulas in double precision;
    it is found to about 1e-8 only. Elsewhere the formulas do not hold at the end.
    """
    values = np.where(found.values < _NEAR, 0.0, found.values)
    values = np.where(values > 1 - _NEAR, 1.0, values)
    size = batch.most(batch.pull(values))
    better = asked & found.rests & (size <= found.size)
    found.values = np.where(better[batch.circle], values, found.values)
    found.size = np.where(better, size, found.size)


def _alike(batch: Batch, asked: Mask) -> Iterator[Mask]:
    """Yield small circles of the same number of nodes, so many that their matrices fit."""
    for size in np.unique(batch.sizes[asked & (batch.sizes <= _SMALL)]).tolist():
        alike = np.flatnonzero(asked & (batch.sizes == size))
        many = max(1, _CELLS // size**2)
        for first in range(0, len(alike), many):
            which = np.zeros(len(asked), dtype=np.bool_)
            which[alike[first : first + many]] = True
            yield which


def _sharp(batch: Batch) -> Mask:
    """Return which circles hold a base score of 0 or 1, which alone can pass on all of a change."""
    found = np.zeros(len(batch.leads), dtype=np.bool_)
    base = batch.field.base[: batch.field.arguments]
    found[batch.circle[: batch.field.arguments][np.minimum(base, 1 - base) < _NOISE]] = True
    return found


def _flat(batch: Batch, values: Floats) -> Mask:
    """Return which circles, of the same size, rest as well a little beside where they do."""
    width = int(batch.sizes[0])
    matrix = _matrix(batch, values, _places(batch), width)
    return np.asarray(np.abs(np.linalg.det(np.eye(width) - matrix)) < 1e-6)


def _explicit(
    batch: Batch,
    values: Floats,
    rounds: int,
    order: int,
    deadline: Deadline,
) -> Rest:
    """Follow the system by steps of order 1 (Euler) or 4 (Runge and Kutta).

    A step is to halve the residual.
    """
    step = np.full(len(batch.leads), 0.5)
    pull = batch.pull(values)
    size = batch.most(pull)
    rests = size <= _NOISE
    tried = 0
    while not rests.all() and tried < rounds:
        deadline.check()
        tried += 1
        along = step[batch.circle]
        way = pull if order == 1 else _slope(batch, values, along, pull)
        trial = np.clip(values + along * way, 0, 1)
        trial_pull = batch.pull(trial)
        change = batch.most(trial_pull - pull)
        fine = (size < 1e-3) & (order == 1)
        good = change <= np.where(fine, 1.2, 0.75) * size
        moved = (good & ~rests)[batch.circle]
        values = np.where(moved, trial, values)
        pull = np.where(moved, trial_pull, pull)
        ratio = size / np.maximum(change, size * 1e-6 + 1e-300)
        left = size * step * ratio
        size = np.where(good, batch.most(pull), size)
        rests |= good & (((left <= _CLOSE) & (size <= _CLOSE)) | (size <= _NOISE))
        step *= np.clip(np.where(fine, 0.9, 0.5) * ratio, 0.25, 4.0)
        step = np.minimum(step, _LONG)
    return Rest(values, size, rests, tried)


def _followed(batch: Batch, values: Floats, deadline: Deadline) -> Rest:
    """Follow the system as exactly as can be."""
    from scipy.integrate import solve_ivp

    def pull(_: float, values: Floats) -> Floats:
        deadline.check()
        return batch.pull(values)

    begun, tried = 0.0, 0
    for until in _WHILE:
        way = solve_ivp(
            pull, (begun, until), values, "DOP853", t_eval=[until], rtol=_EXACT, atol=_EXACT / 10
        )
        tried += int(way.nfev)
        if not way.success:  # no step is small enough
            break
        values, begun = np.clip(way.y[:, -1], 0, 1), until
        if (batch.most(batch.pull(values)) <= _CLOSE).all():
            break
    size = batch.most(batch.pull(values))
    return Rest(values, size, size <= _CLOSE, tried)


def _slope(batch: Batch, values: Floats, step: Floats, first: Floats) -> Floats:
    second = batch.pull(values + step / 2 * first)
    third = batch.pull(values + step / 2 * second)
    fourth = batch.pull(values + step * third)
    return (first + 2 * second + 2 * third + fourth) / 6


def _implicit(batch: Batch, values: Floats, deadline: Deadline) -> Rest:
    """Follow the system of circles of the same size by linearly implicit steps."""
    count, width = len(batch.leads), int(batch.sizes[0])
    order = np.argsort(batch.circle, kind="stable")
    place = _places(batch)
    step = np.ones(count)
    pull = batch.pull(values)
    size = batch.most(pull)
    rests = size <= _NOISE
    tried = 0
    matrix = _matrix(batch, values, place, width)
    while not rests.all() and tried < _NEWTON:
        deadline.check()
        tried += 1
        left = (1 + 1 / step)[:, None, None] * np.eye(width) - matrix
        way = np.empty(len(values))
        try:
            way[order] = np.linalg.solve(left, pull[order].reshape(count, width, 1)).ravel()
        except np.linalg.LinAlgError:
            break
        trial = np.clip(values + way, 0, 1)
        trial_pull = batch.pull(trial)
        trial_size = batch.most(trial_pull)
        off = batch.most(trial_pull - way / step[batch.circle])
        good = off <= 0.5 * size
        moved = (good & ~rests)[batch.circle]
        gone = batch.most(trial - values)
        values = np.where(moved, trial, values)
        pull = np.where(moved, trial_pull, pull)
        size = np.where(good, trial_size, size)
        rests |= good & (((gone <= _CLOSE) & (step >= 1e3)) | (size <= _NOISE))
        step *= np.where(off <= 0.1 * size, 8, np.where(good, 1, 0.25))
        step = np.minimum(step, _LONG)
        matrix = _matrix(batch, values, place, width)
    still = np.linalg.eigvals(matrix).real.max(axis=1) <= 1 + 1e-7
    return Rest(values, size, rests & still, tried)


def _places(batch: Batch) -> Ints:
    """Return the place of each node in its circle, where all are of the same size."""
    order = np.argsort(batch.circle, kind="stable")
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32) % int(batch.sizes[0])
    return place


def _matrix(batch: Batch, values: Floats, place: Ints, width: int) -> Floats:
    """Return for each circle the derivatives of its nodes' formulas by its nodes' values."""
    slope = edge_slopes(batch.field, batch.outer, batch.slot, batch.sent(values))
    if batch.weight is not None:
        slope = slope * batch.weight
    found = np.zeros((len(batch.leads), width, width))
    where = (batch.circle[batch.tail], place[batch.slot >> 1], place[batch.tail])
    np.add.at(found, where, slope)
    return found
