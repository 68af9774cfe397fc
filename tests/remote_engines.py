"""Real engines for the tests, each on a free port with its data in a folder of its own."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = {rows}
MaxConstructTriples = {triples}
"""


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def oxigraph(folder: Path, *more: str, timeout: int | None = None) -> Iterator[str]:
    """Run `oxigraph serve`; yield where it takes queries."""
    program = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    if not Path(program).exists():
        pytest.skip("no oxigraph: pip install oxigraph")
    port = free_port()
    limit = [] if timeout is None else ["--timeout-s", str(timeout)]
    place = ["-l", str(folder), "-b", f"127.0.0.1:{port}"]
    with _running([program, "serve", *place, *limit, *more], folder) as process:
        _await(process, f"http://127.0.0.1:{port}/query", folder)
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def virtuoso(folder: Path, *, rows: int = 100_000, triples: int = 100_000) -> Iterator[str]:
    """Run Virtuoso; yield where it takes queries. Name and password are dba."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("no Virtuoso: apt-get install virtuoso-opensource-7-bin")
    http = free_port()
    settings = _VIRTUOSO.format(
        folder=folder, sql=free_port(), http=http, rows=rows, triples=triples
    )
    (folder / "virtuoso.ini").write_text(settings)
    command = [program, "-c", str(folder / "virtuoso.ini"), "-f"]
    with _running(command, folder) as process:
        _await(process, f"http://127.0.0.1:{http}/sparql", folder)
        yield f"http://127.0.0.1:{http}/sparql"


@contextmanager
def _running(command: list[str], folder: Path) -> "Iterator[subprocess.Popen[bytes]]":
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, cwd=folder)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(process: "subprocess.Popen[bytes]", url: str, folder: Path) -> None:
    for _ in range(1200):
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    pytest.fail(f"{url} does not answer: {(folder / 'output').read_text()[-500:]}")
