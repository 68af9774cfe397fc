"""Trusty URIs: whether the code in the name of a nanopublication is that of its text.

After T. Kuhn and M. Dumontier, Trusty URIs: Verifiable, Immutable, and Permanent Digital Artifacts
for Linked Data (2014), and http://trustyuri.net/specification/: module RA, RDF graphs.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from typing import Any, Final

import pyoxigraph as ox

__all__ = ["artifact_code", "code_in"]

_CODE: Final = re.compile(r"RA[A-Za-z0-9_-]{43}(?=[./#]*$)")


def code_in(iri: str) -> str | None:
    """Return the artifact code at the end of an IRI.

    >>> code_in("http://purl.org/np/RAXH93wfOaQRwDpxwr-E_s10kCQubHZ6O19h-cz3YlNGI")
    'RAXH93wfOaQRwDpxwr-E_s10kCQubHZ6O19h-cz3YlNGI'
    >>> code_in("http://e/np") is None
    True
    """
    found = _CODE.search(iri)
    return found[0] if found else None


def artifact_code(quads: Iterable[ox.Quad], code: str) -> str:
    """Return the artifact code of quads without blank nodes.

    Args:
        quads: head, assertion, provenance and publication info.
        code: the code that their names have; it is left out of what is hashed.

    >>> artifact_code([], "RA")
    'RA47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'
    """

    def name(term: Any) -> str:
        return str(term.value).replace(code, " ")

    def place(quad: ox.Quad) -> tuple[Any, ...]:
        value = quad.object
        last: tuple[Any, ...] = (0, name(value))
        if isinstance(value, ox.Literal):
            kind = (0, value.language) if value.language else (1, value.datatype.value)
            last = (1, value.value, kind)
        return name(quad.graph_name), name(quad.subject), name(quad.predicate), last

    def written(term: Any) -> str:
        if not isinstance(term, ox.Literal):
            return name(term)
        text = term.value.replace("\\", "\\\\").replace("\n", "\\n")
        return f"@{term.language} {text}" if term.language else f"^{term.datatype.value} {text}"

    digest = hashlib.sha256()
    for quad in sorted(set(quads), key=place):
        for term in (quad.graph_name, quad.subject, quad.predicate, quad.object):
            digest.update(f"{written(term)}\n".encode())
    return "RA" + base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=")
