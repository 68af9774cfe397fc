"""RDF in the making: what a reader of another format writes down, and the account of reading."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import InputError
from whyso.graph.formats.account import Account, Rows
from whyso.graph.store import Store
from whyso.graph.store.naming import slug_of

__all__ = ["Draft", "carried", "namespace_of"]

_JSON: Final = ox.NamedNode(ontology.PREFIXES["rdf"] + "JSON")
_SAFE: Final = "-._~!$&'()*+,;=:@"


class Draft:
    """One source in the making: a named graph, and what became of the file that it is read from.

    Args:
        format: the name of the format that is read.
        name: the file, or what stands for it in messages; its stem names the source.
        base: the namespace of the nodes, such as ``https://w3id.org/whyso/id/tea/``; what the file
            itself says of it goes before what the reader was told.

    Attributes:
        graph: IRI of the named graph.
        approximated, dropped: rows for the account.

    Raises:
        InputError: *base* is no IRI.

    >>> draft = Draft("kialo", name="tea.txt")
    >>> claim = draft.node("1.1", "arg:Claim", "Tea is warm.", lang="en")
    >>> claim
    'https://w3id.org/whyso/id/tea/1.1'
    >>> store, account = draft.finish()
    >>> account.kept["statements"], account.lossless
    (1, True)
    """

    def __init__(self, format: str, *, name: str, base: str | None = None) -> None:
        self.format, self.name = format, name
        self.space = base if base is not None else f"{ontology.ID}{slug_of(name)}/"
        self.graph = _graph_of(self.space, name)
        self.approximated, self.dropped = Rows(), Rows()
        self.prefixes: dict[str, str] = {}
        self._named = _named(self.graph, name)
        self._quads: dict[ox.Quad, None] = {}

    def iri(self, local: str) -> str:
        """Return the IRI of a node by its name in the file; an IRI stays what it is.

        >>> Draft("kialo", name="tea.txt").iri("a claim")
        'https://w3id.org/whyso/id/tea/a%20claim'
        """
        if _ABSOLUTE.match(local) and _is_iri(local):
            return local
        return self.space + quote(local, safe=_SAFE)

    def node(
        self, local: str, kind: str, label: str | None = None, *, lang: str | None = None
    ) -> str:
        """Say that there is a node of a class, with its label; return its IRI.

        >>> Draft("aif", name="tea.json").node("7", "arg:Inference")
        'https://w3id.org/whyso/id/tea/7'
        """
        iri = self.iri(local)
        self.link(iri, "rdf:type", _full(kind))
        if label is not None:
            self.text(iri, "rdfs:label", label, lang=lang)
        return iri

    def link(self, subject: str, predicate: str, value: str) -> None:
        """Say that one node stands in a relation to another; both by IRI, or as CURIEs.

        >>> Draft("aif", name="t.json").link("http://e/i1", "arg:premise", "http://e/c1")
        """
        self._add(subject, predicate, _named(_full(value), self.name))

    def text(self, subject: str, predicate: str, text: str, *, lang: str | None = None) -> None:
        """Say a text of a node; lone halves of surrogate pairs are replaced by U+FFFD.

        >>> Draft("aif", name="tea.json").text("http://e/c1", "skos:note", "warm", lang="en")
        """
        whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        self._add(subject, predicate, ox.Literal(whole, language=lang) if lang else whole)

    def value(self, subject: str, predicate: str, value: str | bool | float, kind: str) -> None:
        """Say a value of a node with its datatype, a CURIE such as ``xsd:decimal``.

        >>> Draft("aif", name="t.json").value("http://e/c1", "arg:confidence", 0.5, "xsd:decimal")
        """
        said = str(value).lower() if isinstance(value, bool) else str(value)
        typed = ox.Literal(said, datatype=ox.NamedNode(_full(kind)))
        self._add(subject, predicate, typed)

    def carry(self, subject: str, value: Any, format: str | None = None) -> None:
        """Keep what the model cannot say, as JSON, so that the way back restores it.

        It is said of a node, or of :attr:`graph` for what concerns the whole file.

        >>> draft = Draft("aif", name="tea.json")
        >>> draft.carry(draft.graph, {"dialog": True})
        >>> carried(draft.finish()[0], "aif")
        {'https://w3id.org/whyso/graph/tea': {'dialog': True}}
        """
        said = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        whole = said.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        predicate = ontology.CARRIED + (format or self.format)
        self._add(subject, predicate, ox.Literal(whole, datatype=_JSON))

    def _add(self, subject: str, predicate: str, value: "ox.NamedNode | ox.Literal | str") -> None:
        term = ox.Literal(value) if isinstance(value, str) else value
        about = _named(_full(subject), self.name)
        quad = ox.Quad(about, _named(_full(predicate), self.name), term, self._named)
        self._quads[quad] = None

    def finish(self, kept: Mapping[str, int] | None = None) -> tuple[Store, Account]:
        """Return the RDF, and the account of reading.

        Args:
            kept: further counts for the account, such as the format's own kinds of nodes.

        >>> Draft("aif", name="tea.json").finish()[1].kept
        {'statements': 0, 'steps': 0, 'utterances': 0, 'edges': 0, 'triples': 0}
        """
        from whyso.graph.formats.rdf import counted

        store = Store()
        store.fill(self._quads, self.name)
        store.prefixes |= self.prefixes
        account = Account(
            self.format,
            "read",
            counted(store) | dict(kept or {}),
            self.approximated.rows(),
            self.dropped.rows(),
        )
        return store, account


def carried(store: Store, format: str) -> dict[str, Any]:
    """Return what a reader kept for the way back: subject to the value, see :meth:`Draft.carry`.

    What is no JSON by now is left out.

    >>> carried(Draft("aif", name="tea.json").finish()[0], "aif")
    {}
    """
    found: dict[str, Any] = {}
    predicate = ox.NamedNode(ontology.CARRIED + format)
    for graph in store.source_graphs():
        for quad in store.engine.quads_for_pattern(None, predicate, None, graph):
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.NamedNode) and isinstance(value, ox.Literal):
                try:
                    found[subject.value] = json.loads(value.value)
                except (ValueError, RecursionError):
                    continue
    return dict(sorted(found.items()))


def namespace_of(store: Store) -> str:
    """Return the namespace of a store's nodes: that of its first source.

    >>> from whyso.graph import sample
    >>> namespace_of(sample().store)
    'https://w3id.org/whyso/id/government-guarantees/'
    """
    graphs = [graph.value for graph in store.source_graphs()]
    ours = [graph for graph in graphs if graph.startswith(ontology.GRAPH)]
    if ours:
        return f"{ontology.ID}{ours[0].removeprefix(ontology.GRAPH)}/"
    return f"{graphs[0]}/" if graphs else f"{ontology.ID}source/"


def _graph_of(space: str, name: str) -> str:
    if space.startswith(ontology.ID) and space != ontology.ID:
        return ontology.GRAPH + space.removeprefix(ontology.ID).rstrip("/#")
    return ontology.GRAPH + slug_of(name)


def _full(name: str) -> str:
    prefix, colon, local = name.partition(":")
    if colon and not local.startswith("//") and prefix in ontology.PREFIXES:
        return ontology.PREFIXES[prefix] + local
    return name


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _named(iri: str, name: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise InputError(f"{name}: {iri!r} is no IRI ({error})") from None


_ABSOLUTE: Final = re.compile(r"(?:https?|urn|doi|tag|mailto|info):[^\s<>\"{}|\\^`]+$")
