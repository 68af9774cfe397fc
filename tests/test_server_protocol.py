"""The endpoint keeps the SPARQL 1.1 protocol, and clients that others wrote can use it."""

import json
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from served import SAMPLE, Server, serving

from whyso.graph import ArgumentGraph
from whyso.graph.opening import sample_path
from whyso.graph.query import named_queries

GRAPHS: Final = [f"http://example.org/protocol/data{n}.rdf" for n in range(4)]
_TYPED = " ".join(f"<{graph}> a ?t{n} ." for n, graph in enumerate(GRAPHS[1:3]))
_NAMED = " ".join(f"GRAPH ?g{n} {{ <{GRAPHS[n]}> a ?t{n} }}" for n in (1, 2))
_DEFAULT = [("default-graph-uri", GRAPHS[1]), ("default-graph-uri", GRAPHS[2])]
_NAMES = [("named-graph-uri", GRAPHS[1]), ("named-graph-uri", GRAPHS[2])]
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_EMPTY = urlencode({"query": "ASK {}"})
_ROWS = ("application/sparql-results+json", "application/sparql-results+xml")
_TABLES = (*_ROWS, "text/csv", "text/tab-separated-values")
_RDF = ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json")

# The tests of the W3C's SPARQL 1.1 protocol manifest that are about queries, by their names there:
# method, what stands in the address, content type, body, and the kind of answer or an error.
W3C: Final[dict[str, tuple[str, list[tuple[str, str]], str | None, str | bytes, str]]] = {
    "query_post_form": ("POST", [_DEFAULT[0]], _FORM, _EMPTY, "true"),
    "query_dataset_default_graphs_get": (
        "GET",
        [("query", f"ASK {{ {_TYPED} }}"), *_DEFAULT],
        None,
        "",
        "true",
    ),
    "query_dataset_default_graphs_post": (
        "POST",
        _DEFAULT,
        _QUERY,
        f"ASK {{ {_TYPED} }}",
        "true",
    ),
    "query_dataset_named_graphs_post": ("POST", _NAMES, _QUERY, f"ASK {{ {_NAMED} }}", "true"),
    "query_dataset_named_graphs_get": (
        "GET",
        [("query", f"ASK {{ {_NAMED} }}"), *_NAMES],
        None,
        "",
        "true",
    ),
    "query_dataset_full": (
        "POST",
        [("default-graph-uri", GRAPHS[3]), *_NAMES],
        _QUERY,
        f"ASK {{ <{GRAPHS[3]}> a ?t . {_NAMED} }}",
        "true",
    ),
    "query_multiple_dataset": (
        "POST",
        _NAMES,
        _QUERY,
        f"ASK FROM <{GRAPHS[3]}> {{ {_NAMED} FILTER NOT EXISTS {{ <{GRAPHS[3]}> a ?t }} }}",
        "true",
    ),
    "query_get": ("GET", [("query", "ASK {}"), _DEFAULT[0]], None, "", "true"),
    "query_content_type_select": ("POST", [], _QUERY, "SELECT (1 AS ?value) {}", "tabular"),
    "query_content_type_ask": ("POST", [], _QUERY, "ASK {}", "boolean"),
    "query_content_type_describe": ("POST", [], _QUERY, f"DESCRIBE <{GRAPHS[1]}>", "RDF"),
    "query_content_type_construct": (
        "POST",
        [],
        _QUERY,
        "CONSTRUCT { <s> <p> 1 } WHERE {}",
        "RDF",
    ),
    "query_post_direct": ("POST", [], _QUERY, "ASK {}", "true"),
    "bad_query_method": ("PUT", [("query", "ASK {}")], _FORM, "", "4xx"),
    "bad_multiple_queries": (
        "GET",
        [("query", "ASK {}"), ("query", "SELECT * {}")],
        None,
        "",
        "4xx",
    ),
    "bad_query_wrong_media_type": ("POST", [], "text/plain", "ASK {}", "4xx"),
    "bad_query_missing_form_type": ("POST", [], None, _EMPTY, "4xx"),
    "bad_query_missing_direct_type": ("POST", [], None, "ASK {}", "4xx"),
    "bad_query_non_utf8": (
        "POST",
        [],
        f"{_QUERY}; charset=UTF-16",
        "ASK {}".encode("utf-16"),
        "4xx",
    ),
    "bad_query_syntax": ("GET", [("query", "ASK {")], None, "", "4xx"),
    # Those about updates that must fail; the others cannot succeed on what only reads.
    "bad_update_get": ("GET", [("update", "CLEAR ALL")], None, "", "4xx"),
    "bad_multiple_updates": ("POST", [], _FORM, "update=CLEAR+ALL&update=CLEAR+ALL", "4xx"),
    "bad_update_wrong_media_type": ("POST", [], "text/plain", "CLEAR ALL", "4xx"),
    "bad_update_missing_form_type": ("POST", [], None, "update=CLEAR+ALL", "4xx"),
    "bad_update_non_utf8": (
        "POST",
        [],
        f"{_UPDATE}; charset=UTF-16",
        "CLEAR ALL".encode("utf-16"),
        "4xx",
    ),
    "bad_update_syntax": ("POST", [], _UPDATE, "CLEAR", "4xx"),
    "bad_update_dataset_conflict": (
        "POST",
        [("using-named-graph-uri", GRAPHS[1])],
        _FORM,
        urlencode({"update": f"DELETE {{ ?s ?p ?o }} USING <{GRAPHS[2]}> WHERE {{ ?s ?p ?o }}"}),
        "4xx",
    ),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A service with the bundled argument, and the graphs of the W3C's tests."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copy(sample_path(), folder / "claims.ttl")
    graphs = "".join(
        f"<{graph}> {{ <{graph}> a <http://example.org/Document> }}\n" for graph in GRAPHS
    )
    (folder / "protocol.trig").write_text(graphs)
    with serving(folder) as found:
        yield found


@pytest.mark.parametrize("name", W3C)
def test_of_the_w3c(served: Server, name: str) -> None:
    method, pairs, kind, body, wanted = W3C[name]
    path = f"sparql/?{urlencode(pairs)}"
    headers = {} if kind is None else {"Content-Type": kind}
    content = body.encode() if isinstance(body, str) else body

    import httpx

    got = httpx.request(method, served.address + path, content=content, headers=headers, timeout=60)

    if wanted == "4xx":
        assert 400 <= got.status_code < 500
        return
    assert got.status_code == 200, got.text
    media = got.headers["content-type"].partition(";")[0]
    assert media in {"tabular": _TABLES, "RDF": _RDF}.get(wanted, _ROWS)
    if wanted == "true":
        assert got.json()["boolean"] is True


@pytest.mark.parametrize(
    "asked",
    [
        {"headers": {"Content-Type": _UPDATE}, "content": b"CLEAR ALL"},
        {"data": {"update": "CLEAR ALL"}},
    ],
    ids=["direct", "form"],
)
def test_updates_are_refused_and_change_nothing(served: Server, asked: dict[str, Any]) -> None:
    before = served.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text

    assert served.post("sparql", **asked).status_code == 403
    assert served.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text == before


@pytest.mark.parametrize("accept", _TABLES)
def test_rows_come_in_the_form_that_is_accepted(
    served: Server, g: ArgumentGraph, accept: str
) -> None:
    query = (
        "SELECT ?q ?label { ?q a arg:UnderlyingQuestion ; rdfs:label ?label } ORDER BY ?q ?label"
    )

    got = served.ask(query, accept)

    assert got.headers["content-type"].partition(";")[0] == accept
    wanted = [[term and str(term) for term in row] for row in g.query(query).raw_rows]
    if accept == "text/csv":
        assert got.content == g.query(query).serialize(format="csv")
    else:
        form = ox.QueryResultsFormat.from_media_type(accept)
        found = ox.parse_query_results(got.content, form)
        assert [[term and str(term) for term in row] for row in found] == wanted  # type: ignore[union-attr]


@pytest.mark.parametrize("accept", _RDF)
def test_triples_come_in_the_form_that_is_accepted(
    served: Server, g: ArgumentGraph, accept: str
) -> None:
    query = "CONSTRUCT { ?q rdfs:label ?l } WHERE { ?q a arg:UnderlyingQuestion ; rdfs:label ?l }"

    got = served.ask(query, accept)

    assert got.headers["content-type"].partition(";")[0] == accept
    form = ox.RdfFormat.from_media_type(accept)
    assert form is not None
    found = {quad.triple for quad in ox.parse(got.content, form)}
    assert found == set(g.query(query).raw_triples)


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.9", _ROWS[1]),
        ("text/*", "text/xml"),
        ("application/json", "application/json"),
    ],
)
def test_what_is_liked_best_is_sent(served: Server, accept: str, wanted: str) -> None:
    got = served.ask("SELECT (1 AS ?one) {}", accept)

    assert got.headers["content-type"].partition(";")[0] == wanted
    assert "Accept" in got.headers["vary"]


def test_a_form_that_there_is_not_is_406(served: Server) -> None:
    assert served.ask("SELECT (1 AS ?one) {}", "image/png").status_code == 406


def test_the_service_describes_itself(served: Server) -> None:
    got = served.get("sparql", headers={"Accept": "text/turtle"})

    described = Graph().parse(data=got.text, format="turtle")
    found = described.query(
        """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
        SELECT ?endpoint (COUNT(?g) AS ?graphs) {
          ?service a sd:Service ; sd:endpoint ?endpoint ; sd:supportedLanguage sd:SPARQL11Query ;
            sd:defaultDataset/sd:namedGraph/sd:name ?g } GROUP BY ?endpoint"""
    )
    [(endpoint, graphs)] = [tuple(row) for row in found]  # type: ignore[arg-type]
    counted = served.ask("SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g {} }").text.split()[1]
    assert str(endpoint) == f"{served.address}sparql"
    assert str(graphs) == counted


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_named_queries_are_plain_addresses(served: Server, g: ArgumentGraph, name: str) -> None:
    got = served.get(f"queries/{name}?format=csv")

    assert got.status_code == 200, got.text
    lang = {"lang": "en"} if any(p.name == "lang" for p in named_queries()[name].parameters) else {}
    wanted = g.query_named(name, **lang).serialize(format="csv").decode().splitlines()
    assert set(wanted) <= set(got.text.splitlines())


def test_named_queries_take_parameters(served: Server, g: ArgumentGraph) -> None:
    got = served.get("queries/answers?question=q1&lang=zh&format=tsv")

    wanted = g.query_named("answers", question="q1", lang="zh")
    assert got.content == wanted.serialize(format="tsv")
    assert served.get("queries/answers?question=nothing").status_code == 404
    assert served.get("queries/answers?colour=red").status_code == 404
    assert served.get("queries/nothing").status_code == 404


# Clients


def test_rdflib_can_ask_it(served: Server, g: ArgumentGraph) -> None:
    remote = Graph(SPARQLStore(f"{served.address}sparql"))

    found = remote.query("SELECT ?q { ?q a <https://w3id.org/whyso/ontology#UnderlyingQuestion> }")

    wanted = g.query("SELECT ?q { ?q a arg:UnderlyingQuestion }")
    assert {str(row[0]) for row in found} == {str(row[0]) for row in wanted}  # type: ignore[index]


def _converted(client: Any) -> Any:
    return client.queryAndConvert()


def test_sparqlwrapper_can_ask_it(served: Server, g: ArgumentGraph) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own
        from SPARQLWrapper import CSV, GET, JSON, POST, TURTLE, SPARQLWrapper

    client = SPARQLWrapper(f"{served.address}sparql")
    wanted = g.query("SELECT ?q { ?q a arg:UnderlyingQuestion }")
    for method in (GET, POST):
        client.setMethod(method)
        client.setReturnFormat(JSON)
        client.setQuery("SELECT ?q { ?q a arg:UnderlyingQuestion }")
        rows = _converted(client)["results"]["bindings"]
        assert {row["q"]["value"] for row in rows} == {str(row[0]) for row in wanted}  # type: ignore[index]
    client.setReturnFormat(CSV)
    assert _converted(client).startswith(b"q\r\n")
    client.setQuery("CONSTRUCT WHERE { ?q a arg:UnderlyingQuestion }")
    client.setReturnFormat(TURTLE)
    assert len(Graph().parse(data=_converted(client), format="turtle")) == len(wanted)


def test_curl_can_ask_it(served: Server) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("no curl")
    words = [curl, "-sS", "-H", "Accept: text/csv", "--data-urlencode", "query=SELECT (1 AS ?n) {}"]

    done = subprocess.run([*words, f"{served.address}sparql"], capture_output=True, timeout=60)

    assert done.stdout == b"n\r\n1\r\n"


def test_comunica_can_ask_it(served: Server, g: ArgumentGraph) -> None:
    command = shutil.which("comunica-sparql")
    if command is None:
        pytest.skip("no comunica: npm install -g @comunica/query-sparql@4.5.0")
    query = "SELECT ?q { ?q a <https://w3id.org/whyso/ontology#UnderlyingQuestion> }"
    words = [command, f"sparql@{served.address}sparql", query, "-t"]

    done = subprocess.run(
        [*words, "application/sparql-results+json"], capture_output=True, timeout=120
    )

    rows = json.loads(done.stdout)["results"]["bindings"]
    wanted = g.query("SELECT ?q { ?q a arg:UnderlyingQuestion }")
    assert {row["q"]["value"] for row in rows} == {str(row[0]) for row in wanted}  # type: ignore[index]


# What the sources describe


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/html", "text/html"),
        ("text/turtle", "text/turtle"),
        (_RDF[3], _RDF[3]),
        ("*/*", _RDF[0]),
    ],
)
def test_what_is_described_answers_at_its_own_address(
    served: Server, g: ArgumentGraph, accept: str, media: str
) -> None:
    got = served.get(f"id/{SAMPLE}/q1", headers={"Accept": accept})

    assert got.status_code == 200
    assert got.headers["content-type"].partition(";")[0] == media
    if media == "text/html":
        assert g["q1"].label() in got.text
        return
    form = ox.RdfFormat.from_media_type(media)
    assert form is not None
    node = ox.NamedNode(g.resolve("q1"))
    said = {
        q.triple
        for q in g.store.engine.quads_for_pattern(node, None, None)
        if q.graph_name == ox.NamedNode(g["q1"].graph)
    }
    assert {quad.triple for quad in ox.parse(got.content, form)} == said


def test_a_source_is_had_as_rdf(served: Server, g: ArgumentGraph) -> None:
    got = served.get(f"sources/{SAMPLE}?format=nt")

    assert set(got.text.splitlines()) == set(g.store.serialize("nt").decode().splitlines())


def test_a_source_whose_graph_has_another_name_is_found(served: Server) -> None:
    place = f"sources/{quote(GRAPHS[1], safe='')}"

    assert GRAPHS[1] in served.get(f"{place}?format=nt").text
    assert served.get(f"{place}?format=nt").text.count("\n") == 1


@pytest.mark.parametrize("path", ["id/nowhere/c1", "sources/nowhere", "resource?iri=x", "nothing"])
def test_what_there_is_not_is_404(served: Server, path: str) -> None:
    assert served.get(path).status_code == 404
