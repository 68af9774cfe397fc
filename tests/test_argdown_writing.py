"""Any graph is written as Argdown that reads back as the same graph, and that people can read."""

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whyso import ontology
from whyso.graph import ArgumentGraph, load, sample
from whyso.graph.errors import ParseError
from whyso.graph.formats.argdown.escapes import escaped, one_line
from whyso.graph.formats.argdown.flow import flow
from whyso.graph.formats.argdown.metadata import load as load_yaml
from whyso.graph.formats.argdown.reading import read_argdown, read_argdown_json
from whyso.graph.formats.argdown.writing import write_argdown
from whyso.graph.formats.draft import Draft

DATA = Path(__file__).parent / "data"
ARG = ontology.ARG
# Signs that mean something in Argdown, and what it makes of them if they are not escaped.
SIGNS = [
    *"\\#[]<>{}()*_@+-:.;,/=!?~^|&%$\"'` 09aZ茶😀é",
    *("  ", "\n", "\t", "\r\n", "//", "/*", "*/", "<!--", "-->", "===", "--", "[x]", "<y>", "1. "),
    *("[x]: ", "<y>: ", "(1) ", "{a: b}", "} x", "}", "#tag", "#(two words)", "# ", ":up:", ".~."),
    *("e.g. ", "http://x.org/a_b?c=d#e", "[t](http://u)", "@[x]", "@<y>", "**b**", "*i*", "__b__"),
    *("- ", "+ ", "+> ", "-> ", "_> ", "<_ ", ">< ", "* ", "----", "\u00a0", "\u2028", "\ufeff"),
    *("\0", "\x85", "null", "yes", "1e3", "0x1f", ": ", "? ", "\ufffe", "snake_case", "2*3*4"),
]
texts = st.text(max_size=30) | st.lists(st.sampled_from(SIGNS), max_size=8).map("".join)


def again(data: bytes, name: str = "tea.argdown") -> ArgumentGraph:
    return ArgumentGraph(read_argdown(data, name=name)[0])


def written(g: ArgumentGraph, lang: str = "en") -> str:
    data, account = write_argdown(g, lang=lang)
    assert account.lossless, account.summary()
    assert again(data) == g
    return data.decode()


def draft_graph(labels: list[str]) -> ArgumentGraph:
    """A graph in which each text is a label, a title, a note, an id and the name of a scheme."""
    draft = Draft("argdown", name="tea.txt")
    for place, label in enumerate(labels):
        label = label.encode("utf-16", "replace").decode("utf-16")
        node = draft.node(f"c{place}", "arg:Claim", label, lang=("en", "zh", None)[place % 3])
        step = draft.node(f"i{place}", "arg:Inference", label, lang="en")
        draft.link(step, "arg:premise", node)
        draft.link(step, "arg:conclusion", draft.node(label or "x", "arg:Claim", "it", lang="en"))
        draft.link(step, "arg:scheme", draft.node(f"scheme-{label}", "arg:Scheme", label))
        draft.text(node, "skos:note", label, lang="en")
        draft.text(node, "dcterms:identifier", label)
    return ArgumentGraph(draft.finish()[0])


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, min_size=1, max_size=6))
def test_any_text_survives(labels: list[str]) -> None:
    written(draft_graph(labels))


@settings(max_examples=300, deadline=None)
@given(texts)
def test_an_escaped_text_reads_as_that_text(text: str) -> None:
    line = one_line(text)
    if line:
        store, _ = read_argdown(f"[a]: {escaped(line)} #claim\n".encode(), name="t.argdown")
        assert ArgumentGraph(store)["a"].label() == line


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        texts | st.booleans() | st.none() | st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
        max_leaves=6,
    )
)
def test_metadata_survive(value: object) -> None:
    text = flow({"a": value})

    assert load_yaml(text) == {"a": value}
    assert "\n" not in text


def test_a_text_may_stand_as_it_is_where_argdown_lets_it() -> None:
    plain = "He said: 5 > 3 (e.g. in 1.5.2), and/or yes; no - really + so on. #"

    assert escaped(plain) == plain.replace("#", "\\#")


@cache
def first(lang: str) -> str:
    return written(sample(), lang)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_first_data_set_survives_without_turtle(lang: str) -> None:
    g, text = sample(), first(lang)

    assert "Turtle" not in text
    assert "rdf:" not in text
    label = g["c3"].label(lang)
    assert f"[c3]: {label} #claim" in text


def test_the_first_data_set_is_said_in_words_of_argdown() -> None:
    text = first("en")

    assert text.count("\n# ") < text.count("\n[") < 200
    assert "\n-- argument from values --\n(3) [c3]\n" in text
    assert "\n  _ <x5>: Talks granted, but about something else #undercut" in text
    assert "\n    + [c24]: Backing chip plants" in text
    assert "{speaker: altman, certainty: categorical, answers: q0b," in text


def test_bare_steps_are_relations() -> None:
    text = (
        "[s]: Trams. #proposition\n  + [a]: One.\n    - [b]: But.\n  >< [d]: No.\n\n"
        "<A>\n  _ [u]: Not so.\n\n(1) [p]: Premise.\n(2) [q]: Other.\n----\n(3) [s]"
    )
    g = again(text.encode())

    assert text in written(g)


def test_undercuts_of_a_step_of_an_argument_stand_below_that_step() -> None:
    text = (
        "<A>\n\n(1) [p]: P\n(2) [q]: Q\n----\n  _ [u]: U\n"
        "  _ <x>: Named. #undercut {confidence: 0.5}\n    + [v]: V\n(3) [r]: R\n----\n(4) [s]: S"
    )
    g = again(text.encode())

    assert {step.target for step in g.conflicts()} == {"https://w3id.org/whyso/id/tea/A.3"}
    assert text in written(g)
    assert "Turtle" not in written(g)


def test_the_same_graph_gives_the_same_text() -> None:
    lines = sample().store.serialize("n-quads").decode().splitlines()
    random.Random(7).shuffle(lines)  # noqa: S311
    other = ArgumentGraph(type(sample().store)())
    other.store.read_text("\n".join(lines), "n-quads")

    assert written(other) == first("en")
    assert written(again(first("en").encode())) == first("en")


def test_layout_marks_and_metadata_of_a_text_come_back() -> None:
    g = again((DATA / "pieces.argdown").read_bytes(), "pieces.argdown")

    data, account = write_argdown(g)
    text = data.decode()

    assert account.lossless
    assert again(data, "pieces.argdown") == g
    for line in (
        "title: Pieces of an argument",
        "# Tea #topic",
        "[Untitled 1]: Some *text* with a [link](http://e.org/a_b) and **bold words**, no title.",
        "[Tea]: Tea is an old word.",
        "[Tea]: Tea is good. #pro #(two words)",
        "  + <Warm>: It warms #warm and wakes.",
        "      _ [Pot]: There are pots.",
        "  >< [No tea]: Tea is not good.",
        "## Proof\n{isGroup: false}",
        "{confidence: 0.75, sources: [somebody]}",
        "-- Modus ponens, Specification {uses: [2, 1]} --",
        "    + [Untitled 2]: @[Tea] is mentioned here",
        "(5) [Tea]",
        "<Tea>: An argument with the title of a statement.",
    ):
        assert line in text
    assert "Turtle" not in text


def test_an_edited_graph_goes_before_what_was_carried_along() -> None:
    g = again((DATA / "pieces.argdown").read_bytes(), "pieces.argdown")
    space = "https://w3id.org/whyso/id/pieces/"
    (home,) = g.store.source_graphs()
    gone = ox.NamedNode(space + "Coffee")
    for quad in [quad for quad in g.store.engine if gone in (quad.subject, quad.object)]:
        g.store.engine.remove(quad)
    node, label = (
        ox.NamedNode(space + "Untitled%201"),
        ox.NamedNode(ontology.PREFIXES["rdfs"] + "label"),
    )
    for quad in list(g.store.engine.quads_for_pattern(node, label, None)):
        g.store.engine.remove(quad)
    g.store.engine.add(ox.Quad(node, label, ox.Literal("New *words*", language="en"), home))
    g.store.refresh()
    g.refresh()

    data, account = write_argdown(g)
    text = data.decode()

    assert account.lossless
    assert "[Untitled 1]: New \\*words*\n" in text
    assert "[Coffee]" not in text
    assert again(data, "pieces.argdown").store.serialize("nt") == g.store.serialize("nt")


def test_marks_that_are_broken_are_left_out() -> None:
    said = (
        '{"statements": {"a": {"members": [{"text": "abcd", "ranges": '
        '[{"type": "italic", "start": 1, "stop": 1}, {"type": "bold", "start": 0, "stop": 2}]}]}},'
        ' "arguments": {}, "relations": []}'
    )
    g = ArgumentGraph(read_argdown_json(said.encode(), name="tea.json")[0])

    assert "[a]: abcd" in written(g)


def test_what_no_word_says_stands_in_turtle() -> None:
    turtle = """
    @prefix : <https://w3id.org/whyso/id/tea/> .
    @prefix arg: <https://w3id.org/whyso/ontology#> .
    :c1 a arg:Claim ; arg:dependsOn [ a :Thing ; :of _:b ] ; :odd "x"^^:kind .
    :i1 a arg:Inference ; arg:premise :c1 .
    :x1 a arg:Undercut ; arg:attacker :nobody ; arg:target :i1 .
    :c2 a arg:Claim , arg:Inference .
    """
    store = type(sample().store)()
    store.read_text(turtle, "turtle", name="tea.ttl")

    text = written(ArgumentGraph(store))

    assert "# Turtle" in text
    assert "[c1] #claim" in text


def test_an_empty_graph_and_several_sources_are_written() -> None:
    empty, account = write_argdown(ArgumentGraph(type(sample().store)()))
    assert again(empty).store.source_graphs() == []
    assert account.lossless

    g = load(DATA / "tea.ttl", DATA / "example.ttl")
    data, account = write_argdown(g)
    assert [row.what for row in account.approximated] == ["named graphs"]
    assert again(data).store.serialize("nt") == g.store.serialize("nt")


def test_names_that_programs_or_argdown_take_for_something_else_survive() -> None:
    names = ["__proto__", "constructor", "-a", "a]b", "a>b", "[x]", "<c1>", "1", "a b", "urn:x:1"]
    draft = Draft("argdown", name="tea.txt")
    for name in names:
        draft.node(name, "arg:Claim", "it", lang="en")
        step = draft.node(f"{name}!", "arg:Inference")
        draft.link(step, "arg:premise", draft.iri(name))
        draft.link(step, "arg:conclusion", draft.iri("1"))

    text = written(ArgumentGraph(draft.finish()[0]))

    assert "[__proto__]" not in text
    assert "[a b]: it" in text


def test_a_large_graph_is_written_in_small_steps() -> None:
    draft = Draft("argdown", name="tea.txt")
    for i in range(600):
        draft.node(f"c{i}", "arg:Claim", f"text {i}", lang="en")
        if i:
            step = draft.node(f"c{i}-supports-c{i - 1}", "arg:Inference")
            draft.link(step, "arg:premise", draft.iri(f"c{i}"))
            draft.link(step, "arg:conclusion", draft.iri(f"c{i - 1}"))

    text = written(ArgumentGraph(draft.finish()[0]))

    assert max(len(line) - len(line.lstrip()) for line in text.splitlines()) < 20


def files(shared: Path) -> Iterator[Path]:
    yield from sorted((shared / "data" / "argdown").rglob("*.argdown"))
    yield from sorted((shared / "data" / "argdown" / "reference-json").glob("*.json"))


def survives(path: Path) -> bool:
    read = read_argdown_json if path.suffix == ".json" else read_argdown
    try:
        g = ArgumentGraph(read(path.read_bytes(), name=path.name)[0])
    except ParseError:
        return False
    data, account = write_argdown(g)
    assert account.lossless, (path.name, account.summary())
    assert again(data, path.name) == g
    return True


def test_argdown_to_rdf_to_argdown_to_rdf_is_isomorphic(shared: Path) -> None:
    assert sum(survives(path) for path in list(files(shared))[::5]) > 40


@pytest.mark.slow
def test_all_argdown_to_rdf_to_argdown_to_rdf_is_isomorphic(shared: Path) -> None:
    assert sum(survives(path) for path in files(shared)) >= 250


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_nasty_texts_survive(seed: int) -> None:
    choose = random.Random(seed)  # noqa: S311
    labels = ["".join(choose.choices(SIGNS, k=choose.randint(0, 9))) for _ in range(150)]

    written(draft_graph(labels))
