"""The one registry of formats: names, suffixes and MIME types to their readers and writers.

A new format is one new module and one line in ``_BUILT_IN``; another package adds one by an entry
point of the group ``whyso.formats`` that gives a :class:`Format`.
"""

import gzip
import os
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from difflib import get_close_matches
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Final

from whyso.graph.errors import FormatError, OutputError
from whyso.graph.files import read_bytes, write_atomic
from whyso.graph.formats import (
    arggraph,
    arguebuf,
    carneades,
    claim_tables,
    cytoscape,
    d2,
    dot,
    framework_graphs,
    gexf,
    gml,
    graphml,
    kialo,
    mermaid,
    nanopub,
    node_link,
    outlines,
    rdf,
    schema_org,
    tables,
)
from whyso.graph.formats.account import Account
from whyso.graph.formats.aif import aif_json, ova2, xaif
from whyso.graph.formats.aif import rdf as aif_rdf
from whyso.graph.formats.argdown.reading import (
    read_argdown,
    read_argdown_json,
    sniff_argdown_json,
)
from whyso.graph.formats.argdown.writing import write_argdown
from whyso.graph.formats.format import Format
from whyso.graph.formats.ibis import json as ibis_json
from whyso.graph.formats.ibis import rdf as ibis_rdf
from whyso.graph.formats.ibis.words import sniff_ibis
from whyso.graph.formats.vocabulary import SUFFIXES
from whyso.graph.store import SYNTAXES

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["FORMATS", "dumps", "find", "of_content", "of_path", "read", "register", "suffix_of"]
__all__ += ["write"]


FORMATS: Final[dict[str, Format]] = {}
ENTRY_POINTS: Final = "whyso.formats"
_NAMES: Final[dict[str, Format]] = {}
_SNIFFED: Final[dict[str, list[Format]]] = {}


def register(format: Format) -> Format:
    """Add a format; suffixes and MIME types that are taken stay with the format that has them.

    Raises:
        FormatError: there is a format of that name.

    >>> register(Format("dot", "once more", (), "text/plain"))
    Traceback (most recent call last):
    whyso.graph.errors.FormatError: there is a format named 'dot' already
    """
    if format.name in FORMATS:
        raise FormatError(f"there is a format named {format.name!r} already")
    FORMATS[format.name] = format
    for name in (format.name, *format.suffixes, format.mime):
        _NAMES.setdefault(name.lower(), format)
    for suffix in format.suffixes if format.sniff else ():
        _SNIFFED.setdefault(suffix.lower(), []).append(format)
    return format


def find(name: str) -> Format:
    """Return the format of that name, suffix or MIME type.

    Raises:
        FormatError: there is none; names the nearest.

    >>> find("ttl").name, find(".GraphML").name, find("text/csv; charset=utf-8").name
    ('turtle', 'graphml', 'csv')
    >>> find("grafml")
    Traceback (most recent call last):
    whyso.graph.errors.FormatError: no format named 'grafml'; the nearest are graphml, rdf-xml, gml
    """
    wanted = name.split(";")[0].strip().lower().removeprefix(".")
    if wanted in _NAMES:
        return _NAMES[wanted]
    near = [_NAMES[match].name for match in get_close_matches(wanted, _NAMES, n=5, cutoff=0.6)]
    hint = (
        f"the nearest are {', '.join(dict.fromkeys(near))}" if near else f"use {', '.join(FORMATS)}"
    )
    raise FormatError(f"no format named {name!r}; {hint}")


def suffix_of(path: str | os.PathLike[str]) -> str | None:
    """Return the longest known suffix of a file's name but for ``.gz``; None if there is none.

    >>> suffix_of("claims.nodes.csv.gz"), suffix_of("v1.2.gv"), suffix_of("README")
    ('nodes.csv', 'gv', None)
    """
    parts = _unpacked(Path(path)).name.lower().split(".")[1:]
    whole = (".".join(parts[start:]) for start in range(len(parts)))
    return next((suffix for suffix in whole if suffix in _NAMES), None)


def of_path(path: str | os.PathLike[str]) -> Format:
    """Return the format that a file's name tells, by its longest known suffix but for ``.gz``.

    Raises:
        FormatError: the suffix is missing or unknown.

    >>> of_path("claims.ttl.gz").name, of_path("claims.nodes.csv").name, of_path("v1.2.gv").name
    ('turtle', 'csv-nodes', 'dot')
    """
    suffix = suffix_of(path)
    if suffix is not None:
        return _NAMES[suffix]
    last = _unpacked(Path(path)).suffix.removeprefix(".")
    if not last:
        raise FormatError(f"{path}: no suffix tells the format; give one with --format")
    try:
        return find(last)
    except FormatError as error:
        raise FormatError(f"{path}: {error}") from None


def of_content(path: str | os.PathLike[str], data: bytes) -> Format:
    """Return the format of a file by its suffix and, where formats share that, by what is in it.

    Raises:
        FormatError: the suffix is missing or unknown, or none of its formats is that of the file.

    >>> of_content("tea.json", b'{"nodes": [], "links": []}').name
    'node-link'
    """
    parts = _unpacked(Path(path)).name.lower().split(".")[1:]
    shared: list[Format] = []
    for start in range(len(parts)):
        shared += _SNIFFED.get(".".join(parts[start:]), ())
    for format in shared:
        if format.sniff is not None and format.sniff(data):
            return format
    found = of_path(path)
    if found in shared or (found.read is None and shared):
        names = " or ".join(dict.fromkeys(format.name for format in shared))
        raise FormatError(f"{path}: does not look like {names}; give the format with --from")
    return found


def _unpacked(path: Path) -> Path:
    return path.with_suffix("") if path.suffix.lower() == ".gz" else path


def dumps(g: "ArgumentGraph", format: str, *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph in a format, and the account of what it kept.

    Args:
        g: the graph.
        format: name, suffix or MIME type. Of ``csv`` this gives the edges; ``csv-nodes`` the nodes.
        lang: the language of labels and names, where the format shows one.

    Raises:
        FormatError: there is no such format, or it can only be read.

    >>> from whyso.graph import sample
    >>> text, account = dumps(sample(), "csv-edges")
    >>> text.decode().splitlines()[0], account.kept["edges"] == sample().to_networkx().size()
    ('source,target,kind,graph', True)
    """
    found = find(format)
    if found.write is None:
        raise FormatError(f"{found.name} can be read, but not written")
    return found.write(g, lang=lang)


def write(
    g: "ArgumentGraph",
    path: str | os.PathLike[str],
    *,
    format: str | None = None,
    lang: str = "en",
) -> Account:
    """Write a graph to a file, atomically, and return the account of what it kept.

    A path ending in ``.gz`` is packed. The format ``csv`` makes two files of ``claims.csv``:
    ``claims.nodes.csv`` and ``claims.edges.csv``; the account names them.

    Args:
        g: the graph.
        path: the file.
        format: name, suffix or MIME type, where the suffix does not tell.
        lang: the language of labels and names, where the format shows one.

    Raises:
        FormatError: the format is unknown, or can only be read.
        OutputError: a file cannot be written; what stood there stands there still.

    >>> import tempfile
    >>> from whyso.graph import sample
    >>> write(sample(), Path(tempfile.mkdtemp()) / "claims.graphml").lossless
    True
    """
    found = find(format) if format else of_path(path)
    if found.write_tables is None:
        data, account = dumps(g, found.name, lang=lang)
        write_atomic(path, data)
        return replace(account, files=(str(path),))
    parts, account = found.write_tables(g, lang=lang)
    files = {_part(Path(path), part, found): data for part, data in parts.items()}
    _write_all(files)
    return replace(account, files=tuple(str(file) for file in files))


def _part(path: Path, part: str, format: Format) -> Path:
    """Return ``claims.<part>.csv`` for ``claims.csv``."""
    plain = _unpacked(path)
    packed = path.name[len(plain.name) :]
    return plain.with_name(f"{plain.stem}.{part}{plain.suffix or '.' + format.suffixes[0]}{packed}")


def _write_all(files: dict[Path, bytes]) -> None:
    """Write all the files or none: if one fails, those before it are put back."""
    undo: list[Callable[[], object]] = []
    try:
        for path, data in files.items():
            undo.append(_way_back(path))
            write_atomic(path, data)
    except OutputError:
        for put_back in undo[:-1]:
            with suppress(OSError, OutputError):
                put_back()
        raise


def _way_back(path: Path) -> Callable[[], object]:
    if not path.is_file():
        return lambda: path.unlink(missing_ok=True)
    old = path.read_bytes()
    data = gzip.decompress(old) if path.suffix.lower() == ".gz" else old
    return lambda: write_atomic(path, data)


def read(
    path: str | os.PathLike[str], *, format: str | None = None, base: str | None = None
) -> "tuple[ArgumentGraph, Account]":
    """Read a file in any format that can be read, and return the account of what was kept.

    Args:
        path: the file; ``.gz`` is unpacked.
        format: name, suffix or MIME type, where the suffix does not tell.
        base: IRI against which relative IRIs in RDF are read.

    Raises:
        InputError: the format is unknown or can only be written, or the file is missing or broken.

    >>> import tempfile
    >>> from whyso.graph import sample
    >>> path = Path(tempfile.mkdtemp()) / "claims.graphml"
    >>> account = write(sample(), path)
    >>> read(path)[0] == sample()
    True
    """
    from whyso.graph.model import ArgumentGraph

    data = read_bytes(Path(path))
    found = find(format) if format else of_content(path, data)
    if found.read is None:
        raise FormatError(f"{path}: {found.name} can be written, but not read")
    store, account = found.read(data, name=str(path), base=base)
    return ArgumentGraph(store), replace(account, files=(str(path),))


_BUILT_IN: Final = (
    *(
        Format(
            one.name, rdf.TITLES[one.name], one.suffixes, one.mime, rdf.writer(one), rdf.reader(one)
        )
        for one in SYNTAXES
    ),
    Format(
        "graphml",
        "GraphML for yEd, Gephi, Cytoscape, igraph",
        ("graphml",),
        "application/graphml+xml",
        graphml.write_graphml,
        graphml.read_graphml,
    ),
    Format("gexf", "GEXF for Gephi", ("gexf",), "application/gexf+xml", gexf.write_gexf),
    Format("gml", "GML", ("gml",), "text/x-gml", gml.write_gml, gml.read_gml),
    Format("dot", "a picture for Graphviz", ("dot", "gv"), "text/vnd.graphviz", dot.write_dot),
    Format(
        "mermaid",
        "a flowchart for Markdown pages",
        ("mmd", "mermaid"),
        "text/vnd.mermaid",
        mermaid.write_mermaid,
    ),
    Format(
        "node-link",
        "node-link JSON for networkx and D3",
        ("json",),
        "application/json",
        node_link.write_node_link,
        node_link.read_node_link,
        sniff=node_link.sniff_node_link,
    ),
    Format(
        "cytoscape",
        "Cytoscape JSON",
        ("cyjs",),
        "application/json",
        cytoscape.write_cytoscape,
        cytoscape.read_cytoscape,
    ),
    Format(
        "csv",
        "two tables, nodes and edges, for Gephi, Neo4j, pandas",
        ("csv",),
        "text/csv",
        tables.write_csv_edges,
        write_tables=tables.write_csv,
    ),
    Format("csv-nodes", "the table of nodes", ("nodes.csv",), "text/csv", tables.write_csv_nodes),
    Format("csv-edges", "the table of edges", ("edges.csv",), "text/csv", tables.write_csv_edges),
    Format(
        "claims-csv",
        "one table of claims and their links, for spreadsheets",
        ("claims.csv", "csv"),
        "text/csv",
        claim_tables.write_claims_csv,
        claim_tables.read_claims,
        sniff=claim_tables.sniff_claims,
    ),
    Format(
        "claims-tsv",
        "the same with tabs",
        ("claims.tsv", "tsv"),
        "text/tab-separated-values",
        claim_tables.write_claims_tsv,
        claim_tables.read_claims,
        sniff=claim_tables.sniff_claims,
    ),
    Format(
        "kialo",
        "Kialo's text export, pros and cons",
        ("txt",),
        "text/plain",
        kialo.write_kialo,
        kialo.read_kialo,
        sniff=kialo.sniff_kialo,
    ),
    Format(
        "aif-json",
        "AIF in JSON, as AIFdb gives it out",
        ("json", "aif.json"),
        "application/vnd.aif+json",
        aif_json.write_aif_json,
        aif_json.read_aif_json,
        sniff=aif_json.sniff_aif_json,
        options=frozenset({"analysts"}),
    ),
    Format(
        "xaif",
        "AIF in its wrapper, for OVA3 and oAMF",
        ("json", "xaif.json", "xaif"),
        "application/vnd.xaif+json",
        xaif.write_xaif,
        xaif.read_xaif,
        sniff=xaif.sniff_xaif,
        options=frozenset({"analysts"}),
    ),
    Format(
        "ova2",
        "analyses of OVA2",
        ("json",),
        "application/vnd.ova2+json",
        read=ova2.read_ova2,
        sniff=ova2.sniff_ova2,
        options=frozenset({"analysts"}),
    ),
    Format(
        "aif-rdf",
        "AIF in RDF, in the words of AIF-RDF.owl",
        ("aif.ttl", *SUFFIXES),
        "application/vnd.aif+turtle",
        aif_rdf.write_aif_rdf,
        aif_rdf.read_aif_rdf,
        sniff=aif_rdf.sniff_aif_rdf,
    ),
    Format(
        "aifdb-rdf",
        "AIF in RDF, as AIFdb gives it out",
        ("aifdb.rdf",),
        "application/vnd.aifdb+rdf+xml",
        aif_rdf.write_aifdb_rdf,
        aif_rdf.read_aif_rdf,
    ),
    Format(
        "ibis",
        "issues, positions and arguments in RDF",
        ("ibis.ttl", *SUFFIXES),
        "application/vnd.ibis+turtle",
        ibis_rdf.write_ibis,
        ibis_rdf.read_ibis,
        sniff=sniff_ibis,
    ),
    Format(
        "ibis-json",
        "issues, positions and arguments as programs mine them",
        ("json",),
        "application/vnd.ibis+json",
        read=ibis_json.read_ibis_json,
        sniff=ibis_json.sniff_ibis_json,
    ),
    Format(
        "arggraph",
        "argument graphs over a text, as of the microtexts",
        ("arggraph.xml", "xml"),
        "application/vnd.arggraph+xml",
        arggraph.write_arggraph,
        arggraph.read_arggraph,
        sniff=arggraph.sniff_arggraph,
    ),
    Format(
        "carneades",
        "argument graphs of Carneades 4",
        ("yaml", "yml"),
        "application/vnd.carneades+yaml",
        carneades.write_carneades,
        carneades.read_carneades,
        sniff=carneades.sniff_carneades,
    ),
    Format(
        "lkif",
        "argument graphs of Carneades 2",
        ("xml",),
        "application/vnd.lkif+xml",
        read=carneades.read_lkif,
        sniff=carneades.sniff_lkif,
    ),
    Format(
        "caf",
        "argument graphs of Carneades 3",
        ("xml",),
        "application/vnd.caf+xml",
        read=carneades.read_caf,
        sniff=carneades.sniff_caf,
    ),
    Format(
        "arguebuf",
        "the JSON of arguebuf, from Protocol Buffers",
        ("json",),
        "application/json",
        arguebuf.write_arguebuf,
        arguebuf.read_arguebuf,
        sniff=arguebuf.sniff_arguebuf,
    ),
    Format(
        "argdown",
        "Argdown, a text to write arguments in",
        ("argdown", "ad"),
        "text/x-argdown",
        write_argdown,
        read_argdown,
    ),
    Format(
        "argdown-json",
        "the JSON that Argdown exports",
        ("argdown.json", "json"),
        "application/vnd.argdown+json",
        read=read_argdown_json,
        sniff=sniff_argdown_json,
    ),
    Format(
        "nanopub",
        "nanopublications, one for each claim",
        ("nanopub.trig", "np.trig", "trig", "nq"),
        "application/trig",
        nanopub.write_nanopub,
        nanopub.read_nanopub,
        sniff=nanopub.sniff_nanopub,
    ),
    *framework_graphs.FORMATS,
    Format(
        "schema-org",
        "Claim and ClaimReview of schema.org, for search engines and fact-checkers",
        ("claims.jsonld", "jsonld", "json"),
        "application/ld+json",
        schema_org.write_schema_org,
        schema_org.read_schema_org,
        sniff=schema_org.sniff_schema_org,
    ),
    Format("d2", "a diagram for D2", ("d2",), "text/vnd.d2", d2.write_d2),
    Format("markdown", "nested lists to read", ("md",), "text/markdown", outlines.write_markdown),
    Format(
        "outline",
        "indented lines to read",
        ("outline.txt",),
        "text/plain",
        outlines.write_outline,
    ),
)
for _format in _BUILT_IN:
    register(_format)


def _register_others() -> None:
    """Register the formats of other packages; one that is broken is told and passed over."""
    for entry in entry_points(group=ENTRY_POINTS):
        try:
            register(entry.load())
        except Exception as error:  # whatever a stranger's package raises
            reason = " ".join(str(error).split()) or type(error).__name__
            warnings.warn(f"format {entry.name!r} cannot be used: {reason}", stacklevel=2)


_register_others()
