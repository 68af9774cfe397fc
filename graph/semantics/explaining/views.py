"""What is shown of a proof: its claims and links as a tree, cut where it gets too deep or broad."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from whyso.graph.semantics.dung import IN, UNDECIDED
from whyso.graph.semantics.explaining.proof import Labelling, Proof
from whyso.graph.semantics.verdict import STATUSES

if TYPE_CHECKING:
    from whyso.graph.semantics.links import Links

__all__ = ["DEEPEST", "WIDEST", "Point", "Side", "side_of"]

DEEPEST: Final = 24
WIDEST: Final = 12
_MOST: Final = 400  # points that a tree has at most


@dataclass(frozen=True, slots=True)
class Point:
    """One place of the tree: a claim, or a link onto what the place above names.

    Attributes:
        depth: 0 for the claim that is explained.
        role: how it bears on what it stands under: ``reason``, ``attack``, ``premise`` or ``need``;
            empty for the claim that is explained.
        item: its IRI.
        kind: the kind of the claim or step.
        status: accepted, rejected or undecided; of a link: whether it holds or fails.
        ground: why: for a claim one of :data:`whyso.graph.semantics.GROUNDS` or ``needy`` (it
            depends on what is undecided); for a link ``holds``, ``attacked``, ``fails`` (a source
            does) or ``resting``.
        sources: of a link, the IRIs of its sources.
        met: of an undecided link, those of its sources that are accepted.
        onto: of an attack on a link, the IRI of that link.
        again: whether it is told in full at another place, above or below.
        cut: how many claims and links that belong under it are left out here.
        attacks: of an accepted claim or a link that holds, how many attacks on it fail.
        back: whether it is an attack that answers one that the graph has the other way round.
    """

    depth: int
    role: str
    item: str
    kind: str
    status: str
    ground: str
    sources: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    onto: str = ""
    again: bool = False
    cut: int = 0
    attacks: int = 0
    back: bool = False

    @property
    def is_link(self) -> bool:
        """Whether it is a step and not a claim."""
        return self.role in ("reason", "attack")


@dataclass(frozen=True, slots=True)
class Side:
    """One proof: of the status, or of what one way to settle a dispute makes of the claim.

    Attributes:
        status: what becomes of the claim.
        points: the proof as a tree, in reading order.
        claims: the IRIs of all its claims.
        links: the IRIs of all its links.
        whole: whether the proof is whole; it is cut at 100,000 claims and links.
        minimal: whether nothing in it can be spared; tried for up to 200 claims and links.
        followed: of how many claims and links it is told why.
        left: how many claims and links of the proof the tree leaves out.
    """

    status: str
    points: tuple[Point, ...]
    claims: tuple[str, ...]
    links: tuple[str, ...]
    whole: bool
    minimal: bool
    followed: int
    left: int


def side_of(
    links: "Links",
    labelling: Labelling,
    claim: int,
    found: tuple[Proof, bool, bool],
    *,
    deepest: int = DEEPEST,
    widest: int = WIDEST,
) -> Side:
    """Return a proof with its tree.

    Args:
        links: claims and links.
        labelling: the labels that the proof is of.
        claim: the number of the claim.
        found: what :func:`whyso.graph.semantics.explaining.proof.prove` returned.
        deepest: how deep the tree goes.
        widest: how much it shows under each place.

    >>> from whyso.graph import sample
    >>> from whyso.graph.semantics.explaining.explanation import explain
    >>> [point.status for point in explain(sample().verdict(), "r1").sides[0].points]
    ['rejected', 'accepted', 'accepted']
    """
    proof, whole, minimal = found
    count = len(links.claims)
    points, shown = _tree(links, labelling, claim, proof, deepest, widest)
    items = proof.keys() | {other for why in proof.values() for _, other in why.by}
    return Side(
        STATUSES[int(labelling.label[claim])],
        points,
        tuple(links.claims[item] for item in sorted(items) if item < count),
        tuple(dict.fromkeys(links.steps[item - count] for item in sorted(items) if item >= count)),
        whole,
        minimal,
        len(proof),
        len(items) - shown,
    )


def _tree(
    links: "Links", labelling: Labelling, claim: int, proof: Proof, deepest: int, widest: int
) -> tuple[tuple[Point, ...], int]:
    count = len(links.claims)
    first = {iri: number for number, iri in reversed(list(enumerate(links.steps)))}
    shown: set[int] = set()
    points: list[Point] = []
    waiting: list[tuple[int, str, int, int]] = [(0, "", claim, claim)]
    while waiting:
        depth, role, item, above = waiting.pop()
        why = proof.get(item) or labelling.why(item)
        by = why.by if item in proof else ()
        again = item in shown and bool(by)
        full = len(points) < _MOST and depth < deepest
        under = by[:widest] if full and not again else ()
        shown.add(item)
        is_link = item >= count
        step = item - count
        sources = labelling.ties.sources[item].tolist() if is_link else []
        met = [one for one in sources if why.label == UNDECIDED and labelling.label[one] == IN]
        fails = sum(role == "attack" for role, _ in by) if why.label == IN else 0
        points.append(
            Point(
                depth,
                role,
                links.steps[step] if is_link else links.claims[item],
                links.step_kinds[step] if is_link else links.kinds[item],
                STATUSES[why.label],
                why.ground,
                tuple(links.claims[one] for one in sources),
                tuple(links.claims[one] for one in met),
                links.steps[above - count] if is_link and above >= count else "",
                again,
                0 if again else len(by) - len(under),
                fails,
                is_link and first[links.steps[step]] != step,
            )
        )
        waiting += [(depth + 1, role, other, item) for role, other in reversed(under)]
    return tuple(points), len(shown)
