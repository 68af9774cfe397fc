"""Values of metadata as RDF terms, and RDF terms as values of metadata."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.argdown.names import Names
from whyso.graph.formats.argdown.words import CONCEPTS, Word, fold

__all__ = ["NO_LANGUAGE", "Term", "literals", "said_anyhow", "said_texts", "texts", "understood"]
__all__ += ["unsaid"]

Term = ox.NamedNode | ox.Literal
_XSD: Final = ontology.PREFIXES["xsd"]
_TIMES: Final = (
    ("gYear", re.compile(r"-?\d{4,9}")),
    ("gYearMonth", re.compile(r"-?\d{4,9}-\d\d")),
    ("date", re.compile(r"-?\d{4,9}-\d\d-\d\d")),
    ("dateTime", re.compile(r"-?\d{4,9}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")),
)
_MIDNIGHT: Final = re.compile(r"(-?\d{4,9}-\d\d-\d\d)[T ]00:00:00(?:\.0+)?(?:Z|\+00:00)?")
_LARGEST: Final = 2**53
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)T00:00:00\.000Z")
_INTEGER: Final = re.compile(r"-?(?:0|[1-9]\d{0,39})")
_DECIMAL: Final = re.compile(r"-?(?:0|[1-9]\d{0,14})\.\d{0,15}[1-9]")
_DURATION: Final = re.compile(r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?:\d+[HMS]){1,3})?")
NO_LANGUAGE: Final = "none"


def understood(word: Word, value: Any, names: Names) -> list[Term] | None:
    """Return what a word says, or None where the value is not of its kind.

    >>> from whyso.graph.formats.argdown.words import NODE
    >>> names = Names("http://e/", lang="en")
    >>> understood(NODE["certainty"], "plain", names)
    [<NamedNode value=https://w3id.org/whyso/ontology#plain>]
    >>> understood(NODE["certainty"], "firm", names) is None
    True
    """
    if word.kind == "text":
        return texts(value, names.lang)
    values = value if isinstance(value, list) else [value]
    read = _READ[word.kind]
    found: list[Term] = []
    for one in values:
        term = read(word, one, names)
        if term is None:
            return None
        found.append(term)
    return found or None


def texts(value: Any, lang: str | None) -> list[Term] | None:
    """Return the texts of a value: a text, several, or texts by language.

    >>> texts({"zh": "茶"}, "en")
    [<Literal value=茶 language=zh>]
    """
    if isinstance(value, Mapping):
        found: list[Term] = []
        for language, more in value.items():
            if not _is_language(language) or isinstance(more, Mapping):
                return None
            terms = texts(more, None if language == NO_LANGUAGE else language.lower())
            if terms is None:
                return None
            found += terms
        return found or None
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(one, (str, int, float)) for one in values):
        return None
    return [_literal(_shown(one), lang) for one in values]


def _is_language(name: Any) -> bool:
    try:
        return isinstance(name, str) and bool(ox.Literal("", language=name))
    except ValueError:
        return False


def _literal(text: str, lang: str | None) -> ox.Literal:
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return ox.Literal(whole, language=lang) if lang else ox.Literal(whole)


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _node(word: Word, value: Any, names: Names) -> Term | None:
    return names.known(_shown(value)) if isinstance(value, (str, int)) else None


def _agent(word: Word, value: Any, names: Names) -> Term | None:
    if not isinstance(value, (str, int)) or not _shown(value).strip():
        return None
    return names.known(_shown(value)) or names.agent(_shown(value))


def _concept(word: Word, value: Any, names: Names) -> Term | None:
    if isinstance(value, str):
        for concept in CONCEPTS[word.property]:
            if fold(concept) == fold(value):
                return ox.NamedNode(ontology.ARG + concept)
    return names.absolute(value)


def _scheme(word: Word, value: Any, names: Names) -> Term | None:
    return names.scheme(value) if isinstance(value, str) and value.strip() else None


def _iri(word: Word, value: Any, names: Names) -> Term | None:
    return names.absolute(value) or names.curie(value)


def _typed(text: str, kind: str) -> Term:
    return ox.Literal(text, datatype=ox.NamedNode(_XSD + kind))


def _string(word: Word, value: Any, names: Names) -> Term | None:
    return _literal(_shown(value), None) if isinstance(value, (str, int, float)) else None


def _boolean(word: Word, value: Any, names: Names) -> Term | None:
    return _typed(_shown(value), "boolean") if isinstance(value, bool) else None


def _number(word: Word, value: Any, names: Names) -> Term | None:
    if isinstance(value, bool):
        return None
    text = str(value)
    if _INTEGER.fullmatch(text):
        return _typed(text, "integer")
    return _typed(text, "decimal") if _DECIMAL.fullmatch(text) else None


def _decimal(word: Word, value: Any, names: Names) -> Term | None:
    if isinstance(value, (int, float)) and (term := _number(word, value, names)):
        return _typed(term.value, "decimal")
    return None


def _integer(word: Word, value: Any, names: Names) -> Term | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return _number(word, value, names)
    return None


def _time(word: Word, value: Any, names: Names) -> Term | None:
    text = str(value)
    midnight = _MIDNIGHT.fullmatch(text)
    text = midnight[1] if midnight else text
    for kind, form in _TIMES:
        if form.fullmatch(text):
            return _typed(text, kind)
    return None


def _duration(word: Word, value: Any, names: Names) -> Term | None:
    return _typed(value, "duration") if _DURATION.fullmatch(str(value)) else None


_READ: Final[dict[str, Callable[[Word, Any, Names], Term | None]]] = {
    "node": _node,
    "agent": _agent,
    "concept": _concept,
    "scheme": _scheme,
    "iri": _iri,
    "string": _string,
    "boolean": _boolean,
    "number": _number,
    "decimal": _decimal,
    "integer": _integer,
    "time": _time,
    "duration": _duration,
}


def literals(value: Any, names: Names) -> list[Term] | None:
    """Return what the value of a property written by its short name says.

    >>> names = Names("http://e/")
    >>> literals(["<unit:USD>", 3], names)[0].value
    'http://qudt.org/vocab/unit/USD'
    """
    if isinstance(value, Mapping):
        return texts(value, names.lang)
    found: list[Term] = []
    for one in value if isinstance(value, list) else [value]:
        term: Term | None = None
        if isinstance(one, bool):
            term = _typed(_shown(one), "boolean")
        elif isinstance(one, (int, float)):
            term = _number(_ANY, one, names)
        elif isinstance(one, str) and one[:1] == "<" and one[-1:] == ">":
            inner = one[1:-1]
            term = names.absolute(inner) or names.curie(inner) or names.local(inner)
        elif isinstance(one, str) and (match := _TYPED.fullmatch(one)):
            kind = names.curie(match[2])
            term = ox.Literal(match[1], datatype=kind) if kind else None
        elif isinstance(one, str) and (day := _DAY.fullmatch(one)):
            term = _typed(day[1], "date")  # what YAML makes of 2026-11-26
        elif isinstance(one, str):
            term = _literal(one, None)
        if term is None:
            return None
        found.append(term)
    return found or None


_ANY: Final = Word("", "", "")
_TYPED: Final = re.compile(r"(.*)\^\^([A-Za-z][\w.-]*:[\w.-]+)", re.DOTALL)


# From RDF to metadata


def unsaid(word: Word, terms: Iterable[Term], names: Names) -> tuple[Any, list[Term]]:
    """Return the value that says terms by a word, and the terms that it cannot say.

    >>> from whyso.graph.formats.argdown.words import NODE
    >>> names = Names("http://e/")
    >>> unsaid(NODE["certainty"], [ox.NamedNode(ontology.ARG + "plain")], names)
    ('plain', [])
    """
    ordered = sorted(terms, key=names.order)
    if word.kind == "text":
        return said_texts(ordered, names.lang)
    said, left = [], []
    for term in ordered:
        value = _said(word, term, names)
        if value is not None and understood(word, value, names) == [term]:
            said.append(value)
        else:
            left.append(term)
    if not said:
        return None, left
    return (said[0] if len(said) == 1 else said), left


def said_texts(terms: Iterable[Term], lang: str | None) -> tuple[Any, list[Term]]:
    """Return texts as a value of :func:`texts`, and the terms that are no texts.

    >>> said_texts([ox.Literal("tea", language="en")], "en")
    ('tea', [])
    """
    by_language: dict[str, list[str]] = {}
    left = []
    for term in terms:
        plain = isinstance(term, ox.Literal) and term.datatype.value == _XSD + "string"
        if isinstance(term, ox.Literal) and (term.language or plain):
            by_language.setdefault(term.language or NO_LANGUAGE, []).append(term.value)
        else:
            left.append(term)
    if not by_language:
        return None, left
    one = {key: many[0] if len(many) == 1 else many for key, many in by_language.items()}
    if list(one) == [lang or NO_LANGUAGE]:
        return next(iter(one.values())), left
    return one, left


def _said(word: Word, term: Term, names: Names) -> Any:
    if isinstance(term, ox.NamedNode):
        if word.kind == "concept":
            return _spaced(term.value.removeprefix(ontology.ARG))
        if word.kind == "scheme":
            return names.scheme_name(term.value)
        if word.kind == "iri":
            return names.short(term.value) or term.value
        name = names.name(term.value)
        if names.known(name) is None and term.value not in names.agents:
            return term.value  # not described in the file: only the whole IRI names it
        return name
    kind = term.datatype.value.removeprefix(_XSD)
    if kind == "boolean":
        return term.value == "true"
    if word.kind in ("decimal", "integer", "number"):
        return _value(term.value)
    return term.value


def _value(text: str) -> int | float | str:
    if _INTEGER.fullmatch(text):  # YAML knows larger numbers, but stock Argdown does not
        return int(text) if abs(int(text)) <= _LARGEST else text
    return float(text) if _DECIMAL.fullmatch(text) else text


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", lambda match: " " + match[1].lower(), name)


def said_anyhow(terms: Iterable[Term], names: Names) -> tuple[Any, list[Term]]:
    """Return a value for a property written by its short name, and what it cannot say.

    >>> names = Names("http://e/")
    >>> said_anyhow([ox.NamedNode("http://e/c1"), ox.Literal("x")], names)
    (['x', '<c1>'], [])
    """
    ordered = sorted(terms, key=names.order)
    if any(isinstance(term, ox.Literal) and term.language for term in ordered):
        return said_texts(ordered, names.lang)
    said, left = [], []
    for term in ordered:
        value: Any = None
        if isinstance(term, ox.NamedNode):
            value = f"<{names.short(term.value) or names.name(term.value)}>"
        elif term.datatype.value in (_XSD + "integer", _XSD + "decimal"):
            value = _value(term.value)
        elif term.datatype.value == _XSD + "boolean":
            value = term.value == "true"
        elif term.datatype.value == _XSD + "string":
            value = term.value
        elif short := names.short(term.datatype.value):
            value = f"{term.value}^^{short}"
        if value is not None and literals(value, names) == [term]:
            said.append(value)
        else:
            left.append(term)
    if not said:
        return None, left
    return (said[0] if len(said) == 1 else said), left
