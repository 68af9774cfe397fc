"""Large RDF files straight into the engine: their text is never held whole.

A file is read twice, block by block: once to see what its graph is called and what must be looked
at more closely, then by the engine, which is handed the file's record at the end of the same text.
So the record is written in the same transaction.
"""

import gzip
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final, cast

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import InputError, ParseError
from whyso.graph.store.datatypes import FORGOTTEN, datatypes_of
from whyso.graph.store.naming import OTHERS, SOURCE, TYPE, free_name, slug_of, slugs_in
from whyso.graph.store.records import FileRecord
from whyso.graph.store.syntax import MARKS, Syntax, parse_error, prefixes_of

__all__ = ["STREAMED", "Scan", "scan", "stream"]

STREAMED: Final = ("turtle", "trig", "n-triples", "n-quads")
_BLOCK: Final = 1 << 20
_OVERLAP: Final = 1 << 12
_SOURCE: Final = re.compile(rb"(?<=%b)([^/#?<>\"\\\s]+)/" % re.escape(ontology.ID).encode())


@dataclass(frozen=True, slots=True)
class Scan:
    """What one look at a large file shows.

    Attributes:
        sha256: digest of the file's bytes, as they stand on the disk.
        ours: whether it uses the ontology; others must be translated.
        slugs: the first source that it names, and another one if there is one.
        closely: whether each statement must be looked at: for datatypes that the engine forgets,
            for what RDF 1.1 cannot say, for named graphs.
        head: the first block, in which prefixes are declared.
    """

    sha256: str
    ours: bool
    slugs: tuple[str, ...]
    closely: bool
    head: bytes = field(repr=False)


def scan(
    path: Path,
    syntax: Syntax,
    *,
    base: str | None = None,
    seen: Callable[[int], None] = lambda _: None,
) -> Scan:
    """Look through a file once, in bounded memory.

    Args:
        path: the file, perhaps packed (``.gz``).
        syntax: what it is in.
        base: IRI against which relative IRIs are read.
        seen: told how many more bytes of the file have been read.

    Raises:
        InputError: it cannot be read.

    >>> import tempfile
    >>> from whyso.graph.store.syntax import find_syntax
    >>> path = Path(tempfile.mkdtemp()) / "a.ttl"
    >>> _ = path.write_text("<https://w3id.org/whyso/id/tea/c1> a <http://e/> .")
    >>> found = scan(path, find_syntax("turtle"))
    >>> found.slugs, found.ours, found.closely
    (('tea',), False, False)
    """
    slugs: dict[str, None] = {}
    ours, foreign, closely, head = False, False, syntax.quads, b""
    end = f"{base} ".encode() if base else b""
    with _Blocks(path, seen) as blocks:
        for block in blocks:
            head = head or block
            text = end + block
            ours = ours or ontology.ARG.encode() in text
            foreign = foreign or any(sign in text for sign in OTHERS)
            closely = closely or any(mark in text for mark in (*MARKS, b"{"))
            closely = closely or FORGOTTEN.search(text) is not None
            matches = _SOURCE.finditer(text)
            while len(slugs) < 2 and (match := next(matches, None)):
                slugs[match[1].decode("utf-8", "replace")] = None
            end = block[-_OVERLAP:]
        closely = closely or len(slugs) > 1
        return Scan(blocks.sha256(), ours and not foreign, tuple(slugs), closely, head)


def stream(
    engine: ox.Store,
    path: Path,
    syntax: Syntax,
    found: Scan,
    record: FileRecord,
    *,
    files: Mapping[str, str] = MappingProxyType({}),
    base: str | None = None,
    seen: Callable[[int], None] = lambda _: None,
    ready: Callable[[FileRecord], None] = lambda _: None,
) -> FileRecord:
    """Load a large file with its record, in one transaction; return the record.

    Args:
        engine: on disk.
        path: the file.
        syntax: what it is in.
        found: what :func:`scan` has seen.
        record: what is known of it by now.
        files: the graphs that there are, and the file that each is from.
        base: IRI against which relative IRIs are read.
        seen: told how many more bytes of the file have been read.
        ready: called with the record before anything is loaded.

    Raises:
        ParseError: the text is broken, or says what RDF 1.1 cannot; nothing was loaded.
        InputError: it cannot be read.

    >>> import tempfile
    >>> from whyso.graph.store.syntax import find_syntax
    >>> path = Path(tempfile.mkdtemp()) / "a.ttl"
    >>> _ = path.write_text("<http://e/a> <http://e/b> 1 .")
    >>> engine, turtle = ox.Store(), find_syntax("turtle")
    >>> record = FileRecord(str(path), 29, 0, "")
    >>> stream(engine, path, turtle, scan(path, turtle), record).graphs, len(engine)
    (('https://w3id.org/whyso/graph/a',), 5)
    """
    declared = prefixes_of(found.head, syntax).items()
    prefixes = {name: iri for name, iri in declared if name not in ontology.PREFIXES}
    record = replace(record, sha256=found.sha256, format=syntax.name, prefixes=prefixes)
    slug = next(iter(found.slugs), slug_of(str(path)))
    if not found.slugs:
        slug = free_name(slug, record.path, files, {})
    record = replace(record, graphs=(ontology.GRAPH + slug,))
    if found.closely:
        record = _looked_at(path, syntax, record, base)
    ready(record)
    quads = record.quads()
    if syntax.name.startswith("n-"):
        form, end = ox.RdfFormat.N_QUADS, "".join(f"{quad} .\n" for quad in quads)
    else:  # what is Turtle is TriG too
        form, end = (
            ox.RdfFormat.TRIG,
            "".join(f"{quad.graph_name} {{ {quad.triple} }}\n" for quad in quads),
        )
    with _Blocks(path, seen) as blocks:
        text = cast(IO[bytes], _Text(blocks, b"\n" + end.encode()))
        home = ox.NamedNode(record.graphs[0])
        try:
            engine.bulk_load(text, form, base_iri=base, to_graph=home)
        except (SyntaxError, ValueError, OSError, MemoryError) as error:
            raise parse_error(error, b"", syntax, str(path)) from None
    return record


def _looked_at(path: Path, syntax: Syntax, record: FileRecord, base: str | None) -> FileRecord:
    """Return the record with the graphs and the forgotten datatypes of a file.

    The first graph is where that goes which the file puts into none.

    Raises:
        ParseError: the text is broken, or says what RDF 1.1 cannot.
    """
    graphs = set()
    described: set[str] = set()

    def quads() -> Iterator[ox.Quad]:
        with _Blocks(path) as blocks:
            text = cast(IO[bytes], _Text(blocks, b""))
            for quad in ox.parse(text, syntax.format, base_iri=base):
                if isinstance(quad.object, ox.Triple):
                    reason = "a triple term (RDF 1.2); write the step as an arg:Inference"
                    raise ParseError(str(path), reason + " or Conflict")
                if isinstance(quad.graph_name, ox.BlankNode):
                    raise ParseError(str(path), "a nameless graph in a large file; name it")
                if quad.predicate == TYPE and quad.object == SOURCE:
                    described.update(slugs_in(str(quad.subject).encode())[:1])
                graphs.add(quad.graph_name)
                yield quad

    try:
        datatypes = datatypes_of(quads())
    except (SyntaxError, ValueError, OSError, MemoryError) as error:
        raise parse_error(error, b"", syntax, str(path)) from None
    (home,) = record.graphs
    if len(described) == 1:
        home = ontology.GRAPH + described.pop()
    if "" in datatypes:
        datatypes[home] = datatypes.pop("") | datatypes.get(home, {})
    named = sorted(graph.value for graph in graphs if isinstance(graph, ox.NamedNode))
    if ox.DefaultGraph() in graphs or not named:
        named = [home, *(graph for graph in named if graph != home)]
    return replace(record, graphs=tuple(named), datatypes=datatypes)


class _Blocks:
    """The blocks of a file, unpacked, without a byte order mark; the digest of what was read."""

    def __init__(self, path: Path, seen: Callable[[int], None] = lambda _: None) -> None:
        self._path, self._seen = path, seen
        self._digest = hashlib.sha256()
        try:
            self._file = path.open("rb", buffering=0)
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}") from None

    def __enter__(self) -> "_Blocks":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[bytes]:
        packed = self._path.suffix.lower() == ".gz"
        text = gzip.GzipFile(fileobj=cast(IO[bytes], self)) if packed else self
        first = True
        try:
            while block := text.read(_BLOCK):
                yield block.removeprefix(b"\xef\xbb\xbf") if first else block
                first = False
        except (gzip.BadGzipFile, EOFError) as error:
            raise ParseError(str(self._path), f"not a whole gzip file ({error})") from None

    def read(self, size: int) -> bytes:
        """Return raw bytes of the file, and count them."""
        block = self._file.read(size)
        self._digest.update(block)
        self._seen(len(block))
        return block

    def sha256(self) -> str:
        """Return the digest of the bytes that were read."""
        return self._digest.hexdigest()


class _Text:
    """What the engine reads: the blocks of a file, and then an ending."""

    def __init__(self, blocks: _Blocks, ending: bytes) -> None:
        self._blocks = iter(blocks)
        self._ending = ending
        self._block = io.BytesIO()

    def read(self, size: int) -> bytes:
        while True:
            piece = self._block.read(size)
            if piece:
                return piece
            block = next(self._blocks, None)
            if block is None:
                block, self._ending = self._ending, b""
            if not block:
                return b""
            self._block = io.BytesIO(block)
