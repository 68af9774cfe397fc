"""One request to a server that misbehaves: tried again where that is safe, never endless."""

import base64
import email.utils
import gzip
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("httpx", reason="no httpx: pip install 'whyso[remote]'")

import httpx

from remote_scripts import JSON, Answer, Server, drip, hang_up, host, rows, say, serving
from whyso.graph.errors import InputError, OutputError, QueryError, UnansweredError, WhysoError
from whyso.graph.remote import RemoteStore, Settings
from whyso.graph.remote.connection import Reply
from whyso.graph.remote.credentials import Credentials
from whyso.graph.remote.results import TRIPLES, read_rows, read_triples

ASK = "SELECT ?x { ?x ?p ?o }"
GOOD = say(rows("http://e/a", "http://e/b"))
FAST = Settings(timeout=20, tries=3)


class Patient(RemoteStore):
    """A store whose pauses are remembered and not made."""

    pauses: list[float]

    def __enter__(self) -> "Patient":
        return self


def store(url: str, settings: Settings = FAST, *, writable: bool = False) -> Patient:
    remote = Patient(url, settings=settings, writable=writable)
    remote.pauses = []
    remote.connection.pause = remote.pauses.append
    return remote


@contextmanager
def talk(
    *answers: Answer, settings: Settings = FAST, writable: bool = False
) -> Iterator[tuple[Server, Patient]]:
    """A server, and a store that speaks to it."""
    with serving(*answers) as server, store(server.url, settings, writable=writable) as remote:
        yield server, remote


def fails(*answers: Answer, fault: type[WhysoError], match: str, settings: Settings = FAST) -> None:
    """A query that is answered so fails, and says why."""
    with talk(*answers, settings=settings) as (_, remote), pytest.raises(fault, match=match):
        remote.query(ASK)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("WHYSO_TOKEN", "WHYSO_USER", "WHYSO_PASSWORD", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


# Again


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_query_is_asked_again_where_the_server_is_too_busy(status: int) -> None:
    with talk(say("", status), say("", status), GOOD) as (server, remote):
        assert len(remote.query(ASK)) == 2
        assert len(server.heard) == 3
        first, second = remote.pauses
        assert 0 < first < second


def test_a_server_that_stays_busy_is_given_up_with_how_often_it_was_asked() -> None:
    with talk(say("", 503)) as (server, remote):
        with pytest.raises(InputError, match=r"too busy \(status 503\), also after 3 tries$"):
            remote.query(ASK)
        assert len(server.heard) == 3


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_the_server_says_how_long_to_wait(form: str) -> None:
    said = "7" if form == "seconds" else email.utils.formatdate(time.time() + 9, usegmt=True)
    with talk(say("", 429, Retry_After=said), GOOD) as (_server, remote):
        remote.query(ASK)
        (pause,) = remote.pauses
        assert pause == 7 or 0 < pause <= 9


def test_a_server_that_asks_for_a_long_pause_is_left_alone() -> None:
    with talk(say("", 503, Retry_After="86400")) as (server, remote):
        with pytest.raises(InputError, match="left alone for 86400 s"):
            remote.query(ASK)
        assert len(server.heard) == 1


def test_a_connection_that_breaks_is_tried_again_for_a_query() -> None:
    with talk(hang_up, say(rows(), length=5000), GOOD) as (_server, remote):
        assert len(remote.query(ASK)) == 2


def test_a_server_that_is_not_there_is_told_in_one_line() -> None:
    with serving(GOOD) as server:
        url = server.url
    with store(url) as remote, pytest.raises(InputError, match="it cannot be reached"):
        remote.query(ASK)


@pytest.mark.parametrize("fault", [hang_up, say("", 502), say("", 503), say("", 504)])
def test_an_update_that_may_have_been_made_is_not_sent_again(fault: Answer) -> None:
    with talk(say(rows()), fault, say(), writable=True) as (server, remote):
        with pytest.raises(OutputError, match="whether the change was made is not known"):
            remote.update("INSERT DATA { <a:a> <a:b> [] }")
        assert [one.method for one in server.heard] == ["POST", "POST"]  # ASK, and the update


def test_an_update_that_was_not_taken_is_sent_again() -> None:
    answers = say(rows()), say("", 429), say()
    with talk(*answers, writable=True) as (server, remote):
        remote.update("CLEAR ALL")
        assert [one.body for one in server.heard[1:]] == [b"CLEAR ALL"] * 2


@pytest.mark.parametrize(("method", "times"), [("put_graph", 2), ("post_graph", 1)])
def test_a_graph_is_put_again_but_not_added_again(method: str, times: int) -> None:
    answers = say(rows(), Server="Oxigraph"), say("", 503), say("", 204)
    with serving(*answers) as server:
        settings = Settings(tries=3, graphs_url=server.url + "/store")
        remote = store(server.url, settings, writable=True)
        if times == 1:
            with pytest.raises(OutputError, match="not sent again"):
                getattr(remote, method)("http://e/g", b"<a:a> <a:b> <a:c> .\n")
        else:
            getattr(remote, method)("http://e/g", b"<a:a> <a:b> <a:c> .\n")
        sent = [one for one in server.heard if "store" in one.path]
        assert len(sent) == times
        assert sent[-1].path == "/sparql/store?graph=http%3A%2F%2Fe%2Fg"
        remote.close()


# Broken answers


def test_an_answer_that_breaks_off_anywhere_is_never_taken_for_a_whole_one() -> None:
    whole = rows("http://e/a", "http://e/b").encode()
    headers = httpx.Headers({"Content-Type": JSON})
    assert len(read_rows(Reply(200, headers, whole, ""), {})) == 2
    for end in range(len(whole)):
        with pytest.raises(WhysoError):
            read_rows(Reply(200, headers, whole[:end], ""), {})


def test_a_query_that_an_engine_ends_in_the_middle_is_told_as_that() -> None:
    cut = rows("http://e/a")[:-9] + "The SPARQL operation has been cancelled"
    with talk(say(cut)) as (server, remote):
        with pytest.raises(UnansweredError, match=r"breaks off after .* bytes"):
            remote.query(ASK)
        lines = "<a:a> <a:b> <a:c> .\nThe SPARQL operation has been cancelled"
        server.answers[:] = [say(lines, kind="application/n-triples")]
        with pytest.raises(UnansweredError, match="breaks off"):
            remote.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


def test_a_part_that_an_engine_gives_when_its_time_is_up_is_no_answer() -> None:
    fails(say(rows("http://e/a"), X_SQL_State="S1TAT"), fault=UnansweredError, match="breaks off")


def test_an_answer_shorter_than_it_says_is_told() -> None:
    fails(say(rows(), length=5000), fault=InputError, match="the connection broke")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", "<html>Sign in</html>"),
        ("text/csv", "x\nhttp://e/a\n"),
        ("application/sparql-results+xml", "<sparql/>"),
    ],
)
def test_what_is_no_json_is_refused_with_what_it_is(kind: str, body: str) -> None:
    fails(
        say(body, kind=kind),
        fault=InputError,
        match=f"no results in JSON but {kind.replace('+', '.')}",
    )


def test_json_that_is_no_results_is_refused() -> None:
    with talk(say('{"message": "hello"}')) as (_server, remote), pytest.raises(WhysoError):
        remote.query(ASK)


def deep(levels: int, kind: str = "triple") -> str:
    """Rows, the last of which has triple terms in triple terms."""
    uri = '{"type":"uri","value":"a:a"}'
    begin = f'{{"type":"{kind}","value":{{"subject":{uri},"predicate":{uri},"object":'
    rest = "{" + f'"x":{begin * levels}{uri}{"}}" * levels}' + "}"
    return rows(*map(str, range(5000))).replace("]}}", f",{rest}]}}}}")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        '{"head":' * 100_000,
        '{"a":{"b":{}}}' * 3,
        deep(50_000),
        deep(50_000, r"tri\u0070le"),
        deep(50_000)[:-200_000],
    ],
)
def test_json_nested_deeply_ends_in_an_error(text: str) -> None:
    headers = httpx.Headers({"Content-Type": JSON})
    with pytest.raises(WhysoError):
        read_rows(Reply(200, headers, text.encode(), "http://e/"), {})


@pytest.mark.parametrize("kind", ["application/n-triples", "text/turtle"])
def test_triple_terms_in_each_other_end_in_an_error(kind: str) -> None:
    headers = httpx.Headers({"Content-Type": kind})
    text = "<a:a> <a:b> " + "<<( <a:a> <a:b> " * 100_000 + "<a:c>" + " )>>" * 100_000 + " ."
    with pytest.raises(InputError, match="nested too deeply"):
        read_triples(Reply(200, headers, text.encode(), "http://e/"))


def test_a_page_of_html_with_an_error_is_not_printed() -> None:
    page = say("<html><h1>Oh no</h1></html>", 500, "text/html")
    fails(page, fault=InputError, match=r"it fails there \(status 500\)$")


def test_what_an_engine_says_of_a_query_is_one_short_line() -> None:
    long = "Parse error\nat line 1 " + "x" * 5000
    fails(say(long, 400, "text/plain"), fault=QueryError, match=r"refuses it: Parse error$")


# Endless answers


def test_a_body_that_never_ends_ends_at_the_limit() -> None:
    def endless() -> "list[bytes]":
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{"
        return [head] + [b" " * 100_000] * 100

    fails(
        drip(endless(), 0),
        settings=Settings(max_bytes=300_000),
        fault=InputError,
        match="longer than 300,000 bytes",
    )


def test_a_small_body_that_unpacks_to_a_huge_one_ends_at_the_limit() -> None:
    bomb = gzip.compress(b"{" + b" " * 50_000_000)
    with (
        talk(say(bomb, Content_Encoding="gzip"), settings=Settings(max_bytes=300_000)) as (
            _server,
            remote,
        ),
        pytest.raises(InputError, match="longer than 300,000 bytes"),
    ):
        remote.query(ASK)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"])
def test_a_server_that_sends_a_byte_now_and_then_is_given_up(head: bytes) -> None:
    slow = [head or b"HTTP/1.1 200 OK\r\n", *[b"X"] * 40]
    with talk(drip(slow, 0.1), settings=Settings(timeout=2)) as (server, remote):
        with pytest.raises(UnansweredError, match=r"no whole answer within 2 s"):
            remote.query(ASK)
        server.answers[:] = [GOOD]
        assert len(remote.query(ASK)) == 2  # and the next request goes through


# Elsewhere


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_query_follows_where_the_same_server_sends_it(status: int) -> None:
    with serving(say("", status, Location="/other"), GOOD) as server:
        with store(server.url) as remote:
            assert len(remote.query(ASK)) == 2
        assert [(one.path, one.query) for one in server.heard][1] == ("/other", ASK)


@pytest.mark.parametrize("writes", [False, True])
def test_nothing_is_sent_on_to_another_server(writes: bool) -> None:
    with serving(GOOD) as other, serving(say(rows())) as server:
        with store(server.url, writable=True) as remote:
            assert remote.engine.update == server.url
            server.answers[:] = [say("", 307, Location=other.url)]
            with pytest.raises(WhysoError, match="not the same server; name that address"):
                remote.update("CLEAR ALL") if writes else remote.query(ASK)
        assert other.heard == []


def test_a_server_that_sends_in_circles_is_given_up() -> None:
    fails(say("", 302, Location="/sparql"), fault=InputError, match="more than 5 times")


# Who asks


def test_a_password_is_told_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHYSO_USER", "me")
    monkeypatch.setenv("WHYSO_PASSWORD", "secret")
    ask = say("", 401, WWW_Authenticate='Basic realm="there"')
    with talk(GOOD, ask, GOOD) as (server, remote):
        for _ in range(3):
            remote.query(ASK)
        told = [one.headers.get("Authorization") for one in server.heard]
        basic = "Basic " + base64.b64encode(b"me:secret").decode()
        assert told == [None, None, basic, basic]


def test_a_digest_does_not_tell_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHYSO_USER", "me")
    monkeypatch.setenv("WHYSO_PASSWORD", "secret")
    ask = say("", 401, WWW_Authenticate='Digest realm="there", nonce="1", qop="auth"')
    with talk(ask, GOOD) as (server, remote):
        remote.query(ASK)
        assert 'username="me"' in server.heard[-1].headers["Authorization"]
        assert all("secret" not in str(one) for one in server.heard)


@pytest.mark.parametrize("way", ["Digest", "Digest realm", "Digest algorithm=NONE, nonce=1"])
def test_a_broken_question_for_a_password_is_an_error(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHYSO_USER", "me")
    monkeypatch.setenv("WHYSO_PASSWORD", "secret")
    fails(say("", 401, WWW_Authenticate=way), fault=InputError, match="in a way that is not known")


def test_netrc_tells_a_password_for_its_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    ask = say("", 401, WWW_Authenticate="Basic")
    with talk(ask, GOOD) as (server, remote):
        remote.query(ASK)
        assert "Basic" in server.heard[-1].headers["Authorization"]
    assert not Credentials("https://example.org/sparql").known


def test_a_token_stays_on_its_server_and_out_of_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHYSO_TOKEN", "t0psecret")
    with talk(say("bad token t0psecret", 403, "text/plain")) as (server, remote):
        with pytest.raises(InputError) as raised:
            remote.query(ASK)
        assert server.heard[0].headers["Authorization"] == "Bearer t0psecret"
    assert "not allowed" in str(raised.value) and "t0psecret" not in str(raised.value)


def test_a_token_is_not_sent_where_others_can_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHYSO_TOKEN", "t0psecret")
    request = httpx.Request("GET", "http://example.org/sparql")
    with pytest.raises(InputError, match="not sent over http"):
        next(Credentials("http://example.org/sparql").auth_flow(request))
    away = httpx.Request("GET", "https://elsewhere.example/sparql")
    sent = next(Credentials("https://example.org/sparql").auth_flow(away))
    assert "Authorization" not in sent.headers


@pytest.mark.parametrize("name", ["WHYSO_USER", "WHYSO_PASSWORD"])
def test_half_a_name_and_password_is_an_error(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "x")
    with pytest.raises(InputError, match="is not set, but the other"):
        RemoteStore("https://example.org/sparql")


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http://e e/x",
        "http://[::1/x",
        "http://e:99999/x",
        "http://u:p@e/x",
        "http://u@e",
    ],
)
def test_a_broken_address_or_one_with_a_password_is_refused(url: str) -> None:
    with pytest.raises(InputError) as raised:
        RemoteStore(url)
    assert ":p@" not in str(raised.value)


# Writing, and what engines say oddly


def test_nothing_is_changed_unless_that_is_allowed() -> None:
    with talk(say(rows(), Server="Oxigraph")) as (server, remote):
        for name, asked in (
            ("update", ["CLEAR ALL"]),
            ("put_graph", ["http://e/g", b""]),
            ("post_graph", ["http://e/g", b""]),
            ("delete_graph", ["http://e/g"]),
        ):
            with pytest.raises(OutputError, match="--write allows changes"):
                getattr(remote, name)(*asked)
        assert server.heard == []


def test_virtuosos_truth_values_and_blank_nodes_are_understood() -> None:
    truth = (
        '{"head":{"link":[],"vars":["__ASK_RETVAL"]},"results":{"distinct":false,"bindings":['
        '{"__ASK_RETVAL":{"type":"typed-literal","datatype":"http://www.w3.org/2001/XMLSchema#'
        'integer","value":"%d"}}]}}'
    )
    blank = '{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"bnode","value":"%s"}}]}}'
    with talk(say(truth % 1)) as (server, remote):
        assert remote.ask("ASK {}") is True
        server.answers[:] = [say(truth % 0)]
        assert remote.ask("ASK {}") is False
        server.answers[:] = [say(blank % "nodeID://b10007")]
        assert str(remote.query(ASK).raw_rows[0][0]) == "_:b10007"


def test_a_graph_of_the_engines_own_address_is_named_directly() -> None:
    triple = say("<a:a> <a:b> <a:c> .", kind="text/turtle")
    with serving(say(rows()), triple) as server:
        settings = Settings(graphs_url=host(server.url) + "/store")
        with store(server.url, settings) as remote:
            assert len(remote.graph(host(server.url) + "/store/tea")) == 1
            assert len(remote.graph("http://e/tea")) == 1
            paths = [one.path for one in server.heard[1:]]
            assert paths == ["/store/tea", "/store?graph=http%3A%2F%2Fe%2Ftea"]
            assert server.heard[1].headers["Accept"] == TRIPLES


def test_triple_terms_are_refused() -> None:
    text = "<a:a> <a:b> <<( <a:a> <a:b> <a:c> )>> ."
    with talk(say(text, kind="text/turtle")) as (server, remote):
        headers = {"Accept": TRIPLES}
        reply = remote.connection.send("GET", server.url, headers=headers)
        with pytest.raises(InputError, match="triple term"):
            read_triples(reply)


@pytest.mark.parametrize(
    ("name", "value"), [("WHYSO_TIMEOUT", "soon"), ("WHYSO_PAGE", "-1"), ("WHYSO_TRIES", "nan")]
)
def test_settings_that_are_no_numbers_are_refused(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InputError, match=name):
        RemoteStore("https://example.org/sparql")
