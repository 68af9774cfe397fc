"""The commands about stores on disk: made, filled, looked at, emptied, copied."""

import click

from whyso.graph.terminal.options import common, incoming, no_analysts, tabular

__all__ = ["COMMANDS"]

_FOLDER = click.argument("folder", metavar="STORE")


@click.group()
def store() -> None:
    """Keep many arguments in a store on disk.

    Every command that takes a FILE takes a store too, and --source cuts sources out of it. The
    files stay the truth: a store can always be made anew from them.

    \b
    Examples:
      whyso store create corpus.store
      whyso store load corpus.store one.ttl two.ttl

    \b
    In Python:
      from whyso.graph.store.disk import DiskStore
      DiskStore.create("corpus.store").close()
    """


@store.command()
@_FOLDER
@common
def create(folder: str) -> None:
    """Make an empty store.

    \b
    Examples:
      whyso store create corpus.store

    \b
    In Python:
      DiskStore.create("corpus.store").close()
    """
    from whyso.graph.terminal import storing

    storing.create(folder)


@store.command()
@_FOLDER
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option("--keep-going", is_flag=True, help="Pass over files that cannot be read.")
@click.option("--prune", is_flag=True, help="Take files out that are gone from the folders.")
@click.option("--report", metavar="FILE", help="Write what became of each file as JSON.")
@no_analysts
@incoming
@common
def load(
    folder: str, paths: tuple[str, ...], keep_going: bool, prune: bool, report: str | None
) -> None:
    """Load files and folders, in any format.

    The store is made if it is not there. Files that are in it as they are are passed over, those
    that have changed are replaced. A load that was ended, by Ctrl-C or by a power cut, has loaded
    whole files only: run it again, and it goes on where it stopped.

    \b
    Examples:
      whyso store load corpus.store debates/ statement.ttl
      whyso store load corpus.store debates/ --keep-going --report report.json
      whyso store load corpus.store debates/ --prune

    \b
    In Python:
      with DiskStore.open("corpus.store", writing=True) as store: load_into(store, "debates")
    """
    from whyso.graph.terminal import storing

    storing.load(folder, paths, keep_going=keep_going, prune=prune, report=report)


@store.command()
@_FOLDER
@click.option("--sources", is_flag=True, help="List the sources.")
@tabular
@common
def info(folder: str, sources: bool, form: str | None) -> None:
    """Tell what a store holds.

    \b
    Examples:
      whyso store info corpus.store
      whyso store info corpus.store --sources --csv

    \b
    In Python:
      with DiskStore.open("corpus.store") as store: print(store.source_graphs())
    """
    from whyso.graph.terminal import storing

    storing.put_info(folder, form, sources=sources)


@store.command()
@_FOLDER
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@common
def drop(folder: str, names: tuple[str, ...]) -> None:
    """Take sources out.

    A NAME is that of a source, the IRI of its graph, or the path of a file that was loaded. What
    was worked out from a source goes with it.

    \b
    Examples:
      whyso store drop corpus.store nodeset7001
      whyso store drop corpus.store debates/first.json

    \b
    In Python:
      with DiskStore.open("corpus.store", writing=True) as store: store.drop([graph])
    """
    from whyso.graph.terminal import storing

    storing.drop(folder, names)


@store.command()
@_FOLDER
@common
def compact(folder: str) -> None:
    """Make a store small and quick again, after many changes.

    \b
    Examples:
      whyso store compact corpus.store

    \b
    In Python:
      with DiskStore.open("corpus.store", writing=True) as store: store.compact()
    """
    from whyso.graph.terminal import storing

    storing.compact(folder)


@store.command()
@_FOLDER
@click.argument("target", metavar="FOLDER")
@common
def backup(folder: str, target: str) -> None:
    """Copy a store into a new folder; on the same disk that takes no room at first.

    \b
    Examples:
      whyso store backup corpus.store monday.store

    \b
    In Python:
      with DiskStore.open("corpus.store", writing=True) as store: store.backup("monday.store")
    """
    from whyso.graph.terminal import storing

    storing.backup(folder, target)


COMMANDS = (store,)
