"""The service answers its own names and pages only, and no request can stop it for others."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from served import RUNAWAY, Server, is_keeper, serving, until

from whyso.graph.server.guard import MOST, Guard

OURS = "127.0.0.1:8765"
OTHER = "https://evil.example"
SECONDS = 0.7  # that a request may take
DENSE = 60


async def _echo(scope: Any, receive: Any, send: Any) -> None:
    body = (await receive())["body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def through(method: str = "GET", *, content: Any = b"", of: Any = None, **headers: Any) -> Any:
    """Send a request through the guard to what tells the body again."""

    async def go() -> httpx.Response:
        transport = httpx.ASGITransport(Guard(_echo, **(of or {})))
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with httpx.AsyncClient(transport=transport) as client:
            return await client.request(
                method, "http://x/", content=content, headers={"Host": OURS} | named
            )

    # In a thread of its own: where a browser is driven in this process, a loop runs here already.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(go())).result()


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:1", "127.0.0.1:8765", "[::1]", "[::1]:8765"]
)
def test_it_answers_to_its_own_names(host: str) -> None:
    assert through(Host=host).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8765", "127.0.0.1.evil.example", "localhost.evil.example"),
        *("192.168.0.7:8765", "[::1].evil.example", "127.0.0.1@evil.example", ""),
    ],
)
def test_it_answers_to_no_other_name(host: str) -> None:
    assert through(Host=host).status_code == 403


def test_it_answers_to_names_that_it_is_given() -> None:
    of = {"names": ["Argument.example"]}

    assert through(Host="argument.example", of=of).status_code == 200
    assert through(Host="argument.example.evil.example", of=of).status_code == 403


def test_at_all_addresses_it_answers_to_addresses_but_not_to_names() -> None:
    of = {"addresses": True}

    assert through(Host="192.168.0.7:8765", of=of).status_code == 200
    assert through(Host="evil.example", of=of).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec_Fetch_Site": "same-origin", "Origin": f"http://{OURS}"}, 200),
        ({"Sec_Fetch_Site": "none"}, 200),
        ({"Origin": f"http://{OURS}"}, 200),
        ({"Sec_Fetch_Site": "cross-site", "Origin": OTHER}, 403),
        ({"Sec_Fetch_Site": "same-site", "Origin": "http://127.0.0.1:99"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Origin": OTHER}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}, 403),
    ],
    ids=str,
)
def test_what_another_site_sends_is_refused(headers: dict[str, str], status: int) -> None:
    assert through("POST", **headers).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}, 200),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}, 403),
        ({"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors"}, 403),
    ],
    ids=str,
)
def test_another_site_may_lead_here_but_not_use_it(headers: dict[str, str], status: int) -> None:
    assert through(**headers).status_code == status


def test_an_allowed_site_may_ask() -> None:
    of = {"origins": [OTHER]}
    headers = {"Sec_Fetch_Site": "cross-site", "Origin": OTHER}

    assert through("POST", of=of, **headers).status_code == 200
    assert through("POST", of=of, **(headers | {"Origin": "http://b.example"})).status_code == 403


def test_a_body_of_a_megabyte_comes_whole_and_a_longer_one_is_refused() -> None:
    assert through("POST", content=b"a" * MOST).content == b"a" * MOST
    assert through("POST", content=b"a" * (MOST + 1)).status_code == 413


def test_every_answer_carries_the_headers_that_shut_others_out() -> None:
    for headers in (through().headers, through(Host="evil.example").headers):
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers


# A service that runs


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A service with a dense graph, short patience and few rows."""
    file = tmp_path_factory.mktemp("served") / "dense.ttl"
    links = "".join(
        f":c{a} a arg:Claim ; arg:dependsOn {', '.join(f':c{b}' for b in range(DENSE))} .\n"
        for a in range(DENSE)
    )
    prefixes = "@prefix arg: <https://w3id.org/whyso/ontology#> .\n"
    file.write_text(f"{prefixes}@prefix : <https://w3id.org/whyso/id/dense/> .\n{links}")
    options = ("--timeout", SECONDS, "--max-rows", 5000, "--allow-origin", "https://a.example")
    with serving(file, *options) as found:
        yield found


RUNAWAYS = {
    "cross product": RUNAWAY,
    "paths on a dense graph": (
        "SELECT (COUNT(*) AS ?n) { ?a arg:dependsOn+ ?b . ?b arg:dependsOn+ ?c . "
        "?c arg:dependsOn+ ?d }"
    ),
    "regular expressions": (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(REGEX("
        "CONCAT(STR(?a), STR(?d), STR(?g)), '(.*c.*){9}x'))}"
    ),
    "sorting": "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?g",
}


@pytest.mark.parametrize(
    "name",
    [
        "cross product",
        "paths on a dense graph",
        pytest.param("regular expressions", marks=pytest.mark.slow),
        pytest.param("sorting", marks=pytest.mark.slow),
    ],
)
def test_a_runaway_query_is_ended_and_the_others_are_answered(served: Server, name: str) -> None:
    found: list[httpx.Response] = []
    runs = [
        threading.Thread(target=lambda: found.append(served.ask(RUNAWAYS[name]))) for _ in range(2)
    ]
    for run in runs:
        run.start()
    answered = 0
    while any(run.is_alive() for run in runs):
        assert served.ask("SELECT (1 AS ?n) {}").text == "n\r\n1\r\n"
        answered += 1

    assert answered > 3
    assert {got.status_code for got in found} <= {504, 507}
    assert served.get("version").json()["trouble"] == ""


def test_a_client_that_goes_away_ends_its_query(served: Server) -> None:
    before = set(workers(served))
    with pytest.raises(httpx.TimeoutException):
        httpx.post(f"{served.address}sparql", data={"query": RUNAWAY}, timeout=0.3)

    # Were it not ended, it would be there until its limit, and then another one would be.
    assert until(lambda: set(workers(served)) <= before)


def workers(served: Server) -> list[int]:
    """Return the processes of the service that are at work at the moment."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = place.read_text()
        except OSError:
            continue
        name, state = text.rpartition(")")[0], text.rpartition(")")[2].split()[0]
        if (
            "python" in name
            and state == "R"
            and is_keeper(place.parent)
            and place.parent.name != "self"
        ):
            found.append(int(place.parent.name))
    return found


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", 400),
        (f"SELECT * {{{'(' * 50_000}", 400),
        (f"SELECT * {{ FILTER({'(' * 20_000}1{')' * 20_000}) }}", 200),
        ("x" * 200_000, 400),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400),
        ("SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400),
        ("LOAD <file:///etc/passwd>", 400),
        ("INSERT DATA { <a:a> <a:b> 1 }", 400),
    ],
    ids=lambda value: str(value)[:30],
)
def test_queries_that_are_too_much_or_not_allowed_are_refused(
    served: Server, query: str, status: int
) -> None:
    assert served.ask(query).status_code == status


def test_files_are_never_read_for_a_query(served: Server, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<urn:a> <urn:b> 'secret' .")

    for clause in (f"FROM <{secret.as_uri()}>", f"FROM NAMED <{secret.as_uri()}>"):
        got = served.ask(
            f"SELECT * {clause} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
        )
        assert (got.status_code, got.text.count("\n")) == (200, 1)
    got = served.get(
        "sparql", params={"query": "ASK {?s ?p ?o}", "default-graph-uri": secret.as_uri()}
    )
    assert got.json()["boolean"] is False


def test_half_open_and_slow_requests_leave_room_for_others(served: Server) -> None:
    lines = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(50)]
    for number, line in enumerate(lines):
        line.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n"[: 10 + number])
    try:
        assert served.ask("SELECT (1 AS ?n) {}").status_code == 200
    finally:
        for line in lines:
            line.close()


@pytest.mark.slow
def test_headers_and_bodies_that_do_not_come_are_not_waited_for(served: Server) -> None:
    begun = [b"GET / HTTP/1.1\r\nHost: loc", b""]
    begun += [b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nquery"]
    lines = [socket.create_connection(("127.0.0.1", served.port), timeout=60) for _ in begun]
    for line, part in zip(lines, begun, strict=True):
        line.sendall(part)

    answers = [line.recv(100) for line in lines]

    assert answers[:2] == [b"", b""]
    assert answers[2].startswith(b"HTTP/1.1 408 ")
    for line in lines:
        line.close()


def test_a_body_that_is_too_long_is_refused(served: Server) -> None:
    assert served.post("sparql", data={"query": "a" * (MOST + 1)}).status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        *("/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/%2e%2e/etc/passwd"),
        *("//etc/passwd", "/static/%00", "/static//etc/passwd", "/etc/passwd"),
        "/sources/..%2f..%2fetc%2fpasswd",
    ],
)
def test_no_address_leads_to_a_file(served: Server, path: str) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=60) as line:
        line.sendall(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
        said = b"".join(iter(lambda: line.recv(65536), b""))

    assert said.startswith(b"HTTP/1.1 404 ")
    assert b"root:" not in said


def test_only_the_sites_that_are_allowed_may_read_answers(served: Server) -> None:
    def allowed(origin: str) -> str | None:
        got = served.get("version", headers={"Origin": origin})
        found: str | None = got.headers.get("access-control-allow-origin")
        return found

    assert allowed("https://a.example") == "https://a.example"
    assert allowed(OTHER) is None
