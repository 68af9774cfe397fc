"""SPARQL engines elsewhere, and files at an http(s) address."""
