"""How far questions are answered, on frames; the twin of ``dependencies.coverage``."""

from typing import Any, Final

from whyso.graph.cluster.reading import Facts
from whyso.graph.cluster.session import Frame, kept
from whyso.graph.dependencies.questions import (
    ATTACKS,
    GOOD,
    QUESTIONS,
    RESULTS,
    VOICES,
    Coverage,
    by_parts,
)
from whyso.graph.errors import InputError

__all__ = ["PARTS", "coverage", "voices"]

PARTS: Final = 1_000_000  # pairs of a question and its part that the driver takes


def coverage(facts: Facts) -> Frame:
    """Return for each question how far it is answered.

    What parts make of a question is worked out on the driver, which is handed the pairs of
    questions and parts and no more.

    Args:
        facts: the argument.

    Returns:
        ``question``, ``result`` (see :data:`whyso.graph.dependencies.RESULTS`); how many answers
        are ``stated``, ``quoted``, ``reconstructed``, ``superseded`` and, of the first three,
        ``attacked``; how many ``parts`` it has; how many ``reasons`` lead to its answers.

    Raises:
        InputError: there are more pairs of questions and parts than :data:`PARTS`.
    """
    from pyspark.sql import functions as f

    ties = facts.ties.where("end is not null")
    questions = facts.nodes.where(f.col("kind").isin(*QUESTIONS)).select(
        f.col("node").alias("question")
    )
    answers = ties.where("role = 'answers'").select(
        f.col("end").alias("question"), f.col("start").alias("node")
    )
    answers = kept(answers.distinct().join(questions, "question", "left_semi"))
    spoken = voices(facts, answers.select("node").distinct())
    reasons = ties.where("role = 'conclusion'").select(f.col("end").alias("node"), "start")
    own = answers.join(spoken, "node").join(_attacked(facts), "node", "left")
    counted = f.col("voice") != "superseded"
    free = counted & f.col("attacked").isNull()
    told = own.groupBy("question").agg(
        *(f.count(f.when(f.col("voice") == name, 1)).alias(name) for name in VOICES),
        f.count(f.when(counted & f.col("attacked"), 1)).alias("attacked"),
        f.count(f.when(counted, 1)).alias("counted"),
        *(
            f.coalesce(f.max(free & (f.col("voice") == name)), f.lit(False)).alias(f"free_{name}")
            for name in VOICES[:3]
        ),
    )
    led = (
        own.where(counted)
        .join(reasons, "node")
        .groupBy("question")
        .agg(f.countDistinct("start").alias("reasons"))
    )
    result: Any = f.when(f.col("counted") > 0, "attacked").otherwise("unanswered")
    for name, good in zip(reversed(VOICES[:3]), reversed(GOOD), strict=True):
        result = f.when(f.col(f"free_{name}"), good).otherwise(result)
    parts = (
        ties.where("role = 'hasPart'").select(f.col("start").alias("question"), "end").distinct()
    )
    parts = parts.join(questions, "question", "left_semi")
    parts = kept(parts.join(questions.withColumnRenamed("question", "end"), "end", "left_semi"))
    found = (
        questions.join(told, "question", "left")
        .join(led, "question", "left")
        .join(parts.groupBy("question").agg(f.count("*").alias("parts")), "question", "left")
    )
    columns = (*VOICES, "attacked", "parts", "reasons")
    found = found.fillna(0, ["counted", *columns]).fillna(
        False, [f"free_{name}" for name in VOICES[:3]]
    )
    found = kept(found.select("question", result.alias("result"), *columns))
    return _with_parts(found, parts)


def _with_parts(found: Frame, parts: Frame) -> Frame:
    """Return the coverage in which parts have had their say."""
    import networkx as nx
    from pyspark.sql import functions as f

    count = parts.count()
    if not count:
        return found
    if count > PARTS:
        raise InputError(f"{count} pairs of a question and its part; at most {PARTS} are taken")
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in parts.collect():
        net.add_nodes_from((row.question, row.end), kind="question")
        net.add_edge(row.question, row.end, "hasPart")
    ends = parts.select("question").union(parts.select("end")).distinct()
    own = {row.question: row.result for row in found.join(ends, "question", "left_semi").collect()}
    whole = by_parts(net, lambda name, below: Coverage(name, own[name]), list(RESULTS))
    late = [(one.question, one.result) for one in whole]
    better = found.sparkSession.createDataFrame(late, "question string, better string")
    return (
        found.join(f.broadcast(better), "question", "left")
        .withColumn("result", f.coalesce("better", "result"))
        .drop("better")
    )


def voices(facts: Facts, nodes: Frame) -> Frame:
    """Return whose words some statements are in: ``node``, ``voice``."""
    from pyspark.sql import functions as f

    ties = facts.ties.where("end is not null")

    def ends(role: str) -> Frame:
        some = ties.where(f.col("role") == role).select(f.col("end").alias("node")).distinct()
        return some.withColumn(role, f.lit(True))

    status = f.array_min(f.filter("statuses", lambda one: one.isin(*VOICES)))
    whole = (
        nodes.join(facts.nodes, "node", "left")
        .join(ends("supersedes"), "node", "left")
        .join(ends("expresses"), "node", "left")
    )
    voice = (
        f.when(f.col("supersedes"), "superseded")
        .when(status.isNotNull(), status)
        .when(f.col("asserted"), "stated")
        .when(f.col("expresses"), "quoted")
        .when(f.col("kind") == "assumption", "reconstructed")
        .otherwise("stated")
    )
    return whole.select("node", voice.alias("voice"))


def _attacked(facts: Facts) -> Frame:
    """Return the statements that a stated one attacks: ``node``, ``attacked``."""
    from pyspark.sql import functions as f

    ties = facts.ties.where("end is not null")
    steps = facts.nodes.where(f.col("kind").isin(*ATTACKS)).select(f.col("node").alias("start"))
    by = ties.where("role = 'attacker'").join(steps, "start", "left_semi")
    spoken = voices(facts, by.select(f.col("end").alias("node")).distinct())
    stated = by.join(
        spoken.where("voice = 'stated'").select(f.col("node").alias("end")), "end", "left_semi"
    )
    hit = ties.where("role = 'target'").join(stated.select("start"), "start", "left_semi")
    return hit.select(f.col("end").alias("node")).distinct().withColumn("attacked", f.lit(True))
