"""Verdicts on broken, empty and very large data: a clear answer, no recursion, no crash."""

import pytest

from aspic_lines import GRANTED, ID, PREFIXES, accepted, statuses, verdict
from whyso.graph import ArgumentGraph, parse
from whyso.graph.semantics import Case, Options, Verdict
from whyso.graph.store import Store

SEMANTICS = ("grounded", "preferred", "stable", "ideal")
CHOICES = [
    *(Options(semantics=one) for one in SEMANTICS),
    Options(rebuttals="mutual"),
    Options(preference="confidence"),
    Options(base="certainty"),
    Options(strength="df-quad"),
]


def read(text: str) -> ArgumentGraph:
    return parse(PREFIXES + text)


@pytest.mark.parametrize("options", CHOICES, ids=repr)
def test_of_an_empty_graph_there_is_an_empty_verdict(options: Options) -> None:
    for store in (Store(), read(":s a arg:Source .").store):
        found = Verdict(Case.of(store, options=options))
        assert found.exists
        assert found.findings() == ()
        assert found.labels.tolist() == found.link_labels.tolist() == []
        assert found.strengths.values.tolist() == []


@pytest.mark.parametrize("options", CHOICES, ids=repr)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # An inference without premises or without a conclusion; a conflict without an end.
        (":i a arg:Inference ; arg:conclusion :c .", "accepted"),
        (":i a arg:Inference ; arg:premise :c .", "accepted"),
        (":x a arg:Rebuttal ; arg:attacker :c .", "accepted"),
        (":x a arg:Rebuttal ; arg:target :c .", "accepted"),
        (":i a arg:Inference . :x a arg:Conflict .", "accepted"),
        # A circle of one.
        (":i a arg:Inference ; arg:premise :c ; arg:conclusion :c .", "rejected"),
        # What is no claim: a question, a step, a literal.
        (":q a arg:Question . :x a arg:Rebuttal ; arg:attacker :q ; arg:target :c .", "accepted"),
        (":i a arg:Inference ; arg:premise :i ; arg:conclusion :c .", "accepted"),
        (':x a arg:Rebuttal ; arg:attacker "no" ; arg:target :c .', "accepted"),
        (':c arg:confidence "high" , 7 , "NaN" ; arg:dependsOn "luck" .', "accepted"),
        (":q a arg:Question . :c arg:dependsOn :q .", "accepted"),
        # The wrong property: an inference does not attack, a conflict does not support.
        (":d a arg:Claim . :i a arg:Inference ; arg:premise :d ; arg:target :c .", "accepted"),
        (":d a arg:Claim . :x a arg:Conflict ; arg:attacker :d ; arg:conclusion :c .", "accepted"),
        # Both an inference and a conflict.
        (":x a arg:Rebuttal , arg:Inference ; arg:attacker :c ; arg:target :c .", "accepted"),
    ],
)
def test_what_is_broken_does_no_harm(text: str, expected: str, options: Options) -> None:
    found = read(f":c a arg:Claim . {text}").verdict(options=options)
    assert found.exists
    assert found.finding(ID + "c").status == expected
    assert 0 <= found.finding(ID + "c").strength <= 1


@pytest.mark.parametrize("end", [":q", ":j", '"word"'])
def test_a_step_does_not_count_if_one_of_its_premises_is_no_claim(end: str) -> None:
    text = (
        ":p a arg:Evidence . :q a arg:Question . :j a arg:Inference . :c a arg:Claim ."
        f" :i a arg:Inference ; arg:premise :p , {end} ; arg:conclusion :c ."
    )
    assert statuses(read(text).verdict(GRANTED)) == {"c": "undecided", "p": "accepted"}


def test_a_premise_that_is_said_nothing_of_is_an_open_claim() -> None:
    text = ":c a arg:Claim . :i a arg:Inference ; arg:premise :nowhere ; arg:conclusion :c ."
    found = read(text).verdict()
    assert found.finding(ID + "nowhere").ground == "open"
    assert found.finding(ID + "c").ground == "resting"


def test_what_attacks_itself_is_undecided_and_attacks_what_it_attacks() -> None:
    found = verdict("1: a -> a\n2: a -> b", "a b")
    assert statuses(found) == {"a": "undecided", "b": "undecided"}
    assert found.grounds == ["contested", "contested"]


def test_steps_that_attack_themselves_or_each_other_are_undecided() -> None:
    for lines in ("1: a -> b\nu: a -> u 1", "1: a -> b\nu: a -> w\nw: a -> u 1"):
        assert statuses(verdict(lines, "a b")) == {"a": "accepted", "b": "undecided"}


def test_the_same_triples_twice_say_no_more() -> None:
    text = ":a a arg:Claim . :b a arg:Claim . :x a arg:Rebuttal ; arg:attacker :a ; arg:target :b ."
    once, twice = read(text).verdict(), read(f"{text} {text}").verdict()
    assert once.case.links.target.tolist() == twice.case.links.target.tolist()
    assert once.strengths.values.tolist() == twice.strengths.values.tolist()


def test_two_conflicts_with_the_same_ends_count_twice_in_strength_alone() -> None:
    one, two = verdict("1: a -> b", "a b"), verdict("1: a -> b\n2: a -> b", "a b")
    assert accepted(one) == accepted(two) == "a"
    assert two.strength(ID + "b") < one.strength(ID + "b")


def test_blank_claims_and_blank_steps_are_decided() -> None:
    text = (
        "[ a arg:Inference ; arg:premise [ a arg:Evidence ] ; arg:conclusion _:c ] ."
        " _:c a arg:Claim . [ a arg:Rebuttal ; arg:attacker [ a arg:Evidence ] ; arg:target _:c ] ."
    )
    names = set[tuple[str, ...]]()
    for _ in range(3):
        found = read(text).verdict(GRANTED)
        assert sorted(found.labels.tolist()) == [-1, 1, 1]
        assert all(name.startswith("_:") for name in found.case.links.claims)
        names.add(tuple(found.case.links.claims))
    assert len(names) == 1
    assert [found.status(name) for name in found.case.links.claims].count("accepted") == 2


# Size


def chain(size: int, step: str) -> str:
    lines = [f":c0 a arg:Evidence . :c{at} a arg:Evidence ." for at in range(1, size + 1)]
    return "\n".join(lines + [step.format(at=at, next=at + 1) for at in range(size)])


INFERENCE = ":i{at} a arg:Inference ; arg:premise :c{at} ; arg:conclusion :c{next} ."
REBUTTAL = ":x{at} a arg:Rebuttal ; arg:attacker :c{at} ; arg:target :c{next} ."
UNDERCUT = ":x{next} a arg:Undercut ; arg:attacker :c0 ; arg:target :x{at} ."
NEED = ":c{next} arg:dependsOn :c{at} ."
SIZES = [3000, pytest.param(100_000, marks=pytest.mark.slow)]


@pytest.mark.parametrize("size", SIZES)
def test_a_long_chain_of_inferences_carries_to_its_end(size: int) -> None:
    text = chain(size, INFERENCE).replace("Evidence", "Claim") + " :c0 a arg:Evidence ."
    found = read(text).verdict(GRANTED)
    assert (found.labels == 1).all()
    assert found.finding(f"{ID}c{size}").ground == "supported"
    broken = found.case.changed(retract=[found.number(ID + "c0")])
    assert not Verdict(broken).labels.any()
    cut = found.case.changed(drop=[size // 2])
    assert int((Verdict(cut).labels == 1).sum()) == size // 2 + 1


@pytest.mark.parametrize("size", SIZES)
def test_a_long_chain_of_attacks_alternates(size: int) -> None:
    found = read(chain(size, REBUTTAL)).verdict(GRANTED)
    assert found.labels.tolist() == [1 - 2 * (at % 2) for at in range(size + 1)]
    assert found.strengths.settled.all()


@pytest.mark.parametrize("size", SIZES)
def test_a_long_chain_of_undercuts_is_decided_from_its_end(size: int) -> None:
    first = ":x0 a arg:Rebuttal ; arg:attacker :c0 ; arg:target :c1 .\n"
    loose = ":x0 a arg:Undercut ; arg:attacker :c0 .\n"
    found = read(first + chain(size, UNDERCUT)).verdict(GRANTED)
    assert found.link_labels.tolist() == [(-1) ** (size - at) for at in range(size + 1)]
    assert found.strengths.settled.all()
    idle = read(loose + chain(size, UNDERCUT)).verdict(GRANTED)
    assert (idle.labels == 1).all()
    assert (idle.strengths.values == 0.5).all()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("standpoint", ["speaker", "stated", "evidence", "sceptic"])
def test_a_long_chain_of_dependencies_is_granted_with_what_is_conceded(
    size: int, standpoint: str
) -> None:
    text = chain(size, NEED).replace("Evidence", "Claim") + f" :a arg:concedes :c{size} ."
    found = read(text).verdict(standpoint)
    assert found.case.granted.outright.all()
    assert (found.labels == 1).all()


@pytest.mark.parametrize("size", SIZES)
def test_a_ring_of_inferences_is_circular(size: int) -> None:
    text = chain(size, INFERENCE).replace("Evidence", "Claim")
    ring = f":i a arg:Inference ; arg:premise :c{size} ; arg:conclusion :c0 ."
    found = read(text + ring).verdict(GRANTED)
    assert (found.labels == -1).all()
    assert set(found.grounds) == {"circular"}


MANY = [3000, pytest.param(1_000_000, marks=pytest.mark.slow)]


@pytest.mark.parametrize("size", MANY)
def test_an_inference_may_have_any_number_of_premises(size: int) -> None:
    premises = "\n".join(f":p{at} a arg:Evidence . :i arg:premise :p{at} ." for at in range(size))
    text = f":c a arg:Claim . :i a arg:Inference ; arg:conclusion :c .\n{premises}"
    found = read(text).verdict(GRANTED)
    assert (found.labels == 1).all()
    fewer = found.case.changed(retract=[found.number(f"{ID}p{size // 2}")])
    assert Verdict(fewer).labels[found.number(ID + "c")] == 0


@pytest.mark.parametrize("size", MANY)
def test_a_claim_may_have_any_number_of_attackers(size: int) -> None:
    attacks = "\n".join(
        f":p{at} a arg:Evidence . :x{at} a arg:Rebuttal ; arg:attacker :p{at} ; arg:target :c ."
        for at in range(size)
    )
    found = read(f":c a arg:Evidence .\n{attacks}").verdict(GRANTED)
    assert found.status(ID + "c") == "rejected"
    assert int((found.labels == 1).sum()) == size
    assert 0 <= found.strength(ID + "c") < 1e-3
