"""Which engine answers at an address, where it takes updates and graphs, and what is odd about it.

The addresses are those of the engines' own documentation; docs/remote.md tells more of each.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

__all__ = ["ENGINES", "Engine", "engine_at"]

_NONE: Final = "(?!)"  # fits nothing


@dataclass(frozen=True, slots=True)
class Engine:
    """A kind of engine.

    *name* is what it is called; *server* a pattern of its ``Server`` header and *path* one of its
    addresses for queries. *update* and *graphs* are the addresses for updates and for whole graphs,
    made from that by :func:`re.sub`; empty if there are none. *union* is the parameter that makes
    all graphs one for a query. *whole* tells whether a graph is replaced in one transaction (None:
    it is not known). *blanks* tells whether blank nodes keep their labels from one answer to the
    next. *wrong* names the queries that ship and that it does not answer as SPARQL 1.1 says; some
    only with a parameter, which is named behind them.
    """

    name: str = "the engine"
    server: str = _NONE
    path: str = _NONE
    update: str = r"\g<0>"
    graphs: str = ""
    union: str = ""
    whole: bool | None = None
    blanks: bool = False
    wrong: frozenset[str] = frozenset()

    def misses(self, query: str, parameters: Iterable[str] = ()) -> bool:
        """Tell whether it does not answer a query that ships as it should.

        >>> Engine(wrong=frozenset(["attacks statement"])).misses("attacks", ["statement", "lang"])
        True
        """
        asked = [query, *(f"{query} {name}" for name in parameters)]
        return not self.wrong.isdisjoint(asked)


ENGINES: Final = (
    Engine(
        name="Oxigraph",
        server="(?i)oxigraph",
        path=r"(?<=/)query/?$",
        update="update",
        graphs="store",
        union="union-default-graph",
        whole=True,
        blanks=True,
    ),
    Engine(
        name="Virtuoso",
        server="(?i)virtuoso",
        path=r"(?<=/)sparql(-auth)?/?$",
        update="sparql-auth",
        graphs="sparql-graph-crud-auth",
        whole=False,
        blanks=True,
        # What goes wrong with each is told in docs/remote.md.
        wrong=frozenset(
            [
                "answered-by-verdict question",
                "assumptions",
                "attacks statement",
                "consequences",
                "depends-on",
                "grounds",
                "where-standpoints-part",
            ]
        ),
    ),
    Engine(
        name="Fuseki",
        server="(?i)fuseki|jena",
        path=r"(?<=/)(query|sparql)/?$",
        update="update",
        graphs="data",
        whole=True,
        blanks=False,
    ),
    Engine(
        name="GraphDB or RDF4J",
        path=r"/repositories/[^/]+?/?$",
        update=r"\g<0>/statements",
        graphs=r"\g<0>/rdf-graphs/service",
        whole=True,
        blanks=True,
    ),
    Engine(
        name="Amazon Neptune",
        path=r"neptune[^/]*\.amazonaws\.com(\.cn)?(:\d+)?/sparql/?$",
        update=r"\g<0>",
        graphs=r"\g<0>/gsp/",
        whole=True,
    ),
)


def engine_at(url: str, server: str = "") -> Engine:
    """Return the engine at an address, with its own addresses filled in.

    Args:
        url: where it takes queries.
        server: what its answers say of it (the header ``Server``).

    >>> engine_at("http://localhost:7878/query", "Oxigraph/0.5.13").graphs
    'http://localhost:7878/store'
    >>> engine_at("https://db.example.org:7200/repositories/news").update
    'https://db.example.org:7200/repositories/news/statements'
    >>> engine_at("https://example.org/sparql").name
    'the engine'
    """
    found = next((one for one in ENGINES if re.search(one.server, server)), None) or next(
        (one for one in ENGINES if one.server == _NONE and re.search(one.path, url)), Engine()
    )
    if not re.search(found.path, url):
        return replace(found, update=url, graphs="")
    place = url.rstrip("/")
    return replace(
        found,
        update=re.sub(found.path, found.update, place),
        graphs=re.sub(found.path, found.graphs, place),
    )
