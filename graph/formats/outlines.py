"""The argument as an outline, in Markdown and as plain text: for reading, not for reading back.

Questions come first, with what lies behind them, their parts and their answers; below each answer
stand its reasons and what speaks against it. Each node is shown in full once, where it is met
first, and named wherever else it counts. A step with one source and nothing to say of its own is a
word between its ends; any other is a line of its own. What would stand too deep is continued as a
tree of its own at the end.

In Markdown every text is escaped, so that neither Markdown nor HTML is seen in it (CommonMark 0.31,
"Backslash escapes", "Entity and numeric character references").
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from whyso.graph.formats.account import Account, Rows
from whyso.graph.formats.exchange import JUDGED, counts, outgoing
from whyso.graph.formats.picture import losses, role_label, shown, visible
from whyso.graph.network import CLASSES, STEPS

if TYPE_CHECKING:
    import networkx as nx

    from whyso.graph.model import ArgumentGraph

__all__ = ["Line", "escape", "lines_of", "write_markdown", "write_outline"]

_DEEPEST: Final = 12
_MENTION: Final = 60  # characters of a text that is shown in full elsewhere
_ABOVE, _BELOW = "↑", "↓"
_SHOWN: Final = ("status", "certainty", *JUDGED)
_QUESTIONS: Final = frozenset({"question", "underlying_question"})
# What a step does to what it ends on, by kind.
_DOES: Final = {
    "inference": "supports",
    "rebuttal": "rebuts",
    "undercut": "undercuts",
    "undermining": "undermines",
    "conflict": "attacks",
}
_ORDER: Final = (
    *("underlies", "hasPart", "answers", "premise", "attacker", *_DOES.values()),
    *("qualifies", "clarifies", "supersedes", "dependsOn", "inTensionWith", "raises", "expresses"),
)
_PLACE: Final = {role: place for place, role in enumerate(_ORDER)}
# Of these the upper line is the subject, and the lower one the object.
_FORWARD: Final = frozenset({"hasPart", "dependsOn", "inTensionWith", "raises"})
_PLAIN_KINDS: Final = frozenset({"claim", "proposition", "question", *STEPS})
_MARKDOWN: Final = re.compile(r"[\\`*_{}\[\]#|~$^@]|(?<=:)/(?=/)|(?<=www)\.")
_ITEM: Final = re.compile(r"[-+]|[0-9]+[.)]")  # what would begin a list
_HTML: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an outline: how deep it stands, and the node that it shows.

    *role* is how it is tied to the line that it stands under, turned round if *forward*; *where* is
    an arrow up or down if the node is shown in full elsewhere. A line of depth 0 begins a tree.
    """

    depth: int
    key: str
    role: str = ""
    forward: bool = False
    where: str = ""


def lines_of(net: "nx.MultiDiGraph[str]") -> Iterator[Line]:
    """Yield the lines of an argument's outline in reading order.

    Args:
        net: the graph as :func:`whyso.graph.formats.exchange.outgoing` gives it.

    >>> from whyso.graph import sample
    >>> next(lines_of(outgoing(sample()))).key.rpartition("/")[2]
    'q0'
    """
    under, words = _under(net)
    below = {child for ties in under.values() for child, role, _ in ties if role not in _LOOSE}
    keys = [key for key in net if key not in words]
    keys.sort(key=lambda key: net.nodes[key]["kind"] not in _QUESTIONS)
    roots = [key for key in keys if key not in below]
    seen: set[str] = set()
    for start in (roots, keys):
        waiting_roots = list(start)
        while waiting_roots:
            put_off: list[str] = []
            for root in waiting_roots:
                if root not in seen:
                    yield from _tree(root, under, seen, put_off)
            waiting_roots = put_off


_Ties = dict[str, list[tuple[str, str, bool]]]
# A node that is named by one of these alone is a tree of its own.
_LOOSE: Final = frozenset({"inTensionWith", "raises", "dependsOn"})


def _tree(root: str, under: _Ties, seen: set[str], put_off: list[str]) -> Iterator[Line]:
    waiting = [Line(0, root)]
    while waiting:
        line = waiting.pop()
        if line.key in seen or (line.role in _LOOSE and line.key != root):
            where = _ABOVE if line.key in seen else _BELOW
            yield Line(line.depth, line.key, line.role, line.forward, where)
            continue
        ties = under.get(line.key, ())
        if ties and line.depth >= _DEEPEST:
            put_off.append(line.key)
            yield Line(line.depth, line.key, line.role, line.forward, _BELOW)
            continue
        seen.add(line.key)
        yield line
        waiting += (
            Line(line.depth + 1, child, role, forward) for child, role, forward in reversed(ties)
        )


def _under(net: "nx.MultiDiGraph[str]") -> tuple[_Ties, set[str]]:
    """Return what stands under each node, and the steps that are words between their ends."""
    words: set[str] = set()
    ends: dict[str, tuple[list[str], list[str]]] = {}
    for key, said in net.nodes(data=True):
        if said["kind"] in STEPS:
            before = [one for one, _, role in net.in_edges(key, keys=True) if role in _INTO]
            behind = [one for _, one, role in net.out_edges(key, keys=True) if role in _OUT_OF]
            ends[key] = before, behind
            plain = not (set(said) - _BARE) and net.degree(key) == 2
            if plain and len(before) == len(behind) == 1 and before != behind:
                words.add(key)
    found: _Ties = {}
    for key, (before, behind) in ends.items():
        does = _DOES[net.nodes[key]["kind"]]
        if key in words:
            found.setdefault(behind[0], []).append((before[0], does, False))
    for start, end, role in net.edges(keys=True):
        if start in words or end in words:
            continue
        if role in _INTO:
            found.setdefault(end, []).append((start, role, False))
        elif role in _OUT_OF:
            found.setdefault(end, []).append((start, _DOES[net.nodes[start]["kind"]], False))
        elif role in _FORWARD:
            found.setdefault(start, []).append((end, role, True))
        else:
            found.setdefault(end, []).append((start, role, False))
    place = {key: number for number, key in enumerate(net)}
    for ties in found.values():
        ties.sort(key=lambda tie: (_PLACE.get(tie[1], len(_PLACE)), place[tie[0]]))
    return found, words


_INTO: Final = frozenset({"premise", "attacker"})
_OUT_OF: Final = frozenset({"conclusion", "target"})
_BARE: Final = frozenset({"name", "kind", "source", "status"})


def write_markdown(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph as nested lists in Markdown.

    >>> from whyso.graph import sample
    >>> write_markdown(sample())[0].decode().splitlines()[0]
    '# Statement on government guarantees and AI infrastructure'
    """
    net = outgoing(g, lang=lang)
    text = [f"# {escape(title)}\n" for title in _titles(g, lang)]
    for line in lines_of(net):
        said = net.nodes[line.key]
        word = f"*{escape(_word(line, lang))}* " if line.role else ""
        shape = "**{}**" if said["kind"] in _QUESTIONS and not line.where else "{}"
        body = shape.format(_text(said, line, lang, escape).replace("\n", "<br>"))
        notes = (
            f" *({escape(_notes(said, lang))})*" if _notes(said, lang) and not line.where else ""
        )
        text.append(f"{'  ' * line.depth}- {word}{body}{notes}")
    return _written("markdown", "Markdown", net, text)


def write_outline(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Return a graph as indented lines of plain text.

    >>> from whyso.graph import parse
    >>> g = parse('''@prefix : <https://w3id.org/whyso/id/tea/> .
    ... @prefix arg: <https://w3id.org/whyso/ontology#> .
    ... @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    ... :q1 a arg:Question ; rdfs:label "More tea?"@en .
    ... :c1 a arg:Claim ; rdfs:label "Yes."@en ; arg:answers :q1 ; arg:certainty arg:strong .''')
    >>> print(write_outline(g)[0].decode(), end="")
    q1 More tea?
      answers: c1 Yes. (strong)
    """
    net = outgoing(g, lang=lang)
    text = [f"{title}\n" for title in _titles(g, lang)]
    for line in lines_of(net):
        said = net.nodes[line.key]
        word = f"{_word(line, lang)}: " if line.role else ""
        notes = f" ({_notes(said, lang)})" if _notes(said, lang) and not line.where else ""
        indent = "  " * line.depth
        body = _text(said, line, lang, str).replace("\n", f"\n{indent}    ")
        text.append(f"{indent}{word}{body}{notes}")
    return _written("outline", "An outline", net, text)


def _titles(g: "ArgumentGraph", lang: str) -> Iterator[str]:
    for source in g.sources():
        yield " ".join(visible(source.label(lang)).split())


def _word(line: Line, lang: str) -> str:
    word = role_label(line.role, lang)
    return f"→ {word}" if line.forward else word


def _text(said: Mapping[str, Any], line: Line, lang: str, told: Callable[[str], str]) -> str:
    name = visible(said["name"])
    listed = told is escape and _ITEM.fullmatch(name)
    name = f"{name[:-1]}\\{name[-1]}" if listed else told(name)
    text = shown(said) if said.get("label") else ""
    if said["kind"] in STEPS and not text:
        text = role_label(CLASSES[said["kind"]], lang)
    if line.where:
        text = " ".join(text.split())
        text = text if len(text) <= _MENTION else text[:_MENTION].rstrip() + "…"
        name = f"{line.where} {name}"
    return f"{name} {told(text)}".rstrip()


def _notes(said: Mapping[str, Any], lang: str) -> str:
    """Return what there is to know about a node, in words."""
    found = [] if said["kind"] in _PLAIN_KINDS else [role_label(CLASSES[said["kind"]], lang)]
    if said.get("status", "stated") != "stated":
        found.append(role_label(said["status"], lang))
    found += (role_label(said[name], lang) for name in ("certainty", "verdict") if name in said)
    if "strength" in said:
        found.append(str(said["strength"]))
    if "asserted_by_name" in said:
        found.append(visible(said["asserted_by_name"]))
    return ("、" if lang.startswith("zh") else ", ").join(found)


def escape(text: str) -> str:
    r"""Return *text* as Markdown that shows it as it is, without HTML.

    >>> escape("<b>2*3</b> [sic]")
    '&lt;b&gt;2\\*3&lt;/b&gt; \\[sic\\]'
    """
    said = "".join(_HTML.get(character, character) for character in text)
    return _MARKDOWN.sub(lambda found: "\\" + found[0], said)


def _written(
    format: str, where: str, net: "nx.MultiDiGraph[str]", text: list[str]
) -> tuple[bytes, Account]:
    approximated, dropped = losses(net, where, "asserted_by", *_SHOWN)
    _, words = _under(net)
    for key, said in net.nodes(data=True):
        approximated.add("IRIs", f"{where} names nodes by short ids", key, triples=0)
        if "lang" in said:
            approximated.add("rdfs:label", f"{where} does not tell the language", key)
        if "asserted_by" in said:
            approximated.add("arg:assertedBy", f"{where} shows the name only", key)
        _tell(key, said, words, where, approximated, dropped)
    kept = counts(net, *dropped.rows())
    account = Account(format, "write", kept, approximated.rows(), dropped.rows())
    return ("\n".join(text) + "\n").encode() if text else b"", account


def _tell(
    key: str,
    said: Mapping[str, Any],
    words: set[str],
    where: str,
    approximated: Rows,
    dropped: Rows,
) -> None:
    """Note what a line does not show of a node."""
    if key in words:
        approximated.add("steps", f"{where} shows plain steps as words", key, triples=0)
        if "status" in said:
            dropped.add("arg:status", f"{where} shows plain steps as words", key)
    elif said.get("status") == "stated":
        approximated.add("arg:status", f"{where} leaves out what is usual", key)
