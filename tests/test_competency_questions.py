"""The queries that ship: what each answers on the example, worked out by reading its Turtle.

A table below lists, in the order the query promises, the columns that are not labels: IRIs by their
last part, ``-`` where the query has no value. The tables were written from tests/data/example.ttl,
not from an answer. rdflib's own evaluator is the second opinion on everything the tables leave out.
"""

import re
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.query import Result
from rdflib.term import Identifier

from answers import TABLES, rows
from whyso import ontology
from whyso.graph import ArgumentGraph, load, parse, sample
from whyso.graph.errors import UnknownNameError
from whyso.graph.query import bind, named_queries
from whyso.graph.store import Store

EXAMPLE = Path(__file__).resolve().parent / "data" / "example.ttl"
ID = "https://w3id.org/whyso/id/example/"
NAMES = sorted(named_queries())
# Those about verdicts are asked in test_verdict_queries.py, those that compare sources and their
# speakers in test_source_queries.py.
PLAIN = [
    name for name in NAMES if "GRAPH ?" not in named_queries()[name].text and name != "agreement"
]
PARAMETERS = [
    (name, parameter.name)
    for name, query in sorted(named_queries().items())
    for parameter in query.parameters
]

# The same with a parameter; passages (23) is long, so it is only asked about single statements.
ASKED = [
    ("questions-behind", {"surface": "q1"}, "question", "q2; q3"),
    ("questions-behind", {"surface": "q2"}, "question", ""),
    ("answers", {"question": "q3"}, "asked statement", "q3a c09; q3b c10"),
    ("attacks", {"statement": "c12"}, "target attacker conflict", "i5 c14 x1"),
    ("figures", {"statement": "c19"}, "figure least", "n5 100000000"),
    ("reported", {"content": "q4"}, "speaker utterance", "bo u6"),
    ("said-by", {"speaker": "treasurer"}, "utterance content explains", "u4 - -; u5 c21 u4"),
    (
        "for-and-against",
        {"question": "q1"},
        "statement role on",
        "c15 attacks a01; c12 attacks c01; c02 supports c01; c07 supports c01; a01 supports c07;"
        "c03 supports c07; c13 supports c12; c14 attacks i5; c01 answers q1",
    ),
    (
        "for-and-against",
        {"question": "q3"},
        "statement role on",
        "c08 supports c09; c09 answers q3a; c10 answers q3b",
    ),
    ("positions", {"question": "q3"}, "statement limit", "c09 -; c10 c11"),
    ("positions", {"question": "q2", "speaker": "ana"}, "statement limit", "c03 c06; c07 -"),
    ("positions", {"speaker": "bo"}, "statement", ""),
    (
        "grounds",
        {"conclusion": "c01"},
        "statement reason direct",
        "c01 c02 true; c01 c07 true; c01 a01 false; c01 c03 false",
    ),
    ("grounds", {"conclusion": "c08"}, "reason", ""),
    ("means", {"question": "q2"}, "answer means", "c03 c03; c07 c03; c07 c07"),
    ("means", {"question": "q5"}, "answer means kind", "c20 c20 Claim"),
    (
        "depends-on",
        {"statement": "c01"},
        "dependent condition basis",
        "c01 a01 assumption; c01 c05 text",
    ),
    ("depends-on", {"statement": "c03"}, "condition basis", "c05 text"),
    ("concessions", {"agent": "ana"}, "point", "c19"),
    ("concessions", {"agent": "bo"}, "point", ""),
    (
        "consequences",
        {"condition": "c05"},
        "premise statement direct",
        "c05 c03 true; c05 c01 false; c05 c07 false",
    ),
    (
        "consequences",
        {"condition": "a01"},
        "premise statement direct",
        "a01 c07 true; a01 c01 false",
    ),
    ("readings", {"statement": "c16"}, "relation reading", "attacks c18; clarifies c17"),
    ("clarifications", {"earlier": "u4"}, "relation later", "clarifies u5"),
    ("unsupported", {"question": "q5"}, "statement", "c20"),
    ("unsupported", {"question": "q3a"}, "statement", ""),
    ("evidence", {"statement": "c09"}, "evidence specific", "c08 false"),
    ("assumptions", {"conclusion": "c01"}, "statement assumption direct", "c01 a01 false"),
    ("assumptions", {"conclusion": "c07"}, "statement assumption direct", "c07 a01 true"),
    ("tensions", {"statement": "c20"}, "one other", "c20 c01"),
    ("tensions", {"statement": "c01"}, "one other", "c20 c01"),
    ("tensions", {"statement": "c02"}, "one other", ""),
    ("languages", {"statement": "c19"}, "difference language passage", "missing zh -"),
    ("languages", {"statement": "c06"}, "difference language passage", "split en p24en"),
    (
        "passages",
        {"statement": "c05"},
        "passage language paragraph sentence start end source",
        "p24en en 2 4 377 469 source; p24zh zh 2 4 545 558 source; p25zh zh 2 5 558 571 source",
    ),
    ("passages", {"statement": "c12"}, "passage", ""),
    ("sources", {"source": "source"}, "speaker", "ana"),
    ("repeated", {"statement": "c01"}, "places", "2"),
    ("repeated", {"statement": "c05"}, "places", ""),
    ("steps", {"conclusion": "c07"}, "inference premise", "i1 a01; i1 c03"),
    ("unanswered-attacks", {"target": "i5"}, "attacker", "c14"),
]

# A parameter that is a term of the ontology and no node of the data.
TERMS = [
    ("certainty", {"certainty": "strong"}, "statement", "c09; c19"),
    ("statements", {"kind": "Commitment"}, "statement", "c10"),
]


@pytest.fixture(scope="module")
def asked() -> ArgumentGraph:
    """The example; nothing here changes it."""
    return load(EXAMPLE)


@pytest.fixture(scope="module")
def first() -> ArgumentGraph:
    """The first statement; nothing here changes it."""
    return sample()


@cache
def by_rdflib() -> Graph:
    """Return the example with what the rules derive, all in one plain rdflib graph."""
    graph = load(EXAMPLE)
    everything = graph.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    plain = Graph()
    plain.parse(data=everything.serialize(format="nt"), format="nt")
    return plain


def cell(term: Identifier | None) -> str:
    if term is None:
        return "-"
    return re.split(r"[/#]", term)[-1] if isinstance(term, URIRef) else str(term)


def cut(graph: ArgumentGraph, name: str, columns: str, **parameters: str) -> list[tuple[str, ...]]:
    return project(graph.query_named(name, **parameters), columns)


def project(answer: Result, columns: str) -> list[tuple[str, ...]]:
    assert set(columns.split()) <= {str(variable) for variable in answer.vars or []}
    return [tuple(cell(row.get(column)) for column in columns.split()) for row in rows(answer)]


def table(text: str) -> list[tuple[str, ...]]:
    return [tuple(line.split()) for line in text.strip().replace(";", "\n").splitlines()]


# The headers


def test_the_twenty_five_questions_have_one_query_each() -> None:
    numbers = [query.number for query in named_queries().values() if query.number is not None]

    assert sorted(numbers) == list(range(1, 26))


@pytest.mark.parametrize("name", NAMES)
def test_a_query_says_what_it_answers_in_both_languages(name: str) -> None:
    query = named_queries()[name]

    assert re.fullmatch(r"[A-Z][^.]*[^.\s]", query.title)
    assert re.search(r"[\u4e00-\u9fff]", query.title_zh)
    # One sentence: a full stop at its end and nowhere else.
    assert re.fullmatch(r"[A-Z][^.]*\.", query.description)


def test_titles_tell_the_queries_apart() -> None:
    queries = named_queries().values()

    assert len({query.title for query in queries}) == len(queries)
    assert len({query.title_zh for query in queries}) == len(queries)


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_a_parameter_is_a_variable_of_its_query_and_described(name: str, parameter: str) -> None:
    query = named_queries()[name]
    (said,) = [one for one in query.parameters if one.name == parameter]
    body = re.sub(r"(?m)^#.*$", "", query.text)

    assert re.search(rf"\?{parameter}\b", body)
    texts = ("lang", "standpoint", "other")
    assert said.type == ("string" if parameter in texts else "iri")
    assert re.fullmatch(r".+ when left out\)\.", said.description)


def test_every_query_and_parameter_is_told_in_chinese() -> None:
    for query in named_queries().values():
        assert query.title_zh
        for text in (query.description_zh, *(each.description_zh for each in query.parameters)):
            assert re.search(r"[\u4e00-\u9fff].*。$", text), (query.name, text)


def test_every_header_line_is_one_that_is_read() -> None:
    known = (
        r"# (number: \d+|(title|description)(@zh)?: .+"
        r"|parameter: \w+ \| \w+ \| .+|parameter@zh: \w+ \| .+)"
    )
    for query in named_queries().values():
        header = query.text[: query.text.index("PREFIX")].splitlines()
        assert [line for line in header if not re.fullmatch(known, line)] == []


def test_an_unknown_parameter_is_refused(asked: ArgumentGraph) -> None:
    with pytest.raises(UnknownNameError, match="question"):
        asked.query_named("answers", questoin="q1")


# The answers


def test_every_query_has_an_answer_worked_out_by_hand() -> None:
    assert set(TABLES) | {name for name, *_ in ASKED} == set(PLAIN)
    by_hand = {(name, key) for name, parameters, *_ in ASKED + TERMS for key in parameters}
    assert by_hand == {(name, key) for name, key in PARAMETERS if name in PLAIN and key != "lang"}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_answer_is_the_one_read_off_the_turtle(asked: ArgumentGraph, name: str) -> None:
    columns, expected = TABLES[name]

    assert cut(asked, name, columns) == table(expected)


@pytest.mark.parametrize(("name", "parameters", "columns", "expected"), ASKED)
def test_a_parameter_narrows_or_follows(
    asked: ArgumentGraph, name: str, parameters: dict[str, str], columns: str, expected: str
) -> None:
    assert cut(asked, name, columns, **parameters) == table(expected)


@pytest.mark.parametrize(("name", "parameters", "columns", "expected"), TERMS)
def test_a_parameter_may_be_a_term_of_the_ontology(
    asked: ArgumentGraph, name: str, parameters: dict[str, str], columns: str, expected: str
) -> None:
    values = {key: URIRef(ontology.ARG + value) for key, value in parameters.items()}
    answer = asked.query(named_queries()[name].text, **values)  # type: ignore[arg-type]

    assert project(answer, columns) == table(expected)


def test_each_passage_of_each_node_is_listed(asked: ArgumentGraph) -> None:
    found = cut(asked, "passages", "statement passage")
    expected = [
        (subject, passage)
        for subject, said in re.findall(r"(?m)^:(\w+)\n((?: .*\n)+)", EXAMPLE.read_text("utf-8"))
        for anchors in re.findall(r"arg:hasPassage ([^;.]+)", said)
        for passage in re.findall(r":(\w+)", anchors)
    ]

    assert len(found) == 75
    assert sorted(found) == sorted(expected)


def test_a_passage_is_found_by_its_digest(asked: ArgumentGraph) -> None:
    found = cut(asked, "passages", "sha256", statement="c19")

    assert found == [("e2a36b84b4a0d1d5bae8b441a34682daeac123e3930b2ec7feb20e3afc9cd1e3",)]


def test_a_source_is_told_with_its_names_and_digest(asked: ArgumentGraph) -> None:
    columns = "label speakerName publisherName annotatorName sha256"
    (row,) = rows(asked.query_named("sources", lang="zh"))

    assert [str(row[column]) for column in columns.split()] == [
        "关于免费电车的声明",
        "安娜·林德，市长",
        "《公报》",
        "whyso 作者",
        "b77167178d8037a5ad397b6fb991a194b7c38587d8341b41d687ffeb482ae738",
    ]


@pytest.mark.parametrize(
    ("lang", "tension", "difference"),
    [
        ("en", "The text lets the two stand side by side.", "The Chinese says only"),
        ("zh", "文中两者并列，未加调和。", "中文只说也许如此"),
    ],
)
def test_notes_are_given_in_the_language_asked_for(
    asked: ArgumentGraph, lang: str, tension: str, difference: str
) -> None:
    (pair,) = rows(asked.query_named("tensions", lang=lang))
    noted = [row for row in rows(asked.query_named("languages", lang=lang)) if "note" in row]

    assert str(pair["note"]) == tension
    assert len(noted) == 4
    assert all(row["note"].startswith(difference) for row in noted)


# The bundled data


@pytest.mark.parametrize(
    "name", [name for name in NAMES if named_queries()[name].number is not None]
)
def test_each_competency_question_is_answered_by_the_first_statement(
    first: ArgumentGraph, name: str
) -> None:
    assert len(first.query_named(name)) >= 1


def test_the_first_statement_leaves_no_question_unanswered(first: ArgumentGraph) -> None:
    assert len(first.query_named("unanswered-questions")) == 0


def test_a_question_without_an_answer_is_found() -> None:
    text = EXAMPLE.read_text("utf-8")
    fewer = text.replace("arg:answers :q3a ;", "").replace("arg:answers :q5 ;", "")
    graph = parse(fewer, format="turtle")

    # q3 still has an answer to its other part.
    assert cut(graph, "unanswered-questions", "question status") == [
        ("q3a", "quoted"),
        ("q5", "reconstructed"),
    ]


# Second opinions


def spread(found: list[dict[str, Identifier]]) -> list[list[tuple[str, str]]]:
    return [sorted((name, term.n3()) for name, term in row.items()) for row in found]


@pytest.mark.parametrize("name", PLAIN)
def test_rdflibs_own_evaluator_gives_the_same_rows(asked: ArgumentGraph, name: str) -> None:
    query = named_queries()[name]
    ours = spread(rows(asked.query_named(name)))
    theirs = spread(rows(by_rdflib().query(query.text)))

    assert sorted(ours) == sorted(theirs)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("for-and-against", {"question": "q1"}),
        ("grounds", {"conclusion": "c01"}),
        ("means", {"question": "q3"}),
        ("languages", {"statement": "c06"}),
        ("positions", {"question": "q3", "speaker": "ana"}),
    ],
)
def test_with_a_parameter_too(asked: ArgumentGraph, name: str, parameters: dict[str, str]) -> None:
    bound = bind(
        named_queries()[name].text,
        {key: URIRef(ID + value) for key, value in parameters.items()},
    )
    ours = spread(rows(asked.query_named(name, **parameters)))

    assert ours
    assert sorted(ours) == sorted(spread(rows(by_rdflib().query(bound))))


def test_what_two_sources_both_say_is_listed_once(asked: ArgumentGraph) -> None:
    lines = asked.store.serialize("n-triples").decode().splitlines()
    twice = chain.from_iterable(
        (f"{line[:-1]}<https://w3id.org/whyso/graph/{source}> .\n" for line in lines)
        for source in ("one", "two")
    )
    both = parse("".join(twice), format="n-quads")

    assert len(both.store.source_graphs()) == 2
    for name in PLAIN:
        assert rows(both.query_named(name)) == rows(asked.query_named(name)), name


def test_every_query_is_answered_where_there_is_nothing() -> None:
    empty = ArgumentGraph(Store())

    assert {name for name in NAMES if len(empty.query_named(name))} == set()
