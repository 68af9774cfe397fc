"""Larger frameworks: the solver against clingo with encodings written for these tests."""

import random
from collections.abc import Callable, Iterator
from itertools import islice

import networkx as nx
import pytest

from dung_clingo import in_all, in_some, sets
from whyso.graph.semantics.dung import Framework, Mask, Solver

MANY = 500  # extensions; frameworks with more are told apart by what is accepted only
Shape = Callable[[int, random.Random], "nx.Graph[int]"]
SHAPES: dict[str, Shape] = {
    "uniform": lambda size, chance: nx.gnp_random_graph(
        size, 2.2 / size, seed=chance, directed=True
    ),
    "preferential": lambda size, chance: nx.barabasi_albert_graph(size, 2, seed=chance),
    "small-world": lambda size, chance: nx.watts_strogatz_graph(size, 4, 0.2, seed=chance),
    "replies": lambda size, chance: nx.random_labeled_tree(size, seed=chance),
}


def random_frameworks(shape: str, size: int, number: int) -> Iterator[Framework]:
    """Yield frameworks of a shape; edges without a direction get one, some get both."""
    chance = random.Random(f"{shape} {size}")  # noqa: S311
    for _ in range(number):
        graph = SHAPES[shape](size, chance)
        attacks = []
        for one, other in graph.edges():
            if not graph.is_directed() and chance.random() < 0.5:
                one, other = other, one
            attacks.append((one, other))
            if chance.random() < 0.2:
                attacks.append((other, one))
        if chance.random() < 0.5:
            attacks += [(one, one) for one in chance.sample(range(size), size // 20)]
        yield Framework(range(size), [a for a, _ in attacks], [b for _, b in attacks])


def check_enumeration(framework: Framework, semantics: str) -> None:
    theirs = set(islice(sets(framework, semantics), MANY + 1))
    found = islice(Solver(framework, semantics).extensions(), MANY + 1)
    ours = {frozenset(one.tolist()) for one in found}
    if len(theirs) > MANY:
        assert len(ours) > MANY
    else:
        assert ours == theirs
        assert Solver(framework, semantics).count() == len(theirs)


def check_acceptance(framework: Framework, semantics: str) -> None:
    everything = frozenset(range(len(framework)))
    credulous, sceptical = map(accepted, Solver(framework, semantics).acceptance())
    assert credulous == in_some(framework, "admissible" if semantics == "preferred" else semantics)
    if semantics == "preferred":
        some = list(islice(sets(framework, semantics), MANY + 1))
        every = everything.intersection(*some)
        assert sceptical == every if len(some) <= MANY else sceptical <= every
    else:
        shared = in_all(framework, semantics)
        assert sceptical == (everything if shared is None else shared)
    solver = Solver(framework, semantics)
    for number in range(0, len(framework), 7):
        assert solver.credulous(number) == (number in credulous)
        assert solver.sceptical(number) == (number in sceptical)


def accepted(mask: Mask) -> frozenset[int]:
    return frozenset(mask.nonzero()[0].tolist())


@pytest.mark.parametrize("semantics", ["complete", "stable", "preferred"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("size", "number"),
    [(40, 3), *(pytest.param(size, 3, marks=pytest.mark.slow) for size in (80, 150, 300))],
)
def test_extensions_are_those_of_clingo(size: int, number: int, shape: str, semantics: str) -> None:
    for framework in random_frameworks(shape, size, number):
        check_enumeration(framework, semantics)
        check_acceptance(framework, semantics)
