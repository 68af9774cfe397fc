"""Gradual and ranking semantics: how strong each argument is."""

from whyso.graph.semantics.gradual.attribution import METHODS, Contributions, contributions
from whyso.graph.semantics.gradual.effects import Effects, Gradient, gradient, removal, shapley
from whyso.graph.semantics.gradual.ranks import RANKINGS, Ranking, RankingSemantics, ranking
from whyso.graph.semantics.gradual.registry import GRADUAL, Gradual, gradual
from whyso.graph.semantics.gradual.solution import Strengths, strengths
from whyso.graph.semantics.gradual.weighted import Weighted

__all__ = ["GRADUAL", "METHODS", "RANKINGS", "Contributions", "Effects", "Gradient", "Gradual"]
__all__ += ["Ranking", "RankingSemantics", "Strengths", "Weighted", "contributions", "gradient"]
__all__ += ["gradual", "ranking", "removal", "shapley", "strengths"]
