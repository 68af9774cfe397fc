"""The analyses as a job: ``spark-submit job.py verdict IN OUT``, where Spark is configured already.

It is run on the machine that has whyso; the others need Spark only, since all work is done by
Spark's own expressions.
"""

import argparse
import sys
from collections.abc import Sequence

from whyso.graph.errors import WhysoError

__all__ = ["main"]

TASKS = ("verdict", "grounds", "consequences", "components", "coverage", "rank")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a job; return 0, or 1 if it failed, which is told in one line on standard error.

    Args:
        arguments: those of the command line.

    >>> main(["verdict"])
    Traceback (most recent call last):
    SystemExit: 2
    """
    parser = argparse.ArgumentParser(prog="job.py", description=__doc__)
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("source", help="N-Quads, or a folder of Parquet files.")
    parser.add_argument("output", help="A new folder, for Parquet.")
    parser.add_argument("--standpoint", default="speaker")
    parser.add_argument("--strength", default="quadratic-energy")
    parser.add_argument("--rebuttals", default="directed")
    parser.add_argument("--preference", default="none")
    parser.add_argument("--scores", default="confidence")
    parser.add_argument("--statement", action="append", default=[], help="Of grounds: an IRI.")
    parser.add_argument("--top", type=int, default=100, help="Of rank: how many are ranked.")
    parser.add_argument("--left", type=int, help="Undecided edges that the driver finishes.")
    parser.add_argument("--checkpoints", help="A folder that all machines see.")
    parser.add_argument("--master", help="Where it is not told by spark-submit.")
    asked = parser.parse_args(arguments)
    try:
        _run(asked)
    except WhysoError as error:
        print(f"job.py: {error}", file=sys.stderr)
        return 1
    return 0


def _run(asked: argparse.Namespace) -> None:
    from whyso.graph.cluster.components import components
    from whyso.graph.cluster.coverage import coverage
    from whyso.graph.cluster.dependencies import consequences, grounds
    from whyso.graph.cluster.grounded import LEFT
    from whyso.graph.cluster.ranking import rank
    from whyso.graph.cluster.reading import read
    from whyso.graph.cluster.session import session
    from whyso.graph.cluster.verdict import advice, verdict, write
    from whyso.graph.semantics.case import Options

    with session(asked.master) as spark:
        if asked.checkpoints:
            spark.sparkContext.setCheckpointDir(asked.checkpoints)
        facts = read(spark, asked.source)
        if asked.task == "verdict":
            options = Options(
                strength=asked.strength,
                rebuttals=asked.rebuttals,
                preference=asked.preference,
                base=asked.scores,
            )
            left = LEFT if asked.left is None else asked.left
            judged = verdict(facts, asked.standpoint, options, left=left)
            write(judged, asked.output)
            told = [*judged.told(), advice(judged.relations)]
            print(judged.counts, *filter(None, told), sep="\n", file=sys.stderr)
            return
        found = {
            "grounds": lambda: grounds(facts, *asked.statement),
            "consequences": lambda: consequences(facts, *asked.statement),
            "components": lambda: components(facts),
            "coverage": lambda: coverage(facts),
            "rank": lambda: rank(facts, top=asked.top),
        }[asked.task]()
        found.write.parquet(asked.output)


if __name__ == "__main__":
    sys.exit(main())
