"""Forms for reading: outlines in Markdown and plain text, pictures in D2."""

import html
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whyso.graph import ArgumentGraph, formats, parse, sample
from whyso.graph.formats import d2
from whyso.graph.formats.d2 import write_d2
from whyso.graph.formats.draft import Draft
from whyso.graph.formats.exchange import local, outgoing
from whyso.graph.formats.outlines import escape, lines_of, write_markdown, write_outline

TEA = "https://w3id.org/whyso/id/tea/"
PREFIXES = f"""@prefix : <{TEA}> . @prefix arg: <https://w3id.org/whyso/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
TEXTS = st.text(
    st.one_of(
        st.sampled_from("\\`*_{}[]<>()#+-.!|~&$^@:/\n \"'1;xw"),
        st.characters(exclude_categories=["Cs", "Cc", "Cn"]),
    ),
    max_size=40,
)


def of_labels(*labels: str) -> ArgumentGraph:
    draft = Draft("outline", name="tea.txt")
    for number, label in enumerate(labels):
        draft.node(f"c{number}", "arg:Claim", label)
    return ArgumentGraph(draft.finish()[0])


# Outlines


def test_every_node_is_shown_in_full_once_and_every_edge_is_a_line() -> None:
    net = outgoing(sample())
    lines = list(lines_of(net))

    full = Counter(line.key for line in lines if not line.where)
    assert full == Counter(list(net))
    tied = [line for line in lines if line.depth]
    assert len(tied) == net.number_of_edges()


def test_answers_stand_below_their_question_and_reasons_below_their_conclusion() -> None:
    text = """:q a arg:Question ; rdfs:label "More tea?"@en .
        :a a arg:Claim ; rdfs:label "Yes."@en ; arg:answers :q .
        :b a arg:Claim ; rdfs:label "It is warm."@en .
        :c a arg:Claim ; rdfs:label "It is late."@en .
        :i a arg:Inference ; arg:premise :b ; arg:conclusion :a .
        :x a arg:Undermining ; arg:attacker :c ; arg:target :b ."""

    out, account = write_outline(parse(PREFIXES + text))

    assert out.decode().splitlines() == [
        "q More tea?",
        "  answers: a Yes.",
        "    supports: b It is warm.",
        "      undermines: c It is late.",
    ]
    assert {row.what for row in account.dropped} == {"named graphs"}


def test_a_step_with_linked_premises_or_under_attack_is_a_line_of_its_own() -> None:
    text = """:a a arg:Claim ; rdfs:label "A" . :b a arg:Claim ; rdfs:label "B" .
        :c a arg:Claim ; rdfs:label "C" . :d a arg:Claim ; rdfs:label "D" .
        :i a arg:Inference ; arg:premise :b , :c ; arg:conclusion :a .
        :x a arg:Undercut ; arg:attacker :d ; arg:target :i ."""

    out, _ = write_markdown(parse(PREFIXES + text))

    assert out.decode().splitlines() == [
        "- a A",
        "  - *supports* i inference",
        "    - *premise* b B",
        "    - *premise* c C",
        "    - *undercuts* d D",
    ]


def test_circles_end_with_a_mention() -> None:
    text = """:a a arg:Claim ; rdfs:label "A" . :b a arg:Claim ; rdfs:label "B" .
        :i a arg:Inference ; arg:premise :b ; arg:conclusion :a .
        :j a arg:Inference ; arg:premise :a ; arg:conclusion :b ."""

    out, _ = write_outline(parse(PREFIXES + text))

    assert out.decode().splitlines() == ["a A", "  supports: b B", "    supports: ↑ a A"]


def test_a_chain_of_ten_thousand_reasons_is_continued_at_the_end() -> None:
    draft = Draft("outline", name="tea.txt")
    for number in range(10_000):
        step = draft.node(f"i{number}", "arg:Inference")
        draft.link(step, "arg:premise", draft.node(f"c{number + 1}", "arg:Claim"))
        draft.link(step, "arg:conclusion", draft.node(f"c{number}", "arg:Claim"))

    out, _ = write_outline(ArgumentGraph(draft.finish()[0]))

    lines = out.decode().splitlines()
    assert max(len(line) - len(line.lstrip()) for line in lines) <= 2 * 12
    assert sum("↓" not in line for line in lines) == 10_001


@pytest.mark.parametrize("write", [write_markdown, write_outline, write_d2])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_account_counts_every_triple_once(write: formats.Format, lang: str) -> None:
    g = sample()

    _, account = write(g, lang=lang)  # type: ignore[operator]

    kept = account.kept["triples"] + sum(row.triples for row in account.dropped)
    assert kept == len(g.store.engine)
    assert {"arg:hasPassage", "skos:note"} <= {row.what for row in account.dropped}


def test_nothing_is_written_of_nothing() -> None:
    empty = of_labels()
    assert [write(empty)[0] for write in (write_markdown, write_outline)] == [b"", b""]


@settings(max_examples=200)
@given(TEXTS)
def test_markdown_shows_any_text_as_it_is_and_no_html(text: str) -> None:
    said = escape(text)

    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", said)
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`\[\]#|~$]", said)
    assert html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", said)) == text


@settings(max_examples=60)
@given(TEXTS)
def test_each_statement_is_one_line_of_markdown(text: str) -> None:
    out, _ = write_markdown(of_labels(text, "B"))

    lines = out.decode().split("\n")
    assert len(lines) == 3 and lines[1:] == ["- c1 B", ""]
    assert set(re.findall(r"<.*?>", lines[0])) <= {"<br>"}


@pytest.mark.parametrize(
    ("name", "line"), [("1.", "- 1\\. A"), ("-", "- \\- A"), ("b_", "- b\\_ A")]
)
def test_names_begin_no_list(name: str, line: str) -> None:
    draft = Draft("outline", name="tea.txt")
    draft.node(name, "arg:Claim", "A")

    assert write_markdown(ArgumentGraph(draft.finish()[0]))[0].decode() == line + "\n"


# D2


def quoted(line: str) -> str:
    """The text between double quotes, as the parser of D2 0.7 reads it."""
    found = re.fullmatch(r'\S+: "((?:[^"\\$]|\\.)*)" \{class: claim\}', line)
    assert found, line
    return re.sub(r"\\(.)", lambda one: "\n" if one[1] == "n" else one[1], found[1])


@settings(max_examples=150)
@given(TEXTS)
def test_d2_shows_any_text_as_it_is(text: str) -> None:
    out, _ = write_d2(of_labels(text))

    (line,) = [line for line in out.decode().split("\n") if line.startswith("c0:")]
    assert quoted(line) == (text or "c0")
    assert d2.escape(text) in line


def test_d2_has_every_node_and_edge_by_safe_names() -> None:
    g = sample()
    net = outgoing(g)

    lines = write_d2(g)[0].decode().split("\n")

    nodes = [line.split(":")[0] for line in lines if re.search(r'" \{class: \w+\}$', line)]
    ends = [line for line in lines if re.match(r"\S+ (--|->) \S+: ?", line)]
    names = [name for name in nodes if " " not in name]
    assert sorted(names) == sorted(local(key) for key in net.nodes)
    assert len(ends) == net.number_of_edges()
    undercut = next(step for step in g.conflicts() if step.kind == "undercut")
    assert f"{undercut.id} -> {local(undercut.target or '')}: {{class: line_target}}" in lines


def test_names_that_d2_would_read_otherwise_are_numbered() -> None:
    draft = Draft("d2", name="tea.txt")
    for name in ("style", "C1", "c1", "1.1", "a b"):
        draft.node(name, "arg:Claim", name)

    out, account = write_d2(ArgumentGraph(draft.finish()[0]))

    names = [line.split(":")[0] for line in out.decode().split("\n") if "class: claim}" in line]
    assert "c1" in names and sum(name.startswith("n_") for name in names) == 4
    assert "IRIs" in {row.what for row in account.approximated}


# Formats


def test_they_are_found_by_suffix_and_cannot_be_read() -> None:
    for name, suffix in (("markdown", "md"), ("outline", "outline.txt"), ("d2", "d2")):
        assert formats.of_path(f"claims.{suffix}").name == name
        assert formats.find(name).read is None
    assert formats.dumps(of_labels("A"), "md")[0] == b"- c0 A\n"
