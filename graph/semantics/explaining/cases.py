"""The ways to settle a dispute: what each extension makes of a claim, as far as it bears on it."""

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from whyso.graph.semantics.dung import IN, OUT, UNDECIDED, Ints, Mask, Solver
from whyso.graph.semantics.explaining.proof import Labelling, Proof, Ties, prove
from whyso.graph.semantics.translation import Translation

if TYPE_CHECKING:
    from whyso.graph.semantics.verdict import Verdict

__all__ = ["Cases", "Proved", "cases"]

_LOOKED: Final = 64  # extensions that are looked at
_SHOWN: Final = 4  # ways that are told

Proved = tuple[Labelling, tuple[Proof, bool, bool]]
Cases = tuple[list[Proved], bool]


def cases(verdict: "Verdict", ties: Ties, claim: int) -> Cases:
    """Return what the extensions of a verdict make of a claim, and whether these are all ways.

    If all extensions agree, each way in which they come to it is given, up to four of what the
    first 64 extensions show; else one way for each of accepted, rejected and undecided that there
    is. Of an extension only the admissible core is kept that the claim needs (ICCMA 2025 allows it
    as a certificate).

    Args:
        verdict: under preferred, stable or ideal semantics.
        ties: what bears on what.
        claim: the number of a claim that the grounded labelling leaves undecided.

    Raises:
        UnansweredError: the time of the options was not enough.

    >>> from whyso.graph import sample
    >>> from whyso.graph.semantics import Options
    >>> verdict = sample().verdict("sceptic", options=Options(semantics="preferred"))
    >>> ways, every = cases(verdict, Ties(verdict.case, verdict.translation.circular), 0)
    >>> len(ways), every
    (1, True)
    """
    options = verdict.case.options
    part, numbers = verdict.translation.framework.part(_kept(verdict))
    solver = Solver(part, options.semantics, timeout=options.timeout)
    label = int(verdict.labels[claim])
    if options.semantics == "ideal":
        found = solver.extension()
        assert found is not None  # noqa: S101  there is always an ideal extension
        if label != UNDECIDED:
            return [_proved(verdict, ties, numbers[found], claim)], True
        solver = Solver(part, "preferred", timeout=options.timeout)
    elif label != UNDECIDED:
        return _agreeing(verdict, ties, claim)
    contrary = verdict.translation.contrary(claim)
    ways: list[Proved] = []
    wanted = [(claim, True), (contrary, True), (claim, False), (contrary, False)]
    for argument, accepted in wanted:
        chosen = solver.witness(int(np.searchsorted(numbers, argument)), accepted=accepted)
        if chosen is None:
            continue
        labelling = _labelling(verdict, ties, numbers[chosen])
        if not any(one.label[claim] == labelling.label[claim] for one, _ in ways):
            ways.append((labelling, prove(labelling, claim)))
    return ways, True


def _kept(verdict: "Verdict") -> Mask:
    """Return which arguments take part: an open claim that nothing touches hinders nothing."""
    found, links = verdict.translation, verdict.case.links
    keep = np.ones(len(found.framework), dtype=np.bool_)
    count = len(links.claims)
    keep[:count] = keep[found.contraries()[0]] = ~found.open | links.tied()
    return keep


def _agreeing(verdict: "Verdict", ties: Ties, claim: int) -> Cases:
    """Return the different ways in which extensions that agree come to their answer."""
    ways: dict[frozenset[int], Proved] = {}
    stream = _extensions(verdict, claim)
    looked = 0
    for chosen in itertools.islice(stream, _LOOKED):
        looked += 1
        if any(_has(verdict, chosen, key) for key in ways):
            continue
        proved = _proved(verdict, ties, chosen, claim)
        labelling, (proof, _, _) = proved
        key = frozenset(item if labelling.label[item] == IN else ~item for item in proof)
        if len(ways) == _SHOWN:
            return list(ways.values()), False
        ways[key] = proved
    return list(ways.values()), looked < _LOOKED


def _extensions(verdict: "Verdict", claim: int) -> Iterator[Ints]:
    """Yield the extensions; where that is sound, only of what lies upstream of the claim."""
    framework, options = verdict.translation.framework, verdict.case.options
    keep = _kept(verdict)
    if options.semantics != "stable":
        keep &= framework.upstream(claim) | framework.upstream(verdict.translation.contrary(claim))
    part, numbers = framework.part(keep)
    for found in Solver(part, options.semantics, timeout=options.timeout).extensions():
        yield numbers[found]


def _proved(verdict: "Verdict", ties: Ties, chosen: Ints, claim: int) -> Proved:
    labelling = _labelling(verdict, ties, chosen)
    return labelling, prove(labelling, claim)


def _labels(verdict: "Verdict", chosen: Ints) -> npt.NDArray[np.int8]:
    framework = verdict.translation.framework
    label = np.zeros(len(framework), dtype=np.int8)
    label[framework.attacked.gather(chosen)] = OUT
    label[chosen] = IN
    return label


def _has(verdict: "Verdict", chosen: Ints, key: frozenset[int]) -> bool:
    label = _labels(verdict, chosen)
    return all(label[one if one >= 0 else ~one] == (IN if one >= 0 else OUT) for one in key)


def _labelling(verdict: "Verdict", ties: Ties, chosen: Ints) -> Labelling:
    """Return the labels that an extension gives, in the order in which its reasons carry."""
    label = _labels(verdict, chosen)[: ties.size]
    links = verdict.case.links
    rests = np.flatnonzero((label[ties.claims :] != IN) | (links.sign < 0))
    carried = Translation(links.without(links=rests.tolist()), verdict.case.granted.outright)
    return Labelling(ties, label, carried.ranks[: ties.size], grounded=False)
