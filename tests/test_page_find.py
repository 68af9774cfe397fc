"""Finding every card by search, filter, outline and path, and reading about it in the panel."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pages import everything, joints, opened, selected, shown, undrawn
from whyso.graph import ArgumentGraph, parse
from whyso.graph.view.details import scheme_names
from whyso.graph.view.words import WORDS

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

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


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("CAFE", ["c1", "c2"]),  # the start of a word before its middle
        ("ｃａｆé", ["c1", "c2"]),
        ("ecafe", ["c2"]),
        ("c3", ["c3", "c1"]),  # the one that is called so before the one that speaks of it
        ("咖啡", ["c1"]),
        ("ÅNGSTROM", ["c3"]),
        ("straße", ["c3"]),
        ("full-width", ["c3"]),
        ("c1 c2", []),
        ("  ", []),
    ],
)
def test_search_leaves_accents_width_and_case_aside_and_puts_the_closest_first(
    spelled: "Page", said: str, found: list[str]
) -> None:
    hits = spelled.evaluate("said => whyso.find(said)", said)
    assert [iri.rsplit("/")[-1] for iri in hits] == found


@pytest.fixture(scope="module")
def spelled(context: "BrowserContext", tmp_path_factory: pytest.TempPathFactory) -> "Page":
    """A page in whose labels accents, wide letters and names of other claims occur."""
    g = parse(
        """
        @prefix : <https://w3id.org/whyso/id/t/> .
        @prefix arg: <https://w3id.org/whyso/ontology#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        :c1 a arg:Claim ; rdfs:label "The (Café) is open, as c3 says."@en , "咖啡馆开着。"@zh .
        :c2 a arg:Claim ; rdfs:label "A telecafe is not."@en .
        :c3 a arg:Claim ; rdfs:label "Ångström, Straße, ｆｕｌｌ－ｗｉｄｔｈ."@en .
        """
    )
    path = g.to_html(tmp_path_factory.mktemp("spelled") / "spelled.html")
    return opened(context.new_page(), path.as_uri())


@pytest.mark.parametrize(
    ("said", "marks"),
    [
        ("cafe", [["Café"], ["cafe"]]),
        ("CAFE open", [["Café", "open"]]),
        ("ＷＩＤＴＨ strasse", []),
        ("width straß", [["Straß", "ｗｉｄｔｈ"]]),
        ("开着", [["开着"]]),
    ],
)
def test_what_was_looked_for_is_marked_in_what_was_found(
    spelled: "Page", said: str, marks: list[list[str]]
) -> None:
    spelled.fill("#query", said)
    hits = spelled.locator("#hits li").all()
    assert [hit.locator("mark").all_text_contents() for hit in hits] == marks
    count = WORDS["en"]["hits"].format(len(marks))
    assert spelled.locator("#found").text_content() == count
    assert spelled.locator("#live").text_content() == count
    texts = ["The (Café) is open, as c3 says.", "A telecafe is not.", "咖啡馆开着。"]
    texts += ["Ångström, Straße, ｆｕｌｌ－ｗｉｄｔｈ."]
    assert {hit.locator("span").text_content() for hit in hits} <= set(texts)


def test_the_search_box_tells_of_its_list_as_a_combobox_does(page: "Page") -> None:
    box = page.locator("#query")

    def told() -> tuple[str | None, str | None, list[str]]:
        chosen = page.locator("#hits [aria-selected=true]").evaluate_all(
            "all => all.map(x => x.id)"
        )
        return (
            box.get_attribute("aria-expanded"),
            box.get_attribute("aria-activedescendant"),
            chosen,
        )

    page.fill("#query", "guarantee")
    last = page.locator("#hits li").count() - 1
    assert last > 3
    assert told() == ("true", None, [])
    for key, at in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", last)):
        page.keyboard.press(key)
        assert told() == ("true", f"hit-{at}", [f"hit-{at}"])
    page.keyboard.press("ArrowDown")
    assert told() == ("true", "hit-0", ["hit-0"])
    page.keyboard.press("Tab")
    assert page.locator("#hits").is_hidden()
    assert told()[:2] == ("false", None)
    page.fill("#query", "nosuchword")
    assert told()[:2] == ("false", None)
    assert page.locator("#found").text_content() == WORDS["en"]["hits"].format(0)


# Filters


def statements(g: ArgumentGraph) -> dict[str, Any]:
    return {node.iri: node for node in (*g.statements(), *g.utterances())}


def spoken(node: Any) -> set[str]:
    """By whom the page should say that a statement is said."""
    agents = {"stated": [getattr(node, "asserted_by", None)]}
    agents["quoted"] = [*getattr(node, "reported_by", ()), getattr(node, "speaker", None)]
    if agents["stated"][0]:
        del agents["quoted"]
    elif not agents["quoted"][0] and node.status == "reconstructed":
        return {"speaker:reconstructed"}
    said = {
        f"speaker:{how}:{agent.labels['en'].replace(' ', '_')}"
        for how, who in agents.items()
        for agent in who
        if agent
    }
    return said or {"speaker:none"}


LEGEND = """() => Object.fromEntries([...document.querySelectorAll("#legend .row")]
  .map((row) => [row.dataset.key, Number(row.querySelector(".number").textContent)]))"""


def test_the_legend_counts_by_certainty_and_speaker_and_counts_follow_the_filters(
    page: "Page", g: ArgumentGraph
) -> None:
    nodes = statements(g)
    keys = {
        iri: {f"certainty:{getattr(node, 'certainty', None) or 'none'}"} | spoken(node)
        for iri, node in nodes.items()
    }

    def counted(left: set[str]) -> Counter[str]:
        return Counter(key for iri in left for key in keys[iri])

    def told() -> dict[str, int]:
        rows: dict[str, int] = page.evaluate(LEGEND)
        return {key: count for key, count in rows.items() if key.startswith(("cert", "speak"))}

    assert told() == counted(set(nodes))
    page.click("#legend [data-key='kind:claim']")
    left = {iri for iri, node in nodes.items() if getattr(node, "kind", "") != "claim"}
    assert {key: count for key, count in told().items() if count} == counted(left)
    page.locator("#legend summary", has_text=WORDS["en"]["certainty"]).click()
    page.click("#legend [data-key='certainty:plain']")
    still = {iri for iri in left if "certainty:plain" not in keys[iri]}
    assert set(shown(page)) - joints(g) == still
    rows = told()
    assert rows["certainty:plain"] == counted(left)["certainty:plain"]  # what it would bring back
    speakers = {key: count for key, count in counted(still).items() if key.startswith("speaker")}
    assert {key: rows[key] for key in speakers} == speakers


def test_one_question_is_left_when_all_are_switched_off_and_it_is_switched_on(
    page: "Page", g: ArgumentGraph
) -> None:
    page.locator("#legend summary", has_text=WORDS["en"]["levels"]["questions"]).click()
    page.click("#legend .every[data-key=question]")
    assert not set(shown(page)) & {question.iri for question in g.questions()}
    page.click("#legend [data-key='question:q0b']")
    left = set(shown(page))
    assert page.evaluate(LEGEND)["question:q0b"] == len(left - joints(g))
    into = g.to_networkx().in_edges(g.resolve("q0b"), keys=True)
    answers = {answer for answer, _, role in into if role == "answers"}
    assert answers
    assert {g.resolve("q0b")} | answers <= left
    others = {question.iri for question in g.questions()} - {g.resolve("q0b")}
    assert not others & left
    page.wait_for_url(lambda url: "hide=" in url and "q0b" not in url)
    opened(page, page.url)
    assert set(shown(page)) == left
    page.click("#legend .every[data-key=question]")
    assert set(shown(page)) == everything(g)


def test_several_sources_are_a_filter_and_what_several_say_stays_while_one_of_them_does(
    context: "BrowserContext", tmp_path: Path
) -> None:
    sources = "".join(
        f':s{n} a arg:Source ; rdfs:label "Report {n}"@en .\n'
        f":p{n} a arg:Passage ; oa:hasSource :s{n} .\n"
        for n in (1, 2)
    )
    g = parse(
        f"""
        @prefix : <https://w3id.org/whyso/id/t/> .
        @prefix arg: <https://w3id.org/whyso/ontology#> .
        @prefix oa: <http://www.w3.org/ns/oa#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        {sources}
        :c1 a arg:Claim ; rdfs:label "In one."@en ; arg:hasPassage :p1 .
        :c2 a arg:Claim ; rdfs:label "In both."@en ; arg:hasPassage :p1 , :p2 .
        :c3 a arg:Claim ; rdfs:label "In none."@en .
        """
    )
    page = opened(context.new_page(), g.to_html(tmp_path / "sources.html").as_uri())
    page.locator("#legend summary", has_text=WORDS["en"]["sources"]).click()
    one, two = (f"source:https://w3id.org/whyso/id/t/{name}" for name in ("s1", "s2"))
    assert page.evaluate(LEGEND).items() >= {one: 2, two: 1, "source:none": 1}.items()
    page.click(f"#legend [data-key='{one}']")
    assert {g[iri].id for iri in shown(page)} == {"c2", "c3"}
    page.click(f"#legend [data-key='{two}']")
    assert {g[iri].id for iri in shown(page)} == {"c3"}


# Neighbourhoods and paths


def distances(g: ArgumentGraph, start: str) -> dict[str, float]:
    """How many statements away each node is, by Dijkstra's algorithm; a step is no way at all."""
    import networkx as nx

    net = g.to_networkx()
    steps = {step.iri for step in (*g.inferences(), *g.conflicts())}
    both: nx.DiGraph[str] = nx.DiGraph()
    both.add_nodes_from(net)
    for one, other in net.edges():
        both.add_edge(one, other, weight=int(other not in steps))
        both.add_edge(other, one, weight=int(one not in steps))
    found: dict[str, float] = nx.single_source_dijkstra_path_length(both, start)
    return found


@pytest.mark.parametrize("centre", ["c3", "q1", "i2", "u1"])
@pytest.mark.parametrize("hops", [1, 2, 3])
def test_the_neighbourhood_is_what_is_so_many_statements_away(
    tab: "Page", address: str, g: ArgumentGraph, centre: str, hops: int
) -> None:
    page = opened(tab, f"{address}#show=questions&n={centre}&near={hops}")
    away = distances(g, g.resolve(centre))
    cards = {iri for iri in statements(g) if away.get(iri, 9) <= hops}
    assert set(shown(page)) - joints(g) == cards - {""}
    for joint in set(shown(page)) & joints(g):
        step: Any = g[joint]
        ends = {*step.sources, step.target} & set(shown(page))
        assert len(ends) + any(conflict.target == joint for conflict in g.conflicts()) >= 2
    assert page.locator(f"[data-tool=near-{hops}]").get_attribute("aria-pressed") == "true"


def test_the_path_between_two_cards_is_a_shortest_one_and_told_relation_by_relation(
    page: "Page", g: ArgumentGraph
) -> None:
    cards = sorted(everything(g))[::11]
    tied = neighbours(g)
    relations = {word for both in WORDS["en"]["relation"].values() for word in both}
    for to in cards[::5]:
        away = distances(g, to)
        ways = undrawn(page).evaluate(
            """([to, ids]) => ids.map((id) => {
              Object.assign(whyso.state, { to });
              whyso.select(id);
              const all = (part, told) => [...document.querySelectorAll(`#way ${part}`)].map(told);
              const way = [...whyso.scene.way || []];
              return [
                all(".way", (step) => step.textContent), all(".card", (card) => card.dataset.id),
                way.map(([at]) => whyso.scene.boxes.has(at)),
              ];
            })""",
            [to, cards],
        )
        for start, (steps, links, drawn) in zip(cards, ways, strict=True):
            if start == to or start not in away:
                assert links == []
                continue
            assert links[-1] == to
            assert sum(link not in joints(g) for link in links) == distances(g, start)[to]
            assert set(steps) <= relations
            assert len(steps) == len(links) == len(drawn) - 1
            assert all(drawn)
            for one, other in zip([start, *links], links, strict=False):
                assert other in tied[one] or one in tied[other]


def test_what_is_not_tied_to_a_card_has_no_path_to_it(spelled: "Page") -> None:
    opened(spelled, f"{spelled.url.partition('#')[0]}#n=c1&to=c2")
    assert spelled.locator("#way p").text_content() == WORDS["en"]["noWay"]


def test_back_and_forward_lead_through_what_was_chosen(page: "Page", g: ArgumentGraph) -> None:
    def at(name: str) -> None:
        page.wait_for_url(lambda url: f"{name}&" in f"{url.partition('#')[2]}&")

    page.evaluate("id => whyso.select(id, true)", g.resolve("c3"))
    at("n=c3")
    page.click("[data-tool=near-2]")
    at("near=2")
    near = shown(page)
    page.click("[data-tool=theme]")
    page.click("#legend [data-key='kind:evidence']")
    at("hide=kind%3Aevidence")
    page.click("#panel .card")
    page.wait_for_url(lambda url: "n=c3" not in url)
    chosen = selected(page)
    page.go_back()  # neither the theme nor the filter lies between
    at("n=c3")
    assert set(shown(page)) <= set(near)
    page.go_back()
    page.wait_for_url(lambda url: "near" not in url)
    assert selected(page) == g.resolve("c3")
    assert set(shown(page)) == everything(g)
    page.go_forward()
    page.go_forward()
    page.wait_for_url(lambda url: "n=c3" not in url)
    assert selected(page) == chosen


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
          const said = (link) => link.querySelector("[dir]").textContent;
          const named = links.map((link) => [link.dataset.id, said(link)]);
          const link = links[number % links.length];
          if (!link) return [named, null];
          link.click();
          const title = document.querySelector("#panel p.text").textContent;
          return [named, [link.dataset.id, whyso.state.selected, said(link), title]];
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
