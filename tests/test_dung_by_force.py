"""Random frameworks: the solver against brute force from the definitions, and against PyArg."""

import random
from collections.abc import Callable
from importlib import import_module
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
from whyso.graph.semantics.dung import SEMANTICS, Framework, Solver, grounded


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


@pytest.mark.parametrize(("thin", "chunk"), [(0, 7), (0, 64), (48, 1 << 17)])
def test_waves_in_pieces_of_any_size_decide_the_same(
    thin: int, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = import_module("whyso.graph.semantics.dung.grounded")
    monkeypatch.setattr(module, "_THIN", thin)
    monkeypatch.setattr(module, "_CHUNK", chunk)
    chance = random.Random(1)  # noqa: S311 (no secret)
    for _ in range(60):
        count = chance.choice([60, 200, 400])
        hubs = max(1, count // 30)
        attacks = {
            (chance.randrange(count), chance.randrange(chance.choice([count, hubs])))
            for _ in range(chance.randint(0, 2 * count))
        }
        framework = Framework(range(count), [a for a, _ in attacks], [b for _, b in attacks])
        labels, numbers = grounded(framework)
        assert (labels.tolist(), numbers.tolist()) == by_rounds(count, attacks)


def by_rounds(count: int, attacks: set[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Return the grounded labelling and the min-max numbers, round by round by the definition."""
    labels, numbers, number = [0] * count, [0] * count, 1
    attackers = [[a for a, b in attacks if b == one] for one in range(count)]
    while True:
        open_ones = [one for one in range(count) if not labels[one]]
        accepted = [one for one in open_ones if all(labels[a] == -1 for a in attackers[one])]
        if not accepted:
            return labels, numbers
        for one in accepted:
            labels[one], numbers[one] = 1, number
        for one in open_ones:
            if not labels[one] and any(labels[a] == 1 for a in attackers[one]):
                labels[one], numbers[one] = -1, number + 1
        number += 2
