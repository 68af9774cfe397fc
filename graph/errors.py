"""The one tree of errors.

Every message says what is wrong, where, and what to do, in one line::

    WhysoError
    ├── InputError            something given cannot be read
    │   ├── ParseError        ... because its text is broken (path, line, column)
    │   └── FormatError       ... because its format is unknown or cannot say this
    ├── QueryError            a SPARQL text is broken or refused (line, column)
    ├── UnknownNameError      no claim, query or parameter of that name (nearest names)
    ├── UnansweredError       the answer was not reached in the time allowed
    └── OutputError           something cannot be written

>>> str(UnknownNameError("claim", "c1O", ["c10", "c1"]))
"no claim named 'c1O'; the nearest are c1, c10"
"""

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = [
    "FormatError",
    "InputError",
    "OutputError",
    "ParseError",
    "QueryError",
    "UnansweredError",
    "UnknownNameError",
    "WhysoError",
]


class WhysoError(Exception):
    """Anything that whyso reports to its user in one line."""


class InputError(WhysoError):
    """Something given cannot be read."""


class ParseError(InputError):
    """A text that is not what its format promises; carries *path*, *line*, *column*, *reason*."""

    def __init__(
        self, path: str, reason: str, *, line: int | None = None, column: int | None = None
    ) -> None:
        self.path, self.reason, self.line, self.column = path, reason, line, column
        place = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(f"{place}: {reason}")


class FormatError(InputError):
    """A format that is unknown, or that cannot say what it is asked to say."""


class QueryError(WhysoError):
    """A SPARQL text that is broken or refused; carries *line* and *column* where known."""

    def __init__(self, reason: str, *, line: int | None = None, column: int | None = None) -> None:
        self.reason, self.line, self.column = reason, line, column
        where = f"line {line}, column {column}: " if line is not None else ""
        super().__init__(f"query: {where}{reason}")


class UnknownNameError(WhysoError):
    """A name that stands for nothing; carries the *nearest* names that do."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        self.name = name
        near = get_close_matches(name, list(known), n=20, cutoff=0.4)
        self.nearest = sorted(near, key=lambda found: found[:1] != name[:1])[:3]
        hint = f"; the nearest are {', '.join(self.nearest)}" if self.nearest else ""
        super().__init__(f"no {what} named {name!r}{hint}")


class UnansweredError(WhysoError):
    """An answer that was not reached in the time allowed: neither yes nor no."""


class OutputError(WhysoError):
    """Something cannot be written; what stood there before stands there still."""
