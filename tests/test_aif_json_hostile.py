"""AIF in JSON that is broken is told in one line, or in a row of the account."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from aif_files import FIXTURES, whys

from whyso.graph import ArgumentGraph
from whyso.graph.errors import WhysoError
from whyso.graph.formats.aif.aif_json import read_aif_json
from whyso.graph.formats.aif.ova2 import read_ova2
from whyso.graph.formats.aif.xaif import read_xaif


def test_an_id_said_twice_and_an_entry_without_one_are_rows() -> None:
    nodes: list[Any] = [{"nodeID": "1", "type": "I", "text": text} for text in "ab"]
    said = {"nodes": [*nodes, None, {}]}

    store, account = read_aif_json(json.dumps(said).encode(), name="twice.json")

    assert [one.label() for one in ArgumentGraph(store).statements()] == ["a"]
    assert whys(account) == {
        ("nodes", "an id said twice: the first is kept"),
        ("nodes", "an entry without a nodeID"),
    }


JUNK: tuple[Any, ...] = (
    None,
    True,
    -1,
    1.5,
    1e308,
    "",
    "\ud83d",
    "\0",
    "x" * 32_000,
    [],
    {},
    [None],
    "<>{}|\n",
    "日",
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(min(len(value), 3)):
            yield from places(value[key], (*path, key))


@pytest.mark.parametrize("name", ["rules-broken.json", "positions.xaif.json", "editor.ova2.json"])
def test_junk_anywhere_is_one_line_or_a_row(name: str) -> None:
    text = (FIXTURES / name).read_text("utf-8")
    read = read_xaif if ".xaif" in name else read_ova2 if ".ova2" in name else read_aif_json

    for at, path in enumerate(places(json.loads(text))):
        for junk in JUNK[at % 3 :: 3] if path else JUNK:
            said: Any = json.loads(text)
            inner = said
            for key in path[:-1]:
                inner = inner[key]
            if path:
                inner[path[-1]] = junk
            else:
                said = junk
            try:
                store, _ = read(json.dumps(said).encode(), name=name)
            except WhysoError as error:
                assert "\n" not in str(error)
                assert str(error).startswith(name)
            else:
                assert store.serialize("n-quads")


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"\xff\xfe", b"[1]", b"null", b'{"nodes": {}}', b'{"nodes": [', b"[" * 100_000),
        *(b'{"nodes": [{"nodeID": ' + b"1" * 5_000 + b"}]}", b'{"nodes": "\xe9"}'),
    ],
)
def test_what_is_no_aif_is_one_line(data: bytes) -> None:
    for read in (read_aif_json, read_xaif, read_ova2):
        with pytest.raises(WhysoError, match=r"^tea\.json[^\n]*$"):
            read(data, name="tea.json")
