"""Finding every card by search and by outline, and reading about it in the panel."""

from typing import TYPE_CHECKING, Any

import pytest

from pages import everything, joints, opened, selected, undrawn
from whyso.graph import ArgumentGraph
from whyso.graph.view.details import scheme_names
from whyso.graph.view.words import WORDS

if TYPE_CHECKING:
    from playwright.sync_api import Page

WALKED = ["premise", "conclusion", "attacker", "target"]


# Finding


def test_every_card_is_found_by_its_id_and_choosing_it_tells_about_it(
    page: "Page", g: ArgumentGraph
) -> None:
    ids = {iri: g[iri].id for iri in everything(g)}
    told = undrawn(page).evaluate(
        """ids => ids.map(id => {
          const query = document.querySelector("#query");
          query.value = id;
          query.dispatchEvent(new Event("input", { bubbles: true }));
          document.querySelector("#hits li").click();
          const text = (part) => document.querySelector(`#panel ${part}`).textContent;
          return [whyso.state.selected, text(".title .quiet"), text("p.text")];
        })""",
        list(ids.values()),
    )
    assert told == [[iri, name, g[iri].labels["en"]] for iri, name in ids.items()]


@pytest.mark.parametrize("reading", ["en", "zh"])
def test_every_card_is_found_by_words_of_its_labels_whatever_language_is_shown(
    tab: "Page", address: str, g: ArgumentGraph, reading: str
) -> None:
    page = opened(tab, f"{address}#lang={reading}")
    wanted = []
    for iri in sorted(everything(g)):
        labels = g[iri].labels
        wanted.append((iri, " ".join(reversed(labels["en"].upper().split()))))
        wanted.append((iri, labels["zh"][-8:]))
    missed = page.evaluate(
        "wanted => wanted.filter(([iri, text]) => !whyso.find(text).includes(iri))", wanted
    )
    assert missed == []


def test_a_search_lists_what_it_finds_and_only_that(page: "Page", g: ArgumentGraph) -> None:
    page.fill("#query", "taxpayers")
    hits = page.locator("#hits li small").all_text_contents()
    nodes = [g[iri] for iri in everything(g)]
    assert {node.id for node in nodes if "taxpayers" in node.labels["en"].lower()} <= set(hits)
    assert set(hits) <= {node.id for node in nodes if "taxpayers" in str(node).lower()}
    page.fill("#query", "taxpayers nosuchword")
    assert page.locator("#hits").is_hidden()


def test_a_step_without_a_card_leads_to_what_it_starts_from(
    tab: "Page", address: str, g: ArgumentGraph
) -> None:
    plain = [step for step in (*g.inferences(), *g.conflicts()) if step.iri not in joints(g)]
    page = opened(tab, f"{address}#n={plain[0].id}")
    assert selected(page) == plain[0].sources[0]
    found = page.evaluate("ids => ids.map(id => whyso.find(id))", [step.id for step in plain])
    assert all(step.sources[0] in hits for step, hits in zip(plain, found, strict=True))


def test_the_outline_has_every_card_and_clicking_an_entry_chooses_it(
    page: "Page", g: ArgumentGraph
) -> None:
    chosen = undrawn(page).evaluate(
        """() => {
          const find = (part) => document.querySelector(`#outline ${part}`);
          const all = [...document.querySelectorAll("#outline li")].map((item) => item.dataset.id);
          return all.map((id) => {
            find(`[data-id="${id}"] .text`).click();
            return [id, whyso.state.selected, find("[aria-selected=true]").dataset.id];
          });
        }"""
    )
    assert {entry[0] for entry in chosen} == everything(g)
    assert len(chosen) == len(everything(g))
    assert all(entry == [entry[0]] * 3 for entry in chosen)


# Reading


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_panel_tells_all_that_the_record_holds(
    tab: "Page", address: str, g: ArgumentGraph, lang: str
) -> None:
    page = opened(tab, f"{address}#show=all&lang={lang}")
    panels = undrawn(page).evaluate(
        """ids => ids.map(id => {
          whyso.select(id);
          return document.querySelector("#panel").textContent;
        })""",
        cards := sorted(everything(g)),
    )
    w = WORDS[lang]
    for iri, panel in zip(cards, panels, strict=True):
        node: Any = g[iri]
        is_step = iri in joints(g)
        wanted = [node.labels[lang]] if is_step else list(node.labels.values())
        wanted += [iri, node.id, w["kind"][getattr(node, "kind", "utterance")]]
        wanted += [w["status"][node.status]] if node.status else []
        certainty = getattr(node, "certainty", None)
        wanted += [w["certainty"], w["certainties"][certainty]] if certainty else []
        agents = [getattr(node, "asserted_by", None) or getattr(node, "speaker", None)]
        agents += getattr(node, "reported_by", ())
        wanted += [agent.labels[lang] for agent in agents if agent]
        wanted += [scheme_names()[scheme][lang] for scheme in getattr(node, "schemes", ())]
        wanted += node.notes.get(lang, ())
        for passage in node.passages:
            where = w["sentence" if passage.sentence else "paragraph"]
            wanted.append(where.format(passage.paragraph, passage.sentence))
            wanted.append(w["tongues"][passage.language])
        assert [text for text in wanted if text not in panel] == [], iri
        for slip in ("[object", "undefined", "null", "NaN", "{0}", "{1}"):
            assert slip not in panel, (iri, slip)


def neighbours(g: ArgumentGraph) -> dict[str, set[str]]:
    """What the panel of a card should lead to: what it is tied to, directly or by a step."""
    net = g.to_networkx()
    cards = everything(g)
    tied: dict[str, set[str]] = {card: set() for card in cards}

    def tie(start: str, end: str) -> None:
        if start in cards and end in cards and start != end:
            tied[start].add(end)
            tied[end].add(start)

    for start, end, role in net.edges(keys=True):
        if role not in WALKED:
            tie(start, end)
    for step in (*g.inferences(), *g.conflicts()):
        for source in step.sources:
            tie(source, step.target or "")
            if step.iri in cards:
                tied[step.iri] |= {source, step.target or ""}
    return tied


def test_relations_in_the_panel_lead_to_the_cards_they_name(page: "Page", g: ArgumentGraph) -> None:
    found = undrawn(page).evaluate(
        """ids => ids.map((id, number) => {
          whyso.select(id);
          const links = [...document.querySelectorAll("#panel .card")];
          const named = links.map((link) => [link.dataset.id, link.textContent]);
          const link = links[number % links.length];
          if (!link) return [named, null];
          link.click();
          const title = document.querySelector("#panel p.text").textContent;
          return [named, [link.dataset.id, whyso.state.selected, link.textContent, title]];
        })""",
        cards := sorted(everything(g)),
    )
    wanted = neighbours(g)
    for iri, (named, clicked) in zip(cards, found, strict=True):
        assert {target for target, _ in named} == wanted[iri], iri
        for target, text in named:
            assert target in joints(g) or text == g[target].labels["en"], iri
        if clicked:
            aimed, reached, text, title = clicked
            assert reached == aimed, iri
            assert aimed in joints(g) or title == text, iri
