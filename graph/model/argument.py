"""The typed view that people program against: :class:`ArgumentGraph` over an RDF store."""

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from whyso import ontology
from whyso.graph import network
from whyso.graph.errors import UnknownNameError
from whyso.graph.model.analyses import Analyses
from whyso.graph.model.names import Names
from whyso.graph.model.reading import Reader, members
from whyso.graph.model.records import Passage, Source, Statement, Step, Utterance
from whyso.graph.store import Store

if TYPE_CHECKING:
    import networkx as nx
    from rdflib import Dataset

    from whyso.graph.query import Answer, Value

__all__ = ["ArgumentGraph"]

_STATEMENTS: Final = tuple(
    name
    for name, kind in network.KINDS.items()
    if kind not in network.STEPS and kind != "utterance"
)


class ArgumentGraph(Analyses):
    """Claims, questions, steps and utterances of one or more sources.

    It stands on an RDF store (:attr:`store`), which is the only source of truth: records, networkx
    graphs, answers and pages are read off it. After changing the store, call :meth:`refresh`.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> g["q1"].kind
    'underlying_question'
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._derived = False

    @classmethod
    def from_networkx(cls, net: "nx.MultiDiGraph[str]") -> "ArgumentGraph":
        """Return the argument graph that a networkx graph says (see :func:`network.from_networkx`).

        >>> from whyso.graph import ArgumentGraph, sample
        >>> ArgumentGraph.from_networkx(sample().to_networkx()) == sample()
        True
        """
        return cls(network.from_networkx(net))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ArgumentGraph):
            return NotImplemented
        return self.store.serialize("n-quads") == other.store.serialize("n-quads")

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        counts = {kind: len(iris) for kind, iris in self._members.items()}
        names = [f"{count} {_plural(kind, count)}" for kind, count in counts.items() if count]
        return f"<ArgumentGraph: {', '.join(names) or 'no argument'}>"

    def refresh(self) -> None:
        """Forget everything read off the store, because the store was changed.

        >>> from whyso.graph import sample
        >>> g = sample()
        >>> g.refresh()
        """
        self._derived = False
        for name in ("_members", "_reader", "_kinds", "_names", "dataset"):
            self.__dict__.pop(name, None)

    @cached_property
    def dataset(self) -> "Dataset":
        """The store as an ``rdflib.Dataset`` whose default graph is the union of all graphs."""
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        dataset = Dataset(store=OxigraphStore(store=self.store.engine), default_union=True)
        for prefix, iri in self.store.prefixes.items():
            dataset.bind(prefix, iri)
        return dataset

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """Return the graph of statements and steps for networkx (see :func:`network.to_networkx`).

        >>> from whyso.graph import sample
        >>> sample().to_networkx().is_multigraph()
        True
        """
        return network.to_networkx(self.store)

    def by_source(self) -> Iterator[tuple[str, "ArgumentGraph"]]:
        """Yield the name of each source, and the graph of what it alone says.

        >>> from whyso.graph import sample
        >>> [name for name, part in sample().by_source() if part == sample()]
        ['government-guarantees']
        """
        for graph in self.store.source_graphs():
            part = ArgumentGraph(self.store.part(graph))
            yield graph.value.removeprefix(ontology.GRAPH), part

    # Records

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        """Kind to the IRIs of its nodes, each in natural order."""
        return members(self.store)

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.store)

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {iri: kind for kind, iris in self._members.items() for iri in iris}

    def statements(self, *kinds: str) -> tuple[Statement, ...]:
        """Return propositions and questions, of the given *kinds* or all, in natural order.

        >>> from whyso.graph import sample
        >>> [question.id for question in sample().statements("underlying_question")][:1]
        ['q1']
        """
        wanted = kinds or tuple(network.KINDS[name] for name in _STATEMENTS)
        return tuple(
            self._reader.statement(iri, kind)
            for kind in wanted
            for iri in self._members.get(kind, ())
        )

    def questions(self) -> tuple[Statement, ...]:
        """Return all questions, the surface ones first.

        >>> from whyso.graph import sample
        >>> all("question" in question.kind for question in sample().questions())
        True
        """
        return self.statements("question", "underlying_question")

    def inferences(self) -> tuple[Step, ...]:
        """Return all inferences.

        >>> from whyso.graph import sample
        >>> all(step.target for step in sample().inferences())
        True
        """
        return tuple(
            self._reader.step(iri, "inference") for iri in self._members.get("inference", ())
        )

    def conflicts(self) -> tuple[Step, ...]:
        """Return all conflicts: rebuttals, undercuts, underminings and those of no told kind.

        >>> from whyso.graph import sample
        >>> "undercut" in {step.kind for step in sample().conflicts()}
        True
        """
        return tuple(
            self._reader.step(iri, kind)
            for kind in ("rebuttal", "undercut", "undermining", "conflict")
            for iri in self._members.get(kind, ())
        )

    def utterances(self) -> tuple[Utterance, ...]:
        """Return all reported speech events.

        >>> from whyso.graph import sample
        >>> all(utterance.speaker for utterance in sample().utterances())
        True
        """
        return tuple(self._reader.utterance(iri) for iri in self._members.get("utterance", ()))

    def passages(self) -> tuple[Passage, ...]:
        """Return all passages in natural order of IRI.

        >>> from whyso.graph import sample
        >>> sorted({passage.language for passage in sample().passages()})
        ['en', 'zh']
        """
        return tuple(self._reader.passage(iri) for iri in self._reader.instances("Passage"))

    def sources(self) -> tuple[Source, ...]:
        """Return the documents that the graph describes.

        >>> from whyso.graph import sample
        >>> len(sample().sources())
        1
        """
        return tuple(self._reader.source(iri) for iri in self._reader.instances("Source"))

    def __getitem__(self, name: str) -> Statement | Step | Utterance:
        """Return the record of a statement, step or utterance by IRI, CURIE or local id.

        Raises:
            UnknownNameError: there is none of that name.
        """
        iri = self.resolve(name)
        kind = self._kinds[iri]
        if kind == "utterance":
            return self._reader.utterance(iri)
        if kind in network.STEPS:
            return self._reader.step(iri, kind)
        return self._reader.statement(iri, kind)

    def resolve(self, name: str) -> str:
        """Return the IRI of a statement, step or utterance named by IRI, CURIE or local id.

        Raises:
            UnknownNameError: there is none, or several sources have one; carries the nearest ids.

        >>> from whyso.graph import sample
        >>> sample().resolve("q1").rsplit("/", 1)[-1]
        'q1'
        """
        return self._names.resolve(name)

    def describes(self, iri: str) -> bool:
        """Tell whether anything is said of a node.

        >>> from whyso.graph import sample
        >>> sample().describes("https://w3id.org/whyso/id/government-guarantees/c1000")
        False
        """
        import pyoxigraph as ox

        quads = self.store.engine.quads_for_pattern(ox.NamedNode(iri), None, None)
        return next(quads, None) is not None

    @cached_property
    def _names(self) -> Names:
        return Names(self._kinds, self.store.prefixes)

    # Queries

    def query(self, text: str, *, allow_service: bool = False, **bindings: "Value") -> "Answer":
        """Run a SPARQL query over the data and what the rules derive from them.

        Args:
            text: SELECT, ASK, CONSTRUCT or DESCRIBE. The prefixes of the files and of the
                ontology need not be declared. The default graph is the union of all graphs.
            allow_service: let SERVICE call other endpoints.
            bindings: variable name to its value: an rdflib term, or a Python value for a literal.

        Raises:
            QueryError: the text is broken (with line and column) or refused.

        >>> from whyso.graph import sample
        >>> answer = sample().query("SELECT ?q { ?q arg:underlies ?s } ORDER BY ?q LIMIT 1")
        >>> [str(row.q)[-3:] for row in answer]
        ['/q1']
        """
        from whyso.graph import query

        if not self._derived:
            self.store.derive()
            self._derived = True
        return query.run(
            self.store.engine,
            text,
            prefixes=self.store.prefixes,
            values=bindings,
            allow_service=allow_service,
        )

    def query_named(self, name: str, **parameters: str) -> "Answer":
        """Run one of the queries that ship with whyso (:func:`whyso.graph.named_queries`).

        Args:
            name: the query's name.
            parameters: its parameters; claims may be named by IRI, CURIE or local id.

        Raises:
            UnknownNameError: no such query, parameter or claim.

        >>> from whyso.graph import sample
        >>> len(sample().query_named("questions-behind")) >= 3
        True
        """
        from whyso.graph import query

        named = query.named_query(name)
        types = {parameter.name: parameter.type for parameter in named.parameters}
        bindings: dict[str, Value] = {}
        for key, value in parameters.items():
            if key not in types:
                raise UnknownNameError(f"parameter of query {name}", key, types)
            bindings[key] = self._term(value) if types[key] == "iri" else value
        return self.query(named.text, **bindings)  # type: ignore[arg-type]

    def _term(self, name: str) -> Any:
        """Return the IRI term of any resource of the data: agents and passages too."""
        from rdflib import URIRef

        try:
            return URIRef(self.resolve(name))
        except UnknownNameError:
            iri = self._reader.find(name)
            if iri is None:
                raise
            return URIRef(iri)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the RDF; the suffix tells the syntax; the same graph writes the same bytes.

        Raises:
            FormatError: the suffix is no RDF syntax, or it cannot hold the several sources.
            OutputError: the file cannot be written; the old one stands.

        >>> from whyso.graph import sample
        >>> import tempfile
        >>> sample().save(Path(tempfile.mkdtemp()) / "claims.ttl").name
        'claims.ttl'
        """
        return self.store.save(path)


def _plural(kind: str, count: int) -> str:
    name = kind.replace("_", " ")
    if count == 1 or name == "evidence":
        return name
    return name + "s"
