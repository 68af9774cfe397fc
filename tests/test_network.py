"""RDF to networkx and back: the shape of the graph, and nothing lost on the way."""

from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic

from whyso.graph import ArgumentGraph, load, parse
from whyso.graph.dependencies import grounds
from whyso.graph.errors import InputError
from whyso.graph.network import KINDS, ROLES, STEPS, from_networkx, statement_graph, to_networkx

ROOT = Path(__file__).resolve().parent.parent
CLAIMS = ROOT / "claims.ttl"
EXAMPLE = ROOT / "tests" / "data" / "example.ttl"
TEA = ROOT / "tests" / "data" / "tea.ttl"
ARG = "https://w3id.org/whyso/ontology#"
ID = "https://w3id.org/whyso/id/tea/"
HEAD = f"""
@prefix : <{ID}> .
@prefix arg: <{ARG}> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def there_and_back(g: ArgumentGraph) -> ArgumentGraph:
    return ArgumentGraph.from_networkx(g.to_networkx())


def rdf(g: ArgumentGraph) -> Graph:
    return Graph().parse(data=g.store.serialize("n-triples"), format="nt")


@pytest.mark.parametrize("path", [CLAIMS, EXAMPLE, TEA], ids=lambda path: path.stem)
def test_what_comes_back_is_what_the_file_says(path: Path) -> None:
    back = there_and_back(load(path))

    assert isomorphic(rdf(back), Graph().parse(path, format="turtle"))
    assert [graph.value for graph in back.store.source_graphs()] == [
        graph.value for graph in load(path).store.source_graphs()
    ]


def test_several_sources_come_back_apart() -> None:
    g = load(EXAMPLE, TEA)

    assert there_and_back(g) == g


def test_it_is_a_multidigraph_of_statements_utterances_and_steps() -> None:
    g = load(EXAMPLE)
    net = g.to_networkx()

    assert type(net) is nx.MultiDiGraph
    records = (*g.statements(), *g.utterances(), *g.inferences(), *g.conflicts())
    assert {record.iri for record in records} == set(net)
    assert {kind for _, kind in net.nodes(data="kind")} <= set(KINDS.values())
    assert {role for _, _, role in net.edges(keys=True)} <= ROLES.keys()
    assert all(isinstance(key, str) for key in net)


def test_edges_run_in_the_direction_of_the_argument() -> None:
    g = parse(
        f"""{HEAD}
        :a a arg:Claim . :b a arg:Claim . :c a arg:Claim . :q a arg:Question . :d a arg:Question .
        :i a arg:Inference ; arg:premise :a ; arg:conclusion :b .
        :x a arg:Undercut ; arg:attacker :c ; arg:target :i .
        :b arg:answers :q . :d arg:underlies :q . :q dcterms:hasPart :d .
        :u a arg:Utterance ; arg:expresses :c .
        """
    )
    edges = {
        (start.removeprefix(ID), role, end.removeprefix(ID))
        for start, end, role in g.to_networkx().edges(keys=True)
    }

    assert edges == {
        ("a", "premise", "i"),
        ("i", "conclusion", "b"),
        ("c", "attacker", "x"),
        ("x", "target", "i"),
        ("b", "answers", "q"),
        ("d", "underlies", "q"),
        ("q", "hasPart", "d"),
        ("u", "expresses", "c"),
    }


def test_attributes_say_what_the_rdf_says() -> None:
    net = load(CLAIMS).to_networkx()
    graph = Graph().parse(CLAIMS, format="turtle")
    query = f"""
        PREFIX arg: <{ARG}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?s ?label ?zh ?status ?certainty ?speaker {{
          ?s arg:status ?status ; rdfs:label ?label , ?zh .
          FILTER(lang(?label) = "en" && lang(?zh) = "zh")
          OPTIONAL {{ ?s arg:certainty ?certainty }} OPTIONAL {{ ?s arg:assertedBy ?speaker }} }}"""

    def local(term: object) -> str | None:
        return None if term is None else str(term).removeprefix(ARG)

    rows: list[Any] = list(graph.query(query))
    assert len(rows) > 150
    for row in rows:
        said = net.nodes[str(row.s)]
        assert (said["label"], said["lang"], said["label_zh"]) == (
            str(row.label),
            "en",
            str(row.zh),
        )
        assert said["status"] == local(row.status)
        assert said.get("certainty") == local(row.certainty)
        assert said.get("asserted_by") == (row.speaker and str(row.speaker))


def test_networkx_algorithms_run_on_it() -> None:
    net = load(CLAIMS).to_networkx()

    parts = sorted(nx.weakly_connected_components(net), key=len)
    assert len(parts[-1]) > 0.97 * len(net)
    assert nx.descendants(net, load(CLAIMS).resolve("c30"))


def test_the_statement_graph_has_an_edge_for_each_way_through_a_step() -> None:
    net = load(CLAIMS).to_networkx()
    flat = statement_graph(net)

    assert set(flat) == {key for key, said in net.nodes.items() if said["kind"] not in STEPS}
    wanted: set[tuple[str, str, str]] = set()
    for step, said in net.nodes.items():
        if said["kind"] not in STEPS:
            continue
        ends = [(end, role) for _, end, role in net.out_edges(step, keys=True)]
        for start, _, role in net.in_edges(step, keys=True):
            if role not in ("premise", "attacker"):
                continue
            for target, _ in ends:
                reached = (
                    [end for _, end, key in net.out_edges(target, keys=True) if key == "conclusion"]
                    if net.nodes[target]["kind"] in STEPS
                    else [target]
                )
                wanted |= {(start, end, step) for end in reached}
    assert {
        (start, end, said["via"]) for start, end, said in flat.edges(data=True) if "via" in said
    } == wanted
    undercuts = [
        said
        for _, _, key, said in flat.edges(keys=True, data=True)
        if key[0] == "undercuts" or key == "undercuts"
    ]
    assert undercuts
    assert all(net.nodes[said["step"]]["kind"] == "inference" for said in undercuts)


# Any graph


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
NAMES = [f"n{number}" for number in range(7)]


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Turtle of statements, steps and other things, sense or nonsense, with any labels."""
    lines = [HEAD]
    classes = draw(st.lists(st.sampled_from([*KINDS, "Source", "Passage"]), max_size=7))
    for name, kind in zip(NAMES, classes, strict=False):
        lines.append(f":{name} a arg:{kind} .")
    node = st.sampled_from([f":{name}" for name in NAMES] + ["_:b", "<http://e/x>"])
    roles = sorted(ROLES.values() if isinstance(ROLES, dict) else ROLES)
    predicate = st.sampled_from(
        [f"<{role}>" if ":" in str(role) else f"arg:{role}" for role in roles] + [":other"]
    )
    for subject, verb, value in draw(st.lists(st.tuples(node, predicate, node), max_size=12)):
        lines.append(f"{subject} {verb} {value} .")
    literal = st.builds(
        lambda text, tag: '"' + "".join(f"\\U{ord(c):08X}" for c in text) + f'"{tag}',
        TEXT,
        st.sampled_from(["", "@en", "@zh", "@en-GB", "^^<http://e/type>"]),
    )
    said = st.sampled_from(["rdfs:label", "arg:certainty", "arg:confidence", "arg:status"])
    for subject, verb, value in draw(st.lists(st.tuples(node, said, literal), max_size=8)):
        lines.append(f"{subject} {verb} {value} .")
    return "\n".join(lines)


@settings(max_examples=150)
@given(documents())
def test_any_graph_comes_back(turtle: str) -> None:
    store = ArgumentGraph(parse(f"{turtle}\n:n0 a arg:Claim .").store).store
    before = store.serialize("n-quads")

    assert from_networkx(to_networkx(store)).serialize("n-quads") == before


def test_blank_nodes_come_back() -> None:
    g = parse(f"{HEAD} [] a arg:Claim ; rdfs:label 'x'@en . :c1 a arg:Claim ; :p [ :q 1 ] .")
    graph = Graph().parse(
        data=f"{HEAD} [] a arg:Claim ; rdfs:label 'x'@en . :c1 a arg:Claim ; :p [ :q 1 ] .",
        format="turtle",
    )

    assert isomorphic(rdf(there_and_back(g)), graph)
    assert any(key.startswith("_:") for key in g.to_networkx())


# What people change


def test_what_is_added_in_networkx_is_in_the_rdf() -> None:
    net = load(TEA).to_networkx()
    net.add_node(
        f"{ID}new", kind="evidence", label="Leaves are cheap.", lang="en", certainty="plain"
    )
    net.add_node(f"{ID}i9", kind="inference")
    conclusion = next(key for key, said in net.nodes.items() if said["kind"] == "claim")
    net.add_edge(f"{ID}new", f"{ID}i9", "premise")
    net.add_edge(f"{ID}i9", conclusion, "conclusion")

    g = ArgumentGraph.from_networkx(net)

    assert g["new"].label() == "Leaves are cheap."
    assert "new" in {g[ground.statement].id for ground in g.grounds(conclusion).items}


def test_what_is_removed_in_networkx_is_gone() -> None:
    net = load(EXAMPLE).to_networkx()
    gone = next(key for key, said in net.nodes.items() if said["kind"] == "rebuttal")
    net.remove_node(gone)

    assert gone not in ArgumentGraph.from_networkx(net).store.serialize("n-triples").decode()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda net: net.add_node(f"{ID}x"), "kind"),
        (lambda net: net.add_node(f"{ID}x", kind="thing"), "thing"),
        (lambda net: net.add_edge(*list(net)[:2], "likes"), "likes"),
        (lambda net: net.add_node(f"{ID}x", kind="claim", mood="calm"), "mood"),
        (lambda net: net.add_node("no iri", kind="claim"), "no iri"),
        (lambda net: net.add_node(f"{ID}x", kind="claim", confidence="very"), "very"),
    ],
)
def test_what_rdf_has_no_place_for_is_refused_by_name(change: Any, message: str) -> None:
    net = load(TEA).to_networkx()
    change(net)

    with pytest.raises(InputError, match=message):
        ArgumentGraph.from_networkx(net)


def test_other_graphs_are_refused() -> None:
    with pytest.raises(InputError, match="MultiDiGraph is needed, not a DiGraph"):
        ArgumentGraph.from_networkx(nx.DiGraph())  # type: ignore[arg-type]


def test_a_long_chain_comes_back() -> None:
    count = 5_000
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number in range(count):
        net.add_node(f"{ID}c{number}", kind="claim")
        net.add_node(f"{ID}i{number}", kind="inference")
        net.add_edge(f"{ID}c{number}", f"{ID}i{number}", "premise")
        if number:
            net.add_edge(f"{ID}i{number}", f"{ID}c{number - 1}", "conclusion")

    back = to_networkx(from_networkx(net))

    assert nx.utils.edges_equal(net.edges(keys=True), back.edges(keys=True), directed=True)
    assert len(grounds(back, f"{ID}c0").items) == count - 1
