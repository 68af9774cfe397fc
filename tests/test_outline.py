"""The argument as an outline and as a summary: whole outputs, and rules for any argument."""

from collections import Counter
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whyso.graph import ArgumentGraph, load, parse, sample
from whyso.graph.terminal.outline import entries, notes, outline, walk
from whyso.graph.terminal.summary import summary
from whyso.graph.terminal.table import width

TEA = Path(__file__).parent / "data" / "tea.ttl"
ID = "https://w3id.org/whyso/id/t/"
PREFIXES = (
    "@prefix arg: <https://w3id.org/whyso/ontology#> ."
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
    f"@prefix : <{ID}> ."
)

ENGLISH = """\
Statement on tea
Put forward by Ana, unless somebody else is named.

? q1 Is tea to be free? (reconstructed)
├ = c1 Tea is to be free. (categorical)
│ ├ + i1 Free, because it can be paid for
│ │ ├ & a1 The levy may be spent on tea. (assumption)
│ │ └ & c2 A levy on coffee will raise over 3 million euros. ↓
│ └ − rebutted by r1 Tea is to cost money. (reconstructed)
│   └ + i2 What costs nothing is wasted (reconstructed)
│     ├ & c3 Tea was once given away, and spilled. (evidence, granted, plain)
│     └ − undercut by c4 That tea was cold. (strong)
└ ? behind it q2 Who pays for it? (asked by Bo)
  ├ = c2 A levy on coffee will raise over 3 million euros. (forecast, hedged)
  └ " said in u1 Bo asks about money (Bo)

? question  = answer  + reason  & premise  − attack  ~ other tie
" reported speech  ↑ shown above  ↓ shown below"""

CHINESE = """\
关于茶的声明
未另注明者，皆为安娜的主张。

? q1 茶要不要免费？（重建）
├ = c1 茶应当免费。（断然）
│ ├ + i1 付得起，所以免费
│ │ ├ & a1 税款可用于茶。
│ │ │   （假设）
│ │ └ & c2 咖啡税将收入逾… ↓
│ └ − 反驳它的 r1 茶应当收
│   │ 费。（重建）
│   └ + i2 不要钱就会浪费 ↓
└ ? 背后的问题 q2 谁来付钱？
  │ （博所问）
  ├ = c2 咖啡税将收入逾三百
  │   万欧元。（预测，有保
  │   留）
  └ " 出自 u1 博问到钱（博）

接上文
i2 不要钱就会浪费（重建）
├ & c3 茶曾经免费送，洒了。
│   （证据，承认，平实）
└ − 底切它的 c4 那茶是凉的。
    （有力）

? 问题  = 回答  + 理由
& 前提  − 攻击  ~ 其他联系
" 转述的话  ↑ 见上文
↓ 见下文"""

SUMMARY = """\
Statement on tea
Ana · 6 statements · 2 questions · 2 inferences · 2 attacks · 1 report

? q1 Is tea to be free?                                                 answered
  = c1 Tea is to be free.
  ? q2 Who pays for it?                                                 answered
    = c2 A levy on coffee will raise over 3 million euros.
Granted, but
  c3 Tea was once given away, and spilled.
    − c4 That tea was cold.
Figures
  c2 more than 3 million euros  yield of the levy
What carries most
  c2 A levy on coffee will raise over 3 million euros.           1 falls with it
  a1 The levy may be spent on tea.                               1 falls with it
  c3 Tea was once given away, and spilled.                       1 falls with it
Needed, but not said: 1 assumption, in 1 inference."""


@pytest.fixture
def tea() -> ArgumentGraph:
    return load(TEA)


def test_an_outline_in_english(tea: ArgumentGraph) -> None:
    assert outline(tea, cells=78) == ENGLISH


def test_an_outline_in_chinese_in_a_narrow_terminal(tea: ArgumentGraph) -> None:
    assert outline(tea, lang="zh", cells=28) == CHINESE


def test_a_summary(tea: ArgumentGraph) -> None:
    assert summary(tea, cells=80) == SUMMARY


def test_a_summary_of_the_sample_fits_a_screen() -> None:
    lines = summary(sample(), cells=100).splitlines()

    assert 20 <= len(lines) <= 30


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("cells", [20, 40, 80, 100, 160])
def test_no_line_is_wider_than_the_terminal(cells: int, lang: str) -> None:
    # An id, a mark and a few cells of text are shown even where there is no room for them.
    room = max(cells, 46)
    text = (
        outline(sample(), lang=lang, cells=cells) + "\n" + summary(sample(), lang=lang, cells=cells)
    )

    assert max(map(width, text.split("\n"))) <= room


def test_everything_is_shown_in_full_exactly_once(tea: ArgumentGraph) -> None:
    for g in (tea, sample()):
        shown = Counter(entry.id for entry in entries(g) if entry.where is None)

        told = {record.id for record in (*g.statements(), *g.utterances())}
        assert told <= set(shown)
        assert set(shown.values()) == {1}


def test_a_mention_says_whether_the_statement_is_above_or_below() -> None:
    full: set[str] = set()
    for entry in entries(sample()):
        if entry.where is None:
            full.add(entry.id)
        elif entry.where in ("above", "below"):
            assert (entry.id in full) == (entry.where == "above")


def _chain(count: int) -> ArgumentGraph:
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number in range(count):
        net.add_node(f"{ID}c{number}", kind="claim", label=f"Step {number}.", lang="en")
    for number in range(1, count):
        step = f"{ID}i{number}"
        net.add_node(step, kind="inference")
        net.add_edge(f"{ID}c{number}", step, "premise")
        net.add_edge(step, f"{ID}c{number - 1}", "conclusion")
    return ArgumentGraph.from_networkx(net)


def test_a_long_chain_is_shown_whole_and_stays_narrow() -> None:
    text = outline(_chain(3000), cells=80)

    assert max(map(width, text.split("\n"))) <= 80
    assert len(text) < 3000 * 120
    assert all(f"Step {number}." in text for number in range(3000))


def test_circular_support_ends() -> None:
    g = parse(
        f"{PREFIXES} :a a arg:Claim . :b a arg:Claim ."
        ":i a arg:Inference ; arg:premise :a ; arg:conclusion :b ."
        ":j a arg:Inference ; arg:premise :b ; arg:conclusion :a ."
    )

    shown = outline(g, cells=80).split("\n\n")[0]

    assert shown == "Not tied to a question\nb b\n└ + a a\n  └ + b b ↑"


def test_labels_cannot_steer_the_terminal() -> None:
    g = parse(f'{PREFIXES} :c1 a arg:Claim ; rdfs:label "\\u001B]0;pwned\\u0007A\\u202Eb\\nc"@en .')

    for text in (outline(g), summary(g)):
        assert not set(text) & {"\x1b", "\x07", "\u202e"}
        assert "pwned" not in text
    assert "c1 Ab c" in outline(g)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.booleans()), max_size=20),
    st.integers(1, 5),
)
def test_a_walk_of_any_graph_ends_and_keeps_its_depth(
    links: list[tuple[int, int, bool]], deepest: int
) -> None:
    below: dict[str, list[tuple[str, str, bool]]] = {}
    placed = {0}
    for start, end, full in links:
        whole = full and end not in placed and start in placed
        placed |= {end} if whole else set()
        below.setdefault(str(start), []).append((str(end), "supports<", whole))

    places = list(walk(["0"], below, deepest))

    assert {place.key for place in places if place.where is None} == set(map(str, placed))
    assert max(place.depth for place in places) <= deepest


def test_who_asserts_a_claim_is_not_also_told_as_reported() -> None:
    g = parse(
        """
        @prefix arg: <https://w3id.org/whyso/ontology#> .
        @prefix foaf: <http://xmlns.com/foaf/0.1/> .
        @prefix : <https://w3id.org/whyso/id/tea/> .
        :c1 a arg:Claim ; arg:assertedBy :ann . :u1 a arg:Utterance ; arg:expresses :c1 ;
            arg:speaker :ann . :ann a foaf:Person ; foaf:name "Ann" .
        :u2 a arg:Utterance ; arg:expresses :c1 ; arg:speaker :bob . :bob foaf:name "Bob" .
        """
    )

    assert notes(g["c1"]) == ("reported of Bob", "Ann")
