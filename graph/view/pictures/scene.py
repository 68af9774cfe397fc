"""What a picture shows and where: the cards that are not folded away, their boxes, their lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from whyso.graph.view.cards import JOINT, QUESTIONS, Card, Chart, Line, Step
from whyso.graph.view.details import Details
from whyso.graph.view.layout import SIDE_BY_SIDE, Box, layout
from whyso.graph.view.pictures.text import fitted
from whyso.graph.view.signs import KINDS
from whyso.graph.view.words import words
from whyso.graph.view.wrap import CARD_WIDTH, FOOT, HEAD, HEADING_WIDTH, LINE, MOST_LINES

__all__ = ["LEVELS", "SIDE", "Drawn", "Scene", "first_level", "scene", "sign_of"]

SIDE: Final = 14
LEVELS: Final = ("questions", "answers", "all")
MANY: Final = 60  # more statements than this open folded to the answers
BIG: Final = 400  # more than this, folded to the questions


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line of the picture; *child* and *parent* if it joins a card to the one it hangs under."""

    line: Line
    child: str | None = None
    parent: str | None = None


@dataclass(slots=True)
class Scene:
    """The cards of a picture by id, in reading order, with all that is needed to draw them.

    *hanging* is the line by which a card hangs under another, *lanes* the relations that have a
    lane of their own beside a card, *below* how many statements stand under a card.
    """

    chart: Chart
    told: Mapping[str, Details]
    lang: str
    to_right: bool
    folded: set[str]
    cards: dict[str, Card] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    lines: list[Drawn] = field(default_factory=list)
    hanging: dict[str, Line] = field(default_factory=dict)
    lanes: dict[str, list[str]] = field(default_factory=dict)
    below: dict[str, int] = field(default_factory=dict)

    @property
    def words(self) -> dict[str, Any]:
        """The words of the picture's language."""
        return words(self.lang)

    def label(self, key: str) -> tuple[str, str | None]:
        """Return a card's text and, where that is not the picture's, its language."""
        labels = self.cards[key].labels
        base = self.lang.split("-")[0]
        near = [tag for tag in labels if tag.lower().split("-")[0] == base]
        for tag in (self.lang, *near, "en", *labels):
            if labels.get(tag):
                return labels[tag], None if tag in ("und", self.lang) else tag
        return self.name(key), None

    def name(self, key: str) -> str:
        """Return the short name of a card or step."""
        return str(self.told.get(key, {}).get("name") or key)

    def is_question(self, key: str) -> bool:
        """Tell whether a card is a question."""
        return self.cards[key].kind in QUESTIONS

    def stands_below(self, key: str, parent: str) -> bool:
        """Tell whether a question stands straight below a question: few do not flow in columns."""
        if self.to_right or not (self.is_question(key) and self.is_question(parent)):
            return False
        questions = sum(map(self.is_question, self.chart.children[parent]))
        return questions <= SIDE_BY_SIDE

    def body(self, key: str) -> Box:
        """Return what of a card its lines meet: the box, or the plate of a joint."""
        x, y, w, h = self.boxes[key]
        if self.cards[key].kind != JOINT:
            return Box(x, y, w, h)
        return Box(x + w - 34 if self.to_right else x, y + 2, 34, 20)


def sign_of(card: Card) -> dict[str, str]:
    """Return the shape and colour of a card.

    >>> sign_of(Card("c", "claim", {}))["shape"]
    'round'
    """
    return KINDS.get(card.kind, KINDS["proposition"])


def first_level(chart: Chart) -> str:
    """Return how far a map of this size is unfolded at first, as the page does it.

    >>> first_level(Chart((), (), ()))
    'all'
    """
    count = sum(card.kind != JOINT for card in chart.cards)
    return LEVELS[2 - (count > MANY) - (count > BIG)]


def scene(
    chart: Chart, told: Mapping[str, Details], *, lang: str, show: str, to_right: bool = False
) -> Scene:
    """Return what a picture of a chart shows.

    Args:
        chart: the cards and lines.
        told: what is told of each card and step (:func:`whyso.graph.view.details.details`).
        lang: language of texts and words.
        show: how far it is unfolded (:data:`LEVELS`).
        to_right: whether it runs from left to right.

    >>> from whyso.graph.view.cards import Card
    >>> chart = Chart((Card("c", "claim", {"en": "Tea."}),), (), (), roots=("c",))
    >>> scene(chart, {}, lang="en", show="all").boxes
    {'c': Box(x=0, y=0, w=240, h=62)}
    """
    found = Scene(chart, told, lang, to_right, _folded(chart, show))
    found.steps = {step.id: step for step in chart.steps}
    every = {card.id: card for card in chart.cards}
    for card in reversed(chart.cards):
        kids = chart.children.get(card.id, ())
        found.below[card.id] = sum(found.below[kid] + (every[kid].kind != JOINT) for kid in kids)
    for card in chart.cards:  # a parent comes before its children
        if card.parent is None or (card.parent in found.cards and card.parent not in found.folded):
            found.cards[card.id] = card
    shown = found.cards.keys() - found.folded
    placed = layout(
        {key: _size(found, key) for key in found.cards},
        {key: kids for key, kids in chart.children.items() if key in shown},
        chart.roots,
        spread={key for key in found.cards if found.is_question(key)},
        to_right=to_right,
    )
    found.boxes = placed.boxes
    _find_lines(found)
    return found


def _folded(chart: Chart, show: str) -> set[str]:
    kinds = {card.id: card.kind for card in chart.cards}
    if show == "questions":
        return {
            key
            for key, kids in chart.children.items()
            if not any(kinds[k] in QUESTIONS for k in kids)
        }
    if show == "answers":
        return {key for key in chart.children if kinds[key] not in QUESTIONS}
    return set()


def _size(found: Scene, key: str) -> tuple[int, int]:
    if found.cards[key].kind == JOINT:
        return 240, 24
    heading = found.is_question(key)
    width = HEADING_WIDTH if heading else CARD_WIDTH
    size, most = (15, 5) if heading else (14, MOST_LINES)
    text, _ = found.label(key)
    room = width - 2 * SIDE - (6 if heading else 0)
    lines = len(fitted(text, size, room, most, bold=heading)) or 1
    height = HEAD + (max(2, lines) * 20 if heading else lines * LINE) + FOOT
    return width, height + height % 2


def _find_lines(found: Scene) -> None:
    lines = found.chart.lines
    here = [line for line in lines if line.source in found.cards and line.target in found.cards]
    for line in here:
        # That a card answers the question it stands under is told by where it stands.
        if not line.tree and not (line.relation == "answers" and _is_under(found, line)):
            found.lines.append(Drawn(line))
    for line in here:
        if line.tree:
            child = line.source if found.cards[line.source].parent == line.target else line.target
            found.hanging[child] = line
    for child in found.cards:
        if child in found.hanging:
            line = found.hanging[child]
            parent = line.target if line.source == child else line.source
            found.lines.append(Drawn(line, child, parent))
            lanes = found.lanes.setdefault(parent, [])
            if line.relation not in lanes and not found.stands_below(child, parent):
                lanes.append(line.relation)


def _is_under(found: Scene, line: Line) -> bool:
    above = found.cards[line.source].parent
    while above is not None and above != line.target:
        above = found.cards[above].parent
    return above is not None
