"""The page works verdicts out itself: the same statuses and grounds as the verdicts of Python."""

import random
from typing import TYPE_CHECKING, Any

from aspic_oracle import random_nets
from pages import opened
from whyso.graph import ArgumentGraph, parse
from whyso.graph.semantics import GROUNDS, Case, Verdict
from whyso.graph.semantics.standpoints import standpoints
from whyso.graph.view.verdicts import case_data

if TYPE_CHECKING:
    from playwright.sync_api import Page

DECIDED = """cases => cases.map(([argument, grants, gone, claims]) => {
  const { labels, ground } = whyso.decide(argument, grants, new Set(gone));
  return [claims.map((claim) => labels[claim]), claims.map(ground)];
})"""
PREFIX = "@prefix arg: <https://w3id.org/whyso/ontology#> . @prefix : <https://w3id.org/t/> .\n"


def compare(page: "Page", graphs: list[ArgumentGraph], seed: int) -> set[str]:
    """Compare verdicts for each standpoint, with up to three claims retracted; tell the grounds."""
    chance = random.Random(seed)  # noqa: S311 (a repeatable sequence is wanted)
    cases: list[Any] = []
    expected: list[Any] = []
    for g in graphs:
        cards = list(g.to_networkx())[chance.randrange(2) :]  # a claim may have no card
        data = case_data(g, cards)
        argument = {"links": data["links"], "needs": data["needs"]}
        for reader in data["readers"]:
            case = Case.of(g.store, reader["name"])
            claims = case.links.claims
            places = {iri: number for number, iri in enumerate(cards)}
            numbers = [places.setdefault(iri, len(places)) for iri in claims]
            assert len(reader["grants"]) == len(places)
            for size in (0, 1, chance.choice([2, 3])):
                gone = chance.sample(range(len(claims)), min(size, len(claims)))
                cases.append([argument, reader["grants"], [numbers[one] for one in gone], numbers])
                found = Verdict(case.changed(retract=gone))
                expected.append([found.labels.tolist(), found.grounds])
    assert page.evaluate(DECIDED, cases) == expected
    return {ground for _, grounds in expected for ground in grounds}


def test_the_page_decides_random_arguments_as_python_does(tab: "Page", address: str) -> None:
    page = opened(tab, address)
    told = set()
    for circles in (True, False):
        nets = random_nets(110, 11, circles=circles, largest=12)
        told |= compare(page, [parse(net.turtle()) for net in nets if net.claims], 3)
    assert told == set(GROUNDS)


def test_the_page_decides_the_bundled_argument_as_python_does(
    tab: "Page", address: str, g: ArgumentGraph
) -> None:
    compare(opened(tab, address), [g] * 6, 5)


def test_the_page_knows_claims_without_a_name_and_links_that_do_not_count(
    tab: "Page", address: str
) -> None:
    nameless = "[] a arg:Inference ; arg:premise [ a arg:Claim ] ; arg:conclusion :c ."
    asked = ":q a arg:Question . :x a arg:Rebuttal ; arg:attacker :q ; arg:target :c ."
    literal = ":y a arg:Rebuttal ; arg:attacker 'no' , :d ; arg:target :c . :d a arg:Claim ."
    dangling = ":z a arg:Inference ; arg:premise :nobody ; arg:conclusion :e . :e a arg:Evidence ."
    texts = [nameless, nameless + asked, nameless + asked + literal, asked + dangling, dangling]
    compare(opened(tab, address), [parse(PREFIX + text) for text in texts], 2)


def test_what_a_circle_holds_up_falls_though_an_attack_comes_from_outside(
    tab: "Page", address: str
) -> None:
    """Each circle stands on the one before it until that is beaten: a pass for each."""
    lines = [":c0 a arg:Evidence . :x0 a arg:Rebuttal ; arg:attacker :c0 ; arg:target :a1 ."]
    for n in range(1, 9):
        lines.append(
            f":a{n} a arg:Claim . :b{n} a arg:Claim . :i{n} a arg:Inference ; arg:premise :a{n} ;"
            f" arg:conclusion :b{n} . :j{n} a arg:Inference ; arg:premise :b{n} ;"
            f" arg:conclusion :a{n} . :k{n} a arg:Inference ; arg:premise :a{n} ;"
            f" arg:conclusion :a{n + 1} . :x{n} a arg:Rebuttal ; arg:attacker :b{n} ;"
            f" arg:target :b{n + 1} ."
        )
    assert "circular" in compare(opened(tab, address), [parse(PREFIX + "".join(lines))], 1)


def test_a_page_without_claims_has_nothing_to_decide() -> None:
    assert case_data(parse(PREFIX + ":q a arg:Question ."), ["https://w3id.org/t/q"]) == {}


def test_every_standpoint_that_ships_is_on_the_page_in_two_languages(g: ArgumentGraph) -> None:
    data = case_data(g, [])
    assert [reader["name"] for reader in data["readers"]] == list(standpoints())
    for reader in data["readers"]:
        assert set(reader["titles"]) == set(reader["about"]) == {"en", "zh"}
