"""Grounds and consequences on frames: what a statement rests on, and what rests on it."""

from typing import Any

from whyso.graph.cluster.reach import distances
from whyso.graph.cluster.reading import OTHERS, Facts
from whyso.graph.cluster.session import Frame, kept
from whyso.graph.errors import UnknownNameError
from whyso.graph.network.kinds import STEPS

__all__ = ["consequences", "grounds", "pairs"]


def grounds(facts: Facts, *statements: str) -> Frame:
    """Return what statements rest on, through inferences and dependencies.

    Args:
        facts: the argument.
        statements: IRIs.

    Returns:
        ``statement``, ``distance``: the fewest steps to one of those asked about; they themselves
        are not included. The same as the items of :func:`whyso.graph.dependencies.grounds`.

    Raises:
        UnknownNameError: one is no statement of the argument.
    """
    from pyspark.sql import functions as f

    below = pairs(facts).select(f.col("above").alias("start"), f.col("below").alias("end"))
    return _reached(facts, statements, below)


def consequences(facts: Facts, *statements: str) -> Frame:
    """Return what rests on statements: as :func:`grounds`, the other way.

    Args:
        facts: the argument.
        statements: IRIs.

    Raises:
        UnknownNameError: one is no statement of the argument.
    """
    from pyspark.sql import functions as f

    above = pairs(facts).select(f.col("below").alias("start"), f.col("above").alias("end"))
    return _reached(facts, statements, above)


def pairs(facts: Facts) -> Frame:
    """Return which statement rests directly on which: ``above``, ``below``, each pair once.

    Args:
        facts: the argument.
    """
    from pyspark.sql import functions as f

    ties = facts.ties.where(f.col("end").isNotNull())
    others = facts.nodes.where(f.col("kind").isin(*STEPS, "utterance")).select("node")
    steps = facts.nodes.where("kind = 'inference'").select(f.col("node").alias("start"))

    def of(role: str, name: str) -> Frame:
        found = ties.where(f.col("role") == role).join(steps, "start", "left_semi")
        return found.select(f.col("start").alias("step"), f.col("end").alias(name))

    led = of("premise", "below").join(of("conclusion", "above"), "step").select("above", "below")
    needs = ties.where("role = 'dependsOn'").select(
        f.col("start").alias("above"), f.col("end").alias("below")
    )
    found: Any = led.union(needs)
    for end in ("above", "below"):
        found = found.join(others.select(f.col("node").alias(end)), end, "left_anti")
    return kept(found.select("above", "below").distinct())


def _reached(facts: Facts, statements: tuple[str, ...], ways: Frame) -> Frame:
    from pyspark.sql import functions as f

    spark = facts.spark
    start = spark.createDataFrame([(name,) for name in statements], "node string")
    no_statement = [*STEPS, *(kind for kind in OTHERS if kind == "utterance")]
    known = facts.nodes.where(f.col("kind").isNotNull() & ~f.col("kind").isin(*no_statement))
    missing = start.join(known, "node", "left_anti").take(1)
    if missing:
        raise UnknownNameError("statement", missing[0].node, [])
    found = distances(start, ways).where("distance > 0")
    return found.withColumnRenamed("node", "statement")
