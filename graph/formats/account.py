"""The account of an exchange: what a reader or writer kept, approximated and dropped, with ids."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

__all__ = ["Account", "Direction", "Row", "Rows", "combined"]

Direction: TypeAlias = Literal["read", "write"]

_KEPT: Final = ("statements", "steps", "utterances", "edges", "triples")
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of loss.

    *what* is lost or changed (a property such as ``skos:note``, or a class of things), *why*, the
    *ids* (IRIs) that it is said of, and how many *triples* it makes up (0: not about triples).

    >>> Row("skos:note", "DOT has no place for it", ("http://e/c1", "http://e/c2"), 3).text()
    'skos:note (2, 3 triples): DOT has no place for it'
    """

    what: str
    why: str
    ids: tuple[str, ...] = ()
    triples: int = 0

    def text(self) -> str:
        """Return the row as one line for people.

        >>> Row("named graphs", "merged", ("http://e/g1", "http://e/g2")).text()
        'named graphs (2): merged'
        """
        count = str(len(self.ids))
        if self.triples not in (0, len(self.ids)):
            count = f"{count}, {self.triples} {'triple' if self.triples == 1 else 'triples'}"
        return f"{self.what} ({count}): {self.why}"


class Rows:
    """Collects losses and groups them by what was lost and why.

    >>> rows = Rows()
    >>> for iri in ["http://e/c1", "http://e/c2", "http://e/c1"]:
    ...     rows.add("skos:note", "no place for it", iri)
    >>> rows.rows()
    (Row(what='skos:note', why='no place for it', ids=('http://e/c1', 'http://e/c2'), triples=3),)
    """

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], dict[str, None]] = {}
        self._triples: dict[tuple[str, str], int] = {}

    def add(self, what: str, why: str, *ids: str, triples: int = 1) -> None:
        """Note a loss; *triples* is how many triples it makes up.

        >>> rows = Rows()
        >>> rows.add("named graphs", "merged", "http://e/g1", triples=0)
        >>> len(rows.rows())
        1
        """
        self._ids.setdefault((what, why), {}).update(dict.fromkeys(ids))
        self._triples[what, why] = self._triples.get((what, why), 0) + triples

    def rows(self) -> tuple[Row, ...]:
        """Return the rows, those that lose most first.

        >>> Rows().rows()
        ()
        """
        found = [
            Row(what, why, tuple(ids), self._triples[what, why])
            for (what, why), ids in self._ids.items()
        ]
        return tuple(sorted(found, key=lambda row: (-row.triples, -len(row.ids), row.what)))


@dataclass(frozen=True, slots=True)
class Account:
    """What became of a graph on its way into or out of a format.

    *kept* counts the statements, steps, utterances, edges and triples that are in the result;
    *approximated* tells what is there in another form, *dropped* what is not there; *files* are the
    paths written, or the one read; *names* tells where nodes got new names, the new IRI to the old
    one. What is in no row came through unchanged.

    >>> row = Row("skos:note", "no place for it", ("http://e/c1",), 1)
    >>> Account("dot", "write", {"statements": 2}, dropped=(row,)).lossless
    False
    """

    format: str
    direction: Direction
    kept: Mapping[str, int] = field(default_factory=dict)
    approximated: tuple[Row, ...] = ()
    dropped: tuple[Row, ...] = ()
    files: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def lossless(self) -> bool:
        """Whether the way back restores the same graph.

        >>> Account("turtle", "write").lossless
        True
        """
        return not self.approximated and not self.dropped

    def lost(self) -> tuple[Row, ...]:
        """Return the rows of what is missing as it was: those dropped, and those approximated.

        >>> row = Row("skos:note", "no place for it", ("http://e/c1",), 1)
        >>> Account("dot", "write", dropped=(row,)).lost() == (row,)
        True
        """
        added = "added: "
        return (
            *self.dropped,
            *(row for row in self.approximated if not row.why.startswith(added)),
        )

    def summary(self) -> str:
        """Return the account in a few lines for a terminal; :meth:`to_json` tells all of it.

        >>> row = Row("skos:note", "DOT has no place for it", ("http://e/c1",), 1)
        >>> kept = {"statements": 2, "triples": 9}
        >>> print(Account("dot", "write", kept, dropped=(row,)).summary())
        wrote dot: 2 statements, 9 triples
          dropped skos:note (1): DOT has no place for it
        """
        counts = [
            f"{self.kept[name]} {name.removesuffix('s') if self.kept[name] == 1 else name}"
            for name in (*_KEPT, *(name for name in self.kept if name not in _KEPT))
            if self.kept.get(name)
        ]
        verb = "read" if self.direction == "read" else "wrote"
        lines = [f"{verb} {self.format}: {', '.join(counts) or 'nothing'}"]
        if self.lossless:
            lines[0] += "; nothing lost"
        for verb, rows in (("approximated", self.approximated), ("dropped", self.dropped)):
            lines += (f"  {verb} {row.text()}" for row in rows[:_SHOWN])
            rest = rows[_SHOWN:]
            if rest:
                names = ", ".join(row.what for row in rest)
                lines.append(f"  {verb} also {names}")
        return "\n".join(lines)

    def to_json(self) -> str:
        """Return the whole account as JSON text.

        >>> json.loads(Account("turtle", "write", {"triples": 3}).to_json())["kept"]
        {'triples': 3}
        """
        said: dict[str, Any] = {
            "format": self.format,
            "direction": self.direction,
            "lossless": self.lossless,
            "kept": dict(self.kept),
            "approximated": _rows(self.approximated),
            "dropped": _rows(self.dropped),
            "files": list(self.files),
        }
        return json.dumps(said, ensure_ascii=False, indent=2)


def combined(accounts: Iterable[Account]) -> tuple[Account, ...]:
    """Return one account for each format and direction: what is kept summed up, like rows joined.

    >>> one = Account("aif-json", "read", {"statements": 2}, files=("a.json",))
    >>> combined([one, one])
    (Account(format='aif-json', direction='read', kept={'statements': 4}, approximated=(), \
dropped=(), files=('a.json', 'a.json')),)
    """
    groups: dict[tuple[str, Direction], list[Account]] = {}
    for account in accounts:
        groups.setdefault((account.format, account.direction), []).append(account)
    return tuple(
        Account(
            format,
            direction,
            _sum(one.kept for one in group),
            _joined(row for one in group for row in one.approximated),
            _joined(row for one in group for row in one.dropped),
            tuple(file for one in group for file in one.files),
        )
        for (format, direction), group in groups.items()
    )


def _sum(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for kept in counts:
        for name, count in kept.items():
            total[name] = total.get(name, 0) + count
    return total


def _joined(rows: Iterable[Row]) -> tuple[Row, ...]:
    joined = Rows()
    for row in rows:
        joined.add(row.what, row.why, *row.ids, triples=row.triples)
    return joined.rows()


def _rows(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [
        {"what": row.what, "why": row.why, "triples": row.triples, "ids": list(row.ids)}
        for row in rows
    ]
