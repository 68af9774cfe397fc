"""The service behind the addresses: keepers, pools of workers, and what happens on a change."""

import asyncio
import contextlib
import hashlib
import os
from typing import Any, Final

from whyso.graph.errors import WhysoError
from whyso.graph.server.desk import Opening
from whyso.graph.server.keeping import Keeper
from whyso.graph.server.messages import Reply
from whyso.graph.server.pool import Pool

__all__ = ["Service"]

_SETTLE: Final = 0.2  # seconds until a file that is being written is read


class Service:
    """Answers requests about files that may change.

    Pages and JSON have workers of their own, so that queries cannot take them all.

    Args:
        opening: what is served, and how much may be asked of it.
        workers: how many queries are worked on at the same time.

    Attributes:
        version: fingerprint of the files as they are served.
        trouble: why the files as they are now cannot be read; empty if they can.
    """

    def __init__(self, opening: Opening, *, workers: int | None = None) -> None:
        self._opening = opening
        count = os.cpu_count() or 1
        self._queries = Pool(workers or max(8, 2 * count), opening.seconds)
        self._pages = Pool(max(4, count), opening.seconds)
        self._keeper: Keeper | None = None
        self._old: set[Keeper] = set()
        self._reloading: asyncio.Task[None] | None = None
        self._anew = False
        self.version, self.trouble = "", ""

    async def start(self) -> None:
        """Read the files.

        Raises:
            InputError: they cannot be read.
        """
        self._adopt(await Keeper.start(self._opening))

    async def stop(self) -> None:
        """End all processes."""
        if self._reloading is not None:
            self._reloading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reloading
        self._queries.close()
        self._pages.close()
        keepers = [*self._old, *([self._keeper] if self._keeper else [])]
        for keeper in keepers:
            keeper.end()
        await asyncio.gather(*(keeper.ended() for keeper in keepers))

    async def answer(self, asked: dict[str, Any]) -> Reply:
        """Have a worker answer a request: a *task* and what that takes.

        Raises:
            RefusedError: too much is asked, of this request or of all at the moment.
        """
        pool = self._queries if asked["task"] in ("query", "named", "view") else self._pages
        return await pool.run(asked)

    def tag(self, *said: str) -> str:
        """Return an entity tag of an answer that depends on the files and on *said* alone."""
        digest = hashlib.sha256("\0".join((self.version, *said)).encode("utf-8", "replace"))
        return f'"{digest.hexdigest()[:32]}"'

    def _adopt(self, keeper: Keeper) -> None:
        before, self._keeper = self._keeper, keeper
        self.version, self.trouble = keeper.version, ""
        for pool in (self._queries, self._pages):
            pool.use(keeper)
        keeper.watch(self._changed)
        if before is not None:
            self._old.add(before)
            limit = self._opening.seconds + 2  # until then its workers may be at work
            asyncio.get_running_loop().call_later(limit, self._retire, before)

    def _retire(self, keeper: Keeper) -> None:
        self._old.discard(keeper)
        keeper.end()

    def _changed(self) -> None:
        self._anew = True
        if self._reloading is None or self._reloading.done():
            self._reloading = asyncio.create_task(self._reload())

    async def _reload(self) -> None:
        while self._anew:
            await asyncio.sleep(_SETTLE)
            self._anew = False
            try:
                self._adopt(await Keeper.start(self._opening))
            except (WhysoError, ConnectionError) as error:
                self.trouble = str(error)
