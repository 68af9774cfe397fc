"""Bare supports and attacks between statements: bipolar frameworks, and two readings of support.

The verdict takes a support as evidence: a claim stands if one of its reasons holds, and a reason
does not fall with its conclusion. Researchers also read bare supports in two other ways, and each
turns a bipolar framework into one of attacks alone:

- *deductive*: if a supports b, whoever accepts a accepts b. What attacks b attacks a too.
- *necessary*: if a supports b, whoever accepts b accepts a. What attacks a attacks b too.

Neither suits free text: under deductive support an attack on a conclusion knocks out the evidence
for it, under necessary support a claim falls with any one of its reasons.

Sources: C. Cayrol and M.-C. Lagasquie-Schiex, "Bipolarity in argumentation graphs: towards a better
understanding", International Journal of Approximate Reasoning 54 (2013); F. Nouioua and V. Risch,
"Bipolar argumentation frameworks with specialized supports" (ICTAI 2010) and "Argumentation
frameworks with necessities" (SUM 2011); S. Polberg and N. Oren, "Revisiting support in abstract
argumentation systems" (COMMA 2014).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from whyso.graph.errors import InputError, UnknownNameError
from whyso.graph.semantics.dung import Framework, Ints
from whyso.graph.semantics.links import Links

__all__ = ["SUPPORTS", "Bipolar"]

# What a support means, by language.
SUPPORTS: Final[dict[str, dict[str, str]]] = {
    "deductive": {
        "en": "Whoever accepts a reason accepts what it supports.",
        "zh": "接受理由者，也接受它所支持的。",
    },
    "necessary": {
        "en": "Whoever accepts a statement accepts all that supports it.",
        "zh": "接受某陈述者，也接受支持它的一切。",
    },
}
_MOST: Final = 20_000_000  # attacks that a reduction may have, counted with repetitions


@dataclass(frozen=True, slots=True)
class Bipolar:
    """Arguments, attacks and supports as pairs; arguments are counted from 0.

    Attributes:
        names: what the arguments are called.
        attacker, attacked: which argument attacks which.
        supporter, supported: which argument supports which.

    >>> Bipolar.of_pairs("abc", attacks=["bc"], supports=["ab"])
    Bipolar(3 arguments, 1 attacks, 1 supports)
    """

    names: Sequence[Any]
    attacker: Ints
    attacked: Ints
    supporter: Ints
    supported: Ints

    @classmethod
    def of_pairs(
        cls,
        names: Iterable[str],
        attacks: Iterable[Sequence[str]] = (),
        supports: Iterable[Sequence[str]] = (),
    ) -> "Bipolar":
        """Return the framework of these names and pairs of names.

        Raises:
            UnknownNameError: a pair names no argument.

        >>> Bipolar.of_pairs("ab", supports=["ab"]).supported
        array([1], dtype=int32)
        """
        listed = list(dict.fromkeys(names))
        one, other = Framework.of(listed, attacks), Framework.of(listed, supports)
        return cls(listed, one.source, one.target, other.source, other.target)

    @classmethod
    def of(cls, links: Links) -> "Bipolar":
        """Return claims, and each single step between two of them, as a bipolar framework.

        Every claim counts as put forward, whoever grants it. Each premise supports the conclusion
        by itself, so that linked premises become independent; likewise each attacker attacks the
        target by itself. A step that is attacked becomes an argument of its own between its ends
        (C. Boella, D. Gabbay, L. van der Torre, S. Villata, "Support in abstract argumentation",
        COMMA 2010): its sources support it, and it supports or attacks its targets; so an undercut
        hits the step. What a claim depends on is left out.

        >>> from whyso.graph import sample
        >>> Bipolar.of(Links.of(sample().store))
        Bipolar(132 arguments, 28 attacks, 95 supports)
        """
        count = len(links.claims)
        own = np.zeros(len(links.steps), dtype=np.bool_)
        own[links.target[links.on_link]] = True
        place = (np.cumsum(own) - 1 + count).astype(np.int32)
        target = links.target.copy()
        target[links.on_link] = place[target[links.on_link]]
        # A link that stays bare joins each of its sources with each of its targets.
        bare = ~own[links.target_link]
        link, end = links.target_link[bare], target[bare]
        first = np.searchsorted(links.source_link, link)
        sizes = np.searchsorted(links.source_link, link, side="right") - first
        row = np.repeat(first - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
        into = own[links.source_link]
        start = np.concatenate([links.source[row], place[links.target_link[~bare]]])
        end = np.concatenate([np.repeat(end, sizes), target[~bare]])
        attacks = links.sign[np.concatenate([np.repeat(link, sizes), links.target_link[~bare]])] < 0
        return cls(
            links.claims + [links.steps[step] for step in np.flatnonzero(own)],
            start[attacks],
            end[attacks],
            np.concatenate([start[~attacks], links.source[into]]),
            np.concatenate([end[~attacks], place[links.source_link[into]]]),
        )

    def __len__(self) -> int:
        return len(self.names)

    def __repr__(self) -> str:
        counts = f"{len(self.attacker)} attacks, {len(self.supporter)} supports"
        return f"Bipolar({len(self)} arguments, {counts})"

    def reduced(self, support: str = "deductive") -> Framework:
        """Return the framework of attacks alone that a reading of support comes to.

        Under deductive support x attacks y if x supports, in any number of steps, what attacks
        something that y supports: the supported and the mediated attacks, and what these make
        together. Necessary support is the same with all supports turned round. Every complete
        extension then keeps to the supports. Supports in a circle say the same either way: accept
        all or none (Nouioua and Risch accept none of those that need each other).

        Args:
            support: one of :data:`SUPPORTS`.

        Raises:
            UnknownNameError: there is no such reading.
            InputError: there would be more than 20 million attacks.

        >>> framework = Bipolar.of_pairs("abcx", attacks=["xc"], supports=["ax", "bc"]).reduced()
        >>> ["abcx"[a] + "abcx"[b] for a, b in zip(framework.source, framework.target)]
        ['ab', 'ac', 'xb', 'xc']
        """
        if support not in SUPPORTS:
            raise UnknownNameError("reading of support", support, SUPPORTS)
        low, high = self.supporter, self.supported
        if support == "necessary":
            low, high = high, low
        behind = _Behind(len(self), low, high)
        found, size = [np.zeros(0, dtype=np.int64)], 0
        for a, b in zip(self.attacker.tolist(), self.attacked.tolist(), strict=True):
            size += len(behind(a)) * len(behind(b))
            if size > _MOST:
                raise InputError(
                    f"under {support} support {len(self.attacker)} attacks would become more than"
                    f" {_MOST}; take a part of the argument"
                )
            found.append((behind(a)[:, None] * len(self) + behind(b)).ravel())
        source, target = np.divmod(np.unique(np.concatenate(found)), max(len(self), 1))
        return Framework(self.names, source, target)


class _Behind:
    """For each argument those that support it in any number of steps, with itself."""

    def __init__(self, count: int, supporter: Ints, supported: Ints) -> None:
        from scipy.sparse import csr_array

        ones = np.ones(len(supporter), dtype=np.int8)
        self._table = csr_array((ones, (supported, supporter)), shape=(count, count))
        self._known: dict[int, npt.NDArray[np.int64]] = {}

    def __call__(self, argument: int) -> npt.NDArray[np.int64]:
        from scipy.sparse.csgraph import breadth_first_order

        if argument not in self._known:
            found = breadth_first_order(self._table, argument, return_predecessors=False)
            self._known[argument] = found.astype(np.int64)
        return self._known[argument]
