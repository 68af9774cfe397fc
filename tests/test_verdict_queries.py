"""The queries about verdicts: what each answers on a small argument, worked out by reading it.

A table lists the columns that are not labels, IRIs by their last part, ``-`` where there is no
value. What stands in the small argument was worked out from its Turtle, not taken from a verdict.
rdflib's own evaluator is the second opinion.
"""

import re

import pyoxigraph as ox
import pytest
from rdflib import Dataset, URIRef
from rdflib.query import Result
from rdflib.term import Identifier

from answers import rows
from whyso.graph import ArgumentGraph, parse, sample
from whyso.graph.query import bind, named_queries
from whyso.graph.semantics.recording.writing import record

# Under speaker: c1 and c7 stand by reasons, c2, c4, c6 and a1 are granted, c8 rests on c7; c3 is
# only reported; c5 falls to c6. Under stated the assumption a1 is open, so c7 and c8 are too.
TRAMS = """
@prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <https://w3id.org/whyso/id/trams/> .
:q1 a arg:Question ; rdfs:label "Free trams?"@en , "电车免费？"@zh .
:q2 a arg:Question . :q3 a arg:Question . :q4 a arg:Question ; dcterms:hasPart :q1 .
:c1 a arg:Claim ; rdfs:label "Free."@en , "免费。"@zh ; arg:answers :q1 ; arg:status arg:stated .
:c2 a arg:Evidence ; arg:status arg:stated .
:c3 a arg:Claim ; arg:answers :q2 ; arg:status arg:quoted .
:c4 a arg:Claim ; arg:status arg:stated . :ana arg:concedes :c4 .
:c5 a arg:Claim ; arg:status arg:stated . :c6 a arg:Claim ; arg:status arg:stated .
:c7 a arg:Claim ; arg:status arg:stated .
:c8 a arg:Claim ; arg:status arg:stated ; arg:dependsOn :c7 .
:a1 a arg:Assumption ; arg:status arg:reconstructed .
:i1 a arg:Inference ; arg:premise :c2 ; arg:conclusion :c1 .
:i2 a arg:Inference ; arg:premise :c3 ; arg:conclusion :c1 .
:i3 a arg:Inference ; arg:premise :c5 ; arg:conclusion :c4 .
:i4 a arg:Inference ; arg:premise :c2 , :a1 ; arg:conclusion :c7 .
:x1 a arg:Rebuttal ; arg:attacker :c6 ; arg:target :c5 .
"""
STANDPOINTS = ("stated", "speaker")
# Those that compare sources are asked in test_source_queries.py.
VERDICTS = sorted(
    name
    for name, one in named_queries().items()
    if "GRAPH ?" in one.text and "GRAPH ?source" not in one.text
)

TABLES = [
    (
        "accepted-on-undecided",
        {},
        "standpoint statement reason",
        "speaker c1 c3; stated c1 c3",
    ),
    ("accepted-on-undecided", {"statement": "c4"}, "reason", ""),
    ("accepted-on-undecided", {"standpoint": "stated"}, "statement reason", "c1 c3"),
    ("accepted-on-rejected", {}, "standpoint statement reason", "speaker c4 c5; stated c4 c5"),
    ("accepted-on-rejected", {"statement": "c4"}, "standpoint", "speaker; stated"),
    ("accepted-on-rejected", {"standpoint": "sceptic"}, "statement", ""),
    (
        "answered-by-verdict",
        {},
        "standpoint question coverage accepted",
        "speaker q1 answered c1; speaker q2 answerOpen -; speaker q3 unanswered -;"
        "speaker q4 answered c1; stated q1 answered c1; stated q2 answerOpen -;"
        "stated q3 unanswered -; stated q4 answered c1",
    ),
    (
        "answered-by-verdict",
        {"question": "q4", "standpoint": "stated"},
        "question accepted",
        "q4 c1",
    ),
    (
        "only-by-assumption",
        {},
        "statement without ground",
        "c7 undecided resting; c8 undecided resting",
    ),
    ("only-by-assumption", {"statement": "c8"}, "without", "undecided"),
    (
        "verdicts",
        {"statement": "c7"},
        "standpoint acceptance ground",
        "speaker accepted supported; stated undecided resting",
    ),
    (
        "verdicts",
        {"standpoint": "speaker"},
        "statement acceptance ground",
        "a1 accepted granted; c1 accepted supported; c2 accepted granted; c3 undecided open;"
        "c4 accepted granted; c5 rejected attacked; c6 accepted granted; c7 accepted supported;"
        "c8 accepted granted",
    ),
    (
        "where-standpoints-part",
        {},
        "standpoint other statement acceptance otherAcceptance because",
        "speaker stated a1 accepted undecided -; speaker stated c7 accepted undecided a1;"
        "speaker stated c8 accepted undecided c7",
    ),
    ("where-standpoints-part", {"statement": "c7"}, "because", "a1"),
    ("where-standpoints-part", {"standpoint": "speaker"}, "statement", "a1; c7; c8"),
    ("where-standpoints-part", {"other": "speaker"}, "statement", ""),
]


@pytest.fixture(scope="module")
def trams() -> ArgumentGraph:
    """The small argument with two verdicts; nothing here changes it."""
    g = parse(TRAMS)
    for standpoint in STANDPOINTS:
        record(g.verdict(standpoint), g.store)
    return g


@pytest.fixture(scope="module")
def first() -> ArgumentGraph:
    """The first statement with the verdicts of three standpoints; nothing here changes it."""
    g = sample()
    for standpoint in (*STANDPOINTS, "evidence"):
        record(g.verdict(standpoint), g.store, explain=lambda _: {})
    return g


def cell(term: Identifier | None) -> str:
    if term is None:
        return "-"
    return re.split(r"[/#]", term)[-1] if isinstance(term, URIRef) else str(term)


def project(answer: Result, columns: str) -> list[tuple[str, ...]]:
    assert set(columns.split()) <= {str(variable) for variable in answer.vars or []}
    return [tuple(cell(row.get(column)) for column in columns.split()) for row in rows(answer)]


def table(text: str) -> list[tuple[str, ...]]:
    return [tuple(line.split()) for line in text.strip().split(";") if line]


@pytest.mark.parametrize(("name", "parameters", "columns", "expected"), TABLES)
def test_the_answer_is_the_one_worked_out_by_hand(
    trams: ArgumentGraph, name: str, parameters: dict[str, str], columns: str, expected: str
) -> None:
    assert project(trams.query_named(name, **parameters), columns) == table(expected)


def test_every_query_and_parameter_is_asked() -> None:
    known = {
        (name, one.name)
        for name in VERDICTS
        for one in named_queries()[name].parameters
        if one.name != "lang"
    }

    assert {(name, key) for name, asked, *_ in TABLES for key in asked} == known
    assert {name for name, asked, *_ in TABLES if not asked} >= set(VERDICTS) - {"verdicts"}


def test_labels_are_in_the_language_asked_for(trams: ArgumentGraph) -> None:
    for lang, question, answer in (("en", "Free trams?", "Free."), ("zh", "电车免费？", "免费。")):
        (row,) = rows(
            trams.query_named("answered-by-verdict", question="q1", standpoint="speaker", lang=lang)
        )
        assert [str(row["questionLabel"]), str(row["label"])] == [question, answer]


# rdflib's own evaluator uses what rdflib has deprecated.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", VERDICTS)
def test_rdflibs_own_evaluator_gives_the_same_rows(trams: ArgumentGraph, name: str) -> None:
    ours = rows(trams.query_named(name))
    dataset = Dataset(default_union=True)
    dataset.parse(data=trams.store.engine.dump(format=ox.RdfFormat.N_QUADS), format="nquads")
    theirs = rows(dataset.query(named_queries()[name].text))

    assert ours
    assert sorted(map(spread, ours)) == sorted(map(spread, theirs))


def spread(row: dict[str, Identifier]) -> list[tuple[str, str]]:
    return sorted((name, term.n3()) for name, term in row.items())


# The first statement


def test_what_only_assumptions_carry_in_the_first_statement(first: ArgumentGraph) -> None:
    # Read off claims.ttl: each inference to these has an assumption among its premises, and c93
    # depends on one.
    assert project(first.query_named("only-by-assumption"), "statement") == [
        (name,) for name in ("c45", "c70", "c72", "c93", "r12")
    ]


def test_where_two_standpoints_part_first_in_the_first_statement(first: ArgumentGraph) -> None:
    answer = first.query_named("where-standpoints-part", standpoint="speaker", other="stated")
    found = project(answer, "statement because")

    assert sorted(pair for pair in found if pair[1] != "-") == [
        *(("c45", "a10"), ("c45", "a9"), ("c70", "a13"), ("c72", "a17"), ("c93", "a19")),
        *(("r12", "a6"), ("r12", "a7"), ("r12", "a8")),
    ]
    assert {name for name, because in found if because == "-"} == {
        f"a{number}" for number in range(1, 20)
    }


def test_accepted_claims_of_the_first_statement_that_rest_on_undecided_ones(
    first: ArgumentGraph,
) -> None:
    found = project(first.query_named("accepted-on-undecided"), "standpoint statement reason")

    # Granted by the speaker's word, but its reason needs two assumptions.
    assert {reason for standpoint, statement, reason in found if statement == "c3"} == {"a1", "a2"}
    assert {standpoint for standpoint, *_ in found} == {"stated"}
    assert len(first.query_named("accepted-on-rejected")) == 0


def test_what_is_not_written_down_has_no_answer() -> None:
    g = sample()

    assert {name for name in VERDICTS if len(g.query_named(name))} == set()


def test_a_stale_verdict_is_answered_from_all_the_same(trams: ArgumentGraph) -> None:
    g = parse(trams.store.serialize("trig", verdicts=True), "trig")
    g.store.read_text(
        "<https://w3id.org/whyso/id/trams/c9> a <https://w3id.org/whyso/ontology#Claim> .", "turtle"
    )

    assert rows(g.query_named("verdicts")) == rows(trams.query_named("verdicts"))


def test_own_queries_ask_by_graph(trams: ArgumentGraph) -> None:
    text = "SELECT ?c { GRAPH ?v { ?v arg:standpoint ?for . ?c arg:acceptance arg:rejected } }"
    answer = trams.query(bind(text, {"for": "stated"}))

    assert project(answer, "c") == [("c5",)]
