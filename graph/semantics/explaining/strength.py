"""Why a claim is as strong as it is: its base score, and what each reason and attack adds to it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from whyso.graph.semantics.weighing import ends_of, weigh

if TYPE_CHECKING:
    from whyso.graph.semantics.verdict import Verdict

__all__ = ["Share", "Strength", "strength_of"]

_LISTED: Final = 1000  # contributions that are listed
_SIDES: Final[tuple[Literal["left", "right"], ...]] = ("left", "right")


@dataclass(frozen=True, slots=True)
class Share:
    """What one reason or attack adds to the strength of a claim.

    Attributes:
        link: the IRI of the step.
        attacks: whether it is an attack.
        contribution: its Shapley value, below 0 if it weakens.
        value: how strong the link is, from 0 to 1.
        sources: the IRI and the strength of each source.
    """

    link: str
    attacks: bool
    contribution: float
    value: float
    sources: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Strength:
    """The strength of a claim in parts.

    *value* is the sum of *base*, of the contributions of *shares* and of *rest*.

    Attributes:
        value: the strength, from 0 to 1; NaN where it did not settle, and then there are no shares.
        base: the base score.
        semantics: the name of the gradual semantics.
        exact: whether the contributions are exact; for very many links they are estimated, and sum
            all the same.
        shares: the reasons and attacks, the greatest contribution first; up to 1000.
        left: how many more there are.
        rest: what these contribute together.
    """

    value: float
    base: float
    semantics: str
    exact: bool
    shares: tuple[Share, ...]
    left: int = 0
    rest: float = 0.0


def strength_of(verdict: "Verdict", claim: int) -> Strength:
    """Return the strength of a claim in parts.

    Source: T. Kampik, N. Potyka, X. Yin, K. Čyras, F. Toni, "Contribution functions for
    quantitative bipolar argumentation graphs: a principle-based analysis", International Journal of
    Approximate Reasoning (2024).

    >>> from whyso.graph import sample
    >>> verdict = sample().verdict()
    >>> found = strength_of(verdict, verdict.number("c67"))
    >>> abs(found.base + sum(share.contribution for share in found.shares) - found.value) < 1e-9
    True
    """
    from whyso.graph.semantics.gradual.attribution import contributions

    case, strengths = verdict.case, verdict.strengths
    links, rule = case.links, strengths.semantics.name
    if not strengths.settled[claim]:
        return Strength(float("nan"), float(case.base[claim]), rule, exact=True, shares=())
    weighted = weigh(case)
    parts = contributions(weighted, strengths, claim)
    steps = ends_of(links)[:, 0]
    begin, end = (
        np.searchsorted(weighted.source_link, parts.links, side=side).tolist() for side in _SIDES
    )
    order = np.argsort(-np.abs(parts.values), kind="stable")
    shares = []
    for place in order[:_LISTED].tolist():
        row = int(parts.links[place])
        sources = weighted.source_argument[begin[place] : end[place]].tolist()
        shares.append(
            Share(
                links.steps[int(steps[row])],
                bool(weighted.link_sign[row] < 0),
                float(parts.values[place]),
                float(strengths.link_values[row]),
                tuple((links.claims[one], float(strengths.values[one])) for one in sources),
            )
        )
    rest = order[_LISTED:]
    return Strength(
        parts.strength,
        parts.base,
        rule,
        exact=parts.exact,
        shares=tuple(shares),
        left=len(rest),
        rest=float(parts.values[rest].sum()),
    )
