"""Carneades 4 YAML as a :class:`Case`.

Source: the guide of Carneades 4 and what its importer takes. Where that importer stops (a
conclusion that is no statement, an unknown standard) the reading goes on, and a row tells it.
"""

import re
from collections import Counter
from typing import Any, Final

from whyso.graph.errors import ParseError
from whyso.graph.formats.carneades.case import (
    STANDARDS,
    Argument,
    Case,
    Issue,
    Statement,
    atom,
)
from whyso.graph.formats.carneades.document import (
    NOTHING,
    Fields,
    Items,
    Value,
    Word,
    comments,
    plain,
    read_yaml,
)
from whyso.graph.formats.sniffing import json_document
from whyso.graph.store.syntax import decode

__all__ = ["OWN", "read_case", "sniff_carneades"]

OWN: Final = "whyso"  # the one key in `meta` that is ours

_SECTIONS: Final = ("statements", "arguments", "issues", "argument_schemes", "assumptions", "tests")
_SNIFFED: Final = (*_SECTIONS, "meta", "language", "issue_schemes", "weighing_functions")
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$")
_KEY: Final = re.compile(rb"(?m)^[\"']?(" + "|".join(_SECTIONS).encode() + rb")[\"']?\s*:")


def sniff_carneades(data: bytes) -> bool:
    """Tell whether a YAML text has the sections of an argument graph of Carneades.

    >>> sniff_carneades(b"statements: {p: P}"), sniff_carneades(b"tea: warm")
    (True, False)
    """
    if _KEY.search(data):
        return True
    said = json_document(data)  # YAML may be written as JSON
    return isinstance(said, dict) and any(key in said for key in _SECTIONS)


def read_case(data: bytes, name: str) -> Case:
    """Return what a YAML text says.

    Raises:
        ParseError: it is broken, or no argument graph.

    >>> text = b"{statements: {p: P., q: Q.}, arguments: {a: {conclusion: p, premises: [q]}}}"
    >>> read_case(text, "tea.yml").arguments["a"].statements
    ['q']
    """
    whole = read_yaml(data, name)
    if not isinstance(whole, Fields):
        raise ParseError(name, "no mapping at the top: not an argument graph", line=1, column=1)
    if whole and not any(key in _SNIFFED for key in whole):
        raise ParseError(name, f"no {', '.join(_SECTIONS[:3])}: not an argument graph", line=1)
    reading = _Reading(name)
    reading.read(whole)
    lines = comments(decode(data, name).decode("utf-8"))
    if lines:
        why = "YAML does not count them as content"
        reading.case.dropped.add("comments", why, *(f"line {n}" for n in lines), triples=0)
    return reading.case


class _Reading:
    """One file on its way to a :class:`Case`."""

    def __init__(self, name: str) -> None:
        self.name, self.case = name, Case()
        self._assumed: dict[str, None] = {}

    def read(self, whole: Fields) -> None:
        case = self.case
        self._doubled(whole, "keys")
        case.meta = self._meta(whole)
        case.language = _language(case.meta)
        for part in self._items(whole, "argument_schemes"):
            self._scheme(part)
        case.extras = {
            key: plain(value) for key, value in whole.items() if key not in (*_SECTIONS, "meta")
        }
        tests = whole.get("tests", NOTHING)
        if isinstance(tests, Fields):  # names, whatever YAML takes them for
            case.extras["tests"] = {key: list(map(str, self._words(tests, key))) for key in tests}
        elif plain(tests) is not None:
            raise self._error(tests, "tests is no mapping of labels")
        for key, value in self._entries(whole, "statements"):
            self._statement(key, value)
        case.assumptions = [*self._assumed]
        case.assumptions += [atom(one) for one in self._words(whole, "assumptions") if one.strip()]
        for key, value in self._entries(whole, "arguments"):
            self._argument(str(key), value)
        for key, value in self._entries(whole, "issues"):
            self._issue(str(key), value)
        self._once()
        case.add_missing()

    def _once(self) -> None:
        assumed = self.case.assumptions
        again = sorted(name for name, times in Counter(assumed).items() if times > 1)
        if again:
            self.case.approximated.add("assumptions", "assumed more than once", *again, triples=0)
            self.case.assumptions = list(dict.fromkeys(assumed))

    def _statement(self, key: Word, value: Value) -> None:
        name = atom(key)
        if name in self.case.statements:
            self._drop("statements", "given more than once; the last one counts", name)
            self._assumed.pop(name, None)
        statement = Statement()
        if isinstance(value, Fields):
            self._doubled(value, name)
            statement.meta = self._meta(value)
            texts = statement.meta.pop("texts", None)
            language = self.case.language
            if isinstance(texts, dict) and texts and all(map(_is_text, texts.items())):
                statement.texts = {lang: texts[lang] for lang in texts}
            elif texts is not None:
                statement.meta["texts"] = texts
            text = value.get("text")
            if text is not None and not isinstance(text, Word):
                raise self._error(text, f"the text of {name} is no text")
            if text is not None and _text(text) not in statement.texts.values():
                statement.texts = {language: _text(text)} | statement.texts
            assumed = value.get("assumed")
            if isinstance(assumed, Word) and assumed.lower() in ("true", "yes", "on", "y", "1"):
                self._assumed[name] = None
            statement.extras = {
                str(k): plain(v) for k, v in value.items() if k not in ("text", "meta", "assumed")
            }
        elif isinstance(value, Word):
            if value or not value.bare:
                statement.texts = {self.case.language: _text(value)}
        else:
            raise self._error(value, f"the statement {name} is a list")
        if not statement.texts:
            statement.texts = {None: str(key)}
            why = "no text: it gets its name as its text"
            self.case.approximated.add("statements", why, name, triples=0)
        self.case.statements[name] = statement

    def _argument(self, name: str, value: Value) -> None:
        fields = self._fields(value, f"the argument {name}")
        conclusion = self._word(fields, "conclusion")
        argument = Argument(atom(conclusion), meta=self._meta(fields))
        premises = fields.get("premises", NOTHING)
        if isinstance(premises, Fields):
            self._doubled(premises, name)
            roles, listed = list(map(str, premises)), list(premises.values())
        else:
            listed = self._items(fields, "premises")
            roles = [""] * len(listed)
        own = argument.meta.get(OWN)
        told = own.get("roles") if isinstance(own, dict) else None
        if isinstance(told, list) and len(told) == len(listed):
            roles = list(map(str, told))
        for role, one in zip(roles, listed, strict=True):
            if not isinstance(one, Word):
                raise self._error(one, f"a premise of {name} is no statement's name")
            if one.strip():
                argument.premises.append((role, atom(one)))
        undercutter = self._word(fields, "undercutter")
        argument.undercutters = [atom(undercutter)] if undercutter.strip() else []
        argument.scheme = str(self._word(fields, "scheme"))
        if self.case.weighing(argument.scheme) is None:
            why = "its scheme, or how that weighs, is not defined in the file: read as linked"
            self.case.approximated.add("arguments", why, name, triples=0)
            if argument.scheme not in self.case.schemes:
                argument.meta.setdefault("scheme", argument.scheme)
                argument.scheme = ""
        known = ("conclusion", "premises", "undercutter", "scheme", "meta")
        argument.extras = {str(k): plain(v) for k, v in fields.items() if k not in known}
        if argument.conclusion:
            self.case.arguments[name] = argument
        else:
            self._drop("arguments", "no conclusion", name)

    def _issue(self, name: str, value: Value) -> None:
        fields = self._fields(value, f"the issue {name}")
        issue = Issue(meta=self._meta(fields))
        issue.positions = [atom(one) for one in self._words(fields, "positions") if one.strip()]
        once = list(dict.fromkeys(issue.positions))
        if once != issue.positions:
            why = "a position given more than once"
            self.case.approximated.add("issues", why, name, triples=0)
            issue.positions = once
        issue.standard = str(self._word(fields, "standard"))
        if issue.standard and issue.standard.upper() not in STANDARDS:
            why = f"an unknown proof standard; Carneades knows {', '.join(STANDARDS)}"
            self.case.approximated.add("issues", why, name, triples=0)
        rest = [str(k) for k in fields if k not in ("positions", "standard", "meta")]
        if rest:
            self._drop("issues", f"Carneades has no {', '.join(rest)} there", name)
        self.case.issues[name] = issue

    def _scheme(self, value: Value) -> None:
        said = plain(self._fields(value, "an argument scheme"))
        found = said.get("id")
        name = "" if found is None or isinstance(found, (dict, list)) else str(found)
        if not name or name in self.case.schemes:
            self._drop("argument schemes", "no id, or one that is taken", name)
        else:
            self.case.schemes[name] = said

    def _meta(self, fields: Fields) -> dict[str, Any]:
        meta = fields.get("meta", NOTHING)
        if isinstance(meta, Fields):
            self._doubled(meta, "meta")
            own = meta.get(OWN)
            said: dict[str, Any] = plain(Fields((k, v) for k, v in meta.items() if k != OWN))
            return said | ({OWN: _own(own)} if own is not None else {})
        if plain(meta) not in (None, []):
            self._drop("meta", "no mapping", str(plain(meta))[:40])
        return {}

    def _entries(self, whole: Fields, key: str) -> list[tuple[Word, Value]]:
        found = whole.get(key, NOTHING)
        if isinstance(found, Fields):
            self._doubled(found, key)
            return [(Word(k) if not isinstance(k, Word) else k, v) for k, v in found.items()]
        if plain(found) in (None, []):
            return []
        raise self._error(found, f"{key} is no mapping of names")

    def _items(self, whole: Fields, key: str) -> list[Value]:
        """Return a list, which may be missing, empty, or one word."""
        found = whole.get(key, NOTHING)
        if isinstance(found, Items):
            return list(found)
        if isinstance(found, Word):
            return [] if plain(found) is None else [found]
        if not found:
            return []
        raise self._error(found, f"{key} is no list")

    def _words(self, whole: Fields, key: str) -> list[Word]:
        found = self._items(whole, key)
        for one in found:
            if not isinstance(one, Word):
                raise self._error(one, f"{key}: not a statement's name")
        return [one for one in found if isinstance(one, Word)]

    def _word(self, fields: Fields, key: str) -> Word:
        found = fields.get(key, NOTHING)
        if isinstance(found, Word):
            return NOTHING if found.bare and found in ("~", "null") else found
        raise self._error(found, f"{key} is no word")

    def _fields(self, value: Value, what: str) -> Fields:
        if isinstance(value, Fields):
            self._doubled(value, what)
            return value
        if isinstance(value, Word) and plain(value) is None:
            return Fields()
        raise self._error(value, f"{what} is no mapping")

    def _doubled(self, fields: Fields, where: str) -> None:
        for key in fields.doubled:
            self._drop("keys", "given twice in one mapping; the last one counts", f"{where}: {key}")

    def _drop(self, what: str, why: str, *ids: str) -> None:
        self.case.dropped.add(what, why, *ids, triples=0)

    def _error(self, value: Value, reason: str) -> ParseError:
        return ParseError(self.name, reason, line=value.line or None, column=value.column or None)


def _text(word: Word) -> str:
    return word.rstrip("\n") if word.block else str(word)


def _is_text(pair: tuple[str, Any]) -> bool:
    return bool(_TAG.match(pair[0])) and isinstance(pair[1], str)


def _own(value: Value) -> Any:
    """Return what stands under our own key; texts there are exact."""
    if isinstance(value, Fields):
        return {str(key): _own(part) for key, part in value.items()}
    if isinstance(value, Items):
        return [_own(part) for part in value]
    if value.bare and value in ("true", "false"):
        return value == "true"
    return str(value)


def _language(meta: dict[str, Any]) -> str | None:
    own = meta.get(OWN)
    found = own.get("language") if isinstance(own, dict) else None
    for key in ("language", "lang"):
        found = found or meta.get(key)
    return found.lower() if isinstance(found, str) and _TAG.match(found) else None
