"""What the page tells of a verdict that is written down in the argument."""

from typing import TYPE_CHECKING, Any

from whyso.graph.view.words import WORDS

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["about_verdict", "judgements"]


def judgements(g: "ArgumentGraph") -> dict[str, dict[str, str]]:
    """Return what the verdict to be shown says of each claim and question, by IRI.

    That is the verdict of the speaker's word, else of the first standpoint; one that is stale is
    not shown.

    >>> from whyso.graph import sample
    >>> from whyso.graph.semantics.record import record
    >>> g = sample()
    >>> found = record(g.verdict(), g.store, explain=lambda _: {})
    >>> judgements(g)[g.resolve("c3")]
    {'acceptance': 'accepted', 'ground': 'granted', 'strength': '0.57'}
    """
    if not g.store.verdict_graphs():
        return {}
    from whyso.graph.semantics import GROUNDS, STATUSES
    from whyso.graph.semantics.answering import ANSWERED
    from whyso.graph.semantics.record_reading import chosen, fresh_records

    record = chosen(fresh_records(g.store))
    known = set(STATUSES.values())
    told: dict[str, dict[str, str]] = {}
    for iri, found in record.found.items() if record else ():
        if found.coverage in ANSWERED:
            told[iri] = {"coverage": found.coverage}
        elif found.status and found.status in known and found.ground in GROUNDS:
            strength = "–" if found.strength is None else f"{found.strength:.2f}"
            told[iri] = {"acceptance": found.status, "ground": found.ground, "strength": strength}
    return told


def about_verdict(g: "ArgumentGraph") -> dict[str, Any]:
    """Return whose verdict is shown, what its words mean, and how many verdicts are stale.

    >>> from whyso.graph import sample
    >>> about_verdict(sample())
    {}
    """
    if not g.store.verdict_graphs():
        return {}
    from whyso.graph.semantics import GROUNDS
    from whyso.graph.semantics.answering import ANSWERED
    from whyso.graph.semantics.record_reading import chosen, fresh_records, read_records

    fresh = fresh_records(g.store)
    record = chosen(fresh)
    stale = len(read_records(g.store)) - len(fresh)
    words = {language: told["verdict"] for language, told in WORDS.items()}
    notes = {
        language: [said["meaning"]] * bool(record) + [said["stale"].format(stale)] * bool(stale)
        for language, said in words.items()
    }
    if record is None:
        return {"title": {lang: said["none"] for lang, said in words.items()}, "notes": notes}
    title = {
        language: said["title"].format(record.titles.get(language, record.standpoint))
        for language, said in words.items()
    }
    return {"title": title, "notes": notes, "grounds": GROUNDS, "coverage": ANSWERED}
