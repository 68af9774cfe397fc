"""Verdicts: worked examples of the literature as claim graphs, known traps, and the options."""

from itertools import product

import pytest

from aspic_lines import GRANTED, ID, accepted, argument, defensible, statuses, verdict
from whyso.graph import sample
from whyso.graph.errors import UnknownNameError
from whyso.graph.semantics import GROUNDS, STATUSES, Options

SEMANTICS = ("grounded", "preferred", "stable", "ideal")
DILEMMA = "1: a -> b\n2: b -> a"
# Pollock, "Defeasible reasoning", Cognitive Science 11 (1987).
POLLOCK = "see: looks_red => red\nlight: red_light -> see"


def under(semantics: str) -> Options:
    return Options(semantics=semantics)


# Worked examples


def test_floating_acceptance() -> None:
    """Two that exclude each other both attack c, which attacks d: d stands however it ends."""
    lines = f"{DILEMMA}\n3: a -> c\n4: b -> c\n5: c -> d"
    found = {one: verdict(lines, "a b c d", under(one)) for one in SEMANTICS}
    assert {one: accepted(it) for one, it in found.items()} == {
        "grounded": "",
        "preferred": "d",
        "stable": "d",
        "ideal": "",
    }
    assert defensible(found["preferred"]) == "a b d"
    assert statuses(found["preferred"])["c"] == "rejected"
    assert found["preferred"].finding(ID + "c").ground == "attacked"


def test_one_of_two_that_exclude_each_other_attacks_itself() -> None:
    lines = f"{DILEMMA}\n3: b -> b"
    found = {one: accepted(verdict(lines, "a b", under(one))) for one in SEMANTICS}
    assert found == {"grounded": "", "preferred": "a", "stable": "a", "ideal": "a"}


def test_the_red_light_takes_away_the_reason_but_not_the_look() -> None:
    for semantics in SEMANTICS:
        found = verdict(POLLOCK, "looks_red red_light", under(semantics))
        assert statuses(found) == {
            "looks_red": "accepted",
            "red": "rejected",
            "red_light": "accepted",
        }
        assert found.finding(ID + "red").ground == "unsupported"
        assert found.link_labels.tolist() == [1, -1]  # light, see
        case = found.case
        place = {name.removeprefix(ID): number for name, number in case.place.items()}
        for changed in (
            case.changed(drop=[case.step_place[ID + "light"]]),
            case.changed(retract=[place["red_light"]]),
        ):
            again = type(found)(changed)
            assert again.exists
            assert again.finding(ID + "red").status == "accepted"
            assert again.finding(ID + "red").ground == "supported"


def test_the_dung_of_the_nixon_diamond_is_a_tie() -> None:
    lines = "q: quaker => pacifist\nr: republican => hawk\n1: pacifist -> hawk\n2: hawk -> pacifist"
    tied = verdict(lines, "quaker republican")
    assert accepted(tied) == "quaker republican"
    assert tied.finding(ID + "hawk").ground == "contested"
    assert defensible(verdict(lines, "quaker republican", under("preferred"))) == (
        "hawk pacifist quaker republican"
    )


def test_an_attack_that_is_attacked_is_reinstated() -> None:
    assert accepted(verdict("1: b -> a\n2: c -> b", "a b c")) == "a c"


def test_linked_premises_count_together_and_separate_inferences_alone() -> None:
    linked, apart = "i: p q => c\n1: x -> p", "i: p => c\nj: q => c\n1: x -> p"
    assert statuses(verdict(linked, "p q x"))["c"] == "rejected"
    assert statuses(verdict(apart, "p q x"))["c"] == "accepted"
    assert statuses(verdict(apart + "\n2: x -> q", "p q x"))["c"] == "rejected"


def test_each_kind_of_attack_hits_what_it_hits() -> None:
    """A rebuttal the conclusion, an undermining the premise, an undercut the step alone."""
    step = "i: p => c\nj: q => c\nk: p => d\n"
    hit = {
        "1: x -> c": "d p q x",
        "1: x -> p": "c q x",
        "1: x -> i": "c d p q x",
        "1: x -> i j": "d p q x",
    }
    for attack, stands in hit.items():
        assert accepted(verdict(step + attack, "p q x")) == stands


def test_an_attack_on_an_attack_saves_its_target() -> None:
    assert accepted(verdict("1: a -> b\n2: c -> 1", "a b c")) == "a b c"
    assert accepted(verdict("1: a -> b\n2: c -> 1\n3: d -> 2", "a b c d")) == "a c d"


def test_what_depends_on_something_falls_with_it_and_does_not_rise_with_it() -> None:
    lines = "a needs b\n1: x -> b"
    found = verdict(lines, "a b x")
    assert statuses(found) == {"a": "rejected", "b": "rejected", "x": "accepted"}
    assert found.finding(ID + "a").ground == "deprived"
    assert statuses(verdict("a needs b", "b"))["a"] == "undecided"
    assert verdict("a needs b", "a").finding(ID + "a").ground == "resting"


# Known traps


def test_the_last_word_wins_where_replies_lead_one_way() -> None:
    replies = "1: b -> a\n2: c -> b\n3: d -> c"
    assert accepted(verdict(replies, "a b c d")) == "b d"
    mutual = verdict(replies, "a b c d", Options(rebuttals="mutual"))
    assert accepted(mutual) == ""
    assert set(mutual.grounds) == {"contested"}


def test_a_preference_decides_a_rebuttal_of_both_by_both() -> None:
    options = Options(rebuttals="mutual", preference="confidence")
    found = verdict("1: b -> a", "a b", options, a=0.9, b=0.4)
    assert accepted(found) == "a"
    assert statuses(found)["b"] == "rejected"
    assert accepted(verdict("1: b -> a", "a b", options, a=0.5, b=0.5)) == ""
    assert accepted(verdict("1: b -> a", "a b", options, a=0.9)) == ""  # nothing to compare


@pytest.mark.parametrize("kind", ["Rebuttal", "Undermining", "Conflict"])
def test_an_attack_of_the_weaker_is_turned_round_not_dropped(kind: str) -> None:
    more = f":1 a arg:{kind} ; arg:attacker :b ; arg:target :a ."
    graph = argument("", "a b", more, a=0.9, b=0.4)
    assert accepted(graph.verdict(GRANTED)) == "b"
    turned = graph.verdict(GRANTED, options=Options(preference="confidence"))
    assert statuses(turned) == {"a": "accepted", "b": "rejected"}


def test_a_preference_does_not_turn_an_undercut() -> None:
    options = Options(preference="confidence")
    found = verdict("i: p => c\nu: x -> i", "p x", options, p=1, c=1, x=0.1, i=1)
    assert accepted(found) == "p x"


def test_support_cannot_raise_what_is_granted_but_its_strength_shows_it() -> None:
    bare, backed = "1: x -> c", "1: x -> c\ni: p => c"
    for semantics in SEMANTICS:
        for lines in (bare, backed):
            assert statuses(verdict(lines, "c p x", under(semantics)))["c"] == "rejected"
    weak, strong = (verdict(lines, "c p x").strength(ID + "c") for lines in (bare, backed))
    assert 0 < weak < strong
    assert verdict("i: p => c", "c p").finding(ID + "c").ground == "granted"


def test_a_circle_of_support_holds_nothing_up_under_any_semantics() -> None:
    for semantics in SEMANTICS:
        found = verdict("i: p => q\nj: q => p\n1: p -> r", "r", under(semantics))
        assert statuses(found) == {"p": "rejected", "q": "rejected", "r": "accepted"}
        assert found.grounds[:2] == ["circular", "circular"]
        assert defensible(found) == "r"


def test_extensions_that_count_what_stands_beside_the_claims_are_no_choice() -> None:
    for semantics in ("semi-stable", "stage", "eager", "cf2", "complete"):
        with pytest.raises(UnknownNameError, match="no choice of semantics named"):
            Options(semantics=semantics)


@pytest.mark.parametrize("ring", ["1: a -> a", "1: a -> b\n2: b -> c\n3: c -> a"])
def test_where_there_is_no_stable_extension_nothing_is_accepted(ring: str) -> None:
    found = verdict(f"{ring}\ni: p => q", "a b c p", under("stable"))
    assert not found.exists
    assert not found.labels.any()
    assert not found.link_labels.any()
    assert not found.defensible.any()
    for semantics in ("grounded", "preferred", "ideal"):
        other = verdict(f"{ring}\ni: p => q", "a b c p", under(semantics))
        assert other.exists
        assert {"p", "q"} <= set(accepted(other).split())


def test_an_attack_on_a_conclusion_leaves_the_evidence_alone() -> None:
    """Other than under deductive support."""
    assert statuses(verdict("i: p => c\n1: x -> c", "p x"))["p"] == "accepted"


def test_a_stable_extension_leaves_nothing_open_but_what_nothing_touches() -> None:
    touched = verdict("i: p => c\n1: c -> d", "d", under("stable"))
    assert not touched.exists
    apart = argument("1: a -> b", "a b", ":o a arg:Claim .")
    found = apart.verdict(GRANTED, options=under("stable"))
    assert statuses(found) == {"a": "accepted", "b": "rejected", "o": "undecided"}


def test_one_reason_less_is_not_the_end_of_a_claim_that_has_another() -> None:
    """Other than under necessary support."""
    assert statuses(verdict("i: p => c\nj: q => c\n1: x -> p", "p q x"))["c"] == "accepted"


# Options


def test_the_choices_of_options_are_told() -> None:
    for name in ("semantics", "rebuttals", "preference", "base"):
        with pytest.raises(UnknownNameError, match=f"no choice of {name} named 'neither'"):
            Options(**{name: "neither"})  # type: ignore[arg-type]


def test_a_mutual_rebuttal_hits_once_each_way() -> None:
    both = verdict("1: a -> b\n2: b -> a", "a b", Options(rebuttals="mutual"))
    assert len(both.case.links.steps) == 2
    one = verdict("1: a -> b", "a b", Options(rebuttals="mutual"))
    assert one.case.links.steps == [ID + "1", ID + "1"]
    assert one.strengths.values.tolist() == pytest.approx(both.strengths.values.tolist())
    alone = verdict("1: a -> a", "a", Options(rebuttals="mutual"))
    assert len(alone.case.links.steps) == 1


def test_a_turned_attack_hits_once_where_the_stronger_attacks_anyway() -> None:
    options = Options(preference="confidence")
    both = verdict("1: a -> b\n2: b -> a", "a b", options, a=0.9, b=0.4)
    one = verdict("1: a -> b", "a b", options, a=0.9, b=0.4)
    assert statuses(both) == statuses(one) == {"a": "accepted", "b": "rejected"}
    assert both.strengths.values.tolist() == pytest.approx(one.strengths.values.tolist())


def test_only_rebuttals_are_answered_back() -> None:
    mutual = Options(rebuttals="mutual")
    lines = "i: p => c\nu: x -> i"
    assert statuses(verdict(lines, "p x", mutual)) == statuses(verdict(lines, "p x"))
    more = ":1 a arg:Undermining ; arg:attacker :x ; arg:target :p ."
    assert accepted(argument("", "p x", more).verdict(GRANTED, options=mutual)) == "x"


def test_who_undercuts_a_rebuttal_undercuts_its_answer() -> None:
    lines = "1: a -> b\nu: x -> 1"
    found = verdict(lines, "a b x", Options(rebuttals="mutual"))
    assert accepted(found) == "a b x"
    assert found.link_labels.tolist() == [-1, 1, -1]


def test_a_dropped_rebuttal_is_not_answered() -> None:
    found = verdict("1: a -> b", "a b", Options(rebuttals="mutual"))
    assert accepted(found) == ""
    dropped = found.case.changed(drop=[found.case.step_place[ID + "1"]])
    assert accepted(type(found)(dropped)) == "a b"


@pytest.mark.parametrize(
    ("base", "scores"),
    [
        ("confidence", {"a": 0.9, "b": 0.5, "c": 0.0}),
        ("certainty", {"a": 0.3, "b": 0.8, "c": 0.0}),
        ("uniform", {"a": 0.5, "b": 0.5, "c": 0.0}),
    ],
)
def test_base_scores_come_from_where_the_options_say(base: str, scores: dict[str, float]) -> None:
    more = ":a arg:certainty arg:possible . :b arg:certainty arg:strong . :c a arg:Claim ."
    graph = argument("", "a b", more, a=0.9, c=0.7)
    found = graph.verdict(GRANTED, options=Options(base=base))
    assert {name: found.strength(ID + name) for name in scores} == scores
    granted = found.case.changed(grant=[found.number(ID + "c")])
    expected = {"confidence": 0.7, "certainty": 0.5, "uniform": 0.5}
    assert granted.base[found.number(ID + "c")] == expected[base]


def test_of_two_certainties_or_confidences_the_lesser_counts() -> None:
    for words in (("possible", "categorical"), ("categorical", "possible")):
        more = ":a arg:certainty " + " , ".join(f"arg:{word}" for word in words) + " ."
        more += ":a arg:confidence 0.8 , 0.6 ."
        graph = argument("", "a", more)
        for base, least in (("certainty", 0.3), ("confidence", 0.6)):
            assert graph.verdict(GRANTED, options=Options(base=base)).strength(ID + "a") == least


def test_the_speaker_s_certainty_decides_no_status() -> None:
    for rebuttals, preference in product(("directed", "mutual"), ("none", "confidence")):
        options = Options(rebuttals=rebuttals, preference=preference, base="certainty")
        other = Options(rebuttals=rebuttals, preference=preference)
        labels = [sample().verdict(options=one).labels.tolist() for one in (options, other)]
        assert labels[0] == labels[1]


# Findings


def test_every_finding_has_a_known_status_and_ground() -> None:
    for semantics in SEMANTICS:
        found = sample().verdict(options=under(semantics))
        for finding in found.findings():
            assert finding.status in STATUSES.values()
            assert finding.ground in GROUNDS


def test_a_link_fails_that_fails_in_each_extension_for_another_reason() -> None:
    lines = f"{DILEMMA}\ni: p => c\nu: a -> i\nw: b -> i"
    found = verdict(lines, "a b p", under("preferred"))
    place = found.case.step_place[ID + "i"]
    assert found.link_labels[place] == -1
    assert found.finding(ID + "c").ground == "unsupported"


def test_a_name_that_is_no_claim_is_told_with_the_nearest() -> None:
    found = sample().verdict()
    with pytest.raises(UnknownNameError, match="named 'c999'"):
        found.status("c999")
    with pytest.raises(UnknownNameError, match="named 'i1'"):
        found.number("i1")
