"""No reader is brought down by a broken text: one clear line or an account, nothing else."""

import random
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whyso.graph import formats, load
from whyso.graph.errors import WhysoError
from whyso.graph.formats import FORMATS
from whyso.graph.store import SYNTAXES

DATA = Path(__file__).parent / "data"
_RDF = {syntax.name for syntax in SYNTAXES}
READERS = [name for name, format in FORMATS.items() if format.read and name not in _RDF]
# Small texts of formats that are read only.
ONLY_READ = {
    "ova2": b'{"nodes": [{"id": 1, "text": "Tea is warm.", "type": "I", "x": 1, "y": 2}],'
    b' "edges": [], "analysis": {"txt": "Tea is warm."}}',
    "argdown-json": b'{"arguments": {}, "statements": {"tea": {"type": "equivalence-class",'
    b' "title": "tea", "members": [], "relations": []}}, "relations": []}',
    "ibis-json": b'{"nodes": [{"id": "i1", "type": "issue", "text": "Tea?"}], "edges": []}',
    "lkif": b'<lkif><argument-graphs><argument-graph id="g"><statements>'
    b'<statement id="s1"><s>Tea is warm.</s></statement></statements><arguments/>'
    b"</argument-graph></argument-graphs></lkif>",
    "caf": b'<caf version="1.9"><argumentGraph><statements/><arguments/></argumentGraph></caf>',
}


@cache
def text_of(name: str) -> bytes:
    """Return a good text in a format."""
    if FORMATS[name].write is None:
        return ONLY_READ[name]
    return formats.dumps(load(DATA / "tea.ttl"), name)[0]


def attempt(name: str, data: bytes) -> None:
    """Read a text; what is raised must be one clear line that names the file."""
    read = FORMATS[name].read
    assert read is not None
    begun = time.process_time()
    try:
        read(data, name="bad.file")
    except WhysoError as error:
        said = str(error)
        assert "\n" not in said
        assert said.startswith("bad.file"), said
    assert time.process_time() - begun < 20  # a hang, not a matter of speed


def test_every_reader_has_a_text_to_break() -> None:
    assert {name for name in READERS if FORMATS[name].write is None} == set(ONLY_READ)


@pytest.mark.parametrize("name", READERS)
def test_truncated_texts(name: str) -> None:
    data = text_of(name)
    for cut in range(0, len(data), max(len(data) // 25, 1)):
        attempt(name, data[:cut])


@pytest.mark.parametrize("name", READERS)
def test_texts_in_the_wrong_format(name: str) -> None:
    for other in READERS:
        attempt(name, text_of(other))


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\0" * 100,
        b"\xff\xfe" + "claim".encode("utf-16-le"),
        b"caf\xe9 \x93quoted\x94 \x96 na\xefve",
        b"\xed\xa0\x80",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"<a>" * 100_000,
        b"(" * 100_000,
        b"- " * 100_000,
        b"a: &a [*a, *a]\n" * 50,
        b'{"nodes": [' + b"9" * 5000 + b"]}",
        b'{"nodes": null, "edges": 3, "AIF": []}',
        b'<!DOCTYPE a [<!ENTITY b "' + b"&c;" * 9 + b'">]><a>&b;</a>',
        b"id,text\n" + b'"' * 999,
        b"p af 99999999999\n",
        b"arg(" * 9999,
        "\u202e\ufeff\u2028".encode(),
    ],
    ids=lambda data: repr(data[:16]),
)
def test_texts_that_bring_parsers_down(name: str, data: bytes) -> None:
    attempt(name, data)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_texts_with_some_bytes_changed(name: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (no secret)
    data = bytearray(text_of(name))
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(data))
        kind = chance.randrange(4)
        if kind == 0:
            data[place] = chance.randrange(256)
        elif kind == 1:
            del data[place : place + chance.randrange(1, 30)]
        elif kind == 2:
            start = chance.randrange(len(data))
            data[place:place] = data[start : start + 40]
        else:
            data[place:place] = chance.choice(
                [b"{", b"]", b'"', b"null", b"-1", b"\n", b"&a", b"%"]
            )
        if not data:
            data = bytearray(b"x")
    attempt(name, bytes(data))
