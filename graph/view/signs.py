"""The signs of the map: a shape for each kind; a colour, a pattern and an end mark for a relation.

None is told by its colour alone. Colours are names of the style sheet's custom properties.
"""

from math import cos, pi, sin
from typing import Any, Final

__all__ = ["KINDS", "MARKS", "RELATIONS", "STATUSES"]

KINDS: Final[dict[str, dict[str, str]]] = {
    "question": {"shape": "plate", "color": "question"},
    "underlying_question": {"shape": "double", "color": "question"},
    "claim": {"shape": "round", "color": "claim"},
    "forecast": {"shape": "signpost", "color": "forecast"},
    "commitment": {"shape": "seal", "color": "commitment"},
    "evidence": {"shape": "sheet", "color": "evidence"},
    "assumption": {"shape": "cut", "color": "assumption"},
    "proposition": {"shape": "square", "color": "muted"},
    "utterance": {"shape": "bubble", "color": "utterance"},
}


def _line(color: str, mark: str, width: float, *dash: float, **more: Any) -> dict[str, Any]:
    return {"color": color, "mark": mark, "width": width, "dash": dash, **more}


# In the order in which cards stand under each other.
RELATIONS: Final[dict[str, dict[str, Any]]] = {
    "answers": _line("question", "chevron", 2),
    "supports": _line("evidence", "arrow", 2),
    "dependsOn": _line("muted", "arrow", 2, 2, 4),
    "rebuts": _line("attack", "bar", 2.4),
    "undermines": _line("attack", "bar", 2.4, 9, 4),
    "attacks": _line("attack", "bar", 2.4, 2, 3),
    "undercuts": _line("attack", "cross", 2.4),
    "qualifies": _line("muted", "ring", 1.6, 9, 4, 2, 4),
    "clarifies": _line("muted", "chevron", 1.6, 7, 4),
    "supersedes": _line("muted", "double", 1.6),
    "inTensionWith": _line("attack", "none", 2.4, 1.5, 4),
    "expresses": _line("utterance", "dot", 1.6, 3, 3),
    "raises": _line("question", "chevron", 1.6, 3, 3),
    "hasPart": _line("question", "diamond", 1.6, atSource=True),
    "underlies": _line("question", "arrow", 2.6, 10, 4, 2, 4),
}

STATUSES: Final = ("stated", "quoted", "reconstructed", "superseded")


def _circle(radius: float) -> list[tuple[float, float]]:
    turns = [step * pi / 8 for step in range(17)]
    return [(round(radius + radius * cos(t), 3), round(radius * sin(t), 3)) for t in turns]


# End marks as strokes; a point is how far back from the line's end and how far aside, in sizes.
# "fill": with the line's colour, or with that of the ground; "width": of the stroke, in sizes.
MARKS: Final[dict[str, dict[str, Any]]] = {
    "none": {"strokes": []},
    "arrow": {"strokes": [[(0, 0), (1, -0.55), (1, 0.55), (0, 0)]], "fill": "line"},
    "bar": {"strokes": [[(0.4, -0.9), (0.4, 0.9)]], "width": 0.4},
    "cross": {"strokes": [[(0.2, -0.6), (1.3, 0.6)], [(0.2, 0.6), (1.3, -0.6)]], "width": 0.3},
    "chevron": {"strokes": [[(0.8, -0.55), (0, 0), (0.8, 0.55)]]},
    "double": {"strokes": [[(0.8 + k, -0.55), (k, 0), (0.8 + k, 0.55)] for k in (0, 0.6)]},
    "dot": {"strokes": [_circle(0.4)], "fill": "line"},
    "ring": {"strokes": [_circle(0.45)], "fill": "ground"},
    "diamond": {
        "strokes": [[(0, 0), (0.7, -0.45), (1.4, 0), (0.7, 0.45), (0, 0)]],
        "fill": "ground",
    },
}
