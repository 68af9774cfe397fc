"""How much hangs on single retractions, and how that is told."""

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from whatif_cases import Argument, arguments
from whyso.graph import ArgumentGraph, sample
from whyso.graph.errors import UnansweredError
from whyso.graph.semantics import Verdict, standpoints
from whyso.graph.semantics.gradual import strengths
from whyso.graph.semantics.supposing.flips import flip_sets
from whyso.graph.semantics.supposing.sensitivity import robustness, sensitivity
from whyso.graph.semantics.supposing.whatif import what_if
from whyso.graph.semantics.weighing import weigh
from whyso.graph.terminal.supposing import put_flips, put_robustness, put_whatif
from whyso.graph.terminal.supposing_terms import factored
from whyso.graph.terminal.supposing_text import flips_text, robustness_text, whatif_text
from whyso.graph.terminal.table import width

QUICK = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(arguments())
def test_a_claim_flips_with_those_whose_retraction_gives_it_another_status(
    argument: Argument,
) -> None:
    verdict = Verdict(argument.case())
    rows = sensitivity(verdict, strengths=False)
    names = verdict.case.links.claims
    new = [Verdict(verdict.case.changed(retract=[one])).labels for one in range(len(names))]
    for number, row in enumerate(rows):
        expected = [
            name
            for one, name in enumerate(names)
            if one != number and new[one][number] != verdict.labels[number]
        ]
        assert list(row.flips_with) == expected


@QUICK
@given(arguments(circles=False))
def test_a_strength_sinks_most_without_the_claim_named(argument: Argument) -> None:
    verdict = Verdict(argument.case())
    names = verdict.case.links.claims
    old = verdict.strengths.values
    without = [
        strengths(weigh(verdict.case.changed(retract=[one]))).values for one in range(len(names))
    ]
    for number, row in enumerate(sensitivity(verdict)):
        others = [old[number] - without[one][number] for one in range(len(names)) if one != number]
        assert row.drop == pytest.approx(max([0.0, *others]), abs=1e-9)
        if row.drops_with:
            left = without[names.index(row.drops_with)][number]
            assert old[number] - left == pytest.approx(row.drop, abs=1e-9)


def test_no_time_is_no_answer(g: ArgumentGraph) -> None:
    with pytest.raises(UnansweredError):
        sensitivity(g.verdict(), timeout=0)


def pairs(g: ArgumentGraph) -> list[tuple[str, str]]:
    net = g.to_networkx()
    return sorted((end, start) for start, end, role in net.edges(keys=True) if role == "answers")


@pytest.mark.parametrize("standpoint", standpoints())
def test_an_answer_falls_with_the_sets_told_and_with_no_part_of_them(
    g: ArgumentGraph, standpoint: str
) -> None:
    verdict = g.verdict(standpoint)
    place = verdict.case.place

    def left(gone: tuple[str, ...], those: list[str]) -> int:
        case = verdict.case.changed(retract=[place[one] for one in gone])
        return int((Verdict(case).labels[[place[one] for one in those]] == 1).sum())

    for one in robustness(verdict, pairs(g)):
        those = [answer.answer for answer in one.answers]
        for answer in one.answers:
            assert verdict.status(answer.answer) == "accepted"
            for gone in answer.falls.sets[:4]:
                assert left(gone, [answer.answer]) == 0
                for part in range(len(gone)):
                    assert left(gone[:part] + gone[part + 1 :], [answer.answer]) == 1
        if one.together is None:
            assert not those
            continue
        for gone in one.together.sets[:4]:
            assert left(gone, those) == 0 and len(gone) >= one.least
        assert one.least <= len(those)


# In words


def test_sets_are_told_as_products_that_hold_each_of_them_once() -> None:
    generator = np.random.default_rng(1)
    for _ in range(50):
        size = int(generator.integers(1, 4))
        drawn = {tuple(sorted(generator.choice(7, size, replace=False).tolist())) for _ in range(9)}
        sets = [tuple(f"c{name}" for name in one) for one in sorted(drawn)]
        told = []
        for groups in factored(sets):
            products: list[tuple[str, ...]] = [()]
            for group in groups:
                products = [(*one, name) for one in products for name in group]
            told += [tuple(sorted(one)) for one in products]
        assert sorted(told) == sorted(tuple(sorted(one)) for one in sets)


def test_a_change_is_told_with_what_flips_why_and_which_answers_change(g: ArgumentGraph) -> None:
    change = what_if(g.verdict(), retract=["c43"], drop=["i37"])
    told = " ".join(whatif_text(g, change).split())
    assert "Supposed: c43 is retracted; step i37 is dropped." in told
    assert "1 ✓→◦ c42" in told and "now undecided, without c43 (by way of i26)" in told
    assert "0.60 → 0.50 c42" in told


def test_robustness_is_told_in_words_in_both_languages(g: ArgumentGraph) -> None:
    verdict = g.verdict()
    answers = [(g.resolve("q3"), g.resolve(name)) for name in ("c66", "c67", "c70")]
    answers.append((g.resolve("q2a"), g.resolve("c45")))
    found = robustness(verdict, answers)
    english = robustness_text(g, verdict, found, cells=120)
    assert "c70 falls with any one of a13, c66 or c69." in english
    assert "c67 withstands any two retractions of other claims." in english
    assert "c66 is granted for itself" in english
    assert "c45 falls only with two at once: a9 or c47, together with a10, c46 or c48." in english
    chinese = robustness_text(g, verdict, found, lang="zh", cells=120)
    assert "c70 在撤回 a13、c66 或 c69 之一 时便不成立。" in chinese
    assert "撤回任意两条别的陈述都仍成立" in chinese


@pytest.mark.parametrize("cells", [20, 41, 80])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_texts_fit_the_terminal(g: ArgumentGraph, cells: int, lang: str) -> None:
    verdict = g.verdict("evidence")
    found = [flip_sets(verdict, "c67", way=way) for way in ("retract", "grant")]
    texts = [
        flips_text(g, verdict, found, lang=lang, cells=cells),
        whatif_text(g, what_if(verdict, grant=["c66", "c68"]), lang=lang, cells=cells),
        robustness_text(g, verdict, robustness(verdict, pairs(g)), lang=lang, cells=cells),
    ]
    for text in texts:
        assert max(map(width, text.splitlines())) <= cells


def test_programs_get_full_names(g: ArgumentGraph, capsys: pytest.CaptureFixture[str]) -> None:
    verdict = g.verdict()
    put_whatif(g, verdict, ["c44"], [], [], "json", "en")
    told = json.loads(capsys.readouterr().out)
    r2 = g.resolve("r2")
    assert [(flip["claim"], flip["after"]) for flip in told["flips"]] == [(r2, "accepted")]
    assert told["questions"][0]["gained"] == [r2] and told["labels"][r2] == g[r2].label("en")
    put_flips(g, verdict, "r2", 2, "json", "en")
    told = json.loads(capsys.readouterr().out)
    assert told["flips"][0]["sets"] == [[g.resolve("c44")]] and told["claim"] == r2
    put_robustness(g, verdict, "json", "en")
    told = json.loads(capsys.readouterr().out)
    q2b = next(one for one in told["questions"] if one["question"] == g.resolve("q2b"))
    assert q2b["together"]["sets"] == [[g.resolve("c4")]] and q2b["least"] == 1


def test_other_semantics_are_said_not_to_be_asked() -> None:
    from whyso.graph.semantics import Options

    g = sample()
    verdict = g.verdict(options=Options(semantics="preferred"))
    assert "grounded" in flips_text(g, verdict, [flip_sets(verdict, "c45")])
