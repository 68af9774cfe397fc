"""Bare supports read as deductive or necessary: published examples, definitions, closure."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspic_lines import ID, argument
from dung_oracle import Oracle
from whyso.graph import sample
from whyso.graph.errors import InputError, UnknownNameError
from whyso.graph.semantics import Links
from whyso.graph.semantics.bipolar import SUPPORTS, Bipolar

Pairs = frozenset[tuple[int, int]]


def attacks(framework: Bipolar, support: str) -> set[str]:
    found = framework.reduced(support)
    return {
        f"{framework.names[a]}{framework.names[b]}"
        for a, b in zip(found.source.tolist(), found.target.tolist(), strict=True)
    }


# Published examples


def test_example_7_of_cayrol_and_lagasquie_schiex() -> None:
    """x attacks c; a supports x and b supports c: a attacks c, x attacks b, and so a attacks b."""
    framework = Bipolar.of_pairs("abcx", ["xc"], ["ax", "bc"])
    assert attacks(framework, "deductive") == {"ab", "ac", "xb", "xc"}
    assert attacks(framework, "necessary") == {"xc"}


def test_the_extended_attacks_of_nouioua_and_risch() -> None:
    """What attacks b attacks what needs b, and what needs an attacker attacks with it."""
    framework = Bipolar.of_pairs("abcd", ["ab"], ["ad", "bc"])
    assert attacks(framework, "necessary") == {"ab", "ac", "db", "dc"}
    assert attacks(framework, "deductive") == {"ab"}


def test_a_supported_and_a_mediated_attack() -> None:
    assert attacks(Bipolar.of_pairs("abc", ["bc"], ["ab"]), "deductive") == {"ac", "bc"}
    assert attacks(Bipolar.of_pairs("abc", ["cb"], ["ab"]), "deductive") == {"ca", "cb"}


def test_support_runs_in_any_number_of_steps_and_in_circles() -> None:
    chain = Bipolar.of_pairs("abcde", ["cd"], ["ab", "bc", "ca", "ed"])
    whole = {"ad", "bd", "cd", "ae", "be", "ce"}
    assert attacks(chain, "deductive") == whole


def test_what_speaks_for_its_own_opponent_attacks_itself() -> None:
    assert "aa" in attacks(Bipolar.of_pairs("ab", ["ba"], ["ab"]), "deductive")


# From a claim graph


def shown(lines: str) -> tuple[set[str], set[str]]:
    """Return the attacks and the supports of an argument, as pairs of names."""
    found = Bipolar.of(Links.of(argument(lines).store))
    names = [name.removeprefix(ID) for name in found.names]
    return tuple(  # type: ignore[return-value]
        {f"{names[a]}{names[b]}" for a, b in zip(start.tolist(), end.tolist(), strict=True)}
        for start, end in ((found.attacker, found.attacked), (found.supporter, found.supported))
    )


def test_linked_premises_become_supports_of_their_own() -> None:
    assert shown("i: p q => c\n1: x y -> c") == ({"xc", "yc"}, {"pc", "qc"})


def test_an_undercut_hits_the_step_and_not_its_ends() -> None:
    assert shown("i: p q => c\nu: x -> i") == ({"xi"}, {"pi", "qi", "ic"})
    assert shown("1: a -> b\nu: x -> 1") == ({"x1", "1b"}, {"a1"})
    assert shown("1: a -> b\n2: c -> 1\n3: d -> 2") == ({"1b", "21", "d2"}, {"a1", "c2"})


def test_what_depends_on_something_is_left_out() -> None:
    assert shown("a needs b") == (set(), set())


def test_deductive_support_knocks_out_the_evidence_and_necessary_support_its_conclusion() -> None:
    found = Bipolar.of(Links.of(argument("i: p => c\n1: x -> c\nj: q => d\n2: x -> q").store))
    names = [name.removeprefix(ID) for name in found.names]
    outcome = {}
    for support in SUPPORTS:
        reduced = found.reduced(support)
        pairs = zip(reduced.source.tolist(), reduced.target.tolist(), strict=True)
        oracle = Oracle(len(names), list(pairs))
        stands = oracle.grounded()[0]
        outcome[support] = {name for at, name in enumerate(names) if stands >> at & 1}
    assert outcome == {"deductive": {"x", "d"}, "necessary": {"x", "p"}}


def test_the_sample_has_an_argument_for_each_claim_and_each_attacked_step() -> None:
    links = Links.of(sample().store)
    found = Bipolar.of(links)
    attacked = {links.steps[step] for step in links.target[links.on_link].tolist()}
    assert list(found.names[: len(links.claims)]) == links.claims
    assert set(found.names[len(links.claims) :]) == attacked
    for support in SUPPORTS:
        assert len(found.reduced(support).source) >= len(found.attacker)


# By definition

SIZE = 6
NUMBERS = st.integers(0, SIZE - 1)
PAIRS = st.frozensets(st.tuples(NUMBERS, NUMBERS), max_size=7)


def numbered(hits: Pairs, helps: Pairs) -> Bipolar:
    names = [str(number) for number in range(SIZE)]
    as_names = [[(str(a), str(b)) for a, b in sorted(pairs)] for pairs in (hits, helps)]
    return Bipolar.of_pairs(names, *as_names)


def reduction(hits: Pairs, helps: Pairs, support: str) -> Pairs:
    found = numbered(hits, helps).reduced(support)
    return frozenset(zip(found.source.tolist(), found.target.tolist(), strict=True))


def fixpoint(hits: Pairs, helps: Pairs) -> Pairs:
    """Add supported and mediated attacks until there are no more."""
    found = set(hits)
    while True:
        supported = {(a, c) for a, b in helps for b2, c in found if b == b2}
        mediated = {(c, a) for a, b in helps for c, b2 in found if b == b2}
        if supported | mediated <= found:
            return frozenset(found)
        found |= supported | mediated


@given(PAIRS, PAIRS)
@settings(max_examples=100)
def test_the_reduction_is_the_fixpoint_of_supported_and_mediated_attacks(
    hits: Pairs, helps: Pairs
) -> None:
    turned = frozenset((b, a) for a, b in helps)
    assert reduction(hits, helps, "deductive") == fixpoint(hits, helps)
    assert reduction(hits, helps, "necessary") == fixpoint(hits, turned)


@given(PAIRS, PAIRS, st.sampled_from(sorted(SUPPORTS)))
@settings(max_examples=100)
def test_every_extension_keeps_to_the_supports(hits: Pairs, helps: Pairs, support: str) -> None:
    oracle = Oracle(SIZE, sorted(reduction(hits, helps, support)))
    for semantics in ("grounded", "complete", "preferred", "stable", "ideal"):
        for extension in oracle.extensions(semantics):
            for a, b in helps:
                if support == "necessary":
                    a, b = b, a
                assert not extension >> a & 1 or extension >> b & 1, (semantics, extension)


@given(PAIRS, PAIRS)
@settings(max_examples=60)
def test_preferred_extensions_under_necessities_are_those_of_nouioua_and_risch(
    hits: Pairs, helps: Pairs
) -> None:
    """An admissible set has all that it needs, and for each attacker attacks what that needs."""
    helps = frozenset((a, b) for a, b in helps if a < b)
    needs = {b: {a for a, other in helps if other == b} for b in range(SIZE)}

    def with_needs(argument: int) -> set[int]:
        found = {argument}
        while more := {a for b in found for a in needs[b]} - found:
            found |= more
        return found

    admissible = []
    for chosen in product((False, True), repeat=SIZE):
        members = {number for number in range(SIZE) if chosen[number]}
        hit = {b for a, b in hits if a in members}
        if (
            all(needs[one] <= members for one in members)
            and not hit & members
            and all(with_needs(a) & hit for a, b in hits if b in members)
        ):
            admissible.append(members)
    largest = [one for one in admissible if not any(one < other for other in admissible)]
    found = Oracle(SIZE, sorted(reduction(hits, helps, "necessary"))).extensions("preferred")
    assert sorted(sum(1 << number for number in one) for one in largest) == found


# Limits


def test_an_unknown_reading_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownNameError, match="no reading of support named 'evidence'"):
        Bipolar.of_pairs("ab").reduced("evidence")


def test_a_reduction_that_would_fill_the_memory_is_refused() -> None:
    count = 5000
    names = [str(number) for number in range(2 * count)]
    supports = [(names[at], names[at + 1]) for at in range(2 * count - 1) if at != count - 1]
    framework = Bipolar.of_pairs(names, [(names[count - 1], names[-1])], supports)
    with pytest.raises(InputError, match="more than 20000000"):
        framework.reduced()
    assert len(framework.reduced("necessary").source) == 1


def test_an_empty_framework_stays_empty() -> None:
    for support in SUPPORTS:
        assert len(Bipolar.of_pairs("").reduced(support)) == 0
