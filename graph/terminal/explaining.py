"""Why a claim has its verdict, for people and for programs."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import click

from whyso.graph.model import Statement
from whyso.graph.semantics.explaining.explanation import Explanation, explain
from whyso.graph.semantics.explaining.lines import Line, lines
from whyso.graph.terminal.console import cells, paint, put
from whyso.graph.terminal.outline import ROOM
from whyso.graph.terminal.table import Paint, clean, paragraph, plain, width

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.semantics import Verdict

__all__ = ["explanation_json", "explanation_text", "put_explanation", "voice"]

_WIDEST: Final = 120
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "stated": ("stated by {}", "{}所说"),
    "forecast": ("forecast by {}", "{}的预测"),
    "commitment": ("commitment of {}", "{}的承诺"),
    "evidence": ("evidence offered by {}", "{}提出的证据"),
    "evidence alone": ("evidence", "证据"),
    "said": ("stated, by nobody named", "文中所说，未指明何人"),
    "quoted": ("only reported, of {}", "只是转述{}的话"),
    "reported": ("only reported", "只是转述"),
    "superseded": ("withdrawn", "已被取代"),
    "assumption": ("assumption added by the analyst", "分析者补出的假设"),
    "reconstructed": ("put into words by the analyst", "由分析者写出，文中无人明说"),
    "conceded": ("conceded by {}", "{}承认"),
    "conceded too": ("also conceded", "也得到承认"),
}


def put_explanation(
    g: "ArgumentGraph", verdict: "Verdict", claim: str, form: str | None, lang: str
) -> None:
    """Print why a claim has its verdict.

    Args:
        g: the argument.
        verdict: what stands, and for whom.
        claim: the claim, by IRI, CURIE or local id.
        form: ``json``, or anything else for text.
        lang: language of words and labels.

    Raises:
        UnknownNameError: there is no such claim.
        UnansweredError: a search ran out of time.
    """
    found = explain(verdict, claim)
    if form == "json":
        put(explanation_json(g, found, lang=lang))
    else:
        text = explanation_text(g, found, lang=lang, cells=cells(), paint=paint())
        click.echo(text)


def explanation_json(g: "ArgumentGraph", found: Explanation, *, lang: str = "en") -> str:
    """Return an explanation as JSON: all that is known, with full IRIs, labels and words.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> json.loads(explanation_json(g, explain(g.verdict(), "r1")))["status"]
    'rejected'
    """
    told = found.to_dict()
    told["labels"] = {iri: _label(g, iri, lang) for iri in found.claims}
    told["voices"] = {iri: voice(g, iri, lang) for iri in found.claims}
    told["text"] = found.text(
        lang, label=lambda iri: _label(g, iri, lang), voice=lambda iri: voice(g, iri, lang)
    ).splitlines()
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def explanation_text(
    g: "ArgumentGraph",
    found: Explanation,
    *,
    lang: str = "en",
    cells: int = 100,
    paint: Paint = plain,
) -> str:
    """Return an explanation for people: the verdict, the proof as a tree, what it needs, strength.

    Args:
        g: the argument.
        found: the explanation.
        lang: language of words and labels.
        cells: width of the terminal.
        paint: colours a text by its role; without it there are none.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> print(explanation_text(g, explain(g.verdict(), "r1")).splitlines()[3][:42])
    └ − c3 OpenAI does not want government gua
    """
    told = lines(
        found, lang, label=lambda iri: _label(g, iri, lang), voice=lambda iri: voice(g, iri, lang)
    )
    return "\n".join(_rendered(told, min(cells, _WIDEST), paint))


def voice(g: "ArgumentGraph", iri: str, lang: str = "en") -> str:
    """Return whose words a claim is.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> voice(g, g.resolve("c57")), voice(g, g.resolve("a1"))
    ('only reported, of Sam Altman', 'assumption added by the analyst')
    """
    try:
        record = g[iri]
    except KeyError:
        return ""
    if not isinstance(record, Statement):
        return ""
    found = [_voice(record, lang)]
    names = [clean(agent.label(lang)) for agent in record.conceded_by]
    if names:
        same = record.asserted_by is not None and record.asserted_by in record.conceded_by
        found.append(_said("conceded too" if same else "conceded", lang, _joined(names, lang)))
    return ("，" if lang == "zh" else ", ").join(part for part in found if part)


def _voice(record: Statement, lang: str) -> str:
    reported = _joined([clean(agent.label(lang)) for agent in record.reported_by], lang)
    if record.status == "superseded":
        return _said("superseded", lang)
    if record.kind == "assumption":
        return _said("assumption", lang)
    if record.status == "reconstructed":
        return _said("reconstructed", lang)
    if record.asserted_by is not None and record.status in (None, "stated"):
        name = record.kind if record.kind in ("forecast", "commitment", "evidence") else "stated"
        return _said(name, lang, clean(record.asserted_by.label(lang)))
    if record.status == "quoted" or reported:
        return _said("quoted" if reported else "reported", lang, reported)
    if record.kind == "evidence":
        return _said("evidence alone", lang)
    return _said("said", lang) if record.status == "stated" else ""


def _said(name: str, lang: str, *values: str) -> str:
    return _WORDS[name][lang == "zh"].format(*values)


def _joined(names: list[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(names)


def _label(g: "ArgumentGraph", iri: str, lang: str) -> str:
    try:
        return clean(g[iri].label(lang))
    except KeyError:
        return ""


def _rendered(told: Sequence[Line], cells: int, paint: Paint) -> Iterator[str]:
    """Yield lines with guides, sections parted by empty lines."""
    deepest = max(2, (cells - ROOM) // 2)
    kind = ""
    rails: list[str] = []
    for place, line in enumerate(told):
        if place and _is_apart(kind, line, told[place - 1]):
            yield ""
        kind = line.kind
        depth = min(line.depth, deepest)
        guides = after = ""
        if depth:
            last = _is_last(told, place)
            del rails[depth - 1 :]
            rails += ["  "] * (depth - 1 - len(rails))
            guides = "".join(rails) + ("└ " if last else "├ ")
            rails.append("  " if last else "│ ")
            below = place + 1 < len(told) and told[place + 1].depth > line.depth
            after = "".join(rails) + ("│ " if below else "  ")
        parts = [(clean_part(text), role) for text, role in line.parts]
        first, *rest = paragraph(parts, max(cells - width(guides), 12), paint, hang=2)
        yield paint(guides, "rail") + first if guides else first
        yield from (paint(after, "rail") + more if after else "  " + more for more in rest)


def clean_part(text: str) -> str:
    """Return a part of a line without what could steer a terminal; its spaces stay.

    >>> clean_part(" tea ")
    ' tea '
    """
    return clean(text, keep=" ")


def _is_apart(kind: str, line: Line, before: Line) -> bool:
    if line.depth:
        return False
    if line.kind == "note":
        return kind != "note"
    return before.depth > 0


def _is_last(told: Sequence[Line], place: int) -> bool:
    """Return whether no further line stands beside one under the same line above."""
    depth = told[place].depth
    for line in told[place + 1 :]:
        if line.depth <= depth:
            return line.depth < depth
    return True
