"""The command that serves an argument to browsers and programs."""

import os
from typing import Any

import click

from whyso.graph.terminal.options import files, no_analysts, reading

__all__ = ["COMMANDS"]


@click.command()
@files
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0: any."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--name", multiple=True, metavar="HOST", help="A further name that it is called by.")
@click.option("--allow-origin", multiple=True, metavar="ORIGIN", help="A site that may ask it.")
@click.option(
    "--timeout",
    type=click.FloatRange(0.1),
    default=30.0,
    show_default=True,
    metavar="S",
    help="Seconds that a request may take.",
)
@click.option("--workers", type=click.IntRange(1), metavar="N", help="So many queries at once.")
@click.option(
    "--max-rows",
    type=click.IntRange(1),
    default=100_000,
    show_default=True,
    metavar="N",
    help="Results that a query may have.",
)
@click.option(
    "--max-map",
    type=click.IntRange(1),
    default=1000,
    show_default=True,
    metavar="N",
    help="Statements shown in one map.",
)
@click.option(
    "--memory",
    type=click.IntRange(256),
    default=2048,
    show_default=True,
    metavar="MB",
    help="Memory that a request may take.",
)
@click.option(
    "--lang",
    type=click.Choice(["en", "zh"]),
    envvar="WHYSO_LANG",
    help="Language of the pages (also: WHYSO_LANG); else the one that the browser prefers.",
)
@click.option("--open", "opened", is_flag=True, help="Open it in a browser.")
@no_analysts
@reading
def serve(files: tuple[str, ...], timeout: float, opened: bool, **asked: Any) -> None:
    """Serve pages, SPARQL and JSON to this machine, until Ctrl-C.

    A FILE may be a store too. What is served is only read, and read anew when the files change.

    \b
    Examples:
      whyso serve claims.ttl
      whyso serve corpus.store --port 8080 --open
      whyso serve debates/ --timeout 5 --allow-origin https://reader.example

    \b
    In Python:
      serve(Opening(["claims.ttl"]), Place(port=8765))
    """
    from whyso.graph.errors import InputError, WhysoError
    from whyso.graph.terminal import console
    from whyso.graph.terminal.inputs import STDIN

    if STDIN in files:
        raise click.UsageError("Standard input cannot be read again; serve files")
    if not hasattr(os, "fork"):
        raise WhysoError("serving needs processes that fork, which this system does not have")
    try:
        from whyso.graph.server.serving import Place, serve
    except ModuleNotFoundError as error:
        raise InputError(f"{error.name} is missing: pip install 'whyso[server]'") from None
    from whyso.graph.server.desk import Opening

    place = Place(
        asked["host"],
        asked["port"],
        names=asked["name"],
        origins=asked["allow_origin"],
        log=bool(console.setting("verbose")),
        lang=asked["lang"],
    )
    if not place.here:
        console.note(f"Warning: at {place.host} others can reach this; it asks for no password.")
    prefixes = {name.removesuffix(":"): iri for name, iri in console.setting("prefix", {}).items()}
    opening = Opening(
        files,
        console.setting("from"),
        console.setting("base"),
        prefixes,
        {"analysts": not console.setting("no_analysts")},
        seconds=timeout,
        rows=asked["max_rows"],
        statements=asked["max_map"],
        memory=asked["memory"] * 1024**2,
    )

    def ready(address: str) -> None:
        names = ", ".join(files) or "the argument that ships with whyso"
        console.note(f"Serving {names} at {address} (Ctrl-C ends it)")
        if opened:
            import webbrowser

            webbrowser.open(address)

    serve(opening, place, workers=asked["workers"], ready=ready)


COMMANDS = (serve,)
