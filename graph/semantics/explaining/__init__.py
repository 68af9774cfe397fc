"""Why a claim has its verdict: the dispute that decides it, in words and as a part of the graph."""

from whyso.graph.semantics.explaining.brief import briefs
from whyso.graph.semantics.explaining.explanation import Explanation, explain

__all__ = ["Explanation", "briefs", "explain"]
