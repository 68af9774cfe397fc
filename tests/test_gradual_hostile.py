"""Gradual semantics on what is large, deep, circular, empty or wrong."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from gradual_oracle import BIPOLAR, Graph, Link, off
from whyso.graph.errors import InputError, UnansweredError, UnknownNameError
from whyso.graph.semantics.gradual import GRADUAL, Strengths, Weighted, gradual, strengths

Ints = npt.NDArray[np.intp]


def arrays(source: Ints, target: Ints, base: float, sign: int = -1) -> Weighted:
    """Return the framework of many attacks, or supports."""
    count, links = int(max(source.max(), target.max())) + 1, len(source)
    ones, each = np.ones(links), np.arange(links)
    no = np.zeros(links, dtype=np.bool_)
    return Weighted(range(count), np.full(count, base), sign * ones, ones, each, source, target, no)


def test_an_empty_framework_has_no_strengths() -> None:
    for semantics in GRADUAL:
        found = strengths(Weighted.of({}), semantics)
        assert found.values.tolist() == [] and found.converged


def test_a_self_attack_rests_where_its_formula_stands_still() -> None:
    one = Weighted.of({"a": 1.0}, ["aa"])
    assert strengths(one, "df-quad").values[0] == pytest.approx(0.5, abs=1e-11)  # s = 1 - s
    assert strengths(one, "hcat").values[0] == pytest.approx((5**0.5 - 1) / 2, abs=1e-11)


@pytest.mark.parametrize("length", [2, 3, 4, 5, 50, 51])
@pytest.mark.parametrize("semantics", sorted(GRADUAL))
def test_circles_of_attacks_even_and_odd_give_equals_equal_strength(
    semantics: str, length: int
) -> None:
    ring = arrays(np.arange(length), (np.arange(length) + 1) % length, 0.7)
    found = strengths(ring, semantics)
    assert found.converged
    assert np.ptp(found.values) < 1e-11
    graph = Graph([0.7], [Link(-1, 1.0, (0,), 0)])
    first = float(found.values[0])
    assert off(graph, semantics, [first], [first]) < 1e-11


def test_a_chain_of_100_000_is_followed_to_its_end() -> None:
    count = 100_000
    found = strengths(arrays(np.arange(count - 1), np.arange(1, count), 0.5), "df-quad")
    # s = .5 (1 - t) goes to 1/3: 1/2, 1/4, 3/8, 5/16 ...
    assert found.values[:4].tolist() == [0.5, 0.25, 0.375, 0.3125]
    assert found.values[-1] == pytest.approx(1 / 3, abs=1e-12)
    assert found.order.tolist() == list(range(count))


def test_a_hundred_chains_side_by_side_are_as_one() -> None:
    starts = np.arange(100) * 1000
    source = (starts[:, None] + np.arange(999)).ravel()
    found = strengths(arrays(source, source + 1, 0.5), "qe").values.reshape(100, 1000)
    one = strengths(arrays(np.arange(999), np.arange(1, 1000), 0.5), "qe").values
    assert (found == one).all()


def test_a_chain_behind_a_circle_is_followed_to_its_end() -> None:
    count = 100_000
    source = np.concatenate([[1], np.arange(count - 1)])
    target = np.concatenate([[0], np.arange(1, count)])
    found = strengths(arrays(source, target, 0.5), "df-quad")
    assert found.converged and found.values[-1] == pytest.approx(1 / 3, abs=1e-12)


def test_a_chain_of_circles_is_followed_circle_by_circle() -> None:
    pair = np.arange(400)
    source = np.concatenate([pair, np.arange(1, 399, 2)])
    target = np.concatenate([pair ^ 1, np.arange(2, 400, 2)])
    weighted = arrays(source, target, 0.6)
    found = strengths(weighted, "df-quad")
    links = [Link(-1, 1.0, (a,), b) for a, b in zip(source.tolist(), target.tolist(), strict=True)]
    assert found.converged
    graph = Graph([0.6] * 400, links)
    assert off(graph, "df-quad", found.values.tolist(), found.link_values.tolist()) < 1e-11


@pytest.mark.parametrize("semantics", BIPOLAR)
def test_up_to_a_million_children_have_one_answer(semantics: str) -> None:
    count = 1_000_000 if semantics == "df-quad" else 100_000
    children = np.arange(1, count)
    for sign in (-1, 1):
        found = strengths(
            arrays(children, np.zeros(count - 1, dtype=np.intp), 0.5, sign), semantics
        )
        few = [0.5] * 3000 if semantics not in ("euler-top", "quadratic-top") else [0.5]
        links = [Link(sign, 1.0, (k + 1,), 0) for k in range(len(few))]
        graph = Graph([0.5, *few], links)
        near = strengths(graph.weighted(), semantics).values[0]
        assert found.values[0] == pytest.approx(near, abs=1e-6)


def test_two_links_between_the_same_arguments_count_twice_but_a_pair_given_twice_once() -> None:
    twice = arrays(np.array([1, 1]), np.array([0, 0]), 0.5)
    assert strengths(twice, "df-quad").values[0] == 0.125
    once = Weighted.of({"a": 0.5, "b": 0.5}, ["ba", "ba"])
    assert strengths(once, "df-quad").values[0] == 0.25


@pytest.mark.parametrize("semantics", ["df-quad", "mlp"])
def test_what_never_rests_is_told_and_so_is_what_lies_behind_it(semantics: str) -> None:
    # Three groups of 30 attack each other in a ring: with gains this high the point of rest is not
    # stable, and the values go round for ever. 90 is attacked from there, 91 is on its own, 92 and
    # 93 are a circle that rests.
    groups = np.arange(90).reshape(3, 30)
    pairs = [(a, b) for g in range(3) for a in groups[g] for b in groups[(g + 1) % 3]]
    pairs += [(0, 90), (92, 93), (93, 92)]
    source, target = np.array(pairs).T
    ones, links = np.ones(len(pairs)), np.arange(len(pairs))
    base = np.full(94, 0.9)
    base[0] = 0.8
    weighted = Weighted(range(94), base, -ones, ones, links, source, target, np.zeros(len(pairs)))
    found = strengths(weighted, semantics)
    assert not found.converged
    assert not found.settled[:91].any() and found.settled[91:].all()
    assert found.residual < 1e-9 < 1e-3 < found.residual_all


def test_full_attackers_on_a_long_circle_do_not_swing() -> None:
    ring = arrays(np.arange(1000), (np.arange(1000) + 1) % 1000, 1.0)
    found = strengths(ring, "df-quad")
    assert found.converged and found.values == pytest.approx(0.5, abs=1e-9)


def test_a_circle_that_moves_slowly_is_followed_to_the_end() -> None:
    # a = 1 - b, b = t (1 - a): the gap to rest closes with rate 1 - sqrt(t) only
    for base in (0.99, 0.9999, 0.999999):
        found = strengths(Weighted.of({"a": 1.0, "b": base}, ["ab", "ba"]), "df-quad")
        assert found.converged and found.values == pytest.approx([1, 0], abs=1e-8)


def test_what_nears_an_end_ever_more_slowly_gets_there() -> None:
    # a = 1 - b, b = (1 - a) (1 - b): near its end b falls by b squared only
    found = strengths(Weighted.of({"a": 1.0, "b": 1.0}, ["ab", "ba", "bb"]), "df-quad")
    assert found.converged and found.values.tolist() == [1, 0]
    # without the attack on itself it rests on a line, so no end is preferred
    ring = strengths(Weighted.of({"a": 1.0, "b": 1.0}, ["ab", "ba"]), "df-quad")
    assert ring.values == pytest.approx(0.5, abs=1e-12)


def by_df_quad(base: Any, sign: Any, source: Any, target: Any) -> Strengths:
    each, none = np.arange(len(sign)), np.zeros(len(sign))
    wired = Weighted(range(len(base)), base, sign, none + 1, each, source, target, none)
    return strengths(wired, "df-quad")


def test_the_order_of_arguments_changes_no_strength() -> None:
    # Circles with base scores of 0 and 1 can rest on lines: where they do is a matter of the way.
    chance = np.random.default_rng(3)
    for _ in range(200):
        count, links = int(chance.integers(2, 7)), int(chance.integers(2, 14))
        base = chance.choice([0.0, 0.3, 0.5, 1.0], count)
        source, target = chance.integers(0, count, (2, links))
        sign = chance.choice([-1, 1], links)
        turn = chance.permutation(count)

        one = by_df_quad(base, sign, source, target)
        other = by_df_quad(base[turn], sign, *np.argsort(turn)[[source, target]])
        assert (one.settled[turn] == other.settled).all()
        if one.converged:
            assert one.values[turn] == pytest.approx(other.values, abs=1e-9)


# What is refused


@pytest.mark.parametrize("score", [-0.1, 1.5, float("nan"), float("inf")])
def test_a_base_score_that_is_none_is_refused_with_the_name(score: float) -> None:
    with pytest.raises(InputError, match=r"the base score of 'tea' is .*; give a number"):
        Weighted.of({"milk": 0.5, "tea": score})
    with pytest.raises(InputError, match="'a'"):
        Weighted.of({"a": 0.5}).changed(base=[score])


def test_unknown_names_are_told_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"no argument named 'te'; the nearest .* tea"):
        Weighted.of({"tea": 0.5}, [("tea", "te")])
    with pytest.raises(UnknownNameError, match="no gradual semantics named 'df-quat'; the nearest"):
        strengths(Weighted.of({}), "df-quat")


@pytest.mark.parametrize(
    ("sign", "weight", "source", "target", "on_link", "message"),
    [
        (2, 1, 0, 1, False, "the sign of link 0 is 2"),
        (1, 1.5, 0, 1, False, "the weight of link 0 is 1.5"),
        (1, float("nan"), 0, 1, False, "the weight of link 0 is nan"),
        (1, 1, 5, 1, False, "premise 0 is 5: no such argument"),
        (1, 1, -1, 1, False, "premise 0 is -1: no such argument"),
        (1, 1, 0, 2, False, "link 0 points to 2, which does not exist"),
        (-1, 1, 0, 1, True, "link 0 points to 1, which does not exist"),
        (1, 1, 0, 0, True, "link 0 supports a link"),
    ],
)
def test_a_link_that_is_none_is_refused(
    sign: int, weight: float, source: int, target: int, on_link: bool, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        Weighted("ab", [0.5, 0.5], [sign], [weight], [0], [source], [target], [on_link])


def test_links_without_sources_and_arrays_of_wrong_length_are_refused() -> None:
    with pytest.raises(InputError, match="link 0 has no source"):
        Weighted("ab", [0.5, 0.5], [1], [1], [], [], [1], [False])
    with pytest.raises(InputError, match="premise 0 is of link 3"):
        Weighted("ab", [0.5, 0.5], [1], [1], [3], [0], [1], [False])
    with pytest.raises(InputError, match="2 arguments, but 1 base scores"):
        Weighted("ab", [0.5], [], [], [], [], [], [])
    with pytest.raises(InputError, match="1 links, but 2 weights"):
        Weighted("ab", [0.5, 0.5], [1], [1, 1], [0], [0], [1], [False])
    with pytest.raises(InputError, match="differ in length"):
        Weighted("ab", [0.5, 0.5], [1], [1], [0, 0], [0], [1], [False])


def test_semantics_for_attacks_refuse_supports_and_say_what_to_use() -> None:
    one = Weighted.of({"a": 0.5, "b": 0.5}, [], ["ab"])
    for semantics in ("h-categoriser", "max-based", "card-based"):
        with pytest.raises(InputError, match=f"{semantics} is for attacks only, but link 0"):
            strengths(one, semantics)


def test_a_deadline_is_kept() -> None:
    with pytest.raises(UnansweredError, match="no answer within"):
        strengths(arrays(np.arange(5), np.arange(1, 6), 0.5), timeout=-1)
    ring = arrays(np.arange(300_000), (np.arange(300_000) + 1) % 300_000, 0.7)
    with pytest.raises(UnansweredError):
        strengths(ring, timeout=0.05)


# Names and parts


def test_names_and_aliases_are_all_different_and_have_words_in_both_languages() -> None:
    names = [name for rule in GRADUAL.values() for name in (rule.name, *rule.aliases)]
    assert len(names) == len(set(names))
    for rule in GRADUAL.values():
        for words in (rule.title, rule.meaning):
            assert set(words) == {"en", "zh"} and all(words.values())
        assert all(gradual(alias.upper()) is rule for alias in rule.aliases)


def test_parts_are_put_together_by_name_where_they_fit() -> None:
    one = Weighted.of({"a": 0.5, "b": 0.8}, ["ba"])
    made, named = strengths(one, "sum+quadratic"), strengths(one, "quadratic-energy")
    assert made.values.tolist() == named.values.tolist()
    # product and quadratic: E = (1 - .8) - 1
    found = strengths(one, "product+quadratic").values[0]
    assert found == pytest.approx(0.5 - 0.5 * 0.64 / 1.64, abs=1e-12)
    for wrong in ("sum+linear", "mean+euler", "product+divided"):
        with pytest.raises(InputError, match="use"):
            gradual(wrong)


def test_a_part_keeps_the_links_within_it() -> None:
    graph = Graph(
        [0.5, 0.6, 0.7, 0.8],
        [
            Link(1, 1.0, (0, 1), 2),
            Link(-1, 1.0, (3,), 0, True),
            Link(-1, 1.0, (1,), 1, True),
            Link(-1, 0.5, (1,), 2),
        ],
    )
    weighted = graph.weighted()
    part, numbers, links = weighted.part(np.array([True, True, True, False]))
    assert (numbers.tolist(), links.tolist()) == ([0, 1, 2], [0, 3])
    # without the argument 3 nothing attacks link 0: as if 3 had no strength
    same = strengths(weighted.without([3]), "df-quad").values[:3]
    assert strengths(part, "df-quad").values.tolist() == pytest.approx(same.tolist(), abs=1e-12)
    part, _, links = weighted.part(np.array([False, True, True, True]))
    assert links.tolist() == [3]
