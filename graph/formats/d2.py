"""D2, to draw a picture with Terrastruct's tool: ``d2 claims.d2 claims.svg``.

Source: the D2 documentation, "Strings", "Shapes", "Connections", "Classes" (d2lang.com/tour): texts
stand in double quotes, in which a backslash escapes ``"``, ``\\``, ``$`` and makes ``\\n``.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from whyso.graph.formats.account import Account
from whyso.graph.formats.exchange import counts, outgoing
from whyso.graph.formats.picture import COLOURS, losses, role_label, shown
from whyso.graph.network import STEPS

if TYPE_CHECKING:
    import networkx as nx

    from whyso.graph.model import ArgumentGraph

__all__ = ["escape", "write_d2"]

_SHAPES: Final = {
    "question": "oval",
    "underlying_question": "oval",
    "evidence": "page",
    "forecast": "hexagon",
    "utterance": "callout",
}
# Attributes of the lines of a role, beside their colour.
_LINES: Final = {
    "premise": "",
    "conclusion": "",
    "attacker": "",
    "target": "; target-arrowhead: {shape: box; style.filled: true}",
}
_ID: Final = re.compile(r"[a-z]{1,4}[0-9]+[a-z]?")  # such a name is never a keyword of D2
_ESCAPED: Final = re.compile(r'[\\"$]')


def write_d2(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph as a diagram in D2, with a class for each kind.

    Nodes are named by their local ids where D2 allows that, else ``n_1`` and so on. Steps are small
    circles; an undercut ends on the circle of the inference that it attacks.

    >>> from whyso.graph import sample
    >>> write_d2(sample())[0].decode().splitlines()[0]
    'direction: up'
    """
    net = outgoing(g, lang=lang)
    ids = _ids(net)
    lines = ["direction: up", *_classes(net)]
    for key, said in net.nodes(data=True):
        text = "" if said["kind"] in STEPS else shown(said)
        lines.append(f'{ids[key]}: "{escape(text)}" {{class: {said["kind"]}}}')
    for start, end, role in net.edges(keys=True):
        arrow = "--" if role in ("premise", "attacker") else "->"
        label = "" if role in _LINES else f' "{escape(role_label(role, lang))}"'
        lines.append(f"{ids[start]} {arrow} {ids[end]}:{label} {{class: {_line(role)}}}")
    approximated, dropped = losses(net, "D2")
    for key, said in net.nodes(data=True):
        approximated.add("IRIs", "D2 names nodes by short ids", key, triples=0)
        if "lang" in said:
            approximated.add("rdfs:label", "D2 does not tell the language", key)
        if "label" in said and said["kind"] in STEPS:
            dropped.add("rdfs:label", "D2 shows steps as circles", key)
    kept = counts(net, *dropped.rows())
    account = Account("d2", "write", kept, approximated.rows(), dropped.rows())
    return ("\n".join(lines) + "\n").encode(), account


def _ids(net: "nx.MultiDiGraph[str]") -> dict[str, str]:
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for number, key in enumerate(net, 1):
        name = net.nodes[key]["name"]
        ids[key] = name if _ID.fullmatch(name) and name not in taken else f"n_{number}"
        taken.add(ids[key])
    return ids


def _line(role: str) -> str:
    return f"line_{role}" if role in _LINES else "line_other"


def _classes(net: "nx.MultiDiGraph[str]") -> Iterator[str]:
    yield "classes: {"
    for kind in dict.fromkeys(said["kind"] for _, said in net.nodes(data=True)):
        colour = COLOURS[kind]
        shape, more = _SHAPES.get(kind, "rectangle"), ""
        fill = colour.fill
        if kind in STEPS:
            shape, more, fill = "circle", "; width: 14; height: 14", colour.line
        elif kind == "assumption":
            more = "; style.stroke-dash: 4"
        elif kind == "underlying_question":
            more = "; style.double-border: true"
        elif kind == "claim":
            more = "; style.border-radius: 8"
        yield (
            f'  {kind}: {{shape: {shape}; style.fill: "{fill}"; style.stroke: "{colour.line}"; '
            f'style.font-color: "{colour.text}"{more}}}'
        )
    for role in dict.fromkeys(role for _, _, role in net.edges(keys=True)):
        kind = {"attacker": "rebuttal", "target": "rebuttal"}.get(role, "inference")
        if role in _LINES:
            more = _LINES[role]
            yield f'  line_{role}: {{style.stroke: "{COLOURS[kind].line}"{more}}}'
    yield f'  line_other: {{style.stroke: "{COLOURS["utterance"].line}"; style.stroke-dash: 4}}'
    yield "}"


def escape(text: str) -> str:
    r"""Return *text* as it must stand between double quotes in D2.

    >>> escape('He said "$5"\nand left')
    'He said \\"\\$5\\"\\nand left'
    """
    said = _ESCAPED.sub(lambda found: "\\" + found[0], text)
    return said.replace("\n", "\\n")
