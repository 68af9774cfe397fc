"""Checking an argument: the shapes, what shapes cannot say, and passages against their text.

Rules S01 ... are the shapes of ``ontology/shapes.ttl``; G01 ... (here) are about the graph as a
whole and its derived part; T01 ... (:mod:`whyso.graph.check.verify`) are about the text.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.check import shapes, verify
from whyso.graph.check.lines import Locator, as_text
from whyso.graph.check.report import SEVERITIES, Finding, Report, Rule, Severity
from whyso.graph.model.reading import Reader
from whyso.graph.store import Store, natural

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["RULES", "Finding", "Report", "Severity", "check"]

ONE_SOURCE: Final = Rule("G01", "OneSource", "violation")
HAND_WRITTEN: Final = Rule("G02", "HandWritten", "warning")
STALE: Final = Rule("G03", "Stale", "warning")
ILL_TYPED: Final = Rule("G04", "IllTyped", "violation")
TRANSLATION: Final = Rule("G05", "Translation", "violation")
STALE_VERDICT: Final = Rule("G06", "StaleVerdict", "warning")
RULES: Final = (ONE_SOURCE, HAND_WRITTEN, STALE, ILL_TYPED, TRANSLATION, STALE_VERDICT)

_ARG: Final = ontology.ARG
_TYPE: Final = ox.NamedNode(ontology.PREFIXES["rdf"] + "type")
_SOURCE: Final = ox.NamedNode(_ARG + "Source")
_DERIVED: Final = ("supports", "attacks", "rebuts", "undercuts", "undermines")
_JUDGED: Final = (
    *("acceptance", "effect", "ground", "strength", "defensible", "explanation", "coverage"),
)
_SLOT: Final = re.compile(r"\{[?$](\w+)\}")


def check(
    g: "ArgumentGraph",
    *,
    text: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None,
    engine: str = "pyshacl",
) -> Report:
    """Check the source graphs of an argument.

    Args:
        g: the argument.
        text: the text, or texts, that the passages were taken from, to compare them with.
        engine: what validates the shapes: ``pyshacl``, or ``shacl``, which is many times faster and
            finds the same (an extra: ``pip install 'whyso[fast-check]'``).

    Raises:
        InputError: a text is missing or belongs to no source of the graph.
        FormatError: there is no such engine, or it is not installed.

    >>> from whyso.graph import sample
    >>> check(sample()).failed()
    False
    """
    store = g.store
    locator = Locator(store)
    paths = [text] if isinstance(text, str | os.PathLike) else list(text or ())
    compared = verify.verify(store, paths)
    triples = [
        quad.triple
        for graph in (*store.source_graphs(), *store.verdict_graphs())
        for quad in store.engine.quads_for_pattern(None, None, None, graph)
        if not isinstance(quad.object, ox.Triple)
    ]
    broken = shapes.ill_typed(triples)
    # An ill-typed literal is no value of its type; as a plain text no engine takes it for one.
    data = [_as_text(triple) if triple in broken else triple for triple in triples]
    results = shapes.validate(data, engine=engine)
    found = [finding for result in results for finding in _from_shape(result, store, locator)]
    told = {(finding.node, finding.path) for finding in found}
    shortcuts = {(finding.node, finding.value) for finding in found}
    found += _sources(store, locator)
    found += _hand_written(store, locator, shortcuts)
    found += _stale(store, locator)
    found += _stale_verdicts(store, locator)
    found += _translations(store, locator)
    found += (
        _ill_typed(triple, locator)
        for triple in broken
        if (as_text(triple.subject), triple.predicate.value) not in told
    )
    found += compared.findings
    passages = {
        as_text(triple.subject)
        for triple in triples
        if triple.predicate == _TYPE and triple.object == ox.NamedNode(_ARG + "Passage")
    }
    once = {_key(finding): finding for finding in found}
    return Report(
        tuple(once[key] for key in sorted(once)),
        len(passages),
        len(compared.passages),
        tuple(str(path) for path in paths),
    )


def _key(finding: Finding) -> tuple[Any, ...]:
    return (
        SEVERITIES.index(finding.severity),
        finding.rule,
        natural(finding.node),
        finding.path or "",
        finding.value or "",
        finding.message(),
    )


# Findings from shapes


def _from_shape(result: shapes.Result, store: Store, locator: Locator) -> Iterator[Finding]:
    shape = result.shape
    rule = Rule(shape.rule, shape.name, shape.severity)
    for node, path, value in _culprits(result, store):
        bound = {**result.bindings, "this": node}
        terms = {name: _short(term, store) for name, term in bound.items()}
        yield locator.finding(
            rule,
            as_text(node),
            {
                language: _SLOT.sub(partial(_filled, terms), message)
                for language, message in _spoken(result).items()
            },
            path=path,
            value=value,
            component=result.component,
        )


def _filled(terms: Mapping[str, str], slot: re.Match[str]) -> str:
    return terms.get(slot.group(1), slot.group())


def _spoken(result: shapes.Result) -> Mapping[str, str]:
    if result.messages:
        return result.messages
    name = f"{result.shape.rule}-{result.shape.name}"
    return {"en": f"Breaks the shape {name}.", "zh": f"不符合形状 {name}。"}


def _culprits(result: shapes.Result, store: Store) -> Iterator[tuple[Any, str | None, Any | None]]:
    """Yield node, path and value at fault.

    A rule about the data as a whole has the class arg:Source in focus: at fault is the value, if it
    is described, else those who use it; without a value, the graphs that describe no source. A
    literal in focus is the fault of those who say it.
    """
    focus, path, value = result.focus, result.path, result.value
    if isinstance(focus, ox.Literal):
        yield from _users(store, None, focus)
    elif focus != _SOURCE:
        yield focus, path, value if value != focus else None
    elif value is None or value == focus:
        yield from ((graph, _TYPE.value, None) for graph in store.source_graphs())
    elif path is None and _described(value, store):
        yield value, None, None
    else:
        yield from dict.fromkeys(_users(store, path, value))


def _described(term: Any, store: Store) -> bool:
    return next(store.engine.quads_for_pattern(term, None, None), None) is not None


def _users(store: Store, path: str | None, value: Any) -> Iterator[tuple[Any, str, Any]]:
    predicate = None if path is None else ox.NamedNode(path)
    for graph in (*store.source_graphs(), *store.verdict_graphs()):
        for quad in store.engine.quads_for_pattern(None, predicate, value, graph):
            yield quad.subject, quad.predicate.value, value
        if path is None and isinstance(value, ox.NamedNode):
            for quad in store.engine.quads_for_pattern(None, value, None, graph):
                yield quad.subject, value.value, value


def _short(term: Any, store: Store) -> str:
    """Return a term as people write it: a literal's text, a local id, a prefixed name."""
    if not isinstance(term, ox.NamedNode):
        return as_text(term)
    if term.value.startswith(ontology.ID):
        return term.value.rsplit("/", 1)[-1]
    for prefix, iri in store.prefixes.items():
        if prefix and term.value.startswith(iri):
            return f"{prefix}:{term.value.removeprefix(iri)}"
    return f"<{term.value}>"


# The graph as a whole


def _sources(store: Store, locator: Locator) -> Iterator[Finding]:
    """Report graphs without a source beside others that have one, and graphs with several."""
    described = {
        graph.value: sorted(
            {
                as_text(quad.subject)
                for quad in store.engine.quads_for_pattern(None, _TYPE, _SOURCE, graph)
            },
            key=natural,
        )
        for graph in store.source_graphs()
    }
    for graph, found in described.items():
        if not found and any(described.values()):
            yield locator.finding(
                ONE_SOURCE,
                graph,
                {
                    "en": "No arg:Source here: describe the document that the statements are from.",
                    "zh": "此处没有 arg:Source：请描述这些陈述所出自的文献。",
                },
                path=_TYPE.value,
            )
        for extra in found[1:]:
            yield locator.finding(
                ONE_SOURCE,
                extra,
                {
                    "en": f"A second arg:Source beside {found[0].rsplit('/', 1)[-1]}. One file, "
                    "one source: move this one and what belongs to it to a file of its own.",
                    "zh": f"在 {found[0].rsplit('/', 1)[-1]} 之外又有一个 arg:Source。"
                    "一个文件对应一个来源：请将其及所属内容移到单独的文件。",
                },
                path=_TYPE.value,
                value=_SOURCE,
            )


def _hand_written(
    store: Store, locator: Locator, told: set[tuple[str, str | None]]
) -> Iterator[Finding]:
    """Report shortcuts in the data, unless a shape has."""
    for graph in store.source_graphs():
        for name in _DERIVED:
            predicate = ox.NamedNode(_ARG + name)
            for quad in store.engine.quads_for_pattern(None, predicate, None, graph):
                node, target = as_text(quad.subject), _short(quad.object, store)
                if (node, str(quad.object)) in told:
                    continue
                step = "the inference" if name == "supports" else "the conflict"
                chinese = "推论" if name == "supports" else "冲突"
                yield locator.finding(
                    HAND_WRITTEN,
                    node,
                    {
                        "en": f"arg:{name} {target} is written by hand. Remove "
                        f"it: it is derived from {step}, which is what counts.",
                        "zh": f"手写了 arg:{name} {target}。"
                        f"请删除：它由{chinese}推导而来，以后者为准。",
                    },
                    path=predicate.value,
                    value=None if isinstance(quad.object, ox.Triple) else quad.object,
                )
        for name in _JUDGED:
            predicate = ox.NamedNode(_ARG + name)
            for quad in store.engine.quads_for_pattern(None, predicate, None, graph):
                yield locator.finding(
                    HAND_WRITTEN,
                    as_text(quad.subject),
                    {
                        "en": f"arg:{name} is written by hand. Remove it: it belongs into the "
                        "graph of a verdict, which whyso verdict --write makes.",
                        "zh": f"手写了 arg:{name}。请删除："
                        "它属于裁断的图，由 whyso verdict --write 写出。",
                    },
                    path=predicate.value,
                    value=None if isinstance(quad.object, ox.Triple) else quad.object,
                )


def _stale(store: Store, locator: Locator) -> Iterator[Finding]:
    """Report derived graphs that are not what the rules derive now."""
    for graph in store.source_graphs():
        derived = ox.NamedNode(ontology.DERIVED + graph.value.removeprefix(ontology.GRAPH))
        quads = store.engine.quads_for_pattern(None, None, None, derived)
        kept = {quad.triple for quad in quads}
        if not kept:
            continue
        fresh: set[Any] = set()
        for rule in ontology.rules().values():
            found: Any = store.engine.query(rule, default_graph=graph)
            fresh.update(found)
        over, missing = len(kept - fresh), len(fresh - kept)
        if over or missing:
            yield locator.finding(
                STALE,
                derived.value,
                {
                    "en": f"Stale: {over} derived triples no longer follow and {missing} are "
                    "missing. Drop this graph; it is derived anew when needed.",
                    "zh": f"已过时：{over} 条推导结果不再成立，缺少 {missing} 条。"
                    "请删除此图；需要时会重新推导。",
                },
            )


def _stale_verdicts(store: Store, locator: Locator) -> Iterator[Finding]:
    """Report verdicts on data that are no longer what they were."""
    if not store.verdict_graphs():
        return
    from whyso.graph.semantics.recording.reading import read_records

    for record in read_records(store):
        if record.stale(store):
            yield locator.finding(
                STALE_VERDICT,
                record.graph,
                {
                    "en": "Stale: the data are not those of which this is the verdict. Write it "
                    "anew (whyso verdict --write), or drop this graph.",
                    "zh": "已过时：数据已不是得出此裁断时的数据。"
                    "请重新写入（whyso verdict --write），或删除此图。",
                },
            )


def _translations(store: Store, locator: Locator) -> Iterator[Finding]:
    """Report passages that are not in the paragraph of what they are a translation of."""
    reader = Reader(store)
    passages = {iri: reader.passage(iri) for iri in reader.instances("Passage")}
    for passage in passages.values():
        rendered = [passages[iri] for iri in passage.translation_of if iri in passages]
        numbers = sorted({original.paragraph for original in rendered if original.paragraph})
        if numbers and passage.paragraph is not None and passage.paragraph not in numbers:
            known = ", ".join(str(number) for number in numbers)
            yield locator.finding(
                TRANSLATION,
                passage.iri,
                {
                    "en": f"Paragraph {passage.paragraph}, but what it is a translation of is in "
                    f"paragraph {known}. Correct arg:paragraph, which counts the original's, or "
                    "arg:translationOf.",
                    "zh": f"标为第 {passage.paragraph} 段，而其原文文段在第 {known} 段。"
                    "请更正 arg:paragraph（按原文段落计数）或 arg:translationOf。",
                },
                path=ontology.ARG + "paragraph",
                value=ox.Literal(passage.paragraph),
            )


def _ill_typed(triple: ox.Triple, locator: Locator) -> Finding:
    literal: Any = triple.object
    name = re.split(r"[/#]", literal.datatype.value)[-1]
    return locator.finding(
        ILL_TYPED,
        as_text(triple.subject),
        {
            "en": f'"{literal.value}" is no xsd:{name}. Correct the value or its type.',
            "zh": f"“{literal.value}”不是合法的 xsd:{name}。请更正该值或其类型。",
        },
        path=triple.predicate.value,
        value=literal,
    )


def _as_text(triple: ox.Triple) -> ox.Triple:
    return ox.Triple(triple.subject, triple.predicate, ox.Literal(as_text(triple.object)))
