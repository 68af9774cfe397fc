"""Steps that a table tells by a word: who supports and who attacks whom."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from whyso import ontology
from whyso.graph.formats.account import Rows
from whyso.graph.formats.claim_tables.columns import SHORT
from whyso.graph.formats.claim_tables.rows import Row

__all__ = ["Steps"]

_ARG: Final = ontology.ARG


@dataclass(slots=True)
class _Step:
    word: str
    home: Row
    end: str
    starts: list[str] = field(default_factory=list)


class Steps:
    """Collects steps; what an attack is called depends on what the whole table says of its target.

    Args:
        changed: what is read in another way than it is written is noted there.
        dropped: what cannot be said is noted there.

    >>> steps = Steps(Rows(), Rows())
    >>> one = steps.add("supports", "http://e/c2", "http://e/c1", Row("http://e/i1", "http://e/g"))
    >>> two = steps.add("attacks", "http://e/c3", "http://e/i1", Row("http://e/x1", "http://e/g"))
    >>> said = []
    >>> steps.tell(set(), set(), lambda row, predicate, iri: said.append((row.iri[-2:], iri[-9:])))
    >>> said[0], said[3]
    (('i1', 'Inference'), ('x1', '#Undercut'))
    """

    def __init__(self, changed: Rows, dropped: Rows) -> None:
        self.changed, self.dropped = changed, dropped
        self._steps: dict[str, _Step] = {}

    def add(self, word: str, start: str, end: str, home: Row) -> Row | None:
        """Note a step, or a further premise of one; None if the step has another end already.

        Args:
            word: ``supports``, ``attacks``, ``rebuts``, ``undermines`` or ``undercuts``.
            start: the premise or the attacker.
            end: the conclusion or the target.
            home: the row of the step.
        """
        step = self._steps.setdefault(home.iri, _Step(word, home, end))
        if (step.word, step.end) != (word, end):
            return None
        if step.starts and word != "supports" and step.starts != [start]:
            return None
        if start not in step.starts:
            step.starts.append(start)
        return step.home

    def tell(
        self, inferences: set[str], premises: set[str], say: Callable[[Row, str, str], None]
    ) -> None:
        """Say the triples of all steps.

        A plain attack is an undercut of an inference, an undermining of what is a premise, else a
        rebuttal, as in the other formats.

        Args:
            inferences: the IRIs of the inferences that have rows of their own.
            premises: the IRIs of what is a premise in them.
            say: takes a row, a property, and the IRI that is its value.
        """
        reasons = inferences | {iri for iri, step in self._steps.items() if step.word == "supports"}
        reasoned = [step for step in self._steps.values() if step.word == "supports"]
        used = premises.union(*(step.starts for step in reasoned))
        for step in self._steps.values():
            if step.word == "supports" and step.end in reasons:
                why = "what is supported is a step, not a claim"
                self.dropped.add(step.word, why, *step.starts, triples=0)
                continue
            say(step.home, _TYPE, _ARG + self._kind(step, reasons, used))
            first, last = ("premise", "conclusion")
            if step.word != "supports":
                first, last = ("attacker", "target")
            for start in step.starts:
                say(step.home, _ARG + first, start)
            say(step.home, _ARG + last, step.end)

    def _kind(self, step: _Step, reasons: set[str], premises: set[str]) -> str:
        if step.word == "supports":
            return "Inference"
        if step.end in reasons:
            if step.word not in ("attacks", "undercuts"):
                why = "what is attacked is a step, so the attack is an undercut"
                self.changed.add(step.word, why, step.home.iri, triples=0)
            return "Undercut"
        if step.word == "undercuts":
            why = "what is attacked is no inference, so the attack is no undercut"
            self.changed.add(step.word, why, step.home.iri, triples=0)
        if step.word in ("attacks", "undercuts"):
            return "Undermining" if step.end in premises else "Rebuttal"
        return SHORT[step.word]


_TYPE: Final = ontology.PREFIXES["rdf"] + "type"
