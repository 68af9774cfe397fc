"""The page where queries are written: YASGUI, which comes with whyso and asks no other host.

YASGUI is MIT licensed (``static/yasgui.LICENSE.txt``). By itself it asks lov.linkeddata.es for
names of classes and properties and proposes endpoints elsewhere; ``static/query.js`` gives it the
ontology and this endpoint instead, and the policy of the page lets nothing else through.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from whyso import ontology
from whyso.graph.query import named_queries
from whyso.graph.server.frame import as_data, rendered
from whyso.graph.server.language import Label

if TYPE_CHECKING:
    from whyso.graph.server.answers import Pairs

__all__ = ["POLICY", "page"]

# The editor measures its lines with styles that it writes into elements.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "img-src 'self' data:; font-src data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def page(lang: str, asked: "Pairs" = ()) -> str:
    """Return the page.

    Args:
        lang: the language that it speaks.
        asked: what its address asks.

    >>> "yasgui.min.js" in page("en"), "示例" in page("zh")
    (True, True)
    """
    return rendered(
        "sparql", title=Label("SPARQL"), lang=lang, asked=asked, editor=as_data(_told(lang))
    )


@cache
def _told(lang: str) -> dict[str, object]:
    """Return what the script is told: examples, prefixes, names of classes and properties."""
    known = {one for one in _TERMS.findall(ontology.file("ontology.ttl"))}
    classes = sorted(name for name in known if name[0].isupper())
    return {
        "examples": [
            {"name": one.name, "title": one.titled(lang), "text": one.text}
            for one in sorted(named_queries().values(), key=lambda one: one.title)
        ],
        "prefixes": ontology.PREFIXES,
        "ids": ontology.ID,
        "classes": [ontology.ARG + name for name in classes],
        "properties": [ontology.ARG + name for name in sorted(known - set(classes))],
    }


_TERMS: Final = re.compile(r"(?m)^arg:(\w+)\s")
