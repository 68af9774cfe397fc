"""Gradual and ranking semantics: how strong each argument is."""

from whyso.graph.semantics.gradual.registry import GRADUAL, Gradual, gradual
from whyso.graph.semantics.gradual.solution import Strengths, strengths
from whyso.graph.semantics.gradual.weighted import Weighted

__all__ = ["GRADUAL", "Gradual", "Strengths", "Weighted", "gradual", "strengths"]
