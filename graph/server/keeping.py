"""The server's side of a keeper: starting it, asking it for workers, hearing of changes."""

import asyncio
import contextlib
import dataclasses
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

from whyso.graph.errors import InputError
from whyso.graph.server import messages
from whyso.graph.server.desk import Opening

__all__ = ["Keeper", "Line"]


class Line:
    """A line to one worker.

    Attributes:
        pid: the worker's process.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.pid = 0

    async def send(self, said: Any) -> None:
        """Send a message."""
        self._writer.write(messages.packed(said))
        await self._writer.drain()

    async def receive(self) -> tuple[Any, bytes]:
        """Return the next message.

        Raises:
            ConnectionError: the other side has ended.
        """
        try:
            text, body = messages.unpacked(await self._reader.readexactly(messages.HEAD.size))
            rest = await self._reader.readexactly(text + body)
        except asyncio.IncompleteReadError:
            raise ConnectionError("the worker has ended") from None
        return json.loads(rest[:text]), rest[text:]

    def close(self) -> None:
        """Close the line; an idle worker then ends."""
        with contextlib.suppress(OSError, RuntimeError):
            self._writer.close()


class Keeper:
    """A process that has read the files, and forks workers.

    Attributes:
        version: fingerprint of the files as they were read.
    """

    def __init__(self, process: asyncio.subprocess.Process, control: socket.socket) -> None:
        self._process, self._control = process, control
        self._heard = b""
        self._watching: asyncio.Task[None] | None = None
        self.version = ""

    @classmethod
    async def start(cls, opening: Opening) -> "Keeper":
        """Start a keeper and wait until it has read the files and a worker can open them.

        Raises:
            InputError: they cannot be read, or nothing in them is an argument.
        """
        ours, its = socket.socketpair()
        with its:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "whyso.graph.server.keeper", str(its.fileno())),
                pass_fds=[its.fileno()],
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                start_new_session=True,
            )
        ours.setblocking(False)
        keeper = cls(process, ours)
        try:
            loop = asyncio.get_running_loop()
            await loop.sock_sendall(ours, messages.packed(dataclasses.asdict(opening)))
            said = await keeper._hear()
            if said is None:
                raise InputError(f"{', '.join(opening.names)}: reading ended the process")
            if "error" in said:
                raise InputError(said["error"])
            keeper.version = said["version"]
            (await keeper.worker()).close()
        except BaseException:
            keeper.end()
            raise
        return keeper

    async def worker(self) -> Line:
        """Return a line to a new worker.

        Raises:
            InputError: it cannot open what it is to be asked about.
            ConnectionError: the keeper has ended.
        """
        ours, its = socket.socketpair()
        with its:
            try:
                socket.send_fds(self._control, [b"w"], [its.fileno()])
            except OSError:
                ours.close()
                raise ConnectionError("the keeper has ended") from None
        line = Line(*await asyncio.open_connection(sock=ours))
        said, _ = await line.receive()
        if "error" in said:
            line.close()
            raise InputError(said["error"])
        line.pid = said["pid"]
        return line

    def watch(self, changed: Callable[[], None]) -> None:
        """Call *changed* whenever the files differ from before, and if the keeper ends."""

        async def listen() -> None:
            while await self._hear() is not None:
                changed()
            changed()

        self._watching = asyncio.create_task(listen())

    def end(self) -> None:
        """End the keeper; its workers end with it."""
        if self._watching is not None:
            self._watching.cancel()
        self._control.close()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if self._process.returncode is None:
                os.killpg(self._process.pid, signal.SIGKILL)

    async def ended(self) -> None:
        """Wait until it has ended."""
        await self._process.wait()

    async def _hear(self) -> Any:
        """Return the keeper's next message, or None if it has ended."""
        head = messages.HEAD.size
        while len(self._heard) < head or len(self._heard) < head + sum(
            messages.unpacked(self._heard[:head])
        ):
            try:
                part = await asyncio.get_running_loop().sock_recv(self._control, 65536)
            except OSError:
                part = b""
            if not part:
                return None
            self._heard += part
        text, body = messages.unpacked(self._heard[:head])
        said = json.loads(self._heard[head : head + text])
        self._heard = self._heard[head + text + body :]
        return said
