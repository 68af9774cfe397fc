"""Draw the pictures of the docs from the real page: `make pictures`."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from whyso.graph import sample

FOLDER = Path(__file__).resolve().parent / "pictures"
# name, language, theme, width, height, selected node
PICTURES = (("map-en", "en", "light", 1600, 1000, None),)


def main() -> None:
    """Write one PNG for each row of PICTURES."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        sys.exit("no Chromium: apt-get install chromium-headless-shell fonts-noto-cjk")
    FOLDER.mkdir(exist_ok=True)
    page_file = sample().to_html(Path(tempfile.mkdtemp()) / "claims.html")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, language, theme, width, height, selected in PICTURES:
            context = browser.new_context(viewport={"width": width, "height": height})
            page = context.new_page()
            node = f"&n={selected}" if selected else ""
            page.goto(f"{page_file.as_uri()}#lang={language}&theme={theme}{node}")
            page.locator("html[data-ready]").wait_for()
            page.wait_for_timeout(500)
            page.screenshot(path=FOLDER / f"{name}.png")
            context.close()
            print(FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
