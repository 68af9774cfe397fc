"""Verdicts beside the peers that a user can install, in one run.

``make bench-verdicts`` prints the tables; ``--write`` puts them into ``benchmarks/README.md`` too.
Every answer is compared with the others and checked; a disagreement makes the run fail.
"""

import argparse
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, TypeAlias

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.verdicts import instances, peers  # noqa: E402
from benchmarks.verdicts.instances import Instance  # noqa: E402
from benchmarks.verdicts.races import LOOP, Race, Result  # noqa: E402

Results: TypeAlias = dict[tuple[str, str], dict[str, Result]]
SIZES: Final = (10_000, 100_000, 1_000_000)
# CPU seconds that must be reached on the largest debate, all in all.
GOALS: Final = {"SE-GR": 0.16, "DC-CO": 0.17, "SE-ST": 0.88, "SE-PR": 0.86, "DS-PR": 0.17}
QUICK: Final = ("er200_p05", "er1000_p002", "ba1000_c60", "ws500_k8")
GRADUAL_GOAL: Final = 0.4
PARTS: Final = ("reading", "building", "solving")
SAID: Final[list[str]] = []


def say(*lines: str) -> None:
    """Print lines and keep them for the page."""
    SAID.extend(lines)
    print("\n".join(lines), flush=True)


def seconds(value: float) -> str:
    """Return seconds as they are printed.

    >>> seconds(0.01234), seconds(1.234), seconds(123.4)
    ('0.0123', '1.23', '123')
    """
    return f"{value:.4f}" if value < 0.1 else f"{value:.2f}" if value < 100 else f"{value:.0f}"


def times(ratio: float) -> str:
    """Return a ratio as it is printed.

    >>> times(12.34), times(1.234), times(0.512)
    ('12×', '1.2×', '0.51×')
    """
    return (
        f"{ratio:.0f}×" if ratio >= 9.5 else f"{ratio:.1f}×" if ratio >= 0.95 else f"{ratio:.2f}×"
    )


def heading(words: Sequence[str]) -> None:
    """Print the head of a table; the first column is text."""
    say("", "| " + " | ".join(words) + " |", "|---" + "|---:" * (len(words) - 1) + "|")


def row(name: str, results: Mapping[str, Result], engines: Iterable[str]) -> None:
    """Print what whyso needed in parts, then all in all, and each peer with its ratio to that."""
    ours = results["whyso"]
    cells = [seconds(part) for part in ours.parts] if ours.parts else ["", "", ""]
    for engine in engines:
        result = results.get(engine)
        if result is None:
            cells.append("")
        elif result.total is None:
            cells.append(result.failed or "")
        else:
            ratio = f" ({times(result.total / ours.total)})" if ours.total else ""
            cells.append(seconds(result.total) + (ratio if engine != "whyso" else ""))
    say(f"| {name} | " + " | ".join(cells) + " |")


def frameworks(race: Race, title: str, chosen: Sequence[Instance], tasks: Sequence[str]) -> Results:
    """Print a table of instances and tasks, and return its results."""
    found: Results = {}
    able = [name for name in race.engines if any(task in race.tasks(name) for task in tasks)]
    say("", f"### {title}")
    heading(["", *PARTS, *able])
    for instance in chosen:
        for task, results in race.framework(instance, tasks):
            found[instance.name, task] = results
            row(f"{instance.name} {task}", results, able)
    return found


def par2(race: Race, found: Results, tasks: Sequence[str]) -> None:
    """Print sums of seconds by task, of engines that know every task."""
    able = [name for name in race.engines if set(tasks) <= set(race.tasks(name))]
    others = [name for name in able if name != "whyso"]
    if not others:
        return
    heading(["PAR2", *able, "best single peer"])
    paid = {
        (task, name): sum(one[name].paid for (_, of), one in found.items() if of == task)
        for task in tasks
        for name in able
    }
    for task in [*tasks, "all"]:
        shown = {
            name: sum(paid[one, name] for one in (tasks if task == "all" else [task]))
            for name in able
        }
        best = min(others, key=lambda name: shown[name])
        cells = [seconds(shown[name]) for name in able]
        cells.append(f"{best} ({times(shown[best] / shown['whyso'])})")
        say(f"| {task} | " + " | ".join(cells) + " |")


def strengths(race: Race, sizes: Sequence[int]) -> Result | None:
    """Print the table of DF-QuAD; return the result of whyso on the largest tree."""
    say("", "### DF-QuAD")
    able = [name for name in race.engines if peers.GRADUAL in race.tasks(name)]
    heading(["", *PARTS, *able])
    largest = None
    for count in (1000, *sizes):
        results = race.gradual("tree", count)
        row(f"replies, {count:,}", results, able)
        largest = results["whyso"]
    if max(sizes) == SIZES[-1]:
        for shape, what in (("chain", "a chain of 1,000,000"), ("chains", "100 chains of 10,000")):
            row(what, race.gradual(shape, SIZES[-1]), able)
    return largest


def goals(found: Results, gradual: Result | None) -> None:
    """Print what had to be reached on a million arguments and what was."""
    name = instances.DEBATES[-1].name
    asked = {task: found[name, task]["whyso"] for task in GOALS if (name, task) in found}
    if not asked and gradual is None:
        return
    rows = [(f"{name} {task}", GOALS[task], result) for task, result in asked.items()]
    if gradual is not None and gradual.parts:
        built = [[0.0, building, solving] for _, building, solving in gradual.runs]
        rows.append(("DF-QuAD, built and solved", GRADUAL_GOAL, Result(0, built)))
    say("", "### What must be reached with a million arguments")
    heading(["", "CPU seconds", "least", "median", "reached"])
    for what, goal, result in rows:
        if result.total is None or result.median is None:
            say(f"| {what} | {goal} | {result.failed} | | no |")
            continue
        reached = "yes" if result.total <= goal else "no"
        least, median = seconds(result.total), seconds(result.median)
        say(f"| {what} | {goal} | {least} | {median} | {reached} |")
    loop = found.get((name, "SE-GR"), {}).get(LOOP)
    if loop is not None and loop.parts and asked["SE-GR"].parts:
        theirs = min(run[2] for run in loop.runs)
        ours = min(run[2] for run in asked["SE-GR"].runs)
        middle = sorted(run[2] for run in asked["SE-GR"].runs)[len(asked["SE-GR"].runs) // 2]
        reached = "yes" if ours <= theirs else "no"
        say(
            f"| grounded, solving alone, against the {LOOP} | {seconds(theirs)} |"
            f" {seconds(ours)} | {seconds(middle)} | {reached} |"
        )


def command(repeats: int) -> None:
    """Print what the whole command takes from start to end."""
    words = [sys.executable, "-m", "whyso.cli", "verdict", str(ROOT / "claims.ttl")]
    script = Path(sys.executable).with_name("whyso")
    if script.exists():
        words[:3] = [str(script)]
    spent = []
    for _ in range(repeats):
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(words, capture_output=True)
        wall = time.perf_counter() - begun
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            why = (done.stderr.decode().strip().splitlines() or ["no reason given"])[-1]
            say("", f"`whyso verdict claims.ttl` does not run: {why}")
            return
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        spent.append((wall, cpu))
    wall, cpu = min(spent)
    say(
        "",
        f"`whyso verdict claims.ttl`, from start to printed verdict: {wall:.2f} s,"
        f" of CPU {cpu:.2f} s (must be under 1 s).",
    )


def made() -> str:
    """Return what this run stands on."""
    names = ["numpy", "scipy", "python-sat", "clingo", "pygarg", "python-argumentation"]
    found = [f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"]
    for name in names:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found) + "."


def write() -> None:
    """Put what was said between the marks of the page."""
    page = ROOT / "benchmarks" / "README.md"
    text = "\n".join(SAID)
    whole = re.sub(
        r"(?s)(<!-- verdicts -->\n).*(<!-- end of verdicts -->)",
        lambda found: f"{found[1]}\n{text}\n\n{found[2]}",
        page.read_text("utf-8"),
    )
    page.write_text(whole, "utf-8")


def main() -> int:
    """Measure and print; see the module. Return 1 if answers are wrong."""
    choices = [*peers.TASKS, peers.GRADUAL, "shapes", "command"]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), choices=SIZES)
    parser.add_argument("--quick", action="store_true", help="small ones, once: some minutes")
    parser.add_argument("--only", nargs="+", default=choices, choices=choices, metavar="TASK")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each engine, interleaved")
    parser.add_argument(
        "--sets", nargs="+", default=["debates", "random"], choices=["debates", "random"]
    )
    parser.add_argument("--without", nargs="+", default=[], choices=[*peers.ENGINES, LOOP][1:])
    parser.add_argument("--write", action="store_true", help="also into benchmarks/README.md")
    asked = parser.parse_args()
    if asked.quick:
        asked.sizes, asked.repeat = [SIZES[0]], 1
    tasks = [task for task in peers.TASKS if task in asked.only]
    debates = [one for one in instances.DEBATES if one.count in asked.sizes]
    graphs = [one for one in instances.RANDOM if one.name in QUICK or not asked.quick]
    found: Results = {}
    largest = None
    with tempfile.TemporaryDirectory() as folder:
        race = Race(Path(folder), asked.repeat, 5 if asked.quick else 60)
        race.leave(*asked.without)
        race.absent |= dict.fromkeys(asked.without, "it was asked to be")
        say(made())
        say(*(f"\n{name} is left out: {why}." for name, why in race.absent.items()))
        for title, chosen in (("Debates", debates), ("Random graphs", graphs)):
            if tasks and title.split()[0].lower() in asked.sets:
                results = frameworks(race, title, chosen, tasks)
                par2(race, results, tasks)
                found |= results
        if "shapes" in asked.only and max(asked.sizes) == SIZES[-1]:
            race.leave("pygarg", "PyArg", "clingo")
            frameworks(race, "Grounded on other shapes", instances.SHAPES, ["SE-GR"])
        if peers.GRADUAL in asked.only:
            largest = strengths(race, asked.sizes)
    if max(asked.sizes) == SIZES[-1]:
        goals(found, largest)
    if "command" in asked.only:
        command(asked.repeat)
    for only in race.alone:
        say("", f"Given by one engine only, without a witness to check: {only}.")
    say("", *(f"WRONG: {what}" for what in race.wrong or []))
    if not race.wrong:
        say("All answers agree, and all extensions given are what they are said to be.")
    if asked.write:
        write()
    return 1 if race.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
