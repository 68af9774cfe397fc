"""SPARQL: what is seen, what is bound, what is refused, and where a broken query is broken."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.query import Result

from whyso.graph import ArgumentGraph, load, parse, sample
from whyso.graph.errors import FormatError, QueryError, UnknownNameError
from whyso.graph.query import bind, named_queries, run

ROOT = Path(__file__).resolve().parent.parent
TEA = ROOT / "tests" / "data" / "tea.ttl"


@pytest.fixture(scope="module")
def g() -> ArgumentGraph:
    return sample()


# What a query sees


def test_derived_shortcuts_are_seen_without_asking_for_them(g: ArgumentGraph) -> None:
    assert len(g.query("SELECT * { ?s arg:undercuts ?o }")) >= 5


def test_what_is_changed_in_the_store_is_seen_after_refreshing() -> None:
    tea = load(TEA)
    count = "SELECT (COUNT(*) AS ?n) { ?s a arg:Claim }"
    before = int(next(iter(tea.query(count)))[0])  # type: ignore[index, arg-type]
    claim = URIRef("https://w3id.org/whyso/id/tea/extra")
    tea.dataset.graph(URIRef("https://w3id.org/whyso/graph/tea")).add(
        (claim, URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), URIRef(ARG + "Claim"))
    )
    tea.refresh()

    assert int(next(iter(tea.query(count)))[0]) == before + 1  # type: ignore[index, arg-type]


ARG = "https://w3id.org/whyso/ontology#"


def test_graphs_can_be_told_apart(g: ArgumentGraph) -> None:
    rows = g.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")

    names = [str(row[0]).split("/")[-2] for row in rows]  # type: ignore[index]
    assert names == ["derived", "graph"]


def test_answers_agree_with_rdflib_on_the_file(g: ArgumentGraph) -> None:
    text = """
        PREFIX arg: <https://w3id.org/whyso/ontology#>
        SELECT ?kind (COUNT(?s) AS ?n) {
          ?s a ?kind . FILTER(STRSTARTS(STR(?kind), STR(arg:))) } GROUP BY ?kind"""
    theirs = Graph().parse(ROOT / "claims.ttl", format="turtle").query(text)

    assert set(map(tuple, g.query(text))) == set(map(tuple, theirs))  # type: ignore[arg-type]


# The answer


def test_an_answer_is_an_rdflib_result(g: ArgumentGraph) -> None:
    answer = g.query("SELECT ?q ?label { ?q a arg:UnderlyingQuestion ; rdfs:label ?label }")

    assert isinstance(answer, Result)
    assert [str(name) for name in answer.vars or ()] == ["q", "label"]
    assert len(list(answer)) == len(list(answer)) == len(answer) == 6
    row: Any = next(iter(answer))
    assert isinstance(row.label, Literal)
    assert row.asdict().keys() == {"q", "label"}


def test_unbound_is_none_and_an_empty_answer_is_false(g: ArgumentGraph) -> None:
    row: Any = next(iter(g.query("SELECT ?a ?b { VALUES ?a { 1 } }")))

    assert (int(row.a), row.b) == (1, None)
    assert not g.query("SELECT ?a { ?a a arg:Nothing }")
    assert not g.query("ASK { ?a a arg:Nothing }")


@pytest.mark.parametrize("format", ["csv", "tsv", "json", "xml"])
def test_rdflib_reads_the_serialised_answer(g: ArgumentGraph, format: str) -> None:
    answer = g.query("SELECT ?s ?certainty { ?s arg:certainty ?certainty } ORDER BY ?s")

    theirs = Result.parse(io.BytesIO(answer.serialize(format=format)), format=format)

    assert len(theirs) == len(answer)
    if format != "csv":  # CSV does not tell an IRI from a text
        assert list(map(tuple, theirs)) == list(map(tuple, answer))  # type: ignore[arg-type]


def test_csv_and_json_are_read_by_python(g: ArgumentGraph) -> None:
    answer = g.query("SELECT ?s ?l { ?s rdfs:label ?l }")

    rows = list(csv.DictReader(io.StringIO(answer.serialize(format="csv").decode(), newline="")))
    said = json.loads(answer.serialize(format="json"))
    assert [row["l"] for row in rows] == [str(row[1]) for row in answer]  # type: ignore[index]
    assert said["head"]["vars"] == ["s", "l"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib's JSON-LD parser
def test_construct_gives_a_graph(g: ArgumentGraph) -> None:
    answer = g.query("CONSTRUCT { ?a arg:supports ?b } WHERE { ?a arg:supports ?b }")

    for format in ("turtle", "nt", "xml", "json-ld"):
        read = Graph().parse(data=answer.serialize(format=format), format=format)
        assert isomorphic(read, answer.graph or Graph())
    assert len(answer) == len(answer.graph or ()) > 50


def test_describe_and_ask(g: ArgumentGraph) -> None:
    iri = g.resolve("q1")

    assert len(g.query(f"DESCRIBE <{iri}>").graph or ()) >= 5
    assert g.query("ASK { ?s a arg:Claim }").askAnswer is True


@pytest.mark.parametrize("format", ["pdf", "turtle", "graphml"])
def test_a_form_that_does_not_suit_is_refused(g: ArgumentGraph, format: str) -> None:
    with pytest.raises(FormatError, match=f"no result format '{format}' for this query"):
        g.query("SELECT * { ?s ?p ?o } LIMIT 1").serialize(format=format)


def test_literals_come_as_the_engine_holds_them(g: ArgumentGraph) -> None:
    row: Any = next(iter(run(ox.Store(), 'SELECT ("x" AS ?x) ("x"@en AS ?y) {}', prefixes={})))

    assert row.x == Literal("x")
    assert row.y == Literal("x", lang="en")


# Values


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20))
def test_any_text_can_be_a_value_and_never_more_than_that(text: str) -> None:
    found = list(run(ox.Store(), "SELECT ?x { }", prefixes={}, values={"x": text}))

    assert [tuple(row) for row in found] == [(Literal(text),)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (URIRef("http://e/a"), "<http://e/a>"),
        (Literal("a", lang="en"), '"a"@en'),
        (Literal("2026", datatype=URIRef("http://e/t")), '"2026"^^<http://e/t>'),
        (3, '"3"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (True, '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
    ],
)
def test_a_value_keeps_its_type(value: Any, said: str) -> None:
    assert bind("ASK {}", {"x": value}) == f"ASK {{ VALUES ?x {{ {said} }}}}"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?x { ?s ?p ?x }",
        "PREFIX e: <http://e/#> SELECT ?x WHERE { ?s ?p ?x }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?x } GROUP BY ?x",
        "CONSTRUCT { ?s ?p ?x } WHERE { ?s ?p ?x }",
        "DESCRIBE ?x { ?s ?p ?x }",
        "ASK # { not here\n{ ?s ?p ?x FILTER(?x != '{') }",
    ],
)
def test_values_are_put_where_they_bind(text: str) -> None:
    store = ox.Store()
    store.load(b'<http://e/a> <http://e/b> "1", "2" .', ox.RdfFormat.TURTLE)

    assert '"1"' in bind(text, {"x": "1"})
    ox.Store().query(bind(text, {"x": "1"}))
    if text.startswith("SELECT ?x"):
        assert len(run(store, text, prefixes={}, values={"x": "1"})) == 1
        assert len(run(store, text, prefixes={})) == 2


@pytest.mark.parametrize(
    ("text", "values", "message"),
    [
        ("ASK { ?s ?p ?o }", {"a b": 1}, "'a b' cannot name a variable"),
        ("ASK { ?s ?p ?o }", {"o": URIRef("no iri>")}, "'o': "),
        ("ASK { ?s ?p ?o }", {"o": BNode()}, "an IRI or a literal must be given"),
        ("DESCRIBE <http://e/a>", {"x": 1}, "there is no { ... } to put values into"),
    ],
)
def test_what_cannot_be_bound_is_refused(text: str, values: Any, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        bind(text, values)
    assert message in str(caught.value)


# Named queries


def test_parameters_are_ids_curies_or_iris(g: ArgumentGraph) -> None:
    iri = g.resolve("q1")
    answers = [
        set(map(tuple, g.query_named("answers", question=name)))  # type: ignore[arg-type]
        for name in ("q1", iri, f"<{iri}>")
    ]

    assert answers[0] == answers[1] == answers[2] != set()


def test_unknown_names_tell_the_nearest(g: ArgumentGraph) -> None:
    for call, nearest in (
        (lambda: g.query_named("answrs"), "answers"),
        (lambda: g.query_named("answers", quetion="q1"), "question"),
        (lambda: g.query_named("answers", question="q1x"), "q1"),
        (lambda: g["q1x"], "q1"),
    ):
        with pytest.raises(UnknownNameError) as caught:
            call()
        assert nearest in caught.value.nearest


def test_named_queries_say_what_they_do_in_two_languages() -> None:
    for name, query in named_queries().items():
        assert query.title, name
        assert query.title_zh, name
        assert query.description.endswith("."), name


# What is refused


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("", 1, 1, "an empty query"),
        ("SELECT ?s {", 1, 11, "'{' is never closed"),
        ("SELECT ?s\nWHERE { ?s ?p }", 2, 15, "cannot be read from here: '}'"),
        ("SELEC ?s { ?s ?p ?o }", 1, 1, "a query begins with SELECT"),
        ("SELECT ?s { ?s no:p ?o }", 1, 16, "unknown prefix 'no:'"),
        ("SELECT ?s { ?s ?p 'a }", 1, 19, "a string that is not closed"),
        ("SELECT ?s { ?s ?p ?o } }", 1, 24, "'}' closes nothing"),
        ("SELECT ?s { ?s ?p ?o FILTR(?o) }", 1, 22, "unknown function FILTR"),
        ("SELECT ?s { ?s ?p ?o } LIMIT x", 1, 30, "cannot be read from here: 'x'"),
        ("SELECT ?s\n{ ?s <http://e/ p> ?o }", 2, 6, "an IRI with a character"),
        ("SELECT ?s { ?s <p> ?o }", 1, 16, "a relative IRI; write it in full"),
        ("INSERT DATA { <http://a> <http://b> 1 }", 1, 1, "an update; only SELECT"),
        ("SELECT ?s { ?s ?p ?o } ORDER ?s", 1, 30, "cannot be read from here: '?s'"),
    ],
)
def test_a_broken_query_is_told_with_its_place(
    text: str, line: int, column: int, reason: str
) -> None:
    with pytest.raises(QueryError) as caught:
        run(ox.Store(), text, prefixes={})

    assert str(caught.value).startswith(f"query: line {line}, column {column}: {reason}")
    assert "\n" not in str(caught.value)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_the_place_is_that_in_the_text_given_not_in_the_bound_one() -> None:
    with pytest.raises(QueryError) as caught:
        run(ox.Store(), "SELECT ?s { ?s ?p }", prefixes={}, values={"o": "x" * 50})

    assert (caught.value.line, caught.value.column) == (1, 19)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SeRvIcE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
        'SELECT * { ?s ?p "#" . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }',
        "SELECT * { ?s ?p '''''' . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } # '''\n }",
        "PREFIX SERVICE: <http://e/> SELECT * { SERVICE ?x { ?s ?p ?o } }",
        "SELECT * { SERVICE<http://127.0.0.1:1/>{} }",
    ],
)
def test_service_is_refused_however_it_is_written(text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE calls another server"):
        run(ox.Store(), text, prefixes={})


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?p ?o }",
        "SELECT ?s { ?s ?p 'a SERVICE for you' }",
        "SELECT ?s { ?s <http://e/SERVICE> ?o } # SERVICE",
        "PREFIX service: <http://e/> SELECT ?s { ?s service:service ?o }",
    ],
)
def test_the_word_service_elsewhere_is_no_call(text: str) -> None:
    assert len(run(ox.Store(), text, prefixes={})) == 0


def test_an_allowed_service_that_does_not_answer_is_an_error_and_no_empty_answer() -> None:
    with pytest.raises(QueryError):
        run(
            ox.Store(),
            "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
            prefixes={},
            allow_service=True,
        )


def test_nesting_and_length_do_not_end_the_process() -> None:
    deep = "SELECT * { " + "{" * 20_000 + "?s ?p ?o" + "}" * 20_000 + " }"
    long = "SELECT * { ?s ?p '" + "x" * 200_000 + "' }"
    for text in (deep, long, "SELECT " + "(" * 30_000):
        try:
            run(ox.Store(), text, prefixes={})
        except QueryError as error:
            assert len(str(error)) < 300


def test_prefixes_of_the_query_win() -> None:
    g = parse("<http://e/c> a <https://w3id.org/whyso/ontology#Claim> .")

    assert g.query("PREFIX rdfs: <https://w3id.org/whyso/ontology#> ASK { ?s a rdfs:Claim }")
