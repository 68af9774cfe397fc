"""What all pages share: templates, words, the switch between languages, what the script is told."""

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from whyso.graph.server.language import LANGUAGES, Label, named
from whyso.graph.server.words import WORDS
from whyso.graph.view.words import words as words_of_maps

if TYPE_CHECKING:
    from whyso.graph.server.answers import Pairs

__all__ = ["as_data", "error", "rendered", "told"]

_NAMES: Final = ("frame", "parts", "index", "source", "query", "resource", "sparql", "error")


def rendered(
    name: str,
    *,
    title: Label,
    lang: str,
    asked: "Pairs" = (),
    version: str = "",
    **said: Any,
) -> str:
    """Return a page.

    Args:
        name: of the template.
        title: its heading.
        lang: the language that it speaks.
        asked: what its address asks; links lead on in the language that this names.
        version: fingerprint of the files that it was made of.
        said: what the template takes.

    >>> page = rendered("error", title=Label("Tee"), lang="zh", asked=[("a", "<"), ("lang", "zh")])
    >>> '<html lang="zh">' in page, 'href="?a=%3C&amp;lang=en"' in page, 'href="/?lang=zh"' in page
    (True, True, True)
    """
    own = named(asked)
    rest = [pair for pair in asked if pair[0] != "lang"]

    def onward(address: str) -> str:
        return f"{address}{'&' if '?' in address else '?'}lang={own}" if own else address

    tongues = [
        {"tag": tag, "short": words_of_maps(tag)["short"], "to": f"?{urlencode([*rest, pair])}"}
        for tag, pair in ((tag, ("lang", tag)) for tag in LANGUAGES)
    ]
    return str(
        _template(name).render(
            title=title,
            lang=lang,
            w=WORDS[lang],
            own=own,
            onward=onward,
            tongues=tongues,
            choose=words_of_maps(lang)["language"],
            served=told(lang, asked, version),
            **said,
        )
    )


def told(lang: str, asked: "Pairs", version: str, **more: Any) -> Any:
    """Return what the script of all pages is told, to stand in the page.

    >>> "none" in told("en", [], "none", more={})
    True
    """
    words = {tag: table["script"] for tag, table in WORDS.items()}
    known = {"version": version or None, "lang": lang, "own": named(asked), "words": words}
    return as_data(known | more)


def as_data(value: Any) -> Any:
    """Return JSON as markup that ends no element.

    >>> str(as_data("</script>"))
    '"\\\\u003c/script>"'
    """
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
    return Markup(text)  # noqa: S704  without a '<' nothing in it is markup


def error(status: int, said: str, *, lang: str, asked: "Pairs" = (), version: str = "") -> str:
    """Return the page that tells why there is none.

    Args:
        status: of HTTP.
        said: what went wrong, in English.
        lang: the language of the page.
        asked: what its address asks.
        version: fingerprint of the files.

    >>> "<h1>没有这个地址或名称</h1>" in error(404, "no source named 'tea'", lang="zh")
    True
    """
    headings = WORDS[lang]["errors"]
    title = Label(headings.get(str(status), headings["other"]))
    return rendered(
        "error", title=title, lang=lang, asked=asked, version=version, status=status, said=said
    )


@cache
def _template(name: str) -> Any:
    from jinja2 import DictLoader, Environment

    room = files("whyso.graph.server")
    texts = {one: room.joinpath(f"{one}.html.j2").read_text("utf-8") for one in _NAMES}
    made = Environment(
        loader=DictLoader(texts), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return made.get_template(name)
