"""AIF in JSON comes in as an argument: who says what, for what, against what."""

import json

import pytest
from aif_files import FIXTURES, ask, fixture, speaker, statement, step, whys

from whyso.graph import ArgumentGraph
from whyso.graph.formats.aif.aif_json import read_aif_json, sniff_aif_json, write_aif_json
from whyso.graph.formats.aif.nodeset import AIF
from whyso.graph.formats.aif.ova2 import sniff_ova2
from whyso.graph.formats.aif.xaif import sniff_xaif, write_xaif
from whyso.graph.formats.registry import of_content


@pytest.fixture(scope="module")
def dialogue() -> ArgumentGraph:
    return fixture("dialogue.json")[0]


def test_locutions_tell_who_asserts_and_when(dialogue: ArgumentGraph) -> None:
    claim = statement(dialogue, "70103")

    assert claim.kind == "claim"
    assert claim.asserted_by is not None
    assert claim.asserted_by.label() == "Ana Silva"
    assert ask(
        dialogue,
        """ASK { n:70101 a arg:Utterance ; prov:startedAtTime "2021-05-20T20:31:12"^^xsd:dateTime ;
            dcterms:created "2021-05-20T20:33:00"^^xsd:dateTime ; arg:expresses n:70103 }""",
    )


def test_a_premise_and_its_scheme_are_native(dialogue: ArgumentGraph) -> None:
    found = step(dialogue, "70110")

    assert [source.rsplit("/", 1)[-1] for source in found.sources] == ["70107", "70111"]
    assert found.schemes == ("https://w3id.org/whyso/ontology#ArgumentFromExpertOpinion",)
    assert step(dialogue, "70133").schemes == (f"{AIF}ModusPonens_Inference",)


def test_a_conflict_with_an_inference_is_an_undercut(dialogue: ArgumentGraph) -> None:
    kinds = {one.id: one.kind for one in dialogue.conflicts()}

    assert kinds == {"70119": "undercut", "70128": "undermining"}


def test_a_rephrase_of_a_question_by_a_claim_answers_it(dialogue: ArgumentGraph) -> None:
    assert statement(dialogue, "70114").kind == "question"
    assert ask(dialogue, "ASK { n:70103 arg:answers n:70114 }")
    assert ask(dialogue, "ASK { n:70124 arg:clarifies n:70103 }")


def test_reported_words_are_quoted_and_not_asserted(dialogue: ArgumentGraph) -> None:
    claim = statement(dialogue, "70124")

    assert (claim.status, claim.asserted_by) == ("quoted", None)
    assert [agent.label() for agent in claim.reported_by] == ["Bo Lund"]


def test_what_is_conceded_is_conceded(dialogue: ArgumentGraph) -> None:
    assert [agent.label() for agent in statement(dialogue, "70129").conceded_by] == ["Bo Lund"]


def test_illocutions_transitions_and_preferences_can_be_asked_about(
    dialogue: ArgumentGraph,
) -> None:
    assert ask(
        dialogue,
        """ASK { n:70109 a aif:YA-node ; rdfs:label "Arguing" ; aif:Anchor n:70108 ;
             aif:IllocutionaryContent n:70110 .
             n:70101 aif:StartLocution n:70108 . n:70108 aif:EndLocution n:70105 .
             n:70103 aif:Premise n:70130 . n:70130 aif:Conclusion n:70129 }""",
    )


def test_analysts_bookkeeping_is_no_utterance_and_can_be_left_out(dialogue: ArgumentGraph) -> None:
    data = (FIXTURES / "dialogue.json").read_bytes()
    store, account = read_aif_json(data, name="dialogue.json", analysts=False)

    written = json.loads(write_aif_json(ArgumentGraph(store))[0])

    assert {"70104", "70126"}.isdisjoint(one.id for one in dialogue.utterances())
    assert [row.ids for row in account.dropped] == [("70104", "70126", "70127")]
    all_ids = {node["nodeID"] for node in json.loads(data)["nodes"]}
    assert all_ids - {node["nodeID"] for node in written["nodes"]} == {"70104", "70126", "70127"}


def test_every_rule_that_a_nodeset_breaks_is_a_row() -> None:
    g, account = fixture("rules-broken.json")

    assert {
        ("RA", "it leads to several: one step for each"),
        ("RA", "it has no premise"),
        ("RA", "it leads to nothing"),
        ("edge", "it leads to where it starts; carried"),
        ("edge", "an end of it is no node; carried"),
        ("edge from I to I", "AIF has no such edge; carried"),
        ("edge from L to L", "AIF has no such edge; carried"),
        ("target", "an attack on a conflict: read as an attack on what attacks there"),
        ("conclusion", "support of a step: read as support of its conclusion"),
        ("CA", "several attack together: one conflict for each"),
        ("locution", "a locution of a node that is no L-node; carried"),
        ("locution", "it is of no node; carried"),
        ("node", "its type is none of AIF's; carried"),
        ("L", "a locution that is argued with and tells no content: read as a claim"),
    } <= whys(account)
    assert step(g, "80003").target != step(g, "80003.2").target


def test_small_numbers_of_tools_are_no_ids_of_aifdb() -> None:
    g, _ = fixture("positions.xaif.json")

    assert {one.iri for one in g.statements()} == {
        "https://w3id.org/whyso/id/positions/2",
        "https://w3id.org/whyso/id/positions/3_164926129380455983",
        "https://w3id.org/whyso/id/positions/6",
        "http://www.aifdb.org/nodes/707848",
    }


def test_spans_become_passages_of_the_node_that_they_name_or_quote() -> None:
    g, account = fixture("positions.xaif.json")
    text = "Ana: tea is hot\n& so on.\n\nTea  burns. no such node"

    nodes = {one.id: one.passages for one in g.statements()}
    nodes |= {one.id: one.passages for one in g.utterances()}
    found = {
        id: [text[passage.start : passage.end] for passage in passages]
        for id, passages in nodes.items()
        if passages
    }

    assert found == {"0": ["tea is hot"], "3_164926129380455983": ["Tea  burns."]}
    assert {row.ids for row in account.approximated if row.what == "span"} == {
        ("node99_8",),
        ("node98",),
    }


def test_schemes_and_speakers_listed_beside_the_nodes_count() -> None:
    g, _ = fixture("positions.xaif.json")

    assert step(g, "4").schemes == ("https://w3id.org/whyso/ontology#ArgumentFromSign",)
    assert speaker(g, "5") == "Bo Lund"
    assert ask(g, "ASK { ?l arg:speaker <https://w3id.org/whyso/id/positions/p1> }")


def test_issues_and_positions_are_questions_and_answers() -> None:
    g, _ = fixture("issues.xaif.json")

    assert [one.id for one in g.questions()] == ["iss1", "iss2"]
    assert len(g.query("SELECT ?p { ?p arg:answers ?q }")) == 1
    assert len(g.query("SELECT ?p { ?q dcterms:hasPart ?p }")) == 1
    assert len(g.inferences()) == len(g.conflicts()) == 1


def test_a_file_of_ova2_becomes_the_xaif_of_ova3() -> None:
    g, account = fixture("editor.ova2.json")
    said = json.loads(write_xaif(g)[0])

    assert step(g, "2").schemes == ("https://w3id.org/whyso/ontology#ArgumentFromSign",)
    assert step(g, "2").sources == (g["1"].iri,)
    assert step(g, "2").target == g["3"].iri
    assert said["OVA"]["nodes"][0] == {"nodeID": 1, "visible": True, "x": 10, "y": 20}
    assert not account.lossless


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("dialogue.json", "aif-json"),
        ("issues.xaif.json", "xaif"),
        ("editor.ova2.json", "ova2"),
    ],
)
def test_the_content_tells_the_dialect(name: str, format: str) -> None:
    data = (FIXTURES / name).read_bytes()

    assert of_content("x.json", data).name == format
    told = [sniff_aif_json(data), sniff_xaif(data), sniff_ova2(data)]
    assert told.count(True) == 1
