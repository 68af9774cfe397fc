"""Writing an argument graph as Carneades 4 YAML, which Carneades reads and evaluates.

A conflict is written as an argument of its own: against a step, for ``¬app(step)``, the undercutter
of that step; against a statement, for its denial, the other position of an issue with it. What the
YAML of Carneades has no words for stands as RDF in ``meta``, under the one key ``whyso``, beside
what it is said of.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.account import Account
from whyso.graph.formats.carneades.case import Case
from whyso.graph.formats.carneades.drafting import FORMAT, NOTES, SOURCE
from whyso.graph.formats.carneades.emitting import Block, emit
from whyso.graph.formats.carneades.names import in_order
from whyso.graph.formats.carneades.parsing import OWN
from whyso.graph.formats.carneades.reading import read_carneades
from whyso.graph.formats.carneades.sections import Sections
from whyso.graph.formats.contents import Contents
from whyso.graph.formats.proof import proven

if TYPE_CHECKING:
    from whyso.graph.formats.format import Reader
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.store import Store

__all__ = ["write_carneades"]

_TURNS: Final = 4
_SUBJECT: Final = ox.NamedNode("urn:x")
_TYPE: Final = ox.NamedNode(ontology.PREFIXES["rdf"] + "type")
_TARGET: Final = ox.NamedNode(ontology.ARG + "target")
# What a reader says of a node by default.
_BY_DEFAULT: Final = (
    _TYPE,
    ox.NamedNode(ontology.ARG + "status"),
    ox.NamedNode(ontology.PREFIXES["rdfs"] + "label"),
    ox.NamedNode(ontology.PREFIXES["skos"] + "note"),
)
_CARRIED: Final = ox.NamedNode(ontology.CARRIED + FORMAT)
_SECTIONS: Final = ("statements", "issues", "arguments")


def write_carneades(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return the graph as YAML, and the account of writing.

    Args:
        g: the graph.
        lang: the language of the texts; those in other languages stand in the metadata.

    >>> from whyso.graph import sample
    >>> write_carneades(sample())[1].lossless
    True
    """
    file = _File(g.store, lang)
    data = file.emit()
    read: Reader = read_carneades
    for _ in range(_TURNS):
        again = read_carneades(data, name="text.yml")
        if not file.learn(_triples(again[0])):
            read = _known(again)
            break
        data = file.emit()
    return data, proven(g, data, FORMAT, read, where="Carneades YAML")


def _known(again: "tuple[Store, Account]") -> "Reader":
    """Return a reader that gives what reading gave already."""

    def read(data: bytes, *, name: str, base: str | None = None) -> "tuple[Store, Account]":
        return again

    return read


class _File:
    """A file in the making: what it says in Carneades' words, and the RDF that it needs beside."""

    def __init__(self, store: "Store", lang: str) -> None:
        self.contents = Contents(store, lang, FORMAT, told=True)
        self.sections = Sections(self.contents)
        self.prefixes = ontology.PREFIXES | {"": self.contents.space}
        self.more = {k: v for k, v in store.prefixes.items() if self.prefixes.get(k) != v}
        self.prefixes |= self.more
        self.wanted = _triples(store)
        self.rest = {one for one in self.wanted if _has_blank(one)}
        self.wanted -= self.rest
        self.said: dict[str, set[ox.Triple]] = {}
        conflicts = self.sections.homes.keys() & set(self.contents.conflicts)
        for one in self.wanted:
            iri = getattr(one.subject, "value", "")
            if iri in conflicts and one.predicate in (_TYPE, _TARGET):
                self.said.setdefault(iri, set()).add(one)

    def learn(self, found: set[ox.Triple]) -> bool:
        """Compare with what the file was read as; return whether there was something to learn."""
        missing = {one for one in self.wanted - found if one.predicate != _CARRIED}
        mended = {(one.subject, one.predicate) for one in missing}
        learnt = bool(missing)
        for one in missing:
            iri = getattr(one.subject, "value", "")
            if iri in self.sections.homes:
                self.said.setdefault(iri, set()).add(one)
            else:
                self.rest.add(one)
        bare: set[str] = set()
        for one in found - self.wanted:
            iri = getattr(one.subject, "value", "")
            entry = self.sections.homes.get(iri)
            if entry is None or _has_blank(one) or (one.subject, one.predicate) in mended:
                continue
            own = entry.setdefault("meta", {}).setdefault(OWN, {})
            if own.get("bare") is not True:
                own["bare"] = True
                bare.add(iri)
        for one in self.wanted if bare else ():
            iri = getattr(one.subject, "value", "")
            if iri in bare and one.predicate in _BY_DEFAULT:
                self.said.setdefault(iri, set()).add(one)
        return learnt or bool(bare)

    def emit(self) -> bytes:
        """Return the file with what is known by now of the RDF that it needs."""
        sections, contents = self.sections, self.contents
        for iri, said in self.said.items():
            own = sections.homes[iri].setdefault("meta", {}).setdefault(OWN, {})
            own["rdf"] = self._about(said)
        kept = contents.kept(contents.graph)
        found: dict[str, Any] = {"meta": self._meta(kept)}
        assumed = [iri for iri in in_order(contents.assumed) if iri in sections.homes]
        declared = self._declared(kept)
        if declared:
            found["statements"] = {name: _short(entry) for name, entry in declared.items()}
        for key, entries in (("issues", sections.issues), ("arguments", sections.arguments)):
            if entries:
                found[key] = {name: _tidy(entry) for name, entry in entries.items()}
        if assumed:
            order = kept.get("assumptions")
            if isinstance(order, list) and in_order(map(str, order)) == assumed:
                assumed = order
            found["assumptions"] = [sections.name(iri) for iri in assumed]
        schemes = kept.get("schemes")
        listed = schemes if isinstance(schemes, list) else []
        defined = [one for one in listed if isinstance(one, dict)]
        if defined:
            found["argument_schemes"] = defined
        extras = kept.get("extras")
        rest = extras if isinstance(extras, dict) else {}
        return emit(found | {key: value for key, value in rest.items() if key not in found})

    def _declared(self, kept: dict[str, Any]) -> dict[str, Any]:
        """Return the statements without those that the file only assumed, and words for itself."""
        extras = kept.get("extras")
        case = Case(extras=extras if isinstance(extras, dict) else {})
        used = {one for issue in self.sections.issues.values() for one in issue["positions"]}
        for one in self.sections.arguments.values():
            premises = one["premises"]
            used |= {one["conclusion"], one.get("undercutter", "")}
            used |= set(premises.values() if isinstance(premises, dict) else premises)
        left_out = {
            self.sections.name(iri)
            for iri in self.contents.assumed
            if self.contents.kept(iri).get("undeclared") is True and iri in self.sections.homes
        }
        return {
            name: entry
            for name, entry in self.sections.statements.items()
            if name not in left_out or name in used or _tidy(entry) != {"text": case.worded(name)}
        }

    def _meta(self, kept: dict[str, Any]) -> dict[str, Any]:
        """Return what the file says of itself."""
        contents = self.contents
        own: dict[str, Any] = {"base": contents.space}
        meta: dict[str, Any] = dict(kept["meta"]) if isinstance(kept.get("meta"), dict) else {}
        if contents.ours:
            source = f"{contents.space}source"
            for key in [key for key in SOURCE if isinstance(meta.get(key), str)]:
                said = contents.values(source, SOURCE[key])
                if meta[key] not in said and contents.exists(source):
                    del meta[key]
                    if said and key not in NOTES:
                        meta[key] = said[0]
        else:
            own["bare"] = True
            title = contents.title()
            meta |= {"title": title} if title else {}
        if contents.language:
            own["language"] = contents.language
        if self.more:
            own["prefixes"] = self.more
        if self.rest:
            own["rdf"] = Block(self._turtle(self.rest))
        return meta | {OWN: own}

    def _turtle(self, triples: Iterable[ox.Triple]) -> str:
        ordered = sorted(triples, key=str)
        data = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=self.prefixes)
        lines = (data or b"").decode("utf-8").split("\n")
        return "\n".join(one for one in lines if not one.startswith("@prefix ")).replace("\t", "  ")

    def _about(self, triples: Iterable[ox.Triple]) -> Block:
        """Return what is said of one node without naming it."""
        turned = (ox.Triple(_SUBJECT, one.predicate, one.object) for one in triples)
        text = self._turtle(turned).strip()
        return Block(text.removeprefix(f"{_SUBJECT} ").removesuffix(".").strip() + "\n")


def _triples(store: "Store") -> set[ox.Triple]:
    return {quad.triple for quad in store.quads()}


def _has_blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def _tidy(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry without metadata and premises where there are none."""
    empty = [key for key in ("meta", "premises") if not entry.get(key)]
    return {key: value for key, value in entry.items() if key not in empty}


def _short(entry: dict[str, Any]) -> Any:
    """Return a statement as its text alone where there is no more to it."""
    tidy = _tidy(entry)
    return tidy["text"] if tidy.keys() == {"text"} else tidy
