"""What engines answer: rows, truth values and triples, and whether that is all of it."""

import re
from collections.abc import Mapping
from typing import Final, cast

import pyoxigraph as ox

from whyso.graph.errors import InputError, UnansweredError
from whyso.graph.limits import MAX_DEPTH, nesting
from whyso.graph.query import Answer
from whyso.graph.remote.address import shown
from whyso.graph.remote.connection import Reply

__all__ = ["ROWS", "TRIPLES", "read_rows", "read_triples"]

# JSON only: where an engine ends a query, a table that breaks off cannot be told from a whole one.
ROWS: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples, text/turtle;q=0.8"

_FORMATS: Final = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
}
# Virtuoso's names of blank nodes are no labels that SPARQL's results may have.
_BLANK: Final = re.compile(rb'("bnode"\s*,\s*"value"\s*:\s*")nodeID://')
_TRUTH: Final = "__ASK_RETVAL"  # Virtuoso 7 answers ASK with a table


def read_rows(reply: Reply, prefixes: Mapping[str, str]) -> Answer:
    """Return the rows or the truth value of an answer in JSON (SPARQL 1.1 Query Results JSON).

    Args:
        reply: the answer.
        prefixes: with which it may be written.

    Raises:
        UnansweredError: it breaks off.
        InputError: it is something else.

    >>> import httpx
    >>> headers = httpx.Headers({"Content-Type": ROWS})
    >>> bool(read_rows(Reply(200, headers, b'{"head":{},"boolean":true}', "http://e/"), {}))
    True
    >>> read_rows(Reply(200, headers, b'{"head":{},"boo', "http://e/"), {})
    Traceback (most recent call last):
    whyso.graph.errors.UnansweredError: http://e/: the answer breaks off after 15 bytes, ...
    """
    data = reply.content
    if "json" not in reply.kind and not data.lstrip().startswith(b"{"):
        raise InputError(f"{shown(reply.url)}: no results in JSON but {_kind(reply)}")
    if reply.status == 206 or "x-sql-state" in reply.headers:
        raise _broken(reply)
    # Triple terms in each other end the engine's parser; only those can be so deep, however spelt.
    if (b"triple" in data or b"\\u00" in data) and nesting(data) > MAX_DEPTH:
        raise InputError(f"{shown(reply.url)}: the answer is nested too deeply")
    if b"nodeID://" in data:
        data = _BLANK.sub(rb"\1", data)
    try:
        answer = Answer(ox.parse_query_results(data, ox.QueryResultsFormat.JSON), prefixes)
    except SyntaxError as error:
        if data.rstrip()[-1:] == b"}":
            reason = " ".join(str(error.msg).split())[:200]
            raise InputError(f"{shown(reply.url)}: broken results: {reason}") from None
        raise _broken(reply) from None
    except (ValueError, OSError, MemoryError) as error:
        raise InputError(f"{shown(reply.url)}: broken results: {error}") from None
    if [str(name) for name in answer.vars or ()] == [_TRUTH]:
        truth = any(row[0] is not None and row[0].value == "1" for row in answer.raw_rows)
        told = b'{"head":{},"boolean":%s}' % str(truth).lower().encode()
        return Answer(ox.parse_query_results(told, ox.QueryResultsFormat.JSON), prefixes)
    return answer


def read_triples(reply: Reply) -> list[ox.Triple]:
    """Return the triples of an answer in N-Triples or Turtle.

    Raises:
        UnansweredError: it breaks off.
        InputError: it is something else.

    >>> import httpx
    >>> headers = httpx.Headers({"Content-Type": "application/n-triples"})
    >>> len(read_triples(Reply(200, headers, b"<a:a> <a:b> <a:c> .", "http://e/")))
    1
    """
    if reply.status == 206 or "x-sql-state" in reply.headers:
        raise _broken(reply)
    syntax = _FORMATS.get(reply.kind)
    if syntax is None:
        if reply.status == 204 or not reply.content:
            return []
        raise InputError(f"{shown(reply.url)}: no triples but {_kind(reply)}")
    data = reply.content
    # As in read_rows; in N-Triples a term ends with its line.
    parts = data.split(b"\n") if syntax == ox.RdfFormat.N_TRIPLES and b"<<" in data else [data]
    if max(part.count(b"<<") for part in parts) > MAX_DEPTH:
        raise InputError(f"{shown(reply.url)}: the answer is nested too deeply")
    try:
        quads = ox.parse(data, syntax, base_iri=reply.url)
        triples = [cast(ox.Quad, quad).triple for quad in quads]
    except SyntaxError:
        raise _broken(reply) from None
    except (ValueError, OSError, MemoryError) as error:
        raise InputError(f"{shown(reply.url)}: broken triples: {error}") from None
    if any(isinstance(one.object, ox.Triple) for one in triples):
        raise InputError(f"{shown(reply.url)}: a triple term (RDF 1.2), which cannot be taken over")
    return triples


def _broken(reply: Reply) -> UnansweredError:
    return UnansweredError(
        f"{shown(reply.url)}: the answer breaks off after {len(reply.content):,} bytes, as where "
        "an engine ends a query that takes too long; ask for less, or raise the engine's limit"
    )


def _kind(reply: Reply) -> str:
    return reply.kind or "something that does not say what it is"
