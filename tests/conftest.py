"""What several tests need: the example, the first statement's text, a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from whyso.graph import ArgumentGraph, load

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Examples are timed by the machine that runs them, which may be busy.
settings.register_profile("whyso", deadline=None)
settings.load_profile("whyso")

ROOT = Path(__file__).resolve().parent.parent
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
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
    path = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "no Chromium: apt-get install chromium"
        )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield found
        found.close()
