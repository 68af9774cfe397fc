"""Data frames: the same as the records, for pandas, polars and Parquet."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from whyso.cli import main
from whyso.graph import ArgumentGraph, frames, load, parse, sample
from whyso.graph.model import Statement
from whyso.graph.semantics import Options

pa = pytest.importorskip("pyarrow", reason="no pyarrow: pip install 'whyso[arrow]'")

ODD = """@prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <https://w3id.org/whyso/id/odd/> .
:c2 a arg:Claim ; rdfs:label "Zwei"@de , "a \\"quoted\\", and\\nbroken\\r\\nline"@en .
:c10 a arg:Claim , arg:Evidence ; rdfs:label "bare" ; arg:confidence "much" , 0.5 ;
    arg:checkable false ; arg:status arg:stated , arg:quoted .
:c%C3%A9 a arg:Claim ; rdfs:label ""@en .
[] a arg:Claim ; rdfs:label "nameless"@zh ; arg:dependsOn :c2 .
:i1 a arg:Inference ; arg:premise :c2 , :c10 .
:i2 a arg:Inference .
:k1 a arg:Undercut ; arg:attacker :c2 ; arg:target :i1 , :c10 .
"""


@pytest.fixture(params=["sample", "example", "odd"])
def argument(request: pytest.FixtureRequest, example: ArgumentGraph) -> ArgumentGraph:
    """Arguments to be turned into tables."""
    return {"sample": sample(), "example": example, "odd": parse(ODD)}[request.param]


def rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pylist()
    return found


def test_claims_are_as_the_records_say(argument: ArgumentGraph) -> None:
    found = {row["claim"]: row for row in rows(argument.claims_frame())}
    records = {one.iri: one for one in argument.statements()}
    assert found.keys() == records.keys()
    for iri, row in found.items():
        one = records[iri]
        assert isinstance(one, Statement)
        assert row["source"] == one.graph.rpartition("/")[2]
        for name in ("id", "kind", "status", "certainty", "confidence"):
            assert row[name] == getattr(one, name), (iri, name)
        assert row["asserted_by"] == (one.asserted_by and one.asserted_by.iri)
        assert row["reported_by"] == sorted(agent.iri for agent in one.reported_by)
        assert row["conceded_by"] == sorted(agent.iri for agent in one.conceded_by)
        assert row["label"] == one.label()
        assert dict(row["labels"]) == one.labels


def test_relations_are_the_edges_of_the_network(argument: ArgumentGraph) -> None:
    net = argument.to_networkx()
    ends = ("premise", "attacker", "conclusion", "target")
    told = rows(argument.relations_frame())
    assert {(row["start"], row["end"], row["kind"]) for row in told if row["step"] is None} == {
        (start, end, role) for start, end, role in net.edges(keys=True) if role not in ends
    } | {
        (row["agent"], row["claim"], "concedes")
        for row in rows(
            argument.query("SELECT ?agent ?claim { ?agent arg:concedes ?claim }").frame()
        )
    }
    steps = [*argument.inferences(), *argument.conflicts()]
    assert {row["step"] for row in told} - {None} == {step.iri for step in steps}
    for step in steps:
        mine = [row for row in told if row["step"] == step.iri]
        assert {row["start"] for row in mine} - {None} == set(step.sources)
        role = "conclusion" if step.kind == "inference" else "target"
        targets = {end for _, end, key in net.out_edges(step.iri, keys=True) if key == role}
        assert {row["end"] for row in mine} - {None} == targets
        assert len(mine) == max(1, len(step.sources)) * max(1, len(targets))
        for row in mine:
            assert (row["kind"], row["status"], row["confidence"], tuple(row["schemes"])) == (
                step.kind,
                step.status,
                step.confidence,
                step.schemes,
            )
            assert row["end_is_step"] == (row["end"] in {one.iri for one in steps})


@pytest.mark.parametrize("semantics", ["grounded", "preferred"])
def test_verdicts_are_as_the_findings_say(argument: ArgumentGraph, semantics: str) -> None:
    options = Options(semantics=semantics)
    verdict = argument.verdict("stated", options=options)
    found = rows(argument.verdict_frame("stated", options=options))
    assert [row["claim"] for row in found] == verdict.case.links.claims
    for row, finding in zip(found, verdict.findings(), strict=True):
        for name in ("claim", "status", "ground", "defensible", "strength"):
            assert row[name] == getattr(finding, name)
        assert row["standpoint"] == "stated"
    granted = {row["claim"] for row in found if row["granted"] == "yes"}
    assert len(granted) == verdict.case.granted.outright.sum()


def test_every_column_says_what_it_holds(example: ArgumentGraph) -> None:
    for table, said in (
        (example.claims_frame(), frames.CLAIMS),
        (example.relations_frame(), frames.RELATIONS),
        (example.verdict_frame(), frames.VERDICTS),
    ):
        assert table.column_names == list(said)
        for field in table.schema:
            assert field.metadata[b"description"].decode() == said[field.name]


def test_every_column_is_in_the_docs() -> None:
    text = (Path(__file__).parent.parent / "docs" / "frames.md").read_text("utf-8")
    for said in (frames.CLAIMS, frames.RELATIONS, frames.VERDICTS):
        for name in said:
            assert f"| `{name}` |" in text


def test_an_answer_has_a_column_for_each_variable() -> None:
    g = parse(ODD)
    answer = g.query(
        "SELECT * { VALUES (?n ?x ?flag ?mixed ?text) {"
        ' (1 1.5 true 1 "a"@en) (UNDEF 2 false "b" <http://e/c>) } } ORDER BY ?x'
    )
    table = answer.frame()
    assert {field.name: str(field.type) for field in table.schema} == {
        "n": "int64",
        "x": "double",
        "flag": "bool",
        "mixed": "string",
        "text": "string",
    }
    assert rows(table)[1] == {
        "n": None,
        "x": 2.0,
        "flag": False,
        "mixed": "b",
        "text": "http://e/c",
    }


def test_whole_numbers_that_are_too_large_become_fractions() -> None:
    answer = parse(ODD).query("SELECT ?n { VALUES ?n { 99999999999999999999 1 } }")
    assert str(answer.frame().schema.field("n").type) == "double"


def test_ill_typed_numbers_stay_texts() -> None:
    answer = parse(ODD).query('SELECT ?n { VALUES ?n { "many"^^xsd:integer 1 } }')
    assert sorted(answer.frame()["n"].to_pylist()) == ["1", "many"]


def test_triples_and_truth_values_become_tables_too() -> None:
    g = parse(ODD)
    assert g.query("ASK { ?c a arg:Claim }").frame().to_pylist() == [{"answer": True}]
    found = g.query("CONSTRUCT { ?c rdfs:label ?l } { ?c rdfs:label ?l }").frame()
    assert {row["language"] for row in rows(found)} == {"de", "en", "zh", None}
    assert found.num_rows == 5


def test_an_empty_argument_gives_empty_tables() -> None:
    empty = parse("@prefix : <http://e/x/> . :a a <http://e/Thing> .")
    assert empty.claims_frame().num_rows == empty.relations_frame().num_rows == 0
    assert empty.verdict_frame().num_rows == 0
    assert empty.query("SELECT ?c { ?c a arg:Claim }").frame().num_rows == 0


def test_parquet_files_hold_the_tables(tmp_path: Path) -> None:
    from pyarrow import parquet

    g = sample()
    verdicts = [g.verdict(), g.verdict("evidence")]
    paths = frames.write_frames(g, tmp_path / "out", verdicts=verdicts)
    claims, relations, judged = map(parquet.read_table, paths)
    assert claims.equals(g.claims_frame())
    assert relations.equals(g.relations_frame())
    assert judged.num_rows == 2 * len(verdicts[0].labels)
    assert set(judged["standpoint"].to_pylist()) == {"speaker", "evidence"}
    assert claims.schema.field("kind").metadata[b"description"]


def test_the_command_writes_the_files(tmp_path: Path, example: ArgumentGraph) -> None:
    example.save(tmp_path / "a.ttl")
    run = CliRunner().invoke(
        main, ["frames", str(tmp_path / "a.ttl"), "-o", str(tmp_path / "t"), "--standpoint", "none"]
    )
    assert run.exit_code == 0
    assert run.output.split() == [str(tmp_path / "t" / name) for name in frames.FILES[:2]]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(Exception, match="cannot be made") as told:
        frames.write_frames(sample(), tmp_path / "file")
    assert type(told.value).__name__ == "OutputError"


def test_pandas_takes_a_table_as_it_is() -> None:
    pytest.importorskip("pandas", reason="no pandas: pip install pandas")
    g = sample()
    frame = g.claims_frame().to_pandas()
    assert len(frame) == len(g.statements())
    assert frame.loc[frame.id == "c3", "kind"].item() == "claim"
    assert (g.verdict_frame().to_pandas().status == "accepted").sum() == 106


def test_polars_takes_a_table_without_copying() -> None:
    polars = pytest.importorskip("polars", reason="no polars: pip install polars")
    frame = polars.from_arrow(sample().claims_frame())
    counts = dict(frame.group_by("kind").len().iter_rows())
    assert counts["assumption"] == len(sample().statements("assumption"))


def test_names_in_a_table_are_those_of_the_rdf(tmp_path: Path) -> None:
    g = load(frames_file(tmp_path))
    assert json.dumps(g.claims_frame()["claim"].to_pylist(), ensure_ascii=False).count("票") == 1


def frames_file(folder: Path) -> Path:
    path = folder / "a.nt"
    claim = "<https://w3id.org/whyso/id/a/票>"
    path.write_text(
        f"{claim} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        " <https://w3id.org/whyso/ontology#Claim> .\n",
        "utf-8",
    )
    return path
