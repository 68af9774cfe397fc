"""Frameworks whose answers are known: reference data, and examples of the literature."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dung_checks import check
from dung_oracle import as_bits
from whyso.graph.formats.frameworks import read_framework
from whyso.graph.semantics.dung import SEMANTICS, Framework, Solver, grounded

DATA: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "frameworks.json").read_text()
)
SEVEN = ["GR", "CO", "PR", "ST", "SST", "STG", "ID"]


@pytest.mark.parametrize("entry", DATA, ids=lambda entry: str(entry["name"]))
def test_reference_answers_hold(entry: dict[str, Any]) -> None:
    framework = Framework.of(entry["args"], entry["att"])
    for semantics in SEVEN:
        wanted = [bits(framework, names) for names in entry[semantics]]
        check(framework, semantics, wanted, [0, len(framework) - 1])
        some, every = Solver(framework, semantics).acceptance()
        for accepted, task in ((some, "DC"), (every, "DS")):
            names = [entry["args"][number] for number in accepted.nonzero()[0]]
            assert names == sorted(entry[task][semantics], key=entry["args"].index)


@pytest.mark.parametrize("entry", DATA, ids=lambda entry: str(entry["name"]))
def test_all_formats_of_the_reference_files_say_the_same(
    shared: Path, entry: dict[str, Any]
) -> None:
    small = shared / "data" / "af" / "small"
    if not small.is_dir():
        pytest.skip("no ../shared/data/af/small")
    number = {name: place for place, name in enumerate(entry["args"])}
    wanted = {(number[source], number[target]) for source, target in entry["att"]}
    for suffix in ("af", "apx", "tgf"):
        framework = read_framework(small / f"{entry['name']}.{suffix}")
        assert len(framework) == len(entry["args"])
        found = zip(framework.source.tolist(), framework.target.tolist(), strict=True)
        assert set(found) == wanted


# Published examples. Extensions are words whose letters are arguments; "-" is the empty set.
EXAMPLES = {
    "Nixon diamond": ("ab", "ab ba", {"GR": "-", "CO": "- a b", "PR": "a b", "ST": "a b"}),
    "floating acceptance": (
        "abcd",
        "ab ba ac bc cd",
        {"GR": "-", "PR": "ad bd", "ST": "ad bd", "ID": "-", "EA": "-", "SST": "ad bd"},
    ),
    "one of two strikes itself": ("ab", "ab ba bb", {"GR": "-", "ID": "a", "ST": "a", "PR": "a"}),
    "reinstatement": ("abc", "ab bc", {"GR": "ac", "CO": "ac", "PR": "ac", "STG": "ac"}),
    "Caminada 2006: no stable, but semi-stable": (
        "abcde",
        "ab ba bc cd de ec",
        {"GR": "-", "PR": "a bd", "ST": "bd", "SST": "bd", "ID": "-", "EA": "bd"},
    ),
    "semi-stable without stable": (
        "abc",
        "ab bc cc",
        {"GR": "a", "PR": "a", "ST": "", "SST": "a", "STG": "a b", "CF2": "a", "EA": "a"},
    ),
    "ring of three": (
        "abc",
        "ab bc ca",
        {"GR": "-", "PR": "-", "ST": "", "SST": "-", "STG": "a b c", "CF2": "a b c"},
    ),
    "ring of four": ("abcd", "ab bc cd da", {"PR": "ac bd", "ST": "ac bd", "CF2": "ac bd"}),
    "ring of five": ("abcde", "ab bc cd de ea", {"PR": "-", "CF2": "ac ad bd be ce"}),
    "Baroni, Giacomin, Guida 2005: a ring strikes on": (
        "abcde",
        "ab bc ca ad bd cd de",
        {"GR": "-", "PR": "-", "ST": "", "CF2": "ae be ce"},
    ),
    "a striker of itself strikes on": (
        "ab",
        "aa ab",
        {"GR": "-", "PR": "-", "ST": "", "STG": "b", "CF2": "b"},
    ),
    "empty": ("", "", {name: "-" for name in SEMANTICS}),
    "nobody strikes": ("abc", "", {name: "abc" for name in SEMANTICS}),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_published_examples_hold(name: str) -> None:
    names, attacks, answers = EXAMPLES[name]
    framework = Framework.of(names, attacks.split())
    for semantics, extensions in answers.items():
        wanted = [bits(framework, word.strip("-")) for word in extensions.split()]
        check(framework, semantics, wanted, range(len(framework)))


def test_grounded_numbers_are_those_of_the_longest_defence() -> None:
    framework = Framework.of("abcdefgh", ["ab", "bc", "cd", "de", "fd", "ge", "gh", "hg"])
    labels, numbers = grounded(framework)
    assert labels.tolist() == [1, -1, 1, -1, 0, 1, 0, 0]
    assert numbers.tolist() == [1, 2, 3, 2, 0, 1, 0, 0]  # d is beaten by f before c is in


def bits(framework: Framework, names: Any) -> int:
    """Return a set of names as a number like those of the oracle."""
    return as_bits(np.array([framework.index(name) for name in names], dtype=np.int32))
