"""The XML of the microtexts: argument graphs over segments of a text."""

from whyso.graph.formats.arggraph.document import sniff_arggraph
from whyso.graph.formats.arggraph.reading import read_arggraph
from whyso.graph.formats.arggraph.writing import write_arggraph

__all__ = ["read_arggraph", "sniff_arggraph", "write_arggraph"]
