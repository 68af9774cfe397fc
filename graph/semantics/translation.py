"""From claims and links to a Dung framework, of a size linear in theirs.

The labellings of the framework are the solutions, in three values, of::

    link   = the least of its sources and of the contraries of the links that attack it
    claim  = the least of its ground, of what it depends on and of the contraries of its attackers
    ground = 1 if the claim is granted, else the greatest of the links that support it

Where nothing supports it, a claim that is not granted is open: its ground is neither 1 nor 0.

Each claim and each link is an argument; an open claim attacks itself. Beside them stand *not c*,
which c attacks and which attacks what needs c, and *unfounded c*, which the supporters of a claim
that is not granted attack and which attacks c. Nothing holds itself up: what only a circle of
support holds up, or depends on itself, is rejected, and what rests on open claims alone is never
accepted.

This is ASPIC+ with ordinary premises, defeasible rules and contraries (S. Modgil and H. Prakken,
"A general account of argumentation with preferences", Artificial Intelligence 195, 2013), in the
flat form of logic programs (M. Caminada, S. Sá, J. Alcântara, W. Dvořák, "On the equivalence
between logic programming semantics and argumentation semantics", International Journal of
Approximate Reasoning 58, 2015).

Limits: semi-stable and stage extensions count the arguments that stand beside the claims. Stable
ones decide everything, so there are none where an open claim is not attacked. A circle of support
that an undecided link holds up from outside is undecided under grounded semantics; others may
accept it. Where circles fall one after another, because of one another, each takes a pass over
everything (the alternating fixpoint of A. Van Gelder, 1993, is quadratic, too).
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from whyso.graph.semantics.dung import IN, OUT, UNDECIDED, Framework, Mask, grounded
from whyso.graph.semantics.links import Links

__all__ = ["Translation"]

Pair = tuple[npt.NDArray[Any], npt.NDArray[Any]]


class Translation:
    """The Dung framework of claims and links for a reader who grants some of the claims.

    Attributes:
        links: what is translated.
        granted: per claim, whether it is granted.
        open: per claim, whether it is neither granted nor supported by anything.
        circular: per claim, whether its support, or what it depends on, leads back into a circle
            and nowhere else.
        framework: its arguments are the claims, then the links, then those beside them.
        labels: per argument, the grounded label: 1 in, -1 out, 0 undecided.
        ranks: per argument, the round in which it was decided (:func:`dung.grounded`).

    Args:
        links: claims and links.
        granted: per claim, whether it is granted.
        contraries: whether each claim gets its *not c*, not only those that are used, and each
            link its contrary too, at the very end.

    >>> from whyso.graph import sample
    >>> links = Links.of(sample().store)
    >>> found = Translation(links, np.ones(len(links.claims), dtype=np.bool_))
    >>> found.labels[:len(links.claims)].tolist().count(OUT)  # what the granted claims attack
    11
    """

    def __init__(self, links: Links, granted: Mask, *, contraries: bool = False) -> None:
        self.links, self.granted, self._all = links, granted, contraries
        count, steps = len(links.claims), len(links.steps)
        self._onto = ~links.on_link
        self._helps = self._onto & (links.sign[links.target_link] > 0)
        used = np.full(count, contraries, dtype=np.bool_)
        used[links.source] = used[links.needed] = True
        self._used = used
        supported = np.zeros(count, dtype=np.bool_)
        supported[links.target[self._helps]] = True
        self.open = ~granted & ~supported
        self.circular = np.zeros(count, dtype=np.bool_)
        alive = np.ones(steps, dtype=np.bool_)
        capped = ~alive
        circles = self._has_circles()
        while True:
            if circles:
                founded = self._decide(granted | self.open, alive)
                self.circular |= founded[:count] == UNDECIDED
                capped = self._decide(granted, alive)[count : count + steps] != IN
            self.framework = self.build(
                granted & ~self.circular, self.open & ~self.circular, alive & ~self._idle(), capped
            )
            self.labels, self.ranks = grounded(self.framework)
            beaten = self.labels[count : count + steps] == OUT
            if not circles or not (alive & beaten).any():
                return
            alive &= ~beaten

    def argument_names(self) -> list[str]:
        """Return a name for each argument of the framework.

        >>> from whyso.graph import parse
        >>> g = parse("@prefix : <http://e/tea/> . :c a <https://w3id.org/whyso/ontology#Claim> .")
        >>> links = Links.of(g.store)
        >>> Translation(links, np.array([True]), contraries=True).argument_names()
        ['http://e/tea/c', 'not http://e/tea/c']
        """
        links = self.links
        beside = [f"not {links.claims[claim]}" for claim in np.flatnonzero(self._used)]
        beside += [f"unfounded {links.claims[claim]}" for claim in self._unfounded]
        beside += [f"not {step}" for step in links.steps if self._all]
        return [*links.claims, *links.steps, *beside]

    def contrary(self, claim: int) -> int:
        """Return the argument *not c* of a claim that has one.

        >>> from whyso.graph import sample
        >>> links = Links.of(sample().store)
        >>> found = Translation(links, np.ones(125, dtype=np.bool_), contraries=True)
        >>> found.framework.attackers[found.contrary(3)].tolist()
        [3]
        """
        return len(self.links.claims) + len(self.links.steps) + int(self._used[:claim].sum())

    def contraries(self) -> tuple[slice, slice]:
        """Return where the contraries of claims and of links stand, if each has one.

        >>> from whyso.graph import sample
        >>> links = Links.of(sample().store)
        >>> Translation(links, np.ones(125, dtype=np.bool_), contraries=True).contraries()
        (slice(202, 327, None), slice(327, 404, None))
        """
        count, steps, size = len(self.links.claims), len(self.links.steps), len(self.framework)
        return slice(count + steps, 2 * count + steps), slice(size - steps, size)

    def _idle(self) -> Mask:
        """Return which links rest on something that only a circle holds up."""
        idle = np.zeros(len(self.links.steps), dtype=np.bool_)
        idle[self.links.source_link[self.circular[self.links.source]]] = True
        return idle

    def _has_circles(self) -> bool:
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import connected_components

        links, count = self.links, len(self.links.claims)
        size = count + len(links.steps)
        helping = self._helps
        start = np.concatenate([links.source, links.target_link[helping] + count, links.needed])
        end = np.concatenate([links.source_link + count, links.target[helping], links.needing])
        if (start == end).any():
            return True
        ones = np.ones(len(start), dtype=np.int8)
        table = csr_array((ones, (start, end)), shape=(size, size))
        return bool(connected_components(table, connection="strong")[0] < size)

    def _decide(self, given: Mask, alive: Mask) -> npt.NDArray[np.int8]:
        """Return what stands on the given claims if nothing is attacked."""
        none = np.zeros_like(given)
        capped = np.zeros_like(alive)
        return grounded(self.build(given, none, alive, capped, attacks=False))[0]

    def build(
        self, given: Mask, open_ones: Mask, alive: Mask, capped: Mask, *, attacks: bool = True
    ) -> Framework:
        """Return the framework for a stage of the work.

        Args:
            given: per claim, whether it stands by itself.
            open_ones: per claim, whether it is open.
            alive: per link, whether it may support.
            capped: per link, whether it may be accepted at all.
            attacks: whether anything attacks; else only support counts.
        """
        links, count = self.links, len(self.links.claims)
        beside = count + len(links.steps)
        contrary = (np.cumsum(self._used) + (beside - 1)).astype(np.int32)
        beside += int(self._used.sum())
        lacking = ~(given | open_ones)
        unfounded = (np.cumsum(lacking) + (beside - 1)).astype(np.int32)
        beside += int(lacking.sum())
        wanting = lacking & ~self.circular
        helps = self._helps & alive[links.target_link] & wanting[links.target * self._onto]
        used, lacks, opens = map(np.flatnonzero, (self._used, lacking, open_ones))
        pairs: list[Pair] = [
            (used, contrary[used]),
            (contrary[links.source], links.source_link + count),
            (contrary[links.needed], links.needing),
            (unfounded[lacks], lacks),
            (opens, opens),
            (links.target_link[helps] + count, unfounded[links.target[helps]]),
        ]
        if attacks:
            hits, cuts = self._onto & ~self._helps, links.on_link
            caps = np.flatnonzero(capped) + count
            pairs += [
                (links.target_link[hits] + count, links.target[hits]),
                (links.target_link[cuts] + count, links.target[cuts] + count),
                (caps, caps),
            ]
            self._unfounded = lacks
            if self._all:
                steps = np.arange(len(links.steps))
                pairs.append((steps + count, steps + beside))
                beside += len(steps)
        source, target = (np.concatenate(ends) for ends in zip(*pairs, strict=True))
        return Framework(range(beside), source, target)
