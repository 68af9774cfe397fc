"""The triples of a graph by subject, of which a writer takes one after the other."""

from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.argdown.values import Term
from whyso.graph.store import Store

__all__ = ["Facts"]

_TYPE: Final = ontology.PREFIXES["rdf"] + "type"


class Facts:
    """What is said of each node, in all sources of a store together.

    What was taken is said by the file; what is :meth:`left` is still to be said.

    >>> from whyso.graph import sample
    >>> facts = Facts(sample().store)
    >>> facts.take(sample().resolve("q1"), ontology.ARG + "underlies")[0].value[-3:]
    '/q0'
    """

    def __init__(self, store: Store) -> None:
        self._said: dict[str, dict[str, dict[Term, None]]] = {}
        self.taken: set[tuple[str, str, Term]] = set()
        self.blank: list[ox.Triple] = []
        for quad in store.quads():
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.NamedNode) and isinstance(value, Term):
                properties = self._said.setdefault(subject.value, {})
                properties.setdefault(quad.predicate.value, {})[value] = None
            else:
                self.blank.append(quad.triple)

    def subjects(self) -> Iterable[str]:
        """Return the IRIs of which something is said.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> len(list(facts.subjects()))
        4
        """
        return self._said.keys()

    def properties(self, subject: str) -> Iterable[str]:
        """Return the properties that a node has.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> len(list(facts.properties("https://w3id.org/whyso/id/tea/a")))
        2
        """
        return self._said.get(subject, {}).keys()

    def all(self, subject: str, property: str) -> list[Term]:
        """Return the values of a property, taken or not.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> label = ontology.PREFIXES["rdfs"] + "label"
        >>> facts.all("https://w3id.org/whyso/id/tea/a", label)[0].value
        'Ay'
        """
        return list(self._said.get(subject, {}).get(property, ()))

    def nodes(self, subject: str, property: str) -> list[str]:
        """Return the IRIs among the values of a property.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> facts.nodes("https://w3id.org/whyso/id/tea/a", ontology.ARG + "premise")
        []
        """
        return [
            term.value for term in self.all(subject, property) if isinstance(term, ox.NamedNode)
        ]

    def types(self, subject: str) -> set[str]:
        """Return the IRIs of a node's classes.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> facts.types("https://w3id.org/whyso/id/tea/a") == {ontology.ARG + "Claim"}
        True
        """
        return set(self.nodes(subject, _TYPE))

    def open(self, subject: str, property: str) -> list[Term]:
        """Return the values of a property that are still to be said.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> len(facts.open("https://w3id.org/whyso/id/tea/a", ontology.PREFIXES["rdf"] + "type"))
        1
        """
        return [
            term
            for term in self._said.get(subject, {}).get(property, ())
            if (subject, property, term) not in self.taken
        ]

    def take(self, subject: str, property: str, terms: Iterable[Term] | None = None) -> list[Term]:
        """Take values of a property, by default all that are left, and return them.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> len(facts.take("https://w3id.org/whyso/id/tea/a", ontology.PREFIXES["rdf"] + "type"))
        1
        """
        found = self.open(subject, property) if terms is None else list(terms)
        self.taken.update((subject, property, term) for term in found)
        return found

    def left(self) -> Iterator[tuple[str, str, Term]]:
        """Yield what was not taken.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> len(list(facts.left()))
        8
        """
        for subject, properties in self._said.items():
            for property in properties:
                for term in self.open(subject, property):
                    yield subject, property, term

    def size(self, subject: str) -> int:
        """Return how many triples a node has.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> facts.size("https://w3id.org/whyso/id/tea/a")
        2
        """
        return sum(len(terms) for terms in self._said.get(subject, {}).values())
