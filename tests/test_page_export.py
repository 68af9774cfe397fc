"""Taking the map away: pictures, paper, a link, a card's triples."""

import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pages import opened, selected, shown
from whyso.graph import ArgumentGraph, load, parse
from whyso.graph.view.words import WORDS

if TYPE_CHECKING:
    from playwright.sync_api import Download, Page

HEAD = """
@prefix : <https://w3id.org/whyso/id/t/> . @prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:q a arg:Question ; rdfs:label "Why?"@en .
"""
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def g() -> ArgumentGraph:
    return load(Path(__file__).parent / "data" / "example.ttl")


def shared(page: "Page", item: str, lang: str = "en") -> None:
    """Choose from the menu."""
    page.click("#share summary")
    page.locator("#share button", has_text=WORDS[lang]["share"][item]).click()


def saved(page: "Page", item: str, lang: str = "en") -> "Download":
    with page.expect_download() as download:
        shared(page, item, lang)
    return download.value


def written(path: Path) -> tuple[ET.Element, str]:
    """Return a picture that has been read as XML, and what is written in it, without spaces."""
    drawn = ET.parse(path).getroot()  # noqa: S314 (the page's own file)
    texts = [text.text or "" for text in drawn.iter(f"{SVG}text")]
    return drawn, "".join("".join(texts).split())


def size_of(png: Path) -> tuple[int, int]:
    data = png.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def frame(page: "Page") -> tuple[float, float]:
    boxes = shown(page).values()
    wide = max(x + w for x, _, w, _ in boxes) - min(x for x, *_ in boxes)
    high = max(y + h for _, y, _, h in boxes) - min(y for _, y, *_ in boxes)
    return wide, high


@pytest.mark.parametrize(("lang", "theme"), [("en", "light"), ("zh", "dark")])
def test_the_picture_holds_every_card_on_the_map_and_no_other(
    tab: "Page", address: str, g: ArgumentGraph, tmp_path: Path, lang: str, theme: str
) -> None:
    page = opened(tab, f"{address}#show=all&lang={lang}&theme={theme}")
    page.click("[data-tool=in]")  # what is on the screen does not matter
    page.click("[data-tool=in]")
    name = {"en": "Statement-on-free-trams", "zh": "关于免费电车的声明"}[lang]
    for level in ("all", "questions"):
        page.click(f"[data-tool=show-{level}]")
        download = saved(page, "svg", lang)
        assert download.suggested_filename == f"{name}.svg"
        download.save_as(tmp_path / "map.svg")
        drawn, text = written(tmp_path / "map.svg")
        on_map = set(shown(page))
        for node in g.statements():
            said = "".join(node.label(lang).split())
            assert (said in text) == (node.iri in on_map), node.id
        box = [float(part) for part in (drawn.get("viewBox") or "").split()]
        wide, high = frame(page)
        assert (box[2] > wide, box[3] > high) == (True, True)
        assert drawn.findtext(f"{SVG}title") == page.title()
        assert drawn.get("role") == "img"
        assert page.evaluate("whyso.scene.scale") == pytest.approx(
            page.evaluate("whyso.network.getScale()")
        )


def test_a_pixel_picture_is_twice_as_large_as_the_map(page: "Page", tmp_path: Path) -> None:
    page.click("[data-tool=show-questions]")
    download = saved(page, "png")
    assert download.suggested_filename == "Statement-on-free-trams.png"
    download.save_as(tmp_path / "map.png")
    margins = [
        size - 2 * part
        for size, part in zip(size_of(tmp_path / "map.png"), frame(page), strict=True)
    ]
    assert all(0 < margin <= 200 for margin in margins)


def test_a_very_large_picture_has_at_most_16000_pixels_a_side(tab: "Page", tmp_path: Path) -> None:
    claims = [f':c{n} a arg:Claim ; rdfs:label "{n}"@en ; arg:answers :q .' for n in range(2)]
    claims += [
        f":c{n} a arg:Claim ; arg:answers :q{n} . :q{n} a arg:Question ; arg:underlies :q{n - 1} ."
        for n in range(2, 4)
    ]
    chain = [
        f':k{n} a arg:Claim ; rdfs:label "k{n}"@en . :i{n} a arg:Inference ; '
        f"arg:premise :k{n + 1} ; arg:conclusion :k{n} ."
        for n in range(240)
    ]
    g = parse(HEAD + "\n".join([*claims, *chain, ":k240 a arg:Claim . :k0 arg:answers :q ."]))
    page = opened(tab, g.to_html(tmp_path / "deep.html", title="deep").as_uri() + "#show=all")
    wide, high = frame(page)
    assert max(wide, high) > 8000
    saved(page, "png").save_as(tmp_path / "deep.png")
    width, height = size_of(tmp_path / "deep.png")
    assert 12000 < max(width, height) <= 16000 or width * height > 60_000_000
    assert width / height == pytest.approx((wide + 88) / (high + 48), rel=0.01)


def test_a_picture_of_hostile_texts_is_sound(tab: "Page", tmp_path: Path) -> None:
    evil = "</text><script>alert(1)</script> & \\u0001 \\u0008 \\uFFFF ]]> \\u202E"
    g = parse(HEAD + f':c a arg:Claim ; rdfs:label "{evil}"@en ; arg:answers :q .')
    title = '../..\\a/b:c*?"<>|\u202e\u0001.exe'
    page = opened(tab, g.to_html(tmp_path / "evil.html", title=title).as_uri() + "#show=all")
    download = saved(page, "svg")
    assert download.suggested_filename == "a-b-c-exe.svg"
    download.save_as(tmp_path / "evil.svg")
    drawn, text = written(tmp_path / "evil.svg")
    assert "</text><script>alert(1)" in text
    assert {at.tag for at in drawn.iter()} <= {
        f"{SVG}{tag}" for tag in ("svg", "path", "text", "title")
    }


@pytest.fixture
def on_paper(page: "Page") -> "Iterator[Page]":
    """The page as it is printed."""
    page.emulate_media(media="print")
    yield page
    page.emulate_media(media="screen")


def test_printing_puts_the_outline_on_paper_and_takes_it_off_again(page: "Page") -> None:
    page.evaluate(
        """() => {
          window.seen = [];
          const paper = document.querySelector("#paper");
          const look = () => seen.push(paper.children.length);
          new MutationObserver(look).observe(paper, { childList: true });
        }"""
    )
    assert page.pdf()[:5] == b"%PDF-"
    put, taken = page.evaluate("seen")
    assert (put > 30, taken) == (True, 0)


def test_paper_holds_the_outline_as_text_and_no_map(on_paper: "Page", g: ArgumentGraph) -> None:
    page = on_paper
    on_map = set(shown(page))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    lines: list[list[str]] = page.locator("#paper > *").evaluate_all(
        "all => all.map((a) => [a.tagName, a.innerText, String(a.offsetLeft)])"
    )
    nodes: list[Any] = [*g.statements(), *g.utterances()]
    for node in nodes:
        found = [line for line in lines if f"; {node.id};" in line[1]]
        assert len(found) == (node.iri in on_map)
        for tag, line, _ in found:
            assert tag.startswith("H" if "question" in getattr(node, "kind", "") else "P")
            assert node.label("en") in line
            assert WORDS["en"]["status"][node.status or ""] in line
    assert len({left for *_, left in lines}) >= 3
    visible = page.locator("body > * >> visible=true").evaluate_all("all => all.map((a) => a.id)")
    assert visible == ["", "paper"]
    assert page.locator("h1").is_visible()
    assert page.locator("header > :not(h1) >> visible=true").count() == 0


def pasted(page: "Page") -> str:
    """Paste into the search box what was copied."""
    page.click("#query")
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+V")
    return page.locator("#query").input_value()


def test_a_link_is_copied_and_leads_back(page: "Page", g: ArgumentGraph) -> None:
    page.evaluate("id => whyso.select(id)", g.resolve("c19"))
    page.click("#share summary")
    page.locator("#share button", has_text=WORDS["en"]["copy"]).click()
    toast = page.locator("#live.toast")
    assert toast.text_content() == WORDS["en"]["copied"]
    assert toast.is_visible()
    link = pasted(page)
    assert link.startswith("file:")
    assert selected(opened(page, link)) == g.resolve("c19")


def test_a_link_to_a_page_as_it_opened_keeps_what_was_asked_for(page: "Page") -> None:
    address = page.url.split("#")[0] + "?claim=c19"
    other = opened(page, address)
    other.click("#share summary")
    other.locator("#share button", has_text=WORDS["en"]["copy"]).click()
    other.locator("#live.toast").wait_for()
    assert pasted(other) == address


def test_a_cards_triples_are_copied_with_their_prefixes(page: "Page", g: ArgumentGraph) -> None:
    page.evaluate("id => whyso.select(id)", g.resolve("c19"))
    page.locator("#panel .turtle summary").click()
    page.locator("#panel .turtle button").click()
    copied = pasted(page)
    assert "@prefix arg: <https://w3id.org/whyso/ontology#> ." in copied
    shown_there = page.locator("#panel pre").inner_text()
    assert copied.split() == [*copied.split()[: -len(shown_there.split())], *shown_there.split()]


def test_the_menu_is_used_by_keyboard_alone(page: "Page", g: ArgumentGraph) -> None:
    page.evaluate("id => whyso.select(id)", g.resolve("c19"))
    page.locator("[data-tool=theme]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#share[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#share[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert selected(page) == g.resolve("c19")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".svg")
    assert page.locator("#share[open]").count() == 0
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    assert page.locator("#share[open]").count() == 0


def test_on_a_phone_the_path_keeps_its_ends_and_what_is_between(
    page: "Page", g: ArgumentGraph
) -> None:
    def crumbs() -> list[Any]:
        path: list[Any] = page.locator("#crumbs button >> visible=true").all_text_contents()
        return path

    def depth(iri: str) -> int:
        page.evaluate("id => whyso.select(id)", iri)
        return len(crumbs())

    deep = max((node.iri for node in g.statements()), key=depth)
    page.evaluate("id => whyso.select(id)", deep)
    whole = crumbs()
    assert len(whole) >= 4
    assert whole[-1] == g[deep].label("en")
    page.set_viewport_size({"width": 390, "height": 844})
    assert crumbs() == [whole[0], whole[1], whole[-1]]
    places = [at.bounding_box() for at in page.locator("#crumbs button >> visible=true").all()]
    assert all(place and place["height"] >= 24 and place["width"] >= 32 for place in places)
    page.locator("#crumbs button").nth(1).click()
    assert page.locator("#crumbs button[aria-current]").text_content() == whole[1]
