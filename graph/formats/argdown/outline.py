"""Under which headings the elements of a file stand, and in which order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from whyso.graph.formats.argdown.elements import Elements
from whyso.graph.formats.argdown.escapes import escaped, one_line
from whyso.graph.formats.argdown.facts import Facts
from whyso.graph.formats.argdown.kinds import iri
from whyso.graph.formats.argdown.words import full

__all__ = ["Heading", "by_question", "carried_outline"]

_ANSWERS: Final = full("arg:answers")
_UNDERLIES: Final = full("arg:underlies")
_PARTS: Final = full("dcterms:hasPart")
_QUESTIONS: Final = frozenset({iri("Question"), iri("UnderlyingQuestion")})
_DEEPEST: Final = 6


@dataclass(slots=True)
class Heading:
    """A heading and the elements under it, by IRI; *title* is Argdown source, empty for none.

    >>> Heading("Tea").level
    1
    """

    title: str
    level: int = 1
    tags: list[str] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    nodes: list[str] = field(default_factory=list)


def carried_outline(said: Any, elements: Elements) -> list[Heading]:
    """Return the headings that were carried along, with those of their elements that are there.

    >>> from whyso.graph.formats.argdown.names import Names
    >>> from whyso.graph.store import Store
    >>> elements = Elements(Facts(Store()), Names("http://e/"), {}, strict=False)
    >>> carried_outline([{"title": "Tea", "level": 2, "nodes": ["gone"]}], elements)
    [Heading(title='Tea', level=2, tags=[], data={}, nodes=[])]
    """
    found = []
    known = elements.statements.keys() | elements.arguments.keys()
    for one in said if isinstance(said, list) else ():
        if not isinstance(one, dict):
            continue
        names = one.get("nodes")
        nodes = [
            elements.names.local(name).value
            for name in (names if isinstance(names, list) else ())
            if isinstance(name, str)
        ]
        title, level = one.get("title"), one.get("level")
        tags, data = one.get("tags"), one.get("data")
        found.append(
            Heading(
                title if isinstance(title, str) else "",
                level if isinstance(level, int) and 0 < level < 100 else 1,
                [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else [],
                data if isinstance(data, dict) else {},
                [node for node in nodes if node in known],
            )
        )
    return found


def by_question(facts: Facts, elements: Elements) -> list[Heading]:
    """Return one heading for each question, those behind it and its parts below it.

    Under a heading stand the question and the statements that answer it.

    >>> from whyso.graph.formats.argdown.names import Names
    >>> from whyso.graph.formats.argdown.reading import read_argdown
    >>> text = b"[q]: Why? #question\\n\\n[a]: So. {answers: q}"
    >>> store, _ = read_argdown(text, name="tea.argdown")
    >>> facts = Facts(store)
    >>> names = Names("https://w3id.org/whyso/id/tea/")
    >>> (heading,) = by_question(facts, Elements(facts, names, {}, strict=False))
    >>> heading.title, [node[-1] for node in heading.nodes]
    ('Why?', ['q', 'a'])
    """
    questions = elements.sorted(
        node for node in elements.statements if facts.types(node) & _QUESTIONS
    )
    wanted = set(questions)
    children: dict[str, list[str]] = {}
    parents: dict[str, str] = {}
    for question in questions:
        for part in elements.sorted(facts.nodes(question, _PARTS)):
            parents.setdefault(part, question)
    for question in questions:
        for surface in elements.sorted(facts.nodes(question, _UNDERLIES)):
            parents.setdefault(question, surface)
    for question in questions:
        parent = parents.get(question)
        if parent is not None and parent in wanted and not _circular(question, parents):
            children.setdefault(parent, []).append(question)
    below = {question for many in children.values() for question in many}
    found: list[Heading] = []
    open_ = [(question, 1) for question in reversed(questions) if question not in below]
    homes: dict[str, list[str]] = {}
    order: list[str] = []
    while open_:
        question, level = open_.pop()
        order.append(question)
        found.append(Heading(_title(facts, elements, question), min(level, _DEEPEST)))
        open_ += ((child, level + 1) for child in reversed(children.get(question, [])))
    rank = {question: place for place, question in enumerate(order)}
    for node in elements.sorted(elements.statements):
        answered = [one for one in facts.nodes(node, _ANSWERS) if one in rank]
        if answered and node not in rank:
            homes.setdefault(min(answered, key=rank.__getitem__), []).append(node)
    for heading, question in zip(found, order, strict=True):
        heading.nodes = [question, *homes.get(question, [])]
    return found


def _circular(node: str, parents: dict[str, str]) -> bool:
    seen = {node}
    while (parent := parents.get(node)) is not None:
        if parent in seen:
            return True
        seen.add(parent)
        node = parent
    return False


def _title(facts: Facts, elements: Elements, node: str) -> str:
    labels: Iterable[Any] = facts.all(node, full("rdfs:label"))
    texts = {getattr(term, "language", None): term.value for term in labels}
    own = texts.get(elements.names.lang) or texts.get("en") or next(iter(texts.values()), "")
    return escaped(one_line(own)[:200]) or escaped(elements.statements[node])
