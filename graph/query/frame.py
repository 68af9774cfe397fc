"""What a query found, as an Arrow table."""

import contextlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import WhysoError

if TYPE_CHECKING:
    from whyso.graph.query.answer import Answer

__all__ = ["answer_frame"]

_XSD: Final = ontology.PREFIXES["xsd"]
_WHOLE: Final = {_XSD + name for name in ("integer", "int", "long", "short", "byte")} | {
    _XSD + name for name in ("nonNegativeInteger", "positiveInteger", "unsignedInt")
}
_BROKEN: Final = {_XSD + name for name in ("decimal", "double", "float")}
_LARGE: Final = 2**63


def answer_frame(answer: "Answer") -> Any:
    """Return an answer as an Arrow table.

    SELECT gives a column per variable: numbers or truth values if all of its values are such, else
    texts; IRIs in full, blank nodes as ``_:`` and label, literals without datatype and language.
    CONSTRUCT and DESCRIBE give subject, predicate, object, datatype and language, ASK one truth
    value in the column ``answer``.

    Args:
        answer: what a query found.

    Returns:
        A ``pyarrow.Table``.

    Raises:
        WhysoError: pyarrow is not installed.

    >>> from whyso.graph import sample
    >>> found = sample().query("SELECT ?c ?n { ?c arg:confidence ?n } ORDER BY ?c LIMIT 1")
    >>> [str(one) for one in answer_frame(found).schema.types]
    ['string', 'double']
    """
    try:
        import pyarrow as pa
    except ImportError:
        raise WhysoError("data frames need pyarrow: pip install 'whyso[arrow]'") from None
    if answer.type == "ASK":
        return pa.table({"answer": pa.array([bool(answer)])})
    if answer.type == "CONSTRUCT":
        triples = answer.raw_triples
        ends = [triple.object for triple in triples]
        columns: dict[str, list[str | None]] = {
            "subject": [_text(triple.subject) for triple in triples],
            "predicate": [triple.predicate.value for triple in triples],
            "object": [_text(end) for end in ends],
            "datatype": [
                end.datatype.value if isinstance(end, ox.Literal) else None for end in ends
            ],
            "language": [end.language if isinstance(end, ox.Literal) else None for end in ends],
        }
        return pa.table({name: pa.array(one, pa.string()) for name, one in columns.items()})
    rows = answer.raw_rows
    names = [str(name) for name in answer.vars or []]
    return pa.Table.from_arrays(
        [_column([row[place] for row in rows]) for place in range(len(names))], names=names
    )


def _column(terms: "list[Any]") -> Any:
    """Return the values of one variable, as numbers or truth values if all of them are such."""
    import pyarrow as pa

    there = [term for term in terms if term is not None]
    types = {term.datatype.value if isinstance(term, ox.Literal) else "" for term in there}
    texts = [_text(term) for term in terms]
    with contextlib.suppress(ValueError):  # an ill-typed literal is a text
        if types and types <= _WHOLE:
            whole = [None if text is None else int(text) for text in texts]
            if all(number is None or -_LARGE <= number < _LARGE for number in whole):
                return pa.array(whole, pa.int64())
        if types and types <= _WHOLE | _BROKEN:
            return pa.array(_floats(texts), pa.float64())
    if types == {_XSD + "boolean"}:
        flags = [None if text is None else text in ("true", "1") for text in texts]
        return pa.array(flags, pa.bool_())
    return pa.array(texts, pa.string())


def _floats(texts: Iterable[str | None]) -> list[float | None]:
    return [None if text is None else float(text) for text in texts]


def _text(term: Any) -> str | None:
    if term is None:
        return None
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(term.value)
