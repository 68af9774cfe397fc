"""The benchmark of verdicts: its instances, its peers and its checks are what they say."""

import doctest
import itertools
import json
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whyso.graph.formats.frameworks import read_framework

ROOT = Path(__file__).resolve().parents[1]
FRAMEWORKS = json.loads((ROOT / "tests" / "data" / "frameworks.json").read_text("utf-8"))


@pytest.fixture(scope="module", autouse=True)
def on_path() -> Iterator[None]:
    """Make the benchmarks importable, as their own command does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        yield


@pytest.fixture
def bench() -> Any:
    """Return a function that imports a module of the benchmark."""
    return lambda name: import_module(f"benchmarks.verdicts.{name}")


def _attacks(bench: Any, one: dict[str, Any]) -> Any:
    pairs = np.array([[one["args"].index(name) for name in pair] for pair in one["att"]])
    source, target = pairs.reshape(-1, 2).astype(np.int64).T
    return bench("instances").Attacks(len(one["args"]), source, target)


def _sets(one: dict[str, Any], semantics: str) -> set[frozenset[int]]:
    return {frozenset(map(one["args"].index, names)) for names in one[semantics]}


@pytest.mark.parametrize("name", ["instances", "checks", "peers", "races", "run"])
def test_every_example_of_the_benchmark_holds(bench: Any, name: str) -> None:
    found = doctest.testmod(bench(name))
    assert (found.failed, found.attempted > 0) == (0, True)


def test_debates_have_the_shape_that_is_promised(bench: Any) -> None:
    instances = bench("instances")
    made = instances.made(instances.DEBATES[0])
    assert np.array_equal(made.source, instances.made(instances.DEBATES[0]).source)
    pairs = set(zip(made.source.tolist(), made.target.tolist(), strict=True))
    assert len(pairs) == len(made.source)
    replies = {source for source, target in pairs if source > target}
    assert len(replies) == made.count - 1
    back = sum((target, source) in pairs for source, target in pairs) / 2
    assert back / made.count == pytest.approx(0.1, abs=0.01)
    assert len(pairs) / made.count == pytest.approx(1.12, abs=0.01)


@pytest.mark.parametrize("place", range(14))
def test_a_random_graph_is_written_as_it_was_made(bench: Any, place: int, tmp_path: Path) -> None:
    instances = bench("instances")
    one = instances.RANDOM[place]
    made = instances.made(one)
    instances.write(made, tmp_path / "graph.af")
    read = read_framework(tmp_path / "graph.af")
    assert len(read) == made.count == one.count
    assert np.array_equal(read.source, made.source)
    assert np.array_equal(read.target, made.target)


@pytest.mark.parametrize("one", FRAMEWORKS, ids=lambda one: one["name"])
def test_the_check_passes_exactly_the_reference_extensions(bench: Any, one: Any) -> None:
    attacks, faults = _attacks(bench, one), bench("checks").faults
    numbers = range(min(attacks.count, 7))  # more takes long
    some = [frozenset(each) for n in range(8) for each in itertools.combinations(numbers, n)]
    for semantics in ("GR", "CO", "PR", "ST"):
        right = _sets(one, semantics)
        tried = {*some, *right} if semantics != "PR" else {*some[::3], *right}
        passed = {each for each in tried if not faults(attacks, semantics, each)}
        assert passed == right & tried


@pytest.mark.parametrize("engine", ["whyso", "clingo", "PyArg", "plain Python", "pygarg"])
def test_each_engine_gives_the_reference_answers(bench: Any, engine: str, tmp_path: Path) -> None:
    instances, peers = bench("instances"), bench("peers")
    if peers.missing(engine):
        pytest.skip(f"{engine} is not installed")
    tasks, _, answer = peers.ENGINES[engine]
    for one in FRAMEWORKS[::4]:
        attacks = _attacks(bench, one)
        for suffix in (".af", ".lp"):
            instances.write(attacks, tmp_path / f"one{suffix}")
        for task in set(tasks) - {peers.GRADUAL}:
            kind, semantics = task.split("-")
            right = _sets(one, semantics)
            found = answer(task, tmp_path / "one.af", 0)
            if kind == "SE":
                assert found.answer == bool(right)
                assert not right or frozenset(map(int, found.numbers)) in right
            else:
                accepted = one[kind][semantics]
                assert found.answer == (one["args"][0] in accepted)


def test_strengths_agree_in_every_engine(bench: Any, tmp_path: Path) -> None:
    race = bench("races").Race(tmp_path, 1)
    compilers = [name for name in ("g++", "c++", "clang++") if shutil.which(name)]
    assert ("C++ loop" in race.engines) == bool(compilers)
    found = race.gradual("tree", 500)
    assert len(found) >= 2
    assert not race.wrong
    assert all(len(one.numbers) == 500 for one in found.values())


def test_a_wrong_answer_makes_the_run_fail(bench: Any, tmp_path: Path) -> None:
    races, instances = bench("races"), bench("instances")
    race = races.Race(tmp_path, 1)
    race.leave("PyArg", "pygarg")
    one = next(each for each in instances.RANDOM if each.name == "er1000_p002")
    attacks = instances.made(one)
    right = dict(race.framework(one, ["SE-GR"]))["SE-GR"]
    assert not race.wrong
    right["clingo"].numbers = right["clingo"].numbers[1:]
    race.compare(one, "SE-GR", attacks, 0, right)
    assert any("clingo" in what for what in race.wrong)
    race.wrong.clear()
    right["whyso"].answer = False
    race.compare(one, "SE-GR", attacks, 0, right)
    assert any("whyso: no" in what for what in race.wrong)


def test_who_overruns_pays_twice_and_is_not_asked_again(bench: Any, tmp_path: Path) -> None:
    races, instances = bench("races"), bench("instances")
    race = races.Race(tmp_path, 2, 0.001)
    race.leave("PyArg", "plain Python", "pygarg", "C++ loop")
    first, second = instances.RANDOM[2:4]
    assert (first.family, first.count < second.count) == (second.family, True)
    for one, why in ((first, "> 0.001 s"), (second, "not asked")):
        result = dict(race.framework(one, ["SE-PR"]))["SE-PR"]["clingo"]
        assert (result.failed, result.paid, result.runs) == (why, 0.002, [])


def test_the_command_prints_its_tables(bench: Any, capsys: pytest.CaptureFixture[str]) -> None:
    run = bench("run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["run.py", "--quick", "--only", "DF-QuAD"])
        assert run.main() == 0
    printed = capsys.readouterr().out
    assert "| replies, 10,000 |" in printed
    assert "All answers agree" in printed
