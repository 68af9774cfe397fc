"""The steps that an Argdown file means: by premise-conclusion structures and by relations.

An argument with premises and conclusions is an inference (one for each conclusion, the last one
named as the argument). An argument without them is a claim, its gist, and what it supports, attacks
or undercuts are steps from that claim. A relation that only repeats what a premise-conclusion
structure says makes no second step.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from whyso.graph.formats.account import Rows
from whyso.graph.formats.argdown.content import Content, Element, Link
from whyso.graph.formats.argdown.kinds import CONFLICTS, attack_kind, step_name

__all__ = ["Step", "Steps"]

_ATTACKS: Final = ("attack", "contrary", "contradictory")


@dataclass(slots=True)
class Step:
    """A step: its local *name*, its class, its premises or attacker, its conclusion or target.

    >>> Step("i", "Inference", ["a"], "b").rules
    []
    """

    name: str
    kind: str
    sources: list[str]
    target: str
    rules: list[str] = field(default_factory=list)


class Steps:
    """The steps of a file, with the local names of its elements.

    Args:
        content: the file.
        names: title of a statement to its local name.
        rows: for what is only nearly said.
        named: gives the local name of a title or an IRI.

    Attributes:
        arguments: title of an argument to the local name of its gist or last inference.
        conflicts: titles of arguments that are conflicts.
        found: the steps, by name.

    >>> from whyso.graph.formats.argdown.content import content_of
    >>> content = content_of({"statements": {}, "arguments": {"A": {}}, "relations": []}, "a.json")
    >>> steps = Steps(content, {}, Rows(), str)
    >>> steps.run(), steps.arguments
    ({}, {'A': 'A'})
    """

    def __init__(
        self, content: Content, names: dict[str, str], rows: Rows, named: Callable[[str], str]
    ) -> None:
        self._content, self._names, self._rows = content, names, rows
        taken = set(names.values())
        self.arguments: dict[str, str] = {}
        for title, argument in content.arguments.items():
            name = named(str(argument.data.get("id", title)))
            self.arguments[title] = f"<{name}>" if name in taken else name
        self._taken = taken | set(self.arguments.values())
        self.conflicts: dict[str, Step] = {}
        self.found: dict[str, Step] = {}
        # Argument to the names of its steps, by the place of the conclusion.
        self.structures: dict[str, dict[int, str]] = {}

    def run(self) -> dict[str, Step]:
        """Return the steps, by name."""
        for title, argument in self._content.arguments.items():
            if argument.lines:
                self._structure(title, argument)
        self._find_conflicts()
        rest = [link for link in self._content.links if not self._part_of_conflict(link)]
        undercuts = [link for link in rest if link.kind == "undercut"]
        attacks = [link for link in rest if link.kind in _ATTACKS]
        for link in rest:
            if link.kind in ("support", "entails"):
                self._support(link)
        premises = {name for step in self.found.values() for name in step.sources}
        conclusions = {step.target for step in self.found.values()}
        for link in attacks:
            self._attack(link, premises, conclusions)
        self._by_source: dict[str, list[Step]] = {}
        self._by_target: dict[str, list[Step]] = {}
        for step in self.found.values():
            if step.kind == "Inference":
                self._by_target.setdefault(step.target, []).append(step)
                for source in step.sources:
                    self._by_source.setdefault(source, []).append(step)
        for link in undercuts:
            self._undercut(link)
        for step in self.conflicts.values():
            self.found.setdefault(step.name, step)
        return self.found

    def _add(self, step: Step) -> Step:
        return self.found.setdefault(step.name, step)

    # Premise-conclusion structures

    def _structure(self, title: str, argument: Element) -> None:
        names = [self._names.get(line.title, line.title) for line in argument.lines]
        inferred = [place for place, line in enumerate(argument.lines) if line.inferred]
        last = 0
        for place in inferred:
            line = argument.lines[place]
            used = _uses(line.data.get("uses"), place)
            if used is None:
                used = list(range(last, place))
                if place != inferred[0] and "uses" not in line.data:
                    why = "taken as premises: the lines since the conclusion before; `uses` tells"
                    self._rows.add("premises", why, f"{title} ({place + 1})", triples=0)
                elif "uses" in line.data:
                    why = "`uses` names lines that do not stand above; all since the last are taken"
                    self._rows.add("premises", why, f"{title} ({place + 1})", triples=0)
            name = self.arguments[title]
            if place != inferred[-1]:
                name = self._fresh(f"{name}.{place + 1}")
            sources = list(dict.fromkeys(names[one] for one in used))
            self._add(Step(name, "Inference", sources, names[place], line.rules))
            self.structures.setdefault(title, {})[place] = name
            last = place
        if not inferred:
            why = "a premise-conclusion structure without an inference"
            self._rows.add("premises", why, title, triples=0)

    def _fresh(self, name: str) -> str:
        while name in self._taken:
            name += "'"
        self._taken.add(name)
        return name

    # Conflicts that are arguments: [attacker] supports <it>, <it> attacks [target].

    def _find_conflicts(self) -> None:
        into: dict[str, list[Link]] = {}
        out: dict[str, list[Link]] = {}
        for link in self._content.links:
            if link.target_kind != "equivalence-class":
                into.setdefault(link.target, []).append(link)
            if link.source_kind == "argument":
                out.setdefault(link.source, []).append(link)
        for title, argument in self._content.arguments.items():
            kind = next((CONFLICTS[tag] for tag in CONFLICTS if tag in argument.tags), None)
            ins, outs = into.get(title, []), out.get(title, [])
            if (
                kind is None
                or argument.lines
                or len(ins) != 1
                or len(outs) != 1
                or ins[0].kind != "support"
                or outs[0].kind not in ("attack", "undercut")
            ):
                continue
            source, target = self._source(ins[0]), self._end(outs[0])
            if source is not None and target is not None:
                self.conflicts[title] = Step(self.arguments[title], kind, [source], target)

    def _part_of_conflict(self, link: Link) -> bool:
        return (link.target_kind != "equivalence-class" and link.target in self.conflicts) or (
            link.source_kind == "argument" and link.source in self.conflicts
        )

    # Relations

    def _source(self, link: Link) -> str | None:
        """Return the name of the statement that a relation starts from."""
        if link.source_kind == "equivalence-class":
            return self._names.get(link.source)
        argument = self._content.arguments.get(link.source)
        if argument is None:
            return None
        if argument.lines:
            return self._names.get(argument.lines[-1].title)
        return self.arguments[link.source]

    def _end(self, link: Link) -> str | None:
        """Return the name of the statement or the inference at which a relation ends."""
        if link.target_kind == "equivalence-class":
            return self._names.get(link.target)
        name = self.arguments.get(link.target)
        if link.step is not None:
            return self.structures.get(link.target, {}).get(link.step, name)
        return name

    def _ends(self, link: Link) -> tuple[str, str] | None:
        source, target = self._source(link), self._end(link)
        if source is None or target is None:
            missing = link.source if source is None else link.target
            why = "a relation with something that is not there"
            self._rows.add(f"{link.kind} relation", why, missing, triples=0)
            return None
        return source, target

    def _is_structure(self, link: Link) -> bool:
        return link.target_kind != "equivalence-class" and link.target in self.structures

    def _support(self, link: Link) -> None:
        ends = self._ends(link)
        if ends is None or ends[0] == ends[1]:
            return  # the conclusion of an argument supports itself: said by the argument
        source, target = ends
        name = step_name(source, link.kind, target)
        if self._is_structure(link):
            step = self.found[target]
            if source in step.sources:
                return  # a premise supports its argument: said by the argument
            goal = step.sources[0] if len(step.sources) == 1 else step.target
            if len(step.sources) != 1:
                why = "support of an argument with several premises, taken for its conclusion"
                self._rows.add("support relation", why, name, triples=0)
            if source != goal:
                self._add(Step(name, "Inference", [source], goal))
            return
        self._add(Step(name, "Inference", [source], target))

    def _attack(self, link: Link, premises: set[str], conclusions: set[str]) -> None:
        ends = self._ends(link)
        if ends is None:
            return
        source, target = ends
        if self._is_structure(link):
            self._add(Step(step_name(source, link.kind, target), "Conflict", [source], target))
        elif link.kind == "attack":
            kind = attack_kind(target, premises, conclusions)
            self._add(Step(step_name(source, link.kind, target), kind, [source], target))
        else:  # each denies the other
            for one, other in ((source, target), (target, source)):
                self._add(Step(step_name(one, link.kind, other), "Rebuttal", [one], other))

    def _undercut(self, link: Link) -> None:
        ends = self._ends(link)
        if ends is None:
            return
        source, target = ends
        if self._is_structure(link):
            self._add(Step(step_name(source, "undercut", target), "Undercut", [source], target))
            return
        of_argument = link.target_kind != "equivalence-class"
        hit = (self._by_source if of_argument else self._by_target).get(target, [])
        for step in hit:
            name = step_name(source, "undercut", step.name)
            self._add(Step(name, "Undercut", [source], step.name))
        if not hit:
            why = "undercuts something that infers nothing: a conflict without a kind"
            name = step_name(source, "undercut", target)
            self._rows.add("undercut relation", why, name, triples=0)
            self._add(Step(name, "Conflict", [source], target))


def _uses(said: Any, place: int) -> list[int] | None:
    """Return the places of the lines that an inference uses, if it tells them right."""
    if not isinstance(said, list) or not said:
        return None
    if all(type(one) is int and 1 <= one <= place for one in said):
        return [one - 1 for one in said]
    return None
