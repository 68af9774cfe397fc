"""What keeps other sites, other names and greedy clients out, before anything is worked on.

A page of another site may make the browser send requests to this machine. So the service answers
only to its own names (against DNS rebinding), takes nothing that another site has the browser send
but links that are followed, and no more than a megabyte. See the OWASP cheat sheet on cross-site
request forgery and the Fetch Metadata recommendation of the W3C.
"""

import asyncio
import ipaddress
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, Final, TypeAlias

__all__ = ["MOST", "POLICY", "Guard", "host_of"]

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST: Final = 1024 * 1024  # bytes of a body
LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_BARE: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
_SECONDS: Final = 10.0  # for a body to come, and for each part of an answer to be taken: six times
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Answers what is not allowed itself; hands the rest on with its whole body.

    Args:
        app: what is guarded.
        names: further names by which the service may be called.
        addresses: whether it may be called by any IP address: it listens on all.
        origins: other sites that may ask.
    """

    def __init__(
        self,
        app: App,
        *,
        names: Iterable[str] = (),
        addresses: bool = False,
        origins: Iterable[str] = (),
    ) -> None:
        self._app = app
        self._names = LOCAL | {name.lower().strip("[]") for name in names}
        self._addresses = addresses
        self._origins = frozenset(origin.rstrip("/").lower() for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        headers: dict[str, str] = {}
        for name, value in scope["headers"]:
            headers[name.decode("latin-1")] = value.decode("latin-1")
        guarded = _Headers(send)
        refused = self._refusal(scope, headers)
        if refused is not None:
            await _refuse(guarded, *refused)
            return
        if scope["method"] in _SAFE:
            await self._app(scope, receive, guarded)
            return
        try:
            body = await asyncio.wait_for(_body(headers, receive), _SECONDS)
        except TimeoutError:
            await _refuse(guarded, 408, "the body did not come in time")
            return
        if body is None:
            await _refuse(guarded, 413, f"the body is longer than {MOST} bytes")
            return
        await self._app(scope, _again(body, receive), guarded)

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or not self._is_ours(headers["host"]):
            return 403, "not a name of this server; give it one with --name"
        origin = headers.get("origin", "").lower()
        if origin in self._origins:
            return None
        site = headers.get("sec-fetch-site")
        foreign = site not in (None, "same-origin", "none")
        if scope["method"] in _SAFE:
            follows = headers.get("sec-fetch-mode") == "navigate"
            return (403, "asked by another site") if foreign and not follows else None
        # A proxy may speak HTTPS for this service, so schemes are not compared.
        own = headers["host"].lower()
        if foreign or (site is None and origin and origin.partition("://")[2] != own):
            return 403, "sent by another site; see --allow-origin"
        return None

    def _is_ours(self, host: str) -> bool:
        name = host_of(host)
        if name in self._names:
            return True
        if not self._addresses:
            return False
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


def host_of(host: str) -> str:
    """Return the name or address in a Host header, without port and brackets.

    >>> host_of("LocalHost:8765"), host_of("[::1]:8765"), host_of("::1")
    ('localhost', '::1', '::1')
    """
    found = _HOST.fullmatch(host)
    return (found[1] or found[2] if found else host).lower()


_HOST: Final = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::\d*)?|([^:\[\]]*)(?::\d*)?")


class _Headers:
    """Sends an answer with the headers that all have; a client that does not take it is left."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            given = list(message.get("headers", ()))
            names = {name.lower() for name, _ in given}
            html = any(n == b"content-type" and v.startswith(b"text/html") for n, v in given)
            for name, value in (
                ("content-security-policy", POLICY if html else _BARE),
                ("x-content-type-options", "nosniff"),
                ("cross-origin-resource-policy", "same-origin"),
                ("referrer-policy", "same-origin"),
                ("x-frame-options", "DENY"),
            ):
                if name.encode() not in names:
                    given.append((name.encode(), value.encode()))
            message = {**message, "headers": given}
        await asyncio.wait_for(self._send(message), 6 * _SECONDS)


async def _body(headers: dict[str, str], receive: Receive) -> bytes | None:
    """Return the whole body, or None if it is too long."""
    told = headers.get("content-length", "0")
    if not told.isdigit() or int(told[:12]) > MOST:
        return None
    parts, size = [], 0
    while True:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if size > MOST:
            return None
        parts.append(part)
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what hands out a body that was read, then what comes after it."""
    waiting = [body]

    async def take() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return take


async def _refuse(send: Send, status: int, said: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{said}\n".encode()})
