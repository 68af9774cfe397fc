"""Arguments as Arrow tables: claims, relations, verdicts; and as Parquet files.

Tables are read off the store in whole passes, a property at a time, so that their cost does not
hang on the number of records. pandas (``table.to_pandas()``) and polars
(``polars.from_arrow(table)``) take them; so does everything that reads Parquet.

Source: the columnar format of Apache Arrow, https://arrow.apache.org/docs/format/Columnar.html,
and Apache Parquet, https://parquet.apache.org/docs/file-format/.
"""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import numpy as np
import numpy.typing as npt

from whyso import ontology
from whyso.graph.arrow import codes, first_of, flag_of, float_of, pyarrow, several, table
from whyso.graph.files import write_atomic
from whyso.graph.network.kinds import KINDS, ROLES, STEPS
from whyso.graph.store import natural
from whyso.graph.store.parts import short

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.semantics import Verdict
    from whyso.graph.store import Store

__all__ = ["CLAIMS", "FILES", "RELATIONS", "VERDICTS"]
__all__ += ["claims_frame", "relations_frame", "verdict_frame", "write_frames"]

# Columns and what they hold; each table carries these words as the metadata of its fields.
CLAIMS: Final[dict[str, str]] = {
    "claim": "IRI of the proposition or question.",
    "id": "Its local id.",
    "source": "Short name of the source that describes it.",
    "kind": "claim, forecast, commitment, evidence, assumption, proposition, question or"
    " underlying_question.",
    "status": "Stated, quoted or reconstructed, where the data tell.",
    "certainty": "How sure the speaker sounds, where the data tell.",
    "confidence": "How sure the annotator is, from 0 to 1, where the data tell.",
    "asserted_by": "IRI of who says it here and now.",
    "reported_by": "IRIs of the speakers of the utterances that express it.",
    "conceded_by": "IRIs of those who concede it.",
    "checkable": "Of evidence: whether it can be checked, where the data tell.",
    "label": "Its label in English, else in the first language that there is, else its id.",
    "labels": "Its labels by language; und where none is told.",
}
RELATIONS: Final[dict[str, str]] = {
    "step": "IRI of the inference or conflict; empty for what relates two nodes without one.",
    "kind": "inference, rebuttal, undercut, undermining or conflict; without a step the property:"
    " answers, raises, underlies, expresses, clarifies, supersedes, qualifies, dependsOn,"
    " inTensionWith, hasPart or concedes.",
    "start": "IRI of a premise or of the attacker; without a step, of the subject.",
    "end": "IRI of the conclusion or of what is attacked; without a step, of the object.",
    "end_is_step": "Whether the end is a step itself, as in an undercut.",
    "source": "Short name of the source that describes the step.",
    "status": "Stated or reconstructed: that of the step, where the data tell.",
    "confidence": "How sure the annotator is of the step, from 0 to 1, where the data tell.",
    "schemes": "IRIs of the step's argument schemes.",
}
VERDICTS: Final[dict[str, str]] = {
    "claim": "IRI of the proposition.",
    "standpoint": "Name of the standpoint, or 'own' for a query of one's own.",
    "status": "accepted, rejected or undecided.",
    "ground": "Why: see whyso.graph.semantics.GROUNDS.",
    "defensible": "Whether some extension accepts it.",
    "strength": "From 0 to 1; empty where the gradual semantics did not settle.",
    "granted": "Whether it is granted: yes, held (to its reasons) or no.",
}
FILES: Final = ("claims.parquet", "relations.parquet", "verdicts.parquet")

_ARG: Final = ontology.ARG
_WORKED_OUT: Final = (ontology.DERIVED, ontology.VERDICT)
_PAIRED: Final = ("premise", "conclusion", "attacker", "target")
_LABEL: Final = ontology.PREFIXES["rdfs"] + "label"


def claims_frame(store: "Store") -> Any:
    """Return propositions and questions as an Arrow table, in natural order of IRI.

    Where the data give several values and the column holds one, it is the first in natural order.

    Args:
        store: the argument.

    Returns:
        A ``pyarrow.Table`` with the columns of :data:`CLAIMS`, one row per node.

    Raises:
        WhysoError: pyarrow is not installed.

    >>> from whyso.graph import sample
    >>> frame = claims_frame(sample().store)
    >>> frame.num_rows, frame.column_names[:4]
    (136, ['claim', 'id', 'source', 'kind'])
    """
    pa = pyarrow()
    store.name_blanks()
    kinds, homes = _kinds(store, steps=False)
    claims = sorted(kinds, key=natural)
    names = pa.array(claims, pa.string())
    ids = pa.array([_local(name) for name in claims], pa.string())
    labels = _labels(store, names)
    columns = {
        "claim": names,
        "id": ids,
        "source": _words(homes[name] for name in claims),
        "kind": _words(kinds[name] for name in claims),
        "status": _concept(store, names, "status"),
        "certainty": _concept(store, names, "certainty"),
        "confidence": float_of(first_of(names, *_pairs(store, _ARG + "confidence"))),
        "asserted_by": first_of(names, *_pairs(store, _ARG + "assertedBy")),
        "reported_by": several(names, *_speakers(store)),
        "conceded_by": several(names, *reversed(_pairs(store, _ARG + "concedes"))),
        "checkable": flag_of(first_of(names, *_pairs(store, _ARG + "checkable"))),
        "label": _label(labels, ids),
        "labels": labels,
    }
    return table(columns, CLAIMS)


def relations_frame(store: "Store") -> Any:
    """Return the relations as an Arrow table: a row for each start and end of each relation.

    An inference from two premises has two rows; they count together. A step that lacks one of its
    ends has a row in which that is empty.

    Args:
        store: the argument.

    Returns:
        A ``pyarrow.Table`` with the columns of :data:`RELATIONS`: the steps first, in natural order
        of IRI, then relations without a step, by kind, start and end.

    Raises:
        WhysoError: pyarrow is not installed.

    >>> from whyso.graph import sample
    >>> frame = relations_frame(sample().store)
    >>> len(set(frame["step"].to_pylist()) - {None})
    77
    """
    pa = pyarrow()
    store.name_blanks()
    kinds, homes = _kinds(store, steps=True)
    steps = sorted(kinds, key=natural)
    names = pa.array(steps, pa.string())
    inferring = np.array([kinds[step] == "inference" for step in steps], dtype=np.bool_)
    ties = {role: _pairs(store, _ARG + role) for role in _PAIRED}
    terms, number = codes([names, *(one for pair in ties.values() for one in pair)])
    rank = np.empty(len(terms), dtype=np.int64)
    rank[sorted(range(len(terms)), key=list(map(natural, terms.to_pylist())).__getitem__)] = (
        np.arange(len(terms))
    )

    def ends(inference: str, conflict: str) -> tuple[Any, Any]:
        """Return step and end, by number, sorted, each pair once."""
        found = []
        for role, wanted in ((inference, True), (conflict, False)):
            step, end = (number(one) for one in ties[role])
            kept = (step < len(steps)) & (
                np.append(inferring, False)[_within(step, steps)] == wanted
            )
            found.append(np.stack([step[kept], end[kept]]))
        pairs = np.concatenate(found, axis=1)
        pairs = pairs[:, np.lexsort((rank[pairs[1]], pairs[0]))]
        new = np.ones(pairs.shape[1], dtype=np.bool_)
        new[1:] = (pairs[:, 1:] != pairs[:, :-1]).any(axis=0)
        return pairs[0, new], pairs[1, new]

    step, start, end = _products(
        len(steps), ends("premise", "attacker"), ends("conclusion", "target")
    )
    told = {
        "step": names.take(pa.array(step)),
        "kind": _words(kinds[steps[one]] for one in step.tolist()),
        "start": _taken(terms, start),
        "end": _taken(terms, end),
        "end_is_step": pa.array((end >= 0) & (end < len(steps))),
        "source": _words(homes[steps[one]] for one in step.tolist()),
        "status": _concept(store, names, "status").take(pa.array(step)),
        "confidence": float_of(first_of(names, *_pairs(store, _ARG + "confidence"))).take(
            pa.array(step)
        ),
        "schemes": several(names, *_pairs(store, _ARG + "scheme")).take(pa.array(step)),
    }
    first = table(told, RELATIONS)
    return pa.concat_tables([first, _plain(store, first.schema)]).combine_chunks()


def verdict_frame(verdict: "Verdict") -> Any:
    """Return a verdict as an Arrow table: a row for each claim, in natural order of IRI.

    Args:
        verdict: what stands, for whom.

    Returns:
        A ``pyarrow.Table`` with the columns of :data:`VERDICTS`.

    Raises:
        WhysoError: pyarrow is not installed.
        UnansweredError: the gradual semantics ran out of time.

    >>> from whyso.graph import sample
    >>> frame = verdict_frame(sample().verdict())
    >>> frame["status"].value_counts().to_pylist()[0]
    {'values': 'accepted', 'counts': 106}
    """
    pa = pyarrow()
    case, count = verdict.case, len(verdict.labels)
    granted = np.where(case.granted.outright, 2, case.granted.held).astype(np.int8)
    strength = verdict.strengths.values
    columns = {
        "claim": pa.array(case.links.claims, pa.string()),
        "standpoint": _words([case.standpoint.name]).take(pa.array(np.zeros(count, np.int8))),
        "status": _chosen(("undecided", "accepted", "rejected"), verdict.labels % 3),
        "ground": _words(verdict.grounds),
        "defensible": pa.array(verdict.defensible),
        "strength": pa.array(strength, mask=np.isnan(strength)),
        "granted": _chosen(("no", "held", "yes"), granted),
    }
    return table(columns, VERDICTS)


def write_frames(
    g: "ArgumentGraph",
    folder: str | os.PathLike[str],
    *,
    verdicts: "Iterable[Verdict]" = (),
) -> tuple[Path, ...]:
    """Write an argument as Parquet files: claims, relations and, if there are any, verdicts.

    Args:
        g: the argument.
        folder: where the files go; made if it is not there. Their names are :data:`FILES`.
        verdicts: what stands, for one or several; their rows go into one file.

    Returns:
        The files written.

    Raises:
        OutputError: a file cannot be written; the old one stands.
        WhysoError: pyarrow is not installed.

    >>> from whyso.graph import sample
    >>> import tempfile
    >>> g = sample()
    >>> [path.name for path in write_frames(g, tempfile.mkdtemp(), verdicts=[g.verdict()])]
    ['claims.parquet', 'relations.parquet', 'verdicts.parquet']
    """
    pa = pyarrow()
    from pyarrow import parquet

    from whyso.graph.errors import OutputError

    home = Path(folder)
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{home}: cannot be made: {error.strerror or error}") from None
    frames = [claims_frame(g.store), relations_frame(g.store)]
    if judged := [verdict_frame(one) for one in verdicts]:
        frames.append(pa.concat_tables(judged))
    paths = []
    for frame, name in zip(frames, FILES, strict=False):
        sink = pa.BufferOutputStream()
        parquet.write_table(frame, sink, compression="zstd")
        paths.append(write_atomic(home / name, sink.getvalue().to_pybytes()))
    return tuple(paths)


# Parts of tables


def _kinds(store: "Store", *, steps: bool) -> tuple[dict[str, str], dict[str, str]]:
    """Return the kind of each statement, or of each step, and the source that describes it."""
    kinds: dict[str, str] = {}
    homes: dict[str, str] = {}
    for name, kind in reversed(KINDS.items()):
        ask = f"SELECT ?a ?g WHERE {{ GRAPH ?g {{ ?a a <{_ARG}{name}> }} }} ORDER BY DESC(?g)"
        nodes, graphs = _asked(store, ask)
        for node, graph in zip(nodes.to_pylist(), graphs.to_pylist(), strict=True):
            if not graph.startswith(_WORKED_OUT):
                kinds[node] = kind
                homes[node] = short(graph)
    wanted = {
        node for node, kind in kinds.items() if kind != "utterance" and (kind in STEPS) is steps
    }
    return {node: kinds[node] for node in wanted}, homes


def _asked(store: "Store", query: str) -> list[Any]:
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


def _pairs(store: "Store", predicate: str) -> list[Any]:
    """Return the subjects and objects of a property, in no order, perhaps more than once."""
    return _asked(store, f"SELECT ?a ?b WHERE {{ ?a <{predicate}> ?b }}")


def _speakers(store: "Store") -> list[Any]:
    said = f"?u <{_ARG}expresses> ?a ; <{_ARG}speaker> ?b"
    return _asked(store, f"SELECT ?a ?b WHERE {{ {said} }}")


def _concept(store: "Store", names: Any, name: str) -> Any:
    """Return for each name the local name of its first value of a property."""
    found = first_of(names, *_pairs(store, _ARG + name)).dictionary_encode()
    pa = pyarrow()
    words = [None if word is None else _tail(word) for word in found.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(found.indices)


def _labels(store: "Store", names: Any) -> Any:
    """Return for each name its labels by language, English first."""
    pa = pyarrow()
    ask = f"SELECT ?a (LANG(?b) AS ?l) ?b WHERE {{ ?a <{_LABEL}> ?b FILTER(isLiteral(?b)) }}"
    subjects, languages, texts = _asked(store, ask)
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


def _label(labels: Any, ids: Any) -> Any:
    """Return the first label of each, else its id."""
    pa = pyarrow()
    begin, sizes = np.asarray(labels.offsets)[:-1], np.diff(np.asarray(labels.offsets))
    first = labels.items.take(pa.array(begin, mask=sizes == 0))
    return pa.compute.if_else(pa.compute.equal(pa.compute.fill_null(first, ""), ""), ids, first)


def _within(step: npt.NDArray[Any], steps: list[str]) -> npt.NDArray[Any]:
    """Return numbers of steps; those of other terms become that of none."""
    found: npt.NDArray[Any] = np.minimum(step, len(steps))
    return found


def _products(
    count: int, starts: tuple[Any, Any], ends: tuple[Any, Any]
) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
    """Return each start with each end of every step; -1 stands for a start or end that lacks."""
    rows = []
    for step, end in (starts, ends):
        lacking = np.setdiff1d(np.arange(count), step)
        order = np.argsort(both := np.concatenate([step, lacking]), kind="stable")
        rows.append((both[order], np.concatenate([end, np.full(len(lacking), -1)])[order]))
    (step, start), (other, end) = rows
    sizes = np.bincount(other, minlength=count)
    begin = np.concatenate([[0], np.cumsum(sizes)])[:-1]
    many = sizes[step]
    offset = np.repeat(begin[step] - np.cumsum(many) + many, many) + np.arange(many.sum())
    return np.repeat(step, many), np.repeat(start, many), end[offset]


def _plain(store: "Store", schema: Any) -> Any:
    """Return the relations that have no step."""
    pa = pyarrow()
    parts = []
    plain: Mapping[str, str] = ROLES | {"concedes": _ARG + "concedes"}
    for role in sorted(plain.keys() - set(_PAIRED)):
        ask = f"SELECT DISTINCT ?a ?b WHERE {{ ?a <{plain[role]}> ?b FILTER(!isLiteral(?b)) }}"
        pairs = zip(*(one.to_pylist() for one in _asked(store, ask)), strict=True)
        both = sorted(pairs, key=lambda pair: (natural(pair[0]), natural(pair[1])))
        rows = len(both)
        told = {
            "kind": _words([role] * rows),
            "start": pa.array([a for a, _ in both], pa.string()),
            "end": pa.array([b for _, b in both], pa.string()),
            "end_is_step": pa.array(np.zeros(rows, dtype=np.bool_)),
        }
        given = [told.get(field.name, pa.nulls(rows, field.type)) for field in schema]
        parts.append(pa.Table.from_arrays(given, schema=schema))
    return pa.concat_tables(parts)


def _taken(terms: Any, numbers: npt.NDArray[Any]) -> Any:
    return terms.take(pyarrow().array(numbers, mask=numbers < 0))


def _words(words: Iterable[str]) -> Any:
    """Return words of which there are few, each kept once."""
    pa = pyarrow()
    return pa.array(words, pa.dictionary(pa.int32(), pa.string()))


def _chosen(words: tuple[str, ...], numbers: npt.NDArray[Any]) -> Any:
    pa = pyarrow()
    every = pa.array(words, pa.string())
    chosen = pa.array(numbers.astype(np.int32))
    return pa.DictionaryArray.from_arrays(chosen, every)


def _tail(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]


def _local(iri: str) -> str:
    """Return the local id of a node."""
    tail = iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]
    return (unquote(tail) if "%" in tail else tail) or iri
