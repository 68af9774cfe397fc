"""Opening and saving: files in every RDF syntax, one named graph per source, atomic writes.

The engine is an Oxigraph store, called directly; :mod:`whyso.graph.model` lays the rdflib API over it.
"""

import contextlib
import gzip
import os
import re
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import FormatError, InputError, OutputError, ParseError
from whyso.graph.syntax import Syntax, decode, find_syntax, parse_error, prefixes_of, refuse

__all__ = ["Store", "natural", "read_bytes", "source_slug", "write_atomic"]

_SOURCE_TYPE: Final = ox.NamedNode(ontology.ARG + "Source")
_TYPE: Final = ox.NamedNode(ontology.PREFIXES["rdf"] + "type")
_SLUG: Final = re.compile(re.escape(ontology.ID) + r"([^/#>\s\"]+)/")


class Store:
    """RDF of one or more sources: the *engine*, the files' *prefixes*, and which file each graph is from.

    >>> store = Store()
    >>> store.read_text("@prefix : <https://w3id.org/whyso/id/tea/> . :c1 a :Claim .", "turtle")
    >>> [graph.value for graph in store.source_graphs()]
    ['https://w3id.org/whyso/graph/tea']
    """

    def __init__(self) -> None:
        self.engine = ox.Store()
        self.prefixes: dict[str, str] = dict(ontology.PREFIXES)
        self.files: dict[str, str] = {}

    def read(
        self, target: str | os.PathLike[str], *, format: str | None = None, base: str | None = None
    ) -> None:
        """Read a file, or every RDF file of a directory.

        Args:
            target: a path; the suffix tells the syntax, also before ``.gz``.
            format: name, suffix or MIME type of the syntax, where the suffix does not tell.
            base: IRI against which relative IRIs are read; without one they are refused.

        Raises:
            InputError: the path is missing, unreadable, broken, or a directory without graphs.

        >>> Store().read("nowhere.ttl")
        Traceback (most recent call last):
        whyso.graph.errors.InputError: nowhere.ttl: no such file
        """
        path = Path(target)
        if path.is_dir():
            members = sorted(entry for entry in path.iterdir() if _syntax_of(entry) is not None)
            if not members:
                raise InputError(
                    f"{path}: a directory without RDF files (.ttl, .trig, .nt, .jsonld ...)"
                )
            for member in members:
                self.read(member, format=format, base=base)
            return
        syntax = find_syntax(format) if format else _syntax_of(path)
        if syntax is None:
            if not path.exists():
                raise InputError(f"{path}: no such file")
            raise FormatError(f"{path}: the suffix names no RDF syntax; give one with --from")
        self._load(read_bytes(path), syntax, str(path), base)

    def read_text(
        self, text: str | bytes, format: str, *, name: str = "text", base: str | None = None
    ) -> None:
        """Read a text; *name* stands for it in messages.

        Raises:
            ParseError: the text is broken.
        """
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        self._load(data, find_syntax(format), name, base)

    def _load(self, data: bytes, syntax: Syntax, path: str, base: str | None) -> None:
        data = decode(data, path)
        refuse(data, syntax, path)
        graph = ox.NamedNode(ontology.GRAPH + source_slug(data, path))
        known = {found.value for found in self.engine.named_graphs()}
        target = None if syntax.quads else graph
        try:
            self.engine.load(data, syntax.format, base_iri=base, to_graph=target)
        except (SyntaxError, ValueError, OSError) as error:
            raise parse_error(error, path) from None
        if syntax.quads and self._has_default_graph():
            # Triples outside every named graph belong to the file's own source.
            for quad in list(self.engine.quads_for_pattern(None, None, None, ox.DefaultGraph())):
                self.engine.add(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
            self.engine.clear_graph(ox.DefaultGraph())
        elif target is not None:
            target = self._by_source(graph, fresh=graph.value not in known)
        for found in self.engine.named_graphs():
            if found.value not in known and found.value not in self.files:
                self.files[found.value] = path
        if target is not None:
            self.files.setdefault(target.value, path)
        for prefix, iri in prefixes_of(data, syntax).items():
            if prefix not in ontology.PREFIXES:
                self.prefixes.setdefault(prefix, iri)

    def _has_default_graph(self) -> bool:
        return (
            next(self.engine.quads_for_pattern(None, None, None, ox.DefaultGraph()), None)
            is not None
        )

    def _by_source(self, graph: ox.NamedNode, *, fresh: bool) -> ox.NamedNode:
        """Move a freshly read graph to the name of the one source it describes, if that is another."""
        described = {
            match.group(1)
            for quad in self.engine.quads_for_pattern(None, _TYPE, _SOURCE_TYPE, graph)
            if isinstance(quad.subject, ox.NamedNode) and (match := _SLUG.match(quad.subject.value))
        }
        slug = next(iter(described), None)
        if not fresh or len(described) != 1 or graph.value == f"{ontology.GRAPH}{slug}":
            return graph
        named = ox.NamedNode(f"{ontology.GRAPH}{slug}")
        self.engine.extend(
            ox.Quad(quad.subject, quad.predicate, quad.object, named)
            for quad in self.engine.quads_for_pattern(None, None, None, graph)
        )
        self.engine.remove_graph(graph)
        return named

    def source_graphs(self) -> list[ox.NamedNode]:
        """Return the named graphs that hold data (not the derived ones), sorted."""
        named = (found for found in self.engine.named_graphs() if isinstance(found, ox.NamedNode))
        data = (found for found in named if not found.value.startswith(ontology.DERIVED))
        return sorted(data, key=lambda found: found.value)

    def derive(self) -> None:
        """Run the rules: write the shortcuts of each source into a graph of their own, afresh.

        The derived graph of ``.../graph/<source>`` is ``.../derived/<source>``.
        """
        for graph in self.source_graphs():
            slug = graph.value.removeprefix(ontology.GRAPH)
            derived = ox.NamedNode(ontology.DERIVED + slug)
            self.engine.remove_graph(derived)
            for rule in ontology.rules().values():
                found = self.engine.query(rule, default_graph=graph)
                assert isinstance(found, ox.QueryTriples)
                self.engine.bulk_extend(
                    ox.Quad(triple.subject, triple.predicate, triple.object, derived)
                    for triple in found
                )

    def lines(self, graph: ox.NamedNode) -> list[str]:
        """Return one source graph as sorted N-Triples lines with canonical blank node labels.

        The order is by subject (numbers in names by value: c2 before c10), then by line.
        """
        data = self.engine.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
        assert data is not None
        text = data.decode("utf-8")
        if "_:" in text and _BLANK.search(text):
            quads = self.engine.quads_for_pattern(None, None, None, graph)
            dataset = ox.Dataset(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
            dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
            triples = (ox.Triple(q.subject, q.predicate, q.object) for q in dataset)
            data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
            assert data is not None
            text = data.decode("utf-8")
        return sorted(filter(None, text.split("\n")), key=_Natural())

    def quads(self, graphs: Iterable[ox.NamedNode] | None = None) -> Iterator[ox.Quad]:
        """Yield the quads of the source graphs in the order of :meth:`lines`."""
        for graph in self.source_graphs() if graphs is None else graphs:
            text = "\n".join(self.lines(graph))
            for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES):
                yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)

    def serialize(self, format: str, *, graphs: Iterable[ox.NamedNode] | None = None) -> bytes:
        """Return the source graphs in an RDF syntax; the same graphs give the same bytes.

        Blank nodes get canonical labels (RDFC-1.0). In a syntax without named graphs the graphs are merged.

        >>> store = Store()
        >>> store.read_text("@prefix : <https://w3id.org/whyso/id/tea/> . :c1 a :Claim .", "turtle")
        >>> print(store.serialize("nt").decode().strip())
        <https://w3id.org/whyso/id/tea/c1> <...#type> <https://w3id.org/whyso/id/tea/Claim> .
        """
        syntax = find_syntax(format)
        quads = self.quads(graphs)
        used = self._used_prefixes()
        if syntax.quads:
            data = ox.serialize(quads, format=syntax.format, prefixes=used)
        else:
            seen = dict.fromkeys(ox.Triple(q.subject, q.predicate, q.object) for q in quads)
            data = ox.serialize(seen, format=syntax.format, prefixes=used)
        assert data is not None
        return data

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the source graphs to a file, atomically; the suffix (before ``.gz``) tells the syntax.

        Raises:
            FormatError: the suffix is no RDF syntax, or the syntax cannot keep several sources apart.
            OutputError: the file cannot be written; the old one stands.
        """
        syntax = _syntax_of(Path(path))
        if syntax is None:
            raise FormatError(
                f"{path}: the suffix names no RDF syntax (.ttl, .trig, .nq, .jsonld ...)"
            )
        if not syntax.quads and len(self.source_graphs()) > 1:
            raise FormatError(
                f"{path}: {syntax.name} holds one source; save several as .trig or .nq"
            )
        return write_atomic(path, self.serialize(syntax.name))

    def _used_prefixes(self) -> dict[str, str]:
        return dict(sorted(self.prefixes.items()))


_BLANK: Final = re.compile(r"(?m)(?:^|> )_:")
_NUMBER: Final = re.compile(r"\d+")


class _Natural:
    """Sort key of an N-Triples line: its subject with numbers by value, then the line."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}

    def __call__(self, line: str) -> tuple[str, str]:
        subject = line[: line.index(" ")]
        key = self._keys.get(subject)
        if key is None:
            key = self._keys[subject] = natural(subject)
        return key, line


def natural(name: str) -> str:
    """Return a sort key in which numbers count by value.

    >>> sorted(["c10", "c2"], key=natural)
    ['c2', 'c10']
    """
    return _NUMBER.sub(lambda number: number.group().zfill(20), name)


def _syntax_of(path: Path) -> Syntax | None:
    suffixes = [suffix for suffix in path.suffixes if suffix.lower() != ".gz"]
    if not suffixes:
        return None
    try:
        return find_syntax(suffixes[-1])
    except FormatError:
        return None


def source_slug(data: bytes, path: str) -> str:
    """Return the name of the source that a text is about.

    It is the first ``.../id/<source>/`` in the text, else the file's name made safe for an IRI.

    >>> source_slug(b"<https://w3id.org/whyso/id/tea/c1> a <x> .", "a.ttl"), source_slug(b"", "My File.ttl.gz")
    ('tea', 'my-file')
    """
    match = re.search(re.escape(ontology.ID.encode()) + rb"([A-Za-z0-9._~-]+)/", data)
    if match:
        return match.group(1).decode()
    stem = Path(path).name.split(".")[0].lower()
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-") or "source"


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes, unpacked if its name ends in ``.gz``.

    Raises:
        InputError: it cannot be read.
        ParseError: it is not, or not wholly, gzip.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    if path.suffix.lower() == ".gz":
        try:
            return gzip.decompress(data)
        except (OSError, EOFError, zlib.error) as error:
            raise ParseError(str(path), f"not a whole gzip file ({error})") from None
    return data


def write_atomic(path: str | os.PathLike[str], data: bytes) -> Path:
    """Write *data* so that the file is the old one or the new one, never half of either.

    It is written beside the target, flushed to the disk and put in its place; a link is followed, the
    old file's permissions stay, and a name ending in ``.gz`` is packed.

    Raises:
        OutputError: the folder is missing or not writable, or the disk is full.

    >>> write_atomic("/nowhere/claims.ttl", b"")
    Traceback (most recent call last):
    whyso.graph.errors.OutputError: /nowhere/claims.ttl: cannot be written: No such file or directory
    """
    target = Path(os.path.realpath(path))
    if target.suffix.lower() == ".gz":
        data = gzip.compress(data, mtime=0)
    temporary: str | None = None
    try:
        if target.is_dir():
            raise IsADirectoryError(21, "Is a directory")
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return Path(path)
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
        temporary = None
        _sync_folder(target.parent)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
    return Path(path)


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current


def _sync_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
