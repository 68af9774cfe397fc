"""What would change a verdict: suppositions, the smallest changes, sensitivity, robustness."""

from whyso.graph.semantics.supposing.flips import FlipSets, flip_sets
from whyso.graph.semantics.supposing.sensitivity import robustness, sensitivity
from whyso.graph.semantics.supposing.whatif import Change, Flip, Retractions, what_if

__all__ = ["Change", "Flip", "FlipSets", "Retractions", "flip_sets", "robustness", "sensitivity"]
__all__ += ["what_if"]
