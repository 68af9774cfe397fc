"""Paths of many files, in little memory."""

import os
from collections.abc import Collection, Iterable, Iterator

__all__ = ["Paths"]


class Paths(Collection[str]):
    """Paths in the order in which they came; of each is held only how it differs from the last.

    Args:
        paths: the first ones.

    >>> paths = Paths(["/tea/one.ttl", "/tea/two.ttl"])
    >>> paths.append("/tea/three.ttl")
    >>> len(paths), list(paths)[2]
    (3, '/tea/three.ttl')
    """

    def __init__(self, paths: Iterable[str] = ()) -> None:
        self._text, self._last, self._count = bytearray(), "", 0
        for path in paths:
            self.append(path)

    def append(self, path: str) -> None:
        """Add a path at the end.

        >>> Paths().append("/a.ttl")
        """
        same = len(os.path.commonprefix([self._last, path]))  # noqa: RUF071 - characters are meant
        self._text += f"{same} {path[same:]}\0".encode("utf-8", "surrogateescape")
        self._last = path
        self._count += 1

    def __iter__(self) -> Iterator[str]:
        path, start = "", 0
        while (end := self._text.find(b"\0", start)) >= 0:
            said = self._text[start:end].decode("utf-8", "surrogateescape")
            same, _, rest = said.partition(" ")
            path, start = path[: int(same)] + rest, end + 1
            yield path

    def __len__(self) -> int:
        return self._count

    def __contains__(self, path: object) -> bool:
        return any(one == path for one in self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Collection):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Paths({list(self)})"
