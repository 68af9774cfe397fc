"""Argdown, the markup language for argument maps: reading it as @argdown/core 2.0.1 does."""

from whyso.graph.formats.argdown.document import Document, parse
from whyso.graph.formats.argdown.parser import Fault

__all__ = ["Document", "Fault", "parse"]
