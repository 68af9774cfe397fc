"""Which claims carry the most: what happens to verdicts, strengths and answers without each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from whyso.graph.dependencies.questions import QUESTIONS, answers_by_voice
from whyso.graph.dependencies.ranking import Rank, rank
from whyso.graph.semantics.dung import IN, Mask
from whyso.graph.semantics.dung.search import Deadline
from whyso.graph.semantics.links import Floats, Links
from whyso.graph.semantics.verdict import STATUSES, Verdict

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["BEARING", "LIMIT", "Bearing", "bearing", "centrality"]

LIMIT: Final = 2000  # claims up to which each is taken away in turn where nothing faster is known
_BLOCK: Final = 2048
_AT_ONCE: Final = 300_000  # claims and links of all copies that are solved together
_DAMPING: Final = 0.85
# What each column measures; those of structure are in whyso.graph.dependencies.COLUMNS.
BEARING: Final[dict[str, dict[str, str]]] = {
    "status": {
        "en": "Whether it is accepted, rejected or undecided for this reader.",
        "zh": "对此读者而言，它被接受、被否定还是未定。",
    },
    "strength": {
        "en": "How strong it is, from 0 to 1, under the gradual semantics chosen.",
        "zh": "按所选的渐进语义，它有多强，从 0 到 1。",
    },
    "falls": {
        "en": "How many accepted claims would no longer be accepted if it went; it is not counted.",
        "zh": "若去掉它，会有多少条被接受的陈述不再被接受，它本身不计。",
    },
    "rises": {
        "en": "How many claims that are not accepted would be accepted if it went: what it keeps"
        " down.",
        "zh": "若去掉它，会有多少条未被接受的陈述变为被接受：它所压住的。",
    },
    "lost": {
        "en": "How many questions would have no accepted stated answer any more if it went: each of"
        " these answers is the claim itself or falls with it.",
        "zh": "若去掉它，会有多少个问题再没有被接受的明说的回答：这些回答或是它本身，或随之倒下。",
    },
    "drop": {
        "en": "By how much the strengths of the accepted claims would sink if it went, summed up;"
        " itself and what would rise are not counted.",
        "zh": "若去掉它，被接受的陈述的强度合计会降多少；它本身和上升的不计。",
    },
    "centrality": {
        "en": "How often, of 100 times, one meets it who starts from any accepted answer and keeps"
        " asking why: takes a reason at random, then one of its premises, and after each step"
        " starts anew with chance 0.15 (PageRank).",
        "zh": "从任一被接受的回答出发不断追问为什么，每次随机取一条理由、再取其一个前提，"
        "每步之后以 0.15 的机会重新开始：一百次中有几次遇到它（PageRank）。",
    },
}


@dataclass(frozen=True, slots=True)
class Bearing:
    """What one claim carries, for a reader who grants something, and by structure alone.

    :data:`BEARING` says exactly what each number measures; the last seven are those of
    :class:`whyso.graph.dependencies.Rank`.

    Attributes:
        statement: its IRI.
        status: accepted, rejected or undecided.
        strength: from 0 to 1; NaN where the semantics did not settle.
        falls: accepted claims that would no longer be; None if that was not worked out.
        rises: other claims that would be accepted; None likewise.
        lost: questions that would lose their accepted stated answers; None likewise.
        drop: by how much accepted claims would be weaker; None likewise, NaN where a strength did
            not settle.
        centrality: how often it is met in asking why, in percent.
    """

    statement: str
    status: str
    strength: float
    falls: int | None
    rises: int | None
    lost: int | None
    drop: float | None
    centrality: float
    alone: int
    questions: int
    rests: int
    reasons: int
    attacks: int
    depth: int | None
    stands: bool


def bearing(verdict: Verdict, net: "nx.MultiDiGraph[str]") -> tuple[Bearing, ...]:
    """Return the claims by what they carry: by falls, lost, alone, rests, then IRI.

    What falls is exact under grounded semantics for any size. Strengths, and what falls under other
    semantics, are worked out by taking each claim away in turn; that is left out (None) for more
    than 2,000 claims.

    Args:
        verdict: what stands for whom.
        net: the same argument, for its questions and its structure.

    Raises:
        UnansweredError: the time that the options allow is over.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> first = bearing(g.verdict(), g.to_networkx())[0]
    >>> first.statement.rpartition("/")[2], first.falls
    ('c30', 2)
    """
    claims = verdict.case.links.claims
    structure = {row.statement: row for row in rank(net)}
    place = verdict.case.place
    asked = [
        [place[answer] for answer in answers_by_voice(net, key)["stated"] if answer in place]
        for key, said in net.nodes(data=True)
        if said.get("kind") in QUESTIONS
    ]
    settled = [one for one in asked if (verdict.labels[one] == IN).any()]
    falls, rises, lost = _changes(verdict, settled)
    drops = _drops(verdict)
    starts = np.zeros(len(claims), dtype=np.bool_)
    starts[[answer for answers in asked for answer in answers]] = True
    starts &= verdict.labels == IN
    central = 100 * centrality(verdict.case.links, starts)
    rows = [
        Bearing(
            claim,
            STATUSES[int(verdict.labels[number])],
            float(verdict.strengths.values[number]),
            falls[number] if falls else None,
            rises[number] if rises else None,
            lost[number] if lost else None,
            None if drops is None else float(drops[number]),
            float(central[number]),
            row.alone,
            row.questions,
            row.rests,
            row.reasons,
            row.attacks,
            row.depth,
            row.stands,
        )
        for number, claim in enumerate(claims)
        for row in [structure.get(claim) or Rank(claim, 0, 0, 0, 0, 0, None, stands=False)]
    ]
    rows.sort(key=lambda row: (-(row.falls or 0), -(row.lost or 0), -row.alone, -row.rests))
    return tuple(rows)


# What falls


def _changes(
    verdict: Verdict, asked: list[list[int]]
) -> tuple[list[int], list[int], list[int]] | tuple[None, None, None]:
    """Return per claim how much falls, rises and is lost without it."""
    count = len(verdict.labels)
    if verdict.case.options.semantics == "grounded":
        found = _by_variants(verdict)
    elif count <= LIMIT:
        found = _one_by_one(verdict)
    else:
        return None, None, None
    falls, rises, lost = [0] * count, [0] * count, [0] * count
    stands = verdict.labels == IN
    for claim, gone, new in found:
        falls[claim], rises[claim] = len(gone), len(new)
        out, fresh = {claim, *gone}, set(new)
        lost[claim] = sum(
            all(one in out or not (stands[one] or one in fresh) for one in answers)
            for answers in asked
        )
    return falls, rises, lost


Change = tuple[int, list[int], list[int]]


def _one_by_one(verdict: Verdict) -> Iterator[Change]:
    """Yield per claim what is no longer accepted without it, and what newly is, by deciding anew.

    This is the definition; :func:`_by_variants` says the same faster.
    """
    stands = verdict.labels == IN
    for claim in range(len(stands)):
        then = Verdict(verdict.case.changed(retract=[claim])).labels == IN
        gone, new = stands & ~then, then & ~stands
        gone[claim] = False
        yield claim, np.flatnonzero(gone).tolist(), np.flatnonzero(new).tolist()


def _by_variants(verdict: Verdict) -> Iterator[Change]:
    from whyso.graph.semantics.supposing.variants import Changes, Variants, bits

    stands = verdict.labels == IN
    count = len(stands)
    variants, deadline = Variants(verdict), Deadline(verdict.case.options.timeout)
    for start in range(0, count, _BLOCK):
        block = range(start, min(start + _BLOCK, count))
        found = variants.run(Changes.each(block), deadline=deadline)
        gone: list[list[int]] = [[] for _ in block]
        new: list[list[int]] = [[] for _ in block]
        for masks, lists, wanted in ((found.fallen, gone, True), (found.accepted, new, False)):
            for claim in sorted(masks):
                if claim < count and stands[claim] == wanted:
                    for bit in bits(masks[claim]):
                        if bit + start != claim:
                            lists[bit].append(claim)
        yield from zip(block, gone, new, strict=True)


def _drops(verdict: Verdict) -> Floats | None:
    """Return per claim by how much the accepted claims would be weaker without it.

    The framework is solved in many copies at once, each of which lacks one claim.
    """
    from whyso.graph.semantics.gradual import Weighted, strengths
    from whyso.graph.semantics.weighing import weigh

    count = len(verdict.labels)
    if count > LIMIT:
        return None
    one = weigh(verdict.case)
    drops = np.zeros(count)
    asked = np.unique(one.source_argument)
    if not len(asked):
        return drops
    copies = min(len(asked), max(1, _AT_ONCE // (count + len(one.target))))
    links = len(one.target)
    copy = np.repeat(np.arange(copies, dtype=np.int32), links)
    rows = np.repeat(np.arange(copies, dtype=np.int32), len(one.source_link))
    step = np.where(one.target_is_link, links, count).astype(np.int32)
    every = Weighted(
        range(copies * count),
        np.tile(one.base, copies),
        np.tile(one.link_sign, copies),
        np.tile(one.link_weight, copies),
        np.tile(one.source_link, copies) + rows * links,
        np.tile(one.source_argument, copies) + rows * count,
        np.tile(one.target, copies) + copy * np.tile(step, copies),
        np.tile(one.target_is_link, copies),
    )
    before, options = verdict.strengths.values, verdict.case.options
    for start in range(0, len(asked), copies):
        gone = asked[start : start + copies]
        places = np.arange(len(gone)) * count + gone
        found = strengths(every.without(places), options.strength, timeout=options.timeout)
        after = found.values.reshape(copies, count)[: len(gone)]
        lower = np.maximum(before - after, 0) * (verdict.labels == IN)
        lower[np.arange(len(gone)), gone] = 0
        drops[gone] = lower.sum(axis=1)
    return drops


# Centrality


def centrality(links: Links, starts: Mask, *, damping: float = _DAMPING) -> Floats:
    """Return how often each claim is met by one who keeps asking why; the values sum to 1.

    One starts from any of the *starts*, each as likely; goes on from a claim to one of its reasons,
    each as likely, an inference or something that it depends on; and from an inference to one of
    its premises. After each step one starts anew with chance ``1 - damping``, and always where no
    reason is given.

    Source: L. Page, S. Brin, R. Motwani, T. Winograd, "The PageRank citation ranking: bringing
    order to the web" (1999), personalised by the starts.

    Args:
        links: claims and links.
        starts: per claim, whether one may start there; if none, all.
        damping: the chance to go on.

    >>> from whyso.graph import sample
    >>> links = Links.of(sample().store)
    >>> found = centrality(links, np.zeros(len(links.claims), dtype=np.bool_))
    >>> round(float(found.sum()), 9)
    1.0
    """
    from scipy.sparse import csr_array

    count = len(links.claims)
    if not count:
        return np.zeros(0)
    helps = ~links.on_link & (links.sign[links.target_link] > 0)
    reason, end = links.target_link[helps], links.target[helps]
    sizes = np.bincount(links.source_link, minlength=len(links.steps))
    reasons = np.bincount(end, minlength=count) + np.bincount(links.needing, minlength=count)
    begin = np.searchsorted(links.source_link, reason)
    repeated = sizes[reason]
    offset = np.repeat(begin - np.cumsum(repeated) + repeated, repeated)
    offset = offset + np.arange(repeated.sum())
    source, above = links.source[offset], np.repeat(end, repeated)
    share = 1 / (reasons[above] * np.repeat(repeated, repeated))
    rows = np.concatenate([source, links.needed])
    columns = np.concatenate([above, links.needing])
    values = np.concatenate([share, 1 / reasons[links.needing]])
    walk = csr_array((values, (rows, columns)), shape=(count, count))
    first = starts / starts.sum() if starts.any() else np.full(count, 1 / count)
    ended = reasons == 0
    found: Floats = first.astype(np.float64)
    for _ in range(500):
        then = damping * (walk @ found + found[ended].sum() * first) + (1 - damping) * first
        moved = np.abs(then - found).sum()
        found = then
        if moved < 1e-12:
            break
    return found
