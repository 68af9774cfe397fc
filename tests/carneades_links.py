"""Carneades' argument graphs as claims and links, in two translations, and their RDF.

:func:`plain` is what the product reads from the file: arguments are inferences, positions of an
issue attack each other. :func:`written_out` also writes out what is Carneades' theory and not ours:
by which weight and standard an issue is decided.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from carneades_files import Argument, Case, Issue
from carneades_labels import beats, levels
from whyso.graph import ArgumentGraph
from whyso.graph.formats.carneades import read_carneades

__all__ = ["GRANTED", "Net", "iri", "open_world", "plain", "written_out"]

NOTHING = "nothing presupposed"
CLOSED = "nothing else in this file"
BELOW = "below the standard"

# What is granted: the assumptions of the file, and what the translation itself supposes.
GRANTED = "SELECT ?granted { ?granted a arg:Assumption }"


@dataclass
class Net:
    """Propositions, inferences and conflicts, by name.

    Attributes:
        propositions: name to label.
        granted: the propositions that stand without a reason: what the file assumes, and what the
            translation supposes.
        inferences: name to premises and conclusion.
        conflicts: name to attacker and target (a proposition or an inference).
        questions: name to the propositions that answer it.
        confidence: proposition to its weight, where one is known beforehand.
    """

    propositions: dict[str, str] = field(default_factory=dict)
    granted: set[str] = field(default_factory=set)
    inferences: dict[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    conflicts: dict[str, tuple[str, str]] = field(default_factory=dict)
    questions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)

    def infer(self, name: str, premises: Iterable[str], conclusion: str) -> None:
        """Add an inference; where there is no premise, it starts from a supposition."""
        premises = tuple(dict.fromkeys(premises))
        if not premises:
            self.suppose(NOTHING, "Nothing is presupposed.")
        self.inferences[name] = (premises or (NOTHING,), conclusion)

    def suppose(self, name: str, text: str) -> None:
        """Add a proposition that is granted."""
        self.propositions[name] = text
        self.granted.add(name)

    def attack(self, attacker: str, target: str) -> None:
        """Add a conflict."""
        self.conflicts[f"x{len(self.conflicts) + 1}"] = (attacker, target)

    def turtle(self, source: str) -> str:
        """Return the net in Turtle, as one source of that name."""
        lines = [
            "@prefix arg: <https://w3id.org/whyso/ontology#> .",
            "@prefix dcterms: <http://purl.org/dc/terms/> .",
            "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
            f'{iri(source, "source")} a arg:Source ; rdfs:label "{source}"@en ;',
            '    dcterms:language "en" .',
        ]

        def add(name: str, kind: str, *rest: str) -> None:
            parts = (f"{iri(source, name)} a arg:{kind}", "arg:status arg:reconstructed", *rest)
            lines.append(f"{' ; '.join(parts)} .")

        for name, text in self.propositions.items():
            add(name, "Assumption" if name in self.granted else "Proposition", _label(text))
        for name, weight in self.confidence.items():
            lines.append(f"{iri(source, name)} arg:confidence {weight:.6f} .")
        for name, answers in self.questions.items():
            add(name, "Question", _label(f"Which of the positions of {name}?"))
            lines += [f"{iri(source, a)} arg:answers {iri(source, name)} ." for a in answers]
        for name, (premises, conclusion) in self.inferences.items():
            listed = " , ".join(iri(source, premise) for premise in premises)
            ends = f"arg:premise {listed} ; arg:conclusion {iri(source, conclusion)}"
            add(name, "Inference", ends)
        for name, (attacker, target) in self.conflicts.items():
            kind = "Undercut" if target in self.inferences else "Rebuttal"
            ends = f"arg:attacker {iri(source, attacker)} ; arg:target {iri(source, target)}"
            add(name, kind, ends)
        return "\n".join(lines)


def iri(source: str, name: str) -> str:
    """Return the node of a name in a source, in angle brackets.

    >>> iri("toulmin", "¬app(a1)")
    '<https://w3id.org/whyso/id/toulmin/%C2%ACapp%28a1%29>'
    """
    return f"<https://w3id.org/whyso/id/{source}/{quote(name, safe='')}>"


def _label(text: str) -> str:
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'rdfs:label "{escaped}"@en'


def plain(case: Case) -> Net:
    """Return the file as the product reads it.

    An argument is an inference; a convergent or cumulative one is an inference for each premise.
    An undercutter attacks the inferences of its argument. The positions of an issue attack each
    other; an assumed one, which no argument can move in Carneades, is not attacked. To this come
    two things for comparing labels: where the preponderance of evidence decides and each weight is
    known beforehand, a position has the weight of its best argument as confidence, for a verdict
    that prefers the more confident one; and what is neither assumed nor argued for is attacked by
    one supposition.
    """
    return _plain(case, closed=True)


def open_world(case: Case) -> Net:
    """Return the file as the product reads it, but leave open what it says nothing for."""
    return _plain(case, closed=False)


def _plain(case: Case, *, closed: bool) -> Net:
    graph = ArgumentGraph(read_carneades(case.source.encode(), name="case.yml")[0])
    net = Net()
    for one in graph.statements():
        net.propositions[_name(one.iri)] = one.label("")
        if one.kind == "assumption":
            net.granted.add(_name(one.iri))
    for step in graph.inferences():
        premises = tuple(map(_name, step.sources))
        net.inferences[_name(step.iri)] = (premises, _name(step.target or ""))
    for step in graph.conflicts():
        net.conflicts[_name(step.iri)] = (_name(step.sources[0]), _name(step.target or ""))
    for question in graph.questions():
        issue = case.issues[question.id]
        del net.propositions[_name(question.iri)]
        net.questions[f"issue {question.id}"] = issue.positions
    _close(net, case, closed=closed)
    for issue in case.issues.values():
        arguments = [a for a in case.arguments.values() if a.conclusion in issue.positions]
        if issue.standard == "PE" and all(a.weighing != "cumulative" for a in arguments):
            for argument in arguments:
                weight = max((weight for weight, _ in levels(case, argument)), default=0.0)
                position = argument.conclusion
                net.confidence[position] = max(weight, net.confidence.get(position, 0.0))
    return net


def _name(iri: str) -> str:
    return unquote(iri.rpartition("/")[2])


def _plain_argument(net: Net, case: Case, name: str, argument: Argument) -> None:
    """Add an inference for what suffices to give the argument any weight."""
    parts = [premises for _, premises in levels(case, argument)]
    if argument.weighing == "cumulative":
        parts = [premises for premises in parts if len(premises) == 1]
    for number, premises in enumerate(parts, 1):
        _step(net, f"step {name} part {number}", premises, argument.conclusion, argument)


def _step(
    net: Net, step: str, premises: tuple[str, ...], conclusion: str, argument: Argument
) -> None:
    net.infer(step, premises, conclusion)
    if argument.undercutter:
        net.attack(argument.undercutter, step)


def written_out(case: Case) -> Net:
    """Return the file with closed world, weights and proof standards written out as steps.

    An argument for a position first concludes that it applies with a weight, and from this the
    position. The second step is undercut by every argument for another position that applies with a
    weight which the first does not beat, whether or not that one wins itself. It fails, too, where
    the weight is less than the standard asks for against nothing.
    """
    net = _statements(case, closed=True)
    for name, argument in case.arguments.items():
        issue = case.issue_of(argument.conclusion)
        if issue is None or case.assumed & set(issue.positions):
            _plain_argument(net, case, name, argument)
    for issue in case.issues.values():
        assumed = case.assumed & set(issue.positions)
        for one in issue.positions:
            for other in assumed - {one} if one not in case.assumed else ():
                net.attack(other, one)
        if not assumed:
            _contest(net, case, issue)
    return net


def _contest(net: Net, case: Case, issue: Issue) -> None:
    """Add the arguments of an issue: each applies with a weight, and wins if no other stops it."""
    applying: dict[tuple[str, float, str], str] = {}
    for position in issue.positions:
        for name, argument in case.arguments_for(position).items():
            for number, (weight, premises) in enumerate(levels(case, argument), 1):
                applies = f"{name} applies with {weight:.3g}"
                net.propositions[applies] = f"Argument {name} applies with weight {weight:.3g}."
                applying[position, weight, name] = applies
                _step(net, f"step {name} part {number}", premises, applies, argument)
    for (position, weight, name), applies in applying.items():
        step = f"win {name} {weight:.3g}"
        net.infer(step, (applies,), position)
        if len(issue.positions) > 1 and not beats(issue.standard, weight, 0.0):
            net.suppose(BELOW, "A weight below what the standard asks for carries nothing.")
            net.attack(BELOW, step)
        for (rival, other, _), stops in applying.items():
            if rival != position and not beats(issue.standard, weight, other):
                net.attack(stops, step)


def _statements(case: Case, *, closed: bool) -> Net:
    net = Net(dict(case.texts), set(case.assumed))
    net.questions = {f"issue {key}": issue.positions for key, issue in case.issues.items()}
    _close(net, case, closed=closed)
    return net


def _close(net: Net, case: Case, *, closed: bool) -> None:
    """Attack what the file neither assumes nor argues for, if it is taken to be complete."""
    argued = {a.conclusion for a in case.arguments.values() if any(levels(case, a))}
    for statement in case.texts:
        if closed and statement not in case.assumed | argued:
            net.suppose(CLOSED, "What the file neither assumes nor argues for does not hold.")
            net.attack(CLOSED, statement)
