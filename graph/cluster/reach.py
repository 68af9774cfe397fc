"""What is reached from nodes along pairs: breadth first, a round for each distance."""

from typing import Any

from whyso.graph.cluster.session import Frame, kept

__all__ = ["closure", "distances"]


def closure(nodes: Frame, pairs: Frame) -> Frame:
    """Return the nodes and all that is reached from them.

    Args:
        nodes: a column ``node``.
        pairs: columns ``start`` and ``end``.
    """
    return distances(nodes, pairs).select("node")


def distances(nodes: Frame, pairs: Frame) -> Frame:
    """Return what is reached from nodes, themselves included: ``node``, ``distance``.

    A round costs a join of the front with the pairs; the driver sees one count per round.

    Args:
        nodes: a column ``node``.
        pairs: columns ``start`` and ``end``.
    """
    from pyspark.sql import functions as f

    found = kept(nodes.select("node").distinct().withColumn("distance", f.lit(0)))
    front: Any = found
    if front.isEmpty() or pairs.isEmpty():
        return found
    pairs = kept(pairs.select("start", "end").distinct())
    distance = 0
    while True:
        distance += 1
        ends = pairs.join(front.select(f.col("node").alias("start")), "start").select(
            f.col("end").alias("node")
        )
        front = kept(
            ends.distinct().join(found, "node", "left_anti").withColumn("distance", f.lit(distance))
        )
        if front.isEmpty():
            return found
        found = kept(found.union(front))
