"""Verdicts that were written down: what the named graph of one says, and whether it still holds."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.semantics.standpoints import DEFAULT
from whyso.graph.semantics.standpoints import standpoints as shipped
from whyso.graph.store import natural

if TYPE_CHECKING:
    from whyso.graph.store import Store

__all__ = ["COVERAGE", "Record", "Recorded", "chosen", "digests", "fresh_records", "read_records"]

# How far a question is answered (:data:`whyso.graph.semantics.answering.ANSWERED`), as a term.
COVERAGE: Final = {
    "answered": "answered",
    "reported": "answeredAsReported",
    "reconstructed": "answeredByReconstruction",
    "partly": "partlyAnswered",
    "contested": "answerContested",
    "open": "answerOpen",
    "rejected": "answersRejected",
    "unanswered": "unanswered",
}
_WORDS: Final = {term: word for word, term in COVERAGE.items()}
_P: Final = ontology.PREFIXES


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a verdict that was written down says of one claim, step or question.

    Attributes:
        status: accepted, rejected or undecided; of a step, whether it carries; None of a question.
        ground: why (:data:`whyso.graph.semantics.GROUNDS`); None where that is not told.
        strength: from 0 to 1; None where the semantics did not settle, and of steps.
        defensible: whether some extension accepts it; None under grounded semantics.
        coverage: of a question, how far it is answered.
        explanations: language to text.
    """

    status: str | None = None
    ground: str | None = None
    strength: float | None = None
    defensible: bool | None = None
    coverage: str | None = None
    explanations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """A verdict that was written down.

    Attributes:
        graph: the IRI of its named graph.
        standpoint: the name of the standpoint.
        titles: what the standpoint is called, by language.
        grants: the query that selects what is granted, where it is the reader's own.
        semantics: what decides what is accepted.
        options: the other choices by name.
        version: that of whyso.
        time: when it was worked out, as an ``xsd:dateTime``.
        digests: the IRI of each graph that it was worked out from, and its digest then.
        found: what it says of each claim, step and question, by IRI, in natural order.
    """

    graph: str
    standpoint: str
    titles: Mapping[str, str]
    grants: str | None
    semantics: str | None
    options: Mapping[str, str]
    version: str | None
    time: str | None
    digests: Mapping[str, str]
    found: Mapping[str, Recorded]

    def stale(self, store: "Store") -> bool:
        """Tell whether the graphs that the verdict was worked out from are not what they were.

        Graphs that it does not name play no part: they were not there.

        >>> from whyso.graph import sample
        >>> from whyso.graph.semantics.recording.writing import record
        >>> g = sample()
        >>> record(g.verdict(), g.store).stale(g.store)
        False
        """
        return not self.digests or dict(self.digests) != digests(store, self.digests)


def digests(store: "Store", graphs: Iterable[str] | None = None) -> dict[str, str]:
    """Return the SHA-256 of each source graph: of its N-Triples lines as they are saved.

    Args:
        store: the argument.
        graphs: the names of those that are wanted; all by default. What is not there is left out.

    >>> from whyso.graph import sample
    >>> [len(digest) for digest in digests(sample().store).values()]
    [64]
    """
    known = [graph.value for graph in store.source_graphs()]
    wanted = set(known if graphs is None else graphs)
    found = {}
    for graph in known:
        if graph in wanted:
            lines = store.sorted_lines([graph])[graph]
            found[graph] = hashlib.sha256("".join(f"{x}\n" for x in lines).encode()).hexdigest()
    return found


def read_records(store: "Store") -> tuple[Record, ...]:
    """Return the verdicts that are written down in a store, the standpoint that grants most first.

    What a graph says that no verdict says is passed over; what it does not say is left empty.

    >>> from whyso.graph import sample
    >>> read_records(sample().store)
    ()
    """
    records = [_read(store, graph) for graph in store.verdict_graphs()]
    order = list(shipped())

    def place(record: Record) -> tuple[int, str]:
        known = record.standpoint in order
        return order.index(record.standpoint) if known else len(order), natural(record.graph)

    return tuple(sorted(records, key=place))


def fresh_records(store: "Store") -> tuple[Record, ...]:
    """Return the verdicts that fit their data.

    >>> from whyso.graph import sample
    >>> fresh_records(sample().store)
    ()
    """
    return tuple(record for record in read_records(store) if not record.stale(store))


def chosen(records: Iterable[Record]) -> Record | None:
    """Return the verdict to show where there is room for one: the speaker's word, else the first.

    >>> chosen([]) is None
    True
    """
    records = list(records)
    ours = (record for record in records if record.standpoint == DEFAULT)
    return next(ours, records[0] if records else None)


def _read(store: "Store", graph: ox.NamedNode) -> Record:
    said: dict[str, dict[str, list[Any]]] = {}
    for quad in store.engine.quads_for_pattern(None, None, None, graph):
        about = said.setdefault(_text(quad.subject), {})
        about.setdefault(quad.predicate.value, []).append(quad.object)
    own = said.get(graph.value, {})
    activity = said.get(_one(own, _P["prov"] + "wasGeneratedBy") or "", {})
    agent = said.get(_one(activity, _P["prov"] + "wasAssociatedWith") or "", {})
    used = sorted(map(_text, activity.get(_P["prov"] + "used", ())))
    prints = {name: _one(said.get(name, {}), _P["schema"] + "sha256") for name in used}
    options = (text.partition("=") for text in map(_text, own.get(ontology.ARG + "option", ())))
    found = {name: _recorded(said[name]) for name in sorted(said, key=natural)}
    return Record(
        graph.value,
        _one(own, ontology.ARG + "standpoint") or graph.value.rsplit("/", 1)[-1],
        _texts(own, _P["rdfs"] + "label"),
        _one(own, ontology.ARG + "grants"),
        _one(own, ontology.ARG + "semantics"),
        {name: value for name, _, value in sorted(options)},
        _one(agent, _P["schema"] + "softwareVersion"),
        _one(own, _P["prov"] + "generatedAtTime"),
        {name: text or "" for name, text in prints.items()},
        {name: one for name, one in found.items() if one.status or one.coverage},
    )


def _recorded(said: dict[str, list[Any]]) -> Recorded:
    def word(name: str) -> str | None:
        value = _one(said, ontology.ARG + name)
        return None if value is None else value.removeprefix(ontology.ARG)

    try:
        strength = float(_one(said, ontology.ARG + "strength") or "")
    except ValueError:
        strength = None
    defensible, coverage = word("defensible"), word("coverage")
    return Recorded(
        word("acceptance") or word("effect"),
        word("ground"),
        strength,
        None if defensible is None else defensible == "true",
        None if coverage is None else _WORDS.get(coverage, coverage),
        _texts(said, ontology.ARG + "explanation"),
    )


def _one(said: dict[str, list[Any]], predicate: str) -> str | None:
    """Return the value, of several the first."""
    return min(map(_text, said.get(predicate, ())), default=None)


def _texts(said: dict[str, list[Any]], predicate: str) -> dict[str, str]:
    found = sorted(
        (term.language or "und", term.value)
        for term in said.get(predicate, ())
        if isinstance(term, ox.Literal)
    )
    return dict(found)


def _text(term: Any) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(term.value)
