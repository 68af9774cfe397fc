"""Nodes that tell what they point at: edges laid out so that each round moves messages only.

Edges stay where they are, cut by where they begin and sorted; so does the state of the nodes. What
travels is what newly decided nodes say, gathered by where it goes before it leaves a machine: a
claim with a million rebuttals gets one message from each part. A node with very many edges is
divided: its edges lie in several parts, and it speaks in each.
"""

import copy
from typing import Any, Final

from whyso.graph.cluster.session import Frame, kept, partitions

__all__ = ["Edges", "laid_out"]

SHARE: Final = 100_000  # edges of a node that stay together


class Edges:
    """Edges laid out by where they begin.

    Attributes:
        frame: ``src``, ``part``, ``dst``, ``how``, ``weight``.
        shares: ``id``, ``shares``: the nodes whose edges are divided, and into how many parts.
        count: how many edges there are.
    """

    def __init__(self, edges: Frame, *, share: int = SHARE) -> None:
        from pyspark.sql import functions as f

        heavy = edges.groupBy(f.col("src").alias("id")).agg(f.count("*").alias("n"))
        heavy = heavy.where(f.col("n") > share)
        self.shares: Frame = kept(
            heavy.select("id", f.ceil(f.col("n") / share).cast("int").alias("shares"))
        )
        self.divided: bool = not self.shares.isEmpty()
        part: Any = f.lit(0)
        whole = edges
        if self.divided:
            whole = whole.join(
                f.broadcast(self.shares.withColumnRenamed("id", "src")), "src", "left"
            )
            part = f.when(
                f.col("shares").isNotNull(), f.pmod(f.xxhash64("dst"), f.col("shares"))
            ).otherwise(0)
        self.frame: Frame = laid_out(
            whole.select("src", part.cast("int").alias("part"), "dst", "how", "weight"),
            "src",
            "part",
        )
        self.count: int = self.frame.count()

    def between(
        self, speakers: Frame, listeners: Frame, count: int, *, but: int | None = None
    ) -> "Edges":
        """Return the edges between some nodes, laid out anew.

        Args:
            speakers: ``id`` of where they begin.
            listeners: ``id`` of where they end.
            count: how many there are.
            but: the kind of edges (``how``) that are left out.
        """
        from pyspark.sql import functions as f

        found = copy.copy(self)
        ends = listeners.select(f.col("id").alias("dst"))
        kept_ones = self.heard(speakers.select("id")).join(ends, "dst", "left_semi")
        if but is not None:
            kept_ones = kept_ones.where(f.col("how") != but)
        found.frame = laid_out(kept_ones.select(*self.frame.columns), "src", "part")
        found.count = count
        return found

    def heard(self, speakers: Frame) -> Frame:
        """Return the edges along which some nodes speak, each with the columns of its speaker.

        Args:
            speakers: ``id`` and what they say.
        """
        from pyspark.sql import functions as f

        if self.divided:
            speakers = speakers.join(f.broadcast(self.shares), "id", "left").withColumn(
                "part", f.explode(f.sequence(f.lit(0), f.coalesce("shares", f.lit(1)) - 1))
            )
            speakers = speakers.drop("shares")
        else:
            speakers = speakers.withColumn("part", f.lit(0))
        return self.frame.join(speakers.withColumnRenamed("id", "src"), ["src", "part"])


def laid_out(frame: Frame, *columns: str) -> Frame:
    """Return a frame cut and sorted by columns, worked out."""
    spread = frame.repartition(partitions(frame.sparkSession), *columns)
    return kept(spread.sortWithinPartitions(*columns))
