"""Mermaid flowcharts, as Markdown pages draw them."""

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

__all__ = ["escape", "write_mermaid"]

# The brackets around a label make the shape.
_SHAPES: Final = {
    "question": ("([", "])"),
    "underlying_question": ("([", "])"),
    "claim": ("(", ")"),
    "forecast": ("{{", "}}"),
    "commitment": ("[[", "]]"),
    "evidence": ("[(", ")]"),
    "utterance": (">", "]"),
}
_LINES: Final = {"premise": "---", "conclusion": "-->", "attacker": "---", "target": "--x"}
_ID: Final = re.compile(r"[a-z]{1,4}[0-9]+[a-z]?")  # such a name is never a word of Mermaid's own
_SPECIAL: Final = re.compile(
    r"[\"#&<>`{}|\[\]()\\*_~%;@^$=]"  # brackets, quotes, entities, comments, Markdown
    r"|^[-+0-9 ]|(?<=\d)[.)](?=\s)"  # what would start a list
    r"|:(?=//)|(?<=www)\.|d(?=irection\s)"  # links, and a keyword that is seen even in quotes
)


def write_mermaid(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph as a Mermaid flowchart, with a class for each kind.

    Nodes are named by their local ids where Mermaid allows that, else ``n_1`` and so on. Steps are
    small circles; an undercut ends on the circle of the inference it attacks.

    >>> from whyso.graph import sample
    >>> write_mermaid(sample())[0].decode().splitlines()[0]
    'flowchart BT'
    """
    net = outgoing(g, lang=lang)
    ids = _ids(net)
    lines = ["flowchart BT"]
    for key, said in net.nodes(data=True):
        before, after = _SHAPES.get(said["kind"], ("[", "]"))
        text = escape(shown(said))
        if said["kind"] in STEPS:
            before, after, text = "((", "))", " "
        lines.append(f'  {ids[key]}{before}"{text}"{after}:::{said["kind"]};')
    for start, end, role in net.edges(keys=True):
        line = _LINES.get(role)
        line = line if line else f"-. {role_label(role, lang)} .->"
        lines.append(f"  {ids[start]} {line} {ids[end]};")
    text = "\n".join([*lines, *_classes(net), ""])
    approximated, dropped = losses(net, "Mermaid")
    for key, said in net.nodes(data=True):
        approximated.add("IRIs", "Mermaid names nodes by short ids", key, triples=0)
        if "lang" in said:
            approximated.add("rdfs:label", "Mermaid does not tell the language", key)
        if "label" in said and said["kind"] in STEPS:
            dropped.add("rdfs:label", "Mermaid shows steps as circles", key)
    kept = counts(net, *dropped.rows())
    return text.encode(), Account("mermaid", "write", kept, approximated.rows(), dropped.rows())


def _ids(net: "nx.MultiDiGraph[str]") -> dict[str, str]:
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for number, key in enumerate(net, 1):
        name = net.nodes[key]["name"]
        ids[key] = name if _ID.fullmatch(name) and name not in taken else f"n_{number}"
        taken.add(ids[key])
    return ids


def _classes(net: "nx.MultiDiGraph[str]") -> Iterator[str]:
    for kind in dict.fromkeys(said["kind"] for _, said in net.nodes(data=True)):
        colour = COLOURS[kind]
        fill = colour.line if kind in STEPS else colour.fill
        dashes = ",stroke-dasharray:4 3" if kind == "assumption" else ""
        yield (f"  classDef {kind} fill:{fill},stroke:{colour.line},color:{colour.text}{dashes}")


def escape(text: str) -> str:
    """Return *text* as it must stand between the quotes of a Mermaid label.

    >>> escape('He said "no" [sic]')
    'He said #34;no#34; #91;sic#93;'
    >>> escape("1. end\\nto end")
    '#49;#46; end<br/>to end'
    """
    return "<br/>".join(
        _SPECIAL.sub(lambda found: f"#{ord(found.group())};", line) for line in text.split("\n")
    )
