"""The shapes of cards in a picture: the same as in ``shapes.js``."""

from collections.abc import Callable, Sequence
from typing import Final

from whyso.graph.view.layout import Box
from whyso.graph.view.pictures.pen import Pen, Point, number

__all__ = ["draw_badge", "draw_joint_sign", "draw_shape", "rounded", "trace"]

Area = tuple[float, float, float, float]

# What a verdict says, as strokes around the middle of a round mark.
BADGES: Final[dict[str, Sequence[Point]]] = {
    "accepted": [(-4, 0), (-1, 4), (4, -4)],
    "rejected": [(-3, -3), (3, 3), (0, 0), (3, -3), (-3, 3)],
    "undecided": [(-4, 0), (4, 0)],
}


def trace(points: Sequence[Point], *, closed: bool = False) -> str:
    """Return the path through *points*.

    >>> trace([(0, 0), (4, 0), (4, 2)], closed=True)
    'M0 0L4 0L4 2Z'
    """
    path = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{path}{'Z' if closed else ''}"


def rounded(area: Area | Box, radius: float, tail: float = 0) -> str:
    """Return a box with round corners; with a tail, a bubble of speech.

    >>> rounded((0, 0, 8, 4), 1).count("Q")
    4
    """
    x, y, w, h = area
    r = min(radius, h / 2, w / 2)
    right, foot = x + w, y + h
    mouth = [(right - r - tail * 0.4, foot + tail), (right - r - tail * 1.6, foot)] if tail else []
    corners: list[tuple[Sequence[Point], Point]] = [
        ([(x + r, y), (right - r, y)], (right, y)),
        ([(right, y + r), (right, foot - r)], (right, foot)),
        ([(right - r, foot), *mouth, (x + r, foot)], (x, foot)),
        ([(x, foot - r), (x, y + r)], (x, y)),
    ]
    path = ""
    for points, (cx, cy) in corners:
        path += trace(points) if not path else trace(points)[1:]
        path += f"Q{number(cx)} {number(cy)} "
    return f"{path}{number(x + r)} {number(y)}Z"


def _corner(h: float) -> float:
    return max(4, min(14, h / 4))


def _square(area: Area | Box) -> str:
    x, y, w, h = area
    return trace([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], closed=True)


def _plate(area: Area | Box) -> str:
    return rounded(area, 11)


def _signpost(area: Area | Box) -> str:
    x, y, w, h = area
    k = min(13, h / 2)
    points = [(x, y), (x + w - k, y), (x + w, y + h / 2), (x + w - k, y + h), (x, y + h)]
    return trace(points, closed=True)


def _sheet(area: Area | Box) -> str:
    x, y, w, h = area
    k = _corner(h)
    points = [(x, y), (x + w - k, y), (x + w, y + k), (x + w, y + h), (x, y + h)]
    return trace(points, closed=True)


def _cut(area: Area | Box) -> str:
    x, y, w, h = area
    k = _corner(h)
    points = [(x + k, y), (x + w, y), (x + w, y + h - k), (x + w - k, y + h), (x, y + h)]
    return trace([*points, (x, y + k)], closed=True)


def _bubble(area: Area | Box) -> str:
    return rounded(area, min(11, area[3] / 3), min(9, area[3] / 3))


SHAPES: Final[dict[str, Callable[[Area | Box], str]]] = {
    "square": _square,
    "seal": _square,
    "plate": _plate,
    "double": _plate,
    "round": lambda area: rounded(area, 9),
    "bubble": _bubble,
    "signpost": _signpost,
    "sheet": _sheet,
    "cut": _cut,
}


def draw_shape(
    pen: Pen, sign: dict[str, str], area: Area | Box, status: str | None, verdict: str = ""
) -> None:
    """Draw the body of a card: its shape by kind, its border by status; grey if it is rejected.

    >>> pen = Pen("light")
    >>> draw_shape(pen, {"shape": "round", "color": "claim"}, (0, 0, 40, 20), "reconstructed")
    >>> "stroke-dasharray" in pen.svg
    True
    """
    x, y, w, h = area
    rejected = verdict == "rejected"
    shape, colour = sign["shape"], "muted" if rejected else sign["color"]
    edge = "question-edge" if shape == "plate" else colour
    added = status == "reconstructed"
    fill = f"{colour}-fill"
    if added or rejected or status == "superseded":
        fill = "panel"
    if shape == "double":  # a second plate looks out from behind
        out = max(2, min(6, h * 0.12))
        behind = _plate((x + out, y - out + 1, w, h))
        pen.path(behind, fill="question-fill", stroke=colour, width=1.5)
    dash = (2.0, 4.0) if rejected else (6.0, 4.0) if added else ()
    inside, line = ("plate" if shape == "plate" else fill), (edge if added else colour)
    pen.path(SHAPES[shape](area), fill=inside, stroke=line, width=1.5, dash=dash)
    if shape == "sheet":
        k = _corner(h)
        fold = trace([(x + w - k, y), (x + w - k, y + k), (x + w, y + k)])
        pen.path(fold, stroke=colour, width=1.2)
    elif shape == "seal":
        gap = 4 if h > 20 else 2.5
        inner = _square((x + gap, y + gap, w - 2 * gap, h - 2 * gap))
        pen.path(inner, stroke=line, width=1.2)
    if status == "quoted":  # the bar of a quotation
        pen.path(trace([(x + 7, y + h * 0.2), (x + 7, y + h * 0.8)]), stroke=edge, width=2.5)
    if status == "superseded" and h < 20:  # in the legend, the stroke through what is withdrawn
        pen.path(trace([(x + 3, y + h / 2), (x + w - 3, y + h / 2)]), stroke=colour, width=1.2)


def draw_badge(pen: Pen, name: str, x: float, y: float) -> None:
    """Draw what a verdict says at a card's corner: a tick, a cross or a stroke.

    >>> pen = Pen("light")
    >>> draw_badge(pen, "accepted", 0, 0)
    >>> len(pen.parts)
    2
    """
    line = "muted" if name == "accepted" else "ink"  # what stands is marked quietly
    pen.path(rounded((x - 6, y - 6, 16, 16), 8), fill="panel", stroke=line, width=1.2)
    pen.path(trace([(x + 2 + a, y + 2 + b) for a, b in BADGES[name]]), stroke=line, width=2)


def draw_joint_sign(
    pen: Pen, area: Area | Box, colour: str, *, together: bool, added: bool = False
) -> None:
    """Draw the plate at which the lines of a step meet; a plus where premises work *together*.

    >>> pen = Pen("light")
    >>> draw_joint_sign(pen, (0, 0, 34, 20), "evidence", together=True)
    >>> len(pen.parts)
    2
    """
    x, y, w, h = area
    dash = (4.0, 3.0) if added else ()
    pen.path(rounded(area, 7), fill="panel", stroke=colour, width=1.5, dash=dash)
    cx, cy, k = x + w / 2, y + h / 2, min(5, h / 3)
    if together:
        path = trace([(cx - k, cy), (cx + k, cy)]) + trace([(cx, cy - k), (cx, cy + k)])
    else:
        path = trace([(cx - k * 0.6, cy - k), (cx + k * 0.6, cy), (cx - k * 0.6, cy + k)])
    pen.path(path, stroke="ink", width=1.6)
