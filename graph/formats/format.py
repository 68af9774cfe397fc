"""What a format is: its names, and how it is read, written and told from others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from whyso.graph.formats.account import Account
from whyso.graph.store import Store

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["Format", "Reader", "TablesWriter", "Writer"]


class Writer(Protocol):
    """Turns a graph into bytes; *lang* is the language of what people read."""

    def __call__(self, g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]: ...


class TablesWriter(Protocol):
    """Turns a graph into several files, by the word that goes before the suffix."""

    def __call__(
        self, g: "ArgumentGraph", *, lang: str = "en"
    ) -> tuple[dict[str, bytes], Account]: ...


class Reader(Protocol):
    """Turns bytes into RDF; *name* stands for them in messages, *base* is for relative IRIs."""

    def __call__(
        self, data: bytes, *, name: str, base: str | None = None
    ) -> tuple[Store, Account]: ...


@dataclass(frozen=True, slots=True)
class Format:
    """One exchange format.

    Args:
        name: what it is called in options.
        title: what it is and who reads it, in a few words.
        suffixes: file name endings without the first dot; the first is the usual one.
        mime: its MIME type.
        write: its writer, if it can be written.
        read: its reader, if it can be read.
        write_tables: its writer to a path, if that takes several files.
        sniff: tells whether a file with one of the suffixes is in this format; for formats that
            share a suffix with others.
        options: further keywords that its reader takes, such as ``analysts``.

    >>> from whyso.graph.formats import find
    >>> find("dot").suffixes
    ('dot', 'gv')
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    mime: str
    write: Writer | None = None
    read: Reader | None = None
    write_tables: TablesWriter | None = None
    sniff: Callable[[bytes], bool] | None = None
    options: frozenset[str] = frozenset()
