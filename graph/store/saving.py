"""What a store holds, as texts: sorted lines, RDF in every syntax, files."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from itertools import chain, islice
from pathlib import Path
from typing import Final, cast

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import FormatError
from whyso.graph.files import write_atomic
from whyso.graph.store.batches import each_batch
from whyso.graph.store.blanks import Statement
from whyso.graph.store.lines import blanks, has_blank, in_order, places_of, renamed
from whyso.graph.store.sorting import Sorter
from whyso.graph.store.syntax import Syntax, find_syntax

__all__ = ["Saving", "syntax_of"]


class Saving:
    """The part of :class:`Store` that hands out what is in it; the same graphs, the same bytes.

    >>> from whyso.graph.store import Store
    >>> Store().serialize("n-quads")
    b''
    """

    engine: ox.Store
    prefixes: dict[str, str]
    forgotten: MutableMapping[str, Mapping[str, str]]

    def source_graphs(self) -> list[ox.NamedNode]:
        """Return the named graphs that hold data (not what was worked out from them), sorted.

        >>> from whyso.graph.store import Store
        >>> Store().source_graphs()
        []
        """
        return self._graphs(lambda name: not name.startswith(_WORKED_OUT))

    def verdict_graphs(self) -> list[ox.NamedNode]:
        """Return the named graphs of verdicts (:mod:`whyso.graph.semantics.recording`), sorted.

        They are saved, but are no part of the argument.

        >>> from whyso.graph.store import Store
        >>> Store().verdict_graphs()
        []
        """
        return self._graphs(lambda name: name.startswith(ontology.VERDICT))

    def _graphs(self, wanted: Callable[[str], bool]) -> list[ox.NamedNode]:
        named = (found for found in self.engine.named_graphs() if isinstance(found, ox.NamedNode))
        return sorted((one for one in named if wanted(one.value)), key=lambda one: one.value)

    def sorted_lines(
        self, graphs: Iterable[str] | None = None, *, verdicts: bool = False
    ) -> dict[str, list[str]]:
        """Return the source graphs as N-Triples lines: the same graphs give the same lines.

        The order is by subject (numbers by value: c2 before c10), then by line. Blank nodes are
        named by what is said of them in the source graphs.

        Args:
            graphs: names of those that are wanted, as if there were no others; all by default.
            verdicts: whether the graphs of verdicts come too, after the others.

        >>> from whyso.graph.store import Store
        >>> store = Store()
        >>> store.read_text("[] <http://e/b> 1 .", "turtle")
        >>> [line[:17] for line in store.sorted_lines()["https://w3id.org/whyso/graph/text"]]
        ['_:b0 <http://e/b>']
        """
        wanted = None if graphs is None else set(graphs)
        said = self._lines(
            one for one in self.source_graphs() if wanted is None or one.value in wanted
        )
        judged = self._lines(self.verdict_graphs()) if verdicts else {}
        places = places_of(_blanks(said), _blanks(judged))
        texts = said | judged
        if places:
            texts = {graph: renamed(lines, places) for graph, lines in texts.items()}
        return {graph: in_order(lines) for graph, lines in texts.items()}

    def _lines(self, graphs: Iterable[ox.NamedNode]) -> dict[str, list[str]]:
        texts: dict[str, list[str]] = {}
        for home in graphs:
            found = texts.setdefault(home.value, [])
            self._each_batch(home, found.extend)
        return texts

    def blocks(self, *, quads: bool = True, verdicts: bool = False) -> Iterator[bytes]:
        """Yield what :meth:`serialize` returns for N-Quads, or N-Triples, piece by piece.

        However large the graphs are, little of them is held.

        Args:
            quads: whether lines name their graph; else there should be one source only.
            verdicts: whether the graphs of verdicts come too, after the others.

        >>> from whyso.graph.store import Store
        >>> list(Store().blocks())
        []
        """
        said, judged = self.source_graphs(), self.verdict_graphs() if verdicts else []
        homes, sorter = [*said, *judged], Sorter()
        apart: list[list[str]] = [
            self._taken(group, home, sorter) for group, home in enumerate(homes)
        ]
        blank = [blanks(lines, home.value) for home, lines in zip(homes, apart, strict=True)]
        places = places_of(
            list(chain.from_iterable(blank[: len(said)])),
            list(chain.from_iterable(blank[len(said) :])),
        )
        for group, lines in enumerate(apart):
            sorter.take(group, renamed(lines, places))
        ends = [f"<{home.value}> .\n".encode() if quads else b".\n" for home in homes]
        ordered = iter(sorter)
        while some := list(islice(ordered, _BLOCK)):
            yield b"".join([line[:-1] + ends[group] for group, line in some])

    def _taken(self, group: int, home: ox.NamedNode, sorter: Sorter) -> list[str]:
        """Give a graph's lines to a sorter, but those with blank nodes, which are returned."""
        apart: list[str] = []

        def take(lines: list[str]) -> None:
            sorter.take(group, [line for line in lines if not has_blank(line)])
            apart.extend(filter(has_blank, lines))

        self._each_batch(home, take)
        return apart

    def _each_batch(self, graph: ox.NamedNode, take: Callable[[list[str]], None]) -> None:
        each_batch(self.engine, graph, self.forgotten.get(graph.value, {}), take)

    def quads(self) -> Iterator[ox.Quad]:
        """Yield the quads of the source graphs in the order of :meth:`sorted_lines`.

        >>> from whyso.graph.store import Store
        >>> list(Store().quads())
        []
        """
        return iter(ox.parse(b"".join(self.blocks()), ox.RdfFormat.N_QUADS))

    def serialize(self, format: str, *, verdicts: bool = False) -> bytes:
        """Return the source graphs in an RDF syntax; the same graphs give the same bytes.

        In a syntax without named graphs the graphs are merged.

        Args:
            format: name, suffix or MIME type of the syntax.
            verdicts: whether the graphs of verdicts come too; only with named graphs.

        >>> from whyso.graph.store import Store
        >>> store = Store()
        >>> store.read_text("@prefix : <https://w3id.org/whyso/id/tea/> . :c1 a :Claim .", "turtle")
        >>> print(store.serialize("turtle").decode().splitlines()[-1])
        :c1 a :Claim .
        """
        syntax = find_syntax(format)
        text = b"".join(self.blocks(quads=syntax.quads, verdicts=verdicts and syntax.quads))
        plain = ox.RdfFormat.N_QUADS if syntax.quads else ox.RdfFormat.N_TRIPLES
        if not syntax.quads and len(self.source_graphs()) > 1:
            text = b"".join(dict.fromkeys(text.splitlines(keepends=True)))
        if syntax.format == plain:
            return text
        used = {
            prefix: iri
            for prefix, iri in sorted(self.prefixes.items())
            if b"<" + iri.encode() in text
        }
        quads = cast("Iterable[ox.Quad]", ox.parse(text, plain))
        return cast(bytes, ox.serialize(quads, format=syntax.format, prefixes=used))

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write sources and verdicts to a file, atomically; the suffix tells the syntax (``.gz``).

        Raises:
            FormatError: the suffix is no RDF syntax, or that syntax cannot hold several sources, or
                verdicts beside one.
            OutputError: the file cannot be written; the old one stands.

        >>> from whyso.graph.store import Store
        >>> Store().save("claims.doc")
        Traceback (most recent call last):
        whyso.graph.errors.FormatError: claims.doc: the suffix names no RDF syntax (.ttl, .trig ...)
        """
        syntax = syntax_of(Path(path))
        if syntax is None:
            raise FormatError(f"{path}: the suffix names no RDF syntax (.ttl, .trig ...)")
        if not syntax.quads and len(self.source_graphs()) > 1:
            raise FormatError(
                f"{path}: {syntax.name} holds one source; save several as .trig or .nq"
            )
        if not syntax.quads and self.verdict_graphs():
            raise FormatError(
                f"{path}: {syntax.name} cannot hold verdicts beside a source; save as .trig or .nq"
            )
        if syntax.format in (ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES):
            return write_atomic(path, self.blocks(quads=syntax.quads, verdicts=syntax.quads))
        return write_atomic(path, self.serialize(syntax.name, verdicts=True))


_BLOCK: Final = 10_000  # lines
_WORKED_OUT: Final = (ontology.DERIVED, ontology.VERDICT, ontology.STORE)


def _blanks(texts: dict[str, list[str]]) -> list[Statement]:
    return [one for graph, lines in texts.items() for one in blanks(lines, graph)]


def syntax_of(path: Path) -> Syntax | None:
    """Return the RDF syntax that a file's suffix tells, if it tells one.

    >>> syntax_of(Path("a.ttl.gz")) == find_syntax("turtle"), syntax_of(Path("a.doc"))
    (True, None)
    """
    suffixes = [suffix for suffix in path.suffixes if suffix.lower() != ".gz"]
    try:
        return find_syntax(suffixes[-1]) if suffixes else None
    except FormatError:
        return None
