"""The service begins and ends as it should: told in one line, with all its processes."""

import contextlib
import signal
import sys
import threading
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from served import RUNAWAY, is_keeper, serving, start, until

from whyso.cli import main
from whyso.graph import sample
from whyso.graph.opening import sample_path
from whyso.graph.server.serving import Place, listening


@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)]
)
def test_it_ends_at_once_with_all_its_processes(number: signal.Signals) -> None:
    process = start()
    assert process.stderr is not None
    line = process.stderr.readline()
    port = int(line.rsplit(":", 1)[1].split("/")[0])
    keepers = {int(p.name) for p in _processes() if _status(p, "PPid") == process.pid}
    busy = threading.Thread(target=_ask_and_lose, args=(port,))
    busy.start()
    # The keeper, and the worker that is at work.
    begun = until(lambda: len(found := _groups(keepers)) > 1 and found)

    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    busy.join()

    assert (process.returncode, out, err.strip()) == (
        130 if number == signal.SIGINT else -number,
        "",
        "",
    )
    assert begun
    assert until(lambda: not _groups(keepers))


def _processes() -> list[Path]:
    """Return the keepers and workers of all services."""
    return [path for path in Path("/proc").glob("[0-9]*") if is_keeper(path)]


def _groups(leaders: set[int]) -> list[Path]:
    """Return the keepers, and the workers that they have forked."""
    return [path for path in _processes() if _status(path, "NSpgid") in leaders]


def _status(process: Path, name: str) -> int:
    try:
        text = (process / "status").read_text()
    except OSError:
        return 0
    return int(text.partition(f"\n{name}:")[2].split()[0])


def _ask_and_lose(port: int) -> None:
    with contextlib.suppress(httpx.HTTPError):
        httpx.post(f"http://127.0.0.1:{port}/sparql", data={"query": RUNAWAY}, timeout=60)


def test_a_port_in_use_is_told_in_one_line_and_other_addresses_are_warned_of() -> None:
    with listening(Place(port=0)) as taken:
        port = taken.getsockname()[1]
        for host in ("127.0.0.1", "0.0.0.0"):  # noqa: S104
            done = CliRunner().invoke(main, ["serve", "--host", host, "--port", str(port)])

            assert (done.exit_code, done.stdout) == (1, "")
            *warnings, error = done.stderr.splitlines()
            assert "in use" in error
            assert "--port" in error
            assert len(warnings) == (host != "127.0.0.1")
            assert all("others can reach this" in line for line in warnings)


@pytest.mark.parametrize(
    "text",
    [
        "@prefix arg: <a",
        pytest.param("", marks=pytest.mark.slow),
        pytest.param(None, marks=pytest.mark.slow),
    ],
    ids=["broken", "empty", "missing"],
)
def test_what_cannot_be_read_is_told_in_one_line(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "claims.ttl"
    if text is not None:
        file.write_text(text)

    process = start(file)
    out, err = process.communicate(timeout=60)

    assert (process.returncode, out, err.count("\n")) == (1, "", 1)
    assert str(file) in err


def test_standard_input_is_not_served() -> None:
    assert CliRunner().invoke(main, ["serve", "-"]).exit_code == 2


def test_a_store_on_disk_is_served_and_survives_a_runaway_query(tmp_path: Path) -> None:
    folder = tmp_path / "claims.store"
    for words in (["create", str(folder)], ["load", str(folder), str(sample_path())]):
        assert CliRunner().invoke(main, ["store", *words]).exit_code == 0
    with serving(folder, "--timeout", 0.7) as served:
        assert served.ask(RUNAWAY).status_code in (504, 507)
        got = served.get("queries/positions?format=csv")

    assert got.content == sample().query_named("positions", lang="en").serialize(format="csv")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("whyso.graph.server")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)

    done = CliRunner().invoke(main, ["serve"])

    assert done.exit_code == 1
    assert done.stderr == "Error: uvicorn is missing: pip install 'whyso[server]'\n"
