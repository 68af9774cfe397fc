"""Opening and saving: RDF files of every syntax, one named graph per source."""

from whyso.graph.store.naming import source_slug
from whyso.graph.store.store import Store, natural
from whyso.graph.store.syntax import SYNTAXES, Syntax, find_syntax

__all__ = ["SYNTAXES", "Store", "Syntax", "find_syntax", "natural", "source_slug"]
