"""What stands around the map in a picture: its title, the legend, how much of the map is shown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from whyso.graph.view.cards import JOINT, STEPS
from whyso.graph.view.pictures.lines import stroke
from whyso.graph.view.pictures.pen import Pen
from whyso.graph.view.pictures.scene import Scene
from whyso.graph.view.pictures.shapes import BADGES, draw_badge, draw_joint_sign, draw_shape
from whyso.graph.view.pictures.text import fitted, width_of
from whyso.graph.view.signs import KINDS, RELATIONS, STATUSES

__all__ = ["draw_legend", "draw_notes", "draw_title"]

TITLE: Final = 22
WORD: Final = 12
ROW: Final = 24

Item = tuple[str, float, Callable[[Pen, float, float], None]]


def draw_title(pen: Pen, title: str, width: float) -> float:
    """Write the title from the top; return how high it is.

    >>> draw_title(Pen("light"), "Tea", 400)
    38.0
    """
    lines = fitted(title, TITLE, width, 3, bold=True)
    for index, line in enumerate(lines):
        pen.write(line, (0, TITLE * (0.9 + 1.28 * index)), TITLE, "ink", bold=True)
    return round(TITLE * 1.28 * len(lines)) + 10.0


def draw_notes(pen: Pen, notes: Sequence[str], top: float, width: float) -> float:
    """Write lines of small text under each other; return where they end.

    >>> draw_notes(Pen("light"), ["3 of 5 cards shown"], 100, 400)
    119
    """
    for note in notes:
        for line in fitted(note, WORD, width, 4):
            top += 19
            pen.write(line, (0, top - 6), WORD, "muted")
    return top


def draw_legend(pen: Pen, scene: Scene, top: float, width: float) -> float:
    """Draw the signs that occur in the picture, each with its meaning; return where they end."""
    for title, items in _groups(scene):
        pen.write(title, (0, top + 15), WORD, "ink", bold=True)
        start = round(width_of(title, WORD, bold=True)) + 14
        left: float = start
        for word, sign, draw in items:
            wanted = sign + 6 + width_of(word, WORD)
            if left > start and left + wanted > width:
                left, top = start, top + ROW
            draw(pen, left, top)
            pen.write(word, (left + sign + 6, top + 15), WORD, "ink")
            left += round(wanted) + 18
        top += ROW
    return top


def _groups(scene: Scene) -> Iterator[tuple[str, list[Item]]]:
    words = scene.words
    cards = scene.cards.values()
    kinds, statuses = {card.kind for card in cards}, {c.status for c in cards if c.kind != JOINT}
    relations = {drawn.line.relation for drawn in scene.lines}
    items = [(words["kind"][kind], 24.0, _kind(KINDS[kind])) for kind in KINDS if kind in kinds]
    joints = [scene.steps[card.id] for card in cards if card.kind == JOINT]
    for together in (True, False):
        colours = {
            RELATIONS[STEPS[step.kind]]["color"]
            for step in joints
            if (len(step.sources) > 1) == together
        }
        if colours:
            word = words["together" if together else "step"]
            items.append((word, 24.0, _joint(min(colours, key=_COLOURS.index), together)))
    if items:
        yield words["kinds"], items
    lines = [
        (words["relation"][name][0], 34.0, _line(look))
        for name, look in RELATIONS.items()
        if name in relations
    ]
    if lines:
        yield words["relations"], lines
    marked = [
        (words["status"][name], 24.0, _kind(KINDS["claim"], name))
        for name in STATUSES
        if name in statuses
    ]
    if marked:
        yield words["statuses"], marked
    said = [told.get("verdict", {}).get("acceptance") for told in scene.told.values()]
    badges = [(words["verdict"][name], 18.0, _badge(name)) for name in BADGES if name in said]
    if badges:
        yield words["verdict"]["none"], badges


_COLOURS: Final = list(dict.fromkeys(look["color"] for look in RELATIONS.values()))


def _kind(sign: dict[str, str], status: str | None = None) -> Callable[[Pen, float, float], None]:
    return lambda pen, x, y: draw_shape(pen, sign, (x + 2, y + 5, 19, 11), status)


def _joint(colour: str, together: bool) -> Callable[[Pen, float, float], None]:
    return lambda pen, x, y: draw_joint_sign(pen, (x + 2, y + 4, 20, 12), colour, together=together)


def _line(look: Mapping[str, Any]) -> Callable[[Pen, float, float], None]:
    plain = {**look, "atSource": False}
    return lambda pen, x, y: stroke(pen, [(x + 2, y + 11), (x + 32, y + 11)], plain)


def _badge(name: str) -> Callable[[Pen, float, float], None]:
    return lambda pen, x, y: draw_badge(pen, name, x + 7, y + 9)
