"""Verdicts as data: named graphs with PROV, written, read, and called stale."""

from whyso.graph.semantics.recording.reading import (
    Record,
    Recorded,
    chosen,
    fresh_records,
    read_records,
)
from whyso.graph.semantics.recording.writing import graph_of, record

__all__ = ["Record", "Recorded", "chosen", "fresh_records", "graph_of", "read_records", "record"]
