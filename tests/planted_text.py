"""Faults against the text that the passages point into."""

import re

from planting import STATED, Document, text_fault

# The text


def word(text: str, *, after: int = 0) -> int:
    """Return a place within an English word of the text."""
    match = re.compile(r"[a-z]{6,}").search(text, after)
    assert match
    return match.start() + 3


@text_fault("T01", "as UTF-8")
def text_in_latin_1(doc: Document) -> str:
    assert doc.text is not None
    doc.data = doc.text.encode() + "caf\u00e9".encode("latin-1")
    return doc.source


@text_fault("T02", "schema:sha256")
def digest_of_the_text_is_wrong(doc: Document) -> str:
    return doc.put(doc.source, "schema:sha256", '"' + "0" * 64 + '"')


@text_fault("T02", "schema:sha256")
def text_is_edited_at_its_end(doc: Document) -> str:
    assert doc.text is not None
    doc.text += "\nOne more line."
    return doc.source


@text_fault("T04", "update oa:start and oa:end")
def text_is_edited_at_its_start(doc: Document) -> str:
    assert doc.text is not None
    doc.text = "A new first line.\n\n" + doc.text
    return doc.passage(skip=2)


@text_fault("T04", "text has changed here")
def text_is_edited_within_a_passage(doc: Document) -> str:
    assert doc.text is not None
    passage = doc.passage(skip=2)
    start, end = doc.offsets(passage)
    span = doc.text[start:end].upper()
    doc.text = doc.text[:start] + span + doc.text[end:]
    return passage


@text_fault("T04", "set schema:sha256 to")
def digest_of_a_passage_is_wrong(doc: Document) -> str:
    return doc.put(doc.passage(), "schema:sha256", '"' + "0f" * 32 + '"')


@text_fault("T04", "found at [0-9]+-[0-9]+: update oa:start and oa:end")
def offsets_are_one_too_many(doc: Document) -> str:
    passage = doc.passage("zh")
    start, end = doc.offsets(passage)
    return doc.move(passage, start + 1, end + 1)


@text_fault("T04", "found at [0-9]+-[0-9]+: update oa:start and oa:end")
def end_is_one_too_few(doc: Document) -> str:
    passage = doc.passage()
    start, end = doc.offsets(passage)
    return doc.move(passage, start, end - 1)


@text_fault("T04", "found at [0-9]+-[0-9]+: update oa:start and oa:end")
def passage_points_far_away(doc: Document) -> str:
    passage = doc.passage()
    start, end = doc.offsets(passage)
    return doc.move(passage, start + 700, end + 700)


@text_fault("T03", "update oa:start and oa:end")
def passage_beyond_the_end(doc: Document) -> str:
    passage = doc.passage()
    start, end = doc.offsets(passage)
    return doc.move(passage, start + 90_000, end + 90_000)


@text_fault("T05", "arg:paragraph")
def paragraph_too_high(doc: Document) -> str:
    passage = doc.passage(skip=2)
    return doc.put(passage, "arg:paragraph", str(int(doc.value(passage, "arg:paragraph")) + 1))


@text_fault("T05", "arg:paragraph")
def paragraph_too_low(doc: Document) -> str:
    passage = doc.passage(skip=2)
    return doc.put(passage, "arg:paragraph", str(int(doc.value(passage, "arg:paragraph")) - 1))


@text_fault("T05", "arg:paragraph")
def paragraph_far_too_high(doc: Document) -> str:
    return doc.put(doc.passage(skip=2), "arg:paragraph", "77")


@text_fault("T05", "one passage for each paragraph")
def passage_over_two_paragraphs(doc: Document) -> str:
    passage = doc.passage(skip=2)
    start, end = doc.offsets(passage)
    assert doc.text is not None
    after = re.compile(r"\n\n[^\n]+").search(doc.text, end)
    assert after
    return doc.move(passage, start, after.end(), digest=True)


@text_fault("T06", "arg:sentence")
def sentence_out_of_order(doc: Document) -> str:
    passage = next(
        one
        for one, other in doc.neighbours()
        if doc.value(one, "arg:paragraph") == doc.value(other, "arg:paragraph")
    )
    return doc.put(passage, "arg:sentence", "99")


@text_fault("T06", "oa:start and oa:end")
def passages_that_overlap(doc: Document) -> str:
    assert doc.text is not None
    for one, other in doc.neighbours():
        start, end = doc.offsets(one)
        same = doc.value(one, "arg:paragraph") == doc.value(other, "arg:paragraph")
        if same and doc.offsets(other)[0] > end:
            middle = doc.text.rindex(" ", start, end - 1) + 1
            return doc.move(other, middle, doc.offsets(other)[1], digest=True)
    raise AssertionError


@text_fault("T07", "dcterms:language")
def passage_in_the_wrong_language(doc: Document) -> str:
    return doc.put(doc.passage(skip=1), "dcterms:language", '"zh"')


@text_fault("T08", "word's edge", "warning")
def passage_that_ends_within_a_word(doc: Document) -> str:
    assert doc.text is not None
    passage = doc.passage(skip=1)
    start, _ = doc.offsets(passage)
    return doc.move(passage, start, word(doc.text, after=start), digest=True)


@text_fault("T08", "word's edge", "warning")
def passage_that_starts_within_a_word(doc: Document) -> str:
    assert doc.text is not None
    passage = doc.passage(skip=1)
    start, end = doc.offsets(passage)
    return doc.move(passage, word(doc.text, after=start), end, digest=True)


def copied(doc: Document, language: str, unit: str, count: int) -> str:
    """Return so many words or characters of a passage of the text."""
    assert doc.text is not None
    for skip in range(99):
        start, end = doc.offsets(doc.passage(language, skip=skip))
        match = re.search(rf"(?:{unit}){{{count}}}", doc.text[start:end])
        if match:
            return match.group().strip()
    raise AssertionError


WORD = r"[A-Za-z]+,?(?: |\b(?=\.))"


@text_fault("T09", "words of your own")
def label_that_copies_eight_words(doc: Document) -> str:
    words = copied(doc, "en", WORD, 8).upper()
    return doc.put(doc.first(*STATED), "rdfs:label", f'"So: {words}!"@en')


@text_fault("T09", "words of your own")
def note_that_copies_a_sentence(doc: Document) -> str:
    return doc.add(doc.first(*STATED), f'skos:note "It says: {copied(doc, "en", WORD, 9)}."@en')


@text_fault("T09", "words of your own")
def comment_on_a_step_that_copies_chinese(doc: Document) -> str:
    characters = copied(doc, "zh", "[\u4e00-\u9fff][，,]?", 13)
    return doc.add(doc.first("a arg:Inference"), f'rdfs:comment "{characters}"@zh')


@text_fault("T09", "words of your own")
def passage_that_quotes_itself(doc: Document) -> str:
    return doc.add(doc.passage(skip=1), f'oa:exact "{copied(doc, "en", WORD, 8)}"')
