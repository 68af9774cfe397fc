"""Paths and accounts of many files, held in little memory."""

import json
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whyso.graph.store import accounts
from whyso.graph.store.accounts import Accounts
from whyso.graph.store.paths import Paths

# What the file system can hold: no zero character, and bytes that are no text as it hands them out.
NAMES = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"])
    | st.integers(0x80, 0xFF).map(lambda byte: bytes([byte]).decode("utf-8", "surrogateescape")),
)


@given(st.lists(NAMES))
def test_paths_come_out_as_they_went_in(names: list[str]) -> None:
    names = [
        name.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape") for name in names
    ]

    paths = Paths(names)

    assert list(paths) == names
    assert paths == names
    assert len(paths) == len(names)
    assert paths != [*names, "another"]
    assert all(name in paths for name in names)


def test_paths_of_one_folder_take_little_more_than_their_ends() -> None:
    paths = Paths(
        f"/a/rather/long/way/to/the/corpus/nodeset{number}.json" for number in range(10_000)
    )

    assert sys.getsizeof(paths._text) < 20 * len(paths)


@pytest.mark.parametrize("held", [1, 1 << 20], ids=["on the disk", "in memory"])
def test_accounts_come_out_as_they_went_in(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "HELD", held)
    said: dict[str, Any] = {f"/t{n}.json": {"kept": {"é": n}} for n in range(5)}
    found = Accounts()

    for path, account in said.items():
        assert len(list(found)) == len(found)  # reading on the way changes nothing
        found.add(path, account)

    assert dict(found.each()) == dict(found.items()) == said
    assert found == said
    assert "/t9.json" not in found
    assert json.dumps(found["/t3.json"]) == json.dumps(said["/t3.json"])
