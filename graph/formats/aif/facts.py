"""What a store says of each thing, looked up once, for writers that go through all of it."""

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from whyso.graph.store import Store

__all__ = ["Facts"]

_Values = dict[str, list[tuple[str, str | None]]]
_NOTHING: Final[_Values] = {}


class Facts:
    """The triples of some named graphs: by subject and property, and all of them.

    Args:
        store: the store.
        graphs: IRIs of its graphs; all of its sources by default.

    >>> from whyso.graph import sample
    >>> facts = Facts(sample().store)
    >>> facts.one("https://w3id.org/whyso/id/government-guarantees/altman",
    ...           "http://xmlns.com/foaf/0.1/name")
    'Sam Altman'
    """

    def __init__(self, store: Store, graphs: Iterable[str] | None = None) -> None:
        self.about: dict[str, _Values] = {}
        self.triples: set[tuple[str, str, str]] = set()
        wanted = [graph.value for graph in store.source_graphs()] if graphs is None else graphs
        for graph in wanted:
            for quad in store.engine.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
                subject, predicate = _text(quad.subject), quad.predicate.value
                value = quad.object
                if isinstance(value, ox.Literal):
                    said = value.value, value.language or ""
                    self.about.setdefault(subject, {}).setdefault(predicate, []).append(said)
                    self.triples.add((subject, predicate, value.value))
                else:
                    name = _text(value)
                    self.about.setdefault(subject, {}).setdefault(predicate, []).append(
                        (name, None)
                    )
                    self.triples.add((subject, predicate, name))

    def all(self, subject: str, predicate: str) -> list[str]:
        """Return the values of a property, each once, sorted.

        >>> Facts(Store()).all("http://e/1", "http://e/p")
        []
        """
        return sorted({value for value, _ in self._said(subject, predicate)})

    def one(self, subject: str, predicate: str) -> str | None:
        """Return the first value of a property, or None.

        >>> Facts(Store()).one("http://e/1", "http://e/p") is None
        True
        """
        return min((value for value, _ in self._said(subject, predicate)), default=None)

    def text(self, subject: str, predicate: str, lang: str) -> str | None:
        """Return a text in a language, else in none, else in English, else the first; or None.

        >>> Facts(Store()).text("http://e/1", "http://e/p", "en") is None
        True
        """
        texts = sorted((mark or "", value) for value, mark in self._said(subject, predicate))
        for wanted in (lang.lower(), "", "en"):
            for mark, value in texts:
                if mark == wanted:
                    return value
        return texts[0][1] if texts else None

    def _said(self, subject: str, predicate: str) -> list[tuple[str, str | None]]:
        return self.about.get(subject, _NOTHING).get(predicate, [])


def _text(term: object) -> str:
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    return str(getattr(term, "value", term))
