"""Writing claims, support and attacks as an argument graph of the microtexts.

Each statement is a claim (ADU) on a segment (EDU) of its own, but where the segments of a file are
still known. Who is the proponent is told by the speaker, else by who attacks whom. A processing
instruction tells namespace and language; other tools pass it over.
"""

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ProcessingInstruction, SubElement, indent, tostring

from whyso import ontology
from whyso.graph.formats.account import Account
from whyso.graph.formats.arggraph.document import Edge, Graph
from whyso.graph.formats.arggraph.reading import FORMAT, ROLES, read_arggraph
from whyso.graph.formats.contents import Contents
from whyso.graph.formats.proof import proven
from whyso.graph.formats.xml import WHY, clean

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["write_arggraph"]

_EXAMPLE: Final = ontology.ARG + "ArgumentFromExample"
_ID: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}$")
_REASONS: Final = {
    "rdfs:label": f"an arggraph shows one language; {WHY}",
    "arg:Question": "an arggraph has no questions",
    "arg:UnderlyingQuestion": "an arggraph has no questions",
    "arg:assertedBy": "an arggraph knows a proponent and an opponent only",
}


def write_arggraph(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return the claims and steps of a graph as XML, and the account of writing.

    Args:
        g: the graph.
        lang: the language of the claims.

    >>> from whyso.graph import sample
    >>> data, account = write_arggraph(sample())
    >>> data.count(b"<adu "), account.lossless
    (125, False)
    """
    file = _File(Contents(g.store, lang, FORMAT))
    data = _xml(file.graph)
    account = proven(
        g, data, FORMAT, read_arggraph, where="arggraph", reasons=_REASONS, names=file.renamed
    )
    return data, account


class _File:
    """A file in the making: *graph* as it will be written, *renamed* what got another name."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.kept = contents.kept(contents.graph)
        self.graph = Graph(
            str(self.kept.get("id") or _identifier(contents.space)),
            stance=str(self.kept.get("stance", "")),
            base=contents.space,
            language=contents.language,
        )
        self.renamed: dict[str, str] = {}
        self.mark = f"-{contents.language}" if contents.language else ""
        subjects = contents.values(f"{contents.space}source{self.mark}", "dcterms:subject")
        self.graph.topic = subjects[0] if subjects else ""
        self.adus: dict[str, str] = {}  # IRI to id
        self.steps: dict[str, str] = {}
        self.taken: set[str] = set()
        self.count: dict[str, int] = {}
        for iri in contents.statements:
            self.adus[iri] = self._named(iri, "a")
        self.graph.adus = {self.adus[iri]: role for iri, role in self._roles().items()}
        self._segments()
        for iri in (*contents.inferences, *contents.conflicts):
            self.steps[iri] = ""
        for iri in contents.inferences:
            self._inference(iri)
        for iri in contents.conflicts:
            self._conflict(iri)
        self._additions()

    # Names

    def _local(self, iri: str) -> str:
        space = self.contents.space
        return unquote(iri.removeprefix(space)) if iri.startswith(space) else ""

    def _named(self, iri: str, letter: str) -> str:
        """Return the id of a node: that of its IRI, if it can stand in XML."""
        local = self._local(iri)
        id = local if _ID.match(local) and local not in self.taken else self._fresh(letter)
        self.taken.add(id)
        if id != local:
            self.renamed[f"{self.contents.space}{id}"] = iri
        return id

    def _fresh(self, letter: str) -> str:
        while True:
            self.count[letter] = self.count.get(letter, 0) + 1
            id = f"{letter}{self.count[letter]}"
            if id not in self.taken:
                self.taken.add(id)
                return id

    # Claims

    def _roles(self) -> dict[str, str]:
        """Return each statement's role: by its speaker, else by whom it attacks or supports."""
        contents, space = self.contents, self.contents.space
        roles: dict[str, str] = {}
        speakers = {f"{space}{name}": role for role, name in ROLES.items()}
        for iri in contents.statements:
            told = [speakers[one] for one in contents.nodes(iri, "assertedBy") if one in speakers]
            told += [str(contents.kept(iri).get("type", ""))]
            if told[0] in ROLES:
                roles[iri] = told[0]
        into: dict[str, list[tuple[str, bool]]] = {}
        ends = {one: contents.nodes(one, "conclusion") for one in contents.inferences}
        for iri in contents.inferences:
            for end in ends[iri]:
                into.setdefault(end, []).extend(
                    (one, True) for one in contents.nodes(iri, "premise")
                )
        for iri in contents.conflicts:
            for target in contents.nodes(iri, "target"):
                for end in ends.get(target, [target]):
                    into.setdefault(end, []).extend(
                        (one, False) for one in contents.nodes(iri, "attacker")
                    )
        starts = {one for pairs in into.values() for one, _ in pairs}
        order = [iri for iri in contents.statements if iri not in starts]
        for iri in (*roles, *order, *contents.statements):
            roles.setdefault(iri, "pro")
            waiting = [iri]
            while waiting:
                end = waiting.pop()
                for start, same in into.get(end, ()):
                    if start in self.adus and start not in roles:
                        roles[start] = roles[end] if same else _other(roles[end])
                        waiting.append(start)
        return {iri: roles[iri] for iri in contents.statements}

    def _segments(self) -> None:
        """Add the segments of the file that the graph was read from, then those of new claims."""
        graph, contents, kept = self.graph, self.contents, self.kept
        edus = [str(one) for one in _list(kept, "edus") if _ID.match(str(one))]
        joints = [str(one) for one in _list(kept, "joints") if _ID.match(str(one))]
        names = dict.fromkeys((*edus, *joints))
        names = {name: None for name in names if name not in self.taken}
        known = Graph(edus=dict.fromkeys((one for one in edus if one in names), ""))
        known.joints = [one for one in joints if one in names]
        known.implicit = {str(one) for one in _list(kept, "implicit")} & known.edus.keys()
        for id, source, target in _triples(kept, "seg"):
            if source in names and (target in graph.adus or target in known.joints):
                known.edges[id] = Edge(id, source, target, "seg")
        grounds = {id: known.grounds(id) for id in graph.adus}
        labels = {self.adus[iri]: self._label(iri) for iri in contents.statements}
        passages = {self.adus[iri]: set(contents.nodes(iri, "hasPassage")) for iri in self.adus}
        texts = self._texts(known, grounds, labels)
        whole: set[str] = set()
        for id, found in grounds.items():
            shown = {self._passage(edu) for edu in found if edu not in known.implicit}
            same = " ".join(texts.get(edu, "") for edu in found) == labels[id]
            if found and same and shown == passages[id]:
                whole.add(id)
        self.taken |= names.keys() | known.edges.keys()
        graph.edus = {edu: texts.get(edu, "") for edu in known.edus}
        graph.implicit, graph.joints = known.implicit, known.joints
        graph.edges = {
            id: edge
            for id, edge in known.edges.items()
            if edge.target in whole or edge.target in known.joints
        }
        for iri, id in self.adus.items():
            if id not in whole and contents.kept(iri).get("text") != "":
                edu = self._fresh("e")
                graph.edus[edu] = labels[id]
                if not passages[id] and contents.kept(iri).get("type") in ROLES:
                    graph.implicit.add(edu)
                segment = self._fresh("s")
                graph.edges[segment] = Edge(segment, edu, id, "seg")

    def _texts(
        self, known: Graph, grounds: dict[str, list[str]], labels: dict[str, str]
    ) -> dict[str, str]:
        """Return the text of each segment: the label of the claim on it, or what was carried."""
        texts: dict[str, str] = {}
        for edu in known.edus:
            kept = self.contents.kept(self._passage(edu)).get("text")
            if isinstance(kept, str):
                texts[edu] = kept
        for id, found in grounds.items():
            if len(found) == 1:
                texts.setdefault(found[0], labels[id])
        return texts

    def _passage(self, edu: str) -> str:
        return f"{self.contents.space}{edu}{self.mark}"

    def _label(self, iri: str) -> str:
        labels = self.contents.texts(iri, "label")
        return clean(labels[0].value) if labels else self._local(iri)

    # Steps

    def _inference(self, iri: str) -> None:
        contents, kept = self.contents, self.contents.kept(iri)
        premises, ends = contents.nodes(iri, "premise"), contents.nodes(iri, "conclusion")
        if len(ends) != 1 or not premises or not {*premises, *ends} <= self.adus.keys():
            return
        ids = [self.adus[one] for one in premises]
        first = kept["source"] if kept.get("source") in ids else ids[0]
        example = _EXAMPLE in contents.nodes(iri, "scheme")
        id = self._named(iri, "c")
        self.steps[iri] = id
        self._edge(Edge(id, first, self.adus[ends[0]], "exa" if example else "sup"))
        more = {one for one in ids if one != first}
        for added, source, _ in _triples(kept, "add"):
            if source in more and added not in self.taken:
                more.discard(source)
                self.taken.add(added)
                self._edge(Edge(added, source, id, "add"))
        for one in [one for one in ids if one in more]:
            self._edge(Edge(self._fresh("c"), one, id, "add"))

    def _edge(self, edge: Edge) -> None:
        self.graph.edges[edge.id] = edge

    def _conflict(self, iri: str) -> None:
        contents = self.contents
        attackers, targets = contents.nodes(iri, "attacker"), contents.nodes(iri, "target")
        if len(attackers) != 1 or len(targets) != 1 or attackers[0] not in self.adus:
            return
        if targets[0] in self.adus or self.steps.get(targets[0]):
            self.steps[iri] = self._named(iri, "c")

    def _additions(self) -> None:
        """Add the edges of the conflicts, now that all steps have their ids."""
        contents, space = self.contents, self.contents.space
        for iri in contents.conflicts:
            id = self.steps[iri]
            if not id:
                continue
            attacker, target = contents.nodes(iri, "attacker")[0], contents.nodes(iri, "target")[0]
            source, kept = self.adus[attacker], contents.kept(iri)
            root, hit = (f"{space}{kept.get(key)}" for key in ("add", "und"))
            if self.steps.get(root) and contents.nodes(root, "target") == [target] and root != iri:
                self._edge(Edge(id, source, self.steps[root], "add"))
            elif self.steps.get(hit) and contents.nodes(hit, "attacker") == [target]:
                self._edge(Edge(id, source, self.steps[hit], "und"))
            elif target in self.adus:
                self._edge(Edge(id, source, self.adus[target], "reb"))
            else:
                self._edge(Edge(id, source, self.steps[target], "und"))


def _list(kept: dict[str, Any], key: str) -> list[Any]:
    found = kept.get(key)
    return found if isinstance(found, list) else []


def _triples(kept: dict[str, Any], key: str) -> list[tuple[str, str, str]]:
    """Return edges that were carried: id, source and, where told, target."""
    found = [one for one in _list(kept, key) if isinstance(one, list) and 2 <= len(one) <= 3]
    edges = [(str(one[0]), str(one[1]), str(one[-1])) for one in found]
    return [edge for edge in edges if _ID.match(edge[0])]


def _other(role: str) -> str:
    return "opp" if role == "pro" else "pro"


def _identifier(space: str) -> str:
    name = re.sub(r"[^A-Za-z0-9_.-]+", "_", unquote(space).rstrip("/#").rsplit("/", 1)[-1])
    return name if _ID.match(name) else f"text_{name}"[:100]


def _xml(graph: Graph) -> bytes:
    """Return the file; order and attributes are those of the document type."""
    root = Element("arggraph", {"id": graph.id})
    if graph.topic:
        root.set("topic_id", clean(graph.topic))
    if graph.stance:
        root.set("stance", clean(graph.stance))
    for edu, text in graph.edus.items():
        element = SubElement(root, "edu", {"id": edu})
        element.text = text
        if edu in graph.implicit:
            element.set("implicit", "true")
    for joint in graph.joints:
        SubElement(root, "joint", {"id": joint})
    for adu, role in graph.adus.items():
        SubElement(root, "adu", {"id": adu, "type": role})
    for edge in graph.edges.values():
        parts = {"id": edge.id, "src": edge.source, "trg": edge.target, "type": edge.type}
        SubElement(root, "edge", parts)
    indent(root)
    told = f'base="{graph.base}"' + (f' lang="{graph.language}"' if graph.language else "")
    own = tostring(ProcessingInstruction("whyso", told), encoding="unicode")
    body = tostring(root, encoding="unicode").replace("\r", "&#13;")
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{own}\n{body}\n".encode()
