"""Which IRI a node of a nodeset has, and which id an IRI has in a nodeset."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, unquote

from whyso import ontology
from whyso.graph.formats.aif.nodeset import AIFDB, Node, global_iri

__all__ = ["Place"]

_SAFE: Final = "-._~!$&'()*+,;=:@"
_WHOLE: Final = ("http://", "https://", "urn:", "doi:", "tag:", "mailto:", "info:")


@dataclass(frozen=True, slots=True)
class Place:
    """How ids and IRIs belong together in one source.

    Ids of digits are those of AIFdb, which are the same in every nodeset; others are local.

    Args:
        space: the namespace of local ids.
        least: the smallest number that counts as an id of AIFdb; None if none does. A whole number
            that is no text in JSON is one of a tool that counts from 0, if it is below 10,000.

    >>> place = Place("https://w3id.org/whyso/id/tea/")
    >>> place.iri(Node("707848", "I")), place.iri(Node("iss1", "I"))
    ('http://www.aifdb.org/nodes/707848', 'https://w3id.org/whyso/id/tea/iss1')
    >>> place.iri(Node("3", "I", extras={"nodeID": 3}))
    'https://w3id.org/whyso/id/tea/3'
    """

    space: str
    least: int | None = 0

    def iri(self, node: Node) -> str:
        """Return the IRI of a node."""
        id = node.id
        if self.is_global(id, spelled=node.extras.get("nodeID")):
            return AIFDB + id
        if id.startswith(_WHOLE) and not any(mark in id for mark in ' <>"{}|\\^`\n\t'):
            return id
        return self.space + quote(id, safe=_SAFE)

    def iri_of(self, id: str) -> str:
        """Return the IRI of an id that is spelled as a text.

        >>> Place("http://e/").iri_of("c1")
        'http://e/c1'
        """
        return self.iri(Node(id, ""))

    def is_global(self, id: str, *, spelled: Any = None) -> bool:
        """Tell whether an id is one of AIFdb.

        >>> Place("http://e/", least=10_000).is_global("707")
        False
        """
        if self.least is None or global_iri(id) is None:
            return False
        least = max(self.least, 10_000) if isinstance(spelled, int | float) else self.least
        return int(id) >= least and str(int(id)) == id

    def node(self, iri: str) -> tuple[str, dict[str, Any]]:
        """Return the id of an IRI, and what else a node says so that it has this IRI again.

        >>> Place("http://e/").node("http://e/3"), Place("http://e/").node("http://e/c1")
        (('3', {'nodeID': 3}), ('c1', {}))
        """
        if iri.startswith(AIFDB) and self.is_global(iri.removeprefix(AIFDB)):
            return iri.removeprefix(AIFDB), {}
        local = unquote(iri.removeprefix(self.space)) if iri.startswith(self.space) else ""
        for id, extras in ((local, {}), (local, {"nodeID": _whole(local)})):
            if id and self.iri(Node(id, "I", extras=extras)) == iri:
                return id, extras
        return iri, {}

    def agent(self, name: str) -> str:
        """Return the IRI of a speaker by name; those of AIFdb are the same in every nodeset.

        >>> Place("http://e/", least=None).agent("Ana Silva")
        'http://e/speaker-Ana_Silva'
        """
        local = quote(name.replace("_", "%5F").replace(" ", "_"), safe=_SAFE + "%")
        space = self.space if self.least is None else _SHARED
        return f"{space}speaker-{local}"


_SHARED: Final = ontology.ID + "aifdb/"


def _whole(id: str) -> int | str:
    return int(id) if id.isdecimal() and id.isascii() and len(id) < 19 else id
