"""The flattened view of the networkx graph: statements, with steps as edges between them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from whyso.graph.network.kinds import STEPS

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["statement_graph"]


_ROLES: Final = {
    "inference": "supports",
    "rebuttal": "rebuts",
    "undercut": "undercuts",
    "undermining": "undermines",
    "conflict": "attacks",
}


def statement_graph(net: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """Return the flattened view: statements only, steps as edges between them.

    Edge keys are ``supports``, ``rebuts``, ``undermines``, ``attacks`` (a conflict of no told kind)
    and ``undercuts``, which runs from the attacker to the conclusion of the attacked inference and
    names that inference as ``step``; ``via`` is the step itself. Where two steps do the same
    between the same statements, the second edge's key has the step added. Every edge tells its
    ``role``; edges between statements are kept as they are.

    >>> from whyso.graph import sample
    >>> flat = statement_graph(sample().to_networkx())
    >>> {said["kind"] for _, said in flat.nodes(data=True)} & STEPS
    set()
    """
    import networkx as nx

    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    kinds: dict[str, str] = {key: said["kind"] for key, said in net.nodes(data=True)}
    flat.add_nodes_from(
        (key, said) for key, said in net.nodes(data=True) if kinds[key] not in STEPS
    )
    for start, end, role, said in net.edges(keys=True, data=True):
        if kinds[start] not in STEPS and kinds[end] not in STEPS:
            flat.add_edge(start, end, role, role=role, **said)
    for step, kind in kinds.items():
        if kind not in STEPS:
            continue
        role = _ROLES[kind]
        for end, attributes in _ends(net, step, kinds):
            for start, _, key in net.in_edges(step, keys=True):
                if key in ("premise", "attacker") and kinds[start] not in STEPS:
                    taken = flat.has_edge(start, end, role)
                    name = f"{role} {step}" if taken else role
                    flat.add_edge(start, end, name, role=role, via=step, **attributes)
    return flat


def _ends(
    net: "nx.MultiDiGraph[str]", step: str, kinds: dict[str, str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the statements that a step ends on; for an attack on a step, what that step ends on."""
    waiting: list[tuple[str, dict[str, str]]] = [(step, {})]
    seen = {step}
    while waiting:
        current, attributes = waiting.pop()
        for _, end, role in net.out_edges(current, keys=True):
            if role not in ("conclusion", "target"):
                continue
            if kinds[end] not in STEPS:
                yield end, attributes
            elif end not in seen:
                seen.add(end)
                waiting.append((end, attributes or {"step": end}))
