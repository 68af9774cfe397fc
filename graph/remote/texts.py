"""Query texts as they are sent: their form, their prefixes, and what they ask of others."""

import re
from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.errors import QueryError
from whyso.graph.limits import MAX_QUERY, on_deep_stack
from whyso.graph.query.running import may_have
from whyso.graph.query.sparql import explain, find_keyword, tokens

__all__ = ["check", "form_of", "has_limit", "needs_derived", "split", "with_prefixes"]

_FORMS: Final = frozenset(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
_DERIVED: Final = frozenset(ontology.rules())


def split(text: str) -> tuple[str, str]:
    """Return the declarations at the start of a query, and what comes behind them.

    >>> split("PREFIX e: <http://e/> SELECT * { ?s e:p ?o }")
    ('PREFIX e: <http://e/> ', 'SELECT * { ?s e:p ?o }')
    """
    for match in tokens(text):
        if match[0].upper() in _FORMS:
            return text[: match.start()], text[match.start() :]
    return text, ""


def form_of(text: str) -> str:
    """Return the form of a query, in capitals; nothing if it is none.

    >>> form_of("PREFIX e: <http://e/> ask { ?s e:p ?o }")
    'ASK'
    """
    found = re.match(r"\w*", split(text)[1])
    return found[0].upper() if found else ""


def has_limit(text: str) -> bool:
    """Tell whether a query asks for a limited part of what there is.

    >>> has_limit("SELECT * { ?s ?p ?o } LIMIT 3"), has_limit("SELECT * { ?s ?p 'limit' }")
    (True, False)
    """
    depth = 0
    for match in tokens(text):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth == 0 and match[0].upper() == "LIMIT":
            return True
    return False


def with_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    """Return a text in which the known prefixes that it uses are declared.

    They are put in front, on the first line, so that lines keep their numbers.

    >>> with_prefixes("ASK { ?c a arg:Claim }", {"arg": "http://e/", "owl": "http://o/"})
    'PREFIX arg: <http://e/> ASK { ?c a arg:Claim }'
    """
    used: set[str] = set()
    declared: set[str] = set()
    before = ""
    for match in tokens(text):
        word = match[0]
        if ":" in word and word[0] not in "<\"'" and not word.startswith("_:"):
            (declared if before == "PREFIX" else used).add(word.partition(":")[0])
        before = word.upper()
    missing = [name for name in prefixes if name in used - declared]
    return "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in missing) + text


def needs_derived(text: str) -> bool:
    """Tell whether a query asks for what the rules derive, such as ``arg:supports``.

    >>> needs_derived("ASK { ?a arg:attacks ?b }"), needs_derived("ASK { ?a arg:answers ?b }")
    (True, False)
    """
    names = (re.split(r"[:#/]", match[0].rstrip(">"))[-1] for match in tokens(text))
    return not _DERIVED.isdisjoint(names)


def check(text: str, prefixes: Mapping[str, str], *, allow_service: bool = False) -> None:
    """Refuse what is no query of SPARQL 1.1 before it is sent: nothing may pass for an update.

    Args:
        text: the query.
        prefixes: those that need not be declared.
        allow_service: let it make the engine call others.

    Raises:
        QueryError: the text is broken (with line and column), too long, or calls out.

    >>> check("DROP ALL", {})
    Traceback (most recent call last):
    whyso.graph.errors.QueryError: query: line 1, column 1: an update; only SELECT, ASK, \
CONSTRUCT and DESCRIBE are run
    """
    if len(text) > MAX_QUERY:
        raise QueryError(f"{len(text)} characters long; the limit is {MAX_QUERY}")

    def parse() -> None:
        if may_have(text, "SERVICE", prefixes) and not allow_service:
            raise QueryError(
                "SERVICE calls another server, which must be allowed first",
                **find_keyword(text, "SERVICE"),
            )
        # An engine runs ASK at once, and this is only about the syntax.
        declared, rest = split(text)
        if form_of(text) == "ASK":
            rest = f"SELECT *{rest[3:]}"
        ox.Store().query(declared + rest, prefixes=dict(prefixes))

    try:
        on_deep_stack(parse)
    except SyntaxError as error:
        raise explain(text, str(error.msg), prefixes) from None
    except (ValueError, OSError, RuntimeError):
        return  # a function that only the engine there knows
