"""The registry: which format a name or a path means, and writing files whole or not at all."""

import gzip
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from whyso.graph import ArgumentGraph, formats
from whyso.graph.errors import FormatError, InputError, OutputError

ROOT = Path(__file__).resolve().parent.parent
WRITABLE = [name for name, format in formats.FORMATS.items() if format.write]


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("turtle", "turtle"),
        ("ttl", "turtle"),
        (".TTL", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/json", "node-link"),
        ("text/csv; charset=utf-8", "csv"),
        ("gv", "dot"),
        ("mmd", "mermaid"),
        ("cyjs", "cytoscape"),
        ("csv-edges", "csv-edges"),
    ],
)
def test_a_name_suffix_or_mime_type_finds_the_format(name: str, format: str) -> None:
    assert formats.find(name).name == format


@pytest.mark.parametrize(
    ("path", "format"),
    [
        ("claims.ttl", "turtle"),
        ("claims.ttl.gz", "turtle"),
        ("Claims.GraphML", "graphml"),
        ("claims.v2.dot", "dot"),
        ("claims.csv", "csv"),
        ("claims.nodes.csv", "csv-nodes"),
        ("claims.edges.csv.gz", "csv-edges"),
        ("claims.json", "node-link"),
        ("claims.jsonld", "json-ld"),
        ("claims.xml", "rdf-xml"),
    ],
)
def test_the_suffix_of_a_path_finds_the_format(path: str, format: str) -> None:
    assert formats.of_path(Path("some.dir") / path).name == format


def test_every_suffix_finds_its_own_format() -> None:
    for format in formats.FORMATS.values():
        assert formats.find(format.name) is format
        for suffix in format.suffixes:
            found = formats.of_path(f"claims.{suffix}")
            assert found is format or format.sniff is not None
        assert "/" in format.mime and format.title


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(FormatError, match=r"^no format named 'turtel'; the nearest are turtle$"):
        formats.find("turtel")
    with pytest.raises(FormatError, match=r"^no format named '漢'; use turtle, trig,"):
        formats.find("漢")


def test_an_unknown_suffix_is_told_with_the_path(example: ArgumentGraph) -> None:
    with pytest.raises(FormatError, match=r"claims\.graphm: no format named 'graphm'; .*graphml"):
        formats.write(example, "claims.graphm")
    with pytest.raises(FormatError, match="claims: no suffix tells the format"):
        formats.write(example, "claims")


def test_a_format_of_a_third_party_joins_the_others(
    example: ArgumentGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from whyso.graph.formats import registry

    monkeypatch.setattr(registry, "FORMATS", dict(registry.FORMATS))
    monkeypatch.setattr(registry, "_NAMES", dict(registry._NAMES))

    def write_list(g: ArgumentGraph, *, lang: str = "en") -> tuple[bytes, formats.Account]:
        labels = [statement.label(lang) for statement in g.statements()]
        return "\n".join(labels).encode(), formats.Account("list", "write")

    formats.register(
        formats.Format("list", "labels only", ("lst", "ttl"), "text/plain", write_list)
    )

    account = formats.write(example, tmp_path / "claims.lst")
    assert account.files == (str(tmp_path / "claims.lst"),)
    assert "Nobody should pay" in (tmp_path / "claims.lst").read_text("utf-8")
    assert formats.of_path("claims.ttl").name == "turtle"  # what is taken stays
    with pytest.raises(FormatError, match="list can be written, but not read"):
        formats.read(tmp_path / "claims.lst")


def test_what_cannot_be_written_or_read_is_told(example: ArgumentGraph, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        formats.read(tmp_path / "none.graphml")
    (tmp_path / "claims.dot").write_text("digraph {}")
    with pytest.raises(FormatError, match="dot can be written, but not read"):
        formats.read(tmp_path / "claims.dot")


def test_gz_is_packed_and_unpacked(example: ArgumentGraph, tmp_path: Path) -> None:
    path = tmp_path / "claims.gml.gz"

    formats.write(example, path)

    assert gzip.decompress(path.read_bytes()) == formats.dumps(example, "gml")[0]
    assert formats.read(path)[0] == example


def test_csv_makes_two_files(example: ArgumentGraph, tmp_path: Path) -> None:
    account = formats.write(example, tmp_path / "claims.csv")

    nodes, edges = tmp_path / "claims.nodes.csv", tmp_path / "claims.edges.csv"
    assert account.files == (str(nodes), str(edges))
    assert sorted(tmp_path.iterdir()) == [edges, nodes]
    assert nodes.read_bytes() == formats.dumps(example, "csv-nodes")[0]
    assert edges.read_bytes() == formats.dumps(example, "csv-edges")[0]


@pytest.mark.parametrize(
    ("path", "files"),
    [
        ("claims.csv.gz", ["claims.edges.csv.gz", "claims.nodes.csv.gz"]),
        ("claims", ["claims.edges.csv", "claims.nodes.csv"]),
        ("claims.tsv", ["claims.edges.tsv", "claims.nodes.tsv"]),
    ],
)
def test_the_two_files_keep_the_name(
    path: str, files: list[str], example: ArgumentGraph, tmp_path: Path
) -> None:
    formats.write(example, tmp_path / path, format="csv")

    assert sorted(found.name for found in tmp_path.iterdir()) == files


@pytest.mark.parametrize("name", WRITABLE)
def test_a_failed_write_leaves_what_stood_there(
    name: str, example: ArgumentGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "claims.old"
    files = [Path(file) for file in formats.write(example, path, format=name).files]
    for file in files:
        file.write_text("old")
    replaced = Path.replace

    def fail_on_the_last(self: Path, target: Any) -> Path:
        if Path(target) == files[-1]:
            raise OSError(28, "No space left on device")
        return replaced(self, target)

    monkeypatch.setattr(Path, "replace", fail_on_the_last)
    with pytest.raises(OutputError, match="No space left on device"):
        formats.write(example, path, format=name)

    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {
        file.name: "old" for file in files
    }


def test_a_failed_write_of_new_tables_leaves_none(example: ArgumentGraph, tmp_path: Path) -> None:
    (tmp_path / "claims.edges.csv").mkdir()

    with pytest.raises(OutputError):
        formats.write(example, tmp_path / "claims.csv")

    assert [entry.name for entry in tmp_path.iterdir()] == ["claims.edges.csv"]


def test_the_same_graph_gives_the_same_bytes_in_every_process() -> None:
    script = """
import hashlib, sys
from whyso.graph import formats, load
g = load(sys.argv[1])
for name, format in formats.FORMATS.items():
    if format.write is None:
        continue
    data, account = formats.dumps(g, name)
    assert (data, account) == formats.dumps(g, name)
    print(name, hashlib.sha256(data + account.to_json().encode()).hexdigest())
"""
    printed = {
        subprocess.run(
            [sys.executable, "-c", script, str(ROOT / "tests" / "data" / "example.ttl")],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }

    assert len(printed) == 1
    assert len(printed.pop().splitlines()) == len(WRITABLE)


def test_listing_the_formats_imports_nothing_heavy() -> None:
    script = "import sys, whyso.graph.formats; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()

    assert not {"networkx", "rdflib", "xml.etree.ElementTree", "numpy"} & set(loaded)
