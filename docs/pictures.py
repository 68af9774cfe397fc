"""Draw the pictures of the docs from the real page: `make pictures`."""

import base64
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from whyso.cli import main as whyso
from whyso.graph import ArgumentGraph, load, sample

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
LARGE = 3000  # statements of the synthetic argument


class Picture(NamedTuple):
    """A picture: of which page, in what state, how large; around which cards; of what part."""

    name: str
    page: str
    state: str
    width: int = 1400
    height: int = 900
    around: tuple[str, ...] | None = None
    part: str = "html"


PICTURES = (
    Picture("map-en", "claims", "open=r1+i10+c3&lang=en&theme=light", around=("q0b", "c24", "q1")),
    Picture(
        "map-zh-dark", "claims", "open=r1+i10+c3&lang=zh&theme=dark", around=("q0b", "c24", "q1")
    ),
    Picture("whatif", "claims", "show=all&for=stated&false=c43&n=c43&theme=light"),
    Picture("undercut", "claims", "show=all&n=i10&theme=light", around=("r1", "c24"), part="#map"),
    Picture("large", "large", "theme=light", around=()),
    Picture("reading", "example", "read=1&n=c03&theme=light"),
    Picture("phone", "claims", "n=c3&theme=light", 390, 844),
)
# Bring cards into view, or all, as large as there is room for.
LOOK = """names => {
  const boxes = [...whyso.scene.boxes];
  const isMeant = ([id]) => names.length === 0 || names.some((name) => id.endsWith(`/${name}`));
  const at = boxes.filter(isMeant).map(([, [x, y, w, h]]) => [x, y, x + w, y + h]);
  const [left, top] = [0, 1].map((side) => Math.min(...at.map((edges) => edges[side])));
  const [right, bottom] = [2, 3].map((side) => Math.max(...at.map((edges) => edges[side])));
  const map = document.querySelector("#map");
  const fits = [(map.clientWidth - 60) / (right - left), (map.clientHeight - 150) / (bottom - top)];
  const scale = Math.min(1, ...fits);
  const position = { x: (left + right) / 2, y: (top + bottom - 24 / scale) / 2 };
  whyso.network.moveTo({ position, scale, animation: false });
  whyso.network.redraw();
}"""

# The pixels of a picture, decoded.
PIXELS = """async (png) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  let text = "";
  for (let at = 0; at < data.length; at += 30000) {
    text += String.fromCharCode(...data.subarray(at, at + 30000));
  }
  return [image.width, image.height, btoa(text)];
}"""


def draw_all() -> None:
    """Write one PNG for each row of PICTURES, and an SVG as `whyso view` draws it."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        sys.exit("no Chromium: apt-get install chromium-headless-shell fonts-noto-cjk")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        files = pages(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for picture in PICTURES:
            print(draw(browser, picture, files[picture.page].as_uri()))
        browser.close()
    whyso.main(
        ["view", "--question", "q2", "-o", str(FOLDER / "part-q2.svg")], standalone_mode=False
    )


def pages(folder: Path) -> dict[str, Path]:
    """Write the pages that are drawn."""
    example = ROOT / "tests" / "data" / "example.ttl"
    return {
        "claims": sample().to_html(folder / "claims.html"),
        "large": synthetic(folder).to_html(folder / "large.html"),
        "example": load(example).to_html(folder / "example.html", text=example.with_suffix(".txt")),
    }


def synthetic(folder: Path) -> ArgumentGraph:
    """Return a large argument."""
    command = [sys.executable, str(ROOT / "benchmarks" / "synthetic.py"), str(LARGE)]
    path = folder / "large.ttl"
    made = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603  our own
    path.write_bytes(made.stdout)
    return load(path)


def draw(browser: Browser, picture: Picture, address: str) -> Path:
    """Write one picture."""
    size = {"width": picture.width, "height": picture.height}
    context = browser.new_context(viewport=size, reduced_motion="reduce", offline=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}#{picture.state}")
    page.locator("html[data-ready]").wait_for()
    if picture.around is not None:
        page.evaluate(LOOK, list(picture.around))
    drawn = page.locator(picture.part).screenshot()
    page.goto("about:blank")
    width, height, pixels = page.evaluate(PIXELS, base64.b64encode(drawn).decode())
    context.close()
    found = np.frombuffer(base64.b64decode(pixels), np.uint8).reshape(height, width, 4)
    path = FOLDER / f"{picture.name}.png"
    path.write_bytes(small(found[..., :3].astype(np.int32)))
    return path


def small(pixels: "np.ndarray[Any, np.dtype[np.int32]]") -> bytes:
    """Return a picture (height, width, red green blue) as a PNG of 256 colours.

    These are the commonest ones, and the commonest among those that are much alike.
    """
    numbers = pixels @ np.array([65536, 256, 1], np.int32)
    colours, at, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    parts = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
    common = np.argsort(-counts)
    _, unlike = np.unique(parts[common] >> 4, axis=0, return_index=True)
    kept = parts[common[np.unique([*range(64), *np.sort(unlike)])[:256]]]
    nearest = np.concatenate(
        [((some[:, None] - kept) ** 2).sum(2).argmin(1) for some in np.array_split(parts, 64)]
    )
    height, width = numbers.shape
    rows = nearest[at].reshape(height, width).astype(np.uint8)
    data = np.concatenate([np.zeros((height, 1), np.uint8), rows], axis=1)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"PLTE", kept.astype(np.uint8).tobytes())]
    chunks += [(b"IDAT", zlib.compress(data.tobytes(), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


if __name__ == "__main__":
    draw_all()
