"""The argument as an outline for the terminal: questions, answers, reasons, attacks.

It is the same tree as on the page (:func:`whyso.graph.view.cards.chart`): each statement is shown
in full where it is most closely related, and mentioned in one line wherever else it counts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from whyso.graph.model import Agent, Statement, Step, Utterance
from whyso.graph.terminal.table import Paint, clean, cut, paragraph, plain, width, wrap
from whyso.graph.terminal.terms import MARKS, said
from whyso.graph.view.cards import QUESTIONS, Chart, Line, chart
from whyso.graph.view.signs import RELATIONS

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["ROOM", "Entry", "Place", "author", "entries", "notes", "outline", "render", "walk"]

ROOM: Final = 40  # cells that a text keeps, however deep it stands
_PLACE: Final = {relation: place for place, relation in enumerate(RELATIONS)}
_ARROWS: Final = {"above": " ↑", "below": " ↓"}
# Relations that are told of their source, where the target is shown elsewhere.
_FORWARD: Final = frozenset({"dependsOn", "hasPart", "inTensionWith"})
_KINDS: Final = frozenset({"forecast", "commitment", "evidence", "assumption"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the outline.

    *relation* is that to what it stands under, with ``<`` if this entry is its source and ``>`` if
    it is its target. *notes* say who puts it forward, how surely, and what kind of thing it is.
    *where* is ``above`` or ``below`` for what is shown in full elsewhere, and ``title``,
    ``heading`` or ``note`` for a line between the trees. *last* tells whether it is the last one
    under its parent, *open* whether anything stands under it.
    """

    depth: int
    text: str
    id: str = ""
    kind: str = ""
    relation: str | None = None
    notes: tuple[str, ...] = ()
    where: str | None = None
    last: bool = True
    open: bool = False


def outline(g: "ArgumentGraph", *, lang: str = "en", cells: int = 100, paint: Paint = plain) -> str:
    r"""Return the argument as an outline.

    Args:
        g: the argument.
        lang: language of texts and words, where they are told in it.
        cells: width of the terminal.
        paint: colours a text by its role; without it there are none.

    >>> from whyso.graph import parse
    >>> text = outline(parse('''@prefix arg: <https://w3id.org/whyso/ontology#> .
    ... @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    ... @prefix : <https://w3id.org/whyso/id/tea/> .
    ... :q1 a arg:Question ; rdfs:label "More tea?"@en .
    ... :c1 a arg:Claim ; rdfs:label "Yes."@en ; arg:answers :q1 ; arg:certainty arg:strong .'''))
    >>> print(text.partition("\n\n")[0])
    ? q1 More tea?
    └ = c1 Yes. (strong)
    """
    found = entries(g, lang=lang, deepest=max(3, (cells - ROOM) // 2))
    lines = [*render(found, lang=lang, cells=cells, paint=paint), ""]
    return "\n".join(lines + [paint(line, "note") for line in _packed(said("marks", lang), cells)])


def _packed(text: str, cells: int) -> list[str]:
    """Put what is parted by two spaces into lines."""
    lines = [""]
    for item in text.split("  "):
        longer = f"{lines[-1]}  {item}" if lines[-1] else item
        lines[-1:] = [longer] if width(longer) <= cells else [lines[-1], item]
    return lines


def render(
    found: Iterable[Entry], *, lang: str = "en", cells: int = 100, paint: Paint = plain
) -> Iterator[str]:
    """Yield the lines of entries.

    >>> list(render([Entry(0, "More tea?", "q1", "question")]))
    ['? q1 More tea?']
    """
    before: Entry | None = None
    guides: list[str] = []
    for entry in found:
        if before is not None and _is_apart(before, entry):
            yield ""
        before = entry
        if entry.where in ("title", "heading", "note"):
            yield from (paint(line, entry.where) for line in wrap(entry.text, cells))
            continue
        del guides[max(entry.depth - 1, 0) :]
        yield from _lines(entry, "".join(guides), cells, lang, paint)
        if entry.depth:
            guides.append("  " if entry.last else "│ ")


def _is_apart(before: Entry, entry: Entry) -> bool:
    """Return whether an empty line stands before *entry*."""
    if entry.depth or entry.where in ("note", "title"):
        return False
    if before.where == "heading":
        return False
    return entry.where == "heading" or bool(before.depth or before.where) or entry.open


def entries(g: "ArgumentGraph", *, lang: str = "en", deepest: int = 30) -> Iterator[Entry]:
    """Yield the outline entry by entry.

    Args:
        g: the argument.
        lang: language of texts and words, where they are told in it.
        deepest: how deep entries may stand; what goes deeper is continued at the end.

    >>> from whyso.graph import sample
    >>> [entry.id for entry in entries(sample()) if entry.depth == 0 and entry.id][:2]
    ['q0', 'q4']
    """
    net = g.to_networkx()
    drawn = chart(net)
    records: dict[str, Statement | Step | Utterance] = {one.iri: one for one in g.statements()}
    records |= {one.iri: one for one in g.utterances()}
    records |= {one.iri: one for one in (*g.inferences(), *g.conflicts())}
    questions = {card.id for card in drawn.cards if card.kind in QUESTIONS}
    main = author(g)
    for source in g.sources():
        yield Entry(0, clean(source.label(lang)), where="title")
    if main is not None:
        yield Entry(0, said("author", lang).format(clean(main.label(lang))), where="note")
    below = _below(drawn, {key: place for place, key in enumerate(net)})
    heading = ""
    for place in walk(drawn.roots, below, deepest):
        if place.depth == 0:
            tied = place.key in questions and not place.again
            name = "" if tied else "continued" if place.again else "untied"
            if name and name != heading:
                yield Entry(0, said(name, lang), where="heading")
            heading = name
        yield _entry(records[place.key], place, lang, main)


@dataclass(frozen=True, slots=True)
class Place:
    """One place in a walk: which *key* stands there, and how; see :class:`Entry`.

    *again* tells that what was put off, because it stood too deep, is continued here.
    """

    depth: int
    key: str
    relation: str | None = None
    where: str | None = None
    last: bool = True
    open: bool = False
    again: bool = False


def walk(
    roots: Iterable[str], below: Mapping[str, Sequence[tuple[str, str, bool]]], deepest: int
) -> Iterator[Place]:
    """Yield the places of trees in reading order.

    Args:
        roots: what the trees start with.
        below: what stands under each: the key, its relation, and whether it is shown in full there.
        deepest: how deep they may stand; what would go deeper is a tree of its own at the end.

    >>> [place.key for place in walk(["a"], {"a": [("b", "supports<", True)]}, 9)]
    ['a', 'b']
    """
    seen: set[str] = set()
    roots = list(roots)
    while roots:
        put_off: dict[str, None] = {}
        for root in roots:
            waiting: list[tuple[int, str, str | None, bool, bool]] = [(0, root, None, True, True)]
            while waiting:
                depth, key, relation, full, last = waiting.pop()
                under = below.get(key, ()) if full else ()
                if under and depth >= deepest:
                    put_off[key] = None
                    under, full = (), False
                where = None if full else "above" if key in seen else "below"
                yield Place(depth, key, relation, where, last, bool(under), key in seen and full)
                if full:
                    seen.add(key)
                waiting += (
                    (depth + 1, child, tie, whole, number == 0)
                    for number, (child, tie, whole) in enumerate(reversed(under))
                )
        seen.update(put_off)
        roots = list(put_off)


def _below(drawn: Chart, place: Mapping[str, int]) -> dict[str, list[tuple[str, str, bool]]]:
    """Return what stands under each card: its key, its relation, whether it is shown in full."""
    parents = {card.id: card.parent for card in drawn.cards}
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for line in drawn.lines:
        if line.tree and parents[line.source] == line.target:
            found.setdefault(line.target, []).append((line.source, _tie(line) + "<", True))
        elif line.tree:
            found.setdefault(line.source, []).append((line.target, line.relation + ">", True))
        if line.tree or line.relation == "expresses":  # who said it is in the notes
            continue
        if line.relation in _FORWARD:
            found.setdefault(line.source, []).append((line.target, line.relation + ">", False))
        if line.relation not in _FORWARD or line.relation == "inTensionWith":
            found.setdefault(line.target, []).append((line.source, _tie(line) + "<", False))
    for under in found.values():
        under.sort(key=lambda one: (_PLACE.get(one[1][:-1], -1), place[one[0]]))
    return found


def _tie(line: Line) -> str:
    return "premise" if line.step == line.target else line.relation


def author(g: "ArgumentGraph") -> Agent | None:
    """Return who puts forward most of what is asserted in the argument, if anybody does.

    >>> from whyso.graph import sample
    >>> author(sample()).label()
    'Sam Altman'
    """
    agents = [one.asserted_by for one in g.statements() if one.asserted_by is not None]
    counts = Counter(agent.iri for agent in agents)
    iri, count = next(iter(counts.most_common(1)), ("", 0))
    return (
        next((one for one in agents if one.iri == iri), None) if 2 * count > len(agents) else None
    )


def _entry(
    record: Statement | Step | Utterance, place: Place, lang: str, main: Agent | None
) -> Entry:
    kind = "utterance" if isinstance(record, Utterance) else record.kind
    unnamed = isinstance(record, Step) and not record.labels
    return Entry(
        place.depth,
        said("step", lang) if unnamed else clean(record.label(lang)),
        record.id,
        kind,
        place.relation,
        () if place.where else notes(record, lang=lang, main=main),
        place.where,
        place.last,
        place.open,
    )


def notes(
    record: Statement | Step | Utterance, *, lang: str = "en", main: Agent | None = None
) -> tuple[str, ...]:
    """Return what to know about a statement or step: its kind, its standing, how sure, whose it is.

    Args:
        record: the statement, step or utterance.
        lang: language of the words.
        main: whoever speaks unless somebody else is named.

    >>> from whyso.graph import sample
    >>> notes(sample()["c2"])
    ('categorical', 'Sam Altman')
    """
    if isinstance(record, Utterance):
        return (clean(record.speaker.label(lang)),) if record.speaker else ()
    found = [record.kind] if record.kind in _KINDS else []
    if record.status in ("reconstructed", "superseded") and record.kind != "assumption":
        found.append(record.status)
    found = [said(name, lang) for name in found]
    if isinstance(record, Step):
        return (*found, said("quoted", lang)) if record.status == "quoted" else tuple(found)
    others = (agent for agent in record.reported_by if agent != record.asserted_by)
    names = said(", ", lang).join(clean(agent.label(lang)) for agent in others)
    if names and "question" in record.kind:
        found.append(said("asked of", lang).format(names))
    elif names:
        found.append(said("told", lang).format(names))
    elif record.status == "quoted":
        found.append(said("quoted", lang))
    if record.conceded_by:
        found.append(said("conceded", lang))
    if record.certainty:
        found.append(said(record.certainty, lang))
    if record.asserted_by is not None and record.asserted_by != main:
        found.append(clean(record.asserted_by.label(lang)))
    return tuple(found)


def _lines(entry: Entry, guides: str, cells: int, lang: str, paint: Paint) -> list[str]:
    """Return an entry as lines: the guides, the mark, the relation, the id, the text, the notes."""
    branch = ("└ " if entry.last else "├ ") if entry.depth else ""
    after = ("  " if entry.last else "│ ") if entry.depth else ""
    after += "│ " if entry.open else "  "
    tie = said(entry.relation or "", lang)
    mark = "?" if "question" in entry.kind else MARKS.get((entry.relation or "")[:-1], "~")
    if entry.relation is None and mark != "?":
        mark = ""
    room = max(cells - width(guides + branch), 12)
    head = [(f"{mark} ", mark), (f"{tie} ", "tie"), (f"{entry.id} ", "id")]
    parts = [(text, role) for text, role in head if text.strip()]
    text = entry.text
    if entry.where:
        text = cut(text, max(room - sum(width(part) for part, _ in parts) - 2, 12))
        parts.append((text + _ARROWS[entry.where], "mention"))
    else:
        parts.append((text, "question" if mark == "?" else ""))
    if entry.notes:
        parts.append((said("notes", lang).format(said(", ", lang).join(entry.notes)), "note"))
    first, *rest = paragraph(parts, room, paint, hang=2)
    rail, stem = paint(guides + branch, "rail"), paint(guides + after, "rail")
    return [rail + first, *(stem + line for line in rest)]
