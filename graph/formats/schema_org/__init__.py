"""Claims and reviews of claims in the words of schema.org, as fact-checkers publish them."""

from whyso.graph.formats.schema_org.items import sniff_schema_org
from whyso.graph.formats.schema_org.reading import read_schema_org
from whyso.graph.formats.schema_org.writing import write_schema_org

__all__ = ["read_schema_org", "sniff_schema_org", "write_schema_org"]
