"""What a nanopublication is made of, and what is wrong with one.

After the nanopublication guidelines (https://nanopub.net/guidelines/working_draft/) and what the
test suite (https://github.com/Nanopublication/nanopub-testsuite) counts as invalid.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import pyoxigraph as ox

from whyso.graph.errors import ParseError
from whyso.graph.formats.nanopub.trusty import (
    artifact_code,
    code_in,
    is_signed_by,
    normal_form,
)
from whyso.graph.store.syntax import decode, find_syntax, parse_error, refuse

__all__ = ["NP", "NPX", "PARTS", "Nanopub", "nanopubs_in", "parse_quads", "sniff_nanopub"]
__all__ += ["word_of"]

NP: Final = "http://www.nanopub.org/nschema#"
NPX: Final = "http://purl.org/nanopub/x/"
# The parts of a nanopublication, and the property of its head that names the graph of each.
PARTS: Final = {
    "assertion": NP + "hasAssertion",
    "provenance": NP + "hasProvenance",
    "pubinfo": NP + "hasPublicationInfo",
}
_WORDS: Final = {"pubinfo": "publication info"}
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_ZONE: Final = r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
_BLANK: Final = re.compile(r"_:\S+")
_DATE: Final = r"-?(?:[1-9]\d{3,}|0\d{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_TIME: Final = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_WHOLE: Final = r"[+-]?\d+"
_REAL: Final = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
_SPELLED: Final = {
    _XSD + name: re.compile(pattern)
    for name, pattern in {
        "boolean": "true|false|1|0",
        "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
        "double": _REAL,
        "float": _REAL,
        "date": _DATE + _ZONE,
        "time": _TIME + _ZONE,
        "dateTime": f"{_DATE}(?:T{_TIME})?{_ZONE}",  # a mere date is common, and let pass
        "gYear": rf"-?\d{{4,}}{_ZONE}",
        "gYearMonth": rf"-?\d{{4,}}-(?:0[1-9]|1[0-2]){_ZONE}",
        **dict.fromkeys(("integer", "int", "long", "short", "byte"), _WHOLE),
        **dict.fromkeys(("nonNegativeInteger", "unsignedInt", "unsignedLong"), r"\+?\d+|-0+"),
        "positiveInteger": r"\+?0*[1-9]\d*",
    }.items()
}


@dataclass(slots=True)
class Nanopub:
    """One nanopublication: its IRI, the name of each graph, and what each graph says.

    *graphs* names the graphs ``head``, ``assertion``, ``provenance`` and ``pubinfo``; one that is
    not told is not there. *said* holds the triples of the last three, and of the head what it says
    besides naming the others; *faults* says in words why it is not valid. *key* is the public key
    by which it is signed, if the signature is right; *unchecked* tells of one that is not known.
    """

    iri: str
    graphs: dict[str, str] = field(default_factory=dict)
    said: dict[str, list[ox.Triple]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    key: str | None = None
    unchecked: bool = False

    def triples(self) -> Iterator[ox.Triple]:
        """Yield what its graphs say.

        >>> list(Nanopub("http://e/np").triples())
        []
        """
        for held in self.said.values():
            yield from held

    def values(self, part: str, subject: str, predicate: str) -> list[ox.NamedNode | ox.Literal]:
        """Return what a part says of something.

        >>> Nanopub("http://e/np").values("pubinfo", "http://e/np", "http://e/creator")
        []
        """
        return [
            triple.object
            for triple in self.said.get(part, ())
            if triple.predicate.value == predicate
            and str(triple.subject)[1:-1] == subject
            and isinstance(triple.object, ox.NamedNode | ox.Literal)
        ]


def sniff_nanopub(data: bytes) -> bool:
    """Tell whether a text has a nanopublication in it.

    >>> np = b"@prefix np: <http://www.nanopub.org/nschema#> . { <http://e/> a np:Nanopublication }"
    >>> sniff_nanopub(np)
    True
    """
    return NP.encode() in data and b"Nanopublication" in data


def parse_quads(data: bytes, name: str, base: str | None = None) -> list[ox.Quad]:
    """Return the quads of a text in TriG or N-Quads.

    Raises:
        ParseError: it is broken.

    >>> len(parse_quads(b"<urn:g> { <urn:a> <urn:b> <urn:c> }", "a.trig"))
    1
    """
    data = decode(data, name)
    syntax = find_syntax("n-quads" if _LINE.match(data) else "trig")
    refuse(data, syntax, name)
    try:
        return list(ox.parse(data, syntax.format, base_iri=base))
    except (SyntaxError, ValueError, MemoryError) as error:
        raise parse_error(error, data, syntax, name) from None


_LINE: Final = re.compile(
    rb"(?:\s*#[^\n]*\n|\s)*(?:<[^<>]*>|_:\S+)[ \t]*<[^<>]*>[ \t]*(?:<[^<>]*>|_:\S+|\"[^\n]*\"\S*)"
    rb"[ \t]*(?:<[^<>]*>|_:\S+)[ \t]*\."
)


def nanopubs_in(quads: Iterable[ox.Quad], name: str) -> tuple[list[Nanopub], list[ox.Quad]]:
    """Return the nanopublications of a text, and what belongs to none of them.

    Raises:
        ParseError: there is none.

    >>> nanopubs_in([], "tea.trig")
    Traceback (most recent call last):
    whyso.graph.errors.ParseError: tea.trig: no nanopublication: nothing in it is a \
np:Nanopublication, which a graph of its own says
    """
    graphs: dict[str, list[ox.Quad]] = {}
    for quad in dict.fromkeys(quads):
        graphs.setdefault(word_of(quad.graph_name), []).append(quad)
    found: dict[str, Nanopub] = {}
    loose = graphs.pop("", [])
    for graph, held in graphs.items():
        for quad in held:
            if quad.predicate.value == _TYPE and word_of(quad.object) == NP + "Nanopublication":
                one = found.setdefault(word_of(quad.subject), Nanopub(word_of(quad.subject)))
                if one.graphs.setdefault("head", graph) != graph:
                    one.faults.append("two heads")
    if not found:
        why = "nothing in it is a np:Nanopublication, which a graph of its own says"
        raise ParseError(name, f"no nanopublication: {why}")
    for one in found.values():
        _fill(one, graphs)
    taken = {graph for one in found.values() for graph in one.graphs.values()}
    rest = [quad for graph, held in graphs.items() if graph not in taken for quad in held]
    if len(found) == 1:
        (one,) = found.values()
        extra = {word_of(quad.graph_name) for quad in rest}
        one.faults += [f"a graph that is no part of it: {graph}" for graph in sorted(extra)]
        one.faults += ["triples outside of named graphs"] if loose else []
    return list(found.values()), loose + rest


def _fill(one: Nanopub, graphs: dict[str, list[ox.Quad]]) -> None:
    """Find the parts of a nanopublication, and its faults."""
    head = graphs[one.graphs["head"]]
    for part, predicate in PARTS.items():
        named = [
            word_of(quad.object)
            for quad in head
            if quad.predicate.value == predicate and word_of(quad.subject) == one.iri
        ]
        word = _WORDS.get(part, part)
        if not named:
            one.faults.append(f"no {word} graph is named")
            continue
        if len(named) > 1:
            one.faults.append(f"two {word} graphs are named")
        one.graphs[part] = named[0]
        one.said[part] = _triples(graphs.get(named[0], ()))
        if not one.said[part]:
            one.faults.append(f"an empty {word} graph")
    if one.graphs["head"] not in [one.graphs.get(part) for part in PARTS]:
        besides = [quad for quad in head if not _names(quad, one)]
        one.said |= {"head": _triples(besides)} if besides else {}
    names = list(one.graphs.values())
    if len(set(names)) < len(names):
        one.faults.append("two of its graphs have one name")
    if one.iri in names:
        one.faults.append("a graph has the name of the nanopublication")
    for graph in dict.fromkeys(names):
        if not graph.startswith(one.iri):
            one.faults.append(f"a graph whose name does not start with that of the whole: {graph}")
    _check_links(one)
    _check_code(one, graphs)
    one.faults += _ill_typed(one.triples())


def _triples(quads: Iterable[ox.Quad]) -> list[ox.Triple]:
    """Return triples in order; the names of blank nodes, which are by chance, count for nothing."""
    found = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    return sorted(found, key=lambda triple: _BLANK.sub("_:", str(triple)))


def _names(quad: ox.Quad, one: Nanopub) -> bool:
    """Tell whether a triple of the head says what every head says."""
    if word_of(quad.subject) != one.iri:
        return False
    if quad.predicate.value == _TYPE:
        return word_of(quad.object) == NP + "Nanopublication"
    return any(
        quad.predicate.value == predicate and word_of(quad.object) == one.graphs.get(part)
        for part, predicate in PARTS.items()
    )


def _check_code(one: Nanopub, graphs: dict[str, list[ox.Quad]]) -> None:
    """Check that the code in the name and the signature are those of the text."""
    quads = [quad for name in set(one.graphs.values()) for quad in graphs.get(name, ())]
    code = code_in(one.iri)
    if code is not None and artifact_code(quads, code) != code:
        one.faults.append(f"its text is not the one that the code in its name stands for: {code}")
    signatures = [quad for quad in quads if quad.predicate.value == NPX + "hasSignature"]
    for quad in signatures:
        about = word_of(quad.subject)
        algorithms = [text.value for text in one.values("pubinfo", about, NPX + "hasAlgorithm")]
        keys = [text.value for text in one.values("pubinfo", about, NPX + "hasPublicKey")]
        if algorithms != ["RSA"] or not keys or not isinstance(quad.object, ox.Literal):
            one.unchecked = True
            continue
        text = normal_form((other for other in quads if other != quad), code or "\0")
        if is_signed_by(text, quad.object.value, keys[0]):
            one.key = keys[0]
        else:
            one.faults.append("its signature is not that of its text by the key that it names")


def _check_links(one: Nanopub) -> None:
    for part, wanted, word in (
        (
            "provenance",
            one.graphs.get("assertion"),
            "the provenance does not speak of the assertion",
        ),
        ("pubinfo", one.iri, "the publication info does not speak of the nanopublication"),
    ):
        held = one.said.get(part)
        if held and not any(wanted in (word_of(t.subject), word_of(t.object)) for t in held):
            one.faults.append(word)


def _ill_typed(triples: Iterable[ox.Triple]) -> Iterator[str]:
    for triple in triples:
        value = triple.object
        if isinstance(value, ox.Literal) and not _well_typed(value):
            kind = value.datatype.value.removeprefix(_XSD)
            yield f"a literal that is none of its datatype: {value.value[:40]!r} is no xsd:{kind}"


def _well_typed(value: ox.Literal) -> bool:
    pattern = _SPELLED.get(value.datatype.value)
    text = value.value.strip()
    if pattern is None:
        return True
    if not pattern.fullmatch(text):
        return False
    if value.datatype.value in (_XSD + "date", _XSD + "dateTime") and text[4:5] == "-":
        try:
            date.fromisoformat(text[:10])
        except ValueError:
            return text.startswith("0000")
    return True


def word_of(term: object) -> str:
    """Return the IRI of a node, a blank node as ``_:`` and its name; of a literal, nothing.

    >>> word_of(ox.NamedNode("http://e/a")), word_of(ox.Literal("a"))
    ('http://e/a', '')
    """
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    return term.value if isinstance(term, ox.NamedNode) else ""
