"""Claims and links as a Dung framework: the same as by explicit arguments, and by the equations.

Nets are written as RDF and read back, so that reading is tested too.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspic_oracle import (
    GRANTED,
    ID,
    IN,
    OUT,
    UNDECIDED,
    Labels,
    Net,
    TooManyError,
    labellings,
    random_nets,
    solve,
)
from whyso.graph import parse
from whyso.graph.semantics import Case, Options, Verdict
from whyso.graph.semantics.dung import Solver
from whyso.graph.semantics.translation import Translation

SEMANTICS = ("grounded", "complete", "preferred", "stable", "ideal")


def case_of(net: Net, options: Options | None = None) -> Case:
    case = Case.of(parse(net.turtle()).store, GRANTED, options)
    assert [name.removeprefix(ID) for name in case.links.claims] == net.names
    assert sorted(name.removeprefix(ID) for name in case.links.steps) == sorted(net.links)
    return case


def projected(found: Translation, semantics: str, count: int) -> set[Labels]:
    """Return the labels of the claims in each extension of a translation."""
    labels = set()
    for extension in Solver(found.framework, semantics).extensions():
        label = np.zeros(len(found.framework), dtype=np.int8)
        label[found.framework.attacked.gather(extension)] = OUT
        label[extension] = IN
        labels.add(tuple(label[:count].tolist()))
    return labels


def agrees_with_arguments(net: Net) -> bool:
    """Assert that all extensions agree; return whether there were few enough arguments."""
    try:
        wanted = labellings(net)
    except TooManyError:
        return False
    case = case_of(net)
    for contraries in (False, True):
        found = Translation(case.links, case.granted.outright, contraries=contraries)
        for semantics in SEMANTICS:
            assert projected(found, semantics, net.claims) == wanted[semantics], (semantics, net)
    return True


def agrees_with_equations(net: Net) -> None:
    verdict = Verdict(case_of(net))
    links = [name.removeprefix(ID) for name in verdict.case.links.steps]
    found = dict(zip(net.names, verdict.labels.tolist(), strict=True))
    found |= dict(zip(links, verdict.link_labels.tolist(), strict=True))
    assert found == solve(net), net


def test_extensions_are_those_of_explicit_arguments() -> None:
    nets = [net for net in random_nets(300, 1, circles=False) if net.claims]
    assert sum(map(agrees_with_arguments, nets)) > 150


@pytest.mark.slow
def test_extensions_of_thousands_are_those_of_explicit_arguments() -> None:
    nets = [net for net in random_nets(10_000, 2, circles=False) if net.claims]
    assert sum(map(agrees_with_arguments, nets)) > 6000


def test_grounded_labels_solve_the_equations_whatever_runs_in_circles() -> None:
    for net in random_nets(300, 3, circles=True):
        if net.claims:
            agrees_with_equations(net)


@pytest.mark.slow
def test_grounded_labels_of_thousands_solve_the_equations() -> None:
    for largest in (4, 8, 20):
        for net in random_nets(2000, largest, circles=True, largest=largest):
            if net.claims:
                agrees_with_equations(net)


CLAIMS = [f"c{number}" for number in range(6)]


@st.composite
def nets(draw: st.DrawFn, *, circles: bool) -> Net:
    """Draw a net of six claims; without circles, reasons and dependencies lead upwards."""

    def some(names: list[str], most: int) -> st.SearchStrategy[frozenset[str]]:
        return st.frozensets(st.sampled_from(names), min_size=1, max_size=most)

    def link() -> st.SearchStrategy[tuple[frozenset[str], frozenset[str]]]:
        if circles:
            return st.tuples(some(CLAIMS, 3), some(CLAIMS, 2))
        cuts = st.integers(1, 5)
        return cuts.flatmap(lambda cut: st.tuples(some(CLAIMS[:cut], 2), some(CLAIMS[cut:], 2)))

    inferences = tuple(draw(st.lists(link(), max_size=5)))
    size = draw(st.integers(0, 5))
    steps = [f"i{n}" for n in range(len(inferences))] + [f"x{n}" for n in range(size)]
    conflict = st.tuples(some(CLAIMS, 2), some(CLAIMS + steps, 2))
    conflicts = tuple(draw(st.lists(conflict, min_size=size, max_size=size)))
    pair = st.tuples(st.sampled_from(CLAIMS), st.sampled_from(CLAIMS))
    needs = draw(st.frozensets(pair.filter(lambda pair: circles or pair[0] > pair[1]), max_size=2))
    return Net(6, draw(st.frozensets(st.sampled_from(CLAIMS))), inferences, conflicts, needs)


@given(nets(circles=False))
@settings(max_examples=60)
def test_extensions_of_drawn_nets_are_those_of_explicit_arguments(net: Net) -> None:
    agrees_with_arguments(net)


@given(nets(circles=True))
@settings(max_examples=80)
def test_grounded_labels_of_drawn_nets_solve_the_equations(net: Net) -> None:
    agrees_with_equations(net)


@given(nets(circles=True), st.sampled_from(["preferred", "stable", "ideal"]))
@settings(max_examples=60)
def test_no_extension_accepts_what_nothing_granted_leads_to(net: Net, semantics: str) -> None:
    verdict = Verdict(case_of(net, Options(semantics=semantics)))
    unattacked = solve(replace(net, conflicts=()))
    for name, defensible in zip(net.names, verdict.defensible.tolist(), strict=True):
        assert not defensible or unattacked[name] == IN, (name, net)


@given(nets(circles=True))
@settings(max_examples=60)
def test_what_is_accepted_under_grounded_is_accepted_under_preferred(net: Net) -> None:
    case = case_of(net)
    plain, preferred = Verdict(case), Verdict(replace(case, options=Options(semantics="preferred")))
    decided = plain.labels != UNDECIDED
    assert (preferred.labels[decided] == plain.labels[decided]).all()
    decided = plain.link_labels != UNDECIDED
    assert (preferred.link_labels[decided] == plain.link_labels[decided]).all()
    assert (preferred.defensible | (preferred.labels != IN)).all()


def test_every_argument_has_a_name_and_a_contrary_is_attacked_by_its_own_alone() -> None:
    for net in random_nets(100, 4, circles=True):
        if not net.claims:
            continue
        case = case_of(net)
        found = Translation(case.links, case.granted.outright, contraries=True)
        names = found.argument_names()
        assert len(names) == len(set(names)) == len(found.framework)
        not_claims, not_links = found.contraries()
        assert names[not_claims] == [f"not {claim}" for claim in case.links.claims]
        assert names[not_links] == [f"not {step}" for step in case.links.steps]
        own = [*range(net.claims), *range(net.claims, net.claims + len(net.links))]
        others = [*range(len(names))[not_claims], *range(len(names))[not_links]]
        assert [found.framework.attackers[other].tolist() for other in others] == [[x] for x in own]


def test_what_depends_on_itself_is_rejected_as_circular() -> None:
    for needs in ({("c0", "c0")}, {("c0", "c1"), ("c1", "c0")}):
        for reasons in ((), ((frozenset({"c2"}), frozenset({"c0"})),)):
            granted = frozenset({"c1", "c2"} | ({"c0"} if not reasons else set()))
            verdict = Verdict(case_of(Net(3, granted, reasons, (), frozenset(needs))))
            assert verdict.finding(ID + "c0").status == "rejected"
            assert verdict.translation.circular[0]


def test_a_circle_of_support_that_something_holds_up_from_outside_stands_until_that_falls() -> None:
    ring = ((frozenset({"c0"}), frozenset({"c1"})), (frozenset({"c1"}), frozenset({"c0"})))
    way_in = (frozenset({"c2"}), frozenset({"c0"}))
    attack = (frozenset({"c3"}), frozenset({"c2"}))
    alone = Net(4, frozenset({"c2", "c3"}), ring)
    for net, label in (
        (alone, OUT),
        (replace(alone, inferences=(*ring, way_in)), IN),
        (replace(alone, inferences=(*ring, way_in), conflicts=(attack,)), OUT),
    ):
        for semantics in ("grounded", "preferred", "stable", "ideal"):
            verdict = Verdict(case_of(net, Options(semantics=semantics)))
            assert verdict.labels[:2].tolist() == [label, label]


def test_an_open_claim_is_undecided_until_an_attack_on_it_holds() -> None:
    net = Net(2, frozenset({"c1"}), (), ((frozenset({"c1"}), frozenset({"c0"})),))
    for semantics in ("grounded", "preferred", "stable", "ideal"):
        verdict = Verdict(case_of(net, Options(semantics=semantics)))
        assert verdict.exists
        assert verdict.labels.tolist() == [OUT, IN]
        assert Verdict(case_of(replace(net, conflicts=()))).labels.tolist() == [UNDECIDED, IN]
