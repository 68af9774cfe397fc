"""What is near a claim, read off the engine: the same part as the one cut from everything."""

from pathlib import Path

import pytest

from whyso.graph import ArgumentGraph, load, parse
from whyso.graph.errors import UnknownNameError
from whyso.graph.server.near import Near, about, around, closure
from whyso.graph.view import part

HUB = 300
PREFIXES = """@prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix : <https://w3id.org/whyso/id/hub/> .
:c0 a arg:Claim .
"""


@pytest.fixture(scope="module")
def hub() -> ArgumentGraph:
    """A claim that very many others attack."""
    attacks = "".join(
        f":a{n} a arg:Claim . :r{n} a arg:Rebuttal ; arg:attacker :a{n} ; arg:target :c0 .\n"
        for n in range(HUB)
    )
    return parse(PREFIXES + attacks)


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_it_is_the_part_that_is_cut_from_everything(g: ArgumentGraph, depth: int) -> None:
    nodes = [
        *g.statements()[::30],
        *g.inferences()[::35],
        *g.conflicts()[::15],
        *g.utterances()[:1],
    ]

    for node in nodes:
        near, whole = around(g.store, node.iri, depth, most=10_000)

        assert whole
        assert near == part(g, claim=node.iri, depth=depth), node.id


def test_sources_of_other_files_stay_apart(tmp_path: Path) -> None:
    text = PREFIXES + ":c0 arg:answers :q0 . :q0 a arg:Question .\n"
    (tmp_path / "a.ttl").write_text(text)
    (tmp_path / "b.ttl").write_text(text.replace("/hub/", "/other/"))
    both = load(tmp_path)
    name = "https://w3id.org/whyso/id/hub/c0"

    near, _ = around(both.store, name, 1)

    assert near == part(both, claim=name, depth=1)
    assert [graph.value.rsplit("/", 1)[1] for graph in near.store.source_graphs()] == ["hub"]


def test_of_a_crowd_only_so_many_are_gathered_and_that_is_told(hub: ArgumentGraph) -> None:
    near, whole = around(hub.store, hub.resolve("c0"), 1, most=50)

    assert not whole
    assert 0 < len(near.conflicts()) <= 50
    assert {step.target for step in near.conflicts()} == {hub.resolve("c0")}
    assert all(
        set(step.sources) <= {one.iri for one in near.statements()} for step in near.conflicts()
    )


def test_what_lies_beyond_is_counted(hub: ArgumentGraph) -> None:
    near, _ = around(hub.store, hub.resolve("a7"), 1)

    counts = Near(hub.store).beyond(near)

    assert counts == {hub.resolve("c0"): HUB - 1}


def test_the_steps_between_nodes_come_with_them(g: ArgumentGraph) -> None:
    between = [
        step
        for step in (*g.inferences(), *g.conflicts())
        if {*step.sources, step.target} <= {g.resolve("c3"), g.resolve("r1")}
    ]

    found = about(g.store, [g.resolve("c3"), g.resolve("r1")])

    assert between
    assert [*found.inferences(), *found.conflicts()] == between


def test_nothing_is_near_what_is_no_claim(g: ArgumentGraph) -> None:
    with pytest.raises(UnknownNameError):
        around(g.store, "https://w3id.org/whyso/id/nowhere/c1")


def test_a_description_holds_the_blank_nodes_that_hang_from_it() -> None:
    g = parse(PREFIXES + ':c0 arg:hasPassage [ arg:paragraph 1 ; arg:inside [ arg:x "y" ] ] .')

    found = closure(g.store, "https://w3id.org/whyso/id/hub/c0")

    assert len(found) == 5
