"""Reading files whole and writing them so that they are never half written."""

import contextlib
import gzip
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from whyso.graph.errors import InputError, OutputError, ParseError

__all__ = ["read_bytes", "write_atomic"]


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes, unpacked if its name ends in ``.gz``.

    Raises:
        InputError: it cannot be read.
        ParseError: it is not, or not wholly, gzip.

    >>> read_bytes(Path("nowhere.ttl"))
    Traceback (most recent call last):
    whyso.graph.errors.InputError: nowhere.ttl: no such file
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except ValueError:
        raise InputError(f"{str(path)!r}: a file name cannot hold a zero character") from None
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    if path.suffix.lower() != ".gz":
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise ParseError(str(path), f"not a whole gzip file ({error})") from None


def write_atomic(path: str | os.PathLike[str], data: bytes | Iterable[bytes]) -> Path:
    """Write *data* so that the file is the old one or the new one, never half of either.

    Data in pieces are never held whole. They are written beside the target, flushed to the disk and
    put in its place; a link is followed, the old file's permissions stay, and a name ending in
    ``.gz`` is packed.

    Raises:
        OutputError: the folder is missing or not writable, or the disk is full.

    >>> write_atomic("/nowhere/a.ttl", b"")
    Traceback (most recent call last):
    whyso.graph.errors.OutputError: /nowhere/a.ttl: cannot be written: No such file or directory
    """
    try:
        target = Path(os.path.realpath(path))
        pieces = [data] if isinstance(data, bytes) else data
        if target.suffix.lower() == ".gz":
            pieces = _packed(pieces)
        if target.exists() and not target.is_file():
            with target.open("wb") as file:  # a pipe or a terminal; a folder refuses
                file.writelines(pieces)
        else:
            _replace(target, pieces)
    except (OSError, ValueError) as error:
        reason = error.strerror or error if isinstance(error, OSError) else error
        raise OutputError(f"{path}: cannot be written: {reason}") from None
    return Path(path)


def _packed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield gzip's form, which tells no time: the same data give the same bytes."""
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS + 16)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()


def _replace(target: Path, pieces: Iterable[bytes]) -> None:
    # One fixed name, locked: writers take turns, and what a killed one left is taken over.
    beside = target.with_name(f".{target.name}.part")
    handle = _open_locked(beside)
    try:
        with os.fdopen(handle, "wb") as file:
            file.truncate()
            file.writelines(pieces)
            file.flush()
            if target.exists():
                beside.chmod(target.stat().st_mode & 0o7777)
            os.fsync(handle)
            beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(target.parent)


def _open_locked(path: Path) -> int:
    """Open a file for writing once nobody else holds it."""
    while True:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            _lock(handle)
            # Whoever held the lock may have renamed the file: then this one is a target by now.
            with contextlib.suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(handle), path.stat()):
                    return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _lock(handle: int) -> None:
    try:
        import fcntl
    except ImportError:  # no such locks on Windows, which does not open a file twice for writing
        return
    fcntl.flock(handle, fcntl.LOCK_EX)


def _sync_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
