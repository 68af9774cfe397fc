"""Verdicts: what is accepted, rejected or undecided, how strongly, and why."""
