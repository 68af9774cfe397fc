"""The page's script: packed as its parts are, small, and safe to put into a page."""

from whyso.graph.view.packing import PACKED, pack
from whyso.graph.view.page import SCRIPTS, joined, script


def test_the_packed_script_is_that_of_its_parts() -> None:
    assert pack() == PACKED.read_text("utf-8"), "run `make script`"
    assert script() == PACKED.read_text("utf-8")


def test_the_script_keeps_its_budget() -> None:
    assert len(script().encode()) < 60_000


def test_every_part_is_joined() -> None:
    parts = {path.stem for path in PACKED.parent.glob("*.js")} - {"page.packed"}

    assert set(SCRIPTS) == parts


def test_the_script_is_strict_and_parses_no_html() -> None:
    for text in (script(), joined()):
        assert '"use strict"' in text
        assert "innerHTML" not in text and "eval(" not in text
        assert "</script" not in text and "<!--" not in text
