"""Runs of several engines on the same questions, by turns, with all answers compared."""

import json
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.verdicts import instances, peers
from benchmarks.verdicts.checks import faults
from benchmarks.verdicts.instances import Attacks, Instance

__all__ = ["LOOP", "Race", "Result"]

HERE: Final = Path(__file__).resolve().parent
LOOP: Final = "C++ loop"
_LOOPS: Final = {"SE-GR": "grounded", peers.GRADUAL: "dfquad"}
# Searches at once, so that what an engine loads late is loaded before anything is measured.
_TINY: Final = Attacks(4, np.array([0, 1, 1, 2, 3]), np.array([1, 0, 2, 3, 2]))
_CLOSE: Final = 1e-9


@dataclass
class Result:
    """What an engine needed for one question, and what it said.

    Attributes:
        limit: CPU seconds that it may take.
        runs: for each run seconds of reading, building and solving.
        failed: why there is no answer, if there is none.
        answer: yes or no, or whether there is an extension.
        numbers: the extension, or the strengths.
    """

    limit: float
    runs: list[list[float]] = field(default_factory=list)
    failed: str | None = None
    answer: bool | None = None
    numbers: Any = None

    @property
    def parts(self) -> list[float] | None:
        """Reading, building and solving of the run that took least in all; None without answer.

        >>> Result(1, [[1, 1, 1], [0, 1, 1]]).parts
        [0, 1, 1]
        """
        return None if self.failed else min(self.runs, key=sum)

    @property
    def total(self) -> float | None:
        """Seconds of the run that took least."""
        return sum(self.parts) if self.parts else None

    @property
    def median(self) -> float | None:
        """Seconds of the middle run."""
        return None if self.failed else statistics.median(map(sum, self.runs))

    @property
    def paid(self) -> float:
        """Seconds, or twice the limit if there is no answer (PAR2).

        >>> Result(20, failed="> 20 s").paid
        40
        """
        return 2 * self.limit if self.total is None else self.total


class Race:
    """The engines that are here, and where they meet.

    Args:
        folder: for files; each instance is removed when it is done with.
        repeats: how often each engine answers a question.
        most: CPU seconds that no question may exceed, whatever an instance allows.

    Attributes:
        engines: names of those that are here.
        absent: why others are not.
        wrong: disagreements and wrong answers.
        alone: answers without witness that nobody else gave.
    """

    def __init__(self, folder: Path, repeats: int, most: float = 60) -> None:
        self._folder, self._repeats, self._most = folder, repeats, most
        self._lost: dict[tuple[str, str], dict[str, int]] = {}
        self.wrong: list[str] = []
        self.alone: list[str] = []
        absent = {engine: peers.missing(engine) for engine in peers.ENGINES}
        self.absent = {name: f"{what} is not installed" for name, what in absent.items() if what}
        self.engines = [name for name, what in absent.items() if not what]
        self._loops = self._compiled()
        if self._loops:
            self.engines.append(LOOP)
        else:
            self.absent[LOOP] = "there is no C++ compiler"
        for suffix in (".af", ".lp"):
            instances.write(_TINY, folder / f"tiny{suffix}")
        self._weigh("tree", 100, folder / "tiny")

    def leave(self, *names: str) -> None:
        """Leave engines out from now on."""
        self.engines = [name for name in self.engines if name not in names]

    @staticmethod
    def tasks(engine: str) -> Iterable[str]:
        """Return what an engine can be asked.

        >>> list(Race.tasks("plain Python"))
        ['SE-GR', 'DF-QuAD']
        """
        return _LOOPS if engine == LOOP else peers.ENGINES[engine][0]

    def _compiled(self) -> Path | None:
        compiler = shutil.which("g++") or shutil.which("c++") or shutil.which("clang++")
        if compiler is None:
            return None
        made = self._folder / "loops"
        subprocess.run([compiler, "-O2", "-o", str(made), str(HERE / "loops.cpp")], check=True)
        return made

    def framework(
        self, instance: Instance, tasks: Iterable[str]
    ) -> Iterator[tuple[str, dict[str, Result]]]:
        """Yield each task with each engine's result.

        An engine without an answer is not asked about larger instances of the family, nor, after
        two families, about others at least as large.
        """
        attacks = instances.made(instance)
        files = [self._folder / f"{instance.name}{suffix}" for suffix in (".af", ".lp")]
        for path in files:
            instances.write(attacks, path)
        asked = instances.query(attacks)
        for task in tasks:
            found = self._run(instance, task, files[0], asked)
            self.compare(instance, task, attacks, asked, found)
            yield task, found
        for path in files:
            path.unlink()

    def gradual(self, shape: str, count: int) -> dict[str, Result]:
        """Return each engine's result for DF-QuAD on a tree or on chains."""
        path = self._folder / f"{shape}{count}"
        self._weigh(shape, count, path)
        able = [name for name in self.engines if peers.GRADUAL in self.tasks(name)]
        found = self._interleaved(able, peers.GRADUAL, path, 0, self._most)
        shutil.rmtree(path)
        given = {name: one.numbers for name, one in found.items() if not one.failed}
        for name, numbers in given.items():
            apart = float(np.abs(numbers - next(iter(given.values()))).max())
            if not apart < _CLOSE:
                self.wrong.append(f"{shape} of {count}: strengths of {name} differ by {apart:g}")
        return found

    def _weigh(self, shape: str, count: int, path: Path) -> None:
        path.mkdir()
        parts: tuple[Any, ...] = instances.weighted(shape, count)
        for name, values in zip(("parent", "sign", "base"), parts, strict=True):
            values.tofile(path / name)

    def _run(self, instance: Instance, task: str, path: Path, asked: int) -> dict[str, Result]:
        able = [name for name in self.engines if task in self.tasks(name)]
        limit = min(instance.limit, self._most)
        running = [name for name in able if not self._hopeless(name, task, instance)]
        found = self._interleaved(running, task, path, asked, limit)
        for name in able:
            if name not in found:
                found[name] = Result(limit, failed="not asked")
            elif found[name].failed:
                lost = self._lost.setdefault((name, task), {})
                lost.setdefault(instance.family, instance.count)
        return found

    def _hopeless(self, name: str, task: str, instance: Instance) -> bool:
        lost = self._lost.get((name, task), {})
        same = lost.get(instance.family, instance.count) < instance.count
        return same or sum(count <= instance.count for count in lost.values()) > 1

    def _interleaved(
        self, engines: Sequence[str], task: str, path: Path, asked: int, limit: float
    ) -> dict[str, Result]:
        found = {name: Result(limit) for name in engines}
        for _ in range(self._repeats):
            for name, result in found.items():
                if not result.failed:
                    self._once(name, task, path, asked, result)
        return found

    def _once(self, name: str, task: str, path: Path, asked: int, result: Result) -> None:
        """Run an engine once in a process of its own and add what it needed to its result."""
        out = self._folder / "out"
        out.unlink(missing_ok=True)
        words = [sys.executable, str(HERE / "peers.py"), name, task, str(path), str(asked)]
        words += [str(result.limit), str(out)]
        if name == LOOP:
            most = str(int(result.limit) + 1)
            words = [str(self._loops), _LOOPS[task], str(path), str(out), most]
        most_by_clock = 5 * result.limit + 60
        try:
            done = subprocess.run(words, capture_output=True, timeout=most_by_clock)
        except subprocess.TimeoutExpired:
            result.failed = f"> {result.limit:g} s"
            return
        if done.returncode < 0:  # ended by the limit, or by the system for want of memory
            result.failed = f"> {result.limit:g} s" if done.returncode != -9 else "killed"
            return
        if done.returncode:
            raise RuntimeError(f"{name} {task} {path.name}: {done.stderr.decode()}")
        if name == LOOP:
            said: dict[str, Any] = {
                "seconds": [float(word) for word in done.stdout.split()],
                "answer": True,
            }
        else:
            said = json.loads(done.stdout.splitlines()[-1])
        if "failed" in said or sum(said["seconds"]) > result.limit:
            result.failed = said.get("failed", f"> {result.limit:g} s")
            return
        result.runs.append(said["seconds"])
        result.answer = said["answer"]
        if out.exists():
            kind = np.float64 if task == peers.GRADUAL else np.int32
            result.numbers = np.fromfile(out, kind)

    def compare(
        self,
        instance: Instance,
        task: str,
        attacks: Attacks,
        asked: int,
        found: Mapping[str, Result],
    ) -> None:
        """Add to *wrong* what is wrong with the answers to a question, to *alone* lonely ones."""
        where = f"{instance.name} {task}"
        given = {name: one for name, one in found.items() if not one.failed}
        answers = {name: one.answer for name, one in given.items()}
        if len(set(answers.values())) > 1:
            said = ", ".join(f"{name}: {'yes' if yes else 'no'}" for name, yes in answers.items())
            self.wrong.append(f"{where}: {said}")
        kind, semantics = task.split("-")
        sets = {name: one.numbers for name, one in given.items() if one.numbers is not None}
        if len(given) == 1 and not sets:
            self.alone.append(f"{where} ({next(iter(given))})")
        if task == "SE-GR" and "chain" in instance.family:  # takes a step for each argument
            same = {np.sort(numbers).tobytes() for numbers in sets.values()}
            if len(same) > 1:
                self.wrong.append(f"{where}: grounded extensions differ")
            return
        checked: dict[bytes, list[str]] = {}
        for name, numbers in sets.items():
            key = np.sort(numbers).tobytes()
            if key not in checked:
                checked[key] = faults(attacks, semantics, numbers)
            self.wrong += [f"{where}: {name}: {what}" for what in checked[key]]
            if kind != "SE" and (asked in numbers) != (kind == "DC"):
                self.wrong.append(f"{where}: {name}: its witness shows the contrary")
