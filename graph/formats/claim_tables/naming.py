"""Ids of rows: which there are, what they are called, and what a cell that names some means."""

import re
from difflib import get_close_matches
from typing import Final
from urllib.parse import quote, unquote

from whyso.graph.formats.claim_tables.columns import expanded

__all__ = ["Names", "local_name"]

_SOUGHT: Final = 50  # so many names are compared with all ids, and only
_MANY: Final = 5_000  # with so many ids
_SAFE: Final = "-._~!$&'()*+,;=:@"
_ABSOLUTE: Final = re.compile(r"(?:(?:https?|urn|doi|tag|mailto|info):|_:)[^\s<>\"{}|\\^`;]+")
_PART: Final = re.compile(r"\s*<[^<>]*>\s*|[^;\n|]+")
_PLAIN: Final = re.compile(r"[^\s;,<>|\"'=+@:/#?\\%-][^\s;,<>|\"':/#?\\%]*")


class Names:
    """The ids of a table's rows and the names of who is in it.

    Args:
        space: the namespace of the ids.

    >>> names = Names("https://w3id.org/whyso/id/tea/")
    >>> names.take(names.iri("c1"), "g", "Tea is warm.")
    True
    >>> names.split("c1; c2")
    (['https://w3id.org/whyso/id/tea/c1'], ['c2'])
    """

    def __init__(self, space: str) -> None:
        self.space = space
        self._texts: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set()
        self._called: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self._sought = 0

    def __len__(self) -> int:
        return len(self._taken)

    def iri(self, word: str) -> str:
        """Return the IRI that an id stands for.

        >>> Names("http://e/").iri("my claim"), Names("http://e/").iri("<urn:a>")
        ('http://e/my%20claim', 'urn:a')
        """
        word = word.strip()
        if _ABSOLUTE.fullmatch(word):
            return word
        return expanded(word) or self.space + quote(word, safe=_SAFE)

    def take(self, iri: str, graph: str, text: str) -> bool:
        """Note that a row has an id; False if another with another text has it."""
        other = self._texts.setdefault((iri, graph), text)
        self._taken.add(iri)
        return other == text

    def free(self, local: str) -> str:
        """Return the IRI of an id that no row has: this one, or with a number.

        >>> names = Names("http://e/")
        >>> names.take("http://e/a", "g", ""), names.free("a")
        (True, 'http://e/a-2')
        """
        iri = self.iri(local)
        while iri in self._taken:
            self._numbers[local] = self._numbers.get(local, 1) + 1
            iri = self.space + quote(f"{local}-{self._numbers[local]}", safe=_SAFE)
        return iri

    def call(self, iri: str, text: str) -> None:
        """Note what a row is called, so that cells can name it so."""
        self._called.setdefault(_folded(text), iri)

    def called(self, text: str) -> str | None:
        """Return the row that is called so."""
        return self._called.get(_folded(text))

    def split(self, cell: str) -> tuple[list[str], list[str]]:
        """Return the rows that a cell names, and the texts in it that name none.

        Names are separated by semicolons, bars or new lines; ids also by commas or spaces.

        >>> names = Names("http://e/")
        >>> [names.take(f"http://e/{word}", "g", "") for word in ("a", "b")]
        [True, True]
        >>> names.split("a, b; <urn:x>; Who pays?")
        (['http://e/a', 'http://e/b', 'urn:x'], ['Who pays?'])
        """
        found: list[str] = []
        texts: list[str] = []
        for part in _PART.findall(cell):
            word = part.strip()
            if not word:
                continue
            one = self._known(word)
            if one is not None:
                found.append(one)
                continue
            pieces = [self._known(piece) for piece in re.split(r"[\s,]+", word) if piece]
            known = [piece for piece in pieces if piece is not None]
            if len(known) == len(pieces):
                found += known
            else:
                texts.append(word)
        return found, texts

    def _known(self, word: str) -> str | None:
        iri = self.iri(word)
        if iri in self._taken or not iri.startswith(self.space):
            return iri
        return iri if word.startswith("<") and word.endswith(">") else self.called(word)

    def nearest(self, word: str) -> list[str]:
        """Return the ids that are most like one that no row has.

        >>> names = Names("http://e/")
        >>> names.take("http://e/c10", "g", ""), names.nearest("c1O")
        (True, ['c10'])
        """
        self._sought += 1
        if self._sought > _SOUGHT or len(self._taken) > _MANY:
            return []
        locals_ = [iri.removeprefix(self.space) for iri in self._taken]
        return sorted(get_close_matches(word, locals_, n=3, cutoff=0.6))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def local_name(iri: str, space: str) -> str:
    """Return the id of a node as a cell holds it: short, or its IRI in angle brackets.

    >>> local_name("http://e/c1", "http://e/"), local_name("http://x/c1", "http://e/")
    ('c1', '<http://x/c1>')
    """
    if iri.startswith("_:"):
        return iri
    if iri.startswith(space):
        local = unquote(iri.removeprefix(space))
        if _PLAIN.fullmatch(local) and space + quote(local, safe=_SAFE) == iri:
            return local
    return f"<{iri}>"
