"""Explanations: what is shown decides by itself, nothing in it can be spared, parts add up."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explained import HOME, case_of, cases, value_in
from whyso.graph.errors import UnknownNameError
from whyso.graph.semantics import Case, Options, Verdict
from whyso.graph.semantics.explaining.explanation import Explanation, explain

VALUES = {"accepted": 1.0, "rejected": 0.0, "undecided": 0.5}
SEARCHED = ("preferred", "stable", "ideal")


def numbers(case: Case, found: Explanation) -> tuple[set[int], set[int]]:
    """Return the numbers of the claims and the links that an explanation shows."""
    return {case.place[iri] for iri in found.claims}, {case.step_place[iri] for iri in found.links}


def explained(case: Case, claim: int = 0) -> Explanation:
    return explain(Verdict(case), f"{HOME}c{claim}")


@given(cases(circles=False), st.data())
@settings(max_examples=150, deadline=None)
def test_a_status_follows_by_the_equations_from_what_is_shown_alone(
    case: Case, data: st.DataObject
) -> None:
    claim = data.draw(st.integers(0, len(case.links.claims) - 1))
    found = explained(case, claim)
    assert value_in(case, claim, *numbers(case, found)) == VALUES[found.status]


@given(cases(circles=False), st.data())
@settings(max_examples=150, deadline=None)
def test_nothing_shown_of_a_decided_claim_can_be_spared(case: Case, data: st.DataObject) -> None:
    claim = data.draw(st.integers(0, len(case.links.claims) - 1))
    found = explained(case, claim)
    if found.status == "undecided":
        return
    assert found.sides[0].minimal
    claims, links = numbers(case, found)
    for one in claims - {claim}:
        assert value_in(case, claim, claims - {one}, links) == 0.5
    for one in links:
        assert value_in(case, claim, claims, links - {one}) == 0.5


@given(cases(), st.data())
@settings(max_examples=150, deadline=None)
def test_what_is_shown_alone_keeps_the_status_and_of_a_decided_one_with_anything_else(
    case: Case, data: st.DataObject
) -> None:
    claim = data.draw(st.integers(0, len(case.links.claims) - 1))
    found = explained(case, claim)
    _, links = numbers(case, found)
    others = set(range(len(case.links.steps))) - links
    gone = set(others)
    if others and found.status != "undecided":
        gone = data.draw(st.sets(st.sampled_from(sorted(others))))
    for drop in (others, gone):
        after = Verdict(case.changed(drop=drop)).status(f"{HOME}c{claim}")
        assert after == found.status


@pytest.mark.parametrize("semantics", SEARCHED)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_each_way_can_be_taken_with_what_it_shows_alone(
    semantics: str, data: st.DataObject
) -> None:
    pytest.importorskip("pysat")
    case = data.draw(cases(semantics, circles=False))
    verdict = Verdict(case)
    claim = data.draw(st.integers(0, len(case.links.claims) - 1))
    found = explain(verdict, f"{HOME}c{claim}")
    statuses = [side.status for side in found.sides]
    if not found.exists:
        assert found.status == "undecided"
        return
    if found.status != "undecided":
        assert set(statuses) == {found.status}
    if semantics != "ideal":
        assert ("accepted" in statuses) == found.defensible
    for side in found.sides:
        if side.status == "undecided":
            continue
        links = {case.step_place[iri] for iri in side.links}
        drop = set(range(len(case.links.steps))) - links
        options = Options(semantics="preferred")
        alone = Verdict(case_with(case.changed(drop=drop), options))
        if side.status == "accepted":
            assert alone.defensible[claim]
        else:
            assert alone.labels[claim] != 1


def case_with(case: Case, options: Options) -> Case:
    links, grants = case.links, case.granted
    return Case(links, grants, case.base, options, case.standpoint, case.scores)


@given(cases(), st.data())
@settings(max_examples=100, deadline=None)
def test_base_score_and_contributions_sum_to_the_strength(case: Case, data: st.DataObject) -> None:
    claim = data.draw(st.integers(0, len(case.links.claims) - 1))
    verdict = Verdict(case)
    strength = explain(verdict, f"{HOME}c{claim}").strength
    if math.isnan(strength.value):
        assert not verdict.strengths.settled[claim]
        return
    total = strength.base + sum(share.contribution for share in strength.shares) + strength.rest
    assert abs(total - verdict.strengths.values[claim]) < 1e-9


@given(cases(), st.sampled_from(("grounded", *SEARCHED)))
@settings(max_examples=100, deadline=None)
def test_every_explanation_can_be_told_in_both_languages_and_as_data(
    case: Case, semantics: str
) -> None:
    pytest.importorskip("pysat")
    found = explained(case_with(case, Options(semantics=semantics)))
    english, chinese = found.text(), found.text("zh")
    assert f"c0 is {found.status}" in english.splitlines()[0]
    assert english.isascii() or not any("\u4e00" <= letter <= "\u9fff" for letter in english)
    assert len(english.splitlines()) == len(chinese.splitlines())
    assert json.loads(json.dumps(found.to_dict()))["status"] == found.status


def test_an_attacker_that_fails_is_shown_with_what_defeats_it() -> None:
    # c1 hits c0, c2 hits c1; c3 hits the step of c4 for c2, which c2 does not need.
    links = [(-1, (1,), 0, False), (-1, (2,), 1, False), (1, (4,), 2, False), (-1, (3,), 2, True)]
    found = explained(case_of(5, links, range(5)))
    shown = [(point.role, point.item.removeprefix(HOME), point.status) for point in found.points]
    assert shown == [
        ("", "c0", "accepted"),
        ("attack", "l0", "rejected"),
        ("premise", "c1", "rejected"),
        ("attack", "l1", "accepted"),
        ("premise", "c2", "accepted"),
    ]
    assert [(change.claims, change.status) for change in found.without] == [
        ((f"{HOME}c2",), "rejected")
    ]


def test_an_undercut_that_holds_is_enough_against_an_attack() -> None:
    links = [(-1, (1,), 0, False), (-1, (2,), 0, True)]
    found = explained(case_of(3, links, range(3)))
    assert found.links == (f"{HOME}l0", f"{HOME}l1")
    assert f"{HOME}c1" not in found.claims


def test_two_that_attack_each_other_are_told_as_a_tie() -> None:
    case = case_of(2, [(-1, (1,), 0, False), (-1, (0,), 1, False)], range(2))
    found = explained(case)
    assert [tie.round for tie in found.ties] == [(f"{HOME}c0", f"{HOME}c1")]
    assert "c0 and c1 attack each other, and nothing breaks the tie." in found.text()
    assert [(change.claims, change.status) for change in found.missing] == [
        ((f"{HOME}c1",), "accepted")
    ]


def test_a_claim_that_attacks_itself_is_told_so() -> None:
    found = explained(case_of(1, [(-1, (0,), 0, False)], [0]))
    assert "c0 attacks itself" in found.text()
    assert "攻击自身" in found.text("zh")


@pytest.mark.parametrize(("size", "words"), [(3, "cannot come out even"), (4, "nothing breaks")])
def test_odd_and_even_circles_are_told_apart(size: int, words: str) -> None:
    links = [(-1, (one,), (one + 1) % size, False) for one in range(size)]
    found = explained(case_of(size, links, range(size)))
    assert found.ties[0].attacks == size
    assert words in found.text()


def test_reasons_that_go_in_a_circle_hold_nothing_up() -> None:
    links = [(1, (0,), 1, False), (1, (1,), 0, False), (1, (1,), 2, False)]
    found = explained(case_of(3, links), 2)
    assert (found.status, found.ground) == ("rejected", "circular")
    assert "Only a circle of reasons holds it up." in found.text()
    assert set(found.links) == {f"{HOME}l0", f"{HOME}l1", f"{HOME}l2"}


def test_an_undecided_claim_tells_what_to_grant() -> None:
    # Two reasons: c1 with c2, and c3 with the granted c4.
    links = [(1, (1, 2), 0, False), (1, (3, 4), 0, False)]
    found = explained(case_of(5, links, [4]))
    assert found.open == (f"{HOME}c1", f"{HOME}c2", f"{HOME}c3")
    sets = {tuple(iri.removeprefix(HOME) for iri in one.claims) for one in found.settling}
    assert sets == {("c3",), ("c1", "c2")}
    for one in found.settling:
        case = case_of(5, links, [4, *(int(iri[-1]) for iri in one.claims)])
        assert Verdict(case).status(f"{HOME}c0") == one.status == "accepted"


def test_without_an_extension_it_is_told_why() -> None:
    pytest.importorskip("pysat")
    links = [(-1, (one,), (one + 1) % 3, False) for one in range(3)]
    found = explained(case_of(4, links, range(4), options=Options(semantics="stable")), 3)
    assert (found.exists, found.status) == (False, "undecided")
    assert found.ties[0].round == tuple(f"{HOME}c{one}" for one in (0, 2, 1))


def test_a_claim_accepted_however_a_dispute_is_settled_has_each_way_told() -> None:
    # Floating acceptance: c0 and c1 attack each other and both attack c2, which attacks c3.
    pairs = [(0, 1), (1, 0), (0, 2), (1, 2), (2, 3)]
    pytest.importorskip("pysat")
    links = [(-1, (one,), other, False) for one, other in pairs]
    found = explained(case_of(4, links, range(4), options=Options(semantics="preferred")), 3)
    assert (found.status, found.every, len(found.sides)) == ("accepted", True, 2)
    assert "However the dispute is settled, it is accepted." in found.text()


def test_chains_of_100000_links_are_cut_and_what_is_left_out_is_told() -> None:
    size = 100_000
    found = explained(
        case_of(size, [(1, (i,), i + 1, False) for i in range(size - 1)], [0]), -1 % size
    )
    assert found.status == "accepted"
    assert not found.sides[0].whole
    assert "There is more to this" in found.text()
    assert len(found.points) < 100


def test_of_very_many_reasons_a_few_are_listed_and_the_rest_counted() -> None:
    size = 50_000
    found = explained(
        case_of(size + 1, [(1, (i + 1,), 0, False) for i in range(size)], range(1, size))
    )
    assert found.counts == (("reason", "accepted", size - 2), ("reason", "undecided", 1))
    assert f"and {size - 10} more" in found.text()
    assert len(found.text()) < 10_000


def test_an_unknown_claim_is_refused_by_name() -> None:
    with pytest.raises(UnknownNameError, match="c9"):
        explained(case_of(1, []), 9)
