from __future__ import annotations

import pytest

from metrics.errors import BusyComputingError
from metrics.weekly import turns
from metrics.weekly.turns import computing


def test_a_second_one_is_told_to_come_again_and_may_once_the_first_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.01)

    with computing(), pytest.raises(BusyComputingError, match="try again"), computing():
        pass

    with computing():
        pass


def test_a_computation_that_fails_leaves_its_turn_to_the_next() -> None:
    with pytest.raises(ZeroDivisionError), computing():
        _ = 1 / 0

    with computing():
        pass
