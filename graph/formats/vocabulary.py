"""RDF in vocabularies of others: read in any syntax, written with our own triples beside."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from whyso.graph.errors import FormatError
from whyso.graph.store import Store, Syntax, find_syntax

__all__ = ["SUFFIXES", "Triple", "read_rdf", "syntax_of", "turtle", "without"]

# Files in which RDF of any vocabulary may stand.
SUFFIXES: Final = ("ttl", "rdf", "owl", "jsonld", "nt", "nq", "trig", "n3", "xml", "json")
Triple = tuple[
    "ox.NamedNode | ox.BlankNode", ox.NamedNode, "ox.NamedNode | ox.BlankNode | ox.Literal"
]

_XML: Final = re.compile(rb"\s*(?:<\?xml|<!|<(?:\w+:)?RDF[\s/>])")
_JSON: Final = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*\{)")
_N_QUADS: Final = re.compile(
    rb"(?:\s*(?:#[^\n]*)?\n)*(?:<[^>\n]*>|_:\S+) <[^>\n]*> [^\n]+ (?:<[^>\n]*>|_:\S+) \.[ \t]*\r?\n"
)


def syntax_of(data: bytes, name: str) -> Syntax:
    """Return the RDF syntax of a text, by the suffix of its *name* or by how it begins.

    >>> syntax_of(b"", "tea.nt").name, syntax_of(b"<rdf:RDF/>", "tea").name
    ('n-triples', 'rdf-xml')
    >>> syntax_of(b'{"@id": "a:b"}', "tea.json").name, syntax_of(b"@prefix", "tea.txt").name
    ('json-ld', 'trig')
    """
    suffixes = [suffix for suffix in Path(name).suffixes if suffix.lower() != ".gz"]
    try:
        return find_syntax(suffixes[-1] if suffixes else "")
    except FormatError:
        head = data.removeprefix(b"\xef\xbb\xbf")
        for sign, syntax in ((_XML, "rdf-xml"), (_JSON, "json-ld"), (_N_QUADS, "n-quads")):
            if sign.match(head):
                return find_syntax(syntax)
        return find_syntax("trig")  # which holds Turtle and N-Triples too


def read_rdf(data: bytes, *, name: str, base: str | None = None) -> Store:
    """Return the RDF of a text in whichever syntax; each blank node has its lasting name.

    Raises:
        ParseError: the text is broken.

    >>> len(read_rdf(b"<http://e/a> <http://e/b> 1 .", name="tea.txt").engine)
    1
    """
    store = Store()
    store.read_text(data, syntax_of(data, name).name, name=name, base=base)
    store.name_blanks()
    return store


def turtle(store: Store, more: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Return what a store says, and what else is to be said, as Turtle.

    Args:
        store: its sources are merged; blank nodes have their lasting names.
        more: further triples.
        prefixes: further prefixes.

    >>> a = ox.NamedNode("http://e/a")
    >>> print(turtle(Store(), [(a, a, a)], {"e": "http://e/"}).decode().splitlines()[-1])
    e:a e:a e:a .
    """
    lines = [line for said in store.sorted_lines().values() for line in said]
    lines += [f"{ox.Triple(*triple)} ." for triple in more]
    whole = Store()
    whole.prefixes |= store.prefixes | dict(prefixes)
    whole.read_text("\n".join([*lines, ""]), "n-triples", name="text")
    return whole.serialize("turtle")


def without(store: Store, triples: Iterable[Triple]) -> None:
    """Take triples out of all sources of a store.

    >>> store = read_rdf(b"<http://e/a> <http://e/a> <http://e/a> .", name="tea.txt")
    >>> a = ox.NamedNode("http://e/a")
    >>> without(store, [(a, a, a)])
    >>> len(store.engine)
    0
    """
    graphs = store.source_graphs()
    for triple in triples:
        for graph in graphs:
            store.engine.remove(ox.Quad(*triple, graph))
    store.refresh()
