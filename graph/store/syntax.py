"""RDF syntaxes: which there are, and reading one text safely into the engine."""

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Final
from xml.parsers import expat

import pyoxigraph as ox

from whyso.graph.errors import FormatError, ParseError
from whyso.graph.limits import MAX_DEPTH, nesting

__all__ = ["MARKS", "SYNTAXES", "Syntax", "decode", "find_syntax", "parse_error", "prefixes_of"]
__all__ += ["refuse"]

BASE: Final = "urn:whyso:base"


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
        line, column = _place(data, zero)
        raise ParseError(path, "a zero byte: a binary file, not text", line=line, column=column)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(data, error.start)
        reason = f"not UTF-8 (byte 0x{data[error.start]:02x}); save the file as UTF-8"
        if _SURROGATE.match(data, error.start):
            reason = "half of a surrogate pair, which is no character"
        raise ParseError(path, reason, line=line, column=column) from None
    return data


def _place(data: bytes, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of a byte."""
    before = data[:offset]
    text = before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")
    return before.count(b"\n") + 1, len(text) + 1


def refuse(data: bytes, syntax: Syntax, path: str) -> None:
    """Refuse texts that would crash or flood a parser, and those that say more than RDF 1.1 can.

    Raises:
        ParseError: JSON or XML nested too deeply; XML entities made of entities, of files, or long;
            triple terms; N3 formulas.

    >>> refuse(b"[" * 500, find_syntax("json-ld"), "deep.jsonld")
    Traceback (most recent call last):
    whyso.graph.errors.ParseError: deep.jsonld: nested 500 levels deep; the limit is 128
    """
    if syntax.format in (ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML):
        depth = nesting(data) if syntax.format == ox.RdfFormat.JSON_LD else _tags(data)
        if depth > MAX_DEPTH:
            raise ParseError(path, f"nested {depth} levels deep; the limit is {MAX_DEPTH}")
    if syntax.format == ox.RdfFormat.RDF_XML and (bad := _ENTITY.search(data)):
        line, _ = _place(data, bad.start())
        raise ParseError(path, "an XML entity that is not a short text; write it out", line=line)
    marks = _MARKS_XML if syntax.format == ox.RdfFormat.RDF_XML else MARKS
    if syntax.format == ox.RdfFormat.N3 or any(mark in data for mark in marks):
        _refuse_beyond(data, syntax, path)


def _refuse_beyond(data: bytes, syntax: Syntax, path: str) -> None:
    """Refuse what RDF 1.1 cannot say; broken texts are left to the loading."""
    depth = 0
    if data.count(b"<<") > MAX_DEPTH:
        marks = _TERM.finditer(_STRING.sub(b"", data))
        depth = max(accumulate(1 if mark[0] == b"<<" else -1 for mark in marks), default=0)
    if depth > MAX_DEPTH:
        reason = f"triple terms nested {depth} levels deep; the limit is {MAX_DEPTH}"
        raise ParseError(path, reason)
    try:
        for quad in ox.parse(data, syntax.format, base_iri=BASE):
            if isinstance(quad.object, ox.Triple):
                reason = "a triple term (RDF 1.2); write the step as an arg:Inference or Conflict"
                raise ParseError(path, reason)
            if syntax.format == ox.RdfFormat.N3 and isinstance(quad.graph_name, ox.BlankNode):
                raise ParseError(path, "an N3 formula or rule; only facts can be read")
    except (SyntaxError, ValueError, MemoryError):
        return


_TERM: Final = re.compile(rb"<<|>>")
_STRING: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)


def _tags(data: bytes) -> int:
    """Return how deep the elements of an XML text are nested."""
    steps = (
        -1 if tag[1] else 1
        for tag in _TAG.finditer(data)
        if tag[2] is not None and not tag[2].endswith(b"/")
    )
    return max(accumulate(steps), default=0)


_SURROGATE: Final = re.compile(rb"\xed[\xa0-\xbf]")
# Texts with triple terms have one of these: <<( ), {| |} or ~, and in XML an attribute.
MARKS: Final = (b"|", b"~", b"<<")
_MARKS_XML: Final = (b"annotation", b"Triple")
_TAG: Final = re.compile(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    rb"|<(/?)([^!?<>](?:\"[^\"]*\"|'[^']*'|[^\"'<>])*)>",
    re.DOTALL,
)
_ENTITY: Final = re.compile(
    rb"<!ENTITY\s+(?:%|[^\s>]+\s+(?!\"[^\"&%]{0,200}\"|'[^'&%]{0,200}'))"
    rb"|<!DOCTYPE\s[^\[>]*\b(?:SYSTEM|PUBLIC)\b"
)


def prefixes_of(data: bytes, syntax: Syntax) -> dict[str, str]:
    """Return the prefixes that a text declares before its first statement.

    >>> prefixes_of(b"@prefix ex: <http://e/> . ex:a ex:b ex:c .", find_syntax("turtle"))
    {'ex': 'http://e/'}
    """
    parser = ox.parse(data[:1_000_000], syntax.format, base_iri=BASE)
    try:
        next(parser, None)
    except SyntaxError:
        return {}
    return dict(parser.prefixes)


def parse_error(error: Exception, data: bytes, syntax: Syntax, path: str) -> ParseError:
    """Turn whatever the engine raised on reading *data* into one :class:`ParseError`.

    >>> parse_error(MemoryError(), b"", find_syntax("nt"), "big.nt").reason
    'a text longer than 16 MiB'
    """
    line, column = None, None
    reason = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, MemoryError):
        reason = "a text longer than 16 MiB"
    if isinstance(error, SyntaxError):
        line, column = error.lineno, error.offset
        reason = re.sub(
            r"^Parser error (?:at|between) line [^:]*: ", "", " ".join(str(error.msg).split())
        )
    for sign, plain in _REASONS.items():
        if sign in reason:
            reason = plain
    if syntax.format == ox.RdfFormat.RDF_XML and line is None:
        line, column = _xml_place(data)
    if syntax.format == ox.RdfFormat.JSON_LD and (half := _HALF.search(data)):
        line, column = _place(data, half.start())
        reason = "half of a surrogate pair, which is no character"
    return ParseError(path, reason, line=line, column=column)


_REASONS: Final = {
    "No scheme found": "a relative IRI; write it in full, or give a base with --base",
    "LoadDocumentCallback": (
        "a remote JSON-LD context, which is never fetched; write the context into the file"
    ),
    "not a valid unicode character": "an escape that stands for no character",
}
_HALF: Final = re.compile(
    rb"(?i)\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f])|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f][0-9a-f]{2}"
)


def _xml_place(data: bytes) -> tuple[int, int] | tuple[None, None]:
    """Return where an XML text stops being well formed, which the engine does not tell."""
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as error:
        return error.lineno, error.offset + 1
    return None, None
