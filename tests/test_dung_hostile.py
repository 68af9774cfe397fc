"""Frameworks of awkward shapes and sizes: answers that are known, no recursion, no collapse."""

import numpy as np
import pytest

from whyso.graph.errors import UnansweredError, UnknownNameError, WhysoError
from whyso.graph.semantics.dung import SEMANTICS, Deadline, Framework, Solver, grounded

LONG = 100_000
SEARCHED = ["complete", "preferred", "stable", "semi-stable", "ideal", "eager", "cf2"]


def chain(size: int, *more: tuple[int, int]) -> Framework:
    """Each argument attacks the next; and *more*."""
    source, target = (list(ends) for ends in zip(*more, strict=True)) if more else ([], [])
    steps = np.arange(size - 1)
    return Framework(range(size), np.append(steps, source), np.append(steps + 1, target))


def test_a_chain_of_a_million_is_labelled_in_turn() -> None:
    labels, numbers = grounded(chain(10 * LONG))
    assert (labels[::2] == 1).all()
    assert (labels[1::2] == -1).all()
    assert (numbers == np.arange(1, 10 * LONG + 1)).all()


@pytest.mark.parametrize("semantics", SEARCHED)
def test_a_long_chain_behind_a_pair_goes_one_way_or_the_other(semantics: str) -> None:
    size = LONG if semantics in ("complete", "stable", "cf2") else LONG // 5
    solver = Solver(chain(size, (1, 0)), semantics)
    even, odd = np.arange(0, size, 2), np.arange(1, size, 2)
    if semantics in ("ideal", "eager"):
        assert [one.tolist() for one in solver.extensions()] == [[]]
        return
    found = [one.tolist() for one in solver.extensions()]
    both = [even.tolist(), odd.tolist()]
    assert sorted(found) == sorted([*both, []] if semantics == "complete" else both)
    assert solver.witness(size - 1, accepted=True).tolist() == odd.tolist()  # type: ignore[union-attr]
    assert not solver.sceptical(size - 1)


@pytest.mark.parametrize("semantics", ["preferred", "stage", "cf2"])
def test_a_long_chain_behind_one_that_strikes_itself(semantics: str) -> None:
    found = Solver(chain(LONG // 10, (0, 0)), semantics).extension()
    assert found is not None
    assert found.tolist() == ([] if semantics == "preferred" else list(range(1, LONG // 10, 2)))


def test_long_rings_have_two_stable_extensions_or_none() -> None:
    even, odd = (chain(size, (size - 1, 0)) for size in (LONG // 5, LONG // 5 - 1))
    assert Solver(even, "stable").count() == Solver(even, "preferred").count() == 2
    assert Solver(odd, "stable").extension() is None
    assert [one.tolist() for one in Solver(odd, "preferred").extensions()] == [[]]


def test_very_many_pairs_are_solved_once_and_counted() -> None:
    numbers = np.arange(LONG)
    pairs = Framework(range(LONG), numbers, numbers ^ 1)
    assert Solver(pairs, "stable").count() == 2 ** (LONG // 2)
    assert Solver(pairs, "complete").count() == 3 ** (LONG // 2)
    some, every = Solver(pairs, "preferred").acceptance()
    assert some.all()
    assert not every.any()
    assert len(next(Solver(pairs, "cf2").extensions())) == LONG // 2


@pytest.mark.parametrize("loud", [True, False])
def test_a_million_attackers_of_one_and_one_of_a_million(loud: bool) -> None:
    many, one = np.arange(1, 10 * LONG), np.zeros(10 * LONG - 1, dtype=np.int32)
    labels = grounded(
        Framework(range(10 * LONG), many, one) if loud else Framework(range(10 * LONG), one, many)
    )[0]
    assert labels[0] == (-1 if loud else 1)
    assert (labels[1:] == -labels[0]).all()


def test_all_against_all_has_one_extension_each() -> None:
    source, target = np.nonzero(~np.eye(80, dtype=np.bool_))
    for semantics in ("preferred", "stable", "semi-stable", "stage", "cf2"):
        solver = Solver(Framework(range(80), source, target), semantics)
        assert solver.count() == 80
        assert solver.acceptance()[0].all()
        assert not solver.acceptance()[1].any()


@pytest.mark.parametrize("semantics", SEMANTICS)
def test_all_striking_themselves_leave_nothing(semantics: str) -> None:
    solver = Solver(Framework(range(50), range(50), range(50)), semantics)
    found = solver.extension()
    assert found is None if semantics == "ST" else found is not None and not len(found)


@pytest.mark.parametrize("number", [-1, 2, 10**6])
def test_unknown_arguments_are_refused(number: int) -> None:
    with pytest.raises(UnknownNameError):
        Framework("ab", [0], [number])
    for semantics in ("grounded", "preferred"):
        solver = Solver(Framework("ab", [0], [1]), semantics)
        with pytest.raises(UnknownNameError):
            solver.credulous(number)
        with pytest.raises(UnknownNameError):
            solver.witness(number, accepted=False)


def test_an_unknown_semantics_is_refused_and_the_nearest_named() -> None:
    with pytest.raises(UnknownNameError, match="semi-stable"):
        Solver(Framework("a", [], []), "semistable")


@pytest.mark.parametrize("semantics", [*SEARCHED, "stage"])
def test_no_question_is_answered_when_the_time_is_over(semantics: str) -> None:
    source, target = np.nonzero(np.random.default_rng(1).random((60, 60)) < 0.1)
    solver = Solver(Framework(range(60), source, target), semantics, timeout=Deadline(0))
    for ask in (
        solver.extension,
        solver.count,
        solver.acceptance,
        lambda: list(solver.extensions()),
    ):
        with pytest.raises(UnansweredError, match="no answer within 0 s"):
            ask()


def test_an_enumeration_without_end_ends_with_the_time() -> None:
    numbers = np.arange(60)
    pairs = Framework(range(60), numbers, numbers ^ 1)  # 2 ** 30 extensions
    found = 0
    with pytest.raises(UnansweredError):
        for _ in Solver(pairs, "preferred", timeout=0.2).extensions():
            found += 1
    assert found > 10


def test_enumeration_is_lazy() -> None:
    numbers = np.arange(2 * LONG)
    pairs = Framework(range(2 * LONG), numbers, numbers ^ 1)
    stream = Solver(pairs, "complete").extensions()
    assert len({next(stream).tobytes() for _ in range(5)}) == 5


def test_grounded_needs_no_solver_and_the_others_say_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pysat.solvers", None)
    pair = Framework("ab", [0, 1], [1, 0])
    assert Solver(pair, "grounded").extension() is not None
    assert Solver(Framework("ab", [0], [1]), "preferred").extension() is not None
    with pytest.raises(WhysoError, match=r"pip install 'whyso\[sat\]'"):
        Solver(pair, "preferred").extension()
