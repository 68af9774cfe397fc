"""The smallest sets of changes that flip a claim: minimal, complete, in one order, in time."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whatif_cases import HOME, Argument, arguments, graph_of
from whyso.graph import ArgumentGraph, sample
from whyso.graph.errors import InputError, UnknownNameError
from whyso.graph.semantics import Case, Verdict
from whyso.graph.semantics.supposing.flips import WAYS, flip_sets

QUICK = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
BOUND = 3


def accepted(argument: Argument, way: str, changed: Iterable[int], claims: list[int]) -> list[bool]:
    """Decide anew whether claims are accepted, on another argument, where some things are changed.

    Claims have numbers from 0; step s has the number of claims + s. An attack is made by a claim
    of its own that is granted.
    """
    those = set(changed)
    steps, count = list(argument.steps), argument.claims
    granted = set(argument.granted)
    if way == "retract":
        case = argument.case().changed(retract=those)
        return [bool(Verdict(case).labels[claim] == 1) for claim in claims]
    if way == "attack":
        for place, node in enumerate(sorted(those)):
            target = node if node < argument.claims else -1 - (node - argument.claims)
            steps.append(("Rebuttal" if target >= 0 else "Undercut", (count + place,), target))
            granted.add(count + place)
        count += len(those)
    else:
        granted |= those
    held = argument.held - granted
    other = Argument(count, tuple(steps), argument.needs, frozenset(granted), held)
    return [bool(Verdict(other.case()).labels[claim] == 1) for claim in claims]


def by_force(
    argument: Argument, way: str, claims: list[int], goal: bool, tried: list[int]
) -> list[tuple[int, ...]]:
    """Try every set up to the bound."""
    found: list[tuple[int, ...]] = []
    for size in range(1, BOUND + 1):
        for one in combinations(tried, size):
            if not any(set(part) <= set(one) for part in found):
                stand = accepted(argument, way, one, claims)
                if all(stand) if goal else not any(stand):
                    found.append(one)
    return found


def candidates(case: Case, way: str, claims: list[int]) -> list[int]:
    granted, count = case.granted, len(case.links.claims)
    may = {
        "retract": np.flatnonzero(granted.outright | granted.held).tolist(),
        "grant": np.flatnonzero(~granted.outright).tolist(),
        "attack": range(count + len(case.links.steps)),
    }[way]
    return [node for node in may if node not in claims]


def numbers(case: Case, sets: Iterable[tuple[str, ...]]) -> list[tuple[int, ...]]:
    names = [*case.links.claims, *case.links.steps]
    return [tuple(names.index(name) for name in one) for one in sets]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("circles", [False, True])
def test_the_sets_found_are_those_found_by_force(way: str, circles: bool) -> None:
    most, steps = (4, 4) if way == "attack" else (5, 6)

    @QUICK
    @given(arguments(most=most, steps=steps, circles=circles), st.data())
    def check(argument: Argument, data: st.DataObject) -> None:
        claim = data.draw(st.integers(0, argument.claims - 1))
        case = argument.case()
        verdict = Verdict(case)
        found = flip_sets(verdict, f"{HOME}c{claim}", way=way, bound=BOUND)
        goal = bool(verdict.labels[claim] != 1)
        forced = by_force(argument, way, [claim], goal, candidates(case, way, [claim]))
        assert found.accepted == goal
        assert numbers(case, found.sets) == forced
        if found.complete is None:
            assert not found.stopped
        else:
            assert (found.complete, found.stopped) == (BOUND, "bound")

    check()


@QUICK
@given(arguments(most=5, steps=6, circles=False), st.data())
def test_several_claims_fall_together_with_themselves_or_with_others(
    argument: Argument, data: st.DataObject
) -> None:
    case = argument.case()
    verdict = Verdict(case)
    standing = np.flatnonzero(verdict.labels == 1).tolist()
    if not standing:
        return
    claims = sorted(data.draw(st.sets(st.sampled_from(standing), min_size=1, max_size=3)))
    names = [f"{HOME}c{claim}" for claim in claims]
    found = flip_sets(verdict, names, bound=BOUND, own=True)
    tried = candidates(case, "retract", [])
    assert numbers(case, found.sets) == by_force(argument, "retract", claims, False, tried)


@QUICK
@given(arguments(most=5, steps=6, circles=False), st.data())
def test_all_sets_are_found_if_that_is_said(argument: Argument, data: st.DataObject) -> None:
    claim = f"{HOME}c{data.draw(st.integers(0, argument.claims - 1))}"
    verdict = Verdict(argument.case())
    for way in WAYS:
        found = flip_sets(verdict, claim, way=way, bound=2)
        every = flip_sets(verdict, claim, way=way, bound=20)
        assert every.complete is None
        assert found.sets == tuple(one for one in every.sets if len(one) <= 2)
        if found.complete is None:
            assert found.sets == every.sets


def test_retracting_more_may_undo_what_less_did() -> None:
    # 0 attacks 1, 1 attacks 2: without 0, 1 stands and 2 falls; without 1 as well, 2 stands.
    steps = (("Rebuttal", (0,), 1), ("Rebuttal", (1,), 2))
    chain = Argument(3, steps, (), frozenset({0, 1, 2}))
    assert accepted(chain, "retract", [], [2]) == [True]
    found = flip_sets(Verdict(chain.case()), f"{HOME}c2")
    assert found.sets == ((f"{HOME}c0",),)
    assert accepted(chain, "retract", [0], [2]) == [False]
    assert accepted(chain, "retract", [0, 1], [2]) == [True]


# By hand


@pytest.fixture(scope="module")
def verdict() -> Verdict:
    return sample().verdict()


def short(sets: Iterable[tuple[str, ...]]) -> list[list[str]]:
    return [[name.rsplit("/", 1)[-1] for name in one] for one in sets]


def test_two_separate_reasons_fall_with_one_premise_of_each(verdict: Verdict) -> None:
    found = flip_sets(verdict, "c45")
    first, second = ("a9", "c47"), ("a10", "c46", "c48")
    expected = sorted(tuple(sorted((one, two))) for one in first for two in second)
    assert sorted(tuple(sorted(one)) for one in short(found.sets)) == expected
    assert found.complete is None and not found.stopped


def test_only_the_candidates_named_are_tried(verdict: Verdict) -> None:
    found = flip_sets(verdict, "c45", candidates=["a9", "c46", "c48", "c1"])
    assert short(found.sets) == [["a9", "c46"], ["a9", "c48"]]


def test_the_same_question_gets_the_same_answer(verdict: Verdict) -> None:
    assert len({flip_sets(sample().verdict(), "r1", way="attack") for _ in range(3)}) == 1


def test_a_limit_on_the_number_of_sets_is_told(verdict: Verdict) -> None:
    found = flip_sets(verdict, "c45", limit=4)
    assert (len(found.sets), found.complete, found.stopped) == (4, 1, "limit")


def test_a_search_that_ran_out_of_time_tells_how_far_it_came(verdict: Verdict) -> None:
    found = flip_sets(verdict, "c67", bound=9, timeout=0)
    assert (found.sets, found.complete, found.stopped) == ((), 0, "timeout")


def test_what_is_stopped_by_ctrl_c_is_stopped(
    verdict: Verdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    from whyso.graph.semantics.supposing.variants import Variants

    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Variants, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        flip_sets(verdict, "c45")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"bound": 0}, "give a bound of 1 or more"),
        ({"accepted": True}, "is accepted already"),
    ],
)
def test_a_question_without_sense_is_told_in_one_line(
    verdict: Verdict, asked: dict[str, Any], said: str
) -> None:
    with pytest.raises(InputError, match=said) as error:
        flip_sets(verdict, "c45", **asked)
    assert "\n" not in str(error.value)


def test_unknown_names_are_told(verdict: Verdict) -> None:
    with pytest.raises(UnknownNameError, match="c450"):
        flip_sets(verdict, "c450")
    with pytest.raises(UnknownNameError, match="way to flip"):
        flip_sets(verdict, "c45", way="retrack")
    with pytest.raises(UnknownNameError):
        flip_sets(verdict, "c45", candidates=["c450"])


# Shapes that hurt


def links(rows: Iterator[tuple[str, int, int]], claims: int) -> ArgumentGraph:
    triples = [(f"c{claim}", "a", "Claim") for claim in range(claims)]
    for number, (kind, source, target) in enumerate(rows):
        helps = kind == "Inference"
        triples += [
            (f"s{number}", "a", kind),
            (f"s{number}", "premise" if helps else "attacker", f"c{source}"),
            (f"s{number}", "conclusion" if helps else "target", f"c{target}"),
        ]
    return graph_of(triples)


def test_a_deep_chain_and_many_children_are_no_trouble() -> None:
    count = 3000
    chain = links((("Inference", one, one + 1) for one in range(count - 1)), count).verdict()
    found = flip_sets(chain, f"c{count - 1}", limit=count)
    assert len(found.sets) == count - 1 and found.complete is None
    star = links((("Inference", one, 0) for one in range(1, count)), count).verdict()
    found = flip_sets(star, "c0", bound=3)
    assert (found.sets, found.complete, found.stopped) == ((), 3, "bound")


def test_what_attacks_itself_flips_what_it_attacks() -> None:
    g = links(iter([("Rebuttal", 0, 0), ("Rebuttal", 0, 1)]), 2)
    found = flip_sets(g.verdict(), "c1")
    assert found.accepted and short(found.sets) == [["c0"]]
