"""A load that is ended at any moment: the store opens, holds whole files only, and goes on."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from whyso import ontology
from whyso.graph.store import Store
from whyso.graph.store.disk import DiskStore, is_store

LOADER = Path(__file__).with_name("disk_loads.py")
LARGE = 200_000
# Turtle files of about 30 kB and, every fifth, of about 300 kB: these go straight into the engine.
SIZES = [100, 100, 100, 100, 1000] * 4


def text(name: str, claims: int) -> str:
    head = "@prefix arg: <https://w3id.org/whyso/ontology#> .\n"
    head += f"@prefix : <{ontology.ID}{name}/> .\n"
    return head + "".join(
        f":c{n} a arg:Claim ; arg:status arg:stated ; arg:assertedBy :a{n % 7} .\n"
        f":i{n} a arg:Inference ; arg:status arg:reconstructed ; arg:premise :c{n} ;\n"
        f"    arg:conclusion :c{n // 2} . # {'.' * 100}\n"
        for n in range(claims)
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed")
    for number, claims in enumerate(SIZES):
        (folder / f"t{number}.ttl").write_text(text(f"t{number}", claims))
    assert (folder / "t4.ttl").stat().st_size > LARGE > (folder / "t3.ttl").stat().st_size
    return folder


@pytest.fixture(scope="module")
def whole(folder: Path) -> dict[str, set[str]]:
    """Graph to the triples of each file, by the engine's own reading of it alone."""
    wanted = {}
    for path in folder.iterdir():
        one = Store()
        one.read(path)
        (graph,) = one.source_graphs()
        wanted[graph.value] = {str(quad.triple) for quad in one.engine}
    return wanted


def start(place: Path, folder: Path) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, LOADER, place, folder, str(LARGE)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    return process


def finished(process: "subprocess.Popen[bytes]") -> int:
    process.communicate()
    return process.returncode


def held(place: Path) -> dict[str, set[str]]:
    with DiskStore.open(place) as store:
        assert store.unruled() == []
        assert set(store.files) == {graph.value for graph in store.source_graphs()}
        return {
            graph.value: {
                str(quad.triple) for quad in store.engine.quads_for_pattern(None, None, None, graph)
            }
            for graph in store.source_graphs()
        }


@pytest.fixture(scope="module")
def length(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> float:
    """How many seconds the whole load takes here, once the store is open."""
    process = start(tmp_path_factory.mktemp("length") / "a.store", folder)
    began = time.perf_counter()
    assert finished(process) == 0
    return time.perf_counter() - began


def ends(count: int, seed: int) -> list[float]:
    """Moments spread over a load, each at random in a part of its own."""
    chance = random.Random(seed)  # noqa: S311
    return [(number + chance.random()) / count for number in range(count)]


@pytest.mark.parametrize(
    ("part", "sign"),
    [
        *((part, signal.SIGKILL) for part in ends(3, seed=6)),
        pytest.param(0.4, signal.SIGINT, id="ctrl-c"),
        *(pytest.param(part, signal.SIGKILL, marks=pytest.mark.slow) for part in ends(30, seed=30)),
    ],
)
def test_a_load_that_was_ended_has_loaded_whole_files_and_goes_on(
    folder: Path,
    whole: dict[str, set[str]],
    length: float,
    tmp_path: Path,
    part: float,
    sign: signal.Signals,
) -> None:
    place = tmp_path / "a.store"
    process = start(place, folder)
    time.sleep(part * length)
    process.send_signal(sign)
    finished(process)

    assert is_store(place)
    found = held(place)
    assert {graph: said for graph, said in found.items() if said != whole[graph]} == {}

    assert finished(start(place, folder)) == 0
    assert held(place) == whole
