"""Random frameworks: the solver against brute force from the definitions, and against PyArg."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from py_arg.abstract_argumentation_classes.abstract_argumentation_framework import (
    AbstractArgumentationFramework,
)
from py_arg.abstract_argumentation_classes.argument import Argument
from py_arg.abstract_argumentation_classes.defeat import Defeat
from py_arg.algorithms.semantics.get_complete_extensions import get_complete_extensions
from py_arg.algorithms.semantics.get_eager_extension import get_eager_extension
from py_arg.algorithms.semantics.get_grounded_extension import get_grounded_extension
from py_arg.algorithms.semantics.get_ideal_extension import get_ideal_extension
from py_arg.algorithms.semantics.get_preferred_extensions import get_preferred_extensions
from py_arg.algorithms.semantics.get_semistable_extensions import get_semistable_extensions
from py_arg.algorithms.semantics.get_stable_extensions import get_stable_extensions

from dung_checks import check, framework_of
from dung_oracle import Oracle, random_frameworks
from whyso.graph.semantics.dung import SEMANTICS, Solver


def single(call: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda framework: [call(framework)]


PY_ARG: dict[str, Callable[[Any], Any]] = {
    "grounded": single(get_grounded_extension),
    "complete": get_complete_extensions,
    "preferred": get_preferred_extensions,
    "stable": get_stable_extensions,
    "semi-stable": get_semistable_extensions,
    "ideal": get_ideal_extension,
    "eager": get_eager_extension,
}


def test_every_answer_is_that_of_brute_force() -> None:
    chance = random.Random(1)  # noqa: S311
    for oracle in random_frameworks(100, seed=1):
        framework = framework_of(oracle)
        asked = chance.sample(range(oracle.count), min(1, oracle.count))
        for semantics in SEMANTICS.values():
            check(framework, semantics, oracle.extensions(semantics), asked)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 120))
def test_many_thousand_answers_are_those_of_brute_force(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    for oracle in random_frameworks(500, seed=seed):
        framework = framework_of(oracle)
        for semantics in SEMANTICS.values():
            asked = chance.sample(range(oracle.count), min(1, oracle.count))
            check(framework, semantics, oracle.extensions(semantics), asked)


@pytest.mark.parametrize(
    ("number", "largest"), [(60, 6), pytest.param(1000, 8, marks=pytest.mark.slow)]
)
def test_extensions_are_those_of_pyarg(number: int, largest: int) -> None:
    for oracle in random_frameworks(number, seed=2, largest=largest):
        peer = py_arg_of(oracle)
        for semantics, call in PY_ARG.items():
            theirs = {frozenset(int(one.name) for one in found) for found in call(peer)}
            ours = {
                frozenset(found.tolist())
                for found in Solver(framework_of(oracle), semantics).extensions()
            }
            assert ours == theirs, (semantics, oracle.count, oracle.attacks)


def py_arg_of(oracle: Oracle) -> AbstractArgumentationFramework:
    arguments = [Argument(str(number)) for number in range(oracle.count)]
    defeats = [Defeat(arguments[a], arguments[b]) for a, b in sorted(set(oracle.attacks))]
    return AbstractArgumentationFramework("", arguments, defeats)


def test_the_oracle_knows_what_is_known_of_odd_rings() -> None:
    ring = Oracle(3, [(0, 1), (1, 2), (2, 0)])
    assert ring.extensions("stable") == []
    assert ring.extensions("preferred") == [0]
    assert ring.extensions("stage") == ring.extensions("cf2") == [0b001, 0b010, 0b100]
