"""Explanations in one sentence, for lists and for verdicts that are written as data."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from whyso.graph.semantics.dung import IN, UNDECIDED
from whyso.graph.semantics.explaining.proof import Labelling, Ties, Why
from whyso.graph.semantics.explaining.words import joined, local, said
from whyso.graph.semantics.verdict import STATUSES

if TYPE_CHECKING:
    from whyso.graph.semantics.verdict import Verdict

__all__ = ["briefs", "why_words"]

_LISTED: Final = 8


def why_words(
    lang: str,
    ground: str,
    given: str,
    attacks: int,
    *,
    carried: bool = False,
    besides: bool = False,
) -> str:
    """Return in a sentence why a claim has its status.

    Args:
        lang: ``en`` or ``zh``.
        ground: as in :class:`whyso.graph.semantics.explaining.views.Point`.
        given: ``granted``, ``held`` or empty.
        attacks: how many attacks on an accepted claim fail.
        carried: whether a reason for an attacked claim holds.
        besides: whether an attack on an undecided claim is undecided too.

    >>> why_words("en", "granted", "granted", 1)
    'It is granted, and the one attack on it fails.'
    """
    name = f"why {ground}"
    if given == "held" and ground in ("supported", "unsupported", "resting"):
        name += " held"
    if ground == "attacked":
        name += f" {given}" if given else " supported" * carried
    failing = "unattacked" if not attacks else "one fails" if attacks == 1 else "all fail"
    text = said(name, lang, said(failing, lang, attacks))
    more = {"resting": "so is an attack", "open": "and an attack"}.get(ground, "")
    return text + said(more, lang) if more and besides else text


def briefs(verdict: "Verdict") -> Callable[[str], dict[str, str]]:
    """Return what tells of a claim, by IRI, why it has its status: a sentence by language.

    The sentence names the steps that it comes from, with their sources.

    >>> from whyso.graph import sample
    >>> g = sample()
    >>> briefs(g.verdict())(g.resolve("r1"))["en"]
    'An attack on it holds. See x1 (c3).'
    """
    found, case = verdict.translation, verdict.case
    ties = Ties(case, found.circular)
    label, rank = found.labels[: ties.size], found.ranks[: ties.size]
    grounded = Labelling(ties, label, rank)
    plain = case.options.semantics == "grounded"

    def step(link: int) -> tuple[str, list[str]]:
        sources = [local(case.links.claims[one]) for one in ties.sources[link].tolist()]
        return local(case.links.steps[link - ties.claims]), sources

    def named(why: Why, lang: str) -> list[str]:
        names = []
        for role, one in why.by[:_LISTED]:
            if role == "need":
                names.append(local(case.links.claims[one]))
                continue
            name, sources = step(one)
            names.append(name + said(" (", lang) + joined(sources, lang) + said(")", lang))
        if len(why.by) > _LISTED:
            names.append(said("cut", lang, len(why.by) - _LISTED))
        return names

    def brief(iri: str, lang: str) -> str:
        claim = case.place[iri]
        if not verdict.exists:
            return said("no extension", lang)
        if not plain and label[claim] == UNDECIDED and not found.open[claim]:
            status = int(verdict.labels[claim])
            if status != UNDECIDED:
                return said(f"ways {STATUSES[status]}", lang)
            return said("ways some" if verdict.defensible[claim] else "ways none", lang)
        why = grounded.why(claim)
        given = "granted" if ties.outright[claim] else "held" * int(case.granted.held[claim])
        attacks = [one for role, one in why.by if role == "attack"]
        count = len(attacks) if why.label == IN else 0
        text = why_words(lang, why.ground, given, count, besides=bool(attacks))
        names = named(why, lang)
        return text + said("see", lang, joined(names, lang)) if names else text

    return lambda iri: {lang: brief(iri, lang) for lang in ("en", "zh")}
