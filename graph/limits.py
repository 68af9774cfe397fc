"""Ceilings that keep broken or hostile texts away from parsers that would crash on them.

The engine's JSON and SPARQL parsers recurse, and a few thousand levels end the process. JSON is
counted first. SPARQL can be nested in too many ways, so it gets a stack that no query can fill.
"""

import re
import threading
import traceback
from collections.abc import Callable
from itertools import accumulate
from typing import Final, TypeVar

__all__ = ["MAX_DEPTH", "MAX_QUERY", "nesting", "on_deep_stack"]

T = TypeVar("T")

MAX_DEPTH: Final = 128
MAX_QUERY: Final = 100_000

_STRING: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_OTHERS: Final = bytes(set(range(256)) - set(b"[]{}"))
_STEP: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_STACK: Final = 512 * 1024 * 1024  # reserved, not used: memory is taken as the stack grows
_STARTING: Final = threading.Lock()


def nesting(text: str | bytes) -> int:
    """Return how deep the brackets of a JSON text are nested; strings are passed over.

    >>> nesting('{"a": [1, ["[[["]]}')
    3
    """
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    brackets = _STRING.sub(b"", data).translate(None, _OTHERS)
    return max(accumulate(map(_STEP.__getitem__, brackets)), default=0)


def on_deep_stack(call: Callable[[], T]) -> T:
    """Return what *call* returns, run in a thread with a stack that deep recursion cannot fill.

    Ctrl-C is heard at once, though the thread may go on until the process ends.

    >>> on_deep_stack(lambda: 6 * 7)
    42
    """
    returned: list[T] = []
    raised: list[BaseException] = []

    def run() -> None:
        try:
            returned.append(call())
        except BaseException as error:
            # What the engine hands out must be dropped in this thread.
            traceback.clear_frames(error.__traceback__)
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True)
    with _STARTING:
        usual = threading.stack_size(_STACK)
        try:
            thread.start()
        finally:
            threading.stack_size(usual)
    thread.join()
    if raised:
        raise raised[0]
    return returned[0]
