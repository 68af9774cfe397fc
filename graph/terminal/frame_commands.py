"""The command about data frames: an argument as tables for programs that work on whole columns."""

import click

from whyso.graph.terminal.options import files, reading

__all__ = ["COMMANDS"]


@click.command()
@files
@click.option("-o", "--output", metavar="FOLDER", required=True, help="Where the files go.")
@click.option(
    "--standpoint",
    multiple=True,
    metavar="WHO",
    help="Whose verdict; may be repeated. The speaker's by default; 'none' leaves verdicts out.",
)
@reading
def frames(files: tuple[str, ...], output: str, standpoint: tuple[str, ...]) -> None:
    """Write the argument as Parquet files.

    FOLDER gets claims.parquet, relations.parquet and verdicts.parquet, which pandas, polars, DuckDB
    and Spark read. See docs/frames.md for the columns.

    \b
    Examples:
      whyso frames claims.ttl -o tables
      whyso frames one.ttl two.ttl -o tables --standpoint none
      whyso frames claims.ttl -o tables --standpoint speaker --standpoint evidence

    \b
    In Python:
      from whyso.graph.frames import write_frames
      write_frames(load("claims.ttl"), "tables")
    """
    from whyso.graph.frames import write_frames
    from whyso.graph.terminal import console
    from whyso.graph.terminal.verdict_commands import verdict_of

    g = console.open_argument(files)
    wanted = [name for name in standpoint or ("speaker",) if name != "none"]
    judged = [verdict_of(g, name) for name in wanted]
    for path in write_frames(g, output, verdicts=judged):
        console.put_path(path)


COMMANDS = (frames,)
