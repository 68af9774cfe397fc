"""Nanopublications: one small RDF publication for each claim."""

from whyso.graph.formats.nanopub.parts import sniff_nanopub
from whyso.graph.formats.nanopub.reading import read_nanopub
from whyso.graph.formats.nanopub.writing import write_nanopub

__all__ = ["read_nanopub", "sniff_nanopub", "write_nanopub"]
