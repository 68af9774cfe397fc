"""Whether passages are where they say: paragraph numbers, sentence numbers, and no overlaps.

Only the passages speak: a text does not number its paragraphs, and headings before or between them
are not counted. So numbers are held against each other: the largest set that goes with the order of
the text is taken as right, and what does not fit is reported.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from whyso import ontology
from whyso.graph.check.report import Rule
from whyso.graph.check.spans import Block, largest_chain
from whyso.graph.model import Passage

__all__ = ["PARAGRAPH", "SENTENCE", "Remark", "paragraph_remarks", "script_of", "sentence_remarks"]

PARAGRAPH: Final = Rule("T05", "Paragraph", "violation")
SENTENCE: Final = Rule("T06", "Sentence", "violation")

_START: Final = ontology.PREFIXES["oa"] + "start"
_PARAGRAPH: Final = ontology.ARG + "paragraph"
_SENTENCE: Final = ontology.ARG + "sentence"


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a passage, in both languages, before it is made a finding."""

    rule: Rule
    passage: Passage
    english: str
    chinese: str
    path: str
    value: int | str | None = None


def script_of(language: str | None) -> str:
    """Return the script of a language, as :func:`whyso.graph.check.spans.script` names it.

    >>> script_of("zh"), script_of("en")
    ('han', 'latin')
    """
    return "han" if (language or "").split("-")[0] in ("zh", "ja") else "latin"


def paragraph_remarks(placed: Iterable[Passage], blocks: list[Block]) -> Iterator[Remark]:
    """Tell which passages run over a paragraph's end or carry the wrong paragraph number.

    A paragraph of the original is one block of the text; that of a translation may be several. A
    block belongs to one paragraph, and numbers rise with the text.

    Args:
        placed: passages whose span is known to be right.
        blocks: those of the text.
    """
    passages = sorted(placed, key=lambda passage: (passage.start or 0, passage.iri))
    translated = {passage.language for passage in passages if passage.translation_of}
    languages = sorted({passage.language for passage in passages}, key=str)
    for language in languages:
        strict = language not in translated and (bool(translated) or len(languages) == 1)
        script = script_of(language)
        ordinals = {
            block: ordinal
            for ordinal, block in enumerate(block for block in blocks if block.script == script)
        }
        found: list[tuple[int, Passage]] = []
        for passage in passages:
            if passage.language != language:
                continue
            touched = _touched(passage, blocks)
            own = [ordinals[block] for block in touched if block in ordinals]
            if not own:
                continue  # the wrong language, which is another rule's matter
            if len(own) < len(touched) or (strict and len(own) > 1):
                yield Remark(
                    PARAGRAPH,
                    passage,
                    "runs over the end of a paragraph. Split it, one passage for each paragraph.",
                    "越过了段落的末尾。请按段落拆成多个文段。",
                    _START,
                )
            elif passage.paragraph is not None:
                found += ((ordinal, passage) for ordinal in own)
        yield from _number_remarks(found, strict=strict)


def _touched(passage: Passage, blocks: list[Block]) -> list[Block]:
    first = bisect_right(blocks, passage.start or 0, key=lambda block: block.end)
    last = bisect_left(blocks, passage.end or 0, key=lambda block: block.start)
    return blocks[first:last]


def _number_remarks(found: list[tuple[int, Passage]], *, strict: bool) -> Iterator[Remark]:
    """Tell which paragraph numbers do not go with the order of the blocks they are in."""
    counts: dict[int, Counter[int]] = {}
    shifts: Counter[int] = Counter()
    for ordinal, passage in found:
        number = passage.paragraph or 0
        counts.setdefault(ordinal, Counter())[number] += 1
        shifts[ordinal - number] += 1
    shift = max(shifts, key=lambda each: (shifts[each], -each), default=0)
    numbers = {
        ordinal: max(count, key=lambda n: (count[n], -abs(ordinal - n - shift), -n))
        for ordinal, count in counts.items()
    }

    def fits(left: int, right: int) -> bool:
        step = numbers[right] - numbers[left]
        return 1 <= step <= right - left if strict else step >= 0

    def weight(ordinal: int) -> float:
        number = numbers[ordinal]
        return counts[ordinal][number] + (0.5 if ordinal - number == shift else 0)

    right = largest_chain(sorted(numbers), fits, weight)
    reported: set[str] = set()
    for ordinal, passage in found:
        fine = ordinal in right and passage.paragraph == numbers[ordinal]
        if fine or passage.iri in reported:
            continue
        reported.add(passage.iri)
        if ordinal in right:
            best = str(numbers[ordinal])
        else:
            best = _between({each: numbers[each] for each in right}, ordinal, strict=strict)
        yield Remark(
            PARAGRAPH,
            passage,
            f"is not in paragraph {passage.paragraph}: the other passages put it in {best}. "
            "Correct arg:paragraph, which counts the paragraphs of the original.",
            f"不在第 {passage.paragraph} 段：依其他文段看应为 {best}。"
            "请更正 arg:paragraph（按原文段落计数）。",
            _PARAGRAPH,
            passage.paragraph,
        )


def _between(numbers: dict[int, int], ordinal: int, *, strict: bool) -> str:
    """Say which numbers a block can have, given its neighbours."""
    before = max((other for other in numbers if other < ordinal), default=None)
    after = min((other for other in numbers if other > ordinal), default=None)
    low, high = 1, None
    if before is not None:
        low = numbers[before] + strict
        high = numbers[before] + ordinal - before if strict else None
    if after is not None:
        highest = numbers[after] - strict
        high = highest if high is None else min(high, highest)
        low = max(low, numbers[after] - (after - ordinal)) if strict else low
    if high is None:
        return f"{low} or a later one"
    return str(low) if low >= high else f"{low} to {high}"


def sentence_remarks(placed: Iterable[Passage]) -> Iterator[Remark]:
    """Tell which passages of a paragraph are out of the order of their sentences, or overlap.

    Passages without a sentence number (such as a whole paragraph) are left alone.
    """
    groups: dict[tuple[str, int], list[Passage]] = {}
    for passage in placed:
        if passage.sentence is not None and passage.paragraph is not None:
            groups.setdefault((passage.language or "", passage.paragraph), []).append(passage)
    for _, group in sorted(groups.items()):
        group.sort(key=lambda p: (p.start or 0, p.end or 0, p.sentence or 0, p.iri))
        yield from _order_remarks(group)
        yield from _overlap_remarks(group)


def _order_remarks(group: list[Passage]) -> Iterator[Remark]:
    def fits(left: int, right: int) -> bool:
        one, other = group[left], group[right]
        if _span(one) == _span(other):
            return one.sentence == other.sentence
        return (one.sentence or 0) <= (other.sentence or 0)

    # Sentences that have passages mostly follow one another, which decides between equals.
    ordinals = accumulate((one != other for one, other in pairwise(map(_span, group))), initial=0)
    shifts = [ordinal - (p.sentence or 0) for ordinal, p in zip(ordinals, group, strict=True)]
    counts = Counter(shifts)
    shift = max(counts, key=lambda each: (counts[each], -each))
    right = largest_chain(
        range(len(group)), fits, lambda place: 1.5 if shifts[place] == shift else 1
    )
    for place, passage in enumerate(group):
        if place not in right:
            yield Remark(
                SENTENCE,
                passage,
                f"is not sentence {passage.sentence}, going by its neighbours. Correct "
                "arg:sentence, which counts within the paragraph in the language of the passage.",
                f"依前后文段看不是第 {passage.sentence} 句。"
                "请更正 arg:sentence（按文段自身语言在段内计数）。",
                _SENTENCE,
                passage.sentence,
            )


def _span(passage: Passage) -> tuple[int | None, int | None]:
    return passage.start, passage.end


def _overlap_remarks(group: list[Passage]) -> Iterator[Remark]:
    furthest = group[0]
    for one, other in pairwise(group):
        if (one.end or 0) > (furthest.end or 0):
            furthest = one
        if _span(other) != _span(furthest) and (other.start or 0) < (furthest.end or 0):
            place = f"{furthest.id} ({furthest.start}-{furthest.end})"
            yield Remark(
                SENTENCE,
                other,
                f"overlaps {place}. Passages with a sentence number are the same or apart: correct "
                "oa:start and oa:end.",
                f"与 {place} 重叠。标有句子序号的文段要么相同，要么分开："
                "请更正 oa:start 与 oa:end。",
                _START,
            )
