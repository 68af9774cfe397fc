"""Arguments as Spark frames: read from N-Quads, or from Parquet as ``whyso frames`` writes it.

Nothing is collected: the driver sees whether lines are broken, and no more.
"""

from dataclasses import dataclass
from typing import Any, Final

from whyso import ontology
from whyso.graph.cluster.session import Frame, kept, pyspark
from whyso.graph.errors import InputError, ParseError
from whyso.graph.network.kinds import KINDS, ROLES
from whyso.graph.semantics.case import CERTAINTIES

__all__ = ["OTHERS", "TIES", "Facts", "read"]

# Roles whose pairs the analyses use, in the direction of RDF: a step has its premise.
TIES: Final = ROLES | {"concedes": ontology.ARG + "concedes"}
OTHERS: Final = ("question", "underlying_question", "utterance")
_TYPE: Final = ontology.PREFIXES["rdf"] + "type"
_SAID: Final = ("status", "assertedBy", "confidence", "certainty", "checkable")
_PREDICATE: Final = r"^\s*(?:<[^>]*>|_:[^\s<]+)\s*<([^>]*)>"
_NODE: Final = r'(<[^<>"\s]*>|_:[^\s<>"]+)'
_LITERAL: Final = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"(?:\^\^<[^<>\s]*>|@[A-Za-z0-9-]+)?'
_LINE: Final = rf"^\s*{_NODE}\s*<([^<>\s]*)>\s*({_NODE}|{_LITERAL})\s*{_NODE}?\s*\.\s*(?:#.*)?$"
_TEXTS: Final = (".nq", ".nt", ".gz", ".bz2", ".zst")


@dataclass(frozen=True)
class Facts:
    """What the analyses use of an argument.

    Attributes:
        nodes: a row for each node that has a kind: ``node`` (IRI, or ``_:`` and label), ``kind``,
            ``classes``, ``statuses`` (local names), ``asserted`` (whether somebody says it),
            ``confidence`` and ``certainty`` (numbers), ``uncheckable``.
        ties: a row for each pair: ``role``, ``start``, ``end``; a literal is no end.
    """

    nodes: Frame
    ties: Frame

    @property
    def spark(self) -> Any:
        """The session."""
        return self.ties.sparkSession


def read(spark: Any, *paths: str) -> Facts:
    """Read an argument.

    Args:
        spark: a session.
        paths: files or folders, as Spark names them (``hdfs://...``, ``s3a://...``): N-Quads or
            N-Triples, also packed (a file in ``.bz2`` is split among machines, one in ``.gz`` is
            not), or one folder with ``claims.parquet`` and ``relations.parquet``.

    Raises:
        InputError: a path is missing.
        ParseError: a line is no N-Quads. Characters of IRIs must not be escaped.

    >>> with session("local[2]") as spark:  # doctest: +SKIP
    ...     read(spark, "claims.nq").nodes.count()
    213
    """
    if not paths:
        raise InputError("nothing to read; name N-Quads files, or a folder of Parquet files")
    try:
        if len(paths) == 1 and not paths[0].lower().endswith(_TEXTS):
            schema = spark.read.parquet(f"{paths[0].rstrip('/')}/relations.parquet")
            return _from_parquet(schema, spark.read.parquet(f"{paths[0]}/claims.parquet"))
    except _analysis() as error:
        if "PATH_NOT_FOUND" not in str(error):
            raise InputError(f"{paths[0]}: {_first_line(error)}") from None
    try:
        lines = spark.read.text(list(paths))
        return _from_lines(lines, ", ".join(paths))
    except _analysis() as error:
        raise InputError(f"{paths[0]}: {_first_line(error)}") from None


def _analysis() -> Any:
    pyspark()
    from pyspark.errors import AnalysisException

    return AnalysisException


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]


def _from_lines(lines: Frame, name: str) -> Facts:
    from pyspark.sql import functions as f

    wanted = [_TYPE, *TIES.values(), *(ontology.ARG + one for one in _SAID)]
    found = lines.withColumn("p", f.regexp_extract("value", _PREDICATE, 1))
    found = found.where(f.col("p").isin(wanted) | ((f.col("p") == "") & ~_is_empty(f)))
    text = f.col("value")
    parts = {"s": 1, "o": 3, "g": 5}
    found = found.select(
        "p",
        *(f.regexp_extract(text, _LINE, place).alias(part) for part, place in parts.items()),
        text.alias("line"),
        f.input_file_name().alias("file"),
    )
    bad = (f.col("s") == "") | f.concat_ws(" ", "s", "o", "g").rlike(r"<[^>]*\\u")
    several = len(lines.inputFiles()) > 1

    def named(part: str) -> Any:
        """Return a node's name; blank nodes of several files are kept apart."""
        column = f.col(part)
        apart = f.concat(column, f.lit("_"), f.hex(f.xxhash64("file"))) if several else column
        iri = f.regexp_extract(column, "^<(.*)>$", 1)
        return (
            f.when(column.startswith("<"), iri)
            .when(column.startswith("_:"), apart)
            .otherwise(column)
        )

    facts = kept(
        found.select(
            f.when(bad, f.substr("line", f.lit(1), f.lit(200))).alias("bad"),
            "p",
            named("s").alias("s"),
            named("o").alias("o"),
            "g",
        )
        .where(~f.col("g").rlike(f"^<({ontology.DERIVED}|{ontology.VERDICT})"))
        .drop("g")
        .distinct()
    )
    broken = facts.where("bad is not null").select("bad").take(1)
    if broken:
        raise ParseError(name, f"no N-Quads, or escapes in an IRI: {broken[0][0]!r}")
    return _facts(facts)


def _is_empty(f: Any) -> Any:
    return f.col("value").rlike(r"^\s*(#.*)?$")


def _facts(facts: Frame) -> Facts:
    """Return what subject, predicate and object say."""
    from pyspark.sql import functions as f

    said = {name: f.col("p") == ontology.ARG + name for name in _SAID}
    local = f.regexp_extract("o", "([^/#]*)$", 1)
    value = f.regexp_extract("o", r'^"([^"]*)"', 1)
    number = value.try_cast("double")
    words = f.create_map(*(f.lit(one) for pair in CERTAINTIES.items() for one in pair))
    sure = words[f.when(f.col("o").startswith(ontology.ARG), local)]
    ours = (f.col("p") == _TYPE) & f.col("o").isin([ontology.ARG + name for name in KINDS])
    nodes = (
        facts.where(
            (f.col("p") == _TYPE) & ours | f.col("p").isin([ontology.ARG + n for n in _SAID])
        )
        .groupBy(f.col("s").alias("node"))
        .agg(
            f.collect_set(f.when(ours, local)).alias("classes"),
            f.collect_set(f.when(said["status"], local)).alias("statuses"),
            f.max(said["assertedBy"]).alias("asserted"),
            f.min(f.when(said["confidence"] & number.between(0, 1), number)).alias("confidence"),
            f.min(f.when(said["certainty"], sure)).alias("certainty"),
            f.max(said["checkable"] & value.isin("false", "0")).alias("uncheckable"),
        )
    )
    kind = f.coalesce(
        *(f.when(f.array_contains("classes", name), kind) for name, kind in KINDS.items())
    )
    roles = f.create_map(*(f.lit(one) for name, iri in TIES.items() for one in (iri, name)))
    end = f.when(~f.col("o").startswith('"'), f.col("o"))
    ties = facts.select(
        roles[f.col("p")].alias("role"), f.col("s").alias("start"), end.alias("end")
    )
    return Facts(kept(nodes.withColumn("kind", kind)), kept(ties.where("role is not null")))


def _from_parquet(relations: Frame, claims: Frame) -> Facts:
    from pyspark.sql import functions as f

    sure = f.create_map(*(f.lit(one) for pair in CERTAINTIES.items() for one in pair))
    names = f.create_map(*(f.lit(one) for name, kind in KINDS.items() for one in (kind, name)))

    def given(column: str) -> Any:
        return f.array_compact(f.array(f.col(column)))

    nodes = claims.select(
        f.col("claim").alias("node"),
        f.array(names[f.col("kind")]).alias("classes"),
        given("status").alias("statuses"),
        f.col("asserted_by").isNotNull().alias("asserted"),
        f.when(f.col("confidence").between(0, 1), f.col("confidence")).alias("confidence"),
        sure[f.col("certainty")].alias("certainty"),
        f.coalesce(~f.col("checkable"), f.lit(False)).alias("uncheckable"),
        "kind",
    )
    steps = relations.where("step is not null")
    nodes = nodes.unionByName(
        steps.groupBy(f.col("step").alias("node")).agg(
            f.array(names[f.first("kind")]).alias("classes"),
            f.array_compact(f.array(f.first("status"))).alias("statuses"),
            f.lit(False).alias("asserted"),
            f.min(f.when(f.col("confidence").between(0, 1), f.col("confidence"))).alias(
                "confidence"
            ),
            f.lit(None).cast("double").alias("certainty"),
            f.lit(False).alias("uncheckable"),
            f.first("kind").alias("kind"),
        )
    )
    inferring = f.col("kind") == "inference"
    first = f.when(inferring, f.lit("premise")).otherwise("attacker")
    last = f.when(inferring, f.lit("conclusion")).otherwise("target")
    ties = (
        steps.where("start is not null")
        .select(first.alias("role"), f.col("step").alias("start"), f.col("start").alias("end"))
        .union(steps.where("end is not null").select(last, "step", "end"))
        .union(
            relations.where(f.col("step").isNull() & f.col("kind").isin(list(TIES))).select(
                "kind", "start", "end"
            )
        )
        .distinct()
    )
    return Facts(kept(nodes), kept(ties))
