"""What must be accepted, on frames: the twin of ``semantics.Translation`` under grounded semantics.

Each claim and each link waits for its sources, its attackers and what it depends on; a round
decides all that wait for nothing more. What only circles of support hold up is found at the end,
among what is left, and rejected; then it goes on. What is decided stays so, which is why the order
does not matter (A. Van Gelder, "The alternating fixpoint of logic programs with negation", 1993).

What is left undecided when it is small enough is finished by arrays on the driver, so that the last
rounds of long chains need not cross the network.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from whyso.graph.cluster.case import HELP, HIT, NEED, REST, Case
from whyso.graph.cluster.messages import Edges, laid_out
from whyso.graph.cluster.session import Frame, kept

__all__ = ["IN", "LEFT", "Decided", "Report", "Run", "grounded"]

IN, OUT, UNDECIDED = 1, -1, 0
_WORTH: Final = 100_000  # edges from which it is worth laying them out anew
LEFT: Final = 1_000_000  # edges left undecided below which the driver finishes


@dataclass(frozen=True)
class Report:
    """How far an iteration came.

    Attributes:
        rounds: how many there were on the cluster.
        decided: how many nodes each of them decided.
        circles: how many times circles of support were looked for.
        driver: how many edges were finished on the driver.
        converged: whether nothing is left to be done.
        residual: of strengths, by how much one differs, at most, from what its formula gives.
        loose: of strengths, how many nodes have none, since their circles did not come to rest.
    """

    rounds: int
    decided: tuple[int, ...]
    circles: int = 0
    driver: int = 0
    converged: bool = True
    residual: float = 0.0
    loose: int = 0


@dataclass(frozen=True)
class Decided:
    """The grounded labels.

    Attributes:
        labels: ``id``, ``label`` (1 in, -1 out, 0 undecided) of all nodes.
        report: how it was found.
    """

    labels: Frame
    report: Report


def grounded(case: Case, *, left: int = LEFT, edges: Edges | None = None) -> Decided:
    """Return the grounded labels of a case.

    Args:
        case: what is decided.
        left: the number of undecided edges below which the driver finishes; 0 for never.
        edges: those of the case, if they were laid out before.
    """
    from pyspark.sql import functions as f

    edges = edges or Edges(case.edges)
    waits = f.count(f.when(f.col("how") != HELP, 1)).alias("waiting")
    helps = f.count(f.when(f.col("how") == HELP, 1)).alias("helps")
    into = edges.frame.groupBy(f.col("dst").alias("id")).agg(waits, helps)
    state = case.nodes.join(into, "id", "left").fillna(0, ["waiting", "helps"])
    run = Run(edges, left)
    opened = ~f.col("given") & ~f.col("supported")
    state = run.start(
        state.select("id", "is_link", "waiting", "helps", "given", opened.alias("open"))
    )
    state = run.settled(state)
    while not run.finished and run.looking:
        circular = _circular(state, run)
        if circular is None:
            break
        marked = state.join(circular.withColumn("circular", f.lit(True)), "id", "left")
        label = f.when(f.col("circular"), OUT).otherwise(f.col("label"))
        fresh = f.coalesce("circular", f.lit(False))
        columns = [one for one in state.columns if one not in ("label", "fresh")]
        state = kept(
            marked.select(*columns, label.cast("byte").alias("label"), fresh.alias("fresh"))
        )
        state = run.settled(state)
    return Decided(run.labels(state).select("id", "label"), run.report())


class Run:
    """The rounds of one decision."""

    def __init__(self, edges: Edges, left: int) -> None:
        self.edges, self.left = edges, left
        self.decided: list[int] = []
        self.circles = self.driver = 0
        self.finished = self.looking = False
        self.done: list[Frame] = []

    def labels(self, state: Frame) -> Frame:
        """Return the labels of all nodes: ``id``, ``is_link``, ``label``."""
        found = state.select("id", "is_link", "label")
        for part in self.done:
            found = found.union(part)
        return found

    def report(self) -> Report:
        return Report(len(self.decided), tuple(self.decided), self.circles, self.driver)

    def start(self, state: Frame) -> Frame:
        """Return the state in which all is labelled that waits for nothing."""
        from pyspark.sql import functions as f

        state = state.withColumn("label", _label(f, f.lit(False)))
        state = state.withColumn("fresh", f.col("label") != UNDECIDED)
        return laid_out(state, "id")

    def settled(self, state: Frame) -> Frame:
        """Return the state in which nothing follows any more from what is decided."""
        while True:
            fresh, undecided, remaining = _counts(state)
            if fresh:
                self.decided.append(fresh)
            self.finished, self.looking = not undecided, bool(remaining)
            if self.finished:
                return state
            if remaining and remaining <= self.left:
                return self.on_driver(state)
            if not fresh or not remaining:
                return state
            if _WORTH < 2 * remaining < self.edges.count:
                state = self.shrunk(state, remaining)
            state = self.round(state)

    def shrunk(self, state: Frame, remaining: int) -> Frame:
        """Return the state without what has been decided and heard; edges of such go, too."""
        from pyspark.sql import functions as f

        undecided = f.col("label") == UNDECIDED
        active = undecided | f.col("fresh")
        self.done.append(kept(state.where(~active).select("id", "is_link", "label")))
        state = laid_out(state.where(active), "id")
        self.edges = self.edges.between(state, state.where(undecided), remaining)
        return state

    def round(self, state: Frame) -> Frame:
        """Return the state after what was newly decided has been heard."""
        from pyspark.sql import functions as f

        speakers = state.where("fresh").select("id", "label")
        how, label = f.col("how"), f.col("label")
        waits, into = how.isin(NEED, REST), how == HELP
        heard = self.edges.heard(speakers)
        told = heard.groupBy(f.col("dst").alias("id")).agg(
            f.max((waits & (label == OUT)) | ((how == HIT) & (label == IN))).alias("fails"),
            f.count(f.when((waits & (label == IN)) | ((how == HIT) & (label == OUT)), 1)).alias(
                "met"
            ),
            f.max(into & (label == IN)).alias("helped"),
            f.count(f.when(into & (label == OUT), 1)).alias("lost"),
        )
        state = state.withColumnRenamed("label", "before").join(told, "id", "left")
        fails, helped = (f.coalesce(one, f.lit(False)) for one in ("fails", "helped"))
        state = state.select(
            "id",
            "is_link",
            (f.col("waiting") - f.coalesce("met", f.lit(0))).alias("waiting"),
            (f.col("helps") - f.coalesce("lost", f.lit(0))).alias("helps"),
            (f.col("given") | helped).alias("given"),
            "open",
            "before",
            fails.alias("fails"),
        )
        label = f.when(f.col("before") != UNDECIDED, f.col("before")).otherwise(
            _label(f, f.col("fails"))
        )
        state = state.withColumn("label", label.cast("byte"))
        fresh = (f.col("before") == UNDECIDED) & (f.col("label") != UNDECIDED)
        return kept(state.withColumn("fresh", fresh).drop("before", "fails"))

    def on_driver(self, state: Frame) -> Frame:
        """Return the state in which the driver has decided what was left."""
        from pyspark.sql import functions as f

        unheard = state.where((f.col("label") == UNDECIDED) | f.col("fresh"))
        undecided = unheard.where(f.col("label") == UNDECIDED)
        inner = self.edges.heard(unheard.select("id")).join(
            undecided.select(f.col("id").alias("dst")), "dst", "left_semi"
        )
        inner = kept(inner.select("src", "dst", "how"))
        ends = inner.select(f.col("src").alias("id")).union(inner.select("dst")).distinct()
        rows = unheard.join(ends, "id", "left_semi").select("id", "is_link", "given", "label")
        found = _finish(rows.collect(), inner.collect())
        self.driver, self.finished = inner.count(), True
        if not found:
            return state
        self.decided.append(len(found))
        late = state.sparkSession.createDataFrame(found, "id long, late byte")
        label = f.coalesce("late", "label").alias("label")
        return kept(state.join(late, "id", "left").select("id", "is_link", label))


def _label(f: Any, fails: Any) -> Any:
    """Return the label of a node by what it still waits for."""
    groundless = ~f.col("given") & ~f.col("open") & (f.col("helps") == 0)
    return (
        f.when(fails | groundless, OUT)
        .when((f.col("waiting") == 0) & f.col("given"), IN)
        .otherwise(UNDECIDED)
        .cast("byte")
    )


def _counts(state: Frame) -> tuple[int, int, int]:
    """Return how many are newly decided, how many undecided, and for how many edges these wait."""
    from pyspark.sql import functions as f

    undecided = f.col("label") == UNDECIDED
    row = state.agg(
        f.count(f.when(f.col("fresh"), 1)),
        f.count(f.when(undecided, 1)),
        f.coalesce(f.sum(f.when(undecided, f.col("waiting") + f.col("helps"))), f.lit(0)),
    ).first()
    return int(row[0]), int(row[1]), int(row[2])


def _between(edges: Edges, nodes: Frame) -> Frame:
    """Return the edges between some nodes."""
    from pyspark.sql import functions as f

    return edges.heard(nodes).join(nodes.select(f.col("id").alias("dst")), "dst", "left_semi")


def _circular(state: Frame, run: Run) -> Frame | None:
    """Return the undecided claims that only a circle holds up; nothing if there are none."""
    from pyspark.sql import functions as f

    undecided = kept(
        state.where(f.col("label") == UNDECIDED).select("id", "is_link", "given", "open")
    )
    support = kept(
        _between(run.edges, undecided.select("id"))
        .where(f.col("how") != HIT)
        .select("src", "dst", "how", "weight")
    )
    if support.isEmpty():
        return None
    run.circles += 1
    inner = Edges(support)
    waits = f.count(f.when(f.col("how") != HELP, 1)).alias("waiting")
    helps = f.count(f.when(f.col("how") == HELP, 1)).alias("helps")
    into = support.groupBy(f.col("dst").alias("id")).agg(waits, helps)
    stand = undecided.join(into, "id", "left").fillna(0, ["waiting", "helps"])
    given = f.col("given") | f.col("open")
    pass_ = Run(inner, 0)
    found = pass_.settled(
        pass_.start(
            stand.select(
                "id",
                "is_link",
                "waiting",
                "helps",
                given.alias("given"),
                f.lit(False).alias("open"),
            )
        )
    )
    run.decided += pass_.decided
    circular = kept(found.where((f.col("label") == UNDECIDED) & ~f.col("is_link")).select("id"))
    return None if circular.isEmpty() else circular


def _finish(rows: list[Any], edges: list[Any]) -> list[tuple[int, int]]:
    """Return the labels of what is left, by arrays.

    Args:
        rows: id, whether it is a link, whether it is given, label; some are decided.
        edges: src, dst, how; none ends on what is decided.
    """
    from whyso.graph.semantics.links import Links
    from whyso.graph.semantics.translation import Translation

    claims = [row.id for row in rows if not row.is_link]
    links = [row.id for row in rows if row.is_link]
    claim = {name: number for number, name in enumerate(claims)}
    link = {name: number for number, name in enumerate(links)}
    signs = [1] * len(links)
    truth = len(claims)  # one more claim, which stands and attacks what is known to be out
    sources: list[tuple[int, int]] = []
    targets: list[tuple[int, int, bool]] = []
    needs: list[tuple[int, int]] = []

    def add(source: int, dst: int, sign: int) -> None:
        sources.append((len(signs), source))
        targets.append((len(signs), claim[dst] if dst in claim else link[dst], dst in link))
        signs.append(sign)

    for src, dst, how in edges:
        if how == REST:
            needs.append((claim[dst], claim[src]))
        elif how == NEED:
            sources.append((link[dst], claim[src]))
        elif src in claim:
            add(claim[src], dst, 1 if how == HELP else -1)
        else:
            signs[link[src]] = 1 if how == HELP else -1
            targets.append((link[src], claim[dst] if dst in claim else link[dst], dst in link))
    for row in rows:
        if row.label == OUT:
            add(truth, row.id, -1)
    pairs, ends, rests = (
        np.array(sorted(some), dtype=np.int32).reshape(-1, width)
        for some, width in ((sources, 2), (targets, 3), (needs, 2))
    )
    arrays = Links(
        [*map(str, claims), "truth"],
        [""] * (truth + 1),
        [str(number) for number in range(len(signs))],
        [""] * len(signs),
        sign=np.array(signs, dtype=np.int8),
        source_link=pairs[:, 0],
        source=pairs[:, 1],
        target_link=ends[:, 0],
        target=ends[:, 1],
        on_link=ends[:, 2].astype(np.bool_),
        needing=rests[:, 0],
        needed=rests[:, 1],
        confidence=np.full(truth + 1, np.nan),
        weight=np.full(len(signs), np.nan),
    )
    given = np.array([*(row.given for row in rows if not row.is_link), True], dtype=np.bool_)
    labels = Translation(arrays, given).labels.tolist()
    return [
        (row.id, label)
        for row in rows
        if not row.label
        and (label := labels[truth + 1 + link[row.id] if row.is_link else claim[row.id]])
    ]
