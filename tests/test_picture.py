"""The picture that is drawn without a browser: what is in it, where, and that it is safe."""

import re
import struct
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings
from written import HEAD, arguments, written

from whyso.graph import ArgumentGraph, parse
from whyso.graph.errors import FormatError, WhysoError
from whyso.graph.semantics.recording import record
from whyso.graph.view import picture, write_picture
from whyso.graph.view.cards import JOINT, chart
from whyso.graph.view.details import details
from whyso.graph.view.pictures.lines import stroke, way_of
from whyso.graph.view.pictures.pen import Pen, palette
from whyso.graph.view.pictures.picture import png
from whyso.graph.view.pictures.scene import LEVELS, Scene, scene
from whyso.graph.view.pictures.shapes import draw_shape
from whyso.graph.view.signs import KINDS, RELATIONS

if TYPE_CHECKING:
    from playwright.sync_api import Page

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


def tree(svg: str) -> Element:
    return fromstring(svg)  # noqa: S314  our own


def texts(svg: str) -> list[str]:
    return ["".join(found.itertext()) for found in tree(svg).iter(f"{SVG}text")]


def titles(svg: str) -> list[str]:
    return [found.text or "" for found in tree(svg).iter(f"{SVG}title")]


def shown(g: ArgumentGraph, show: str = "all", *, to_right: bool = False) -> Scene:
    drawn = chart(g.to_networkx())
    return scene(drawn, details(g), lang="en", show=show, to_right=to_right)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_can_be_read_whole(g: ArgumentGraph, lang: str, theme: str) -> None:
    svg = picture(g, lang=lang, theme=theme)
    said = "\n".join(titles(svg))
    written = "".join("".join(texts(svg)).split())

    for node in (*g.statements(), *g.utterances()):
        assert node.label(lang) in said
        assert "".join(node.label(lang).split()) in written


def test_the_words_are_those_of_the_language(g: ArgumentGraph) -> None:
    assert any("反驳" in text for text in texts(picture(g, lang="zh")))
    assert any("rebuts" in text for text in texts(picture(g, lang="en")))


def test_a_theme_changes_colours_and_nothing_else(g: ArgumentGraph) -> None:
    light, dark = picture(g), picture(g, theme="dark")
    colour = re.compile(r"#[0-9a-f]{6}")

    assert colour.sub("", light) == colour.sub("", dark)
    assert set(colour.findall(light)) <= set(palette("light").values())
    assert set(colour.findall(dark)) <= set(palette("dark").values())
    assert set(colour.findall(light)) != set(colour.findall(dark))


def test_kinds_and_relations_differ_in_more_than_colour() -> None:
    def drawn() -> Iterator[str]:
        for sign in KINDS.values():
            pen = Pen("light")
            draw_shape(pen, sign, (2, 3, 200, 80), "stated")
            yield pen.svg
        for look in RELATIONS.values():
            pen = Pen("light")
            stroke(pen, [(0, 0), (60, 0)], look)
            yield pen.svg

    bare = [re.sub(r' (fill|stroke)="#\w+"', "", svg) for svg in drawn()]

    assert len(set(bare)) == len(KINDS) + len(RELATIONS)


def test_an_undercut_ends_on_the_plate_of_the_step(g: ArgumentGraph) -> None:
    found = shown(g)
    undercuts = [drawn for drawn in found.lines if drawn.line.relation == "undercuts"]

    assert len(undercuts) == sum(step.kind == "undercut" for step in g.conflicts())
    for drawn in undercuts:
        assert found.cards[drawn.line.target].kind == JOINT
        x, y, w, h = found.body(drawn.line.target)
        (end_x, end_y) = way_of(found, drawn)[-1]
        assert x <= end_x <= x + w and y <= end_y <= y + h


def overlaps(found: Scene) -> list[tuple[str, str]]:
    return [
        (one, other)
        for (one, a), (other, b) in combinations(found.boxes.items(), 2)
        if a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h and b.y < a.y + a.h
    ]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("to_right", [False, True])
def test_no_cards_overlap(g: ArgumentGraph, level: str, to_right: bool) -> None:
    assert overlaps(shown(g, level, to_right=to_right)) == []


@settings(max_examples=40)
@given(arguments())
def test_any_argument_is_drawn_within_its_frame(lines: list[str]) -> None:
    g = written(*lines)
    found, svg = shown(g), tree(picture(g))
    width, height = (float(svg.get(name, "")) for name in ("width", "height"))

    assert overlaps(found) == []
    assert {card for card in found.cards if found.cards[card].kind != JOINT} == {
        one.iri for one in g.statements()
    }
    for text in svg.iter(f"{SVG}text"):
        assert -60 <= float(text.get("x", "")) <= width
        assert 0 <= float(text.get("y", "")) <= height


def test_the_order_of_a_file_does_not_change_the_picture(g: ArgumentGraph) -> None:
    lines = g.store.serialize("n-triples").decode().splitlines()

    assert picture(parse("\n".join(reversed(lines)), "n-triples")) == picture(g)


def test_what_is_folded_away_is_counted(g: ArgumentGraph) -> None:
    whole = len(shown(g).chart.cards)
    for level, fewer in (("answers", 60), ("questions", 20)):
        found = shown(g, level)
        here = sum(card.kind != JOINT for card in found.cards.values())
        away = sum(found.below[key] for key in found.folded & found.cards.keys())

        assert here < fewer < whole
        assert here + away == len(g.statements()) + len(g.utterances())
        assert f"{here} of {here + away} cards shown" in texts(picture(g, show=level))


def test_many_statements_are_folded_to_the_questions() -> None:
    g = written(*(f"c{n} = q{n % 9}" for n in range(420)))

    assert "9 of 429 cards shown" in texts(picture(g))
    assert "429 of 429 cards shown" in texts(picture(g, show="all"))


def test_a_verdict_is_shown_and_named(g: ArgumentGraph) -> None:
    bare = picture(g)
    judged = parse(g.store.serialize("n-quads"), "n-quads")
    found = judged.verdict()
    record(found, judged.store, explain=lambda _: {})
    svg = picture(judged)
    accepted = sum(one.status == "accepted" for one in found.findings())

    assert accepted > 10
    assert sum(title.endswith("\naccepted") for title in titles(svg)) == accepted
    assert any("speaker's word" in text for text in texts(svg))
    assert not any(title.endswith("\naccepted") for title in titles(bare))


# Safety

HOSTILE = (
    "</text><script>alert(1)</script>",
    '" onload="alert(1)',
    "' onclick='alert(1)",
    "]]><image href='http://127.0.0.1/x'/>",
    "&lt;b&gt; &#60; &bogus;",
    "{{7*7}} ${7*7} <%= 7 %>",
    "javascript:alert(1)",
    "\u202eevil\u202c \u2028 \u2029 \ufeff",
    "tab\tbell\u0007escape\u001b[31m",
    "<!--",
    "😀" * 40,
    "m" * 100_000,
    "",
)


@pytest.fixture(scope="module")
def hostile() -> ArgumentGraph:
    """Payloads in every text, name and language that a picture shows."""
    said = [HEAD]
    for place, text in enumerate(HOSTILE):
        quoted = text.translate({ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n"})
        quoted = "".join(c if c >= " " else f"\\u{ord(c):04x}" for c in quoted)
        said.append(f':c{place} a arg:Claim ; rdfs:label "{quoted}"@en ; arg:answers :q1 .')
        said.append(f':c{place} arg:assertedBy :a{place} . :a{place} rdfs:label "{quoted}"@en .')
        said.append(f':q{place} a arg:Question ; rdfs:label "{quoted}"@x-{place} .')
        said.append(
            f":i{place} a arg:Inference ; arg:premise :c{place}, :c1 ; arg:scheme :s{place}"
        )
        said.append(f'; arg:conclusion :c0 . :s{place} rdfs:label "{quoted}" .')
    said.append("<https://e.example/'onload='alert(1)&quot;> a arg:Claim .")
    return parse("\n".join(said))


def test_nothing_in_a_text_becomes_markup(hostile: ArgumentGraph) -> None:
    svg = picture(hostile, title=HOSTILE[0] + HOSTILE[1])
    tags = {found.tag.removeprefix(SVG) for found in tree(svg).iter()}
    names = {name for found in tree(svg).iter() for name in found.attrib}
    values = [value for found in tree(svg).iter() for value in found.attrib.values()]

    assert tags <= {"svg", "title", "rect", "g", "path", "text", "tspan"}
    assert not {name for name in names if name.startswith("on") or "href" in name}
    assert not [value for value in values if "url(" in value or ":" in value]
    assert any("<script>" in title for title in titles(svg))


def test_a_very_long_text_makes_no_endless_card(hostile: ArgumentGraph) -> None:
    assert max(box.h for box in shown(hostile).boxes.values()) < 300
    assert any("m" * 100_000 in title for title in titles(picture(hostile)))


def test_a_browser_shows_hostile_texts_and_asks_for_nothing(
    tab: "Page", hostile: ArgumentGraph, tmp_path: Path
) -> None:
    asked: list[str] = []
    file = write_picture(hostile, tmp_path / "hostile.svg").as_uri()
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(file)

    assert asked == [file]
    assert tab.evaluate("document.documentElement.tagName") == "svg"
    assert tab.evaluate("document.querySelectorAll('script').length") == 0


# The same signs as on the page


def strokes(paths: list[dict[str, str]]) -> tuple[list[tuple[str, str]], list[float]]:
    """Return what paths draw: dash and letters of each stroke, and all its numbers."""
    outlines = [path for path in paths if "stroke" in path]
    drawn = dict.fromkeys(
        (path.get("stroke-dasharray", "none"), way)
        for path in outlines
        for way in path["d"].split("M")
    )
    shapes = [(dash, NUMBER.sub("", way).replace(" ", "")) for dash, way in drawn if way]
    return shapes, [float(one) for _, way in drawn for one in NUMBER.findall(way)]


def test_the_signs_are_those_of_the_page(page: "Page") -> None:
    read = """(svgs) => Object.fromEntries(svgs.map((svg) => [
      svg.closest("[data-key]").dataset.key,
      [...svg.querySelectorAll("path")].map((path) =>
        Object.fromEntries([...path.attributes].map(({ name, value }) => [name, value])))]))"""
    legend = page.locator("#legend [data-key] > svg").evaluate_all(read)
    checked = 0
    for key, paths in legend.items():
        facet, _, name = key.partition(":")
        pen = Pen("light")
        if facet == "kind" and name in KINDS:
            draw_shape(pen, KINDS[name], (2, 3, 19, 11), None)
        elif facet == "relation":
            stroke(pen, [(2, 7), (32, 7)], {**RELATIONS[name], "atSource": False})
        elif facet == "status":
            draw_shape(pen, KINDS["claim"], (2, 3, 19, 11), name)
        else:
            continue
        ours = [dict(found.attrib) for found in tree(f"<svg>{pen.svg}</svg>")]
        (shapes, numbers), (wanted, places) = strokes(ours), strokes(paths)
        assert shapes == wanted, key
        assert numbers == pytest.approx(places, abs=0.01), key
        checked += 1
    assert checked > 20


# Files


def test_a_png_is_twice_as_large_as_the_svg(g: ArgumentGraph, tmp_path: Path) -> None:
    svg = tree(picture(g, show="questions"))
    data = write_picture(g, tmp_path / "map.png", show="questions").read_bytes()
    width, height = struct.unpack(">II", data[16:24])

    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert width == 2 * int(svg.get("width", ""))
    assert abs(height - 2 * int(svg.get("height", ""))) <= 1


def test_a_png_is_never_too_large_to_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[png.__module__], "LARGEST", 1_000_000)
    data = png('<svg xmlns="http://www.w3.org/2000/svg" width="40000" height="300"></svg>')
    width, height = struct.unpack(">II", data[16:24])

    assert width <= 16_000 and width * height <= 1_010_000


def test_png_without_its_library_is_told_in_one_line(
    g: ArgumentGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)

    with pytest.raises(WhysoError, match=r"^PNG needs resvg-py: .*whyso\[png\].*$"):
        write_picture(g, tmp_path / "map.png")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("map.jpg", {}),
        ("map", {}),
        ("map.svg", {"format": "gif"}),
        ("map.svg", {"theme": "sepia"}),
        ("map.svg", {"show": "some"}),
    ],
)
def test_what_there_is_not_is_refused(
    g: ArgumentGraph, tmp_path: Path, name: str, asked: dict[str, str]
) -> None:
    with pytest.raises(FormatError, match=r"^[^\n]+$"):
        write_picture(g, tmp_path / name, **asked)
    assert not list(tmp_path.iterdir())
