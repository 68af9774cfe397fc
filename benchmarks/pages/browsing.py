"""Opening a page in headless Chromium without a network: first picture, readiness, dragging."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Error, Playwright, Route

__all__ = ["Seen", "look"]

BROWSERS: Final = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--in-process-gpu", "--no-first-run"]
FLAGS_QUIET: Final = ["--disable-background-networking", "--disable-component-update"]
STEPS: Final = 60
# Something was drawn when a canvas was filled, or an SVG map is in the page; it can be seen after
# the frame in which that happened; the page is ready when its script has nothing more to do.
WATCH: Final = """
(() => {
  let drawn = false;
  const { prototype } = CanvasRenderingContext2D;
  for (const name of ["fill", "fillText"]) {
    const before = prototype[name];
    prototype[name] = function (...told) {
      drawn ||= this.canvas.isConnected;
      return before.apply(this, told);
    };
  }
  const component = () => {
    const map = document.querySelector("argdown-map:defined");
    return map && (map.shadowRoot || map).querySelector("svg");
  };
  const wait = () => {
    if (!drawn && !component()) return requestAnimationFrame(wait);
    return requestAnimationFrame(() => {
      console.log(`first ${performance.now()}`);
      setTimeout(() => console.log(`ready ${performance.now()}`), 0);
    });
  };
  requestAnimationFrame(wait);
})();
"""
GAPS: Final = """() => {
  window.gaps = [];
  let before = performance.now();
  const next = () => {
    const now = performance.now();
    window.gaps.push(now - before);
    before = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}"""


@dataclass(frozen=True, slots=True)
class Seen:
    """Seconds to the first picture and until ready, the 95th percentile of gaps between frames in
    a drag in milliseconds, and how many requests the page made; None: not within the limit."""

    first: float | None = None
    ready: float | None = None
    drag: float | None = None
    requests: int = 0


def look(playwright: Playwright, path: Path, limit: float, state: str = "") -> Seen:
    """Open a page in a browser of its own, wait for its picture, and drag that in 60 steps."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    browser = playwright.chromium.launch(executable_path=found, args=[*FLAGS, *FLAGS_QUIET])
    try:
        context = browser.new_context(viewport={"width": 1400, "height": 900})
        tab = context.new_page()
        outside: list[str] = []

        def refuse(route: Route) -> None:
            if route.request.url.startswith("file:"):
                route.continue_()
            else:
                outside.append(route.request.url)
                route.abort()

        context.route("**/*", refuse)
        tab.add_init_script(WATCH)
        times: dict[str, float] = {}
        tab.on("console", lambda said: _note(said.text, times))
        start = time.perf_counter()
        tab.goto(path.as_uri() + state, wait_until="commit", timeout=limit * 1000)
        while "ready" not in times and time.perf_counter() - start < limit:
            tab.wait_for_timeout(20)
        if "first" not in times:
            return Seen(requests=len(outside))
        tab.evaluate(GAPS)
        box = tab.locator("argdown-map, #mynetwork, #map").first.bounding_box()
        left, top = (box["x"] + 24, box["y"] + 24) if box else (24, 24)
        tab.mouse.move(left, top)
        tab.mouse.down()
        start = time.perf_counter()
        for step in range(1, STEPS + 1):
            tab.mouse.move(left + 5 * step, top + 4 * step)
            if time.perf_counter() - start > limit / 2:
                break
        tab.mouse.up()
        gaps = sorted(tab.evaluate("window.gaps.slice(1)"))
        drag = gaps[int(len(gaps) * 0.95)] if gaps else None
        return Seen(times["first"], times.get("ready"), drag, len(outside))
    except Error:
        return Seen()
    finally:
        browser.close()


def _note(text: str, times: dict[str, float]) -> None:
    name, _, value = text.partition(" ")
    if name in ("first", "ready"):
        times.setdefault(name, float(value) / 1000)
