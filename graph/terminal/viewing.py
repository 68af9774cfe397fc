"""What ``whyso view`` opens and draws beside the page: parts, partial arguments, pictures."""

from collections.abc import Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from pyoxigraph import NamedNode

from whyso import ontology
from whyso.graph.errors import InputError
from whyso.graph.network import KINDS
from whyso.graph.store.disk import DiskStore
from whyso.graph.store.naming import TYPE
from whyso.graph.terminal.console import open_argument, page_name, put, put_path
from whyso.graph.terminal.inputs import STDIN

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["form_of", "opened_part", "put_picture"]


def opened_part(
    files: Sequence[str],
    *,
    question: str | None = None,
    claim: str | None = None,
    depth: int | None = None,
) -> "ArgumentGraph":
    """Return the argument in files, fit to be looked at, or a part of it.

    Args:
        files: files, directories, ``-``; none stands for the argument that ships with whyso.
        question: keep only what bears on this question.
        claim: keep only what is near this claim.
        depth: how many relations lead from the claim to what is kept; 2 by default.

    Raises:
        UsageError: a question and a claim are given, or a depth without a claim.
        UnknownNameError: there is no such question or claim.
        InputError: something cannot be read, or nothing in it can be shown.

    >>> opened_part([], claim="c3", depth=0)
    <ArgumentGraph: 1 claim>
    """
    from whyso.graph.view import filled, part

    if question is not None and claim is not None:
        raise click.UsageError("Give --question or --claim, not both")
    if depth is not None and claim is None:
        raise click.UsageError("--depth is counted from a claim; give --claim too")
    g = open_argument(files, guess=True)
    if isinstance(g.store, DiskStore):
        g = _drawable(g, g.store, question or claim)
    try:
        g = filled(g)
    except InputError as error:
        names = ", ".join("standard input" if name == STDIN else name for name in files)
        raise InputError(f"{names}: {error}") from None
    if question is None and claim is None:
        return g
    return part(g, question=question, claim=claim, depth=2 if depth is None else depth)


def _drawable(g: "ArgumentGraph", store: DiskStore, near: str | None) -> "ArgumentGraph":
    """Return what of a store can be drawn: all of it if that is not much, or what a node is in.

    Raises:
        InputError: it is too much.
        UnknownNameError: there is no such node.
    """
    from whyso.graph.model import ArgumentGraph

    graphs = [graph.value for graph in store.source_graphs()]
    if near is not None:
        node = NamedNode(g.resolve(near))
        homes = {quad.graph_name for quad in store.engine.quads_for_pattern(node, None, None)}
        graphs = [graph for graph in graphs if NamedNode(graph) in homes]
    elif len(graphs) > _SOURCES or _nodes(store) > _NODES:
        raise InputError(
            f"{store.folder}: {len(graphs):,} source{'s' * (len(graphs) != 1)}, too much for one"
            " map; choose with --source ('whyso store info --sources' lists them), --question or"
            " --claim"
        )
    return ArgumentGraph(store.only(graphs, verdicts=True))


def _nodes(store: DiskStore) -> int:
    """Return how many statements and steps there are, or something above the limit."""
    kinds = (NamedNode(ontology.ARG + name) for name in KINDS)
    quads = chain.from_iterable(store.engine.quads_for_pattern(None, TYPE, kind) for kind in kinds)
    return sum(1 for _ in islice(quads, _NODES + 1))


_SOURCES: Final = 100
_NODES: Final = 20_000


def form_of(output: str | None, form: str | None) -> str:
    """Return whether a page or a picture is wanted.

    >>> form_of("map.SVG", None), form_of("map.svg", "png"), form_of(None, None)
    ('svg', 'png', 'html')
    """
    suffix = Path(output or "").suffix.lower().removeprefix(".")
    return form or (suffix if suffix in ("svg", "png") else "html")


def put_picture(
    g: "ArgumentGraph", files: Sequence[str], output: str | None, form: str, **look: Any
) -> None:
    """Write a picture and tell where.

    Args:
        g: the argument.
        files: what it was read from; gives the name where there is no other.
        output: the file; ``-`` for standard output.
        form: ``svg`` or ``png``.
        look: what :func:`whyso.graph.view.pictures.picture` can be told.

    Raises:
        WhysoError: PNG, and the extra for it is not installed.
        OutputError: the file cannot be written; the old one stands.
    """
    from whyso.graph.view import picture, write_picture

    if output != STDIN:
        name = output or str(Path(page_name(files)).with_suffix(f".{form}"))
        put_path(write_picture(g, name, format=form, **look))
    elif form == "svg":
        put(picture(g, **look))
    else:
        from whyso.graph.view.pictures.picture import png

        put(png(picture(g, **look)))
