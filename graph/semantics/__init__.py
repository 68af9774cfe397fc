"""Verdicts: what is accepted, rejected or undecided, how strongly, and why."""

from whyso.graph.semantics.case import BASES, Case, Options
from whyso.graph.semantics.links import Links
from whyso.graph.semantics.standpoints import Standpoint, find_standpoint, standpoints
from whyso.graph.semantics.verdict import GROUNDS, STATUSES, Finding, Verdict

__all__ = ["BASES", "GROUNDS", "STATUSES", "Case", "Finding", "Links", "Options", "Standpoint"]
__all__ += ["Verdict", "find_standpoint", "standpoints"]
