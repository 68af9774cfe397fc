"""The pages for people, in a real browser that may ask nobody but the service."""

import contextlib
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from conftest import BROWSERS, QUIET
from served import SAMPLE, Server, serving

from whyso.graph import ArgumentGraph
from whyso.graph.opening import sample_path
from whyso.graph.server.desk import Desk, Opening

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ID: Final = f"https://w3id.org/whyso/id/{SAMPLE}/"
CHAIN: Final = 200


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled argument, and a source that is too large for one map."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copy(sample_path(), folder / "claims.ttl")
    chain = "".join(
        f':c{n} a arg:Claim ; rdfs:label "Claim {n}"@en .\n'
        f":i{n} a arg:Inference ; arg:premise :c{n + 1} ; arg:conclusion :c{n} .\n"
        for n in range(CHAIN)
    )
    (folder / "chain.ttl").write_text(
        "@prefix arg: <https://w3id.org/whyso/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix : <https://w3id.org/whyso/id/chain/> .\n"
        f':q a arg:Question ; rdfs:label "Why?"@en . :c0 arg:answers :q .\n{chain}'
        f":c{CHAIN} a arg:Claim .\n"
    )
    return folder


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Server]:
    with serving(folder, "--max-map", 150) as found:
        yield found


@pytest.fixture
def asked() -> list[str]:
    """What the browser wanted from other hosts, and what it complained of."""
    return []


@pytest.fixture
def tab(browser: "Browser", served: Server, asked: list[str]) -> "Iterator[Page]":
    """A page that can ask the service, and nobody else; nothing may be left to complain of."""
    context = browser.new_context(viewport={"width": 1300, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    context.on("console", lambda message: asked.append(message.text))
    context.on("weberror", lambda error: asked.append(str(error.error)))

    def only_ours(route: Any) -> None:
        if route.request.url.startswith(served.address):
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    context.route("**/*", only_ours)
    yield context.new_page()
    context.close()
    assert asked == []


def test_the_first_page_leads_to_sources_and_queries(
    tab: "Page", served: Server, g: ArgumentGraph
) -> None:
    tab.goto(served.address)

    tab.get_by_role("link", name=g.sources()[0].label()).click()
    tab.locator("html[data-ready]").wait_for()

    cards = tab.evaluate("[...whyso.CARDS.keys()]")
    assert {one.iri for one in g.statements()} <= set(cards)


def test_what_is_around_a_card_is_loaded_when_it_is_wanted(tab: "Page", served: Server) -> None:
    tab.goto(f"{served.address}sources/chain")
    tab.get_by_role("link", name="Why?").click()
    tab.locator("html[data-ready]").wait_for()
    first = set(tab.evaluate("[...whyso.CARDS.values()].filter((c) => !c.step).map((c) => c.id)"))
    base = ID.replace(SAMPLE, "chain")

    assert first == {f"{base}q", f"{base}c0"}
    tab.evaluate(f"whyso.select('{base}c0')")
    tab.get_by_role("link", name="Show what is around it (1 more)").click()
    tab.wait_for_url("**claim=*c0**")
    tab.locator("html[data-ready]").wait_for()
    second = set(tab.evaluate("[...whyso.CARDS.values()].filter((c) => !c.step).map((c) => c.id)"))
    assert second == {f"{base}q", f"{base}c0", f"{base}c1"}


def test_in_a_large_source_statements_are_found_by_their_text(tab: "Page", served: Server) -> None:
    tab.goto(f"{served.address}sources/chain")
    tab.get_by_label("Statements with the text").fill("CLAIM 77")
    tab.get_by_role("button", name="Find").click()
    tab.get_by_role("link", name="Claim 77").click()
    tab.locator("html[data-ready]").wait_for()

    cards = tab.evaluate("[...whyso.CARDS.keys()].map((id) => id.split('/').pop())")
    assert {"c76", "c77", "c78"} <= set(cards)


def test_the_query_page_asks_nobody_else_and_runs_the_examples(
    tab: "Page", served: Server, g: ArgumentGraph
) -> None:
    tab.goto(f"{served.address}sparql")
    tab.locator(".yasqe_queryButton").click()
    rows = tab.locator(".tabPanel.active .yasr tbody tr")
    rows.first.wait_for()
    assert rows.count() == len(g.query("SELECT ?q { ?q a arg:UnderlyingQuestion ; rdfs:label ?l }"))

    # Typing a name has it completed from the ontology, not by another host.
    tab.evaluate("yasgui.getTab().getYasqe().setValue('SELECT * { ?s a arg:Und')")
    tab.evaluate(
        "(() => { const y = yasgui.getTab().getYasqe(); y.focus(); y.setCursor(0, 23); })()"
    )
    tab.keyboard.press("Control+Space")
    tab.wait_for_timeout(300)

    tab.select_option("#example", "positions")
    tab.locator(".tabPanel.active .yasqe_queryButton").click()
    tab.locator(".tabPanel.active .yasr tbody tr").first.wait_for()
    shown = tab.locator(".tabPanel.active .yasr_response_chip").inner_text()
    assert shown.startswith(f"{len(g.query_named('positions'))} results")


def test_what_a_query_finds_is_drawn(tab: "Page", served: Server, g: ArgumentGraph) -> None:
    tab.goto(f"{served.address}sparql")
    query = "CONSTRUCT { ?a arg:supports ?b } WHERE { ?a arg:supports ?b . ?b arg:answers ?q "
    query += f"FILTER(STRSTARTS(STR(?q), '{ID}')) }}"
    tab.evaluate("(text) => yasgui.getTab().getYasqe().setValue(text)", query)
    with tab.context.expect_page() as opened:
        tab.get_by_role("button", name="Draw what it finds").click()
    drawn = opened.value
    drawn.locator("html[data-ready]").wait_for()

    cards = drawn.evaluate("[...whyso.CARDS.values()].filter((c) => !c.step).map((c) => c.id)")
    wanted = {str(term) for triple in g.query(query) for term in (triple[0], triple[2])}  # type: ignore[index]
    assert set(cards) == wanted


def test_the_answer_to_a_named_query_can_be_read(tab: "Page", served: Server) -> None:
    tab.goto(f"{served.address}queries/unanswered-questions")
    assert "rows" in tab.locator("main").inner_text()
    tab.goto(f"{served.address}queries/questions-behind?lang=zh")
    tab.locator("td a").first.click()

    assert tab.locator("p.iri").inner_text().startswith("https://w3id.org/whyso/id/")


def test_another_site_can_neither_read_nor_send(browser: "Browser", served: Server) -> None:
    form = f'<form method="post" action="{served.address}sparql"><input name="query"></form>'
    with site(form.encode()) as address, contextlib.closing(browser.new_page()) as page:
        page.goto(address)
        reading = f"fetch('{served.address}version').then((r) => r.text(), () => 'refused')"
        assert page.evaluate(reading) == "refused"
        with page.expect_navigation() as sent:
            page.evaluate("document.forms[0].submit()")
        assert sent.value is not None
        assert sent.value.status == 403


@pytest.mark.slow
def test_a_name_that_is_led_here_reads_nothing(served: Server) -> None:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no Chromium: apt-get install chromium-headless-shell")
    from playwright.sync_api import sync_playwright

    rule = "--host-resolver-rules=MAP evil.example 127.0.0.1"
    with in_thread() as run:

        def visit() -> int:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, rule])
                got = browser.new_page().goto(f"http://evil.example:{served.port}/version")
                assert got is not None
                status = got.status
                browser.close()
                return status

        assert run(visit) == 403


@contextlib.contextmanager
def in_thread() -> Iterator[Any]:
    """Run what needs a thread without a browser of its own."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        yield lambda call: pool.submit(call).result()


@contextlib.contextmanager
def site(page: bytes) -> Iterator[str]:
    """Run another site."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


# Files that change


def test_a_broken_change_is_told_and_a_good_one_is_served(
    browser: "Browser", tmp_path: Path
) -> None:
    file = tmp_path / "tea.ttl"
    prefixes = (
        "@prefix arg: <https://w3id.org/whyso/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix : <https://w3id.org/whyso/id/tea/> .\n"
    )
    file.write_text(f'{prefixes}:c1 a arg:Claim ; rdfs:label "Tea is hot."@en .')
    with serving(file) as served, contextlib.closing(browser.new_page()) as page:
        page.goto(f"{served.address}sources/tea")
        page.locator("html[data-ready]").wait_for()
        before = served.get("queries/statements?format=csv")
        tag = before.headers["etag"]
        assert (
            served.get("queries/statements?format=csv", headers={"If-None-Match": tag}).status_code
            == 304
        )

        file.write_text(f"{prefixes}:c1 a arg:Claim ; rdfs:label ")
        page.locator("#trouble").wait_for()
        assert f"{file}:4:" in page.locator("#trouble").inner_text()
        assert "hot" in served.get("queries/statements?format=csv").text

        file.write_text(f'{prefixes}:c1 a arg:Claim ; rdfs:label "Tea is cold."@en .')
        page.locator("#outline").get_by_text("Tea is cold.").wait_for()
        assert page.locator("#trouble").count() == 0
        again = served.get("queries/statements?format=csv", headers={"If-None-Match": tag})
        assert again.status_code == 200
        assert "cold" in again.text


def test_sources_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for number in (10, 9, 100):
        text = (
            f"<https://w3id.org/whyso/id/n{number}/c> a <https://w3id.org/whyso/ontology#Claim> ."
        )
        (tmp_path / f"n{number}.ttl").write_text(text, "utf-8")

    desk = Desk(Opening((str(tmp_path),)))

    assert desk.sources == ["n9", "n10", "n100"]
