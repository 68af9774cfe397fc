"""The library: load an argument, look into it, analyse it, draw it, exchange it."""

from whyso.graph.errors import WhysoError
from whyso.graph.model import ArgumentGraph, load, parse, sample

__all__ = ["ArgumentGraph", "WhysoError", "load", "parse", "sample"]
