"""The keeper: reads the files once, forks workers that share its memory, sees the files change.

It is started by the server with one end of a socket pair and runs until the other end is closed.
"""

import os
import select
import signal
import socket
import sys
import time
from typing import Final

from whyso.graph.errors import WhysoError
from whyso.graph.server import messages, worker
from whyso.graph.server.desk import Desk, Opening

__all__ = ["keep", "main"]

_LOOK: Final = 0.5  # seconds between two looks at the files, or more where looking takes long
_SHARE: Final = 30  # of the time that a look takes


def main(number: int) -> None:
    """Read the files as the first message says, then :func:`keep` them.

    Args:
        number: of the socket, as the process inherits it.
    """
    with socket.socket(fileno=number) as control:
        asked = messages.receive(control)
        if asked is None:
            return
        desk = Desk(Opening(**asked[0]))
        seen = desk.version = desk.opening.fingerprint()
        try:
            desk.settle()
        except WhysoError as error:
            messages.send(control, {"error": str(error)})
            return
        messages.send(control, {"version": seen})
        keep(control, desk, seen)


def keep(control: socket.socket, desk: Desk, seen: str) -> None:
    """Fork a worker for each socket that comes, tell when a file changes, end with the server.

    Args:
        control: the line to the server.
        desk: what the workers get.
        seen: fingerprint of the files as they were read.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    pause, looked = _LOOK, time.monotonic()
    while True:
        ready, _, _ = select.select([control], [], [], pause)
        if ready:
            said, handles, _, _ = socket.recv_fds(control, 1, 1)
            if not said:
                _end()
            _fork(control, desk, handles[0])
        if time.monotonic() - looked >= pause:
            looked = time.monotonic()
            found = desk.opening.fingerprint()
            pause = max(_LOOK, _SHARE * (time.monotonic() - looked))
            if found != seen:
                seen = found
                messages.send(control, {"changed": found})


def _end() -> None:
    """End this process and its workers: nobody waits for them any more."""
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _fork(control: socket.socket, desk: Desk, handle: int) -> None:
    if os.fork():
        os.close(handle)
        return
    code = 1
    try:
        control.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with socket.socket(fileno=handle) as line:
            worker.serve(line, desk)
        code = 0
    except (BrokenPipeError, ConnectionError):
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(int(sys.argv[1]))
