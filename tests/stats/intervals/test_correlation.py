from __future__ import annotations

import pytest

from stats.errors import OutOfRange
from stats.intervals import NoCorrelation, correlation_interval
from tests.stats.reference import table


def test_limits_are_those_of_cor_test() -> None:
    for row in table("intervals_correlations.csv"):
        found = correlation_interval(float(row["r"]), int(row["n"]), float(row["level"]))

        assert not isinstance(found, NoCorrelation)
        limits = (float(row["low"]), float(row["high"]))
        assert (found.low, found.high) == pytest.approx(limits, rel=1e-8), row


def test_few_pairs_and_a_perfect_line_have_a_reason() -> None:
    assert correlation_interval(0.5, 3) is NoCorrelation.FEW_PAIRS
    assert correlation_interval(-1.0, 30) is NoCorrelation.PERFECT
    assert NoCorrelation.PERFECT.sentence.startswith("the pairs follow one line")


def test_an_impossible_correlation_number_or_level_is_refused() -> None:
    with pytest.raises(OutOfRange, match=r"correlation of 1\.2 is impossible"):
        correlation_interval(1.2, 30)
    with pytest.raises(OutOfRange, match="n is -1; hand in a number from 0"):
        correlation_interval(0.2, -1)
    with pytest.raises(OutOfRange, match="no probability"):
        correlation_interval(0.2, 30, level=0.0)
