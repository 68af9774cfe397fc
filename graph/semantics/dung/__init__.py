"""Abstract argumentation (Dung 1995): frameworks, labellings, extensions, acceptance."""

from whyso.graph.semantics.dung.framework import Component, Framework
from whyso.graph.semantics.dung.grounded import IN, OUT, UNDECIDED, grounded
from whyso.graph.semantics.dung.rows import Ints, Mask, Rows
from whyso.graph.semantics.dung.search import Deadline
from whyso.graph.semantics.dung.solver import SEMANTICS, Solver

__all__ = ["IN", "OUT", "SEMANTICS", "UNDECIDED", "Component", "Deadline", "Framework", "Ints"]
__all__ += ["Mask", "Rows", "Solver", "grounded"]
