"""What a store on disk remembers of each file that it holds, and of each graph that has been ruled.

The records stand in the engine itself, in a graph of their own, so that they are written in one
transaction with what they tell of: a file is there with its record, or not at all.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.store.deriving import derived_graph, rules_digest

__all__ = ["RECORDS", "FileRecord", "forget", "marks", "read_records", "ruled", "said"]

RECORDS: Final = ox.NamedNode(ontology.STORE + "records")
_RECORD: Final = ox.NamedNode(ontology.STORE + "record")
_RULES: Final = ox.NamedNode(ontology.STORE + "rules")


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file as it was when it was loaded.

    Attributes:
        path: where it is, in full.
        size: bytes.
        mtime: when it was changed, in nanoseconds since 1970.
        sha256: digest of its bytes, as they stand on the disk.
        format: name of the format that it is in.
        graphs: the source and verdict graphs that it holds, sorted.
        prefixes: those that it declares.
        datatypes: graph to property to the datatype that the engine forgets.
        account: what was kept and lost in another format than RDF, in short.
    """

    path: str
    size: int
    mtime: int
    sha256: str
    format: str = "turtle"
    graphs: tuple[str, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict)
    datatypes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    account: Mapping[str, Any] = field(default_factory=dict)

    @property
    def node(self) -> ox.NamedNode:
        """The IRI that stands for the file in the graph of records.

        >>> FileRecord("/a.ttl", 0, 0, "").node.value.rsplit("/", 1)[0]
        'https://w3id.org/whyso/store/file'
        """
        digest = hashlib.sha256(self.path.encode("utf-8", "surrogateescape")).hexdigest()
        return ox.NamedNode(f"{ontology.STORE}file/{digest[:32]}")

    def quad(self) -> ox.Quad:
        """Return the record as it stands in the engine.

        >>> FileRecord("/a.ttl", 0, 0, "").quad().graph_name == RECORDS
        True
        """
        said = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return ox.Quad(self.node, _RECORD, ox.Literal(json.dumps(said)), RECORDS)


def read_records(engine: ox.Store) -> dict[str, FileRecord]:
    """Return the records of a store, path to record, in the order of the paths.

    Raises:
        ValueError: a record is not one.

    >>> engine = ox.Store()
    >>> engine.add(FileRecord("/a.ttl", 3, 0, "").quad())
    >>> read_records(engine)["/a.ttl"].size
    3
    """
    found = []
    for quad in engine.quads_for_pattern(None, _RECORD, None, RECORDS):
        said = json.loads(quad.object.value)  # type: ignore[union-attr]
        found.append(FileRecord(**(said | {"graphs": tuple(said["graphs"])})))
    return {one.path: one for one in sorted(found, key=lambda one: one.path)}


def marks(graphs: Iterable[str]) -> Iterator[ox.Quad]:
    """Yield what says that all that the rules of today derive from these graphs is there.

    >>> len(list(marks(["http://e/g"])))
    1
    """
    for graph in graphs:
        digest = ox.Literal(rules_digest())
        yield ox.Quad(ox.NamedNode(derived_graph(graph)), _RULES, digest, RECORDS)


def ruled(engine: ox.Store) -> set[str]:
    """Return the derived graphs that are as the rules of today make them.

    >>> ruled(ox.Store())
    set()
    """
    digest = ox.Literal(rules_digest())
    quads = engine.quads_for_pattern(None, _RULES, digest, RECORDS)
    return {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}


def forget(*, nodes: Iterable[str] = (), graphs: Iterable[str] = ()) -> list[str]:
    """Return the SPARQL updates, for one request, that take records and graphs out.

    Args:
        nodes: IRIs of what records are about: files, derived graphs.
        graphs: IRIs of graphs.

    >>> forget(graphs=["http://e/g"])
    ['DROP SILENT GRAPH <http://e/g>']
    """
    inside = RECORDS.value
    return [
        *(f"DELETE WHERE {{ GRAPH <{inside}> {{ <{node}> ?p ?o }} }}" for node in nodes),
        *(f"DROP SILENT GRAPH <{graph}>" for graph in graphs),
    ]


def said(record: FileRecord) -> list[str]:
    """Return the SPARQL update that writes a record.

    >>> said(FileRecord("/a.ttl", 0, 0, ""))[0][:20]
    'INSERT DATA { GRAPH '
    """
    quad = record.quad()
    triple = f"{quad.subject} {quad.predicate} {quad.object}"
    return [f"INSERT DATA {{ GRAPH {quad.graph_name} {{ {triple} }} }}"]
