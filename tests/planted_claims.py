"""Faults in claims, passages, steps, questions and figures."""

import re

from planting import STATED, Document, fault

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
