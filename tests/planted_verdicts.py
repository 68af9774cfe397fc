"""Faults in what verdicts say, and verdicts in a place where they do not belong."""

from planting import STATED, Document, fault


@fault("S48", "arg:accepted")
def acceptance_by_another_word(doc: Document) -> str:
    return doc.add(doc.first(*STATED), "arg:acceptance arg:stated")


@fault("S48", "0 to 1")
def strength_in_percent(doc: Document) -> str:
    return doc.add(doc.first(*STATED), "arg:strength 57.0")


@fault("S49", "whyso verdict --write")
def verdict_that_does_not_say_on_what(doc: Document) -> str:
    return doc.new("v1", 'a arg:Verdict ; arg:standpoint "speaker" ; arg:semantics "grounded"')


@fault("G02", "graph of a verdict", "warning")
def acceptance_written_by_hand(doc: Document) -> str:
    return doc.add(doc.first(*STATED), "arg:acceptance arg:accepted")
