"""Engines that answer the same questions, each run in a process of its own.

``peers.py ENGINE TASK FILE QUERY LIMIT OUT`` answers once and prints CPU seconds of reading,
building and solving as JSON; what it found goes to OUT. Imports are not counted, nor is a first run
on three arguments, which loads whatever an engine loads late. Queries count from 0.

The encodings for clingo are the textbook ones, as in ASPARTIX: W. Dvorak, A. Rapberger, J. Wallner
and S. Woltran, "ASPARTIX-V19" (FoIKS 2020).
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

TASKS: Final = ("SE-GR", "DC-CO", "SE-ST", "SE-PR", "DS-PR")
GRADUAL: Final = "DF-QuAD"


class Watch:
    """CPU seconds from mark to mark.

    The clock of the process is coarse while the process has a limit, by two ticks at most; that of
    the thread is not, but knows nothing of other threads. So: the thread, unless the process
    certainly needed more.

    >>> watch = Watch()
    >>> watch.mark() < 1
    True
    """

    def __init__(self) -> None:
        self._last = self._now()

    @staticmethod
    def _now() -> tuple[float, float]:
        return time.thread_time(), time.process_time()

    def mark(self) -> float:
        """Return the seconds since the last mark."""
        now = self._now()
        thread, process = (b - a for a, b in zip(self._last, now, strict=True))
        self._last = now
        return max(thread, process - 0.02)


class Found:
    """What an engine answered.

    Attributes:
        seconds: of reading, building and solving.
        answer: yes or no; for extensions whether there is one; None for strengths.
        numbers: the arguments in the extension, or strengths.
    """

    def __init__(self, seconds: list[float], answer: bool | None, numbers: Any = None) -> None:
        self.seconds, self.answer, self.numbers = seconds, answer, numbers


def whyso(task: str, path: Path, query: int) -> Found:
    """Answer with this library."""
    import scipy.sparse.csgraph  # noqa: F401 (importing is not what is measured)

    from whyso.graph.formats.frameworks import read_framework
    from whyso.graph.semantics.dung import Solver

    if task == GRADUAL:
        return _whyso_gradual(path)
    watch = Watch()
    framework = read_framework(path)
    seconds = [watch.mark()]
    _ = framework.attackers, framework.attacked.heads, framework.attacked.long
    seconds.append(watch.mark())
    kind, semantics = task.split("-")
    solver = Solver(framework, semantics)
    if kind == "SE":
        extension = solver.extension()
        return Found([*seconds, watch.mark()], extension is not None, extension)
    answer = solver.credulous(query) if kind == "DC" else solver.sceptical(query)
    seconds.append(watch.mark())
    # A "yes" to DC-CO and a "no" to DS-PR have a witness, which the run checks.
    witness = solver.witness(query, accepted=kind == "DC")
    return Found(seconds, answer, witness)


def _whyso_gradual(path: Path) -> Found:
    import numpy as np

    from whyso.graph.semantics.gradual import Weighted, strengths

    watch = Watch()
    parent = np.fromfile(path / "parent", np.int32)
    sign = np.fromfile(path / "sign", np.int8)
    base = np.fromfile(path / "base", np.float64)
    seconds = [watch.mark()]
    source = np.flatnonzero(parent >= 0)
    links = len(source)
    weighted = Weighted(
        range(len(base)),
        base,
        sign[source],
        np.ones(links),
        np.arange(links),
        source,
        parent[source],
        np.zeros(links, dtype=np.bool_),
    )
    _ = weighted.wiring
    seconds.append(watch.mark())
    found = strengths(weighted, "df-quad")
    seconds.append(watch.mark())
    return Found(seconds, None, found.values)


# clingo

_CONFLICT_FREE = "{in(X) : arg(X)}. :- in(X), in(Y), att(X,Y). beaten(X) :- in(Y), att(Y,X). "
_DEFENDED = "open(X) :- att(Y,X), not beaten(Y). :- in(X), open(X). "
ENCODINGS: Final = {
    "GR": "in(X) :- arg(X), out(Y) : att(Y,X). out(X) :- in(Y), att(Y,X). ",
    "ST": _CONFLICT_FREE + ":- arg(X), not in(X), not beaten(X). ",
    "CO": _CONFLICT_FREE + _DEFENDED + ":- arg(X), not in(X), not open(X). ",
    "PR": _CONFLICT_FREE + _DEFENDED + "#heuristic in(X) : arg(X). [1,true] ",
}
_LARGEST = ["--heuristic=Domain", "--enum-mode=domRec"]


def clingo(task: str, path: Path, query: int) -> Found:
    """Answer with clingo and encodings; DS-PR goes through preferred extensions."""
    import clingo

    kind, semantics = task.split("-")
    program = ENCODINGS[semantics] + "#show in/1. "
    if kind == "DC":
        program += f":- not in({query + 1}). "
    watch = Watch()
    control = clingo.Control(_LARGEST if semantics == "PR" else [])
    control.load(str(path.with_suffix(".lp")))
    control.add("base", [], program)
    seconds = [watch.mark()]
    control.ground([("base", [])])
    seconds.append(watch.mark())
    shown: list[Any] | None = None
    if kind == "DS":
        settings: Any = control.configuration.solve
        settings.models = 0
        asked = clingo.Function("in", [clingo.Number(query + 1)])
        answer = True
        with control.solve(yield_=True) as handle:
            for model in handle:
                if not model.contains(asked):
                    answer = False
                    break
        return Found([*seconds, watch.mark()], answer)
    with control.solve(yield_=True) as handle:
        for model in handle:
            shown = list(model.symbols(shown=True))
            break
    seconds.append(watch.mark())
    numbers = None if shown is None else [atom.arguments[0].number - 1 for atom in shown]
    return Found(seconds, shown is not None, numbers)


# pygarg and PyArg


def pygarg(task: str, path: Path, query: int) -> Found:
    """Answer with pygarg."""
    parser: Any = import_module("pygarg.dung.dimacs_parser")
    solver: Any = import_module("pygarg.dung.solver")
    kind, semantics = task.split("-")
    watch = Watch()
    names, attacks = parser.parse(path)
    seconds = [watch.mark(), 0.0]
    if kind == "SE":
        found = solver.compute_some_extension(names, attacks, semantics)
        seconds.append(watch.mark())
        none = found == "NO"
        return Found(seconds, not none, None if none else [int(name) - 1 for name in found])
    ask = {"DC": solver.credulous_acceptability, "DS": solver.skeptical_acceptability}[kind]
    answer, witness = ask(names, attacks, str(query + 1), semantics)
    seconds.append(watch.mark())
    return Found(seconds, bool(answer), witness and [int(name) - 1 for name in witness])


def pyarg(task: str, path: Path, query: int) -> Found:
    """Answer with PyArg; a complete extension has an argument if a preferred one has it."""
    reader: Any = import_module(
        "py_arg.import_export.argumentation_framework_from_iccma23_format_reader"
    ).ArgumentationFrameworkFromICCMA23FormatReader
    names = {"GR": "grounded_extension", "ST": "stable_extensions"}
    kind, semantics = task.split("-")
    name = "get_" + names.get(semantics, "preferred_extensions")
    get: Any = getattr(import_module(f"py_arg.algorithms.semantics.{name}"), name)
    watch = Watch()
    text = path.read_text()
    seconds = [watch.mark()]
    framework = reader.from_iccma23(text)
    seconds.append(watch.mark())
    found = get(framework)
    seconds.append(watch.mark())
    sets = [
        {int(argument.name[1:]) - 1 for argument in extension}
        for extension in ([found] if semantics == "GR" else found)
    ]
    if kind == "SE":
        return Found(seconds, bool(sets), sorted(sets[0]) if sets else None)
    which = any if kind == "DC" else all
    return Found(seconds, which(query in each for each in sets))


# Loops


def python(task: str, path: Path, query: int) -> Found:
    """Answer with loops over dicts of lists, as one would write them on networkx."""
    if task == GRADUAL:
        return _python_gradual(path)
    watch = Watch()
    with path.open() as file:
        count = int(next(file).split()[2])
        pairs = [line.split() for line in file]
    seconds = [watch.mark()]
    attacked: dict[int, list[int]] = {number: [] for number in range(1, count + 1)}
    waiting = dict.fromkeys(attacked, 0)
    for source, target in pairs:
        attacked[int(source)].append(int(target))
        waiting[int(target)] += 1
    seconds.append(watch.mark())
    queue = [number for number, attackers in waiting.items() if not attackers]
    label = dict.fromkeys(queue, True)
    for number in queue:
        for beaten in attacked[number]:
            if beaten not in label:
                label[beaten] = False
                for other in attacked[beaten]:
                    waiting[other] -= 1
                    if not waiting[other] and other not in label:
                        label[other] = True
                        queue.append(other)
    seconds.append(watch.mark())
    return Found(seconds, True, [number - 1 for number in queue])


def _python_gradual(path: Path) -> Found:
    from array import array

    watch = Watch()
    parent, sign, base = array("i"), array("b"), array("d")
    parent.frombytes((path / "parent").read_bytes())
    sign.frombytes((path / "sign").read_bytes())
    base.frombytes((path / "base").read_bytes())
    seconds = [watch.mark()]
    replies: dict[int, list[int]] = {number: [] for number in range(len(base))}
    roots = []
    for number, other in enumerate(parent):
        if other >= 0:
            replies[other].append(number)
        else:
            roots.append(number)
    seconds.append(watch.mark())
    order = roots
    for number in order:
        order.extend(replies[number])
    strength = list(base)
    for number in reversed(order):
        attack = support = 1.0
        for reply in replies[number]:
            if sign[reply] > 0:
                support *= 1 - strength[reply]
            else:
                attack *= 1 - strength[reply]
        energy, own = attack - support, base[number]
        strength[number] = own + energy * ((1 - own) if energy > 0 else own)
    seconds.append(watch.mark())
    return Found(seconds, None, strength)


# Name, tasks, what must be installed, function. The C++ loops are run by the caller.
ENGINES: Final[dict[str, tuple[tuple[str, ...], str, Callable[[str, Path, int], Found]]]] = {
    "whyso": ((*TASKS, GRADUAL), "whyso", whyso),
    "clingo": (TASKS, "clingo", clingo),
    "pygarg": (TASKS, "pygarg", pygarg),
    "PyArg": (TASKS, "py_arg", pyarg),
    "plain Python": (("SE-GR", GRADUAL), "json", python),
}


def missing(engine: str) -> str | None:
    """Return what has to be installed for an engine, or None.

    >>> missing("plain Python") is None
    True
    """
    module = ENGINES[engine][1]
    return None if find_spec(module) else module


def limit(seconds: float) -> None:
    """Let the system end this process after that many more CPU seconds."""
    most = int(time.process_time() + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 5))


def main() -> None:
    """Answer once; see the module."""
    import numpy as np

    engine, task, path, query, seconds, out = sys.argv[1:]
    answer = ENGINES[engine][2]
    small = Path(path).with_name("tiny") if task == GRADUAL else Path(path).with_name("tiny.af")
    answer(task, small, 0)
    limit(float(seconds))
    try:
        found = answer(task, Path(path), int(query))
    except (MemoryError, RecursionError) as error:
        said: dict[str, Any] = {"failed": type(error).__name__}
    else:
        said = {"seconds": found.seconds, "answer": found.answer, "numbers": False}
        if found.numbers is not None:
            kind = np.float64 if task == GRADUAL else np.int32
            np.asarray(found.numbers, dtype=kind).tofile(out)
            said["numbers"] = True
    print(json.dumps(said), flush=True)
    os._exit(0)  # taking a million objects apart is nobody's question


if __name__ == "__main__":
    main()
