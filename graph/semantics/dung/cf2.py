"""CF2 semantics: the way through the strongly connected components, attackers first.

Source: P. Baroni, M. Giacomin, G. Guida, "SCC-recursiveness: a general schema for argumentation
semantics", Artificial Intelligence 168 (2005).
"""

from collections.abc import Iterator

import numpy as np

from whyso.graph.semantics.dung.framework import Framework, Ints, Mask
from whyso.graph.semantics.dung.search import Deadline, Search

__all__ = ["cf2_extensions"]


def cf2_extensions(framework: Framework, deadline: Deadline) -> Iterator[Mask]:
    """Yield the CF2 extensions of a framework, each once.

    In each component only those arguments count that no chosen one outside of it attacks; there the
    rule is applied again, and in a single component the largest conflict-free sets are taken.

    >>> from whyso.graph.semantics.dung import Framework
    >>> ring = Framework.of("abc", ["ab", "bc", "ca"])
    >>> sorted(found.tolist() for found in cf2_extensions(ring, Deadline(None)))
    [[False, False, True], [False, True, False], [True, False, False]]
    """
    cycles = framework.cycles()
    if len(cycles) <= 1:
        yield from _naive(framework, deadline)
        return
    chosen = np.zeros(len(framework), dtype=np.bool_)
    streams: list[Iterator[Ints]] = [_step(framework, cycles[0], chosen, deadline)]
    while streams:  # one stream of choices for each component so far
        place = len(streams) - 1
        chosen[cycles[place]] = False
        found = next(streams[-1], None)
        if found is None:
            streams.pop()
            continue
        chosen[found] = True
        if len(streams) == len(cycles):
            yield chosen.copy()
        else:
            streams.append(_step(framework, cycles[place + 1], chosen, deadline))


def _step(framework: Framework, cycle: Ints, chosen: Mask, deadline: Deadline) -> Iterator[Ints]:
    """Yield the choices in one component, given those made before it."""
    deadline.check()
    if len(cycle) == 1:
        alone = not framework.self_attacking[cycle[0]]
        free = alone and not chosen[framework.attackers[int(cycle[0])]].any()
        return iter([cycle if free else cycle[:0]])
    free_ones = np.zeros(len(framework), dtype=np.bool_)
    free_ones[cycle] = True
    starts = framework.attackers.start
    begins = np.repeat(np.arange(len(cycle)), starts[cycle + 1] - starts[cycle])
    attacked = np.zeros(len(cycle), dtype=np.bool_)
    np.logical_or.at(attacked, begins, chosen[framework.attackers.gather(cycle)])
    free_ones[cycle[attacked]] = False
    part, numbers = framework.part(free_ones)
    return (numbers[found] for found in cf2_extensions(part, deadline))


def _naive(framework: Framework, deadline: Deadline) -> Iterator[Mask]:
    if not len(framework):
        yield np.zeros(0, dtype=np.bool_)
        return
    with Search(framework, "naive", deadline) as search:
        yield from search.all()
