"""The first picture: the map is seen before the network is there, and then nothing jumps."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from written import written

from whyso.graph import ArgumentGraph, parse
from whyso.graph.view import page as page_of
from whyso.graph.view.page import MOST_STILL

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Keep the page at its first picture until `release()`.
HOLD = """
  const before = window.setTimeout;
  window.setTimeout = (run, wait, ...more) => {
    if (wait || window.release) return before(run, wait, ...more);
    window.release = run;
    document.documentElement.dataset.held = "true";
  };
"""
FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# What is drawn, how many colours it has, and where the parts of the page are.
SEEN = """() => {
  const canvas = document.querySelector("#map canvas");
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const pen = copy.getContext("2d");
  pen.drawImage(canvas, 0, 0);
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  const places = ["header", "h1", "#search", "#side", "#map", "#panel", "#reading"].map((part) => {
    const { x, y, width, height } = document.querySelector(part).getBoundingClientRect();
    return [part, x, y, width, height];
  });
  const colours = new Set(new Uint32Array(data.buffer));
  return { picture: canvas.toDataURL(), colours: colours.size, places };
}"""


@pytest.fixture
def held(browser: "Browser", request: pytest.FixtureRequest) -> "Iterator[Page]":
    """A tab in which a page stays at its first picture until it is released."""
    look: dict[str, Any] = {"viewport": {"width": 1400, "height": 900}, "reduced_motion": "reduce"}
    context = browser.new_context(offline=True, **look | getattr(request, "param", {}))
    context.set_default_timeout(180_000)  # a guard against hanging, on any machine
    noticed: list[str] = []
    context.on("console", lambda message: noticed.append(message.text))
    context.on("weberror", lambda error: noticed.append(str(error.error)))
    context.add_init_script(HOLD)
    yield context.new_page()
    context.close()
    assert noticed == []


def first(page: "Page", address: str) -> dict[str, Any]:
    """Open a page and return what is seen at first."""
    page.goto(address)
    page.locator("html[data-held]").wait_for()
    page.evaluate(FRAMES)
    assert page.evaluate("typeof vis") == "undefined"
    seen: dict[str, Any] = page.evaluate(SEEN)
    return seen


def released(page: "Page") -> dict[str, Any]:
    """Let the page go on and return what is seen then."""
    page.evaluate("release()")
    page.locator("html[data-ready]").wait_for()
    page.evaluate(FRAMES)
    assert page.evaluate("typeof vis") == "object"
    seen: dict[str, Any] = page.evaluate(SEEN)
    return seen


STATES = [
    "",
    "theme=dark",
    "lang=zh",
    "show=all&dir=right",
    "n=c3&theme=dark&lang=zh",
    "n=c12&near=2&hide=kind:evidence",
    "n=c12&to=c3",
    "show=questions&false=c4",
]


@pytest.mark.parametrize("where", STATES)
def test_the_first_picture_is_the_one_that_stays_whatever_the_address_says(
    held: "Page", address: str, where: str
) -> None:
    before = first(held, f"{address}#{where}")
    after = released(held)

    assert before["colours"] > 20
    assert before == after


@pytest.mark.parametrize(
    "held",
    [
        {"device_scale_factor": 2, "color_scheme": "dark"},
        {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3},
    ],
    indirect=True,
    ids=["dark and dense", "phone"],
)
@pytest.mark.parametrize("where", ["", "n=c3"])
def test_on_any_screen_nothing_moves_after_the_first_picture(
    held: "Page", address: str, where: str
) -> None:
    before = first(held, f"{address}#{where}")
    after = released(held)

    assert before["colours"] > 20
    assert before == after


def test_what_is_clicked_on_the_first_picture_holds(held: "Page", address: str) -> None:
    light = first(held, f"{address}#theme=light")
    held.click("[data-tool=theme]")
    held.click("[data-tool=lang-zh]")
    held.evaluate(FRAMES)
    dark = held.evaluate(SEEN)
    after = released(held)

    assert held.locator("html").get_attribute("data-theme") == "dark"
    assert held.locator("html").get_attribute("lang") == "zh"
    assert light["picture"] != dark["picture"] == after["picture"]
    held.click("[data-tool=show-questions]")
    held.evaluate(FRAMES)
    assert held.evaluate(SEEN)["picture"] != after["picture"]


@pytest.mark.parametrize("held", [{"bypass_csp": True}], indirect=True)
@pytest.mark.parametrize("where", ["", "n=c3&theme=dark&lang=zh"])
def test_axe_finds_nothing_in_the_first_picture(held: "Page", address: str, where: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    first(held, f"{address}#{where}")
    found = Axe().run(held).response["violations"]

    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


# Where no scripts run


HOSTILE = "</noscript><script>alert(1)</script><img src=x onerror=alert(2)>&\"'"


def hostile() -> ArgumentGraph:
    text = HOSTILE.replace('"', '\\"')
    return parse(
        "@prefix : <https://w3id.org/whyso/id/t/> ."
        "@prefix arg: <https://w3id.org/whyso/ontology#> ."
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        f':q a arg:Question ; rdfs:label "Why?"@en . :c a arg:Claim ; rdfs:label "{text}"@en ;'
        " arg:answers :q ."
    )


@pytest.fixture
def still(browser: "Browser") -> "Iterator[Page]":
    """A tab that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, offline=True)
    yield context.new_page()
    context.close()


def test_without_scripts_a_picture_of_the_map_is_seen(
    still: "Page", address: str, g: ArgumentGraph
) -> None:
    still.goto(address)
    picture = still.locator("noscript svg")

    assert picture.is_visible()
    assert still.locator("header").is_hidden() and still.locator("main").is_hidden()
    text = picture.text_content() or ""
    assert all(question.label("en") in text for question in g.questions())


def test_without_scripts_labels_are_text(still: "Page", tmp_path: Path) -> None:
    path = hostile().to_html(tmp_path / "hostile.html", title=HOSTILE)
    still.goto(path.as_uri())

    assert path.read_text("utf-8").count("</noscript") == 1
    assert HOSTILE in (still.locator("noscript svg").text_content() or "")
    assert still.locator("img, noscript script").count() == 0


def test_the_still_picture_is_small_and_only_in_small_pages(g: ArgumentGraph) -> None:
    many = written(*(f"c{n} = q{n % 9}" for n in range(MOST_STILL - 9)))
    for argument in (g, many):
        whole = page_of(argument)
        still = whole.partition("<noscript>")[2].partition("</noscript>")[0]
        assert "<svg" in still
        assert len(still) < len(whole) / 8
    more = written(*(f"c{n} = q{n % 9}" for n in range(MOST_STILL)))
    assert "<svg" not in page_of(more)
