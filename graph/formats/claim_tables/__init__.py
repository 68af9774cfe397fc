"""Tables of claims: an argument as people write it in a spreadsheet."""

from whyso.graph.formats.claim_tables.reading import read_claims, sniff_claims
from whyso.graph.formats.claim_tables.writing import write_claims_csv, write_claims_tsv

__all__ = ["read_claims", "sniff_claims", "write_claims_csv", "write_claims_tsv"]
