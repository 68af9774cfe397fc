"""Standpoints: what a reader grants, as SPARQL queries.

The first variable of the query is what is granted. A second one says, where it is true, that the
claim is held to its reasons: it is put forward, but stands only if one of them holds. Of several
rows for a claim the one that grants it outright counts. What is not granted is open, not false.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np

from whyso import ontology
from whyso.graph.errors import QueryError, UnknownNameError
from whyso.graph.semantics.dung import Mask
from whyso.graph.semantics.links import Links
from whyso.graph.store import Store

__all__ = ["DEFAULT", "Granted", "Standpoint", "find_standpoint", "granted", "standpoints"]

DEFAULT: Final = "speaker"
_ORDER: Final = ("speaker", "stated", "no-forecasts", "evidence", "sceptic")


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What a reader grants: the query, and what it is called by language."""

    name: str
    titles: dict[str, str]
    descriptions: dict[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Granted:
    """What a standpoint grants of some claims.

    Attributes:
        outright: per claim, whether it stands unless something attacks it.
        held: per claim, whether it is put forward, but stands only if one of its reasons holds.
    """

    outright: Mask
    held: Mask


@cache
def standpoints() -> dict[str, Standpoint]:
    """Return the standpoints that ship with whyso, the one that grants the most first.

    >>> list(standpoints())
    ['speaker', 'stated', 'no-forecasts', 'evidence', 'sceptic']
    """
    texts = ontology.standpoints()
    names = [*_ORDER, *(name for name in texts if name not in _ORDER)]
    return {name: _standpoint(name, texts[name]) for name in names}


def find_standpoint(name: str) -> Standpoint:
    """Return a standpoint by name, or the one that a SPARQL text says.

    Raises:
        UnknownNameError: it is neither; names the nearest.

    >>> find_standpoint("SELECT ?claim { ?claim a arg:Evidence }").name
    'own'
    """
    if name in standpoints():
        return standpoints()[name]
    if not re.search(r"[{}]", name):
        raise UnknownNameError("standpoint", name, standpoints())
    return _standpoint("own", name)


def _standpoint(name: str, text: str) -> Standpoint:
    said = dict(re.findall(r"(?m)^# ([\w@]+): (.*)$", text))
    titles = {"en": said.get("title", name), "zh": said.get("title@zh", said.get("title", name))}
    descriptions = {
        "en": said.get("description", ""),
        "zh": said.get("description@zh", said.get("description", "")),
    }
    return Standpoint(name, titles, descriptions, text)


def granted(store: Store, links: Links, standpoint: Standpoint) -> Granted:
    """Return what a standpoint grants.

    Raises:
        QueryError: the query is broken, is no SELECT, or all that it selects are no claims.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> found = granted(g.store, Links.of(g.store), find_standpoint("evidence"))
    >>> int(found.outright.sum())
    13
    """
    place = {iri: number for number, iri in enumerate(links.claims)}
    outright = np.zeros(len(links.claims), dtype=np.bool_)
    held = np.zeros(len(links.claims), dtype=np.bool_)
    others = ""
    for claim, reasons in _rows(store, standpoint):
        number = place.get(claim)
        if number is None:
            others = claim
        else:
            (held if reasons else outright)[number] = True
    own = standpoint.name not in standpoints()
    if own and others and not (held | outright).any():
        raise QueryError(f"the standpoint selects no claim; {others} is none")
    # What is held to reasons that are not there is granted by its word alone.
    supported = np.zeros(len(links.claims), dtype=np.bool_)
    helps = ~links.on_link & (links.sign[links.target_link] > 0)
    supported[links.target[helps]] = True
    outright |= held & ~supported
    return Granted(outright, held & ~outright)


def _rows(store: Store, standpoint: Standpoint) -> Iterator[tuple[str, bool]]:
    found: Any
    if standpoint.name in standpoints():
        found = store.engine.query(
            standpoint.text, prefixes=store.prefixes, use_default_graph_as_union=True
        )
    else:
        from whyso.graph import query

        answer = query.run(store.engine, standpoint.text, prefixes=store.prefixes)
        if answer.type != "SELECT":
            raise QueryError("a standpoint selects what is granted: SELECT ?claim { ... }")
        found = answer.raw_rows
    for row in found:
        if row[0] is None:
            continue
        name = row[0].value
        if type(row[0]).__name__ == "BlankNode":
            name = f"_:{name}"
        yield name, len(row) > 1 and row[1] is not None and row[1].value in ("true", "1")
