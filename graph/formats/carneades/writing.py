"""Writing an argument graph as Carneades 4 YAML, which Carneades reads and evaluates.

A conflict is written as an argument of its own: against a step, for ``¬app(step)``, the undercutter
of that step; against a statement, for its denial, the other position of an issue with it. What YAML
of Carneades has no words for stands as RDF in ``meta``, under the one key ``whyso``, beside what it
is said of.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.account import Account
from whyso.graph.formats.carneades.drafting import FORMAT, header
from whyso.graph.formats.carneades.emitting import Block, emit
from whyso.graph.formats.carneades.parsing import OWN
from whyso.graph.formats.carneades.reading import read_carneades
from whyso.graph.formats.carneades.sections import Sections
from whyso.graph.formats.proof import proven

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.store import Store

__all__ = ["write_carneades"]

_TURNS: Final = 3
_SUBJECT: Final = ox.NamedNode("urn:x")
_BLANK: Final = (ox.BlankNode, ox.Triple)


def write_carneades(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return the graph as YAML, and the account of writing.

    Args:
        g: the graph.
        lang: the language of the texts; those in other languages stand in the metadata.

    >>> from whyso.graph import sample
    >>> write_carneades(sample())[1].lossless
    True
    """
    sections = Sections(g.store, lang)
    wanted = _triples(g.store)
    data = b""
    for _ in range(_TURNS):
        data = _text(sections, g.store)
        again, _ = read_carneades(data, name="text.yml")
        found = _triples(again)
        missing = {one for one in wanted - found if not _has_blank(one)}
        surplus = {one for one in found - wanted if not _has_blank(one)}
        if not sections.learn(missing, surplus):
            break
    return data, proven(g, data, FORMAT, read_carneades, where="Carneades YAML")


def _triples(store: "Store") -> set[ox.Triple]:
    return {
        quad.triple
        for graph in store.source_graphs()
        for quad in store.engine.quads_for_pattern(None, None, None, graph)
    }


def _has_blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, _BLANK) or isinstance(triple.object, _BLANK)


def _text(sections: Sections, store: "Store") -> bytes:
    """Return the file with what is known by now of the RDF that it needs."""
    prefixes = ontology.PREFIXES | {"": sections.space} | store.prefixes
    own: dict[str, Any] = {"base": sections.space}
    if sections.language:
        own["language"] = sections.language
    if sections.bare:
        own["bare"] = True
    more = {k: v for k, v in prefixes.items() if ontology.PREFIXES.get(k) != v and k}
    if more:
        own["prefixes"] = more
    rest = {one for one in _triples(store) if _has_blank(one)} | sections.rest
    if rest:
        own["rdf"] = Block(_turtle(rest, prefixes))
    about: dict[str, str] = {}
    for iri, said in sections.said.items():
        if said:
            about[iri] = _about(said, prefixes)
    return emit(sections.file(own, about))


def _turtle(triples: Iterable[ox.Triple], prefixes: dict[str, str]) -> str:
    data = ox.serialize(
        sorted(triples, key=str), format=ox.RdfFormat.TURTLE, prefixes=_usable(prefixes)
    )
    lines = data.decode("utf-8").split("\n")
    return "\n".join(line for line in lines if not line.startswith("@prefix ")).replace("\t", "  ")


def _about(triples: Iterable[ox.Triple], prefixes: dict[str, str]) -> Block:
    """Return what is said of one node without naming it."""
    turned = (ox.Triple(_SUBJECT, one.predicate, one.object) for one in triples)
    text = _turtle(turned, prefixes).strip()
    return Block(text.removeprefix(f"{_SUBJECT} ").removesuffix(".").strip() + "\n")


def _usable(prefixes: dict[str, str]) -> dict[str, str]:
    return prefixes
