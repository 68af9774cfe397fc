"""Strengths of claim graphs: the formulas written out, published numbers, what plays no part."""

import math
import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from aspic_lines import GRANTED, ID, argument, verdict
from aspic_oracle import Net, random_nets
from whyso.graph import parse
from whyso.graph.errors import InputError
from whyso.graph.semantics import Case, Options
from whyso.graph.semantics.weighing import weigh

Aggregate = Callable[[float, list[float], list[float]], float]


def quadratic_energy(base: float, supports: list[float], attacks: list[float]) -> float:
    energy = sum(supports) - sum(attacks)
    move = energy * energy / (1 + energy * energy)
    return base + (1 - base) * move if energy > 0 else base - base * move


def df_quad(base: float, supports: list[float], attacks: list[float]) -> float:
    energy = math.prod(1 - a for a in attacks) - math.prod(1 - s for s in supports)
    return base + (1 - base) * energy if energy > 0 else base + base * energy


def euler(base: float, supports: list[float], attacks: list[float]) -> float:
    energy = sum(supports) - sum(attacks)
    return 1 - (1 - base * base) / (1 + base * math.exp(energy))


def strengths(
    net: Net, base: dict[str, float], weight: dict[str, float], rule: Aggregate
) -> dict[str, float]:
    """Return the strength of each claim by the formulas, for a net without any circle."""
    known: dict[str, float] = {}

    def value(link: str) -> float:
        if link not in known:
            found = weight[link]
            for source in sorted(net.links[link][0]):
                found *= strength(source)
            for attack in net.attacks(link):
                found *= 1 - value(attack)
            known[link] = found
        return known[link]

    def strength(claim: str) -> float:
        if claim not in known:
            supports = [value(link) for link in net.reasons(claim)]
            attacks = [value(link) for link in net.attacks(claim)]
            known[claim] = rule(base[claim], supports, attacks)
        return known[claim]

    return {claim: strength(claim) for claim in net.names}


def forwards(net: Net) -> Net:
    """Return the net with those links only that lead upwards: from claim to higher claim or step.

    A conflict on a step stays where its attackers stand below all that the step leads to.
    """

    def highest(names: frozenset[str]) -> int:
        return max(int(name[1:]) for name in names)

    def lowest(names: frozenset[str]) -> int:
        return min(int(name[1:]) for name in names)

    inferences = [link for link in net.inferences if highest(link[0]) < lowest(link[1])]
    conflicts: list[tuple[frozenset[str], frozenset[str]]] = []
    for sources, targets in net.conflicts:
        ends = frozenset(
            name
            for name in targets
            if (name[0] == "c" and int(name[1:]) > highest(sources))
            or (
                name[0] == "i"
                and int(name[1:]) < len(inferences)
                and lowest(inferences[int(name[1:])][1]) > highest(sources)
            )
            or (name[0] == "x" and int(name[1:]) < len(conflicts))
        )
        below = frozenset(
            name
            for name in ends
            if name[0] != "x"
            or (
                all(end[0] == "c" for end in conflicts[int(name[1:])][1])
                and lowest(conflicts[int(name[1:])][1]) > highest(sources)
            )
        )
        if below:
            conflicts.append((sources, below))
    return replace(net, inferences=tuple(inferences), conflicts=tuple(conflicts), needs=frozenset())


@pytest.mark.parametrize(
    ("name", "rule"),
    [("quadratic-energy", quadratic_energy), ("df-quad", df_quad), ("euler", euler)],
)
def test_strengths_are_those_of_the_formulas(name: str, rule: Aggregate) -> None:
    chance, several, undercuts = random.Random(9), 0, 0  # noqa: S311
    for drawn in random_nets(120, 9, circles=False, largest=9):
        net = forwards(drawn)
        if not net.claims:
            continue
        scores = {claim: round(chance.random(), 3) for claim in net.names}
        weight = {link: round(chance.random(), 3) for link in net.links}
        lines = [f":{one} arg:confidence {value} ." for one, value in {**scores, **weight}.items()]
        graph = parse("\n".join([net.turtle(), *lines]))
        found = graph.verdict(GRANTED, options=Options(strength=name))
        base = {claim: scores[claim] * (claim in net.granted) for claim in net.names}
        expected = strengths(net, base, weight, rule)
        assert found.strengths.values.tolist() == pytest.approx(
            [expected[claim] for claim in net.names], abs=1e-9
        )
        several += any(len(link[1]) > 1 for link in net.links.values())
        undercuts += any(end[0] != "c" for link in net.links.values() for end in link[1])
    assert several > 20
    assert undercuts > 20


def test_the_categoriser_gives_the_numbers_of_bonzon_and_others() -> None:
    """E. Bonzon, J. Delobelle, S. Konieczny, N. Maudet, AAAI 2016."""
    lines = "1: a -> e\n2: d -> a\n3: e -> d\n4: c -> e\n5: b -> c\n6: b -> a"
    graph = argument(lines, "a b c d e", "", **dict.fromkeys("abcde", 1.0))
    found = graph.verdict(GRANTED, options=Options(strength="h-categoriser"))
    values = {name: found.strength(ID + name) for name in "abcde"}
    assert values == pytest.approx({"a": 0.377, "b": 1, "c": 0.5, "d": 0.652, "e": 0.533}, abs=6e-4)


def test_with_single_premises_it_is_the_ordinary_framework() -> None:
    from whyso.graph.semantics.gradual import Weighted
    from whyso.graph.semantics.gradual import strengths as solve

    scores = {"a": 0.8, "b": 0.4, "c": 0.6}
    found = verdict("i: a => b\n1: b -> c\n2: c -> a", "a b c", None, **scores)
    ordinary = solve(Weighted.of(scores, ["bc", "ca"], ["ab"]), "quadratic-energy")
    assert found.strengths.values.tolist() == pytest.approx(ordinary.values.tolist(), abs=1e-9)


def test_linked_premises_count_jointly() -> None:
    options = Options(strength="df-quad")
    joint = verdict("i: p q => c", "p q", options, p=0.5, q=0.5)
    apart = verdict("i: p => c\nj: q => c", "p q", options, p=0.5, q=0.5)
    assert joint.strength(ID + "c") == pytest.approx(0.25)
    assert apart.strength(ID + "c") == pytest.approx(0.75)


def test_an_undercut_takes_from_the_step_what_it_is_worth() -> None:
    options = Options(strength="df-quad")
    lines = "i: p => c\nu: x -> i\nw: y -> u"
    found = verdict(lines, "p x y", options, p=0.8, x=0.5, y=0.5, i=0.5)
    assert found.strength(ID + "c") == pytest.approx(0.5 * 0.8 * (1 - 0.5 * 0.5))
    assert found.strength(ID + "p") == 0.8


def test_a_step_of_two_targets_is_worth_the_same_at_each() -> None:
    once = "i: p => c d\nu: x -> i\nw: y -> u"
    twice = "i: p => c\nj: p => d\nu: x -> i\nv: x -> j\nw: y -> u\nz: y -> v"
    found, other = (verdict(lines, "p x y", p=0.9, x=0.6, y=0.3) for lines in (once, twice))
    assert found.strengths.values.tolist() == pytest.approx(other.strengths.values.tolist())


@pytest.mark.parametrize(
    "more",
    [
        "a needs b",
        "u: b -> u",
        "u: b -> w\nw: b -> u",
        "u: b -> w\nw: b -> v\nv: b -> u",
    ],
)
def test_dependencies_and_attacks_on_steps_that_end_nowhere_play_no_part(more: str) -> None:
    lines = "i: a => c\n1: b -> c"
    bare, found = verdict(lines, "a b"), verdict(f"{lines}\n{more}", "a b")
    assert found.strengths.values.tolist() == bare.strengths.values.tolist()


def test_what_is_not_put_forward_starts_from_nothing() -> None:
    found = verdict("i: p => c", "p", p=0.9, c=0.9)
    assert found.case.base.tolist() == [0.0, 0.9]
    assert 0 < found.strength(ID + "c") < 0.9


def towers(levels: int) -> str:
    """Return undercuts in which the number of ways through doubles at each level."""
    lines = ["x0: c -> d", "y0: c -> d"]
    for level in range(levels):
        lines += [f"{one}{level + 1}: c -> x{level} y{level}" for one in "xy"]
    return "\n".join(lines)


def test_too_many_ways_through_steps_of_several_targets_are_told() -> None:
    few = Case.of(argument(towers(4), "c d").store, GRANTED)
    assert len(weigh(few).target) == sum(2 ** (level + 1) for level in range(5))
    many = argument(towers(40), "c d").verdict(GRANTED)
    assert many.status(ID + "c") == "accepted"
    with pytest.raises(InputError, match="give each step one target"):
        many.strength(ID + "c")
