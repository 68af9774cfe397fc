"""Whether an answer is right, from the definitions and by clingo: nothing of whyso is used here."""

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from benchmarks.verdicts.instances import Attacks
from benchmarks.verdicts.peers import ENCODINGS

__all__ = ["faults"]

Mask: TypeAlias = npt.NDArray[np.bool_]


def faults(attacks: Attacks, semantics: str, extension: Iterable[int]) -> list[str]:
    """Return what keeps a set of arguments from being an extension.

    Args:
        attacks: the framework.
        semantics: ``GR``, ``CO``, ``PR`` or ``ST``. A grounded extension is found again and
            compared; a preferred one is complete, and nothing admissible is left beside it (R.
            Baumann, G. Brewka and M. Ulbricht, "Revisiting the foundations of abstract
            argumentation: semantics based on weak admissibility and weak defense", AAAI 2020).
        extension: numbers of arguments.

    >>> both = Attacks(2, np.array([0, 1]), np.array([1, 0]))
    >>> faults(both, "PR", [0]), faults(both, "PR", []), faults(both, "GR", [])
    ([], ['an admissible set is left beside it'], [])
    >>> faults(both, "ST", [])
    ['an argument outside is not attacked']
    """
    inside = np.zeros(attacks.count, dtype=np.bool_)
    inside[np.fromiter(extension, dtype=np.int64)] = True
    found = []
    beaten = _hit(attacks, inside)
    if (beaten & inside).any():
        found.append("two of its arguments attack each other")
    if semantics == "ST":
        if not (beaten | inside).all():
            found.append("an argument outside is not attacked")
        return found
    defended = ~_hit(attacks, ~beaten)
    if (inside & ~defended).any():
        found.append("an argument in it is not defended")
    if (defended & ~inside).any():
        found.append("an argument that it defends is missing")
    if semantics == "GR" and not np.array_equal(inside, _grounded(attacks)):
        found.append("not the least complete set")
    if semantics == "PR" and _more(attacks, ~inside & ~beaten):
        found.append("an admissible set is left beside it")
    return found


def _hit(attacks: Attacks, by: Mask) -> Mask:
    found = np.zeros(attacks.count, dtype=np.bool_)
    found[attacks.target[by[attacks.source]]] = True
    return found


def _grounded(attacks: Attacks) -> Mask:
    """Iterate the characteristic function on the empty set, on the attacks still open."""
    inside = np.zeros(attacks.count, dtype=np.bool_)
    out = inside.copy()
    source, target = attacks.source, attacks.target
    while True:
        waiting = np.zeros(attacks.count, dtype=np.bool_)
        waiting[target] = True
        new = ~waiting & ~out & ~inside
        if not new.any():
            return inside
        inside |= new
        out[target[inside[source]]] = True
        keep = ~out[source] & ~(inside[source] & out[target])
        source, target = source[keep], target[keep]


def _more(attacks: Attacks, left: Mask) -> bool:
    """Return whether the arguments that are left have an admissible set that is not empty."""
    import clingo

    inside = left[attacks.source] & left[attacks.target]
    pairs = zip(attacks.source[inside].tolist(), attacks.target[inside].tolist(), strict=True)
    facts = [f"arg({number})." for number in np.flatnonzero(left).tolist()]
    facts += [f"att({a},{b})." for a, b in pairs]
    control = clingo.Control(["--warn=none"])
    rules = ENCODINGS["PR"].split("#heuristic")[0] + ":- not in(X) : arg(X). "
    control.add("base", [], rules + " ".join(facts))
    control.ground([("base", [])])
    return bool(control.solve().satisfiable)
