"""One process writes a store, or several read it: the engine does not see to that by itself."""

import os
from pathlib import Path
from typing import Final

from whyso.graph.errors import InputError

__all__ = ["Lock"]

_NAME: Final = "lock"


class Lock:
    """A lock on a store's folder, held until it is closed or the process ends, however it ends.

    Args:
        folder: the store.
        writing: whether nobody else may read or write it; else others may read.

    Raises:
        InputError: somebody else holds one that forbids this one.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with Lock(folder, writing=True):
    ...     Lock(folder, writing=False)
    Traceback (most recent call last):
    whyso.graph.errors.InputError: ...: it is being written by process ...; try again after that
    """

    def __init__(self, folder: Path, *, writing: bool) -> None:
        self._handle: int | None = None
        try:
            import fcntl
        except ImportError:  # Windows: there the engine's own lock keeps a second writer out
            return
        path = folder / _NAME
        try:
            handle = os.open(path, (os.O_RDWR if writing else os.O_RDONLY) | os.O_CREAT, 0o666)
        except OSError as error:
            if writing:
                raise InputError(f"{folder}: cannot be written: {error.strerror}") from None
            return  # on a disk that cannot be written nobody writes
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if writing else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
                who = ""
            except OSError:
                who = os.read(handle, 20).decode("ascii", "replace").strip() or "unknown"
            os.close(handle)
            raise InputError(f"{folder}: {_held(who)}; try again after that") from None
        if writing:
            os.ftruncate(handle, 0)
            os.write(handle, f"{os.getpid()}\n".encode())
        self._handle = handle

    def close(self) -> None:
        """Give the lock back.

        >>> import tempfile
        >>> Lock(Path(tempfile.mkdtemp()), writing=True).close()
        """
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def __del__(self) -> None:
        self.close()

    def __enter__(self) -> "Lock":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _held(who: str) -> str:
    """Tell who holds a lock: writers leave their number in it."""
    if who:
        return f"it is being written by process {who}"
    return "it is being read by another process"
