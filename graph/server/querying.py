"""The page where queries are written: YASGUI, which comes with whyso and asks no other host.

YASGUI is MIT licensed (``static/yasgui.LICENSE.txt``). By itself it asks lov.linkeddata.es for
names of classes and properties and proposes endpoints elsewhere; ``static/query.js`` gives it the
ontology and this endpoint instead, and the policy of the page lets nothing else through.
"""

import json
import re
from functools import cache
from importlib.resources import files
from typing import Final

from whyso import ontology
from whyso.graph.query import named_queries

__all__ = ["POLICY", "page"]

# The editor measures its lines with styles that it writes into elements.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "img-src 'self' data:; font-src data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


@cache
def page() -> str:
    """Return the page.

    >>> "yasgui.min.js" in page()
    True
    """
    from jinja2 import DictLoader, Environment
    from markupsafe import Markup

    room = files("whyso.graph.server")
    texts = {
        name: room.joinpath(f"{name}.html.j2").read_text("utf-8") for name in ("frame", "sparql")
    }
    made = Environment(loader=DictLoader(texts), autoescape=True, trim_blocks=True)
    told = json.dumps(_told(), ensure_ascii=False).replace("<", "\\u003c")
    return made.get_template("sparql").render(
        title="SPARQL",
        told=Markup(told),  # noqa: S704  our own queries and ontology, without a '<'
    )


def _told() -> dict[str, object]:
    """Return what the script is told: examples, prefixes, names of classes and properties."""
    known = {one for one in _TERMS.findall(ontology.file("ontology.ttl"))}
    classes = sorted(name for name in known if name[0].isupper())
    return {
        "examples": [
            {"name": one.name, "title": one.title, "text": one.text}
            for one in sorted(named_queries().values(), key=lambda one: one.title)
        ],
        "prefixes": ontology.PREFIXES,
        "ids": ontology.ID,
        "classes": [ontology.ARG + name for name in classes],
        "properties": [ontology.ARG + name for name in sorted(known - set(classes))],
    }


_TERMS: Final = re.compile(r"(?m)^arg:(\w+)\s")
