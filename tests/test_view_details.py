"""What is told beside the cards: where the map comes from, and the nodes' own triples."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, URIRef

from whyso.graph import ArgumentGraph, load, parse, sample
from whyso.graph.opening import sample_path
from whyso.graph.view.cards import chart
from whyso.graph.view.details import details
from whyso.graph.view.origins import origins, turtle
from whyso.graph.view.page import page
from whyso.graph.view.words import WORDS

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize("path", [sample_path(), DATA / "example.ttl"], ids=lambda path: path.stem)
def test_the_turtle_of_each_card_says_what_the_file_says_of_it(path: Path) -> None:
    g, file = load(path), Graph().parse(path)
    cards = [card.id for card in chart(g.to_networkx()).cards]
    told = turtle(g, cards)
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in told["prefixes"].items())
    assert list(told["nodes"]) == cards
    for iri in cards:
        own = Graph().parse(data=head + told["nodes"][iri], format="turtle")
        assert set(own) == set(file.triples((URIRef(iri), None, None)))
        assert "@prefix" not in told["nodes"][iri]
        assert re.match(r":[\w.-]+ a arg:\w+", told["nodes"][iri])


def test_the_turtle_of_a_node_holds_the_blank_nodes_that_hang_from_it() -> None:
    g = parse(
        "@prefix : <https://w3id.org/whyso/id/t/> . @prefix arg: <https://w3id.org/whyso/ontology#>"
        " . :c a arg:Claim ; :about [ :is [ :deep 1 ] ] . :d a arg:Claim ; :about [ :is 2 ] ."
    )
    text = turtle(g, [g.resolve("c")])["nodes"][g.resolve("c")]
    assert ":deep 1" in text
    assert ":is 2" not in text


def test_provenance_tells_what_the_graph_says_in_each_language() -> None:
    [rows] = origins(load(DATA / "example.ttl")).values()
    assert [word for word, _ in rows] == [
        *("document", "title", "author", "publisher", "issued", "text"),
        *("annotator", "annotated", "licence"),
    ]
    said = dict(rows)
    assert said["author"] == {"en": "Ana Lind, mayor", "zh": "安娜·林德，市长"}
    assert said["issued"] == {"en": "2 June 2026", "zh": "2026 年 6 月 2 日"}
    assert said["licence"] == {"und": "https://creativecommons.org/licenses/by/4.0/"}


def test_several_sources_are_told_apart(example: ArgumentGraph) -> None:
    both = load(sample_path(), DATA / "example.ttl")
    assert origins(both) == origins(sample()) | origins(example)
    told = details(both)
    for g in (sample(), example):
        nodes: list[Any] = [*g.statements(), *g.utterances(), *g.inferences(), *g.conflicts()]
        for node in nodes:
            assert told[node.iri]["graph"] == node.graph
            assert node.graph in origins(both)


def test_two_authors_in_one_language_are_both_told() -> None:
    g = parse(
        "@prefix : <https://w3id.org/whyso/id/t/> . @prefix arg: <https://w3id.org/whyso/ontology#>"
        " . @prefix dcterms: <http://purl.org/dc/terms/> . :c a arg:Claim ."
        ' :s a arg:Source ; dcterms:creator "Ana" , "Bo" .'
    )
    [rows] = origins(g).values()
    assert sorted(said["und"] for word, said in rows if word == "author") == ["Ana", "Bo"]


def test_every_word_of_provenance_has_its_name_in_every_language() -> None:
    words = {
        word
        for g in (sample(), load(DATA / "example.ttl"))
        for rows in origins(g).values()
        for word, _ in rows
    }
    for table in WORDS.values():
        assert words <= set(table["origin"])


def test_a_very_large_page_comes_without_triples(monkeypatch: pytest.MonkeyPatch) -> None:
    g = sample()
    assert '"turtle":{"nodes"' in page(g)
    monkeypatch.setattr(import_module("whyso.graph.view.page"), "MOST_TURTLE", 10)
    assert '"turtle":{"nodes"' not in page(g)
