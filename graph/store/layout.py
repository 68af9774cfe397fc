"""What the folder of a store holds, and what is told where it is not as it should be."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from whyso.graph.errors import InputError
from whyso.graph.files import write_atomic

__all__ = ["ABOUT", "ENGINE", "FORMAT", "damaged", "engine_in", "is_store", "layout_of", "sign"]

FORMAT: Final = 2
_OLD: Final = 1  # without what finds a record by its graphs; it is brought up to date on opening
ABOUT: Final = "whyso.json"
ENGINE: Final = "engine"


def is_store(path: str | os.PathLike[str]) -> bool:
    """Return whether a path is the folder of a store, perhaps a damaged or foreign one.

    >>> is_store("claims.ttl")
    False
    """
    folder = Path(path)
    return any((folder / name).is_file() for name in (ABOUT, f"{ENGINE}/CURRENT", "CURRENT"))


def engine_in(home: Path, open_: Callable[[str], ox.Store]) -> ox.Store:
    """Open the engine of a store.

    Args:
        home: the store's folder.
        open_: opens the engine in a folder.

    Raises:
        InputError: it is damaged, or another program has it open.

    >>> import tempfile
    >>> len(engine_in(Path(tempfile.mkdtemp()), ox.Store))
    0
    """
    files = [path.name for path in (home / ENGINE).glob("*")]
    if files and "CURRENT" not in files:  # the engine would begin a new database
        raise InputError(damaged(home, "CURRENT is missing"))
    try:
        return open_(str(home / ENGINE))
    except (OSError, RuntimeError) as error:
        reason = " ".join(str(error).split())
        if "LOCK" in reason:
            raise InputError(f"{home}: another program has it open; end that first") from None
        raise InputError(damaged(home, reason)) from None


def damaged(home: Path, reason: str) -> str:
    """Return what is said of a damaged store.

    >>> damaged(Path("a.store"), "half of it is gone")
    'a.store: a damaged store (half of it is gone); make it anew and load its files again'
    """
    return f"{home}: a damaged store ({reason}); make it anew and load its files again"


def sign(home: Path, made_by: str) -> None:
    """Write into the folder of a store what layout it has and what made it.

    Raises:
        OutputError: it cannot be written.

    >>> import tempfile
    >>> home = Path(tempfile.mkdtemp())
    >>> sign(home, "whyso 1.0")
    >>> layout_of(home)
    2
    """
    about = {"format": FORMAT, "made by": made_by}
    write_atomic(home / ABOUT, (json.dumps(about) + "\n").encode())


def layout_of(home: Path) -> int:
    """Return the layout of a store; refuse what is none, or one that this version cannot read.

    Raises:
        InputError: it is no store in a layout that is known.

    >>> layout_of(Path(__file__))
    Traceback (most recent call last):
    whyso.graph.errors.InputError: ...layout.py: a file, not the folder of a store
    >>> layout_of(Path("claims"))
    Traceback (most recent call last):
    whyso.graph.errors.InputError: claims: no such store; make one with 'whyso store create'
    """
    about: Any
    if home.is_file():
        raise InputError(f"{home}: a file, not the folder of a store")
    try:
        about = json.loads((home / ABOUT).read_bytes())
        number = about["format"]
    except FileNotFoundError:
        if (home / "CURRENT").is_file():
            reason = "a database that whyso did not make; export it to N-Quads and load those"
            raise InputError(f"{home}: {reason}") from None
        if (home / ENGINE).is_dir():
            raise InputError(damaged(home, f"{ABOUT} is missing")) from None
        raise InputError(f"{home}: no such store; make one with 'whyso store create'") from None
    except (OSError, ValueError, TypeError, KeyError):
        raise InputError(damaged(home, f"{ABOUT} cannot be read")) from None
    if number not in (_OLD, FORMAT):
        raise InputError(
            f"{home}: made by {about.get('made by', 'another program')}, in layout {number}; this"
            f" version reads layout {FORMAT}: make it anew and load its files again"
        )
    return int(number)
