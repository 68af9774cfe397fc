"""What the standpoints that ship with whyso grant, on frames.

They say the same as the queries in ``ontology/standpoints``; a query of one's own needs an engine
for SPARQL, so what it grants is given as a frame.
"""

from typing import Any, Final

from whyso.graph.cluster.reach import closure
from whyso.graph.cluster.reading import Facts
from whyso.graph.cluster.session import Frame
from whyso.graph.errors import UnknownNameError

__all__ = ["STANDPOINTS", "granted"]

STANDPOINTS: Final = ("speaker", "stated", "no-forecasts", "evidence", "sceptic")
_ASSERTED: Final = ("Claim", "Forecast", "Commitment", "Evidence", "Proposition")


def granted(facts: Facts, standpoint: str) -> Frame:
    """Return what a standpoint grants: ``node``, ``outright``, ``held``; each node once.

    Args:
        facts: the argument.
        standpoint: a name of :data:`STANDPOINTS`.

    Raises:
        UnknownNameError: it is another.
    """
    if standpoint not in STANDPOINTS:
        raise UnknownNameError("standpoint for the engine spark", standpoint, STANDPOINTS)
    from pyspark.sql import functions as f

    said = _said(facts)
    is_a = {name: f.array_contains("classes", name) for name in (*_ASSERTED, "Assumption")}
    asserted = f.exists("classes", lambda one: one.isin(*_ASSERTED))
    only_stated = ~f.exists("statuses", lambda one: one != "stated")
    reported = f.col("expressed") & (f.size("statuses") == 0) & ~f.col("asserted")
    known = only_stated & ~reported
    supplied = ~f.exists("statuses", lambda one: ~one.isin("stated", "reconstructed"))
    none, nothing = f.lit(False), f.lit(False)
    if standpoint in ("speaker", "no-forecasts"):
        own, assumed = asserted & known, is_a["Assumption"] & supplied
        outright = (own & ~f.col("given")) | (f.col("conceded") & known)
        outright |= assumed & ~f.col("concluded")
        held = (own & f.col("given")) | (assumed & f.col("concluded"))
        if standpoint == "no-forecasts":
            outright, held = outright & ~is_a["Forecast"], held & ~is_a["Forecast"]
    elif standpoint == "stated":
        analysts = is_a["Assumption"] & (f.size("statuses") == 0)
        own = (asserted | is_a["Assumption"]) & known & ~analysts
        outright = (own & ~f.col("given")) | (f.col("conceded") & known & ~analysts)
        held = own & f.col("given")
    elif standpoint == "evidence":
        outright = ((is_a["Evidence"] & ~f.col("uncheckable")) | f.col("conceded")) & known
        held = nothing
    else:
        backed = asserted & f.col("stated_reason")
        outright = (backed | f.col("conceded")) & known & ~is_a["Assumption"]
        held = none
    current = ~f.col("superseded")
    rows = said.select(
        "node", (outright & current).alias("outright"), (held & current).alias("held")
    )
    return rows.where("outright or held")


def _said(facts: Facts) -> Frame:
    """Return nodes with what the standpoints ask about; what is only conceded has a row too."""
    from pyspark.sql import functions as f

    ties = facts.ties

    def ends(role: str, name: str, column: str = "end") -> Frame:
        some = ties.where((f.col("role") == role) & f.col(column).isNotNull())
        return some.select(f.col(column).alias("node")).distinct().withColumn(name, f.lit(True))

    needs = ties.where("role = 'dependsOn' and end is not null").select("start", "end")
    common = closure(ends("concedes", "conceded").select("node"), needs)
    steps = facts.nodes.select(f.col("node").alias("start"), "statuses")
    led = ties.where("role = 'conclusion' and end is not null").join(steps, "start", "left")
    statuses = f.coalesce("statuses", f.array().cast("array<string>"))
    own = (f.size(statuses) == 0) | f.exists(statuses, lambda one: one != "reconstructed")
    plain = ~f.exists(statuses, lambda one: one != "stated")
    reasons = led.groupBy(f.col("end").alias("node")).agg(
        f.max(own).alias("given"),
        f.max(plain).alias("stated_reason"),
        f.lit(True).alias("concluded"),
    )
    found: Any = facts.nodes
    for other in (
        common.withColumn("conceded", f.lit(True)),
        reasons,
        ends("expresses", "expressed"),
        ends("supersedes", "superseded"),
    ):
        found = found.join(other, "node", "full" if "conceded" in other.columns else "left")
    flags = ("asserted", "uncheckable", "conceded", "given", "stated_reason", "concluded")
    for name in (*flags, "expressed", "superseded"):
        found = found.withColumn(name, f.coalesce(name, f.lit(False)))
    for name in ("classes", "statuses"):
        empty = f.array().cast("array<string>")
        found = found.withColumn(name, f.coalesce(name, empty))
    return found
