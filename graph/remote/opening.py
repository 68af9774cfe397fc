"""Opening an http(s) address: an engine that answers queries, or a file."""

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from whyso.graph.errors import FormatError, InputError, WhysoError
from whyso.graph.model import ArgumentGraph
from whyso.graph.remote.address import of_user, shown
from whyso.graph.remote.argument import RemoteArgument
from whyso.graph.remote.connection import Connection
from whyso.graph.remote.settings import Settings
from whyso.graph.remote.store import RemoteStore

__all__ = ["download", "open_address"]

_ROOT: Final = ("", "/")


def open_address(
    url: str,
    *,
    sources: Iterable[str] = (),
    tell: Callable[[str], None] = lambda note: None,
) -> ArgumentGraph | None:
    """Return the argument that an engine at an address holds; None if a file is there.

    An address with the suffix of a format is that of a file. Any other is asked a query.

    Args:
        url: the address.
        sources: short names of sources or IRIs of graphs; by default all.
        tell: what notes are told to.

    Raises:
        UnknownNameError: there is no such source.
        WhysoError: nothing answers, or it is neither.

    >>> open_address("https://example.org/claims.ttl") is None
    True
    """
    from whyso.graph import formats

    address = of_user(url)
    path = urlsplit(address).path
    if formats.suffix_of(PurePosixPath(unquote(path)).name) is not None:
        return None
    remote = RemoteStore(address)
    try:
        return RemoteArgument(remote, sources, tell)
    except InputError as error:
        if path in _ROOT and "oxigraph" in remote.server.lower():
            return open_address(address.rstrip("/") + "/query", sources=sources, tell=tell)
        if remote.kind is not None and _is_format(remote.kind):
            return None
        hint = "; whyso takes the address at which it answers queries, or that of a file"
        raise type(error)(f"{error}{hint if 'html' in (remote.kind or '') else ''}") from None


def _is_format(kind: str) -> bool:
    from whyso.graph import formats

    try:
        formats.find(kind)
    except WhysoError:
        return False
    return kind not in ("text/html", "application/json", "text/plain", "application/xml")


def download(url: str) -> tuple[bytes, str, str | None]:
    """Return a file, its name, and its format if that is told by the media type alone.

    Only netrc tells who asks: what stands in the environment is for engines.

    Raises:
        InputError: it is not there, or longer than is allowed.
        UnansweredError: it took too long.

    >>> download("http:///claims.ttl")
    Traceback (most recent call last):
    whyso.graph.errors.InputError: 'http:///claims.ttl': not an address
    """
    from whyso.graph import formats

    address = of_user(url)
    connection = Connection(address, Settings.of_environment(), environment=False)
    try:
        known = ", ".join(("text/turtle", "application/trig", "application/ld+json;q=0.9"))
        reply = connection.send("GET", address, headers={"Accept": f"{known}, */*;q=0.1"})
    finally:
        connection.close()
    if reply.status != 200:
        raise InputError(f"{shown(address)}: there is no such file (status {reply.status})")
    name = PurePosixPath(unquote(urlsplit(address).path)).name
    data = reply.content
    if name.lower().endswith(".gz"):
        data = _unpacked(data, address)
    if formats.suffix_of(name) is not None:
        return data, name, None
    if not _is_format(reply.kind):
        raise FormatError(f"{shown(address)}: neither suffix nor media type tells the format")
    return data, name or urlsplit(address).hostname or "file", reply.kind


def _unpacked(data: bytes, address: str) -> bytes:
    """Return what was packed, if that is no longer than an answer may be."""
    import zlib

    limit = Settings.of_environment().max_bytes
    unpack = zlib.decompressobj(wbits=31)
    try:
        text = unpack.decompress(data, limit)
    except zlib.error as error:
        raise InputError(f"{shown(address)}: not a gzip file ({error})") from None
    if unpack.unconsumed_tail or unpack.unused_data or not unpack.eof:
        raise InputError(f"{shown(address)}: not a whole gzip file, or longer than is allowed")
    return text
