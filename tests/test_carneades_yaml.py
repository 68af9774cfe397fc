"""Carneades' YAML goes out as it came in, and a graph from elsewhere survives it.

What is written obeys the rules of Carneades' own importer, and its labels are those of the file
that was read: an evaluator written from Carneades' definitions is the oracle.
"""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from carneades_files import read
from carneades_labels import labels
from whyso.graph import ArgumentGraph, load, parse, sample
from whyso.graph.formats import read as read_file
from whyso.graph.formats.account import Account
from whyso.graph.formats.carneades import read_carneades, sniff_carneades, write_carneades
from whyso.graph.model import Step
from whyso.graph.store import Store

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests" / "data"
BAKERY = FIXTURES / "carneades" / "bakery.yml"
FOLDER = ROOT.parent / "shared" / "data" / "carneades" / "examples" / "AGs" / "YAML"
SHARED = sorted(FOLDER.glob("*.yml"))

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def graph(text: str | bytes, name: str = "case.yml") -> ArgumentGraph:
    data = text.encode() if isinstance(text, str) else text
    return ArgumentGraph(read_carneades(data, name=name)[0])


def account(text: str) -> Account:
    return read_carneades(text.encode(), name="case.yml")[1]


def through_text(g: ArgumentGraph) -> ArgumentGraph:
    """Return the graph as it is read from Turtle, so that nothing travels beside the RDF."""
    store = Store()
    store.read_text(g.store.serialize("trig"), "trig", name="case.trig")
    return ArgumentGraph(store)


def written(g: ArgumentGraph) -> dict[str, Any]:
    said: dict[str, Any] = yaml.load(write_carneades(g)[0], Loader=LOADER)  # noqa: S506 (safe)
    return said


@cache
def sample_text() -> bytes:
    return write_carneades(sample())[0]


@cache
def loaded(name: str) -> ArgumentGraph:
    return load(ROOT / name)


@pytest.fixture(scope="module")
def bakery() -> ArgumentGraph:
    return read_file(BAKERY)[0]


def step(g: ArgumentGraph, name: str) -> Step:
    found = g[name]
    assert isinstance(found, Step)
    return found


def ids(iris: tuple[str, ...]) -> list[str]:
    return [iri.rpartition("/")[2] for iri in iris]


# Reading


def test_an_argument_is_an_inference_with_all_its_premises(bakery: ArgumentGraph) -> None:
    assert ids(step(bakery, "a1").sources) == ["light", "sign"]
    assert step(bakery, "a1").target == bakery["open"].iri


def test_a_cumulative_argument_is_an_inference_for_each_premise(bakery: ArgumentGraph) -> None:
    assert [ids(step(bakery, name).sources) for name in ("a2.1", "a2.2")] == [["smell"], ["queue"]]


def test_an_undercutter_attacks_the_step(bakery: ArgumentGraph) -> None:
    cut = step(bakery, "a1:undercut")
    assert (cut.kind, cut.target) == ("undercut", bakery["a1"].iri)
    assert bakery.resolve(cut.sources[0]).endswith("/%C2%ACapp(a1)")


def test_an_issue_is_a_question_whose_positions_answer_it_and_attack_each_other() -> None:
    g = graph(
        "statements: {p: P., q: Q., r: R.}\n"
        "issues: {i: {positions: [p, q, r], meta: {title: Which?}}}\n"
        "assumptions: [r]"
    )
    [question] = g.questions()
    answers = g.query(f"SELECT ?a {{ ?a arg:answers <{question.iri}> }} ORDER BY ?a").raw_rows
    assert question.label("") == "Which?"
    assert ids(tuple(row[0].value for row in answers)) == ["p", "q", "r"]
    pairs = {(ids(one.sources)[0], ids((one.target or "",))[0]) for one in g.conflicts()}
    # An assumption is in whatever speaks against it.
    assert pairs == {("p", "q"), ("q", "p"), ("r", "p"), ("r", "q")}


def test_assumptions_are_what_the_file_assumes(bakery: ArgumentGraph) -> None:
    assumed = {one.label("en") for one in bakery.statements("assumption")}
    assert assumed == {
        "There is light in the shop.",
        "The sign says: open.",
        "bread was baked by bo.",  # worded by the file's own language of predicates
        "Ann asks Bo.",
        "Nothing is presupposed.",
    }


def test_schemes_that_the_ontology_knows_are_its_own(bakery: ArgumentGraph) -> None:
    assert step(bakery, "a3").schemes == (
        "https://w3id.org/whyso/ontology#ArgumentFromExpertOpinion",
    )
    [own] = step(bakery, "a4").schemes
    label = bakery.query(f"SELECT ?l {{ <{own}> a arg:Scheme ; rdfs:label ?l }}").raw_rows
    assert [row[0].value for row in label] == ["Rule of the house"]


def test_texts_keep_their_languages(bakery: ArgumentGraph) -> None:
    assert bakery["smell"].labels == {"en": "It smells of bread.", "de": "Es riecht nach Brot."}
    assert graph("meta: {language: de}\nstatements: {p: Tee.}")["p"].labels == {"de": "Tee."}


def test_a_statement_and_an_argument_may_have_the_same_name(bakery: ArgumentGraph) -> None:
    assert bakery["open"].label("") == "The bakery is open."
    assert ids((step(bakery, "argument:open").target or "",)) == ["%C2%ACapp(a1)"]


@pytest.mark.parametrize(
    ("text", "what", "why", "ids"),
    [
        ("statements: {p: }", "statements", "no text", ("p",)),
        ("arguments: {a: {conclusion: p, premises: [q]}}", "statements", "not among", ("q", "p")),
        ("arguments: {a: {premises: [q]}}", "arguments", "no conclusion", ("a",)),
        ("arguments: {a: {conclusion: p}}", "arguments", "no premise", ("a",)),
        ("arguments: {a: {conclusion: p, premises: [q], scheme: x}}", "arguments", "not", ("a",)),
        ("issues: {i: {positions: [p, p], meta: {title: T}}}", "issues", "more than once", ("i",)),
        ("issues: {i: {positions: [p, q], standard: XX}}", "issues", "unknown proof", ("i",)),
        ("issues: {i: {positions: [p], weight: 3}}", "issues", "no weight", ("i",)),
        ("statements: {p: P, p: Q}", "keys", "given twice", ("statements: p",)),
        ("statements: {'f(a,b)': P, 'f(a, b)': Q}", "statements", "more than", ("f(a,b)",)),
        ("argument_schemes: [{weight: linked}]", "argument schemes", "no id", ("",)),
        ("statements: {p: P}\nassumptions: [p, p]", "assumptions", "more than once", ("p",)),
        ("meta: tea\nstatements: {p: P}", "meta", "no mapping", ("tea",)),
        ("statements: {p: P}  # tea", "comments", "content", ("line 1",)),
    ],
)
def test_what_is_repaired_or_left_out_is_a_row(
    text: str, what: str, why: str, ids: tuple[str, ...]
) -> None:
    told = account(text)
    rows = [row for row in (*told.approximated, *told.dropped) if row.what == what]
    assert [row.ids for row in rows if why in row.why] == [ids]


def test_an_issue_of_very_many_positions_stays_small() -> None:
    names = [f"p{n}" for n in range(101)]
    text = yaml.safe_dump(
        {"statements": {n: n for n in names}, "issues": {"i": {"positions": names}}}
    )
    store, told = read_carneades(text.encode(), name="case.yml")
    assert told.kept["steps"] == 0
    assert "arg:Rebuttal" in {row.what for row in told.dropped}
    assert write_carneades(ArgumentGraph(store))[1].lossless


def test_many_issues_over_the_same_positions_stay_small() -> None:
    names = [f"p{n}" for n in range(80)]
    issues = {f"i{n}": {"positions": names[:79], "meta": {"title": "T"}} for n in range(40)}
    text = yaml.dump({"statements": {n: n for n in names}, "issues": issues}, Dumper=DUMPER)
    told = account(text)
    assert told.kept["steps"] == 79 * 78  # each pair once, however often it is said
    assert [len(row.ids) for row in told.dropped] == [40 - 100_000 // 79**2]


def test_yaml_of_carneades_is_told_from_other_yaml() -> None:
    assert sniff_carneades(BAKERY.read_bytes())
    assert sniff_carneades(b'{"statements": {"p": "P"}}')
    assert not sniff_carneades(b"name: ci\non: push\njobs: {}\n")


# There and back


def normal(data: bytes) -> dict[str, Any]:
    """Return what a file says to Carneades: layout and ways of writing the same thing apart."""
    said: dict[str, Any] = yaml.load(data, Loader=yaml.BaseLoader) or {}  # noqa: S506 (words only)
    assumed = [atom(one) for one in said.pop("assumptions", None) or []]
    statements = {}
    for name, one in (said.pop("statements", None) or {}).items():
        entry = dict(one) if isinstance(one, dict) else {"text": one}
        if entry.pop("assumed", "") == "true":
            assumed.append(atom(name))
        statements[atom(name)] = entry
    meta = dict(said.pop("meta", None) or {})
    meta.pop("whyso", None)
    rest = {"meta": meta, "statements": statements, "assumptions": sorted(assumed), **said}
    tidy: dict[str, Any] = trimmed(rest)
    return tidy


def atom(name: str) -> str:
    return ",".join(part.strip() for part in name.split(","))


def trimmed(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {atom(key): trimmed(part) for key, part in value.items()}
        return {key: part for key, part in kept.items() if part not in ("", [], {})}
    if isinstance(value, list):
        return [trimmed(one) for one in value]
    return atom(value.strip())


@pytest.mark.parametrize("path", [BAKERY, *SHARED], ids=lambda path: path.stem)
def test_a_file_comes_back_as_it_was(path: Path) -> None:
    g = through_text(graph(path.read_bytes(), path.name))
    data, told = write_carneades(g)
    assert told.lossless
    before, after = normal(path.read_bytes()), normal(data)
    for issue in after.get("issues", {}).values():
        before_it = next(
            i for i in before["issues"].values() if i["positions"] == issue["positions"]
        )
        if "meta" not in before_it:
            issue.pop("meta", None)
    assert after == before


@pytest.mark.parametrize("path", [BAKERY, *SHARED], ids=lambda path: path.stem)
def test_what_is_written_has_the_labels_of_what_was_read(path: Path) -> None:
    data, _ = write_carneades(through_text(graph(path.read_bytes(), path.name)))
    assert labels(read(data.decode())) == labels(read(path.read_text("utf-8")))


@pytest.mark.parametrize(
    ("name", "lang"),
    [
        ("claims.ttl", "en"),
        ("tests/data/example.ttl", "zh"),
        ("tests/data/example.ttl", "fr"),
        ("tests/data/tea.ttl", "en"),
    ],
)
def test_a_graph_from_elsewhere_survives(name: str, lang: str) -> None:
    g = loaded(name)
    data, told = write_carneades(g, lang=lang)
    assert told.lossless
    assert graph(data) == g


def test_a_graph_with_blank_nodes_and_odd_names_survives() -> None:
    g = parse(
        "@prefix : <https://w3id.org/whyso/id/odd/> . @prefix e: <http://e/> .\n"
        "@prefix arg: <https://w3id.org/whyso/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        ':C1 a arg:Claim ; rdfs:label "Same."@en , "Same."@de , "plain" ; e:p [ e:q 1 ] .\n'
        ':true a arg:Claim , arg:Evidence ; arg:answers [ rdfs:label "who"@en ] .\n'
        ':a%20b a arg:Proposition ; rdfs:label "one"@en , "two"@en ; arg:confidence 0.50 .\n'
        "e:out a arg:Assumption ; arg:status arg:stated .\n"
        ":i1 a arg:Inference ; arg:premise :C1 ; arg:conclusion :true , :a%20b .\n"
        ":i2 a arg:Inference ; arg:premise :C1 , [] ; arg:conclusion e:out .\n"
        ":i3 a arg:Inference ; arg:premise :C1 , :true ; arg:conclusion e:out .\n"
        ":x1 a arg:Undercut ; arg:attacker e:out ; arg:target :i3 .\n"
        ":x2 a arg:Undercut ; arg:attacker e:out , :C1 ; arg:target :x1 .\n"
        ":x3 a arg:Rebuttal ; arg:attacker :C1 ; arg:target :true .\n"
        ":x4 a arg:Conflict ; arg:target :true .\n"
        ':q a arg:Question ; rdfs:label "Q?"@en . :C1 arg:answers :q .\n'
    )
    data, told = write_carneades(g)
    assert told.lossless
    assert graph(data) == g


@given(st.text(max_size=40), st.sampled_from(["en", "de"]))
@settings(max_examples=60)
def test_any_text_survives_as_a_label(text: str, lang: str) -> None:
    g = sample_of(text, lang)
    data, told = write_carneades(g)
    assert told.lossless
    assert graph(data) == g
    assert yaml.safe_load(data)["statements"]["c1"] in (
        shown(text),
        {"text": shown(text), "meta": yaml.safe_load(data)["statements"]["c1"]["meta"]},
    )


def shown(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def sample_of(text: str, lang: str) -> ArgumentGraph:
    from whyso.graph.formats.draft import Draft

    draft = Draft("carneades", name="case.yml")
    draft.link(draft.node("c1", "arg:Claim", text, lang=lang), "arg:status", "arg:stated")
    return ArgumentGraph(draft.finish()[0])


# What Carneades asks of a file


@pytest.mark.parametrize("name", ["claims.ttl", "tests/data/example.ttl", "tests/data/tea.ttl"])
def test_what_is_written_obeys_the_rules_of_carneades(name: str) -> None:
    said = written(loaded(name))
    statements = said["statements"]
    assert set(said) <= {"meta", "statements", "issues", "arguments", "assumptions"}
    for one in said["arguments"].values():
        premises = one["premises"]
        used = [*(premises.values() if isinstance(premises, dict) else premises)]
        used += [one["conclusion"], one.get("undercutter", one["conclusion"])]
        assert set(used) <= statements.keys()
        assert not one.keys() - {"conclusion", "premises", "undercutter", "scheme", "meta"}
    positions = Counter(one for issue in said["issues"].values() for one in issue["positions"])
    assert positions.keys() <= statements.keys()
    assert set(positions.values()) <= {1}  # a statement is a position of one issue at most
    assert all(isinstance(key, str) and (key.strip("¬")[0].islower()) for key in statements)


def test_an_undercut_of_a_step_is_its_undercutter_and_works_in_carneades() -> None:
    said = yaml.load(sample_text(), Loader=LOADER)  # noqa: S506 (safe)
    assert said["arguments"]["i10"]["undercutter"] == "¬app(i10)"
    assert said["arguments"]["x5"] | {"meta": {}} == {
        "meta": {},
        "premises": ["c24"],
        "conclusion": "¬app(i10)",
    }
    case = read(sample_text().decode())
    assumed = {*case.arguments["i10"].premises, "c24"}
    found = labels(type(case)(case.texts, frozenset(assumed), case.arguments, case.issues))
    assert (found["¬app(i10)"], found[case.arguments["i10"].conclusion]) == ("in", "out")


def test_a_rebuttal_is_an_argument_for_the_denial() -> None:
    g = parse(
        "@prefix : <https://w3id.org/whyso/id/tea/> .\n"
        "@prefix arg: <https://w3id.org/whyso/ontology#> .\n"
        ":p a arg:Claim . :q a arg:Assumption .\n"
        ":x a arg:Rebuttal ; arg:attacker :q ; arg:target :p ."
    )
    said = written(g)
    assert said["arguments"]["x"]["conclusion"] == "¬p"
    assert [issue["positions"] for issue in said["issues"].values()] == [["p", "¬p"]]
    found = labels(read(write_carneades(g)[0].decode()))
    assert found == {"p": "out", "q": "in", "¬p": "in"}


# Changes


def test_what_is_edited_in_the_file_counts() -> None:
    said = yaml.load(sample_text(), Loader=LOADER)  # noqa: S506 (safe)
    said["statements"]["c1"]["text"] = "Somebody wrote this by hand."
    said["statements"]["c1"]["meta"].pop("texts")
    del said["arguments"]["i1"]
    again = graph(yaml.dump(said, Dumper=DUMPER, allow_unicode=True))
    assert again["c1"].labels == {"en": "Somebody wrote this by hand."}
    assert {one.id for one in again.statements("claim")} == {
        one.id for one in sample().statements("claim")
    }
    assert {one.id for one in sample().inferences()} - {one.id for one in again.inferences()} == {
        "i1"
    }


def test_what_is_changed_in_the_graph_counts() -> None:
    text = BAKERY.read_text("utf-8")
    g = graph(text, "bakery.yml")
    lines = g.store.serialize("n-triples").decode().splitlines()
    kept = [
        line for line in lines if not ("/a1>" in line and "#premise>" in line and "/sign>" in line)
    ]
    kept = [line.replace("The bakery is open.", "It is open.") for line in kept]
    changed = parse("\n".join(kept), "n-triples")
    said = written(changed)
    assert said["arguments"]["a1"]["premises"] == {"minor": "light"}
    assert said["statements"]["open"] == "It is open."


# Bad input


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"- a\n- b", "case.yml:1:1: no mapping at the top: not an argument graph"),
        (b"tea: warm", "case.yml:1: no statements, arguments, issues: not an argument graph"),
        (b"statements: [p, q]", "case.yml:1:13: statements is no mapping of names"),
        (b"statements: {p: [P]}", "case.yml:1:17: the statement p is a list"),
        (b"statements: {p: {text: [P]}}", "case.yml:1:24: the text of p is no text"),
        (b"arguments: {a: [p]}", "case.yml:1:16: the argument a is no mapping"),
        (b"arguments: {a: {conclusion: {p: q}}}", "case.yml:1:29: conclusion is no word"),
        (b"arguments: {a: {conclusion: p, premises: [[p]]}}", "case.yml:1:43: a premise of a"),
        (b"arguments: {a: {conclusion: p, premises: {m: [p]}}}", "case.yml:1:46: a premise of a"),
        (b"issues: {i: {positions: {p: q}}}", "case.yml:1:25: positions is no list"),
        (b"assumptions: {p: true}", "case.yml:1:14: assumptions is no list"),
        (b"argument_schemes: [s]", "case.yml:1:20: an argument scheme is no mapping"),
        (b"tests: [p]", "case.yml:1:8: tests is no mapping of labels"),
        (b"statements: {p: P", "case.yml:2:1: not YAML"),
        (b"statements: {p: \xe9}", "case.yml:1:17: not UTF-8"),
        (b"statements: {p: \x00}", "case.yml:1:17: a zero byte"),
        (b"statements: {p: *q}", "case.yml:1:17: there is no anchor &q before"),
        (b"statements: {[p]: P}", "case.yml:1:14: a key that is no word"),
        (b"statements: {p: P}\n---\nq: Q", "a second document"),
        (b"<<: 3\nstatements: {p: P}", "only a mapping can be merged"),
        (b"statements: {p: {a: " + b"[" * 200 + b"]" * 200 + b"}}", "nested deeper than 128"),
        (b"statements:\n" + b"".join(b" " * n + b"p:\n" for n in range(1, 999)), "nested deeper"),
        (b"- " * 100_000, "nested deeper than 128"),
        (
            b"statements: {p: P}\na: &a0 [1,1,1,1,1,1,1,1,1,1]\n"
            + b"".join(
                b"a%d: &a%d [%s]\n" % (n, n, b",".join([b"*a%d" % (n - 1)] * 10))
                for n in range(1, 12)
            ),
            "more than 1,000,000 values",
        ),
        (
            b"x: &x '"
            + b"y" * 32_000
            + b"'\nstatements: {"
            + b", ".join(b"p%d: *x" % n for n in range(9_999))
            + b"}",
            "more than 1,000,000 values or long texts",
        ),
        (b"meta: {whyso: {base: 'no iri'}}\nstatements: {p: P}", "is no IRI"),
        (
            b"statements: {p: {text: P, meta: {whyso: {rdf: 'a b c'}}}}",
            "case.yml: meta: whyso: rdf",
        ),
    ],
)
def test_bad_input_is_one_clear_line(text: bytes, message: str) -> None:
    from whyso.graph.errors import InputError

    with pytest.raises(InputError) as caught:
        read_carneades(text, name="case.yml")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "statements: {p: !!python/object/apply:os.system x}",
        "statements: {'\U0001f600 <>\"{}|^`\\\\': P, '': Q, ' ': R, 'http://e/ x': S}",
        "statements: {a: &x A, b: *x}\nassumptions: [a, ~, null, '']",
        "arguments: {a: {conclusion: p, premises: [p], undercutter: p}}",
        "issues: {i: {positions: []}, j: , k: {positions: p}}",
        "statements: {p: P}\nmeta: {whyso: [1], title: [x], descriptions: 3}",
        "statements: {p: {text: P, meta: {whyso: {iri: 'a b', auxiliary: true, bare: true}}}}",
        "argument_schemes: [{id: s, weight: {constant: x}}, {id: t, weight: [1]}]\n"
        "arguments: {a: {scheme: s, conclusion: p}, b: {scheme: t, conclusion: p}}",
        "statements: {p: " + "x" * 32_000 + "}",
        "statements: {p: 1" + "0" * 9_000 + "}\ntests: {in: [p, 1e999, .nan]}\nx: [1e999, -.inf]",
        "statements: {? p : P, 'p(((': Q, 'p)(': R, ',': S}\nlanguage: {p/0: '%s%s', 'p': 3}",
    ],
)
def test_odd_input_is_read_and_written_again(text: str) -> None:
    g = graph(text)
    data, _ = write_carneades(g)
    assert graph(data).store.serialize("n-triples") == g.store.serialize("n-triples") or (
        not write_carneades(g)[1].lossless
    )


@pytest.mark.parametrize(
    "carried",
    [
        "[]",
        "3",
        '"x"',
        '{"meta": 3, "extras": [1]}',
        '{"premises": [1, [2], [3, 4], ["a"]]}',
        '{"positions": [[1]], "standard": [2]}',
        '{"argument": "a", "part": 1, "parts": 1}',
        '{"meta": {"whyso": 3, "title": {}}, "scheme": {}}',
        '{"schemes": [3, {"id": []}]}',
        '{"extras": {"statements": 3, "text": 4}, "assumptions": [{}]}',
        '{"auxiliary": true}',
    ],
)
def test_whatever_is_carried_does_no_harm(carried: str) -> None:
    g = graph(BAKERY.read_bytes(), "bakery.yml")
    said = carried.replace('"', '\\"')
    lines = [
        f"<{iri}> <https://w3id.org/whyso/carried#carneades> "
        f'"{said}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON> .'
        for iri in ("https://w3id.org/whyso/graph/bakery", g["a1"].iri, g["open"].iri, g["i1"].iri)
    ]
    text = g.store.serialize("n-triples").decode()
    kept = [line for line in text.splitlines() if "carried#" not in line]
    data, _ = write_carneades(parse("\n".join([*kept, *lines]), "n-triples"))
    assert len(graph(data).statements()) >= 10
