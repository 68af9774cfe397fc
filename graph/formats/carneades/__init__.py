"""Carneades: argument graphs in YAML, LKIF and CAF."""

from whyso.graph.formats.carneades.parsing import sniff_carneades
from whyso.graph.formats.carneades.reading import read_carneades
from whyso.graph.formats.carneades.writing import write_carneades

__all__ = ["read_carneades", "sniff_carneades", "write_carneades"]
