"""Workers in a bounded number: who waits, who answers, who is ended at the limit."""

import asyncio
import contextlib
import os
import signal
import time
from typing import Any, Final

from whyso.graph.errors import WhysoError
from whyso.graph.server.keeping import Keeper, Line
from whyso.graph.server.messages import Reply

__all__ = ["Pool", "RefusedError"]

_IDLE: Final = 4  # workers that wait for the next request
_PATIENCE: Final = 5.0  # seconds that a request waits for a worker
_GRACE: Final = 1.0  # seconds after the limit until a worker that did not end itself is killed
_LONG: Final = 1.0  # seconds from which a request gives way to others
_NICE: Final = 10


class RefusedError(WhysoError):
    """A request that is not answered; carries the HTTP *status* that says so."""

    def __init__(self, status: int, said: str) -> None:
        self.status = status
        super().__init__(said)


class Pool:
    """So many workers at most, all of the newest keeper.

    Args:
        most: how many requests are worked on at the same time.
        seconds: how long one may take.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._free = asyncio.Semaphore(most)
        self._seconds = seconds
        self._idle: list[Line] = []
        self._keeper: Keeper | None = None

    def use(self, keeper: Keeper) -> None:
        """Take workers from another keeper from now on; those at work finish what they do."""
        self._keeper = keeper
        self.close()

    def close(self) -> None:
        """Let the idle workers go."""
        while self._idle:
            self._idle.pop().close()

    async def run(self, asked: dict[str, Any]) -> Reply:
        """Have a worker answer a request.

        Raises:
            RefusedError: all are busy, the limit was reached, or the worker died of it.
        """
        try:
            await asyncio.wait_for(self._free.acquire(), _PATIENCE)
        except TimeoutError:
            raise RefusedError(503, "too many requests at the same time; try again") from None
        try:
            return await self._run(asked)
        finally:
            self._free.release()

    async def _run(self, asked: dict[str, Any]) -> Reply:
        keeper = self._keeper
        assert keeper is not None  # noqa: S101  the server starts with one
        line = self._idle.pop() if self._idle else await keeper.worker()
        began = time.monotonic()
        done = dead = False
        slowing = asyncio.get_running_loop().call_later(_LONG, _give_way, line.pid)
        try:
            await line.send(asked)
            said, body = await asyncio.wait_for(line.receive(), self._seconds + _GRACE)
            done = time.monotonic() - began < _LONG  # else it is nice, and stays so
            return Reply(said["status"], said["type"], body, said["headers"])
        except (ConnectionError, TimeoutError) as error:
            dead = isinstance(error, ConnectionError)
            if time.monotonic() - began >= self._seconds * 0.95:
                raise RefusedError(
                    504, f"ended after {self._seconds:g} seconds; ask for less"
                ) from None
            raise RefusedError(
                507, "ended: it needs more memory or a deeper stack than one request may take"
            ) from None
        finally:
            slowing.cancel()
            if done and keeper is self._keeper and len(self._idle) < _IDLE:
                self._idle.append(line)
            else:
                if not dead:
                    _kill(line.pid)
                line.close()


def _give_way(pid: int) -> None:
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, _NICE)


def _kill(pid: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)
