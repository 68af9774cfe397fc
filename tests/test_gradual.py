"""Gradual semantics: published numbers, and agreement with formulas in plain Python."""

import math

import pytest
from hypothesis import given, settings

from gradual_oracle import ATTACKS_ONLY, BIPOLAR, Graph, Link, acyclic, flow, graphs, off
from whyso.graph.semantics.gradual import Weighted, strengths


def values(weighted: Weighted, semantics: str) -> dict[str, float]:
    found = strengths(weighted, semantics)
    assert found.converged
    return dict(zip(weighted.names, found.values.tolist(), strict=True))


# Published numbers


def test_df_quad_on_the_debate_of_rago_and_others() -> None:
    # Two answers of an e-democracy debate (Rago et al., KR 2016), as Uncertainpy ships it.
    # P2 = .5 (1 - (1 - .8 * .4 * .5)) = .08; A1 = .5 + .5 (1 - .3 * .92) = .862;
    # A2 = .5 + .5 ((1 - .2) - (1 - .9)) = .85.
    bases = {"A1": 0.5, "A2": 0.5, "P1": 0.7, "P2": 0.5, "P3": 0.9}
    bases |= {"C1": 0.2, "C2": 0.2, "C3": 0.6, "C4": 0.5}
    attacks = [("C1", "A2"), ("C2", "P2"), ("C3", "P2"), ("C4", "P2")]
    supports = [("P1", "A1"), ("P2", "A1"), ("P3", "A2")]
    found = values(Weighted.of(bases, attacks, supports), "df-quad")
    assert found["P2"] == pytest.approx(0.08, abs=1e-9)
    assert found["A1"] == pytest.approx(0.862, abs=1e-9)
    assert found["A2"] == pytest.approx(0.85, abs=1e-9)


def test_quadratic_energy_on_the_stock_example() -> None:
    # Potyka, KR 2018; the numbers are those that Uncertainpy prints, to a residual of 0.001.
    bases = {"Buy": 0.5, "Sell": 0.5, "1": 0.8, "2": 0.7, "3": 0.3, "4": 0.9, "5": 0.9}
    attacks = ["21", "32", "43", "51", ("Buy", "Sell"), ("Sell", "Buy")]
    supports = ["42", ("1", "Sell"), ("2", "Buy"), ("5", "Buy")]
    found = values(Weighted.of(bases, attacks, supports), "quadratic-energy")
    # 3 = .3 / (1 + .81); 2 = .7 + .3 h(.9 - .3 / 1.81); 1 = .8 / (1 + (2 + .9)^2)
    third = 0.3 / 1.81
    pull = (0.9 - third) ** 2
    second = 0.7 + 0.3 * pull / (1 + pull)
    assert found["3"] == pytest.approx(third, abs=1e-12)
    assert found["2"] == pytest.approx(second, abs=1e-12)
    assert found["1"] == pytest.approx(0.8 / (1 + (second + 0.9) ** 2), abs=1e-12)
    printed = {"Buy": 0.8208178793, "Sell": 0.3634537809, "1": 0.2049496393, "2": 0.805013608}
    assert {name: found[name] for name in printed} == pytest.approx(printed, abs=2e-3)


def test_quadratic_energy_of_one_attack_and_one_support() -> None:
    # E = -.8: .5 - .5 * .64 / 1.64; E = 1: .5 + .5 * 1 / 2
    one = Weighted.of({"a": 0.5, "b": 0.8, "c": 0.5, "d": 1}, ["ba"], ["dc"])
    found = values(one, "qe")
    assert found["a"] == pytest.approx(0.5 - 0.5 * 0.64 / 1.64, abs=1e-12)
    assert found["c"] == pytest.approx(0.75, abs=1e-12)


def test_euler_based_is_the_formula_of_amgoud_and_ben_naim() -> None:
    one = Weighted.of({"a": 0.5, "b": 1, "c": 0.5, "d": 1}, ["ba"], ["dc"])
    found = values(one, "euler")
    assert found["a"] == pytest.approx(1 - 0.75 / (1 + 0.5 / math.e), abs=1e-12)
    assert found["c"] == pytest.approx(1 - 0.75 / (1 + 0.5 * math.e), abs=1e-12)


def test_h_categoriser_on_the_example_of_bonzon_and_others() -> None:
    # AAAI 2016. c = 1/2; with e = 1/(1.5 + a), d = 1/(1 + e), a = 1/(2 + d).
    one = Weighted.of(dict.fromkeys("abcde", 1.0), ["ae", "da", "ed", "ce", "bc", "ba"])
    found = values(one, "h-categoriser")
    rounded = {name: round(value, 3) for name, value in found.items()}
    assert rounded == {"a": 0.377, "b": 1.0, "c": 0.5, "d": 0.652, "e": 0.533}
    assert found["e"] == pytest.approx(1 / (1.5 + found["a"]), abs=1e-11)
    assert found["d"] == pytest.approx(1 / (1 + found["e"]), abs=1e-11)
    assert found["a"] == pytest.approx(1 / (2 + found["d"]), abs=1e-11)


@pytest.mark.parametrize("attacks", [["aa"], ["ab", "ba"], ["ab", "bc", "ca"]])
def test_a_circle_of_attacks_has_the_golden_ratio_under_the_categoriser(
    attacks: list[str],
) -> None:
    # x = 1 / (1 + x); Pu, Luo, Zhang, Luo 2014
    names = sorted(set("".join(attacks)))
    found = values(Weighted.of(dict.fromkeys(names, 1.0), attacks), "hcat")
    assert list(found.values()) == pytest.approx([(5**0.5 - 1) / 2] * len(names), abs=1e-11)


def test_the_semantics_of_amgoud_doder_and_vesic_are_their_formulas() -> None:
    bases = {"a": 0.9, "b": 0.6, "c": 0.3, "d": 0.0}
    one = Weighted.of(bases, ["ba", "ca", "da"])
    assert values(one, "hcat")["a"] == pytest.approx(0.9 / 1.9, abs=1e-12)
    assert values(one, "max-based")["a"] == pytest.approx(0.9 / 1.6, abs=1e-12)
    # d has no base score, so it is no founded attacker: two attackers, mean .45
    assert values(one, "card-based")["a"] == pytest.approx(0.9 / (1 + 2 + 0.45), abs=1e-12)


def test_df_quad_with_a_full_attacker_in_a_circle() -> None:
    # a = 1 - b, b = .5 (1 - a), so a = 1 and b = 0; QBAF-Py gives 0.9999999990686774 and 0.
    found = values(Weighted.of({"a": 1.0, "b": 0.5}, ["ab", "ba"]), "df-quad")
    assert found == pytest.approx({"a": 1.0, "b": 0.0}, abs=1e-9)


def test_two_full_attackers_meet_half_way() -> None:
    # In steps they swap (0, 0) and (1, 1) for ever; the continuous system rests at a = b = 1 - a.
    found = values(Weighted.of({"a": 1.0, "b": 1.0}, ["ab", "ba"]), "df-quad")
    assert found == pytest.approx({"a": 0.5, "b": 0.5}, abs=1e-9)


# Links with several sources, and links on links


def test_a_link_has_weight_times_sources_times_what_attacks_leave() -> None:
    # d attacks (link 2) the attack (link 1) of c on the joint support (link 0) of a and b for e.
    graph = Graph(
        [0.8, 0.5, 0.6, 0.4, 0.5],
        [
            Link(1, 0.9, (0, 1), 4),
            Link(-1, 1.0, (2,), 0, True),
            Link(-1, 0.5, (3,), 1, True),
        ],
    )
    found = strengths(graph.weighted(), "df-quad")
    undercut = 0.6 * (1 - 0.5 * 0.4)
    joint = 0.9 * 0.8 * 0.5 * (1 - undercut)
    assert found.link_values.tolist() == pytest.approx([joint, undercut, 0.2], abs=1e-12)
    assert found.values[4] == pytest.approx(0.5 + 0.5 * joint, abs=1e-12)


def test_a_source_named_twice_in_a_link_counts_once() -> None:
    graph = Graph([0.5, 0.5], [Link(1, 1.0, (0, 0), 1)])
    assert strengths(graph.weighted(), "df-quad").link_values.tolist() == [0.5]


def test_links_that_attack_each_other_have_the_limit_of_two_attackers() -> None:
    # l = .8 (1 - m), m = .8 (1 - l): both .8 / 1.8
    weighted = Weighted("ab", [0.8, 0.8], [-1, -1], [1, 1], [0, 1], [0, 1], [1, 0], [True, True])
    found = strengths(weighted)
    assert found.converged
    assert found.link_values.tolist() == pytest.approx([0.8 / 1.8] * 2, abs=1e-11)


# Agreement with formulas in plain Python


@pytest.mark.parametrize("semantics", BIPOLAR)
@settings(max_examples=40)
@given(graph=graphs(cyclic=False))
def test_acyclic_graphs_have_the_values_of_the_formulas(semantics: str, graph: Graph) -> None:
    expected = acyclic(graph, semantics)
    assert expected is not None
    found = strengths(graph.weighted(), semantics)
    assert found.converged and found.residual_all == 0 and found.iterations == 0
    assert found.values.tolist() == pytest.approx(expected[0], abs=1e-12)
    assert found.link_values.tolist() == pytest.approx(expected[1], abs=1e-12)


@pytest.mark.parametrize("semantics", ATTACKS_ONLY)
@settings(max_examples=40)
@given(graph=graphs(cyclic=False, signs=(-1,)))
def test_acyclic_attacks_have_the_values_of_the_formulas(semantics: str, graph: Graph) -> None:
    expected = acyclic(graph, semantics)
    assert expected is not None
    found = strengths(graph.weighted(), semantics)
    assert found.values.tolist() == pytest.approx(expected[0], abs=1e-12)
    assert found.link_values.tolist() == pytest.approx(expected[1], abs=1e-12)


def check_circles(graph: Graph, semantics: str) -> None:
    found = strengths(graph.weighted(), semantics)
    if found.converged:
        assert off(graph, semantics, found.values.tolist(), found.link_values.tolist()) < 1e-9
    expected = flow(graph, semantics)
    if expected is not None:
        assert found.converged
        assert found.values.tolist() == pytest.approx(expected[0], abs=1e-6)
        assert found.link_values.tolist() == pytest.approx(expected[1], abs=1e-6)


@pytest.mark.parametrize("semantics", BIPOLAR)
@settings(max_examples=15)
@given(graph=graphs(cyclic=True, most=5))
def test_circles_rest_where_the_continuous_system_does(semantics: str, graph: Graph) -> None:
    check_circles(graph, semantics)


@pytest.mark.parametrize("semantics", ATTACKS_ONLY)
@settings(max_examples=15)
@given(graph=graphs(cyclic=True, signs=(-1,), most=5))
def test_circles_of_attacks_rest_where_the_continuous_system_does(
    semantics: str, graph: Graph
) -> None:
    check_circles(graph, semantics)
