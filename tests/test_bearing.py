"""What claims carry: counted by taking each one away, and measured against networkx."""

from dataclasses import fields

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import arguments, granting, written

from whyso.graph import ArgumentGraph
from whyso.graph.dependencies import COLUMNS
from whyso.graph.semantics import Links, Options, Verdict
from whyso.graph.semantics import bearing as module
from whyso.graph.semantics.answering import answering
from whyso.graph.semantics.bearing import BEARING, Bearing, bearing, centrality


def rows(g: ArgumentGraph, standpoint: str = "speaker", **options: str) -> dict[str, Bearing]:
    verdict = g.verdict(standpoint, options=Options(**options))  # type: ignore[arg-type]
    return {row.statement.rpartition("/")[2]: row for row in bearing(verdict, g.to_networkx())}


def test_all_that_falls_is_counted_and_not_only_the_next() -> None:
    found = rows(written("a > b", "b > c", "x c > d", "d = q"), granting("a", "x"))

    assert {name: row.falls for name, row in found.items()} == dict(a=3, b=2, c=1, x=1, d=0)
    assert all(row.lost == 1 for row in found.values())


def test_another_reason_that_holds_keeps_a_claim_from_falling() -> None:
    found = rows(written("a > c", "b > c", "c = q"), granting("a", "b"))

    assert {name: row.falls for name, row in found.items()} == dict(a=0, b=0, c=0)
    assert found["c"].lost == 1


def test_what_a_claim_keeps_down_rises_without_it() -> None:
    found = rows(written("a ! b", "b ! c", "c = q"))

    assert (found["a"].falls, found["a"].rises, found["a"].lost) == (1, 1, 1)
    assert (found["b"].falls, found["b"].rises, found["b"].lost) == (0, 0, 0)


def test_a_question_with_another_accepted_answer_is_not_lost() -> None:
    lost = {name: row.lost for name, row in rows(written("a = q", "b = q")).items()}
    rejected = {name: row.lost for name, row in rows(written("a = q", "b = q", "c ! b")).items()}

    assert lost == {"a": 0, "b": 0}
    assert rejected == {"a": 1, "b": 0, "c": 0}


def test_rows_come_by_falls_lost_alone_rests_and_natural_order(g: ArgumentGraph) -> None:
    found = bearing(g.verdict(), g.to_networkx())

    keys = [(-(one.falls or 0), -(one.lost or 0), -one.alone, -one.rests) for one in found]
    assert keys == sorted(keys)
    same = [one.statement for one, key in zip(found, keys, strict=True) if not any(key)]
    numbers = [int(iri.rsplit("/c", 1)[1]) for iri in same if "/c" in iri]
    assert numbers == sorted(numbers)
    assert len(numbers) > 10


def test_structure_is_told_as_the_rank_tells_it(g: ArgumentGraph) -> None:
    names = ("statement", "alone", "questions", "rests", "reasons", "attacks", "depth", "stands")
    found = bearing(g.verdict("evidence"), g.to_networkx())

    assert {tuple(getattr(one, name) for name in names) for one in found} == {
        tuple(getattr(one, name) for name in names) for one in g.rank()
    }
    assert len(found) == len(g.rank())


def test_every_column_says_in_two_languages_what_it_measures() -> None:
    assert [field.name for field in fields(Bearing)][1:] == [
        *("status", "strength", "falls", "rises", "lost", "drop", "centrality"),
        *COLUMNS,
    ]
    assert set(BEARING) | set(COLUMNS) == {field.name for field in fields(Bearing)[1:]}
    assert all(set(said) == {"en", "zh"} and all(said.values()) for said in BEARING.values())


NAMES = st.frozensets(st.sampled_from(["a", "b", "c", "d", "r1", "u1"]), min_size=1)


@settings(max_examples=60)
@given(arguments(), NAMES, st.sampled_from(["quadratic-energy", "df-quad", "euler"]))
def test_bearings_are_what_taking_each_claim_away_shows(
    lines: list[str], grants: frozenset[str], strength: str
) -> None:
    g = written(*lines)
    net = g.to_networkx()
    who = granting(*({name for name in grants if name in lines} or {"a"}))
    verdict = g.verdict(who, options=Options(strength=strength))

    found = {row.statement: row for row in bearing(verdict, net)}

    before = {one.claim: one for one in verdict.findings()}
    for number, claim in enumerate(verdict.case.links.claims):
        then = Verdict(verdict.case.changed(retract=[number]))
        after = {one.claim: one for one in then.findings()}
        others = [iri for iri in after if iri != claim]
        stood = {iri for iri in others if before[iri].status == "accepted"}
        stand = {iri for iri in others if after[iri].status == "accepted"}
        assert found[claim].falls == len(stood - stand)
        assert found[claim].rises == len(stand - stood)
        lost = 0
        for old, new in zip(answering(verdict, net), answering(then, net), strict=True):
            gone = {iri for iri in new.accepted if iri == claim}
            counted = [set(one.accepted) - set(one.reconstructed) for one in (old, new)]
            was, still = ({iri for iri in one if "/u" not in iri} for one in counted)
            lost += bool(was) and not still - gone
        assert found[claim].lost == lost
        drop = sum(max(before[iri].strength - after[iri].strength, 0) for iri in stood)
        assert found[claim].drop == pytest.approx(drop, abs=1e-6)


def test_other_semantics_take_each_claim_away_in_turn() -> None:
    g = written("a ! b", "b ! a", "a > c", "b > c", "c = q", "d > e")
    found = rows(g, granting("a", "b", "d"), semantics="preferred")

    assert (found["d"].falls, found["a"].falls, found["a"].rises) == (1, 0, 1)
    assert {name: row.lost for name, row in found.items()} == dict(a=0, b=0, c=1, d=0, e=0)


@pytest.mark.parametrize("semantics", ["grounded", "preferred"])
def test_too_many_claims_leave_out_what_takes_too_long(
    monkeypatch: pytest.MonkeyPatch, semantics: str
) -> None:
    monkeypatch.setattr(module, "LIMIT", 2)
    found = rows(written("a > b", "b > c"), granting("a"), semantics=semantics)

    assert [row.drop for row in found.values()] == [None] * 3
    falls = {name: row.falls for name, row in found.items()}
    assert falls == (dict(a=2, b=1, c=0) if semantics == "grounded" else dict.fromkeys("abc"))


@pytest.mark.parametrize("block", [1, 7, 4096])
def test_blocks_do_not_show(monkeypatch: pytest.MonkeyPatch, g: ArgumentGraph, block: int) -> None:
    whole = bearing(g.verdict(), g.to_networkx())
    monkeypatch.setattr(module, "_BLOCK", block)
    monkeypatch.setattr(module, "_AT_ONCE", 250 * block)

    for one, other in zip(bearing(g.verdict(), g.to_networkx()), whole, strict=True):
        assert (one.statement, one.falls, one.rises, one.lost) == (
            *(other.statement, other.falls, other.rises, other.lost),
        )
        assert one.drop == pytest.approx(other.drop, abs=1e-9)


@settings(max_examples=60)
@given(arguments(), st.frozensets(st.sampled_from("abcd")))
def test_centrality_is_the_personalised_page_rank_of_networkx(
    lines: list[str], starts: frozenset[str]
) -> None:
    g = written(*lines)
    links = Links.of(g.store)
    names = [iri.rpartition("/")[2] for iri in links.claims]
    reasons: dict[str, list[list[str]]] = {name: [] for name in names}
    for number, line in enumerate(lines):
        *left, sign, right = line.split() if " " in line else (line, "", "")
        if sign == ">":
            reasons[right].append(left)
        elif sign == "~" and line not in lines[:number]:
            reasons[left[0]].append([right])
    walk: nx.DiGraph[str] = nx.DiGraph()
    walk.add_nodes_from(names)
    for end, given_for in reasons.items():
        for premises in given_for:
            for start in premises:
                share = 1 / len(given_for) / len(premises)
                before = walk.get_edge_data(end, start, {"weight": 0})["weight"]
                walk.add_edge(end, start, weight=before + share)
    chosen = [name for name in names if name in starts]
    first = {name: float(name in chosen or not chosen) for name in names}
    oracle = nx.pagerank(walk, alpha=0.85, personalization=first, tol=1e-12, max_iter=1000)

    found = centrality(links, np.array([name in chosen for name in names]))

    assert dict(zip(names, found.tolist(), strict=True)) == pytest.approx(oracle, abs=1e-8)
