"""Connected components on frames, in a number of rounds that grows with the logarithm of the size.

Source: R. Kiveris, S. Lattanzi, V. Mirrokni, V. Rastogi, S. Vassilvitskii, "Connected components in
MapReduce and beyond" (SoCC 2014): large stars and small stars in turn.
"""

from whyso.graph.cluster.reading import Facts
from whyso.graph.cluster.session import Frame, kept
from whyso.graph.network.kinds import ROLES

__all__ = ["components", "connected"]


def components(facts: Facts) -> Frame:
    """Return the component of each node of an argument: ``node``, ``component``.

    A component is named by one of its nodes. Nodes are statements, steps and utterances; every
    relation between them counts, in either direction.

    Args:
        facts: the argument.
    """
    from pyspark.sql import functions as f

    ties = facts.ties.where(f.col("role").isin(*ROLES) & f.col("end").isNotNull())
    nodes = (
        facts.nodes.where("kind is not null")
        .select("node")
        .union(ties.select("start"))
        .union(ties.select("end"))
        .distinct()
        .withColumn("id", f.xxhash64("node"))
    )
    nodes = kept(nodes)
    pairs = ties.select(f.xxhash64("start").alias("a"), f.xxhash64("end").alias("b"))
    found = connected(nodes.select("id"), pairs)
    names = nodes.select(f.col("id").alias("least"), f.col("node").alias("component"))
    return nodes.join(found, "id").join(names, "least").select("node", "component")


def connected(nodes: Frame, pairs: Frame) -> Frame:
    """Return the least number of each component: ``id``, ``least``.

    Args:
        nodes: a column ``id`` of whole numbers.
        pairs: columns ``a`` and ``b``.
    """
    from pyspark.sql import functions as f

    edges = kept(
        pairs.where("a <> b")
        .select(f.greatest("a", "b").alias("a"), f.least("a", "b").alias("b"))
        .distinct()
    )
    before = None
    while True:
        edges = _small_star(_large_star(edges))
        row = edges.agg(
            f.count("*"), f.coalesce(f.sum(f.xxhash64("a", "b").cast("decimal(38,0)")), f.lit(0))
        ).first()
        if before == (row[0], row[1]):
            break
        before = (row[0], row[1])
    found = edges.select(f.col("a").alias("id"), f.col("b").alias("least"))
    return nodes.join(found, "id", "left").select("id", f.coalesce("least", "id").alias("least"))


def _large_star(edges: Frame) -> Frame:
    """Tie the greater neighbours of each node to its least neighbour, or to itself."""
    from pyspark.sql import functions as f

    both = edges.union(edges.select("b", "a"))
    least = both.groupBy("a").agg(f.least(f.min("b"), f.first("a")).alias("m"))
    tied = both.where("b > a").join(least, "a").select(f.col("b").alias("a"), f.col("m").alias("b"))
    return kept(tied.distinct())


def _small_star(edges: Frame) -> Frame:
    """Tie each node and its lesser neighbours to the least of them."""
    from pyspark.sql import functions as f

    least = edges.groupBy("a").agg(f.min("b").alias("m"))
    tied = (
        edges.join(least, "a").where("b <> m").select(f.col("b").alias("a"), f.col("m").alias("b"))
    )
    return kept(tied.union(least).distinct())
