"""The page in a reader's hands: folding, filtering, the keyboard, the address."""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from pages import everything, joints, opened, selected, shown, undrawn
from whyso.graph import ArgumentGraph
from whyso.graph.view.words import WORDS

if TYPE_CHECKING:
    from playwright.sync_api import Page


def on_map(page: "Page", iri: str, right: int, below: int) -> tuple[float, float]:
    """Return where a point of a card is on the screen; negative: from its right and bottom."""
    x, y = page.evaluate(
        """([id, right, below]) => {
          const [x, y, w, h] = whyso.scene.boxes.get(id);
          const at = whyso.network.canvasToDOM(
            { x: x + (right < 0 ? w : 0) + right, y: y + (below < 0 ? h : 0) + below });
          const stage = document.querySelector("#map").getBoundingClientRect();
          return [stage.left + at.x, stage.top + at.y];
        }""",
        [iri, right, below],
    )
    return x, y


# Folding and filtering


def test_the_levels_show_questions_answers_or_everything(page: "Page", g: ArgumentGraph) -> None:
    sizes = []
    for level in ("questions", "answers", "all"):
        page.click(f"[data-tool=show-{level}]")
        assert page.locator(f"[data-tool=show-{level}]").get_attribute("aria-pressed") == "true"
        on = set(shown(page))
        assert {question.iri for question in g.questions()} <= on
        sizes.append(len(on))
        counts = (len(on - joints(g)), len(everything(g) - joints(g)))
        assert page.locator("#count").text_content() == WORDS["en"]["count"].format(*counts)
    assert sizes[0] < sizes[1] < sizes[2] == len(everything(g))


def test_folding_hides_what_stands_below_a_card_and_unfolding_brings_it_back(
    page: "Page", g: ArgumentGraph
) -> None:
    before, iri = shown(page), g.resolve("q0b")
    kids: dict[str, list[str]] = page.evaluate(
        "Object.fromEntries([...whyso.CARDS.values()].map((card) => [card.id, card.kids]))"
    )
    below, waiting = set(), list(kids[iri])
    while waiting:
        below.add(key := waiting.pop())
        waiting += kids[key]
    assert below
    page.evaluate("id => whyso.select(id, true)", iri)
    ways: dict[str, Callable[[], None]] = {
        "panel": lambda: page.locator("#panel .actions button").first.click(),
        "outline": lambda: page.click(f"#outline [data-id='{iri}'] .twist"),
        # The tab at the right edge: a minus on the chosen card, a number on a folded one.
        "map": lambda: page.mouse.click(*on_map(page, iri, -4, -13)),
    }
    for way, turn in ways.items():
        turn()
        assert set(shown(page)) == set(before) - below, way
        assert page.locator(f"#outline [data-id='{iri}']").get_attribute("aria-expanded") == "false"
        page.evaluate("id => whyso.select(id, true)", iri)
        turn()
        assert shown(page) == before, way
        page.evaluate("id => whyso.select(id, true)", iri)


def test_choosing_a_card_that_is_folded_away_or_filtered_brings_it_to_the_map(
    tab: "Page", address: str, g: ArgumentGraph
) -> None:
    kinds = ["claim", "assumption", "evidence", "proposition", "forecast", "commitment"]
    hide = "+".join(f"kind:{kind}" for kind in kinds)
    for card in ("i1", "c24", "a1"):
        page = opened(tab, f"{address}#show=questions&hide={hide}")
        assert g.resolve(card) not in shown(page)
        page.fill("#query", card)
        page.press("#query", "Enter")
        assert selected(page) == g.resolve(card)
        assert g.resolve(card) in shown(page)


# Turn each switch of the legend off and on again; tell what was on the map meanwhile.
SWITCHED = """() => [...document.querySelectorAll("#legend .row")].map(({ dataset: { key } }) => {
  const row = () => document.querySelector(`#legend [data-key="${CSS.escape(key)}"]`);
  const told = () => ({
    cards: [...whyso.scene.boxes],
    relations: whyso.scene.lines.map(({ line }) => line && line.relation),
    pressed: row().getAttribute("aria-pressed"),
  });
  const number = row().querySelector(".number")?.textContent;
  row().click();
  const off = told();
  row().click();
  return [key, number, off, told()];
})"""


def test_each_switch_of_the_legend_hides_its_cards_and_brings_them_back(
    page: "Page", g: ArgumentGraph
) -> None:
    nodes: list[Any] = [*g.statements(), *g.utterances()]
    kinds = {node.iri: getattr(node, "kind", "utterance") for node in nodes}
    statuses = {node.iri: node.status for node in nodes}
    before = shown(undrawn(page))
    switched = page.evaluate(SWITCHED)
    for _, _, off, on in switched:
        assert (off["pressed"], on["pressed"]) == ("false", "true")
        assert dict(on["cards"]) == before
    for facet, values in (("kind", kinds), ("status", statuses)):
        counts = Counter(values.values())
        rows = {row[0]: row for row in switched if row[0].startswith(facet)}
        assert rows.keys() == {f"{facet}:{value}" for value in counts}
        for value, count in counts.items():
            _, number, off, _ = rows[f"{facet}:{value}"]
            assert number == str(count)
            left = {iri for iri, _ in off["cards"]} - joints(g)
            assert left == {iri for iri in values if values[iri] != value}
    relations = [row for row in switched if row[0].startswith("relation")]
    assert relations
    for key, _, off, on in relations:
        relation = key.removeprefix("relation:")
        assert relation in on["relations"]
        assert relation not in off["relations"]


# The keyboard


def test_search_by_slash_choose_by_arrow_and_enter_leave_by_escape(
    page: "Page", g: ArgumentGraph
) -> None:
    page.locator("#map").focus()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "query"
    page.keyboard.type("guarantee")
    hits = page.locator("#hits li small").all_text_contents()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator("#query").get_attribute("aria-activedescendant") == "hit-1"
    assert page.locator("#hit-1").get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    assert selected(page) == g.resolve(hits[1])
    assert page.locator("#hits").is_hidden()
    assert page.evaluate("document.activeElement.id") == "map"
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    assert page.input_value("#query") == ""
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "map"
    page.keyboard.press("Escape")
    assert selected(page) is None
    assert WORDS["en"]["about"] in (page.locator("#panel").text_content() or "")


def test_arrow_keys_walk_the_outline_and_the_map_alike(page: "Page", g: ArgumentGraph) -> None:
    order = page.eval_on_selector_all("#outline li", "items => items.map(item => item.dataset.id)")
    undrawn(page)
    page.locator("#map").focus()
    walked = page.evaluate(
        """count => Array.from({ length: count }, () => {
          const key = new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true });
          document.querySelector("#map").dispatchEvent(key);
          return whyso.state.selected;
        })""",
        len(order),
    )
    assert walked == order
    page.focus(f"#outline [data-id='{order[0]}']")
    focused = "document.activeElement.dataset.id"
    for key, at in (("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("Home", 0), ("End", -1)):
        page.keyboard.press(key)
        assert page.evaluate(focused) == order[at]
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    assert len(page.query_selector_all("#outline li")) < len(order)
    page.keyboard.press("ArrowRight")
    assert len(page.query_selector_all("#outline li")) == len(order)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) == order[1]
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(focused) == order[0]
    page.keyboard.press("Enter")
    assert selected(page) == order[0]


def test_a_letter_does_something_only_on_the_map_and_in_the_outline(
    page: "Page", g: ArgumentGraph
) -> None:
    """Who dictates may say any letter anywhere (WCAG 2.1.4)."""
    page.evaluate("id => whyso.select(id, true)", g.resolve("c4"))
    state = "[JSON.stringify(whyso.state), whyso.network.getScale(), whyso.state.assumed.size]"
    before = page.evaluate(state)
    elsewhere = ["[data-tool=theme]", "#panel", "#panel [data-tool=false]", "#legend .row"]
    for place in elsewhere:
        page.locator(place).first.focus()
        focused = page.evaluate_handle("document.activeElement")
        for key in ("/", "?", "f", "1", "2", "3", "p", "+", "-", "0"):
            page.keyboard.press(key)
        assert page.evaluate("at => at === document.activeElement", focused)
        assert page.locator("dialog").count() == 0
        assert page.evaluate(state) == before
    page.mouse.click(*on_map(page, g.resolve("c4"), 20, 20))
    page.keyboard.press("f")
    assert page.evaluate("[...whyso.state.assumed]") == [g.resolve("c4")]
    page.keyboard.press("f")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "query"


def test_zoom_by_keys(page: "Page") -> None:
    page.locator("#map").focus()
    scale = "whyso.network.getScale()"
    before = page.evaluate(scale)
    page.keyboard.press("+")
    assert page.evaluate(scale) > before
    page.keyboard.press("-")
    assert page.evaluate(scale) == pytest.approx(before)
    page.keyboard.press("0")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    left, top = page.evaluate("(({ left, top }) => [left, top])(whyso.scene.view)")
    assert all(x >= left and y >= top for x, y, _, _ in shown(page).values())


def test_the_tab_key_reaches_every_tool_and_shows_where_it_is(tab: "Page", address: str) -> None:
    tab.goto("about:blank")
    page = opened(tab, f"{address}#show=all")
    reached: list[str] = []
    unseen: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        name, visible = page.evaluate(
            """() => {
              const at = document.activeElement;
              const { outlineStyle, outlineWidth } = getComputedStyle(at);
              const { width, height, left, top } = at.getBoundingClientRect();
              const seen = width > 0 && height > 0 && left > -9 && top > -9;
              const ringed = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
              const { tool, key } = at.dataset;
              const text = at.matches("summary") && at.textContent;
              return [at.id || tool || key || at.className || text || at.tagName, seen && ringed];
            }"""
        )
        if name == "BODY" or name in reached[:1]:
            break
        reached.append(name)
        unseen += [] if visible else [name]
    assert unseen == []
    tools = ["lang-en", "lang-zh", "theme", "show-all", "direction", "fit", "in", "out"]
    rows = page.eval_on_selector_all(
        "#legend [open] .row", "rows => rows.map(row => row.dataset.key)"
    )
    wanted = ["skip", "query", "map", *tools, *rows]
    assert [name for name in wanted if name not in reached] == []
    assert len(reached) - len(set(reached)) < 20  # the questions in the panel have one class


def test_the_skip_link_enters_the_outline_and_leaves_the_address_alone(
    page: "Page", g: ArgumentGraph
) -> None:
    page.evaluate("id => whyso.select(id)", g.resolve("c3"))
    page.wait_for_url(lambda url: "n=c3&" in url)
    before = page.url
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.id") == g.resolve("c3")
    assert selected(page) == g.resolve("c3")
    assert page.url == before


# The address


def test_the_address_brings_everything_back(tab: "Page", address: str, g: ArgumentGraph) -> None:
    page = opened(tab, address)
    page.click("[data-tool=lang-zh]")
    page.click("[data-tool=theme]")
    page.click("[data-tool=direction]")
    page.click("[data-tool=show-all]")
    page.click("#legend [data-key='kind:evidence']")
    page.evaluate("id => whyso.toggleFold(id)", g.resolve("q1"))
    page.click(f"#outline [data-id='{g.resolve('c3')}'] .text")
    page.wait_for_url(lambda url: "n=c3&" in url)  # the address follows a little later

    def state() -> tuple[Any, ...]:
        text = page.locator("#panel").text_content()
        theme = page.locator("html").get_attribute("data-theme")
        return shown(page), selected(page), text, theme, page.locator("html").get_attribute("lang")

    before = state()
    assert (before[1], before[3], before[4]) == (g.resolve("c3"), "dark", "zh")
    page.reload()
    page.locator("html[data-ready]").wait_for()
    assert state() == before
    assert "n=c3" in page.url
    opened(page, page.url)
    assert state() == before


def test_the_address_keeps_the_chosen_card_while_the_page_opens(tab: "Page", address: str) -> None:
    page = opened(tab, address)
    page.wait_for_timeout(400)
    written = page.evaluate(
        """async () => {
          const written = [];
          history.replaceState = (...said) => {
            written.push(said[2]);
            History.prototype.replaceState.apply(history, said);
          };
          location.hash = "n=c3&lang=zh&unknown=1";
          await new Promise((done) => setTimeout(done, 600));
          delete history.replaceState;
          return written;
        }"""
    )
    assert written == [f"{address}#n=c3&lang=zh"]


def test_going_to_another_address_changes_the_open_page(
    tab: "Page", address: str, g: ArgumentGraph
) -> None:
    page = opened(tab, address)
    page.wait_for_timeout(400)
    page.evaluate("location.hash = 'n=c12&lang=zh'")
    page.locator("html[lang=zh]").wait_for()
    assert selected(page) == g.resolve("c12")


@pytest.mark.parametrize(
    "nonsense",
    [
        *("n=nobody", "%", "%00=%ff&n=%E0%A4%A", "=&&==&n", "n=__proto__&fold=constructor"),
        *("lang=xx&theme=pink&dir=up&show=none", "fold=q0 nobody&open=a&hide=kind:none relation:"),
    ],
)
def test_an_address_that_makes_no_sense_opens_the_page_as_usual(
    tab: "Page", address: str, nonsense: str
) -> None:
    page = opened(tab, f"{address}#{nonsense}")
    assert selected(page) is None
    assert len(shown(page)) > 20


def test_a_held_key_does_not_flood_the_address(page: "Page") -> None:
    """Chromium warns, and heeds the page no more, after 200 changes of its address in 10 s."""
    undrawn(page)
    page.evaluate(
        """() => {
          window.changes = 0;
          for (const name of ["replaceState", "pushState"]) {
            const write = history[name].bind(history);
            history[name] = (...told) => { window.changes += 1; write(...told); };
          }
          const ids = [...whyso.CARDS.keys()];
          [...ids, ...ids].forEach((id) => whyso.select(id));
        }"""
    )
    last = page.evaluate("[...whyso.CARDS.values()].at(-1).name")
    page.wait_for_url(lambda url: f"n={last}&" in url)
    assert page.evaluate("window.changes * 150 <= performance.now() + 150")
