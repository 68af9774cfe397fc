"""From a case to a quantitative bipolar framework: base scores, links with a sign and a weight."""

import numpy as np

from whyso.graph.errors import InputError
from whyso.graph.semantics.case import Case
from whyso.graph.semantics.dung import Ints, Mask
from whyso.graph.semantics.gradual import Weighted
from whyso.graph.semantics.links import Links

__all__ = ["weigh"]


def weigh(case: Case) -> Weighted:
    """Return the quantitative bipolar framework of a case.

    Arguments are the claims. A link's value is its weight (the annotator's confidence in the step,
    else 1), times the strengths of its sources, times what the attacks on it leave; a claim
    aggregates the values of the links that end on it. With single premises, weight 1 and no
    undercut this is the ordinary framework, so published semantics apply as they are. What a claim
    depends on plays no part: gradual semantics have no place for it. Nor does an attack on a link
    that ends nowhere.

    Source: the modular view of P. Baroni, A. Rago, F. Toni, "From fine-grained properties to broad
    principles for gradual argumentation" (2019) with links as in section 3 of A. Rago et al.,
    "Discontinuity-free decision support with quantitative argumentation debates" (KR 2016).

    Raises:
        InputError: steps of several targets attack each other in too many ways.

    >>> from whyso.graph import sample
    >>> len(weigh(Case.of(sample().store)))
    125
    """
    links = case.links
    weight = np.where(np.isnan(links.weight), 1.0, links.weight)
    ends = ends_of(links)
    link, target, on_link = ends[:, 0], ends[:, 1], ends[:, 2].astype(np.bool_)
    begin = np.searchsorted(links.source_link, link)
    sizes = np.searchsorted(links.source_link, link, side="right") - begin
    offset = np.repeat(begin - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
    return Weighted(
        links.claims,
        case.base,
        links.sign[link],
        weight[link],
        np.repeat(np.arange(len(link), dtype=np.int32), sizes),
        links.source[offset],
        target,
        on_link,
    )


def ends_of(links: Links) -> Ints:
    """Return link, target and whether that is a link; the targets that are links by row."""
    rows = np.stack([links.target_link, links.target, links.on_link.astype(np.int32)], axis=1)
    if not links.on_link.any():
        return rows
    rows = rows[~links.on_link | _telling(links)[links.target]]
    if len(np.unique(rows[:, 0])) < len(rows):
        return _copied(links, rows)
    onto = rows[:, 2] == 1
    place = np.zeros(len(links.steps), dtype=np.int32)
    place[rows[:, 0]] = np.arange(len(rows), dtype=np.int32)
    rows[onto, 1] = place[rows[onto, 1]]
    return rows


def _telling(links: Links) -> Mask:
    """Return, by link number, which links end on a claim, or on one that does, and so on."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order

    root, on = max(len(links.steps), len(links.claims)), links.on_link
    start = np.concatenate([np.full(int((~on).sum()), root), links.target[on]])
    end = np.concatenate([links.target_link[~on], links.target_link[on]])
    ones = np.ones(len(start), dtype=np.int8)
    table = csr_array((ones, (start, end)), shape=(root + 1, root + 1))
    found = np.zeros(root + 1, dtype=np.bool_)
    found[breadth_first_order(table, root, return_predecessors=False)] = True
    return found


def _copied(links: Links, rows: Ints) -> Ints:
    """Return rows in which a link that attacks one with several targets has a row for each."""
    most = 100 * len(rows) + 10_000
    by_link: dict[int, list[tuple[int, int, int]]] = {}
    for row in rows.tolist():
        by_link.setdefault(row[0], []).append(tuple(row))
    found: list[tuple[int, int, int]] = []
    made: dict[int, list[int]] = {}
    waiting = [(link, False) for link in reversed(by_link)]
    while waiting:
        link, ready = waiting.pop()
        if ready:
            if len(found) > most:
                raise InputError(
                    f"{links.steps[link]} attacks a step of several targets, which attacks another,"
                    " and so on: there are too many ways through; give each step one target"
                )
            for _, target, on_link in by_link[link]:
                for end in made.get(target, ()) if on_link else (target,):
                    made[link].append(len(found))
                    found.append((link, end, on_link))
        elif link not in made:
            made[link] = []  # a circle of attacks on attacks is cut where it closes
            waiting.append((link, True))
            waiting += [(end, False) for _, end, on in by_link[link] if on and end in by_link]
    return np.array(found, dtype=np.int32).reshape(-1, 3)
