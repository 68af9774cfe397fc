"""What a statement rests on, what rests on it, and what carries the most."""

from whyso.graph.dependencies.circles import Circle, CircularSupport, circular_support
from whyso.graph.dependencies.questions import RESULTS, Coverage, coverage
from whyso.graph.dependencies.ranking import COLUMNS, Rank, rank
from whyso.graph.dependencies.reach import (
    Affected,
    Consequences,
    Dependency,
    Grounds,
    Threat,
    consequences,
    grounds,
)
from whyso.graph.dependencies.roots import Ends, ends

__all__ = [
    "COLUMNS",
    "RESULTS",
    "Affected",
    "Circle",
    "CircularSupport",
    "Consequences",
    "Coverage",
    "Dependency",
    "Ends",
    "Grounds",
    "Rank",
    "Threat",
    "circular_support",
    "consequences",
    "coverage",
    "ends",
    "grounds",
    "rank",
]
