"""Verdicts on frames: what stands, and how strongly, for claims that no machine holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from whyso import ontology
from whyso.graph.cluster.case import Case
from whyso.graph.cluster.grounded import LEFT, Report, grounded
from whyso.graph.cluster.messages import Edges
from whyso.graph.cluster.reading import Facts
from whyso.graph.cluster.session import PAYS, Frame, kept
from whyso.graph.cluster.strengths import strengths
from whyso.graph.errors import FormatError, OutputError
from whyso.graph.semantics.case import Options
from whyso.graph.semantics.verdict import STATUSES

__all__ = ["WRITTEN", "Judged", "advice", "verdict", "write"]

WRITTEN: Final = ("parquet", "nquads")


@dataclass(frozen=True)
class Judged:
    """A verdict.

    Attributes:
        claims: ``claim`` (IRI), ``standpoint``, ``status``, ``strength`` (nothing where circles did
            not come to rest), ``granted`` (yes, held or no).
        counts: how many claims are accepted, rejected and undecided.
        relations: how many edges there were.
        statuses: how the statuses were found.
        strengths: how the strengths were found; nothing if none were asked for.
    """

    claims: Frame
    counts: dict[str, int]
    relations: int
    statuses: Report
    strengths: Report | None

    def told(self) -> Iterator[str]:
        """Yield a line on how each part was found.

        >>> one = Report(3, (5, 2, 1))
        >>> list(Judged(None, {}, 8, one, None).told())
        ['statuses: converged after 3 rounds, which decided 5, 2, 1']
        """
        for name, report in (("statuses", self.statuses), ("strengths", self.strengths)):
            if report is not None:
                yield f"{name}: {_told(report)}"


def verdict(
    facts: Facts,
    standpoint: str = "speaker",
    options: Options | None = None,
    *,
    strength: bool = True,
    left: int = LEFT,
    grants: Frame | None = None,
) -> Judged:
    """Return what stands for a reader who grants something.

    Statuses are those of :class:`whyso.graph.semantics.Verdict` under grounded semantics, strengths
    those of quadratic energy or DF-QuAD.

    Args:
        facts: the argument.
        standpoint: a name of :data:`whyso.graph.cluster.standpoints.STANDPOINTS`.
        options: how it is decided.
        strength: whether strengths are wanted.
        left: the number of undecided edges below which the driver finishes; 0 for never.
        grants: what is granted instead: ``node`` (IRI), ``outright``, ``held``.

    Raises:
        UnknownNameError: this engine has no such standpoint, semantics or strength.
        InputError: two names have the same number.

    >>> with session() as spark:  # doctest: +SKIP
    ...     verdict(read(spark, "claims.nq")).counts
    {'accepted': 106, 'rejected': 12, 'undecided': 7}
    """
    from pyspark.sql import functions as f

    case = Case.of(facts, standpoint, options, grants=grants)
    edges = Edges(case.edges)
    decided = grounded(case, left=left, edges=edges)
    valued = strengths(case, left=left, edges=edges) if strength else None
    word = f.coalesce(*(f.when(f.col("label") == one, word) for one, word in STATUSES.items()))
    found = case.claims.join(decided.labels, "id")
    if valued is None:
        found = found.withColumn("strength", f.lit(None).cast("double"))
    else:
        found = found.join(valued.values, "id")
    given = f.when(f.col("outright"), "yes").when(f.col("held"), "held").otherwise("no")
    found = kept(
        found.select(
            "claim",
            f.lit(standpoint if grants is None else "own").alias("standpoint"),
            word.alias("status"),
            "strength",
            given.alias("granted"),
        )
    )
    counted = {row["status"]: row["count"] for row in found.groupBy("status").count().collect()}
    return Judged(
        found,
        {word: counted.get(word, 0) for word in STATUSES.values()},
        edges.count,
        decided.report,
        valued.report if valued else None,
    )


def advice(relations: int) -> str:
    """Return what to say of the engine for a number of relations; nothing if it pays.

    >>> advice(2_000_000)[:40]
    '2,000,000 relations: on one machine whys'
    >>> advice(2_000_000_000)
    ''
    """
    if relations >= PAYS:
        return ""
    return (
        f"{relations:,} relations: on one machine whyso without --engine spark is 100 to 300 times"
        f" faster; Spark pays from about {PAYS:,} relations on"
    )


def write(judged: Judged, path: str, *, form: str = "parquet", name: str = "cluster") -> None:
    """Write a verdict, each machine its part.

    Args:
        judged: what was found.
        path: a new folder, as Spark names it.
        form: ``parquet``, with the columns of :class:`Judged`; or ``nquads``, the acceptance and
            the strength (to six places) of each claim in the graph of a verdict.
        name: what the sources are called in the name of that graph.

    Raises:
        FormatError: there is no such form.
        OutputError: it cannot be written; what is there already is left alone.
    """
    from pyspark.errors import AnalysisException
    from pyspark.sql import functions as f

    if form not in WRITTEN:
        raise FormatError(f"no form {form!r} for verdicts; there are {', '.join(WRITTEN)}")
    try:
        if form == "parquet":
            judged.claims.write.parquet(path)
            return
        home = f"{ontology.VERDICT}{re.sub(r'[^A-Za-z0-9._~+-]', '-', name)}/"
        iri = f.concat(f.lit("<"), "claim", f.lit(">"))
        node = f.when(f.col("claim").startswith("_:"), f.col("claim")).otherwise(iri)
        graph = f.concat(f.lit(f" <{home}"), "standpoint", f.lit("> ."))
        status = f.concat(
            node, f.lit(f" <{ontology.ARG}acceptance> <{ontology.ARG}"), "status", f.lit(">"), graph
        )
        number = f.format_string("%.6f", "strength")
        decimal = f.lit(f'"^^<{ontology.PREFIXES["xsd"]}decimal>')
        strength = f.concat(node, f.lit(f' <{ontology.ARG}strength> "'), number, decimal, graph)
        lines = f.explode(
            f.array_compact(f.array(status, f.when(f.col("strength").isNotNull(), strength)))
        )
        judged.claims.select(lines.alias("value")).write.text(path)
    except AnalysisException as error:
        reason = str(error).split("\n")[0]
        raise OutputError(f"{path}: cannot be written: {reason}") from None


def _told(report: Report) -> str:
    most = ", ".join(map(str, report.decided[:8])) + (" ..." if len(report.decided) > 8 else "")
    parts = [f"after {report.rounds} rounds, which decided {most}"]
    if report.circles:
        parts.append(f"circles of support were looked for {report.circles} times")
    if report.driver:
        parts.append(f"the driver finished the last {report.driver:,} edges")
    if report.residual:
        parts.append(f"residual {report.residual:.1e}")
    if report.loose:
        parts.append(f"{report.loose:,} claims and links have no strength")
    return ("converged " if report.converged else "did not converge ") + "; ".join(parts)
