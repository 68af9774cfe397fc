"""What if this is false: assume it, see what changes, judge as somebody else, and go back."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pages import opened, selected
from whyso.graph import ArgumentGraph, sample
from whyso.graph.semantics import GROUNDS, Case, Verdict
from whyso.graph.semantics.recording.writing import record
from whyso.graph.semantics.standpoints import standpoints
from whyso.graph.view.words import WORDS

if TYPE_CHECKING:
    from playwright.sync_api import Page

SAID = WORDS["en"]["verdict"]
ASK = "#panel [data-tool=false]"
STATUSES = """() => Object.fromEntries([...document.querySelectorAll("#outline li")]
  .map((item) => [item.dataset.id, item.className]).filter(([, status]) => status))"""


def statuses(g: ArgumentGraph, standpoint: str = "speaker", false: str = "") -> dict[str, str]:
    """What Python says of each claim when some are assumed false."""
    case = Case.of(g.store, standpoint)
    assumed = [g.resolve(name) for name in false.split()]
    found = Verdict(case.changed(retract=[case.place[iri] for iri in assumed]))
    told = {claim: found.status(claim) for claim in case.links.claims}
    return told | dict.fromkeys(assumed, "assumed")


def changes(g: ArgumentGraph, false: str, standpoint: str = "speaker") -> dict[str, str]:
    """The claims that become something else, each with what it was and what it is."""
    before, after = statuses(g, standpoint), statuses(g, standpoint, false)
    return {
        claim: f"{SAID[before[claim]]} → {SAID[now]}"
        for claim, now in after.items()
        if now not in (before[claim], "assumed")
    }


def listed(page: "Page") -> dict[str, str]:
    """The claims in the panel's list of what changed, each with the note under it."""
    notes = page.locator("#panel .card:has(small)")
    told: dict[str, str] = notes.evaluate_all(
        "cards => Object.fromEntries(cards.map((card) =>"
        " [card.dataset.id, card.querySelector('small').textContent]))"
    )
    return told


def address_of(page: "Page") -> str:
    """The address, once it is written."""
    page.wait_for_timeout(200)
    return page.url.partition("#")[2]


def picture(page: "Page", iri: str) -> bytes:
    """What the card looks like on the map."""
    x, y, width, height = page.evaluate(
        """id => {
          const [x, y, w, h] = whyso.scene.boxes.get(id);
          whyso.network.moveTo({ position: { x: x + w / 2, y: y + h / 2 }, scale: 1 });
          whyso.network.redraw();
          const at = whyso.network.canvasToDOM({ x, y });
          const stage = document.querySelector("#map").getBoundingClientRect();
          return [stage.left + at.x, stage.top + at.y, w, h];
        }""",
        iri,
    )
    return page.screenshot(clip={"x": x, "y": y, "width": width, "height": height})


def test_a_reader_assumes_claims_false_sees_what_changes_and_takes_it_back(
    page: "Page", g: ArgumentGraph
) -> None:
    assert page.evaluate(STATUSES) == statuses(g)
    page.fill("#query", "c30")
    page.press("#query", "Enter")
    assert page.locator(ASK).inner_text() == SAID["ask"]
    page.click(ASK)
    first = changes(g, "c30")
    assert len(first) == 2
    assert listed(page) == first
    assert page.evaluate(STATUSES) == statuses(g, false="c30")
    assert set(page.evaluate("[...whyso.judged.changed]")) == set(first)
    heard = page.locator("#live").inner_text()
    assert heard.startswith(f"{SAID['assumed']}: “{g['c30'].label('en')}”")
    assert all(note in heard for note in first.values())
    assert page.locator(ASK).inner_text() == SAID["undo"]

    page.fill("#query", "c4")
    page.press("#query", "Enter")
    page.click(ASK)
    both = changes(g, "c30 c4")
    assert len(both) > len(first)
    assert listed(page) == both
    assert page.evaluate(STATUSES) == statuses(g, false="c30 c4")

    # A link in the list leads to the card, whose own words tell why.
    changed = next(iter(both))
    page.locator(f"#panel .card[data-id='{changed}']:has(small)").click()
    assert selected(page) == changed
    case = Case.of(g.store)
    retracted = [case.place[g.resolve(name)] for name in ("c30", "c4")]
    why = Verdict(case.changed(retract=retracted)).finding(changed).ground
    assert GROUNDS[why]["en"] in page.locator("#panel").inner_text()

    hash_before = address_of(page)
    assert "false=c30+c4" in hash_before
    page.reload()
    page.locator("html[data-ready]").wait_for()
    assert page.evaluate(STATUSES) == statuses(g, false="c30 c4")
    assert listed(page) == both
    assert address_of(page) == hash_before

    page.click("#panel [data-tool=reset]")
    assert page.evaluate(STATUSES) == statuses(g)
    assert listed(page) == {}
    assert "false" not in address_of(page)


def test_it_is_asked_from_the_keyboard_alone(page: "Page", g: ArgumentGraph) -> None:
    page.locator("#map").focus()
    page.keyboard.press("/")
    page.keyboard.type("c30")
    page.keyboard.press("Enter")
    page.locator("#map").focus()
    page.keyboard.press("f")
    assert selected(page) == g.resolve("c30")
    assert page.evaluate("[...whyso.state.assumed]") == [g.resolve("c30")]
    page.keyboard.press("f")
    assert page.evaluate("whyso.state.assumed.size") == 0

    # From the button the focus stays on the button, from what is gone it goes to the panel.
    page.evaluate("id => whyso.select(id)", g.resolve("c30"))
    page.locator(ASK).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.tool") == "false"
    assert page.evaluate("[...whyso.state.assumed]") == [g.resolve("c30")]
    page.locator("#panel [data-tool=reset]").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel"
    assert page.evaluate("whyso.state.assumed.size") == 0

    # In the outline, of the item that has the focus; not of what is no claim, nor while typing.
    page.locator(f"#outline [data-id='{g.resolve('c4')}']").focus()
    page.keyboard.press("f")
    assert page.evaluate("[...whyso.state.assumed]") == [g.resolve("c4")]
    page.locator(f"#outline [data-id='{g.resolve('q0')}']").focus()
    page.keyboard.press("f")
    page.locator("#query").focus()
    page.keyboard.press("f")
    assert page.evaluate("[...whyso.state.assumed]") == [g.resolve("c4")]


@pytest.mark.parametrize("standpoint", [name for name in standpoints() if name != "speaker"])
def test_another_standpoint_judges_the_whole_map_anew(
    page: "Page", g: ArgumentGraph, standpoint: str
) -> None:
    page.select_option("#panel select", standpoint)
    assert page.evaluate(STATUSES) == statuses(g, standpoint)
    said = standpoints()[standpoint]
    assert said.descriptions["en"] in page.locator("#panel").inner_text()
    assert f"for={standpoint}" in address_of(page)
    assert page.evaluate("document.querySelector('#panel select').value") == standpoint


def test_the_answers_that_stand_are_told_for_each_question(page: "Page", g: ArgumentGraph) -> None:
    counts: dict[str, list[int]] = {}
    for standpoint in ("speaker", "evidence"):
        page.select_option("#panel select", standpoint)
        found = statuses(g, standpoint)
        told = page.locator("#panel details").evaluate_all(
            """all => all.map((one) => [
              one.previousElementSibling.dataset.id,
              one.querySelector("summary").textContent,
              [...one.querySelectorAll(".card")].map((card) =>
                [card.dataset.id, card.querySelector("[role=img]").ariaLabel]),
            ])"""
        )
        assert len(told) >= 8
        for question, text, answers in told:
            assert [f", {SAID[found[iri]]}" for iri, _ in answers] == [word for _, word in answers]
            good = sum(found[iri] == "accepted" for iri, _ in answers)
            assert text == SAID["stand"].replace("{0}", str(good)).replace("{1}", str(len(answers)))
            counts.setdefault(question, []).append(good)
    assert any(first > second for first, second in counts.values())
    # What is unfolded stays so when the standpoint changes.
    page.locator("#panel summary").first.click()
    assert page.locator("#panel details .card").first.is_visible()
    page.select_option("#panel select", "sceptic")
    assert page.locator("#panel details .card").first.is_visible()


def test_without_a_verdict_nothing_is_marked_until_something_is_assumed(
    tab: "Page", address: str, g: ArgumentGraph
) -> None:
    page = opened(tab, f"{address}#show=all&for=none")
    assert page.evaluate(STATUSES) == {}
    assert page.locator("#panel .badge, #panel details").count() == 0
    page.evaluate("id => whyso.select(id)", g.resolve("c30"))
    assert page.locator("#panel select").evaluate("(choice) => choice.value") == "none"
    page.click(ASK)
    assert page.evaluate(STATUSES) == statuses(g, false="c30")


def test_an_address_that_says_nonsense_opens_the_usual_view(
    tab: "Page", address: str, g: ArgumentGraph
) -> None:
    page = opened(tab, f"{address}#show=all&for=toString&false=q0+nobody+c30+c30")
    assert page.evaluate(STATUSES) == statuses(g, false="c30")
    assert "for=" not in address_of(page)


def test_rejected_and_assumed_false_look_different_from_each_other_and_from_the_rest(
    tab: "Page", address: str, g: ArgumentGraph
) -> None:
    looks = set()
    for more in ("&for=none", "", "&false=r1"):
        page = opened(tab, f"{address}#show=all&theme=light{more}")
        looks.add(picture(page, g.resolve("r1")))
    assert len(looks) == 3


def test_a_verdict_in_the_file_agrees_and_lends_its_strengths(
    tab: "Page", tmp_path: Path, g: ArgumentGraph
) -> None:
    judged = sample()
    verdict = judged.verdict("evidence")
    record(verdict, judged.store)
    page = opened(tab, judged.to_html(tmp_path / "judged.html").as_uri() + "#show=all")
    assert page.evaluate("whyso.state.reader") == "evidence"
    recorded = page.evaluate(
        "Object.fromEntries([...whyso.CARDS.values()].filter((card) => card.verdict?.acceptance)"
        ".map((card) => [card.id, card.verdict.acceptance]))"
    )
    assert recorded == statuses(g, "evidence") == page.evaluate(STATUSES)
    page.evaluate("id => whyso.select(id)", g.resolve("c68"))
    strength = SAID["strength"].split("{1}")[0].replace("{0}", SAID[verdict.status("c68")])
    assert strength + f"{verdict.strength('c68'):.2f}" in page.locator("#panel").inner_text()
    page.select_option("#panel select", "speaker")
    assert "strength" not in page.locator("#panel").inner_text()


def test_a_verdict_from_a_standpoint_of_ones_own_stands_apart(tab: "Page", tmp_path: Path) -> None:
    judged = sample()
    verdict = judged.verdict("SELECT ?claim { ?claim a arg:Evidence }")
    record(verdict, judged.store)
    page = opened(tab, judged.to_html(tmp_path / "own.html").as_uri() + "#n=c68&show=all")
    assert page.evaluate("whyso.state.reader") == "speaker"
    badges = page.locator("#panel .badge").all_inner_texts()
    strength = SAID["strength"].replace("{0}", SAID[verdict.status("c68")])
    own = strength.replace("{1}", f"{verdict.strength('c68'):.2f}")
    assert badges == [SAID[judged.verdict().status("c68")], own]


def test_a_chosen_card_is_announced_with_its_status(page: "Page", g: ArgumentGraph) -> None:
    for name in ("r1", "c30", "q0"):
        page.evaluate("id => whyso.select(id)", g.resolve(name))
        status = SAID.get(statuses(g).get(g.resolve(name), ""), "")
        heard = page.locator("#live").inner_text()
        assert f", {status}: " in heard if status else ", " not in heard.partition(": ")[0]


def test_axe_finds_nothing_in_any_of_these_states(browser: Any, address: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # axe puts its own script into the page, which the page's policy would refuse
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    found = []
    for where in (
        "#n=c4&false=c4+c30&theme=light",
        "#false=c4+c30&for=evidence&theme=dark",
        "#n=q2b&for=sceptic&theme=light&lang=zh&false=c30",
        "#n=c30&for=none&theme=dark&lang=zh",
    ):
        opened(page, address + where)
        page.locator("#panel summary").evaluate_all("all => all.forEach((one) => one.click())")
        for violation in Axe().run(page).response["violations"]:
            found.append((where, violation["id"], violation["nodes"][0]["html"]))
    context.close()
    assert found == []
