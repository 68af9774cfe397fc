"""Where what the page shows comes from: documents, annotators, licences, and the nodes' triples."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.store import natural
from whyso.graph.view.figures import date_words
from whyso.graph.view.words import WORDS

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.store import Store

__all__ = ["MOST_TURTLE", "origins", "turtle"]

_P: Final = ontology.PREFIXES
_D: Final = _P["dcterms"]
# Of a document, and of the graph that annotates it: property to the word of the interface.
_DOCUMENT: Final = {
    "title": "title",
    "creator": "author",
    "publisher": "publisher",
    "issued": "issued",
    "source": "text",
    "identifier": "text",
    "rights": "rights",
    "contributor": "annotator",
    "modified": "annotated",
    "license": "licence",
}
_ANNOTATION: Final = {
    "creator": "annotator",
    "contributor": "annotator",
    "created": "annotated",
    "modified": "annotated",
    "license": "licence",
}
_NAMES: Final = (_P["rdfs"] + "label", _P["foaf"] + "name", _P["skos"] + "prefLabel")
_DATES: Final = frozenset(_P["xsd"] + name for name in ("date", "dateTime", "gYear", "gYearMonth"))
_HEAD: Final = re.compile(r"\A(?:@prefix [^\n]*\n)+")
_TYPE: Final = ox.NamedNode(_P["rdf"] + "type")
# A page with more cards than this comes without their triples: they would be most of the file.
MOST_TURTLE: Final = 4000


def origins(g: "ArgumentGraph") -> dict[str, list[tuple[str, dict[str, str]]]]:
    """Return for each source graph where it comes from: words and values, values by language.

    >>> from whyso.graph import sample
    >>> [rows] = origins(sample()).values()
    >>> dict(rows)["annotated"]["en"], dict(rows)["author"]["zh"]
    ('23 November 2026', '萨姆·奥尔特曼')
    """
    found: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for graph in g.store.source_graphs():
        rows: list[tuple[str, dict[str, str]]] = []
        for source in g.sources():
            if source.graph == graph.value:
                titles = [("document", dict(source.labels))] if source.labels else []
                rows += [*titles, *_rows(g.store, source.iri, _DOCUMENT)]
        rows += _rows(g.store, graph.value, _ANNOTATION)
        order = list(WORDS["en"]["origin"])
        rows.sort(key=lambda row: order.index(row[0]))
        unlike = [row for index, row in enumerate(rows) if row not in rows[:index]]
        if unlike:
            found[graph.value] = unlike
    return found


def _rows(store: "Store", iri: str, words: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    node = ox.BlankNode(iri[2:]) if iri.startswith("_:") else ox.NamedNode(iri)
    for name, word in words.items():
        values = _values(store, node, _D + name)
        texts: dict[str, str] = {}
        for value in values:
            if isinstance(value, ox.Literal) and value.datatype.value not in _DATES:
                language = value.language or "und"
                if language in texts:
                    yield word, {language: value.value}
                texts.setdefault(language, value.value)
        if texts:
            yield word, texts
        for value in values:
            if isinstance(value, ox.Literal):
                if value.datatype.value in _DATES:
                    yield word, {lang: date_words(value.value, lang) for lang in WORDS}
            elif isinstance(value, ox.NamedNode | ox.BlankNode):
                yield word, _named(store, value) or {"und": value.value}


def _named(store: "Store", node: ox.NamedNode | ox.BlankNode) -> dict[str, str]:
    for predicate in _NAMES:
        names = [name for name in _values(store, node, predicate) if isinstance(name, ox.Literal)]
        if names:
            return {name.language or "und": name.value for name in names}
    return {}


def _values(store: "Store", node: Any, predicate: str) -> list[Any]:
    """Return what the source graphs say, in natural order, English first."""
    found = {
        quad.object
        for graph in store.source_graphs()
        for quad in store.engine.quads_for_pattern(node, ox.NamedNode(predicate), None, graph)
    }
    return sorted(found, key=lambda term: (getattr(term, "language", "") != "en", str(term)))


def turtle(g: "ArgumentGraph", nodes: Iterable[str]) -> dict[str, Any]:
    """Return the prefixes of the files, and by node its own triples as Turtle without them.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> print(turtle(g, [g.resolve("q0a")])["nodes"][g.resolve("q0a")])
    :q0a a arg:Question ;
        rdfs:label "Does OpenAI have such guarantees?"@en , "OpenAI 是否已有这种担保？"@zh ;
        arg:status arg:reconstructed .
    """
    prefixes = g.store.prefixes
    graphs = g.store.source_graphs()
    texts = {}
    for iri in nodes:
        triples = list(_own(g.store, graphs, iri))
        said = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""
        texts[iri] = _HEAD.sub("", said.decode()).replace("\n\t", "\n    ").strip()
    return {"prefixes": dict(prefixes), "nodes": texts}


def _own(store: "Store", graphs: list[ox.NamedNode], iri: str) -> Iterator[ox.Triple]:
    """Yield what is said of a node, and of the blank nodes that hang from it."""
    start = ox.BlankNode(iri[2:]) if iri.startswith("_:") else ox.NamedNode(iri)
    waiting: list[Any] = [start]
    seen = {start}
    while waiting:
        node = waiting.pop(0)
        triples = {
            quad.triple
            for graph in graphs
            for quad in store.engine.quads_for_pattern(node, None, None, graph)
        }
        for triple in sorted(triples, key=_place):
            yield triple
            if isinstance(triple.object, ox.BlankNode) and triple.object not in seen:
                seen.add(triple.object)
                waiting.append(triple.object)


def _place(triple: ox.Triple) -> tuple[bool, bool, str, str]:
    """The class first, then the label, then the rest in natural order."""
    predicate = triple.predicate.value
    unlabelled = predicate != _NAMES[0]
    return triple.predicate != _TYPE, unlabelled, predicate, natural(_key(triple.object))


def _key(term: Any) -> str:
    return f"{term.language or ''} {term.value}" if isinstance(term, ox.Literal) else str(term)
