"""AIF, the Argument Interchange Format: nodesets in JSON and in RDF."""
