"""What a nodeset says in the words of the ontology, triple by triple, each with where it is from.

The same mapping serves every dialect, on reading and on the way back: a triple that is no longer
in the graph takes the nodes and edges with it that it came from.
"""

from collections.abc import Iterable
from typing import Final, TypeAlias

from whyso import ontology
from whyso.graph.formats.aif.contents import TYPE, Contents, Said
from whyso.graph.formats.aif.nodeset import AIF, Node, Nodeset
from whyso.graph.formats.aif.places import Place
from whyso.graph.formats.aif.schemes import plain

__all__ = ["Claims", "in_words"]

_P: Final = ontology.PREFIXES
_ARG: Final = ontology.ARG
_STEPS: Final = frozenset({"RA", "CA"})
_Edges: TypeAlias = list[tuple[int, Node]]
# What leads into a step without being a part of it: dialogue, and steps about the step.
_ABOUT: Final = frozenset({"YA", "TA", "RA", "CA"})
_MOST: Final = 1_000
_JOINTS: Final = frozenset({"RA", "CA", "MA", "PA"})
_CONFLICTS: Final = {
    "rebuttal": "Rebuttal",
    "undermining": "Undermining",
    "undercut": "Conflict",
    "conflict": "Conflict",
}


class Claims(Contents):
    """What a nodeset says.

    Args:
        nodeset: the nodes and edges.
        place: how ids become IRIs.
        numbers: numbers of schemes that a list beside the nodes tells, by id.

    Attributes:
        said: the triples.
        texts: of each node whose text is its label: what stands before and behind the label.
        analysts: the locutions of analysts, see :func:`bookkeeping`.
        approximated: rows for the account.

    >>> from whyso.graph.formats.aif.nodeset import Edge
    >>> nodes = [Node("1", "I", "Tea is hot."), Node("2", "RA"), Node("3", "I", "Wait.")]
    >>> claims = Claims(Nodeset(nodes, [Edge("1", "2"), Edge("2", "3")]), Place("http://e/"))
    >>> [(said.predicate.rpartition("#")[2], said.value) for said in claims.said][-2:]
    [('premise', 'http://www.aifdb.org/nodes/1'), ('conclusion', 'http://www.aifdb.org/nodes/3')]
    """

    def __init__(
        self, nodeset: Nodeset, place: Place, numbers: dict[str, str] | None = None
    ) -> None:
        super().__init__(nodeset, place, numbers)
        for node in nodeset.nodes:
            if node.type == "RA":
                self._inference(node)
            elif node.type == "CA":
                self._conflict(node)
            elif node.type == "MA":
                self._rephrase(node)
        self._tell_edges()

    def _proposition(self, node: Node, what: str) -> tuple[str | None, bool]:
        """Return the proposition that a node stands for in a step, and whether it is that."""
        kind = self._kinds.get(node.id)
        if kind == "Question":
            self._note(what, "a question is no part of a step; said in AIF's words", node.id)
            return None, False
        if kind is not None and kind != "Utterance":
            return self._iris[node.id], True
        if kind == "Utterance":
            contents = {
                content.id
                for _, ya in self._out_of[node.id].of("YA")
                for _, content in self._out_of[ya.id].edges[:_MOST]
                if self._kinds.get(content.id) not in (None, "Utterance", "Question")
            }
            if len(contents) == 1:
                self._note(what, "a locution stands where its content should", node.id)
                return self._iris[contents.pop()], False
        self._note(what, f"{node.type} is no part of a step; said in AIF's words", node.id)
        return None, False

    def _part(self, step: str, role: str, edge: int, meant: tuple[str | None, bool]) -> None:
        iri, exact = meant
        if iri is not None:
            self._say(step, _ARG + role, iri, edges=(edge,))
            if exact:
                self._native.add(edge)

    def _inference(self, ra: Node) -> None:
        premises, conclusions = self._ends(ra, "it has no premise")
        for at in range(max(1, len(conclusions))):
            iri = self._twin(ra, at)
            for edge, premise in premises:
                self._part(iri, "premise", edge, self._proposition(premise, "premise"))
            for edge, node in conclusions[at : at + 1]:
                self._part(iri, "conclusion", edge, self._conclusion(node))

    def _conclusion(self, node: Node) -> tuple[str | None, bool]:
        """Return what is concluded; where a step itself is supported, the nearest proposition."""
        if node.type not in _STEPS:
            return self._proposition(node, "conclusion")
        near = self._out_of[node.id] if node.type == "RA" else self._into[node.id]
        found = [other for _, other in near.of("I", "EN")]
        if not found:
            self._note("conclusion", "a step that has no statement; said in AIF's words", node.id)
            return None, False
        what = "its conclusion" if node.type == "RA" else "its attacker"
        self._note("conclusion", f"support of a step: read as support of {what}", node.id)
        return self._proposition(found[0], "conclusion")[0], False

    def _conflict(self, ca: Node) -> None:
        attackers, targets = self._ends(ca, "it has no attacker")
        if len(attackers) > 1:
            self._note("CA", "several attack together: one conflict for each", ca.id)
        at = 0
        for a in range(max(1, len(attackers))):
            for t in range(max(1, len(targets))):
                kind = self._conflict_kind(ca, targets[t][1]) if targets else "Conflict"
                iri = self._twin(ca, at, kind)
                at += 1
                for edge, attacker in attackers[a : a + 1]:
                    self._part(iri, "attacker", edge, self._proposition(attacker, "attacker"))
                for edge, target in targets[t : t + 1]:
                    self._part(iri, "target", edge, self._target(target))

    def _conflict_kind(self, ca: Node, target: Node) -> str:
        if target.type == "RA":
            return "Undercut"
        if target.type == "CA":
            return "Rebuttal"
        told = _CONFLICTS.get(plain(ca.named))
        if told is not None:
            return told
        return "Undermining" if self._out_of[target.id].of("RA") else "Rebuttal"

    def _target(self, node: Node) -> tuple[str | None, bool]:
        if node.type == "RA":
            return self._iris[node.id], True
        if node.type != "CA":
            return self._proposition(node, "target")
        found = self._into[node.id].of("I", "EN")
        if not found:
            self._note("target", "a conflict that has no attacker; said in AIF's words", node.id)
            return None, False
        why = "an attack on a conflict: read as an attack on what attacks there"
        self._note("target", why, node.id)
        return self._proposition(found[0][1], "target")[0], False

    def _ends(
        self, step: Node, empty: str
    ) -> tuple[list[tuple[int, Node]], list[tuple[int, Node]]]:
        """Return what a step leads from and to, without dialogue and what is about the step."""
        before = [end for end in self._into[step.id].edges if end[1].type not in _ABOUT]
        behind = self._out_of[step.id].edges
        if not before:
            self._note(step.type, empty, step.id)
        if not behind:
            self._note(step.type, "it leads to nothing", step.id)
        if len(behind) > 1:
            self._note(step.type, "it leads to several: one step for each", step.id)
        if len(before) * len(behind) > _MOST:
            self._note(step.type, f"more than {_MOST} ways from end to end: only some", step.id)
            return before[:_MOST], behind[: max(1, _MOST // len(before))]
        return before, behind

    def _twin(self, step: Node, at: int, kind: str = "Inference") -> str:
        """Return the IRI of a step; of the second and further parts of one that is split."""
        iri = self._iris[step.id] if at == 0 else f"{self._iris[step.id]}.{at + 1}"
        if step.type == "CA" or at > 0:
            self._say(iri, TYPE, _ARG + kind, nodes=(step.id,) if at == 0 else ())
        scheme = self.schemes.get(step.id)
        if at > 0 and scheme:
            self._say(iri, _ARG + "scheme", scheme)
        return iri

    def _rephrase(self, ma: Node) -> None:
        befores, behinds = self._ends(ma, "it has no start")
        for first, before in befores:
            for second, behind in behinds:
                link = self._rephrased(ma, before, behind)
                if link is not None:
                    self._say(*link, nodes=(ma.id,), edges=(first, second))

    def _rephrased(self, ma: Node, before: Node, behind: Node) -> tuple[str, str, str] | None:
        kinds = self._kinds.get(before.id), self._kinds.get(behind.id)
        if None in kinds:
            return None
        one, other = self._iris[before.id], self._iris[behind.id]
        if kinds[1] == "Question":
            if kinds[0] == "Question":
                if plain(ma.named) == "relatedissue":
                    return other, _P["dcterms"] + "hasPart", one
                return None
            return None if kinds[0] == "Utterance" else (one, _ARG + "answers", other)
        if kinds[0] == "Question":
            related = plain(ma.named) == "relatedissue"
            return (other, _ARG + "raises", one) if related else None
        return one, _ARG + "clarifies", other

    def _tell_edges(self) -> None:
        """Say in AIF's words what the ontology has no words for."""
        for at, edge in enumerate(self.nodeset.edges):
            source, target = self.nodeset.get(edge.source), self.nodeset.get(edge.target)
            if at in self._native or source is None or target is None or source is target:
                continue
            name, turned = _link(source.type, target.type)
            if name is None:
                what = f"edge from {source.type} to {target.type}"
                self._note(what, "AIF has no such edge; carried", self.nodeset.edge_name(at))
                continue
            one, other = self._iris[source.id], self._iris[target.id]
            if turned:
                one, other = other, one
            self._say(one, AIF + name, other, edges=(at,))


def _link(source: str, target: str) -> tuple[str | None, bool]:
    """Return the property for an edge between types, and whether it points the other way."""
    if target == "YA":
        return ("Locution", True) if source == "L" else ("Anchor", True)
    if source == "YA":
        return "IllocutionaryContent", False
    if target == "TA":
        return ("StartLocution", False) if source == "L" else (None, False)
    if source == "TA":
        return ("EndLocution", False) if target == "L" else (None, False)
    if target in _JOINTS and source not in _JOINTS:
        return "Premise", False
    if source in _JOINTS:
        return "Conclusion", False
    return None, False


def in_words(said: Iterable[Said]) -> set[tuple[str, str, str]]:
    """Return triples as plain tuples.

    >>> in_words([Said("http://e/1", "http://e/p", "http://e/2")])
    {('http://e/1', 'http://e/p', 'http://e/2')}
    """
    return {(one.subject, one.predicate, one.value) for one in said}
