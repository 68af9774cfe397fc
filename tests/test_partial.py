"""The result of a CONSTRUCT, which may lack types, labels and steps, can be looked at."""

import pytest
from hypothesis import given, settings
from written import HEAD, arguments, turtle, written

from whyso.graph import ArgumentGraph, parse
from whyso.graph.errors import InputError
from whyso.graph.store import Store
from whyso.graph.view import filled, page, picture
from whyso.graph.view.partial import guessed_syntax

SHORT = ("supports", "rebuts", "undermines", "undercuts", "attacks")


def constructed(g: ArgumentGraph, text: str) -> ArgumentGraph:
    graph = g.query(text).graph
    assert graph is not None
    return parse(graph.serialize(format="turtle"))


def pairs(g: ArgumentGraph, name: str) -> set[tuple[str, str]]:
    answer = g.query(f"SELECT ?a ?b {{ ?a arg:{name} ?b }}")
    return {(row["a"].value, row["b"].value) for row in answer.raw_rows}


def test_what_is_whole_is_left_as_it_is(g: ArgumentGraph) -> None:
    assert filled(g) is g


@settings(max_examples=40)
@given(arguments())
def test_any_typed_argument_is_left_as_it_is(lines: list[str]) -> None:
    g = written(*lines)

    assert filled(g) is g


@pytest.mark.parametrize("name", SHORT)
def test_shortcuts_are_shown_as_the_steps_that_they_stand_for(g: ArgumentGraph, name: str) -> None:
    bare = constructed(g, f"CONSTRUCT {{ ?a arg:{name} ?b }} {{ ?a arg:{name} ?b }}")
    whole = filled(bare)

    assert pairs(g, name)
    assert pairs(whole, name) == pairs(g, name)
    if name == "undercuts":
        assert {step.iri for step in whole.inferences()} == {b for _, b in pairs(g, name)}


def test_a_shortcut_beside_its_step_adds_none() -> None:
    g = parse(turtle("a > b", "c ! b") + ":a arg:supports :b . :c arg:rebuts :b; arg:attacks :b .")

    assert filled(g) is g


def test_a_shortcut_beside_a_more_telling_one_adds_none() -> None:
    g = filled(parse(HEAD + ":c arg:rebuts :b ; arg:attacks :b ."))

    assert [step.kind for step in g.conflicts()] == ["rebuttal"]


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        (":a arg:answers :b", ["proposition", "question"]),
        (":a arg:underlies :b", ["underlying_question", "question"]),
        (":a arg:underlies :b . :c arg:answers :b", ["underlying_question", "question"]),
        (":a arg:premise :b", ["inference", "proposition"]),
        (":b arg:attacker :a . :b arg:target :c", ["proposition", "conflict"]),
        (":a arg:expresses :b", ["utterance", "proposition"]),
        (":a arg:dependsOn :b", ["proposition", "proposition"]),
        (":a arg:answers :b . :b dcterms:hasPart :c", ["proposition", "question"]),
        (":a a arg:Evidence ; arg:dependsOn :b", ["evidence", "proposition"]),
        (':a rdfs:label "tea" . :b rdfs:label "milk"', ["proposition", "proposition"]),
        (":a arg:certainty arg:hedged . :b arg:status arg:stated", ["proposition", "proposition"]),
    ],
)
def test_a_node_is_what_its_relations_tell(said: str, kinds: list[str]) -> None:
    net = filled(parse(HEAD + said + " .")).to_networkx()

    assert [net.nodes[f"https://w3id.org/whyso/id/t/{name}"]["kind"] for name in "ab"] == kinds


def test_agents_and_passages_are_no_statements() -> None:
    g = parse(
        HEAD
        + """:a arg:assertedBy :ana ; arg:hasPassage :p1 . :ana rdfs:label "Ana" .
        :p1 rdfs:label "a passage" . :source a arg:Source ; dcterms:hasPart :p1 ."""
    )

    assert [node.id for node in filled(g).statements()] == ["a"]


def test_nodes_without_texts_are_shown_by_their_names(g: ArgumentGraph) -> None:
    bare = constructed(g, "CONSTRUCT { ?c arg:answers ?q } { ?c arg:answers ?q }")

    for shown in (page(filled(bare)), picture(filled(bare))):
        assert all(name in shown for name in ("q0a", "c3", "c70"))


def test_the_same_text_is_filled_to_the_same_bytes() -> None:
    said = HEAD + ":c arg:rebuts :b . :d arg:supports :b . :e arg:supports :b ."
    first, second = (filled(parse(said)).store.serialize("n-quads") for _ in range(2))

    assert first == second
    assert picture(filled(parse(said))) == picture(filled(parse(said)))


def test_where_nothing_could_be_shown_it_is_said_in_one_line() -> None:
    g = parse(HEAD + ':x dcterms:title "A title" .')

    with pytest.raises(InputError, match=r"^nothing in it is a claim[^\n]+$"):
        filled(g)


@pytest.mark.parametrize("syntax", ["turtle", "trig", "n-triples", "n-quads", "rdf-xml", "json-ld"])
def test_every_syntax_is_read_by_its_looks(g: ArgumentGraph, syntax: str) -> None:
    data = g.store.serialize(syntax)
    store = Store()
    store.read_text(data, guessed_syntax(data))

    assert ArgumentGraph(store) == g


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ("[] a <http://e/C> .", "trig"),
        ("{ <http://e/a> <http://e/b> 1 . }", "trig"),
        ("# a remark\n<http://e/a> <http://e/b> <http://e/c> .", "trig"),
        ('<http://e/a> <http://e/b> "x <y> ." .', "trig"),
        ('<http://e/a> <http://e/b> "x"@en <http://e/g> .', "n-quads"),
        ('[ {"@id": "http://e/a"} ]', "json-ld"),
        ("\ufeff\n <?xml version='1.0'?>", "rdf-xml"),
        ("", "trig"),
    ],
)
def test_what_could_be_mistaken_is_not(text: str, syntax: str) -> None:
    assert guessed_syntax(text.encode()) == syntax
