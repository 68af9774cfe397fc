"""Which sources an engine holds, and fetching them to be worked on here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import InputError, UnansweredError, UnknownNameError
from whyso.graph.network import KINDS
from whyso.graph.remote.store import RemoteStore
from whyso.graph.store.deriving import derived_graph

__all__ = ["Listing", "fetch", "listing"]

_MANY: Final = 500  # names in one query
_WORKED_OUT: Final = (ontology.DERIVED, ontology.VERDICT, ontology.STORE)
_KINDS: Final = " ".join(f"arg:{name}" for name in ("Source", *KINDS))
_LISTING: Final = f"""SELECT DISTINCT ?role ?graph WHERE {{
  {{ VALUES ?kind {{ {_KINDS} }} GRAPH ?graph {{ ?node a ?kind }} BIND("source" AS ?role) }}
  UNION {{ GRAPH ?graph {{ ?one arg:premise|arg:attacker ?other }} BIND("rules" AS ?role) }}
  UNION {{ GRAPH ?graph {{ ?one arg:supports|arg:attacks ?other }} BIND("derived" AS ?role) }}
  UNION {{ GRAPH ?graph {{ ?verdict arg:standpoint ?who . ?run prov:used ?used }}
    BIND(CONCAT("verdict ", STR(?used)) AS ?role) }}
}}"""


@dataclass(frozen=True, slots=True)
class Listing:
    """The graphs of an engine that matter here: their IRIs, sorted.

    *sources* hold arguments, *derived* what the rules made of them; *bases* are the sources that a
    verdict was worked out from, by the verdict's graph; *lacking* are the sources that the rules
    have something to say of, but nothing of that is there.

    >>> Listing(("https://w3id.org/whyso/graph/tea",)).named(["tea"]).sources
    ('https://w3id.org/whyso/graph/tea',)
    """

    sources: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    bases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()

    def named(self, names: Iterable[str]) -> "Listing":
        """Return what is there of some sources only, and of what was made of them alone.

        Args:
            names: short names or IRIs of their graphs; an IRI may be that of any graph.

        Raises:
            UnknownNameError: there is no such source; carries the nearest names.

        >>> Listing(("https://w3id.org/whyso/graph/tea",)).named(["tee"])
        Traceback (most recent call last):
        whyso.graph.errors.UnknownNameError: no source named 'tee'; the nearest are tea
        """
        known = {one.removeprefix(ontology.GRAPH): one for one in self.sources}
        wanted: dict[str, None] = {}
        for name in names:
            bare = name.removeprefix("<").removesuffix(">")
            if bare not in known and ":" not in bare:
                raise UnknownNameError("source", name, known)
            wanted[known.get(bare, bare)] = None
        derived = {derived_graph(graph) for graph in wanted}
        bases = {one: used for one, used in self.bases.items() if set(used) <= set(wanted)}
        return Listing(
            tuple(sorted(wanted)),
            tuple(one for one in self.derived if one in derived),
            bases,
            tuple(one for one in self.lacking if one in wanted),
        )

    def graphs(self) -> tuple[str, ...]:
        """Return all graphs of the listing.

        >>> Listing(("http://e/g",), ("http://e/d",)).graphs()
        ('http://e/g', 'http://e/d')
        """
        return (*self.sources, *self.derived, *self.bases)


def listing(remote: RemoteStore) -> Listing:
    """Return which sources an engine holds: the named graphs with nodes of an argument.

    Raises:
        WhysoError: the engine does not answer.

    >>> from whyso.graph.remote import Settings
    >>> listing(RemoteStore("http://127.0.0.1:9/", settings=Settings(tries=1)))
    Traceback (most recent call last):
    whyso.graph.errors.InputError: http://127.0.0.1:9/: it cannot be reached: ...
    """
    roles: dict[str, set[str]] = {}
    for role, graph in remote.query(_LISTING).raw_rows:
        roles.setdefault(role.value, set()).add(graph.value)
    sources = {one for one in roles.get("source", ()) if not one.startswith(_WORKED_OUT)}
    derived = {one for one in roles.get("derived", ()) if one.startswith(ontology.DERIVED)}
    ruled = sources & roles.get("rules", set())
    used: dict[str, set[str]] = {}
    for role, graphs in roles.items():
        if role.startswith("verdict "):
            for graph in graphs:
                used.setdefault(graph, set()).add(role.removeprefix("verdict "))
    return Listing(
        tuple(sorted(sources)),
        tuple(sorted(derived)),
        {graph: tuple(sorted(bases)) for graph, bases in sorted(used.items())},
        tuple(sorted(one for one in ruled if derived_graph(one) not in derived)),
    )


def fetch(remote: RemoteStore, graphs: Sequence[str]) -> Iterator[ox.Quad]:
    """Yield what is in some graphs of an engine; small graphs come many at once.

    How much it is, is asked first, and compared with what came.

    Args:
        remote: the engine.
        graphs: their IRIs.

    Raises:
        InputError: it is more than may be fetched.
        UnansweredError: not all of it came.

    >>> list(fetch(RemoteStore("http://127.0.0.1:9/"), []))
    []
    """
    counts: dict[str, int] = {}
    for names in _batches(graphs, _MANY):
        text = f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ {_among(names)} }} GROUP BY ?g"
        counts |= {row[0].value: int(row[1].value) for row in remote.query(text).raw_rows}
    total, limit = sum(counts.values()), remote.settings.max_triples
    if total > limit:
        raise InputError(
            f"{remote.shown}: {total:,} triples in {len(counts)} graphs are too many to fetch (the "
            f"limit is {limit:,}); name some with --source, ask with 'whyso query', or allow more "
            "with WHYSO_MAX_TRIPLES"
        )
    few: list[str] = []
    size = 0
    for graph, count in counts.items():
        if count > remote.settings.page:
            yield from _one(remote, graph, count)
            continue
        if size + count > remote.settings.page or len(few) == _MANY:
            yield from _several(remote, few, size)
            few, size = [], 0
        few.append(graph)
        size += count
    yield from _several(remote, few, size)


def _one(remote: RemoteStore, graph: str, count: int) -> Iterator[ox.Quad]:
    """Yield a large graph: as a whole, or, if the engine cuts that, page by page."""
    home = ox.NamedNode(graph)
    text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {home} {{ ?s ?p ?o }} }}"
    try:
        triples = remote.query(text).raw_triples
    except UnansweredError:
        triples = []
    if len(triples) != count:
        triples = []
        seen = 0
        while seen < count:
            part = f"WHERE {{ GRAPH {home} {{ ?s ?p ?o }} }}"
            limit = f"LIMIT {remote.settings.page} OFFSET {seen}"
            rows = remote.query(f"SELECT ?s ?p ?o {part} {limit}").raw_rows
            if not rows:
                break
            seen += len(rows)
            triples += [ox.Triple(*_terms(row)) for row in rows]
        triples = list(dict.fromkeys(triples))
        _check(remote, len(triples), count, graph)
        blank = any(
            isinstance(term, ox.BlankNode) for one in triples for term in (one.subject, one.object)
        )
        if blank and not remote.engine.blanks:
            raise InputError(
                f"{remote.shown}: {graph} comes in pieces, and this engine may name a blank node "
                "in each of them another way; raise its limit for answers"
            )
    for one in triples:
        yield ox.Quad(one.subject, one.predicate, one.object, home)


def _several(remote: RemoteStore, graphs: Sequence[str], count: int) -> Iterator[ox.Quad]:
    """Yield small graphs, by one query."""
    if graphs:
        rows = remote.query(f"SELECT ?s ?p ?o ?g WHERE {{ {_among(graphs)} }}").raw_rows
        _check(remote, len(rows), count, f"{len(graphs)} graphs")
        for row in rows:
            yield ox.Quad(*_terms(row))


def _among(graphs: Iterable[str]) -> str:
    names = " ".join(str(ox.NamedNode(graph)) for graph in graphs)
    return f"VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }}"


def _check(remote: RemoteStore, found: int, count: int, what: str) -> None:
    if found != count:
        raise UnansweredError(
            f"{remote.shown}: {found:,} of {count:,} triples of {what} came; the engine cuts its "
            "answers, or the data changed; try again"
        )


def _terms(row: ox.QuerySolution) -> tuple[Any, ...]:
    return tuple(row)


def _batches(names: Sequence[str], size: int) -> Iterator[list[str]]:
    rest = iter(names)
    while batch := list(islice(rest, size)):
        yield batch
