"""A worker: answers one request at a time, in a process of its own that may be killed."""

import contextlib
import os
import signal
import socket
import traceback
from pathlib import Path
from typing import Any, Final

from whyso.graph.errors import (
    FormatError,
    InputError,
    QueryError,
    UnansweredError,
    UnknownNameError,
    WhysoError,
)
from whyso.graph.server import messages
from whyso.graph.server.desk import Desk
from whyso.graph.server.messages import Reply

__all__ = ["PLAIN", "answered", "serve"]

PLAIN: Final = "text/plain; charset=utf-8"
_STATUSES: Final[tuple[tuple[type[Exception], int], ...]] = (
    (UnknownNameError, 404),
    (FormatError, 406),
    (QueryError, 400),
    (InputError, 400),
    (UnansweredError, 504),
    (MemoryError, 507),
)


def serve(line: socket.socket, desk: Desk) -> None:
    """Answer the requests that come over a line until it is closed.

    The process ends itself if one takes longer than allowed: nothing in it can stop the engine.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    try:
        len(desk.sources)
    except WhysoError as error:
        messages.send(line, {"error": str(error)})
        return
    messages.send(line, {"pid": os.getpid()})
    _limit_memory(desk.opening.memory)
    _silence()
    while (asked := messages.receive(line)) is not None:
        signal.setitimer(signal.ITIMER_REAL, desk.opening.seconds)
        reply = answered(desk, asked[0])
        signal.setitimer(signal.ITIMER_REAL, 0)
        said = {"status": reply.status, "type": reply.type, "headers": reply.headers}
        messages.send(line, said, reply.body)


def answered(desk: Desk, asked: dict[str, Any]) -> Reply:
    """Return what answers a request; errors are answers too.

    Args:
        desk: what is asked about.
        asked: *task* and what that takes.

    >>> from whyso.graph.server.desk import Opening
    >>> answered(Desk(Opening()), {"task": "query", "text": "ASK {", "accept": ""}).status
    400
    """
    from whyso.graph.server import tasks

    given = dict(asked)
    if "asked" in given:
        given["asked"] = [(str(key), str(value)) for key, value in given["asked"]]
    try:
        reply = tasks.TASKS[given.pop("task")](desk, **given)
    except (WhysoError, MemoryError) as error:
        status = next((code for kind, code in _STATUSES if isinstance(error, kind)), 500)
        said = str(error) or "more memory is needed than one request may take"
        return Reply(status, PLAIN, f"{said}\n".encode())
    except Exception as error:
        said = f"a fault of whyso: {type(error).__name__}\n"
        told = {"fault": traceback.format_exc()}
        return Reply(500, PLAIN, said.encode(), told)
    if len(reply.body) > desk.opening.size:
        said = f"the answer is longer than {desk.opening.size} bytes; ask for less\n"
        return Reply(422, PLAIN, said.encode())
    return reply


def _limit_memory(more: int) -> None:
    """Let this process take only so many bytes more; what asks for more ends it, and it alone."""
    import resource

    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + more
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _silence() -> None:
    """Drop what the engine prints when it dies: the server tells it in its own words."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
