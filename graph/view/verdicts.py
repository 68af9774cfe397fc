"""What the page tells of verdicts: of one that is written down, and what it needs for its own."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from whyso.graph.view.words import WORDS

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["about_verdict", "case_data", "judgements"]


def judgements(g: "ArgumentGraph") -> dict[str, dict[str, str]]:
    """Return what the verdict to be shown says of each claim and question, by IRI.

    That is the verdict of the speaker's word, else of the first standpoint; one that is stale is
    not shown.

    >>> from whyso.graph import sample
    >>> from whyso.graph.semantics.recording.writing import record
    >>> g = sample()
    >>> found = record(g.verdict(), g.store, explain=lambda _: {})
    >>> judgements(g)[g.resolve("c3")]
    {'acceptance': 'accepted', 'ground': 'granted', 'strength': '0.57'}
    """
    if not g.store.verdict_graphs():
        return {}
    from whyso.graph.semantics import GROUNDS, STATUSES
    from whyso.graph.semantics.answering import ANSWERED
    from whyso.graph.semantics.recording.reading import chosen, fresh_records

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
    from whyso.graph.semantics.recording.reading import chosen, fresh_records, read_records

    fresh = fresh_records(g.store)
    record = chosen(fresh)
    stale = len(read_records(g.store)) - len(fresh)
    words = {language: told["verdict"] for language, told in WORDS.items()}
    notes = {
        language: [said["stale"].format(stale)] * bool(stale) for language, said in words.items()
    }
    if record is None:
        return {"title": {lang: said["none"] for lang, said in words.items()}, "notes": notes}
    title = {
        language: said["title"].format(record.titles.get(language, record.standpoint))
        for language, said in words.items()
    }
    told = {"title": title, "notes": notes, "grounds": GROUNDS, "coverage": ANSWERED}
    return told | {"standpoint": record.standpoint}


def case_data(g: "ArgumentGraph", cards: Iterable[str]) -> dict[str, Any]:
    """Return what the page needs to work out verdicts itself; nothing where there are no claims.

    Claims are numbered as the cards are, those without a card after them. *readers* are the
    standpoints that ship, each with a sign for every number: ``1`` granted outright, ``0`` a claim
    that is not, ``-`` no claim. *links* are triples of sources, targets and whether it attacks; a
    target past the last sign is a link. *needs* are pairs of which the first depends on the second.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> found = case_data(g, [g.resolve("q1"), g.resolve("c3")])
    >>> [(reader["name"], reader["grants"][:2]) for reader in found["readers"]][0]
    ('speaker', '-1')
    """
    import numpy as np

    from whyso.graph.semantics import GROUNDS, Links
    from whyso.graph.semantics.standpoints import granted, standpoints

    links = Links.of(g.store)
    if not links.claims:
        return {}
    place = {iri: number for number, iri in enumerate(cards)}
    for iri in links.claims:
        place.setdefault(iri, len(place))
    number = np.array([place[iri] for iri in links.claims])
    ends = np.where(links.on_link, links.target + len(place), number[links.target * ~links.on_link])
    rows: list[list[Any]] = [[[], [], int(sign < 0)] for sign in links.sign]
    for link, source in zip(links.source_link.tolist(), number[links.source].tolist(), strict=True):
        rows[link][0].append(source)
    for link, end in zip(links.target_link.tolist(), ends.tolist(), strict=True):
        rows[link][1].append(end)

    def grants(mask: Any) -> str:
        signs = np.full(len(place), "-")
        signs[number] = np.where(mask, "1", "0")
        return "".join(signs.tolist())

    readers = [
        {
            "name": name,
            "titles": said.titles,
            "about": said.descriptions,
            "grants": grants(granted(g.store, links, said).outright),
        }
        for name, said in standpoints().items()
    ]
    needs = np.column_stack([number[links.needing], number[links.needed]]).tolist()
    return {"readers": readers, "links": rows, "needs": needs, "grounds": GROUNDS}
