"""The reading pane: a source's text in paragraphs, cut where the passages of the map begin and end.

Offsets count code points, and scripts in a browser count in UTF-16, so the text is cut here.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from whyso.graph.check.spans import Block, blocks
from whyso.graph.check.verify import fitted
from whyso.graph.view.words import WORDS

if TYPE_CHECKING:
    from whyso.graph.check.report import Finding
    from whyso.graph.model import ArgumentGraph, Passage, Statement, Step, Utterance

__all__ = ["cut", "reading"]

_MOST_TOLD: Final = 40


def reading(g: "ArgumentGraph", path: str | os.PathLike[str]) -> dict[str, Any]:
    """Return what the reading pane of a page shows, ready for JSON.

    That is the *name* of the file and the *source* it is of; *nodes*, the IRIs of what has passages
    in it; *passages*, each with its language and place, and the numbers of its nodes; *blocks*, the
    paragraphs, each with its language and its *parts*: text, or text with the numbers of the
    passages it belongs to; *notice*, by language, what does not fit and is therefore not marked.

    Args:
        g: the argument.
        path: the text of one of its sources, as in ``check``.

    Raises:
        InputError: the text is missing, unreadable or not UTF-8, or belongs to no source.

    >>> from whyso.graph import sample
    >>> reading(sample(), "no.txt")
    Traceback (most recent call last):
    whyso.graph.errors.InputError: no.txt: no such file
    """
    found = fitted(g.store, path)
    nodes = _nodes(g)
    cited: dict[str, list[int]] = {}
    for number, node in enumerate(nodes):
        for passage in node.passages:
            cited.setdefault(passage.iri, []).append(number)
    passages = sorted((passage for passage in found.passages if passage.iri in cited), key=_place)
    spans = [(passage.start or 0, passage.end or 0) for passage in passages]
    paragraphs = blocks(found.text)
    tongues = _languages(paragraphs, passages)
    parts = cut(found.text, [(block.start, block.end) for block in paragraphs], spans)
    told = {
        "name": os.path.basename(path),  # noqa: PTH119 (a path may be any text)
        "source": found.source.iri,
        "nodes": [node.iri for node in nodes],
        "passages": [
            {
                "place": ",".join(
                    "" if part is None else str(part)
                    for part in (passage.language, passage.paragraph, passage.sentence)
                ),
                "nodes": cited[passage.iri],
            }
            for passage in passages
        ],
        "blocks": [
            {"lang": tongue, "parts": part} for tongue, part in zip(tongues, parts, strict=True)
        ],
        "notice": _notice(found.findings, len(spans)),
    }
    return {name: value for name, value in told.items() if value}


def cut(
    text: str, frames: Iterable[tuple[int, int]], spans: list[tuple[int, int]]
) -> list[list[str | list[Any]]]:
    """Cut a text where spans begin and end; return for each frame its parts.

    A part is text, or a list of text and the numbers of the spans that it belongs to. Frames are
    in order and do not overlap; spans may, and may reach beyond a frame.

    >>> cut("one two", [(0, 7)], [(0, 5), (4, 7)])
    [[['one ', 0], ['t', 0, 1], ['wo', 1]]]
    """
    edges = sorted({edge for span in spans for edge in span})
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(spans):
        begins.setdefault(start, []).append(number)
        ends.setdefault(end, []).append(number)
    covering: dict[int, list[int]] = {}  # from an edge on, these spans lie over the text
    over: set[int] = set()
    for edge in edges:
        over = over - set(ends.get(edge, ())) | set(begins.get(edge, ()))
        covering[edge] = sorted(over)
    found = []
    at = 0
    last: list[int] = []
    for start, end in frames:
        while at < len(edges) and edges[at] <= start:
            last = covering[edges[at]]
            at += 1
        parts: list[str | list[Any]] = []
        inside = at
        while inside < len(edges) and edges[inside] < end:
            inside += 1
        for one, other in pairwise([start, *edges[at:inside], end]):
            last = covering.get(one, last)
            parts.append([text[one:other], *last] if last else text[one:other])
        at = inside
        found.append(parts)
    return found


def _nodes(g: "ArgumentGraph") -> "list[Statement | Utterance | Step]":
    """Return what may have passages; of several at one place, what says most comes first."""
    statements = sorted(g.statements(), key=lambda statement: "question" in statement.kind)
    every: list[Statement | Utterance | Step]
    every = [*statements, *g.utterances(), *g.inferences(), *g.conflicts()]
    return [node for node in every if node.passages]


def _place(passage: "Passage") -> tuple[int, int]:
    return passage.start or 0, passage.end or 0


def _languages(paragraphs: list[Block], passages: "list[Passage]") -> list[str | None]:
    """Return the language of each block: that of most of its passages, else of its script."""
    counts = [Counter[str]() for _ in paragraphs]
    scripts: dict[str, Counter[str]] = {}
    at = 0
    for passage in passages:  # in the order of their starts, as the blocks are
        while at + 1 < len(paragraphs) and paragraphs[at].end <= (passage.start or 0):
            at += 1
        if passage.language and paragraphs:
            size = (passage.end or 0) - (passage.start or 0)
            counts[at][passage.language] += size
            scripts.setdefault(paragraphs[at].script, Counter())[passage.language] += size
    return [
        next(iter((count or scripts.get(block.script, Counter())).most_common(1)), (None, 0))[0]
        for block, count in zip(paragraphs, counts, strict=True)
    ]


def _notice(findings: "list[Finding]", marked: int) -> dict[str, list[str]]:
    """Say what does not fit the text, in each language: first how much, then what it is."""
    if not findings:
        return {}
    lost = sum(finding.path is not None and finding.rule != "T02" for finding in findings)
    return {
        language: [
            said["misfit"].format(lost, lost + marked),
            *_told(findings, language),
        ]
        for language, said in ((language, table["reading"]) for language, table in WORDS.items())
    }


def _told(findings: "list[Finding]", language: str) -> Iterator[str]:
    for finding in findings[:_MOST_TOLD]:
        yield finding.message(language)
    if len(findings) > _MOST_TOLD:
        yield f"… +{len(findings) - _MOST_TOLD}"
