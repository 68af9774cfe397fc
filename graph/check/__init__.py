"""Checking an argument: shapes, lint, and passages against their text."""

from whyso.graph.check.checking import RULES, check
from whyso.graph.check.report import SEVERITIES, Finding, Report, Rule, Severity

__all__ = ["RULES", "SEVERITIES", "Finding", "Report", "Rule", "Severity", "check"]
