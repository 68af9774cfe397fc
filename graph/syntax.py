"""RDF syntaxes: which there are, and reading one text safely into the engine."""

import re
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from whyso.graph.errors import FormatError, ParseError
from whyso.graph.limits import MAX_DEPTH, nesting

__all__ = ["SYNTAXES", "Syntax", "decode", "find_syntax", "parse_error", "prefixes_of", "refuse"]


@dataclass(frozen=True, slots=True)
class Syntax:
    """One RDF syntax: its *name*, file *suffixes*, *mime* type and the engine's *format*."""

    name: str
    suffixes: tuple[str, ...]
    mime: str
    format: ox.RdfFormat
    quads: bool = False


SYNTAXES: Final = (
    Syntax("turtle", ("ttl", "turtle"), "text/turtle", ox.RdfFormat.TURTLE),
    Syntax("trig", ("trig",), "application/trig", ox.RdfFormat.TRIG, quads=True),
    Syntax("n-triples", ("nt", "ntriples"), "application/n-triples", ox.RdfFormat.N_TRIPLES),
    Syntax("n-quads", ("nq", "nquads"), "application/n-quads", ox.RdfFormat.N_QUADS, quads=True),
    Syntax("rdf-xml", ("rdf", "owl", "xml", "rdfxml"), "application/rdf+xml", ox.RdfFormat.RDF_XML),
    Syntax(
        "json-ld", ("jsonld", "json-ld"), "application/ld+json", ox.RdfFormat.JSON_LD, quads=True
    ),
    Syntax("n3", ("n3",), "text/n3", ox.RdfFormat.N3),
)
_BY_NAME: Final = {
    name: syntax for syntax in SYNTAXES for name in (syntax.name, *syntax.suffixes, syntax.mime)
}


def find_syntax(name: str) -> Syntax:
    """Return the syntax of that name, suffix or MIME type.

    Raises:
        FormatError: there is none.

    >>> find_syntax(".nt").name, find_syntax("text/turtle").name
    ('n-triples', 'turtle')
    """
    try:
        return _BY_NAME[name.lower().removeprefix(".")]
    except KeyError:
        known = ", ".join(syntax.name for syntax in SYNTAXES)
        raise FormatError(f"no RDF syntax named {name!r}; there are {known}") from None


def decode(data: bytes, path: str) -> bytes:
    """Check that *data* is UTF-8 text and take a byte order mark off.

    Raises:
        ParseError: it is binary or in another encoding; names the place.

    >>> decode(b"caf" + bytes([0xe9]), "old.ttl")
    Traceback (most recent call last):
    whyso.graph.errors.ParseError: old.ttl:1:4: not UTF-8 (byte 0xe9); save the file as UTF-8
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ParseError(path, "UTF-16 text; save the file as UTF-8", line=1, column=1)
    zero = data.find(b"\0")
    if zero >= 0:
        raise ParseError(path, f"a binary file (a zero byte at offset {zero}), not RDF text")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        reason = f"not UTF-8 (byte 0x{data[error.start]:02x}); save the file as UTF-8"
        raise ParseError(path, reason, line=line, column=column) from None
    return data


def refuse(data: bytes, syntax: Syntax, path: str) -> None:
    """Refuse texts that are known to crash or flood a parser.

    Raises:
        ParseError: JSON nested too deeply, or XML that defines entities by other entities or files.

    >>> refuse(b"[" * 500, find_syntax("json-ld"), "deep.jsonld")
    Traceback (most recent call last):
    whyso.graph.errors.ParseError: deep.jsonld: nested 500 levels deep; the limit is 128
    """
    if syntax.format == ox.RdfFormat.JSON_LD:
        depth = nesting(data.decode("utf-8"))
        if depth > MAX_DEPTH:
            raise ParseError(path, f"nested {depth} levels deep; the limit is {MAX_DEPTH}")
    if syntax.format == ox.RdfFormat.RDF_XML:
        bad = _ENTITY.search(data)
        if bad:
            line = data[: bad.start()].count(b"\n") + 1
            reason = "an XML entity built from other entities or files; write the text out"
            raise ParseError(path, reason, line=line)


_ENTITY: Final = re.compile(
    rb"<!ENTITY\s+(?:%|[^\s>]+\s+(?:SYSTEM|PUBLIC)\b|[^\s>]+\s+(?:\"[^\"]*[&%]|'[^']*[&%]))"
    rb"|<!DOCTYPE\s[^\[>]*\b(?:SYSTEM|PUBLIC)\b"
)


def prefixes_of(data: bytes, syntax: Syntax) -> dict[str, str]:
    """Return the prefixes that a text declares before its first statement.

    >>> prefixes_of(b"@prefix ex: <http://e/> . ex:a ex:b ex:c .", find_syntax("turtle"))
    {'ex': 'http://e/'}
    """
    parser = ox.parse(data[:1_000_000], syntax.format, base_iri="urn:whyso:base")
    try:
        next(parser, None)
    except SyntaxError:
        return {}
    return dict(parser.prefixes)


def parse_error(error: Exception, path: str) -> ParseError:
    """Turn whatever a parser raised into one :class:`ParseError`."""
    if isinstance(error, SyntaxError):
        reason = re.sub(r"^Parser error at line [^:]*: ", "", error.msg or str(error))
        reason = " ".join(reason.split())
        if "No scheme found" in reason:
            reason = "a relative IRI; write it in full, or give a base with --base"
        elif "LoadDocumentCallback" in reason:
            reason = (
                "a remote JSON-LD context, which is never fetched; write the context into the file"
            )
        return ParseError(path, reason, line=error.lineno, column=error.offset)
    return ParseError(path, " ".join(str(error).split()) or type(error).__name__)
