"""Small cases for explanations, and the verdict's equations solved by hand for part of a case."""

from collections.abc import Collection, Iterable

import numpy as np
from hypothesis import strategies as st

from whyso.graph.semantics import Case, Links, Options, find_standpoint
from whyso.graph.semantics.standpoints import Granted

Link = tuple[int, tuple[int, ...], int, bool]  # sign, sources, target, whether that is a link
HOME = "http://e/"


def case_of(
    count: int,
    links: Collection[Link],
    granted: Iterable[int] = (),
    needs: Iterable[tuple[int, int]] = (),
    options: Options | None = None,
) -> Case:
    """Return a case of claims c0, c1 ... and links l0, l1 ...,
    each granted one with base score 0.5."""
    source = [(link, one) for link, given in enumerate(links) for one in sorted(set(given[1]))]
    pairs = sorted(set(needs))
    outright = np.zeros(count, dtype=np.bool_)
    outright[list(granted)] = True
    made = Links(
        [f"{HOME}c{number}" for number in range(count)],
        ["claim"] * count,
        [f"{HOME}l{number}" for number in range(len(links))],
        [
            "inference" if sign > 0 else "undercut" if on_link else "rebuttal"
            for sign, _, _, on_link in links
        ],
        sign=np.array([sign for sign, *_ in links], dtype=np.int8),
        source_link=np.array([link for link, _ in source], dtype=np.int32),
        source=np.array([one for _, one in source], dtype=np.int32),
        target_link=np.arange(len(links), dtype=np.int32),
        target=np.array([target for _, _, target, _ in links], dtype=np.int32),
        on_link=np.array([on_link for *_, on_link in links], dtype=np.bool_),
        needing=np.array([one for one, _ in pairs], dtype=np.int32),
        needed=np.array([one for _, one in pairs], dtype=np.int32),
        confidence=np.full(count, np.nan),
        weight=np.full(len(links), np.nan),
    )
    grants = Granted(outright, np.zeros(count, dtype=np.bool_))
    scores = np.full(count, 0.5)
    base = np.where(outright, scores, 0.0)
    return Case(made, grants, base, options or Options(), find_standpoint("speaker"), scores)


@st.composite
def cases(draw: st.DrawFn, semantics: str = "grounded", *, circles: bool = True) -> Case:
    """Draw a small case; without circles of support every reason comes before what it supports."""
    random = draw(st.randoms(use_true_random=True))
    count = random.randint(1, 7)
    links: list[Link] = []
    for number in range(random.randint(0, 2 * count)):
        sources = tuple(random.choices(range(count), k=random.choice((1, 1, 2))))
        kind = random.choice(("support", "attack", "attack", "undercut"))
        if kind == "undercut" and number:
            links.append((-1, sources[:1], random.randrange(number), True))
        elif kind == "support" and (circles or max(sources) + 1 < count):
            first = 0 if circles else max(sources) + 1
            links.append((1, sources, random.randrange(first, count), False))
        else:
            links.append((-1, sources[:1], random.randrange(count), False))
    share = random.choice((0.5, 0.8, 1.0))
    granted = [claim for claim in range(count) if random.random() < share]
    needs = []
    if count > 1 and random.random() < 0.3:
        first = random.randrange(count - 1)
        needs = [(random.randrange(first + 1, count), first)]
        needs += [(first, random.randrange(count))] * (circles and random.random() < 0.5)
    return case_of(count, links, granted, needs, Options(semantics=semantics))


def value_in(case: Case, claim: int, claims: set[int], links: set[int]) -> float:
    """Return what a claim is worth by the equations if nothing is known outside a part of a case.

    The equations of the translation in three values (1, 0, and one half for unknown), from the
    least fixpoint of Kleene's logic; those outside the part stay unknown whatever they are.
    """
    count, made = len(case.links.claims), case.links
    value = {("claim", one): 0.5 for one in range(count)}
    value |= {("link", one): 0.5 for one in range(len(made.steps))}
    ends = list(
        zip(made.target_link.tolist(), made.target.tolist(), made.on_link.tolist(), strict=True)
    )
    sources = list(zip(made.source_link.tolist(), made.source.tolist(), strict=True))

    def onto(kind: str, one: int, sign: int) -> list[float]:
        return [
            value["link", link]
            for link, target, on_link in ends
            if target == one and on_link == (kind == "link") and made.sign[link] == sign
        ]

    while True:
        before = dict(value)
        for one in claims:
            reasons = onto("claim", one, 1)
            ground = 1.0 if case.granted.outright[one] else max(reasons, default=0.5)
            pairs = zip(made.needing.tolist(), made.needed.tolist(), strict=True)
            needs = [value["claim", other] for needing, other in pairs if needing == one]
            attacks = [1 - hit for hit in onto("claim", one, -1)]
            value["claim", one] = min([ground, *needs, *attacks])
        for one in links:
            given = [value["claim", source] for link, source in sources if link == one]
            value["link", one] = min([*given, *(1 - hit for hit in onto("link", one, -1))])
        if value == before:
            return value["claim", claim]
