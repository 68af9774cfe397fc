"""Carneades: argument graphs in YAML, LKIF and CAF."""

from whyso.graph.formats.carneades.caf import read_caf, sniff_caf
from whyso.graph.formats.carneades.lkif import read_lkif, sniff_lkif
from whyso.graph.formats.carneades.parsing import sniff_carneades
from whyso.graph.formats.carneades.reading import read_carneades
from whyso.graph.formats.carneades.writing import write_carneades

__all__ = ["read_caf", "read_carneades", "read_lkif", "sniff_caf", "sniff_carneades", "sniff_lkif"]
__all__ += ["write_carneades"]
