"""Long walks through the page, by keyboard alone and by touch; and what axe says on the way."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from pages import everything, joints, opened, selected, shown
from whyso.graph import ArgumentGraph
from whyso.graph.view.words import WORDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# What has the focus, and whether a ring shows it.
FOCUS = """() => {
  const at = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  const { width, height } = at.getBoundingClientRect();
  const ringed = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  const name = at.id || at.dataset.tool || at.dataset.id || at.dataset.key || at.tagName;
  return [name, width > 0 && height > 0 && ringed];
}"""


def pressed(page: "Page", *keys: str) -> str:
    """Press keys; return what has the focus then, which must be seen."""
    for key in keys:
        page.keyboard.press(key)
        name, seen = page.evaluate(FOCUS)
        assert seen, (key, name)
    return str(name)


def tabbed(page: "Page", wanted: str, key: str = "Tab") -> None:
    """Go on with the tab key until something has the focus."""
    for _ in range(80):
        if pressed(page, key) == wanted:
            return
    pytest.fail(f"the tab key does not reach {wanted}")


def said(page: "Page") -> str:
    return page.locator("#live").text_content() or ""


def test_a_walk_by_keyboard_alone(tab: "Page", address: str, g: ArgumentGraph) -> None:
    page = opened(tab, f"{address}#theme=light&show=answers")
    c3 = g.resolve("c3")

    # from the search box to a claim
    tabbed(page, "query")
    page.keyboard.type("not ｗａｎｔ government guarantées")
    assert pressed(page, "ArrowDown") == "query"
    assert page.locator("#hits [aria-selected=true] small").text_content() == "c3"
    assert pressed(page, "Enter") == "map"
    assert selected(page) == c3
    assert g["c3"].labels["en"] in said(page)

    # over the map, unfolding and folding
    before = len(shown(page))
    assert pressed(page, "ArrowRight") == "map"
    assert len(shown(page)) > before
    pressed(page, "ArrowRight")
    assert page.evaluate("whyso.scene.parents.get(whyso.state.selected)") == c3
    pressed(page, "ArrowDown", "ArrowUp", "ArrowLeft")
    assert selected(page) == c3
    pressed(page, "ArrowLeft")
    assert len(shown(page)) == before
    pressed(page, "Enter")
    assert len(shown(page)) > before

    # to the neighbourhood, which the panel tells of, and out again
    pressed(page, "1")
    near = set(shown(page))
    counted = WORDS["en"]["count"].format(len(near - joints(g)), len(everything(g) - joints(g)))
    assert said(page) == counted
    tabbed(page, "near-2")
    assert pressed(page, " ") == "near-2"  # the button stays where it is
    assert set(shown(page)) > near
    assert page.locator("[data-tool=near-2]").get_attribute("aria-pressed") == "true"
    page.wait_for_url(lambda url: "near=2" in url)
    tabbed(page, "map", "Shift+Tab")
    pressed(page, "Escape")
    assert len(shown(page)) > before
    assert selected(page) == c3

    # the path from another card, found by search, and out again
    assert pressed(page, "p") == "map"
    assert WORDS["en"]["pickOther"] in said(page)
    pressed(page, "/")
    page.keyboard.type("c12")
    assert pressed(page, "Enter") == "map"
    assert selected(page) == g.resolve("c12")
    links = page.eval_on_selector_all("#way .card", "all => all.map(link => link.dataset.id)")
    assert links[-1] == c3
    told = page.locator("#way .way").all_text_contents()
    assert all(relation in said(page) for relation in told)
    page.wait_for_url(lambda url: "n=c12" in url and "to=c3" in url)
    tabbed(page, links[0])
    assert pressed(page, "Enter") == "panel"
    assert selected(page) == links[0]
    pressed(page, "Escape")
    assert page.locator("#way").count() == 0
    assert selected(page) == links[0]

    # a what-if, and back
    tabbed(page, "map", "Shift+Tab")
    pressed(page, "/")
    page.keyboard.type("c5")
    pressed(page, "Enter")
    page.wait_for_url(lambda url: "n=c5" in url)  # nobody walks as fast as this test
    pressed(page, "f")
    page.wait_for_url(lambda url: "false=c5" in url)
    page.go_back()  # which no key does in a browser without a frame
    page.wait_for_url(lambda url: "false" not in url)
    assert page.evaluate("whyso.state.assumed.size") == 0
    assert selected(page) == g.resolve("c5")

    # the list of keys, which Escape closes without leaving the card
    page.locator("#map").focus()
    pressed(page, "?")
    assert page.locator("dialog").is_visible()
    for keys, does in WORDS["en"]["keyList"]:
        assert page.locator("dialog dt", has_text=keys).first.is_visible()
        assert page.locator("dialog dd", has_text=does).is_visible()
    assert pressed(page, "Escape") == "map"
    assert page.locator("dialog").count() == 0
    assert selected(page) == g.resolve("c5")
    pressed(page, "Escape")
    assert selected(page) is None


def test_filters_leave_the_map_to_be_walked_without_what_they_hide(
    page: "Page", g: ArgumentGraph
) -> None:
    page.click("#legend [data-key='kind:claim']")
    page.locator("#map").focus()
    walked = []
    for _ in range(12):
        pressed(page, "ArrowDown")
        walked.append(page.evaluate("whyso.CARDS.get(whyso.state.selected).kind"))
    assert "claim" not in walked
    assert page.locator("#legend [data-key='kind:claim']").get_attribute("aria-pressed") == "false"


# By touch


@pytest.fixture
def phone(browser: "Browser", address: str) -> "Iterator[Page]":
    """The page on a phone."""
    messages: list[str] = []
    context = browser.new_context(
        offline=True,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
    )
    context.set_default_timeout(180_000)
    context.on("console", lambda message: messages.append(message.text))
    context.on("weberror", lambda error: messages.append(str(error.error)))
    page = context.new_page()
    page.goto(address)
    page.locator("html[data-ready]").wait_for()
    yield page
    context.close()
    assert messages == []


def touched(page: "Page", *strokes: tuple[tuple[int, int], tuple[int, int]]) -> None:
    """Lay a finger on the screen for each stroke, move all of them at once, lift them."""
    session = page.context.new_cdp_session(page)

    def send(kind: str, points: list[tuple[float, float]]) -> None:
        fingers = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    send("touchStart", [start for start, _ in strokes])
    for part in range(1, 6):
        send(
            "touchMove",
            [(a + (c - a) * part / 5, b + (d - b) * part / 5) for (a, b), (c, d) in strokes],
        )
    send("touchEnd", [])
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_a_walk_by_touch_on_a_phone(phone: "Page", g: ArgumentGraph) -> None:
    page = phone
    camera = "[whyso.network.getScale(), whyso.network.getViewPosition().y]"

    # a finger moves the map, two fingers zoom it, and the page stays where it is
    scale, y = page.evaluate(camera)
    touched(page, ((195, 600), (195, 450)))
    moved, below = page.evaluate(camera)
    assert moved == pytest.approx(scale)
    assert below > y
    touched(page, ((195, 500), (195, 400)), ((195, 560), (195, 660)))
    assert page.evaluate(camera)[0] > scale * 1.2
    assert page.evaluate("[scrollX, scrollY, visualViewport.scale]") == [0, 0, 1]
    assert selected(page) is None

    # search, and the sheet of details
    page.tap("#query")
    page.keyboard.type("c3")
    page.locator("#hits li").first.tap()
    assert selected(page) == g.resolve("c3")
    sheet = page.locator("#panel").bounding_box()
    assert sheet
    assert (sheet["x"], sheet["width"], sheet["y"] + sheet["height"]) == (0, 390, 844)
    assert 200 < sheet["height"] < 844 / 2

    # a tap on a card of the map
    page.tap("[data-tool=near-1]")
    near = set(shown(page))
    other = min(near - joints(g) - {g.resolve("c3")})
    page.evaluate("id => whyso.network.focus(id, { scale: 0.8, animation: false })", other)
    x, y = page.evaluate(
        """() => {
          const { left, top, width, height } =
            document.querySelector("#map").getBoundingClientRect();
          return [left + width / 2, top + height / 2];
        }"""
    )
    page.touchscreen.tap(x, y)
    page.wait_for_function("id => whyso.state.selected === id", arg=other)
    page.tap("[data-tool=leave]")
    assert {question.iri for question in g.questions()} <= set(shown(page))

    # the path, told in the sheet
    page.locator("#panel [data-tool=to]").tap()
    page.locator("#panel .card").first.tap()
    assert page.locator("#way .card").last.get_attribute("data-id") == other
    page.locator("#panel .close").tap()
    assert selected(page) is None
    assert page.locator("#panel").is_hidden()

    # the outline and the filters come over the map, and make way
    page.tap("#menu")
    page.locator("#legend [data-key='kind:evidence']").tap()
    evidence = {node.iri for node in g.statements() if node.kind == "evidence"}
    assert not evidence & set(shown(page))
    page.locator("#outline li .text").first.tap()
    assert page.locator("#side").is_hidden()
    assert selected(page)


def test_what_is_to_be_touched_is_large_enough(phone: "Page", g: ArgumentGraph) -> None:
    """44 px for tools and rows (WCAG 2.1 AAA); 24 px, WCAG 2.2 AA, for links in small print."""
    page = phone
    page.evaluate("id => whyso.select(id, true)", g.resolve("c20"))
    page.tap("#menu")
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, summary, #outline li")]
          .filter((part) => part.checkVisibility({ visibilityProperty: true }))
          .map((part) => [part.id || part.className || part.textContent, part])
          .map(([name, part]) => [name, part.getBoundingClientRect().height,
            part.matches(".tell, .every, #crumbs button")])"""
    )
    assert len(sizes) > 40
    assert [name for name, height, small in sizes if height < (24 if small else 44)] == []


# Accessibility


def test_axe_finds_nothing_while_something_is_sought(
    browser: "Browser", address: str, g: ArgumentGraph
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # axe puts its own script into the page, which the page's policy would refuse
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(180_000)
    page = context.new_page()
    found: list[Any] = []

    def look(state: str) -> None:
        for violation in Axe().run(page).response["violations"]:
            found.append((state, violation["id"], violation["nodes"][0]["html"]))

    opened(page, f"{address}#theme=light&n=c3&near=2&hide=kind:evidence")
    page.eval_on_selector_all(
        "#legend details", "all => all.forEach((each) => { each.open = true; })"
    )
    look("a filter and a neighbourhood")
    opened(page, f"{address}#theme=dark&lang=zh&n=c12&to=c3")
    page.fill("#query", "c1")
    page.keyboard.press("ArrowDown")
    look("a path and a search")
    page.keyboard.press("Escape")
    page.locator("#map").focus()
    page.keyboard.press("?")
    look("the keys")
    context.close()
    assert found == []
