"""The page with a verdict in the argument: what its data say, and what a reader sees."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pages import opened
from whyso import ontology
from whyso.graph import ArgumentGraph, parse
from whyso.graph.semantics import GROUNDS
from whyso.graph.semantics.answering import ANSWERED
from whyso.graph.semantics.recording.writing import record
from whyso.graph.view.details import details
from whyso.graph.view.page import page
from whyso.graph.view.words import WORDS

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

PLACE = ontology.ID + "tea/"
TEA = """
@prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <https://w3id.org/whyso/id/tea/> .
:q1 a arg:Question ; rdfs:label "Tea?"@en , "喝茶？"@zh .
:c1 a arg:Claim ; rdfs:label "Tea."@en , "喝茶。"@zh ; arg:answers :q1 ; arg:status arg:stated .
:c2 a arg:Claim ; rdfs:label "No."@en ; arg:answers :q1 ; arg:status arg:quoted .
:c3 a arg:Claim ; rdfs:label "Milk."@en ; arg:answers :q1 ; arg:status arg:quoted .
:x1 a arg:Rebuttal ; arg:attacker :c1 ; arg:target :c2 .
"""
JUDGED = {
    "c1": {"acceptance": "accepted", "ground": "granted", "strength": "0.50"},
    "c2": {"acceptance": "rejected", "ground": "attacked", "strength": "0.00"},
    "c3": {"acceptance": "undecided", "ground": "open", "strength": "0.00"},
    "q1": {"coverage": "answered"},
}


@pytest.fixture
def tea() -> ArgumentGraph:
    g = parse(TEA)
    for standpoint in ("evidence", "speaker"):
        record(g.verdict(standpoint), g.store)
    return g


def judged(g: ArgumentGraph) -> dict[str, Any]:
    return {
        iri.removeprefix(PLACE): said["verdict"]
        for iri, said in details(g).items()
        if "verdict" in said
    }


def about(g: ArgumentGraph) -> dict[str, Any]:
    (text,) = re.findall(r'<script[^>]* id="data-about"[^>]*>(.*?)</script>', page(g), re.DOTALL)
    found: dict[str, Any] = json.loads(text)
    return found


def grow(g: ArgumentGraph) -> None:
    g.store.read_text(f"<{PLACE}c9> a <{ontology.ARG}Claim> .", "turtle")
    g.refresh()


def test_cards_are_told_status_strength_and_ground(tea: ArgumentGraph) -> None:
    assert judged(tea) == JUDGED
    assert about(tea)["verdict"]["title"]["en"] == "Verdict: the speaker's word"


def test_a_page_without_a_verdict_says_nothing_of_one() -> None:
    g = parse(TEA)

    assert judged(g) == {}
    assert "verdict" not in about(g)


def test_a_stale_verdict_is_left_out_and_that_is_said(tea: ArgumentGraph) -> None:
    grow(tea)
    assert judged(tea) == {}
    assert about(tea)["verdict"] == {
        "title": {"en": "Verdict", "zh": "裁断"},
        "notes": {
            "en": ["Verdicts left out, because the argument has changed since: 2"],
            "zh": ["因论证已有改动而略去的裁断：2"],
        },
    }

    record(tea.verdict("evidence"), tea.store)
    assert judged(tea)["c1"]["acceptance"] == "undecided"
    told = about(tea)["verdict"]
    assert told["title"]["en"] == "Verdict: only evidence"
    assert told["notes"]["en"][0].endswith(": 1")


def test_what_no_verdict_says_is_passed_over(tea: ArgumentGraph) -> None:
    (graph,) = (one.value for one in tea.store.verdict_graphs() if one.value.endswith("speaker"))
    tea.store.read_text(
        f"<{graph}> {{ <{PLACE}c1> <{ontology.ARG}ground> <{ontology.ARG}aaa> . }}", "trig"
    )

    assert set(judged(tea)) == set(JUDGED) - {"c1"}


def test_a_reader_sees_marks_and_words_in_both_languages(
    tea: ArgumentGraph, context: "BrowserContext", tmp_path: Path
) -> None:
    address = tea.to_html(tmp_path / "tea.html").as_uri()
    tab = context.new_page()
    for lang in ("en", "zh"):
        words = WORDS[lang]["verdict"]
        opened(tab, f"{address}#lang={lang}")
        panel = tab.locator("#panel")
        assert [panel.locator(".badge").nth(place).inner_text() for place in range(3)] == [
            words[name] for name in ("accepted", "rejected", "undecided")
        ]
        # Three shapes, so that they are told apart without colour.
        marks = panel.locator(".badge svg path:last-child")
        assert len({marks.nth(place).get_attribute("d") for place in range(3)}) == 3
        assert words["meaning"] in panel.inner_text()
        for name, said in JUDGED.items():
            opened(tab, f"{address}#n={name}&lang={lang}")
            text = panel.inner_text()
            if name == "q1":
                assert ANSWERED["answered"][lang] in text
                assert panel.locator(".badge").count() == 0
            else:
                status = words["strength"].replace("{0}", words[said["acceptance"]])
                assert status.replace("{1}", said["strength"]) in text
                assert GROUNDS[said["ground"]][lang] in text
    tab.close()


def test_marks_are_drawn_on_the_cards(context: "BrowserContext", tmp_path: Path) -> None:
    address = parse(TEA).to_html(tmp_path / "tea.html").as_uri()
    pictures = []
    tab = context.new_page()
    for reader in ("none", "speaker"):
        opened(tab, f"{address}#for={reader}")
        pictures.append(tab.locator("#map canvas").screenshot())
    tab.close()

    assert pictures[0] != pictures[1]
