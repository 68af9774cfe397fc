"""The addresses of the service. Nothing here reads RDF: workers do, in processes of their own."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any, Final, TypeAlias

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from whyso import ontology
from whyso.graph.errors import WhysoError
from whyso.graph.server import frame, openapi, protocol, querying
from whyso.graph.server.answers import Pairs
from whyso.graph.server.guard import App, Guard
from whyso.graph.server.language import Spoken, spoken
from whyso.graph.server.messages import Reply
from whyso.graph.server.negotiation import GRAPHS, PAGE, chosen, is_page
from whyso.graph.server.pool import RefusedError
from whyso.graph.server.service import Service

__all__ = ["app"]

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]

_STATIC: Final = {
    "server.css": "text/css; charset=utf-8",
    "served.js": "text/javascript; charset=utf-8",
    "query.js": "text/javascript; charset=utf-8",
    "yasgui.min.js": "text/javascript; charset=utf-8",
    "yasgui.min.css": "text/css; charset=utf-8",
}
# Address to task; what stands in braces, the task takes by name.
_TASKS: Final = {
    "/": "index",
    "/sources/{source:path}": "source",
    "/queries/{name}": "named",
    "/api/sources": "sources",
    "/api/queries": "queries",
    "/api/sources/{source:path}/claims": "claims",
    "/api/sources/{source:path}/claims/{claim:path}/explanation": "explanation",
    "/api/sources/{source:path}/claims/{claim:path}/flips": "flips",
    "/api/sources/{source:path}/claims/{claim:path}": "claim",
    "/api/sources/{source:path}/verdict": "verdict",
    "/api/sources/{source:path}/whatif": "whatif",
}


def app(
    service: Service,
    *,
    names: Iterable[str] = (),
    addresses: bool = False,
    origins: Iterable[str] = (),
    lang: str | None = None,
) -> App:
    """Return the application (ASGI 3).

    Args:
        service: what answers.
        names: further names by which it may be called (Host header).
        addresses: whether it may be called by any IP address.
        origins: other sites whose scripts may ask and read (CORS).
        lang: the language of pages whose address names none; by default what the browser prefers.

    >>> from whyso.graph.server.desk import Opening
    >>> callable(app(Service(Opening())))
    True
    """
    sites = list(origins)
    endpoints = _Endpoints(service, lang)
    routes = [Route(path, endpoints.of(task)) for path, task in _TASKS.items()]
    routes += [
        Route("/id/{name:path}", endpoints.resource),
        Route("/resource", endpoints.resource),
        Route("/view", endpoints.view),
        Route("/version", endpoints.version),
        Route("/api/openapi.json", endpoints.description),
        Route("/static/{name}", endpoints.static),
        Route("/favicon.ico", endpoints.icon),
        Route("/sparql", endpoints.sparql, methods=["GET", "POST"]),
        Route("/sparql/", endpoints.sparql, methods=["GET", "POST"]),
    ]
    faults: Any = {HTTPException: endpoints.missing, Exception: _fault}
    inner: App = Starlette(routes=routes, exception_handlers=faults)
    if sites:
        kinds = ["Accept", "Content-Type"]
        inner = CORSMiddleware(
            inner, allow_origins=sites, allow_methods=["GET", "POST"], allow_headers=kinds
        )
    return Guard(inner, names=names, addresses=addresses, origins=sites)


class _Endpoints:
    def __init__(self, service: Service, lang: str | None) -> None:
        self._service = service
        self._lang = lang

    def of(self, task: str) -> Endpoint:
        """Return the endpoint that hands a request on to a task."""

        async def endpoint(request: Request) -> Response:
            return await self._answered(request, task, **request.path_params)

        return endpoint

    async def resource(self, request: Request) -> Response:
        name = request.path_params.get("name")
        iri = request.query_params.get("iri", "") if name is None else ontology.ID + name
        return await self._answered(request, "resource", iri=iri)

    async def view(self, request: Request) -> Response:
        text = request.query_params.get("query", "")
        return await self._answered(request, "view", text=text)

    async def version(self, request: Request) -> Response:
        told = {"version": self._service.version, "trouble": self._service.trouble}
        return JSONResponse(told, headers={"Cache-Control": "no-store"})

    async def description(self, request: Request) -> Response:
        return JSONResponse(openapi.description(), headers={"Cache-Control": "no-cache"})

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _STATIC:
            return _told(404, "no such file")
        return Response(
            _file(name), media_type=_STATIC[name], headers={"Cache-Control": "max-age=3600"}
        )

    async def icon(self, request: Request) -> Response:
        """Answer what browsers ask for by themselves: there is none."""
        return Response(status_code=204, headers={"Cache-Control": "max-age=86400"})

    async def missing(self, request: Request, error: HTTPException) -> Response:
        """Answer at an address that there is not, or in a way that it does not know."""
        told = Response(error.detail, error.status_code, error.headers, "text/plain")
        programs = request.url.path.startswith(("/api/", "/static/", "/sparql"))
        return told if programs else self._explained(request, told)

    async def sparql(self, request: Request) -> Response:
        try:
            pairs = protocol.pairs_of(request.url.query)
            if request.method == "POST":
                kind = request.headers.get("content-type", "")
                asked = protocol.read_post(kind, await request.body(), pairs)
            else:
                asked = protocol.read_get(pairs)
        except RefusedError as error:
            return _told(error.status, str(error))
        base = str(request.url.replace(query=None, fragment=None))
        if asked.text is not None:
            graphs = {
                "default_graphs": asked.default_graphs,
                "named_graphs": asked.named_graphs,
                "base": base,
            }
            return await self._answer(request, {"task": "query", "text": asked.text, **graphs})
        if chosen(request.headers.get("accept", ""), [*GRAPHS, PAGE]) == PAGE:
            own = {"Content-Security-Policy": querying.POLICY, "Cache-Control": "no-cache"}
            found = self._spoken(request, pairs)
            text = querying.page(found.language, pairs)
            return Response(text, media_type=PAGE, headers=own | _language(found))
        return await self._answer(request, {"task": "description", "base": base})

    async def _answered(self, request: Request, task: str, **given: Any) -> Response:
        """Answer what depends on the files and the request alone; a client may hold it already."""
        accept = request.headers.get("accept", "")
        try:
            asked = protocol.pairs_of(request.url.query)
        except RefusedError as error:
            return self._explained(request, _told(error.status, str(error)))
        said, headers = [str(request.url), accept], {"Vary": "Accept"}
        page = is_page(task, asked, accept)
        if page:
            found = self._spoken(request, asked)
            said.append(given.setdefault("lang", found.language))
            headers = _language(found)
        tag = self._service.tag(*said)
        headers |= {"ETag": tag, "Cache-Control": "no-cache"}
        held = request.headers.get("if-none-match", "")
        if tag in (one.strip().removeprefix("W/") for one in held.split(",")):
            return Response(status_code=304, headers=headers)
        answer = await self._answer(request, {"task": task, "asked": asked, **given})
        if answer.status_code == 200:
            answer.headers.update(headers)
        return self._explained(request, answer) if page else answer

    def _spoken(self, request: Request, asked: Pairs) -> Spoken:
        header = ", ".join(request.headers.getlist("accept-language"))
        return spoken(asked, self._lang, header)

    def _explained(self, request: Request, answer: Response) -> Response:
        """Return an answer; one that tells what went wrong, as a page if a page is wanted."""
        accept = request.headers.get("accept", "")
        if answer.status_code < 400 or chosen(accept, ["text/plain", PAGE]) != PAGE:
            return answer
        try:
            asked = protocol.pairs_of(request.url.query)
        except RefusedError:
            asked = []
        found = self._spoken(request, asked)
        said = bytes(answer.body).decode().strip()
        text = frame.error(
            answer.status_code,
            "" if said == HTTPStatus(answer.status_code).phrase else said,
            lang=found.language,
            asked=asked,
            version=self._service.version,
        )
        kept = {
            key: answer.headers[key] for key in ("retry-after", "allow") if key in answer.headers
        }
        headers = kept | _language(found)
        return Response(text, answer.status_code, headers, PAGE)

    async def _answer(self, request: Request, asked: dict[str, Any]) -> Response:
        """Have a worker answer; if the client goes away, nobody goes on working."""
        asked["accept"] = request.headers.get("accept", "")
        work = asyncio.ensure_future(self._service.answer(asked))
        gone = asyncio.ensure_future(_gone(request))
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                return _told(499, "the client has gone away")
            return _response(await work)
        except (RefusedError, WhysoError, ConnectionError) as error:
            status = error.status if isinstance(error, RefusedError) else 503
            return _told(status, str(error))
        finally:
            for task in (work, gone):
                task.cancel()
            await asyncio.gather(work, gone, return_exceptions=True)


def _language(found: Spoken) -> dict[str, str]:
    """Return the headers that tell the language of a page, and what it was chosen by."""
    vary = "Accept, Accept-Language" if found.heard else "Accept"
    return {"Content-Language": found.language, "Vary": vary}


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _response(reply: Reply) -> Response:
    headers = dict(reply.headers)
    fault = headers.pop("fault", "")
    if fault:
        print(fault, file=sys.stderr)
    return Response(
        reply.body, reply.status, headers={**headers, "Content-Type": reply.type, "Vary": "Accept"}
    )


def _told(status: int, said: str) -> Response:
    more = {"Retry-After": "5"} if status == 503 else {}
    return Response(f"{said}\n", status, media_type="text/plain", headers=more)


async def _fault(request: Request, error: Exception) -> Response:
    print(f"{request.method} {request.url.path}: {type(error).__name__}", file=sys.stderr)
    return _told(500, f"a fault of whyso: {type(error).__name__}")


@cache
def _file(name: str) -> bytes:
    return files("whyso.graph.server").joinpath("static", name).read_bytes()
