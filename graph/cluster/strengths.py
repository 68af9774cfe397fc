"""How strong each claim is, on frames: quadratic energy and DF-QuAD; the twin of ``gradual``.

A node is valued as soon as all that bears on it is valued. What lies on or behind circles of links
comes last: on the driver, as in memory, as far as its parts are small; the rest moves on the
cluster. In memory each circle moves by itself, after those that lead to it, there all of a part
moves together; where a circle can rest in several places, the two may differ.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from whyso.graph.cluster.case import HIT, REST, Case
from whyso.graph.cluster.field import Field
from whyso.graph.cluster.grounded import LEFT, Report
from whyso.graph.cluster.messages import Edges, laid_out
from whyso.graph.cluster.rest import moved, parted
from whyso.graph.cluster.session import Frame, kept
from whyso.graph.errors import UnknownNameError
from whyso.graph.semantics.gradual import gradual

__all__ = ["RULES", "Valued", "strengths"]

RULES: Final = ("quadratic-energy", "df-quad")


@dataclass(frozen=True)
class Valued:
    """The strengths.

    Attributes:
        values: ``id``, ``strength`` of all nodes; nothing where circles did not come to rest.
        report: how they were found.
    """

    values: Frame
    report: Report


def strengths(case: Case, *, left: int = LEFT, edges: Edges | None = None) -> Valued:
    """Return how strong each node of a case is.

    Args:
        case: the case, whose options name the semantics.
        left: how many edges on and behind circles the driver takes at a time; 0 for none.
        edges: those of the case, if they were laid out before.

    Raises:
        UnknownNameError: this engine does not have that semantics.
    """
    from pyspark.sql import functions as f

    rule = gradual(case.options.strength).name
    if rule not in RULES:
        raise UnknownNameError("gradual semantics for the engine spark", rule, RULES)
    edges = edges or Edges(case.edges)
    into = (
        edges.frame.where(f.col("how") != REST)
        .groupBy(f.col("dst").alias("id"))
        .agg(f.count("*").alias("waiting"))
    )
    field = Field(rule)
    first = f.when(f.col("is_link"), 1.0).otherwise(field.empty)
    state = laid_out(
        case.nodes.join(into, "id", "left").select(
            "id",
            "is_link",
            "base",
            f.coalesce("waiting", f.lit(0)).alias("waiting"),
            first.alias("attack"),
            first.alias("support"),
            f.lit(None).cast("double").alias("value"),
        ),
        "id",
    )
    run = _Run(edges, field)
    state = run.forward(state, left)
    return Valued(state.select("id", f.col("value").alias("strength")), run.report())


class _Run:
    """The rounds of one valuation."""

    def __init__(self, edges: Edges, field: Field) -> None:
        self.edges, self.field = edges, field
        self.decided: list[int] = []
        self.moved = self.driver = self.loose = 0
        self.residual = 0.0

    def report(self) -> Report:
        return Report(
            len(self.decided) + self.moved,
            tuple(self.decided),
            driver=self.driver,
            converged=not self.loose,
            residual=self.residual,
            loose=self.loose,
        )

    def forward(self, state: Frame, left: int) -> Frame:
        """Return the state in which everything is valued: ``id``, ``value``."""
        from pyspark.sql import functions as f

        while True:
            ready = (f.col("waiting") == 0) & f.col("value").isNull()
            value = f.when(ready, self.field.value()).otherwise(f.col("value"))
            state = kept(state.withColumn("fresh", ready).withColumn("value", value))
            fresh, waiting, remaining = self.counts(state)
            if fresh:
                self.decided.append(fresh)
            if not waiting:
                return state
            if fresh:
                speakers = state.where("fresh").select("id", "value")
                state = self.heard(state, self.field.told(self.along(speakers)))
            if remaining <= left or not fresh:
                return self.finished(kept(state), remaining, left)

    def counts(self, state: Frame) -> tuple[int, int, int]:
        """Return how many are newly valued, how many are not, for how many edges these wait."""
        from pyspark.sql import functions as f

        without = f.col("value").isNull()
        row = state.agg(
            f.count(f.when(f.col("fresh"), 1)),
            f.count(f.when(without, 1)),
            f.coalesce(f.sum(f.when(without, f.col("waiting"))), f.lit(0)),
        ).first()
        return int(row[0]), int(row[1]), int(row[2])

    def along(self, speakers: Frame) -> Frame:
        """Return the edges that bear on strengths along which some nodes speak."""
        from pyspark.sql import functions as f

        return self.edges.heard(speakers).where(f.col("how") != REST)

    def heard(self, state: Frame, told: Frame) -> Frame:
        """Return the state to which has been added what nodes hear."""
        from pyspark.sql import functions as f

        whole = state.join(told, "id", "left")
        attack, support = self.field.gathered()
        return whole.select(
            "id",
            "is_link",
            "base",
            (f.col("waiting") - f.coalesce("arrived", f.lit(0))).alias("waiting"),
            attack.alias("attack"),
            support.alias("support"),
            "value",
        )

    def finished(self, state: Frame, remaining: int, left: int) -> Frame:
        """Return the state in which what is left, on and behind circles, is valued as well."""
        from pyspark.sql import functions as f

        rest = kept(state.where("value is null").drop("value", "fresh"))
        inner = self.edges.between(rest, rest, remaining, but=REST)
        large = None
        parts = [rest]
        if remaining > left:
            parts, large = parted(rest, inner, left)
        late = [self.on_driver(part, inner) for part in parts]
        if large is not None and not large.isEmpty():
            found = moved(large, inner, self.field)
            self.moved, self.residual = found.rounds, max(self.residual, found.residual)
            late.append(found.values)
        each = late[0]
        for part in late[1:]:
            each = each.union(part)
        each = kept(each)
        valued, none = each.agg(f.count("late"), f.count(f.when(f.col("late").isNull(), 1))).first()
        self.decided.append(int(valued))
        self.loose = int(none)
        value = f.coalesce("value", "late").alias("value")
        return kept(state.join(each, "id", "left").select("id", value))

    def on_driver(self, rest: Frame, inner: Edges) -> Frame:
        """Return what the driver finds by arrays for some nodes: ``id``, ``late``."""
        edges = inner.heard(rest.select("id")).select("src", "dst", "how", "weight").collect()
        self.driver += len(edges)
        found, residual = _finish(rest.collect(), edges, self.field.rule)
        self.residual = max(self.residual, residual)
        return rest.sparkSession.createDataFrame(found, "id long, late double")


def _finish(
    rows: list[Any], edges: list[Any], rule: str
) -> tuple[list[tuple[int, float | None]], float]:
    """Return the values of what is left, by arrays, nothing where they do not rest; the residual.

    Args:
        rows: id, whether it is a link, base score or weight, what came from elsewhere.
        edges: src, dst, how, weight.
        rule: the semantics.
    """
    from types import SimpleNamespace

    from whyso.graph.semantics.dung.search import Deadline
    from whyso.graph.semantics.gradual.solution import Solution
    from whyso.graph.semantics.gradual.wiring import Wiring, by_row

    rows = sorted(rows, key=lambda row: bool(row.is_link))
    links = sum(row.is_link for row in rows)
    arguments = len(rows) - links
    place = {row.id: number for number, row in enumerate(rows)}
    tail = np.array([place[edge.src] for edge in edges], dtype=np.int32)
    slot = np.array([2 * place[one.dst] + (one.how != HIT) for one in edges], dtype=np.int32)
    own = np.array([row.base for row in rows[arguments:]], dtype=np.float64)
    weight = np.concatenate([own, [edge.weight for edge in edges]])
    link = np.arange(links, len(weight), dtype=np.int32)
    start, order = by_row(tail, len(rows))
    if order is not None:
        tail, slot, link = tail[order], slot[order], link[order]
    nodes = np.arange(arguments, len(rows), dtype=np.int32)
    wiring = Wiring(arguments, np.arange(links, dtype=np.int32), nodes, start, tail, slot, link)
    base = np.array([row.base for row in rows[:arguments]], dtype=np.float64)
    weighted: Any = SimpleNamespace(wiring=wiring, base=base, link_weight=weight)
    run = Solution(weighted, gradual(rule), Deadline(None))
    for number, row in enumerate(rows):
        run.slots[2 * number : 2 * number + 2] = row.attack, row.support
    run.forward()
    values = np.where(run.loose, np.nan, run.values).tolist()
    found = [
        (row.id, None if value != value else value) for row, value in zip(rows, values, strict=True)
    ]
    return found, float(run.residual)
