"""IBIS: issues, positions and arguments, as JSON and in RDF."""
