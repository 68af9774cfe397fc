"""Parts of an argument: what belongs to a question, what is near a claim, and nothing else."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import BASE, arguments, turtle, written

from whyso.graph import ArgumentGraph, load, parse
from whyso.graph.errors import InputError, UnknownNameError
from whyso.graph.network import STEPS
from whyso.graph.semantics.recording import record
from whyso.graph.view import part, picture

# What bears on a question, as SPARQL says it: another engine than the one that cuts.
BEARING = """SELECT DISTINCT ?found { ?question (^arg:answers|^arg:underlies|dcterms:hasPart
  |arg:dependsOn|^arg:conclusion|arg:premise|^arg:target|arg:attacker|^arg:qualifies
  |^arg:clarifies|^arg:supersedes|^arg:expresses|^arg:raises)*/arg:underlies? ?found }"""


def nodes(g: ArgumentGraph) -> set[str]:
    return set(g.to_networkx())


def bearing(g: ArgumentGraph, question: str) -> set[str]:
    answer = g.query(BEARING.replace("?question", f"<{question}>"))
    return {row["found"].value for row in answer.raw_rows} & nodes(g)


def lines(g: ArgumentGraph) -> set[str]:
    return set(g.store.serialize("n-quads").decode().splitlines())


def near(g: ArgumentGraph, claim: str, depth: int) -> set[str]:
    """Statements and utterances within so many relations, by Dijkstra's algorithm."""
    net = g.to_networkx()
    steps = {key for key in net if net.nodes[key]["kind"] in STEPS}
    both = net.to_undirected()
    far = nx.single_source_dijkstra_path_length(
        both, claim, cutoff=depth, weight=lambda _, end, __: int(end not in steps)
    )
    told = set()
    for start, end, role in net.edges(keys=True):
        if role == "expresses" and end in far:
            told.add(start)
        if role == "underlies" and start in far:
            told.add(end)
    return (set(far) | told) - steps


def test_to_each_question_belongs_what_bears_on_it(g: ArgumentGraph) -> None:
    for question in g.questions():
        cut = part(g, question=question.id)

        assert nodes(cut) == bearing(g, question.iri)


@settings(max_examples=60)
@given(arguments())
def test_in_any_argument_a_question_brings_its_grounds_and_attacks(said: list[str]) -> None:
    g = written(*said)

    assert nodes(part(g, question="q1")) == bearing(g, BASE + "q1")


@settings(max_examples=60)
@given(arguments(), st.integers(0, 3))
def test_near_a_claim_is_what_so_many_relations_lead_to(said: list[str], depth: int) -> None:
    g = written(*said)
    cut = part(g, claim="a", depth=depth)
    steps = {step.iri for step in (*g.inferences(), *g.conflicts())}

    assert nodes(cut) - steps == near(g, BASE + "a", depth)


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_steps_are_kept_whole_and_none_that_fits_is_left_out(g: ArgumentGraph, depth: int) -> None:
    cut = part(g, claim="c3", depth=depth)
    kept = nodes(cut)
    wanted = near(g, g.resolve("c3"), depth)
    steps = (*g.inferences(), *g.conflicts())

    assert kept & {one.iri for one in (*g.statements(), *g.utterances())} == wanted
    for step in steps:
        ends = {*step.sources, step.target}
        assert (step.iri in kept) == (ends <= kept)
    for step in (*cut.inferences(), *cut.conflicts()):
        assert step == g[step.id]


def test_what_is_told_of_a_card_is_the_same_in_the_part(g: ArgumentGraph) -> None:
    for cut in (part(g, question="q5"), part(g, claim="c57", depth=2)):
        assert len(cut.statements()) > 5
        for statement in cut.statements():
            assert statement == g[statement.id]
        assert cut.sources() == g.sources()


def test_a_part_says_nothing_that_the_whole_does_not(g: ArgumentGraph) -> None:
    cut = part(g, question="q2a")
    away = nodes(g) - nodes(cut)

    assert lines(cut) < lines(g)
    assert not [line for line in lines(cut) if any(f"<{iri}>" in line for iri in away)]
    assert len(lines(cut)) < len(lines(g)) / 4


def test_a_part_passes_the_check(g: ArgumentGraph) -> None:
    assert part(g, question="q1").check().conforms


def test_a_part_can_be_drawn_and_saved_and_opened(g: ArgumentGraph) -> None:
    cut = part(g, claim="c3", depth=1)

    assert "<svg " in picture(cut)
    assert parse(cut.store.serialize("turtle")) == cut


def test_steps_without_a_name_are_kept() -> None:
    g = parse(
        turtle("a > b", "c")
        + """
        [] a arg:Inference ; arg:premise :b ; arg:conclusion :c .
        [] a arg:Inference ; arg:premise :x ; arg:conclusion :y .
        :x a arg:Claim . :y a arg:Claim ."""
    )

    assert [step.sources for step in part(g, claim="c", depth=1).inferences()] == [(BASE + "b",)]
    assert len(part(g, claim="c", depth=2).inferences()) == 2


def test_parts_of_two_sources_keep_their_graphs(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("two")
    other = turtle("d > e", "a > d").replace("id/t/", "id/u/").replace(":a ", f"<{BASE}a> ")
    (folder / "t.ttl").write_text(turtle("a > b"))
    (folder / "u.ttl").write_text(other)
    g = load(folder / "t.ttl", folder / "u.ttl")
    cut = part(g, claim="e", depth=2)

    assert cut.store.source_graphs() == g.store.source_graphs()
    assert lines(cut) < lines(g)


def test_verdicts_are_left_with_the_whole(g: ArgumentGraph) -> None:
    judged = parse(g.store.serialize("n-quads"), "n-quads")
    record(judged.verdict(), judged.store, explain=lambda _: {})

    assert judged.store.verdict_graphs()
    assert not part(judged, claim="c3").store.verdict_graphs()


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"question": "q99"}, UnknownNameError),
        ({"question": "c3"}, UnknownNameError),
        ({"claim": "c999"}, UnknownNameError),
        ({"claim": ""}, UnknownNameError),
        ({}, InputError),
        ({"question": "q1", "claim": "c3"}, InputError),
        ({"claim": "c3", "depth": -1}, InputError),
    ],
)
def test_what_there_is_not_is_refused_in_one_line(
    g: ArgumentGraph, asked: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error, match=r"^[^\n]+$"):
        part(g, **asked)  # type: ignore[arg-type]
