"""What commands print that work on Apache Spark: how many stand, and where the whole is written."""

from typing import Any

from whyso.graph.errors import InputError
from whyso.graph.terminal.console import note, put_table
from whyso.graph.terminal.table import Table

__all__ = ["put_verdict"]


def put_verdict(
    paths: tuple[str, ...],
    form: str | None,
    *,
    master: str | None,
    memory: str,
    standpoint: str,
    options: Any,
    write: str | None = None,
) -> None:
    """Print how many claims are accepted, rejected and undecided; write the verdict on each.

    Args:
        paths: N-Quads files, or a folder of Parquet files.
        form: table, tsv, csv or json.
        master: where Spark runs.
        memory: of the driver.
        standpoint: for whom.
        options: how it is decided.
        write: a new folder; if its name ends in ``.nq`` for N-Quads, else for Parquet.

    Raises:
        InputError: nothing is named, or it cannot be read.
        UnknownNameError: the engine has no such standpoint, semantics or strength.
        OutputError: the folder cannot be written.
        WhysoError: PySpark or Java is missing.
    """
    from whyso.graph.cluster.reading import read
    from whyso.graph.cluster.session import session
    from whyso.graph.cluster.verdict import advice, verdict
    from whyso.graph.cluster.verdict import write as write_verdict
    from whyso.graph.store.naming import slug_of

    if not paths:
        raise InputError("name N-Quads files, or a folder of Parquet files, for --engine spark")
    with session(master, memory=memory) as spark:
        found = verdict(read(spark, *paths), standpoint, options)
        if write:
            packed = "nquads" if write.rstrip("/").endswith(".nq") else "parquet"
            write_verdict(found, write, form=packed, name=slug_of(paths[0].rstrip("/")))
    put_table(Table(("status", "claims"), [list(row) for row in found.counts.items()]), form)
    note("\n".join([*found.told(), *filter(None, [advice(found.relations)])]))
    if write:
        note(f"{write}: the verdict on each claim")
