"""The typed view that people program against."""

from whyso.graph.model.argument import ArgumentGraph
from whyso.graph.model.records import Agent, Passage, Quantity, Source, Statement, Step, Utterance

__all__ = [
    "Agent",
    "ArgumentGraph",
    "Passage",
    "Quantity",
    "Source",
    "Statement",
    "Step",
    "Utterance",
]
