"""Opening and saving: files in every RDF syntax, one named graph per source.

The engine is an Oxigraph store, called directly; :mod:`whyso.graph.model` lays rdflib's API on it.
"""

import os
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from pathlib import Path
from typing import Protocol, TypeVar

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import FormatError, InputError
from whyso.graph.files import read_bytes, write_atomic
from whyso.graph.store.batches import each_batch
from whyso.graph.store.datatypes import datatypes_in, datatypes_of
from whyso.graph.store.deriving import updates
from whyso.graph.store.lines import (
    has_blank,
    natural,
    places_of,
    statements,
)
from whyso.graph.store.naming import free_name, slugs_in, source_slug
from whyso.graph.store.parts import verdicts_on
from whyso.graph.store.saving import Saving, syntax_of
from whyso.graph.store.syntax import Syntax, decode, find_syntax, parse_error, prefixes_of, refuse

__all__ = ["Store", "natural", "read_bytes", "source_slug", "write_atomic"]


class _Takes(Protocol):
    def take(self, graph: str, lines: list[str]) -> None: ...


_Reader = TypeVar("_Reader", bound=_Takes)


class _UnnamedError(Exception):
    """A blank node has no name yet."""


class Store(Saving):
    """RDF of one or more sources.

    Args:
        engine: what holds the RDF; by default a new one in memory.

    Attributes:
        engine: the Oxigraph store; queries on it see all graphs as one if they ask for the union.
        prefixes: those of the ontology and those that the files declare.
        files: IRI of each named graph to the path or name of the text that it came from.
        forgotten: IRI of each named graph to the datatypes that the engine forgets, by property.
        numbers: which number to try first for files that are called alike; see ``free_name``.

    >>> store = Store()
    >>> store.read_text("@prefix : <https://w3id.org/whyso/id/tea/> . :c1 a :Claim .", "turtle")
    >>> [graph.value for graph in store.source_graphs()]
    ['https://w3id.org/whyso/graph/tea']
    """

    def __init__(self, engine: ox.Store | None = None) -> None:
        self.engine = ox.Store() if engine is None else engine
        self.prefixes: dict[str, str] = dict(ontology.PREFIXES)
        self.files: MutableMapping[str, str] = {}
        self.forgotten: MutableMapping[str, Mapping[str, str]] = {}
        self.numbers: dict[str, int] | None = None
        self.refresh()

    def refresh(self) -> None:
        """Forget what was derived, because the engine's content was changed directly.

        >>> Store().refresh()
        """
        self._derived = False
        self._blanks_named = False

    def read(
        self, target: str | os.PathLike[str], *, format: str | None = None, base: str | None = None
    ) -> None:
        """Read a file, whole or not at all.

        Args:
            target: a path; the suffix tells the syntax, also before ``.gz``.
            format: name, suffix or MIME type of the syntax, where the suffix does not tell.
            base: IRI against which relative IRIs are read; without one they are refused.

        Raises:
            InputError: the path is missing, unreadable or broken.

        >>> Store().read("nowhere.ttl")
        Traceback (most recent call last):
        whyso.graph.errors.InputError: nowhere.ttl: no such file
        """
        path = Path(target)
        syntax = find_syntax(format) if format else syntax_of(path)
        data = read_bytes(path)
        if syntax is None:
            raise FormatError(f"{path}: the suffix names no RDF syntax; give one with --from")
        self._load(data, syntax, str(path), base)

    def read_text(
        self, text: str | bytes, format: str, *, name: str = "text", base: str | None = None
    ) -> None:
        """Read a text; *name* stands for it in messages.

        Raises:
            ParseError: the text is broken.

        >>> Store().read_text("<http://e/a> <http://e/b>", "turtle", name="a.ttl")
        Traceback (most recent call last):
        whyso.graph.errors.ParseError: a.ttl:1:26: Unexpected end
        """
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        self._load(data, find_syntax(format), name, base)

    def fill(self, quads: Iterable[ox.Quad], name: str) -> None:
        """Add quads in named graphs, which were made and not read; *name* tells where from.

        >>> store = Store()
        >>> node = ox.NamedNode("http://e/a")
        >>> store.fill([ox.Quad(node, node, ox.Literal("1"), node)], "made")
        >>> store.files
        {'http://e/a': 'made'}
        """
        made = list(quads)
        self.engine.extend(made)
        self.forgotten.update(datatypes_of(made))
        for graph in self.source_graphs():
            self.files.setdefault(graph.value, name)
        self.refresh()

    def part(self, graph: ox.NamedNode) -> "Store":
        """Return a store of one of the graphs.

        >>> store = Store()
        >>> store.read_text("<http://e/a> <http://e/b> 1 .", "turtle")
        >>> len(store.part(store.source_graphs()[0]).engine)
        1
        """
        return self.only([graph.value])

    def only(self, graphs: Iterable[str], *, verdicts: bool = False) -> "Store":
        """Return a store, in memory, of some of the graphs.

        Args:
            graphs: their IRIs.
            verdicts: whether the verdicts on nothing but these come too.

        >>> store = Store()
        >>> store.read_text("<http://e/a> <http://e/b> 1 .", "turtle", name="one.ttl")
        >>> store.read_text("<http://e/a> <http://e/b> 1 .", "turtle", name="two.ttl")
        >>> store.only(["https://w3id.org/whyso/graph/two"]).source_graphs()[0].value
        'https://w3id.org/whyso/graph/two'
        """
        wanted = dict.fromkeys(graphs)
        if verdicts:
            wanted |= dict.fromkeys(verdicts_on(self.engine, list(wanted), alone=True))
        part = Store()
        for graph in wanted:
            home = ox.NamedNode(graph)
            part.engine.extend(self.engine.quads_for_pattern(None, None, None, home))
            part.files[graph] = self.files.get(graph, "")
            part.forgotten[graph] = self.forgotten.get(graph, {})
        part.prefixes = dict(self.prefixes)
        return part

    def take(self, other: "Store", name: str) -> None:
        """Take over what another store holds; *name* tells where it is from.

        >>> one, other = Store(), Store()
        >>> other.read_text("<http://e/a> <http://e/b> 1 .", "turtle")
        >>> one.take(other, "a.ttl")
        >>> len(one.source_graphs())
        1
        """
        self.engine.extend(other.engine)
        self.prefixes = other.prefixes | self.prefixes
        self.forgotten.update(other.forgotten)
        for graph in other.source_graphs():
            self.files.setdefault(graph.value, name)
        self.refresh()

    def _load(self, data: bytes, syntax: Syntax, path: str, base: str | None) -> None:
        if base is not None:
            _check_iri(base)
        data = decode(data, path)
        refuse(data, syntax, path)
        graph = self._graph_for(data, syntax, path, base)
        known = {found.value for found in self.engine.named_graphs()}
        try:
            self.engine.load(data, syntax.format, base_iri=base, to_graph=graph)
        except (SyntaxError, ValueError, OSError, MemoryError) as error:
            raise parse_error(error, data, syntax, path) from None
        self.forgotten.update(datatypes_in(data, syntax, graph, base))
        self._adopt(graph)
        for found in (*self.source_graphs(), *self.verdict_graphs()):
            if found.value not in known:
                self.files[found.value] = path
        for prefix, iri in prefixes_of(data, syntax).items():
            if prefix not in ontology.PREFIXES:
                self.prefixes.setdefault(prefix, iri)
        self.refresh()

    def _graph_for(self, data: bytes, syntax: Syntax, path: str, base: str | None) -> ox.NamedNode:
        """Return the named graph for what a text says outside of named graphs."""
        slug = source_slug(data, path, syntax=syntax, base=base)
        # Two files that are called alike need not be about the same source.
        if not slugs_in(data, base):
            slug = free_name(slug, path, self.files, {} if self.numbers is None else self.numbers)
        return ox.NamedNode(ontology.GRAPH + slug)

    def _adopt(self, graph: ox.NamedNode) -> None:
        """Put what stands in nameless graphs into *graph*."""
        for found in list(self.engine.named_graphs()):
            if isinstance(found, ox.BlankNode):
                quads = list(self.engine.quads_for_pattern(None, None, None, found))
                self.engine.extend(ox.Quad(q.subject, q.predicate, q.object, graph) for q in quads)
                self.engine.remove_graph(found)

    def derive(self) -> None:
        """Run the rules: write the shortcuts of each source into a graph of their own.

        The derived graph of ``.../graph/<source>`` is ``.../derived/<source>``. Nothing is done if
        nothing was read since the last time; after changing the engine, :meth:`refresh` first.

        >>> Store().derive()
        """
        if self._derived:
            return
        for found in list(self.engine.named_graphs()):
            if found.value.startswith(ontology.DERIVED):
                self.engine.remove_graph(found)
        for graph in self.source_graphs():
            for update in updates(graph.value):
                self.engine.update(update)
        self._derived = True

    def name_blanks(self, start: str = "b") -> None:
        """Name the blank nodes ``_:b0``, ``_:b1`` ... by what is said of them, once after reading.

        The engine gives them labels by chance; now the same texts have the same labels every time.

        Args:
            start: what the labels begin with.

        >>> Store().name_blanks()
        """
        if self._blanks_named:
            return
        said, judged = (
            [
                quad
                for graph in graphs
                for quad in self.engine.quads_for_pattern(None, None, None, graph)
                if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
            ]
            for graphs in (self.source_graphs(), self.verdict_graphs())
        )
        if old := said + judged:
            places = places_of(statements(said), statements(judged))
            names = {node: ox.BlankNode(f"{start}{place}") for node, place in places.items()}
            for quad in old:
                self.engine.remove(quad)
            self.engine.extend(
                ox.Quad(
                    names.get(str(q.subject), q.subject),
                    q.predicate,
                    names.get(str(q.object), q.object),
                    q.graph_name,
                )
                for q in old
            )
            self._derived = False
        self._blanks_named = True

    def feed(self, make: Callable[[], _Reader]) -> _Reader:
        """Hand the source graphs to a reader, as N-Triples lines in batches and in no order.

        Blank nodes are named, see :meth:`name_blanks`.

        Args:
            make: returns a new reader; called again if blank nodes must be named on the way.

        Returns:
            The reader that has taken all lines.

        >>> class Lines(dict):
        ...     def take(self, graph, lines):
        ...         self.setdefault(graph, []).extend(lines)
        >>> store = Store()
        >>> store.read_text("<http://e/a> <http://e/b> [] .", "turtle")
        >>> store.feed(Lines)
        {'https://w3id.org/whyso/graph/text': ['<http://e/a> <http://e/b> _:b0 .']}
        """
        try:
            return self._feed(make())
        except _UnnamedError:
            self.name_blanks()
            return self._feed(make())

    def _feed(self, reader: _Reader) -> _Reader:
        def take(lines: list[str]) -> None:
            if not self._blanks_named and any(map(has_blank, lines)):
                raise _UnnamedError
            reader.take(graph.value, lines)

        for graph in self.source_graphs():
            each_batch(self.engine, graph, self.forgotten.get(graph.value, {}), take)
        return reader


def _check_iri(base: str) -> None:
    try:
        ox.NamedNode(base)
    except ValueError as error:
        raise InputError(f"base {base!r}: {error}") from None
