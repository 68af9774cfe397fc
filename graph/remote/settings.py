"""How engines elsewhere are spoken to: what the environment says, and what holds without it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from whyso.graph.errors import InputError

__all__ = ["Settings"]

_PREFIX: Final = "WHYSO_"


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and addresses; each is set by the variable ``WHYSO_`` and its name in capitals.

    *timeout* is how many seconds one request may take, whole, and as many again for each 10 MB
    that are sent; *tries* how often it is sent at most;
    *page* how many rows are asked for at once where an engine cuts its answers; *batch* how many
    triples are sent at once where it has no graph store protocol; *max_triples* how many are
    fetched at most to be worked on here; *max_bytes* how long an answer or a file may be;
    *update_url* and *graphs_url* are where updates and whole graphs go, if the engine is not known.

    >>> Settings().tries
    4
    """

    timeout: float = 120.0
    tries: int = 4
    page: int = 10_000
    batch: int = 10_000
    max_triples: int = 2_000_000
    max_bytes: int = 1_000_000_000
    update_url: str = ""
    graphs_url: str = ""

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Return what the environment sets.

        Raises:
            InputError: a variable is no number, or not above zero.

        >>> Settings.of_environment({"WHYSO_TIMEOUT": "5"}).timeout
        5.0
        >>> Settings.of_environment({"WHYSO_PAGE": "many"})
        Traceback (most recent call last):
        whyso.graph.errors.InputError: WHYSO_PAGE: not a number above zero: 'many'
        """
        found: dict[str, Any] = {}
        said = os.environ if environment is None else environment
        for one in fields(cls):
            name = _PREFIX + one.name.upper()
            if text := said.get(name, ""):
                found[one.name] = text if isinstance(one.default, str) else _number(name, text)
                if isinstance(one.default, int):
                    found[one.name] = max(1, int(found[one.name]))
        return cls(**found)


def _number(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise InputError(f"{name}: not a number above zero: {text!r}")
    return value
