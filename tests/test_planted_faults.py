"""One fault at a time, planted into data without any: each is found by the rule that is for it.

A fault is planted into the file's text, as a person would make it; the finding must name the rule,
the node, the file and the line, and say how to mend it, whichever engine validates.
"""

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from whyso.graph import ArgumentGraph, load, parse
from whyso.graph.check import Finding, Report, Severity
from whyso.graph.check.shapes import shapes
from whyso.graph.errors import InputError, ParseError

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "tests" / "data" / "example.ttl"
EXAMPLE_TEXT = ROOT / "tests" / "data" / "example.txt"
CLAIMS = ROOT / "claims.ttl"
OBJECT = r'(?:"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^\S+)?|<[^>]*>|,|[^\s;."<][^\s;"<]*)'


class Document:
    """A Turtle file as a person sees it: statements that start at the margin; and its text."""

    def __init__(self, turtle: str, text: str | None = None) -> None:
        self.turtle, self.text = turtle, text
        self.data: bytes | None = None

    @property
    def turtle(self) -> str:
        return "".join(self._statements)

    @turtle.setter
    def turtle(self, turtle: str) -> None:
        self._statements = re.split(r"(?m)^(?=[^\s])", turtle)
        self._places: dict[str, int] = {}
        for place, statement in enumerate(self._statements):
            if statement.startswith(":"):
                self._places.setdefault(statement.split(None, 1)[0][1:], place)

    def statement(self, subject: str) -> str:
        return self._statements[self._places[subject]]

    def first(self, *having: str, without: str = "\0") -> str:
        """Return the first subject whose statement has all these words."""
        for subject in self._places:
            statement = self.statement(subject)
            if all(word in statement for word in having) and without not in statement:
                return subject
        raise AssertionError(having)

    def change(self, subject: str, pattern: str, new: str) -> str:
        place = self._places[subject]
        self._statements[place], count = re.subn(pattern, new, self._statements[place], count=1)
        assert count == 1, (subject, pattern)
        return subject

    def drop(self, subject: str, predicate: str) -> str:
        return self.change(subject, rf"{predicate}(?:\s+{OBJECT})+\s*;?", "")

    def put(self, subject: str, predicate: str, value: str) -> str:
        """Replace all values of a predicate."""
        return self.change(subject, rf"{predicate}(?:\s+{OBJECT})+", f"{predicate} {value} ")

    def add(self, subject: str, said: str) -> str:
        return self.change(subject, r"\s*\.\s*$", f" ;\n    {said} .\n\n")

    def new(self, subject: str, said: str) -> str:
        self.turtle += f"\n:{subject} {said} .\n"
        return subject

    def value(self, subject: str, predicate: str) -> str:
        match = re.search(rf"{predicate}\s+({OBJECT})", self.statement(subject))
        assert match, (subject, predicate)
        return match.group(1).strip('"')

    # Passages

    def passage(self, language: str = "en", *, skip: int = 0) -> str:
        """Return the first passage in that language, or one after it."""
        having = ("a arg:Passage", f'dcterms:language "{language}"')
        found = (
            subject
            for subject in self._places
            if all(word in self.statement(subject) for word in having)
        )
        return next(islice(found, skip, None))

    def neighbours(self) -> Iterator[tuple[str, str]]:
        """Yield English passages and the one behind each."""
        for skip in range(1, 90):
            yield self.passage(skip=skip), self.passage(skip=skip + 1)

    def selector(self, passage: str) -> str:
        return self.value(passage, "oa:hasSelector").removeprefix(":")

    def offsets(self, passage: str) -> tuple[int, int]:
        selector = self.selector(passage)
        ends = (self.value(selector, f"oa:{end}") for end in ("start", "end"))
        start, end = (int(re.sub(r"\D.*", "", each.strip('"'))) for each in ends)
        return start, end

    def move(self, passage: str, start: int, end: int, *, digest: bool = False) -> str:
        """Set a passage's offsets, and its digest if asked."""
        selector = self.selector(passage)
        for name, value in (("start", start), ("end", end)):
            self.put(selector, f"oa:{name}", f'"{value}"^^xsd:nonNegativeInteger')
        if digest:
            assert self.text is not None
            span = self.text[start:end].encode()
            self.put(passage, "schema:sha256", f'"{hashlib.sha256(span).hexdigest()}"')
        return passage

    @property
    def source(self) -> str:
        return self.first("a arg:Source")


@dataclass(frozen=True)
class Fault:
    """What is planted (it returns the node at fault), and what is to be found."""

    name: str
    rule: str
    mend: str
    plant: Callable[[Document], str]
    severity: Severity = "violation"


FAULTS: list[Fault] = []
TEXT_FAULTS: list[Fault] = []


def fault(
    rule: str, mend: str, severity: Severity = "violation", *, faults: list[Fault] = FAULTS
) -> Callable[[Callable[[Document], str]], Callable[[Document], str]]:
    def register(plant: Callable[[Document], str]) -> Callable[[Document], str]:
        faults.append(Fault(plant.__name__, rule, mend, plant, severity))
        return plant

    return register


def text_fault(
    rule: str, mend: str, severity: Severity = "violation"
) -> Callable[[Callable[[Document], str]], Callable[[Document], str]]:
    return fault(rule, mend, severity, faults=TEXT_FAULTS)


STATED = ("a arg:Claim", "arg:status arg:stated")

# Labels and voices


@fault("S01", "rdfs:label")
def claim_without_label(doc: Document) -> str:
    return doc.drop(doc.first(*STATED), "rdfs:label")


@fault("S01", "@en or @zh")
def label_without_language(doc: Document) -> str:
    return doc.put(doc.first(*STATED), "rdfs:label", '"No language."')


@fault("S01", "one label per language")
def two_english_labels(doc: Document) -> str:
    return doc.put(doc.first(*STATED), "rdfs:label", '"One."@en , "Two."@en')


@fault("S02", "arg:assertedBy")
def stated_claim_without_speaker(doc: Document) -> str:
    return doc.drop(doc.first(*STATED), "arg:assertedBy")


@fault("S02", "arg:assertedBy")
def stated_forecast_without_speaker(doc: Document) -> str:
    return doc.drop(doc.first("a arg:Forecast", "arg:assertedBy"), "arg:assertedBy")


@fault("S02", "arg:assertedBy")
def stated_claim_with_two_speakers(doc: Document) -> str:
    return doc.add(doc.first(*STATED), "arg:assertedBy :public")


@fault("S03", "arg:Utterance")
def quoted_claim_that_nobody_utters(doc: Document) -> str:
    return doc.put(doc.first(*STATED), "arg:status", "arg:quoted")


@fault("S03", "arg:Utterance")
def quoted_question_that_nobody_utters(doc: Document) -> str:
    utterance = doc.first("a arg:Utterance", "arg:expresses :q")
    question = doc.value(utterance, "arg:expresses").removeprefix(":")
    doc.turtle = re.sub(rf"(arg:expresses(?:\s+:\w+\s*,)*\s+):{question}\b", r"\1:c1x", doc.turtle)
    doc.turtle = doc.turtle.replace(":c1x", ":" + doc.first(*STATED))
    return question


@fault("S04", "nobody says it")
def reconstruction_with_a_speaker(doc: Document) -> str:
    return doc.add(doc.first("a arg:Assumption"), "arg:assertedBy :public")


# Passages


@fault("S05", "arg:hasPassage")
def stated_claim_without_passage(doc: Document) -> str:
    return doc.drop(doc.first(*STATED), "arg:hasPassage")


@fault("S05", "arg:hasPassage")
def utterance_without_passage(doc: Document) -> str:
    return doc.drop(doc.first("a arg:Utterance"), "arg:hasPassage")


@fault("S06", "dcterms:language")
def passage_without_language(doc: Document) -> str:
    return doc.drop(doc.passage(), "dcterms:language")


@fault("S06", "dcterms:language")
def passage_in_a_language_by_name(doc: Document) -> str:
    return doc.put(doc.passage(), "dcterms:language", '"French"')


@fault("S06", "paragraph")
def passage_without_paragraph(doc: Document) -> str:
    return doc.drop(doc.passage(), "arg:paragraph")


@fault("S06", "paragraph")
def passage_in_paragraph_nought(doc: Document) -> str:
    return doc.put(doc.passage(), "arg:paragraph", "0")


@fault("S06", "[Ss]entence")
def passage_in_sentence_nought(doc: Document) -> str:
    return doc.put(doc.passage(), "arg:sentence", "0")


@fault("S06", "arg:Source")
def passage_without_source(doc: Document) -> str:
    return doc.drop(doc.passage(), "oa:hasSource")


@fault("S06", "oa:TextPositionSelector")
def passage_without_selector(doc: Document) -> str:
    return doc.drop(doc.passage(), "oa:hasSelector")


@fault("S06", "schema:sha256")
def passage_with_a_short_digest(doc: Document) -> str:
    return doc.put(doc.passage(), "schema:sha256", '"' + "0f" * 31 + '0"')


@fault("S07", "oa:start")
def span_that_ends_before_it_starts(doc: Document) -> str:
    passage = doc.passage()
    start, end = doc.offsets(passage)
    doc.move(passage, end, start)
    return doc.selector(passage)


@fault("S07", "oa:end")
def span_without_end(doc: Document) -> str:
    return doc.drop(doc.selector(doc.passage()), "oa:end")


@fault("S07", "oa:start")
def span_that_starts_at_a_word(doc: Document) -> str:
    return doc.put(doc.selector(doc.passage()), "oa:start", '"here"')


# Steps


@fault("S08", "premise")
def inference_without_premise(doc: Document) -> str:
    return doc.drop(doc.first("a arg:Inference"), "arg:premise")


@fault("S08", "premise")
def premise_that_is_a_question(doc: Document) -> str:
    return doc.put(doc.first("a arg:Inference"), "arg:premise", ":q1")


@fault("S08", "conclusion")
def inference_with_two_conclusions(doc: Document) -> str:
    other = doc.first("a arg:Claim", "arg:hasQuantity")
    return doc.add(doc.first("a arg:Inference"), f"arg:conclusion :{other}")


@fault("S08", "conclusion is also a premise")
def inference_that_supports_itself(doc: Document) -> str:
    step = doc.first("a arg:Inference")
    return doc.add(step, f"arg:premise {doc.value(step, 'arg:conclusion')}")


@fault("S09", "arg:target")
def rebuttal_without_target(doc: Document) -> str:
    return doc.drop(doc.first("a arg:Rebuttal"), "arg:target")


@fault("S09", "attacker")
def undercut_without_attacker(doc: Document) -> str:
    return doc.drop(doc.first("a arg:Undercut"), "arg:attacker")


@fault("S09", "attack itself")
def claim_that_attacks_itself(doc: Document) -> str:
    step = doc.first("a arg:Rebuttal")
    return doc.put(step, "arg:attacker", doc.value(step, "arg:target"))


@fault("S10", "arg:Rebuttal")
def undercut_of_a_claim(doc: Document) -> str:
    target = doc.first(*STATED)
    return doc.put(doc.first("a arg:Undercut"), "arg:target", f":{target}")


@fault("S11", "arg:Undercut")
def rebuttal_of_an_inference(doc: Document) -> str:
    target = doc.first("a arg:Inference")
    return doc.put(doc.first("a arg:Rebuttal"), "arg:target", f":{target}")


@fault("S12", "arg:Rebuttal", "warning")
def undermining_of_what_is_no_premise(doc: Document) -> str:
    target = doc.new("loose", 'a arg:Proposition ; rdfs:label "Loose."@en')
    doc.add(target, "arg:status arg:reconstructed")
    return doc.put(doc.first("a arg:Undermining"), "arg:target", f":{target}")


# Questions


@fault("S13", "arg:Question")
def answer_to_a_claim(doc: Document) -> str:
    claim = doc.first("a arg:Claim", "arg:answers")
    other = doc.first("arg:Evidence ;")
    return doc.put(claim, "arg:answers", f":{other}")


@fault("S14", "arg:underlies")
def deeper_question_behind_nothing(doc: Document) -> str:
    return doc.drop(doc.first("a arg:UnderlyingQuestion"), "arg:underlies")


@fault("S14", "itself|circle")
def question_behind_itself(doc: Document) -> str:
    question = doc.first("a arg:UnderlyingQuestion")
    return doc.put(question, "arg:underlies", f":{question}")


@fault("S14", "circle")
def questions_behind_one_another(doc: Document) -> str:
    question = doc.first("a arg:UnderlyingQuestion")
    other = doc.first("a arg:UnderlyingQuestion", without=f":{question}\n")
    doc.put(other, "arg:underlies", f":{question}")
    return doc.put(question, "arg:underlies", f":{other}")


@fault("S15", "answers", "warning")
def question_without_answer(doc: Document) -> str:
    return doc.new("q99", 'a arg:Question ; rdfs:label "Why?"@en ; arg:status arg:reconstructed')


# Circles and figures


@fault("S16", "own grounds", "warning")
def circular_support(doc: Document) -> str:
    step = doc.first("a arg:Inference", "arg:conclusion :c")
    conclusion, premise = doc.value(step, "arg:conclusion"), ":mid"
    doc.new("mid", 'a arg:Claim ; rdfs:label "M."@en ; arg:status arg:reconstructed')
    for number, (start, end) in enumerate(((conclusion, premise), (premise, conclusion))):
        status = "arg:status arg:reconstructed"
        doc.new(
            f"i9{number}",
            f"a arg:Inference ; arg:premise {start} ; arg:conclusion {end} ; {status}",
        )
    return conclusion.removeprefix(":")


@fault("S17", "[Cc]ircular")
def wordings_that_replace_one_another(doc: Document) -> str:
    later = doc.first("arg:supersedes")
    earlier = doc.value(later, "arg:supersedes").removeprefix(":")
    return doc.add(earlier, f"arg:supersedes :{later}")


@fault("S18", "unit")
def figure_without_unit(doc: Document) -> str:
    return doc.drop(doc.first("a arg:Quantity"), "qudt:hasUnit")


@fault("S18", "arg:bound")
def figure_without_bound(doc: Document) -> str:
    return doc.drop(doc.first("a arg:Quantity"), "arg:bound")


@fault("S18", "schema:minValue")
def figure_with_value_and_range(doc: Document) -> str:
    return doc.add(
        doc.first("a arg:Quantity", "schema:value"), "schema:minValue 1 ; schema:maxValue 2"
    )


@fault("S18", "minValue")
def range_upside_down(doc: Document) -> str:
    figure = doc.first("a arg:Quantity", "schema:minValue")
    return doc.put(figure, "schema:minValue", "9999999999999")


@fault("S19", "schema:minValue")
def order_of_magnitude_as_one_number(doc: Document) -> str:
    figure = doc.first("a arg:Quantity", "arg:orderOfMagnitude")
    doc.drop(figure, "schema:maxValue")
    return doc.change(figure, "schema:minValue", "schema:value")


@fault("S20", "xsd:gYear")
def horizon_in_words(doc: Document) -> str:
    return doc.put(doc.first("arg:horizon"), "arg:horizon", '"in eight years"')


@fault("S20", "xsd:gYear")
def horizon_in_a_thirteenth_month(doc: Document) -> str:
    return doc.put(doc.first("arg:horizon"), "arg:horizon", '"2031-13"^^xsd:gYearMonth')


@fault("S20", "one")
def two_horizons(doc: Document) -> str:
    return doc.add(doc.first("arg:horizon"), 'arg:horizon "2032"^^xsd:gYear')


@fault("S21", "horizon", "info")
def forecast_without_date(doc: Document) -> str:
    said = 'a arg:Forecast ; rdfs:label "Soon."@en ; arg:status arg:reconstructed'
    return doc.new("c99", said)


# Names and values


@fault("S22", "c999")
def premise_that_is_not_described(doc: Document) -> str:
    return doc.put(doc.first("a arg:Inference"), "arg:premise", ":c999")


@fault("S22", "p999")
def passage_that_is_not_described(doc: Document) -> str:
    return doc.add(doc.first(*STATED), "arg:hasPassage :p999")


@fault("S23", "spelling")
def misspelt_property(doc: Document) -> str:
    return doc.change(doc.first("arg:answers"), "arg:answers", "arg:anwsers")


@fault("S23", "spelling")
def misspelt_class(doc: Document) -> str:
    return doc.change(doc.first("a arg:Rebuttal"), "arg:Rebuttal", "arg:Rebutal")


@fault("S24", "0.0 to 1.0")
def confidence_in_percent(doc: Document) -> str:
    return doc.put(doc.first("arg:confidence"), "arg:confidence", "80.0")


@fault("S24", "0.0 to 1.0")
def confidence_as_a_float(doc: Document) -> str:
    return doc.put(doc.first("arg:confidence"), "arg:confidence", "8e-1")


@fault("S25", "arg:status")
def inference_without_status(doc: Document) -> str:
    return doc.drop(doc.first("a arg:Inference"), "arg:status")


@fault("S25", "arg:status")
def claim_of_two_statuses(doc: Document) -> str:
    return doc.add(doc.first(*STATED), "arg:status arg:superseded")


@fault("S25", "arg:certainty")
def certainty_that_is_not_in_the_list(doc: Document) -> str:
    return doc.put(doc.first("arg:certainty"), "arg:certainty", "arg:quoted")


@fault("S26", "arg:speaker")
def utterance_without_speaker(doc: Document) -> str:
    return doc.drop(doc.first("a arg:Utterance"), "arg:speaker")


@fault("S27", "[Cc]ontent", "info")
def utterance_without_content(doc: Document) -> str:
    return doc.drop(doc.first("a arg:Utterance", "arg:expresses :c"), "arg:expresses")


@fault("S28", "arg:Inference", "warning")
def shortcut_without_an_inference(doc: Document) -> str:
    claim = doc.first(*STATED)
    return doc.add(claim, f"arg:supports :{doc.first('a arg:Assumption')}")


@fault("S29", "[Ii]solated", "warning")
def claim_that_stands_alone(doc: Document) -> str:
    said = 'a arg:Assumption ; rdfs:label "Alone."@en ; arg:status arg:reconstructed'
    return doc.new("alone", said)


@fault("S30", "arg:inTensionWith", "warning")
def speaker_against_himself(doc: Document) -> str:
    one = doc.first(*STATED)
    speaker = doc.value(one, "arg:assertedBy")
    other = doc.first("arg:Evidence ;", f"arg:assertedBy {speaker}")
    said = f"a arg:Rebuttal ; arg:attacker :{one} ; arg:target :{other} ; arg:status arg:stated"
    passage = doc.value(one, "arg:hasPassage")
    return doc.new("x99", f"{said} ; arg:hasPassage {passage}")


# Sources, wordings, kinds


@fault("S31", "arg:Source")
def no_source(doc: Document) -> str:
    source = doc.source
    doc.change(source, r"a\s+arg:Source", "a foaf:Document")
    match = re.search(r"@prefix : <.*/id/([^/]+)/>", doc.turtle)
    assert match
    return match.group(1)


@fault("S32", "dcterms:license", "warning")
def source_without_licence(doc: Document) -> str:
    return doc.drop(doc.source, "dcterms:license")


@fault("S33", "arg:supersedes", "warning")
def superseded_by_nothing(doc: Document) -> str:
    later = doc.first("arg:supersedes")
    earlier = doc.value(later, "arg:supersedes").removeprefix(":")
    doc.drop(later, "arg:supersedes")
    return earlier


@fault("S34", "arg:superseded", "warning")
def replaced_and_yet_quoted(doc: Document) -> str:
    earlier = doc.value(doc.first("arg:supersedes"), "arg:supersedes").removeprefix(":")
    return doc.put(earlier, "arg:status", "arg:quoted")


@fault("S35", "arg:reconstructed")
def assumption_that_is_stated(doc: Document) -> str:
    return doc.put(doc.first("a arg:Assumption"), "arg:status", "arg:stated")


@fault("S36", "no label in zh", "warning")
def label_in_one_language_only(doc: Document) -> str:
    return doc.put(doc.first(*STATED), "rdfs:label", '"English only."@en')


@fault("S37", "arg:translationOf", "info")
def translation_that_is_not_linked(doc: Document) -> str:
    return doc.drop(doc.passage("zh"), "arg:translationOf")


@fault("S38", "another language")
def translation_of_its_own_language(doc: Document) -> str:
    return doc.put(doc.passage("zh"), "arg:translationOf", f":{doc.passage('zh', skip=1)}")


@fault("S39", "arg:hasQuantity", "warning")
def figure_that_nothing_contains(doc: Document) -> str:
    figure = doc.first("a arg:Quantity")
    holder = doc.first(f"arg:hasQuantity :{figure}")
    doc.drop(holder, "arg:hasQuantity")
    return figure


@fault("S40", "arg:scheme must point to an arg:Scheme")
def scheme_that_is_a_status(doc: Document) -> str:
    return doc.put(doc.first("arg:scheme"), "arg:scheme", "arg:stated")


@fault("S40", "foaf:Person")
def speaker_that_is_a_claim(doc: Document) -> str:
    utterance = doc.first("a arg:Utterance")
    return doc.put(utterance, "arg:speaker", f":{doc.first(*STATED)}")


@fault("S41", "Only an arg:Proposition")
def certainty_of_a_step(doc: Document) -> str:
    return doc.add(doc.first("a arg:Inference"), "arg:certainty arg:plain")


@fault("S42", "Only an arg:Inference")
def premise_of_a_claim(doc: Document) -> str:
    return doc.add(doc.first(*STATED), f"arg:premise :{doc.first('arg:Evidence ;')}")


@fault("S43", "Only an arg:Conflict")
def target_of_an_inference(doc: Document) -> str:
    return doc.add(doc.first("a arg:Inference"), f"arg:target :{doc.first(*STATED)}")


@fault("S44", "arg:assertedBy")
def speaker_of_a_claim(doc: Document) -> str:
    claim = doc.first(*STATED)
    return doc.add(claim, f"arg:speaker {doc.value(claim, 'arg:assertedBy')}")


@fault("S45", "arg:UnderlyingQuestion")
def claim_behind_a_question(doc: Document) -> str:
    return doc.add(doc.first(*STATED), "arg:underlies :q1")


@fault("S46", "Only an arg:Passage")
def paragraph_of_a_claim(doc: Document) -> str:
    return doc.add(doc.first(*STATED), "arg:paragraph 1")


@fault("S47", "foaf:name", "warning")
def agent_without_name(doc: Document) -> str:
    return doc.new("stranger", "a foaf:Person")


@fault("S48", "arg:dependsOn", "warning")
def claims_that_depend_on_one_another(doc: Document) -> str:
    one = doc.first("arg:dependsOn")
    other = doc.value(one, "arg:dependsOn").removeprefix(":")
    return doc.add(other, f"arg:dependsOn :{one}")


@fault("S49", "dcterms:hasPart")
def part_that_is_no_question(doc: Document) -> str:
    return doc.add("q1", f"dcterms:hasPart :{doc.first(*STATED)}")


@fault("S50", "skos:note", "info")
def tension_without_a_note(doc: Document) -> str:
    claim = doc.first(*STATED, without="skos:note")
    return doc.add(claim, f"arg:inTensionWith :{doc.first('arg:Evidence ;')}")


# The graph as a whole


@fault("G01", "file of its own")
def two_sources(doc: Document) -> str:
    said = 'a arg:Source ; rdfs:label "Second"@en ; dcterms:language "en"'
    return doc.new(
        "source2", f"{said} ; dcterms:license <https://creativecommons.org/licenses/by/4.0/>"
    )


@fault("G02", "derived", "warning")
def shortcut_written_by_hand(doc: Document) -> str:
    step = doc.first("a arg:Inference", "arg:premise :c")
    premise = doc.value(step, "arg:premise").removeprefix(":").rstrip(",")
    return doc.add(premise, f"arg:supports {doc.value(step, 'arg:conclusion')}")


@fault("G02", "derived", "warning")
def undercut_written_by_hand(doc: Document) -> str:
    step = doc.first("a arg:Undercut")
    attacker = doc.value(step, "arg:attacker").removeprefix(":")
    return doc.add(attacker, f"arg:undercuts {doc.value(step, 'arg:target')}")


@fault("G04", "no xsd:date")
def date_that_is_none(doc: Document) -> str:
    return doc.add(doc.source, 'dcterms:valid "2026-02-30"^^xsd:date')


@fault("G05", "arg:paragraph")
def translation_in_another_paragraph(doc: Document) -> str:
    passage = doc.passage("zh", skip=1)
    return doc.put(passage, "arg:paragraph", str(int(doc.value(passage, "arg:paragraph")) + 1))


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


# Finding them


def check_document(doc: Document, folder: Path, engine: str) -> tuple[Report, Path]:
    path = folder / "planted.ttl"
    path.write_text(doc.turtle, encoding="utf-8")
    text: Path | None = None
    if doc.text is not None:
        text = folder / "text.txt"
        text.write_bytes(doc.data if doc.data is not None else doc.text.encode("utf-8"))
    return load(path).check(text=text, engine=engine), path


@cache
def baseline(turtle: str, text: str | None) -> frozenset[tuple[str | None, ...]]:
    """Return what is found before anything is planted: it must be no fault."""
    with tempfile.TemporaryDirectory() as folder:
        report, _ = check_document(Document(turtle, text), Path(folder), "shacl")
    assert not report.failed(), report.text()
    return frozenset(key(finding) for finding in report.findings)


def assert_found(planted: Fault, doc: Document, folder: Path, engine: str) -> Report:
    before = baseline(doc.turtle, doc.text)
    node = planted.plant(doc)
    report, path = check_document(doc, folder, engine)
    found = [
        finding
        for finding in report.findings
        if key(finding) not in before and (finding.rule, finding.id) == (planted.rule, node)
    ]
    assert found, report.text()
    finding = found[0]
    assert finding.severity == planted.severity
    assert any(re.search(planted.mend, each.message()) for each in found), finding.message()
    assert finding.file == str(path)
    if planted.plant is not no_source:
        assert finding.line is not None
        line = doc.turtle.split("\n")[finding.line - 1]
        assert re.match(rf":{re.escape(node)}(?:\s|$)", line), line
    assert report.failed(on=planted.severity)
    return report


def key(finding: Finding) -> tuple[str | None, ...]:
    return (finding.rule, finding.id, finding.path, finding.value, finding.message())


def same(report: Report) -> set[tuple[str | None, ...]]:
    return {
        (each.rule, each.severity, each.node, each.path, each.value, each.message())
        for each in report.findings
    }


@cache
def example_text() -> tuple[str, str]:
    return EXAMPLE.read_text("utf-8"), EXAMPLE_TEXT.read_bytes().decode("utf-8")


@pytest.mark.parametrize("planted", FAULTS, ids=lambda planted: planted.name)
def test_each_fault_is_found_in_the_example(planted: Fault, tmp_path: Path) -> None:
    pytest.importorskip("shacl")
    assert_found(planted, Document(example_text()[0]), tmp_path, "shacl")


@pytest.mark.slow
@pytest.mark.parametrize("planted", FAULTS, ids=lambda planted: planted.name)
def test_each_fault_is_found_by_both_engines_alike(planted: Fault, tmp_path: Path) -> None:
    pytest.importorskip("shacl")
    reports = [
        assert_found(planted, Document(example_text()[0]), tmp_path, engine)
        for engine in ("shacl", "pyshacl")
    ]

    assert same(reports[0]) == same(reports[1])


@pytest.mark.parametrize("half", [0, 1])
def test_many_faults_at_once_are_found_by_both_engines_alike(half: int, tmp_path: Path) -> None:
    pytest.importorskip("shacl")
    doc = Document(example_text()[0])
    planted = set()
    for one in FAULTS[half::2]:
        before = doc.turtle
        try:
            one.plant(doc)
            parse(doc.turtle)
        except (AssertionError, KeyError, StopIteration, ParseError):
            doc.turtle = before  # another fault took what this one needs
        else:
            planted.add(one.rule)

    reports = [check_document(doc, tmp_path, engine)[0] for engine in ("shacl", "pyshacl")]

    assert same(reports[0]) == same(reports[1])
    assert len(planted) >= 20
    assert len(planted & {finding.rule for finding in reports[0].findings}) >= 20


@pytest.mark.parametrize("planted", TEXT_FAULTS, ids=lambda planted: planted.name)
def test_each_fault_against_the_text_is_found_in_the_example(
    planted: Fault, tmp_path: Path
) -> None:
    pytest.importorskip("shacl")
    report = assert_found(planted, Document(*example_text()), tmp_path, "shacl")

    assert report.texts == (str(tmp_path / "text.txt"),)


@pytest.mark.parametrize("planted", FAULTS, ids=lambda planted: planted.name)
def test_each_fault_is_found_in_the_encoded_statement(planted: Fault, tmp_path: Path) -> None:
    pytest.importorskip("shacl")
    assert_found(planted, Document(CLAIMS.read_text("utf-8")), tmp_path, "shacl")


@pytest.mark.parametrize("planted", TEXT_FAULTS, ids=lambda planted: planted.name)
def test_each_fault_against_the_statement_is_found(
    planted: Fault, statement: Path, tmp_path: Path
) -> None:
    pytest.importorskip("shacl")
    doc = Document(CLAIMS.read_text("utf-8"), statement.read_bytes().decode("utf-8"))

    assert_found(planted, doc, tmp_path, "shacl")


def test_an_edit_at_the_start_moves_every_passage_and_each_new_place_is_told(
    tmp_path: Path,
) -> None:
    pytest.importorskip("shacl")
    doc = Document(*example_text())
    added = "A new first line.\n\n"
    text_is_edited_at_its_start(doc)

    report, _ = check_document(doc, tmp_path, "shacl")

    moved = [finding for finding in report.findings if finding.rule == "T04"]
    assert len(moved) == report.passages
    assert report.verified == 0
    for finding in moved:
        start, end = doc.offsets(finding.id)
        assert f"found at {start + len(added)}-{end + len(added)}:" in finding.message()


def test_a_missing_text_is_an_error_and_not_a_finding(example: ArgumentGraph) -> None:
    with pytest.raises(InputError, match="no such file"):
        example.check(text="nowhere.txt")


def test_at_least_35_kinds_are_planted_and_every_shape_has_its_own() -> None:
    rules = {planted.rule for planted in FAULTS + TEXT_FAULTS}

    assert len(FAULTS) + len(TEXT_FAULTS) >= 35
    assert {shape.rule for shape in shapes().shapes.values()} <= rules
    assert {f"T{number:02}" for number in range(1, 10)} <= rules


def test_a_stale_derived_graph_is_reported() -> None:
    turtle = example_text()[0]
    prefixes = "\n".join(line for line in turtle.split("\n") if line.startswith("@prefix"))
    body = "\n".join(line for line in turtle.split("\n") if not line.startswith("@prefix"))
    base = "https://w3id.org/whyso/"
    stale = f"<{base}derived/example> {{ :c12 arg:supports :c01 . }}"
    g = parse(f"{prefixes}\n<{base}graph/example> {{ {body} }}\n{stale}", "trig")

    report = g.check()

    assert [(found.rule, found.id) for found in report.findings if found.rule[0] == "G"] == [
        ("G03", "example")
    ]
