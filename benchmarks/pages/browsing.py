"""Opening a page in headless Chromium without a network: first picture, readiness, dragging."""

import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import CDPSession, Error, Playwright, Route

__all__ = ["Seen", "look"]

BROWSERS: Final = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--in-process-gpu", "--no-first-run"]
FLAGS_QUIET: Final = ["--disable-background-networking", "--disable-component-update"]
STEPS: Final = 60
# Cards were drawn when a canvas was filled, or an SVG map is in the page. A page is ready when its
# script has nothing more to do then; whyso's says so itself, as it goes on after its first picture.
WATCH: Final = """
(() => {
  let drawn = 0;
  const note = () => { drawn ||= now(); };
  const { prototype } = CanvasRenderingContext2D;
  for (const name of ["fill", "fillText"]) {
    const before = prototype[name];
    prototype[name] = function (...told) {
      if (this.canvas.isConnected) note();
      return before.apply(this, told);
    };
  }
  const component = () => {
    const map = document.querySelector("argdown-map");
    return map && (map.shadowRoot?.querySelector("svg") || map.querySelector("svg"));
  };
  const now = () => performance.timeOrigin + performance.now();
  const has = (what) => document.querySelector(what);
  const isReady = () => !has("[content=whyso]") || has("[data-ready]");
  const tell = () => console.log(`drawn ${drawn} ready ${now()}`);
  const wait = () => {
    if (component()) note();
    if (drawn && isReady()) return setTimeout(tell);
    return requestAnimationFrame(wait);
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
    """Seconds until the first picture is on the screen and until the page is ready, the 95th
    percentile of gaps between frames in a drag in milliseconds, and how many requests the page
    made; None: not within the limit."""

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
        told: dict[str, float] = {}
        tab.on("console", lambda said: told.update(_figures(said.text)))
        screen = _Screen(context.new_cdp_session(tab))
        start = time.perf_counter()
        tab.goto(path.as_uri() + state, wait_until="commit", timeout=limit * 1000)
        while not (told and screen.since(told["drawn"])) and time.perf_counter() - start < limit:
            tab.wait_for_timeout(20)
        first = screen.since(told["drawn"]) if told else None
        if first is None:
            return Seen(requests=len(outside))
        screen.close()
        opened = tab.evaluate("performance.timeOrigin")
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
        seconds = [(when - opened) / 1000 for when in (first, told["ready"])]
        return Seen(seconds[0], seconds[1], drag, len(outside))
    except Error:
        return Seen()
    finally:
        browser.close()


class _Screen:
    """What a tab shows, frame by frame, as the browser casts it."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session
        self.times: list[float] = []
        self.last = ""
        session.on("Page.screencastFrame", self._note)
        session.send("Page.startScreencast", {"format": "jpeg", "maxWidth": 350})

    def _note(self, frame: Mapping[str, Any]) -> None:
        if frame["data"] != self.last:
            self.times.append(frame["metadata"]["timestamp"] * 1000)
            self.last = frame["data"]
        with suppress(Error):  # the tab may be closed by now
            self.session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    def since(self, time: float) -> float | None:
        """Return when something else was shown than before a time, if it was by now."""
        return next((shown for shown in self.times if shown >= time), None)

    def close(self) -> None:
        self.session.send("Page.stopScreencast")


def _figures(text: str) -> dict[str, float]:
    words = text.split()
    if words[:1] != ["drawn"]:
        return {}
    return {name: float(value) for name, value in zip(words[::2], words[1::2], strict=True)}
