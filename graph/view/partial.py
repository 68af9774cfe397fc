"""Arguments that lack something, as the result of a CONSTRUCT may: made fit to be looked at.

Nodes without a type get the one that their relations tell, and each shortcut that the rules derive
(``arg:supports``, ``arg:rebuts`` ...) gets back the step that it stands for.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph import network
from whyso.graph.errors import InputError
from whyso.graph.store import Store

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["filled", "guessed_syntax"]

_TYPE: Final = ox.NamedNode(ontology.PREFIXES["rdf"] + "type")
_LABEL: Final = ox.NamedNode(ontology.PREFIXES["rdfs"] + "label")
_THING: Final = "Proposition"

# What stands in a relation is of these classes, if it does not say otherwise; the more telling
# relations come first.
ENDS: Final[dict[str, tuple[str | None, str | None]]] = {
    "premise": ("Inference", _THING),
    "conclusion": ("Inference", _THING),
    "undercuts": (_THING, "Inference"),
    "attacker": ("Conflict", _THING),
    "target": ("Conflict", _THING),
    "expresses": ("Utterance", _THING),
    "speaker": ("Utterance", None),
    "underlies": ("UnderlyingQuestion", "Question"),
    "answers": (_THING, "Question"),
    "raises": (_THING, "Question"),
    **dict.fromkeys(("supports", "rebuts", "undermines", "attacks"), (_THING, _THING)),
    **dict.fromkeys(("qualifies", "clarifies", "supersedes"), (_THING, _THING)),
    **dict.fromkeys(("dependsOn", "inTensionWith"), (_THING, _THING)),
    **dict.fromkeys(("assertedBy", "certainty", "confidence", "horizon", "status"), (_THING, None)),
    "hasQuantity": (_THING, None),
    "concedes": (None, _THING),
}
ORDER: Final = ("Inference", "Conflict", "Utterance", "UnderlyingQuestion", "Question", _THING)

KINDS: Final = frozenset(network.KINDS)

# Shortcut to the class of its step, and to what that says of the shortcut's ends.
SHORT: Final = {
    "supports": ("Inference", "premise", "conclusion"),
    "rebuts": ("Rebuttal", "attacker", "target"),
    "undermines": ("Undermining", "attacker", "target"),
    "undercuts": ("Undercut", "attacker", "target"),
    "attacks": ("Conflict", "attacker", "target"),
}


def filled(g: "ArgumentGraph") -> "ArgumentGraph":
    """Return an argument in which every node that stands in a relation can be shown.

    Where nothing is missing, that is the argument itself; else a new one.

    Raises:
        InputError: nothing in it is a statement, step or utterance, or could be one.

    >>> from whyso.graph import parse
    >>> g = parse('''@prefix arg: <https://w3id.org/whyso/ontology#> .
    ... @prefix : <https://w3id.org/whyso/id/tea/> . :c1 arg:answers :q1 .''')
    >>> g, filled(g)
    (<ArgumentGraph: no argument>, <ArgumentGraph: 1 proposition, 1 question>)
    """
    from whyso.graph.model import ArgumentGraph

    g.store.name_blanks()
    typed = _typed(g.store)
    missing = _missing(g.store, typed)
    new = [
        *(ox.Quad(node, _TYPE, _class(name), home) for node, (name, home) in missing.items()),
        *_steps(g.store),
    ]
    if not missing and not any(name in KINDS for names in typed.values() for name in names):
        raise InputError("nothing in it is a claim, a question, a step or an utterance")
    if not new:
        return g
    store = Store()
    store.read_text(g.store.serialize("n-quads", verdicts=True), "n-quads")
    store.prefixes, store.files = dict(g.store.prefixes), dict(g.store.files)
    store.engine.extend(new)
    store.refresh()
    return ArgumentGraph(store)


def _typed(store: Store) -> dict[Any, set[str]]:
    """Return what has a type, and the local names of its classes in the ontology."""
    typed: dict[Any, set[str]] = {}
    for graph in store.source_graphs():
        for quad in store.engine.quads_for_pattern(None, _TYPE, None, graph):
            name = str(quad.object).strip("<>").removeprefix(ontology.ARG)
            typed.setdefault(quad.subject, set()).add(name)
    return typed


def _missing(store: Store, typed: dict[Any, set[str]]) -> dict[Any, tuple[str, Any]]:
    """Return what stands in a relation without a type: its class, and the graph that says so."""
    found: dict[Any, tuple[str, Any]] = {}

    def say(node: Any, name: str | None, home: Any) -> None:
        if name is None or isinstance(node, ox.Literal):
            return
        if any(":" not in known for known in typed.get(node, ())):  # a class of the ontology
            return
        if node not in found or ORDER.index(name) < ORDER.index(found[node][0]):
            found[node] = name, home

    for quad in _relations(store, ENDS):
        subject, value = ENDS[quad.predicate.value.removeprefix(ontology.ARG)]
        say(quad.subject, subject, quad.graph_name)
        say(quad.object, value, quad.graph_name)
    part = ox.NamedNode(network.ROLES["hasPart"])
    for graph in store.source_graphs():
        for quad in store.engine.quads_for_pattern(None, part, None, graph):
            ends = (quad.subject, quad.object)
            known = {found[end][0] for end in ends if end in found}.union(
                *(typed.get(end, ()) for end in ends)
            )
            if known & {"Question", "UnderlyingQuestion"}:
                for end in ends:
                    say(end, "Question", graph)
    if not found and not any(name in KINDS for names in typed.values() for name in names):
        for graph in store.source_graphs():  # texts, and nothing that tells what they are
            for quad in store.engine.quads_for_pattern(None, _LABEL, None, graph):
                say(quad.subject, None if quad.subject in typed else _THING, graph)
    return found


def _relations(store: Store, names: Iterable[str]) -> Iterator[ox.Quad]:
    for name in names:
        for graph in store.source_graphs():
            yield from store.engine.quads_for_pattern(None, _class(name), None, graph)


def _class(name: str) -> ox.NamedNode:
    return ox.NamedNode(ontology.ARG + name)


def _steps(store: Store) -> Iterator[ox.Quad]:
    """Yield steps for the shortcuts that stand in the data without one, each told once."""
    told = set(_links(store))
    for name, (kind, start, end) in SHORT.items():
        for quad in sorted(_relations(store, [name]), key=str):
            link = (quad.subject, quad.object, kind == "Inference")
            if link in told or isinstance(quad.object, ox.Literal):
                continue
            told.add(link)
            step, home = ox.BlankNode(), quad.graph_name
            yield ox.Quad(step, _TYPE, _class(kind), home)
            yield ox.Quad(step, _class(start), quad.subject, home)
            yield ox.Quad(step, _class(end), quad.object, home)


def _links(store: Store) -> Iterator[tuple[Any, Any, bool]]:
    """Yield what the steps in the data lead from and to, and whether as an inference."""
    for start, end in (("premise", "conclusion"), ("attacker", "target")):
        ends: dict[Any, list[Any]] = {}
        for quad in _relations(store, [end]):
            ends.setdefault(quad.subject, []).append(quad.object)
        for quad in _relations(store, [start]):
            for found in ends.get(quad.subject, ()):
                yield quad.object, found, start == "premise"


def guessed_syntax(data: bytes) -> str:
    """Return the RDF syntax that a text looks like, for what comes without a name.

    >>> guessed_syntax(b"@prefix : <http://e/> . :a :b :c ."), guessed_syntax(b' {"@id": "a"}')
    ('trig', 'json-ld')
    """
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:10_000]
    for syntax, look in _LOOKS.items():
        if re.match(look, start):
            return syntax
    return "trig"  # Turtle and N-Triples too


_LOOKS: Final = {
    "json-ld": rb'\[?\s*\{\s*["}]',
    "rdf-xml": rb"<\?xml|<rdf:|<!DOCTYPE|<!--",
    "n-quads": rb"\S+ <[^>]*> (<[^>]*>|_:\S+|\"[^\n]*\"\S*) <[^>]*> \.",
}
