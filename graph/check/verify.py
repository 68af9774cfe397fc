"""Comparing passages with the text they were taken from.

Offsets count code points from the start of the file as it is on the disk, line ends unchanged.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from whyso import ontology
from whyso.graph.check.copies import CHARACTERS, HAN, Text
from whyso.graph.check.lines import Locator, as_term, as_text
from whyso.graph.check.places import (
    PARAGRAPH,
    SENTENCE,
    Remark,
    paragraph_remarks,
    sentence_remarks,
)
from whyso.graph.check.report import Finding, Rule
from whyso.graph.check.spans import Search, blocks, script, within_word
from whyso.graph.errors import InputError
from whyso.graph.files import read_bytes
from whyso.graph.model import Passage, Source
from whyso.graph.model.reading import Reader
from whyso.graph.store import Store

__all__ = ["RULES", "Fitted", "Verified", "fitted", "verify"]

DECODES: Final = Rule("T01", "Decodes", "violation")
TEXT_DIGEST: Final = Rule("T02", "TextDigest", "violation")
SPAN: Final = Rule("T03", "Span", "violation")
DIGEST: Final = Rule("T04", "Digest", "violation")
LANGUAGE: Final = Rule("T07", "Language", "violation")
WORD: Final = Rule("T08", "Word", "warning")
COPIED: Final = Rule("T09", "Copied", "violation")
RULES: Final = (DECODES, TEXT_DIGEST, SPAN, DIGEST, PARAGRAPH, SENTENCE, LANGUAGE, WORD, COPIED)

_P: Final = ontology.PREFIXES
_TEXTS: Final = (_P["xsd"] + "string", _P["rdf"] + "langString")
_HAN: Final = re.compile(f"[{HAN}]")


@dataclass(slots=True)
class Verified:
    """What a comparison found: the *findings*, and the passages whose digest agrees."""

    findings: list[Finding] = field(default_factory=list)
    passages: set[str] = field(default_factory=set)


def verify(store: Store, texts: Sequence[str | os.PathLike[str]]) -> Verified:
    """Compare the passages of a store's sources with their texts.

    A text belongs to the source whose ``schema:sha256`` is its digest, else to the only source
    there is, else to the source whose ``dcterms:source`` or ``dcterms:identifier`` is its file's
    name.

    Raises:
        InputError: a text is missing or unreadable, or belongs to no source.

    >>> from whyso.graph import sample
    >>> verify(sample().store, ["no.txt"])
    Traceback (most recent call last):
    whyso.graph.errors.InputError: no.txt: no such file
    """
    reader, locator = Reader(store), Locator(store)
    sources = [reader.source(iri) for iri in reader.instances("Source")]
    passages = [reader.passage(iri) for iri in reader.instances("Passage")]
    verified = Verified()
    for path in texts:
        data = read_bytes(Path(path))
        source = _source_of(data, str(path), sources, store)
        own = [
            p for p in passages if p.source == source.iri or (not p.source and len(sources) == 1)
        ]
        comparison = _Comparison(str(path), source, own, locator)
        verified.findings += comparison.findings(data, store)
        verified.passages |= comparison.agreeing
    return verified


@dataclass(slots=True)
class Fitted:
    """A text beside its *source*: the *passages* that fit it, and *findings* on those that do not.

    A passage fits when its span has its digest; one without a digest, when it lies in the text.
    """

    text: str
    source: Source
    passages: list[Passage]
    findings: list[Finding]


def fitted(store: Store, path: str | os.PathLike[str]) -> Fitted:
    """Return a text with the passages that fit it; whose text it is, is found as in `verify`.

    Raises:
        InputError: the text is missing, unreadable or not UTF-8, or belongs to no source.

    >>> from whyso.graph import sample
    >>> fitted(sample().store, "no.txt")
    Traceback (most recent call last):
    whyso.graph.errors.InputError: no.txt: no such file
    """
    reader, locator = Reader(store), Locator(store)
    sources = [reader.source(iri) for iri in reader.instances("Source")]
    passages = [reader.passage(iri) for iri in reader.instances("Passage")]
    data = read_bytes(Path(path))
    source = _source_of(data, str(path), sources, store)
    own = [p for p in passages if p.source == source.iri or (not p.source and len(sources) == 1)]
    comparison = _Comparison(Path(path).name, source, own, locator)
    findings = list(comparison.places(data))
    if not comparison.text and data:
        raise InputError(findings[0].message())
    return Fitted(comparison.text, source, comparison.placed(), findings)


def _source_of(data: bytes, path: str, sources: list[Source], store: Store) -> Source:
    digest = sha256(data).hexdigest()
    found = [source for source in sources if source.sha256 == digest]
    found = found or (sources if len(sources) == 1 else [])
    if not found:
        found = [source for source in sources if Path(path).name in _file_names(source, store)]
    if not found:
        count = f"none of the {len(sources)} sources" if sources else "no source: there is none"
        raise InputError(f"{path}: the text of {count}; their schema:sha256 is not {digest}")
    return found[0]


def _file_names(source: Source, store: Store) -> set[str]:
    """Return the names that a source gives for its text."""
    node = as_term(source.iri)
    return {
        re.split(r"[/\\]", as_text(quad.object))[-1]
        for name in ("source", "identifier")
        for quad in store.engine.quads_for_pattern(node, ox.NamedNode(_P["dcterms"] + name), None)
    }


class _Comparison:
    """One text beside the passages of its source."""

    def __init__(
        self, path: str, source: Source, passages: list[Passage], locator: Locator
    ) -> None:
        self.path, self.source, self.passages, self.locator = path, source, passages, locator
        self.agreeing: set[str] = set()
        self.text = ""

    def findings(self, data: bytes, store: Store) -> Iterator[Finding]:
        yield from self.places(data)
        if not self.text and data:
            return
        placed = self.placed()
        for remarks in (
            paragraph_remarks(placed, blocks(self.text)),
            sentence_remarks(placed),
            self._spelled(placed),
        ):
            yield from (self._finding(remark) for remark in remarks)
        yield from self._copies(store)

    def places(self, data: bytes) -> Iterator[Finding]:
        """Read the text, and compare it and each span with their digests."""
        try:
            self.text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            yield self._undecodable(data, error)
            return
        yield from self._whole(data)
        yield from self._spans()

    def placed(self) -> list[Passage]:
        """Return the passages that fit the text."""
        return [
            passage
            for passage in self.passages
            if passage.iri in self.agreeing or (passage.sha256 is None and self._inside(passage))
        ]

    def _undecodable(self, data: bytes, error: UnicodeDecodeError) -> Finding:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"0x{data[error.start]:02x}"
        return self.locator.finding(
            DECODES,
            self.source.iri,
            {
                "en": f"{self.path}:{line}: not UTF-8 (byte {byte}), so no passage was verified. "
                "Save the text as UTF-8.",
                "zh": f"{self.path}:{line}：不是 UTF-8（字节 {byte}），未核对任何文段。"
                "请将文本存为 UTF-8。",
            },
        )

    def _whole(self, data: bytes) -> Iterator[Finding]:
        digest = sha256(data).hexdigest()
        if self.source.sha256 is None or self.source.sha256 == digest:
            return
        yield self.locator.finding(
            TEXT_DIGEST,
            self.source.iri,
            {
                "en": f"{self.path} is not the text that was annotated: its SHA-256 is {digest}. "
                "Give that text; or, if this one is right, set schema:sha256 to it.",
                "zh": f"{self.path} 不是标注时的文本：其 SHA-256 为 {digest}。请给出原文本；"
                "若此文本无误，请将 schema:sha256 改为该值。",
            },
            path=_P["schema"] + "sha256",
            value=ox.Literal(self.source.sha256),
        )

    def _inside(self, passage: Passage) -> bool:
        start, end = passage.start, passage.end
        return start is not None and end is not None and 0 <= start < end <= len(self.text)

    def _spans(self) -> Iterator[Finding]:
        """Compare each span with its digest, and look where a span that does not agree has gone."""
        search = Search(self.text)
        for passage in self.passages:
            start, end, digest = passage.start, passage.end, passage.sha256
            if start is None or end is None or start >= end:
                continue  # the shapes say so
            actual = search.digest(start, end) if end <= len(self.text) else None
            if actual is not None and digest is None:
                continue
            if actual is not None and digest is not None and actual == digest.lower():
                self.agreeing.add(passage.iri)
                continue
            moved = search.find(start, end, digest or "")
            yield self.locator.finding(
                SPAN if actual is None else DIGEST,
                passage.iri,
                _moved(self.path, start, end, len(self.text), actual, moved),
                path=_P["oa"] + "end" if actual is None else _P["schema"] + "sha256",
                value=ox.Literal(end) if actual is None else ox.Literal(digest or ""),
            )

    def _spelled(self, placed: list[Passage]) -> Iterator[Remark]:
        """Tell which spans are not in their language, or cut a word."""
        for passage in placed:
            start, end, language = passage.start or 0, passage.end or 0, passage.language
            span = self.text[start:end]
            chinese = _HAN.search(span) is not None
            if (language == "zh" and not chinese) or (language == "en" and script(span) == "han"):
                yield Remark(
                    LANGUAGE,
                    passage,
                    f'is not in "{language}". Correct dcterms:language, or oa:start and oa:end.',
                    f"不是“{language}”语言。请更正 dcterms:language，或 oa:start 与 oa:end。",
                    _P["dcterms"] + "language",
                    language,
                )
            for place, name, edge in ((start, "start", "开始"), (end, "end", "结束")):
                if within_word(self.text, place):
                    yield Remark(
                        WORD,
                        passage,
                        f"{name}s within a word, at {place}. Move oa:{name} to the word's edge.",
                        f"在词中{edge}（{place}）。请将 oa:{name} 移到词的边界。",
                        _P["oa"] + name,
                    )

    def _copies(self, store: Store) -> Iterator[Finding]:
        text = Text(self.text)
        for graph in store.source_graphs():
            for quad in store.engine.quads_for_pattern(None, None, None, graph):
                term = quad.object
                if (
                    not isinstance(term, ox.Literal)
                    or term.datatype.value not in _TEXTS
                    or len(term.value) < CHARACTERS
                    or quad.predicate.value == _P["dcterms"] + "title"
                    or not (copied := text.longest_copy(term.value))
                ):
                    continue
                units = "个词" if copied.unit == "words" else "个字"
                yield self.locator.finding(
                    COPIED,
                    as_text(quad.subject),
                    {
                        "en": f"Copies {copied.count} {copied.unit} in a row from {self.path} "
                        f"({copied.start}-{copied.end}). Say it in words of your own.",
                        "zh": f"连续照抄了 {self.path}（{copied.start}-{copied.end}）"
                        f"的 {copied.count} {units}。请用自己的话改写。",
                    },
                    path=quad.predicate.value,
                    value=term,
                )

    def _finding(self, remark: Remark) -> Finding:
        place = f"{self.path} {remark.passage.start}-{remark.passage.end}"
        return self.locator.finding(
            remark.rule,
            remark.passage.iri,
            {
                "en": f"The passage ({place}) {remark.english}",
                "zh": f"文段（{place}）{remark.chinese}",
            },
            path=remark.path,
            value=None if remark.value is None else ox.Literal(remark.value),
        )


def _moved(
    path: str, start: int, end: int, length: int, actual: str | None, moved: tuple[int, int] | None
) -> dict[str, str]:
    """Say that a span is not what its digest says, and what to do about it."""
    if actual is None:
        english = f"{path} ends at {length}, before the passage {start}-{end}"
        chinese = f"{path} 止于 {length}，文段 {start}-{end} 超出其外"
    else:
        english = f"{path} {start}-{end} is not the passage that was digested"
        chinese = f"{path} {start}-{end} 与文段摘要不符"
    if moved is not None:
        place = f"{moved[0]}-{moved[1]}"
        english += f"; it was found at {place}: update oa:start and oa:end."
        chinese += f"；在 {place} 处找到：请更新 oa:start 与 oa:end。"
        return {"en": english, "zh": chinese}
    english += (
        ", and it was not found elsewhere: the text has changed here, or the digest is wrong. "
    )
    chinese += "，在别处也未找到：此处文本已改，或摘要有误。"
    if actual is None:
        english += "Find the passage again and correct oa:start, oa:end and schema:sha256."
        chinese += "请重新定位文段，更正 oa:start、oa:end 与 schema:sha256。"
    else:
        english += f"Read it again; if the span is right, set schema:sha256 to {actual}."
        chinese += f"请重读；若位置无误，请将 schema:sha256 改为 {actual}。"
    return {"en": english, "zh": chinese}
