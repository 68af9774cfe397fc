"""Standpoints side by side: who accepts what, and where two readers part first."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import BASE, arguments, granting, written

from whyso.graph import ArgumentGraph
from whyso.graph.errors import UnknownNameError
from whyso.graph.semantics import Options, standpoints
from whyso.graph.semantics.standings import Comparison, Parting, compare


def short(iri: str | None) -> str:
    return (iri or "").rpartition("/")[2]


def parting(lines: list[str], one: str, other: str) -> Parting:
    return compare(written(*lines).store, [granting(*one), granting(*other)]).partings[0]


def test_all_standpoints_are_compared_two_by_two(g: ArgumentGraph) -> None:
    found = compare(g.store)

    assert [one.name for one in found.standpoints] == list(standpoints())
    assert len(found.partings) == 10
    for verdict, one, answered in zip(
        found.verdicts, found.standpoints, found.answered, strict=True
    ):
        assert verdict.findings() == g.verdict(one.name).findings()
        assert len(answered) == len(g.questions())


def test_statuses_come_in_the_order_of_the_readers(g: ArgumentGraph) -> None:
    found = compare(g.store, ["evidence", "speaker"])

    assert found.statuses(g.resolve("c2")) == ("undecided", "accepted")


def test_unknown_standpoints_are_refused(g: ArgumentGraph) -> None:
    with pytest.raises(UnknownNameError):
        compare(g.store, ["speaker", "nobody"])


def test_readers_who_grant_the_same_do_not_part() -> None:
    assert parting(["a > b", "b = q"], "a", "a") == Parting((0, 1), 0)


def test_readers_part_at_the_ground_and_not_at_what_rests_on_it() -> None:
    found = parting(["a b > c", "c > d", "d = q"], "ab", "b")

    assert found.first is not None
    assert (short(found.first.claim), found.first.statuses) == ("a", ("accepted", "undecided"))
    assert found.first.grants == ("yes", "no")
    assert [short(iri) for iri in found.path] == ["d", "c", "a"]
    assert (short(found.answer), short(found.question)) == ("d", "q")
    assert (found.differing, len(found.roots), found.follow) == (3, 1, 2)


def test_the_root_nearest_to_an_answer_comes_first() -> None:
    found = parting(["a > b", "b > c", "c = q", "d > c"], "ad", "")

    assert [short(root.claim) for root in found.roots] == ["a", "d"]
    assert [short(iri) for iri in found.path] == ["c", "d"]


def test_a_question_that_only_one_finds_answered_goes_first() -> None:
    lines = ["a = q1", "b = q1", "c > d", "d = q2"]

    assert short(parting(lines, "abc", "a").question) == "q2"
    assert short(parting(lines, "abc", "ac").question) == "q1"


def test_an_attacker_that_only_one_grants_is_a_root() -> None:
    found = parting(["x ! c", "c = q"], "cx", "c")

    assert [short(iri) for iri in found.path] == ["c", "x"]
    assert found.first is not None
    assert found.first.grants == ("yes", "no")


def test_what_fails_for_both_is_no_ground_of_a_difference() -> None:
    found = parting(["a > c", "d ! i1", "b > c", "c = q"], "abd", "d")

    assert [short(iri) for iri in found.path] == ["c", "b"]


def test_a_difference_that_bears_on_no_answer_is_told_without_one() -> None:
    found = parting(["a", "b = q"], "ab", "b")

    assert found.first is not None
    assert short(found.first.claim) == "a"
    assert (found.question, found.answer, found.path) == (None, None, ())


def test_in_a_circle_the_claims_granted_by_one_only_are_roots() -> None:
    found = parting(["a > b", "b > a", "b = q"], "a", "")

    assert [short(root.claim) for root in found.roots] == ["a"]


def test_options_hold_for_all_readers(g: ArgumentGraph) -> None:
    options = Options(rebuttals="mutual", strength="df-quad")
    found = compare(g.store, ["speaker", "stated"], options)

    assert all(verdict.case.options == options for verdict in found.verdicts)


def differences(found: Comparison, lines: list[str]) -> "tuple[nx.DiGraph[str], list[str]]":
    """What differs, tied as the lines say, and the sources that a condensation finds."""
    one, other = found.verdicts
    net: nx.DiGraph[str] = nx.DiGraph()
    for names, labels in (
        (one.case.links.claims, (one.labels, other.labels)),
        (one.case.links.steps, (one.link_labels, other.link_labels)),
    ):
        net.add_nodes_from(
            name.removeprefix(BASE)
            for name, a, b in zip(names, *map(list, labels), strict=True)
            if a != b
        )
    for number, line in enumerate(lines, 1):
        *left, sign, right = line.split() if " " in line else (line, "", "")
        if sign in (">", "!"):
            ties = [(start, f"i{number}") for start in left] + [(f"i{number}", right)]
        else:
            ties = [(right, left[0])] if sign == "~" else []
        net.add_edges_from((a, b) for a, b in ties if a in net and b in net)
    parts = nx.condensation(net)
    sources = [parts.nodes[part]["members"] for part in parts if not parts.in_degree(part)]
    return net, [name for members in sources for name in members if not name.startswith("i")]


GRANTS = st.frozensets(st.sampled_from(["a", "b", "c", "d", "r1", "u1"]))


@settings(max_examples=120)
@given(arguments(circles=False), GRANTS, GRANTS)
def test_partings_are_those_of_the_definition(
    lines: list[str], one: frozenset[str], other: frozenset[str]
) -> None:
    found = compare(
        written(*lines).store, [granting(*(one & {*lines}), "a"), granting(*(other & {*lines}))]
    )
    net, sources = differences(found, lines)
    told = found.partings[0]

    assert told.differing == sum(not name.startswith("i") for name in net)
    assert {short(root.claim) for root in told.roots} <= set(sources)
    if not nx.is_directed_acyclic_graph(net):
        return
    assert {short(root.claim) for root in told.roots} == set(sources)
    assert all(root.grants[0] != root.grants[1] for root in told.roots)
    answers = {line.split()[0] for line in lines if " = " in line} & set(net)
    ways = {
        (root, answer): nx.shortest_path_length(net, root, answer)
        for root in sources
        for answer in answers
        if nx.has_path(net, root, answer)
    }
    if told.question:
        first, answer = short(told.path[-1]), short(told.path[0])
        asked = {one[0].question: one for one in zip(*found.answered, strict=True)}
        decisive = {
            line.split()[0]
            for line in lines
            if " = " in line
            for one in asked.values()
            if short(one[0].question) == line.split()[2] and one[0].result != one[1].result
        } & answers
        near = {way: length for way, length in ways.items() if way[1] in (decisive or answers)}
        assert near[first, answer] == min(near.values())
        assert told.follow == sum(not name.startswith("i") for name in nx.descendants(net, first))
    else:
        assert not ways
