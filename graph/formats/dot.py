"""DOT, to draw a picture with Graphviz: ``dot -Tsvg claims.dot -o claims.svg``."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from whyso.graph.formats.account import Account
from whyso.graph.formats.exchange import JUDGED, counts, outgoing
from whyso.graph.formats.picture import COLOURS, losses, role_label, shown, visible
from whyso.graph.network import STEPS

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["wrap", "write_dot"]

_WIDTH: Final = 30
_FONT: Final = "Helvetica,Arial,Noto Sans CJK SC,sans-serif"
_HEAD: Final = f"""digraph argument {{
  graph [rankdir=BT, nodesep=0.3, ranksep=0.4, bgcolor=white]
  node [shape=box, style="filled,rounded", fontname="{_FONT}", fontsize=11, margin="0.14,0.08"]
  edge [fontname="{_FONT}", fontsize=9, arrowsize=0.7]
"""
_SHAPES: Final = {
    "question": {"shape": "ellipse", "style": "filled"},
    "underlying_question": {"shape": "ellipse", "style": "filled", "peripheries": "2"},
    "evidence": {"shape": "note", "style": "filled"},
    "assumption": {"style": "filled,diagonals"},
    "forecast": {"shape": "hexagon", "style": "filled", "margin": "0.02"},
    "commitment": {"peripheries": "2"},
    "proposition": {"style": "filled"},
    "utterance": {"shape": "plaintext", "style": "filled"},
}
_BORDERS: Final = {"reconstructed": "dashed", "superseded": "dotted"}
_STEP: Final = {"shape": "point", "style": "filled", "width": "0.11"}
_INFERENCE: Final = {"color": COLOURS["inference"].line, "penwidth": "1.4"}
_CONFLICT: Final = {"color": COLOURS["conflict"].line, "penwidth": "1.4"}
_LINES: Final = {
    "premise": _INFERENCE | {"arrowhead": "none"},
    "conclusion": _INFERENCE,
    "attacker": _CONFLICT | {"arrowhead": "none"},
    "target": _CONFLICT | {"arrowhead": "tee", "arrowsize": "1.1"},
    "answers": {"color": COLOURS["question"].line, "style": "dashed", "arrowhead": "vee"},
    "underlies": {"color": COLOURS["question"].line, "style": "bold", "arrowhead": "vee"},
    "hasPart": {"color": COLOURS["question"].line, "dir": "back", "arrowtail": "odiamond"},
    "inTensionWith": {"color": COLOURS["conflict"].line, "style": "dotted", "dir": "both"},
}
_OTHER_LINE: Final = {"color": COLOURS["utterance"].line, "style": "dotted", "arrowhead": "vee"}
# These run against the direction of the argument, or in none: they do not set the ranks.
_DOWNWARD: Final = frozenset({"dependsOn", "hasPart", "inTensionWith"})
_PLAIN_LINES: Final = frozenset({"premise", "conclusion", "attacker", "target"})


def write_dot(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph as a picture in DOT.

    Statements are shapes with their labels, wrapped; steps are points where their lines meet, so
    that an undercut ends on the point of the inference it attacks. Each node says ``kind`` and
    ``status``, and has both as its SVG ``class``; the full label is its tooltip.

    >>> from whyso.graph import sample
    >>> data, account = write_dot(sample())
    >>> data.decode().count("shape=point") == account.kept["steps"]
    True
    """
    net = outgoing(g, lang=lang)
    lines = [f"  {_quote(key)} {_list(dict(_node(said)))}" for key, said in net.nodes(data=True)]
    for start, end, role, _ in net.edges(keys=True, data=True):
        undercut = role == "target" and net.nodes[end]["kind"] in STEPS
        said = _edge(role, lang) | ({"style": "dashed"} if undercut else {})
        lines.append(f"  {_quote(start)} -> {_quote(end)} {_list(said)}")
    text = _HEAD + "\n".join(lines) + "\n}\n"
    approximated, dropped = (rows.rows() for rows in losses(net, "DOT", "status", *JUDGED))
    kept = counts(net, *dropped)
    return text.encode(), Account("dot", "write", kept, approximated, dropped)


def _node(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind, status = said["kind"], said.get("status")
    colour = COLOURS[kind]
    yield from {name: said[name] for name in ("kind", "status", "lang") if name in said}.items()
    yield from {name: str(said[name]) for name in JUDGED if name in said}.items()
    yield "class", f"{kind} {status}" if status else kind
    if kind in STEPS:
        yield from _STEP.items()
        yield "color", colour.line
        yield "tooltip", _escape_twice(visible(said.get("label") or kind))
        return
    shape = dict(_SHAPES.get(kind, {}))
    if status in _BORDERS:
        shape["style"] = f"{shape.get('style', 'filled,rounded')},{_BORDERS[status]}"
    yield from shape.items()
    yield "color", colour.line
    yield "fillcolor", colour.fill
    yield "fontcolor", colour.text
    yield "label", _escape(wrap(shown(said)))
    yield "tooltip", _escape_twice(visible(said.get("label") or said["name"]))


def _edge(role: str, lang: str) -> dict[str, str]:
    said = {"class": role} | _LINES.get(role, _OTHER_LINE)
    if role not in _PLAIN_LINES:
        # An xlabel, because Graphviz 2.43 loses edges over labels on flat ones.
        said |= {"xlabel": _escape(role_label(role, lang)), "fontcolor": said["color"]}
    if role in _DOWNWARD:
        said["constraint"] = "false"
    return said


def _list(said: Mapping[str, str]) -> str:
    return f"[{', '.join(f'{name}={_quote(value)}' for name, value in said.items())}]"


def _quote(text: str) -> str:
    if _WORD.fullmatch(text):
        return text
    return '"' + text.replace('"', '\\"') + '"'


def _escape_twice(text: str) -> str:
    """Do the same for a tooltip, from which Graphviz reads escapes twice."""
    return _escape(text.replace("\\", "\\\\"))


def _escape(text: str) -> str:
    """Keep Graphviz from reading escapes and entities into a text."""
    return text.replace("\\", "\\\\").replace("&", "&amp;").replace("\n", "\\n")


_WORD: Final = re.compile(r"(?!(?:node|edge|graph|digraph|subgraph|strict)$)[a-z]\w*", re.ASCII)
_PIECE: Final = re.compile(r"\S+|\s+")
_CLOSING: Final = frozenset("，。、；：？！）》〉」』】〕”’…—,.;:?!)]}")


def wrap(text: str, width: int = _WIDTH) -> str:
    """Return *text* in lines of at most *width* columns; Chinese may break between characters.

    >>> print(wrap("Nobody should pay to ride a tram.", 16))
    Nobody should
    pay to ride a
    tram.
    >>> print(wrap("乘电车都不该收费。", 16))
    乘电车都不该收
    费。
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for piece in _pieces(paragraph, width):
            columns = sum(map(_columns, piece))
            if used + columns > width and line.strip():
                lines.append(line.rstrip())
                line, used = "", 0
                if piece.isspace():
                    continue
            line, used = line + piece, used + columns
        lines.append(line.rstrip())
    return "\n".join(lines)


def _pieces(text: str, width: int) -> Iterator[str]:
    """Yield what may not be broken: words, wide characters with the mark after them, spaces."""
    for run in _PIECE.findall(text):
        piece, wide = "", False
        for character in run:
            starts = wide or _columns(character) == 2 or len(piece) >= width
            if piece and starts and character not in _CLOSING:
                yield piece
                piece = ""
            piece, wide = piece + character, _columns(character) == 2
        yield piece


def _columns(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
