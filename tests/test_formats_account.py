"""The account is honest: what it says is missing is what is missing, no more and no less."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import networkx as nx
import pytest
import rdflib
from rdflib import RDF, RDFS, Literal, URIRef

from whyso.graph import ArgumentGraph, formats, parse, sample
from whyso.graph.formats import Account, Row

ARG = rdflib.Namespace("https://w3id.org/whyso/ontology#")
BASE = "https://w3id.org/whyso/id/example/"
WRITABLE = [name for name, format in formats.FORMATS.items() if format.write]
Triple = tuple[Any, Any, Any]
Nodes = dict[str, dict[str, Any]]
Edges = list[tuple[str, str, str]]

CLASSES = {
    **{kind: ARG[kind.title()] for kind in ("claim", "forecast", "commitment", "evidence")},
    **{kind: ARG[kind.title()] for kind in ("assumption", "proposition", "question", "utterance")},
    **{kind: ARG[kind.title()] for kind in ("inference", "conflict", "rebuttal", "undercut")},
    "undermining": ARG.Undermining,
    "underlying_question": ARG.UnderlyingQuestion,
}


def no_graph(_: bytes) -> tuple[Nodes, Edges]:
    return {}, []


def from_networkx(net: "nx.Graph[Any]") -> tuple[Nodes, Edges]:
    edges = [(s, t, said.get("role", key)) for s, t, key, said in net.edges(keys=True, data=True)]  # type: ignore[call-overload]
    return dict(net.nodes(data=True)), edges


def from_gexf(data: bytes) -> tuple[Nodes, Edges]:
    nodes, edges = from_networkx(nx.read_gexf(io.BytesIO(data)))
    for said in nodes.values():
        if "lang" not in said:  # GEXF wants a label; this one is the local id
            assert said.pop("label") == said["name"]
    return nodes, edges


def from_graphml(data: bytes) -> tuple[Nodes, Edges]:
    return from_networkx(nx.parse_graphml(data.decode(), force_multigraph=True))


def from_nodes(data: bytes) -> tuple[Nodes, Edges]:
    rows = csv.DictReader(io.StringIO(data.decode(), newline=""))
    return {row["id"]: {k: v for k, v in row.items() if v != ""} for row in rows}, []


def from_edges(data: bytes) -> tuple[Nodes, Edges]:
    rows = csv.DictReader(io.StringIO(data.decode(), newline=""))
    return {}, [(row["source"], row["target"], row["kind"]) for row in rows]


def from_dot(data: bytes) -> tuple[Nodes, Edges]:
    import pydot

    def plain(said: object) -> str:
        text = str(said or "").removeprefix('"').removesuffix('"')
        return text.replace("\\n", "\n").replace("\\\\", "\\").replace("&amp;", "&")

    graph = (pydot.graph_from_dot_data(data.decode()) or [])[0]
    nodes = {}
    for node in graph.get_nodes():
        said = {
            name: plain(node.get(name)) for name in ("kind", "status", "lang") if node.get(name)
        }
        if "lang" in said:
            said["label"] = plain(node.get("tooltip"))
        if said:
            nodes[plain(node.get_name())] = said
    edges = [
        (plain(edge.get_source()), plain(edge.get_destination()), plain(edge.get("class")))
        for edge in graph.get_edges()
    ]
    return nodes, edges


def from_mermaid(data: bytes) -> tuple[Nodes, Edges]:
    roles = {"dependsOn": "depends on", "inTensionWith": "in tension with", "hasPart": "has part"}
    words = {word: role for role, word in roles.items()}
    nodes: Nodes = {}
    edges: Edges = []
    for line in data.decode().split("\n"):
        if node := re.fullmatch(r'  (\w+)[^"]+"(.*?)".*:::(\w+);', line):
            label = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), node[2].split("<br/>")[0])
            nodes[BASE + node[1]] = {"kind": node[3]} | ({"label": label} if label != " " else {})
    for line in data.decode().split("\n"):
        if edge := re.fullmatch(r"  (\w+) (\S+|-\. .* \.->) (\w+);", line):
            start, end = BASE + edge[1], BASE + edge[3]
            inference = "inference" in (nodes[start]["kind"], nodes[end]["kind"])
            step = {
                "-->": "conclusion",
                "--x": "target",
                "---": "premise" if inference else "attacker",
            }
            word = edge[2].removeprefix("-. ").removesuffix(" .->")
            edges.append((start, end, step.get(edge[2]) or words.get(word, word)))
    return nodes, edges


READ: dict[str, Callable[[bytes], tuple[Nodes, Edges]]] = {
    "graphml": from_graphml,
    "gexf": from_gexf,
    "csv-nodes": from_nodes,
    "csv-edges": from_edges,
    "dot": from_dot,
    "mermaid": from_mermaid,
}


def term(iri: str) -> URIRef:
    return URIRef(iri)


def triples(nodes: Nodes, edges: Edges) -> set[Triple]:
    """The RDF that nodes and edges say, by the meaning of their attributes."""
    found: set[Triple] = set()
    for key, said in nodes.items():
        for name, value in said.items():
            if name == "kind":
                found.add((term(key), RDF.type, CLASSES[value]))
            elif name == "label":
                found.add((term(key), RDFS.label, Literal(value, lang=said.get("lang"))))
            elif name.startswith("label_"):
                found.add((term(key), RDFS.label, Literal(value, lang=name[6:])))
            elif name in ("status", "certainty"):
                found.add((term(key), ARG[name], ARG[value]))
            elif name in ("asserted_by", "speaker"):
                local = "assertedBy" if name == "asserted_by" else name
                found.add((term(key), ARG[local], term(value)))
            elif name == "confidence":
                found.add((term(key), ARG.confidence, Literal(Decimal(str(value)))))
            elif name == "rdf":
                found |= quads(value)
    for start, end, role in edges:
        if role in ("premise", "attacker"):
            start, end = end, start
        predicate = rdflib.DCTERMS.hasPart if role == "hasPart" else ARG[role]
        found.add((term(start), predicate, term(end)))
    return found


def quads(text: str) -> set[Triple]:
    lines = [re.sub(r" <[^<>]*> \.$", " .", line) for line in text.split("\n")]
    return set(rdflib.Graph().parse(data="\n".join(lines), format="nt"))


def everything(g: ArgumentGraph) -> set[Triple]:
    return quads(g.store.serialize("n-quads").decode())


@pytest.mark.parametrize("name", READ)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # pydot's own, about pyparsing
def test_the_rows_are_the_true_difference(name: str, example: ArgumentGraph) -> None:
    data, account = formats.dumps(example, name)
    nodes, edges = READ[name](data)
    said = triples(nodes, edges)
    if name == "graphml":  # what is said of other things than nodes is one text
        said |= quads(nx.parse_graphml(data.decode()).graph["rdf"])

    true = everything(example)
    net = example.to_networkx()
    types = {s: o for s, p, o in true if p == RDF.type}
    missing: Counter[str] = Counter()
    ids: dict[str, set[str]] = {}
    for subject, predicate, value in true - said:
        if str(subject) in net:
            what = curie(predicate)
            main = net.nodes[str(subject)].get("lang")
            if predicate == RDFS.label and name != "csv-edges" and value.language != main:
                what = "rdfs:label in other languages"
            if predicate == RDFS.label and name == "csv-edges" and value.language != "en":
                what = "rdfs:label in other languages"
        else:
            what = curie(types[subject])
        missing[what] += 1
        ids.setdefault(what, set()).add(str(subject))

    told = [row for row in (*account.approximated, *account.dropped) if row.triples]
    assert {row.what: row.triples for row in told} == missing
    assert {row.what: set(row.ids) for row in told} == ids
    dropped = sum(row.triples for row in account.dropped)
    assert account.kept["triples"] == len(true) - dropped
    approximated = {row.what for row in account.approximated}
    assert {curie(predicate) for _, predicate, _ in said - true} <= approximated


def curie(iri: str) -> str:
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, start in {
        "arg": ARG,
        "rdf": RDF,
        "rdfs": RDFS,
        "foaf": rdflib.FOAF,
        "skos": rdflib.SKOS,
        "oa": "http://www.w3.org/ns/oa#",
        "dcterms": rdflib.DCTERMS,
    }.items():
        graph.bind(prefix, str(start))
    return graph.namespace_manager.curie(iri, generate=False)


@pytest.mark.parametrize("name", WRITABLE)
def test_a_lossless_account_is_one_that_restores_the_graph(
    name: str, example: ArgumentGraph
) -> None:
    data, account = formats.dumps(example, name)
    read = formats.find(name).read

    if read is None:
        assert account.dropped
    else:
        assert account.lossless == (ArgumentGraph(read(data, name="x")[0]) == example)


@pytest.mark.parametrize("name", WRITABLE)
def test_every_row_has_ids_a_reason_and_a_count(name: str) -> None:
    _, account = formats.dumps(sample(), name)

    for row in (*account.approximated, *account.dropped):
        assert row.what and row.why and row.ids
        assert len(row.ids) == len(set(row.ids))
        assert row.triples == 0 or row.triples >= len(row.ids)
    assert len({(row.what, row.why) for row in account.dropped}) == len(account.dropped)


def test_named_graphs_that_are_not_told_are_told_missing() -> None:
    both = parse(
        f"<http://e/g1> {{ <{BASE}c1> a <{ARG}Claim> . }}"
        f"<http://e/g2> {{ <{BASE}c2> a <{ARG}Claim> ; <{ARG}clarifies> <{BASE}c1> . }}",
        "trig",
    )

    for name in ("dot", "mermaid"):
        rows = {row.what: row.ids for row in formats.dumps(both, name)[1].dropped}
        assert rows["named graphs"] == ("http://e/g1", "http://e/g2")
    for name in ("csv-nodes", "csv-edges", "gexf", "graphml"):
        assert "named graphs" not in {row.what for row in formats.dumps(both, name)[1].dropped}


def test_the_label_of_a_step_that_mermaid_does_not_show_is_told_missing() -> None:
    g = parse(
        f"<{BASE}i1> a <{ARG}Inference> ; <{ARG}premise> <{BASE}c1> ;"
        f' <{RDFS.label}> "by sign"@en . <{BASE}c1> a <{ARG}Claim> .'
    )

    _, account = formats.dumps(g, "mermaid")

    assert ("rdfs:label", (f"{BASE}i1",)) in {(row.what, row.ids) for row in account.dropped}
    assert account.kept["triples"] == 3


def test_the_summary_is_a_few_lines_and_the_json_is_all() -> None:
    rows = tuple(Row(f"p{n}", "no place for it", (f"http://e/{n}",), 1) for n in range(9))
    kept = {"statements": 1, "steps": 0, "edges": 2}
    account = Account("dot", "write", kept, (), rows, ("x.dot",))

    assert account.summary().splitlines() == [
        "wrote dot: 1 statement, 2 edges",
        *(f"  dropped p{n} (1): no place for it" for n in range(5)),
        "  dropped also p5, p6, p7, p8",
    ]
    said = json.loads(account.to_json())
    assert said["format"] == "dot" and said["direction"] == "write" and said["lossless"] is False
    assert said["kept"] == kept and said["files"] == ["x.dot"]
    assert said["dropped"][8] == {
        "what": "p8",
        "why": "no place for it",
        "triples": 1,
        "ids": ["http://e/8"],
    }


def test_a_lossless_summary_says_so() -> None:
    account = Account("turtle", "read", {"statements": 2, "triples": 7})

    assert account.summary() == "read turtle: 2 statements, 7 triples; nothing lost"
