"""Where lines of reasoning end and begin: final conclusions, and what is given without a reason."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from whyso.graph.dependencies.questions import QUESTIONS, VOICES, voice
from whyso.graph.dependencies.support import Support

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Ends", "ends"]

_LEAVES: Final[dict[str | None, str]] = {"evidence": "evidence", "assumption": "assumptions"}


@dataclass(frozen=True, slots=True)
class Ends:
    """Where lines of reasoning end and begin; all in natural order of IRI.

    Attributes:
        roots: conclusions that support nothing further.
        evidence: evidence for which no reason is given.
        assumptions: assumptions for which no reason is given.
        stated: other statements that the source puts forward without a reason.
        quoted: others in reported words without a reason.
        reconstructed: others that the analyst supplied without a reason.
        superseded: others replaced by later words, without a reason.
    """

    roots: tuple[str, ...]
    evidence: tuple[str, ...]
    assumptions: tuple[str, ...]
    stated: tuple[str, ...]
    quoted: tuple[str, ...]
    reconstructed: tuple[str, ...]
    superseded: tuple[str, ...]


def ends(net: "nx.MultiDiGraph[str]") -> Ends:
    """Return the conclusions that support nothing further, and what is given without a reason.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph([("rain", "i", "premise"), ("i", "wet", "conclusion")])
    >>> nx.set_node_attributes(net, {"rain": "evidence", "i": "inference", "wet": "claim"}, "kind")
    >>> ends(net).roots, ends(net).evidence
    (('wet',), ('rain',))
    """
    support = Support(net)
    leaves: dict[str, list[str]] = {}
    for number, name in enumerate(support.names):
        kind = net.nodes[name].get("kind")
        if not support.reasons[number] and kind not in QUESTIONS:
            leaves.setdefault(_LEAVES.get(kind) or voice(net, name), []).append(name)
    return Ends(
        roots=tuple(
            name
            for name, reasons, uses in zip(
                support.names, support.reasons, support.uses, strict=True
            )
            if reasons and not uses
        ),
        **{name: tuple(leaves.get(name, ())) for name in (*_LEAVES.values(), *VOICES)},
    )
