"""AIF in RDF, read: every dialect says the same nodeset."""

import json
from pathlib import Path

import pytest
from nodesets import ARG, NODES, OWL, read, view
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from whyso.graph import ArgumentGraph, sample
from whyso.graph.errors import ParseError
from whyso.graph.formats import of_content
from whyso.graph.formats.aif.aif_json import read_aif_json, write_aif_json
from whyso.graph.formats.aif.rdf import read_aif_rdf, sniff_aif_rdf
from whyso.graph.formats.aif.restoring import restored

DATA = Path(__file__).parent / "data"


def edges(g: ArgumentGraph) -> set[tuple[str, str]]:
    def short(iri: str) -> str:
        return iri.replace("#", "/").replace(":", "/").rsplit("/", 1)[-1]

    return {(short(one), short(other)) for one, other in view(g.store)[1]}


# Dialects

HEAD = """
@prefix aif: <http://www.arg.dundee.ac.uk/aif#> .
@prefix db: <http://www.arg.tech/aif#> .
@prefix cis: <http://arg.dundee.ac.uk/aif#> .
@prefix argdf: <http://www.argdf.org/source/ArgDF_Ontology.rdfs#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <http://tea.example/> .
"""
# One argument, its rebuttal and an undercut, in each dialect.
SAME = {("a", "r"), ("b", "r"), ("r", "c"), ("d", "x"), ("x", "c"), ("e", "u"), ("u", "r")}
DIALECTS = {
    "AIFdb, from both ends": """
        :a a db:I-node ; db:Premise :r . :b a db:I-node ; db:Premise :r .
        :c a db:I-node ; db:Conclusion :r , :x . :d a db:I-node ; db:Premise :x .
        :e a db:I-node ; db:Premise :u .
        :r a db:RA-node ; db:Premise :a , :b ; db:Conclusion :c .
        :x a db:CA-node ; db:Premise :d ; db:Conclusion :c .
        :u a db:CA-node ; db:Premise :e ; db:Conclusion :r .
    """,
    "of scheme nodes only": """
        :a a aif:I-node . :b a aif:I-node . :c a aif:I-node . :d a aif:I-node . :e a aif:I-node .
        :r a aif:RA-node ; aif:Premise :a , :b ; aif:Conclusion :c .
        :x a aif:CA-node ; aif:Premise :d ; aif:Conclusion :c .
        :u a aif:CA-node ; aif:Premise :e ; aif:Conclusion :r .
    """,
    "AIF-RDF.owl": """
        :a a aif:Statement . :b a aif:I-node . :c a aif:Statement . :d a aif:NegStatement .
        :e a aif:Statement .
        :r a aif:ExpertOpinion_Inference ; aif:hasExpertise_Premise :a ; aif:hasPresumption :b ;
            aif:hasConclusion :c .
        :x a aif:CA-node ; aif:hasConflictingElement :d ; aif:hasConflictedElement :c .
        :u a aif:Conflict ; aif:hasConflictingElement :e ; aif:hasConflictedElement :r .
    """,
    "CISpaces": """
        :a a cis:Statement . :b a cis:Statement . :c a cis:Statement . :d a cis:Statement .
        :e a cis:Statement .
        :r a cis:Inference ; cis:fulfils cis:ExpertOpinion_Inference ; cis:hasPremise :a , :b ;
            cis:hasConclusion :c .
        :x a cis:Conflict ; cis:hasConflictingElement :d ; cis:hasConflictedElement :c .
        :u a cis:Conflict ; cis:hasConflictingElement :e ; cis:hasConflictedElement :r .
    """,
    "ArgDF": """
        :a a argdf:I-Node ; argdf:supports :r . :b a argdf:I-Node ; argdf:supports :r .
        :c a argdf:I-Node . :d a argdf:I-Node ; argdf:attacks :x .
        :e a argdf:I-Node ; argdf:attacks :u .
        :r a argdf:RA-Node ; argdf:hasConclusion :c ;
            argdf:fulfilsScheme argdf:ExpertOpinion_Scheme .
        :x a argdf:CA-Node ; argdf:confAttacks :c . :u a argdf:CA-Node ; argdf:confAttacks :r .
    """,
    "without types": """
        :r aif:hasPremise :a , :b ; aif:hasConclusion :c .
        :x aif:hasConflictingElement :d ; aif:hasConflictedElement :c .
        :u aif:hasConflictingElement :e ; aif:hasConflictedElement :r .
    """,
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_says_the_same_argument(dialect: str) -> None:
    g, account = read(HEAD + DIALECTS[dialect])

    assert edges(g) == SAME
    assert {step.kind for step in g.conflicts()} == {"rebuttal", "undercut"}
    assert account.lossless == (dialect != "without types")


@pytest.mark.parametrize("dialect", ["AIF-RDF.owl", "CISpaces", "ArgDF"])
def test_schemes_are_read_from_classes_and_from_what_a_node_fulfils(dialect: str) -> None:
    (step,) = read(HEAD + DIALECTS[dialect])[0].inferences()

    assert step.schemes == (str(ARG.ArgumentFromExpertOpinion),)


# Each kind of edge: what it may join, and how AIFdb says it from each end.
@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("I", "RA", "Premise"),
        ("RA", "I", "Conclusion"),
        ("I", "CA", "Premise"),
        ("CA", "I", "Conclusion"),
        ("L", "TA", "StartLocution"),
        ("TA", "L", "EndLocution"),
        ("L", "YA", "Locution"),
        ("TA", "YA", "Anchor"),
        ("YA", "I", "IllocutionaryContent"),
        ("YA", "RA", "IllocutionaryContent"),
        ("YA", "CA", "IllocutionaryContent"),
        ("YA", "L", "IllocutionaryContent"),
    ],
)
@pytest.mark.parametrize("turned", [True, False])
def test_types_tell_the_direction_of_an_edge(
    source: str, target: str, said: str, turned: bool
) -> None:
    one, other = (":t", ":s") if turned else (":s", ":t")

    g, _ = read(f"{HEAD} :s a db:{source}-node . :t a db:{target}-node . {one} db:{said} {other} .")

    assert edges(g) == {("s", "t")}


def test_an_undercut_said_from_both_ends_is_an_attack_and_told() -> None:
    g, account = read(
        HEAD + ":u a db:CA-node ; db:Conclusion :r . :r a db:RA-node ; db:Conclusion :u ."
    )

    assert edges(g) == {("u", "r")}
    assert "edge" in {row.what for row in account.approximated}


def test_what_aifdb_gives_out_is_the_nodeset_that_it_has() -> None:
    said = "2021-05-20 20:33:00"
    nodes = [
        ("101", "I", "Trams are full & late."),
        ("102", "I", "The city needs more trams."),
        ("103", "RA", ""),
        ("104", "L", "Ana Silva : The trams are full and late."),
        ("105", "L", "Ben Okoro says why more trams?"),
        ("106", "YA", ""),
        ("108", "TA", ""),
        ("109", "YA", ""),
    ]
    joined = [
        *(("101", "103"), ("103", "102"), ("104", "106"), ("106", "101"), ("105", "108")),
        *(("108", "104"), ("108", "109"), ("109", "103")),
    ]

    g, account = read((DATA / "aifdb.rdf").read_bytes(), "aifdb.rdf")

    assert view(g.store) == (
        {(NODES + id, type, text, None, said) for id, type, text in nodes},
        {(NODES + one, NODES + other) for one, other in joined},
    )
    assert [utterance.speaker.label() for utterance in g.utterances() if utterance.speaker] == [
        "Ana Silva",
        "Ben Okoro",
    ]
    assert account.lossless


def test_json_and_rdf_of_one_nodeset_are_one_graph() -> None:
    rdf, _ = read((DATA / "aifdb.rdf").read_bytes(), "set.rdf")
    found = restored(rdf.store)

    said = json.loads(write_aif_json(rdf)[0])
    again, _ = read_aif_json(json.dumps(said).encode(), name="set.json")

    assert ArgumentGraph(again) == rdf
    assert len(said["nodes"]) == len(found.nodeset.nodes)


@pytest.mark.parametrize("syntax", ["xml", "json-ld", "nt", "trig", "turtle"])
def test_any_syntax_is_recognised_and_read(syntax: str) -> None:
    text = HEAD + DIALECTS["AIFdb, from both ends"]
    data = Graph().parse(data=text, format="turtle").serialize(format=syntax, encoding="utf-8")
    suffix = {"xml": "rdf", "json-ld": "jsonld", "turtle": "ttl"}.get(syntax, syntax)

    assert of_content(f"tea.{suffix}", data).name == "aif-rdf"
    assert edges(read(data, f"tea.{suffix}")[0]) == SAME
    assert edges(read(data, "tea")[0]) == SAME


def test_own_graphs_that_mention_aif_are_no_aif() -> None:
    turtle = sample().store.serialize("turtle")

    assert not sniff_aif_rdf(turtle + b"<http://e/1> a <http://www.arg.tech/aif#I-node> .")


# What nodesets have no place for


def test_other_vocabularies_and_languages_are_kept() -> None:
    g, account = read(
        HEAD
        + """
        @prefix dcterms: <http://purl.org/dc/terms/> .
        :a a aif:I-node ; aif:claimText "Tea."@en , "茶。"@zh ; dcterms:creator :ann ;
            aif:createdBy "ann" .
        :r a aif:RA-node ; aif:hasWarmth_Premise :a ; aif:hasException :a ; aif:hasConclusion :b .
        :b a aif:I-node ; aif:claimText "Drink."@en .
        :form a aif:Statement_Description ; aif:formDescription "x" .
        """
    )
    kept = Graph().parse(data=g.store.serialize("n-triples"), format="nt")

    tea = Namespace("http://tea.example/")
    assert g["http://tea.example/a"].labels == {"en": "Tea.", "zh": "茶。"}
    assert (tea.a, URIRef("http://purl.org/dc/terms/creator"), tea.ann) in kept
    assert (tea.a, OWL.createdBy, Literal("ann")) in kept
    assert (tea.r, OWL.hasWarmth_Premise, tea.a) in kept
    assert (tea.r, OWL.hasException, tea.a) in kept
    assert (tea.form, RDF.type, OWL.Statement_Description) in kept
    assert account.lossless


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (":a a aif:I-node , aif:RA-node .", "type"),
        ("[] a aif:I-node ; aif:claimText 'T' .", "blank node"),
        (":a a aif:I-node ; aif:claimText 'T' , 'U' .", "text"),
        (":a a aif:I-node ; aif:claimText 'Long text' ; rdfs:label 'Short' .", "rdfs:label"),
        (":r a aif:RA-node ; aif:hasConclusion :c .", "type"),
        (":r a aif:RA-node .", "RA"),
        (":a a aif:I-node ; aif:Premise :a .", "edge"),
    ],
)
def test_what_is_bent_is_in_the_account(said: str, what: str) -> None:
    _, account = read(HEAD + said)

    assert what in {row.what for row in account.approximated}


def test_named_graphs_are_one_nodeset_and_told() -> None:
    g, account = read(
        HEAD + "<http://e/1> { :a a aif:I-node . } <http://e/2> { :b a aif:I-node . }", "tea.trig"
    )

    assert len(g.statements()) == 2
    assert "named graphs" in {row.what for row in account.approximated}


@pytest.mark.parametrize(
    "data",
    [
        b"<http://e/1> a <http://www.arg.tech/aif#I-node>",
        b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><r>&a;</r>",
        b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]><r>&c;</r>",
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>" + b"<a>" * 5000,
        b"[" * 5000,
        b"\x00I-node",
        "I-node für".encode("cp1252"),
    ],
    ids=["cut off", "file", "entities", "deep", "json", "zero", "windows"],
)
def test_broken_files_are_one_clear_line(data: bytes) -> None:
    with pytest.raises(ParseError) as error:
        read_aif_rdf(data, name="bad.aif")

    assert "bad.aif" in str(error.value) and "\n" not in str(error.value)


def test_circles_long_texts_and_many_premises_are_read() -> None:
    premises = " ".join(f":p{n} a db:I-node . :r db:Premise :p{n} ." for n in range(18))
    g, _ = read(
        f"{HEAD} {premises} :r a db:RA-node ; db:Conclusion :c . :c a db:I-node . "
        f":s a db:RA-node ; db:Premise :c ; db:Conclusion :p1 ."
        f":c db:claimText '{'long ' * 6400}' ."
    )

    assert sorted(len(step.sources) for step in g.inferences()) == [1, 18]
