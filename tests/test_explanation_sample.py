"""Explanations of the argument that ships with whyso, as its readers see them."""

import json

import pytest

from whyso.graph import ArgumentGraph, sample
from whyso.graph.semantics import Options, standpoints
from whyso.graph.semantics.explaining.brief import briefs
from whyso.graph.semantics.explaining.explanation import explain
from whyso.graph.terminal.explaining import explanation_json, explanation_text, voice
from whyso.graph.terminal.table import width

CLAIMS = ("c3", "c44", "c67", "r1", "r2", "r12", "c57", "c80", "c42")


@pytest.fixture(scope="module")
def g() -> ArgumentGraph:
    return sample()


def ids(iris: tuple[str, ...]) -> list[str]:
    return [iri.rsplit("/", 1)[-1] for iri in iris]


def test_of_an_opponent_s_position_the_attack_and_each_reason_that_is_undercut_is_told(
    g: ArgumentGraph,
) -> None:
    found = explain(g.verdict(), "r1")
    assert (ids(found.claims), ids(found.links)) == (["c3", "r1"], ["x1"])
    assert found.otherwise == "rejected"
    failing = {ids((one.link,))[0]: ids(one.by) for one in found.others}
    assert failing == {
        "i10": ["x5", "c24"],
        "i11": ["x8", "c53"],
        "i12": ["x9", "c60"],
        "i15": ["r10"],
    }


def test_a_conclusion_of_the_analyst_s_tells_the_assumption_that_it_needs(g: ArgumentGraph) -> None:
    found = explain(g.verdict(), "r12")
    assert found.status == "accepted"
    assert ids(found.assumptions) == ["a6"]
    assert [(ids(one.claims), one.status) for one in found.without] == [(["c30"], "undecided")]
    assert explain(g.verdict("stated"), "r12").status == "undecided"


def test_reported_words_are_nobody_s_present_assertion(g: ArgumentGraph) -> None:
    for name in standpoints():
        assert explain(g.verdict(name), "c57").status == "undecided"
    found = explain(g.verdict(), "c57")
    assert ids(found.open) == ["c63"]
    assert voice(g, g.resolve("c57")) == "only reported, of Sam Altman"


def test_conceded_facts_stay_accepted_and_are_said_to_be_conceded(g: ArgumentGraph) -> None:
    for name in standpoints():
        assert explain(g.verdict(name), "c15").status == "accepted"
    assert voice(g, g.resolve("c15")) == "stated by Sam Altman, also conceded"


@pytest.mark.parametrize("name", standpoints())
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_text_fits_its_width_and_ends_with_what_accepted_means(
    g: ArgumentGraph, name: str, lang: str
) -> None:
    verdict = g.verdict(name)
    for claim in CLAIMS:
        found = explain(verdict, claim)
        for cells in (40, 80, 120):
            lines = explanation_text(g, found, lang=lang, cells=cells).splitlines()
            assert max(map(width, lines)) <= cells
        told = " ".join(line.strip() for line in lines[-2:])
        assert ("true." if lang == "en" else "为真。") in told
        assert claim in lines[0]


@pytest.mark.parametrize("semantics", ["preferred", "stable", "ideal"])
def test_claims_that_need_no_choice_are_explained_alike_under_all_semantics(
    g: ArgumentGraph, semantics: str
) -> None:
    pytest.importorskip("pysat")
    verdict = g.verdict(options=Options(semantics=semantics))
    found = explain(verdict, "r1")
    assert found.exists == verdict.exists
    if found.exists:
        assert ids(found.links) == ["x1"]


def test_json_has_full_names_labels_and_words(g: ArgumentGraph) -> None:
    told = json.loads(explanation_json(g, explain(g.verdict(), "r1"), lang="zh"))
    assert told["claim"] == g.resolve("r1")
    assert told["links"] == [g.resolve("x1")]
    assert told["labels"][g.resolve("c3")] == "OpenAI 不想为数据中心要政府担保。"
    assert told["text"][0].startswith("从“说话者的话”的立场看，r1 被否定：")


def test_each_claim_has_a_brief_explanation_in_both_languages(g: ArgumentGraph) -> None:
    verdict = g.verdict("evidence")
    brief = briefs(verdict)
    for iri in verdict.case.links.claims:
        told = brief(iri)
        assert told["en"].endswith(".")
        assert told["zh"].endswith("。")
    assert brief(g.resolve("c42"))["en"].endswith("See i26 (c43).")
