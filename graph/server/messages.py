"""What the processes of the service say to each other: a line of JSON, then bytes."""

import json
import socket
import struct
from dataclasses import dataclass, field
from typing import Any, Final

__all__ = ["HEAD", "Reply", "packed", "receive", "receive_exactly", "send", "unpacked"]

HEAD: Final = struct.Struct(">II")  # how many bytes of JSON and of body follow


@dataclass(frozen=True, slots=True)
class Reply:
    """What answers a request: an HTTP *status*, a media *type*, a *body* and further *headers*."""

    status: int
    type: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def packed(said: Any, body: bytes = b"") -> bytes:
    """Return a message.

    >>> packed({}, b"tea")
    b'\\x00\\x00\\x00\\x02\\x00\\x00\\x00\\x03{}tea'
    """
    text = json.dumps(said).encode()
    return HEAD.pack(len(text), len(body)) + text + body


def unpacked(head: bytes) -> tuple[int, int]:
    """Return how many bytes of JSON and of body follow the first ones of a message.

    >>> unpacked(packed({}, b"tea")[:8])
    (2, 3)
    """
    text, body = HEAD.unpack(head)
    return int(text), int(body)


def send(to: socket.socket, said: Any, body: bytes = b"") -> None:
    """Send a message.

    >>> here, there = socket.socketpair()
    >>> with here, there:
    ...     send(here, {"a": 1}, b"tea")
    ...     receive(there)
    ({'a': 1}, b'tea')
    """
    to.sendall(packed(said, body))


def receive(source: socket.socket) -> tuple[Any, bytes] | None:
    """Return the next message, or None if there will be none.

    >>> here, there = socket.socketpair()
    >>> here.close()
    >>> with there:
    ...     receive(there) is None
    True
    """
    head = receive_exactly(source, HEAD.size)
    if head is None:
        return None
    text, body = unpacked(head)
    rest = receive_exactly(source, text + body)
    return None if rest is None else (json.loads(rest[:text]), rest[text:])


def receive_exactly(source: socket.socket, count: int) -> bytes | None:
    """Return so many bytes, or None if the other side ends before.

    >>> here, there = socket.socketpair()
    >>> with here, there:
    ...     here.sendall(b"tea")
    ...     receive_exactly(there, 2)
    b'te'
    """
    parts: list[bytes] = []
    while count:
        part = source.recv(min(count, 1 << 20))
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
