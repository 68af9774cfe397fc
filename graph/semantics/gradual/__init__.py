"""Gradual and ranking semantics: how strong each argument is."""
