from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import EmptyInput, OutOfRange
from stats.selection import device_concentration


def test_five_answers_from_three_devices_by_hand() -> None:
    found = device_concentration([1, 1, 1, 2, 3], [False] * 5)

    assert found.hhi == pytest.approx((9 + 1 + 1) / 25)
    assert found.effective_devices == pytest.approx(25 / 11)
    assert found.max_share == pytest.approx(0.6)
    assert found.repeated_share == pytest.approx(0.6)
    assert not found.is_flagged


@pytest.mark.parametrize(
    ("own", "all_answers", "is_flagged", "is_hard"),
    [(0, 10, False, False), (1, 2, True, False), (2, 2, True, False), (3, 3, True, True),
     (3, 60, True, True), (3, 61, True, False), (4, 61, True, True)],
)  # fmt: skip
def test_one_answer_from_the_partners_network_is_a_flag_and_three_of_sixty_a_hard_one(
    own: int, all_answers: int, is_flagged: bool, is_hard: bool
) -> None:
    inside = [True] * own + [False] * (all_answers - own)

    found = device_concentration(range(all_answers), inside)

    assert (found.is_flagged, found.is_hard_flag) == (is_flagged, is_hard)


def test_a_declared_kiosk_counts_in_nothing() -> None:
    found = device_concentration([7, 7, 7, 1, 2], [True, True, False, False, False], declared=[7])

    assert (found.n, found.declared, found.own_network) == (2, 3, 0)
    assert found.max_share == 0.5
    assert not found.is_flagged


def test_only_declared_answers_leave_nothing_to_judge() -> None:
    found = device_concentration([7, 7], [True, True], declared=[7])

    assert found.hhi is None
    assert "no answers to judge, 2 from declared" in str(found)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-5, 5), min_size=1, max_size=30))
def test_other_names_for_the_devices_change_nothing(devices: list[int]) -> None:
    found = device_concentration(devices, [False] * len(devices))
    renamed = device_concentration([1_000 - 3 * d for d in devices], [False] * len(devices))

    assert renamed == found
    assert found.effective_devices is not None
    assert 1.0 <= found.effective_devices <= len(set(devices)) + 1e-9


def test_one_answer_prints_in_the_singular() -> None:
    assert str(device_concentration([4], [False])).startswith("1 answer, effective devices 1.0")


def test_no_answers_and_arrays_that_do_not_align_are_refused() -> None:
    with pytest.raises(EmptyInput):
        device_concentration(np.zeros(0, int), np.zeros(0, bool))
    with pytest.raises(OutOfRange, match="each of the 2 answers"):
        device_concentration([1, 2], [True])
    with pytest.raises(OutOfRange, match="true or false"):
        device_concentration([1, 2], [0, 1])
    with pytest.raises(OutOfRange, match="integer codes"):
        device_concentration([1.5], [True])
