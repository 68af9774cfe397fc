"""What an argument of issues, positions and reasons says, to compare by."""

from whyso.graph import ArgumentGraph


def facts(g: ArgumentGraph) -> set[tuple[str, str, str]]:
    """What the argument says between its statements, by the last part of their names."""

    def short(iri: str) -> str:
        return iri.rsplit("/", 1)[-1]

    found = {
        (short(start), role, short(end))
        for start, end, role in g.to_networkx().edges(keys=True)
        if role in ("answers", "raises", "underlies", "supersedes", "hasPart")
    }
    for step in (*g.inferences(), *g.conflicts()):
        for start in step.sources:
            assert step.target
            found.add((short(start), step.kind, short(step.target)))
    return found
