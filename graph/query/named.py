"""The queries that ship with whyso, and what their headers say of them."""

import re
from dataclasses import dataclass
from functools import cache

from whyso import ontology
from whyso.graph.errors import UnknownNameError

__all__ = ["NamedQuery", "Parameter", "named_queries", "named_query"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query: *name*, *type* (``iri`` or ``string``) and what it is."""

    name: str
    type: str
    description: str
    description_zh: str = ""

    def described(self, lang: str) -> str:
        """Return what it is, in Chinese or else in English.

        >>> named_query("figures").parameters[0].described("zh")
        '含有该数字的陈述（留空则为全部）。'
        """
        return (self.description_zh if lang == "zh" else "") or self.description


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query that ships with whyso, with what its header says."""

    name: str
    title: str
    title_zh: str
    description: str
    description_zh: str
    parameters: tuple[Parameter, ...]
    number: int | None
    text: str

    def titled(self, lang: str) -> str:
        """Return its title, in Chinese or else in English.

        >>> named_query("figures").titled("zh"), named_query("figures").titled("fr")
        ('数字', 'Figures')
        """
        return (self.title_zh if lang == "zh" else "") or self.title

    def described(self, lang: str) -> str:
        """Return what it finds, in Chinese or else in English.

        >>> named_query("schemes").described("zh")
        '每种论证型式，以及遵循它的步骤数。'
        """
        return (self.description_zh if lang == "zh" else "") or self.description


@cache
def named_queries() -> dict[str, NamedQuery]:
    """Return the named queries by name.

    >>> len(named_queries()) >= 25
    True
    """
    return {name: _named(name, text) for name, text in ontology.queries().items()}


def named_query(name: str) -> NamedQuery:
    """Return one named query.

    Raises:
        UnknownNameError: there is none of that name; carries the nearest names.

    >>> named_query("answers").parameters[0].type
    'iri'
    """
    try:
        return named_queries()[name]
    except KeyError:
        raise UnknownNameError("query", name, named_queries()) from None


def _named(name: str, text: str) -> NamedQuery:
    header = re.findall(r"(?m)^# ([\w@]+): (.*)$", text)
    said = dict(header)
    zh = dict(_parts(value, 1) for key, value in header if key == "parameter@zh")
    parameters = tuple(
        Parameter(of, type, text, zh.get(of, ""))
        for of, type, text in (_parts(value, 2) for key, value in header if key == "parameter")
    )
    return NamedQuery(
        name,
        said.get("title", name),
        said.get("title@zh", ""),
        said.get("description", ""),
        said.get("description@zh", ""),
        parameters,
        int(said["number"]) if "number" in said else None,
        text,
    )


def _parts(value: str, bars: int) -> list[str]:
    return [part.strip() for part in value.split("|", bars)]
