"""Finding a node by the name that people give it."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from whyso.graph.errors import UnknownNameError

__all__ = ["Names"]


class Names:
    """The names of nodes: each has an IRI, a CURIE if a prefix fits, and a local id.

    >>> Names(["http://e/tea/c1"], {"t": "http://e/tea/"}).resolve("t:c1")
    'http://e/tea/c1'
    >>> Names(["http://e/tea/less%20milk"], {}).resolve("less milk")
    'http://e/tea/less%20milk'
    """

    def __init__(self, iris: Iterable[str], prefixes: Mapping[str, str]) -> None:
        self._iris = set(iris)
        self._prefixes = prefixes
        self._locals: dict[str, list[str]] = {}
        for iri in sorted(self._iris):
            local = re.split(r"[/#]", iri)[-1]
            for name in {local, unquote(local)}:
                self._locals.setdefault(name, []).append(iri)

    def resolve(self, name: str) -> str:
        """Return the IRI that *name* stands for.

        Raises:
            UnknownNameError: there is none, or several sources have one; carries the nearest ids.

        >>> Names(["http://e/tea/c1"], {}).resolve("c2")
        Traceback (most recent call last):
        whyso.graph.errors.UnknownNameError: no claim or step named 'c2'; the nearest are c1
        """
        if name in self._iris:
            return name
        bare = name[1:-1] if name.startswith("<") and name.endswith(">") else name
        prefix, colon, local = bare.partition(":")
        expanded = self._prefixes.get(prefix, "") + local if colon else bare
        exact = [iri for iri in (bare, expanded) if iri in self._iris]
        found = exact or self._locals.get(bare, [])
        if len(found) > 1:
            raise UnknownNameError("claim in just one source", name, found)
        if not found:
            raise UnknownNameError("claim or step", name, self._locals)
        return found[0]
