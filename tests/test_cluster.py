"""Analyses on Apache Spark find what the arrays find, on random arguments and on the corpora.

Fifty random arguments stand in one file, each a source of its own. A session takes seconds to
start and rounds take long on few cores, so nearly all is run by ``make test-slow``.
"""

import math
import random
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from click.testing import CliRunner

from whyso.cli import main
from whyso.graph import ArgumentGraph, dependencies, load, sample
from whyso.graph.cluster import grounded as grounded_module
from whyso.graph.cluster.case import Case
from whyso.graph.cluster.components import components
from whyso.graph.cluster.coverage import coverage
from whyso.graph.cluster.dependencies import consequences, grounds
from whyso.graph.cluster.grounded import grounded
from whyso.graph.cluster.job import main as job
from whyso.graph.cluster.messages import Edges
from whyso.graph.cluster.ranking import centrality, rank
from whyso.graph.cluster.reading import Facts, read
from whyso.graph.cluster.session import PAYS, session
from whyso.graph.cluster.strengths import strengths
from whyso.graph.cluster.verdict import advice, verdict, write
from whyso.graph.errors import InputError, ParseError, UnknownNameError, WhysoError
from whyso.graph.semantics import Options
from whyso.graph.semantics.bearing import centrality as centrality_by_arrays
from whyso.graph.semantics.links import Links
from whyso.graph.store import Store

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]
SPACE = "https://w3id.org/whyso/id/"
CASES = [
    ("speaker", Options()),
    ("stated", Options(rebuttals="mutual", strength="df-quad", base="certainty")),
    ("no-forecasts", Options(preference="confidence", base="uniform")),
    ("evidence", Options(preference="confidence", rebuttals="mutual", base="certainty")),
    ("sceptic", Options(strength="df-quad")),
]


def turtle(name: str, seed: int) -> str:
    """Return a random argument: circles of support, undercuts of undercuts, questions in parts."""
    chance = random.Random(seed)  # noqa: S311 (a repeatable sequence is wanted)
    claims, steps = chance.randint(2, 14), chance.randint(1, 18)
    lines = [f"@prefix arg: <https://w3id.org/whyso/ontology#> . @prefix : <{SPACE}{name}/> ."]
    kinds = ("Claim", "Forecast", "Evidence", "Assumption", "Proposition", "Commitment")

    def any_claim() -> str:
        return f":c{chance.randrange(claims)}"

    def maybe(odds: float, said: str, *words: str) -> str:
        return f" ; {said}{chance.choice(words)}" if chance.random() < odds else ""

    for number in range(claims):
        lines.append(
            f":c{number} a arg:{chance.choice(kinds)}"
            + maybe(0.5, "arg:status arg:", "stated", "stated", "quoted", "reconstructed")
            + maybe(0.4, "arg:confidence ", "0.3", "0.9", "1.0", "0.55")
            + maybe(0.3, "arg:certainty arg:", "categorical", "hedged", "possible")
            + maybe(0.2, "arg:checkable ", "false", "true")
            + maybe(0.2, "arg:assertedBy ", ":ann")
            + " ."
        )
    kinds_of_step = ("Inference", "Rebuttal", "Undercut", "Undermining", "Conflict")
    for number in range(steps):
        kind = chance.choices(kinds_of_step, [6, 4, 2, 1, 1])[0]
        if kind == "Inference":
            several = {any_claim() for _ in range(chance.choice([1, 1, 2, 3]))}
            ends = f"arg:premise {', '.join(sorted(several))} ; arg:conclusion {any_claim()}"
        else:
            on_step = number and (kind == "Undercut" or chance.random() < 0.1)
            target = f":s{chance.randrange(number)}" if on_step else any_claim()
            ends = f"arg:attacker {any_claim()} ; arg:target {target}"
        sure = maybe(0.4, "arg:confidence ", "0.2", "0.7")
        told = maybe(0.6, "arg:status arg:", "stated", "reconstructed")
        lines.append(f":s{number} a arg:{kind} ; {ends}{sure}{told} .")
    lines += [f"{any_claim()} arg:dependsOn {any_claim()} ." for _ in range(chance.randint(0, 3))]
    lines += [f":bob arg:concedes {any_claim()} ." for _ in range(chance.random() < 0.3)]
    lines += [
        f":u a arg:Utterance ; arg:expresses {any_claim()} ." for _ in range(chance.random() < 0.3)
    ]
    lines += [f":c0 arg:supersedes {any_claim()} ." for _ in range(chance.random() < 0.2)]
    for number in range(chance.randint(0, 3)):
        lines.append(f":q{number} a arg:Question .")
        lines += [f"{any_claim()} arg:answers :q{number} ." for _ in range(chance.randint(0, 3))]
        whole, part = (f":q{chance.randrange(number + 1)}" for _ in range(2))
        lines.append(f"{whole} <http://purl.org/dc/terms/hasPart> {part} .")
    return "\n".join(lines)


def many(count: int) -> ArgumentGraph:
    store = Store()
    for number in range(count):
        store.read_text(turtle(f"g{number}", number), "turtle", name=f"g{number}.ttl")
    return ArgumentGraph(store)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A session in local mode with two threads."""
    pytest.importorskip("pyspark", reason="no PySpark: pip install 'whyso[spark]'")
    if shutil.which("java") is None:
        pytest.skip("no Java: apt-get install openjdk-17-jre-headless")
    with session("local[2]", memory="1g", options={"spark.sql.shuffle.partitions": "2"}) as found:
        yield found


@pytest.fixture(scope="module")
def random_ones() -> ArgumentGraph:
    """Fifty random arguments."""
    return many(50)


def on_spark(spark: Any, g: ArgumentGraph, folder: Path) -> Facts:
    path = folder / "g.nq"
    path.write_bytes(g.store.serialize("n-quads"))
    return read(spark, str(path))


def compare(
    g: ArgumentGraph,
    facts: Facts,
    standpoint: str,
    options: Options,
    left: int,
    *,
    strong: bool = True,
) -> None:
    """Fail unless grants, base scores, statuses and strengths are those of the arrays."""
    wanted = g.verdict(standpoint, options=options)
    case = Case.of(facts, standpoint, options)
    rows = {row.claim: row for row in case.claims.collect()}
    names = wanted.case.links.claims
    assert sorted(rows) == sorted(names)
    granted = wanted.case.granted
    for number, name in enumerate(names):
        row = rows[name]
        assert (row.outright, row.held) == (granted.outright[number], granted.held[number]), name
        assert math.isclose(row.base, wanted.case.base[number], abs_tol=1e-12), name
    edges = Edges(case.edges)
    found = grounded(case, left=left, edges=edges)
    labels = {row.id: row.label for row in found.labels.collect()}
    assert {name: labels[rows[name].id] for name in names} == dict(
        zip(names, wanted.labels.tolist(), strict=True)
    )
    assert left or not found.report.driver
    if strong:
        valued = strengths(case, left=left, edges=edges)
        values = {row.id: row.strength for row in valued.values.collect()}
        for name, strength in zip(names, wanted.strengths.values, strict=True):
            assert math.isclose(values[rows[name].id], strength, abs_tol=1e-9), name
        assert valued.report.converged


# Without a session


def test_the_tool_says_from_which_size_it_pays() -> None:
    assert "100 to 300 times faster" in advice(PAYS - 1)
    assert advice(PAYS) == ""


def test_a_missing_engine_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(WhysoError, match=r"pip install 'whyso\[spark\]'"), session():
        pass


def test_missing_java_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark", reason="no PySpark: pip install 'whyso[spark]'")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(WhysoError, match="Java 17"), session():
        pass


@pytest.mark.parametrize(
    "line", [["--compare"], ["--all"], ["--question", "q1"], ["--framework", "x.af"]]
)
def test_options_that_spark_does_not_have_are_refused(line: list[str]) -> None:
    run = CliRunner().invoke(main, ["verdict", "a.nq", "--engine", "spark", *line])
    assert run.exit_code == 2
    assert line[0] in run.output


# In a session


@pytest.mark.slow
@pytest.mark.parametrize(
    ("standpoint", "options", "left"),
    [
        *((*case, 0) for case in CASES),
        *((*case, 1_000_000) for case in CASES),
        ("evidence", Options(), 10),
        ("speaker", Options(), 100),
        (*CASES[1], 60),
    ],
)
def test_verdicts_of_fifty_random_arguments_are_those_of_the_arrays(
    spark: Any,
    random_ones: ArgumentGraph,
    tmp_path: Path,
    standpoint: str,
    options: Options,
    left: int,
) -> None:
    facts = on_spark(spark, random_ones, tmp_path)
    # One of the circles rests on a line there, which only the arrays of the driver find.
    strong = (standpoint, left) != ("stated", 0)
    compare(random_ones, facts, standpoint, options, left, strong=strong)


@pytest.mark.slow
def test_edges_that_are_laid_out_anew_change_nothing(
    spark: Any, random_ones: ArgumentGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grounded_module, "_WORTH", 0)
    facts = on_spark(spark, random_ones, tmp_path)
    compare(random_ones, facts, "evidence", Options(), 0, strong=False)


@pytest.mark.slow
@pytest.mark.parametrize("left", [0, 1_000_000])
def test_verdicts_of_the_corpora_are_those_of_the_arrays(
    spark: Any, shared: Path, tmp_path: Path, left: int
) -> None:
    files = sorted((shared / "data").glob("aif_*/*.json"))[::20]
    if not files:
        pytest.skip("no ../shared/data/aif_*")
    store = Store()
    for number, path in enumerate(files):
        store.take(load(path).store, f"{number}.json")
    g = ArgumentGraph(store)
    compare(g, on_spark(spark, g, tmp_path), "speaker", Options(), left)


@pytest.mark.slow
def test_parquet_says_the_same_as_n_quads(spark: Any, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="no pyarrow: pip install 'whyso[arrow]'")
    from whyso.graph.frames import write_frames

    g = sample()
    write_frames(g, tmp_path)
    for standpoint, options in CASES[:2]:
        compare(g, read(spark, str(tmp_path)), standpoint, options, 1_000_000)


@pytest.mark.slow
def test_a_claim_with_many_rebuttals_and_one_that_makes_many(spark: Any, tmp_path: Path) -> None:
    lines = ["@prefix arg: <https://w3id.org/whyso/ontology#> . @prefix : <http://e/hub/> ."]
    for number in range(200):
        lines.append(f":c{number} a arg:Claim . :d{number} a arg:Claim .")
        lines.append(f":k{number} a arg:Rebuttal ; arg:attacker :c{number} ; arg:target :hub .")
        lines.append(f":m{number} a arg:Rebuttal ; arg:attacker :top ; arg:target :d{number} .")
    store = Store()
    store.read_text("\n".join([*lines, ":hub a arg:Claim . :top a arg:Claim ."]), "turtle")
    g = ArgumentGraph(store)
    case = Case.of(on_spark(spark, g, tmp_path))
    edges = Edges(case.edges, share=10)
    assert edges.divided
    assert edges.frame.select("part").distinct().count() == 20
    labels = {row.id: row.label for row in grounded(case, left=0, edges=edges).labels.collect()}
    values = {row.id: row.strength for row in strengths(case, left=0, edges=edges).values.collect()}
    wanted = g.verdict()
    for row in case.claims.collect():
        number = wanted.case.place[row.claim]
        assert labels[row.id] == wanted.labels[number]
        assert math.isclose(values[row.id], wanted.strengths.values[number], abs_tol=1e-9)


@pytest.mark.slow
def test_components_are_those_of_networkx(
    spark: Any, random_ones: ArgumentGraph, tmp_path: Path
) -> None:
    found = defaultdict(set)
    for row in components(on_spark(spark, random_ones, tmp_path)).collect():
        found[row.component].add(row.node)
    wanted = nx.weakly_connected_components(random_ones.to_networkx())
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, wanted))


@pytest.mark.slow
def test_coverage_is_that_of_the_network(
    spark: Any, random_ones: ArgumentGraph, tmp_path: Path
) -> None:
    found = {
        row.question: row for row in coverage(on_spark(spark, random_ones, tmp_path)).collect()
    }
    wanted = random_ones.coverage()
    assert len(found) == len(wanted)
    for one in wanted:
        row = found[one.question]
        assert (row.result, row.reasons) == (one.result, one.reasons)
        for name in ("stated", "quoted", "reconstructed", "superseded", "attacked", "parts"):
            assert row[name] == len(getattr(one, name)), (one.question, name)


@pytest.mark.slow
def test_grounds_and_consequences_are_those_of_the_network(
    spark: Any, random_ones: ArgumentGraph, tmp_path: Path
) -> None:
    facts, net = on_spark(spark, random_ones, tmp_path), random_ones.to_networkx()
    for name in (f"{SPACE}g3/c0", f"{SPACE}g17/c1"):
        for on_frames, plain in (
            (grounds, dependencies.grounds),
            (consequences, dependencies.consequences),
        ):
            found = {row.statement: row.distance for row in on_frames(facts, name).collect()}
            wanted = {one.statement: one.distance for one in plain(net, name).items}
            found.pop(name, None)
            assert found == wanted
    with pytest.raises(UnknownNameError, match="no statement named"):
        grounds(facts, "http://e/nobody")


@pytest.mark.slow
def test_what_falls_is_that_of_the_network(
    spark: Any, random_ones: ArgumentGraph, tmp_path: Path
) -> None:
    facts = on_spark(spark, random_ones, tmp_path)
    wanted = {one.statement: one for one in random_ones.rank()}
    found = rank(facts, top=100_000, close=1e-3).collect()
    assert {row.statement for row in found} == set(random_ones.verdict().case.links.claims)
    for row in found:
        for name in ("alone", "questions", "rests", "reasons", "attacks", "depth", "stands"):
            assert row[name] == getattr(wanted[row.statement], name), (row.statement, name)


@pytest.mark.slow
def test_centrality_is_that_of_the_arrays(spark: Any, tmp_path: Path) -> None:
    g = many(5)
    case = Case.of(on_spark(spark, g, tmp_path))
    names = {row.id: row.claim for row in case.claims.collect()}
    links = Links.of(g.store)
    every = np.zeros(len(links.claims), dtype=np.bool_)
    wanted = dict(zip(links.claims, centrality_by_arrays(links, every), strict=True))
    for row in centrality(case, close=1e-7).collect():
        assert math.isclose(row.centrality, wanted[names[row.id]], abs_tol=1e-6)


@pytest.mark.slow
def test_a_verdict_is_written_as_parquet_and_as_n_quads(spark: Any, tmp_path: Path) -> None:
    g = sample()
    found = verdict(on_spark(spark, g, tmp_path))
    wanted = {one.claim: one for one in g.verdict().findings()}
    assert found.counts == {"accepted": 106, "rejected": 12, "undecided": 7}
    write(found, str(tmp_path / "out"))
    for row in spark.read.parquet(str(tmp_path / "out")).collect():
        assert row.status == wanted[row.claim].status
    write(found, str(tmp_path / "out.nq"), form="nquads", name="a b")
    text = "".join(path.read_text("utf-8") for path in (tmp_path / "out.nq").glob("part-*"))
    store = Store()
    store.read_text(text, "n-quads")
    assert [graph.value.rpartition("/verdict/")[2] for graph in store.verdict_graphs()] == [
        "a-b/speaker"
    ]
    ask = "SELECT ?c ?a { ?c arg:acceptance ?a ; arg:strength ?s }"
    rows = store.engine.query(ask, prefixes=store.prefixes, use_default_graph_as_union=True)
    told = {row[0].value: row[1].value.rpartition("#")[2] for row in rows}  # type: ignore[union-attr]
    assert told == {name: one.status for name, one in wanted.items()}
    with pytest.raises(WhysoError, match="cannot be written"):
        write(found, str(tmp_path / "out"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        "<http://e/a> <https://w3id.org/whyso/ontology#premise> .",
        "nonsense",
        '<http://e/a> <https://w3id.org/whyso/ontology#confidence> "0.5 .',
        "<http://e/\\u0041> <https://w3id.org/whyso/ontology#premise> <http://e/b> .",
    ],
)
def test_broken_lines_are_told(spark: Any, tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.nq"
    path.write_text(f'# a comment\n\n<http://e/a> <http://e/b> "\\" . " .\n{line}\n', "utf-8")
    with pytest.raises(ParseError, match=r"a\.nq: no N-Quads, or escapes in an IRI"):
        read(spark, str(path))


@pytest.mark.slow
def test_what_is_missing_is_told(spark: Any, tmp_path: Path) -> None:
    for name in ("none.nq", "none"):
        with pytest.raises(InputError, match="none"):
            read(spark, str(tmp_path / name))


@pytest.mark.slow
def test_the_engine_says_what_it_does_not_have(spark: Any, tmp_path: Path) -> None:
    facts = on_spark(spark, many(1), tmp_path)
    for options in (Options(semantics="preferred"), Options(strength="euler")):
        with pytest.raises(UnknownNameError, match="for the engine spark"):
            verdict(facts, options=options)
    with pytest.raises(UnknownNameError, match="for the engine spark"):
        verdict(facts, "SELECT ?c { ?c a arg:Claim }")


@pytest.mark.slow
def test_grants_may_be_given_as_a_frame(spark: Any, tmp_path: Path) -> None:
    g = sample()
    own = "SELECT ?c { ?c a arg:Evidence }"
    claims = g.verdict(own).case
    rows = [
        (claims.links.claims[number], True, False)
        for number in np.flatnonzero(claims.granted.outright).tolist()
    ]
    grants = spark.createDataFrame(rows, "node string, outright boolean, held boolean")
    found = verdict(on_spark(spark, g, tmp_path), grants=grants, strength=False)
    labels = g.verdict(own).labels
    assert list(found.counts.values()) == [int((labels == one).sum()) for one in (1, -1, 0)]


@pytest.mark.slow
def test_the_command_counts_and_writes(spark: Any, tmp_path: Path) -> None:
    path = tmp_path / "g.nq"
    path.write_bytes(sample().store.serialize("n-quads"))
    line = ["verdict", str(path), "--engine", "spark", "--csv", "--write", str(tmp_path / "out")]
    run = CliRunner().invoke(main, line)
    assert run.exit_code == 0, run.output
    assert run.stdout.split() == ["status,claims", "accepted,106", "rejected,12", "undecided,7"]
    assert "100 to 300 times faster" in run.stderr
    assert spark.read.parquet(str(tmp_path / "out")).count() == 125


@pytest.mark.slow
def test_a_job_runs_on_several_worker_processes_with_checkpoints(tmp_path: Path) -> None:
    """In a process of its own: a process holds one session at a time."""
    pytest.importorskip("pyspark", reason="no PySpark: pip install 'whyso[spark]'")
    (tmp_path / "g.nq").write_bytes(sample().store.serialize("n-quads"))
    line = [sys.executable, "-m", "whyso.graph.cluster.job", "verdict"]
    line += [str(tmp_path / "g.nq"), str(tmp_path / "out"), "--left", "0"]
    line += ["--master", "local-cluster[2,1,1024]", "--checkpoints", str(tmp_path / "kept")]
    done = subprocess.run(line, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert "{'accepted': 106, 'rejected': 12, 'undecided': 7}" in done.stderr
    assert list((tmp_path / "out").glob("part-*"))
    assert list((tmp_path / "kept").rglob("part-*"))


def test_the_job_tells_what_fails_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert job(["verdict", "a.nq", "out"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
