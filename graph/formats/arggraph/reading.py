"""Reading argument graphs of the microtexts.

A claim (ADU) is stated by the proponent or the opponent of the text, and anchored in passages: its
segments (EDU), by their place in the text that the segments make up. Support is an inference,
with the scheme of the argument from example where the file says so; a rebuttal is a conflict; an
undercut of a support is one too. As in AIF, an attack on an attack is read as an attack on what
attacks there, and further sources of an attack as conflicts of their own; what that leaves out is
carried. The language is told by the commonest words, unless a file of ours tells it.
"""

import hashlib
from typing import Any, Final

from whyso.graph.formats.account import Account
from whyso.graph.formats.arggraph.document import SUPPORTS, Edge, Graph, language_of, parse
from whyso.graph.formats.draft import Draft
from whyso.graph.store import Store

__all__ = ["FORMAT", "ROLES", "read_arggraph"]

FORMAT: Final = "arggraph"
ROLES: Final = {"pro": "proponent", "opp": "opponent"}


def read_arggraph(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Return the RDF of an argument graph, and the account of reading.

    Args:
        data: the text, UTF-8.
        name: the file, or what stands for it in messages.
        base: the namespace of the nodes, where the file does not tell it.

    Raises:
        ParseError: the text is no XML, or no argument graph.

    >>> text = b'''<arggraph id="tea"><edu id="e1">The tea is hot.</edu><edu id="e2">So wait.</edu>
    ... <adu id="a1" type="pro"/><adu id="a2" type="pro"/>
    ... <edge id="c1" src="e1" trg="a1" type="seg"/><edge id="c2" src="e2" trg="a2" type="seg"/>
    ... <edge id="c3" src="a1" trg="a2" type="sup"/></arggraph>'''
    >>> account = read_arggraph(text, name="tea.xml")[1]
    >>> account.kept["statements"], account.kept["steps"]
    (2, 1)
    """
    graph = parse(data, name)
    draft = Draft(FORMAT, name=name, base=graph.base or base)
    _Drafting(graph, draft).write()
    for rows, others in ((draft.approximated, graph.approximated), (draft.dropped, graph.dropped)):
        for row in others.rows():
            rows.add(row.what, row.why, *row.ids, triples=row.triples)
    return draft.finish()


class _Drafting:
    """One graph on its way to a draft."""

    def __init__(self, graph: Graph, draft: Draft) -> None:
        self.graph, self.draft = graph, draft
        self.language = graph.language or language_of(graph.text())
        self.mark = f"-{self.language}" if self.language else ""
        self.room = 100 * sum(map(len, graph.edus.values())) + 10_000
        self.grounds = {adu: graph.grounds(adu) for adu in graph.adus}
        self.onto: dict[str, list[Edge]] = {}
        for edge in graph.edges.values():
            self.onto.setdefault(edge.target, []).append(edge)
        self.premises = {
            edge.source for edge in graph.edges.values() if self._root(edge).type in SUPPORTS
        }

    def _root(self, edge: Edge) -> Edge:
        """Return the step that an additional premise belongs to, or the edge itself."""
        return self.graph.edges[edge.target] if edge.type == "add" else edge

    def write(self) -> None:
        graph, draft = self.graph, self.draft
        if self.language and not graph.language:
            why = f"not told in the file; by its commonest words it is {self.language!r}"
            draft.approximated.add("language", why, graph.id or draft.name, triples=0)
        for role in sorted(set(graph.adus.values())):
            agent = draft.node(ROLES[role], "foaf:Agent")
            draft.text(agent, "foaf:name", ROLES[role], lang="en")
        self._source()
        self._passages()
        for adu, role in graph.adus.items():
            self._claim(adu, role)
        for edge in graph.edges.values():
            if edge.type in SUPPORTS:
                self._inference(edge)
            elif edge.type in ("reb", "und"):
                self._conflict(edge, edge)
            elif edge.type == "add" and self._root(edge).type not in SUPPORTS:
                self._conflict(edge, self._root(edge))
        kept = {
            "id": graph.id,
            "stance": graph.stance,
            "edus": list(graph.edus),
            "implicit": sorted(graph.implicit),
            "joints": graph.joints,
            "seg": [[e.id, e.source, e.target] for e in graph.edges.values() if e.type == "seg"],
        }
        draft.carry(draft.graph, {key: value for key, value in kept.items() if value})

    def _source(self) -> None:
        graph, draft = self.graph, self.draft
        source = draft.node(f"source{self.mark}", "arg:Source")
        if graph.id:
            draft.text(source, "rdfs:label", graph.id, lang=self.language)
        if self.language:
            draft.text(source, "dcterms:language", self.language)
        if graph.topic:
            draft.text(source, "dcterms:subject", graph.topic)
        draft.text(source, "schema:sha256", _digest(graph.text()))

    def _passages(self) -> None:
        """Add a passage for each segment; its words only where no claim has them as its label."""
        graph, draft = self.graph, self.draft
        shown = {edus[0] for edus in self.grounds.values() if len(edus) == 1}
        start = 0
        for edu, text in graph.edus.items():
            if edu in graph.implicit:
                if edu not in shown:
                    draft.dropped.add("edu", "neither in the text nor a claim", edu, triples=0)
                continue
            iri = draft.node(f"{edu}{self.mark}", "arg:Passage")
            span = draft.node(f"{edu}{self.mark}-span", "oa:TextPositionSelector")
            end = start + len(text)
            draft.link(iri, "oa:hasSource", draft.iri(f"source{self.mark}"))
            draft.link(iri, "oa:hasSelector", span)
            draft.value(span, "oa:start", start, "xsd:nonNegativeInteger")
            draft.value(span, "oa:end", end, "xsd:nonNegativeInteger")
            draft.value(iri, "arg:paragraph", 1, "xsd:integer")
            draft.text(iri, "schema:sha256", _digest(text))
            if self.language:
                draft.text(iri, "dcterms:language", self.language)
            if edu not in shown:
                draft.carry(iri, {"text": text})
            start = end + 1

    def _claim(self, adu: str, role: str) -> None:
        graph, draft = self.graph, self.draft
        edus = self.grounds[adu]
        text = " ".join(graph.edus[edu] for edu in edus)
        self.room -= len(text)
        if self.room < 0:
            why = "the same segments under ever more claims: it gets the first one's words"
            draft.approximated.add("adu", why, adu, triples=0)
            text, edus = graph.edus[edus[0]] if edus else "", edus[:1]
        if not text:
            why = "no segment: it gets its id as its text"
            draft.approximated.add("adu", why, adu, triples=0)
        stated = [edu for edu in edus if edu not in graph.implicit]
        kind = "arg:Claim" if stated else "arg:Assumption"
        iri = draft.node(adu, kind, text or adu, lang=self.language if text else None)
        draft.link(iri, "arg:status", "arg:stated" if stated else "arg:reconstructed")
        for edu in stated:
            draft.link(iri, "arg:hasPassage", draft.iri(f"{edu}{self.mark}"))
        if stated:
            draft.link(iri, "arg:assertedBy", draft.iri(ROLES[role]))
        else:
            draft.carry(iri, {"type": role} | ({} if text else {"text": ""}))

    def _inference(self, edge: Edge) -> None:
        draft = self.draft
        iri = self._step(edge.id, "arg:Inference")
        draft.link(iri, "arg:premise", draft.iri(edge.source))
        draft.link(iri, "arg:conclusion", draft.iri(edge.target))
        if edge.type == "exa":
            draft.link(iri, "arg:scheme", "arg:ArgumentFromExample")
        more = [e for e in self.onto.get(edge.id, ()) if e.type == "add"]
        for one in more:
            draft.link(iri, "arg:premise", draft.iri(one.source))
        if more:
            kept = {"source": edge.source, "add": [[one.id, one.source] for one in more]}
            draft.carry(iri, kept)

    def _conflict(self, edge: Edge, root: Edge) -> None:
        """Add the conflict of an edge; *root* says whom it attacks if the edge only joins in."""
        draft, edges = self.draft, self.graph.edges
        kept: dict[str, Any] = {}
        kind, target = "arg:Undercut", root.target
        if root.type == "reb":
            kind = "arg:Undermining" if target in self.premises else "arg:Rebuttal"
        elif self._root(edges[target]).type not in SUPPORTS:
            kept["und"] = target
            kind, target = "arg:Rebuttal", edges[target].source
            why = "an attack on an attack: read as an attack on what attacks there"
            draft.approximated.add("und", why, edge.id, triples=0)
        if edge is not root:
            kept = {"add": root.id}
            why = "several attack together: one conflict for each"
            draft.approximated.add("add", why, edge.id, triples=0)
        iri = self._step(edge.id, kind)
        draft.link(iri, "arg:attacker", draft.iri(edge.source))
        draft.link(iri, "arg:target", draft.iri(target))
        if kept:
            draft.carry(iri, kept)

    def _step(self, id: str, kind: str) -> str:
        iri = self.draft.node(id, kind)
        self.draft.link(iri, "arg:status", "arg:reconstructed")
        return iri


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
