"""Opening and saving: every syntax, several files, the same bytes every time."""

import gzip
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import XSD, BNode, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Node

from whyso.graph import ArgumentGraph, load, parse
from whyso.graph.errors import FormatError, InputError, OutputError, ParseError
from whyso.graph.store import SYNTAXES, Store, natural, sorting

# rdflib's own, raised where its parsers use its Dataset
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "tests" / "data" / "example.ttl"
TEA = ROOT / "tests" / "data" / "tea.ttl"
WRITABLE = [syntax for syntax in SYNTAXES if syntax.name != "n3"]
RDFLIB = {
    "turtle": "turtle",
    "trig": "trig",
    "n-triples": "nt",
    "n-quads": "nquads",
    "rdf-xml": "xml",
    "json-ld": "json-ld",
}
# The engine keeps the value of a number, not how it was written.
CANONICAL = {XSD.integer, XSD.decimal, XSD.nonNegativeInteger, XSD.int}
HEAD = """
@prefix : <https://w3id.org/whyso/id/tea/> .
@prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def triples(path: Path, format: str) -> Graph:
    """What rdflib reads, all named graphs taken together, numbers and dates in canonical form."""
    dataset = Dataset(default_union=True)
    dataset.parse(path, format=format)
    graph = Graph()
    for subject, predicate, value, _ in dataset.quads():
        graph.add((subject, predicate, canonical(value)))
    return graph


def canonical(term: Node) -> Node:
    if not isinstance(term, Literal) or term.datatype not in CANONICAL:
        return term
    value = Decimal(term)
    whole = value == value.to_integral()
    plain = str(int(value)) if whole else f"{value:f}".rstrip("0")
    return Literal(plain, datatype=term.datatype, normalize=False)


# Every syntax


@pytest.mark.parametrize("packed", ["", ".gz"])
@pytest.mark.parametrize("syntax", WRITABLE, ids=lambda syntax: syntax.name)
def test_rdflib_reads_what_is_saved_and_we_read_what_rdflib_writes(
    syntax: object, packed: str, tmp_path: Path
) -> None:
    name, suffix = getattr(syntax, "name", ""), getattr(syntax, "suffixes", ("",))[0]
    g = load(EXAMPLE)
    theirs = triples(EXAMPLE, "turtle")

    path = g.save(tmp_path / f"saved.{suffix}{packed}")
    data = gzip.decompress(path.read_bytes()) if packed else path.read_bytes()
    plain = tmp_path / f"plain.{suffix}"
    plain.write_bytes(data)
    assert isomorphic(triples(plain, RDFLIB[name]), theirs)

    written = Dataset()
    for triple in theirs:
        written.add(triple)
    other = tmp_path / f"rdflib.{suffix}{packed}"
    text = written.serialize(format=RDFLIB[name], encoding="utf-8")
    other.write_bytes(gzip.compress(text) if packed else text)
    assert load(other) == g
    assert load(path) == g


def test_n3_facts_are_read() -> None:
    assert parse(TEA.read_bytes(), "n3") == load(TEA)


def test_languages_and_values_of_literals_stay_and_numbers_become_canonical(
    tmp_path: Path,
) -> None:
    said = '"a"@en-GB , "a"@zh , 01 , 1.0 , 1.50 , "1"^^xsd:double , "x\\u0001y" , "é\\n\\"q\\""'
    xsd = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    g = parse(f"{HEAD}{xsd} :c1 a arg:Claim ; :v {said} .")
    saved = load(g.save(tmp_path / "values.ttl"))

    for each in (g, saved):
        answer = each.query("SELECT ?v { :c1 :v ?v }")
        values = [value for row in answer.bindings for value in row.values()]
        found = [value for value in values if isinstance(value, Literal)]
        assert len(found) == len(values)
        assert {str(value) for value in found} == {
            *("a", "1", "1.5", "x\x01y", 'é\n"q"'),
        }
        tags = {value.language for value in found if str(value) == "a"}
        assert tags == {"en-gb", "zh"}
        assert {value.datatype for value in found if str(value) == "1"} == {
            *(XSD.integer, XSD.decimal, XSD.double),
        }


def test_a_file_keeps_the_datatypes_of_its_numbers() -> None:
    xsd = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    always = ':c1 a arg:Claim ; :n "7"^^xsd:int , "-8"^^xsd:int ; :t "2026-01-01T00:00:00Z"^^'
    text = f'{HEAD}{xsd} {always}xsd:dateTimeStamp ; :mixed "1"^^xsd:byte , 2 .'

    g = parse(text, name="tea")
    saved = Graph().parse(data=g.store.serialize("turtle"), format="turtle")
    moved = ArgumentGraph.from_networkx(g.to_networkx())

    types: dict[str, set[URIRef | None]] = {}
    for _, predicate, value in saved:
        if isinstance(value, Literal):
            types.setdefault(str(predicate)[-5:], set()).add(value.datatype)
    assert types["tea/n"] == {XSD.int}
    assert types["tea/t"] == {XSD.dateTimeStamp}
    assert types["mixed"] == {XSD.integer}
    assert moved == g


# Several sources


def test_each_source_has_a_named_graph_of_its_own(tmp_path: Path) -> None:
    g = load(EXAMPLE, TEA)

    names = [graph.value.rsplit("/", 1)[-1] for graph in g.store.source_graphs()]
    assert names == ["example", "tea"]
    assert load(g.save(tmp_path / "both.trig")) == g
    with pytest.raises(FormatError, match="holds one source; save several as"):
        g.save(tmp_path / "both.ttl")
    assert not (tmp_path / "both.ttl").exists()


def test_a_directory_is_read_file_by_file_and_the_order_makes_no_difference(
    tmp_path: Path,
) -> None:
    for number, source in enumerate((TEA, EXAMPLE)):
        (tmp_path / f"{number}.ttl").write_bytes(source.read_bytes())
    (tmp_path / "notes.md").write_text("no RDF")

    assert load(tmp_path) == load(EXAMPLE, TEA) == load(TEA, EXAMPLE)


def test_two_files_that_are_called_alike_stay_apart(tmp_path: Path) -> None:
    paths = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        paths.append(tmp_path / folder / "a.ttl")
        paths[-1].write_text(f"<http://e/{folder}> a <https://w3id.org/whyso/ontology#Claim> .")

    assert len(load(*paths).store.source_graphs()) == 2


def test_a_broken_file_leaves_nothing_of_itself_behind() -> None:
    store = Store()
    store.read(TEA)
    before = store.serialize("n-quads")

    with pytest.raises(ParseError, match=r"^half\.ttl:\d+:\d+: "):
        store.read_text(f"{HEAD} :c1 a arg:Claim . :c2 a ", "turtle", name="half.ttl")

    assert store.serialize("n-quads") == before


def test_prefixes_of_a_file_are_known_to_queries_and_kept_on_saving(tmp_path: Path) -> None:
    g = parse(f"{HEAD}@prefix my: <http://e/my#> . :c1 a arg:Claim ; my:mood my:calm .")

    assert bool(g.query("ASK { :c1 my:mood my:calm }"))
    assert "my:mood my:calm" in g.save(tmp_path / "my.ttl").read_text("utf-8")


def test_relative_iris_need_a_base() -> None:
    text = "<c1> a <https://w3id.org/whyso/ontology#Claim> ."

    with pytest.raises(ParseError, match="a relative IRI; write it in full, or give a base"):
        parse(text)
    assert parse(text, base="http://e/x/").statements()[0].iri == "http://e/x/c1"
    with pytest.raises(InputError, match="base"):
        parse(text, base="not an iri")


# The same bytes


@settings(max_examples=25)
@given(st.randoms(), st.sampled_from(["turtle", "trig", "n-quads", "rdf-xml", "json-ld"]))
def test_the_order_of_lines_makes_no_difference(chance: object, format: str) -> None:
    lines = load(EXAMPLE).store.serialize("n-triples").decode().splitlines(keepends=True)
    shuffled = list(lines)
    getattr(chance, "shuffle")(shuffled)  # noqa: B009 (Hypothesis has no type for it)

    one = parse("".join(lines), "n-triples", name="example")
    two = parse("".join(shuffled), "n-triples", name="example")

    assert one.store.serialize(format) == two.store.serialize(format)


BLANKS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from("pq"), st.one_of(st.integers(0, 5), st.just("x"))),
    min_size=1,
    max_size=12,
)


def node(place: int | str, names: list[str]) -> str:
    return f"_:{names[place]}" if isinstance(place, int) else "<http://e/x>"


def blank_text(said: list[tuple[int, str, int | str]], names: list[str]) -> str:
    return "".join(f"_:{names[s]} <http://e/{p}> {node(o, names)} .\n" for s, p, o in said)


@given(BLANKS, st.permutations(["a", "b", "c", "d", "e", "f"]))
def test_labels_of_blank_nodes_make_no_difference(
    said: list[tuple[int, str, int | str]], names: list[str]
) -> None:
    one, two = Store(), Store()
    one.read_text(blank_text(said, list("uvwxyz")), "n-triples")
    two.read_text(blank_text(said[::-1], names), "n-triples")

    assert one.serialize("n-quads") == two.serialize("n-quads")


@given(BLANKS, BLANKS)
def test_different_graphs_give_different_bytes(
    some: list[tuple[int, str, int | str]], others: list[tuple[int, str, int | str]]
) -> None:
    texts = [blank_text(said, list("uvwxyz")) for said in (some, others)]
    graphs = [Graph().parse(data=text, format="nt") for text in texts]
    stores = [Store(), Store()]
    for store, text in zip(stores, texts, strict=True):
        store.read_text(text, "n-triples")

    same = stores[0].serialize("n-triples") == stores[1].serialize("n-triples")

    assert same == isomorphic(*graphs)


def test_every_process_writes_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys; from whyso.graph import load; g = load(sys.argv[1]);"
        "sys.stdout.buffer.write(b''.join(g.store.serialize(f) for f in sys.argv[2:]))"
    )
    names = [syntax.name for syntax in WRITABLE]
    written = {
        subprocess.run(
            [sys.executable, "-c", code, ROOT / "claims.ttl", *names],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }

    assert len(written) == 1


def test_saving_again_changes_nothing(tmp_path: Path) -> None:
    first = load(EXAMPLE).save(tmp_path / "first.ttl")
    second = load(first).save(tmp_path / "second.ttl")

    assert first.read_bytes() == second.read_bytes()


def test_numbers_in_names_count_by_value() -> None:
    assert sorted(["c10", "c9", "c1b2", "c1b10", "c01"], key=natural) == [
        "c01",
        "c1b2",
        "c1b10",
        "c9",
        "c10",
    ]


# rdflib's face


def test_the_dataset_is_the_same_store() -> None:
    g = load(EXAMPLE)
    dataset = g.dataset
    label = URIRef("http://www.w3.org/2000/01/rdf-schema#label")

    theirs = triples(EXAMPLE, "turtle")
    assert set(dataset.triples((None, label, None))) == set(theirs.triples((None, label, None)))
    dataset.graph(URIRef("https://w3id.org/whyso/graph/example")).add(
        (URIRef("https://w3id.org/whyso/id/example/new"), label, Literal("New", lang="en"))
    )
    g.refresh()
    assert bool(g.query('ASK { ?s rdfs:label "New"@en }'))


def test_two_graphs_are_equal_exactly_if_their_sources_are() -> None:
    tea, other = load(TEA), parse(TEA.read_text("utf-8").replace("Ana", "Bea"))

    assert tea == load(TEA)
    assert tea != other
    assert tea != "tea"


def test_json_ld_with_blank_nodes_keeps_them(tmp_path: Path) -> None:
    graph = Graph()
    node = BNode()
    claim = URIRef("https://w3id.org/whyso/id/tea/c1")
    graph.add((claim, URIRef("http://e/p"), node))
    graph.add((node, URIRef("http://e/q"), Literal("x")))
    path = tmp_path / "blank.nt"
    graph.serialize(path, format="nt", encoding="utf-8")

    saved = ArgumentGraph(load(path).store).save(tmp_path / "blank.jsonld")

    assert json.loads(saved.read_bytes())
    assert isomorphic(triples(saved, "json-ld"), graph)


def test_blank_nodes_are_told_apart_by_what_speaks_of_them() -> None:
    text = "@prefix : <http://e/> . " + " ".join(f":c{n} :has [ a :X ] ." for n in range(9))
    backwards = "@prefix : <http://e/> . " + " ".join(
        f":c{n} :has [ a :X ] ." for n in reversed(range(9))
    )
    one, other = Store(), Store()
    one.read_text(text, "turtle")
    other.read_text(backwards, "turtle")

    assert one.serialize("turtle") == other.serialize("turtle")


def test_deeply_nested_triple_terms_are_refused_before_the_parser_sees_them() -> None:
    nested = "<http://e/a> <http://e/b> " + "<<( <http://e/a> <http://e/b> " * 100_000
    label = '<http://e/c{}> a arg:Claim ; <http://e/l> "a << b" .\n'
    many = "@prefix arg: <https://w3id.org/whyso/ontology#> .\n" + "".join(
        map(label.format, range(300))
    )

    with pytest.raises(ParseError, match="triple terms nested 100000 levels deep; the limit is"):
        parse(nested, "n-triples")
    assert len(parse(many).statements()) == 300


@pytest.mark.parametrize("suffix", ["nq", "nt", "nq.gz"])
def test_a_graph_that_is_sorted_in_parts_is_saved_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    text = "@prefix : <http://e/> . " + " ".join(
        f':c{n} :has [ a :X ] ; :n {n} ; :says "line{n}\\nü" .' for n in range(300)
    )
    store = Store()
    store.read_text(text, "turtle")
    whole = store.save(tmp_path / f"whole.{suffix}").read_bytes()
    files = []

    def file(**options: int) -> object:
        files.append(TemporaryFile(**options))  # type: ignore[call-overload]  # noqa: SIM115
        return files[-1]

    monkeypatch.setattr(sorting, "TemporaryFile", file)
    monkeypatch.setattr(sorting.Sorter.__init__, "__defaults__", (100,))

    in_parts = store.save(tmp_path / f"parts.{suffix}").read_bytes()

    assert len(files) > 1 and all(one.closed for one in files)
    assert in_parts == whole


def test_no_room_for_sorting_is_told_and_the_old_file_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store()
    store.read_text("<http://e/a> <http://e/b> 1 .", "turtle")
    path = store.save(tmp_path / "a.nq")
    before = path.read_bytes()

    def full(**_: int) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sorting, "TemporaryFile", full)
    monkeypatch.setattr(sorting.Sorter.__init__, "__defaults__", (1,))

    with pytest.raises(OutputError, match="cannot be sorted there: No space left on device"):
        store.save(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
