from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import EmptyInput, OutOfRange
from stats.intervals.interval import wilson
from stats.response import break_off


def test_hazards_by_hand() -> None:
    found = break_off([1000, 900, 890, 880, 780, 770])

    assert [page.hazard for page in found.pages] == pytest.approx(
        [100 / 1000, 10 / 900, 10 / 890, 100 / 880, 10 / 780]
    )
    assert found.completion == pytest.approx(0.77)
    assert found.introduction == pytest.approx(0.1)
    assert found.spikes == (1, 4)


def test_a_hazard_of_three_times_the_median_is_no_spike_yet() -> None:
    # Hazards ⅛, ⅛ and ⅜, exact in binary.
    found = break_off([512, 448, 392, 245])

    assert found.median_hazard == 0.125
    assert found.spikes == ()
    assert break_off([512, 448, 392, 244]).spikes == (3,)


def test_every_hazard_carries_wilsons_interval() -> None:
    found = break_off([50, 38, 38])

    assert found.pages[0].interval == wilson(12, 50)
    assert found.pages[1].interval.low == 0.0
    assert found.pages[1].interval.high > 0.0


def test_pages_that_nobody_reached_have_no_hazard() -> None:
    found = break_off([10, 4, 0, 0])

    assert [page.page for page in found.pages] == [1, 2]
    assert found.completion == 0.0
    assert found.completed == 0


def test_nobody_leaving_is_no_spike() -> None:
    found = break_off([7, 7, 7])

    assert found.spikes == ()
    assert str(found).endswith("unusually many: none")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 200), min_size=2, max_size=12).filter(any))
def test_staying_page_by_page_multiplies_to_completion(counts: list[int]) -> None:
    reached = sorted(counts, reverse=True)

    found = break_off(reached)

    stayed = np.prod([1.0 - page.hazard for page in found.pages])
    assert found.completion == pytest.approx(stayed, abs=1e-12)
    assert all(0.0 <= page.interval.low <= page.hazard + 1e-12 for page in found.pages)


def test_counts_that_rise_and_empty_questionnaires_are_refused() -> None:
    with pytest.raises(OutOfRange, match="Page 3 was reached by 9 and page 2 by 8"):
        break_off([10, 8, 9])
    with pytest.raises(EmptyInput, match="Nobody reached"):
        break_off([0, 0])
    with pytest.raises(OutOfRange, match="has 1 value;"):
        break_off([5])
    with pytest.raises(OutOfRange, match="whole numbers"):
        break_off([5, 2.5])
