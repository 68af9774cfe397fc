"""The accounts of many files, beside the memory."""

import json
import tempfile
import weakref
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["Accounts"]

HELD = 1 << 20  # bytes that are held until they go into a temporary file


class Accounts(Mapping[str, Mapping[str, Any]]):
    """Path of each file to its account, in the order in which they came, to be gone through.

    >>> accounts = Accounts()
    >>> accounts.add("/tea.json", {"kept": {"statements": 2}})
    >>> accounts["/tea.json"]["kept"], len(accounts)
    ({'statements': 2}, 1)
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(HELD)  # noqa: SIM115
        self._count = 0
        weakref.finalize(self, self._file.close)

    def add(self, path: str, account: Mapping[str, Any]) -> None:
        """Add the account of a file that has none yet.

        >>> Accounts().add("/tea.json", {})
        """
        self._file.seek(0, 2)
        self._file.write(json.dumps([path, account]).encode() + b"\n")
        self._count += 1

    def each(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield paths and accounts.

        >>> list(Accounts().each())
        []
        """
        place = 0
        for _ in range(self._count):
            self._file.seek(place)
            line = self._file.readline()
            place += len(line)
            path, account = json.loads(line)
            yield path, account

    def __getitem__(self, path: str) -> Mapping[str, Any]:
        for one, account in self.each():
            if one == path:
                return account
        raise KeyError(path)

    def __iter__(self) -> Iterator[str]:
        return (path for path, _ in self.each())

    def __len__(self) -> int:
        return self._count
