"""The page: one HTML file that needs nothing else, built with pyvis.

pyvis keeps the nodes, edges and options and brings vis-network; the template, the script and the
style are ours. Everything from the data goes into JSON blocks, and as text into a picture of the
map for where no scripts run. The page's own content security policy allows no script but the two
that are named by their digest, and no request at all. Our script comes first and draws the map;
only then is vis-network read, which is larger.
"""

import base64
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from whyso.graph.model.records import text_in
from whyso.graph.view.cards import JOINT, STEPS, Chart, Step, chart
from whyso.graph.view.details import Details, details, title_of
from whyso.graph.view.origins import MOST_TURTLE, origins, turtle
from whyso.graph.view.pictures.picture import draw
from whyso.graph.view.pictures.scene import first_level
from whyso.graph.view.reading import reading
from whyso.graph.view.signs import KINDS, MARKS, RELATIONS, STATUSES
from whyso.graph.view.verdicts import about_verdict, case_data
from whyso.graph.view.words import WORDS

if TYPE_CHECKING:
    from pyvis.network import Network

    from whyso.graph.model import ArgumentGraph

__all__ = ["MOST_STILL", "SCRIPTS", "joined", "mark", "page", "script", "write_page"]

MOST_STILL: Final = 1000  # a page of more statements has no picture for where no scripts run

# The parts of the page's script in the order in which they are joined.
SCRIPTS: Final = (
    *(
        "dom",
        "model",
        "verdict",
        "whatif",
        "text",
        "layout",
        "pen",
        "shapes",
        "draw",
        "lines",
        "first",
        "map",
    ),
    *("legend", "outline", "panel", "find", "reading", "search", "export", "state", "main"),
)
# How data is written into the page: as itself, without blanks.
JSON: Final[dict[str, Any]] = {"ensure_ascii": False, "separators": (",", ":")}
OPTIONS: Final[dict[str, Any]] = {
    "autoResize": False,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"shape": "custom", "chosen": False, "font": {"size": 14}},
    "edges": {"hidden": True, "smooth": False, "chosen": False, "physics": False},
    "interaction": {
        "hover": True,
        "dragNodes": False,
        "multiselect": False,
        "navigationButtons": False,
        "keyboard": {"enabled": False},
        "zoomSpeed": 0.6,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
    },
}


def page(
    g: "ArgumentGraph",
    *,
    title: str | None = None,
    lang: str = "en",
    text: str | os.PathLike[str] | None = None,
) -> str:
    """Return the interactive page of an argument.

    Args:
        g: the argument.
        title: heading of the page; by default what the source is called, else the first question.
        lang: language in which the page opens; the reader can change it.
        text: the text of a source, to be read beside the map with its passages marked. The page
            then holds that text whole: whoever passes the page on passes it on too.

    Raises:
        InputError: the text is missing, unreadable or not UTF-8, or belongs to no source.

    >>> from whyso.graph import sample
    >>> page(sample()).startswith("<!doctype html>")
    True
    """
    told = details(g)
    drawn = chart(g.to_networkx())
    names = {"und": title} if title is not None else title_of(g, drawn)
    ids = [card.id for card in drawn.cards]
    more = {
        "verdict": about_verdict(g),
        "case": case_data(g, ids),
        "origins": origins(g),
        "turtle": turtle(g, ids) if len(ids) <= MOST_TURTLE else {},
        "text": reading(g, text) if text is not None else {},
    }
    still = ""
    if sum(card.kind != JOINT for card in drawn.cards) <= MOST_STILL:
        look: dict[str, Any] = {"verdict": more["verdict"], "show": first_level(drawn)}
        still = draw(drawn, told, title=text_in(names, lang), lang=lang, **look)
    return build(drawn, told, title=names, lang=lang, sources=_sources(g), more=more, still=still)


def write_page(
    g: "ArgumentGraph",
    path: str | os.PathLike[str],
    *,
    title: str | None = None,
    lang: str = "en",
    text: str | os.PathLike[str] | None = None,
) -> Path:
    """Write the interactive page of an argument to a file, whole or not at all.

    Raises:
        InputError: the text is missing, unreadable or not UTF-8, or belongs to no source.
        OutputError: the file cannot be written; the old one stands.

    >>> import tempfile
    >>> from whyso.graph import sample
    >>> write_page(sample(), Path(tempfile.mkdtemp()) / "claims.html").name
    'claims.html'
    """
    from whyso.graph.files import write_atomic

    return write_atomic(path, page(g, title=title, lang=lang, text=text).encode())


def build(
    drawn: Chart,
    told: Mapping[str, Details],
    *,
    title: Mapping[str, str],
    lang: str = "en",
    sources: Mapping[str, Mapping[str, str]] | None = None,
    more: Mapping[str, Any] | None = None,
    still: str = "",
) -> str:
    """Return the page of a chart, with what is told about its cards, steps, sources and verdicts.

    Args:
        drawn: the chart.
        told: what is told about cards and steps.
        title: heading of the page, by language.
        lang: language in which the page opens.
        sources: names of the sources, by language.
        more: what else is told: verdict, case, origins, turtle, text.
        still: SVG that is shown where no scripts run.

    >>> from whyso.graph.view.cards import Chart
    >>> "<title>Tea</title>" in build(Chart((), (), ()), {}, title={"en": "Tea"})
    True
    """
    from markupsafe import Markup

    network = _network(title.get(lang) or next(iter(title.values()), "whyso"))
    base = _base([card.id for card in drawn.cards] + [step.id for step in drawn.steps])
    short = partial(_rest, len(base))
    voices: dict[str, int] = {}
    for card in drawn.cards:
        said = {"labels": dict(card.labels), "status": card.status, "relation": card.relation}
        said |= told.get(card.id, {})
        known: Details = {name: value for name, value in said.items() if value}
        if card.parent is not None:
            known["parent"] = short(card.parent)
        if "voice" in known:
            known["voice"] = voices.setdefault(json.dumps(known["voice"]), len(voices))
        network.add_node(short(card.id), group=card.kind, **known)
    for line in drawn.lines:
        step = line.step and short(line.step)
        told_of = {"relation": line.relation, "step": step, "tree": line.tree}
        ends = short(line.source), short(line.target)
        network.add_edge(*ends, **{name: value for name, value in told_of.items() if value})
    steps = {short(step.id): _step(step, short) | told.get(step.id, {}) for step in drawn.steps}
    about: Details = {"title": dict(title), "lang": lang, "steps": steps, "sources": sources or {}}
    about |= {"origins": {}, "base": base, "voices": [json.loads(voice) for voice in voices]}
    network.templateEnv.globals |= {
        "lang": lang,
        "still": Markup(still),  # noqa: S704  written by whyso, with all text escaped
        "about": about | {name: said for name, said in (more or {}).items() if said},
        "interface": {
            "WORDS": WORDS,
            "KINDS": KINDS,
            "RELATIONS": RELATIONS,
            "MARKS": MARKS,
            "STATUSES": STATUSES,
        },
    }
    html: str = network.generate_html(notebook=False)
    return html


def _step(step: Step, short: Callable[[str], str]) -> Details:
    return {
        "kind": step.kind,
        "relation": STEPS[step.kind],
        "sources": [short(source) for source in step.sources],
        "targets": [short(target) for target in step.targets],
    }


def _base(iris: list[str]) -> str:
    """Return what all IRIs begin with, but of none the whole: in a large page said only once."""
    shortest = min(map(len, iris), default=1)
    return os.path.commonprefix(iris)[: shortest - 1]  # noqa: RUF071  signs, not parts of a path


def _rest(start: int, iri: str) -> str:
    return iri[start:]


def _bare(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return nodes or edges without what pyvis adds for drawing that the page does itself."""
    unused = {"arrows", "label", "shape"}
    return [{name: said for name, said in part.items() if name not in unused} for part in parts]


def _sources(g: "ArgumentGraph") -> dict[str, dict[str, str]]:
    return {source.iri: dict(source.labels) or {"und": source.id} for source in g.sources()}


class _Ids(list[str]):
    """A list that knows what is in it: pyvis looks every id up for every node and edge."""

    def __init__(self) -> None:
        super().__init__()
        self._known: set[object] = set()

    def append(self, key: str) -> None:
        super().append(key)
        self._known.add(key)

    def __contains__(self, key: object) -> bool:
        return key in self._known


def _network(title: str) -> "Network":
    """Return an empty pyvis network that renders our template."""
    import pyvis
    from jinja2 import DictLoader, Environment
    from jinja2.utils import htmlsafe_json_dumps
    from markupsafe import Markup
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line", heading=title)
    network.node_ids = _Ids()
    network.options = json.loads(json.dumps(OPTIONS))
    library = Path(pyvis.__file__).parent / "templates/lib/vis-9.1.2/vis-network.min.js"
    scripts = {"script": script(), "library": library.read_text("utf-8")}
    style = _read("view.css")
    network.templateEnv = Environment(
        loader=DictLoader({"page": _read("template.html.j2")}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    network.templateEnv.filters |= {
        "bare": _bare,
        "parsed": json.loads,  # pyvis hands its options over as text
        "tojson_in_order": partial(htmlsafe_json_dumps, sort_keys=False, **JSON),
    }
    network.templateEnv.policies["json.dumps_kwargs"] = {"sort_keys": True, **JSON}
    network.templateEnv.globals |= {
        "policy": _policy([*scripts.values()], style),
        "style": Markup(style),  # noqa: S704  our own and pyvis's files
        **{name: Markup(text) for name, text in scripts.items()},  # noqa: S704
    }
    network.path = "page"
    return network


def _policy(scripts: list[str], style: str) -> str:
    """Return the content security policy: these scripts, this style, no request."""
    allowed = " ".join(_digest(text) for text in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def script() -> str:
    """Return the page's script: the parts as one strict function.

    It is handed out as packed by ``make script``, if the parts are still those that were packed.

    >>> "use strict" in script()
    True
    """
    plain = joined()
    packed = _read("page.packed.js")
    return packed if packed.startswith(mark(plain)) else plain


@cache
def joined() -> str:
    """Return the parts of the script, joined in their order, for people to read.

    >>> joined().startswith("(function () {")
    True
    """
    parts = "\n".join(_read(f"{name}.js") for name in SCRIPTS)
    return f'(function () {{\n"use strict";\n{parts}}})();\n'


def mark(plain: str) -> str:
    """Return the comment by which a packed script tells what was packed.

    >>> mark("")
    '/* e3b0c44298fc1c14 */'
    """
    return f"/* {hashlib.sha256(plain.encode()).hexdigest()[:16]} */"


@cache
def _read(name: str) -> str:
    return files("whyso.graph.view").joinpath(name).read_text("utf-8")
