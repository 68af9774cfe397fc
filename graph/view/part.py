"""A part of an argument as an argument: what bears on a question, or what is near a claim."""

from collections import deque
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from whyso import ontology
from whyso.graph import network
from whyso.graph.errors import InputError, UnknownNameError
from whyso.graph.store import Store
from whyso.graph.store.lines import n_quads
from whyso.graph.view.cards import QUESTIONS

if TYPE_CHECKING:
    from typing import TypeAlias

    import networkx as nx

    from whyso.graph.model import ArgumentGraph

    Net: TypeAlias = nx.MultiDiGraph[str]

__all__ = ["part"]

# Roles of the edges that lead from what bears on something to that, and those that lead back.
BEARS: Final = frozenset(
    (
        *("answers", "underlies", "premise", "conclusion", "attacker", "target"),
        *("qualifies", "clarifies", "supersedes", "expresses", "raises"),
    )
)
BORNE: Final = frozenset({"hasPart", "dependsOn"})
_PASSAGE: Final = f"<{ontology.ARG}Passage>"


def part(
    g: "ArgumentGraph", *, question: str | None = None, claim: str | None = None, depth: int = 2
) -> "ArgumentGraph":
    """Return the part of an argument that belongs to a question, or is near a claim.

    To a question belong its parts and the questions behind it, all that answers these, the grounds
    of that, the attacks on it, the grounds of the attacks, and who says it. Near a claim is what
    can be reached over so many relations, whichever way they run; a step counts as part of the
    relation, and is kept only whole: with all its premises and its conclusion.

    What makes that understood comes along: the utterances that report it, the question in front of
    a question behind it; agents, passages, figures and sources that are spoken of. Verdicts do not:
    they were passed on the whole argument.

    Args:
        g: the argument.
        question: a question's name; or
        claim: the name of a claim, or of any other statement, step or utterance.
        depth: how many relations lead from the claim to what is kept.

    Raises:
        UnknownNameError: there is no such question or claim.
        InputError: neither or both are given, or the depth is negative.

    >>> from whyso.graph import sample
    >>> part(sample(), claim="c3", depth=0)
    <ArgumentGraph: 1 claim>
    >>> [one.id for one in part(sample(), question="q0a").questions()]
    ['q0a']
    """
    if (question is None) == (claim is None):
        raise InputError("a part is that of a question or of a claim; give one of them")
    if depth < 0:
        raise InputError(f"a part reaches 0 relations from its claim or more, not {depth}")
    net = g.to_networkx()
    if question is not None:
        kept = set(_belonging(net, _question(g, net, question)))
    else:
        kept = _near(net, g.resolve(claim or ""), depth)
    return _cut(g, kept | set(_context(net, kept)), net)


def _question(g: "ArgumentGraph", net: "Net", name: str) -> str:
    iri = g.resolve(name)
    if net.nodes[iri]["kind"] not in QUESTIONS:
        raise UnknownNameError("question", name, [question.id for question in g.questions()])
    return iri


def _belonging(net: "Net", question: str) -> Iterator[str]:
    """Yield a question and all that bears on it, each once."""
    seen, waiting = {question}, deque([question])
    while waiting:
        at = waiting.popleft()
        yield at
        bearing = [start for start, _, role in net.in_edges(at, keys=True) if role in BEARS]
        bearing += [end for _, end, role in net.out_edges(at, keys=True) if role in BORNE]
        for found in bearing:
            if found not in seen:
                seen.add(found)
                waiting.append(found)


def _context(net: "Net", kept: set[str]) -> Iterator[str]:
    """Yield the utterances that report what is kept, and what kept questions lie behind."""
    for start, end, role in net.edges(keys=True):
        if role == "expresses" and end in kept:
            yield start
        elif role == "underlies" and start in kept:
            yield end


def _near(net: "Net", claim: str, depth: int) -> set[str]:
    """Return what at most so many relations lead to; entering a step costs nothing."""
    steps = {key for key in net if net.nodes[key]["kind"] in network.STEPS}
    far, waiting = {claim: 0}, deque([claim])
    while waiting:
        at = waiting.popleft()
        for found in {*net.predecessors(at), *net.successors(at)}:
            cost = far[at] + (found not in steps)
            if cost <= depth and cost < far.get(found, depth + 1):
                far[found] = cost
                (waiting.append if found not in steps else waiting.appendleft)(found)
    kept = set(far)
    while broken := {
        key
        for key in kept & steps
        if key != claim and any(end not in kept for end in _ends(net, key))
    }:
        kept -= broken
    return kept


def _ends(net: "Net", step: str) -> Iterator[str]:
    """Yield what a step starts from and ends on."""
    for start, _, role in net.in_edges(step, keys=True):
        if role in ("premise", "attacker"):
            yield start
    for _, end, role in net.out_edges(step, keys=True):
        if role in ("conclusion", "target"):
            yield end


# Cutting


def _cut(g: "ArgumentGraph", kept: set[str], net: "Net") -> "ArgumentGraph":
    """Return an argument of what is said of the nodes that are kept, and of what they speak of."""
    from whyso.graph.model import ArgumentGraph

    dropped = {_term(key) for key in net if key not in kept}
    starts = {_term(key) for key in kept}
    said: dict[str, list[str]] = {}  # subject to values
    texts: dict[str, list[tuple[str, str]]] = {}  # graph to subjects and lines
    for graph, lines in g.store.sorted_lines().items():
        for line in lines:
            subject, _, value = line[:-2].split(" ", 2)
            if subject not in dropped and value not in dropped:
                said.setdefault(subject, []).append(value)
                texts.setdefault(graph, []).append((subject, line))
    homes = {
        f"<{graph}>" for graph, spoken in texts.items() if any(one in starts for one, _ in spoken)
    }
    wanted = _reached(said, starts, homes)
    parts = {
        graph: [line for subject, line in spoken if subject in wanted]
        for graph, spoken in texts.items()
    }
    parts = {graph: lines for graph, lines in parts.items() if lines}
    store = Store()
    store.read_text(n_quads(parts), "n-quads", name="part")
    store.prefixes = dict(g.store.prefixes)
    store.files = {graph: g.store.files[graph] for graph in parts if graph in g.store.files}
    return ArgumentGraph(store)


def _term(key: str) -> str:
    return key if key.startswith("_:") else f"<{key}>"


def _reached(said: Mapping[str, list[str]], nodes: set[str], homes: set[str]) -> set[str]:
    """Return what nodes and their graphs speak of, and so on; but not all that a source lists."""
    seen = nodes | homes
    waiting = list(seen)
    while waiting:
        at = waiting.pop()
        own = said.get(at, ())
        cites = at in nodes or _PASSAGE in own
        for value in own:
            if value not in seen and value in said and (cites or _PASSAGE not in said[value]):
                seen.add(value)
                waiting.append(value)
    return seen
