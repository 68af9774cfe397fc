"""AIF in JSON goes out as it came in, and a graph from elsewhere survives."""

import json
from pathlib import Path

import pytest
from aif_files import FIXTURES, fixture, through_text, whys

from whyso.graph import ArgumentGraph, sample
from whyso.graph.formats.aif.aif_json import read_aif_json, sniff_aif_json, write_aif_json
from whyso.graph.formats.aif.xaif import read_xaif, write_xaif
from whyso.graph.store import Store


@pytest.fixture(scope="module")
def dialogue() -> ArgumentGraph:
    return fixture("dialogue.json")[0]


@pytest.mark.parametrize("name", ["dialogue.json", "rules-broken.json"])
def test_aif_json_comes_back_identical(name: str) -> None:
    data = (FIXTURES / name).read_bytes()

    written, account = write_aif_json(through_text(read_aif_json(data, name=name)[0], name))

    assert json.loads(written) == json.loads(data)
    assert account.lossless


@pytest.mark.parametrize("name", ["positions.xaif.json", "issues.xaif.json"])
def test_xaif_comes_back_identical(name: str) -> None:
    data = (FIXTURES / name).read_bytes()

    written, account = write_xaif(through_text(read_xaif(data, name=name)[0], name))

    assert json.loads(written) == json.loads(data)
    assert account.lossless


def test_what_aif_json_holds_stands_in_xaif_unchanged() -> None:
    data = (FIXTURES / "dialogue.json").read_bytes()

    written, account = write_xaif(fixture("dialogue.json")[0])

    assert json.loads(written)["AIF"] == json.loads(data)
    assert account.lossless


def test_a_graph_from_elsewhere_survives_xaif() -> None:
    written, account = write_xaif(sample())

    again = ArgumentGraph(read_xaif(written, name="elsewhere.json")[0])

    assert again == sample()
    assert account.lossless


def test_tools_can_add_nodes_to_xaif_and_nothing_else_changes() -> None:
    said = json.loads(write_xaif(sample())[0])
    ids = [int(node["nodeID"]) for node in said["AIF"]["nodes"]]  # oAMF counts on
    i1, i2 = [node["nodeID"] for node in said["AIF"]["nodes"] if node["type"] == "I"][:2]
    new = str(max(ids) + 1)
    said["AIF"]["nodes"].append({"nodeID": new, "type": "RA", "text": "Default Inference"})
    said["AIF"]["edges"] += [{"fromID": i1, "toID": new}, {"fromID": new, "toID": i2}]

    again = ArgumentGraph(read_xaif(json.dumps(said).encode(), name="elsewhere.json")[0])

    assert len(again.inferences()) == len(sample().inferences()) + 1
    assert set(sample().store.quads()) <= set(again.store.quads())


def test_a_node_that_a_tool_took_out_of_xaif_stays_out() -> None:
    said = json.loads(write_xaif(sample())[0])
    claim = sample()["c2"]
    number = next(n for n, id in said["whyso"]["ids"].items() if id == "c2")
    aif = said["AIF"]
    aif["nodes"] = [node for node in aif["nodes"] if node["nodeID"] != number]
    aif["edges"] = [edge for edge in aif["edges"] if number not in (edge["fromID"], edge["toID"])]

    store, account = read_xaif(json.dumps(said).encode(), name="elsewhere.json")

    assert claim.iri not in {one.iri for one in ArgumentGraph(store).statements()}
    assert ("whyso", "its node is no longer in the file") in whys(account)


def test_undercuts_linked_premises_schemes_speakers_and_questions_survive_aif_json() -> None:
    before = sample()

    after = ArgumentGraph(read_aif_json(write_aif_json(before)[0], name=before_name())[0])

    for kind in ("inference", "undercut", "rebuttal", "undermining"):
        steps = {
            step.iri: (step.sources, step.target, step.schemes)
            for step in (*before.inferences(), *before.conflicts())
            if step.kind == kind
        }
        assert steps == {
            step.iri: (step.sources, step.target, step.schemes)
            for step in (*after.inferences(), *after.conflicts())
            if step.kind == kind
        }
    assert {q.iri for q in before.questions()} == {q.iri for q in after.questions()}
    speaker = {one.iri: one.asserted_by.iri for one in before.statements() if one.asserted_by}
    assert speaker == {
        one.iri: one.asserted_by.iri for one in after.statements() if one.asserted_by
    }
    answers = "SELECT ?a ?q { ?a arg:answers ?q }"
    assert set(before.query(answers)) == set(after.query(answers))


def before_name() -> str:
    return "government-guarantees.json"


def test_the_account_of_aif_json_is_the_difference() -> None:
    before = sample()
    data, account = write_aif_json(before)
    after = read_aif_json(data, name=before_name())[0]

    one, other = set(before.store.quads()), set(after.quads())

    assert account.kept["triples"] == len(one & other)
    lost = sum(row.triples for row in account.dropped)
    changed = sum(row.triples for row in account.approximated)
    added = sum(row.triples for row in account.approximated if row.why.startswith("added"))
    assert lost + changed - added == len(one - other)


def test_the_graph_goes_before_what_was_carried(dialogue: ArgumentGraph) -> None:
    text = dialogue.store.serialize("n-quads").decode()
    text = text.replace('"engineers know kettles"', '"engineers test kettles"')
    node = "<http://www.aifdb.org/nodes/70118>"
    text = "\n".join(line for line in text.split("\n") if node not in line)
    store = Store()
    store.read_text(text, "n-quads")

    said = json.loads(write_aif_json(ArgumentGraph(store))[0])

    texts = {one["nodeID"]: one["text"] for one in said["nodes"]}
    assert texts["70111"] == "engineers test kettles"
    assert "70118" not in texts
    assert not any("70118" in (edge["fromID"], edge["toID"]) for edge in said["edges"])


def test_what_was_added_to_the_graph_is_written(dialogue: ArgumentGraph) -> None:
    store = Store()
    store.read_text(dialogue.store.serialize("trig"), "trig", name="dialogue.trig")
    graph = "<https://w3id.org/whyso/graph/dialogue>"
    arg = "https://w3id.org/whyso/ontology#"
    new = "https://w3id.org/whyso/id/dialogue/"
    lines = [
        f'<{new}c1> <http://www.w3.org/2000/01/rdf-schema#label> "new" {graph} .',
        f"<{new}c1> a_ <{arg}Claim> {graph} .",
        f"<{new}x1> a_ <{arg}Rebuttal> {graph} .",
        f"<{new}x1> <{arg}attacker> <{new}c1> {graph} .",
        f"<{new}x1> <{arg}target> <http://www.aifdb.org/nodes/70103> {graph} .",
    ]
    type_ = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    store.read_text("\n".join(lines).replace("a_", type_), "n-quads", name="new.nq")

    said = json.loads(write_aif_json(ArgumentGraph(store))[0])

    ends = {(edge["fromID"], edge["toID"]) for edge in said["edges"]}
    assert {("c1", "x1"), ("x1", "70103")} <= ends


def test_nodesets_merge_on_the_ids_of_aifdb() -> None:
    store = Store()
    for name in ("one.json", "two.json"):
        node = {"nodeID": "70103", "type": "I", "text": "shared"}
        own = {"nodeID": f"7{len(name)}{name[0]}", "type": "I", "text": name}
        part, _ = read_aif_json(json.dumps({"nodes": [node, own]}).encode(), name=name)
        store.read_text(part.serialize("n-quads"), "n-quads")

    g = ArgumentGraph(store)

    assert len(store.source_graphs()) == 2
    assert sorted(one.label() for one in g.statements()) == ["one.json", "shared", "two.json"]
    assert len(json.loads(write_aif_json(g)[0])["nodes"]) == 3
    again = read_xaif(write_xaif(g)[0], name="both.json")[0]
    assert ArgumentGraph(again) == g


def corpus(shared: Path, step: int) -> list[Path]:
    files = sorted((shared / "data").glob("aif_*/*.json"))
    if not files:
        pytest.skip("no ../shared/data/aif_*")
    return [path for path in files[::step] if sniff_aif_json(path.read_bytes())]


def test_nodesets_of_the_corpora_come_back_identical(shared: Path) -> None:
    for path in corpus(shared, 5):
        assert_same(path)


@pytest.mark.slow
def test_all_nodesets_come_back_identical(shared: Path) -> None:
    nodesets = corpus(shared, 1)

    assert len(nodesets) > 50
    for path in nodesets:
        assert_same(path)


def assert_same(path: Path) -> None:
    data = path.read_bytes()
    g = through_text(read_aif_json(data, name=path.name)[0], path.name)

    written, account = write_aif_json(g)

    assert json.loads(written) == json.loads(data), path.name
    assert account.lossless, path.name


def test_xaif_of_other_tools_comes_back_identical(shared: Path) -> None:
    folder = shared / "data"
    files = [*folder.glob("xaif_docs/*.json"), *folder.glob("ibis_xaif/individual_aif/*.json")]
    if not files:
        pytest.skip("no ../shared/data/xaif_docs")
    for path in files:
        data = path.read_bytes()

        written, account = write_xaif(through_text(read_xaif(data, name=path.name)[0], path.name))

        assert json.loads(written) == json.loads(data), path.name
        assert account.lossless, path.name
