"""The JSON of arguebuf: argument graphs as messages of Protocol Buffers."""

from whyso.graph.formats.arguebuf.message import sniff_arguebuf
from whyso.graph.formats.arguebuf.reading import read_arguebuf
from whyso.graph.formats.arguebuf.writing import write_arguebuf

__all__ = ["read_arguebuf", "sniff_arguebuf", "write_arguebuf"]
