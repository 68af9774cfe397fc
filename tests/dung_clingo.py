"""Extensions by answer set programming, with clingo.

In the manner of ASPARTIX (U. Egly, S. A. Gaggl, S. Woltran, "Answer-set programming encodings for
argumentation frameworks", Argument & Computation 1, 2010): guess a set, drop what is none.
"""

from collections.abc import Iterator

import clingo

from whyso.graph.semantics.dung import Framework

ADMISSIBLE = """
{ in(A) } :- arg(A).
beaten(B) :- in(A), att(A, B).
threatened(B) :- att(A, B), not beaten(A).
:- in(A), beaten(A).
:- in(A), threatened(A).
"""
PROGRAMS = {
    "admissible": ADMISSIBLE,
    "complete": ADMISSIBLE + ":- arg(A), not in(A), not threatened(A).",
    "stable": ADMISSIBLE + ":- arg(A), not in(A), not beaten(A).",
    "preferred": ADMISSIBLE + "#heuristic in(A) : arg(A). [1, true]",
}
LARGEST = ["--heuristic=Domain", "--enum-mode=domRec"]  # models with the most that is in, only

Found = frozenset[int]


def sets(framework: Framework, program: str, *options: str) -> Iterator[Found]:
    """Yield the sets that a program allows, one after another."""
    control = clingo.Control(["0", *options, *(LARGEST if program == "preferred" else [])])
    facts = [f"arg({number})." for number in range(len(framework))]
    for source, target in zip(framework.source, framework.target, strict=True):
        facts.append(f"att({source}, {target}).")
    control.add("base", [], PROGRAMS[program] + "".join(facts) + "#show in/1.")
    control.ground([("base", [])])
    with control.solve(yield_=True) as models:
        for model in models:
            yield frozenset(atom.arguments[0].number for atom in model.symbols(shown=True))


def in_some(framework: Framework, program: str) -> Found:
    """Return what is in some set that a program allows."""
    growing = list(sets(framework, program, "--enum-mode=brave"))
    return growing[-1] if growing else frozenset()


def in_all(framework: Framework, program: str) -> Found | None:
    """Return what is in all sets that a program allows; None if there is no set.

    Not for ``preferred``, whose heuristic does not go with that mode.
    """
    shrinking = list(sets(framework, program, "--enum-mode=cautious"))
    return shrinking[-1] if shrinking else None
