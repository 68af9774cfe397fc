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

__all__ = ["artifact_code", "code_in", "is_signed_by", "normal_form"]

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
    digest = hashlib.sha256(normal_form(quads, code)).digest()
    return "RA" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def normal_form(quads: Iterable[ox.Quad], code: str) -> bytes:
    """Return the text of quads that is hashed and signed: the same for the same quads.

    >>> iri = ox.NamedNode("http://e/RA1")
    >>> normal_form([ox.Quad(iri, iri, ox.Literal("a"), iri)], "RA1").splitlines()[2:]
    [b'http://e/ ', b'^http://www.w3.org/2001/XMLSchema#string a']
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

    lines = [
        f"{written(term)}\n"
        for quad in sorted(set(quads), key=place)
        for term in (quad.graph_name, quad.subject, quad.predicate, quad.object)
    ]
    return "".join(lines).encode()


def is_signed_by(text: bytes, signature: str, key: str) -> bool:
    """Tell whether a text has an RSA signature by a public key (SHA-256, RFC 8017 section 8.2.2).

    Args:
        text: what is signed.
        signature: the signature in Base64.
        key: the key in Base64, a SubjectPublicKeyInfo in DER (RFC 5280).

    >>> is_signed_by(b"tea", "AAAA", "AAAA")
    False
    """
    try:
        signed, info = base64.b64decode(signature), base64.b64decode(key)
        modulus, exponent = _integers(info)[-2:]
    except (ValueError, IndexError):
        return False
    size = (modulus.bit_length() + 7) // 8
    if len(signed) != size or not 64 <= size <= _LONGEST or exponent.bit_length() > 64:
        return False
    digest = _SHA256 + hashlib.sha256(text).digest()
    wanted = b"\0\1" + b"\xff" * (size - 3 - len(digest)) + b"\0" + digest
    return pow(int.from_bytes(signed), exponent, modulus).to_bytes(size) == wanted


_SHA256: Final = bytes.fromhex("3031300d060960864801650304020105000420")
_LONGEST: Final = 2_048  # bytes of a modulus
_INTEGER, _BITS, _SEQUENCE = 0x02, 0x03, 0x30


def _integers(data: bytes) -> list[int]:
    """Return the integers in a DER text, in order.

    Raises:
        IndexError: it is cut off.
    """
    found: list[int] = []
    at = 0
    while at < len(data):
        tag, size, start = data[at], data[at + 1], at + 2
        if size & 0x80:
            start += size & 0x7F
            size = int.from_bytes(data[at + 2 : start])
        if tag == _INTEGER:
            found.append(int.from_bytes(data[start : start + size]))
        # Sequences and bit strings are entered; of the latter the first byte counts spare bits.
        inside = {_SEQUENCE: start, _BITS: start + 1}
        at = inside.get(tag, start + size)
    return found
