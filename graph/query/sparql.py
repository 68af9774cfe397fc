"""The words of a SPARQL text, and what is wrong with one that the engine cannot read.

The engine tells only what it would have accepted somewhere near the fault. So the common faults are
looked for one by one; the engine's place is the last resort.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from whyso.graph.errors import QueryError

__all__ = ["explain", "find_keyword", "tokens"]

_TOKEN: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\r\n]|\\.)*"|\'(?:[^\'\\\r\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>|#[^\r\n]*'
    r"|[?$]\w+|@[\w-]+|(?:\w[\w.-]*)?:[\w.:%-]*|\w+|[{}()\[\]\"']",
    re.DOTALL,
)
_CLOSING: Final = {"}": "{", ")": "(", "]": "["}
_UPDATES: Final = frozenset(
    ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"],
)
_FORMS: Final = frozenset(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
_CALLED: Final = frozenset(
    [
        "ABS",
        "ADJUST",
        "ASK",
        "AVG",
        "BIND",
        "BNODE",
        "BOUND",
        "BY",
        "CEIL",
        "COALESCE",
        "CONCAT",
        "CONTAINS",
        "COUNT",
        "DATATYPE",
        "DATE",
        "DAY",
        "DISTINCT",
        "ENCODE_FOR_URI",
        "EXISTS",
        "FILTER",
        "FLOOR",
        "GROUP_CONCAT",
        "HASLANG",
        "HASLANGDIR",
        "HAVING",
        "HOURS",
        "IF",
        "IN",
        "IRI",
        "ISBLANK",
        "ISIRI",
        "ISLITERAL",
        "ISNUMERIC",
        "ISTRIPLE",
        "ISURI",
        "LANG",
        "LANGDIR",
        "LANGMATCHES",
        "LCASE",
        "MAX",
        "MD5",
        "MIN",
        "MINUTES",
        "MONTH",
        "NOT",
        "NOW",
        "OBJECT",
        "PREDICATE",
        "RAND",
        "REDUCED",
        "REGEX",
        "REPLACE",
        "ROUND",
        "SAMETERM",
        "SAMEVALUE",
        "SAMPLE",
        "SECONDS",
        "SELECT",
        "SEPARATOR",
        "SHA1",
        "SHA256",
        "SHA384",
        "SHA512",
        "STR",
        "STRAFTER",
        "STRBEFORE",
        "STRDT",
        "STRENDS",
        "STRLANG",
        "STRLANGDIR",
        "STRLEN",
        "STRSTARTS",
        "STRUUID",
        "SUBJECT",
        "SUBSTR",
        "SUM",
        "TIMEZONE",
        "TRIPLE",
        "TZ",
        "UCASE",
        "URI",
        "UUID",
        "VALUES",
        "WHERE",
        "YEAR",
        "AS",
        "ASC",
        "DESC",
        "A",
    ]
)


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield the words, strings, IRIs and brackets of a SPARQL text, without its comments.

    >>> [match[0] for match in tokens("ASK { ?s a 'b#' } # c")]
    ['ASK', '{', '?s', 'a', "'b#'", '}']
    """
    return (match for match in _TOKEN.finditer(text) if not match[0].startswith("#"))


def find_keyword(text: str, word: str) -> dict[str, int]:
    """Return line and column of a keyword, for a :class:`QueryError`; nothing if it is not there.

    >>> find_keyword("ASK { SERVICE <http://e/> {} }", "SERVICE")
    {'line': 1, 'column': 7}
    """
    for match in tokens(text):
        if match[0].upper() == word:
            return _place(text, match.start())
    return {}


def explain(
    text: str, message: str, prefixes: Mapping[str, str], *, place: int = 0, added: int = 0
) -> QueryError:
    """Return what is wrong with a text that the engine refused.

    Args:
        text: the query as its author wrote it.
        message: the engine's.
        prefixes: those that are known without being declared.
        place: where the engine's text had something put in.
        added: how many characters that was.

    >>> explain("SELECT * { ?s ex:p ?o }", "error at 1:20: expected OPTIONAL", {}).reason
    "unknown prefix 'ex:'; declare it with PREFIX or --prefix"
    """
    found = _fault(text, prefixes) or _by_message(text, message, place, added)
    reason, offset = found
    return QueryError(reason, **({} if offset is None else _place(text, offset)))


def _place(text: str, offset: int) -> dict[str, int]:
    line_start = text.rfind("\n", 0, offset) + 1
    return {"line": text.count("\n", 0, offset) + 1, "column": offset - line_start + 1}


def _fault(text: str, prefixes: Mapping[str, str]) -> tuple[str, int] | None:
    """Return the first fault that can be seen without a parser, and where it is."""
    words = list(tokens(text))
    if not words:
        return "an empty query", 0
    declared = set(prefixes) | set(re.findall(r"(?i)\bPREFIX\s+([\w.-]*):", text))
    absolute = any(match[0].upper() == "BASE" for match in words)
    opened: list[re.Match[str]] = []
    form = False
    for number, match in enumerate(words):
        word, upper = match[0], match[0].upper()
        if word in ('"', "'"):
            return "a string that is not closed", match.start()
        if word in ("{", "(", "["):
            opened.append(match)
        elif word in _CLOSING:
            if not opened or opened.pop()[0] != _CLOSING[word]:
                return f"{word!r} closes nothing that was opened", match.start()
        elif not form and upper in _UPDATES:
            return "an update; only SELECT, ASK, CONSTRUCT and DESCRIBE are run", match.start()
        elif upper in _FORMS:
            form = True
        elif ":" in word and word[0] not in "<\"'" and not word.startswith("_:"):
            prefix = word.partition(":")[0]
            if text[match.start() - 1 : match.start()] == "<":
                return "an IRI with a character that it cannot have", match.start() - 1
            if prefix not in declared:
                return (
                    f"unknown prefix '{prefix}:'; declare it with PREFIX or --prefix",
                    match.start(),
                )
        elif word[0] == "<" and not absolute and ":" not in word:
            return "a relative IRI; write it in full", match.start()
        elif word[0].isalpha() and upper not in _CALLED and _calls(words, number):
            return f"unknown function {word}", match.start()
    if opened:
        return f"{opened[-1][0]!r} is never closed", opened[-1].start()
    if not form:
        return "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE", words[0].start()
    return None


def _calls(words: list[re.Match[str]], number: int) -> bool:
    """Tell whether a bracket stands right behind a word: then the word should be a function."""
    behind = words[number + 1 : number + 2]
    return bool(behind) and behind[0][0] == "(" and behind[0].start() == words[number].end()


def _by_message(text: str, message: str, place: int, added: int) -> tuple[str, int | None]:
    match = re.match(r"(?s)error at (\d+):(\d+): expected (?:one of )?(.*)", message)
    if match is None:
        return " ".join(message.split()), None
    line, column = int(match[1]), int(match[2])
    lines = text.split("\n")
    offset = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
    if line == _place(text, place)["line"] and offset > place:
        offset = max(place, offset - added)
    expected = [part.strip() for part in match[3].split(", ")]
    keywords = [part for part in expected if re.fullmatch(r"[A-Z_]+", part)]
    if "[_]" in expected:  # one character was taken that could not be used
        offset -= 1
    elif keywords and not any(part[:1] in "\"['" for part in expected):
        # A keyword that did not fit is reported where it would have ended.
        offset -= min(map(len, keywords))
    offset = max(0, min(offset, len(text)))
    if "unbound" in message:
        return "SELECT has a variable that is neither grouped nor aggregated", None
    if "IRI parsing failed" in message:
        before = [one.start() for one in tokens(text) if one[0][0] == "<" and one.start() < offset]
        return "a relative or broken IRI; write it in full", max(before, default=None)
    rest = " ".join(text[offset:].split())
    if "overrides an existing variable" in message:
        return "SELECT gives a name to an expression that is already that of a variable", None
    if not rest:
        return "something is missing or out of place at the end", len(text.rstrip())
    return f"cannot be read from here: {rest[:40]!r}", len(text) - len(text[offset:].lstrip())
