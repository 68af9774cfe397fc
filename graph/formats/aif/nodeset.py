"""A nodeset of the Argument Interchange Format as plain records, whichever dialect it came in.

The graph has nodes and untyped edges; what an edge means follows from the types of its ends
(Bex, Prakken and Reed 2013, "A Formal Analysis of the AIF in Terms of the ASPIC+ Framework";
Reed et al. 2017, "The Argument Web: An Online Ecosystem of Tools, Systems and Services for
Argumentation"). Dialogue nodes are those of Inference Anchoring Theory.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

__all__ = ["AIF", "AIFDB", "CONTENT", "SCHEME_NODES", "Edge", "Locution", "Node", "Nodeset"]
__all__ += ["Participant", "global_iri"]

AIF: Final = "http://www.arg.dundee.ac.uk/aif#"
AIFDB: Final = "http://www.aifdb.org/nodes/"
# What says something, and what joins it.
CONTENT: Final = frozenset({"I", "EN", "L"})
SCHEME_NODES: Final = frozenset({"RA", "CA", "MA", "PA", "TA", "YA"})


@dataclass(slots=True)
class Node:
    """One node.

    Args:
        id: its id in the file, as text.
        type: I, EN, L, RA, CA, MA, PA, TA or YA; in real files also others.
        text: what it says; of a scheme node a name such as ``Default Inference``.
        scheme: the name of its scheme as AIFdb spells it, such as ``ExpertOpinion``, or None.
        scheme_id: the number of its scheme in AIFdb, or None.
        timestamp: ``YYYY-MM-DD HH:MM:SS`` without a zone, or None.
        extras: what else the file says of it; a key of the file's own vocabulary goes before the
            field that it names, so that odd spellings (an int for an id) are kept.

    >>> Node("7", "RA", "Argument From Expert Opinion", "ExpertOpinion", "15").named
    'ExpertOpinion'
    """

    id: str
    type: str
    text: str = ""
    scheme: str | None = None
    scheme_id: str | None = None
    timestamp: str | None = None
    extras: Mapping[str, Any] = field(default_factory=dict)

    @property
    def named(self) -> str:
        """The name of the scheme, else what the text says it is.

        >>> Node("7", "YA", "Pure Questioning").named
        'Pure Questioning'
        """
        return self.scheme or self.text


@dataclass(slots=True)
class Edge:
    """One edge from a node to a node; *id* may be None, *extras* as of :class:`Node`.

    >>> Edge("1", "2").source
    '1'
    """

    source: str
    target: str
    id: str | None = None
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Locution:
    """What is known about the speaking of a node: by whom and when.

    >>> Locution("4", "12").person
    '12'
    """

    node: str
    person: str | None = None
    timestamp: str | None = None
    start: str | None = None
    end: str | None = None
    source: str | None = None
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Participant:
    """Somebody who speaks.

    >>> Participant("12", "Ana", "Silva").name
    'Ana Silva'
    """

    id: str
    firstname: str = ""
    surname: str = ""
    extras: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """First name and surname.

        >>> Participant("12", "Speaker").name
        'Speaker'
        """
        return f"{self.firstname} {self.surname}".strip()


@dataclass(slots=True)
class Nodeset:
    """A graph of nodes and edges, in the order of the file.

    Args:
        nodes: the nodes; each id once.
        edges: the edges, also those whose ends are missing.
        locutions: who spoke which node.
        participants: the speakers by name, where the dialect tells them.
        extras: what else the AIF object itself holds, by the file's key.
        wrapper: what a wrapper around it holds (xAIF: text, dialog, OVA, further modules), or None
            where there is no wrapper.

    >>> nodeset = Nodeset([Node("1", "I", "Tea is warm."), Node("2", "RA")], [Edge("1", "2")])
    >>> nodeset.into("2")[0].text, nodeset.out_of("2")
    ('Tea is warm.', [])
    """

    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    locutions: list[Locution] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)
    extras: dict[str, Any] = field(default_factory=dict)
    wrapper: dict[str, Any] | None = None
    _by_id: dict[str, Node] = field(default_factory=dict, repr=False, compare=False)
    _into: dict[str, list[Node]] = field(default_factory=dict, repr=False, compare=False)
    _out_of: dict[str, list[Node]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.index()

    def index(self) -> None:
        """Look up the nodes and their neighbours anew, after a change.

        >>> nodeset = Nodeset()
        >>> nodeset.nodes.append(Node("1", "I"))
        >>> nodeset.index()
        >>> nodeset.get("1").type
        'I'
        """
        self._by_id = {node.id: node for node in self.nodes}
        self._into, self._out_of = {}, {}
        for edge in self.edges:
            source, target = self._by_id.get(edge.source), self._by_id.get(edge.target)
            if source is not None and target is not None:
                self._out_of.setdefault(source.id, []).append(target)
                self._into.setdefault(target.id, []).append(source)

    def get(self, id: str) -> Node | None:
        """Return the node of an id, or None.

        >>> Nodeset().get("1") is None
        True
        """
        return self._by_id.get(id)

    def edge_name(self, at: int) -> str:
        """Return what an edge is called in messages: its id, else its place among the edges.

        >>> Nodeset(edges=[Edge("1", "2")]).edge_name(0)
        'edges[0]'
        """
        id = self.edges[at].id
        return f"edges[{at}]" if id is None else id

    def into(self, id: str) -> list[Node]:
        """Return the nodes from which edges lead to a node.

        >>> Nodeset().into("1")
        []
        """
        return self._into.get(id, [])

    def out_of(self, id: str) -> list[Node]:
        """Return the nodes to which edges lead from a node.

        >>> Nodeset().out_of("1")
        []
        """
        return self._out_of.get(id, [])


def global_iri(id: str) -> str | None:
    """Return the IRI of a node of AIFdb, whose ids are digits; None for ids of other tools.

    In AIFdb an id names the same node in every nodeset, so that corpora merge on it.

    >>> global_iri("707848"), global_iri("3_164926129380455983")
    ('http://www.aifdb.org/nodes/707848', None)
    """
    return f"{AIFDB}{id}" if _DIGITS.match(id) else None


_DIGITS: Final = re.compile(r"[0-9]{1,18}\Z")
