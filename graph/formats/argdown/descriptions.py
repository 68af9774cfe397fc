"""What is written of one node: the text, tags and metadata of an element, and rows of tables."""

from dataclasses import dataclass, field
from typing import Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.formats.argdown.elements import Elements
from whyso.graph.formats.argdown.escapes import escaped, one_line, plain_markup, tags_in
from whyso.graph.formats.argdown.facts import Facts
from whyso.graph.formats.argdown.kinds import CONFLICTS, STATEMENTS, iri, kinds_of
from whyso.graph.formats.argdown.names import Names
from whyso.graph.formats.argdown.reading import SPEAKER, shown_words
from whyso.graph.formats.argdown.things import AGENTS, SPAN, TABLES, agent_triples
from whyso.graph.formats.argdown.values import NO_LANGUAGE, Term, said_anyhow, unsaid
from whyso.graph.formats.argdown.words import NODE, Word, full

__all__ = ["Described", "Descriptions"]

_TYPE: Final = full("rdf:type")
_LABEL: Final = full("rdfs:label")
_NAME: Final = full("foaf:name")
_SELECTOR: Final = full("oa:hasSelector")
_ROLES: Final = frozenset(
    full(f"arg:{role}") for role in ("premise", "conclusion", "attacker", "target")
)


@dataclass(slots=True)
class Described:
    """An element as it is written: *text* is Argdown source, *others* are further wordings.

    >>> Described("Text.", ["claim"], {"note": "x"}).tags
    ['claim']
    """

    text: str = ""
    tags: list[str] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)


class Descriptions:
    """Describes the nodes of a graph, and takes from the facts what it says.

    Args:
        facts: what is said.
        names: the names of the file.
        elements: how the nodes stand in the file.
        carried: IRI to what was carried along for it.
        claims: whether claims have a tag, which they do not need.

    >>> from whyso.graph.formats.argdown.reading import read_argdown
    >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
    >>> facts = Facts(store)
    >>> elements = Elements(facts, Names("https://w3id.org/whyso/id/tea/"), {}, strict=False)
    >>> descriptions = Descriptions(facts, elements.names, elements, {})
    >>> descriptions.element("https://w3id.org/whyso/id/tea/a").text
    'Ay'
    """

    def __init__(
        self,
        facts: Facts,
        names: Names,
        elements: Elements,
        carried: dict[str, dict[str, Any]],
        *,
        claims: bool = True,
    ) -> None:
        self.claims = claims
        self.facts, self.names, self.elements, self.carried = facts, names, elements, carried

    def has_text(self, node: str) -> bool:
        """Tell whether an element has a text besides its title.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> elements = Elements(facts, Names("https://w3id.org/whyso/id/tea/"), {}, strict=False)
        >>> descriptions = Descriptions(facts, elements.names, elements, {})
        >>> descriptions.has_text("https://w3id.org/whyso/id/tea/a")
        True
        """
        title = self.elements.title(node)[1:-1]
        return any(term.value not in (title, "") for term in self.facts.all(node, _LABEL))

    def element(self, node: str) -> Described:
        """Return what is written of a statement or an argument.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> elements = Elements(facts, Names("https://w3id.org/whyso/id/tea/"), {}, strict=False)
        >>> descriptions = Descriptions(facts, elements.names, elements, {})
        >>> descriptions.element("https://w3id.org/whyso/id/tea/a").tags
        ['claim']
        """
        found = Described()
        elements = self.elements
        title = elements.title(node)[1:-1]
        kept = self.carried.get(node, {})
        self._take_carried(node)
        types = self.facts.types(node)
        if node in elements.structures:
            usual: set[str] = {iri("Inference")}
        else:
            known = CONFLICTS if node in elements.conflicts else STATEMENTS
            found.tags = [tag for tag, kind in known.items() if iri(kind) in types]
            underlies = bool(self.facts.all(node, full("arg:underlies")))
            kinds = [known[found.tags[0]]] if known is CONFLICTS else []
            usual = {iri(kind) for kind in kinds or kinds_of(found.tags, underlies)}
            if found.tags == ["claim"] and not self.claims:
                found.tags = []
        is_step = node in elements.structures or node in elements.conflicts
        if self.names.local(title).value != node and self.names.name(node) != f"<{title}>":
            found.data["id"] = self.names.name(node)
        self._types(node, types, usual, found.data)
        words = dict(NODE)
        if iri("Utterance") in usual:
            words["speaker"] = SPEAKER
        if node in elements.structures:
            del words["scheme"]
        note = words.pop("note")
        status = elements.status
        if status is not None and self.facts.nodes(node, words["status"].property) == [status]:
            self.facts.take(node, words.pop("status").property)
        self._words(node, words, found.data)
        self._text(node, title, is_step, kept, found)
        self._words(node, {"note": note}, found.data)
        without = _ROLES if is_step else frozenset()
        if node in elements.structures:
            without |= {full("arg:scheme")}
        self._anyhow(node, found.data, without)
        data = kept.get("data")
        for key, value in data.items() if isinstance(data, dict) else ():
            found.data.setdefault(key, value)
        tags, others = kept.get("tags"), kept.get("others")
        inside = tags_in(found.text)
        for tag in tags if isinstance(tags, list) else ():
            if isinstance(tag, str) and tag not in inside and tag and ")" not in tag:
                found.tags.append(tag)
        if isinstance(others, list):
            found.others = [other for other in others if isinstance(other, str) and other]
        return found

    def _take_carried(self, node: str) -> None:
        for property in (ontology.CARRIED + "argdown", ontology.CARRIED + "argdown-json"):
            self.facts.take(node, property)

    def _types(self, node: str, types: set[str], usual: set[str], data: dict[str, Any]) -> None:
        if types == usual:
            self.facts.take(node, _TYPE)
            return
        short = [self.names.short(one) or one for one in self.names_in_order(types)]
        readable = [one for one in short if self.names.curie(one) or self.names.absolute(one)]
        if readable and len(readable) == len(short):
            data["type"] = short[0] if len(short) == 1 else short
            self.facts.take(node, _TYPE)
        else:
            self.facts.take(node, _TYPE, [ox.NamedNode(one) for one in types & usual])

    def names_in_order(self, nodes: set[str]) -> list[str]:
        """Return IRIs in natural order.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> elements = Elements(facts, Names("https://w3id.org/whyso/id/tea/"), {}, strict=False)
        >>> descriptions = Descriptions(facts, elements.names, elements, {})
        >>> descriptions.names_in_order({"http://e/10", "http://e/9"})
        ['http://e/9', 'http://e/10']
        """
        return sorted(nodes, key=self.names.order_of)

    def _words(self, node: str, words: dict[str, Word], data: dict[str, Any]) -> None:
        for word in words.values():
            terms = self.facts.open(node, word.property)
            if not terms:
                continue
            value, left = unsaid(word, terms, self.names)
            if value is not None:
                data[word.name] = value
                self.facts.take(node, word.property, [term for term in terms if term not in left])

    def _anyhow(
        self, node: str, data: dict[str, Any], without: frozenset[str] = frozenset()
    ) -> None:
        """Say what no word says by the short names of properties."""
        for property in sorted(self.facts.properties(node)):
            terms = self.facts.open(node, property)
            key = self.names.short(property)
            if not terms or key is None or key in data:
                continue
            if property in (_TYPE, _LABEL, _SELECTOR) or property in without:
                continue
            value, left = said_anyhow(terms, self.names)
            if value is not None:
                data[key] = value
                self.facts.take(node, property, [term for term in terms if term not in left])

    def _label(self, node: str, data: dict[str, Any]) -> str | None:
        """Take the labels: return the one that is shown, put the others into the metadata."""
        by_language: dict[str | None, list[Term]] = {}
        for term in self.facts.all(node, _LABEL):
            if isinstance(term, ox.Literal) and (
                term.language or term.datatype.value == full("xsd:string")
            ):
                by_language.setdefault(term.language, []).append(term)
        if not by_language:
            return None
        own = self.names.lang
        for chosen in (own, "en", *sorted(by_language, key=str)):
            if chosen in by_language:
                break
        shown, *more = sorted(by_language.pop(chosen), key=self.names.order)
        self.facts.take(node, _LABEL, [shown])
        if chosen != own:
            data["lang"] = chosen or NO_LANGUAGE
        said: dict[str, Any] = {}
        for language, terms in sorted(by_language.items(), key=lambda pair: str(pair[0])):
            texts = [term.value for term in sorted(terms, key=self.names.order)]
            said[language or NO_LANGUAGE] = texts[0] if len(texts) == 1 else texts
            self.facts.take(node, _LABEL, terms)
        if more:
            said[chosen or NO_LANGUAGE] = [term.value for term in more]
            self.facts.take(node, _LABEL, more)
        if said:
            data["translations"] = said
        return shown.value

    def _text(
        self, node: str, title: str, is_step: bool, kept: dict[str, Any], found: Described
    ) -> None:
        usual = shown_words(title, title) if is_step else title
        shown: dict[str, Any] = {}
        label = self._label(node, shown)
        source = kept.get("text")
        if label is None:
            if usual is not None:
                found.data["label"] = None
        elif isinstance(source, str) and plain_markup(source) == label and label:
            found.text = source
        elif label == usual and source is None:
            pass
        else:
            line = one_line(label)
            found.text = escaped(line)
            if line != label or not line or (is_step and shown_words(line, title) is None):
                shown["label"] = label
        found.data |= shown

    # Rows of tables

    def row(self, table: str, node: str, only: str | None = None) -> dict[str, Any]:
        """Return the row of an agent, a passage, a figure, a source or another thing.

        The table ``encoding`` has one row, which is about the graph itself.

        Args:
            table: the table.
            node: what the row is about.
            only: the one source, which passages need not name.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> elements = Elements(facts, Names("https://w3id.org/whyso/id/tea/"), {}, strict=False)
        >>> descriptions = Descriptions(facts, elements.names, elements, {})
        >>> descriptions.row("things", "https://w3id.org/whyso/id/tea/a")
        {'type': 'arg:Claim', 'label': 'Ay'}
        """
        data: dict[str, Any] = {}
        self._take_carried(node)
        usual = set(TABLES[table].classes)
        types = self.facts.types(node)
        if table == "agents":
            for word, kind in AGENTS.items():
                if types == {kind, full("prov:Agent")} and word != "agent":
                    data["a"] = word
                    usual = types
        self._types(node, types, usual, data)
        shown: dict[str, Any] = {}
        label = self._label(node, shown)
        if label is not None:
            shown = {"label": label} | shown
        words = dict(TABLES[table].words)
        note = words.pop("note", None)
        rest: dict[str, Any] = {}
        if table == "agents":
            data = self._names(node, data, shown)
            words.pop("name")
        else:
            data |= shown
        if table == "passages":
            rest = self._places(node, only)
            if rest.get("source", "") is None:
                words.pop("source")
        self._words(node, words, data)
        data |= rest
        if note is not None:
            self._words(node, {"note": note}, data)
        self._anyhow(node, data)
        kept = self.carried.get(node, {}).get("data")
        for key, value in kept.items() if isinstance(kept, dict) else ():
            data.setdefault(key, value)
        return data

    def _names(self, node: str, data: dict[str, Any], shown: dict[str, Any]) -> dict[str, Any]:
        """Put an agent's name first; a label that is the same needs no words."""
        found: dict[str, Any] = {}
        self._words(node, {"name": TABLES["agents"].words["name"]}, found)
        name = found.get("name")
        if name is None and isinstance(shown.get("label"), str):
            found["name"] = None
        elif name is not None and not shown:
            found["label"] = None
        elif isinstance(name, str) and shown.get("label") == name and "lang" not in shown:
            del shown["label"]
        return found | data | shown

    def _places(self, node: str, only: str | None) -> dict[str, Any]:
        found: dict[str, Any] = {}
        selectors = self.facts.nodes(node, _SELECTOR)
        selector = selectors[0] if len(selectors) == 1 else node + SPAN
        name = self.names.name(selector)
        start = self.facts.all(selector, full("oa:start"))
        end = self.facts.all(selector, full("oa:end"))
        if (
            len(selectors) == 1
            and self.names.local(name).value == selector
            and self.facts.size(selector) == 3
            and self.facts.types(selector) == {full("oa:TextPositionSelector")}
            and len(start) == len(end) == 1
            and all(_counts(term) for term in (*start, *end))
        ):
            found = {"start": int(start[0].value), "end": int(end[0].value)}
            if selector != node + SPAN:
                found["span"] = name
            self.facts.take(node, _SELECTOR)
            for property in list(self.facts.properties(selector)):
                self.facts.take(selector, property)
        if only is not None:
            sources = self.facts.nodes(node, full("oa:hasSource"))
            if sources == [only]:
                self.facts.take(node, full("oa:hasSource"))
            elif not sources:
                found["source"] = None
        return found

    def is_only_named(self, node: str) -> bool:
        """Tell whether all that is said of an agent is its name, as reading a speaker says it.

        >>> from whyso.graph.formats.argdown.reading import read_argdown
        >>> store, _ = read_argdown(b"[a]: Ay\\n  + [b]: Bee", name="tea.argdown")
        >>> facts = Facts(store)
        >>> elements = Elements(facts, Names("https://w3id.org/whyso/id/tea/"), {}, strict=False)
        >>> descriptions = Descriptions(facts, elements.names, elements, {})
        >>> descriptions.is_only_named("https://w3id.org/whyso/id/tea/a")
        False
        """
        triples, _ = agent_triples(node, self.names.name(node), self.names)
        return self.facts.size(node) == len(triples) and all(
            term in self.facts.all(node, property) for _, property, term in triples
        )


def _counts(term: Term) -> bool:
    return (
        isinstance(term, ox.Literal)
        and term.datatype.value == full("xsd:nonNegativeInteger")
        and term.value.isdecimal()
        and term.value == str(int(term.value[:15]))
    )
