"""How the nodes of a graph stand in an Argdown file: as statements, arguments or relations."""

from typing import Any, Final

from whyso.graph.formats.argdown.escapes import fits_title
from whyso.graph.formats.argdown.facts import Facts
from whyso.graph.formats.argdown.kinds import CONFLICTS, STATEMENTS, attack_kind, iri, step_name
from whyso.graph.formats.argdown.names import Names
from whyso.graph.formats.argdown.words import CONCEPTS, full

__all__ = ["Elements"]

_STATUS: Final = full("arg:status")
_PREMISE: Final = full("arg:premise")
_CONCLUSION: Final = full("arg:conclusion")
_ATTACKER: Final = full("arg:attacker")
_TARGET: Final = full("arg:target")
_CLASSES: Final = {iri(kind): kind for kind in (*STATEMENTS.values(), *CONFLICTS.values())} | {
    iri("Inference"): "Inference"
}
_KINDS: Final = frozenset(STATEMENTS.values())


class Elements:
    """What becomes of each node.

    Args:
        facts: what is said.
        names: the names of the file.
        carried: IRI to what was carried along for it.
        strict: whether relations of statements are strict.
        status: IRI of the status that elements have if nothing is said.

    Attributes:
        statements: IRI to title, of what is written in square brackets.
        arguments: IRI to title, of what is written in angle brackets.
        structures: inferences that are written as premises and conclusion.
        conflicts: conflicts that are arguments, to attacker and target.
        relations: IRI to the relations under it: symbol, IRI at the other end.
        premises: inference to premises and conclusion.
        others: further steps of an argument, to the last step of it.

    >>> from whyso.graph.formats.argdown.reading import read_argdown
    >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
    >>> facts = Facts(store)
    >>> elements = Elements(facts, Names("https://w3id.org/whyso/id/tea/"), {}, strict=False)
    >>> list(elements.statements.values()), list(elements.relations.values())
    (['a', 'b'], [[('+', 'https://w3id.org/whyso/id/tea/b')]])
    """

    def __init__(
        self,
        facts: Facts,
        names: Names,
        carried: dict[str, dict[str, Any]],
        *,
        strict: bool,
        status: str | None = None,
    ) -> None:
        self.status = status
        self.facts, self.names, self.carried, self.strict = facts, names, carried, strict
        self.statements: dict[str, str] = {}
        self.arguments: dict[str, str] = {}
        self.structures: dict[str, None] = {}
        self.conflicts: dict[str, tuple[str, str]] = {}
        self.relations: dict[str, list[tuple[str, str]]] = {}
        self.premises: dict[str, tuple[list[str], str]] = {}
        self.others: dict[str, str] = {}
        self._bare: dict[str, None] = {}
        self._titles: set[str] = set()
        self._kinds: dict[str, list[str]] = {}
        for subject in facts.subjects():
            kinds = [_CLASSES[one] for one in facts.types(subject) if one in _CLASSES]
            if kinds:
                self._kinds[subject] = kinds
        self._order = {one: names.order_of(one) for one in self._kinds}
        self._find_statements()
        self._find_inferences()
        self._find_conflicts()

    @staticmethod
    def usual_status(facts: Facts) -> str | None:
        """Return the status that most elements have, if each has one.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> Elements.usual_status(facts) is None
        True
        """
        counts: dict[str, int] = {}
        for subject in facts.subjects():
            if not facts.types(subject).isdisjoint(_CLASSES):
                said = facts.all(subject, _STATUS)
                if len(said) != 1 or not facts.nodes(subject, _STATUS):
                    return None
                counts[said[0].value] = counts.get(said[0].value, 0) + 1
        known = {iri(name) for name in CONCEPTS[_STATUS]}
        return max(
            (one for one in sorted(counts) if one in known),
            key=lambda one: counts[one],
            default=None,
        )

    def sorted(self, nodes: Any) -> list[str]:
        """Return IRIs in natural order.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> elements = Elements(facts, Names("https://w3id.org/whyso/id/tea/"), {}, strict=False)
        >>> elements.sorted(["https://w3id.org/whyso/id/tea/b", "https://w3id.org/whyso/id/tea/a"])[0][-1]
        'a'
        """
        return sorted(nodes, key=lambda one: self._order.get(one) or self.names.order_of(one))

    def bare(self) -> list[str]:
        """Return the steps that are written as relations.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> elements = Elements(facts, Names("https://w3id.org/whyso/id/tea/"), {}, strict=False)
        >>> [step.rsplit("/", 1)[-1] for step in elements.bare()]
        ['b-supports-a']
        """
        return list(self._bare)

    def title(self, node: str) -> str:
        """Return an element as it is referred to.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> elements = Elements(facts, Names("https://w3id.org/whyso/id/tea/"), {}, strict=False)
        >>> elements.title("https://w3id.org/whyso/id/tea/a")
        '[a]'
        """
        if node in self.statements:
            return f"[{self.statements[node]}]"
        return f"<{self.arguments[node]}>"

    def _find_statements(self) -> None:
        found = [one for one, kinds in self._kinds.items() if _KINDS.intersection(kinds)]
        steps = {one for one, kinds in self._kinds.items() if not _KINDS.issuperset(kinds)}
        used = {
            node
            for one in steps
            for property in (_PREMISE, _CONCLUSION)
            for node in self.facts.nodes(one, property)
            if not self._looks_bare(one)
        }
        gists = []
        for one in self.sorted(found):
            if one in steps:
                continue  # a step and a statement at once: no element can be both
            if self.carried.get(one, {}).get("argument") is True and one not in used:
                gists.append(one)
            elif (title := self._title(one, "]")) is not None:
                self.statements[one] = title
        for one in gists:
            if (title := self._title(one, ">")) is not None:
                self.arguments[one] = title

    def _title(self, node: str, closing: str) -> str | None:
        name = self.names.name(node)
        own = self.carried.get(node, {}).get("title")
        if isinstance(own, str) and fits_title(own, closing) and own not in self._titles:
            self._titles.add(own)
            return own
        inner = name[1:-1]
        if closing == ">" and name == f"<{inner}>" and fits_title(inner, ">"):
            shared = self.names.local(inner).value in self.statements
            if shared:  # an argument with the title of a statement
                return inner
        for title in (name, node):
            if fits_title(title, closing) and self.names.local(title).value == node:
                return title
        return None

    def _looks_bare(self, node: str) -> bool:
        """Tell whether a step has nothing of its own besides its ends."""
        sources = self.facts.nodes(node, _PREMISE) + self.facts.nodes(node, _ATTACKER)
        targets = self.facts.nodes(node, _CONCLUSION) + self.facts.nodes(node, _TARGET)
        return (
            self.facts.size(node) == 3 + self._usual(node)
            and len(sources) == 1
            and len(targets) == 1
        )

    def _usual(self, node: str) -> int:
        """Return how many triples say no more than the status that every element has."""
        return int(self.status is not None and self.facts.nodes(node, _STATUS) == [self.status])

    def _is_statement(self, node: str) -> bool:
        return node in self.statements or (
            node in self.arguments and node not in self.structures and node not in self.conflicts
        )

    # Inferences

    def _find_inferences(self) -> None:
        inferences = [one for one, kinds in self._kinds.items() if kinds == ["Inference"]]
        attacked = self._attacked()
        rest = []
        for one in self.sorted(inferences):
            premises = self.sorted(set(self.facts.nodes(one, _PREMISE)))
            conclusions = self.facts.nodes(one, _CONCLUSION)
            ends = [*premises, *conclusions]
            if not premises or len(conclusions) != 1 or not all(map(self._is_statement, ends)):
                continue
            if self._relation(one, premises, conclusions[0], attacked):
                self._bare[one] = None
                self.premises[one] = (premises, conclusions[0])
            else:
                rest.append(one)
        for one in rest:
            title = self._title(one, ">")
            ends = self.facts.nodes(one, _PREMISE) + self.facts.nodes(one, _CONCLUSION)
            if title is not None and all(end in self.statements for end in ends):
                self.arguments[one] = title
                self.structures[one] = None
                self.premises[one] = (
                    self.sorted(set(self.facts.nodes(one, _PREMISE))),
                    self.facts.nodes(one, _CONCLUSION)[0],
                )
        self._find_lines()
        self._find_late(rest, attacked)

    def _attacked(self) -> set[str]:
        """Return the inferences that need a title, because a conflict is named with them."""
        found = set()
        for one, kinds in self._kinds.items():
            if not set(CONFLICTS.values()).intersection(kinds):
                continue
            targets = self.facts.nodes(one, _TARGET)
            for target in targets:
                sources = self.facts.nodes(target, _PREMISE)
                gist = all(source in self.arguments for source in sources)
                if not (gist and self._looks_bare(one) and kinds == ["Undercut"]):
                    found.add(target)
        return found

    def _relation(
        self, node: str, premises: list[str], conclusion: str, attacked: set[str]
    ) -> bool:
        """Note an inference that can be a relation, and tell whether it can."""
        if not self._looks_bare(node) or node in attacked or premises[0] == conclusion:
            return False
        source = premises[0]
        strict = self.strict and source in self.statements and conclusion in self.statements
        kind = "entails" if strict else "support"
        name = step_name(self.names.name(source), kind, self.names.name(conclusion))
        if self.names.local(name).value != node:
            return False
        self.relations.setdefault(conclusion, []).append(("+", source))
        return True

    def _find_late(self, rest: list[str], attacked: set[str]) -> None:
        """Find support of an argument: named with it, it supports its premise or conclusion."""
        for one in rest:
            if one in attacked or one in self.others or not self._looks_bare(one):
                continue
            source = self.facts.nodes(one, _PREMISE)[0]
            head = f"{self.names.name(source)}-supports-"
            name = self.names.name(one)
            target = self.names.local(name.removeprefix(head)).value
            if not name.startswith(head) or target == one or target not in self.structures:
                continue
            sources, goal = self.premises[target]
            goal = sources[0] if len(sources) == 1 else goal
            if source in sources or self.facts.nodes(one, _CONCLUSION) != [goal]:
                continue
            self.structures.pop(one, None)
            self.arguments.pop(one, None)
            self._bare[one] = None
            self.premises[one] = ([source], goal)
            self.relations.setdefault(target, []).append(("+", source))

    def _find_lines(self) -> None:
        """Find arguments of several steps, if their lines still say what the graph says."""
        for one in list(self.structures):
            lines = self.carried.get(one, {}).get("lines")
            if not isinstance(lines, list):
                continue
            steps = [line.get("step") for line in lines if isinstance(line, dict)]
            named = [self.names.local(step).value for step in steps if isinstance(step, str)]
            ids = [line.get("id") for line in lines if isinstance(line, dict)]
            nodes = [self.names.local(name).value for name in ids if isinstance(name, str)]
            if (
                len(nodes) != len(lines)
                or not named
                or named[-1] != one
                or len(set(named)) != len(named)
                or not all(node in self.statements for node in nodes)
                or not all(step in self.structures for step in named)
                or not all(self.facts.size(step) == self._least(step) for step in named[:-1])
                or nodes[-1] != self.premises[one][1]
            ):
                self.carried[one] = {
                    key: value for key, value in self.carried[one].items() if key != "lines"
                }
                continue
            for step in named[:-1]:
                self.others[step] = one
        for step in self.others:
            self.structures.pop(step, None)

    def _least(self, step: str) -> int:
        """Return how many triples a step has that is nothing but a line of an argument."""
        premises, _ = self.premises[step]
        return 2 + self._usual(step) + len(premises) + len(self.facts.all(step, full("arg:scheme")))

    # Conflicts

    def _find_conflicts(self) -> None:
        premises = {node for step in self.premises.values() for node in step[0]}
        conclusions = {step[1] for step in self.premises.values()}
        found = [
            one
            for one, kinds in self._kinds.items()
            if len(kinds) == 1 and kinds[0] in CONFLICTS.values()
        ]
        for one in self.sorted(found):
            sources = self.facts.nodes(one, _ATTACKER)
            targets = self.facts.nodes(one, _TARGET)
            if len(sources) != 1 or len(targets) != 1 or not self._is_statement(sources[0]):
                continue
            source, target = sources[0], targets[0]
            if self._looks_bare(one) and self._conflict(one, source, target, premises, conclusions):
                self._bare[one] = None
                continue
            title = self._title(one, ">")
            known = self._is_statement(target) or target in self.structures
            known |= target in self.others and self._kinds[one] == ["Undercut"]
            if title is not None and known:
                self.arguments[one] = title
                self.conflicts[one] = (source, target)

    def _conflict(
        self, node: str, source: str, target: str, premises: set[str], conclusions: set[str]
    ) -> bool:
        """Note a conflict that can be a relation, and tell whether it can."""
        kind = self._kinds[node][0]
        names = self.names.name(source), self.names.name(target)

        def named(relation: str) -> bool:
            return self.names.local(step_name(names[0], relation, names[1])).value == node

        if target in self.structures or target in self.others:
            if kind == "Undercut" and named("undercut"):
                return self._relate(target, "_", source)
            if kind == "Conflict" and named("attack") and target in self.structures:
                return self._relate(target, "-", source)
            return False
        if target in self._bare and target in self.premises:
            if kind != "Undercut" or not named("undercut"):
                return False
            gist = self.premises[target][0][0]
            return gist in self.arguments and self._relate(gist, "_", source)
        if not self._is_statement(target) or source == target:
            return False
        both = source in self.statements and target in self.statements
        strict = self.strict and both
        if named("attack") and not strict:
            name = attack_kind(target, premises, conclusions)
            return kind == name and self._relate(target, "-", source)
        if named("undercut") and kind == "Conflict":
            used = premises if target in self.arguments else conclusions
            return target not in used and self._relate(target, "_", source)
        relation = "contrary" if named("contrary") else "contradictory"
        back = self.names.local(step_name(names[1], relation, names[0])).value
        mutual = (
            named(relation)
            and kind == "Rebuttal"
            and self._kinds.get(back) == ["Rebuttal"]
            and self._looks_bare(back)
            and self.facts.nodes(back, _ATTACKER) == [target]
            and self.facts.nodes(back, _TARGET) == [source]
            and both
            and (strict or relation == "contradictory")
        )
        symbol = "-" if relation == "contrary" else "><"
        if mutual and back not in self._bare:
            return self._relate(target, symbol, source)
        return mutual

    def _relate(self, parent: str, symbol: str, child: str) -> bool:
        pairs = self.relations.setdefault(parent, [])
        if (symbol, child) not in pairs:
            pairs.append((symbol, child))
        return True
