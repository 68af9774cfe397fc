"""A SPARQL 1.1 engine elsewhere: queries, updates and whole graphs over HTTP."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import InputError, OutputError, QueryError, UnansweredError, WhysoError
from whyso.graph.query import Answer
from whyso.graph.remote.address import of_user, shown
from whyso.graph.remote.connection import Body, Connection, Reply
from whyso.graph.remote.engines import Engine, engine_at
from whyso.graph.remote.paging import Pages
from whyso.graph.remote.results import ROWS, TRIPLES, read_rows, read_triples
from whyso.graph.remote.settings import Settings
from whyso.graph.remote.texts import form_of, has_limit, with_prefixes

__all__ = ["RemoteStore"]

_FORM: Final = "application/x-www-form-urlencoded"
_UPDATE: Final = "application/sparql-update"
_LINES: Final = "application/n-triples"


class RemoteStore:
    """A client of one engine (SPARQL 1.1 Protocol, Graph Store HTTP Protocol).

    It only reads, unless it is told that it may write. No request is made before it is needed.

    Args:
        url: where the engine takes queries.
        writable: whether it may be changed.
        settings: limits; by default those of the environment.
        prefixes: those that queries need not declare.

    Raises:
        InputError: the address is broken, or has a password in it.

    >>> RemoteStore("http://localhost:7878/query").update("CLEAR ALL")
    Traceback (most recent call last):
    whyso.graph.errors.OutputError: http://localhost:7878/query: opened for reading only; --write \
allows changes
    """

    def __init__(
        self,
        url: str,
        *,
        writable: bool = False,
        settings: Settings | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self.url = of_user(url)
        self.shown = shown(self.url)
        self.settings = settings or Settings.of_environment()
        self.prefixes = dict(ontology.PREFIXES if prefixes is None else prefixes)
        self.connection = Connection(self.url, self.settings)
        self._writable = writable
        self._reply: Reply | None = None

    def close(self) -> None:
        """Close the connection; the next request opens a new one.

        >>> RemoteStore("http://localhost:7878/query").close()
        """
        self.connection.close()

    def __enter__(self) -> "RemoteStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def server(self) -> str:
        """What the last answer said of the engine; nothing before there was one.

        >>> RemoteStore("http://localhost:7878/query").server
        ''
        """
        return str(self._reply.headers.get("server", "")) if self._reply else ""

    @property
    def kind(self) -> str | None:
        """The media type of the last answer; None before there was one.

        >>> RemoteStore("http://localhost:7878/query").kind is None
        True
        """
        return self._reply.kind if self._reply else None

    @cached_property
    def engine(self) -> Engine:
        """Which engine it is, as far as that can be told, and its addresses."""
        if self._reply is None:
            self.ask("ASK {}")
        found = engine_at(self.url, self.server)
        update, graphs = self.settings.update_url, self.settings.graphs_url
        if update or graphs:
            from dataclasses import replace

            found = replace(
                found,
                update=of_user(update) if update else found.update,
                graphs=of_user(graphs) if graphs else found.graphs,
            )
        return found

    # Reading

    def query(
        self, text: str, *, default: Sequence[str] = (), named: Sequence[str] = (), extra: str = ""
    ) -> Answer:
        """Run a query there and return all that it finds.

        Where an engine cuts its answers and says so, they are asked for page by page.

        Args:
            text: SELECT, ASK, CONSTRUCT or DESCRIBE; known prefixes need not be declared.
            default: graphs that make up the default graph; by default the engine's own.
            named: graphs that GRAPH sees.
            extra: a parameter of the engine's own.

        Raises:
            QueryError: the engine refuses the text.
            InputError: it cannot be reached, or does not answer a query.
            UnansweredError: it ended the query, or took too long.

        >>> settings = Settings(tries=1)
        >>> RemoteStore("http://127.0.0.1:9/sparql", settings=settings).query("ASK {}")
        Traceback (most recent call last):
        whyso.graph.errors.InputError: http://127.0.0.1:9/sparql: it cannot be reached: ...
        """
        full = with_prefixes(text, self.prefixes)
        triples = form_of(full) in ("CONSTRUCT", "DESCRIBE")
        pairs = [("default-graph-uri", graph) for graph in default]
        pairs += [("named-graph-uri", graph) for graph in named]
        pairs += [(extra, "")] if extra else []

        def ask(one: str) -> Reply:
            return self._ask(one, TRIPLES if triples else ROWS, pairs)

        reply = ask(full)
        if triples:
            found = read_triples(reply)
            if self._is_cut(len(found)) and not has_limit(full):
                raise UnansweredError(
                    f"{self.shown}: {len(found):,} triples, which may not be all: this engine cuts "
                    "them without a word (MaxConstructTriples); add a LIMIT, or ask with SELECT"
                )
            return Answer(found, self.prefixes)
        answer = read_rows(reply, self.prefixes)
        cap = reply.headers.get("x-sparql-maxrows", "")
        if answer.type == "SELECT" and cap.isdecimal() and len(answer) >= int(cap):
            size = min(self.settings.page, int(cap))
            Pages(full, size, lambda one: read_rows(ask(one), self.prefixes), self.shown).fill(
                answer
            )
        return answer

    def ask(self, text: str) -> bool:
        """Return whether a query of the form ASK finds anything there.

        Raises:
            WhysoError: see :meth:`query`.

        >>> settings = Settings(tries=1)
        >>> RemoteStore("http://127.0.0.1:9/sparql", settings=settings).ask("ASK {}")
        Traceback (most recent call last):
        whyso.graph.errors.InputError: http://127.0.0.1:9/sparql: it cannot be reached: ...
        """
        return bool(self.query(text))

    def _is_cut(self, count: int) -> bool:
        """Tell whether triples may be missing: Virtuoso gives one more than a round number."""
        return "virtuoso" in self.server.lower() and count > 1 and count % 1000 == 1

    def _ask(self, text: str, accept: str, pairs: Iterable[tuple[str, str]]) -> Reply:
        from urllib.parse import urlencode

        content = urlencode([("query", text), *pairs]).encode()
        headers = {"Accept": accept, "Content-Type": _FORM}
        reply = self.connection.send("POST", self.url, headers=headers, content=content)
        self._reply = reply
        if reply.status >= 300:
            raise self._refused(reply, InputError)
        return reply

    # Writing

    def update(self, text: str, *, twice: bool = False) -> None:
        """Run a SPARQL update there. It is not sent again if it may have been carried out.

        Args:
            text: the update.
            twice: whether it does no harm to run it twice: then it may be sent again.

        Raises:
            OutputError: it may not be written, or the engine refuses.

        >>> RemoteStore("http://localhost:7878/query").update("CLEAR ALL")
        Traceback (most recent call last):
        whyso.graph.errors.OutputError: ...: opened for reading only; --write allows changes
        """
        self.check_writable()
        headers = {"Content-Type": _UPDATE, "Accept": "*/*"}
        content = with_prefixes(text, self.prefixes).encode()
        self._change("POST", self.engine.update, headers, content, (), twice=twice)

    def graph(self, name: str) -> list[ox.Triple]:
        """Return the triples of a graph by the graph store protocol; none if it is not there.

        Raises:
            InputError: the engine has no graph store protocol, or refuses.

        >>> settings = Settings(tries=1)
        >>> RemoteStore("http://127.0.0.1:9/sparql", settings=settings).graph("http://e/g")
        Traceback (most recent call last):
        whyso.graph.errors.InputError: http://127.0.0.1:9/sparql: it cannot be reached: ...
        """
        url, parameters = self._place(name)
        reply = self.connection.send("GET", url, headers={"Accept": TRIPLES}, parameters=parameters)
        if reply.status == 404:
            return []
        if reply.status >= 300:
            raise self._refused(reply, InputError)
        return read_triples(reply)

    def put_graph(self, name: str, lines: bytes | Body, *, length: int | None = None) -> None:
        """Replace a graph, or make it, by the graph store protocol.

        Args:
            name: its IRI.
            lines: N-Triples.
            length: how many bytes that is, if it comes in pieces.

        Raises:
            OutputError: it may not be written, or the engine refuses.

        >>> RemoteStore("http://localhost:7878/query").put_graph("http://e/g", b"")
        Traceback (most recent call last):
        whyso.graph.errors.OutputError: ...: opened for reading only; --write allows changes
        """
        self._send_graph("PUT", name, lines, length)

    def post_graph(self, name: str, lines: bytes | Body, *, length: int | None = None) -> None:
        """Add to a graph by the graph store protocol; see :meth:`put_graph`.

        It is not sent again if it may have been carried out: blank nodes would be there twice.

        >>> RemoteStore("http://localhost:7878/query").post_graph("http://e/g", b"")
        Traceback (most recent call last):
        whyso.graph.errors.OutputError: ...: opened for reading only; --write allows changes
        """
        self._send_graph("POST", name, lines, length)

    def delete_graph(self, name: str) -> None:
        """Remove a graph, if it is there.

        Raises:
            OutputError: it may not be written, or the engine refuses.

        >>> RemoteStore("http://localhost:7878/query").delete_graph("http://e/g")
        Traceback (most recent call last):
        whyso.graph.errors.OutputError: ...: opened for reading only; --write allows changes
        """
        self.check_writable()
        if not self.engine.graphs:
            self.update(f"DROP SILENT GRAPH {ox.NamedNode(name)}", twice=True)
            return
        url, parameters = self._place(name)
        self._change("DELETE", url, {"Accept": "*/*"}, None, parameters, missing=True)

    def _send_graph(self, method: str, name: str, lines: bytes | Body, length: int | None) -> None:
        self.check_writable()
        headers = {"Content-Type": _LINES, "Accept": "*/*"}
        if length is not None:
            headers["Content-Length"] = str(length)
        url, parameters = self._place(name)
        self._change(method, url, headers, lines, parameters, twice=method == "PUT")

    def _place(self, name: str) -> tuple[str, list[tuple[str, str]]]:
        """Return where a graph is: directly if it is named so (section 4.1), else indirectly."""
        graphs = self.engine.graphs
        if not graphs:
            raise InputError(
                f"{self.shown}: no address for whole graphs is known; set WHYSO_GRAPHS_URL"
            )
        if name.startswith(graphs.rstrip("/") + "/"):
            return name, []
        return graphs, [("graph", name)]

    def check_writable(self) -> None:
        """Refuse to change anything unless that was allowed.

        Raises:
            OutputError: it was not.

        >>> RemoteStore("http://localhost:7878/query", writable=True).check_writable()
        """
        if not self._writable:
            raise OutputError(f"{self.shown}: opened for reading only; --write allows changes")

    def _change(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: bytes | Body | None,
        parameters: Iterable[tuple[str, str]],
        *,
        twice: bool = True,
        missing: bool = False,
    ) -> None:
        reply = self.connection.send(
            method,
            url,
            headers=headers,
            parameters=parameters,
            content=content,
            writes=True,
            twice=twice,
        )
        if reply.status >= 300 and not (missing and reply.status == 404):
            raise self._refused(reply, OutputError)

    def _refused(self, reply: Reply, fault: type[InputError] | type[OutputError]) -> WhysoError:
        """Return the error that a status stands for."""
        said = ""
        if "html" not in reply.kind:
            text = reply.content[:2000].decode("utf-8", "replace").strip()
            said = " ".join(self.connection.credentials.hidden(text).split("\n")[0].split())[:200]
        detail = f": {said}" if said else ""
        where = shown(reply.url)
        if reply.status in (401, 403):
            known = self.connection.credentials.known
            how = "" if known else "; set WHYSO_USER and WHYSO_PASSWORD or WHYSO_TOKEN, or ~/.netrc"
            return fault(f"{where}: it is not allowed (status {reply.status}){detail}{how}")
        if reply.status == 404:
            return fault(f"{where}: nothing is there (status 404){detail}")
        if "timeout" in said.lower() or reply.status == 408:
            return UnansweredError(f"{where}: the engine ended it (status {reply.status}){detail}")
        if reply.status == 400 and fault is InputError:
            return QueryError(f"{where} refuses it{detail}")
        return fault(f"{where}: it fails there (status {reply.status}){detail}")
