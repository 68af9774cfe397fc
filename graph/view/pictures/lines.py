"""The lines of a picture: the way they take, their pattern, and the mark at their end.

The same as in ``lines.js``.
"""

from collections.abc import Sequence
from math import atan2, cos, hypot, sin
from typing import Any, Final

from whyso.graph.view.layout import INDENT, Box
from whyso.graph.view.pictures.pen import Pen, Point, number
from whyso.graph.view.pictures.scene import Drawn, Scene
from whyso.graph.view.pictures.shapes import trace
from whyso.graph.view.signs import MARKS, RELATIONS

__all__ = ["draw_line", "stroke", "way_of"]

MARK: Final = 9  # size of the marks
ACROSS: Final = 0.6  # lines across the tree are fainter than those of the tree


def draw_line(pen: Pen, scene: Scene, drawn: Drawn) -> None:
    """Draw one line between two cards."""
    line = drawn.line
    look = RELATIONS[line.relation]
    if line.target == line.step:  # what goes into a step meets there without a mark
        look = look | {"mark": "none"}
    way = way_of(scene, drawn)
    if drawn.child:
        stroke(pen, way, look)
    else:
        stroke(pen, way, look, curved=True, weight=0.8, faint=ACROSS)


def way_of(scene: Scene, drawn: Drawn) -> list[Point]:
    """Return the points of a line, from its source to its target."""
    line = drawn.line
    if drawn.child is None or drawn.parent is None:
        return _cross_way(scene, line.source, line.target)
    way = _tree_way(scene, drawn.child, drawn.parent, line.relation)
    return way if line.source == drawn.child else way[::-1]


def _port(box: Box) -> float:
    return box.y + min(box.h / 2, 20)


def _tree_way(scene: Scene, child: str, parent: str, relation: str) -> list[Point]:
    """Return the way from a card to the one it hangs under; each relation has a lane of its own."""
    box, up = scene.body(child), scene.body(parent)
    x, y = box.x, _port(box)
    lanes = scene.lanes.get(parent) or [relation]
    place = lanes.index(relation) if relation in lanes else 0
    lane = 26 - place * min(9, 18 / max(1, len(lanes) - 1))
    if scene.to_right:
        port, trunk = _port(up) + (26 - lane) * min(0.9, up.h / 45), up.x + up.w + 6 + lane
        return [(scene.boxes[child].x, y), (trunk, y), (trunk, port), (up.x + up.w, port)]
    bottom = up.y + up.h
    if scene.stands_below(child, parent):
        middle = x + min(box.w / 2, 150)
        return [(middle, box.y), (middle, bottom)]
    return [(x, y), (x - INDENT + lane, y), (x - INDENT + lane, bottom)]


def _cross_way(scene: Scene, source: str, target: str) -> list[Point]:
    """Return the way of a line across the tree: a curve between the sides that face each other."""
    a, b = scene.body(source), scene.body(target)
    ay, by, ar, br = a.y + a.h / 2 + 4, b.y + b.h / 2 + 4, a.x + a.w, b.x + b.w
    if a.x > br + 8 or b.x > ar + 8:
        side = -1 if a.x > br else 1
        x1, x2 = (ar, b.x) if side > 0 else (a.x, br)
        pull = side * max(36, min(160, abs(x1 - x2) / 2))
        return [(x1, ay), (x1 + pull, ay), (x2 - pull, by), (x2, by)]
    wide = a if a.w > 400 else b if b.w > 400 else None
    if wide is None:  # one above the other: around the right
        out = max(ar, br) + 30
        return [(ar, ay), (out, ay), (out, by), (br, by)]
    card = b if wide is a else a  # a heading spans the card: leave at its side, meet its edge
    right = card.x + card.w
    edge = wide.y + wide.h if wide.y < card.y else wide.y
    x = max(wide.x + 12, min(wide.x + wide.w - 12, right + 18))
    port = _port(card)
    way: list[Point] = [(right, port), (x + 14, port), (x, (port + edge) / 2), (x, edge)]
    return way[::-1] if wide is a else way


def stroke(
    pen: Pen,
    points: Sequence[Point],
    look: dict[str, Any],
    *,
    curved: bool = False,
    weight: float = 1,
    faint: float = 1,
) -> None:
    """Draw a line and its end mark.

    Args:
        pen: what draws.
        points: corners of the way, which are rounded; or a curve's ends and what draws it.
        look: colour, pattern and mark, one of :data:`whyso.graph.view.signs.RELATIONS`.
        curved: whether the points are those of a curve.
        weight: how much stronger than usual it is.
        faint: how strong its colour is, from 0 to 1.

    >>> pen = Pen("light")
    >>> stroke(pen, [(0, 0), (30, 0)], RELATIONS["rebuts"])
    >>> len(pen.parts)
    2
    """
    path = trace(points[:1])
    if curved:
        path += "C" + " ".join(f"{number(x)} {number(y)}" for x, y in points[1:])
    else:
        path += _rounded_corners(points)
    width = look["width"] * weight
    pen.path(path, stroke=look["color"], width=width, dash=look["dash"], faint=faint)
    before, end = points[-2:]
    if look.get("atSource"):
        before, end = points[1], points[0]
    _draw_mark(pen, look, before, end, width, faint)


def _rounded_corners(points: Sequence[Point]) -> str:
    path = ""
    for a, b, c in zip(points, points[1:], [*points[2:], points[-1]], strict=False):
        before, after = hypot(b[0] - a[0], b[1] - a[1]), hypot(c[0] - b[0], c[1] - b[1])
        r = min(8, before / 2, after / 2)
        if r < 1:
            path += f"L{number(b[0])} {number(b[1])}"
            continue
        ends = [
            (b[0] + (p[0] - b[0]) / far * r, b[1] + (p[1] - b[1]) / far * r)
            for p, far in ((a, before), (c, after))
        ]
        (x, y), (x1, y1) = ends
        path += f"L{number(x)} {number(y)}Q{number(b[0])} {number(b[1])} {number(x1)} {number(y1)}"
    return path


def _draw_mark(
    pen: Pen, look: dict[str, Any], before: Point, end: Point, width: float, faint: float
) -> None:
    mark = MARKS[look["mark"]]
    angle = atan2(end[1] - before[1], end[0] - before[0])
    along, across = cos(angle) * MARK, sin(angle) * MARK
    fill = {"line": look["color"], "ground": "bg"}.get(mark.get("fill", ""))
    path = "".join(
        trace(
            [(end[0] - along * u - across * v, end[1] - across * u + along * v) for u, v in points]
        )
        for points in mark["strokes"]
    )
    if path:
        thick = MARK * mark["width"] if "width" in mark else width
        pen.path(path, fill=fill, stroke=look["color"], width=thick, faint=faint)
