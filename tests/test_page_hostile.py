"""Whatever texts, ids, IRIs, language tags and file names say, nothing runs and nothing breaks."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring

import pytest
from click.testing import CliRunner
from hostile import PAYLOADS, TEXTS, claim, put

from whyso.cli import main
from whyso.graph import ArgumentGraph, load
from whyso.graph.view import picture
from whyso.graph.view.words import WORDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TITLE = "".join(PAYLOADS.values())
SHAPES = ("svg", "g", "path", "rect", "text", "title", "tspan")
HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
ALLOWED = "\n\u200c\u200d"  # line ends, and the joiners of emoji and of Persian
SVG = "{http://www.w3.org/2000/svg}"
HARMFUL = "img, iframe, object, embed, base, link, meta, form, animate, [srcdoc], [srcset]"
# Choose every card and tell what is wrong: with what is shown, or with what it is made of.
VISIT = """([labels, harmful]) => {
  const wrong = [];
  for (const id of whyso.CARDS.keys()) {
    whyso.select(id);
    const said = document.querySelector("#panel .text").textContent;
    if (whyso.state.selected !== id) wrong.push([id, "is not chosen"]);
    if (id in labels && said !== labels[id]) wrong.push([id, said.slice(0, 99)]);
    for (const made of document.querySelectorAll("#panel *, #crumbs *")) {
      const event = made.getAttributeNames().some((name) => name.startsWith("on"));
      const leads = made.matches("[href]:not([href^=http], [href^='#'])");
      if (event || leads || made.matches(harmful)) wrong.push([id, made.outerHTML.slice(0, 99)]);
    }
  }
  const made = document.body.querySelectorAll(`${harmful}, script:not([type]) ~ :not(script, div)`);
  return wrong.concat([...made].map((one) => one.outerHTML.slice(0, 99)));
}"""
# What an injected script could try, each in its own way; what is left of it is told.
ATTEMPTS = """async () => {
  const tried = {};
  const put = (tag, attributes, inside = "") => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.textContent = inside;
    document.body.append(made);
    return made;
  };
  const broken = async (name, attempt) => {
    try { await attempt(); tried[name] = "went through"; } catch { tried[name] = "refused"; }
  };
  const far = "http://127.0.0.1:9/";
  put("script", {}, "window.hit = 1");
  put("script", { src: "data:text/javascript,window.hit=1" });
  put("script", { src: far });
  put("div", { onclick: "window.hit = 1" }).click();
  put("a", { href: "javascript:window.hit=1" }).click();
  put("iframe", { srcdoc: "<script>parent.hit = 1</script>" });
  put("iframe", { src: far });
  put("img", { src: far, onerror: "window.hit = 1" });
  put("link", { rel: "stylesheet", href: far });
  put("object", { data: far });
  put("form", { action: far }).submit();
  put("style", {}, "body { outline: 7px solid red; }");
  put("div", { style: `background: url(${far})` });
  put("base", { href: far });
  setTimeout("window.hit = 1", 0);
  await broken("fetch", () => fetch(far));
  await broken("import", () => import("data:text/javascript,window.hit=1"));
  await broken("worker", () => new Promise((done, fail) => {
    const worker = new Worker(URL.createObjectURL(new Blob(["postMessage(1)"])));
    worker.onmessage = done;
    worker.onerror = fail;
  }));
  await broken("socket", () => new Promise((done, fail) => {
    const socket = new WebSocket("ws://127.0.0.1:9/");
    socket.onopen = done;
    socket.onerror = fail;
  }));
  /* only now: what a debugger runs at once may evaluate texts */
  await broken("eval", () => window.eval("window.hit = 1"));
  tried.style = getComputedStyle(document.body).outlineWidth === "7px" ? "went through" : "refused";
  tried.base = document.baseURI === location.href ? "refused" : "went through";
  return tried;
}"""


class Watched:
    """A browser that refuses every request but for its own file, and keeps what happens in it."""

    def __init__(self, browser: "Browser") -> None:
        self.said: list[str] = []
        self.asked: list[str] = []
        self.context = browser.new_context(
            viewport={"width": 1200, "height": 800}, reduced_motion="reduce", accept_downloads=True
        )
        self.context.set_default_timeout(20_000)  # a guard against hanging, on any machine
        self.context.on("console", lambda message: self.said.append(message.text))
        self.context.on("weberror", lambda error: self.said.append(str(error.error)))
        self.context.on("dialog", self._close)
        self.context.on("page", self._opened)
        self.context.route("**/*", self._refuse)
        self.page: Page | None = None

    def _close(self, dialog: Any) -> None:
        self.said.append("a dialog")
        dialog.dismiss()

    def _opened(self, page: "Page") -> None:
        self.said += ["a window"] * (page is not self.page and self.page is not None)

    def _refuse(self, route: Any) -> None:
        self.asked.append(route.request.url)
        if route.request.url.startswith("file:"):
            route.continue_()
        else:
            route.abort()

    def open(self, path: Path) -> "Page":
        self.page = self.page or self.context.new_page()
        self.page.goto(path.as_uri())
        self.page.locator("html[data-ready]").wait_for()
        return self.page

    def noticed(self, page: "Page") -> list[str]:
        """What was said, asked for or run up to now, though it should not have been."""
        noticed = [*self.said, *(url for url in self.asked if not url.startswith("file:"))]
        self.said.clear()
        return noticed + ["a script ran"] * (page.evaluate("window.hit") is not None)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return put("short", tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def g(files: tuple[Path, Path]) -> ArgumentGraph:
    return load(files[0])


@pytest.fixture(scope="module")
def watched(browser: "Browser") -> "Iterator[Watched]":
    found = Watched(browser)
    yield found
    found.context.close()


@pytest.fixture(scope="module")
def page(watched: Watched, g: ArgumentGraph, files: tuple[Path, Path]) -> "Page":
    path = g.to_html(files[0].with_suffix(".html"), title=TITLE, text=files[1])
    return watched.open(path)


# On the page


def test_every_card_is_shown_word_for_word_and_runs_nothing(page: "Page", watched: Watched) -> None:
    page.evaluate("() => { whyso.network.redraw = () => {}; }")
    wrong = page.evaluate(VISIT, [{claim(said): said for said in TEXTS["short"]}, HARMFUL])
    page.evaluate("delete whyso.network.redraw")

    assert wrong == []
    assert page.evaluate("whyso.CARDS.size") >= 6 * len(TEXTS["short"])
    assert watched.noticed(page) == []


def test_in_every_language_that_a_text_says_it_is_in_the_whole_map_is_drawn(
    page: "Page", watched: Watched
) -> None:
    page.evaluate("whyso.select(null)")
    page.click("[data-tool=show-all]")
    tools = page.locator("[data-tool^=lang-]").evaluate_all("all => all.map((a) => a.dataset.tool)")
    for tool in tools:
        page.click(f'[data-tool="{tool}"]')
        for name in ("fit", "direction"):
            page.click(f"[data-tool={name}]")
            page.evaluate("whyso.network.redraw()")
        page.evaluate("whyso.network.moveTo({ scale: 1 })")
        assert page.locator("html").get_attribute("lang") == tool.removeprefix("lang-")
    assert len(tools) > 1
    page.click("[data-tool=lang-en]")
    assert watched.noticed(page) == []


def test_it_is_searched_filtered_and_asked_what_if(page: "Page", watched: Watched) -> None:
    for said in TEXTS["short"]:
        page.fill("#query", said[:300])
        found = page.evaluate("whyso.find(document.querySelector('#query').value)")
        assert claim(said) in found or not re.search(r"\w", said)
    page.fill("#query", "")
    page.eval_on_selector_all(
        "#legend details", "all => all.forEach((one) => { one.open = true; })"
    )
    for facet in ("speaker", "certainty", "status", "question"):
        for row in page.locator(f"#legend [data-key^='{facet}:']").all()[:2]:
            row.click()
            assert row.get_attribute("aria-pressed") == "false"
    page.evaluate("id => whyso.select(id)", claim("q"))
    page.click("#panel [data-tool=false]")
    page.keyboard.press("2")
    page.wait_for_timeout(200)  # the address is written by now
    before = page.evaluate("[whyso.state.assumed, whyso.state.hidden].map((set) => [...set])")
    assert before[0] == [claim("q")]
    page.reload()
    page.locator("html[data-ready]").wait_for()
    after = page.evaluate("[whyso.state.assumed, whyso.state.hidden].map((set) => [...set])")
    assert [sorted(each) for each in after] == [sorted(each) for each in before]
    assert watched.noticed(page) == []


def test_the_map_is_taken_away_whole(page: "Page", watched: Watched, tmp_path: Path) -> None:
    page.evaluate("location.hash = 'show=all'")
    page.locator("[data-tool=show-all][aria-pressed=true]").wait_for()
    page.click("#share summary")
    with page.expect_download() as download:
        page.locator("#share button", has_text=WORDS["en"]["share"]["svg"]).click()
    download.value.save_as(tmp_path / "map.svg")
    drawn = fromstring((tmp_path / "map.svg").read_bytes())  # noqa: S314  the page's own
    assert {part.tag for part in drawn.iter()} <= {f"{SVG}{tag}" for tag in SHAPES}
    assert not any(name.startswith("on") for part in drawn.iter() for name in part.attrib)
    name = download.value.suggested_filename
    assert name == name.strip(". ") and not re.search(r'[\s\\/:*?"<>|]', name)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    paper = page.locator("#paper").inner_text()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert all(said in paper for said in TEXTS["short"] if re.fullmatch(r"[!-~ ]+", said))
    assert watched.noticed(page) == []


def test_the_pages_own_policy_refuses_what_would_be_put_in(page: "Page", watched: Watched) -> None:
    asked = len(watched.asked)
    tried = page.evaluate(ATTEMPTS)
    page.evaluate("new Promise((done) => setTimeout(done, 50))")  # what waits would run now
    address = page.url
    watched.said.clear()  # each refusal is told on the console

    assert {name for name, ended in tried.items() if ended != "refused"} == set()
    assert len(tried) == 7
    assert [url for url in watched.asked[asked:] if not url.startswith("file:")] == []
    assert page.url == address
    assert watched.noticed(page) == []


def test_a_label_of_100_kb_is_drawn_found_and_chosen(watched: Watched, tmp_path: Path) -> None:
    graph, _ = put("long", tmp_path)
    [said] = TEXTS["long"]
    page = watched.open(load(graph).to_html(tmp_path / "long.html"))
    page.click("[data-tool=show-all]")
    page.evaluate("whyso.network.redraw()")
    page.evaluate("whyso.network.moveTo({ scale: 1 }), whyso.network.redraw()")
    page.fill("#query", said[49_000:51_000])
    page.locator("#hits li").first.wait_for()
    page.evaluate("id => whyso.select(id)", claim(said))
    assert page.locator("#panel .text").text_content() == said
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert watched.noticed(page) == []


# Beside the page


def test_a_notebook_shows_it_and_runs_nothing(
    watched: Watched, g: ArgumentGraph, tmp_path: Path
) -> None:
    shown = tmp_path / "notebook.html"
    shown.write_text(f"<!doctype html><meta charset=utf-8>{g._repr_html_()}", "utf-8")
    assert watched.page
    page = watched.page
    page.goto(shown.as_uri())
    page.frame_locator("iframe").locator("html[data-ready]").wait_for()
    assert len(page.frames) == 2
    page.frames[1].evaluate("id => whyso.select(id)", claim("q"))
    assert page.frames[1].locator("#panel .text").text_content() == "q"
    assert page.frames[1].evaluate("window.hit") is None
    assert watched.noticed(page) == []


def test_a_picture_is_sound_and_refers_to_nothing(g: ArgumentGraph) -> None:
    drawn = fromstring(picture(g, title=TITLE, show="all"))  # noqa: S314  our own
    assert {part.tag for part in drawn.iter()} <= {f"{SVG}{tag}" for tag in SHAPES}
    for part in drawn.iter():
        assert not any(name.startswith("on") or "href" in name for name in part.attrib)
        assert not any("url(" in value for value in part.attrib.values())


@pytest.mark.parametrize(
    "call",
    [
        "show FILE",
        "show FILE --lang zh",
        "show FILE --summary",
        "check FILE --text TEXT",
        "verdict FILE --all --table",
        "verdict FILE --compare --table",
        "explain FILE CLAIM --lang zh",
        "explain FILE NOTHING",
        "whatif FILE --retract CLAIM",
        "whatif FILE --flip CLAIM",
        "whatif FILE",
        "grounds FILE CLAIM --table",
        "consequences FILE CLAIM --table",
        "rank FILE --table",
        "query FILE --table ALL",
        "convert FILE OUT.graphml",
        "view FILE --claim NOTHING",
        "view MISSING",
    ],
)
def test_nothing_steers_the_terminal(
    files: tuple[Path, Path], call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files[0].parent)
    named = {
        "FILE": files[0].name,
        "TEXT": files[1].name,
        "MISSING": f"no{files[0].name}",
        "OUT.graphml": f"{files[0].name}.graphml",
        "CLAIM": claim(PAYLOADS["direction"]),
        "NOTHING": PAYLOADS["terminal"] + PAYLOADS["direction"],
        "ALL": "SELECT * { ?s ?p ?o } LIMIT 900",
    }
    done = CliRunner().invoke(main, [named.get(word, word) for word in call.split()])
    fails = "NOTHING" in call or "MISSING" in call

    assert done.exit_code in ((1,) if fails else (0, 3)), done.output
    assert "fault of whyso" not in done.output
    assert done.output.strip()
    shown = {sign for sign in done.output if unicodedata.category(sign) in HIDDEN}
    assert shown <= {*ALLOWED}
