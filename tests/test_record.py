"""Verdicts as data: what is written is the verdict, is kept apart from the argument, and ages.

rdflib reads what is written, as another program would; hashlib and a saved file are the oracle of
the digests.
"""

import hashlib
import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyoxigraph as ox
import pytest
from rdflib import PROV, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

from whyso import ontology
from whyso.graph import ArgumentGraph, load, parse, sample
from whyso.graph.errors import FormatError, InputError
from whyso.graph.semantics import GROUNDS, STATUSES, Options
from whyso.graph.semantics.answering import ANSWERED, answering
from whyso.graph.semantics.recording.reading import COVERAGE
from whyso.graph.semantics.recording.writing import (
    chosen,
    fresh_records,
    graph_of,
    read_records,
    record,
)

ARG = Namespace(ontology.ARG)
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
TEA = """
@prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix : <https://w3id.org/whyso/id/tea/> .
:q1 a arg:Question .
:c1 a arg:Claim ; arg:answers :q1 . :c2 a arg:Claim . :c3 a arg:Claim ; arg:status arg:quoted .
:i1 a arg:Inference ; arg:premise :c2 ; arg:conclusion :c1 .
:x1 a arg:Undercut ; arg:attacker :c3 ; arg:target :i1 .
"""
MILK = TEA.replace("id/tea/", "id/milk/")


@pytest.fixture
def tea() -> ArgumentGraph:
    return parse(TEA)


def by_rdflib(g: ArgumentGraph, graph: str) -> Graph:
    """Return one named graph as rdflib reads it from what is saved."""
    quads = g.store.serialize("n-quads", verdicts=True).decode().splitlines()
    ending = f"<{graph}> ."
    triples = [quad.removesuffix(ending) + "." for quad in quads if quad.endswith(ending)]
    return Graph().parse(data="\n".join(triples), format="nt")


def brief(claim: str) -> dict[str, str]:
    """Explain nothing: that is done elsewhere, and takes its time."""
    return {}


def number_of_quads(g: ArgumentGraph, graph: str) -> int:
    return len(list(g.store.engine.quads_for_pattern(None, None, None, ox.NamedNode(graph))))


# What is written


@pytest.mark.parametrize("standpoint", ["speaker", "evidence", "sceptic"])
def test_the_graph_says_of_each_claim_step_and_question_what_the_verdict_is(
    standpoint: str,
) -> None:
    g = sample()
    verdict = g.verdict(standpoint)
    said = by_rdflib(g, record(verdict, g.store, explain=brief).graph)

    for found in verdict.findings():
        node = URIRef(found.claim)
        assert list(said.objects(node, ARG.acceptance)) == [ARG[found.status]]
        assert list(said.objects(node, ARG.ground)) == [ARG[found.ground]]
        (strength,) = said.objects(node, ARG.strength)
        assert float(str(strength)) == pytest.approx(found.strength, abs=5.1e-7)
    steps = {step.iri for step in (*g.inferences(), *g.conflicts())}
    claims = {found.claim for found in verdict.findings()}
    assert {str(node) for node in said.subjects(ARG.acceptance, None)} == claims
    assert {str(node) for node in said.subjects(ARG.effect, None)} == steps
    answers = {one.question: COVERAGE[one.result] for one in answering(verdict, g.to_networkx())}
    assert {str(q): str(value) for q, value in said.subject_objects(ARG.coverage)} == {
        question: ontology.ARG + term for question, term in answers.items()
    }


def test_a_step_is_accepted_if_it_carries(tea: ArgumentGraph) -> None:
    first = record(tea.verdict(), tea.store).found
    granted = record(tea.verdict("SELECT ?c { ?c a arg:Claim }"), tea.store).found
    place = ontology.ID + "tea/"

    # Reported words are not granted, so whether they undercut the step is undecided.
    assert [first[place + one].status for one in ("c3", "x1", "i1")] == ["undecided"] * 3
    assert [granted[place + one].status for one in ("c3", "x1", "i1", "c1")] == [
        *("accepted", "accepted", "rejected", "accepted")
    ]


def test_where_it_comes_from_is_told_in_prov(tea: ArgumentGraph) -> None:
    found = record(tea.verdict(options=Options(base="uniform")), tea.store, time=NOON)
    said = by_rdflib(tea, found.graph)
    verdict = URIRef(found.graph)
    (run,) = said.objects(verdict, PROV.wasGeneratedBy)
    (used,) = said.objects(run, PROV.used)
    (agent,) = said.objects(run, PROV.wasAssociatedWith)

    assert set(said.objects(verdict, RDF.type)) == {ARG.Verdict}
    assert (run, RDF.type, PROV.Activity) in said
    assert (agent, RDF.type, PROV.SoftwareAgent) in said
    assert str(used) == ontology.GRAPH + "tea"
    assert [str(time) for time in said.objects(verdict, PROV.generatedAtTime)] == [
        "2026-11-26T12:00:00+00:00"
    ]
    assert [str(name) for name in said.objects(verdict, ARG.semantics)] == ["grounded"]
    assert "base=uniform" in {str(option) for option in said.objects(verdict, ARG.option)}
    assert Literal("the speaker's word", lang="en") in set(said.objects(verdict, RDFS.label))


def test_the_digest_is_that_of_the_data_saved_as_n_triples(
    tea: ArgumentGraph, tmp_path: Path
) -> None:
    path = tea.save(tmp_path / "tea.nt")
    found = record(tea.verdict(), tea.store)

    assert dict(found.digests) == {
        ontology.GRAPH + "tea": hashlib.sha256(path.read_bytes()).hexdigest()
    }


def test_an_own_standpoint_is_told_with_its_query(tea: ArgumentGraph) -> None:
    query = "SELECT ?c { ?c a arg:Claim }"
    own = record(tea.verdict(query), tea.store, name="all claims")
    shipped = record(tea.verdict(), tea.store)

    assert (own.standpoint, own.grants) == ("own", query)
    assert own.graph == ontology.VERDICT + "tea/all%20claims"
    assert (shipped.standpoint, shipped.grants) == ("speaker", None)


def test_what_some_extension_accepts_is_told_where_it_is_not_plain(tea: ArgumentGraph) -> None:
    plain = record(tea.verdict(), tea.store, name="plain").found
    preferred = tea.verdict(options=Options(semantics="preferred"))
    told = record(preferred, tea.store, name="preferred").found

    assert {one.defensible for one in plain.values()} == {None}
    assert {found.claim: told[found.claim].defensible for found in preferred.findings()} == {
        found.claim: found.defensible for found in preferred.findings()
    }


def test_a_strength_that_did_not_settle_is_left_out(tea: ArgumentGraph) -> None:
    verdict = tea.verdict()
    verdict.__dict__["strengths"] = SimpleNamespace(values=np.array([0.25, np.nan, 1.0]))

    found = record(verdict, tea.store, explain=brief).found

    claims = [ontology.ID + f"tea/c{number}" for number in (1, 2, 3)]
    assert [found[claim].strength for claim in claims] == [0.25, None, 1.0]


def test_explanations_are_those_asked_for(tea: ArgumentGraph) -> None:
    found = record(
        tea.verdict(), tea.store, explain=lambda claim: {"en": f"Because of {claim[-2:]}."}
    )

    assert found.found[ontology.ID + "tea/c2"].explanations == {"en": "Because of c2."}


def test_explanations_are_given_short_and_in_both_languages(tea: ArgumentGraph) -> None:
    found = record(tea.verdict(), tea.store).found
    place = ontology.ID + "tea/"

    told = found[place + "c1"].explanations
    assert sorted(told) == ["en", "zh"]
    # The reason, which reported words may undercut; no status, strength or note, told elsewhere.
    assert "i1" in told["en"] and "i1" in told["zh"]
    assert "c3" in told["en"]
    assert not re.search("standpoint|[Ss]trength|[Ss]emantics|true", told["en"])
    assert not re.search("立场|强度|语义", told["zh"])
    assert found[place + "q1"].explanations == ANSWERED[found[place + "q1"].coverage or ""]


def test_in_a_large_argument_grounds_explain_instead(
    tea: ArgumentGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("whyso.graph.semantics.recording.writing._EXPLAINED", 2)
    found = record(tea.verdict(), tea.store).found

    told = {one.ground: one.explanations for one in found.values() if one.ground}
    assert told
    assert told == {ground: GROUNDS[ground] for ground in told}


def test_the_ontology_has_a_term_for_each_word_of_a_verdict() -> None:
    graph = Graph().parse(data=ontology.file("ontology.ttl"), format="turtle")

    def terms(scheme: str) -> set[str]:
        found = graph.subjects(SKOS.inScheme, ARG[scheme])
        return {str(term).removeprefix(ontology.ARG) for term in found}

    assert terms("AcceptanceScheme") == set(STATUSES.values())
    assert terms("GroundScheme") == set(GROUNDS)
    assert terms("CoverageScheme") == {COVERAGE[word] for word in ANSWERED}
    assert set(COVERAGE) == set(ANSWERED)


# When


def test_the_same_verdict_at_the_same_time_is_the_same_bytes() -> None:
    texts = set()
    for _ in range(2):
        g = sample()
        record(g.verdict(), g.store, time=NOON, explain=brief)
        texts.add(g.store.serialize("trig", verdicts=True))

    assert len(texts) == 1


def test_only_the_time_differs_at_another_time(tea: ArgumentGraph) -> None:
    lines = []
    for time in (NOON, NOON + timedelta(hours=1)):
        graph = record(tea.verdict(), tea.store, time=time).graph
        lines.append(set(tea.store.sorted_lines(verdicts=True)[graph]))

    assert [len(lines[0] - lines[1]), len(lines[1] - lines[0])] == [1, 1]
    assert "generatedAtTime" in (lines[0] - lines[1]).pop()


@pytest.mark.parametrize(
    ("time", "told"),
    [
        (datetime(2026, 11, 26, 12, 0, 30, 999), "2026-11-26T12:00:30Z"),
        (datetime(2026, 11, 26, 1, 0, tzinfo=timezone(timedelta(hours=2))), "2026-11-25T23:00:00Z"),
    ],
)
def test_a_time_is_told_in_utc_and_whole_seconds(
    tea: ArgumentGraph, time: datetime, told: str
) -> None:
    assert record(tea.verdict(), tea.store, time=time).time == told


def test_the_environment_may_say_the_time(
    tea: ArgumentGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert record(tea.verdict(), tea.store).time == "1970-01-02T00:00:00Z"
    assert record(tea.verdict(), tea.store, time=NOON).time == "2026-11-26T12:00:00Z"

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(InputError, match="SOURCE_DATE_EPOCH: 'yesterday'"):
        record(tea.verdict(), tea.store)
    # What stood there stands there still.
    assert [one.time for one in read_records(tea.store)] == ["2026-11-26T12:00:00Z"]


# Apart from the argument


def test_the_argument_is_the_same_with_a_verdict_in_it() -> None:
    pytest.importorskip("shacl")
    g, plain = sample(), sample()
    record(g.verdict("evidence"), g.store, explain=brief)

    assert g == plain
    assert g.store.source_graphs() == plain.store.source_graphs()
    assert [graph.value for graph in g.store.verdict_graphs()] == [graph_of(g.store, "evidence")]
    ours, theirs = g.to_networkx(), plain.to_networkx()
    assert (list(ours.nodes(data=True)), list(ours.edges(data=True, keys=True)), ours.graph) == (
        list(theirs.nodes(data=True)),
        list(theirs.edges(data=True, keys=True)),
        theirs.graph,
    )
    assert g.statements() == plain.statements()
    assert g.verdict("sceptic").findings() == plain.verdict("sceptic").findings()
    assert g.check(engine="shacl").text() == plain.check(engine="shacl").text()
    g.store.derive()
    assert not [
        name for name in g.store.engine.named_graphs() if "derived/verdict" in str(name).lower()
    ]


@pytest.mark.parametrize("suffix", ["trig", "nq", "jsonld", "trig.gz"])
def test_a_verdict_comes_back_from_a_file(suffix: str, tmp_path: Path) -> None:
    g = sample()
    written = [
        record(g.verdict(name), g.store, time=NOON, explain=brief) for name in ("speaker", "stated")
    ]
    g.store.derive()  # what is derived is not saved

    back = load(g.save(tmp_path / f"claims.{suffix}"))

    assert back == sample()
    assert list(read_records(back.store)) == written
    assert fresh_records(back.store) == read_records(back.store)
    assert all(str(tmp_path) in back.store.files[one.graph] for one in written)


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf"])
def test_a_syntax_without_named_graphs_refuses_verdicts(
    tea: ArgumentGraph, suffix: str, tmp_path: Path
) -> None:
    record(tea.verdict(), tea.store)
    path = tmp_path / f"tea.{suffix}"

    with pytest.raises(FormatError, match=r"cannot hold verdicts.*\.trig"):
        tea.save(path)
    assert not path.exists()


def test_verdicts_can_be_kept_in_a_file_of_their_own(tea: ArgumentGraph, tmp_path: Path) -> None:
    found = record(tea.verdict(), tea.store)
    data, verdicts = tmp_path / "tea.ttl", tmp_path / "verdicts.nq"
    data.write_text(TEA, "utf-8")
    tea.store.engine.dump(verdicts, ox.RdfFormat.N_QUADS)
    lines = [line for line in verdicts.read_text().splitlines() if f"<{found.graph}> ." in line]
    verdicts.write_text("\n".join(lines) + "\n")

    assert fresh_records(load(data, verdicts).store) == (found,)
    with pytest.raises(InputError, match="nothing to show"):
        load(verdicts)


def test_a_verdict_on_nameless_claims_finds_them_again(tmp_path: Path) -> None:
    g = parse("""
        @prefix arg: <https://w3id.org/whyso/ontology#> .
        [] a arg:Claim ; arg:status arg:quoted . [] a arg:Claim ; arg:status arg:stated .
    """)
    written = record(g.verdict(), g.store, time=NOON)

    back = load(g.save(tmp_path / "nameless.trig"))
    back.store.name_blanks()

    assert back == g
    assert read_records(back.store) == (written,)
    verdict = back.verdict()
    assert {claim: one.status for claim, one in written.found.items()} == {
        found.claim: found.status for found in verdict.findings()
    }
    assert len(set(written.found)) == 2
    assert not written.stale(back.store)


# Several


def test_verdicts_of_several_standpoints_stand_side_by_side(tea: ArgumentGraph) -> None:
    for name in ("sceptic", "evidence", "speaker"):
        record(tea.verdict(name), tea.store)
    record(tea.verdict(options=Options(semantics="stable")), tea.store, name="aside")

    found = read_records(tea.store)

    assert [(one.standpoint, one.semantics) for one in found] == [
        ("speaker", "stable"),
        ("speaker", "grounded"),
        ("evidence", "grounded"),
        ("sceptic", "grounded"),
    ]
    assert chosen(found[1:]) == found[1]
    assert chosen(found[2:]) == found[2]


def test_a_verdict_takes_the_place_of_one_of_its_name(tea: ArgumentGraph) -> None:
    first = record(tea.verdict(), tea.store)
    before = number_of_quads(tea, first.graph)
    second = record(tea.verdict(options=Options(base="uniform")), tea.store)

    assert [one.options["base"] for one in read_records(tea.store)] == ["uniform"]
    assert number_of_quads(tea, second.graph) == before


def test_a_verdict_on_several_sources_names_them(tmp_path: Path) -> None:
    paths = [tmp_path / "tea.ttl", tmp_path / "milk.ttl"]
    for path, text in zip(paths, (TEA, MILK), strict=True):
        path.write_text(text, "utf-8")
    both = load(*paths)

    found = record(both.verdict(), both.store)

    assert found.graph == ontology.VERDICT + "milk+tea/speaker"
    assert set(found.digests) == {ontology.GRAPH + "milk", ontology.GRAPH + "tea"}
    many = "".join(
        f"<{ontology.ID}s{one}/c> <{RDF.type}> <{ontology.ARG}Claim> <{ontology.GRAPH}s{one}> .\n"
        for one in range(9)
    )
    assert graph_of(parse(many, "nq").store, "speaker") == ontology.VERDICT + "s0+8-more/speaker"


# Staleness


def change(g: ArgumentGraph, text: str, graph: str = "tea") -> None:
    head = f"@prefix arg: <{ontology.ARG}> . @prefix : <{ontology.ID}{graph}/> . "
    g.store.read_text(head + text, "turtle")
    g.refresh()


def test_a_verdict_is_stale_once_its_data_change(tea: ArgumentGraph) -> None:
    found = record(tea.verdict(), tea.store)
    assert not found.stale(tea.store)

    change(tea, ":c4 a arg:Claim .")
    assert found.stale(tea.store)
    assert fresh_records(tea.store) == ()

    tea.store.engine.remove(
        ox.Quad(
            ox.NamedNode(ontology.ID + "tea/c4"),
            ox.NamedNode(str(RDF.type)),
            ox.NamedNode(ontology.ARG + "Claim"),
            ox.NamedNode(ontology.GRAPH + "tea"),
        )
    )
    assert not found.stale(tea.store)


def test_a_verdict_is_stale_once_its_source_is_gone(tea: ArgumentGraph) -> None:
    found = record(tea.verdict(), tea.store)
    tea.store.engine.remove_graph(ox.NamedNode(ontology.GRAPH + "tea"))

    assert found.stale(tea.store)


def test_neither_another_source_nor_another_verdict_makes_it_stale(tea: ArgumentGraph) -> None:
    found = record(tea.verdict(), tea.store)
    change(tea, ":c1 a arg:Claim .", graph="milk")
    record(tea.verdict("sceptic"), tea.store)
    tea.store.derive()

    assert len(tea.store.source_graphs()) == 2
    assert not found.stale(tea.store)


@pytest.mark.parametrize(
    "said", ["<> a arg:Verdict", "<{0}> arg:standpoint 'x', 'y'", ":c1 :p _:b"]
)
def test_a_verdict_that_says_nothing_of_its_data_is_stale(tea: ArgumentGraph, said: str) -> None:
    graph = ontology.VERDICT + "tea/odd"
    head = f"@prefix arg: <{ontology.ARG}> . @prefix : <{ontology.ID}tea/> . "
    tea.store.read_text(
        f"{head} <{graph}> {{ {said.format(graph)} }}", "trig", base="http://example.org/"
    )

    (found,) = read_records(tea.store)

    assert found.stale(tea.store)
    assert found.standpoint in ("odd", "x")


def test_a_check_reports_stale_verdicts_and_no_others(tmp_path: Path) -> None:
    pytest.importorskip("shacl")
    g = sample()
    for name in ("speaker", "evidence"):
        record(g.verdict(name), g.store, explain=brief)
    path = g.save(tmp_path / "claims.trig")
    assert not load(path).check(engine="shacl").failed()
    old = record(load(path).verdict("sceptic"), g.store, explain=brief)
    g.store.read_text(
        f"<{ontology.ID}government-guarantees/c3> <{SKOS.note}> 'More.'@en .", "turtle"
    )
    record(g.verdict("evidence"), g.store, explain=brief)

    report = load(g.save(path)).check(engine="shacl")

    assert old.stale(g.store)
    assert [(one.rule, one.id, one.severity, one.file) for one in report.findings][:2] == [
        ("G06", "sceptic", "warning", str(path)),
        ("G06", "speaker", "warning", str(path)),
    ]
    assert {one.rule for one in report.findings if one.severity != "info"} == {"G06"}
    assert "whyso verdict --write" in report.findings[0].message()
    assert "已过时" in report.findings[0].message("zh")


def test_a_verdict_tampered_with_is_reported(tea: ArgumentGraph) -> None:
    found = record(tea.verdict(), tea.store)
    graph, claim = ox.NamedNode(found.graph), ox.NamedNode(ontology.ID + "tea/c1")
    tea.store.engine.add(
        ox.Quad(claim, ox.NamedNode(ontology.ARG + "strength"), ox.Literal("57"), graph)
    )

    assert "S48" in {one.rule for one in tea.check().findings}
