"""IBIS in RDF, read in any syntax and written as Turtle.

Vocabulary: Dorian Taylor, "The IBIS (bis) Vocabulary", version 0.7, after Conklin and Begeman 1988,
"gIBIS: A Hypertext Tool for Exploratory Policy Discussion". Its older addresses are read too.

A file that we write says the argument twice: in the words of IBIS for its tools, and in our own
beside, because IBIS has no steps (so no linked premises and no undercuts), speakers or passages.
So nothing is lost. What IBIS says and the model cannot stays in the graph as it is.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.account import Account, Rows
from whyso.graph.formats.ibis.reading import Reading, Term
from whyso.graph.formats.ibis.words import IBIS, RELATIONS, word_of
from whyso.graph.formats.proof import proven
from whyso.graph.formats.rdf import counted
from whyso.graph.formats.vocabulary import Triple, mark, read_rdf, turtle, unmark, without
from whyso.graph.network import KINDS
from whyso.graph.store import Store

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["in_ibis", "read_ibis", "write_ibis"]

_TYPE: Final = ox.NamedNode(ontology.PREFIXES["rdf"] + "type")
_STATED: Final = frozenset(
    {"forecast", "commitment", "evidence", "assumption", "claim", "proposition"}
)


def read_ibis(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Read issues, positions and arguments as questions, claims, inferences and conflicts.

    Where our own triples stand beside those of IBIS, they go before them.

    Raises:
        ParseError: the text is broken.

    >>> text = b'''@prefix ibis: <https://vocab.methodandstructure.com/ibis#> .
    ... <http://e/q> a ibis:Issue . <http://e/p> a ibis:Position ; ibis:responds-to <http://e/q> .
    ... <http://e/a> a ibis:Argument ; ibis:opposes <http://e/p> .'''
    >>> store, account = read_ibis(text, name="tea.ttl")
    >>> account.kept["statements"], account.kept["steps"]
    (3, 1)
    """
    store = read_rdf(data, name=name, base=base)
    unmark(store, IBIS)
    without(store, list(in_ibis(store)))
    reading = Reading(store, Rows())
    reading.run()
    said = set(in_ibis(store, told=False))
    without(store, [*_spelled(store, reading, said), *said])
    account = Account("ibis", "read", counted(store), reading.approximated.rows())
    return store, account


def write_ibis(g: "ArgumentGraph", *, lang: str = "en") -> tuple[bytes, Account]:
    """Write issues, positions and arguments as Turtle, with our own triples beside.

    >>> from whyso.graph import sample
    >>> data, account = write_ibis(sample())
    >>> b"ibis:responds-to" in data, account.lossless
    (True, True)
    """
    g.store.name_blanks()
    more = [*mark(g.store, IBIS), *in_ibis(g.store)]
    data = turtle(g.store, more, {"ibis": IBIS})
    return data, proven(g, data, "ibis", read_ibis, where="IBIS")


def in_ibis(store: Store, *, told: bool = True) -> Iterator[Triple]:
    """Yield what the words of IBIS can say of the argument in a store.

    A question is an issue. What answers one is a position; what else is a premise or an attacker
    is an argument. An undercut has no word, and a deeper question need not be a more general one:
    the surface question *suggests* it.

    Args:
        store: the store.
        told: heed it where the store itself tells a position from an argument.

    >>> from whyso.graph import sample
    >>> len({predicate for _, predicate, _ in in_ibis(sample().store)}) > 5
    True
    """
    kinds: dict[Term, str] = {}
    classes: dict[Term, str] = {}
    for subject, value in _pairs(store, _TYPE):
        iri = value.value
        kind = KINDS.get(iri.removeprefix(ontology.ARG)) if iri.startswith(ontology.ARG) else None
        if kind is not None:
            kinds[subject] = kind
        elif told and (word := word_of(iri)) in ("position", "argument"):
            classes[subject] = word.capitalize()
    answers = set(_pairs(store, _arg("answers")))
    positions = {start for start, _ in answers}
    for start, end in answers:
        yield start, _ibis("responds-to"), end
    arguing: set[Term] = set()
    for word, first, last in (
        ("supports", "premise", "conclusion"),
        ("opposes", "attacker", "target"),
    ):
        ends: dict[Term, list[Term]] = {}
        for step, end in _pairs(store, _arg(last)):
            ends.setdefault(step, []).append(end)
        for step, start in _pairs(store, _arg(first)):
            arguing.add(start)
            for end in ends.get(step, ()):
                if kinds.get(end) in _STATED:
                    yield start, _ibis(word), end
    for subject, kind in kinds.items():
        if "question" in kind:
            yield subject, _TYPE, _ibis("Issue")
        elif kind in _STATED:
            argues = subject in arguing and subject not in positions
            name = "Argument" if argues else "Position"
            if classes.get(subject, name) == name:
                yield subject, _TYPE, _ibis(name)
    for property, word, turned in _OTHERS:
        for start, end in _pairs(store, _arg(property)):
            yield (end, _ibis(word), start) if turned else (start, _ibis(word), end)


_OTHERS: Final = (
    ("raises", "suggests", False),
    ("underlies", "suggests", True),
    ("supersedes", "replaces", False),
    ("concedes", "endorses", False),
)


def _pairs(store: Store, predicate: ox.NamedNode) -> Iterator[tuple[Term, Term]]:
    for home in store.source_graphs():
        for quad in store.engine.quads_for_pattern(None, predicate, None, home):
            if isinstance(quad.subject, Term) and isinstance(quad.object, Term):
                yield quad.subject, quad.object


def _spelled(store: Store, reading: Reading, said: set[Triple]) -> Iterator[Triple]:
    """Yield what IBIS says in other spellings, or the other way round, and we say too."""
    for home in store.source_graphs():
        for quad in store.engine.quads_for_pattern(None, None, None, home):
            subject, value = quad.subject, quad.object
            if not isinstance(subject, Term) or not isinstance(value, Term):
                continue
            word = word_of(quad.predicate.value)
            if word in RELATIONS:
                relation, turned = RELATIONS[word]
                start, end = (value, subject) if turned else (subject, value)
                if (start, relation, end) in reading.done:
                    yield subject, quad.predicate, value
            elif quad.predicate == _TYPE:
                name = _TODAY.get(word_of(value.value) or "")
                if name and (subject, _TYPE, _ibis(name)) in said:
                    yield subject, quad.predicate, value


# Class under whichever address, and what it is called today.
_TODAY: Final = {
    "issue": "Issue",
    "question": "Issue",
    "position": "Position",
    "idea": "Position",
    "argument": "Argument",
}


def _arg(name: str) -> ox.NamedNode:
    return ox.NamedNode(ontology.ARG + name)


def _ibis(name: str) -> ox.NamedNode:
    return ox.NamedNode(IBIS + name)
