"""What the page looks like: text in its card, cards apart, readable colours, small screens."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from pages import opened
from whyso.graph import parse
from whyso.graph.view.signs import KINDS, RELATIONS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

# Keep what is written on the canvas: each text with its place and width, in the map's own measure.
WRITTEN = """
  window.written = [];
  const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    const size = parseFloat(this.font.match(/[0-9.]+px/));
    window.written.push([text, x, y, this.measureText(text).width, size]);
    write.call(this, text, x, y);
  };
"""
# Move the camera over the whole map at a scale; return what was written on cards, and outside any.
SWEEP = """scale => {
  const { scene, network } = whyso;
  const boxes = [...scene.boxes.values()];
  const map = document.querySelector("#map");
  const [width, height] = [map.clientWidth / scale, map.clientHeight / scale];
  const right = Math.max(...boxes.map(([x, , w]) => x + w));
  const bottom = Math.max(...boxes.map(([, y, , h]) => y + h));
  window.written.length = 0;
  for (let y = height / 2; y < bottom + height / 2; y += height) {
    for (let x = width / 2; x < right + width / 2; x += width) {
      network.moveTo({ position: { x, y }, scale, animation: false });
      network.redraw();
    }
  }
  const texts = window.written.filter(([text]) => text && !/^[+\\u2212][0-9]*$/.test(text));
  const inside = ([, x, y, width, size]) => boxes.some(([left, top, w, h]) =>
    x >= left && x + width <= left + w && y <= top + h && y - size * 0.8 >= top);
  return { count: new Set(texts.map(String)).size, outside: texts.filter((text) => !inside(text)) };
}"""
OVERLAPS = """() => {
  const boxes = [...whyso.scene.boxes];
  const meet = ([, [x, y, w, h]], [, [a, b, c, d]]) =>
    x < a + c && a < x + w && y < b + d && b < y + h;
  return boxes.flatMap((box, index) => boxes.slice(index + 1)
    .filter((other) => meet(box, other)).map(([id]) => [box[0], id]));
}"""


@pytest.fixture(scope="module")
def tab(context: "BrowserContext") -> "Page":
    context.add_init_script(WRITTEN)
    return context.new_page()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("direction", ["down", "right"])
def test_text_stays_in_its_card_and_cards_stay_apart(
    tab: "Page", address: str, lang: str, direction: str
) -> None:
    page = opened(tab, f"{address}#show=all&lang={lang}&dir={direction}")
    cards = page.evaluate("whyso.scene.boxes.size")
    for scale, least in ((1, 3), (0.4, 1)):
        swept = page.evaluate(SWEEP, scale)
        assert swept["count"] >= cards * least - (0 if scale == 1 else 40)
        assert swept["outside"] == []
    assert page.evaluate(OVERLAPS) == []
    for level in ("answers", "questions"):
        page.click(f"[data-tool=show-{level}]")
        assert page.evaluate(OVERLAPS) == []


def test_a_label_without_a_place_to_break_stays_in_its_card_and_widens_nothing(
    tab: "Page", tmp_path: Any
) -> None:
    long = ["W" * 400, "电" * 400, "i" * 400, "\u202e" + "אבג" * 90, "）" * 300, "“" * 300]
    claims = "\n".join(
        f':c{number} a arg:Claim ; rdfs:label "{text}"@en ; arg:answers :q .'
        for number, text in enumerate(long)
    )
    g = parse(
        "@prefix : <https://w3id.org/whyso/id/t/> .\n"
        "@prefix arg: <https://w3id.org/whyso/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        f':q a arg:Question ; rdfs:label "{"Why" * 200}?"@en .\n{claims}'
    )
    page = opened(tab, g.to_html(tmp_path / "long.html", title="M" * 500).as_uri())
    assert page.evaluate(SWEEP, 1)["outside"] == []
    assert page.evaluate(SWEEP, 0.4)["outside"] == []
    for card in ("q", "c0", "c1", "c3"):
        page.evaluate("id => whyso.select(id)", g.resolve(card))
        wide = page.evaluate(
            """() => {
              const parts = ["html", "header", "#panel", "#outline", "#side", "#crumbs"];
              return parts.filter((part) => {
                const whole = document.querySelector(part);
                const { right } = whole.getBoundingClientRect();
                const inner = [...whole.querySelectorAll("p, button, li, input, .text")];
                return inner.some((at) => at.getBoundingClientRect().right > right);
              });
            }"""
        )
        assert wide == [], card


@pytest.fixture(scope="module", params=["en", "zh"])
def told(request: pytest.FixtureRequest, context: "BrowserContext", address: str) -> "Page":
    """A tab in which a card is chosen, in each language."""
    return opened(context.new_page(), f"{address}#n=c20&lang={request.param}")


@pytest.mark.parametrize("width", [1280, 1010, 700, 390, 320])
def test_no_tool_is_cut_off_or_covered_on_any_screen(told: "Page", width: int) -> None:
    page = told
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    hidden = page.evaluate(
        """tools => [...document.querySelectorAll(tools)]
          .filter((tool) => tool.checkVisibility())
          .filter((tool) => {
            const { left, right, top, bottom } = tool.getBoundingClientRect();
            const on = document.elementsFromPoint((left + right) / 2, (top + bottom) / 2);
            const open = tool.id === "count" || on[0] === tool || tool.contains(on[0]);
            return left < 0 || right > innerWidth || top < 0 || bottom > innerHeight || !open;
          })
          .map((tool) => tool.textContent || tool.id)""",
        "header button, header input, #foot button, #count, #crumbs button",
    )
    assert hidden == []
    apart = page.evaluate(
        """() => {
          const parts = ["#count", "#controls"];
          const [count, tools] = parts.map((part) => document.querySelector(part));
          const [a, b] = [count.getBoundingClientRect(), tools.getBoundingClientRect()];
          return !count.offsetParent || a.right <= b.left || a.bottom <= b.top;
        }"""
    )
    assert apart
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_small_screen_the_outline_opens_over_the_map_and_makes_way(
    tab: "Page", address: str
) -> None:
    page = opened(tab, address)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator("#side").is_hidden()
    page.click("#menu")
    assert page.locator("#menu").get_attribute("aria-expanded") == "true"
    page.locator("#outline li .text").nth(2).click()
    assert page.locator("#side").is_hidden()
    assert page.locator("#panel .title").is_visible()
    assert page.evaluate("document.activeElement.id") == "panel"


@pytest.fixture(scope="module")
def inspected(browser: "Browser", address: str) -> "Iterator[Page]":
    """A tab without a policy, in which what is said and asked for is kept."""
    noticed: list[str] = []

    def refuse(route: "Route") -> None:
        if route.request.url.partition("#")[0] == address:
            route.continue_()
        else:
            noticed.append(route.request.url)
            route.abort()

    # axe puts its own script into the page, which the page's policy would refuse
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(180_000)
    context.on("console", lambda message: noticed.append(message.text))
    context.on("weberror", lambda error: noticed.append(str(error.error)))
    context.route("**/*", refuse)
    yield context.new_page()
    context.close()
    assert noticed == []


STATES = {
    "nothing chosen": "",
    "a card chosen and a filter": "n=c3&hide=kind:evidence+relation:answers",
    "what if, from a standpoint": "n=c4&false=c4+c30&for=evidence",
    "a neighbourhood to the right": "n=c12&near=2&dir=right",
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_says_and_asks_nothing_and_axe_finds_nothing_in_any_state(
    inspected: "Page", address: str, lang: str, theme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = []
    for state, where in STATES.items():
        page = opened(inspected, f"{address}#lang={lang}&theme={theme}&{where}")
        axe = Axe().run(page).response
        found += [(state, each["id"], each["nodes"][0]["html"]) for each in axe["violations"]]
        assert len(axe["passes"]) > 20
    assert found == []


def luminance(color: str) -> float:
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 reckons it."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_colours_of_the_map_can_be_read(tab: "Page", address: str, theme: str) -> None:
    """Axe does not see into a canvas: text needs 4.5 : 1 (WCAG AA), lines and borders 3 : 1."""
    page = opened(tab, f"{address}#theme={theme}")
    colors = {sign["color"] for sign in KINDS.values()}
    names = ["bg", "panel", "ink", "muted", "plate", "question-ink", "question-edge"]
    names += [f"{color}{end}" for color in colors for end in ("", "-fill")]
    names += [relation["color"] for relation in RELATIONS.values()]
    paint: dict[str, str] = page.evaluate(
        """names => {
          const style = getComputedStyle(document.documentElement);
          const color = (name) => style.getPropertyValue(`--${name}`).trim();
          return Object.fromEntries(names.map((name) => [name, color(name)]));
        }""",
        names,
    )
    texts = [("question-ink", "plate"), ("ink", "panel"), ("muted", "panel"), ("muted", "bg")]
    texts += [(ink, f"{color}-fill") for color in colors for ink in ("ink", "muted", color)]
    texts += [(color, "panel") for color in colors]
    lines = [(relation["color"], "bg") for relation in RELATIONS.values()]
    lines += [(color, "bg") for color in colors] + [("question-edge", "plate")]
    for least, pairs in ((4.5, texts), (3.0, lines)):
        found = {pair: round(contrast(paint[pair[0]], paint[pair[1]]), 2) for pair in pairs}
        assert {pair: value for pair, value in found.items() if value < least} == {}
