"""Argument graphs as Carneades 4 writes them in YAML, read by the product, for the tests of labels.

What is kept here is what decides a label: statements, assumptions, arguments with their weighing,
undercutters, issues with their proof standards, and the expected labels. Argument schemes count for
their weighing only; arguments that Carneades would generate from them are not made.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from whyso.graph.formats.carneades import case as product
from whyso.graph.formats.carneades.case import BASIC, LABELS, atom
from whyso.graph.formats.carneades.parsing import read_case

__all__ = ["Argument", "Case", "Issue", "read", "read_file"]


@dataclass(frozen=True)
class Argument:
    """Premises for a conclusion, unless the undercutter is in.

    Attributes:
        weighing: how premises make a weight: linked, convergent, cumulative, factorized, constant.
        constant: the weight of a constant argument whose premises are all in.
    """

    premises: tuple[str, ...]
    conclusion: str
    undercutter: str = ""
    weighing: str = "linked"
    constant: float = 1.0


@dataclass(frozen=True)
class Issue:
    """Positions of which at most one can be in, and the standard by which one wins."""

    positions: tuple[str, ...]
    standard: str = "PE"


@dataclass(frozen=True)
class Case:
    """One file.

    Attributes:
        texts: statement to its text.
        assumed: the statements that are in without an argument.
        expected: statement to its label (in, out, undecided), as the file says it.
        source: the text that says it; empty for a case that was made.
    """

    texts: dict[str, str]
    assumed: frozenset[str] = frozenset()
    arguments: dict[str, Argument] = field(default_factory=dict)
    issues: dict[str, Issue] = field(default_factory=dict)
    expected: dict[str, str] = field(default_factory=dict)
    source: str = ""

    def issue_of(self, statement: str) -> Issue | None:
        """Return the issue of which the statement is a position; Carneades allows one at most."""
        return next((i for i in self.issues.values() if statement in i.positions), None)

    def arguments_for(self, statement: str) -> dict[str, Argument]:
        """Return the arguments that conclude the statement."""
        return {k: a for k, a in self.arguments.items() if a.conclusion == statement}


def read_file(path: Path) -> Case:
    """Return the case that a file says."""
    return read(path.read_text(encoding="utf-8"))


def read(text: str) -> Case:
    """Return the case that a text says.

    Raises:
        ValueError: a weighing function or a statement is not known.
    """
    found = read_case(text.encode(), "case.yml")
    texts = {name: statement.text for name, statement in found.statements.items()}
    tests: dict[str, Any] = found.extras.get("tests") or {}
    case = Case(
        texts,
        frozenset(found.assumptions),
        {key: _argument(one, found) for key, one in found.arguments.items()},
        {
            key: Issue(tuple(one.positions), (one.standard or "PE").upper())
            for key, one in found.issues.items()
        },
        {atom(one): label for label in LABELS for one in tests.get(label) or []},
        text,
    )
    named = {one for a in case.arguments.values() for one in (*a.premises, a.conclusion)}
    named |= {a.undercutter for a in case.arguments.values() if a.undercutter}
    named |= {one for i in case.issues.values() for one in i.positions} | case.expected.keys()
    rows = [row for row in found.approximated.rows() if row.why.startswith("not among")]
    made = {name for row in rows for name in row.ids}
    missing = named - (texts.keys() - made) - case.assumed
    if missing:
        raise ValueError(f"no such statement: {', '.join(sorted(missing))}")
    return case


def _argument(argument: product.Argument, case: product.Case) -> Argument:
    weight: Any = case.weighing(argument.scheme)
    constant = 1.0
    if isinstance(weight, dict) and "constant" in weight:
        constant, weight = float(weight["constant"]), "constant"
    if weight not in (*BASIC, "constant"):
        raise ValueError(f"no such weighing function: {weight}")
    undercutter = argument.undercutters[0] if argument.undercutters else ""
    return Argument(tuple(argument.statements), argument.conclusion, undercutter, weight, constant)
