"""What a worker can be asked, by name."""

from collections.abc import Callable
from typing import Final

from whyso.graph.server import answers, pages, programs, protocol
from whyso.graph.server.messages import Reply

__all__ = ["TASKS", "prepare"]

TASKS: Final[dict[str, Callable[..., Reply]]] = {
    "query": answers.query,
    "named": answers.asked_by_name,
    "description": protocol.description,
    "view": pages.view,
    "index": pages.index,
    "source": pages.source,
    "resource": pages.resource,
    "sources": programs.sources,
    "claims": programs.claims,
    "claim": programs.claim,
    "verdict": programs.verdict,
    "explanation": programs.explanation,
    "whatif": programs.whatif,
    "flips": programs.flips,
    "queries": programs.queries,
}


def prepare() -> None:
    """Import what the tasks import when they run, once for all workers.

    >>> prepare()
    """
    import networkx
    import pyvis.network

    from whyso.graph import query, semantics, view
    from whyso.graph.semantics.explaining import explanation
    from whyso.graph.semantics.supposing import flips, whatif

    _ = (networkx, pyvis, query, semantics, view, explanation, flips, whatif)
