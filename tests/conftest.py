"""What several tests need: the example, the first statement's text, a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from pages import opened
from whyso.graph import ArgumentGraph, load, sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

# Examples are timed by the machine that runs them, which may be busy.
settings.register_profile("whyso", deadline=None)
settings.load_profile("whyso")

ROOT = Path(__file__).resolve().parent.parent
# The helpers are imported by the tests; collected too, for doctests, they would plant faults twice.
collect_ignore = [
    path.name for path in Path(__file__).parent.glob("*.py") if not path.name.startswith("test_")
]
BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout that holds the first statement."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared: the first statement's text is kept outside the project")
    return folder


@pytest.fixture(scope="session")
def statement(shared: Path) -> Path:
    """The text of the first statement."""
    texts = sorted((shared / "statement").glob("*.txt"))
    if not texts:
        pytest.skip("no text in ../shared/statement")
    return texts[0]


@pytest.fixture
def example() -> ArgumentGraph:
    """The invented statement in tests/data, freshly loaded."""
    return load(ROOT / "tests" / "data" / "example.ttl")


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """A real Chromium; where there is none the test says so, and in CI it fails."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "no Chromium: apt-get install chromium-headless-shell"
        )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield found
        found.close()


@pytest.fixture(scope="module")
def context(browser: "Browser") -> "Iterator[BrowserContext]":
    """A browser without a network. No test may leave a message behind."""
    messages: list[str] = []
    context = browser.new_context(
        offline=True, viewport={"width": 1400, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(180_000)  # a guard against hanging, on any machine
    context.on("console", lambda message: messages.append(message.text))
    context.on("weberror", lambda error: messages.append(str(error.error)))
    yield context
    context.close()
    assert messages == []


@pytest.fixture(scope="module")
def tab(context: "BrowserContext") -> "Page":
    return context.new_page()


@pytest.fixture(scope="module")
def g() -> ArgumentGraph:
    """The bundled argument."""
    return sample()


@pytest.fixture(scope="module")
def address(g: ArgumentGraph, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the page of the bundled argument is."""
    return g.to_html(tmp_path_factory.mktemp("page") / "claims.html").as_uri()


@pytest.fixture
def page(tab: "Page", address: str) -> "Page":
    """The page of the bundled argument, opened anew, with everything unfolded."""
    return opened(tab, f"{address}#show=all&theme=light")
