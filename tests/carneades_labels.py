"""The labels that Carneades 4 gives, from its definitions.

Sources: T. F. Gordon and D. Walton, "Formalizing balancing arguments" (COMMA 2016); the definitions
of labels, weights and standards in Carneades 4.
"""

from collections.abc import Iterator
from itertools import combinations

from carneades_files import Argument, Case, Issue

__all__ = ["beats", "labels", "levels"]


def beats(standard: str, one: float, other: float) -> bool:
    """Return whether a weight wins over another by a proof standard.

    Preponderance of evidence asks for more, clear and convincing evidence for 0.5 more, and beyond
    reasonable doubt also for an opponent below 0.3.
    """
    more = one > other
    if standard == "PE":
        return more
    clear = more and one - other > 0.5
    return clear if standard == "CCE" else clear and other < 0.3


def levels(case: Case, argument: Argument) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Yield each weight above 0 that an argument can have, with premises that suffice for it.

    A linked, factorized or constant argument has one weight, once all its premises are in. One
    premise suffices for a convergent argument. A cumulative one weighs as the share of its
    premises that are in.
    """
    size = len(argument.premises)
    if argument.weighing == "convergent":
        yield from ((1.0, (premise,)) for premise in argument.premises)
    elif argument.weighing == "cumulative":
        for number in range(1, size + 1):
            for some in combinations(argument.premises, number):
                yield number / size, some
    else:
        weight = {"linked": 1.0, "constant": argument.constant}.get(argument.weighing)
        if weight is None:
            issue = case.issue_of(argument.conclusion)
            weight = size / max(_premises_at(case, issue), 1) if issue else 1.0
        if weight > 0:
            yield weight, argument.premises


def _premises_at(case: Case, issue: Issue) -> int:
    """Return how many premises the arguments of an issue have in all; equal texts are one."""
    return len(
        {
            case.texts[premise]
            for argument in case.arguments.values()
            if argument.conclusion in issue.positions
            for premise in argument.premises
        }
    )


def labels(case: Case) -> dict[str, str]:
    """Return the label of each statement: in, out or undecided."""
    label = dict.fromkeys(case.texts, "undecided") | dict.fromkeys(case.assumed, "in")
    for issue in case.issues.values():
        if any(label[position] == "in" for position in issue.positions):
            for position in issue.positions:
                label[position] = "in" if position in case.assumed else "out"
    while True:
        found = {s: _label(case, s, label) for s in label if label[s] == "undecided"}
        found = {s: new for s, new in found.items() if new != "undecided"}
        if not found:
            return label
        label |= found


def _applicable(argument: Argument, label: dict[str, str]) -> bool:
    undercut = label[argument.undercutter] if argument.undercutter else "out"
    open_premise = any(label[premise] == "undecided" for premise in argument.premises)
    return undercut == "in" or (undercut == "out" and not open_premise)


def _weight(case: Case, argument: Argument, label: dict[str, str]) -> float:
    undercut = argument.undercutter and label[argument.undercutter] == "in"
    if undercut or not _applicable(argument, label):
        return 0.0
    return max(
        (w for w, some in levels(case, argument) if all(label[p] == "in" for p in some)),
        default=0.0,
    )


def _label(case: Case, statement: str, label: dict[str, str]) -> str:
    """Return what the arguments make of an undecided statement."""
    own = list(case.arguments_for(statement).values())
    if all(_applicable(a, label) and not _weight(case, a, label) for a in own):
        return "out"
    issue = case.issue_of(statement)
    if issue is None:
        return "in" if any(_weight(case, a, label) for a in own) else "undecided"
    best = {}
    for position in issue.positions:
        for_it = case.arguments_for(position).values()
        if not all(_applicable(a, label) for a in for_it):
            return "undecided"
        best[position] = max((_weight(case, a, label) for a in for_it), default=0.0)
    mine = best.pop(statement)
    wins = mine > 0 and all(beats(issue.standard, mine, other) for other in best.values())
    return "in" if wins else "out"
