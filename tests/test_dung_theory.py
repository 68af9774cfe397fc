"""Theorems of abstract argumentation, on arbitrary frameworks."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from dung_checks import framework_of
from dung_oracle import Oracle
from whyso.graph.semantics.dung import IN, OUT, UNDECIDED, Framework, Solver, grounded

Found = frozenset[int]


@some.composite
def frameworks(draw: some.DrawFn, largest: int = 9) -> Framework:
    count = draw(some.integers(0, largest))
    number = some.integers(0, count - 1)
    attacks = draw(some.lists(some.tuples(number, number), max_size=3 * count)) if count else []
    return framework_of(Oracle(count, attacks))


def extensions(framework: Framework, semantics: str) -> set[Found]:
    return {frozenset(found.tolist()) for found in Solver(framework, semantics).extensions()}


def only(framework: Framework, semantics: str) -> Found:
    (found,) = extensions(framework, semantics)
    return found


def is_admissible(framework: Framework, chosen: Found) -> bool:
    attacks = list(zip(framework.source.tolist(), framework.target.tolist(), strict=True))
    beaten = {target for source, target in attacks if source in chosen}
    return not beaten & chosen and all(s in beaten for s, target in attacks if target in chosen)


@given(frameworks())
def test_stable_is_semi_stable_is_preferred_is_complete(framework: Framework) -> None:
    stable, semi_stable, preferred, complete = (
        extensions(framework, name) for name in ("stable", "semi-stable", "preferred", "complete")
    )
    assert stable <= semi_stable <= preferred <= complete
    assert not stable or stable == semi_stable == extensions(framework, "stage")


@given(frameworks())
def test_grounded_is_the_least_complete_extension(framework: Framework) -> None:
    complete = extensions(framework, "complete")
    least = only(framework, "grounded")
    assert least in complete
    assert least == frozenset.intersection(*complete)


@given(frameworks())
def test_ideal_is_admissible_in_every_preferred_one_and_eager_in_every_semi_stable_one(
    framework: Framework,
) -> None:
    ideal, eager = only(framework, "ideal"), only(framework, "eager")
    assert is_admissible(framework, ideal)
    assert is_admissible(framework, eager)
    assert all(ideal <= found for found in extensions(framework, "preferred"))
    assert all(eager <= found for found in extensions(framework, "semi-stable"))
    assert only(framework, "grounded") <= ideal <= eager


@given(frameworks())
def test_cf2_extensions_are_those_by_separation(framework: Framework) -> None:
    # S. A. Gaggl and S. Woltran, "cf2 semantics revisited" (COMMA 2010): a naive set is one if
    # it is naive again once what it beats from an earlier component, again and again, is taken
    # away, and then the attacks between components.
    import networkx as nx

    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(framework)))
    graph.add_edges_from(zip(framework.source.tolist(), framework.target.tolist(), strict=True))

    def is_naive(net: "nx.DiGraph[int]", chosen: Found) -> bool:
        def goes(members: Found) -> bool:
            return not net.subgraph(members).edges

        return goes(chosen) and not any(goes(chosen | {one}) for one in set(net) - chosen)

    def by_separation(chosen: Found) -> bool:
        rest, gone = graph, None
        while gone is None or gone:
            gone = {
                target
                for source, target in rest.edges
                if source in chosen and source != target and not nx.has_path(rest, target, source)
            }
            rest = rest.subgraph(set(rest) - gone)
        tangles = {
            one: place
            for place, c in enumerate(nx.strongly_connected_components(rest))
            for one in c
        }
        kept: nx.DiGraph[int] = nx.DiGraph(
            [edge for edge in rest.edges if tangles[edge[0]] == tangles[edge[1]]]
        )
        kept.add_nodes_from(rest)
        return chosen <= set(rest) and is_naive(kept, chosen)

    count = len(framework)
    sets = (frozenset(i for i in range(count) if bits >> i & 1) for bits in range(1 << count))
    naive = {chosen for chosen in sets if is_naive(graph, chosen)}
    assert extensions(framework, "cf2") == {chosen for chosen in naive if by_separation(chosen)}


@given(some.integers(1, 9))
def test_a_ring_has_as_many_cf2_extensions_as_largest_independent_sets(size: int) -> None:
    ring = Framework(range(size), np.arange(size), (np.arange(size) + 1) % size)
    perrin = [3, 0, 2]
    while len(perrin) <= size:
        perrin.append(perrin[-2] + perrin[-3])
    assert Solver(ring, "cf2").count() == {1: 1, 2: 2}.get(size, perrin[size])
    assert Solver(ring, "stable").count() == (2 if size % 2 == 0 else 0)
    assert Solver(ring, "preferred").count() == (2 if size % 2 == 0 else 1)


@given(frameworks(), some.data())
def test_what_is_not_upstream_does_not_matter(framework: Framework, data: some.DataObject) -> None:
    if not len(framework):
        return
    number = data.draw(some.integers(0, len(framework) - 1))
    part, numbers = framework.part(framework.upstream(number))
    inside = frozenset(numbers.tolist())
    for semantics in ("grounded", "complete", "preferred", "ideal", "cf2"):
        there = {frozenset(numbers[list(one)].tolist()) for one in extensions(part, semantics)}
        assert there == {found & inside for found in extensions(framework, semantics)}


@given(frameworks())
def test_the_numbers_of_the_grounded_labelling_are_the_min_max_numbering(
    framework: Framework,
) -> None:
    # M. Caminada and P. Dunne, "Strong admissibility revisited" (COMMA 2014), definition 5.
    labels, numbers = grounded(framework)
    attacks = list(zip(framework.source.tolist(), framework.target.tolist(), strict=True))
    for one in range(len(framework)):
        hostile = [source for source, target in attacks if target == one]
        if labels[one] == IN:
            assert all(labels[other] == OUT for other in hostile)
            assert numbers[one] == 1 + max((numbers[other] for other in hostile), default=0)
        elif labels[one] == OUT:
            beaters = [other for other in hostile if labels[other] == IN]
            assert numbers[one] == 1 + min(numbers[other] for other in beaters)
        else:
            assert labels[one] == UNDECIDED
            assert numbers[one] == 0
            assert not any(labels[other] == IN for other in hostile)
            assert any(labels[other] == UNDECIDED for other in hostile)


@given(frameworks(), some.lists(some.integers(0, 200), max_size=5))
def test_attacks_said_twice_count_once(framework: Framework, again: list[int]) -> None:
    if not len(framework.source):
        return
    more = np.array(again, dtype=np.int32) % len(framework.source)
    source, target = framework.source, framework.target
    doubled = Framework(
        framework.names, np.append(source, source[more]), np.append(target, target[more])
    )
    for semantics in ("grounded", "complete", "stable", "stage", "cf2"):
        assert extensions(doubled, semantics) == extensions(framework, semantics)
