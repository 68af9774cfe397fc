"""No query that ships does more work than its answer and the data are worth.

Work is counted, not timed: the engine's command line tells how many rows each node of a query's
plan gave. A node that joins without a key compares every row of one side with every row of the
other, so those pairs count too. The sum is taken for an argument and for one four times as large.
"""

import json
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import URIRef

from whyso import ontology
from whyso.graph import parse
from whyso.graph.query import bind, named_queries

ROOT = Path(__file__).resolve().parent.parent
SYNTHETIC = ontology.ID + "synthetic/"
CLAIMS = 125
TIMES = 4
SLACK = 1.3
ROWS_PER_TRIPLE = 4.0
KEYLESS = re.compile(r"\w*Join\(Hash\w+, keys = [,)]")
# What each parameter is asked about: something that has an answer, a large one where there is one.
ASKED = {
    "agent": ":s0",
    "certainty": "arg:plain",
    "conclusion": ":c0",
    "condition": ":c{last}",
    "content": ":q0",
    "earlier": ":c1",
    "kind": "arg:Claim",
    "other": "speaker",
    "question": ":q0",
    "source": ":source",
    "speaker": ":s0",
    "standpoint": "evidence",
    "statement": ":c0",
    "surface": ":q0",
    "target": ":c0",
}
# Where there is one source, nothing is contested across sources; measured by tests of stores.
ACROSS = {"contested-across-sources"}
QUERIES = [
    (name, parameter)
    for name, query in sorted(named_queries().items())
    if name not in ACROSS
    for parameter in [None, *(one.name for one in query.parameters if one.name != "lang")]
]

# A slow form, and a fast one with the same answer.
FORMS = {
    "no step of two patterns": (
        "?c arg:answers ?q . FILTER NOT EXISTS { ?i arg:conclusion ?c . ?i a arg:Inference }",
        "?c arg:answers ?q . MINUS { ?i arg:conclusion ?c . ?i a arg:Inference }",
    ),
    "an optional part that shares no name": (
        "?c arg:answers ?q . OPTIONAL { ?d arg:qualifies ?e FILTER(STR(?d) = STR(?c)) }",
        "?c arg:answers ?q . OPTIONAL { ?c arg:qualifies ?e }",
    ),
    "a name that may be empty, joined": (
        "{ ?x a arg:Rebuttal OPTIONAL { ?x arg:attacker ?c } } { ?c arg:answers ?q }",
        "?x a arg:Rebuttal ; arg:attacker ?c . ?c arg:answers ?q",
    ),
    "names compared, not shared": (
        "?x a arg:Rebuttal ; arg:attacker ?c . ?d arg:answers ?q . FILTER(?c = ?d)",
        "?x a arg:Rebuttal ; arg:attacker ?c . ?c arg:answers ?q",
    ),
    "all that leads to anything": (
        "?c arg:supports+ ?d . FILTER(?d = :c0)",
        "?c arg:supports+ :c0",
    ),
}


@dataclass(frozen=True, slots=True)
class Data:
    """An argument on disk: where, how many claims and how many triples."""

    folder: Path
    claims: int
    triples: int


@dataclass(frozen=True, slots=True)
class Run:
    """What a query did: rows of the answer, work for it, triples of the data."""

    rows: int
    work: int
    triples: int


def more(claims: int) -> Iterator[str]:
    """Yield what the synthetic argument has not: everything else that a query asks for."""
    last = claims - 1
    yield """
        @prefix qudt: <http://qudt.org/schema/qudt/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix unit: <http://qudt.org/vocab/unit/> .
    """
    yield f"""
        :c0 arg:answers :q0 ; arg:qualifies :c1 . :c2 arg:qualifies :c0 ; arg:supersedes :c1 .
        :c0 a arg:Claim ; arg:status arg:stated ; arg:assertedBy :s0 ; arg:hasQuantity :n0 ;
            arg:inTensionWith :c3 . :e0 a arg:Evidence . :a0 a arg:Assumption .
        :i-more a arg:Inference ; arg:premise :c1 , :c2 , :e0 , :a0 ; arg:conclusion :c0 .
        :i-last a arg:Inference ; arg:premise :c{last} ; arg:conclusion :c{last - 9} .
        :c{last - 1} arg:dependsOn :c{last} . :c0 arg:dependsOn :c{last - 1} .
        :x-more a arg:Rebuttal ; arg:attacker :e0 ; arg:target :c0 .
        :u-more a arg:Utterance ; arg:speaker :s0 ; arg:expresses :q0 .
        :q-deep a arg:UnderlyingQuestion ; arg:underlies :q0 . :q-open a arg:Question .
    """
    for number in range(0, claims, 5):
        one, other, speaker = number, (number + 3) % claims, number % 20
        # Passages: two of the original for every fifth claim, translated, merged, split and noted.
        for place, language in (("a", "en"), ("b", "en"), ("y", "zh"), ("z", "zh")):
            name = f"p{place}{number}"
            yield f"""
                :c{one} arg:hasPassage :{name} . :i{one // 2} arg:hasPassage :{name} .
                :{name} a arg:Passage ; dcterms:language "{language}" ; arg:paragraph 1 ;
                    oa:hasSource :source ; oa:hasSelector :{name}-at .
                :{name}-at oa:start {number} ; oa:end {number + 4} .
            """
        yield f"""
            :py{number} arg:translationOf :pa{number} , :pb{number} ; skos:note "more"@en .
            :pz{number} arg:translationOf :pa{number} .
            :c{one} arg:hasQuantity :n{one} ; skos:note "why"@en , "何以"@zh .
            :n{one} a arg:Quantity ; rdfs:label "size"@en ; arg:bound arg:exactly ;
                schema:value {one} ; qudt:hasUnit unit:NUM ; arg:horizon "2031"^^xsd:gYear .
            :c{one} arg:inTensionWith :c{other} ; arg:clarifies :c{other} .
            :c{other} arg:supersedes :c{one} .
            :s{speaker} arg:concedes :c{one} .
            :i{one // 2} arg:scheme arg:ArgumentFromExample .
            :source{number} a arg:Source ; dcterms:creator :s{speaker} ; dcterms:language "en" .
        """
    for number in range(0, claims // 10 - 1, 2):
        yield f"""
            :q{number} dcterms:hasPart :q{number + 1} ; arg:hasPassage :pa{number * 5} .
            :q{number + 1} arg:hasPassage :pa{number * 5 + 5} , :py{number * 5 + 5} .
        """


def verdicts(claims: int) -> Iterator[str]:
    """Yield verdicts that differ, for the queries about these."""
    yield f"@prefix arg: <{ontology.ARG}> . @prefix : <{SYNTHETIC}> . "
    for standpoint, words in {
        "speaker": ("accepted", "undecided", "rejected", "accepted"),
        "evidence": ("accepted", "undecided", "rejected", "undecided"),
        "stated": ("undecided", "undecided", "rejected", "accepted"),
    }.items():
        graph = f"<{ontology.VERDICT}synthetic/{standpoint}>"
        yield f'{graph} {{ {graph} a arg:Verdict ; arg:standpoint "{standpoint}" . '
        for number in range(claims):
            yield f"""
                :c{number} arg:acceptance arg:{words[number % 4]} ; arg:ground arg:resting ;
                    arg:strength 0.5 ; arg:explanation "so"@en , "如此"@zh .
            """
        yield from (f":q{number} arg:coverage arg:answered . " for number in range(claims // 10))
        yield "} "


@pytest.fixture(scope="module")
def oxigraph() -> str:
    """The engine's command line, which comes with the development dependencies."""
    path = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    path = path or shutil.which("oxigraph")
    if path is None:
        pytest.skip("no oxigraph command: pip install 'oxigraph>=0.5,<0.6'")
    return path


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, oxigraph: str) -> tuple[Data, Data]:
    """A synthetic argument and one four times as large, with what the rules derive, on disk."""
    turtle: Callable[..., Iterator[str]] = runpy.run_path(
        str(ROOT / "benchmarks" / "synthetic.py")
    )["turtle"]
    found = []
    for claims in (CLAIMS, CLAIMS * TIMES):
        store = parse("".join([*turtle(claims), *more(claims)])).store
        store.read_text("".join(verdicts(claims)), "trig")
        store.derive()
        folder = tmp_path_factory.mktemp(f"claims{claims}")
        store.engine.dump(folder / "all.nq", ox.RdfFormat.N_QUADS)
        load = [oxigraph, "load", "--location", f"{folder}/db", "--file", f"{folder}/all.nq"]
        subprocess.run(load, check=True, capture_output=True)
        found.append(Data(folder, claims, len(store.engine)))
    return found[0], found[1]


def count(plan: dict[str, Any]) -> int:
    """Return the rows of all nodes of a plan, and the pairs of those that join without a key."""
    total, waiting = 0, [(plan, True)]
    while waiting:
        node, once = waiting.pop()
        children = node["children"]
        rows = [child["number of results"] for child in children]
        total += node["number of results"]
        keyless = bool(KEYLESS.match(node["name"]))
        if keyless and once:
            total += rows[0] * rows[1]
        # What is done once for each row tells only the sum of its rows, not how they were paired.
        hash_or_union = "(Hash" in node["name"] or node["name"].startswith("Union")
        for place, child in enumerate(children):
            waiting.append((child, once and (place == 0 or hash_or_union)))
    return total


def explain(oxigraph: str, data: Data, text: str) -> dict[str, Any]:
    """Run a query and return its plan, with the number of rows that each node gave."""
    query, plan = data.folder / "query.rq", data.folder / "plan.json"
    query.write_text(text, "utf-8")
    command = [oxigraph, "query", "--location", f"{data.folder}/db", "--query-file", str(query)]
    command += ["--results-file", f"{data.folder}/rows.csv", "--results-format", "csv"]
    command += ["--stats", "--explain-file", str(plan), "--union-default-graph"]
    subprocess.run(command, check=True, capture_output=True)
    found: dict[str, Any] = json.loads(plan.read_text("utf-8"))["plan"]
    return found


def shipped(name: str, parameter: str | None, data: Data) -> str:
    """Return the text of a query, its parameter bound."""
    text = named_queries()[name].text
    if parameter is None:
        return text
    space, colon, local = ASKED[parameter].format(last=data.claims - 1).partition(":")
    if not colon:
        return bind(text, {parameter: space})
    iri = (ontology.ARG if space else SYNTHETIC) + local
    return bind(text, {parameter: URIRef(iri)})


@pytest.fixture(scope="module")
def runs(oxigraph: str, data: tuple[Data, Data]) -> dict[str, tuple[Run, Run]]:
    """What each query did on both arguments, all asked at once: starting the command is slow."""
    found: dict[str, list[Run]] = {}
    for one in data:
        texts = {f"{name} {asked}": shipped(name, asked, one) for name, asked in QUERIES}
        for form, bodies in FORMS.items():
            for speed, body in zip(("slow", "fast"), bodies, strict=True):
                texts[f"{form} {speed}"] = f"SELECT DISTINCT ?c {{ {body} }}"
        prefixes, parts = {f"PREFIX : <{SYNTHETIC}>"}, []
        for key, text in texts.items():
            prefixes.update(re.findall(r"PREFIX \w+: <[^>]+>", text))
            parts.append(f'{{ {{ {text[text.index("SELECT") :]} }} BIND("{key}" AS ?this_query) }}')
        together = f"{' '.join(sorted(prefixes))}\nSELECT * {{ {' UNION '.join(parts)} }}"
        waiting = [explain(oxigraph, one, together)]
        while waiting:
            node = waiting.pop()
            waiting += node["children"]
            if mark := re.fullmatch(r'Extend\("(.*)" -> \?this_query\)', node["name"]):
                (plan,) = node["children"]
                run = Run(plan["number of results"], count(plan), one.triples)
                found.setdefault(mark[1], []).append(run)
        assert set(found) == set(texts)
    return {key: (small, large) for key, (small, large) in found.items()}


def complaints(small: Run, large: Run) -> list[str]:
    """Return what is wrong with the work of a query: that it grows too fast, or is too much."""
    data, rows = large.triples / small.triples, large.rows / max(1, small.rows)
    growth, allowed = large.work / small.work, SLACK * max(data, rows)
    wrong = []
    if growth > allowed:
        wrong.append(f"{growth:.1f} times the work, where {allowed:.1f} times are enough")
    for run in (small, large):
        if run.work > ROWS_PER_TRIPLE * run.triples:
            wrong.append(f"{run.work / run.triples:.1f} rows of work per triple")
    return wrong


def test_each_parameter_is_asked_about_something() -> None:
    assert {parameter for _, parameter in QUERIES} - {None} == set(ASKED)


@pytest.mark.parametrize(("name", "parameter"), QUERIES)
def test_the_work_grows_with_the_data_and_the_answer(
    runs: dict[str, tuple[Run, Run]], name: str, parameter: str | None
) -> None:
    small, large = runs[f"{name} {parameter}"]

    # Otherwise nothing is measured.
    assert small.rows > 0
    assert large.rows > 0
    assert complaints(small, large) == []


@pytest.mark.parametrize("name", ["attacks", "grounds", "languages"])
def test_a_query_does_as_much_alone_as_among_others(
    oxigraph: str, data: tuple[Data, Data], runs: dict[str, tuple[Run, Run]], name: str
) -> None:
    plan = explain(oxigraph, data[0], shipped(name, None, data[0]))

    assert count(plan) == runs[f"{name} None"][0].work


@pytest.mark.parametrize("form", FORMS)
def test_a_slow_form_is_seen(runs: dict[str, tuple[Run, Run]], form: str) -> None:
    slow, fast = runs[f"{form} slow"], runs[f"{form} fast"]

    assert [run.rows for run in slow] == [run.rows for run in fast]
    assert complaints(*fast) == []
    assert complaints(*slow) != []
