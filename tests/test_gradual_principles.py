"""Principles that the papers state for gradual semantics, and that some of them fail.

P. Baroni, A. Rago, F. Toni, IJAR 2019; L. Amgoud and J. Ben-Naim, IJAR 2018 (bipolar); L. Amgoud,
J. Ben-Naim, D. Doder, S. Vesic, IJCAI 2017 (attacks); N. Potyka, KR 2018 and AAMAS 2019 (duality,
open-mindedness).
"""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gradual_oracle import ATTACKS_ONLY, BIPOLAR, SCORES, Graph, Link, graphs
from whyso.graph.semantics.gradual import GRADUAL, Strengths, strengths

DUAL = ("quadratic-energy", "df-quad", "mlp", "quadratic-top")
values = st.lists(SCORES, max_size=5)


def run(graph: Graph, semantics: str) -> Strengths:
    return strengths(graph.weighted(), semantics)


def star(semantics: str, base: float, attacks: Sequence[float], supports: Sequence[float]) -> float:
    """Return the strength of one argument that unattacked ones attack and support."""
    links = [Link(-1, 1.0, (n,), 0) for n in range(1, len(attacks) + 1)]
    links += [Link(1, 1.0, (len(attacks) + n,), 0) for n in range(1, len(supports) + 1)]
    return float(run(Graph([base, *attacks, *supports], links), semantics).values[0])


def all_of(graph: Graph) -> list[str]:
    return [*BIPOLAR, *([] if any(link.sign > 0 for link in graph.links) else ATTACKS_ONLY)]


def test_every_named_semantics_is_tested_here() -> None:
    assert sorted(GRADUAL) == sorted([*BIPOLAR, *ATTACKS_ONLY])


@given(base=SCORES)
def test_stability_without_links_strength_is_the_base_score(base: float) -> None:
    for semantics in GRADUAL:
        assert run(Graph([base]), semantics).values[0] == pytest.approx(base, abs=1e-15)


@settings(max_examples=30)
@given(graph=graphs(cyclic=True))
def test_strengths_stay_from_0_to_1(graph: Graph) -> None:
    for semantics in all_of(graph):
        found = run(graph, semantics)
        for numbers in (found.values, found.link_values):
            assert ((numbers >= 0) & (numbers <= 1)).all()


@settings(max_examples=30)
@given(graph=graphs(cyclic=False), data=st.data())
def test_anonymity_names_and_order_do_not_matter(graph: Graph, data: st.DataObject) -> None:
    new = data.draw(st.permutations(range(len(graph.base))))
    where = data.draw(st.permutations(range(len(graph.links))))
    base = [0.0] * len(graph.base)
    for old, place in enumerate(new):
        base[place] = graph.base[old]
    links: list[Link | None] = [None] * len(graph.links)
    for old, place in enumerate(where):
        link = graph.links[old]
        target = where[link.target] if link.on_link else new[link.target]
        sources = tuple(new[one] for one in link.sources)
        links[place] = Link(link.sign, link.weight, sources, target, link.on_link)
    other = Graph(base, [link for link in links if link is not None])
    for semantics in all_of(graph):
        before, after = run(graph, semantics), run(other, semantics)
        assert after.values[list(new)] == pytest.approx(before.values, abs=1e-12)
        assert after.link_values[list(where)] == pytest.approx(before.link_values, abs=1e-12)


@settings(max_examples=15)
@given(one=graphs(cyclic=True, most=4), other=graphs(cyclic=True, most=4))
def test_independence_unconnected_graphs_do_not_touch_each_other(one: Graph, other: Graph) -> None:
    arguments, links = len(one.base), len(one.links)
    moved = [
        Link(
            link.sign,
            link.weight,
            tuple(arguments + source for source in link.sources),
            (links if link.on_link else arguments) + link.target,
            link.on_link,
        )
        for link in other.links
    ]
    both = Graph([*one.base, *other.base], [*one.links, *moved])
    for semantics in all_of(both):
        alone, beside = run(one, semantics), run(both, semantics)
        assert beside.values[:arguments] == pytest.approx(alone.values, abs=1e-9)
        assert beside.settled[:arguments].tolist() == alone.settled.tolist()


@settings(max_examples=30)
@given(graph=graphs(cyclic=False), sign=st.sampled_from([-1, 1]), data=st.data())
def test_directionality_a_link_changes_nothing_that_it_does_not_lead_to(
    graph: Graph, sign: int, data: st.DataObject
) -> None:
    assume(len(graph.base) > 1)
    target = data.draw(st.integers(1, len(graph.base) - 1))
    more = Graph(graph.base, [*graph.links, Link(sign, 1.0, (target - 1,), target)])
    for semantics in all_of(more):
        # in these graphs links lead from lower to higher numbers only
        before, after = run(graph, semantics).values, run(more, semantics).values
        assert after[:target].tolist() == before[:target].tolist()


@settings(max_examples=30)
@given(base=SCORES, attacks=values, supports=values, sign=st.sampled_from([-1, 1]))
def test_neutrality_a_source_without_strength_changes_nothing(
    base: float, attacks: list[float], supports: list[float], sign: int
) -> None:
    more = ([*attacks, 0.0], supports) if sign < 0 else (attacks, [*supports, 0.0])
    for semantics in BIPOLAR:
        then = star(semantics, base, *more)
        assert then == pytest.approx(star(semantics, base, attacks, supports), abs=1e-12)
    for semantics in ATTACKS_ONLY:
        then = star(semantics, base, [*attacks, 0.0], [])
        assert then == pytest.approx(star(semantics, base, attacks, []), abs=1e-12)


@settings(max_examples=30)
@given(base=SCORES, attacks=values, supports=values, more=SCORES)
def test_monotony_attacks_never_strengthen_and_supports_never_weaken(
    base: float, attacks: list[float], supports: list[float], more: float
) -> None:
    for semantics in BIPOLAR:
        now = star(semantics, base, attacks, supports)
        assert star(semantics, base, [*attacks, more], supports) <= now + 1e-12
        assert star(semantics, base, attacks, [*supports, more]) >= now - 1e-12
    for semantics in ATTACKS_ONLY:
        if semantics != "card-based" or more > 0:
            now = star(semantics, base, attacks, [])
            assert star(semantics, base, [*attacks, more], []) <= now + 1e-12


@settings(max_examples=30)
@given(base=SCORES, attacks=values, supports=values, low=SCORES, high=SCORES)
def test_reinforcement_a_stronger_attacker_weakens_and_a_stronger_supporter_strengthens(
    base: float, attacks: list[float], supports: list[float], low: float, high: float
) -> None:
    low, high = min(low, high), max(low, high)
    for semantics in BIPOLAR:
        weak = star(semantics, base, [*attacks, low], supports)
        assert star(semantics, base, [*attacks, high], supports) <= weak + 1e-12
        weak = star(semantics, base, attacks, [*supports, low])
        assert star(semantics, base, attacks, [*supports, high]) >= weak - 1e-12


@settings(max_examples=30)
@given(low=SCORES, high=SCORES, attacks=values, supports=values)
def test_a_higher_base_score_never_gives_less_strength(
    low: float, high: float, attacks: list[float], supports: list[float]
) -> None:
    low, high = min(low, high), max(low, high)
    for semantics in BIPOLAR:
        less = star(semantics, low, attacks, supports)
        assert star(semantics, high, attacks, supports) >= less - 1e-12
    for semantics in ATTACKS_ONLY:
        assert star(semantics, high, attacks, []) >= star(semantics, low, attacks, []) - 1e-12


@given(base=SCORES, both=values)
def test_balance_equal_attacks_and_supports_leave_the_base_score(
    base: float, both: list[float]
) -> None:
    for semantics in BIPOLAR:
        assert star(semantics, base, both, both[::-1]) == pytest.approx(base, abs=1e-12)


@pytest.mark.parametrize("semantics", DUAL)
@given(base=SCORES, attacks=values, supports=values)
def test_duality_attacks_and_supports_mirror_each_other(
    semantics: str, base: float, attacks: list[float], supports: list[float]
) -> None:
    mirrored = star(semantics, 1 - base, supports, attacks)
    assert 1 - mirrored == pytest.approx(star(semantics, base, attacks, supports), abs=1e-12)


@pytest.mark.parametrize("semantics", ["euler", "euler-top"])
def test_euler_based_is_not_dual(semantics: str) -> None:
    # 1 - (1 - .75 / (1 + .5 / e)) = .6335, but 1 - .75 / (1 + .5 e) = .6821
    assert 1 - star(semantics, 0.5, [1.0], []) < star(semantics, 0.5, [], [1.0]) - 0.04


@pytest.mark.parametrize("semantics", ["quadratic-energy", "mlp"])
def test_open_mindedness_enough_attacks_or_supports_reach_any_strength(semantics: str) -> None:
    assert star(semantics, 0.9, [0.5] * 3000, []) < 1e-3
    assert star(semantics, 0.1, [], [0.5] * 3000) > 1 - 1e-3


@pytest.mark.parametrize("semantics", ["euler", "euler-top"])
def test_euler_based_never_falls_below_the_base_score_squared(semantics: str) -> None:
    assert star(semantics, 0.9, [1.0] * 3000, []) >= 0.81 - 1e-12


def test_df_quad_saturates_at_one_full_attacker() -> None:
    assert star("df-quad", 0.9, [1.0], []) == star("df-quad", 0.9, [1.0, 0.7], []) == 0
    assert star("df-quad", 0.9, [1.0, 0.7], [1.0]) == pytest.approx(0.9, abs=1e-12)


# Attacks only (Amgoud, Ben-Naim, Doder, Vesic 2017)

positive = st.floats(0.01, 1)


@given(base=positive, attacks=st.lists(positive, min_size=1, max_size=5))
def test_weakening_and_resilience_attacks_weaken_and_never_kill(
    base: float, attacks: list[float]
) -> None:
    for semantics in ATTACKS_ONLY:
        assert 0 < star(semantics, base, attacks, []) < base


@given(base=positive, attacks=st.lists(positive, max_size=5), more=positive)
def test_counting_each_attacker_weakens_under_h_categoriser_and_card_based(
    base: float, attacks: list[float], more: float
) -> None:
    for semantics in ("h-categoriser", "card-based"):
        less = star(semantics, base, [*attacks, more], [])
        assert less < star(semantics, base, attacks, [])


@given(base=positive, attacks=st.lists(positive, min_size=1, max_size=5), share=st.floats(0, 1))
def test_quality_precedence_only_the_strongest_attacker_counts_under_max_based(
    base: float, attacks: list[float], share: float
) -> None:
    more = [*attacks, share * max(attacks)]
    assert star("max-based", base, more, []) == star("max-based", base, attacks, [])


@given(base=positive, many=st.lists(positive, min_size=1, max_size=5), data=st.data())
def test_cardinality_precedence_fewer_attackers_are_better_under_card_based(
    base: float, many: list[float], data: st.DataObject
) -> None:
    few = data.draw(st.lists(positive, max_size=len(many) - 1))
    assert star("card-based", base, few, []) > star("card-based", base, many, [])


def test_compensation_under_h_categoriser_several_weak_attackers_equal_a_strong_one() -> None:
    weak = star("h-categoriser", 1.0, [0.25, 0.25], [])
    assert weak == pytest.approx(star("h-categoriser", 1.0, [0.5], []), abs=1e-15)


@settings(max_examples=30)
@given(graph=graphs(cyclic=True, signs=(-1,)))
def test_attack_graphs_always_converge(graph: Graph) -> None:
    # Amgoud and others 2017 prove it for plain attack graphs; links on links are left out.
    plain = Graph(
        graph.base,
        [Link(-1, 1.0, link.sources[:1], link.target) for link in graph.links if not link.on_link],
    )
    for semantics in ATTACKS_ONLY:
        assert run(plain, semantics).converged


@settings(max_examples=30)
@given(graph=graphs(cyclic=True), weight=st.floats(0, 0.2))
def test_weak_links_on_few_arguments_always_converge(graph: Graph, weight: float) -> None:
    # The formulas contract when gains are small (Potyka 2019, theorem 1): 12 links of 0.08
    links = [
        Link(x.sign, weight / 2.5, x.sources[:1], x.target) for x in graph.links if not x.on_link
    ]
    for semantics in ("quadratic-energy", "df-quad", "euler", "mlp"):
        found = run(Graph(graph.base, links), semantics)
        assert found.converged and found.residual_all < 1e-9
        assert np.isfinite(found.values).all()
