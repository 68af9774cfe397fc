"""The signs of the map: a shape for each kind, a colour, a pattern and an end mark for each relation.

None is told by its colour alone. Colours are names of the style sheet's custom properties.
"""

from typing import Any, Final

__all__ = ["KINDS", "RELATIONS", "STATUSES"]

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
    "answers": _line("question", "arrow", 2),
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
    "raises": _line("question", "chevron", 1.6, 7, 4),
    "hasPart": _line("question", "diamond", 1.6, atSource=True),
    "underlies": _line("question", "arrow", 2.6, 2, 4),
}

STATUSES: Final = ("stated", "quoted", "reconstructed", "superseded")
