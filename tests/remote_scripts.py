"""A server that misbehaves as it is told, for the tests of remote engines."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

JSON = "application/sparql-results+json"


@dataclass
class Request:
    """What the server heard."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode(), keep_blank_values=True)

    @property
    def query(self) -> str:
        return self.form.get("query", [""])[0]


Answer: TypeAlias = "Callable[[BaseHTTPRequestHandler, Request], None]"


@dataclass
class Server:
    """Answers requests in turn, the last answer again and again; and remembers them."""

    url: str
    answers: list[Answer]
    heard: list[Request] = field(default_factory=list)


def say(
    body: bytes | str = b"", status: int = 200, kind: str = JSON, length: int = 0, **headers: str
) -> Answer:
    """An answer; underscores in the names of headers are hyphens, *length* may be a wrong one."""

    def answer(handler: BaseHTTPRequestHandler, _: Request) -> None:
        data = body.encode() if isinstance(body, str) else body
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(length or len(data)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)
        if length > len(data):
            handler.close_connection = True

    return answer


def hang_up(handler: BaseHTTPRequestHandler, _: Request) -> None:
    """Close the connection without an answer."""
    handler.close_connection = True


def drip(pieces: Iterator[bytes] | list[bytes], pause: float) -> Answer:
    """Send bytes as they are, status line and all, a piece at a time."""

    def answer(handler: BaseHTTPRequestHandler, _: Request) -> None:
        handler.close_connection = True
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause)

    return answer


def rows(*values: str, name: str = "x") -> str:
    """Results with one column of IRIs."""
    found = [{name: {"type": "uri", "value": value}} for value in values]
    return json.dumps({"head": {"vars": [name]}, "results": {"bindings": found}})


def engine(
    store: ox.Store,
    *,
    cap: int = 10**9,
    server: str = "",
    told: bool = True,
) -> Answer:
    """Answer queries from a store, but never with more than *cap* rows or triples.

    Args:
        store: what is asked.
        cap: how many there are at most.
        server: the header ``Server``.
        told: whether a header tells that rows are cut.
    """

    def answer(handler: BaseHTTPRequestHandler, request: Request) -> None:
        form = request.form
        graphs = [ox.NamedNode(one) for one in form.get("default-graph-uri", [])]
        named = [ox.NamedNode(one) for one in form.get("named-graph-uri", [])]
        chosen: dict[str, Any] = {"use_default_graph_as_union": True}
        if graphs or named:
            chosen = {"default_graph": graphs, "named_graphs": named}
        try:
            found = store.query(request.query, **chosen)
        except SyntaxError as error:
            say(str(error), 400, "text/plain")(handler, request)
            return
        headers: Any = {"Server": server} if server else {}
        if isinstance(found, ox.QuerySolutions):
            names = [variable.value for variable in found.variables]
            bindings = [
                {
                    name: _told(term)
                    for name, term in zip(names, solution, strict=True)
                    if term is not None
                }
                for solution in found
            ]
            if told and len(bindings) >= cap:
                headers["X_SPARQL_MaxRows"] = str(cap)
            data: Any = {"head": {"vars": names}, "results": {"bindings": bindings[:cap]}}
            say(json.dumps(data), **headers)(handler, request)
        elif isinstance(found, ox.QueryBoolean):
            say(json.dumps({"head": {}, "boolean": bool(found)}), **headers)(handler, request)
        else:
            lines = "".join(f"{triple} .\n" for triple in list(found)[:cap])
            say(lines, kind="application/n-triples", **headers)(handler, request)

    return answer


def _told(term: Any) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    told = {"type": "literal", "value": term.value}
    if term.language:
        return told | {"xml:lang": term.language}
    return told | {"datatype": term.datatype.value}


@contextmanager
def serving(*answers: Answer) -> Iterator[Server]:
    """Serve on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "Scripted"

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            request = Request(self.command, self.path, dict(self.headers.items()), body)
            heard.append(request)
            answer = script.pop(0) if len(script) > 1 else script[0]
            try:
                answer(self, request)
            except OSError:  # who asked has gone
                self.close_connection = True

        do_GET = do_POST = do_PUT = do_DELETE = _answer

        def version_string(self) -> str:
            return "Scripted"

        def log_message(self, format: str, *args: Any) -> None:
            return

    script, heard = list(answers), list[Request]()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        httpd.daemon_threads = True
        thread = threading.Thread(target=httpd.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield Server(f"http://127.0.0.1:{httpd.server_port}/sparql", script, heard)
        finally:
            httpd.shutdown()
            thread.join()


def host(url: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
