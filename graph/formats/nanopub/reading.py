"""Reading nanopublications: what each asserts becomes part of an argument."""

import json
from typing import Any, Final
from urllib.parse import quote

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.account import Account
from whyso.graph.formats.draft import Draft
from whyso.graph.formats.nanopub.parts import (
    NPX,
    Nanopub,
    nanopubs_in,
    parse_quads,
    word_of,
)
from whyso.graph.formats.nanopub.wording import wording
from whyso.graph.network import KINDS
from whyso.graph.store import Store

__all__ = ["FORMAT", "HOME", "SCAFFOLD", "TEMPORARY", "read_nanopub", "temporary"]

FORMAT: Final = "nanopub"
HOME: Final = ontology.BASE  # what a nanopublication that whyso wrote was created at
TEMPORARY: Final = "http://purl.org/nanopub/temp/"
_P: Final = ontology.PREFIXES
_ARG: Final = ontology.ARG
_TYPE: Final = ox.NamedNode(_P["rdf"] + "type")
_LABEL: Final = ox.NamedNode(_P["rdfs"] + "label")
_CLASSES: Final = frozenset(_ARG + name for name in KINDS)
_RETRACTS: Final = (NPX + "retracts", NPX + "invalidates")
_SUPERSEDED: Final = ox.NamedNode(_ARG + "superseded")
# What the writer says of a nanopublication and its assertion: read off the graph again on writing.
SCAFFOLD: Final = frozenset(
    {NPX + word for word in ("introduces", "wasCreatedAt", "supersedes", "retracts")}
    | {_P["dcterms"] + word for word in ("creator", "created", "license", "isPartOf", "conformsTo")}
    | {_P["prov"] + word for word in ("wasAttributedTo", "wasDerivedFrom", "hadPrimarySource")}
    | {_P["rdfs"] + "label"}
)
# Of these, what is added on publishing.
_SIGNED: Final = frozenset(_P["dcterms"] + word for word in ("creator", "created", "license"))
# Assertions about publishing, which claim nothing of the world.
_NO_CLAIMS: Final = frozenset(
    {NPX + "NanopubIndex", NPX + "IncompleteIndex"}
    | {
        f"https://w3id.org/np/o/ntemplate/{word}Template"
        for word in ("Assertion", "Provenance", "Pubinfo")
    }
)
_GUESSED: Final = {
    "text": "the wording of a claim is taken from what its assertion describes",
    "triples": "the wording of a claim is made of its triples",
}
_CREATORS: Final = (
    *(_P["dcterms"] + "creator", "http://purl.org/pav/createdBy", NPX + "signedBy"),
    _P["prov"] + "wasAttributedTo",
)


def temporary(iri: str) -> str:
    """Return the temporary IRI of a node's nanopublication; tools that publish give another.

    >>> temporary("https://w3id.org/whyso/id/tea/c1"), temporary("http://e/c")
    ('http://purl.org/nanopub/temp/tea/c1/', 'http://purl.org/nanopub/temp/http%3A%2F%2Fe%2Fc/')
    """
    if iri.startswith(ontology.ID):
        return f"{TEMPORARY}{iri.removeprefix(ontology.ID)}/"
    return f"{TEMPORARY}{quote(iri, safe='')}/"


def read_nanopub(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Return what nanopublications say, and the account of reading them.

    Those that whyso wrote give the graph that they were written from. Of others, everything that
    they say is kept as plain RDF, and each assertion becomes a claim of whom it is attributed to,
    worded by its AIDA sentence, its label or its triples. A claim that is retracted or superseded
    by another of the same creator gets the status superseded. What the guidelines do not allow is
    told in the account, such as a text that has not the code in its trusty IRI or is not what was
    signed.

    Args:
        data: TriG or N-Quads.
        name: the file, or what stands for it; its stem names the source of what is not whyso's.
        base: the namespace of the source, where its name does not tell.

    Raises:
        ParseError: it is broken RDF, or no nanopublication.

    >>> np = b'''@prefix np: <http://www.nanopub.org/nschema#> . @prefix : <http://e/np#> .
    ... :h { <http://e/np> a np:Nanopublication ; np:hasAssertion :a ; np:hasProvenance :p ;
    ...      np:hasPublicationInfo :i . }
    ... :a { <http://e/tea> <http://e/is> <http://e/warm> }
    ... :p { :a <http://www.w3.org/ns/prov#wasAttributedTo> <http://e/ana> }
    ... :i { <http://e/np> <http://purl.org/dc/terms/creator> <http://e/bo> }'''
    >>> store, account = read_nanopub(np, name="tea.trig")
    >>> account.kept["statements"], account.kept["nanopublications"]
    (1, 1)
    >>> account.approximated[0].text()
    'rdfs:label (1): the wording of a claim is made of its triples'
    """
    from whyso.graph.formats.rdf import counted

    nanopubs, loose = nanopubs_in(parse_quads(data, name, base), name)
    reading = _Reading(Draft(FORMAT, name=name, base=base), nanopubs)
    for quad in loose:
        graph = str(quad.graph_name)[1:-1] or name
        reading.draft.dropped.add(
            "named graphs", "a graph that is part of no nanopublication", graph
        )
    store = reading.finish()
    draft = reading.draft
    kept = counted(store) | {"nanopublications": len(nanopubs)}
    return store, Account(FORMAT, "read", kept, draft.approximated.rows(), draft.dropped.rows())


class _Reading:
    """The quads that nanopublications make."""

    def __init__(self, draft: Draft, nanopubs: list[Nanopub]) -> None:
        self.draft, self.nanopubs = draft, nanopubs
        self.known = {one.iri: one for one in nanopubs}
        self.quads: dict[ox.Quad, None] = {}
        self.status: dict[str, list[ox.Quad]] = {}
        self.claims: dict[str, tuple[str, str]] = {}  # nanopublication to its claim and graph
        self.made: dict[str, list[str]] = {}
        self.added: set[ox.Quad] = set()
        self.records: dict[str, tuple[str, str, dict[str, Any]]] = {}

    def finish(self) -> Store:
        for one in self.nanopubs:
            for fault in one.faults:
                self.draft.approximated.add(
                    "nanopublication", f"not valid: {fault}", one.iri, triples=0
                )
            if one.unchecked:
                why = "it is by no RSA key that is told, so it is not checked"
                self.draft.approximated.add("signature", why, one.iri, triples=0)
            graph = _graph_of(one)
            if graph is None:
                self._foreign(one)
            else:
                self._own(one, graph)
        others = [one for one in self.nanopubs if _graph_of(one) is None]
        for one in others:  # once all has been said that they say
            if self._is_claim(one):
                self._claim(one, one.graphs["assertion"])
        for one in others:  # whyso's own say it in the graph itself
            self._withdraw(one)
        for key, (subject, graph, record) in self.records.items():
            if key in self.made:
                record["made"] = sorted(set(self.made[key]))
            self._carry(subject, graph, record)
        store = Store()
        lines = "".join(f"{quad} .\n" for quad in self.quads)
        store.read_text(lines, "n-quads", name=self.draft.name)
        return store

    # What whyso wrote

    def _own(self, one: Nanopub, graph: str) -> None:
        assertion = one.graphs["assertion"]
        extra: dict[str, list[str]] = {}
        published = not one.iri.startswith(TEMPORARY)
        for part, held in one.said.items():
            for triple in held:
                about = word_of(triple.subject)
                if triple.predicate.value == NPX + "retracts":
                    continue
                if about not in (one.iri, assertion) and not _in_signature(about, one):
                    self._add(triple, graph)
                elif (
                    triple.predicate.value not in SCAFFOLD
                    or _in_signature(about, one)
                    or (published and triple.predicate.value in _SIGNED)
                ):
                    extra.setdefault(part, []).append(str(triple))
        introduced = one.values("pubinfo", one.iri, NPX + "introduces")
        main = introduced[0].value if introduced else graph
        self.claims[one.iri] = (main, graph)
        if (introduced and one.iri != temporary(main)) or extra:
            record: dict[str, Any] = {"nanopub": one.iri, "graphs": one.graphs, "said": extra}
            self.records[one.iri] = (main, graph, record)

    # What others wrote

    def _foreign(self, one: Nanopub) -> None:
        graph = self.draft.graph
        self._name_blanks(one)
        for triple in one.triples():
            self._add(triple, graph)
        said = {part: [str(triple) for triple in held] for part, held in one.said.items()}
        record = {"nanopub": one.iri, "graphs": one.graphs, "said": said, "foreign": True}
        subject = one.graphs.get("assertion", one.iri)
        self.records[one.iri] = (subject, graph, record)
        self.made[one.iri] = []

    def _name_blanks(self, one: Nanopub) -> None:
        """Give blank nodes names, as tools that publish do."""
        names: dict[str, ox.NamedNode] = {}

        def named(term: Any) -> Any:
            if not isinstance(term, ox.BlankNode):
                return term
            node = ox.NamedNode(f"{one.iri.rstrip('#/')}#_{len(names) + 1}")
            return names.setdefault(term.value, node)

        for part, held in one.said.items():
            found = [ox.Triple(named(t.subject), t.predicate, named(t.object)) for t in held]
            one.said[part] = sorted(found, key=str)
        if names:
            iris = [node.value for node in names.values()]
            why = "blank nodes get names, as on publishing"
            self.draft.approximated.add("blank nodes", why, *iris, triples=0)

    def _is_claim(self, one: Nanopub) -> bool:
        """Tell whether an assertion is to be a claim: it says something, and not of publishing."""
        said = one.said.get("assertion", ())
        classes = {word_of(t.object) for t in said if t.predicate == _TYPE}
        acts = all(t.predicate.value in _RETRACTS for t in said)
        if not said or classes & _CLASSES:
            return False
        if acts or classes & _NO_CLAIMS:
            why = "an assertion about publications is kept as it is: it claims nothing else"
            self.draft.approximated.add("nanopublication", why, one.iri, triples=0)
            return False
        return True

    def _claim(self, one: Nanopub, claim: str) -> None:
        self.claims[one.iri] = (claim, self.draft.graph)
        self._make(one, claim, _TYPE, ox.NamedNode(_ARG + "Claim"))
        labels, origin = wording(one)
        for label in labels:
            self._make(one, claim, _LABEL, label)
        if origin in _GUESSED:
            self.draft.approximated.add("rdfs:label", _GUESSED[origin], claim, triples=0)
        speakers = one.values("provenance", claim, _P["prov"] + "wasAttributedTo")
        for agent in speakers:
            if isinstance(agent, ox.NamedNode):
                self._make(one, claim, ox.NamedNode(_ARG + "assertedBy"), agent)
                self._make(one, agent.value, _TYPE, ox.NamedNode(_P["foaf"] + "Agent"))

    # Retraction

    def _withdraw(self, one: Nanopub) -> None:
        """Mark the claims of nanopublications that this one retracts or takes the place of."""
        for part in ("assertion", "pubinfo"):
            for triple in one.said.get(part, ()):
                target = word_of(triple.object)
                if triple.predicate.value in _RETRACTS:
                    self._mark(one, target)
                elif triple.predicate.value == NPX + "supersedes" and self._mark(one, target):
                    old, graph = self.claims[target]
                    new = ox.NamedNode(self.claims.get(one.iri, (old, ""))[0])
                    relation = ox.NamedNode(_ARG + "supersedes")
                    if new.value != old:
                        self._make(one, new.value, relation, ox.NamedNode(old), graph)

    def _mark(self, one: Nanopub, target: str) -> bool:
        known = self.known
        if target not in known or target not in self.claims:
            why = "what it withdraws is no claim in this file, so nothing is marked"
            self.draft.approximated.add("retraction", why, one.iri, triples=0)
            return False
        if not _same_hand(one, known[target]):
            why = "it is by another creator than what it withdraws, so nothing is marked"
            self.draft.approximated.add("retraction", why, one.iri, triples=0)
            return False
        claim, graph = self.claims[target]
        status = _ARG + "status"
        for quad in self.status.get(claim, ()):
            if quad.object != _SUPERSEDED and quad in self.quads:
                del self.quads[quad]
                why = "withdrawn by another nanopublication, so it is superseded"
                self.draft.approximated.add("arg:status", why, claim)
        self._make(known[target], claim, ox.NamedNode(status), _SUPERSEDED, graph)
        return True

    # Quads

    def _add(self, triple: ox.Triple, graph: str) -> None:
        home = ox.NamedNode(graph)
        quad = ox.Quad(triple.subject, triple.predicate, triple.object, home)
        self.quads[quad] = None
        if triple.predicate.value == _ARG + "status":
            self.status.setdefault(word_of(triple.subject), []).append(quad)

    def _make(
        self,
        one: Nanopub,
        subject: str,
        predicate: ox.NamedNode,
        value: ox.NamedNode | ox.Literal,
        graph: str | None = None,
    ) -> None:
        """Say what no nanopublication says; the way back leaves it out."""
        home = ox.NamedNode(graph or self.draft.graph)
        quad = ox.Quad(ox.NamedNode(subject), predicate, value, home)
        if quad not in self.quads or quad in self.added:
            self.quads[quad] = None
            self.added.add(quad)
            self.made.setdefault(one.iri, []).append(str(quad.triple))

    def _carry(self, subject: str, graph: str, record: dict[str, Any]) -> None:
        text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        value = ox.Literal(text, datatype=ox.NamedNode(_P["rdf"] + "JSON"))
        predicate = ox.NamedNode(ontology.CARRIED + FORMAT)
        quad = ox.Quad(ox.NamedNode(subject), predicate, value, ox.NamedNode(graph))
        self.quads[quad] = None


def _graph_of(one: Nanopub) -> str | None:
    """Return the named graph that whyso wrote a nanopublication from; None if it wrote it not."""
    at = one.values("pubinfo", one.iri, NPX + "wasCreatedAt")
    graphs = one.values("pubinfo", one.iri, _P["dcterms"] + "isPartOf")
    if not graphs or not isinstance(graphs[0], ox.NamedNode) or "assertion" not in one.graphs:
        return None
    return graphs[0].value if any(word_of(place) == HOME for place in at) else None


def _in_signature(about: str, one: Nanopub) -> bool:
    """Tell whether something has its name from the nanopublication, as signatures have."""
    return about != one.iri and about.startswith(one.iri) and about not in one.graphs.values()


def _same_hand(one: Nanopub, other: Nanopub) -> bool:
    """Tell whether two are by one: the same key, or else one creator, as far as both are told."""
    if one.key and other.key:
        return one.key == other.key
    ours, theirs = _creators(one), _creators(other)
    return not ours or not theirs or bool(ours & theirs)


def _creators(one: Nanopub) -> set[str]:
    return {
        word_of(value)
        for predicate in _CREATORS
        for value in one.values("pubinfo", one.iri, predicate)
        if isinstance(value, ox.NamedNode)
    }
