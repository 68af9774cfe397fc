"""Ranking semantics: published orders, exact numbers, and the properties that papers prove."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gradual_oracle import burdens, discussions
from whyso.graph.errors import UnansweredError, UnknownNameError
from whyso.graph.semantics.dung import Framework
from whyso.graph.semantics.gradual import RANKINGS, Ranking, ranking

Pairs = list[tuple[int, int]]
pairs = st.integers(1, 6).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=12),
    )
)


def run(count: int, attacks: Pairs, semantics: str, rounds: int | None = None) -> Ranking:
    sources, targets = [a for a, _ in attacks], [b for _, b in attacks]
    return ranking(Framework(range(count), sources, targets), semantics, rounds=rounds)


def better(found: Ranking, one: int, other: int) -> int:
    """Return 1, 0 or -1: whether an argument is better than another, equal or worse."""
    places = found.places
    return int(np.sign(places[other] - places[one]))


def order(text: str, semantics: str) -> str:
    framework = Framework.of(sorted(set(text.replace(" ", ""))), text.split())
    found = ranking(framework, semantics)
    assert found.decided
    return " > ".join("=".join(framework.names[n] for n in group) for group in found.groups)


# Published orders


def test_the_example_of_bonzon_and_others() -> None:
    # AAAI 2016, figure 1
    attacks = "ae da ed ce bc ba"
    assert order(attacks, "burden") == "b > d > c > e > a"
    assert order(attacks, "discussion") == "b > d > c > e > a"
    assert order(attacks, "categoriser") == "b > d > e > c > a"


def test_the_numbers_of_that_example() -> None:
    framework = Framework.of("abcde", ["ae", "da", "ed", "ce", "bc", "ba"])
    found = ranking(framework, "burden")
    rows = [found.numbers(argument)[:3] for argument in range(5)]
    # round 1: 1 + attackers; round 2: a = 1 + 1/2 + 1, c = 2, d = 1 + 1/3, e = 1 + 1/3 + 1/2
    assert rows == [[1, 3, 2.5], [1, 1, 1], [1, 2, 2], [1, 2, 4 / 3], [1, 3, 1 + 1 / 3 + 1 / 2]]
    found = ranking(framework, "discussion")
    rows = [found.numbers(argument)[:3] for argument in range(5)]
    assert rows == [[1, 2, -1], [1, 0, 0], [1, 1, 0], [1, 1, -2], [1, 2, -3]]


def test_in_a_chain_those_nearer_to_an_even_place_are_better() -> None:
    # a attacks b attacks c ...: 1, 1/2, 2/3, 3/5, 5/8
    for semantics in RANKINGS:
        assert order("ab bc cd de", semantics) == "a > c > e > d > b"


def test_a_circle_of_equals_is_one_group() -> None:
    for semantics in RANKINGS:
        assert order("ab bc ca", semantics) == "a=b=c"


# Exact numbers


@settings(max_examples=60)
@given(graph=pairs)
def test_burdens_compare_as_exact_fractions_do(graph: tuple[int, Pairs]) -> None:
    count, attacks = graph
    attacks = [pair for pair in attacks if [b for _, b in attacks].count(pair[1]) < 4]
    found = run(count, attacks, "burden")
    exact = burdens(count, attacks, 7)
    for argument in range(count):
        numbers = found.numbers(argument)[:8]
        assert numbers == pytest.approx([float(x) for x in exact[argument][: len(numbers)]])
    check_order(found, exact)


@settings(max_examples=60)
@given(graph=pairs)
def test_discussions_compare_as_counted_paths_do(graph: tuple[int, Pairs]) -> None:
    count, attacks = graph
    attacks = list(dict.fromkeys(attacks))
    attacks = [pair for pair in attacks if [b for _, b in attacks].count(pair[1]) < 4]
    found = run(count, attacks, "discussion")
    exact = discussions(count, attacks, count + 1)
    assert found.decided
    for argument in range(count):
        numbers = found.numbers(argument)[: count + 1]
        assert numbers == exact[argument][: len(numbers)]
    check_order(found, exact)


def check_order(
    found: Ranking, exact: Sequence[Sequence[Fraction]] | Sequence[Sequence[int]]
) -> None:
    for one in range(len(exact)):
        for other in range(len(exact)):
            if list(exact[one]) < list(exact[other]):
                assert better(found, one, other) == 1
            if found.decided and exact[one] == exact[other]:
                assert better(found, one, other) == 0


@settings(max_examples=40)
@given(graph=pairs)
def test_categoriser_values_solve_their_equations(graph: tuple[int, Pairs]) -> None:
    count, attacks = graph
    found = run(count, attacks, "categoriser")
    values = [found.numbers(argument)[0] for argument in range(count)]
    for argument in range(count):
        attackers = {a for a, b in attacks if b == argument}
        assert values[argument] == pytest.approx(1 / (1 + sum(values[a] for a in attackers)))


def test_paths_are_counted_exactly_beyond_64_bits() -> None:
    # 0 and 1 attack themselves and each other: 2 ** n paths of length n. 2 and 3 are attacked by 0
    # and by tails of 80 and 81: the paths to them first differ by one, in 2 ** 80.
    attacks = [(a, b) for a in range(2) for b in range(2)] + [(0, 2), (0, 3)]
    first, second = list(range(4, 84)), list(range(84, 165))
    for end, tail in ((2, first), (3, second)):
        attacks += [*pairwise(tail), (tail[-1], end)]
    found = run(165, attacks, "discussion")
    assert found.decided
    assert [abs(int(n)) for n in found.numbers(2)[80:82]] == [2**79 + 1, 2**80]
    assert [abs(int(n)) for n in found.numbers(3)[80:82]] == [2**79 + 1, 2**80 + 1]
    assert better(found, 2, 3) == 1  # round 81 counts attackers


# What ends the rounds


def test_arguments_with_the_same_attackers_numbers_are_equal_for_good() -> None:
    # attackers of in-degrees 1 and 5 bear 2 and 6, those of 2 and 2 bear 3 and 3: 1/2 + 1/6 = 2/3
    attacks = [(10, 0), *((k, 1) for k in range(10, 15))]
    attacks += [(k, place) for place in (2, 3) for k in (10, 11)]
    attacks += [(0, 4), (1, 4), (2, 5), (3, 5)]
    found = run(15, attacks, "burden")
    assert found.decided and better(found, 4, 5) == 0
    # 6 paths of length 2 against 4: more defenders are better
    assert better(run(15, attacks, "discussion"), 4, 5) == 1


def test_too_few_rounds_are_told() -> None:
    attacks = [(k, k + 1) for k in range(40)]
    found = run(41, attacks, "discussion", rounds=5)
    assert not found.decided and len(found.groups) == 6
    whole = run(41, attacks, "discussion")
    assert whole.decided and len(whole.groups) == 41


def test_unions_of_circles_of_different_length_are_one_group_at_once() -> None:
    attacks = [(0, 1), (1, 0), (2, 3), (3, 4), (4, 2)]
    for semantics in RANKINGS:
        found = run(5, attacks, semantics)
        assert found.decided and [group.tolist() for group in found.groups] == [[0, 1, 2, 3, 4]]


# Properties (L. Amgoud and J. Ben-Naim 2013; Bonzon and others 2016)


@settings(max_examples=30)
@given(graph=pairs, data=st.data())
def test_abstraction_names_do_not_matter(graph: tuple[int, Pairs], data: st.DataObject) -> None:
    count, attacks = graph
    new = data.draw(st.permutations(range(count)))
    for semantics in RANKINGS:
        before = run(count, attacks, semantics)
        after = run(count, [(new[a], new[b]) for a, b in attacks], semantics)
        assert after.places[list(new)].tolist() == before.places.tolist()


@settings(max_examples=30)
@given(one=pairs, other=pairs)
def test_independence_other_components_do_not_matter(
    one: tuple[int, Pairs], other: tuple[int, Pairs]
) -> None:
    count, attacks = one
    moved = [(a + count, b + count) for a, b in other[1]]
    for semantics in RANKINGS:
        alone = run(count, attacks, semantics)
        beside = run(count + other[0], [*attacks, *moved], semantics)
        assume(alone.decided and beside.decided)
        for a in range(count):
            for b in range(count):
                assert better(alone, a, b) == better(beside, a, b)


@settings(max_examples=40)
@given(graph=pairs)
def test_void_precedence_the_unattacked_are_best_and_equal(graph: tuple[int, Pairs]) -> None:
    count, attacks = graph
    free = set(range(count)) - {b for _, b in attacks}
    assume(free)
    for semantics in RANKINGS:
        assert set(run(count, attacks, semantics).groups[0].tolist()) == free


@settings(max_examples=40)
@given(graph=pairs)
def test_cardinality_precedence_fewer_attackers_are_better(graph: tuple[int, Pairs]) -> None:
    count, attacks = graph
    degree = [len({a for a, b in attacks if b == one}) for one in range(count)]
    for semantics in ("burden", "discussion"):
        found = run(count, attacks, semantics)
        for one in range(count):
            for other in range(count):
                if degree[one] < degree[other]:
                    assert better(found, one, other) == 1


def test_the_categoriser_fails_cardinality_precedence() -> None:
    # one attacker of value 1 gives 1/2; two attackers of value 1/4 give 2/3
    attacks = [(9, 0), *((k, place) for place in (1, 2) for k in (5, 6, 7)), (1, 3), (2, 3)]
    found = run(10, attacks, "categoriser")
    assert better(found, 3, 0) == 1
    assert better(run(10, attacks, "burden"), 0, 3) == 1


@settings(max_examples=60)
@given(graph=pairs)
def test_defence_precedence_the_defended_are_better(graph: tuple[int, Pairs]) -> None:
    count, attacks = graph
    attackers = [{a for a, b in attacks if b == one} for one in range(count)]
    for semantics in RANKINGS:
        found = run(count, attacks, semantics)
        for one in range(count):
            for other in range(count):
                defended = any(attackers[a] for a in attackers[one])
                bare = not any(attackers[a] for a in attackers[other])
                if len(attackers[one]) == len(attackers[other]) and defended and bare:
                    assert better(found, one, other) == 1


@settings(max_examples=60)
@given(graph=pairs)
def test_counter_transitivity_fewer_and_worse_attackers_are_no_worse(
    graph: tuple[int, Pairs],
) -> None:
    count, attacks = graph
    for semantics in RANKINGS:
        found = run(count, attacks, semantics)
        assume(found.decided)
        places = found.places.tolist()
        attackers = [
            sorted(places[a] for a in {a for a, b in attacks if b == one}) for one in range(count)
        ]
        for one in range(count):
            for other in range(count):
                few, many = attackers[one], attackers[other]
                if len(few) <= len(many) and all(
                    x >= y for x, y in zip(few, many[: len(few)], strict=True)
                ):
                    assert better(found, one, other) >= 0


# Hostile input


def test_an_empty_framework_has_no_groups() -> None:
    for semantics in RANKINGS:
        found = run(0, [], semantics)
        assert found.groups == [] and found.decided and found.places.tolist() == []


def test_self_attacks_and_duplicates_count_once() -> None:
    for semantics in RANKINGS:
        once, twice = run(2, [(0, 0), (0, 1)], semantics), run(2, [(0, 0), (0, 1)] * 2, semantics)
        assert once.places.tolist() == twice.places.tolist()


def test_200_000_attackers_of_one_are_one_group() -> None:
    count = 200_000
    framework = Framework(range(count), np.arange(1, count), np.zeros(count - 1, dtype=np.int32))
    for semantics in RANKINGS:
        found = ranking(framework, semantics)
        assert found.decided and [len(group) for group in found.groups] == [count - 1, 1]


def test_a_chain_of_100_000_ends_and_says_what_is_open() -> None:
    count = 100_000
    framework = Framework(range(count), np.arange(count - 1), np.arange(1, count))
    found = ranking(framework, "discussion", rounds=20)
    assert not found.decided and len(found.groups) == 21
    found = ranking(framework, "categoriser")
    assert found.decided and [group.tolist() for group in found.groups[:2]] == [[0], [2]]
    assert found.groups[-1].tolist() == [1]


def test_unknown_names_and_deadlines_are_told() -> None:
    with pytest.raises(UnknownNameError, match="no ranking semantics named 'burdn'; the nearest"):
        run(1, [], "burdn")
    framework = Framework.of("abc", ["ab", "bc"])
    for semantics in RANKINGS:
        with pytest.raises(UnansweredError):
            ranking(framework, semantics, timeout=-1)


def test_every_semantics_has_words_in_both_languages() -> None:
    for rule in RANKINGS.values():
        for words in (rule.title, rule.meaning):
            assert set(words) == {"en", "zh"} and all(words.values())
        for alias in rule.aliases:
            assert run(1, [], alias).semantics == rule.name
