"""A pen that writes SVG: colours and letters of the page's style sheet, paths and lines of text."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from html import escape
from importlib.resources import files
from typing import Final

from whyso.graph.formats.xml import clean

__all__ = ["Pen", "Point", "escaped", "number", "palette", "typeface"]

Point = tuple[float, float]

_COLOUR: Final = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")


@cache
def palette(theme: str) -> Mapping[str, str]:
    """Return the colours of a theme, as the page's style sheet names them.

    >>> palette("light")["ink"], palette("dark")["ink"]
    ('#1b2230', '#e8ecf3')
    """
    rules = re.findall(r"^:root(\S*) \{(.*?)^\}", _style(), re.DOTALL | re.MULTILINE)
    colours: dict[str, str] = {}
    for where, rule in rules:
        if not where or f'"{theme}"' in where:
            colours |= _COLOUR.findall(rule)
    return colours


@cache
def typeface() -> str:
    """Return the families of letters that the page asks for, the first that is there is taken.

    >>> typeface().split(", ")[-1]
    'sans-serif'
    """
    found = re.search(r"--font: (.*?);", _style(), re.DOTALL)
    return re.sub(r"\s+", " ", found[1]).replace('"', "'") if found else "sans-serif"


@cache
def _style() -> str:
    return files("whyso.graph.view").joinpath("view.css").read_text("utf-8")


def number(value: float) -> str:
    """Return a length with at most two decimals.

    >>> number(3.0), number(-0.001), number(1.256)
    ('3', '0', '1.26')
    """
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def escaped(text: str) -> str:
    """Return *text* as XML can hold it: nothing in it is markup, nothing leaves an attribute.

    >>> escaped('<a "b">\\x07')
    '&lt;a &quot;b&quot;&gt;�'
    """
    return escape(clean(text))


class Pen:
    """Gathers SVG. Colours are names of :func:`palette`.

    >>> pen = Pen("light")
    >>> pen.path("M0 0H9", stroke="ink", width=2)
    >>> pen.svg
    '<path d="M0 0H9" fill="none" stroke="#1b2230" stroke-width="2"/>'
    """

    def __init__(self, theme: str) -> None:
        self.colours = palette(theme)
        self.parts: list[str] = []

    @property
    def svg(self) -> str:
        """What was drawn."""
        return "\n".join(self.parts)

    def path(
        self,
        path: str,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        width: float = 0,
        dash: tuple[float, ...] = (),
        faint: float = 1,
    ) -> None:
        """Draw a path: its inside in one colour, its outline in another, perhaps a *faint* one."""
        said = f'<path d="{path}" fill="{self.colours[fill] if fill else "none"}"'
        if stroke:
            said += f' stroke="{self.colours[stroke]}" stroke-width="{number(width)}"'
        if dash:
            said += f' stroke-dasharray="{" ".join(map(number, dash))}"'
        if faint < 1:
            said += f' stroke-opacity="{number(faint)}"'
        self.parts.append(said + "/>")

    def write(
        self,
        text: str,
        at: Point,
        size: float,
        colour: str,
        *,
        bold: bool = False,
        end: bool = False,
        struck: bool = False,
        halo: bool = False,
        more: str = "",
    ) -> None:
        """Write a line of text.

        Args:
            text: what to write.
            at: where its first letter stands on the line, or where its last one *end*\\ s.
            size: of the letters, in pixels.
            colour: its colour.
            bold: whether in bold letters.
            end: whether *at* is where the text ends.
            struck: whether it is struck through.
            halo: whether lines that run behind it are kept off.
            more: SVG of what follows on the same line.
        """
        said = f'<text x="{number(at[0])}" y="{number(at[1])}" font-size="{number(size)}"'
        said += f' fill="{self.colours[colour]}"'
        said += ' font-weight="600"' if bold else ""
        said += ' text-anchor="end"' if end else ""
        said += ' text-decoration="line-through"' if struck else ""
        if halo:
            said += f' stroke="{self.colours["bg"]}" stroke-width="5" stroke-linejoin="round"'
            said += ' paint-order="stroke"'
        self.parts.append(f"{said}>{escaped(text)}{more}</text>")

    @contextmanager
    def group(self, *, title: str = "", **attributes: str) -> Iterator[None]:
        """Draw what follows as one thing, with a title that a browser shows on demand."""
        said = "".join(
            f' {name.replace("_", ":")}="{escaped(value)}"' for name, value in attributes.items()
        )
        self.parts.append(f"<g{said}>")
        if title:
            self.parts.append(f"<title>{escaped(title)}</title>")
        yield
        self.parts.append("</g>")
