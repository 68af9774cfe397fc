"""The ontology's files: what they declare, in both languages, and that they agree with each other.

rdflib and owlrl are the oracles; nothing here needs our own code beyond the file names.
"""

import json
import re
import socket
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import networkx as nx
import owlrl
import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import Node

from whyso import ontology

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "tests" / "data" / "example.ttl"
ARG = Namespace(ontology.ARG)
LANGUAGES = {"en", "zh"}
TURTLE = ("ontology.ttl", "shapes.ttl", "alignments.ttl")
DATATYPES = {XSD.integer, XSD.boolean, XSD.decimal, XSD.string, RDF.langString}
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
CLASSES = {
    *("Proposition", "Claim", "Forecast", "Commitment", "Evidence", "Assumption"),
    *("Question", "UnderlyingQuestion", "Scheme", "Utterance", "Passage", "Source", "Quantity"),
    *("Relation", "Inference", "Conflict", "Rebuttal", "Undercut", "Undermining", "Verdict"),
}
# What a program works out; nobody writes it by hand.
COMPUTED = {
    *("supports", "attacks", "rebuts", "undercuts", "undermines"),
    *("acceptance", "effect", "ground", "strength", "defensible", "explanation", "coverage"),
    *("standpoint", "grants", "semantics", "option"),
}


@cache
def read(name: str) -> Graph:
    return Graph().parse(data=ontology.file(name), format="turtle")


@cache
def example() -> Graph:
    return Graph().parse(EXAMPLE, format="turtle")


def declared() -> set[URIRef]:
    """Return what the ontology declares: each of our names that has a type."""
    return ours(read("ontology.ttl").subjects(RDF.type, None))


def ours(terms: Iterable[Node]) -> set[URIRef]:
    return {term for term in terms if isinstance(term, URIRef) and term.startswith(ontology.ARG)}


def of_kind(*kinds: URIRef) -> set[URIRef]:
    return ours(one for kind in kinds for one in read("ontology.ttl").subjects(RDF.type, kind))


def local(term: Node) -> str:
    return str(term).removeprefix(ontology.ARG)


def texts() -> Iterator[tuple[str, str]]:
    """Yield the name and text of every rule and query, and of the queries inside the shapes."""
    for folder, found in (("rules", ontology.rules()), ("queries", ontology.queries())):
        for name, query in found.items():
            yield f"{folder}/{name}.rq", re.sub(r"(?m)^\s*#.*$", "", query)
    shacl = Namespace("http://www.w3.org/ns/shacl#")
    for predicate in (shacl.select, shacl.ask, shacl.construct):
        for text in read("shapes.ttl").objects(None, predicate):
            yield "shapes.ttl", re.sub(r"(?m)^\s*#.*$", "", str(text))


# Each file can be read


@pytest.mark.parametrize("name", TURTLE)
def test_turtle_is_read_alike_by_rdflib_and_by_the_engine(name: str) -> None:
    data = ontology.file(name).encode()
    lines = ox.serialize(ox.parse(data, ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES)
    engine = Graph().parse(data=lines, format="nt")

    assert len(read(name)) > 50
    if name == "shapes.ttl":
        # Thousands of blank nodes make isomorphism slow; what is about named nodes must be equal.
        assert len(engine) == len(read(name))
        assert named(engine) == named(read(name))
    else:
        assert isomorphic(engine, read(name))


def named(graph: Graph) -> set[tuple[Node, Node, Node]]:
    return {triple for triple in graph if all(isinstance(one, URIRef | Literal) for one in triple)}


def test_the_header_says_what_a_catalogue_needs() -> None:
    graph = read("ontology.ttl")
    (header,) = graph.subjects(RDF.type, OWL.Ontology)
    (version,) = graph.objects(header, OWL.versionInfo)
    (version_iri,) = graph.objects(header, OWL.versionIRI)
    said = {str(predicate).rsplit("/", 1)[-1] for predicate in graph.predicates(header)}

    assert str(header) == ontology.BASE + "ontology"
    assert str(version_iri) == f"{header}/{version}"
    assert said >= {"title", "description", "creator", "license", "created", "modified"}
    assert said >= {"preferredNamespacePrefix", "preferredNamespaceUri"}
    assert not list(graph.objects(header, OWL.imports))


# What is declared


def test_the_classes_are_these() -> None:
    assert {local(term) for term in of_kind(OWL.Class)} == CLASSES


def test_there_are_forty_four_properties_of_one_kind_each() -> None:
    kinds = [of_kind(kind) for kind in PROPERTIES]

    assert len(set().union(*kinds)) == sum(map(len, kinds)) == 44


def test_names_are_written_as_is_usual() -> None:
    assert all(re.fullmatch(r"[A-Z][A-Za-z]+", local(term)) for term in of_kind(OWL.Class))
    assert all(re.fullmatch(r"[a-z][A-Za-z]+", local(term)) for term in of_kind(*PROPERTIES))


@pytest.mark.parametrize("term", sorted(map(local, declared())))
def test_a_term_has_a_name_and_a_definition_in_both_languages(term: str) -> None:
    graph = read("ontology.ttl")
    for predicate in (RDFS.label, SKOS.definition):
        found = [text for text in graph.objects(ARG[term], predicate) if isinstance(text, Literal)]
        # One per language, and no more.
        assert sorted(str(text.language) for text in found) == sorted(LANGUAGES)
        for text in found:
            assert text.strip() == str(text) != ""
            assert bool(re.search(r"[\u4e00-\u9fff]", text)) == (text.language == "zh")
    assert (ARG[term], RDFS.isDefinedBy, URIRef(ontology.BASE + "ontology")) in graph


def test_a_remark_in_one_language_is_there_in_the_other() -> None:
    graph = read("ontology.ttl")
    for predicate in (SKOS.scopeNote, SKOS.example):
        for term in set(graph.subjects(predicate, None)):
            said = [getattr(text, "language", None) for text in graph.objects(term, predicate)]
            assert sorted(map(str, said)) == sorted(LANGUAGES), term


def test_no_two_terms_of_a_kind_have_the_same_name() -> None:
    graph = read("ontology.ttl")
    for kind in (OWL.Class, *PROPERTIES, SKOS.Concept):
        names = [name for term in of_kind(kind) for name in graph.objects(term, RDFS.label)]
        assert len(names) == len(set(names)) == 2 * len(of_kind(kind))


def test_a_concept_is_in_one_list_and_named_there_as_elsewhere() -> None:
    graph = read("ontology.ttl")
    lists = of_kind(SKOS.ConceptScheme)
    concepts = of_kind(SKOS.Concept, ARG.Scheme)

    assert len(lists) == 7
    for concept in concepts:
        (home,) = graph.objects(concept, SKOS.inScheme)
        top = (home, SKOS.hasTopConcept, concept) in graph
        assert home in lists
        assert top == ((concept, SKOS.topConceptOf, home) in graph)
        # What is no top concept has a wider one, which is.
        assert top != ((concept, SKOS.broader, None) in graph)
        assert set(graph.objects(concept, SKOS.prefLabel)) == set(
            graph.objects(concept, RDFS.label)
        )


# Domains, ranges, hierarchy


def test_domains_and_ranges_are_declared_classes() -> None:
    graph = read("ontology.ttl")
    foreign = {URIRef(ontology.PREFIXES["foaf"] + "Agent"), SKOS.Concept}
    for term in of_kind(*PROPERTIES):
        for predicate in (RDFS.domain, RDFS.range):
            found = list(graph.objects(term, predicate))
            # Two lines would mean that both hold; a choice is written as a union.
            assert len(found) <= 1, (term, predicate)
            for one in found:
                union = graph.value(one, OWL.unionOf)
                members = set(Collection(graph, union)) if union else {one}
                if (term, RDF.type, OWL.DatatypeProperty) in graph and predicate == RDFS.range:
                    assert members <= DATATYPES
                else:
                    assert members <= of_kind(OWL.Class) | foreign, term


def test_only_what_any_node_may_carry_has_no_domain() -> None:
    graph = read("ontology.ttl")
    missing = {
        predicate: {
            local(term) for term in of_kind(*PROPERTIES) if not graph.value(term, predicate)
        }
        for predicate in (RDFS.domain, RDFS.range)
    }

    assert missing == {RDFS.domain: {"confidence"}, RDFS.range: {"horizon"}}


@pytest.mark.parametrize("predicate", [RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader])
def test_no_hierarchy_runs_in_a_circle(predicate: URIRef) -> None:
    pairs = list(read("ontology.ttl").subject_objects(predicate))

    assert pairs
    assert ours(wider for _, wider in pairs) <= declared()
    assert nx.is_directed_acyclic_graph(nx.DiGraph(pairs))


def test_a_narrower_property_keeps_within_the_wider_one() -> None:
    graph = read("ontology.ttl")

    def allowed(term: Node, predicate: URIRef) -> set[Node]:
        (end,) = graph.objects(term, predicate)
        union = graph.value(end, OWL.unionOf)
        return set(Collection(graph, union)) if union else {end}

    for narrow, wide in graph.subject_objects(RDFS.subPropertyOf):
        for predicate in (RDFS.domain, RDFS.range):
            assert allowed(narrow, predicate) <= allowed(wide, predicate)


def test_nothing_is_said_about_a_foreign_term() -> None:
    for name in ("ontology.ttl", "alignments.ttl"):
        graph = read(name)
        subjects = {term for term in graph.subjects() if isinstance(term, URIRef)}
        assert {term for term in subjects if not term.startswith(ontology.BASE)} == set()


# The files agree


@pytest.mark.parametrize("name", ["shapes.ttl", "alignments.ttl"])
def test_terms_in_turtle_are_declared(name: str) -> None:
    used = ours(term for triple in read(name) for term in triple)

    assert len(used) > 10
    assert used - {URIRef(ontology.ARG)} <= declared()


@pytest.mark.parametrize("name", ["example.ttl", "claims.ttl"])
def test_terms_in_data_are_declared(name: str) -> None:
    data = example() if name == "example.ttl" else Graph().parse(ROOT / name, format="turtle")
    verbs = ours(data.predicates())

    assert ours(term for triple in data for term in triple) <= declared()
    assert len(verbs) > 20
    assert verbs <= of_kind(*PROPERTIES)


def test_terms_in_rules_and_queries_are_declared() -> None:
    known = {local(term) for term in declared()}
    read_names = set()
    for name, text in texts():
        used = set(re.findall(r"\barg:(\w+)", text))
        used |= set(re.findall(rf"<{re.escape(ontology.ARG)}(\w+)>", text))
        assert used <= known, name
        read_names.add(name)

    assert len(read_names) == len(ontology.rules()) + len(ontology.queries()) + 1


def test_terms_in_the_json_context_are_declared_and_none_is_left_out() -> None:
    context = json.loads(ontology.file("context.jsonld"))["@context"]
    used = {}
    for key, value in context.items():
        iri = value["@id"] if isinstance(value, dict) else value
        if isinstance(iri, str) and iri.startswith("arg:"):
            used[key] = iri.removeprefix("arg:")
    terms = {local(term) for term in declared()} - {
        local(term) for term in of_kind(SKOS.ConceptScheme)
    }

    assert context["arg"] == ontology.ARG
    assert all(key == name for key, name in used.items())
    assert set(used) == terms


def test_the_example_uses_every_class_and_every_property_that_is_written_by_hand() -> None:
    wanted = {local(term) for term in of_kind(*PROPERTIES)} - COMPUTED

    assert {local(term) for term in ours(example().predicates())} == wanted
    # A relation is always of some kind, and schemes are the ontology's.
    kinds = {local(term) for term in ours(example().objects(None, RDF.type))}
    assert kinds == CLASSES - {"Relation", "Scheme", "Verdict"}


def test_every_prefix_stands_for_the_same_everywhere() -> None:
    known = ontology.PREFIXES | {"": None}
    for name, text in [*texts(), *((name, ontology.file(name)) for name in TURTLE)]:
        declarations = re.findall(r"(?i)^@?prefix (\w*):\s+<([^>]*)>", text, flags=re.MULTILINE)
        for prefix, iri in declarations:
            assert known.get(prefix) in (None, iri), (name, prefix)


# Reasoning


# Each of these nodes is two things that cannot be one.
FAULTS = """
    :fault1 a arg:Claim , arg:Assumption .
    :fault2 a arg:Undercut , arg:Undermining .
    :i arg:premise :c ; arg:conclusion :fault3 . :fault3 arg:premise :c .
    :fault4 a arg:Question ; arg:supports :c .
    :fault5 a arg:Utterance ; arg:assertedBy :ana .
    :fault6 arg:answers :fault7 . :fault7 arg:premise :c .
"""


def test_reasoning_finds_no_contradiction_but_those_that_are_planted() -> None:
    everything = Graph()
    head = f"@prefix arg: <{ontology.ARG}> . @prefix : <{ontology.ID}tea/> . "
    planted = Graph().parse(data=head + FAULTS, format="turtle")
    for triple in [*read("ontology.ttl"), *example(), *planted]:
        # Texts for people contradict nothing; without them it takes half the time.
        if not (isinstance(triple[2], Literal) and triple[2].language):
            everything.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(everything)
    error = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    said = [str(message) for message in everything.objects(None, error)]
    subjects = [set(re.findall(r"\bfault\d", message)) for message in said]

    assert [message for message in said if "fault" not in message] == []
    assert set().union(*subjects) == {f"fault{number}" for number in (1, 2, 3, 4, 5, 7)}


# JSON-LD


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


# rdflib's own parser uses what rdflib has deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("name", ["example.ttl", "claims.ttl"])
def test_data_comes_back_from_json(name: str) -> None:
    graph = example() if name == "example.ttl" else Graph().parse(ROOT / name, format="turtle")
    context = json.loads(ontology.file("context.jsonld"))["@context"]
    text = graph.serialize(format="json-ld", context=context, auto_compact=True)
    nodes = json.loads(text)["graph"]
    back = Graph().parse(data=text, format="json-ld")
    quads = ox.parse(text.encode(), ox.RdfFormat.JSON_LD)
    engine = Graph().parse(data=ox.serialize(quads, format=ox.RdfFormat.N_TRIPLES), format="nt")

    assert set(back) == set(graph)
    assert set(engine) == set(graph)
    # The context has a short name for each of our terms.
    assert not [key for node in nodes for key in node if key.startswith(("arg:", "http"))]
