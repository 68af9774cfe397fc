"""Writing a file: whole or not at all, whatever interrupts."""

import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from whyso.graph.errors import OutputError
from whyso.graph.files import write_atomic


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "claims.ttl"
    path.write_text("old")
    code = (
        "import resource, sys; from whyso.graph import sample;"
        "from whyso.graph.errors import OutputError; g = sample();"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
        "try: g.save(sys.argv[1])\n"
        "except OutputError as error: print(error)"
    )
    assert hasattr(resource, "RLIMIT_FSIZE")

    done = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, check=True
    )

    assert "cannot be written" in done.stdout
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["claims.ttl"]


def test_a_killed_writer_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "big.bin"
    size = 4_000_000
    write_atomic(path, b"\0" * size)
    code = (
        "import sys; from whyso.graph.files import write_atomic\n"
        "print('ready', flush=True)\n"
        f"for n in range(10**6): write_atomic(sys.argv[1], bytes([n % 256]) * {size})"
    )
    for delay in (0.01, 0.03, 0.06, 0.1):
        writer = subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()

        data = path.read_bytes()
        assert len(data) == size
        assert len(set(data)) == 1
    write_atomic(path, b"after")
    assert [entry.name for entry in tmp_path.iterdir()] == ["big.bin"]


def test_two_writers_at_once_each_write_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "shared.bin"
    code = (
        "import sys; from whyso.graph.files import write_atomic\n"
        "for _ in range(40): write_atomic(sys.argv[1], sys.argv[2].encode() * 200_000)"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, path, name]) for name in "ab"]

    assert [writer.wait() for writer in writers] == [0, 0]
    assert len(set(path.read_bytes())) == 1
    assert path.stat().st_size == 200_000
    assert [entry.name for entry in tmp_path.iterdir()] == ["shared.bin"]


def test_links_are_followed_and_permissions_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "target.ttl", tmp_path / "link.ttl"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)

    write_atomic(link, b"new")

    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written: Is a directory"):
        write_atomic(tmp_path, b"x")
