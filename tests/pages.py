"""What the tests of the page share: opening it, and what should be on it."""

from typing import TYPE_CHECKING

from whyso.graph import ArgumentGraph

if TYPE_CHECKING:
    from playwright.sync_api import Page


def opened(page: "Page", address: str) -> "Page":
    """Open an address; where the page is open already, as following a link in it would."""
    page.set_viewport_size({"width": 1400, "height": 900})
    file, _, state = address.partition("#")
    if page.url.partition("#")[0] != file:
        page.goto(address)
        page.locator("html[data-ready]").wait_for()
        return page
    page.wait_for_timeout(200)  # the address of what went before is written by now
    page.evaluate(
        """async (state) => {
          delete whyso.network.redraw;
          document.querySelector("#query").value = "";
          document.activeElement.blur();
          const heard = new Promise((done) => addEventListener("hashchange", done, { once: true }));
          location.hash = state + "&again=" + performance.now();
          await heard;
          await new Promise((done) => requestAnimationFrame(done));
        }""",
        state,
    )
    return page


def undrawn(page: "Page") -> "Page":
    """Spare the drawing of the map, where hundreds of cards are chosen to read the panel."""
    page.evaluate("() => { whyso.network.redraw = () => {}; }")
    return page


def shown(page: "Page") -> dict[str, list[int]]:
    boxes: dict[str, list[int]] = page.evaluate("Object.fromEntries(whyso.scene.boxes)")
    return boxes


def selected(page: "Page") -> str | None:
    name: str | None = page.evaluate("whyso.state.selected")
    return name


def joints(g: ArgumentGraph) -> set[str]:
    """The steps with a card of their own: premises work together, or the step is attacked."""
    attacked = {conflict.target for conflict in g.conflicts()}
    steps = (*g.inferences(), *g.conflicts())
    return {step.iri for step in steps if len(step.sources) > 1 or step.iri in attacked}


def everything(g: ArgumentGraph) -> set[str]:
    return {node.iri for node in (*g.statements(), *g.utterances())} | joints(g)
