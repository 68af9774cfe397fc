"""Carneades: argument graphs in YAML, LKIF and CAF."""
