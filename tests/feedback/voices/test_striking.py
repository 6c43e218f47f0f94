from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from feedback.voices.striking import (
    NOTHING_LEFT,
    REWRITTEN,
    is_original_with_strikes,
    strike,
    what_is_wrong_with,
)

WRITTEN = "Ann came late, but Ann fixed it."


@pytest.mark.parametrize(
    "shown",
    [
        WRITTEN,
        "[…] came late, but Ann fixed it.",
        "[…] came late, but […] fixed it.",
        "Ann came late[…]",
        "[…]it.",
        "[…] late[…]fixed[…]",
    ],
)
def test_the_original_with_parts_struck_out_can_be_shown(shown: str) -> None:
    assert what_is_wrong_with(WRITTEN, shown) == ""


@pytest.mark.parametrize(
    "shown",
    [
        "Ann came early, but Ann fixed it.",
        "[…] came late, but she fixed it.",
        "Ann fixed it. […]",
        "Ann came late, but Ann fixed it. Thanks!",
        "[…] Ann came late, but Ann fixed it.",
        "[…]but[…]came[…]",
        "Ann came late, but Ann fixed it.[…]",
        "Ann came late[…], but[…] fixed it.",
        "",
    ],
    ids=["changed", "changed beside a strike", "moved", "added", "nothing struck in front",
         "order changed", "nothing struck at the end",
         "nothing struck between", "empty"],
)  # fmt: skip
def test_whatever_else_was_done_to_the_words_is_refused(shown: str) -> None:
    assert what_is_wrong_with(WRITTEN, shown) == REWRITTEN


@pytest.mark.parametrize("shown", ["[…]", "[…].", "[…] , […]."])
def test_a_text_of_which_nothing_is_left_is_not_shown(shown: str) -> None:
    assert what_is_wrong_with("Ann, Bob.", shown) in (NOTHING_LEFT, REWRITTEN)
    assert what_is_wrong_with("Ann , Bob.", "[…] , […].") == NOTHING_LEFT


def test_line_ends_and_spaces_around_are_a_browsers_doing() -> None:
    assert is_original_with_strikes("\nOne\nTwo \n", "One\r\n[…]")


def test_a_text_in_which_somebody_wrote_the_sign_themselves_can_be_shown() -> None:
    assert is_original_with_strikes("I said […] and left", "I said […] and left")


def test_spans_that_touch_or_overlap_become_one_strike() -> None:
    assert strike("abcdef", [(1, 3), (2, 4), (4, 5)]) == "a[…]f"


@given(
    st.text(alphabet="ab […]\n", min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 39), st.integers(1, 5)), max_size=4),
)
def test_what_was_struck_out_of_a_text_is_always_that_text(
    text: str, spans: list[tuple[int, int]]
) -> None:
    assume(text == text.strip())
    inside = [(start, min(len(text), start + size)) for start, size in spans if start < len(text)]

    shown = strike(text, inside)

    assert is_original_with_strikes(text, shown)
