"""Opening an argument: from files, from a text, or the one that ships with whyso."""

import os
from pathlib import Path

from whyso.graph.errors import InputError
from whyso.graph.model.argument import ArgumentGraph
from whyso.graph.store import Store

__all__ = ["load", "parse", "sample", "sample_path"]


def load(
    *targets: str | os.PathLike[str], format: str | None = None, base: str | None = None
) -> ArgumentGraph:
    """Open one or several files or directories as one argument graph.

    Args:
        targets: paths in any RDF syntax, also packed (``.gz``); each source gets its own graph.
        format: name, suffix or MIME type of the syntax where the suffix does not tell.
        base: IRI against which relative IRIs are read.

    Raises:
        InputError: something is missing or broken, or nothing in it is an argument.

    >>> load("no.ttl")
    Traceback (most recent call last):
    whyso.graph.errors.InputError: no.ttl: no such file
    """
    store = Store()
    for target in targets:
        store.read(target, format=format, base=base)
    return _not_empty(ArgumentGraph(store), ", ".join(str(target) for target in targets))


def parse(
    text: str | bytes, format: str = "turtle", *, name: str = "text", base: str | None = None
) -> ArgumentGraph:
    """Read an argument graph from a text.

    Raises:
        InputError: the text is broken, or nothing in it is an argument.

    >>> parse('''@prefix arg: <https://w3id.org/whyso/ontology#> .
    ... @prefix : <https://w3id.org/whyso/id/tea/> . :c1 a arg:Claim .''')
    <ArgumentGraph: 1 claim>
    """
    store = Store()
    store.read_text(text, format, name=name, base=base)
    return _not_empty(ArgumentGraph(store), name)


def sample() -> ArgumentGraph:
    """Return the argument that ships with whyso: a public statement about government guarantees.

    >>> sample().sources()[0].label()
    'Statement on government guarantees and AI infrastructure'
    """
    return load(sample_path())


def sample_path() -> Path:
    """Return the path of the argument that ships with whyso.

    >>> sample_path().name
    'claims.ttl'
    """
    return Path(__file__).resolve().parents[2] / "claims.ttl"


def _not_empty(graph: ArgumentGraph, name: str) -> ArgumentGraph:
    if not graph.store.source_graphs():
        raise InputError(f"{name}: an empty graph; there is nothing to show")
    return graph
