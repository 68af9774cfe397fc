"""Things described in JSON-LD by schema.org, however they are nested and spelled.

The context is never fetched: a term is one of schema.org if it is plain, or begins with ``schema:``
or the address of schema.org by http or https.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any, Final

import pyoxigraph as ox

from whyso.graph.errors import ParseError
from whyso.graph.formats.sniffing import json_document
from whyso.graph.limits import MAX_DEPTH, nesting
from whyso.graph.store.syntax import decode

__all__ = ["Item", "fields", "items", "language", "parse_json", "sniff_schema_org", "texts"]
__all__ += ["types", "values"]

Item = dict[str, Any]

_START: Final = re.compile(r"(?:schema:|https?://(?:www\.)?schema\.org/)")
_WANTED: Final = frozenset({"Claim", "ClaimReview"})
_LANG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def sniff_schema_org(data: bytes) -> bool:
    """Tell whether JSON has a claim or a review of one, by schema.org.

    >>> sniff_schema_org(b'{"@context": "https://schema.org", "@type": "ClaimReview"}')
    True
    >>> sniff_schema_org(b'{"@type": "Claim"}')
    False
    """
    if b"schema.org" not in data or b"Claim" not in data:
        return False
    return any(types(item) & _WANTED for item in items(json_document(data)))


def parse_json(data: bytes, name: str) -> Any:
    """Return a JSON text as Python values.

    Raises:
        ParseError: it is broken, or nested too deeply.

    >>> parse_json(b"[1,]", "tea.json")
    Traceback (most recent call last):
    whyso.graph.errors.ParseError: tea.json:1:4: Expecting value
    """
    text = decode(data, name).decode("utf-8")
    depth = nesting(text)
    if depth > MAX_DEPTH:
        raise ParseError(name, f"nested {depth} levels deep; the limit is {MAX_DEPTH}")
    try:
        return json.loads(text, parse_constant=lambda _: None, parse_float=_finite)
    except json.JSONDecodeError as error:
        reason = "Expecting value" if "trailing comma" in error.msg else error.msg
        raise ParseError(name, reason, line=error.lineno, column=error.colno) from None
    except ValueError as error:  # a number of thousands of digits
        raise ParseError(name, " ".join(str(error).split())) from None


def _finite(number: str) -> float | None:
    value = float(number)
    return value if math.isfinite(value) else None


def items(document: Any) -> Iterator[Item]:
    """Yield every object in a document, those outside before those in them.

    >>> [item["@id"] for item in items([{"@id": "a", "b": [{"@id": "c"}]}])]
    ['a', 'c']
    """
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(reversed([held for key, held in value.items() if key != "@context"]))
        elif isinstance(value, list):
            waiting.extend(reversed(value))


def types(item: Item) -> set[str]:
    """Return the types of an object, as plain names.

    >>> sorted(types({"@type": ["schema:Claim", "http://schema.org/CreativeWork", 7]}))
    ['Claim', 'CreativeWork']
    """
    found = item.get("@type", item.get("type"))
    names = found if isinstance(found, list) else [found]
    return {_START.sub("", name, count=1) for name in names if isinstance(name, str)}


def fields(item: Item) -> Item:
    """Return an object with plain names for its properties.

    >>> fields({"schema:text": "Tea", "@id": "a"})
    {'text': 'Tea', '@id': 'a'}
    """
    plain = {_START.sub("", key, count=1): value for key, value in item.items()}
    if "id" in plain and isinstance(plain["id"], str):
        plain.setdefault("@id", plain["id"])
    return plain


def values(item: Item, name: str) -> list[Any]:
    """Return the values of a property as a list, without what is empty.

    >>> values({"author": {"name": "Ana"}}, "author"), values({}, "author")
    ([{'name': 'Ana'}], [])
    """
    found = item.get(name)
    many = found if isinstance(found, list) else [found]
    return [value for value in many if value not in (None, "", {}, [])]


def texts(item: Item, *names: str) -> list[tuple[str, str | None]]:
    """Return the texts of the first property that has some, with their languages.

    >>> texts({"text": [{"@value": "Tee", "@language": "de"}, "tea"], "name": "x"}, "text", "name")
    [('Tee', 'de'), ('tea', None)]
    """
    for name in names:
        found = []
        for value in values(item, name):
            said, lang = value, None
            if isinstance(value, dict):
                said, lang = value.get("@value"), language(value.get("@language"))
            if isinstance(said, int | float) and not isinstance(said, bool):
                said = str(said)
            if isinstance(said, str) and said.strip():
                found.append((" ".join(said.split()), lang))
        if found:
            return found
    return []


def language(value: Any) -> str | None:
    """Return a language tag in small letters, if that is what a value is or holds.

    >>> language("en-US"), language({"@type": "Language", "alternateName": "de"}), language("x y")
    ('en-us', 'de', None)
    """
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("alternateName", value.get("name"))
    plain = value.strip().replace("_", "-").lower() if isinstance(value, str) else ""
    if not _LANG.fullmatch(plain):
        return None
    try:
        return ox.Literal("", language=plain).language
    except ValueError:
        return None
