"""A picture of the map: the same as on the page, as SVG without a browser, and as PNG.

Text stays text; nothing in the file is a script or refers to anything outside of it; the same
argument gives the same bytes. PNG needs the extra ``whyso[png]``.
"""

import os
from collections.abc import Mapping
from math import ceil, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from whyso.graph.errors import FormatError, WhysoError
from whyso.graph.model.records import text_in
from whyso.graph.view.cards import JOINT, Chart, chart
from whyso.graph.view.details import Details, details, title_of
from whyso.graph.view.pictures.cards import corners, draw_card, right_of
from whyso.graph.view.pictures.legend import draw_legend, draw_notes, draw_title
from whyso.graph.view.pictures.lines import draw_line, way_of
from whyso.graph.view.pictures.pen import Pen, escaped, number, typeface
from whyso.graph.view.pictures.scene import BIG, LEVELS, Scene, scene
from whyso.graph.view.verdicts import about_verdict

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["THEMES", "draw", "picture", "png", "write_picture"]

THEMES: Final = ("light", "dark")
FORMATS: Final = ("svg", "png")
MARGIN: Final = 28
LEAST: Final = 640  # a picture is at least as wide, so that its legend has room
SHARP: Final = 2  # pixels of a PNG for each one of the page
LONGEST: Final = 16_000  # sides of a PNG in pixels
LARGEST: Final = 40_000_000  # and its area


def picture(
    g: "ArgumentGraph",
    *,
    lang: str = "en",
    theme: str = "light",
    show: str | None = None,
    to_right: bool = False,
    title: str | None = None,
) -> str:
    """Return the map of an argument as SVG.

    Args:
        g: the argument.
        lang: language of texts and words.
        theme: ``light`` or ``dark``.
        show: ``questions``, ``answers`` or ``all``: what is not folded away. By default all, or
            the questions if there are more than 400 statements.
        to_right: whether the map runs from left to right, else from the top down.
        title: heading; by default what the source is called, else the first question.

    Raises:
        FormatError: there is no such theme or level.

    >>> from whyso.graph import sample
    >>> picture(sample(), show="questions").startswith("<svg ")
    True
    """
    drawn = chart(g.to_networkx())
    heading = title if title is not None else text_in(title_of(g, drawn), lang)
    return draw(
        drawn,
        details(g),
        title=heading,
        verdict=about_verdict(g),
        lang=lang,
        theme=theme,
        show=show,
        to_right=to_right,
    )


def write_picture(
    g: "ArgumentGraph", path: str | os.PathLike[str], *, format: str | None = None, **look: Any
) -> Path:
    """Write the map of an argument to a file, whole or not at all.

    Args:
        g: the argument.
        path: the file.
        format: ``svg`` or ``png``; by default as the file's suffix tells.
        look: what :func:`picture` can be told.

    Raises:
        FormatError: there is no such format, theme or level.
        WhysoError: PNG, and the extra for it is not installed.
        OutputError: the file cannot be written; the old one stands.

    >>> import tempfile
    >>> from whyso.graph import sample
    >>> write_picture(sample(), Path(tempfile.mkdtemp()) / "claims.svg").name
    'claims.svg'
    """
    from whyso.graph.files import write_atomic

    form = format or Path(path).suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise FormatError(f"{path}: a picture is svg or png, not {form or 'without a suffix'}")
    svg = picture(g, **look)
    return write_atomic(path, png(svg) if form == "png" else svg.encode())


def png(svg: str) -> bytes:
    """Return an SVG picture as PNG, two pixels for one, less for a very large picture.

    Raises:
        WhysoError: the extra for it is not installed.

    >>> png('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"></svg>')[1:4]
    b'PNG'
    """
    try:
        import resvg_py
    except ModuleNotFoundError:
        raise WhysoError("PNG needs resvg-py: pip install 'whyso[png]', or write SVG") from None
    from xml.etree.ElementTree import fromstring

    root = fromstring(svg)  # noqa: S314  written here
    width, height = float(root.get("width", 1)), float(root.get("height", 1))
    scale = min(SHARP, LONGEST / max(width, height), sqrt(LARGEST / (width * height)))
    data: bytes = resvg_py.svg_to_bytes(svg_string=svg, width=max(1, int(width * scale)))
    return data


def draw(
    drawn: Chart,
    told: Mapping[str, Details],
    *,
    title: str = "",
    verdict: Mapping[str, Any] | None = None,
    lang: str = "en",
    theme: str = "light",
    show: str | None = None,
    to_right: bool = False,
) -> str:
    """Return the picture of a chart, with what is told about its cards, steps and verdict.

    >>> draw(Chart((), (), ()), {}, title="Tea").count("<title>")
    1
    """
    count = sum(card.kind != JOINT for card in drawn.cards)
    level = show or ("questions" if count > BIG else "all")
    for given, known in ((theme, THEMES), (level, LEVELS)):
        if given not in known:
            raise FormatError(f"a picture is {', '.join(known)}, not {given!r}")
    shown = scene(drawn, told, lang=lang, show=level, to_right=to_right)
    left, top, right, bottom = _bounds(shown)
    width = max(LEAST, right - left)
    pen = Pen(theme)
    high = draw_title(pen, title, width) if title else 0.0
    with pen.group(transform=f"translate({number(-left)} {number(high - top)})"):
        for line in shown.lines:
            draw_line(pen, shown, line)
        corner = corners(shown)
        for key in shown.cards:
            draw_card(pen, shown, key, corner)
    end = draw_legend(pen, shown, high + bottom - top + 24, width)
    end = draw_notes(pen, _notes(shown, verdict or {}, count), end + 4, width)
    return _document(pen, title, lang, ceil(width) + 2 * MARGIN, ceil(end) + 2 * MARGIN)


def _bounds(shown: Scene) -> tuple[float, float, float, float]:
    """Return the left, top, right and bottom of all that is drawn."""
    if not shown.boxes:
        return 0, 0, 0, 0
    points = [point for drawn in shown.lines for point in way_of(shown, drawn)]
    boxes = shown.boxes.values()
    return (
        min([*(box.x for box in boxes), *(x - 6 for x, _ in points)]),
        min(box.y - 8 for box in boxes),
        max([*(right_of(shown, key) for key in shown.boxes), *(x + 6 for x, _ in points)]),
        max(box.y + box.h + 10 for box in boxes),
    )


def _notes(shown: Scene, verdict: Mapping[str, Any], count: int) -> list[str]:
    """Say how much is shown, and whose verdict."""
    here = sum(card.kind != JOINT for card in shown.cards.values())
    notes = [shown.words["count"].format(here, count)]
    if "grounds" in verdict:
        notes.append(text_in(verdict["title"], shown.lang))
        notes += filter(None, [shown.words["verdict"].get("meaning")])
        notes += verdict["notes"].get(shown.lang) or verdict["notes"].get("en", [])
    return notes


def _document(pen: Pen, title: str, lang: str, width: int, height: int) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="graphics-document" xml:lang="{escaped(lang)}">\n'
        f"<title>{escaped(title or 'whyso')}</title>\n"
        f'<rect width="{width}" height="{height}" fill="{pen.colours["bg"]}"/>\n'
        f'<g transform="translate({MARGIN} {MARGIN})" font-family="{typeface()}">\n'
    )
    return f"{head}{pen.svg}\n</g>\n</svg>\n"
