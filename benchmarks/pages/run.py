"""Pages beside those of the tools that a user could take instead, in one run.

``make bench-pages`` prints the tables; ``--write`` puts them into ``benchmarks/README.md`` too.
What npm brings is put into a temporary folder; where there is no npm, those rows are left out.
"""

import argparse
import platform
import re
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Final

from playwright.sync_api import Playwright, sync_playwright

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.pages.browsing import Seen, look  # noqa: E402
from benchmarks.pages.peers import PEERS, WHYSO, Drawing, install, versions  # noqa: E402
from benchmarks.synthetic import turtle  # noqa: E402
from whyso.graph import load  # noqa: E402

SIZES: Final = (40, 300, 3_000, 10_000, 50_000)
CARDS_A_CLAIM: Final = 1.6
QUICK: Final = 5.0  # a page that is seen sooner is opened several times
UNFOLDED: Final = "#show=all"
Row = dict[str, Seen | str]


def drawing(size: int, folder: Path) -> Drawing:
    """Return what is to be drawn of a synthetic argument with about so many cards."""
    path = folder / f"{size}.ttl"
    path.write_text("".join(turtle(round(size / CARDS_A_CLAIM))), "utf-8")
    return Drawing.of(load(path))


def opened(playwright: Playwright, path: Path, repeats: int, limit: float, state: str) -> Seen:
    """Open a page once, or if it is quick several times, and return the medians."""
    seen = [look(playwright, path, limit, state)]
    while len(seen) < repeats and seen[0].first is not None and seen[0].first < QUICK:
        seen.append(look(playwright, path, limit, state))

    def middle(name: str) -> float | None:
        values = [value for one in seen if (value := getattr(one, name)) is not None]
        return median(values) if values else None

    return Seen(middle("first"), middle("ready"), middle("drag"), seen[0].requests)


def measured(
    playwright: Playwright, size: int, folder: Path, gone: dict[str, str], asked: argparse.Namespace
) -> tuple[Row, dict[str, tuple[float, float]]]:
    """Make and open every page of one size; who fails is left out of the larger ones."""
    drawn = drawing(size, folder)
    print(f"\n{size:,}: {len(drawn.cards):,} cards, {len(drawn.lines):,} lines", flush=True)
    row: Row = {}
    files: dict[str, tuple[float, float]] = {}
    for name, (_, make) in PEERS.items():
        if name in gone:
            row[name] = gone[name]
            continue
        path = folder / "page.html"
        begun = time.perf_counter()
        try:
            path.write_text(make(drawn, folder), "utf-8")
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            gone[name] = row[name] = "no page"
            print(f"  {name}: {str(error)[:200]}", flush=True)
            continue
        made = time.perf_counter() - begun
        files[name] = made, path.stat().st_size / 1e6
        state = UNFOLDED if "unfolded" in name else ""
        seen = row[name] = opened(playwright, path, asked.repeats, asked.limit, state)
        print(f"  {name}: made in {made:.1f} s, {files[name][1]:.1f} MB, {seen}", flush=True)
        if seen.first is None:
            gone[name] = f"> {asked.limit:.0f} s"
    return row, files


def number(value: float | None, unit: int = 1) -> str:
    """Return a figure as it is printed.

    >>> number(0.123), number(1.234), number(17.3, 0), number(None)
    ('0.12', '1.2', '17', '')
    """
    if value is None:
        return ""
    return f"{value:.0f}" if unit == 0 or value >= 10 else f"{value:.{2 if value < 1 else 1}f}"


def tables(rows: dict[int, Row], files: dict[int, dict[str, tuple[float, float]]]) -> str:
    """Return the tables of first pictures, readiness, drags and files, with ratios to whyso."""
    parts = {
        "first picture, seconds": ("first", 1),
        "until the page is ready, seconds": ("ready", 1),
        "95th percentile of the gaps between frames in a drag, milliseconds": ("drag", 0),
    }
    lines = []
    for title, (what, unit) in parts.items():
        lines += _head(title, rows)
        for name in PEERS:
            cells = []
            for row in rows.values():
                seen, ours = row.get(name, ""), row[WHYSO]
                if isinstance(seen, str):
                    cells.append(seen)
                    continue
                value, base = getattr(seen, what), getattr(ours, what, None)
                missed = "" if seen.first else "no picture"
                ratio = f" ({value / base:.1f}×)" if value and base and name != WHYSO else ""
                cells.append(missed or number(value, unit) + ratio)
            lines.append(f"| {name} | " + " | ".join(cells) + " |")
    for place, title in enumerate(("making the page, seconds", "size of the file, MB")):
        lines += _head(title, rows)
        for name in PEERS:
            made = [files[size].get(name) for size in rows]
            cells = [number(figures[place]) if figures else "" for figures in made]
            lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _head(title: str, rows: dict[int, Row]) -> list[str]:
    names = " | ".join(f"{size:,}" for size in rows)
    return ["", f"| {title} | {names} |", "|---" + "|---:" * len(rows) + "|"]


def main() -> None:
    """Measure and print; see the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="CARDS")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--limit", type=float, default=90, help="seconds that a page may take")
    parser.add_argument("--write", action="store_true", help="also into benchmarks/README.md")
    asked = parser.parse_args()
    rows: dict[int, Row] = {}
    files: dict[int, dict[str, tuple[float, float]]] = {}
    gone: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        if not install(folder):
            print("no npm, or it brought nothing: its packages are left out")
            gone |= {peer: "left out" for peer, (by_npm, _) in PEERS.items() if by_npm}
        for size in asked.sizes:
            rows[size], files[size] = measured(playwright, size, folder, gone, asked)
        used = [f"Python {platform.python_version()}", f"{platform.system()} {platform.machine()}"]
        used += [f"pyvis {version('pyvis')}", *versions(folder)]
    text = f"{', '.join(used)}.\n{tables(rows, files)}\n"
    print(f"\n{text}")
    if asked.write:
        readme = ROOT / "benchmarks" / "README.md"
        whole = re.sub(
            r"(?s)(<!-- pages -->\n).*(<!-- end of pages -->)",
            lambda found: f"{found[1]}\n{text}\n{found[2]}",
            readme.read_text("utf-8"),
        )
        readme.write_text(whole, "utf-8")


if __name__ == "__main__":
    main()
