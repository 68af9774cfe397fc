"""What the tests of the web service share: it runs as a process of its own, at a free port."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

ROOT: Final = Path(__file__).resolve().parent.parent
SAMPLE: Final = "government-guarantees"
# Counts more combinations of triples than any machine can.
RUNAWAY: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o }"


@dataclass
class Server:
    """A service that runs."""

    process: "subprocess.Popen[str]"
    address: str

    @property
    def port(self) -> int:
        return int(self.address.rsplit(":", 1)[1].strip("/"))

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def get(self, path: str, **more: Any) -> httpx.Response:
        return httpx.get(self.address + path.lstrip("/"), timeout=60, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return httpx.post(self.address + path.lstrip("/"), timeout=60, **more)

    def ask(self, query: str, accept: str = "text/csv", **more: Any) -> httpx.Response:
        data = {"query": query}
        return self.post("sparql", data=data, headers={"Accept": accept} | more)


def start(*arguments: object, port: int = 0) -> "subprocess.Popen[str]":
    """Start a service; whoever starts it ends it."""
    code = "from whyso.cli import main; main()"
    words = [sys.executable, "-c", code, "serve", *map(str, arguments), "--port", str(port)]
    return subprocess.Popen(
        words,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | {"PYTHONWARNINGS": "error"},
    )


@contextlib.contextmanager
def serving(*arguments: object) -> Iterator[Server]:
    """Run a service, and end it."""
    process = start(*arguments)
    try:
        assert process.stderr is not None
        for line in process.stderr:
            found = re.search(r"http://\S+:\d+/", line)
            if found:
                break
        else:
            raise AssertionError("it did not start")
        yield Server(process, found[0])
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def until(holds: Any, seconds: float = 60) -> Any:
    """Return what a call returns once it is true: a guard against hanging, not a measure."""
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)
    return found


def is_keeper(process: Path) -> bool:
    """Return whether a folder of /proc is that of a keeper or a worker."""
    try:
        return b"whyso.graph.server.keeper" in (process / "cmdline").read_bytes()
    except OSError:
        return False
