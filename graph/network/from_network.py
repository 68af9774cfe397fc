"""networkx to RDF: the way back from :mod:`whyso.graph.network.to_network`."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from whyso import ontology
from whyso.graph.errors import InputError, ParseError
from whyso.graph.network.kinds import CLASSES, LABEL, REVERSED, ROLES, SLOTS, TYPE, as_iri, written
from whyso.graph.store import Store

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["from_networkx"]

_SAID: Final = {
    name: (what, predicate)
    for predicate, (what, name) in SLOTS.items()
    if what in ("concept", "agent", "number")
}
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_SPECIAL: Final = str.maketrans(
    {'"': r"\"", "\\": r"\\", "\n": r"\n", "\r": r"\r", "\0": r"\u0000"}
)


def from_networkx(net: "nx.MultiDiGraph[str]") -> Store:
    """Return the RDF that a networkx graph says: the way back from :func:`to_networkx`.

    Nodes and edges may have been added, changed or removed meanwhile. A node needs a ``kind``; an
    edge needs a role of :data:`ROLES` as its key. Without a ``source``, the graph follows from the
    IRIs as it does when a file is read.

    Raises:
        InputError: it is no ``MultiDiGraph``, or holds what RDF has no place for: a node without a
            kind, an edge without a role, an attribute that :func:`to_networkx` does not name.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph()
    >>> net.add_node("https://w3id.org/whyso/id/tea/c1", kind="claim", label="Tea!", lang="en")
    >>> from_networkx(net).source_graphs()[0].value
    'https://w3id.org/whyso/graph/tea'
    """
    if not (net.is_directed() and net.is_multigraph()):
        raise InputError(f"a networkx MultiDiGraph is needed, not a {type(net).__name__}")
    store = Store()
    text = "".join(_lines(net))
    try:
        store.prefixes |= net.graph.get("prefixes", {})
        store.read_text(text, "n-quads", name="argument")
    except ParseError as error:
        line = text.split("\n")[error.line - 1] if error.line else ""
        raise InputError(f"this cannot be said in RDF: {line[:300]} ({error.reason})") from None
    except (TypeError, ValueError) as error:
        raise InputError(f"graph attribute 'prefixes': {error}") from None
    return store


def _lines(net: "nx.MultiDiGraph[str]") -> Iterator[str]:
    """Yield N-Quads, one or several a time."""
    term = cache(as_iri)
    try:
        where = "graph"
        yield _quads(net.graph.get("rdf", ""))
        for key, said in net.nodes(data=True):
            where = f"node {key}"
            yield from _node_lines(key, said, term)
        for start, end, role, said in net.edges(keys=True, data=True):
            where = f"edge {start} -> {end}"
            if role not in ROLES:
                raise ValueError(f"key {role!r} is no role; there are {', '.join(ROLES)}")
            if said.keys() - {"source"}:
                raise ValueError(f"no place in RDF for {', '.join(map(repr, said))}")
            subject, value = (end, start) if role in REVERSED else (start, end)
            home = said.get("source") or net.nodes[subject].get("source")
            yield f"{term(subject)} <{ROLES[role]}> {term(value)}{_ending(home, term)}"
    except (TypeError, ValueError) as error:
        raise InputError(f"{where}: {error}") from None


def _node_lines(key: str, said: dict[str, Any], term: Callable[[Any], str]) -> Iterator[str]:
    kind = said.get("kind")
    if kind not in CLASSES:
        raise ValueError(f"kind {kind!r} is none of {', '.join(CLASSES)}")
    subject, ending = term(key), _ending(said.get("source"), term)
    yield f"{subject} {TYPE} <{ontology.ARG}{CLASSES[kind]}>{ending}"
    for name, value in said.items():
        if name in ("kind", "source", "lang"):
            continue
        if name == "rdf":
            yield _quads(value)
        elif name == "label":
            yield f"{subject} {LABEL} {_text(value, said.get('lang'))}{ending}"
        elif isinstance(name, str) and name.startswith("label_"):
            yield f"{subject} {LABEL} {_text(value, name.removeprefix('label_'))}{ending}"
        elif name in _SAID:
            what, predicate = _SAID[name]
            yield f"{subject} {predicate} {written(what, value)}{ending}"
        else:
            raise ValueError(f"no place in RDF for attribute {name!r}; write triples into 'rdf'")


def _quads(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("attribute 'rdf' must be N-Quads text")
    return value if value.endswith("\n") or not value else value + "\n"


def _ending(home: Any, term: Callable[[Any], str]) -> str:
    if home is None:
        return " .\n"
    graph = term(home)
    computed = (f"<{ontology.DERIVED}", f"<{ontology.VERDICT}")
    if not graph.startswith("<") or graph.startswith(computed):
        raise ValueError(f"source {home!r} cannot name the graph of a source")
    return f" {graph} .\n"


def _text(value: Any, language: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"label {value!r} is no text")
    if language is not None and not (isinstance(language, str) and _LANGUAGE.fullmatch(language)):
        raise ValueError(f"{language!r} is no language tag")
    tag = f"@{language}" if language else ""
    return f'"{value.translate(_SPECIAL)}"{tag}'
