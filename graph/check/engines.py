"""The SHACL engines: what goes into them and what comes out is in the store's own terms."""

import logging
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import FormatError

__all__ = ["ENGINES", "Raw", "Term", "parse_term", "run", "to_rdflib"]

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal

ENGINES: Final = ("pyshacl", "shacl")
_STRING: Final = ontology.PREFIXES["xsd"] + "string"


@dataclass(frozen=True, slots=True)
class Raw:
    """One validation result as an engine gives it: *shape* and *component* are IRIs."""

    shape: str
    focus: Term
    value: Term | None
    component: str


def run(engine: str, data: Sequence[ox.Triple], shapes: Sequence[ox.Triple]) -> list[Raw]:
    """Validate *data* against *shapes*, nothing inferred.

    Raises:
        FormatError: there is no such engine, or it is not installed.

    >>> run("guess", [], [])
    Traceback (most recent call last):
    whyso.graph.errors.FormatError: no validation engine 'guess'; there are pyshacl, shacl
    """
    if engine not in ENGINES:
        raise FormatError(f"no validation engine {engine!r}; there are {', '.join(ENGINES)}")
    return list((_pyshacl if engine == "pyshacl" else _shacl)(data, shapes))


def _pyshacl(data: Sequence[ox.Triple], shapes: Sequence[ox.Triple]) -> Iterator[Raw]:
    with _quiet():
        import pyshacl
        from rdflib import SH, Graph

        graphs = [Graph(), Graph()]
        for graph, triples in zip(graphs, (data, shapes), strict=True):
            graph.addN(
                (to_rdflib(t.subject), to_rdflib(t.predicate), to_rdflib(t.object), graph)
                for t in triples
            )
        _, report, _ = pyshacl.validate(
            graphs[0], shacl_graph=graphs[1], inference="none", inplace=True, advanced=False
        )
    for result in report.subjects(SH.resultSeverity):
        value = report.value(result, SH.value)
        yield Raw(
            str(report.value(result, SH.sourceShape)),
            _from_rdflib(report.value(result, SH.focusNode)),
            None if value is None else _from_rdflib(value),
            str(report.value(result, SH.sourceConstraintComponent)),
        )


def _shacl(data: Sequence[ox.Triple], shapes: Sequence[ox.Triple]) -> Iterator[Raw]:
    try:
        import shacl
    except ImportError:
        raise FormatError(
            "the engine 'shacl' is not installed: pip install 'whyso[fast-check]', or use 'pyshacl'"
        ) from None
    compiled = shacl.Shapes.from_text(_n_triples(shapes), format="ntriples")
    for result in compiled.validate_text(_n_triples(data), format="ntriples").results:
        yield Raw(
            (result.source_shape or "").strip("<>"),
            parse_term(result.focus_node),
            None if result.value is None else parse_term(result.value),
            result.component_iri,
        )


def _n_triples(triples: Iterable[ox.Triple]) -> str:
    return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode("utf-8")


def parse_term(text: str) -> Any:
    """Return the engine's term that is written *text* in N-Triples.

    >>> parse_term('"tea"@en').language
    'en'
    """
    quad = next(ox.parse(f"<urn:s> <urn:p> {text} .", ox.RdfFormat.N_TRIPLES))
    return quad.object


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging a traceback for every ill-typed literal; a shape reports those."""
    names = ("rdflib.term", "pyshacl", "pyshacl.validate")
    loggers = [logging.getLogger(name) for name in names]
    for logger in loggers:
        logger.addFilter(_nothing)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger in loggers:
            logger.removeFilter(_nothing)


def _nothing(_: logging.LogRecord) -> bool:
    return False


def to_rdflib(term: Any) -> Any:
    """Return an engine's term as rdflib's, its spelling unchanged.

    >>> to_rdflib(parse_term('"05"^^<http://www.w3.org/2001/XMLSchema#integer>'))
    rdflib.term.Literal('05', datatype=rdflib.term.URIRef('http://www.w3.org/2001/XMLSchema#integer'))
    """
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype.value == _STRING:
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


def _from_rdflib(term: Any) -> Any:
    from rdflib import BNode, Literal

    if isinstance(term, BNode):
        return ox.BlankNode(str(term))
    if not isinstance(term, Literal):
        return ox.NamedNode(str(term))
    if term.language:
        return ox.Literal(str(term), language=term.language)
    if term.datatype is None:
        return ox.Literal(str(term))
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))
