from __future__ import annotations

import numpy as np
import pytest

from stats.constructs import ConstructVerdict, DataPurpose, minimum_data
from stats.errors import EmptyInput, OutOfRange

CASES = {
    "a hundred for reliability": (3, [100], DataPurpose.RELIABILITY, ConstructVerdict.FINE),
    "ninety-nine for reliability": (
        3,
        [99],
        DataPurpose.RELIABILITY,
        ConstructVerdict.NOT_TESTABLE,
    ),
    "two hundred in each of two": (
        4,
        [200, 900],
        DataPurpose.COMPARISON,
        ConstructVerdict.FINE,
    ),
    "one group too small": (
        4,
        [199, 900],
        DataPurpose.COMPARISON,
        ConstructVerdict.NOT_TESTABLE,
    ),
    "nobody": (4, [0], DataPurpose.RELIABILITY, ConstructVerdict.NOT_TESTABLE),
    "a single item": (1, [5000], DataPurpose.RELIABILITY, ConstructVerdict.NOT_APPLICABLE),
    "a single item asked of few": (
        1,
        [5],
        DataPurpose.RELIABILITY,
        ConstructVerdict.NOT_APPLICABLE,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_smallest_group_decides(case: str) -> None:
    items, sizes, purpose, verdict = CASES[case]

    assert minimum_data(items, sizes, purpose).verdict is verdict


def test_too_few_warn_only_where_a_scale_is_claimed() -> None:
    assert minimum_data(3, [50], DataPurpose.RELIABILITY).warns
    assert not minimum_data(3, [50], DataPurpose.RELIABILITY, claimed=False).warns
    assert not minimum_data(1, [50], DataPurpose.RELIABILITY).warns
    assert not minimum_data(3, [500], DataPurpose.RELIABILITY).warns


def test_a_single_item_is_stated_as_one() -> None:
    assert str(minimum_data(1, [9], DataPurpose.RELIABILITY)) == "not applicable: single item"


def test_what_is_no_group_is_refused() -> None:
    with pytest.raises(EmptyInput, match="group_sizes"):
        minimum_data(3, np.zeros(0), DataPurpose.RELIABILITY)
    with pytest.raises(OutOfRange, match="nothing to be compared"):
        minimum_data(3, [500], DataPurpose.COMPARISON)
    with pytest.raises(OutOfRange, match="items is 0; hand in a number from 1"):
        minimum_data(0, [500], DataPurpose.RELIABILITY)
    with pytest.raises(OutOfRange, match="whole numbers"):
        minimum_data(3, [99.5], DataPurpose.RELIABILITY)


def test_one_respondent_is_said_in_the_singular() -> None:
    assert "smallest group 1 respondent, 100 needed" in str(
        minimum_data(3, [1], DataPurpose.RELIABILITY)
    )


def test_a_purpose_that_does_not_exist_is_refused() -> None:
    with pytest.raises(OutOfRange, match="'beauty' is no DataPurpose"):
        minimum_data(3, [500], "beauty")  # type: ignore[arg-type]
