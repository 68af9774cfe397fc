"""Values on and behind circles of links, on frames; the twin of ``gradual.rest``.

What is left is cut into connected components. Those that are small go to the driver, some at a
time, and are solved by arrays. In a larger one all nodes move together from the base scores towards
where they rest, ``ds/dt = formula(s) - s`` (N. Potyka, "Continuous dynamical systems for weighted
bipolar argumentation", KR 2018), in steps of order 1 by the rule of the arrays: each component has
a step of its own, which is to halve its residual.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from whyso.graph.cluster.components import connected
from whyso.graph.cluster.field import Field
from whyso.graph.cluster.messages import Edges, laid_out
from whyso.graph.cluster.session import Frame, kept

__all__ = ["Moved", "moved", "parted"]

_CLOSE: Final = 1e-12  # what may be left to go
_NOISE: Final = 4e-16
_LONG: Final = 1e9  # no step is longer
_LAST: Final = 1500  # rounds
_PACES: Final = 1024  # at most; where there are more components, some share theirs

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Moved:
    """Where nodes were left.

    Attributes:
        values: ``id``, ``late``: their values; nothing where a component did not come to rest.
        rounds: how many steps were tried.
        residual: by how much a value that rests differs, at most, from what its formula gives.
    """

    values: Frame
    rounds: int
    residual: float


def parted(rest: Frame, edges: Edges, left: int) -> tuple[list[Frame], Frame]:
    """Return the nodes of small components, by parts, and those of the others.

    Args:
        rest: the nodes that are left, of which ``waiting`` tells how many edges end on them.
        edges: those between them.
        left: edges of a component, and about as many of a part, at most.

    Returns:
        Frames with the columns of *rest* and ``least``, the number of the component.
    """
    from pyspark.sql import functions as f

    pairs = edges.frame.select(f.col("src").alias("a"), f.col("dst").alias("b"))
    found = connected(rest.select("id"), pairs)
    whole = kept(rest.join(found, "id"))
    sizes = kept(whole.groupBy("least").agg(f.sum("waiting").alias("edges")))
    small = sizes.where(f.col("edges") <= left)
    total = int(small.agg(f.coalesce(f.sum("edges"), f.lit(0))).first()[0])
    if not total:
        return [], whole
    count = -(-2 * total // left)
    part = f.pmod(f.xxhash64("least"), f.lit(count)).alias("part")
    marked = kept(whole.join(small.select("least", part), "least", "left"))
    parts = [marked.where(f.col("part") == one).drop("part") for one in range(count)]
    return parts, marked.where("part is null").drop("part")


def moved(rest: Frame, edges: Edges, field: Field) -> Moved:
    """Return where nodes come to rest that move together.

    Args:
        rest: ``id``, ``least`` (the number of the component), ``is_link``, ``base``, and in
            ``attack`` and ``support`` what has arrived from elsewhere.
        edges: those that begin on such nodes; all of them end on such.
        field: the semantics.
    """
    from pyspark.sql import functions as f

    moving = laid_out(
        rest.select(
            "id",
            f.pmod("least", f.lit(_PACES)).cast("int").alias("pace"),
            "is_link",
            "base",
            "attack",
            "support",
            f.col("base").alias("value"),
            f.lit(0.0).alias("pull"),
            f.col("base").alias("trial"),
        ),
        "id",
    )
    steps = _Steps()
    rounds = 0
    while True:
        heard = field.told(edges.heard(moving.select("id", f.col("trial").alias("value"))))
        whole = moving.join(heard, "id", "left")
        pull = field.value(*field.gathered()) - f.col("trial")
        tried = kept(whole.select(*moving.columns, pull.alias("next")))
        steps.take(tried)
        rounds += 1
        good, step = steps.columns()
        value = f.when(good, f.col("trial")).otherwise(f.col("value"))
        pull = f.when(good, f.col("next")).otherwise(f.col("pull"))
        same = [one for one in moving.columns if one not in ("value", "pull", "trial")]
        ahead = tried.select(*same, value.alias("value"), pull.alias("pull"))
        if steps.done or rounds > _LAST:
            break
        trial = f.least(f.greatest(f.col("value") + step * f.col("pull"), f.lit(0.0)), f.lit(1.0))
        moving = ahead.withColumn("trial", trial)
    rests = _numbers(steps.rests)
    late = f.when(f.get(rests, f.col("pace")) > 0, f.col("value"))
    return Moved(kept(ahead.select("id", late.alias("late"))), rounds, steps.residual)


class _Steps:
    """How far each component goes, by its pace: the rule of ``gradual.rest``."""

    def __init__(self) -> None:
        self.step = np.full(_PACES, 0.5)
        self.size = np.zeros(_PACES)
        self.rests = np.ones(_PACES, dtype=np.bool_)
        self.good = np.ones(_PACES, dtype=np.bool_)
        self.begun = False

    @property
    def done(self) -> bool:
        """Whether all have come to rest."""
        return bool(self.rests.all())

    @property
    def residual(self) -> float:
        """The greatest residual of those at rest."""
        return float(self.size[self.rests].max())

    def take(self, tried: Frame) -> None:
        """Take in what a trial of all gave."""
        from pyspark.sql import functions as f

        change, size = np.zeros(_PACES), np.zeros(_PACES)
        by_pace = tried.groupBy("pace").agg(
            f.max(f.abs(f.col("next") - f.col("pull"))), f.max(f.abs("next"))
        )
        for pace, changed, left in by_pace.collect():
            change[pace], size[pace] = changed, left
        if not self.begun:
            self.begun, self.size = True, size
            self.rests = size <= _NOISE
            return
        fine = self.size < 1e-3
        good = change <= np.where(fine, 1.2, 0.75) * self.size
        ratio = self.size / np.maximum(change, self.size * 1e-6 + 1e-300)
        left = self.size * self.step * ratio
        self.good = good & ~self.rests
        self.size = np.where(self.good, size, self.size)
        rests = ((left <= _CLOSE) & (self.size <= _CLOSE)) | (self.size <= _NOISE)
        self.rests |= good & rests
        self.step *= np.clip(np.where(fine, 0.9, 0.5) * ratio, 0.25, 4.0)
        self.step = np.minimum(self.step, _LONG)

    def columns(self) -> tuple[Any, Any]:
        """Return as columns whether a node goes where it tried to, and its next step."""
        from pyspark.sql import functions as f

        pace = f.col("pace")
        return f.get(_numbers(self.good), pace) > 0, f.get(_numbers(self.step), pace)


def _numbers(values: npt.NDArray[Any]) -> Any:
    """Return an array as one literal: a plan that changes only there is not compiled anew."""
    from pyspark.sql import functions as f

    text = " ".join(map(repr, values.astype(np.float64).tolist()))
    return f.split(f.lit(text), " ").cast("array<double>")
