"""How an argument shows itself in a notebook: a page that is shut in, and a picture beneath it."""

import base64
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from written import written

from whyso.graph import ArgumentGraph
from whyso.graph.view import page, picture

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Tag = tuple[str, dict[str, str | None]]


def tags(html: str) -> list[Tag]:
    found: list[Tag] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Reader().feed(html)
    return found


def drawn(html: str) -> str:
    source = next(said["src"] for tag, said in tags(html) if tag == "img") or ""
    head, _, data = source.partition(",")
    assert head == "data:image/svg+xml;base64"
    return base64.b64decode(data).decode()


@pytest.fixture(scope="module")
def html(g: ArgumentGraph) -> str:
    return g._repr_html_()


@pytest.fixture(scope="module")
def output(html: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a notebook shows, as a page of its own."""
    path = tmp_path_factory.mktemp("notebook") / "notebook.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><p id=outside>In [1]: g</p>{html}")
    return path


def test_the_frame_holds_the_page_and_may_run_scripts_only(g: ArgumentGraph, html: str) -> None:
    (frame,) = (said for tag, said in tags(html) if tag == "iframe")

    assert frame["sandbox"] == "allow-scripts"
    assert frame["srcdoc"] == page(g)


def test_the_picture_beneath_is_as_far_unfolded_as_the_page(g: ArgumentGraph, html: str) -> None:
    assert drawn(html) == picture(g, show="answers")


def test_a_title_cannot_leave_its_place() -> None:
    g = written("c1 = q1")
    g.store.engine.update(
        """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX arg: <https://w3id.org/whyso/ontology#>
        DELETE { GRAPH ?g { ?q rdfs:label ?l } }
        INSERT { GRAPH ?g { ?q rdfs:label "'>\\"><script src=http://127.0.0.1/></script>"@en } }
        WHERE { GRAPH ?g { ?q a arg:Question ; rdfs:label ?l } }"""
    )
    g.refresh()
    html = g._repr_html_()

    assert [tag for tag, _ in tags(html)] == ["div", "img", "iframe"]
    assert "<script src" in drawn(html).replace("&lt;", "<")


def test_a_large_argument_is_a_picture_of_its_questions() -> None:
    g = written(*(f"c{n} = q{n % 9}" for n in range(1100)))
    html = g._repr_html_()

    assert not any(tag == "iframe" for tag, _ in tags(html))
    assert "9 of 1109 cards shown" in drawn(html)
    assert len(html) < 100_000


def test_the_page_in_the_frame_works_and_asks_for_nothing(tab: "Page", output: Path) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(output.as_uri())
    frame = tab.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for()
    frame.locator("#query").fill("guarantee")

    assert frame.locator("#hits [role=option]").count() > 3
    frame.locator("#hits [role=option]").first.click()
    frame.locator("#panel h2").first.wait_for()
    assert asked == [output.as_uri()]
    assert tab.frames[1].evaluate("origin") == "null"
    assert (
        tab.frames[1].evaluate(
            "() => { try { return parent.document.title; } catch (e) { return e.name; } }"
        )
        == "SecurityError"
    )


def test_without_scripts_and_without_frames_the_picture_is_seen(
    browser: "Browser", output: Path
) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    still = context.new_page()
    still.goto(output.as_uri())
    inside = still.frame_locator("iframe").locator("noscript svg")
    bare = output.with_name("bare.html")
    before, _, _ = output.read_text().partition("<iframe")
    bare.write_text(before + "</div>")
    try:
        assert inside.is_visible()
        still.goto(bare.as_uri())
        box = still.locator("img").bounding_box()
        assert box is not None and box["width"] > 500 and box["height"] > 500
    finally:
        context.close()
