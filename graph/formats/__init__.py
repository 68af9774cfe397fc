"""Exchange with other programs: every format, with an account of what was kept and lost."""

from whyso.graph.formats.account import Account, Row, combined
from whyso.graph.formats.exchange import restore
from whyso.graph.formats.format import Format
from whyso.graph.formats.proof import roundtrip
from whyso.graph.formats.registry import (
    FORMATS,
    dumps,
    find,
    of_content,
    of_path,
    read,
    register,
    suffix_of,
    write,
)

__all__ = [
    "FORMATS",
    "Account",
    "Format",
    "Row",
    "combined",
    "dumps",
    "find",
    "of_content",
    "of_path",
    "read",
    "register",
    "restore",
    "roundtrip",
    "suffix_of",
    "write",
]
