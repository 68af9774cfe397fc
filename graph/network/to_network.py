"""RDF to networkx and back, without loss.

The main graph is a ``MultiDiGraph`` of statements (propositions, questions), utterances and steps
(inferences, conflicts). Its edges run in the direction of the argument: a premise points to its
inference, the inference to its conclusion, an attacker to its conflict, the conflict to its target.
What networkx has no place for is carried along as N-Quads, so that the way back restores it.
"""

import gc
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.network.flat import statement_graph
from whyso.graph.network.from_network import from_networkx
from whyso.graph.network.kinds import (
    CLASSES,
    KINDS,
    LABEL,
    REVERSED,
    ROLES,
    SLOTS,
    STEPS,
    TYPE,
    attribute,
    kind_of,
    written,
)
from whyso.graph.store import Store, natural

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["CLASSES", "KINDS", "REVERSED", "ROLES", "STEPS", "from_networkx", "kind_of"]
__all__ += ["statement_graph", "to_networkx"]


def to_networkx(store: Store) -> "nx.MultiDiGraph[str]":
    """Return the source graphs of *store* as one networkx graph.

    Node keys are IRIs (``_:label`` for blank nodes). Node attributes, where the data give them:
    ``kind``, ``label`` and its ``lang``, ``label_<other language>``, ``status``, ``certainty``,
    ``confidence``, ``asserted_by``, ``speaker``, ``source`` (the named graph), and ``rdf``, N-Quads
    of all else that is said of the node. The edge key is the role (see :data:`ROLES`). Everything
    about other things (passages, figures, agents, sources) is N-Quads in ``graph["rdf"]``.

    >>> from whyso.graph import sample
    >>> net = sample().to_networkx()
    >>> type(net).__name__, sorted({key for _, _, key in net.edges(keys=True)})[:3]
    ('MultiDiGraph', ['answers', 'attacker', 'clarifies'])
    """
    import networkx as nx

    collecting = gc.isenabled()
    gc.disable()  # a great many small objects, none of them garbage
    try:
        reading = store.feed(lambda: _Reading(store))
        net: nx.MultiDiGraph[str] = nx.MultiDiGraph(
            rdf=reading.rest(), prefixes=dict(store.prefixes)
        )
        net.add_nodes_from(reading.sorted_nodes())
        for start, end, role, home in reading.sorted_edges():
            net.add_edge(start, end, role, source=home)
    finally:
        if collecting:
            gc.enable()
    return net


class _Reading:
    """Puts each triple where it belongs: an attribute, an edge, or N-Quads. Keys are RDF terms."""

    def __init__(self, store: Store) -> None:
        self._nodes: dict[str, dict[str, Any]] = {}
        self._classes: dict[str, str] = {}
        self._edges: dict[tuple[int, int, str], str] = {}
        self._labels: dict[tuple[str, str], list[str]] = {}
        self._extra: dict[str, list[str]] = {}
        self._rest: list[str] = []
        self._find_nodes(store)
        self._places = {
            subject: place for place, subject in enumerate(sorted(self._nodes, key=natural))
        }

    def _find_nodes(self, store: Store) -> None:
        graphs, rdf_type = store.source_graphs(), ox.NamedNode(TYPE[1:-1])
        for name, kind in KINDS.items():
            of_class = ox.NamedNode(ontology.ARG + name)
            for graph in graphs:
                home = graph.value
                for quad in store.engine.quads_for_pattern(None, rdf_type, of_class, graph):
                    subject = str(quad.subject)
                    if subject not in self._nodes:
                        self._nodes[subject] = {"kind": kind, "source": home}
                        self._classes[subject] = str(of_class)

    def take(self, home: str, lines: list[str]) -> None:
        """Read lines of N-Triples that stand in graph *home*."""
        nodes, places, edges = self._nodes, self._places, self._edges
        ending = f"<{home}> .\n"
        for line in lines:
            subject, predicate, value = line.split(" ", 2)
            said = nodes.get(subject)
            if said is None:
                self._rest.append(line[:-1] + ending)
                continue
            what, name = SLOTS.get(predicate, ("", ""))
            value = value[:-2]
            if what == "role":
                if (end := places.get(value)) is not None:
                    start = places[subject]
                    key = (end, start, name) if name in REVERSED else (start, end, name)
                    if edges.setdefault(key, home) == home:
                        continue
            elif what and said["source"] == home:
                if what == "label":
                    self._labels.setdefault((subject, ending), []).append(value)
                    continue
                if what == "class":
                    if value == self._classes[subject]:
                        continue
                elif (read := attribute(what, value)) is not None:
                    kept = said.setdefault(name, read)
                    if kept is read:
                        continue
                    if read < kept:  # of several, the first in order, whatever the file's order
                        said[name] = read
                        line = f"{subject} {predicate} {written(what, kept)} ."
            self._extra.setdefault(subject, []).append(line[:-1] + ending)

    def rest(self) -> str:
        """Return N-Quads about all that is no node."""
        return "".join(sorted(self._rest))

    def sorted_nodes(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the nodes in natural order with their attributes, the N-Quads last; once."""
        for (subject, ending), values in self._labels.items():
            for value in _labels(self._nodes[subject], values):
                self._extra.setdefault(subject, []).append(f"{subject} {LABEL} {value} {ending}")
        for subject, lines in self._extra.items():
            self._nodes[subject]["rdf"] = "".join(sorted(lines))
        for subject in self._places:
            yield subject.strip("<>"), dict(sorted(self._nodes.pop(subject).items()))

    def sorted_edges(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield the edges, each with its graph, in the order of their nodes."""
        keys = [subject.strip("<>") for subject in self._places]
        for (start, end, role), home in sorted(self._edges.items()):
            yield keys[start], keys[end], role, home


def _labels(said: dict[str, Any], values: list[str]) -> list[str]:
    """Say labels as attributes, English first; return those for which there is no place."""
    texts, left = [], []
    for value in values:
        text, _, tag = value[1:].rpartition('"')
        if value[0] != '"' or tag.startswith("^^"):
            left.append(value)
        else:
            texts.append((tag != "@en", tag[1:], text, value))
    for _, language, text, value in sorted(texts):
        if "label" not in said:
            said["label"] = _unescape(text)
            if language:
                said["lang"] = language
        elif language and said.get("lang") != language and f"label_{language}" not in said:
            said[f"label_{language}"] = _unescape(text)
        else:
            left.append(value)
    return left


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: _CHARACTERS.get(found[1]) or chr(int(found[1][1:], 16)), text)


_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_CHARACTERS: Final = {
    **{"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"},
    **{'"': '"', "'": "'", "\\": "\\"},
}
