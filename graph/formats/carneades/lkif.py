"""Reading argument graphs in LKIF, the XML of Carneades 2.

Source: T. F. Gordon, "The Legal Knowledge Interchange Format (LKIF)", Estrella deliverable 4.1
(2008), as Carneades 4 takes it: an argument against a statement concludes its denial, the two are
positions of an issue, and an exception is an undercutter. What is known to be true is assumed.
Roles, weights, standards, values and titles are carried; rules and ontologies are left out.
"""

from collections import Counter
from collections.abc import Container
from typing import Final

from whyso.graph.errors import ParseError
from whyso.graph.formats.account import Account
from whyso.graph.formats.carneades.case import STANDARDS, Argument, Case, Issue, Statement, negated
from whyso.graph.formats.carneades.document import plain_number
from whyso.graph.formats.carneades.reading import finished
from whyso.graph.formats.draft import Draft
from whyso.graph.formats.markup import Element, local_name, read_markup, words
from whyso.graph.formats.sniffing import xml_root
from whyso.graph.store import Store

__all__ = ["deny", "read_lkif", "sniff_lkif"]

_STATEMENT: Final = ("value", "assumption", "standard")


def sniff_lkif(data: bytes) -> bool:
    """Tell whether an XML text is LKIF.

    >>> sniff_lkif(b"<lkif><argument-graphs/></lkif>"), sniff_lkif(b"<caf/>")
    (True, False)
    """
    return xml_root(data)[0] == "lkif"


def read_lkif(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Return the RDF of the argument graphs in LKIF, and the account of reading.

    Args:
        data: the text, UTF-8.
        name: the file, or what stands for it in messages.
        base: the namespace of the nodes.

    Raises:
        ParseError: the text is no XML, or not LKIF.

    >>> text = b'''<lkif><argument-graphs><argument-graph><statements>
    ... <statement id="p"><s>Tea is warm.</s></statement></statements></argument-graph>
    ... </argument-graphs></lkif>'''
    >>> read_lkif(text, name="tea.xml")[1].kept["statements"]
    1
    """
    root = read_markup(data, name)
    if local_name(root) != "lkif":
        raise ParseError(name, f"not LKIF: the outermost element is <{local_name(root)}>")
    reading = _Reading()
    for part in root:
        if local_name(part) == "argument-graphs":
            for graph in part:
                reading.graph(graph)
        else:
            reading.drop("elements", f"<{local_name(part)}> is no argument graph", local_name(part))
    reading.case.assumptions = list(dict.fromkeys(reading.case.assumptions))
    return finished(reading.case, Draft("lkif", name=name, base=base))


def deny(case: Case, name: str) -> str:
    """Return the statement that denies another, which is made if there is none yet.

    >>> case = Case(statements={"p": Statement({"en": "Tea is warm."})})
    >>> deny(case, "p"), case.statements["¬p"].text
    ('¬p', '¬Tea is warm.')
    """
    denial = negated(name)
    if denial not in case.statements and name in case.statements:
        known = case.statements[name]
        texts = {lang: f"¬{text}" for lang, text in known.texts.items()}
        case.statements[denial] = Statement(texts)
        standard = known.meta.get("standard")
        issue = Issue([name, denial], standard if standard in STANDARDS else "")
        case.issues[f"i{len(case.issues) + 1}"] = issue
    return denial


class _Reading:
    """Argument graphs on their way to a case."""

    def __init__(self) -> None:
        self.case = Case()
        self._used: Counter[str] = Counter()
        self._names: dict[str, str] = {}  # of the graph that is read: id to name

    def drop(self, what: str, why: str, *ids: str) -> None:
        self.case.dropped.add(what, why, *ids, triples=0)

    def _free(self, name: str, taken: Container[str]) -> str:
        free = name
        while free in taken:
            self._used[name] += 1
            free = f"{name}_{self._used[name] + 1}"
        return free

    def graph(self, graph: Element) -> None:
        self._names = {}
        for key, name in (("id", "id"), ("title", "title"), ("main-issue", "main-issue")):
            if graph.get(key) and name not in self.case.meta:
                self.case.meta[name] = graph.get(key)
        parts = {local_name(part): part for part in graph}
        for statement in parts.get("statements", ()):
            self._statement(statement)
        for argument in parts.get("arguments", ()):
            self._argument(argument)

    def _statement(self, element: Element) -> None:
        case, given = self.case, element.get("id")
        if local_name(element) != "statement" or not given:
            self.drop("elements", "a statement without an id", local_name(element))
            return
        name = self._free(given, case.statements)
        if name != given:
            why = "an id that is taken: it gets another"
            case.approximated.add("statements", why, given, triples=0)
        self._names[given] = name
        atom = next((part for part in element if local_name(part) == "s"), None)
        text = words(atom)
        statement = Statement({None: text or name})
        if not text:
            why = "no text: it gets its name as its text"
            case.approximated.add("statements", why, given, triples=0)
        for key in _STATEMENT:
            if element.get(key):
                statement.meta[key] = str(element.get(key))
        if atom is not None and atom.get("pred"):
            statement.meta["predicate"] = str(atom.get("pred"))
        case.statements[name] = statement
        if element.get("value") == "true":
            case.assumptions.append(name)
        elif element.get("value") == "false":
            case.assumptions.append(deny(case, name))

    def _meant(self, element: Element | None, argument: str) -> str | None:
        """Return the statement that a premise or conclusion names."""
        given = "" if element is None else element.get("statement", "")
        if given in self._names:
            return self._names[given]
        if not given:
            return None
        why = "not among the statements: worded after its name"
        self.case.approximated.add("statements", why, given, triples=0)
        self._names[given] = given
        self.case.statements.setdefault(given, Statement({None: given}))
        return given

    def _argument(self, element: Element) -> None:
        case, given = self.case, element.get("id", "")
        name = self._free(given or f"a{len(case.arguments) + 1}", case.arguments)
        if name != given:
            why = "no id, or one that is taken: it gets another"
            case.approximated.add("arguments", why, given or name, triples=0)
        parts = {local_name(part): part for part in element}
        conclusion = self._meant(parts.get("conclusion"), name)
        if conclusion is None:
            self.drop("arguments", "no conclusion", name)
            return
        against = element.get("direction") == "con"
        argument = Argument(deny(case, conclusion) if against else conclusion)
        if element.get("title"):
            argument.meta["title"] = str(element.get("title"))
        if element.get("scheme"):
            argument.meta["scheme"] = str(element.get("scheme"))
        if element.get("weight"):
            argument.extras["weight"] = plain_number(str(element.get("weight")))
        for premise in parts.get("premises", ()):
            self._premise(premise, argument, name)
        case.arguments[name] = argument

    def _premise(self, element: Element, argument: Argument, name: str) -> None:
        statement = self._meant(element, name)
        if statement is None:
            self.drop("premises", "it names no statement", name)
            return
        if element.get("polarity", "positive") != "positive":
            statement = deny(self.case, statement)
        kind, role = element.get("type", "ordinary"), element.get("role", "")
        if kind == "exception":
            argument.undercutters.append(statement)
            if role:
                self.drop("roles", "an exception has no role", name)
            return
        argument.premises.append((role, statement))
        if kind == "assumption":
            self.case.assumptions.append(statement)
        elif kind != "ordinary":
            why = f"a premise of the unknown type {kind!r} is read as an ordinary one"
            self.case.approximated.add("premises", why, name, triples=0)
