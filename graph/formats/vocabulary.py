"""RDF in vocabularies of others: read in any syntax, written with our own triples beside."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import FormatError
from whyso.graph.store import Store, Syntax, find_syntax
from whyso.graph.store.lines import n_quads

__all__ = ["SUFFIXES", "Triple", "is_foreign", "mark", "read_rdf", "syntax_of", "turtle"]
__all__ += ["unmark", "without"]

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


_CONFORMS: Final = ox.NamedNode("http://purl.org/dc/terms/conformsTo")


def mark(store: Store, space: str) -> list[Triple]:
    """Return triples by which a file tells its sources, and that it speaks of them in *space* too.

    >>> mark(Store(), "http://e/")
    []
    """
    return [(graph, _CONFORMS, ox.NamedNode(space)) for graph in store.source_graphs()]


def unmark(store: Store, space: str) -> bool:
    """Take out what :func:`mark` says, and tell whether it was there.

    What is said of one source goes into its graph, whatever the file is called.

    >>> unmark(Store(), "http://e/")
    False
    """
    marks = list(store.engine.quads_for_pattern(None, _CONFORMS, ox.NamedNode(space)))
    for quad in marks:
        store.engine.remove(quad)
    told = {quad.subject for quad in marks if isinstance(quad.subject, ox.NamedNode)}
    found = store.source_graphs()
    if len(told) == 1 and len(found) == 1 and told != set(found):
        old, home = found[0].value, told.pop().value
        moved = Store()
        moved.read_text(n_quads({home: store.sorted_lines([old])[old]}), "n-quads")
        store.engine.remove_graph(found[0])
        store.take(moved, store.files.pop(old, "text"))
        store.name_blanks()
    store.refresh()
    return bool(marks)


def is_foreign(data: bytes) -> bool:
    """Tell whether an RDF text is of others, or of us with another vocabulary beside.

    A text in our own words alone is not, even where it mentions others.

    >>> is_foreign(b"<q> a <https://w3id.org/whyso/ontology#Claim> ."), is_foreign(b"<q> a <x> .")
    (False, True)
    """
    return _ARG not in data or b"conformsTo" in data


_ARG: Final = ontology.ARG.encode()
