"""Below target for certain: the interval leaves it out, and it holds among all looked at."""

from __future__ import annotations

import pytest

from metrics.dashboards.certainty import sides_of
from tests.metrics.dashboards.makers import hidden, reading

# 44 − 38 at a standard error of 2.82 with very many accounts: z = 2.13, p = .033.
NEAR = reading(value=38.0, ci_low=32.47, ci_high=43.53, accounts=100_000, n_eff=100_000.0)
FAR = reading(value=20.0, ci_low=16.0, ci_high=24.0)
AT = reading(value=44.0, ci_low=40.0, ci_high=48.0)


@pytest.mark.parametrize(
    ("others", "side"),
    [
        ([], -1),
        ([AT], -1),  # q = 2 × .033 = .066
        ([AT, AT, AT], 0),  # q = 4 × .033 = .133
        ([FAR, FAR, AT], -1),  # third of four: q = 4 × .033 / 3 = .044
        ([hidden(), reading(decision="hold")], -1),
    ],
    ids=["alone", "of two", "of four", "of four, two of them far", "with none that count"],
)
def test_one_is_below_by_how_many_are_looked_at(others: list, side: int) -> None:  # type: ignore[type-arg]
    assert sides_of([(one, 44.0) for one in [NEAR, *others]])[0] == side


def test_few_accounts_have_the_heavier_tail_of_t() -> None:
    # 1.5 half-widths off the target, one of twenty. R: 20 * 2 * pnorm(-1.5 * qnorm(.975)) = .066,
    # 20 * 2 * pt(-1.5 * qt(.975, 9), 9) = .159.
    many = reading(value=38.0, ci_low=34.0, ci_high=42.0, accounts=100_000, n_eff=100_000.0)
    ten = reading(value=38.0, ci_low=34.0, ci_high=42.0, accounts=10)
    others = [(AT, 44.0)] * 19

    assert sides_of([(many, 44.0), *others])[0] == -1
    assert sides_of([(ten, 44.0), *others])[0] == 0


def test_above_is_one_way_and_below_the_other_and_no_target_is_neither() -> None:
    assert sides_of([(FAR, 10.0), (FAR, 30.0), (FAR, None), (None, 10.0)]) == [1, -1, 0, 0]


def test_an_interval_that_holds_the_target_is_no_finding_alone() -> None:
    wide = reading(value=38.0, ci_low=31.0, ci_high=45.0, accounts=100_000)

    assert sides_of([(wide, 44.0)]) == [0]
