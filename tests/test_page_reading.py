"""The reading pane: a source's text beside the map, its passages marked."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages import opened, selected
from whyso.graph import ArgumentGraph, load, parse, sample
from whyso.graph.errors import InputError
from whyso.graph.view.page import page as page_of
from whyso.graph.view.page import write_page
from whyso.graph.view.reading import cut, reading
from whyso.graph.view.words import WORDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

DATA = Path(__file__).parent / "data"
TEXT = DATA / "example.txt"
HEAD = """
@prefix : <https://w3id.org/whyso/id/t/> . @prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:q a arg:Question ; rdfs:label "Why?"@en .
"""


@pytest.fixture(scope="module")
def g() -> ArgumentGraph:
    return load(DATA / "example.ttl")


@pytest.fixture(scope="module")
def address(g: ArgumentGraph, tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_page(g, tmp_path_factory.mktemp("page") / "text.html", text=TEXT).as_uri()


@pytest.fixture
def page(tab: "Page", address: str) -> "Page":
    return opened(tab, f"{address}#show=all&theme=light")


def text_of(part: Any) -> str:
    return part if isinstance(part, str) else part[0]


def passages_of(g: ArgumentGraph, iri: str) -> set[str]:
    """The digests of a node's passages."""
    return {passage.sha256 or "" for passage in g[iri].passages}


# Cutting


@given(
    st.text(alphabet="ab \n茶😀\u0301", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8),
    st.lists(st.integers(0, 40), max_size=6),
)
def test_a_text_is_cut_so_that_each_character_keeps_the_spans_over_it(
    text: str, spans: list[tuple[int, int]], edges: list[int]
) -> None:
    spans = [(start, end) for start, end in spans if start < end <= len(text)]
    ends = sorted({edge for edge in edges if edge <= len(text)})
    frames = [(start, end) for start, end in zip(ends[::2], ends[1::2], strict=False)]
    cuts = cut(text, frames, spans)
    assert len(cuts) == len(frames)
    for (start, end), parts in zip(frames, cuts, strict=True):
        found = [
            (character, [] if isinstance(part, str) else part[1:])
            for part in parts
            for character in text_of(part)
        ]
        assert found == [
            (text[at], [n for n, (one, other) in enumerate(spans) if one <= at < other])
            for at in range(start, end)
        ]


def test_the_parts_of_each_passage_have_its_digest(g: ArgumentGraph) -> None:
    """Also of those that reach over others; and every passage that something cites is there."""
    told = reading(g, TEXT)
    joined = [""] * len(told["passages"])
    for block in told["blocks"]:
        for part in block["parts"]:
            for passage in part[1:] if isinstance(part, list) else ():
                joined[passage] += part[0]
    digests: dict[str, set[str]] = {}
    for passage, text in zip(told["passages"], joined, strict=True):
        for node in passage["nodes"]:
            digest = hashlib.sha256(text.encode()).hexdigest()
            digests.setdefault(told["nodes"][node], set()).add(digest)
    nodes: list[Any] = [*g.statements(), *g.utterances(), *g.inferences(), *g.conflicts()]
    assert digests == {node.iri: passages_of(g, node.iri) for node in nodes if node.passages}
    assert "notice" not in told


def test_paragraphs_know_their_language(g: ArgumentGraph) -> None:
    told = reading(g, TEXT)
    for block in told["blocks"]:
        text = "".join(map(text_of, block["parts"]))
        assert block["lang"] == (
            "zh" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else "en"
        )


def test_the_real_statement_fits_its_argument_whole(statement: Path) -> None:
    told = reading(sample(), statement)
    cited = {p.iri for node in sample().statements() for p in node.passages}
    assert len(told["passages"]) >= len(cited)
    assert "notice" not in told
    assert "".join(text_of(part) for block in told["blocks"] for part in block["parts"]).replace(
        "\n", ""
    ) == "".join(
        line.strip("\n") for line in statement.read_text("utf-8").splitlines() if line.strip()
    )


def test_what_does_not_fit_is_told_and_not_marked(g: ArgumentGraph, tmp_path: Path) -> None:
    changed = tmp_path / "example.txt"
    changed.write_text(
        TEXT.read_text("utf-8").replace("two million", "").replace("61 ", "62 "), "utf-8"
    )
    whole, told = reading(g, TEXT), reading(g, changed)
    lost = len(whole["passages"]) - len(told["passages"])
    assert 0 < lost < len(whole["passages"])
    for language, table in WORDS.items():
        first, *rest = told["notice"][language]
        assert first == table["reading"]["misfit"].format(lost, len(whole["passages"]))
        assert len(rest) == lost + 1
        assert not any(str(tmp_path) in line for line in rest)


def test_a_text_that_is_none_is_refused_in_one_line(g: ArgumentGraph, tmp_path: Path) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_bytes(b"caf\xe9")
    for path in (broken, tmp_path / "no.txt", tmp_path):
        with pytest.raises(InputError) as error:
            page_of(g, text=path)
        assert "\n" not in str(error.value)


def test_no_page_holds_the_text_unless_it_is_asked_to(g: ArgumentGraph) -> None:
    words = "none of them will run at night"
    assert words in TEXT.read_text("utf-8")
    assert words not in page_of(g)
    assert words in page_of(g, text=TEXT)


# In a reader's hands


def marks(page: "Page", current: bool = True) -> list[str]:
    """The texts that are marked for the chosen card, or all."""
    which = "#reading p a[aria-current]" if current else "#reading p a"
    texts: list[str] = page.locator(which).evaluate_all("all => all.map((a) => a.textContent)")
    return texts


def on_screen(at: "Locator") -> bool:
    inside: bool = at.evaluate(
        """at => {
          const [a, b] = [at, document.querySelector("#reading")].map(
            (part) => part.getBoundingClientRect());
          return a.bottom > b.top + 40 && a.top < b.bottom;
        }"""
    )
    return inside


def test_the_text_opens_beside_the_map_and_closes(page: "Page") -> None:
    wide = page.locator("#map").bounding_box()
    assert page.locator("#reading").is_hidden()
    page.click("[data-tool=read]")
    assert page.locator("#reading").is_visible()
    assert page.locator("#map").is_visible()
    assert page.locator("[data-tool=read]").get_attribute("aria-pressed") == "true"
    page.wait_for_timeout(200)  # the address is written by now
    assert "read=1" in page.url
    page.reload()
    page.locator("html[data-ready]").wait_for()
    assert page.locator("#reading").is_visible()
    page.click("#reading .close")
    assert page.locator("#reading").is_hidden()
    assert page.locator("#map").bounding_box() == wide


def test_a_passage_leads_to_its_cards_and_they_lead_back(page: "Page", g: ArgumentGraph) -> None:
    page.click("[data-tool=read]")
    shared = page.locator("#reading p a[data-cards]").first
    shared.click()
    chips = page.locator("#reading .here .card")
    assert chips.count() == int(shared.get_attribute("data-cards") or 0) > 1
    for at in range(chips.count()):
        chips.nth(at).click()
        assert selected(page) == chips.nth(at).get_attribute("data-id")
        assert chips.nth(at).get_attribute("aria-current") == "true"
        assert shared.get_attribute("aria-current") is not None
    other = page.locator("#reading p a:not([data-cards])").last
    other.focus()
    page.keyboard.press("Enter")
    [chip] = page.locator("#reading .here .card").all()
    assert selected(page) == chip.get_attribute("data-id")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_choosing_a_card_marks_its_passages_and_brings_one_into_view(
    tab: "Page", address: str, g: ArgumentGraph, lang: str
) -> None:
    page = opened(tab, f"{address}#show=all&read=1&lang={lang}")
    text = TEXT.read_text("utf-8")
    for node in g.statements()[::4]:
        page.evaluate("id => whyso.select(id)", node.iri)
        spans = sorted({(p.start or 0, p.end or 0) for p in node.passages})
        assert "".join(marks(page)) == "".join(text[start:end] for start, end in spans)
        if spans:
            tongues = {passage.language for passage in node.passages}
            of = f"[lang={lang}]" if lang in tongues else ""
            assert on_screen(page.locator(f"#reading p{of} a[aria-current]").first)
    muted = page.locator("#reading p.muted").evaluate_all("all => all.map((p) => p.lang)")
    assert set(muted) == {"zh" if lang == "en" else "en"}


def test_a_place_in_the_panel_leads_to_the_text(page: "Page", g: ArgumentGraph) -> None:
    claim = next(node for node in g.statements("claim") if len(node.passages) == 2)
    page.evaluate("id => whyso.select(id)", claim.iri)
    chinese = WORDS["en"]["tongues"]["zh"]
    page.locator("#panel dt", has_text=chinese).locator("+ dd button").click()
    assert page.locator("#reading").is_visible()
    focused = page.evaluate(
        "[document.activeElement.textContent, document.activeElement.parentNode.lang]"
    )
    [passage] = [p for p in claim.passages if p.language == "zh"]
    assert focused == [TEXT.read_text("utf-8")[passage.start : passage.end], "zh"]


def test_kinds_are_told_apart_by_their_lines_too(page: "Page") -> None:
    page.click("[data-tool=read]")
    looks = page.locator("#reading p:not(.muted) a").evaluate_all(
        """all => all.map((a) => {
          const { textDecorationStyle, textDecorationThickness } = getComputedStyle(a);
          const look = `${textDecorationStyle} ${textDecorationThickness}`;
          return [a.className.replace("underlying_", ""), look];
        })"""
    )
    by_kind = {kind: {look for name, look in looks if name == kind} for kind, _ in looks}
    assert len(by_kind) >= 4
    assert all(len(found) == 1 for found in by_kind.values())
    assert len({next(iter(found)) for found in by_kind.values()}) == len(by_kind)


def test_what_does_not_fit_is_told_in_the_pane(
    tab: "Page", g: ArgumentGraph, tmp_path: Path
) -> None:
    changed = tmp_path / "example.txt"
    changed.write_text(TEXT.read_text("utf-8")[:400], "utf-8")
    address = write_page(g, tmp_path / "changed.html", text=changed).as_uri()
    page = opened(tab, f"{address}#read=1")
    told = reading(g, changed)["notice"]["en"]
    page.locator("#reading .notice summary", has_text=told[0]).click()
    assert page.locator("#reading .notice p").all_text_contents() == told[1:]


def test_a_hostile_text_runs_nothing_and_is_shown_as_it_is(tab: "Page", tmp_path: Path) -> None:
    evil = "</script><script>alert(1)</script> 😀 <img src=x onerror=alert(2)> \u202e\u2028 {{7*7}}"
    source = tmp_path / "evil.txt"
    source.write_text(evil, "utf-8")
    spans = [(0, 9), (3, 36), (34, len(evil))]
    lines = [
        f":c{n} a arg:Claim ; arg:hasPassage :p{n} ; arg:answers :q . :p{n} a arg:Passage ;"
        f" oa:hasSource :s ; oa:hasSelector [ oa:start {start} ; oa:end {end} ] ."
        for n, (start, end) in enumerate(spans)
    ]
    lines.append(":s a arg:Source ; dcterms:source <javascript:alert(3)> , <data:text/html,x> .")
    g = parse(HEAD + "\n".join(lines))
    page = opened(tab, write_page(g, tmp_path / "evil.html", text=source).as_uri() + "#read=1")
    for number, (start, end) in enumerate(spans):
        page.evaluate("id => whyso.select(id)", g.resolve(f"c{number}"))
        assert "".join(marks(page)) == evil[start:end]
        assert page.locator("#panel a").evaluate_all("all => all.map((a) => a.protocol)") == [
            "https:"
        ]
    assert "javascript:alert(3)" in page.locator("#panel").inner_text()
    assert page.locator("img").count() == 0


def test_on_a_phone_the_text_stands_over_the_card_that_is_read(
    tab: "Page", address: str, g: ArgumentGraph
) -> None:
    page = opened(tab, address)
    page.set_viewport_size({"width": 390, "height": 844})
    page.click("[data-tool=read]")
    page.locator("#reading p a").nth(2).click()
    text, card = (page.locator(part).bounding_box() for part in ("#reading", "#panel"))
    assert text is not None
    assert card is not None
    assert text["y"] + text["height"] <= card["y"] + 1
    assert min(text["height"], card["height"]) > 200
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("#reading .close")
    assert page.locator("#map").is_visible()
    assert page.locator("#reading").is_hidden()


def test_axe_finds_nothing_with_text_and_menu_open(browser: "Browser", address: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    page = context.new_page()
    found = []
    for where in (
        "theme=light&n=c19",
        "theme=dark&n=c19&lang=zh",
        "theme=dark",
        "theme=light&lang=zh",
    ):
        opened(page, f"{address}#read=1&{where}")
        page.click("#share summary")
        if "n=" in where:
            page.locator("#panel .turtle summary").click()
            page.click("#share summary")
        violations = Axe().run(page).response["violations"]
        found += [(where, each["id"], each["nodes"][0]["html"]) for each in violations]
    context.close()
    assert found == []
