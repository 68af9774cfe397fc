"""Nanopublications: one for each claim, valid by the rules of others; others' are kept whole."""

import base64
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from hostile import TEXTS, hostile
from hypothesis import given, settings
from hypothesis import strategies as st

from whyso.graph import ArgumentGraph, formats, load, parse, sample
from whyso.graph.errors import InputError, ParseError
from whyso.graph.formats.account import Account
from whyso.graph.formats.nanopub import read_nanopub, sniff_nanopub, write_nanopub
from whyso.graph.formats.nanopub.trusty import is_signed_by
from whyso.graph.store import Store

DATA = Path(__file__).parent / "data"
NP, NPX = "http://www.nanopub.org/nschema#", "http://purl.org/nanopub/x/"
PARTS = {"hasAssertion": 2, "hasProvenance": 1, "hasPublicationInfo": 0}
SIGNED = (DATA / "signed.trig").read_bytes()
OURS = (DATA / "nanopubs.trig").read_bytes()
ONE = """
@prefix np: <http://www.nanopub.org/nschema#> . @prefix e: <http://e/np#> . @prefix x: <http://x/> .
e:h { <http://e/np> a np:Nanopublication ; np:hasAssertion e:a ; np:hasProvenance e:p ;
    np:hasPublicationInfo e:i . }
e:a { x:tea x:is x:warm . } e:p { e:a x:by x:ana . } e:i { <http://e/np> x:by x:bo . }
"""


def quads(data: bytes) -> set[ox.Quad]:
    return set(ox.parse(data, ox.RdfFormat.TRIG))


def read(data: bytes | str, name: str = "tea.np.trig") -> tuple[ArgumentGraph, Account]:
    store, account = read_nanopub(data.encode() if isinstance(data, str) else data, name=name)
    return ArgumentGraph(store), account


def told(account: Account) -> str:
    return " / ".join(row.text() for row in (*account.approximated, *account.dropped))


def faults_by_the_guidelines(data: bytes) -> list[str]:
    """What a nanopublication must be, once more and without our reader."""
    graphs: dict[str, set[ox.Quad]] = {}
    for quad in quads(data):
        graphs.setdefault(str(quad.graph_name)[1:-1], set()).add(quad)
    faults = []
    claimed = set()
    for head, held in list(graphs.items()):
        for np in {str(q.subject)[1:-1] for q in held if str(q.object) == f"<{NP}Nanopublication>"}:
            named = {str(q.predicate)[1:-1]: str(q.object)[1:-1] for q in held}
            parts = [named.get(NP + part, "") for part in PARTS]
            claimed |= {head, *parts}
            if len({head, np, *parts}) < 5 or not all(p.startswith(np) for p in (head, *parts)):
                faults.append(f"names of graphs: {np}")
            for subject, part in ((parts[0], parts[1]), (np, parts[2])):
                if not any(f"<{subject}>" in (str(q.subject), str(q.object)) for q in graphs[part]):
                    faults.append(f"no link: {part}")
            faults += [f"empty: {part}" for part in parts if not graphs.get(part)]
    return faults + [f"loose: {graph}" for graph in graphs if graph not in claimed]


@pytest.mark.parametrize("name", ["tea", "example", "claims"])
def test_each_statement_is_published_once_and_all_comes_back(name: str) -> None:
    g = sample() if name == "claims" else load(DATA / f"{name}.ttl")

    data, account = write_nanopub(g)

    introduced = [q.object for q in quads(data) if q.predicate.value == f"{NPX}introduces"]
    statements = {statement.iri for statement in g.statements()}
    assert faults_by_the_guidelines(data) == []
    assert statements <= {str(node)[1:-1] for node in introduced}
    assert len(introduced) == len(set(introduced))
    assert account.lossless and read(data)[0] == g and read(data)[1].lossless
    assert write_nanopub(g)[0] == data


def test_an_assertion_has_the_steps_to_its_claim_and_its_provenance_who_says_it() -> None:
    data, _ = write_nanopub(load(DATA / "tea.ttl"))

    said = {
        part: {
            (str(q.subject)[1:-1].rsplit("/", 1)[-1], q.predicate.value.rsplit("/", 1)[-1])
            for q in quads(data)
            if str(q.graph_name) == f"<http://purl.org/nanopub/temp/tea/c1/{part}>"
        }
        for part in ("assertion", "provenance", "pubinfo")
    }

    assert ("i1", "ontology#premise") in said["assertion"]
    assert ("x1", "ontology#target") not in said["assertion"]  # that is r1's
    assert {
        ("c1", "ontology#assertedBy"),
        ("ana", "name"),
        ("assertion", "prov#wasAttributedTo"),
    } <= (said["provenance"])
    assert ("", "introduces") in said["pubinfo"]


def test_blank_nodes_of_our_own_stay_blank() -> None:
    arg = "https://w3id.org/whyso/ontology#"
    g = parse(
        f"@prefix a: <{arg}> . @prefix o: <http://www.w3.org/ns/oa#> ."
        "<urn:c> a a:Claim ; a:hasPassage [ a a:Passage ; o:hasSelector [ o:start 1 ] ] ."
    )

    data, account = write_nanopub(g)

    assert account.lossless and read(data)[0] == g


def test_what_another_claim_supersedes_is_superseded_and_else_retracted() -> None:
    arg = "https://w3id.org/whyso/ontology#"
    g = parse(
        f"@prefix a: <{arg}> . @prefix : <https://w3id.org/whyso/id/t/> ."
        ":c1 a a:Claim ; a:status a:superseded . :c2 a a:Claim ; a:supersedes :c1 ."
        ":c3 a a:Claim ; a:status a:superseded ; a:assertedBy :ana ."
    )

    data, account = write_nanopub(g)

    temp = "http://purl.org/nanopub/temp/t"
    acts = {
        (str(q.subject), q.predicate.value.removeprefix(NPX), str(q.object))
        for q in quads(data)
        if q.predicate.value in (f"{NPX}supersedes", f"{NPX}retracts")
    }
    assert acts == {
        (f"<{temp}/c2/>", "supersedes", f"<{temp}/c1/>"),
        ("<https://w3id.org/whyso/id/t/ana>", "retracts", f"<{temp}/c3/>"),
    }
    assert account.lossless and faults_by_the_guidelines(data) == []


def test_a_stranger_s_retraction_of_ours_is_followed_if_the_creator_is_one() -> None:
    data, _ = write_nanopub(
        parse(
            "@prefix a: <https://w3id.org/whyso/ontology#> ."
            "@prefix : <https://w3id.org/whyso/id/t/> ."
            ":c1 a a:Claim ; a:status a:stated . <https://w3id.org/whyso/graph/t> "
            "<http://purl.org/dc/terms/creator> <http://x/bo> ."
        )
    )
    retraction = ONE.replace(
        "x:tea x:is x:warm", f"x:bo <{NPX}retracts> <http://purl.org/nanopub/temp/t/c1/>"
    )
    by_bo = retraction.replace("e/np> x:by", "e/np> <http://purl.org/dc/terms/creator>")
    by_eve = by_bo.replace("x:bo . }", "x:eve . }")

    followed, account = read(data + by_bo.encode())
    passed_over, why = read(data + by_eve.encode())

    (one,), (other,) = followed.statements(), passed_over.statements()
    assert (one.status, other.status) == ("superseded", "stated")
    assert "withdrawn by another" in told(account) and "another creator" in told(why)


def test_a_signed_one_is_as_it_was_signed_and_only_its_key_can_retract_it() -> None:
    claim, by_the_same, by_another = (
        b"@prefix sub:" + part for part in SIGNED.split(b"@prefix sub:")[1:]
    )

    g, account = read(claim)
    retracted, _ = read(claim + by_the_same)
    kept, why = read(claim + by_another)

    assert account.lossless and quads(write_nanopub(g)[0]) == quads(claim)
    assert [s.status for s in retracted.statements()] == ["superseded"]
    assert [s.status for s in kept.statements()] == [None]
    assert "another creator" in told(why)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"ex:hands", b"ex:feet", "its signature is not that of its text"),
        (b"ex:hands", b"ex:feet", "not the one that the code in its name stands for"),
        (b'"MI', b'"MJ', "its signature is not that of its text"),
        (b'"RSA"', b'"DSA"', "it is not checked"),
    ],
)
def test_a_signed_one_that_was_changed_is_told(old: bytes, new: bytes, fault: str) -> None:
    claim = b"@prefix sub:" + SIGNED.split(b"@prefix sub:")[1]
    assert old in claim

    assert fault in told(read(claim.replace(old, new))[1])


@settings(max_examples=200)
@given(st.binary(max_size=80), st.binary(max_size=80))
def test_no_signature_and_no_key_is_a_traceback(signature: bytes, key: bytes) -> None:
    one, other = (base64.b64encode(text).decode() for text in (signature, key))

    assert not is_signed_by(b"tea", one, other)


def test_nothing_is_written_of_an_empty_graph() -> None:
    g = ArgumentGraph(Store())

    data, account = write_nanopub(g)

    assert data == b"" and account.lossless


@pytest.mark.parametrize("text", ["short", "long"])
def test_hostile_texts_come_back(text: str) -> None:
    g = parse(hostile(TEXTS[text], "x.txt"))

    data, account = write_nanopub(g)

    assert account.lossless and read(data)[0] == g


def test_those_of_others_are_claims_of_their_speakers_and_go_back_as_they_were() -> None:
    g, account = read(OURS)

    data, written = write_nanopub(g)

    claims = {s.iri.rsplit("/", 1)[-1]: s for s in g.statements()}
    assert {key: (s.label(), s.status) for key, s in claims.items()} == {
        "a#assertion": ("Tea warms hands.", "superseded"),
        "b#assertion": ("Tea warms hands that hold it, mostly.", None),
        "c#assertion": ("coffee warms hands", None),
    }
    assert claims["a#assertion"].asserted_by is not None
    assert claims["a#assertion"].asserted_by.id == "ana"
    assert ask(g, "ASK { <http://example.org/tea> <http://example.org/warms> ?hands }")
    assert ask(g, "ASK { ?new arg:supersedes <http://example.org/np/a#assertion> }")
    assert "another creator" in told(account) and "made of its triples" in told(account)
    assert written.lossless
    blank = re.compile(r"<http://example\.org/np/a#_\d>|_:\S+")
    assert {blank.sub("_", str(q)) for q in quads(data)} == {
        blank.sub("_", str(q)) for q in quads(OURS)
    }


def ask(g: ArgumentGraph, text: str) -> bool:
    return bool(g.query(text))


def test_what_is_said_of_a_claim_since_goes_into_its_assertion() -> None:
    g, _ = read(ONE)
    claim, label = (
        ox.NamedNode("http://e/np#a"),
        ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
    )
    for quad in list(g.store.engine.quads_for_pattern(claim, label, None)):
        g.store.engine.remove(quad)
        home = quad.graph_name
    g.store.engine.add(ox.Quad(claim, label, ox.Literal("Tea is hot."), home))
    g.store.refresh()
    g.refresh()

    data, account = write_nanopub(g)

    assert ox.Quad(claim, label, ox.Literal("Tea is hot."), claim) in quads(data)
    assert {row.what for row in account.approximated} == {"carried:nanopub"}  # told anew
    assert not account.dropped and [s.label() for s in read(data)[0].statements()] == [
        "Tea is hot."
    ]


def test_a_claim_that_is_gone_is_not_written() -> None:
    g, _ = read(OURS)
    gone = ox.NamedNode("http://example.org/np/c#assertion")
    g.store.engine.update(f"DELETE WHERE {{ GRAPH ?g {{ {gone} ?p ?o }} }}")
    g.store.refresh()
    g.refresh()

    data, _ = write_nanopub(g)

    heads = {str(q.subject) for q in quads(data) if str(q.object) == f"<{NP}Nanopublication>"}
    assert "<http://example.org/np/b>" in heads and "<http://example.org/np/c>" not in heads


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("np:hasAssertion e:a ; ", "", "no assertion graph is named"),
        ("np:hasAssertion e:a ;", "np:hasAssertion e:a , e:b ;", "two assertion graphs are named"),
        ("{ x:tea x:is x:warm . }", "{ }", "an empty assertion graph"),
        ("{ e:a x:by x:ana . }", "{ }", "an empty provenance graph"),
        ("{ <http://e/np> x:by x:bo . }", "{ }", "an empty publication info graph"),
        ("e:a x:by", "e:b x:by", "the provenance does not speak of the assertion"),
        ("> x:by x:bo", "2> x:by x:bo", "the publication info does not speak of"),
        ("hasProvenance e:p", "hasProvenance e:a", "two of its graphs have one name"),
        ("e:a", "x:a", "a graph whose name does not start with that of the whole"),
        ("<http://e/np>", "e:a", "a graph has the name of the nanopublication"),
        ("e:i {", "e:z { x:a x:b x:c } e:i {", "a graph that is no part of it"),
        ("e:i {", "x:a x:b x:c . e:i {", "triples outside of named graphs"),
        ("x:warm", '"x"^^<http://www.w3.org/2001/XMLSchema#integer>', "'x' is no xsd:integer"),
        ("x:warm", '"2023-02-29"^^<http://www.w3.org/2001/XMLSchema#date>', "is no xsd:date"),
        ("http://e/np", "http://e/RA" + 43 * "x", "not the one that the code in its name"),
    ],
)
def test_what_is_not_valid_is_read_and_the_reason_told(old: str, new: str, fault: str) -> None:
    text = ONE.replace(old, new)
    assert text != ONE

    _, account = read(text)

    assert f"not valid: {fault}" in told(account) or fault in told(account)
    assert "not valid" not in told(read(ONE)[1])


@pytest.mark.parametrize("file", ["x.nanopub.trig", "x.np.trig", "x.np.trig.gz"])
def test_files_are_written_and_recognised(file: str, tmp_path: Path) -> None:
    g = load(DATA / "tea.ttl")

    account = formats.write(g, tmp_path / file)

    assert account.format == "nanopub" and load(tmp_path / file) == g
    assert formats.read(DATA / "nanopubs.trig")[1].format == "nanopub"
    assert formats.write(g, tmp_path / "plain.trig").format == "trig"


def test_n_quads_are_read_too() -> None:
    lines = "".join(f"{quad} .\n" for quad in quads(ONE.encode()))

    assert read(lines)[0] == read(ONE)[0] and sniff_nanopub(lines.encode())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no nanopublication"),
        (b"<urn:a> <urn:b> <urn:c> .", "no nanopublication"),
        (ONE.encode()[:200], "tea.np.trig:"),
        (b"caf\xe9", "not UTF-8"),
        (b"<urn:g> { << <urn:a> <urn:b> <urn:c> >> <urn:p> <urn:o> }", "tea.np.trig"),
    ],
)
def test_what_is_none_is_told_in_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data)

    assert reason in str(caught.value) and "\n" not in str(caught.value)


@settings(max_examples=60)
@given(st.integers(0, len(OURS)), st.binary(max_size=4))
def test_a_damaged_text_is_read_or_refused(place: int, noise: bytes) -> None:
    try:
        g, _ = read(OURS[:place] + noise + OURS[place + len(noise) :])
    except ParseError as error:
        assert "\n" not in str(error)
    else:
        assert write_nanopub(g)[1].lossless


def test_the_test_suite_of_others_is_told_valid_from_invalid(shared: Path) -> None:
    files = sorted((shared / "data/nanopub").glob("*/plain/*.trig"))
    if not files:
        pytest.skip("no nanopublications in ../shared/data")
    for file in files:
        g, account = read(file.read_bytes(), str(file))
        data, written = write_nanopub(g)

        assert ("not valid" in told(account)) == ("invalid" in file.parts), file.name
        assert written.lossless
        if "extragraph" not in file.name:
            assert quads(data) == quads(file.read_bytes())
