"""Reading graph formats through networkx: one kind of error, and an account of the losses."""

import json
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from whyso.graph.errors import InputError, ParseError, WhysoError
from whyso.graph.formats.account import Account, Rows
from whyso.graph.formats.exchange import counts, restore
from whyso.graph.limits import MAX_DEPTH, nesting
from whyso.graph.network import from_networkx
from whyso.graph.store import Store
from whyso.graph.store.syntax import decode

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["read_json", "read_xml", "to_store"]


def to_store(parse: "Callable[[], nx.Graph[Any]]", format: str, name: str) -> tuple[Store, Account]:
    """Return the RDF of the graph that *parse* gives, and what was left out.

    Raises:
        ParseError: *parse* fails, however.
        InputError: the graph is no argument.

    >>> to_store(lambda: {}["graph"], "gml", "tea.gml")
    Traceback (most recent call last):
    whyso.graph.errors.ParseError: tea.gml: not gml (KeyError: 'graph')
    """
    rows = Rows()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            net = restore(parse(), rows)
        store = from_networkx(net)
    except ParseError:
        raise
    except WhysoError as error:
        raise InputError(f"{name}: {' '.join(str(error).split())}") from None
    except Exception as error:  # networkx and its parsers raise whatever comes to hand
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise ParseError(name, f"not {format} ({reason})") from None
    return store, Account(format, "read", counts(net), dropped=rows.rows())


def read_json(data: bytes, name: str) -> dict[str, Any]:
    """Return a JSON object.

    Raises:
        ParseError: it is broken, nested too deeply, or no object.

    >>> read_json(b"[1]", "tea.json")
    Traceback (most recent call last):
    whyso.graph.errors.ParseError: tea.json: not a JSON object
    """
    text = decode(data, name).decode("utf-8")
    depth = nesting(text)
    if depth > MAX_DEPTH:
        raise ParseError(name, f"nested {depth} levels deep; the limit is {MAX_DEPTH}")
    try:
        said = json.loads(text)
    except json.JSONDecodeError as error:
        raise ParseError(name, error.msg, line=error.lineno, column=error.colno) from None
    except ValueError:  # Python reads no more than some thousands of digits
        raise ParseError(name, "a number with thousands of digits") from None
    if not isinstance(said, dict):
        raise ParseError(name, "not a JSON object")
    return said


def read_xml(data: bytes, name: str) -> str:
    """Return the text of an XML file that defines no entities.

    Raises:
        ParseError: it is not UTF-8, or has a document type (few lines of one can make gigabytes).

    >>> read_xml(b"<!DOCTYPE graphml [ ]><graphml/>", "tea.graphml")
    Traceback (most recent call last):
    whyso.graph.errors.ParseError: tea.graphml:1: an XML document type; take the <!DOCTYPE ...> out
    """
    data = decode(data, name)
    at = data.find(b"<!DOCTYPE")
    if at >= 0:
        reason = "an XML document type; take the <!DOCTYPE ...> out"
        raise ParseError(name, reason, line=data[:at].count(b"\n") + 1)
    return data.decode("utf-8")
