"""Abstract frameworks as argument graphs, and argument graphs as frameworks."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whyso.graph import ArgumentGraph, parse, sample
from whyso.graph.errors import InputError, ParseError
from whyso.graph.formats.account import Account
from whyso.graph.formats.framework_graphs import (
    BIPOLAR,
    framework_reader,
    framework_writer,
    sniff_bipolar,
)
from whyso.graph.formats.frameworks import dump_framework, parse_framework
from whyso.graph.semantics.dung import Framework, grounded

FORMS = ("af", "apx", "tgf")
TEA = "https://w3id.org/whyso/id/tea/"
PREFIXES = f"@prefix : <{TEA}> . @prefix arg: <https://w3id.org/whyso/ontology#> .\n"


def read(text: str, form: str, name: str = "tea.x") -> tuple[ArgumentGraph, Account]:
    store, account = framework_reader(form)(text.encode(), name=name)
    return ArgumentGraph(store), account


def steps(g: ArgumentGraph) -> set[tuple[str, str, str]]:
    """Each step by its kind and its two ends."""
    return {
        (step.kind, g[source].id, g[step.target or ""].id)
        for step in (*g.inferences(), *g.conflicts())
        for source in step.sources
    }


def told(account: Account) -> set[str]:
    return {row.what for row in account.approximated + account.dropped}


# Reading


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("af", "p af 3\n1 2\n2 3\n3 3\n"),
        ("apx", "arg(1). arg(2). arg(3). att(1,2). att(2,3). att(3,3)."),
        ("tgf", "1\n2\n3\n#\n1 2\n2 3\n3 3\n"),
        (BIPOLAR, "arg(1). arg(2). arg(3). att(1,2). att(2,3). att(3,3)."),
    ],
)
def test_arguments_are_claims_and_attacks_rebuttals(form: str, text: str) -> None:
    g, account = read(text, form)

    assert account.lossless
    assert [one.id for one in g.statements("claim")] == ["1", "2", "3"]
    assert steps(g) == {("rebuttal", a, b) for a, b in ("12", "23", "33")}
    assert account.kept == {"statements": 3, "steps": 3, "utterances": 0, "edges": 6, "triples": 12}
    assert len(g.store.engine) == account.kept["triples"]


def test_the_verdict_on_a_framework_is_its_grounded_extension(shared: Path) -> None:
    for one in json.loads((shared / "data/af/small/small.json").read_text("utf-8")):
        facts = [f"arg({name})." for name in one["args"]]
        facts += [f"att({a},{b})." for a, b in one["att"]]
        g, _ = read("\n".join(facts), "apx")
        verdict = g.verdict()
        accepted = {
            claim.id for claim in g.statements() if verdict.finding(claim.id).status == "accepted"
        }
        assert accepted == set(one["GR"][0]), one["name"]


@pytest.mark.parametrize("word", ["support", "supp", "sup", "bsup"])
def test_supports_are_inferences_and_attacks_on_premises_underminings(word: str) -> None:
    text = f"arg(a). arg(b). arg(c).\n{word}(a, b) . % {word}(c,c).\natt(c,a). att(c,b)."

    g, account = read(text, BIPOLAR)

    assert account.lossless and sniff_bipolar(text.encode())
    assert steps(g) == {("inference", "a", "b"), ("undermining", "c", "a"), ("rebuttal", "c", "b")}


def test_comments_below_the_head_name_the_arguments_of_af() -> None:
    named, _ = read("p af 3\n# 1 tea\n# 3 milk\n1 3\n", "af")
    plain, _ = read("p af 3\n# 7 random seeds\n# 1 tea\n1 3\n", "af")

    assert [one.id for one in named.statements()] == ["2", "milk", "tea"]
    assert [one.id for one in plain.statements()] == ["1", "2", "3"]


def test_what_is_said_twice_is_merged_and_told() -> None:
    g, account = read("arg(a). att(a,a). att(a,a). support(a,a). support(a,a).", BIPOLAR)

    assert len(g.conflicts()) == len(g.inferences()) == 1
    assert told(account) == {"attacks", "supports"}


@pytest.mark.parametrize(
    ("form", "text", "reason"),
    [
        ("af", "p af 2\n1 3\n", "tea.x:2: the arguments are 1 to 2"),
        ("af", "p af 30000000\n", r"a graph of 30000000 triples; the limit is .*whyso solve"),
        ("apx", "arg(a).\nsupport(a,a).", "tea.x:2: facts are"),
        (BIPOLAR, "arg(a).\nsupport(a,b).", "tea.x:2: no argument named 'b'"),
        (BIPOLAR, "arg(a).\n\nsupport(\na,a).\nattack(a,a).", "tea.x:5: facts are"),
        ("tgf", "a\nb\n", "no line '#'"),
    ],
)
def test_broken_files_are_refused_in_one_line(form: str, text: str, reason: str) -> None:
    with pytest.raises(ParseError, match=reason) as caught:
        read(text, form)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("form", [*FORMS, BIPOLAR])
def test_bytes_that_are_no_text_and_bases_that_are_no_iri_are_refused(form: str) -> None:
    with pytest.raises(ParseError):
        framework_reader(form)(b"arg(caf\xe9).\n#\n", name="tea.x")
    with pytest.raises(InputError):
        framework_reader(form)(b"p af 1\n#\n" if form == "af" else b"", name="t", base="no iri/")
        framework_reader(form)(b"p af 1\n", name="t", base="no iri/")
        framework_reader("apx")(b"arg(a).", name="t", base="no iri/")


# Writing


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=40)
@given(
    count=st.integers(0, 12),
    pairs=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30),
)
def test_a_framework_comes_back_the_same(
    form: str, count: int, pairs: list[tuple[int, int]]
) -> None:
    kept = sorted({pair for pair in pairs if max(pair) < count})
    ends = np.array(kept, dtype=np.int32).reshape(-1, 2)
    names = [f"a{number}" for number in range(count)]
    data = dump_framework(Framework(names, ends[:, 0], ends[:, 1]), form)
    store, _ = framework_reader(form)(data, name="tea.x")

    out, account = framework_writer(form)(ArgumentGraph(store))

    again = parse_framework(out, form)
    assert sorted(zip(again.source.tolist(), again.target.tolist(), strict=True)) == kept
    assert len(again) == count
    assert not count or account.lossless


def test_a_bipolar_framework_comes_back_the_same() -> None:
    g, _ = read("arg(a). arg(b). arg(c). att(a,b). support(c,b). support(a,c).", BIPOLAR)

    out, account = framework_writer(BIPOLAR)(g)

    assert account.lossless
    assert set(out.decode().split()) == {
        *("arg(a).", "arg(b).", "arg(c).", "att(a,b).", "support(c,b).", "support(a,c)."),
    }


@pytest.mark.parametrize("form", FORMS)
def test_the_framework_of_an_argument_has_the_verdict_of_who_grants_all_of_it(form: str) -> None:
    text = """:a a arg:Claim . :b a arg:Claim . :c a arg:Claim . :d a arg:Claim .
        :x1 a arg:Rebuttal ; arg:attacker :a ; arg:target :b .
        :x2 a arg:Undermining ; arg:attacker :b ; arg:target :c .
        :i3 a arg:Inference ; arg:premise :c ; arg:conclusion :d .
        :x4 a arg:Undercut ; arg:attacker :a ; arg:target :i3 ."""
    g = parse(PREFIXES + text)

    out, account = framework_writer(form)(g)

    framework = parse_framework(out, form)
    labels = dict(zip("abcd", grounded(framework)[0].tolist(), strict=True))
    verdict = g.verdict("SELECT ?claim { ?claim a arg:Claim }")
    words = {"accepted": 1, "rejected": -1, "undecided": 0}
    assert labels == {name: words[verdict.finding(name).status or ""] for name in "abcd"}
    assert {"arg:premise", "arg:conclusion"} <= told(account)
    lost = {name for row in account.dropped for name in row.ids}
    assert {f"{TEA}i3", f"{TEA}x4"} <= lost and f"{TEA}x1" not in lost


def test_an_attacked_step_is_an_argument_of_a_bipolar_framework() -> None:
    text = """:a a arg:Claim . :b a arg:Claim . :c a arg:Claim .
        :i a arg:Inference ; arg:premise :a ; arg:conclusion :b .
        :x a arg:Undercut ; arg:attacker :c ; arg:target :i ."""

    out, _ = framework_writer(BIPOLAR)(parse(PREFIXES + text))

    assert set(out.decode().split()) == {
        *(
            "arg(a).",
            "arg(b).",
            "arg(c).",
            "arg(i).",
            "att(c,i).",
            "support(a,i).",
            "support(i,b).",
        ),
    }


@pytest.mark.parametrize("form", [*FORMS, BIPOLAR])
def test_the_account_tells_every_step_of_the_sample_that_is_not_written(form: str) -> None:
    g = sample()

    out, account = framework_writer(form)(g)

    again, _ = read(out.decode(), form)
    accounted = {name for row in (*account.approximated, *account.dropped) for name in row.ids}
    direct = {
        (g[step.sources[0]].id, g[step.target or ""].id)
        for step in g.conflicts()
        if step.kind != "undercut"
    }
    written = {(one, other) for kind, one, other in steps(again) if kind != "inference"}
    assert written >= direct and (form == BIPOLAR or written == direct)
    assert {step.iri for step in g.inferences()} <= accounted
    assert all(one.iri in accounted for one in g.conflicts() if one.kind == "undercut")


@pytest.mark.parametrize("form", [*FORMS, BIPOLAR])
def test_steps_without_ends_and_attacks_on_several_are_written_as_far_as_they_go(form: str) -> None:
    text = """:a a arg:Claim . :b a arg:Claim .
        :i a arg:Inference ; arg:premise :a . :j a arg:Inference ; arg:conclusion :a .
        :x a arg:Conflict ; arg:attacker :b ; arg:target :a , :i .
        :y a arg:Conflict ; arg:target :x .
        :z a arg:Rebuttal ; arg:attacker :a ; arg:target :b ."""

    out, account = framework_writer(form)(parse(PREFIXES + text))

    written = parse_framework(re.sub(rb"support.*", b"", out), form.removeprefix("bipolar-"))
    assert len(written) >= 2 and len(written.source) >= 1 and account.dropped


def test_names_that_cannot_be_said_are_replaced_and_told() -> None:
    text = f"<{TEA}1.1> a arg:Claim . <{TEA}1_1> a arg:Claim . <{TEA}a%20b> a arg:Claim ."
    g = parse(PREFIXES + text + " <http://example.org/c(1)> a arg:Claim .")

    for form in FORMS:
        out, account = framework_writer(form)(g)
        assert len(parse_framework(out, form)) == 4
        assert told(account) <= {"names of nodes"} and not account.dropped


def test_formats_are_found_by_suffix_and_content(tmp_path: Path) -> None:
    from whyso.graph import formats

    found: dict[str, Any] = {}
    for name, text in (
        ("a.af", "p af 1\n"),
        ("a.apx", "arg(a)."),
        ("a.tgf", "a\n#\n"),
        ("b.apx", "arg(a). support(a,a)."),
    ):
        (tmp_path / name).write_text(text, "utf-8")
        found[name] = formats.read(tmp_path / name)[1].format
    assert found == {"a.af": "af", "a.apx": "apx", "a.tgf": "tgf", "b.apx": BIPOLAR}


@pytest.mark.slow
def test_a_million_arguments_are_read_and_written() -> None:
    count = 1_000_000
    source = np.arange(count, dtype=np.int32)
    target = (source * np.int64(7919) + 13) % count
    data = dump_framework(Framework([*range(1, count + 1)], source, target), "af")

    store, account = framework_reader("af")(data, name="big.af")

    assert account.kept["triples"] == 4 * count
    out, account = framework_writer("af")(ArgumentGraph(store))
    assert account.lossless and sorted(out.split(b"\n")) == sorted(data.split(b"\n"))
