"""``whyso solve`` as competition scripts run it: what goes in, what comes out, how it ends."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from dung_checks import framework_of
from dung_oracle import Oracle, as_bits, random_frameworks
from whyso.graph.formats.frameworks import dump_framework
from whyso.graph.semantics.dung import SEMANTICS, Framework

PAIR = b"p af 4\n1 2\n2 1\n1 3\n2 3\n3 4\n"  # {1, 4} and {2, 4} are preferred


def start(*words: str, data: bytes = b"") -> "subprocess.Popen[bytes]":
    # A shell in the background ignores Ctrl-C, and so would all that it starts.
    process = subprocess.Popen(
        [sys.executable, "-m", "whyso.cli", "solve", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stdin
    process.stdin.write(data)
    process.stdin.close()
    process.stdin = None
    return process


def run(*words: str) -> tuple[int, str, str]:
    """Return what the command returns and prints, run in this process."""
    from click.testing import CliRunner

    from whyso.cli import main
    from whyso.graph.terminal.console import complain

    result = CliRunner().invoke(main, ["solve", *words], standalone_mode=False)
    code, error = result.return_value or 0, ""
    if isinstance(result.exception, Exception):
        code, error = complain(result.exception), str(result.exception)
    return code, result.stdout, error


@pytest.fixture
def pair(tmp_path: Path) -> str:
    path = tmp_path / "pair.af"
    path.write_bytes(PAIR)
    return str(path)


@pytest.mark.parametrize(
    ("task", "argument", "wanted"),
    [
        ("SE-GR", None, r"w\n"),
        ("SE-PR", None, r"w [12] 4\n"),
        ("SE-ST", None, r"w [12] 4\n"),
        ("SE-ID", None, r"w\n"),
        ("DC-CO", "1", r"YES\nw 1 4\n"),
        ("DC-CO", "3", r"NO\n"),
        ("DC-ID", "4", r"NO\n"),
        ("DS-PR", "4", r"YES\n"),
        ("DS-PR", "1", r"NO\nw 2 4\n"),
        ("DS-ST", "3", r"NO\nw [12] 4\n"),
        ("EE-PR", None, r"(w 1 4\nw 2 4|w 2 4\nw 1 4)\n"),
        ("CE-CO", None, r"3\n"),
    ],
)
def test_answers_are_printed_as_iccma_2023_wants(
    pair: str, task: str, argument: str | None, wanted: str
) -> None:
    asked = ["-p", task, "-f", pair, *(["-a", argument] if argument else [])]
    code, printed, _ = run(*asked)
    assert code == 0
    assert re.fullmatch(wanted, printed), printed


def test_without_a_stable_extension_nothing_is_there_and_everything_follows(
    tmp_path: Path,
) -> None:
    path = tmp_path / "alone"
    path.write_bytes(b"p af 2\n1 1\n")
    file = ["-f", str(path)]
    assert run("-p", "SE-ST", *file) == (0, "NO\n", "")
    assert run("-p", "EE-ST", *file) == (0, "NO\n", "")
    assert run("-p", "CE-ST", *file) == (0, "0\n", "")
    assert run("-p", "DC-ST", *file, "-a", "2") == (0, "NO\n", "")
    assert run("-p", "DS-ST", *file, "-a", "1") == (0, "YES\n", "")


def test_every_task_on_random_frameworks_gives_a_right_certificate(tmp_path: Path) -> None:
    path = tmp_path / "random.af"
    for oracle in random_frameworks(4, seed=3, largest=7):
        path.write_bytes(dump_framework(framework_of(oracle), "af"))
        for short, semantics in SEMANTICS.items():
            wanted = oracle.extensions(semantics)
            one = run("-p", f"SE-{short}", "-f", str(path))[1]
            assert ([extension(one)] if one != "NO\n" else []) in [
                [w] for w in wanted
            ] or not wanted
            for number in range(oracle.count):
                asked = ["-f", str(path), "-a", str(number + 1)]
                check_verdict(oracle, run("-p", f"DC-{short}", *asked)[1], wanted, number, True)
                check_verdict(oracle, run("-p", f"DS-{short}", *asked)[1], wanted, number, False)


def check_verdict(
    oracle: Oracle, printed: str, wanted: list[int], number: int, accepted: bool
) -> None:
    fitting = [one for one in wanted if bool(one >> number & 1) == accepted]
    yes, no = ("YES", "NO") if accepted else ("NO", "YES")
    word, _, certificate = printed.partition("\n")
    assert word == (yes if fitting else no)
    assert (extension(certificate) in fitting) if fitting else not certificate


def extension(line: str) -> int:
    assert re.fullmatch(r"w( \d+)*\n", line), line
    return as_bits(np.array(line.split()[1:], dtype=np.int32) - 1)


def test_lists_are_in_brackets() -> None:
    assert run("--formats") == (0, "[af,apx,tgf]\n", "")
    code, printed, _ = run("--problems")
    tasks = printed.strip().strip("[]").split(",")
    assert code == 0
    assert set(tasks) == {f"{a}-{s}" for a in ("SE", "EE", "CE", "DC", "DS") for s in SEMANTICS}


def test_names_come_out_as_they_went_in_but_in_one_word(tmp_path: Path) -> None:
    (tmp_path / "f.apx").write_text("arg(tea). arg(milk). att(tea,milk).")
    assert run("-p", "SE-GR", "-f", str(tmp_path / "f.apx"))[1] == "w tea\n"
    (tmp_path / "f.txt").write_text("tea\nmilk\n#\nmilk tea\n")
    assert run("-p", "SE-GR", "-f", str(tmp_path / "f.txt"), "-fo", "tgf")[1] == "w milk\n"


def test_a_limit_ends_a_list(pair: str) -> None:
    code, printed, _ = run("-p", "EE-CO", "-f", pair, "--limit", "2")
    assert (code, len(printed.splitlines())) == (0, 2)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["-p", "SE-PR"], 2, "Give a task with -p"),
        (["-p", "SE-PR"], 2, "a framework with -f"),
        (["-p", "SE-PR", "-f", "PAIR", "-a", "1"], 2, "SE-PR takes no -a"),
        (["-p", "DC-PR", "-f", "PAIR"], 2, "DC-PR asks about an argument"),
        (["-p", "DC-PR", "-f", "PAIR", "-a", "5"], 1, "no argument named '5'"),
        (["-p", "DC-PR", "-f", "PAIR", "-a", ""], 1, "no argument named ''"),
        (["-p", "SE-XX", "-f", "PAIR"], 1, "no task named 'SE-XX'"),
        (["-p", "PR", "-f", "PAIR"], 1, "no task named 'PR'"),
        (["-p", "SE-PR", "-f", "nowhere.af"], 1, "nowhere.af: no such file"),
        (["-p", "SE-PR", "-f", "PAIR", "-fo", "apx"], 1, "pair.af:1: facts are"),
        (["-p", "SE-PR", "-f", "PAIR", "-fo", "dot"], 1, "no framework format 'dot'"),
        (["-p", "SE-PR", "-f", "PAIR", "--timeout", "0"], 1, "no answer within 0 s"),
    ],
)
def test_what_cannot_be_solved_is_told(pair: str, words: list[str], code: int, said: str) -> None:
    found, printed, error = run(*(pair if word == "PAIR" else word for word in words))
    assert (found, printed) == (code, "")
    assert said in error


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A framework on which every solver works for minutes: 1,000 arguments, 10 attacks each."""
    ends = np.random.default_rng(1).integers(0, 1000, (10_000, 2))
    path = tmp_path_factory.mktemp("hard") / "hard.af"
    path.write_bytes(dump_framework(Framework(range(1000), ends[:, 0], ends[:, 1]), "af"))
    return path


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
@pytest.mark.parametrize("extra", [[], ["--timeout", "1000"]])
def test_ctrl_c_ends_a_hard_search_at_once(hard: Path, extra: list[str]) -> None:
    # More than a pipe holds: once it is written, the command is there and reads.
    data = b"# nothing\n" * 100_000 + hard.read_bytes()
    process = start("-p", "SE-ST", "-f", "-", *extra, data=data)
    time.sleep(1)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    printed, error = process.communicate(timeout=60)
    assert process.returncode in (130, -signal.SIGINT)
    assert printed == b""
    assert error.strip() == b""


@pytest.mark.parametrize("task", ["SE-ST", "DC-PR", "CE-SST"])
def test_a_time_limit_ends_a_hard_search(hard: Path, task: str) -> None:
    words = ["-p", task, "-f", str(hard), "--timeout", "0.3"]
    code, printed, error = run(*words, *(["-a", "1"] if task == "DC-PR" else []))
    assert (code, printed) == (1, "")
    assert error == "no answer within 0.3 s; allow more time"


def test_the_whole_program_runs_as_a_script(pair: str) -> None:
    process = start("-p", "DS-PR", "-f", "-", "-a", "4", data=PAIR)
    assert process.communicate(timeout=60) == (b"YES\n", b"")
    assert process.returncode == 0


def test_a_bare_call_tells_name_version_and_authors() -> None:
    code, printed, error = run()

    assert (code, error) == (0, "")
    assert re.fullmatch(r"whyso \d+\.\d+\.\d+\n.+ authors\n", printed)
