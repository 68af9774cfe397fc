"""Argument graphs as Carneades 4 writes them in YAML, read for the tests.

What is read is what decides a label: statements, assumptions, arguments with their weighing,
undercutters, issues with their proof standards, and the expected labels. Argument schemes are read
for their weighing only; arguments that Carneades would generate from them are not made.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

yaml = pytest.importorskip("yaml", reason="PyYAML is not installed: pip install pyyaml")

__all__ = ["Argument", "Case", "Issue", "read", "read_file"]

_BASIC: Final = ("linked", "convergent", "cumulative", "factorized")
_LABELS: Final = ("in", "out", "undecided")


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
        schemes: the schemes from which Carneades would generate further arguments.
    """

    texts: dict[str, str]
    assumed: frozenset[str] = frozenset()
    arguments: dict[str, Argument] = field(default_factory=dict)
    issues: dict[str, Issue] = field(default_factory=dict)
    expected: dict[str, str] = field(default_factory=dict)
    schemes: tuple[str, ...] = ()

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
    # With the base loader every scalar is a string: `assumed: true`, `1.0` and `no` are words.
    data: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader) or {}
    weights: dict[str, Any] = {
        scheme["id"]: scheme.get("weight") or "linked"
        for scheme in _items(data, "argument_schemes")
    } | {name: name for name in _BASIC}
    texts, assumed = {}, [_name(one) for one in _items(data, "assumptions")]
    for key, value in (data.get("statements") or {}).items():
        if isinstance(value, dict):
            texts[_name(key)] = value.get("text", key).strip()
            assumed += [_name(key)] * (value.get("assumed") == "true")
        else:
            texts[_name(key)] = value.strip()
    texts |= {name: name for name in assumed if name not in texts}
    case = Case(
        texts,
        frozenset(assumed),
        {key: _argument(it, weights) for key, it in (data.get("arguments") or {}).items()},
        {
            key: Issue(tuple(map(_name, it["positions"])), it.get("standard", "PE").upper())
            for key, it in (data.get("issues") or {}).items()
        },
        {_name(one): label for label in _LABELS for one in _items(data.get("tests") or {}, label)},
        tuple(one["id"] for one in _items(data, "argument_schemes") if one.get("conclusions")),
    )
    named = {one for a in case.arguments.values() for one in (*a.premises, a.conclusion)}
    named |= {a.undercutter for a in case.arguments.values() if a.undercutter}
    named |= {one for i in case.issues.values() for one in i.positions} | case.expected.keys()
    if named - texts.keys():
        raise ValueError(f"no such statement: {', '.join(sorted(named - texts.keys()))}")
    return case


def _items(data: dict[str, Any], key: str) -> list[Any]:
    """Return a list that may be missing, or be written as an empty value."""
    return data.get(key) or []


def _name(term: str) -> str:
    """Return a term as Carneades writes it: `p(a, b)` and `p(a,b)` are one."""
    return re.sub(r"\s*,\s*", ",", term.strip())


def _argument(data: dict[str, Any], weights: dict[str, Any]) -> Argument:
    premises = data.get("premises") or []
    if isinstance(premises, dict):  # role to statement
        premises = list(premises.values())
    weight: Any = weights[data.get("scheme", "linked")]
    constant = 1.0
    if isinstance(weight, dict) and "constant" in weight:
        constant, weight = float(weight["constant"]), "constant"
    if weight not in (*_BASIC, "constant"):
        raise ValueError(f"no such weighing function: {weight}")
    return Argument(
        tuple(map(_name, premises)),
        _name(data["conclusion"]),
        _name(data.get("undercutter", "")),
        weight,
        constant,
    )
