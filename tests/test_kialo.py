"""Kialo's text export: what is read, what is written, and what is told of both."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whyso.graph import ArgumentGraph, parse
from whyso.graph.errors import FormatError, ParseError
from whyso.graph.formats.account import Account
from whyso.graph.formats.kialo import read_kialo, sniff_kialo, write_kialo
from whyso.graph.formats.kialo_text import plain, written

FILES = Path(__file__).parent / "data" / "kialo"
TEA = "https://w3id.org/whyso/id/tea/"
PREFIXES = f"""@prefix : <{TEA}> . @prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def read(text: str | bytes, name: str = "tea.txt") -> tuple[ArgumentGraph, Account]:
    data = text.encode() if isinstance(text, str) else text
    store, account = read_kialo(data, name=name)
    return ArgumentGraph(store), account


def write(text: str) -> tuple[str, Account]:
    data, account = write_kialo(parse(PREFIXES + text))
    return data.decode(), account


def ties(g: ArgumentGraph) -> set[tuple[str, str, str]]:
    """Each step as its sign, where it starts and where it ends, by local ids."""
    return {
        ("+" if step.kind == "inference" else "-", g[source].id, g[step.target or ""].id)
        for step in (*g.inferences(), *g.conflicts())
        for source in step.sources
    }


def pairs(g: ArgumentGraph, pattern: str) -> set[tuple[str, str]]:
    text = f"PREFIX dcterms: <http://purl.org/dc/terms/> SELECT ?a ?b {{ {pattern} }}"
    rows: Any = g.query(text)
    return {(str(row.a).rpartition("/")[2], str(row.b).removeprefix(TEA)) for row in rows}


def references(g: ArgumentGraph) -> set[tuple[str, str]]:
    return pairs(g, "?a dcterms:references ?b")


def told(account: Account) -> set[tuple[str, str]]:
    rows = account.approximated + account.dropped
    return {(row.why, name) for row in rows for name in row.ids}


# Reading


def test_pros_and_cons_are_steps_to_the_claim_above_and_references_stand_for_their_claim() -> None:
    g, account = read((FILES / "drinks.txt").read_bytes())

    assert account.lossless
    assert ties(g) == {  # as arguebuf 2.7.2 loads the same file
        ("+", "1.1", "1"),
        ("-", "1.1.1", "1.1"),
        ("+", "1.1.2", "1.1"),
        ("-", "1.2", "1"),
        ("-", "1.1.2", "1.2"),
        ("+", "1.3", "1"),
        ("-", "1.1.1", "1.3"),
    }


def test_texts_lose_escapes_and_links_and_keep_their_lines() -> None:
    g, _ = read((FILES / "drinks.txt").read_bytes())

    assert g["1.1"].label() == "Tea keeps people awake."
    assert g["1.1.1"].label() == "Its caffeine (a little) wears off by noon."
    assert (
        g["1.1.2"].label() == "People who drink it stay longer.\nThey say so\nin a survey [2021]."
    )
    assert references(g) == {("1.1", "https://example.org/awake_(study)")}


def test_theses_without_pro_and_con_answer_a_question() -> None:
    g, account = read((FILES / "theses.txt").read_bytes())

    assert account.lossless
    assert [question.id for question in g.questions()] == ["1"]
    assert pairs(g, "?a arg:answers ?b") == {("1.1", "1"), ("1.2", "1")}
    assert "Which drink is best?" in g.store.serialize("turtle").decode()


def test_a_text_may_begin_below_its_number_and_hold_paragraphs_and_lists() -> None:
    g, _ = read((FILES / "theses.txt").read_bytes())

    assert g["1.1.1"].label() == (
        "It is warm [1].\n\nIt is cheap, too:\n1. a bag costs a penny,\n2. water is free."
    )


def test_numbered_sources_are_references_of_the_claims_that_name_them() -> None:
    g, _ = read((FILES / "theses.txt").read_bytes())

    assert references(g) == {
        ("1.1.1", "https://example.org/tea"),
        ("1.2.1", "https://example.org/coffee"),
    }


def test_a_reference_may_lead_forward() -> None:
    g, account = read("1. Tea.\n1.1. Pro: a\n1.1.1. Con: -> See 1.2.\n1.2. Con: b\n")

    assert ties(g) == {("+", "1.1", "1"), ("-", "1.2", "1.1"), ("-", "1.2", "1")}
    assert account.lossless and write_kialo(g)[1].lossless


@pytest.mark.parametrize(
    ("lines", "why", "number"),
    [
        ("1.1. Con: -> See 1.7.", "there is no such claim", "1.1"),
        ("1.1. Con: -> See 1.1.", "there is no such claim", "1.1"),
        ("1.1. Con: -> See 1.", "a claim that refers to itself", "1.1"),
        ("1.1. Pro: a\n1.1. Con: b", "used before: it gets another", "1.1"),
        ("1.2.1. Pro: a", "nothing above: it goes under the next", "1.2.1"),
        ("1.1. Pro:", "a claim without words", "1.1"),
        ("1.1. Pro: a\n1.2. b", "neither Pro nor Con: it clarifies", "1.2"),
        ("1.1. Pro: a\nSources:\nnone", "no source: [ and its number go first", "1.1"),
    ],
)
def test_what_is_repaired_or_left_out_has_a_row(lines: str, why: str, number: str) -> None:
    _, account = read(f"Discussion Title: Tea\n\n1. Tea.\n{lines}\n")

    assert told(account) == {(why, number)}


def test_references_in_a_circle_are_left_out_with_a_row() -> None:
    text = "1. Tea.\n1.1. Pro: -> See 1.2.\n1.2. Pro: -> See 1.1.\n1.1.1. Con: a\n"

    g, account = read(text)

    assert ties(g) == {("-", "1.1.1", "1")}
    assert {number for _, number in told(account)} == {"1.1", "1.2", "1.1.1"}


def test_a_reference_to_a_reference_stands_for_the_claim_at_the_end() -> None:
    lines = [f"1.{n}. Pro: -> See 1.{n + 1}." for n in range(1, 2000)]
    g, account = read("\n".join(["1. Tea.", *lines, "1.2000. Con: a"]))

    assert account.lossless and len(g.inferences()) == 1999
    assert {source for _, source, _ in ties(g)} == {"1.2000"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "tea.txt:1: no thesis"),
        (b"Discussion Title: Tea\n\nTea is warm.\n", "no thesis"),
        (b"Discussion Title: Tea\n\n1. Caf\xe9\n", "tea.txt:3:7: not UTF-8"),
        (b"1. Tea\0\n", "a zero byte"),
    ],
)
def test_a_file_that_is_no_discussion_is_refused_in_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason) as caught:
        read(data)
    assert "\n" not in str(caught.value)


@settings(max_examples=200)
@given(st.text(st.sampled_from("1.0 \n:->SePCnro[]()\\u\ud800é"), max_size=60))
def test_whatever_comes_is_read_and_written_or_refused_in_one_line(text: str) -> None:
    data = ("Discussion Title: Tea\n\n1. Tea.\n" + text).encode("utf-8", "surrogatepass")
    try:
        g, account = read(data)
    except ParseError as error:
        assert "\n" not in str(error)
        return
    again, _ = read(write_kialo(g)[0])
    assert len(again.statements()) == len(g.statements()) or not account.lossless


# Writing


@pytest.mark.parametrize("name", ["drinks.txt", "theses.txt"])
def test_a_discussion_comes_back_the_same(name: str) -> None:
    data = (FILES / name).read_bytes()
    g, _ = read(data)

    out, account = write_kialo(g)

    assert account.lossless
    assert out.replace(b"Pro: ", b"Pro:\n").replace(b"Con: ", b"Con:\n") == data.replace(
        b"Pro: ", b"Pro:\n"
    ).replace(b"Con: ", b"Con:\n")
    assert read(out)[0] == g


def test_a_second_parent_is_a_reference() -> None:
    out, _ = write(
        """:a a arg:Claim ; rdfs:label "A" . :b a arg:Claim ; rdfs:label "B" .
        :c a arg:Claim ; rdfs:label "C" .
        :i1 a arg:Inference ; arg:premise :b ; arg:conclusion :a .
        :i2 a arg:Inference ; arg:premise :c ; arg:conclusion :a .
        :x3 a arg:Conflict ; arg:attacker :c ; arg:target :b ."""
    )

    assert out.splitlines()[2:] == [
        "1. A", "1.1. Pro: B", "1.1.1. Con: C", "1.2. Pro: -> See 1.1.1.",
    ]  # fmt: skip


def test_a_circle_of_reasons_closes_with_a_reference() -> None:
    out, account = write(
        """:a a arg:Claim ; rdfs:label "A" . :b a arg:Claim ; rdfs:label "B" .
        :i1 a arg:Inference ; arg:premise :a ; arg:conclusion :b .
        :i2 a arg:Inference ; arg:premise :b ; arg:conclusion :a ."""
    )

    assert out.splitlines()[2:] == ["1. A", "1.1. Pro: B", "1.1.1. Pro: -> See 1."]
    assert not account.dropped


def test_linked_premises_and_undercuts_are_approximated_with_rows() -> None:
    out, account = write(
        """:a a arg:Claim ; rdfs:label "A" . :b a arg:Claim ; rdfs:label "B" .
        :c a arg:Claim ; rdfs:label "C" . :d a arg:Claim ; rdfs:label "D" .
        :i1 a arg:Inference ; arg:premise :b , :c ; arg:conclusion :a .
        :x2 a arg:Undercut ; arg:attacker :d ; arg:target :i1 ."""
    )

    assert out.splitlines()[2:] == ["1. A", "1.1. Pro: B", "1.1.1. Con: D", "1.2. Pro: C"]
    assert {name.removeprefix(TEA) for _, name in told(account)} >= {"i1", "x2"}


def test_several_trees_go_under_the_title_as_their_question() -> None:
    out, account = write(':a a arg:Claim ; rdfs:label "A" . :b a arg:Claim ; rdfs:label "B" .')

    assert out.splitlines()[2:] == ["1. Argument", "1.1. A", "1.2. B"]
    assert any(why.startswith("added") for why, _ in told(account))


def test_edited_texts_win_over_the_markdown_they_were_read_with() -> None:
    g, _ = read((FILES / "drinks.txt").read_bytes())
    turtle = g.store.serialize("turtle").decode().replace("Tea keeps people awake", "It wakes")

    out, _ = write_kialo(parse(turtle))

    assert "1.1. Pro: It wakes.\n" in out.decode()
    assert "a survey \\[2021\\].\n" in out.decode()


def test_a_chain_too_deep_for_its_numbers_is_refused() -> None:
    steps = "".join(
        f":c{n} a arg:Claim . :i{n} a arg:Inference ;\n"
        f"arg:premise :c{n + 1} ; arg:conclusion :c{n} ."
        for n in range(2500)
    )
    with pytest.raises(FormatError, match="too deep"):
        write(steps + ":c2500 a arg:Claim .")


@settings(max_examples=500)
@given(
    st.text(
        st.one_of(
            st.sampled_from("\\[]()1. -> See:\nProCn*{}htp/"),
            st.characters(exclude_categories=["Cs"]),
        )
    ),
    st.booleans(),
)
def test_any_text_survives_but_for_the_blanks_around_its_lines(text: str, stance: bool) -> None:
    lines = "\n".join(line.strip() for line in text.split("\n")).strip("\n")

    assert plain(written(text, stance=stance)) == lines


@settings(max_examples=150)
@given(st.text(st.one_of(st.sampled_from("\\[]()1. ->S:\nPC"), st.characters(codec="utf-8"))))
def test_any_text_survives_a_whole_discussion(text: str) -> None:
    lines = "\n".join(line.strip() for line in text.split("\n")).strip("\n")
    if not lines or "\0" in lines or "\r\n" in lines:
        return
    for body in (f"1. {written(text, stance=False)}\n", f"1. T\n1.1. Pro: {written(text)}\n"):
        labels = {one.label() for one in read(f"Discussion Title: T\n\n{body}")[0].statements()}
        assert labels <= {"T", lines} and lines in labels


# Telling it from others


def test_both_variants_are_told_by_their_first_line() -> None:
    assert all(sniff_kialo((FILES / name).read_bytes()) for name in ("drinks.txt", "theses.txt"))
    assert not sniff_kialo(b"Tea is warm.\nDiscussion Title: Tea\n")
