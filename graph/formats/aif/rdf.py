"""AIF in RDF: read in every dialect and syntax, written in that of AIF-RDF.owl and in AIFdb's.

The Argument Interchange Format as an ontology: Rahwan, Zablith and Reed 2007, "Laying the
Foundations for a World Wide Argument Web"; Bex, Prakken and Reed's ``AIF-RDF.owl``; AIFdb's export.

``aif-rdf`` says everything twice: as AIF, and in our own words beside, of the same resources. A
tool for AIF passes over the latter; so nothing is lost. ``aifdb-rdf`` says what AIFdb's vocabulary
can.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.account import Account, Row, Rows
from whyso.graph.formats.aif.claims import Claims
from whyso.graph.formats.aif.dialects import class_of, sniff_aif_rdf
from whyso.graph.formats.aif.nodeset import AIF, Node
from whyso.graph.formats.aif.places import Place
from whyso.graph.formats.aif.reading import say
from whyso.graph.formats.aif.restoring import restored
from whyso.graph.formats.aif.triples import Term, Triples
from whyso.graph.formats.aif.wording import OWL_WORDS, as_aifdb, in_owl, unsaid
from whyso.graph.formats.draft import Draft
from whyso.graph.formats.proof import proven
from whyso.graph.formats.rdf import counted
from whyso.graph.formats.vocabulary import Triple, mark, read_rdf, turtle, unmark
from whyso.graph.network import KINDS
from whyso.graph.store import Store
from whyso.graph.store.naming import slugs_in

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["read_aif_rdf", "sniff_aif_rdf", "write_aif_rdf", "write_aifdb_rdf"]

_P: Final = ontology.PREFIXES
_TYPE: Final = ox.NamedNode(_P["rdf"] + "type")
_LABEL: Final = ox.NamedNode(_P["rdfs"] + "label")
_MADE: Final = ox.NamedNode(ontology.CARRIED + "made")  # a node that only AIF needs


def read_aif_rdf(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Read AIF in RDF, in the namespaces and properties of any of its dialects.

    Where our own triples stand beside, they are what is read.

    Raises:
        ParseError: the text is broken.

    >>> text = b'''@prefix aif: <http://www.arg.tech/aif#> .
    ... @prefix : <http://www.aifdb.org/nodes/> .
    ... :1 a aif:I-node ; aif:claimText "Tea warms." ; aif:Premise :2 . :2 a aif:RA-node .
    ... :3 a aif:I-node ; aif:claimText "Drink it." ; aif:Conclusion :2 .'''
    >>> store, account = read_aif_rdf(text, name="tea.ttl")
    >>> account.kept["statements"], account.kept["steps"], account.lossless
    (2, 1, True)
    """
    store = read_rdf(data, name=name, base=base)
    marked = unmark(store, AIF)
    types = store.engine.quads_for_pattern(None, _TYPE, None)
    if marked or any(_is_ours(quad) for quad in types):
        return _own(store)
    slugs = slugs_in(data)
    space = f"{ontology.ID}{slugs[0]}/" if slugs else base
    draft = Draft("aif-rdf", name=name, base=space)
    if len(store.source_graphs()) > 1:
        graphs = [graph.value for graph in store.source_graphs()]
        draft.approximated.add("named graphs", "read as one nodeset", *graphs, triples=0)
    quads = [quad for graph in store.source_graphs() for quad in _in(store, graph)]
    found = Triples(quads, Place(draft.space))
    if not found.nodeset.nodes:
        return store, Account("aif-rdf", "read", counted(store))
    for row in found.approximated.rows():
        draft.approximated.add(row.what, row.why, *row.ids, triples=row.triples)
    claims = say(found.nodeset, draft)
    draft.prefixes |= {key: iri for key, iri in store.prefixes.items() if key not in _P}
    said, account = draft.finish()
    _tell_languages(said, claims, found)
    home = ox.NamedNode(draft.graph)
    said.engine.extend(_renamed(quad, found, home) for quad in found.rest)
    said.refresh()
    return said, replace(account, kept=counted(said))


def _in(store: Store, graph: ox.NamedNode) -> list[ox.Quad]:
    return list(store.engine.quads_for_pattern(None, None, None, graph))


def _is_ours(quad: ox.Quad) -> bool:
    value = quad.object
    return (
        isinstance(value, ox.NamedNode)
        and value.value.startswith(ontology.ARG)
        and value.value.removeprefix(ontology.ARG) in KINDS
    )


def _tell_languages(store: Store, claims: Claims, found: Triples) -> None:
    """Put the language back on labels of contents that had one."""
    homes = store.source_graphs()
    for id, texts in found.texts.items():
        node = found.nodeset.get(id)
        if node is None or node.type == "L" or not homes:
            continue
        iri = ox.NamedNode(claims.place.iri(node))
        plain = ox.Quad(iri, _LABEL, ox.Literal(node.text), homes[0])
        if plain in store.engine:
            store.engine.remove(plain)
            store.engine.extend(ox.Quad(iri, _LABEL, text, homes[0]) for text in texts)


def _renamed(quad: ox.Quad, found: Triples, home: ox.NamedNode) -> ox.Quad:
    """Return a quad in the graph of the source, with the names that blank nodes have got."""
    subject, value = quad.subject, quad.object
    if isinstance(subject, ox.BlankNode) and subject in found.names:
        subject = ox.NamedNode(found.names[subject])
    if isinstance(value, ox.BlankNode) and value in found.names:
        value = ox.NamedNode(found.names[value])
    return ox.Quad(subject, quad.predicate, value, home)


# With our own triples beside


def _own(store: Store) -> tuple[Store, Account]:
    """Take off a store what AIF says of it."""
    rows = Rows()
    ours: set[Term] = set()
    made: set[Term] = set()
    foreign: dict[Term, None] = {}
    for graph in store.source_graphs():
        for quad in _in(store, graph):
            if not isinstance(quad.subject, Term):
                continue
            if quad.predicate == _MADE:
                made.add(quad.subject)
            elif quad.predicate == _TYPE and _is_ours(quad):
                ours.add(quad.subject)
            elif quad.predicate == _TYPE and isinstance(quad.object, ox.NamedNode):
                told = class_of(quad.object.value)
                if told is not None and told.type in ("I", "EN", "RA", "CA"):
                    foreign[quad.subject] = None
    new = [term for term in foreign if term not in ours and term not in made]
    added = _read_new(store, new, made, rows) if new else []
    for graph in store.source_graphs():
        for quad in _in(store, graph):
            if _is_aif(quad, ours, made):
                store.engine.remove(quad)
    store.engine.extend(added)
    store.refresh()
    return store, Account("aif-rdf", "read", counted(store), rows.rows())


def _is_aif(quad: ox.Quad, ours: set[Term], made: set[Term]) -> bool:
    """Tell whether a quad is said for tools of AIF only."""
    if quad.subject in made or quad.object in made or quad.predicate.value in OWL_WORDS:
        return True
    if quad.predicate != _TYPE or not isinstance(quad.object, ox.NamedNode):
        return False
    told = class_of(quad.object.value)
    if told is None or not quad.object.value.startswith(AIF):
        return False
    return told.scheme is not None or quad.subject in ours


def _read_new(store: Store, new: list[Term], made: set[Term], rows: Rows) -> list[ox.Quad]:
    """Return what AIF says of nodes that our own triples do not tell."""
    home = store.source_graphs()[0]
    place = Place(f"{ontology.ID}{home.value.removeprefix(ontology.GRAPH)}/")
    quads = [
        quad
        for graph in store.source_graphs()
        for quad in _in(store, graph)
        if quad.subject not in made and quad.object not in made
    ]
    found = Triples(quads, place)
    names = {
        found.names[term] if isinstance(term, ox.BlankNode) else term.value
        for term in new
        if not isinstance(term, ox.BlankNode) or term in found.names
    }
    why = "AIF has nodes that our own triples beside lack; read as AIF"
    rows.add("node", why, *sorted(names), triples=0)
    draft = Draft("aif-rdf", name="aif", base=place.space)
    for said in Claims(found.nodeset, place).said:
        if said.subject in names or said.value in names:
            if not said.kind:
                draft.link(said.subject, said.predicate, said.value)
            elif said.kind == "@":
                draft.text(said.subject, said.predicate, said.value)
            else:
                draft.value(said.subject, said.predicate, said.value, said.kind)
    again = draft.finish()[0]
    return [
        ox.Quad(quad.subject, quad.predicate, quad.object, home)
        for graph in again.source_graphs()
        for quad in _in(again, graph)
    ]


# Writing


def write_aif_rdf(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Write AIF in the words of AIF-RDF.owl as Turtle, with our own triples beside.

    >>> from whyso.graph import sample
    >>> data, account = write_aif_rdf(sample())
    >>> b"aif:hasConflictedElement" in data, account.lossless
    (True, True)
    """
    g.store.name_blanks()
    found = restored(g.store, lang=lang)
    there = {quad.subject for graph in g.store.source_graphs() for quad in _in(g.store, graph)}
    more: list[Triple] = list(mark(g.store, AIF))
    terms = {found.place.iri(node): _term(found.place, node) for node in found.nodeset.nodes}
    for term in terms.values():
        if term not in there:
            more.append((term, _MADE, ox.Literal(value=True)))
    for subject, predicate, value, is_text in in_owl(found.nodeset, found.place):
        end = _literal(value) if is_text else terms.get(value) or ox.NamedNode(value)
        more.append((terms[subject], ox.NamedNode(predicate), end))
    data = turtle(g.store, more, {"aif": AIF})
    return data, proven(g, data, "aif-rdf", read_aif_rdf, where="AIF in RDF")


def _term(place: Place, node: Node) -> Term:
    if node.id.startswith("_:"):
        return ox.BlankNode(node.id[2:])
    return ox.NamedNode(place.iri(node))


def _literal(text: str) -> ox.Literal:
    return ox.Literal(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def write_aifdb_rdf(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Write AIF as AIFdb's RDF/XML, undercuts, schemes, rephrases and preferences included.

    >>> from whyso.graph import sample
    >>> data, account = write_aifdb_rdf(sample())
    >>> b"http://www.arg.tech/aif#CA-node" in data, account.lossless
    (True, False)
    """
    found = restored(g.store, lang=lang)
    iris = {node.id: found.place.iri(node) for node in found.nodeset.nodes}
    data = as_aifdb(found.nodeset, iris)
    names = dict(found.names)
    for person in found.nodeset.participants:
        meant = found.place.iri(Node(person.id, ""))
        if person.name and not person.id.isdecimal():
            names.setdefault(found.place.agent(person.name), meant)
    account = proven(g, data, "aifdb-rdf", read_aif_rdf, where="AIFdb's RDF", names=names)
    lost = unsaid(found.nodeset)
    if lost:
        row = Row("edge", "AIF in RDF has no word for an edge between such nodes", tuple(lost))
        account = replace(account, dropped=(*account.dropped, row))
    return data, account
