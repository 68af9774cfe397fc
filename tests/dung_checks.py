"""Comparing what the solver says of a framework with sets that are known to be its extensions."""

from collections.abc import Collection, Iterable

from dung_oracle import Oracle, as_bits
from whyso.graph.semantics.dung import Framework, Solver


def framework_of(oracle: Oracle) -> Framework:
    source = [source for source, _ in oracle.attacks]
    target = [target for _, target in oracle.attacks]
    return Framework(range(oracle.count), source, target)


def check(
    framework: Framework, semantics: str, wanted: Collection[int], asked: Iterable[int]
) -> None:
    """Assert that every method of the solver agrees with the extensions *wanted*.

    Args:
        framework: arguments and attacks.
        semantics: a name.
        wanted: the extensions, each as a number whose bits say who is in it.
        asked: the arguments that questions are put about.
    """
    case = (semantics, len(framework), framework.source.tolist(), framework.target.tolist())
    solver = Solver(framework, semantics)
    found = [as_bits(one) for one in solver.extensions()]
    assert sorted(found) == sorted(wanted), case  # each once
    assert solver.count() == len(wanted), case
    one = solver.extension()
    assert (one is None) == (not wanted), case
    assert one is None or as_bits(one) in wanted, case
    some, every = 0, (1 << len(framework)) - 1
    for extension in wanted:
        some |= extension
        every &= extension
    credulous, sceptical = solver.acceptance()
    assert as_bits(credulous.nonzero()[0]) == some, case
    assert as_bits(sceptical.nonzero()[0]) == every, case
    for number in asked:
        assert solver.credulous(number) == bool(some >> number & 1), (case, number)
        assert solver.sceptical(number) == bool(every >> number & 1), (case, number)
        _check_witness(solver, number, wanted, accepted=True)
        _check_witness(solver, number, wanted, accepted=False)


def _check_witness(solver: Solver, number: int, wanted: Collection[int], *, accepted: bool) -> None:
    fitting = [one for one in wanted if bool(one >> number & 1) == accepted]
    witness = solver.witness(number, accepted=accepted)
    case = (solver.framework.source.tolist(), solver.framework.target.tolist(), number, accepted)
    assert (witness is None) == (not fitting), (solver.semantics, *case)
    assert witness is None or as_bits(witness) in fitting, (solver.semantics, *case)
