"""What would change a verdict, for people and for programs."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from whyso.graph.semantics.answering import answering
from whyso.graph.semantics.dung import IN
from whyso.graph.semantics.supposing.flips import WAYS, flip_sets
from whyso.graph.semantics.supposing.sensitivity import robustness
from whyso.graph.semantics.supposing.whatif import Change, what_if
from whyso.graph.semantics.verdict import STATUSES, Verdict
from whyso.graph.terminal.console import cells, paint, put
from whyso.graph.terminal.supposing_text import flips_text, robustness_text, whatif_text
from whyso.graph.terminal.verdict_terms import question_order

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph

__all__ = ["put_flips", "put_robustness", "put_whatif"]


def put_whatif(
    g: "ArgumentGraph",
    verdict: Verdict,
    retract: Iterable[str],
    grant: Iterable[str],
    drop: Iterable[str],
    form: str | None,
    lang: str,
) -> None:
    """Print what changes when claims are retracted or granted, or steps dropped.

    Args:
        g: the argument.
        verdict: what stands before.
        retract, grant, drop: names of claims, of claims, of steps.
        form: json, or anything else for people.
        lang: language of words and labels.

    Raises:
        UnknownNameError: there is no such claim or step.
        InputError: the changes contradict each other.
    """
    change = what_if(verdict, retract=retract, grant=grant, drop=drop, answers=_answers(g, verdict))
    if form == "json":
        put(_json(_whatif_json(change) | {"labels": _labels(g, change, lang)}))
    else:
        click.echo(whatif_text(g, change, lang=lang, cells=cells(), paint=paint()))


def put_flips(
    g: "ArgumentGraph", verdict: Verdict, claim: str, bound: int, form: str | None, lang: str
) -> None:
    """Print the smallest sets of changes that flip a claim.

    Args:
        g: the argument.
        verdict: what stands.
        claim: a name.
        bound: the largest size of a set.
        form: json, or anything else for people.
        lang: language of words and labels.

    Raises:
        UnknownNameError: there is no such claim.
    """
    number = verdict.number(claim)
    stands = verdict.translation.labels[number] == IN
    timeout = verdict.case.options.timeout
    found = [
        flip_sets(verdict, claim, way=way, bound=bound, timeout=timeout)
        for way in WAYS
        if not (stands and way == "grant")
    ]
    if form == "json":
        iri = verdict.case.links.claims[number]
        told: dict[str, Any] = {
            "claim": iri,
            "status": STATUSES[int(verdict.translation.labels[number])],
            "standpoint": verdict.case.standpoint.name,
            "bound": bound,
            "flips": [asdict(one) for one in found],
        }
        put(_json(told))
    else:
        click.echo(flips_text(g, verdict, found, lang=lang, cells=cells(), paint=paint()))


def put_robustness(
    g: "ArgumentGraph", verdict: Verdict, form: str | None, lang: str, *, bound: int = 2
) -> None:
    """Print how robust the answer to each question is.

    Args:
        g: the argument.
        verdict: what stands.
        form: json, or anything else for people.
        lang: language of words and labels.
        bound: the largest number of claims that are retracted together.
    """
    timeout = verdict.case.options.timeout
    found = robustness(verdict, _answers(g, verdict), bound=bound, timeout=timeout)
    if form == "json":
        told = {
            "standpoint": verdict.case.standpoint.name,
            "bound": bound,
            "questions": [asdict(one) for one in found],
        }
        put(_json(told))
    else:
        click.echo(robustness_text(g, verdict, found, lang=lang, cells=cells(), paint=paint()))


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _whatif_json(change: Change) -> dict[str, Any]:
    return {
        "standpoint": change.before.case.standpoint.name,
        "semantics": change.before.case.options.semantics,
        "retracted": change.retracted,
        "asserted": change.granted,
        "dropped": change.dropped,
        "flips": [asdict(one) for one in change.flips],
        "questions": [asdict(one) for one in change.questions],
        "strengths": [asdict(one) for one in change.shifts],
    }


def _labels(g: "ArgumentGraph", change: Change, lang: str) -> dict[str, str]:
    named = {*change.retracted, *change.granted, *(flip.claim for flip in change.flips)}
    named.update(shift.claim for shift in change.shifts)
    return {iri: g[iri].label(lang) for iri in sorted(named)}


def _answers(g: "ArgumentGraph", verdict: Verdict) -> list[tuple[str, str]]:
    """Return questions and answers, the questions in the order of an outline."""
    net = g.to_networkx()
    found = {one.question: one for one in answering(verdict, net)}
    return [
        (question, answer)
        for question, _ in question_order(net, found)
        for one in [found[question]]
        for answer in (*one.accepted, *one.undecided, *one.rejected, *one.opposed)
    ]
