"""What can be said: namespaces, and the ontology's files.

The base IRI is kept here and nowhere else in the code; the Turtle and SPARQL files beside this one
spell it out.
"""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

__all__ = [
    "ARG",
    "BASE",
    "CARRIED",
    "DERIVED",
    "GRAPH",
    "ID",
    "PREFIXES",
    "SHAPES",
    "SOFTWARE",
    "STORE",
    "VERDICT",
    "file",
    "queries",
    "rules",
    "standpoints",
]

BASE: Final = "https://w3id.org/whyso/"
ARG: Final = BASE + "ontology#"
SHAPES: Final = BASE + "shapes#"
ID: Final = BASE + "id/"
GRAPH: Final = BASE + "graph/"
DERIVED: Final = BASE + "derived/"
VERDICT: Final = BASE + "verdict/"
SOFTWARE: Final = BASE + "software/"
STORE: Final = BASE + "store/"  # what a store on disk remembers of the files that it holds
CARRIED: Final = BASE + "carried#"  # what other formats say and the model cannot, one a format

PREFIXES: Final[dict[str, str]] = {
    "arg": ARG,
    "carried": CARRIED,
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "unit": "http://qudt.org/vocab/unit/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def file(name: str) -> str:
    """Return the text of one of the ontology's files.

    Args:
        name: ``ontology.ttl``, ``shapes.ttl``, ``alignments.ttl`` or ``context.jsonld``.

    Raises:
        FileNotFoundError: there is no such file.

    >>> "@prefix arg:" in file("ontology.ttl")
    True
    """
    return files("whyso.ontology").joinpath(name).read_text("utf-8")


@cache
def rules() -> dict[str, str]:
    """Return the CONSTRUCT rules that derive the shortcuts, name to SPARQL text.

    >>> sorted(rules())[:2]
    ['attacks', 'rebuts']
    """
    return _texts("rules")


@cache
def queries() -> dict[str, str]:
    """Return the named queries, name to SPARQL text.

    >>> "answers" in queries()
    True
    """
    return _texts("queries")


@cache
def standpoints() -> dict[str, str]:
    """Return the queries that say what a reader grants, name to SPARQL text.

    >>> "speaker" in standpoints()
    True
    """
    return _texts("standpoints")


def _texts(folder: str) -> dict[str, str]:
    found: list[Traversable] = list(files("whyso.ontology").joinpath(folder).iterdir())
    return {
        entry.name.removesuffix(".rq"): entry.read_text("utf-8")
        for entry in sorted(found, key=lambda entry: entry.name)
        if entry.name.endswith(".rq")
    }
