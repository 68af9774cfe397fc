"""What if: a change gives the verdict of the edited graph, and says how it spreads."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whatif_cases import HOME, Argument, arguments, case_of, graph_of
from whyso.graph import ArgumentGraph, parse
from whyso.graph.errors import InputError, UnansweredError, UnknownNameError
from whyso.graph.semantics import Case, Links, Options, Verdict, find_standpoint
from whyso.graph.semantics.standpoints import Granted
from whyso.graph.semantics.supposing import revision
from whyso.graph.semantics.supposing.variants import Changes, Variants
from whyso.graph.semantics.supposing.whatif import Retractions, what_if

QUICK = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
LONG = 20_000


def edited(argument: Argument, claim: str | None, steps: set[str]) -> ArgumentGraph:
    """Take a claim out of the triples, with the steps from it and to it, and steps, with all ties.

    Only that something depends on the claim stays: what is needed and is not there is lacking.
    """
    gone = set(steps)
    triples = argument.triples()
    for step, role, end in triples:
        if end == claim and role in ("premise", "attacker", "conclusion", "target"):
            gone.add(step)
    return graph_of(
        [
            (start, role, end)
            for start, role, end in triples
            if start not in gone and end not in gone and start != claim
        ]
    )


def statuses(verdict: Verdict, *, without: str = "") -> dict[str, str]:
    found = {one: verdict.status(one) for one in verdict.case.links.claims}
    return {one.removeprefix(HOME): status for one, status in found.items() if one != without}


def after(change: Any) -> dict[str, str]:
    """The statuses that flips lead to."""
    found = statuses(change.before)
    for flip in change.flips:
        assert found[flip.claim.removeprefix(HOME)] == flip.before
        found[flip.claim.removeprefix(HOME)] = flip.after
    for claim in change.retracted:
        del found[claim.removeprefix(HOME)]
    return found


@QUICK
@given(arguments(), st.data())
def test_a_retracted_claim_is_as_if_the_graph_did_not_have_it(
    argument: Argument, data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, argument.claims - 1))
    claim = f"c{number}"
    change = what_if(Verdict(argument.case()), retract=[HOME + claim])
    g = edited(argument, claim, set())
    other = case_of(g, argument.granted - {number}, argument.held - {number})
    expected = statuses(Verdict(other), without=HOME + claim)
    assert after(change) == expected
    assert statuses(change.after, without=HOME + claim) == expected


@QUICK
@given(arguments(steps=6).filter(lambda argument: argument.steps), st.data())
def test_a_dropped_step_is_as_if_the_graph_did_not_have_it(
    argument: Argument, data: st.DataObject
) -> None:
    step = f"s{data.draw(st.integers(0, len(argument.steps) - 1))}"
    change = what_if(Verdict(argument.case()), drop=[HOME + step])
    other = case_of(edited(argument, None, {step}), argument.granted, argument.held)
    assert after(change) == statuses(Verdict(other))


@QUICK
@given(arguments(), st.data())
def test_an_asserted_claim_is_as_if_the_standpoint_granted_it(
    argument: Argument, data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, argument.claims - 1))
    g = graph_of(argument.triples())

    def reader(granted: set[int]) -> str:
        names = " ".join(f"<{HOME}c{one}>" for one in sorted(granted))
        return f"SELECT ?claim {{ VALUES ?claim {{ {names} }} }}"

    granted = {*argument.granted}
    change = what_if(g.verdict(reader(granted)), grant=[f"c{number}"])
    assert after(change) == statuses(g.verdict(reader(granted | {number})))


@QUICK
@given(arguments(), st.data())
def test_many_variants_at_once_are_each_as_one_decided_from_the_start(
    argument: Argument, data: st.DataObject
) -> None:
    verdict = Verdict(argument.case())
    of = Variants(verdict)
    claims, steps = st.integers(0, of.count - 1), st.integers(0, max(0, of.size - of.count - 1))
    width = 4
    asked = []
    changes = Changes(width)
    for variant in range(width):
        gone = data.draw(st.sets(claims, max_size=2))
        more = data.draw(st.sets(claims, max_size=2)) - gone
        drop = data.draw(st.sets(steps, max_size=1)) if argument.steps else set()
        asked.append((gone, more, drop))
        for numbers, masks in zip(
            asked[-1], (changes.retracted, changes.granted, changes.dropped), strict=True
        ):
            for number in numbers:
                masks[number] = masks.get(number, 0) | 1 << variant
    outcome = of.run(changes)
    for variant, (gone, more, drop) in enumerate(asked):
        expected = Verdict(verdict.case.changed(retract=gone, grant=more, drop=drop)).labels.copy()
        expected[list(gone)] = 0
        found = of.labels[: of.count].copy()
        for masks, label in ((outcome.fallen, 0), (outcome.accepted, 1), (outcome.rejected, -1)):
            changed = [n for n, mask in masks.items() if n < of.count and mask >> variant & 1]
            assert (found[changed] != label).all()
            found[changed] = label
        assert found.tolist() == expected.tolist()


@QUICK
@given(arguments(most=8, steps=12), st.sampled_from([revision._MANY, -1]))
def test_what_falls_with_each_claim_is_what_a_new_verdict_says(
    argument: Argument, many: int
) -> None:
    verdict = Verdict(argument.case())
    found = Retractions(verdict)
    counts = found.counts()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(revision, "_MANY", many)  # -1: whatever happens is too much to follow
        for claim in range(len(verdict.labels)):
            new = Verdict(verdict.case.changed(retract=[claim])).labels
            others = np.flatnonzero(verdict.labels != new)
            others = others[others != claim]
            claims, labels = found.fallen(claim)
            assert claims.tolist() == others.tolist()
            assert labels.tolist() == new[others].tolist()
            lost = (verdict.labels == 1) & (new != 1)
            lost[claim] = False
            assert counts[claim] == lost.sum()


@QUICK
@given(arguments(), st.data())
def test_each_flip_comes_after_what_it_flips_because_of(
    argument: Argument, data: st.DataObject
) -> None:
    claim = f"{HOME}c{data.draw(st.integers(0, argument.claims - 1))}"
    change = what_if(Verdict(argument.case()), retract=[claim])
    wave = {claim: 0} | {flip.claim: flip.wave for flip in change.flips}
    links = change.before.case.links
    place = {iri: number for number, iri in enumerate(links.claims)}
    for flip in change.flips:
        cause, *way = flip.because
        assert wave[cause] == flip.wave - 1
        steps = [links.steps.index(step) for step in way]
        if not steps:
            assert (place[flip.claim], place[cause]) in zip(
                links.needing.tolist(), links.needed.tolist(), strict=True
            )
            continue
        assert place[cause] in links.sources_of(steps[0])
        assert all(second in links.ends_of(first)[1] for first, second in pairwise(steps))
        assert place[flip.claim] in links.ends_of(steps[-1])[0]


TEA = """@prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix : <https://w3id.org/whyso/id/tea/> .
:cold a arg:Claim . :warm a arg:Claim . :tea a arg:Claim . :red a arg:Claim . :lit a arg:Claim .
:i1 a arg:Inference ; arg:premise :cold ; arg:conclusion :tea .
:i2 a arg:Inference ; arg:premise :tea ; arg:conclusion :red .
:x1 a arg:Undercut ; arg:attacker :lit ; arg:target :i1 .
:x2 a arg:Rebuttal ; arg:attacker :warm ; arg:target :cold .
"""
GRANTED = "SELECT ?claim { VALUES ?claim { tea:cold tea:warm tea:lit } }"


def tea(options: Options | None = None) -> Verdict:
    g = parse(
        TEA.replace("@prefix : ", "@prefix tea: <https://w3id.org/whyso/id/tea/> .\n@prefix : ")
    )
    return g.verdict(GRANTED, options=options)


def short(names: tuple[str, ...]) -> list[str]:
    return [name.rsplit("/", 1)[-1] for name in names]


def test_retracting_the_undercutter_lets_the_conclusions_stand_in_waves() -> None:
    change = what_if(tea(), retract=["lit", "warm"])
    told = [
        (short((flip.claim,))[0], flip.after, flip.wave, short(flip.because))
        for flip in change.flips
    ]
    assert told == [
        ("cold", "accepted", 1, ["warm", "x2"]),
        ("tea", "accepted", 1, ["lit", "x1", "i1"]),
        ("red", "accepted", 2, ["tea", "i2"]),
    ]


def test_questions_are_told_whose_accepted_answers_change() -> None:
    verdict = tea()
    iri = {name: verdict.resolve(name) for name in ("cold", "warm", "red")}
    pairs = [("q1", iri["red"]), ("q1", iri["cold"]), ("q2", iri["warm"]), ("q3", iri["red"])]
    change = what_if(verdict, retract=["lit", "warm"], answers=pairs)
    told = [(one.question, short(one.lost), short(one.gained)) for one in change.questions]
    assert told == [
        ("q1", [], ["red", "cold"]),
        ("q2", ["warm"], []),
        ("q3", [], ["red"]),
    ]


def test_strengths_are_those_of_the_changed_case_the_largest_change_first() -> None:
    change = what_if(tea(), retract=["warm"])
    new = change.after.strengths.values
    sizes = [abs(shift.after - shift.before) for shift in change.shifts]
    assert sizes == sorted(sizes, reverse=True)
    assert short(tuple(shift.claim for shift in change.shifts))[0] == "cold"
    for shift in change.shifts:
        assert shift.after == new[change.before.case.place[shift.claim]]
        assert shift.claim not in change.retracted


@pytest.mark.parametrize("semantics", ["preferred", "stable", "ideal"])
def test_other_semantics_flip_as_their_new_verdict_says(semantics: str) -> None:
    change = what_if(tea(Options(semantics=semantics)), retract=["lit", "warm"])
    old, new = change.before.labels, change.after.labels
    gone = {change.before.case.place[claim] for claim in change.retracted}
    flipped = {change.before.case.place[flip.claim] for flip in change.flips}
    assert flipped == set(np.flatnonzero(old != new).tolist()) - gone


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "nothing is supposed"),
        ({"retract": ["lit"], "grant": ["tea", "lit"]}, "lit is to be retracted as well as"),
        ({"retract": ["lit", "tea:lit"]}, "tea:lit is to be retracted twice"),
        ({"drop": ["i1", "i1"]}, "i1 is to be dropped twice"),
        ({"retract": ["i1"]}, "i1 is a step"),
        ({"grant": ["x1"]}, "x1 is a step"),
        ({"drop": ["tea"]}, "tea is a claim"),
    ],
)
def test_what_contradicts_itself_is_told_in_one_line(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said) as error:
        what_if(tea(), **asked)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("option", ["retract", "grant", "drop"])
def test_an_unknown_name_is_told_with_the_nearest(option: str) -> None:
    with pytest.raises(UnknownNameError, match="cold"):
        asked: dict[str, Any] = {option: ["colt"]}
        what_if(tea(), **asked)


def test_with_mutual_rebuttals_a_step_is_dropped_with_its_answer() -> None:
    verdict = tea(Options(rebuttals="mutual"))
    assert verdict.status("warm") == "undecided"
    change = what_if(verdict, drop=["x2"])
    assert {short((flip.claim,))[0] for flip in change.flips} == {"cold", "warm"}
    assert short(change.dropped) == ["x2"]


# Shapes that hurt


def shaped(claims: int, pairs: list[tuple[int, int]], sign: int) -> Verdict:
    """A case of single sources; with support, what nothing supports is granted, else everything."""
    source, target = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    order = np.arange(len(pairs), dtype=np.int32)
    links = Links(
        [f"c{number}" for number in range(claims)],
        [""] * claims,
        [f"s{number}" for number in range(len(pairs))],
        [""] * len(pairs),
        sign=np.full(len(pairs), sign, dtype=np.int8),
        source_link=order,
        source=np.ascontiguousarray(source),
        target_link=order,
        target=np.ascontiguousarray(target),
        on_link=np.zeros(len(pairs), dtype=np.bool_),
        needing=order[:0],
        needed=order[:0],
        confidence=np.full(claims, np.nan),
        weight=np.full(len(pairs), np.nan),
    )
    outright = np.ones(claims, dtype=np.bool_)
    if sign > 0:
        outright[target] = False
    scores = np.full(claims, 0.5)
    reader = find_standpoint("speaker")
    return Verdict(Case(links, Granted(outright, ~outright), scores, Options(), reader, scores))


def test_a_long_chain_of_support_falls_as_a_whole() -> None:
    verdict = shaped(LONG * 5, [(x, x + 1) for x in range(LONG * 5 - 1)], 1)
    claims, labels = Retractions(verdict).fallen(0)
    assert len(claims) == LONG * 5 - 1 and not labels.any()


def test_in_a_long_chain_of_attacks_all_change_sides() -> None:
    verdict = shaped(LONG, [(x, x + 1) for x in range(LONG - 1)], -1)
    claims, labels = Retractions(verdict).fallen(0)
    assert len(claims) == LONG - 1
    assert (labels == -verdict.labels[1:]).all()


def test_counts_of_a_long_chain_are_its_lengths() -> None:
    verdict = shaped(3000, [(x, x + 1) for x in range(2999)], 1)
    assert Retractions(verdict).counts().tolist() == list(range(2999, -1, -1))


@pytest.mark.parametrize("sign", [1, -1])
def test_one_child_of_many_changes_nothing(sign: int) -> None:
    verdict = shaped(LONG, [(x, 0) for x in range(1, LONG)], sign)
    found = Retractions(verdict)
    assert len(found.fallen(7)[0]) == 0
    assert not found.counts().any()


def test_a_claim_that_attacks_itself_and_an_empty_graph_are_no_trouble() -> None:
    alone = Retractions(shaped(2, [(0, 0), (0, 1)], -1))
    assert alone.fallen(0)[0].tolist() == [1] and alone.fallen(0)[1].tolist() == [1]
    assert Retractions(shaped(0, [], 1)).counts().tolist() == []


def test_no_time_is_no_answer() -> None:
    with pytest.raises(UnansweredError):
        Retractions(shaped(LONG, [(x, x + 1) for x in range(LONG - 1)], 1)).counts(timeout=0)
