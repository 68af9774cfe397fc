"""The pages that are compared: the same cards, labels and lines, each as its tool makes them.

Where positions are given they are those of whyso, everything unfolded. Peers say each card in one
language; whyso's page says it in two, with all that is known of it.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from whyso.graph import ArgumentGraph
from whyso.graph.view import page
from whyso.graph.view.cards import chart
from whyso.graph.view.layout import Box
from whyso.graph.view.pictures.scene import scene

__all__ = ["PACKAGES", "PEERS", "WHYSO", "Drawing", "install", "versions"]

WHYSO: Final = "whyso"
PACKAGES: Final = ("cytoscape", "vis-network", "@argdown/cli", "@argdown/web-components")
ATTACKS: Final = frozenset({"rebuts", "undercuts", "undermines", "attacks", "inTensionWith"})
# A page that takes longer to make is left out.
MOST_SECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class Drawing:
    """What all draw: the argument, its cards with label and box, its lines with their relation."""

    g: ArgumentGraph
    cards: Sequence[tuple[str, str, Box]]
    lines: Sequence[tuple[str, str, str]]

    @classmethod
    def of(cls, g: ArgumentGraph) -> "Drawing":
        """Return what is to be drawn of an argument."""
        drawn = chart(g.to_networkx())
        found = scene(drawn, {}, lang="en", show="all")
        names = {card.id: f"n{place}" for place, card in enumerate(drawn.cards)}
        cards = [(names[key], found.label(key)[0][-200:], box) for key, box in found.boxes.items()]
        lines = [(names[one.source], names[one.target], one.relation) for one in drawn.lines]
        return cls(g, cards, lines)


def install(folder: Path) -> bool:
    """Install the peers of the browser into a folder; tell whether there is an npm to do so."""
    npm = shutil.which("npm")
    if npm is None:
        return False
    asked = [npm, "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES]
    (folder / "package.json").write_text("{}")
    return subprocess.run(asked, cwd=folder, check=False).returncode == 0


def versions(folder: Path) -> list[str]:
    """Return names and versions of what was installed."""
    found = []
    for name in PACKAGES:
        told = folder / "node_modules" / name / "package.json"
        if told.is_file():
            found.append(f"{name} {json.loads(told.read_text('utf-8'))['version']}")
    return found


class _Known(list[str]):
    """A list that finds what is in it at once: pyvis looks every id up for every edge."""

    def __init__(self) -> None:
        super().__init__()
        self._known: set[str] = set()

    def append(self, key: str) -> None:
        super().append(key)
        self._known.add(key)

    def __contains__(self, key: object) -> bool:
        return key in self._known


def _whyso(drawing: Drawing, _: Path) -> str:
    return page(drawing.g)


def _pyvis(drawing: Drawing, *, placed: bool) -> str:
    from pyvis.network import Network

    network = Network(height="880px", width="100%", directed=True, cdn_resources="in_line")
    network.node_ids = _Known()
    for name, label, (x, y, w, h) in drawing.cards:
        if placed:
            place = {"x": x + w // 2, "y": y + h // 2, "widthConstraint": w}
            network.add_node(name, label=label, shape="box", **place)
        else:
            network.add_node(name, label=label)
    for source, target, _ in drawing.lines:
        network.add_edge(source, target)
    if placed:
        network.toggle_physics(False)
    made: str = network.generate_html(notebook=False)
    return made


def _library(folder: Path, path: str) -> str:
    return (folder / "node_modules" / path).read_text("utf-8").replace("</script", "<\\/script")


def _html(library: str, data: Any, script: str) -> str:
    """Return a page with a library, data and a few lines that draw the one by the other."""
    said = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return (
        '<!doctype html><meta charset="utf-8"><style>html, body { margin: 0 }'
        " #map { position: absolute; inset: 0 }</style>"
        f'<div id="map"></div><script>{library}</script>'
        f'<script type="application/json" id="data">{said}</script>'
        '<script>const [cards, lines] = JSON.parse(document.getElementById("data").textContent);'
        f'const container = document.getElementById("map");\n{script}</script>'
    )


def _vis(drawing: Drawing, folder: Path) -> str:
    library = _library(folder, "vis-network/dist/vis-network.min.js")
    return _html(
        library,
        [drawing.cards, [line[:2] for line in drawing.lines]],
        """
        const nodes = cards.map(([id, label, [x, y, w, h]]) => (
          { id, label, x: x + w / 2, y: y + h / 2, shape: "box", widthConstraint: w }));
        const edges = lines.map(([from, to], id) => ({ id, from, to, arrows: "to" }));
        const data = { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) };
        const layout = { improvedLayout: false };
        new vis.Network(container, data, { physics: false, layout, edges: { smooth: false } });
        """,
    )


def _cytoscape(drawing: Drawing, folder: Path) -> str:
    return _html(
        _library(folder, "cytoscape/dist/cytoscape.min.js"),
        [drawing.cards, [line[:2] for line in drawing.lines]],
        """
        const nodes = cards.map(([id, label, [x, y, w, h]]) => (
          { data: { id, label, w, h }, position: { x: x + w / 2, y: y + h / 2 } }));
        const edges = lines.map(([source, target]) => ({ data: { source, target } }));
        const node = { "shape": "round-rectangle", "width": "data(w)", "height": "data(h)",
          "label": "data(label)", "font-size": 14, "text-wrap": "wrap", "text-max-width": 212,
          "text-valign": "center", "background-color": "#eef5fc" };
        const edge = { "curve-style": "straight", "target-arrow-shape": "triangle" };
        const style = [{ selector: "node", style: node }, { selector: "edge", style: edge }];
        cytoscape({ container, elements: { nodes, edges }, style, layout: { name: "preset" } });
        """,
    )


def _argdown(drawing: Drawing, folder: Path) -> str:
    """Return the web component, with its own script and style in the page, so that it can work."""
    text = [f"[{name}]: {label}\n" for name, label, _ in drawing.cards]
    for source, target, relation in drawing.lines:
        text.append(f"[{target}]\n  {'-' if relation in ATTACKS else '+'} [{source}]\n")
    (folder / "map.argdown").write_text("\n".join(text), "utf-8")
    shutil.rmtree(folder / "argdown", ignore_errors=True)
    made = folder / "node_modules" / ".bin" / "argdown"
    subprocess.run(
        [made, "web-component", "map.argdown", "argdown"],
        cwd=folder,
        env=os.environ | {"NODE_OPTIONS": "--max-old-space-size=8192"},
        check=True,
        capture_output=True,
        timeout=MOST_SECONDS,
    )
    html = (folder / "argdown" / "map.component.html").read_text("utf-8")
    if "<svg" not in html:
        raise ValueError("argdown made no map")
    own = "@argdown/web-components/dist/argdown-map"
    start = html.index("<figure")
    return (
        f'<!doctype html><meta charset="utf-8"><style>{_library(folder, own + ".css")}</style>'
        f'<script type="module">{_library(folder, own + ".module.js")}</script>{html[start:]}'
    )


# Name, whether it needs what npm installs, and what makes its page.
PEERS: Final[dict[str, tuple[bool, Callable[[Drawing, Path], str]]]] = {
    WHYSO: (False, _whyso),
    "whyso, unfolded": (False, _whyso),
    "pyvis": (False, lambda drawing, _: _pyvis(drawing, placed=False)),
    "pyvis, placed boxes": (False, lambda drawing, _: _pyvis(drawing, placed=True)),
    "vis-network": (True, _vis),
    "cytoscape.js": (True, _cytoscape),
    "Argdown": (True, _argdown),
}
