"""What directly gives a claim its status: the claims whose own status decides it."""

from collections.abc import Iterator

import numpy as np

from whyso.graph.semantics.dung import IN, OUT, UNDECIDED, Ints, Mask
from whyso.graph.semantics.verdict import Verdict

__all__ = ["Causes"]


class Causes:
    """Looks up, claim by claim, what of a verdict lies directly behind the status.

    >>> from whyso.graph import sample
    >>> verdict = sample().verdict()
    >>> [verdict.case.links.claims[one][-3:] for one in Causes(verdict).of(verdict.number("r13"))]
    ['/c2']
    """

    def __init__(self, verdict: Verdict) -> None:
        self._verdict = verdict
        links = verdict.case.links
        self._claims, self._onto_claim = _index(links.target, links.target_link, ~links.on_link)
        self._links, self._onto_link = _index(links.target, links.target_link, links.on_link)
        everywhere = np.ones(len(links.needing), dtype=np.bool_)
        self._needing, self._needed = _index(links.needing, links.needed, everywhere)

    def of(self, claim: int) -> list[int]:
        """Return the claims that directly give a claim its status, in natural order.

        Of one that is attacked, the attackers that hold; of one without support, what its reasons
        lack or what defeats them; of one that is deprived, what it depends on; of one that is
        undecided, what is undecided in its attackers, its reasons and what it depends on; of one
        that is supported, the premises of the reasons that hold. None for what is granted, open or
        circular.
        """
        ground, links = self._verdict.grounds[claim], self._verdict.case.links
        onto = _row(self._claims, self._onto_claim, claim)
        helps = [link for link in onto if links.sign[link] > 0]
        hits = [link for link in onto if links.sign[link] < 0]
        needed = _row(self._needing, self._needed, claim)
        carried, labels = self._verdict.link_labels, self._verdict.labels
        found: set[int] = set()
        if ground in ("attacked", "contested"):
            wanted = IN if ground == "attacked" else UNDECIDED
            for link in hits:
                found.update(self._sources(link) if carried[link] == wanted else ())
        elif ground == "supported":
            for link in helps:
                found.update(self._sources(link) if carried[link] == IN else ())
        elif ground == "deprived":
            found.update(one for one in needed if labels[one] == OUT)
        elif ground in ("unsupported", "resting"):
            wanted = OUT if ground == "unsupported" else UNDECIDED
            for link in helps:
                found.update(self._behind(link, wanted) if carried[link] == wanted else ())
            if ground == "resting":
                found.update(one for one in needed if labels[one] == UNDECIDED)
                for link in hits:
                    found.update(self._sources(link) if carried[link] == UNDECIDED else ())
        return sorted(found)

    def _sources(self, link: int) -> list[int]:
        return [int(one) for one in self._verdict.case.links.sources_of(link)]

    def _behind(self, link: int, label: int) -> Iterator[int]:
        """Yield the sources of a link that have its label, and those of what does it to the link.

        A link fails by an attack on it that holds, and is undecided by one that is.
        """
        labels, carried = self._verdict.labels, self._verdict.link_labels
        yield from (one for one in self._sources(link) if labels[one] == label)
        for attack in _row(self._links, self._onto_link, link):
            if carried[attack] == -label:
                yield from self._sources(attack)


def _index(keys: Ints, values: Ints, where: Mask) -> tuple[Ints, Ints]:
    order = np.argsort(keys[where], kind="stable")
    return keys[where][order], values[where][order]


def _row(keys: Ints, values: Ints, key: int) -> list[int]:
    start, end = np.searchsorted(keys, [key, key + 1])
    found: list[int] = values[start:end].tolist()
    return found
