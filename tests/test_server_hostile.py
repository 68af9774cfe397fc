"""Whatever texts and names say, the pages of the service run nothing of it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hostile import put
from served import Server, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HARMFUL = "main img, main iframe, main object, main base, main [onload], main [onmouseover]"
WRONG = f"""() => [
  globalThis.hit ? "something ran" : "",
  ...[...document.querySelectorAll("{HARMFUL}")].map((one) => one.outerHTML.slice(0, 99)),
  ...[...document.querySelectorAll("main a[href]")]
    .filter((one) => !["http:", "https:"].includes(one.protocol))
    .map((one) => one.outerHTML.slice(0, 99)),
].filter(Boolean)"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    file, _ = put("short", tmp_path_factory.mktemp("hostile"))
    with serving(file) as found:
        yield found


@pytest.fixture
def said() -> list[str]:
    """What a page complained of."""
    return []


@pytest.fixture
def tab(browser: "Browser", served: Server, said: list[str]) -> "Iterator[Page]":
    """A page that can ask the service alone; nothing may be left to complain of."""
    context = browser.new_context()
    context.set_default_timeout(60_000)
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on("dialog", lambda dialog: said.append(dialog.message))
    context.on(
        "request",
        lambda request: (
            None if request.url.startswith((served.address, "data:")) else said.append(request.url)
        ),
    )
    yield context.new_page()
    context.close()
    assert said == []


def test_lists_tables_and_descriptions_run_nothing(tab: "Page", served: Server) -> None:
    query = "SELECT DISTINCT ?node { ?node a ?kind } ORDER BY ?node"
    nodes = [line for line in served.ask(query).text.split("\r\n")[1:] if ":" in line]

    addresses = ["", "queries/statements", "queries/positions?lang=ar"]
    addresses += [f"resource?iri={quote(node, safe='')}" for node in nodes[::7]]
    for address in addresses:
        got = tab.goto(served.address + address)
        assert got is not None
        assert got.status == 200, address
        assert tab.evaluate(WRONG) == [], address

    assert len(nodes) > 100


def test_maps_of_parts_and_of_answers_run_nothing(tab: "Page", served: Server) -> None:
    for address in ("sources/t", "sources/t?claim=q3&depth=2", "queries/statements?format=map"):
        tab.goto(served.address + address)
        tab.locator("html[data-ready]").wait_for()
        tab.evaluate("[...whyso.CARDS.keys()].slice(0, 30).forEach((id) => whyso.select(id))")
        assert tab.evaluate("globalThis.hit") is None


def test_the_query_page_shows_rows_as_text(tab: "Page", served: Server, said: list[str]) -> None:
    tab.goto(f"{served.address}sparql")
    tab.evaluate("yasgui.getTab().getYasqe().setValue('SELECT * { ?s rdfs:label ?label }')")
    tab.locator(".yasqe_queryButton").click()
    tab.locator(".yasr tbody tr").first.wait_for()

    assert tab.evaluate("globalThis.hit") is None
    assert tab.locator(".yasr tbody img, .yasr tbody iframe, .yasr tbody script").count() == 0
    # YASGUI's table would have run some of it; the policy of the page does not let it.
    assert said
    assert all("Content Security Policy" in one for one in said)
    said.clear()


def test_errors_are_plain_text_or_pages_that_run_nothing(tab: "Page", served: Server) -> None:
    text = "<img src=x onerror=window.hit=1><script>window.hit=1"
    for path in (f"queries/{quote(text)}", f"view?query={quote(text)}", f"id/{quote(text)}"):
        got = served.get(path)
        assert got.status_code >= 400
        assert got.headers["content-type"] == "text/plain; charset=utf-8"
        assert "sandbox" in got.headers["content-security-policy"]

        page = served.get(path, headers={"Accept": "text/html"})
        assert page.status_code == got.status_code
        assert "default-src 'none'; script-src 'self'" in page.headers["content-security-policy"]
        assert "<script>window" not in page.text
        tab.set_content(page.text)
        assert tab.evaluate(WRONG) == []
        assert got.text.strip() in tab.locator("main").inner_text()
