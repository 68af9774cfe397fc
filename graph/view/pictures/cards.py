"""The cards of a picture: shape, first line, text, badge, and how many cards are folded away.

The same as in ``draw.js`` at full size.
"""

from collections.abc import Callable, Iterable
from json import dumps
from typing import Any, Final

from whyso.graph.model.records import text_in
from whyso.graph.view.cards import JOINT, STEPS, Card
from whyso.graph.view.layout import Box
from whyso.graph.view.pictures.pen import Pen, escaped
from whyso.graph.view.pictures.scene import SIDE, Scene, sign_of
from whyso.graph.view.pictures.shapes import (
    BADGES,
    draw_badge,
    draw_joint_sign,
    draw_shape,
    rounded,
)
from whyso.graph.view.pictures.text import fitted, shortened, width_of
from whyso.graph.view.signs import RELATIONS
from whyso.graph.view.wrap import FONT, FOOT, HEAD, LINE, MOST_LINES

__all__ = ["corners", "draw_card", "right_of"]

SMALL: Final = 11
BESIDE: Final = 11.5  # letters beside a joint
TAB: Final = 12
LONG_NAME: Final = 12  # a name as long as this is not shown


def draw_card(pen: Pen, scene: Scene, key: str, corner: Callable[[str], str]) -> None:
    """Draw one card.

    Args:
        pen: what draws.
        scene: what the picture shows.
        key: the card's id.
        corner: returns who speaks, for a card's corner.
    """
    card, box = scene.cards[key], scene.boxes[key]
    _, lang = scene.label(key)
    said = {"xml_lang": lang} if lang and card.kind != JOINT else {}
    acceptance = _acceptance(scene, key)
    with pen.group(title=_title(scene, key), **said):
        if card.kind == JOINT:
            _draw_joint(pen, scene, key)
        else:
            draw_shape(pen, sign_of(card), box, card.status, acceptance)
            draw = _draw_heading if scene.is_question(key) else _draw_text
            draw(pen, scene, key, corner(key))
        if acceptance in BADGES:
            draw_badge(pen, acceptance, box.x, box.y)
        if key in scene.folded:
            _draw_tab(pen, scene, key)


def _acceptance(scene: Scene, key: str) -> str:
    return str(scene.told.get(key, {}).get("verdict", {}).get("acceptance", ""))


def _ink(scene: Scene, card: Card) -> str:
    if sign_of(card)["shape"] == "plate":
        return "question-ink"
    quiet = card.status == "superseded" or _acceptance(scene, card.id) == "rejected"
    return "muted" if quiet else "ink"


def _draw_text(pen: Pen, scene: Scene, key: str, who: str) -> None:
    card, (x, y, w, _) = scene.cards[key], scene.boxes[key]
    left = x + SIDE + (3 if card.status == "quoted" else 0)
    _draw_head(pen, scene, key, who, Box(left, y + 20, x + w - left - SIDE, 0))
    text, _ = scene.label(key)
    for index, line in enumerate(fitted(text, FONT, w - 2 * SIDE, MOST_LINES)):
        base = y + HEAD + 14 + index * LINE
        pen.write(line, (left, base), FONT, _ink(scene, card), struck=card.status == "superseded")


def _draw_heading(pen: Pen, scene: Scene, key: str, who: str) -> None:
    """Write the text of a question as large as its plate allows."""
    card, (x, y, w, h) = scene.cards[key], scene.boxes[key]
    text, _ = scene.label(key)
    width, room = w - 2 * SIDE - 6, h - HEAD + 4
    size = max(15, min(26, round((h - HEAD - FOOT + 8) / 1.5)))

    def wrapped() -> list[str]:
        most = max(1, int((room - 14) / size / 1.28))
        return fitted(text, size, width, most, bold=True)

    while size > 15 and wrapped()[-1:] and wrapped()[-1].endswith("…"):
        size -= 1
    lines = wrapped()
    left = x + SIDE + 4
    _draw_head(pen, scene, key, who, Box(left, y + 18, x + w - left - SIDE, 0))
    top = y + HEAD - 8 + (room - len(lines) * size * 1.28) / 2
    for index, line in enumerate(lines):
        base = top + size * (0.98 + 1.28 * index)
        pen.write(line, (left, base), size, _ink(scene, card), bold=True)


def _draw_head(pen: Pen, scene: Scene, key: str, who: str, place: Box) -> None:
    """Draw the first line of a card: its kind, its name, and who says it."""
    card = scene.cards[key]
    sign = sign_of(card)
    plate = sign["shape"] == "plate"
    quiet = "question-ink" if plate else "muted"
    kind = str(scene.words["kind"].get(card.kind, card.kind)).upper()
    name = scene.name(key)
    used, more = width_of(kind, SMALL, bold=True) + 8, ""
    if len(name) < LONG_NAME:
        thin = f'<tspan dx="8" font-weight="400" fill="{pen.colours[quiet]}">'
        more = f"{thin}{escaped(name)}</tspan>"
        used += width_of(name, SMALL) + 10
    left, base, width, _ = place
    pen.write(kind, (left, base), SMALL, quiet if plate else sign["color"], bold=True, more=more)
    room = width - used - (10 if sign["shape"] in ("sheet", "signpost") else 0)
    said = shortened(who, SMALL, room) if room > 2 * SMALL else ""
    if said and scene.is_question(key):
        pen.write(said, (left + used, base), SMALL, quiet)
    elif said:
        pen.write(said, (left + used + room, base), SMALL, quiet, end=True)


# Steps


def _draw_joint(pen: Pen, scene: Scene, key: str) -> None:
    step = scene.steps[key]
    colour = RELATIONS[STEPS[step.kind]]["color"]
    together, added = len(step.sources) > 1, scene.cards[key].status == "reconstructed"
    draw_joint_sign(pen, scene.body(key), colour, together=together, added=added)
    x, y, w, _ = scene.boxes[key]
    text = shortened(_joint_text(scene, key), BESIDE, w - 58)
    pen.write(text, (x + (4 if scene.to_right else 42), y + 16), BESIDE, "muted", halo=True)


def _joint_text(scene: Scene, key: str) -> str:
    word = scene.words["together" if len(scene.steps[key].sources) > 1 else "step"]
    schemes = scene.told.get(key, {}).get("schemes", [])
    names = str(scene.words["listed"]).join(text_in(names, scene.lang) for names in schemes)
    return f"{word}{scene.words['colon']}{names}" if names else str(word)


def right_of(scene: Scene, key: str) -> float:
    """Return where a card ends at the right, with the tab that sticks out of it."""
    box = scene.boxes[key]
    if key not in scene.folded:
        return box.x + box.w
    tab = _tab(scene, key)
    return max(box.x + box.w, tab.x + tab.w)


def _tab(scene: Scene, key: str) -> Box:
    x, y, w, h = scene.boxes[key]
    width = round(width_of(_hidden(scene, key), TAB)) + 14
    if scene.cards[key].kind != JOINT:
        return Box(x + w - 10, y + h - 23, width, 20)
    if scene.to_right:
        return Box(x + w + 4, y + 2, width, 20)
    text = shortened(_joint_text(scene, key), BESIDE, w - 58)
    return Box(x + 48 + round(width_of(text, BESIDE)), y + 2, width, 20)


def _hidden(scene: Scene, key: str) -> str:
    return f"+{scene.below[key] or ''}"


def _draw_tab(pen: Pen, scene: Scene, key: str) -> None:
    """Draw the tab that tells how many cards are folded away."""
    x, y, w, h = _tab(scene, key)
    pen.path(rounded((x, y, w, h), 10), fill="ink", stroke="ink", width=1.2)
    pen.write(_hidden(scene, key), (x + 7, y + 14.3), TAB, "panel", bold=True)


# What is said of a card


def corners(scene: Scene) -> Callable[[str], str]:
    """Return what tells who speaks, silent about the one who says nearly everything."""
    voices = (said.get("voice", {}) for said in scene.told.values())
    asserters = {
        dumps(voice["who"]) for voice in voices if voice.get("how") == "asserted" and "who" in voice
    }

    def corner(key: str) -> str:
        voice = scene.told.get(key, {}).get("voice", {})
        if scene.cards[key].status == "reconstructed":
            return str(scene.words["analyst"])
        names = _names(scene, voice.get("who", ()))
        if voice.get("how") == "asserted":
            return names if len(asserters) > 1 else ""
        return names and f"“{names}”"

    return corner


def _names(scene: Scene, who: Iterable[dict[str, str]]) -> str:
    *first, last = [text_in(names, scene.lang) for names in who] or [""]
    words = scene.words
    return f"{words['listed'].join(first)}{words['and']}{last}" if first else last


def _title(scene: Scene, key: str) -> str:
    """Tell a card in words: kind, name, the whole text, who says it, what it does, the verdict."""
    card, words, told = scene.cards[key], scene.words, scene.told.get(key, {})
    joint = card.kind == JOINT
    kind = scene.steps[key].kind if joint else card.kind
    text = _joint_text(scene, key) if joint else scene.label(key)[0]
    said = [f"{words['kind'].get(kind, kind)} {scene.name(key)}{words['colon']}{text}"]
    voice: dict[str, Any] = told.get("voice", {})
    if voice.get("how") in words["voice"]:
        who = _names(scene, voice.get("who", ())) or words["voice"]["somebody"]
        said.append(words["voice"][voice["how"]].format(who))
    if line := scene.hanging.get(key):
        forth, back = words["relation"][line.relation]
        end = line.target if line.source == key else line.source
        said.append(f"{forth if line.source == key else back} {scene.name(end)}")
    if found := _acceptance(scene, key):
        said.append(words["verdict"].get(found, found))
    return "\n".join(said)
