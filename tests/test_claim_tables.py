"""Tables of claims: what a spreadsheet holds is read, what is written is read again."""

import csv
import io
from pathlib import Path

import pyoxigraph as ox
import pytest
from hostile import PAYLOADS, TEXTS, hostile
from hypothesis import example as case
from hypothesis import given, settings
from hypothesis import strategies as st

from whyso.graph import ArgumentGraph, formats, load, parse, sample
from whyso.graph.errors import InputError, ParseError
from whyso.graph.formats import claim_tables
from whyso.graph.formats.account import Account
from whyso.graph.formats.claim_tables import read_claims, sniff_claims, write_claims_csv
from whyso.graph.model.records import Statement
from whyso.graph.store import Store

TRAM = Path(__file__).parent / "data/tram.csv"
ARG = "https://w3id.org/whyso/ontology#"


def read(table: str | bytes, name: str = "tram.csv") -> tuple[ArgumentGraph, Account]:
    data = table.encode() if isinstance(table, str) else table
    store, account = read_claims(data, name=name)
    return ArgumentGraph(store), account


def steps(g: ArgumentGraph) -> set[tuple[str, str, str]]:
    """Each step as its kind, its premises or attacker, and what it is for or against."""

    def local(iri: str) -> str:
        return iri.rsplit("/", 1)[-1]

    return {
        (step.kind, " ".join(map(local, step.sources)), local(step.target or ""))
        for step in (*g.inferences(), *g.conflicts())
    }


def answering(g: ArgumentGraph) -> list[str]:
    quads = g.store.engine.quads_for_pattern(None, ox.NamedNode(ARG + "answers"), None)
    return sorted(str(quad.subject)[1:-1].rsplit("/", 1)[-1] for quad in quads)


def whys(account: Account) -> str:
    return " / ".join(row.text() for row in (*account.approximated, *account.dropped))


def test_one_table_says_claims_and_their_links() -> None:
    g, account = read(TRAM.read_bytes())

    assert account.lossless
    assert {s.id: s.kind for s in g.statements()} == {
        **{"q1": "question", "c1": "claim", "c2": "evidence", "c3": "claim", "c4": "claim"},
    }
    assert steps(g) == {
        ("inference", "c2", "c1"),
        ("inference", "c4", "c1"),
        ("rebuttal", "c3", "c1"),
        ("undercut", "c3", "c2-supports-c1"),
    }
    c1, c3 = g["c1"], g["c3"]
    assert isinstance(c1, Statement) and isinstance(c3, Statement)
    assert c1.labels == {"en": "Trams should be free.", "zh": "电车应当免费。"}
    assert (c1.certainty, c1.confidence, c3.confidence) == ("strong", 0.9, 0.8)
    assert c1.asserted_by is not None and c1.asserted_by.label() == "Ana Lind"
    assert g["c2"].asserted_by == c1.asserted_by  # type: ignore[union-attr]
    assert answering(g) == ["c1", "c3"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_way_of_saving_says_the_same(separator: str, coding: str, end: str) -> None:
    rows = list(csv.reader(io.StringIO(TRAM.read_text("utf-8"), newline="")))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    data = text.getvalue().encode(coding)
    if coding in ("utf-16-le", "utf-16-be"):
        assert data[:2] not in (b"\xff\xfe", b"\xfe\xff")

    assert sniff_claims(data)
    assert read(data)[0] == read(TRAM.read_bytes())[0]


def test_excel_tells_its_separator_in_a_line_of_its_own() -> None:
    g, account = read("sep=|\r\nid|text\r\nc1|Tea; warm, sweet\r\n")

    assert g["c1"].label() == "Tea; warm, sweet" and account.lossless


def test_windows_1252_is_read_and_told() -> None:
    g, account = read("id;text\nc1;Ein Café kostet 3 € – “sagt” er\n".encode("cp1252"))

    assert g["c1"].label() == "Ein Café kostet 3 € – “sagt” er"
    assert "Windows-1252" in whys(account) and not account.dropped


def test_tables_of_a_chinese_excel_are_read_and_told() -> None:
    g, account = read("id,text\nc1,电车应当免费。\n".encode("gbk"))

    assert g["c1"].label() == "电车应当免费。"
    assert "GB 18030" in whys(account) and not account.dropped


def test_an_attack_is_named_by_what_it_hits() -> None:
    g, account = read(
        "id,text,supports,attacks,rebuts\nc1,A,,,\nc2,B,c1,,\nc3,C,,c1; c2; c2-supports-c1,c2\n"
    )

    assert account.lossless
    assert steps(g) - {("inference", "c2", "c1")} == {
        ("rebuttal", "c3", "c1"),
        ("undermining", "c3", "c2"),
        ("undercut", "c3", "c2-supports-c1"),
        ("rebuttal", "c3", "c2"),
    }


@pytest.mark.parametrize("told", [True, False])
def test_a_question_may_be_written_where_its_id_would_stand(told: bool) -> None:
    cell = "q1" if told else "Is tea warm?"
    row = "q1,Is tea warm?,\n" if told else ""
    g, account = read(f"id,text,answers\n{row}c1,It is.,{cell}\nc2,It is not.,{cell}\n")

    (question,) = g.questions()
    assert question.label() == "Is tea warm?" and account.lossless
    assert answering(g) == ["c1", "c2"]


def test_quoted_words_are_an_utterance_of_who_is_quoted() -> None:
    g, _ = read("id,text,speaker,status\nc1,Tea is warm.,Ana,quoted\nc2,No.,Bo,stated\n")

    assert [a.label() for a in g["c1"].reported_by] == ["Ana"]  # type: ignore[union-attr]
    assert g["c1"].asserted_by is None and g["c2"].asserted_by.label() == "Bo"  # type: ignore[union-attr]


def test_linked_premises_stand_in_a_row_of_their_step_or_share_its_id() -> None:
    one, _ = read(
        "id,kind,text,premises,conclusion,scheme\nc1,,A,,,\nc2,,B,,,\nc3,,C,,,\n"
        "i1,inference,,c2 c3,c1,Argument from sign\n"
    )
    other, _ = read(
        "id,text,from,relation,to,via,scheme\nc1,A,,,,,\nc2,B,,,,,\nc3,C,,,,,\n"
        ",,c2,supports,c1,i1,argument-from-sign\n,,c3,supports,c1,i1,\n"
    )

    assert steps(one) == steps(other) == {("inference", "c2 c3", "c1")}
    assert one["i1"].schemes == other["i1"].schemes == (f"{ARG}ArgumentFromSign",)  # type: ignore[union-attr]


def test_a_table_of_relations_stands_beside_that_of_claims(tmp_path: Path) -> None:
    (tmp_path / "tea.csv").write_text("id,text\nc1,A\nc2,B\nc3,C\n", "utf-8")
    (tmp_path / "tea.relations.csv").write_text(
        "from,relation,to,via,confidence\nc2,supports,c1,i1,0.5\nc3,undercuts,i1,,\nc3,supports,,,\n",
        "utf-8",
    )
    path = tmp_path / "tea.csv"

    g, account = read(path.read_bytes(), str(path))

    assert steps(g) == {("inference", "c2", "c1"), ("undercut", "c3", "i1")}
    assert g["i1"].confidence == 0.5 and account.kept["tables"] == 2  # type: ignore[union-attr]
    assert "a relation without both of its ends" in whys(account)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("id,text\nc1,A\nc1,B\n", "an id that an earlier row has gets a number"),
        ("id,text\n,A\n", "a row without an id is named by the number of its line"),
        ("id,text,supports\nc10,A,\nc2,B,c1O\n", "no row has the id 'c1O'; the nearest are c10"),
        ("id,text,suports\nc1,A,\nc2,B,c1\n", "only kept; the nearest is supports"),
        ("id,text,kind\nc1,A,clam\n", "no kind is called 'clam'; the nearest is claim"),
        ("id,text,certainty\nc1,A,plian\n", "no certainty is called 'plian'; the nearest is plain"),
        ("id,text,certainty\nc1,A,77\n", "use categorical, strong, plain, hedged, possible"),
        ("id,text,confidence\nc1,A,sure\n", "'sure' is no number"),
        ("id,text\nc1,A,B\n", "cells to the right of the last column are left out"),
        ("id,text,from,relation,to\nc1,A,,,\n,,c1,atacks,c1\n", "the nearest is attacks"),
        ("id,text,undercuts\nc1,A,\nc2,B,c1\n", "no inference, so the attack is no undercut"),
        ("id,text,supports\nc1,A,\nc2,B,c1\nc3,C,c2-supports-c1", "what is supported is a step"),
        ('id,text\nc1,say "A" now\nc2,"B" now\n', "a quote within a cell"),
        (
            "from,relation,to,via\n<urn:a>,attacks,<urn:b>,x\n<urn:c>,attacks,<urn:b>,x",
            "of its own",
        ),
    ],
)
def test_what_is_guessed_or_left_out_is_told(table: str, told: str) -> None:
    _, account = read(table)

    assert told in whys(account)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (b"", "an empty table"),
        (b"\n\n;;\n", "an empty table"),
        (b"a,b\n1,2\n", "tram.csv:1: no table of claims"),
        (b'id,text\nc1,"never closed\nc2,B\n', "tram.csv:2: a quote that opens here"),
        (b"id,text\nc1,A\0B\n", "tram.csv:2: a zero byte"),
        (b"\xff\xfei", "broken UTF-16"),
        (b"PK\x03\x04\0\0\0", "a zero byte"),
        (b"id,text\n<not an iri>,A\n", "is no IRI"),
    ],
)
def test_what_is_no_table_is_told_in_one_line(table: bytes, told: str) -> None:
    with pytest.raises(InputError, match=r"tram\.csv") as caught:
        read(table)

    assert told in str(caught.value) and "\n" not in str(caught.value)


def test_rows_may_be_short_and_cells_and_lines_empty() -> None:
    g, account = read("\n\nid,text,speaker,answers\n\nc1\n,,,\nc2,B\n\n")

    assert [s.id for s in g.statements()] == ["c1", "c2"] and account.lossless


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-5", "@x", "\tx", "\rx", "'=1", "''=1", "'tis", "＝1", "a=1"]
)
def test_no_cell_is_run_as_a_formula_and_every_text_comes_back(text: str) -> None:
    g = parse(f'<urn:c> a <{ARG}Claim> ; <urn:p> "{text.encode("unicode_escape").decode()}" .')

    data, account = write_claims_csv(g)

    cells = [
        c for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for c in row
    ]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r＝＋－＠")]
    assert account.lossless


def test_the_shipped_argument_comes_back_whole() -> None:
    g = sample()
    for write in (claim_tables.write_claims_csv, claim_tables.write_claims_tsv):
        data, account = write(g, lang="zh")

        assert account.lossless
        assert ArgumentGraph(read_claims(data, name="any.csv")[0]) == g


def test_a_column_that_nobody_knows_is_written_back() -> None:
    g, _ = read(TRAM.read_bytes())

    rows = list(csv.DictReader(io.StringIO(write_claims_csv(g)[0].decode("utf-8-sig"))))

    assert [row["id"] for row in rows if row["comment by desk"] == "ask again"] == ["c1"]


def test_several_sources_stay_apart(example: ArgumentGraph) -> None:
    both = sample()
    both.store.read_text(example.store.serialize("n-quads"), "n-quads")
    both.refresh()

    data, account = write_claims_csv(both)

    assert account.lossless
    assert ArgumentGraph(read_claims(data, name="x.csv")[0]) == both


@pytest.mark.parametrize("text", ["short", "long"])
def test_hostile_texts_come_back_but_for_blank_ones(text: str) -> None:
    texts = tuple(said for said in TEXTS[text] if said.strip())
    g = parse(hostile(texts, "x.txt"))

    data, account = write_claims_csv(g)

    assert account.lossless and read(data)[0] == g


def test_an_empty_graph_is_a_table_without_claims() -> None:
    data, account = write_claims_csv(ArgumentGraph(Store()))

    assert account.lossless and read(data)[1].kept["statements"] == 0


@pytest.mark.parametrize(
    ("file", "format"),
    [("x.claims.csv", "claims-csv"), ("x.tsv", "claims-tsv"), ("x.claims.tsv.gz", "claims-tsv")],
)
def test_files_are_written_and_recognised(
    file: str, format: str, example: ArgumentGraph, tmp_path: Path
) -> None:
    account = formats.write(example, tmp_path / file)

    assert account.format == format and account.lossless
    assert load(tmp_path / file) == example
    assert formats.read(TRAM)[1].format == "claims-csv"


def test_the_tables_for_other_programs_are_none_of_claims(example: ArgumentGraph) -> None:
    from whyso.graph.formats.tables import write_csv

    assert [sniff_claims(data) for data in write_csv(example)[0].values()] == [False, False]


def test_large_tables_full_of_mistakes_take_no_long_time() -> None:
    rows = "".join(f",claim {n},clam,x{n},sure{n},c1\n" for n in range(3_000))

    g, account = read(f"id,text,kind,supports,confidence,nr\n{rows}")

    assert len(g.statements()) == 3_000 and len(account.dropped) > 2_000


LABELS = st.one_of(
    st.sampled_from([*PAYLOADS.values(), '"', "a,b", "x\r\ny", "\rx\n", "=1+1", "'=", "; ", "a;b"]),
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), min_size=1),
)


@settings(max_examples=80)
@given(LABELS, LABELS, st.sampled_from(["en", "zh-hant", "de-1996", "i-klingon"]))
@case("\ufeff", "'", "en")
def test_any_text_comes_back(one: str, other: str, lang: str) -> None:
    def literal(text: str) -> str:
        return '"' + "".join(f"\\U{ord(sign):08X}" for sign in text) + '"'

    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    g = parse(
        f"<https://w3id.org/whyso/id/t/c1> a <{ARG}Claim> ; {label} {literal(one)}@{lang} ,"
        f" {literal(other)}@{lang} , {literal(other)} ; <urn:p> {literal(one)} ."
    )

    data, account = write_claims_csv(g)

    blank = not one.strip() or not other.strip()
    assert account.lossless or blank
    assert blank or ArgumentGraph(read_claims(data, name="t.csv")[0]) == g


@settings(max_examples=150)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"id,text,{text}".encode()))
def test_no_bytes_are_a_traceback(data: bytes) -> None:
    sniff_claims(data)
    try:
        read_claims(data, name="x.csv")
    except ParseError as error:
        assert "\n" not in str(error)
    except InputError as error:
        assert "is no IRI" in str(error)
