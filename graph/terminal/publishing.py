"""Writing to a SPARQL engine as a command does it, and telling what became of it."""

from typing import TYPE_CHECKING

from whyso.graph.errors import OutputError
from whyso.graph.terminal.console import note, setting

if TYPE_CHECKING:
    from whyso.graph.formats import Account
    from whyso.graph.model import ArgumentGraph

__all__ = ["publish"]


def publish(g: "ArgumentGraph", url: str) -> "Account":
    """Write the sources of an argument to an engine; ``--write`` must have been given.

    Args:
        g: the argument.
        url: where the engine takes queries.

    Raises:
        OutputError: it may not be changed, or it refuses; what it has of a source may be gone then,
            and the same command puts it there again.

    >>> from whyso.graph import sample
    >>> publish(sample(), "https://example.org/sparql")
    Traceback (most recent call last):
    whyso.graph.errors.OutputError: https://example.org/sparql: opened for reading only; --write \
allows changes
    """
    from whyso.graph import remote
    from whyso.graph.formats import Account
    from whyso.graph.formats.account import Rows

    dropped, changed, names = Rows(), Rows(), []
    kept, parts = 0, False
    with remote.RemoteStore(url, writable=bool(setting("write"))) as engine:
        for one in remote.publish(g.store, engine):
            names.append(one.graph)
            kept += one.kept
            if lost := max(0, one.sent - one.kept):
                why = f"of {one.sent} written, {one.kept} are there: the engine takes some for one"
                dropped.add(one.graph, why, one.graph, triples=lost)
            if one.changed:
                why = f"the engine keeps another value or datatype, such as {one.changed[0]}"
                changed.add(one.graph, why, one.graph, triples=len(one.changed))
            parts = parts or not one.whole
        if not names:
            raise OutputError(f"{engine.shown}: there is nothing to write")
        note(f"Wrote {len(names)} graphs, {kept:,} triples to {engine.shown}.")
        if parts and engine.engine.whole is None:
            note(f"Whether {engine.engine.name} replaces a graph in one transaction is not known.")
        elif parts:
            note(
                f"{engine.engine.name} did not replace each graph in one transaction: who reads "
                "meanwhile may see a part, and after a failure a part may be there; write it again."
            )
    counts = {"triples": kept}
    return Account("sparql", "write", counts, changed.rows(), dropped.rows(), files=(url,))
