"""What the terminal prints of verdicts, comparisons and rankings."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from written import granting, turtle, written

from whyso.graph import ArgumentGraph, load, parse, sample
from whyso.graph.dependencies import COLUMNS
from whyso.graph.errors import FormatError
from whyso.graph.formats.frameworks import read_framework
from whyso.graph.semantics import GROUNDS, STATUSES, Options, standpoints
from whyso.graph.semantics.answering import ANSWERED
from whyso.graph.semantics.bearing import BEARING, bearing
from whyso.graph.semantics.dung import grounded
from whyso.graph.semantics.standings import compare
from whyso.graph.terminal.comparing import comparison_json, comparison_table, comparison_text
from whyso.graph.terminal.judging import (
    put_comparison,
    put_known,
    put_verdict,
    verdict_json,
    verdict_table,
    write,
)
from whyso.graph.terminal.listing import rank_table, rank_text
from whyso.graph.terminal.results import put_ranking
from whyso.graph.terminal.table import width
from whyso.graph.terminal.verdict_files import framework_names
from whyso.graph.terminal.verdict_outline import verdict_text
from whyso.graph.terminal.verdict_terms import SIGNS, question_order, result_word, word

WHO = [*standpoints()]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("cells", [20, 40, 80, 120])
@pytest.mark.parametrize("standpoint", ["speaker", "sceptic"])
def test_nothing_is_wider_than_the_terminal(
    g: ArgumentGraph, standpoint: str, cells: int, lang: str
) -> None:
    verdict = g.verdict(standpoint)
    texts = [
        verdict_text(g, verdict, lang=lang, cells=cells),
        verdict_text(g, verdict, every=True, lang=lang, cells=cells),
        comparison_text(g, compare(g.store, [standpoint, "stated"]), lang=lang, cells=cells),
        comparison_text(g, compare(g.store), lang=lang, cells=cells),
    ]

    for text in texts:
        assert max(map(width, text.splitlines())) <= cells
        assert not any(line != line.rstrip() for line in text.splitlines())


@pytest.mark.parametrize("standpoint", WHO)
def test_a_verdict_says_for_whom_and_what_accepted_means(g: ArgumentGraph, standpoint: str) -> None:
    lines = verdict_text(g, g.verdict(standpoint), cells=300).splitlines()

    assert lines[1].startswith(f"Standpoint: {standpoints()[standpoint].titles['en']}. ")
    assert "It does not mean true." in " ".join(lines[-2:])


def test_each_status_is_told_by_a_sign_and_a_word(g: ArgumentGraph) -> None:
    text = verdict_text(g, g.verdict())

    assert "✓ accepted  c3 " in text
    assert "✗ rejected  r1 " in text
    assert "◦ undecided c57 " in text
    assert len(set(SIGNS.values())) == len(SIGNS) == len(STATUSES)


def test_questions_come_in_the_order_of_show(g: ArgumentGraph) -> None:
    found = question_order(g.to_networkx(), [one.iri for one in g.questions()])

    assert [(iri.rpartition("/")[2], deep) for iri, deep in found] == [
        *(("q0", 0), ("q0a", 1), ("q0b", 1), ("q1", 1), ("q2", 1), ("q2a", 2), ("q2b", 2)),
        *(("q3", 1), ("q4", 0), ("q5", 0), ("q6", 0)),
    ]


def test_questions_behind_each_other_are_each_told_once() -> None:
    g = parse(turtle("q1 : q2", "q2 : q1", "q3") + "\n:q3 arg:underlies :q1 .")

    found = question_order(g.to_networkx(), [one.iri for one in g.questions()])

    assert sorted(iri.rpartition("/")[2] for iri, _ in found) == ["q1", "q2", "q3"]


def test_what_is_rejected_says_because_of_what() -> None:
    text = verdict_text(written(*LINES), written(*LINES).verdict(), cells=100)

    assert "b — by a" in text
    assert "c — without b" in text
    assert "e — without b" in text
    assert "u2 — on u1" in text


LINES = ("a ! b", "b > c", "d", "e ~ b", "u1 > u2", "c = q", "b = q")


def test_more_answers_are_counted_and_shown_on_demand() -> None:
    g = written(*(f"a{number} = q" for number in range(9)))

    assert "and 6 more accepted" in verdict_text(g, g.verdict())
    assert "more" not in verdict_text(g, g.verdict(), every=True)


def test_one_answer_more_than_the_cap_is_shown_and_not_counted() -> None:
    g = written(*(f"a{number} = q" for number in range(4)))

    assert " more " not in verdict_text(g, g.verdict())


def test_no_extension_is_said_and_nothing_else_is_told() -> None:
    g = written("a ! b", "b ! c", "c ! a", "a = q")
    text = verdict_text(g, g.verdict(options=Options(semantics="stable")))

    assert "There is no extension" in text
    assert "? q" not in text


def test_what_could_be_defended_is_marked() -> None:
    g = written("a ! b", "b ! a", "a = q")

    assert "could be defended" in verdict_text(g, g.verdict(options=Options(semantics="preferred")))
    assert "could be defended" not in verdict_text(g, g.verdict())


def test_the_rows_for_programs_tell_each_claim_once(g: ArgumentGraph) -> None:
    verdict = g.verdict("stated")
    table = verdict_table(g, verdict)

    assert table.columns == (
        *("claim", "id", "status", "ground", "defensible", "strength", "granted", "label"),
    )
    for row, found in zip(table.rows, verdict.findings(), strict=True):
        assert row[0] == found.claim
        assert tuple(row[2:6]) == (found.status, found.ground, found.defensible, found.strength)
    assert {row[6] for row in table.rows} == {"yes", "held", "no"}


def test_a_strength_that_did_not_settle_is_left_out() -> None:
    g = written("a ! b", "b ! a", "a = q")
    options = Options(strength="df-quad", base="uniform")
    verdict = g.verdict(options=options)
    verdict.__dict__["strengths"] = type("Unsettled", (), {"values": [float("nan")] * 2})()

    assert [row[5] for row in verdict_table(g, verdict).rows] == [None, None]
    assert "NaN" not in verdict_json(g, verdict)
    assert "did not all settle" in verdict_text(g, verdict)


def test_json_tells_for_whom_how_and_what(g: ArgumentGraph) -> None:
    told = json.loads(verdict_json(g, g.verdict("sceptic"), lang="zh"))

    assert told["standpoint"]["name"] == "sceptic"
    assert told["standpoint"]["title"] == standpoints()["sceptic"].titles["zh"]
    assert told["options"]["semantics"] == "grounded"
    assert sum(told["counts"].values()) == len(told["claims"]) == 125
    assert len(told["questions"]) == len(g.questions())
    assert all(one["claim"].startswith("https://") for one in told["claims"])


def test_an_own_standpoint_is_named_as_such() -> None:
    g = written("a = q", "b = q")

    assert verdict_text(g, g.verdict(granting("a"))).startswith("Standpoint: your own. SEL")
    assert rank_text(g, g.verdict(granting("a"))).startswith("Standpoint: your own\n")
    assert json.loads(verdict_json(g, g.verdict(granting("a"))))["standpoint"]["name"] == "own"


def test_nothing_to_judge_is_no_fault() -> None:
    g = parse(turtle("q"))

    assert "0 accepted" in verdict_text(g, g.verdict())
    assert json.loads(verdict_json(g, g.verdict()))["claims"] == []
    assert comparison_text(g, compare(g.store))
    assert rank_text(g, g.verdict())


@pytest.mark.parametrize("show", [verdict_text, rank_text])
def test_hostile_labels_do_not_steer_the_terminal(show: Callable[..., str]) -> None:
    g = parse(turtle("a = q") + '\n:a rdfs:label "\\u001b]0;x\\u0007\\u001b[31mred"@en .')

    assert "\x1b" not in show(g, g.verdict())
    assert "\x1b" not in comparison_text(g, compare(g.store))


@pytest.mark.parametrize("name", [*STATUSES.values(), *GROUNDS, *ANSWERED])
def test_every_word_of_verdicts_is_there_in_chinese(name: str) -> None:
    assert not (word(name, "zh") + result_word(name, "zh")).isascii()


# Comparisons


def test_a_comparison_has_a_column_for_each_reader(g: ArgumentGraph) -> None:
    found = compare(g.store, ["speaker", "evidence", granting("a"), granting("b")][:2])
    table = comparison_table(g, found)

    assert table.columns == ("claim", "id", "speaker", "evidence", "answers", "label")
    for row in table.rows:
        assert tuple(row[2:4]) == found.statuses(str(row[0]))


def test_readers_with_queries_of_their_own_are_told_apart() -> None:
    g = written("a = q", "b = q")
    found = compare(g.store, [granting("a"), granting("b")])

    assert comparison_table(g, found).columns[2:4] == ("own", "own 2")
    assert "own grants it (accepted), own 2 does not (undecided)" in comparison_text(g, found)


def test_pairs_that_part_at_the_same_claim_are_told_together(g: ArgumentGraph) -> None:
    text = comparison_text(g, compare(g.store), cells=120)
    below = text.partition("Where each two part first")[2]

    assert below.count("c2 OpenAI has no government guarantees") == 1
    assert below.count("claims differ, owing to") == 10


def test_readers_who_agree_are_said_to() -> None:
    g = written("a = q")

    assert "agree on every claim" in comparison_text(g, compare(g.store, ["speaker", "stated"]))


def test_the_comparison_as_json_names_the_pairs(g: ArgumentGraph) -> None:
    told = json.loads(comparison_json(g, compare(g.store)))

    assert [one["name"] for one in told["standpoints"]] == WHO
    assert len(told["partings"]) == 10
    assert told["partings"][0]["between"] == ["speaker", "stated"]
    assert set(told["questions"][0]["results"]) == set(WHO)


def test_a_standpoint_of_ones_own_joins_those_that_ship(
    capsys: pytest.CaptureFixture[str],
) -> None:
    g = written("a = q", "b = q")
    put_comparison(g, "csv", "en", own=granting("a"), options=Options(rebuttals="mutual"))

    assert capsys.readouterr().out.splitlines()[0] == ",".join(
        ("claim", "id", *WHO, "own", "answers", "label")
    )


# Rankings


def test_a_ranking_keeps_the_names_of_structure_for_programs(g: ArgumentGraph) -> None:
    found = bearing(g.verdict(), g.to_networkx())
    told: list[dict[str, Any]] = json.loads(rank_table(g, found).json())

    assert {"statement", "label", *COLUMNS, *BEARING} == set(told[0])
    assert [one["falls"] for one in told] == [one.falls for one in found]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_ranking_says_for_whom_and_what_each_column_measures(g: ArgumentGraph, lang: str) -> None:
    text = rank_text(g, g.verdict("evidence"), top=3, lang=lang, cells=2000)

    assert standpoints()["evidence"].titles[lang] in text.splitlines()[0]
    for name in ("strength", "falls", "drop", "lost", "centrality"):
        assert BEARING[name][lang] in text
    assert word("meaning", lang) in text


def test_a_ranking_shows_two_decimals_for_people_only(g: ArgumentGraph) -> None:
    found = bearing(g.verdict(), g.to_networkx())[:1]

    assert "0.50" in rank_table(g, found, short=True).text(100)
    assert json.loads(rank_table(g, found).json())[0]["drop"] == found[0].drop


# Files


@pytest.mark.parametrize("form", ["af", "apx", "tgf"])
def test_the_framework_in_a_file_decides_as_the_verdict_does(
    g: ArgumentGraph, form: str, tmp_path: Path
) -> None:
    verdict = g.verdict("sceptic")
    write(g, [verdict], framework=str(tmp_path / f"claims.{form}"))

    found = read_framework(tmp_path / f"claims.{form}")
    labels = dict(zip(map(str, found.names), grounded(found)[0].tolist(), strict=True))

    names = framework_names(verdict) if form != "af" else [*labels]
    assert [labels[name] for name in names[:125]] == verdict.labels.tolist()


def test_names_that_several_sources_share_are_told_apart() -> None:
    g = parse(turtle("a > b") + "\n<https://w3id.org/whyso/id/other/a> a arg:Claim .")
    names = framework_names(g.verdict())

    assert sorted(name for name in names if name.startswith("a")) == ["a", "a_2"]


def test_argument_and_verdict_go_into_one_file(tmp_path: Path) -> None:
    g = written("a ! b", "b = q")
    write(g, [g.verdict()], write=str(tmp_path / "verdict.trig"))

    again = load(tmp_path / "verdict.trig")
    assert again == g
    assert len(again.verdict().findings()) == 2


@pytest.mark.parametrize("name", ["claims", "claims.xyz"])
def test_a_framework_needs_a_suffix_that_is_known(
    g: ArgumentGraph, name: str, tmp_path: Path
) -> None:
    with pytest.raises(FormatError, match="framework format"):
        write(g, [g.verdict()], framework=str(tmp_path / name))
    assert not list(tmp_path.iterdir())


# What the commands call


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "table"])
def test_every_form_is_printed(
    g: ArgumentGraph, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out: list[str] = []
    shows: list[Callable[[], None]] = [
        lambda: put_verdict(g, g.verdict(), form, "en"),
        lambda: put_comparison(g, form, "en"),
        lambda: put_ranking(g, form, top=0, questions=False, lang="en"),
        lambda: put_ranking(
            g, form, top=0, questions=True, lang="en", verdict=g.verdict("evidence")
        ),
        lambda: put_known(form, "zh"),
    ]
    for show in shows:
        show()
        out.append(capsys.readouterr().out)
    if form == "csv":
        sizes = [len(list(csv.reader(io.StringIO(text)))) for text in out]
        assert sizes[:4] == [126, 126, 126, 12]
    elif form == "json":
        assert all(json.loads(text) for text in out)
        assert {one["verdict"] for one in json.loads(out[3])} == {"open", "contested"}
    assert all(text.endswith("\n") or form == "json" for text in out)
    assert "怀疑者" in out[4]


def test_one_question_is_shown_with_its_parts_and_those_behind_it_alone() -> None:
    g = sample()

    lines = verdict_text(g, g.verdict(), question="q2", cells=200).splitlines()
    asked = [line.split()[1] for line in lines if line.lstrip().startswith("? ")]

    assert asked == ["q2", "q2a", "q2b"]
    assert lines[-1].startswith("Accepted means")


def test_one_question_in_a_form_for_programs_is_refused_and_not_passed_over() -> None:
    g = sample()

    for form in ("json", "csv", "tsv", None):
        with pytest.raises(click.UsageError, match="add --table"):
            put_verdict(g, g.verdict(), form, "en", question="q2")
