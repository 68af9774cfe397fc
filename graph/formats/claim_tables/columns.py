"""Columns of a table of claims: what each one says, and what it is called."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Final

from whyso import ontology
from whyso.graph.network import KINDS, ROLES

__all__ = ["CLASSES", "CONCEPTS", "LINKS", "SHORT", "Column", "class_named", "class_word"]
__all__ += ["column_of", "concept_named", "expanded", "header_of", "known_headers", "nearest"]
__all__ += ["schemes", "shortened"]

_P: Final = ontology.PREFIXES

# Columns that point to other rows, by name, and the property each stands for.
LINKS: Final[dict[str, str]] = {
    re.sub(r"([A-Z])", r"_\1", role).lower(): iri for role, iri in ROLES.items()
} | {
    "premises": ontology.ARG + "premise",
    "parts": _P["dcterms"] + "hasPart",
    "scheme": ontology.ARG + "scheme",
    "asserted_by": ontology.ARG + "assertedBy",
    "speaker": ontology.ARG + "speaker",
    "concedes": ontology.ARG + "concedes",
    "passages": ontology.ARG + "hasPassage",
    "quantities": ontology.ARG + "hasQuantity",
}
del LINKS["premise"], LINKS["has_part"]
# Columns that stand for a step: the kind of step, and the property of its two ends.
SHORT: Final[dict[str, str]] = {
    "supports": "Inference",
    "attacks": "Conflict",
    "rebuts": "Rebuttal",
    "undermines": "Undermining",
    "undercuts": "Undercut",
}
_TEXTS: Final = {
    "text": _P["rdfs"] + "label",
    "note": _P["skos"] + "note",
    "name": _P["foaf"] + "name",
}
# Columns whose values are terms of the ontology by their last part.
CONCEPTS: Final[dict[str, tuple[str, ...]]] = {
    "status": ("stated", "quoted", "reconstructed", "superseded"),
    "certainty": ("categorical", "strong", "plain", "hedged", "possible"),
    "bound": (
        *("exactly", "approximately", "moreThan", "atLeast", "lessThan", "atMost"),
        "orderOfMagnitude",
    ),
}
_TERMS: Final = {name: ontology.ARG + name for name in CONCEPTS}
_DECIMALS: Final = {"confidence": ontology.ARG + "confidence"}
_OWN: Final = ("id", "kind", "graph", "from", "relation", "to", "via")
_ALSO: Final[dict[str, str]] = {
    **dict.fromkeys(("nr", "no", "number", "key", "identifier", "name_id"), "id"),
    **dict.fromkeys(("type", "class"), "kind"),
    **dict.fromkeys(("claim", "statement", "label", "sentence", "content", "wording"), "text"),
    **dict.fromkeys(("who", "by", "author", "said_by", "speakers"), "speaker"),
    **dict.fromkeys(("question", "answer_to", "answers_to"), "answers"),
    **dict.fromkeys(("support", "supports_claim", "reason_for", "pro"), "supports"),
    **dict.fromkeys(("attack", "contradicts", "against", "objects_to", "con"), "attacks"),
    **dict.fromkeys(("premise",), "premises"),
    **dict.fromkeys(("has_part", "part"), "parts"),
    **dict.fromkeys(("notes", "comment", "comments", "remark"), "note"),
    **dict.fromkeys(("passage",), "passages"),
    **dict.fromkeys(("url", "link", "source"), "source"),
    **dict.fromkeys(("rel", "link_type"), "relation"),
    **dict.fromkeys(("step", "step_id"), "via"),
    **dict.fromkeys(("target_id",), "to"),
    **dict.fromkeys(("sure", "confidence_of_annotator"), "confidence"),
}
# Words for classes; what is in neither list is written as a CURIE or an IRI.
CLASSES: Final[dict[str, str]] = {
    **{kind.replace("_", " "): ontology.ARG + name for name, kind in KINDS.items()},
    **{word.lower(): ontology.ARG + word for word in ("Passage", "Source", "Quantity", "Scheme")},
    **{word.lower(): _P["foaf"] + word for word in ("Person", "Organization", "Agent")},
}
_WORDS: Final = {iri: word for word, iri in CLASSES.items()}
_WORDS_TOO: Final[dict[str, str]] = {
    **dict.fromkeys(("position", "thesis", "argument", "answer", "conclusion"), "claim"),
    **dict.fromkeys(("fact", "datum", "observation"), "evidence"),
    **dict.fromkeys(("prediction", "promise"), "forecast"),
    **dict.fromkeys(("issue",), "question"),
    **dict.fromkeys(("support", "step"), "inference"),
    **dict.fromkeys(("attack", "objection"), "conflict"),
    **dict.fromkeys(("organisation", "company", "party"), "organization"),
    **dict.fromkeys(("speech", "quote", "quotation"), "utterance"),
} | {"promise": "commitment"}
_HEADER: Final = re.compile(
    r"(?P<property><[^<>\s]+>|[A-Za-z][\w-]*:[^\s@^()]+)"
    r"(?:@(?P<lang>[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)|\^\^(?P<type><[^<>\s]+>|[^\s()]+)|(?P<ids>\s*\(ids\)))?"
    r"(?:\s+\d+)?"
)
_LANG: Final = re.compile(r"(text|note|name)_([a-z]{2,3}(?:_[a-z]{4})?(?:_[a-z]{2})?)(?:_\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column says.

    *what* is ``own`` (the row itself: id, kind ...), ``step``, ``link``, ``concept``, ``number``,
    ``text``, ``source`` (an address or a text) or ``unknown``; *name* is its plain name, *iri* the
    property, *lang* and *type* the language or the datatype of its texts.
    """

    what: str
    name: str
    iri: str = ""
    lang: str | None = None
    type: str | None = None


@lru_cache(maxsize=1_000)
def column_of(header: str) -> Column:
    """Return what a column says, by its header.

    >>> column_of("Text (EN)"), column_of("supports").what
    (Column(what='text', name='text', iri='http://www.w3.org/2000/01/rdf-schema#label', lang='en', \
type=None), 'step')
    >>> column_of("dcterms:created^^xsd:date").type
    'http://www.w3.org/2001/XMLSchema#date'
    """
    found = _HEADER.fullmatch(header.strip())
    if found and (iri := expanded(found["property"])):
        if found["ids"]:
            return Column("link", header, iri)
        kind = expanded(found["type"]) if found["type"] else None
        return Column("text", header, iri, found["lang"] and found["lang"].lower(), kind)
    plain = re.sub(r"[^\w]+", "_", header.strip().lower()).strip("_")
    plain = re.sub(r"(?<=[a-z])_\d{1,3}$", "", plain)
    plain = _ALSO.get(plain, plain)
    for what, names in (("link", LINKS), ("concept", _TERMS), ("number", _DECIMALS)):
        if plain in names:
            return Column(what, plain, names[plain])
    if plain in _OWN:
        return Column("own", plain)
    if plain in SHORT:
        return Column("step", plain)
    if plain == "source":
        return Column("source", plain, _P["dcterms"] + "source")
    if plain in _TEXTS:
        return Column("text", plain, _TEXTS[plain])
    told = _LANG.fullmatch(plain)
    if told:
        return Column("text", told[1], _TEXTS[told[1]], told[2].replace("_", "-"))
    return Column("unknown", header.strip())


def header_of(iri: str, lang: str | None = None, type: str | None = None, ids: bool = False) -> str:
    """Return the header of a property's column; :func:`column_of` is the way back.

    >>> header_of("http://www.w3.org/2004/02/skos/core#note", "zh-hant")
    'note_zh-hant'
    >>> header_of("http://purl.org/dc/terms/license", ids=True)
    'dcterms:license (ids)'
    """
    plain = _NAMES.get((iri, ids))
    if plain in _DECIMALS and type != _P["xsd"] + "decimal":
        plain = None
    header = plain or shortened(iri)
    if lang:
        named = f"{header}_{lang}" if plain else f"{header}@{lang}"
        return named if column_of(named).lang == lang else f"{shortened(iri)}@{lang}"
    if type:
        return header if plain in _DECIMALS else f"{shortened(iri)}^^{shortened(type)}"
    return header if plain or not ids else f"{header} (ids)"


@lru_cache(maxsize=1_000)
def nearest(word: str, words: tuple[str, ...]) -> str | None:
    """Return the word of a list that is most like one that is not in it.

    >>> nearest("suports", tuple(SHORT)), nearest("tea", tuple(SHORT))
    ('supports', None)
    """
    found = get_close_matches(word.lower()[:100], words, n=1, cutoff=0.75)
    return found[0] if found else None


def known_headers() -> tuple[str, ...]:
    """Return the names of the columns that are known.

    >>> "supports" in known_headers()
    True
    """
    return (*_OWN, *_TEXTS, *LINKS, *SHORT, *_TERMS, *_DECIMALS, "source")


def concept_named(column: str, word: str) -> str | None:
    """Return the term of a list of the ontology by its name, in small letters or not.

    >>> concept_named("bound", "at least").rsplit("#")[-1], concept_named("status", "no")
    ('atLeast', None)
    """
    plain = re.sub(r"[\W_]+", "", word).lower()
    found = (term for term in CONCEPTS[column] if term.lower() == plain)
    return next((ontology.ARG + term for term in found), None)


def class_named(word: str) -> str | None:
    """Return the class that a word, a CURIE or an IRI in angle brackets stands for.

    >>> class_named("Underlying question").rsplit("#")[-1], class_named("foaf:Group")
    ('UnderlyingQuestion', 'http://xmlns.com/foaf/0.1/Group')
    """
    plain = re.sub(r"[\s_-]+", " ", word).strip().lower()
    plain = _WORDS_TOO.get(plain, plain)
    return CLASSES.get(plain) or expanded(word.strip())


def class_word(iri: str) -> str:
    """Return the word for a class, or its CURIE or IRI.

    >>> class_word("http://xmlns.com/foaf/0.1/Person")
    'person'
    """
    return _WORDS.get(iri) or shortened(iri)


@cache
def schemes() -> dict[str, str]:
    """Return the argument schemes of the ontology: their names in small letters to their IRIs.

    >>> schemes()["argumentfromsign"].rsplit("#")[-1]
    'ArgumentFromSign'
    """
    names = re.findall(r"(?m)^arg:(\w+)\s+a arg:Scheme\b", ontology.file("ontology.ttl"))
    return {name.lower(): ontology.ARG + name for name in names}


def expanded(name: str) -> str | None:
    """Return the IRI that a CURIE, or an IRI in angle brackets, stands for.

    >>> expanded("foaf:name"), expanded("<http://e/a>"), expanded("c1")
    ('http://xmlns.com/foaf/0.1/name', 'http://e/a', None)
    """
    if name.startswith("<") and name.endswith(">"):
        return name[1:-1]
    prefix, colon, local = name.partition(":")
    return _P[prefix] + local if colon and local and prefix in _P else None


def shortened(iri: str) -> str:
    """Return a CURIE by the prefixes of the ontology, or the IRI in angle brackets.

    >>> shortened("http://xmlns.com/foaf/0.1/name"), shortened("http://e/a")
    ('foaf:name', '<http://e/a>')
    """
    for prefix, start in _P.items():
        if iri.startswith(start) and _LOCAL.fullmatch(iri, len(start)):
            return f"{prefix}:{iri[len(start) :]}"
    return f"<{iri}>"


_LOCAL: Final = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_NAMES: Final[dict[tuple[str, bool], str]] = {
    **{(iri, True): name for name, iri in LINKS.items()},
    **{(iri, False): name for name, iri in _TEXTS.items()},
    **{(iri, True): name for name, iri in _TERMS.items()},
    **{(iri, False): name for name, iri in _DECIMALS.items()},
}
