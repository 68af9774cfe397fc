"""What the command for looking at an argument opens, cuts out and writes."""

import io
import sys
from pathlib import Path

import click
import pytest

from whyso.graph import ArgumentGraph
from whyso.graph.errors import InputError, UnknownNameError
from whyso.graph.opening import sample_path
from whyso.graph.terminal.viewing import opened_part, put_picture


def pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_a_constructed_graph_is_read_from_a_pipe_without_a_format(
    g: ArgumentGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(monkeypatch, g.query("CONSTRUCT { ?c arg:answers ?q } { ?c arg:answers ?q }").serialize())

    assert {one.id for one in opened_part(["-"]).questions()} >= {"q0a", "q1", "q3"}


def test_a_pipe_without_an_argument_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, b"<http://e/a> <http://e/b> 1 .")

    with pytest.raises(InputError, match=r"^standard input: nothing in it is a claim[^\n]*$"):
        opened_part(["-"])


def test_parts_are_cut_out_by_name() -> None:
    whole = opened_part([str(sample_path())])

    assert len(opened_part([], question="q0a").statements()) == 3
    assert len(opened_part([], claim="c3").statements()) < len(whole.statements()) / 3
    with pytest.raises(UnknownNameError, match="no question named 'c3'"):
        opened_part([], question="c3")


@pytest.mark.parametrize("asked", [{"question": "q1", "claim": "c3"}, {"depth": 1}])
def test_options_that_do_not_go_together_are_refused(asked: dict[str, str]) -> None:
    with pytest.raises(click.UsageError):
        opened_part([], **asked)  # type: ignore[arg-type]


def test_a_picture_is_named_after_its_file(
    g: ArgumentGraph,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    put_picture(g, ["data/tea.ttl.gz"], None, "svg", theme="dark")

    assert capsys.readouterr().out == "tea.svg\n"
    assert (tmp_path / "tea.svg").read_text().startswith("<svg ")


@pytest.mark.parametrize(("form", "start"), [("svg", b"<svg "), ("png", b"\x89PNG")])
def test_a_picture_goes_to_standard_output(
    g: ArgumentGraph, capfdbinary: pytest.CaptureFixture[bytes], form: str, start: bytes
) -> None:
    put_picture(g, [], "-", form, show="questions")

    assert capfdbinary.readouterr().out.startswith(start)
