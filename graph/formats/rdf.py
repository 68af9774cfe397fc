"""The RDF syntaxes, by the store."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.account import Account, Rows
from whyso.graph.formats.exchange import VERDICTS, curie
from whyso.graph.formats.xml import WHY, clean
from whyso.graph.network import ROLES, STEPS
from whyso.graph.store import Store, Syntax

if TYPE_CHECKING:
    from whyso.graph.formats.format import Reader, Writer
    from whyso.graph.model import ArgumentGraph

__all__ = ["TITLES", "counted", "reader", "writer"]

TITLES: Final = {
    "turtle": "RDF as people write it",
    "trig": "RDF, Turtle with several named graphs",
    "n-triples": "RDF, one triple a line",
    "n-quads": "RDF, one triple and its named graph a line",
    "rdf-xml": "RDF for XML tools",
    "json-ld": "RDF for JSON tools",
    "n3": "RDF for N3 reasoners",
}
_RDF: Final = ontology.PREFIXES["rdf"]
_START: Final = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_XML_NAME: Final = re.compile(f"[{_START}][{_START}\\-.0-9\xb7\u0300-\u036f\u203f\u2040]*$")
_RESERVED: Final = frozenset(
    _RDF + name
    for name in (
        *("RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype"),
        *("Description", "li", "aboutEach", "aboutEachPrefix", "bagID"),
    )
)


def writer(syntax: Syntax) -> "Writer":
    """Return the writer of an RDF syntax.

    >>> from whyso.graph import sample
    >>> from whyso.graph.store.syntax import find_syntax
    >>> writer(find_syntax("turtle"))(sample())[1].lossless
    True
    """

    def write(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
        return _write(g.store, syntax)

    return write


def _write(store: Store, syntax: Syntax) -> tuple[bytes, Account]:
    approximated, dropped = Rows(), Rows()
    plain = store
    if syntax.format == ox.RdfFormat.RDF_XML:
        plain = _fit_for_xml(store, approximated, dropped)
    data = plain.serialize(syntax.name, verdicts=True)
    if syntax.format == ox.RdfFormat.RDF_XML:
        data = data.replace(b"\r", b"&#13;")
    kept = counted(plain)
    if not syntax.quads:
        kept.pop(VERDICTS, None)
        for judged in store.verdict_graphs():
            size = sum(1 for _ in store.engine.quads_for_pattern(None, None, None, judged))
            why = f"{syntax.name} cannot hold verdicts beside a source"
            dropped.add(VERDICTS, why, judged.value, triples=size)
    graphs = [graph.value for graph in store.source_graphs()]
    if not syntax.quads and len(graphs) > 1:
        why = f"{syntax.name} holds one graph: what each source says is merged"
        approximated.add("named graphs", why, *graphs, triples=0)
        kept["triples"] = len({(q.subject, q.predicate, q.object) for q in _quads(plain)})
    elif not syntax.quads and not _named_again(data, syntax, graphs):
        why = f"{syntax.name} does not tell the graph's name; reading gives it another"
        approximated.add("named graphs", why, *graphs, triples=0)
    return data, Account(syntax.name, "write", kept, approximated.rows(), dropped.rows())


def _fit_for_xml(store: Store, approximated: Rows, dropped: Rows) -> Store:
    """Return the store, or a copy of it without what RDF/XML cannot say."""
    quads: list[ox.Quad] = []
    for quad in store.quads():
        value, predicate = quad.object, quad.predicate.value
        about = _key(quad.subject)
        if predicate in _RESERVED or not _XML_NAME.search(predicate):
            why = "RDF/XML needs a property to end in an XML name"
            dropped.add(curie(predicate, store.prefixes), why, about)
            continue
        if isinstance(value, ox.Literal) and clean(value.value) != value.value:
            approximated.add(curie(predicate, store.prefixes), WHY, about)
            text = clean(value.value)
            value = (
                ox.Literal(text, language=value.language)
                if value.language
                else ox.Literal(text, datatype=value.datatype)
            )
        quads.append(ox.Quad(quad.subject, quad.predicate, value, quad.graph_name))
    if not approximated.rows() and not dropped.rows():
        return store
    fit = Store()
    fit.prefixes = store.prefixes
    fit.engine.extend(quads)
    return fit


def _named_again(data: bytes, syntax: Syntax, graphs: list[str]) -> bool:
    """Tell whether reading *data* gives its one graph the name it has here."""
    again = Store()
    again.read_text(data, syntax.name)
    return [graph.value for graph in again.source_graphs()] == graphs


def reader(syntax: Syntax) -> "Reader":
    """Return the reader of an RDF syntax.

    >>> from whyso.graph.store.syntax import find_syntax
    >>> read = reader(find_syntax("turtle"))
    >>> claim = b"<http://e/c> a <https://w3id.org/whyso/ontology#Claim> ."
    >>> read(claim, name="tea.ttl")[1].kept["statements"]
    1
    """

    def read(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
        store = Store()
        store.read_text(data, syntax.name, name=name, base=base)
        return store, Account(syntax.name, "read", counted(store))

    return read


def counted(store: Store) -> dict[str, int]:
    """Return how many statements, steps, utterances, edges, triples and verdicts a store has.

    >>> counted(Store())["statements"]
    0
    """
    from whyso.graph.model.reading import members

    found = members(store)
    steps = sum(len(iris) for kind, iris in found.items() if kind in STEPS)
    utterances = len(found.get("utterance", ()))
    nodes = {iri for iris in found.values() for iri in iris}
    edges = {
        (start, role, end)
        for role, iri in ROLES.items()
        for quad in store.engine.quads_for_pattern(None, ox.NamedNode(iri), None)
        if (start := _key(quad.subject)) in nodes and (end := _key(quad.object)) in nodes
    }
    kept = {
        "statements": len(nodes) - steps - utterances,
        "steps": steps,
        "utterances": utterances,
        "edges": len(edges),
        "triples": sum(1 for _ in _quads(store)),
    }
    judged = len(store.verdict_graphs())
    return kept | {VERDICTS: judged} if judged else kept


def _quads(store: Store) -> Iterator[ox.Quad]:
    for graph in store.source_graphs():
        yield from store.engine.quads_for_pattern(None, None, None, graph)


def _key(term: object) -> str:
    return (
        f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(getattr(term, "value", term))
    )
