"""JSON for programs: it says what the library says, and what its description promises."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from served import SAMPLE, Server, serving

from whyso.graph import ArgumentGraph
from whyso.graph.server.openapi import description

API: Final = f"api/sources/{SAMPLE}"
# Address to the schema of what it answers.
ANSWERS: Final = {
    "api/sources": "Sources",
    "api/queries": "Queries",
    f"{API}/claims": "Claims",
    f"{API}/claims?kind=evidence&kind=forecast&offset=3&limit=5": "Claims",
    f"{API}/claims/q1": "Claim",
    f"{API}/claims/c3": "Claim",
    f"{API}/verdict": "Verdict",
    f"{API}/verdict?standpoint=evidence&semantics=preferred&scores=uniform": "Verdict",
    f"{API}/claims/r1/explanation": "Explanation",
    f"{API}/claims/c67/explanation?lang=zh&standpoint=evidence": "Explanation",
    f"{API}/claims/c67/flips": "Flips",
    f"{API}/whatif?retract=c43&drop=i30&assert=r2": "Change",
}


@pytest.fixture(scope="module")
def served() -> Iterator[Server]:
    with serving() as found:
        yield found


def told(served: Server, path: str) -> Any:
    got = served.get(path)
    assert got.status_code == 200, got.text
    return got.json()


def test_the_description_is_valid(served: Server) -> None:
    found = told(served, "api/openapi.json")

    OpenAPIV31SpecValidator(found).validate()
    assert found == description()


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_is_as_described(served: Server, path: str) -> None:
    found = description()
    schema = {"$ref": f"#/components/schemas/{ANSWERS[path]}", "components": found["components"]}

    errors = [error.message for error in OAS31Validator(schema).iter_errors(told(served, path))]

    assert errors == []


def test_every_address_that_is_described_is_tested_and_each_parameter_is_heard() -> None:
    for path, said in description()["paths"].items():
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path.lstrip("/")))
        assert any(re.fullmatch(pattern, answer.partition("?")[0]) for answer in ANSWERS), path
        names = {one["name"] for one in said["get"]["parameters"] if one["in"] == "path"}
        assert names == set(re.findall(r"\{(\w+)\}", path))


def test_the_claims_are_those_of_the_library(served: Server, g: ArgumentGraph) -> None:
    found = told(served, f"{API}/claims?limit=1000")

    assert [one["iri"] for one in found["claims"]] == [one.iri for one in g.statements()]
    assert found["total"] == len(g.statements())
    assert told(served, f"{API}/claims?offset=7&limit=3")["claims"] == found["claims"][7:10]


@pytest.mark.parametrize("standpoint", ["speaker", "evidence", "SELECT ?c { ?c a arg:Evidence }"])
def test_the_verdict_is_that_of_the_library(
    served: Server, g: ArgumentGraph, standpoint: str
) -> None:
    got = served.get(f"{API}/verdict", params={"standpoint": standpoint}).json()

    wanted = g.verdict(standpoint)
    assert {one["claim"]: one["status"] for one in got["claims"]} == {
        one.claim: one.status for one in wanted.findings()
    }
    assert [one["strength"] for one in got["claims"]] == pytest.approx(
        [one.strength for one in wanted.findings()]
    )


def test_the_explanation_is_that_of_the_library(served: Server, g: ArgumentGraph) -> None:
    found = told(served, f"{API}/claims/r1/explanation")

    wanted = json.loads(json.dumps(g.verdict().explain("r1").to_dict()))
    own = {name: found[name] for name in wanted if name != "options"}
    assert own == {name: value for name, value in wanted.items() if name != "options"}


def test_what_if_is_that_of_the_library(served: Server, g: ArgumentGraph) -> None:
    found = told(served, f"{API}/whatif?retract=c43&retract=c42")

    wanted = g.what_if(retract=["c43", "c42"])
    assert [(flip["claim"], flip["after"]) for flip in found["flips"]] == [
        (flip.claim, flip.after) for flip in wanted.flips
    ]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{API}/claims/nothing", 404),
        (f"{API}/claims/i30", 404),
        ("api/sources/nowhere/verdict", 404),
        (f"{API}/verdict?standpoint=nobody", 404),
        (f"{API}/verdict?semantics=magic", 404),
        (f"{API}/claims?limit=many", 400),
        (f"{API}/whatif?retract=c1&assert=c1", 400),
        (f"{API}/verdict?standpoint=SELECT+?c+%7B+SERVICE+%3Ca:b%3E+%7B%7D+%7D", 400),
    ],
)
def test_what_cannot_be_answered_is_told_in_one_line(
    served: Server, path: str, status: int
) -> None:
    got = served.get(path)

    assert got.status_code == status
    assert got.text.count("\n") == 1
