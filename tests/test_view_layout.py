"""Where the cards of a map stand."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whyso.graph.view.layout import Box, layout

Sizes = dict[str, tuple[int, int]]
Children = dict[str, list[str]]
Forest = tuple[Sizes, Children, list[str], set[str]]


@st.composite
def forests(draw: st.DrawFn, most: int = 60) -> Forest:
    """Forests of cards of any even size, some of them questions."""
    count = draw(st.integers(0, most))
    cards = [f"n{index}" for index in range(count)]
    side = st.integers(5, 150).map(lambda half: 2 * half)
    sizes = {card: (draw(side), draw(side)) for card in cards}
    children: Children = {}
    roots = []
    for index, card in enumerate(cards):
        above = draw(st.integers(-1, index - 1))
        if above < 0:
            roots.append(card)
        else:
            children.setdefault(cards[above], []).append(card)
    spread = {card for card in cards if draw(st.booleans())}
    return sizes, children, roots, spread


def overlaps(boxes: Mapping[str, Box]) -> list[tuple[str, str]]:
    """Pairs of boxes that share any area, found by sweeping along the longer side."""
    if max((b.y for b in boxes.values()), default=0) > max(
        (b.x for b in boxes.values()), default=0
    ):
        boxes = {name: Box(b.y, b.x, b.h, b.w) for name, b in boxes.items()}
    found: list[tuple[str, str]] = []
    open_boxes: list[tuple[str, Box]] = []
    for name, box in sorted(boxes.items(), key=lambda item: item[1].x):
        open_boxes = [(other, o) for other, o in open_boxes if o.x + o.w > box.x]
        found += [
            (name, other) for other, o in open_boxes if o.y < box.y + box.h and box.y < o.y + o.h
        ]
        open_boxes.append((name, box))
    return found


def links(children: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    for parent, kids in children.items():
        for kid in kids:
            yield parent, kid


@given(forests(), st.sampled_from([50, 160, 240]), st.booleans())
def test_every_card_has_a_place_and_no_two_overlap(
    forest: Forest, aspect: int, to_right: bool
) -> None:
    sizes, children, roots, spread = forest

    boxes = layout(sizes, children, roots, spread=spread, aspect=aspect, to_right=to_right).boxes

    assert boxes.keys() == sizes.keys()
    assert overlaps(boxes) == []
    assert all(box.h == sizes[card][1] and box.w >= sizes[card][0] for card, box in boxes.items())
    assert all(isinstance(side, int) and side >= 0 for box in boxes.values() for side in box)


@given(forests())
def test_cards_stand_below_what_they_hang_under_or_right_of_it(forest: Forest) -> None:
    sizes, children, roots, spread = forest

    down = layout(sizes, children, roots, spread=spread).boxes
    right = layout(sizes, children, roots, spread=spread, to_right=True).boxes

    for parent, kid in links(children):
        assert down[kid].y >= down[parent].y + down[parent].h
        assert down[kid].x >= down[parent].x
        assert right[kid].x >= right[parent].x + right[parent].w
        assert right[kid].y >= right[parent].y


@given(forests())
def test_a_question_is_as_wide_as_what_stands_under_it(forest: Forest) -> None:
    sizes, children, roots, spread = forest

    boxes = layout(sizes, children, roots, spread=spread).boxes

    for parent, kid in links(children):
        if parent in spread:
            assert boxes[kid].x + boxes[kid].w <= boxes[parent].x + boxes[parent].w


@given(forests(), st.randoms())
def test_the_order_of_the_tables_makes_no_difference(forest: Forest, random: object) -> None:
    sizes, children, roots, spread = forest
    shuffle = random.shuffle  # type: ignore[attr-defined]
    keys = list(sizes)
    shuffle(keys)

    again = layout(
        {key: sizes[key] for key in keys},
        {key: children[key] for key in keys if key in children},
        roots,
        spread=set(keys) & spread,
    )

    assert again == layout(sizes, children, roots, spread=spread)


@given(forests())
def test_a_column_height_given_back_keeps_every_place(forest: Forest) -> None:
    sizes, children, roots, spread = forest
    first = layout(sizes, children, roots, spread=spread)

    assert layout(sizes, children, roots, spread=spread, limit=first.limit) == first


def test_nothing_and_one_card() -> None:
    assert layout({}, {}, []).boxes == {}
    assert layout({"a": (240, 62)}, {}, ["a"]).boxes == {"a": Box(0, 0, 240, 62)}
    assert layout({"a": (240, 62)}, {}, ["a"], spread={"a"}).boxes == {"a": Box(0, 0, 240, 62)}


@pytest.mark.parametrize("to_right", [False, True])
def test_a_chain_of_5000_and_500_under_one(to_right: bool) -> None:
    chain = [f"n{index}" for index in range(5_000)]
    sizes = dict.fromkeys(chain, (240, 62))
    below = {parent: [kid] for parent, kid in pairwise(chain)}
    wide = {"n0": chain[1:501]}

    for spread in (set(), {"n0"}, set(chain)):
        boxes = layout(sizes, below, ["n0"], spread=spread, to_right=to_right).boxes
        assert len(boxes) == 5_000
        assert overlaps(boxes) == []
        assert len(layout(sizes, wide, ["n0"], spread=spread, to_right=to_right).boxes) == 501


def test_many_answers_flow_in_columns_towards_the_wanted_shape() -> None:
    answers = [f"a{index}" for index in range(100)]
    sizes = dict.fromkeys(["q", *answers], (240, 62))

    for aspect in (60, 160):
        boxes = layout(sizes, {"q": answers}, ["q"], spread={"q"}, aspect=aspect).boxes
        width = max(box.x + box.w for box in boxes.values())
        height = max(box.y + box.h for box in boxes.values())
        assert aspect / 2 < 100 * width / height < aspect * 2


def test_columns_come_out_about_equal() -> None:
    answers = [f"a{index}" for index in range(12)]
    sizes = dict.fromkeys(["q", *answers], (240, 62))

    boxes = layout(sizes, {"q": answers}, ["q"], spread={"q"}, limit=400).boxes

    heights = {box.x: sum(other.x == box.x for other in boxes.values()) for box in boxes.values()}
    heights.pop(0)
    assert set(heights.values()) == {4}


@settings(deadline=None, max_examples=5)
@given(forests(most=400))
def test_larger_forests(forest: Forest) -> None:
    sizes, children, roots, spread = forest

    assert overlaps(layout(sizes, children, roots, spread=spread).boxes) == []
