"""Nodesets read from AIF in RDF, to compare by nodes and edges."""

from typing import Any

from rdflib import Namespace

from whyso.graph import ArgumentGraph
from whyso.graph.formats.aif.nodeset import Nodeset
from whyso.graph.formats.aif.places import Place
from whyso.graph.formats.aif.rdf import read_aif_rdf
from whyso.graph.formats.aif.restoring import restored
from whyso.graph.store import Store

OWL = Namespace("http://www.arg.dundee.ac.uk/aif#")
TECH = Namespace("http://www.arg.tech/aif#")
ARG = Namespace("https://w3id.org/whyso/ontology#")
NODES = "http://www.aifdb.org/nodes/"


def read(text: str | bytes, name: str = "tea.ttl") -> tuple[ArgumentGraph, Any]:
    data = text if isinstance(text, bytes) else text.encode()
    store, account = read_aif_rdf(data, name=name)
    return ArgumentGraph(store), account


def view(store: Store) -> tuple[set[Any], set[tuple[str, str]]]:
    """Nodes and edges of the nodeset of a store, by IRI."""
    found = restored(store)
    return seen(found.nodeset, found.place)


def seen(nodeset: Nodeset, place: Place) -> tuple[set[Any], set[tuple[str, str]]]:
    iris = {node.id: place.iri(node) for node in nodeset.nodes}
    nodes = {
        (iris[node.id], node.type, node.text, node.scheme, node.timestamp) for node in nodeset.nodes
    }
    return nodes, {(iris[edge.source], iris[edge.target]) for edge in nodeset.edges}
