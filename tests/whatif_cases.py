"""Small random arguments, drawn by Hypothesis or from a seed, as RDF and as cases."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from whyso import ontology
from whyso.graph import ArgumentGraph, parse
from whyso.graph.semantics import Case, Links, Options, find_standpoint
from whyso.graph.semantics.standpoints import Granted

ARG = ontology.ARG
HOME = "https://w3id.org/whyso/id/drawn/"


@dataclass(frozen=True)
class Argument:
    """Claims by number; steps (kind, sources, target); dependencies; what is granted and held.

    The target of a step is a number of a claim, or -1 - s for step s.
    """

    claims: int
    steps: tuple[tuple[str, tuple[int, ...], int], ...]
    needs: tuple[tuple[int, int], ...]
    granted: frozenset[int]
    held: frozenset[int] = frozenset()

    def triples(self) -> list[tuple[str, str, str]]:
        found = [(f"c{claim}", "a", "Claim") for claim in range(self.claims)]
        for number, (kind, sources, target) in enumerate(self.steps):
            step, helps = f"s{number}", kind == "Inference"
            found.append((step, "a", kind))
            found += [(step, "premise" if helps else "attacker", f"c{one}") for one in sources]
            end = f"c{target}" if target >= 0 else f"s{-1 - target}"
            found.append((step, "conclusion" if helps else "target", end))
        return found + [(f"c{one}", "dependsOn", f"c{other}") for one, other in self.needs]

    def case(self) -> Case:
        return case_of(graph_of(self.triples()), self.granted, self.held)


def graph_of(triples: Collection[tuple[str, str, str]]) -> ArgumentGraph:
    """Read triples of local names as RDF."""
    lines = [f"@prefix : <{HOME}> . @prefix arg: <{ARG}> . :text a arg:Source ."]
    for start, role, end in triples:
        lines.append(f":{start} a arg:{end} ." if role == "a" else f":{start} arg:{role} :{end} .")
    return parse("\n".join(lines))


def case_of(g: ArgumentGraph, granted: Collection[int], held: Collection[int] = ()) -> Case:
    """Return the case of a graph for a reader of whom it is said what he grants."""
    links = Links.of(g.store)
    outright = np.array([iri in {f"{HOME}c{one}" for one in granted} for iri in links.claims], bool)
    to_reasons = np.array([iri in {f"{HOME}c{one}" for one in held} for iri in links.claims], bool)
    scores = np.full(len(links.claims), 0.5)
    base = np.where(outright | to_reasons, scores, 0)
    reader = find_standpoint("speaker")
    return Case(links, Granted(outright, to_reasons & ~outright), base, Options(), reader, scores)


@st.composite
def arguments(draw: st.DrawFn, *, most: int = 6, steps: int = 8, circles: bool = True) -> Argument:
    """Draw an argument; without circles, support and dependencies lead from low to high numbers."""
    claims = draw(st.integers(1, most))
    claim = st.integers(0, claims - 1)
    found = []
    count = draw(st.integers(0, steps))
    for _ in range(count):
        kind = draw(st.sampled_from(["Inference", "Inference", "Rebuttal", "Undercut"]))
        sources = tuple(sorted(draw(st.sets(claim, min_size=1, max_size=2))))
        target = draw(claim)
        if kind == "Undercut":
            target = -1 - draw(st.integers(0, count - 1))
        if kind != "Inference":
            sources = sources[:1]
        elif not circles and target <= max(sources):
            kind, sources = "Rebuttal", sources[:1]
        found.append((kind, sources, target))
    pairs = draw(st.sets(st.tuples(claim, claim), max_size=2))
    needs = tuple(sorted(pair for pair in pairs if circles or pair[0] > pair[1]))
    granted = draw(st.frozensets(claim))
    return Argument(claims, tuple(found), needs, granted, draw(st.frozensets(claim)) - granted)
