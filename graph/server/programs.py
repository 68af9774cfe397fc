"""JSON for programs: sources, claims, verdicts, explanations and what-if."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import partial
from math import isnan
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import pyoxigraph as ox

from whyso import ontology
from whyso.graph import network
from whyso.graph.errors import InputError, UnknownNameError
from whyso.graph.model.reading import Reader, members
from whyso.graph.model.records import Statement
from whyso.graph.query import named_queries, run
from whyso.graph.semantics.answering import answering
from whyso.graph.semantics.case import Options
from whyso.graph.semantics.verdict import STATUSES, Verdict
from whyso.graph.server.messages import Reply
from whyso.graph.server.near import Near

if TYPE_CHECKING:
    from whyso.graph.model import ArgumentGraph
    from whyso.graph.server.answers import Pairs
    from whyso.graph.server.desk import Desk

__all__ = ["claim", "claims", "explanation", "flips", "queries", "sources", "verdict", "whatif"]

_OPTIONS: Final = ("semantics", "strength", "rebuttals", "preference", "scores")
_MOST: Final = 1000  # claims in one answer
_TYPE: Final = ox.NamedNode(ontology.PREFIXES["rdf"] + "type")
_SOURCE: Final = ox.NamedNode(ontology.ARG + "Source")
_TITLES: Final = (
    ox.NamedNode(ontology.PREFIXES["rdfs"] + "label"),
    ox.NamedNode(ontology.PREFIXES["dcterms"] + "title"),
)
_KINDS: Final = [
    kind for kind in network.KINDS.values() if kind not in network.STEPS and kind != "utterance"
]


def put(said: Any, status: int = 200) -> Reply:
    """Return an answer in JSON.

    >>> put({"a": 1}).body
    b'{"a": 1}\\n'
    """
    text = json.dumps(said, ensure_ascii=False, allow_nan=False)
    return Reply(status, "application/json", f"{text}\n".encode())


def sources(desk: "Desk", **_: Any) -> Reply:
    """Return the sources: names, labels, how many claims, where more is.

    >>> from whyso.graph.server.desk import Desk, Opening
    >>> json.loads(sources(Desk(Opening())).body)["sources"][0]["name"]
    'government-guarantees'
    """
    told = list(listed(desk, desk.sources))
    return put({"sources": told, "total": len(told)})


def listed(desk: "Desk", names: Iterable[str]) -> Iterable[dict[str, Any]]:
    """Yield what a list of sources tells of each.

    >>> from whyso.graph.server.desk import Desk, Opening
    >>> [one["statements"] for one in listed(Desk(Opening()), ["government-guarantees"])]
    [136]
    """
    for name in names:
        told = desk.remembered("listed", name, partial(_listed, desk, name))
        yield dict(told)


def _listed(desk: "Desk", name: str) -> dict[str, Any]:
    store, home = desk.graph.store, desk.homes[name]
    kinds = " ".join(f"<{ontology.ARG}{network.CLASSES[kind]}>" for kind in _KINDS)
    asked = f"SELECT (COUNT(DISTINCT ?one) AS ?count) {{ GRAPH <{home}> {{ ?one a ?kind }}"
    counted = run(store.engine, f"{asked} VALUES ?kind {{ {kinds} }} }}", prefixes={}).raw_rows
    graph = ox.NamedNode(home)
    labels: dict[str, str] = {}
    for source in store.engine.quads_for_pattern(None, _TYPE, _SOURCE, graph):
        for title in _TITLES:
            for said in store.engine.quads_for_pattern(source.subject, title, None, graph):
                if isinstance(said.object, ox.Literal):
                    labels.setdefault(said.object.language or "und", said.object.value)
    place = f"/sources/{quote(name, safe='')}"
    return {
        "name": name,
        "graph": home,
        "labels": labels,
        "statements": int(counted[0][0].value),
        "page": place,
        "claims": f"/api{place}/claims",
    }


def claims(desk: "Desk", *, source: str, asked: "Pairs", **_: Any) -> Reply:
    """Return the statements of a source, page by page.

    Args:
        desk: what is asked.
        source: its name.
        asked: *kind*, *offset*, *limit*.

    Raises:
        UnknownNameError: there is no such source.
        InputError: a number is none.

    >>> from whyso.graph.server.desk import Desk, Opening
    >>> reply = claims(Desk(Opening()), source="government-guarantees", asked=[("limit", "2")])
    >>> len(json.loads(reply.body)["claims"])
    2
    """
    given = dict(asked)
    kinds = {value for key, value in asked if key == "kind"}
    start, most = _number(given, "offset", 0), min(_number(given, "limit", 100), _MOST)
    known = desk.remembered("statements", source, lambda: _statements(desk, source))
    found = [one for one in known if not kinds or one[1] in kinds]
    reader = Reader(desk.graph.store)
    told = [record(reader.statement(*one)) for one in found[start : start + most]]
    return put({"source": source, "total": len(found), "offset": start, "claims": told})


def _statements(desk: "Desk", source: str) -> list[tuple[str, str]]:
    found = members(desk.source(source).store)
    return [(iri, kind) for kind in _KINDS for iri in found.get(kind, ())]


def claim(desk: "Desk", *, source: str, claim: str, **_: Any) -> Reply:
    """Return one statement and what it is related with.

    Raises:
        UnknownNameError: there is no such source or statement.

    >>> from whyso.graph.server.desk import Desk, Opening
    >>> reply = claim(Desk(Opening()), source="government-guarantees", claim="q1")
    >>> json.loads(reply.body)["kind"]
    'underlying_question'
    """
    desk.check(source)
    iri = desk.find(claim, source)
    store, node = desk.graph.store, ox.NamedNode(iri)
    near = Near(store)
    kind = near.kind(node)
    if kind not in _KINDS:
        raise UnknownNameError("claim", claim, [])
    roles = {role: name for name, role in network.ROLES.items()}
    related = [
        {"role": roles[quad.predicate.value], "direction": way, "node": _name(other), "kind": of}
        for way, incoming in (("out", False), ("in", True))
        for quad in near.said(node, incoming=incoming)
        if quad.predicate.value in roles
        for other in [quad.subject if incoming else quad.object]
        if (of := near.kind(other))
    ]
    found = record(Reader(store).statement(iri, kind))
    return put(found | {"related": sorted(related, key=lambda one: (one["role"], one["node"]))})


def _name(node: Any) -> str:
    return str(node) if isinstance(node, ox.BlankNode) else str(node.value)


def record(one: Statement) -> dict[str, Any]:
    """Return a statement as plain data, without what it does not tell.

    >>> from whyso.graph import sample
    >>> record(sample()["q1"])["id"]
    'q1'
    """
    return {name: value for name, value in asdict(one).items() if value not in (None, (), {}, "")}


def verdict(desk: "Desk", *, source: str, asked: "Pairs", **_: Any) -> Reply:
    """Return what stands in a source, and for whom.

    Args:
        desk: what is asked.
        source: its name.
        asked: *standpoint*, *semantics*, *strength*, *rebuttals*, *preference*, *scores*.

    Raises:
        UnknownNameError: there is no such source, standpoint or choice.

    >>> from whyso.graph.server.desk import Desk, Opening
    >>> reply = verdict(Desk(Opening()), source="government-guarantees", asked=[])
    >>> json.loads(reply.body)["counts"]["accepted"]
    106
    """
    g = desk.source(source)
    found = _verdict(desk, g, asked)
    outright, held = found.case.granted.outright, found.case.granted.held
    told = [
        asdict(one)
        | {
            "strength": None if isnan(one.strength) else one.strength,
            "granted": "yes" if outright[number] else "held" if held[number] else "no",
        }
        for number, one in enumerate(found.findings())
    ]
    return put(
        _frame(source, found)
        | {
            "exists": found.exists,
            "counts": {
                name: int((found.labels == label).sum()) for label, name in STATUSES.items()
            },
            "questions": [asdict(one) for one in answering(found, g.to_networkx())],
            "claims": told,
        }
    )


def explanation(desk: "Desk", *, source: str, claim: str, asked: "Pairs", **_: Any) -> Reply:
    """Return why a claim has its status.

    Raises:
        UnknownNameError: there is no such source, claim, standpoint or choice.

    >>> from whyso.graph.server.desk import Desk, Opening
    >>> desk = Desk(Opening())
    >>> reply = explanation(desk, source="government-guarantees", claim="r1", asked=[])
    >>> json.loads(reply.body)["status"]
    'rejected'
    """
    g = desk.source(source)
    found = _verdict(desk, g, asked).explain(desk.find(claim, source))
    lang = dict(asked).get("lang", "en")
    labels = {iri: _label(g, iri, lang) for iri in found.claims}
    text = found.text(lang, label=lambda iri: labels.get(iri, "")).splitlines()
    return put(found.to_dict() | {"labels": labels, "text": text})


def whatif(desk: "Desk", *, source: str, asked: "Pairs", **_: Any) -> Reply:
    """Return what changes if claims are retracted or granted, or steps dropped.

    Args:
        desk: what is asked.
        source: its name.
        asked: *retract*, *assert*, *drop* (each may be repeated), and what :func:`verdict` takes.

    Raises:
        UnknownNameError: there is no such source, claim, step, standpoint or choice.
        InputError: the changes contradict each other.

    >>> from whyso.graph.server.desk import Desk, Opening
    >>> asked = [("retract", "c43")]
    >>> reply = whatif(Desk(Opening()), source="government-guarantees", asked=asked)
    >>> [flip["claim"][-3:] for flip in json.loads(reply.body)["flips"]]
    ['c42']
    """
    g = desk.source(source)
    changes = {
        name: [desk.find(value, source) for key, value in asked if key == name]
        for name in ("retract", "assert", "drop")
    }
    found = g.what_if(
        retract=changes["retract"],
        grant=changes["assert"],
        drop=changes["drop"],
        **_deciding(desk, asked),
    )
    return put(
        _frame(source, found.before)
        | {
            "retracted": found.retracted,
            "asserted": found.granted,
            "dropped": found.dropped,
            "flips": [asdict(one) for one in found.flips],
            "questions": [asdict(one) for one in found.questions],
        }
    )


def flips(desk: "Desk", *, source: str, claim: str, asked: "Pairs", **_: Any) -> Reply:
    """Return the smallest sets of changes that flip a claim.

    Args:
        desk: what is asked.
        source: its name.
        claim: its name.
        asked: *max*, the largest size of a set, and what :func:`verdict` takes.

    Raises:
        UnknownNameError: there is no such source, claim, standpoint or choice.

    >>> from whyso.graph.server.desk import Desk, Opening
    >>> desk = Desk(Opening())
    >>> reply = flips(desk, source="government-guarantees", claim="c67", asked=[])
    >>> json.loads(reply.body)["bound"]
    2
    """
    from whyso.graph.semantics.supposing.flips import WAYS, flip_sets

    found = _verdict(desk, desk.source(source), asked)
    iri = desk.find(claim, source)
    number = found.number(iri)
    bound = _number(dict(asked), "max", 2)
    stands = STATUSES[int(found.translation.labels[number])]
    sets = [
        flip_sets(found, iri, way=way, bound=bound, timeout=desk.opening.seconds)
        for way in WAYS
        if not (stands == "accepted" and way == "grant")
    ]
    told = {"claim": iri, "status": stands, "bound": bound}
    return put(_frame(source, found) | told | {"flips": [asdict(one) for one in sets]})


def queries(desk: "Desk", **_: Any) -> Reply:
    """Return the queries that ship with whyso.

    >>> from whyso.graph.server.desk import Desk, Opening
    >>> len(json.loads(queries(Desk(Opening())).body)["queries"]) >= 25
    True
    """
    told = [
        {
            "name": one.name,
            "title": one.title,
            "description": one.description,
            "parameters": [
                {"name": each.name, "type": each.type, "description": each.description}
                for each in one.parameters
            ],
            "address": f"/queries/{one.name}",
            "text": one.text,
        }
        for one in named_queries().values()
    ]
    return put({"queries": told})


def _frame(source: str, found: Verdict) -> dict[str, Any]:
    return {
        "source": source,
        "standpoint": found.case.standpoint.name,
        "options": asdict(found.case.options),
    }


def _verdict(desk: "Desk", g: "ArgumentGraph", asked: "Pairs") -> Verdict:
    return g.verdict(**_deciding(desk, asked))


def _deciding(desk: "Desk", asked: "Pairs") -> dict[str, Any]:
    given = dict(asked)
    said = {name: given[name] for name in _OPTIONS if given.get(name)}
    if "scores" in said:
        said["base"] = said.pop("scores")
    options = Options(**said, timeout=desk.opening.seconds)
    return {"standpoint": given.get("standpoint") or "speaker", "options": options}


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    value = given.get(name) or str(default)
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise InputError(f"{name} is a number from 0, not {value!r}")
    return int(value)


def _label(g: "ArgumentGraph", iri: str, lang: str) -> str:
    try:
        return g[iri].label(lang)
    except (KeyError, UnknownNameError):
        return ""
