"""What a graph holds that other formats have a place for, in one pass over the store."""

from collections import Counter
from typing import Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.draft import carried, namespace_of
from whyso.graph.network import KINDS, STEPS
from whyso.graph.store import Store, natural

__all__ = ["Contents"]

_TYPE: Final = ontology.PREFIXES["rdf"] + "type"
_OTHER: Final = frozenset({"question", "underlying_question", "utterance"})
_QUESTIONS: Final = ("question", "underlying_question")
_RANK: Final = {kind: number for number, kind in enumerate(KINDS.values())}


class Contents:
    """The nodes of a graph, sorted, and what is said of each.

    Args:
        store: the graph.
        lang: the language of the texts, where the graph has it.
        format: the format whose carried values are wanted.
        told: whether a file of that format tells the language of its texts, if it has one.

    Attributes:
        space: the namespace of the nodes.
        graph: the IRI of the first named graph.
        ours: whether the graph was read from a file of that format.
        language: of the texts, or None.
        statements, inferences, conflicts, questions: IRIs in natural order.
        propositions: the statements, to look one up.
        assumed: the statements that are assumptions.
        answers: question to the statements that answer it.

    >>> from whyso.graph import sample
    >>> contents = Contents(sample().store, "en", "caf")
    >>> len(contents.inferences), len(contents.conflicts)
    (49, 28)
    """

    def __init__(self, store: Store, lang: str, format: str, *, told: bool = False) -> None:
        self.space, self._lang = namespace_of(store), lang.lower()
        self._carried = carried(store, format)
        self._about: dict[str, dict[str, dict[Any, None]]] = {}
        self._kinds: dict[str, str] = {}
        self.answers: dict[str, list[str]] = {}
        graphs = store.source_graphs()
        for graph in graphs:
            for quad in store.engine.quads_for_pattern(None, None, None, graph):
                if isinstance(quad.subject, ox.NamedNode):
                    self._take(quad.subject.value, quad.predicate.value, quad.object)
        self.graph = graphs[0].value if graphs else ""
        self.ours = self.graph in self._carried
        found = sorted(self._kinds, key=natural)
        kinds = self._kinds
        self.inferences = [iri for iri in found if kinds[iri] == "inference"]
        self.conflicts = [iri for iri in found if kinds[iri] in STEPS - {"inference"}]
        self.questions = [iri for iri in found if kinds[iri] in _QUESTIONS]
        self.statements = [iri for iri in found if kinds[iri] not in _OTHER | STEPS]
        self.propositions = frozenset(self.statements)
        self.assumed = {iri for iri in self.statements if kinds[iri] == "assumption"}
        self.language: str | None = None
        self.language = self._language(told)

    def _take(self, subject: str, predicate: str, value: Any) -> None:
        self._about.setdefault(subject, {}).setdefault(predicate, {})[value] = None
        if not isinstance(value, ox.NamedNode):
            return
        if predicate == _TYPE and value.value.startswith(ontology.ARG):
            kind = KINDS.get(value.value.removeprefix(ontology.ARG))
            if kind is not None and _RANK[kind] < _RANK.get(self._kinds.get(subject, ""), 99):
                self._kinds[subject] = kind
        elif predicate == ontology.ARG + "answers":
            self.answers.setdefault(value.value, []).append(subject)

    def _language(self, told: bool) -> str | None:
        if told and self.ours:
            found = self.kept(self.graph).get("language")
            return found if isinstance(found, str) else None
        tags = Counter(
            label.language
            for iri in self._kinds
            if self.kept(iri).get("auxiliary") is not True
            for label in self.texts(iri, "label")
        )
        if self._lang in tags:
            return self._lang
        return tags.most_common(1)[0][0] if tags else None

    def nodes(self, iri: str, role: str) -> list[str]:
        """Return the nodes that a node has in a role; a blank node or text counts as "".

        >>> from whyso.graph import sample
        >>> g = sample()
        >>> contents = Contents(g.store, "en", "caf")
        >>> len(contents.nodes(g["i1"].iri, "conclusion"))
        1
        """
        found = self._about.get(iri, {}).get(ontology.ARG + role, {})
        names = {one.value if isinstance(one, ox.NamedNode) else "" for one in found}
        return sorted(names, key=natural)

    def texts(self, iri: str, role: str) -> list[ox.Literal]:
        """Return the labels (``label``) or notes (``note``) of a node, those in our language first.

        >>> from whyso.graph import sample
        >>> g = sample()
        >>> [label.language for label in Contents(g.store, "zh", "caf").texts(g["i1"].iri, "label")]
        ['zh', 'en']
        """
        prefix = "rdfs" if role == "label" else "skos"
        found = self._about.get(iri, {}).get(ontology.PREFIXES[prefix] + role, {})
        first = (self.language, self._lang)
        return sorted(
            (one for one in found if isinstance(one, ox.Literal)),
            key=lambda one: (
                *(one.language != lang for lang in first),
                one.language or "",
                one.value,
            ),
        )

    def types(self, iri: str) -> list[str]:
        """Return the classes of the ontology that a node is of, without the prefix.

        >>> from whyso.graph import sample
        >>> Contents(sample().store, "en", "caf").types("http://e/nobody")
        []
        """
        found = self._about.get(iri, {}).get(_TYPE, {})
        names = [one.value for one in found if isinstance(one, ox.NamedNode)]
        return sorted(
            name.removeprefix(ontology.ARG) for name in names if name.startswith(ontology.ARG)
        )

    def kept(self, iri: str) -> dict[str, Any]:
        """Return what was carried for a node.

        >>> from whyso.graph import sample
        >>> Contents(sample().store, "en", "caf").kept("http://e/nobody")
        {}
        """
        found = self._carried.get(iri)
        return found if isinstance(found, dict) else {}

    def values(self, iri: str, curie: str) -> list[str]:
        """Return the texts that a node has by a property, those in our language first.

        >>> from whyso.graph import sample
        >>> g = sample()
        >>> Contents(g.store, "en", "caf").values(g.sources()[0].iri, "dcterms:language")
        ['en', 'zh']
        """
        prefix, _, local = curie.partition(":")
        found = self._about.get(iri, {}).get(ontology.PREFIXES[prefix] + local, {})
        texts = [one for one in found if isinstance(one, ox.Literal)]
        return [
            one.value for one in sorted(texts, key=lambda t: (t.language != self.language, t.value))
        ]

    def exists(self, iri: str) -> bool:
        """Tell whether anything is said of a node.

        >>> Contents(Store(), "en", "caf").exists("http://e/nobody")
        False
        """
        return iri in self._about

    def title(self) -> str:
        """Return the label of the first source, or nothing.

        >>> Contents(Store(), "en", "caf").title()
        ''
        """
        source = ox.NamedNode(ontology.ARG + "Source")
        for iri in sorted(self._about, key=natural):
            if source in self._about[iri].get(_TYPE, {}):
                found = self.texts(iri, "label")
                return found[0].value if found else ""
        return ""
