"""The support in a graph as an AND/OR system: inferences, their premises, and what stands on them.

An inference needs all its premises (AND); a conclusion needs one of its inferences (OR). A
statement *stands* when everything it depends on stands and, if there are inferences to it, one of
them has premises that all stand. A statement to which there is no inference stands by itself. What
stands is the least set with that property: nothing holds itself up, so circles do not count.

An inference without premises or without a conclusion says nothing and is passed over.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from whyso.graph.network import STEPS
from whyso.graph.store import natural

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Support"]


class Support:
    """The inferences and dependencies of a networkx graph, on integers.

    Statements are numbered in natural order of their keys, inferences likewise.

    Attributes:
        names: the key of each statement; *index* is the way back.
        steps: the key of each inference.
        premises: per inference, its premises.
        conclusions: per inference, its conclusions (one, in data that conform).
        reasons: per statement, the inferences to it.
        uses: per statement, the inferences that it is a premise of.
        needs: per statement, what it depends on.
        needed: per statement, what depends on it.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph()
    >>> net.add_nodes_from(["rain", "cold", "ice"], kind="claim")
    >>> net.add_node("i", kind="inference")
    >>> _ = net.add_edges_from([("rain", "i", "premise"), ("cold", "i", "premise")])
    >>> _ = net.add_edge("i", "ice", "conclusion")
    >>> support = Support(net)
    >>> support.names, support.reasons
    (['cold', 'ice', 'rain'], [[], [0], []])
    """

    __slots__ = (
        *("conclusions", "index", "names", "needed", "needs", "premises", "reasons", "steps"),
        "uses",
    )

    def __init__(self, net: "nx.MultiDiGraph[str]") -> None:
        kinds = {key: said.get("kind") for key, said in net.nodes(data=True)}
        self.names = sorted(
            (key for key, kind in kinds.items() if kind not in STEPS and kind != "utterance"),
            key=natural,
        )
        self.index = {name: number for number, name in enumerate(self.names)}
        steps = sorted((key for key, kind in kinds.items() if kind == "inference"), key=natural)
        places = {step: number for number, step in enumerate(steps)}
        premises: list[list[int]] = [[] for _ in steps]
        conclusions: list[list[int]] = [[] for _ in steps]
        self.needs: list[list[int]] = [[] for _ in self.names]
        for start, end, role in net.edges(keys=True):
            if role == "premise" and start in self.index and end in places:
                premises[places[end]].append(self.index[start])
            elif role == "conclusion" and start in places and end in self.index:
                conclusions[places[start]].append(self.index[end])
            elif role == "dependsOn" and start in self.index and end in self.index:
                self.needs[self.index[start]].append(self.index[end])
        kept = [number for number in range(len(steps)) if premises[number] and conclusions[number]]
        self.steps = [steps[number] for number in kept]
        self.premises = [sorted(premises[number]) for number in kept]
        self.conclusions = [sorted(conclusions[number]) for number in kept]
        self.reasons: list[list[int]] = [[] for _ in self.names]
        self.uses: list[list[int]] = [[] for _ in self.names]
        self.needed: list[list[int]] = [[] for _ in self.names]
        for step, starts in enumerate(self.premises):
            for premise in starts:
                self.uses[premise].append(step)
            for conclusion in self.conclusions[step]:
                self.reasons[conclusion].append(step)
        for statement, needs in enumerate(self.needs):
            needs.sort()
            for needed in needs:
                self.needed[needed].append(statement)

    def below(self, statement: int) -> Iterator[tuple[int, int | None]]:
        """Yield what a statement rests on directly, and the inference (None: it depends on it).

        >>> import networkx as nx
        >>> net = nx.MultiDiGraph([("rain", "i", "premise"), ("i", "wet", "conclusion")])
        >>> nx.set_node_attributes(net, {"rain": "claim", "i": "inference", "wet": "claim"}, "kind")
        >>> list(Support(net).below(1))
        [(0, 0)]
        """
        for step in self.reasons[statement]:
            for start in self.premises[step]:
                yield start, step
        for needed in self.needs[statement]:
            yield needed, None

    def above(self, statement: int) -> Iterator[tuple[int, int | None]]:
        """Yield what rests on a statement directly, and the inference (None: it depends on it).

        >>> import networkx as nx
        >>> net = nx.MultiDiGraph([("rain", "i", "premise"), ("i", "wet", "conclusion")])
        >>> nx.set_node_attributes(net, {"rain": "claim", "i": "inference", "wet": "claim"}, "kind")
        >>> list(Support(net).above(0))
        [(1, 0)]
        """
        for step in self.uses[statement]:
            for end in self.conclusions[step]:
                yield end, step
        for dependent in self.needed[statement]:
            yield dependent, None

    def standing(self, *, without: int | None = None) -> list[int]:
        """Return the statements that stand, each after grounds that suffice for it.

        This is forward chaining over Horn clauses, in linear time (Dowling and Gallier, Journal of
        Logic Programming 1, 1984).

        Args:
            without: a statement that is taken to have gone.

        >>> import networkx as nx
        >>> net = nx.MultiDiGraph([("rain", "i", "premise"), ("i", "wet", "conclusion")])
        >>> nx.set_node_attributes(net, {"rain": "claim", "i": "inference", "wet": "claim"}, "kind")
        >>> Support(net).standing(), Support(net).standing(without=0)
        ([0, 1], [])
        """
        missing = [len(starts) for starts in self.premises]
        waits = [len(needs) for needs in self.needs]
        reached = [not reasons for reasons in self.reasons]
        if without is not None:
            waits[without] = -1  # never down to zero
        found = [number for number, wait in enumerate(waits) if not wait and reached[number]]
        for statement in found:  # grows while it is read
            for step in self.uses[statement]:
                missing[step] -= 1
                if not missing[step]:
                    for end in self.conclusions[step]:
                        if not reached[end]:
                            reached[end] = True
                            if not waits[end]:
                                found.append(end)
            for dependent in self.needed[statement]:
                waits[dependent] -= 1
                if not waits[dependent] and reached[dependent]:
                    found.append(dependent)
        return found
