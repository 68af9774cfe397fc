"""What a store on disk remembers of each file that it holds, and of each graph that has been ruled.

The records stand in the engine itself, in a graph of their own, so that they are written in one
transaction with what they tell of: a file is there with its record, or not at all.

Numbers and graphs of a record stand beside it too, so that the engine can look them up and compare
them without reading texts: what it has read it keeps in a cache of more than a hundred megabytes.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.store.deriving import rules_digest

__all__ = [
    "RECORDS",
    "FileRecord",
    "count_sources",
    "declaring",
    "digest_of",
    "forget",
    "has_graph",
    "holders",
    "is_recorded",
    "marks",
    "node_of",
    "read_records",
    "renew",
    "said",
    "unruled",
]

RECORDS: Final = ox.NamedNode(ontology.STORE + "records")
_RECORD: Final = ox.NamedNode(ontology.STORE + "record")
_SIZE: Final = ox.NamedNode(ontology.STORE + "size")
_MTIME: Final = ox.NamedNode(ontology.STORE + "mtime")
_SOURCE: Final = ox.NamedNode(ontology.STORE + "source")
_VERDICT: Final = ox.NamedNode(ontology.STORE + "verdict")
_DECLARES: Final = ox.NamedNode(ontology.STORE + "declares")
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
        return node_of(self.path)

    def quads(self) -> list[ox.Quad]:
        """Return the record as it stands in the engine, with what finds it.

        >>> quads = FileRecord("/a.ttl", 0, 0, "", graphs=("http://e/g",)).quads()
        >>> len(quads), {quad.graph_name for quad in quads} == {RECORDS}
        (4, True)
        """
        said = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return [
            ox.Quad(self.node, _RECORD, ox.Literal(json.dumps(said)), RECORDS),
            ox.Quad(self.node, _SIZE, ox.Literal(self.size), RECORDS),
            ox.Quad(self.node, _MTIME, ox.Literal(self.mtime), RECORDS),
            *(
                ox.Quad(self.node, _held_as(graph), ox.NamedNode(graph), RECORDS)
                for graph in self.graphs
            ),
            *(
                ox.Quad(self.node, _DECLARES, ox.Literal(prefix), RECORDS)
                for prefix in self.prefixes
            ),
        ]


def _held_as(graph: str) -> ox.NamedNode:
    return _VERDICT if graph.startswith(ontology.VERDICT) else _SOURCE


def node_of(path: str) -> ox.NamedNode:
    """Return the IRI that stands for a file.

    >>> node_of("/a.ttl") == FileRecord("/a.ttl", 0, 0, "").node
    True
    """
    return ox.NamedNode(f"{ontology.STORE}file/{digest_of(path).hex()}")


def digest_of(path: str) -> bytes:
    """Return what tells a path from all others, in few bytes.

    >>> len(digest_of("/a.ttl"))
    16
    """
    return hashlib.sha256(path.encode("utf-8", "surrogateescape")).digest()[:16]


def read_records(engine: ox.Store, node: ox.NamedNode | None = None) -> Iterator[FileRecord]:
    """Yield the records of a store, in no order, or the one that a node stands for.

    Raises:
        ValueError: a record is not one.

    >>> engine = ox.Store()
    >>> engine.extend(FileRecord("/a.ttl", 3, 0, "").quads())
    >>> [record.size for record in read_records(engine)]
    [3]
    """
    for quad in engine.quads_for_pattern(node, _RECORD, None, RECORDS):
        said = json.loads(quad.object.value)  # type: ignore[union-attr]
        yield FileRecord(**(said | {"graphs": tuple(said["graphs"])}))


def declaring(engine: ox.Store) -> Iterator[FileRecord]:
    """Yield the records of the files that declare prefixes, in no order.

    >>> engine = ox.Store()
    >>> engine.extend(FileRecord("/a.ttl", 3, 0, "", prefixes={"tea": "http://e/"}).quads())
    >>> [record.prefixes for record in declaring(engine)]
    [{'tea': 'http://e/'}]
    """
    quads = engine.quads_for_pattern(None, _DECLARES, None, RECORDS)
    nodes = {quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    for node in nodes:
        yield from read_records(engine, node)


def holders(engine: ox.Store, graph: str) -> list[FileRecord]:
    """Return the records of the files that hold a graph, in the order of their paths.

    >>> engine = ox.Store()
    >>> engine.extend(FileRecord("/a.ttl", 0, 0, "", graphs=("http://e/g",)).quads())
    >>> [record.path for record in holders(engine, "http://e/g")]
    ['/a.ttl']
    """
    held = ox.NamedNode(graph)
    found = [
        record
        for quad in engine.quads_for_pattern(None, _held_as(graph), held, RECORDS)
        if isinstance(quad.subject, ox.NamedNode)
        for record in read_records(engine, quad.subject)
    ]
    return sorted(found, key=lambda record: record.path)


def has_graph(engine: ox.Store, graph: str) -> bool:
    """Tell whether there is a graph of this name, which may be none.

    >>> has_graph(ox.Store(), "http://e/g"), has_graph(ox.Store(), "_:b0")
    (False, False)
    """
    try:
        return engine.contains_named_graph(ox.NamedNode(graph))
    except ValueError:
        return False


def is_recorded(engine: ox.Store, path: str, size: int, mtime: int) -> bool:
    """Tell whether there is a record of a file with this size and time.

    >>> engine = ox.Store()
    >>> engine.extend(FileRecord("/a.ttl", 3, 7, "").quads())
    >>> is_recorded(engine, "/a.ttl", 3, 7), is_recorded(engine, "/a.ttl", 3, 8)
    (True, False)
    """
    node = node_of(path)
    said = ((_SIZE, size), (_MTIME, mtime))
    return all(ox.Quad(node, name, ox.Literal(value), RECORDS) in engine for name, value in said)


def count_sources(engine: ox.Store) -> int:
    """Return on how many source graphs the rules of today have been run.

    >>> count_sources(ox.Store())
    0
    """
    return _count(engine, f"?graph {_RULES} {ox.Literal(rules_digest())}")


def _count(engine: ox.Store, pattern: str) -> int:
    text = f"SELECT (COUNT(*) AS ?n) {{ GRAPH {RECORDS} {{ {pattern} }} }}"
    ((count,),) = engine.query(text)  # type: ignore[misc]
    return int(count.value)


def marks(graphs: Iterable[str]) -> Iterator[ox.Quad]:
    """Yield what says that all that the rules of today derive from these graphs is there.

    >>> len(list(marks(["http://e/g"])))
    1
    """
    for graph in graphs:
        yield ox.Quad(ox.NamedNode(graph), _RULES, ox.Literal(rules_digest()), RECORDS)


def unruled(engine: ox.Store) -> list[str]:
    """Return the source graphs on which the rules of today have not been run, sorted.

    >>> engine = ox.Store()
    >>> engine.extend(FileRecord("/a.ttl", 0, 0, "", graphs=("http://e/g",)).quads())
    >>> unruled(engine)
    ['http://e/g']
    """
    if _count(engine, f"?file {_SOURCE} ?g") == count_sources(engine):
        return []  # told without holding all of them
    done = f"?g {_RULES} {ox.Literal(rules_digest())}"
    text = f"?file {_SOURCE} ?g FILTER NOT EXISTS {{ {done} }}"
    found = engine.query(f"SELECT DISTINCT ?g {{ GRAPH {RECORDS} {{ {text} }} }}")
    return sorted(graph.value for (graph,) in found)  # type: ignore[union-attr]


def renew(engine: ox.Store) -> None:
    """Write what finds records that were written by an earlier version, and unmark their graphs.

    >>> renew(ox.Store())
    """
    engine.update(f"DELETE WHERE {{ GRAPH {RECORDS} {{ ?graph {_RULES} ?digest }} }}")
    engine.bulk_extend(quad for record in read_records(engine) for quad in record.quads())
    engine.flush()


def forget(*, nodes: Iterable[str] = (), graphs: Iterable[str] = ()) -> list[str]:
    """Return the SPARQL updates, for one request, that take records and graphs out.

    Args:
        nodes: IRIs of what records are about: files, source graphs.
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
    triples = " . ".join(str(quad.triple) for quad in record.quads())
    return [f"INSERT DATA {{ GRAPH {RECORDS} {{ {triples} }} }}"]
