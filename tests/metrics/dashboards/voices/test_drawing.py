from __future__ import annotations

from collections import Counter

import pytest

from metrics.dashboards.voices.drawing import PRIME, apportion, draw_of


@pytest.mark.parametrize(
    ("of_all", "cleared", "size", "shown"),
    [
        ({"d": 30, "a": 10, "p": 60}, {"d": 30, "a": 10, "p": 60}, 10, {"d": 3, "a": 1, "p": 6}),
        ({"d": 6, "a": 1, "p": 3}, {"d": 6, "a": 1, "p": 3}, 3, {"d": 1, "a": 1, "p": 1}),
        ({"d": 6, "a": 1, "p": 3}, {"d": 6, "a": 1, "p": 3}, 2, {"d": 1, "p": 1}),
        ({"d": 9, "p": 1}, {"d": 1, "p": 1}, 3, {"d": 1, "p": 1}),
        ({"d": 9, "p": 9}, {"p": 5}, 3, {"p": 3}),
        ({"d": 4}, {}, 3, {}),
        ({}, {}, 3, {}),
    ],
    ids=["in proportion", "each group heard", "fewer places than groups",
         "not more than are cleared",
         "a group of which none is cleared", "none cleared", "none written"],
)  # fmt: skip
def test_each_group_is_heard_and_the_rest_is_in_the_proportions_of_all_comments(
    of_all: dict[str, int], cleared: dict[str, int], size: int, shown: dict[str, int]
) -> None:
    assert apportion(of_all, cleared, size) == shown


def test_an_editions_draw_is_the_same_every_time_and_another_editions_is_another() -> None:
    assert draw_of("ab", "cut") == draw_of("ab", "cut")
    assert len({draw_of("ab", "cut"), draw_of("ac", "cut"), draw_of("ab", "other")}) == 3


def test_every_comment_is_as_likely_to_be_drawn_first() -> None:
    lots = [17, 4_000_003, 1_999_999_999, 2_000_000_000, 2_000_000_001]
    drawn: Counter[int] = Counter()

    for number in range(5_000):
        draw = draw_of(f"edition {number}", "cut")
        drawn[min(lots, key=lambda lot: (lot * draw.factor + draw.shift) % PRIME)] += 1

    # Chi-square with 4 degrees of freedom: 18.5 is exceeded once in a thousand.
    assert sum((count - 1_000) ** 2 / 1_000 for count in drawn.values()) < 18.5


def test_no_two_lots_share_a_place() -> None:
    draw = draw_of("ab", "cut")

    places = {(lot * draw.factor + draw.shift) % PRIME for lot in range(1, 5_001)}

    assert len(places) == 5_000
