"""How far questions are answered by what stands: hand-worked, and from the definitions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import arguments, granting, turtle, written

from whyso.graph import ArgumentGraph, parse
from whyso.graph.semantics import standpoints
from whyso.graph.semantics.answering import ANSWERED, answering, contested


def results(g: ArgumentGraph, standpoint: str = "speaker") -> dict[str, str]:
    found = answering(g.verdict(standpoint), g.to_networkx())
    return {one.question.rpartition("/")[2]: one.result for one in found}


def ids(*iris: str) -> list[str]:
    return [iri.rpartition("/")[2] for iri in iris]


@pytest.mark.parametrize(
    ("lines", "result"),
    [
        (["a = q"], "answered"),
        (["a = q", "b ! a"], "rejected"),
        (["a = q", "b ! a", "c = q"], "answered"),
        (["a = q", "b ! a", "a > r1", "c > r2", "r2 = q"], "reconstructed"),
        (["a > u1", "u1 = q", "c > r2", "r2 = q"], "reported"),
        (["u1 = q"], "open"),
        (["r1 = q", "r1 > r2"], "open"),
        (["a = q", "a ! b", "b ! a"], "contested"),
        (["c > r1", "r1 = q", "a ! i1", "b ! a", "a ! b"], "contested"),
        (["c u1 > r1", "r1 = q", "a ! i1", "b ! a", "a ! b"], "open"),
        (["a ! b", "b ! a", "b > c", "c = q"], "contested"),
        (["q"], "unanswered"),
        (["s1 = q", "a"], "unanswered"),
        (["q = q"], "unanswered"),
    ],
)
def test_a_question_gets_the_best_that_stands_among_its_answers(
    lines: list[str], result: str
) -> None:
    assert results(written(*lines))["q"] == result


def test_answers_replaced_by_later_words_do_not_count() -> None:
    g = parse(turtle("a = q", "b") + "\n:b arg:supersedes :a .")

    found = answering(g.verdict(), g.to_networkx())[0]

    assert found.result == "unanswered"
    assert ids(*found.superseded) == ["a"]


@pytest.mark.parametrize(
    ("lines", "result"),
    [
        (["a = q1", "b = q2"], "answered"),
        (["a = q1", "c > r1", "r1 = q2"], "reconstructed"),
        (["a = q1"], "partly"),
        (["a = q1", "b = q2", "a ! b"], "partly"),
        (["u1 = q1", "b = q2", "a ! b"], "rejected"),
        (["u1 = q1"], "unanswered"),
        (["a = q", "u1 = q1"], "answered"),
        (["a = q", "b ! a", "c = q1"], "partly"),
    ],
)
def test_parts_answer_the_whole_as_far_as_they_are_answered(lines: list[str], result: str) -> None:
    assert results(written("q : q1", "q : q2", *lines))["q"] == result


def test_questions_that_are_parts_of_each_other_come_to_an_end() -> None:
    assert results(written("q1 : q2", "q2 : q1", "a = q1")) == {
        "q1": "answered",
        "q2": "unanswered",
    }


def test_positions_that_the_source_argues_against_are_listed_apart() -> None:
    g = written("a = q", "r1 = q", "a ! r1", "b > r1", "c = q", "a ! c", "r2 = q", "u1 = q")

    found = answering(g.verdict(), g.to_networkx())[0]

    assert ids(*found.accepted) == ["a"]
    assert ids(*found.rejected) == ["c"]
    assert ids(*found.opposed) == ["r1"]
    assert ids(*found.undecided) == ["r2", "u1"]
    assert ids(*found.reconstructed) == ["r2"]
    assert ids(*found.quoted) == ["u1"]


def test_an_accepted_position_of_the_opponent_is_an_answer_too() -> None:
    g = written("a > r1", "r1 = q")

    found = answering(g.verdict(), g.to_networkx())[0]

    assert (found.result, ids(*found.accepted)) == ("reconstructed", ["r1"])


def test_every_result_says_in_two_languages_what_it_means() -> None:
    assert all(set(said) == {"en", "zh"} and all(said.values()) for said in ANSWERED.values())


@pytest.mark.parametrize("standpoint", list(standpoints()))
def test_what_an_opponent_holds_never_settles_a_question_of_the_bundled_argument(
    g: ArgumentGraph, standpoint: str
) -> None:
    found = answering(g.verdict(standpoint), g.to_networkx())

    opponents = {g.resolve(f"r{number}") for number in (*range(1, 12), 13)}
    assert not opponents & {answer for one in found for answer in one.accepted}
    assert {one.result for one in found} <= {"answered", "partly", "open", "contested"}


def test_who_grants_evidence_only_finds_no_question_answered(g: ArgumentGraph) -> None:
    assert set(results(g, "evidence").values()) == {"open", "contested"}
    assert results(g, "evidence")["q0b"] == "contested"


def own_result(verdict_of: dict[str, str], hot: set[str], answers: list[str]) -> str:
    """The definition, on names whose first letter tells the voice."""
    accepted = [name for name in answers if verdict_of[name] == "accepted"]
    undecided = [name for name in answers if verdict_of[name] == "undecided"]
    if any(name[0] not in "ru" for name in accepted):
        return "answered"
    if accepted:
        return "reported" if any(name[0] == "u" for name in accepted) else "reconstructed"
    if undecided:
        return "contested" if hot & set(undecided) else "open"
    return "rejected" if answers else "unanswered"


@settings(max_examples=120)
@given(arguments(), st.frozensets(st.sampled_from(["a", "b", "c", "d", "r1", "u1"]), min_size=1))
def test_results_are_those_of_the_definition(lines: list[str], grants: frozenset[str]) -> None:
    here = {name for name in grants if name in lines} or {"a"}
    who = granting(*here)
    g = written(*lines)
    verdict = g.verdict(who)
    status = {one.claim.rpartition("/")[2]: one.status for one in verdict.findings()}
    carried = dict(zip(verdict.case.links.steps, verdict.link_labels.tolist(), strict=True))
    failing = {iri.rpartition("/")[2] for iri, label in carried.items() if label == 0}
    kept = [
        line if " ! " not in line or f"i{number}" not in failing else "a"
        for number, line in enumerate(lines, 1)
    ]
    then = written(*kept).verdict(who)
    hot = {
        name
        for name, said in status.items()
        if said == "undecided" and then.status(name) == "accepted"
    }

    found = answering(verdict, g.to_networkx())

    assert {
        name for name, is_hot in zip(status, contested(verdict).tolist(), strict=True) if is_hot
    } == hot
    for one in found:
        name = one.question.rpartition("/")[2]
        answers = [line.split()[0] for line in lines if line.endswith(f"= {name}")]
        assert one.result == own_result(status, hot, answers)
        listed = (*one.accepted, *one.undecided, *one.rejected, *one.opposed)
        assert sorted(ids(*listed)) == sorted(answers)
        assert set(one.reconstructed) | set(one.opposed) == {
            iri for iri in listed if "/r" in iri.removeprefix("https://w3id.org/whyso/id/t")
        }
