"""The map's layout in a browser: the same integers as in Python, lines clear of any text."""

import random
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from pages import opened
from whyso.graph import load
from whyso.graph.view.layout import Box, layout

if TYPE_CHECKING:
    from playwright.sync_api import Page

Case = dict[str, Any]
SYNTHETIC = Path(__file__).parent.parent / "benchmarks" / "synthetic.py"

# Draw the whole map onto a pen that only notes the ways of the lines along the tree.
WAYS = """() => {
  const { scene, network } = whyso;
  const [ways, points, dashes] = [[], [], []];
  const pen = {
    setLineDash: () => dashes.push(0),
    beginPath: () => { points.length = 0; },
    moveTo: (x, y) => points.push([x, y]),
    lineTo: (x, y) => points.push([x, y]),
    quadraticCurveTo: (a, b, x, y) => points.push([a, b], [x, y]),
    bezierCurveTo: () => { points.length = 0; },
    stroke: () => { if (dashes.length % 2 && points.length) ways.push([...points]); },
    closePath() {}, fill() {},
  };
  network.fit({ animation: false });
  network.body.emitter.emit("beforeDrawing", pen);
  const boxes = [...scene.boxes].map(([id, [x, y, w, h]]) => {
    const joint = whyso.CARDS.get(id).step;
    const plate = joint ? (whyso.state.toRight ? [0, 34] : [42, 42]) : [0, 0];
    return [x + plate[0], y, w - plate[1], h];
  });
  return [ways, boxes, scene.lines.filter(({ parent }) => parent).length];
}"""


def cases() -> list[Case]:
    """Forests of every shape: none, one, many, very wide, very deep, with and without questions."""
    chance = random.Random(11)  # noqa: S311 (a repeatable sequence is wanted)
    chain = [*range(5_000)]
    made = [
        case(chance, []),
        case(chance, [-1]),
        *(case(chance, [-1] + [0] * 500, spread) for spread in (0.0, 0.5, 1.0)),
        *(case(chance, [place - 1 for place in chain], spread) for spread in (0.0, 0.2, 1.0)),
    ]
    for _ in range(200):
        count, near = chance.randrange(1, 120), chance.choice([2, 20, 200])
        above = [max(-1, place - 1 - chance.randrange(near)) for place in range(count)]
        made.append(case(chance, above, chance.choice([0.0, 0.1, 0.4])))
    return made


def case(chance: random.Random, above: list[int], spread: float = 0.3) -> Case:
    """A forest by what each card hangs under, with sizes and settings by chance."""
    children: dict[str, list[str]] = {}
    for place, parent in enumerate(above):
        if parent >= 0:
            children.setdefault(f"n{parent}", []).append(f"n{place}")
    cards = [f"n{place}" for place in range(len(above))]
    return {
        "sizes": {card: (chance.randrange(10, 400), chance.randrange(10, 300)) for card in cards},
        "children": children,
        "roots": [card for card, parent in zip(cards, above, strict=True) if parent < 0],
        "spread": [card for card in cards if chance.random() < spread],
        "aspect": chance.choice([50, 130, 160, 240]),
        "limit": chance.choice([0, 0, 240, 1_001]),
        "toRight": chance.random() < 0.3,
    }


def test_the_browser_places_any_forest_where_python_does(tab: "Page", address: str) -> None:
    made = cases()
    placed = opened(tab, address).evaluate(
        """cases => cases.map(({ sizes, children, roots, spread, ...told }) => {
          const map = (object) => new Map(Object.entries(object));
          const more = { ...told, spread: new Set(spread) };
          const found = whyso.layout(map(sizes), map(children), roots, more);
          return [Object.fromEntries(found.boxes), found.limit];
        })""",
        made,
    )

    for told, (boxes, limit) in zip(made, placed, strict=True):
        names = ("sizes", "children", "roots", "spread", "aspect", "limit")
        wanted = {name: told[name] for name in names} | {"spread": set(told["spread"])}
        found = layout(**wanted, to_right=told["toRight"])
        assert {card: Box(*box) for card, box in boxes.items()} == found.boxes
        assert limit == found.limit


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of an argument with circles, second parents and attacks on steps."""
    folder = tmp_path_factory.mktemp("large")
    made = subprocess.run([sys.executable, SYNTHETIC, "150"], check=True, stdout=subprocess.PIPE)
    (folder / "large.ttl").write_bytes(made.stdout)
    return load(folder / "large.ttl").to_html(folder / "large.html").as_uri()


@pytest.mark.parametrize("view", ["show=questions", "show=answers", "show=all"])
@pytest.mark.parametrize("way", ["dir=right", "dir="])
def test_no_cards_overlap_and_no_line_of_the_tree_crosses_a_text(
    tab: "Page", large: str, view: str, way: str
) -> None:
    ways, boxes, lines = opened(tab, f"{large}#{view}&{way}").evaluate(WAYS)
    left, top, width, height = np.array(boxes).T

    assert len(ways) == lines > 0
    for place, (x, y, w, h) in enumerate(boxes):
        apart = (x + w <= left) | (left + width <= x) | (y + h <= top) | (top + height <= y)
        assert apart.sum() == len(boxes) - 1, boxes[place]
    for points in ways:
        for (x1, y1), (x2, y2) in pairwise(points):
            across = (min(x1, x2) < left + width) & (max(x1, x2) > left)
            along = (min(y1, y2) < top + height) & (max(y1, y2) > top)
            assert not (across & along).any(), points


def test_a_click_finds_the_card_that_is_there_after_others_moved(tab: "Page", large: str) -> None:
    page = opened(tab, f"{large}#show=all")
    wrong = page.evaluate(
        """async () => {
          const { scene, network, CARDS, toggleFold } = whyso;
          const wrong = [];
          const check = () => {
            network.redraw();
            for (const [id, [x, y, w, h]] of scene.boxes) {
              const at = network.canvasToDOM({ x: x + w / 2, y: y + h / 2 });
              if (network.getNodeAt(at) !== id) wrong.push(id);
            }
          };
          check();
          for (const id of [...CARDS.keys()].filter((card) => CARDS.get(card).kids.length > 3)) {
            toggleFold(id);
            check();
          }
          return wrong;
        }"""
    )

    assert wrong == []
