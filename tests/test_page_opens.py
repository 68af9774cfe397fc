"""The page opens from a file, offline, in silence, in both languages, whatever its labels say."""

import html
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from whyso.graph import ArgumentGraph, load, parse, sample
from whyso.graph.view.words import WORDS

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent
HEAD = """
@prefix : <https://w3id.org/whyso/id/t/> .
@prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


class Watched:
    """A browser that refuses every request but for the file, and keeps what a page says."""

    def __init__(self, context: "BrowserContext") -> None:
        self.context = context
        self.said: list[str] = []
        self.asked: list[str] = []
        context.set_default_timeout(180_000)  # a guard against hanging, on any machine
        context.on("console", lambda message: self.said.append(message.text))
        context.on("weberror", lambda error: self.said.append(str(error.error)))
        context.on("dialog", self._close)
        context.route("**/*", self._refuse)

    def _close(self, dialog: Any) -> None:
        self.said.append(dialog.message)
        dialog.dismiss()

    def _refuse(self, route: Any) -> None:
        self.asked.append(route.request.url)
        if route.request.url.startswith("file:"):
            route.continue_()
        else:
            route.abort()

    def open(self, address: str) -> "Page":
        page = self.context.new_page()
        page.goto(address)
        page.locator("html[data-ready]").wait_for()
        return page


@pytest.fixture
def watched(browser: Any) -> "Iterator[Watched]":
    context = browser.new_context(viewport={"width": 1000, "height": 700}, reduced_motion="reduce")
    found = Watched(context)
    yield found
    context.close()
    assert found.said == []
    assert {url.split("#")[0].rsplit(".", 1)[-1] for url in found.asked} <= {"html"}
    assert all(url.startswith("file:") for url in found.asked)


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample().to_html(tmp_path_factory.mktemp("page") / "claims.html")


def chinese_words(value: object) -> set[str]:
    if isinstance(value, dict):
        return set().union(*(chinese_words(each) for each in value.values()))
    return {value} if isinstance(value, str) else set()


@pytest.mark.parametrize("where", ["", "#lang=zh", "#theme=dark", "#n=x5&lang=zh&show=all"])
def test_it_opens_with_one_request_and_no_message(
    watched: Watched, page_file: Path, where: str
) -> None:
    page = watched.open(page_file.as_uri() + where)
    page.wait_for_timeout(300)

    assert len(watched.asked) == 1
    assert page.evaluate("whyso.scene.boxes.size") >= 10


def test_no_two_cards_overlap_when_everything_is_shown(watched: Watched, page_file: Path) -> None:
    page = watched.open(f"{page_file.as_uri()}#show=all")
    boxes: list[list[float]] = page.evaluate("[...whyso.scene.boxes.values()].map((b) => [...b])")

    g = sample()
    assert len(boxes) >= len(g.statements()) + len(g.utterances())
    for place, (x, y, w, h) in enumerate(boxes):
        for a, b, c, d in boxes[place + 1 :]:
            assert x + w <= a or a + c <= x or y + h <= b or b + d <= y


def test_the_chinese_view_is_in_chinese(watched: Watched, page_file: Path) -> None:
    page = watched.open(f"{page_file.as_uri()}#lang=zh&show=all&n=c3")
    page.set_viewport_size({"width": 1400, "height": 900})  # with the outline beside the map
    page.locator("#outline [role=treeitem] >> visible=true").first.wait_for()
    text = page.locator("body").inner_text()
    labels = {
        record.label("en")
        for record in (*sample().statements(), *sample().utterances())
        if record.label("zh") != record.label("en")
    }

    assert page.locator("html").get_attribute("lang") == "zh"
    assert page.title() == sample().sources()[0].label("zh")
    assert len(re.findall("[\u4e00-\u9fff]", text)) > 1000
    # a chosen card shows its label in the other language too, and no other card does
    assert {label for label in labels if label in text} <= {sample()["c3"].label("en")}
    english = {word for word in chinese_words(WORDS["en"]) if len(word) > 6 and " " in word}
    assert {word for word in english if word in text} == set()


def test_a_page_can_be_made_in_chinese(watched: Watched, tmp_path: Path) -> None:
    page = watched.open(sample().to_html(tmp_path / "zh.html", lang="zh").as_uri())

    assert page.locator("html").get_attribute("lang") == "zh"


HOSTILE = [
    "</script><script>alert(1)</script>",
    '<img src=x onerror="alert(2)">',
    "{{ 7*7 }} {% raw %} ${7*7}",
    "\u2028 line \u2029 end",
    "]]> --> <!-- '\"` \\u003c",
    "x" * 3000,
    "\u202eright to left\u202c \u2066",
    "",
    "javascript:alert(3)",
]


def literal(text: str) -> str:
    return '"' + "".join(f"\\U{ord(character):08X}" for character in text) + '"@en'


def hostile() -> ArgumentGraph:
    lines = [HEAD, ":q a arg:Question ; rdfs:label 'Why?'@en ."]
    for number, text in enumerate(HOSTILE):
        said = literal(text)
        lines.append(f":s{number} a foaf:Person ; foaf:name {said} .")
        lines.append(
            f":c{number} a arg:Claim ; rdfs:label {said} ; skos:note {said} ; arg:answers :q ;"
            f" arg:assertedBy :s{number} ; arg:status arg:stated ; arg:certainty {said} ."
        )
    return parse("\n".join(lines))


def test_labels_run_nothing_and_are_shown_as_they_are(
    watched: Watched, page_file: Path, tmp_path: Path
) -> None:
    g = hostile()
    title = HOSTILE[0] + HOSTILE[1]
    path = g.to_html(tmp_path / "hostile.html", title=title)
    page = watched.open(f"{path.as_uri()}#show=all")

    assert page.title() == title
    for number in (0, 1, 2):
        page.evaluate("(iri) => whyso.select(iri)", g.resolve(f"c{number}"))
        assert HOSTILE[number] in page.locator("body").inner_text()
    assert page.locator("img, iframe, object").count() == 0
    assert page.locator("a[href^='javascript:']").count() == 0
    harmless = watched.open(page_file.as_uri())
    assert page.evaluate("document.scripts.length") == harmless.evaluate("document.scripts.length")


@pytest.mark.parametrize("text", [":c a arg:Claim .", ":q a arg:Question ; rdfs:label 'Q'@en ."])
def test_one_card_alone(watched: Watched, tmp_path: Path, text: str) -> None:
    page = watched.open(parse(HEAD + text).to_html(tmp_path / "one.html").as_uri())

    assert page.evaluate("whyso.scene.boxes.size") == 1


def test_a_large_argument_opens(watched: Watched, tmp_path: Path) -> None:
    made = [sys.executable, str(ROOT / "benchmarks" / "synthetic.py"), "2000"]
    path = tmp_path / "large.ttl"
    path.write_bytes(subprocess.run(made, check=True, stdout=subprocess.PIPE).stdout)

    page = watched.open(load(path).to_html(tmp_path / "large.html").as_uri())

    assert page.evaluate("whyso.scene.boxes.size") >= 100


def test_the_same_argument_gives_the_same_page(tmp_path: Path, page_file: Path) -> None:
    again = sample().to_html(tmp_path / "again.html")

    assert again.read_bytes() == page_file.read_bytes()


def test_the_page_names_no_other_address(page_file: Path) -> None:
    text = page_file.read_text("utf-8")

    assert "default-src 'none'" in html.unescape(text)
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", text)
    assert "cdn" not in text.lower()
