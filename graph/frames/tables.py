"""Arguments as Arrow tables: claims, relations, verdicts.

Tables are read off the store in whole passes, a property at a time, so that their cost does not
hang on the number of records. pandas (``table.to_pandas()``) and polars
(``polars.from_arrow(table)``) take them; so does everything that reads Parquet.

Source: the columnar format of Apache Arrow, https://arrow.apache.org/docs/format/Columnar.html.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from whyso import ontology
from whyso.graph.frames.arrow import (
    chosen_of,
    codes,
    first_of,
    flag_of,
    float_of,
    pyarrow,
    several,
    table,
    taken,
    words,
)
from whyso.graph.frames.asking import (
    asked,
    concept,
    described,
    label_of,
    labels_of,
    local,
    pairs,
    speakers,
)
from whyso.graph.network.kinds import ROLES
from whyso.graph.store import natural

if TYPE_CHECKING:
    from whyso.graph.semantics import Verdict
    from whyso.graph.store import Store

__all__ = ["CLAIMS", "RELATIONS", "VERDICTS"]
__all__ += ["claims_frame", "relations_frame", "verdict_frame"]

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

_ARG: Final = ontology.ARG
_PAIRED: Final = ("premise", "conclusion", "attacker", "target")


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
    kinds, homes = described(store, steps=False)
    claims = sorted(kinds, key=natural)
    names = pa.array(claims, pa.string())
    ids = pa.array([local(name) for name in claims], pa.string())
    labels = labels_of(store, names)
    columns = {
        "claim": names,
        "id": ids,
        "source": words(homes[name] for name in claims),
        "kind": words(kinds[name] for name in claims),
        "status": concept(store, names, "status"),
        "certainty": concept(store, names, "certainty"),
        "confidence": float_of(first_of(names, *pairs(store, _ARG + "confidence"))),
        "asserted_by": first_of(names, *pairs(store, _ARG + "assertedBy")),
        "reported_by": several(names, *speakers(store)),
        "conceded_by": several(names, *reversed(pairs(store, _ARG + "concedes"))),
        "checkable": flag_of(first_of(names, *pairs(store, _ARG + "checkable"))),
        "label": label_of(labels, ids),
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
    kinds, homes = described(store, steps=True)
    steps = sorted(kinds, key=natural)
    names = pa.array(steps, pa.string())
    inferring = np.array([kinds[step] == "inference" for step in steps], dtype=np.bool_)
    ties = {role: pairs(store, _ARG + role) for role in _PAIRED}
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
        both = np.concatenate(found, axis=1)
        both = both[:, np.lexsort((rank[both[1]], both[0]))]
        new = np.ones(both.shape[1], dtype=np.bool_)
        new[1:] = (both[:, 1:] != both[:, :-1]).any(axis=0)
        return both[0, new], both[1, new]

    step, start, end = _products(
        len(steps), ends("premise", "attacker"), ends("conclusion", "target")
    )
    told = {
        "step": names.take(pa.array(step)),
        "kind": words(kinds[steps[one]] for one in step.tolist()),
        "start": taken(terms, start),
        "end": taken(terms, end),
        "end_is_step": pa.array((end >= 0) & (end < len(steps))),
        "source": words(homes[steps[one]] for one in step.tolist()),
        "status": concept(store, names, "status").take(pa.array(step)),
        "confidence": float_of(first_of(names, *pairs(store, _ARG + "confidence"))).take(
            pa.array(step)
        ),
        "schemes": several(names, *pairs(store, _ARG + "scheme")).take(pa.array(step)),
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
        "standpoint": words([case.standpoint.name]).take(pa.array(np.zeros(count, np.int8))),
        "status": chosen_of(("undecided", "accepted", "rejected"), verdict.labels % 3),
        "ground": words(verdict.grounds),
        "defensible": pa.array(verdict.defensible),
        "strength": pa.array(strength, mask=np.isnan(strength)),
        "granted": chosen_of(("no", "held", "yes"), granted),
    }
    return table(columns, VERDICTS)


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
        told_of = zip(*(one.to_pylist() for one in asked(store, ask)), strict=True)
        both = sorted(told_of, key=lambda pair: (natural(pair[0]), natural(pair[1])))
        rows = len(both)
        told = {
            "kind": words([role] * rows),
            "start": pa.array([a for a, _ in both], pa.string()),
            "end": pa.array([b for _, b in both], pa.string()),
            "end_is_step": pa.array(np.zeros(rows, dtype=np.bool_)),
        }
        given = [told.get(field.name, pa.nulls(rows, field.type)) for field in schema]
        parts.append(pa.Table.from_arrays(given, schema=schema))
    return pa.concat_tables(parts)
