"""Names in an Argdown file and the IRIs that they stand for, both ways."""

import re
from functools import cache
from typing import Any, Final
from urllib.parse import quote, unquote

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.store.lines import natural

__all__ = ["Names", "schemes"]

_ABSOLUTE: Final = re.compile(r"(?:https?|urn|doi|tag|mailto|info):[^\s<>\"{}|\\^`]+")
_CURIE: Final = re.compile(r"([A-Za-z][\w.-]*):([\w.-]*[\w-])")
_SAFE: Final = "-._~!$&'()*+,;=:@"
_RULE: Final = "scheme-"


class Names:
    """The names of a file: a local name is a title or an id, others are whole IRIs.

    Args:
        space: the namespace of the local names.
        lang: the language of the file, if it has one.
        prefixes: further short names.

    Attributes:
        declared: IRIs of what the file describes.
        titles: title to IRI, where an element has another id.
        agents: IRI to name, of agents that are only named.
        rules: IRI to name, of schemes that are only named.

    >>> names = Names("http://e/")
    >>> names.local("free trams").value, names.name("http://e/free%20trams")
    ('http://e/free%20trams', 'free trams')
    """

    def __init__(
        self, space: str, *, lang: str | None = None, prefixes: dict[str, str] | None = None
    ) -> None:
        self.space, self.lang = space, lang
        self.prefixes = ontology.PREFIXES | (prefixes or {})
        self.declared: set[str] = set()
        self.titles: dict[str, str] = {}
        self.agents: dict[str, str] = {}
        self.rules: dict[str, str] = {}
        self._spaces = {iri: prefix for prefix, iri in self.prefixes.items() if iri}

    def local(self, name: str) -> ox.NamedNode:
        """Return what a name stands for: an IRI, or a name in the namespace.

        >>> Names("http://e/").local("urn:x:1").value
        'urn:x:1'
        """
        found = self.absolute(name)
        if found is not None:
            return found
        whole = name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return ox.NamedNode(self.space + quote(whole, safe=_SAFE))

    def known(self, name: str) -> ox.NamedNode | None:
        """Return what a name stands for if it is an IRI or names something that is described.

        >>> Names("http://e/").known("nobody") is None
        True
        """
        if name in self.titles:
            return ox.NamedNode(self.titles[name])
        found = self.local(name)
        if found.value in self.declared or self.absolute(name) is not None:
            return found
        return None

    def agent(self, name: str) -> ox.NamedNode:
        """Return an agent of whom nothing is said but the name.

        >>> Names("http://e/").agent("the mayor").value
        'http://e/the%20mayor'
        """
        found = self.local(name)
        self.agents.setdefault(found.value, name)
        return found

    def scheme(self, name: str) -> ox.NamedNode:
        """Return the scheme of that name, one of the ontology's or one of the file's own.

        >>> Names("http://e/").scheme("practical reasoning").value[-18:]
        'PracticalReasoning'
        """
        iri = schemes().get(re.sub(r"[^a-z]", "", name.lower()))
        if iri is not None:
            return ox.NamedNode(iri)
        found = self.absolute(name)
        if found is not None:
            return found
        found = self.local(_RULE + name)
        self.rules.setdefault(found.value, name)
        return found

    def scheme_name(self, iri: str) -> str:
        """Return the name of a scheme, such that :meth:`scheme` gives it back.

        >>> Names("http://e/").scheme_name("http://e/scheme-Modus%20ponens")
        'Modus ponens'
        """
        if iri in _titles():
            return _titles()[iri]
        name = self.name(iri)
        return name.removeprefix(_RULE) if name.startswith(_RULE) else iri

    def absolute(self, name: Any) -> ox.NamedNode | None:
        """Return a whole IRI as such.

        >>> Names("http://e/").absolute("free trams") is None
        True
        """
        if isinstance(name, str) and _ABSOLUTE.fullmatch(name):
            try:
                return ox.NamedNode(name)
            except ValueError:
                return None
        return None

    def curie(self, name: Any) -> ox.NamedNode | None:
        """Return what a short name stands for.

        >>> Names("http://e/").curie("unit:USD").value
        'http://qudt.org/vocab/unit/USD'
        """
        match = _CURIE.fullmatch(name) if isinstance(name, str) else None
        if match is None or match[1] not in self.prefixes:
            return None
        return ox.NamedNode(self.prefixes[match[1]] + match[2])

    def short(self, iri: str) -> str | None:
        """Return the short name of an IRI, if there is one.

        >>> Names("http://e/").short("http://qudt.org/vocab/unit/USD")
        'unit:USD'
        """
        end = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._spaces.get(iri[:end])
        name = f"{prefix}:{iri[end:]}"
        found = self.curie(name) if prefix else None
        return name if found is not None and found.value == iri else None

    def name(self, iri: str) -> str:
        """Return a node's name: local if it is in the namespace, else the whole IRI.

        >>> Names("http://e/").name("http://f/c1")
        'http://f/c1'
        """
        if iri.startswith(self.space):
            name = unquote(iri[len(self.space) :])
            if name and self.local(name).value == iri:
                return name
        return iri

    def order_of(self, iri: str) -> tuple[str, str]:
        """Return a sort key for IRIs: by names in natural order.

        >>> Names("http://e/").order_of("http://e/c1")[1]
        'http://e/c1'
        """
        return natural(self.name(iri)), iri

    def order(self, term: Any) -> tuple[int, str, str]:
        """Return a sort key: texts first, names in natural order.

        >>> names = Names("http://e/")
        >>> sorted([ox.NamedNode("http://e/c10"), ox.NamedNode("http://e/c9")], key=names.order)[0]
        <NamedNode value=http://e/c9>
        """
        if isinstance(term, ox.NamedNode):
            return 1, natural(self.name(term.value)), term.value
        return 0, "" if term.language == self.lang else str(term.language or ""), str(term)


@cache
def schemes() -> dict[str, str]:
    """Return the ontology's schemes, a name without blanks and capitals to the IRI.

    >>> schemes()["argumentfromvalues"]
    'https://w3id.org/whyso/ontology#ArgumentFromValues'
    """
    found = {}
    for iri, title in _titles().items():
        found[re.sub(r"[^a-z]", "", title.lower())] = iri
        found[iri.removeprefix(ontology.ARG).lower()] = iri
    return found


@cache
def _titles() -> dict[str, str]:
    """Return the ontology's schemes, IRI to English label."""
    text = ontology.file("ontology.ttl")
    said = re.findall(r'(?m)^arg:(\w+)\n    a arg:Scheme(?:.|\n)*?rdfs:label "([^"]+)"@en', text)
    return {ontology.ARG + name: title for name, title in said}
