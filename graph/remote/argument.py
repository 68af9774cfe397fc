"""An argument that an engine elsewhere holds: asked there, and fetched only to be worked on."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import InputError, UnknownNameError
from whyso.graph.model import ArgumentGraph
from whyso.graph.remote.memory import remembered
from whyso.graph.remote.sources import Listing, fetch, listing
from whyso.graph.remote.store import RemoteStore
from whyso.graph.remote.texts import check, needs_derived
from whyso.graph.store import Store

if TYPE_CHECKING:
    from whyso.graph.query import Answer, Value

__all__ = ["RemoteArgument"]

_MANY: Final = 200  # graphs that a query names one by one


class _Fetched(Store):
    """A store whose content is fetched when somebody first looks into it."""

    def __init__(self, remote: RemoteStore, found: Listing) -> None:
        self._near: ox.Store | None = None
        self._remote, self._listing = remote, found
        super().__init__()
        self._near = None

    @property
    def is_near(self) -> bool:
        """Whether the content is here."""
        return self._near is not None

    @property
    def engine(self) -> ox.Store:
        if self._near is None:
            if not self._listing.sources:
                raise InputError(
                    f"{self._remote.shown}: no graph there holds an argument in whyso's words; "
                    "name another one with --source"
                )
            found = Store()
            graphs = (*self._listing.sources, *self._listing.bases)
            found.fill(fetch(self._remote, graphs), self._remote.shown)
            self._near = found.engine
            self.files = found.files
            self.forgotten = {**found.forgotten, **remembered(self._remote)}
            self.refresh()
        return self._near

    @engine.setter
    def engine(self, value: ox.Store) -> None:
        self._near = value

    def source_graphs(self) -> list[ox.NamedNode]:
        if self.is_near:
            return super().source_graphs()
        return [ox.NamedNode(graph) for graph in self._listing.sources]


class RemoteArgument(ArgumentGraph):
    """The sources that an engine holds, or some of them, as one argument.

    Queries are sent to the engine. Whatever else is asked needs the records: then the sources, and
    the verdicts on them, are fetched into memory once, and all goes on there. So do queries for
    what the rules derive if the engine does not have that, and queries that ship which this engine
    is known to answer wrongly; *tell* is told then.

    Args:
        remote: the engine.
        sources: short names of sources or IRIs of graphs; by default all.
        tell: what notes are told to.

    Raises:
        UnknownNameError: there is no such source.
        WhysoError: the engine does not answer.
    """

    def __init__(
        self,
        remote: RemoteStore,
        sources: Iterable[str] = (),
        tell: Callable[[str], None] = lambda note: None,
    ) -> None:
        self.remote, self.tell = remote, tell
        found = listing(remote)
        names = list(sources)
        self._asked = bool(names)
        self.listing = found.named(names) if names else found
        super().__init__(_Fetched(remote, self.listing))

    @property
    def is_near(self) -> bool:
        """Whether it has been fetched."""
        return cast(_Fetched, self.store).is_near

    def query(self, text: str, *, allow_service: bool = False, **bindings: "Value") -> "Answer":
        """Run a SPARQL query there, over the sources and what was made of them.

        See :meth:`ArgumentGraph.query`; FROM and FROM NAMED choose other graphs.
        """
        from whyso.graph.query import bind
        from whyso.graph.query.running import may_have

        if self.is_near:
            return super().query(text, allow_service=allow_service, **bindings)
        if self.listing.lacking and needs_derived(text):
            count = len(self.listing.lacking)
            self._bring(f"what the rules derive from {count} of the sources is not there")
            return super().query(text, allow_service=allow_service, **bindings)
        prefixes = self.store.prefixes
        check(text, prefixes, allow_service=allow_service)
        self.remote.prefixes = prefixes
        bound = bind(text, bindings) if bindings else text
        graphs = () if may_have(text, "FROM", prefixes) else self.listing.graphs()
        if len(graphs) <= _MANY:
            return self.remote.query(bound, default=graphs, named=graphs)
        if self._asked:
            raise InputError(
                f"{self.remote.shown}: {len(graphs)} graphs are too many to name in one query (the "
                f"limit is {_MANY}); leave --source out, or name fewer"
            )
        union = self.remote.engine.union
        if not union and not self._is_union:
            raise InputError(
                f"{self.remote.shown}: its default graph is not that of all sources, and "
                f"{len(graphs)} are too many to name in one query; name some with --source"
            )
        return self.remote.query(bound, extra=union)

    @cached_property
    def _is_union(self) -> bool:
        """Whether the engine's default graph holds what the named graphs hold."""
        graph = ox.NamedNode(self.listing.sources[0])
        text = f"ASK {{ {{ SELECT * {{ GRAPH {graph} {{ ?s ?p ?o }} }} LIMIT 1 }} ?s ?p ?o }}"
        return self.remote.ask(text)

    def query_named(self, name: str, **parameters: str) -> "Answer":
        """Run one of the queries that ship with whyso; see :meth:`ArgumentGraph.query_named`."""
        if not self.is_near and self.remote.engine.misses(name, parameters):
            self._bring(f"{self.remote.engine.name} does not answer this query as it should")
        return super().query_named(name, **parameters)

    def _bring(self, reason: str) -> None:
        """Fetch the sources, and tell why."""
        count = len(self.store.engine)
        self.tell(f"{reason}; {count:,} triples were fetched from {self.remote.shown}")
        self.refresh()

    def describes(self, iri: str) -> bool:
        """Tell whether anything may be said of a node; nothing is fetched to find out."""
        return super().describes(iri) if self.is_near else True

    def resolve(self, name: str) -> str:
        """Return the IRI of a node named by IRI, CURIE or local id, by asking the engine.

        Raises:
            UnknownNameError: there is none, or several sources have one.
        """
        if self.is_near:
            return super().resolve(name)
        bare = name[1:-1] if name.startswith("<") and name.endswith(">") else name
        prefix, colon, local = bare.partition(":")
        start = self.store.prefixes.get(prefix)
        if colon:
            iris = [bare if start is None else start + local]
        else:
            slugs = (one.removeprefix(ontology.GRAPH) for one in self.listing.sources)
            iris = [f"{ontology.ID}{slug}/{bare}" for slug in slugs]
        try:
            nodes = " ".join(str(ox.NamedNode(iri)) for iri in iris)
        except ValueError:
            raise UnknownNameError("claim or step", name, ()) from None
        text = f"SELECT DISTINCT ?n WHERE {{ VALUES ?n {{ {nodes} }} GRAPH ?g {{ ?n a ?kind }} }}"
        found = [row[0].value for row in self.remote.query(text).raw_rows] if nodes else []
        if len(found) > 1:
            raise UnknownNameError("claim in just one source", name, found)
        if not found:
            raise UnknownNameError("claim or step", name, ())
        return str(found[0])

    def _term(self, name: str) -> Any:
        if self.is_near:
            return super()._term(name)
        from rdflib import URIRef

        return URIRef(self.resolve(name))
