"""Lines of N-Triples put in order without holding them all: sorted by parts, then merged."""

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from tempfile import TemporaryFile, gettempdir
from typing import IO, Final

from whyso.graph.errors import OutputError
from whyso.graph.store.lines import natural

__all__ = ["Sorter"]

_HELD: Final = 400_000  # lines; about 150 MB
_BUFFER: Final = 1 << 20


class Sorter:
    """Lines in the order of :func:`~whyso.graph.store.lines.in_order`, whatever their number.

    Args:
        held: how many lines are held at once; more go to files that have no name and vanish.

    >>> sorter = Sorter(held=2)
    >>> sorter.take(0, ["<c10> <p> 1 .", "<c2> <p> 2 ."])
    >>> sorter.take(0, ["<c2> <p> 1 ."])
    >>> list(sorter)
    [(0, b'<c2> <p> 1 .'), (0, b'<c2> <p> 2 .'), (0, b'<c10> <p> 1 .')]
    """

    def __init__(self, held: int = _HELD) -> None:
        self._most = held
        self._lines: list[bytes] = []
        self._files: list[IO[bytes]] = []
        self._open = ExitStack()

    def take(self, group: int, lines: Iterable[str]) -> None:
        """Take some more lines of a group; groups stay apart, in the order of their numbers.

        Raises:
            OutputError: there is no room for them in the folder for temporary files.
        """
        last, key = "", ""
        for line in lines:
            subject = line[: line.index(" ")]
            if subject != last:
                last, key = subject, f"{group:08d}{natural(subject)}"
            self._lines.append(f"{key}\0{line}\n".encode())
        if len(self._lines) >= self._most:
            try:
                file = self._open.enter_context(TemporaryFile(buffering=_BUFFER))  # noqa: SIM115
                self._lines.sort()
                file.writelines(self._lines)
                file.seek(0)
            except OSError as error:
                reason = f"cannot be sorted there: {error.strerror or error}"
                raise OutputError(f"{gettempdir()}: {reason} (TMPDIR names another)") from None
            self._files.append(file)
            self._lines.clear()

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Yield the lines, each with its group; once."""
        self._lines.sort()
        with self._open:
            for line in heapq.merge(*self._files, self._lines):
                yield int(line[:8]), line[line.index(b"\0") + 1 : -1]
