from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import EmptyInput, OutOfRange
from stats.selection import InviteTable, UntestableSelection, complaint_ratio
from tests.stats.selection.tables import SETS, tables_of

WORKED = [InviteTable(2, 20, 50, 80), InviteTable(5, 25, 40, 75)]

invite_tables = st.builds(
    lambda n1, n0, u, v: InviteTable(round(n1 * u), n1, round(n0 * v), n0),
    st.integers(0, 40),
    st.integers(0, 200),
    st.floats(0.0, 1.0),
    st.floats(0.0, 1.0),
)


def test_the_two_worked_partners_have_the_worked_ratio() -> None:
    found = complaint_ratio(WORKED)

    assert found.ratio == pytest.approx(0.2675, abs=5e-5)
    assert found.interval is not None
    # Methods B8b prints .133; both R and the formula by hand give .1325.
    assert found.interval.low == pytest.approx(0.1325, abs=5e-5)
    assert found.interval.high == pytest.approx(0.5402, abs=5e-5)
    assert found.is_flagged


@pytest.mark.parametrize("row", SETS, ids=lambda row: f"set {row['set']}")
def test_ratio_and_limits_are_those_of_the_published_formula(row: dict[str, str]) -> None:
    found = complaint_ratio(tables_of(row))

    assert found.ratio == pytest.approx(float(row["ratio"]), rel=1e-12)
    if row["low"] == "NA":
        assert found.interval is None
        assert found.reason is UntestableSelection.ZERO_RATIO
    else:
        assert found.interval is not None
        assert found.interval.low == pytest.approx(float(row["low"]), rel=1e-10)
        assert found.interval.high == pytest.approx(float(row["high"]), rel=1e-10)


def test_a_single_table_gives_the_plain_risk_ratio() -> None:
    found = complaint_ratio([InviteTable(2, 20, 50, 80)])

    assert found.ratio == pytest.approx((2 / 20) / (50 / 80))


@settings(max_examples=60, deadline=None)
@given(st.lists(invite_tables, min_size=1, max_size=6))
def test_the_order_of_tables_and_empty_ones_change_nothing(tables: list[InviteTable]) -> None:
    found = complaint_ratio(tables)
    again = complaint_ratio([InviteTable(0, 0, 3, 9), *tables[::-1]])

    assert again.reason is found.reason
    assert again.tables == found.tables
    assert (again.ratio or 0.0) == pytest.approx(found.ratio or 0.0, rel=1e-9)
    assert (found.interval is None) == (found.reason is not UntestableSelection.TESTED)
    if found.interval is not None and found.ratio is not None:
        assert 0.0 < found.interval.low < found.ratio < found.interval.high


UNDEFINED = {
    "nobody complained": ([InviteTable(0, 0, 5, 9)], UntestableSelection.NO_CONTRAST),
    "everybody complained": ([InviteTable(3, 5, 0, 0)], UntestableSelection.NO_CONTRAST),
    "nobody was invited": ([InviteTable(0, 5, 0, 9)], UntestableSelection.ALL_ALIKE),
    "everybody was invited": ([InviteTable(5, 5, 9, 9)], UntestableSelection.ALL_ALIKE),
    "no complainer was invited": ([InviteTable(0, 5, 4, 9)], UntestableSelection.ZERO_RATIO),
    "only complainers were invited": ([InviteTable(2, 5, 0, 9)], UntestableSelection.ZERO_RATIO),
}


@pytest.mark.parametrize("case", UNDEFINED)
def test_an_undefined_ratio_says_why(case: str) -> None:
    tables, reason = UNDEFINED[case]

    found = complaint_ratio(tables)

    assert found.reason is reason
    assert found.interval is None
    assert not found.is_flagged
    assert reason.sentence in str(found)


def test_an_upper_limit_of_exactly_the_threshold_is_not_flagged() -> None:
    found = complaint_ratio([InviteTable(44, 60, 300, 340)])

    assert found.interval is not None
    assert found.interval.high > 0.8
    assert not found.is_flagged


def test_another_level_prints_as_that_level() -> None:
    assert "99.5 % interval" in str(complaint_ratio(WORKED, 0.995))


def test_whole_numbers_stored_as_floats_are_the_counts_they_are() -> None:
    assert InviteTable(2.0, 20.0, 50, 80) == InviteTable(2, 20, 50, 80)  # type: ignore[arg-type]
    assert str(InviteTable(2.0, 20, 50, 80)).startswith("2 of 20")  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [2.5, float("nan"), True, "2", None])
def test_what_is_no_count_is_no_part_of_a_table(count: object) -> None:
    with pytest.raises(OutOfRange, match="complained_invited is"):
        InviteTable(count, 20, 50, 80)  # type: ignore[arg-type]


def test_no_tables_and_impossible_tables_are_refused() -> None:
    with pytest.raises(OutOfRange, match="others is 10000001; one table holds"):
        InviteTable(2, 20, 5, 10_000_001)
    with pytest.raises(EmptyInput, match="No tables"):
        complaint_ratio([])
    with pytest.raises(OutOfRange, match="21 invited of 20"):
        InviteTable(21, 20, 5, 10)
    with pytest.raises(OutOfRange, match="-1 invited of 10"):
        InviteTable(2, 20, -1, 10)
