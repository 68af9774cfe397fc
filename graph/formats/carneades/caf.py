"""Reading argument graphs in CAF, the XML of Carneades 3.

Source: the Carneades Argument Format, versions 1.1 to 1.3, as Carneades 4 takes it: an argument
against a statement concludes its denial, the two are positions of an issue, and a statement with
the atom ``(undercut A)``, or the denial of one with ``(valid A)``, undercuts the argument A.
Texts and descriptions keep their languages; metadata, references, roles, weights are carried.
"""

import re
from typing import Any, Final

from whyso.graph.errors import ParseError
from whyso.graph.formats.account import Account
from whyso.graph.formats.carneades.case import Argument, Case, Statement
from whyso.graph.formats.carneades.document import plain_number
from whyso.graph.formats.carneades.lkif import deny
from whyso.graph.formats.carneades.reading import finished
from whyso.graph.formats.draft import Draft
from whyso.graph.formats.markup import Element, local_name, read_markup, words
from whyso.graph.formats.sniffing import xml_root
from whyso.graph.store import Store

__all__ = ["read_caf", "sniff_caf"]

_UNDERCUT: Final = re.compile(r"\((undercut|valid)\s+([^)]*)\)$")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$")


def sniff_caf(data: bytes) -> bool:
    """Tell whether an XML text is CAF.

    >>> sniff_caf(b'<caf version="1.3"/>'), sniff_caf(b"<lkif/>")
    (True, False)
    """
    return xml_root(data)[0] == "caf"


def read_caf(data: bytes, *, name: str, base: str | None = None) -> tuple[Store, Account]:
    """Return the RDF of an argument graph in CAF, and the account of reading.

    Args:
        data: the text, UTF-8.
        name: the file, or what stands for it in messages.
        base: the namespace of the nodes.

    Raises:
        ParseError: the text is no XML, or not CAF.

    >>> text = b'''<caf><statements><statement id="p"><descriptions><description lang="en">
    ... Tea is warm.</description></descriptions></statement></statements></caf>'''
    >>> read_caf(text, name="tea.xml")[1].kept["statements"]
    1
    """
    root = read_markup(data, name)
    if local_name(root) != "caf":
        raise ParseError(name, f"not CAF: the outermost element is <{local_name(root)}>")
    reading = _Reading()
    reading.read({local_name(part): part for part in root})
    reading.case.assumptions = list(dict.fromkeys(reading.case.assumptions))
    return finished(reading.case, Draft("caf", name=name, base=base))


class _Reading:
    """One argument graph on its way to a case."""

    def __init__(self) -> None:
        self.case = Case()
        self._atoms: dict[str, str] = {}

    def read(self, parts: dict[str, Element]) -> None:
        case = self.case
        case.meta = self._meta(parts.get("metadata"))
        for element in parts.get("statements", ()):
            self._statement(element)
        for element in parts.get("arguments", ()):
            self._argument(element)
        for name, atom in self._atoms.items():
            self._undercut(name, atom)
        references = {}
        for number, element in enumerate(parts.get("references", ()), 1):
            found = self._meta(element)
            references[str(found.pop("key", number))] = found
        if references:
            case.extras["references"] = references
        for key in parts.keys() - {"metadata", "statements", "arguments", "references"}:
            self._drop("elements", f"<{key}> is no part of an argument graph", key)

    def _meta(self, element: Element | None) -> dict[str, Any]:
        """Return metadata as Carneades 4 writes them in YAML."""
        if element is None:
            return {}
        meta: dict[str, Any] = {key: value for key, value in element.items() if value}
        described = self._texts(element, lines=True)
        if described:
            meta["descriptions"] = {lang or "": text for lang, text in described.items()}
        return meta

    def _texts(self, element: Element, *, lines: bool = False) -> dict[str | None, str]:
        """Return the descriptions in an element by language; of two in one language, the first."""
        found: dict[str | None, str] = {}
        for part in element:
            for one in part if local_name(part) == "descriptions" else ():
                lang = one.get("lang") or one.get("{http://www.w3.org/XML/1998/namespace}lang")
                lang = lang.lower() if lang and _LANGUAGE.match(lang) else None
                text = _lines("".join(one.itertext())) if lines else words(one)
                if text and lang in found:
                    self._drop("descriptions", "a second one in the same language", text[:40])
                elif text:
                    found[lang] = text
        return found

    def _statement(self, element: Element) -> None:
        case, name = self.case, element.get("id", "")
        if local_name(element) != "statement" or not name or name in case.statements:
            self._drop("elements", "no id, or one that is taken", name or local_name(element))
            return
        atom = element.get("atom", "")
        metadata = next((part for part in element if local_name(part) == "metadata"), None)
        statement = Statement(self._texts(element), self._meta(metadata))
        if not statement.texts:
            statement.texts = {None: atom or name}
            why = "no text: it gets its atom or name as its text"
            case.approximated.add("statements", why, name, triples=0)
        for key in ("atom", "standard", "weight", "value"):
            if element.get(key) and element.get(key) != name:
                statement.meta[key] = plain_number(str(element.get(key)))
        if element.get("main") == "true":
            statement.meta["main"] = True
        case.statements[name] = statement
        if _UNDERCUT.match(atom):
            self._atoms[name] = atom
        weight = _number(element.get("weight"))
        if weight is not None and weight != 0.5:
            case.assumptions.append(name if weight > 0.5 else deny(case, name))

    def _argument(self, element: Element) -> None:
        case, name = self.case, element.get("id", "")
        if local_name(element) != "argument" or not name or name in case.arguments:
            self._drop("elements", "no id, or one that is taken", name or local_name(element))
            return
        parts = {local_name(part): part for part in element}
        conclusion = self._meant(parts.get("conclusion"))
        if conclusion is None:
            self._drop("arguments", "no conclusion", name)
            return
        against = element.get("pro") == "false"
        argument = Argument(deny(case, conclusion) if against else conclusion)
        argument.meta = self._meta(parts.get("metadata"))
        if element.get("scheme"):
            argument.meta["scheme"] = str(element.get("scheme"))
        if element.get("strict") == "true":
            argument.meta["strict"] = True
        for key in ("weight", "value"):
            if element.get(key):
                argument.extras[key] = plain_number(str(element.get(key)))
        implicit = []
        for premise in parts.get("premises", ()):
            statement = self._meant(premise)
            if statement is None:
                self._drop("premises", "it names no statement", name)
                continue
            if premise.get("positive") == "false":
                statement = deny(case, statement)
            argument.premises.append((premise.get("role", ""), statement))
            implicit += [statement] if premise.get("implicit") == "true" else []
        if implicit:
            argument.meta["implicit"] = implicit
        case.arguments[name] = argument

    def _meant(self, element: Element | None) -> str | None:
        name = "" if element is None else element.get("statement", "")
        if name and name not in self.case.statements:
            why = "not among the statements: worded after its name"
            self.case.approximated.add("statements", why, name, triples=0)
            self.case.statements[name] = Statement({None: name})
        return name or None

    def _undercut(self, name: str, atom: str) -> None:
        found = _UNDERCUT.match(atom)
        if found is None:
            return
        argument = self.case.arguments.get(found[2].strip())
        undercutter = name if found[1] == "undercut" else f"¬{name}"
        if argument is None:
            why = "the argument that it is about is not there"
            self.case.approximated.add("undercutters", why, name, triples=0)
        elif undercutter in self.case.statements:
            argument.undercutters.append(undercutter)

    def _drop(self, what: str, why: str, *ids: str) -> None:
        self.case.dropped.add(what, why, *ids, triples=0)


def _lines(text: str) -> str:
    """Return a text without the indents that the file gives its lines."""
    return "\n".join(line.strip() for line in text.strip().splitlines())


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None
