"""Grounded verdicts on Apache Spark in local mode: time and peak memory, beside arrays.

``cluster.py 1000000 5000000`` makes arguments of that many claims as Parquet (a rebuttal of every
second, an inference to every fifth, and as many rebuttals of one claim as ``--hub`` says), decides
them, and compares each label with that of the arrays. Each size runs in a process of its own.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SPACE = "https://w3id.org/whyso/id/many/"


def make(spark: Any, count: int, hub: int, folder: Path) -> None:
    """Write claims.parquet and relations.parquet."""
    from pyspark.sql import functions as f

    def name(letter: str, number: Any) -> Any:
        return f.concat(f.lit(SPACE + letter), number.cast("string"))

    def nothing(kind: str) -> Any:
        return f.lit(None).cast(kind)

    numbers = spark.range(count)
    numbers.select(
        name("c", f.col("id")).alias("claim"),
        f.lit("claim").alias("kind"),
        f.lit("stated").alias("status"),
        nothing("string").alias("certainty"),
        nothing("double").alias("confidence"),
        nothing("string").alias("asserted_by"),
        nothing("boolean").alias("checkable"),
    ).write.parquet(str(folder / "claims.parquet"))
    later = f.col("id") + 1 + f.pmod(f.xxhash64("id"), f.lit(count) - f.col("id") - 1)
    steps = numbers.where((f.col("id") < count - 1) & (f.col("id") % 2 == 0)).select(
        f.col("id").alias("n"),
        f.lit("rebuttal").alias("kind"),
        later.alias("a"),
        f.col("id").alias("b"),
    )
    other = f.pmod(f.xxhash64("id", f.lit("for")), f.lit(count))
    steps = steps.union(
        numbers.where("id % 5 = 0").select(f.col("id") + count, f.lit("inference"), other, "id")
    ).union(spark.range(hub).select(f.col("id") + 2 * count, f.lit("rebuttal"), "id", f.lit(0)))
    steps.select(
        name("s", f.col("n")).alias("step"),
        "kind",
        name("c", f.col("a")).alias("start"),
        name("c", f.col("b")).alias("end"),
        f.lit(False).alias("end_is_step"),
        f.lit("stated").alias("status"),
        nothing("double").alias("confidence"),
    ).write.parquet(str(folder / "relations.parquet"))


def by_arrays(folder: Path, count: int) -> tuple[Any, float]:
    """Return the label of each claim by arrays, and the seconds it took without reading."""
    import numpy as np
    from pyarrow import compute, parquet

    from whyso.graph.semantics.links import Links
    from whyso.graph.semantics.translation import Translation

    table = parquet.read_table(folder / "relations.parquet", columns=["kind", "start", "end"])
    first, last = (
        compute.cast(compute.utf8_slice_codeunits(table[name], len(SPACE) + 1), "int32").to_numpy()
        for name in ("start", "end")
    )
    helps = compute.equal(table["kind"], "inference").to_numpy()
    steps = np.arange(len(first), dtype=np.int32)
    none = np.zeros(0, dtype=np.int32)
    began = time.perf_counter()
    links = Links(
        claims=[""] * count,
        kinds=[""] * count,
        steps=[""] * len(steps),
        step_kinds=[""] * len(steps),
        sign=np.where(helps, 1, -1).astype(np.int8),
        source_link=steps,
        source=first,
        target_link=steps,
        target=last,
        on_link=np.zeros(len(steps), dtype=np.bool_),
        needing=none,
        needed=none,
        confidence=np.full(count, np.nan),
        weight=np.full(len(steps), np.nan),
    )
    granted = np.ones(count, dtype=np.bool_)
    granted[last[helps]] = False  # the speaker is held to the reasons given
    labels = Translation(links, granted).labels[:count]
    return labels, time.perf_counter() - began


def run(count: int, hub: int, folder: Path, memory: str, left: int) -> dict[str, Any]:
    """Return what one size took."""
    import numpy as np
    from pyarrow import compute, parquet

    from whyso.graph.cluster.case import Case
    from whyso.graph.cluster.grounded import grounded
    from whyso.graph.cluster.reading import read
    from whyso.graph.cluster.session import session

    with session("local[2]", memory=memory) as spark:
        java = spark.sparkContext._gateway.proc.pid
        make(spark, count, hub, folder)
        began, before = time.perf_counter(), cpu(java)
        case = Case.of(read(spark, str(folder)))
        built = time.perf_counter()
        found = grounded(case, left=left)
        found.labels.join(case.claims.select("id", "claim"), "id").select(
            "claim", "label"
        ).write.parquet(str(folder / "labels.parquet"))
        took, used = time.perf_counter() - began, cpu(java) - before
        peak = high_water(java)
    table = parquet.read_table(folder / "labels.parquet")
    places = compute.cast(compute.utf8_slice_codeunits(table["claim"], len(SPACE) + 1), "int64")
    labels = np.full(count, 9, dtype=np.int8)
    labels[places.to_numpy()] = table["label"].to_numpy()
    oracle, seconds = by_arrays(folder, count)
    return {
        "claims": count,
        "relations": count // 2 + -(-count // 5) + hub,
        "wall s": round(took, 1),
        "of it the case": round(built - began, 1),
        "cpu s": round(used, 1),
        "peak MB": peak // 1024,
        "rounds": found.report.rounds,
        "driver": found.report.driver,
        "accepted": int((labels == 1).sum()),
        "rejected": int((labels == -1).sum()),
        "undecided": int((labels == 0).sum()),
        "differ from arrays": int((labels != oracle).sum()),
        "arrays s": round(seconds, 2),
    }


def cpu(process: int) -> float:
    """Return the seconds of processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def high_water(process: int) -> int:
    """Return the greatest resident memory of a process in kB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def main() -> None:
    """Run each size in a process of its own and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--hub", type=int, default=0, help="Rebuttals of one claim.")
    parser.add_argument("--memory", default="6g", help="Of the driver.")
    parser.add_argument("--left", type=int, default=0, help="Edges that the driver finishes.")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        found = run(asked.sizes[0], asked.hub, Path(asked.one), asked.memory, asked.left)
        found["python MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps(found))
        return
    heading = ""
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            same = ["--hub", str(asked.hub), "--memory", asked.memory, "--left", str(asked.left)]
            line = [sys.executable, __file__, str(size), *same, "--one", folder]
            text = subprocess.run(line, stdout=subprocess.PIPE, text=True, check=True).stdout
        found = json.loads(text.splitlines()[-1])
        if not heading:
            heading = " | ".join(found)
            print(f"| {heading} |\n|{'---|' * len(found)}")
        print(f"| {' | '.join(map(str, found.values()))} |", flush=True)


if __name__ == "__main__":
    main()
