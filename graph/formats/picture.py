"""What the drawn formats share: colours by kind, the words on lines, and what a node shows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.account import Rows
from whyso.graph.formats.exchange import lost
from whyso.graph.formats.xml import clean
from whyso.graph.model.records import text_in

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["COLOURS", "Colour", "losses", "role_label", "shown", "visible"]


@dataclass(frozen=True, slots=True)
class Colour:
    """The colours of a node's *line*, *fill* and *text*.

    >>> COLOURS["claim"].text
    '#1b1f24'
    """

    line: str
    fill: str
    text: str = "#1b1f24"


_CLAIM: Final = Colour("#2470b2", "#eef5fc")
_QUESTION: Final = Colour("#491659", "#491659", "#ffffff")
_ATTACK: Final = Colour("#9e3f10", "#fdf1ea")

# One per kind, told apart also by colour-blind people.
COLOURS: Final[dict[str, Colour]] = {
    "claim": _CLAIM,
    "forecast": _CLAIM,
    "commitment": _CLAIM,
    "proposition": _CLAIM,
    "evidence": Colour("#004c37", "#ebf7f3"),
    "assumption": Colour("#606a80", "#f1f3f6"),
    "question": _QUESTION,
    "underlying_question": _QUESTION,
    "utterance": Colour("#606a80", "#ffffff"),
    "inference": _CLAIM,
    "conflict": _ATTACK,
    "rebuttal": _ATTACK,
    "undercut": _ATTACK,
    "undermining": _ATTACK,
}


@cache
def _role_labels() -> dict[str, dict[str, str]]:
    label = ontology.PREFIXES["rdfs"] + "label"
    found: dict[str, dict[str, str]] = {"hasPart": {"en": "has part", "zh": "包含"}}
    for quad in ox.parse(ontology.file("ontology.ttl"), ox.RdfFormat.TURTLE):
        named = isinstance(quad.subject, ox.NamedNode) and quad.predicate.value == label
        if named and isinstance(quad.object, ox.Literal):
            name = quad.subject.value.removeprefix(ontology.ARG)
            found.setdefault(name, {})[quad.object.language or ""] = quad.object.value
    return found


def role_label(role: str, lang: str = "en") -> str:
    """Return the words for a role, as the ontology gives them.

    >>> role_label("dependsOn"), role_label("answers", "zh")
    ('depends on', '回答')
    """
    return text_in(_role_labels().get(role, {}), lang) or re.sub("([A-Z])", r" \1", role).lower()


def visible(text: str) -> str:
    """Return *text* as a picture can show it: no control characters, line feeds for line ends.

    >>> visible("tea\\r\\nor\\x07")
    'tea\\nor�'
    """
    return clean(re.sub("\r\n?", "\n", text))


def shown(said: Mapping[str, Any]) -> str:
    """Return the text of a node: its label, else its local id; an utterance also names its speaker.

    >>> shown({"name": "u1", "label": "A remark on tea", "speaker_name": "Ana"})
    'A remark on tea\\n— Ana'
    """
    text = visible(said.get("label") or said["name"])
    return f"{text}\n— {visible(said['speaker_name'])}" if "speaker_name" in said else text


def losses(net: "nx.MultiDiGraph[str]", where: str, *shown: str) -> tuple[Rows, Rows]:
    """Return what a picture approximates and what it drops.

    Args:
        net: the graph as :func:`whyso.graph.formats.exchange.outgoing` gives it.
        where: the format's name for people.
        shown: the node attributes that it has beside kind, label and speaker.

    >>> from whyso.graph import sample
    >>> from whyso.graph.formats.exchange import outgoing
    >>> approximated, dropped = losses(outgoing(sample()), "A picture", "status")
    >>> [row.what for row in approximated.rows()]
    ['arg:speaker']
    """
    attributes = frozenset({"kind", "label", "speaker", *shown})
    approximated = Rows()
    for key, said in net.nodes(data=True):
        if "speaker" in said:
            approximated.add("arg:speaker", f"{where} shows the name only", key)
        label = said.get("label")
        if label is not None and visible(label) != label:
            approximated.add("rdfs:label", f"{where} cannot show control characters", key)
        if label == "":
            approximated.add("rdfs:label", f"{where} shows the local id for an empty text", key)
    return approximated, lost(net, where, attributes=attributes)
