"""Which of the forms that there are a client wants: the ``Accept`` header of HTTP (RFC 9110)."""

from collections.abc import Sequence
from typing import Final

from whyso.graph.store import SYNTAXES

__all__ = ["FILES", "GRAPHS", "PAGE", "ROWS", "by_name", "chosen", "is_page", "weighed"]

PAGE: Final = "text/html"
_SPARQL: Final = "application/sparql-results+"
# Media type to the name under which an answer is serialised; the first is the default.
ROWS: Final[dict[str, str]] = {
    _SPARQL + "json": "json",
    "application/json": "json",
    _SPARQL + "xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPHS: Final[dict[str, str]] = {
    **{syntax.mime: syntax.name for syntax in SYNTAXES if syntax.name != "n3"},
    "application/json": "json-ld",
    "application/xml": "rdf-xml",
    "text/plain": "n-triples",
}
# The forms in which a source or a resource is had, besides its page.
FILES: Final = {mime: name for mime, name in GRAPHS.items() if mime != "text/plain"}
_TASKS: Final = {"source": FILES, "resource": FILES, "named": ROWS}
_NAMES: Final = {
    **{
        name: syntax.mime
        for syntax in SYNTAXES
        for name in (syntax.name, *syntax.suffixes, syntax.mime)
    },
    "html": PAGE,
    "json": _SPARQL + "json",
    "srj": _SPARQL + "json",
    "xml": _SPARQL + "xml",
    "srx": _SPARQL + "xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}


def by_name(name: str, *, triples: bool = False) -> str:
    """Return the media type of a form named by a suffix, a name or the type itself.

    Args:
        name: as in ``?format=csv``.
        triples: whether triples are to be written, to which ``json`` and ``xml`` mean other forms.

    >>> by_name("csv"), by_name("json", triples=True), by_name("text/html")
    ('text/csv', 'application/ld+json', 'text/html')
    """
    wanted = name.lower().removeprefix(".")
    if triples and wanted in ("json", "xml"):
        wanted = {"json": "json-ld", "xml": "rdf-xml"}[wanted]
    return _NAMES.get(wanted, wanted)


def chosen(accept: str, offers: Sequence[str]) -> str | None:
    """Return the offer that a client likes best, or None if it likes none.

    Of what it likes alike the first is taken. An empty header accepts everything.

    Args:
        accept: the header.
        offers: media types, the preferred first.

    >>> chosen("text/html;q=0.5, text/*;q=0.8, */*;q=0.1", ["text/html", "text/csv"])
    'text/csv'
    >>> chosen("image/png", ["text/html"]) is None
    True
    """
    ranges = weighed(accept) or [("*/*", 1.0)]
    best, liked = None, 0.0
    for offer in offers:
        quality = _quality(offer, ranges)
        if quality > liked:
            best, liked = offer, quality
    return best


def is_page(task: str, asked: Sequence[tuple[str, str]], accept: str) -> bool:
    """Return whether what is asked for is a page for people, and not data.

    Args:
        task: what a worker does.
        asked: names and values in the address, such as *format*.
        accept: the header, where there is no *format*.

    >>> is_page("source", [("format", "ttl")], ""), is_page("named", [], "text/html")
    (False, True)
    """
    form = dict(asked).get("format", "")
    if task not in _TASKS or (task == "named" and form == "map"):
        return task in ("index", "view", "named")
    liked = by_name(form, triples=task != "named") if form else accept
    return chosen(liked, [*_TASKS[task], PAGE]) == PAGE


def weighed(header: str) -> list[tuple[str, float]]:
    """Return what a header such as Accept names, in small letters, and how much each is liked.

    >>> weighed("zh-CN, en;q=0.8, *;q=x")
    [('zh-cn', 1.0), ('en', 0.8), ('*', 0.0)]
    """
    return [_range(part) for part in header.split(",") if part.strip()]


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                quality = min(1.0, max(0.0, float(value)))
            except ValueError:
                quality = 0.0
    return name.lower(), quality


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return how much an offer is liked: the most exact range that covers it decides."""
    kind = offer.partition("/")[0]
    for covering in (offer, f"{kind}/*", "*/*"):
        found = [quality for name, quality in ranges if name == covering]
        if found:
            return max(found)
    return 0.0
