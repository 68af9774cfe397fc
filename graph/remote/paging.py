"""Answers page by page, where an engine cuts them, and whether they are whole then."""

from collections.abc import Callable
from typing import Any

from whyso.graph.errors import InputError, UnansweredError
from whyso.graph.query import Answer
from whyso.graph.query.sparql import tokens
from whyso.graph.remote.texts import split

__all__ = ["Pages"]


class Pages:
    """The pages of a SELECT query.

    The query becomes a part of one that has LIMIT and OFFSET, so that it may have an order and
    limits of its own. How many rows there are, and how many different ones, is asked first: if the
    pages do not have just these, because they overlap or the data changed, that is an error.

    Args:
        text: the query, with its prefixes.
        size: how many rows a page has.
        ask: runs a query.
        where: the engine, for messages.

    >>> ask = print
    >>> Pages("SELECT ?s { ?s ?p ?o }", 10, ask, "there").page(["s"], 20)
    'SELECT ?s WHERE { { SELECT ?s { ?s ?p ?o }\\n} } LIMIT 10 OFFSET 20'
    """

    def __init__(self, text: str, size: int, ask: Callable[[str], Answer], where: str) -> None:
        self._declared, self._body = split(text)
        self._size, self._ask, self._where = size, ask, where

    def page(self, names: list[str], begin: int) -> str:
        """Return the query for one page.

        Args:
            names: the variables.
            begin: how many rows come before it.
        """
        shown = " ".join(f"?{name}" for name in names)
        part = f"{{ {{ {self._body}\n}} }} LIMIT {self._size} OFFSET {begin}"
        return f"{self._declared}SELECT {shown} WHERE {part}"

    def fill(self, answer: Answer) -> None:
        """Replace the rows of an answer that was cut by all of them.

        Raises:
            InputError: the query cannot be asked for in pages.
            UnansweredError: the pages are not the whole.

        >>> from whyso.graph import sample
        >>> text = "SELECT ?c { ?c a <https://w3id.org/whyso/ontology#Claim> }"
        >>> answer = sample().query(text + " LIMIT 10")
        >>> Pages(text, 10, sample().query, "there").fill(answer)
        >>> len(answer) == len(sample().query(text)) > 10
        True
        """
        for match in tokens(self._body):
            if match[0] == "{":
                break
            if match[0].upper() == "FROM":
                raise InputError(
                    f"{self._where}: it gives at most {len(answer):,} rows, and a query with FROM "
                    "cannot be asked for in pages; name graphs with GRAPH, or add a LIMIT"
                )
        names = [str(name) for name in answer.vars or ()]
        total, different = self._count(""), self._count("DISTINCT")
        answer.raw_rows.clear()
        seen: set[Any] = set()
        while len(answer) < total:
            rows = self._ask(self.page(names, len(answer))).raw_rows
            if not rows:
                break
            answer.extend(rows)
            seen.update(tuple(map(str, row)) for row in rows)
        if len(answer) != total or len(seen) != different:
            raise UnansweredError(
                f"{self._where}: its pages are not the whole: {len(seen):,} different rows of "
                f"{different:,}; add an ORDER BY, or ask for less"
            )

    def _count(self, distinct: str) -> int:
        """Return how many rows there are, or how many that are DISTINCT."""
        body = f"SELECT {distinct} * WHERE {{ {{ {self._body}\n}} }}"
        text = f"{self._declared}SELECT (COUNT(*) AS ?rows) WHERE {{ {{ {body} }} }}"
        return int(self._ask(text).raw_rows[0][0].value)
