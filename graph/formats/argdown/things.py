"""What is no statement and no argument: agents, passages, figures, sources and other things.

They stand in tables of a ``whyso`` block, in the front matter or in the metadata of a heading:
``whyso: {agents: {mayor: The mayor}}``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.argdown.names import Names
from whyso.graph.formats.argdown.values import Term, literals, texts, understood
from whyso.graph.formats.argdown.words import AGENT, FIGURE, PASSAGE, SOURCE, Word, fold, full

__all__ = ["AGENTS", "TABLES", "Said", "Table", "agent_triples", "said_by", "thing_triples"]

Said = tuple[str, str, Term]
_TYPE: Final = full("rdf:type")
_LABEL: Final = full("rdfs:label")
_NAME: Final = full("foaf:name")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its words, and the classes of what stands in it.

    >>> Table({}, ("http://e/Agent",)).classes
    ('http://e/Agent',)
    """

    words: Mapping[str, Word]
    classes: tuple[str, ...]


# What an agent's word ``a`` may say, and the class.
AGENTS: Final[dict[str, str]] = {
    "person": full("foaf:Person"),
    "organization": full("foaf:Organization"),
    "group": full("foaf:Group"),
    "agent": full("foaf:Agent"),
}
TABLES: Final[dict[str, Table]] = {
    "sources": Table(SOURCE, (full("arg:Source"), full("prov:Entity"))),
    "agents": Table(AGENT, (full("foaf:Agent"), full("prov:Agent"))),
    "figures": Table(FIGURE, (full("arg:Quantity"),)),
    "passages": Table(PASSAGE, (full("arg:Passage"), full("oa:SpecificResource"))),
    "things": Table({}, ()),
    "encoding": Table(SOURCE, (full("prov:Entity"),)),
}
SPAN: Final = "-span"
_SELECTOR: Final = full("oa:hasSelector")
_PLACES: Final = {"start": full("oa:start"), "end": full("oa:end")}
_COUNT: Final = ox.NamedNode(full("xsd:nonNegativeInteger"))
_MAX: Final = 10**15


def said_by(
    subject: str, data: Mapping[str, Any], words: Mapping[str, Word], names: Names
) -> tuple[list[Said], dict[str, Any]]:
    """Return what words and short names of properties say, and the data that say nothing.

    >>> said_by("http://e/a", {"note": "warm", "color": "red"}, FIGURE, Names("http://e/"))[1]
    {'color': 'red'}
    """
    found: list[Said] = []
    left: dict[str, Any] = {}
    folded = {fold(name): word for name, word in words.items()}
    for key, value in data.items():
        word = folded.get(fold(key)) if isinstance(key, str) else None
        if word is not None:
            terms, property = understood(word, value, names), word.property
        else:
            named = names.curie(key) or names.absolute(key)
            terms = literals(value, names) if named is not None else None
            property = named.value if named is not None else ""
        if terms is None:
            left[key] = value
        else:
            found += ((subject, property, term) for term in terms)
    return found, left


def labels(
    subject: str, data: dict[str, Any], shown: str | None, names: Names
) -> tuple[list[Said], dict[str, Any]]:
    """Return the labels of a thing, and the data without what says them.

    ``label`` goes before what is *shown*; ``lang`` is the language of either; ``translations`` are
    further labels by language.

    >>> said, _ = labels("http://e/a", {"translations": {"zh": "茶"}}, "tea", Names("http://e/"))
    >>> [term.value for _, _, term in said]
    ['tea', '茶']
    """
    left = dict(data)
    lang = names.lang
    if "lang" in data:
        terms = texts({data["lang"]: "x"}, None) if isinstance(data["lang"], str) else None
        if terms is not None:
            del left["lang"]
            lang = terms[0].language if isinstance(terms[0], ox.Literal) else None
    found: list[Term] = []
    if "label" in data and data["label"] is None:
        del left["label"]
    elif "label" in data and (terms := texts(data["label"], lang)) is not None:
        del left["label"]
        found += terms
    elif shown is not None:
        found += texts(shown, lang) or []
    more = data.get("translations")
    if isinstance(more, Mapping) and (terms := texts(more, lang)) is not None:
        del left["translations"]
        found += terms
    return [(subject, _LABEL, term) for term in found], left


def types(
    subject: str, data: dict[str, Any], usual: list[str], names: Names
) -> tuple[list[Said], dict[str, Any]]:
    """Return the classes of a thing: those that ``type`` says, else the usual ones.

    >>> said, _ = types("http://e/a", {"type": "prov:Entity"}, [], Names("http://e/"))
    >>> said[0][2].value
    'http://www.w3.org/ns/prov#Entity'
    """
    left = dict(data)
    if "type" in data:
        given = data["type"] if isinstance(data["type"], list) else [data["type"]]
        found = [names.curie(one) or names.absolute(one) for one in given]
        if all(found):
            del left["type"]
            usual = [one.value for one in found if one is not None]
    return [(subject, _TYPE, ox.NamedNode(one)) for one in usual], left


def agent_triples(iri: str, said: Any, names: Names) -> tuple[list[Said], dict[str, Any]]:
    """Return what a row of the table of agents says: a name, or words.

    >>> said, _ = agent_triples("http://e/mayor", "The mayor", Names("http://e/"))
    >>> sorted(term.value for _, _, term in said)[:2]
    ['The mayor', 'The mayor']
    """
    data = dict(said) if isinstance(said, Mapping) else {"name": said}
    kind = data.get("a")
    usual = list(TABLES["agents"].classes)
    if isinstance(kind, str) and kind.lower() in AGENTS:
        del data["a"]
        usual[0] = AGENTS[kind.lower()]
    found, data = types(iri, data, usual, names)
    named = data.get("name")
    label = data.get("label")
    if "name" not in data and isinstance(label, str):
        data["name"] = label
    elif data.get("name", "") is None:
        del data["name"]
    shown = named if isinstance(named, str) and "label" not in data else None
    more, data = labels(iri, data, shown, names)
    rest, data = said_by(iri, data, AGENT, names)
    return [*found, *more, *rest], data


def thing_triples(
    table: str, iri: str, said: Any, names: Names, source: str | None
) -> tuple[list[Said], dict[str, Any]]:
    """Return what a row of a table says, and the data that say nothing.

    Args:
        table: its name.
        iri: what the row is about.
        said: the row.
        names: the names of the file.
        source: the one source of the file, which passages need not name.

    >>> row = {"start": 3, "end": 5, "language": "en"}
    >>> found, _ = thing_triples("passages", "http://e/p1", row, Names("http://e/"), None)
    >>> sorted({subject for subject, _, _ in found})
    ['http://e/p1', 'http://e/p1-span']
    """
    if table == "agents":
        return agent_triples(iri, said, names)
    data = dict(said) if isinstance(said, Mapping) else {"label": said}
    found, data = types(iri, data, list(TABLES[table].classes), names)
    more, data = labels(iri, data, None, names)
    found += more
    if table == "passages":
        found += _selector(iri, data, names)
        if "source" not in data and source is not None:
            found.append((iri, full("oa:hasSource"), ox.NamedNode(source)))
        elif data.get("source", "") is None:
            del data["source"]
    rest, data = said_by(iri, data, TABLES[table].words, names)
    return [*found, *rest], data


def _selector(iri: str, data: dict[str, Any], names: Names) -> list[Said]:
    places = {key: data.get(key) for key in _PLACES}
    if not all(type(place) is int and 0 <= place < _MAX for place in places.values()):
        return []
    own = data.pop("span", None)
    span = names.local(own).value if isinstance(own, str) and own else iri + SPAN
    found: list[Said] = [
        (iri, _SELECTOR, ox.NamedNode(span)),
        (span, _TYPE, ox.NamedNode(ontology.PREFIXES["oa"] + "TextPositionSelector")),
    ]
    for key, property in _PLACES.items():
        found.append((span, property, ox.Literal(str(data.pop(key)), datatype=_COUNT)))
    return found
