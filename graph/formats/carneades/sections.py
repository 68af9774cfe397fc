"""The sections of a file of Carneades in the making: which name and which place each node gets."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import quote, unquote

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.carneades.case import BASIC, negated
from whyso.graph.formats.carneades.drafting import (
    FORMAT,
    MAX_POSITIONS,
    NOTES,
    SOURCE,
    in_order,
    rebuttal,
    undercut,
    worded,
)
from whyso.graph.formats.carneades.names import fresh, is_atom
from whyso.graph.formats.carneades.parsing import OWN
from whyso.graph.formats.draft import carried, namespace_of
from whyso.graph.network import KINDS, STEPS
from whyso.graph.store import Store, natural

__all__ = ["Sections"]

_P: Final = ontology.PREFIXES
_TYPE: Final = _P["rdf"] + "type"
_LABEL: Final = _P["rdfs"] + "label"
_NOTE: Final = _P["skos"] + "note"
_ARG: Final = ontology.ARG
_BY_DEFAULT: Final = frozenset({_TYPE, _LABEL, _NOTE, _ARG + "status"})
_QUESTIONS: Final = ("question", "underlying_question")
_SAFE: Final = "-._~!$&'()*+,;=:@"


class Sections:
    """A graph sorted into statements, arguments and issues.

    Args:
        store: the graph.
        lang: the language of the texts, where the graph has it.

    Attributes:
        space: the namespace of the nodes.
        language: of the texts, or None.
        bare: whether the source is told in RDF only.
        said: for each node with a place in the file, the triples it needs beside.
        rest: the triples that have no such place.

    >>> from whyso.graph import sample
    >>> sections = Sections(sample().store, "en")
    >>> sorted(sections.file({}, {}))
    ['arguments', 'assumptions', 'issues', 'meta', 'statements']
    """

    def __init__(self, store: Store, lang: str) -> None:
        self.space = namespace_of(store)
        self._carried = carried(store, FORMAT)
        self._about: dict[str, dict[str, list[Any]]] = {}
        self._kinds: dict[str, str] = {}
        self._answers: dict[str, list[str]] = {}
        self._read(store)
        self._graph = next((graph.value for graph in store.source_graphs()), "")
        self._ours = self._graph in self._carried
        self.bare = not self._ours
        self.language = self._language(lang)
        self.said: dict[str, set[ox.Triple]] = {}
        self.rest: set[ox.Triple] = set()
        self._bare: set[str] = set()
        self._taken: set[str] = set()
        self._statements: dict[str, str] = {}  # IRI to name
        self._arguments: dict[str, str] = {}
        self._given: dict[str, str] = {}  # IRI, where its name does not tell it
        self._name_statements()
        self._parts = self._grouped()
        self._native: dict[str, str] = {}  # argument to its one undercutter
        self._conflicts: list[str] = []
        self._issues: dict[str, tuple[str, list[str], bool]] = {}
        self._name_steps()
        self._name_issues()

    def _read(self, store: Store) -> None:
        kinds: dict[str, set[str]] = {}
        for graph in store.source_graphs():
            for quad in store.engine.quads_for_pattern(None, None, None, graph):
                if not isinstance(quad.subject, ox.NamedNode):
                    continue
                subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object
                values = self._about.setdefault(subject, {}).setdefault(predicate, [])
                if value in values[:50]:
                    continue
                values.append(value)
                if predicate == _TYPE and isinstance(value, ox.NamedNode):
                    kind = KINDS.get(value.value.removeprefix(_ARG))
                    if kind is not None and value.value.startswith(_ARG):
                        kinds.setdefault(subject, set()).add(kind)
                elif predicate == _ARG + "answers" and isinstance(value, ox.NamedNode):
                    self._answers.setdefault(value.value, []).append(subject)
        order = list(dict.fromkeys(KINDS.values()))
        self._kinds = {
            iri: min(kinds[iri], key=order.index) for iri in sorted(kinds, key=natural)
        }

    def _iris(self, iri: str, role: str) -> list[str]:
        """Return the nodes that a node has in a role; a blank node counts as no node at all."""
        found = self._about[iri].get(_ARG + role, ())
        return [getattr(one, "value", "") if isinstance(one, ox.NamedNode) else "" for one in found]

    def _language(self, lang: str) -> str | None:
        tags = Counter(
            label.language
            for iri in self._kinds
            for label in self._labels(iri)
        )
        if lang.lower() in tags:
            return lang.lower()
        return tags.most_common(1)[0][0] if tags else None

    def _labels(self, iri: str) -> list[ox.Literal]:
        found = self._about.get(iri, {}).get(_LABEL, ())
        return [one for one in found if isinstance(one, ox.Literal)]

    # Names

    def _local(self, iri: str) -> str:
        if not iri.startswith(self.space):
            return ""
        local = unquote(iri.removeprefix(self.space))
        return local if self._iri(local) == iri else ""

    def _iri(self, local: str) -> str:
        return self.space + quote(local, safe=_SAFE)

    def _name(self, iri: str, kind: str, taken: Iterable[str]) -> str:
        """Return the name of a node in its section: that of its IRI, if Carneades can take it."""
        local = self._local(iri)
        while local.startswith(f"{kind}:"):
            local = local.removeprefix(f"{kind}:")
        if local and local not in taken and (self._ours or is_atom(local)):
            return local
        return fresh(local or iri.replace("#", "/").rstrip("/").rsplit("/", 1)[-1], taken)

    def _note_iri(self, iri: str, name: str, kind: str) -> None:
        """Remember an IRI that a reader would not find by the name alone."""
        local = name
        while local in self._taken and kind != "statement":
            local = f"{kind}:{local}"
        self._taken.add(local)
        if self._iri(local) != iri:
            self._given[iri] = iri

    def _name_statements(self) -> None:
        for iri, kind in self._kinds.items():
            if kind in STEPS or kind in _QUESTIONS or kind == "utterance":
                continue
            if self._carried.get(iri, {}).get("auxiliary") is True:
                continue
            name = self._name(iri, "statement", self._statements_by_name())
            self._statements[iri] = name
            self._names.add(name)
            self.said[iri] = set()
        for iri, name in self._statements.items():
            self._note_iri(iri, name, "statement")
