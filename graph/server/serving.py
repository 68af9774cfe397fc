"""Running the service: one socket, one process that speaks HTTP, until it is ended."""

import asyncio
import contextlib
import ipaddress
import logging
import socket
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from whyso.graph.errors import OutputError
from whyso.graph.server.app import app
from whyso.graph.server.desk import Opening
from whyso.graph.server.service import Service

__all__ = ["Place", "listening", "serve"]

_CONNECTIONS: Final = 200
_HEADERS: Final = 10.0  # seconds in which the headers of a request must come
_IDLE: Final = 5  # seconds that an open connection waits for the next request
_LEAVE: Final = 1  # seconds that requests have when the service is ended


@dataclass(frozen=True)
class Place:
    """Where the service listens, and who may ask.

    Attributes:
        host: name or address to listen at.
        port: 0 stands for any that is free.
        names: further names by which it may be called.
        origins: other sites whose scripts may ask and read.
        log: whether each request is told on standard error.
        lang: the language of pages whose address names none; by default what the browser prefers.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    names: Sequence[str] = ()
    origins: Sequence[str] = ()
    log: bool = False
    lang: str | None = None

    @property
    def everywhere(self) -> bool:
        """Whether it listens at all addresses of the machine."""
        try:
            return ipaddress.ip_address(self.host.strip("[]")).is_unspecified
        except ValueError:
            return False

    @property
    def here(self) -> bool:
        """Whether only this machine can reach it.

        >>> Place().here, Place("0.0.0.0").here
        (True, False)
        """
        try:
            return ipaddress.ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"


def listening(place: Place) -> socket.socket:
    """Return a socket that listens.

    Raises:
        OutputError: the port is taken, or the host is none of this machine.

    >>> with listening(Place(port=0)) as one:
    ...     one.getsockname()[0]
    '127.0.0.1'
    """
    host = place.host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, place.port), family=family, backlog=256)
    except OSError as error:
        reason = error.strerror or str(error)
        if "in use" in reason.lower():
            reason = "in use; end what listens there, or choose another with --port"
        raise OutputError(f"port {place.port} at {host}: {reason}") from None


def serve(
    opening: Opening,
    place: Place,
    *,
    workers: int | None = None,
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve until Ctrl-C or SIGTERM.

    Args:
        opening: what is served, and how much may be asked of it.
        place: where, and who may ask.
        workers: how many queries are worked on at the same time.
        ready: is told the address once the service can be asked.

    Raises:
        InputError: the files cannot be read.
        OutputError: nothing can listen there.
        KeyboardInterrupt: it was ended with Ctrl-C.
    """
    with listening(place) as found:
        port = found.getsockname()[1]
        host = "127.0.0.1" if place.everywhere else place.host.strip("[]")
        address = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
        asyncio.run(_run(Service(opening, workers=workers), place, found, lambda: ready(address)))


async def _run(
    service: Service, place: Place, found: socket.socket, ready: Callable[[], None]
) -> None:
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    names = [place.host.strip("[]"), *place.names]
    config = uvicorn.Config(
        app(
            service,
            names=names,
            addresses=place.everywhere,
            origins=place.origins,
            lang=place.lang,
        ),
        http=_Patient,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=place.log,
        server_header=False,
        forwarded_allow_ips="127.0.0.1,::1",  # whose word is taken for the scheme
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=_LEAVE,
        h11_max_incomplete_event_size=128 * 1024,
    )
    if place.log:
        logging.getLogger("uvicorn.access").addHandler(logging.StreamHandler())
        logging.getLogger("uvicorn.access").setLevel(logging.INFO)
    server = uvicorn.Server(config)
    try:
        await service.start()
        telling = asyncio.create_task(_tell(server, ready))
        await server.serve(sockets=[found])
        telling.cancel()
    finally:
        await _whole(service.stop())


async def _whole(work: Coroutine[Any, Any, None]) -> None:
    """Wait until something is done, also where this is cancelled meanwhile."""
    task, cancelled = asyncio.ensure_future(work), None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled


async def _tell(server: uvicorn.Server, ready: Callable[[], None]) -> None:
    while not server.started:
        await asyncio.sleep(0.01)
    ready()


class _Patient(H11Protocol):
    """HTTP/1.1 that waits for headers only so long; uvicorn would wait for ever."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        # asyncio does so only for sockets that name their protocol.
        line = transport.get_extra_info("socket")
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._wait_no_more()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(_HEADERS, self._give_up)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            with contextlib.suppress(OSError):
                self.transport.close()
