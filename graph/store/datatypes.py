"""Datatypes that the engine forgets: it keeps every whole number as a plain ``xsd:integer``.

So that a file is saved with the datatypes that it was read with, those are kept beside the engine,
for each graph and property that used one of them throughout.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.store.syntax import BASE, Syntax

__all__ = ["FORGOTTEN", "datatypes_in", "datatypes_of", "restored"]

_XSD: Final = ontology.PREFIXES["xsd"]
_INTEGERS: Final = [
    "nonNegativeInteger",
    "positiveInteger",
    "nonPositiveInteger",
    "negativeInteger",
    "long",
    "int",
    "short",
    "byte",
    "unsignedLong",
    "unsignedInt",
    "unsignedShort",
    "unsignedByte",
]
_KEPT_AS: Final = {_XSD + name: _XSD + "integer" for name in _INTEGERS} | {
    _XSD + "dateTimeStamp": _XSD + "dateTime"
}
_NUMBERS: Final = frozenset({*_KEPT_AS, *_KEPT_AS.values()})
FORGOTTEN: Final = re.compile(
    "|".join(f"[#:]{name.removeprefix(_XSD)}\\b" for name in _KEPT_AS).encode()
)


def datatypes_in(
    data: bytes, syntax: Syntax, graph: ox.NamedNode, base: str | None = None
) -> dict[str, dict[str, str]]:
    """Return the datatypes that the engine would forget: graph to property to datatype.

    Args:
        data: a text that can be read.
        syntax: what it is in.
        graph: where that goes which the text puts into no graph.
        base: IRI against which relative IRIs are read.

    >>> from whyso.graph.store import find_syntax
    >>> text = b'<http://e/a> <http://e/b> "1"^^<http://www.w3.org/2001/XMLSchema#int> .'
    >>> datatypes_in(text, find_syntax("nt"), ox.NamedNode("http://e/g"))
    {'http://e/g': {'http://e/b': 'http://www.w3.org/2001/XMLSchema#int'}}
    """
    if not FORGOTTEN.search(data):
        return {}
    return datatypes_of(ox.parse(data, syntax.format, base_iri=base or BASE), graph)


def datatypes_of(
    quads: Iterable[ox.Quad], graph: ox.NamedNode | None = None
) -> dict[str, dict[str, str]]:
    """Return the datatypes of quads that the engine would forget; see :func:`datatypes_in`.

    >>> datatypes_of([])
    {}
    """
    used: dict[tuple[str, str], set[str]] = {}
    for quad in quads:
        value = quad.object
        if isinstance(value, ox.Literal) and (datatype := value.datatype.value) in _NUMBERS:
            home = quad.graph_name if isinstance(quad.graph_name, ox.NamedNode) else graph
            where = home.value if home is not None else ""
            used.setdefault((where, quad.predicate.value), set()).add(datatype)
    found: dict[str, dict[str, str]] = {}
    for (where, predicate), datatypes in used.items():
        one = datatypes.pop()
        if not datatypes and one in _KEPT_AS:
            found.setdefault(where, {})[predicate] = one
    return found


def restored(text: str, datatypes: Mapping[str, str]) -> str:
    """Return N-Triples with the datatypes that the engine had forgotten.

    >>> restored('<a> <b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .', {"b": _XSD + "int"})
    '<a> <b> "1"^^<http://www.w3.org/2001/XMLSchema#int> .'
    """
    for datatype in sorted(set(datatypes.values())):
        said = "|".join(re.escape(name) for name, value in datatypes.items() if value == datatype)
        kept_as = re.escape(_KEPT_AS[datatype])
        pattern = rf'(?m)( <(?:{said})> "[^"\n]*"\^\^<){kept_as}(?=> \.$)'
        text = re.sub(pattern, rf"\g<1>{datatype}", text)
    return text
