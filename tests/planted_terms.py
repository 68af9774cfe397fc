"""Faults in names, values, sources and kinds, and in the graph as a whole."""

import re

from planting import STATED, Document, fault

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


@fault("S51", "arg:Evidence")
def checkable_claim_that_is_no_evidence(doc: Document) -> str:
    return doc.add(doc.first(*STATED, without="arg:Evidence"), "arg:checkable true")


@fault("S51", "true or false")
def checkable_by_a_word(doc: Document) -> str:
    return doc.put(doc.first("arg:checkable"), "arg:checkable", '"yes"')


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
