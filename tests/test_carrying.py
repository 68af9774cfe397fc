"""The table of what formats carry is true, and the lossless ones carry all."""

import pytest

from carrying import KEPT, PAGE, PROBES, columns, mark, written


def test_the_table_in_the_docs_is_what_writing_and_reading_back_shows() -> None:
    page = PAGE.read_text("utf-8")

    assert written(page) == page


@pytest.mark.parametrize("probe", PROBES)
def test_graphml_and_turtle_carry_everything(probe: str) -> None:
    assert {mark(probe, name) for name in ("turtle", "graphml")} == {KEPT}


@pytest.mark.parametrize("probe", ["a reason", "premises that work together", "undercut"])
def test_what_argument_formats_can_say_they_carry(probe: str) -> None:
    known = {"aif-json", "xaif", "argdown", "carneades", "arguebuf"} & set(columns())

    assert {name: mark(probe, name) for name in known} == dict.fromkeys(known, KEPT)
