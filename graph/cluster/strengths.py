"""How strong each claim is, on frames: quadratic energy and DF-QuAD; the twin of ``gradual``.

A node is valued as soon as all that bears on it is valued. What lies on or behind circles of links
comes last: on the driver, as in memory, if it is small; else all of it moves together from the base
scores towards where it rests, ``ds/dt = formula(s) - s`` (N. Potyka, "Continuous dynamical systems
for weighted bipolar argumentation", KR 2018), in steps that grow while the residual sinks. In
memory each circle moves by itself; where a circle can rest in several places, the two may differ.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from whyso.graph.cluster.case import HELP, HIT, NEED, REST, Case
from whyso.graph.cluster.grounded import LEFT, Report
from whyso.graph.cluster.messages import Edges, laid_out
from whyso.graph.cluster.session import Frame, kept
from whyso.graph.errors import UnknownNameError
from whyso.graph.semantics.gradual import gradual

__all__ = ["RULES", "Valued", "strengths"]

RULES: Final = ("quadratic-energy", "df-quad")
_CLOSE: Final = 1e-12
_LAST: Final = 1000  # rounds on circles


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
        left: the number of edges on and behind circles below which the driver finishes.
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
    start = 1.0 if rule == "df-quad" else 0.0
    first = f.when(f.col("is_link"), 1.0).otherwise(start)
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
    run = _Run(edges, rule)
    state = run.forward(state, left)
    return Valued(state.select("id", f.col("value").alias("strength")), run.report())


class _Run:
    """The rounds of one valuation."""

    def __init__(self, edges: Edges, rule: str) -> None:
        self.edges, self.rule = edges, rule
        self.decided: list[int] = []
        self.driver = 0
        self.converged, self.residual = True, 0.0

    def report(self) -> Report:
        rounds, decided = len(self.decided), tuple(self.decided)
        return Report(rounds, decided, 0, self.driver, self.converged, self.residual)

    def forward(self, state: Frame, left: int) -> Frame:
        """Return the state in which everything is valued."""
        from pyspark.sql import functions as f

        while True:
            ready = (f.col("waiting") == 0) & f.col("value").isNull()
            value = f.when(ready, self.value()).otherwise(f.col("value"))
            state = kept(state.withColumn("fresh", ready).withColumn("value", value))
            fresh, waiting, remaining = self.counts(state)
            if fresh:
                self.decided.append(fresh)
            if not waiting:
                return state
            if fresh:
                state = self.heard(state, self.told(state.where("fresh").select("id", "value")))
            if remaining <= left:
                return self.on_driver(kept(state))
            if not fresh:
                return self.at_rest(state)

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

    def told(self, speakers: Frame, *, ends: Frame | None = None) -> Frame:
        """Return what nodes hear: ``id``, ``arrived``, and for attacks and supports sum, product.

        Args:
            speakers: ``id`` and ``value``.
            ends: the nodes that are asked about; by default all.
        """
        from pyspark.sql import functions as f

        heard = self.edges.heard(speakers).where(f.col("how") != REST)
        if ends is not None:
            heard = heard.join(ends.select(f.col("id").alias("dst")), "dst", "left_semi")
        sent = f.col("value") * f.col("weight")
        hit, help, need = (f.col("how") == one for one in (HIT, HELP, NEED))
        return heard.groupBy(f.col("dst").alias("id")).agg(
            f.count("*").alias("arrived"),
            f.coalesce(f.sum(f.when(hit, sent)), f.lit(0.0)).alias("hit_sum"),
            f.coalesce(f.sum(f.when(help, sent)), f.lit(0.0)).alias("help_sum"),
            f.coalesce(f.product(f.when(hit, 1 - sent)), f.lit(1.0)).alias("hit_left"),
            f.coalesce(f.product(f.when(help, 1 - sent)), f.lit(1.0)).alias("help_left"),
            f.coalesce(f.product(f.when(need, sent)), f.lit(1.0)).alias("need"),
        )

    def heard(self, state: Frame, told: Frame) -> Frame:
        """Return the state to which has been added what nodes hear."""
        from pyspark.sql import functions as f

        whole = state.join(told, "id", "left")
        attack, support = self.gathered()
        return whole.select(
            "id",
            "is_link",
            "base",
            (f.col("waiting") - f.coalesce("arrived", f.lit(0))).alias("waiting"),
            attack.alias("attack"),
            support.alias("support"),
            "value",
        )

    def gathered(self) -> tuple[Any, Any]:
        """Return what attacks and supports amount to with what was heard."""
        from pyspark.sql import functions as f

        link, none = f.col("is_link"), f.col("arrived").isNull()
        attack, support = f.col("attack"), f.col("support")
        if self.rule == "df-quad":
            both = attack * f.col("hit_left"), support * f.col("help_left")
        else:
            both = attack + f.col("hit_sum"), support + f.col("help_sum")
        return (
            f.when(none, attack).when(link, attack * f.col("hit_left")).otherwise(both[0]),
            f.when(none, support).when(link, support * f.col("need")).otherwise(both[1]),
        )

    def value(self, attack: Any = None, support: Any = None) -> Any:
        """Return the value of a node from what its attacks and supports amount to."""
        from pyspark.sql import functions as f

        attack = f.col("attack") if attack is None else attack
        support = f.col("support") if support is None else support
        base = f.col("base")
        if self.rule == "df-quad":
            energy = attack - support
            above, below = f.greatest(energy, f.lit(0.0)), f.greatest(-energy, f.lit(0.0))
        else:
            energy = support - attack
            above, below = (
                one * one / (1 + one * one)
                for one in (f.greatest(energy, f.lit(0.0)), f.greatest(-energy, f.lit(0.0)))
            )
        claim = base + (1 - base) * above - base * below
        return f.when(f.col("is_link"), base * attack * support).otherwise(claim)

    def on_driver(self, state: Frame) -> Frame:
        """Return the state in which the driver has valued what was left."""
        from pyspark.sql import functions as f

        rest = state.where("value is null")
        ids = rest.select("id")
        inner = self.edges.heard(ids).where(f.col("how") != REST)
        inner = inner.join(ids.select(f.col("id").alias("dst")), "dst", "left_semi")
        edges = inner.select("src", "dst", "how", "weight").collect()
        self.driver = len(edges)
        found, self.converged, self.residual = _finish(rest.collect(), edges, self.rule)
        self.decided.append(len(found))
        late = state.sparkSession.createDataFrame(found, "id long, late double")
        value = f.coalesce("value", "late").alias("value")
        return kept(state.join(late, "id", "left").select("id", value))

    def at_rest(self, state: Frame) -> Frame:
        """Return the state in which what lies on and behind circles has come to rest."""
        from pyspark.sql import functions as f

        state = kept(state.withColumn("moving", f.col("value").isNull()))
        now = f.when(f.col("moving") & ~f.col("is_link"), f.col("base")).otherwise(f.col("value"))
        now = f.when(f.col("moving") & f.col("is_link"), self.value()).otherwise(now)
        moving = kept(state.where("moving").withColumn("value", now).drop("fresh", "moving"))
        count = moving.count()
        step, before = 0.5, float("inf")
        for _ in range(_LAST):
            self.decided.append(count)
            told = self.told(moving.select("id", "value"), ends=moving.select("id"))
            whole = moving.join(told, "id", "left")
            pull = self.value(*self.gathered()) - f.col("value")
            pulled = kept(whole.withColumn("pull", pull).select(*moving.columns, "pull"))
            size = float(pulled.agg(f.max(f.abs("pull"))).first()[0] or 0.0)
            self.residual = size
            if size <= _CLOSE:
                break
            step = min(1.0, step * 1.1) if size < before else step / 2
            before = size
            moving = pulled.withColumn("value", f.col("value") + f.lit(step) * f.col("pull"))
            moving = moving.drop("pull")
        else:
            self.converged = False
        end = moving.select("id", f.col("value").alias("late"))
        late = f.when(f.col("moving"), f.col("late") if self.converged else f.lit(None))
        value = late.otherwise(f.col("value")).alias("value")
        return kept(state.join(end, "id", "left").select("id", value))


def _finish(
    rows: list[Any], edges: list[Any], rule: str
) -> tuple[list[tuple[int, float | None]], bool, float]:
    """Return the values of what is left, by arrays; whether all rest, and the residual.

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
    return found, not run.loose.any(), float(run.residual)
