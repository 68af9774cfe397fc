"""What the columns of tables are made of, asked of the store a property at a time."""

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import numpy as np

from whyso import ontology
from whyso.graph.frames.arrow import first_of, pyarrow
from whyso.graph.network.kinds import KINDS, STEPS
from whyso.graph.store.parts import short

if TYPE_CHECKING:
    from whyso.graph.store import Store

__all__ = ["asked", "concept", "described", "label_of", "labels_of", "local", "pairs", "speakers"]

_ARG: Final = ontology.ARG
_WORKED_OUT: Final = (ontology.DERIVED, ontology.VERDICT)
_LABEL: Final = ontology.PREFIXES["rdfs"] + "label"


def described(store: "Store", *, steps: bool) -> tuple[dict[str, str], dict[str, str]]:
    """Return the kind of each statement, or of each step, and the source that describes it."""
    kinds: dict[str, str] = {}
    homes: dict[str, str] = {}
    for name, kind in reversed(KINDS.items()):
        ask = f"SELECT ?a ?g WHERE {{ GRAPH ?g {{ ?a a <{_ARG}{name}> }} }} ORDER BY DESC(?g)"
        nodes, graphs = asked(store, ask)
        for node, graph in zip(nodes.to_pylist(), graphs.to_pylist(), strict=True):
            if not graph.startswith(_WORKED_OUT):
                kinds[node] = kind
                homes[node] = short(graph)
    wanted = {
        node for node, kind in kinds.items() if kind != "utterance" and (kind in STEPS) is steps
    }
    return {node: kinds[node] for node in wanted}, homes


def asked(store: "Store", query: str) -> list[Any]:
    """Return the columns that a query selects, as the texts of their terms."""
    import pyoxigraph as ox
    from pyarrow import BufferReader, csv, string

    found: Any = store.engine.query(query, use_default_graph_as_union=True)
    names = [variable.value for variable in found.variables]
    data = found.serialize(format=ox.QueryResultsFormat.CSV)
    read = csv.read_csv(
        BufferReader(data),
        csv.ReadOptions(block_size=max(1 << 24, min(len(data), 1 << 30)), use_threads=False),
        csv.ParseOptions(newlines_in_values=True),
        csv.ConvertOptions(
            column_types=dict.fromkeys(names, string()),
            strings_can_be_null=False,
            null_values=[],
        ),
    )
    return [one.combine_chunks() for one in read.columns]


def pairs(store: "Store", predicate: str) -> list[Any]:
    """Return the subjects and objects of a property, in no order, perhaps more than once."""
    return asked(store, f"SELECT ?a ?b WHERE {{ ?a <{predicate}> ?b }}")


def speakers(store: "Store") -> list[Any]:
    said = f"?u <{_ARG}expresses> ?a ; <{_ARG}speaker> ?b"
    return asked(store, f"SELECT ?a ?b WHERE {{ {said} }}")


def concept(store: "Store", names: Any, name: str) -> Any:
    """Return for each name the local name of its first value of a property."""
    found = first_of(names, *pairs(store, _ARG + name)).dictionary_encode()
    pa = pyarrow()
    words = [None if word is None else _tail(word) for word in found.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(found.indices)


def labels_of(store: "Store", names: Any) -> Any:
    """Return for each name its labels by language, English first."""
    pa = pyarrow()
    ask = f"SELECT ?a (LANG(?b) AS ?l) ?b WHERE {{ ?a <{_LABEL}> ?b FILTER(isLiteral(?b)) }}"
    subjects, languages, texts = asked(store, ask)
    place = pa.compute.index_in(subjects, value_set=names)
    whole = pa.table({"place": place, "language": languages, "text": texts})
    whole = whole.filter(pa.compute.is_valid(whole["place"]))
    whole = whole.group_by(["place", "language"]).aggregate([("text", "max")])
    other = pa.compute.not_equal(whole["language"], "en")
    whole = whole.append_column("other", pa.compute.cast(other, pa.int8()))
    whole = whole.sort_by([(one, "ascending") for one in ("place", "other", "language")])
    counts = np.bincount(whole["place"].to_numpy().astype(np.int64), minlength=len(names))
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    spoken = whole["language"].combine_chunks()
    spoken = pa.compute.if_else(pa.compute.equal(spoken, ""), "und", spoken)
    return pa.MapArray.from_arrays(offsets, spoken, whole["text_max"].combine_chunks())


def label_of(labels: Any, ids: Any) -> Any:
    """Return the first label of each, else its id."""
    pa = pyarrow()
    begin, sizes = np.asarray(labels.offsets)[:-1], np.diff(np.asarray(labels.offsets))
    first = labels.items.take(pa.array(begin, mask=sizes == 0))
    return pa.compute.if_else(pa.compute.equal(pa.compute.fill_null(first, ""), ""), ids, first)


def local(iri: str) -> str:
    """Return the local id of a node."""
    tail = iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]
    return (unquote(tail) if "%" in tail else tail) or iri


def _tail(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]
