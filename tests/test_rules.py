"""The rules: what they derive from the steps, and that nothing else changes.

Two oracles beside the hand-written expectations: a few lines of Python over plain rdflib, and the
flattened networkx graph.
"""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, Graph, URIRef

from whyso import ontology
from whyso.graph import ArgumentGraph, load, parse, sample
from whyso.graph.network import statement_graph
from whyso.graph.store import Store

EXAMPLE = Path(__file__).resolve().parent / "data" / "example.ttl"
SHORTCUTS = ("supports", "rebuts", "undercuts", "undermines", "attacks")
PREFIXES = f"@prefix arg: <{ontology.ARG}> .\n@prefix : <{ontology.ID}tea/> .\n"
Link = tuple[str, str, str]

# What each piece of Turtle leads to, and nothing else.
CASES = {
    "each premise supports the conclusion": (
        ":i a arg:Inference ; arg:premise :a , :b ; arg:conclusion :c .",
        "a supports c; b supports c",
    ),
    "support goes one step, not further": (
        ":i a arg:Inference ; arg:premise :a ; arg:conclusion :b ."
        ":j a arg:Inference ; arg:premise :b ; arg:conclusion :c .",
        "a supports b; b supports c",
    ),
    "two inferences of the same derive it once": (
        ":i a arg:Inference ; arg:premise :a ; arg:conclusion :b ."
        ":j a arg:Inference ; arg:premise :a ; arg:conclusion :b .",
        "a supports b",
    ),
    "a step of no kind derives nothing": (
        ":i arg:premise :a ; arg:conclusion :b . :x arg:attacker :a ; arg:target :b .",
        "",
    ),
    "half a step derives nothing": (
        ":i a arg:Inference ; arg:premise :a . :j a arg:Inference ; arg:conclusion :b ."
        ":x a arg:Rebuttal ; arg:attacker :a . :y a arg:Rebuttal ; arg:target :b .",
        "",
    ),
    "a rebuttal rebuts and attacks": (
        ":x a arg:Rebuttal ; arg:attacker :a ; arg:target :b .",
        "a rebuts b; a attacks b",
    ),
    "an undermining undermines and attacks": (
        ":x a arg:Undermining ; arg:attacker :a ; arg:target :b .",
        "a undermines b; a attacks b",
    ),
    "a conflict of no told kind attacks only": (
        ":x a arg:Conflict ; arg:attacker :a ; arg:target :b .",
        "a attacks b",
    ),
    "an undercut hits the step, neither its conclusion nor its premise": (
        ":i a arg:Inference ; arg:premise :a ; arg:conclusion :b ."
        ":x a arg:Undercut ; arg:attacker :c ; arg:target :i .",
        "a supports b; c undercuts i; c attacks i",
    ),
    "a kind may be told together with the wider one": (
        ":x a arg:Rebuttal , arg:Conflict ; arg:attacker :a ; arg:target :b .",
        "a rebuts b; a attacks b",
    ),
    "an inference does not attack and a conflict does not support": (
        ":i a arg:Inference ; arg:attacker :a ; arg:target :b ."
        ":x a arg:Rebuttal ; arg:premise :a ; arg:conclusion :b .",
        "",
    ),
    "dependence, answer, reservation and tension derive nothing": (
        ":a a arg:Claim ; arg:dependsOn :b ; arg:answers :q ; arg:qualifies :b ;"
        " arg:inTensionWith :b ; arg:clarifies :b .",
        "",
    ),
}
# The same for the invented statement, by hand.
HAND = """
a01 supports c07; c03 supports c07; c07 supports c01; c02 supports c01; c08 supports c09;
c13 supports c12; c14 undercuts i5; c14 attacks i5; c12 rebuts c01; c12 attacks c01;
c15 undermines a01; c15 attacks a01; c17 attacks c18
"""


def links(text: str) -> set[Link]:
    return {
        (subject, verb, target)
        for subject, verb, target in (one.split() for one in text.split(";") if one.strip())
    }


def local(iri: str) -> str:
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def derived(store: Store, *, only: str = "") -> set[Link]:
    """Return the content of the derived graphs as full IRIs."""
    store.derive()
    quads = [
        quad
        for graph in store.engine.named_graphs()
        if graph.value.startswith(ontology.DERIVED + only)
        for quad in store.engine.quads_for_pattern(None, None, None, graph)
    ]
    ends = [(str(quad.subject)[1:-1], str(quad.object)[1:-1]) for quad in quads]
    return {
        (start, local(quad.predicate.value), end)
        for quad, (start, end) in zip(quads, ends, strict=True)
    }


def short(found: set[Link]) -> set[Link]:
    return {(local(subject), verb, local(target)) for subject, verb, target in found}


def by_python(plain: Graph) -> set[Link]:
    """Derive the shortcuts of one source from its triples, without SPARQL."""

    def ends(step: URIRef, role: str) -> set[str]:
        return {str(end) for end in plain.objects(step, URIRef(ontology.ARG + role))}

    found = set()
    for kind, start, end, verbs in (
        ("Inference", "premise", "conclusion", ["supports"]),
        ("Conflict", "attacker", "target", ["attacks"]),
        ("Rebuttal", "attacker", "target", ["attacks", "rebuts"]),
        ("Undercut", "attacker", "target", ["attacks", "undercuts"]),
        ("Undermining", "attacker", "target", ["attacks", "undermines"]),
    ):
        for step in plain.subjects(RDF.type, URIRef(ontology.ARG + kind)):
            assert isinstance(step, URIRef)
            for subject in ends(step, start):
                found |= {(subject, verb, target) for verb in verbs for target in ends(step, end)}
    return found


def data(graph: ArgumentGraph) -> Graph:
    plain = Graph()
    plain.parse(data=graph.store.serialize("n-triples"), format="nt")
    return plain


@pytest.fixture(scope="module")
def first() -> ArgumentGraph:
    """The first statement; nothing here changes it."""
    return sample()


def test_there_is_a_rule_for_each_shortcut() -> None:
    assert set(ontology.rules()) == set(SHORTCUTS)


@pytest.mark.parametrize("case", CASES)
def test_what_a_rule_derives(case: str) -> None:
    turtle, expected = CASES[case]
    store = Store()
    store.read_text(PREFIXES + turtle, "turtle")

    assert short(derived(store)) == links(expected)


def test_what_the_rules_derive_from_the_example(example: ArgumentGraph) -> None:
    assert short(derived(example.store)) == links(HAND)


def test_what_python_derives_from_the_example(example: ArgumentGraph) -> None:
    assert derived(example.store) == by_python(data(example))


def test_what_python_derives_from_the_first_statement(first: ArgumentGraph) -> None:
    found = derived(first.store)

    assert found == by_python(data(first))
    assert {verb for _, verb, _ in found} == set(SHORTCUTS)


@pytest.mark.parametrize("data_set", ["example", "first"])
def test_the_flattened_graph_has_the_same_links(
    data_set: str, request: pytest.FixtureRequest
) -> None:
    graph: ArgumentGraph = request.getfixturevalue(data_set)
    flat = {
        # There an undercut runs to the conclusion and names the step it hits.
        (start, said["role"], said.get("step", end))
        for start, end, said in statement_graph(graph.to_networkx()).edges(data=True)
        if said["role"] in SHORTCUTS
    }
    found = derived(graph.store)
    told = {(start, end) for start, verb, end in found if verb not in ("supports", "attacks")}
    # There a conflict of a told kind is no plain attack besides.
    assert flat == {
        link for link in found if link[1] != "attacks" or (link[0], link[2]) not in told
    }


STEPS = st.lists(
    st.tuples(
        st.sampled_from("ijx"),
        st.sampled_from(
            [
                *(f"a arg:{kind}" for kind in ("Inference", "Conflict", "Rebuttal", "Undercut")),
                "a arg:Undermining",
                *(
                    f"arg:{role} :{name}"
                    for role in ("premise", "conclusion", "attacker", "target")
                    for name in "abi"
                ),
            ]
        ),
    ),
    max_size=14,
)


@given(STEPS)
def test_what_python_derives_from_any_steps(steps: list[tuple[str, str]]) -> None:
    turtle = PREFIXES + "".join(f":{step} {said} .\n" for step, said in steps)
    store, plain = Store(), Graph()
    store.read_text(turtle, "turtle")
    plain.parse(data=turtle, format="turtle")

    assert derived(store) == by_python(plain)


# Once and no more


def test_the_rules_run_again_add_nothing(example: ArgumentGraph) -> None:
    before = derived(example.store)
    size = len(example.store.engine)
    example.store.refresh()

    assert derived(example.store) == before
    assert len(example.store.engine) == size


def test_the_rules_find_nothing_new_in_what_they_derived(example: ArgumentGraph) -> None:
    before = derived(example.store)
    for rule in ontology.rules().values():
        # Here a rule sees the data and the derived graphs together.
        again = {
            (str(subject), local(str(verb)), str(target))
            for subject, verb, target in example.query(rule).graph or ()
        }
        assert again
        assert again <= before


def test_what_is_no_longer_said_is_no_longer_derived(example: ArgumentGraph) -> None:
    derived(example.store)
    node = ox.NamedNode(ontology.ID + "example/x2")
    for quad in list(example.store.engine.quads_for_pattern(node, None, None)):
        example.store.engine.remove(quad)
    example.refresh()
    example.store.refresh()

    assert short(derived(example.store)) == links(HAND) - links("c12 rebuts c01; c12 attacks c01")


def test_each_source_derives_from_its_own_steps() -> None:
    # Kind and attacker in one source, the target in the other: neither has a whole step.
    one = ":x a arg:Rebuttal ; arg:attacker :a . :i a arg:Inference ; arg:premise :a , :b ."
    two = ":x arg:target :b . :j a arg:Inference ; arg:premise :b ; arg:conclusion :c ."
    store = Store()
    for name, turtle in (("one", one), ("two", two)):
        body = f"GRAPH <{ontology.GRAPH}{name}> {{ {turtle} }}"
        store.read_text(PREFIXES + body, "trig")

    assert short(derived(store, only="one")) == set()
    assert short(derived(store, only="two")) == links("b supports c")


# Derived apart from said


def test_an_undercut_is_no_attack_on_a_claim(first: ArgumentGraph) -> None:
    plain = data(first)
    role = {name: URIRef(ontology.ARG + name) for name in ("attacker", "target", "conclusion")}
    hit = {
        (str(plain.value(step, role["attacker"])), str(end))
        for step in plain.subjects(RDF.type, URIRef(ontology.ARG + "Undercut"))
        for end in plain.objects(step, role["target"] / role["conclusion"])
    }
    told = {
        (str(plain.value(step, role["attacker"])), str(end))
        for step, end in plain.subject_objects(role["target"])
    }
    found = derived(first.store)

    assert len(hit - told) >= 5
    assert not (hit - told) & {(start, end) for start, verb, end in found if verb != "supports"}


def test_the_source_graphs_stay_as_they_were(example: ArgumentGraph) -> None:
    untouched = load(EXAMPLE).store.serialize("n-quads")
    derived(example.store)
    example.query("ASK { ?a arg:supports ?b }")

    assert example.store.serialize("n-quads") == untouched
    for graph in example.store.source_graphs():
        for shortcut in SHORTCUTS:
            node = ox.NamedNode(ontology.ARG + shortcut)
            found = example.store.engine.quads_for_pattern(None, node, None, graph)
            assert list(found) == []


@pytest.mark.parametrize("suffix", ["ttl", "trig", "nt", "nq", "jsonld", "rdf", "ttl.gz"])
def test_no_saved_file_has_what_was_derived(
    example: ArgumentGraph, tmp_path: Path, suffix: str
) -> None:
    assert example.query("ASK { ?a arg:supports ?b }")
    size = sum(1 for _ in example.store.quads())
    path = example.save(tmp_path / f"saved.{suffix}")
    store = Store()
    store.read(path)

    assert sum(1 for _ in store.engine) == size
    verbs = {local(quad.predicate.value) for quad in store.engine}
    assert not verbs & set(SHORTCUTS)
    assert short(derived(store)) == links(HAND)


def test_shortcuts_written_by_hand_are_kept_but_not_taken_for_derived() -> None:
    graph = parse(PREFIXES + ":a a arg:Claim ; arg:supports :b . :b a arg:Claim .")

    assert derived(graph.store) == set()
    assert b"arg:supports" in graph.store.serialize("turtle")
    assert graph.query("ASK { ?a arg:supports ?b }")
