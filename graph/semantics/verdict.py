"""The verdict: what stands, what does not and what stays open, for a reader who grants something.

Accepted means: it stands, given this graph and this standpoint. It does not mean true.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from whyso.graph.errors import UnknownNameError
from whyso.graph.semantics.case import BASES, Case, Options
from whyso.graph.semantics.dung import IN, OUT, UNDECIDED, Mask, Solver
from whyso.graph.semantics.translation import Translation

if TYPE_CHECKING:
    from whyso.graph.semantics.explaining.explanation import Explanation
    from whyso.graph.semantics.gradual import Strengths

__all__ = ["BASES", "GROUNDS", "STATUSES", "Finding", "Options", "Verdict"]

# Label to the word that people read.
STATUSES: Final = {IN: "accepted", OUT: "rejected", UNDECIDED: "undecided"}
# Why a claim has its status, each with what it means.
GROUNDS: Final[dict[str, dict[str, str]]] = {
    "granted": {
        "en": "It is granted, and no attack on it holds.",
        "zh": "它被承认，且没有攻击成立。",
    },
    "supported": {
        "en": "A reason for it holds, and no attack on it does.",
        "zh": "有一条支持它的理由成立，且没有攻击成立。",
    },
    "attacked": {"en": "An attack on it holds.", "zh": "对它的一个攻击成立。"},
    "unsupported": {"en": "Every reason given for it fails.", "zh": "给它的理由无一成立。"},
    "deprived": {"en": "Something that it depends on is rejected.", "zh": "它所取决的某项被否定。"},
    "circular": {
        "en": "Only a circle of reasons or conditions holds it up.",
        "zh": "只有循环的理由或条件支撑它。",
    },
    "open": {
        "en": "It is not granted, and no reason is given for it.",
        "zh": "它不被承认，也没有给出理由。",
    },
    "contested": {
        "en": "Whether an attack on it holds is undecided.",
        "zh": "对它的攻击是否成立未定。",
    },
    "resting": {"en": "It rests on what is undecided.", "zh": "它建立在未定的东西之上。"},
}


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one claim.

    Attributes:
        claim: its IRI.
        status: accepted, rejected or undecided.
        ground: why, one of :data:`GROUNDS`.
        defensible: whether some extension accepts it; under grounded, whether it is accepted.
        strength: from 0 to 1; NaN where the semantics did not settle.
    """

    claim: str
    status: str
    ground: str
    defensible: bool
    strength: float


class Verdict:
    """What stands in a case, and how strongly.

    Attributes:
        case: the claims and links, what is granted, and the options.
        labels: per claim, 1 accepted, -1 rejected, 0 undecided.
        link_labels: per link, whether it carries (1), fails (-1) or neither is decided (0).
        defensible: per claim, whether some extension accepts it.
        exists: whether there is an extension at all; only stable semantics may have none.

    >>> from whyso.graph import sample
    >>> verdict = sample().verdict()
    >>> verdict.status("c3"), verdict.status("r1")
    ('accepted', 'rejected')
    """

    def __init__(self, case: Case, *, resolve: Callable[[str], str] = str) -> None:
        self.case = case
        self.resolve = resolve
        count, steps = len(case.links.claims), len(case.links.steps)
        plain = case.options.semantics == "grounded"
        self.translation = Translation(case.links, case.granted.outright, contraries=not plain)
        found = self.translation
        self.exists = True
        if plain:
            self.labels = found.labels[:count]
            self.link_labels = found.labels[count : count + steps]
            self.defensible: Mask = self.labels == IN
            return
        options = case.options
        not_claim, not_link = found.contraries()
        # An open claim that nothing touches, such as a retracted one, hinders no stable extension.
        keep = np.ones(len(found.framework), dtype=np.bool_)
        keep[:count] = keep[not_claim] = ~found.open | case.links.tied()
        part, numbers = found.framework.part(keep)
        solver = Solver(part, options.semantics, timeout=options.timeout)
        some, every = (np.zeros(len(keep), dtype=np.bool_) for _ in range(2))
        some[numbers], every[numbers] = solver.acceptance()
        self.exists = not (every & ~some).any()
        if not self.exists:
            every[:] = False
        self.defensible = some[:count]
        signed = every.astype(np.int8)
        self.labels = signed[:count] - signed[not_claim]
        self.link_labels = signed[count : count + steps] - signed[not_link]

    @cached_property
    def strengths(self) -> "Strengths":
        """How strong each claim and each link is, under the gradual semantics of the options."""
        from whyso.graph.semantics.gradual import strengths
        from whyso.graph.semantics.weighing import weigh

        options = self.case.options
        return strengths(weigh(self.case), options.strength, timeout=options.timeout)

    def number(self, name: str) -> int:
        """Return the number of a claim named by IRI, CURIE or local id.

        Raises:
            UnknownNameError: there is none, or it is no claim.

        >>> from whyso.graph import sample
        >>> sample().verdict().number("c1")
        19
        """
        place = self.case.place
        number = place[name] if name in place else place.get(self.resolve(name))
        if number is None:
            raise UnknownNameError("claim", name, place)
        return number

    def status(self, name: str) -> str:
        """Return whether a claim is accepted, rejected or undecided.

        >>> from whyso.graph import sample
        >>> sample().verdict(standpoint="evidence").status("c3")
        'undecided'
        """
        return STATUSES[int(self.labels[self.number(name)])]

    def strength(self, name: str) -> float:
        """Return how strong a claim is, from 0 to 1.

        >>> from whyso.graph import sample
        >>> round(sample().verdict().strength("c1"), 2)
        0.5
        """
        return float(self.strengths.values[self.number(name)])

    def finding(self, name: str) -> Finding:
        """Return the verdict on one claim.

        >>> from whyso.graph import sample
        >>> sample().verdict().finding("r1").ground
        'attacked'
        """
        return self._finding(self.number(name))

    def findings(self) -> tuple[Finding, ...]:
        """Return the verdict on each claim, in natural order.

        >>> from whyso.graph import sample
        >>> len(sample().verdict().findings())
        125
        """
        return tuple(map(self._finding, range(len(self.labels))))

    def _finding(self, number: int) -> Finding:
        return Finding(
            self.case.links.claims[number],
            STATUSES[int(self.labels[number])],
            self.grounds[number],
            bool(self.defensible[number]),
            float(self.strengths.values[number]),
        )

    def explain(self, name: str) -> "Explanation":
        """Return why a claim has its status: the dispute that decides it.

        >>> from whyso.graph import sample
        >>> [len(part) for part in (sample().verdict().explain("r2").claims,)]
        [2]
        """
        from whyso.graph.semantics.explaining.explanation import explain

        return explain(self, name)

    @cached_property
    def grounds(self) -> list[str]:
        """Why each claim has its status: one of :data:`GROUNDS` per claim."""
        links, found = self.case.links, self.labels
        outright = self.case.granted.outright
        label = self.link_labels[links.target_link]
        onto = ~links.on_link
        helps = onto & (links.sign[links.target_link] > 0)

        def has(pairs: Mask) -> Mask:
            mask = np.zeros(len(found), dtype=np.bool_)
            mask[links.target[pairs]] = True
            return mask

        def needs(value: int) -> Mask:
            mask = np.zeros(len(found), dtype=np.bool_)
            mask[links.needing[found[links.needed] == value]] = True
            return mask

        carried, hit = has(helps & (label == IN)), has(onto & ~helps & (label == IN))
        threatened = has(onto & ~helps & (label == UNDECIDED))
        stands = outright | carried
        # What falls in each extension may fall in each for another reason.
        helpless = ~outright & ~has(helps & (label != OUT))
        rules = [
            ((found == IN) & outright, "granted"),
            (found == IN, "supported"),
            ((found == OUT) & hit, "attacked"),
            ((found == OUT) & needs(OUT), "deprived"),
            ((found == OUT) & self.translation.circular, "circular"),
            ((found == OUT) & helpless, "unsupported"),
            ((found == OUT) & threatened, "attacked"),
            ((found == OUT) & needs(UNDECIDED), "deprived"),
            (found == OUT, "unsupported"),
            (self.translation.open, "open"),
            (stands & threatened, "contested"),
        ]
        masks, names = zip(*rules, strict=True)
        chosen: list[str] = np.select(masks, names, "resting").tolist()
        return chosen
