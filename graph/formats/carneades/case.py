"""An argument graph of Carneades as plain records, whichever file it came in.

Source: T. F. Gordon and D. Walton, "Formalizing Balancing Arguments" (COMMA 2016); the guide and
the grammar of Carneades 4. Statements are named by ground atomic formulas, arguments conclude
statements and may have an undercutter, an issue has positions of which at most one can be in.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from whyso.graph.formats.account import Rows

__all__ = ["BASIC", "LABELS", "STANDARDS", "Argument", "Case", "Issue", "Statement", "atom"]
__all__ += ["negated", "said"]

# Ways of weighing that need no definition.
BASIC: Final = ("linked", "convergent", "cumulative", "factorized")
STANDARDS: Final = ("PE", "CCE", "BRD")
LABELS: Final = ("in", "out", "undecided")

_COMMA: Final = re.compile(r"\s*,\s*")


def atom(text: str) -> str:
    """Return a statement's name in one spelling: ``p(a, b)`` and ``p(a,b)`` are one.

    >>> atom(" p(a, b) ")
    'p(a,b)'
    """
    return _COMMA.sub(",", text.strip())


def negated(name: str) -> str:
    """Return the name of the statement that denies another, and of that one again the first.

    >>> negated("p"), negated(negated("p"))
    ('¬p', 'p')
    """
    return name[1:] if name.startswith("¬") else f"¬{name}"


@dataclass(slots=True)
class Statement:
    """A statement: *texts* by language, None where the file does not tell it.

    >>> Statement({None: "Tea is warm."}).text
    'Tea is warm.'
    """

    texts: dict[str | None, str] = field(default_factory=dict)
    meta: dict[str, Any] = field(default_factory=dict)
    extras: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The first text, or nothing.

        >>> Statement().text
        ''
        """
        return next(iter(self.texts.values()), "")


@dataclass(slots=True)
class Argument:
    """Premises for a conclusion, unless one of the undercutters is in.

    *premises* are pairs of role (which may be empty) and statement; *scheme* is a way of weighing
    or the id of an argument scheme; *extras* hold parameters and the like.

    >>> Argument("c", [("", "p"), ("major", "q")]).statements
    ['p', 'q']
    """

    conclusion: str
    premises: list[tuple[str, str]] = field(default_factory=list)
    undercutters: list[str] = field(default_factory=list)
    scheme: str = ""
    meta: dict[str, Any] = field(default_factory=dict)
    extras: dict[str, Any] = field(default_factory=dict)

    @property
    def statements(self) -> list[str]:
        """The premises without their roles.

        >>> Argument("c").statements
        []
        """
        return [statement for _, statement in self.premises]


@dataclass(slots=True)
class Issue:
    """Positions of which at most one can be in; *standard* is empty where the file gives none.

    >>> Issue(["p", "q"]).standard
    ''
    """

    positions: list[str] = field(default_factory=list)
    standard: str = ""
    meta: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Case:
    """One file.

    Attributes:
        meta: what the file says of itself.
        statements, arguments, issues: by name.
        assumptions: the statements that are in without an argument, in the order of the file.
        schemes: the definitions of argument schemes as they stand, by id.
        extras: what else stands in the file, by key: tests, language, weighing functions, ...
        undeclared: statements that are only assumed, not given.
        language: of texts that do not tell it, or None.
        approximated, dropped: what was repaired or left out in reading.

    >>> Case().statements
    {}
    """

    meta: dict[str, Any] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    arguments: dict[str, Argument] = field(default_factory=dict)
    issues: dict[str, Issue] = field(default_factory=dict)
    assumptions: list[str] = field(default_factory=list)
    schemes: dict[str, dict[str, Any]] = field(default_factory=dict)
    extras: dict[str, Any] = field(default_factory=dict)
    undeclared: set[str] = field(default_factory=set)
    language: str | None = None
    approximated: Rows = field(default_factory=Rows)
    dropped: Rows = field(default_factory=Rows)

    def weighing(self, scheme: str) -> str | dict[str, Any] | None:
        """Return how arguments of a scheme are weighed: by name, or as the file defines it.

        None if the scheme is not known.

        >>> case = Case(schemes={"weak": {"weight": {"constant": 0.2}}, "expert": {}})
        >>> case.weighing("weak"), case.weighing("expert"), case.weighing("cumulative")
        ({'constant': 0.2}, 'linked', 'cumulative')
        """
        found: Any = scheme or "linked"
        if found in self.schemes:
            found = self.schemes[found].get("weight") or "linked"
        elif found not in BASIC:
            return None
        functions = self.extras.get("weighing_functions")
        if isinstance(found, str) and isinstance(functions, dict) and found in functions:
            found = functions[found]
        if isinstance(found, str):
            return found.lower() if found.lower() in BASIC else None
        return found if isinstance(found, dict) else None

    def add_missing(self) -> None:
        """Give every statement that is only named an entry, with its name as its text.

        >>> case = Case(assumptions=["p"])
        >>> case.add_missing()
        >>> case.statements["p"].text
        'p'
        """
        why = "not among the statements: worded after its name"
        named = [one for issue in self.issues.values() for one in issue.positions]
        for argument in self.arguments.values():
            named += [*argument.statements, argument.conclusion, *argument.undercutters]
        self.undeclared = set(self.assumptions) - self.statements.keys() - set(named)
        for name in (*named, *self.assumptions):
            if name not in self.statements:
                self.statements[name] = Statement({None: self.worded(name)})
                self.approximated.add("statements", why, name, triples=0)

    def worded(self, name: str) -> str:
        """Return an atom in words, by the file's own language of predicates.

        >>> Case(extras={"language": {"old/1": "%s is old."}}).worded("old(ann)")
        'ann is old.'
        """
        language = self.extras.get("language")
        functor, arguments = said(name)
        form = language.get(f"{functor}/{len(arguments)}") if isinstance(language, dict) else None
        if not isinstance(form, str):
            return name
        words = iter(arguments)
        return re.sub("%[sv]", lambda match: next(words, match[0]), form)


def said(name: str) -> tuple[str, list[str]]:
    """Return the predicate of an atom, and its arguments.

    >>> said("p(a,f(b,c))"), said("p")
    (('p', ['a', 'f(b,c)']), ('p', []))
    """
    functor, bracket, rest = name.partition("(")
    if not bracket or not rest.endswith(")"):
        return name, []
    arguments, depth = [""], 0
    for letter in rest[:-1]:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            arguments.append("")
        else:
            arguments[-1] += letter
    return functor, arguments
