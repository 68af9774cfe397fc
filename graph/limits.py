"""Ceilings that keep broken or hostile texts away from parsers that would crash on them.

The engine's JSON and SPARQL parsers recurse, and a few thousand nested brackets end the process.
So brackets are counted first; 128 levels are more than any honest text needs.
"""

import re
from typing import Final

__all__ = ["MAX_DEPTH", "MAX_QUERY", "nesting"]

MAX_DEPTH: Final = 128
MAX_QUERY: Final = 100_000

_JSON_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
_SPARQL_TOKEN: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>|#[^\n]*|[\[({]|[\])}]',
    re.DOTALL,
)


def nesting(text: str, *, sparql: bool = False) -> int:
    """Return how deep the brackets of a JSON (or SPARQL) text are nested.

    Strings, and in SPARQL also IRIs and comments, are passed over.

    >>> nesting('{"a": [1, ["[[["]]}')
    3
    >>> nesting("ASK { ?s ?p '((((' FILTER((1)) } # {{{", sparql=True)
    3
    """
    depth = deepest = 0
    for match in (_SPARQL_TOKEN if sparql else _JSON_TOKEN).finditer(text):
        token = match.group()
        if token in ("{", "[", "("):
            depth += 1
            deepest = max(deepest, depth)
        elif token in ("}", "]", ")"):
            depth -= 1
    return deepest
