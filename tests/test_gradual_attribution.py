"""Contributions: sums, agreement with definitions, principles of Kampik and others (IJAR 2024)."""

import math
from collections.abc import Sequence
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gradual_oracle import BIPOLAR, SCORES, Graph, Link, graphs, strength
from gradual_oracle import shapley as shapley_by_definition
from whyso.graph.errors import UnansweredError, UnknownNameError, WhysoError
from whyso.graph.semantics.gradual import (
    Weighted,
    contributions,
    gradient,
    removal,
    shapley,
    strengths,
)

inner = st.floats(0.05, 0.95)
values = st.lists(SCORES, max_size=4)
names = st.sampled_from(BIPOLAR)


def star(base: float, attacks: Sequence[float], supports: Sequence[float]) -> Weighted:
    links = [Link(-1, 1.0, (n,), 0) for n in range(1, len(attacks) + 1)]
    links += [Link(1, 1.0, (len(attacks) + n,), 0) for n in range(1, len(supports) + 1)]
    return Graph([base, *attacks, *supports], links).weighted()


def subsets(players: Sequence[int]) -> "chain[tuple[int, ...]]":
    return chain.from_iterable(combinations(players, size) for size in range(len(players) + 1))


@settings(max_examples=40)
@given(semantics=names, base=SCORES, attacks=values, supports=values)
def test_shapley_values_of_links_are_those_of_the_definition(
    semantics: str, base: float, attacks: list[float], supports: list[float]
) -> None:
    weighted = star(base, attacks, supports)
    found = contributions(weighted, strengths(weighted, semantics), 0)
    signed = [*((-1, value) for value in attacks), *((1, value) for value in supports)]
    worth = {}
    for chosen in subsets(range(len(signed))):
        some = [signed[place] for place in chosen]
        lows, highs = [v for s, v in some if s < 0], [v for s, v in some if s > 0]
        worth[frozenset(chosen)] = strength(semantics, base, lows, highs)
    expected = shapley_by_definition(worth, range(len(signed)))
    assert found.exact and found.links.tolist() == list(range(len(signed)))
    assert found.values.tolist() == pytest.approx(expected, abs=1e-12)


@settings(max_examples=40)
@given(semantics=names, graph=graphs(cyclic=True), data=st.data())
def test_base_score_and_shapley_values_sum_to_the_strength(
    semantics: str, graph: Graph, data: st.DataObject
) -> None:
    assume(graph.base)
    topic = data.draw(st.integers(0, len(graph.base) - 1))
    weighted = graph.weighted()
    found = strengths(weighted, semantics)
    assume(found.settled[topic])
    parts = contributions(weighted, found, topic)
    assert parts.base + parts.values.sum() == pytest.approx(parts.strength, abs=1e-9)
    assert ((parts.values * weighted.link_sign[parts.links]) >= -1e-12).all()


@pytest.mark.parametrize("semantics", BIPOLAR)
@pytest.mark.parametrize("count", [17, 200, 20_000])
def test_estimates_sum_to_the_strength_and_say_that_they_are_estimates(
    semantics: str, count: int
) -> None:
    random = np.random.default_rng(count)
    scores = random.random(count).tolist()
    weighted = star(0.4, scores[: count // 3], scores[count // 3 :])
    found = contributions(weighted, strengths(weighted, semantics), 0)
    assert not found.exact
    assert found.base + found.values.sum() == pytest.approx(found.strength, abs=1e-9)


def test_estimates_are_near_the_exact_values_and_the_same_each_time() -> None:
    # 17 links of which one has no value: the other 16 have the exact values of 16 links.
    scores = np.linspace(0.05, 0.9, 16).tolist()
    exact = star(0.6, scores[:7], scores[7:])
    more = star(0.6, scores[:7], [*scores[7:], 0.0])
    for semantics in ("df-quad", "quadratic-energy"):
        want = contributions(exact, strengths(exact, semantics), 0)
        solved = strengths(more, semantics)
        have = contributions(more, solved, 0)
        assert want.exact and not have.exact
        off = np.abs(have.values[:16] - want.values)
        assert (off <= 6 * have.errors[:16] + 1e-9).all() and off.max() < 5e-3
        assert have.values[16] == 0
        assert contributions(more, solved, 0).values.tolist() == have.values.tolist()


@settings(max_examples=40)
@given(semantics=names, base=SCORES, attacks=values, supports=values)
def test_removal_of_a_link_is_the_strength_less_that_without_it(
    semantics: str, base: float, attacks: list[float], supports: list[float]
) -> None:
    weighted = star(base, attacks, supports)
    found = strengths(weighted, semantics)
    parts = contributions(weighted, found, 0, "removal")
    for link, value in zip(parts.links.tolist(), parts.values.tolist(), strict=True):
        weight = weighted.link_weight.copy()
        weight[link] = 0
        then = strengths(weighted.changed(link_weight=weight), semantics).values[0]
        assert value == pytest.approx(found.values[0] - then, abs=1e-12)


@settings(max_examples=15)
@given(
    semantics=st.sampled_from([name for name in BIPOLAR if not name.endswith("top")]),
    graph=graphs(cyclic=True, most=5),
    data=st.data(),
)
def test_gradients_are_the_slopes_of_small_changes(
    semantics: str, graph: Graph, data: st.DataObject
) -> None:
    assume(graph.base)
    base = data.draw(st.lists(inner, min_size=len(graph.base), max_size=len(graph.base)))
    weights = data.draw(st.lists(inner, min_size=len(graph.links), max_size=len(graph.links)))
    topic = data.draw(st.integers(0, len(base) - 1))
    weighted = graph.weighted().changed(base=base, link_weight=weights)
    found = strengths(weighted, semantics)
    assume(found.converged)
    slopes = gradient(weighted, found, topic)
    step = 1e-5

    def slope(numbers: Sequence[float], place: int, what: str) -> tuple[float, float]:
        sides = []
        for move in (step, -step):
            moved = np.array(numbers)
            moved[place] += move
            then = weighted.changed(**{what: moved})
            sides.append(float(strengths(then, semantics).values[topic] - found.values[topic]))
        return sides[0] / step, -sides[1] / step

    for place in range(len(base)):
        right, left = slope(base, place, "base")
        low, high = min(left, right) - 1e-3, max(left, right) + 1e-3
        assert low <= slopes.base[place] <= high
    for place in range(len(weights)):
        right, left = slope(weights, place, "link_weight")
        low, high = min(left, right) - 1e-3, max(left, right) + 1e-3
        assert low <= slopes.link_weight[place] <= high


def test_gradients_that_qbaf_py_publishes() -> None:
    # e is attacked twice and supported once by what a supports alike; QBAF-Py tests for 0.
    base = {"a": 0.5, "b": 0.0, "c": 0.0, "d": 0.0, "e": 0.5}
    one = Weighted.of(base, ["be", "ce"], ["ab", "ac", "ad", "de"])
    assert gradient(one, strengths(one, "df-quad"), 4).base[0] == pytest.approx(0, abs=1e-12)
    # two full attackers hide each other, under DF-QuAD and where only the greatest counts
    two = Weighted.of({"a": 0.1, "b": 1.0, "c": 1.0}, ["ba", "ca"])
    for semantics in ("df-quad", "euler-top"):
        assert gradient(two, strengths(two, semantics), 0).base[1:].tolist() == [0, 0]


def test_the_gradient_of_a_long_chain_is_a_product() -> None:
    count = 100_000
    links = np.arange(count - 1)
    ones = np.ones(count - 1)
    base = np.full(count, 0.5)
    chain_ = Weighted(
        range(count), base, -ones, ones, links, links, links + 1, np.zeros(count - 1, dtype=bool)
    )
    found = strengths(chain_, "df-quad")
    slopes = gradient(chain_, found, count - 1).base
    # s = .5 (1 - t): each step back multiplies by -.5; the base score's own factor is 1 - t
    assert slopes[-1] == pytest.approx(1 - found.values[-2], abs=1e-12)
    assert slopes[-3] == pytest.approx(0.25 * (1 - found.values[-4]), abs=1e-12)


def test_a_circle_that_can_rest_anywhere_has_no_gradient() -> None:
    two = Weighted.of({"a": 1.0, "b": 1.0}, ["ab", "ba"])
    with pytest.raises(WhysoError, match="'a' has no derivative"):
        gradient(two, strengths(two, "df-quad"), 0)


@settings(max_examples=15)
@given(semantics=names, graph=graphs(cyclic=False, most=5), data=st.data())
def test_far_contributions_are_those_of_the_definitions(
    semantics: str, graph: Graph, data: st.DataObject
) -> None:
    assume(graph.base)
    topic = data.draw(st.integers(0, len(graph.base) - 1))
    others = [place for place in range(len(graph.base)) if place != topic]
    weighted = graph.weighted()
    found = strengths(weighted, semantics)
    worth = {}
    for chosen in subsets(others):
        keep = np.isin(np.arange(len(graph.base)), [topic, *chosen])
        rest, numbers, _ = weighted.part(keep)
        at = int(np.flatnonzero(numbers == topic)[0])
        worth[frozenset(chosen)] = float(strengths(rest, semantics).values[at])
    expected = shapley_by_definition(worth, others)
    parts = shapley(weighted, found, topic, others)
    assert parts.values.tolist() == pytest.approx(expected, abs=1e-9)
    # quantitative contribution existence: with all others as players they make the difference
    total = found.values[topic] - weighted.base[topic]
    assert parts.values.sum() == pytest.approx(total, abs=1e-9)
    assert parts.without == pytest.approx(weighted.base[topic], abs=1e-12)
    # counterfactuality: removal is the difference that the absence makes
    gone = removal(weighted, found, topic, others)
    whole = frozenset(others)
    for place, value in zip(gone.arguments.tolist(), gone.values.tolist(), strict=True):
        assert value == pytest.approx(worth[whole] - worth[whole - {place}], abs=1e-12)


@settings(max_examples=15)
@given(semantics=names, graph=graphs(cyclic=False))
def test_directionality_what_does_not_lead_there_contributes_nothing(
    semantics: str, graph: Graph
) -> None:
    assume(len(graph.base) > 2)
    weighted = graph.weighted()
    found = strengths(weighted, semantics)
    later = list(range(2, len(graph.base)))  # links lead to higher numbers only
    assert removal(weighted, found, 1, later).values.tolist() == [0.0] * len(later)
    assert shapley(weighted, found, 1, later[:3]).values.tolist() == [0.0] * len(later[:3])
    assert gradient(weighted, found, 1).base[2:].tolist() == [0.0] * len(later)


def test_shapley_values_of_many_arguments_are_estimates_that_sum() -> None:
    random = np.random.default_rng(3)
    weighted = star(0.5, random.random(6).tolist(), random.random(6).tolist())
    found = strengths(weighted, "df-quad")
    parts = shapley(weighted, found, 0, range(1, 13), orders=40)
    assert not parts.exact and (parts.errors > 0).any()
    assert parts.without + parts.values.sum() == pytest.approx(parts.strength, abs=1e-9)
    direct = contributions(weighted, found, 0)
    assert (np.abs(parts.values - direct.values) <= 6 * parts.errors + 1e-9).all()


def test_shapley_and_removal_on_the_example_of_qbaf_py_scaled() -> None:
    # c supports b, b attacks a. QBAF-Py's model adds without bounds: b takes 1.5 of 2, c 0.5. Here:
    # b is .25 alone and .625 with c; a = 1 - b. By removal b takes .625, c .375; by Shapley b
    # ((.25) + (.625)) / 2 = .4375 and c (0 + .375) / 2 = .1875.
    one = Weighted.of({"a": 1.0, "b": 0.25, "c": 0.5}, ["ba"], ["cb"])
    found = strengths(one, "df-quad")
    assert removal(one, found, 0).values.tolist() == pytest.approx([-0.625, -0.375], abs=1e-12)
    parts = shapley(one, found, 0, [1, 2])
    assert parts.values.tolist() == pytest.approx([-0.4375, -0.1875], abs=1e-12)


def loose() -> Weighted:
    """Return three groups that attack each other in a ring, which never come to rest."""
    groups = np.arange(90).reshape(3, 30)
    pairs = [(a, b) for g in range(3) for a in groups[g] for b in groups[(g + 1) % 3]]
    pairs.append((0, 90))
    source, target = np.array(pairs).T
    count = len(pairs)
    base = np.full(91, 0.9)
    base[0] = 0.8
    ones, links = np.ones(count), np.arange(count)
    return Weighted(range(91), base, -ones, ones, links, source, target, np.zeros(count))


def test_what_did_not_come_to_rest_has_no_contributions() -> None:
    weighted = loose()
    found = strengths(weighted, "mlp")
    assert not found.settled[90]
    for ask in (
        lambda: contributions(weighted, found, 90),
        lambda: gradient(weighted, found, 90),
        lambda: removal(weighted, found, 90),
        lambda: shapley(weighted, found, 90, [0]),
    ):
        with pytest.raises(WhysoError, match="90 did not come to rest"):
            ask()


def test_unknown_methods_and_deadlines_are_told() -> None:
    weighted = star(0.5, [0.5] * 20, [])
    found = strengths(weighted)
    with pytest.raises(UnknownNameError, match="no method of attribution named 'shaply'"):
        contributions(weighted, found, 0, "shaply")
    with pytest.raises(UnansweredError):
        contributions(weighted, found, 0, timeout=-1)
    with pytest.raises(UnansweredError):
        removal(weighted, found, 0, timeout=-1)


def test_an_argument_without_links_has_no_contributions() -> None:
    weighted = Weighted.of({"a": 0.5})
    for method in ("shapley", "removal", "gradient"):
        parts = contributions(weighted, strengths(weighted), 0, method)
        assert parts.values.tolist() == [] and parts.exact
        assert math.isclose(parts.strength, 0.5)
