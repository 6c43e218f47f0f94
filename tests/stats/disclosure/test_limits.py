from __future__ import annotations

import numpy as np
import pytest

from stats.disclosure.limits import check_limit, check_share
from stats.errors import OutOfRange


@pytest.mark.parametrize("value", [0, -1, 9.5, float("nan"), True, "10", None])
def test_a_fewest_number_is_whole_and_at_least_one(value: object) -> None:
    with pytest.raises(OutOfRange, match=r"min_n is .*whole number of at least 1"):
        check_limit("min_n", value)


@pytest.mark.parametrize("value", [0.0, -0.5, 1.01, float("nan"), True, "0.5"])
def test_a_largest_share_is_above_nothing_and_at_most_everything(value: object) -> None:
    with pytest.raises(OutOfRange, match=r"max_share is .*at most 1"):
        check_share("max_share", value)


def test_numbers_of_numpy_are_numbers() -> None:
    check_limit("min_n", np.int64(10))
    check_share("max_share", np.float64(1.0))
